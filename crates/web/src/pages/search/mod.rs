//! `/search`: one box that reaches everything, with what was found counted up beside it.

mod address;
mod beside;

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_model::{Result, TableId, model};
use vasculum_search::{Answer, Ask, Excerpt, Facet, FacetValue, Hit, Note, State as Index, Wish};
use vasculum_store::Tx;

pub(crate) use self::address::{asked, query};
use super::names::{self, Found};
use super::visitor::Visitor;
use super::{record_path, words};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Look, Pagination, empty_state, facets_button, icon, job_progress, link_button, notice, pagination,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

type Pairs = Vec<(String, String)>;

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many records stand on a page.
const SHOWN: usize = 25;
/// So many values of each facet stand beside them.
const VALUES: usize = 8;
/// So many, where somebody asked for more.
const MORE: usize = 200;
/// How long a page waits for an index that is being opened.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// What a page of results shows.
struct Results {
    ask: Ask,
    page: usize,
    /// The facet of which more values are shown.
    more: Option<Facet>,
    /// Nothing while the index is being made.
    answer: Option<Answer>,
    found: HashMap<Hit, Found>,
    excerpts: HashMap<Hit, Excerpt>,
    /// What nodes and people of the facets are called.
    called: HashMap<Hit, String>,
}

/// `GET /search`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let ask = asked(&params);
    let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str());
    let page = one("page").and_then(|text| text.parse().ok()).unwrap_or(1_usize).clamp(1, 1_000_000);
    let more = one("more").and_then(Facet::of);
    let index = app.clone();
    let results = app.read(visitor.access.clone(), move |tx| read(&index, tx, ask, page, more)).await?;
    let state = app.search().state();
    Ok(draw(&visitor, state, &results))
}

fn read(app: &App, tx: &mut Tx<'_>, ask: Ask, page: usize, more: Option<Facet>) -> Result<Results> {
    let search = app.search();
    search.start();
    search.wait_until_ready(PATIENCE);
    let mut results = Results {
        ask,
        page,
        more,
        answer: None,
        found: HashMap::new(),
        excerpts: HashMap::new(),
        called: HashMap::new(),
    };
    let most = if more.is_some() { MORE } else { VALUES };
    let wish = Wish { offset: (page - 1).saturating_mul(SHOWN), limit: SHOWN, facets: Some(most) };
    let Some(mut answer) = search.answer(tx.access(), &results.ask, wish)? else { return Ok(results) };
    for faceted in answer.facets.iter_mut().filter(|faceted| more.is_some() && Some(faceted.facet) != more) {
        faceted.more += faceted.values.len().saturating_sub(VALUES);
        faceted.values.truncate(VALUES);
    }
    results.found = described(tx, &answer.hits)?;
    results.excerpts = search.excerpts(tx, &answer.hits, &answer.marks)?;
    results.called = called(tx, &answer)?;
    results.answer = Some(answer);
    Ok(results)
}

/// What the records found are called, and what tells them from others; only of those that the person may read now.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn described(tx: &mut Tx<'_>, hits: &[Hit]) -> Result<HashMap<Hit, Found>> {
    let mut found = HashMap::new();
    for (table, ids) in by_table(hits.iter().copied()) {
        for one in names::described_by_id(tx, model().table(table), &ids)? {
            found.insert(Hit { table, id: one.id }, one);
        }
    }
    Ok(found)
}

/// What the nodes, people and collections of the facets are called.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn called(tx: &mut Tx<'_>, answer: &Answer) -> Result<HashMap<Hit, String>> {
    let values = answer.facets.iter().flat_map(|faceted| {
        faceted.values.iter().filter_map(|value: &FacetValue| value.record).chain(faceted.line.iter().copied())
    });
    let mut called = HashMap::new();
    for (table, ids) in by_table(values) {
        called.extend(names::texts(tx, table, &ids)?.into_iter().map(|(id, text)| (Hit { table, id }, text)));
    }
    Ok(called)
}

fn by_table(hits: impl Iterator<Item = Hit>) -> HashMap<TableId, Vec<i64>> {
    let mut tables: HashMap<TableId, Vec<i64>> = HashMap::new();
    for hit in hits {
        tables.entry(hit.table).or_default().push(hit.id);
    }
    tables
}

