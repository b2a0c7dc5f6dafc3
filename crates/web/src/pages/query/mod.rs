//! `/query`: questions, put together by picking or typed as text, and what they find.
//!
//! The state of every page here is the text of the question in its address, `?q=`. Answers to what a question asks for
//! stand beside it, as `ask.Country=Peru`.

mod builder;
mod edit;
mod form;
mod kept;
pub(crate) mod listed;
mod operators;
mod pick;
mod results;
mod says;
mod values;

use std::collections::HashMap;

use axum::Form as Body;
use axum::extract::{Query as Params, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use vasculum_domain::export::Csv;
use vasculum_domain::queries;
use vasculum_domain::query::{self, Asked, Plan, Query};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Access, Tx};

use self::pick::Picking;
use super::list::Wanted;
use super::visitor::{Visitor, go};
use super::{acting, shown_table};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::routes::{QUESTIONS, Route, route};
use crate::ui::Level;
use crate::ui::components::{Look, Tab, link_button, notice, tabs};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

/// The address of the builder.
pub(crate) const QUERY: &str = "/query";

/// Every address of questions.
pub const QUERIES: &[Route] = &[
    route("GET", "/query", QUESTIONS, "Questions and what they find, as a table", || get(show)),
    route("POST", "/query/edit", QUESTIONS, "Changes a question by the builder’s form", || post(edit)),
    route("GET", "/query/fields", QUESTIONS, "What of a table can be shown and asked", || get(pick::fields)),
    route("GET", "/query/rows", QUESTIONS, "More rows of an answer", || get(results::more)),
    route("GET", "/query/count", QUESTIONS, "How many rows an answer has", || get(results::count)),
    route("GET", "/query/values", QUESTIONS, "The most frequent values of a column", || get(results::values)),
    route("GET", "/query/export.csv", QUESTIONS, "An answer as a file", || get(export)),
    route("GET", "/queries", QUESTIONS, "The kept queries, and what one asked last", || get(kept::list)),
    route("POST", "/queries", QUESTIONS, "Keeps a question under a name", || post(kept::make)),
    route("GET", "/queries/new", QUESTIONS, "The name of a question that is to be kept", || get(kept::show_new)),
    route("GET", "/queries/import", QUESTIONS, "Taking over a query that Specify exported", || get(kept::show_import)),
    route("POST", "/queries/import", QUESTIONS, "Reads a query that Specify exported", || post(kept::import)),
    route("GET", "/queries/{id}", QUESTIONS, "Leads to what a kept query asks", || get(kept::show)),
    route("POST", "/queries/{id}", QUESTIONS, "Changes a kept query", || post(kept::change)),
    route("GET", "/queries/{id}/edit", QUESTIONS, "Name and sharing of a kept query", || get(kept::show_edit)),
    route("POST", "/queries/{id}/favourite", QUESTIONS, "Makes a query a favourite, or no longer", || {
        post(kept::favourite)
    }),
    route("GET", "/queries/{id}/delete", QUESTIONS, "The question before a query goes", || get(kept::ask_delete)),
    route("POST", "/queries/{id}/delete", QUESTIONS, "Deletes a kept query", || post(kept::remove)),
    route("GET", "/queries/{id}/file", QUESTIONS, "A query as a file for Specify", || get(kept::file)),
];

/// The views of an answer: key, words, address. Whoever adds one adds a row.
const VIEWS: &[(&str, &str, &str)] = &[
    ("table", crate::ui::words::later("Table"), QUERY),
    ("map", crate::ui::words::later("Map"), super::views::MAP),
    ("chart", crate::ui::words::later("Chart"), super::views::CHART),
    ("pivot", crate::ui::words::later("Pivot table"), super::views::PIVOT),
];

type Pairs = Vec<(String, String)>;

/// Why a text is no question, and what may have been meant.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub words: String,
    pub hint: String,
}

fn parsed(text: &str) -> Result<Query, Slip> {
    query::parse(text).map_err(|error| Slip {
        words: error.message.to_string(),
        hint: error.hint.as_deref().unwrap_or_default().to_owned(),
    })
}

/// A question as an address tells it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Its text, as somebody wrote it.
    pub text: String,
    /// What was read of it.
    pub query: Result<Query, Slip>,
    /// What was answered to what it asks for.
    pub answers: HashMap<String, String>,
    /// The kept query that it was, or is being changed.
    pub kept: Option<i64>,
}

