//! A transaction that reads.

use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use vasculum_model::{
    Col, Error, Kind, Many, Path, Record, Result, Table, TableId, Timestamp, Value, model, shipped_model,
};

use crate::access::{Access, Action, Reach, is_secret};
use crate::compile::Compiler;
use crate::conn::{Conn, Row, Sql};
use crate::dialect::Dialect;
use crate::schema::TREE_PATH;
use crate::select::{Filter, Select};
use crate::unwritten::{Unwritten, path_of};

/// One view of the data, narrowed to what somebody may see.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    /// New records of this transaction that the database does not know yet.
    pub(crate) unwritten: Unwritten,
    pub(crate) access: &'a Access,
    pub(crate) now: Timestamp,
    /// How many statements ran; the benchmarks and tests hold it against what a page may cost.
    pub(crate) statements: u64,
    /// Where readers keep what they worked out; nothing for whoever writes, who sees what nobody else sees yet.
    cache: Option<&'a Cache>,
    /// The number of the latest change set, once it was asked for.
    latest: Option<i64>,
}

/// What readers worked out from records, each with the change set up to which it is known to be true.
#[derive(Default)]
pub(crate) struct Cache {
    kept: Mutex<HashMap<&'static str, Known>>,
}

/// A change set, and what is known to be true up to it.
type Known = (i64, Arc<dyn Any + Send + Sync>);

