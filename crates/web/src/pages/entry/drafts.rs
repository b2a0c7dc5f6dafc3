//! Drafts: what somebody typed into a form and did not save. Kept in the browser at once and here a moment later; gone
//! with the save, or when the person throws it away.
//!
//! A draft is named `Table/12-65f…` for record 12 and `Table/new-65f…` for a new one; the last part is made with the
//! page, so that two windows on one record keep two drafts. Nobody but the person sees them, and no journal knows them.

use std::collections::HashMap;

use axum::extract::{Path as Place, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Form as Body, Json};
use maud::{Markup, html};
use serde_json::json;
use vasculum_model::{Code, Error, Result, Table, TableId, Timestamp, model};
use vasculum_store::{Tx, Unsaved};

use super::super::sheet::Sheet;
use super::super::visitor::{Visitor, go};
use super::super::{list_path, names, record_path, shown_table, words};
use super::memory;
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Look, Row, Table as Shown, button, data_table, empty_state, link_button, notice, section,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The cookie that tells the page after a save which draft is saved, so that the browser forgets its copy.
const SAVED_COOKIE: &str = "vasculum_saved";
/// A draft is called by so many characters of what was typed.
const TITLE: usize = 80;

type Pairs = Vec<(String, String)>;

/// A draft that waits for the person to go on with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    table: TableId,
    record: Option<i64>,
    /// What follows the table in its name.
    pub what: String,
    title: String,
    when: String,
}

/// The last part of the name of a new draft, for a record or a new one.
pub(crate) fn new_name(tx: &Tx<'_>, record: Option<i64>) -> String {
    let moment = tx.now().0;
    record.map_or_else(|| format!("new-{moment:x}"), |id| format!("{id}-{moment:x}"))
}

/// The name of a draft in the store.
pub(crate) fn name_of(table: &Table, what: &str) -> String {
    format!("{}/{what}", table.name)
}

/// The record that a draft is of, by the last part of its name.
///
/// # Errors
///
/// `Invalid`, if this is the name of no draft.
fn record_of(what: &str) -> Result<Option<i64>> {
    let plain = what.len() <= 64 && what.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let record = what.split_once('-').filter(|_| plain).map(|(record, _)| record);
    match record {
        Some("new") => Ok(None),
        Some(id) if id.parse::<i64>().is_ok_and(|id| id > 0) => Ok(id.parse().ok()),
        _ => Err(Error::invalid("This is the name of no draft.")),
    }
}

/// What the person typed into a record, or into new ones of a table, and did not save; latest first.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn waiting(tx: &mut Tx<'_>, table: &Table, record: Option<i64>) -> Result<Vec<Waiting>> {
    let all = all(tx)?;
    Ok(all.into_iter().filter(|it| it.table == table.id && it.record == record).collect())
}

fn all(tx: &mut Tx<'_>) -> Result<Vec<Waiting>> {
    let Some(user) = tx.access().user else { return Ok(Vec::new()) };
    let (now, here) = (tx.now(), tx.access().collection);
    let found = tx.all_unsaved(user)?;
    Ok(found.into_iter().filter(|it| it.collection == here).filter_map(|it| waits(it, now)).collect())
}

fn waits(unsaved: Unsaved, now: Timestamp) -> Option<Waiting> {
    let what = unsaved.name.split_once('/')?.1.to_owned();
    Some(Waiting {
        table: unsaved.table,
        record: unsaved.record,
        what,
        title: unsaved.title,
        when: words::when(unsaved.kept, now),
    })
}

/// The form that a draft holds; nothing if it is gone.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn sheet(tx: &mut Tx<'_>, table: &'static Table, record: Option<i64>, what: &str) -> Result<Option<Sheet>> {
    let Some(user) = tx.access().user else { return Ok(None) };
    if record_of(what)? != record {
        return Ok(None);
    }
    let Some(unsaved) = tx.unsaved(user, &name_of(table, what))? else { return Ok(None) };
    let pairs: Pairs = serde_json::from_str(&unsaved.data)
        .map_err(|cause| Error::internal("What was typed can’t be read any more.", cause))?;
    let sent: HashMap<String, String> = pairs.into_iter().collect();
    Ok(Some(Sheet { id: record, ..Sheet::of_form(table, &sent) }))
}

