//! Changes of a tree's ranks, planned with all that they do to the nodes.

use vasculum_model::tree::Tree;
use vasculum_model::{Issue, Path, Record, Result, Step, TableId, Value, model};
use vasculum_store::{Access, Action, Database, Filter, Select, Test, Tx, WriteTx};

use super::super::nodes::rename_all;
use super::super::ranks::{free_number, renumber_nodes};
use super::super::{definition_by_id, tree_of};
use super::{Plan, name_of, need, refusal, rehearse, unused};
use crate::records;

/// So many nodes are named that keep a rank from going.
const NAMED: usize = 5;

/// What a rank is called, and how the names of its nodes are written in full names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RankDraft {
    /// For example ‘Genus’.
    pub name: String,
    /// Whether the rank may not be left out.
    pub is_enforced: bool,
    /// Whether names of this rank are part of the full names below.
    pub is_in_full_name: bool,
    /// What stands straight before the name in a full name.
    pub text_before: String,
    /// What stands straight after it.
    pub text_after: String,
    /// What stands between this part of a full name and the next.
    pub separator: String,
}

/// A change of the ranks of a tree; ranks by their record ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RankChange {
    /// A new rank directly below another one.
    Add {
        /// The rank above.
        above: i64,
        /// What it is.
        draft: RankDraft,
    },
    /// Another name or other rules for full names.
    Change {
        /// The rank.
        rank: i64,
        /// What it shall be.
        draft: RankDraft,
    },
    /// Another place in the order, directly below another rank; only where no node would stand wrong then.
    Reorder {
        /// The rank.
        rank: i64,
        /// The rank above.
        above: i64,
    },
    /// The rank goes, but for that of the root.
    Remove {
        /// The rank.
        rank: i64,
        /// What becomes of its nodes.
        nodes: Nodes,
    },
}

/// What becomes of the nodes of a rank that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nodes {
    /// There must be none.
    None,
    /// They get another rank of the tree, by its record id. It must be lower than the ranks of their parents and higher
    /// than those of their children.
    Get(i64),
    /// They go, and what stands below them stands below their parents then. Nothing else may refer to them, no part such
    /// as a common name either, and no record set hold them.
    Go,
}

/// How many nodes have a rank.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn nodes_of(tx: &mut Tx<'_>, node_table: TableId, rank: i64) -> Result<i64> {
    let tree = tree_of(node_table)?;
    tx.unscoped(|tx| tx.count(&of_rank(tree, rank)))
}

fn of_rank(tree: &Tree, rank: i64) -> Select {
    Select::all(tree.node).matching(Filter::is(tree.definition_item, rank))
}

/// Works out what a change of ranks would do, and does nothing: how many nodes are touched, which full names change.
///
/// # Errors
///
/// - `NotFound`: the rank is not there for this person.
/// - `Forbidden`: the person lacks the right to ranks.
pub fn plan(db: &Database, access: &Access, node_table: TableId, wanted: &RankChange) -> Result<Plan> {
    rehearse(db, access, |tx| carry_out(tx, node_table, wanted))
}

/// Changes the ranks of a tree; returns what it did. `expected` is the digest of the plan that somebody agreed to.
///
/// # Errors
///
/// - `Invalid`: a rule refuses it; `issues` says why.
/// - `Conflict`: the tree changed since, and something else would happen.
/// - `NotFound`, `Forbidden`.
pub fn apply(tx: &mut WriteTx<'_>, node_table: TableId, wanted: &RankChange, expected: Option<&str>) -> Result<Plan> {
    let tree = tree_of(node_table)?;
    let mut name = |rank: i64| -> Result<String> {
        Ok(tx.get(tree.rank, rank)?.text(tree.rank_name).unwrap_or_default().to_owned())
    };
    let summary = match wanted {
        RankChange::Add { draft, .. } => format!("Added the rank {}", draft.name),
        RankChange::Change { rank, .. } => format!("Changed the rank {}", name(*rank)?),
        RankChange::Reorder { rank, above } => format!("Put the rank {} below {}", name(*rank)?, name(*above)?),
        RankChange::Remove { rank, nodes: Nodes::Get(other) } => {
            format!("Removed the rank {}; its nodes became {}", name(*rank)?, name(*other)?)
        }
        RankChange::Remove { rank, .. } => format!("Removed the rank {}", name(*rank)?),
    };
    let plan = carry_out(tx, node_table, wanted)?.agreed(expected)?;
    tx.summarise(summary);
    Ok(plan)
}

