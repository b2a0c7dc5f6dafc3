//! `/admin/audit`: who did what, when and to which record, with sign-ins and acts of administration.

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;
use vasculum_model::{Error, Result, Table, Timestamp, model};
use vasculum_store::{Access, Change, ChangeKind, ChangeQuery, ChangeSet, Tx, value_to_json};

use super::sent::{Pairs, one};
use super::visitor::Visitor;
use super::words;
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Pagination, Row, Table as Grown, TextInput, button, data_table,
    empty_state, link_button, pagination, select_field, text_field,
};
use crate::ui::feed::Feed;
use crate::ui::frame::Page;
use crate::ui::words::{Words, later, t};

const WORDS: &Words<'static> = &Words::ENGLISH;
const AUDIT: &str = "/admin/audit";
/// How many change sets stand on a page.
const PAGE: u64 = 100;
/// How many change sets are read at once for a file.
const CHUNK: u64 = 200;
const DAY: i64 = 24 * 3_600_000_000;

/// What the kinds of entries that tell of no record are called, where nothing else on the pages is called so.
const _KINDS: &[&str] = &[later("Sign in failed"), later("Sign in"), later("Sign out")];

/// The filters of the page, as they stand in its address.
const FILTERS: &[&str] = &["who", "kind", "table", "record", "action", "from", "until"];

/// What somebody wants to see of the journal.
#[derive(Debug, Clone)]
struct Wanted {
    sent: Pairs,
    query: ChangeQuery,
}

impl Wanted {
    /// Reads the filters.
    ///
    /// # Errors
    ///
    /// `Invalid`, if one can't be understood.
    fn of(sent: Pairs) -> Result<Self> {
        let some = |name: &str| Some(one(&sent, name).trim()).filter(|text| !text.is_empty());
        let table = match some("table") {
            Some(name) => Some(model().named(name).ok_or_else(|| Error::invalid(t("There is no such table.")))?),
            None => None,
        };
        let number = |name: &str| -> Result<Option<i64>> {
            some(name)
                .map(|text| text.parse().map_err(|_| Error::invalid(t("This is no number of a record."))))
                .transpose()
        };
        let record = match (number("record")?, table) {
            (Some(id), Some(table)) => Some((table.id, id)),
            (Some(_), None) => return Err(Error::invalid(t("Choose the table of the record too."))),
            (None, _) => None,
        };
        let action = some("action").and_then(|word| {
            [ChangeKind::Insert, ChangeKind::Update, ChangeKind::Delete].into_iter().find(|kind| kind.name() == word)
        });
        let query = ChangeQuery {
            record,
            table: table.map(|table| table.id),
            action,
            who: some("who").map(str::to_owned),
            kind: some("kind").map(str::to_owned),
            from: some("from").map(day).transpose()?,
            until: some("until").map(day).transpose()?.map(|start| Timestamp(start.0 + DAY)),
            before: number("before")?,
            limit: PAGE + 1,
            ..ChangeQuery::default()
        };
        Ok(Self { sent, query })
    }

    /// The filters as they stand in an address, with `&` after each.
    fn filters(&self) -> String {
        let set = |name: &&&str| !one(&self.sent, name).is_empty();
        FILTERS.iter().filter(set).map(|name| format!("{name}={}&", escaped(one(&self.sent, name)))).collect()
    }

    fn is_narrowed(&self) -> bool {
        FILTERS.iter().any(|name| !one(&self.sent, name).is_empty())
    }
}

/// The beginning of a day, in UTC.
fn day(text: &str) -> Result<Timestamp> {
    Timestamp::parse(&format!("{text}T00:00:00Z"))
        .ok_or_else(|| Error::invalid(t("This is no day.")).hint(t("Write it as 2026-05-12.")))
}

/// What the page shows.
struct Found {
    sets: Vec<ChangeSet>,
    kinds: Vec<String>,
    people: Vec<String>,
    now: Timestamp,
}

