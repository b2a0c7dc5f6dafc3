//! `/data/{Table}/entry`: how the records of a table are entered: what one carries forward, and what a new record of the
//! collection starts with.

use std::collections::{BTreeSet, HashMap};

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::entry::carry::{self, Choosable};
use vasculum_domain::entry::defaults::{self, Along, Start};
use vasculum_model::names::{agent, collection_object};
use vasculum_model::{Code, Col, Error, Issue, Result, Table, model};
use vasculum_store::{Purpose, Tx, WriteTx};

use super::super::layout::BEHIND;
use super::super::shape::{self, Part, Used, is_written};
use super::super::visitor::{Visitor, go};
use super::super::{list_path, names, nav_of, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, field_group, icon, notice, section, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;

type Pairs = Vec<(String, String)>;

/// What the page shows.
struct Seen {
    table: &'static Table,
    /// The names of what the form of a new record shows, in its order.
    on_form: Vec<&'static str>,
    choosable: Vec<Choosable>,
    chosen: Option<BTreeSet<String>>,
    /// The defaults of the collection: column, what it starts with, the words of a linked record.
    starts: Vec<(u16, Start, String)>,
    along: Option<Along>,
    /// Whether the person may change what counts for the whole collection.
    may_set: bool,
}

fn place(visitor: &Visitor, table: &str) -> Result<(&'static Table, i64, i64)> {
    let table = shown_table(table)?;
    let (Some(user), Some(collection)) = (visitor.access.user, visitor.access.collection) else {
        return Err(Error::forbidden("Choose a collection first."));
    };
    if !visitor.may("create", table) {
        return Err(super::may_not_make(visitor, table));
    }
    Ok((table, user, collection))
}

/// `GET /data/{table}/entry`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let (table, user, collection) = place(&visitor, &table)?;
    let seer = visitor.clone();
    let seen = app.read(visitor.access.clone(), move |tx| read(tx, &seer, table, user, collection)).await?;
    let is_saved = params.iter().any(|(name, _)| name == "kept");
    let done = is_saved.then(|| notice(WORDS, Level::Success, t("Saved."), "", None));
    Ok(page(&visitor, StatusCode::OK, &seen, &[], done))
}

fn read(tx: &mut Tx<'_>, visitor: &Visitor, table: &'static Table, user: i64, collection: i64) -> Result<Seen> {
    let mut starts = Vec::new();
    for (column, start) in defaults::defaults(tx, collection, table.id)? {
        let text = match (&start, &table.at(column).link) {
            (Start::Record(id), Some(link)) => names::text(tx, link.to, *id)?,
            _ => String::new(),
        };
        starts.push((column, start, text));
    }
    Ok(Seen {
        table,
        on_form: on_form(visitor, table),
        choosable: carry::choosable(tx, table.id)?,
        chosen: carry::chosen(tx, user, collection, table.id)?,
        starts,
        along: if table.id == collection_object::TABLE { Some(defaults::along(tx, collection)?) } else { None },
        may_set: defaults::may_set(tx, collection),
    })
}

/// The names of what the form of a new record shows, in its order.
fn on_form(visitor: &Visitor, table: &'static Table) -> Vec<&'static str> {
    let mut names = Vec::new();
    for part in shape::parts_for(visitor, table, &Used::default(), false) {
        match part {
            Part::Fields { columns, .. } => names.extend(columns.iter().map(|at| table.at(*at).name)),
            Part::Rows { many, .. } => names.push(table.many[usize::from(many)].name),
            Part::Single { column, .. } => names.push(table.at(column).name),
            Part::Linked { .. } | Part::Below { .. } => {}
        }
    }
    names
}

/// `POST /data/{table}/entry`: keeps one of the three parts, as `part` says.
pub async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (table, user, collection) = place(&visitor, &table)?;
    let part = one(&sent, "part").to_owned();
    let purpose = Purpose::new(
        "preferences",
        format!("Changed how {} are entered", words::many_in_english(table).to_lowercase()),
    );
    let kept = app
        .write(visitor.access.clone(), purpose, move |tx| match part.as_str() {
            "carry" => {
                let all = one(&sent, "all") == "yes";
                let names = sent.iter().filter(|(name, _)| name == "carry").map(|(_, value)| value.clone()).collect();
                carry::choose(tx, user, collection, table.id, Some(&names).filter(|_| !all))
            }
            "start" => set_start(tx, table, collection, &sent),
            "along" => {
                let says = |name: &str| sent.iter().any(|(theirs, value)| theirs == name && value == "yes");
                let along = Along { preparation: says("preparation"), determination: says("determination") };
                defaults::set_along(tx, collection, along)
            }
            _ => Err(Error::invalid("This form is none of this page.")),
        })
        .await;
    match kept {
        Ok(()) => Ok(go(&format!("{}/entry?kept=1", list_path(table)))),
        Err(error) if error.code == Code::Invalid => {
            let seer = visitor.clone();
            let seen = app.read(visitor.access.clone(), move |tx| read(tx, &seer, table, user, collection)).await?;
            let issues = if error.issues.is_empty() {
                vec![Issue::error("entry", "", error.message.to_string())]
            } else {
                error.issues
            };
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &seen, &issues, None))
        }
        Err(error) => Err(error.into()),
    }
}

fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().rev().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.trim())
}

/// Sets the default of the field that was chosen.
fn set_start(tx: &mut WriteTx<'_>, table: &'static Table, collection: i64, sent: &Pairs) -> Result<()> {
    let name = one(sent, "field");
    let column = table.column(name).filter(|column| is_written(table, *column));
    let Some(column) = column else {
        return Err(Error::refused(vec![Issue::error("entry", "field", "Choose a field.")]));
    };
    let (kind, text) = (one(sent, "kind"), one(sent, "text"));
    let start = match (kind, &table.at(column).link) {
        ("nothing", _) => Start::Nothing,
        ("today", None) => Start::Today,
        ("me", Some(link)) if link.to == agent::TABLE => Start::Me,
        ("text", _) if text.is_empty() => Start::Nothing,
        ("text", Some(link)) => match names::meant(tx, model().table(link.to), text)? {
            Ok(id) => Start::Record(id),
            Err(words) => return Err(Error::refused(vec![Issue::error("entry", "text", words)])),
        },
        ("text", None) => {
            super::super::value::read(table, column, text)
                .map_err(|words| Error::refused(vec![Issue::error("entry", "text", words)]))?;
            Start::Text(text.to_owned())
        }
        _ => return Err(Error::refused(vec![Issue::error("entry", "kind", "This does not fit the field.")])),
    };
    defaults::set_default(tx, collection, Col(table.id, column), &start)
}

