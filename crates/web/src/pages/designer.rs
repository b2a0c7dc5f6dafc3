//! `/system/forms`: which form every table has, and arranging them.
//!
//! The designer is one form; every button sends all of it, and the answer is the page with what the button did. A
//! script makes that quick and adds dragging. Nothing counts before it is saved.

mod draft;
mod view;

use std::sync::Arc;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use vasculum_domain::forms::{self, Form, Look, Origin};
use vasculum_model::{Code, Error, Issue, Path, Result, Table};
use vasculum_store::{Purpose, Select, Tx};

use self::draft::{Draft, Pressed};
use super::form::Surroundings;
use super::shape::{self, Part, Used};
use super::sheet::Sheet;
use super::visitor::{Visitor, go};
use super::{asked, history, shown_table, words};
use crate::App;
use crate::respond::Refused;

/// Where the designer stands.
const HERE: &str = "/system/forms";

type Pairs = Vec<(String, String)>;

fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// For whom the form that is being arranged shall count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Whose {
    place: forms::Place,
    /// Whether the person may arrange it.
    may: bool,
}

impl Whose {
    /// The collection that somebody works in, or its discipline if the address says `for=discipline`.
    fn of(visitor: &Visitor, params: &Pairs) -> Result<Self> {
        let here = visitor.place().ok_or_else(|| Error::not_found("There is no collection to arrange forms for."))?;
        let collection = (one(params, "for") != "discipline").then_some(here.id);
        let place = forms::Place { discipline: here.discipline, collection };
        let may = forms::may_arrange(&visitor.access, place);
        Ok(Self { place, may })
    }

    fn is_discipline(self) -> bool {
        self.place.collection.is_none()
    }

    /// The address of a table's designer for the same people.
    fn href(self, table: &Table) -> String {
        let whom = if self.is_discipline() { "?for=discipline" } else { "" };
        format!("{HERE}/{}{whom}", table.name)
    }
}

/// Everything that the page of the designer shows.
struct View {
    table: &'static Table,
    whose: Whose,
    draft: Draft,
    /// The saved form of this place: its id and version.
    own: Option<(i64, i64)>,
    /// Where the form that counts in the collection comes from.
    origin: Origin,
    /// What is wrong with the draft.
    issues: Vec<Issue>,
    /// Whether the draft differs from what counts.
    is_changed: bool,
    preview: Preview,
}

/// The form as it would look, with a record of the table if there is one.
struct Preview {
    parts: Vec<Part>,
    sheet: Sheet,
    around: Surroundings,
    /// What the record is called; nothing where the form is empty.
    record: Option<String>,
}

/// `GET /system/forms`.
pub async fn list(visitor: Visitor) -> Result<Response, Refused> {
    Ok(view::list(&visitor))
}

/// `GET /system/forms/{table}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let whose = Whose::of(&visitor, &params)?;
    let view = load(&app, &visitor, table, whose, None).await?;
    Ok(view::page(&visitor, StatusCode::OK, &view, history::notice_of(&params)))
}

/// `POST /system/forms/{table}`: does what the button says.
pub async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let whose = Whose::of(&visitor, &params)?;
    let (mut draft, pressed) = Draft::read(table, &sent);
    match pressed.verb.as_str() {
        // Ctrl-S presses the button that saves, whose name is another.
        "save" => return save(&app, &visitor, table, whose, draft, one(&sent, "version").parse().ok()).await,
        "" if !one(&sent, "save").is_empty() => {
            return save(&app, &visitor, table, whose, draft, one(&sent, "version").parse().ok()).await;
        }
        "reset" => return reset(&app, &visitor, table, whose).await,
        "import" => return import(&app, &visitor, table, whose, draft, one(&sent, "file")).await,
        _ => draft.press(table, &pressed),
    }
    let issues = draft.finished().err().map(|error| error.issues).unwrap_or_default();
    // A preview while somebody is still typing does not scold them.
    let issues = if pressed == Pressed::default() { Vec::new() } else { issues };
    let mut view = load(&app, &visitor, table, whose, Some(draft)).await?;
    view.issues = issues;
    Ok(view::page(&visitor, StatusCode::OK, &view, None))
}

