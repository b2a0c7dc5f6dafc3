//! Carrying jobs out.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value as Json, json};
use vasculum_model::names::specify_user;
use vasculum_model::{Code, Error, Result, TableId, Timestamp};
use vasculum_store::{Access, Database, Ending, Job, JobFile, JobState, NewJob, Purpose, WriteTx};

use super::export::{self, Made, Question};
use super::files::{Files, KEEP_DAYS};
use super::index::{Finder, Index};
use super::letters::{self, Post};
use super::{Work, exported, in_name_of, kind_of_file, new_job, schedules};
use crate::query::{self, Asked, Query};
use crate::users;

/// A job is begun so often at most before it has failed.
pub const MOST_TRIES: i64 = 3;
/// After how many minutes a job that failed for a reason that may pass is tried again, by how often it was begun.
const AGAIN_AFTER_MIN: [i64; 2] = [1, 10];
const MINUTE_US: i64 = 60_000_000;
const DAY_US: i64 = 24 * 60 * MINUTE_US;

/// What a job says it is doing: its word, and what that means for people.
pub const STEPS: &[(&str, &str)] = &[
    ("index", "Waiting for the search index"),
    ("counting", "Counting records"),
    ("looking", "Looking which fields are used"),
    ("rows", "Writing rows"),
    ("letter", "Sending the letter"),
];

/// What jobs work with.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Where files are kept.
    pub files: Files,
    /// For how many days.
    pub keep_days: i64,
    /// The way to a mail server; without one nothing is ever sent.
    pub post: Option<Post>,
    /// The address of the server for people, `https://…`, for links in letters.
    pub address: Option<String>,
    /// A file goes along with a letter up to this size; a larger one is linked to.
    pub attach_bytes: i64,
    /// The time zone of new schedules, as `Europe/Berlin`.
    pub zone: String,
    /// The way to the search index; without one a question that searches for words is refused.
    pub index: Option<Index>,
}

impl Workshop {
    /// A workshop that keeps files in this folder and sends nothing.
    pub fn at(folder: impl Into<std::path::PathBuf>) -> Self {
        Self {
            files: Files::at(folder),
            keep_days: KEEP_DAYS,
            post: None,
            address: None,
            attach_bytes: 5 << 20,
            zone: "UTC".to_owned(),
            index: None,
        }
    }
}

/// How far a job is, told by whoever carries it out and read by whoever watches; and the other way round whether it
/// shall stop.
#[derive(Default)]
pub struct Progress {
    step: Mutex<&'static str>,
    done: AtomicU64,
    total: AtomicU64,
    is_stopped: AtomicBool,
}

impl Progress {
    /// Step, how much is done, and of how much; 0 if nobody knows.
    pub fn now(&self) -> (&'static str, i64, i64) {
        let step = *self.step.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |atomic: &AtomicU64| i64::try_from(atomic.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        (step, number(&self.done), number(&self.total))
    }

    /// Lets the job end before its next row.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the job shall end.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, step: &'static str, total: u64) {
        self.set(step, 0, total);
    }

    pub(super) fn set(&self, step: &'static str, done: u64, total: u64) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts on.
    ///
    /// # Errors
    ///
    /// `Conflict`, if the job shall end.
    pub(super) fn advance(&self, by: u64) -> Result<()> {
        self.done.fetch_add(by, Ordering::Relaxed);
        self.check()
    }

    /// # Errors
    ///
    /// `Conflict`, if the job shall end.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_stopped() { Err(Error::new(Code::Conflict, "This job was called off.")) } else { Ok(()) }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.now()).finish()
    }
}

/// Gives the job that waited longest to a worker; nothing if none is due.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn take(db: &Database, worker: &str) -> Result<Option<Job>> {
    db.claim_job(worker)
}

/// Takes a job from a worker that is gone, so that it waits again; says whether it was taken. A job whose workers died too
/// often has failed: it may be what kills them.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn take_up(db: &Database, job: &Job) -> Result<bool> {
    db.take_from_worker(job, MOST_TRIES, "The program ended each time while it worked on this.")
}

/// Carries a job out that `worker` took, and writes down what became of it: the file with its row, the log of exports, or
/// why it failed. Returns how it ended; `Running` if it is no longer this worker's, and then nothing was written.
///
/// The person's rights are read anew. A job that panics has failed; the worker goes on.
///
/// # Errors
///
/// `Internal`, if the database can't even keep what became of it.
pub fn carry_out(db: &Database, shop: &Workshop, worker: &str, job: &Job, progress: &Progress) -> Result<JobState> {
    let work = Work::read(&job.asked.what);
    let done = catch_unwind(AssertUnwindSafe(|| {
        work.as_ref().map_err(again).and_then(|work| done(db, shop, job, work, progress))
    }));
    let done = done.unwrap_or_else(|_| {
        Err(Error::new(Code::Invalid, "Something went wrong in the program while it worked on this.")
            .hint("The log of the server says more."))
    });
    // Whoever was told to stop after the last row is done all the same.
    match done {
        Ok(result) => succeed(db, shop, worker, job, result),
        Err(_) if progress.is_stopped() => end(db, worker, job, &ending(JobState::Cancelled, "", progress), |_| Ok(())),
        Err(error) => fail(db, shop, worker, job, &error, progress),
    }
}

