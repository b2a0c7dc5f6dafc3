//! Values and counts become the bars and columns of a chart.

use vasculum_domain::query::Query;
use vasculum_domain::query::ast::{Cond, Expr, Op};
use vasculum_domain::query::views::{is_day, is_number, with_value, with_values_from};
use vasculum_model::{Kind, Value};

use super::{number_words, value_words};
use crate::ui::locale;

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A bar for each value, the longest first.
    Bars,
    /// A column for each span of numbers.
    Histogram,
    /// A column for each year.
    Years,
    /// A column for each ten years.
    Decades,
    /// A column for each month, all years together.
    Months,
}

/// Every form with its name in addresses.
pub(super) const FORMS: &[(Form, &str, &str)] = &[
    (Form::Bars, "bars", crate::ui::words::later("Bars")),
    (Form::Histogram, "histogram", crate::ui::words::later("Histogram")),
    (Form::Years, "years", crate::ui::words::later("Timeline by year")),
    (Form::Decades, "decades", crate::ui::words::later("Timeline by decade")),
    (Form::Months, "months", crate::ui::words::later("Months of the year")),
];

/// The forms that values of a kind can be drawn in, the usual one first.
pub(super) fn forms_of(kind: Kind) -> &'static [Form] {
    match kind {
        kind if is_day(kind) => &[Form::Years, Form::Decades, Form::Months, Form::Bars],
        kind if is_number(kind) => &[Form::Histogram, Form::Bars],
        _ => &[Form::Bars],
    }
}

/// One bar or column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bin {
    pub label: String,
    pub count: f64,
    /// Its records; nothing for what holds several values together.
    pub query: Option<Query>,
}

/// A bar for each value, in the order in which they come.
pub(super) fn bars(told: &Query, expr: &Expr, rows: &[Vec<Value>]) -> Vec<Bin> {
    let bin = |row: &Vec<Value>| Bin {
        label: value_words(&row[0]),
        count: row[1].number().unwrap_or(0.0),
        query: Some(with_value(told, expr, &row[0])),
    };
    rows.iter().map(bin).collect()
}

/// What has no value, which no column of a chart holds.
pub(super) fn unknown(rows: &[Vec<Value>]) -> f64 {
    rows.iter().filter(|row| row[0].number().is_none()).filter_map(|row| row[1].number()).sum()
}

/// The step of a histogram: 1, 2 or 5 times a power of ten, so that about twenty columns hold everything.
fn step(low: f64, high: f64) -> f64 {
    let rough = ((high - low) / 20.0).max(1e-6);
    let power = 10_f64.powf(rough.log10().floor());
    let times = rough / power;
    power
        * if times <= 1.0 {
            1.0
        } else if times <= 2.0 {
            2.0
        } else if times <= 5.0 {
            5.0
        } else {
            10.0
        }
}

/// A column for each span of numbers, also for those that hold nothing.
pub(super) fn histogram(told: &Query, expr: &Expr, rows: &[Vec<Value>], are_whole: bool) -> Vec<Bin> {
    let counts: Vec<(f64, f64)> =
        rows.iter().filter_map(|row| Some((row[0].number()?, row[1].number().unwrap_or(0.0)))).collect();
    let low = counts.iter().map(|(value, _)| *value).fold(f64::INFINITY, f64::min);
    let high = counts.iter().map(|(value, _)| *value).fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return Vec::new();
    }
    let step = if are_whole { step(low, high).max(1.0) } else { step(low, high) };
    let (first, last) = ((low / step).floor() as i64, (high / step).floor() as i64);
    (first..=last)
        .map(|at| {
            let (from, to) = (at as f64 * step, (at + 1) as f64 * step);
            // The same division as above, so that no value falls between two columns.
            let count = counts.iter().filter(|(value, _)| (value / step).floor() as i64 == at).map(|(_, n)| n).sum();
            let label = match are_whole {
                true if step == 1.0 => number_words(from),
                true => format!("{}–{}", number_words(from), number_words(to - 1.0)),
                false => format!("{}–{}", number_words(from), number_words(to)),
            };
            Bin { label, count, query: Some(with_values_from(told, expr, from, to)) }
        })
        .collect()
}

