//! Whole dumps: everything that one collection may see, as JSON or as SQL; and single lists, as JSON or CSV.
//!
//! A dump is written while it is read, in constant memory, and holds every table with at least one record. Passwords
//! are never part of it.

use std::io::Write;

use vasculum_formats::table::{CsvWriter, Dialect};
use vasculum_model::{Column, Error, Kind, Record, Result, Table, Value, model};
use vasculum_store::{Select, Tx, value_to_json};

/// What a dump holds: the tables with their numbers of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dumped {
    /// Tables in the order of the dump.
    pub tables: Vec<(&'static str, u64)>,
}

impl Dumped {
    /// How many records the dump holds.
    pub fn records(&self) -> u64 {
        self.tables.iter().map(|(_, count)| count).sum()
    }
}

/// Writes a dump as one JSON document: `{"format": …, "tables": {"Accession": [{"id": 1, …}], …}}`. Values that are
/// not known are left out; decimals, dates and times are text, so that nothing is rounded.
///
/// # Errors
///
/// `Internal`, if the file can't be written or the database can't be read.
pub fn json(tx: &mut Tx<'_>, out: &mut dyn Write, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<Dumped> {
    put(out, "{\"format\":\"vasculum-dump-1\",\"tables\":{")?;
    let mut tables = 0;
    let dumped = each_table(tx, progress, |table, record, first| {
        if first {
            put(out, if tables == 0 { "\n" } else { "\n],\n" })?;
            put(out, &format!("\"{}\":[\n", table.name))?;
            tables += 1;
        } else {
            put(out, ",\n")?;
        }
        put(out, &json_record(table, record))
    })?;
    put(out, if tables == 0 { "}}\n" } else { "\n]\n}}\n" })?;
    Ok(dumped)
}

fn json_record(table: &Table, record: &Record) -> String {
    let mut map = serde_json::Map::new();
    map.insert("id".to_owned(), record.id.into());
    for (column, value) in table.columns.iter().zip(&record.values) {
        if !value.is_null() && !is_secret(table, column) {
            map.insert(column.name.to_owned(), value_to_json(value));
        }
    }
    serde_json::Value::Object(map).to_string()
}

/// Writes the records that a question asks for as one JSON document, `[{"id": 1, …}, …]`, each as in a dump.
///
/// # Errors
///
/// As [`json`]; `Forbidden`, if the person may not read the table.
pub fn records_json(tx: &mut Tx<'_>, select: &Select, out: &mut dyn Write) -> Result<u64> {
    let table = model().table(select.table);
    let mut count = 0;
    put(out, "[")?;
    tx.for_each(select, |record| {
        put(out, if count == 0 { "\n" } else { ",\n" })?;
        count += 1;
        put(out, &json_record(table, &record))
    })?;
    put(out, "\n]\n")?;
    Ok(count)
}

/// Writes the records that a question asks for as a table of comma-separated values: the id and every field of the
/// table that is no spare or has a value in one of them; links as the ids of the linked records.
///
/// The records are read twice, for nobody knows before which columns are in use.
///
/// # Errors
///
/// As [`records_json`].
pub fn records_csv(tx: &mut Tx<'_>, select: &Select, out: &mut dyn Write) -> Result<u64> {
    let table = model().table(select.table);
    let mut used: Vec<bool> = table.columns.iter().map(|column| !column.spare).collect();
    tx.for_each(select, |record| {
        used.iter_mut().zip(&record.values).for_each(|(used, value)| *used |= !value.is_null());
        Ok(())
    })?;
    let shown: Vec<usize> = (0..used.len()).filter(|at| used[*at] && !is_secret(table, &table.columns[*at])).collect();
    let mut csv = Csv::new(out);
    let names = shown.iter().map(|at| table.columns[*at].name.to_owned());
    csv.row(&std::iter::once("id".to_owned()).chain(names).collect::<Vec<_>>())?;
    let mut count = 0;
    tx.for_each(select, |record| {
        count += 1;
        let values = shown.iter().map(|at| record.values[*at].to_string());
        csv.row(&std::iter::once(record.id.to_string()).chain(values).collect::<Vec<_>>())
    })?;
    csv.finish()?;
    Ok(count)
}

