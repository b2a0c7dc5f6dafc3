//! Who else has a record open. Kept in memory for as long as the pages call; nothing of it is written down.
//!
//! With several processes on one database each knows the people that it serves itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Path as Place, State};
use axum::{Form as Body, Json};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use vasculum_model::{Record, TableId};

use super::super::visitor::Visitor;
use super::super::{conflict, record_path, shown_table};
use crate::App;
use crate::respond::Refused;
use crate::ui::components::icon;
use crate::ui::words::{t, tf};

/// A page calls every 10 seconds; one that has not called for so long is closed.
const GONE_AFTER: Duration = Duration::from_secs(35);
/// More open records than this are forgotten together.
const MOST: usize = 50_000;

/// One open page.
#[derive(Debug)]
struct Open {
    page: String,
    user: i64,
    name: String,
    is_typing: bool,
    called: Instant,
}

/// Who has which record open.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    open: Mutex<HashMap<(TableId, i64), Vec<Open>>>,
}

/// Somebody else who has a record open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Other {
    /// What they are called.
    pub name: String,
    /// Whether it is the same person in another window.
    pub is_self: bool,
    /// Whether they typed something that is not saved.
    pub is_typing: bool,
}

impl Presence {
    /// Notes that a page is open, and says who else has the record open.
    fn call(&self, record: (TableId, i64), page: &str, user: i64, name: &str, is_typing: bool) -> Vec<Other> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST {
            open.clear();
        }
        let pages = open.entry(record).or_default();
        pages.retain(|it| it.page != page && it.called.elapsed() < GONE_AFTER);
        pages.push(Open { page: page.to_owned(), user, name: name.to_owned(), is_typing, called: Instant::now() });
        others(pages, page, user)
    }

    /// Notes that a page was closed.
    fn leave(&self, record: (TableId, i64), page: &str, user: i64) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = open.get_mut(&record) {
            pages.retain(|it| it.page != page || it.user != user);
            if pages.is_empty() {
                open.remove(&record);
            }
        }
    }

    /// Who has the record open, for a page that is about to open.
    pub(crate) fn of(&self, record: (TableId, i64), user: Option<i64>) -> Vec<Other> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(pages) = open.get_mut(&record) else { return Vec::new() };
        pages.retain(|it| it.called.elapsed() < GONE_AFTER);
        // The page that one comes from may not have said good-bye yet.
        others(pages, "", user.unwrap_or_default()).into_iter().filter(|it| !it.is_self).collect()
    }
}

/// Everybody once, whoever types first.
fn others(pages: &[Open], page: &str, user: i64) -> Vec<Other> {
    let mut people: Vec<(i64, Other)> = Vec::new();
    for open in pages.iter().filter(|open| open.page != page) {
        match people.iter_mut().find(|(id, _)| *id == open.user) {
            Some((_, known)) => known.is_typing |= open.is_typing,
            None => people.push((
                open.user,
                Other { name: open.name.clone(), is_self: open.user == user, is_typing: open.is_typing },
            )),
        }
    }
    people.sort_by(|(_, a), (_, b)| b.is_typing.cmp(&a.is_typing).then_with(|| a.name.cmp(&b.name)));
    people.into_iter().map(|(_, other)| other).collect()
}

/// What a page tells of itself.
#[derive(Debug, Deserialize)]
pub struct Call {
    /// Names the page among all open ones.
    page: String,
    /// The version of the record that it shows.
    #[serde(default)]
    version: i64,
    /// Whether something was typed that is not saved.
    #[serde(default)]
    typing: u8,
    /// Whether it is being closed.
    #[serde(default)]
    gone: u8,
}

/// What a page is told.
#[derive(Debug, Serialize)]
pub struct Told {
    /// Who else is there, in words; empty if nobody is.
    here: String,
    /// That somebody saved the record since the page was made; empty if nobody did.
    saved: String,
}

/// `POST /presence/{table}/{id}`: notes that somebody has the record open; tells who else has, and whether it was saved.
pub async fn call(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Body(call): Body<Call>,
) -> Result<Json<Told>, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let version = call.version;
    // Whoever may not see the record does not learn who looks at it.
    let (_, saved) = app
        .read(visitor.access.clone(), move |tx| {
            let record = tx.get(table.id, id)?;
            let is_newer = version > 0 && record.version() > version;
            let saved = if is_newer { conflict::last_save(tx, &record)? } else { None };
            Ok((record, saved))
        })
        .await?;
    let user = visitor.access.user.unwrap_or_default();
    let page: String = call.page.chars().take(64).collect();
    if call.gone == 1 {
        app.presence().leave((table.id, id), &page, user);
        return Ok(Json(Told { here: String::new(), saved: String::new() }));
    }
    let others = app.presence().call((table.id, id), &page, user, &visitor.access.name, call.typing == 1);
    let saved = saved.map_or_else(String::new, |(who, when)| {
        tf(
            "{who} saved this record {when}. When you save, both changes are put together.",
            &[("who", &who), ("when", &when)],
        )
    });
    Ok(Json(Told { here: in_words(&others), saved }))
}

/// Who is there, in a sentence each.
fn in_words(others: &[Other]) -> String {
    let told: Vec<String> = others
        .iter()
        .map(|other| match (other.is_self, other.is_typing) {
            (true, _) => t("You have this record open in another window.").to_owned(),
            (false, true) => tf("{who} is changing this record.", &[("who", &other.name)]),
            (false, false) => tf("{who} is looking at this record.", &[("who", &other.name)]),
        })
        .collect();
    told.join(" ")
}

/// The line of a record’s page that says who else is there. A script keeps it up to date.
pub(crate) fn line(record: &Record, page: &str, others: &[Other]) -> Markup {
    let words = in_words(others);
    html! {
        div class="presence" role="status" data-presence={ "/presence" (record_path(record.of(), record.id).trim_start_matches("/data")) }
            data-page=(page) data-version=(record.version()) hidden[words.is_empty()] {
            (icon("users")) span data-presence-here { (words) } " " strong data-presence-saved {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::names::{agent, taxon};

    #[test]
    fn people_see_each_other_until_they_leave() {
        let presence = Presence::default();
        let one = (taxon::TABLE, 7);
        assert!(presence.call(one, "a", 1, "Ada", false).is_empty());
        let seen = presence.call(one, "b", 2, "Bo", false);
        assert_eq!(in_words(&seen), "Ada is looking at this record.");
        let seen = presence.call(one, "a", 1, "Ada", true);
        assert_eq!(in_words(&seen), "Bo is looking at this record.");
        assert_eq!(in_words(&presence.of(one, Some(3))), "Ada is changing this record. Bo is looking at this record.");
        assert!(presence.of((agent::TABLE, 7), Some(3)).is_empty(), "another record");
        presence.leave(one, "a", 2);
        assert_eq!(presence.of(one, Some(2)).len(), 1, "nobody closes somebody else’s page");
        presence.leave(one, "a", 1);
        assert!(presence.of(one, Some(2)).is_empty());
    }

    #[test]
    fn ones_own_other_window_is_told_once() {
        let presence = Presence::default();
        let one = (taxon::TABLE, 7);
        presence.call(one, "a", 1, "Ada", false);
        presence.call(one, "b", 1, "Ada", true);
        let seen = presence.call(one, "c", 1, "Ada", false);
        assert_eq!(in_words(&seen), "You have this record open in another window.");
        assert!(presence.of(one, Some(1)).is_empty(), "a page that opens may replace the one before");
    }
}
