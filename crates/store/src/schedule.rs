//! Schedules: work that is asked for again and again. They are no part of the collection: not exported; that somebody
//! makes or changes one is journalled by the domain, which also judges who may.
//!
//! The store knows when a schedule is next due, and not what is to be done then.

use vasculum_model::{Kind, Result, Timestamp};

use crate::conn::Row;
use crate::job::{by_now, moment};
use crate::schema::{IndexShape, TableShape, column};
use crate::tx::Tx;
use crate::write::WriteTx;

/// Work that is asked for again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its number; 0 for one that is new.
    pub id: i64,
    /// Whose it is: with their rights it is done.
    pub user: Option<i64>,
    /// Their name.
    pub user_name: String,
    /// The collection that it is done in.
    pub collection: Option<i64>,
    /// What it is called.
    pub title: String,
    /// What is to be done, as JSON.
    pub what: String,
    /// When, as JSON.
    pub rhythm: String,
    /// Where the result is sent; nothing for nowhere.
    pub mail_to: Option<String>,
    /// Whether it rests.
    pub is_paused: bool,
    /// When it was made.
    pub made: Timestamp,
    /// When it is next due; nothing while it rests.
    pub next: Option<Timestamp>,
    /// When it was last asked for.
    pub last: Option<Timestamp>,
    /// The job that was asked for last.
    pub last_job: Option<i64>,
}

const COLUMNS: &str = "id, user_id, user_name, collection_id, title, what, rhythm, mail_to, is_paused, made, next_at, \
    last_at, last_job";

/// The table of schedules.
pub(crate) fn shape() -> TableShape {
    TableShape {
        name: "schedule".to_owned(),
        columns: vec![
            column("id", Kind::Long, true),
            column("user_id", Kind::Long, false),
            column("user_name", Kind::Text, true),
            column("collection_id", Kind::Long, false),
            column("title", Kind::LongText, true),
            column("what", Kind::LongText, true),
            column("rhythm", Kind::LongText, true),
            column("mail_to", Kind::LongText, false),
            column("is_paused", Kind::YesNo, true),
            column("made", Kind::Timestamp, true),
            column("next_at", Kind::Timestamp, false),
            column("last_at", Kind::Timestamp, false),
            column("last_job", Kind::Long, false),
        ],
        key: vec!["id".to_owned()],
        indexes: vec![IndexShape {
            name: "schedule__next".to_owned(),
            on: vec!["next_at".to_owned()],
            unique: false,
            sparse: true,
            caseless: false,
        }],
    }
}

fn read(row: &Row<'_>) -> Result<Schedule> {
    Ok(Schedule {
        id: row.int(0)?,
        user: row.maybe_int(1)?,
        user_name: row.text(2)?,
        collection: row.maybe_int(3)?,
        title: row.text(4)?,
        what: row.text(5)?,
        rhythm: row.text(6)?,
        mail_to: row.maybe_text(7)?,
        is_paused: row.value(8, Kind::YesNo)?.bool().unwrap_or(false),
        made: moment(row, 9)?.unwrap_or(Timestamp(0)),
        next: moment(row, 10)?,
        last: moment(row, 11)?,
        last_job: row.maybe_int(12)?,
    })
}

impl Tx<'_> {
    /// The schedule with this number, whoever may see it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn schedule(&mut self, id: i64) -> Result<Option<Schedule>> {
        let mut sql = self.sql(format!("SELECT {COLUMNS} FROM schedule WHERE id = "));
        sql.bind(id);
        Ok(self.rows(&sql, read)?.pop())
    }

    /// The schedules of a user, without a user everybody's, in the order in which they were made.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn schedules(&mut self, user: Option<i64>) -> Result<Vec<Schedule>> {
        let mut sql = self.sql(format!("SELECT {COLUMNS} FROM schedule"));
        if let Some(user) = user {
            sql.push(" WHERE user_id = ").bind(user);
        }
        sql.push(" ORDER BY id");
        self.rows(&sql, read)
    }

    /// The schedules that are due.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn due_schedules(&mut self) -> Result<Vec<Schedule>> {
        let mut sql = self.sql(format!("SELECT {COLUMNS} FROM schedule WHERE next_at IS NOT NULL AND next_at <= "));
        sql.bind(by_now(self.dialect(), self.now())).push(" ORDER BY next_at, id");
        self.rows(&sql, read)
    }
}

impl WriteTx<'_> {
    /// Keeps a schedule, a new one if its number is 0; returns its number.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn put_schedule(&mut self, schedule: &Schedule) -> Result<i64> {
        let id = match schedule.id {
            0 => {
                // Jobs remember schedules that are gone.
                let text =
                    "SELECT COALESCE((SELECT MAX(id) FROM schedule), 0), COALESCE((SELECT MAX(schedule) FROM job), 0)";
                let known = self.sql(text);
                let known = self.rows(&known, |row| Ok(row.int(0)?.max(row.int(1)?)))?;
                known.first().map_or(1, |greatest| greatest + 1)
            }
            id => id,
        };
        let mut sql = self.sql(format!("INSERT INTO schedule ({COLUMNS}) VALUES ("));
        sql.bind(id).push(", ").bind(schedule.user).push(", ").bind(schedule.user_name.as_str()).push(", ");
        sql.bind(schedule.collection).push(", ").bind(schedule.title.as_str()).push(", ");
        sql.bind(schedule.what.as_str()).push(", ").bind(schedule.rhythm.as_str()).push(", ");
        sql.bind(schedule.mail_to.clone()).push(", ").bind(schedule.is_paused).push(", ").bind(schedule.made);
        sql.push(", ").bind(schedule.next).push(", ").bind(schedule.last).push(", ").bind(schedule.last_job);
        sql.push(") ON CONFLICT (id) DO UPDATE SET collection_id = excluded.collection_id, title = excluded.title, what = excluded.what, ");
        sql.push("rhythm = excluded.rhythm, mail_to = excluded.mail_to, is_paused = excluded.is_paused, ");
        sql.push("next_at = excluded.next_at, last_at = excluded.last_at, last_job = excluded.last_job");
        self.execute(&sql)?;
        Ok(id)
    }

    /// Deletes a schedule; says whether there was one.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn delete_schedule(&mut self, id: i64) -> Result<bool> {
        let mut sql = self.sql("DELETE FROM schedule WHERE id = ");
        sql.bind(id);
        Ok(self.execute(&sql)? > 0)
    }
}
