//! Nodes that nothing refers to.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{record_set, record_set_item};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Issue, Path, Result, Step, Value, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use super::super::own;
use crate::records;

/// Deletes all nodes below one that nothing refers to and that no record set holds, from the leaves up. A node that is
/// left keeps its ancestors and the accepted name and parents of hybrids behind it; a part of a node, such as a common
/// name or a citation, keeps it too.
pub(super) fn delete(tx: &mut WriteTx<'_>, tree: &'static Tree, below: i64) -> Result<Vec<Issue>> {
    tx.may(Action::Delete, tree.node)?;
    let free = tx.unscoped(|tx| free(tx, tree, below))?;
    if free.is_empty() {
        return Err(super::refusal("nothing-unused", "Everything below it is used."));
    }
    for id in free {
        records::delete(tx, tree.node, id, None)?;
    }
    Ok(Vec::new())
}

/// The nodes below one that can go, each after those that refer to it.
fn free(tx: &mut Tx<'_>, tree: &'static Tree, below: i64) -> Result<Vec<i64>> {
    let under = Filter::Under(own(tree.node, Some(tree.parent)), below);
    let rows = tx.values(&Select::all(tree.node).matching(under), &[own(tree.node, None)])?;
    let nodes: HashSet<i64> = rows.iter().filter_map(|row| row[0].int()).collect();
    let mut kept: HashSet<i64> = held_by_sets(tx, tree)?;
    // Who within the branch refers to whom: the referrer goes first.
    let mut links: Vec<(i64, i64)> = Vec::new();
    for column in model().referrers[usize::from(tree.node.0)].clone() {
        if model().table(column.0).joins || column.0 != tree.node {
            kept.extend(referred(tx, column, below)?);
            continue;
        }
        let to = own(column.0, Some(column));
        let select = Select::all(column.0).matching(Filter::Under(to.clone(), below));
        for row in tx.values(&select, &[own(column.0, None), to])? {
            let (Some(from), Some(to)) = (row[0].int(), row[1].int()) else { continue };
            if nodes.contains(&from) { links.push((from, to)) } else { kept.extend([to]) }
        }
    }
    keep_behind(&mut kept, &links);
    Ok(in_order(nodes.difference(&kept).copied().collect(), &links))
}

/// The nodes below one to which records of another table refer in a column.
fn referred(tx: &mut Tx<'_>, column: Col, below: i64) -> Result<Vec<i64>> {
    let to = own(column.0, Some(column));
    let select = Select::all(column.0).matching(Filter::Under(to.clone(), below));
    let used = tx.tally(&select, &to, u64::from(u32::MAX))?;
    Ok(used.iter().filter_map(|(id, _)| id.int()).collect())
}

/// The nodes that stand in record sets.
pub(super) fn held_by_sets(tx: &mut Tx<'_>, tree: &Tree) -> Result<HashSet<i64>> {
    let table_of_set = Path {
        base: record_set_item::TABLE,
        steps: vec![Step::One(record_set_item::RECORD_SET.1)],
        table: record_set::TABLE,
        column: Some(record_set::DB_TABLE_ID.1),
    };
    let number = Value::Int(i64::from(model().table(tree.node).number));
    let filter = Filter::Test(table_of_set, vasculum_store::Test::Is(number));
    let id = own(record_set_item::TABLE, Some(record_set_item::RECORD_ID));
    let rows = tx.values(&Select::all(record_set_item::TABLE).matching(filter), &[id])?;
    Ok(rows.iter().filter_map(|row| row[0].int()).collect())
}

/// What a kept node refers to is kept.
fn keep_behind(kept: &mut HashSet<i64>, links: &[(i64, i64)]) {
    let mut from: HashMap<i64, Vec<i64>> = HashMap::new();
    for (referrer, to) in links {
        from.entry(*referrer).or_default().push(*to);
    }
    let mut open: Vec<i64> = kept.iter().copied().collect();
    while let Some(node) = open.pop() {
        for to in from.get(&node).map(Vec::as_slice).unwrap_or_default() {
            if kept.insert(*to) {
                open.push(*to);
            }
        }
    }
}

/// The nodes in an order in which each comes after those that refer to it; nodes that refer to each other in a circle
/// are left out.
fn in_order(nodes: HashSet<i64>, links: &[(i64, i64)]) -> Vec<i64> {
    let mut waiting: HashMap<i64, usize> = nodes.iter().map(|id| (*id, 0)).collect();
    let mut behind: HashMap<i64, Vec<i64>> = HashMap::new();
    for (from, to) in links.iter().filter(|(from, to)| from != to && nodes.contains(from)) {
        if let Some(count) = waiting.get_mut(to) {
            *count += 1;
            behind.entry(*from).or_default().push(*to);
        }
    }
    let mut ready: Vec<i64> = waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    ready.sort_unstable();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(node) = ready.pop() {
        order.push(node);
        for to in behind.get(&node).map(Vec::as_slice).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    ready.push(*to);
                }
            }
        }
    }
    order
}
