//! What a question finds, as a table: the first rows at once, more as one scrolls, counts beside, values of a column.

use axum::extract::{Query as Params, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::query;
use vasculum_domain::query::ast::{Op, Sign, Summing};
use vasculum_domain::query::{
    Alike, Cond, Cursor, Ending, Expr, Heading, Plan, Query, Row, Shown, Way, ending, parse_value,
};
use vasculum_model::names::taxon;
use vasculum_model::{Column, Error, Kind, Result, Table, Value, model};
use vasculum_store::Tx;

use super::{Drawn, Pairs, QUERY, Question, frame, one, says};
use crate::App;
use crate::pages::list::columns_of;
use crate::pages::sets::steps::asked_href;
use crate::pages::visitor::Visitor;
use crate::pages::{acting, list_path, record_path, words};
use crate::respond::{Refused, escaped};
use crate::ui::components::{Selection, icon, selectable};
use crate::ui::words::{Words, t, tf, tn};

/// So many rows are shown at once.
const PAGE: usize = 40;
/// So many values of a column are counted out.
const VALUES: usize = 20;

/// What stands above a column and how its cells are written.
struct Head {
    words: String,
    /// The expression, in the language of questions.
    what: String,
    kind: Kind,
    /// The field, if its values are codes with words.
    field: Option<&'static Column>,
    /// Whether names of taxa stand in it, and whether all of them are of genera and species.
    is_name: bool,
    is_genus: bool,
    sort: Option<bool>,
}

/// A page of an answer, ready to be drawn.
pub(super) struct Answer {
    heads: Vec<Head>,
    rows: Vec<Row>,
    next: Option<String>,
    table: &'static Table,
    has_records: bool,
    /// Where the rows of a group are found, one for each row.
    within: Vec<Option<String>>,
    query: Query,
    /// How many rows stand before the first of these.
    before: usize,
    /// The question with its answers, for paging through its records.
    whole: Option<String>,
}

impl Answer {
    /// The table whose records are asked.
    pub(super) fn table(&self) -> &'static Table {
        self.table
    }

    /// The question for all records that were found, with what was answered in it; nothing for groups and series.
    pub(super) fn all_records(&self, question: &Question) -> Option<String> {
        let is_whole = self.has_records && !self.rows.is_empty() && self.table.is_shown();
        is_whole.then(|| query::answered(&self.query, &question.answers).to_string())
    }
}

/// Ranks whose names are written in italics.
const ITALIC: &[&str] = &["genus", "subgenus", "species", "subspecies", "variety", "forma"];

fn heads(tx: &mut Tx<'_>, look: &Look, query: &Query, columns: &[Heading]) -> Result<Vec<Head>> {
    let usual = [Shown { what: Expr::Way(Way::default()), caption: String::new() }];
    let shown = if query.show.is_empty() { &usual[..] } else { &query.show };
    let mut heads = Vec::with_capacity(columns.len());
    for (column, shown) in columns.iter().zip(shown) {
        let end = match &shown.what {
            Expr::Way(way) => Some(ending(tx, query.from, way)?.0),
            _ => None,
        };
        let field = match end {
            Some(Ending::Field(table, at)) => Some(model().table(table).at(at)),
            _ => None,
        };
        let rank = match &shown.what {
            Expr::Way(way) => way.hops.last().map(|hop| hop.name.to_lowercase()).unwrap_or_default(),
            _ => String::new(),
        };
        let is_genus = matches!(end, Some(Ending::Rank(taxon::TABLE, Some(_)))) && ITALIC.contains(&rank.as_str());
        let is_full = matches!(end, Some(Ending::Record(taxon::TABLE)))
            || matches!(end, Some(Ending::Field(taxon::TABLE, _))) && rank == "fullname";
        heads.push(Head {
            words: if shown.caption.is_empty() {
                says::heading(look, query.from, &shown.what)
            } else {
                shown.caption.clone()
            },
            what: shown.what.to_string(),
            kind: column.kind,
            field,
            is_name: is_genus || is_full,
            is_genus,
            sort: query.sort.iter().find(|(what, _)| *what == shown.what).map(|(_, down)| *down),
        });
    }
    Ok(heads)
}