fn carry_out(tx: &mut WriteTx<'_>, node_table: TableId, wanted: &RankChange) -> Result<Plan> {
    let tree = tree_of(node_table)?;
    let from = tx.pending_changes();
    match wanted {
        RankChange::Add { above, draft } => {
            let above = tx.get(tree.rank, *above)?;
            let new = Record::new(tree.rank)
                .with(tree.rank_def, above.needed(tree.rank_def)?)
                .with(tree.rank_parent, above.id);
            records::put(tx, None, written(tree, new, draft)).map(drop)?;
        }
        RankChange::Change { rank, draft } => {
            let before = tx.get(tree.rank, *rank)?;
            let after = written(tree, before.clone(), draft);
            records::put(tx, Some(&before), after).map(drop)?;
        }
        RankChange::Reorder { rank, above } => reorder(tx, tree, *rank, *above)?,
        RankChange::Remove { rank, nodes } => remove(tx, tree, *rank, *nodes)?,
    }
    let mut plan = Plan::of(tree, &tx.written_since(from)?);
    if plan.is_empty() {
        plan.issues.push(Issue::error("nothing-to-do", "", "There is nothing to do: all of it is like this already."));
    }
    Ok(plan)
}

/// A rank with what somebody wants it to say; empty texts are nothing.
fn written(tree: &Tree, rank: Record, draft: &RankDraft) -> Record {
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    rank.with(tree.rank_name, text(draft.name.trim()))
        .with(tree.is_enforced, draft.is_enforced)
        .with(tree.is_in_full_name, draft.is_in_full_name)
        .with(tree.text_before, text(&draft.text_before))
        .with(tree.text_after, text(&draft.text_after))
        .with(tree.separator, text(&draft.separator))
}

/// Puts a rank directly below another one, with a number between its new neighbours.
fn reorder(tx: &mut WriteTx<'_>, tree: &'static Tree, rank: i64, above: i64) -> Result<()> {
    let (moved, upper) = (tx.get(tree.rank, rank)?, tx.get(tree.rank, above)?);
    let grant = tx.may(Action::Update, tree.rank)?;
    tx.may(Action::Update, tree.node)?;
    let definition = moved.needed(tree.rank_def)?;
    if upper.int(tree.rank_def) != Some(definition) || moved.id == upper.id {
        return Err(refusal("rank-of-another-tree", "Choose another rank of the same tree."));
    }
    if moved.get(tree.rank_parent).is_null() {
        return Err(refusal("root-rank", "The rank of the root stays at the top."));
    }
    if moved.int(tree.rank_parent) == Some(above) {
        return Ok(());
    }
    let Some(mut def) = definition_by_id(tx, tree.node, definition)? else { return Ok(()) };
    def.ranks.retain(|one| one.id != rank);
    let at = def.ranks.iter().position(|one| one.id == above);
    let name = moved.text(tree.rank_name).unwrap_or_default();
    let number = free_number(tree.rank, name, &def.ranks, at);
    if def.numbered(number).is_some() {
        return Err(refusal("no-number-free", "No number is free between these two ranks. Change theirs first."));
    }
    let wrong = tx.unscoped(|tx| standing_wrong(tx, tree, rank, number))?;
    if wrong > 0 {
        let words = format!("Nodes that would not stand below a higher rank then: {wrong}. Move them first.");
        return Err(refusal("rank-order-in-use", words));
    }
    tx.as_program(|tx| {
        let lower = Filter::is(tree.rank_parent, rank);
        for one in tx.select(&Select::all(tree.rank).matching(lower))? {
            let after = one.clone().with(tree.rank_parent, moved.get(tree.rank_parent).clone());
            tx.update(&grant, &one, &after)?;
        }
        let next = Filter::is(tree.rank_parent, above);
        for one in tx.select(&Select::all(tree.rank).matching(next))? {
            tx.update(&grant, &one, &one.clone().with(tree.rank_parent, rank))?;
        }
        let after = moved.clone().with(tree.rank_parent, above).with(tree.rank_rank_id, number);
        tx.update(&grant, &moved, &after)?;
        renumber_nodes(tx, tree, rank, number)
    })
}

