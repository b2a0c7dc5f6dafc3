//! `/system/pick-lists`: the lists of values that forms offer.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::picklists::{self, Edited, Item, Source, Use};
use vasculum_model::names::{pick_list, pick_list_item};
use vasculum_model::{Code, Issue, Path, Record, Result, model};
use vasculum_store::{Purpose, Select, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, issues_at, may, one, row_numbers, told};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{list_path, words};
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Confirm, Field, Look, Row, Span, Table, TextInput, badge, checkbox, confirm_panel,
    data_table, field_group, icon, link_button, save_button, section, select_field, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

const LISTS: &str = "/system/pick-lists";

fn list_at(id: i64) -> String {
    format!("{LISTS}/{id}")
}

/// What a source is called.
fn source_words(source: Source) -> &'static str {
    match source {
        Source::Items => t("Its own values"),
        Source::Table => t("The records of a table"),
        Source::Field => t("The values of a field"),
    }
}

/// `GET /system/pick-lists`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let lists = app
        .read(visitor.access.clone(), |tx| {
            let name = Path::parse(model().table(pick_list::TABLE), "name")?;
            let lists = tx.select(&Select::all(pick_list::TABLE).sorted(vec![(name, false)]))?;
            let of_list = Path::parse(model().table(pick_list_item::TABLE), "pickList")?;
            let counts = tx.tally(&Select::all(pick_list_item::TABLE), &of_list, u64::MAX >> 1)?;
            Ok((lists, counts))
        })
        .await?;
    let (lists, counts) = lists;
    let count = |list: &Record| counts.iter().find(|(id, _)| id.int() == Some(list.id)).map_or(0, |(_, count)| *count);
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Values come from"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Values"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("People may add"), ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = lists
        .iter()
        .map(|list| {
            let source = Source::numbered(list.int(pick_list::TYPE));
            Row {
                label: list.text(pick_list::NAME).unwrap_or_default(),
                cells: vec![
                    html! { a href=(list_at(list.id)) { (list.text(pick_list::NAME).unwrap_or_default()) } },
                    html! { (drawn_from(list, source)) },
                    html! { @if source == Source::Items { (words::number(count(list))) } },
                    html! { @if !list.is(pick_list::READ_ONLY) { (t("yes")) } },
                ],
                ..Row::default()
            }
        })
        .collect();
    let table = Table { caption: t("Pick lists"), columns: &columns, rows: &rows, tick_name: "", stacks: true };
    let new = may(&visitor, pick_list::TABLE, "create")
        .then(|| link_button(t("New pick list"), &format!("{LISTS}/new"), "plus", Look::Primary, "c"));
    let content = Page {
        title: t("Pick lists"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        actions: new,
        notices: done_notice(&params),
        body: html! { div class="work" { (data_table(WORDS, &table)) } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn drawn_from(list: &Record, source: Source) -> String {
    let table = list.text(pick_list::TABLE_NAME).and_then(|name| model().named(name));
    match (source, table) {
        (Source::Table, Some(table)) => words::many(table),
        (Source::Field, Some(table)) => {
            let field = list.text(pick_list::FIELD_NAME).unwrap_or_default();
            let column = table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(field));
            format!("{}: {}", words::many(table), column.map(words::column_label).unwrap_or_default())
        }
        _ => source_words(source).to_owned(),
    }
}

/// What the editor shows.
struct Editor {
    /// The record; nothing for a new list.
    record: Option<Record>,
    edited: Edited,
    /// Values of a list that is drawn from records.
    sample: Vec<(String, Option<i64>)>,
    uses: Vec<Use>,
    may_save: bool,
}

/// `GET /system/pick-lists/new`.
pub async fn show_new(visitor: Visitor) -> Response {
    let may_save = may(&visitor, pick_list::TABLE, "create");
    let edited = Edited { sort: 2, ..Edited::default() };
    let editor = Editor { record: None, edited, sample: Vec::new(), uses: Vec::new(), may_save };
    page(&visitor, StatusCode::OK, &editor, &[], None)
}

/// `GET /system/pick-lists/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let editor = read(&app, &visitor, Some(id), None).await?;
    Ok(page(&visitor, StatusCode::OK, &editor, &[], done_notice(&params)))
}

async fn read(app: &App, visitor: &Visitor, id: Option<i64>, sent: Option<Edited>) -> Result<Editor> {
    let action = if id.is_some() { "update" } else { "create" };
    let may_save = may(visitor, pick_list::TABLE, action);
    app.read(visitor.access.clone(), move |tx: &mut Tx<'_>| {
        let record = match id {
            Some(id) => Some(tx.get(pick_list::TABLE, id)?),
            None => None,
        };
        let stored = match &record {
            Some(record) => Edited::of(tx, record)?,
            None => Edited::default(),
        };
        let uses = match &record {
            Some(record) => picklists::uses(tx, record)?,
            None => Vec::new(),
        };
        let edited = sent.unwrap_or(stored);
        let sample = picklists::sample(tx, &edited)?;
        Ok(Editor { record, edited, sample, uses, may_save })
    })
    .await
}

