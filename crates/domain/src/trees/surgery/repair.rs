//! What is wrong within a tree, and putting it right: as a plan first, like every operation.

use std::collections::{BTreeMap, HashMap, HashSet};

use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Result, TableId, Value};
use vasculum_store::{Access, Action, Database, Filter, Select, Tx, WriteTx};

use super::super::nodes::{accepted_behind, rename_all};
use super::super::{Stem, TreeDef, definition_by_id, own, root, tree_of};
use super::{Plan, merging, name_of, need, rehearse};
use crate::records;

/// One kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its stable name.
    pub name: &'static str,
    /// What is wrong, for people.
    pub says: &'static str,
    /// What repairing does; nothing where somebody has to decide.
    pub repair: Option<&'static str>,
}

/// Every kind of problem, in the order in which they are repaired.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "rank-number",
        says: "The number of the rank is not that of the rank itself.",
        repair: Some("The node gets the number of its rank."),
    },
    Kind {
        name: "circle",
        says: "The parents lead in a circle.",
        repair: Some("The highest node of the circle goes below the root."),
    },
    Kind {
        name: "orphan",
        says: "The node has no parent in its tree, and is not the root.",
        repair: Some("The node goes below the root."),
    },
    Kind {
        name: "rank-order",
        says: "The rank is not below that of the parent.",
        repair: Some("The node goes below the nearest ancestor of a higher rank."),
    },
    Kind { name: "synonym-circle", says: "The accepted names lead in a circle.", repair: None },
    Kind {
        name: "synonym-chain",
        says: "The accepted name is itself a synonym.",
        repair: Some("The node becomes a synonym of the name that is accepted in the end."),
    },
    Kind {
        name: "duplicate",
        says: "Another node below the same parent has the same name, rank and author.",
        repair: Some("The younger one is merged into the older one."),
    },
    Kind {
        name: "full-name",
        says: "The full name is not what the place and the rules of the ranks say.",
        repair: Some("The full name is worked out anew."),
    },
];

/// Something that is wrong with a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of its kind.
    pub kind: &'static str,
    /// The node.
    pub node: i64,
    /// Its full name.
    pub called: String,
    /// Another node that takes part: the older double, or the accepted name.
    pub other: Option<i64>,
}

/// What finding problems needs of a node.
struct Node {
    parent: Option<i64>,
    rank: Option<i64>,
    rank_id: i64,
    name: String,
    full_name: Option<String>,
    accepted: Option<i64>,
    author: String,
}

type Nodes = BTreeMap<i64, Node>;

/// So many nodes are read in one statement.
const STRIDE: u64 = 20_000;

/// Everything that is wrong with the nodes of a tree definition, by kind and then by id. Reads the tree once.
///
/// # Errors
///
/// - `Forbidden`: the person may not read the tree.
/// - `Invalid`: the table holds no nodes of a tree.
pub fn problems(tx: &mut Tx<'_>, node_table: TableId, definition: i64) -> Result<Vec<Problem>> {
    let tree = tree_of(node_table)?;
    let Some(def) = definition_by_id(tx, node_table, definition)? else { return Ok(Vec::new()) };
    let nodes = read(tx, tree, definition)?;
    let mut found = Vec::new();
    places(&def, &nodes, &mut found);
    names(&def, &nodes, &mut found);
    synonyms(&nodes, &mut found);
    doubles(&nodes, &mut found);
    let order = |kind: &str| KINDS.iter().position(|known| known.name == kind);
    found.sort_by_key(|one| (order(one.kind), one.node));
    Ok(found)
}

fn read(tx: &mut Tx<'_>, tree: &Tree, definition: i64) -> Result<Nodes> {
    let columns = [tree.parent, tree.definition_item, tree.rank_id, tree.name, tree.full_name, tree.accepted];
    let mut paths = vec![own(tree.node, None)];
    paths.extend(columns.iter().map(|column| own(tree.node, Some(*column))));
    if tree.node == taxon::TABLE {
        paths.push(own(tree.node, Some(taxon::AUTHOR)));
    }
    let mut nodes = Nodes::new();
    let mut select = Select::all(tree.node).matching(Filter::is(tree.definition, definition)).at_most(STRIDE);
    loop {
        let rows = tx.values(&select, &paths)?;
        let text = |value: &Value| value.text().unwrap_or_default().to_owned();
        for row in &rows {
            let node = Node {
                parent: row[1].int(),
                rank: row[2].int(),
                rank_id: row[3].int().unwrap_or_default(),
                name: text(&row[4]),
                full_name: row[5].text().map(str::to_owned),
                accepted: row[6].int(),
                author: row.get(7).map(text).unwrap_or_default(),
            };
            nodes.insert(row[0].int().unwrap_or_default(), node);
        }
        match nodes.last_key_value() {
            Some((last, _)) if rows.len() as u64 == STRIDE => select.after = Some((Vec::new(), *last)),
            _ => return Ok(nodes),
        }
    }
}

