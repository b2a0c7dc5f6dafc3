//! One walk over all records of a change.

use std::collections::{BTreeMap, HashMap, HashSet};

use vasculum_model::{Code, Error, Issue, Level, Record, Result, Table, Timestamp, model};
use vasculum_store::WriteTx;

use super::fields::{leading, precision_of};
use super::{AT_ONCE, Batch, Given, Place, Plan, Refused, Row, SHOWN};
use crate::forms::{Look, Source};
use crate::records::{self, Draft};

/// Why a record is not changed: the rule, the field, and what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    rule: String,
    field: String,
    words: String,
}

impl Why {
    fn new(rule: &str, field: impl Into<String>, words: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), field: field.into(), words: words.into() }
    }

    fn of(error: &Error) -> Self {
        let issue = error.issues.iter().find(|issue| issue.level == Level::Error);
        match issue {
            Some(Issue { name, field, words, .. }) => Self::new(name, field.clone(), words.clone()),
            None => {
                let rule = match error.code {
                    Code::Forbidden => "no-right",
                    Code::Conflict => "saved-meanwhile",
                    _ => "refused",
                };
                Self::new(rule, "", error.message.to_string())
            }
        }
    }
}

/// What one field of the records may hold, beside what rules say.
struct Limits {
    place: Place,
    /// Whether the form or the discipline needs a value.
    is_required: bool,
    /// The values of its pick list, if no others may be written.
    only: Option<Vec<String>>,
}

/// What is known of a change on its way over the records.
struct Pass<'b> {
    table: &'static Table,
    batch: &'b Batch,
    limits: Vec<Limits>,
    plan: Plan,
    refused: BTreeMap<i64, Why>,
    /// Refused records of which something was written all the same.
    traces: BTreeMap<i64, Why>,
    /// The records as they were.
    digest: blake3::Hasher,
}

/// The records that belong to the records of a batch, by link and id.
type Parts = HashMap<(u16, i64), Record>;

/// Changes every record that can be, without those of `left_out`. Comes back with what was done, and with those refused
/// records of which something was written all the same.
pub(super) fn run(
    tx: &mut WriteTx<'_>,
    look: &Look,
    batch: &Batch,
    left_out: &BTreeMap<i64, Why>,
) -> Result<(Plan, BTreeMap<i64, Why>)> {
    let mut pass = Pass::new(look, batch);
    let mut seen = HashSet::new();
    let ids: Vec<i64> = batch.ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    for ids in ids.chunks(AT_ONCE) {
        let records = tx.find_all(batch.table, ids)?;
        let parts = pass.parts(tx, &records)?;
        let shared = pass.shared(tx, &records)?;
        let mut records: HashMap<i64, Record> = records.into_iter().map(|record| (record.id, record)).collect();
        for id in ids {
            let why = match (records.remove(id), left_out.get(id)) {
                (None, _) => Some(Why::new("not-there", "", "It is not there any more, or you may not see it.")),
                (Some(record), known) => {
                    pass.note(&record, &parts);
                    match known {
                        Some(why) => Some(why.clone()),
                        None => pass.one(tx, &record, &parts, &shared)?,
                    }
                }
            };
            pass.refused.extend(why.map(|why| (*id, why)));
        }
    }
    Ok(pass.end(tx.now()))
}

/// Why a run is refused after a plan with this mark: who was saved meanwhile, as far as the journal tells.
pub(super) fn differs(tx: &mut WriteTx<'_>, batch: &Batch, expected: &str) -> Result<Error> {
    let since = expected.split_once('.').and_then(|(at, _)| at.parse().ok()).map(Timestamp);
    let spans = tx.changed_records(batch.table, since, None)?;
    let is_in = |id: i64| {
        let next = spans.partition_point(|(_, last)| *last < id);
        spans.get(next).is_some_and(|(first, _)| *first <= id)
    };
    let changed: Vec<i64> = batch.ids.iter().copied().filter(|id| is_in(*id)).collect();
    let words = if changed.is_empty() {
        "It would do something else now than when you looked at the plan.".to_owned()
    } else {
        let first: Vec<String> = changed.iter().take(5).map(i64::to_string).collect();
        format!("Saved since you looked at the plan: {} ({} in all).", first.join(", "), changed.len())
    };
    Ok(Error::new(Code::Conflict, words).hint("Look at what would be done now, and confirm it again."))
}

impl<'b> Pass<'b> {
    fn new(look: &Look, batch: &'b Batch) -> Self {
        let table = model().table(batch.table);
        let mut places: Vec<Place> = Vec::new();
        for edit in &batch.edits {
            if !places.contains(&edit.place) {
                places.push(edit.place);
            }
        }
        let limits = places.iter().map(|place| Limits::of(look, table, *place)).collect();
        let plan = Plan {
            table: batch.table,
            places,
            changed: 0,
            same: 0,
            refused: Vec::new(),
            rows: Vec::new(),
            mark: String::new(),
        };
        let mut digest = blake3::Hasher::new();
        digest.update(format!("{:?}", batch.edits).as_bytes());
        Self { table, batch, limits, plan, refused: BTreeMap::new(), traces: BTreeMap::new(), digest }
    }

