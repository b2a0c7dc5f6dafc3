//! Two people on one record: their changes are merged field by field, and nobody loses typing.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::history;
use vasculum_model::{Code, Col, Record, Result, Table, TableId, Value};
use vasculum_store::{ChangeKind, Tx};

use super::shape::{self, Used};
use super::sheet::{Cell, Sheet, shown_in_form};
use super::{names, words};
use crate::ui::words::{t, tf};

/// A field, or a whole row, to which two people did different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The name of the control, of the row, or of the box that removes the row.
    pub control: String,
    /// What it is called.
    pub label: String,
    /// What stood there before both.
    pub base: String,
    /// What this person typed or did.
    pub mine: String,
    /// What stands in the database now, or what the other did.
    pub theirs: String,
}

/// What somebody typed, put together with what was saved meanwhile.
#[derive(Debug)]
pub(crate) struct Merged {
    /// The form: both changes where they touch different fields, this person’s where they touch the same.
    pub sheet: Sheet,
    /// What has to be chosen.
    pub differences: Vec<Difference>,
    /// What was taken over from the other without a question: field and value.
    pub taken: Vec<(String, String)>,
    /// Who saved the record last, and when.
    pub saved: Option<(String, String)>,
}

/// Puts what somebody typed together with what was saved meanwhile. Nothing comes back if nothing was saved meanwhile.
///
/// # Errors
///
/// `NotFound`, if the record is gone.
pub(crate) fn merge(tx: &mut Tx<'_>, look: &Look, mine: Sheet) -> Result<Option<Merged>> {
    let Some(id) = mine.id else { return Ok(None) };
    let record = tx.get(mine.table.id, id)?;
    let mut used = Used::of(tx, look, &record)?;
    used.columns.extend(mine.used().columns);
    let theirs = Sheet::of_record(tx, &record, &used, &shape::parts(&look.bare(), mine.table, &used, true))?;
    if !is_stale(&mine, &theirs) {
        return Ok(None);
    }
    let mut merging = Merging { tx, differences: Vec::new(), taken: Vec::new() };
    let mut merged = merging.one(&mine, &theirs, &record, "")?;
    for (many, rows) in &mine.rows {
        let name = mine.table.many[usize::from(*many)].name;
        let records = used.rows.get(many).map(Vec::as_slice).unwrap_or_default();
        let their_rows = theirs.rows.get(many).map(Vec::as_slice).unwrap_or_default();
        merged.rows.insert(*many, merging.rows(rows, their_rows, records, name)?);
    }
    for (column, single) in &mine.singles {
        let name = format!("{}.", mine.table.at(*column).name);
        if let (Some(theirs), Some(record)) = (theirs.singles.get(column), used.singles.get(column)) {
            let one = merging.one(single, theirs, record, &name)?;
            merged.singles.insert(*column, one);
        }
    }
    let Merging { tx, differences, taken } = merging;
    let saved = last_save(tx, &record)?;
    Ok(Some(Merged { sheet: merged, differences, taken, saved }))
}

