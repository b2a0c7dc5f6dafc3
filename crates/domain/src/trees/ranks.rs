//! The rules for ranks: number 36 in Specify's list. The ranks of a tree form one chain, from the root's down.

use vasculum_model::names::{
    geography_tree_def_item, storage_tree_def_item, taxon_tree_def_item, tectonic_unit_tree_def_item,
};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Issue, Result, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, WriteTx};

use super::nodes::rename_all;
use super::{Rank, definition_by_id, tree_of_ranks};
use crate::rules::Saving;

/// The number that a rank of this name has in every tree of its kind.
///
/// Source: Specify 7, `trees/ranks.py`; ‘site’ from its guided setup.
pub(crate) fn usual_number(rank_table: TableId, name: &str) -> Option<i64> {
    let list: &[(&str, i64)] = match rank_table {
        taxon_tree_def_item::TABLE => TAXON,
        geography_tree_def_item::TABLE => &[("continent", 100), ("country", 200), ("state", 300), ("county", 400)],
        storage_tree_def_item::TABLE => STORAGE,
        tectonic_unit_tree_def_item::TABLE => TECTONIC,
        table if table == vasculum_model::names::litho_strat_tree_def_item::TABLE => {
            &[("supergroup", 100), ("group", 200), ("formation", 300), ("member", 400), ("bed", 500)]
        }
        _ => &[("era", 100), ("period", 200), ("epoch", 300), ("age", 400)],
    };
    let name = name.trim().to_lowercase();
    list.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

const TAXON: &[(&str, i64)] = &[
    ("life", 0),
    ("kingdom", 10),
    ("subkingdom", 20),
    ("division", 30),
    ("phylum", 30),
    ("subdivision", 40),
    ("subphylum", 40),
    ("superclass", 50),
    ("class", 60),
    ("subclass", 70),
    ("infraclass", 80),
    ("superorder", 90),
    ("order", 100),
    ("suborder", 110),
    ("infraorder", 120),
    ("parvorder", 125),
    ("superfamily", 130),
    ("family", 140),
    ("subfamily", 150),
    ("tribe", 160),
    ("subtribe", 170),
    ("genus", 180),
    ("subgenus", 190),
    ("section", 200),
    ("subsection", 210),
    ("species", 220),
    ("subspecies", 230),
    ("variety", 240),
    ("subvariety", 250),
    ("forma", 260),
    ("subforma", 270),
];

const STORAGE: &[(&str, i64)] = &[
    ("site", 50),
    ("building", 100),
    ("collection", 150),
    ("room", 200),
    ("aisle", 250),
    ("cabinet", 300),
    ("shelf", 350),
    ("box", 400),
    ("rack", 450),
    ("vial", 500),
];

const TECTONIC: &[(&str, i64)] =
    &[("root", 0), ("superstructure", 10), ("domain", 20), ("subdomain", 30), ("unit", 40), ("subunit", 50)];

/// How far apart the numbers of new ranks at the end of the chain are.
fn step_between(rank_table: TableId) -> i64 {
    match rank_table {
        taxon_tree_def_item::TABLE | tectonic_unit_tree_def_item::TABLE => 10,
        storage_tree_def_item::TABLE => 50,
        _ => 100,
    }
}

/// Whether this is the column by which a rank names the one above it: the chain closes by itself when one goes.
pub(crate) fn is_rank_above(column: Col) -> bool {
    tree_of_ranks(column.0).is_some_and(|tree| tree.rank_parent == column)
}

/// Gives a new rank its number and its place in the chain; refuses a number that is taken or out of order.
pub(crate) fn before_save_rank(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(tree) = tree_of_ranks(s.record.table) else { return Ok(()) };
    let Some(definition) = s.record.int(tree.rank_def) else { return Ok(()) };
    if let Some(before) = s.before {
        // The chain follows the numbers; a rank does not leave its tree.
        let (parent, def) = (before.get(tree.rank_parent).clone(), before.get(tree.rank_def).clone());
        s.record.set(tree.rank_parent, parent);
        s.record.set(tree.rank_def, def);
        if before.get(tree.rank_rank_id) == s.record.get(tree.rank_rank_id) {
            return Ok(());
        }
    }
    let ranks = definition_by_id(s.tx, tree.node, definition)?.map(|def| def.ranks).unwrap_or_default();
    match s.before {
        Some(_) => judge_new_number(s, tree.rank_rank_id, &ranks),
        None => {
            place_new(s, tree.rank_rank_id, tree.rank_parent, tree.rank_name, &ranks);
        }
    }
    Ok(())
}

/// A number may change as long as the order of the ranks stays.
fn judge_new_number(s: &mut Saving<'_, '_>, column: Col, ranks: &[Rank]) {
    let Some(wanted) = s.record.int(column) else { return };
    let Some(at) = ranks.iter().position(|rank| rank.id == s.record.id) else { return };
    let above = at.checked_sub(1).is_none_or(|at| ranks[at].rank_id < wanted);
    let below = ranks.get(at + 1).is_none_or(|rank| rank.rank_id > wanted);
    if !above || !below {
        let words = format!("{wanted} would put the rank at another place in the order of ranks.");
        s.issues.push(Issue::error("rank-out-of-order", model().column(column).name, words));
    }
}

fn place_new(s: &mut Saving<'_, '_>, number: Col, parent: Col, name: Col, ranks: &[Rank]) {
    let asked_parent = s.record.int(parent).and_then(|id| ranks.iter().position(|rank| rank.id == id));
    let wanted = match s.record.int(number) {
        Some(wanted) => wanted,
        None => {
            let above = asked_parent.or(ranks.len().checked_sub(1));
            let name = s.record.text(name).unwrap_or_default();
            let wanted = free_number(s.record.table, name, ranks, above);
            s.record.set(number, wanted);
            wanted
        }
    };
    let field = model().column(number).name;
    if let Some(taken) = ranks.iter().find(|rank| rank.rank_id == wanted) {
        let words = format!("{} has the number {wanted} already.", taken.name);
        s.issues.push(Issue::error("rank-number-taken", field, words));
        return;
    }
    let above = ranks.iter().rev().find(|rank| rank.rank_id < wanted);
    if above.is_none() && !ranks.is_empty() {
        s.issues.push(Issue::error("rank-above-root", field, "No rank can stand above the root's."));
        return;
    }
    if asked_parent.is_some_and(|at| ranks[at].rank_id >= wanted) {
        let words = format!("{wanted} is no lower than the rank above.");
        s.issues.push(Issue::error("rank-not-below-parent", field, words));
        return;
    }
    s.record.set(parent, above.map(|rank| rank.id));
}

/// The usual number of the rank if it is free and fits below `above`, else one in the middle, else one at the end.
pub(super) fn free_number(rank_table: TableId, name: &str, ranks: &[Rank], above: Option<usize>) -> i64 {
    let Some(above) = above else { return usual_number(rank_table, name).unwrap_or(0) };
    let (from, to) = (ranks[above].rank_id, ranks.get(above + 1).map(|rank| rank.rank_id));
    let fits = |number: &i64| *number > from && to.is_none_or(|to| *number < to);
    match (usual_number(rank_table, name).filter(fits), to) {
        (Some(number), _) => number,
        (None, Some(to)) => from + (to - from) / 2,
        (None, None) => from + step_between(rank_table),
    }
}

/// Closes the chain around a new rank; writes numbers and full names of the nodes anew when the rank's rules changed.
pub(crate) fn after_save_rank(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(tree) = tree_of_ranks(s.record.table) else { return Ok(()) };
    let Some(before) = s.before else {
        let filter = Filter::And(vec![
            Filter::is(tree.rank_def, s.record.needed(tree.rank_def)?),
            Filter::is(tree.rank_parent, s.record.get(tree.rank_parent).clone()),
            Filter::Not(Box::new(Filter::Ids(vec![s.record.id]))),
        ]);
        return put_below(s, filter, s.record.id.into());
    };
    let changed = |column: Col| before.get(column) != s.record.get(column);
    if changed(tree.rank_rank_id) {
        renumber_nodes(s.tx, tree, s.record.id, s.record.needed(tree.rank_rank_id)?)?;
    }
    if [tree.is_in_full_name, tree.text_before, tree.text_after, tree.separator].into_iter().any(changed) {
        rename_all(s.tx, tree.node, s.record.needed(tree.rank_def)?)?;
    }
    Ok(())
}

/// Gives the nodes of a rank its number.
pub(super) fn renumber_nodes(tx: &mut WriteTx<'_>, tree: &Tree, rank: i64, number: i64) -> Result<()> {
    let grant = tx.may(Action::Update, tree.node)?;
    for node in tx.select(&Select::all(tree.node).matching(Filter::is(tree.definition_item, rank)))? {
        tx.update(&grant, &node, &node.clone().with(tree.rank_id, number))?;
    }
    Ok(())
}

/// Puts the ranks that pass the filter directly below another one.
fn put_below(s: &mut Saving<'_, '_>, filter: Filter, above: Value) -> Result<()> {
    let Some(tree) = tree_of_ranks(s.record.table) else { return Ok(()) };
    let ranks = s.tx.select(&Select::all(tree.rank).matching(filter))?;
    if ranks.is_empty() {
        return Ok(());
    }
    let grant = s.tx.may(Action::Update, tree.rank)?;
    for rank in ranks {
        s.tx.update(&grant, &rank, &rank.clone().with(tree.rank_parent, above.clone()))?;
    }
    Ok(())
}

/// Keeps the root's rank and ranks that nodes have; closes the chain around one that goes.
pub(crate) fn before_delete_rank(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(tree) = tree_of_ranks(s.record.table) else { return Ok(()) };
    let nodes = s.tx.count(&Select::all(tree.node).matching(Filter::is(tree.definition_item, s.record.id)))?;
    if nodes > 0 {
        let words = format!("{nodes} of {} have this rank.", model().table(tree.node).name);
        s.issues.push(Issue::error("rank-in-use", "", words));
    }
    let lower = Filter::is(tree.rank_parent, s.record.id);
    let above = s.record.get(tree.rank_parent).clone();
    if above.is_null() && s.tx.count(&Select::all(tree.rank).matching(lower.clone()))? > 0 {
        s.issues.push(Issue::error("root-rank", "", "The rank of the root can't be deleted."));
    }
    if !s.issues.is_empty() {
        return Ok(());
    }
    put_below(s, lower, above)
}