/// A table of comma-separated values on its way out.
pub struct Csv<'o> {
    writer: CsvWriter<&'o mut dyn Write>,
}

impl<'o> Csv<'o> {
    /// A table without rows yet.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { writer: CsvWriter::new(out, Dialect::CSV) }
    }

    /// Writes one row.
    ///
    /// # Errors
    ///
    /// `Internal`, if the file can't be written.
    pub fn row(&mut self, values: &[String]) -> Result<()> {
        self.writer.row(values).map_err(not_written)
    }

    /// Writes what was gathered and not written yet.
    ///
    /// # Errors
    ///
    /// `Internal`, if the file can't be written.
    pub fn finish(self) -> Result<()> {
        self.writer.finish().map(drop).map_err(not_written)
    }
}

/// Writes a dump as SQL that PostgreSQL and SQLite both run: one `CREATE TABLE` and one `INSERT` a record for every
/// table that has records, without constraints, so that the order does not matter.
///
/// # Errors
///
/// `Internal`, if the file can't be written or the database can't be read.
pub fn sql(tx: &mut Tx<'_>, out: &mut dyn Write, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<Dumped> {
    put(
        out,
        "-- Written by Vasculum. Table and column names are explained in the data dictionary of the manual.\nBEGIN;\n",
    )?;
    let dumped = each_table(tx, progress, |table, record, first| {
        if first {
            put(out, &create_table(table))?;
        }
        put(out, &insert(table, record))
    })?;
    put(out, "COMMIT;\n")?;
    Ok(dumped)
}

fn create_table(table: &Table) -> String {
    let mut text = format!("CREATE TABLE \"{}\" (\"id\" BIGINT PRIMARY KEY", table.sql);
    for column in table.columns.iter().filter(|column| !is_secret(table, column)) {
        let kind = match column.kind {
            kind if kind.is_integer() => "BIGINT",
            kind if kind.is_date() => "DATE",
            Kind::YesNo => "BOOLEAN",
            Kind::Decimal => "NUMERIC",
            Kind::Float => "DOUBLE PRECISION",
            Kind::Timestamp => "TIMESTAMP",
            _ => "TEXT",
        };
        text.push_str(&format!(", \"{}\" {kind}", column.sql));
    }
    text.push_str(");\n");
    text
}

fn insert(table: &Table, record: &Record) -> String {
    let (mut columns, mut values) = ("\"id\"".to_owned(), record.id.to_string());
    for (column, value) in table.columns.iter().zip(&record.values) {
        if value.is_null() || is_secret(table, column) {
            continue;
        }
        columns.push_str(&format!(", \"{}\"", column.sql));
        values.push_str(", ");
        match value {
            Value::Int(_) | Value::Float(_) | Value::Decimal(_) | Value::Bool(_) => values.push_str(&value.to_string()),
            other => values.push_str(&format!("'{}'", other.to_string().replace('\'', "''"))),
        }
    }
    format!("INSERT INTO \"{}\" ({columns}) VALUES ({values});\n", table.sql)
}

pub(crate) fn is_secret(table: &Table, column: &Column) -> bool {
    table.name == "SpecifyUser" && column.name == "password"
}

/// Hands every record of every table that the person may read to `each`, which hears when a new table begins.
fn each_table(
    tx: &mut Tx<'_>,
    progress: &mut dyn FnMut(&str, u64, u64),
    mut each: impl FnMut(&'static Table, &Record, bool) -> Result<()>,
) -> Result<Dumped> {
    let mut dumped = Dumped::default();
    let tables = model().tables();
    let all = tables.len() as u64;
    for (done, table) in tables.enumerate() {
        progress(table.name, done as u64, all);
        let mut count = 0;
        tx.for_each(&Select::all(table.id), |record| {
            count += 1;
            each(table, &record, count == 1)
        })?;
        if count > 0 {
            dumped.tables.push((table.name, count));
        }
    }
    Ok(dumped)
}

fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(not_written)
}

fn not_written(cause: std::io::Error) -> Error {
    Error::internal("The file can't be written.", cause).hint("Is there enough space on the disk?")
}
