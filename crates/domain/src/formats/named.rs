//! Further formats of a table: a short one for narrow columns, a long one for labels. Each has a name, which templates
//! (`{determiner@short}`), rows of records and the captions of a link can give.

use std::sync::Arc;

use vasculum_model::names::text_format;
use vasculum_model::{Col, Error, Issue, Record, Result, Table, TableId, model};
use vasculum_store::{Tx, WriteTx, fold};

use super::own::{self, Origin, Row, Written};
use super::template::{Piece, Template};
use crate::{records, schema};

/// The names of the further formats of a table that count here, in alphabetical order, each with who wrote it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn names(tx: &mut Tx<'_>, table: TableId) -> Result<Vec<(String, Origin)>> {
    let (own, here) = (own::own(tx)?, own::discipline(tx));
    let mut names: Vec<(String, Origin)> = Vec::new();
    for ((of, _, discipline), further) in &own.named {
        let origin = if discipline.is_some() { Origin::Discipline } else { Origin::Institution };
        if *of != table || discipline.is_some() && *discipline != here {
            continue;
        }
        match names.iter_mut().find(|(name, _)| fold(name) == fold(&further.name)) {
            Some(known) if origin == Origin::Discipline => *known = (further.name.clone(), origin),
            Some(_) => {}
            None => names.push((further.name.clone(), origin)),
        }
    }
    names.sort_by_cached_key(|(name, _)| fold(name));
    Ok(names)
}

/// The format of this name, ready to use; nothing if it is empty or there is none here.
pub(super) fn template(tx: &mut Tx<'_>, table: TableId, name: &str) -> Result<Option<Arc<Template>>> {
    if name.is_empty() {
        return Ok(None);
    }
    let (own, here) = (own::own(tx)?, own::discipline(tx));
    let of = |discipline| own.named.get(&(table, fold(name), discipline)).map(|further| Arc::clone(&further.template));
    Ok(here.and_then(|here| of(Some(here))).or_else(|| of(None)))
}

/// Whether there is a format of this name here.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn exists(tx: &mut Tx<'_>, table: &Table, name: &str) -> Result<bool> {
    Ok(template(tx, table.id, name)?.is_some())
}

/// A further format of a table as it is written, and who says so; nothing if there is none of this name here.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn written(tx: &mut Tx<'_>, table: &Table, name: &str) -> Result<Option<(Written, Origin)>> {
    let Some((record, origin)) = own::found_record(tx, table, name)? else { return Ok(None) };
    Ok(Some((own::definition(&record)?, origin)))
}

/// The name of the format by which a link is shown here, as the captions of the discipline say; nothing for the usual one.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn of_link(tx: &mut Tx<'_>, link: Col) -> Result<Option<String>> {
    let Some(here) = own::discipline(tx) else { return Ok(None) };
    Ok(schema::named(tx)?.record_format(here, link).map(str::to_owned))
}

/// What is wrong with the formats that a template names for linked records.
pub(super) fn unknown_formats(tx: &mut Tx<'_>, table: &Table, written: &Written) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let Ok(template) = written.read(table) else { return Ok(issues) };
    for (nth, (_, pieces)) in template.cases.iter().enumerate() {
        for (of, name) in named_in(pieces) {
            let of = model().table(of);
            if !exists(tx, of, name)? {
                let words = format!("{} has no format ‘{name}’.", of.name);
                issues.push(Issue::error("unknown-format", format!("cases[{nth}].template"), words));
            }
        }
    }
    Ok(issues)
}

/// The formats that a template names: table and name.
fn named_in(pieces: &[Piece]) -> impl Iterator<Item = (TableId, &str)> {
    let ways = pieces.iter().flat_map(|piece| match piece {
        Piece::Field { ways, .. } => ways.as_slice(),
        Piece::Text(_) => &[],
    });
    ways.filter(|way| !way.format.is_empty()).map(|way| (way.table, way.format.as_str()))
}

/// No name is longer, as captions have no room for more.
const LONGEST_NAME: usize = 64;

/// Keeps a further format of a table under its name, in the discipline or everywhere. `is_new` says that there shall be
/// none of this name yet.
///
/// # Errors
///
/// - `Invalid`: a template can't be read, or the name is none or taken; `issues` says which and where.
/// - `Forbidden`: the person may not change formats, or not those of the whole institution.
pub fn save(
    tx: &mut WriteTx<'_>,
    table: &Table,
    name: &str,
    written: &Written,
    everywhere: bool,
    is_new: bool,
) -> Result<Record> {
    let name = name.trim();
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let words = if name.is_empty() {
        "A format needs a name.".to_owned()
    } else if !name.chars().all(is_name) || name.chars().count() > LONGEST_NAME {
        format!("A name has letters, digits, spaces, - and _, and at most {LONGEST_NAME} of them.")
    } else if fold(name) == fold(table.name) {
        format!("‘{name}’ is the usual format.")
    } else if is_new && exists(tx, table, name)? {
        format!("{} has a format ‘{name}’ already.", table.name)
    } else {
        return own::save_as(tx, table, name, written, everywhere);
    };
    Err(Error::refused(vec![Issue::error("format-name", "name", words)]))
}

/// Deletes a further format that nothing names.
///
/// # Errors
///
/// - `Invalid`: captions or other formats name it; the sentence says which.
/// - `NotFound`, `Forbidden`.
pub fn delete(tx: &mut WriteTx<'_>, table: &Table, name: &str) -> Result<()> {
    let Some((record, origin)) = own::found_record(tx, table, name)? else {
        return Err(Error::not_found(format!("{} has no format ‘{name}’.", table.name)));
    };
    if origin == Origin::Institution && !own::may_everywhere(tx) {
        return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
    }
    let mut users = schema::named(tx)?.written_by(table.id, name);
    users.extend(formats_naming(tx, table.id, name)?);
    if !users.is_empty() {
        return Err(Error::invalid(format!("‘{name}’ is named by {}.", users.join(", ")))
            .hint("Let them name another format first."));
    }
    records::delete(tx, text_format::TABLE, record.id, None)
}

/// The formats and rows that name a format: by their tables and names.
fn formats_naming(tx: &mut Tx<'_>, table: TableId, name: &str) -> Result<Vec<String>> {
    let own = own::own(tx)?;
    let names = |template: &Template| {
        template.cases.iter().any(|(_, pieces)| named_in(pieces).any(|(of, it)| of == table && fold(it) == fold(name)))
    };
    let mut users: Vec<String> = Vec::new();
    for ((of, _), template) in own.usual() {
        if names(template) {
            users.push(format!("the format of {}", model().table(*of).name));
        }
    }
    for ((of, ..), further) in &own.named {
        if names(&further.template) {
            users.push(format!("the format ‘{}’ of {}", further.name, model().table(*of).name));
        }
    }
    let row: Row = own::row(tx, model().table(table))?.0;
    if fold(&row.format) == fold(name) {
        users.push(format!("{} in a row", model().table(table).name));
    }
    users.sort();
    users.dedup();
    Ok(users)
}
