//! What is understood of dates and coordinates as people write them, beside the field while they type, and what of it is
//! kept when the form is saved.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use vasculum_model::read::coordinate::{
    Axis, CoordReading, LetterO, PairReading, Unit, UnreadCoord, coordinate_as, pair_as,
};
use vasculum_model::read::date::{DateOrder, Precision, date};
use vasculum_model::{Column, Date, Kind, Record, Table};

use super::sheet::{Cell, shown_in_form};
use super::value::{not_read, shown_date};
use super::visitor::Visitor;
use crate::ui::language::{Language, language};
use crate::ui::locale;
use crate::ui::words::{t, tf};

/// What is said about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nothing, as about a text that says itself how it is understood.
    Nothing,
    /// It is understood so.
    Understood(String),
    /// It is not understood, for this reason.
    NotRead(String),
}

/// The fields of a locality that hold coordinates: the value, what was typed, whether it is a latitude; each latitude
/// stands before its longitude.
const COORDINATES: &[(&str, &str, Axis)] = &[
    ("latitude1", "lat1text", Axis::Latitude),
    ("longitude1", "long1text", Axis::Longitude),
    ("latitude2", "lat2text", Axis::Latitude),
    ("longitude2", "long2text", Axis::Longitude),
];

/// Of which coordinate the field of this name holds the value.
pub(crate) fn axis_of(name: &str) -> Option<Axis> {
    COORDINATES.iter().find(|(value, ..)| *value == name).map(|(.., axis)| *axis)
}

/// The kind of what is understood in a column, as the address of [`answer`] names it; nothing for all others.
pub(crate) fn kind_of(column: &Column) -> &'static str {
    match axis_of(column.name) {
        Some(Axis::Latitude) => "latitude",
        Some(Axis::Longitude) => "longitude",
        None if column.kind == Kind::PartialDate => "partial-date",
        None if column.kind.is_date() && column.kind != Kind::Timestamp => "date",
        None => "",
    }
}

/// What is said about a text in a field of this kind.
pub(crate) fn of(kind: &str, text: &str) -> Said {
    let text = text.trim();
    match kind {
        _ if text.is_empty() => Said::Nothing,
        "latitude" => of_coordinate(text, Axis::Latitude),
        "longitude" => of_coordinate(text, Axis::Longitude),
        "date" | "partial-date" => of_date(text, kind == "partial-date"),
        _ => Said::Nothing,
    }
}

fn of_date(text: &str, may_be_partial: bool) -> Said {
    let reading = match date(text, DateOrder::Ask) {
        Ok(reading) => reading,
        Err(unread) => return Said::NotRead(not_read(&unread)),
    };
    if let Err(words) = super::value::read_date(text, may_be_partial) {
        return Said::NotRead(words);
    }
    let precision = match reading.start.precision {
        Precision::Day => 1,
        Precision::Month => 2,
        Precision::Year => 3,
    };
    let (year, month, day) = reading.start.first_day();
    let told = Date::new(year, month.max(1), day.max(1)).map(|day| shown_date(day, Some(precision)));
    told.filter(|told| told != text).map_or(Said::Nothing, Said::Understood)
}

/// What the reader means by a lone `O`, by the language that they read.
fn letter_o() -> LetterO {
    match language() {
        Language::German => LetterO::East,
        Language::Spanish | Language::French | Language::Portuguese => LetterO::West,
        Language::English | Language::Ukrainian => LetterO::Ask,
    }
}

fn of_coordinate(text: &str, axis: Axis) -> Said {
    match coordinate_as(text, axis, letter_o()) {
        Ok(reading) if locale::decimal(&reading.decimal) == text => Said::Nothing,
        Ok(reading) => Said::Understood(with_doubts(degrees(&reading.decimal, axis), &reading.doubts)),
        Err(why) => match pair_in_one(text) {
            Some(pair) if axis == Axis::Latitude => Said::Understood(in_words(&pair)),
            _ => Said::NotRead(why_not(why)),
        },
    }
}

/// A pair that stands in one cell, if it is beyond doubt which is the latitude.
fn pair_in_one(text: &str) -> Option<PairReading> {
    let pair = pair_as(text, letter_o()).ok()?;
    let is_doubtful = |reading: &CoordReading| {
        reading.doubts.iter().any(|doubt| matches!(*doubt, "swapped-order" | "direction-missing"))
    };
    (!is_doubtful(&pair.latitude) && !is_doubtful(&pair.longitude)).then_some(pair)
}

fn in_words(pair: &PairReading) -> String {
    let both = format!(
        "{}, {}",
        degrees(&pair.latitude.decimal, Axis::Latitude),
        degrees(&pair.longitude.decimal, Axis::Longitude)
    );
    let both = pair.datum.map_or(both.clone(), |datum| format!("{both}, {datum}"));
    with_doubts(both, &pair.latitude.doubts)
}

