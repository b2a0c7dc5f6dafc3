//! The tree as it is, held in memory for comparing.

use std::collections::HashMap;

use vasculum_model::names::source_record;
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Result, Value, model};
use vasculum_store::{Filter, Select, Tx};

use super::FORMAT;
use crate::trees::{TreeDef, own};

/// A node that is there.
#[derive(Debug, Clone)]
pub(super) struct There {
    pub id: i64,
    pub parent: i64,
    pub rank: i64,
    pub name: String,
    pub full_name: String,
    pub author: String,
    pub accepted: Option<i64>,
    /// In the order of the columns that were asked for.
    pub fields: Vec<Value>,
}

/// All nodes of a tree, found by id, by parent and by name.
#[derive(Debug, Default)]
pub(super) struct Existing {
    pub nodes: Vec<There>,
    pub by_id: HashMap<i64, usize>,
    /// By parent, rank and name in small letters.
    pub children: HashMap<(i64, i64, String), Vec<usize>>,
    /// By rank and full name in small letters.
    pub by_full_name: HashMap<(i64, String), Vec<usize>>,
    /// By what a source calls them.
    pub by_identifier: HashMap<String, i64>,
    pub root: i64,
}

/// The column of the author, where the nodes have one.
pub(super) fn author_column(tree: &Tree) -> Option<Col> {
    model().table(tree.node).column("author").map(|at| Col(tree.node, at))
}

impl Existing {
    /// Reads the tree; of its fields those that shall be compared.
    pub(super) fn read(tx: &mut Tx<'_>, tree: &'static Tree, def: &TreeDef, fields: &[Col]) -> Result<Self> {
        let author = author_column(tree);
        let mut columns = vec![None, Some(tree.parent), Some(tree.rank_id), Some(tree.name), Some(tree.full_name)];
        columns.extend([Some(tree.accepted), Some(author.unwrap_or(tree.name))]);
        columns.extend(fields.iter().map(|column| Some(*column)));
        let paths: Vec<_> = columns.into_iter().map(|column| own(tree.node, column)).collect();
        let select = Select::all(tree.node).matching(Filter::is(tree.definition, def.id));
        let mut found = Self::default();
        for mut row in tx.values(&select, &paths)? {
            let values = row.split_off(7);
            let text = |at: usize| row[at].text().unwrap_or_default().to_owned();
            found.add(There {
                id: row[0].int().unwrap_or_default(),
                parent: row[1].int().unwrap_or_default(),
                rank: row[2].int().unwrap_or_default(),
                name: text(3),
                full_name: text(4),
                accepted: row[5].int(),
                author: if author.is_some() { text(6) } else { String::new() },
                fields: values,
            });
        }
        found.identifiers(tx, tree)?;
        Ok(found)
    }

    fn add(&mut self, node: There) {
        let at = self.nodes.len();
        if node.parent == 0 && self.root == 0 {
            self.root = node.id;
        }
        self.by_id.insert(node.id, at);
        self.children.entry((node.parent, node.rank, node.name.to_lowercase())).or_default().push(at);
        self.by_full_name.entry((node.rank, node.full_name.to_lowercase())).or_default().push(at);
        self.nodes.push(node);
    }

    /// What former imports called the nodes, and what the nodes call themselves.
    fn identifiers(&mut self, tx: &mut Tx<'_>, tree: &'static Tree) -> Result<()> {
        let table = model().table(tree.node);
        let filter = Filter::And(vec![
            Filter::is(source_record::TABLE_NUM, i64::from(table.number)),
            Filter::Or(vec![Filter::is(source_record::FORMAT, FORMAT), Filter::is(source_record::FORMAT, "dwca")]),
        ]);
        let paths = [
            own(source_record::TABLE, Some(source_record::IDENTIFIER)),
            own(source_record::TABLE, Some(source_record::RECORD_ID)),
        ];
        // Whoever sees a node may find it by what its source calls it.
        let kept = tx.unscoped(|tx| tx.values(&Select::all(source_record::TABLE).matching(filter), &paths))?;
        for row in kept {
            if let (Some(identifier), Some(id)) = (row[0].text(), row[1].int())
                && self.by_id.contains_key(&id)
            {
                self.by_identifier.insert(identifier.to_owned(), id);
            }
        }
        // An export calls a node so that has no GUID.
        for node in &self.nodes {
            self.by_identifier.entry(format!("{}:{}", table.name, node.id)).or_insert(node.id);
        }
        for name in ["taxonomicSerialNumber", "geographyCode", "guid"] {
            let Some(at) = table.column(name) else { continue };
            let column = Col(tree.node, at);
            let paths = [own(tree.node, Some(column)), own(tree.node, None)];
            let filter = Filter::Not(Box::new(Filter::is(column, Value::Null)));
            for row in tx.values(&Select::all(tree.node).matching(filter), &paths)? {
                if let (Some(identifier), Some(id)) = (row[0].text(), row[1].int())
                    && self.by_id.contains_key(&id)
                {
                    self.by_identifier.insert(identifier.to_owned(), id);
                }
            }
        }
        Ok(())
    }

    /// The node with this id.
    pub(super) fn node(&self, id: i64) -> Option<&There> {
        self.by_id.get(&id).map(|at| &self.nodes[*at])
    }
}
