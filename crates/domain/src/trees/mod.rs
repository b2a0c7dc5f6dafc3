//! The six trees: what a node's full name is, where it may stand, and what follows when it moves.
//!
//! A full name is computed, never typed: from the names of the ancestors whose ranks say so. A change of a name, a
//! rank or a parent writes the full names of the node's subtree anew and touches nothing else.

pub mod export;
pub mod import;
pub(crate) mod mending;
pub mod naming;
mod nodes;
pub mod outline;
mod ranks;
pub mod surgery;

use std::collections::HashMap;
use std::sync::Arc;

use vasculum_model::names::{discipline, institution};
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Col, Error, Path, Record, Result, Step, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

pub(crate) use nodes::{after_save_definition, after_save_node, before_delete_node, before_save_node};
pub(crate) use ranks::{after_save_rank, before_delete_rank, before_save_rank, is_rank_above};

use crate::records;

/// One rank of a tree with its rules for full names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// The id of the record, for example of a TaxonTreeDefItem.
    pub id: i64,
    /// The number that orders the ranks, for example 220 for species.
    pub rank_id: i64,
    /// For example ‘Species’.
    pub name: String,
    /// Whether names of this rank are part of the full names below, as the genus is of a species' name.
    pub is_in_full_name: bool,
    /// Whether the rank may not be left out.
    pub is_enforced: bool,
    /// What stands straight before the name in a full name, for example ‘var. ’.
    pub text_before: String,
    /// What stands straight after it.
    pub text_after: String,
    /// What stands between this part of a full name and the next.
    pub separator: String,
}

/// The definition of a tree: its ranks from the top down, and which way its full names run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeDef {
    /// The id of the record, for example of a TaxonTreeDef.
    pub id: i64,
    /// The table of the nodes.
    pub node: TableId,
    /// Whether full names run from the highest rank down; otherwise they start with the node itself.
    pub runs_down: bool,
    /// From the root's rank down.
    pub ranks: Vec<Rank>,
}

impl TreeDef {
    /// The rank with this record id.
    pub fn rank(&self, id: i64) -> Option<&Rank> {
        self.ranks.iter().find(|rank| rank.id == id)
    }

    /// The rank with this number, for example 220.
    pub fn numbered(&self, rank_id: i64) -> Option<&Rank> {
        self.ranks.iter().find(|rank| rank.rank_id == rank_id)
    }

    /// The rank of this name; upper and lower case are the same.
    pub fn named(&self, name: &str) -> Option<&Rank> {
        self.ranks.iter().find(|rank| rank.name.eq_ignore_ascii_case(name))
    }

    /// The ranks that a child of a node with this rank number may have: all below it, down to the first that may not
    /// be left out, from the top down.
    pub fn possible_below(&self, rank_id: i64) -> Vec<&Rank> {
        let mut found = Vec::new();
        for rank in self.ranks.iter().filter(|rank| rank.rank_id > rank_id) {
            found.push(rank);
            if rank.is_enforced {
                break;
            }
        }
        found
    }
}

/// The tree whose nodes stand in this table.
///
/// # Errors
///
/// `Invalid`, if the table holds no nodes of a tree.
pub fn tree_of(node_table: TableId) -> Result<&'static Tree> {
    model().tree(node_table).ok_or_else(|| Error::invalid(format!("{} is no tree.", model().table(node_table).name)))
}

