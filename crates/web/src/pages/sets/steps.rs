//! The block on the page of a record that somebody pages through: `?set=ID&at=N`, or `?ask=QUESTION&at=N` for what a
//! question found.

use maud::{Markup, html};
use vasculum_domain::query;
use vasculum_domain::sets::{self, Step};
use vasculum_model::{Code, Result, Table};
use vasculum_store::Tx;

use crate::pages::record_path;
use crate::pages::visitor::Visitor;
use crate::respond::escaped;
use crate::ui::components::icon_link;
use crate::ui::words::{t, tf};

/// Where a record stands in the set that one pages through.
#[derive(Debug)]
pub(crate) struct Place {
    from: From,
    /// Counted from 1; nothing if the address does not say.
    at: Option<i64>,
    step: Step,
    table: &'static Table,
}

/// What somebody pages through.
#[derive(Debug)]
enum From {
    /// A set, by its id.
    Set(i64),
    /// What a question finds, by its text.
    Question(String),
}

/// The record's place in the set that the address names; nothing if it names none, or one that is not for the person.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn place(
    tx: &mut Tx<'_>,
    table: &'static Table,
    id: i64,
    params: &[(String, String)],
) -> Result<Option<Place>> {
    let number =
        |name: &str| params.iter().find(|(theirs, _)| theirs == name).and_then(|(_, value)| value.parse::<i64>().ok());
    if let Some((_, text)) = params.iter().find(|(name, _)| name == "ask") {
        return asked(tx, table, id, text, number("at"));
    }
    let Some(set) = number("set") else { return Ok(None) };
    match sets::step(tx, set, id) {
        Ok(Some(step)) => {
            let at = number("at").filter(|at| (1..=step.total).contains(at));
            Ok(Some(Place { from: From::Set(set), at, step, table }))
        }
        Ok(None) => Ok(None),
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The place of the record among what a question finds; nothing if it does not stand there, or no longer.
fn asked(tx: &mut Tx<'_>, table: &'static Table, id: i64, text: &str, at: Option<i64>) -> Result<Option<Place>> {
    let Some(at) = at.filter(|at| (1..i64::MAX).contains(at)) else { return Ok(None) };
    // Only as far as one has paged, and one more.
    let ids = match query::found_first(tx, text, table, at.unsigned_abs() + 1) {
        Ok(ids) => ids,
        Err(error) if matches!(error.code, Code::Invalid | Code::NotFound | Code::Forbidden) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Ok(nth) = usize::try_from(at) else { return Ok(None) };
    if ids.get(nth - 1) != Some(&id) {
        return Ok(None);
    }
    let previous = nth.checked_sub(2).and_then(|before| ids.get(before).copied());
    let step = Step { name: t("Query").to_owned(), total: 0, previous, next: ids.get(nth).copied() };
    Ok(Some(Place { from: From::Question(text.to_owned()), at: Some(at), step, table }))
}

/// The way through the set, and below it what was done before the page was come to.
pub(crate) fn above(place: Option<&Place>, done: Option<Markup>) -> Option<Markup> {
    match place {
        Some(place) => Some(html! { (draw(place)) @if let Some(done) = &done { (done) } }),
        None => done,
    }
}

/// What keeps somebody within the set when they save: the end of an address that has a question mark already.
pub(crate) fn kept(visitor: &Visitor) -> String {
    let query = visitor.from.as_deref().and_then(|from| from.split_once('?')).map_or("", |(_, query)| query);
    let number = |name: &str| {
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value.and_then(|value| value.parse::<i64>().ok())
    };
    if let (Some(ask), Some(at)) = (query.split('&').find(|pair| pair.starts_with("ask=")), number("at")) {
        return format!("&{ask}&at={at}");
    }
    match (number("set"), number("at")) {
        (Some(set), Some(at)) => format!("&set={set}&at={at}"),
        (Some(set), None) => format!("&set={set}"),
        _ => String::new(),
    }
}

/// The address of a record within a set that one pages through; `at` is counted from 1.
pub(crate) fn href(table: &Table, id: i64, set: i64, at: Option<i64>) -> String {
    let at = at.map_or(String::new(), |at| format!("&at={at}"));
    format!("{}?set={set}{at}", record_path(table, id))
}

/// The address of a record within what a question finds; `at` is counted from 1.
pub(crate) fn asked_href(table: &Table, id: i64, question: &str, at: i64) -> String {
    format!("{}?ask={}&at={at}", record_path(table, id), escaped(question))
}

/// The way through the set, with the keys `[` and `]`.
fn draw(place: &Place) -> Markup {
    let to = |id: Option<i64>, by: i64| {
        let at = place.at.map(|at| at + by);
        id.map(|id| match &place.from {
            From::Set(set) => href(place.table, id, *set, at),
            From::Question(text) => asked_href(place.table, id, text, at.unwrap_or(1)),
        })
    };
    let back = match &place.from {
        From::Set(set) => super::set_path(*set),
        From::Question(text) => format!("{}?q={}", crate::pages::query::QUERY, escaped(text)),
    };
    let (previous, next) = (to(place.step.previous, -1), to(place.step.next, 1));
    html! {
        nav class="steps" aria-label=(t("Records of the set")) {
            a href=(back) { (place.step.name) }
            span class="muted figures" {
                @match place.at {
                    Some(at) if matches!(place.from, From::Question(_)) => (tf("row {n}", &[("n", &at)])),
                    Some(at) => (tf("{n} of {total}", &[("n", &at), ("total", &place.step.total)])),
                    None => (tf("one of {total}", &[("total", &place.step.total)])),
                }
            }
            (icon_link(t("Previous record of the set"), previous.as_deref(), "chevron-left", "["))
            (icon_link(t("Next record of the set"), next.as_deref(), "chevron-right", "]"))
        }
    }
}
