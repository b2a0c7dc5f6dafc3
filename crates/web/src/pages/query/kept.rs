//! `/queries`: questions that are kept under a name, shared, and found again; and what one asked last.

use axum::Form as Body;
use axum::extract::{Path as Place, Query as Params, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use vasculum_domain::queries::{self, About, Kept, With};
use vasculum_domain::query;
use vasculum_domain::query::specify::{from_query, json, to_query};
use vasculum_model::names::{sp_query, specify_user};
use vasculum_model::{Code, Error, Result, Timestamp, Value, model};
use vasculum_store::{Purpose, Select, Ticket, Tx};

use super::{Pairs, QUERY, Question, one};
use crate::App;
use crate::pages::visitor::{Visitor, enterable, go};
use crate::pages::words;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Confirm, Field, Look, Row, Span, Table as Shown, TextInput, badge, button,
    confirm_panel, data_table, empty_state, field_group, icon_button, link_button, notice, save_button, section,
    select, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The address of the list.
pub(super) const QUERIES: &str = "/queries";
/// The kind of ticket that holds what somebody asked last.
const ASKED: &str = "asked";
/// So many questions are remembered for each person.
const MOST_ASKED: usize = 50;
/// They are forgotten a year after the last one.
const YEAR_US: i64 = 365 * 86_400_000_000;

/// A question that somebody asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    text: String,
    at: i64,
}

fn path_of(id: i64) -> String {
    format!("{QUERIES}/{id}")
}

fn asked_place(visitor: &Visitor) -> Option<String> {
    Some(format!("{}/{}", visitor.access.user?, visitor.access.collection.unwrap_or(0)))
}

async fn last_asked(app: &App, visitor: &Visitor) -> Result<Vec<Remembered>> {
    let Some(place) = asked_place(visitor) else { return Ok(Vec::new()) };
    let ticket = app.with_database(move |db| db.ticket(ASKED, &place)).await?;
    Ok(ticket.and_then(|ticket| serde_json::from_str(&ticket.data).ok()).unwrap_or_default())
}

/// Remembers that somebody asked this, outside the journal: it changes no record. What it was made of, in the builder, is
/// forgotten for it if it was the last, so that every step on the way does not stand there.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(super) async fn remember(app: &App, visitor: &Visitor, text: &str, made_of: Option<&str>) -> Result<()> {
    let Some(place) = asked_place(visitor).filter(|_| text.chars().count() <= queries::LONGEST) else { return Ok(()) };
    let mut list = last_asked(app, visitor).await?;
    if list.first().is_some_and(|last| last.text == text) {
        return Ok(());
    }
    let canonical = |text: &str| query::parse(text).map(|query| query.to_string()).ok();
    if let (Some(last), Some(before)) = (list.first(), made_of)
        && canonical(&last.text) == canonical(before)
    {
        list.remove(0);
    }
    list.retain(|one| one.text != text);
    list.truncate(MOST_ASKED - 1);
    let (text, user) = (text.to_owned(), visitor.access.user);
    app.with_database(move |db| {
        let now = db.now();
        list.insert(0, Remembered { text, at: now.0 });
        let data = serde_json::to_string(&list).map_err(|cause| Error::internal("A note can’t be written.", cause))?;
        let expires = Some(Timestamp(now.0 + YEAR_US));
        db.put_ticket(&Ticket { kind: ASKED.to_owned(), digest: place, user, made: now, seen: now, expires, data })
    })
    .await
}

/// What was done before a page of queries is come to.
fn done_notice(params: &[(String, String)]) -> Option<Markup> {
    let words = match one(params, "done") {
        "saved" => t("Saved."),
        "deleted" => t("The query was deleted. It can be brought back from the history."),
        _ => return None,
    };
    Some(notice(WORDS, Level::Success, words, "", None))
}

