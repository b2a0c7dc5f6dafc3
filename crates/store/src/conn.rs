//! One connection to either database, and rows as values.

use std::collections::HashMap;
use std::rc::Rc;

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::ValueRef;
use vasculum_model::{Code, Date, Decimal, Error, Kind, Result, Timestamp, Value};

use crate::dialect::Dialect;

/// A value that is bound to a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Param {
    Value(Value),
    Ids(Vec<i64>),
    Texts(Vec<Value>),
}

/// A statement that is being written.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    pub dialect: Dialect,
    pub text: String,
    pub params: Vec<Param>,
}

impl Sql {
    pub(crate) fn new(dialect: Dialect, text: impl Into<String>) -> Self {
        Self { dialect, text: text.into(), params: Vec::new() }
    }

    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Remembers a value and returns how it is written in the statement.
    pub(crate) fn hold(&mut self, value: impl Into<Value>) -> String {
        self.params.push(Param::Value(value.into()));
        self.dialect.placeholder(self.params.len())
    }

    /// Remembers a value and writes it at the end of the statement.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.params.push(Param::Value(value.into()));
        self.dialect.write_placeholder(&mut self.text, self.params.len());
        self
    }

    /// Writes `expression IN (ids)` at the end of the statement.
    pub(crate) fn bind_ids(&mut self, expression: &str, ids: Vec<i64>) -> &mut Self {
        self.params.push(Param::Ids(ids));
        let text = self.dialect.in_ids(expression, &self.dialect.placeholder(self.params.len()));
        self.push(&text)
    }

    /// Writes `expression IN (texts)` at the end of the statement.
    pub(crate) fn bind_texts(&mut self, expression: &str, texts: impl IntoIterator<Item = String>) -> &mut Self {
        self.params.push(Param::Texts(texts.into_iter().map(Value::from).collect()));
        let text = self.dialect.in_texts(expression, &self.dialect.placeholder(self.params.len()));
        self.push(&text)
    }
}

/// One row of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    pub(crate) fn value(&self, at: usize, kind: Kind) -> Result<Value> {
        match self {
            Self::Sqlite(row) => sqlite_value(row.get_ref(at).map_err(failed)?, kind),
            Self::Postgres(row) => row.try_get_value(at).map_err(failed),
        }
    }

    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        Ok(self.value(at, Kind::Long)?.int().unwrap_or(0))
    }

    pub(crate) fn maybe_int(&self, at: usize) -> Result<Option<i64>> {
        Ok(self.value(at, Kind::Long)?.int())
    }

    pub(crate) fn text(&self, at: usize) -> Result<String> {
        Ok(self.maybe_text(at)?.unwrap_or_default())
    }

    pub(crate) fn maybe_text(&self, at: usize) -> Result<Option<String>> {
        match self.value(at, Kind::LongText)? {
            Value::Text(text) => Ok(Some(text.into())),
            _ => Ok(None),
        }
    }
}

/// One connection.
pub(crate) enum Conn {
    Sqlite(Box<rusqlite::Connection>),
    Postgres { client: Box<postgres::Client>, statements: HashMap<String, postgres::Statement> },
}

/// More prepared statements than this are forgotten together; a working day needs a few hundred.
const PREPARED_STATEMENTS: usize = 1_000;

