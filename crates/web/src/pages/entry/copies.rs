//! `/data/{Table}/{id}/copies`: many new records that are like one.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::entry::copies::{self, Copies, MOST, Made, Numbers};
use vasculum_domain::entry::copy::Choice;
use vasculum_domain::entry::{carry, copy};
use vasculum_model::names::{collection_object, record_set};
use vasculum_model::{Code, Error, Issue, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::super::form::level;
use super::super::visitor::{Visitor, go};
use super::super::{history, list_path, names, nav_of, record_path, shown_table, words};
use super::like::How;
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice as Offer, Field, Look, TextInput, button, field_group, link_button, notice, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;

type Pairs = Vec<(String, String)>;

/// What somebody filled in.
#[derive(Debug, Clone, Default)]
struct Asked {
    count: String,
    first: String,
    last: String,
    what: String,
    record_set: String,
}

/// What the page shows.
struct Seen {
    table: &'static Table,
    id: i64,
    called: String,
    /// How many records one copy consists of.
    size: usize,
    may_gather: bool,
}

fn one(sent: &Pairs, name: &str) -> String {
    sent.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// `GET /data/{table}/{id}/copies`.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let (table, id) = place(&visitor, &table, &id)?;
    let seen = see(&app, &visitor, table, id).await?;
    let asked = Asked { count: "10".to_owned(), ..Asked::default() };
    Ok(page(&visitor, StatusCode::OK, &seen, &asked, &[], made_notice(&params)))
}

/// What was made, in words; or what was saved before one came here.
fn made_notice(params: &Pairs) -> Option<Markup> {
    let number = |name: &str| one(params, name).parse::<i64>().ok();
    let saved = history::notice_of(params);
    let Some(count) = number("made") else { return saved };
    let title = tf(
        "{copies}: {first} to {last}",
        &[
            ("copies", &tn(count, "{n} copy was made", "{n} copies were made")),
            ("first", &one(params, "first")),
            ("last", &one(params, "last")),
        ],
    );
    let set = number("set").map(|id| format!("/record-sets/{id}"));
    let body = number("remarks")
        .map(|count| tn(count, "{n} remark is to be looked at.", "{n} remarks are to be looked at."))
        .unwrap_or_default();
    let action = html! {
        @if let Some(set) = set { (link_button(t("Open the record set"), &set, "", Look::Normal, "")) }
    };
    Some(
        html! { (notice(WORDS, Level::Success, &title, &body, Some(&action))) @if let Some(saved) = saved { (saved) } },
    )
}

fn place(visitor: &Visitor, table: &str, id: &str) -> Result<(&'static Table, i64)> {
    let table = shown_table(table)?;
    let id = crate::api::id(table, id)?;
    if !visitor.may("create", table) {
        return Err(super::may_not_make(visitor, table));
    }
    Ok((table, id))
}

async fn see(app: &App, visitor: &Visitor, table: &'static Table, id: i64) -> Result<Seen> {
    let may_gather = visitor.may("create", model().table(record_set::TABLE));
    app.read(visitor.access.clone(), move |tx| {
        let size = copies::size(&copy::like(tx, table.id, id, &Choice::Everything)?.draft());
        Ok(Seen { table, id, called: names::text(tx, table.id, id)?, size, may_gather })
    })
    .await
}

/// `POST /data/{table}/{id}/copies`.
pub async fn make(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (table, id) = place(&visitor, &table, &id)?;
    let asked = Asked {
        count: one(&sent, "count"),
        first: one(&sent, "first"),
        last: one(&sent, "last"),
        what: one(&sent, "what"),
        record_set: one(&sent, "recordSet"),
    };
    let wanted = asked.clone();
    let purpose = Purpose::new("copies", format!("Copied {}", words::one_in_english(table)));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            let choice = match How::of(&wanted.what) {
                How::Clone => Choice::Everything,
                How::Carry => carry::choice(tx, table.id)?,
            };
            let numbers = numbers(&wanted)?;
            let made = copies::make(
                tx,
                &Copies { table: table.id, of: id, choice, numbers, record_set: wanted.record_set.clone() },
            )?;
            let called = names::text(tx, table.id, id)?;
            tx.summarise(format!("Made {} copies of {} {called}", made.ids.len(), words::one_in_english(table)));
            let ends = ends(tx, table, &made)?;
            Ok((made, ends))
        })
        .await;
    match done {
        Ok(((made, ends), change)) => Ok(go(&result_path(table, id, &made, &ends, change))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let issues = if error.issues.is_empty() {
                vec![Issue::error("copies", "", error.message.to_string())]
            } else {
                error.issues
            };
            let seen = see(&app, &visitor, table, id).await?;
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &seen, &asked, &issues, None))
        }
        Err(error) => Err(error.into()),
    }
}

