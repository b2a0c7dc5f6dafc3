//! `vasculum job`.

use serde_json::{Value as Json, json};
use vasculum_domain::jobs;
use vasculum_model::{Error, Result};
use vasculum_store::{Job as Row, JobQuery, JobState};

use super::{access, moment, open};
use crate::cli::Job;
use crate::config::Config;
use crate::exit;
use crate::out::{self, Out};

pub(super) fn run(job: Job, config: &Config, out: &Out) -> Result<u8> {
    match job {
        Job::List { state, limit } => list(state.as_deref(), limit, config, out),
        Job::Cancel { id } => cancel(id, config, out),
    }
}

fn list(state: Option<&str>, limit: u64, config: &Config, out: &Out) -> Result<u8> {
    let state = match state {
        None => None,
        Some(word) => Some(JobState::named(word).ok_or_else(|| {
            let words: Vec<&str> = JobState::ALL.iter().map(|state| state.word()).collect();
            Error::invalid(format!("There is no state ‘{word}’.")).hint(format!("There are: {}.", words.join(", ")))
        })?),
    };
    let db = open(config)?;
    let query = JobQuery { state, limit, ..JobQuery::default() };
    let found = db.read(&access(&db, None)?, |tx| jobs::list(tx, true, query))?;
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|job| {
            vec![
                job.id.to_string(),
                job.state.word().to_owned(),
                job.asked.kind.clone(),
                job.asked.user_name.clone(),
                moment(job.asked_at),
                done(job),
                job.asked.title.clone(),
            ]
        })
        .collect();
    let head = ["id", "state", "kind", "user", "asked", "done", "title"];
    out.result(&json!({"jobs": found.iter().map(document).collect::<Vec<_>>()}), &out::table(&head, &rows));
    Ok(exit::DONE)
}

/// How much is done: `120 of 400`, or what went wrong.
fn done(job: &Row) -> String {
    match job.state {
        JobState::Failed => job.message.clone(),
        _ if job.total > 0 => format!("{} of {}", job.done, job.total),
        _ => job.done.to_string(),
    }
}

fn document(job: &Row) -> Json {
    json!({
        "id": job.id,
        "state": job.state.word(),
        "kind": job.asked.kind,
        "title": job.asked.title,
        "user": job.asked.user_name,
        "asked": job.asked_at.to_string(),
        "ended": job.ended.map(|at| at.to_string()),
        "done": job.done,
        "total": job.total,
        "tries": job.tries,
        "message": job.message,
        "file": job.file.as_ref().map(|file| json!({
            "name": file.name, "sizeBytes": file.size_bytes, "expires": file.expires.to_string(),
        })),
    })
}

fn cancel(id: i64, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let state = db.write(&access(&db, None)?, jobs::purpose(), |tx| {
        jobs::cancel(tx, id)?;
        Ok(tx.job(id)?.map(|job| job.state))
    })?;
    let is_over = state.is_some_and(JobState::is_ended);
    let words = if is_over { "Called off." } else { "It stops before its next row." };
    out.result(&json!({"id": id, "state": state.map(JobState::word)}), words);
    Ok(exit::DONE)
}
