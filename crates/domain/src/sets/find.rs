//! Records found by numbers that somebody pasted.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::collection_object;
use vasculum_model::{Col, Kind, Path, Result, Table, Value, model};
use vasculum_store::{Filter, Select, Test, Tx};

use crate::rules::numbers::{Given, NumberFormat, number_format};

/// What pasted numbers led to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The records, in the order in which they were named.
    pub ids: Vec<i64>,
    /// What led to no record, as it was written.
    pub missing: Vec<String>,
    /// What led to more than one record, as it was written; all of them are among `ids`.
    pub several: Vec<String>,
}

/// The fields of a table by whose values records can be named: text and whole numbers that tell records apart.
pub fn number_columns(table: &'static Table) -> Vec<Col> {
    let telling = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.ends_with("number") || name.ends_with("code") || name.ends_with("identifier") || name == "guid"
    };
    let mut columns: Vec<Col> = (0_u16..)
        .zip(&table.columns)
        .filter(|(_, column)| {
            column.kind == Kind::Text && !column.spare && (telling(column.name) || column.name == "fullName")
        })
        .map(|(at, _)| Col(table.id, at))
        .collect();
    // What people mean by the number of a record stands first.
    columns.sort_by_key(|column| {
        let name = model().column(*column).name;
        (name != "catalogNumber", name == "guid", !name.ends_with("umber"))
    });
    if columns.is_empty() {
        let text = table.columns.iter().position(|column| column.kind == Kind::Text && !column.spare);
        columns.extend(text.and_then(|at| u16::try_from(at).ok()).map(|at| Col(table.id, at)));
    }
    columns
}

/// So many values are asked for at a time.
const BATCH: usize = 400;

/// Finds the records whose values in `column` somebody pasted: one a line, or parted by commas, semicolons or tabs.
///
/// `100–120`, `100 - 120` and, where both ends are plain digits, `100-120` stand for every number from the first to the
/// last. Catalogue numbers may be written without their leading zeros. Upper and lower case are the same.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn by_numbers(tx: &mut Tx<'_>, column: Col, text: &str) -> Result<Found> {
    let format = match column {
        collection_object::CATALOG_NUMBER => number_format(tx, column, tx.access().collection)?,
        _ => None,
    };
    let proper = |entry: &str| match format.as_ref().map(|format| format.read(entry)) {
        Some(Given::Number(number)) => number,
        _ => entry.to_owned(),
    };
    let entries: Vec<&str> =
        text.split(['\n', '\r', ',', ';', '\t']).map(str::trim).filter(|entry| !entry.is_empty()).collect();
    let numbers: Vec<String> = entries.iter().map(|entry| proper(entry)).collect();
    let exact = exactly(tx, column, &numbers)?;
    let mut found = Found::default();
    let mut known: HashSet<i64> = HashSet::new();
    let mut take = |ids: &[i64]| found.ids.extend(ids.iter().copied().filter(|id| known.insert(*id)));
    let (mut missing, mut several) = (Vec::new(), Vec::new());
    for (entry, number) in entries.iter().zip(&numbers) {
        if let Some(ids) = exact.get(&vasculum_store::fold(number)) {
            if ids.len() > 1 {
                several.push((*entry).to_owned());
            }
            take(ids);
            continue;
        }
        let Some((first, last)) = range(entry) else {
            missing.push((*entry).to_owned());
            continue;
        };
        let (ids, expected) = between(tx, column, &proper(first), &proper(last), format.as_ref())?;
        take(&ids);
        if ids.is_empty() {
            missing.push((*entry).to_owned());
        } else if let Some(lacking) = expected.map(|expected| expected - ids.len() as i64).filter(|gap| *gap > 0) {
            missing.push(format!("{entry} ({lacking})"));
        }
    }
    found.missing = missing;
    found.several = several;
    Ok(found)
}

/// The records with these very values, by the value without regard to case.
fn exactly(tx: &mut Tx<'_>, column: Col, numbers: &[String]) -> Result<HashMap<String, Vec<i64>>> {
    let of = model().table(column.0);
    let paths = [Path::parse(of, "id")?, Path::parse(of, of.at(column.1).name)?];
    let mut found: HashMap<String, Vec<i64>> = HashMap::new();
    for batch in numbers.chunks(BATCH) {
        let any = batch.iter().map(|number| Filter::test(column, Test::IsCaseless(number.clone()))).collect();
        for row in tx.values(&Select::all(column.0).matching(Filter::Or(any)), &paths)? {
            if let (Some(id), Some(text)) = (row[0].int(), row[1].text()) {
                found.entry(vasculum_store::fold(text)).or_default().push(id);
            }
        }
    }
    Ok(found)
}

/// The two ends of `100–120`.
fn range(entry: &str) -> Option<(&str, &str)> {
    let (first, last) = ["–", "—", " - ", " to "].iter().find_map(|sign| entry.split_once(sign)).or_else(|| {
        let is_number = |text: &str| !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit());
        entry.split_once('-').filter(|(first, last)| is_number(first) && is_number(last))
    })?;
    let (first, last) = (first.trim(), last.trim());
    (!first.is_empty() && !last.is_empty()).then_some((first, last))
}

/// The records from one number to another of the same length, and how many there would be without gaps, if that can
/// be told.
fn between(
    tx: &mut Tx<'_>,
    column: Col,
    first: &str,
    last: &str,
    format: Option<&NumberFormat>,
) -> Result<(Vec<i64>, Option<i64>)> {
    let of = model().table(column.0);
    let name = of.at(column.1).name;
    let text = |text: &str| Value::Text(text.into());
    let span = Filter::And(vec![
        Filter::test(column, Test::AtLeast(text(first))),
        Filter::test(column, Test::AtMost(text(last))),
    ]);
    let select = Select::all(column.0).matching(span).sorted(vec![(Path::parse(of, name)?, false)]);
    let rows = tx.values(&select, &[Path::parse(of, "id")?, Path::parse(of, name)?])?;
    // Between two texts stand shorter and longer ones too; a series has one length.
    let length = first.chars().count();
    let same_form = |text: &str| {
        let fits = format.is_none_or(|format| matches!(format.read(text), Given::Number(_)));
        text.chars().count() == length && fits
    };
    let ids = rows
        .iter()
        .filter(|row| length != last.chars().count() || row[1].text().is_some_and(same_form))
        .filter_map(|row| row[0].int())
        .collect();
    let common = first.char_indices().zip(last.chars()).take_while(|((_, a), b)| a == b).count();
    let tail = |text: &str| text.chars().skip(common).collect::<String>().parse::<i64>().ok();
    let expected = match (tail(first), tail(last)) {
        (Some(low), Some(high)) if length == last.chars().count() => Some(high - low + 1),
        _ => None,
    };
    Ok((ids, expected))
}
