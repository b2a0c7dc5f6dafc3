//! Ways and values of a question in the words of the collection.

use vasculum_domain::forms::Look;
use vasculum_domain::query::{Cond, Expr, Way};
use vasculum_model::{Kind, Table, TableId, Value, model};

use super::form::SUMS;
use crate::pages::query::edit::bare;
use crate::pages::{captions, value, words};
use crate::ui::locale;
use crate::ui::words::{t, tf};

/// The words for each name on a way, from the table on.
pub(super) fn crumbs(look: &Look, from: TableId, way: &Way) -> Vec<String> {
    let mut table = Some(model().table(from));
    let mut crumbs = Vec::with_capacity(way.hops.len());
    for hop in &way.hops {
        let (words, next) = one(look, table, &hop.name);
        let words = match hop.such.as_deref().map(bare) {
            None => words,
            Some(Cond::Test(Expr::Way(way), vasculum_domain::query::ast::Op::Is(true)))
                if way.to_string() == "isCurrent" =>
            {
                tf("{field} (current)", &[("field", &words)])
            }
            Some(such) => format!("{words} [{such}]"),
        };
        crumbs.push(words);
        table = next;
    }
    if crumbs.is_empty() {
        crumbs.push(captions::one(look, model().table(from)));
    }
    crumbs
}

/// The words of one name of a table, and the table that it leads to.
fn one(look: &Look, table: Option<&'static Table>, name: &str) -> (String, Option<&'static Table>) {
    let Some(table) = table else {
        let part = match name.to_ascii_lowercase().as_str() {
            "year" => t("Year"),
            "month" => t("Month"),
            "day" => t("Day"),
            _ => return (words::label(name), None),
        };
        return (part.to_owned(), None);
    };
    if let Some(many) = table.to_many(name) {
        return (captions::field(look, table, name), Some(model().table(table.many[usize::from(many)].of)));
    }
    if let Some(column) = table.column(name) {
        let to = table.at(column).link.as_ref().map(|link| model().table(link.to));
        return (captions::field(look, table, name), to);
    }
    if name.eq_ignore_ascii_case("id") {
        return ("ID".to_owned(), None);
    }
    if name.eq_ignore_ascii_case("age") {
        return (t("Age").to_owned(), None);
    }
    // A rank is called what the tree calls it; after it comes a field of the node.
    (name.to_owned(), table.is_tree().then_some(table))
}

/// An expression as the head of a column: what its last name is called.
pub(super) fn heading(look: &Look, from: TableId, expr: &Expr) -> String {
    match expr {
        Expr::Way(way) => {
            let mut crumbs = crumbs(look, from, way);
            let last = crumbs.pop().unwrap_or_default();
            let is_part = way.hops.last().is_some_and(|hop| ["year", "month", "day"].contains(&hop.name.as_str()));
            match crumbs.pop().filter(|_| is_part) {
                Some(before) => format!("{before}: {}", words::inside(&last)),
                None => last,
            }
        }
        Expr::Sum(vasculum_domain::query::ast::Summing::Count, None) => t("Number").to_owned(),
        Expr::Sum(how, Some(of)) => {
            let sum = SUMS.iter().find(|(_, theirs, _)| theirs == how).map_or("", |(.., words)| t(words));
            format!("{}: {}", heading(look, from, of), words::inside(sum))
        }
        other => other.to_string(),
    }
}

/// An expression in full: every name on its way.
pub(super) fn whole(look: &Look, from: TableId, expr: &Expr) -> String {
    match expr {
        Expr::Way(way) => crumbs(look, from, way).join(" › "),
        other => heading(look, from, other),
    }
}

/// A value of an answer as people read it.
pub(super) fn shown(value: &Value, kind: Kind, codes: Option<&vasculum_model::Column>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) if kind.is_date() => partial(text).unwrap_or_else(|| text.to_string()),
        // A year or a number of something is no amount: it is written without grouping.
        Value::Int(number) => codes
            .and_then(value::codes_of)
            .and_then(|codes| codes.iter().find(|(code, _)| code == number))
            .map_or_else(|| number.to_string(), |(_, words)| t(words).to_owned()),
        Value::Bool(yes) => t(if *yes { "Yes" } else { "No" }).to_owned(),
        Value::Date(day) => value::shown_date(*day, None),
        Value::Timestamp(at) => value::shown_time(*at),
        Value::Float(_) => locale::decimal(&value.to_string()),
        other if kind == Kind::Decimal => locale::decimal(&other.to_string()),
        other => other.to_string(),
    }
}

/// A month or year alone: `1987-05`.
fn partial(text: &str) -> Option<String> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then(|| locale::month(year, month))
}
