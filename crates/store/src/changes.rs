//! Asking the journal: which change sets there are, for the feed, histories and the audit log, and what they changed.

use std::collections::HashMap;
use std::ops::Range;

use vasculum_model::{Error, Kind, Result, TableId, Timestamp, Value, model};

use crate::access::{Action, Reach, refusal};
use crate::conn::{Row, Sql};
use crate::journal::{Change, ChangeKind, ChangeSet, from_json, numbered_table};
use crate::stretch::Property;
use crate::tx::Tx;

/// Which change sets are wanted; newest first unless `since` asks for the feed. What is given must all be so.
#[derive(Debug, Clone, Default)]
pub struct ChangeQuery {
    /// Only those that touched this record.
    pub record: Option<(TableId, i64)>,
    /// Only those that touched a record of this table.
    pub table: Option<TableId>,
    /// Only those in which this happened to a record: of `table` if there is one.
    pub action: Option<ChangeKind>,
    /// Only those of people in whose name this stands, without regard to upper and lower case.
    pub who: Option<String>,
    /// Only those of the person with this id.
    pub user: Option<i64>,
    /// Only those of this kind, for example `import`.
    pub kind: Option<String>,
    /// Only those at this moment or later.
    pub from: Option<Timestamp>,
    /// Only those before this moment.
    pub until: Option<Timestamp>,
    /// Only those with a greater number, oldest first: the change feed.
    pub since: Option<i64>,
    /// Only those with a smaller number: the next page.
    pub before: Option<i64>,
    /// At most so many; at least 1 and at most 10,000.
    pub limit: u64,
}

