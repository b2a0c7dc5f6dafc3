//! `/system/fields`: the fields that the institution added to tables.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::own_fields::{self, RESOURCE, USUAL_LENGTH, can_have};
use vasculum_domain::records::{self, Draft};
use vasculum_model::names::own_field;
use vasculum_model::own::KINDS;
use vasculum_model::{Col, Error, Issue, Kind, Record, Result, Value, model};
use vasculum_store::{Purpose, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, issues_at, one, told};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{list_path, words};
use crate::respond::Refused;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Span, Table as Shown, TextInput, button, data_table, empty_state,
    field_group, link_button, save_button, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tn};

const FIELDS: &str = "/system/fields";

fn field_at(id: i64) -> String {
    format!("{FIELDS}/{id}")
}

/// Whether somebody may add and change fields: only in the whole institution.
fn may(visitor: &Visitor) -> bool {
    !visitor.access.read_only && visitor.access.may(RESOURCE, "update", None)
}

/// What a kind of field is called.
fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::LongText => t("Text of several lines"),
        Kind::Integer => t("Whole number"),
        Kind::Decimal => t("Decimal number"),
        Kind::YesNo => t("Yes or no"),
        Kind::PartialDate => t("Date of day, month or year"),
        Kind::Day => t("Day"),
        Kind::Timestamp => t("Date and time"),
        Kind::Link => t("Link to another record"),
        _ => t("Text of one line"),
    }
}

fn text(field: &Record, column: Col) -> &str {
    field.text(column).unwrap_or_default()
}

