//! Merging duplicates: one record stays, everything that refers to the others refers to it, and the others go.
//!
//! All columns that link to the records follow, pairs of many-to-many links, items of record sets and what an import
//! keeps beside a record; parts move over. The numbers and GUIDs of the merged records keep leading to the one that
//! stayed. All of it is one change set, which an undo takes back.

mod moving;

use std::collections::BTreeSet;

use vasculum_model::names::{
    agent, attachment, collection, collection_object_type, discipline, division, institution, merged_record,
    record_set_item, specify_user, taxon,
};
use vasculum_model::{
    Code, Col, Error, Issue, Link, Owned, Path, Record, Result, Table, TableId, ToMany, Value, model,
};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use crate::records;
use crate::rules;

/// What shall be merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// The table of all of them.
    pub table: TableId,
    /// The record that stays.
    pub keep: i64,
    /// The records that go.
    pub gone: Vec<i64>,
    /// The versions that somebody looked at, by id; records that are not named are merged as they are now.
    pub seen: Vec<(i64, i64)>,
    /// The values that the record shall have afterwards, by column; others stay as they are in it.
    pub values: Vec<(u16, Value)>,
}

/// How something that refers to a merged record takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It refers to the record that stays.
    Follows,
    /// It is a part of the merged record and becomes one of the record that stays.
    Moves,
}

/// What merging means for the records of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    /// The column that refers to the merged records.
    pub column: Col,
    /// How many records do, whoever may see them.
    pub count: i64,
    /// What becomes of them.
    pub how: How,
}

/// What merging would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MergePlan {
    /// What refers to the records that go, most first.
    pub following: Vec<Following>,
    /// In how many record sets they stand.
    pub sets: i64,
    /// What keeps them from being merged, as errors, or is worth knowing.
    pub issues: Vec<Issue>,
}

/// Tables that say how the institution is built, and whose records are not duplicates of each other.
const NEVER: &[TableId] = &[
    institution::TABLE,
    division::TABLE,
    discipline::TABLE,
    collection::TABLE,
    collection_object_type::TABLE,
    specify_user::TABLE,
    attachment::TABLE,
];

/// Whether records of a table can be merged: those of the collection can, those of the program's own machinery can't.
pub fn is_mergeable(table: &Table) -> bool {
    let tree = |table: &Table| vasculum_model::tree::TREES.iter().any(|tree| [tree.def, tree.rank].contains(&table.id));
    table.is_shown() && !table.system && !NEVER.contains(&table.id) && !tree(table)
}

/// Works out what merging would do, without doing it.
///
/// # Errors
///
/// - `Invalid`: records of this table can't be merged, or fewer than two are named.
/// - `NotFound`, `Forbidden`: one of the records lies outside the person's scope.
pub fn plan(tx: &mut Tx<'_>, table: TableId, keep: i64, gone: &[i64]) -> Result<MergePlan> {
    let (keep, gone) = group(tx, table, keep, gone)?;
    let mut plan = MergePlan { issues: judge(tx, &keep, &gone)?, ..MergePlan::default() };
    for record in &gone {
        for (column, count) in tx.referrers(table, record.id)? {
            let how = if part_of(keep.of(), column).is_some() { How::Moves } else { How::Follows };
            match plan.following.iter_mut().find(|row| row.column == column) {
                Some(row) => row.count += count,
                None => plan.following.push(Following { column, count, how }),
            }
        }
    }
    plan.following.sort_by_key(|row| std::cmp::Reverse(row.count));
    let ids: Vec<i64> = gone.iter().map(|record| record.id).collect();
    plan.sets = tx.unscoped(|tx| moving::sets_with(tx, keep.of(), &ids))?;
    Ok(plan)
}

/// The record that stays and those that go, as far as the person may see them.
fn group(tx: &mut Tx<'_>, table: TableId, keep: i64, gone: &[i64]) -> Result<(Record, Vec<Record>)> {
    let of = model().table(table);
    if !is_mergeable(of) {
        return Err(Error::invalid(format!("Records of {} can't be merged.", of.name)));
    }
    let ids: BTreeSet<i64> = gone.iter().copied().filter(|id| *id != keep).collect();
    if ids.is_empty() {
        return Err(Error::invalid("Merging needs at least two records."));
    }
    let keep = tx.get(table, keep)?;
    let gone = ids.into_iter().map(|id| tx.get(table, id)).collect::<Result<_>>()?;
    Ok((keep, gone))
}

