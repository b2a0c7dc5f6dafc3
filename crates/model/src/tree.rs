//! The six trees: which tables hold their nodes, definitions and ranks.

use crate::names::{
    geography, geography_tree_def, geography_tree_def_item, geologic_time_period, geologic_time_period_tree_def,
    geologic_time_period_tree_def_item, litho_strat, litho_strat_tree_def, litho_strat_tree_def_item, storage,
    storage_tree_def, storage_tree_def_item, taxon, taxon_tree_def, taxon_tree_def_item, tectonic_unit,
    tectonic_unit_tree_def, tectonic_unit_tree_def_item,
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
}

macro_rules! tree {
    ($node:ident, $def:ident, $rank:ident, $accepted:ident) => {
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
        }
    };
}

/// Every tree.
pub const TREES: &[Tree] = &[
    tree!(taxon, taxon_tree_def, taxon_tree_def_item, ACCEPTED_TAXON),
    tree!(geography, geography_tree_def, geography_tree_def_item, ACCEPTED_GEOGRAPHY),
    tree!(storage, storage_tree_def, storage_tree_def_item, ACCEPTED_STORAGE),
    tree!(
        geologic_time_period,
        geologic_time_period_tree_def,
        geologic_time_period_tree_def_item,
        ACCEPTED_GEOLOGIC_TIME_PERIOD
    ),
    tree!(litho_strat, litho_strat_tree_def, litho_strat_tree_def_item, ACCEPTED_LITHO_STRAT),
    tree!(tectonic_unit, tectonic_unit_tree_def, tectonic_unit_tree_def_item, ACCEPTED_TECTONIC_UNIT),
];