/// `GET /admin/audit`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let wanted = Wanted::of(sent)?;
    let query = wanted.query.clone();
    let found = app
        .read(visitor.everywhere.clone(), move |tx| {
            let (kinds, people) = (tx.journal_kinds()?, tx.journal_users()?);
            Ok(Found { sets: tx.change_sets(&query)?, kinds, people, now: tx.now() })
        })
        .await?;
    let export = |format: &str| format!("{AUDIT}/export?{}format={format}", wanted.filters());
    let content = Page {
        title: t("Audit log"),
        subtitle: t("Who did what, newest first"),
        breadcrumbs: &[(t("System"), "/system")],
        actions: Some(html! {
            (link_button("CSV", &export("csv"), "download", Look::Normal, ""))
            (link_button("JSON", &export("json"), "download", Look::Normal, ""))
        }),
        body: html! { div class="work" { (filters(&wanted, &found)) (list(&visitor, &wanted, &found)) } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn filters(wanted: &Wanted, found: &Found) -> Markup {
    let sent = |name: &str| one(&wanted.sent, name);
    let kinds: Vec<(String, String)> =
        found.kinds.iter().map(|kind| (kind.clone(), words::label(&kind.replace('-', "_")))).collect();
    let kinds: Vec<Choice<'_>> =
        kinds.iter().map(|(value, label)| Choice { value, label, is_chosen: value == sent("kind") }).collect();
    let mut tables: Vec<(&str, String)> = model().tables().map(|table| (table.name, words::many(table))).collect();
    tables.sort_by(|a, b| a.1.cmp(&b.1));
    let tables: Vec<Choice<'_>> =
        tables.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == sent("table") }).collect();
    let actions = [("insert", t("Made")), ("update", t("Changed")), ("delete", t("Deleted"))]
        .map(|(value, label)| Choice { value, label, is_chosen: value == sent("action") });
    // Nobody in particular failed to sign in.
    let people: Vec<&str> = found.people.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let text = |name: &'static str, label: &'static str, kind: &'static str, suggestions: &[&str]| {
        text_field(
            WORDS,
            &Field::new(name, label),
            &TextInput { value: sent(name), kind, suggestions, ..TextInput::default() },
        )
    };
    html! {
        form class="form" method="get" action=(AUDIT) role="search" aria-label=(t("Filter the audit log")) {
            div class="fields fields-3" {
                (text("who", t("Who"), "search", &people))
                (select_field(WORDS, &Field::new("kind", t("Kind")), Some(t("Every kind")), &kinds))
                (select_field(WORDS, &Field::new("action", t("What happened to a record")), Some(t("Anything")), &actions))
                (select_field(WORDS, &Field::new("table", t("Table")), Some(t("Every table")), &tables))
                (text("record", t("Number of the record"), "text", &[]))
                (text("from", t("From day"), "date", &[]))
                (text("until", t("Until day"), "date", &[]))
            }
            div class="row" {
                (button(t("Filter"), "filter", Look::Normal, "", ""))
                @if wanted.is_narrowed() { (link_button(t("Show all"), AUDIT, "", Look::Quiet, "")) }
            }
        }
    }
}

