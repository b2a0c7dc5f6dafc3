//! Long work that people ask for and come back to: exports as files, letters about them, and schedules that ask again and
//! again.
//!
//! A job is a value that can be written down ([`Work`]), stored by the transaction that asks for it, and carried out later
//! with the rights that the person has *then*. It can be called off while it waits and while it runs, is tried again
//! where that may help, and outlives the process that runs it: what a dead process was at is taken up by the next one
//! from the start.
//!
//! Who works when, and on how many threads, is the program's affair: it calls [`take`] and [`carry_out`].

mod export;
mod files;
mod index;
mod letters;
mod run;
mod schedules;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use vasculum_formats::rows::Format;
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Error, Result, Table, TableId, model};
use vasculum_store::{Access, Database, Job, JobFile, JobQuery, JobState, NewJob, Purpose, Tx, WriteTx};

use crate::query::{self, Asked, Hits};

pub use files::{Files, KEEP_DAYS, sweep};
pub use index::{Finder, Index, Waiting};
pub use letters::{Attachment, Letter, Post, is_address};
pub use run::{MOST_TRIES, Progress, STEPS, Workshop, carry_out, take, take_up};
pub use schedules::{
    Every, Rhythm, ScheduleDraft, ask_due, change_schedule, delete_schedule, find_schedule, list_schedules,
    make_schedule, pause_schedule, run_now, system_zone,
};

/// More jobs than this of one person do not wait or run at the same time.
pub const MOST_WAITING: i64 = 50;
/// More records than this are not named one by one; a question names them better.
pub const MOST_IDS: usize = 100_000;
/// A list of jobs remembers those that ended in the last so many days.
pub const REMEMBERED_DAYS: i64 = 90;

/// What can be done in a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Work {
    /// Records of a table as a file, with every field under the name that it has in the model.
    Records {
        /// The name of the table.
        table: String,
        /// The word of the format.
        format: String,
        /// Which of them; nothing for all in the collection.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<i64>>,
    },
    /// The answer of a question as a file.
    Query {
        /// The question, in the language of questions.
        text: String,
        /// The word of the format; `dwca` for a Darwin Core archive of the collection objects that it finds.
        format: String,
        /// Which of its records; nothing for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<i64>>,
        /// What the person answered to what the question asks for, by its words.
        #[serde(default, skip_serializing_if = "HashMap::is_empty")]
        answers: HashMap<String, String>,
    },
    /// Collection objects as a Darwin Core archive.
    Archive {
        /// Which of them; nothing for all in the collection.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<i64>>,
    },
    /// A letter that says what became of another job, with its file or a link to it.
    Letter {
        /// The other job.
        job: i64,
        /// Where it goes.
        to: String,
    },
}