fn draw(visitor: &Visitor, state: Index, results: &Results) -> Response {
    let body = html! {
        div class="search-page" {
            (bar(results))
            div id="found" class="with-facets" hx-boost:inherited="true" hx-target:inherited="#found" hx-select:inherited="#found" hx-swap:inherited="outerHTML" {
                @match &results.answer {
                    Some(answer) => {
                        (beside::facets(results, answer))
                        div class="work" {
                            (kept(results))
                            (beside::chips(results))
                            (notes(answer, &results.ask))
                            (said(visitor, &results.ask, answer))
                            (list(results, answer))
                        }
                    }
                    None => div class="work" { (kept(results)) (waiting(state, &results.ask)) },
                }
            }
        }
    };
    visitor.page("", Page { title: t("Search"), search: &results.ask.words, body, ..Page::default() })
}

/// The box in the page itself: it answers while one types, and is not replaced by what it brings.
fn bar(results: &Results) -> Markup {
    html! {
        form id="search-form" class="search-bar" action="/search" role="search" {
            input class="input" id="search-words" type="search" name="q" value=(results.ask.words) autocomplete="off" spellcheck="false"
                aria-label=(t("Words, names, numbers")) placeholder=(t("Words, names, numbers"))
                hx-get="/search" hx-trigger="input changed delay:250ms" hx-include="closest form" hx-target="#found" hx-select="#found"
                hx-swap="outerHTML" hx-push-url="true";
            button class="button button-primary" type="submit" { (icon("search")) (t("Search")) }
            (facets_button(WORDS, results.ask.filters.len()))
            a class="button button-quiet" href="/help/search" { (icon("circle-help")) (t("How to search")) }
        }
    }
}

/// What was chosen beside, as fields of the form above: it stays when other words are typed.
fn kept(results: &Results) -> Markup {
    html! {
        @for (facet, value) in &results.ask.filters {
            input type="hidden" form="search-form" name=(facet.word()) value=(value);
        }
    }
}

/// How many records were found, and what can be done with them.
fn said(visitor: &Visitor, ask: &Ask, answer: &Answer) -> Markup {
    html! {
        div class="toolbar" {
            p class="found-count" role="status" { (tn(answer.count as i64, "{n} found", "{n} found")) }
            (actions(visitor, ask, answer))
        }
    }
}

/// What is said of a question beside its answer.
fn notes(answer: &Answer, ask: &Ask) -> Markup {
    let quoted = |words: &[String]| words.iter().map(|word| format!("‘{word}’")).collect::<Vec<_>>().join(", ");
    html! {
        @for note in &answer.notes {
            @match note {
                Note::NoField(name) => (notice(WORDS, Level::Info, &tf("‘{name}:’ is no field word; it was looked for as a word.", &[("name", name)]), t("The page on searching lists all that there are."), None)),
                Note::NoValue(name, value) => (notice(WORDS, Level::Info, &tf("‘{value}’ is nothing that {name} can be.", &[("value", value), ("name", name)]), "", None)),
                Note::Meant(word, meant) => {
                    @let instead = Ask { words: format!("\"{word}\""), ..ask.clone() };
                    (notice(WORDS, Level::Info,
                        &tf("Nothing has ‘{word}’. These words are written much like it: {meant}.", &[("word", word), ("meant", &quoted(meant))]),
                        "", Some(&html! { a href=(query(&instead)) { (t("Look for exactly this")) } })))
                }
            }
        }
    }
}

