//! What records are called, and how they are found by a few words.

use std::collections::HashMap;

use vasculum_domain::{formats, lookup};
use vasculum_model::names::preparation;
use vasculum_model::{Code, Col, Path, Record, Result, Table, TableId, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::layout::LOOKUPS;
use super::{lookup_context, words};
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

/// What the records behind a link are called, by id: as the format says that the captions of the link name, or else as
/// [`texts`] has it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn texts_at(tx: &mut Tx<'_>, link: Col, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let Some(to) = model().column(link).link.as_ref().map(|link| link.to) else { return Ok(HashMap::new()) };
    let mut called = texts(tx, to, ids)?;
    if let Some(format) = formats::named::of_link(tx, link)? {
        let records = super::grid::or_nothing(tx.find_all(to, ids))?;
        let written = formats::formatted_as(tx, to, &format, &records)?;
        called.extend(records.iter().map(|record| record.id).zip(written));
    }
    Ok(called)
}

/// What one record behind a link is called.
///
/// # Errors
///
/// As [`texts_at`].
pub(crate) fn text_at(tx: &mut Tx<'_>, link: Col, id: i64) -> Result<String> {
    Ok(texts_at(tx, link, &[id])?.remove(&id).unwrap_or_default())
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

/// The filter for records that have every one of the words: from the index of words where the table has one, otherwise by
/// looking through the records.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub(crate) fn words_filter(tx: &mut Tx<'_>, table: &'static Table, query: &str) -> Result<Filter> {
    Ok(lookup::filter(tx, table, query)?.unwrap_or_else(|| search_filter(table, query)))
}

/// The filter for records in which every one of the words stands somewhere.
fn search_filter(table: &Table, query: &str) -> Filter {
    let paths = search_paths(table);
    let anywhere = |word: &str| {
        Filter::Or(paths.iter().map(|path| Filter::Test(path.clone(), Test::Contains(word.to_owned()))).collect())
    };
    Filter::And(query.split_whitespace().take(8).map(anywhere).collect())
}

/// The records that the words find, best first, at most `limit`, and whether there may be more.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub(crate) fn look_up(
    tx: &mut Tx<'_>,
    table: &'static Table,
    query: &str,
    only: &Filter,
    limit: usize,
) -> Result<(Vec<Found>, bool)> {
    let (ids, has_more) = if lookup::is_known(table.id) {
        let wish = lookup::Wish { table: table.id, words: query, only: only.clone(), limit };
        let found = lookup::find(tx, &wish)?;
        (found.ids, found.has_more)
    } else {
        scan(tx, table, query, only, limit)?
    };
    let mut records = tx.find_all(table.id, &ids)?;
    records.sort_by_key(|record| ids.iter().position(|id| *id == record.id));
    Ok((described(tx, table, &records)?, has_more))
}

/// Looks through all records of a table that has no index of words; such tables are small.
fn scan(tx: &mut Tx<'_>, table: &'static Table, query: &str, only: &Filter, limit: usize) -> Result<(Vec<i64>, bool)> {
    let query = without_author(query.trim());
    let limit_u64 = u64::try_from(limit + 1).unwrap_or(u64::MAX);
    let Some(first) = search_paths(table).into_iter().next() else { return Ok((Vec::new(), false)) };
    let own = Path { base: table.id, steps: Vec::new(), table: table.id, column: None };
    let mut steps = vec![search_filter(table, &query)];
    if !query.is_empty() {
        steps.insert(0, Filter::Test(first.clone(), Test::StartsWith(query)));
    }
    let mut ids: Vec<i64> = Vec::new();
    for filter in steps {
        let select = Select::all(table.id).matching(filter).matching(only.clone());
        let select = select.sorted(vec![(first.clone(), false)]).at_most(limit_u64);
        for id in tx.values(&select, std::slice::from_ref(&own))?.iter().filter_map(|row| row[0].int()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let has_more = ids.len() > limit;
    ids.truncate(limit);
    Ok((ids, has_more))
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

/// Those of the records that the person may read, as they are shown when they were found.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn described_by_id(tx: &mut Tx<'_>, table: &'static Table, ids: &[i64]) -> Result<Vec<Found>> {
    let records = super::grid::or_nothing(tx.find_all(table.id, ids))?;
    described(tx, table, &records)
}

fn described(tx: &mut Tx<'_>, table: &'static Table, records: &[Record]) -> Result<Vec<Found>> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut names = texts(tx, table.id, &ids)?;
    let mut contexts = lookup_context::lines(tx, records)?;
    let found = |record: &Record| {
        let text = names.remove(&record.id).unwrap_or_default();
        let context = contexts.remove(&record.id).unwrap_or_default();
        Found { id: record.id, context: beyond(&text, &context), text }
    };
    Ok(records.iter().map(found).collect())
}

/// What a line of context says that the name of the record does not say already.
fn beyond(text: &str, context: &str) -> String {
    context.split(" · ").filter(|part| !text.contains(part)).collect::<Vec<_>>().join(" · ")
}

/// Where the type-ahead of a link asks: which link it is, and of which record, so that only possible ones are offered.
pub(crate) fn lookup_url(link: Col, record: Option<i64>, owner: Option<(&Table, i64)>) -> String {
    let of = model().column(link);
    let to = of.link.as_ref().map_or("", |link| model().table(link.to).name);
    let mut url = format!("/lookup/{to}?for={}.{}", model().table(link.0).name, of.name);
    if let Some(id) = record {
        url.push_str(&format!("&record={id}"));
    }
    if let Some((table, id)) = owner {
        url.push_str(&format!("&owner={}.{id}", table.name));
    }
    url
}

/// Which records can be meant at all, from the address that [`lookup_url`] wrote; everything if it says nothing.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn possible(tx: &mut Tx<'_>, table: &Table, params: &[(String, String)]) -> Result<Filter> {
    let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str());
    let Some(link) = asked_for(table, params) else { return Ok(Filter::All) };
    let owner = one("owner").and_then(|text| {
        let (of, id) = text.split_once('.')?;
        Some((model().named(of)?.id, id.parse().ok()?))
    });
    lookup::possible(tx, link, one("record").and_then(|id| id.parse().ok()), owner)
}

/// The link to the table that is filled in, from the address that [`lookup_url`] wrote; nothing if it says nothing.
pub(crate) fn asked_for(table: &Table, params: &[(String, String)]) -> Option<Col> {
    let (_, text) = params.iter().find(|(name, _)| name == "for")?;
    let (of, field) = text.split_once('.')?;
    let link = model().named(of)?.col(field)?;
    model().column(link).link.as_ref().is_some_and(|link| link.to == table.id).then_some(link)
}

/// The record that is meant by words that somebody typed and did not pick from the list.
///
/// # Errors
///
/// - In the inner result one sentence for whoever typed it: nothing or more than one is found.
/// - In the outer one `Internal`, if the database fails.
pub(crate) fn meant(tx: &mut Tx<'_>, table: &'static Table, typed: &str) -> Result<std::result::Result<i64, String>> {
    let found = match look_up(tx, table, typed, &Filter::All, 20) {
        Err(error) if error.code == Code::Forbidden => Vec::new(),
        other => other?.0,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_does_not_repeat_the_name() {
        assert_eq!(beyond("Labeo", "Cyprinidae · Boulenger, 1901"), "Cyprinidae · Boulenger, 1901");
        assert_eq!(beyond("Lac d’Annecy, Haute-Savoie, France", "Haute-Savoie, France"), "");
        assert_eq!(beyond("000000011 Colossoma macropomum", "Colossoma macropomum · Río Nanay"), "Río Nanay");
    }
}
