//! Places and events: geography, localities and collecting events, each once.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use vasculum_model::names::{collecting_event, collector, geo_coord_detail, locality, locality_detail};
use vasculum_model::read::coordinate::Axis;
use vasculum_model::read::date::PartialDate;
use vasculum_model::{Col, Issue, Kind, Record, Result, Value};
use vasculum_store::{Filter, Select, WriteTx};

use super::fields;
use super::graph::{
    EventPart, GEOGRAPHY_RANKS, LocalityPart, NO_LOCALITY, Node, OF_DETAIL, OF_EVENT, OF_GEO_COORD, OF_LOCALITY,
};
use super::import::{Tally, put_forgiving, put_people};
use super::load;
use super::people::People;
use super::source::Source;
use super::taxa::TreeBuilder;

/// The places and events that this import met.
pub(super) struct Places {
    geography: TreeBuilder,
    localities: Known<LocalityPart>,
    events: Known<EventPart>,
}

/// Places or events that this import met, by all that they say.
struct Known<T> {
    parts: HashMap<String, Arc<T>>,
    /// Whether these are all that there are, so that the database need not be asked for others.
    are_all: bool,
}

impl<T> Known<T> {
    fn new(tx: &mut WriteTx<'_>, table: vasculum_model::TableId) -> Result<Self> {
        Ok(Self { parts: HashMap::new(), are_all: tx.first(&Select::all(table))?.is_none() })
    }

    fn remember(&mut self, key: String, part: &Arc<T>) {
        if self.parts.len() >= REMEMBERED {
            self.parts.clear();
            self.are_all = false;
        }
        self.parts.insert(key, Arc::clone(part));
    }
}

/// More than this many remembered places or events are forgotten together; the database still knows them.
const REMEMBERED: usize = 200_000;

impl Places {
    pub(super) fn new(tx: &mut WriteTx<'_>, geography: TreeBuilder) -> Result<Self> {
        let (localities, events) = (Known::new(tx, locality::TABLE)?, Known::new(tx, collecting_event::TABLE)?);
        Ok(Self { geography, localities, events })
    }

