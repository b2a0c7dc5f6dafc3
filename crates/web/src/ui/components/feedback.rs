//! What the product says to people: badges, messages, empty places, questions.

use maud::{Markup, html};

use super::actions::{Look, button, icon, link_button};
use crate::ui::Level;
use crate::ui::sentences::said;
use crate::ui::words::{self, Words, t};

/// A word or two with a colour. Anything but neutral carries an icon too.
#[must_use]
pub fn badge(level: Level, text: &str) -> Markup {
    html! {
        span class={ "badge badge-" (level.key()) } {
            @if level != Level::Neutral { (icon(level.icon())) }
            (text)
        }
    }
}

/// A message: what happened, what was kept, what to do.
///
/// `body` and `action` may be empty. Errors are read out at once. Known sentences of the domain are translated.
#[must_use]
pub fn notice(_: &Words<'_>, level: Level, title: &str, body: &str, action: Option<&Markup>) -> Markup {
    let role = if level == Level::Error { "alert" } else { "status" };
    html! {
        div class={ "notice notice-" (level.key()) } role=(role) {
            (icon(level.icon()))
            div class="notice-words" {
                strong class="notice-title" { span class="hidden-words" { (words::level(level)) ": " } (said(title)) }
                @if !body.is_empty() { p { (said(body)) } }
            }
            @if let Some(action) = action { div class="row" { (action) } }
        }
    }
}

/// A place with nothing in it yet: what it is for, and the first thing to do.
#[must_use]
pub fn empty_state(icon_name: &str, title: &str, text: &str, action: Option<&Markup>) -> Markup {
    html! {
        div class="empty" {
            (icon(icon_name))
            h2 { (title) }
            p { (text) }
            @if let Some(action) = action { div class="row" { (action) } }
        }
    }
}

/// A question before something that cannot easily be taken back.
#[derive(Debug, Clone)]
pub struct Confirm<'a> {
    /// The question.
    pub title: &'a str,
    /// What will happen, to how many records, and what will stay.
    pub body: Markup,
    /// `POST`: where "yes" is sent.
    pub action: &'a str,
    /// Names and values that go with it.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The words of "yes": a verb.
    pub confirm: &'a str,
    /// Where "no" leads.
    pub cancel_href: &'a str,
    /// Whether something is lost.
    pub is_danger: bool,
}

/// The panel of a [`Confirm`]. A page of its own, so that Back works.
#[must_use]
pub fn confirm_panel(_: &Words<'_>, confirm: &Confirm<'_>) -> Markup {
    let look = if confirm.is_danger { Look::DangerStrong } else { Look::Primary };
    html! {
        form class={ "confirm" @if confirm.is_danger { " confirm-danger" } } method="post" action=(confirm.action) {
            h2 { @if confirm.is_danger { (icon("triangle-alert")) } (confirm.title) }
            div class="stack" { (confirm.body) }
            @for (name, value) in confirm.hidden { input type="hidden" name=(name) value=(value); }
            div class="row" {
                (button(confirm.confirm, "", look, "", ""))
                (link_button(t("Cancel"), confirm.cancel_href, "", Look::Quiet, ""))
            }
        }
    }
}

/// One tab: a view of the same thing, with an address of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tab<'a> {
    /// The words.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// How much there is, written out; or nothing.
    pub count: &'a str,
    /// Whether it is the present one.
    pub is_current: bool,
}

/// A line of tabs. `label` says what they are views of.
#[must_use]
pub fn tabs(label: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            @for tab in tabs {
                a class="tab" href=(tab.href) aria-current=[tab.is_current.then_some("page")] {
                    (tab.label)
                    @if !tab.count.is_empty() { span class="count" { (tab.count) } }
                }
            }
        }
    }
}

/// Long work: what is being done, how far it is, and what remains.
///
/// `done` and `total` are in the same unit; a `total` of 0 means that nobody
/// knows. `more` says it in words, as "12,400 of 80,000 rows · 2 minutes left".
#[must_use]
pub fn job_progress(title: &str, more: &str, done: u64, total: u64, action: Option<&Markup>) -> Markup {
    html! {
        div class="progress" {
            div class="progress-words" {
                strong { (title) }
                span class="muted" { (more) }
            }
            progress aria-label=(title) max=[(total > 0).then_some(total)] value=[(total > 0).then_some(done)] {}
            @if let Some(action) = action { div class="row row-end" { (action) } }
        }
    }
}
