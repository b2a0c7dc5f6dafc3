//! `/system/schema`: what tables and fields are called in a discipline, and which are hidden or required.

use std::collections::HashMap;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::rules::numbers::NumberFormat;
use vasculum_domain::schema::{self, Offered, Presented, Schema, Wanted};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::Purpose;

use super::layout::BEHIND;
use super::shape::is_open;
use super::visitor::{Visitor, go};
use super::{captions, history, shown_table, words};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Row, Table as Grown, TextInput, badge, button, checkbox, data_table,
    field_group, folded, icon, notice, save_button, section, select, select_field, text_area, text_field, text_input,
};
use crate::ui::frame::Page;
use crate::ui::language::{Language, language};
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
const HERE: &str = "/system/schema";

type Pairs = Vec<(String, String)>;

fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// The discipline of the collection that somebody works in.
fn discipline(visitor: &Visitor) -> Result<i64> {
    let place = visitor.place().ok_or_else(|| Error::not_found("There is no discipline to configure."))?;
    Ok(place.discipline)
}

/// `GET /system/schema`: the tables.
pub async fn list(visitor: Visitor) -> Result<Response, Refused> {
    discipline(&visitor)?;
    let mut tables: Vec<&'static Table> = model().tables().filter(|table| table.is_shown()).collect();
    tables.sort_by_cached_key(|table| captions::one(&visitor.look, table));
    let own = |table: &&Table| visitor.look.schema.table(table.id).is_some();
    let (configured, rest): (Vec<&Table>, Vec<&Table>) = tables.into_iter().partition(own);
    let body = html! {
        div class="work" {
            p class="muted" { (t("What counts here counts in every collection of the discipline.")) }
            @if !configured.is_empty() { (section(t("Configured"), None, &rows(&visitor, &configured))) }
            (section(t("As in the model"), None, &rows(&visitor, &rest)))
        }
    };
    let content = Page {
        title: t("Captions"),
        breadcrumbs: &[(t("System"), "/system")],
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn rows(visitor: &Visitor, tables: &[&'static Table]) -> Markup {
    let column = |label| Column { label, kind: ColumnKind::Text, sort_href: "", sorted: None };
    let columns = [column(t("Table")), column(t("Name in the model")), column("")];
    let rows: Vec<Row<'_>> = tables
        .iter()
        .map(|table| Row {
            cells: vec![
                html! { a href={ (HERE) "/" (table.name) } title=(table.about) { (captions::one(&visitor.look, table)) } },
                html! { code { (table.name) } },
                html! {
                    @if visitor.look.schema.table(table.id).is_some_and(|presented| presented.is_hidden) { (badge(Level::Neutral, t("Hidden"))) }
                },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Grown { caption: t("Tables"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// What the page of a table shows.
struct View {
    table: &'static Table,
    /// The language of the captions: `de`, `de-CH`.
    language: String,
    /// Languages that have captions already.
    languages: Vec<String>,
    schema: Schema,
    /// The formats and web links that its fields can name.
    offered: Offered,
    may_save: bool,
}

fn wanted_language(params: &Pairs) -> String {
    let asked = one(params, "language").trim();
    if asked.is_empty() { language().key().to_owned() } else { asked.to_owned() }
}

fn href(table: &Table, language: &str) -> String {
    format!("{HERE}/{}?language={}", table.name, escaped(language))
}

/// `GET /system/schema/{table}?language=`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let view = load(&app, &visitor, table, wanted_language(&params)).await?;
    Ok(page(&visitor, StatusCode::OK, &view, history::notice_of(&params)))
}

async fn load(app: &App, visitor: &Visitor, table: &'static Table, language: String) -> Result<View, Refused> {
    let discipline = discipline(visitor)?;
    let access = &visitor.access;
    let may_save = !access.read_only && access.may(schema::RESOURCE, "update", access.collection);
    let view = app
        .read(visitor.access.clone(), move |tx| {
            let schema = schema::load_table(tx, discipline, table.id, &language)?;
            let languages = schema::languages(tx, discipline, table.id)?;
            let offered = schema::offered(tx, table)?;
            Ok(View { table, language, languages, schema, offered, may_save })
        })
        .await?;
    Ok(view)
}

/// `POST /system/schema/{table}?language=`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let (discipline, language) = (discipline(&visitor)?, wanted_language(&params));
    let wanted = read(table, &sent);
    let purpose = Purpose::new("save", format!("Configured the captions of {}", words::many_in_english(table)));
    let into = language.clone();
    let kept = wanted.clone();
    let saved = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            schema::save(tx, discipline, table.id, &into, &wanted)
        })
        .await;
    match saved {
        Ok(((), Some(change))) => Ok(go(&format!("{}&saved={change}", href(table, &language)))),
        Ok(((), None)) => Ok(go(&format!("{}&unchanged=1", href(table, &language)))),
        Err(error) if error.code == Code::Invalid => {
            let mut view = load(&app, &visitor, table, language).await?;
            view.schema = Schema::of(table.id, kept);
            let said = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &view, Some(said)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What was sent: `caption`, `hidden` … for the table, `name.caption` … for each field.
fn read(table: &Table, sent: &Pairs) -> Wanted {
    let mut wanted = Wanted::default();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (name, value) in sent {
        let value = value.replace('\r', "").trim().to_owned();
        let Some((field, setting)) = name.split_once('.') else {
            set(&mut wanted.table, name, value);
            continue;
        };
        if !schema::has(table, field) {
            continue;
        }
        let place = *places.entry(field).or_insert_with(|| {
            wanted.fields.push((field.to_owned(), Presented::default()));
            wanted.fields.len() - 1
        });
        set(&mut wanted.fields[place].1, setting, value);
    }
    wanted
}

fn set(presented: &mut Presented, setting: &str, value: String) {
    match setting {
        "caption" => presented.caption = value,
        "description" => presented.description = value,
        "hidden" => presented.is_hidden = value == "yes",
        "required" => presented.is_required = value == "yes",
        "format" => presented.format = value,
        "picklist" => presented.pick_list = value,
        "weblink" => presented.web_link = value,
        _ => {}
    }
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let name = captions::one(&visitor.look, view.table);
    let title = tf("Captions: {table}", &[("table", &name)]);
    let notices = html! {
        @if let Some(said) = &said { (said) }
        @if !view.may_save { (notice(WORDS, Level::Info, t("You may look at the captions and not change them."), "", None)) }
    };
    let content = Page {
        title: &title,
        subtitle: view.table.name,
        breadcrumbs: &[(t("System"), "/system"), (t("Captions"), HERE)],
        actions: view.may_save.then(|| save_button(t("Save"), "schema")),
        notices: (said.is_some() || !view.may_save).then_some(notices),
        body: html! {
            div class="work" {
                (languages(view))
                form id="schema" class="form" method="post" action=(href(view.table, &view.language)) data-main data-guard {
                    fieldset class="plain-set" disabled[!view.may_save] {
                        (of_table(view))
                        (section(t("Fields and links"), None, &of_fields(visitor, view)))
                    }
                }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

/// The choice of the language that the captions are in; any other one can be written.
fn languages(view: &View) -> Markup {
    let mut known: Vec<(String, String)> =
        Language::ALL.iter().map(|one| (one.key().to_owned(), one.own_name().to_owned())).collect();
    for other in view.languages.iter().chain(std::iter::once(&view.language)) {
        if !known.iter().any(|(key, _)| key == other) {
            known.push((other.clone(), other.clone()));
        }
    }
    let words = |key: &str, name: &str| {
        if view.languages.iter().any(|has| has == key) { format!("{name} ✓") } else { name.to_owned() }
    };
    let labels: Vec<String> = known.iter().map(|(key, name)| words(key, name)).collect();
    let choices: Vec<Choice<'_>> = known
        .iter()
        .zip(&labels)
        .map(|((key, _), label)| Choice { value: key, label, is_chosen: *key == view.language })
        .collect();
    let field = Field::new("language", t("Language of the captions"));
    html! {
        form class="design-add design-language" method="get" action={ (HERE) "/" (view.table.name) } {
            div class="field" { label class="label" for="language" { (field.label) } (select(&field, None, &choices)) }
            (button(t("Show"), "", crate::ui::components::Look::Normal, "", ""))
        }
    }
}

fn of_table(view: &View) -> Markup {
    let none = Presented::default();
    let own = view.schema.table(view.table.id).unwrap_or(&none);
    let usual = words::label(view.table.name);
    let caption = Field::new("caption", t("Caption"));
    let input = TextInput { value: &own.caption, placeholder: &usual, length_max: 2048, ..TextInput::default() };
    let fields = html! {
        (text_field(WORDS, &caption, &input))
        (checkbox(WORDS, &Field { help: t("Left out of lists of tables."), ..Field::new("hidden", t("Hidden")) }, own.is_hidden))
        (text_area(WORDS, &Field { help: view.table.about, span: crate::ui::components::Span::All, ..Field::new("description", t("Description")) }, &own.description))
    };
    field_group(t("Table"), "", None, false, &fields)
}

/// The groups in which the fields of a table stand: those that mean something, spare ones, the program's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Told,
    Spare,
    Behind,
}

/// A field or link of a table: its name, what it means, whether it holds a plain value, its group.
type Line = (&'static str, &'static str, bool, Group);

fn lines(visitor: &Visitor, view: &View) -> Vec<Line> {
    let table = view.table;
    let group = |at: u16| {
        let column = table.at(at);
        let is_named = view.schema.field(table.id, column.name).is_some_and(|own| *own != Presented::default());
        if is_named {
            Group::Told
        } else if column.spare {
            Group::Spare
        } else if BEHIND.contains(&column.name) {
            Group::Behind
        } else {
            Group::Told
        }
    };
    let open = (0..table.columns.len() as u16).filter(|at| is_open(table, *at));
    let mut lines: Vec<Line> =
        open.map(|at| (table.at(at).name, table.at(at).about, table.at(at).link.is_none(), group(at))).collect();
    let shown = table.many.iter().filter(|many| model().table(many.of).is_shown());
    lines.extend(shown.map(|many| (many.name, many.about, false, Group::Told)));
    lines.sort_by_cached_key(|(name, ..)| vasculum_store::fold(&captions::field(&visitor.look, table, name)));
    lines
}

/// One line a field: its name in the model, then what can be said of it.
fn of_fields(visitor: &Visitor, view: &View) -> Markup {
    let lists = visitor.look.pick_lists();
    let lines = lines(visitor, view);
    let of = |wanted: Group| {
        html! {
            div class="schema-fields" {
                @for (name, about, is_plain, _) in lines.iter().filter(|(.., group)| *group == wanted) {
                    (of_field(view, name, about, *is_plain, &lists))
                }
            }
        }
    };
    html! {
        (of(Group::Told))
        @for (group, title) in [(Group::Spare, t("Spare fields")), (Group::Behind, t("Fields that the program fills in"))] {
            @if lines.iter().any(|(.., theirs)| *theirs == group) { (folded(title, false, &of(group))) }
        }
    }
}

fn of_field(view: &View, name: &'static str, about: &'static str, is_plain: bool, lists: &[&str]) -> Markup {
    let none = Presented::default();
    let own = view.schema.field(view.table.id, name).unwrap_or(&none);
    let is_required_by_model = view.table.column(name).is_some_and(|at| view.table.at(at).required);
    let usual = words::label(name);
    let called = |setting: &str| format!("{name}.{setting}");
    let line =
        |setting: &str, label: &'static str, value: &str, placeholder: &str, max: usize, suggestions: &[&str]| {
            let control = called(setting);
            let field = Field::new(&control, label);
            let input = TextInput { value, placeholder, length_max: max, suggestions, ..TextInput::default() };
            html! { div class="field" { label class="label" for=(control) { (label) } (text_input(&field, &input)) } }
        };
    let tick = |setting: &str, label: &'static str, is_on: bool| {
        let control = called(setting);
        checkbox(WORDS, &Field::new(&control, label), is_on)
    };
    let is_set = *own != none;
    html! {
        fieldset class="schema-field" {
            legend { (usual) " " code class="muted" { (name) } @if own.is_hidden { " " (badge(Level::Neutral, t("Hidden"))) } }
            (line("caption", t("Caption"), &own.caption, &usual, 2048, &[]))
            (line("description", t("Description"), &own.description, about, 2048, &[]))
            div class="schema-ticks" {
                (tick("hidden", t("Hidden"), own.is_hidden))
                @if is_required_by_model { span class="muted" { (t("Always required")) } }
                @else { (tick("required", t("Required"), own.is_required)) }
            }
            @let (formats, links) = (format_choice(view, name, own), link_choice(view, name, own));
            @if is_plain || formats.is_some() || links.is_some() {
                details class="design-settings" open[is_set && !(own.format.is_empty() && own.pick_list.is_empty() && own.web_link.is_empty())] {
                    summary { (icon("chevron-right")) (t("Pick list, format, web link")) }
                    div class="fields" {
                        @if is_plain { (line("picklist", t("Pick list"), &own.pick_list, "", 64, lists)) }
                        @if let Some(formats) = &formats { (formats) }
                        @if let Some(links) = &links { (links) }
                    }
                }
            }
        }
    }
}

/// The choice of the number format that a field follows, or of the format by which the record behind a link is shown;
/// nothing for a field that can follow none.
fn format_choice(view: &View, name: &str, own: &Presented) -> Option<Markup> {
    let is_offered = schema::takes_format(view.table, name);
    let looks = |pattern: &str| NumberFormat::parse(pattern).map_or_else(|_| pattern.to_owned(), |it| it.placeholder());
    let offered: Vec<(String, String)> = view
        .offered
        .number_formats
        .iter()
        .filter(|_| is_offered)
        .map(|(name, pattern)| (name.clone(), format!("{name}: {}", looks(pattern))))
        .chain(view.offered.formats_of(view.table, name).into_iter().map(|it| (it.to_owned(), it.to_owned())))
        .collect();
    choice(&format!("{name}.format"), t("Format"), &own.format, &offered)
}

/// The choice of the web link that stands beside a field; nothing where the table has none.
fn link_choice(view: &View, name: &str, own: &Presented) -> Option<Markup> {
    let is_column = view.table.column(name).is_some();
    let links = view.offered.web_links.iter().filter(|_| is_column);
    let offered: Vec<(String, String)> = links.map(|link| (link.clone(), link.clone())).collect();
    choice(&format!("{name}.weblink"), t("Web link"), &own.web_link, &offered)
}

/// A choice among names; a name that stands there and is not offered any more can stay. Nothing where there is nothing
/// to choose.
fn choice(control: &str, label: &'static str, now: &str, offered: &[(String, String)]) -> Option<Markup> {
    let mut choices: Vec<Choice<'_>> =
        offered.iter().map(|(value, words)| Choice { value, label: words, is_chosen: value == now }).collect();
    let unknown = tf("{name} (there is none of this name)", &[("name", &now)]);
    if !now.is_empty() && !choices.iter().any(|choice| choice.is_chosen) {
        choices.push(Choice { value: now, label: &unknown, is_chosen: true });
    }
    (!choices.is_empty()).then(|| select_field(WORDS, &Field::new(control, label), Some("—"), &choices))
}
