//! Every address that the server answers, in one list.
//!
//! A row says what it needs; the matrix in `tests/matrix.md` shows what comes of it for everybody. Whoever adds a page
//! adds a row.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, patch, post};
use vasculum_model::Error;

use crate::App;
use crate::api::{
    self, batch_edit, change_sets, console, jobs, list, openapi, query, reconcile, record, search, session, write,
};
use crate::pages::PAGES;
use crate::pages::addresses::{ADMINISTRATION, WORK};
use crate::pages::insights::INSIGHT_PAGES;
use crate::pages::query::QUERIES;
use crate::pages::views::VIEWS;
use crate::respond::Refused;
use crate::security::{Caller, SignedIn};
use crate::ui::assets;

/// The most bytes in the body of a request, unless its row says otherwise.
pub const BODY_LIMIT_BYTES: usize = 2 << 20;

/// What somebody needs in order to get an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: anybody may ask.
    Nothing,
    /// To be signed in, or a token.
    SignIn,
    /// The right to do this with the records of the table that the address names; the transaction itself checks it.
    Table(&'static str),
    /// The right to this resource and action, somewhere.
    Right(&'static str, &'static str),
}

/// One address.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method; `GET` answers `HEAD` too.
    pub method: &'static str,
    /// The path, with `{names}` for what varies.
    pub path: &'static str,
    /// Who may ask.
    pub needs: Needs,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Its function, with its own body limit if it has one.
    pub handler: fn() -> MethodRouter<App>,
}

pub(crate) const fn route(
    method: &'static str,
    path: &'static str,
    needs: Needs,
    about: &'static str,
    handler: fn() -> MethodRouter<App>,
) -> Route {
    Route { method, path, needs, about, handler }
}

use Needs::{Nothing, SignIn, Table};

/// What everybody needs who asks questions.
pub(crate) const QUESTIONS: Needs = Needs::Right("/querybuilder/query", "execute");

