//! `/system/labels`: the kinds of labels, and writing those of an institution's own.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::formats;
use vasculum_domain::labels::{self, Kind, Label, Own};
use vasculum_model::names::text_format;
use vasculum_model::{Code, Error, Issue, Path, Result, model};
use vasculum_store::{Purpose, Select, Tx};

use super::sheet::{self, Drawing};
use super::{WORDS, called, list_of};
use crate::App;
use crate::pages::sent::{Pairs, is_ticked, one};
use crate::pages::visitor::{Visitor, go};
use crate::pages::{record_path, words};
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Field, Look, Row, Span, Table as Shown, button, checkbox, data_table, field_group, link_button,
    notice, save_button, section, text_area,
};
use crate::ui::frame::Page;
use crate::ui::words::t;

/// Where the kinds of labels stand.
pub(crate) const KINDS: &str = "/system/labels";
/// So many records show what a kind of label does.
const EXAMPLES: u64 = 4;

fn kind_at(id: i64) -> String {
    format!("{KINDS}/{id}")
}

fn may(visitor: &Visitor, action: &str) -> bool {
    visitor.may(action, model().table(text_format::TABLE))
}

/// What was done before a page is come to.
fn done(params: &Pairs) -> Option<Markup> {
    let words = match one(params, "done") {
        "saved" => t("Saved."),
        "deleted" => t("Deleted. It can be brought back from the history at any time."),
        _ => return None,
    };
    Some(notice(WORDS, Level::Success, words, "", None))
}

/// `GET /system/labels`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let own = app.read(visitor.access.clone(), labels::own).await?;
    let may_make = may(&visitor, "create");
    let new = link_button(t("New kind of label"), &format!("{KINDS}/new"), "plus", Look::Primary, "c");
    let content = Page {
        title: t("Labels"),
        breadcrumbs: &[(t("System"), "/system")],
        actions: may_make.then_some(new),
        notices: done(&params),
        body: html! { div class="work" { (table(&visitor, &own, may_make)) } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// One row of the list: what it is called, the kind, the address of its editor if it is the institution's own, its key.
type Listed<'l> = (String, Option<&'l Kind>, Option<String>, String);

fn table(visitor: &Visitor, own: &[Own], may_make: bool) -> Markup {
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Of"), ..Column::default() },
        Column { label: t("Size"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Counts in"), ..Column::default() },
        Column { label: t("File"), ..Column::default() },
    ];
    let mut listed: Vec<(Listed<'_>, &str)> = Vec::new();
    for one in own {
        let place = if one.everywhere { t("whole institution") } else { t("this discipline") };
        listed.push(((one.name.clone(), one.kind.as_ref(), Some(kind_at(one.id)), one.id.to_string()), place));
    }
    for (key, _, kind) in labels::shipped() {
        let usual = kind.is_usual_for(&visitor.look.kind);
        let place = if usual { t("came with Vasculum, usual here") } else { t("came with Vasculum") };
        listed.push(((called(kind).to_owned(), Some(kind), None, (*key).to_owned()), place));
    }
    let rows: Vec<Row<'_>> = listed.iter().map(|(one, place)| row(one, place, may_make)).collect();
    data_table(
        WORDS,
        &Shown { caption: t("Kinds of labels"), columns: &columns, rows: &rows, tick_name: "", stacks: true },
    )
}

fn row<'r>(listed: &'r Listed<'_>, place: &'r str, may_make: bool) -> Row<'r> {
    let (name, kind, href, key) = listed;
    let size = kind.map(|kind| format!("{} × {} mm", kind.sheet.width, kind.sheet.height)).unwrap_or_default();
    Row {
        label: name,
        cells: vec![
            html! { @match href { Some(href) => a href=(href) { (name) }, None => (name) } },
            html! { @if let Some(kind) = kind { (words::many(kind.of())) } @else { (t("can’t be read any more")) } },
            html! { (size) },
            html! { (place) },
            html! {
                a href={ (KINDS) "/" (key) "/file" } { (t("Export")) }
                @if may_make { " · " a href={ (KINDS) "/new?like=" (key) } { (t("Make one like it")) } }
            },
        ],
        ..Row::default()
    }
}

/// What the editor shows.
struct Editor {
    /// The record that keeps it, with its version; nothing for a new one.
    saved: Option<(i64, i64)>,
    file: String,
    everywhere: bool,
    may_save: bool,
    may_everywhere: bool,
    preview: std::result::Result<Preview, Vec<Issue>>,
}

/// The latest records with such labels.
struct Preview {
    kind: Kind,
    labels: Vec<Label>,
}

fn preview(tx: &mut Tx<'_>, file: &str) -> Result<std::result::Result<Preview, Vec<Issue>>> {
    let kind = match labels::parse(file) {
        Ok(kind) => kind,
        Err(error) if error.issues.is_empty() => return Err(error),
        Err(error) => return Ok(Err(error.issues)),
    };
    let latest = Select::all(kind.table).sorted(vec![(Path::parse(kind.of(), "id")?, true)]).at_most(EXAMPLES);
    let records = crate::pages::grid::or_nothing(tx.select(&latest))?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let labels = if ids.is_empty() { Vec::new() } else { labels::written(tx, &kind, &ids, Some(1))? };
    Ok(Ok(Preview { kind, labels }))
}

fn open(tx: &mut Tx<'_>, saved: Option<(i64, i64)>, file: String, everywhere: bool, may_save: bool) -> Result<Editor> {
    let may_everywhere = formats::own::may_everywhere(tx);
    let preview = preview(tx, &file)?;
    Ok(Editor { saved, file, everywhere, may_save, may_everywhere, preview })
}

/// The institution's own kind of label with this id.
fn own(tx: &mut Tx<'_>, id: i64) -> Result<Own> {
    let found = labels::own(tx)?.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| Error::not_found(format!("There is no kind of label {id}.")))
}

