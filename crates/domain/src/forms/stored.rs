//! The forms that institutions arranged themselves: records of FormDefinition.

use vasculum_model::names::form_definition;
use vasculum_model::{Error, Issue, Record, Result, TableId, model};
use vasculum_store::{Access, Filter, Select, Tx, WriteTx};

use super::{Form, parse, write};
use crate::records;
use crate::rules::{Saving, changed};

/// The resource to arrange forms, with the action `update`.
pub const RESOURCE: &str = "/system/forms";

/// For whom a form of an institution's own counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The discipline.
    pub discipline: i64,
    /// The collection of the discipline; nothing for all of them.
    pub collection: Option<i64>,
}

/// The institution's own form of a table at a place, as it was saved.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn own(tx: &mut Tx<'_>, table: TableId, place: Place) -> Result<Option<Record>> {
    let these = Filter::And(vec![
        Filter::is(form_definition::DISCIPLINE, place.discipline),
        Filter::is(form_definition::COLLECTION, place.collection),
        Filter::is(form_definition::TABLE_NAME, model().table(table).name),
    ]);
    tx.unscoped(|tx| tx.first(&Select::all(form_definition::TABLE).matching(these)))
}

/// Saves a form for a collection or a discipline; the one that stood there before is its earlier version.
///
/// # Errors
///
/// - `Invalid`: the form is larger than a form may be.
/// - `Forbidden`: the person may not arrange forms there.
/// - `Conflict`: the form was saved after `seen`, the version that the person started from.
pub fn save(tx: &mut WriteTx<'_>, place: Place, form: &Form, seen: Option<i64>) -> Result<Record> {
    let before = own(tx, form.table, place)?;
    if let Some(before) = &before
        && seen.is_some_and(|seen| seen != before.version())
    {
        return Err(Error::new(
            vasculum_model::Code::Conflict,
            "Somebody saved this form while you were arranging it.",
        )
        .hint("Look at the form as it is now, and make your change again."));
    }
    let mut record = before.clone().unwrap_or_else(|| Record::new(form_definition::TABLE));
    record.set(form_definition::TABLE_NAME, form.of().name);
    record.set(form_definition::DISCIPLINE, place.discipline);
    record.set(form_definition::COLLECTION, place.collection);
    record.set(form_definition::DEFINITION, write(form));
    Ok(records::put(tx, before.as_ref(), record)?.0)
}

/// Takes the form of a collection or discipline away, so that the next one counts: that of the discipline, or the
/// shipped one. Says whether there was one.
///
/// # Errors
///
/// `Forbidden`, if the person may not arrange forms there.
pub fn reset(tx: &mut WriteTx<'_>, place: Place, table: TableId) -> Result<bool> {
    match own(tx, table, place)? {
        Some(record) => records::delete(tx, form_definition::TABLE, record.id, None).map(|()| true),
        None => Ok(false),
    }
}

/// Whether somebody may arrange the forms of a place: of a discipline only who may in all of its collections.
pub fn may_arrange(access: &Access, place: Place) -> bool {
    let action = "update";
    if access.read_only {
        return false;
    }
    match place.collection {
        Some(collection) => access.may(RESOURCE, action, Some(collection)),
        None => {
            let places = &access.hierarchy().collections;
            let mut here = places.iter().filter(|here| here.discipline == place.discipline).peekable();
            access.may(RESOURCE, action, None)
                || here.peek().is_some() && here.all(|here| access.may(RESOURCE, action, Some(here.id)))
        }
    }
}

/// A form of an institution's own is a form of its table, stands once at its place, and is arranged by whom it may be.
pub(crate) fn judge(s: &mut Saving<'_, '_>) -> Result<()> {
    may(s)?;
    let (name, text) = (s.record.text(form_definition::TABLE_NAME), s.record.text(form_definition::DEFINITION));
    let (Some(name), Some(text)) = (name, text) else { return Ok(()) };
    match parse(text) {
        Ok(form) if form.of().name != name => {
            let words = format!("This is a form of {}, not of {name}.", form.of().name);
            s.issues.push(Issue::error("form-of-other-table", "definition", words));
        }
        Ok(form) => {
            let Some(place) = place_of(&s.record) else { return Ok(()) };
            let stands = own(s.tx, form.table, place)?.is_some_and(|other| other.id != s.record.id);
            if stands && (changed(s, form_definition::TABLE_NAME) || s.is_new()) {
                let words = "There is a form of this table here already.";
                s.issues.push(Issue::error("form-twice", "tableName", words));
            }
        }
        Err(error) => {
            let under = |issue: Issue| Issue { field: "definition".to_owned(), ..issue };
            s.issues.extend(error.issues.into_iter().map(under));
        }
    }
    Ok(())
}

/// Whoever may not arrange the forms of a place takes none away there.
pub(crate) fn judge_deletion(s: &mut Saving<'_, '_>) -> Result<()> {
    may(s)
}

/// Where a form stands; nowhere, as long as nobody said so: then it is refused for want of its discipline.
fn place_of(record: &Record) -> Option<Place> {
    let discipline = record.int(form_definition::DISCIPLINE)?;
    Some(Place { discipline, collection: record.int(form_definition::COLLECTION) })
}

fn may(s: &mut Saving<'_, '_>) -> Result<()> {
    let mut places = [Some(&s.record), s.before].into_iter().flatten().filter_map(place_of);
    if places.all(|place| may_arrange(s.tx.access(), place)) {
        return Ok(());
    }
    Err(Error::forbidden("You have no right to arrange these forms.")
        .hint("A form of a whole discipline is arranged by who may do so in all of its collections."))
}