/// The rows after a place, or the first ones.
///
/// # Errors
///
/// As [`Plan::make`].
pub(super) fn answer(app: &App, tx: &mut Tx<'_>, look: &Look, question: &Question, after: &str) -> Result<Answer> {
    let plan = question.plan(app, tx)?;
    let query = question.read()?.clone();
    let cursor: Option<Cursor> = if after.is_empty() { None } else { Some(plan.read_place(after)?) };
    let page = plan.page(tx, cursor.as_ref(), PAGE)?;
    let before = match &cursor {
        Some(Cursor::After(_, _, taken)) => *taken,
        _ => 0,
    };
    let heads = heads(tx, look, &query, &plan.columns)?;
    let within = if query.is_grouped() {
        page.rows.iter().map(|row| of_group(look, &query, row).map(|query| query.to_string())).collect()
    } else {
        Vec::new()
    };
    Ok(Answer {
        heads,
        next: page.next.map(|next| plan.place_text(&next)),
        rows: page.rows,
        table: model().table(plan.table),
        has_records: plan.has_records() && !query.everywhere,
        within,
        before,
        whole: (plan.has_records() && query.each.is_empty() && !query.everywhere)
            .then(|| query::answered(&query, &question.answers).to_string()),
        query,
    })
}

/// The condition that something has a value.
pub(super) fn has_value(what: &Expr, value: &Value) -> Option<Cond> {
    let other = match value {
        Value::Null => return Some(Cond::Test(what.clone(), Op::Empty)),
        Value::Bool(yes) => return Some(Cond::Test(what.clone(), Op::Is(*yes))),
        Value::Text(text) if text.is_empty() => return Some(Cond::Test(what.clone(), Op::Empty)),
        Value::Text(text) => Expr::Text(text.to_string()),
        other => match parse_value(&other.to_string()) {
            Ok(value @ (Expr::Number(_) | Expr::Day(_))) => value,
            _ => return None,
        },
    };
    Some(Cond::Test(what.clone(), Op::Compare(Sign::Is, other)))
}

/// The question for the records of one group.
fn of_group(look: &Look, query: &Query, row: &Row) -> Option<Query> {
    let mut records = Query { show: usual_columns(look, query), ..stripped(query) };
    for (shown, value) in query.show.iter().zip(&row.values) {
        if !shown.what.has_sum() {
            records = records.matching(has_value(&shown.what, value)?);
        }
    }
    Some(records)
}

/// The same question without columns, groups and order.
fn stripped(query: &Query) -> Query {
    Query { show: Vec::new(), having: None, sort: Vec::new(), limit: None, alike: Alike::Kept, ..query.clone() }
}

/// The columns with which a table is shown where nobody chose any.
fn usual_columns(look: &Look, query: &Query) -> Vec<Shown> {
    let table = model().table(query.from);
    columns_of(look, table)
        .into_iter()
        .map(|shape| Shown {
            what: if shape.path.is_empty() {
                Expr::Way(Way::default())
            } else {
                Expr::Way(current(Way::of(&shape.path)))
            },
            caption: String::new(),
        })
        .collect()
}

/// Lists show what an object is now; a question says so.
fn current(mut way: Way) -> Way {
    if let Some(hop) = way.hops.iter_mut().find(|hop| hop.name == "determinations") {
        hop.such = Some(Box::new(Cond::Test(Expr::way("isCurrent"), Op::Is(true))));
    }
    way
}

/// A new question about a table, with the columns of its list.
pub(super) fn new_question(look: &Look, table: &'static Table) -> Query {
    let query = Query::of(table.id);
    Query { show: usual_columns(look, &query), ..query }
}

/// The same question in another order: a column up, then down, then not at all.
fn sorted_by(query: &Query, what: &str) -> Option<Query> {
    let expr = parse_value(what).ok()?;
    let mut query = query.clone();
    let present = query.sort.iter().find(|(theirs, _)| *theirs == expr).map(|(_, down)| *down);
    query.sort = match present {
        None => vec![(expr, false)],
        Some(false) => vec![(expr, true)],
        Some(true) => Vec::new(),
    };
    Some(query)
}

