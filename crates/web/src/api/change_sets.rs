//! The journal over JSON: the change feed, one change set, and taking one back.

use axum::body::Bytes;
use axum::extract::{Path as Place, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};
use vasculum_domain::undo::{self as domain_undo, UndoPlan};
use vasculum_model::{Error, Result, model};
use vasculum_store::{Change, ChangeQuery, ChangeSet, Purpose, WriteTx, value_to_json};

use super::idempotency::Key;
use super::params::Params;
use super::{Answer, is_secret, write};
use crate::App;
use crate::respond::Refused;
use crate::security::SignedIn;

/// The most change sets on one page of the feed; with their changes fewer, since each of those is a question.
const FEED_MOST: i64 = 1_000;
const FEED_MOST_WITH_CHANGES: i64 = 100;
/// The most changes that are shown of one change set.
const CHANGES_MOST: u64 = 10_000;

/// `GET /api/v1/change-sets`.
pub async fn feed(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    let since = params.number("since", 0, i64::MAX);
    let before = params.number("before", 1, i64::MAX);
    if since.is_some() && before.is_some() {
        params.wrong("before", "Either since or before.");
    }
    let shows_changes = params.flag("changes");
    let most = if shows_changes { FEED_MOST_WITH_CHANGES } else { FEED_MOST };
    let limit = params.number("limit", 1, most).unwrap_or(100);
    params.finish()?;
    let answer = app
        .read(access, move |tx| {
            let query = ChangeQuery { since, before, limit: limit as u64, ..ChangeQuery::default() };
            let sets = tx.change_sets(&query)?;
            // The feed goes on where it stood, also when there was nothing new.
            let next = sets.last().map(|set| set.id).or(since);
            let mut list = Vec::with_capacity(sets.len());
            for set in sets {
                let changes = if shows_changes { tx.changes(set.id, CHANGES_MOST)? } else { Vec::new() };
                list.push(if shows_changes { with_changes(&set, &changes) } else { Json::Object(head(&set)) });
            }
            let body = json!({ "changeSets": list, "next": next }).to_string();
            Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
        })
        .await?;
    Ok(answer)
}

/// `GET /api/v1/change-sets/{id}`.
pub async fn show(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
    params: Params,
) -> Result<impl IntoResponse, Refused> {
    let id = number(&id)?;
    params.finish()?;
    let answer = app
        .read(caller.access, move |tx| {
            let set = tx.change_set(id)?;
            let changes = tx.changes(id, CHANGES_MOST)?;
            let body = with_changes(&set, &changes).to_string();
            Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
        })
        .await?;
    Ok(answer)
}

/// `POST /api/v1/change-sets/{id}/undo`.
pub async fn undo(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
    headers: HeaderMap,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let id = number(&id)?;
    let (only_plan, force) = (params.flag("plan"), params.flag("force"));
    params.finish()?;
    if only_plan {
        let plan = app.read(caller.access, move |tx| domain_undo::plan(tx, id)).await?;
        return Ok(Answer::json(plan_json(&plan, true).to_string()).into_response());
    }
    let key = Key::of(&headers, caller.access.user, &format!("POST undo {id} {force}"), &bytes)?;
    let purpose = Purpose::new("undo", format!("Undo of {id}"));
    let work = move |tx: &mut WriteTx<'_>| {
        write::once(tx, key.as_ref(), |tx| {
            let plan = domain_undo::undo(tx, id, force)?;
            Ok(Answer { statements: tx.statements(), ..Answer::json(plan_json(&plan, false).to_string()) })
        })
    };
    write::written(&app, caller.access, purpose, work).await
}

fn number(text: &str) -> Result<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    // The store asks for what comes after the one before.
    number.filter(|number| *number > 0).ok_or_else(|| Error::not_found(format!("There is no change ‘{text}’.")))
}

fn head(set: &ChangeSet) -> Map<String, Json> {
    let json = json!({
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
    });
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// A change set with these of its changes.
pub(crate) fn with_changes(set: &ChangeSet, changes: &[Change]) -> Json {
    let mut map = head(set);
    map.insert("changes".to_owned(), changes.iter().map(change_json).collect());
    Json::Object(map)
}

fn change_json(change: &Change) -> Json {
    let table = model().table(change.table);
    let side = |values: &[(u16, vasculum_model::Value)]| -> Map<String, Json> {
        let shown = values.iter().filter(|(column, _)| !is_secret(table, *column));
        shown.map(|(column, value)| (table.at(*column).name.to_owned(), value_to_json(value))).collect()
    };
    json!({
        "table": table.name,
        "record": change.record,
        "count": change.count,
        "action": change.kind.name(),
        "before": side(&change.before),
        "after": side(&change.after),
    })
}

fn plan_json(plan: &UndoPlan, only_plan: bool) -> Json {
    let effects = plan.effects.iter().map(|effect| {
        let table = model().table(effect.table);
        let values = effect.values.iter().filter(|(column, ..)| !is_secret(table, *column)).map(|(column, now, then)| {
            json!({ "field": table.at(*column).name, "now": value_to_json(now), "then": value_to_json(then) })
        });
        json!({
            "table": table.name, "record": effect.record, "action": effect.kind.name(), "values": values.collect::<Vec<_>>(),
        })
    });
    let conflicts = plan.conflicts.iter().map(|conflict| {
        let table = model().table(conflict.table);
        let field = conflict.column.map(|column| table.at(column).name);
        // The words tell the values.
        let is_told = conflict.column.is_none_or(|column| !is_secret(table, column));
        let words = if is_told { conflict.words.as_str() } else { "It was changed again." };
        json!({ "table": table.name, "record": conflict.record, "field": field, "words": words })
    });
    json!({
        "isPlan": only_plan,
        "changeSet": head(&plan.change_set),
        "removes": plan.removes,
        "restores": plan.restores,
        "changes": plan.changes,
        "stamps": plan.stamps,
        "effects": effects.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
    })
}
