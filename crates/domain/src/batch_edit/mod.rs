//! One change for many records: the same fields set, emptied or rewritten in all of them.
//!
//! A change is planned first: the same code runs in a transaction that is taken back, so that every rule has judged
//! every record, and the plan is exactly what would happen. Every record goes through [`records::save`], with the rights
//! of the person; what a rule refuses is told by the name of the rule. A run is one change set.

mod act;
mod fields;
mod pass;

use std::collections::BTreeMap;

use vasculum_model::names::record_set;
use vasculum_model::{Code, Error, Issue, Result, Table, TableId, model};
use vasculum_store::{Access, Action, Database, Purpose, Tx, WriteTx};

pub use act::{Act, Given, takes_sums, takes_text};
pub use fields::{Place, fields};

use crate::forms::Look;
use crate::sets;

/// The most records that are changed at a time: as many as a record set can hold.
pub const MOST: usize = sets::MOST;
/// So many records a plan shows before and after; all are counted.
pub const SHOWN: usize = 50;
/// So many records are read with one statement.
const AT_ONCE: usize = 500;
/// The kind of the change set in the journal.
pub const KIND: &str = "batch-edit";

/// What is done with one field of each record.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The field.
    pub place: Place,
    /// What is done with it.
    pub act: Act,
}

/// What somebody wants of many records of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The table.
    pub table: TableId,
    /// The records, each once.
    pub ids: Vec<i64>,
    /// What is done with each of them, one after the other.
    pub edits: Vec<Edit>,
    /// Whether those that can be changed are, if others can’t; else it is all or nothing.
    pub is_partial: bool,
}

/// Records that one rule refuses to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The stable name of the rule.
    pub rule: String,
    /// The field that it is about; empty for the whole record.
    pub field: String,
    /// What it says, of the first of them.
    pub words: String,
    /// The records.
    pub ids: Vec<i64>,
}

/// A record before and after the change.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The record.
    pub id: i64,
    /// What stands in the fields of [`Plan::places`] now.
    pub before: Vec<Given>,
    /// What will stand there, as the rules leave it.
    pub after: Vec<Given>,
}

/// What a change does, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The table.
    pub table: TableId,
    /// The fields that are changed, each once, in the order in which they were named.
    pub places: Vec<Place>,
    /// How many records become others.
    pub changed: usize,
    /// How many stay as they are, because they are like this already.
    pub same: usize,
    /// Those that can’t be changed, by rule, most first.
    pub refused: Vec<Refused>,
    /// The first [`SHOWN`] of those that become others.
    pub rows: Vec<Row>,
    /// Short marks of the records as they are and of all that is done to them; see [`run`].
    pub mark: String,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// What was done.
    pub plan: Plan,
    /// The change set; undoing it gives all back.
    pub change_set: Option<i64>,
    /// The record set of those that could not be changed, if there are such.
    pub left: Option<i64>,
}

impl Plan {
    /// How many records can’t be changed.
    pub fn refused_count(&self) -> usize {
        self.refused.iter().map(|refused| refused.ids.len()).sum()
    }

    /// Those that can’t be changed, in the order of their ids.
    pub fn refused_ids(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.refused.iter().flat_map(|refused| refused.ids.iter().copied()).collect();
        ids.sort_unstable();
        ids
    }
}

/// Works out what a change would do, and does nothing.
///
/// # Errors
///
/// - `Invalid`: there are no records or too many, nothing shall be changed, or a field can’t be changed like this;
///   `issues` says which, with `edits[0]` as the field.
/// - `Forbidden`: the person may not change records of the table.
pub fn plan(db: &Database, access: &Access, look: &Look, batch: &Batch) -> Result<Plan> {
    let purpose = || Purpose::new(KIND, "Plan");
    settle(db, access, &purpose, look, batch, None).map(|done| done.plan)
}