impl Conn {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// Runs statements without values.
    pub(crate) fn batch(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.execute_batch(text).map_err(failed),
            Self::Postgres { client, .. } => client.batch_execute(text).map_err(failed),
        }
    }

    /// Runs one statement and returns how many rows it touched.
    pub(crate) fn execute(&mut self, sql: &Sql) -> Result<u64> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(&sql.text).map_err(failed)?;
                bind_sqlite(&mut statement, &sql.params)?;
                statement.raw_execute().map(|rows| rows as u64).map_err(failed)
            }
            Self::Postgres { client, statements } => {
                let statement = prepared(client, statements, &sql.text)?;
                client.execute(&statement, &pg_params(&sql.params)).map_err(failed)
            }
        }
    }

    /// Runs one statement and hands every row of its answer to `each`.
    pub(crate) fn each(&mut self, sql: &Sql, mut each: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(&sql.text).map_err(failed)?;
                bind_sqlite(&mut statement, &sql.params)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next().map_err(failed)? {
                    each(&Row::Sqlite(row))?;
                }
                Ok(())
            }
            Self::Postgres { client, statements } => {
                use postgres::fallible_iterator::FallibleIterator as _;
                let statement = prepared(client, statements, &sql.text)?;
                let params = pg_params(&sql.params);
                let mut rows = client.query_raw(&statement, params.iter().copied()).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    each(&Row::Postgres(&row))?;
                }
                Ok(())
            }
        }
    }

    /// The answer as a list.
    pub(crate) fn rows<T>(&mut self, sql: &Sql, mut read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut list = Vec::new();
        self.each(sql, |row| {
            list.push(read(row)?);
            Ok(())
        })?;
        Ok(list)
    }

    /// The first row of the answer, if there is one.
    pub(crate) fn first<T>(&mut self, sql: &Sql, read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        Ok(self.rows(sql, read)?.into_iter().next())
    }

    /// A number that changes when another connection writes to the database; always 0 for PostgreSQL, whose sequences
    /// know of each other.
    pub(crate) fn data_version(&mut self) -> Result<i64> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare_cached("PRAGMA data_version").map_err(failed)?;
                statement.query_row([], |row| row.get(0)).map_err(failed)
            }
            Self::Postgres { .. } => Ok(0),
        }
    }

    /// Whether links that were written so far in this transaction point at nothing. The database itself would find
    /// it when the transaction ends, together with what others wrote in the same one; here it is found at its author.
    pub(crate) fn has_broken_links(&mut self) -> Result<bool> {
        match self {
            Self::Sqlite(conn) => Ok(unresolved_foreign_keys(conn) != 0),
            Self::Postgres { client, .. } => match client.batch_execute("SET CONSTRAINTS ALL IMMEDIATE") {
                Ok(()) => client.batch_execute("SET CONSTRAINTS ALL DEFERRED").map(|()| false).map_err(failed),
                Err(cause) if cause.code().is_some_and(|code| code.code() == "23503") => Ok(true),
                Err(cause) => Err(failed(cause)),
            },
        }
    }
}

/// Asks SQLite how many deferred foreign keys are still violated: 0 or more than 0.
#[allow(unsafe_code)]
fn unresolved_foreign_keys(conn: &rusqlite::Connection) -> i32 {
    let (mut current, mut highest) = (0, 0);
    // SAFETY: the handle is open as long as `conn` lives, and both out pointers are valid for the call.
    let status = unsafe {
        rusqlite::ffi::sqlite3_db_status(
            conn.handle(),
            rusqlite::ffi::SQLITE_DBSTATUS_DEFERRED_FKS,
            &raw mut current,
            &raw mut highest,
            0,
        )
    };
    if status == rusqlite::ffi::SQLITE_OK { current } else { 1 }
}

/// A failure of the database, as an error whose cause only the log shows. That a number became too large is of the
/// question’s making.
pub(crate) fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    let any: &dyn std::error::Error = &cause;
    let postgres = any.downcast_ref::<postgres::Error>().and_then(postgres::Error::code);
    let sqlite = any.downcast_ref::<rusqlite::Error>();
    let is_too_large = postgres.is_some_and(|code| code == &postgres::error::SqlState::NUMERIC_VALUE_OUT_OF_RANGE)
        || sqlite.is_some_and(
            |cause| matches!(cause, rusqlite::Error::SqliteFailure(_, Some(text)) if text == "integer overflow"),
        );
    if is_too_large {
        return Error::invalid("A number becomes too large in this question.");
    }
    let is_stopped = postgres.is_some_and(|code| code == &postgres::error::SqlState::QUERY_CANCELED)
        || sqlite.and_then(rusqlite::Error::sqlite_error_code) == Some(rusqlite::ErrorCode::OperationInterrupted);
    if is_stopped {
        return crate::patience::too_long();
    }
    Error::internal("The database could not do this.", cause)
}

fn prepared(
    client: &mut postgres::Client,
    statements: &mut HashMap<String, postgres::Statement>,
    text: &str,
) -> Result<postgres::Statement> {
    if let Some(statement) = statements.get(text) {
        return Ok(statement.clone());
    }
    if statements.len() >= PREPARED_STATEMENTS {
        statements.clear();
    }
    let statement = client.prepare(text).map_err(failed)?;
    statements.insert(text.to_owned(), statement.clone());
    Ok(statement)
}

