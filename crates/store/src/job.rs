//! Jobs: long work that was asked for, and what became of it. They are no part of the collection: not journalled, not
//! exported. Who may see and change them is judged by the domain.
//!
//! A job is a row that is written in the transaction that asks for it, so that it is there exactly if that took place. A
//! worker claims it, tells from time to time that it still lives, and writes what came of it. All of these are under the
//! lock of the one writer or touch one row by its worker's name, so that no job is ever claimed twice.
//!
//! The store does not know what is to be done in a job.

mod work;

use vasculum_model::{Code, Error, Kind, Result, Timestamp, Value};

use crate::conn::{Row, Sql};
use crate::dialect::Dialect;
use crate::schema::{IndexShape, TableShape, column};
use crate::tx::Tx;
use crate::write::WriteTx;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Nobody works on it yet.
    Waiting,
    /// A worker is at it.
    Running,
    /// It is done.
    Done,
    /// It could not be done.
    Failed,
    /// Somebody called it off.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word in JSON, commands and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether nothing more will happen by itself.
    pub fn is_ended(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// A file that came of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFile {
    /// The random name under which it is kept.
    pub key: String,
    /// What it is called when it is fetched.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
    /// From when on it is gone.
    pub expires: Timestamp,
}

/// A job that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewJob {
    /// A stable word for what kind of work it is.
    pub kind: String,
    /// What is to be done, as JSON.
    pub what: String,
    /// What it is called in lists.
    pub title: String,
    /// Who asks; nothing for the program itself.
    pub user: Option<i64>,
    /// Their name.
    pub user_name: String,
    /// The collection that they work in.
    pub collection: Option<i64>,
    /// The schedule that asks for it.
    pub schedule: Option<i64>,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number; a later one has a greater number.
    pub id: i64,
    /// What was asked for.
    pub asked: NewJob,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it may begin.
    pub due: Timestamp,
    /// How far it is.
    pub state: JobState,
    /// What is being done, or was done last: a word of the domain.
    pub step: String,
    /// How much is done.
    pub done: i64,
    /// Of how much; 0 if nobody knows.
    pub total: i64,
    /// When it was last begun.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How often it was begun.
    pub tries: i64,
    /// Whether somebody wants it to stop.
    pub is_cancelling: bool,
    /// Whether the person who asked knows that it ended.
    pub is_seen: bool,
    /// Who works on it.
    pub worker: Option<String>,
    /// When the worker last told that it lives.
    pub beat: Option<Timestamp>,
    /// What came of it, in a sentence for people.
    pub message: String,
    /// What came of it, as JSON.
    pub outcome: String,
    /// The file that came of it, as long as it is kept.
    pub file: Option<JobFile>,
}

/// Which jobs a list shows, newest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobQuery {
    /// Those that this user asked for; nothing for everybody’s.
    pub user: Option<i64>,
    /// Those in this state.
    pub state: Option<JobState>,
    /// Those with a smaller number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u64,
}

/// What became of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// How it ended; `Waiting` lets it be tried again.
    pub state: JobState,
    /// What to say of it.
    pub message: String,
    /// The same as JSON.
    pub outcome: String,
    /// The file that came of it.
    pub file: Option<JobFile>,
    /// When it may be tried again.
    pub due: Option<Timestamp>,
    /// How much was done, of how much.
    pub progress: (i64, i64),
}

/// What a worker hears when it tells that it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Go on.
    GoOn,
    /// Somebody wants the job to stop.
    Stop,
    /// The job is no longer this worker's.
    Lost,
}

const COLUMNS: &str = "id, kind, what, title, user_id, user_name, collection_id, schedule, asked_at, due, state, step, \
    done, total, started, ended, tries, is_cancelling, is_seen, worker, beat, message, outcome, file_key, file_name, \
    file_type, file_size, file_expires";

/// The table of jobs.
pub(crate) fn shape() -> TableShape {
    let index = |name: &str, on: &[&str], sparse: bool| IndexShape {
        name: name.to_owned(),
        on: on.iter().map(|name| (*name).to_owned()).collect(),
        unique: false,
        sparse,
        caseless: false,
    };
    TableShape {
        name: "job".to_owned(),
        columns: vec![
            column("id", Kind::Long, true),
            column("kind", Kind::Text, true),
            column("what", Kind::LongText, true),
            column("title", Kind::LongText, true),
            column("user_id", Kind::Long, false),
            column("user_name", Kind::Text, true),
            column("collection_id", Kind::Long, false),
            column("schedule", Kind::Long, false),
            column("asked_at", Kind::Timestamp, true),
            column("due", Kind::Timestamp, true),
            column("state", Kind::Text, true),
            column("step", Kind::Text, true),
            column("done", Kind::Long, true),
            column("total", Kind::Long, true),
            column("started", Kind::Timestamp, false),
            column("ended", Kind::Timestamp, false),
            column("tries", Kind::Long, true),
            column("is_cancelling", Kind::YesNo, true),
            column("is_seen", Kind::YesNo, true),
            column("worker", Kind::Text, false),
            column("beat", Kind::Timestamp, false),
            column("message", Kind::LongText, true),
            column("outcome", Kind::LongText, true),
            column("file_key", Kind::Text, false),
            column("file_name", Kind::LongText, false),
            column("file_type", Kind::Text, false),
            column("file_size", Kind::Long, false),
            column("file_expires", Kind::Timestamp, false),
        ],
        key: vec!["id".to_owned()],
        indexes: vec![
            index("job__user", &["user_id", "id"], false),
            index("job__state", &["state", "due"], false),
            index("job__file", &["file_expires"], true),
        ],
    }
}

