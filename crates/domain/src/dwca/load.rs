//! Loading the graphs of many specimens at once, with a number of statements that does not grow with them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use vasculum_model::names::{
    agent, attachment, collecting_event, collection_object, collection_object_attachment, collector, determination,
    determiner, geo_coord_detail, geography, locality, other_identifier, prep_type, preparation, taxon,
};
use vasculum_model::{Many, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx};

use super::graph::{DeterminationPart, EventPart, Graph, LocalityPart, Node};

/// The collectors of an event, in order.
pub(super) fn collectors(tx: &mut Tx<'_>, event: i64) -> Result<Vec<Arc<Record>>> {
    let list = tx.children(&[event], collecting_event::COLLECTORS)?;
    let ids: Vec<i64> = list.iter().filter_map(|(_, record)| record.int(collector::AGENT)).collect();
    let agents = by_id(tx, agent::TABLE, &ids)?;
    Ok(ids.iter().filter_map(|id| agents.get(id).cloned()).collect())
}

/// The record behind a link that leads to at most one.
pub(super) fn only_child(tx: &mut Tx<'_>, owner: i64, link: Many) -> Result<Option<Record>> {
    Ok(tx.children(&[owner], link)?.into_iter().next().map(|(_, record)| record))
}

fn by_id(tx: &mut Tx<'_>, table: TableId, ids: &[i64]) -> Result<HashMap<i64, Arc<Record>>> {
    let distinct: Vec<i64> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    Ok(tx.find_all(table, &distinct)?.into_iter().map(|record| (record.id, Arc::new(record))).collect())
}

/// Nodes of a tree that were loaded before; ranks and ancestors repeat from batch to batch.
pub(super) struct Nodes {
    table: TableId,
    ranks: HashMap<i64, String>,
    nodes: HashMap<i64, Arc<Node>>,
    records: HashMap<i64, Record>,
}

impl Nodes {
    pub(super) fn new(tx: &mut Tx<'_>, table: TableId) -> Result<Self> {
        let mut ranks = HashMap::new();
        if let Some(tree) = model().tree(table) {
            for rank in tx.select(&Select::all(tree.rank))? {
                ranks.insert(rank.id, rank.text(tree.rank_name).unwrap_or_default().to_owned());
            }
        }
        Ok(Self { table, ranks, nodes: HashMap::new(), records: HashMap::new() })
    }

    /// Loads nodes with their ancestors, level by level.
    pub(super) fn load(&mut self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<()> {
        let Some(tree) = model().tree(self.table) else { return Ok(()) };
        let mut wanted: BTreeSet<i64> = ids.iter().copied().filter(|id| !self.records.contains_key(id)).collect();
        while !wanted.is_empty() {
            let list: Vec<i64> = wanted.iter().copied().collect();
            wanted.clear();
            for record in tx.find_all(self.table, &list)? {
                if let Some(parent) = record.int(tree.parent).filter(|parent| !self.records.contains_key(parent)) {
                    wanted.insert(parent);
                }
                self.records.insert(record.id, record);
            }
        }
        Ok(())
    }

    /// A node that was loaded.
    pub(super) fn node(&mut self, id: i64) -> Option<Arc<Node>> {
        if let Some(node) = self.nodes.get(&id) {
            return Some(Arc::clone(node));
        }
        let tree = model().tree(self.table)?;
        let record = self.records.get(&id)?.clone();
        let mut line = Vec::new();
        let mut at = Some(&record);
        // A tree is as deep as it has ranks; a circle, which the database does not allow, would end here too.
        while let Some(node) = at.filter(|_| line.len() < 100) {
            let rank =
                node.int(tree.definition_item).and_then(|rank| self.ranks.get(&rank)).cloned().unwrap_or_default();
            line.push((rank, node.text(tree.name).unwrap_or_default().to_owned()));
            at = node.int(tree.parent).and_then(|parent| self.records.get(&parent));
        }
        line.reverse();
        let node = Arc::new(Node { record, line });
        self.nodes.insert(id, Arc::clone(&node));
        Some(node)
    }
}

/// What stays loaded between batches.
pub(super) struct Loader {
    pub taxa: Nodes,
    pub geography: Nodes,
    prep_types: HashMap<i64, String>,
}

impl Loader {
    pub(super) fn new(tx: &mut Tx<'_>) -> Result<Self> {
        let types = tx.select(&Select::all(prep_type::TABLE))?;
        let name = |record: &Record| (record.id, record.text(prep_type::NAME).unwrap_or_default().to_owned());
        Ok(Self {
            taxa: Nodes::new(tx, taxon::TABLE)?,
            geography: Nodes::new(tx, geography::TABLE)?,
            prep_types: types.iter().map(name).collect(),
        })
    }

