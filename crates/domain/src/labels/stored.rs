//! The kinds of labels that an institution wrote itself: records of TextFormat.

use serde_json::json;
use vasculum_model::names::text_format;
use vasculum_model::{Code, Error, Issue, Record, Result};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use super::{Kind, parse, shipped};
use crate::formats::own::{self, Keep};
use crate::records;

/// The kind of TextFormat that says what stands on labels.
const LABEL: &str = "label";

/// A kind of label that the institution wrote itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// The record that keeps it.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Its file.
    pub file: String,
    /// What the file says; nothing if the model no longer has what it names.
    pub kind: Option<Kind>,
    /// What it is called.
    pub name: String,
    /// Whether it counts in the whole institution.
    pub everywhere: bool,
}

impl Own {
    fn of(record: &Record) -> Self {
        let definition = record.text(text_format::DEFINITION).unwrap_or_default();
        let definition: serde_json::Value = serde_json::from_str(definition).unwrap_or_default();
        let file = definition["file"].as_str().unwrap_or_default().to_owned();
        Self {
            id: record.id,
            version: record.version(),
            kind: parse(&file).ok(),
            file,
            name: record.text(text_format::NAME).unwrap_or_default().to_owned(),
            everywhere: record.get(text_format::DISCIPLINE).is_null(),
        }
    }
}

/// The kinds of labels that the institution wrote for where the person works, by name.
///
/// # Errors
///
/// `Forbidden`, if they may not read formats.
pub fn own(tx: &mut Tx<'_>) -> Result<Vec<Own>> {
    let here = own::discipline(tx);
    let records = tx.select(&Select::all(text_format::TABLE).matching(Filter::is(text_format::KIND, LABEL)))?;
    let counts = |record: &&Record| {
        let theirs = record.int(text_format::DISCIPLINE);
        theirs.is_none() || here.is_none() || theirs == here
    };
    let mut found: Vec<Own> = records.iter().filter(counts).map(Own::of).collect();
    found.sort_by_key(|one| vasculum_store::fold(&one.name));
    Ok(found)
}

/// Every kind of label that can be used where the person works, with its key in addresses: those that are usual for the
/// kind of discipline first, the institution's own before those that are shipped.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn kinds(tx: &mut Tx<'_>, discipline: &str) -> Result<Vec<(String, Kind)>> {
    let own = match own(tx) {
        Err(error) if error.code == Code::Forbidden => Vec::new(),
        other => other?,
    };
    let mut kinds: Vec<(String, Kind)> =
        own.into_iter().filter_map(|one| Some((one.id.to_string(), one.kind?))).collect();
    kinds.extend(shipped().iter().map(|(key, _, kind)| ((*key).to_owned(), kind.clone())));
    kinds.sort_by_key(|(_, kind)| match kind.usual_for.is_empty() {
        _ if kind.is_usual_for(discipline) => 0,
        true => 1,
        false => 2,
    });
    Ok(kinds)
}

/// Keeps a kind of label, for the discipline that one works in or for the whole institution. Its former file is its
/// earlier version.
///
/// # Errors
///
/// - `Invalid`: the file can't be read (`issues` says what is wrong), or another kind of label has the name.
/// - `Conflict`: it was saved after `seen`.
/// - `NotFound`, `Forbidden`.
pub fn save(tx: &mut WriteTx<'_>, id: Option<i64>, seen: Option<i64>, file: &str, everywhere: bool) -> Result<Record> {
    let kind = parse(file)?;
    if let Some(id) = id {
        let before = tx.get_unchanged(text_format::TABLE, id, seen)?;
        is_label(&before)?;
    }
    if own(tx)?.iter().any(|other| Some(other.id) != id && other.name.eq_ignore_ascii_case(&kind.name)) {
        let words = format!("There is a kind of label ‘{}’ already.", kind.name);
        return Err(Error::refused(vec![Issue::error("twice", "file", words)]));
    }
    let definition = json!({ "file": file });
    let (name, table) = (kind.name.as_str(), kind.of().name);
    own::keep(tx, id, &Keep { kind: LABEL, name, table, field: "", title: "", definition, everywhere })
}

fn is_label(record: &Record) -> Result<()> {
    match record.text(text_format::KIND) {
        Some(LABEL) => Ok(()),
        _ => Err(Error::not_found(format!("There is no kind of label {}.", record.id))),
    }
}

/// Deletes a kind of label.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let record = tx.get(text_format::TABLE, id)?;
    is_label(&record)?;
    if record.get(text_format::DISCIPLINE).is_null() && !own::may_everywhere(tx) {
        return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
    }
    records::delete(tx, text_format::TABLE, id, None)
}
