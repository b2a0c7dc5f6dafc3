//! `/jobs`: long work that one asked for, how far it is, and the files that came of it.

mod look;

use std::io::Read as _;

use axum::Form as Body;
use axum::body::{Body as Whole, Bytes};
use axum::extract::{Path as Place, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use maud::{Markup, html};
use tokio::sync::mpsc;
use vasculum_domain::jobs::{self, MOST_IDS, Work};
use vasculum_domain::query;
use vasculum_model::names::collection_object;
use vasculum_model::{Error, Path, Result, Table, Timestamp, model};
use vasculum_store::{Access, Job, JobFile, JobQuery, Tx};

use super::list::Wanted;
use super::sent::{Pairs, every, one, some};
use super::visitor::{Visitor, go};
use super::{shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::components::{Look, Pagination, Tab, empty_state, link_button, pagination, tabs};
use crate::ui::feed::Feed;
use crate::ui::frame::Page;
use crate::ui::words::{Words, t};

pub(crate) use look::state_badge;

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The address of the page.
pub(crate) const JOBS: &str = "/jobs";
/// How many jobs stand on a page.
const PAGE: u64 = 25;
/// How much of a file is sent at once.
const CHUNK_BYTES: usize = 64 << 10;

/// The kinds of files, each with its word and its name.
fn kinds() -> [(&'static str, &'static str); 8] {
    [
        ("csv", "CSV"),
        ("xlsx", "Excel (XLSX)"),
        ("tsv", "TSV"),
        ("json", "JSON"),
        ("geojson", "GeoJSON"),
        ("kml", "KML"),
        ("parquet", "Parquet"),
        (jobs::ARCHIVE, t("Darwin Core archive")),
    ]
}

/// The kinds of files that can be made of records of a table.
pub(crate) fn kinds_of(table: &Table) -> Vec<(&'static str, &'static str)> {
    let fits = |(word, _): &(&str, &str)| match *word {
        jobs::ARCHIVE => table.id == collection_object::TABLE,
        "geojson" | "kml" => jobs::has_places(table),
        _ => true,
    };
    kinds().into_iter().filter(fits).collect()
}

/// What the page shows.
struct Shown {
    jobs: Vec<Job>,
    /// The last job of the page, if others come after it.
    next: Option<i64>,
    /// The job before which the page begins.
    before: Option<i64>,
    is_everybodys: bool,
    now: Timestamp,
}

/// Reads the jobs that an address asks for.
async fn read(app: &App, visitor: &Visitor, params: &Pairs) -> Result<Shown> {
    let is_everybodys = one(params, "all") == "1";
    let before = one(params, "before").parse().ok();
    let query = JobQuery { before, limit: PAGE + 1, ..JobQuery::default() };
    let (mut jobs, now) =
        app.read(visitor.access.clone(), move |tx| Ok((jobs::list(tx, is_everybodys, query)?, tx.now()))).await?;
    let has_more = jobs.len() as u64 > PAGE;
    jobs.truncate(PAGE as usize);
    let next = jobs.last().filter(|_| has_more).map(|job| job.id);
    Ok(Shown { jobs, next, before, is_everybodys, now })
}

/// `GET /jobs`. Whoever looks at their own jobs knows of those that have ended.
pub async fn list(
    State(app): State<App>,
    mut visitor: Visitor,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let shown = read(&app, &visitor, &params).await?;
    if let (Some(user), false, true) = (visitor.access.user, shown.is_everybodys, visitor.jobs.1 > 0) {
        app.with_database(move |db| db.see_jobs(user)).await?;
        visitor.jobs.1 = 0;
    }
    let oversees = jobs::is_overseer(&visitor.access);
    let all = format!("{JOBS}?all=1");
    let views = [
        Tab { label: t("Mine"), href: JOBS, is_current: !shown.is_everybodys, ..Tab::default() },
        Tab { label: t("Everybody’s"), href: &all, is_current: shown.is_everybodys, ..Tab::default() },
    ];
    let content = Page {
        title: t("Jobs"),
        subtitle: t("Exports and other long work; you may leave this page meanwhile"),
        actions: Some(link_button(t("Schedules"), super::schedules::SCHEDULES, "calendar", Look::Normal, "")),
        body: html! {
            div class="work" {
                @if oversees { (tabs(t("Whose jobs"), &views)) }
                (part(&shown))
                @if shown.next.is_some() || shown.before.is_some() { (pages(&shown)) }
            }
        },
        ..Page::default()
    };
    Ok(visitor.page("", content))
}

/// `GET /jobs/part`: the list alone, as it is now, for a page that shows it live.
pub async fn live(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let shown = read(&app, &visitor, &params).await?;
    if let (Some(user), false) = (visitor.access.user, shown.is_everybodys) {
        // They see it end.
        app.with_database(move |db| db.see_jobs(user)).await?;
    }
    Ok(Html(part(&shown).into_string()).into_response())
}

/// The list; as long as something in it goes on it asks for itself anew.
fn part(shown: &Shown) -> Markup {
    if shown.jobs.is_empty() {
        let text = t(
            "When you export records as a file, the work appears here with its progress, and afterwards the file to fetch. Files are private: only you can fetch yours.",
        );
        let action = link_button(t("All data"), "/data", "database", Look::Normal, "");
        return html! { div id="jobs" { (empty_state("activity", t("No jobs yet"), text, Some(&action))) } };
    }
    let is_live = shown.jobs.iter().any(|job| !job.state.is_ended());
    let address = format!("{JOBS}/part?{}", shown.filters());
    html! {
        div id="jobs" hx-get=[is_live.then_some(&address)] hx-trigger=[is_live.then_some("every 1s")] hx-swap="outerMorph" {
            (look::table(&shown.jobs, shown.now, shown.is_everybodys))
        }
    }
}

impl Shown {
    fn filters(&self) -> String {
        let all = if self.is_everybodys { "all=1&" } else { "" };
        self.before.map_or_else(|| all.to_owned(), |before| format!("{all}before={before}"))
    }
}

fn pages(shown: &Shown) -> Markup {
    let all = if shown.is_everybodys { "all=1&" } else { "" };
    let first = format!("{JOBS}?{all}");
    let next = shown.next.map(|id| format!("{JOBS}?{all}before={id}"));
    let previous = shown.before.map(|_| first.as_str());
    pagination(WORDS, &Pagination { summary: "", previous, next: next.as_deref() })
}

/// Whoever may only look starts nothing and stops nothing.
pub(crate) fn acting(visitor: &Visitor) -> Result<Access> {
    if visitor.access.read_only {
        return Err(Error::forbidden(t("This token may only look.")));
    }
    Ok(visitor.access.clone())
}

/// Asks for work in somebody's name; returns the number of the job.
///
/// # Errors
///
/// As [`jobs::ask`]; `Forbidden` by a token that may only look.
pub(crate) async fn start_export(app: &App, visitor: &Visitor, work: Work, title: String) -> Result<i64> {
    let access = acting(visitor)?;
    app.write(access, jobs::purpose(), move |tx| jobs::ask(tx, &work, &title)).await
}

/// `POST /jobs/export`: asks for a file. `q` is a question and `format` a kind of file; `ids` are the chosen records, and
/// `answer.…` what was answered to what the question asks for. In place of `q` there may be a `table`, with `list` for the
/// address of its list if not all of it is meant.
pub async fn export(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let (work, usual) = match some(&sent, "q") {
        Some(text) => asked(&sent, text)?,
        None => listed(&app, &visitor, &sent).await?,
    };
    start_export(&app, &visitor, work, some(&sent, "title").unwrap_or(usual)).await?;
    Ok(go(JOBS))
}

/// The work of a question, and what it is called unless somebody calls it otherwise.
fn asked(sent: &Pairs, text: String) -> Result<(Work, String)> {
    let title = words::many(model().table(query::parse(&text)?.from));
    let answers =
        sent.iter().filter_map(|(name, value)| Some((name.strip_prefix("answer.")?.to_owned(), value.clone())));
    let (format, ids, answers) = (one(sent, "format").to_owned(), chosen(sent)?, answers.collect());
    Ok((Work::Query { text, format, ids, answers }, title))
}

/// The ids that were sent, each by itself or with commas between them; nothing if none was.
fn chosen(sent: &Pairs) -> Result<Option<Vec<i64>>> {
    let texts = every(sent, "ids").flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty());
    let ids: Vec<i64> = texts
        .map(|text| text.parse().map_err(|_| Error::invalid(t("This is no number of a record."))))
        .collect::<Result<_>>()?;
    Ok((!ids.is_empty()).then_some(ids))
}

/// The work of a table or of what its list shows.
async fn listed(app: &App, visitor: &Visitor, sent: &Pairs) -> Result<(Work, String)> {
    let table = shown_table(one(sent, "table"))?;
    let list = one(sent, "list").to_owned();
    let ids = match chosen(sent)? {
        None if !list.is_empty() => Some(app.read(visitor.access.clone(), move |tx| ids_of(tx, table, &list)).await?),
        ids => ids,
    };
    let format = one(sent, "format").to_owned();
    let work = match format.as_str() {
        jobs::ARCHIVE if table.id == collection_object::TABLE => Work::Archive { ids },
        _ => Work::Records { table: table.name.to_owned(), format, ids },
    };
    Ok((work, words::many(table)))
}

/// The ids of the records that the list of this address shows.
fn ids_of(tx: &mut Tx<'_>, table: &'static Table, list: &str) -> Result<Vec<i64>> {
    let uri = format!("/?{list}").parse().map_err(|_| Error::invalid(t("This list can’t be read.")))?;
    let Query(params) =
        Query::<Pairs>::try_from_uri(&uri).map_err(|_| Error::invalid(t("This list can’t be read.")))?;
    let mut select = Wanted::of(table, &params).select(tx)?;
    select.sort.clear();
    let id = Path { base: table.id, steps: Vec::new(), table: table.id, column: None };
    // One more than may be named, so that too many are refused and not cut.
    let found = tx.values(&select.at_most(MOST_IDS as u64 + 1), &[id])?;
    Ok(found.iter().filter_map(|row| row.first()?.int()).collect())
}

/// `POST /jobs/{id}/cancel`.
pub async fn cancel(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(&visitor)?);
    app.write(access, jobs::purpose(), move |tx| jobs::cancel(tx, id)).await?;
    Ok(back(&visitor))
}

