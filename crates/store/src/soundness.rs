//! What `vasculum check` asks: whether links, trees, the journal and the files themselves are sound.

use std::collections::HashMap;

use vasculum_model::{Col, Result, TableId, model};

use crate::changes::read_change;
use crate::dialect::Dialect;
use crate::journal::{Change, ChangeKind, numbered_table};
use crate::schema::TREE_PATH;
use crate::tx::Tx;

impl Tx<'_> {
    /// How many records of each table the journal says were made and deleted.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn journal_balance(&mut self) -> Result<HashMap<TableId, (i64, i64)>> {
        let sql = self.sql(
            "SELECT table_number, action, CAST(SUM(count) AS BIGINT) FROM \"change\" WHERE action <> 1 GROUP BY table_number, action",
        );
        let mut balance: HashMap<TableId, (i64, i64)> = HashMap::new();
        for (table, kind, count) in self.rows(&sql, |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)))? {
            let sums = balance.entry(numbered_table(table)?.id).or_default();
            match ChangeKind::numbered(kind)? {
                ChangeKind::Insert => sums.0 += count,
                _ => sums.1 += count,
            }
        }
        Ok(balance)
    }

    /// Hands the updates and deletions of every record to `each`, record by record, oldest first; insertions are not
    /// among them.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read, and whatever `each` refuses.
    pub fn each_record_touched(&mut self, mut each: impl FnMut(&[Change]) -> Result<()>) -> Result<()> {
        let sql = self.sql(
            "SELECT change_set, ordinal, table_number, record, count, action, \"before\", \"after\" FROM \"change\" \
             WHERE action <> 0 ORDER BY table_number, record, change_set, ordinal",
        );
        let mut changes: Vec<Change> = Vec::new();
        self.statements += 1;
        self.conn()?.each(&sql, |row| {
            let change = read_change(row)?;
            let same = changes.last().is_none_or(|last| (last.table, last.record) == (change.table, change.record));
            if !same {
                each(&changes)?;
                changes.clear();
            }
            changes.push(change);
            Ok(())
        })?;
        if changes.is_empty() { Ok(()) } else { each(&changes) }
    }

    /// The records of a table whose link in a column points at nothing.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn broken_links(&mut self, column: Col) -> Result<Vec<i64>> {
        let of = model().table(column.0);
        let Some(link) = &of.at(column.1).link else { return Ok(Vec::new()) };
        let sql = self.sql(format!(
            "SELECT t0.\"id\" FROM \"{}\" t0 WHERE t0.\"{1}\" IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM \"{2}\" t1 WHERE t1.\"id\" = t0.\"{1}\") ORDER BY 1",
            of.sql,
            of.at(column.1).sql,
            model().table(link.to).sql
        ));
        self.rows(&sql, |row| row.int(0))
    }

    /// The nodes of a tree whose path is not that of their parent, or whose rank is not below their parent's.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn odd_nodes(&mut self, table: TableId) -> Result<Vec<(i64, &'static str)>> {
        let name = &model().table(table).sql;
        let sql = self.sql(format!(
            "SELECT c.\"id\", CASE WHEN c.\"{TREE_PATH}\" IS NULL OR c.\"{TREE_PATH}\" <> \
             COALESCE(p.\"{TREE_PATH}\", '/') || CAST(c.\"id\" AS TEXT) || '/' THEN 0 \
             WHEN c.\"definition_id\" <> p.\"definition_id\" THEN 1 ELSE 2 END \
             FROM \"{name}\" c LEFT JOIN \"{name}\" p ON p.\"id\" = c.\"parent_id\" WHERE c.\"{TREE_PATH}\" IS NULL \
             OR c.\"{TREE_PATH}\" <> COALESCE(p.\"{TREE_PATH}\", '/') || CAST(c.\"id\" AS TEXT) || '/' \
             OR c.\"definition_id\" <> p.\"definition_id\" OR c.\"rank_id\" <= p.\"rank_id\" ORDER BY 1"
        ));
        self.rows(&sql, |row| {
            let what = match row.int(1)? {
                0 => "tree-path",
                1 => "other-tree",
                _ => "rank-order",
            };
            Ok((row.int(0)?, what))
        })
    }

    /// What the database itself finds wrong with its files; nothing for PostgreSQL, which checks as it reads.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn damage(&mut self) -> Result<Vec<String>> {
        if self.dialect() == Dialect::Postgres {
            return Ok(Vec::new());
        }
        let sql = self.sql("PRAGMA integrity_check(100)");
        Ok(self.rows(&sql, |row| row.text(0))?.into_iter().filter(|line| line != "ok").collect())
    }
}
