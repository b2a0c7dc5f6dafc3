//! What a new record starts with: the defaults of the collection, and the parts that are made along with an object.
//!
//! Defaults stand in Specify's table SpFieldValueDefault, for each collection. A text of `today` in a field for a date
//! stands for the day on which the record is made, and `CURRENT_AGENT` in a link to an agent for the person who makes
//! it; a row with neither text nor id takes the program's own default away.
//!
//! Which parts a new object starts with, Specify keeps in its remote preferences: `CO_CREATE_PREP_<collection>=true`.

use std::collections::HashMap;

use vasculum_model::names::{agent, collection_object, loan_return_preparation, sp_field_value_default};
use vasculum_model::{Col, Error, Issue, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use crate::records::{self, is_set_by_vasculum};
use crate::resources::{self, REMOTE_PREFERENCES, Whose};

/// What a field of a new record starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// This text, to be read as if somebody had typed it.
    Text(String),
    /// The linked record.
    Record(i64),
    /// The day on which the record is made.
    Today,
    /// The agent of the person who makes it.
    Me,
    /// Nothing, where the program would start with something.
    Nothing,
}

/// Links that start with the agent of the person, unless the collection says otherwise.
///
/// Source: Specify 7, `QueryComboBox`: cataloger and receivedBy.
const MINE: &[Col] = &[collection_object::CATALOGER, loan_return_preparation::RECEIVED_BY];

const TODAY: &str = "today";
const ME: &str = "CURRENT_AGENT";

/// What the fields of a new record of a table start with in a collection, by column.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn defaults(tx: &mut Tx<'_>, collection: i64, table: TableId) -> Result<Vec<(u16, Start)>> {
    Ok(all(tx, collection)?.remove(&table).unwrap_or_default())
}

/// What the fields of new records of every table start with in a collection, found at once.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn all(tx: &mut Tx<'_>, collection: i64) -> Result<HashMap<TableId, Vec<(u16, Start)>>> {
    let mut starts: HashMap<TableId, Vec<(u16, Start)>> = HashMap::new();
    for column in MINE {
        starts.entry(column.0).or_default().push((column.1, Start::Me));
    }
    for row in rows(tx, collection)? {
        let Some(column) = column_of(&row) else { continue };
        let list = starts.entry(column.0).or_default();
        list.retain(|(theirs, _)| *theirs != column.1);
        let start = read(column, &row);
        if start != Start::Nothing {
            list.push((column.1, start));
        }
    }
    starts.values_mut().for_each(|list| list.sort_by_key(|(column, _)| *column));
    Ok(starts)
}

/// The column that a row is about; Specify writes the names of tables in lower case.
fn column_of(row: &Record) -> Option<Col> {
    let table = model().named(row.text(sp_field_value_default::TABLE_NAME)?)?;
    let name = row.text(sp_field_value_default::FIELD_NAME)?;
    let column = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))?;
    Some(Col(table.id, column as u16))
}

fn rows(tx: &mut Tx<'_>, collection: i64) -> Result<Vec<Record>> {
    let filter = Filter::is(sp_field_value_default::COLLECTION_MEMBER_ID, collection);
    tx.unscoped(|tx| tx.select(&Select::all(sp_field_value_default::TABLE).matching(filter)))
}

fn read(column: Col, row: &Record) -> Start {
    let of = model().column(column);
    let is_to_agent = of.link.as_ref().is_some_and(|link| link.to == agent::TABLE);
    match (row.int(sp_field_value_default::ID_VALUE), row.text(sp_field_value_default::STR_VALUE).unwrap_or_default()) {
        (Some(id), _) => Start::Record(id),
        (None, "") => Start::Nothing,
        (None, text) if is_to_agent && text.eq_ignore_ascii_case(ME) => Start::Me,
        (None, text) if of.kind.is_date() && text.eq_ignore_ascii_case(TODAY) => Start::Today,
        (None, text) => Start::Text(text.to_owned()),
    }
}

