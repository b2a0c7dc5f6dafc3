//! The tree as one looks at it: what stands below a node, page by page, and where a node is to be found.
//!
//! However large a tree is, opening a node costs a few look-ups in indexes: its children by their names, which of them
//! have children themselves, and their synonyms.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{geologic_time_period, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Path, Result, Value, model};
use vasculum_store::{Filter, Select, Tally, Test, Tx};

use super::own;

/// So many children stand on a page.
pub const PAGE: usize = 200;

/// Where synonyms are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synonyms {
    /// As rows below the accepted node, before its children.
    #[default]
    Nested,
    /// In the line of the accepted node; what is below a synonym is not shown then.
    Beside,
    /// Where they stand in the tree, below their own parents.
    Apart,
}

/// Which page of the children of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The first one.
    First,
    /// The one that starts with this node.
    From(i64),
    /// What comes after this node.
    After(i64),
    /// What comes before this node.
    Before(i64),
}

/// One node as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: i64,
    /// Its own name.
    pub name: String,
    /// The name with those above that its rank asks for.
    pub full_name: String,
    /// Who published it; nothing but for taxa.
    pub author: String,
    /// The number of its rank, for example 220 for species.
    pub rank_id: i64,
    /// The accepted node, if it is a synonym.
    pub accepted: Option<i64>,
    /// What that is called, where synonyms stand apart from it.
    pub accepted_name: String,
    /// Whether it can be opened.
    pub has_below: bool,
    /// Its synonyms, where they stand beside it.
    pub synonyms: Vec<Node>,
    /// How many records of the collection stand at it, and at it and below.
    pub tally: Tally,
}

/// One page of what is below a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Below {
    /// Synonyms of the node, where they are nested; only on the first page.
    pub synonyms: Vec<Node>,
    /// The children, by name; periods of geologic time from the youngest on.
    pub children: Vec<Node>,
    /// Whether others come before them.
    pub has_before: bool,
    /// Whether others come after them.
    pub has_after: bool,
}

impl Below {
    /// All nodes of the page, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.synonyms.iter().chain(&self.children)
    }
}

/// What is read of each node.
fn paths(tree: &Tree) -> Vec<Path> {
    let mut columns = vec![None, Some(tree.name), Some(tree.full_name), Some(tree.rank_id), Some(tree.accepted)];
    if tree.node == taxon::TABLE {
        columns.push(Some(taxon::AUTHOR));
    }
    columns.into_iter().map(|column| own(tree.node, column)).collect()
}

fn node(row: &[Value]) -> Node {
    let text = |at: usize| row.get(at).and_then(Value::text).unwrap_or_default().to_owned();
    Node {
        id: row[0].int().unwrap_or_default(),
        name: text(1),
        full_name: if text(2).is_empty() { text(1) } else { text(2) },
        rank_id: row[3].int().unwrap_or_default(),
        accepted: row[4].int(),
        author: text(5),
        ..Node::default()
    }
}

fn read(tx: &mut Tx<'_>, tree: &Tree, select: &Select) -> Result<Vec<Node>> {
    Ok(tx.values(select, &paths(tree))?.iter().map(|row| node(row)).collect())
}

/// The column by which the children of a node are ordered.
fn order(tree: &Tree) -> Col {
    if tree.node == geologic_time_period::TABLE { geologic_time_period::START_PERIOD } else { tree.name }
}

/// Lets through the nodes that stand among the children of their parents.
fn shown_as_child(tree: &Tree, synonyms: Synonyms) -> Filter {
    if synonyms == Synonyms::Apart { Filter::All } else { Filter::is(tree.accepted, Value::Null) }
}

/// The roots of a tree; there is one, but for trees that were brought in otherwise.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn roots(tx: &mut Tx<'_>, tree: &Tree, definition: i64, synonyms: Synonyms) -> Result<Vec<Node>> {
    let filter = Filter::And(vec![Filter::is(tree.definition, definition), Filter::is(tree.parent, Value::Null)]);
    let mut roots = read(tx, tree, &Select::all(tree.node).matching(filter))?;
    complete(tx, tree, &mut roots, synonyms)?;
    Ok(roots)
}

