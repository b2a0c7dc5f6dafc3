//! `vasculum history`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use vasculum_domain::history;
use vasculum_model::{Error, Result, Table, TableId, Value, model};
use vasculum_store::{Change, ChangeKind, ChangeQuery, ChangeSet, value_to_json};

use super::{access, moment, open};
use crate::cli::History;
use crate::config::Config;
use crate::exit;
use crate::out::{self, Out};

pub(super) fn run(wish: &History, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    if let (Some(name), Some(id)) = (&wish.table, wish.record) {
        let table = table_named(name)?;
        let entries = db.read(&access, |tx| history::of_record(tx, table, id, None, wish.limit))?;
        let documents: Vec<Json> = entries
            .iter()
            .map(|entry| {
                let mut document = change_set_json(&entry.change_set);
                document["changes"] = entry.changes.iter().map(change_json).collect();
                document
            })
            .collect();
        let mut words = String::new();
        for entry in &entries {
            let _ = writeln!(words, "{}", headline(&entry.change_set));
            for change in &entry.changes {
                words.push_str(&change_words(change));
            }
        }
        out.result(&json!({"changeSets": documents}), &words);
        return Ok(exit::DONE);
    }
    let query = ChangeQuery { limit: wish.limit, ..ChangeQuery::default() };
    let sets = db.read(&access, |tx| tx.change_sets(&query))?;
    let documents: Vec<Json> = sets.iter().map(change_set_json).collect();
    let rows: Vec<Vec<String>> = sets
        .iter()
        .map(|set| vec![set.id.to_string(), moment(set.at), set.user_name.clone(), set.kind.clone(), summary(set)])
        .collect();
    out.result(&json!({"changeSets": documents}), &out::table(&["change", "when (UTC)", "who", "kind", "what"], &rows));
    Ok(exit::DONE)
}

/// The table with this name.
fn table_named(name: &str) -> Result<TableId> {
    let table = model().named(name).or_else(|| model().tables().find(|table| table.name.eq_ignore_ascii_case(name)));
    table.map(|table| table.id).ok_or_else(|| {
        Error::not_found(format!("There is no table ‘{name}’."))
            .hint("Tables have Specify’s names, for example CollectionObject; the data dictionary lists them.")
    })
}

fn summary(set: &ChangeSet) -> String {
    match set.undone_by {
        Some(by) => format!("{} (undone by {by})", set.summary),
        None => set.summary.clone(),
    }
}

fn headline(set: &ChangeSet) -> String {
    format!("{}  {}  {}  {}: {}", set.id, moment(set.at), set.user_name, set.kind, summary(set))
}

/// The head of a change set, with the names that the JSON API uses.
fn change_set_json(set: &ChangeSet) -> Json {
    json!({
        "id": set.id,
        "at": set.at.to_string(),
        "user": set.user,
        "userName": set.user_name,
        "agent": set.agent,
        "collection": set.collection,
        "kind": set.kind,
        "summary": set.summary,
        "undoes": set.undoes,
        "undoneBy": set.undone_by,
    })
}

fn values_json(table: &Table, values: &[(u16, Value)]) -> Json {
    let pair = |(column, value): &(u16, Value)| (table.at(*column).name.to_owned(), value_to_json(value));
    Json::Object(values.iter().map(pair).collect::<Map<_, _>>())
}

fn change_json(change: &Change) -> Json {
    let table = model().table(change.table);
    json!({
        "table": table.name,
        "record": change.record,
        "count": change.count,
        "action": change.kind.name(),
        "before": values_json(table, &change.before),
        "after": values_json(table, &change.after),
    })
}

fn change_words(change: &Change) -> String {
    let table = model().table(change.table);
    match change.kind {
        ChangeKind::Insert => "    made\n".to_owned(),
        ChangeKind::Delete => "    deleted\n".to_owned(),
        ChangeKind::Update => {
            let mut words = String::new();
            for (column, after) in &change.after {
                let before =
                    change.before.iter().find(|(at, _)| at == column).map_or(Value::Null, |(_, value)| value.clone());
                let _ = writeln!(words, "    {}: {} → {}", table.at(*column).name, shown(&before), shown(after));
            }
            words
        }
    }
}

/// A value for people; nothing is `–`, and long text is cut.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.chars().count() {
        0 => "–".to_owned(),
        1..=60 => text,
        _ => text.chars().take(59).chain(['…']).collect(),
    }
}
