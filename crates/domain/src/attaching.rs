//! Attaching one file to many records: first what would be done and what is refused, then all of it in one change set.
//!
//! Files are known by reference: an address, or whatever an attachment that is there already says of its file. Every
//! record gets an attachment of its own that names the file, because an attachment goes with the record that it belongs
//! to, and states where that record belongs.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::attachment;
use vasculum_model::{Code, Col, Error, Issue, Many, Record, Result, Scope, Table, TableId, Value, model};
use vasculum_store::{Action, Tx, WriteTx};

use crate::{records, rules};

/// The most records that a file is attached to at once; each is a save with all of its rules.
pub const MOST: usize = 5_000;

/// A file as an attachment names it.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The attachment that every record gets one like.
    draft: Record,
    /// The attachment that it was taken from, if it belongs to nothing yet: the first record gets it itself.
    loose: Option<Record>,
}

/// What attaching a file to some records would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The records that it would be attached to, in the order in which they were named.
    pub free: Vec<i64>,
    /// The records that have it already.
    pub there: Vec<i64>,
    /// The records that the person may not see, or give attachments.
    pub refused: Vec<i64>,
}

impl File {
    /// The file at an address.
    ///
    /// # Errors
    ///
    /// `Invalid`, if it is no address on the web.
    pub fn at(address: &str) -> Result<Self> {
        let address = address.trim();
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let is_address = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
        if !is_address || address.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            let words = "This is no address of a file on the web; one begins with https:// and has no blanks.";
            return Err(Error::refused(vec![Issue::error("attachment-address", "address", words)]));
        }
        let draft = Record::new(attachment::TABLE).with(attachment::ORIG_FILENAME, address);
        Ok(Self { draft, loose: None })
    }

    /// The file of an attachment that is there already, with all that is said of it.
    ///
    /// # Errors
    ///
    /// - `NotFound`: there is none within the person's scope.
    /// - `Forbidden`: they may not read attachments.
    pub fn of(tx: &mut Tx<'_>, id: i64) -> Result<Self> {
        let there = tx.get(attachment::TABLE, id)?;
        let mut draft = Record::new(attachment::TABLE);
        for (at, value) in there.values.iter().enumerate() {
            let column = Col(attachment::TABLE, at as u16);
            let own = [attachment::GUID, attachment::TABLE_ID, attachment::SCOPE_ID, attachment::SCOPE_TYPE];
            if !own.contains(&column) && !records::is_set_by_vasculum(there.of(), column.1) {
                draft.values[at] = value.clone();
            }
        }
        let belongs = tx.referrers(attachment::TABLE, id)?;
        let is_loose = !belongs.iter().any(|(column, _)| rules::joins_attachment(model().table(column.0)));
        Ok(Self { draft, loose: is_loose.then_some(there) })
    }

    /// The same file with something said of it.
    #[must_use]
    pub fn with(mut self, column: Col, value: impl Into<Value>) -> Self {
        self.draft.set(column, value);
        self
    }

    /// The address or name by which it is known.
    pub fn name(&self) -> &str {
        self.draft.text(attachment::ORIG_FILENAME).unwrap_or_default()
    }

    /// What tells one file from another.
    fn key(record: &Record) -> (Option<&str>, Option<&str>) {
        let text = |column| record.text(column).filter(|text| !text.is_empty());
        (text(attachment::ORIG_FILENAME), text(attachment::ATTACHMENT_LOCATION))
    }
}

/// The link by which records of a table have attachments; nothing for tables without.
pub fn link_of(table: &Table) -> Option<Many> {
    let joins = |many: &vasculum_model::ToMany| {
        many.owned && many.through.is_none() && rules::joins_attachment(model().table(many.of))
    };
    table.many.iter().position(joins).map(|at| Many(table.id, at as u16))
}

