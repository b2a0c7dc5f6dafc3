//! The formats that an institution wrote itself: kept in TextFormat, for one discipline or for all, and read once for all
//! readers until one of them is changed.
//!
//! Each is a record of its own, so that it has a history and can be undone by itself: of the kind `record` how one
//! record of a table is written, of the kind `row` how several are, of the kind `link` a web address.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use vasculum_model::names::text_format;
use vasculum_model::{Error, Issue, Record, Result, Table, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Test, Tx, WriteTx};

use super::links::{self, Link};
use super::shipped::{AGGREGATES, RECORD_FORMATS};
use super::template::{self, Template};
use crate::records;

/// The kind of TextFormat that says how a record is written.
const RECORD: &str = "record";
/// The kind that says how several are written in a row.
const ROW: &str = "row";

/// How the records of a table are written, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Written {
    /// The field whose value chooses the template; empty if there is only one.
    pub switch: String,
    /// Value and template; an empty value is for all others.
    pub cases: Vec<(String, String)>,
}

/// How several records of a table are written, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Row {
    /// What stands between two.
    pub separator: String,
    /// At most so many; 0 for all.
    pub limit: usize,
    /// What stands at the end where there are more.
    pub ending: String,
    /// The field by which they are ordered; empty for the order that they have.
    pub order: String,
    /// The name of the format by which each is written; empty for the usual one.
    pub format: String,
}

/// Who wrote a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It came with the program.
    Shipped,
    /// It counts in the whole institution.
    Institution,
    /// It counts in one discipline.
    Discipline,
}

/// How records are written in a row, ready to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InARow {
    pub(super) separator: String,
    pub(super) limit: usize,
    pub(super) ending: String,
    pub(super) order: Option<u16>,
    pub(super) format: String,
}

/// Every format of the institution, ready to use.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// By table and discipline; without one for the whole institution.
    records: HashMap<(TableId, Option<i64>), Arc<Template>>,
    /// Further formats, by table, name in small letters, and discipline.
    pub(super) named: HashMap<(TableId, String, Option<i64>), Further>,
    rows: HashMap<(TableId, Option<i64>), InARow>,
    pub(super) links: Vec<Link>,
}

/// A format of a table beside its usual one.
#[derive(Debug)]
pub(super) struct Further {
    /// Its name, as it was written.
    pub(super) name: String,
    pub(super) template: Arc<Template>,
}

/// The formats of the institution.
pub(super) fn own(tx: &mut Tx<'_>) -> Result<Arc<Own>> {
    tx.cached("text-formats", &[text_format::TABLE], |tx| {
        let mut own = Own::default();
        for record in tx.select(&Select::all(text_format::TABLE))? {
            own.take(&record);
        }
        Ok(own)
    })
}

impl Own {
    /// The usual formats that the institution wrote, by table and discipline.
    pub(super) fn usual(&self) -> impl Iterator<Item = (&(TableId, Option<i64>), &Arc<Template>)> {
        self.records.iter()
    }

    /// Takes in one format. One that can't be read, because the model no longer has what it names, is as if it were
    /// not there: the shipped one counts again.
    fn take(&mut self, record: &Record) {
        let discipline = record.int(text_format::DISCIPLINE);
        let Some(table) = record.text(text_format::TABLE_NAME).and_then(|name| model().named(name)) else { return };
        let definition = record.text(text_format::DEFINITION).unwrap_or_default();
        match record.text(text_format::KIND) {
            Some(RECORD) => {
                let written: Option<Written> = serde_json::from_str(definition).ok();
                let Some(template) = written.and_then(|written| written.read(table).ok()) else { return };
                let name = record.text(text_format::NAME).unwrap_or_default();
                if name == table.name {
                    self.records.insert((table.id, discipline), Arc::new(template));
                } else {
                    let further = Further { name: name.to_owned(), template: Arc::new(template) };
                    self.named.insert((table.id, vasculum_store::fold(name), discipline), further);
                }
            }
            Some(ROW) => {
                if let Ok(row) = serde_json::from_str::<Row>(definition) {
                    self.rows.insert((table.id, discipline), row.ready(table));
                }
            }
            Some(links::LINK) => self.links.extend(Link::of(record, table)),
            _ => {}
        }
    }
}

