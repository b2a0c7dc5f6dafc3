//! Numbers, dates and times as each language writes them.
//!
//! Source: Unicode CLDR 46, decimal formats and the long formats of the Gregorian calendar; in English the order of day,
//! month and year of the United Kingdom, which is that of most labels.

use super::language::{Language, language};

/// How a language writes numbers and dates.
struct Locale {
    /// Between groups of three digits.
    group: &'static str,
    /// So many digits stand before the first group of three at least; 2 keeps `1234` together.
    least_before_group: usize,
    /// Between a whole number and its fraction.
    point: char,
    /// Between a number and the sign for percent.
    percent: &'static str,
    /// The months as they stand in a date, after the day.
    months: [&'static str; 12],
    /// The months beside a year alone.
    months_alone: [&'static str; 12],
    /// A day, with `{d}`, `{m}` and `{y}`.
    day: &'static str,
    /// A day of the present year.
    day_of_year: &'static str,
    /// A month and a year.
    month: &'static str,
}

const NO_BREAK: &str = "\u{a0}";
const NARROW: &str = "\u{202f}";

const ENGLISH: Locale = Locale {
    group: ",",
    least_before_group: 1,
    point: '.',
    percent: " ",
    months: MONTHS_EN,
    months_alone: MONTHS_EN,
    day: "{d} {m} {y}",
    day_of_year: "{d} {m}",
    month: "{m} {y}",
};

#[rustfmt::skip]
const MONTHS_EN: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];

const GERMAN: Locale = Locale {
    group: ".",
    least_before_group: 1,
    point: ',',
    percent: NO_BREAK,
    months: MONTHS_DE,
    months_alone: MONTHS_DE,
    day: "{d}. {m} {y}",
    day_of_year: "{d}. {m}",
    month: "{m} {y}",
};

#[rustfmt::skip]
const MONTHS_DE: [&str; 12] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
];

const SPANISH: Locale = Locale {
    group: ".",
    least_before_group: 2,
    point: ',',
    percent: NO_BREAK,
    months: MONTHS_ES,
    months_alone: MONTHS_ES,
    day: "{d} de {m} de {y}",
    day_of_year: "{d} de {m}",
    month: "{m} de {y}",
};

#[rustfmt::skip]
const MONTHS_ES: [&str; 12] = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
];

const FRENCH: Locale = Locale {
    group: NARROW,
    least_before_group: 1,
    point: ',',
    percent: NARROW,
    months: MONTHS_FR,
    months_alone: MONTHS_FR,
    day: "{d} {m} {y}",
    day_of_year: "{d} {m}",
    month: "{m} {y}",
};

#[rustfmt::skip]
const MONTHS_FR: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
];

const PORTUGUESE: Locale = Locale {
    group: ".",
    least_before_group: 1,
    point: ',',
    percent: "",
    months: MONTHS_PT,
    months_alone: MONTHS_PT,
    day: "{d} de {m} de {y}",
    day_of_year: "{d} de {m}",
    month: "{m} de {y}",
};

#[rustfmt::skip]
const MONTHS_PT: [&str; 12] = [
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
    "dezembro",
];

#[rustfmt::skip]
const UKRAINIAN: Locale = Locale {
    group: NO_BREAK,
    least_before_group: 1,
    point: ',',
    percent: "",
    months: [
        "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
        "листопада", "грудня",
    ],
    months_alone: [
        "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень",
        "листопад", "грудень",
    ],
    day: "{d} {m} {y} р.",
    day_of_year: "{d} {m}",
    month: "{m} {y} р.",
};

fn here() -> &'static Locale {
    match language() {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::Spanish => &SPANISH,
        Language::French => &FRENCH,
        Language::Portuguese => &PORTUGUESE,
        Language::Ukrainian => &UKRAINIAN,
    }
}

/// A whole number with its thousands parted: `618,204`, in German `618.204`.
#[must_use]
pub fn number(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string()))
}

fn grouped(digits: &str) -> String {
    let locale = here();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * locale.group.len());
    let parts = digits.len() >= 3 + locale.least_before_group;
    for (at, digit) in digits.chars().enumerate() {
        if parts && at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(locale.group);
        }
        out.push(digit);
    }
    out
}

