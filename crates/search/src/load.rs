//! Records become documents.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use vasculum_model::names::{agent, collection_object, geography, locality, taxon};
use vasculum_model::{Col, Error, Result, TableId, Value, model};
use vasculum_store::{Filter, Test, Tx};

use crate::document::Document;
use crate::gates::{self, Gate};
use crate::nodes::{Nodes, ranks};
use crate::objects::{self, Place, Plan};
use crate::rows::{Row, Wanted, text_columns};
use crate::schema::{Group, Searched, searched};

/// More people than this are not kept from batch to batch.
const KEPT: usize = 200_000;

/// What a document needs to know of somebody.
pub(crate) struct Person {
    pub gate: Gate,
    pub called: Arc<str>,
}

/// What stays loaded between batches. It is true as of the transactions that it was used in, so whoever follows changes
/// makes a new one each time.
pub(crate) struct Loader {
    pub plan: Plan,
    pub taxa: Nodes,
    pub places: Nodes,
    pub localities: HashMap<i64, Arc<Place>>,
    pub prep_types: HashMap<i64, (Arc<str>, Gate)>,
    people: HashMap<i64, Arc<Person>>,
    person: Wanted,
    ranks: HashMap<TableId, HashMap<i64, String>>,
}

impl Loader {
    pub(crate) fn new() -> Result<Self> {
        let tree = |table| Nodes::of(table).ok_or_else(|| Error::invalid("The model lacks a tree."));
        Ok(Self {
            plan: Plan::new(),
            taxa: tree(taxon::TABLE)?,
            places: tree(geography::TABLE)?,
            localities: HashMap::new(),
            prep_types: HashMap::new(),
            people: HashMap::new(),
            person: Wanted::of(
                agent::TABLE,
                &[
                    agent::FIRST_NAME,
                    agent::MIDDLE_INITIAL,
                    agent::LAST_NAME,
                    agent::SUFFIX,
                    agent::INITIALS,
                    agent::ABBREVIATION,
                ],
                &[],
            ),
            ranks: HashMap::new(),
        })
    }

    /// Loads people that are not known yet.
    pub(crate) fn load_people(&mut self, tx: &mut Tx<'_>, ids: BTreeSet<i64>) -> Result<()> {
        if self.people.len() > KEPT {
            self.people.clear();
        }
        let unknown: BTreeSet<i64> = ids.into_iter().filter(|id| !self.people.contains_key(id)).collect();
        for row in self.person.by_id(tx, &unknown)? {
            let called = row.texts(0).collect::<Vec<_>>().join(" ");
            self.people.insert(row.id, Arc::new(Person { gate: row.gate, called: called.into() }));
        }
        Ok(())
    }

    pub(crate) fn person(&self, id: i64) -> Option<&Person> {
        self.people.get(&id).map(Arc::as_ref)
    }