/// What a form said, known by a few letters: the same form sent twice is the same record.
pub(crate) fn digest(sent: &HashMap<String, String>) -> String {
    let mut pairs: Vec<(&String, &String)> = sent.iter().filter(|(name, _)| *name != "save").collect();
    pairs.sort();
    let mut hasher = blake3::Hasher::new();
    for (name, value) in pairs {
        // Browsers write the breaks of lines in two ways: in what a form sends, and in what a script reads from it.
        let value = value.replace("\r\n", "\n");
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
        hasher.update(&(value.len() as u64).to_le_bytes()).update(value.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// `POST /drafts/{table}/{what}`: keeps what stands in a form.
pub async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, what)): Place<(String, String)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let record = record_of(&what)?;
    let action = if record.is_some() { "update" } else { "create" };
    let user = visitor.access.user.filter(|_| visitor.may(action, table));
    let Some(user) = user else {
        return Err(Error::forbidden("You have no right to save what is typed here.").into());
    };
    let plain: HashMap<String, String> = sent.iter().cloned().collect();
    let (theirs, digest, typed) = (what.clone(), digest(&plain), Sheet { id: record, ..Sheet::of_form(table, &plain) });
    let is_needless = app
        .read(visitor.access.clone(), move |tx| match record {
            Some(_) => says_nothing_new(tx, &typed),
            None => Ok(memory::recent(tx, table)?.iter().any(|made| made.draft == theirs && made.digest == digest)),
        })
        .await?;
    if is_needless {
        // What was typed and taken back again is no draft either.
        let name = name_of(table, &what);
        app.with_database(move |db| db.forget_unsaved(user, &name)).await?;
    } else {
        let data = serde_json::to_string(&sent).map_err(|cause| Error::internal("A draft can’t be written.", cause))?;
        let (name, collection) = (name_of(table, &what), visitor.access.collection);
        let title = title(&Sheet::of_form(table, &plain));
        app.with_database(move |db| {
            let now = db.now();
            let table = table.id;
            db.keep_unsaved(&Unsaved { user, name, table, record, collection, title, began: now, kept: now, data })
        })
        .await?;
    }
    let words = if is_needless { "" } else { t("Draft kept") };
    Ok(Json(json!({ "kept": !is_needless, "words": words })).into_response())
}

/// Whether a form says of a record what the record says already.
fn says_nothing_new(tx: &mut Tx<'_>, typed: &Sheet) -> Result<bool> {
    let drafted = match typed.draft(tx) {
        Err(error) if matches!(error.code, Code::NotFound | Code::Conflict) => return Ok(false),
        other => other?,
    };
    let draft = drafted.draft;
    Ok(drafted.issues.is_empty() && draft.values.is_empty() && draft.one.is_empty() && draft.many.is_empty())
}

/// What a draft is called: the first things that were typed.
fn title(sheet: &Sheet) -> String {
    let mut told: Vec<&str> = Vec::new();
    let rows = sheet.rows.values().flatten();
    for cell in sheet.cells.values().chain(rows.flat_map(|row| row.cells.values())) {
        let text = cell.text.trim();
        if !text.is_empty() && !matches!(text, "yes" | "no") && !told.contains(&text) {
            told.push(text);
        }
    }
    let whole = told.join(" · ");
    let mut title: String = whole.chars().take(TITLE).collect();
    if title.len() < whole.len() {
        title.push('…');
    }
    title
}

/// `POST /drafts/{table}/{what}/discard`: throws a draft away.
pub async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, what)): Place<(String, String)>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let record = record_of(&what)?;
    let user = visitor.access.user.ok_or_else(|| Error::forbidden("The program itself has no drafts."))?;
    let name = name_of(table, &what);
    let told = name.clone();
    app.with_database(move |db| db.forget_unsaved(user, &name)).await?;
    let back = match &visitor.from {
        Some(from) if !from.contains("draft=") => from.clone(),
        _ => record.map_or_else(|| format!("{}/new", list_path(table)), |id| record_path(table, id)),
    };
    Ok(saved(go(&back), &told))
}

/// Tells the browser that a draft is saved, or thrown away, so that it forgets its own copy.
pub(crate) fn saved(mut res: Response, name: &str) -> Response {
    let cookie = format!("{SAVED_COOKIE}={name}; Path=/; Max-Age=600; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        res.headers_mut().append(header::SET_COOKIE, cookie);
    }
    res
}

