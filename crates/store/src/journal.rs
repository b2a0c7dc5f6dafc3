//! The journal: who changed what, when and why, with the values before.

use serde_json::{Map, Value as Json};
use vasculum_model::{Column, Error, Kind, Origin, Result, Table, TableId, Timestamp, Value, model};

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was made; the row itself has the values.
    Insert,
    /// Some of its values changed; both sides are kept.
    Update,
    /// It was deleted; all its values are kept.
    Delete,
}

impl ChangeKind {
    /// The word in JSON and on pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Insert => 0,
            Self::Update => 1,
            Self::Delete => 2,
        }
    }

    pub(crate) fn numbered(number: i64) -> Result<Self> {
        match number {
            0 => Ok(Self::Insert),
            1 => Ok(Self::Update),
            2 => Ok(Self::Delete),
            other => {
                Err(Error::new(vasculum_model::Code::Internal, format!("The journal holds a change of kind {other}.")))
            }
        }
    }
}

/// Why something is written; becomes the head of a change set.
#[derive(Debug, Clone, Default)]
pub struct Purpose {
    /// Stable kebab-case word: `save`, `delete`, `import`, `undo`, `init`…
    pub kind: String,
    /// One line for people.
    pub summary: String,
    /// The change set that this one takes back.
    pub undoes: Option<i64>,
}

impl Purpose {
    /// A purpose of this kind, described in one line.
    pub fn new(kind: impl Into<String>, summary: impl Into<String>) -> Self {
        Self { kind: kind.into(), summary: summary.into(), undoes: None }
    }
}

/// The head of a change set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// Its number; a later one has a greater number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who: the SpecifyUser.
    pub user: Option<i64>,
    /// Who, by name.
    pub user_name: String,
    /// As which agent.
    pub agent: Option<i64>,
    /// In which collection, if all of it happened in one.
    pub collection: Option<i64>,
    /// The kind of its [`Purpose`].
    pub kind: String,
    /// What for, in one line.
    pub summary: String,
    /// The change set that this one takes back.
    pub undoes: Option<i64>,
    /// The change set that took this one back, unless that was taken back in turn.
    pub undone_by: Option<i64>,
}

/// Values of some columns, with their names as they are in the model.
pub type Values = Vec<(u16, Value)>;

/// One change of one record, or the insertion of several records with successive ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The change set that it belongs to.
    pub change_set: i64,
    /// Its place in the change set.
    pub ordinal: i64,
    /// The table.
    pub table: TableId,
    /// The first record.
    pub record: i64,
    /// How many records; more than one only for insertions.
    pub count: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// The values before, for an update those that changed.
    pub before: Values,
    /// The values after, for an update.
    pub after: Values,
}

/// Writes values as a JSON object by [`kept_name`].
pub(crate) fn to_json(table: &Table, values: &[(u16, Value)]) -> String {
    let mut map = Map::new();
    for (column, value) in values {
        map.insert(kept_name(table.at(*column)).to_owned(), value_to_json(value));
    }
    Json::Object(map).to_string()
}

/// The name of a column in the journal. That of an institution's own field is the one in the database: a later field may
/// have the same name in the model and be of another kind.
fn kept_name(column: &Column) -> &str {
    if column.origin == Origin::Institution { &column.sql } else { column.name }
}

fn kept_column(table: &Table, name: &str) -> Option<u16> {
    let of_own = || table.own_columns().find(|at| table.at(*at).sql == name);
    table.column(name).filter(|at| table.at(*at).origin != Origin::Institution).or_else(of_own)
}

/// A value in JSON: numbers that JSON keeps exactly as numbers, all other kinds as text.
pub fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => serde_json::Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.to_string()),
        other => Json::String(other.to_string()),
    }
}

/// Reads what [`to_json`] wrote. Columns that the model no longer has are left out.
pub(crate) fn from_json(table: &Table, text: &str) -> Result<Values> {
    let map: Map<String, Json> = serde_json::from_str(text)
        .map_err(|cause| Error::internal("The journal holds something that can't be read.", cause))?;
    let mut values = Vec::with_capacity(map.len());
    for (name, json) in map {
        if let Some(column) = kept_column(table, &name) {
            values.push((column, value_from_json(table.at(column), &json)?));
        }
    }
    Ok(values)
}

fn value_from_json(column: &Column, json: &Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) if column.kind == Kind::Float => number.as_f64().map_or(Value::Null, Value::Float),
        Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        Json::String(text) if column.kind.is_text() => Value::Text(text.as_str().into()),
        Json::String(text) => column
            .kind
            .read(text)
            .map_err(|words| Error::new(vasculum_model::Code::Internal, format!("The journal holds {words}")))?,
        _ => return Err(Error::new(vasculum_model::Code::Internal, "The journal holds a nested value.")),
    })
}

/// The table with this number, which the journal uses because it never changes.
pub(crate) fn numbered_table(number: i64) -> Result<&'static Table> {
    i32::try_from(number).ok().and_then(|number| model().numbered(number)).ok_or_else(|| {
        Error::new(vasculum_model::Code::Internal, format!("The journal speaks of a table number {number}."))
    })
}
