//! New records that wait to be written, so that many of one table go into the database with one statement.
//!
//! A transaction that writes keeps its new records here until it asks for records of their table, changes or deletes
//! something, or ends; all of that goes through [`Tx::rows`](crate::tx::Tx) and [`Tx::conn`](crate::tx::Tx), which write
//! them first. So nobody sees a difference but by the clock: an import of specimens asks next to nothing between its
//! records.

use std::collections::HashMap;

use vasculum_model::{Record, Result, Table, TableId, Value, model};

use crate::conn::{Conn, Param, Sql};
use crate::dialect::Dialect;
use crate::schema::TREE_PATH;

/// So many records wait at most,
const MOST: usize = 8_000;
/// with so many bytes of text.
const MOST_TEXT: usize = 16 << 20;
/// So many records are written with one statement: few different numbers, so that each statement is prepared once.
/// PostgreSQL has a way to go for each; SQLite has none, and keeps a second journal for statements of several rows.
const fn at_once(dialect: Dialect) -> &'static [usize] {
    match dialect {
        Dialect::Sqlite => &[1],
        Dialect::Postgres => &[128, 16, 1],
    }
}

/// Values in one statement; PostgreSQL takes 65,535.
const MOST_VALUES: usize = 32_000;

/// What waits.
#[derive(Default)]
pub(crate) struct Unwritten {
    tables: Vec<Rows>,
    count: usize,
    /// Bytes of text that came since everything was written.
    text: usize,
    /// Tree nodes whose parent was not there yet when they were written.
    pub(crate) pathless: Vec<(TableId, i64)>,
}

/// The waiting records of one table, in the order in which they were made.
struct Rows {
    table: &'static Table,
    /// The columns in which one of them has a value, by number.
    columns: Vec<u16>,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    /// Its values that are not null, by number of the column.
    values: Vec<(u16, Value)>,
}

impl Row {
    fn value(&self, column: u16) -> Value {
        let at = self.values.binary_search_by_key(&column, |(at, _)| *at);
        at.map_or(Value::Null, |at| self.values[at].1.clone())
    }
}

impl Unwritten {
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.count >= MOST || self.text >= MOST_TEXT
    }

    pub(crate) fn add(&mut self, record: &Record) {
        let at = match self.tables.iter().position(|waiting| waiting.table.id == record.table) {
            Some(at) => at,
            None => {
                self.tables.push(Rows { table: record.of(), columns: Vec::new(), rows: Vec::new() });
                self.tables.len() - 1
            }
        };
        let waiting = &mut self.tables[at];
        let filled = (0_u16..).zip(&record.values).filter(|(_, value)| !value.is_null());
        let values: Vec<(u16, Value)> = filled.map(|(at, value)| (at, value.clone())).collect();
        for (column, value) in &values {
            self.text += value.text().map_or(0, str::len);
            if let Err(at) = waiting.columns.binary_search(column) {
                waiting.columns.insert(at, *column);
            }
        }
        waiting.rows.push(Row { id: record.id, values });
        self.count += 1;
    }

    /// Writes everything that waits; returns the number of statements.
    pub(crate) fn write(&mut self, conn: &mut Conn) -> Result<u64> {
        (self.count, self.text) = (0, 0);
        let mut left = std::mem::take(&mut self.tables);
        write(&mut left, conn, &mut self.pathless)
    }

    /// Writes what waits for the tables that a statement names, and what that refers to; returns the number of
    /// statements. Names of tables stand in quotation marks in every statement that reads them.
    pub(crate) fn write_named(&mut self, statement: &str, conn: &mut Conn) -> Result<u64> {
        let mut wanted: Vec<Rows> = Vec::new();
        while let Some(at) = self
            .tables
            .iter()
            .position(|rows| rows.is_named_in(statement) || wanted.iter().any(|other| other.refer_to(rows)))
        {
            wanted.push(self.tables.remove(at));
        }
        self.count -= wanted.iter().map(|rows| rows.rows.len()).sum::<usize>();
        write(&mut wanted, conn, &mut self.pathless)
    }
}

/// Writes the records of these tables. What others refer to goes first: SQLite looks for everything that refers to a new
/// record as long as anything refers to one that is not there.
fn write(left: &mut Vec<Rows>, conn: &mut Conn, pathless: &mut Vec<(TableId, i64)>) -> Result<u64> {
    let mut statements = 0;
    while !left.is_empty() {
        let waits = |rows: &Rows| left.iter().any(|other| other.table.id != rows.table.id && rows.refer_to(other));
        let next = left.iter().position(|rows| !waits(rows)).unwrap_or(0);
        statements += left.remove(next).write(conn, pathless)?;
    }
    Ok(statements)
}

