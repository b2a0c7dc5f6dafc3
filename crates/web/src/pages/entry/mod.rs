//! Entering records one after the other: what a new record starts with, where one goes after a save, what was typed and
//! not saved, and who else is there.

pub mod copies;
pub mod drafts;
pub mod last;
pub(crate) mod like;
pub(crate) mod memory;
pub mod presence;
pub(crate) mod saving;
pub mod settings;
pub(crate) mod starts;

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::rules::numbers;
use vasculum_model::{Col, Error, Issue, Record, Result, Table};
use vasculum_store::Tx;

use self::drafts::Waiting;
use self::like::{How, Like};
use super::form::Form;
use super::sheet::Sheet;
use super::visitor::Visitor;
use super::{list_path, names, record_path, words};
use crate::ui::Level;
use crate::ui::components::{aside_section, icon, notice};
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// Where one goes after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// To the record that was saved.
    Stay,
    /// To the form of a new one.
    Blank,
    /// To the form of a new one that takes over what the person carries forward.
    Carry,
    /// To the form of a new one that is like it.
    Clone,
    /// To the page that makes copies of it.
    Copies,
}

impl Next {
    /// What the button said that sent the form.
    pub(crate) fn of(sent: &HashMap<String, String>) -> Self {
        match sent.get("save").map(String::as_str) {
            Some("next") => Self::Blank,
            Some("carry") => Self::Carry,
            Some("clone") => Self::Clone,
            Some("copies") => Self::Copies,
            _ => Self::Stay,
        }
    }

    /// The page that comes now. `change` is the change set; nothing if the record was as it should be already.
    pub(crate) fn path(self, table: &Table, id: i64, change: Option<i64>, all: bool) -> String {
        let mut query = match change {
            Some(change) => format!("saved={change}"),
            None => "unchanged=1".to_owned(),
        };
        if all {
            query.push_str("&all=1");
        }
        let (new, record) = (format!("{}/new", list_path(table)), record_path(table, id));
        match self {
            Self::Stay => format!("{record}?{query}"),
            Self::Blank => format!("{new}?{query}&after={id}"),
            Self::Carry => format!("{new}?{query}&after={id}&like={id}&how=carry"),
            Self::Clone => format!("{new}?{query}&after={id}&like={id}&how=clone"),
            Self::Copies => format!("{record}/copies?{query}"),
        }
    }
}

/// What the address of a form asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Every field.
    pub all: bool,
    /// What somebody typed elsewhere before they chose to make a record of it.
    pub text: Option<String>,
    /// The node of a tree below which the new one shall stand.
    pub below: Option<i64>,
    /// A record that the new one shall be like.
    pub like: Option<Like>,
    /// The record that was saved just before.
    pub after: Option<i64>,
    /// A draft that shall be gone on with.
    pub draft: Option<String>,
    /// Whether the record was saved just now.
    pub is_saved: bool,
}

impl Wanted {
    pub(crate) fn of(params: &[(String, String)]) -> Self {
        let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str());
        let how = How::of(one("how").unwrap_or_default());
        Self {
            all: one("all") == Some("1"),
            text: one("text").map(str::to_owned),
            below: one("below").and_then(|id| id.parse().ok()),
            like: one("like").and_then(|id| id.parse().ok()).map(|from| Like { from, how }),
            after: one("after").and_then(|id| id.parse().ok()),
            draft: one("draft").map(str::to_owned),
            is_saved: one("saved").is_some(),
        }
    }
}

/// What stands around a form for whoever enters records.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    /// What follows the table in the name of this form’s draft.
    pub draft: String,
    /// Whose drafts these are; nothing for the program itself.
    pub user: Option<i64>,
    /// What the person typed into this record, or into new ones of the table, and did not save.
    pub waiting: Vec<Waiting>,
    /// The records that the person made last in this table.
    pub recent: Vec<(i64, String)>,
    /// The control that is to be filled in first.
    pub focus: String,
    /// Whether what is shown was typed before and is not saved.
    pub is_restored: bool,
    /// The record that was saved just before, and what should be looked at in it.
    pub after: Option<(i64, String, Vec<Issue>)>,
    /// What the record is like that this new one takes over from.
    pub like: Option<(Like, String)>,
}

