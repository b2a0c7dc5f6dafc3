//! Deleting many records at once: first what would go and what stands in the way, then all of it in one change set.

use std::collections::{BTreeMap, HashSet};

use vasculum_model::{Code, Col, Error, Many, Owned, Record, Result, TableId, Value, model};
use vasculum_store::{Action, Tx, WriteTx};

use crate::records::{self, Blocker};
use crate::rules;

/// The most records that are deleted at once.
pub const MOST: usize = 5_000;

/// What deleting records would mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The records that can be deleted, in the order in which they must go.
    pub free: Vec<i64>,
    /// How many records of other tables go along with those, by table: what they own.
    pub along: BTreeMap<TableId, i64>,
    /// The records that can't be deleted, each with what refers to it or to something that it owns.
    pub blocked: Vec<(i64, Vec<Blocker>)>,
    /// The records that the person may not delete, or not see.
    pub refused: Vec<i64>,
}

impl Plan {
    /// What stands in the way, by the column that refers, with the numbers of all records together.
    pub fn blockers(&self) -> Vec<Blocker> {
        let mut sums: Vec<Blocker> = Vec::new();
        for blocker in self.blocked.iter().flat_map(|(_, blockers)| blockers) {
            match sums.iter_mut().find(|sum| sum.column == blocker.column) {
                Some(sum) => sum.count += blocker.count,
                None => sums.push(*blocker),
            }
        }
        sums
    }
}

/// Works out what deleting these records of one table would mean, without changing anything.
///
/// A node of a tree can go together with all that stands below it. Whatever else refers to one of the records keeps it
/// from being deleted, also if it is among those that shall go.
///
/// # Errors
///
/// - `Invalid`: more than [`MOST`] records.
/// - `Forbidden`: the person may not read the table.
pub fn plan(tx: &mut Tx<'_>, table: TableId, ids: &[i64]) -> Result<Plan> {
    if ids.len() > MOST {
        let words = format!("{} records can’t be deleted at once; {MOST} can.", ids.len());
        return Err(Error::invalid(words).hint("Filter the list further."));
    }
    let mut found = tx.find_all(table, ids)?;
    let known: HashSet<i64> = found.iter().map(|record| record.id).collect();
    let mut plan = Plan { refused: ids.iter().copied().filter(|id| !known.contains(id)).collect(), ..Plan::default() };
    // What stands deepest in a tree goes first.
    found.sort_by_key(|record| std::cmp::Reverse(record.named("rankId").and_then(Value::int)));
    let above = model().tree(table).map(|tree| tree.parent);
    let mut free: HashSet<i64> = HashSet::new();
    for record in found {
        if !tx.reaches(&record, Action::Delete)? {
            plan.refused.push(record.id);
            continue;
        }
        let mut along = BTreeMap::new();
        let mut blocking = records::blockers(tx, table, record.id)?;
        if let Some(above) = above {
            below(tx, above, record.id, &free, &mut blocking)?;
        }
        parts(tx, &record, &mut blocking, &mut along, 0)?;
        if blocking.is_empty() {
            free.insert(record.id);
            plan.free.push(record.id);
            for (table, count) in along {
                *plan.along.entry(table).or_default() += count;
            }
        } else {
            plan.blocked.push((record.id, blocking));
        }
    }
    Ok(plan)
}

/// Nodes below a node are in the way only as far as they do not go themselves.
fn below(tx: &mut Tx<'_>, above: Col, id: i64, free: &HashSet<i64>, blocking: &mut Vec<Blocker>) -> Result<()> {
    if !blocking.iter().any(|blocker| blocker.column == above) {
        return Ok(());
    }
    blocking.retain(|blocker| blocker.column != above);
    let staying = tx.referring_ids(above, id, u64::MAX >> 1)?.into_iter().filter(|child| !free.contains(child)).count();
    if staying > 0 {
        blocking.push(Blocker { column: above, count: staying as i64 });
    }
    Ok(())
}

/// The most levels of records within records.
const DEEPEST: usize = 10;

/// What refers to the records that a record owns, and how many of them there are.
fn parts(
    tx: &mut Tx<'_>,
    record: &Record,
    blocking: &mut Vec<Blocker>,
    along: &mut BTreeMap<TableId, i64>,
    depth: usize,
) -> Result<()> {
    let of = record.of();
    let owned: Vec<u16> = (0_u16..).zip(&of.many).filter(|(_, many)| many.owned).map(|(at, _)| at).collect();
    for link in tx.links_in_use(record.table, &owned, &[record.id])? {
        if of.many[usize::from(link)].through.is_some() || depth >= DEEPEST {
            continue;
        }
        for (_, part) in tx.unscoped(|tx| tx.children(&[record.id], Many(record.table, link)))? {
            *along.entry(part.table).or_default() += 1;
            for blocker in tx.unscoped(|tx| records::blockers(tx, part.table, part.id))? {
                add(blocking, blocker);
            }
            parts(tx, &part, blocking, along, depth + 1)?;
        }
    }
    for (column, value) in of.columns.iter().zip(&record.values) {
        if let (Some(link), Some(_)) = (&column.link, value.int())
            && match link.owned {
                Owned::Always => true,
                Owned::When(setting) => rules::places_of(tx)?.embed(record, setting),
                Owned::No => false,
            }
        {
            *along.entry(link.to).or_default() += 1;
        }
    }
    Ok(())
}

fn add(blocking: &mut Vec<Blocker>, blocker: Blocker) {
    match blocking.iter_mut().find(|known| known.column == blocker.column) {
        Some(known) => known.count += blocker.count,
        None => blocking.push(blocker),
    }
}

/// Deletes records of one table, those that can be: what [`plan`] calls free. Returns how many there were.
///
/// `expected` is how many the person was told would go; if it is another number by now, nothing is deleted.
///
/// # Errors
///
/// - `Conflict`: something changed since the person looked.
/// - `Invalid`: a rule refuses one of them; the message names it.
/// - `Forbidden`: the person may not delete records of the table.
pub fn delete(tx: &mut WriteTx<'_>, table: TableId, ids: &[i64], expected: usize) -> Result<usize> {
    tx.may(Action::Delete, table)?;
    let plan = plan(tx, table, ids)?;
    if plan.free.len() != expected {
        let words = format!("Now {} records can be deleted, and not {expected}.", plan.free.len());
        return Err(Error::new(Code::Conflict, words).hint("Something changed meanwhile. Look at it again."));
    }
    for id in &plan.free {
        records::delete(tx, table, *id, None).map_err(|error| named(error, table, *id))?;
    }
    Ok(plan.free.len())
}

fn named(error: Error, table: TableId, id: i64) -> Error {
    if !matches!(error.code, Code::Invalid | Code::Conflict) {
        return error;
    }
    Error { message: format!("{} {id}: {}", model().table(table).name, error.message).into(), ..error }
}
