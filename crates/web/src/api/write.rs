//! Making, changing and deleting records, one at a time or in a batch.

use axum::body::Bytes;
use axum::extract::{Path as Place, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};
use vasculum_domain::records::{self, Draft, Saved};
use vasculum_model::{Error, Issue, Record, Result, Table};
use vasculum_store::{Access, Purpose, WriteTx, value_to_json};

use super::idempotency::Key;
use super::inline::Plan;
use super::params::Params;
use super::{Answer, body, is_secret, record};
use crate::App;
use crate::respond::{Difference, Refused, issue_json};
use crate::security::{Caller, sign_in_needed};

/// The most writes in one batch.
pub const BATCH_MOST: usize = 10_000;

/// What comes of a write whose `If-Match` may not fit.
enum Outcome {
    Done(Answer),
    Stale(Vec<Difference>),
}

/// `POST /api/v1/{table}`.
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Place(table): Place<String>,
    headers: HeaderMap,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let table = super::table(&table)?;
    let access = writer(&app, &caller, params.one("collection").as_deref()).await?;
    let plan = record::read_plan(table, &mut params);
    params.finish()?;
    let key = Key::of(&headers, access.user, &format!("POST {}", table.name), &bytes)?;
    let draft = body::draft(table, None, &body::json(&bytes)?, "")?;
    let purpose = Purpose::new("save", format!("New {}", table.name));
    let write = move |tx: &mut WriteTx<'_>| {
        once(tx, key.as_ref(), |tx| {
            let saved = records::save(tx, draft)?;
            let id = saved.record.id;
            tx.summarise(format!("New {} {id}", table.name));
            let location = Some(format!("/api/v1/{}/{id}", table.name));
            Ok(Answer { status: StatusCode::CREATED, location, ..answer(tx, &saved, &plan)? })
        })
    };
    written(&app, access, purpose, write).await
}

/// `PATCH /api/v1/{table}/{id}`.
pub async fn update(
    State(app): State<App>,
    caller: Caller,
    Place((table, id)): Place<(String, String)>,
    headers: HeaderMap,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let table = super::table(&table)?;
    let id = super::id(table, &id)?;
    let access = writer(&app, &caller, params.one("collection").as_deref()).await?;
    let plan = record::read_plan(table, &mut params);
    params.finish()?;
    let draft = body::draft(table, Some(id), &body::json(&bytes)?, "")?;
    let wanted = Wanted::of(&headers)?;
    let purpose = Purpose::new("save", format!("{} {id} changed", table.name));
    let write = move |tx: &mut WriteTx<'_>| {
        let now = tx.get(table.id, id)?;
        if !wanted.fits(&now) {
            return Ok(Outcome::Stale(differences(&now, &wanted, Some(&draft))));
        }
        let saved = records::save(tx, draft)?;
        Ok(Outcome::Done(answer(tx, &saved, &plan)?))
    };
    finished(app.write_counted(access, purpose, write).await?)
}

/// `DELETE /api/v1/{table}/{id}`.
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Place((table, id)): Place<(String, String)>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Refused> {
    let table = super::table(&table)?;
    let id = super::id(table, &id)?;
    let access = writer(&app, &caller, None).await?;
    params.finish()?;
    let wanted = Wanted::of(&headers)?;
    let purpose = Purpose::new("delete", format!("{} {id} deleted", table.name));
    let write = move |tx: &mut WriteTx<'_>| {
        let now = tx.get(table.id, id)?;
        if !wanted.fits(&now) {
            return Ok(Outcome::Stale(differences(&now, &wanted, None)));
        }
        records::delete(tx, table.id, id, Some(now.version()))?;
        Ok(Outcome::Done(Answer { status: StatusCode::NO_CONTENT, statements: tx.statements(), ..Answer::default() }))
    };
    finished(app.write_counted(access, purpose, write).await?)
}

/// Somebody who is signed in, or the refusal before anything of the request is read.
async fn writer(app: &App, caller: &Caller, collection: Option<&str>) -> Result<Access> {
    if caller.access.is_somebody() { caller.within(app, collection).await } else { Err(sign_in_needed()) }
}