/// `GET /queries`.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let (now, kept) = app.read(visitor.access.clone(), |tx| Ok((tx.now(), queries::listed(tx)?))).await?;
    let asked = last_asked(&app, &visitor).await?;
    let new = link_button(t("New query"), QUERY, "plus", Look::Primary, "c");
    let (favourites, rest): (Vec<&Kept>, Vec<&Kept>) = kept.iter().partition(|kept| kept.is_favourite());
    let mut tables: Vec<&vasculum_model::Table> = Vec::new();
    for one in &rest {
        if !tables.iter().any(|table| table.id == one.table.id) {
            tables.push(one.table);
        }
    }
    tables.sort_by_key(|table| vasculum_store::fold(&words::many(table)));
    let body = html! {
        div class="work" {
            @if kept.is_empty() {
                (empty_state("search", t("No kept queries yet"), t("Build a query, and save it under a name to ask it again or to share it."), Some(&new)))
            }
            @if !favourites.is_empty() { (section(t("Favourites"), None, &table(&favourites, now, t("Favourites")))) }
            @for of in tables {
                @let theirs: Vec<&Kept> = rest.iter().filter(|kept| kept.table.id == of.id).copied().collect();
                @let name = words::many(of);
                (section(&name, None, &table(&theirs, now, &name)))
            }
            @if !asked.is_empty() {
                (section(t("What I asked last"), None, &html! {
                    ul class="asked-list" {
                        @for one in &asked {
                            li {
                                a href={ (QUERY) "?q=" (escaped(&one.text)) } { code { (one.text) } }
                                span class="muted" { " " (words::when(Timestamp(one.at), now)) }
                            }
                        }
                    }
                }))
            }
        }
    };
    let actions =
        html! { (link_button(t("Import from Specify"), "/queries/import", "upload", Look::Normal, "")) (new) };
    let content =
        Page { title: t("Queries"), actions: Some(actions), notices: done_notice(&params), body, ..Page::default() };
    Ok(visitor.page("queries", content))
}

