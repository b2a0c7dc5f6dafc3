//! The floor of everything that writes: the same rows through bare SQLite.
//!
//! The rows are read back from the database that Vasculum wrote, so that both write the very same: every id, every
//! generated GUID, every time. The copy has the same tables, indexes and foreign keys, the connection the same
//! settings, and the statements are prepared once. What Vasculum only updated is left out, which makes the floor lower.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::Failure;

/// The tables of the journal.
const JOURNAL: &[&str] = &["change_set", "change"];
/// The index by whose words records are found, which has no numbers of its own.
const LOOKUP: &str = "lookup";

/// How far a database had come: the greatest id of every table.
pub(crate) struct Mark {
    last: BTreeMap<String, i64>,
    lookup: HashSet<Entry>,
}

/// One row of the index of words.
type Entry = (i64, String, i64);

fn lookup(conn: &Connection) -> Result<Vec<Entry>, Failure> {
    let mut statement = conn.prepare(&format!("SELECT space, \"text\", record FROM {LOOKUP} ORDER BY 1, 2, 3"))?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Rows of one table, with those columns that any of them has a value for.
pub(crate) struct TableRows {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl TableRows {
    fn statement(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|name| format!("\"{name}\"")).collect();
        let places = vec!["?"; columns.len()].join(", ");
        format!("INSERT INTO \"{}\" ({}) VALUES ({places})", self.name, columns.join(", "))
    }
}

/// What was written since a mark.
pub(crate) struct Written {
    /// The records, in an order in which nothing refers to what comes later, as far as that can be.
    pub(crate) records: Vec<TableRows>,
    /// The change sets and changes.
    pub(crate) journal: Vec<TableRows>,
    /// The words by which the records are found.
    pub(crate) lookup: Vec<TableRows>,
}

impl Written {
    /// How many records there are.
    pub(crate) fn count(&self) -> usize {
        self.records.iter().map(|table| table.rows.len()).sum()
    }

    /// How many rows the journal got.
    pub(crate) fn journal_count(&self) -> usize {
        self.journal.iter().map(|table| table.rows.len()).sum()
    }
}

/// Opens a database with the settings of Vasculum's writing connection.
pub(crate) fn connect(path: &Path) -> Result<Connection, Failure> {
    let conn = Connection::open(path)?;
    conn.set_prepared_statement_cache_capacity(512);
    conn.busy_timeout(std::time::Duration::from_secs(30))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;",
    )?;
    Ok(conn)
}

fn tables(conn: &Connection) -> Result<Vec<String>, Failure> {
    let mut statement =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The column that grows: the id, or the number of the change set.
fn counter(table: &str) -> Option<&'static str> {
    match table {
        "setting" | "stretch" | "ticket" | "tally" | "restamping" | "unsaved" | LOOKUP => None,
        "change" => Some("change_set"),
        _ => Some("id"),
    }
}

/// How far a database has come by now.
pub(crate) fn mark(conn: &Connection) -> Result<Mark, Failure> {
    let mut last = BTreeMap::new();
    for table in tables(conn)? {
        if let Some(counter) = counter(&table) {
            let greatest: Option<i64> =
                conn.query_row(&format!("SELECT MAX(\"{counter}\") FROM \"{table}\""), [], |row| row.get(0))?;
            last.insert(table, greatest.unwrap_or(0));
        }
    }
    Ok(Mark { last, lookup: lookup(conn)?.into_iter().collect() })
}

/// Reads what was written since a mark.
pub(crate) fn written_since(conn: &Connection, mark: &Mark) -> Result<Written, Failure> {
    let mut records = Vec::new();
    let mut journal = Vec::new();
    for (name, last) in &mark.last {
        let Some(counter) = counter(name) else { continue };
        let Some(rows) = read(conn, name, counter, *last)? else { continue };
        if JOURNAL.contains(&name.as_str()) { journal.push(rows) } else { records.push(rows) }
    }
    // `change_set` before `change`.
    journal.sort_by_key(|table| table.name != "change_set");
    let words = lookup(conn)?.into_iter().filter(|entry| !mark.lookup.contains(entry));
    let words = words.map(|(space, text, record)| vec![space.into(), text.into(), record.into()]);
    let words = TableRows {
        name: LOOKUP.to_owned(),
        columns: ["space", "text", "record"].map(str::to_owned).to_vec(),
        rows: words.collect(),
    };
    Ok(Written { records: owners_first(conn, records)?, journal, lookup: vec![words] })
}