impl Cache {
    /// Keeps a value, unless a later one is there already.
    fn keep<T: Any + Send + Sync>(&self, key: &'static str, upto: i64, value: &Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.get(key).is_none_or(|(known, _)| *known < upto) {
            kept.insert(key, (upto, Arc::<T>::clone(value)));
        }
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut Conn, access: &'a Access, now: Timestamp) -> Self {
        Self { conn, unwritten: Unwritten::default(), access, now, statements: 0, cache: None, latest: None }
    }

    /// The same, keeping what is worked out for later transactions.
    pub(crate) fn keeping(mut self, cache: &'a Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// What `make` works out from the records of the tables `of`, whoever asks: it sees everything, and what it makes is
    /// handed to everybody. It is kept for later transactions until one of the tables is written. A key belongs to one
    /// type. Costs a statement or two in each transaction, and those of `make` after a change.
    ///
    /// Whoever writes works it out anew each time, because the records may be their own, which nobody else sees yet.
    ///
    /// # Errors
    ///
    /// Whatever `make` refuses.
    pub fn cached<T: Any + Send + Sync>(
        &mut self,
        key: &'static str,
        of: &[TableId],
        make: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<Arc<T>> {
        let Some(cache) = self.cache else { return Ok(Arc::new(self.unscoped(make)?)) };
        let latest = match self.latest {
            Some(latest) => latest,
            None => self.latest_change()?,
        };
        self.latest = Some(latest);
        let known = cache.kept.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some((upto, value)) = known
            && let Ok(value) = value.downcast::<T>()
            && (upto == latest || upto < latest && !self.touched_since(upto, of)?)
        {
            cache.keep(key, latest, &value);
            return Ok(value);
        }
        let value = Arc::new(self.unscoped(make)?);
        cache.keep(key, latest, &value);
        Ok(value)
    }

    /// Who acts.
    pub fn access(&self) -> &'a Access {
        self.access
    }

    /// The moment at which this transaction takes place.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// How many statements the database was asked so far.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Which database answers.
    pub fn dialect(&self) -> Dialect {
        self.conn.dialect()
    }

    pub(crate) fn sql(&self, text: impl Into<String>) -> Sql {
        Sql::new(self.conn.dialect(), text)
    }

    /// The database, which knows everything that this transaction made so far.
    pub(crate) fn conn(&mut self) -> Result<&mut Conn> {
        if !self.unwritten.is_empty() {
            self.statements += self.unwritten.write(self.conn)?;
        }
        Ok(self.conn)
    }

    pub(crate) fn rows<T>(&mut self, sql: &Sql, read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.statements += 1;
        self.reading(sql)?.rows(sql, read)
    }

    /// The database, which knows everything that this transaction made and the statement asks for.
    pub(crate) fn reading(&mut self, sql: &Sql) -> Result<&mut Conn> {
        if !self.unwritten.is_empty() {
            self.statements += self.unwritten.write_named(&sql.text, self.conn)?;
        }
        Ok(self.conn)
    }

    /// The id and every column of a table, from the alias `t0`; nothing in place of what the person may not know.
    pub(crate) fn columns(&self, table: &Table) -> Cow<'static, str> {
        columns(table, self.access.is_unlimited())
    }

    pub(crate) fn compiler(&self) -> Compiler<'a> {
        Compiler::new(self.access, self.conn.dialect())
    }

    /// The record, if it exists within the person's scope.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the table at all.
    pub fn find(&mut self, table: TableId, id: i64) -> Result<Option<Record>> {
        Ok(self.find_all(table, &[id])?.pop())
    }

    /// The record.
    ///
    /// # Errors
    ///
    /// - `NotFound`: there is none within the person's scope.
    /// - `Forbidden`: the person may not read the table at all.
    pub fn get(&mut self, table: TableId, id: i64) -> Result<Record> {
        self.find(table, id)?.ok_or_else(|| not_found(model().table(table), id))
    }

    /// Those of the records that exist within the person's scope, by id.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the table at all.
    pub fn find_all(&mut self, table: TableId, ids: &[i64]) -> Result<Vec<Record>> {
        let of = model().table(table);
        let mut compiler = self.compiler();
        let scope = compiler.scope(of, "t0", 0)?;
        let mut sql = self.sql(format!("SELECT {} FROM \"{}\" t0 WHERE ", self.columns(of), of.sql));
        match ids {
            [] => return Ok(Vec::new()),
            [id] => {
                sql.push("t0.\"id\" = ").bind(*id);
            }
            many => {
                sql.bind_ids("t0.\"id\"", many.to_vec());
            }
        }
        if scope != "TRUE" {
            sql.push(" AND ").push(&scope);
        }
        if ids.len() > 1 {
            sql.push(" ORDER BY t0.\"id\"");
        }
        self.rows(&sql, |row| record(of, row))
    }

    /// Those of these records of different tables that exist within the person's scope, found in one statement. Meant
    /// for a handful: what one record links to.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read one of the tables at all.
    pub fn find_each(&mut self, wanted: &[(TableId, i64)]) -> Result<Vec<Record>> {
        let mut compiler = self.compiler();
        let (mut columns, mut sql) = (Vec::new(), self.sql(" FROM (SELECT 1) one"));
        for (nth, (table, id)) in wanted.iter().enumerate() {
            let (of, alias) = (model().table(*table), format!("f{nth}"));
            let scope = compiler.scope(of, &alias, 0)?;
            columns.push(self.columns(of).replace("t0.\"", &format!("{alias}.\"")));
            sql.push(&format!(" LEFT JOIN \"{}\" {alias} ON {alias}.\"id\" = ", of.sql)).bind(*id);
            sql.push(" AND ").push(&scope);
        }
        sql.text = format!("SELECT {}{}", columns.join(", "), sql.text);
        let found = self.rows(&sql, |row| {
            let (mut first, mut records) = (0, Vec::with_capacity(wanted.len()));
            for (table, _) in wanted {
                let of = model().table(*table);
                if row.maybe_int(first)?.is_some() {
                    records.push(record_from(of, row, first)?);
                }
                first += of.columns.len() + 1;
            }
            Ok(records)
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The records that a question asks for, in its order.
    ///
    /// # Errors
    ///
    /// - `Forbidden`: the person may not read one of the tables.
    /// - `Invalid`: the order goes over a to-many link.
    pub fn select(&mut self, select: &Select) -> Result<Vec<Record>> {
        let of = model().table(select.table);
        let sql = self.compiler().records(select, &self.columns(of))?;
        self.rows(&sql, |row| record(of, row))
    }

    /// Like [`Tx::select`], and in the same statement: those of the to-many `links` of the table behind which at least
    /// one of the records has something, whoever may see it.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn select_and_links(&mut self, select: &Select, links: &[u16]) -> Result<(Vec<Record>, Vec<u16>)> {
        let of = model().table(select.table);
        let columns = format!("{}{}", self.columns(of), link_columns(of, links));
        let sql = self.compiler().records(select, &columns)?;
        let mut used = vec![false; links.len()];
        let records = self.rows(&sql, |row| {
            note_links(row, of.columns.len() + 1, &mut used)?;
            record(of, row)
        })?;
        Ok((records, links_used(links, &used)))
    }

    /// The first record that a question asks for.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn first(&mut self, select: &Select) -> Result<Option<Record>> {
        Ok(self.select(&select.clone().at_most(1))?.pop())
    }

    /// Hands every record that a question asks for to `each`, without keeping them in memory.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`], and whatever `each` refuses.
    pub fn for_each(&mut self, select: &Select, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
        let of = model().table(select.table);
        let sql = self.compiler().records(select, &self.columns(of))?;
        self.statements += 1;
        self.reading(&sql)?.each(&sql, |row| each(record(of, row)?))
    }

    /// Values at paths over to-one links, one row a record.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn values(&mut self, select: &Select, paths: &[Path]) -> Result<Vec<Vec<Value>>> {
        let (sql, kinds) = self.compiler().values(select, paths)?;
        self.rows(&sql, |row| kinds.iter().enumerate().map(|(at, kind)| row.value(at, *kind)).collect())
    }

    /// How many records a question asks for, without regard to its limit.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn count(&mut self, select: &Select) -> Result<i64> {
        let sql = self.compiler().count(&Select { after: None, ..select.clone() })?;
        Ok(self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
    }

    /// How many records there are for each value at a path over to-one links, most first, at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn tally(&mut self, select: &Select, path: &Path, limit: u64) -> Result<Vec<(Value, i64)>> {
        let (mut sql, kinds) =
            self.compiler().values(&Select { sort: Vec::new(), ..select.clone() }, std::slice::from_ref(path))?;
        let inner = match sql.text.rfind(" ORDER BY ") {
            Some(at) => sql.text[..at].replacen(" FROM ", " AS v FROM ", 1),
            None => sql.text.clone(),
        };
        sql.text = format!("SELECT v, COUNT(*) FROM ({inner}) t GROUP BY v ORDER BY 2 DESC, 1 LIMIT {limit}");
        let kind = kinds.first().copied().unwrap_or(Kind::LongText);
        self.rows(&sql, |row| Ok((row.value(0, kind)?, row.int(1)?)))
    }

    /// Those of the ids to which `link` of at least one record leads that the filter lets through and the person may
    /// see, in no order: which nodes of a tree have others below them, for example.
    ///
    /// # Errors
    ///
    /// - `Invalid`: the column is no link.
    /// - `Forbidden`: the person may not read its table.
    pub fn linked(&mut self, link: Col, ids: &[i64], filter: &Filter) -> Result<Vec<i64>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = self.compiler().linked(link, ids, filter)?;
        self.rows(&sql, |row| row.int(0))
    }

    /// The records that a to-many link of the given records leads to, each with the id of the record it belongs to,
    /// in the order of their `ordinal` or `orderNumber`, or else as they were made.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the table.
    pub fn children(&mut self, owners: &[i64], link: Many) -> Result<Vec<(i64, Record)>> {
        self.children_and_links(owners, link, &[]).map(|(children, _)| children)
    }

    /// Like [`Tx::children`], and in the same statement: those of the to-many `links` of the linked table behind which
    /// at least one of the linked records has something, whoever may see it.
    ///
    /// # Errors
    ///
    /// As [`Tx::children`].
    #[expect(clippy::type_complexity, reason = "a list and what goes with it")]
    pub fn children_and_links(
        &mut self,
        owners: &[i64],
        link: Many,
        links: &[u16],
    ) -> Result<(Vec<(i64, Record)>, Vec<u16>)> {
        let many = model().to_many(link);
        let of = model().table(many.of);
        let mut compiler = self.compiler();
        let scope = compiler.scope(of, "t0", 0)?;
        let more = link_columns(of, links);
        let (mut sql, back) = match many.through {
            None => {
                let back = format!("t0.\"{}\"", of.at(many.back).sql);
                (self.sql(format!("SELECT {}, {back}{more} FROM \"{}\" t0 WHERE ", self.columns(of), of.sql)), back)
            }
            Some((through, to)) => {
                let join = model().table(through);
                let back = format!("j.\"{}\"", join.at(many.back).sql);
                let text = format!(
                    "SELECT {}, {back}{more} FROM \"{}\" j JOIN \"{}\" t0 ON t0.\"id\" = j.\"{}\" WHERE ",
                    self.columns(of),
                    join.sql,
                    of.sql,
                    join.at(to).sql
                );
                (self.sql(text), back)
            }
        };
        match owners {
            [] => return Ok((Vec::new(), Vec::new())),
            [one] => {
                sql.push(&back).push(" = ").bind(*one);
            }
            many => {
                sql.bind_ids(&back, many.to_vec());
            }
        }
        let order = ["ordinal", "orderNumber"].iter().find_map(|name| of.column(name));
        let order = order.map_or(String::new(), |column| format!("t0.\"{}\", ", of.at(column).sql));
        let _ = write!(sql.text, " AND {scope} ORDER BY {order}t0.\"id\"");
        let at = of.columns.len() + 1;
        let mut used = vec![false; links.len()];
        let children = self.rows(&sql, |row| {
            note_links(row, at + 1, &mut used)?;
            Ok((row.int(at)?, record(of, row)?))
        })?;
        Ok((children, links_used(links, &used)))
    }

    /// Those of the to-many links of a table under which any of the records has something, found in one statement.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn links_in_use(&mut self, table: TableId, links: &[u16], owners: &[i64]) -> Result<Vec<u16>> {
        let of = model().table(table);
        if links.is_empty() || owners.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = self.sql("");
        for (at, link) in links.iter().enumerate() {
            let many = &of.many[usize::from(*link)];
            let from = model().table(many.through.map_or(many.of, |(through, _)| through));
            let column = format!("\"{}\"", from.at(many.back).sql);
            let union = if at == 0 { "" } else { " UNION ALL " };
            sql.push(&format!("{union}SELECT {link} WHERE EXISTS (SELECT 1 FROM \"{}\" WHERE ", from.sql));
            match owners {
                [one] => {
                    sql.push(&column).push(" = ").bind(*one);
                }
                many => {
                    sql.bind_ids(&column, many.to_vec());
                }
            }
            sql.push(")");
        }
        self.rows(&sql, |row| Ok(row.int(0)? as u16))
    }

    /// Which records refer to this one, by column, with a count each. Counted over everything, also what the person
    /// may not see: a link that blocks is a link.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn referrers(&mut self, table: TableId, id: i64) -> Result<Vec<(Col, i64)>> {
        let columns: Vec<Col> = model().referrers[usize::from(table.0)].clone();
        let mut found = Vec::new();
        // SQLite joins at most 500 selects; a record of Agent is referred to from more than 400 columns.
        for chunk in columns.chunks(100) {
            let mut sql = self.sql("");
            for (at, column) in chunk.iter().enumerate() {
                let from = model().table(column.0);
                let union = if at == 0 { "" } else { " UNION ALL " };
                sql.push(&format!(
                    "{union}SELECT {at}, COUNT(*) FROM \"{}\" WHERE \"{}\" = ",
                    from.sql,
                    from.at(column.1).sql
                ));
                sql.bind(id);
            }
            for (at, count) in self.rows(&sql, |row| Ok((row.int(0)?, row.int(1)?)))? {
                if count > 0 {
                    found.push((chunk[at as usize], count));
                }
            }
        }
        Ok(found)
    }

    /// The ids of the records that refer to this one in a column, at most `limit`, over everything.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn referring_ids(&mut self, column: Col, id: i64, limit: u64) -> Result<Vec<i64>> {
        let from = model().table(column.0);
        let mut sql = self.sql(format!("SELECT \"id\" FROM \"{}\" WHERE \"{}\" = ", from.sql, from.at(column.1).sql));
        sql.bind(id).push(&format!(" ORDER BY \"id\" LIMIT {limit}"));
        self.rows(&sql, |row| row.int(0))
    }

    /// The ancestors of a tree node, from the root down, without the node itself.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the tree.
    pub fn ancestors(&mut self, table: TableId, id: i64) -> Result<Vec<Record>> {
        let path = self.tree_path(table, id)?.unwrap_or_default();
        let ids: Vec<i64> = path_ids(&path).into_iter().filter(|above| *above != id).collect();
        let mut records = self.find_all(table, &ids)?;
        records.sort_by_key(|record| ids.iter().position(|id| *id == record.id));
        Ok(records)
    }

    /// The ids from the root to a node, `/1/25/310/`; nothing if there is no such node.
    pub(crate) fn tree_path(&mut self, table: TableId, id: i64) -> Result<Option<String>> {
        self.statements += 1;
        let sql = path_of(self.dialect(), model().table(table), id);
        Ok(self.reading(&sql)?.rows(&sql, |row| row.maybe_text(0))?.pop().flatten())
    }

    /// The ids of the ancestors of tree nodes, each from the root down with the node itself last; nodes that are not
    /// there are left out. Says nothing of the nodes but that they are there: whoever shows them reads them first.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn ancestor_ids(&mut self, table: TableId, ids: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
        let of = model().table(table);
        let mut sql = self.sql(format!("SELECT \"id\", \"{TREE_PATH}\" FROM \"{}\" WHERE ", of.sql));
        sql.bind_ids("\"id\"", ids.to_vec());
        let rows = self.rows(&sql, |row| Ok((row.int(0)?, row.text(1)?)))?;
        Ok(rows.into_iter().map(|(id, path)| (id, path_ids(&path))).collect())
    }

    /// The tree definitions whose nodes in this table the person may read; nothing stands for all.
    pub fn trees_in_reach(&self, nodes: TableId) -> Option<Vec<i64>> {
        match self.access.reach(model().table(nodes), Action::Read) {
            Reach::Where { ids, .. } => Some(ids),
            Reach::Nothing => Some(Vec::new()),
            _ => None,
        }
    }

    /// Where records of this table were changed: at this moment or later, and by this person; spans of ids, in order.
    ///
    /// # Errors
    ///
    /// - `Forbidden`: the person may not read the table.
    /// - `Internal`: the database fails.
    pub fn changed_records(
        &mut self,
        table: TableId,
        since: Option<Timestamp>,
        user: Option<i64>,
    ) -> Result<Vec<(i64, i64)>> {
        let of = model().table(table);
        if self.access.reach(of, Action::Read) == Reach::Nothing {
            return Err(crate::access::refusal(self.access, of, Action::Read));
        }
        let mut sql = self.sql(
            "SELECT DISTINCT c.record, c.count FROM \"change\" c JOIN change_set s ON s.id = c.change_set WHERE c.table_number = ",
        );
        sql.bind(i64::from(of.number));
        if let Some(since) = since {
            sql.push(" AND s.at >= ").bind(since);
        }
        if let Some(user) = user {
            sql.push(" AND s.user_id = ").bind(user);
        }
        sql.push(" ORDER BY c.record, c.count DESC");
        let rows = self.rows(&sql, |row| Ok((row.int(0)?, row.int(1)?)))?;
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for (record, count) in rows {
            let last = record + count.max(1) - 1;
            match spans.last_mut() {
                Some((_, end)) if record <= *end + 1 => *end = (*end).max(last),
                _ => spans.push((record, last)),
            }
        }
        Ok(spans)
    }

    /// A node and everything below it.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the tree.
    pub fn subtree(&mut self, table: TableId, id: i64) -> Result<Vec<Record>> {
        let of = model().table(table);
        let Some(path) = self.tree_path(table, id)? else { return Ok(Vec::new()) };
        let scope = self.compiler().scope(of, "t0", 0)?;
        let mut sql = self.sql(format!(
            "SELECT {} FROM \"{}\" t0 WHERE {scope} AND t0.\"{TREE_PATH}\" >= ",
            self.columns(of),
            of.sql
        ));
        let beyond = format!("{}0", path.trim_end_matches('/'));
        sql.bind(path).push(&format!(" AND t0.\"{TREE_PATH}\" < ")).bind(beyond);
        sql.push(&format!(" ORDER BY t0.\"{TREE_PATH}\""));
        self.rows(&sql, |row| record(of, row))
    }

    /// Whether a record, saved or not, lies where the person may do this with records of its table.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn reaches(&mut self, record: &Record, action: Action) -> Result<bool> {
        let reach = self.access.reach(record.of(), action);
        self.within(record, &reach)
    }

    pub(crate) fn within(&mut self, record: &Record, reach: &Reach) -> Result<bool> {
        match reach {
            Reach::All => Ok(true),
            Reach::Nothing => Ok(false),
            Reach::Where { column, ids, or_null } => match &record.values[usize::from(*column)] {
                Value::Int(id) => Ok(ids.contains(id)),
                _ => Ok(*or_null),
            },
            Reach::Stated(ids) => {
                let number = |name: &str| record.named(name).and_then(Value::int);
                let kind = number("scopeType").and_then(|kind| usize::try_from(kind).ok());
                Ok(match kind.and_then(|kind| ids.get(kind)) {
                    Some(ids) => number("scopeID").is_some_and(|id| ids.contains(&id)),
                    None => true,
                })
            }
            Reach::Owners(columns) => {
                let mut any = false;
                for column in columns {
                    let Some(link) = &record.of().at(*column).link else { continue };
                    let Some(owner) = record.values[usize::from(*column)].int() else { continue };
                    any = true;
                    if self.access.reach(model().table(link.to), Action::Read) != Reach::Nothing
                        && self.find(link.to, owner)?.is_some()
                    {
                        return Ok(true);
                    }
                }
                // A record that lost its owner can be mended by whoever may change the whole institution.
                Ok(!any && self.access.is_unlimited())
            }
        }
    }

    /// A setting of the institution's database.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn setting(&mut self, name: &str) -> Result<Option<String>> {
        let mut sql = self.sql("SELECT value FROM setting WHERE name = ");
        sql.bind(name);
        Ok(self.rows(&sql, |row| row.text(0))?.pop())
    }

    /// Whether any record of a table exists, whoever may see it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn is_empty(&mut self, table: TableId) -> Result<bool> {
        let sql = self.sql(format!("SELECT 1 FROM \"{}\" LIMIT 1", model().table(table).sql));
        Ok(self.rows(&sql, |row| row.int(0))?.is_empty())
    }

    /// Lets `ask` see everything, as the program itself does.
    ///
    /// For rules, which must judge by what the person may not see: a number that is taken in a hidden collection is
    /// taken. Whatever comes back must not be shown to the person.
    ///
    /// # Errors
    ///
    /// Whatever `ask` refuses.
    pub fn unscoped<T>(&mut self, ask: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        static PROGRAM: std::sync::LazyLock<Access> = std::sync::LazyLock::new(|| Access::system("Vasculum"));
        let theirs = std::mem::replace(&mut self.access, &PROGRAM);
        let answer = ask(self);
        self.access = theirs;
        answer
    }

    /// The greatest texts of a column from `from` up to, without it, `below`, of exactly `length` characters, greatest
    /// first by code points; over everything, or over the records with an id in another column. One look into an index.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn greatest_texts(
        &mut self,
        column: Col,
        within: Option<(Col, i64)>,
        (from, below): (&str, &str),
        length: usize,
        limit: u64,
    ) -> Result<Vec<String>> {
        let of = model().table(column.0);
        let name = &of.at(column.1).sql;
        let mut sql = self.sql(format!("SELECT \"{name}\" FROM \"{}\" WHERE \"{name}\" >= ", of.sql));
        sql.bind(from).push(&format!(" AND \"{name}\" < ")).bind(below);
        sql.push(&format!(" AND length(\"{name}\") = {length}"));
        if let Some((column, id)) = within {
            sql.push(&format!(" AND \"{}\" = ", of.at(column.1).sql)).bind(id);
        }
        sql.push(&format!(" ORDER BY \"{name}\" DESC LIMIT {limit}"));
        self.rows(&sql, |row| row.text(0))
    }

    /// The sums of whole-number columns for each of the ids in the column `by`, over everything; ids without a record
    /// are left out.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn sums(&mut self, by: Col, ids: &[i64], columns: &[Col]) -> Result<Vec<(i64, Vec<i64>)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let of = model().table(by.0);
        let by = &of.at(by.1).sql;
        let mut sql = self.sql(format!("SELECT \"{by}\""));
        for column in columns {
            sql.push(&format!(", CAST(COALESCE(SUM(\"{}\"), 0) AS BIGINT)", of.at(column.1).sql));
        }
        sql.push(&format!(" FROM \"{}\" WHERE ", of.sql));
        sql.bind_ids(&format!("\"{by}\""), ids.to_vec());
        sql.push(&format!(" GROUP BY \"{by}\""));
        let count = columns.len();
        self.rows(&sql, |row| Ok((row.int(0)?, (1..=count).map(|at| row.int(at)).collect::<Result<_>>()?)))
    }

    /// Values at paths over to-one links that stand in more than one of the records that a question asks for, with how
    /// many, most first. Text is the same in upper and lower case of the letters A to Z; records without one of the
    /// values are left out.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn repeated(&mut self, select: &Select, paths: &[Path], limit: u64) -> Result<Vec<(Vec<Value>, i64)>> {
        let (sql, kinds) = self.compiler().repeated(select, paths, limit)?;
        let count = paths.len();
        self.rows(&sql, |row| {
            let values = kinds.iter().enumerate().map(|(at, kind)| row.value(at, *kind)).collect::<Result<_>>()?;
            Ok((values, row.int(count)?))
        })
    }

    /// The sum of a whole-number column over the records that pass the filter; 0 for none.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn sum(&mut self, table: TableId, column: Col, filter: Filter) -> Result<i64> {
        let path = Path { base: table, steps: Vec::new(), table: column.0, column: Some(column.1) };
        let (mut sql, _) = self.compiler().values(&Select::all(table).matching(filter), std::slice::from_ref(&path))?;
        if let Some(at) = sql.text.rfind(" ORDER BY ") {
            sql.text = format!(
                "SELECT CAST(COALESCE(SUM(v), 0) AS BIGINT) FROM ({}) t",
                sql.text[..at].replacen(" FROM ", " AS v FROM ", 1)
            );
        }
        Ok(self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
    }
}