/// The tree definition that a discipline uses for the nodes of this table; for Storage that of the institution.
///
/// # Errors
///
/// - `Invalid`: the table holds no nodes of a tree.
/// - `NotFound`: there is no such discipline, or it has no such tree.
pub fn definition(tx: &mut Tx<'_>, node_table: TableId, of_discipline: i64) -> Result<TreeDef> {
    let tree = tree_of(node_table)?;
    // Whoever sees the tree need not see the records of the discipline or the institution.
    let id = tx.unscoped(|tx| match definition_link(node_table) {
        Some(column) => Ok(tx.get(discipline::TABLE, of_discipline)?.int(column)),
        None => {
            Ok(tx.first(&Select::all(institution::TABLE))?.and_then(|house| house.int(institution::STORAGE_TREE_DEF)))
        }
    })?;
    let missing = || Error::not_found(format!("This discipline has no tree of {}.", model().table(node_table).name));
    definition_by_id(tx, node_table, id.ok_or_else(missing)?)?.ok_or_else(|| {
        let name = model().table(tree.def).name;
        Error::not_found(format!("The {name} has no ranks.")).hint("Give the tree its ranks first.")
    })
}

/// The definition of the tree of this name that the person may see.
///
/// # Errors
///
/// `NotFound`, if there is none; the hint tells which there are.
pub fn definition_named(tx: &mut Tx<'_>, node_table: TableId, name: &str) -> Result<i64> {
    let known = outline::definitions(tx, tree_of(node_table)?)?;
    let found = known.iter().find(|(_, theirs)| theirs.eq_ignore_ascii_case(name.trim()));
    found.map(|(id, _)| *id).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(_, name)| name.as_str()).collect();
        Error::not_found(format!("There is no tree of {} called ‘{name}’.", model().table(node_table).name))
            .hint(format!("There are: {}.", names.join(", ")))
    })
}

/// The column of Discipline that links to the definition of this tree; nothing for Storage.
fn definition_link(node_table: TableId) -> Option<Col> {
    model()
        .tree(node_table)
        .and_then(|tree| {
            model()
                .table(discipline::TABLE)
                .columns
                .iter()
                .position(|column| column.link.as_ref().is_some_and(|link| link.to == tree.def))
        })
        .map(|at| Col(discipline::TABLE, at as u16))
}

/// A tree definition with its ranks, read in one statement; nothing if there is none or it has no ranks.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn definition_by_id(tx: &mut Tx<'_>, node_table: TableId, id: i64) -> Result<Option<TreeDef>> {
    let tree = tree_of(node_table)?;
    Ok(read_definitions(tx, tree, Filter::is(tree.rank_def, id))?.remove(&id))
}

/// Every tree definition for nodes of this table, read once in a transaction: saving a hundred thousand nodes asks for
/// the ranks once.
fn known_definitions(tx: &mut WriteTx<'_>, tree: &'static Tree) -> Result<Arc<HashMap<i64, TreeDef>>> {
    tx.memo(model().table(tree.rank).name, &[tree.rank, tree.def], |tx| {
        tx.unscoped(|tx| read_definitions(tx, tree, Filter::All))
    })
}

/// The tree definitions whose ranks pass the filter, by id.
fn read_definitions(tx: &mut Tx<'_>, tree: &'static Tree, filter: Filter) -> Result<HashMap<i64, TreeDef>> {
    let columns = [
        tree.rank_def,
        tree.rank_rank_id,
        tree.rank_name,
        tree.is_in_full_name,
        tree.is_enforced,
        tree.text_before,
        tree.text_after,
        tree.separator,
    ];
    let mut paths: Vec<Path> = columns.iter().map(|column| own(tree.rank, Some(*column))).collect();
    paths.push(own(tree.rank, None));
    let direction = vec![Step::One(tree.rank_def.1)];
    paths.push(Path { base: tree.rank, steps: direction, table: tree.def, column: Some(tree.full_name_direction.1) });
    let mut found: HashMap<i64, TreeDef> = HashMap::new();
    let text = |value: &Value| value.text().unwrap_or_default().to_owned();
    for row in tx.values(&Select::all(tree.rank).matching(filter), &paths)? {
        let Some(id) = row[0].int() else { continue };
        let runs_down = row[9].int().unwrap_or(1) >= 0;
        let def = found.entry(id).or_insert_with(|| TreeDef { id, node: tree.node, runs_down, ranks: Vec::new() });
        def.ranks.push(Rank {
            id: row[8].int().unwrap_or_default(),
            rank_id: row[1].int().unwrap_or_default(),
            name: text(&row[2]),
            is_in_full_name: row[3].bool() == Some(true),
            is_enforced: row[4].bool() == Some(true),
            text_before: text(&row[5]),
            text_after: text(&row[6]),
            separator: text(&row[7]),
        });
    }
    for def in found.values_mut() {
        def.ranks.sort_by_key(|rank| rank.rank_id);
    }
    Ok(found)
}

