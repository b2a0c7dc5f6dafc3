//! `/tools/identify`: one determination for many objects, by their numbers, from a list or a record set.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::identify::{MOST, identify};
use vasculum_domain::sets::{self, Found};
use vasculum_model::names::{collection_object, determination};
use vasculum_model::{Code, Error, Issue, Path, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::form::{Form, Surroundings, spoken};
use super::grid::{Cell, Grid, heading};
use super::list::Wanted;
use super::shape::{How, Part};
use super::sheet::Sheet;
use super::visitor::{Visitor, go};
use super::{list_path, names, record_path, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Field, Look as Looks, Row, Span, Table as Shown, button, data_table, link_button, notice,
    section, text_area,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many objects are shown before they are identified; all are counted.
const SHOWN: usize = 100;
/// The fields of the determination.
const FIELDS: &[&str] = &[
    "taxon",
    "determiner",
    "determinedDate",
    "qualifier",
    "typeStatusName",
    "confidence",
    "method",
    "isCurrent",
    "remarks",
];
/// What is shown of each object.
const TOLD: &[&str] = &["catalogNumber", "determinations.taxon", "collectingEvent.locality"];

type Pairs = Vec<(String, String)>;

/// Everything that the page shows.
struct View {
    numbers: String,
    /// The filters of the list that one came from.
    wanted: Option<Wanted>,
    found: Found,
    /// Id, name and what is told of the first of the objects.
    rows: Vec<(i64, String, Vec<Cell>)>,
    sheet: Sheet,
    parts: Vec<Part>,
    around: Surroundings,
    issues: Vec<Issue>,
}

fn determinations() -> &'static Table {
    model().table(determination::TABLE)
}

/// Whether the person may give objects determinations here.
pub(crate) fn may_identify(visitor: &Visitor, table: &Table) -> bool {
    table.id == collection_object::TABLE
        && visitor.may("create", determinations())
        && visitor.may("update", determinations())
}

fn allowed(visitor: &Visitor) -> Result<()> {
    if may_identify(visitor, model().table(collection_object::TABLE)) {
        return Ok(());
    }
    Err(Error::forbidden(t("You have no right to identify objects here."))
        .hint(t("Ask somebody who manages the users of your institution.")))
}

/// `GET /tools/identify`, with the numbers, or the filters of a list.
pub async fn ask(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    allowed(&visitor)?;
    let seer = visitor.clone();
    let view = app.read(visitor.access.clone(), move |tx| read(tx, &seer, &params, Vec::new())).await?;
    Ok(page(&visitor, StatusCode::OK, &view, None))
}

/// `POST /tools/identify`: shows what the numbers find, and with `save` gives the determinations.
pub async fn receive(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    allowed(&visitor)?;
    if !sent.iter().any(|(name, _)| name == "save") {
        let seer = visitor.clone();
        let view = app.read(visitor.access.clone(), move |tx| read(tx, &seer, &sent, Vec::new())).await?;
        return Ok(page(&visitor, StatusCode::OK, &view, None));
    }
    let (params, purpose) = (sent.clone(), Purpose::new("identify", "Identified objects"));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            let (found, _) = objects(tx, &sent)?;
            let fields: HashMap<String, String> = sent.into_iter().collect();
            let drafted = Sheet::of_form(determinations(), &fields).draft(tx)?;
            if !drafted.issues.is_empty() {
                return Err(Error::refused(drafted.issues));
            }
            let count = identify(tx, &found.ids, &drafted.draft)?;
            let name = drafted.draft.values.iter().find(|(at, _)| *at == determination::TAXON.1);
            let name = match name.and_then(|(_, value)| value.int()) {
                Some(id) => names::text(tx, vasculum_model::names::taxon::TABLE, id)?,
                None => "a determination without a taxon".to_owned(),
            };
            tx.summarise(format!("Identified {count} objects as {name}"));
            Ok(found.ids)
        })
        .await;
    match done {
        Ok((ids, change)) => {
            let saved = change.map_or(String::new(), |change| format!("&saved={change}"));
            // A long list of numbers does not fit into an address.
            let few = Wanted::chosen(model().table(collection_object::TABLE), &ids);
            let list = if ids.len() <= 200 { few.href() } else { format!("{}?", list_path(few.table)) };
            Ok(go(&format!("{list}{saved}")))
        }
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let (seer, issues) = (visitor.clone(), error.issues.clone());
            let view = app.read(visitor.access.clone(), move |tx| read(tx, &seer, &params, issues)).await?;
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &view, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

fn refusal(error: &Error) -> Markup {
    if error.issues.is_empty() {
        return notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
    }
    let said: Vec<String> = error.issues.iter().map(|issue| spoken(issue, &issue.field)).collect();
    notice(WORDS, Level::Error, t("Nothing was identified."), &said.join(" "), None)
}

/// The objects that are meant.
fn objects(tx: &mut Tx<'_>, sent: &Pairs) -> Result<(Found, Option<Wanted>)> {
    let numbers = one(sent, "numbers");
    let mut found = if numbers.trim().is_empty() {
        Found::default()
    } else {
        sets::by_numbers(tx, collection_object::CATALOG_NUMBER, numbers)?
    };
    let narrowed =
        sent.iter().any(|(name, value)| matches!(name.as_str(), "filter" | "q" | "ask") && !value.is_empty());
    let wanted = narrowed.then(|| Wanted::of(model().table(collection_object::TABLE), sent));
    if let Some(wanted) = &wanted {
        let id = Path::parse(wanted.table, "id")?;
        let select = wanted.select(tx)?.at_most(MOST as u64 + 1);
        for row in tx.values(&select, &[id])? {
            if let Some(id) = row[0].int().filter(|id| !found.ids.contains(id)) {
                found.ids.push(id);
            }
        }
    }
    if found.ids.len() > MOST {
        return Err(Error::invalid(tf(
            "At most {n} objects are identified at a time.",
            &[("n", &words::number(MOST as i64))],
        )));
    }
    Ok((found, wanted))
}

fn one<'p>(params: &'p Pairs, name: &str) -> &'p str {
    params.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

