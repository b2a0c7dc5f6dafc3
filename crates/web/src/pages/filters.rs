//! The filters of a list: the bar in which they are made, and what they say.

use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::sets;
use vasculum_model::read::date::{DateOrder, date};
use vasculum_model::{Error, Kind, Path, Result, Table, model};
use vasculum_store::Tx;

use super::list::{Shape, Wanted, path_words};
use super::{captions, layout, list_path, names};
use crate::api::OPERATORS;
use crate::ui::components::icon;
use crate::ui::locale;
use crate::ui::words::{later, t, tf, tn};

/// The signs of the API's grammar in words, in the order of the menu: sign, words, whether a value follows.
const SIGNS: &[(&str, &str, bool)] = &[
    ("~", later("contains"), true),
    ("=", later("is"), true),
    ("!=", later("is not"), true),
    ("^", later("starts with"), true),
    (">=", later("is at least"), true),
    ("<=", later("is at most"), true),
    (">", later("is more than"), true),
    ("<", later("is less than"), true),
    (":empty", later("is empty"), false),
    (":known", later("is not empty"), false),
];

/// One filter in words.
#[derive(Debug)]
pub(crate) struct Chip {
    words: String,
}

/// The filters that the bar's form asks for; nothing if it was not sent.
///
/// # Errors
///
/// `Invalid`, if there is no such field or operator.
pub(crate) fn from_form(table: &'static Table, params: &[(String, String)]) -> Result<Option<Vec<String>>> {
    let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str());
    let (Some(field), Some(sign)) = (one("field"), one("op")) else { return Ok(None) };
    let value = one("value").unwrap_or_default().trim();
    let Some((sign, _, has_value)) = SIGNS.iter().find(|(theirs, ..)| *theirs == sign) else {
        return Err(Error::invalid(tf("There is no operator ‘{sign}’.", &[("sign", &sign)])));
    };
    if *has_value && value.is_empty() || field.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let path = Path::parse(table, field)?;
    let kind = path.column.map_or(Kind::Long, |column| model().table(path.table).at(column).kind);
    if !has_value {
        return Ok(Some(vec![format!("{field}{sign}")]));
    }
    Ok(Some(match kind {
        kind if kind.is_date() => dates(field, sign, value),
        Kind::Decimal | Kind::Float => vec![format!("{field}{sign}{}", locale::typed_decimal(value))],
        Kind::YesNo if *sign == "~" => vec![format!("{field}={value}")],
        _ => vec![format!("{field}{sign}{value}")],
    }))
}

/// A date as people write it; a year or a month is a span of days.
fn dates(field: &str, sign: &str, value: &str) -> Vec<String> {
    let Ok(reading) = date(value, DateOrder::Ask) else { return vec![format!("{field}{sign}{value}")] };
    let day = |(year, month, day): (i32, u8, u8)| format!("{year:04}-{month:02}-{day:02}");
    let (first, last) = (day(reading.start.first_day()), day(reading.end.unwrap_or(reading.start).last_day()));
    match sign {
        ">=" | "<" => vec![format!("{field}{sign}{first}")],
        "<=" | ">" => vec![format!("{field}{sign}{last}")],
        "!=" => vec![format!("{field}!={first}")],
        _ if first == last => vec![format!("{field}={first}")],
        _ => vec![format!("{field}>={first}"), format!("{field}<={last}")],
    }
}

/// Each filter in words.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn chips(tx: &mut Tx<'_>, look: &Look, table: &'static Table, filters: &[String]) -> Result<Vec<Chip>> {
    filters
        .iter()
        .map(|text| Ok(Chip { words: said(tx, look, table, text)?.unwrap_or_else(|| text.clone()) }))
        .collect()
}

fn said(tx: &mut Tx<'_>, look: &Look, table: &'static Table, text: &str) -> Result<Option<String>> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"._".contains(letter)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(operator.sign)) else { return Ok(None) };
    let Ok(path) = Path::parse(table, name) else { return Ok(None) };
    let value = &rest[operator.sign.len()..];
    if operator.sign == ":set" {
        let set = value.trim_matches(['(', ')']).parse::<i64>().unwrap_or(0);
        let name = sets::get(tx, set).map_or_else(|_| set.to_string(), |set| set.name().to_owned());
        return Ok(Some(tf("In the record set ‘{name}’", &[("name", &name)])));
    }
    if name == "id" && operator.sign == ":in" {
        return Ok(Some(tn(value.split(',').count() as i64, "{n} chosen record", "{n} chosen records")));
    }
    let field = path_words(look, &path);
    let link = path.column.and_then(|column| model().table(path.table).at(column).link.as_ref());
    let id = value.trim_matches(['(', ')']).parse::<i64>().ok();
    if let (Some(link), Some(id), "=" | ":under") = (link, id, operator.sign) {
        let called = names::text(tx, link.to, id)?;
        let of = model().table(path.table);
        let field = captions::field(look, of, of.at(path.column.unwrap_or_default()).name);
        return Ok(Some(if operator.sign == "=" {
            tf("{field} is {value}", &[("field", &field), ("value", &called)])
        } else {
            tf("{field} in {value}", &[("field", &field), ("value", &called)])
        }));
    }
    let sign = SIGNS.iter().find(|(sign, ..)| *sign == operator.sign).map_or(operator.sign, |(_, words, _)| t(words));
    Ok(Some(format!("{field} {sign} {value}").trim_end().to_owned()))
}

