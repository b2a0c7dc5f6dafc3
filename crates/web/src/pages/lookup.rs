//! `/lookup/{Table}`: what a type-ahead is answered; `/data`: every table.

use axum::Json;
use axum::extract::{Path as Place, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_model::{Result, Table, model};
use vasculum_store::{Select, Tx};

use super::names::{self, Found};
use super::visitor::Visitor;
use super::{list_path, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::components::{Look, empty_state, link_button, section};
use crate::ui::frame::Page;
use crate::ui::words::t;

/// A type-ahead shows no more.
const OFFERED: usize = 12;

type Pairs = Vec<(String, String)>;

fn q(params: &Pairs) -> String {
    params
        .iter()
        .find(|(name, _)| name == "q")
        .map(|(_, value)| value.trim().chars().take(200).collect())
        .unwrap_or_default()
}

/// What a type-ahead is answered.
#[derive(Debug, serde::Serialize)]
pub struct Offered {
    /// The records, best first.
    pub found: Vec<Found>,
    /// What is said below them, or nothing: that more letters would bring up others.
    pub more: &'static str,
}

/// `GET /lookup/{table}?q=`, with `for`, `record` and `owner` of the link that is filled in.
pub async fn look_up(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Json<Offered>, Refused> {
    let table = shown_table(&table)?;
    let query = q(&params);
    let (found, has_more) = app
        .read(visitor.access, move |tx| {
            let only = names::possible(tx, table, &params)?;
            let (mut found, has_more) = names::look_up(tx, table, &query, &only, OFFERED)?;
            if let Some(link) = names::asked_for(table, &params) {
                let ids: Vec<i64> = found.iter().map(|one| one.id).collect();
                let mut called = names::texts_at(tx, link, &ids)?;
                found.iter_mut().for_each(|one| one.text = called.remove(&one.id).unwrap_or_default());
            }
            Ok((found, has_more))
        })
        .await?;
    Ok(Json(Offered { found, more: if has_more { t("Type more letters to find others.") } else { "" } }))
}

/// `GET /data`: the tables by their groups, with how many records one may see; `all=1` shows empty ones too.
pub async fn tables(
    State(app): State<App>,
    visitor: Visitor,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let all = params.iter().any(|(name, value)| name == "all" && value == "1");
    let open: Vec<&'static Table> =
        model().tables().filter(|table| table.is_shown() && visitor.may_read(table.id)).collect();
    let mut counted = app.read(visitor.access.clone(), move |tx| count(tx, &open)).await?;
    counted.retain(|(_, count)| all || *count > 0);
    let (words, href) =
        if all { (t("Only tables with records"), "/data") } else { (t("Empty tables too"), "/data?all=1") };
    if counted.is_empty() && !all {
        let hint = t("Ask somebody who manages the users of your institution.");
        let body = empty_state("database", t("There is nothing here that you may see."), hint, None);
        return Ok(visitor.page("data", Page { title: t("All data"), body, ..Page::default() }));
    }
    let body = by_groups(
        &counted,
        |(table, _)| table,
        |(table, count)| {
            html! {
                a href=(list_path(table)) title=(table.about) { (words::many(table)) }
                " " span class={ "figures " @if *count == 0 { "muted" } } { (words::number(*count)) }
            }
        },
    );
    Ok(visitor.page(
        "data",
        Page {
            title: t("All data"),
            actions: Some(link_button(words, href, "list-checks", Look::Normal, "a")),
            body,
            ..Page::default()
        },
    ))
}

/// Tables under the names of their groups, in columns; `entry` draws each.
pub(crate) fn by_groups<T>(all: &[T], table: impl Fn(&T) -> &'static Table, entry: impl Fn(&T) -> Markup) -> Markup {
    let mut groups: Vec<(&str, &str)> =
        all.iter().map(|one| table(one).group).map(|group| (words::group(group), group)).collect();
    groups.sort_unstable();
    groups.dedup();
    html! {
        div class="work table-groups" {
            @for (name, group) in groups {
                (section(name, None, &html! {
                    ul class="table-list" {
                        @for one in all.iter().filter(|one| table(one).group == group) { li { (entry(one)) } }
                    }
                }))
            }
        }
    }
}

fn count(tx: &mut Tx<'_>, tables: &[&'static Table]) -> Result<Vec<(&'static Table, i64)>> {
    let mut counted = Vec::with_capacity(tables.len());
    for table in tables {
        match tx.count(&Select::all(table.id)) {
            Ok(count) => counted.push((*table, count)),
            // A table that is guarded otherwise is not shown.
            Err(error) if error.code == vasculum_model::Code::Forbidden => {}
            Err(error) => return Err(error),
        }
    }
    Ok(counted)
}
