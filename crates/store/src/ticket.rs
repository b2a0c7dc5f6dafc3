//! Tickets: sessions, tokens and remembered answers. They are no part of the collection: not journalled, not exported.
//!
//! The store knows a ticket only by the digest of its secret, and does not know what it is good for.

use vasculum_model::{Kind, Result, Timestamp, Value};

use crate::conn::{Row, Sql};
use crate::db::Database;
use crate::dialect::Dialect;
use crate::tx::Tx;
use crate::write::WriteTx;

/// One ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// What it is good for, for example `session` or `token`.
    pub kind: String,
    /// The digest of its secret.
    pub digest: String,
    /// The user that it was made for.
    pub user: Option<i64>,
    /// When it was made.
    pub made: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// From when on it is void.
    pub expires: Option<Timestamp>,
    /// Whatever its maker wants to remember, as JSON.
    pub data: String,
}

const COLUMNS: &str = "kind, digest, user_id, made, seen, expires, data";

fn read(row: &Row<'_>) -> Result<Ticket> {
    let moment = |value: Value| match value {
        Value::Timestamp(at) => Some(at),
        _ => None,
    };
    Ok(Ticket {
        kind: row.text(0)?,
        digest: row.text(1)?,
        user: row.maybe_int(2)?,
        made: moment(row.value(3, Kind::Timestamp)?).unwrap_or(Timestamp(0)),
        seen: moment(row.value(4, Kind::Timestamp)?).unwrap_or(Timestamp(0)),
        expires: moment(row.value(5, Kind::Timestamp)?),
        data: row.text(6)?,
    })
}

fn put(dialect: Dialect, ticket: &Ticket) -> Sql {
    let mut sql = Sql::new(dialect, format!("INSERT INTO ticket ({COLUMNS}) VALUES ("));
    sql.bind(ticket.kind.as_str()).push(", ").bind(ticket.digest.as_str()).push(", ").bind(ticket.user);
    sql.push(", ").bind(ticket.made).push(", ").bind(ticket.seen).push(", ").bind(ticket.expires);
    sql.push(", ").bind(ticket.data.as_str());
    sql.push(") ON CONFLICT (kind, digest) DO UPDATE SET user_id = excluded.user_id, made = excluded.made, ");
    sql.push("seen = excluded.seen, expires = excluded.expires, data = excluded.data");
    sql
}

fn find(dialect: Dialect, kind: &str, digest: &str) -> Sql {
    let mut sql = Sql::new(dialect, format!("SELECT {COLUMNS} FROM ticket WHERE kind = "));
    sql.bind(kind).push(" AND digest = ").bind(digest);
    sql
}

impl Ticket {
    fn is_good_at(&self, now: Timestamp) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }
}

impl Tx<'_> {
    /// The ticket with this digest, unless it is void.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn ticket(&mut self, kind: &str, digest: &str) -> Result<Option<Ticket>> {
        let (sql, now) = (find(self.dialect(), kind, digest), self.now());
        Ok(self.rows(&sql, read)?.pop().filter(|ticket| ticket.is_good_at(now)))
    }
}

impl WriteTx<'_> {
    /// Keeps a ticket together with what else this transaction writes; one of the same kind and digest is replaced.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn put_ticket(&mut self, ticket: &Ticket) -> Result<()> {
        let sql = put(self.dialect(), ticket);
        self.execute(&sql).map(drop)
    }

    /// Takes a ticket back together with what else this transaction writes, unless it is void, and returns it: of two
    /// that come with the same ticket at once only one gets it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_ticket(&mut self, kind: &str, digest: &str) -> Result<Option<Ticket>> {
        let Some(ticket) = self.ticket(kind, digest)? else { return Ok(None) };
        let mut sql = self.sql("DELETE FROM ticket WHERE kind = ");
        sql.bind(kind).push(" AND digest = ").bind(digest);
        Ok((self.execute(&sql)? > 0).then_some(ticket))
    }
}

impl Database {
    /// Keeps a ticket; one of the same kind and digest is replaced.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn put_ticket(&self, ticket: &Ticket) -> Result<()> {
        self.write_raw(|conn| conn.execute(&put(conn.dialect(), ticket)).map(drop))
    }

    /// The ticket with this digest, unless it is void.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn ticket(&self, kind: &str, digest: &str) -> Result<Option<Ticket>> {
        let now = self.now();
        self.read_raw(|conn| {
            let sql = find(conn.dialect(), kind, digest);
            Ok(conn.first(&sql, read)?.filter(|ticket| ticket.is_good_at(now)))
        })
    }

    /// The tickets of a user, newest first; without a user those of everybody.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn tickets(&self, kind: &str, user: Option<i64>) -> Result<Vec<Ticket>> {
        self.read_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), format!("SELECT {COLUMNS} FROM ticket WHERE kind = "));
            sql.bind(kind);
            if let Some(user) = user {
                sql.push(" AND user_id = ").bind(user);
            }
            sql.push(" ORDER BY made DESC");
            conn.rows(&sql, read)
        })
    }

    /// Notes that a ticket was used.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn touch_ticket(&self, kind: &str, digest: &str, expires: Option<Timestamp>) -> Result<()> {
        let now = self.now();
        self.write_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), "UPDATE ticket SET seen = ");
            sql.bind(now).push(", expires = ").bind(expires);
            sql.push(" WHERE kind = ").bind(kind).push(" AND digest = ").bind(digest);
            conn.execute(&sql).map(drop)
        })
    }

    /// Takes a ticket back; says whether there was one.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_ticket(&self, kind: &str, digest: &str) -> Result<bool> {
        self.write_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), "DELETE FROM ticket WHERE kind = ");
            sql.bind(kind).push(" AND digest = ").bind(digest);
            Ok(conn.execute(&sql)? > 0)
        })
    }

    /// Takes back all tickets of a user, of one kind; returns how many.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_tickets(&self, kind: &str, user: i64) -> Result<u64> {
        self.write_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), "DELETE FROM ticket WHERE kind = ");
            sql.bind(kind).push(" AND user_id = ").bind(user);
            conn.execute(&sql)
        })
    }

    /// Forgets the tickets that are void; returns how many.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn forget_void_tickets(&self) -> Result<u64> {
        let now = self.now();
        self.write_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), "DELETE FROM ticket WHERE expires IS NOT NULL AND expires < ");
            sql.bind(now);
            conn.execute(&sql)
        })
    }
}