/// The table of an answer with what stands above and below it.
pub(super) fn draw(visitor: &Visitor, question: &Question, answer: &Answer) -> Markup {
    let count = question.href("/query/count");
    let ticks = answer.has_records && !acting::on_ticked(visitor, answer.table).is_empty();
    let table = html! {
        section class="table-frame" aria-label=(t("Results")) tabindex="0" {
            table class="table" role="table" {
                caption class="hidden-words" { (t("Results")) }
                thead role="rowgroup" { tr role="row" {
                    @if ticks { td class="pick-row pick" role="cell" { input class="check-box" type="checkbox" data-all aria-label=(t("Select all rows")); } }
                    @for (at, head) in answer.heads.iter().enumerate() { (head_cell(question, answer, at, head)) }
                } }
                tbody role="rowgroup" { (rows(question, answer, ticks)) }
            }
        }
    };
    let buttons = acting::on_ticked(visitor, answer.table);
    html! {
        section class="answer" id="answer" {
            div class="toolbar answer-bar" {
                span class="subtitle" hx-get=(count) hx-trigger="load" hx-swap="outerHTML" {
                    @if answer.next.is_some() { a href=(count) { (t("Count")) } } @else { (found(answer.rows.len() as i64)) }
                }
                (in_background(visitor, question, answer))
            }
            div id="facet" aria-live="polite" {}
            @if answer.rows.is_empty() { p class="muted" { (t("Nothing meets these conditions.")) } }
            @else if ticks {
                (selectable(&Words::ENGLISH, &Selection { action: &format!("{}/selection", list_path(answer.table)), body: table, buttons: html! { @for one in &buttons { (one) } } }))
            }
            @else { (table) }
        }
    }
}

/// All rows as a file of any kind, written in the background.
fn in_background(visitor: &Visitor, question: &Question, answer: &Answer) -> Markup {
    if answer.rows.is_empty() || !super::may(visitor, "export_csv") || visitor.access.read_only {
        return html! {};
    }
    html! {
        form class="row answer-file" method="post" action="/jobs/export" {
            input type="hidden" name="q" value=(query::answered(&answer.query, &question.answers));
            span class="select" {
                select class="input" name="format" aria-label=(t("Kind of file")) {
                    @for format in query::FileFormat::ALL { option value=(format.word()) { (format.word().to_uppercase()) } }
                }
                (icon("chevron-down"))
            }
            button class="button button-small" { (icon("download")) (t("Export")) }
            a class="button button-quiet button-small" href={ "/schedules/new?q=" (escaped(&question.text)) } { (icon("clock")) (t("New schedule")) }
        }
    }
}

fn found(count: i64) -> String {
    tn(count, "{n} row", "{n} rows")
}

fn head_cell(question: &Question, answer: &Answer, at: usize, head: &Head) -> Markup {
    let sort = sorted_by(&answer.query, &head.what).map(|query| question.with(&query).href(QUERY));
    let (aria, arrow) = match head.sort {
        Some(false) => (Some("ascending"), "arrow-up"),
        Some(true) => (Some("descending"), "arrow-down"),
        None => (None, "arrow-up"),
    };
    let facet = format!("{}&column={at}", question.href("/query/values"));
    html! {
        th scope="col" role="columnheader" class=[number_class(head)] aria-sort=[aria] {
            span class="answer-head" {
                @match sort {
                    Some(href) => a class="sort" href=(href) title=(head.what) {
                        (head.words)
                        @if head.sort.is_some() { (icon(arrow)) } @else { span class="icon unsorted" { (icon(arrow)) } }
                    },
                    None => (head.words),
                }
                @if !answer.query.is_grouped() && answer.query.alike != Alike::Series {
                    a class="answer-values" href=(facet) hx-get=(facet) hx-target="#facet" title=(tf("Values of {field}", &[("field", &head.words)])) {
                        (icon("chevron-down")) span class="hidden-words" { (tf("Values of {field}", &[("field", &head.words)])) }
                    }
                }
            }
        }
    }
}

