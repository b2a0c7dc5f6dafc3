//! `GET /api/v1/{table}`: filter, order, choose fields, follow links, page by cursor.

use std::sync::Arc;

use axum::extract::{Path as Place, State};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use vasculum_model::{Error, Kind, Path, Record, Result, Table, Value, model};
use vasculum_store::{Select, Tx};

use super::inline::{Loaded, Plan};
use super::json::{write_record, write_text, write_value};
use super::params::Params;
use super::{Answer, filter};
use crate::App;
use crate::respond::Refused;
use crate::security::Caller;

/// How many records a list has unless it is told.
pub const LIMIT: u64 = 20;
/// How many records a list can have at most.
pub const MOST: u64 = 1_000;
/// The most fields that can be chosen, and the most that a list can be ordered by.
const MOST_FIELDS: usize = 100;
const MOST_SORTS: usize = 5;

/// `GET /api/v1/{table}`.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Place(table): Place<String>,
    mut params: Params,
) -> Result<impl axum::response::IntoResponse, Refused> {
    let table = super::table(&table)?;
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    let question = Question::read(table, &mut params);
    params.finish()?;
    Ok(app.read(access, move |tx| question.answer(tx)).await?)
}

/// What a list is asked for.
struct Question {
    table: &'static Table,
    select: Select,
    /// `select.sort` as it was written; a cursor of another order is refused.
    sort: String,
    fields: Option<Vec<Path>>,
    plan: Arc<Plan>,
    limit: u64,
    wants_total: bool,
}

impl Question {
    fn read(table: &'static Table, params: &mut Params) -> Self {
        let mut select = Select::all(table.id);
        for text in params.all("filter") {
            if let Some(one) = params.keep("filter", filter::parse(table, &text)) {
                select = select.matching(one);
            }
        }
        let sort = params.one("sort").unwrap_or_default();
        select.sort = params.keep("sort", read_sort(table, &sort)).unwrap_or_default();
        let fields = params.one("fields").and_then(|text| params.keep("fields", read_fields(table, &text)));
        let inline = params.one("inline");
        if fields.is_some() && inline.is_some() {
            params.wrong("inline", "Either fields are chosen or links are followed.");
        }
        let plan = inline.and_then(|text| params.keep("inline", Plan::parse(table, &text)));
        if let Some(text) = params.one("cursor") {
            select.after = params.keep("cursor", read_cursor(&select.sort, &sort, &text));
        }
        let limit = params.number("limit", 1, MOST as i64).map_or(LIMIT, |limit| limit as u64);
        let plan = plan.unwrap_or_else(|| Arc::new(Plan::bare(table.id)));
        Self { table, select, sort, fields, plan, limit, wants_total: params.flag("total") }
    }

    fn answer(&self, tx: &mut Tx<'_>) -> Result<Answer> {
        let total = if self.wants_total { Some(tx.count(&self.select)?) } else { None };
        // One more than asked for tells whether there is a next page.
        let select = self.select.clone().at_most(self.limit + 1);
        let mut body = String::from("{\"records\":[");
        let next = match &self.fields {
            Some(fields) => self.write_rows(tx, &select, fields, &mut body)?,
            None => self.write_records(tx, &select, &mut body)?,
        };
        body.push_str("],\"next\":");
        match next {
            Some((values, id)) => write_text(&mut body, &write_cursor(&self.sort, &values, id)),
            None => body.push_str("null"),
        }
        if let Some(total) = total {
            body.push_str(&format!(",\"total\":{total}"));
        }
        body.push('}');
        Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
    }

    fn write_records(&self, tx: &mut Tx<'_>, select: &Select, body: &mut String) -> Result<Option<(Vec<Value>, i64)>> {
        let (mut records, loaded) = Loaded::fetch(tx, &self.plan, select)?;
        let has_more = records.len() as u64 > self.limit;
        records.truncate(self.limit as usize);
        body.reserve(records.len() * 2_048);
        for (nth, record) in records.iter().enumerate() {
            if nth > 0 {
                body.push(',');
            }
            write_record(body, record, &self.plan, &loaded);
        }
        match records.last().filter(|_| has_more) {
            Some(last) => Ok(Some((self.place_of(tx, last)?, last.id))),
            None => Ok(None),
        }
    }

    /// The values by which a record has its place in the order.
    fn place_of(&self, tx: &mut Tx<'_>, record: &Record) -> Result<Vec<Value>> {
        let own = |(path, _): &(Path, bool)| match (path.steps.is_empty(), path.column) {
            (true, None) => Some(Value::Int(record.id)),
            (true, Some(column)) => Some(record.values[usize::from(column)].clone()),
            _ => None,
        };
        if let Some(values) = self.select.sort.iter().map(own).collect() {
            return Ok(values);
        }
        let paths: Vec<Path> = self.select.sort.iter().map(|(path, _)| path.clone()).collect();
        let one = Select::all(self.table.id).matching(vasculum_store::Filter::Ids(vec![record.id]));
        Ok(tx.values(&one, &paths)?.pop().unwrap_or_default())
    }