fn read(conn: &Connection, name: &str, counter: &str, last: i64) -> Result<Option<TableRows>, Failure> {
    let mut statement =
        conn.prepare(&format!("SELECT * FROM \"{name}\" WHERE \"{counter}\" > ?1 ORDER BY \"{counter}\""))?;
    let all: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut found = statement.query([last])?;
    while let Some(row) = found.next()? {
        rows.push((0..all.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?);
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let used: Vec<usize> = (0..all.len()).filter(|at| rows.iter().any(|row| row[*at] != Value::Null)).collect();
    let columns = used.iter().map(|at| all[*at].clone()).collect();
    for row in &mut rows {
        *row = used.iter().map(|at| std::mem::replace(&mut row[*at], Value::Null)).collect();
    }
    Ok(Some(TableRows { name: name.to_owned(), columns, rows }))
}

/// Sorts tables so that those that others refer to come first; circles stay as they are.
fn owners_first(conn: &Connection, mut left: Vec<TableRows>) -> Result<Vec<TableRows>, Failure> {
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in &left {
        let mut statement = conn.prepare("SELECT \"table\", \"from\" FROM pragma_foreign_key_list(?1)")?;
        let links: Vec<(String, String)> =
            statement.query_map([&table.name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let used = links.into_iter().filter(|(to, from)| *to != table.name && table.columns.contains(from));
        needs.insert(table.name.clone(), used.map(|(to, _)| to).collect());
    }
    let mut sorted = Vec::new();
    while !left.is_empty() {
        let waits = |table: &TableRows| left.iter().any(|other| needs[&table.name].contains(&other.name));
        let next = left.iter().position(|table| !waits(table)).unwrap_or(0);
        sorted.push(left.remove(next));
    }
    Ok(sorted)
}

/// Inserts all rows, table by table, in one transaction.
pub(crate) fn insert_all(conn: &Connection, tables: &[&[TableRows]]) -> Result<(), Failure> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    for table in tables.iter().copied().flatten() {
        let mut statement = conn.prepare_cached(&table.statement())?;
        for row in &table.rows {
            statement.execute(params_from_iter(row))?;
        }
    }
    conn.execute_batch("COMMIT")?;
    Ok(())
}

/// Rows of several tables that were written together: the table's place in the list, and the row's place in the table.
pub(crate) type Together = Vec<(usize, usize)>;

/// Sorts the rows of records by the change set that made them.
pub(crate) fn by_change_set(conn: &Connection, written: &Written, mark: &Mark) -> Result<Vec<Together>, Failure> {
    let numbers = table_numbers();
    let mut place: BTreeMap<(String, i64), (usize, usize)> = BTreeMap::new();
    for (at, table) in written.records.iter().enumerate() {
        let id = table.columns.iter().position(|name| name == "id").unwrap_or(0);
        for (nth, row) in table.rows.iter().enumerate() {
            if let Value::Integer(id) = row[id] {
                place.insert((table.name.clone(), id), (at, nth));
            }
        }
    }
    let mut statement = conn.prepare(
        "SELECT change_set, table_number, record, count FROM \"change\" WHERE change_set > ?1 AND action = 0 ORDER BY 1, ordinal",
    )?;
    let mut sets: BTreeMap<i64, Together> = BTreeMap::new();
    let mut rows = statement.query([mark.last["change_set"]])?;
    while let Some(row) = rows.next()? {
        let (set, number, record, count): (i64, i32, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let Some(table) = numbers.get(&number) else { continue };
        for id in record..record + count {
            sets.entry(set).or_default().extend(place.get(&((*table).to_owned(), id)));
        }
    }
    Ok(sets.into_values().collect())
}

fn table_numbers() -> BTreeMap<i32, &'static str> {
    vasculum_model::model().tables().map(|table| (table.number, table.sql.as_str())).collect()
}

/// The journal's rows by change set.
pub(crate) fn journal_by_change_set(written: &Written) -> Vec<Together> {
    let mut sets: BTreeMap<i64, Together> = BTreeMap::new();
    for (at, table) in written.journal.iter().enumerate() {
        let key = if table.name == "change_set" { "id" } else { "change_set" };
        let key = table.columns.iter().position(|name| name == key).unwrap_or(0);
        for (nth, row) in table.rows.iter().enumerate() {
            if let Value::Integer(set) = row[key] {
                sets.entry(set).or_default().push((at, nth));
            }
        }
    }
    sets.into_values().collect()
}

/// Inserts rows that were written together, each group in a durable transaction of its own: the records, and the
/// journal's rows where they are given. Returns how long each took, in seconds.
pub(crate) fn insert_each(
    conn: &Connection,
    written: &Written,
    groups: &[Together],
    journal: Option<&[Together]>,
) -> Result<Vec<f64>, Failure> {
    let texts: Vec<String> = written.records.iter().map(TableRows::statement).collect();
    let journal_texts: Vec<String> = written.journal.iter().map(TableRows::statement).collect();
    let mut seconds = Vec::with_capacity(groups.len());
    for (nth, group) in groups.iter().enumerate() {
        let start = std::time::Instant::now();
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for (table, row) in group {
            conn.prepare_cached(&texts[*table])?.execute(params_from_iter(&written.records[*table].rows[*row]))?;
        }
        for (table, row) in journal.and_then(|journal| journal.get(nth)).into_iter().flatten() {
            conn.prepare_cached(&journal_texts[*table])?
                .execute(params_from_iter(&written.journal[*table].rows[*row]))?;
        }
        conn.execute_batch("COMMIT")?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok(seconds)
}
