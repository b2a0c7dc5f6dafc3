//! What happened to a record, newest first.

use maud::{Markup, html};

use super::actions::{icon, turning_icon, undo_button};
use crate::ui::words::{Words, t};

/// One change set, as far as it concerns the record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry<'a> {
    /// Who did it.
    pub who: &'a str,
    /// What was done, as "added a determination".
    pub what: &'a str,
    /// When, for reading: "yesterday, 16:20".
    pub when: &'a str,
    /// When, for machines: RFC 3339.
    pub when_exact: &'a str,
    /// Where all of it is shown, or nothing.
    pub href: &'a str,
    /// The name of an icon; a pencil if empty.
    pub icon: &'a str,
    /// The fields that changed.
    pub changes: &'a [Change<'a>],
    /// How to take it back, if this person may.
    pub undo: Option<Undo<'a>>,
}

/// One field before and after; an empty text stands for an empty field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'a> {
    /// The name of the field.
    pub field: &'a str,
    /// What it was.
    pub before: &'a str,
    /// What it became.
    pub after: &'a str,
}

/// The form that takes a change back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Undo<'a> {
    /// `POST`: where it is sent.
    pub action: &'a str,
    /// Names and values that go with it.
    pub hidden: &'a [(&'a str, &'a str)],
}

/// The history of a record.
#[must_use]
pub fn timeline(_: &Words<'_>, entries: &[Entry<'_>]) -> Markup {
    html! {
        ol class="timeline" {
            @for entry in entries {
                li class="event" {
                    (icon(if entry.icon.is_empty() { "pencil" } else { entry.icon }))
                    div class="event-line" {
                        span { strong { (entry.who) } " " (entry.what) }
                        @if entry.href.is_empty() { (time(entry)) } @else { a class="event-link" href=(entry.href) { (time(entry)) } }
                    }
                    @if !entry.changes.is_empty() {
                        dl class="changes" { @for change in entry.changes { (one_change(change)) } }
                    }
                    @if let Some(undo) = &entry.undo {
                        form class="undo" method="post" action=(undo.action) {
                            @for (name, value) in undo.hidden { input type="hidden" name=(name) value=(value); }
                            (undo_button())
                        }
                    }
                }
            }
        }
    }
}

fn time(entry: &Entry<'_>) -> Markup {
    html! { time datetime=(entry.when_exact) title=(entry.when_exact) { (entry.when) } }
}

fn one_change(change: &Change<'_>) -> Markup {
    html! {
        div class="change" {
            dt { (change.field) }
            dd {
                span class="hidden-words" { (t("from")) " " }
                @if change.before.is_empty() { span class="muted" { (t("empty")) } } @else { del { (change.before) } }
                (turning_icon("arrow-right"))
                span class="hidden-words" { " " (t("to")) " " }
                @if change.after.is_empty() { span class="muted" { (t("empty")) } } @else { ins { (change.after) } }
            }
        }
    }
}