fn number_class(head: &Head) -> Option<&'static str> {
    let is_number = matches!(head.kind, Kind::Integer | Kind::Short | Kind::Long | Kind::Decimal | Kind::Float);
    (is_number && head.field.and_then(crate::pages::value::codes_of).is_none()).then_some("number")
}

/// Rows, and below them what brings the next ones.
pub(super) fn rows(question: &Question, answer: &Answer, ticks: bool) -> Markup {
    let more = answer.next.as_ref().map(|next| escaped(next));
    let width = answer.heads.len() + usize::from(ticks);
    html! {
        @for (nth, row) in answer.rows.iter().enumerate() {
            @let cells: Vec<String> = row.values.iter().zip(&answer.heads).map(|(value, head)| says::shown(value, head.kind, head.field)).collect();
            tr role="row" {
                @if ticks {
                    @let id = row.id.unwrap_or_default().to_string();
                    td class="pick" role="cell" { input class="check-box" type="checkbox" name="id" value=(id) aria-label=(tf("Select {text}", &[("text", &cells.first().cloned().unwrap_or_default())])); }
                }
                @for (at, ((cell, value), head)) in cells.iter().zip(&row.values).zip(&answer.heads).enumerate() {
                    @let link = link_of(answer, nth, row, at);
                    @let words = written(head, value, cell);
                    @if at == 0 { th scope="row" role="rowheader" class=[number_class(head)] { (linked(link, words, cell)) } }
                    @else { td role="cell" class=[number_class(head)] data-label=(head.words) { (linked(link, words, cell)) } }
                }
            }
        }
        @if let Some(next) = &more {
            tr role="row" class="answer-more" {
                td role="cell" colspan=(width) {
                    // It fetches itself as soon as somebody scrolls to it; without scripts it is a link.
                    a class="button" href={ (question.href(QUERY)) "&after=" (next) } hx-get={ (question.href("/query/rows")) "&after=" (next) @if ticks { "&ticks=1" } }
                        hx-trigger="revealed, click" hx-target="closest tr" hx-swap="outerHTML" { (t("More rows")) }
                }
            }
        }
    }
}

/// Where a cell leads: the first one to its record, a number of a group to the records of the group.
fn link_of(answer: &Answer, nth: usize, row: &Row, at: usize) -> Option<String> {
    if let (Some(id), 0) = (row.id, at) {
        return Some(match &answer.whole {
            Some(text) => asked_href(answer.table, id, text, (answer.before + nth + 1) as i64),
            None => record_path(answer.table, id),
        });
    }
    let shown = answer.query.show.get(at)?;
    let is_count = matches!(shown.what, Expr::Sum(Summing::Count | Summing::Distinct, _));
    let text = answer.within.get(nth)?.as_ref().filter(|_| is_count)?;
    Some(format!("{QUERY}?q={}", escaped(text)))
}

fn written(head: &Head, value: &Value, cell: &str) -> Markup {
    // A name of several words is one of a species or below.
    let is_italic = head.is_name && matches!(value, Value::Text(_)) && (head.is_genus || cell.contains(' '));
    html! { @if is_italic { span class="name" { (cell) } } @else { (cell) } }
}

fn linked(href: Option<String>, words: Markup, cell: &str) -> Markup {
    html! {
        @match href {
            Some(href) => a href=(href) { @if cell.is_empty() { span class="muted" { (t("(empty)")) } } @else { (words) } },
            None => (words),
        }
    }
}

