//! What happened: the history of a record, the changes of everybody, one change set, and how it is taken back.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::{history, undo};
use vasculum_model::{Code, Record, Result, Table, TableId, Timestamp, Value, model};
use vasculum_store::{Access, Change, ChangeKind, ChangeQuery, ChangeSet, Purpose, Tx};

use super::shape::is_open;
use super::visitor::{Visitor, go};
use super::{captions, list_path, names, nav_of, record_path, shown_table, value, words};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Change as Line, Confirm, Entry, Pagination, Undo, badge, confirm_panel, empty_state, icon, key_value_list, notice,
    pagination, section, timeline,
};
use crate::ui::frame::Page;
use crate::ui::language::{Language, language};
use crate::ui::words::{Words, known, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// How many change sets stand on a page.
const PAGE: u64 = 50;
/// How many changes of a change set are shown one by one.
const SHOWN: u64 = 200;

/// A change set as pages tell it.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Its number.
    pub id: i64,
    who: String,
    what: String,
    when: String,
    exact: String,
    icon: &'static str,
    /// Field, before, after.
    changes: Vec<(String, String, String)>,
    may_undo: bool,
    undone_by: Option<i64>,
}

/// The icon that stands for each kind of change set; a pencil for all others.
const ICONS: &[(&str, &str)] = &[
    ("delete", "trash-2"),
    ("undo", "undo-2"),
    ("import", "upload"),
    ("dwca", "upload"),
    ("demo", "sprout"),
    ("init", "sprout"),
    ("sign-in", "log-in"),
    ("token", "lock"),
    ("password", "lock"),
    ("block", "lock"),
    ("invite", "send"),
    ("setup", "sprout"),
    ("preferences", "sliders-horizontal"),
];