/// A column for each year or ten years from the first to the last. `expr` is the year.
pub(super) fn years(told: &Query, expr: &Expr, rows: &[Vec<Value>], span: i64) -> Vec<Bin> {
    let counts: Vec<(i64, f64)> =
        rows.iter().filter_map(|row| Some((row[0].int()?.div_euclid(span), row[1].number().unwrap_or(0.0)))).collect();
    let (Some(first), Some(last)) = (counts.iter().map(|one| one.0).min(), counts.iter().map(|one| one.0).max()) else {
        return Vec::new();
    };
    (first..=last)
        .map(|at| {
            let (from, to) = (at * span, at * span + span - 1);
            let count = counts.iter().filter(|(year, _)| *year == at).map(|(_, n)| n).sum();
            let query = match span {
                1 => with_value(told, expr, &Value::Int(from)),
                _ => {
                    let bound = |year: i64| Expr::Number(year.to_string());
                    let between = Cond::Test(expr.clone(), Op::Between(bound(from), bound(to)));
                    with_each(told, expr).matching(between)
                }
            };
            let label = if span == 1 { from.to_string() } else { format!("{from}–{to}") };
            Bin { label, count, query: Some(query) }
        })
        .collect()
}

/// The same question with rows multiplied as for a value of the expression, without a condition yet.
fn with_each(told: &Query, expr: &Expr) -> Query {
    let with = with_value(told, expr, &Value::Null);
    Query { each: with.each, ..told.clone() }
}

/// A column for each month. `expr` is the month.
pub(super) fn months(told: &Query, expr: &Expr, rows: &[Vec<Value>]) -> Vec<Bin> {
    (1..=12_u8)
        .map(|month| {
            let is_it = |row: &&Vec<Value>| row[0].int() == Some(i64::from(month));
            let count = rows.iter().filter(is_it).filter_map(|row| row[1].number()).sum();
            let query = with_value(told, expr, &Value::Int(i64::from(month)));
            Bin { label: locale::month_name(month).to_owned(), count, query: Some(query) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use vasculum_domain::query::parse;

    use super::*;

    fn rows(pairs: &[(Value, i64)]) -> Vec<Vec<Value>> {
        pairs.iter().map(|(value, count)| vec![value.clone(), Value::Int(*count)]).collect()
    }

    fn told(bins: &[Bin]) -> Vec<(String, f64)> {
        bins.iter().map(|bin| (bin.label.clone(), bin.count)).collect()
    }

    #[test]
    fn every_number_stands_in_one_column() {
        let query = parse("from Preparation").unwrap();
        let expr = Expr::way("countAmt");
        for low in [-7.3, 0.0, 0.1, 12.0] {
            for width in [0.0, 0.3, 1.0, 17.0, 99.9, 12_345.6] {
                let values: Vec<(Value, i64)> =
                    (0..=30).map(|nth| (Value::Float(low + width * f64::from(nth) / 30.0), 2)).collect();
                let bins = histogram(&query, &expr, &rows(&values), false);
                assert_eq!(bins.iter().map(|bin| bin.count).sum::<f64>(), 62.0, "{low} {width}");
                assert!(bins.len() <= 23, "{} {low} {width}", bins.len());
            }
        }
        let few = rows(&[(Value::Int(1), 3), (Value::Int(4), 1), (Value::Null, 5)]);
        let bins = histogram(&query, &expr, &few, true);
        assert_eq!(told(&bins), [("1", 3.0), ("2", 0.0), ("3", 0.0), ("4", 1.0)].map(|(l, c)| (l.to_owned(), c)));
        assert_eq!(unknown(&few), 5.0);
        assert_eq!(
            bins[3].query.as_ref().unwrap().to_string(),
            "from Preparation where countAmt >= 4 and countAmt < 5"
        );
    }

    #[test]
    fn years_without_anything_have_their_column() {
        let query = parse("from Loan").unwrap();
        let expr = Expr::way("loanDate.year");
        let few = rows(&[(Value::Int(1998), 1), (Value::Int(2001), 2)]);
        assert_eq!(years(&query, &expr, &few, 1).len(), 4);
        let decades = years(&query, &expr, &few, 10);
        assert_eq!(told(&decades), [("1990–1999".to_owned(), 1.0), ("2000–2009".to_owned(), 2.0)]);
        assert_eq!(
            decades[0].query.as_ref().unwrap().to_string(),
            "from Loan where loanDate.year between 1990 and 1999"
        );
    }
}