impl Question {
    /// Reads `q` and the answers.
    pub(crate) fn of(params: &[(String, String)]) -> Self {
        let text = params.iter().find(|(name, _)| name == "q").map_or("", |(_, value)| value.trim()).to_owned();
        let answers =
            params.iter().filter_map(|(name, value)| Some((name.strip_prefix("ask.")?.to_owned(), value.clone())));
        let query = parsed(&text);
        let kept = params.iter().find(|(name, _)| name == "kept").and_then(|(_, id)| id.parse().ok());
        Self { query, answers: answers.collect(), text, kept }
    }

    /// The question that was read.
    ///
    /// # Errors
    ///
    /// `Invalid`, saying where in the text something is missing or too much.
    pub(crate) fn read(&self) -> Result<&Query> {
        self.query.as_ref().map_err(|slip| Error::invalid(slip.words.clone()).hint(slip.hint.clone()))
    }

    /// The access with which it is asked: that of the collection, or of all that the person may read.
    pub(crate) fn access(&self, visitor: &Visitor) -> Access {
        let everywhere = self.query.as_ref().is_ok_and(|query| query.everywhere);
        if everywhere { visitor.everywhere.clone().within(None, None) } else { visitor.access.clone() }
    }

    /// Plans the question in a transaction of [`Question::access`].
    ///
    /// # Errors
    ///
    /// As [`Plan::make`].
    pub(crate) fn plan(&self, app: &App, tx: &mut Tx<'_>) -> Result<Plan> {
        let search = app.finds(tx.access());
        Plan::make(tx, self.read()?, &Asked { answers: Some(&self.answers), search: Some(&search) })
    }

    /// What stands beside the text in addresses, for hidden fields of a form.
    pub(crate) fn beside(&self) -> Pairs {
        let answers = self.answers.iter().map(|(words, value)| (format!("ask.{words}"), value.clone()));
        answers.chain(self.kept.map(|id| ("kept".to_owned(), id.to_string()))).collect()
    }

    /// The address of a page about this question: `/query/map?q=…`.
    pub(crate) fn href(&self, path: &str) -> String {
        let mut answers: Vec<_> = self.answers.iter().collect();
        answers.sort();
        let answers: String =
            answers.into_iter().map(|(words, value)| format!("&ask.{}={}", escaped(words), escaped(value))).collect();
        let kept = self.kept.map_or(String::new(), |id| format!("&kept={id}"));
        format!("{path}?q={}{answers}{kept}", escaped(&self.text))
    }

