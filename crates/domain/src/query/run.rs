//! A question is planned and answered.

use serde_json::Value as Json;
use vasculum_model::names::collection_object;
use vasculum_model::{Error, Kind, Result, Step, TableId, Timestamp, Value, model};
use vasculum_store::{Answered, Expr, Filter, Rows, Tx, value_to_json};

use super::ast::{self, Alike, Query, Way};
use super::groups::Groups;
use super::making::{Asked, Maker};
use super::series;
use super::shown::{Known, List, Show, Wanted, only};
use crate::history;

/// What stands above a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The caption that the question gives; empty where it gives none.
    pub caption: String,
    /// What stands in the column, in the language of questions.
    pub what: String,
    /// The kind of the values. A month or year alone, and what stands behind links to many, may be text where another kind
    /// is said.
    pub kind: Kind,
}

impl Heading {
    /// The caption, or else what stands in the column.
    pub fn words(&self) -> &str {
        if self.caption.is_empty() { &self.what } else { &self.caption }
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The record that it is of; nothing for a group.
    pub id: Option<i64>,
    /// What stands in the columns.
    pub values: Vec<Value>,
}

/// A place in the order of an answer, from which the next page goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Cursor {
    /// After the row with these values and ids, which is the row of this number.
    After(Vec<Value>, Vec<Option<i64>>, usize),
    /// After so many groups.
    Skipped(usize),
}

/// Some rows of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Where the next ones begin; nothing where there are none.
    pub next: Option<Cursor>,
}

#[derive(Debug, Clone)]
enum Manner {
    /// Row by row.
    Listed(Vec<Show>),
    /// In groups.
    Grouped(Box<Groups>),
    /// With successive numbers put together; the column of the number.
    Series(Vec<Show>, usize),
}

/// A question that is ready to be asked.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The table whose records are asked.
    pub table: TableId,
    /// The columns of the answer.
    pub columns: Vec<Heading>,
    rows: Rows,
    way: Manner,
    lists: Vec<List>,
    limit: Option<u64>,
    /// The moment as of which records are shown.
    as_of: Option<Timestamp>,
}

/// So many records are shown as of a moment, at most: each is worked out from its history.
const MOST_AS_OF: i64 = 100;

/// So many rows are written at a time.
const BATCH: usize = 2_000;

