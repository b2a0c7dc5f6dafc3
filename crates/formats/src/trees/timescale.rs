//! The geological time scale: the chart of the International Commission on Stratigraphy in Turtle, and GBIF's
//! vocabulary of it in JSON.

use serde_json::Value as Json;

use super::guard::{Rows, text};
use super::turtle::{self, Object, Subject};
use super::{TreeFile, TreeKind, TreeRow};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

/// Ranks from the highest down, for a unit that stands below several.
const RANKS: &[&str] = &["super-eon", "eon", "era", "period", "sub-period", "epoch", "age"];

/// Reads a chart: every concept with a rank becomes a unit.
pub(super) fn from_turtle(bytes: &[u8], file: &str, limits: &Limits) -> Result<TreeFile, Refusal> {
    if bytes.len() > limits.max_row_bytes {
        return Err(super::guard::too_large(file, limits));
    }
    let subjects = turtle::read(&text(bytes), file)?;
    let mut rows = Rows::new(limits);
    let mut problems = Problems::default();
    for subject in subjects.iter().filter(|subject| !resources(subject, "rank").is_empty()) {
        if let Some(row) = unit(subject, file, &mut problems) {
            rows.add(row, file)?;
        }
    }
    finish(rows, problems, file)
}

fn finish(rows: Rows<'_>, problems: Problems, file: &str) -> Result<TreeFile, Refusal> {
    if rows.rows.is_empty() {
        return Err(Refusal::new("There are no units of a time scale in this file.").at(file));
    }
    Ok(TreeFile { kind: TreeKind::TimeScale, rows: rows.rows, vernacular: Vec::new(), metadata: None, problems })
}

fn resources<'s>(subject: &'s Subject, predicate: &str) -> Vec<&'s str> {
    let said = subject.said.iter().filter(|(name, _)| name == predicate);
    said.filter_map(|(_, object)| if let Object::Resource(name) = object { Some(name.as_str()) } else { None })
        .collect()
}

fn unit(subject: &Subject, file: &str, problems: &mut Problems) -> Option<TreeRow> {
    let ranks = resources(subject, "rank");
    let name = label(subject).map_or_else(|| apart(&subject.name), str::to_owned);
    if name.is_empty() {
        problems.add(file, subject.line, None, "row-without-name", || "A unit has no name.".to_owned());
        return None;
    }
    let above = resources(subject, "broader");
    if above.len() > 1 {
        let words = || format!("‘{name}’ stands below {}.", above.join(" and below "));
        problems.add(file, subject.line, None, "several-parents", words);
    }
    let order = |rank: &str| RANKS.iter().position(|known| rank.eq_ignore_ascii_case(known));
    let rank = ranks.iter().min_by_key(|rank| order(rank)).map(|rank| (*rank).to_owned());
    let mut fields = Vec::new();
    for (bound, predicate) in [("start", "hasBeginning"), ("end", "hasEnd")] {
        let node = subject.said.iter().find(|(name, _)| name == predicate).map(|(_, object)| object);
        if let Some(Object::Node(said)) = node {
            let number = |key: &str| said.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.text());
            push(&mut fields, &format!("{bound}Period"), number("inMYA"));
            push(&mut fields, &format!("{bound}Uncertainty"), number("marginOfError"));
        }
    }
    if fields.is_empty() {
        from_comments(subject, &mut fields);
    }
    Some(TreeRow {
        line: subject.line,
        id: Some(subject.name.clone()),
        parent: above.first().map(|above| (*above).to_owned()),
        rank,
        name,
        is_own_name: true,
        fields,
        ..TreeRow::default()
    })
}

fn push(fields: &mut Vec<(String, String)>, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| value.parse::<f64>().is_ok_and(f64::is_finite)) {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

/// The English name, or else any.
fn label(subject: &Subject) -> Option<&str> {
    let labels = || subject.said.iter().filter(|(name, _)| name == "prefLabel");
    let english = labels().find_map(|(_, object)| match object {
        Object::Literal { text, language: Some(language) } if language == "en" => Some(text.as_str()),
        _ => None,
    });
    let found = english.or_else(|| labels().find_map(|(_, object)| object.text()));
    found.map(str::trim).filter(|name| !name.is_empty())
}

/// The chart names divisions such as `LowerDevonian` by their identifier alone: ‘Lower Devonian’.
fn apart(identifier: &str) -> String {
    let mut name = String::with_capacity(identifier.len() + 3);
    let mut last = ' ';
    for char in identifier.chars() {
        let begins = char.is_uppercase() || (char.is_ascii_digit() && !last.is_ascii_digit());
        if begins && !name.is_empty() && last.is_alphanumeric() {
            name.push(' ');
        }
        name.push(char);
        last = char;
    }
    name
}

/// Older charts say the bounds in words: `older bound -174.1 +|-1.0 Ma`.
fn from_comments(subject: &Subject, fields: &mut Vec<(String, String)>) {
    let comments = subject.said.iter().filter(|(name, _)| name == "comment").filter_map(|(_, object)| object.text());
    for comment in comments {
        let bound = match comment.split_whitespace().next() {
            Some("older") => "start",
            Some("younger") => "end",
            _ => continue,
        };
        let Some(rest) = comment.split_once("bound").map(|(_, rest)| rest.trim().trim_end_matches("Ma").trim()) else {
            continue;
        };
        let (age, error) = rest.split_once("+|-").map_or((rest, None), |(age, error)| (age, Some(error.trim())));
        push(fields, &format!("{bound}Period"), Some(age.trim().trim_start_matches('-')));
        push(fields, &format!("{bound}Uncertainty"), error);
    }
}

/// Reads GBIF's vocabulary: concepts with parents, the rank and the bounds as tags.
pub(super) fn from_vocabulary(json: &Json, file: &str, limits: &Limits) -> Result<TreeFile, Refusal> {
    let mut rows = Rows::new(limits);
    let mut problems = Problems::default();
    let key = |value: Option<&Json>| value.filter(|value| !value.is_null()).map(|value| value.to_string());
    for concept in json.get("concepts").and_then(Json::as_array).into_iter().flatten() {
        let Some(name) = concept.get("name").and_then(Json::as_str).filter(|name| !name.is_empty()) else {
            problems.add(file, 0, None, "row-without-name", || "A concept has no name.".to_owned());
            continue;
        };
        if concept.get("deprecated").is_some_and(|value| !value.is_null()) {
            continue;
        }
        let mut row = TreeRow {
            id: key(concept.get("key")),
            parent: key(concept.get("parentKey")),
            name: name.to_owned(),
            is_own_name: true,
            ..TreeRow::default()
        };
        for tag in concept.get("tags").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            match tag.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
                Some(("rank", value)) => row.rank = Some(value.to_owned()),
                Some(("startAge", value)) => push(&mut row.fields, "startPeriod", Some(value)),
                Some(("endAge", value)) => push(&mut row.fields, "endPeriod", Some(value)),
                _ => {}
            }
        }
        rows.add(row, file)?;
    }
    finish(rows, problems, file)
}
