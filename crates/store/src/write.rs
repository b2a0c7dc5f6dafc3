//! A transaction that writes, and remembers what it wrote.

mod paths;

use std::any::Any;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, LazyLock};

use vasculum_model::names::own_field;
use vasculum_model::{
    Code, Col, Error, Model, Record, Result, Table, TableId, Timestamp, Value, collection_column, model,
};

use crate::access::{Access, Action, Grant, Reach, is_secret};
use crate::conn::{Conn, Sql};
use crate::dialect::Dialect;
use crate::journal::{Change, ChangeKind, Purpose, from_json, to_json};
use crate::lookup::Waiting;
use crate::own;
use crate::stamps::Restamping;
use crate::stretch::{Property, Said};
use crate::tally::Counting;
use crate::tx::{Tx, not_found};

/// The last id that was given away in every table. Ids are never used twice, so that an undo can bring a deleted
/// record back under its own.
pub(crate) type Counters = HashMap<TableId, i64>;

/// What the writer of a database knows from one transaction to the next. Whoever opens a transaction throws it away
/// when another process wrote in between, or when the transaction before failed.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) counters: Counters,
    /// What was worked out from records, by key.
    pub(crate) memos: HashMap<&'static str, Memo>,
    /// The model as a write that is not yet on disk left it, if it changed the institution's own fields.
    pub(crate) changed_model: Option<&'static Model>,
    /// What is said of the stretch of the journal that is being written.
    pub(crate) said: Said,
}

impl Kept {
    /// Forgets what may come from a write that is taken back.
    pub(crate) fn forget(&mut self) {
        self.memos.clear();
        self.changed_model = None;
        self.said = Said::default();
    }
}

/// A transaction in which somebody writes; reads see what was written.
pub struct WriteTx<'a> {
    tx: Tx<'a>,
    kept: &'a mut Kept,
    /// Ids reserved from PostgreSQL's sequences and not used yet, smallest last.
    reserved: HashMap<TableId, Vec<i64>>,
    pending: Vec<Pending>,
    /// How often a record was made, changed or deleted.
    writes: u64,
    purpose: Purpose,
    collections: BTreeSet<Option<i64>>,
    wrote_elsewhere: bool,
    /// The versions that records had before this transaction changed them for the first time.
    first_versions: HashMap<(TableId, i64), i64>,
    /// Records that this transaction made.
    made: HashSet<(TableId, i64)>,
    /// Owners that got a part in this transaction, by the link of the part.
    owners: HashSet<(Col, i64)>,
    /// Texts in lower case of which it is known that no record has them in a column.
    free: HashMap<Col, HashSet<String>>,
    /// Whether the change set is kept even if no record was written.
    noted: bool,
    /// What the index of words does not know yet.
    unindexed: Waiting,
    /// What the numbers of records at the nodes of trees do not know yet.
    counting: Counting,
    /// Where another agent took the place of one as who made or last saved records.
    pub(crate) restamped: Vec<Restamping>,
}

/// Something worked out from the records of some tables; forgotten when one of them is written.
pub(crate) struct Memo {
    of: Vec<TableId>,
    /// Whether a new record changes nothing about it.
    outlives_inserts: bool,
    value: Arc<dyn Any + Send + Sync>,
}

/// The links by which the parts of records name their owners, by table.
static LINKS_TO_OWNERS: LazyLock<HashMap<TableId, Vec<u16>>> = LazyLock::new(|| {
    let mut links: HashMap<TableId, Vec<u16>> = HashMap::new();
    for many in model().tables().flat_map(|table| &table.many).filter(|many| many.through.is_none()) {
        let columns = links.entry(many.of).or_default();
        if many.owned && !columns.contains(&many.back) {
            columns.push(many.back);
        }
    }
    links
});

/// So many texts are looked for with one statement.
const TEXTS_AT_ONCE: usize = 500;

/// A change that waits for the end of the transaction.
struct Pending {
    table: TableId,
    record: i64,
    count: i64,
    kind: ChangeKind,
    before: Option<String>,
    after: Option<String>,
}

impl<'a> Deref for WriteTx<'a> {
    type Target = Tx<'a>;

    fn deref(&self) -> &Tx<'a> {
        &self.tx
    }
}