fn read(tx: &mut Tx<'_>, visitor: &Visitor, sent: &Pairs, issues: Vec<Issue>) -> Result<View> {
    let (found, wanted) = objects(tx, sent)?;
    let shown: Vec<i64> = found.ids.iter().take(SHOWN).copied().collect();
    let records = tx.find_all(collection_object::TABLE, &shown)?;
    let mut called = names::texts(tx, collection_object::TABLE, &shown)?;
    let mut grid = Grid::new(tx, &records);
    let mut columns = Vec::with_capacity(TOLD.len());
    for path in TOLD {
        columns.push(grid.column(path)?);
    }
    let rows = shown
        .iter()
        .map(|id| {
            let cells = columns.iter_mut().map(|column| column.remove(id).unwrap_or_default()).collect();
            (*id, called.remove(id).unwrap_or_default(), cells)
        })
        .collect();
    let table = determinations();
    let columns = FIELDS.iter().filter_map(|name| table.column(name)).collect();
    let parts = vec![Part::Fields { title: t("Determination").to_owned(), columns, how: How::default() }];
    let fields: HashMap<String, String> = sent.iter().cloned().collect();
    let mut start = Sheet::of_new(table, &parts);
    if let Some(cell) = start.cells.get_mut(&determination::IS_CURRENT.1) {
        cell.text = "yes".to_owned();
    }
    let sheet = Sheet::of_form(table, &fields).over(start);
    let look: &Arc<Look> = &visitor.look;
    let mut around = Surroundings::of(tx, look, &sheet, None, &parts)?;
    around.may_save = true;
    around.may_create = model()
        .tables()
        .filter(|table| table.is_shown() && visitor.may("create", table))
        .map(|table| table.id)
        .collect();
    around.cannot_leave = true;
    Ok(View { numbers: one(sent, "numbers").to_owned(), wanted, found, rows, sheet, parts, around, issues })
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let table = model().table(collection_object::TABLE);
    let (list, many) = (list_path(table), words::many(table));
    let count = view.found.ids.len() as i64;
    let subtitle = if count == 0 { String::new() } else { words::counted(count, table) };
    let content = Page {
        title: t("Identify many objects"),
        subtitle: &subtitle,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices: said,
        body: html! { div class="work" { (asked(view)) (missing(&view.found)) @if count > 0 { (rest(view)) } } },
        ..Page::default()
    };
    visitor.page_with(status, "specimens", content)
}

