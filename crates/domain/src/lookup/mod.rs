//! Finding records by a few words while somebody types, and leaving out what can't be meant.
//!
//! Tables with words of their own (`found_by` in the model) are looked through by the store's index: what begins like
//! the words comes first, then what has all of them anywhere, each whole or begun, then what is a slip of the finger
//! away. Catalogue objects and preparations are found by their numbers, and some tables by what they belong to.

mod filter;
mod possible;
mod typos;

use std::collections::HashSet;

use vasculum_model::names::{
    agent, collecting_event, collection_object, determination, locality, preparation, reference_work, taxon,
};
use vasculum_model::{Code, Col, Path, Result, Step, TableId, Value, model};
use vasculum_store::{Filter, LookedUp, Select, Test, Tx, plain};

pub use filter::filter;
pub use possible::possible;
pub(crate) use typos::{distance, meant_by, one_slip};

/// What somebody looks for.
#[derive(Debug, Clone)]
pub struct Wish<'w> {
    /// Among the records of this table.
    pub table: TableId,
    /// What they typed so far.
    pub words: &'w str,
    /// Which of them can be meant at all; see [`possible`].
    pub only: Filter,
    /// At most so many.
    pub limit: usize,
}

/// What was found, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The ids of the records; nothing that the person may not see is among them.
    pub ids: Vec<i64>,
    /// Whether there may be others which only more letters bring up.
    pub has_more: bool,
}

/// Tables whose records are found by their numbers, best first; an index answers for each column.
const NUMBERS: &[(TableId, &[Col])] = &[
    (
        collection_object::TABLE,
        &[collection_object::CATALOG_NUMBER, collection_object::ALT_CATALOG_NUMBER, collection_object::FIELD_NUMBER],
    ),
    (preparation::TABLE, &[preparation::BAR_CODE, preparation::SAMPLE_NUMBER]),
];

/// Tables whose records are found by what they belong to as well.
const THROUGH: &[Col] = &[collecting_event::LOCALITY, preparation::COLLECTION_OBJECT, determination::COLLECTION_OBJECT];

/// What else a word may stand in, once another word has led to the record.
const BESIDE: &[(TableId, &[&str])] = &[
    (taxon::TABLE, &["author"]),
    (agent::TABLE, &["middleInitial", "initials", "organization.lastName"]),
    (locality::TABLE, &["geography.fullName"]),
    (collecting_event::TABLE, &["locality.localityName", "locality.geography.fullName", "verbatimLocality"]),
    (reference_work::TABLE, &["workDate", "journal.journalName"]),
    (preparation::TABLE, &["collectionObject.catalogNumber", "prepType.name"]),
];

/// At most so many entries are looked through, all in all, before somebody is asked for more letters: what stands behind
/// each of them has to be read.
const MOST_SCANNED: usize = 3_000;
/// So many more are looked through for what the words may have been meant to be. Each of up to twenty words for each that
/// was typed leads to entries of its own.
const MOST_SCANNED_FOR_SLIPS: usize = 1_000;
/// At most so many of them at a time.
const BATCH: usize = 1_000;
/// Fewer hits than this, and slips of the finger are thought of.
const FEW: usize = 5;
/// At most so many words are looked for; further ones hardly ever tell more.
const MOST_WORDS: usize = 8;
/// So many owners are followed to what belongs to them.
const MOST_OWNERS: usize = 200;

/// Whether the records of a table can be looked for by [`find`].
pub fn is_known(table: TableId) -> bool {
    !model().table(table).found_by.is_empty()
        || NUMBERS.iter().any(|(of, _)| *of == table)
        || THROUGH.iter().any(|link| link.0 == table)
}

/// Finds the records that somebody may mean, best first; without any words the first ones.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn find(tx: &mut Tx<'_>, wish: &Wish<'_>) -> Result<Found> {
    let text = plain(&wish.words.chars().take(200).collect::<String>());
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    let mut search = Search::new(wish, words.iter().map(|word| vec![(*word).to_owned()]).collect());
    if let Some((_, columns)) = NUMBERS.iter().find(|(of, _)| *of == wish.table) {
        search.by_numbers(tx, columns)?;
    }
    if !model().table(wish.table).found_by.is_empty() {
        search.by_words(tx, &text)?;
    }
    if let Some(link) = THROUGH.iter().find(|link| link.0 == wish.table && !words.is_empty()) {
        search.through(tx, *link)?;
    }
    if search.found.ids.len() < FEW.min(wish.limit) && !model().table(wish.table).found_by.is_empty() {
        search.by_slips(tx)?;
    }
    Ok(search.found)
}