impl<'a> DerefMut for WriteTx<'a> {
    fn deref_mut(&mut self) -> &mut Tx<'a> {
        &mut self.tx
    }
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(
        conn: &'a mut Conn,
        access: &'a Access,
        now: Timestamp,
        purpose: Purpose,
        kept: &'a mut Kept,
    ) -> Self {
        Self {
            tx: Tx::new(conn, access, now),
            kept,
            reserved: HashMap::new(),
            pending: Vec::new(),
            writes: 0,
            purpose,
            collections: BTreeSet::new(),
            wrote_elsewhere: false,
            first_versions: HashMap::new(),
            made: HashSet::new(),
            owners: HashSet::new(),
            free: HashMap::new(),
            noted: false,
            unindexed: Waiting::default(),
            counting: Counting::default(),
            restamped: Vec::new(),
        }
    }

    /// The right to do this with records of the table, if the person has it anywhere.
    ///
    /// # Errors
    ///
    /// `Forbidden` or `SignInNeeded`.
    pub fn may(&self, action: Action, table: TableId) -> Result<Grant> {
        Grant::check(self.tx.access, model().table(table), action)
    }

    /// Says in the journal what this change set is for; the last word counts.
    pub fn summarise(&mut self, summary: impl Into<String>) {
        self.purpose.summary = summary.into();
    }

    /// Keeps the change set even if it writes no record: for acts that only the journal remembers, such as making a
    /// token.
    pub fn note(&mut self) {
        self.noted = true;
    }

    /// Tells a former act anew, one that only the journal remembers: how often it happened since. What changed records
    /// is never told anew.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn retell(&mut self, change_set: i64, summary: &str) -> Result<()> {
        let mut sql = self.tx.sql("UPDATE change_set SET summary = ");
        sql.bind(summary).push(" WHERE id = ").bind(change_set);
        sql.push(" AND NOT EXISTS (SELECT 1 FROM \"change\" WHERE \"change\".change_set = change_set.id)");
        self.execute(&sql).map(drop)
    }

    /// Why something is written.
    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// What `make` works out from the records of the tables `of` and from settings; worked out once, and again after
    /// one of these tables or a setting was written. It may outlive the transaction, so `make` must not depend on who
    /// asks or when: it reads [`Tx::unscoped`]. A key belongs to one type.
    ///
    /// # Errors
    ///
    /// Whatever `make` refuses.
    pub fn memo<T: Any + Send + Sync>(
        &mut self,
        key: &'static str,
        of: &[TableId],
        make: impl FnOnce(&mut Tx<'a>) -> Result<T>,
    ) -> Result<Arc<T>> {
        self.remembered(key, of, false, make)
    }

    /// Like [`WriteTx::memo`], for what new records of these tables do not change: only their changes and deletions do.
    ///
    /// # Errors
    ///
    /// Whatever `make` refuses.
    pub fn memo_of_existing<T: Any + Send + Sync>(
        &mut self,
        key: &'static str,
        of: &[TableId],
        make: impl FnOnce(&mut Tx<'a>) -> Result<T>,
    ) -> Result<Arc<T>> {
        self.remembered(key, of, true, make)
    }

    fn remembered<T: Any + Send + Sync>(
        &mut self,
        key: &'static str,
        of: &[TableId],
        outlives_inserts: bool,
        make: impl FnOnce(&mut Tx<'a>) -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(memo) = self.kept.memos.get(key)
            && let Ok(value) = Arc::clone(&memo.value).downcast::<T>()
        {
            return Ok(value);
        }
        let value = Arc::new(make(&mut self.tx)?);
        self.kept.memos.insert(key, Memo { of: of.to_vec(), outlives_inserts, value: Arc::<T>::clone(&value) });
        Ok(value)
    }

    /// Does what follows by rule from something that was permitted, whoever is asking: the item of somebody's record
    /// set goes with the record that it names. The journal still names the person.
    ///
    /// # Errors
    ///
    /// Whatever `work` refuses.
    pub fn as_program<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        static PROGRAM: std::sync::LazyLock<Access> = std::sync::LazyLock::new(|| Access::system("Vasculum"));
        let person = std::mem::replace(&mut self.tx.access, &PROGRAM);
        let done = work(self);
        self.tx.access = person;
        done
    }

    /// Says which change set this one takes back.
    pub fn undoing(&mut self, change_set: i64) {
        self.purpose.undoes = Some(change_set);
    }

    /// Ids for so many new records of a table, never given away before: records that refer to each other can be made out
    /// before any of them is written.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn new_ids(&mut self, table: TableId, count: usize) -> Result<Vec<i64>> {
        let of = model().table(table);
        let ids: Vec<i64> = (0..count).map(|_| self.next_id(of)).collect::<Result<_>>()?;
        self.made.extend(ids.iter().map(|id| (table, *id)));
        Ok(ids)
    }

    /// Writes a new record and returns its id. The record's own id is kept if it has one: an undo brings a record
    /// back under the id that it had.
    ///
    /// Sets version 1, the times and the agents, unless the record brings its own from elsewhere.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the grant is for something else or the record lies outside its reach.
    pub fn insert(&mut self, grant: &Grant, record: Record) -> Result<i64> {
        self.insert_whole(grant, record).map(|record| record.id)
    }

    /// Like [`WriteTx::insert`]; returns the record as it was written.
    ///
    /// # Errors
    ///
    /// As [`WriteTx::insert`].
    pub fn insert_whole(&mut self, grant: &Grant, record: Record) -> Result<Record> {
        let (record, is_restored) = self.stamped(grant, record)?;
        self.tx.unwritten.add(&record);
        self.wrote_new(&record, is_restored)?;
        if self.tx.unwritten.is_full() {
            self.tx.conn()?;
        }
        Ok(record)
    }

    /// A new record with its id, version, times and agents; whether it brought its id.
    fn stamped(&mut self, grant: &Grant, mut record: Record) -> Result<(Record, bool)> {
        self.check(grant, &record, Action::Create)?;
        let is_restored = record.id != 0;
        if !is_restored {
            record.id = self.next_id(record.of())?;
        }
        self.stamp_new(&mut record);
        Ok((record, is_restored))
    }

    /// Sets version 1, the times and the agent of a new record, unless it brings its own from elsewhere.
    fn stamp_new(&self, record: &mut Record) {
        let now = self.tx.now;
        let stamp = |record: &mut Record, name: &str, value: Value| {
            if record.named(name).is_some_and(Value::is_null) {
                record.set_named(name, value);
            }
        };
        stamp(record, "version", Value::Int(1));
        stamp(record, "timestampCreated", now.into());
        stamp(record, "timestampcreated", now.into());
        stamp(record, "timestampModified", now.into());
        stamp(record, "createdByAgent", self.tx.access.agent.into());
    }

    /// Remembers a record that was written anew.
    fn wrote_new(&mut self, record: &Record, is_restored: bool) -> Result<()> {
        if !is_restored {
            self.made.insert((record.table, record.id));
        }
        self.remember(record.of(), record, ChangeKind::Insert, None, None);
        self.counting.made(record);
        self.index(None, Some(record))
    }

    /// Writes those values of a record that differ from `before`, which must be the record as it was read.
    ///
    /// Returns the record as it is now. Nothing is written if nothing differs.
    ///
    /// # Errors
    ///
    /// - `Conflict`: somebody saved the record since `before` was read.
    /// - `Forbidden`: it lies, or would then lie, outside the grant's reach.
    pub fn update(&mut self, grant: &Grant, before: &Record, after: &Record) -> Result<Record> {
        self.check(grant, before, Action::Update)?;
        let table = before.of();
        let own = |name: &str| matches!(name, "version" | "timestampModified" | "modifiedByAgent");
        let mut changed: Vec<u16> = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            if before.values[at] != after.values[at] && !own(column.name) {
                changed.push(at as u16);
            }
        }
        if changed.is_empty() {
            return Ok(before.clone());
        }
        if !self.tx.within(after, &grant.reach)? {
            return Err(outside(table));
        }
        let mut after = after.clone();
        after.set_named("version", before.version() + 1);
        after.set_named("timestampModified", self.tx.now);
        if let Some(agent) = self.tx.access.agent {
            after.set_named("modifiedByAgent", agent);
        }
        self.counting.changes(self.tx.conn()?, before, Some((&after, &changed)))?;
        let mut sql = self.tx.sql(format!("UPDATE \"{}\" SET ", table.sql));
        let stamps = table.columns.iter().enumerate().filter(|(_, column)| own(column.name)).map(|(at, _)| at as u16);
        for (nth, at) in changed.iter().copied().chain(stamps).enumerate() {
            let comma = if nth == 0 { "" } else { ", " };
            let place = sql.hold(after.values[usize::from(at)].clone());
            let _ = write!(sql.text, "{comma}\"{}\" = {place}", table.at(at).sql);
        }
        sql.push(" WHERE \"id\" = ").bind(before.id);
        let version = table.column("version").map_or("version", |at| &table.at(at).sql);
        let place = sql.hold(before.version());
        let _ = write!(sql.text, " AND COALESCE(\"{version}\", 0) = {place}");
        if self.execute(&sql)? == 0 {
            return Err(stale());
        }
        self.first_versions.entry((table.id, before.id)).or_insert_with(|| before.version());
        if table.is_tree() && changed.iter().any(|at| table.at(*at).name == "parent") {
            self.move_path(table, &after)?;
        }
        let side = |record: &Record| -> String {
            let open = changed.iter().filter(|at| !is_secret(Col(table.id, **at)));
            let values: Vec<_> = open.map(|at| (*at, record.values[usize::from(*at)].clone())).collect();
            to_json(table, &values)
        };
        self.remember(table, &after, ChangeKind::Update, Some(side(before)), Some(side(&after)));
        self.index(Some(before), Some(&after))?;
        Ok(after)
    }

    /// Deletes a record. What still links to it makes the whole transaction fail at its end.
    ///
    /// # Errors
    ///
    /// - `Conflict`: somebody saved the record since it was read.
    /// - `Forbidden`: it lies outside the grant's reach.
    pub fn delete(&mut self, grant: &Grant, record: &Record) -> Result<()> {
        self.check(grant, record, Action::Delete)?;
        let table = record.of();
        self.counting.changes(self.tx.conn()?, record, None)?;
        let mut sql = self.tx.sql(format!("DELETE FROM \"{}\" WHERE \"id\" = ", table.sql));
        sql.bind(record.id);
        let version = table.column("version").map_or("version", |at| &table.at(at).sql);
        let place = sql.hold(record.version());
        let _ = write!(sql.text, " AND COALESCE(\"{version}\", 0) = {place}");
        if self.execute(&sql)? == 0 {
            return Err(stale());
        }
        let values: Vec<_> = record
            .values
            .iter()
            .enumerate()
            .filter(|(at, value)| !value.is_null() && !is_secret(Col(table.id, *at as u16)))
            .map(|(at, value)| (at as u16, value.clone()))
            .collect();
        self.remember(table, record, ChangeKind::Delete, Some(to_json(table, &values)), None);
        self.index(Some(record), None)
    }

    /// Keeps a setting of the institution's database. Settings are not journalled; whoever changes one that matters
    /// says so in the summary of the change set.
    ///
    /// # Errors
    ///
    /// `Forbidden` for anybody but the program itself and administrators of the institution.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        if !self.tx.access.may("/setting/%", "update", None) {
            return Err(Error::forbidden("You may not change the settings of the institution."));
        }
        let mut sql = self.tx.sql("INSERT INTO setting (name, value) VALUES (");
        sql.bind(name).push(", ").bind(value).push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        self.execute(&sql)?;
        self.kept.memos.clear();
        Ok(())
    }

    /// Whether it is sure, without asking the database, that no part names this owner by this link: the owner was made
    /// in this transaction, and no part of it was written yet.
    pub fn is_surely_without(&self, link: Col, owner: i64) -> bool {
        let to = model().column(link).link.as_ref().map(|link| link.to);
        let is_known = LINKS_TO_OWNERS.get(&link.0).is_some_and(|columns| columns.contains(&link.1));
        is_known && to.is_some_and(|to| self.made.contains(&(to, owner))) && !self.owners.contains(&(link, owner))
    }

    /// Finds out at once which of these texts no record has in a column, whatever the case of the letters A to Z, and
    /// spares whoever asks later to look for each of them. A text counts as taken as soon as a record with it is written.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn note_free(&mut self, column: Col, texts: &[String]) -> Result<()> {
        let (of, dialect) = (model().table(column.0), self.tx.dialect());
        let name = format!("\"{}\"", of.at(column.1).sql);
        for page in texts.chunks(TEXTS_AT_ONCE) {
            let mut free: HashSet<String> = page.iter().map(|text| text.to_ascii_lowercase()).collect();
            let mut sql = self.tx.sql(format!("SELECT {name} FROM \"{}\" WHERE ", of.sql));
            sql.bind_texts(&dialect.caseless(&name), free.iter().cloned());
            for taken in self.tx.rows(&sql, |row| row.text(0))? {
                free.remove(&taken.to_ascii_lowercase());
            }
            self.free.entry(column).or_default().extend(free);
        }
        Ok(())
    }

    /// Whether it is known, without asking the database, that no record has this text in a column, whatever the case of
    /// the letters A to Z.
    pub fn is_surely_free(&self, column: Col, text: &str) -> bool {
        self.free.get(&column).is_some_and(|free| free.contains(&text.to_ascii_lowercase()))
    }

    /// Forgets what is known of the texts of a record that was written.
    fn take_texts(&mut self, record: &Record) {
        for (column, free) in self.free.iter_mut().filter(|(column, _)| column.0 == record.table) {
            if let Some(text) = record.get(*column).text() {
                free.remove(&text.to_ascii_lowercase());
            }
        }
    }

    /// Whether this transaction made a record.
    pub fn has_made(&self, table: TableId, id: i64) -> bool {
        self.made.contains(&(table, id))
    }

    /// Whether this transaction changed a record that it found or had made before.
    pub fn has_changed(&self, table: TableId, id: i64) -> bool {
        self.first_versions.contains_key(&(table, id))
    }

    /// How often this transaction made, changed or deleted a record: whoever sees the same number again knows that
    /// nothing was written meanwhile, which [`WriteTx::pending_changes`] does not tell of new records.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// How many changes wait to be journalled.
    pub fn pending_changes(&self) -> usize {
        self.pending.len()
    }

    /// What this transaction wrote since so many changes waited, in the order in which it happened: what the journal
    /// will say, with 0 in place of the number of the change set. Insertions with successive ids are one entry, which
    /// may have been there before.
    ///
    /// # Errors
    ///
    /// `Internal`, if a change can't be read.
    pub fn written_since(&self, pending: usize) -> Result<Vec<Change>> {
        let values = |table: &Table, text: &Option<String>| match text {
            Some(text) => from_json(table, text),
            None => Ok(Vec::new()),
        };
        let later = self.pending.iter().enumerate().skip(pending);
        let change = |(ordinal, change): (usize, &Pending)| {
            let table = model().table(change.table);
            Ok(Change {
                change_set: 0,
                ordinal: ordinal as i64,
                table: change.table,
                record: change.record,
                count: change.count,
                kind: change.kind,
                before: values(table, &change.before)?,
                after: values(table, &change.after)?,
            })
        };
        later.map(change).collect()
    }

    pub(crate) fn execute(&mut self, sql: &Sql) -> Result<u64> {
        self.tx.statements += 1;
        self.tx.conn()?.execute(sql)
    }

    fn check(&mut self, grant: &Grant, record: &Record, action: Action) -> Result<()> {
        if grant.table != record.table || grant.action != action {
            return Err(Error::forbidden(format!("This right is not for {} of {}.", action.name(), record.of().name)));
        }
        if self.is_of_new_owner(record, &grant.reach) || self.tx.within(record, &grant.reach)? {
            return Ok(());
        }
        Err(outside(record.of()))
    }

    /// Whether a part belongs to a record that this transaction made, so that nobody need look whether the person may
    /// see it.
    fn is_of_new_owner(&self, record: &Record, reach: &Reach) -> bool {
        let Reach::Owners(columns) = reach else { return false };
        columns.iter().any(|column| {
            let to = record.of().at(*column).link.as_ref().map(|link| link.to);
            let owner = record.values[usize::from(*column)].int();
            let made = to.zip(owner).filter(|owner| self.made.contains(owner));
            made.is_some_and(|(to, _)| self.tx.access.reach(model().table(to), Action::Read) != Reach::Nothing)
        })
    }

    fn remember(
        &mut self,
        table: &'static Table,
        record: &Record,
        kind: ChangeKind,
        before: Option<String>,
        after: Option<String>,
    ) {
        let is_new = kind == ChangeKind::Insert;
        self.writes += 1;
        self.take_texts(record);
        self.kept.memos.retain(|_, memo| !memo.of.contains(&table.id) || (is_new && memo.outlives_inserts));
        for column in LINKS_TO_OWNERS.get(&table.id).into_iter().flatten() {
            if let Some(owner) = record.values[usize::from(*column)].int() {
                self.owners.insert((Col(table.id, *column), owner));
            }
        }
        if let Some(column) = collection_column(table) {
            self.collections.insert(record.values[usize::from(column)].int());
        } else if self.collections.is_empty() {
            self.wrote_elsewhere = true;
        }
        if kind == ChangeKind::Insert {
            // Successive ids of one table make one entry: the journal of an import is a few rows, not millions.
            let open = self.pending.iter_mut().rev().take(24).find(|pending| pending.table == table.id);
            if let Some(open) = open
                && open.kind == ChangeKind::Insert
                && open.record + open.count == record.id
            {
                open.count += 1;
                return;
            }
        }
        self.pending.push(Pending { table: table.id, record: record.id, count: 1, kind, before, after });
    }

    /// Notes what a write means for the index of words; it is written at the end, or when much has gathered.
    fn index(&mut self, before: Option<&Record>, after: Option<&Record>) -> Result<()> {
        self.unindexed.note(before, after);
        if self.unindexed.is_full() { self.write_lookup() } else { Ok(()) }
    }

    /// Writes what the index of words does not know yet.
    pub(crate) fn write_lookup(&mut self) -> Result<()> {
        self.unindexed.write(self.tx.conn()?)
    }

    /// Writes what the numbers of records at the nodes of trees do not know yet.
    pub(crate) fn write_tallies(&mut self) -> Result<()> {
        self.counting.write(self.tx.conn()?)
    }

    fn next_id(&mut self, table: &'static Table) -> Result<i64> {
        if self.tx.dialect() == Dialect::Postgres {
            return self.next_id_of_sequence(table);
        }
        if !self.kept.counters.contains_key(&table.id) {
            let last = self.last_id(table)?;
            self.kept.counters.insert(table.id, last);
        }
        let counter = self.kept.counters.entry(table.id).or_default();
        *counter += 1;
        Ok(*counter)
    }

    /// The greatest id that a table has or ever had: the journal remembers deleted records.
    fn last_id(&mut self, table: &'static Table) -> Result<i64> {
        let text = format!(
            "SELECT MAX(COALESCE((SELECT MAX(\"id\") FROM \"{}\"), 0), COALESCE((SELECT record + count - 1 FROM \"change\" \
             WHERE table_number = {} ORDER BY record DESC LIMIT 1), 0))",
            table.sql, table.number
        );
        let sql = self.tx.sql(text);
        Ok(self.tx.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
    }

    fn next_id_of_sequence(&mut self, table: &'static Table) -> Result<i64> {
        if let Some(id) = self.reserved.get_mut(&table.id).and_then(Vec::pop) {
            return Ok(id);
        }
        // One at first, then ever more: an import reserves thousands, a form wastes none.
        let known = self.reserved.entry(table.id).or_default();
        let count = (known.capacity() * 4).clamp(1, 2_000);
        let text = format!("SELECT nextval('{}_id_seq') FROM generate_series(1, {count})", table.sql);
        let sql = self.tx.sql(text);
        let mut ids = self.tx.rows(&sql, |row| row.int(0))?;
        ids.reverse();
        let id = ids.pop().ok_or_else(|| Error::new(Code::Internal, "A sequence gave no number."))?;
        self.reserved.insert(table.id, ids);
        Ok(id)
    }

    /// Writes the journal and makes sure that no link points at nothing. Returns the number of the change set, or
    /// nothing if nothing was written.
    pub(crate) fn finish(mut self) -> Result<Option<i64>> {
        self.mend_paths()?;
        self.write_lookup()?;
        self.write_tallies()?;
        if self.tx.conn()?.has_broken_links()? {
            return Err(Error::new(
                Code::Conflict,
                "Something still refers to a record that would be gone, or to one that never was.",
            )
            .hint("Look at what refers to it first."));
        }
        if self.pending.is_empty() && self.restamped.is_empty() && !self.noted {
            return Ok(None);
        }
        if self.pending.iter().any(|change| change.table == own_field::TABLE) {
            self.kept.changed_model = Some(own::bring_in(self.tx.conn()?)?);
        }
        let access = self.tx.access;
        let one_collection = match self.collections.iter().collect::<Vec<_>>().as_slice() {
            [] if self.wrote_elsewhere => access.collection,
            [one] => **one,
            _ => None,
        };
        let dialect = self.tx.dialect();
        let mut sql = self.tx.sql("INSERT INTO change_set (");
        let columns = "at, user_id, user_name, agent_id, collection_id, kind, summary, undoes";
        let id = match dialect {
            Dialect::Sqlite => {
                sql.push(columns).push(") VALUES (");
                None
            }
            Dialect::Postgres => {
                // Not the sequence: only a number that commits may be used, or a reader of the feed would miss it.
                let next = self.tx.latest_change()? + 1;
                sql.push("id, ").push(columns).push(") VALUES (").bind(next).push(", ");
                Some(next)
            }
        };
        sql.bind(self.tx.now).push(", ").bind(access.user).push(", ").bind(access.name.as_str());
        sql.push(", ").bind(access.agent).push(", ").bind(one_collection);
        sql.push(", ").bind(self.purpose.kind.as_str()).push(", ").bind(self.purpose.summary.as_str());
        sql.push(", ").bind(self.purpose.undoes).push(")");
        self.execute(&sql)?;
        let id = match id {
            Some(id) => id,
            None => self.tx.latest_change()?,
        };
        self.say(id, one_collection)?;
        let pending = std::mem::take(&mut self.pending);
        for (ordinal, change) in pending.into_iter().enumerate() {
            let mut sql = self.tx.sql(
                "INSERT INTO \"change\" (change_set, ordinal, table_number, record, count, action, \"before\", \"after\") VALUES (",
            );
            sql.bind(id).push(", ").bind(ordinal as i64).push(", ");
            sql.bind(i64::from(model().table(change.table).number)).push(", ").bind(change.record);
            sql.push(", ").bind(change.count).push(", ").bind(change.kind.number());
            sql.push(", ").bind(change.before).push(", ").bind(change.after).push(")");
            self.execute(&sql)?;
        }
        self.write_restampings(id)?;
        Ok(Some(id))
    }
}