impl Rows {
    fn is_named_in(&self, statement: &str) -> bool {
        let name = &self.table.sql;
        let quoted = |at: usize| statement[..at].ends_with('"') && statement[at + name.len()..].starts_with('"');
        statement.match_indices(name.as_str()).any(|(at, _)| quoted(at))
    }

    fn refer_to(&self, other: &Self) -> bool {
        let links = |column: &u16| self.table.at(*column).link.as_ref().is_some_and(|link| link.to == other.table.id);
        self.columns.iter().any(links)
    }

    fn write(mut self, conn: &mut Conn, pathless: &mut Vec<(TableId, i64)>) -> Result<u64> {
        let sizes = at_once(conn.dialect());
        let most = MOST_VALUES / (self.columns.len() + 2);
        let (mut left, mut statements) = (self.rows.len(), 0);
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        let mut paths = HashMap::new();
        let (mut size, mut sql) = (0, Sql::new(conn.dialect(), ""));
        while left > 0 {
            let now = sizes.iter().copied().find(|size| *size <= left.min(most)).unwrap_or(1);
            if now != size {
                (size, sql) = (now, self.statement(conn.dialect(), now));
            }
            sql.params.clear();
            for row in rows.by_ref().take(now) {
                self.bind(conn, &mut sql, row, &mut paths, pathless)?;
            }
            conn.execute(&sql)?;
            statements += 1;
            left -= now;
        }
        Ok(statements)
    }

    /// The statement that writes so many rows.
    fn statement(&self, dialect: Dialect, rows: usize) -> Sql {
        let mut names = vec!["id"];
        names.extend(self.columns.iter().map(|column| self.table.at(*column).sql.as_str()));
        if self.table.is_tree() {
            names.push(TREE_PATH);
        }
        let mut text = format!("INSERT INTO \"{}\" (\"{}\") VALUES ", self.table.sql, names.join("\", \""));
        for nth in 0..rows {
            text.push_str(if nth == 0 { "(" } else { "), (" });
            for at in 0..names.len() {
                text.push_str(if at == 0 { "" } else { ", " });
                dialect.write_placeholder(&mut text, nth * names.len() + at + 1);
            }
        }
        text.push(')');
        Sql::new(dialect, text)
    }

    /// Binds the values of a row.
    fn bind(
        &self,
        conn: &mut Conn,
        sql: &mut Sql,
        row: Row,
        paths: &mut HashMap<i64, String>,
        pathless: &mut Vec<(TableId, i64)>,
    ) -> Result<()> {
        let path = if self.table.is_tree() { self.path_of(conn, &row, paths)? } else { None };
        if self.table.is_tree() && path.is_none() {
            pathless.push((self.table.id, row.id));
        }
        sql.params.push(Param::Value(row.id.into()));
        let mut values = row.values.into_iter().peekable();
        for column in &self.columns {
            let value = values.next_if(|(at, _)| at == column).map_or(Value::Null, |(_, value)| value);
            sql.params.push(Param::Value(value));
        }
        if self.table.is_tree() {
            sql.params.push(Param::Value(path.into()));
        }
        Ok(())
    }

    /// The path of a new node; nothing if its parent comes later. Those of the nodes written with it are known.
    fn path_of(&self, conn: &mut Conn, row: &Row, known: &mut HashMap<i64, String>) -> Result<Option<String>> {
        let parent = model().tree(self.table.id).and_then(|tree| row.value(tree.parent.1).int());
        let path = match parent {
            None => Some(format!("/{}/", row.id)),
            Some(parent) => {
                let above = match known.get(&parent) {
                    Some(above) => Some(above.clone()),
                    None => {
                        let sql = path_of(conn.dialect(), self.table, parent);
                        conn.rows(&sql, |row| row.maybe_text(0))?.pop().flatten()
                    }
                };
                above.map(|above| format!("{above}{}/", row.id))
            }
        };
        if let Some(path) = &path {
            known.insert(row.id, path.clone());
        }
        Ok(path)
    }
}

/// Asks for the ids from the root to a node, `/1/25/310/`.
pub(crate) fn path_of(dialect: Dialect, of: &Table, id: i64) -> Sql {
    let mut sql = Sql::new(dialect, format!("SELECT \"{TREE_PATH}\" FROM \"{}\" WHERE \"id\" = ", of.sql));
    sql.bind(id);
    sql
}