/// One page of what is below a node.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn below(tx: &mut Tx<'_>, tree: &Tree, parent: i64, turn: Turn, synonyms: Synonyms) -> Result<Below> {
    let mut below = children(tx, tree, parent, turn, synonyms)?;
    if synonyms == Synonyms::Nested && !below.has_before {
        let these = Select::all(tree.node).matching(Filter::is(tree.accepted, parent));
        below.synonyms = read(tx, tree, &these.sorted(vec![(own(tree.node, Some(tree.full_name)), false)]))?;
    }
    complete(tx, tree, &mut below.synonyms, synonyms)?;
    complete(tx, tree, &mut below.children, synonyms)?;
    Ok(below)
}

/// The page of a node's children on which one of them stands: the first one if it stands there, else the one that
/// starts with it.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn below_with(tx: &mut Tx<'_>, tree: &Tree, parent: i64, child: i64, synonyms: Synonyms) -> Result<Below> {
    let first = below(tx, tree, parent, Turn::First, synonyms)?;
    if !first.has_after || first.nodes().any(|node| node.id == child) {
        return Ok(first);
    }
    below(tx, tree, parent, Turn::From(child), synonyms)
}

fn children(tx: &mut Tx<'_>, tree: &Tree, parent: i64, turn: Turn, synonyms: Synonyms) -> Result<Below> {
    let order = own(tree.node, Some(order(tree)));
    let all = Select::all(tree.node)
        .matching(Filter::And(vec![Filter::is(tree.parent, parent), shown_as_child(tree, synonyms)]));
    let edge = match turn {
        Turn::First => None,
        Turn::From(id) | Turn::After(id) | Turn::Before(id) => {
            let itself = all.clone().matching(Filter::Ids(vec![id]));
            tx.values(&itself, std::slice::from_ref(&order))?.pop().map(|values| (values, id))
        }
    };
    // A node that is gone meanwhile leads back to the first page.
    let turn = if edge.is_some() { turn } else { Turn::First };
    let is_backwards = matches!(turn, Turn::Before(_));
    let mut select = all.clone().sorted(vec![(order.clone(), is_backwards)]).at_most(PAGE as u64 + 1);
    select.after = edge;
    let mut children = read(tx, tree, &select)?;
    if let Turn::From(id) = turn {
        children.splice(0..0, read(tx, tree, &all.matching(Filter::Ids(vec![id])))?);
    }
    let goes_on = children.len() > PAGE;
    children.truncate(PAGE);
    if is_backwards {
        children.reverse();
    }
    let (has_before, has_after) = match turn {
        Turn::First => (false, goes_on),
        Turn::From(_) | Turn::After(_) => (true, goes_on),
        Turn::Before(_) => (goes_on, true),
    };
    Ok(Below { synonyms: Vec::new(), children, has_before, has_after })
}

/// Adds what is known of nodes by others: whether something is below them, their synonyms, their accepted names.
fn complete(tx: &mut Tx<'_>, tree: &Tree, nodes: &mut [Node], synonyms: Synonyms) -> Result<()> {
    let ids: Vec<i64> = nodes.iter().map(|node| node.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut open: HashSet<i64> = tx.linked(tree.parent, &ids, &shown_as_child(tree, synonyms))?.into_iter().collect();
    match synonyms {
        Synonyms::Nested => open.extend(tx.linked(tree.accepted, &ids, &Filter::All)?),
        Synonyms::Beside => {
            let mut of = synonyms_of(tx, tree, &ids)?;
            nodes.iter_mut().for_each(|node| node.synonyms = of.remove(&node.id).unwrap_or_default());
        }
        Synonyms::Apart => {
            let names = names(tx, tree, nodes.iter().filter_map(|node| node.accepted).collect())?;
            for node in nodes.iter_mut() {
                node.accepted_name =
                    node.accepted.and_then(|id| names.get(&id)).map(|of| of.full_name.clone()).unwrap_or_default();
            }
        }
    }
    let tallies = tx.tallies(tree.node, &ids)?;
    for node in nodes {
        node.has_below = open.contains(&node.id);
        node.tally = tallies.get(&node.id).copied().unwrap_or_default();
    }
    Ok(())
}

/// The synonyms of nodes by the ids of those, each by full name.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn synonyms_of(tx: &mut Tx<'_>, tree: &Tree, ids: &[i64]) -> Result<HashMap<i64, Vec<Node>>> {
    let test = Test::In(ids.iter().map(|id| Value::Int(*id)).collect());
    let select = Select::all(tree.node)
        .matching(Filter::test(tree.accepted, test))
        .sorted(vec![(own(tree.node, Some(tree.full_name)), false)]);
    let mut of: HashMap<i64, Vec<Node>> = HashMap::new();
    for node in read(tx, tree, &select)? {
        of.entry(node.accepted.unwrap_or_default()).or_default().push(node);
    }
    Ok(of)
}