/// What can be done with all that was found: of the one table that it is of.
fn actions(visitor: &Visitor, ask: &Ask, answer: &Answer) -> Markup {
    let tables = answer.facets.iter().find(|faceted| faceted.facet == Facet::Table);
    let only = match tables.map(|faceted| faceted.values.as_slice()) {
        Some([one]) if !ask.is_empty() => model().named(&one.value),
        _ => None,
    };
    let sets = model().table(vasculum_model::names::record_set::TABLE);
    // The language of queries asks for words of this index, where it is there.
    let has_queries = crate::routes::all().any(|route| route.path == "/query");
    html! {
        @if let Some(table) = only {
            @if has_queries && !ask.words.trim().is_empty() && ask.filters.is_empty() {
                @let text = format!("from {} where search \"{}\"", table.name, ask.words.replace('\\', "\\\\").replace('"', "\\\""));
                span hx-boost:inherited="false" { (link_button(t("As a query"), &format!("/query?q={}", escaped(&text)), "list-checks", Look::Normal, "")) }
            }
            @if visitor.may("create", sets) {
                @let address = format!("/record-sets/new?table={}&search={}", table.name, escaped(query(ask).trim_start_matches("/search?")));
                span hx-boost:inherited="false" { (link_button(t("Make a record set"), &address, "layers", Look::Normal, "")) }
            }
        }
    }
}

fn list(results: &Results, answer: &Answer) -> Markup {
    if answer.count == 0 {
        let all = html! { a class="button" href="/search" { (icon("x")) (t("Start anew")) } };
        let hint = if results.ask.filters.is_empty() {
            t("No record that you may read has all of these words.")
        } else {
            t("No record that you may read has all of these words and what was chosen beside.")
        };
        return empty_state("search", t("Nothing found"), hint, Some(&all));
    }
    let first = (results.page - 1) * SHOWN;
    let last = first + answer.hits.len();
    let summary = tf(
        "{first}–{last} of {total}",
        &[
            ("first", &words::number(first as i64 + 1)),
            ("last", &words::number(last as i64)),
            ("total", &words::number(answer.count as i64)),
        ],
    );
    let turned = |page: usize| format!("{}&page={page}", query(&results.ask));
    let (previous, next) = (turned(results.page.saturating_sub(1)), turned(results.page + 1));
    let paging = Pagination {
        summary: &summary,
        previous: (results.page > 1).then_some(previous.as_str()),
        next: ((last as u64) < answer.count && !answer.hits.is_empty()).then_some(next.as_str()),
    };
    html! {
        ol class="hits" start=(first + 1) {
            // A record that was deleted a moment ago, or is no longer for this person, is not named.
            @for hit in &answer.hits {
                @if let Some(found) = results.found.get(hit) { li { (one(hit, found, results.excerpts.get(hit))) } }
            }
        }
        (pagination(WORDS, &paging))
    }
}

fn one(hit: &Hit, found: &Found, excerpt: Option<&Excerpt>) -> Markup {
    let table = model().table(hit.table);
    html! {
        article class="hit" {
            p class="hit-title" {
                a href=(record_path(table, hit.id)) hx-boost="false" { (found.text) }
                " " span class="hit-table" { (words::one(table)) }
            }
            @if !found.context.is_empty() { p class="hit-context" { (found.context) } }
            @if let Some(excerpt) = excerpt.filter(|excerpt| tells_more(excerpt, found)) {
                p class="hit-excerpt" {
                    span class="hit-group" { (beside::group(excerpt.group)) }
                    " "
                    @for (text, is_marked) in &excerpt.pieces {
                        @if *is_marked { mark { (text) } } @else { (text) }
                    }
                }
            }
        }
    }
}

/// Whether an excerpt says what the name of the record and the line below it do not say already.
fn tells_more(excerpt: &Excerpt, found: &Found) -> bool {
    let text: String = excerpt.pieces.iter().map(|(text, _)| text.as_str()).collect();
    !found.text.contains(text.trim()) && !found.context.contains(text.trim())
}

/// What is said while there is no index to be asked.
fn waiting(state: Index, ask: &Ask) -> Markup {
    match state {
        Index::Failed => empty_state(
            "search",
            t("The search is not available"),
            t("Its index can’t be used at the moment; the log of the server says why. Lists and trees work as usual."),
            None,
        ),
        Index::Ready | Index::Building(_) => {
            let count = if let Index::Building(count) = state { count as i64 } else { 0 };
            let done = tn(count, "{n} record is in it so far.", "{n} records are in it so far.");
            html! {
                div hx-get=(query(ask)) hx-trigger="load delay:2s" {
                    (job_progress(t("The search index is being made"), &done, 0, 0, None))
                    p { (t("This page looks again by itself. Lists and trees work as usual meanwhile.")) }
                }
            }
        }
    }
}
