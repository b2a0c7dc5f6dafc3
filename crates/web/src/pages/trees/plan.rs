//! A plan as it is shown before one confirms it.

use maud::{Markup, html};
use vasculum_domain::trees::surgery::{Plan, SHOWN};
use vasculum_model::{Table, model};

use super::super::form::level;
use super::super::{record_path, words};
use crate::ui::components::{Column, ColumnKind, Row, Table as Grown, data_table, notice, section};
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// What stands in the way of a plan, and what is worth knowing.
pub(super) fn issues(plan: &Plan) -> Markup {
    html! { @for issue in &plan.issues { (notice(WORDS, level(issue), &issue.words, "", None)) } }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What a plan does: how many nodes and records, and which names change.
pub(super) fn effects(table: &Table, plan: &Plan) -> Markup {
    if plan.is_empty() {
        return html! {};
    }
    let body = html! {
        ul class="stack" {
            @if plan.nodes > 0 { li { (tn(count(plan.nodes), "{n} node of the tree is touched.", "{n} nodes of the tree are touched.")) } }
            @if plan.removed > 0 { li { (tn(count(plan.removed), "{n} of them goes.", "{n} of them go.")) } }
            @if plan.renamed > 0 { li { (tn(count(plan.renamed), "{n} full name changes.", "{n} full names change.")) } }
            @for (other, number) in &plan.records {
                li { (tf("{records} follow.", &[("records", &words::counted(count(*number), model().table(*other)))])) }
            }
        }
        p class="muted" { (t("All of it is one change and can be undone at any time.")) }
    };
    html! { (section(t("What it would do"), None, &body)) (names(table, plan)) }
}

fn names(table: &Table, plan: &Plan) -> Markup {
    if plan.names.is_empty() {
        return html! {};
    }
    let columns = [
        Column { label: t("Full name now"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Full name then"), kind: ColumnKind::Wide, ..Column::default() },
    ];
    let row = |one: &vasculum_domain::trees::surgery::Renamed| Row {
        cells: vec![html! { a href=(record_path(table, one.node)) { (one.before) } }, html! { (one.after) }],
        ..Row::default()
    };
    let rows: Vec<Row<'_>> = plan.names.iter().map(row).collect();
    let grown =
        Grown { caption: t("Names that change"), columns: &columns, rows: &rows, stacks: true, ..Grown::default() };
    let more = count(plan.renamed) - SHOWN as i64;
    let body = html! {
        (data_table(WORDS, &grown))
        @if more > 0 { p class="muted" { (tn(more, "and {n} more", "and {n} more")) } }
    };
    section(t("Names that change"), None, &body)
}
