//! The operations on trees: what a node's place, name and standing become, and all that follows, in one change set.
//!
//! Whatever is done is planned first: the same code runs in a transaction that is taken back, and what it would have
//! journalled is counted. So a plan is exactly what would happen. Rights: the resource `/tree/edit/<tree>` with the
//! action of the operation, and the right to change nodes. What follows – determinations, preparations, whatever
//! refers to a merged node – follows by rule, wherever it stands.

mod effects;
mod merging;
mod preview;
pub mod ranks;
pub mod repair;
mod unused;

use vasculum_model::names::{preparation, storage};
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Error, Issue, Level, Record, Result, TableId, Value, model};
use vasculum_store::{Access, Action, Database, Filter, Purpose, Select, WriteTx};

pub use effects::{Plan, Renamed, SHOWN};
pub use merging::{Choice, Homonym};
pub use preview::preview;

use super::tree_of;
use crate::records;

/// The kind of the change sets of all operations.
pub const KIND: &str = "tree";

/// The kind of the change sets of repairs: taken back, they bring back what was wrong.
pub const REPAIR: &str = "tree-repair";

/// One operation on a tree, with the nodes by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Puts a node with everything below it under another parent.
    Move {
        /// The node.
        node: i64,
        /// The parent.
        to: i64,
    },
    /// Makes one of two nodes; children of the same name and rank become one too, the others move.
    Merge {
        /// The node that goes.
        node: i64,
        /// The node that stays.
        into: i64,
        /// What was decided of children of which it is not sure that they are the same, by the child's id.
        choices: Vec<(i64, Choice)>,
    },
    /// Makes a node a synonym of an accepted one.
    Synonymize {
        /// The node that becomes a synonym.
        node: i64,
        /// The accepted node.
        to: i64,
    },
    /// Makes a synonym an accepted name again.
    Desynonymize {
        /// The synonym.
        node: i64,
    },
    /// Gives a node another rank of its tree.
    ChangeRank {
        /// The node.
        node: i64,
        /// The record id of the rank.
        rank: i64,
    },
    /// Deletes all nodes below one that nothing refers to.
    DeleteUnused {
        /// The node, which itself stays.
        below: i64,
    },
    /// Puts all preparations of one storage place into another.
    MoveItems {
        /// Where they are.
        node: i64,
        /// Where they go.
        to: i64,
    },
}

impl Operation {
    /// The action of `/tree/edit/<tree>` that it needs; nothing where the right to delete nodes is enough.
    pub fn action(&self) -> Option<&'static str> {
        match self {
            Self::Move { .. } | Self::ChangeRank { .. } => Some("move"),
            Self::Merge { .. } => Some("merge"),
            Self::Synonymize { .. } => Some("synonymize"),
            Self::Desynonymize { .. } => Some("desynonymize"),
            Self::MoveItems { .. } => Some("bulk_move"),
            Self::DeleteUnused { .. } => None,
        }
    }

    /// The node that it is about.
    pub fn node(&self) -> i64 {
        match self {
            Self::Move { node, .. }
            | Self::Merge { node, .. }
            | Self::Synonymize { node, .. }
            | Self::Desynonymize { node }
            | Self::ChangeRank { node, .. }
            | Self::MoveItems { node, .. } => *node,
            Self::DeleteUnused { below } => *below,
        }
    }
}

/// Whether somebody may do this with the nodes of a tree in the collection in which they work.
pub fn may(access: &Access, node_table: TableId, action: &str) -> bool {
    !access.read_only && access.may(&resource(node_table), action, access.collection)
}

/// The name of the right to a tree, for example `/tree/edit/taxon`.
pub fn resource(node_table: TableId) -> String {
    format!("/tree/edit/{}", model().table(node_table).name.to_lowercase())
}

/// Refuses whoever lacks the right to do this with a tree.
pub(super) fn need(access: &Access, node_table: TableId, action: &str) -> Result<()> {
    if may(access, node_table, action) {
        return Ok(());
    }
    let name = model().table(node_table).name;
    Err(Error::forbidden(format!("You have no right to do this with the tree of {name}."))
        .hint("Ask somebody who manages the users of your institution."))
}

/// Works out what an operation would do, and does nothing.
///
/// What would be refused comes back as a plan with issues of the level *error*.
///
/// # Errors
///
/// - `NotFound`: one of the nodes is not there for this person.
/// - `Forbidden`: the person lacks the right.
pub fn plan(db: &Database, access: &Access, node_table: TableId, wanted: &Operation) -> Result<Plan> {
    rehearse(db, access, |tx| carry_out(tx, node_table, wanted))
}

