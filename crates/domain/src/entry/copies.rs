//! Many new records that are like one: so many, or with the numbers from one to another.

use std::ops::Range;

use vasculum_model::names::{collection_object, record_set, record_set_item};
use vasculum_model::{Error, Issue, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Test, Tx, WriteTx};

use super::copy::{self, Choice};
use crate::records::{self, ManyDraft};
use crate::rules::numbers::{self, Given, NumberFormat};

/// At most so many copies are made at once.
///
/// Source: Specify 7, bulk carry forward.
pub const MOST: usize = 5_000;

/// Which numbers the copies get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbers {
    /// So many copies; each gets the next number of its series, where the collection gives numbers.
    Next(usize),
    /// One copy for every catalogue number from the first to the last.
    Range {
        /// The first number.
        first: String,
        /// The last number.
        last: String,
    },
}

/// What copies are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    /// The table.
    pub table: TableId,
    /// The record that they shall be like.
    pub of: i64,
    /// What of it is taken over.
    pub choice: Choice,
    /// How many, and with which numbers.
    pub numbers: Numbers,
    /// The name of a record set to be made of them; empty for none.
    pub record_set: String,
}

/// What was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The new records, in the order of their numbers.
    pub ids: Vec<i64>,
    /// What should be looked at, each kind once, with how many copies have it.
    pub issues: Vec<(Issue, usize)>,
    /// The record set.
    pub record_set: Option<i64>,
}

/// Makes copies of a record, in the open transaction: all of them or none.
///
/// # Errors
///
/// - `Invalid`: the count or the range is none, numbers of the range are taken, or a rule refuses the copies.
/// - `NotFound`, `Forbidden`: the record lies outside the person’s scope or rights.
pub fn make(tx: &mut WriteTx<'_>, wanted: &Copies) -> Result<Made> {
    let source = tx.get(wanted.table, wanted.of)?;
    let numbers = match &wanted.numbers {
        Numbers::Next(count) if (1..=MOST).contains(count) => vec![None; *count],
        Numbers::Next(_) => {
            return Err(refused("count", format!("Between 1 and {MOST} copies can be made at once.")));
        }
        Numbers::Range { first, last } => {
            let range = range_of(tx, &source, first, last)?;
            refuse_taken(tx, &source, &range)?;
            range.into_iter().map(Some).collect()
        }
    };
    let draft = copy::like(tx, wanted.table, wanted.of, &wanted.choice)?.draft();
    let mut made = Made { ids: Vec::with_capacity(numbers.len()), issues: Vec::new(), record_set: None };
    if let Some(known) = numbers.iter().cloned().collect::<Option<Vec<String>>>() {
        tx.note_free(collection_object::CATALOG_NUMBER, &known)?;
    }
    let mut reserved = Vec::new();
    for (nth, number) in numbers.iter().enumerate() {
        let mut one = draft.clone();
        if let Some(number) = number.as_ref().or(reserved.get(nth)) {
            one = one.with(collection_object::CATALOG_NUMBER, number.as_str());
        }
        let saved = records::save(tx, one)?;
        if nth == 0 && number.is_none() && numbers.len() > 1 {
            reserved = reserve(tx, &saved.record, numbers.len())?;
        }
        made.ids.push(saved.record.id);
        for issue in saved.issues {
            match made.issues.iter_mut().find(|(known, _)| *known == issue) {
                Some((_, count)) => *count += 1,
                None => made.issues.push((issue, 1)),
            }
        }
    }
    if !wanted.record_set.trim().is_empty() {
        made.record_set = Some(gather(tx, wanted.table, wanted.record_set.trim(), &made.ids)?);
    }
    Ok(made)
}

/// The numbers of all copies, from the one that the first of them got by the rules; nothing where the rules must find each
/// by itself, because it has none, one is taken, or they would not fit into the format.
fn reserve(tx: &mut WriteTx<'_>, first: &Record, count: usize) -> Result<Vec<String>> {
    let Some(number) =
        first.text(collection_object::CATALOG_NUMBER).filter(|_| first.table == collection_object::TABLE)
    else {
        return Ok(Vec::new());
    };
    let format = numbers::catalog_format(tx, first)?;
    let Some(place) = format.as_ref().and_then(|format| format.counter(number)) else { return Ok(Vec::new()) };
    let (before, after, width) = (&number[..place.start], &number[place.end..], place.len());
    let Ok(from) = number[place.clone()].parse::<u64>() else { return Ok(Vec::new()) };
    let all: Vec<String> = (from..from + count as u64).map(|next| format!("{before}{next:0width$}{after}")).collect();
    let fits = all.last().is_some_and(|last| last.len() == number.len());
    if !fits || !taken(tx, None, &all[1..])?.is_empty() {
        return Ok(Vec::new());
    }
    tx.note_free(collection_object::CATALOG_NUMBER, &all[1..])?;
    Ok(all)
}

fn refused(field: &str, words: impl Into<String>) -> Error {
    Error::refused(vec![Issue::error("copies", field, words.into())])
}