/// A search that is under way.
struct Search<'w> {
    wish: &'w Wish<'w>,
    /// For each word that was typed the words that may be meant.
    groups: Vec<Vec<String>>,
    /// Where the words may stand.
    paths: Vec<Path>,
    seen: HashSet<i64>,
    /// How many entries may still be looked through.
    left: usize,
    found: Found,
}

impl<'w> Search<'w> {
    fn new(wish: &'w Wish<'w>, groups: Vec<Vec<String>>) -> Self {
        let table = model().table(wish.table);
        let own = |column: &u16| Path { base: table.id, steps: Vec::new(), table: table.id, column: Some(*column) };
        let mut paths: Vec<Path> = table.found_by.iter().map(own).collect();
        paths.extend(
            NUMBERS
                .iter()
                .filter(|(of, _)| *of == table.id)
                .flat_map(|(_, columns)| columns.iter().map(|column| own(&column.1))),
        );
        let beside = BESIDE.iter().filter(|(of, _)| *of == table.id).flat_map(|(_, paths)| *paths);
        paths.extend(beside.filter_map(|path| Path::parse(table, path).ok()));
        Self { wish, groups, paths, seen: HashSet::new(), left: MOST_SCANNED, found: Found::default() }
    }

    fn is_full(&self) -> bool {
        self.found.ids.len() >= self.wish.limit
    }

    /// What begins with the whole text, then what has all words, led by the rarest of them.
    fn by_words(&mut self, tx: &mut Tx<'_>, text: &str) -> Result<()> {
        self.range(tx, true, text)?;
        let words: Vec<String> = self.groups.iter().flatten().cloned().collect();
        match words.as_slice() {
            [] => Ok(()),
            [word] => self.range(tx, false, word),
            many => match rarest(tx, self.wish.table, many)? {
                Some((word, _)) => self.ranges(tx, &word),
                None => Ok(()),
            },
        }
    }

    fn ranges(&mut self, tx: &mut Tx<'_>, word: &str) -> Result<()> {
        self.range(tx, true, word)?;
        self.range(tx, false, word)
    }

    /// Goes through the entries that begin with a text, and takes the records that can be meant.
    fn range(&mut self, tx: &mut Tx<'_>, begins: bool, start: &str) -> Result<()> {
        let (mut after, mut batch): (Option<LookedUp>, usize) = (None, 32);
        while !self.is_full() {
            if self.left == 0 {
                self.found.has_more = true;
                return Ok(());
            }
            batch = batch.min(self.left);
            let entries = tx.looked_up(self.wish.table, begins, start, after.as_ref(), batch as u64)?;
            self.left = self.left.saturating_sub(entries.len());
            let goes_on = entries.len() == batch;
            after = entries.last().cloned();
            let ids: Vec<i64> = entries.into_iter().map(|entry| entry.record).collect();
            self.take(tx, ids)?;
            if !goes_on {
                return Ok(());
            }
            batch = (batch * 4).min(BATCH);
        }
        Ok(())
    }

    /// Takes those of the records that exist within the person's scope, can be meant, and have all of the words.
    fn take(&mut self, tx: &mut Tx<'_>, mut ids: Vec<i64>) -> Result<()> {
        ids.retain(|id| self.seen.insert(*id));
        if ids.is_empty() {
            return Ok(());
        }
        let select = Select::all(self.wish.table).matching(Filter::Ids(ids.clone())).matching(self.wish.only.clone());
        let mut paths = vec![Path { base: self.wish.table, steps: Vec::new(), table: self.wish.table, column: None }];
        paths.extend(self.paths.iter().cloned());
        let rows = match tx.values(&select, &paths) {
            // Whoever may not read what stands beside a record finds it by its own words.
            Err(error) if error.code == Code::Forbidden && self.paths.iter().any(|path| !path.steps.is_empty()) => {
                self.paths.retain(|path| path.steps.is_empty());
                paths.retain(|path| path.steps.is_empty());
                tx.values(&select, &paths)?
            }
            other => other?,
        };
        let good: HashSet<i64> = rows.iter().filter(|row| self.has_all(row)).filter_map(|row| row[0].int()).collect();
        for id in ids.into_iter().filter(|id| good.contains(id)) {
            if self.is_full() {
                self.found.has_more = true;
                break;
            }
            self.found.ids.push(id);
        }
        Ok(())
    }