pub(crate) fn moment(row: &Row<'_>, at: usize) -> Result<Option<Timestamp>> {
    Ok(match row.value(at, Kind::Timestamp)? {
        Value::Timestamp(at) => Some(at),
        _ => None,
    })
}

fn yes(row: &Row<'_>, at: usize) -> Result<bool> {
    Ok(row.value(at, Kind::YesNo)?.bool().unwrap_or(false))
}

fn read(row: &Row<'_>) -> Result<Job> {
    let state = row.text(10)?;
    let file = match row.maybe_text(23)? {
        Some(key) => Some(JobFile {
            key,
            name: row.text(24)?,
            media_type: row.text(25)?,
            size_bytes: row.int(26)?,
            expires: moment(row, 27)?.unwrap_or(Timestamp(0)),
        }),
        None => None,
    };
    Ok(Job {
        id: row.int(0)?,
        asked: NewJob {
            kind: row.text(1)?,
            what: row.text(2)?,
            title: row.text(3)?,
            user: row.maybe_int(4)?,
            user_name: row.text(5)?,
            collection: row.maybe_int(6)?,
            schedule: row.maybe_int(7)?,
        },
        asked_at: moment(row, 8)?.unwrap_or(Timestamp(0)),
        due: moment(row, 9)?.unwrap_or(Timestamp(0)),
        state: JobState::named(&state)
            .ok_or_else(|| Error::new(Code::Internal, format!("A job is in the state ‘{state}’.")))?,
        step: row.text(11)?,
        done: row.int(12)?,
        total: row.int(13)?,
        started: moment(row, 14)?,
        ended: moment(row, 15)?,
        tries: row.int(16)?,
        is_cancelling: yes(row, 17)?,
        is_seen: yes(row, 18)?,
        worker: row.maybe_text(19)?,
        beat: moment(row, 20)?,
        message: row.text(21)?,
        outcome: row.text(22)?,
        file,
    })
}

/// What stands for now where it is asked what is due. SQLite keeps moments as text, in which a whole second sorts behind
/// its parts, `05Z` behind `05.5Z`: there everything of the present second is due.
pub(crate) fn by_now(dialect: Dialect, now: Timestamp) -> Timestamp {
    match dialect {
        Dialect::Sqlite => Timestamp(now.0 - now.0.rem_euclid(1_000_000)),
        Dialect::Postgres => now,
    }
}

fn find(dialect: Dialect, id: i64) -> Sql {
    let mut sql = Sql::new(dialect, format!("SELECT {COLUMNS} FROM job WHERE id = "));
    sql.bind(id);
    sql
}

impl Tx<'_> {
    /// The job with this number, whoever may see it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn job(&mut self, id: i64) -> Result<Option<Job>> {
        let sql = find(self.dialect(), id);
        Ok(self.rows(&sql, read)?.pop())
    }

    /// Jobs, newest first, whoever may see them.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn jobs(&mut self, query: &JobQuery) -> Result<Vec<Job>> {
        let mut sql = self.sql(format!("SELECT {COLUMNS} FROM job WHERE id < "));
        sql.bind(query.before.unwrap_or(i64::MAX));
        if let Some(user) = query.user {
            sql.push(" AND user_id = ").bind(user);
        }
        if let Some(state) = query.state {
            sql.push(" AND state = ").bind(state.word());
        }
        sql.push(&format!(" ORDER BY id DESC LIMIT {}", query.limit));
        self.rows(&sql, read)
    }

    /// How many jobs of a user wait or run, and how many have ended without their knowing.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn job_counts(&mut self, user: i64) -> Result<(i64, i64)> {
        let sql = counts(self.dialect(), user);
        Ok(self.rows(&sql, |row| Ok((row.int(0)?, row.int(1)?)))?.pop().unwrap_or_default())
    }
}