/// Runs `work` in a transaction that is taken back, and returns the plan that it made.
pub(super) fn rehearse(
    db: &Database,
    access: &Access,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<Plan>,
) -> Result<Plan> {
    let mut planned = None;
    let outcome: Result<()> = db.write(access, Purpose::new(KIND, "Plan"), |tx| {
        planned = Some(work(tx)?);
        // Everything is taken back here: an error ends the transaction without a trace.
        Err(Error::new(Code::Conflict, "planned"))
    });
    match (planned, outcome) {
        (Some(plan), _) => Ok(plan),
        (None, Err(error)) if matches!(error.code, Code::Invalid | Code::Conflict) => Ok(Plan::refused(&error)),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::new(Code::Internal, "The plan ended without an answer.")),
    }
}

/// Carries an operation out; returns what it did.
///
/// `expected` is the [`Plan::digest`] that somebody agreed to.
///
/// # Errors
///
/// - `Invalid`: a rule refuses it, or something is left to choose; `issues` says what.
/// - `Conflict`: the tree changed since, and it would do something else than what was agreed to.
/// - `NotFound`: one of the nodes is not there for this person.
/// - `Forbidden`: the person lacks the right.
pub fn apply(tx: &mut WriteTx<'_>, node_table: TableId, wanted: &Operation, expected: Option<&str>) -> Result<Plan> {
    let summary = summary(tx, node_table, wanted)?;
    let plan = carry_out(tx, node_table, wanted)?.agreed(expected)?;
    tx.summarise(summary);
    Ok(plan)
}

/// What the journal says, with the names as they were.
fn summary(tx: &mut WriteTx<'_>, table: TableId, wanted: &Operation) -> Result<String> {
    let tree = tree_of(table)?;
    let mut name = |id: i64| -> Result<String> { Ok(name_of(&tx.get(table, id)?, tree)) };
    Ok(match wanted {
        Operation::Move { node, to } => format!("Moved {} to {}", name(*node)?, name(*to)?),
        Operation::Merge { node, into, .. } => format!("Merged {} into {}", name(*node)?, name(*into)?),
        Operation::Synonymize { node, to } => format!("Made {} a synonym of {}", name(*node)?, name(*to)?),
        Operation::Desynonymize { node } => format!("Accepted {} again", name(*node)?),
        Operation::ChangeRank { node, rank } => {
            let rank = tx.get(tree.rank, *rank)?.text(tree.rank_name).unwrap_or_default().to_owned();
            format!("Made {} a {}", name_of(&tx.get(table, *node)?, tree), rank.to_lowercase())
        }
        Operation::DeleteUnused { below } => format!("Deleted what is not used below {}", name(*below)?),
        Operation::MoveItems { node, to } => format!("Moved all items of {} to {}", name(*node)?, name(*to)?),
    })
}

/// A node as it is written, for sentences.
pub(crate) fn name_of(node: &Record, tree: &Tree) -> String {
    node.text(tree.full_name).or(node.text(tree.name)).unwrap_or("a node without a name").to_owned()
}

/// The one way in which operations happen, planned or not.
fn carry_out(tx: &mut WriteTx<'_>, table: TableId, wanted: &Operation) -> Result<Plan> {
    let tree = tree_of(table)?;
    if let Some(action) = wanted.action() {
        need(tx.access(), table, action)?;
    }
    let node = tx.get(table, wanted.node())?;
    let from = tx.pending_changes();
    let mut homonyms = Vec::new();
    let mut issues = match wanted {
        Operation::Move { to, .. } => place(tx, &node, &[(tree.parent, *to)])?,
        Operation::ChangeRank { rank, .. } => place(tx, &node, &[(tree.definition_item, *rank)])?,
        Operation::Merge { into, choices, .. } => {
            let found = merging::merge(tx, tree, node.id, *into, choices)?;
            homonyms = found.homonyms;
            found.issues
        }
        Operation::Synonymize { to, .. } => synonymize(tx, tree, &node, *to)?,
        Operation::Desynonymize { .. } => desynonymize(tx, tree, &node)?,
        Operation::DeleteUnused { .. } => unused::delete(tx, tree, node.id)?,
        Operation::MoveItems { to, .. } => move_items(tx, &node, *to)?,
    };
    issues.extend(homonyms.iter().filter(|one| one.choice.is_none()).map(Homonym::issue));
    let mut plan = Plan::of(tree, &tx.written_since(from)?);
    plan.homonyms = homonyms;
    if plan.is_empty() && !issues.iter().any(|issue| issue.level == Level::Error) {
        issues.push(Issue::error("nothing-to-do", "", "There is nothing to do: all of it is like this already."));
    }
    plan.issues = issues;
    Ok(plan)
}

