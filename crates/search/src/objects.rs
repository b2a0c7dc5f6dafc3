//! Collection objects become documents: level by level, with a number of statements that does not grow with them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use vasculum_model::names::{
    attachment, collecting_event, collection_object, collection_object_attachment, collector, determination,
    determiner, locality, other_identifier, prep_type, preparation,
};
use vasculum_model::{Col, Result, TableId, Value, model};
use vasculum_store::Tx;

use crate::document::Document;
use crate::gates::{self, Gate};
use crate::load::Loader;
use crate::rows::{Row, Wanted, text_columns};
use crate::schema::{Group, bit};

/// More localities than this are not kept from batch to batch.
const KEPT: usize = 250_000;

/// What an object needs to know of a place.
pub(crate) struct Place {
    gate: Gate,
    texts: Vec<Arc<str>>,
    at: Option<(f64, f64)>,
    geography: Option<i64>,
}

/// Which columns of the tables around an object are wanted.
pub(crate) struct Plan {
    object: Wanted,
    determination: Wanted,
    determiner: Wanted,
    event: Wanted,
    collector: Wanted,
    locality: Wanted,
    preparation: Wanted,
    prep_type: Wanted,
    identifier: Wanted,
    join: Wanted,
    attachment: Wanted,
}

fn with_text(table: TableId, columns: &[Col]) -> Wanted {
    Wanted::of(table, columns, &text_columns(model().table(table), columns))
}

impl Plan {
    pub(crate) fn new() -> Self {
        use collection_object as object;
        Self {
            object: with_text(
                object::TABLE,
                &[
                    object::COLLECTING_EVENT,
                    object::COLLECTION,
                    object::CATALOG_NUMBER,
                    object::ALT_CATALOG_NUMBER,
                    object::FIELD_NUMBER,
                ],
            ),
            determination: with_text(
                determination::TABLE,
                &[
                    determination::COLLECTION_OBJECT,
                    determination::TAXON,
                    determination::IS_CURRENT,
                    determination::DETERMINER,
                    determination::TYPE_STATUS_NAME,
                ],
            ),
            determiner: Wanted::of(determiner::TABLE, &[determiner::DETERMINATION, determiner::AGENT], &[]),
            event: with_text(collecting_event::TABLE, &[collecting_event::LOCALITY, collecting_event::START_DATE]),
            collector: Wanted::of(collector::TABLE, &[collector::COLLECTING_EVENT, collector::AGENT], &[]),
            locality: with_text(locality::TABLE, &[locality::GEOGRAPHY, locality::LATITUDE1, locality::LONGITUDE1]),
            preparation: with_text(preparation::TABLE, &[preparation::COLLECTION_OBJECT, preparation::PREP_TYPE]),
            prep_type: Wanted::of(prep_type::TABLE, &[prep_type::NAME], &[]),
            identifier: with_text(other_identifier::TABLE, &[other_identifier::COLLECTION_OBJECT]),
            join: Wanted::of(
                collection_object_attachment::TABLE,
                &[collection_object_attachment::COLLECTION_OBJECT, collection_object_attachment::ATTACHMENT],
                &[],
            ),
            attachment: with_text(attachment::TABLE, &[attachment::MIME_TYPE]),
        }
    }
}

/// The documents of a batch, found by the ids of their records.
struct Batch {
    documents: Vec<Document>,
    places: HashMap<i64, usize>,
}

impl Batch {
    fn get(&mut self, id: Option<i64>) -> Option<&mut Document> {
        let at = *self.places.get(&id?)?;
        self.documents.get_mut(at)
    }
}

/// The documents of the objects that the rows are of.
pub(crate) fn documents(loader: &mut Loader, tx: &mut Tx<'_>, ids: &BTreeSet<i64>) -> Result<Vec<Document>> {
    let rows = loader.plan.object.by_id(tx, ids)?;
    finish(loader, tx, rows)
}