/// `39.504° N`, with the letters of the language.
fn degrees(decimal: &str, axis: Axis) -> String {
    let (is_negative, value) = decimal.strip_prefix('-').map_or((false, decimal), |value| (true, value));
    let value = locale::decimal(value);
    let values: [(&str, &dyn std::fmt::Display); 1] = [("degrees", &value)];
    match (axis, is_negative) {
        (Axis::Latitude, false) => tf("{degrees}° N", &values),
        (Axis::Latitude, true) => tf("{degrees}° S", &values),
        (Axis::Longitude, false) => tf("{degrees}° E", &values),
        (Axis::Longitude, true) => tf("{degrees}° W", &values),
    }
}

fn with_doubts(words: String, doubts: &[&str]) -> String {
    let told = doubts.iter().filter_map(|doubt| match *doubt {
        "packed" => Some(t("the digits were parted into degrees, minutes and seconds")),
        "rounded" => Some(t("rounded to ten decimals")),
        "grid-square" => Some(t("the middle of the grid square")),
        "datum-not-shifted" => Some(t("the values were not shifted to another datum")),
        "longitude-first" => Some(t("the longitude stands first")),
        _ => None,
    });
    let told: Vec<&str> = told.collect();
    if told.is_empty() { words } else { format!("{words} ({})", told.join("; ")) }
}

fn why_not(why: UnreadCoord) -> String {
    let words = match why {
        UnreadCoord::Empty => t("There is no coordinate."),
        UnreadCoord::Ambiguous => t("This coordinate can be read in two ways."),
        UnreadCoord::Contradiction => t("The sign and the letter may contradict each other: which of them is meant?"),
        UnreadCoord::WrongAxis => t("Latitude and longitude seem to be mixed up."),
        UnreadCoord::OutOfRange => t("There is no such degree, minute, second or grid square."),
        UnreadCoord::NotUnderstood => t("This is not understood as a coordinate."),
    };
    let hint = tf("Write {decimal} or 39° 30′ 15″ with a letter.", &[("decimal", &locale::decimal("-39.5042"))]);
    format!("{words} {hint}")
}

/// Reads one coordinate that somebody typed into the field of its value, as a decimal number.
///
/// # Errors
///
/// One sentence for whoever typed it.
pub(crate) fn read_coordinate(text: &str, axis: Axis) -> Result<String, String> {
    coordinate_as(text, axis, letter_o()).map(|reading| reading.decimal).map_err(why_not)
}

/// The cells of a form with what follows from the coordinates that were typed: both values of a pair in one cell, the text
/// as it was typed, its notation and its datum. Nothing where no coordinate was typed.
pub(crate) fn spread(
    table: &Table,
    cells: &BTreeMap<u16, Cell>,
    before: Option<&Record>,
) -> Option<BTreeMap<u16, Cell>> {
    let mut spread: Option<BTreeMap<u16, Cell>> = None;
    for couple in COORDINATES.chunks_exact(2) {
        let columns: Option<Vec<(u16, u16, Axis)>> = couple
            .iter()
            .map(|(value, typed, axis)| Some((table.column(value)?, table.column(typed)?, *axis)))
            .collect();
        let columns = columns?;
        for (value, typed, axis) in &columns {
            let Some(cell) = cells.get(value).filter(|cell| is_changed(cell, *value, before)) else { continue };
            let now = spread.get_or_insert_with(|| cells.clone());
            let text = cell.text.trim();
            let unit = match coordinate_as(text, *axis, letter_o()) {
                Ok(reading) => Some(reading.unit),
                Err(_) => take_pair(table, text, &columns, now).filter(|_| *axis == Axis::Latitude),
            };
            keep(table, *typed, text, before, now);
            if let Some(unit) = unit {
                note_unit(table, unit, before, now);
            }
        }
    }
    spread
}

fn is_changed(cell: &Cell, column: u16, before: Option<&Record>) -> bool {
    match before {
        Some(before) => shown_in_form(before, column) != cell.text,
        None => !cell.text.trim().is_empty(),
    }
}

/// Puts the two values of a pair into their cells, if the second one is not filled in otherwise.
fn take_pair(table: &Table, text: &str, columns: &[(u16, u16, Axis)], cells: &mut BTreeMap<u16, Cell>) -> Option<Unit> {
    let [(latitude, ..), (longitude, long_typed, _)] = columns else { return None };
    if cells.get(longitude).is_some_and(|cell| !cell.text.trim().is_empty()) {
        return None;
    }
    let pair = pair_in_one(text)?;
    let cell = |text: &str| Cell { text: text.to_owned(), id: None };
    cells.insert(*latitude, cell(&locale::decimal(&pair.latitude.decimal)));
    cells.insert(*longitude, cell(&locale::decimal(&pair.longitude.decimal)));
    keep(table, *long_typed, text, None, cells);
    if let (Some(datum), Some(column)) = (pair.datum, table.column("datum"))
        && cells.get(&column).is_none_or(Cell::is_blank)
    {
        cells.insert(column, cell(datum));
    }
    Some(pair.latitude.unit)
}

