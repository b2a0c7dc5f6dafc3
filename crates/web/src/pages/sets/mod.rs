//! `/record-sets`: saved lists of records: made, shared, combined, paged through, and worked on.

mod combine;
mod edit;
mod lend;
mod make;
mod show;
pub(crate) mod steps;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::sets::{self, Open, Set};
use vasculum_model::names::record_set;
use vasculum_model::{Result, Timestamp, Value};

use super::visitor::Visitor;
use super::words;
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Look, Row, Table as Shown, badge, data_table, empty_state, link_button, notice,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

pub use combine::{ask as ask_combine, combine};
pub use edit::{ask_delete, change, remove, show as show_edit};
pub use lend::{choose as choose_interaction, lend};
pub use make::{make, show as show_new};
pub use show::{arrange, change_records, show as show_one};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The address of the list of sets.
pub(crate) const SETS: &str = "/record-sets";

type Pairs = Vec<(String, String)>;

/// The value of this name in a form or an address; empty if it was not sent.
fn one<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// The address of a set.
pub(crate) fn set_path(id: i64) -> String {
    format!("{SETS}/{id}")
}

/// What was done before a page of sets is come to.
fn done_notice(params: &[(String, String)]) -> Option<Markup> {
    let words = match one(params, "done") {
        "made" => t("The record set was made."),
        "saved" => t("Saved."),
        "added" => t("The records were added."),
        "taken" => t("The records were taken out of the set. They themselves are still there."),
        "arranged" => t("The set has a new order."),
        "deleted" => t("The record set was deleted. Its records are still there."),
        _ => return None,
    };
    Some(notice(WORDS, Level::Success, words, "", None))
}

/// `GET /record-sets`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let (now, sets) = app.read(visitor.access.clone(), |tx| Ok((tx.now(), sets::listed(tx)?))).await?;
    let may_make = super::acting::may_make_sets(&visitor);
    let new = link_button(t("New record set"), "/record-sets/new", "plus", Look::Primary, "c");
    let actions = html! {
        @if sets.len() > 1 && may_make { (link_button(t("Combine"), "/record-sets/combine", "git-merge", Look::Normal, "")) }
        @if may_make { (new) }
    };
    let body = if sets.is_empty() {
        let text = t(
            "A record set is a list of records that you keep for some work: labels to print, specimens to lend, records to check. Make one from the records ticked in a list, from all that a list found, or from pasted numbers.",
        );
        empty_state("layers", t("No record sets yet"), text, may_make.then_some(&new))
    } else {
        table(&sets, now)
    };
    let content = Page {
        title: t("Record sets"),
        actions: Some(actions),
        notices: done_notice(&params),
        body: html! { div class="work" { (body) } },
        ..Page::default()
    };
    Ok(visitor.page("sets", content))
}

fn table(sets: &[Set], now: Timestamp) -> Markup {
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Records"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Owner"), ..Column::default() },
        Column { label: t("Shared"), ..Column::default() },
        Column { label: t("Last changed"), kind: ColumnKind::Code, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = sets
        .iter()
        .map(|set| {
            let at = [record_set::TIMESTAMP_MODIFIED, record_set::TIMESTAMP_CREATED];
            let at = at.iter().find_map(|column| match set.record.get(*column) {
                Value::Timestamp(at) => Some(*at),
                _ => None,
            });
            Row {
                label: set.name(),
                cells: vec![
                    html! { a href=(set_path(set.record.id)) { (set.name()) } },
                    html! { (words::counted(set.count, set.table)) },
                    html! { @if set.is_mine { (t("You")) } @else { (set.owner) } },
                    html! { (sharing(set)) },
                    html! { (at.map(|at| words::when(at, now)).unwrap_or_default()) },
                ],
                ..Row::default()
            }
        })
        .collect();
    data_table(WORDS, &Shown { caption: t("Record sets"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// With whom a set is shared, in a few words.
fn sharing(set: &Set) -> Markup {
    html! {
        @match (set.open, set.people.len()) {
            (Open::Nobody, 0) => span class="muted" { (t("Only its owner")) },
            (Open::Nobody, 1) => (t("One other person")),
            (Open::Nobody, people) => (tf("{n} other people", &[("n", &people)])),
            (Open::See, _) => (badge(Level::Neutral, t("Everybody here may see it"))),
            (Open::Change, _) => (badge(Level::Neutral, t("Everybody here may change it"))),
        }
    }
}