fn list(visitor: &Visitor, wanted: &Wanted, found: &Found) -> Markup {
    if found.sets.is_empty() {
        return empty_state(
            "history",
            t("Nothing found"),
            t("Nothing in the journal is so. Take a filter away."),
            None,
        );
    }
    let columns = [
        Column { label: t("When"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Who"), ..Column::default() },
        Column { label: t("What"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Kind"), ..Column::default() },
        Column { label: t("Collection"), ..Column::default() },
    ];
    let places = &visitor.everywhere.hierarchy().collections;
    let place = |id: Option<i64>| {
        id.and_then(|id| places.iter().find(|place| place.id == id)).map_or("", |place| place.name.as_str())
    };
    let shown = &found.sets[..found.sets.len().min(PAGE as usize)];
    let rows: Vec<Row<'_>> = shown
        .iter()
        .map(|set| {
            let what = if set.summary.is_empty() { words::label(&set.kind.replace('-', "_")) } else { set.summary.clone() };
            Row {
                label: &set.summary,
                cells: vec![
                    html! { time datetime=(set.at) title=(set.at) { (words::when(set.at, found.now)) } },
                    html! { (set.user_name) },
                    html! {
                        a href={ "/changes/" (set.id) } { (what) }
                        @if let Some(by) = set.undone_by { " " span class="muted" { (t("taken back by")) " " a href={ "/changes/" (by) } { (by) } } }
                    },
                    html! { (words::label(&set.kind.replace('-', "_"))) },
                    html! { (place(set.collection)) },
                ],
                ..Row::default()
            }
        })
        .collect();
    let base = format!("{AUDIT}?{}", wanted.filters());
    let next = (found.sets.len() as u64 > PAGE)
        .then(|| shown.last().map(|last| format!("{base}before={}", last.id)))
        .flatten();
    let first = wanted.query.before.map(|_| base.trim_end_matches(['&', '?']).to_owned());
    html! {
        (data_table(WORDS, &Grown { caption: t("Audit log"), columns: &columns, rows: &rows, tick_name: "", stacks: true }))
        (pagination(WORDS, &Pagination { summary: "", previous: first.as_deref(), next: next.as_deref() }))
    }
}

/// `GET /admin/audit/export`: the same as a file, however much it is.
pub async fn export(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let is_json = one(&sent, "format") == "json";
    let wanted = Wanted::of(sent)?;
    let access = visitor.everywhere.clone();
    // The first chunk is read before the answer begins, so that a refusal is still a refusal.
    let query = ChangeQuery { before: None, limit: CHUNK, ..wanted.query };
    let (first, edge) = chunk(&app, access.clone(), query.clone(), is_json, true).await?;
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(2);
    tokio::spawn(async move {
        let (mut text, mut edge) = (first, edge);
        loop {
            let is_last = edge.is_none();
            if is_last && is_json {
                text.push_str("\n]\n");
            }
            if sender.send(Ok(Bytes::from(text))).await.is_err() || is_last {
                return;
            }
            let query = ChangeQuery { before: edge, ..query.clone() };
            match chunk(&app, access.clone(), query, is_json, false).await {
                Ok(next) => (text, edge) = next,
                Err(error) => {
                    // The file breaks off, which the browser says, rather than to look complete.
                    _ = sender.send(Err(std::io::Error::other(error.message.into_owned()))).await;
                    return;
                }
            }
        }
    });
    let (kind, name) =
        if is_json { ("application/json", "audit-log.json") } else { ("text/csv; charset=utf-8", "audit-log.csv") };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(Feed::new(receiver))).into_response())
}

/// Some change sets as text, and the number before which the next ones stand; nothing after the last.
async fn chunk(
    app: &App,
    access: Access,
    query: ChangeQuery,
    is_json: bool,
    is_first: bool,
) -> Result<(String, Option<i64>)> {
    app.read(access, move |tx| {
        let sets = tx.change_sets(&query)?;
        let edge = (sets.len() as u64 == query.limit).then(|| sets.last().map(|set| set.id)).flatten();
        let mut text = match (is_json, is_first) {
            (true, true) => "[".to_owned(),
            (false, true) => CSV_HEAD.to_owned(),
            _ => String::new(),
        };
        for (nth, set) in sets.iter().enumerate() {
            if is_json {
                text.push_str(if is_first && nth == 0 { "\n" } else { ",\n" });
                text.push_str(&to_json(tx, set)?.to_string());
            } else {
                to_csv(tx, set, &mut text)?;
            }
        }
        Ok((text, edge))
    })
    .await
}

const CSV_HEAD: &str =
    "number,at,user,kind,summary,collection,undoes,undone_by,action,table,record,count,before,after\r\n";

fn to_json(tx: &mut Tx<'_>, set: &ChangeSet) -> Result<Json> {
    let changes = tx.changes(set.id, u64::from(u32::MAX))?;
    let changes: Vec<Json> = changes
        .iter()
        .map(|change| {
            let (table, before, after) = parts(change);
            json!({ "action": change.kind.name(), "table": table.name, "record": change.record, "count": change.count, "before": before, "after": after })
        })
        .collect();
    Ok(json!({
        "number": set.id, "at": set.at.to_string(), "user": set.user_name, "kind": set.kind, "summary": set.summary,
        "collection": set.collection, "undoes": set.undoes, "undone_by": set.undone_by, "changes": changes,
    }))
}

/// The table and the values of a change as JSON.
fn parts(change: &Change) -> (&'static Table, Json, Json) {
    let table = model().table(change.table);
    let values = |values: &[(u16, vasculum_model::Value)]| -> Json {
        values
            .iter()
            .map(|(column, value)| (table.at(*column).name.to_owned(), value_to_json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    (table, values(&change.before), values(&change.after))
}

/// A line for each change; one line without a record for what changed none.
fn to_csv(tx: &mut Tx<'_>, set: &ChangeSet, text: &mut String) -> Result<()> {
    let number = |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
    let head = [
        set.id.to_string(),
        set.at.to_string(),
        set.user_name.clone(),
        set.kind.clone(),
        set.summary.clone(),
        number(set.collection),
        number(set.undoes),
        number(set.undone_by),
    ];
    let changes = tx.changes(set.id, u64::from(u32::MAX))?;
    if changes.is_empty() {
        line(text, &head, &["", "", "", "", "", ""].map(str::to_owned));
    }
    for change in &changes {
        let (table, before, after) = parts(change);
        let values = |json: Json| {
            if json.as_object().is_some_and(serde_json::Map::is_empty) { String::new() } else { json.to_string() }
        };
        let cells = [
            change.kind.name().to_owned(),
            table.name.to_owned(),
            change.record.to_string(),
            change.count.to_string(),
            values(before),
            values(after),
        ];
        line(text, &head, &cells);
    }
    Ok(())
}

fn line(text: &mut String, head: &[String], cells: &[String]) {
    for (nth, cell) in head.iter().chain(cells).enumerate() {
        text.push_str(if nth == 0 { "" } else { "," });
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(list: &[(&str, &str)]) -> Result<Wanted> {
        Wanted::of(list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn filters_are_read_and_written_again() {
        let read =
            wanted(&[("who", "Ada L"), ("table", "Taxon"), ("record", "7"), ("until", "2026-05-12"), ("kind", "")])
                .unwrap();
        assert_eq!(read.filters(), "who=Ada%20L&table=Taxon&record=7&until=2026-05-12&");
        assert_eq!(read.query.until, Some(Timestamp::parse("2026-05-13T00:00:00Z").unwrap()));
        assert_eq!(read.query.record.map(|(_, id)| id), Some(7));
        assert!(!wanted(&[]).unwrap().is_narrowed());
    }

    #[test]
    fn what_can_not_be_understood_is_refused() {
        for bad in [[("from", "12 May")], [("table", "Stamp")], [("record", "7")], [("before", "x")]] {
            assert!(wanted(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_line_of_a_table_is_quoted_where_it_must_be() {
        let mut text = String::new();
        line(&mut text, &["1".to_owned(), "a \"b\", c".to_owned()], &["x".to_owned()]);
        assert_eq!(text, "1,\"a \"\"b\"\", c\",x\r\n");
    }
}