/// The discipline that somebody works in, if that is only one.
pub(crate) fn discipline(tx: &Tx<'_>) -> Option<i64> {
    let access = tx.access();
    let places = &access.hierarchy().collections;
    match access.collection {
        Some(id) => places.iter().find(|place| place.id == id).map(|place| place.discipline),
        None => {
            let first = places.first()?.discipline;
            places.iter().all(|place| place.discipline == first).then_some(first)
        }
    }
}

/// How the records of a table are written here.
pub(super) fn template(tx: &mut Tx<'_>, table: TableId) -> Result<Arc<Template>> {
    let own = own(tx)?;
    let here = discipline(tx).and_then(|here| own.records.get(&(table, Some(here))));
    Ok(Arc::clone(here.or(own.records.get(&(table, None))).unwrap_or(template::shipped(table))))
}

/// How records of a table are written in a row here.
pub(super) fn in_a_row(tx: &mut Tx<'_>, table: TableId) -> Result<InARow> {
    let own = own(tx)?;
    let here = discipline(tx).and_then(|here| own.rows.get(&(table, Some(here))));
    let found = here.or(own.rows.get(&(table, None))).cloned();
    Ok(found.unwrap_or_else(|| shipped_row(model().table(table)).ready(model().table(table))))
}

/// Which of two values comes first; what is not known comes last.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (a, b) => vasculum_store::fold(&a.to_string()).cmp(&vasculum_store::fold(&b.to_string())),
    }
}

/// How the records of a table are written where nobody said otherwise.
pub fn shipped(table: &Table) -> Written {
    match RECORD_FORMATS.iter().find(|format| format.table == table.name) {
        Some(format) => Written {
            switch: format.switch.to_owned(),
            cases: format.cases.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect(),
        },
        None => Written { switch: String::new(), cases: vec![(String::new(), template::usual(table))] },
    }
}

/// How several records of a table are written where nobody said otherwise.
pub fn shipped_row(table: &Table) -> Row {
    let found = AGGREGATES.iter().find(|row| row.table == table.name);
    let (separator, limit, ending) = found.map_or(("; ", 0, ""), |row| (row.separator, row.limit, row.ending));
    Row { separator: separator.to_owned(), limit, ending: ending.to_owned(), ..Row::default() }
}

impl Written {
    pub(super) fn read(&self, table: &Table) -> std::result::Result<Template, (usize, template::Flaw)> {
        let cases: Vec<(&str, &str)> = self.cases.iter().map(|(value, text)| (value.as_str(), text.as_str())).collect();
        template::read(table, &self.switch, &cases)
    }

    /// What is wrong with it, at `switch` or `cases[1].template`; a flaw in a template is told with its place, counted
    /// in characters from 1.
    pub fn issues(&self, table: &Table) -> Vec<Issue> {
        if !self.switch.is_empty() && table.column(&self.switch).is_none() {
            return vec![Issue::error("unknown-field", "switch", format!("{} has no ‘{}’.", table.name, self.switch))];
        }
        if self.cases.is_empty() {
            return vec![Issue::error("required", "cases[0].template", "A format needs a template.")];
        }
        let mut issues = Vec::new();
        for (nth, (value, text)) in self.cases.iter().enumerate() {
            let field = format!("cases[{nth}].template");
            if text.trim().is_empty() {
                issues.push(Issue::error("required", field, "A template is needed, for example {name}."));
            } else if let Err(flaw) = template::pieces(table, text) {
                let place = text[..flaw.at].chars().count() + 1;
                issues.push(Issue::error("template", field, format!("Character {place}: {}", flaw.words)));
            }
            if self.cases[..nth].iter().any(|(known, _)| known == value) {
                let words = if value.is_empty() {
                    "Two templates are for all other values.".to_owned()
                } else {
                    format!("Two templates are for ‘{value}’.")
                };
                issues.push(Issue::error("twice", format!("cases[{nth}].value"), words));
            }
        }
        if self.switch.is_empty() && self.cases.len() > 1 {
            let words = "Several templates need a field whose value chooses among them.";
            issues.push(Issue::error("required", "switch", words));
        }
        issues
    }
}

impl Row {
    fn ready(&self, table: &Table) -> InARow {
        let order = table.column(&self.order);
        let format = self.format.trim().to_owned();
        InARow { separator: self.separator.clone(), limit: self.limit, ending: self.ending.clone(), order, format }
    }