    /// The links behind which fields are changed, each once.
    fn links(&self) -> Vec<u16> {
        let mut links: Vec<u16> = self.plan.places.iter().filter_map(|place| place.part).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    fn linked(records: &[Record], link: u16) -> Vec<i64> {
        records.iter().filter_map(|record| record.values[usize::from(link)].int()).collect()
    }

    /// The records that belong to these, as far as fields of them are changed.
    fn parts(&self, tx: &mut WriteTx<'_>, records: &[Record]) -> Result<Parts> {
        let mut parts = Parts::new();
        for link in self.links() {
            let Some(to) = self.table.at(link).link.as_ref().map(|link| link.to) else { continue };
            let found = tx.find_all(to, &Self::linked(records, link))?;
            parts.extend(found.into_iter().map(|part| ((link, part.id), part)));
        }
        Ok(parts)
    }

    /// How many records lead to each of those parts to which more than one does.
    fn shared(&self, tx: &mut WriteTx<'_>, records: &[Record]) -> Result<HashMap<(u16, i64), i64>> {
        let mut shared = HashMap::new();
        for link in self.links() {
            let counts = leading(tx, self.table, link, &Self::linked(records, link))?;
            shared.extend(counts.into_iter().filter(|(_, count)| *count > 1).map(|(id, n)| ((link, id), n)));
        }
        Ok(shared)
    }

    /// Takes down a record as it was found.
    fn note(&mut self, record: &Record, parts: &Parts) {
        let mut note = |record: &Record| {
            self.digest.update(&record.id.to_le_bytes());
            self.digest.update(&record.version().to_le_bytes());
        };
        note(record);
        let mut links: Vec<u16> = self.plan.places.iter().filter_map(|place| place.part).collect();
        links.dedup();
        for link in links {
            if let Some(part) = part_of(record, parts, link) {
                note(part);
            }
        }
    }

    /// Changes one record; comes back with why it can’t be.
    fn one(
        &mut self,
        tx: &mut WriteTx<'_>,
        record: &Record,
        parts: &Parts,
        shared: &HashMap<(u16, i64), i64>,
    ) -> Result<Option<Why>> {
        let wanted = match self.wanted(record, parts) {
            Ok(wanted) => wanted,
            Err(why) => return Ok(Some(why)),
        };
        let before = self.before(record, parts);
        if wanted == before {
            self.plan.same += 1;
            return Ok(None);
        }
        for link in self.links() {
            if let Some(why) = self.not_alone(tx, record, parts, shared, link)? {
                return Ok(Some(why));
            }
        }
        let draft = self.draft(record, parts, &before, &wanted);
        let written = tx.writes();
        match records::save(tx, draft) {
            // A rule may have made of it what stood there before.
            Ok(_) if tx.writes() == written => {
                self.plan.same += 1;
                Ok(None)
            }
            Ok(saved) => {
                self.plan.changed += 1;
                if self.plan.rows.len() < SHOWN {
                    let parts = self.parts(tx, std::slice::from_ref(&saved.record))?;
                    let after = self.before(&saved.record, &parts);
                    self.plan.rows.push(Row { id: record.id, before, after });
                }
                Ok(None)
            }
            Err(error) if matches!(error.code, Code::Invalid | Code::Conflict | Code::Forbidden | Code::NotFound) => {
                let why = Why::of(&error);
                if tx.writes() != written {
                    self.traces.insert(record.id, why.clone());
                }
                Ok(Some(why))
            }
            Err(error) => Err(error),
        }
    }

    /// What stands in the fields of a record that are changed.
    fn before(&self, record: &Record, parts: &Parts) -> Vec<Given> {
        let given = |place: &Place| {
            let of = match place.part {
                Some(link) => part_of(record, parts, link),
                None => Some(record),
            };
            of.map_or_else(Given::default, |of| given(of, place.column))
        };
        self.plan.places.iter().map(given).collect()
    }

    /// What shall stand in them, one change after the other.
    fn wanted(&self, record: &Record, parts: &Parts) -> std::result::Result<Vec<Given>, Why> {
        let before = self.before(record, parts);
        let mut wanted = before.clone();
        for edit in &self.batch.edits {
            let Some(at) = self.plan.places.iter().position(|place| *place == edit.place) else { continue };
            let of = edit.place.table(self.table);
            let mut after = edit
                .act
                .apply(of.at(edit.place.column), &wanted[at])
                .map_err(|words| Why::new("out-of-range", edit.place.name(self.table), words))?;
            if after == wanted[at] {
                continue;
            }
            if precision_of(of, edit.place.column).is_none() || after.is_empty() {
                after.precision = None;
            } else {
                // A date of which nothing else is said is known to the day.
                after.precision = after.precision.or(Some(1));
            }
            wanted[at] = after;
        }
        for ((limits, before), after) in self.limits.iter().zip(&before).zip(&wanted) {
            if before.value != after.value {
                limits.judge(self.table, after)?;
            }
        }
        Ok(wanted)
    }

    /// Why the record behind a link can’t be changed with this one.
    fn not_alone(
        &self,
        tx: &mut WriteTx<'_>,
        record: &Record,
        parts: &Parts,
        shared: &HashMap<(u16, i64), i64>,
        link: u16,
    ) -> Result<Option<Why>> {
        let name = self.table.at(link).name;
        let why = |words: String| Ok(Some(Why::new("shared-record", name, words)));
        if !records::is_owned(tx, record, link)? {
            return why(format!("What stands behind {name} is a record of its own here, which others may share."));
        }
        let Some(id) = record.values[usize::from(link)].int() else { return Ok(None) };
        if let Some(count) = shared.get(&(link, id)) {
            return why(format!("Other records lead to the same {name} and would share the change: {}.", count - 1));
        }
        if parts.contains_key(&(link, id)) {
            return Ok(None);
        }
        Ok(Some(Why::new("no-right", name, format!("You may not see what stands behind {name}."))))
    }

    /// What saving a record means: only what differs. It names no version: the transaction has read the record itself,
    /// nobody else writes meanwhile, and a rule may have saved it once more for another record of the batch.
    fn draft(&self, record: &Record, parts: &Parts, before: &[Given], wanted: &[Given]) -> Draft {
        let mut draft = Draft::of(record.table, record.id, None);
        for (place, (before, wanted)) in self.plan.places.iter().zip(before.iter().zip(wanted)) {
            if before == wanted {
                continue;
            }
            let of = place.table(self.table);
            let values = match place.part {
                None => &mut draft.values,
                Some(link) => {
                    let at = draft.one.iter().position(|(theirs, _)| *theirs == link).unwrap_or(draft.one.len());
                    if at == draft.one.len() {
                        let part = part_of(record, parts, link);
                        let part = part.map_or_else(|| Draft::new(of.id), |of| Draft::of(of.table, of.id, None));
                        draft.one.push((link, part));
                    }
                    &mut draft.one[at].1.values
                }
            };
            if let Some(precision) = precision_of(of, place.column) {
                values.push((precision, wanted.precision.into()));
            }
            values.push((place.column, wanted.value.clone()));
        }
        draft
    }

    fn end(mut self, now: Timestamp) -> (Plan, BTreeMap<i64, Why>) {
        let mut by_rule: BTreeMap<(String, String), Refused> = BTreeMap::new();
        for (id, why) in self.refused {
            self.digest.update(&id.to_le_bytes());
            let key = (why.rule.clone(), why.field.clone());
            let Why { rule, field, words } = why;
            by_rule.entry(key).or_insert_with(|| Refused { rule, field, words, ids: Vec::new() }).ids.push(id);
        }
        self.digest.update(format!("{:?}", (self.plan.changed, self.plan.same)).as_bytes());
        self.plan.refused = by_rule.into_values().collect();
        self.plan.refused.sort_by_key(|refused| std::cmp::Reverse(refused.ids.len()));
        let digest: String = self.digest.finalize().to_hex().chars().take(32).collect();
        self.plan.mark = format!("{}.{digest}", now.0);
        (self.plan, self.traces)
    }
}

/// Whether two marks say the same of records and changes, whenever they were made.
pub(super) fn is_same(mark: &str, other: &str) -> bool {
    let digest = |mark: &str| mark.split_once('.').map(|(_, digest)| digest.to_owned());
    digest(mark).is_some() && digest(mark) == digest(other)
}

fn part_of<'p>(record: &Record, parts: &'p Parts, link: u16) -> Option<&'p Record> {
    parts.get(&(link, record.values[usize::from(link)].int()?))
}

