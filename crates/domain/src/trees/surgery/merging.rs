//! One of two nodes of a tree, with all that stands below them.

use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Issue, Record, Result, Value, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use super::{name_of, place, refusal};
use crate::merge::{self, Merge};
use crate::records;

/// What becomes of a child that may be the same as one below the other node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is the same as this one, and merged into it.
    Same(i64),
    /// It is another one, and moves beside it.
    Other,
}

/// A child of the node that goes, with the children of the node that stays that have its name and rank; their authors
/// or their standing differ, or there are several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Homonym {
    /// The child.
    pub node: i64,
    /// Its full name with its author.
    pub called: String,
    /// Those that it may be the same as: id, and full name with author.
    pub like: Vec<(i64, String)>,
    /// What was decided.
    pub choice: Option<Choice>,
}

impl Homonym {
    /// The question as an issue.
    pub(super) fn issue(&self) -> Issue {
        let like: Vec<&str> = self.like.iter().map(|(_, called)| called.as_str()).collect();
        let words = format!("Say whether {} is the same as {}, or another one.", self.called, like.join(" or "));
        Issue::error("homonym-undecided", "", words)
    }
}

/// What a merge found on its way.
#[derive(Default)]
pub(super) struct Found {
    pub(super) homonyms: Vec<Homonym>,
    pub(super) issues: Vec<Issue>,
}

/// Merges a node into another one: children of the same name and rank first, then the node itself, whose other children
/// move with everything else that refers to it.
pub(super) fn merge(
    tx: &mut WriteTx<'_>,
    tree: &'static Tree,
    node: i64,
    into: i64,
    choices: &[(i64, Choice)],
) -> Result<Found> {
    let mut found = Found::default();
    let (gone, keep) = (tx.get(tree.node, node)?, tx.get(tree.node, into)?);
    if !keep.get(tree.accepted).is_null() && keep.int(tree.accepted) != Some(gone.id) {
        let words = format!("{} is a synonym. Merge into its accepted name.", name_of(&keep, tree));
        return Err(refusal("merge-into-synonym", words));
    }
    if keep.int(tree.accepted) == Some(gone.id) {
        let words = format!("{} is a synonym of the node that would go. Accept it first.", name_of(&keep, tree));
        return Err(refusal("merge-into-synonym", words));
    }
    let judged = merge::plan(tx, tree.node, into, &[node])?.issues;
    if judged.iter().any(|issue| issue.level == vasculum_model::Level::Error) {
        return Err(vasculum_model::Error::refused(judged));
    }
    found.issues.extend(judged);
    one(tx, tree, &gone, &keep, choices, &mut found)?;
    Ok(found)
}

fn one(
    tx: &mut WriteTx<'_>,
    tree: &'static Tree,
    gone: &Record,
    keep: &Record,
    choices: &[(i64, Choice)],
    found: &mut Found,
) -> Result<()> {
    let theirs = children(tx, tree, gone.id)?;
    let ours = if theirs.is_empty() { Vec::new() } else { children(tx, tree, keep.id)? };
    for child in theirs {
        let like: Vec<&Record> = ours.iter().filter(|other| is_like(tree, &child, other)).collect();
        match sure(tree, &child, &like).or_else(|| decided(&child, &like, choices)) {
            Some(other) => one(tx, tree, &child, other, choices, found)?,
            None => {
                if !like.is_empty() {
                    found.homonyms.push(homonym(tree, &child, &like, choices));
                }
                found.issues.extend(place(tx, &child, &[(tree.parent, keep.id)])?);
            }
        }
    }
    let keep_now = tx.get(tree.node, keep.id)?;
    let gone_now = tx.get(tree.node, gone.id)?;
    let values = gaps(tree, &keep_now, &gone_now);
    let wanted = Merge { table: tree.node, keep: keep.id, gone: vec![gone.id], seen: Vec::new(), values };
    let remarks = merge::merge(tx, &wanted)?.issues;
    found.issues.extend(remarks.into_iter().filter(|issue| !issue.name.starts_with("merge-")));
    Ok(())
}