/// A record set of these records, in this order.
fn gather(tx: &mut WriteTx<'_>, table: TableId, name: &str, ids: &[i64]) -> Result<i64> {
    let set = Record::new(record_set::TABLE)
        .with(record_set::NAME, name)
        .with(record_set::DB_TABLE_ID, i64::from(model().table(table).number));
    let (set, _) = records::put(tx, None, set)?;
    let item = |(nth, id): (i64, &i64)| {
        Record::new(record_set_item::TABLE)
            .with(record_set_item::RECORD_SET, set.id)
            .with(record_set_item::RECORD_ID, *id)
            .with(record_set_item::ORDER, nth)
    };
    records::put_all(tx, record_set_item::TABLE, (0_i64..).zip(ids).map(item).collect())?;
    Ok(set.id)
}

/// The catalogue numbers from the first to the last, in the format of the collection.
fn range_of(tx: &mut WriteTx<'_>, source: &Record, first: &str, last: &str) -> Result<Vec<String>> {
    if source.table != collection_object::TABLE {
        return Err(refused(
            "numbers",
            "Only collection objects have catalogue numbers. Say how many copies you want.",
        ));
    }
    let format = numbers::catalog_format(tx, source)?;
    between(format.as_ref(), first, last)
}

/// All numbers from the first to the last: what stands before and behind the digits that count is the same in both.
///
/// # Errors
///
/// `Invalid`, if one is no number of the format, if they do not belong together, or if there are too many.
pub fn between(format: Option<&NumberFormat>, first: &str, last: &str) -> Result<Vec<String>> {
    let first = proper(format, "first", first)?;
    let last = proper(format, "last", last)?;
    let (Some(from), Some(to)) = (counter(format, &first), counter(format, &last)) else {
        return Err(refused("first", "These numbers have no digits that could be counted up."));
    };
    if first[..from.start] != last[..to.start] || first[from.end..] != last[to.end..] {
        return Err(refused("last", format!("‘{first}’ and ‘{last}’ do not belong to one series.")));
    }
    let digits = |text: &str, range: &Range<usize>| text[range.clone()].parse::<u64>().ok();
    let (Some(low), Some(high)) = (digits(&first, &from), digits(&last, &to)) else {
        return Err(refused("last", "These numbers are too long to be counted."));
    };
    if high < low {
        return Err(refused("last", format!("‘{last}’ comes before ‘{first}’.")));
    }
    if high - low >= MOST as u64 {
        let words =
            format!("From {first} to {last} are {} numbers; at most {MOST} can be used at once.", high - low + 1);
        return Err(refused("last", words));
    }
    let (before, after, width) = (&first[..from.start], &first[from.end..], from.len());
    Ok((low..=high).map(|number| format!("{before}{number:0width$}{after}")).collect())
}

fn proper(format: Option<&NumberFormat>, field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(field, "Here a catalogue number is needed."));
    }
    match format.map(|format| (format.read(text), format)) {
        None => Ok(text.to_owned()),
        Some((Given::Number(proper), _)) => Ok(proper),
        Some((_, format)) => Err(refused(field, format!("‘{text}’ is not written as {}.", format.placeholder()))),
    }
}

/// Where the digits stand that count up: those that the format names, or else the last ones.
fn counter(format: Option<&NumberFormat>, text: &str) -> Option<Range<usize>> {
    if let Some(range) = format.and_then(|format| format.counter(text)) {
        return Some(range);
    }
    let end = text.rfind(|letter: char| letter.is_ascii_digit())? + 1;
    let start = text[..end]
        .rfind(|letter: char| !letter.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    Some(start..end)
}

/// So many taken numbers are named; of the others one learns how many they are.
const NAMED: usize = 10;
/// So many numbers are looked up at a time.
const PAGE: usize = 500;

fn refuse_taken(tx: &mut WriteTx<'_>, source: &Record, numbers: &[String]) -> Result<()> {
    let mut taken = taken(tx, Some(source), numbers)?;
    if taken.is_empty() {
        return Ok(());
    }
    taken.sort();
    let named = taken.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let words = match taken.len() {
        1 => format!("The number {named} is taken."),
        count if count <= NAMED => format!("{count} of these numbers are taken: {named}."),
        count => format!("{count} of these {} numbers are taken: {named} and others.", numbers.len()),
    };
    Err(refused("first", words))
}

/// Those of the numbers that objects of the same collection, or of any, have already, also such as the person may not see.
fn taken(tx: &mut Tx<'_>, beside: Option<&Record>, numbers: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let here = beside.map_or(Filter::All, |source| {
        Filter::is(collection_object::COLLECTION, source.get(collection_object::COLLECTION).clone())
    });
    for page in numbers.chunks(PAGE) {
        let these = Test::In(page.iter().map(|number| Value::from(number.as_str())).collect());
        let filter = Filter::And(vec![Filter::test(collection_object::CATALOG_NUMBER, these), here.clone()]);
        let objects = tx.unscoped(|tx| tx.select(&Select::all(collection_object::TABLE).matching(filter)))?;
        found.extend(objects.iter().filter_map(|it| it.text(collection_object::CATALOG_NUMBER)).map(str::to_owned));
    }
    Ok(found)
}

/// How many records one copy consists of, for the page that asks: the record and all that it will own.
pub fn size(draft: &records::Draft) -> usize {
    let below: usize = draft.one.iter().map(|(_, part)| size(part)).sum();
    let many = |many: &ManyDraft| match many {
        ManyDraft::All(parts) => parts.iter().map(size).sum::<usize>(),
        ManyDraft::Some { save, .. } => save.iter().map(size).sum(),
    };
    1 + below + draft.many.iter().map(|(_, parts)| many(parts)).sum::<usize>()
}