    /// The documents of those of the records that exist.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn documents(&mut self, tx: &mut Tx<'_>, table: TableId, ids: &BTreeSet<i64>) -> Result<Vec<Document>> {
        if table == collection_object::TABLE {
            return objects::documents(self, tx, ids);
        }
        let Some((of, _)) = searched(table) else { return Ok(Vec::new()) };
        let rows = wanted(of).by_id(tx, ids)?;
        self.others(tx, of, rows)
    }

    /// The documents of the records of a table that come after one, by id, at most so many.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn after(&mut self, tx: &mut Tx<'_>, table: TableId, after: i64, limit: u64) -> Result<Vec<Document>> {
        if table == collection_object::TABLE {
            return objects::after(self, tx, after, limit);
        }
        let Some((of, _)) = searched(table) else { return Ok(Vec::new()) };
        let filter = Filter::test_id(table, Test::Greater(Value::Int(after)));
        let rows = wanted(of).read(tx, filter, Some(limit))?;
        self.others(tx, of, rows)
    }

    /// Records of any other table: their own text, their people, and where they stand in trees.
    fn others(&mut self, tx: &mut Tx<'_>, of: &'static Searched, rows: Vec<Row>) -> Result<Vec<Document>> {
        let titles = of.title.len();
        let mut documents = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut document = Document::new(of.table, row.id, row.gate);
            document.titles.extend((0..titles).filter_map(|at| row.text(at)).map(Into::into));
            document.numbers = document.titles.clone();
            let own = document.part(Group::Own);
            own.is_there = true;
            row.texts(titles).for_each(|text| own.say(text));
            documents.push(document);
        }
        self.people_of(tx, of, &rows, &mut documents)?;
        match of.table {
            locality::TABLE => self.places_of(tx, &rows, &mut documents)?,
            table if model().tree(table).is_some() => self.node_of(tx, table, &mut documents)?,
            _ => {}
        }
        Ok(documents)
    }

    fn people_of(
        &mut self,
        tx: &mut Tx<'_>,
        of: &'static Searched,
        rows: &[Row],
        documents: &mut [Document],
    ) -> Result<()> {
        let ids: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
        let mut found: HashMap<i64, Vec<(i64, Gate)>> = HashMap::new();
        for (many, agent) in of.people {
            let many = model().to_many(*many);
            let back = Col(many.of, many.back);
            for row in Wanted::of(many.of, &[back, *agent], &[]).behind(tx, back, &ids)? {
                if let (Some(owner), Some(agent)) = (row.int(0), row.int(1)) {
                    found.entry(owner).or_default().push((agent, row.gate));
                }
            }
        }
        let any = gates::any(agent::TABLE);
        for row in rows {
            let own = (of.title.len()..of.title.len() + of.agents.len()).filter_map(|at| row.int(at));
            found.entry(row.id).or_default().extend(own.map(|agent| (agent, any)));
        }
        self.load_people(tx, found.values().flatten().map(|(agent, _)| *agent).collect())?;
        for document in documents {
            for (agent, gate) in found.remove(&document.id).unwrap_or_default() {
                if let Some(person) = self.people.get(&agent) {
                    let part = document.part(Group::People);
                    part.see(gate);
                    part.see(person.gate);
                    part.say(Arc::clone(&person.called));
                }
            }
        }
        Ok(())
    }

    /// A place stands where its link leads in the tree of places.
    fn places_of(&mut self, tx: &mut Tx<'_>, rows: &[Row], documents: &mut [Document]) -> Result<()> {
        let ids = rows.iter().map(|row| row.id).collect();
        let links = Wanted::of(locality::TABLE, &[locality::GEOGRAPHY, locality::LATITUDE1, locality::LONGITUDE1], &[]);
        let links: HashMap<i64, Row> = links.by_id(tx, &ids)?.into_iter().map(|row| (row.id, row)).collect();
        self.places.load(tx, links.values().filter_map(|row| row.int(0)))?;
        for document in documents {
            let Some(row) = links.get(&document.id) else { continue };
            document.part(Group::Locality).is_there = true;
            document.at = row.at(1).number().zip(row.at(2).number());
            document.part(Group::Geography).see(gates::any(geography::TABLE));
            if let Some(line) = row.int(0).and_then(|id| self.places.line(id)) {
                let part = document.part(Group::Geography);
                part.see(line.node.gate);
                part.say(Arc::clone(&line.node.called));
                part.say(Arc::clone(&line.above));
                document.places = Some(Arc::clone(&line.path));
            }
        }
        Ok(())
    }

    /// A node stands where it stands, and has a rank.
    fn node_of(&mut self, tx: &mut Tx<'_>, table: TableId, documents: &mut [Document]) -> Result<()> {
        let ids: Vec<i64> = documents.iter().map(|document| document.id).collect();
        let mut other = if matches!(table, taxon::TABLE | geography::TABLE) { None } else { Nodes::of(table) };
        let nodes = match (table, &mut other) {
            (taxon::TABLE, _) => &mut self.taxa,
            (geography::TABLE, _) => &mut self.places,
            (_, Some(nodes)) => nodes,
            _ => return Ok(()),
        };
        nodes.load(tx, ids)?;
        if let std::collections::hash_map::Entry::Vacant(vacant) = self.ranks.entry(table) {
            vacant.insert(ranks(tx, nodes.tree())?);
        }
        for document in documents {
            let Some(line) = nodes.line(document.id) else { continue };
            document.numbers.push(Arc::clone(&line.node.name));
            document.rank = line
                .node
                .rank
                .and_then(|rank| self.ranks.get(&table)?.get(&rank).cloned())
                .filter(|name| !name.is_empty());
            match table {
                taxon::TABLE => {
                    document.part(Group::Taxon).is_there = true;
                    document.taxa = Some(Arc::clone(&line.path));
                }
                geography::TABLE => {
                    document.part(Group::Geography).is_there = true;
                    document.places = Some(Arc::clone(&line.path));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Titles, then people in columns, then all other text.
fn wanted(of: &Searched) -> Wanted {
    let columns: Vec<Col> = of.title.iter().chain(of.agents).copied().collect();
    Wanted::of(of.table, &columns, &text_columns(model().table(of.table), of.title))
}