/// The numbers, and what the list asked for.
fn asked(view: &View) -> Markup {
    let field = Field {
        help: t("One a line or parted by commas: 123, 130-140, A-12. Leading zeros may be left out."),
        span: Span::All,
        ..Field::new("numbers", t("Catalog numbers"))
    };
    html! {
        form class="stack" method="post" action="/tools/identify" {
            (kept(view))
            div class="fields" { (text_area(WORDS, &field, &view.numbers)) }
            div class="row" { (button(t("Find the objects"), "search", if view.found.ids.is_empty() { Looks::Primary } else { Looks::Normal }, "", "")) }
        }
    }
}

/// The filters of the list that one came from.
fn kept(view: &View) -> Markup {
    html! {
        @if let Some(wanted) = &view.wanted {
            @for (name, value) in wanted.fields() { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn missing(found: &Found) -> Markup {
    let list = |words: &[String]| words.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    html! {
        @if !found.missing.is_empty() {
            @let title = tn(found.missing.len() as i64, "{n} entry found nothing", "{n} entries found nothing");
            (notice(WORDS, Level::Warning, &title, &list(&found.missing), None))
        }
        @if !found.several.is_empty() {
            @let title = t("Some numbers belong to more than one object; all of them are below.");
            (notice(WORDS, Level::Warning, title, &list(&found.several), None))
        }
    }
}

/// The objects that were found, and the determination for all of them.
fn rest(view: &View) -> Markup {
    let labels: Vec<String> = TOLD.iter().map(|path| heading(path)).collect();
    let kinds = [ColumnKind::Code, ColumnKind::Wide, ColumnKind::Wide];
    let columns: Vec<Column<'_>> =
        labels.iter().zip(kinds).map(|(label, kind)| Column { label, kind, ..Column::default() }).collect();
    let table = model().table(collection_object::TABLE);
    let rows: Vec<Row<'_>> = view
        .rows
        .iter()
        .map(|(id, name, cells)| {
            let first = html! { a href=(record_path(table, *id)) { @if cells[0].is_empty() { (name) } @else { (cells[0].draw(false)) } } };
            let cells = std::iter::once(first).chain(cells[1..].iter().map(|cell| cell.draw(false))).collect();
            Row { label: name, cells, ..Row::default() }
        })
        .collect();
    let caption = t("The objects");
    let beyond = view.found.ids.len().saturating_sub(view.rows.len()) as i64;
    let shown = html! {
        (data_table(WORDS, &Shown { caption, columns: &columns, rows: &rows, stacks: true, ..Shown::default() }))
        @if beyond > 0 { p class="muted" { (tn(beyond, "and {n} more object", "and {n} more objects")) } }
    };
    let form = Form { parts: &view.parts, sheet: &view.sheet, issues: &view.issues, around: &view.around };
    let count = view.found.ids.len() as i64;
    html! {
        form id="record" class="form stack" method="post" action="/tools/identify" data-main data-guard {
            (kept(view))
            input type="hidden" name="numbers" value=(view.numbers);
            (form.draw())
            div class="row" {
                button class="button button-primary" name="save" value="yes" data-save aria-keyshortcuts="Control+S" {
                    (tn(count, "Identify {n} object", "Identify {n} objects"))
                }
                (link_button(t("Cancel"), &list_path(table), "", Looks::Quiet, ""))
            }
        }
        (section(caption, None, &shown))
    }
}