/// Changes records, all or none; or, if the batch is partial, those that can be, and makes a record set of the others.
///
/// `expected` is the [`Plan::mark`] that somebody agreed to. `label` says for the journal what is done, without numbers.
///
/// # Errors
///
/// - `Conflict`: a record was saved since the plan, or it would do something else than was agreed to.
/// - `Invalid`: rules refuse some of the records, or all of them, or there is nothing to do; or as [`plan`].
/// - `Forbidden`: the person may not change records of the table, or not make the record set that is needed.
pub fn run(
    db: &Database,
    access: &Access,
    look: &Look,
    batch: &Batch,
    label: &str,
    expected: Option<&str>,
) -> Result<Done> {
    let purpose = || Purpose::new(KIND, label);
    let finish = |tx: &mut WriteTx<'_>, plan: &Plan| {
        agreed(tx, batch, plan, expected)?;
        tx.summarise(format!("{label} in {} records of {}", plan.changed, model().table(batch.table).name));
        Ok(())
    };
    let mut done = settle(db, access, &purpose, look, batch, Some(&finish))?;
    let left = done.plan.refused_ids();
    if !left.is_empty() {
        // A change of its own: whoever takes the change back keeps the list that they work on.
        let about = sets::About { name: format!("Not changed: {label}"), ..sets::About::default() };
        let about = sets::About { name: about.name.chars().take(SET_NAME_MOST).collect(), ..about };
        let purpose = Purpose::new("save", "Made a record set of what could not be changed");
        done.left = Some(db.write(access, purpose, |tx| sets::make(tx, batch.table, &about, &left))?.id);
    }
    Ok(done)
}

/// The most letters in the name of a record set. Source: `RecordSet.name`.
const SET_NAME_MOST: usize = 64;

/// How each field is changed, in English, for the journal.
pub fn label(table: TableId, edits: &[Edit]) -> String {
    let of = model().table(table);
    let one = |edit: &Edit| {
        let verb = match &edit.act {
            Act::Set(_) => "Set",
            Act::Fill(_) => "Filled in",
            Act::Empty => "Emptied",
            Act::Replace { .. } => "Replaced text in",
            Act::Before(_) => "Put text before",
            Act::After(_) => "Put text after",
            Act::Add(_) => "Added to",
        };
        format!("{verb} {}", edit.place.name(of))
    };
    edits.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Refuses a run that is not what somebody agreed to, or that does nothing.
fn agreed(tx: &mut WriteTx<'_>, batch: &Batch, plan: &Plan, expected: Option<&str>) -> Result<()> {
    if let Some(expected) = expected.filter(|expected| !pass::is_same(expected, &plan.mark)) {
        return Err(pass::differs(tx, batch, expected)?);
    }
    let left = plan.refused_count();
    if left > 0 && (!batch.is_partial || plan.changed == 0) {
        let words = format!("{left} of {} records can’t be changed like this; nothing was changed.", batch.ids.len());
        let issues = plan.refused.iter().map(|refused| {
            let first: Vec<String> = refused.ids.iter().take(5).map(i64::to_string).collect();
            let words = format!("{} ({} records: {})", refused.words, refused.ids.len(), first.join(", "));
            Issue::error("record-refused", refused.field.clone(), words)
        });
        return Err(Error::invalid(words)
            .hint("Leave these records out, or have only those changed that can be.")
            .with_issues(issues.collect()));
    }
    if plan.changed == 0 {
        return Err(Error::invalid("There is nothing to do: all of these records are like this already."));
    }
    if left > 0 {
        tx.may(Action::Create, record_set::TABLE)?;
    }
    Ok(())
}

/// What is done when all records are through; an error takes everything back.
type Finish<'f> = dyn Fn(&mut WriteTx<'_>, &Plan) -> Result<()> + 'f;