    /// The graphs of some specimens, in their order.
    pub(super) fn graphs(&mut self, tx: &mut Tx<'_>, objects: Vec<Record>) -> Result<Vec<Graph>> {
        let ids: Vec<i64> = objects.iter().map(|object| object.id).collect();
        let mut determinations = self.determinations(tx, &ids)?;
        let events = self.events(tx, &objects)?;
        let mut preparations: HashMap<i64, Vec<(Record, String)>> = HashMap::new();
        for (owner, record) in tx.children(&ids, collection_object::PREPARATIONS)? {
            let name =
                record.int(preparation::PREP_TYPE).and_then(|id| self.prep_types.get(&id)).cloned().unwrap_or_default();
            preparations.entry(owner).or_default().push((record, name));
        }
        let mut identifiers: HashMap<i64, Vec<String>> = HashMap::new();
        for (owner, record) in tx.children(&ids, collection_object::OTHER_IDENTIFIERS)? {
            let text = record.text(other_identifier::IDENTIFIER).unwrap_or_default();
            identifiers.entry(owner).or_default().push(text.to_owned());
        }
        let mut media = media(tx, &ids)?;
        Ok(objects
            .into_iter()
            .map(|object| Graph {
                determination: determinations.remove(&object.id),
                event: object.int(collection_object::COLLECTING_EVENT).and_then(|id| events.get(&id).cloned()),
                preparations: preparations.remove(&object.id).unwrap_or_default(),
                identifiers: identifiers.remove(&object.id).unwrap_or_default(),
                media: media.remove(&object.id).unwrap_or_default(),
                object,
            })
            .collect())
    }

    fn determinations(&mut self, tx: &mut Tx<'_>, objects: &[i64]) -> Result<HashMap<i64, DeterminationPart>> {
        let all = tx.children(objects, collection_object::DETERMINATIONS)?;
        let current: Vec<(i64, Record)> =
            all.into_iter().filter(|(_, record)| record.is(determination::IS_CURRENT)).collect();
        let taxa: Vec<i64> = current.iter().filter_map(|(_, record)| record.int(determination::TAXON)).collect();
        self.taxa.load(tx, &taxa)?;
        let ids: Vec<i64> = current.iter().map(|(_, record)| record.id).collect();
        let mut more: HashMap<i64, Vec<i64>> = HashMap::new();
        for (owner, record) in tx.children(&ids, determination::DETERMINERS)? {
            more.entry(owner).or_default().extend(record.int(determiner::AGENT));
        }
        let mut people: Vec<i64> = more.values().flatten().copied().collect();
        people.extend(current.iter().filter_map(|(_, record)| record.int(determination::DETERMINER)));
        let people = by_id(tx, agent::TABLE, &people)?;
        let mut parts = HashMap::new();
        for (owner, record) in current {
            let mut list: Vec<i64> = record.int(determination::DETERMINER).into_iter().collect();
            for id in more.remove(&record.id).unwrap_or_default() {
                if !list.contains(&id) {
                    list.push(id);
                }
            }
            let taxon = record.int(determination::TAXON).and_then(|id| self.taxa.node(id));
            let people = list.iter().filter_map(|id| people.get(id).cloned()).collect();
            parts.insert(owner, DeterminationPart { record, taxon, people });
        }
        Ok(parts)
    }