/// `POST /jobs/{id}/retry`.
pub async fn retry(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(&visitor)?);
    app.write(access, jobs::purpose(), move |tx| jobs::retry(tx, id)).await?;
    Ok(back(&visitor))
}

/// `POST /jobs/{id}/forget`: deletes the file of a job.
pub async fn forget(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(&visitor)?);
    forget_file(&app, access, id).await?;
    Ok(back(&visitor))
}

pub(crate) async fn forget_file(app: &App, access: Access, id: i64) -> Result<()> {
    let key = app.write(access, jobs::purpose(), move |tx| jobs::forget_file(tx, id)).await?;
    let files = app.options().workshop.files.clone();
    app.with_database(move |_| files.remove(&key)).await
}

/// The list that somebody came from: their own jobs, or everybody's.
fn back(visitor: &Visitor) -> Response {
    match &visitor.from {
        Some(from) if from == JOBS || from.starts_with("/jobs?") => go(from),
        _ => go(JOBS),
    }
}

/// The number of a job in an address.
pub(crate) fn number(text: &str) -> Result<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().ok_or_else(|| Error::not_found(format!("There is no job ‘{text}’.")))
}

/// `GET /jobs/{id}/file`: the file of a job, for whoever asked for it and for administrators.
pub async fn file(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    Ok(send_file(&app, visitor.access.clone(), number(&id)?).await?)
}