    /// Another question with the same answers.
    pub(crate) fn with(&self, query: &Query) -> Self {
        let text = query.to_string();
        Self { query: parsed(&text), text, answers: self.answers.clone(), kept: self.kept }
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
    /// What the question is called, if it is kept.
    pub name: Option<String>,
    /// The status of the answer, if it is not 200.
    pub status: Option<StatusCode>,
}

/// A page about a question: its heading, its text, the tabs, the view. `view` is a key of [`VIEWS`].
pub(crate) fn frame(visitor: &Visitor, question: &Question, view: &str, drawn: Drawn) -> Response {
    let hrefs: Vec<String> = VIEWS.iter().map(|(.., path)| question.href(path)).collect();
    let views: Vec<Tab<'_>> = VIEWS
        .iter()
        .zip(&hrefs)
        .map(|((key, label, _), href)| Tab { label: t(label), href, is_current: *key == view, ..Tab::default() })
        .collect();
    let title = drawn.name.unwrap_or_else(|| question.title());
    let body = html! {
        div class="work question" id="question" {
            @match drawn.above {
                Some(above) => (above),
                None => p class="question-text" { code { (question.text) } " " a href=(question.href(QUERY)) { (t("Change the query")) } },
            }
            @if question.query.is_ok() { (tabs(t("Views of the answer"), &views)) }
            (drawn.body)
        }
    };
    visitor.page_with(
        drawn.status.unwrap_or(StatusCode::OK),
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

/// `GET /query`: the builder, and what the question finds.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let table = one(&params, "table");
    if !table.is_empty() {
        let query = results::new_question(&visitor.look, shown_table(table)?);
        return Ok(go(&format!("{QUERY}?q={}", escaped(&query.to_string()))));
    }
    let question = Question::of(&params);
    if question.text.is_empty() {
        return Ok(start(&visitor, &question));
    }
    if let Err(slip) = &question.query {
        let above = builder::text_box(&question.text, Some(slip));
        return Ok(frame(
            &visitor,
            &question,
            "table",
            Drawn { above: Some(above), status: Some(StatusCode::UNPROCESSABLE_ENTITY), ..Drawn::default() },
        ));
    }
    if one(&params, "after").is_empty() {
        kept::remember(&app, &visitor, &question.text, None).await?;
    }
    let done =
        (one(&params, "done") == "saved").then(|| notice(&Words::ENGLISH, Level::Success, t("Saved."), "", None));
    let (picking, after) = (Picking::of(&params), one(&params, "after"));
    let is_picking = params.iter().any(|(name, _)| matches!(name.as_str(), "into" | "at" | "find"));
    let shows_rows = !is_picking && (question.kept.is_some() || !after.is_empty());
    Ok(page(&app, &visitor, question, &picking, after, (Unread::default(), shows_rows), done).await?)
}

/// What could not be read of a form, and what was sent.
type Unread = (Vec<(String, String)>, Pairs);

/// The page of a question that was read.
async fn page(
    app: &App,
    visitor: &Visitor,
    question: Question,
    picking: &Picking,
    after: &str,
    (unread, shows_rows): (Unread, bool),
    notices: Option<Markup>,
) -> Result<Response> {
    let query = question.read()?.clone();
    let (look, asked, place, picking) = (visitor.look.clone(), query.clone(), after.to_owned(), picking.clone());
    let is_odd = !unread.0.is_empty();
    // Whoever opens a kept query, or goes on through its rows, came for what it finds.
    let is_folded = shows_rows && unread.1.is_empty();
    let (above, kept) = {
        let (look, id, hidden) = (look.clone(), question.kept, question.beside());
        app.read(visitor.access.clone(), move |tx| {
            let kept = match id.map(|id| queries::get(tx, id)) {
                Some(Ok(kept)) => Some(kept),
                None => None,
                // It is gone, or not for this person: what it asked is still there.
                Some(Err(error)) if matches!(error.code, Code::NotFound | Code::Forbidden) => None,
                Some(Err(error)) => return Err(error),
            };
            Ok((builder::draw(tx, &look, &asked, &picking, (&hidden, is_folded), (&unread.0, &unread.1))?, kept))
        })
        .await?
    };
    let name = kept.as_ref().map(|kept| kept.name().to_owned());
    let keeping = kept::buttons(visitor, &question, kept.as_ref());
    let own = question.clone();
    let searched = app.clone();
    let found = app.read(question.access(visitor), move |tx| results::answer(&searched, tx, &look, &own, &place)).await;
    let above = html! { (above) (builder::text_box(&question.text, None)) };
    let prompts: Vec<_> = query::prompts(&query).into_iter().filter(|(words, _)| !words.is_empty()).collect();
    let asking = html! { @if !prompts.is_empty() { (ask_form(&question, &prompts)) } };
    Ok(match found {
        Ok(answer) => {
            let body = html! { (asking) (results::draw(visitor, &question, &answer)) };
            let status = is_odd.then_some(StatusCode::UNPROCESSABLE_ENTITY);
            let actions = Some(html! { (actions(visitor, &question, &answer)) (keeping) });
            frame(
                visitor,
                &question,
                "table",
                Drawn { above: Some(above), body, actions, status, notices, name, ..Drawn::default() },
            )
        }
        Err(error) if matches!(error.code, Code::Invalid | Code::Forbidden | Code::NotFound) => {
            let status = match error.code {
                Code::Forbidden => StatusCode::FORBIDDEN,
                Code::NotFound => StatusCode::NOT_FOUND,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let hint = error.hint.as_deref().unwrap_or_default();
            let body = html! { (asking) (notice(&Words::ENGLISH, Level::Error, &error.message, hint, None)) };
            frame(
                visitor,
                &question,
                "table",
                Drawn { above: Some(above), body, status: Some(status), notices, name, ..Drawn::default() },
            )
        }
        Err(error) => return Err(error),
    })
}

/// What can be done with everything that was found.
fn actions(visitor: &Visitor, question: &Question, answer: &results::Answer) -> Markup {
    let wanted = answer.all_records(question).map(|text| Wanted::asked(answer.table(), &text));
    html! {
        @if let Some(wanted) = &wanted { (acting::on_all(visitor, wanted)) }
        @if may(visitor, "export_csv") { (link_button("CSV", &question.href("/query/export.csv"), "download", Look::Quiet, "")) }
    }
}

/// Whether somebody may do this with what questions find.
pub(crate) fn may(visitor: &Visitor, action: &str) -> bool {
    visitor.access.may(query::RIGHT.0, action, visitor.access.collection)
}

/// The form for what a question asks whoever runs it.
fn ask_form(question: &Question, prompts: &[(String, String)]) -> Markup {
    html! {
        form class="ask-prompts row" method="get" action=(QUERY) aria-label=(t("Asked when it runs")) {
            input type="hidden" name="q" value=(question.text);
            @for (words, usual) in prompts {
                label { (words) " "
                    input class="input" type="text" name={ "ask." (words) } value=(question.answers.get(words).unwrap_or(usual)) autocomplete="off";
                }
            }
            button class="button" { (t("Ask this")) }
        }
    }
}

/// The page without any question.
fn start(visitor: &Visitor, question: &Question) -> Response {
    let all = tables(visitor);
    let usual: Vec<(&'static Table, String)> =
        all.iter().filter(|(table, _)| USUAL.contains(&table.name)).cloned().collect();
    let above = html! { (builder::start(&usual, &all)) (builder::text_box("", None)) };
    frame(visitor, question, "table", Drawn { above: Some(above), ..Drawn::default() })
}

/// The tables that most questions are about.
const USUAL: &[&str] = &[
    "CollectionObject",
    "Determination",
    "Preparation",
    "CollectingEvent",
    "Locality",
    "Taxon",
    "Agent",
    "Loan",
    "Accession",
    "Attachment",
    "ReferenceWork",
    "Storage",
];

/// The tables that somebody may read, by their words, each with the address of a new question about it.
fn tables(visitor: &Visitor) -> Vec<(&'static Table, String)> {
    let mut all: Vec<(&'static Table, String)> = model()
        .tables()
        .filter(|table| table.is_shown() && visitor.may_read(table.id))
        .map(|table| (table, format!("{QUERY}?table={}", table.name)))
        .collect();
    all.sort_by_key(|(table, _)| vasculum_store::fold(&super::words::many(table)));
    all
}

/// `POST /query/edit`: reads the builder’s form, does what its button asks for, and leads to the question that comes of it.
pub async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let mut question = Question::of(&sent);
    let mut query = question.read()?.clone();
    let mut picking = Picking::of(&sent);
    picking.at.clear();
    let act = one(&sent, "act").to_owned();
    let fields = sent.clone();
    let (query, errors) = app
        .read(visitor.access.clone(), move |tx| {
            let mut form = form::Form { sent: &fields, errors: Vec::new() };
            form.apply(tx, &mut query)?;
            Ok((query, form.errors))
        })
        .await?;
    let mut query = query;
    // A button of a page that is older than the question may ask for what is no longer there.
    let refused = if errors.is_empty() { edit::act(&mut query, &act).err() } else { None };
    let before = question.text.clone();
    question = question.with(&query);
    // What is written is read again, so that no answer speaks of another question than its address.
    question.read()?;
    if errors.is_empty() && refused.is_none() {
        kept::remember(&app, &visitor, &question.text, Some(&before)).await?;
    }
    let into = if picking.into.way.is_empty() { String::new() } else { format!("&into={}", picking.into.name()) };
    let href = format!("{}{into}", question.href(QUERY));
    if errors.is_empty() && refused.is_none() && !headers.contains_key("hx-request") {
        return Ok(go(&href));
    }
    let is_odd = !errors.is_empty();
    let unread = (errors, if is_odd { sent } else { Vec::new() });
    let said = refused.as_ref().map(|error| {
        notice(&Words::ENGLISH, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None)
    });
    let mut answer = page(&app, &visitor, question, &picking, "", (unread, false), said).await?;
    if refused.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    if let (false, Ok(href)) = (is_odd, href.parse()) {
        answer.headers_mut().insert("hx-push-url", href);
    }
    Ok(answer)
}

/// `GET /query/export.csv?q=`: all rows as a file, written while they are read.
pub async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    if !may(&visitor, "export_csv") {
        return Err(Error::forbidden(t("You may not export what queries find.")).into());
    }
    let question = Question::of(&params);
    let (asked, access, searched) = (question.clone(), question.access(&visitor), app.clone());
    // Whatever can be refused is refused before the first byte.
    let plan = app.read(access.clone(), move |tx| asked.plan(&searched, tx)).await?;
    let query = question.read()?;
    let heads: Vec<String> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| match query.show.get(at) {
            Some(shown) if column.caption.is_empty() => says::heading(&visitor.look, query.from, &shown.what),
            _ => column.words().to_owned(),
        })
        .collect();
    let name = format!("{}.csv", model().table(query.from).name);
    Ok(super::export::streamed(app, access, &name, "text/csv; charset=utf-8", move |tx, out| {
        let mut csv = Csv::new(out);
        csv.row(&heads)?;
        plan.each(tx, |row| csv.row(&row.values.iter().map(ToString::to_string).collect::<Vec<_>>()))?;
        csv.finish()
    }))
}

/// The value of this name in a form or an address; empty if it was not sent.
fn one<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}