/// Sets what a field of new records starts with in a collection.
///
/// # Errors
///
/// - `Forbidden`: the person may not change the preferences of the collection.
/// - `Invalid`: the field is none that people fill in, or the text is too long.
pub fn set_default(tx: &mut WriteTx<'_>, collection: i64, column: Col, start: &Start) -> Result<()> {
    may_prefer(tx, collection)?;
    let (of, field) = (model().table(column.0), model().column(column));
    if is_set_by_vasculum(of, column.1) {
        return Err(Error::refused(vec![Issue::error(
            "no-default",
            field.name,
            "This field is filled in by Vasculum.",
        )]));
    }
    let before = rows(tx, collection)?.into_iter().find(|row| column_of(row) == Some(column));
    let is_needless = *start == Start::Nothing && !MINE.contains(&column);
    let (id, text) = match start {
        Start::Record(id) => (Some(*id), None),
        Start::Text(text) => (None, Some(text.as_str())),
        Start::Today => (None, Some(TODAY)),
        Start::Me => (None, Some(ME)),
        Start::Nothing => (None, None),
    };
    tx.as_program(|tx| match before {
        Some(before) if is_needless => records::delete(tx, before.table, before.id, None),
        None if is_needless => Ok(()),
        before => {
            let row = before.clone().unwrap_or_else(|| {
                Record::new(sp_field_value_default::TABLE)
                    .with(sp_field_value_default::COLLECTION_MEMBER_ID, collection)
                    .with(sp_field_value_default::TABLE_NAME, of.name)
                    .with(sp_field_value_default::FIELD_NAME, field.name)
            });
            let row = row.with(sp_field_value_default::ID_VALUE, id).with(sp_field_value_default::STR_VALUE, text);
            records::put(tx, before.as_ref(), row).map(drop)
        }
    })
}

/// The parts that a new object of a collection starts with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Along {
    /// A preparation.
    pub preparation: bool,
    /// A determination.
    pub determination: bool,
}

const KEYS: [&str; 2] = ["CO_CREATE_PREP_", "CO_CREATE_DET_"];

/// What the collection chose that a new object starts with. Where nobody chose, an object starts with a determination
/// and a preparation: nearly every object has both, and one that is left empty is not saved.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn along(tx: &mut Tx<'_>, collection: i64) -> Result<Along> {
    let text = resources::read(tx, Whose::Everybody, REMOTE_PREFERENCES)?.unwrap_or_default();
    let says = |key: &str| {
        let value = resources::property(&text, &format!("{key}{collection}"));
        value.is_none_or(|value| value.eq_ignore_ascii_case("true"))
    };
    Ok(Along { preparation: says(KEYS[0]), determination: says(KEYS[1]) })
}

/// Sets what a new object of a collection starts with.
///
/// # Errors
///
/// `Forbidden`: the person may not change the preferences of the collection.
pub fn set_along(tx: &mut WriteTx<'_>, collection: i64, along: Along) -> Result<()> {
    may_prefer(tx, collection)?;
    let mut text = resources::read(tx, Whose::Everybody, REMOTE_PREFERENCES)?.unwrap_or_default();
    for (key, value) in KEYS.iter().zip([along.preparation, along.determination]) {
        text = resources::with_property(&text, &format!("{key}{collection}"), &value.to_string());
    }
    resources::keep(tx, Whose::Everybody, REMOTE_PREFERENCES, "text/x-java-properties", &text)
}

/// Whether the person may change the preferences of a collection.
pub fn may_set(tx: &Tx<'_>, collection: i64) -> bool {
    let access = tx.access();
    !access.read_only && access.may("/preferences/collection", "edit_collection", Some(collection))
}

fn may_prefer(tx: &WriteTx<'_>, collection: i64) -> Result<()> {
    if may_set(tx, collection) {
        return Ok(());
    }
    Err(Error::forbidden("You have no right to change the preferences of this collection.")
        .hint("Ask somebody who manages the users of your institution."))
}

/// What a default becomes when a record is made now: the text that would be typed, or the linked record.
pub fn value_now(tx: &Tx<'_>, start: &Start) -> Option<Value> {
    match start {
        Start::Text(text) => Some(Value::from(text.as_str())),
        Start::Record(id) => Some(Value::Int(*id)),
        Start::Today => tx.now().date().map(Value::Date),
        Start::Me => tx.access().agent.map(Value::Int),
        Start::Nothing => None,
    }
}
