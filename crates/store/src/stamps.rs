//! Who made and who last saved a record, led from one agent to another and back.
//!
//! Every save sets these two columns, so they are no part of the journal's values, and one agent may stand in them a
//! million times. What is kept of such a step is one row for each column: which agent gave way to which, and the ids of
//! the records as ranges.

use vasculum_model::{Code, Col, Error, Result, model};

use crate::journal::numbered_table;
use crate::tx::Tx;
use crate::write::WriteTx;

/// So many records are led elsewhere in one statement.
const BATCH: usize = 10_000;

/// That in one column of some records another agent took the place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restamping {
    /// The column: `createdByAgent` or `modifiedByAgent` of a table.
    pub column: Col,
    /// The agent who stood there before.
    pub from: i64,
    /// The agent who stands there since.
    pub to: i64,
    /// The ids of the records, in order, as first and last of each row of successive ones.
    pub ranges: Vec<(i64, i64)>,
}

impl Restamping {
    /// How many records it is about.
    pub fn count(&self) -> u64 {
        self.ranges.iter().map(|(first, last)| last.abs_diff(*first) + 1).sum()
    }

    fn ids(&self) -> impl Iterator<Item = i64> + '_ {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }
}

/// Ids, in order, as ranges.
fn ranges(ids: &[i64]) -> Vec<(i64, i64)> {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for id in ids {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    ranges
}

/// Ranges in words: `5-9 12`.
fn written(ranges: &[(i64, i64)]) -> String {
    let one = |(first, last): &(i64, i64)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn read(text: &str) -> Result<Vec<(i64, i64)>> {
    let one = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    let unreadable = || Error::new(Code::Internal, "The journal holds something that can't be read.");
    text.split(' ').map(|part| one(part).ok_or_else(unreadable)).collect()
}

/// Whether a column says who made or who last saved a record.
fn is_stamp(column: Col) -> bool {
    matches!(model().column(column).name, "createdByAgent" | "modifiedByAgent")
}

impl Tx<'_> {
    /// Where a change set put another agent in place of one as who made or last saved a record, in the order in which it
    /// did.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn restampings(&mut self, change_set: i64) -> Result<Vec<Restamping>> {
        let columns = "table_number, \"column\", agent_before, agent_after, records";
        let mut sql = self.sql(format!("SELECT {columns} FROM restamping WHERE change_set = "));
        sql.bind(change_set).push(" ORDER BY ordinal");
        let read_row =
            |row: &crate::conn::Row<'_>| Ok((row.int(0)?, row.text(1)?, row.int(2)?, row.int(3)?, row.text(4)?));
        let rows = self.rows(&sql, read_row)?;
        let mut found = Vec::with_capacity(rows.len());
        for (number, name, from, to, records) in rows {
            let table = numbered_table(number)?;
            if let Some(at) = table.column(&name) {
                found.push(Restamping { column: Col(table.id, at), from, to, ranges: read(&records)? });
            }
        }
        Ok(found)
    }
}