/// What keeps the records from being merged, and what is worth knowing.
fn judge(tx: &mut Tx<'_>, keep: &Record, gone: &[Record]) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    if !tx.reaches(keep, Action::Update)? {
        issues.push(Issue::error("merge-right", "", "You may not change the record that shall stay."));
    }
    for record in gone {
        if !tx.reaches(record, Action::Delete)? {
            issues.push(Issue::error("merge-right", "", "You may not delete one of the records that shall go."));
        }
    }
    if keep.table == agent::TABLE && gone.iter().any(|record| !record.get(agent::SPECIFY_USER).is_null()) {
        let words = "One of the agents stands for somebody who signs in. Choose that one to stay.";
        issues.push(Issue::error("agent-of-user", "specifyUser", words));
    }
    if let Some(tree) = model().tree(keep.table) {
        for record in gone {
            if record.int(tree.definition) != keep.int(tree.definition) {
                let words = "Nodes of different trees can't be merged.";
                issues.push(Issue::error("merge-trees", model().column(tree.definition).name, words));
            }
            let above = |tx: &mut Tx<'_>, id: i64| -> Result<Vec<i64>> {
                Ok(tx.ancestor_ids(keep.table, &[id])?.remove(&id).unwrap_or_default())
            };
            if above(tx, record.id)?.contains(&keep.id) || above(tx, keep.id)?.contains(&record.id) {
                let words = "A node can't be merged with one that stands above or below it.";
                issues.push(Issue::error("merge-above", model().column(tree.parent).name, words));
            }
            if record.int(tree.rank_id) != keep.int(tree.rank_id) {
                let words = "The nodes have different ranks.";
                issues.push(Issue::warning("merge-ranks", model().column(tree.definition_item).name, words));
            }
        }
        if !keep.get(tree.accepted).is_null() && keep.table == taxon::TABLE {
            let words = "The name that shall stay is a synonym.";
            issues.push(Issue::warning("merge-synonym", model().column(tree.accepted).name, words));
        }
    }
    Ok(issues)
}

/// Merges records; returns the one that stayed, as it is now, and what somebody should look at.
///
/// References follow whoever may see them: that is what the right to change the one and to delete the others means.
/// Every record that follows goes through the rules. Where it would stand twice then – the same person as collector of
/// one event – the two are merged in turn, the gaps of the one that stays filled from the other. Of parts, exact doubles
/// are dropped; where both owners had a first or current one, that of the record that stays keeps the mark.
///
/// # Errors
///
/// - `Invalid`: a rule refuses something, or the records can't be merged; `issues` says why.
/// - `Conflict`: somebody saved one of them after the version that was seen.
/// - `NotFound`, `Forbidden`.
pub fn merge(tx: &mut WriteTx<'_>, wanted: &Merge) -> Result<records::Saved> {
    for (id, version) in &wanted.seen {
        tx.get_unchanged(wanted.table, *id, Some(*version))?;
    }
    let (keep, gone) = group(tx, wanted.table, wanted.keep, &wanted.gone)?;
    let issues = judge(tx, &keep, &gone)?;
    if issues.iter().any(|issue| issue.level == vasculum_model::Level::Error) {
        let denied = issues.iter().any(|issue| issue.name == "merge-right");
        let code = if denied { Code::Forbidden } else { Code::Invalid };
        return Err(Error::new(code, "These records can't be merged like this.").with_issues(issues));
    }
    tx.may(Action::Update, wanted.table)?;
    tx.may(Action::Delete, wanted.table)?;
    let ids: Vec<i64> = gone.iter().map(|record| record.id).collect();
    // Numbers that must not stand twice are taken over when their former owners are gone.
    let unique = rules::unique_columns(tx, wanted.table)?;
    let (late, early): (Vec<_>, Vec<_>) =
        chosen(&keep, &ids, wanted).into_iter().partition(|(at, _)| unique.contains(at));
    let mut remarks = issues;
    set(tx, &keep, early, &mut remarks)?;
    for id in &ids {
        tx.as_program(|tx| moving::everything(tx, wanted.table, keep.id, *id, 0))?;
    }
    for id in &ids {
        remember(tx, wanted.table, *id, keep.id)?;
        records::delete(tx, wanted.table, *id, None)?;
    }
    set(tx, &keep, late, &mut remarks)?;
    forget_replaced(tx, &keep)?;
    Ok(records::Saved { record: tx.get(wanted.table, keep.id)?, issues: remarks })
}

/// The values that the record gets: those that were chosen, with nothing in place of a link to one of the group.
fn chosen(keep: &Record, gone: &[i64], wanted: &Merge) -> Vec<(u16, Value)> {
    let table = keep.of();
    let leads_here = |at: u16, value: &Value| {
        let own = table.at(at).link.as_ref().is_some_and(|link| link.to == table.id);
        own && value.int().is_some_and(|id| id == keep.id || gone.contains(&id))
    };
    let mut values: Vec<(u16, Value)> = wanted.values.clone();
    // A record that named one of those that go, such as a synonym its accepted name, names nothing then.
    for at in 0..table.columns.len() as u16 {
        let is_given = values.iter().any(|(given, _)| *given == at);
        if !is_given && leads_here(at, &keep.values[usize::from(at)]) {
            values.push((at, Value::Null));
        }
    }
    values.retain(|(at, _)| !records::is_set_by_vasculum(table, *at) && table.at(*at).name != "guid");
    values.into_iter().map(|(at, value)| if leads_here(at, &value) { (at, Value::Null) } else { (at, value) }).collect()
}

fn set(tx: &mut WriteTx<'_>, keep: &Record, values: Vec<(u16, Value)>, remarks: &mut Vec<Issue>) -> Result<()> {
    let before = tx.get(keep.table, keep.id)?;
    let mut after = before.clone();
    for (at, value) in values {
        after.values[usize::from(at)] = value;
    }
    if after != before {
        remarks.extend(records::put(tx, Some(&before), after)?.1);
    }
    Ok(())
}