impl Work {
    /// The stable word of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Records { .. } => "records",
            Self::Query { .. } => "query",
            Self::Archive { .. } => "archive",
            Self::Letter { .. } => "letter",
        }
    }

    /// The work that a job or a schedule writes down.
    ///
    /// # Errors
    ///
    /// `Internal`, if it can't be read: another version wrote it.
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|cause| Error::internal("What this job is to do can’t be read.", cause))
    }

    pub(crate) fn write(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|cause| Error::internal("A job can’t be written down.", cause))
    }

    fn ids(&self) -> Option<&[i64]> {
        match self {
            Self::Records { ids, .. } | Self::Query { ids, .. } | Self::Archive { ids } => ids.as_deref(),
            Self::Letter { .. } => None,
        }
    }

    /// The word for the kind of its file: that of the format, or `dwca`; nothing for work that makes none.
    pub fn format(&self) -> Option<&str> {
        match self {
            Self::Records { format, .. } | Self::Query { format, .. } => Some(format),
            Self::Archive { .. } => Some(ARCHIVE),
            Self::Letter { .. } => None,
        }
    }

    /// Judges whether somebody may have this done in the collection in which they work.
    ///
    /// # Errors
    ///
    /// - `Invalid`: there is no such table or format, or it names too many records.
    /// - `Forbidden`: they have no right to it.
    pub fn check(&self, access: &Access) -> Result<()> {
        if let Some(ids) = self.ids()
            && ids.len() > MOST_IDS
        {
            return Err(Error::invalid(format!("A job can name {MOST_IDS} records one by one, not {}.", ids.len()))
                .hint("Ask for them by a question, or for all of them."));
        }
        match self {
            Self::Records { table, format, .. } => {
                let (table, format) = (exported(table)?, kind_of_file(format)?);
                may_read(access, table)?;
                if format.shows_places() && !has_places(table) {
                    return Err(placeless());
                }
                Ok(())
            }
            Self::Query { text, format, .. } => {
                let question = query::parse(text)?;
                if format == ARCHIVE {
                    if question.everywhere {
                        return Err(Error::invalid("An archive is made of one collection; choose one."));
                    }
                    return may_archive(access, question.from);
                }
                may_export(access, right_of(kind_of_file(format)?))
            }
            Self::Archive { .. } => may_archive(access, collection_object::TABLE),
            // Asked for by the program only, together with what it is about.
            Self::Letter { .. } => Ok(()),
        }
    }
}

/// The table of this name, if people see its records.
fn exported(name: &str) -> Result<&'static Table> {
    model()
        .named(name)
        .filter(|table| table.is_shown())
        .ok_or_else(|| Error::invalid(format!("There is no table ‘{name}’ to export.")))
}

/// The word of Darwin Core archives, beside those of [`Format`].
pub const ARCHIVE: &str = "dwca";

/// Specify’s rights to take the answers of questions out: one for tables, one for maps.
fn right_of(format: Format) -> (&'static str, &'static str) {
    ("/querybuilder/query", if format.shows_places() { "export_kml" } else { "export_csv" })
}

/// Whether somebody may have the answers of questions as files of this kind: for pages that offer it.
pub fn may_make(access: &Access, format: &str) -> bool {
    match Format::named(format) {
        Some(format) => may_export(access, right_of(format)).is_ok(),
        None => format == ARCHIVE && may_archive(access, collection_object::TABLE).is_ok(),
    }
}

fn may_archive(access: &Access, from: TableId) -> Result<()> {
    if from != collection_object::TABLE {
        return Err(Error::invalid("A Darwin Core archive is made of collection objects.")
            .hint("Ask for collection objects, or choose another kind of file."));
    }
    if access.collection.is_none() {
        return Err(Error::invalid("An archive is made of one collection; choose one."));
    }
    may_export(access, ("/export/dwca", "execute"))?;
    may_read(access, model().table(collection_object::TABLE))
}

/// Whether records of a table are somewhere: whether there is a way from them to a locality.
pub fn has_places(table: &Table) -> bool {
    export::Ground::of(table).is_some()
}

/// The refusal of a map of rows of which nothing says where they are.
fn placeless() -> Error {
    Error::invalid("Nothing here says where these records are, so they can’t be put on a map.")
        .hint("Choose another kind of file, or let the question show latitude1 and longitude1 of a locality.")
}

/// The format of this word.
fn kind_of_file(word: &str) -> Result<Format> {
    Format::named(word).ok_or_else(|| Error::invalid(format!("There is no kind of file ‘{word}’.")))
}

fn may_export(access: &Access, (resource, action): (&str, &str)) -> Result<()> {
    let may = match access.collection {
        Some(here) => access.may(resource, action, Some(here)),
        None => access.may_somewhere(resource, action),
    };
    if may {
        return Ok(());
    }
    Err(Error::forbidden("You have no right to export files of this kind.")
        .hint("Ask somebody who manages the users of your institution."))
}

