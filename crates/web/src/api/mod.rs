//! The JSON API under `/api/v1`: tables, fields and links by the names that they have in the model.

pub mod batch_edit;
mod body;
mod by_model;
pub mod change_sets;
pub mod console;
pub(crate) mod filter;
mod idempotency;
mod inline;
pub mod jobs;
mod json;
pub mod list;
pub mod openapi;
mod params;
pub mod query;
pub mod reconcile;
pub mod record;
pub mod search;
pub mod session;
pub mod write;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vasculum_model::names::{agent, specify_user, spuserexternalid};
use vasculum_model::{Col, Error, Path, Result, Table, Value, model};

pub use filter::{OPERATORS, Operator};

/// The most bytes in the body of a batch.
pub const BATCH_LIMIT_BYTES: usize = 16 << 20;

pub(crate) fn batch_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(BATCH_LIMIT_BYTES)
}

/// Columns whose values never leave by the API, nor come in by it, whatever rights one has.
const SECRET: &[Col] = &[specify_user::PASSWORD, spuserexternalid::IDTOKEN];

/// Columns that can be read but not written here: by linking an agent to a user one would act as somebody else.
const NOT_WRITTEN_HERE: &[Col] = &[agent::SPECIFY_USER];

pub(crate) fn is_secret(table: &Table, column: u16) -> bool {
    SECRET.contains(&Col(table.id, column))
}

pub(crate) fn is_written_here(table: &Table, column: u16) -> bool {
    !NOT_WRITTEN_HERE.contains(&Col(table.id, column)) && !is_secret(table, column)
}

/// The tables of the API, in the order of the alphabet.
pub fn tables() -> Vec<&'static Table> {
    let mut tables: Vec<_> = model().tables().filter(|table| table.is_shown()).collect();
    tables.sort_by_key(|table| table.name);
    tables
}

/// The table of this name.
///
/// # Errors
///
/// `NotFound`, if the API has none of this very name.
pub(crate) fn table(name: &str) -> Result<&'static Table> {
    match model().named(name).filter(|table| table.is_shown()) {
        Some(table) if table.name == name => Ok(table),
        Some(table) => {
            Err(Error::not_found(format!("There is no table ‘{name}’.")).hint(format!("It is called {}.", table.name)))
        }
        None => Err(Error::not_found(format!("There is no table ‘{name}’.")).hint("GET /api/v1 lists them all.")),
    }
}

/// The id in an address.
///
/// # Errors
///
/// `NotFound`, if it is none: no record has such an id.
pub(crate) fn id(table: &Table, text: &str) -> Result<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| Error::not_found(format!("There is no {} with the id ‘{text}’.", table.name)))
}

/// The path that somebody wrote, if it leads to something that the API shows.
///
/// # Errors
///
/// `Invalid`, naming what is unknown.
pub(crate) fn path(table: &Table, text: &str) -> Result<Path> {
    let path = Path::parse(table, text)?;
    let end = model().table(path.table);
    match path.column {
        Some(column) if is_secret(end, column) => {
            Err(Error::invalid(format!("{}.{} can’t be asked for.", end.name, end.at(column).name)))
        }
        _ => Ok(path),
    }
}

/// The earliest year that both databases keep.
const FIRST_YEAR: i32 = -4712;

/// Says why a value can't be kept in, or compared with, either database; nothing if it can.
pub(crate) fn unfit(value: &Value) -> Option<String> {
    let day = match value {
        Value::Text(text) if text.contains('\0') => return Some("The character U+0000 can’t be kept.".to_owned()),
        Value::Date(day) => Some(*day),
        Value::Timestamp(moment) => match moment.date() {
            Some(day) => Some(day),
            None => return Some("This moment is too far away.".to_owned()),
        },
        _ => None,
    };
    day.filter(|day| day.year() < FIRST_YEAR).map(|_| format!("Years before {FIRST_YEAR} can’t be kept."))
}

/// An answer of the API.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub status: StatusCode,
    /// JSON; nothing for no body.
    pub body: String,
    pub etag: Option<String>,
    pub location: Option<String>,
    /// The change set that was written.
    pub change_set: Option<i64>,
    /// How many statements the database was asked.
    pub statements: u64,
    /// Whether this is what the same request with the same key was answered before.
    pub is_repeated: bool,
}

impl Answer {
    /// 200 with this JSON.
    pub(crate) fn json(body: String) -> Self {
        Self { body, ..Self::default() }
    }

    /// 304, if the caller has this very answer already.
    pub(crate) fn unless_known(self, headers: &HeaderMap) -> Self {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let same = |etag: &String| {
            known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag))
        };
        if self.etag.as_ref().is_some_and(same) {
            return Self { status: StatusCode::NOT_MODIFIED, body: String::new(), ..self };
        }
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        let mut put = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        put("server-timing", format!("sql;desc=\"{} statements\"", self.statements));
        if let Some(etag) = self.etag {
            put("etag", etag);
        }
        if let Some(location) = self.location {
            put("location", location);
        }
        if let Some(change_set) = self.change_set {
            put("vasculum-change-set", change_set.to_string());
        }
        if self.is_repeated {
            put("idempotency-replayed", "true".to_owned());
        }
        if self.body.is_empty() {
            return (self.status, headers).into_response();
        }
        put("content-type", "application/json".to_owned());
        (self.status, headers, self.body).into_response()
    }
}