impl Tx<'_> {
    /// What a change set changed, in the order in which it happened; only of tables that the person may read, and at
    /// most `limit` entries.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn changes(&mut self, change_set: i64, limit: u64) -> Result<Vec<Change>> {
        let mut sql = self.sql(
            "SELECT change_set, ordinal, table_number, record, count, action, \"before\", \"after\" FROM \"change\" WHERE change_set = ",
        );
        sql.bind(change_set).push(&format!(" ORDER BY ordinal LIMIT {limit}"));
        let all = self.rows(&sql, read_change)?;
        let mut may: HashMap<TableId, bool> = HashMap::new();
        let access = self.access;
        Ok(all
            .into_iter()
            .filter(|change| {
                *may.entry(change.table)
                    .or_insert_with(|| access.reach(model().table(change.table), Action::Read) != Reach::Nothing)
            })
            .collect())
    }

    /// The changes of one record within a change set.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn changes_of(&mut self, change_set: i64, table: TableId, record: i64) -> Result<Vec<Change>> {
        let mut sql = self.sql(
            "SELECT change_set, ordinal, table_number, record, count, action, \"before\", \"after\" FROM \"change\" WHERE change_set = ",
        );
        sql.bind(change_set).push(" AND table_number = ").bind(i64::from(model().table(table).number));
        sql.push(" AND record <= ").bind(record).push(" AND record + count > ").bind(record).push(" ORDER BY ordinal");
        self.rows(&sql, read_change)
    }

    /// Those of the records of a change that were changed or deleted after it, by change sets that still count: neither
    /// taken back nor taking another one back.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn touched_after(&mut self, change: &Change) -> Result<Vec<i64>> {
        let counts = "NOT EXISTS (SELECT 1 FROM change_set u WHERE u.undoes = c.change_set \
                      AND NOT EXISTS (SELECT 1 FROM change_set v WHERE v.undoes = u.id)) \
                      AND NOT EXISTS (SELECT 1 FROM change_set w WHERE w.id = c.change_set AND w.undoes IS NOT NULL \
                      AND NOT EXISTS (SELECT 1 FROM change_set x WHERE x.undoes = w.id))";
        let mut sql = self.sql("SELECT DISTINCT c.record FROM \"change\" c WHERE c.count = 1 AND c.table_number = ");
        sql.bind(i64::from(model().table(change.table).number)).push(" AND c.record >= ").bind(change.record);
        sql.push(" AND c.record < ").bind(change.record + change.count);
        sql.push(" AND c.change_set > ").bind(change.change_set).push(&format!(" AND {counts}"));
        self.rows(&sql, |row| row.int(0))
    }

    /// The number of the latest change set; 0 if nothing was ever written.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn latest_change(&mut self) -> Result<i64> {
        let sql = self.sql("SELECT COALESCE(MAX(id), 0) FROM change_set");
        Ok(self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
    }

    /// Whether a change set after this one touched any of the tables; what is kept in memory of them is then stale.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn touched_since(&mut self, change_set: i64, tables: &[TableId]) -> Result<bool> {
        let numbers: Vec<String> = tables.iter().map(|table| model().table(*table).number.to_string()).collect();
        let mut sql = self.sql("SELECT 1 FROM \"change\" WHERE change_set > ");
        sql.bind(change_set).push(&format!(" AND table_number IN ({}) LIMIT 1", numbers.join(", ")));
        Ok(!self.rows(&sql, |row| row.int(0))?.is_empty())
    }

    /// Change sets, as [`ChangeQuery`] asks, each as far as the person may see it.
    ///
    /// A question by record or time is answered from an index; one by person, kind, collection or table reads the
    /// stretches of the journal in which all that is asked for occurs (`stretch.rs`). Moments and numbers run
    /// the same way; where the machine's clock was set back, what was written in the hours that came twice may be
    /// missed at the edge of `from` and `until`.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not see the journal, or the table.
    pub fn change_sets(&mut self, query: &ChangeQuery) -> Result<Vec<ChangeSet>> {
        let limit = query.limit.clamp(1, 10_000);
        for table in query.table.iter().chain(query.record.iter().map(|(table, _)| table)) {
            // A history is as readable as the record; for a deleted one the table's right is asked for.
            if self.access.reach(model().table(*table), Action::Read) == Reach::Nothing {
                return Err(refusal(self.access, model().table(*table), Action::Read));
            }
        }
        let names = match &query.who {
            Some(who) => {
                let who = crate::fold(who.trim());
                let names: Vec<String> =
                    self.journal_users()?.into_iter().filter(|name| crate::fold(name).contains(&who)).collect();
                if names.is_empty() {
                    return Ok(Vec::new());
                }
                names
            }
            None => Vec::new(),
        };
        let Some(range) = self.range(query)? else { return Ok(Vec::new()) };
        let wanted = self.wanted(query, &names);
        if query.record.is_some() || is_of_one(query) || wanted.is_empty() {
            return self.sets(query, &names, &range, limit);
        }
        let (mut found, mut rest) = (Vec::new(), Some(range));
        while let Some(range) = rest {
            let (parts, further) = self.stretches(&wanted, &range, query.since.is_some())?;
            for part in parts {
                found.extend(self.sets(query, &names, &part, limit - found.len() as u64)?);
                if found.len() as u64 >= limit {
                    return Ok(found);
                }
            }
            rest = further;
        }
        Ok(found)
    }

    /// The numbers between which the change sets lie that are asked for; nothing if there can be none.
    fn range(&mut self, query: &ChangeQuery) -> Result<Option<Range<i64>>> {
        let mut range = query.since.map_or(0, |since| since + 1)..query.before.unwrap_or(i64::MAX);
        if let Some(from) = query.from {
            let mut sql = self.sql("SELECT id FROM change_set WHERE at >= ");
            sql.bind(from).push(" ORDER BY at, id LIMIT 1");
            let Some(first) = self.rows(&sql, |row| row.int(0))?.pop() else { return Ok(None) };
            range.start = range.start.max(first);
        }
        if let Some(until) = query.until {
            let mut sql = self.sql("SELECT id FROM change_set WHERE at < ");
            sql.bind(until).push(" ORDER BY at DESC, id DESC LIMIT 1");
            let Some(last) = self.rows(&sql, |row| row.int(0))?.pop() else { return Ok(None) };
            range.end = range.end.min(last + 1);
        }
        Ok(Some(range).filter(|range| !range.is_empty()))
    }

    /// What the stretches of the journal must hold to be read.
    fn wanted(&self, query: &ChangeQuery, names: &[String]) -> Vec<(Property, Vec<String>)> {
        let mut wanted = Vec::new();
        if let Some(table) = query.table {
            wanted.push((Property::Table, vec![model().table(table).number.to_string()]));
        }
        wanted.extend(query.kind.iter().map(|kind| (Property::Kind, vec![kind.clone()])));
        wanted.extend(query.user.iter().map(|user| (Property::User, vec![user.to_string()])));
        if !names.is_empty() {
            wanted.push((Property::Name, names.to_vec()));
        }
        if let Some(collections) = self.journal_collections() {
            wanted.push((Property::Collection, collections.iter().map(i64::to_string).collect()));
        }
        wanted
    }

    /// The change sets of a range of numbers that pass everything.
    fn sets(
        &mut self,
        query: &ChangeQuery,
        names: &[String],
        range: &Range<i64>,
        limit: u64,
    ) -> Result<Vec<ChangeSet>> {
        let mut sql = self.sql(
            "SELECT s.id, s.at, s.user_id, s.user_name, s.agent_id, s.collection_id, s.kind, s.summary, s.undoes, \
             (SELECT MAX(u.id) FROM change_set u WHERE u.undoes = s.id \
              AND NOT EXISTS (SELECT 1 FROM change_set v WHERE v.undoes = u.id)) FROM change_set s WHERE TRUE",
        );
        match query.record {
            Some((table, record)) => of_record(&mut sql, i64::from(model().table(table).number), record),
            None => self.journal_scope(&mut sql, is_of_one(query)),
        }
        if !names.is_empty() {
            sql.push(" AND ").bind_texts("s.user_name", names.iter().cloned());
        }
        if let Some(user) = query.user {
            sql.push(" AND s.user_id = ").bind(user);
        }
        if let Some(kind) = &query.kind {
            sql.push(" AND s.kind = ").bind(kind.as_str());
        }
        of_changes(&mut sql, query);
        if let Some(from) = query.from {
            sql.push(" AND s.at >= ").bind(from);
        }
        if let Some(until) = query.until {
            sql.push(" AND s.at < ").bind(until);
        }
        sql.push(" AND s.id >= ").bind(range.start).push(" AND s.id < ").bind(range.end);
        let order = if query.since.is_some() { "ASC" } else { "DESC" };
        sql.push(&format!(" ORDER BY s.id {order} LIMIT {limit}"));
        self.rows(&sql, read_set)
    }

    /// Keeps out the change sets of collections whose records the person may not read. One that is asked for by its number
    /// and went through several collections is seen by whoever may see all of them, and by whoever did it.
    fn journal_scope(&mut self, sql: &mut Sql, is_one: bool) {
        let Some(ids) = self.journal_collections() else { return };
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        if is_one {
            let list = if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") };
            sql.push(&format!(" AND (s.collection_id IN ({list}) OR s.collection_id IS NULL"));
            if !self.access.may("/table/%", Action::Read.name(), None) {
                sql.push(" AND s.user_id = ").bind(self.access.user);
            }
            sql.push(")");
            return;
        }
        match ids.as_slice() {
            [] => _ = sql.push(" AND FALSE"),
            [one] => _ = sql.push(&format!(" AND s.collection_id = {one}")),
            many => _ = sql.push(&format!(" AND s.collection_id IN ({})", many.join(", "))),
        }
    }

    /// The collections whose change sets the person may see; nothing for all of them.
    fn journal_collections(&self) -> Option<Vec<i64>> {
        if self.access.may("/table/%", Action::Read.name(), None) && self.access.collection.is_none() {
            return None;
        }
        let readable = self.access.collections_where("/table/spauditlog", Action::Read.name()).into_iter();
        Some(readable.filter(|id| self.access.collection.is_none_or(|here| here == *id)).collect())
    }

    /// One change set.
    ///
    /// # Errors
    ///
    /// `NotFound`, if there is none or the person may not see it.
    pub fn change_set(&mut self, id: i64) -> Result<ChangeSet> {
        let query = ChangeQuery { since: Some(id - 1), before: Some(id + 1), limit: 1, ..ChangeQuery::default() };
        self.change_sets(&query)?
            .pop()
            .filter(|found| found.id == id)
            .ok_or_else(|| Error::not_found(format!("There is no change {id} that you may see.")))
    }

    /// Everybody in whose name something was ever written, as their names were then, in order.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn journal_users(&mut self) -> Result<Vec<String>> {
        self.journal_values(Property::Name)
    }

    /// Every kind of change set that there is, in order.
    ///
    /// # Errors
    ///
    /// `Internal`, if the journal can't be read.
    pub fn journal_kinds(&mut self) -> Result<Vec<String>> {
        self.journal_values(Property::Kind)
    }
}