    fn write_rows(
        &self,
        tx: &mut Tx<'_>,
        select: &Select,
        fields: &[Path],
        body: &mut String,
    ) -> Result<Option<(Vec<Value>, i64)>> {
        let mut paths = vec![Path { base: self.table.id, steps: Vec::new(), table: self.table.id, column: None }];
        paths.extend(fields.iter().cloned());
        paths.extend(self.select.sort.iter().map(|(path, _)| path.clone()));
        let mut rows = tx.values(select, &paths)?;
        let has_more = rows.len() as u64 > self.limit;
        rows.truncate(self.limit as usize);
        let keys: Vec<String> = fields.iter().map(|path| format!(",\"{path}\":")).collect();
        let kinds: Vec<Kind> = fields.iter().map(kind_at).collect();
        for (nth, row) in rows.iter().enumerate() {
            let comma = if nth > 0 { "," } else { "" };
            body.push_str(&format!("{comma}{{\"id\":{}", row[0].int().unwrap_or(0)));
            for ((key, kind), value) in keys.iter().zip(&kinds).zip(&row[1..]) {
                body.push_str(key);
                write_value(body, *kind, value);
            }
            body.push('}');
        }
        let last = rows.pop().filter(|_| has_more);
        Ok(last.map(|row| (row[1 + fields.len()..].to_vec(), row[0].int().unwrap_or(0))))
    }
}

fn kind_at(path: &Path) -> Kind {
    path.column.map_or(Kind::Long, |column| model().table(path.table).at(column).kind)
}

fn single(table: &'static Table, text: &str) -> Result<Path> {
    let path = super::path(table, text)?;
    if path.is_single() {
        return Ok(path);
    }
    Err(Error::invalid(format!("‘{text}’ leads to many records; here one value is needed.")))
}

/// Reads `-catalogNumber,id`.
fn read_sort(table: &'static Table, text: &str) -> Result<Vec<(Path, bool)>> {
    let words: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_SORTS {
        return Err(Error::invalid(format!("A list can be ordered by {MOST_SORTS} fields at most.")));
    }
    words
        .into_iter()
        .map(|word| match word.strip_prefix('-') {
            Some(name) => Ok((single(table, name)?, true)),
            None => Ok((single(table, word)?, false)),
        })
        .collect()
}

/// Reads `catalogNumber,cataloger.lastName`; the id always comes along and need not be named.
fn read_fields(table: &'static Table, text: &str) -> Result<Vec<Path>> {
    let mut paths: Vec<Path> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let path = single(table, word)?;
        let is_id = path.steps.is_empty() && path.column.is_none();
        if !is_id && !paths.contains(&path) {
            paths.push(path);
        }
    }
    if paths.len() > MOST_FIELDS {
        return Err(Error::invalid(format!("{MOST_FIELDS} fields can be chosen at most.")));
    }
    Ok(paths)
}

/// A place in a list: its order, the values there and the id, in base64.
fn write_cursor(sort: &str, values: &[Value], id: i64) -> String {
    let text = |value: &Value| if value.is_null() { Json::Null } else { Json::String(value.to_string()) };
    let mut parts = vec![Json::from(sort)];
    parts.extend(values.iter().map(text));
    parts.push(Json::from(id));
    URL_SAFE_NO_PAD.encode(Json::Array(parts).to_string())
}

fn read_cursor(sort: &[(Path, bool)], spelled: &str, text: &str) -> Result<(Vec<Value>, i64)> {
    let bad = || Error::invalid("This cursor is none of ours.").hint("Start again without a cursor.");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    let parts: Vec<Json> = serde_json::from_slice(&bytes).map_err(|_| bad())?;
    let [order, values @ .., id] = parts.as_slice() else { return Err(bad()) };
    if order.as_str() != Some(spelled) || values.len() != sort.len() {
        return Err(Error::invalid("This cursor belongs to another order.").hint("Start again without a cursor."));
    }
    let mut place = Vec::with_capacity(values.len());
    for ((path, _), json) in sort.iter().zip(values) {
        let value = match json {
            Json::Null => Value::Null,
            Json::String(text) if kind_at(path).is_text() => Value::from(text.as_str()),
            Json::String(text) => kind_at(path).read(text).map_err(|_| bad())?,
            _ => return Err(bad()),
        };
        if super::unfit(&value).is_some() {
            return Err(bad());
        }
        place.push(value);
    }
    Ok((place, id.as_i64().ok_or_else(bad)?))
}