    /// What is wrong with it.
    pub fn issues(&self, table: &Table) -> Vec<Issue> {
        if self.order.is_empty() || table.column(&self.order).is_some() {
            return Vec::new();
        }
        vec![Issue::error("unknown-field", "order", format!("{} has no ‘{}’.", table.name, self.order))]
    }
}

/// How the records of a table are written here, and who says so.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn written(tx: &mut Tx<'_>, table: &Table) -> Result<(Written, Origin, Option<Record>)> {
    Ok(match found(tx, RECORD, table, table.name)? {
        Some((record, origin)) => (definition(&record)?, origin, Some(record)),
        None => (shipped(table), Origin::Shipped, None),
    })
}

/// How several records of a table are written here, and who says so.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn row(tx: &mut Tx<'_>, table: &Table) -> Result<(Row, Origin, Option<Record>)> {
    Ok(match found(tx, ROW, table, table.name)? {
        Some((record, origin)) => (definition(&record)?, origin, Some(record)),
        None => (shipped_row(table), Origin::Shipped, None),
    })
}

/// The tables that have a format of the institution's own here, with whom it counts for.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn origins(tx: &mut Tx<'_>) -> Result<HashMap<TableId, Origin>> {
    let (own, here) = (own(tx)?, discipline(tx));
    let keys = own.records.keys().chain(own.rows.keys());
    let mut origins = HashMap::new();
    for (table, discipline) in keys {
        match discipline {
            Some(theirs) if Some(*theirs) == here => drop(origins.insert(*table, Origin::Discipline)),
            Some(_) => {}
            None => drop(origins.entry(*table).or_insert(Origin::Institution)),
        }
    }
    Ok(origins)
}

pub(super) fn definition<T: serde::de::DeserializeOwned>(record: &Record) -> Result<T> {
    let text = record.text(text_format::DEFINITION).unwrap_or_default();
    serde_json::from_str(text).map_err(|cause| Error::internal("A stored format can't be read.", cause))
}

/// The format of a table's records of this name that counts here, and who says so.
pub(super) fn found_record(tx: &mut Tx<'_>, table: &Table, name: &str) -> Result<Option<(Record, Origin)>> {
    found(tx, RECORD, table, name)
}

/// The stored format of this kind and name that counts here: that of the discipline, or else the institution's.
fn found(tx: &mut Tx<'_>, kind: &str, table: &Table, name: &str) -> Result<Option<(Record, Origin)>> {
    let here = discipline(tx);
    let mut records = stored(tx, kind, name, table.name)?;
    let own = records.iter().position(|record| here.is_some() && record.int(text_format::DISCIPLINE) == here);
    if let Some(own) = own {
        return Ok(Some((records.swap_remove(own), Origin::Discipline)));
    }
    let shared = records.into_iter().find(|record| record.get(text_format::DISCIPLINE).is_null());
    Ok(shared.map(|record| (record, Origin::Institution)))
}

fn stored(tx: &mut Tx<'_>, kind: &str, name: &str, table: &str) -> Result<Vec<Record>> {
    let name = Filter::test(text_format::NAME, Test::IsCaseless(name.to_owned()));
    let mut these = vec![Filter::is(text_format::KIND, kind), name];
    if !table.is_empty() {
        these.push(Filter::is(text_format::TABLE_NAME, table));
    }
    let these = Filter::And(these);
    tx.unscoped(|tx| tx.select(&Select::all(text_format::TABLE).matching(these)))
}

/// A format on its way into the database.
pub(crate) struct Keep<'k> {
    pub(crate) kind: &'k str,
    pub(crate) name: &'k str,
    pub(crate) table: &'k str,
    pub(crate) field: &'k str,
    pub(crate) title: &'k str,
    pub(crate) definition: Json,
    /// Whether it counts in the whole institution, and not in the discipline that one works in.
    pub(crate) everywhere: bool,
}

/// Whether somebody may write formats that count in the whole institution.
pub fn may_everywhere(tx: &Tx<'_>) -> bool {
    tx.access().may("/table/textformat", Action::Update.name(), None)
}