/// Sends the file of a job piece by piece.
pub(crate) async fn send_file(app: &App, access: Access, id: i64) -> Result<Response> {
    let files = app.options().workshop.files.clone();
    let (about, mut file) = app
        .with_database(move |db| {
            let about = jobs::fetch(db, &access, id)?;
            let file = files.open(&about.key)?;
            Ok((about, file))
        })
        .await?;
    let (sender, chunks) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut bytes = vec![0; CHUNK_BYTES];
            let read = file.read(&mut bytes).map(|length| {
                bytes.truncate(length);
                Bytes::from(bytes)
            });
            // A failure breaks the answer off.
            let is_failure = read.is_err();
            let is_end = read.as_ref().is_ok_and(Bytes::is_empty);
            if is_end || sender.blocking_send(read).is_err() || is_failure {
                return;
            }
        }
    });
    let mut res = Response::new(Whole::from_stream(Feed::new(chunks)));
    let head = res.headers_mut();
    let value =
        |text: &str| HeaderValue::from_str(text).map_err(|cause| Error::internal("A header can’t be written.", cause));
    head.insert(header::CONTENT_TYPE, value(&about.media_type)?);
    head.insert(header::CONTENT_LENGTH, HeaderValue::from(about.size_bytes));
    head.insert(header::CONTENT_DISPOSITION, value(&disposition(&about))?);
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(res)
}

/// Says that it is a file to keep, and what it is called, in plain letters and in all of its own (RFC 6266).
fn disposition(file: &JobFile) -> String {
    let plain: String = file.name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
    let plain = plain.replace(['"', '\\'], "_");
    let whole = crate::respond::escaped(&file.name).replace('/', "%2F");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_name_in_all_letters() {
        let file = JobFile {
            key: String::new(),
            name: "Käfer \"x\" 2026.csv".to_owned(),
            media_type: String::new(),
            size_bytes: 0,
            expires: Timestamp(0),
        };
        let expect = "attachment; filename=\"K_fer _x_ 2026.csv\"; filename*=UTF-8''K%C3%A4fer%20%22x%22%202026.csv";
        assert_eq!(disposition(&file), expect);
    }

    #[test]
    fn ids_come_one_by_one_or_in_a_row() {
        let sent =
            |values: &[&str]| values.iter().map(|value| ("ids".to_owned(), (*value).to_owned())).collect::<Pairs>();
        assert_eq!(chosen(&sent(&["1, 2", "3"])).unwrap(), Some(vec![1, 2, 3]));
        assert_eq!(chosen(&sent(&[""])).unwrap(), None);
        assert!(chosen(&sent(&["1;2"])).is_err());
    }
}
