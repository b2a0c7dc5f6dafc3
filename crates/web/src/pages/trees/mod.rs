//! `/trees`: the trees of the discipline; `/trees/{Table}`: one of them as an outline, with details beside it; below it
//! what one does to a tree, always as a plan first.
//!
//! The outline works by links. `islands/tree.ts` makes it quick: it fetches what is below a node when that is opened,
//! and keeps only those rows in the page that are in sight.

mod detail;
pub mod export;
pub mod holdings;
pub mod import;
pub mod naming;
pub mod operate;
mod plan;
pub mod problems;
pub mod ranks;
mod rows;
mod state;
mod treemap;
pub mod view;

use maud::{Markup, html};
use vasculum_domain::trees::surgery::may;
use vasculum_model::names::storage;
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Error, Record, Result, Table, TableId, model};

use super::visitor::Visitor;
use super::{shown_table, words};
use crate::ui::components::{aside_section, icon};
use crate::ui::words::{later, t, tf};

pub use detail::node;
pub(crate) use state::tree_path;

/// The tree whose nodes stand in the table of this name.
///
/// # Errors
///
/// `NotFound`.
pub(crate) fn tree_named(name: &str) -> Result<(&'static Tree, &'static Table)> {
    let found = TREES.iter().map(|tree| (tree, model().table(tree.node))).find(|(_, table)| table.name == name);
    found.ok_or_else(|| Error::not_found(format!("There is no tree ‘{name}’.")))
}

/// One operation, as people choose it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    /// Its last part of the address.
    key: &'static str,
    /// What one does, on links and buttons.
    label: &'static str,
    /// What it means.
    about: &'static str,
    /// The words over the field for the other node; nothing where there is none.
    target: Option<&'static str>,
    icon: &'static str,
    /// The action that it needs on the tree, if it needs one.
    action: Option<&'static str>,
    /// Whether it can be done with the node at all.
    fits: fn(&Record) -> bool,
}

fn has_parent(node: &Record) -> bool {
    model().tree(node.table).is_some_and(|tree| !node.get(tree.parent).is_null())
}

fn is_accepted(node: &Record) -> bool {
    has_parent(node) && model().tree(node.table).is_some_and(|tree| node.get(tree.accepted).is_null())
}

fn is_synonym(node: &Record) -> bool {
    model().tree(node.table).is_some_and(|tree| !node.get(tree.accepted).is_null())
}

fn holds_items(node: &Record) -> bool {
    node.table == storage::TABLE
}

fn is_any(_: &Record) -> bool {
    true
}

/// Every operation, in the order of the links beside a node.
pub(super) const ACTS: &[Act] = &[
    Act {
        key: "move",
        label: later("Move"),
        about: later("It goes below another node, with everything that stands below it."),
        target: Some(later("To below which node?")),
        icon: "arrow-right",
        action: Some("move"),
        fits: has_parent,
    },
    Act {
        key: "merge",
        label: later("Merge into"),
        about: later(
            "Both stand for the same: this one goes, and everything that refers to it refers to the other one.",
        ),
        target: Some(later("Into which node?")),
        icon: "git-merge",
        action: Some("merge"),
        fits: has_parent,
    },
    Act {
        key: "synonymize",
        label: later("Make a synonym of"),
        about: later("It stands for an accepted node from then on. What was determined as it keeps that name."),
        target: Some(later("Of which accepted node?")),
        icon: "link",
        action: Some("synonymize"),
        fits: is_accepted,
    },
    Act {
        key: "accept",
        label: later("Accept again"),
        about: later("It stands for itself again and is no synonym any more."),
        target: None,
        icon: "check",
        action: Some("desynonymize"),
        fits: is_synonym,
    },
    Act {
        key: "rank",
        label: later("Change the rank"),
        about: later("It stays where it is and gets another rank of its tree."),
        target: Some(later("Rank")),
        icon: "layers",
        action: Some("move"),
        fits: has_parent,
    },
    Act {
        key: "items",
        label: later("Move items"),
        about: later("All preparations in this place go to another one. What stands in places below it stays."),
        target: Some(later("To which place?")),
        icon: "archive",
        action: Some("bulk_move"),
        fits: holds_items,
    },
    Act {
        key: "unused",
        label: later("Delete unused below"),
        about: later("All nodes below it go to which nothing refers; it stays itself."),
        target: None,
        icon: "trash-2",
        action: None,
        fits: is_any,
    },
];

impl Act {
    fn named(key: &str) -> Result<&'static Self> {
        ACTS.iter().find(|act| act.key == key).ok_or_else(|| Error::not_found(t("There is no such page.")))
    }

    /// Whether the person may do it here.
    fn is_open(&self, visitor: &Visitor, table: &Table) -> bool {
        let right = match self.action {
            Some(action) => may(&visitor.access, table.id, action),
            None => visitor.may("delete", table),
        };
        right && visitor.may("update", table)
    }
}

/// The table of a tree with this name.
fn tree_table(name: &str) -> Result<&'static Table> {
    let table = shown_table(name)?;
    if table.is_tree() {
        return Ok(table);
    }
    Err(Error::not_found(tf("{tables} form no tree.", &[("tables", &words::many(table))])))
}

/// The address of an operation on a node.
fn act_path(table: &Table, id: i64, act: &Act) -> String {
    format!("/trees/{}/{id}/{}", table.name, act.key)
}

/// The address of what is wrong within a tree.
fn problems_path(table: &Table) -> String {
    format!("/trees/{}/problems", table.name)
}

/// The address of the ranks of a tree.
fn ranks_path(table: &Table) -> String {
    format!("/trees/{}/ranks", table.name)
}

/// What one may do with a node of a tree, for the column beside its record; nothing for other records.
pub(crate) fn aside(visitor: &Visitor, record: &Record) -> Markup {
    let table = record.of();
    if !table.is_tree() {
        return html! {};
    }
    let open: Vec<&Act> = ACTS.iter().filter(|act| act.is_open(visitor, table) && (act.fits)(record)).collect();
    let has_problems = may_repair(visitor, table.id);
    if open.is_empty() && !has_problems {
        return html! {};
    }
    aside_section(
        t("In the tree"),
        "",
        &html! {
            ul class="stack" {
                @for act in open {
                    li { a href=(act_path(table, record.id, act)) { (icon(act.icon)) " " (t(act.label)) } }
                }
                li { a href=(ranks_path(table)) { (icon("layers")) " " (t("Ranks of this tree")) } }
                @if has_problems { li { a href=(problems_path(table)) { (icon("circle-check")) " " (t("Problems of this tree")) } } }
            }
        },
    )
}

fn may_repair(visitor: &Visitor, table: TableId) -> bool {
    may(&visitor.access, table, "repair") && visitor.may("update", model().table(table))
}