/// What happened to a record, newest first.
///
/// # Errors
///
/// `NotFound`, if there is and was no such record.
pub(crate) fn events(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    table: TableId,
    id: i64,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Event>> {
    let now = tx.now();
    let mut events = Vec::new();
    for entry in history::of_record(tx, table, id, before, limit)? {
        let mut event = event(visitor, &entry.change_set, now);
        event.may_undo &= !is_large(tx, &entry.change_set)?;
        for change in &entry.changes {
            event.changes.extend(lines(tx, &visitor.look, change)?);
        }
        events.push(event);
    }
    Ok(events)
}

fn event(visitor: &Visitor, set: &ChangeSet, now: Timestamp) -> Event {
    let what = if set.summary.is_empty() { words::label(&set.kind.replace('-', "_")) } else { said(&set.summary) };
    let what = words::inside(&what);
    Event {
        id: set.id,
        who: if set.user_name.is_empty() { "Vasculum".to_owned() } else { set.user_name.clone() },
        what,
        when: words::when(set.at, now),
        exact: set.at.to_string(),
        icon: ICONS.iter().find(|(kind, _)| *kind == set.kind).map_or("", |(_, icon)| icon),
        changes: Vec::new(),
        may_undo: !visitor.access.read_only && set.undone_by.is_none() && is_undoable(set) && may_change(visitor),
        undone_by: set.undone_by,
    }
}

/// Whether a change set did so much that nobody should take it back by one click beside a single record.
fn is_large(tx: &mut Tx<'_>, set: &ChangeSet) -> Result<bool> {
    if matches!(set.kind.as_str(), "save" | "delete") {
        return Ok(false);
    }
    let changes = tx.changes(set.id, 31)?;
    Ok(changes.len() > 30 || changes.iter().any(|change| change.count > 30))
}

/// Somebody who may only look is not offered to undo; what exactly may be undone is judged when it is.
fn may_change(visitor: &Visitor) -> bool {
    visitor.access.is_unlimited()
        || visitor
            .access
            .policies()
            .iter()
            .any(|policy| policy.resource.starts_with("/table/") || policy.resource == "%" || policy.resource == "/%")
            && ["update", "%"]
                .iter()
                .any(|action| visitor.access.policies().iter().any(|policy| policy.action == *action))
}

/// What writes no record can't be taken back.
fn is_undoable(set: &ChangeSet) -> bool {
    !matches!(set.kind.as_str(), "sign-in" | "token" | "password" | "block" | "invite" | "init" | "setup")
}

/// The summary of a change set, which is kept in English, in the reader's language as far as it is of a common form.
pub(crate) fn said(summary: &str) -> String {
    if language() == Language::English {
        return summary.to_owned();
    }
    if let Some(words) = known(summary) {
        return words.to_owned();
    }
    type Told = fn(&str, &str) -> String;
    let verbs: [(&str, Told); 3] = [
        ("Made ", |table, record| tf("Made {table} {record}", &[("table", &table), ("record", &record)])),
        ("Changed ", |table, record| tf("Changed {table} {record}", &[("table", &table), ("record", &record)])),
        ("Deleted ", |table, record| tf("Deleted {table} {record}", &[("table", &table), ("record", &record)])),
    ];
    let found = verbs.iter().find_map(|(verb, words)| Some((summary.strip_prefix(verb)?, words)));
    let Some((rest, words)) = found else { return summary.to_owned() };
    let tables = model().tables().filter_map(|table| Some((table, rest.strip_prefix(&words::one_in_english(table))?)));
    let longest = tables
        .filter(|(_, record)| record.is_empty() || record.starts_with(' '))
        .min_by_key(|(_, record)| record.len());
    longest.map_or_else(
        || summary.to_owned(),
        |(table, record)| words(&words::one(table), record.trim()).trim().to_owned(),
    )
}

/// A change field by field: label, before, after. What was made or deleted says so in one line.
fn lines(tx: &mut Tx<'_>, look: &Look, change: &Change) -> Result<Vec<(String, String, String)>> {
    let table = model().table(change.table);
    match change.kind {
        ChangeKind::Insert => Ok(Vec::new()),
        ChangeKind::Delete => {
            let before = record_of(table, change.record, &change.before);
            let mut lines = Vec::new();
            for (column, _) in
                change.before.iter().filter(|(column, value)| is_told(table, *column) && !value.is_null())
            {
                let label = captions::field(look, table, table.at(*column).name);
                lines.push((label, told(tx, &before, *column)?, String::new()));
            }
            lines.truncate(12);
            Ok(lines)
        }
        ChangeKind::Update => {
            let (before, after) =
                (record_of(table, change.record, &change.before), record_of(table, change.record, &change.after));
            let mut lines = Vec::new();
            for (column, _) in change.before.iter().filter(|(column, _)| is_told(table, *column)) {
                lines.push((
                    captions::field(look, table, table.at(*column).name),
                    told(tx, &before, *column)?,
                    told(tx, &after, *column)?,
                ));
            }
            Ok(lines)
        }
    }
}

fn record_of(table: &Table, id: i64, values: &[(u16, Value)]) -> Record {
    let mut record = Record { id, ..Record::new(table.id) };
    for (column, value) in values {
        record.values[usize::from(*column)] = value.clone();
    }
    record
}

fn is_told(table: &Table, column: u16) -> bool {
    is_open(table, column)
        && !matches!(table.at(column).name, "version" | "timestampModified" | "modifiedByAgent" | "timestampCreated")
}

fn told(tx: &mut Tx<'_>, record: &Record, column: u16) -> Result<String> {
    let value = &record.values[usize::from(column)];
    match (&record.of().at(column).link, value.int()) {
        (Some(link), Some(id)) => names::text(tx, link.to, id),
        _ => Ok(value::shown(record, column)),
    }
}

/// The events as a timeline, each with its undo.
pub(crate) fn timeline_of(events: &[Event]) -> Markup {
    let actions: Vec<String> = events.iter().map(|event| format!("/changes/{}/undo", event.id)).collect();
    let hrefs: Vec<String> = events.iter().map(|event| format!("/changes/{}", event.id)).collect();
    let changes: Vec<Vec<Line<'_>>> = events
        .iter()
        .map(|event| event.changes.iter().map(|(field, before, after)| Line { field, before, after }).collect())
        .collect();
    let whats: Vec<String> = events
        .iter()
        .map(|event| match event.undone_by {
            Some(_) => format!("{} ({})", event.what, t("undone")),
            None => event.what.clone(),
        })
        .collect();
    let entries: Vec<Entry<'_>> = events
        .iter()
        .enumerate()
        .map(|(at, event)| Entry {
            who: &event.who,
            what: &whats[at],
            when: &event.when,
            when_exact: &event.exact,
            href: &hrefs[at],
            icon: event.icon,
            changes: &changes[at],
            undo: event.may_undo.then_some(Undo { action: &actions[at], hidden: &[] }),
        })
        .collect();
    timeline(WORDS, &entries)
}

/// The notice of what was done before a page was come to: its change set stands in the address.
pub(crate) fn notice_of(params: &[(String, String)]) -> Option<Markup> {
    let number =
        |name: &str| params.iter().find(|(theirs, _)| theirs == name).and_then(|(_, value)| value.parse::<i64>().ok());
    let with_undo = |title: &str, body: &str, change: i64| {
        let undo = html! {
            form class="undo" method="post" action={ "/changes/" (change) "/undo" } {
                button class="button button-small" { (icon("undo-2")) (t("Undo")) }
            }
            @if let Some(set) = number("left") {
                a class="button button-small" href=(format!("/record-sets/{set}")) { (icon("layers")) (t("What could not be changed")) }
            }
        };
        notice(WORDS, Level::Success, title, body, Some(&undo))
    };
    if let Some(change) = number("saved") {
        return Some(with_undo(t("Saved."), "", change));
    }
    if let Some(change) = number("deleted") {
        return Some(with_undo(t("Deleted."), t("It can be brought back from the history at any time."), change));
    }
    if let Some(change) = number("undone") {
        return Some(with_undo(t("Taken back."), t("The undoing is a change like any other."), change));
    }
    number("unchanged").map(|_| notice(WORDS, Level::Info, t("Nothing was changed, so nothing was saved."), "", None))
}

/// `GET /data/{table}/{id}/history`.
pub async fn of_record(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let before = params.iter().find(|(name, _)| name == "before").and_then(|(_, value)| value.parse().ok());
    let seer = visitor.clone();
    let (called, is_there, events) = app
        .read(visitor.access.clone(), move |tx| {
            let events = events(tx, &seer, table.id, id, before, PAGE + 1)?;
            let is_there = tx.find(table.id, id)?.is_some();
            Ok((names::text(tx, table.id, id)?, is_there, events))
        })
        .await?;
    let path = record_path(table, id);
    let (list, many) = (list_path(table), words::many(table));
    let title = tf("History of {record}", &[("record", &called)]);
    let content = Page {
        title: &title,
        heading: Some(html! { (t("History")) }),
        subtitle: &called,
        badges: (!is_there).then(|| badge(Level::Warning, t("Deleted"))),
        breadcrumbs: if is_there {
            &[(many.as_str(), list.as_str()), (called.as_str(), path.as_str())]
        } else {
            &[(many.as_str(), list.as_str())]
        },
        notices: notice_of(&params),
        body: html! { div class="work" { (paged(&format!("{path}/history"), "", &events, before)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page(nav_of(table), content))
}

/// A page of events with the way to the older ones.
fn paged(path: &str, query: &str, events: &[Event], before: Option<i64>) -> Markup {
    let has_more = events.len() as u64 > PAGE;
    let shown = &events[..events.len().min(PAGE as usize)];
    if shown.is_empty() {
        return empty_state(
            "history",
            t("Nothing happened yet"),
            t("Every change stands here: who made it, when, what was before."),
            None,
        );
    }
    let next = shown.last().map(|last| format!("{path}?{query}before={}", last.id));
    let first = format!("{path}?{}", query.trim_end_matches('&'));
    html! {
        (timeline_of(shown))
        @if has_more || before.is_some() {
            (pagination(WORDS, &Pagination {
                summary: t("Newest first"),
                previous: before.map(|_| first.as_str()),
                next: next.as_deref().filter(|_| has_more),
            }))
        }
    }
}

/// `GET /changes`: what everybody did, newest first.
pub async fn all(
    State(app): State<App>,
    visitor: Visitor,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let one = |name: &str| {
        params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let (who, kind) = (one("who"), one("kind"));
    let before: Option<i64> = one("before").parse().ok();
    let seer = visitor.clone();
    let (by, of) = (who.clone(), kind.clone());
    let (events, kinds) = app.read(visitor.access.clone(), move |tx| search(tx, &seer, before, &by, &of)).await?;
    let query: String = [("who", &who), ("kind", &kind)]
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}&", escaped(value)))
        .collect();
    let body = html! {
        div class="work" {
            form class="filter-bar" method="get" action="/changes" role="search" aria-label=(t("Filter the changes")) {
                label class="filter-words" {
                    span class="hidden-words" { (t("Who")) }
                    input class="input" type="search" name="who" value=(who) placeholder=(t("Anybody")) autocomplete="off";
                }
                span class="select" {
                    select class="input" name="kind" aria-label=(t("Kind of change")) {
                        option value="" { (t("Every kind")) }
                        @for one in &kinds { option value=(one) selected[*one == kind] { (words::label(&one.replace('-', "_"))) } }
                    }
                    (icon("chevron-down"))
                }
                button class="button" { (icon("filter")) (t("Filter")) }
            }
            (paged("/changes", &query, &events, before))
        }
    };
    Ok(visitor.page(
        "changes",
        Page {
            title: t("Changes"),
            subtitle: t("by everybody, newest first"),
            body,
            is_reading: true,
            notices: notice_of(&params),
            ..Page::default()
        },
    ))
}

fn search(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    before: Option<i64>,
    who: &str,
    kind: &str,
) -> Result<(Vec<Event>, Vec<String>)> {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let now = tx.now();
    let query = ChangeQuery { before, who: some(who), kind: some(kind), limit: PAGE + 1, ..ChangeQuery::default() };
    let mut events = Vec::new();
    for set in &tx.change_sets(&query)? {
        let mut event = event(visitor, set, now);
        event.may_undo &= !is_large(tx, set)?;
        events.push(event);
    }
    Ok((events, tx.journal_kinds()?))
}

/// The latest change sets, for the home page.
///
/// # Errors
///
/// `Forbidden`, if the person may not see the journal.
pub(crate) fn latest(tx: &mut Tx<'_>, visitor: &Visitor, limit: u64) -> Result<Vec<Event>> {
    let now = tx.now();
    let sets = tx.change_sets(&ChangeQuery { limit, ..ChangeQuery::default() })?;
    // On the home page nothing is undone by a slip.
    Ok(sets.iter().map(|set| Event { may_undo: false, ..event(visitor, set, now) }).collect())
}

/// A change set with what it did and what undoing it would do.
struct Shown {
    event: Event,
    set: ChangeSet,
    changes: Vec<Done>,
    plan: undo::UndoPlan,
}

/// One change of a change set in words.
struct Done {
    table: &'static Table,
    id: i64,
    /// More than one for records that were made together.
    count: i64,
    kind: ChangeKind,
    called: String,
    /// Field, before, after.
    lines: Vec<(String, String, String)>,
}

/// `GET /changes/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let seer = visitor.clone();
    let access = access_to(&app, &visitor, id).await?;
    let shown = app.read(access, move |tx| read_one(tx, &seer, id)).await?;
    Ok(page_of(&visitor, StatusCode::OK, &shown, notice_of(&params)))
}

/// What shows a change set: the collection that one works in, or all of one's own for what happened elsewhere, as the
/// audit log lists it.
async fn access_to(app: &App, visitor: &Visitor, id: i64) -> Result<Access, Refused> {
    match app.read(visitor.access.clone(), move |tx| tx.change_set(id)).await {
        Err(error) if error.code == Code::NotFound => Ok(visitor.everywhere.clone()),
        found => {
            found?;
            Ok(visitor.access.clone())
        }
    }
}

fn read_one(tx: &mut Tx<'_>, visitor: &Visitor, id: i64) -> Result<Shown> {
    let set = tx.change_set(id)?;
    let now = tx.now();
    let mut changes = Vec::new();
    for change in tx.changes(id, SHOWN)? {
        let table = model().table(change.table);
        let called = if change.count == 1 { names::text(tx, change.table, change.record)? } else { String::new() };
        let lines = lines(tx, &visitor.look, &change)?;
        changes.push(Done { table, id: change.record, count: change.count, kind: change.kind, called, lines });
    }
    let plan = undo::plan(tx, id)?;
    Ok(Shown { event: event(visitor, &set, now), set, changes, plan })
}

fn page_of(visitor: &Visitor, status: StatusCode, shown: &Shown, notices: Option<Markup>) -> Response {
    let title = tf("Change {number}", &[("number", &words::number(shown.event.id))]);
    let set = &shown.set;
    let facts = [
        (
            t("What"),
            html! { (if set.summary.is_empty() { words::label(&set.kind.replace('-', "_")) } else { said(&set.summary) }) },
        ),
        (t("Who"), html! { (shown.event.who) }),
        (t("When"), html! { time datetime=(shown.event.exact) { (value::shown_time(set.at)) } }),
    ];
    let body = html! {
        div class="work" {
            (key_value_list(&facts))
            @if let Some(by) = set.undone_by { p { (t("Taken back by")) " " a href={ "/changes/" (by) } { (tf("change {number}", &[("number", &words::number(by))])) } "." } }
            @if let Some(of) = set.undoes { p { (t("Takes back")) " " a href={ "/changes/" (of) } { (tf("change {number}", &[("number", &words::number(of))])) } "." } }
            (section(t("What it did"), None, &did(shown)))
            @if shown.event.may_undo { (undo_panel(shown)) }
        }
    };
    let content = Page {
        title: &title,
        breadcrumbs: &[(t("Changes"), "/changes")],
        notices,
        body,
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "changes", content)
}

fn did(shown: &Shown) -> Markup {
    let verb = |kind: &ChangeKind| match kind {
        ChangeKind::Insert => t("Made"),
        ChangeKind::Update => t("Changed"),
        ChangeKind::Delete => t("Deleted"),
    };
    html! {
        @if shown.changes.is_empty() { p class="muted" { (t("Nothing that you may see.")) } }
        ul class="stack changes-of-set" {
            @for Done { table, id, count, kind, called, lines } in &shown.changes {
                li {
                    (verb(kind)) " "
                    @if *count > 1 { (words::counted(*count, table)) }
                    @else if *kind == ChangeKind::Delete || !table.is_shown() { (words::one(table)) " " (called) }
                    @else { (words::one(table)) " " a href=(record_path(table, *id)) { (called) } }
                    @if !lines.is_empty() {
                        dl class="facts" {
                            @for (field, before, after) in lines {
                                dt { (field) }
                                dd { (one_value(before)) @if *kind == ChangeKind::Update { " → " (one_value(after)) } }
                            }
                        }
                    }
                }
            }
        }
        @if shown.changes.len() as u64 >= SHOWN { p class="muted" { (tf("And more: the first {n} are shown.", &[("n", &SHOWN)])) } }
    }
}

/// A value before or after a change; nothing is said in words.
pub(crate) fn one_value(text: &str) -> Markup {
    html! { @if text.is_empty() { span class="muted" { (t("empty")) } } @else { (text) } }
}

/// What undoing would do, with the button that does it.
fn undo_panel(shown: &Shown) -> Markup {
    let plan = &shown.plan;
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let said = [
        (plan.restores, tn(count(plan.restores), "{n} record comes back", "{n} records come back")),
        (
            plan.changes,
            tn(count(plan.changes), "{n} record gets its former values", "{n} records get their former values"),
        ),
        (plan.removes, tn(count(plan.removes), "{n} record goes", "{n} records go")),
        (
            plan.stamps,
            tn(
                count(plan.stamps),
                "{n} record names again who made or last saved it",
                "{n} records name again who made or last saved them",
            ),
        ),
    ];
    let said: Vec<String> = said.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    let is_in_conflict = !plan.conflicts.is_empty();
    let body = html! {
        @if said.is_empty() { p { (t("Nothing would change.")) } } @else { ul { @for line in &said { li { (line) } } } }
        @if is_in_conflict {
            p { strong { (t("Touched again since then")) } ": " (t("these stay as they are now.")) }
            ul { @for conflict in plan.conflicts.iter().take(50) { li { (words::one(model().table(conflict.table))) " " (conflict.record) ": " (conflict.words) } } }
        }
        p class="muted" { (t("Undoing is a change of its own, and can be undone.")) }
    };
    let action = format!("/changes/{}/undo", shown.event.id);
    confirm_panel(
        WORDS,
        &Confirm {
            title: if is_in_conflict { t("Undo the rest of this change?") } else { t("Undo this change?") },
            body,
            action: &action,
            hidden: if is_in_conflict { &[("force", "yes")] } else { &[] },
            confirm: if is_in_conflict { t("Undo the rest") } else { t("Undo") },
            cancel_href: "/changes",
            is_danger: false,
        },
    )
}

/// `POST /changes/{id}/undo`.
pub async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let force = sent.iter().any(|(name, value)| name == "force" && value == "yes");
    let access = access_to(&app, &visitor, id).await?;
    let done = app
        .write_counted(access.clone(), Purpose::new("undo", ""), move |tx| {
            let plan = undo::undo(tx, id, force)?;
            Ok(one_record(&plan))
        })
        .await;
    let seer = visitor.clone();
    match done {
        Ok((touched, change)) => {
            let change = change.unwrap_or(id);
            let back = visitor.from.as_deref().map(|from| from.split('?').next().unwrap_or_default().to_owned());
            Ok(go(&place_after(touched, back, id, change)))
        }
        Err(error) if error.code == Code::Conflict => {
            let words = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
            let shown = app.read(access, move |tx| read_one(tx, &seer, id)).await?;
            Ok(page_of(&visitor, StatusCode::CONFLICT, &shown, Some(words)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The record that an undo was about, and whether it is there afterwards.
fn one_record(plan: &undo::UndoPlan) -> Option<(TableId, i64, bool)> {
    let effect = plan.effects.first()?;
    Some((effect.table, effect.record, effect.kind != ChangeKind::Delete))
}

/// Where somebody goes after an undo: back to the page they came from if it is still there, else to the change itself.
fn place_after(touched: Option<(TableId, i64, bool)>, back: Option<String>, id: i64, change: i64) -> String {
    let of_change = format!("/changes/{id}");
    match (touched, back) {
        (Some((table, record, true)), Some(back)) if back == list_path(model().table(table)) => {
            format!("{}?undone={change}", record_path(model().table(table), record))
        }
        (Some((_, _, false)), _) => format!("/changes?undone={change}"),
        (_, Some(back)) if back.starts_with("/data/") && !back.ends_with("/delete") => {
            format!("{back}?undone={change}")
        }
        (_, Some(back)) if back == of_change => format!("/changes/{change}?undone={change}"),
        _ => format!("/changes?undone={change}"),
    }
}
