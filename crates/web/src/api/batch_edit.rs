//! The same fields changed in many records: the same as the page `/tools/batch-edit`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use vasculum_domain::batch_edit::{self, Act, Batch, Done, Edit, Given, Place, Plan};
use vasculum_domain::sets;
use vasculum_model::{Error, Issue, Result, Table, model};
use vasculum_store::{Access, CollectionPlace, value_to_json};

use super::params::Params;
use super::{Answer, body, is_written_here};
use crate::App;
use crate::respond::{MALFORMED, Refused};
use crate::security::SignedIn;
use crate::ui::language::language;

/// What somebody asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    table: String,
    ids: Option<Vec<i64>>,
    set: Option<i64>,
    edits: Vec<Map<String, Json>>,
    plan: bool,
    #[serde(default)]
    partial: bool,
    mark: Option<String>,
}

/// `POST /api/v1/batch-edit`: plans a change of many records, or makes it.
pub async fn run(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    params.finish()?;
    let asked: Asked = serde_json::from_slice(&bytes)
        .map_err(|cause| Refused::new(MALFORMED, format!("The body can’t be read: {cause}.")))?;
    let table = super::table(&asked.table)?;
    let edits = edits(table, &asked.edits)?;
    let place = place(&access)?;
    let access = caller.within(&app, Some(&place.code)).await?;
    let look = app.look(&place, language().key()).await?;
    let ids = ids(&app, &access, table, asked.ids, asked.set).await?;
    let batch = Batch { table: table.id, ids, edits, is_partial: asked.partial };
    let Asked { plan: is_plan, mark, .. } = asked;
    let done = app.with_database(move |db| {
        if is_plan {
            let plan = batch_edit::plan(db, &access, &look, &batch)?;
            return Ok(Done { plan, change_set: None, left: None });
        }
        let label = batch_edit::label(batch.table, &batch.edits);
        batch_edit::run(db, &access, Arc::as_ref(&look), &batch, &label, mark.as_deref())
    });
    let done = done.await?;
    // What was written may be a right.
    app.forget_rights();
    let body = json_of(&done, is_plan).to_string();
    Ok(Answer { change_set: done.change_set, ..Answer::json(body) }.into_response())
}

/// The collection whose forms and pick lists count.
fn place(access: &Access) -> Result<CollectionPlace> {
    let places = &access.hierarchy().collections;
    let place = match (access.collection, places.as_slice()) {
        (Some(id), _) => places.iter().find(|place| place.id == id),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    place.cloned().ok_or_else(|| {
        Error::invalid("Many records are changed within one collection.").hint("Name it: ?collection=CODE.")
    })
}

async fn ids(
    app: &App,
    access: &Access,
    table: &'static Table,
    ids: Option<Vec<i64>>,
    set: Option<i64>,
) -> Result<Vec<i64>> {
    match (ids, set) {
        (Some(ids), None) => Ok(ids),
        (None, Some(set)) => {
            let read = app.read(access.clone(), move |tx| Ok((sets::get(tx, set)?.table, sets::ids(tx, set)?)));
            let (of, ids) = read.await?;
            if of.id == table.id {
                return Ok(ids);
            }
            Err(Error::invalid(format!("The record set {set} holds records of {}.", of.name)))
        }
        _ => Err(Error::invalid("Name the records: either by ‘ids’ or by ‘set’.")),
    }
}

fn edits(table: &'static Table, list: &[Map<String, Json>]) -> Result<Vec<Edit>> {
    let (mut edits, mut issues) = (Vec::new(), Vec::new());
    for (nth, json) in list.iter().enumerate() {
        match edit(table, json) {
            Ok(edit) => edits.push(edit),
            Err(words) => issues.push(Issue::error("edit", format!("edits[{nth}]"), words)),
        }
    }
    if issues.is_empty() { Ok(edits) } else { Err(Error::refused(issues)) }
}

/// What can be done with a field, by the keys of an edit.
pub(super) const VERBS: &[&str] = &["set", "fill", "empty", "replace", "before", "after", "add"];
/// What else an edit can say.
const DETAILS: &[&str] = &["field", "precision", "with", "exact"];

fn edit(table: &'static Table, json: &Map<String, Json>) -> Result<Edit, String> {
    if let Some(unknown) = json.keys().find(|key| !VERBS.contains(&key.as_str()) && !DETAILS.contains(&key.as_str())) {
        return Err(format!("An edit has no ‘{unknown}’."));
    }
    let name = json.get("field").and_then(Json::as_str).unwrap_or_default();
    let place = Place::named(table, name).ok_or_else(|| format!("{} has no ‘{name}’.", table.name))?;
    let of = model().table(place.table(table).id);
    if !is_written_here(of, place.column) {
        return Err(format!("{name} can’t be set by the API."));
    }
    let verbs: Vec<&str> = VERBS.iter().copied().filter(|verb| json.contains_key(*verb)).collect();
    let [verb] = verbs.as_slice() else { return Err(format!("An edit says one of {}.", VERBS.join(", "))) };
    let value = || body::value(of.at(place.column), &json[*verb]);
    let text = |key: &str| match json.get(key) {
        Some(Json::String(text)) => Ok(text.clone()),
        _ => Err(format!("‘{key}’ is text.")),
    };
    let given = || {
        let precision = json.get("precision").map(|json| json.as_i64().filter(|precision| (1..=3).contains(precision)));
        match precision {
            Some(None) => Err("‘precision’ is 1 for a day, 2 for a month, 3 for a year.".to_owned()),
            precision => Ok(Given { value: value()?, precision: precision.flatten() }),
        }
    };
    let act = match *verb {
        "set" => Act::Set(given()?),
        "fill" => Act::Fill(given()?),
        "empty" if json["empty"] == Json::Bool(true) => Act::Empty,
        "empty" => return Err("‘empty’ is true.".to_owned()),
        "before" => Act::Before(text("before")?),
        "after" => Act::After(text("after")?),
        "replace" => Act::Replace {
            find: text("replace")?,
            with: text("with")?,
            is_exact: json.get("exact").is_none_or(|exact| *exact == Json::Bool(true)),
        },
        _ => Act::Add(value()?),
    };
    Ok(Edit { place, act })
}

/// What was done, or would be.
fn json_of(done: &Done, is_plan: bool) -> Json {
    let plan = &done.plan;
    let table = model().table(plan.table);
    let refused: Vec<Json> = (plan.refused.iter())
        .map(
            |it| json!({ "rule": it.rule, "field": it.field, "words": it.words, "count": it.ids.len(), "ids": it.ids }),
        )
        .collect();
    let rows: Vec<Json> = (plan.rows.iter())
        .map(|row| {
            json!({ "id": row.id, "before": fields(plan, table, &row.before), "after": fields(plan, table, &row.after) })
        })
        .collect();
    json!({
        "plan": is_plan, "table": table.name, "changed": plan.changed, "same": plan.same,
        "refused": refused, "rows": rows, "mark": plan.mark, "changeSet": done.change_set, "left": done.left,
    })
}

fn fields(plan: &Plan, table: &Table, values: &[Given]) -> Json {
    let mut map = Map::new();
    for (place, given) in plan.places.iter().zip(values) {
        let name = place.name(table);
        if let Some(precision) = given.precision {
            map.insert(format!("{name}Precision"), json!(precision));
        }
        map.insert(name, value_to_json(&given.value));
    }
    Json::Object(map)
}
