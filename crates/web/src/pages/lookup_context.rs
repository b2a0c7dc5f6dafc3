//! The line below a record that was found while typing: what tells it from others of the same name.

use std::collections::HashMap;

use vasculum_model::names::{agent, collecting_event, collection_object, locality, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Path, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx};

use super::grid::{Grid, or_nothing};
use super::layout::LOOKUPS;
use super::value;
use crate::ui::words::tf;

/// The rank of families.
const FAMILY: i64 = 140;

/// The line for each record, by id; records of which nothing more is to be told are left out.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn lines(tx: &mut Tx<'_>, records: &[Record]) -> Result<HashMap<i64, String>> {
    let Some(table) = records.first().map(|record| record.table) else { return Ok(HashMap::new()) };
    match table {
        taxon::TABLE => names(tx, records),
        agent::TABLE => people(tx, records),
        locality::TABLE => joined(tx, records, &["geography", "namedPlace"]),
        collecting_event::TABLE => joined(tx, records, &["locality", "collectors.agent"]),
        collection_object::TABLE => {
            joined(tx, records, &["determinations.taxon", "collectingEvent.locality.localityName"])
        }
        _ => match model().tree(table) {
            Some(tree) => above(tx, tree, records),
            None => {
                let listed = LOOKUPS.iter().find(|(name, ..)| *name == model().table(table).name);
                let path = listed.map_or("", |(_, _, context)| context);
                if path.is_empty() { Ok(HashMap::new()) } else { joined(tx, records, &[path]) }
            }
        },
    }
}

/// The values at several paths in one line.
fn joined(tx: &mut Tx<'_>, records: &[Record], paths: &[&str]) -> Result<HashMap<i64, String>> {
    let mut grid = Grid::new(tx, records);
    let mut lines: HashMap<i64, String> = HashMap::new();
    for path in paths {
        for (id, cell) in grid.column(path)? {
            append(lines.entry(id).or_default(), &cell.text());
        }
    }
    Ok(lines)
}

fn append(line: &mut String, text: &str) {
    if !text.is_empty() && !line.contains(text) {
        if !line.is_empty() {
            line.push_str(" · ");
        }
        line.push_str(text);
    }
}

/// Family, author, and for a synonym the accepted name.
fn names(tx: &mut Tx<'_>, records: &[Record]) -> Result<HashMap<i64, String>> {
    let accepted: Vec<i64> = records.iter().filter_map(|record| record.int(taxon::ACCEPTED_TAXON)).collect();
    let accepted = full_names(tx, taxon::TABLE, taxon::FULL_NAME, taxon::RANK_ID, &accepted)?;
    let families = ancestors_of(tx, taxon::TABLE, taxon::FULL_NAME, taxon::RANK_ID, records)?;
    let mut lines = HashMap::new();
    for record in records {
        let mut line = String::new();
        let chain = families.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let family = chain.iter().find(|(rank, _)| *rank == FAMILY);
        if let Some((_, name)) = family.or(chain.last()) {
            append(&mut line, name);
        }
        append(&mut line, record.text(taxon::AUTHOR).unwrap_or_default());
        let synonym = record.int(taxon::ACCEPTED_TAXON).and_then(|id| accepted.get(&id));
        if let Some((_, name)) = synonym {
            append(&mut line, &tf("synonym of {name}", &[("name", name)]));
        }
        append(&mut line, record.text(taxon::COMMON_NAME).unwrap_or_default());
        lines.insert(record.id, line);
    }
    Ok(lines)
}

/// The two nodes above a node, nearest first.
fn above(tx: &mut Tx<'_>, tree: &Tree, records: &[Record]) -> Result<HashMap<i64, String>> {
    let chains = ancestors_of(tx, tree.node, tree.name, tree.rank_id, records)?;
    let line = |chain: Vec<(i64, String)>| {
        // The root says nothing.
        let names: Vec<String> = chain.into_iter().skip(1).map(|(_, name)| name).rev().take(2).collect();
        names.join(", ")
    };
    Ok(chains.into_iter().map(|(id, chain)| (id, line(chain))).filter(|(_, line)| !line.is_empty()).collect())
}

/// Rank and name of the nodes above each record, from the root down, as far as the person may see them.
fn ancestors_of(
    tx: &mut Tx<'_>,
    table: TableId,
    name: Col,
    rank: Col,
    records: &[Record],
) -> Result<HashMap<i64, Vec<(i64, String)>>> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let chains = tx.ancestor_ids(table, &ids)?;
    let mut wanted: Vec<i64> = chains.values().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known = full_names(tx, table, name, rank, &wanted)?;
    let chain = |(id, chain): (i64, Vec<i64>)| {
        (id, chain.into_iter().filter(|above| *above != id).filter_map(|above| known.get(&above).cloned()).collect())
    };
    Ok(chains.into_iter().map(chain).collect())
}

/// Rank and name of nodes, by id.
fn full_names(
    tx: &mut Tx<'_>,
    table: TableId,
    name: Col,
    rank: Col,
    ids: &[i64],
) -> Result<HashMap<i64, (i64, String)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let own = |column| Path { base: table, steps: Vec::new(), table, column };
    let select = Select::all(table).matching(Filter::Ids(ids.to_vec()));
    let rows = or_nothing(tx.values(&select, &[own(None), own(Some(rank.1)), own(Some(name.1))]))?;
    let read = |row: Vec<Value>| {
        Some((row[0].int()?, (row[1].int().unwrap_or_default(), row[2].text().unwrap_or_default().to_owned())))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Kind, years of life, organization.
fn people(tx: &mut Tx<'_>, records: &[Record]) -> Result<HashMap<i64, String>> {
    let mut organizations = Grid::new(tx, records).column("organization")?;
    let mut lines = HashMap::new();
    for record in records {
        let mut line = value::shown(record, agent::AGENT_TYPE.1);
        let year = |column: Col| match record.get(column) {
            Value::Date(date) => date.year().to_string(),
            _ => String::new(),
        };
        let (born, died) = (year(agent::DATE_OF_BIRTH), year(agent::DATE_OF_DEATH));
        if !born.is_empty() || !died.is_empty() {
            append(&mut line, &format!("{born}–{died}"));
        }
        if let Some(organization) = organizations.remove(&record.id) {
            append(&mut line, &organization.text());
        }
        append(&mut line, record.text(agent::JOB_TITLE).unwrap_or_default());
        lines.insert(record.id, line);
    }
    Ok(lines)
}
