//! What happened to a record, read from the journal.

use vasculum_model::{Error, Record, Result, TableId, Timestamp, model};
use vasculum_store::{Action, Change, ChangeKind, ChangeQuery, ChangeSet, Tx};

/// One change set that touched a record, with what it did to that record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Who, when and why.
    pub change_set: ChangeSet,
    /// What happened to the record, in order; usually one change.
    pub changes: Vec<Change>,
}

/// The history of a record, newest first: at most `limit` change sets, those before change set `before`.
///
/// A deleted record keeps its history for those who could read the record.
///
/// # Errors
///
/// - `NotFound`: there is and was no such record within the person's scope.
/// - `Forbidden`: the person may not read the table at all.
pub fn of_record(tx: &mut Tx<'_>, table: TableId, id: i64, before: Option<i64>, limit: u64) -> Result<Vec<Entry>> {
    if tx.find(table, id)?.is_none() && !could_read_deleted(tx, table, id)? {
        return Err(Error::not_found(format!("There is no {} {id} that you may see.", model().table(table).name)));
    }
    let query = ChangeQuery { record: Some((table, id)), before, limit, ..ChangeQuery::default() };
    let mut entries = Vec::new();
    for change_set in tx.change_sets(&query)? {
        let changes = tx.changes_of(change_set.id, table, id)?;
        entries.push(Entry { change_set, changes });
    }
    Ok(entries)
}

/// A record of today as it was at a moment; nothing if it was not there yet.
///
/// # Errors
///
/// `Internal`, if the journal can't be read.
pub fn as_of(tx: &mut Tx<'_>, mut record: Record, moment: Timestamp) -> Result<Option<Record>> {
    let (table, id) = (record.table, record.id);
    let mut before = None;
    let mut is_there = true;
    loop {
        let query = ChangeQuery { record: Some((table, id)), before, limit: 200, ..ChangeQuery::default() };
        let sets = tx.change_sets(&query)?;
        let Some(last) = sets.last() else { return Ok(is_there.then_some(record)) };
        before = Some(last.id);
        for set in &sets {
            if set.at <= moment {
                return Ok(is_there.then_some(record));
            }
            for change in tx.changes_of(set.id, table, id)?.into_iter().rev() {
                is_there = change.kind != ChangeKind::Insert;
                for (column, value) in change.before {
                    record.values[usize::from(column)] = value;
                }
            }
        }
    }
}

/// Whether the last thing that happened to a record is its deletion, and it lay where the person may read.
fn could_read_deleted(tx: &mut Tx<'_>, table: TableId, id: i64) -> Result<bool> {
    let query = ChangeQuery { record: Some((table, id)), limit: 1, ..ChangeQuery::default() };
    let Some(last) = tx.change_sets(&query)?.pop() else { return Ok(false) };
    let Some(change) = tx.changes_of(last.id, table, id)?.pop().filter(|change| change.kind == ChangeKind::Delete)
    else {
        return Ok(false);
    };
    let mut record = Record { id, ..Record::new(table) };
    for (column, value) in change.before {
        record.values[usize::from(column)] = value;
    }
    tx.reaches(&record, Action::Read)
}