impl Plan {
    /// Finds the names of a question and works out how it is answered.
    ///
    /// # Errors
    ///
    /// - `Invalid`: a name is not known, or values do not fit.
    /// - `Forbidden`: the person may not read one of the tables.
    /// - `NotFound`: a record set, node or period that the question names is not there.
    pub fn make(tx: &mut Tx<'_>, query: &Query, asked: &Asked<'_>) -> Result<Self> {
        let query = &with_usual_columns(query);
        if query.everywhere && tx.access().collection.is_some() {
            return Err(Error::invalid("This question is asked within one collection."));
        }
        let mut maker = Maker::new(tx, query, *asked)?;
        let here = maker.outermost();
        let filter = match &query.filter {
            Some(cond) => maker.cond(cond, here)?,
            None => Filter::All,
        };
        let heading =
            |shown: &ast::Shown, kind| Heading { caption: shown.caption.clone(), what: shown.what.to_string(), kind };
        if query.as_of.is_some() && (query.is_grouped() || query.alike == Alike::Series || !query.each.is_empty()) {
            return Err(only_records());
        }
        if query.is_grouped() {
            let (groups, kinds) = Groups::make(&mut maker)?;
            let columns = query.show.iter().zip(kinds).map(|(shown, kind)| heading(shown, kind)).collect();
            let rows = Rows { each: maker.each, filter, ..Rows::of(query.from) };
            return Ok(Self {
                table: query.from,
                columns,
                rows,
                way: Manner::Grouped(Box::new(groups)),
                lists: Vec::new(),
                limit: query.limit,
                as_of: None,
            });
        }
        if query.having.is_some() {
            return Err(Error::invalid("‘having’ speaks of groups, and this question makes none.")
                .hint("Show count() or another sum, or ask with ‘where’."));
        }
        let mut wanted = Wanted::default();
        let (mut shows, mut columns) = (Vec::new(), Vec::new());
        for shown in &query.show {
            let (show, kind) = maker.show(&shown.what, &mut wanted)?;
            shows.push(show);
            columns.push(heading(shown, kind));
        }
        let mut sort: Vec<(Expr, bool)> = Vec::new();
        for (what, down) in &query.sort {
            for key in maker.sort_keys(what, *down)? {
                // The id is sorted by anyway, and what comes after it is never looked at.
                if !sort.iter().any(|(theirs, _)| *theirs == key) {
                    sort.push((key, *down));
                }
            }
        }
        let as_of = match &query.as_of {
            Some(moment) => {
                let is_list = |show: &Show| matches!(show, Show::List { .. } | Show::Several { .. });
                if !wanted.exprs.iter().all(is_own) || shows.iter().any(is_list) {
                    return Err(only_records());
                }
                maker.until(moment)?
            }
            None => None,
        };
        let way = match query.alike {
            Alike::Series => {
                let number = query.show.iter().position(|shown| is_number_of_object(query, &shown.what));
                let number = number.ok_or_else(|| {
                    Error::invalid("A series needs the catalogue number of collection objects among its columns.")
                })?;
                Manner::Series(shows, number)
            }
            _ => Manner::Listed(shows),
        };
        let rows = Rows { each: maker.each, filter, columns: wanted.exprs, sort, ..Rows::of(query.from) };
        let plan = Self { table: query.from, columns, rows, way, lists: wanted.lists, limit: query.limit, as_of };
        if as_of.is_some() && tx.count_rows(&plan.rows)? > MOST_AS_OF {
            return Err(Error::invalid(format!("At most {MOST_AS_OF} records can be shown as of a moment.")));
        }
        Ok(plan)
    }

    /// The same, narrowed to records with these ids: what somebody chose.
    #[must_use]
    pub fn only(mut self, ids: Vec<i64>) -> Self {
        self.rows.filter = Filter::And(vec![self.rows.filter, only(self.table, ids)]);
        self
    }

    /// Whether each row is of one record that can be opened.
    pub fn has_records(&self) -> bool {
        matches!(self.way, Manner::Listed(_))
    }