/// The refusal for a record that does not exist within somebody's scope.
pub(crate) fn not_found(table: &Table, id: i64) -> Error {
    Error::not_found(format!("There is no {} {id} that you may see.", table.name))
}

/// The ids in a tree path, from the root down.
pub(crate) fn path_ids(path: &str) -> Vec<i64> {
    path.split('/').filter_map(|part| part.parse().ok()).collect()
}

/// The columns for the program itself, or for everybody else: the same places, with nothing in place of a secret.
/// Those of the shipped model are written once.
fn columns(table: &Table, secrets: bool) -> Cow<'static, str> {
    static LISTS: [LazyLock<Vec<String>>; 2] = [LazyLock::new(|| lists(false)), LazyLock::new(|| lists(true))];
    if table.own_columns().next().is_some() {
        return Cow::Owned(column_list(table, secrets));
    }
    Cow::Borrowed(&LISTS[usize::from(secrets)][usize::from(table.id.0)])
}

fn lists(secrets: bool) -> Vec<String> {
    shipped_model().tables().map(|table| column_list(table, secrets)).collect()
}

fn column_list(table: &Table, secrets: bool) -> String {
    let mut text = "t0.\"id\"".to_owned();
    for (at, column) in table.columns.iter().enumerate() {
        let _ = if secrets || !is_secret(Col(table.id, at as u16)) {
            write!(text, ", t0.\"{}\"", column.sql)
        } else {
            write!(text, ", CAST(NULL AS TEXT)")
        };
    }
    text
}