    fn has_all(&self, row: &[Value]) -> bool {
        let text = row[1..].iter().filter(|value| !value.is_null()).map(Value::to_string).collect::<Vec<_>>().join(" ");
        let text = plain(&text);
        let has = |start: &String| text.split(' ').any(|word| word.starts_with(start.as_str()));
        self.groups.iter().all(|group| group.iter().any(has))
    }

    /// Numbers are found as they are written, and with zeros before them where they are nothing but digits.
    fn by_numbers(&mut self, tx: &mut Tx<'_>, columns: &[Col]) -> Result<()> {
        let typed = self.wish.words.trim();
        if typed.is_empty() {
            return self.numbered(tx, Filter::All, columns[0]);
        }
        let mut starts: Vec<&str> = vec![typed];
        starts.extend(typed.split_whitespace().filter(|word| *word != typed));
        for column in columns {
            for start in &starts {
                if start.bytes().all(|byte| byte.is_ascii_digit()) && start.len() < 12 {
                    let padded = (start.len() + 1..=12).map(|width| Value::from(format!("{start:0>width$}").as_str()));
                    let test = Test::In(std::iter::once(Value::from(*start)).chain(padded).collect());
                    self.numbered(tx, Filter::test(*column, test), *column)?;
                }
                self.numbered(tx, beginning(*column, start), *column)?;
            }
        }
        Ok(())
    }

    fn numbered(&mut self, tx: &mut Tx<'_>, filter: Filter, column: Col) -> Result<()> {
        if self.is_full() {
            return Ok(());
        }
        let own = |column| Path { base: self.wish.table, steps: Vec::new(), table: self.wish.table, column };
        let limit = (self.wish.limit + 1) as u64;
        let select = Select::all(self.wish.table)
            .matching(filter)
            .matching(self.wish.only.clone())
            .sorted(vec![(own(Some(column.1)), false)])
            .at_most(limit);
        let rows = tx.values(&select, &[own(None)])?;
        for id in rows.iter().filter_map(|row| row[0].int()) {
            if self.seen.insert(id) {
                if self.is_full() {
                    self.found.has_more = true;
                    break;
                }
                self.found.ids.push(id);
            }
        }
        Ok(())
    }

    /// What belongs to records that have the words: the events at a locality.
    fn through(&mut self, tx: &mut Tx<'_>, link: Col) -> Result<()> {
        let Some(to) = model().column(link).link.as_ref().map(|link| link.to).filter(|_| !self.is_full()) else {
            return Ok(());
        };
        let owners = Wish { table: to, words: self.wish.words, only: Filter::All, limit: MOST_OWNERS };
        let owners = match find(tx, &owners) {
            Err(error) if error.code == Code::Forbidden => return Ok(()),
            other => other?,
        };
        if owners.ids.is_empty() {
            return Ok(());
        }
        let path = Path { base: link.0, steps: vec![Step::One(link.1)], table: to, column: None };
        let own = Path { base: link.0, steps: Vec::new(), table: link.0, column: None };
        let select = Select::all(link.0)
            .matching(Filter::Test(path, Test::In(owners.ids.iter().map(|id| Value::Int(*id)).collect())))
            .matching(self.wish.only.clone())
            .at_most(self.wish.limit as u64 + 1);
        self.found.has_more |= owners.has_more;
        for id in tx.values(&select, &[own])?.iter().filter_map(|row| row[0].int()) {
            if self.is_full() {
                self.found.has_more = true;
            } else if self.seen.insert(id) {
                self.found.ids.push(id);
            }
        }
        Ok(())
    }

