//! What workers do with jobs, and what is swept away: statements outside of anybody's transaction.

use vasculum_model::{Result, Timestamp};

use super::{COLUMNS, Heard, Job, JobState, by_now, counts, find, read, yes};
use crate::conn::{Conn, Sql};
use crate::db::Database;
use crate::dialect::Dialect;

impl Database {
    /// As [`Tx::job_counts`], with one statement alone: every page asks.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn job_counts(&self, user: i64) -> Result<(i64, i64)> {
        self.read_raw(|conn| {
            let sql = counts(conn.dialect(), user);
            Ok(conn.first(&sql, |row| Ok((row.int(0)?, row.int(1)?)))?.unwrap_or_default())
        })
    }

    /// Gives the job that waited longest to a worker; nothing if none is due. Of several workers that ask at once only
    /// one gets it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn claim_job(&self, worker: &str) -> Result<Option<Job>> {
        let now = self.now();
        let due = |conn: &mut Conn| {
            let mut sql = Sql::new(conn.dialect(), "SELECT id FROM job WHERE state = 'waiting' AND due <= ");
            sql.bind(by_now(conn.dialect(), now)).push(" ORDER BY due, id LIMIT 1");
            conn.first(&sql, |row| row.int(0))
        };
        // Most of the time there is nothing to do, and then nobody need wait for the writer.
        if self.read_raw(due)?.is_none() {
            return Ok(None);
        }
        self.write_raw(|conn| {
            let Some(id) = due(conn)? else { return Ok(None) };
            let mut sql = Sql::new(conn.dialect(), "UPDATE job SET state = 'running', tries = tries + 1, worker = ");
            sql.bind(worker).push(", started = ").bind(now).push(", beat = ").bind(now);
            sql.push(", done = 0, total = 0, step = '', message = '' WHERE id = ").bind(id);
            conn.execute(&sql)?;
            conn.first(&find(conn.dialect(), id), read)
        })
    }

    /// Tells that a worker lives and how far it is, and hears whether to go on.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn beat_job(&self, id: i64, worker: &str, step: &str, done: i64, total: i64) -> Result<Heard> {
        let now = self.now();
        self.one_statement(|conn| {
            let mut sql = Sql::new(conn.dialect(), "UPDATE job SET beat = ");
            sql.bind(now).push(", step = ").bind(step).push(", done = ").bind(done).push(", total = ").bind(total);
            sql.push(" WHERE state = 'running' AND worker = ").bind(worker).push(" AND id = ").bind(id);
            sql.push(" RETURNING is_cancelling");
            let heard = conn.first(&sql, |row| yes(row, 0))?;
            Ok(heard.map_or(Heard::Lost, |stop| if stop { Heard::Stop } else { Heard::GoOn }))
        })
    }

    /// The jobs that run, each with its worker and when that last told that it lives.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn running_jobs(&self) -> Result<Vec<Job>> {
        self.read_raw(|conn| {
            let text = format!("SELECT {COLUMNS} FROM job WHERE state = 'running' ORDER BY id");
            conn.rows(&Sql::new(conn.dialect(), text), read)
        })
    }

    /// Takes a job from a worker that is gone, if nothing was heard of it since `beat`: it waits again, or has failed with
    /// `message` if it was begun `most_tries` times. Says whether it was taken.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_from_worker(&self, job: &Job, most_tries: i64, message: &str) -> Result<bool> {
        let now = self.now();
        let state = if job.tries >= most_tries { JobState::Failed } else { JobState::Waiting };
        self.write_raw(|conn| {
            let mut sql = Sql::new(conn.dialect(), "UPDATE job SET state = ");
            sql.bind(state.word()).push(", worker = NULL, beat = NULL, due = ").bind(now);
            sql.push(", ended = ").bind(state.is_ended().then_some(now)).push(", message = ");
            sql.bind(if state.is_ended() { message } else { "" })
                .push(" WHERE state = 'running' AND id = ")
                .bind(job.id);
            sql.push(" AND worker = ").bind(job.worker.clone()).push(" AND beat = ").bind(job.beat);
            Ok(conn.execute(&sql)? > 0)
        })
    }

    /// Gives back what a worker has and did not end, because it stops: it counts as never begun.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn give_jobs_back(&self, worker: &str) -> Result<u64> {
        self.write_raw(|conn| {
            let mut sql =
                Sql::new(conn.dialect(), "UPDATE job SET state = 'waiting', tries = tries - 1, worker = NULL, ");
            sql.push("beat = NULL, started = NULL WHERE state = 'running' AND worker = ").bind(worker);
            conn.execute(&sql)
        })
    }

    /// Notes that a person knows of all their jobs that have ended.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn see_jobs(&self, user: i64) -> Result<()> {
        let mark = |conn: &mut Conn, text: &str| {
            let mut sql = Sql::new(conn.dialect(), text);
            sql.bind(user).push(" AND ended IS NOT NULL AND is_seen = ").bind(false);
            sql
        };
        let unseen = self.read_raw(|conn| {
            let sql = mark(conn, "SELECT id FROM job WHERE user_id = ");
            conn.first(&sql, |row| row.int(0))
        })?;
        if unseen.is_none() {
            return Ok(());
        }
        self.write_raw(|conn| {
            let seen = if conn.dialect() == Dialect::Sqlite { "1" } else { "TRUE" };
            let sql = mark(conn, &format!("UPDATE job SET is_seen = {seen} WHERE user_id = "));
            conn.execute(&sql).map(drop)
        })
    }

    /// Takes from their jobs the files whose time is over; returns the random names under which they are kept.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn take_expired_job_files(&self) -> Result<Vec<String>> {
        let now = self.now();
        let expired = |conn: &mut Conn| {
            let mut sql = Sql::new(conn.dialect(), "SELECT file_key FROM job WHERE file_expires IS NOT NULL ");
            sql.push("AND file_expires < ").bind(now);
            conn.rows(&sql, |row| row.text(0))
        };
        if self.read_raw(expired)?.is_empty() {
            return Ok(Vec::new());
        }
        self.write_raw(|conn| {
            let keys = expired(conn)?;
            let mut sql =
                Sql::new(conn.dialect(), "UPDATE job SET file_key = NULL, file_name = NULL, file_type = NULL, ");
            sql.push("file_size = NULL, file_expires = NULL WHERE file_expires IS NOT NULL AND file_expires < ")
                .bind(now);
            conn.execute(&sql)?;
            Ok(keys)
        })
    }

    /// The random names of all files that belong to a job.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn job_file_keys(&self) -> Result<Vec<String>> {
        self.read_raw(|conn| {
            let sql = Sql::new(conn.dialect(), "SELECT file_key FROM job WHERE file_key IS NOT NULL");
            conn.rows(&sql, |row| row.text(0))
        })
    }

    /// Forgets jobs without a file that ended before this moment; returns how many. The latest job stays, so that no
    /// number is given away twice.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn forget_jobs(&self, before: Timestamp) -> Result<u64> {
        let past = |conn: &mut Conn, text: &str| {
            let mut sql = Sql::new(conn.dialect(), text);
            sql.push(" WHERE file_key IS NULL AND ended IS NOT NULL AND ended < ").bind(before);
            sql.push(" AND id < (SELECT MAX(id) FROM job)");
            sql
        };
        let any = self.read_raw(|conn| {
            let sql = past(conn, "SELECT id FROM job");
            conn.first(&sql, |row| row.int(0))
        })?;
        match any {
            Some(_) => self.write_raw(|conn| {
                let sql = past(conn, "DELETE FROM job");
                conn.execute(&sql)
            }),
            None => Ok(0),
        }
    }

    /// Runs one statement that touches one row and need not wait for the writer where the database allows that: while a
    /// long import holds the lock, workers must still be able to tell that they live.
    fn one_statement<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        match self.dialect() {
            Dialect::Sqlite => self.write_raw(work),
            Dialect::Postgres => self.read_raw(work),
        }
    }
}
