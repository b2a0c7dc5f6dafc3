//! Below `/system`: the editors of pick lists, formats, numbers, uniqueness rules and web links.

pub mod formats;
pub mod numbers;
pub mod own_fields;
pub mod pick_lists;
pub mod uniqueness;
pub mod web_links;

use axum::http::StatusCode;
use maud::Markup;
use vasculum_model::{Code, Error, Issue};

use super::visitor::Visitor;
use crate::ui::Level;
use crate::ui::components::notice;
use crate::ui::words::{Words, t};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The overview.
const SYSTEM: &str = "/system";

type Pairs = Vec<(String, String)>;

/// The value of this name in a form or an address; the last one, as of a box to tick "no" and "yes" are both sent.
fn one<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    sent.iter().rev().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// The numbers of the rows that a form sent under a name: of `items[3].title` it is 3.
fn row_numbers(sent: &[(String, String)], name: &str) -> Vec<usize> {
    let start = format!("{name}[");
    let number = |(theirs, _): &(String, String)| theirs.strip_prefix(&start)?.split(']').next()?.parse().ok();
    let mut numbers: Vec<usize> = sent.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Whether somebody may do this with records of a table here.
fn may(visitor: &Visitor, table: vasculum_model::TableId, action: &str) -> bool {
    visitor.may(action, vasculum_model::model().table(table))
}

/// What is to be looked at in the control of this name.
fn issues_at<'i>(issues: &'i [Issue], name: &str) -> Vec<(Level, &'i str)> {
    issues.iter().filter(|issue| issue.field == name).map(|issue| (Level::Error, issue.words.as_str())).collect()
}

/// A refusal that is shown above the form again, with its status; anything else is passed on.
fn told(error: Error, title: &'static str) -> Result<(StatusCode, Markup, Vec<Issue>), Error> {
    let status = match error.code {
        Code::Conflict => StatusCode::CONFLICT,
        Code::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        _ => return Err(error),
    };
    let general: Vec<&str> =
        error.issues.iter().filter(|issue| issue.field.is_empty()).map(|issue| issue.words.as_str()).collect();
    let more = match (error.issues.is_empty(), general.is_empty()) {
        (true, _) => format!("{} {}", error.message, error.hint.as_deref().unwrap_or_default()),
        (false, true) => t("What is wrong is said below.").to_owned(),
        (false, false) => general.join(" "),
    };
    Ok((status, notice(WORDS, Level::Error, title, more.trim(), None), error.issues))
}

/// What was done before a page is come to.
fn done_notice(params: &[(String, String)]) -> Option<Markup> {
    let words = match one(params, "done") {
        "saved" => t("Saved."),
        "added" => t("Added."),
        "deleted" => t("Deleted. It can be brought back from the history at any time."),
        _ => return None,
    };
    Some(notice(WORDS, Level::Success, words, "", None))
}

/// Nothing in place of what the person may not read: examples are a courtesy.
fn or_default<T: Default>(read: vasculum_model::Result<T>) -> vasculum_model::Result<T> {
    match read {
        Err(error) if error.code == Code::Forbidden => Ok(T::default()),
        other => other,
    }
}