impl WriteTx<'_> {
    /// Puts another agent in place of one in a column that says who made or who last saved a record; returns how many.
    /// The records get no new version by it. The change set remembers which they were, so that
    /// [`WriteTx::restamp_back`] can lead them back.
    ///
    /// # Errors
    ///
    /// - `Invalid`: the column is no such stamp.
    /// - `Forbidden` for anybody but the program itself.
    pub fn restamp(&mut self, column: Col, from: i64, to: i64) -> Result<u64> {
        let table = model().table(column.0);
        if !is_stamp(column) {
            return Err(Error::invalid("Only what says who made or last saved a record is a stamp."));
        }
        if !self.access().is_unlimited() {
            return Err(Error::forbidden("Only the program itself changes stamps."));
        }
        let name = &table.at(column.1).sql;
        let mut sql = self.sql(format!("SELECT \"id\" FROM \"{}\" WHERE \"{name}\" = ", table.sql));
        sql.bind(from).push(" ORDER BY \"id\"");
        let ids = self.rows(&sql, |row| row.int(0))?;
        self.put_stamps(column, from, to, ids)
    }

    /// Takes back what another change set did by [`WriteTx::restamp`]; returns for how many records. A record that was
    /// saved since keeps the name of who did.
    ///
    /// # Errors
    ///
    /// `Forbidden` for anybody but the program itself.
    pub fn restamp_back(&mut self, done: &Restamping, change_set: i64) -> Result<u64> {
        if !self.access().is_unlimited() {
            return Err(Error::forbidden("Only the program itself changes stamps."));
        }
        let table = model().table(done.column.0);
        let (name, is_of_saving) = (&table.at(done.column.1).sql, table.at(done.column.1).name == "modifiedByAgent");
        let all: Vec<i64> = done.ids().collect();
        let mut ids = Vec::with_capacity(all.len());
        for batch in all.chunks(BATCH) {
            let mut sql = self.sql(format!("SELECT r.\"id\" FROM \"{}\" r WHERE r.\"{name}\" = ", table.sql));
            sql.bind(done.to).push(" AND ").bind_ids("r.\"id\"", batch.to_vec());
            if is_of_saving {
                sql.push(" AND NOT EXISTS (SELECT 1 FROM \"change\" c WHERE c.table_number = ");
                sql.bind(i64::from(table.number)).push(" AND c.record = r.\"id\" AND c.action = 1 AND c.change_set > ");
                sql.bind(change_set).push(")");
            }
            sql.push(" ORDER BY r.\"id\"");
            let free = self.rows(&sql, |row| row.int(0))?;
            ids.extend(free.into_iter().filter(|id| !is_of_saving || !self.has_changed(table.id, *id)));
        }
        self.put_stamps(done.column, done.to, done.from, ids)
    }

    /// Writes an agent into a column of these records, whose ids are in order, and remembers it.
    fn put_stamps(&mut self, column: Col, from: i64, to: i64, ids: Vec<i64>) -> Result<u64> {
        let table = model().table(column.0);
        for batch in ids.chunks(BATCH) {
            let mut sql = self.sql(format!("UPDATE \"{}\" SET \"{}\" = ", table.sql, table.at(column.1).sql));
            sql.bind(to).push(" WHERE ").bind_ids("\"id\"", batch.to_vec());
            self.execute(&sql)?;
        }
        let count = ids.len() as u64;
        if count > 0 {
            self.restamped.push(Restamping { column, from, to, ranges: ranges(&ids) });
        }
        Ok(count)
    }

    /// Keeps with the change set what was restamped.
    pub(crate) fn write_restampings(&mut self, change_set: i64) -> Result<()> {
        for (ordinal, one) in std::mem::take(&mut self.restamped).into_iter().enumerate() {
            let table = model().table(one.column.0);
            let columns = "change_set, ordinal, table_number, \"column\", agent_before, agent_after, records";
            let mut sql = self.sql(format!("INSERT INTO restamping ({columns}) VALUES ("));
            sql.bind(change_set).push(", ").bind(ordinal as i64).push(", ").bind(i64::from(table.number));
            sql.push(", ").bind(table.at(one.column.1).name).push(", ").bind(one.from).push(", ").bind(one.to);
            sql.push(", ").bind(written(&one.ranges)).push(")");
            self.execute(&sql)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use vasculum_model::TableId;

    use super::*;

    #[test]
    fn ids_are_kept_as_ranges_and_read_back() {
        for (ids, text) in [(vec![7], "7"), (vec![1, 2, 3, 9], "1-3 9"), (vec![4, 6, 7], "4 6-7")] {
            let ranges = ranges(&ids);
            assert_eq!(written(&ranges), text);
            assert_eq!(read(text).unwrap(), ranges);
            let one = Restamping { column: Col(TableId(0), 0), from: 1, to: 2, ranges };
            assert_eq!(one.ids().collect::<Vec<_>>(), ids);
            assert_eq!(one.count(), ids.len() as u64);
        }
        assert!(read("7-").is_err());
    }
}
