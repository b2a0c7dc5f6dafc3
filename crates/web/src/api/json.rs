//! Records as JSON text, written straight into one buffer.

use std::fmt::Write as _;
use std::sync::Arc;

use vasculum_model::{Kind, Record, Table, Value, model};

use super::by_model::ByModel;
use super::inline::{Loaded, Plan};
use super::is_secret;

/// Every name of a table as it stands in JSON, with the comma before and the colon after; nothing for a secret.
struct Keys {
    columns: Vec<Option<String>>,
    many: Vec<String>,
}

/// Those of every table of the present model.
fn keys() -> Arc<Vec<Keys>> {
    static KEYS: ByModel<Vec<Keys>> = ByModel::new(100);
    let key = |name: &str| format!(",\"{name}\":");
    let keys = |table: &Table| Keys {
        columns: (table.columns.iter().enumerate())
            .map(|(at, column)| (!is_secret(table, at as u16)).then(|| key(column.name)))
            .collect(),
        many: table.many.iter().map(|many| key(many.name)).collect(),
    };
    KEYS.get(|| model().tables().map(keys).collect())
}

/// Writes a record: its id, every column in the order of the model, and what the plan fetched behind its links.
pub(crate) fn write_record(out: &mut String, record: &Record, plan: &Plan, loaded: &Loaded) {
    write_below(out, &keys(), record, plan, loaded);
}

fn write_below(out: &mut String, all: &[Keys], record: &Record, plan: &Plan, loaded: &Loaded) {
    let table = record.of();
    let keys = &all[usize::from(table.id.0)];
    let _ = write!(out, "{{\"id\":{}", record.id);
    for (at, (column, value)) in table.columns.iter().zip(&record.values).enumerate() {
        let Some(key) = &keys.columns[at] else { continue };
        out.push_str(key);
        let inner = plan.one.get(&(at as u16));
        let linked = inner.zip(value.int()).and_then(|(inner, id)| Some((inner, loaded.one(inner.table, id)?)));
        match linked {
            Some((inner, linked)) => write_below(out, all, linked, inner, loaded),
            None => write_value(out, column.kind, value),
        }
    }
    for (link, inner) in plan.many.iter().filter(|(_, inner)| !loaded.leaves_out(inner)) {
        out.push_str(&keys.many[usize::from(*link)]);
        out.push('[');
        for (nth, child) in loaded.many(inner, record.id).enumerate() {
            if nth > 0 {
                out.push(',');
            }
            write_below(out, all, child, inner, loaded);
        }
        out.push(']');
    }
    out.push('}');
}

/// Writes one value: decimals, dates and moments as text, a JSON document as itself.
pub(crate) fn write_value(out: &mut String, kind: Kind, value: &Value) {
    // Writing into a String does not fail.
    let _ = match value {
        Value::Null => out.write_str("null"),
        Value::Bool(yes) => out.write_str(if *yes { "true" } else { "false" }),
        Value::Int(number) => write!(out, "{number}"),
        Value::Float(number) if number.is_finite() => write!(out, "{number}"),
        Value::Float(_) => out.write_str("null"),
        Value::Decimal(number) => write!(out, "\"{number}\""),
        Value::Date(day) => write!(out, "\"{day}\""),
        Value::Timestamp(moment) => write!(out, "\"{moment}\""),
        Value::Text(text) if kind == Kind::Json && is_json(text) => out.write_str(text),
        Value::Text(text) => {
            write_text(out, text);
            Ok(())
        }
    };
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Writes text in quotes.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            other => {
                let _ = write!(out, "\\u{other:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, value: Value, expect: &str) {
        let mut out = String::new();
        write_value(&mut out, kind, &value);
        assert_eq!(out, expect);
        let read: Result<serde_json::Value, _> = serde_json::from_str(&out);
        assert!(read.is_ok(), "{out}");
    }

    #[test]
    fn every_kind_of_value_is_json() {
        check(Kind::Text, "a\"b\\c\n\u{1}ü".into(), "\"a\\\"b\\\\c\\n\\u0001ü\"");
        check(Kind::Decimal, vasculum_model::Decimal::new(1250, 2).into(), "\"12.50\"");
        check(Kind::Float, Value::Float(1e21), "1000000000000000000000");
        check(Kind::Float, Value::Float(f64::NAN), "null");
        check(Kind::Json, "{\"a\": [1]}".into(), "{\"a\": [1]}");
        check(Kind::Json, "not json".into(), "\"not json\"");
        check(Kind::Link, Value::Null, "null");
    }

    #[test]
    fn a_password_never_leaves() {
        let record = Record::new(vasculum_model::names::specify_user::TABLE)
            .with(vasculum_model::names::specify_user::PASSWORD, "secret");
        let mut out = String::new();
        write_record(&mut out, &record, &Plan::bare(record.table), &Loaded::default());
        assert!(!out.contains("secret") && !out.contains("password"), "{out}");
    }
}
