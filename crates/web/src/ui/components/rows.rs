//! Sub-records inside the form of a record: determinations, preparations, collectors.

use maud::{Markup, html};

use super::icon;
use crate::ui::words::{Words, t};

/// One sub-record: a line that opens in place.
#[derive(Debug, Clone)]
pub struct SubRow<'a> {
    /// The name of the row in the form, as `determinations[0]`.
    pub name: &'a str,
    /// The id of the record, or nothing for a new one.
    pub id: &'a str,
    /// What the closed line shows.
    pub title: Markup,
    /// Further words of the closed line, muted.
    pub meta: &'a str,
    /// Its fields.
    pub fields: Markup,
    /// Whether it stands open at first, as a row with an error does.
    pub is_open: bool,
    /// Whether this person may remove it.
    pub can_remove: bool,
}

/// One row. Sends `name.id`, its fields, and `name.remove` when it shall go.
///
/// A row that the database knows is ticked for removal and goes when the form
/// is saved; a new one goes at once where scripts run.
#[must_use]
pub fn sub_row(_: &Words<'_>, row: &SubRow<'_>) -> Markup {
    html! {
        details class="sub-row" data-row data-row-new[row.id.is_empty()] open[row.is_open] {
            summary {
                (icon("chevron-right"))
                span class="sub-row-title" {
                    (row.title)
                    @if !row.meta.is_empty() { span class="sub-row-meta" { (row.meta) } }
                }
            }
            div class="sub-row-body" {
                input type="hidden" name={ (row.name) ".id" } value=(row.id);
                div class="fields fields-3" { (row.fields) }
                @if row.can_remove {
                    div class="sub-row-foot" {
                        label class="check remove" {
                            input type="checkbox" name={ (row.name) ".remove" } value="yes";
                            (t("Remove"))
                        }
                    }
                }
            }
        }
    }
}

/// A titled block of rows that can grow.
///
/// `prefix` is the part of the names before the number, as `determinations`.
/// `template` is an empty row numbered 0, or nothing where rows cannot be added;
/// `add` the words of the button. Without scripts the button sends the form with
/// `add` = `prefix`, and is to be answered with the form and one row more.
#[must_use]
pub fn sub_rows(
    prefix: &str,
    title: &str,
    count: usize,
    rows: &Markup,
    template: Option<&Markup>,
    add: &str,
) -> Markup {
    html! {
        section class="section" data-rows=(prefix) {
            div class="section-head" {
                h2 { (title) }
                span class="muted figures" data-rows-count { (count) }
                @if template.is_some() {
                    span class="side" {
                        button class="button button-small" name="add" value=(prefix) formnovalidate data-row-add { (icon("plus")) (add) }
                    }
                }
            }
            div class="rows-list" data-rows-list { (rows) }
            @if let Some(template) = template { template { (template) } }
        }
    }
}

/// A titled block of rows as a table of controls, which can grow as [`sub_rows`] does.
///
/// `heads` are the captions of the columns, with whether each is required; the rows are made by [`sub_grid_row`].
#[must_use]
pub fn sub_grid(
    prefix: &str,
    title: &str,
    count: usize,
    heads: &[(String, bool)],
    rows: &Markup,
    template: Option<&Markup>,
    add: &str,
) -> Markup {
    let rows = html! {
        // Each control says its caption itself; this line is for those who see it.
        div class="sub-grid-head" aria-hidden="true" {
            @for (head, is_required) in heads {
                span class="label" { (head) @if *is_required { span class="required" { "*" } } }
            }
            span class="sub-grid-end" {}
        }
        (rows)
    };
    html! { div class="sub-grid" { (sub_rows(prefix, title, count, &rows, template, add)) } }
}

/// One row of a [`sub_grid`]. Sends `name.id`, its fields, and `name.remove` when it shall go.
#[must_use]
pub fn sub_grid_row(name: &str, id: &str, fields: &Markup, can_remove: bool) -> Markup {
    html! {
        div class="sub-grid-row" data-row data-row-new[id.is_empty()] {
            input type="hidden" name={ (name) ".id" } value=(id);
            (fields)
            span class="sub-grid-end" {
                @if can_remove {
                    label class="check remove" title=(t("Remove")) {
                        input type="checkbox" name={ (name) ".remove" } value="yes";
                        span { (t("Remove")) }
                    }
                }
            }
        }
    }
}

/// A part of a form that stands closed at first under its heading.
#[must_use]
pub fn folded(title: &str, is_open: bool, part: &Markup) -> Markup {
    html! {
        details class="folded" open[is_open] {
            summary { (icon("chevron-right")) span { (title) } }
            (part)
        }
    }
}
