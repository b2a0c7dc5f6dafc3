//! Values as people read and write them.

use std::cmp::Ordering;

use vasculum_model::read::date::{DateOrder, PartialDate, Precision, Unread, date};
use vasculum_model::{Column, Date, Kind, Record, Table, Timestamp, Value};

use super::understood;
use crate::ui::locale;
use crate::ui::words::{later, t, tf};

/// The field that says how exactly a date is known: 1 to the day, 2 to the month, 3 to the year.
pub(crate) fn precision_of(table: &Table, column: u16) -> Option<u16> {
    let column = table.at(column);
    if column.kind == Kind::PartialDate { table.column(&format!("{}Precision", column.name)) } else { None }
}

/// Whether a column only says how exactly another one is known; it is shown and set with that one.
pub(crate) fn is_precision(table: &Table, column: u16) -> bool {
    let name = table.at(column).name;
    let date = name.strip_suffix("Precision").and_then(|date| table.column(date));
    date.is_some_and(|date| table.at(date).kind == Kind::PartialDate)
}

/// The value of a column in words; links are left to [`super::names`].
pub(crate) fn shown(record: &Record, column: u16) -> String {
    let table = record.of();
    let precision = precision_of(table, column).and_then(|at| record.values[usize::from(at)].int());
    shown_value(table.at(column), &record.values[usize::from(column)], precision)
}

/// A value of a column in words; `precision` is that of a date.
pub(crate) fn shown_value(column: &Column, value: &Value, precision: Option<i64>) -> String {
    match value {
        Value::Bool(true) => t("Yes").to_owned(),
        Value::Bool(false) => t("No").to_owned(),
        Value::Date(day) => shown_date(*day, precision),
        Value::Timestamp(at) => shown_time(*at),
        other => match (other.int(), codes_of(column)) {
            (Some(code), Some(codes)) => codes
                .iter()
                .find(|(theirs, _)| *theirs == code)
                .map_or_else(|| code.to_string(), |(_, words)| t(words).to_owned()),
            (None, _) if column.kind == Kind::Decimal || column.kind == Kind::Float => {
                locale::decimal(&other.to_string())
            }
            _ => other.to_string(),
        },
    }
}

/// A moment in words, in UTC: `12 May 2026, 14:30 UTC`.
pub(crate) fn shown_time(at: Timestamp) -> String {
    at.date().map_or_else(
        || at.to_string(),
        |day| format!("{}, {} UTC", shown_date(day, None), at.to_string().get(11..16).unwrap_or_default()),
    )
}

/// A date as far as it is known: `12 May 1987`, `May 1987`, `1987`.
pub(crate) fn shown_date(day: Date, precision: Option<i64>) -> String {
    if day.year() < 1000 {
        // Words for such a year would be read back as something else.
        return day.to_string();
    }
    match precision {
        Some(3) => day.year().to_string(),
        Some(2) => locale::month(day.year(), day.month()),
        _ => locale::day(day.year(), day.month(), day.day()),
    }
}

/// The order of two records by one of their fields; what has no value comes last.
pub(crate) fn in_order(a: &Record, b: &Record, by: u16, down: bool) -> Ordering {
    let (a, b) = (&a.values[usize::from(by)], &b.values[usize::from(by)]);
    let order = match (a, b) {
        (Value::Null, Value::Null) => return Ordering::Equal,
        (Value::Null, _) => return Ordering::Greater,
        (_, Value::Null) => return Ordering::Less,
        _ => match (a.number(), b.number()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            // Dates and moments are written so that their text is in their order.
            _ => vasculum_store::fold(&a.to_string()).cmp(&vasculum_store::fold(&b.to_string())),
        },
    };
    if down { order.reverse() } else { order }
}

/// Whole numbers that stand for something, with their words.
type Codes = &'static [(i64, &'static str)];

/// Fields that hold a code. Source: Specify 7, the pick lists that stand in its program.
const CODES: &[(&str, Codes)] = &[
    ("agentType", &[(0, later("Organization")), (1, later("Person")), (2, later("Other")), (3, later("Group"))]),
    (
        "referenceWorkType",
        &[
            (0, later("Book")),
            (1, later("Electronic media")),
            (2, later("Paper")),
            (3, later("Technical report")),
            (4, later("Thesis")),
            (5, later("Section in book")),
        ],
    ),
    (
        "srcLatLongUnit",
        &[(0, later("Decimal degrees")), (1, later("Degrees, minutes, seconds")), (2, later("Degrees, minutes"))],
    ),
    (
        "originalLatLongUnit",
        &[(0, later("Decimal degrees")), (1, later("Degrees, minutes, seconds")), (2, later("Degrees, minutes"))],
    ),
];

/// What the codes of a column stand for, if it holds codes.
pub(crate) fn codes_of(column: &Column) -> Option<Codes> {
    CODES.iter().find(|(name, _)| *name == column.name).map(|(_, codes)| *codes)
}

/// What was understood of a text that somebody wrote into a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Understood {
    /// The value.
    pub value: Value,
    /// How exactly a date is known.
    pub precision: Option<i64>,
}

