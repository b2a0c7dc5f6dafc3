//! Asking the database for a few columns of many records.

use std::collections::BTreeSet;

use vasculum_model::{Col, Path, Result, Table, TableId, Value, model};
use vasculum_store::{Filter, Select, Test, Tx};

use crate::gates::{self, Gate};

/// Which columns of a table are wanted.
pub(crate) struct Wanted {
    table: &'static Table,
    paths: Vec<Path>,
    gates: usize,
}

/// What came back of one record.
pub(crate) struct Row {
    pub id: i64,
    pub gate: Gate,
    values: Vec<Value>,
    first: usize,
}

impl Row {
    /// The value of the column that was wanted at this place.
    pub(crate) fn at(&self, at: usize) -> &Value {
        self.values.get(self.first + at).unwrap_or(&Value::Null)
    }

    pub(crate) fn int(&self, at: usize) -> Option<i64> {
        self.at(at).int()
    }

    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        self.at(at).text().filter(|text| !text.is_empty())
    }

    /// Every text from this place on.
    pub(crate) fn texts(&self, from: usize) -> impl Iterator<Item = &str> {
        self.values.iter().skip(self.first + from).filter_map(Value::text).filter(|text| !text.is_empty())
    }
}

fn own(table: TableId, column: Option<u16>) -> Path {
    Path { base: table, steps: Vec::new(), table, column }
}

impl Wanted {
    /// These columns, then these too.
    pub(crate) fn of(table: TableId, columns: &[Col], more: &[u16]) -> Self {
        let of = model().table(table);
        let gates = gates::columns(of);
        let columns = columns.iter().map(|column| column.1).chain(more.iter().copied());
        let paths = std::iter::once(own(table, None))
            .chain(gates.iter().copied().chain(columns).map(|column| own(table, Some(column))))
            .collect();
        Self { table: of, paths, gates: gates.len() }
    }

    /// The records that pass, by id.
    pub(crate) fn read(&self, tx: &mut Tx<'_>, filter: Filter, limit: Option<u64>) -> Result<Vec<Row>> {
        let mut select = Select::all(self.table.id).matching(filter);
        select.limit = limit;
        let row = |values: Vec<Value>| Row {
            id: values[0].int().unwrap_or_default(),
            gate: gates::gate(self.table, &values[1..=self.gates]),
            first: 1 + self.gates,
            values,
        };
        Ok(tx.values(&select, &self.paths)?.into_iter().map(row).collect())
    }

    /// Those of the records with an id.
    pub(crate) fn by_id(&self, tx: &mut Tx<'_>, ids: &BTreeSet<i64>) -> Result<Vec<Row>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let filter = match span(ids) {
            Some((first, last)) => {
                let test = |test| Filter::test_id(self.table.id, test);
                Filter::And(vec![test(Test::AtLeast(Value::Int(first))), test(Test::AtMost(Value::Int(last)))])
            }
            None => Filter::Ids(ids.iter().copied().collect()),
        };
        let mut rows = self.read(tx, filter, None)?;
        // A range holds others too.
        rows.retain(|row| ids.contains(&row.id));
        Ok(rows)
    }

    /// The records that link to one of these in a column; some that link to others may be among them.
    pub(crate) fn behind(&self, tx: &mut Tx<'_>, column: Col, ids: &BTreeSet<i64>) -> Result<Vec<Row>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let test = |test| Filter::test(column, test);
        let filter = match span(ids) {
            Some((first, last)) => {
                Filter::And(vec![test(Test::AtLeast(Value::Int(first))), test(Test::AtMost(Value::Int(last)))])
            }
            None => test(Test::In(ids.iter().map(|id| Value::Int(*id)).collect())),
        };
        self.read(tx, filter, None)
    }
}

/// First and last of ids that stand so near to each other that one range of an index is quicker than to look for each.
fn span(ids: &BTreeSet<i64>) -> Option<(i64, i64)> {
    let (first, last) = (*ids.first()?, *ids.last()?);
    (last - first < 2 * ids.len() as i64).then_some((first, last))
}

/// Columns whose text says nothing to people.
const SILENT: &[&str] = &["guid", "gml", "attachmentLocation", "attachmentStorageConfig", "labelFormat", "password"];

/// The columns of a table that hold text, the institution's own ones too, without those that are named.
pub(crate) fn text_columns(table: &Table, without: &[Col]) -> Vec<u16> {
    (0_u16..)
        .zip(&table.columns)
        .filter(|(at, column)| {
            column.kind.is_text() && !SILENT.contains(&column.name) && !without.contains(&Col(table.id, *at))
        })
        .map(|(at, _)| at)
        .collect()
}