fn note(kind: &'static str, id: i64, node: &Node, other: Option<i64>) -> Problem {
    let called = node.full_name.clone().unwrap_or_else(|| node.name.clone());
    Problem { kind, node: id, called, other }
}

/// Ranks and parents.
fn places(def: &TreeDef, nodes: &Nodes, found: &mut Vec<Problem>) {
    let top = def.ranks.first().map(|rank| rank.id);
    for (id, node) in nodes {
        if node.rank.and_then(|rank| def.rank(rank)).is_none_or(|rank| rank.rank_id != node.rank_id) {
            found.push(note("rank-number", *id, node, None));
        }
        match node.parent.map(|parent| nodes.get(&parent)) {
            Some(Some(parent)) if parent.rank_id >= node.rank_id => {
                found.push(note("rank-order", *id, node, node.parent));
            }
            Some(None) => found.push(note("orphan", *id, node, node.parent)),
            None if node.rank != top => found.push(note("orphan", *id, node, None)),
            _ => {}
        }
    }
    let parents: HashMap<i64, i64> =
        nodes.iter().filter_map(|(id, node)| node.parent.map(|parent| (*id, parent))).collect();
    for id in circles(&parents, |id| nodes.get(&id).map_or(0, |node| node.rank_id)) {
        if let Some(node) = nodes.get(&id) {
            found.retain(|one| one.node != id || one.kind != "rank-order");
            found.push(note("circle", id, node, node.parent));
        }
    }
}

/// One of each circle: the one with the smallest weight, of several the smallest id.
fn circles(next: &HashMap<i64, i64>, weight: impl Fn(i64) -> i64) -> Vec<i64> {
    let (mut known, mut found): (HashSet<i64>, Vec<i64>) = (HashSet::new(), Vec::new());
    let mut starts: Vec<i64> = next.keys().copied().collect();
    starts.sort_unstable();
    for start in starts {
        let (mut way, mut on_way, mut at) = (Vec::new(), HashSet::new(), start);
        while known.insert(at) {
            way.push(at);
            on_way.insert(at);
            match next.get(&at) {
                Some(to) => at = *to,
                None => break,
            }
        }
        // The way closed upon itself, and not upon one that was looked at before.
        if on_way.contains(&at) && next.contains_key(&at) {
            let circle = way.iter().skip_while(|id| **id != at);
            found.extend(circle.min_by_key(|id| (weight(**id), **id)));
        }
    }
    found
}

/// Full names of accepted nodes; synonyms keep theirs.
fn names(def: &TreeDef, nodes: &Nodes, found: &mut Vec<Problem>) {
    let mut below: HashMap<Option<i64>, Vec<i64>> = HashMap::new();
    for (id, node) in nodes {
        let parent = node.parent.filter(|parent| nodes.contains_key(parent));
        below.entry(parent).or_default().push(*id);
    }
    let mut open: Vec<(i64, Stem)> = below.get(&None).into_iter().flatten().map(|id| (*id, Stem::default())).collect();
    while let Some((id, stem)) = open.pop() {
        let Some(node) = nodes.get(&id) else { continue };
        let rank = node.rank.and_then(|rank| def.rank(rank));
        let (wanted, mut mine) = stem.with(def, rank, &node.name);
        if node.accepted.is_some() {
            mine = mine.kept(rank, node.full_name.as_deref());
        } else if node.full_name.as_deref() != Some(wanted.as_str()) {
            found.push(note("full-name", id, node, None));
        }
        open.extend(below.get(&Some(id)).into_iter().flatten().map(|id| (*id, mine.clone())));
    }
}

fn synonyms(nodes: &Nodes, found: &mut Vec<Problem>) {
    let accepted: HashMap<i64, i64> =
        nodes.iter().filter_map(|(id, node)| node.accepted.map(|accepted| (*id, accepted))).collect();
    let circles: HashSet<i64> = circles(&accepted, |id| id).into_iter().collect();
    for (id, to) in &accepted {
        let Some(node) = nodes.get(id) else { continue };
        if circles.contains(id) {
            found.push(note("synonym-circle", *id, node, Some(*to)));
        } else if accepted.contains_key(to) {
            found.push(note("synonym-chain", *id, node, Some(*to)));
        }
    }
}

/// Nodes of the same name, rank, author and standing below one parent; the oldest is no problem.
fn doubles(nodes: &Nodes, found: &mut Vec<Problem>) {
    let mut first = HashMap::new();
    for (id, node) in nodes.iter().filter(|(_, node)| node.parent.is_some()) {
        let name = vasculum_store::fold(node.name.trim());
        let key = (node.parent, node.rank, name, merging::plain_author(&node.author), node.accepted);
        match first.get(&key) {
            Some(older) => found.push(note("duplicate", *id, node, Some(*older))),
            None => _ = first.insert(key, *id),
        }
    }
}

/// Works out what repairing problems of these kinds would do, and does nothing.
///
/// # Errors
///
/// `Forbidden`: the person lacks the right to repair the tree.
pub fn plan(db: &Database, access: &Access, node_table: TableId, definition: i64, kinds: &[String]) -> Result<Plan> {
    rehearse(db, access, |tx| carry_out(tx, node_table, definition, kinds))
}

