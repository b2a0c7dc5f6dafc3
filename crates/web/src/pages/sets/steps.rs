//! The block on the page of a record that somebody pages through: `?set=ID&at=N`.

use maud::{Markup, html};
use vasculum_domain::sets::{self, Step};
use vasculum_model::{Code, Result, Table};
use vasculum_store::Tx;

use crate::pages::record_path;
use crate::pages::visitor::Visitor;
use crate::ui::components::icon_link;
use crate::ui::words::{t, tf};

/// Where a record stands in the set that one pages through.
#[derive(Debug)]
pub(crate) struct Place {
    set: i64,
    /// Counted from 1; nothing if the address does not say.
    at: Option<i64>,
    step: Step,
    table: &'static Table,
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
    let Some(set) = number("set") else { return Ok(None) };
    match sets::step(tx, set, id) {
        Ok(Some(step)) => {
            let at = number("at").filter(|at| (1..=step.total).contains(at));
            Ok(Some(Place { set, at, step, table }))
        }
        Ok(None) => Ok(None),
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
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

/// The way through the set, with the keys `[` and `]`.
fn draw(place: &Place) -> Markup {
    let to = |id: Option<i64>, by: i64| id.map(|id| href(place.table, id, place.set, place.at.map(|at| at + by)));
    let (previous, next) = (to(place.step.previous, -1), to(place.step.next, 1));
    html! {
        nav class="steps" aria-label=(t("Records of the set")) {
            a href=(super::set_path(place.set)) { (place.step.name) }
            span class="muted figures" {
                @match place.at {
                    Some(at) => (tf("{n} of {total}", &[("n", &at), ("total", &place.step.total)])),
                    None => (tf("one of {total}", &[("total", &place.step.total)])),
                }
            }
            (icon_link(t("Previous record of the set"), previous.as_deref(), "chevron-left", "["))
            (icon_link(t("Next record of the set"), next.as_deref(), "chevron-right", "]"))
        }
    }
}
