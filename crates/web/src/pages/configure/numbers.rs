//! `/system/number-formats`: how catalogue numbers and the like are written, and which collection follows which format.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::formats::own;
use vasculum_domain::rules::number_editor::{self as editor, Format, Sample, Users};
use vasculum_domain::rules::numbers::NumberFormat;
use vasculum_model::names::{collection, text_format};
use vasculum_model::{Error, Issue, Record, Result};
use vasculum_store::{Purpose, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, issues_at, may, one, told};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Span, Table as Shown, TextInput, badge, button, checkbox, data_table,
    field_group, icon, key_value_list, link_button, notice, save_button, section, select, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

const FORMATS: &str = "/system/number-formats";

fn format_at(id: i64) -> String {
    format!("{FORMATS}/{id}")
}

/// What the list shows: formats with who follows them, and the collections.
struct View {
    formats: Vec<(Format, Users)>,
    places: Vec<PlaceRow>,
}

/// A collection with the numbers that it gives.
struct PlaceRow {
    record: Record,
    format: String,
    next: Option<String>,
    /// The names of the other collections that share its series.
    shares: Vec<String>,
}

fn read(tx: &mut Tx<'_>) -> Result<View> {
    let mut formats = Vec::new();
    for format in editor::listed(tx)? {
        let users = editor::users(tx, &format.name)?;
        formats.push((format, users));
    }
    let records = editor::collections(tx)?;
    let named = |id: i64| {
        let place = records.iter().find(|record| record.id == id);
        place.and_then(|place| place.text(collection::COLLECTION_NAME)).unwrap_or("…").to_owned()
    };
    let mut places = Vec::new();
    for record in &records {
        let name = record.text(collection::CATALOG_NUM_FORMAT_NAME).unwrap_or_default().to_owned();
        let pattern = formats.iter().find(|(format, _)| format.name == name).map(|(format, _)| format.pattern.as_str());
        let next = match pattern.and_then(|pattern| NumberFormat::parse(pattern).ok()) {
            Some(format) => editor::next(tx, &name, &format, record.id)?,
            None => None,
        };
        let shares =
            editor::shared(tx, &name, record.id)?.into_iter().filter(|id| *id != record.id).map(named).collect();
        places.push(PlaceRow { record: record.clone(), format: name, next, shares });
    }
    Ok(View { formats, places })
}

/// `GET /system/number-formats`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let view = app.read(visitor.everywhere.clone(), read).await?;
    Ok(list_page(&visitor, StatusCode::OK, &view, done_notice(&params)))
}