/// Repairs problems of these kinds; returns what it did. Needs the action *repair* on the tree, and the right to change
/// and, for doubles, to delete its nodes. `expected` is the digest of the plan that somebody agreed to.
///
/// # Errors
///
/// - `Invalid`: there is nothing to repair, or a rule refuses it.
/// - `Conflict`: the tree changed since, and something else would happen.
/// - `Forbidden`: the person lacks a right.
pub fn repair(
    tx: &mut WriteTx<'_>,
    node_table: TableId,
    definition: i64,
    kinds: &[String],
    expected: Option<&str>,
) -> Result<Plan> {
    let plan = carry_out(tx, node_table, definition, kinds)?.agreed(expected)?;
    tx.summarise(format!("Repaired the tree: {}", kinds.join(", ")));
    Ok(plan)
}

fn carry_out(tx: &mut WriteTx<'_>, node_table: TableId, definition: i64, kinds: &[String]) -> Result<Plan> {
    let tree = tree_of(node_table)?;
    need(tx.access(), node_table, "repair")?;
    tx.may(Action::Update, node_table)?;
    let is_wanted = |kind: &str| kinds.iter().any(|wanted| wanted == kind);
    if is_wanted("duplicate") {
        tx.may(Action::Delete, node_table)?;
    }
    // The person must see the tree; what is repaired then follows by rule.
    tx.get(tree.def, definition)?;
    let from = tx.pending_changes();
    tx.as_program(|tx| {
        if is_wanted("circle") || is_wanted("orphan") {
            tx.mend_tree(node_table)?;
        }
        for kind in KINDS.iter().filter(|kind| kind.repair.is_some() && is_wanted(kind.name)) {
            if kind.name == "full-name" {
                rename_all(tx, node_table, definition)?;
                continue;
            }
            // What was repaired before may have changed what is wrong.
            for problem in problems(tx, node_table, definition)?.into_iter().filter(|one| one.kind == kind.name) {
                one(tx, tree, definition, &problem)?;
            }
        }
        tx.mend_tree(node_table)
    })?;
    let mut plan = Plan::of(tree, &tx.written_since(from)?);
    if plan.is_empty() {
        let words = "There is nothing of this kind to repair.";
        plan.issues.push(vasculum_model::Issue::error("nothing-to-do", "", words));
    }
    Ok(plan)
}

fn one(tx: &mut WriteTx<'_>, tree: &'static Tree, definition: i64, problem: &Problem) -> Result<()> {
    // An earlier step may have merged it already.
    let Some(node) = tx.find(tree.node, problem.node)? else { return Ok(()) };
    match problem.kind {
        "rank-number" => {
            let Some(def) = definition_by_id(tx, tree.node, definition)? else { return Ok(()) };
            let known = node.int(tree.definition_item).and_then(|id| def.rank(id));
            let Some(rank) = known.or_else(|| def.numbered(node.int(tree.rank_id)?)) else { return Ok(()) };
            let after = node.clone().with(tree.definition_item, rank.id).with(tree.rank_id, rank.rank_id);
            let grant = tx.may(Action::Update, tree.node)?;
            tx.update(&grant, &node, &after).map(drop)
        }
        "circle" | "orphan" => {
            let root = root(tx, tree.node, definition)?;
            records::put(tx, Some(&node), node.clone().with(tree.parent, root.id)).map(drop)
        }
        "rank-order" => {
            let mine = node.int(tree.rank_id).unwrap_or_default();
            let above = tx.ancestors(tree.node, node.id)?;
            let fits = above.iter().rev().find(|up| up.int(tree.rank_id).is_some_and(|rank| rank < mine));
            match fits.map(|up| up.id).filter(|up| node.int(tree.parent) != Some(*up)) {
                Some(up) => records::put(tx, Some(&node), node.clone().with(tree.parent, up)).map(drop),
                None => Ok(()),
            }
        }
        "synonym-chain" => match accepted_behind(tx, tree, &node)? {
            Some(accepted) => records::put(tx, Some(&node), node.clone().with(tree.accepted, accepted)).map(drop),
            None => Ok(()),
        },
        _ => match problem.other {
            Some(older) if tx.find(tree.node, older)?.is_some() => {
                merging::merge(tx, tree, node.id, older, &[]).map(drop)
            }
            _ => Ok(()),
        },
    }
    .map_err(|mut error| {
        let name = name_of(&node, tree);
        error.issues.iter_mut().for_each(|issue| issue.words = format!("{name}: {}", issue.words));
        error
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_found_once_by_its_highest_node() {
        let next = HashMap::from([(1, 2), (2, 3), (3, 1), (4, 3), (5, 5), (6, 7)]);
        assert_eq!(circles(&next, |id| -id), [3, 5]);
        assert_eq!(circles(&next, |id| id), [1, 5]);
        assert_eq!(circles(&HashMap::from([(1, 2), (2, 3)]), |id| id), [0_i64; 0]);
    }
}