/// `GET /query/rows?q=&after=`: the rows after a place, for a table that grows.
pub(super) async fn more(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Markup, Refused> {
    let question = Question::of(&params);
    let (asked, look) = (question.clone(), visitor.look.clone());
    let after = one(&params, "after").to_owned();
    let searched = app.clone();
    let answer = app.read(question.access(&visitor), move |tx| answer(&searched, tx, &look, &asked, &after)).await?;
    Ok(rows(&question, &answer, !one(&params, "ticks").is_empty()))
}

/// `GET /query/count?q=`: how many rows there are.
pub(super) async fn count(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    let (asked, searched) = (question.clone(), app.clone());
    let count = app.read(question.access(&visitor), move |tx| asked.plan(&searched, tx)?.count(tx)).await?;
    let words = html! { span class="subtitle" { (found(count)) } };
    Ok(part_or_page(&visitor, &question, &headers, words))
}

/// `GET /query/values?q=&column=`: the values of a column that are most frequent, with their numbers.
pub(super) async fn values(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    let (asked, look) = (question.clone(), visitor.look.clone());
    let column = one(&params, "column").parse::<usize>().unwrap_or(usize::MAX);
    let searched = app.clone();
    let part = app.read(question.access(&visitor), move |tx| counted(&searched, tx, &look, &asked, column)).await?;
    Ok(part_or_page(&visitor, &question, &headers, part))
}

/// A part of a page for a script, the same within a page for everybody else.
fn part_or_page(visitor: &Visitor, question: &Question, headers: &HeaderMap, part: Markup) -> Response {
    if headers.contains_key("hx-request") {
        return Html(part.into_string()).into_response();
    }
    frame(visitor, question, "table", Drawn { body: part, ..Drawn::default() })
}

/// A question for the values of a column, most frequent first.
fn by_value(query: &Query, what: &Expr) -> Query {
    let count = Expr::Sum(Summing::Count, None);
    let show = [what.clone(), count.clone()].map(|what| Shown { what, caption: String::new() });
    Query { show: show.into(), sort: vec![(count, true), (what.clone(), false)], ..stripped(query) }
}

fn counted(app: &App, tx: &mut Tx<'_>, look: &Look, question: &Question, column: usize) -> Result<Markup> {
    let query = question.read()?;
    let usual = Shown { what: Expr::Way(Way::default()), caption: String::new() };
    let shown = if query.show.is_empty() && column == 0 { Some(&usual) } else { query.show.get(column) };
    let gone = || Error::not_found(t("This part of the query is no longer there."));
    let shown = shown.filter(|_| !query.is_grouped()).ok_or_else(gone)?;
    let mut grouped = by_value(query, &shown.what);
    // What stands behind links to many is counted for each of them.
    if let Expr::Way(way) = &shown.what
        && ending(tx, query.from, way)?.1
    {
        let mut table = model().table(query.from);
        let mut last = 0;
        for (at, hop) in way.hops.iter().enumerate() {
            let many = table.to_many(&hop.name).map(|many| table.many[usize::from(many)].of);
            let link = || table.column(&hop.name).and_then(|column| table.at(column).link.as_ref().map(|link| link.to));
            if many.is_some() {
                last = at + 1;
            }
            match many.or_else(link) {
                Some(next) => table = model().table(next),
                None => break,
            }
        }
        let each = Way { hops: way.hops[..last].to_vec(), format: String::new() };
        if !grouped.each.contains(&each) {
            grouped.each.push(each);
        }
    }
    let asked = question.with(&grouped);
    let plan: Plan = asked.plan(app, tx)?;
    let page = plan.page(tx, None, VALUES)?;
    let heads = heads(tx, look, &grouped, &plan.columns)?;
    let title =
        if shown.caption.is_empty() { says::whole(look, query.from, &shown.what) } else { shown.caption.clone() };
    Ok(html! {
        section class="facet-panel" aria-label=(tf("Values of {field}", &[("field", &title)])) {
            div class="row" {
                strong { (title) }
                a href=(asked.href(QUERY)) { (t("All values as a query")) }
            }
            ul class="facet-values" {
                @for row in &page.rows {
                    @let cell = says::shown(&row.values[0], heads[0].kind, heads[0].field);
                    @let narrowed = has_value(&shown.what, &row.values[0]).map(|cond| question.with(&query.clone().matching(cond)).href(QUERY));
                    li {
                        a class="facet-value" href=[narrowed] {
                            span class="words" { @if cell.is_empty() { (t("(empty)")) } @else { (written(&heads[0], &row.values[0], &cell)) } }
                            span class="count" { (row.values[1].int().map(words::number).unwrap_or_default()) }
                        }
                    }
                }
            }
            @if page.next.is_some() { p class="muted" { (tf("The {n} most frequent values.", &[("n", &VALUES)])) } }
        }
    })
}