fn page(visitor: &Visitor, status: StatusCode, seen: &Seen, issues: &[Issue], done: Option<Markup>) -> Response {
    let table = seen.table;
    let (list, many) = (list_path(table), words::many(table));
    let title = tf("How {records} are entered", &[("records", &words::inside(&many))]);
    let notices = html! {
        @if let Some(done) = &done { (done) }
        @for issue in issues { (notice(WORDS, Level::Error, &issue.words, t("Nothing was changed."), None)) }
    };
    let has_notices = done.is_some() || !issues.is_empty();
    let content = Page {
        title: &title,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices: has_notices.then_some(notices),
        body: html! {
            div class="work" {
                (carried(seen))
                (started(seen))
                @if let Some(along) = seen.along { (made_along(seen, along)) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

fn action(seen: &Seen) -> String {
    format!("{}/entry", list_path(seen.table))
}

/// What the person carries forward.
fn carried(seen: &Seen) -> Markup {
    let is_open = |one: &&Choosable| {
        let column = seen.table.column(one.name);
        !BEHIND.contains(&one.name) && column.is_none_or(|column| is_written(seen.table, column))
    };
    let is_ticked =
        |one: &Choosable| !one.is_unique && seen.chosen.as_ref().is_none_or(|chosen| chosen.contains(one.name));
    let is_told = |name: &&&str| !name.ends_with("Precision");
    let tick = |one: &Choosable| {
        let follows: Vec<String> =
            one.follows.iter().filter(is_told).map(|name| words::inside(&words::label(name))).collect();
        html! {
            label class="check" {
                input type="checkbox" name="carry" value=(one.name) checked[is_ticked(one)] disabled[one.is_unique];
                span {
                    (words::label(one.name))
                    @if one.is_unique { " " span class="muted" { (t("stands only once")) } }
                    @else if !follows.is_empty() { " " span class="muted" { (tf("with {fields}", &[("fields", &follows.join(", "))])) } }
                }
            }
        }
    };
    let place = |one: &&Choosable| seen.on_form.iter().position(|name| *name == one.name);
    let (mut shown, others): (Vec<&Choosable>, Vec<&Choosable>) =
        seen.choosable.iter().filter(is_open).partition(|one| place(one).is_some());
    shown.sort_by_key(place);
    let body = html! {
        form class="form" method="post" action=(action(seen)) {
            input type="hidden" name="part" value="carry";
            p class="muted" { (t("‘Save and carry forward’ opens a new record that takes these over from the one that was saved. The choice is yours alone and counts in this collection.")) }
            div class="ticks" { @for one in &shown { (tick(one)) } }
            @if !others.is_empty() {
                details class="opens" { summary { (icon("chevron-right")) (t("What the form does not show")) } div class="ticks" { @for one in &others { (tick(one)) } } }
            }
            div class="row" {
                (button(t("Save"), "", Look::Normal, "", ""))
                @if seen.chosen.is_some() { (button(t("Carry everything"), "", Look::Quiet, "all", "yes")) }
            }
        }
    };
    section(t("What I carry forward"), None, &body)
}

/// What new records of the collection start with.
fn started(seen: &Seen) -> Markup {
    let told = |start: &Start, text: &str| match start {
        Start::Text(text) => text.clone(),
        Start::Record(_) => text.to_owned(),
        Start::Today => t("the day on which it is made").to_owned(),
        Start::Me => t("whoever makes it").to_owned(),
        Start::Nothing => String::new(),
    };
    let body = html! {
        @if seen.starts.is_empty() { p class="muted" { (t("New records of this collection start empty.")) } }
        @else {
            dl class="facts" {
                @for (column, start, text) in &seen.starts {
                    dt { (words::label(seen.table.at(*column).name)) }
                    dd {
                        (told(start, text))
                        @if seen.may_set {
                            form class="inline" method="post" action=(action(seen)) {
                                input type="hidden" name="part" value="start";
                                input type="hidden" name="field" value=(seen.table.at(*column).name);
                                input type="hidden" name="kind" value="nothing";
                                " " (button(t("Take away"), "", Look::Quiet, "", ""))
                            }
                        }
                    }
                }
            }
        }
        @if seen.may_set { (new_start(seen)) }
    };
    section(t("What a new record starts with"), None, &body)
}

fn new_start(seen: &Seen) -> Markup {
    let table = seen.table;
    let columns: Vec<u16> = (0..table.columns.len() as u16)
        .filter(|at| is_written(table, *at) && !BEHIND.contains(&table.at(*at).name))
        .collect();
    let labels: HashMap<u16, String> = columns.iter().map(|at| (*at, words::column_label(table.at(*at)))).collect();
    let mut offers: Vec<Choice<'_>> = columns
        .iter()
        .map(|at| Choice {
            value: table.at(*at).name,
            label: labels.get(at).map_or("", String::as_str),
            is_chosen: false,
        })
        .collect();
    offers.sort_by(|a, b| a.label.cmp(b.label));
    let kind = |value, label| Choice { value, label, is_chosen: value == "text" };
    let text = Field {
        help: t("What the field starts with, or the name of the linked record."),
        ..Field::new("text", t("Text"))
    };
    html! {
        form class="form" method="post" action=(action(seen)) {
            input type="hidden" name="part" value="start";
            (field_group(t("Add a default"), t("counts for everybody in this collection"), None, true, &html! {
                (select_field(WORDS, &Field::new("field", t("Field")), Some("—"), &offers))
                (select_field(WORDS, &Field::new("kind", t("Starts with")), None, &[
                    kind("text", t("this text")), kind("today", t("the day on which it is made")), kind("me", t("whoever makes it")),
                ]))
                (text_field(WORDS, &text, &TextInput::default()))
            }))
            div class="row" { (button(t("Add"), "plus", Look::Normal, "", "")) }
        }
    }
}

/// Which parts a new object starts with.
fn made_along(seen: &Seen, along: Along) -> Markup {
    let tick = |name: &str, label: &str, is_ticked: bool| {
        html! {
            label class="check" {
                input type="checkbox" name=(name) value="yes" checked[is_ticked] disabled[!seen.may_set];
                span { (label) }
            }
        }
    };
    let body = html! {
        form class="form" method="post" action=(action(seen)) {
            input type="hidden" name="part" value="along";
            p class="muted" { (t("They stand in the form of a new object, ready to be filled in. One that is left empty is not saved.")) }
            div class="stack" {
                (tick("determination", t("A determination"), along.determination))
                (tick("preparation", t("A preparation"), along.preparation))
            }
            @if seen.may_set { div class="row" { (button(t("Save"), "", Look::Normal, "", "")) } }
        }
    };
    section(t("What a new object starts with"), None, &body)
}
