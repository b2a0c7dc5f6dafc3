//! `/trees/{Table}/import`: a file is uploaded, its columns are explained, its differences are picked from, and what was
//! picked is brought in as one change.
//!
//! Between the steps the file stays on the server, for whoever uploaded it ([`kept`]); addresses name it by a key that
//! nobody can guess.

mod columns;
mod form;
mod kept;
mod plan;
mod run;

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path as Place, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use maud::Markup;
use vasculum_domain::trees::import::{self as trees, Goal, Opened, Plan};
use vasculum_model::{Code, Error, Result, Table, model};

use self::kept::{Import, Owner, Step};
use super::{tree_path, tree_table};
use crate::App;
use crate::pages::sent::{Pairs, one};
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::routes::BODY_LIMIT_BYTES;
use crate::ui::Level;
use crate::ui::components::notice;
use crate::ui::sentences::said;
use crate::ui::words::{Words, t, tf};
use crate::upload;

pub(crate) use kept::Uploads;

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The largest file that is taken in, in bytes.
const UPLOAD_BYTES: usize = 64 << 20;

/// Whether somebody may bring files into trees of this table: whoever may make and change its nodes.
pub(super) fn may(visitor: &Visitor, table: &Table) -> bool {
    visitor.may("create", table) && visitor.may("update", table) && visitor.access.collection.is_some()
}

/// Whether they may also make trees.
fn may_make(visitor: &Visitor, table: &Table) -> bool {
    let Some(tree) = model().tree(table.id) else { return false };
    [tree.def, tree.rank].into_iter().all(|table| visitor.may("create", model().table(table)))
}

/// The address of the page.
pub(super) fn path(table: &Table, definition: Option<i64>) -> String {
    let tree = definition.map_or(String::new(), |id| format!("?tree={id}"));
    format!("{}/import{tree}", tree_path(table))
}

/// The address of a file on its way in.
fn of_file(table: &Table, key: &str) -> String {
    format!("{}/import?file={key}", tree_path(table))
}

fn allowed(visitor: &Visitor, table: &str) -> Result<&'static Table> {
    let table = tree_table(table)?;
    if may(visitor, table) {
        return Ok(table);
    }
    let tables = words::inside(&words::many(table));
    Err(Error::forbidden(tf("You have no right to do this with {tables}.", &[("tables", &tables)]))
        .hint(t("Ask somebody who manages the users of your institution.")))
}

/// A refusal as it stands on a page.
fn told(error: &Error) -> Markup {
    let hint = error.hint.as_deref().map(said).unwrap_or_default();
    notice(WORDS, Level::Error, &said(&error.message), &hint, None)
}

fn status_of(error: &Error) -> StatusCode {
    match error.code {
        Code::Conflict => StatusCode::CONFLICT,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Forbidden => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Whether a refusal belongs on the page that asked, rather than on one of its own.
fn is_for_the_page(error: &Error) -> bool {
    matches!(error.code, Code::Invalid | Code::Conflict | Code::NotFound | Code::Forbidden)
}

/// What is asked about one file.
struct Asked<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    table: &'static Table,
    key: &'a str,
    import: &'a Import,
}

/// `GET /trees/{table}/import?tree=`, or `?file=&step=&page=&kind=`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let key = one(&params, "file");
    if key.is_empty() {
        return Ok(form::page(&app, &visitor, table, &params, None).await?);
    }
    let Some(import) = app.uploads().get(Owner::of(&visitor, &headers), key, table.id) else {
        return Ok(form::page(&app, &visitor, table, &params, Some(&gone())).await?);
    };
    let asked = Asked { app: &app, visitor: &visitor, table, key, import: &import };
    Ok(shown(&asked, &params, None).await?)
}

fn gone() -> Error {
    Error::not_found(t("This file is no longer here."))
        .hint(t("Files are kept for two hours, and until they were brought in. Choose it again."))
}

/// The page of a file, as far as it is; `error` is what was wrong with what was sent.
async fn shown(asked: &Asked<'_>, params: &Pairs, error: Option<Error>) -> Result<Response> {
    let import = asked.import;
    match &import.step {
        Step::Running => return Ok(run::running(asked)),
        Step::Done(applied) => return Ok(run::done(asked, applied)),
        Step::Open | Step::Failed(..) => {}
    }
    if import.is_sheet && (import.mapping.is_none() || one(params, "step") == "columns") {
        return columns::page(asked, params, error).await;
    }
    match planned(asked).await {
        Ok(plan) => Ok(plan::page(asked, params, &plan, error)),
        Err(error) if is_for_the_page(&error) && import.is_sheet => columns::page(asked, params, Some(error)).await,
        Err(error) if is_for_the_page(&error) => {
            form::page(asked.app, asked.visitor, asked.table, params, Some(&error)).await
        }
        Err(error) => Err(error),
    }
}

/// Reads the file again.
fn opened(import: &Import) -> Result<Opened> {
    let file = import.file.as_ref().ok_or_else(gone)?;
    trees::open_bytes(file.read()?, &import.name)
}

/// What bringing the file in would do, as it was worked out before if nothing was written since.
async fn planned(asked: &Asked<'_>) -> Result<Arc<Plan>> {
    let (app, import, key) = (asked.app.clone(), asked.import.clone(), asked.key.to_owned());
    let access = asked.visitor.access.clone();
    let _place = asked.app.uploads().working.acquire().await;
    asked
        .app
        .with_database(move |db| {
            let after = db.read(&access, |tx| tx.latest_change())?;
            if let Some(plan) = app.uploads().plan(&key, after) {
                return Ok(plan);
            }
            let file = opened(&import)?;
            let plan = Arc::new(db.read(&access, |tx| trees::plan(tx, &file, &import.ask()))?);
            app.uploads().remember(&key, after, &plan);
            Ok(plan)
        })
        .await
}

/// `POST /trees/{table}/import`: a file; or with `?file=` what was said of one.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
    request: Request,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let owner = Owner::of(&visitor, &headers);
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let key = one(&params, "file");
    if key.is_empty() {
        return Ok(form::take(&app, &visitor, owner, table, (kind, request)).await?);
    }
    let body =
        to_bytes(request.into_body(), BODY_LIMIT_BYTES).await.map_err(|_| Error::invalid(t("This is no form.")))?;
    let (sent, _) = upload::read(kind, &body)?;
    let Some(import) = app.uploads().get(owner, key, table.id) else {
        return Ok(form::page(&app, &visitor, table, &params, Some(&gone())).await?);
    };
    let asked = Asked { app: &app, visitor: &visitor, table, key, import: &import };
    let done = match one(&sent, "go") {
        "away" => {
            app.uploads().forget(key);
            return Ok(go(&path(table, None)));
        }
        _ if !matches!(import.step, Step::Open | Step::Failed(..)) => return Ok(go(&of_file(table, key))),
        "columns" => columns::keep(&asked, &sent).await,
        _ => plan::keep(&asked, &sent).await,
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(error) if is_for_the_page(&error) => {
            // As it is now: what was ticked was kept.
            let import = app.uploads().get(owner, key, table.id).ok_or_else(gone)?;
            let asked = Asked { import: &import, ..asked };
            let params = if one(&sent, "go") == "columns" {
                [sent, vec![("step".to_owned(), "columns".to_owned())]].concat()
            } else {
                sent
            };
            Ok(shown(&asked, &params, Some(error)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Into which tree, in words.
fn into(import: &Import) -> String {
    match &import.goal {
        Goal::New { name, .. } => tf("As a new tree, ‘{name}’", &[("name", name)]),
        _ => tf("Into the tree ‘{name}’", &[("name", &import.tree)]),
    }
}