impl Desk {
    /// What stands around the form of a record, or of a new one of the table.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn read(
        tx: &mut Tx<'_>,
        table: &'static Table,
        record: Option<&Record>,
        wanted: &Wanted,
    ) -> Result<Self> {
        let user = tx.access().user;
        let id = record.map(|record| record.id);
        let draft = wanted.draft.clone().unwrap_or_else(|| drafts::new_name(tx, id));
        let mut desk = Self { user, is_restored: wanted.draft.is_some(), ..Self::default() };
        desk.waiting = drafts::waiting(tx, table, id)?;
        desk.waiting.retain(|waiting| waiting.what != draft);
        desk.draft = draft;
        if record.is_some() {
            return Ok(desk);
        }
        let recent: Vec<i64> = memory::recent(tx, table)?.into_iter().map(|it| it.id).collect();
        let there: Vec<i64> = tx.find_all(table.id, &recent)?.into_iter().map(|record| record.id).collect();
        let mut called = names::texts(tx, table.id, &there)?;
        desk.recent = recent
            .into_iter()
            .filter(|id| there.contains(id))
            .map(|id| (id, called.remove(&id).unwrap_or_default()))
            .collect();
        if let Some(after) = wanted.after.and_then(|id| tx.find(table.id, id).transpose()).transpose()? {
            let remarks = memory::remarks(tx, &after)?;
            desk.after = Some((after.id, names::text(tx, table.id, after.id)?, remarks));
        }
        if let Some(like) = wanted.like {
            desk.like = Some((like, names::text(tx, table.id, like.from)?));
        }
        Ok(desk)
    }

    /// Finds the control that one fills in first: the first that is empty and gets no number by itself.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn find_focus(&mut self, tx: &mut Tx<'_>, form: &Form<'_>) -> Result<()> {
        self.focus.clear();
        let here = tx.access().collection;
        let formats = numbers::formats_in(tx, here)?;
        for name in form.open_controls() {
            let column = form.sheet.table.column(&name);
            let gets_number = match column {
                Some(column) => {
                    let format = formats.of(Col(form.sheet.table.id, column))?;
                    format.is_some_and(|format| format.blank().is_some())
                }
                None => false,
            };
            if !gets_number {
                self.focus = name;
                break;
            }
        }
        Ok(())
    }

    /// The hidden values that go with the form.
    pub(crate) fn hidden(&self, sheet: &Sheet) -> Markup {
        html! {
            @if !self.draft.is_empty() { input type="hidden" name="draft" value=(self.draft); }
            @if let Some(like) = sheet.like {
                input type="hidden" name="like" value=(like.from);
                input type="hidden" name="how" value=(like.how.name());
            }
        }
    }

    /// The messages above the form. `path` is the page of the record, or of a new one; `is_quiet` says that nothing went
    /// wrong that is told already.
    pub(crate) fn notices(&self, table: &Table, path: &str, is_quiet: bool) -> Markup {
        html! {
            @if let Some((id, called, remarks)) = &self.after {
                @let href = record_path(table, *id);
                @let is_told = self.like.as_ref().is_some_and(|(like, _)| like.from == *id);
                @if remarks.is_empty() && is_told {} @else if remarks.is_empty() {
                    p class="muted" { (t("Saved before this one:")) " " a href=(href) { (called) } }
                } @else { (remarks_of(called, &href, remarks)) }
            }
            @if let Some((like, called)) = &self.like {
                @let href = record_path(table, like.from);
                p class="muted" {
                    @if like.how == How::Carry { (t("Carried forward from")) } @else { (t("Like")) }
                    " " a href=(href) { (called) }
                    @if like.how == How::Carry { " · " a href={ (list_path(table)) "/entry" } { (t("Choose what is carried")) } }
                }
            }
            @if self.is_restored && is_quiet {
                (notice(WORDS, Level::Info, t("This is what you typed before. It is not saved yet."), "", None))
            }
            // What the browser still had is offered here once the server knows it, too.
            div data-waiting {
                @for waiting in &self.waiting { (waiting.notice(path)) }
            }
        }
    }

    /// The records that were made last, for the column beside the form.
    pub(crate) fn beside(&self, table: &Table) -> Markup {
        html! {
            @if !self.recent.is_empty() {
                (aside_section(t("Made just now"), "", &html! {
                    ul class="stack" {
                        @for (id, called) in &self.recent { li { a href=(record_path(table, *id)) { (called) } } }
                    }
                }))
            }
        }
    }
}

