//! Collecting events and collection objects with their determinations and preparations.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{
    collecting_event, collection_object, collection_object_citation, collector, determination, other_identifier,
    preparation,
};
use vasculum_model::{Date, Record, Result, Value};
use vasculum_store::WriteTx;

use super::ground::{Collector, Ground, Known, put};
use super::random::Random;

/// A preparation that could be lent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stock {
    pub(super) preparation: i64,
    pub(super) count: i64,
    pub(super) since: Date,
}

/// Something was collected: where, when and by whom.
#[derive(Debug, Clone)]
struct Event {
    id: i64,
    day: Date,
    field_number: String,
}

/// Makes the objects of one collection.
#[derive(Debug)]
pub(super) struct Maker {
    pub(super) ground: Ground,
    pub(super) random: Random,
    pub(super) today: Date,
    /// Events by place.
    events: HashMap<usize, Vec<Event>>,
    /// The species, those of which there is much first.
    common: Vec<usize>,
    /// The species that have their one name-bearing type.
    single_types: HashSet<i64>,
    pub(super) made: u32,
    pub(super) event_count: u32,
    pub(super) stock: Vec<Stock>,
}

/// What the specimens of a type series are.
const SERIES: &[&str] = &["Paratype", "Paratype", "Paratype", "Syntype", "Holotype"];

