//! Two people on one record: their changes are merged field by field, and nobody loses typing.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::history;
use vasculum_model::{Record, Result, TableId, Value};
use vasculum_store::{ChangeKind, Tx};

use super::shape::{self, Used};
use super::sheet::{Cell, Sheet, shown_in_form};
use super::words;
use crate::ui::words::t;

/// A field to which two people gave different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The name of the control.
    pub control: String,
    /// What it is called.
    pub label: String,
    /// What this person typed.
    pub mine: String,
    /// What stands in the database now.
    pub theirs: String,
}

/// Puts what somebody typed together with what was saved meanwhile. Nothing comes back if nothing was saved meanwhile.
///
/// # Errors
///
/// `NotFound`, if the record is gone.
pub(crate) fn merge(tx: &mut Tx<'_>, mine: Sheet) -> Result<Option<(Sheet, Vec<Difference>)>> {
    let Some(id) = mine.id else { return Ok(None) };
    let record = tx.get(mine.table.id, id)?;
    let mut used = Used::of(tx, &record)?;
    used.columns.extend(mine.used().columns);
    let theirs = Sheet::of_record(tx, &record, &used, &shape::parts(&Look::default(), mine.table, &used, true))?;
    if !is_stale(&mine, &theirs) {
        return Ok(None);
    }
    let mut differences = Vec::new();
    let mut merged = merge_one(tx, &mine, &theirs, &record, "", &mut differences)?;
    for (many, rows) in &mine.rows {
        let name = mine.table.many[usize::from(*many)].name;
        let records = used.rows.get(many).map(Vec::as_slice).unwrap_or_default();
        let their_rows = theirs.rows.get(many).map(Vec::as_slice).unwrap_or_default();
        let merged_rows = merge_rows(tx, rows, their_rows, records, name, &mut differences)?;
        merged.rows.insert(*many, merged_rows);
    }
    for (column, single) in &mine.singles {
        let name = format!("{}.", mine.table.at(*column).name);
        if let (Some(theirs), Some(record)) = (theirs.singles.get(column), used.singles.get(column)) {
            let one = merge_one(tx, single, theirs, record, &name, &mut differences)?;
            merged.singles.insert(*column, one);
        }
    }
    Ok(Some((merged, differences)))
}

fn is_stale(mine: &Sheet, theirs: &Sheet) -> bool {
    let stale = |mine: &Sheet, theirs: &Sheet| mine.version.is_some() && mine.version != theirs.version;
    let row = |many: &u16, row: &Sheet| {
        let now = theirs.rows.get(many).into_iter().flatten().find(|theirs| theirs.id == row.id);
        row.id.is_some() && now.is_none_or(|now| stale(row, now))
    };
    stale(mine, theirs)
        || mine.rows.iter().any(|(many, rows)| rows.iter().any(|one| row(many, one)))
        || mine.singles.iter().any(|(column, one)| theirs.singles.get(column).is_some_and(|theirs| stale(one, theirs)))
}

/// Merges the rows of a link: those that they deleted go, those that they added come.
fn merge_rows(
    tx: &mut Tx<'_>,
    mine: &[Sheet],
    theirs: &[Sheet],
    records: &[Record],
    name: &str,
    differences: &mut Vec<Difference>,
) -> Result<Vec<Sheet>> {
    let mut rows: Vec<Sheet> = Vec::new();
    for row in mine {
        let Some(id) = row.id else {
            rows.push(row.clone());
            continue;
        };
        let now = theirs.iter().find(|theirs| theirs.id == Some(id));
        let record = records.iter().find(|record| record.id == id);
        // What they deleted is gone, unless somebody brings it back from the history.
        if let (Some(now), Some(record)) = (now, record) {
            let place = format!("{name}[{}].", rows.len());
            rows.push(Sheet { is_removed: row.is_removed, ..merge_one(tx, row, now, record, &place, differences)? });
        }
    }
    rows.extend(theirs.iter().filter(|theirs| !mine.iter().any(|mine| mine.id == theirs.id)).cloned());
    Ok(rows)
}

