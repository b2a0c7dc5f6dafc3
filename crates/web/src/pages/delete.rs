//! `/data/{Table}/{id}/delete`: what goes along, what stands in the way, and the question.

use std::sync::Arc;

use axum::Form as Body;
use axum::extract::{Path as Place, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms::Look as Forms;
use vasculum_domain::records::{self, blockers};
use vasculum_model::{Code, Col, Error, Result, Table, model};
use vasculum_store::{Action, Purpose, Tx};

use super::merge::{may_merge, merge_path};
use super::record::used_by;
use super::shape::Used;
use super::visitor::{Visitor, go};
use super::{list_path, names, nav_of, record_path, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{Confirm, Look, confirm_panel, link_button, notice, section};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// What deleting a record would mean.
struct Consequences {
    table: &'static Table,
    id: i64,
    called: String,
    version: i64,
    /// Records that go along, by table.
    along: Vec<(&'static Table, i64)>,
    /// Records that refer to it and keep it from being deleted.
    blockers: Vec<(Col, i64)>,
    may_delete: bool,
}

/// `GET /data/{table}/{id}/delete`.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let look = Arc::clone(&visitor.look);
    let found = app.read(visitor.access.clone(), move |tx| consequences(tx, &look, table, id)).await?;
    if !found.may_delete {
        return Err(Error::forbidden(tf(
            "You have no right to delete this {table}.",
            &[("table", &words::one(table))],
        ))
        .into());
    }
    Ok(page(&visitor, StatusCode::OK, &found, None))
}

fn consequences(tx: &mut Tx<'_>, look: &Forms, table: &'static Table, id: i64) -> Result<Consequences> {
    let record = tx.get(table.id, id)?;
    let used = Used::of(tx, look, &record)?;
    let mut along: Vec<(&'static Table, i64)> = Vec::new();
    for (many, rows) in &used.rows {
        along.push((super::shape::rows_of(table, *many), rows.len() as i64));
    }
    for single in used.singles.values() {
        along.push((model().table(single.table), 1));
    }
    Ok(Consequences {
        table,
        id,
        called: names::text(tx, table.id, id)?,
        version: record.version(),
        along,
        blockers: blockers(tx, table.id, id)?.into_iter().map(|blocker| (blocker.column, blocker.count)).collect(),
        may_delete: tx.reaches(&record, Action::Delete)?,
    })
}

fn page(visitor: &Visitor, status: StatusCode, found: &Consequences, notices: Option<Markup>) -> Response {
    let table = found.table;
    let path = record_path(table, found.id);
    let (list, many) = (list_path(table), words::many(table));
    let title = tf("Delete {record}", &[("record", &found.called)]);
    let content = Page {
        title: &title,
        heading: Some(html! { (t("Delete")) }),
        subtitle: &found.called,
        breadcrumbs: &[(many.as_str(), list.as_str()), (found.called.as_str(), path.as_str())],
        notices,
        body: html! { div class="work" { @if found.blockers.is_empty() { (question(found, &path)) } @else { (in_the_way(visitor, found, &path)) } } },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

fn question(found: &Consequences, path: &str) -> Markup {
    let version = found.version.to_string();
    let along: Vec<String> = found.along.iter().map(|(table, count)| words::counted(*count, table)).collect();
    let body = html! {
        @if along.is_empty() { p { (t("Nothing else goes along, and nothing refers to it.")) } }
        @else {
            p { (t("With it go:")) }
            ul { @for line in &along { li { (line) } } }
        }
        p class="muted" { (t("The history is kept, and all of it can be brought back from there at any time.")) }
    };
    let title = tf("Delete this {table}?", &[("table", &words::one(found.table))]);
    let confirm = tf("Delete this {table}", &[("table", &words::one(found.table))]);
    confirm_panel(
        WORDS,
        &Confirm {
            title: &title,
            body,
            action: &format!("{path}/delete"),
            hidden: &[("version", &version)],
            confirm: &confirm,
            cancel_href: path,
            is_danger: true,
        },
    )
}

fn in_the_way(visitor: &Visitor, found: &Consequences, path: &str) -> Markup {
    let total: i64 = found.blockers.iter().map(|(_, count)| count).sum();
    let words = tn(total, "{n} other record refers to it.", "{n} other records refer to it.");
    html! {
        (notice(WORDS, Level::Warning, t("This can’t be deleted now."), &format!("{words} {}", t("Change or delete them first.")), None))
        (section(t("What refers to it"), None, &used_by(&found.blockers, found.id)))
        div class="row" {
            @if may_merge(visitor, found.table) {
                (link_button(t("Replace by another record"), &merge_path(found.table, found.id), "git-merge", Look::Primary, ""))
            }
            (link_button(t("Back to the record"), path, "arrow-left", Look::Normal, ""))
        }
    }
}

/// `POST /data/{table}/{id}/delete`.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let version = sent.iter().find(|(name, _)| name == "version").and_then(|(_, value)| value.parse().ok());
    let purpose = Purpose::new("delete", format!("Deleted {} {id}", words::one_in_english(table)));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            tx.get(table.id, id)?;
            let called = names::text(tx, table.id, id)?;
            records::delete(tx, table.id, id, version)?;
            tx.summarise(format!("Deleted {} {called}", words::one_in_english(table)));
            Ok(())
        })
        .await;
    match done {
        Ok(((), change)) => Ok(go(&format!("{}?deleted={}", list_path(table), change.unwrap_or_default()))),
        Err(error) if matches!(error.code, Code::Conflict | Code::Invalid) => {
            let look = Arc::clone(&visitor.look);
            let found = app.read(visitor.access.clone(), move |tx| consequences(tx, &look, table, id)).await?;
            let words: Vec<String> = error.issues.iter().map(|issue| issue.words.clone()).collect();
            let more =
                if words.is_empty() { error.hint.as_deref().unwrap_or_default().to_owned() } else { words.join(" ") };
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            let said = notice(WORDS, Level::Error, &error.message, &more, None);
            Ok(page(&visitor, status, &found, Some(said)))
        }
        Err(error) => Err(error.into()),
    }
}