/// A day so much later, but not after the limit.
pub(super) fn later(day: Date, days: i64, limit: Date) -> Date {
    Date::from_days(day.to_days() + days as i32).unwrap_or(limit).min(limit)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

impl Maker {
    pub(super) fn new(ground: Ground, mut random: Random, today: Date) -> Self {
        let mut common: Vec<usize> = (0..ground.species.len()).collect();
        random.shuffle(&mut common);
        Self {
            ground,
            random,
            today,
            events: HashMap::new(),
            common,
            single_types: HashSet::new(),
            made: 0,
            event_count: 0,
            stock: Vec::new(),
        }
    }

    /// Makes the next object.
    pub(super) fn object(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let Some(known) = self
            .common
            .get(self.random.often_small(self.common.len()))
            .and_then(|at| self.ground.species.get(*at))
            .cloned()
        else {
            return Ok(());
        };
        let site = self.random.pick(&known.sites).copied().unwrap_or_default();
        let event = self.event(tx, site)?;
        let cataloged = later(event.day, self.random.between(20, 900), self.today);
        let year = i64::from(event.day.year());
        let accession = self.ground.accessions.iter().find(|(_, of)| *of > year).filter(|_| self.random.percent(75));
        self.made += 1;
        let made = self.ground.made;
        let record = Record::new(collection_object::TABLE)
            .with(collection_object::COLLECTION, made.collection)
            .with(collection_object::COLLECTION_MEMBER_ID, made.collection)
            .with(collection_object::COLLECTION_OBJECT_TYPE, self.ground.object_type)
            .with(collection_object::CATALOG_NUMBER, format!("{:09}", self.made))
            .with(collection_object::CATALOGED_DATE, cataloged)
            .with(collection_object::CATALOGED_DATE_PRECISION, 1)
            .with(collection_object::CATALOGER, someone(&mut self.random, &self.ground.people, cataloged))
            .with(collection_object::COLLECTING_EVENT, event.id)
            .with(collection_object::ACCESSION, accession.map(|(id, _)| *id))
            .with(collection_object::FIELD_NUMBER, event.field_number.as_str());
        let object = put(tx, &mut self.random, record)?;
        let types = self.type_status(&known, year);
        self.determinations(tx, object, &known, event.day, types)?;
        self.preparations(tx, object, &known, cataloged)?;
        self.extras(tx, object, types)
    }

    /// Whether the object is a type. Most of a type series was collected in the forty years before the description; of
    /// every species there is at most one specimen that bears the name alone.
    fn type_status(&mut self, known: &Known, year: i64) -> Option<&'static str> {
        let series = known.described.is_some_and(|described| (year..year + 40).contains(&described));
        if !self.random.percent(if series { 35 } else { 1 }) {
            return None;
        }
        let of = if series { SERIES } else { self.ground.kind.later_types };
        let status = self.random.word(of);
        let single = matches!(status, "Holotype" | "Neotype" | "Epitype");
        if single && !self.single_types.insert(known.taxon) { None } else { Some(status) }
    }

    /// An event at the place: often one at which other things were collected too.
    fn event(&mut self, tx: &mut WriteTx<'_>, site: usize) -> Result<Event> {
        let known = self.events.get(&site).map(Vec::as_slice).unwrap_or_default();
        if self.random.percent(72)
            && let Some(event) = self.random.pick(known)
        {
            return Ok(event.clone());
        }
        let event = self.write_event(tx, site)?;
        self.events.entry(site).or_default().push(event.clone());
        Ok(event)
    }

    fn write_event(&mut self, tx: &mut WriteTx<'_>, at: usize) -> Result<Event> {
        let limit = later(self.today, -40, self.today);
        let random = &mut self.random;
        let Some(first) = random.pick(&self.ground.people).cloned() else { return Err(no_people()) };
        let site = &self.ground.sites[at];
        let south = site.place.latitude.starts_with('-');
        let (from, until) = self.ground.kind.season;
        let month = (random.between(from, until) + if south { 6 } else { 0 } - 1).rem_euclid(12) + 1;
        let year = random.between(first.from, first.until.min(i64::from(limit.year())));
        let day = Date::new(year as i32, month as u8, random.between(1, 28) as u8).unwrap_or(limit).min(limit);
        let precision = match random.below(100) {
            share if share < if year < 1900 { 60 } else { 86 } => 1,
            share if share < 93 => 2,
            _ => 3,
        };
        let written = match precision {
            1 => Some(day),
            2 => Date::new(day.year(), day.month(), 1),
            _ => Date::new(day.year(), 1, 1),
        };
        let ends =
            if precision == 1 && random.percent(12) { Some(later(day, random.between(1, 6), limit)) } else { None };
        self.event_count += 1;
        let station = if random.percent(45) {
            Value::from(format!("{}{:02}-{:03}", first.initials, year % 100, random.between(1, 240)))
        } else {
            Value::Null
        };
        let habitat =
            if site.place.habitat.is_empty() { Value::Null } else { format!("Habitat: {}", site.place.habitat).into() };
        let record = Record::new(collecting_event::TABLE)
            .with(collecting_event::DISCIPLINE, self.ground.made.discipline)
            .with(collecting_event::LOCALITY, site.locality)
            .with(collecting_event::PALEO_CONTEXT, site.paleo)
            .with(collecting_event::START_DATE, written)
            .with(collecting_event::START_DATE_PRECISION, precision)
            .with(collecting_event::END_DATE, ends)
            .with(collecting_event::END_DATE_PRECISION, ends.map(|_| 1))
            .with(collecting_event::VERBATIM_DATE, verbatim(random, day, precision))
            .with(collecting_event::STATION_FIELD_NUMBER, station)
            .with(collecting_event::METHOD, random.word(self.ground.kind.methods))
            .with(collecting_event::REMARKS, habitat);
        let id = put(tx, random, record)?;
        let field_number = format!("{} {}", first.last, random.between(1, 4800));
        self.collectors(tx, id, &first, year)?;
        Ok(Event { id, day, field_number })
    }

    fn collectors(&mut self, tx: &mut WriteTx<'_>, event: i64, first: &Collector, year: i64) -> Result<()> {
        let mut agents = vec![first.agent];
        let at_the_time: Vec<i64> = self
            .ground
            .people
            .iter()
            .filter(|one| one.from <= year && year <= one.until)
            .map(|one| one.agent)
            .collect();
        for share in [38, 12] {
            if let Some(other) = self.random.pick(&at_the_time).copied().filter(|_| self.random.percent(share))
                && !agents.contains(&other)
            {
                agents.push(other);
            }
        }
        for (order, agent) in agents.into_iter().enumerate() {
            let record = Record::new(collector::TABLE)
                .with(collector::COLLECTING_EVENT, event)
                .with(collector::AGENT, agent)
                .with(collector::DIVISION, self.ground.made.division)
                .with(collector::IS_PRIMARY, order == 0)
                .with(collector::ORDER_NUMBER, order as i64);
            put(tx, &mut self.random, record)?;
        }
        Ok(())
    }

    /// One to three determinations: the current one, and older ones under synonyms, the genus alone or a relative.
    fn determinations(
        &mut self,
        tx: &mut WriteTx<'_>,
        object: i64,
        known: &Known,
        collected: Date,
        type_status: Option<&str>,
    ) -> Result<()> {
        let older = match self.random.below(100) {
            share if share < 68 => 0,
            share if share < 93 => 1,
            _ => 2,
        };
        let mut day = later(collected, self.random.between(0, 700), self.today);
        let mut days = vec![day];
        for _ in 0..older {
            day = later(day, self.random.between(400, 12_000), self.today);
            days.push(day);
        }
        for (order, day) in days.into_iter().rev().enumerate() {
            let current = order == 0;
            let taxon = if current { known.taxon } else { self.former_name(known) };
            let qualifier = match self.random.below(100) {
                share if share < 4 && type_status.is_none() => Value::from("cf."),
                share if share < 5 && type_status.is_none() => Value::from("aff."),
                _ => Value::Null,
            };
            let by_year = self.random.percent(20);
            let record = Record::new(determination::TABLE)
                .with(determination::COLLECTION_OBJECT, object)
                .with(determination::COLLECTION_MEMBER_ID, self.ground.made.collection)
                .with(determination::TAXON, taxon)
                .with(determination::IS_CURRENT, current)
                .with(determination::DETERMINER, someone(&mut self.random, &self.ground.people, day))
                .with(determination::DETERMINED_DATE, if by_year { Date::new(day.year(), 1, 1) } else { Some(day) })
                .with(determination::DETERMINED_DATE_PRECISION, if by_year { 3 } else { 1 })
                .with(determination::QUALIFIER, qualifier)
                .with(determination::TYPE_STATUS_NAME, type_status.filter(|_| current))
                .with(
                    determination::METHOD,
                    self.random.word(&["Morphology", "Key", "Comparison with identified material"]),
                );
            put(tx, &mut self.random, record)?;
        }
        Ok(())
    }

    fn former_name(&mut self, known: &Known) -> i64 {
        if let Some(synonym) = self.random.pick(&known.synonyms) {
            return *synonym;
        }
        let relatives: Vec<i64> =
            self.ground.species.iter().filter(|one| one.family == known.family).map(|one| one.taxon).collect();
        match self.random.below(10) {
            share if share < 4 => known.genus,
            share if share < 7 => self.random.pick(&relatives).copied().unwrap_or(known.genus),
            _ => known.taxon,
        }
    }

    fn preparations(&mut self, tx: &mut WriteTx<'_>, object: i64, known: &Known, since: Date) -> Result<()> {
        let mut kinds = Vec::new();
        for prep in self.ground.preps.iter().skip(1) {
            if self.random.percent(prep.1) {
                kinds.push(*prep);
            }
        }
        // What stands in another form altogether is not there in the usual one.
        if kinds.is_empty() || self.random.percent(80) {
            kinds.extend(self.ground.preps.first());
        }
        for (kind, _, least, most) in kinds {
            let count = least + self.random.often_small((most - least + 1) as usize) as i64;
            let shelf = (known.family * 2 + self.random.below(2)) % self.ground.shelves.len().max(1);
            let prepared = self.random.percent(30).then(|| later(since, self.random.between(0, 300), self.today));
            let by = prepared.and_then(|day| someone(&mut self.random, &self.ground.people, day));
            let record = Record::new(preparation::TABLE)
                .with(preparation::COLLECTION_OBJECT, object)
                .with(preparation::COLLECTION_MEMBER_ID, self.ground.made.collection)
                .with(preparation::PREP_TYPE, kind)
                .with(preparation::COUNT_AMT, count)
                .with(preparation::STORAGE, self.ground.shelves.get(shelf).copied())
                .with(preparation::PREPARED_DATE, prepared)
                .with(preparation::PREPARED_DATE_PRECISION, prepared.map(|_| 1))
                .with(preparation::PREPARED_BY_AGENT, by);
            let preparation = put(tx, &mut self.random, record)?;
            self.stock.push(Stock { preparation, count, since });
        }
        Ok(())
    }

    /// Former numbers, and where a type was listed.
    fn extras(&mut self, tx: &mut WriteTx<'_>, object: i64, type_status: Option<&str>) -> Result<()> {
        let collection = self.ground.made.collection;
        if self.random.percent(12) {
            let number = format!("{}-{}", self.ground.kind.code.to_uppercase(), self.random.between(1000, 99_999));
            let record = Record::new(other_identifier::TABLE)
                .with(other_identifier::COLLECTION_OBJECT, object)
                .with(other_identifier::COLLECTION_MEMBER_ID, collection)
                .with(other_identifier::IDENTIFIER, number)
                .with(other_identifier::INSTITUTION, "Vasculum Demo Museum, old register");
            put(tx, &mut self.random, record)?;
        }
        if type_status.is_some() {
            let record = Record::new(collection_object_citation::TABLE)
                .with(collection_object_citation::COLLECTION_OBJECT, object)
                .with(collection_object_citation::COLLECTION_MEMBER_ID, collection)
                .with(collection_object_citation::REFERENCE_WORK, self.ground.list_of_types)
                .with(collection_object_citation::PAGE_NUMBER, self.random.between(1, 180).to_string());
            put(tx, &mut self.random, record)?;
        }
        Ok(())
    }
}

