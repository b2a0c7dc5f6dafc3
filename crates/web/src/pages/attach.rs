//! `/data/{Table}/attach`: one file attached to many records, after a look at what that means.

use std::collections::HashMap;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::attaching::{self, File, Plan};
use vasculum_model::names::attachment;
use vasculum_model::{Code, Col, Error, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::list::Wanted;
use super::sent::{Pairs, one, some};
use super::visitor::{Visitor, go};
use super::{list_path, names, nav_of, record_path, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Field, Look, Span, TextInput, TypeAhead, button, checkbox, field_group, icon, link_button, notice, section,
    text_field, type_ahead_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many records that are left out are shown by name.
const SHOWN: usize = 200;
/// What can be said of a file at an address: the field, and whether it needs much room.
const SAID: &[(Col, bool)] = &[
    (attachment::TITLE, true),
    (attachment::COPYRIGHT_HOLDER, false),
    (attachment::LICENSE, false),
    (attachment::MIME_TYPE, false),
    (attachment::REMARKS, true),
];

/// Everything that the page shows.
struct View {
    wanted: Wanted,
    /// What was typed.
    sent: Pairs,
    /// The attachment that was chosen, with what it is called.
    chosen: Option<(i64, String)>,
    /// What it would do; nothing before a file was named.
    plan: Option<Outlook>,
    /// Why the file can't be used.
    refusal: Option<Error>,
}

/// What attaching the file would do, with the names of the records that are left out.
struct Outlook {
    plan: Plan,
    file: String,
    called: HashMap<i64, String>,
}

/// Whether somebody may attach files to records of a table here.
pub(crate) fn may_attach(visitor: &Visitor, table: &Table) -> bool {
    let files = model().table(attachment::TABLE);
    attaching::link_of(table).is_some_and(|link| {
        let joins = model().table(model().to_many(link).of);
        visitor.may("create", joins) && visitor.may("create", files) && visitor.may("update", files)
    })
}

/// The records that are meant. Without any filter it would be the whole table, which nobody means.
fn narrowed(visitor: &Visitor, table: &str, params: &Pairs) -> Result<Wanted> {
    let table = shown_table(table)?;
    if !may_attach(visitor, table) {
        let what = words::many(table);
        return Err(Error::forbidden(tf("You can’t attach files to {what}.", &[("what", &what)])));
    }
    let wanted = Wanted::of(table, params);
    if !wanted.is_narrowed() {
        return Err(Error::invalid(t("Say to which records a file shall be attached."))
            .hint(t("Tick them in the list, or make a record set of them.")));
    }
    Ok(wanted)
}

fn chosen(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<i64>> {
    let id = vasculum_model::Path::parse(wanted.table, "id")?;
    let select = wanted.select(tx)?.at_most(attaching::MOST as u64 + 1);
    Ok(tx.values(&select, &[id])?.into_iter().filter_map(|mut row| row.pop()?.int()).collect())
}

/// The file that was named: an attachment that is there, or one at an address; nothing if none was.
fn file(tx: &mut Tx<'_>, sent: &Pairs) -> Result<Option<File>> {
    if let Some(id) = picked(tx, sent)? {
        return File::of(tx, id).map(Some);
    }
    let Some(address) = some(sent, "address") else { return Ok(None) };
    let mut file = File::at(&address)?.with(attachment::IS_PUBLIC, one(sent, "isPublic") == "yes");
    for (column, _) in SAID {
        if let Some(text) = some(sent, model().column(*column).name) {
            file = file.with(*column, text);
        }
    }
    Ok(Some(file))
}

/// The attachment that was picked, or that the words mean.
fn picked(tx: &mut Tx<'_>, sent: &Pairs) -> Result<Option<i64>> {
    if let Some(id) = some(sent, "file").and_then(|id| id.parse().ok()) {
        return Ok(Some(id));
    }
    let Some(typed) = some(sent, "file.text") else { return Ok(None) };
    names::meant(tx, model().table(attachment::TABLE), &typed)?.map(Some).map_err(Error::invalid)
}

fn read(tx: &mut Tx<'_>, wanted: Wanted, sent: Pairs) -> Result<View> {
    let mut view = View { wanted, sent, chosen: None, plan: None, refusal: None };
    match look(tx, &mut view) {
        Err(error) if matches!(error.code, Code::Invalid | Code::NotFound) => view.refusal = Some(error),
        other => other?,
    }
    Ok(view)
}

fn look(tx: &mut Tx<'_>, view: &mut View) -> Result<()> {
    if let Some(id) = picked(tx, &view.sent)? {
        view.chosen = Some((id, names::text(tx, attachment::TABLE, id)?));
    }
    let Some(file) = file(tx, &view.sent)? else { return Ok(()) };
    let ids = chosen(tx, &view.wanted)?;
    let plan = attaching::plan(tx, view.wanted.table.id, &ids, &file)?;
    let left: Vec<i64> = plan.there.iter().take(SHOWN).copied().collect();
    let called = names::texts(tx, view.wanted.table.id, &left)?;
    view.plan = Some(Outlook { plan, file: file.name().to_owned(), called });
    Ok(())
}

/// `GET /data/{table}/attach`: asks for the file, and says what attaching it would do.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &table, &params)?;
    let view = app.read(visitor.access.clone(), move |tx| read(tx, wanted, params)).await?;
    let status = if view.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let said = view.refusal.as_ref().map(refusal);
    Ok(page(&visitor, status, &view, said))
}

fn refusal(error: &Error) -> Markup {
    let said: Vec<&str> = error.issues.iter().map(|issue| issue.words.as_str()).collect();
    let more = if said.is_empty() { error.hint.as_deref().unwrap_or_default().to_owned() } else { said.join(" ") };
    let title = if said.is_empty() { error.message.as_ref() } else { t("Nothing was attached.") };
    notice(WORDS, Level::Error, title, &more, None)
}

/// `POST /data/{table}/attach`.
pub async fn attach(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &table, &sent)?;
    let table: &'static Table = wanted.table;
    let expected = one(&sent, "expect").parse().unwrap_or(0);
    let (asked, typed) = (wanted.clone(), sent.clone());
    let list = wanted.at_start().href();
    let purpose = Purpose::new("attach", format!("Attached a file to {}", words::many_in_english(table)));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            let file = file(tx, &sent)?.ok_or_else(|| Error::invalid(t("Say which file shall be attached.")))?;
            let ids = chosen(tx, &wanted)?;
            let count = attaching::attach(tx, table.id, &ids, &file, expected)?;
            let what =
                if count == 1 { words::one_in_english(table) } else { words::many_in_english(table).to_lowercase() };
            tx.summarise(format!("Attached {} to {count} {what}", file.name()));
            Ok(())
        })
        .await;
    match done {
        Ok(((), Some(change))) => Ok(go(&format!("{list}&saved={change}"))),
        Ok(((), None)) => Ok(go(&list)),
        Err(error) if matches!(error.code, Code::Conflict | Code::Invalid) => {
            let view = app.read(visitor.access.clone(), move |tx| read(tx, asked, typed)).await?;
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &view, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>) -> Response {
    let table = view.wanted.table;
    let (list, many) = (view.wanted.at_start().href(), words::many(table));
    let content = Page {
        title: t("Attach a file"),
        subtitle: &many,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices,
        body: html! {
            div class="work" {
                (question(view))
                @if let Some(outlook) = &view.plan { (foreseen(view, outlook, &list)) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

/// Which file it shall be.
fn question(view: &View) -> Markup {
    let sent = &view.sent;
    let help = t("Vasculum keeps the address, not the file: it stays where it is.");
    let address = Field { help, span: Span::All, ..Field::new("address", t("Address of the file")) };
    let typed = TextInput { value: one(sent, "address"), kind: "url", placeholder: "https://", ..TextInput::default() };
    let by_address = html! {
        (text_field(WORDS, &address, &typed))
        @for (column, is_wide) in SAID {
            @let label = words::column_label(model().column(*column));
            @let span = if *is_wide { Span::All } else { Span::default() };
            @let field = Field { span, ..Field::new(model().column(*column).name, &label) };
            (text_field(WORDS, &field, &TextInput { value: one(sent, field.name), ..TextInput::default() }))
        }
        (checkbox(WORDS, &Field::new("isPublic", &words::column_label(model().column(attachment::IS_PUBLIC))), one(sent, "isPublic") == "yes"))
    };
    let id = view.chosen.as_ref().map_or(String::new(), |(id, _)| id.to_string());
    let text = view.chosen.as_ref().map_or(one(sent, "file.text"), |(_, text)| text.as_str());
    let link = TypeAhead { id: &id, text, url: "/lookup/Attachment", ..TypeAhead::default() };
    let there =
        Field { help: t("It counts before an address."), span: Span::All, ..Field::new("file", t("Attachment")) };
    html! {
        form class="form stack" method="get" action={ (list_path(view.wanted.table)) "/attach" } {
            @for (name, value) in view.wanted.fields() { input type="hidden" name=(name) value=(value); }
            (field_group(t("A file on the web"), "", None, false, &by_address))
            (field_group(t("Or the file of an attachment that is here already"), "", None, false, &type_ahead_field(WORDS, &there, &link)))
            div class="row" {
                @let look = if view.plan.is_some() { Look::Normal } else { Look::Primary };
                (button(t("Show what this would do"), "eye", look, "", ""))
                (link_button(t("Cancel"), &view.wanted.at_start().href(), "", Look::Quiet, ""))
            }
        }
    }
}

/// What it would do, and the button that does it.
fn foreseen(view: &View, outlook: &Outlook, list: &str) -> Markup {
    let (table, plan) = (view.wanted.table, &outlook.plan);
    let typed = view.sent.iter().filter(|(name, _)| {
        ["file", "file.text", "address", "isPublic"].contains(&name.as_str())
            || SAID.iter().any(|(column, _)| model().column(*column).name == name)
    });
    let refused = plan.refused.len() as i64;
    let body = html! {
        p { (tf("File: {file}", &[("file", &outlook.file)])) }
        @if plan.free.is_empty() { p { strong { (t("It would be attached to none of these records.")) } } }
        @else {
            form class="stack" method="post" action={ (list_path(table)) "/attach" } {
                @for (name, value) in view.wanted.fields() { input type="hidden" name=(name) value=(value); }
                @for (name, value) in typed { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="expect" value=(plan.free.len());
                p class="muted" { (t("It is one change, which can be taken back as a whole at any time.")) }
                div class="row" {
                    button class="button button-primary" {
                        (icon("paperclip")) (tf("Attach it to {what}", &[("what", &words::counted(plan.free.len() as i64, table))]))
                    }
                    (link_button(t("Back to the list"), list, "arrow-left", Look::Quiet, ""))
                }
            }
        }
        @if !plan.there.is_empty() { (there(table, outlook)) }
        @if refused > 0 {
            p { (tn(refused, "{n} record is left out, because you may not see it or attach nothing to it.", "{n} records are left out, because you may not see them or attach nothing to them.")) }
        }
    };
    section(t("What this would do"), None, &body)
}

fn there(table: &Table, outlook: &Outlook) -> Markup {
    let (there, called) = (&outlook.plan.there, &outlook.called);
    let more = there.len().saturating_sub(called.len()) as i64;
    html! {
        p { (tn(there.len() as i64, "{n} record has it already and is left as it is:", "{n} records have it already and are left as they are:")) }
        ul class="stack" {
            @for id in there.iter().take(SHOWN) {
                li { a href=(record_path(table, *id)) { (called.get(id).map_or("", String::as_str)) } }
            }
        }
        @if more > 0 { p class="muted" { (tn(more, "and {n} more", "and {n} more")) } }
    }
}