async fn save(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    whose: Whose,
    draft: Draft,
    seen: Option<i64>,
) -> Result<Response, Refused> {
    let form = match draft.finished() {
        Ok(form) => form,
        Err(error) => return again(app, visitor, table, whose, draft, error).await,
    };
    let purpose = Purpose::new("save", format!("Arranged the form of {}", words::many_in_english(table)));
    let place = whose.place;
    let saved = app
        .write_counted(visitor.access.clone(), purpose, move |tx| forms::save(tx, place, &form, seen).map(drop))
        .await;
    match saved {
        Ok(((), change)) => Ok(go(&with(&whose.href(table), change))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            again(app, visitor, table, whose, draft, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The address with the notice of a change set.
fn with(href: &str, change: Option<i64>) -> String {
    let sign = if href.contains('?') { '&' } else { '?' };
    match change {
        Some(change) => format!("{href}{sign}saved={change}"),
        None => format!("{href}{sign}unchanged=1"),
    }
}

/// The designer with what was arranged and what keeps it from being saved.
async fn again(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    whose: Whose,
    draft: Draft,
    error: Error,
) -> Result<Response, Refused> {
    let mut view = load(app, visitor, table, whose, Some(draft)).await?;
    view.issues = error.issues;
    let status = if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let said = view::refusal(&error.message, error.hint.as_deref().unwrap_or_default());
    Ok(view::page(visitor, status, &view, Some(said)))
}

async fn reset(app: &App, visitor: &Visitor, table: &'static Table, whose: Whose) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", format!("Took away the own form of {}", words::many_in_english(table)));
    let place = whose.place;
    let reset = app
        .write_counted(visitor.access.clone(), purpose, move |tx| forms::reset(tx, place, table.id).map(drop))
        .await?;
    Ok(go(&with(&whose.href(table), reset.1)))
}

/// Reads a file into the designer; saving is another step.
async fn import(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    whose: Whose,
    draft: Draft,
    file: &str,
) -> Result<Response, Refused> {
    let read = forms::parse(file).and_then(|form| {
        if form.table == table.id {
            return Ok(form);
        }
        Err(Error::invalid(format!("This file holds the form of {}.", form.of().name))
            .hint("Import it on the page of that table."))
    });
    match read {
        Ok(form) => {
            let form = form.for_kind(&visitor.look.kind);
            let view = load(app, visitor, table, whose, Some(Draft::of(form))).await?;
            Ok(view::page(visitor, StatusCode::OK, &view, Some(view::imported())))
        }
        Err(error) => again(app, visitor, table, whose, draft, error).await,
    }
}

/// `GET /system/forms/{table}/file`: the form that stands there as a file.
pub async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let whose = Whose::of(&visitor, &params)?;
    let look = Arc::clone(&visitor.look);
    let (form, _) = app.read(visitor.access.clone(), move |tx| standing(tx, &look, table, whose.place)).await?;
    let name = format!("attachment; filename=\"{}.toml\"", table.sql);
    let headers = [(header::CONTENT_TYPE, "application/toml".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, forms::write(&form)).into_response())
}

/// The form that stands at a place now, and the record that keeps it, if it is one of the institution's own there.
fn standing(
    tx: &mut Tx<'_>,
    look: &Look,
    table: &'static Table,
    place: forms::Place,
) -> Result<(Form, Option<(i64, i64)>)> {
    let own = forms::own(tx, table.id, place)?;
    let key = own.as_ref().map(|record| (record.id, record.version()));
    let text = own.as_ref().and_then(|record| record.text(vasculum_model::names::form_definition::DEFINITION));
    if let Some(form) = text.and_then(|text| forms::parse(text).ok()) {
        return Ok((form.for_kind(&look.kind), key));
    }
    let below = forms::below(tx, table.id, place, &look.kind)?;
    Ok((below.unwrap_or_else(|| shape::as_form(look, table)), key))
}

async fn load(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    whose: Whose,
    draft: Option<Draft>,
) -> Result<View, Refused> {
    let seer = visitor.clone();
    let view = app
        .read(visitor.access.clone(), move |tx| {
            let (form, own) = standing(tx, &seer.look, table, whose.place)?;
            let is_changed = draft.as_ref().is_some_and(|draft| draft.form != form);
            let draft = draft.unwrap_or_else(|| Draft::of(form));
            let preview = preview(tx, &seer, &draft.form)?;
            let origin = seer.look.origin(table.id);
            Ok(View { table, whose, draft, own, origin, issues: Vec::new(), is_changed, preview })
        })
        .await?;
    Ok(view)
}

/// The form with the latest record of the table that the person may see.
fn preview(tx: &mut Tx<'_>, visitor: &Visitor, form: &Form) -> Result<Preview> {
    let table = form.of();
    let look = Arc::new(Look::clone(&visitor.look).with(form.clone()));
    let seer = Visitor { look: Arc::clone(&look), ..visitor.clone() };
    let latest = Select::all(table.id).sorted(vec![(Path::parse(table, "id")?, true)]).at_most(1);
    let record = if visitor.may_read(table.id) { super::grid::or_nothing(tx.select(&latest))?.pop() } else { None };
    let used = match &record {
        Some(record) => Used::of(tx, &look, record)?,
        None => Used::default(),
    };
    let parts = shape::named_parts(&seer, form, &used);
    let mut sheet = match &record {
        Some(record) => Sheet::of_record(tx, record, &used, &parts)?,
        None => Sheet::of_new(table, &parts),
    };
    if record.is_none() {
        asked::fill_in(tx, &look, table, "", &mut sheet)?;
    }
    let mut around = Surroundings::of(tx, &look, &sheet, record.as_ref(), &parts)?;
    around.may_save = visitor.may(if record.is_some() { "update" } else { "create" }, table);
    around.rights = asked::Rights::of_parts(visitor, table, &parts);
    let record = match record {
        Some(record) => Some(super::names::text(tx, table.id, record.id)?),
        None => None,
    };
    Ok(Preview { parts, sheet, around, record })
}