fn counts(dialect: Dialect, user: i64) -> Sql {
    let no = if dialect == Dialect::Sqlite { "0" } else { "FALSE" };
    let mut sql = Sql::new(
        dialect,
        format!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN ended IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN ended IS NOT NULL AND is_seen = {no} THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM job WHERE user_id = "
        ),
    );
    sql.bind(user);
    sql
}

impl WriteTx<'_> {
    /// Writes a job down together with what else this transaction writes; returns its number.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn ask_job(&mut self, new: &NewJob) -> Result<i64> {
        let next = self.sql("SELECT COALESCE(MAX(id), 0) + 1 FROM job");
        let id = self.rows(&next, |row| row.int(0))?.pop().unwrap_or(1);
        let now = self.now();
        let mut sql = self.sql(
            "INSERT INTO job (id, kind, what, title, user_id, user_name, collection_id, schedule, asked_at, due, state, \
             step, done, total, tries, is_cancelling, is_seen, message, outcome) VALUES (",
        );
        sql.bind(id).push(", ").bind(new.kind.as_str()).push(", ").bind(new.what.as_str()).push(", ");
        sql.bind(new.title.as_str()).push(", ").bind(new.user).push(", ").bind(new.user_name.as_str()).push(", ");
        sql.bind(new.collection).push(", ").bind(new.schedule).push(", ").bind(now).push(", ").bind(now);
        sql.push(", 'waiting', '', 0, 0, 0, ").bind(false).push(", ").bind(false).push(", '', '')");
        self.execute(&sql)?;
        Ok(id)
    }

    /// Asks for a job to stop: one that waits is called off at once, one that runs as soon as its worker hears of it.
    /// Says whether there was anything to stop.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn cancel_job(&mut self, id: i64, message: &str) -> Result<bool> {
        let now = self.now();
        let mut sql = self.sql("UPDATE job SET state = 'cancelled', is_cancelling = ");
        sql.bind(true).push(", ended = ").bind(now).push(", message = ").bind(message);
        sql.push(" WHERE state = 'waiting' AND id = ").bind(id);
        if self.execute(&sql)? > 0 {
            return Ok(true);
        }
        let mut sql = self.sql("UPDATE job SET is_cancelling = ");
        sql.bind(true).push(" WHERE state = 'running' AND id = ").bind(id);
        Ok(self.execute(&sql)? > 0)
    }

    /// Lets a job that failed or was called off be tried once more from the start; says whether it was such a one.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn retry_job(&mut self, id: i64) -> Result<bool> {
        let now = self.now();
        let mut sql = self.sql("UPDATE job SET state = 'waiting', tries = 0, done = 0, total = 0, step = '', due = ");
        sql.bind(now).push(", is_cancelling = ").bind(false).push(", is_seen = ").bind(false);
        sql.push(", ended = NULL, started = NULL, message = '', outcome = '' ");
        sql.push("WHERE state IN ('failed', 'cancelled') AND id = ").bind(id);
        Ok(self.execute(&sql)? > 0)
    }

    /// Writes what became of a job, if it is still this worker's; says whether it is.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn end_job(&mut self, id: i64, worker: &str, ending: &Ending) -> Result<bool> {
        let now = self.now();
        let mut sql = self.sql("UPDATE job SET state = ");
        sql.bind(ending.state.word()).push(", message = ").bind(ending.message.as_str());
        sql.push(", outcome = ").bind(ending.outcome.as_str()).push(", worker = NULL, beat = NULL, ended = ");
        sql.bind(ending.state.is_ended().then_some(now)).push(", due = ").bind(ending.due.unwrap_or(now));
        sql.push(", done = ").bind(ending.progress.0).push(", total = ").bind(ending.progress.1);
        let file = ending.file.as_ref();
        sql.push(", file_key = ").bind(file.map(|file| file.key.clone()));
        sql.push(", file_name = ").bind(file.map(|file| file.name.clone()));
        sql.push(", file_type = ").bind(file.map(|file| file.media_type.clone()));
        sql.push(", file_size = ").bind(file.map(|file| file.size_bytes));
        sql.push(", file_expires = ").bind(file.map(|file| file.expires));
        sql.push(" WHERE state = 'running' AND worker = ").bind(worker).push(" AND id = ").bind(id);
        Ok(self.execute(&sql)? > 0)
    }

    /// Takes a file from its job; returns the random name under which it is kept.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_job_file(&mut self, id: i64) -> Result<Option<String>> {
        let key = self.job(id)?.and_then(|job| job.file).map(|file| file.key);
        let mut sql =
            self.sql("UPDATE job SET file_key = NULL, file_name = NULL, file_type = NULL, file_size = NULL, ");
        sql.push("file_expires = NULL WHERE id = ").bind(id);
        self.execute(&sql)?;
        Ok(key)
    }
}