/// Who saved a record last, and when.
///
/// # Errors
///
/// `NotFound`, if the record is gone.
pub(crate) fn last_save(tx: &mut Tx<'_>, record: &Record) -> Result<Option<(String, String)>> {
    let now = tx.now();
    let last = history::of_record(tx, record.table, record.id, None, 1)?.pop();
    Ok(last.map(|entry| (entry.change_set.user_name, words::when(entry.change_set.at, now))))
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

/// A merge under way.
struct Merging<'t, 'a> {
    tx: &'t mut Tx<'a>,
    differences: Vec<Difference>,
    taken: Vec<(String, String)>,
}

impl Merging<'_, '_> {
    /// Merges the rows of a link: those that only one of the two touched go their way; where one removed what the other
    /// changed, it is a difference and the row stands in the form.
    fn rows(&mut self, mine: &[Sheet], theirs: &[Sheet], records: &[Record], name: &str) -> Result<Vec<Sheet>> {
        let mut rows: Vec<Sheet> = Vec::new();
        for row in mine {
            let Some(id) = row.id else {
                rows.push(row.clone());
                continue;
            };
            let now = theirs.iter().find(|theirs| theirs.id == Some(id));
            let record = records.iter().find(|record| record.id == id);
            match (now, record) {
                (Some(now), Some(record)) => {
                    let place = format!("{name}[{}]", rows.len());
                    rows.push(self.row(row, now, record, &place)?);
                }
                _ => rows.extend(self.gone(row, id, &format!("{name}[{}]", rows.len()))?),
            }
        }
        for theirs in theirs.iter().filter(|theirs| !mine.iter().any(|mine| mine.id == theirs.id)) {
            self.taken.push((label_of(name), told(theirs)));
            rows.push(theirs.clone());
        }
        Ok(rows)
    }

    fn row(&mut self, mine: &Sheet, now: &Sheet, record: &Record, place: &str) -> Result<Sheet> {
        let before = self.taken.len();
        let merged = self.one(mine, now, record, &format!("{place}."))?;
        if !mine.is_removed {
            return Ok(merged);
        }
        // What they changed matters only if the row stays.
        let changes: Vec<String> = self.taken.drain(before..).map(|(_, text)| text).collect();
        if !changes.is_empty() {
            self.differences.push(Difference {
                control: format!("{place}.remove"),
                label: label_of(place),
                base: told(mine),
                mine: t("Remove it").to_owned(),
                theirs: tf("Keep it, with {changes}", &[("changes", &changes.join(" · "))]),
            });
        }
        Ok(Sheet { is_removed: true, ..merged })
    }

    /// A row that they removed: it goes if this person left it as it was, and else it is asked for.
    fn gone(&mut self, row: &Sheet, id: i64, place: &str) -> Result<Option<Sheet>> {
        if row.is_removed {
            return Ok(None);
        }
        let was = deleted(self.tx, row.table, id)?;
        let is_same =
            was.as_ref().is_some_and(|was| row.cells.iter().all(|(column, cell)| is_as_seen(cell, was, *column)));
        if is_same {
            self.taken.push((label_of(place), tf("{row} was removed", &[("row", &told(row))])));
            return Ok(None);
        }
        self.differences.push(Difference {
            control: place.to_owned(),
            label: label_of(place),
            base: String::new(),
            mine: tf("Keep it: {row}", &[("row", &told(row))]),
            theirs: t("It was removed").to_owned(),
        });
        Ok(Some(Sheet { id: None, version: None, ..row.clone() }))
    }

    /// Merges the fields of one record: whoever changed a field alone has it their way; where both did, it is a
    /// difference and this person’s typing stands in the form.
    fn one(&mut self, mine: &Sheet, theirs: &Sheet, record: &Record, place: &str) -> Result<Sheet> {
        let seen = as_seen(self.tx, record, mine.version)?;
        let mut merged = Sheet { version: theirs.version, ..mine.clone() };
        for (column, cell) in &mine.cells {
            let Some(now) = theirs.cells.get(column) else { continue };
            if is_as_seen(now, &seen, *column) || same(cell, now) {
                continue;
            }
            let name = mine.table.at(*column).name;
            let label = field_label(place, name);
            if is_as_seen(cell, &seen, *column) {
                merged.cells.insert(*column, now.clone());
                self.taken.push((label, shown(now)));
                continue;
            }
            let base = self.base(&seen, *column)?;
            self.differences.push(Difference {
                control: format!("{place}{name}"),
                label,
                base,
                mine: shown(cell),
                theirs: shown(now),
            });
        }
        Ok(merged)
    }

    /// What stood in a field before both changes, in words.
    fn base(&mut self, seen: &Record, column: u16) -> Result<String> {
        Ok(match (&seen.of().at(column).link, seen.values[usize::from(column)].int()) {
            (Some(_), Some(id)) => names::text_at(self.tx, Col(seen.table, column), id)?,
            _ => shown(&Cell { text: shown_in_form(seen, column), id: None }),
        })
    }
}

/// What a control says, in words.
fn shown(cell: &Cell) -> String {
    match cell.text.as_str() {
        "yes" => t("Yes").to_owned(),
        "no" => t("No").to_owned(),
        text => text.to_owned(),
    }
}

/// What a row says in its first fields.
fn told(row: &Sheet) -> String {
    let telling = |cell: &&Cell| !cell.text.trim().is_empty() && !matches!(cell.text.as_str(), "yes" | "no");
    let text: Vec<&str> = row.cells.values().filter(telling).take(4).map(|cell| cell.text.as_str()).collect();
    if text.is_empty() { words::label(row.table.name) } else { text.join(" · ") }
}

/// `determinations[0].` becomes `Determinations`.
fn label_of(place: &str) -> String {
    words::label(place.split('[').next().unwrap_or_default().trim_end_matches('.'))
}

fn field_label(place: &str, name: &str) -> String {
    let label = words::label(name);
    if place.is_empty() { label } else { format!("{}: {}", label_of(place), words::inside(&label)) }
}

fn same(a: &Cell, b: &Cell) -> bool {
    if a.id.is_some() || b.id.is_some() {
        a.id == b.id
    } else {
        a.text.replace("\r\n", "\n") == b.text.replace("\r\n", "\n")
    }
}

/// Whether a control says what the record said; of a date that includes how exactly it was known.
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
    let later = usize::try_from(later).unwrap_or(usize::MAX);
    let entries = history::of_record(tx, table, record.id, None, u64::try_from(later).unwrap_or(u64::MAX))?;
    let updates =
        entries.iter().flat_map(|entry| entry.changes.iter().rev()).filter(|change| change.kind == ChangeKind::Update);
    for change in updates.take(later) {
        for (column, value) in &change.before {
            seen.values[usize::from(*column)] = value.clone();
        }
    }
    Ok(seen)
}