/// A number that is written with a point, with the sign that the language has for it: `12.50`, in German `12,50`. Its
/// digits stay as they are; thousands are not parted, so that it can be typed again.
#[must_use]
pub fn decimal(text: &str) -> String {
    let point = here().point;
    if point == '.' { text.to_owned() } else { text.replace('.', point.encode_utf8(&mut [0; 4])) }
}

/// A decimal number as somebody typed it, with a point: in languages that write a comma, both are understood.
#[must_use]
pub fn typed_decimal(text: &str) -> String {
    let point = here().point;
    let is_one = point != '.' && text.matches([',', '.']).count() == 1;
    if is_one { text.replace(point, ".") } else { text.to_owned() }
}

/// A share of 1 in percent, without decimals: `45 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0}{}%", share * 100.0, here().percent)
}

/// A day in words: `12 May 1987`. `month` and `day` are 1 to 12 and 1 to 31.
#[must_use]
pub fn day(year: i32, month: u8, day: u8) -> String {
    let locale = here();
    dated(locale.day, year, name(&locale.months, month), day)
}

/// A day without its year: `12 May`.
#[must_use]
pub fn day_of_year(month: u8, day: u8) -> String {
    let locale = here();
    dated(locale.day_of_year, 0, name(&locale.months, month), day)
}

/// A month alone: `May`.
#[must_use]
pub fn month_name(month: u8) -> &'static str {
    name(&here().months_alone, month)
}

/// A month in words: `May 1987`.
#[must_use]
pub fn month(year: i32, month: u8) -> String {
    let locale = here();
    dated(locale.month, year, name(&locale.months_alone, month), 1)
}

fn name(months: &[&'static str; 12], month: u8) -> &'static str {
    months[usize::from(month.clamp(1, 12) - 1)]
}

fn dated(pattern: &str, year: i32, month: &str, day: u8) -> String {
    pattern.replace("{d}", &day.to_string()).replace("{m}", month).replace("{y}", &year.to_string())
}

#[cfg(test)]
mod tests {
    use vasculum_model::read::date::{DateOrder, Precision, date};

    use super::super::language::speaking;
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let all = |what: fn() -> String| Language::ALL.map(|language| speaking(language, what));
        assert_eq!(
            all(|| number(-1_234_567)),
            [
                "−1,234,567",
                "−1.234.567",
                "−1.234.567",
                "−1\u{202f}234\u{202f}567",
                "−1.234.567",
                "−1\u{a0}234\u{a0}567"
            ]
        );
        assert_eq!(all(|| number(1234)), ["1,234", "1.234", "1234", "1\u{202f}234", "1.234", "1\u{a0}234"]);
        assert_eq!(all(|| decimal("-12.50")), ["-12.50", "-12,50", "-12,50", "-12,50", "-12,50", "-12,50"]);
        assert_eq!(all(|| percent(0.454)), ["45 %", "45\u{a0}%", "45\u{a0}%", "45\u{202f}%", "45%", "45%"]);
    }

    #[test]
    fn a_comma_is_typed_where_a_comma_is_written() {
        let typed = |language, text: &str| speaking(language, || typed_decimal(text));
        assert_eq!(typed(Language::German, "12,5"), "12.5");
        assert_eq!(typed(Language::German, "12.5"), "12.5");
        assert_eq!(typed(Language::German, "1.234,5"), "1.234,5");
        assert_eq!(typed(Language::English, "12,5"), "12,5");
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        let all = |what: fn() -> String| Language::ALL.map(|language| speaking(language, what));
        assert_eq!(
            all(|| day(1987, 5, 12)),
            [
                "12 May 1987",
                "12. Mai 1987",
                "12 de mayo de 1987",
                "12 mai 1987",
                "12 de maio de 1987",
                "12 травня 1987 р."
            ]
        );
        assert_eq!(
            all(|| month(1987, 5)),
            ["May 1987", "Mai 1987", "mayo de 1987", "mai 1987", "maio de 1987", "травень 1987 р."]
        );
    }

    #[test]
    fn every_date_that_is_shown_is_read_again() {
        for language in Language::ALL {
            for number in 1..=12 {
                let shown = speaking(language, || [day(1987, number, 3), month(1987, number)]);
                for (text, precision) in shown.iter().zip([Precision::Day, Precision::Month]) {
                    let read = date(text, DateOrder::Ask).unwrap().start;
                    assert_eq!((read.year, read.month, read.precision), (1987, number, precision), "{text}");
                }
            }
        }
    }
}