/// The documents of the objects that come after one, by id, at most so many.
pub(crate) fn after(loader: &mut Loader, tx: &mut Tx<'_>, after: i64, limit: u64) -> Result<Vec<Document>> {
    let test = vasculum_store::Test::Greater(Value::Int(after));
    let filter = vasculum_store::Filter::test_id(collection_object::TABLE, test);
    let rows = loader.plan.object.read(tx, filter, Some(limit))?;
    finish(loader, tx, rows)
}

fn finish(loader: &mut Loader, tx: &mut Tx<'_>, rows: Vec<Row>) -> Result<Vec<Document>> {
    let mut batch = Batch { documents: Vec::with_capacity(rows.len()), places: HashMap::with_capacity(rows.len()) };
    let mut events: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in &rows {
        batch.places.insert(row.id, batch.documents.len());
        batch.documents.push(begin(row));
        if let Some(event) = row.int(0) {
            events.entry(event).or_default().push(row.id);
        }
    }
    let ids: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    identifiers(loader, tx, &ids, &mut batch)?;
    determinations(loader, tx, &ids, &mut batch)?;
    preparations(loader, tx, &ids, &mut batch)?;
    media(loader, tx, &ids, &mut batch)?;
    collecting(loader, tx, &events, &mut batch)?;
    Ok(batch.documents)
}

/// What the object says by itself; and which rights one needs to know that it has nothing more to say.
fn begin(row: &Row) -> Document {
    let mut document = Document::new(collection_object::TABLE, row.id, row.gate);
    document.flags = Some(0);
    document.collection = row.int(1);
    let number: Option<Arc<str>> = row.text(2).map(Into::into);
    document.titles.extend(number.clone());
    document.numbers.extend(number);
    document.numbers.extend((3..=4).filter_map(|at| row.text(at)).map(Into::into));
    let own = document.part(Group::Own);
    own.is_there = true;
    row.texts(3).for_each(|text| own.say(text));
    let event = gates::any(collecting_event::TABLE);
    let needed: [(Group, &[Gate]); 9] = [
        (Group::Identifier, &[gates::any(other_identifier::TABLE)]),
        (Group::Determination, &[gates::any(determination::TABLE)]),
        (Group::Taxon, &[gates::any(determination::TABLE), gates::any(vasculum_model::names::taxon::TABLE)]),
        (Group::Determiner, &[gates::any(determination::TABLE), gates::any(vasculum_model::names::agent::TABLE)]),
        (Group::Event, &[event]),
        (Group::Locality, &[event, gates::any(locality::TABLE)]),
        (Group::Geography, &[event, gates::any(locality::TABLE), gates::any(vasculum_model::names::geography::TABLE)]),
        (Group::People, &[event, gates::any(collector::TABLE), gates::any(vasculum_model::names::agent::TABLE)]),
        (Group::Preparation, &[gates::any(preparation::TABLE), gates::any(prep_type::TABLE)]),
    ];
    for (group, gates) in needed {
        gates.iter().for_each(|gate| document.part(group).see(*gate));
    }
    for table in [collection_object_attachment::TABLE, attachment::TABLE] {
        document.part(Group::Media).see(gates::any(table));
    }
    document
}

fn identifiers(loader: &Loader, tx: &mut Tx<'_>, ids: &BTreeSet<i64>, batch: &mut Batch) -> Result<()> {
    for row in loader.plan.identifier.behind(tx, other_identifier::COLLECTION_OBJECT, ids)? {
        let Some(document) = batch.get(row.int(0)) else { continue };
        let part = document.part(Group::Identifier);
        part.see(row.gate);
        row.texts(1).for_each(|text| part.say(text));
    }
    Ok(())
}