fn given(record: &Record, column: u16) -> Given {
    let value = record.values[usize::from(column)].clone();
    let precision = precision_of(record.of(), column).and_then(|at| record.values[usize::from(at)].int());
    Given { precision: precision.filter(|_| !value.is_null()), value }
}

impl Limits {
    fn of(look: &Look, table: &Table, place: Place) -> Self {
        let asks = place.asks(look, table);
        let list = look.pick_list(asks.pick_list()).filter(|list| !list.is_open);
        let only = list.and_then(|list| match &list.source {
            Source::Items(items) => Some(items.iter().map(|(value, _)| value.clone()).collect()),
            Source::Table(_) | Source::Field(..) => None,
        });
        Self { place, is_required: asks.is_required(), only }
    }

    /// Refuses what neither form nor pick list would let somebody type.
    fn judge(&self, table: &Table, after: &Given) -> std::result::Result<(), Why> {
        let name = self.place.name(table);
        if after.is_empty() {
            let words = || format!("{name} is needed here.");
            return if self.is_required { Err(Why::new("required-by-form", name.clone(), words())) } else { Ok(()) };
        }
        let text = after.value.to_string();
        match &self.only {
            Some(only) if !only.contains(&text) => {
                let words = format!("‘{text}’ does not stand in the pick list of {name}.");
                Err(Why::new("not-in-pick-list", name, words))
            }
            _ => Ok(()),
        }
    }
}