/// `GET /system/fields`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let fields = app.read(visitor.access.clone(), |tx| super::or_default(own_fields::all(tx))).await?;
    let new = link_button(t("New field"), &format!("{FIELDS}/new"), "plus", Look::Primary, "c");
    let body = if fields.is_empty() {
        let about = t(
            "What the model has no field for gets one here: a column of its own, in forms, lists, the API and exports the moment it is saved.",
        );
        empty_state("columns-3", t("No own fields yet"), about, may(&visitor).then_some(&new))
    } else {
        table(&fields)
    };
    let content = Page {
        title: t("Own fields"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        actions: may(&visitor).then(|| new.clone()),
        notices: done_notice(&params),
        body: html! { div class="work" { (body) } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn table(fields: &[Record]) -> Markup {
    let column = |label| Column { label, ..Column::default() };
    let columns = [
        column(t("Field")),
        column(t("Table")),
        column(t("Name in the model")),
        column(t("Kind")),
        Column { label: t("Meaning"), kind: ColumnKind::Wide, ..Column::default() },
    ];
    let of = |field: &Record| match model().named(text(field, own_field::TABLE_NAME)) {
        Some(table) => html! { a href=(list_path(table)) { (words::many(table)) } },
        None => html! { (text(field, own_field::TABLE_NAME)) },
    };
    let rows: Vec<Row<'_>> = fields
        .iter()
        .map(|field| Row {
            label: text(field, own_field::CAPTION),
            cells: vec![
                html! { a href=(field_at(field.id)) { (text(field, own_field::CAPTION)) } },
                of(field),
                html! { code { (text(field, own_field::NAME)) } },
                html! { (kind_words(Kind::named(text(field, own_field::KIND)).unwrap_or(Kind::Text))) },
                html! { (text(field, own_field::ABOUT)) },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Shown { caption: t("Own fields"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// What the editor shows.
struct Editor {
    field: Record,
    /// How many records have a value in it.
    in_use: i64,
}

/// `GET /system/fields/new?table=`.
pub async fn show_new(visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let of = one(&params, "table");
    let of = if of.is_empty() { "CollectionObject" } else { of };
    let field = Record::new(own_field::TABLE).with(own_field::TABLE_NAME, of).with(own_field::KIND, "text");
    Ok(page(&visitor, StatusCode::OK, &Editor { field, in_use: 0 }, &[], None))
}

fn open(tx: &mut Tx<'_>, id: i64) -> Result<Editor> {
    let field = tx.get(own_field::TABLE, id)?;
    let in_use = own_fields::in_use(tx, &field)?;
    Ok(Editor { field, in_use })
}

/// `GET /system/fields/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, id)).await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], done_notice(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, shown: &Editor, issues: &[Issue], notices: Option<Markup>) -> Response {
    let field = &shown.field;
    let is_new = field.id == 0;
    let action = if is_new { FIELDS.to_owned() } else { field_at(field.id) };
    let content = Page {
        title: if is_new { t("New field") } else { text(field, own_field::CAPTION) },
        subtitle: text(field, own_field::NAME),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Own fields"), FIELDS)],
        actions: may(visitor).then(|| save_button(t("Save"), "own-field")),
        notices,
        body: html! {
            div class="work" {
                form id="own-field" class="form" method="post" action=(action) data-main data-guard {
                    @if !is_new { input type="hidden" name="version" value=(field.version()); }
                    fieldset class="plain-set" disabled[!may(visitor)] {
                        (of_field(field, issues))
                        (what_it_holds(field, issues))
                    }
                }
                @if !is_new && may(visitor) { (deletion(shown, &action)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn of_field(field: &Record, issues: &[Issue]) -> Markup {
    let at = |name: &'static str| issues_at(issues, name);
    let (caption_at, about_at, term_at) = (at("caption"), at("about"), at("dwcTerm"));
    let caption = Field { is_required: true, issues: &caption_at, ..Field::new("caption", t("Caption")) };
    let help = t("One sentence for those who fill it in.");
    let about = Field { help, issues: &about_at, span: Span::All, ..Field::new("about", t("Meaning")) };
    let help =
        t("Archives publish its values under this term: soilType, or the address of a term of another standard.");
    let term = Field { help, issues: &term_at, ..Field::new("dwcTerm", t("Term in Darwin Core archives")) };
    let line = |field: &Field<'_>, value: &str, length_max| {
        text_field(WORDS, field, &TextInput { value, length_max, ..TextInput::default() })
    };
    field_group(
        t("Field"),
        "",
        None,
        false,
        &html! {
            (line(&caption, text(field, own_field::CAPTION), 128))
            (line(&term, text(field, own_field::DWC_TERM), 255))
            (line(&about, text(field, own_field::ABOUT), 1024))
        },
    )
}

/// What never changes after the field was made.
fn what_it_holds(field: &Record, issues: &[Issue]) -> Markup {
    let is_fixed = field.id != 0;
    let at = |name: &'static str| issues_at(issues, name);
    let issues = [at("tableName"), at("kind"), at("linksTo"), at("maxLength"), at("name")];
    let tables: Vec<(String, &str)> =
        model().tables().filter(|table| can_have(table)).map(|table| (words::many(table), table.name)).collect();
    let choices = |chosen: &str| {
        let mut all: Vec<Choice<'_>> = tables
            .iter()
            .map(|(label, value)| Choice { value, label, is_chosen: value.eq_ignore_ascii_case(chosen) })
            .collect();
        all.sort_by(|one, other| one.label.cmp(other.label));
        all
    };
    let kinds: Vec<Choice<'_>> = KINDS
        .iter()
        .map(|kind| (kind.name(), kind_words(*kind)))
        .map(|(value, label)| Choice { value, label, is_chosen: value == text(field, own_field::KIND) })
        .collect();
    let fixed = |name, label, help, nth: usize| Field {
        is_read_only: is_fixed,
        issues: &issues[nth],
        help,
        ..Field::new(name, label)
    };
    let max = field.int(own_field::MAX_LENGTH).map(|max| max.to_string()).unwrap_or_default();
    let usual = USUAL_LENGTH.to_string();
    let length = Field {
        is_read_only: false,
        ..fixed("maxLength", t("Greatest length of a line"), t("It can only be raised."), 3)
    };
    let name_help = t("Made of the caption if it is empty. Programs know the field by it.");
    let length_input = TextInput { value: &max, placeholder: &usual, length_max: 5, ..TextInput::default() };
    let name_input = TextInput { value: text(field, own_field::NAME), length_max: 60, ..TextInput::default() };
    let fields = html! {
        (select_field(WORDS, &fixed("tableName", t("Table"), "", 0), None, &choices(text(field, own_field::TABLE_NAME))))
        (select_field(WORDS, &fixed("kind", t("Kind"), "", 1), None, &kinds))
        (select_field(WORDS, &fixed("linksTo", t("For a link: to"), "", 2), Some("–"), &choices(text(field, own_field::LINKS_TO))))
        (text_field(WORDS, &length, &length_input))
        (text_field(WORDS, &fixed("name", t("Name in the model"), name_help, 4), &name_input))
    };
    field_group(
        t("What it holds"),
        t("Table, kind and name never change, because values stand in the field."),
        None,
        false,
        &fields,
    )
}

fn deletion(shown: &Editor, action: &str) -> Markup {
    let words = if shown.in_use == 0 {
        t("No record has a value in it.").to_owned()
    } else {
        tn(shown.in_use, "{n} record has a value in it.", "{n} records have a value in it.")
    };
    html! {
        form class="stack" method="post" action={ (action) "/delete" } {
            p { (words) " " (t("Values stay in the database, out of sight; taking the deletion back brings them back.")) }
            div class="row" { (button(t("Delete this field"), "trash-2", Look::Danger, "", "")) }
        }
    }
}

/// What was sent, as a draft; of a field that is there only what can change.
fn draft_of(id: Option<i64>, sent: &Pairs) -> Result<Draft, Error> {
    let version = one(sent, "version").parse().ok();
    let mut draft = match id {
        Some(id) => Draft::of(own_field::TABLE, id, version),
        None => Draft::new(own_field::TABLE),
    };
    let all: &[(&str, Col)] = &[
        ("caption", own_field::CAPTION),
        ("about", own_field::ABOUT),
        ("dwcTerm", own_field::DWC_TERM),
        ("tableName", own_field::TABLE_NAME),
        ("kind", own_field::KIND),
        ("linksTo", own_field::LINKS_TO),
        ("name", own_field::NAME),
    ];
    let sent_ones = all.iter().take(if id.is_some() { 3 } else { all.len() });
    for (name, column) in sent_ones {
        let value = one(sent, name).trim();
        draft.values.push((column.1, if value.is_empty() { Value::Null } else { value.into() }));
    }
    let max = Kind::Integer
        .read(one(sent, "maxLength"))
        .map_err(|words| Error::refused(vec![Issue::error("not-a-number", "maxLength", words)]))?;
    if id.is_none() || !max.is_null() {
        draft.values.push((own_field::MAX_LENGTH.1, max));
    }
    Ok(draft)
}

/// `POST /system/fields`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/fields/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    let purpose = Purpose::new("save", format!("Changed the own field {}", one(&sent, "caption")));
    let done = match draft_of(id, &sent) {
        Ok(draft) => app.write(visitor.access.clone(), purpose, |tx| records::save(tx, draft)).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(saved) => return Ok(go(&format!("{}?done=saved", field_at(saved.record.id)))),
        Err(error) => error,
    };
    let (status, said, issues) = told(error, t("The field was not saved."))?;
    let mut shown = match id {
        Some(id) => app.read(visitor.access.clone(), move |tx| open(tx, id)).await?,
        None => Editor { field: Record::new(own_field::TABLE), in_use: 0 },
    };
    // What was typed is kept.
    if let Ok(draft) = draft_of(id, &sent) {
        for (column, value) in draft.values {
            shown.field.values[usize::from(column)] = value;
        }
    }
    Ok(page(visitor, status, &shown, &issues, Some(said)))
}

/// `POST /system/fields/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted an own field");
    app.write(visitor.access.clone(), purpose, move |tx| records::delete(tx, own_field::TABLE, id, None)).await?;
    Ok(go(&format!("{FIELDS}?done=deleted")))
}