/// Merges the fields of one record: whoever changed a field alone has it their way; where both did, it is a difference
/// and this person's typing stands in the form.
fn merge_one(
    tx: &mut Tx<'_>,
    mine: &Sheet,
    theirs: &Sheet,
    record: &Record,
    place: &str,
    differences: &mut Vec<Difference>,
) -> Result<Sheet> {
    let seen = as_seen(tx, record, mine.version)?;
    let mut merged = Sheet { version: theirs.version, ..mine.clone() };
    for (column, cell) in &mine.cells {
        let Some(now) = theirs.cells.get(column) else { continue };
        let changed_by_them = record.values[usize::from(*column)] != seen.values[usize::from(*column)];
        if !changed_by_them || same(cell, now) {
            continue;
        }
        if is_as_seen(cell, &seen, *column) {
            merged.cells.insert(*column, now.clone());
            continue;
        }
        let name = mine.table.at(*column).name;
        let label = words::label(name);
        let label = if place.is_empty() {
            label
        } else {
            format!(
                "{}: {}",
                words::label(place.split('[').next().unwrap_or_default().trim_end_matches('.')),
                words::inside(&label)
            )
        };
        differences.push(Difference {
            control: format!("{place}{name}"),
            label,
            mine: cell.text.clone(),
            theirs: now.text.clone(),
        });
    }
    Ok(merged)
}

fn same(a: &Cell, b: &Cell) -> bool {
    if a.id.is_some() || b.id.is_some() {
        a.id == b.id
    } else {
        a.text.replace("\r\n", "\n") == b.text.replace("\r\n", "\n")
    }
}

fn is_as_seen(cell: &Cell, seen: &Record, column: u16) -> bool {
    match (&seen.of().at(column).link, &seen.values[usize::from(column)]) {
        (Some(_), Value::Int(id)) => cell.id == Some(*id),
        (Some(_), _) => cell.is_blank(),
        (None, _) => cell.text.replace("\r\n", "\n") == shown_in_form(seen, column).replace("\r\n", "\n"),
    }
}

/// The record as it was in an earlier version, worked out from the journal.
fn as_seen(tx: &mut Tx<'_>, record: &Record, version: Option<i64>) -> Result<Record> {
    let mut seen = record.clone();
    let later = record.version() - version.unwrap_or(record.version());
    if later <= 0 {
        return Ok(seen);
    }
    let table: TableId = record.table;
    let entries = history::of_record(tx, table, record.id, None, u64::try_from(later).unwrap_or(1).min(200))?;
    let updates =
        entries.iter().flat_map(|entry| entry.changes.iter().rev()).filter(|change| change.kind == ChangeKind::Update);
    for change in updates.take(usize::try_from(later).unwrap_or(1)) {
        for (column, value) in &change.before {
            seen.values[usize::from(*column)] = value.clone();
        }
    }
    Ok(seen)
}

/// What somebody chose in the panel: a field for which they take the other's value is not sent at all.
pub(crate) fn choose(sheet: &mut Sheet, sent: &HashMap<String, String>) {
    let takes = |control: &str| sent.get(&format!("take:{control}")).is_some_and(|choice| choice == "theirs");
    let table = sheet.table;
    sheet.cells.retain(|column, _| !takes(table.at(*column).name));
    for (many, rows) in &mut sheet.rows {
        let name = table.many[usize::from(*many)].name;
        for (nth, row) in rows.iter_mut().enumerate() {
            let of = row.table;
            row.cells.retain(|column, _| !takes(&format!("{name}[{nth}].{}", of.at(*column).name)));
        }
    }
    for (column, single) in &mut sheet.singles {
        let (name, of) = (table.at(*column).name, single.table);
        single.cells.retain(|column, _| !takes(&format!("{name}.{}", of.at(*column).name)));
    }
}

/// Both values of each field, with the choice between them. The boxes belong to the form of the record.
pub(crate) fn panel(differences: &[Difference]) -> Markup {
    html! {
        div class="section conflicts" {
            @for difference in differences {
                fieldset class="conflict" {
                    legend { (difference.label) }
                    @for (choice, words, text) in [("mine", t("Yours"), &difference.mine), ("theirs", t("Theirs"), &difference.theirs)] {
                        label class="check" {
                            input type="radio" form="record" name={ "take:" (difference.control) } value=(choice) checked[choice == "mine"];
                            span { strong { (words) } " " @if text.is_empty() { span class="muted" { (t("empty")) } } @else { (text) } }
                        }
                    }
                }
            }
        }
    }
}
