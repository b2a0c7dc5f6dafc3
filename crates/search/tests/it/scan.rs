//! A plain scan: everything is read from the database, and looked at record by record. It shares nothing with the index
//! but what words are, and asks the store alone who may see what.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vasculum_model::names::{
    agent, attachment, collecting_event, collection_object, collection_object_attachment, collector, determination,
    determiner, geography, locality, other_identifier, prep_type, preparation, taxon,
};
use vasculum_model::{Col, Record, TableId, Value, model};
use vasculum_search::{Facet, SEARCHED};
use vasculum_store::{Access, Database, Select, plain};

/// Everything that is in the database.
pub(crate) struct World {
    tables: HashMap<TableId, BTreeMap<i64, Record>>,
    /// The records of a table by the record that a column of theirs leads to.
    behind: HashMap<Col, HashMap<i64, Vec<i64>>>,
}

/// What somebody may see: for each table the ids.
pub(crate) struct Eyes(HashMap<TableId, HashSet<i64>>);

/// What is known of a record by those who may see all that it came from.
#[derive(Default)]
pub(crate) struct Known {
    pub words: BTreeSet<String>,
    pub values: BTreeSet<(Facet, String)>,
    pub taxa: Vec<i64>,
    pub places: Vec<i64>,
    pub people: Vec<String>,
    /// What an object can lack, and whether it has it; only of what may be known.
    pub has: BTreeMap<&'static str, bool>,
}

const TABLES: &[TableId] = &[
    collector::TABLE,
    determination::TABLE,
    determiner::TABLE,
    other_identifier::TABLE,
    preparation::TABLE,
    prep_type::TABLE,
    collection_object_attachment::TABLE,
];

const LINKS: &[Col] = &[
    collector::COLLECTING_EVENT,
    determination::COLLECTION_OBJECT,
    determiner::DETERMINATION,
    other_identifier::COLLECTION_OBJECT,
    preparation::COLLECTION_OBJECT,
    collection_object_attachment::COLLECTION_OBJECT,
];

impl World {
    pub(crate) fn read(db: &Database) -> Self {
        let people = SEARCHED.iter().flat_map(|row| row.people).map(|(many, _)| model().to_many(*many));
        let links: Vec<Col> = people.map(|many| Col(many.of, many.back)).chain(LINKS.iter().copied()).collect();
        let tables: BTreeSet<u16> = SEARCHED
            .iter()
            .map(|row| row.table)
            .chain(TABLES.iter().copied())
            .chain(links.iter().map(|link| link.0))
            .map(|table| table.0)
            .collect();
        let all = |table| db.read(&Access::system("scan"), |tx| tx.select(&Select::all(table))).unwrap();
        let tables: HashMap<TableId, BTreeMap<i64, Record>> = tables
            .into_iter()
            .map(|table| (TableId(table), all(TableId(table)).into_iter().map(|record| (record.id, record)).collect()))
            .collect();
        let mut behind: HashMap<Col, HashMap<i64, Vec<i64>>> = HashMap::new();
        for link in links {
            for record in tables[&link.0].values() {
                if let Some(owner) = record.int(link) {
                    behind.entry(link).or_default().entry(owner).or_default().push(record.id);
                }
            }
        }
        Self { tables, behind }
    }

    /// What somebody may see, asked of the store.
    pub(crate) fn eyes(&self, db: &Database, access: &Access) -> Eyes {
        let seen = |table: &TableId| {
            let ids = db.read(access, |tx| tx.select(&Select::all(*table)));
            // A table that may not be read at all is refused.
            (*table, ids.map_or_else(|_| HashSet::new(), |list| list.iter().map(|record| record.id).collect()))
        };
        Eyes(self.tables.keys().map(seen).collect())
    }