/// The file of a kind of label, whoever wrote it.
fn file_of(tx: &mut Tx<'_>, key: &str) -> Result<(String, String)> {
    if let Some((key, file, _)) = labels::shipped().iter().find(|(theirs, ..)| *theirs == key) {
        return Ok(((*key).to_owned(), (*file).to_owned()));
    }
    let id = key.parse().map_err(|_| Error::not_found(format!("There is no kind of label ‘{key}’.")))?;
    let found = own(tx, id)?;
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    Ok((found.name.chars().map(plain).collect(), found.file))
}

/// `GET /system/labels/new`: like another one, or from an example.
pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let may_save = may(&visitor, "create");
    let shown = app
        .read(visitor.access.clone(), move |tx| {
            let file = match one(&params, "like") {
                "" => labels::EXAMPLE.to_owned(),
                key => file_of(tx, key)?.1,
            };
            open(tx, None, file, false, may_save)
        })
        .await?;
    Ok(page(&visitor, StatusCode::OK, &shown, None))
}

/// `GET /system/labels/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let may_save = may(&visitor, "update");
    let shown = app
        .read(visitor.access.clone(), move |tx| {
            let found = own(tx, id)?;
            open(tx, Some((found.id, found.version)), found.file, found.everywhere, may_save)
        })
        .await?;
    Ok(page(&visitor, StatusCode::OK, &shown, done(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, shown: &Editor, notices: Option<Markup>) -> Response {
    let action = shown.saved.map_or(KINDS.to_owned(), |(id, _)| kind_at(id));
    let name = shown.preview.as_ref().map(|preview| preview.kind.name.as_str()).unwrap_or_default();
    let title = if shown.saved.is_some() && !name.is_empty() { name } else { t("Kind of label") };
    let body = html! {
        div class="with-aside" {
            div class="work" {
                form id="label-kind" class="form" method="post" action=(action) data-main data-guard
                    hx-post={ (KINDS) "/preview" } hx-trigger="input delay:400ms" hx-target="#label-preview" {
                    (fields(shown))
                    div class="row" { (button(t("Show examples"), "eye", Look::Normal, "try", "yes")) }
                }
                (after(visitor, shown, &action))
            }
            aside class="aside" aria-label=(t("Examples")) {
                (section(t("As it is printed"), None, &html! { div id="label-preview" { (drawn(shown)) } }))
            }
        }
    };
    let content = Page {
        title,
        breadcrumbs: &[(t("System"), "/system"), (t("Labels"), KINDS)],
        actions: shown.may_save.then(|| save_button(t("Save"), "label-kind")),
        notices,
        body,
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn fields(shown: &Editor) -> Markup {
    let issues: Vec<(Level, &str)> = match &shown.preview {
        Ok(_) => Vec::new(),
        Err(issues) => issues.iter().map(|issue| (Level::Error, issue.words.as_str())).collect(),
    };
    let help = t("The manual says what can stand here. Paste the file of another institution to import it.");
    let file = Field { help, issues: &issues, span: Span::All, is_required: true, ..Field::new("file", t("File")) };
    html! {
        @if let Some((_, version)) = shown.saved { input type="hidden" name="version" value=(version); }
        (field_group(t("Kind of label"), "", None, false, &html! {
            div class="label-file" { (text_area(WORDS, &file, &shown.file)) }
            @if shown.may_everywhere {
                (checkbox(WORDS, &Field { help: t("Otherwise it counts in this discipline alone."), span: Span::All, ..Field::new("everywhere", t("For the whole institution")) }, shown.everywhere))
            }
        }))
    }
}

/// What can be done with a kind of label that is kept.
fn after(visitor: &Visitor, shown: &Editor, action: &str) -> Markup {
    let Some((id, _)) = shown.saved else { return html! {} };
    let history = format!("{}/history", record_path(model().table(text_format::TABLE), id));
    html! {
        div class="row" {
            (link_button(t("Export"), &format!("{action}/file"), "download", Look::Normal, ""))
            (link_button(t("Earlier versions"), &history, "history", Look::Normal, ""))
            @if let Ok(preview) = &shown.preview {
                (link_button(&words::many(preview.kind.of()), &list_of(&preview.kind), "table-2", Look::Quiet, ""))
            }
        }
        @if may(visitor, "delete") {
            form class="row" method="post" action={ (action) "/delete" } { (button(t("Delete this kind of label"), "trash-2", Look::Danger, "", "")) }
        }
    }
}

fn drawn(shown: &Editor) -> Markup {
    match &shown.preview {
        Err(issues) => html! { ul class="stack" { @for issue in issues { li { (issue.words) } } } },
        Ok(preview) if preview.labels.is_empty() => {
            html! { p class="muted" { (t("Examples are shown as soon as there are records.")) } }
        }
        Ok(Preview { kind, labels }) => {
            let mut kind = kind.clone();
            kind.sheet.columns = 1;
            sheet::draw(&Drawing { kind: &kind, labels, skipped: 0 })
        }
    }
}

/// `POST /system/labels/preview`: the examples alone, while somebody types.
pub async fn preview_only(
    State(app): State<App>,
    visitor: Visitor,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let file = one(&sent, "file").to_owned();
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, None, file, false, false)).await?;
    Ok(Html(drawn(&shown).into_string()).into_response())
}

/// `POST /system/labels`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/labels/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    // Forms send line ends as the web wants them; a file keeps plain ones.
    let file = one(&sent, "file").replace("\r\n", "\n");
    let everywhere = is_ticked(&sent, "everywhere");
    let seen: Option<i64> = one(&sent, "version").parse().ok();
    let may_save = may(visitor, if id.is_some() { "update" } else { "create" });
    let (mut status, mut said, mut issues) = (StatusCode::OK, None, Vec::new());
    if one(&sent, "try") != "yes" {
        let kept = file.clone();
        let purpose = Purpose::new("save", "Changed a kind of label");
        let done = app
            .write(visitor.access.clone(), purpose, move |tx| {
                let record = labels::save(tx, id, seen, &kept, everywhere)?;
                let name = record.text(text_format::NAME).unwrap_or_default();
                tx.summarise(format!("Changed the kind of label {name}"));
                Ok(record.id)
            })
            .await;
        match done {
            Ok(id) => return Ok(go(&format!("{}?done=saved", kind_at(id)))),
            Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
                let is_conflict = error.code == Code::Conflict;
                status = if is_conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                let hint = error.hint.as_deref().unwrap_or_default();
                let more = if error.issues.is_empty() { format!("{} {hint}", error.message) } else { String::new() };
                said = Some(notice(WORDS, Level::Error, t("The kind of label was not saved."), more.trim(), None));
                issues = error.issues;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let saved = id.zip(seen);
    let mut shown = app.read(visitor.access.clone(), move |tx| open(tx, saved, file, everywhere, may_save)).await?;
    if !issues.is_empty() {
        shown.preview = Err(issues);
    }
    Ok(page(visitor, status, &shown, said))
}

/// `POST /system/labels/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted a kind of label");
    app.write(visitor.access.clone(), purpose, move |tx| labels::delete(tx, id)).await?;
    Ok(go(&format!("{KINDS}?done=deleted")))
}

/// `GET /system/labels/{id}/file`: a kind of label as a file.
pub async fn export(State(app): State<App>, visitor: Visitor, Place(key): Place<String>) -> Result<Response, Refused> {
    let (name, file) = app.read(visitor.access.clone(), move |tx| file_of(tx, &key)).await?;
    let name = format!("attachment; filename=\"label_{name}.toml\"");
    let headers = [(header::CONTENT_TYPE, "application/toml".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, file).into_response())
}