fn numbers(asked: &Asked) -> Result<Numbers> {
    if !asked.first.is_empty() || !asked.last.is_empty() {
        return Ok(Numbers::Range { first: asked.first.clone(), last: asked.last.clone() });
    }
    let count = asked.count.parse().map_err(|_| {
        Error::refused(vec![Issue::error("copies", "count", "Write how many copies you want, or two numbers.")])
    })?;
    Ok(Numbers::Next(count))
}

/// What the first and the last copy are called.
fn ends(tx: &mut Tx<'_>, table: &'static Table, made: &Made) -> Result<(String, String)> {
    let (Some(first), Some(last)) = (made.ids.first(), made.ids.last()) else { return Ok(Default::default()) };
    let mut called = names::texts(tx, table.id, &[*first, *last])?;
    let last = called.remove(last).unwrap_or_default();
    Ok((called.remove(first).unwrap_or_else(|| last.clone()), last))
}

/// The page that tells what was made: the original, with the copies in words.
fn result_path(table: &Table, id: i64, made: &Made, ends: &(String, String), change: Option<i64>) -> String {
    let mut path = format!("{}/copies?made={}", record_path(table, id), made.ids.len());
    if let Some(change) = change {
        path.push_str(&format!("&saved={change}"));
    }
    if let Some(set) = made.record_set {
        path.push_str(&format!("&set={set}"));
    }
    let remarks: usize = made.issues.iter().map(|(_, count)| count).sum();
    if remarks > 0 {
        path.push_str(&format!("&remarks={remarks}"));
    }
    path.push_str(&format!("&first={}&last={}", escaped(&ends.0), escaped(&ends.1)));
    path
}

fn page(
    visitor: &Visitor,
    status: StatusCode,
    seen: &Seen,
    asked: &Asked,
    issues: &[Issue],
    done: Option<Markup>,
) -> Response {
    let table = seen.table;
    let (list, path) = (list_path(table), record_path(table, seen.id));
    let many = words::many(table);
    let title = tf("Copies of {record}", &[("record", &seen.called)]);
    let general: Vec<&Issue> =
        issues.iter().filter(|issue| !["count", "first", "last"].contains(&issue.field.as_str())).collect();
    let notices = html! {
        @if let Some(done) = &done { (done) }
        @for issue in &general { (notice(WORDS, Level::Error, &issue.words, t("No copy was made."), None)) }
    };
    let has_notices = done.is_some() || !general.is_empty();
    let content = Page {
        title: &title,
        breadcrumbs: &[(many.as_str(), list.as_str()), (seen.called.as_str(), path.as_str())],
        notices: has_notices.then_some(notices),
        body: html! {
            form class="work form" method="post" action={ (path) "/copies" } data-main data-focus="count" {
                (fields(seen, asked, issues))
                div class="row" {
                    (button(t("Make copies"), "layers", Look::Primary, "", ""))
                    (link_button(t("Cancel"), &path, "", Look::Quiet, ""))
                }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

fn fields(seen: &Seen, asked: &Asked, issues: &[Issue]) -> Markup {
    let at = |name: &str| -> Vec<(Level, &str)> {
        issues.iter().filter(|it| it.field == name).map(|it| (level(it), it.words.as_str())).collect()
    };
    let text = |name: &str, label: &str, help: &str, value: &str| {
        let issues = at(name);
        let field = Field { help, issues: &issues, ..Field::new(name, label) };
        text_field(WORDS, &field, &TextInput { value, ..TextInput::default() })
    };
    let most = tf("At most {most}.", &[("most", &words::number(MOST as i64))]);
    let offer = |value, label| Offer { value, label, is_chosen: asked.what == value };
    let parts = tn(
        seen.size as i64 - 1,
        "Each copy has {n} record of its own below it.",
        "Each copy has {n} records of its own below it.",
    );
    html! {
        (field_group(t("How many"), "", None, true, &html! {
            (text("count", t("Number of copies"), &most, &asked.count))
            @if seen.table.id == collection_object::TABLE {
                (text("first", t("or from catalogue number"), t("One copy for each number, first and last included."), &asked.first))
                (text("last", t("to catalogue number"), "", &asked.last))
            }
        }))
        (field_group(t("What"), &parts, None, true, &html! {
            (select_field(WORDS, &Field::new("what", t("Copy")), None, &[
                offer("clone", t("Everything that can be copied")), offer("carry", t("What I carry forward")),
            ]))
            @if seen.may_gather {
                (text("recordSet", t("Name of a record set of the copies"), t("Leave it empty for none."), &asked.record_set))
            }
        }))
        p class="muted" { (t("Not copied are catalogue numbers and other values that stand only once, attachments, and lines of loans and gifts. All copies are one change that can be undone.")) }
    }
}