/// Those that touched a record, also within an entry for several records.
fn of_record(sql: &mut Sql, number: i64, record: i64) {
    sql.push(" AND s.id IN (SELECT change_set FROM \"change\" WHERE table_number = ").bind(number);
    sql.push(" AND record = ").bind(record);
    sql.push(" UNION SELECT change_set FROM (SELECT change_set, record, count FROM \"change\" WHERE table_number = ");
    sql.bind(number).push(" AND record < ").bind(record);
    sql.push(" AND count > 1 ORDER BY record DESC LIMIT 1) r WHERE r.record + r.count > ").bind(record);
    sql.push(")");
}

/// Those in which something happened to a record, of one table or of any.
fn of_changes(sql: &mut Sql, query: &ChangeQuery) {
    if query.action.is_none() && query.table.is_none() {
        return;
    }
    sql.push(" AND EXISTS (SELECT 1 FROM \"change\" c WHERE c.change_set = s.id");
    if let Some(table) = query.table {
        sql.push(" AND c.table_number = ").bind(i64::from(model().table(table).number));
    }
    if let Some(action) = query.action {
        sql.push(" AND c.action = ").bind(action.number());
    }
    sql.push(")");
}

fn read_set(row: &Row<'_>) -> Result<ChangeSet> {
    Ok(ChangeSet {
        id: row.int(0)?,
        at: match row.value(1, Kind::Timestamp)? {
            Value::Timestamp(at) => at,
            _ => Timestamp(0),
        },
        user: row.maybe_int(2)?,
        user_name: row.text(3)?,
        agent: row.maybe_int(4)?,
        collection: row.maybe_int(5)?,
        kind: row.text(6)?,
        summary: row.text(7)?,
        undoes: row.maybe_int(8)?,
        undone_by: row.maybe_int(9)?,
    })
}

/// Whether a question is about one change set by its number.
fn is_of_one(query: &ChangeQuery) -> bool {
    query.since.zip(query.before).is_some_and(|(since, before)| before - since == 2)
}

pub(crate) fn read_change(row: &Row<'_>) -> Result<Change> {
    let table = numbered_table(row.int(2)?)?;
    let values = |text: Option<String>| text.map_or(Ok(Vec::new()), |text| from_json(table, &text));
    Ok(Change {
        change_set: row.int(0)?,
        ordinal: row.int(1)?,
        table: table.id,
        record: row.int(3)?,
        count: row.int(4)?,
        kind: ChangeKind::numbered(row.int(5)?)?,
        before: values(row.maybe_text(6)?)?,
        after: values(row.maybe_text(7)?)?,
    })
}