fn pg_params(params: &[Param]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

fn bind_sqlite(statement: &mut rusqlite::Statement<'_>, params: &[Param]) -> Result<()> {
    for (at, param) in params.iter().enumerate() {
        let at = at + 1;
        let bound = match param {
            Param::Ids(ids) => {
                let list: Vec<rusqlite::types::Value> = ids.iter().map(|id| (*id).into()).collect();
                statement.raw_bind_parameter(at, Rc::new(list))
            }
            Param::Texts(texts) => {
                let text = |value: &Value| value.text().unwrap_or_default().to_owned().into();
                let list: Vec<rusqlite::types::Value> = texts.iter().map(text).collect();
                statement.raw_bind_parameter(at, Rc::new(list))
            }
            Param::Value(value) => match value {
                Value::Null => statement.raw_bind_parameter(at, rusqlite::types::Null),
                Value::Bool(yes) => statement.raw_bind_parameter(at, *yes),
                Value::Int(number) => statement.raw_bind_parameter(at, *number),
                Value::Float(number) => statement.raw_bind_parameter(at, *number),
                Value::Text(text) => statement.raw_bind_parameter(at, &**text),
                other => statement.raw_bind_parameter(at, other.to_string()),
            },
        };
        bound.map_err(failed)?;
    }
    Ok(())
}

/// A value from SQLite. What another program wrote into the file with another type is read if it makes sense.
fn sqlite_value(value: ValueRef<'_>, kind: Kind) -> Result<Value> {
    let odd = |text: &str| {
        Error::new(Code::Internal, format!("The database holds ‘{text}’ where a {} belongs.", kind.name()))
    };
    Ok(match (value, kind) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(number), Kind::YesNo) => Value::Bool(number != 0),
        (ValueRef::Integer(number), Kind::Float) => Value::Float(number as f64),
        (ValueRef::Integer(number), Kind::Decimal) => Value::Decimal(Decimal::new(number.into(), 0)),
        (ValueRef::Integer(number), kind) if kind.is_integer() => Value::Int(number),
        (ValueRef::Integer(number), _) => Value::Text(number.to_string().into()),
        (ValueRef::Real(number), Kind::Float) => Value::Float(number),
        (ValueRef::Real(number), Kind::Decimal) => {
            Decimal::parse(&number.to_string()).map(Value::Decimal).ok_or_else(|| odd(&number.to_string()))?
        }
        (ValueRef::Real(number), _) => Value::Text(number.to_string().into()),
        (ValueRef::Text(bytes), kind) => {
            let text = std::str::from_utf8(bytes).map_err(failed)?;
            match kind {
                Kind::Decimal => Decimal::parse(text).map(Value::Decimal).ok_or_else(|| odd(text))?,
                Kind::Date | Kind::PartialDate | Kind::Day => {
                    Date::parse(text).map(Value::Date).ok_or_else(|| odd(text))?
                }
                Kind::Timestamp => Timestamp::parse(text).map(Value::Timestamp).ok_or_else(|| odd(text))?,
                kind if kind.is_text() => Value::Text(text.into()),
                _ => return Err(odd(text)),
            }
        }
        (ValueRef::Blob(_), _) => return Err(odd("binary data")),
    })
}

type BoxError = Box<dyn std::error::Error + Sync + Send>;

/// Days from PostgreSQL's 2000-01-01 to Unix' 1970-01-01.
const PG_EPOCH_DAYS: i32 = 10_957;
const MICROS_PER_DAY: i64 = 86_400_000_000;

impl ToSql for Param {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        let value = match self {
            Self::Ids(ids) => return ids.to_sql(kind, out),
            Self::Texts(texts) => {
                return texts
                    .iter()
                    .map(|value| value.text().unwrap_or_default())
                    .collect::<Vec<_>>()
                    .to_sql(kind, out);
            }
            Self::Value(value) => value,
        };
        match (value, kind) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Bool(yes), _) => return yes.to_sql(kind, out),
            (Value::Int(number), &Type::INT4) => return i32::try_from(*number)?.to_sql(kind, out),
            (Value::Int(number), &Type::INT2) => return i16::try_from(*number)?.to_sql(kind, out),
            (Value::Int(number), &Type::INT8) => return number.to_sql(kind, out),
            (Value::Int(number), &Type::NUMERIC) => numeric_to_sql(Decimal::new((*number).into(), 0), out),
            (Value::Int(number), &Type::FLOAT8) => return (*number as f64).to_sql(kind, out),
            (Value::Float(number), _) => return number.to_sql(kind, out),
            (Value::Decimal(number), &Type::NUMERIC) => numeric_to_sql(*number, out),
            (Value::Decimal(number), &Type::FLOAT8) => return number.to_f64().to_sql(kind, out),
            (Value::Date(date), &Type::DATE) => return_bytes(&(date.to_days() - PG_EPOCH_DAYS).to_be_bytes(), out),
            (Value::Timestamp(at), &Type::TIMESTAMPTZ) => {
                return_bytes(&(at.0 - i64::from(PG_EPOCH_DAYS) * MICROS_PER_DAY).to_be_bytes(), out);
            }
            (other, _) => return_bytes(other.to_string().as_bytes(), out),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn return_bytes(bytes: &[u8], out: &mut BytesMut) {
    out.extend_from_slice(bytes);
}

