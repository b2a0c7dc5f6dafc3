//! Views of what a question finds: a map, a chart, a table of two columns. Each is a page about `?q=`, and every number on
//! it leads to the records that it counts.

mod bins;
pub mod chart;
pub mod map;
pub mod pivot;

use std::collections::HashMap;
use std::sync::Arc;

use axum::routing::get;
use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::insights::answers::Answer;
use vasculum_domain::query::ast::{Alike, Expr, Hop, Shown};
use vasculum_domain::query::views::{columns, records};
use vasculum_domain::query::{Asked, Heading, Plan, Query};
use vasculum_model::{Result, Table, Value, model};
use vasculum_store::Tx;

use super::query::{QUERY, Question};
use super::visitor::Visitor;
use super::{captions, words};
use crate::App;
use crate::routes::{QUESTIONS, Route, route};
use crate::ui::Level;
use crate::ui::components::notice;
use crate::ui::locale;
use crate::ui::words::{Words, t};

/// The address of the map.
pub(crate) const MAP: &str = "/query/map";
/// The address of the chart.
pub(crate) const CHART: &str = "/query/chart";
/// The address of the pivot table.
pub(crate) const PIVOT: &str = "/query/pivot";

/// Every address of a view.
pub const VIEWS: &[Route] = &[
    route("GET", "/query/map", QUESTIONS, "Where the records of a question are from", || get(map::show)),
    route("GET", "/query/map/cells", QUESTIONS, "What lies in a part of the map", || get(map::cells)),
    route("GET", "/query/chart", QUESTIONS, "How many records have each value of a column", || get(chart::show)),
    route("GET", "/query/pivot", QUESTIONS, "How many records have each pair of values", || get(pivot::show)),
    route("GET", "/query/pivot/file", QUESTIONS, "The same as a file", || get(pivot::file)),
];

/// One parameter of an address.
pub(super) fn param<'p>(params: &'p [(String, String)], name: &str) -> Option<&'p str> {
    params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// Asks a question that was made of the one in the address.
pub(super) async fn answer(app: &App, visitor: &Visitor, question: &Question, query: Query) -> Result<Arc<Answer>> {
    let (asker, answers) = (app.clone(), question.answers.clone());
    app.read(question.access(visitor), move |tx| {
        let search = asker.finds(tx.access());
        asker.answers().get(tx, &query, &Asked { answers: Some(&answers), search: Some(&search) })
    })
    .await
}

/// The columns that one can view by, with their kinds.
pub(super) async fn viewable(app: &App, visitor: &Visitor, question: &Question) -> Result<Vec<(Shown, Heading)>> {
    let query = question.read()?.clone();
    let (asker, answers) = (app.clone(), question.answers.clone());
    let shown = columns(&query);
    let asked = Query { show: shown.clone(), ..records(&query) };
    let plan = move |tx: &mut Tx<'_>| {
        let search = asker.finds(tx.access());
        Plan::make(tx, &asked, &Asked { answers: Some(&answers), search: Some(&search) })
    };
    let plan = app.read(question.access(visitor), plan).await?;
    Ok(shown.into_iter().zip(plan.columns).collect())
}

/// What of a question is narrowed by a click: its rows; of groups the records that they are made of.
pub(super) fn told(query: &Query) -> Query {
    if query.is_grouped() || query.alike != Alike::Kept {
        return records(query);
    }
    Query { limit: None, ..query.clone() }
}

/// The address of another question with the same answers.
pub(super) fn link(question: &Question, path: &str, query: &Query) -> String {
    question_of(query, question.answers.clone()).href(path)
}

/// The address of the records that a question finds.
pub(crate) fn records_link(query: &Query) -> String {
    question_of(query, HashMap::new()).href(QUERY)
}

fn question_of(query: &Query, answers: HashMap<String, String>) -> Question {
    Question { text: query.to_string(), query: Ok(query.clone()), answers, kept: None }
}

/// What a column is called: its caption, or the words of the fields on its way.
pub(crate) fn caption(look: &Look, query: &Query, shown: &Shown) -> String {
    if !shown.caption.is_empty() {
        return shown.caption.clone();
    }
    match &shown.what {
        Expr::Way(way) if way.hops.is_empty() => words::label(model().table(query.from).name),
        Expr::Way(way) => hops(look, model().table(query.from), &way.hops),
        other => other.to_string(),
    }
}

/// The last two names of a way, in words: ‘Locality › Country’ says more than ‘Country’, and less than all seven.
fn hops(look: &Look, from: &'static Table, hops: &[Hop]) -> String {
    let mut table = Some(from);
    let mut words_of: Vec<String> = Vec::with_capacity(hops.len());
    for hop in hops {
        let known = table.map(|table| captions::field(look, table, &hop.name));
        words_of.push(known.unwrap_or_else(|| words::label(&hop.name)));
        table = table.and_then(|table| {
            let one = table.column(&hop.name).and_then(|at| table.at(at).link.as_ref().map(|link| link.to));
            let many = || table.to_many(&hop.name).map(|at| table.many[usize::from(at)].of);
            one.or_else(many).map(|id| model().table(id))
        });
    }
    words_of[words_of.len().saturating_sub(2)..].join(" › ")
}

/// A value as it is read in a chart.
pub(crate) fn value_words(value: &Value) -> String {
    match value {
        Value::Null => t("Not known").to_owned(),
        Value::Text(text) if text.is_empty() => t("Not known").to_owned(),
        Value::Bool(yes) => if *yes { t("Yes") } else { t("No") }.to_owned(),
        Value::Decimal(_) | Value::Float(_) => locale::decimal(&value.to_string()),
        other => other.to_string(),
    }
}

/// A number as it is read; nothing for what is not known.
pub(crate) fn figure(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(number) => locale::number(*number),
        _ => value.number().map_or_else(|| value.to_string(), number_words),
    }
}

/// A number with at most two decimals.
pub(crate) fn number_words(number: f64) -> String {
    if number.fract().abs() < 1e-9 {
        return locale::number(number.round() as i64);
    }
    locale::decimal(format!("{number:.2}").trim_end_matches('0').trim_end_matches('.'))
}

/// What a view leaves out of the question, if anything.
pub(super) fn left_out(query: &Query) -> Option<Markup> {
    let words = match (query.limit, query.is_grouped()) {
        (Some(_), _) => t("The limit of the query is left out here: all of its records are counted."),
        (None, true) => t("The groups of the query are taken apart here: its records are counted."),
        _ => return None,
    };
    Some(notice(&Words::ENGLISH, Level::Info, words, "", None))
}

/// A page that says why there is nothing to be seen.
pub(super) fn refused(error: &vasculum_model::Error) -> Markup {
    html! { (notice(&Words::ENGLISH, Level::Warning, &error.message, error.hint.as_deref().unwrap_or_default(), None)) }
}

/// The question as hidden fields of a form.
pub(super) fn hidden(question: &Question) -> Markup {
    html! {
        input type="hidden" name="q" value=(question.text);
        @for (name, value) in question.beside() { input type="hidden" name=(name) value=(value); }
    }
}