/// A column for each to-many link that says whether a record of the alias `t0` has anything behind it: 1 or 0.
fn link_columns(table: &Table, links: &[u16]) -> String {
    let mut text = String::new();
    for link in links {
        let many = &table.many[usize::from(*link)];
        let from = model().table(many.through.map_or(many.of, |(through, _)| through));
        let (name, back) = (&from.sql, &from.at(many.back).sql);
        let _ = write!(
            text,
            ", CASE WHEN EXISTS (SELECT 1 FROM \"{name}\" l WHERE l.\"{back}\" = t0.\"id\") THEN 1 ELSE 0 END"
        );
    }
    text
}

/// Reads what [`link_columns`] asked for, from this place of the row on.
fn note_links(row: &Row<'_>, first: usize, used: &mut [bool]) -> Result<()> {
    for (nth, used) in used.iter_mut().enumerate() {
        *used = *used || row.int(first + nth)? != 0;
    }
    Ok(())
}

fn links_used(links: &[u16], used: &[bool]) -> Vec<u16> {
    links.iter().zip(used).filter(|(_, used)| **used).map(|(link, _)| *link).collect()
}

/// Reads a row that [`columns`] asked for.
pub(crate) fn record(table: &'static Table, row: &Row<'_>) -> Result<Record> {
    record_from(table, row, 0)
}

/// The same, where the id stands at this place of the row.
fn record_from(table: &'static Table, row: &Row<'_>, first: usize) -> Result<Record> {
    let mut values = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        values.push(row.value(first + at + 1, column.kind)?);
    }
    Ok(Record { table: table.id, id: row.int(first)?, values })
}