fn determinations(loader: &mut Loader, tx: &mut Tx<'_>, ids: &BTreeSet<i64>, batch: &mut Batch) -> Result<()> {
    let rows = loader.plan.determination.behind(tx, determination::COLLECTION_OBJECT, ids)?;
    loader.taxa.load(tx, rows.iter().filter_map(|row| row.int(1)))?;
    let these: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let more = loader.plan.determiner.behind(tx, determiner::DETERMINATION, &these)?;
    let mut people: HashMap<i64, Vec<(i64, Gate)>> = HashMap::new();
    for row in &more {
        if let (Some(determination), Some(agent)) = (row.int(0), row.int(1)) {
            people.entry(determination).or_default().push((agent, row.gate));
        }
    }
    let agents = rows.iter().filter_map(|row| row.int(3)).chain(more.iter().filter_map(|row| row.int(1)));
    loader.load_people(tx, agents.collect())?;
    for row in rows {
        let Some(document) = batch.get(row.int(0)) else { continue };
        let is_current = row.at(2).bool() == Some(true);
        let part = document.part(Group::Determination);
        part.see(row.gate);
        row.texts(4).for_each(|text| part.say(text));
        if let Some(status) = row.text(4) {
            if !document.types.iter().any(|known| known == status) {
                document.types.push(status.to_owned());
            }
            document.flag(bit("type"));
        }
        document.part(Group::Taxon).see(row.gate);
        if let Some(line) = row.int(1).and_then(|taxon| loader.taxa.line(taxon)) {
            let part = document.part(Group::Taxon);
            part.see(line.node.gate);
            part.say(Arc::clone(&line.node.called));
            if is_current {
                part.say(Arc::clone(&line.above));
                document.taxa = Some(Arc::clone(&line.path));
                document.flag(bit("determination"));
            }
        }
        document.part(Group::Determiner).see(row.gate);
        let several = people.remove(&row.id).unwrap_or_default();
        for (agent, gate) in row.int(3).map(|agent| (agent, row.gate)).into_iter().chain(several) {
            if let Some(person) = loader.person(agent) {
                let part = document.part(Group::Determiner);
                part.see(gate);
                part.see(person.gate);
                part.say(Arc::clone(&person.called));
            }
        }
    }
    Ok(())
}

fn preparations(loader: &mut Loader, tx: &mut Tx<'_>, ids: &BTreeSet<i64>, batch: &mut Batch) -> Result<()> {
    let rows = loader.plan.preparation.behind(tx, preparation::COLLECTION_OBJECT, ids)?;
    let unknown: BTreeSet<i64> =
        rows.iter().filter_map(|row| row.int(1)).filter(|id| !loader.prep_types.contains_key(id)).collect();
    for row in loader.plan.prep_type.by_id(tx, &unknown)? {
        loader.prep_types.insert(row.id, (row.text(0).unwrap_or_default().into(), row.gate));
    }
    for row in rows {
        let Some(document) = batch.get(row.int(0)) else { continue };
        document.flag(bit("preparation"));
        let part = document.part(Group::Preparation);
        part.see(row.gate);
        row.texts(2).for_each(|text| part.say(text));
        if let Some((name, gate)) = row.int(1).and_then(|id| loader.prep_types.get(&id)) {
            part.see(*gate);
            part.say(Arc::clone(name));
            if !name.is_empty() && !document.preps.contains(name) {
                document.preps.push(Arc::clone(name));
            }
        }
    }
    Ok(())
}

fn media(loader: &Loader, tx: &mut Tx<'_>, ids: &BTreeSet<i64>, batch: &mut Batch) -> Result<()> {
    let joins = loader.plan.join.behind(tx, collection_object_attachment::COLLECTION_OBJECT, ids)?;
    let files: BTreeSet<i64> = joins.iter().filter_map(|row| row.int(1)).collect();
    let files: HashMap<i64, Row> =
        loader.plan.attachment.by_id(tx, &files)?.into_iter().map(|row| (row.id, row)).collect();
    for join in joins {
        let Some(document) = batch.get(join.int(0)) else { continue };
        let part = document.part(Group::Media);
        part.see(join.gate);
        let Some(file) = join.int(1).and_then(|id| files.get(&id)) else { continue };
        part.see(file.gate);
        file.texts(1).for_each(|text| part.say(text));
        document.flag(bit("media"));
        if is_image(file) {
            document.flag(bit("image"));
        }
    }
    Ok(())
}

