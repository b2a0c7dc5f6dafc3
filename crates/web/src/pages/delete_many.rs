//! `/data/{Table}/delete`: what deleting many records would mean, and the question.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::deletion::{self, Plan};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::list::Wanted;
use super::visitor::{Visitor, go};
use super::{list_path, names, nav_of, record_path, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{Confirm, Look, confirm_panel, link_button, notice, section};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many records that can’t be deleted are shown by name.
const SHOWN: usize = 200;

/// What would happen, with the names of the records that stay.
struct Outlook {
    wanted: Wanted,
    plan: Plan,
    names: Vec<String>,
}

/// `GET /data/{table}/delete`.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &table, &params)?;
    let outlook = app.read(visitor.access.clone(), move |tx| outlook(tx, wanted)).await?;
    Ok(page(&visitor, StatusCode::OK, &outlook, None))
}

/// The records that shall go. Without any filter it would be the whole table, which nobody means.
fn narrowed(visitor: &Visitor, table: &str, params: &[(String, String)]) -> Result<Wanted> {
    let table = shown_table(table)?;
    if !visitor.may("delete", table) {
        return Err(Error::forbidden(tf("You have no right to delete {what}.", &[("what", &words::many(table))])));
    }
    let wanted = Wanted::of(table, params);
    if !wanted.is_narrowed() {
        return Err(Error::invalid(t("Say which records shall be deleted."))
            .hint(t("Tick them in the list, or make a record set of them.")));
    }
    Ok(wanted)
}

fn chosen(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<i64>> {
    let id = vasculum_model::Path::parse(wanted.table, "id")?;
    let select = wanted.select(tx)?.at_most(deletion::MOST as u64 + 1);
    Ok(tx.values(&select, &[id])?.into_iter().filter_map(|mut row| row.pop()?.int()).collect())
}

fn outlook(tx: &mut Tx<'_>, wanted: Wanted) -> Result<Outlook> {
    let ids = chosen(tx, &wanted)?;
    let plan = deletion::plan(tx, wanted.table.id, &ids)?;
    let stay: Vec<i64> = plan.blocked.iter().take(SHOWN).map(|(id, _)| *id).collect();
    let mut texts = names::texts(tx, wanted.table.id, &stay)?;
    let names = stay.iter().map(|id| texts.remove(id).unwrap_or_default()).collect();
    Ok(Outlook { wanted, plan, names })
}

fn page(visitor: &Visitor, status: StatusCode, found: &Outlook, notices: Option<Markup>) -> Response {
    let table = found.wanted.table;
    let (list, many) = (found.wanted.at_start().href(), words::many(table));
    let content = Page {
        title: t("Delete"),
        subtitle: &many,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices,
        body: html! {
            div class="work" {
                @if found.plan.free.is_empty() { (nothing(found, &list)) } @else { (question(found, &list)) }
                @if !found.plan.blocked.is_empty() { (in_the_way(found)) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

fn question(found: &Outlook, list: &str) -> Markup {
    let (table, plan) = (found.wanted.table, &found.plan);
    let count = plan.free.len() as i64;
    let body = html! {
        @if !plan.along.is_empty() {
            p { (t("With them go:")) }
            ul { @for (part, count) in &plan.along { li { (words::counted(*count, model().table(*part))) } } }
        }
        @if !plan.blocked.is_empty() {
            p { (tn(plan.blocked.len() as i64, "{n} other record stays, because something refers to it; see below.", "{n} other records stay, because something refers to them; see below.")) }
        }
        @if !plan.refused.is_empty() {
            p { (tn(plan.refused.len() as i64, "{n} record stays, because you may not delete it.", "{n} records stay, because you may not delete them.")) }
        }
        p class="muted" { (t("The history is kept: one change, which can be taken back as a whole at any time.")) }
    };
    let mut hidden = found.wanted.fields();
    hidden.push(("expect", count.to_string()));
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let what = words::counted(count, table);
    confirm_panel(
        WORDS,
        &Confirm {
            title: &tf("Delete {what}?", &[("what", &what)]),
            body,
            action: &format!("{}/delete", list_path(table)),
            hidden: &hidden,
            confirm: &tf("Delete {what}", &[("what", &what)]),
            cancel_href: list,
            is_danger: true,
        },
    )
}

fn nothing(found: &Outlook, list: &str) -> Markup {
    let words = if found.plan.blocked.is_empty() {
        t("There are no such records that you may delete.")
    } else {
        t("Other records refer to each of them. Change or delete those first.")
    };
    html! {
        (notice(WORDS, Level::Warning, t("None of these can be deleted now."), words, None))
        div class="row" { (link_button(t("Back to the list"), list, "arrow-left", Look::Normal, "")) }
    }
}

fn in_the_way(found: &Outlook) -> Markup {
    let table = found.wanted.table;
    let more = found.plan.blocked.len().saturating_sub(found.names.len());
    let list = html! {
        p class="muted" {
            @for (at, blocker) in found.plan.blockers().iter().enumerate() {
                @if at > 0 { ", " }
                (words::counted(blocker.count, model().table(blocker.column.0)))
            }
        }
        ul class="stack" {
            @for ((id, blockers), name) in found.plan.blocked.iter().zip(&found.names) {
                li {
                    a href=(record_path(table, *id)) { (name) } " "
                    span class="muted" {
                        @for (at, blocker) in blockers.iter().enumerate() {
                            @if at > 0 { ", " }
                            (words::counted(blocker.count, model().table(blocker.column.0)))
                        }
                    }
                }
            }
        }
        @if more > 0 { p class="muted" { (tn(more as i64, "and {n} more", "and {n} more")) } }
    };
    section(t("These stay, because something refers to them"), None, &list)
}

/// `POST /data/{table}/delete`.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &table, &sent)?;
    let table: &'static Table = wanted.table;
    let expected = sent.iter().find(|(name, _)| name == "expect").and_then(|(_, value)| value.parse::<usize>().ok());
    let (asked, expected) = (wanted.clone(), expected.unwrap_or(0));
    let purpose = Purpose::new("delete", format!("Deleted {}", words::many_in_english(table).to_lowercase()));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            let ids = chosen(tx, &wanted)?;
            let count = deletion::delete(tx, table.id, &ids, expected)?;
            let what =
                if count == 1 { words::one_in_english(table) } else { words::many_in_english(table).to_lowercase() };
            tx.summarise(format!("Deleted {count} {what}"));
            Ok(())
        })
        .await;
    match done {
        Ok(((), change)) => Ok(go(&format!("{}?deleted={}", list_path(table), change.unwrap_or_default()))),
        Err(error) if matches!(error.code, Code::Conflict | Code::Invalid) => {
            let found = app.read(visitor.access.clone(), move |tx| outlook(tx, asked)).await?;
            let words: Vec<String> = error.issues.iter().map(|issue| issue.words.clone()).collect();
            let more =
                if words.is_empty() { error.hint.as_deref().unwrap_or_default().to_owned() } else { words.join(" ") };
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &found, Some(notice(WORDS, Level::Error, &error.message, &more, None))))
        }
        Err(error) => Err(error.into()),
    }
}