fn may_read(access: &Access, table: &Table) -> Result<()> {
    let resource = format!("/table/{}", table.name.to_ascii_lowercase());
    if access.may_somewhere(&resource, "read") {
        return Ok(());
    }
    Err(Error::forbidden(format!("You have no right to read {}.", table.name)))
}

/// Whether somebody sees and stops the jobs of others: the program itself, and administrators of the institution.
pub fn is_overseer(access: &Access) -> bool {
    access.may("/admin/jobs", "update", None)
}

/// Asks for work, in the name of whoever opened the transaction; returns the number of the job. `title` is what it is
/// called in lists, and the file that comes of it.
///
/// # Errors
///
/// - `Invalid`, `Forbidden`: as [`Work::check`].
/// - `Conflict`: too many jobs of this person wait already.
pub fn ask(tx: &mut WriteTx<'_>, work: &Work, title: &str) -> Result<i64> {
    check(tx, work)?;
    if let Some(user) = tx.access().user
        && tx.job_counts(user)?.0 >= MOST_WAITING
    {
        return Err(Error::new(Code::Conflict, format!("{MOST_WAITING} of your jobs wait or run already."))
            .hint("Wait until some of them have ended, or cancel some."));
    }
    let new = NewJob { title: titled(title)?, ..new_job(tx.access(), work)? };
    tx.ask_job(&new)
}

/// Judges work where it is asked for: as [`Work::check`], and whether a question makes sense to begin with, so that nobody
/// waits for a job that can only fail.
fn check(tx: &mut Tx<'_>, work: &Work) -> Result<()> {
    work.check(tx.access())?;
    match work {
        Work::Query { text, format, answers, .. } => {
            // Nothing is looked for yet: whoever carries the job out has an index, or says that there is none.
            let search = |_, _: &str| Ok(Hits::default());
            let asked = Asked { answers: Some(answers), search: Some(&search) };
            let query = query::parse(text)?;
            // Asked of all collections it is planned only when it is asked without one.
            if query.everywhere { Ok(()) } else { export::try_out(tx, query, asked, format) }
        }
        _ => Ok(()),
    }
}

/// The collection in which work is done: none for a question that is asked of all of them.
fn place_of(access: &Access, work: &Work) -> Result<Option<i64>> {
    match work {
        Work::Query { text, .. } if query::parse(text)?.everywhere => Ok(None),
        _ => Ok(access.collection),
    }
}

fn new_job(access: &Access, work: &Work) -> Result<NewJob> {
    Ok(NewJob {
        kind: work.kind().to_owned(),
        what: work.write()?,
        title: String::new(),
        user: access.user,
        user_name: access.name.clone(),
        collection: place_of(access, work)?,
        schedule: None,
    })
}

/// A title as it is kept: one line of at most 200 characters.
fn titled(text: &str) -> Result<String> {
    let title: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().filter(|letter| !letter.is_control()).collect();
    match title.chars().count() {
        0 => Err(Error::invalid("This needs a name.")),
        1..=200 => Ok(title),
        _ => Err(Error::invalid("A name has at most 200 characters here.")),
    }
}

/// A job that somebody may see: their own, or anybody’s for those who oversee.
///
/// # Errors
///
/// `NotFound`, if there is none.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Job> {
    let access = tx.access();
    tx.job(id)?
        .filter(|job| is_overseer(access) || access.user.is_some() && job.asked.user == access.user)
        .ok_or_else(|| Error::not_found(format!("There is no job {id} of yours.")))
}

/// Jobs, newest first: one’s own, or with `everybodys` all of them for those who oversee.
///
/// # Errors
///
/// `Forbidden`, if somebody wants to see what they may not.
pub fn list(tx: &mut Tx<'_>, everybodys: bool, query: JobQuery) -> Result<Vec<Job>> {
    let access = tx.access();
    if everybodys && !is_overseer(access) {
        return Err(Error::forbidden("You may see only your own jobs."));
    }
    let user = if everybodys { None } else { access.user };
    if user.is_none() && !everybodys {
        return Ok(Vec::new());
    }
    tx.jobs(&JobQuery { user, ..query })
}

