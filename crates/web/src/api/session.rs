//! Signing in and out over JSON, and who one is.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};
use vasculum_model::Error;

use super::{Answer, body};
use crate::App;
use crate::respond::Refused;
use crate::security::{self, Caller, SignedIn};

/// `GET /api/v1/session`.
pub async fn show(SignedIn(caller): SignedIn) -> Result<impl IntoResponse, Refused> {
    let access = &caller.access;
    let enters = |id: i64| access.may("/system/sp7/collection", "access", Some(id));
    let collections: Vec<Json> = (access.hierarchy().collections.iter().filter(|place| enters(place.id)))
        .map(|place| json!({ "id": place.id, "code": place.code, "name": place.name }))
        .collect();
    let body = json!({
        "user": access.user,
        "name": access.name,
        "agent": access.agent,
        "readOnly": access.read_only,
        "collections": collections,
    });
    Ok(Answer::json(body.to_string()))
}

/// `POST /api/v1/session`.
pub async fn start(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, Refused> {
    let json = body::json(&bytes)?;
    let text = |name: &str| {
        let text = json.get(name).and_then(Json::as_str).filter(|text| !text.contains('\0'));
        text.ok_or_else(|| {
            Error::invalid(format!("Signing in needs the texts ‘name’ and ‘password’; ‘{name}’ is missing."))
        })
    };
    let (name, password) = (text("name")?, text("password")?);
    let cookie = security::sign_in(&app, &caller, &headers, name, password).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// `DELETE /api/v1/session`.
pub async fn end(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refused> {
    let cookie = security::sign_out(&app, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
