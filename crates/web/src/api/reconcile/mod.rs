//! The reconciliation service under `/api/reconcile`, by the Reconciliation API 0.2 of the W3C's community group: programs
//! such as OpenRefine match the words of a table with our records, and extend the table by what the records say.
//!
//! Who asks is known by a session or a token as everywhere; a token that may only read can also stand in the address,
//! because OpenRefine sends no headers. Everybody else is answered as far as the institution wants it.

mod answers;
mod client;
mod manifest;
mod parts;

use axum::extract::{Form, Path as Place, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

pub(crate) use client::{Limit, is_service};

use crate::App;
use crate::respond::Refused;
use crate::security::Caller;
use client::Client;

type Pairs = Vec<(String, String)>;

/// The value of a parameter.
fn one<'p>(params: &'p Pairs, name: &str) -> Option<&'p str> {
    params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str())
}

/// `GET /api/reconcile`: the manifest; with `queries` candidates, with `extend` values.
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    answers::service(&app, Client::of(&app, &caller, &headers, None).await?, params).await
}

/// `POST /api/reconcile`: the same with a form.
pub async fn post(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Form(params): Form<Pairs>,
) -> Result<Response, Refused> {
    answers::service(&app, Client::of(&app, &caller, &headers, None).await?, params).await
}

/// `GET /api/reconcile/with/{token}`.
pub async fn ask_with(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Place(token): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    answers::service(&app, Client::of(&app, &caller, &headers, Some(token)).await?, params).await
}

/// `POST /api/reconcile/with/{token}`.
pub async fn post_with(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Place(token): Place<String>,
    Form(params): Form<Pairs>,
) -> Result<Response, Refused> {
    answers::service(&app, Client::of(&app, &caller, &headers, Some(token)).await?, params).await
}

/// `GET /api/reconcile/{part}/{what}`: suggestions, flyouts, previews, and the way to a record.
pub async fn part(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Place((part, what)): Place<(String, String)>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    if part == "view" {
        return parts::view(&what);
    }
    parts::answer(&app, Client::of(&app, &caller, &headers, None).await?, &part, &what, params).await
}

/// `GET /api/reconcile/with/{token}/{part}/{what}`.
pub async fn part_with(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Place((token, part, what)): Place<(String, String, String)>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    parts::answer(&app, Client::of(&app, &caller, &headers, Some(token)).await?, &part, &what, params).await
}