fn list_page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>) -> Response {
    let new = may(visitor, text_format::TABLE, "create")
        .then(|| link_button(t("New number format"), &format!("{FORMATS}/new"), "plus", Look::Primary, "c"));
    let content = Page {
        title: t("Number formats"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        actions: new,
        notices,
        body: html! {
            div class="work" {
                (section(t("Formats"), None, &formats(view)))
                (section(t("Catalog numbers of collections"), None, &places(visitor, view)))
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn formats(view: &View) -> Markup {
    let columns = [
        Column { label: t("Name"), ..Column::default() },
        Column { label: t("Looks like"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("What it is for"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Followed by"), kind: ColumnKind::Wide, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = view
        .formats
        .iter()
        .map(|(format, users)| Row {
            label: &format.name,
            cells: vec![
                html! { @match format.id { Some(id) => a href=(format_at(id)) { (format.name) }, None => (format.name) } },
                html! { span class="mono" { (placeholder(&format.pattern)) } },
                html! { (format.title) },
                html! { (followers(format, users).join(", ")) },
            ],
            ..Row::default()
        })
        .collect();
    data_table(
        WORDS,
        &Shown { caption: t("Number formats"), columns: &columns, rows: &rows, tick_name: "", stacks: true },
    )
}

fn placeholder(pattern: &str) -> String {
    NumberFormat::parse(pattern).map_or_else(|_| pattern.to_owned(), |format| format.placeholder())
}

/// Who follows a format: collections, types of objects, fields of other tables.
fn followers(format: &Format, users: &Users) -> Vec<String> {
    let field = |field: &String| match field.split_once('.') {
        Some((table, name)) => format!("{}: {}", words::label(table), words::label(name)),
        None => field.clone(),
    };
    let places = users.collections.iter().map(|(_, name)| name.clone());
    let types = users.types.iter().map(|(_, name)| tf("type {name}", &[("name", name)]));
    let mut fields: Vec<&String> = format.fields.iter().chain(&users.fields).collect();
    fields.sort();
    fields.dedup();
    places.chain(types).chain(fields.into_iter().map(field)).collect()
}

fn places(visitor: &Visitor, view: &View) -> Markup {
    let may_choose = !visitor.everywhere.read_only && visitor.everywhere.may_somewhere("/table/collection", "update");
    let columns = [
        Column { label: t("Collection"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Next number"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Shares its series with"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Format"), kind: ColumnKind::Wide, ..Column::default() },
    ];
    let names: Vec<&str> =
        view.places.iter().map(|place| place.record.text(collection::COLLECTION_NAME).unwrap_or_default()).collect();
    let rows: Vec<Row<'_>> = view
        .places
        .iter()
        .zip(&names)
        .map(|(place, name)| Row {
            label: name,
            cells: vec![
                html! { (name) },
                html! { @match &place.next { Some(next) => span class="mono" { (next) }, None => span class="muted" { (t("not filled in")) } } },
                html! { (place.shares.join(", ")) },
                html! { (chosen(view, place, name, may_choose)) },
            ],
            ..Row::default()
        })
        .collect();
    let table = Shown { caption: t("Collections"), columns: &columns, rows: &rows, tick_name: "", stacks: true };
    html! {
        p class="muted" { (t("Where a format counts up, an empty catalog number is filled in when a record is saved. A format that does not count up, such as CatalogNumberString, leaves it to people.")) }
        (data_table(WORDS, &table))
        @if may_share(visitor) && view.places.len() > 1 { (sharing(view)) }
    }
}

fn may_share(visitor: &Visitor) -> bool {
    !visitor.everywhere.read_only && visitor.everywhere.may("/table/autonumberingscheme", "update", None)
}

/// The choice of a collection's format.
fn chosen(view: &View, place: &PlaceRow, name: &str, may_choose: bool) -> Markup {
    if !may_choose {
        return html! { (place.format) };
    }
    let choices: Vec<Choice<'_>> = view
        .formats
        .iter()
        .map(|(format, _)| Choice { value: &format.name, label: &format.name, is_chosen: format.name == place.format })
        .collect();
    let id = format!("format-{}", place.record.id);
    let label = tf("Format of {name}", &[("name", &name)]);
    let is_unknown = !choices.iter().any(|choice| choice.is_chosen);
    html! {
        form class="row" method="post" action={ (FORMATS) "/collections" } {
            input type="hidden" name="collection" value=(place.record.id);
            label class="hidden-words" for=(id) { (label) }
            span class="select" {
                select class="input" id=(id) name="format" {
                    @if is_unknown { option value="" selected { (place.format) } }
                    @for choice in &choices { option value=(choice.value) selected[choice.is_chosen] { (choice.label) } }
                }
                (icon("chevron-down"))
            }
            (button(t("Choose"), "", Look::Normal, "", ""))
        }
    }
}

/// The form by which collections share one series.
fn sharing(view: &View) -> Markup {
    let mut in_use: Vec<&str> = view.places.iter().map(|place| place.format.as_str()).collect();
    in_use.sort_unstable();
    in_use.dedup();
    in_use.retain(|name| view.places.iter().filter(|place| place.format == *name).count() > 1);
    if in_use.is_empty() {
        return html! {};
    }
    let choices: Vec<Choice<'_>> =
        in_use.iter().map(|name| Choice { value: name, label: name, is_chosen: false }).collect();
    html! {
        form class="row" method="post" action={ (FORMATS) "/series" } {
            label for="series" { (t("All collections that follow")) }
            (select(&Field::new("series", ""), None, &choices))
            (button(t("share one series"), "link", Look::Normal, "share", "yes"))
            (button(t("have their own"), "", Look::Normal, "share", "no"))
        }
    }
}

/// `POST /system/number-formats/collections`: a collection follows another format.
pub async fn choose(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let (place, name) = (one(&sent, "collection").parse().unwrap_or(0), one(&sent, "format").to_owned());
    let purpose = Purpose::new("save", format!("Chose the number format {name}"));
    let done = app.write(visitor.everywhere.clone(), purpose, move |tx| editor::choose(tx, place, &name)).await;
    again(&app, &visitor, done).await
}

/// `POST /system/number-formats/series`: the collections that follow a format share one series, or do not.
pub async fn share(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let (name, is_shared) = (one(&sent, "series").to_owned(), one(&sent, "share") == "yes");
    let purpose = Purpose::new("save", format!("Changed who shares the numbers of {name}"));
    let done = app
        .write(visitor.everywhere.clone(), purpose, move |tx| {
            let users = editor::users(tx, &name)?;
            let ids: Vec<i64> = users.collections.iter().map(|(id, _)| *id).filter(|_| is_shared).collect();
            editor::share(tx, &name, &ids)
        })
        .await;
    again(&app, &visitor, done).await
}

async fn again(app: &App, visitor: &Visitor, done: Result<()>) -> Result<Response, Refused> {
    match done {
        Ok(()) => Ok(go(&format!("{FORMATS}?done=saved"))),
        Err(error) => {
            let (status, said, _) = told(error, t("Nothing was changed."))?;
            let view = app.read(visitor.everywhere.clone(), read).await?;
            Ok(list_page(visitor, status, &view, Some(said)))
        }
    }
}

/// What the editor of a format shows.
struct Editor {
    format: Format,
    version: Option<i64>,
    users: Users,
    trial: Option<Trial>,
    may_save: bool,
    may_everywhere: bool,
}

/// A format held against the numbers of the collection that one works in.
struct Trial {
    looks: String,
    next: Option<String>,
    sample: Sample,
}

fn open(tx: &mut Tx<'_>, format: Format, version: Option<i64>, may_save: bool) -> Result<Editor> {
    let here = tx.access().collection;
    let trial = match (NumberFormat::parse(&format.pattern), here) {
        (Ok(pattern), Some(here)) => Some(Trial {
            looks: pattern.placeholder(),
            next: editor::next(tx, &format.name, &pattern, here)?,
            sample: super::or_default(editor::sample(tx, &pattern, here))?,
        }),
        _ => None,
    };
    let users = if format.name.is_empty() { Users::default() } else { editor::users(tx, &format.name)? };
    Ok(Editor { users, trial, version, may_save, may_everywhere: own::may_everywhere(tx), format })
}

/// `GET /system/number-formats/new`.
pub async fn show_new(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let may_save = may(&visitor, text_format::TABLE, "create");
    let format = Format { pattern: "\"F-\",numeric(5)".to_owned(), ..Format::default() };
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, format, None, may_save)).await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], None))
}

/// `GET /system/number-formats/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let may_save = may(&visitor, text_format::TABLE, "update");
    let shown = app
        .read(visitor.access.clone(), move |tx| {
            let format = editor::listed(tx)?.into_iter().find(|format| format.id == Some(id));
            let format = format.ok_or_else(|| Error::not_found(format!("There is no number format {id}.")))?;
            let version = tx.find(text_format::TABLE, id)?.map(|record| record.version());
            open(tx, format, version, may_save)
        })
        .await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], done_notice(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, shown: &Editor, issues: &[Issue], notices: Option<Markup>) -> Response {
    let format = &shown.format;
    let action = format.id.map_or(FORMATS.to_owned(), format_at);
    let can_go = format.id.is_some() && shown.users.is_empty() && may(visitor, text_format::TABLE, "delete");
    let content = Page {
        title: if format.id.is_some() { &format.name } else { t("New number format") },
        badges: (!shown.may_save).then(|| badge(Level::Neutral, t("Read only"))),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Number formats"), FORMATS)],
        actions: shown.may_save.then(|| save_button(t("Save"), "number-format")),
        notices,
        body: html! {
            div class="with-aside" {
                div class="work" {
                    form id="number-format" class="form" method="post" action=(action) data-main data-guard {
                        @if let Some(version) = shown.version { input type="hidden" name="version" value=(version); }
                        (fields(shown, issues))
                        div class="row" { (button(t("Try it"), "flask-conical", Look::Normal, "try", "yes")) }
                    }
                    (section(t("Parts of a format"), None, &parts()))
                    @if can_go {
                        form class="row" method="post" action={ (action) "/delete" } { (button(t("Delete this format"), "trash-2", Look::Danger, "", "")) }
                    }
                }
                aside class="aside" aria-label=(t("Examples")) { (trial(shown)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn fields(shown: &Editor, issues: &[Issue]) -> Markup {
    let format = &shown.format;
    let (name, pattern, fields) =
        (issues_at(issues, "name"), issues_at(issues, "pattern"), issues_at(issues, "fields"));
    let name = Field { is_required: true, issues: &name, ..Field::new("name", t("Name")) };
    let pattern_help = t("Parts, separated by commas, for example \"F-\",year,\"-\",numeric(5).");
    let pattern = Field {
        is_required: true,
        help: pattern_help,
        issues: &pattern,
        span: Span::All,
        ..Field::new("pattern", t("Format"))
    };
    let fields_help = t("Fields of other tables, separated by commas, for example Loan.loanNumber.");
    let fields =
        Field { help: fields_help, issues: &fields, span: Span::All, ..Field::new("fields", t("Also the format of")) };
    field_group(
        t("Number format"),
        "",
        None,
        false,
        &html! {
            (text_field(WORDS, &name, &TextInput { value: &format.name, length_max: 64, ..TextInput::default() }))
            (text_field(WORDS, &Field::new("title", t("What it is for")), &TextInput { value: &format.title, length_max: 128, ..TextInput::default() }))
            (text_field(WORDS, &pattern, &TextInput { value: &format.pattern, ..TextInput::default() }))
            @if shown.may_everywhere {
                (checkbox(WORDS, &Field { span: Span::All, ..Field::new("everywhere", t("For the whole institution")) }, format.everywhere))
                (text_field(WORDS, &fields, &TextInput { value: &format.fields.join(", "), ..TextInput::default() }))
            }
        },
    )
}

/// What a format can be made of.
fn parts() -> Markup {
    let part = |name: &'static str, about: &'static str| (name, html! { (about) });
    key_value_list(&[
        part("\"F-\"", t("exactly this text")),
        part("numeric(5)", t("five digits that count up; the next number is filled in")),
        part("digits(5)", t("five digits")),
        part("year", t("the year; the present one is filled in")),
        part("alpha(3)", t("three letters A to Z")),
        part("alphanumeric(3)", t("three letters or digits")),
        part("anychar(3)", t("three characters of any kind")),
        part("regex(\"[A-Z]+\")", t("what the pattern matches")),
        part("text", t("anything at all")),
    ])
}

/// The format held against what stands in the collection.
fn trial(shown: &Editor) -> Markup {
    let Some(trial) = &shown.trial else {
        return html! { (notice(WORDS, Level::Info, t("Examples are shown as soon as the format can be read."), "", None)) };
    };
    let sample = &trial.sample;
    let facts = [
        (t("Looks like"), html! { span class="mono" { (trial.looks) } }),
        (
            t("Next number"),
            html! {
                @match &trial.next { Some(next) => span class="mono" { (next) }, None => span class="muted" { (t("not filled in")) } }
            },
        ),
    ];
    let list = |numbers: &[String]| html! { ul class="stack" { @for number in numbers { li { span class="mono" { (number) } } } } };
    let fitting = tf(
        "{n} of the latest {total} numbers of this collection",
        &[("n", &words::number(sample.fitting as i64)), ("total", &words::number(sample.looked_at as i64))],
    );
    html! {
        (section(t("This format"), None, &key_value_list(&facts)))
        @if sample.looked_at > 0 {
            (section(t("These fit"), None, &html! { p class="muted" { (fitting) } (list(&sample.examples)) }))
        }
        @if !sample.others.is_empty() { (section(t("These do not"), None, &list(&sample.others))) }
        @let followers = followers(&shown.format, &shown.users);
        @if !followers.is_empty() { (section(t("Followed by"), None, &html! { ul class="stack" { @for one in &followers { li { (one) } } } })) }
    }
}

fn of_form(id: Option<i64>, sent: &Pairs) -> Format {
    let fields = one(sent, "fields").split(',').map(|field| field.trim().to_owned());
    Format {
        id,
        name: one(sent, "name").trim().to_owned(),
        pattern: one(sent, "pattern").trim().to_owned(),
        title: one(sent, "title").trim().to_owned(),
        fields: fields.filter(|field| !field.is_empty()).collect(),
        everywhere: one(sent, "everywhere") == "yes",
    }
}

/// `POST /system/number-formats`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/number-formats/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    let format = of_form(id, &sent);
    let may_save = may(visitor, text_format::TABLE, if id.is_some() { "update" } else { "create" });
    let seen: Option<i64> = one(&sent, "version").parse().ok();
    let (mut status, mut said, mut issues) = (StatusCode::OK, None, format.issues());
    if one(&sent, "try") != "yes" {
        let kept = format.clone();
        let purpose = Purpose::new("save", format!("Changed number format {}", kept.name));
        let done = app
            .write(visitor.access.clone(), purpose, move |tx| {
                if let (Some(id), Some(seen)) = (id, seen) {
                    tx.get_unchanged(text_format::TABLE, id, Some(seen))?;
                }
                Ok(editor::save(tx, &kept)?.id)
            })
            .await;
        match done {
            Ok(id) => return Ok(go(&format!("{}?done=saved", format_at(id)))),
            Err(error) => {
                let (its_status, words, its_issues) = told(error, t("The format was not saved."))?;
                (status, said, issues) = (its_status, Some(words), its_issues);
            }
        }
    }
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, format, seen, may_save)).await?;
    Ok(page(visitor, status, &shown, &issues, said))
}

/// `POST /system/number-formats/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted a number format");
    let done = app.write(visitor.access.clone(), purpose, move |tx| editor::delete(tx, id)).await;
    match done {
        Ok(()) => Ok(go(&format!("{FORMATS}?done=deleted"))),
        other => again(&app, &visitor, other).await,
    }
}
