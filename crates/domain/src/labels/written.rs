//! Records as labels.

use std::collections::HashMap;

use vasculum_model::{Code, Error, Record, Result};
use vasculum_store::Tx;

use super::names::{Span, names};
use super::{Copies, Kind, Line, MOST, Says};

/// One label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The record.
    pub record: i64,
    /// How many there shall be.
    pub copies: u32,
    /// What each of its kind's lines says; lines that say nothing are left out.
    pub lines: Vec<Said>,
}

/// What one line says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which line of the kind it is.
    pub line: usize,
    /// Its letters; none for a line across the label.
    pub spans: Vec<Span>,
}

/// Nothing in place of what the person may not read.
pub(super) fn if_allowed<T>(found: Result<Vec<T>>) -> Result<Vec<T>> {
    match found {
        Err(Error { code: Code::Forbidden | Code::SignInNeeded, .. }) => Ok(Vec::new()),
        other => other,
    }
}

/// The labels of records, in the order in which they are named; those that the person may not see are left out.
/// `copies` is how many each gets, whatever the kind says.
///
/// # Errors
///
/// - `Invalid`: they are more than [`MOST`] labels.
/// - `Forbidden`: the person may not read the table.
pub fn written(tx: &mut Tx<'_>, kind: &Kind, ids: &[i64], copies: Option<u32>) -> Result<Vec<Label>> {
    if ids.len() > MOST {
        return Err(too_many());
    }
    let mut found: HashMap<i64, Record> =
        tx.find_all(kind.table, ids)?.into_iter().map(|record| (record.id, record)).collect();
    let records: Vec<Record> = ids.iter().filter_map(|id| found.remove(id)).collect();
    let mut labels: Vec<Label> = records
        .iter()
        .map(|record| Label {
            record: record.id,
            copies: copies.unwrap_or_else(|| count(kind.copies, record)),
            lines: Vec::new(),
        })
        .collect();
    if labels.iter().map(|label| label.copies as usize).sum::<usize>() > MOST {
        return Err(too_many());
    }
    for (nth, line) in kind.lines.iter().enumerate() {
        for (label, spans) in labels.iter_mut().zip(said(tx, line, &records)?) {
            if !spans.is_empty() || line.says == Says::Rule {
                label.lines.push(Said { line: nth, spans });
            }
        }
    }
    Ok(labels)
}

fn too_many() -> Error {
    Error::invalid(format!("At most {MOST} labels are printed at once.")).hint("Print them in several goes.")
}

fn count(copies: Copies, record: &Record) -> u32 {
    match copies {
        Copies::Number(number) => number,
        Copies::Field(at) => {
            record.values[usize::from(at)].int().and_then(|count| u32::try_from(count).ok()).unwrap_or(1)
        }
    }
}

fn said(tx: &mut Tx<'_>, line: &Line, records: &[Record]) -> Result<Vec<Vec<Span>>> {
    match &line.says {
        Says::Rule => Ok(vec![Vec::new(); records.len()]),
        Says::Name(path) => names(tx, records, path),
        Says::Words(phrase) => {
            let upright = |text: String| match text.is_empty() {
                true => Vec::new(),
                false => vec![Span { text, is_italic: false }],
            };
            Ok(phrase.say(tx, records)?.into_iter().map(upright).collect())
        }
    }
}