/// The refusal for somebody who may not make records of a table here.
pub(crate) fn may_not_make(visitor: &Visitor, table: &Table) -> Error {
    let (tables, place) = (words::many(table), visitor.place().map_or("", |place| place.name.as_str()));
    let refused = tf(
        "You have no right to make {tables} in {collection}.",
        &[("tables", &words::inside(&tables)), ("collection", &place)],
    );
    Error::forbidden(refused).hint(t("Ask somebody who manages the users of your institution."))
}

/// What should be looked at in a record that was saved all the same.
pub(crate) fn remarks_of(called: &str, href: &str, remarks: &[Issue]) -> Markup {
    let title = tf("{record} was saved. Please look at this:", &[("record", &called)]);
    let mut told: Vec<String> = remarks
        .iter()
        .map(|issue| super::form::spoken(issue, issue.field.rsplit('.').next().unwrap_or_default()))
        .collect();
    told.dedup();
    let open = html! { a class="button button-small" href=(href) { (t("Open")) } };
    notice(WORDS, Level::Warning, &title, &told.join(" "), Some(&open))
}

/// The buttons beside ‘Save’ for whoever makes one record after the other.
pub(crate) fn actions(visitor: &Visitor, table: &Table, record: Option<&Record>) -> Markup {
    if !visitor.may("create", table) {
        return html! {};
    }
    let entry = format!("{}/entry", list_path(table));
    let submit = |label: &str, icon_name: &str, value: &str, chord: &str| {
        html! {
            button class="menu-item" name="save" value=(value) form="record" data-chord=[(!chord.is_empty()).then_some(chord)] {
                (icon(icon_name)) span class="words" { (label) }
                @if !chord.is_empty() { kbd { (chord.replace("Control", "Ctrl")) } }
            }
        }
    };
    html! {
        button class="button" name="save" value="next" form="record" data-chord="Control+Enter" aria-keyshortcuts="Control+Enter" {
            (icon("plus")) (t("Save and next"))
        }
        button class="button button-icon" type="button" popovertarget="more-ways" title=(t("More ways to save")) {
            (icon("ellipsis")) span class="hidden-words" { (t("More ways to save")) }
        }
        div id="more-ways" class="menu menu-end menu-actions" popover="auto" {
            (submit(t("Save and carry forward"), "arrow-right", "carry", "Control+Shift+Enter"))
            (submit(t("Save and clone"), "copy", "clone", "Control+Shift+D"))
            (submit(t("Save and make copies"), "layers", "copies", ""))
            hr class="menu-line";
            @if let Some(record) = record {
                a class="menu-item" href={ (list_path(table)) "/new?like=" (record.id) "&how=clone" } { (icon("copy")) span class="words" { (t("Clone")) } }
                a class="menu-item" href={ (record_path(table, record.id)) "/copies" } { (icon("layers")) span class="words" { (t("Make copies")) } }
            }
            a class="menu-item" href=(entry) { (icon("sliders-horizontal")) span class="words" { (tf("How {records} are entered", &[("records", &words::inside(&words::many(table)))])) } }
        }
    }
}