    /// Looks once more, with what the words may have been meant to be.
    fn by_slips(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let typed: Vec<String> = self.groups.iter().flatten().cloned().collect();
        let mut changed = false;
        for (group, word) in self.groups.iter_mut().zip(&typed) {
            let meant = meant(tx, self.wish.table, word)?;
            changed |= !meant.is_empty();
            group.extend(meant);
        }
        if !changed {
            return Ok(());
        }
        // What was seen and did not have all words as they were typed may have them now.
        self.seen = self.found.ids.iter().copied().collect();
        let mut lead: Option<(u64, Vec<String>)> = None;
        for group in &self.groups {
            let mut count = 0;
            for word in group {
                count += counted(tx, self.wish.table, word)?;
            }
            let leads = group.iter().any(|word| word.chars().count() >= typos::LEAST_LETTERS);
            if leads && count > 0 && lead.as_ref().is_none_or(|(least, _)| count < *least) {
                lead = Some((count, group.clone()));
            }
        }
        let words = lead.map(|(_, group)| group).unwrap_or_default();
        for word in &words {
            self.left = MOST_SCANNED_FOR_SLIPS / words.len();
            self.ranges(tx, word)?;
        }
        Ok(())
    }
}

/// Numbers that begin like this. What has no letters is a plain span of numbers, in whose order an index runs.
fn beginning(column: Col, start: &str) -> Filter {
    if start.chars().any(char::is_alphabetic) {
        return Filter::test(column, Test::Begins(start.to_owned()));
    }
    let below = Value::from(format!("{start}\u{10FFFF}").as_str());
    Filter::And(vec![Filter::test(column, Test::AtLeast(Value::from(start))), Filter::test(column, Test::Less(below))])
}

/// Counting goes no further than this.
const MOST_COUNTED: u64 = 2_000;

fn counted(tx: &mut Tx<'_>, table: TableId, word: &str) -> Result<u64> {
    Ok(tx.looked_up_count(table, true, word, MOST_COUNTED)? + tx.looked_up_count(table, false, word, MOST_COUNTED)?)
}

/// The word with the fewest entries, of those that have entries wherever they stand.
fn rarest(tx: &mut Tx<'_>, table: TableId, words: &[String]) -> Result<Option<(String, u64)>> {
    let mut best: Option<(String, u64)> = None;
    let long: Vec<&String> = words.iter().filter(|word| word.len() > 2 || !word.is_ascii()).collect();
    for word in if long.is_empty() { words.iter().collect() } else { long } {
        let count = counted(tx, table, word)?;
        if best.as_ref().is_none_or(|(_, least)| count < *least) {
            best = Some((word.clone(), count));
        }
    }
    Ok(best)
}

/// At most so many words are taken for what somebody meant.
const MOST_MEANT: usize = 20;
/// So many entries behind each beginning are held against a word with two slips.
const NEAR_BY: u64 = 200;

/// The words of a table that a word with a slip in it may be meant to be, nearest first.
fn meant(tx: &mut Tx<'_>, table: TableId, word: &str) -> Result<Vec<String>> {
    let length = word.chars().count();
    if length < typos::LEAST_LETTERS || word.chars().any(|letter| letter.is_numeric()) {
        return Ok(Vec::new());
    }
    let mut near = tx.looked_up_any(table, &typos::one_slip(word))?;
    // A letter too few is the commonest slip, and the longer text says more.
    near.sort_by_key(|other| std::cmp::Reverse(other.chars().count()));
    near.truncate(MOST_MEANT);
    if !near.is_empty() || length < typos::LONG {
        return Ok(near);
    }
    let start: String = word.chars().take(typos::FIRST_LETTERS).collect();
    let mut starts = tx.looked_up_any(table, &typos::one_slip(&start))?;
    starts.truncate(MOST_MEANT);
    starts.insert(0, start);
    let mut far: Vec<(usize, String)> = Vec::new();
    for (start, begins) in starts.iter().flat_map(|start| [(start, true), (start, false)]) {
        for entry in tx.looked_up(table, begins, start, None, NEAR_BY)? {
            let other = entry.text.split(' ').next().unwrap_or_default().to_owned();
            let slips = typos::slips(word, &other);
            if slips <= 2 && !far.iter().any(|(_, known)| *known == other) {
                far.push((slips, other));
            }
        }
    }
    far.sort();
    far.truncate(MOST_MEANT);
    Ok(far.into_iter().map(|(_, word)| word).collect())
}