/// The path to a column of the base table itself; without a column to its id.
pub(crate) fn own(table: TableId, column: Option<Col>) -> Path {
    Path { base: table, steps: Vec::new(), table, column: column.map(|column| column.1) }
}

/// The child of this name and rank, if there is one; with several the oldest.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn find_child(tx: &mut Tx<'_>, table: TableId, parent: i64, name: &str, rank: &Rank) -> Result<Option<Record>> {
    let tree = tree_of(table)?;
    let filter = Filter::And(vec![
        Filter::is(tree.parent, parent),
        Filter::is(tree.name, name),
        Filter::is(tree.definition_item, rank.id),
    ]);
    tx.first(&Select::all(table).matching(filter))
}

/// Adds a node below a parent, with further values in `extra`.
///
/// # Errors
///
/// - `Invalid`: the rank does not lie below the parent's, the parent is a synonym, or another rule refuses it.
/// - `Forbidden`: the person lacks the right.
pub fn add_node(
    tx: &mut WriteTx<'_>,
    table: TableId,
    parent: &Record,
    rank: &Rank,
    name: &str,
    extra: &[(Col, Value)],
) -> Result<Record> {
    let tree = tree_of(table)?;
    let mut node = Record::new(table)
        .with(tree.parent, parent.id)
        .with(tree.definition, parent.needed(tree.definition)?)
        .with(tree.definition_item, rank.id)
        .with(tree.name, name);
    for (column, value) in extra {
        node.set(*column, value.clone());
    }
    Ok(records::put(tx, None, node)?.0)
}

/// The root of a tree definition; with several the oldest.
///
/// # Errors
///
/// `NotFound`, if the tree has no root yet.
pub fn root(tx: &mut Tx<'_>, table: TableId, definition: i64) -> Result<Record> {
    let tree = tree_of(table)?;
    let filter = Filter::And(vec![Filter::is(tree.definition, definition), Filter::is(tree.parent, Value::Null)]);
    tx.first(&Select::all(table).matching(filter))?
        .ok_or_else(|| Error::not_found(format!("This tree of {} has no root.", model().table(table).name)))
}

/// How many records each child of a node has at the path, itself and everything below it counted.
///
/// `link` is a path over to-one links that ends in a link to the tree's table, for example
/// `collectingEvent.locality.geography` from CollectionObject; `filter` narrows what is counted. One statement a child.
///
/// # Errors
///
/// `Invalid`, if the path leads elsewhere.
pub fn counts_below(tx: &mut Tx<'_>, node: &Record, link: &Path, filter: &Filter) -> Result<Vec<(i64, i64)>> {
    let tree = tree_of(node.table)?;
    let children =
        tx.values(&Select::all(node.table).matching(Filter::is(tree.parent, node.id)), &[own(node.table, None)])?;
    let mut counts = Vec::with_capacity(children.len());
    for child in children.iter().filter_map(|row| row.first().and_then(Value::int)) {
        let select = Select::all(link.base).matching(filter.clone()).matching(Filter::Under(link.clone(), child));
        counts.push((child, tx.count(&select)?));
    }
    Ok(counts)
}

/// The full name of a node from the names on its way down from the root, each with the record id of its rank, the node
/// itself last.
///
/// For every rank that is in the full name: text before, name, text after, and the rank's separator if a further part
/// follows. A node whose own rank is not in the full name is called by its name alone. Authors are no part of it.
///
/// Source: Specify 7, `trees/extras.py`, `fullname_expr`.
pub fn full_name(def: &TreeDef, way: &[(i64, &str)]) -> String {
    let mut stem = Stem::default();
    let mut last = String::new();
    for (rank, name) in way {
        (last, stem) = stem.with(def, def.rank(*rank), name);
    }
    last
}