/// The JSON API and what belongs to the server itself.
pub const API: &[Route] = &[
    route("GET", "/healthz", Nothing, "Says that the server and its database answer", || get(healthz)),
    route("GET", "/assets/{*path}", Nothing, "Style sheet, scripts and icons", || get(assets::get_asset)),
    route("GET", "/api", Nothing, "The page for trying out the API", || get(console::page)),
    route("GET", "/api/console.js", Nothing, "The script of that page", || get(console::script)),
    route("GET", "/api/openapi.json", Nothing, "The description of the API", || get(openapi::get_description)),
    route("GET", "/api/v1", Nothing, "The tables of the API", || get(openapi::get_tables)),
    route("GET", "/api/v1/session", SignIn, "Who one is, and which collections one may work in", || get(session::show)),
    route("POST", "/api/v1/session", Nothing, "Signs in by name and password", || post(session::start)),
    route("DELETE", "/api/v1/session", SignIn, "Signs out", || delete(session::end)),
    route("GET", "/api/v1/search", SignIn, "Searches everything", || get(search::show)),
    route("POST", "/api/v1/batch", SignIn, "Several writes, all or nothing", || {
        post(write::batch).layer(api::batch_limit())
    }),
    route("POST", "/api/v1/batch-edit", SignIn, "One change for many records, planned or made", || {
        post(batch_edit::run)
    }),
    route("GET", "/api/v1/change-sets", SignIn, "The change feed", || get(change_sets::feed)),
    route("GET", "/api/v1/change-sets/{id}", SignIn, "One change set with its changes", || get(change_sets::show)),
    route("POST", "/api/v1/change-sets/{id}/undo", SignIn, "Takes a change set back", || post(change_sets::undo)),
    route("GET", "/api/v1/jobs", SignIn, "One’s own jobs", || get(jobs::list)),
    route("POST", "/api/v1/jobs", SignIn, "Asks for an export as a file", || post(jobs::create)),
    route("GET", "/api/v1/jobs/{id}", SignIn, "One job with its progress", || get(jobs::show)),
    route("POST", "/api/v1/jobs/{id}/cancel", SignIn, "Calls a job off", || post(jobs::cancel)),
    route("POST", "/api/v1/jobs/{id}/retry", SignIn, "Lets a job be tried again", || post(jobs::retry)),
    route("GET", "/api/v1/jobs/{id}/file", SignIn, "The file of a job", || get(jobs::file)),
    route("DELETE", "/api/v1/jobs/{id}/file", SignIn, "Deletes the file of a job", || delete(jobs::forget)),
    route("GET", "/api/reconcile", Nothing, "What the reconciliation service can do, or its answers", || {
        get(reconcile::ask)
    }),
    route("POST", "/api/reconcile", Nothing, "Matches words with records", || post(reconcile::post)),
    route("GET", "/api/reconcile/{part}/{what}", Nothing, "Suggestions and previews while one matches", || {
        get(reconcile::part)
    }),
    route("GET", "/api/reconcile/with/{token}", Nothing, "The same, by a token in the address", || {
        get(reconcile::ask_with)
    }),
    route("POST", "/api/reconcile/with/{token}", Nothing, "Matches by a token in the address", || {
        post(reconcile::post_with)
    }),
    route("GET", "/api/reconcile/with/{token}/{part}/{what}", Nothing, "Suggestions by a token in the address", || {
        get(reconcile::part_with)
    }),
    route("GET", "/api/v1/query", QUESTIONS, "Answers a question", || get(query::get)),
    route("POST", "/api/v1/query", QUESTIONS, "Answers a long question", || post(query::post)),
    route("GET", "/api/v1/{table}", Table("read"), "Lists records", || get(list::list)),
    route("POST", "/api/v1/{table}", Table("create"), "Makes a record", || post(write::create)),
    route("GET", "/api/v1/{table}/{id}", Table("read"), "One record", || get(record::show)),
    route("PATCH", "/api/v1/{table}/{id}", Table("update"), "Changes a record", || patch(write::update)),
    route("DELETE", "/api/v1/{table}/{id}", Table("delete"), "Deletes a record", || delete(write::remove)),
    route("GET", "/api/v1/{table}/guid/{guid}", Table("read"), "One record by its GUID", || get(record::by_guid)),
    route("GET", "/api/v1/{table}/{id}/history", Table("read"), "What happened to a record", || get(record::history)),
    route("GET", "/api/v1/{table}/{id}/referrers", Table("read"), "What refers to a record", || get(record::referrers)),
];

/// Every list of addresses; the pages add theirs.
pub const ALL: &[&[Route]] = &[API, PAGES, QUERIES, VIEWS, INSIGHT_PAGES, ADMINISTRATION, WORK];

/// Every address.
pub fn all() -> impl Iterator<Item = &'static Route> {
    ALL.iter().flat_map(|list| list.iter())
}

/// The router over every address, each with its guard.
pub(crate) fn table(app: &App) -> Router<App> {
    all().fold(Router::new(), |router, route| {
        let guarded = match route.needs {
            Nothing | Table(_) => (route.handler)(),
            needs => (route.handler)().route_layer(from_fn_with_state((app.clone(), needs), guard)),
        };
        router.route(route.path, guarded)
    })
}

/// Lets through whoever has what the row of the address asks for.
async fn guard(State((app, needs)): State<(App, Needs)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = match SignedIn::from_request_parts(&mut parts, &app).await {
        Ok(SignedIn(caller)) => caller,
        Err(refused) => return refused.into_response(),
    };
    match refusal(&caller, needs) {
        Some(refused) => refused.into_response(),
        None => next.run(Request::from_parts(parts, body)).await,
    }
}

fn refusal(caller: &Caller, needs: Needs) -> Option<Refused> {
    match needs {
        Needs::Right(resource, action) if !caller.access.may_somewhere(resource, action) => {
            let error = Error::forbidden(format!("This needs the right to {action} {resource}."));
            Some(error.hint("Ask somebody who manages the users of your institution.").into())
        }
        _ => None,
    }
}

/// `GET /healthz`: the server answers and can read its database.
async fn healthz(State(app): State<App>) -> Result<Response, Refused> {
    app.read(vasculum_store::Access::system("health"), |tx| tx.latest_change()).await?;
    Ok((StatusCode::OK, [("cache-control", "no-store")], "ok\n").into_response())
}