/// A value that PostgreSQL sends; the other half of [`Param`].
struct Received(Value);

impl<'a> FromSql<'a> for Received {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
        Ok(Self(match *kind {
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Value::Float(f64::from_sql(kind, raw)?),
            Type::NUMERIC => Value::Decimal(numeric_from_sql(raw)?),
            Type::DATE => {
                let days = i32::from_be_bytes(raw.try_into()?);
                Value::Date(Date::from_days(days + PG_EPOCH_DAYS).ok_or("a date beyond the calendar")?)
            }
            Type::TIMESTAMPTZ | Type::TIMESTAMP => {
                let micros = i64::from_be_bytes(raw.try_into()?);
                Value::Timestamp(Timestamp(micros + i64::from(PG_EPOCH_DAYS) * MICROS_PER_DAY))
            }
            _ => Value::Text(<&str>::from_sql(kind, raw)?.into()),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

trait TryGetValue {
    fn try_get_value(&self, at: usize) -> Result<Value, postgres::Error>;
}

impl TryGetValue for postgres::Row {
    fn try_get_value(&self, at: usize) -> Result<Value, postgres::Error> {
        Ok(self.try_get::<_, Option<Received>>(at)?.map_or(Value::Null, |received| received.0))
    }
}

/// PostgreSQL's binary form: groups of four decimal digits, the weight of the first group, sign and scale.
fn numeric_to_sql(number: Decimal, out: &mut BytesMut) {
    let scale = i32::from(number.scale());
    let mut rest = number.digits().unsigned_abs();
    let mut groups: Vec<i16> = Vec::new();
    // The point must fall between two groups: fill the last group up to four digits behind the point.
    let filled = (scale + 3) / 4;
    let missing = filled * 4 - scale;
    let mut first = true;
    while rest > 0 {
        let (divisor, factor) =
            if first { (10_u128.pow(4 - missing as u32), 10_u128.pow(missing as u32)) } else { (10_000, 1) };
        groups.push(((rest % divisor) * factor) as i16);
        rest /= divisor;
        first = false;
    }
    groups.reverse();
    let weight = groups.len() as i32 - filled - 1;
    out.extend_from_slice(&(groups.len() as i16).to_be_bytes());
    out.extend_from_slice(&(weight as i16).to_be_bytes());
    out.extend_from_slice(&(if number.digits() < 0 { 0x4000_u16 } else { 0 }).to_be_bytes());
    out.extend_from_slice(&(scale as u16).to_be_bytes());
    for group in groups {
        out.extend_from_slice(&group.to_be_bytes());
    }
}

fn numeric_from_sql(raw: &[u8]) -> Result<Decimal, BoxError> {
    let mut words = raw.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]]));
    let mut next = || words.next().ok_or("a number cut short");
    let (count, weight, sign, scale) = (next()?, next()?, next()?, next()?);
    if sign != 0 && sign != 0x4000 {
        return Err("not a number".into());
    }
    let mut digits: i128 = 0;
    for _ in 0..count {
        digits =
            digits.checked_mul(10_000).and_then(|digits| digits.checked_add(next().ok()?.into())).ok_or("too long")?;
    }
    // `digits` counts units of 10^(4 × (weight − count + 1)); bring them to units of 10^−scale.
    let mut exponent = 4 * (i32::from(weight) - i32::from(count) + 1) + i32::from(scale);
    while exponent > 0 {
        digits = digits.checked_mul(10).ok_or("too long")?;
        exponent -= 1;
    }
    while exponent < 0 {
        digits /= 10;
        exponent += 1;
    }
    Ok(Decimal::new(if sign == 0 { digits } else { -digits }, u8::try_from(scale)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_postgresqls_binary_form() {
        for text in
            ["0", "0.00", "1", "-1", "10000", "0.5", "-0.0005", "123456789012.1234567890", "99990000.50", "1200"]
        {
            let number = Decimal::parse(text).expect(text);
            let mut bytes = BytesMut::new();
            numeric_to_sql(number, &mut bytes);
            assert_eq!(numeric_from_sql(&bytes).expect(text).to_string(), text);
        }
    }
}