/// Keeps the text as it was typed, unless somebody filled in that field themselves or the text does not fit.
fn keep(table: &Table, typed: u16, text: &str, before: Option<&Record>, cells: &mut BTreeMap<u16, Cell>) {
    let is_their_own = cells.get(&typed).is_some_and(|cell| is_changed(cell, typed, before));
    let fits = table.at(typed).max.is_none_or(|max| text.chars().count() <= max as usize);
    if !is_their_own && fits {
        cells.insert(typed, Cell { text: text.to_owned(), id: None });
    }
}

/// Notes how the coordinates are written, where the form says nothing else than decimal degrees.
fn note_unit(table: &Table, unit: Unit, before: Option<&Record>, cells: &mut BTreeMap<u16, Cell>) {
    for name in ["srcLatLongUnit", "originalLatLongUnit"] {
        let Some(column) = table.column(name) else { continue };
        let was = before.map_or_else(|| "0".to_owned(), |before| shown_in_form(before, column));
        let is_their_own = cells.get(&column).is_some_and(|cell| !cell.is_blank() && cell.text != was);
        let is_first = name == "srcLatLongUnit" || before.is_none() || was.is_empty();
        if !is_their_own && is_first {
            cells.insert(column, Cell { text: (unit as i64).to_string(), id: None });
        }
    }
}

/// `GET /understand?kind=…&text=…`: what is understood of a text while somebody types it.
pub(crate) async fn answer(_visitor: Visitor, Query(params): Query<Vec<(String, String)>>) -> Response {
    let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str());
    let answer = match of(one("kind"), one("text")) {
        Said::Nothing => json!({}),
        Said::Understood(words) => json!({ "understood": words, "label": t("Understood as") }),
        Said::NotRead(words) => json!({ "problem": words, "label": t("Warning") }),
    };
    Json(answer).into_response()
}

#[cfg(test)]
mod tests {
    use vasculum_model::model;

    use super::*;
    use crate::ui::language::speaking;

    #[track_caller]
    fn check(language: Language, kind: &str, text: &str, expect: &str) {
        let said = match speaking(language, || of(kind, text)) {
            Said::Nothing => String::new(),
            Said::Understood(words) => words,
            Said::NotRead(words) => format!("! {words}"),
        };
        assert!(said.starts_with(expect) && said.is_empty() == expect.is_empty(), "{text}: {said}");
    }

    #[test]
    fn it_is_said_how_a_text_is_understood() {
        check(Language::English, "date", "12.v.1987", "12 May 1987");
        check(Language::English, "partial-date", "v.1987", "May 1987");
        check(Language::English, "date", "12 May 1987", "");
        check(Language::English, "date", "May 1987", "! Here a day is needed");
        check(Language::English, "latitude", "39 30.25 S", "39.5041666667° S");
        check(Language::English, "latitude", "39.5", "");
        check(Language::English, "latitude", "-39 S", "! The sign and the letter");
        check(Language::English, "latitude", "17T 630084 4833438", "43.6425618° N, 79.3871429° W");
        check(Language::English, "longitude", "13,4 O", "! This coordinate can be read in two ways.");
        check(Language::German, "longitude", "13° 24' O", "13,4°");
        check(Language::Spanish, "longitude", "13° 24' O", "13,4°");
    }

    /// The cells of a new locality with these texts, spread: name and text of those that have one.
    fn spread_cells(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        let table = model().named("Locality").unwrap();
        let cell = |text: &str| Cell { text: text.to_owned(), id: None };
        let cells = texts.iter().map(|(name, text)| (table.column(name).unwrap(), cell(text))).collect();
        let spread = spread(table, &cells, None).unwrap_or_default();
        let mut told: Vec<(String, String)> =
            spread.into_iter().map(|(at, cell)| (table.at(at).name.to_owned(), cell.text)).collect();
        told.sort();
        told
    }

    #[test]
    fn what_was_typed_is_kept_beside_the_value() {
        let told = spread_cells(&[("latitude1", "39° 30' S"), ("srcLatLongUnit", "0")]);
        let expect = [
            ("lat1text", "39° 30' S"),
            ("latitude1", "39° 30' S"),
            ("originalLatLongUnit", "2"),
            ("srcLatLongUnit", "2"),
        ];
        assert_eq!(told, expect.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }

    #[test]
    fn a_pair_in_one_cell_fills_both() {
        let told = spread_cells(&[("latitude1", "40.25, -74.75 WGS84"), ("longitude1", "")]);
        let expect = [
            ("datum", "WGS84"),
            ("lat1text", "40.25, -74.75 WGS84"),
            ("latitude1", "40.25"),
            ("long1text", "40.25, -74.75 WGS84"),
            ("longitude1", "-74.75"),
            ("originalLatLongUnit", "0"),
            ("srcLatLongUnit", "0"),
        ];
        assert_eq!(told, expect.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let doubtful = spread_cells(&[("latitude1", "112.3, -67.8"), ("longitude1", "")]);
        assert!(doubtful.iter().any(|(name, text)| name == "latitude1" && text == "112.3, -67.8"), "{doubtful:?}");
    }
}
