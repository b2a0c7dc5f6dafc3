//! Text from an archive into fields: what fits is set, what does not is said and kept beside the record.

use vasculum_model::read::coordinate::{Axis, coordinate};
use vasculum_model::read::date::{DateOrder, DateReading, PartialDate, date};
use vasculum_model::{Col, Date, Decimal, Issue, Kind, Record, Value, model};

/// Sets a field from text, as far as its kind allows. What can't be set stays empty and makes an issue; the text
/// itself is never lost, because the import keeps beside the record what its fields do not say.
pub(crate) fn set(record: &mut Record, column: Col, text: &str, term: &str, issues: &mut Vec<Issue>) {
    let field = model().column(column);
    let value = match field.kind {
        Kind::Text | Kind::LongText => Value::from_text(&shortened(text, field.max, term, issues)),
        Kind::Decimal => number(text, term, issues),
        Kind::Date | Kind::PartialDate | Kind::Day => {
            set_date(record, column, text, term, issues);
            return;
        }
        kind => match kind.read(text) {
            Ok(value) => value,
            Err(words) => {
                issues.push(Issue::warning("not-understood", term, words));
                Value::Null
            }
        },
    };
    record.set(column, value);
}

/// The beginning of a text that is longer than its field.
pub(crate) fn shortened(text: &str, max: Option<u32>, term: &str, issues: &mut Vec<Issue>) -> String {
    let max = max.map_or(usize::MAX, |max| max as usize);
    if text.len() <= max || text.chars().count() <= max {
        return text.to_owned();
    }
    issues.push(Issue::warning(
        "too-long",
        term,
        format!("{term} has more than {max} characters; the field holds its beginning."),
    ));
    let short: String = text.chars().take(max).collect();
    // Where it is cut, a blank would not come back from any file.
    short.trim_end().to_owned()
}

fn number(text: &str, term: &str, issues: &mut Vec<Issue>) -> Value {
    let text = text.trim();
    if let Some(number) = Decimal::parse(text) {
        return number.into();
    }
    // A decimal comma, as most of the world writes it.
    if text.matches(',').count() == 1
        && !text.contains('.')
        && let Some(number) = Decimal::parse(&text.replace(',', "."))
    {
        return number.into();
    }
    issues.push(Issue::warning("not-a-number", term, format!("‘{}’ is not a number.", excerpt(text))));
    Value::Null
}

fn set_date(record: &mut Record, column: Col, text: &str, term: &str, issues: &mut Vec<Issue>) {
    let Some(reading) = read_date(text, term, issues) else { return };
    let name = format!("{}Precision", model().column(column).name);
    let table = record.of();
    match table.col(&name) {
        Some(precision) => set_partial(record, column, precision, &reading.start),
        None if reading.start.precision as i64 == 1 => {
            record.set(column, as_date(&reading.start));
        }
        None => {
            issues.push(Issue::warning("date-not-exact", term, format!("‘{}’ is not exact to the day.", excerpt(text))))
        }
    }
}

/// Sets a date and its precision.
pub(super) fn set_partial(record: &mut Record, date: Col, precision: Col, read: &PartialDate) {
    record.set(date, as_date(read));
    record.set(precision, read.precision as i64);
}

fn as_date(read: &PartialDate) -> Option<Date> {
    Date::new(read.year, read.month, read.day)
}

/// Reads a date; what is doubtful or not understood becomes an issue.
pub(super) fn read_date(text: &str, term: &str, issues: &mut Vec<Issue>) -> Option<DateReading> {
    match date(text, DateOrder::Ask) {
        Ok(reading) => {
            for doubt in &reading.doubts {
                issues.push(Issue::info("date-doubtful", term, format!("‘{}’: {doubt}.", excerpt(text))));
            }
            Some(reading)
        }
        Err(unread) => {
            issues.push(Issue::warning("not-a-date", term, format!("‘{}’: {}", excerpt(text), unread.words())));
            None
        }
    }
}

/// Reads one coordinate in decimal degrees, or in any notation; out of range is said and left out.
pub(super) fn degrees(text: &str, axis: Axis, term: &str, issues: &mut Vec<Issue>) -> Value {
    let limit = if axis == Axis::Latitude { 90.0 } else { 180.0 };
    let plain = Decimal::parse(text.trim());
    let number = match plain {
        Some(number) => Some(number),
        None => match coordinate(text, axis) {
            Ok(reading) => Decimal::parse(&reading.decimal),
            Err(unread) => {
                issues.push(Issue::warning(
                    "coordinate-not-understood",
                    term,
                    format!("‘{}’: {}", excerpt(text), unread.words()),
                ));
                None
            }
        },
    };
    match number {
        Some(number) if number.to_f64().abs() > limit => {
            issues.push(Issue::warning(
                "coordinate-out-of-range",
                term,
                format!("{number} is not between −{limit} and {limit}."),
            ));
            Value::Null
        }
        number => number.into(),
    }
}

/// Enough of a text to recognise it in a message.
pub(crate) fn excerpt(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(57).collect::<String>() + "…" }
}