fn children(tx: &mut Tx<'_>, tree: &Tree, node: i64) -> Result<Vec<Record>> {
    tx.select(&Select::all(tree.node).matching(Filter::is(tree.parent, node)))
}

/// Whether two nodes have the same name and rank; case and white space at the ends do not count.
fn is_like(tree: &Tree, one: &Record, other: &Record) -> bool {
    let name = |node: &Record| vasculum_store::fold(node.text(tree.name).unwrap_or_default().trim());
    one.int(tree.definition_item) == other.int(tree.definition_item) && name(one) == name(other)
}

/// The author of a node; nothing in trees whose nodes have none.
fn author(node: &Record) -> String {
    plain_author(if node.table == taxon::TABLE { node.text(taxon::AUTHOR).unwrap_or_default() } else { "" })
}

/// An author without spaces and dots.
pub(super) fn plain_author(text: &str) -> String {
    vasculum_store::fold(text).chars().filter(|letter| letter.is_alphanumeric() || "()&".contains(*letter)).collect()
}

/// The one that a child surely is: of the same author, or one of the two has none; accepted or a synonym like it.
fn sure<'r>(tree: &Tree, child: &Record, like: &[&'r Record]) -> Option<&'r Record> {
    let standing = |node: &Record| node.get(tree.accepted).is_null();
    let fits = |other: &&&Record| {
        let (one, theirs) = (author(child), author(other));
        standing(child) == standing(other) && (one.is_empty() || theirs.is_empty() || one == theirs)
    };
    match like {
        [only] => Some(*only).filter(|only| fits(&only)),
        several => {
            let mut same = several.iter().filter(fits).filter(|other| author(child) == author(other));
            let first = same.next().copied();
            if same.next().is_some() { None } else { first }
        }
    }
}

fn decided<'r>(child: &Record, like: &[&'r Record], choices: &[(i64, Choice)]) -> Option<&'r Record> {
    let (_, choice) = choices.iter().find(|(id, _)| *id == child.id)?;
    like.iter().find(|other| *choice == Choice::Same(other.id)).copied()
}

fn homonym(tree: &Tree, child: &Record, like: &[&Record], choices: &[(i64, Choice)]) -> Homonym {
    let called = |node: &Record| {
        let mut words = name_of(node, tree);
        if let Some(author) = node.text(taxon::AUTHOR).filter(|_| node.table == taxon::TABLE) {
            words = format!("{words} {author}");
        }
        if !node.get(tree.accepted).is_null() {
            words.push_str(" (synonym)");
        }
        words
    };
    Homonym {
        node: child.id,
        called: called(child),
        like: like.iter().map(|other| (other.id, called(other))).collect(),
        choice: choices.iter().find(|(id, _)| *id == child.id).map(|(_, choice)| *choice),
    }
}

/// What the node that stays does not say and the one that goes does; its name, place and standing stay.
fn gaps(tree: &Tree, keep: &Record, gone: &Record) -> Vec<(u16, Value)> {
    let table = model().table(tree.node);
    let place = [
        tree.parent,
        tree.definition,
        tree.definition_item,
        tree.rank_id,
        tree.name,
        tree.full_name,
        tree.accepted,
        tree.is_accepted,
    ];
    let is_taken = |at: &u16| {
        let column = table.at(*at);
        !records::is_set_by_vasculum(table, *at)
            && column.name != "guid"
            && !place.iter().any(|column| column.1 == *at)
            && column.link.as_ref().is_none_or(|link| link.owned == vasculum_model::Owned::No)
            && keep.values[usize::from(*at)].is_null()
            && !gone.values[usize::from(*at)].is_null()
    };
    let all = 0..table.columns.len() as u16;
    all.filter(is_taken).map(|at| (at, gone.values[usize::from(at)].clone())).collect()
}
