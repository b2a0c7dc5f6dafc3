//! What records are called, and how they are found by a few words.

use std::collections::HashMap;

use vasculum_domain::formats;
use vasculum_model::names::preparation;
use vasculum_model::{Code, Path, Record, Result, Table, TableId, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::grid::Grid;
use super::layout::LOOKUPS;
use super::words;
use crate::ui::words::tf;

/// What the records are called, by id. What the person may not see, or what is not there, is called by its number.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn texts(tx: &mut Tx<'_>, table: TableId, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let of = model().table(table);
    let mut ids: Vec<i64> = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let found = match formats::formatted_all(tx, table, &ids) {
        Err(error) if error.code == Code::Forbidden => Default::default(),
        other => other?,
    };
    let mut texts: HashMap<i64, String> =
        found.into_iter().filter(|(id, text)| !text.trim().is_empty() && *text != format!("#{id}")).collect();
    if table == preparation::TABLE {
        add_numbers(tx, &ids, &mut texts)?;
    }
    for id in ids {
        texts.entry(id).or_insert_with(|| format!("{} {id}", words::label(of.name)));
    }
    Ok(texts)
}

/// ‘EtOH (7)’ alone tells nobody which jar is meant: the number of its collection object goes before.
fn add_numbers(tx: &mut Tx<'_>, ids: &[i64], texts: &mut HashMap<i64, String>) -> Result<()> {
    let of = model().table(preparation::TABLE);
    let paths = [Path::parse(of, "id")?, Path::parse(of, "collectionObject.catalogNumber")?];
    let these = Select::all(preparation::TABLE).matching(Filter::Ids(ids.to_vec()));
    let rows = match tx.values(&these, &paths) {
        Err(error) if error.code == Code::Forbidden => Vec::new(),
        other => other?,
    };
    for row in rows {
        if let (Some(text), Some(number)) = (row[0].int().and_then(|id| texts.get_mut(&id)), row[1].text())
            && !text.contains(number)
        {
            *text = format!("{number} {text}");
        }
    }
    Ok(())
}

/// What one record is called.
///
/// # Errors
///
/// As [`texts`].
pub(crate) fn text(tx: &mut Tx<'_>, table: TableId, id: i64) -> Result<String> {
    Ok(texts(tx, table, &[id])?.remove(&id).unwrap_or_default())
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub text: String,
    /// What tells it from others of the same name, or nothing.
    pub context: String,
}

/// Columns by which the records of a table are found, best first.
pub(crate) fn search_paths(table: &Table) -> Vec<Path> {
    let listed = LOOKUPS.iter().find(|(name, ..)| *name == table.name);
    let parse = |text: &&str| Path::parse(table, text).ok();
    match listed {
        Some((_, paths, _)) => paths.iter().filter_map(parse).collect(),
        None => {
            let telling = |column: &&vasculum_model::Column| {
                column.kind == vasculum_model::Kind::Text
                    && !column.spare
                    && column.name != "guid"
                    && column.name != "password"
            };
            let mut columns: Vec<_> = table.columns.iter().filter(telling).collect();
            // Names and numbers tell more than the rest.
            let weight = |name: &str| {
                !(name.ends_with("ame") || name.ends_with("umber") || matches!(name, "title" | "identifier"))
            };
            columns.sort_by_key(|column| weight(column.name));
            columns.iter().take(4).filter_map(|column| Path::parse(table, column.name).ok()).collect()
        }
    }
}

/// The filter for records in which every one of the words stands somewhere.
pub(crate) fn search_filter(table: &Table, query: &str) -> Filter {
    let paths = search_paths(table);
    let anywhere = |word: &str| {
        Filter::Or(paths.iter().map(|path| Filter::Test(path.clone(), Test::Contains(word.to_owned()))).collect())
    };
    Filter::And(query.split_whitespace().take(8).map(anywhere).collect())
}

/// The records that the words find: those that start with them first, at most `limit`.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub(crate) fn look_up(tx: &mut Tx<'_>, table: &'static Table, query: &str, limit: usize) -> Result<Vec<Found>> {
    let query = without_author(query.trim());
    let limit_u64 = u64::try_from(limit).unwrap_or(u64::MAX);
    let Some(first) = search_paths(table).into_iter().next() else { return Ok(Vec::new()) };
    let sorted =
        |filter: Filter| Select::all(table.id).matching(filter).sorted(vec![(first.clone(), false)]).at_most(limit_u64);
    let mut records = if query.is_empty() {
        tx.select(&sorted(Filter::All))?
    } else {
        let starts = Filter::Test(first.clone(), Test::StartsWith(query.clone()));
        tx.select(&sorted(starts))?
    };
    if records.len() < limit && !query.is_empty() {
        let more = tx.select(&sorted(search_filter(table, &query)))?;
        for record in more {
            if records.len() < limit && !records.iter().any(|known| known.id == record.id) {
                records.push(record);
            }
        }
    }
    described(tx, table, &records)
}

/// Text that was picked before holds commas and brackets that stand in no single field.
fn without_author(query: &str) -> String {
    query
        .chars()
        .map(|letter| if matches!(letter, ',' | ';') { ' ' } else { letter })
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn described(tx: &mut Tx<'_>, table: &'static Table, records: &[Record]) -> Result<Vec<Found>> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut names = texts(tx, table.id, &ids)?;
    let context = LOOKUPS.iter().find(|(name, ..)| *name == table.name).map_or("", |(_, _, context)| context);
    let mut contexts = if context.is_empty() { HashMap::new() } else { Grid::new(tx, records).column(context)? };
    let found = |record: &Record| Found {
        id: record.id,
        text: names.remove(&record.id).unwrap_or_default(),
        context: contexts.remove(&record.id).map(|cell| cell.text()).unwrap_or_default(),
    };
    Ok(records.iter().map(found).collect())
}

/// The record that is meant by words that somebody typed and did not pick from the list.
///
/// # Errors
///
/// - In the inner result one sentence for whoever typed it: nothing or more than one is found.
/// - In the outer one `Internal`, if the database fails.
pub(crate) fn meant(tx: &mut Tx<'_>, table: &'static Table, typed: &str) -> Result<std::result::Result<i64, String>> {
    let found = match look_up(tx, table, typed, 20) {
        Err(error) if error.code == Code::Forbidden => Vec::new(),
        other => other?,
    };
    let same = |one: &&Found| vasculum_store::fold(&one.text) == vasculum_store::fold(typed.trim());
    let exact: Vec<&Found> = found.iter().filter(same).collect();
    let candidates: Vec<&Found> = if exact.is_empty() { found.iter().collect() } else { exact };
    Ok(match candidates.as_slice() {
        [one] => Ok(one.id),
        [] => Err(tf("There is no {table} ‘{text}’.", &[("table", &words::one(table)), ("text", &typed.trim())])),
        _ => Err(tf(
            "‘{text}’ may be several {tables}. Choose one from the list.",
            &[("text", &typed.trim()), ("tables", &words::inside(&words::many(table)))],
        )),
    })
}