/// Paths to filter by, with their words: what the list shows first, then every field in use.
fn fields(look: &Look, table: &'static Table, columns: &[Shape]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for column in columns.iter().filter(|column| !column.path.is_empty()) {
        let Ok(path) = Path::parse(table, &column.path) else { continue };
        let link = path.column.and_then(|at| model().table(path.table).at(at).link.as_ref());
        let below = link.and_then(|link| names::search_paths(model().table(link.to)).into_iter().next());
        match (link, below) {
            (None, _) => fields.push((column.path.clone(), column.label.clone())),
            (Some(_), Some(below)) => fields.push((format!("{}.{below}", column.path), column.label.clone())),
            (Some(_), None) => {}
        }
    }
    let mut rest: Vec<(String, String)> = table
        .columns
        .iter()
        .filter(|column| {
            column.link.is_none()
                && (!column.spare || captions::own(look, table, column.name).is_some())
                && !captions::is_hidden(look, table, column.name)
                && !layout::BEHIND.contains(&column.name)
                && column.name != "password"
        })
        .filter(|column| !column.name.ends_with("Precision") && !fields.iter().any(|(path, _)| path == column.name))
        .map(|column| (column.name.to_owned(), captions::field(look, table, column.name)))
        .collect();
    rest.sort_by_key(|(_, label)| vasculum_store::fold(label));
    fields.extend(rest);
    fields
}

/// The bar: a box for words, one more condition, and the conditions there are.
pub(crate) fn bar(look: &Look, wanted: &Wanted, chips: &[Chip], columns: &[Shape]) -> Markup {
    let table = wanted.table;
    let fields = fields(look, table, columns);
    html! {
        form class="filter-bar" method="get" action=(list_path(table)) role="search" aria-label=(t("Filter this list")) {
            @for filter in &wanted.filters { input type="hidden" name="filter" value=(filter); }
            @if !wanted.question.is_empty() { input type="hidden" name="ask" value=(wanted.question); }
            @for (name, value) in &wanted.kept { input type="hidden" name=(name) value=(value); }
            @if let Some(sort) = wanted.sort_text() { input type="hidden" name="sort" value=(sort); }
            label class="filter-words" {
                span class="hidden-words" { (t("Words in the records")) }
                input class="input" type="search" name="q" value=(wanted.q) placeholder=(t("Any of the main fields")) autocomplete="off";
            }
            div class="filter-condition" role="group" aria-label=(t("One more condition")) {
                span class="select" {
                    select class="input" name="field" aria-label=(t("Field")) { @for (path, label) in &fields { option value=(path) { (label) } } }
                    (icon("chevron-down"))
                }
                span class="select" {
                    select class="input" name="op" aria-label=(t("Condition")) { @for (sign, words, _) in SIGNS { option value=(sign) { (t(words)) } } }
                    (icon("chevron-down"))
                }
                input class="input" type="text" name="value" aria-label=(t("Value")) placeholder=(t("Value")) autocomplete="off";
            }
            button class="button" { (icon("filter")) (t("Filter")) }
        }
        @if !wanted.filters.is_empty() || !wanted.q.is_empty() || !wanted.question.is_empty() {
            div class="toolbar" {
                @if !wanted.question.is_empty() { (chip_link(t("Found by a query"), &wanted.without_question().href())) }
                @for (at, chip) in chips.iter().enumerate() { (chip_link(&chip.words, &without(wanted, at))) }
                @if !wanted.q.is_empty() {
                    (chip_link(&tf("“{words}” somewhere", &[("words", &wanted.q)]), &wanted.without_words().href()))
                }
                a class="button button-quiet button-small" href=(wanted.cleared().href()) { (t("Clear all")) }
            }
        }
    }
}

fn without(wanted: &Wanted, at: usize) -> String {
    let mut wanted = wanted.at_start();
    wanted.filters.remove(at);
    wanted.href()
}

fn chip_link(text: &str, href: &str) -> Markup {
    html! {
        a class="button button-small" href=(href) { (text) (icon("x")) span class="hidden-words" { (t("Remove this filter")) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: &str, sign: &str, value: &str, expect: &[&str]) {
        let table = model().named("CollectionObject").unwrap();
        let params = [("field", field), ("op", sign), ("value", value)];
        let params: Vec<_> = params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(from_form(table, &params).unwrap().unwrap(), expect, "{field} {sign} {value}");
    }

    #[test]
    fn the_bar_writes_filters_of_the_grammar() {
        check("catalogNumber", "~", "12", &["catalogNumber~12"]);
        check("catalogNumber", ":empty", "", &["catalogNumber:empty"]);
        check("catalogNumber", "~", "  ", &[]);
        check(
            "collectingEvent.startDate",
            "=",
            "1987",
            &["collectingEvent.startDate>=1987-01-01", "collectingEvent.startDate<=1987-12-31"],
        );
        check("catalogedDate", ">=", "May 1987", &["catalogedDate>=1987-05-01"]);
        check("catalogedDate", "=", "12.v.1987", &["catalogedDate=1987-05-12"]);
    }
}