/// Reads what somebody wrote into a field, dates as people write them.
///
/// # Errors
///
/// One sentence for whoever wrote it.
pub(crate) fn read(table: &Table, column: u16, text: &str) -> Result<Understood, String> {
    let of = table.at(column);
    if of.kind.is_date() {
        return read_date(text, precision_of(table, column).is_some());
    }
    if let (Some(axis), false) = (understood::axis_of(of.name), text.trim().is_empty()) {
        let decimal = understood::read_coordinate(text, axis)?;
        return Ok(Understood { value: of.kind.read(&decimal)?, precision: None });
    }
    let is_number = matches!(of.kind, Kind::Decimal | Kind::Float);
    let value = if is_number { of.kind.read(&locale::typed_decimal(text))? } else { of.kind.read(text)? };
    if value.text().is_some_and(|text| text.contains('\0')) {
        return Err(t("This text holds a character that can’t be kept.").to_owned());
    }
    Ok(Understood { value, precision: None })
}

/// Doubts about a date that change nothing in what it says.
const HARMLESS: &[&str] = &["numeric-month", "against-order", "early-year", "late-year"];

pub(crate) fn read_date(text: &str, may_be_partial: bool) -> Result<Understood, String> {
    if text.trim().is_empty() {
        return Ok(Understood { value: Value::Null, precision: None });
    }
    let reading = date(text, DateOrder::Ask).map_err(|unread| not_read(&unread))?;
    let understood = in_words(&reading.start);
    if reading.end.is_some() {
        return Err(tf("This is a span of time; here stands one date, such as {date}.", &[("date", &understood)]));
    }
    if reading.time_text.is_some() || reading.doubts.iter().any(|doubt| !HARMLESS.contains(doubt)) {
        return Err(tf(
            "This says more than a date can keep. Write {date}, and the words into a field for text.",
            &[("date", &understood)],
        ));
    }
    let precision = match reading.start.precision {
        Precision::Day => 1,
        Precision::Month => 2,
        Precision::Year => 3,
    };
    if precision > 1 && !may_be_partial {
        return Err(tf("Here a day is needed, such as {date}.", &[("date", &example())]));
    }
    let (year, month, day) = reading.start.first_day();
    let day = Date::new(year, month.max(1), day.max(1)).filter(|day| day.year() > -4712);
    let day = day.ok_or_else(|| t("There is no such day in the calendar.").to_owned())?;
    Ok(Understood { value: Value::Date(day), precision: may_be_partial.then_some(precision) })
}

/// Why a date was not read, and how it can be written.
pub(crate) fn not_read(unread: &Unread) -> String {
    let why = match unread {
        Unread::Empty => t("There is no date."),
        Unread::Unknown => t("The text says that the date is not known."),
        Unread::Ambiguous => t("This date can be read in two ways."),
        Unread::TwoDigitYear => t("The year has only two digits; write all four."),
        Unread::OutOfRange => t("There is no such day in the calendar."),
        Unread::NotUnderstood => t("This is not understood as a date."),
    };
    format!("{why} {}", tf("Write {date} or 1987-05-12.", &[("date", &example())]))
}

/// A date as an example of how to write one.
pub(crate) fn example() -> String {
    locale::day(1987, 5, 12)
}

fn in_words(date: &PartialDate) -> String {
    let (year, month, day) = date.first_day();
    let precision = match date.precision {
        Precision::Day => 1,
        Precision::Month => 2,
        Precision::Year => 3,
    };
    Date::new(year, month, day).map_or_else(|| date.to_string(), |day| shown_date(day, Some(precision)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::model;

    /// Reads a text as a field of CollectingEvent and says it again.
    #[track_caller]
    fn check(field: &str, text: &str, expect: &str) {
        let table = model().named("CollectingEvent").unwrap();
        let column = table.column(field).unwrap();
        let told = match read(table, column, text) {
            Ok(it) => shown_value(table.at(column), &it.value, it.precision),
            Err(words) => format!("! {words}"),
        };
        assert_eq!(told, expect, "{text}");
    }

    #[test]
    fn dates_are_read_as_people_write_them_and_keep_their_precision() {
        check("startDate", "1987", "1987");
        check("startDate", "May 1987", "May 1987");
        check("startDate", "12.v.1987", "12 May 1987");
        check("startDate", "1987-05-12", "12 May 1987");
        check("startDate", "", "");
        check("startDate", "0987-05-12", "0987-05-12");
    }

    #[test]
    fn what_is_shown_is_read_again() {
        for text in ["12 May 1987", "May 1987", "1987", "1 March 1800"] {
            check("startDate", text, text);
        }
    }

    #[test]
    fn doubtful_dates_are_refused_in_words() {
        check("startDate", "31 June 1987", "! There is no such day in the calendar. Write 12 May 1987 or 1987-05-12.");
        check("startDate", "4/5/1987", "! This date can be read in two ways. Write 12 May 1987 or 1987-05-12.");
        check("startDate", "1987/1988", "! This is a span of time; here stands one date, such as 1987.");
    }

    #[test]
    fn a_date_without_precision_wants_a_day() {
        let table = model().named("Loan").unwrap();
        let column = table.column("loanDate").unwrap();
        assert!(read(table, column, "May 1987").is_err());
        assert!(read(table, column, "12 May 1987").is_ok());
    }
}