    /// The first rows, or those after a place; at most `size`.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub fn page(&self, tx: &mut Tx<'_>, after: Option<&Cursor>, size: usize) -> Result<Page> {
        let mut known = self.known();
        match (&self.way, after) {
            (Manner::Listed(shows), None | Some(Cursor::After(..))) => {
                let taken = if let Some(Cursor::After(_, _, taken)) = after { *taken } else { 0 };
                let most = self.limit.map_or(usize::MAX, |limit| (limit as usize).saturating_sub(taken));
                let limit = size.min(most);
                let mut rows = self.rows.clone();
                rows.columns.extend(rows.sort.iter().map(|(expr, _)| expr.clone()));
                rows.limit = Some(limit as u64 + 1);
                rows.after = match after {
                    Some(Cursor::After(values, ids, _)) => Some((values.clone(), ids.clone())),
                    _ => None,
                };
                let mut found = tx.ask(&rows)?;
                let has_more = found.len() > limit && most > limit;
                found.truncate(limit);
                let next = found.last().filter(|_| has_more).map(|row| {
                    Cursor::After(row.values[self.rows.columns.len()..].to_vec(), row.ids.clone(), taken + limit)
                });
                Ok(Page { rows: self.finished(tx, shows, found, &mut known)?, next })
            }
            (Manner::Listed(_), Some(Cursor::Skipped(_))) | (_, Some(Cursor::After(..))) => {
                Err(Error::invalid("This place belongs to another question.").hint("Start again from the first row."))
            }
            (_, after) => {
                let skipped = if let Some(Cursor::Skipped(count)) = after { *count } else { 0 };
                let all = self.together(tx, &mut known)?;
                let total = all.len();
                let rows: Vec<Row> = all.into_iter().skip(skipped).take(size).collect();
                let end = skipped + rows.len();
                Ok(Page { rows, next: (end < total).then_some(Cursor::Skipped(end)) })
            }
        }
    }

    /// Hands over every row, in order and in constant memory where rows are not put together.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`], and whatever `each` refuses.
    pub fn each(&self, tx: &mut Tx<'_>, mut each: impl FnMut(Row) -> Result<()>) -> Result<()> {
        let mut known = self.known();
        match &self.way {
            Manner::Listed(shows) => {
                let rows = Rows { limit: self.limit, ..self.rows.clone() };
                tx.ask_in_batches(&rows, BATCH, |tx, batch| {
                    self.finished(tx, shows, batch, &mut known)?.into_iter().try_for_each(&mut each)
                })
            }
            _ => self.together(tx, &mut known)?.into_iter().try_for_each(each),
        }
    }

    /// How many rows there are.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let limited =
            |count: i64| self.limit.map_or(count, |limit| count.min(i64::try_from(limit).unwrap_or(i64::MAX)));
        match &self.way {
            Manner::Listed(_) if self.as_of.is_some() => {
                let mut count = 0;
                self.each(tx, |_| {
                    count += 1;
                    Ok(())
                })?;
                Ok(count)
            }
            Manner::Listed(_) => Ok(limited(tx.count_rows(&self.rows)?)),
            _ => Ok(i64::try_from(self.together(tx, &mut self.known())?.len()).unwrap_or(i64::MAX)),
        }
    }

    /// The ids of the records that the rows are of, each once, in the order of the rows.
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub fn ids(&self, tx: &mut Tx<'_>) -> Result<Vec<i64>> {
        let rows = Rows { columns: Vec::new(), limit: self.limit, ..self.rows.clone() };
        let mut known = std::collections::HashSet::new();
        let mut ids = Vec::new();
        tx.ask_in_batches(&rows, 10_000, |_, batch| {
            ids.extend(batch.iter().filter_map(|row| row.ids[0]).filter(|id| known.insert(*id)));
            Ok(())
        })?;
        Ok(ids)
    }

    /// Writes what the database does not.
    fn finished(
        &self,
        tx: &mut Tx<'_>,
        shows: &[Show],
        mut found: Vec<Answered>,
        known: &mut Known,
    ) -> Result<Vec<Row>> {
        if let Some(moment) = self.as_of {
            found = self.then(tx, found, moment)?;
        }
        known.next_batch();
        let mut rows: Vec<Row> =
            found.iter().map(|row| Row { id: row.ids[0], values: Vec::with_capacity(shows.len()) }).collect();
        for show in shows {
            for (row, value) in rows.iter_mut().zip(known.column(tx, show, &found)?) {
                row.values.push(value);
            }
        }
        Ok(rows)
    }

    /// The same rows as they were at a moment; records that were not there yet are left out.
    fn then(&self, tx: &mut Tx<'_>, found: Vec<Answered>, moment: Timestamp) -> Result<Vec<Answered>> {
        let mut then = Vec::with_capacity(found.len());
        for mut row in found {
            let Some(id) = row.ids[0] else { continue };
            let now = tx.get(self.table, id)?;
            let Some(record) = history::as_of(tx, now, moment)? else { continue };
            for (expr, value) in self.rows.columns.iter().zip(&mut row.values) {
                if let Some(Some(column)) = own_column(expr) {
                    *value = record.values[usize::from(column)].clone();
                }
            }
            then.push(row);
        }
        Ok(then)
    }

    fn known(&self) -> Known {
        let mut known = Known::of(&self.lists);
        match &self.way {
            Manner::Listed(shows) | Manner::Series(shows, _) => known.expect(shows.iter()),
            Manner::Grouped(groups) => known.expect(groups.shows()),
        }
        known
    }

    /// Rows that are put together: all of them.
    fn together(&self, tx: &mut Tx<'_>, known: &mut Known) -> Result<Vec<Row>> {
        let mut rows: Vec<Row> = match &self.way {
            Manner::Grouped(groups) => {
                let found = groups.run(tx, &self.rows, known)?;
                found.into_iter().map(|values| Row { id: None, values }).collect()
            }
            Manner::Series(shows, number) => {
                let mut series = series::Series::new(*number);
                tx.ask_in_batches(&self.rows, BATCH, |tx, batch| {
                    for row in self.finished(tx, shows, batch, known)? {
                        series.add(row.values);
                    }
                    Ok(())
                })?;
                series.done().into_iter().map(|values| Row { id: None, values }).collect()
            }
            Manner::Listed(_) => Vec::new(),
        };
        if let Some(limit) = self.limit {
            rows.truncate(limit as usize);
        }
        Ok(rows)
    }

    /// A place of this answer as text, for an address.
    pub fn place_text(&self, cursor: &Cursor) -> String {
        match cursor {
            Cursor::Skipped(count) => count.to_string(),
            Cursor::After(values, ids, taken) => {
                let values: Vec<Json> = values.iter().map(value_to_json).collect();
                serde_json::json!([values, ids, taken]).to_string()
            }
        }
    }

    /// Reads what [`Plan::place_text`] wrote.
    ///
    /// # Errors
    ///
    /// `Invalid`, if it is no place of this answer.
    pub fn read_place(&self, text: &str) -> Result<Cursor> {
        let odd = || Error::invalid("This place belongs to another question.").hint("Start again from the first row.");
        if let Ok(count) = text.parse() {
            return Ok(Cursor::Skipped(count));
        }
        let (values, ids, taken): (Vec<Json>, Vec<Option<i64>>, usize) =
            serde_json::from_str(text).map_err(|_| odd())?;
        if values.len() != self.rows.sort.len() || ids.len() != self.rows.each.len() + 1 {
            return Err(odd());
        }
        let mut read = Vec::with_capacity(values.len());
        for ((expr, _), json) in self.rows.sort.iter().zip(values) {
            let kind = expr.kind();
            read.push(match json {
                Json::Null => Value::Null,
                Json::Bool(yes) if kind == Kind::YesNo => Value::Bool(yes),
                Json::Number(number) if kind == Kind::Float => Value::Float(number.as_f64().ok_or_else(odd)?),
                Json::Number(number) if kind.is_integer() => Value::Int(number.as_i64().ok_or_else(odd)?),
                Json::String(text) if kind.is_text() => Value::Text(text.into()),
                Json::String(text) => kind.read(&text).map_err(|_| odd())?,
                _ => return Err(odd()),
            });
        }
        Ok(Cursor::After(read, ids, taken))
    }
}