/// The part of a full name that a node gives to those below it.
#[derive(Debug, Clone, Default)]
struct Stem {
    text: String,
    /// The separator of the rank that gave the last part.
    separator: String,
    some: bool,
}

impl Stem {
    /// The full name of a node below, and its own stem.
    fn with(&self, def: &TreeDef, rank: Option<&Rank>, name: &str) -> (String, Self) {
        let Some(rank) = rank.filter(|rank| rank.is_in_full_name) else { return (name.to_owned(), self.clone()) };
        let part = format!("{}{name}{}", rank.text_before, rank.text_after);
        let text = match (self.some, def.runs_down) {
            (false, _) => part,
            (true, true) => format!("{}{}{part}", self.text, self.separator),
            (true, false) => format!("{part}{}{}", rank.separator, self.text),
        };
        (text.clone(), Self { text, separator: rank.separator.clone(), some: true })
    }

    /// The stem that a synonym gives, which keeps its full name wherever it stands.
    fn kept(self, rank: Option<&Rank>, full_name: Option<&str>) -> Self {
        match full_name {
            Some(text) if rank.is_some_and(|rank| rank.is_in_full_name) => Self { text: text.to_owned(), ..self },
            _ => self,
        }
    }
}

/// The tree whose ranks stand in this table.
fn tree_of_ranks(table: TableId) -> Option<&'static Tree> {
    TREES.iter().find(|tree| tree.rank == table)
}

/// The tree whose definitions stand in this table.
fn tree_of_definitions(table: TableId) -> Option<&'static Tree> {
    TREES.iter().find(|tree| tree.def == table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(id: i64, in_full_name: bool, before: &str, after: &str, separator: &str) -> Rank {
        Rank {
            id,
            rank_id: id * 10,
            name: format!("rank {id}"),
            is_in_full_name: in_full_name,
            is_enforced: id % 2 == 0,
            text_before: before.to_owned(),
            text_after: after.to_owned(),
            separator: separator.to_owned(),
        }
    }

    #[test]
    fn full_names_follow_the_ranks() {
        let taxon = TreeDef {
            id: 1,
            node: vasculum_model::names::taxon::TABLE,
            runs_down: true,
            ranks: vec![
                rank(1, false, "", "", " "),
                rank(2, true, "", "", " "),
                rank(3, true, "(", ")", " "),
                rank(4, true, "", "", " "),
                rank(5, true, "var. ", "", " "),
            ],
        };
        assert_eq!(full_name(&taxon, &[(1, "Salmonidae")]), "Salmonidae");
        assert_eq!(full_name(&taxon, &[(1, "Salmonidae"), (2, "Salmo"), (4, "trutta")]), "Salmo trutta");
        let deep = [(1, "Rosaceae"), (2, "Rosa"), (3, "Caninae"), (4, "canina"), (5, "lutetiana")];
        assert_eq!(full_name(&taxon, &deep), "Rosa (Caninae) canina var. lutetiana");
        let place = TreeDef {
            runs_down: false,
            ranks: vec![rank(1, false, "", "", ", "), rank(2, true, "", "", ", "), rank(3, true, "", "", ", ")],
            ..taxon.clone()
        };
        assert_eq!(full_name(&place, &[(1, "Europe"), (2, "France"), (3, "Var")]), "Var, France");
        let numbers: Vec<i64> = taxon.possible_below(10).iter().map(|rank| rank.rank_id).collect();
        assert_eq!(numbers, [20]);
        let numbers: Vec<i64> = taxon.possible_below(20).iter().map(|rank| rank.rank_id).collect();
        assert_eq!(numbers, [30, 40]);
    }
}