/// A record as it was when it was deleted; nothing if the person could not see it.
fn deleted(tx: &mut Tx<'_>, table: &Table, id: i64) -> Result<Option<Record>> {
    let entries = match history::of_record(tx, table.id, id, None, 1) {
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => return Ok(None),
        other => other?,
    };
    let last = entries.first().and_then(|entry| entry.changes.last());
    Ok(last.filter(|change| change.kind == ChangeKind::Delete).map(|change| {
        let mut record = Record { id, ..Record::new(table.id) };
        for (column, value) in &change.before {
            record.values[usize::from(*column)] = value.clone();
        }
        record
    }))
}

/// What somebody chose in the panel: a field for which they take the other’s value is not sent at all, a row that the
/// other removed goes, and one that the other changed stays.
pub(crate) fn choose(sheet: &mut Sheet, sent: &HashMap<String, String>) {
    let takes = |control: &str| sent.get(&format!("take:{control}")).is_some_and(|choice| choice == "theirs");
    let table = sheet.table;
    sheet.cells.retain(|column, _| !takes(table.at(*column).name));
    for (many, rows) in &mut sheet.rows {
        let name = table.many[usize::from(*many)].name;
        for (nth, row) in rows.iter_mut().enumerate() {
            let (of, place) = (row.table, format!("{name}[{nth}]"));
            row.cells.retain(|column, _| !takes(&format!("{place}.{}", of.at(*column).name)));
            row.is_removed = (row.is_removed && !takes(&format!("{place}.remove"))) || takes(&place);
        }
    }
    for (column, single) in &mut sheet.singles {
        let (name, of) = (table.at(*column).name, single.table);
        single.cells.retain(|column, _| !takes(&format!("{name}.{}", of.at(*column).name)));
    }
}

/// Both values of each field with the choice between them, and what was taken over without a question. The boxes belong
/// to the form of the record.
pub(crate) fn panel(differences: &[Difference], taken: &[(String, String)]) -> Markup {
    html! {
        @if !differences.is_empty() {
            div class="section conflicts" {
                @for difference in differences { (choice(difference)) }
            }
        }
        @if !taken.is_empty() {
            details class="section taken" open[differences.is_empty()] {
                summary { (t("Taken over from the other")) " (" (taken.len()) ")" }
                dl class="facts" {
                    @for (label, text) in taken {
                        dt { (label) }
                        dd { (or_empty(text)) }
                    }
                }
            }
        }
    }
}

fn choice(difference: &Difference) -> Markup {
    let sides = [("mine", t("Yours"), &difference.mine), ("theirs", t("Theirs"), &difference.theirs)];
    html! {
        fieldset class="conflict" {
            legend { (difference.label) }
            @if !difference.base.is_empty() { p class="muted" { (t("Before")) ": " (difference.base) } }
            @for (choice, words, text) in sides {
                label class="check" {
                    input type="radio" form="record" name={ "take:" (difference.control) } value=(choice) checked[choice == "mine"];
                    span { strong { (words) } " " (or_empty(text)) }
                }
            }
        }
    }
}

fn or_empty(text: &str) -> Markup {
    html! { @if text.is_empty() { span class="muted" { (t("empty")) } } @else { (text) } }
}