/// Saves a node at another place or rank.
fn place(tx: &mut WriteTx<'_>, node: &Record, values: &[(vasculum_model::Col, i64)]) -> Result<Vec<Issue>> {
    let mut after = node.clone();
    for (column, id) in values {
        after.set(*column, *id);
    }
    Ok(records::put(tx, Some(node), after)?.1)
}

/// The node becomes a synonym, and its own synonyms those of the accepted node.
fn synonymize(tx: &mut WriteTx<'_>, tree: &Tree, node: &Record, to: i64) -> Result<Vec<Issue>> {
    let accepted = tx.get(node.table, to)?;
    if accepted.id == node.id {
        return Err(refusal("synonym-of-itself", "A name can't be a synonym of itself."));
    }
    if !accepted.get(tree.accepted).is_null() {
        let words = format!("{} is itself a synonym. Choose its accepted name.", name_of(&accepted, tree));
        return Err(refusal("accepted-is-synonym", words));
    }
    let children = tx.count(&Select::all(node.table).matching(Filter::is(tree.parent, node.id)))?;
    if children > 0 && !super::nodes::may_stand_below_synonyms(tx, tree)? {
        let words = format!("Nodes stand below {}: {children}. Move them or merge it instead.", name_of(node, tree));
        return Err(refusal("synonym-with-children", words));
    }
    let mut issues = place(tx, node, &[(tree.accepted, to)])?;
    for synonym in tx.select(&Select::all(node.table).matching(Filter::is(tree.accepted, node.id)))? {
        issues.extend(place(tx, &synonym, &[(tree.accepted, to)])?);
    }
    Ok(issues)
}

fn desynonymize(tx: &mut WriteTx<'_>, tree: &Tree, node: &Record) -> Result<Vec<Issue>> {
    if node.get(tree.accepted).is_null() {
        return Err(refusal("no-synonym", format!("{} is accepted already.", name_of(node, tree))));
    }
    Ok(records::put(tx, Some(node), node.clone().with(tree.accepted, Value::Null))?.1)
}

/// Preparations that stand in one place go to another; what stands in places below it stays.
fn move_items(tx: &mut WriteTx<'_>, from: &Record, to: i64) -> Result<Vec<Issue>> {
    if from.table != storage::TABLE {
        return Err(refusal("no-storage", "Only storage places hold items."));
    }
    let target = tx.get(storage::TABLE, to)?;
    if !target.get(storage::ACCEPTED_STORAGE).is_null() {
        return Err(refusal("target-is-synonym", "This place stands for another one. Choose that."));
    }
    // The right is to the place, whichever collection the things in it belong to.
    tx.as_program(|tx| {
        let mut issues = Vec::new();
        let there = Filter::is(preparation::STORAGE, from.id);
        for item in tx.select(&Select::all(preparation::TABLE).matching(there))? {
            let after = item.clone().with(preparation::STORAGE, to);
            issues.extend(records::put(tx, Some(&item), after)?.1);
        }
        Ok(issues)
    })
}

/// Why an operation can't be done, as an error with one issue.
fn refusal(name: &'static str, words: impl Into<String>) -> Error {
    Error::refused(vec![Issue::error(name, "", words.into())])
}

/// Refuses whoever may not do again what an operation needs, before it is taken back.
pub(crate) fn may_undo(tx: &mut WriteTx<'_>, tables: &[TableId]) -> Result<()> {
    if !tables.iter().any(|table| model().tree(*table).is_some()) {
        return need(tx.access(), storage::TABLE, "bulk_move");
    }
    for table in tables.iter().filter(|table| model().tree(**table).is_some()) {
        tx.may(Action::Update, *table)?;
        let any = ["move", "merge", "synonymize", "desynonymize", "bulk_move", "repair"];
        if !any.iter().any(|action| may(tx.access(), *table, action)) {
            need(tx.access(), *table, "move")?;
        }
    }
    Ok(())
}
