//! `/query`: questions, put together by picking or typed as text, and what they find.
//!
//! The state of every page here is the text of the question in its address, `?q=`. Answers to what a question asks for
//! stand beside it, as `ask.Country=Peru`.

use std::collections::HashMap;

use axum::extract::{Query as Params, State};
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use vasculum_domain::query::{self, Asked, Plan, Query};
use vasculum_model::{Error, Result, model};
use vasculum_store::{Access, Tx};

use super::visitor::Visitor;
use crate::App;
use crate::respond::{Refused, escaped};
use crate::routes::{QUESTIONS, Route, route};
use crate::ui::components::{Tab, tabs};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

/// The address of the builder.
pub(crate) const QUERY: &str = "/query";

/// Every address of questions.
pub const QUERIES: &[Route] =
    &[route("GET", "/query", QUESTIONS, "Questions and what they find, as a table", || get(show))];

/// The views of an answer: key, words, address. Whoever adds one adds a row.
const VIEWS: &[(&str, &str, &str)] = &[("table", crate::ui::words::later("Table"), QUERY)];

type Pairs = Vec<(String, String)>;

/// A question as an address tells it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Its text, as somebody wrote it.
    pub text: String,
    /// What was read of it.
    pub query: Result<Query, String>,
    /// What was answered to what it asks for.
    pub answers: HashMap<String, String>,
}

impl Question {
    /// Reads `q` and the answers.
    pub(crate) fn of(params: &[(String, String)]) -> Self {
        let text = params.iter().find(|(name, _)| name == "q").map_or("", |(_, value)| value.trim()).to_owned();
        let answers =
            params.iter().filter_map(|(name, value)| Some((name.strip_prefix("ask.")?.to_owned(), value.clone())));
        let query = query::parse(&text).map_err(|error| error.message.to_string());
        Self { query, answers: answers.collect(), text }
    }

    /// The question that was read.
    ///
    /// # Errors
    ///
    /// `Invalid`, saying where in the text something is missing or too much.
    pub(crate) fn read(&self) -> Result<&Query> {
        self.query
            .as_ref()
            .map_err(|words| Error::invalid(words.clone()).hint(t("The manual explains the language of questions.")))
    }

    /// The access with which it is asked: that of the collection, or of all that the person may read.
    pub(crate) fn access(&self, visitor: &Visitor) -> Access {
        let everywhere = self.query.as_ref().is_ok_and(|query| query.everywhere);
        if everywhere { visitor.everywhere.clone() } else { visitor.access.clone() }
    }

    /// Plans the question in a transaction of [`Question::access`].
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub(crate) fn plan(&self, tx: &mut Tx<'_>) -> Result<Plan> {
        Plan::make(tx, self.read()?, &Asked { answers: Some(&self.answers), search: None })
    }

    /// The address of a page about this question: `/query/map?q=…`.
    pub(crate) fn href(&self, path: &str) -> String {
        let mut answers: Vec<_> = self.answers.iter().collect();
        answers.sort();
        let answers: String =
            answers.into_iter().map(|(words, value)| format!("&ask.{}={}", escaped(words), escaped(value))).collect();
        format!("{path}?q={}{answers}", escaped(&self.text))
    }

    /// What the page is called.
    pub(crate) fn title(&self) -> String {
        match &self.query {
            Ok(query) => tf("Query: {tables}", &[("tables", &super::words::many(model().table(query.from)))]),
            Err(_) => t("Query").to_owned(),
        }
    }
}

/// The parts of a page about a question that differ between its views.
#[derive(Default)]
pub(crate) struct Drawn {
    /// Buttons of the title line.
    pub actions: Option<Markup>,
    /// Messages above everything.
    pub notices: Option<Markup>,
    /// What stands between the title and the tabs: the builder.
    pub above: Option<Markup>,
    /// The view itself.
    pub body: Markup,
    /// Further scripts, as `map.js`.
    pub scripts: &'static [&'static str],
}

/// A page about a question: its heading, its text, the tabs, the view. `view` is a key of [`VIEWS`].
pub(crate) fn frame(visitor: &Visitor, question: &Question, view: &str, drawn: Drawn) -> Response {
    let hrefs: Vec<String> = VIEWS.iter().map(|(.., path)| question.href(path)).collect();
    let views: Vec<Tab<'_>> = VIEWS
        .iter()
        .zip(&hrefs)
        .map(|((key, label, _), href)| Tab { label: t(label), href, is_current: *key == view, ..Tab::default() })
        .collect();
    let title = question.title();
    let body = html! {
        div class="work question" {
            @match drawn.above {
                Some(above) => (above),
                None => p class="question-text" { code { (question.text) } " " a href=(question.href(QUERY)) { (t("Change the query")) } },
            }
            @if question.query.is_ok() { (tabs(t("Views of the answer"), &views)) }
            (drawn.body)
        }
    };
    visitor.page(
        "queries",
        Page {
            title: &title,
            actions: drawn.actions,
            notices: drawn.notices,
            body,
            scripts: drawn.scripts,
            ..Page::default()
        },
    )
}

/// `GET /query`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    if question.text.is_empty() {
        return Ok(frame(&visitor, &question, "table", Drawn::default()));
    }
    let asked = question.clone();
    let rows = app.read(question.access(&visitor), move |tx| asked.plan(tx)?.page(tx, None, 40)).await?.rows;
    let body = html! { @for row in &rows { p { @for value in &row.values { (value) " " } } } };
    Ok(frame(&visitor, &question, "table", Drawn { body, ..Drawn::default() }))
}