/// Removes a rank, after what becomes of its nodes.
fn remove(tx: &mut WriteTx<'_>, tree: &'static Tree, rank: i64, nodes: Nodes) -> Result<()> {
    let removed = tx.get(tree.rank, rank)?;
    if removed.get(tree.rank_parent).is_null() {
        return Err(refusal("root-rank", "The rank of the root stays at the top."));
    }
    tx.may(Action::Delete, tree.rank)?;
    let count = nodes_of(tx, tree.node, rank)?;
    if count > 0 {
        match nodes {
            Nodes::None => {
                let words = format!("Nodes have this rank: {count}. Choose what becomes of them.");
                return Err(refusal("rank-in-use", words));
            }
            Nodes::Get(other) => give(tx, tree, &removed, other)?,
            Nodes::Go => dissolve(tx, tree, rank)?,
        }
    }
    records::delete(tx, tree.rank, rank, None)
}

/// Gives all nodes of a rank another one, and writes the full names anew that this changes.
fn give(tx: &mut WriteTx<'_>, tree: &'static Tree, removed: &Record, other: i64) -> Result<()> {
    need(tx.access(), tree.node, "move")?;
    tx.may(Action::Update, tree.node)?;
    let other = tx.get(tree.rank, other)?;
    let definition = removed.needed(tree.rank_def)?;
    if other.int(tree.rank_def) != Some(definition) || other.id == removed.id {
        return Err(refusal("rank-of-another-tree", "Choose another rank of the same tree."));
    }
    let number = other.needed(tree.rank_rank_id)?;
    let wrong = tx.unscoped(|tx| standing_wrong(tx, tree, removed.id, number))?;
    if wrong > 0 {
        let name = other.text(tree.rank_name).unwrap_or_default();
        let words = format!("Nodes that would not stand below a higher rank as {name}: {wrong}. Choose another rank.");
        return Err(refusal("rank-order-in-use", words));
    }
    // All nodes of the tree, also those that the person does not see: the rank goes for all of them.
    tx.as_program(|tx| {
        let grant = tx.may(Action::Update, tree.node)?;
        for node in tx.select(&of_rank(tree, removed.id))? {
            let after = node.clone().with(tree.definition_item, other.id).with(tree.rank_id, number);
            tx.update(&grant, &node, &after)?;
        }
        rename_all(tx, tree.node, definition)
    })
}

/// Deletes all nodes of a rank, after what stands below them went below their parents.
fn dissolve(tx: &mut WriteTx<'_>, tree: &'static Tree, rank: i64) -> Result<()> {
    need(tx.access(), tree.node, "move")?;
    tx.may(Action::Update, tree.node)?;
    tx.may(Action::Delete, tree.node)?;
    tx.as_program(|tx| {
        let nodes = tx.select(&of_rank(tree, rank))?;
        for node in &nodes {
            let parent = node.get(tree.parent);
            for child in tx.select(&Select::all(tree.node).matching(Filter::is(tree.parent, node.id)))? {
                records::put(tx, Some(&child), child.clone().with(tree.parent, parent.clone()))?;
            }
        }
        // A synonym within the rank goes before its accepted name.
        let held = unused::held_by_sets(tx, tree)?;
        let (mut left, mut before) = (nodes, usize::MAX);
        while left.len() < before {
            before = left.len();
            let mut kept = Vec::new();
            for node in left {
                if held.contains(&node.id) || !tx.referrers(tree.node, node.id)?.is_empty() {
                    kept.push(node);
                } else {
                    records::delete(tx, tree.node, node.id, None)?;
                }
            }
            left = kept;
        }
        if left.is_empty() {
            return Ok(());
        }
        let mut names = left.iter().take(NAMED).map(|node| name_of(node, tree)).collect::<Vec<_>>().join("; ");
        if left.len() > NAMED {
            names.push_str("; …");
        }
        let words = format!(
            "Nodes of this rank that something refers to: {} ({names}). Choose another rank for them.",
            left.len()
        );
        Err(refusal("rank-nodes-used", words))
    })
}

/// How many nodes would not stand below a higher rank if the rank had this number.
fn standing_wrong(tx: &mut Tx<'_>, tree: &Tree, rank: i64, number: i64) -> Result<i64> {
    let up = |column: vasculum_model::Col| Path {
        base: tree.node,
        steps: vec![Step::One(tree.parent.1)],
        table: tree.node,
        column: Some(column.1),
    };
    let too_low = Filter::And(vec![
        Filter::is(tree.definition_item, rank),
        Filter::Test(up(tree.rank_id), Test::AtLeast(Value::Int(number))),
    ]);
    let too_high = Filter::And(vec![
        Filter::Test(up(tree.definition_item), Test::Is(Value::Int(rank))),
        Filter::test(tree.rank_id, Test::AtMost(Value::Int(number))),
    ]);
    tx.count(&Select::all(model().table(tree.node).id).matching(Filter::Or(vec![too_low, too_high])))
}