/// An owned record whose place was taken by that of a merged record goes, unless something else refers to it.
fn forget_replaced(tx: &mut WriteTx<'_>, before: &Record) -> Result<()> {
    let now = tx.get(before.table, before.id)?;
    for (at, column) in before.of().columns.iter().enumerate() {
        let Some(Link { to, owned, .. }) = &column.link else { continue };
        let (Some(old), new) = (before.values[at].int(), now.values[at].int()) else { continue };
        if Some(old) == new || *owned == Owned::No || !records::is_owned(tx, before, at as u16)? {
            continue;
        }
        if records::blockers(tx, *to, old)?.is_empty() {
            tx.as_program(|tx| records::delete(tx, *to, old, None))?;
        }
    }
    Ok(())
}

/// The link by which records of a column are parts of a record of the table.
fn part_of(table: &'static Table, column: Col) -> Option<&'static ToMany> {
    table.many.iter().find(|many| many.owned && many.through.is_none() && Col(many.of, many.back) == column)
}

/// Keeps number and GUID of a record that is about to go, with those that were merged into it before.
fn remember(tx: &mut WriteTx<'_>, table: TableId, gone: i64, keep: i64) -> Result<()> {
    tx.as_program(|tx| {
        let record = tx.get(table, gone)?;
        let number = i64::from(record.of().number);
        let earlier =
            Filter::And(vec![Filter::is(merged_record::TABLE_NUM, number), Filter::is(merged_record::RECORD_ID, gone)]);
        for before in tx.select(&Select::all(merged_record::TABLE).matching(earlier))? {
            records::put(tx, Some(&before), before.clone().with(merged_record::RECORD_ID, keep))?;
        }
        let note = Record::new(merged_record::TABLE)
            .with(merged_record::TABLE_NUM, number)
            .with(merged_record::FORMER_ID, gone)
            .with(merged_record::FORMER_GUID, record.named("guid").cloned().unwrap_or_default())
            .with(merged_record::RECORD_ID, keep);
        records::put(tx, None, note).map(drop)
    })
}

/// The record into which another one was merged, by that one's id; nothing if it was not.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn survivor(tx: &mut Tx<'_>, table: TableId, former: i64) -> Result<Option<i64>> {
    let number = i64::from(model().table(table).number);
    let filter =
        Filter::And(vec![Filter::is(merged_record::TABLE_NUM, number), Filter::is(merged_record::FORMER_ID, former)]);
    let note = tx.unscoped(|tx| tx.first(&Select::all(merged_record::TABLE).matching(filter)))?;
    Ok(note.and_then(|note| note.int(merged_record::RECORD_ID)))
}

/// The record that a GUID leads to: the one that has it, or the one into which it was merged. Only what the person may
/// see; nothing if there is none.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn by_guid(tx: &mut Tx<'_>, guid: &str, among: Option<TableId>) -> Result<Option<(TableId, i64)>> {
    if guid.is_empty() || guid.contains('\0') {
        return Ok(None);
    }
    let shown = |table: &&Table| table.is_shown() && among.is_none_or(|among| among == table.id);
    // What is asked for most often first.
    let mut tables: Vec<&Table> = model().tables().filter(shown).collect();
    tables.sort_by_key(|table| (table.number != 1, table.number));
    for table in tables {
        let Some(column) = table.col("guid") else { continue };
        let id = Path { base: table.id, steps: Vec::new(), table: table.id, column: None };
        let select = Select::all(table.id).matching(Filter::is(column, guid)).at_most(1);
        let found = match tx.values(&select, &[id]) {
            Err(error) if matches!(error.code, Code::Forbidden | Code::SignInNeeded) => continue,
            other => other?,
        };
        if let Some(id) = found.first().and_then(|row| row[0].int()) {
            return Ok(Some((table.id, id)));
        }
    }
    let filter = Filter::is(merged_record::FORMER_GUID, guid);
    let notes = tx.unscoped(|tx| tx.select(&Select::all(merged_record::TABLE).matching(filter)))?;
    for note in notes {
        let number = note.int(merged_record::TABLE_NUM).and_then(|number| i32::try_from(number).ok());
        let Some(table) = number.and_then(|number| model().numbered(number)).filter(shown) else { continue };
        let Some(id) = note.int(merged_record::RECORD_ID) else { continue };
        match tx.find(table.id, id) {
            Ok(Some(_)) => return Ok(Some((table.id, id))),
            Ok(None) => {}
            Err(error) if matches!(error.code, Code::Forbidden | Code::SignInNeeded) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether an item of a record set stands for a record of the table.
fn is_item_of(tx: &mut Tx<'_>, item: &Record, table: &Table) -> Result<bool> {
    let Some(set) = item.int(record_set_item::RECORD_SET) else { return Ok(false) };
    let set = tx.find(vasculum_model::names::record_set::TABLE, set)?;
    Ok(set.and_then(|set| set.int(vasculum_model::names::record_set::DB_TABLE_ID)) == Some(i64::from(table.number)))
}