/// Keeps a format under its kind and name: the one of the same place is changed, or a new one made.
pub(crate) fn keep(tx: &mut WriteTx<'_>, id: Option<i64>, keep: &Keep<'_>) -> Result<Record> {
    if keep.everywhere && !may_everywhere(tx) {
        return Err(Error::forbidden("You may not set up what counts in the whole institution."));
    }
    let here = if keep.everywhere { None } else { discipline(tx) };
    if !keep.everywhere && here.is_none() {
        return Err(Error::invalid("A format belongs to a discipline; choose a collection first."));
    }
    let before = match id {
        Some(id) => Some(tx.get(text_format::TABLE, id)?),
        None => stored(tx, keep.kind, keep.name, keep.table)?
            .into_iter()
            .find(|record| record.int(text_format::DISCIPLINE) == here),
    };
    if before.as_ref().is_some_and(|before| before.get(text_format::DISCIPLINE).is_null()) && !may_everywhere(tx) {
        return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
    }
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let record = before.clone().unwrap_or_else(|| Record::new(text_format::TABLE));
    let record = record
        .with(text_format::KIND, keep.kind)
        .with(text_format::NAME, keep.name)
        .with(text_format::TABLE_NAME, text(keep.table))
        .with(text_format::FIELD_NAME, text(keep.field))
        .with(text_format::TITLE, text(keep.title))
        .with(text_format::DEFINITION, keep.definition.to_string())
        .with(text_format::DISCIPLINE, here);
    let (saved, _) = records::put(tx, before.as_ref(), record)?;
    if here == saved.int(text_format::DISCIPLINE) {
        return Ok(saved);
    }
    // A new record without a discipline was given the one that its maker works in.
    let wide = saved.clone().with(text_format::DISCIPLINE, here);
    Ok(records::put(tx, Some(&saved), wide)?.0)
}

fn json<T: Serialize>(value: &T) -> Result<Json> {
    serde_json::to_value(value).map_err(|cause| Error::internal("The format can't be kept.", cause))
}

/// Keeps how the records of a table are written, in the discipline or everywhere.
///
/// # Errors
///
/// - `Invalid`: a template can't be read; `issues` says which one and where.
/// - `Forbidden`: the person may not change formats, or not those of the whole institution.
pub fn save(tx: &mut WriteTx<'_>, table: &Table, written: &Written, everywhere: bool) -> Result<Record> {
    save_as(tx, table, table.name, written, everywhere)
}

/// Keeps a format under a name; that of the table is the usual one.
pub(super) fn save_as(
    tx: &mut WriteTx<'_>,
    table: &Table,
    name: &str,
    written: &Written,
    everywhere: bool,
) -> Result<Record> {
    let mut issues = written.issues(table);
    if issues.is_empty() {
        issues = super::named::unknown_formats(tx, table, written)?;
    }
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let definition = json(written)?;
    let (field, title) = ("", "");
    keep(tx, None, &Keep { kind: RECORD, name, table: table.name, field, title, definition, everywhere })
}

/// Keeps how several records of a table are written, in the discipline or everywhere.
///
/// # Errors
///
/// As [`save`].
pub fn save_row(tx: &mut WriteTx<'_>, table: &Table, row: &Row, everywhere: bool) -> Result<Record> {
    let mut issues = row.issues(table);
    if !row.format.is_empty() && !super::named::exists(tx, table, &row.format)? {
        let words = format!("{} has no format ‘{}’.", table.name, row.format);
        issues.push(Issue::error("unknown-format", "format", words));
    }
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let definition = json(row)?;
    let (name, field, title) = (table.name, "", "");
    keep(tx, None, &Keep { kind: ROW, name, table: name, field, title, definition, everywhere })
}

/// Goes back to what would count without the discipline's own formats of a table; without any, to the shipped ones.
/// Returns how many formats went.
///
/// # Errors
///
/// `Forbidden`, if the person may not delete formats, or not those of the whole institution.
pub fn reset(tx: &mut WriteTx<'_>, table: &Table) -> Result<usize> {
    let mut gone = 0;
    for kind in [RECORD, ROW] {
        let Some((record, origin)) = found(tx, kind, table, table.name)? else { continue };
        if origin == Origin::Institution && !may_everywhere(tx) {
            return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
        }
        records::delete(tx, text_format::TABLE, record.id, None)?;
        gone += 1;
    }
    Ok(gone)
}

/// Records as they would be written by a format that is not kept yet.
///
/// # Errors
///
/// `Invalid`, if the format can't be read; `issues` says where.
pub fn preview(tx: &mut Tx<'_>, table: &Table, written: &Written, records: &[Record]) -> Result<Vec<String>> {
    let template = written.read(table).map_err(|_| Error::refused(written.issues(table)))?;
    super::by_case(tx, &template, records, &mut vec![table.id])
}