/// `GET /drafts`: everything that the person typed and did not save.
pub async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let drafts = app.read(visitor.access.clone(), own).await?;
    let body = html! {
        div class="work" {
            @if drafts.is_empty() {
                (empty_state("pencil", t("Nothing is waiting"), t("What you type into a form and do not save is kept here."), None))
            } @else { (table(&drafts)) }
        }
    };
    let title = t("Drafts");
    let content = Page { title, subtitle: t("typed and not saved yet"), body, is_reading: true, ..Page::default() };
    Ok(visitor.page("home", content))
}

/// What the person typed and did not save in the collection that they work in; latest first, with what it is of.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn own(tx: &mut Tx<'_>) -> Result<Vec<(Waiting, String)>> {
    let mut list = Vec::new();
    for waiting in all(tx)? {
        let of = model().table(waiting.table);
        let called = match waiting.record {
            None => words::new(of),
            Some(id) => match names::text(tx, of.id, id) {
                Err(error) if error.code == Code::Forbidden => words::label(of.name),
                other => other?,
            },
        };
        list.push((waiting, called));
    }
    Ok(list)
}

/// The drafts as a section of another page; nothing if there are none.
pub(crate) fn panel(drafts: &[(Waiting, String)]) -> Markup {
    html! { @if !drafts.is_empty() { (section(t("Typed and not saved"), None, &table(drafts))) } }
}

fn table(drafts: &[(Waiting, String)]) -> Markup {
    let columns = [
        Column { label: t("Record"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("What was typed"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("When"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Throw away"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = drafts
        .iter()
        .map(|(waiting, called)| Row {
            label: called,
            cells: vec![
                html! { a href=(waiting.href()) { (called) } },
                html! { span class="muted" { (waiting.title) } },
                html! { (waiting.when) },
                waiting.throw_away(Look::Quiet),
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Shown { caption: t("Drafts"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

impl Waiting {
    /// Where one goes on with it.
    fn href(&self) -> String {
        let of = model().table(self.table);
        let page = self.record.map_or_else(|| format!("{}/new", list_path(of)), |id| record_path(of, id));
        format!("{page}?draft={}", escaped(&self.what))
    }

    fn throw_away(&self, look: Look) -> Markup {
        let of = model().table(self.table);
        let name = name_of(of, &self.what);
        html! {
            form method="post" action={ "/drafts/" (name) "/discard" } data-discard=(name) {
                (button(t("Throw away"), "trash-2", look, "", ""))
            }
        }
    }

    /// The message above a form that something was typed here and not saved.
    pub(crate) fn notice(&self, path: &str) -> Markup {
        let of = model().table(self.table);
        let title = match self.record {
            Some(_) => tf("You typed something here that was not saved ({when}).", &[("when", &self.when)]),
            None => tf(
                "You began a {record} that was not saved ({when}).",
                &[("record", &words::one(of)), ("when", &self.when)],
            ),
        };
        let href = format!("{path}?draft={}", escaped(&self.what));
        let both = html! {
            (link_button(t("Restore"), &href, "rotate-ccw", Look::Normal, ""))
            (self.throw_away(Look::Quiet))
        };
        notice(WORDS, Level::Warning, &title, &self.title, Some(&both))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_draft_says_which_record_it_is_of() {
        for (what, expect) in [
            ("12-65f0a1", Some(Some(12))),
            ("new-65f0a1", Some(None)),
            ("12", None),
            ("new", None),
            ("-1", None),
            ("0-1", None),
            ("12-../x", None),
            ("12-a;b", None),
        ] {
            assert_eq!(record_of(what).ok(), expect, "{what}");
        }
    }

    #[test]
    fn the_same_form_has_the_same_digest_however_its_lines_are_broken() {
        let of = |pairs: &[(&str, &str)]| {
            digest(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        assert_eq!(of(&[("a", "1\r\n2"), ("b", "")]), of(&[("b", ""), ("a", "1\n2"), ("save", "next")]));
        assert_ne!(of(&[("a", "12"), ("b", "")]), of(&[("a", "1"), ("b", "2")]));
    }
}