/// Works out what attaching a file to these records of one table would do, without changing anything.
///
/// # Errors
///
/// - `Invalid`: records of the table have no attachments, or there are none or more than [`MOST`].
/// - `Forbidden`: the person may not read the table.
pub fn plan(tx: &mut Tx<'_>, table: TableId, ids: &[i64], file: &File) -> Result<Plan> {
    let link = link(table)?;
    if ids.is_empty() || ids.len() > MOST {
        return Err(Error::invalid(format!("A file is attached to between 1 and {MOST} records at once."))
            .hint("Filter the list further."));
    }
    let known: HashMap<i64, Record> = tx.find_all(table, ids)?.into_iter().map(|one| (one.id, one)).collect();
    let having = having(tx, link, ids, file)?;
    let (mut plan, mut met) = (Plan::default(), HashSet::new());
    for id in ids.iter().filter(|id| met.insert(**id)) {
        match known.get(id) {
            Some(_) if having.contains(id) => plan.there.push(*id),
            Some(owner) if tx.reaches(&join(link, owner), Action::Create)? => plan.free.push(*id),
            _ => plan.refused.push(*id),
        }
    }
    Ok(plan)
}

fn link(table: TableId) -> Result<Many> {
    let of = model().table(table);
    link_of(of).ok_or_else(|| Error::invalid(format!("Records of {} have no attachments.", of.name)))
}

/// Those of the records that have the file already.
fn having(tx: &mut Tx<'_>, link: Many, ids: &[i64], file: &File) -> Result<HashSet<i64>> {
    let joins = tx.unscoped(|tx| tx.children(ids, link))?;
    let named = |join: &Record| join.named("attachment").and_then(Value::int);
    let files: Vec<i64> = joins.iter().filter_map(|(_, join)| named(join)).collect();
    let same: HashSet<i64> = tx
        .unscoped(|tx| tx.find_all(attachment::TABLE, &files))?
        .iter()
        .filter(|other| File::key(other) == File::key(&file.draft))
        .map(|other| other.id)
        .collect();
    let has = |(owner, join): &(i64, Record)| named(join).filter(|id| same.contains(id)).map(|_| *owner);
    Ok(joins.iter().filter_map(has).collect())
}

/// The record that ties a file to a record, as far as its rights are judged by it.
fn join(link: Many, owner: &Record) -> Record {
    let many = model().to_many(link);
    let mut join = Record::new(many.of).with(Col(many.of, many.back), owner.id);
    if let (Scope::Collection(ours), Scope::Collection(theirs))
    | (Scope::Discipline(ours), Scope::Discipline(theirs))
    | (Scope::Division(ours), Scope::Division(theirs)) = (&join.of().scope, &owner.of().scope)
    {
        join.values[usize::from(*ours)] = owner.values[usize::from(*theirs)].clone();
    }
    join
}

/// Attaches a file to those of the records that [`plan`] finds free; returns to how many. `expected` is how many somebody
/// was told.
///
/// # Errors
///
/// - `Conflict`: something changed since, and they are more or fewer now.
/// - `Invalid`: a rule refuses it, or as [`plan`].
/// - `NotFound`, `Forbidden`: a record lies outside the person's scope, or they may not attach files to it.
pub fn attach(tx: &mut WriteTx<'_>, table: TableId, ids: &[i64], file: &File, expected: usize) -> Result<usize> {
    let link = link(table)?;
    let plan = plan(tx, table, ids, file)?;
    if plan.free.len() != expected {
        let words = format!("Something changed meanwhile: it would be {} records now.", plan.free.len());
        return Err(Error::new(Code::Conflict, words).hint("Look at them once more."));
    }
    let column = model().table(model().to_many(link).of).col("attachment");
    let column = column.ok_or_else(|| Error::new(Code::Internal, "A table of attachments names no attachment."))?;
    let owners = tx.find_all(table, &plan.free)?;
    let owners: HashMap<i64, Record> = owners.into_iter().map(|one| (one.id, one)).collect();
    let mut loose = file.loose.clone();
    for owner in plan.free.iter().filter_map(|id| owners.get(id)) {
        let id = match loose.take() {
            Some(there) => there.id,
            None => records::put(tx, None, file.draft.clone())?.0.id,
        };
        records::put(tx, None, join(link, owner).with(column, id))?;
    }
    Ok(plan.free.len())
}
