//! Many new records of one table at once: some hundred with each statement.

use std::collections::HashMap;

use vasculum_model::{Error, Record, Result, Table, TableId, Value, model};

use super::WriteTx;
use crate::access::{Action, Grant};
use crate::schema::TREE_PATH;

/// Values in one statement; SQLite takes 32,766.
const MOST_VALUES: usize = 16_000;

/// Records in one statement.
const MOST_RECORDS: usize = 500;

impl WriteTx<'_> {
    /// Ids for so many new records of a table, never given away before: records that refer to each other can be made out
    /// before any of them is written by [`WriteTx::insert_reserved`].
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn new_ids(&mut self, table: TableId, count: usize) -> Result<Vec<i64>> {
        let table = model().table(table);
        (0..count).map(|_| self.next_id(table)).collect()
    }

    /// Writes new records of one table under ids of [`WriteTx::new_ids`], as [`WriteTx::insert`] would one by one, and
    /// returns how many. Nodes of a tree go after their parents or together with them, parents first.
    ///
    /// # Errors
    ///
    /// - `Forbidden`: the grant is for something else or a record lies outside its reach.
    /// - `Invalid`: a record is of another table, or has no id.
    pub fn insert_reserved(&mut self, grant: &Grant, mut records: Vec<Record>) -> Result<usize> {
        let table = model().table(grant.table);
        for record in &mut records {
            if record.table != table.id || record.id == 0 {
                return Err(Error::invalid(format!("This is no new record of {}.", table.name)));
            }
            self.check(grant, record, Action::Create)?;
            self.stamp_new(record);
        }
        let filled = |at: &usize| records.iter().any(|record| !record.values[*at].is_null());
        let columns: Vec<usize> = (0..table.columns.len()).filter(filled).collect();
        let size = (MOST_VALUES / (columns.len() + 2)).clamp(1, MOST_RECORDS);
        let mut paths = HashMap::new();
        for chunk in records.chunks(size) {
            self.write_reserved(table, &columns, chunk, &mut paths)?;
        }
        for record in &records {
            self.wrote_new(record, false)?;
        }
        Ok(records.len())
    }

    fn write_reserved(
        &mut self,
        table: &'static Table,
        columns: &[usize],
        records: &[Record],
        paths: &mut HashMap<i64, String>,
    ) -> Result<()> {
        let mut sql = self.tx.sql(String::with_capacity(512));
        sql.push("INSERT INTO \"").push(&table.sql).push("\" (\"id\"");
        for at in columns {
            sql.push(", \"").push(&table.columns[*at].sql).push("\"");
        }
        if table.is_tree() {
            sql.push(", \"").push(TREE_PATH).push("\"");
        }
        sql.push(") VALUES ");
        for (nth, record) in records.iter().enumerate() {
            sql.push(if nth == 0 { "(" } else { ", (" }).bind(record.id);
            for at in columns {
                sql.push(", ").bind(record.values[*at].clone());
            }
            if table.is_tree() {
                let path = self.path_among(table, record, paths)?;
                sql.push(", ").bind(path.map_or(Value::Null, Value::from));
            }
            sql.push(")");
        }
        self.execute(&sql).map(drop)
    }

    /// The path of a new node; those of the nodes before it are known.
    fn path_among(
        &mut self,
        table: &'static Table,
        record: &Record,
        paths: &mut HashMap<i64, String>,
    ) -> Result<Option<String>> {
        let parent = record.named("parent").and_then(Value::int);
        let known = parent.and_then(|parent| paths.get(&parent)).map(|above| format!("{above}{}/", record.id));
        let path = match known {
            Some(path) => Some(path),
            None => self.path_for(table, record)?,
        };
        if let Some(path) = &path {
            paths.insert(record.id, path.clone());
        }
        Ok(path)
    }
}