/// Asks for a job to stop. One that waits is called off at once; one that runs stops before its next row.
///
/// # Errors
///
/// - `NotFound`: there is no such job of this person.
/// - `Conflict`: it has ended already.
pub fn cancel(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let job = find(tx, id)?;
    let by = tx.access().name.clone();
    if !tx.cancel_job(id, "")? {
        return Err(Error::new(Code::Conflict, "This job has ended already."));
    }
    tell_of_others(tx, &job, &format!("Job {id} ‘{}’ of {} called off by {by}", job.asked.title, job.asked.user_name));
    Ok(())
}

/// Lets a job that failed or was called off be done after all, from the start.
///
/// # Errors
///
/// - `NotFound`: there is no such job of this person.
/// - `Conflict`: it did not fail.
pub fn retry(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let job = find(tx, id)?;
    if !tx.retry_job(id)? {
        return Err(Error::new(Code::Conflict, "Only a job that failed or was called off can be tried again."));
    }
    tell_of_others(tx, &job, &format!("Job {id} ‘{}’ of {} tried again", job.asked.title, job.asked.user_name));
    Ok(())
}

/// Takes the file from a job; returns the name under which it is kept, which [`Files::remove`] takes away once this is
/// on disk.
///
/// # Errors
///
/// `NotFound`, if there is no such job of this person, or no file.
pub fn forget_file(tx: &mut WriteTx<'_>, id: i64) -> Result<String> {
    let job = find(tx, id)?;
    let key = tx.take_job_file(id)?.ok_or_else(|| Error::not_found("This job has no file."))?;
    tell_of_others(tx, &job, &format!("File of job {id} ‘{}’ of {} deleted", job.asked.title, job.asked.user_name));
    Ok(key)
}

/// The file of a job, to be fetched by whoever may see the job. That somebody fetches a file of somebody else is
/// remembered.
///
/// # Errors
///
/// `NotFound`, if there is no such job of this person, or its file is no longer kept.
pub fn fetch(db: &Database, access: &Access, id: i64) -> Result<JobFile> {
    let (job, now) = db.read(access, |tx| Ok((find(tx, id)?, tx.now())))?;
    let file = job.file.clone().filter(|file| file.expires > now);
    let file = file.ok_or_else(|| {
        Error::not_found("This job has no file, or it is no longer kept.").hint("Ask for it once more.")
    })?;
    if job.asked.user != access.user {
        let who = in_name_of(access.user, &access.name, access.collection);
        db.write(&who, purpose(), |tx| {
            tx.summarise(format!("File of job {id} ‘{}’ of {} fetched", job.asked.title, job.asked.user_name));
            tx.note();
            Ok(())
        })?;
    }
    Ok(file)
}

/// What somebody does with a job of somebody else is remembered.
fn tell_of_others(tx: &mut WriteTx<'_>, job: &Job, summary: &str) {
    if job.asked.user != tx.access().user {
        tx.summarise(summary);
        tx.note();
    }
}

/// The purpose of a transaction that changes jobs.
pub fn purpose() -> Purpose {
    Purpose::new("job", "Jobs changed")
}

/// The program in the name of somebody, as the journal shall name them: whoever may have this done may have it
/// remembered, whatever else they may write.
fn in_name_of(user: Option<i64>, name: &str, collection: Option<i64>) -> Access {
    let mut program = Access::system(name).within(collection, None);
    program.user = user;
    program
}

/// How many jobs of a person wait or run, and how many have ended without their knowing.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn counts(db: &Database, user: i64) -> Result<(i64, i64)> {
    db.job_counts(user)
}

/// Whether a job can be tried again by hand.
pub fn can_retry(job: &Job) -> bool {
    matches!(job.state, JobState::Failed | JobState::Cancelled)
}