/// Runs the change until no record that was refused has left a trace in the transaction.
///
/// A rule may refuse a record after it was written. Then all is taken back and done again without this record, so that
/// what is kept was never touched by it. Without `finish` it is only planned: everything is taken back at its end.
fn settle(
    db: &Database,
    access: &Access,
    purpose: &dyn Fn() -> Purpose,
    look: &Look,
    batch: &Batch,
    finish: Option<&Finish<'_>>,
) -> Result<Done> {
    let mut left_out: BTreeMap<i64, pass::Why> = BTreeMap::new();
    loop {
        let mut passed = None;
        let outcome = db.write_counted(access, purpose(), |tx| {
            judge(tx, look, batch)?;
            let (plan, traces) = pass::run(tx, look, batch, &left_out)?;
            let is_clean = traces.is_empty();
            let plan = &passed.insert((plan, traces)).0;
            match finish {
                Some(finish) if is_clean => finish(tx, plan),
                _ => Err(Error::new(Code::Conflict, "This was only tried.")),
            }
        });
        match (passed, outcome) {
            (Some((_, traces)), _) if !traces.is_empty() => left_out.extend(traces),
            (Some((plan, _)), Ok(((), change_set))) => return Ok(Done { plan, change_set, left: None }),
            (Some((plan, _)), Err(_)) if finish.is_none() => {
                return Ok(Done { plan, change_set: None, left: None });
            }
            (_, Err(error)) => return Err(error),
            (None, Ok(_)) => return Err(Error::new(Code::Internal, "The change ended without an answer.")),
        }
    }
}

/// Refuses what can be seen to be wrong before any record is read.
fn judge(tx: &mut WriteTx<'_>, look: &Look, batch: &Batch) -> Result<()> {
    let table = model().table(batch.table);
    if !table.is_shown() {
        return Err(Error::not_found(format!("There is no table ‘{}’.", table.name)));
    }
    tx.may(Action::Update, batch.table)?;
    if batch.ids.is_empty() || batch.ids.len() > MOST {
        return Err(Error::invalid(format!("Between 1 and {MOST} records are changed at a time."))
            .hint("Narrow the list, or make several record sets."));
    }
    if batch.edits.is_empty() {
        return Err(Error::invalid("Say what shall be changed."));
    }
    let mut issues = Vec::new();
    for (nth, edit) in batch.edits.iter().enumerate() {
        if let Some(words) = unfit(tx, look, table, batch, edit)? {
            issues.push(Issue::error("field-not-changed", format!("edits[{nth}]"), words));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(Error::refused(issues)) }
}

/// Why a field can’t be changed like this, in one sentence or two.
fn unfit(tx: &mut Tx<'_>, look: &Look, table: &'static Table, batch: &Batch, edit: &Edit) -> Result<Option<String>> {
    let place = edit.place;
    if let Some(part) = place.part.filter(|part| !look.owns(table, *part)) {
        let link = table.at(part).name;
        let others = fields::sharing(tx, table, part, &batch.ids)?;
        let of = place.table(table).name;
        let why = if fields::can_be_part(table, part) { " as your collection is set up" } else { "" };
        let alone = "no other record shares them now, but others may";
        let share = match others {
            0 => alone.to_owned(),
            1 => "1 other record would share the change".to_owned(),
            others => format!("{others} other records would share the change"),
        };
        return Ok(Some(format!(
            "Behind {link} stand records of their own{why}: {share}. Change them among the records of {of}."
        )));
    }
    if let Some(words) = fields::closed(tx.access(), look, table, place) {
        return Ok(Some(words));
    }
    let column = place.table(table).at(place.column);
    if let Some(words) = edit.act.unfit(column) {
        return Ok(Some(words));
    }
    let (Some(link), Act::Set(given) | Act::Fill(given)) = (&column.link, &edit.act) else { return Ok(None) };
    let Some(id) = given.value.int() else { return Ok(Some(format!("{} names a record by its id.", column.name))) };
    let is_there = tx.find(link.to, id)?.is_some();
    Ok((!is_there).then(|| format!("There is no {} {id} that you may see.", model().table(link.to).name)))
}