fn page(visitor: &Visitor, status: StatusCode, editor: &Editor, issues: &[Issue], notices: Option<Markup>) -> Response {
    let list = &editor.edited;
    let action = editor.record.as_ref().map_or(LISTS.to_owned(), |record| list_at(record.id));
    let is_system = editor.record.as_ref().is_some_and(|record| record.is(pick_list::IS_SYSTEM));
    let title = if editor.record.is_some() { list.name.as_str() } else { t("New pick list") };
    let can_go = editor.record.is_some() && !is_system && may(visitor, pick_list::TABLE, "delete");
    let content = Page {
        title,
        badges: is_system.then(|| badge(Level::Neutral, t("Came with the program"))),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Pick lists"), LISTS)],
        actions: Some(html! {
            @if can_go { (link_button(t("Delete"), &format!("{action}/delete"), "trash-2", Look::Danger, "")) }
            @if editor.may_save { (save_button(t("Save"), "pick-list")) }
        }),
        notices,
        body: html! {
            div class="with-aside" {
                form id="pick-list" class="work form" method="post" action=(action) data-main data-guard {
                    @if let Some(record) = &editor.record { input type="hidden" name="version" value=(record.version()); }
                    (head(list, is_system, issues))
                    @if list.source == Source::Items { (items(editor, issues)) } @else { (sample(editor)) }
                }
                aside class="aside" aria-label=(t("About this pick list")) {
                    (section(t("Used by"), None, &uses(&editor.uses)))
                }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn head(list: &Edited, is_system: bool, issues: &[Issue]) -> Markup {
    let sources = [Source::Items, Source::Table, Source::Field].map(|source| (source.number().to_string(), source));
    let sources: Vec<Choice<'_>> = sources
        .iter()
        .map(|(value, source)| Choice { value, label: source_words(*source), is_chosen: *source == list.source })
        .collect();
    let sorts = [("2", t("In the order below")), ("1", t("By their words")), ("0", t("As they were added"))];
    let sorts = sorts.map(|(value, label)| Choice { value, label, is_chosen: value == list.sort.to_string() });
    let limit = list.size_limit.map(|limit| limit.to_string()).unwrap_or_default();
    let at = |name: &'static str| issues_at(issues, name);
    let (name, table, field, size) = (at("name"), at("tableName"), at("fieldName"), at("sizeLimit"));
    let name = Field { is_required: true, is_read_only: is_system, issues: &name, ..Field::new("name", t("Name")) };
    let table_help = t("Only for lists from a table or a field, for example PrepType.");
    let tables: Vec<&str> = model().tables().filter(|table| table.is_shown()).map(|table| table.name).collect();
    let table = Field { help: table_help, issues: &table, ..Field::new("tableName", t("Table")) };
    let field_help = t("Only for lists from a field, for example text1.");
    let field = Field { help: field_help, issues: &field, ..Field::new("fieldName", t("Field")) };
    let size = Field { issues: &size, ..Field::new("sizeLimit", t("Most values")) };
    let closed = Field {
        help: t("Then forms offer a choice and nothing else; otherwise other values can be written too."),
        span: Span::All,
        ..Field::new("readOnly", t("Only the values of the list"))
    };
    field_group(
        t("Pick list"),
        "",
        None,
        true,
        &html! {
            (text_field(WORDS, &name, &TextInput { value: &list.name, length_max: 64, ..TextInput::default() }))
            (select_field(WORDS, &Field::new("type", t("Values come from")), None, &sources))
            (select_field(WORDS, &Field::new("sortType", t("Order")), None, &sorts))
            (text_field(WORDS, &table, &TextInput { value: &list.table, suggestions: &tables, ..TextInput::default() }))
            (text_field(WORDS, &field, &TextInput { value: &list.field, ..TextInput::default() }))
            (text_field(WORDS, &size, &TextInput { value: &limit, ..TextInput::default() }))
            (checkbox(WORDS, &closed, list.read_only))
        },
    )
}

fn items(editor: &Editor, issues: &[Issue]) -> Markup {
    let used = |item: &Item| -> i64 {
        let counts = editor.uses.iter().flat_map(|one| &one.values);
        counts.filter(|(value, _)| value == item.stored()).map(|(_, count)| count).sum()
    };
    let list = &editor.edited;
    let more = Field {
        help: t(
            "One a line. A tab, or an equals sign with spaces around it, parts what is stored from what people read. Values that are there already are left out.",
        ),
        span: Span::All,
        ..Field::new("text", t("Add from a text"))
    };
    html! {
        section class="section" data-rows="items" {
            div class="section-head" {
                h2 { (t("Values")) }
                span class="muted figures" data-rows-count { (list.items.len()) }
                span class="side" {
                    button class="button button-small" name="add" value="items" formnovalidate data-row-add { (icon("plus")) (t("Add a value")) }
                }
            }
            div class="item-rows" data-rows-list {
                @for (nth, item) in list.items.iter().enumerate() { (item_row(nth, item, used(item), &issues_at(issues, &format!("items[{nth}].title")))) }
            }
            template { (item_row(0, &Item::default(), 0, &[])) }
        }
        (field_group(t("More values"), "", None, false, &text_area(WORDS, &more, "")))
    }
}

fn item_row(nth: usize, item: &Item, used: i64, issues: &[(Level, &str)]) -> Markup {
    let name = format!("items[{nth}]");
    let value = if item.value == item.title { "" } else { item.value.as_str() };
    html! {
        div class="item-row" data-row data-row-new[item.id.is_none()] {
            @if let Some(id) = item.id { input type="hidden" name={ (name) ".id" } value=(id); }
            input class="input item-order" type="number" name={ (name) ".order" } value=(nth + 1) aria-label=(t("Position"));
            input class="input" type="text" id={ (name) ".title" } name={ (name) ".title" } value=(item.title) placeholder=(t("What people read"))
                aria-label=(t("What people read")) aria-invalid=[(!issues.is_empty()).then_some("true")];
            input class="input" type="text" name={ (name) ".value" } value=(value) placeholder=(t("The same")) aria-label=(t("What is stored, if it is something else"));
            span class="muted figures" { @if used > 0 { (tn(used, "{n} record", "{n} records")) } }
            label class="check remove" { input type="checkbox" name={ (name) ".remove" } value="yes"; (t("Remove")) }
            @for (_, words) in issues { span class="issue issue-error" { (icon(Level::Error.icon())) (words) } }
        }
    }
}

/// The first values of a list that is drawn from records.
fn sample(editor: &Editor) -> Markup {
    let list = html! {
        @if editor.sample.is_empty() { p class="muted" { (t("Save to see what the list offers.")) } }
        @else {
            ul class="item-sample" {
                @for (text, count) in &editor.sample {
                    li { (text) @if let Some(count) = count { " " span class="muted figures" { (words::number(*count)) } } }
                }
            }
        }
    };
    section(t("What the list offers now"), None, &list)
}

fn uses(uses: &[Use]) -> Markup {
    html! {
        @if uses.is_empty() { p class="muted" { (t("No form and no schema configuration draws from it.")) } }
        ul class="stack" {
            @for one in uses {
                @let table = model().table(one.column.0);
                @let column = model().column(one.column);
                @let count: i64 = one.values.iter().map(|(_, count)| count).sum();
                li {
                    strong { (words::column_label(column)) } " " span class="muted" { (words::many(table)) } br;
                    a href={ (list_path(table)) "?filter=" (escaped(&format!("{}:known", column.name))) } { (tn(count, "{n} record with a value", "{n} records with a value")) }
                }
            }
        }
    }
}

/// What a browser sent of a list.
fn of_form(sent: &Pairs) -> Edited {
    let mut items: Vec<(i64, Item)> = Vec::new();
    for nth in row_numbers(sent, "items") {
        let cell = |name: &str| one(sent, &format!("items[{nth}].{name}"));
        let item = Item {
            id: cell("id").parse().ok(),
            value: cell("value").trim().to_owned(),
            title: cell("title").trim().to_owned(),
        };
        let is_blank = item.id.is_none() && item.title.is_empty() && item.value.is_empty();
        if cell("remove") != "yes" && !is_blank {
            items.push((cell("order").trim().parse().unwrap_or(i64::MAX), item));
        }
    }
    // What has the same number stays as it stood.
    items.sort_by_key(|(order, _)| *order);
    Edited {
        name: one(sent, "name").trim().to_owned(),
        source: Source::numbered(one(sent, "type").parse().ok()),
        read_only: one(sent, "readOnly") == "yes",
        size_limit: one(sent, "sizeLimit").trim().parse().ok().filter(|limit| *limit > 0),
        sort: one(sent, "sortType").parse().unwrap_or(2),
        table: one(sent, "tableName").trim().to_owned(),
        field: one(sent, "fieldName").trim().to_owned(),
        items: items.into_iter().map(|(_, item)| item).collect(),
    }
}

/// `POST /system/pick-lists`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/pick-lists/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    let mut edited = of_form(&sent);
    picklists::join(&mut edited, picklists::read_text(one(&sent, "text")));
    if one(&sent, "add") == "items" {
        edited.items.push(Item::default());
        let editor = read(app, visitor, id, Some(edited)).await?;
        return Ok(page(visitor, StatusCode::OK, &editor, &[], None));
    }
    let (kept, seen) = (edited.clone(), one(&sent, "version").parse().ok());
    let purpose = Purpose::new("save", format!("Changed pick list {}", edited.name));
    let done = app
        .write(visitor.access.clone(), purpose, move |tx| {
            let saved = picklists::save(tx, id, seen, &edited)?;
            tx.summarise(format!("Changed pick list {}", saved.record.text(pick_list::NAME).unwrap_or_default()));
            Ok(saved.record.id)
        })
        .await;
    match done {
        Ok(id) => Ok(go(&format!("{}?done=saved", list_at(id)))),
        Err(error) => {
            let (status, said, issues) = told(error, t("The pick list was not saved."))?;
            let mut editor = read(app, visitor, id, Some(kept)).await?;
            if let Some(record) = editor.record.as_ref().filter(|record| record.is(pick_list::IS_SYSTEM)) {
                editor.edited.name = record.text(pick_list::NAME).unwrap_or_default().to_owned();
            }
            Ok(page(visitor, status, &editor, &issues, Some(said)))
        }
    }
}

/// `POST /system/pick-lists/{id}/values`: one value, as people add it while they fill in a form.
///
/// Answers a script with the value as text, and a browser with the page of the list.
pub async fn add_value(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let words = one(&sent, "value").to_owned();
    let purpose = Purpose::new("save", format!("Added ‘{}’ to a pick list", words.trim()));
    let value = app
        .write(visitor.access.clone(), purpose, move |tx| {
            let item = picklists::add(tx, id, &words)?;
            Ok(item.text(pick_list_item::VALUE).unwrap_or_default().to_owned())
        })
        .await?;
    if one(&sent, "inline") == "yes" {
        return Ok(value.into_response());
    }
    Ok(go(&format!("{}?done=added", list_at(id))))
}

/// `GET /system/pick-lists/{id}/delete`.
pub async fn ask_delete(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let editor = read(&app, &visitor, Some(id), None).await?;
    let (path, name) = (list_at(id), editor.edited.name.as_str());
    let body = html! {
        p { (t("The values that records have stay as they are.")) }
        @if !editor.uses.is_empty() {
            p { (tn(editor.uses.len() as i64, "{n} field will offer no list any more.", "{n} fields will offer no list any more.")) }
        }
    };
    let panel = Confirm {
        title: &tf("Delete the pick list ‘{name}’?", &[("name", &name)]),
        body,
        action: &format!("{path}/delete"),
        hidden: &[],
        confirm: t("Delete the pick list"),
        cancel_href: &path,
        is_danger: true,
    };
    let content = Page {
        title: t("Delete"),
        subtitle: name,
        breadcrumbs: &[(t("System"), SYSTEM), (t("Pick lists"), LISTS), (name, &path)],
        body: html! { div class="work" { (confirm_panel(WORDS, &panel)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// `POST /system/pick-lists/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted a pick list");
    match app.write(visitor.access.clone(), purpose, move |tx| picklists::delete(tx, id)).await {
        Ok(()) => Ok(go(&format!("{LISTS}?done=deleted"))),
        Err(error) if error.code == Code::Invalid => {
            let (status, said, _) = told(error, t("The pick list was not deleted."))?;
            let editor = read(&app, &visitor, Some(id), None).await?;
            Ok(page(&visitor, status, &editor, &[], Some(said)))
        }
        Err(error) => Err(error.into()),
    }
}
