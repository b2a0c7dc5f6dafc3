//! Answers that are remembered: charts, maps and tiles ask the same again and again, and most of the time nothing changed.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use vasculum_model::{Date, Result, TableId, Timestamp, Value};
use vasculum_store::{Access, Tx};

use crate::query::{Asked, Heading, Plan, Query, Search};

/// All rows of an answer, as they were when it was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The columns.
    pub columns: Vec<Heading>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// When the database was asked.
    pub at: Timestamp,
}

/// How far a remembered answer can be trusted.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nothing was written since.
    Fresh(Arc<Answer>),
    /// Something was written since; what took long to work out may be shown for a little while all the same.
    Old(Arc<Answer>),
    /// It was never asked, or too long ago.
    Nothing,
}

/// The answers of questions, each for those who may see the same. They can be thrown away at any time.
#[derive(Debug, Default)]
pub struct Answers {
    known: Mutex<HashMap<String, Known>>,
    underway: Mutex<HashSet<String>>,
}

#[derive(Debug)]
struct Known {
    answer: Arc<Answer>,
    upto: i64,
    today: Option<Date>,
    made: Instant,
    took: Duration,
    /// Whether words were searched for.
    is_searched: bool,
}

/// What took less is worked out again as soon as anything was written.
const QUICK: Duration = Duration::from_millis(150);
/// So long an old answer that took longer is shown.
const OLD_FOR: Duration = Duration::from_secs(120);
/// More values than these are not kept: the oldest answers go first.
const MOST_VALUES: usize = 8_000_000;

impl Answers {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that somebody works this question out; says no if somebody else does already.
    pub fn begin(&self, key: &str) -> bool {
        self.underway.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned())
    }

    /// Notes that it is worked out, or was given up.
    pub fn end(&self, key: &str) {
        self.underway.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// What is remembered of a question, for the person of the transaction. A question that searches for words has no
    /// old answer: it would be later than the index already is.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn look(&self, tx: &mut Tx<'_>, query: &Query) -> Result<Found> {
        let key = key(tx.access(), query);
        let (latest, today) = (tx.latest_change()?, tx.now().date());
        Ok(match self.lock().get(&key) {
            Some(known) if known.today != today => Found::Nothing,
            Some(known) if known.upto == latest => Found::Fresh(Arc::clone(&known.answer)),
            Some(known) if !known.is_searched && known.took >= QUICK && known.made.elapsed() < OLD_FOR => {
                Found::Old(Arc::clone(&known.answer))
            }
            _ => Found::Nothing,
        })
    }

    /// Asks a question and remembers the answer, unless the index in which it searched for words was behind.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub fn ask(&self, tx: &mut Tx<'_>, query: &Query, asked: &Asked<'_>) -> Result<Arc<Answer>> {
        let start = Instant::now();
        let (upto, at) = (tx.latest_change()?, tx.now());
        let searched: Cell<Option<i64>> = Cell::new(None);
        let search = asked.search.map(|search| {
            let searched = &searched;
            move |table: TableId, words: &str| {
                let hits = search(table, words)?;
                searched.set(Some(searched.get().map_or(hits.upto, |before| before.min(hits.upto))));
                Ok(hits)
            }
        });
        let search = search.as_ref().map(|search| search as Search<'_>);
        let plan = Plan::make(tx, query, &Asked { search, ..*asked })?;
        let mut rows = Vec::new();
        plan.each(tx, |row| {
            rows.push(row.values);
            Ok(())
        })?;
        let answer = Arc::new(Answer { columns: plan.columns, rows, at });
        // What was answered to ‘ask’ is no part of the key.
        let is_behind = searched.get().is_some_and(|searched| searched < upto);
        if asked.answers.is_none_or(HashMap::is_empty) && !is_behind {
            let known = Known {
                answer: Arc::clone(&answer),
                upto,
                today: at.date(),
                made: start,
                took: start.elapsed(),
                is_searched: searched.get().is_some(),
            };
            self.keep(key(tx.access(), query), known);
        }
        Ok(answer)
    }

    /// The remembered answer if nothing was written since, else a new one.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub fn get(&self, tx: &mut Tx<'_>, query: &Query, asked: &Asked<'_>) -> Result<Arc<Answer>> {
        if asked.answers.is_none_or(HashMap::is_empty)
            && let Found::Fresh(answer) | Found::Old(answer) = self.look(tx, query)?
        {
            return Ok(answer);
        }
        self.ask(tx, query, asked)
    }

    fn keep(&self, key: String, known: Known) {
        let size = |known: &Known| known.answer.rows.len() * known.answer.columns.len() + 1;
        let mut all = self.lock();
        all.insert(key, known);
        let mut total: usize = all.values().map(size).sum();
        while total > MOST_VALUES {
            let oldest = all.iter().min_by_key(|(_, known)| known.made).map(|(key, _)| key.clone());
            let Some(gone) = oldest.and_then(|key| all.remove(&key)) else { break };
            total -= size(&gone);
        }
    }
}

/// What a question is remembered by. Whoever has the same rights in the same place sees the same; `me` makes it one
/// person’s own.
pub fn key(access: &Access, query: &Query) -> String {
    let rights = blake3::hash(format!("{access:?}").as_bytes());
    format!("{} {query}", rights.to_hex())
}