/// Whether a file is a picture: by its format, or where that is not known, by its name.
fn is_image(file: &Row) -> bool {
    const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "tif", "tiff", "gif", "webp", "jp2", "dng", "heic", "bmp", "svg"];
    match file.text(0) {
        Some(format) => format.to_ascii_lowercase().starts_with("image"),
        None => file.texts(1).any(|text| {
            text.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
        }),
    }
}

/// When, where and by whom.
fn collecting(
    loader: &mut Loader,
    tx: &mut Tx<'_>,
    objects: &BTreeMap<i64, Vec<i64>>,
    batch: &mut Batch,
) -> Result<()> {
    let ids: BTreeSet<i64> = objects.keys().copied().collect();
    let events = loader.plan.event.by_id(tx, &ids)?;
    let collectors = loader.plan.collector.behind(tx, collector::COLLECTING_EVENT, &ids)?;
    loader.load_people(tx, collectors.iter().filter_map(|row| row.int(1)).collect())?;
    places(loader, tx, events.iter().filter_map(|row| row.int(0)).collect())?;
    let mut people: HashMap<i64, Vec<Row>> = HashMap::new();
    for row in collectors {
        if let Some(event) = row.int(0) {
            people.entry(event).or_default().push(row);
        }
    }
    for event in &events {
        let people = people.remove(&event.id).unwrap_or_default();
        for object in objects.get(&event.id).into_iter().flatten() {
            let Some(document) = batch.get(Some(*object)) else { continue };
            of_event(document, event);
            for row in &people {
                let part = document.part(Group::People);
                part.see(row.gate);
                let Some(person) = row.int(1).and_then(|agent| loader.person(agent)) else { continue };
                part.see(person.gate);
                part.say(Arc::clone(&person.called));
                document.flag(bit("collector"));
                document.collectors.extend(row.int(1).filter(|agent| !document.collectors.contains(agent)));
            }
            if let Some(place) = event.int(0).and_then(|place| loader.localities.get(&place)).map(Arc::clone) {
                of_place(loader, document, &place);
            }
        }
    }
    Ok(())
}

fn of_event(document: &mut Document, event: &Row) {
    for group in [Group::Event, Group::Locality, Group::Geography, Group::People] {
        document.part(group).see(event.gate);
    }
    let part = document.part(Group::Event);
    event.texts(2).for_each(|text| part.say(text));
    if let Value::Date(date) = event.at(1) {
        part.say(date.to_string());
        document.year = Some(i64::from(date.year()));
        document.flag(bit("date"));
    }
}

fn of_place(loader: &mut Loader, document: &mut Document, place: &Place) {
    document.flag(bit("place"));
    let part = document.part(Group::Locality);
    part.see(place.gate);
    place.texts.iter().for_each(|text| part.say(Arc::clone(text)));
    if place.at.is_some() {
        document.at = place.at;
        document.flag(bit("coordinates"));
    }
    document.part(Group::Geography).see(place.gate);
    if let Some(line) = place.geography.and_then(|id| loader.places.line(id)) {
        let part = document.part(Group::Geography);
        part.see(line.node.gate);
        part.say(Arc::clone(&line.node.called));
        part.say(Arc::clone(&line.above));
        document.places = Some(Arc::clone(&line.path));
    }
}

fn places(loader: &mut Loader, tx: &mut Tx<'_>, ids: BTreeSet<i64>) -> Result<()> {
    if loader.localities.len() > KEPT {
        loader.localities.clear();
    }
    let unknown: BTreeSet<i64> = ids.iter().copied().filter(|id| !loader.localities.contains_key(id)).collect();
    for row in loader.plan.locality.by_id(tx, &unknown)? {
        let place = Place {
            gate: row.gate,
            texts: row.texts(3).map(Into::into).collect(),
            at: row.at(1).number().zip(row.at(2).number()),
            geography: row.int(0),
        };
        loader.localities.insert(row.id, Arc::new(place));
    }
    let nodes: Vec<i64> =
        ids.iter().filter_map(|id| loader.localities.get(id)).filter_map(|place| place.geography).collect();
    loader.places.load(tx, nodes)
}
