//! Jobs over JSON: the same as the page `/jobs`.

use axum::body::Bytes;
use axum::extract::{Path as Place, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use vasculum_domain::jobs::{self, Work};
use vasculum_model::{Error, Result};
use vasculum_store::{Access, Job, JobQuery, JobState, WriteTx};

use super::idempotency::Key;
use super::params::Params;
use super::{Answer, write};
use crate::App;
use crate::pages::jobs::{forget_file, number, send_file};
use crate::respond::{MALFORMED, Refused};
use crate::security::{Caller, SignedIn};

/// The most jobs on one page.
const MOST: i64 = 1_000;

/// What somebody asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Asked {
    title: Option<String>,
    work: Work,
}

/// `GET /api/v1/jobs`.
pub async fn list(State(app): State<App>, SignedIn(caller): SignedIn, mut params: Params) -> Result<Response, Refused> {
    let everybodys = params.flag("all");
    let before = params.number("before", 1, i64::MAX);
    let limit = params.number("limit", 1, MOST).unwrap_or(100);
    let state = params.one("state").and_then(|word| {
        let state = JobState::named(&word);
        if state.is_none() {
            params.wrong("state", "There is no such state.");
        }
        state
    });
    params.finish()?;
    let query = JobQuery { state, before, limit: limit as u64, ..JobQuery::default() };
    let answer = app
        .read(caller.access, move |tx| {
            let list = jobs::list(tx, everybodys, query)?;
            let next = list.last().filter(|_| list.len() as i64 == limit).map(|job| job.id);
            let body = json!({ "jobs": list.iter().map(json_of).collect::<Vec<_>>(), "next": next }).to_string();
            Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
        })
        .await?;
    Ok(answer.into_response())
}

/// A job as the API shows it.
fn json_of(job: &Job) -> Json {
    let text = |json: &str| serde_json::from_str(json).unwrap_or(Json::Null);
    json!({
        "id": job.id,
        "kind": job.asked.kind,
        "title": job.asked.title,
        "work": text(&job.asked.what),
        "user": job.asked.user,
        "userName": job.asked.user_name,
        "collection": job.asked.collection,
        "schedule": job.asked.schedule,
        "state": job.state.word(),
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "asked": job.asked_at.to_string(),
        "due": job.due.to_string(),
        "started": job.started.map(|at| at.to_string()),
        "ended": job.ended.map(|at| at.to_string()),
        "tries": job.tries,
        "message": job.message,
        "outcome": text(&job.outcome),
        "file": job.file.as_ref().map(|file| json!({
            "href": format!("/api/v1/jobs/{}/file", job.id), "name": file.name, "mediaType": file.media_type,
            "sizeBytes": file.size_bytes, "expires": file.expires.to_string(),
        })),
    })
}

/// `POST /api/v1/jobs`: asks for work, `{"work": {"kind": "query", "text": …, "format": "csv"}}`.
pub async fn create(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    mut params: Params,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let access = acting(caller.within(&app, params.one("collection").as_deref()).await?)?;
    params.finish()?;
    let key = Key::of(&headers, access.user, &format!("POST jobs {:?}", access.collection), &bytes)?;
    let asked: Asked = serde_json::from_slice(&bytes)
        .map_err(|cause| Refused::new(MALFORMED, format!("The body can’t be read: {cause}.")))?;
    if matches!(asked.work, Work::Letter { .. }) {
        return Err(Error::invalid("Letters are sent by schedules only.").into());
    }
    let title = asked.title.unwrap_or_else(|| "Export".to_owned());
    let work = move |tx: &mut WriteTx<'_>| {
        write::once(tx, key.as_ref(), |tx| {
            let id = jobs::ask(tx, &asked.work, &title)?;
            let job = jobs::find(tx, id)?;
            let location = Some(format!("/api/v1/jobs/{id}"));
            Ok(Answer { status: StatusCode::CREATED, location, ..Answer::json(json_of(&job).to_string()) })
        })
    };
    write::written(&app, access, jobs::purpose(), work).await
}

fn acting(access: Access) -> Result<Access> {
    if access.read_only { Err(Error::forbidden("This token may only look.")) } else { Ok(access) }
}

async fn answer(app: &App, caller: Caller, id: i64) -> Result<Response, Refused> {
    let job = app.read(caller.access, move |tx| jobs::find(tx, id)).await?;
    Ok(Answer::json(json_of(&job).to_string()).into_response())
}

/// `GET /api/v1/jobs/{id}`.
pub async fn show(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
    params: Params,
) -> Result<Response, Refused> {
    params.finish()?;
    answer(&app, caller, number(&id)?).await
}

/// `POST /api/v1/jobs/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(caller.access.clone())?);
    app.write(access, jobs::purpose(), move |tx| jobs::cancel(tx, id)).await?;
    answer(&app, caller, id).await
}

/// `POST /api/v1/jobs/{id}/retry`.
pub async fn retry(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(caller.access.clone())?);
    app.write(access, jobs::purpose(), move |tx| jobs::retry(tx, id)).await?;
    answer(&app, caller, id).await
}

/// `GET /api/v1/jobs/{id}/file`.
pub async fn file(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    Ok(send_file(&app, caller.access, number(&id)?).await?)
}

/// `DELETE /api/v1/jobs/{id}/file`.
pub async fn forget(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(caller.access.clone())?);
    forget_file(&app, access, id).await?;
    answer(&app, caller, id).await
}