    /// The collecting event of a row; nothing if the row says nothing of one.
    pub(super) fn event(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        people: &mut People,
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Option<Arc<EventPart>>> {
        let locality = self.locality(tx, source, people, issues, tally)?;
        let mut record = Record::new(collecting_event::TABLE);
        for (term, column) in OF_EVENT {
            if let Some(text) = source.get(term) {
                fields::set(&mut record, *column, text, term, issues);
            }
        }
        set_dates(&mut record, source, issues);
        if let Some(id) = source.get("eventID") {
            fields::set(&mut record, collecting_event::GUID, id, "eventID", issues);
        }
        let collectors = match source.get("recordedBy") {
            Some(text) => people.read(tx, text, "recordedBy", issues, tally)?,
            None => Vec::new(),
        };
        let is_empty = record.values.iter().all(Value::is_null) && collectors.is_empty();
        if is_empty && locality.is_none() {
            return Ok(None);
        }
        record.set(collecting_event::LOCALITY, locality.as_ref().map(|part| part.record.id));
        let key = key(&[&record], &collectors);
        if let Some(known) = self.events.parts.get(&key) {
            return Ok(Some(Arc::clone(known)));
        }
        let found = match self.events.are_all {
            true => None,
            false => find_event(tx, &record, &collectors, locality.clone())?,
        };
        let part = match found {
            Some(found) => found,
            None => new_event(tx, record, collectors, locality, issues, tally)?,
        };
        let part = Arc::new(part);
        self.events.remember(key, &part);
        Ok(Some(part))
    }

    /// The locality of a row; nothing if the row says nothing of one.
    pub(super) fn locality(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        people: &mut People,
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Option<Arc<LocalityPart>>> {
        let geography = self.geography(tx, source, issues, tally)?;
        let mut record = Record::new(locality::TABLE);
        for (term, column) in OF_LOCALITY {
            if let Some(text) = source.get(term) {
                match *column {
                    locality::LATITUDE1 => record.set(*column, fields::degrees(text, Axis::Latitude, term, issues)),
                    locality::LONGITUDE1 => record.set(*column, fields::degrees(text, Axis::Longitude, term, issues)),
                    column => fields::set(&mut record, column, text, term, issues),
                }
            }
        }
        mark_point(&mut record);
        let parts = [
            part(locality_detail::TABLE, OF_DETAIL, source, issues),
            part(geo_coord_detail::TABLE, OF_GEO_COORD, source, issues),
        ];
        let [mut detail, mut geo_coord] = parts;
        if geo_coord.get(geo_coord_detail::MAX_UNCERTAINTY_EST).number().is_some_and(|metres| metres <= 0.0) {
            issues.push(Issue::warning(
                "uncertainty-not-positive",
                "coordinateUncertaintyInMeters",
                "An uncertainty must be greater than 0 m.",
            ));
            geo_coord.set(geo_coord_detail::MAX_UNCERTAINTY_EST, Value::Null);
        }
        let by = match source.get("georeferencedBy") {
            Some(text) => people.read(tx, text, "georeferencedBy", issues, tally)?.into_iter().next(),
            None => None,
        };
        geo_coord.set(geo_coord_detail::GEO_REF_DET_BY, by.as_ref().map(|person| person.id));
        let name = source.get("locality");
        if let Some(name) = name {
            fields::set(&mut record, locality::LOCALITY_NAME, name, "locality", issues);
        }
        let says_something =
            [&record, &detail, &geo_coord].iter().any(|record| record.values.iter().any(|value| !value.is_null()));
        if !says_something && geography.is_none() {
            return Ok(None);
        }
        if name.is_none() {
            record.set(locality::LOCALITY_NAME, NO_LOCALITY);
        }
        record.set(locality::GEOGRAPHY, geography.as_ref().map(|node| node.record.id));
        record.set(locality::SRC_LAT_LONG_UNIT, 0_i64);
        let key = key(&[&record, &detail, &geo_coord], &[]);
        if let Some(known) = self.localities.parts.get(&key) {
            return Ok(Some(Arc::clone(known)));
        }
        let found = match self.localities.are_all {
            true => None,
            false => find_locality(tx, &record, &detail, &geo_coord, geography.clone(), by.clone())?,
        };
        let part = match found {
            Some(found) => found,
            None => {
                let saved = put_forgiving(tx, None, record, issues, tally)?;
                let mut below = |record: &mut Record, owner: Col, unit: Option<Col>| -> Result<Option<Record>> {
                    if record.values.iter().all(Value::is_null) {
                        return Ok(None);
                    }
                    record.set(owner, saved.id);
                    if let Some(unit) = unit {
                        record.set(unit, "m");
                    }
                    put_forgiving(tx, None, record.clone(), issues, tally).map(Some)
                };
                let has_uncertainty = !geo_coord.get(geo_coord_detail::MAX_UNCERTAINTY_EST).is_null();
                let unit = has_uncertainty.then_some(geo_coord_detail::MAX_UNCERTAINTY_EST_UNIT);
                let detail = below(&mut detail, locality_detail::LOCALITY, None)?;
                let geo_coord = below(&mut geo_coord, geo_coord_detail::LOCALITY, unit)?;
                LocalityPart { record: saved, geography, geo_coord, detail, georeferenced_by: by }
            }
        };
        let part = Arc::new(part);
        self.localities.remember(key, &part);
        Ok(Some(part))
    }

    fn geography(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Option<Arc<Node>>> {
        let mut steps: Vec<(&str, &str)> = Vec::new();
        for (term, rank) in GEOGRAPHY_RANKS {
            if let Some(name) = source.get(term) {
                steps.push((rank, name));
            }
        }
        let code = source.get("countryCode").filter(|code| code.len() <= 3);
        if !steps.iter().any(|(rank, _)| *rank == "Country")
            && let Some(code) = code
        {
            let at = steps.iter().position(|(rank, _)| matches!(*rank, "State" | "County" | "Municipality"));
            steps.insert(at.unwrap_or(steps.len()), ("Country", code));
        }
        if steps.is_empty() {
            return Ok(None);
        }
        self.geography.path(tx, &steps, &[], issues, tally)
    }
}

/// All values of some new records, to know another row with the same ones by.
fn key(records: &[&Record], people: &[Arc<Record>]) -> String {
    let mut key = String::new();
    for record in records {
        for (at, value) in record.values.iter().enumerate() {
            if !value.is_null() {
                let _ = write!(key, "{at}={value}\u{1}");
            }
        }
        key.push('\u{2}');
    }
    for person in people {
        let _ = write!(key, "{}\u{1}", person.id);
    }
    key
}

fn part(
    table: vasculum_model::TableId,
    fields: &[(&'static str, Col)],
    source: &Source<'_>,
    issues: &mut Vec<Issue>,
) -> Record {
    let mut record = Record::new(table);
    for (term, column) in fields {
        if let Some(text) = source.get(term) {
            fields::set(&mut record, *column, text, term, issues);
        }
    }
    record
}

/// A place with coordinates is a point, unless somebody says otherwise.
fn mark_point(record: &mut Record) {
    if !record.get(locality::LATITUDE1).is_null() && !record.get(locality::LONGITUDE1).is_null() {
        record.set(locality::LAT_LONG_TYPE, "Point");
    }
}

/// The event's dates: `eventDate`, or `year`, `month` and `day`, or what can be read of `verbatimEventDate`.
fn set_dates(record: &mut Record, source: &Source<'_>, issues: &mut Vec<Issue>) {
    let reading = source.get("eventDate").and_then(|text| fields::read_date(text, "eventDate", issues));
    let (start, end) = match reading {
        Some(reading) => (Some(reading.start), reading.end),
        None => match from_parts(source, issues) {
            Some(date) => (Some(date), None),
            None if source.get("eventDate").is_none() => {
                let text = source.get("verbatimEventDate");
                let reading = text.and_then(|text| fields::read_date(text, "verbatimEventDate", issues));
                reading.map_or((None, None), |reading| (Some(reading.start), reading.end))
            }
            None => (None, None),
        },
    };
    if let Some(start) = start {
        fields::set_partial(record, collecting_event::START_DATE, collecting_event::START_DATE_PRECISION, &start);
    }
    if let Some(end) = end {
        fields::set_partial(record, collecting_event::END_DATE, collecting_event::END_DATE_PRECISION, &end);
    }
}

fn from_parts(source: &Source<'_>, issues: &mut Vec<Issue>) -> Option<PartialDate> {
    let year = source.get("year")?;
    let number = |term: &str| source.get(term).and_then(|text| text.trim().parse::<u8>().ok());
    let year_number: i32 = year.trim().parse().ok().filter(|year| (1000..=2200).contains(year))?;
    let date = match (number("month"), number("day")) {
        (Some(month), Some(day)) => PartialDate::of_day(year_number, month, day),
        (Some(month), None) => PartialDate::of_month(year_number, month),
        (None, _) => PartialDate::of_year(year_number),
    };
    if date.is_none() {
        issues.push(Issue::warning("not-a-date", "year", "There is no such day in the calendar."));
    }
    date
}

/// An event in the database that says exactly the same.
fn find_event(
    tx: &mut WriteTx<'_>,
    wanted: &Record,
    people: &[Arc<Record>],
    locality: Option<Arc<LocalityPart>>,
) -> Result<Option<EventPart>> {
    let same: Vec<Filter> = compared(wanted, &["guid"]);
    for found in tx.select(&Select::all(collecting_event::TABLE).matching(Filter::And(same)).at_most(20))? {
        let given = wanted.text(collecting_event::GUID);
        if given.is_some() && given != found.text(collecting_event::GUID) {
            continue;
        }
        let there = load::collectors(tx, found.id)?;
        if there.iter().map(|person| person.id).eq(people.iter().map(|person| person.id)) {
            return Ok(Some(EventPart { record: found, people: there, locality }));
        }
    }
    Ok(None)
}

/// A filter for records with the same values, empty ones included, in the fields that an import sets.
fn compared(wanted: &Record, except: &[&str]) -> Vec<Filter> {
    let table = wanted.of();
    let own = |name: &str| {
        matches!(
            name,
            "version" | "timestampCreated" | "timestampModified" | "createdByAgent" | "modifiedByAgent" | "discipline"
        )
    };
    let imported: &[Col] = match wanted.table {
        collecting_event::TABLE => &[
            collecting_event::START_DATE,
            collecting_event::END_DATE,
            collecting_event::LOCALITY,
            collecting_event::VERBATIM_DATE,
            collecting_event::VERBATIM_LOCALITY,
            collecting_event::METHOD,
            collecting_event::STATION_FIELD_NUMBER,
            collecting_event::REMARKS,
            collecting_event::GUID,
        ],
        _ => &[
            locality::LOCALITY_NAME,
            locality::GEOGRAPHY,
            locality::LATITUDE1,
            locality::LONGITUDE1,
            locality::DATUM,
            locality::VERBATIM_LATITUDE,
            locality::VERBATIM_LONGITUDE,
            locality::MIN_ELEVATION,
            locality::MAX_ELEVATION,
            locality::VERBATIM_ELEVATION,
            locality::REMARKS,
        ],
    };
    imported
        .iter()
        .filter(|column| {
            let name = table.at(column.1).name;
            !except.contains(&name) && !own(name) && table.at(column.1).kind != Kind::Timestamp
        })
        .map(|column| Filter::is(*column, wanted.get(*column).clone()))
        .collect()
}

fn new_event(
    tx: &mut WriteTx<'_>,
    record: Record,
    people: Vec<Arc<Record>>,
    locality: Option<Arc<LocalityPart>>,
    issues: &mut Vec<Issue>,
    tally: &mut Tally,
) -> Result<EventPart> {
    let saved = put_forgiving(tx, None, record, issues, tally)?;
    let collector = |(nth, person): (usize, &Arc<Record>)| {
        Record::new(collector::TABLE)
            .with(collector::COLLECTING_EVENT, saved.id)
            .with(collector::AGENT, person.id)
            .with(collector::ORDER_NUMBER, nth as i64)
            .with(collector::IS_PRIMARY, nth == 0)
    };
    put_people(tx, people.iter().enumerate().map(collector).collect(), tally)?;
    Ok(EventPart { record: saved, people, locality })
}

/// A locality in the database that says exactly the same, with the same details.
fn find_locality(
    tx: &mut WriteTx<'_>,
    wanted: &Record,
    detail: &Record,
    geo_coord: &Record,
    geography: Option<Arc<Node>>,
    by: Option<Arc<Record>>,
) -> Result<Option<LocalityPart>> {
    let same = compared(wanted, &[]);
    for found in tx.select(&Select::all(locality::TABLE).matching(Filter::And(same)).at_most(20))? {
        let details = load::only_child(tx, found.id, locality::LOCALITY_DETAILS)?;
        let coords = load::only_child(tx, found.id, locality::GEO_COORD_DETAILS)?;
        if says_the_same(details.as_ref(), detail, OF_DETAIL)
            && says_the_same(coords.as_ref(), geo_coord, OF_GEO_COORD)
            && coords.as_ref().map_or(&Value::Null, |record| record.get(geo_coord_detail::GEO_REF_DET_BY))
                == geo_coord.get(geo_coord_detail::GEO_REF_DET_BY)
        {
            return Ok(Some(LocalityPart {
                record: found,
                geography,
                geo_coord: coords,
                detail: details,
                georeferenced_by: by,
            }));
        }
    }
    Ok(None)
}

fn says_the_same(there: Option<&Record>, wanted: &Record, fields: &[(&'static str, Col)]) -> bool {
    fields.iter().all(|(_, column)| there.map_or(&Value::Null, |record| record.get(*column)) == wanted.get(*column))
}
