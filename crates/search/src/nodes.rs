//! Nodes of trees, with all above them, loaded as they are needed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use vasculum_model::names::{geography, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Result, TableId, Value, model};
use vasculum_store::Tx;

use crate::gates::Gate;
use crate::rows::Wanted;
use crate::tree::Tree as Shape;

/// More nodes than this are not kept from batch to batch.
const KEPT: usize = 400_000;

/// What an index document needs to know of a node.
pub(crate) struct Node {
    pub gate: Gate,
    pub parent: Option<i64>,
    /// Its full name, with author and common name.
    pub called: Arc<str>,
    /// Its own name.
    pub name: Arc<str>,
    pub rank: Option<i64>,
}

/// A node with all above it.
pub(crate) struct Line {
    pub node: Arc<Node>,
    /// The ids from the root down to the node.
    pub path: Arc<[i64]>,
    /// The names above the node, without the root's.
    pub above: Arc<str>,
}

/// The nodes of one tree that were loaded.
pub(crate) struct Nodes {
    tree: &'static Tree,
    wanted: Wanted,
    nodes: HashMap<i64, Arc<Node>>,
    lines: HashMap<i64, Arc<Line>>,
}

impl Nodes {
    /// None yet; nothing if the table is no tree.
    pub(crate) fn of(table: TableId) -> Option<Self> {
        let tree = model().tree(table)?;
        let more: &[Col] = match table {
            taxon::TABLE => &[taxon::AUTHOR, taxon::COMMON_NAME],
            geography::TABLE => &[geography::COMMON_NAME, geography::ABBREV],
            _ => &[],
        };
        let mut columns = vec![tree.parent, tree.definition_item, tree.name, tree.full_name];
        columns.extend_from_slice(more);
        Some(Self { tree, wanted: Wanted::of(table, &columns, &[]), nodes: HashMap::new(), lines: HashMap::new() })
    }

    /// Loads nodes with their ancestors, level by level.
    pub(crate) fn load(&mut self, tx: &mut Tx<'_>, ids: impl IntoIterator<Item = i64>) -> Result<()> {
        if self.nodes.len() > KEPT {
            self.nodes.clear();
            self.lines.clear();
        }
        let mut wanted: BTreeSet<i64> = ids.into_iter().filter(|id| !self.lines.contains_key(id)).collect();
        while !wanted.is_empty() {
            let missing: BTreeSet<i64> = wanted.iter().copied().filter(|id| !self.nodes.contains_key(id)).collect();
            for row in self.wanted.by_id(tx, &missing)? {
                let name = row.text(2).unwrap_or_default();
                let mut called = row.text(3).unwrap_or(name).to_owned();
                for more in row.texts(4) {
                    called.push_str(", ");
                    called.push_str(more);
                }
                let node = Node {
                    gate: row.gate,
                    parent: row.int(0).filter(|parent| *parent != row.id),
                    called: called.into(),
                    name: name.into(),
                    rank: row.int(1),
                };
                self.nodes.insert(row.id, Arc::new(node));
            }
            wanted = wanted
                .iter()
                .filter_map(|id| self.nodes.get(id)?.parent)
                .filter(|parent| !self.nodes.contains_key(parent))
                .collect();
        }
        Ok(())
    }

    /// A node that was loaded, with all above it.
    pub(crate) fn line(&mut self, id: i64) -> Option<Arc<Line>> {
        if let Some(line) = self.lines.get(&id) {
            return Some(Arc::clone(line));
        }
        let node = Arc::clone(self.nodes.get(&id)?);
        let (mut path, mut names) = (vec![id], Vec::new());
        let mut at = node.parent;
        // A tree is as deep as it has ranks; a circle, which the database does not allow, would end here too.
        while let Some(above) = at.filter(|_| path.len() < 100) {
            path.push(above);
            let Some(node) = self.nodes.get(&above) else { break };
            at = node.parent;
            if at.is_some() {
                names.push(Arc::clone(&node.name));
            }
        }
        path.reverse();
        names.reverse();
        let line = Arc::new(Line { node, path: path.into(), above: names.join(" ").into() });
        self.lines.insert(id, Arc::clone(&line));
        Some(line)
    }

    /// The tree.
    pub(crate) fn tree(&self) -> &'static Tree {
        self.tree
    }
}

/// The names of the ranks of a tree, by id.
pub(crate) fn ranks(tx: &mut Tx<'_>, tree: &Tree) -> Result<HashMap<i64, String>> {
    let rows = Wanted::of(tree.rank, &[tree.rank_name], &[]).read(tx, vasculum_store::Filter::All, None)?;
    Ok(rows.iter().map(|row| (row.id, row.text(0).unwrap_or_default().to_owned())).collect())
}

/// The shape of a tree.
pub(crate) fn shape(tx: &mut Tx<'_>, table: TableId) -> Result<Shape> {
    let Some(tree) = model().tree(table) else { return Ok(Shape::default()) };
    let own = |column| vasculum_model::Path { base: table, steps: Vec::new(), table, column };
    let rows = tx.values(&vasculum_store::Select::all(table), &[own(None), own(Some(tree.parent.1))])?;
    Ok(Shape::of(rows.into_iter().filter_map(|row: Vec<Value>| Some((row[0].int()?, row[1].int())))))
}