/// A question that shows nothing shows each record in one line.
fn with_usual_columns(query: &Query) -> Query {
    let mut query = query.clone();
    if query.show.is_empty() {
        query.show.push(ast::Shown { what: ast::Expr::Way(Way::default()), caption: String::new() });
    }
    query
}

fn is_number_of_object(query: &Query, what: &ast::Expr) -> bool {
    let column = model().column(collection_object::CATALOG_NUMBER).name;
    query.from == collection_object::TABLE
        && matches!(what, ast::Expr::Way(way) if way.hops.len() == 1 && way.hops[0].name.eq_ignore_ascii_case(column))
}

fn only_records() -> Error {
    Error::invalid("As of a moment only fields and links of the records themselves can be shown.")
        .hint("Leave out ways over several links, sums and ‘each’.")
}

/// Whether a value stands in a field of the record itself, or is what one of its links leads to.
fn is_own(expr: &Expr) -> bool {
    own_column(expr).is_some()
}

/// The column of the record itself that an expression reads.
fn own_column(expr: &Expr) -> Option<Option<u16>> {
    let Expr::Field(0, path) = expr else { return None };
    match (path.steps.as_slice(), path.column) {
        ([], column) => Some(column),
        ([Step::One(link)], None) => Some(Some(*link)),
        _ => None,
    }
}