/// Does what a key was not used for yet, and else answers what was answered then.
pub(crate) fn once(
    tx: &mut WriteTx<'_>,
    key: Option<&Key>,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<Answer>,
) -> Result<Answer> {
    let Some(key) = key else { return work(tx) };
    if let Some(answered) = key.answered(tx)? {
        return Ok(answered);
    }
    let answer = work(tx)?;
    key.remember(tx, &answer)?;
    Ok(answer)
}

/// Runs a write and tells the number of its change set.
pub(crate) async fn written(
    app: &App,
    access: Access,
    purpose: Purpose,
    write: impl FnOnce(&mut WriteTx<'_>) -> Result<Answer> + Send + 'static,
) -> Result<Response, Refused> {
    let (answer, change_set) = app.write_counted(access, purpose, write).await?;
    Ok(Answer { change_set, ..answer }.into_response())
}

fn finished((outcome, change_set): (Outcome, Option<i64>)) -> Result<Response, Refused> {
    match outcome {
        Outcome::Done(answer) => Ok(Answer { change_set, ..answer }.into_response()),
        Outcome::Stale(differs) => Err(Refused::changed_meanwhile(differs)),
    }
}

/// The saved record, with what somebody should look at under `$issues`.
fn answer(tx: &mut WriteTx<'_>, saved: &Saved, plan: &Plan) -> Result<Answer> {
    let mut answer = record::answer(tx, saved.record.of(), saved.record.id, plan)?;
    if !saved.issues.is_empty() {
        let issues: Vec<Json> = saved.issues.iter().map(issue_json).collect();
        answer.body.pop();
        answer.body.push_str(&format!(",\"$issues\":{}}}", Json::Array(issues)));
    }
    Ok(answer)
}

/// The versions that `If-Match` names.
struct Wanted(Option<Vec<i64>>);

impl Wanted {
    fn of(headers: &HeaderMap) -> Result<Self> {
        let Some(value) = headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let bad = || Error::invalid("If-Match names versions like \"3\".").hint("Take it from the ETag of the record.");
        let text = value.to_str().map_err(|_| bad())?;
        if text.trim() == "*" {
            return Ok(Self(None));
        }
        let version = |one: &str| {
            let inner = one.trim().trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?;
            // Behind the dash stands the digest of an answer with records within it.
            inner.split('-').next()?.parse().ok()
        };
        text.split(',').map(|one| version(one).ok_or_else(bad)).collect::<Result<_>>().map(|list| Self(Some(list)))
    }

    fn fits(&self, record: &Record) -> bool {
        self.0.as_ref().is_none_or(|list| list.contains(&record.version()))
    }
}

/// Where the sender's record is not what stands in the database.
fn differences(now: &Record, wanted: &Wanted, draft: Option<&Draft>) -> Vec<Difference> {
    let mut differs = vec![Difference {
        field: "version".to_owned(),
        yours: json!(wanted.0.as_ref().and_then(|list| list.first())),
        theirs: json!(now.version()),
    }];
    for (column, value) in draft.map_or(&[][..], |draft| &draft.values) {
        let theirs = &now.values[usize::from(*column)];
        let name = now.of().at(*column).name;
        if theirs != value && !is_secret(now.of(), *column) && name != "version" {
            differs.push(Difference {
                field: name.to_owned(),
                yours: value_to_json(value),
                theirs: value_to_json(theirs),
            });
        }
    }
    differs
}

/// One write of a batch.
enum Step {
    Save(Draft),
    Delete(&'static Table, i64, Option<i64>),
}

/// `POST /api/v1/batch`.
pub async fn batch(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let access = writer(&app, &caller, params.one("collection").as_deref()).await?;
    params.finish()?;
    let key = Key::of(&headers, access.user, "POST batch", &bytes)?;
    let Json::Array(list) = body::json(&bytes)? else {
        return Err(Error::invalid("A batch is a list of writes.").into());
    };
    if list.len() > BATCH_MOST {
        return Err(Error::invalid(format!("A batch can have {BATCH_MOST} writes at most.")).into());
    }
    let steps = read_steps(&list)?;
    let purpose = Purpose::new("save", format!("Batch of {} writes", steps.len()));
    let write = move |tx: &mut WriteTx<'_>| once(tx, key.as_ref(), |tx| run(tx, steps));
    written(&app, access, purpose, write).await
}

fn read_steps(list: &[Json]) -> Result<Vec<Step>> {
    let (mut steps, mut issues) = (Vec::with_capacity(list.len()), Vec::new());
    for (nth, json) in list.iter().enumerate() {
        match read_step(json) {
            Ok(step) => steps.push(step),
            Err(error) if error.issues.is_empty() => {
                issues.push(Issue::error("batch", format!("[{nth}]"), error.message));
            }
            Err(error) => issues.extend(error.issues.into_iter().map(|issue| issue.below(&format!("[{nth}]")))),
        }
    }
    if issues.is_empty() { Ok(steps) } else { Err(Error::refused(issues)) }
}

fn read_step(json: &Json) -> Result<Step> {
    let map = json.as_object().ok_or_else(|| Error::invalid("A write of a batch is an object."))?;
    const KNOWN: &[&str] = &["method", "table", "id", "version", "record"];
    if let Some(unknown) = map.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(Error::invalid(format!("A write of a batch has no ‘{unknown}’.")));
    }
    let table = super::table(map.get("table").and_then(Json::as_str).unwrap_or_default())?;
    let whole = |name: &str| match map.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(json) => json.as_i64().map(Some).ok_or_else(|| Error::invalid(format!("‘{name}’ is a whole number."))),
    };
    let (id, version) = (whole("id")?, whole("version")?);
    let needed = || id.ok_or_else(|| Error::invalid("This write needs the ‘id’ of a record."));
    let nothing = Json::Object(Map::new());
    let record = map.get("record").unwrap_or(&nothing);
    match map.get("method").and_then(Json::as_str) {
        Some("create") if id.is_none() => Ok(Step::Save(body::draft(table, None, record, "record")?)),
        Some("create") => Err(Error::invalid("A new record has no ‘id’ yet; it is given one.")),
        Some("update") => {
            let mut draft = body::draft(table, Some(needed()?), record, "record")?;
            draft.version = version.or(draft.version);
            Ok(Step::Save(draft))
        }
        Some("delete") if map.contains_key("record") => Err(Error::invalid("To delete, the ‘id’ is enough.")),
        Some("delete") => Ok(Step::Delete(table, needed()?, version)),
        _ => Err(Error::invalid("The ‘method’ is create, update or delete.")),
    }
}

fn run(tx: &mut WriteTx<'_>, steps: Vec<Step>) -> Result<Answer> {
    let (mut results, mut issues) = (Vec::with_capacity(steps.len()), Vec::new());
    for (nth, step) in steps.into_iter().enumerate() {
        let place = format!("[{nth}].record");
        let at = |mut error: Error| {
            error.issues = error.issues.into_iter().map(|issue| issue.below(&place)).collect();
            error.message = format!("Write {nth} of the batch: {}", error.message).into();
            error
        };
        match step {
            Step::Save(draft) => {
                let method = if draft.id.is_some() { "update" } else { "create" };
                let saved = records::save(tx, draft).map_err(at)?;
                issues.extend(saved.issues.into_iter().map(|issue| issue_json(&issue.below(&place))));
                let (id, version) = (saved.record.id, saved.record.version());
                results
                    .push(json!({ "method": method, "table": saved.record.of().name, "id": id, "version": version }));
            }
            Step::Delete(table, id, version) => {
                records::delete(tx, table.id, id, version).map_err(at)?;
                results.push(json!({ "method": "delete", "table": table.name, "id": id }));
            }
        }
    }
    let body = json!({ "results": results, "issues": issues }).to_string();
    Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
}
