//! One record of any table.

use crate::{Col, Result, Table, TableId, Value, model};

/// One record: its table, its id and a value for every column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The table that it stands in.
    pub table: TableId,
    /// Its id; 0 for one that was not saved yet.
    pub id: i64,
    /// One value for every column, in the table's order.
    pub values: Vec<Value>,
}

impl Record {
    /// An empty record that was not saved yet.
    pub fn new(table: TableId) -> Self {
        Self { table, id: 0, values: vec![Value::Null; model().table(table).columns.len()] }
    }

    /// What the model says of its table.
    pub fn of(&self) -> &'static Table {
        model().table(self.table)
    }

    /// The value of a column.
    ///
    /// # Panics
    ///
    /// If the column is one of another table: a slip in the program, which its first test meets.
    pub fn get(&self, column: Col) -> &Value {
        assert_eq!(
            column.0,
            self.table,
            "a column of {} was asked of {}",
            model().table(column.0).name,
            self.of().name
        );
        &self.values[usize::from(column.1)]
    }

    /// Sets the value of a column.
    ///
    /// # Panics
    ///
    /// As [`Record::get`].
    pub fn set(&mut self, column: Col, value: impl Into<Value>) {
        assert_eq!(column.0, self.table, "a column of {} was set in {}", model().table(column.0).name, self.of().name);
        self.values[usize::from(column.1)] = value.into();
    }

    /// The same record with one more value, for building records in one expression.
    #[must_use]
    pub fn with(mut self, column: Col, value: impl Into<Value>) -> Self {
        self.set(column, value);
        self
    }

    /// The value of the column of this name, if the table has one.
    pub fn named(&self, name: &str) -> Option<&Value> {
        self.of().column(name).map(|column| &self.values[usize::from(column)])
    }

    /// Sets the column of this name, where the table has one; says whether it has.
    pub fn set_named(&mut self, name: &str, value: impl Into<Value>) -> bool {
        match self.of().column(name) {
            Some(column) => {
                self.values[usize::from(column)] = value.into();
                true
            }
            None => false,
        }
    }

    /// The text of a column, or nothing.
    pub fn text(&self, column: Col) -> Option<&str> {
        self.get(column).text()
    }

    /// The whole number or linked id of a column, or nothing.
    pub fn int(&self, column: Col) -> Option<i64> {
        self.get(column).int()
    }

    /// Whether a yes-or-no column says yes.
    pub fn is(&self, column: Col) -> bool {
        self.get(column).bool() == Some(true)
    }

    /// How often it was saved.
    pub fn version(&self) -> i64 {
        self.named("version").and_then(Value::int).unwrap_or(0)
    }

    /// The linked id of a column that can't be empty.
    ///
    /// # Errors
    ///
    /// `Internal`, if it is empty all the same.
    pub fn needed(&self, column: Col) -> Result<i64> {
        self.int(column).ok_or_else(|| {
            let (table, name) = (self.of().name, model().column(column).name);
            crate::Error::new(crate::Code::Internal, format!("{table} {} has no {name}.", self.id))
        })
    }
}
