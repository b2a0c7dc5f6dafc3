//! What a new tree starts with: its ranks and its root.

use vasculum_model::names::{geography, geologic_time_period, litho_strat, storage, taxon, tectonic_unit};
use vasculum_model::{Error, Record, Result, TableId, model};
use vasculum_store::WriteTx;

use super::ranks::{GEOGRAPHY, NewRank, ROCKS, STORAGE, TECTONICS, TIME};
use super::{DisciplineType, put};
use crate::trees::{definition_by_id, tree_of};

/// A tree with its ranks and its root.
#[derive(Debug, Clone)]
pub(crate) struct NewTree<'t> {
    /// The table of the nodes.
    pub node: TableId,
    /// What the tree is called.
    pub name: &'t str,
    /// What its root is called.
    pub root: &'t str,
    /// From the root's rank down.
    pub ranks: Vec<NewRank>,
    /// Whether full names run from the highest rank down.
    pub runs_down: bool,
}

/// The tree with which a discipline of this kind starts.
///
/// # Errors
///
/// `Invalid`, if the table holds no nodes of a tree.
pub(crate) fn usual(node: TableId, kind: &DisciplineType) -> Result<NewTree<'static>> {
    let (name, root, ranks) = match node {
        geography::TABLE => ("Geography", "Earth", GEOGRAPHY),
        geologic_time_period::TABLE => ("Chronostratigraphy", "Time", TIME),
        litho_strat::TABLE => ("Lithostratigraphy", "Surface", ROCKS),
        tectonic_unit::TABLE => ("Tectonic units", "Root", TECTONICS),
        storage::TABLE => ("Storage", "Site", STORAGE),
        taxon::TABLE => {
            let root = kind.taxon_ranks.first().map_or("Life", |rank| rank.name);
            ("Taxonomy", root, kind.taxon_ranks)
        }
        _ => return Err(Error::invalid(format!("{} is no tree.", model().table(node).name))),
    };
    Ok(NewTree { node, name, root, ranks: ranks.to_vec(), runs_down: node != geography::TABLE })
}

/// Makes a tree; `owner` is the link by which it belongs to its discipline or institution, empty for none yet.
pub(crate) fn make_tree(tx: &mut WriteTx<'_>, new: &NewTree<'_>, owner: &str, owner_id: i64) -> Result<i64> {
    let def = make_definition(tx, new, owner, owner_id)?;
    make_ranks_and_root(tx, new, def)?;
    Ok(def)
}

/// Makes the definition of a tree alone.
pub(crate) fn make_definition(tx: &mut WriteTx<'_>, new: &NewTree<'_>, owner: &str, owner_id: i64) -> Result<i64> {
    let tree = tree_of(new.node)?;
    let mut def = Record::new(tree.def)
        .with(tree.def_name, new.name)
        .with(tree.full_name_direction, if new.runs_down { 1 } else { -1 });
    def.set_named(owner, owner_id);
    Ok(put(tx, def)?.id)
}

/// Gives a definition its ranks and its root.
pub(crate) fn make_ranks_and_root(tx: &mut WriteTx<'_>, new: &NewTree<'_>, def: i64) -> Result<()> {
    let tree = tree_of(new.node)?;
    let mut above: Option<i64> = None;
    for rank in &new.ranks {
        let mut record = Record::new(tree.rank)
            .with(tree.rank_def, def)
            .with(tree.rank_name, rank.name)
            .with(tree.rank_rank_id, rank.rank_id)
            .with(tree.rank_parent, above)
            .with(tree.is_enforced, rank.is_enforced)
            .with(tree.is_in_full_name, rank.is_in_full_name)
            .with(tree.separator, rank.separator);
        record.set_named("title", rank.name);
        if !rank.text_before.is_empty() {
            record.set(tree.text_before, rank.text_before);
        }
        above = Some(put(tx, record)?.id);
    }
    let first = definition_by_id(tx, new.node, def)?.and_then(|found| found.ranks.first().map(|rank| rank.id));
    let root = Record::new(new.node)
        .with(tree.name, cut(new.root, model().column(tree.name).max))
        .with(tree.definition, def)
        .with(tree.definition_item, first);
    put(tx, root)?;
    Ok(())
}

/// As much of a text as the column holds.
fn cut(text: &str, max: Option<u32>) -> String {
    text.chars().take(max.map_or(usize::MAX, |max| max as usize)).collect()
}