fn table(kept: &[&Kept], now: Timestamp, caption: &str) -> Markup {
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Owner"), ..Column::default() },
        Column { label: t("Shared"), ..Column::default() },
        Column { label: t("Last changed"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Edit"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = kept
        .iter()
        .map(|kept| {
            let at = [sp_query::TIMESTAMP_MODIFIED, sp_query::TIMESTAMP_CREATED];
            let at = at.iter().find_map(|column| match kept.record.get(*column) {
                Value::Timestamp(at) => Some(*at),
                _ => None,
            });
            let path = path_of(kept.record.id);
            Row {
                label: kept.name(),
                cells: vec![
                    html! { a href=(path) { (kept.name()) } },
                    html! { @if kept.is_mine { (t("You")) } @else { (kept.owner) } },
                    html! { (sharing(kept)) },
                    html! { (at.map(|at| words::when(at, now)).unwrap_or_default()) },
                    html! {
                        div class="row-links" {
                            @if kept.is_mine {
                                form method="post" action={ (path) "/favourite" } {
                                    (icon_button(if kept.is_favourite() { t("No longer a favourite") } else { t("Make it a favourite") }, "star", "favourite", if kept.is_favourite() { "no" } else { "yes" }))
                                }
                            }
                            a href={ (path) "/edit" } { (if kept.may_change { t("Edit") } else { t("About it") }) span class="hidden-words" { ": " (kept.name()) } }
                        }
                    },
                ],
                ..Row::default()
            }
        })
        .collect();
    data_table(WORDS, &Shown { caption, columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// With whom a query is shared, in a few words.
fn sharing(kept: &Kept) -> Markup {
    let has = |wanted: fn(&With) -> bool| kept.shares.iter().any(|(with, _)| wanted(with));
    let people = kept.shares.iter().filter(|(with, _)| matches!(with, With::Person(_))).count();
    html! {
        @if has(|with| *with == With::Everybody) { (badge(Level::Neutral, t("With everybody"))) }
        @else if has(|with| matches!(with, With::Collection(_))) { (badge(Level::Neutral, t("With a collection"))) }
        @else if people > 0 { (tf("{n} other people", &[("n", &people)])) }
        @else { span class="muted" { (t("Only its owner")) } }
    }
}

/// `GET /queries/{id}`: leads to what it asks.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let text = app
        .read(visitor.access.clone(), move |tx| {
            let kept = queries::get(tx, id)?;
            Ok(queries::text(tx, &kept)?.0)
        })
        .await?;
    Ok(go(&format!("{QUERY}?q={}&kept={id}", escaped(&text))))
}

/// What the form shows.
struct Form {
    /// The query that is changed; nothing for a new one.
    kept: Option<Kept>,
    about: About,
    text: String,
    /// What of a stored query could not be taken over.
    lost: Vec<String>,
    /// What Specify’s form of it can’t say.
    unsaid: Vec<String>,
    people: Vec<(i64, String)>,
}

fn people_of(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>> {
    let users = tx.unscoped(|tx| tx.select(&Select::all(specify_user::TABLE)))?;
    let name = |user: &vasculum_model::Record| user.text(specify_user::NAME).unwrap_or_default().to_owned();
    let mut people: Vec<(i64, String)> = users.iter().map(|user| (user.id, name(user))).collect();
    people.sort_by_key(|(_, name)| vasculum_store::fold(name));
    Ok(people)
}

fn read_form(tx: &mut Tx<'_>, id: i64) -> Result<Form> {
    let kept = queries::get(tx, id)?;
    let (text, lost) = queries::text(tx, &kept)?;
    let about = About {
        name: kept.name().to_owned(),
        remarks: kept.record.text(sp_query::REMARKS).unwrap_or_default().to_owned(),
        shares: kept.shares.clone(),
    };
    let unsaid = from_query(tx, "", &query::parse(&text)?)?.1;
    Ok(Form { about, text, lost, unsaid, people: people_of(tx)?, kept: Some(kept) })
}

/// `GET /queries/new?q=`: the name of a question that is to be kept.
pub(super) async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    let query = question.read()?.clone();
    let form = app
        .read(visitor.access.clone(), move |tx| {
            let unsaid = from_query(tx, "", &query)?.1;
            let text = query.to_string();
            Ok(Form { kept: None, about: About::default(), text, lost: Vec::new(), unsaid, people: people_of(tx)? })
        })
        .await?;
    Ok(page(&visitor, StatusCode::OK, &form, None))
}

/// `GET /queries/{id}/edit`.
pub(super) async fn show_edit(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let form = app.read(visitor.access.clone(), move |tx| read_form(tx, id)).await?;
    Ok(page(&visitor, StatusCode::OK, &form, done_notice(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, form: &Form, notices: Option<Markup>) -> Response {
    let kept = form.kept.as_ref();
    let may_change = kept.is_none_or(|kept| kept.may_change);
    let path = kept.map_or(QUERIES.to_owned(), |kept| path_of(kept.record.id));
    let title =
        kept.map_or_else(|| t("Save the query").to_owned(), |kept| tf("Edit {name}", &[("name", &kept.name())]));
    let name = Field { is_required: true, is_read_only: !may_change, ..Field::new("name", t("Name")) };
    let remarks = Field { span: Span::All, is_read_only: !may_change, ..Field::new("remarks", t("Remarks")) };
    let fields = html! {
        (text_field(WORDS, &name, &TextInput { value: &form.about.name, length_max: 256, ..TextInput::default() }))
        (text_area(WORDS, &remarks, &form.about.remarks))
    };
    let actions = html! {
        @if let Some(kept) = kept {
            (link_button(t("Versions"), &format!("/data/SpQuery/{}/history", kept.record.id), "history", Look::Quiet, ""))
            (link_button(t("For Specify"), &format!("{path}/file"), "download", Look::Quiet, ""))
            @if may_change { (link_button(t("Delete"), &format!("{path}/delete"), "trash-2", Look::Danger, "")) }
        }
        @if may_change { (save_button(t("Save"), "query")) }
    };
    let body = html! {
        form id="query" class="work form" method="post" action=(path) data-main data-guard {
            @if let Some(kept) = kept { input type="hidden" name="version" value=(kept.record.version()); }
            input type="hidden" name="q" value=(form.text);
            p class="question-text" { code { (form.text) } " " a href={ (QUERY) "?q=" (escaped(&form.text)) } { (t("Change the query")) } }
            @for words in &form.lost { (notice(WORDS, Level::Warning, t("Specify’s query could not be taken over in full."), words, None)) }
            (field_group(t("Query"), "", None, false, &fields))
            @if may_change { (sharing_form(visitor, form)) }
            @if !form.unsaid.is_empty() {
                details {
                    summary class="muted" { (t("What Specify would not understand of it")) }
                    ul { @for words in &form.unsaid { li { (words) } } }
                }
            }
            div class="row" { (link_button(t("Cancel"), QUERIES, "", Look::Quiet, "")) }
        }
    };
    let content = Page {
        title: &title,
        breadcrumbs: &[(t("Queries"), QUERIES)],
        actions: Some(actions),
        notices,
        body,
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "queries", content)
}

/// What others may do with it: everybody, the people of each collection, each user.
fn sharing_form(visitor: &Visitor, form: &Form) -> Markup {
    let owner = form.kept.as_ref().map_or(visitor.access.user, |kept| kept.record.int(sp_query::SPECIFY_USER));
    let may = |with: With| form.about.shares.iter().find(|(theirs, _)| *theirs == with).map(|(_, may)| *may);
    let line = |key: String, label: &str, theirs: Option<bool>| {
        html! {
            div class="field" {
                label class="label" for=(key) { (label) }
                (select(&Field::new(&key, label), Some("—"), &[
                    Choice { value: "see", label: t("may see and use it"), is_chosen: theirs == Some(false) },
                    Choice { value: "change", label: t("may change it too"), is_chosen: theirs == Some(true) },
                ]))
            }
        }
    };
    let lines = html! {
        div class="fields fields-3" {
            (line("share:everybody".to_owned(), t("Everybody in the institution"), may(With::Everybody)))
            @for place in enterable(&visitor.everywhere) {
                (line(format!("share:collection:{}", place.id), &tf("People of {collection}", &[("collection", &place.name)]), may(With::Collection(place.id))))
            }
            @for (id, name) in form.people.iter().filter(|(id, _)| Some(*id) != owner && Some(*id) != visitor.access.user) {
                (line(format!("share:person:{id}"), name, may(With::Person(*id))))
            }
        }
    };
    section(t("Sharing"), None, &lines)
}

/// What was sent of the sharing; what the form does not show stays.
fn about_of(sent: &Pairs, kept: &[(With, bool)]) -> About {
    let read = |name: &str| {
        let rest = name.strip_prefix("share:")?;
        if rest == "everybody" {
            return Some(With::Everybody);
        }
        let (what, id) = rest.split_once(':')?;
        let id = id.parse().ok()?;
        match what {
            "collection" => Some(With::Collection(id)),
            "person" => Some(With::Person(id)),
            _ => None,
        }
    };
    let shown: Vec<(With, &str)> =
        sent.iter().filter_map(|(name, value)| Some((read(name)?, value.as_str()))).collect();
    let mut shares: Vec<(With, bool)> = shown
        .iter()
        .filter(|(_, value)| matches!(*value, "see" | "change"))
        .map(|(with, value)| (*with, *value == "change"))
        .collect();
    shares.extend(kept.iter().filter(|(with, _)| !shown.iter().any(|(theirs, _)| theirs == with)));
    shares.sort_unstable();
    About { name: one(sent, "name").trim().to_owned(), remarks: one(sent, "remarks").to_owned(), shares }
}

/// `POST /queries`: keeps a question.
pub(super) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let question = Question::of(&sent);
    let query = question.read()?.clone();
    let about = about_of(&sent, &[]);
    let (asked, said) = (query.clone(), about.clone());
    let purpose = Purpose::new("save", format!("Saved query {}", about.name));
    match app.write(visitor.access.clone(), purpose, move |tx| queries::make(tx, &asked, &said)).await {
        Ok(record) => Ok(go(&format!("{QUERY}?q={}&kept={}&done=saved", escaped(&query.to_string()), record.id))),
        Err(error) if error.code == Code::Invalid => {
            let form = app
                .read(visitor.access.clone(), move |tx| {
                    let unsaid = from_query(tx, "", &query)?.1;
                    Ok(Form {
                        kept: None,
                        about,
                        text: query.to_string(),
                        lost: Vec::new(),
                        unsaid,
                        people: people_of(tx)?,
                    })
                })
                .await?;
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &form, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

fn refusal(error: &Error) -> Markup {
    notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None)
}

/// `POST /queries/{id}`: changes name, remarks and sharing; or, by the button of the builder, what it asks.
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let mut form = app.read(visitor.access.clone(), move |tx| read_form(tx, id)).await?;
    let only_text = !sent.iter().any(|(name, _)| name == "name");
    let query = if only_text { Some(Question::of(&sent).read()?.clone()) } else { None };
    let kept_shares = form.about.shares.clone();
    if !only_text {
        form.about = about_of(&sent, &kept_shares);
    }
    let (about, seen) = (form.about.clone(), one(&sent, "version").parse().ok());
    let purpose = Purpose::new("save", format!("Changed query {}", about.name));
    let asked = query.clone();
    match app
        .write(visitor.access.clone(), purpose, move |tx| queries::change(tx, id, seen, asked.as_ref(), &about))
        .await
    {
        Ok(_) => Ok(go(&match query {
            Some(query) => format!("{QUERY}?q={}&kept={id}&done=saved", escaped(&query.to_string())),
            None => format!("{}/edit?done=saved", path_of(id)),
        })),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &form, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /queries/{id}/favourite`.
pub(super) async fn favourite(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let is_favourite = one(&sent, "favourite") == "yes";
    app.write(visitor.access.clone(), Purpose::new("save", "Changed favourite queries"), move |tx| {
        queries::set_favourite(tx, id, is_favourite)
    })
    .await?;
    Ok(go(QUERIES))
}

/// `GET /queries/{id}/delete`.
pub(super) async fn ask_delete(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
) -> Result<Response, Refused> {
    let form = app.read(visitor.access.clone(), move |tx| read_form(tx, id)).await?;
    let kept = form.kept.filter(|kept| kept.may_change);
    let kept = kept.ok_or_else(|| Error::forbidden(t("You may see this query, but not change it.")))?;
    let path = path_of(id);
    let panel = Confirm {
        title: &tf("Delete the query ‘{name}’?", &[("name", &kept.name())]),
        body: html! { p class="muted" { (t("It can be brought back from the history at any time.")) } },
        action: &format!("{path}/delete"),
        hidden: &[],
        confirm: t("Delete the query"),
        cancel_href: &format!("{path}/edit"),
        is_danger: true,
    };
    let content = Page {
        title: t("Delete"),
        subtitle: kept.name(),
        breadcrumbs: &[(t("Queries"), QUERIES)],
        body: html! { div class="work" { (confirm_panel(WORDS, &panel)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("queries", content))
}

/// `POST /queries/{id}/delete`.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
) -> Result<Response, Refused> {
    app.write(visitor.access.clone(), Purpose::new("delete", "Deleted a query"), move |tx| {
        let kept = queries::get(tx, id)?;
        tx.summarise(format!("Deleted query {}", kept.name()));
        queries::delete(tx, id)
    })
    .await?;
    Ok(go(&format!("{QUERIES}?done=deleted")))
}

/// `GET /queries/{id}/file`: the query as a file that Specify imports.
pub(super) async fn file(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let text = app
        .read(visitor.access.clone(), move |tx| {
            let kept = queries::get(tx, id)?;
            let text = queries::text(tx, &kept)?.0;
            let (stored, _) = from_query(tx, kept.name(), &query::parse(&text)?)?;
            Ok(json::written(&stored, kept.table.name))
        })
        .await?;
    let mut res = ([(header::CONTENT_TYPE, "application/json")], text).into_response();
    let name = format!("attachment; filename=\"query-{id}.json\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        res.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(res)
}

/// `GET /queries/import`.
pub(super) async fn show_import(visitor: Visitor) -> Response {
    import_page(&visitor, StatusCode::OK, "", None)
}

fn import_page(visitor: &Visitor, status: StatusCode, text: &str, notices: Option<Markup>) -> Response {
    let field = Field {
        span: Span::All,
        help: t("The content of a file that Specify 7 exported for a query."),
        ..Field::new("json", t("Query of Specify"))
    };
    let body = html! {
        form class="work form" method="post" action="/queries/import" {
            (field_group(t("Import from Specify"), "", None, false, &text_area(WORDS, &field, text)))
            div class="row" { (button(t("Go on"), "arrow-right", Look::Primary, "", "")) (link_button(t("Cancel"), QUERIES, "", Look::Quiet, "")) }
        }
    };
    let content = Page {
        title: t("Import from Specify"),
        breadcrumbs: &[(t("Queries"), QUERIES)],
        notices,
        body,
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "queries", content)
}

/// `POST /queries/import`: reads the file and shows the form under which the query is kept.
pub(super) async fn import(
    State(app): State<App>,
    visitor: Visitor,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let text = one(&sent, "json").to_owned();
    let read = json::read(&text);
    let form = match read {
        Ok(stored) => {
            app.read(visitor.access.clone(), move |tx| {
                let (query, lost) = to_query(tx, &stored)?;
                let unsaid = from_query(tx, "", &query)?.1;
                let about = About { name: stored.name.clone(), ..About::default() };
                Ok(Form { kept: None, about, text: query.to_string(), lost, unsaid, people: people_of(tx)? })
            })
            .await
        }
        Err(error) => Err(error),
    };
    match form {
        Ok(form) => Ok(page(&visitor, StatusCode::OK, &form, None)),
        Err(error) if error.code == Code::Invalid => {
            Ok(import_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &text, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

/// The buttons that keep a question: under its own name, and under a new one.
pub(super) fn buttons(visitor: &Visitor, question: &Question, kept: Option<&Kept>) -> Markup {
    let may_make = visitor.may("create", model().table(sp_query::TABLE));
    html! {
        @if let Some(kept) = kept.filter(|kept| kept.may_change) {
            form method="post" action=(path_of(kept.record.id)) {
                input type="hidden" name="q" value=(question.text);
                input type="hidden" name="version" value=(kept.record.version());
                (button(t("Save"), "save", Look::Normal, "", ""))
            }
        }
        @if let Some(kept) = kept { (link_button(t("About it"), &format!("{}/edit", path_of(kept.record.id)), "info", Look::Quiet, "")) }
        @if may_make { (link_button(t("Save as"), &format!("/queries/new?q={}", escaped(&question.text)), "save", Look::Quiet, "")) }
    }
}
