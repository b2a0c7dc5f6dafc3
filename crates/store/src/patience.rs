//! How long one reads: whoever waits for an answer is answered in time or told that it takes too long, and nothing goes on
//! reading for somebody who is gone.

use std::cell::Cell;
use std::time::{Duration, Instant};

use vasculum_model::{Error, Result};

use crate::conn::{Conn, failed};

thread_local! {
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// SQLite looks at the clock once in so many of its steps: a fraction of a millisecond.
const STEPS: std::ffi::c_int = 20_000;

/// Runs `work`, whose reading of databases on this thread is refused once `most` is over. Writing is not.
pub fn in_time<T>(most: Duration, work: impl FnOnce() -> T) -> T {
    struct Before(Option<Instant>);
    impl Drop for Before {
        fn drop(&mut self) {
            UNTIL.set(self.0);
        }
    }
    let _before = Before(UNTIL.replace(Instant::now().checked_add(most)));
    work()
}

/// The refusal of what takes too long.
pub(crate) fn too_long() -> Error {
    Error::invalid("This takes too long, so it was stopped.")
        .hint("Ask for less at once, or let it run as a job, which has time.")
}

/// Begins a transaction that reads, for as long as this thread has.
pub(crate) fn begin(conn: &mut Conn) -> Result<()> {
    let until = UNTIL.get();
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    if left.is_some_and(|left| left.is_zero()) {
        return Err(too_long());
    }
    let begin = conn.dialect().begin_read();
    match conn {
        Conn::Sqlite(conn) => {
            conn.progress_handler(STEPS, until.map(|until| move || Instant::now() >= until)).map_err(failed)?;
            conn.execute_batch(begin).map_err(failed)
        }
        Conn::Postgres { client, .. } => {
            // 0 would stand for no limit.
            let limit = left.map_or_else(String::new, |left| {
                format!("; SET LOCAL statement_timeout = {}", left.as_millis().clamp(1, i32::MAX as u128))
            });
            client.batch_execute(&format!("{begin}{limit}")).map_err(failed)
        }
    }
}

/// Takes back the limit of [`begin`], for whatever the connection is used for next.
pub(crate) fn end(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => conn.progress_handler(0, None::<fn() -> bool>).map_err(failed),
        // It ends with the transaction.
        Conn::Postgres { .. } => Ok(()),
    }
}