impl WriteTx<'_> {
    /// Says what is true of this change set, for whoever asks the journal.
    fn say(&mut self, change_set: i64, collection: Option<i64>) -> Result<()> {
        let access = self.tx.access;
        let mut what = vec![(Property::Name, access.name.clone()), (Property::Kind, self.purpose.kind.clone())];
        what.extend(access.user.map(|user| (Property::User, user.to_string())));
        what.extend(collection.map(|collection| (Property::Collection, collection.to_string())));
        let tables: BTreeSet<i32> = self.pending.iter().map(|change| model().table(change.table).number).collect();
        what.extend(tables.into_iter().map(|number| (Property::Table, number.to_string())));
        self.kept.said.say(self.tx.conn()?, change_set, what)
    }
}

fn outside(table: &Table) -> Error {
    Error::forbidden(format!("This {} lies outside the collections in which you may do that.", table.name))
}

fn stale() -> Error {
    Error::new(Code::Conflict, "Somebody saved this record while you were editing it.")
        .hint("Reload it and make your change again.")
}

impl WriteTx<'_> {
    /// The record as it is now, for writing.
    ///
    /// # Errors
    ///
    /// - `NotFound`: there is none within the person's scope.
    /// - `Conflict`: it was saved after `seen`, by somebody else than this transaction.
    pub fn get_unchanged(&mut self, table: TableId, id: i64, seen: Option<i64>) -> Result<Record> {
        let record = self.tx.find(table, id)?.ok_or_else(|| not_found(model().table(table), id))?;
        let first = self.first_versions.get(&(table, id)).copied();
        match seen {
            Some(seen) if seen != record.version() && Some(seen) != first => Err(stale()),
            _ => Ok(record),
        }
    }
}