fn again(error: &Error) -> Error {
    Error::new(error.code, error.message.clone())
}

/// What came of a job.
struct Outcome {
    made: Option<Made>,
    outcome: Json,
}

fn done(db: &Database, shop: &Workshop, job: &Job, work: &Work, progress: &Progress) -> Result<Outcome> {
    let access = access(db, job)?;
    work.check(&access)?;
    let title = &job.asked.title;
    let made = match work {
        Work::Records { table, format, ids } => {
            let of = exported(table)?;
            let format = kind_of_file(format)?;
            let ids = ids.as_deref();
            db.read(&access, |tx| export::records(tx, &shop.files, (of, format), ids, title, progress))?
        }
        Work::Query { text, format, ids, answers } => {
            let query = query::parse(text)?;
            let finder = finder(shop, &query, progress)?;
            let search = finder.as_ref().map(|find| |table: TableId, words: &str| find(&access, table, words));
            let search = search.as_ref().map(|search| search as query::Search<'_>);
            let question = Question { query, asked: Asked { answers: Some(answers), search }, ids: ids.clone() };
            db.read(&access, |tx| export::answer(tx, &shop.files, &question, format, title, progress))?
        }
        Work::Archive { ids } => {
            db.read(&access, |tx| export::archive(tx, &shop.files, ids.as_deref(), title, progress))?
        }
        Work::Letter { job, to } => {
            progress.begin("letter", 0);
            letters::send(db, shop, *job, to)?;
            return Ok(Outcome { made: None, outcome: json!({ "sentTo": to }) });
        }
    };
    let summary = made.summary;
    let mut outcome = json!({ "rows": summary.rows, "table": made.of });
    for (name, number) in [("shortened", summary.shortened), ("placeless", summary.placeless)] {
        if number > 0 {
            outcome[name] = json!(number);
        }
    }
    if summary.sheets > 1 {
        outcome["sheets"] = json!(summary.sheets);
    }
    Ok(Outcome { made: Some(made), outcome })
}

/// The index for a question that searches for words, as soon as it has all that was written so far; nothing for other
/// questions, and where there is no way to an index. One waits for it in no transaction.
fn finder(shop: &Workshop, query: &Query, progress: &Progress) -> Result<Option<Finder>> {
    let Some(index) = shop.index.as_ref().filter(|_| query::searches(query)) else { return Ok(None) };
    index
        .open(&mut |records| {
            progress.set("index", records, 0);
            progress.check()
        })
        .map(Some)
}

/// What the person who asked may do now, only looking: no job writes records.
fn access(db: &Database, job: &Job) -> Result<Access> {
    let collection = job.asked.collection;
    match job.asked.user {
        Some(user) => {
            let access = users::access(db, user, collection)?.looking_only(true);
            if job.asked.schedule.is_some() && !can_sign_in(db, user)? {
                return Err(Error::forbidden("The person whose schedule this is can no longer sign in."));
            }
            Ok(access)
        }
        None => {
            let hierarchy = Arc::new(db.hierarchy()?);
            Ok(Access::system(&*job.asked.user_name).within(collection, Some(hierarchy)).looking_only(true))
        }
    }
}

/// Whether a person is not blocked: what they asked for before is still done, but nothing goes on by itself for ever.
fn can_sign_in(db: &Database, user: i64) -> Result<bool> {
    db.read(&Access::system("jobs"), |tx| {
        Ok(users::is_password(tx.get(specify_user::TABLE, user)?.text(specify_user::PASSWORD)))
    })
}

fn ending(state: JobState, message: &str, progress: &Progress) -> Ending {
    let (_, done, total) = progress.now();
    Ending {
        state,
        message: message.to_owned(),
        outcome: String::new(),
        file: None,
        due: None,
        progress: (done, total),
    }
}

/// Keeps the file, and in one transaction its row, the log of exports and the letter that is to follow.
fn succeed(db: &Database, shop: &Workshop, worker: &str, job: &Job, result: Outcome) -> Result<JobState> {
    let rows = result.outcome["rows"].as_i64().unwrap_or(0);
    let mut ending = Ending {
        state: JobState::Done,
        message: String::new(),
        outcome: result.outcome.to_string(),
        file: None,
        due: None,
        progress: (rows, rows),
    };
    let Some(made) = result.made else { return end(db, worker, job, &ending, |_| Ok(())) };
    let (key, size_bytes) = match made.file.keep() {
        Ok(kept) => kept,
        Err(error) => return fail(db, shop, worker, job, &error, &Progress::default()),
    };
    ending.file = Some(JobFile {
        key: key.clone(),
        name: file_name(&job.asked.title, db.now(), made.extension),
        media_type: made.media_type.to_owned(),
        size_bytes,
        expires: Timestamp(db.now().0 + shop.keep_days.max(1) * DAY_US),
    });
    let summary = format!("{rows} rows of {} exported as {}: ‘{}’", made.of, made.extension, job.asked.title);
    let ended = end(db, worker, job, &ending, |tx| {
        tx.summarise(summary);
        tx.note();
        ask_letter(tx, shop, job)
    });
    if !matches!(ended, Ok(JobState::Done)) {
        // Nobody knows of the file.
        shop.files.remove(&key)?;
    }
    ended
}

/// Writes why a job failed, or when it is tried again: where the database or a mail server failed, that may help.
fn fail(
    db: &Database,
    shop: &Workshop,
    worker: &str,
    job: &Job,
    error: &Error,
    progress: &Progress,
) -> Result<JobState> {
    let mut ending = ending(JobState::Failed, &error.to_string(), progress);
    let wait = usize::try_from(job.tries - 1).ok().and_then(|nth| AGAIN_AFTER_MIN.get(nth));
    if let (Code::Internal, Some(minutes)) = (error.code, wait) {
        ending.state = JobState::Waiting;
        ending.due = Some(Timestamp(db.now().0 + minutes * MINUTE_US));
    }
    let is_over = ending.state == JobState::Failed;
    end(db, worker, job, &ending, |tx| {
        if !is_over {
            return Ok(());
        }
        if matches!(error.code, Code::SignInNeeded | Code::Forbidden) {
            // It would fail every time.
            schedules::rest(tx, job.asked.schedule)?;
        }
        if job.asked.kind == "letter" { Ok(()) } else { ask_letter(tx, shop, job) }
    })
}

/// Writes what became of a job, and what goes with that, in the name of whoever asked for it.
fn end(
    db: &Database,
    worker: &str,
    job: &Job,
    ending: &Ending,
    more: impl FnOnce(&mut WriteTx<'_>) -> Result<()>,
) -> Result<JobState> {
    let who = in_name_of(job.asked.user, &job.asked.user_name, job.asked.collection);
    db.write(&who, Purpose::new("export", "Export"), |tx| {
        if !tx.end_job(job.id, worker, ending)? {
            return Ok(JobState::Running);
        }
        more(tx)?;
        Ok(ending.state)
    })
}

/// Asks for the letter that a schedule sends after its job, if there is a way to send it.
fn ask_letter(tx: &mut WriteTx<'_>, shop: &Workshop, job: &Job) -> Result<()> {
    let Some(schedule) = job.asked.schedule else { return Ok(()) };
    let (Some(schedule), Some(_)) = (tx.schedule(schedule)?, &shop.post) else { return Ok(()) };
    let Some(to) = schedule.mail_to else { return Ok(()) };
    let who = in_name_of(job.asked.user, &job.asked.user_name, job.asked.collection);
    let letter = new_job(&who, &Work::Letter { job: job.id, to })?;
    tx.ask_job(&NewJob { title: job.asked.title.clone(), ..letter }).map(drop)
}

/// What a file is called when it is fetched: its title in letters that every system takes, the day, and its ending.
fn file_name(title: &str, now: Timestamp, extension: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() || " -_.,()".contains(letter) { letter } else { ' ' };
    let name: String = title.chars().map(plain).collect();
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.trim_start_matches(['.', ' ']).chars().take(80).collect();
    let name = if name.trim().is_empty() { "Export" } else { name.trim() };
    let day = now.date().map_or(String::new(), |day| format!(" {day}"));
    format!("{name}{day}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_title() {
        let now = Timestamp(1_767_225_600_000_000);
        for (title, expect) in [
            ("Fishes of Peru", "Fishes of Peru 2026-01-01.csv"),
            ("../../etc/passwd", "etc passwd 2026-01-01.csv"),
            ("a\"b\r\nc", "a b c 2026-01-01.csv"),
            ("Käfer: 1–2", "Käfer 1 2 2026-01-01.csv"),
            ("///", "Export 2026-01-01.csv"),
        ] {
            assert_eq!(file_name(title, now, "csv"), expect);
        }
    }
}
