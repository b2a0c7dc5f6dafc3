//! What people typed into forms and did not save yet. It is no part of the collection: not journalled, not exported,
//! and seen by nobody but the person who typed it.
//!
//! The store keeps it under a name that its maker chooses, and does not know what stands in it.

use vasculum_model::{Kind, Result, TableId, Timestamp, Value, model};

use crate::conn::{Row, Sql};
use crate::db::Database;
use crate::dialect::Dialect;
use crate::journal::numbered_table;
use crate::tx::Tx;
use crate::write::WriteTx;

/// What one person typed into one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// Whose it is.
    pub user: i64,
    /// Names it among those of the same person.
    pub name: String,
    /// The table of the record.
    pub table: TableId,
    /// The record; nothing for a new one.
    pub record: Option<i64>,
    /// The collection in which the person worked.
    pub collection: Option<i64>,
    /// What it is called in lists.
    pub title: String,
    /// When the person began to type; kept when more is typed.
    pub began: Timestamp,
    /// When it was kept last.
    pub kept: Timestamp,
    /// What was typed, as its maker writes it. Empty in lists.
    pub data: String,
}

const COLUMNS: &str = "user_id, name, table_number, record, collection_id, title, began, kept";

fn read(row: &Row<'_>, has_data: bool) -> Result<Unsaved> {
    let moment = |value: Value| match value {
        Value::Timestamp(at) => at,
        _ => Timestamp(0),
    };
    Ok(Unsaved {
        user: row.int(0)?,
        name: row.text(1)?,
        table: numbered_table(row.int(2)?)?.id,
        record: row.maybe_int(3)?,
        collection: row.maybe_int(4)?,
        title: row.text(5)?,
        began: moment(row.value(6, Kind::Timestamp)?),
        kept: moment(row.value(7, Kind::Timestamp)?),
        data: if has_data { row.text(8)? } else { String::new() },
    })
}

fn keep(dialect: Dialect, unsaved: &Unsaved) -> Sql {
    let mut sql = Sql::new(dialect, format!("INSERT INTO unsaved ({COLUMNS}, data) VALUES ("));
    sql.bind(unsaved.user).push(", ").bind(unsaved.name.as_str()).push(", ");
    sql.bind(i64::from(model().table(unsaved.table).number)).push(", ").bind(unsaved.record).push(", ");
    sql.bind(unsaved.collection).push(", ").bind(unsaved.title.as_str()).push(", ");
    sql.bind(unsaved.began).push(", ").bind(unsaved.kept).push(", ").bind(unsaved.data.as_str());
    sql.push(") ON CONFLICT (user_id, name) DO UPDATE SET table_number = excluded.table_number, ");
    sql.push("record = excluded.record, collection_id = excluded.collection_id, title = excluded.title, ");
    sql.push("kept = excluded.kept, data = excluded.data");
    sql
}

fn find(dialect: Dialect, user: i64, name: &str) -> Sql {
    let mut sql = Sql::new(dialect, format!("SELECT {COLUMNS}, data FROM unsaved WHERE user_id = "));
    sql.bind(user).push(" AND name = ").bind(name);
    sql
}

fn list(dialect: Dialect, user: i64) -> Sql {
    let mut sql = Sql::new(dialect, format!("SELECT {COLUMNS} FROM unsaved WHERE user_id = "));
    sql.bind(user).push(" ORDER BY kept DESC, name");
    sql
}

fn forget(dialect: Dialect, user: i64, name: &str) -> Sql {
    let mut sql = Sql::new(dialect, "DELETE FROM unsaved WHERE user_id = ");
    sql.bind(user).push(" AND name = ").bind(name);
    sql
}

impl Tx<'_> {
    /// What this person typed under this name.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn unsaved(&mut self, user: i64, name: &str) -> Result<Option<Unsaved>> {
        let sql = find(self.dialect(), user, name);
        Ok(self.rows(&sql, |row| read(row, true))?.pop())
    }

    /// Everything that this person typed and did not save, latest first, without what stands in it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn all_unsaved(&mut self, user: i64) -> Result<Vec<Unsaved>> {
        let sql = list(self.dialect(), user);
        self.rows(&sql, |row| read(row, false))
    }
}

impl WriteTx<'_> {
    /// Forgets what this person typed under this name, together with what else this transaction writes: it was saved.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn forget_unsaved(&mut self, user: i64, name: &str) -> Result<bool> {
        let sql = forget(self.dialect(), user, name);
        Ok(self.execute(&sql)? > 0)
    }
}

impl Database {
    /// Keeps what somebody typed; what they typed before under the same name is replaced.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn keep_unsaved(&self, unsaved: &Unsaved) -> Result<()> {
        self.write_raw(|conn| conn.execute(&keep(conn.dialect(), unsaved)).map(drop))
    }

    /// Forgets what this person typed under this name; says whether there was anything.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn forget_unsaved(&self, user: i64, name: &str) -> Result<bool> {
        self.write_raw(|conn| Ok(conn.execute(&forget(conn.dialect(), user, name))? > 0))
    }
}