/// Somebody who was at work in that year.
pub(super) fn someone(random: &mut Random, people: &[Collector], day: Date) -> Option<i64> {
    let year = i64::from(day.year());
    let active: Vec<&Collector> = people.iter().filter(|one| one.from <= year && year <= one.until).collect();
    random.pick(&active).map(|one| one.agent)
}

/// The date as people write it on labels; often nothing.
fn verbatim(random: &mut Random, day: Date, precision: i64) -> Value {
    let (year, month, date) = (day.year(), usize::from(day.month()) - 1, day.day());
    let words = match (precision, random.below(5)) {
        (1, 0) => format!("{date}.{}.{year}", ROMAN[month]),
        (1, 1) => format!("{date} {} {year}", MONTHS[month]),
        (1, 2) => format!("{} {date}, {year}", MONTHS[month]),
        (2, 0 | 1) => format!("{} {year}", MONTHS[month]),
        (2, 2) => format!("{}.{year}", ROMAN[month]),
        (3, 0) => format!("summer {year}"),
        (3, 1 | 2) => year.to_string(),
        _ => return Value::Null,
    };
    words.into()
}

fn no_people() -> vasculum_model::Error {
    vasculum_model::Error::new(vasculum_model::Code::Internal, "The demo museum has no people.")
}
