//! Readers of what people wrote on labels and in spreadsheets.
//!
//! Every function here takes a text and gives back either what it says or one
//! named reason why it was not understood. None of them knows a database, a
//! table, a clock or a language setting, and none of them guesses in silence:
//! what could be read in two ways is refused, or carries a doubt by name.
//!
//! A doubt is a stable name in kebab case. Callers count and show doubts; a
//! reading with doubts is still a reading.
//!
//! No reader takes more than linear time, and texts longer than a label can be
//! are refused before they are looked at.

pub mod coordinate;
pub mod date;
pub mod elevation;
pub mod people;

mod clock;
mod grid;
mod label;
mod months;
mod name_parts;
mod symbols;

#[cfg(test)]
mod published_vectors;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest text, in characters, that the readers of dates, coordinates and
/// elevations look at.
pub const LONGEST: usize = 500;

/// Whether `text` has more than `limit` characters; looks at no more of it than that.
fn is_longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().nth(limit).is_some()
}

/// Lower case without accents, for comparing words: `März` becomes `marz`.
fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Adds a doubt once.
fn doubt(doubts: &mut Vec<&'static str>, name: &'static str) {
    if !doubts.contains(&name) {
        doubts.push(name);
    }
}

/// An exact decimal number without sign: `units / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Exact {
    units: i128,
    scale: u32,
}

impl Exact {
    /// Most digits in all, so that products with 3,600 and powers of ten fit.
    const MOST_DIGITS: usize = 24;

    /// Reads the digits before and after the decimal sign.
    ///
    /// Returns nothing if there is no digit, something else than a digit, or
    /// more than 24 digits.
    fn parse(whole: &str, fraction: &str) -> Option<Exact> {
        let digits = whole.len() + fraction.len();
        if digits == 0 || digits > Self::MOST_DIGITS {
            return None;
        }
        let mut units = 0i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            units = units * 10 + i128::from(byte - b'0');
        }
        Some(Exact { units, scale: u32::try_from(fraction.len()).ok()? })
    }

    /// `self` as written, at most `places` after the point, rounded half away from zero.
    fn text(self, places: u32) -> String {
        if self.scale <= places { decimal_text(self.units, self.scale) } else { self.ratio(1, 1, places) }
    }

    /// `self * multiplier / divisor`, with `places` after the point, rounded half away from zero.
    fn ratio(self, multiplier: i128, divisor: i128, places: u32) -> String {
        let divisor = divisor * 10i128.pow(self.scale);
        let scaled = self.units * multiplier * 10i128.pow(places);
        decimal_text((2 * scaled + divisor) / (2 * divisor), places)
    }

    /// Whether `self` is more than the whole number `limit`.
    fn exceeds(self, limit: i128) -> bool {
        self.units > limit * 10i128.pow(self.scale)
    }
}

/// Writes `units / 10^scale` with exactly `scale` digits after the point.
fn decimal_text(units: i128, scale: u32) -> String {
    let scale = scale as usize;
    let digits = format!("{units:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Takes needless zeros off the end: `40.5000` becomes `40.5`.
fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(whole: &str, fraction: &str, expect: &str) {
        let text = Exact::parse(whole, fraction).map_or("-".to_owned(), |it| it.text(3));
        assert_eq!(text, expect);
    }

    #[test]
    fn decimals_stay_as_they_were_written() {
        check("0040", "50", "40.50");
        check("", "5", "0.5");
        check("7", "", "7");
    }

    #[test]
    fn decimals_beyond_the_last_place_are_rounded() {
        check("1", "23456", "1.235");
        check("0", "9999", "1.000");
    }

    #[test]
    fn no_digits_or_too_many_are_no_number() {
        check("", "", "-");
        check("1234567890123456789012345", "", "-");
    }

    #[test]
    fn accents_and_case_do_not_matter_in_words() {
        assert_eq!(fold("MÄRZ Травень"), "marz травень");
    }
}