/// Nodes by their ids, without what is known by others.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn names(tx: &mut Tx<'_>, tree: &Tree, ids: Vec<i64>) -> Result<HashMap<i64, Node>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let nodes = read(tx, tree, &Select::all(tree.node).matching(Filter::Ids(ids)))?;
    Ok(nodes.into_iter().map(|node| (node.id, node)).collect())
}

/// Synonyms of synonyms are forbidden; in data from elsewhere they end here.
const MOST_TURNS: usize = 8;

/// The ids from the root to the row in which a node is shown, that row last; empty if there is no such node. A synonym is
/// reached by its accepted node, unless synonyms stand apart.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn way(tx: &mut Tx<'_>, tree: &Tree, id: i64, synonyms: Synonyms) -> Result<Vec<i64>> {
    let mut rest: Vec<i64> = Vec::new();
    let mut next = id;
    for _ in 0..MOST_TURNS {
        let chain = tx.ancestor_ids(tree.node, &[next])?.remove(&next).unwrap_or_default();
        let known = names(tx, tree, chain.clone())?;
        if !chain.iter().all(|id| known.contains_key(id)) {
            return Ok(Vec::new());
        }
        let turn =
            (synonyms != Synonyms::Apart).then(|| chain.iter().rposition(|id| known[id].accepted.is_some())).flatten();
        let Some(at) = turn else {
            rest.splice(0..0, chain);
            return Ok(rest);
        };
        if synonyms == Synonyms::Beside {
            rest.clear();
        } else {
            rest.splice(0..0, chain[at..].iter().copied());
        }
        next = known[&chain[at]].accepted.unwrap_or_default();
    }
    Ok(Vec::new())
}

/// What a collection holds of a node, by its children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The node itself; what stands at it and not below is its direct tally.
    pub node: Node,
    /// The children of which most is held, most first; at most as many as were asked for.
    pub children: Vec<Node>,
    /// How many other children there are of which something is held, and how many records they have.
    pub others: (usize, i64),
}

/// What the collection in which the person works holds of a node; nothing if there is no such node.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn holdings(tx: &mut Tx<'_>, tree: &Tree, id: i64, most: usize) -> Result<Option<Holdings>> {
    let Some(mut node) = names(tx, tree, vec![id])?.remove(&id) else { return Ok(None) };
    let children = Select::all(tree.node).matching(Filter::is(tree.parent, id));
    let ids: Vec<i64> = tx.values(&children, &[own(tree.node, None)])?.iter().filter_map(|row| row[0].int()).collect();
    let mut held: Vec<(i64, Tally)> = tx.tallies(tree.node, &ids)?.into_iter().collect();
    held.retain(|(_, tally)| tally.total > 0);
    held.sort_by_key(|(id, tally)| (std::cmp::Reverse(tally.total), *id));
    let rest = held.split_off(held.len().min(most));
    let mut known = names(tx, tree, held.iter().map(|(id, _)| *id).collect())?;
    let children = held.iter().filter_map(|(id, tally)| Some(Node { tally: *tally, ..known.remove(id)? })).collect();
    node.tally = tx.tallies(tree.node, &[id])?.remove(&id).unwrap_or_default();
    let others = (rest.len(), rest.iter().map(|(_, tally)| tally.total).sum());
    Ok(Some(Holdings { node, children, others }))
}

/// The trees that the person may see: id of the definition and its name, by name.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn definitions(tx: &mut Tx<'_>, tree: &Tree) -> Result<Vec<(i64, String)>> {
    let paths = [own(tree.def, None), own(tree.def, Some(tree.def_name))];
    let select = Select::all(tree.def).sorted(vec![(paths[1].clone(), false)]);
    let named = |row: &Vec<Value>| {
        let name = row[1].text().unwrap_or(model().table(tree.node).name);
        row[0].int().map(|id| (id, name.to_owned()))
    };
    Ok(tx.values(&select, &paths)?.iter().filter_map(named).collect())
}
