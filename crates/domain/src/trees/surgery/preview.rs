//! What full names would look like by other rules of a rank: a few real nodes, at once, for whoever is still typing.

use std::collections::HashMap;

use vasculum_model::tree::Tree;
use vasculum_model::{Result, TableId};
use vasculum_store::{Filter, Select, Tx};

use super::super::{Rank, TreeDef, definition_by_id, full_name, own, tree_of};
use super::Renamed;
use super::ranks::{RankChange, RankDraft};

/// So many nodes of the rank are shown, each with one below it.
const NODES: usize = 3;
/// Of so many it is looked whether they are fit to be shown.
const LOOKED_AT: u64 = 20;
/// What stands for the name of a node of a rank that is still to be made.
const UNNAMED: &str = "…";

/// A node on its way into the examples: its id, name, rank and accepted name.
struct Node {
    id: i64,
    name: String,
    rank: i64,
    is_synonym: bool,
}

/// A few nodes with their full names as they are and as they would be; for a new rank a node of it that is not there yet,
/// called ‘…’, and what could stand below it. Nothing for changes that leave the rules as they are.
///
/// Costs the same however many nodes there are.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn preview(tx: &mut Tx<'_>, table: TableId, definition: i64, wanted: &RankChange) -> Result<Vec<Renamed>> {
    let tree = tree_of(table)?;
    let Some(now) = definition_by_id(tx, table, definition)? else { return Ok(Vec::new()) };
    let (rank, then) = match wanted {
        RankChange::Change { rank, draft } => (*rank, changed(&now, *rank, draft)),
        RankChange::Add { above, draft } => (*above, with_new(&now, *above, draft)),
        RankChange::Reorder { .. } | RankChange::Remove { .. } => return Ok(Vec::new()),
    };
    let is_new = matches!(wanted, RankChange::Add { .. });
    let mut shown: Vec<i64> = Vec::new();
    let mut parents: HashMap<i64, i64> = HashMap::new();
    for node in fit(tx, tree, Filter::is(tree.definition_item, rank), NODES)? {
        shown.push(node.id);
        let is_named = |node: &Node| [&now, &then].iter().any(|def| is_named(def, node.rank));
        let below = fit(tx, tree, Filter::is(tree.parent, node.id), LOOKED_AT as usize)?;
        if let Some(below) = below.iter().find(|node| is_named(node)) {
            shown.push(below.id);
            parents.insert(below.id, node.id);
        }
    }
    let ways = ways(tx, tree, &shown)?;
    let mut examples = Vec::new();
    for id in shown {
        let Some(way) = ways.get(&id) else { continue };
        let mut new_way = way.clone();
        let is_below = parents.contains_key(&id);
        if is_new {
            let at = if is_below { new_way.len() - 1 } else { new_way.len() };
            new_way.insert(at, (NEW, UNNAMED.to_owned()));
        }
        // A node that is to be made has no name yet.
        let before = if is_new && !is_below { String::new() } else { called(&now, way) };
        examples.push(Renamed { node: id, before, after: called(&then, &new_way) });
    }
    Ok(examples)
}

/// What stands for the record of a rank that is still to be made.
const NEW: i64 = 0;

fn called(def: &TreeDef, way: &[(i64, String)]) -> String {
    let way: Vec<(i64, &str)> = way.iter().map(|(rank, name)| (*rank, name.as_str())).collect();
    full_name(def, &way)
}

fn is_named(def: &TreeDef, rank: i64) -> bool {
    def.rank(rank).is_some_and(|rank| rank.is_in_full_name)
}

fn drafted(draft: &RankDraft, id: i64, rank_id: i64) -> Rank {
    Rank {
        id,
        rank_id,
        name: draft.name.clone(),
        is_in_full_name: draft.is_in_full_name,
        is_enforced: draft.is_enforced,
        text_before: draft.text_before.clone(),
        text_after: draft.text_after.clone(),
        separator: draft.separator.clone(),
    }
}

fn changed(def: &TreeDef, rank: i64, draft: &RankDraft) -> TreeDef {
    let mut then = def.clone();
    for one in then.ranks.iter_mut().filter(|one| one.id == rank) {
        *one = drafted(draft, rank, one.rank_id);
    }
    then
}

fn with_new(def: &TreeDef, above: i64, draft: &RankDraft) -> TreeDef {
    let mut then = def.clone();
    if let Some(at) = then.ranks.iter().position(|rank| rank.id == above) {
        let number = then.ranks[at].rank_id;
        then.ranks.insert(at + 1, drafted(draft, NEW, number));
    }
    then
}

/// The first nodes that pass the filter and are no synonyms, which keep their names whatever the rules.
fn fit(tx: &mut Tx<'_>, tree: &Tree, filter: Filter, most: usize) -> Result<Vec<Node>> {
    // Nothing else is part of the question: most nodes pass any other filter, and a database might begin with them.
    let select = Select::all(tree.node).matching(filter).at_most(LOOKED_AT);
    let mut nodes = read(tx, tree, select)?;
    nodes.retain(|node| !node.is_synonym);
    nodes.truncate(most);
    Ok(nodes)
}

fn read(tx: &mut Tx<'_>, tree: &Tree, select: Select) -> Result<Vec<Node>> {
    let mut paths = vec![own(tree.node, None)];
    paths.extend([tree.name, tree.definition_item, tree.accepted].map(|column| own(tree.node, Some(column))));
    let node = |row: &Vec<vasculum_model::Value>| Node {
        id: row[0].int().unwrap_or_default(),
        name: row[1].text().unwrap_or_default().to_owned(),
        rank: row[2].int().unwrap_or_default(),
        is_synonym: row[3].int().is_some(),
    };
    Ok(tx.values(&select, &paths)?.iter().map(node).collect())
}

/// The ranks and names from the root down to each of the nodes.
fn ways(tx: &mut Tx<'_>, tree: &Tree, nodes: &[i64]) -> Result<HashMap<i64, Vec<(i64, String)>>> {
    let above = tx.ancestor_ids(tree.node, nodes)?;
    let mut ids: Vec<i64> = above.values().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let select = Select::all(tree.node).matching(Filter::Ids(ids));
    let names: HashMap<i64, (i64, String)> =
        read(tx, tree, select)?.into_iter().map(|node| (node.id, (node.rank, node.name))).collect();
    let way = |ids: &Vec<i64>| ids.iter().filter_map(|id| names.get(id).cloned()).collect();
    Ok(above.iter().map(|(id, ids)| (*id, way(ids))).collect())
}
