//! What refers to a merged record is led to the one that stays.

use vasculum_model::names::{record_set_item, source_record};
use vasculum_model::{Col, Error, Record, Result, Table, TableId, ToMany, Value, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use super::{is_item_of, part_of, remember};
use crate::{records, rules};

/// Records that would stand twice are merged in turn; no model nests them deeper.
const DEEPEST: usize = 8;

/// Leads everything that refers to the record `gone` to the record `keep` of the same table.
pub(super) fn everything(tx: &mut WriteTx<'_>, table: TableId, keep: i64, gone: i64, depth: usize) -> Result<()> {
    if depth > DEEPEST {
        return Err(Error::invalid("These records stand too deep within each other to be merged."));
    }
    for (column, _) in tx.referrers(table, gone)? {
        let from = model().table(column.0);
        if matches!(from.at(column.1).name, "createdByAgent" | "modifiedByAgent") {
            tx.restamp(column, gone, keep)?;
            continue;
        }
        for id in tx.referring_ids(column, gone, u64::from(u32::MAX))? {
            // An earlier step may have taken it along already.
            let Some(before) = tx.find(column.0, id)?.filter(|record| record.int(column) == Some(gone)) else {
                continue;
            };
            if from.joins {
                pair(tx, &before, column, keep)?;
            } else if let Some(many) = part_of(model().table(table), column) {
                part(tx, before, many, keep, depth)?;
            } else {
                follow(tx, before, column, keep, depth)?;
            }
        }
    }
    beside(tx, model().table(table), keep, gone)
}

/// One pair of a many-to-many link; the other side is never paired twice with the same record.
fn pair(tx: &mut WriteTx<'_>, before: &Record, column: Col, keep: i64) -> Result<()> {
    let after = before.clone().with(column, keep);
    let links = before.of().columns.iter().enumerate().filter(|(_, column)| column.link.is_some());
    let links = links.filter(|(_, column)| !column.name.ends_with("ByAgent")).map(|(at, _)| at as u16);
    let same: Vec<Filter> =
        links.map(|at| Filter::is(Col(before.table, at), after.values[usize::from(at)].clone())).collect();
    let known = tx.first(&Select::all(before.table).matching(Filter::And(same)))?;
    if known.is_some() {
        let grant = tx.may(Action::Delete, before.table)?;
        return tx.delete(&grant, before);
    }
    let grant = tx.may(Action::Update, before.table)?;
    tx.update(&grant, before, &after).map(drop)
}

/// A record that refers to a merged one refers to the one that stays; the one that stays does not refer to itself.
fn follow(tx: &mut WriteTx<'_>, before: Record, column: Col, keep: i64, depth: usize) -> Result<()> {
    let table = model().column(column).link.as_ref().map(|link| link.to);
    let itself = table == Some(before.table) && before.id == keep;
    let after = before.clone().with(column, if itself { Value::Null } else { Value::Int(keep) });
    save(tx, before, after, depth)
}

/// Saves a record that was led elsewhere; where another one says the same already, the two become one.
fn save(tx: &mut WriteTx<'_>, before: Record, after: Record, depth: usize) -> Result<()> {
    match rules::twin(tx, &before, &after)? {
        Some(twin) => absorb(tx, twin, before, depth),
        None => {
            let named = |mut error: Error| {
                let name = format!("{} {}", before.of().name, before.id);
                error.issues.iter_mut().for_each(|issue| issue.words = format!("{name}: {}", issue.words));
                error
            };
            records::put(tx, Some(&before), after).map(drop).map_err(named)
        }
    }
}

/// A part of a merged record becomes a part of the one that stays.
fn part(tx: &mut WriteTx<'_>, part: Record, many: &ToMany, keep: i64, depth: usize) -> Result<()> {
    let column = Col(many.of, many.back);
    let theirs = tx.select(&Select::all(many.of).matching(Filter::is(column, keep)))?;
    if let Some(double) = theirs.iter().find(|other| is_double(other, &part, column)) {
        return absorb(tx, double.clone(), part, depth);
    }
    if let Some(only) = theirs.first().filter(|_| many.at_most_one) {
        return absorb(tx, only.clone(), part, depth);
    }
    let mut after = part.clone().with(column, keep);
    for mark in rules::marks(many.of) {
        if after.is(*mark) && theirs.iter().any(|other| other.is(*mark)) {
            after.set(*mark, false);
        }
    }
    if let Some(order) = rules::order(many.of) {
        let taken = |number: Option<i64>| theirs.iter().any(|other| other.int(order) == number);
        if after.int(order).is_some() && taken(after.int(order)) {
            after.set(order, theirs.iter().filter_map(|other| other.int(order)).max().map(|last| last + 1));
        }
    }
    save(tx, part, after, depth)
}

/// Whether a column says nothing of its own about a part.
fn is_aside(table: &Table, at: u16) -> bool {
    records::is_set_by_vasculum(table, at)
        || matches!(table.at(at).name, "guid" | "ordinal" | "timestampVersion")
        || rules::order(table.id) == Some(Col(table.id, at))
        || rules::marks(table.id).contains(&Col(table.id, at))
}

/// Whether two parts say the same of their owners.
fn is_double(one: &Record, other: &Record, owner: Col) -> bool {
    let table = one.of();
    let same = |at: u16| one.values[usize::from(at)] == other.values[usize::from(at)];
    (0..table.columns.len() as u16).all(|at| at == owner.1 || is_aside(table, at) || same(at))
}

/// Merges a record into another one of which it is the double: gaps are filled, what refers to it follows.
fn absorb(tx: &mut WriteTx<'_>, keep: Record, gone: Record, depth: usize) -> Result<()> {
    everything(tx, keep.table, keep.id, gone.id, depth + 1)?;
    remember(tx, gone.table, gone.id, keep.id)?;
    records::delete(tx, gone.table, gone.id, None)?;
    let before = tx.get(keep.table, keep.id)?;
    let mut after = before.clone();
    for (at, value) in gone.values.iter().enumerate() {
        let owned = before.of().at(at as u16).link.as_ref().is_some_and(|link| link.owned != vasculum_model::Owned::No);
        if after.values[at].is_null() && !value.is_null() && !owned && !is_aside(before.of(), at as u16) {
            after.values[at] = value.clone();
        }
    }
    if after == before { Ok(()) } else { records::put(tx, Some(&before), after).map(drop) }
}

/// What names a record by number without a link: items of record sets, and what an import keeps.
fn beside(tx: &mut WriteTx<'_>, table: &Table, keep: i64, gone: i64) -> Result<()> {
    for item in items(tx, table, &[gone])? {
        let set = item.needed(record_set_item::RECORD_SET)?;
        let there = Filter::And(vec![
            Filter::is(record_set_item::RECORD_SET, set),
            Filter::is(record_set_item::RECORD_ID, keep),
        ]);
        if tx.first(&Select::all(record_set_item::TABLE).matching(there))?.is_some() {
            let grant = tx.may(Action::Delete, record_set_item::TABLE)?;
            tx.delete(&grant, &item)?;
        } else {
            records::put(tx, Some(&item), item.clone().with(record_set_item::RECORD_ID, keep))?;
        }
    }
    let kept = Filter::And(vec![
        Filter::is(source_record::TABLE_NUM, i64::from(table.number)),
        Filter::is(source_record::RECORD_ID, gone),
    ]);
    for before in tx.select(&Select::all(source_record::TABLE).matching(kept))? {
        records::put(tx, Some(&before), before.clone().with(source_record::RECORD_ID, keep))?;
    }
    Ok(())
}

/// The items of record sets that stand for one of the records.
fn items(tx: &mut Tx<'_>, table: &Table, ids: &[i64]) -> Result<Vec<Record>> {
    let mut found = Vec::new();
    for id in ids {
        for item in
            tx.select(&Select::all(record_set_item::TABLE).matching(Filter::is(record_set_item::RECORD_ID, *id)))?
        {
            if is_item_of(tx, &item, table)? {
                found.push(item);
            }
        }
    }
    Ok(found)
}

/// In how many record sets one of the records stands.
pub(super) fn sets_with(tx: &mut Tx<'_>, table: &Table, ids: &[i64]) -> Result<i64> {
    let mut sets: Vec<i64> =
        items(tx, table, ids)?.iter().filter_map(|item| item.int(record_set_item::RECORD_SET)).collect();
    sets.sort_unstable();
    sets.dedup();
    Ok(sets.len() as i64)
}
