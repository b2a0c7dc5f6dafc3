//! What is remembered of saves for a while, outside the journal: which records a person made last, and what should be
//! looked at in a record that was saved all the same.

use serde::{Deserialize, Serialize};
use vasculum_model::{Error, Issue, Level, Record, Result, Table, Timestamp};
use vasculum_store::{Ticket, Tx, WriteTx};

const RECENT: &str = "made";
const REMARKS: &str = "remarks";
/// So many records are remembered for each person, collection and table.
const MOST: usize = 10;
const DAY: i64 = 24 * 3_600_000_000;

/// A record that somebody made by a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recent {
    /// Its id.
    pub id: i64,
    /// The name of the draft that it was.
    pub draft: String,
    /// The digest of what the form said.
    pub digest: String,
}

#[derive(Serialize, Deserialize)]
struct Remark {
    level: String,
    field: String,
    words: String,
}

fn place(tx: &Tx<'_>, table: &Table) -> Option<String> {
    let access = tx.access();
    Some(format!("{}/{}/{}", access.user?, access.collection.unwrap_or(0), table.name))
}

/// The records that the person made last in this table and collection, latest first.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn recent(tx: &mut Tx<'_>, table: &Table) -> Result<Vec<Recent>> {
    let Some(place) = place(tx, table) else { return Ok(Vec::new()) };
    let ticket = tx.ticket(RECENT, &place)?;
    Ok(ticket.and_then(|ticket| serde_json::from_str(&ticket.data).ok()).unwrap_or_default())
}

/// Remembers that the person made a record.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn remember(tx: &mut WriteTx<'_>, table: &Table, made: Recent) -> Result<()> {
    let Some(place) = place(tx, table) else { return Ok(()) };
    let mut list = recent(tx, table)?;
    list.insert(0, made);
    list.truncate(MOST);
    keep(tx, RECENT, place, 30 * DAY, &list)
}

/// Keeps what should be looked at in a record until the person has seen its page.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn remark(tx: &mut WriteTx<'_>, record: &Record, issues: &[Issue]) -> Result<()> {
    let (Some(user), false) = (tx.access().user, issues.is_empty()) else { return Ok(()) };
    let remarks: Vec<Remark> = issues
        .iter()
        .map(|issue| Remark {
            level: issue.level.name().to_owned(),
            field: issue.field.clone(),
            words: issue.words.clone(),
        })
        .collect();
    keep(tx, REMARKS, remark_place(user, record), DAY, &remarks)
}

/// What should be looked at in a record as it was saved last, if this person saved it within a day.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn remarks(tx: &mut Tx<'_>, record: &Record) -> Result<Vec<Issue>> {
    let Some(user) = tx.access().user else { return Ok(Vec::new()) };
    let ticket = tx.ticket(REMARKS, &remark_place(user, record))?;
    let remarks: Vec<Remark> = ticket.and_then(|ticket| serde_json::from_str(&ticket.data).ok()).unwrap_or_default();
    let level = |name: &str| if name == Level::Info.name() { Level::Info } else { Level::Warning };
    Ok(remarks
        .into_iter()
        .map(|remark| Issue { name: "remark", level: level(&remark.level), field: remark.field, words: remark.words })
        .collect())
}

fn remark_place(user: i64, record: &Record) -> String {
    format!("{user}/{}/{}/{}", record.of().name, record.id, record.version())
}

fn keep(tx: &mut WriteTx<'_>, kind: &str, digest: String, lasts: i64, data: &impl Serialize) -> Result<()> {
    let data = serde_json::to_string(data).map_err(|cause| Error::internal("A note can’t be written.", cause))?;
    let (now, user) = (tx.now(), tx.access().user);
    tx.put_ticket(&Ticket {
        kind: kind.to_owned(),
        digest,
        user,
        made: now,
        seen: now,
        expires: Some(Timestamp(now.0 + lasts)),
        data,
    })
}