    fn events(&mut self, tx: &mut Tx<'_>, objects: &[Record]) -> Result<HashMap<i64, Arc<EventPart>>> {
        let ids: Vec<i64> =
            objects.iter().filter_map(|object| object.int(collection_object::COLLECTING_EVENT)).collect();
        let events = by_id(tx, collecting_event::TABLE, &ids)?;
        let ids: Vec<i64> = events.keys().copied().collect();
        let mut collectors: HashMap<i64, Vec<i64>> = HashMap::new();
        for (owner, record) in tx.children(&ids, collecting_event::COLLECTORS)? {
            collectors.entry(owner).or_default().extend(record.int(collector::AGENT));
        }
        let people: Vec<i64> = collectors.values().flatten().copied().collect();
        let people = by_id(tx, agent::TABLE, &people)?;
        let localities =
            self.localities(tx, events.values().filter_map(|event| event.int(collecting_event::LOCALITY)).collect())?;
        Ok(events
            .into_iter()
            .map(|(id, record)| {
                let list = collectors.remove(&id).unwrap_or_default();
                let people = list.iter().filter_map(|id| people.get(id).cloned()).collect();
                let locality = record.int(collecting_event::LOCALITY).and_then(|id| localities.get(&id).cloned());
                (id, Arc::new(EventPart { record: Record::clone(&record), people, locality }))
            })
            .collect())
    }

    fn localities(&mut self, tx: &mut Tx<'_>, ids: Vec<i64>) -> Result<HashMap<i64, Arc<LocalityPart>>> {
        let records = by_id(tx, locality::TABLE, &ids)?;
        let ids: Vec<i64> = records.keys().copied().collect();
        let places: Vec<i64> = records.values().filter_map(|record| record.int(locality::GEOGRAPHY)).collect();
        self.geography.load(tx, &places)?;
        let mut details: HashMap<i64, Record> = tx.children(&ids, locality::LOCALITY_DETAILS)?.into_iter().collect();
        let mut coords: HashMap<i64, Record> = tx.children(&ids, locality::GEO_COORD_DETAILS)?.into_iter().collect();
        let people: Vec<i64> =
            coords.values().filter_map(|record| record.int(geo_coord_detail::GEO_REF_DET_BY)).collect();
        let people = by_id(tx, agent::TABLE, &people)?;
        Ok(records
            .into_iter()
            .map(|(id, record)| {
                let geo_coord = coords.remove(&id);
                let by = geo_coord.as_ref().and_then(|record| record.int(geo_coord_detail::GEO_REF_DET_BY));
                let part = LocalityPart {
                    geography: record.int(locality::GEOGRAPHY).and_then(|id| self.geography.node(id)),
                    detail: details.remove(&id),
                    georeferenced_by: by.and_then(|id| people.get(&id).cloned()),
                    geo_coord,
                    record: Record::clone(&record),
                };
                (id, Arc::new(part))
            })
            .collect())
    }
}

fn media(tx: &mut Tx<'_>, objects: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
    let joins = tx.children(objects, collection_object::COLLECTION_OBJECT_ATTACHMENTS)?;
    let ids: Vec<i64> =
        joins.iter().filter_map(|(_, record)| record.int(collection_object_attachment::ATTACHMENT)).collect();
    let attachments = by_id(tx, attachment::TABLE, &ids)?;
    let mut media: HashMap<i64, Vec<String>> = HashMap::new();
    for (owner, record) in joins {
        let file = record.int(collection_object_attachment::ATTACHMENT).and_then(|id| attachments.get(&id));
        if let Some(address) = file.and_then(|file| file.text(attachment::ORIG_FILENAME))
            && address.contains("://")
        {
            media.entry(owner).or_default().push(address.to_owned());
        }
    }
    Ok(media)
}

/// What was kept beside records of a table, by their ids.
pub(super) fn kept(tx: &mut Tx<'_>, table: TableId, ids: &[i64]) -> Result<HashMap<i64, Record>> {
    use vasculum_model::names::source_record;
    let Some((first, last)) = ids.iter().min().zip(ids.iter().max()) else { return Ok(HashMap::new()) };
    let own = |id: i64| Filter::is(source_record::RECORD_ID, id);
    let mut filter = vec![
        Filter::is(source_record::TABLE_NUM, i64::from(model().table(table).number)),
        Filter::is(source_record::FORMAT, super::source::FORMAT),
    ];
    if first == last {
        filter.push(own(*first));
    } else {
        filter.push(Filter::test(source_record::RECORD_ID, vasculum_store::Test::AtLeast(Value::Int(*first))));
        filter.push(Filter::test(source_record::RECORD_ID, vasculum_store::Test::AtMost(Value::Int(*last))));
    }
    let list = tx.select(&Select::all(source_record::TABLE).matching(Filter::And(filter)))?;
    Ok(list.into_iter().filter_map(|record| Some((record.int(source_record::RECORD_ID)?, record))).collect())
}