    pub(crate) fn ids(&self, table: TableId) -> impl Iterator<Item = i64> + '_ {
        self.tables[&table].keys().copied()
    }

    pub(crate) fn record(&self, table: TableId, id: i64) -> Option<&Record> {
        self.tables[&table].get(&id)
    }

    fn behind(&self, link: Col, id: i64) -> &[i64] {
        self.behind.get(&link).and_then(|map| map.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// The nodes from the root down to one.
    pub(crate) fn line(&self, table: TableId, id: i64) -> Vec<i64> {
        let tree = model().tree(table).unwrap();
        let mut line = vec![id];
        while let Some(parent) = self.record(table, *line.last().unwrap()).and_then(|node| node.int(tree.parent)) {
            line.push(parent);
        }
        line.reverse();
        line
    }

    /// Whether somebody may see a record of a table at all.
    fn may(&self, eyes: &Eyes, db: &Access, table: TableId) -> bool {
        let _ = eyes;
        db.readable(model().table(table)) != vasculum_store::Reach::Nothing
    }

    /// What somebody may know of a record; nothing if they may not see it.
    pub(crate) fn known(&self, eyes: &Eyes, access: &Access, table: TableId, id: i64) -> Option<Known> {
        if !eyes.sees(table, id) {
            return None;
        }
        let mut known = Known::default();
        let record = self.record(table, id)?;
        known.values.insert((Facet::Table, model().table(table).name.to_owned()));
        known.say_all(record);
        if table == collection_object::TABLE {
            self.object(eyes, access, record, &mut known);
            return Some(known);
        }
        let row = SEARCHED.iter().find(|row| row.table == table)?;
        // The people of a record are known to those who may see all of them.
        let mut people: Vec<(TableId, i64, i64)> = Vec::new();
        for (many, column) in row.people {
            let many = model().to_many(*many);
            for join in self.behind(Col(many.of, many.back), id) {
                people.extend(self.record(many.of, *join)?.int(*column).map(|agent| (many.of, *join, agent)));
            }
        }
        people.extend(
            row.agents.iter().filter_map(|column| record.int(*column)).map(|agent| (agent::TABLE, agent, agent)),
        );
        if people.iter().all(|(joins, join, agent)| eyes.sees(*joins, *join) && eyes.sees(agent::TABLE, *agent)) {
            people.iter().for_each(|(_, _, agent)| known.person(self, *agent));
        }
        if table == taxon::TABLE {
            known.taxa = self.line(table, id);
        }
        if table == geography::TABLE {
            known.places = self.line(table, id);
        }
        if table == locality::TABLE
            && let Some(place) = record.int(locality::GEOGRAPHY)
            && eyes.sees(geography::TABLE, place)
        {
            known.node(self, geography::TABLE, place, true);
            known.places = self.line(geography::TABLE, place);
        }
        Some(known)
    }

    fn object(&self, eyes: &Eyes, access: &Access, object: &Record, known: &mut Known) {
        let may = |table| self.may(eyes, access, table);
        let id = object.id;
        let all = |table: TableId, ids: &[i64]| ids.iter().all(|id| eyes.sees(table, *id));
        if let Some(collection) = object.int(collection_object::COLLECTION) {
            known.values.insert((Facet::Collection, collection.to_string()));
        }
        let others = self.behind(other_identifier::COLLECTION_OBJECT, id);
        if may(other_identifier::TABLE) && all(other_identifier::TABLE, others) {
            others.iter().for_each(|other| known.say_all(&self.tables[&other_identifier::TABLE][other]));
        }
        self.determinations(eyes, access, id, known);
        let preps = self.behind(preparation::COLLECTION_OBJECT, id);
        let kinds: Vec<i64> = preps
            .iter()
            .filter_map(|prep| self.tables[&preparation::TABLE][prep].int(preparation::PREP_TYPE))
            .collect();
        if may(preparation::TABLE)
            && may(prep_type::TABLE)
            && all(preparation::TABLE, preps)
            && all(prep_type::TABLE, &kinds)
        {
            known.has.insert("preparation", !preps.is_empty());
            preps.iter().for_each(|prep| known.say_all(&self.tables[&preparation::TABLE][prep]));
            for kind in &kinds {
                let kind = &self.tables[&prep_type::TABLE][kind];
                let name = kind.text(prep_type::NAME).unwrap_or_default();
                known.say(name);
                known.values.insert((Facet::Preparation, name.to_owned()));
            }
        }
        let joins = self.behind(collection_object_attachment::COLLECTION_OBJECT, id);
        let files: Vec<i64> = joins
            .iter()
            .filter_map(|join| {
                self.tables[&collection_object_attachment::TABLE][join].int(collection_object_attachment::ATTACHMENT)
            })
            .collect();
        if may(collection_object_attachment::TABLE)
            && may(attachment::TABLE)
            && all(collection_object_attachment::TABLE, joins)
            && all(attachment::TABLE, &files)
        {
            let is_image = |file: &i64| {
                let file = &self.tables[&attachment::TABLE][file];
                file.text(attachment::MIME_TYPE).is_some_and(|kind| kind.starts_with("image/"))
            };
            known.has.insert("image", files.iter().any(is_image));
            files.iter().for_each(|file| known.say_all(&self.tables[&attachment::TABLE][file]));
        }
        self.collecting(eyes, access, object, known);
    }

    fn determinations(&self, eyes: &Eyes, access: &Access, id: i64, known: &mut Known) {
        let may = |table| self.may(eyes, access, table);
        let list = self.behind(determination::COLLECTION_OBJECT, id);
        if !may(determination::TABLE) || !list.iter().all(|id| eyes.sees(determination::TABLE, *id)) {
            return;
        }
        let records: Vec<&Record> = list.iter().map(|id| &self.tables[&determination::TABLE][id]).collect();
        for record in &records {
            known.say_all(record);
            if let Some(status) = record.text(determination::TYPE_STATUS_NAME) {
                known.values.insert((Facet::Type, status.to_owned()));
            }
        }
        let taxa: Vec<(i64, bool)> = records
            .iter()
            .filter_map(|record| Some((record.int(determination::TAXON)?, record.is(determination::IS_CURRENT))))
            .collect();
        if may(taxon::TABLE) && taxa.iter().all(|(taxon, _)| eyes.sees(taxon::TABLE, *taxon)) {
            known.has.insert("determination", taxa.iter().any(|(_, is_current)| *is_current));
            for (taxon, is_current) in &taxa {
                known.node(self, taxon::TABLE, *taxon, *is_current);
                if *is_current {
                    known.taxa = self.line(taxon::TABLE, *taxon);
                }
            }
        }
        let mut people: Vec<i64> = records.iter().filter_map(|record| record.int(determination::DETERMINER)).collect();
        let mut sees_joins = true;
        for join in list.iter().flat_map(|id| self.behind(determiner::DETERMINATION, *id)) {
            sees_joins &= eyes.sees(determiner::TABLE, *join);
            people.extend(self.tables[&determiner::TABLE][join].int(determiner::AGENT));
        }
        if may(agent::TABLE) && sees_joins && people.iter().all(|agent| eyes.sees(agent::TABLE, *agent)) {
            people.iter().for_each(|agent| known.person(self, *agent));
        }
    }

    fn collecting(&self, eyes: &Eyes, access: &Access, object: &Record, known: &mut Known) {
        let may = |table| self.may(eyes, access, table);
        let event = object.int(collection_object::COLLECTING_EVENT);
        if !may(collecting_event::TABLE) || event.is_some_and(|event| !eyes.sees(collecting_event::TABLE, event)) {
            return;
        }
        let record = event.map(|event| &self.tables[&collecting_event::TABLE][&event]);
        let date = record.and_then(|record| record.get(collecting_event::START_DATE).date());
        known.has.insert("date", date.is_some());
        if let Some(record) = record {
            known.say_all(record);
        }
        if let Some(date) = date {
            known.say(&date.to_string());
            known.values.insert((Facet::Year, date.year().to_string()));
        }
        let joins = event.map_or(&[][..], |event| self.behind(collector::COLLECTING_EVENT, event));
        let people: Vec<i64> =
            joins.iter().filter_map(|join| self.tables[&collector::TABLE][join].int(collector::AGENT)).collect();
        if may(collector::TABLE)
            && may(agent::TABLE)
            && joins.iter().all(|join| eyes.sees(collector::TABLE, *join))
            && people.iter().all(|agent| eyes.sees(agent::TABLE, *agent))
        {
            known.has.insert("collector", !people.is_empty());
            for agent in &people {
                known.person(self, *agent);
                known.values.insert((Facet::Collector, agent.to_string()));
                known.people.push(self.called(*agent));
            }
        }
        let place = record.and_then(|record| record.int(collecting_event::LOCALITY));
        if !may(locality::TABLE) || place.is_some_and(|place| !eyes.sees(locality::TABLE, place)) {
            return;
        }
        let record = place.map(|place| &self.tables[&locality::TABLE][&place]);
        known.has.insert("place", record.is_some());
        let at = record
            .and_then(|record| record.get(locality::LATITUDE1).number().zip(record.get(locality::LONGITUDE1).number()));
        known.has.insert("coordinates", at.is_some());
        if let Some(record) = record {
            known.say_all(record);
        }
        let node = record.and_then(|record| record.int(locality::GEOGRAPHY));
        if let Some(node) = node.filter(|node| eyes.sees(geography::TABLE, *node)) {
            known.node(self, geography::TABLE, node, true);
            known.places = self.line(geography::TABLE, node);
        }
    }

    fn called(&self, agent: i64) -> String {
        let record = &self.tables[&agent::TABLE][&agent];
        let parts = [
            agent::FIRST_NAME,
            agent::MIDDLE_INITIAL,
            agent::LAST_NAME,
            agent::SUFFIX,
            agent::INITIALS,
            agent::ABBREVIATION,
        ];
        parts.iter().filter_map(|column| record.text(*column)).collect::<Vec<_>>().join(" ")
    }
}

impl Eyes {
    pub(crate) fn sees(&self, table: TableId, id: i64) -> bool {
        self.0.get(&table).is_some_and(|ids| ids.contains(&id))
    }
}

impl Known {
    fn say(&mut self, text: &str) {
        for word in plain(text).split(' ').filter(|word| !word.is_empty()) {
            let short = word.trim_start_matches('0');
            if word.bytes().all(|digit| digit.is_ascii_digit()) && !short.is_empty() {
                self.words.insert(short.to_owned());
            }
            self.words.insert(word.to_owned());
        }
    }

    fn say_all(&mut self, record: &Record) {
        const SILENT: &[&str] =
            &["guid", "gml", "attachmentLocation", "attachmentStorageConfig", "labelFormat", "password"];
        for (column, value) in record.of().columns.iter().zip(&record.values) {
            if let (Value::Text(text), true, false) = (value, column.kind.is_text(), SILENT.contains(&column.name)) {
                self.say(text);
            }
        }
    }

    fn person(&mut self, world: &World, agent: i64) {
        self.say(&world.called(agent));
    }

    /// A node, and if so what stands above it, without the root.
    fn node(&mut self, world: &World, table: TableId, id: i64, with_above: bool) {
        let tree = model().tree(table).unwrap();
        let record = &world.tables[&table][&id];
        self.say(record.text(tree.full_name).or(record.text(tree.name)).unwrap_or_default());
        let more = if table == taxon::TABLE {
            [taxon::AUTHOR, taxon::COMMON_NAME]
        } else {
            [geography::COMMON_NAME, geography::ABBREV]
        };
        more.iter().filter_map(|column| record.text(*column)).for_each(|text| self.say(text));
        let line = world.line(table, id);
        for above in line.iter().rev().skip(1).filter(|_| with_above) {
            let above = &world.tables[&table][above];
            if above.int(tree.parent).is_some() {
                self.say(above.text(tree.name).unwrap_or_default());
            }
        }
    }
}
