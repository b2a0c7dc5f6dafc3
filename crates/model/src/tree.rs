//! The six trees: which tables hold their nodes, definitions and ranks.

use crate::names::{
    collecting_event, collection_object, determination, geography, geography_tree_def, geography_tree_def_item,
    geologic_time_period, geologic_time_period_tree_def, geologic_time_period_tree_def_item, litho_strat,
    litho_strat_tree_def, litho_strat_tree_def_item, locality, paleo_context, preparation, storage, storage_tree_def,
    storage_tree_def_item, taxon, taxon_tree_def, taxon_tree_def_item, tectonic_unit, tectonic_unit_tree_def,
    tectonic_unit_tree_def_item,
};
use crate::{Col, TableId};

/// One of the six trees; the columns are those that all of them have under the same meaning.
#[derive(Debug)]
pub struct Tree {
    /// The table of the nodes, for example Taxon.
    pub node: TableId,
    /// The table of the tree definitions.
    pub def: TableId,
    /// The table of the ranks.
    pub rank: TableId,
    /// The node's parent.
    pub parent: Col,
    /// The node's tree definition.
    pub definition: Col,
    /// The node's rank.
    pub definition_item: Col,
    /// The number of the node's rank; parents have smaller ones.
    pub rank_id: Col,
    /// The node's own name.
    pub name: Col,
    /// The name with those of the ancestors that its rank's rules ask for.
    pub full_name: Col,
    /// The accepted node, for a synonym.
    pub accepted: Col,
    /// Whether the node is no synonym.
    pub is_accepted: Col,
    /// The rank's tree definition.
    pub rank_def: Col,
    /// The rank's number.
    pub rank_rank_id: Col,
    /// The rank's name, for example Genus.
    pub rank_name: Col,
    /// The rank above.
    pub rank_parent: Col,
    /// Whether every node of a lower rank must have an ancestor of this rank.
    pub is_enforced: Col,
    /// Whether the name of a node of this rank is part of the full names below it.
    pub is_in_full_name: Col,
    /// What stands before the name in a full name.
    pub text_before: Col,
    /// What stands after the name in a full name.
    pub text_after: Col,
    /// What stands between this name and the next one in a full name.
    pub separator: Col,
    /// 1 where full names run from the highest ancestor down, −1 where they run up.
    pub full_name_direction: Col,
    /// The definition's name.
    pub def_name: Col,
    /// What is counted for each of its nodes: the ways by which records come to stand under one.
    pub counted: &'static [Counted],
}

/// A way from the records that are counted for the nodes of a tree to their nodes.
#[derive(Debug)]
pub struct Counted {
    /// The to-one links from the counted record to the node, first to last; the first is a column of the counted table.
    pub links: &'static [Col],
    /// The yes-or-no column of the counted record that must say yes; nothing if all count.
    pub only: Option<Col>,
    /// The column of the counted record with the collection that it counts for.
    pub place: Col,
}

impl Counted {
    /// The table of the counted records.
    pub fn base(&self) -> TableId {
        self.place.0
    }
}

/// Current determinations count for the taxon that they prefer. Source: Specify 7, `trees/stats.py`.
const OF_TAXON: &[Counted] = &[Counted {
    links: &[determination::PREFERRED_TAXON],
    only: Some(determination::IS_CURRENT),
    place: determination::COLLECTION_MEMBER_ID,
}];

/// Preparations count for the place where they are kept.
const OF_STORAGE: &[Counted] =
    &[Counted { links: &[preparation::STORAGE], only: None, place: preparation::COLLECTION_MEMBER_ID }];

const fn of_object(links: &'static [Col]) -> Counted {
    Counted { links, only: None, place: collection_object::COLLECTION }
}

/// Collection objects count for the place where they were collected.
const OF_GEOGRAPHY: &[Counted] =
    &[of_object(&[collection_object::COLLECTING_EVENT, collecting_event::LOCALITY, locality::GEOGRAPHY])];

/// Collection objects count by their geological context, wherever the discipline keeps it.
macro_rules! by_context {
    ($link:ident) => {
        &[
            of_object(&[collection_object::PALEO_CONTEXT, paleo_context::$link]),
            of_object(&[collection_object::COLLECTING_EVENT, collecting_event::PALEO_CONTEXT, paleo_context::$link]),
            of_object(&[
                collection_object::COLLECTING_EVENT,
                collecting_event::LOCALITY,
                locality::PALEO_CONTEXT,
                paleo_context::$link,
            ]),
        ]
    };
}

macro_rules! tree {
    ($node:ident, $def:ident, $rank:ident, $accepted:ident, $counted:expr) => {
        Tree {
            node: $node::TABLE,
            def: $def::TABLE,
            rank: $rank::TABLE,
            parent: $node::PARENT,
            definition: $node::DEFINITION,
            definition_item: $node::DEFINITION_ITEM,
            rank_id: $node::RANK_ID,
            name: $node::NAME,
            full_name: $node::FULL_NAME,
            accepted: $node::$accepted,
            is_accepted: $node::IS_ACCEPTED,
            rank_def: $rank::TREE_DEF,
            rank_rank_id: $rank::RANK_ID,
            rank_name: $rank::NAME,
            rank_parent: $rank::PARENT,
            is_enforced: $rank::IS_ENFORCED,
            is_in_full_name: $rank::IS_IN_FULL_NAME,
            text_before: $rank::TEXT_BEFORE,
            text_after: $rank::TEXT_AFTER,
            separator: $rank::FULL_NAME_SEPARATOR,
            full_name_direction: $def::FULL_NAME_DIRECTION,
            def_name: $def::NAME,
            counted: $counted,
        }
    };
}

/// Every tree.
pub const TREES: &[Tree] = &[
    tree!(taxon, taxon_tree_def, taxon_tree_def_item, ACCEPTED_TAXON, OF_TAXON),
    tree!(geography, geography_tree_def, geography_tree_def_item, ACCEPTED_GEOGRAPHY, OF_GEOGRAPHY),
    tree!(storage, storage_tree_def, storage_tree_def_item, ACCEPTED_STORAGE, OF_STORAGE),
    tree!(
        geologic_time_period,
        geologic_time_period_tree_def,
        geologic_time_period_tree_def_item,
        ACCEPTED_GEOLOGIC_TIME_PERIOD,
        by_context!(CHRONOS_STRAT)
    ),
    tree!(litho_strat, litho_strat_tree_def, litho_strat_tree_def_item, ACCEPTED_LITHO_STRAT, by_context!(LITHO_STRAT)),
    tree!(
        tectonic_unit,
        tectonic_unit_tree_def,
        tectonic_unit_tree_def_item,
        ACCEPTED_TECTONIC_UNIT,
        by_context!(TECTONIC_UNIT)
    ),
];
