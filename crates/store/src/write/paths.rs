//! The paths of tree nodes: those that move, and those that came before their parents.

use std::fmt::Write as _;

use vasculum_model::{Code, Error, Record, Result, Table, TableId, Value, model};

use super::WriteTx;
use crate::schema::TREE_PATH;

/// More levels than any tree has.
const DEEPEST_TREE: usize = 200;

impl WriteTx<'_> {
    /// Gives a moved node and everything below it their new paths, in one statement.
    pub(super) fn move_path(&mut self, table: &'static Table, node: &Record) -> Result<()> {
        let Some(old) = self.tx.tree_path(table.id, node.id)? else {
            self.tx.unwritten.pathless.push((table.id, node.id));
            return Ok(());
        };
        let above = match node.named("parent").and_then(Value::int) {
            None => Some("/".to_owned()),
            Some(parent) => self.tx.tree_path(table.id, parent)?,
        };
        let Some(new) = above.map(|above| format!("{above}{}/", node.id)) else {
            self.tx.unwritten.pathless.push((table.id, node.id));
            return Ok(());
        };
        if new.starts_with(&old) && new != old {
            return Err(Error::new(Code::Conflict, "A node of a tree can't stand below itself."));
        }
        self.rewrite_paths(table, &old, &new)
    }

    fn rewrite_paths(&mut self, table: &Table, old: &str, new: &str) -> Result<()> {
        self.counting.moves(self.tx.conn()?, table.id, old, new)?;
        let mut sql = self.tx.sql(format!("UPDATE \"{}\" SET \"{TREE_PATH}\" = ", table.sql));
        // The types are plain from the columns for SQLite; PostgreSQL wants to hear that both parts are text.
        let place = sql.hold(new);
        let _ = write!(sql.text, "CAST({place} AS TEXT) || substr(\"{TREE_PATH}\", {})", old.len() + 1);
        sql.push(&format!(" WHERE \"{TREE_PATH}\" >= ")).bind(old);
        sql.push(&format!(" AND \"{TREE_PATH}\" < ")).bind(format!("{}0", old.trim_end_matches('/')));
        self.execute(&sql)?;
        Ok(())
    }

    /// Works out the paths of a tree's nodes anew where they are not those of their parents; nodes in a circle are left.
    /// Paths are worked out, so they are no part of the journal.
    ///
    /// # Errors
    ///
    /// - `Invalid`: the table holds no tree.
    /// - `Forbidden` for anybody but the program itself.
    pub fn mend_tree(&mut self, table: TableId) -> Result<()> {
        let of = model().table(table);
        if !of.is_tree() {
            return Err(Error::invalid(format!("{} is no tree.", of.name)));
        }
        if !self.tx.access.is_unlimited() {
            return Err(Error::forbidden("Only the program itself works out the paths of a tree."));
        }
        let name = &of.sql;
        let path = format!(
            "COALESCE((SELECT p.\"{TREE_PATH}\" FROM \"{name}\" p WHERE p.\"id\" = \"{name}\".\"parent_id\"), '/') \
             || CAST(\"id\" AS TEXT) || '/'"
        );
        let sql = self.tx.sql(format!(
            "UPDATE \"{name}\" SET \"{TREE_PATH}\" = {path} WHERE \"{TREE_PATH}\" IS NULL OR \"{TREE_PATH}\" <> {path}"
        ));
        // One level a time from the root down; no tree is deeper than it has ranks.
        for _ in 0..DEEPEST_TREE {
            if self.execute(&sql)? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Gives the nodes that came before their parents their paths.
    pub(super) fn mend_paths(&mut self) -> Result<()> {
        self.tx.conn()?;
        let mut waiting = std::mem::take(&mut self.tx.unwritten.pathless);
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut still = Vec::new();
            for (table, id) in waiting {
                let of = model().table(table);
                let mut sql = self.tx.sql(format!("SELECT \"parent_id\" FROM \"{}\" WHERE \"id\" = ", of.sql));
                sql.bind(id);
                let Some(parent) = self.tx.rows(&sql, |row| row.maybe_int(0))?.pop() else { continue };
                let above = match parent {
                    None => Some("/".to_owned()),
                    Some(parent) => self.tx.tree_path(table, parent)?,
                };
                match above {
                    None => still.push((table, id)),
                    Some(above) if let Some(old) = self.tx.tree_path(table, id)? => {
                        self.rewrite_paths(of, &old, &format!("{above}{id}/"))?;
                    }
                    Some(above) => {
                        let mut sql = self.tx.sql(format!("UPDATE \"{}\" SET \"{TREE_PATH}\" = ", of.sql));
                        sql.bind(format!("{above}{id}/")).push(" WHERE \"id\" = ").bind(id);
                        self.execute(&sql)?;
                    }
                }
            }
            if still.len() == before {
                // The parent does not exist at all: the check of the links says so in its own words.
                return Ok(());
            }
            waiting = still;
        }
        Ok(())
    }
}
