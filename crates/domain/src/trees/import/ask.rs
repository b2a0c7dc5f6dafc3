//! What somebody asks of an import, and what came of it.

use std::collections::HashSet;

use vasculum_model::TableId;

use super::Mapping;

/// Into which tree a file is brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Goal {
    /// Into the one that the discipline uses.
    #[default]
    Usual,
    /// Into the one with this definition, where a discipline has several.
    Tree(i64),
    /// Into a new one of the discipline, with this name.
    New {
        /// What it will be called.
        name: String,
        /// With which ranks it starts.
        ranks: StartRanks,
    },
}

/// With which ranks a new tree starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StartRanks {
    /// With those that the file has names of.
    #[default]
    OfFile,
    /// With those that are usual in the discipline, whether the file has names of them or not.
    Usual,
}

/// What somebody asks of an import.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The table of the nodes.
    pub table: TableId,
    /// The collection in whose discipline the tree is.
    pub collection: i64,
    /// Which of the trees.
    pub goal: Goal,
    /// Whether ranks that the tree lacks are made; a new tree that starts with the ranks of its file has them anyway.
    pub create_missing_ranks: bool,
    /// What the columns of a sheet mean; guessed unless given.
    pub mapping: Option<Mapping>,
}

/// Which differences are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// All but what is gone.
    All,
    /// All, and what is gone is deleted as far as nothing refers to it.
    AllAndGone,
    /// These nodes of the target, with those above them that are new; of `branches` also everything below. `gone` are
    /// ids of nodes to be deleted.
    Some {
        /// Single nodes.
        nodes: HashSet<usize>,
        /// Nodes with all that is below them in the file.
        branches: HashSet<usize>,
        /// Ids of nodes that are in the tree and not in the file.
        gone: HashSet<i64>,
    },
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applied {
    /// How many nodes were made.
    pub made: u64,
    /// How many were changed.
    pub changed: u64,
    /// How many were deleted.
    pub deleted: u64,
    /// Nodes that a rule refused, with its words.
    pub refused: Vec<(String, String)>,
    /// How many were refused.
    pub refusals: u64,
    /// The definition of the tree.
    pub definition: i64,
    /// The change set, unless nothing changed.
    pub change_set: Option<i64>,
}
