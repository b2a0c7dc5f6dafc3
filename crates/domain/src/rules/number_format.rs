//! How numbers are written: `numeric(9)`, or `"FISH-",year,"-",numeric(5)`.
//!
//! A format is a list of parts, separated by commas. These are Specify's kinds of part:
//!
//! | part | stands for | Specify |
//! |---|---|---|
//! | `"text"` | exactly this text; a quotation mark in it is doubled | constant, separator |
//! | `numeric(5)` | five digits that count up; at most one such part | numeric with `inc` |
//! | `digits(5)` | five digits | numeric, year without `byyear` |
//! | `year` | the year; filled in | year with `byyear` |
//! | `alpha(3)` | three letters A to Z | alpha |
//! | `alphanumeric(3)` | three letters or digits | alphanumeric |
//! | `anychar(3)` | three characters of any kind | anychar |
//! | `regex("[A-Z]+")` | what the pattern matches | regex |
//! | `text` | anything at all | |

use regex::Regex;
use vasculum_model::{Error, Result};

/// A part of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Exactly this text.
    Literal(String),
    /// So many digits that count up.
    Counter(usize),
    /// So many digits.
    Digits(usize),
    /// The year in four digits.
    Year,
    /// So many letters A to Z.
    Alpha(usize),
    /// So many letters or digits.
    Alphanumeric(usize),
    /// So many characters.
    Any(usize),
    /// What the pattern matches.
    Pattern(String),
    /// Anything.
    Text,
}

/// How the numbers of one kind are written.
#[derive(Debug, Clone)]
pub struct NumberFormat {
    parts: Vec<Part>,
    whole: Regex,
}

/// A number as somebody gave it, held against its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// It is a number of this format, in its proper spelling.
    Number(String),
    /// It has parts that are to be filled in.
    Wild(Vec<Piece>),
    /// It is none.
    Other,
}

/// A piece of a number that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// This text.
    Text(String),
    /// The current year.
    Year,
    /// The next number, in so many digits.
    Counter(usize),
}

impl NumberFormat {
    /// Reads a format.
    ///
    /// # Errors
    ///
    /// `Invalid`, naming the part that is none.
    pub fn parse(text: &str) -> Result<Self> {
        let parts = split(text)?.iter().map(|part| read_part(part)).collect::<Result<Vec<_>>>()?;
        if parts.is_empty() {
            return Err(Error::invalid("A number format needs at least one part, for example numeric(9)."));
        }
        if parts.iter().filter(|part| matches!(part, Part::Counter(_))).count() > 1 {
            return Err(Error::invalid(format!("In ‘{text}’ more than one part counts up.")).hint("Use digits(…)."));
        }
        let mut pattern = String::from("^");
        for (at, part) in parts.iter().enumerate() {
            pattern.push_str(&format!("(?P<p{at}>{})", pattern_of(part)));
        }
        pattern.push('$');
        let whole = Regex::new(&pattern)
            .map_err(|cause| Error::invalid(format!("‘{text}’ holds a pattern that can't be read: {cause}")))?;
        Ok(Self { parts, whole })
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What an empty field shows: `FISH-YYYY-#####`.
    pub fn placeholder(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.clone(),
                Part::Counter(size) | Part::Digits(size) => "#".repeat(*size),
                Part::Year => "YYYY".to_owned(),
                Part::Alpha(size) => "A".repeat(*size),
                Part::Alphanumeric(size) => "N".repeat(*size),
                Part::Any(size) => "?".repeat(*size),
                Part::Pattern(_) | Part::Text => "…".to_owned(),
            })
            .collect()
    }

    /// What is to be filled in where nothing was given; nothing if a part can't be, or none counts up.
    pub fn blank(&self) -> Option<Vec<Piece>> {
        let pieces: Option<Vec<Piece>> = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => Some(Piece::Text(text.clone())),
                Part::Year => Some(Piece::Year),
                Part::Counter(size) => Some(Piece::Counter(*size)),
                _ => None,
            })
            .collect();
        pieces.filter(|pieces| pieces.iter().any(|piece| matches!(piece, Piece::Counter(_))))
    }

    /// Where in a number of this format the digits stand that count up, in bytes; nothing if none do.
    pub fn counter(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let at = self.parts.iter().position(|part| matches!(part, Part::Counter(_)))?;
        self.whole.captures(text)?.name(&format!("p{at}")).map(|found| found.range())
    }

    /// Holds a text against the format.
    pub fn read(&self, text: &str) -> Given {
        let text = text.trim();
        // Specify's numeric catalogue numbers may be typed without their zeros.
        if let [Part::Counter(size)] = self.parts.as_slice()
            && !text.is_empty()
            && text.len() <= *size
        {
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Given::Number(format!("{text:0>size$}", size = *size));
            }
            if text.bytes().all(|byte| byte == b'#') {
                return Given::Wild(vec![Piece::Counter(*size)]);
            }
        }
        let Some(found) = self.whole.captures(text) else { return Given::Other };
        let mut wild = false;
        let mut pieces = Vec::new();
        // A pattern of the format's own may hold groups too: parts are found by their names.
        for (at, part) in self.parts.iter().enumerate() {
            let given = found.name(&format!("p{at}")).map_or("", |group| group.as_str());
            let piece = match part {
                Part::Year if given == "YYYY" => Piece::Year,
                Part::Counter(size) if given.starts_with('#') => Piece::Counter(*size),
                _ => Piece::Text(given.to_owned()),
            };
            wild |= !matches!(piece, Piece::Text(_));
            pieces.push(piece);
        }
        if wild { Given::Wild(pieces) } else { Given::Number(text.to_owned()) }
    }
}

/// Splits at commas that stand in no quotation marks.
fn split(text: &str) -> Result<Vec<String>> {
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                part.push('"');
            }
            ',' if !quoted => parts.push(std::mem::take(&mut part)),
            other => part.push(other),
        }
    }
    if quoted {
        return Err(Error::invalid(format!("In ‘{text}’ a quotation mark is missing.")));
    }
    if !part.trim().is_empty() || !parts.is_empty() {
        parts.push(part);
    }
    Ok(parts)
}

/// The text between quotation marks, with doubled ones made single.
fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\"\"", "\""))
}

/// No part is longer.
const LONGEST_PART: usize = 64;

fn read_part(text: &str) -> Result<Part> {
    let text = text.trim();
    let unknown = || {
        Error::invalid(format!("‘{text}’ is no part of a number format."))
            .hint("Parts are \"text\", numeric(n), digits(n), year, alpha(n), alphanumeric(n), anychar(n), regex(\"…\") and text.")
    };
    if let Some(literal) = quoted(text) {
        return Ok(Part::Literal(literal));
    }
    match text {
        "year" => return Ok(Part::Year),
        "text" => return Ok(Part::Text),
        _ => {}
    }
    let (word, rest) = text.split_once('(').ok_or_else(unknown)?;
    let inner = rest.strip_suffix(')').ok_or_else(unknown)?.trim();
    if word == "regex" {
        let pattern = quoted(inner).ok_or_else(unknown)?;
        let pattern = pattern.trim_start_matches(['/', '^']).trim_end_matches(['/', '$']);
        return Ok(Part::Pattern(pattern.to_owned()));
    }
    let size: usize = inner.parse().map_err(|_| unknown())?;
    // A counter of 18 digits still fits the numbers that it is worked out with.
    if size == 0 || size > LONGEST_PART || (word == "numeric" && size > 18) {
        return Err(unknown());
    }
    Ok(match word {
        "numeric" => Part::Counter(size),
        "digits" => Part::Digits(size),
        "alpha" => Part::Alpha(size),
        "alphanumeric" => Part::Alphanumeric(size),
        "anychar" => Part::Any(size),
        _ => return Err(unknown()),
    })
}

fn pattern_of(part: &Part) -> String {
    match part {
        Part::Literal(text) => regex::escape(text),
        Part::Counter(size) => format!("#{{{size}}}|[0-9]{{{size}}}"),
        Part::Digits(size) => format!("[0-9]{{{size}}}"),
        Part::Year => "YYYY|[0-9]{4}".to_owned(),
        Part::Alpha(size) => format!("[a-zA-Z]{{{size}}}"),
        Part::Alphanumeric(size) => format!("[a-zA-Z0-9]{{{size}}}"),
        Part::Any(size) => format!(".{{{size}}}"),
        Part::Pattern(pattern) => pattern.clone(),
        Part::Text => ".*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, given: &str, expect: &str) {
        let format = NumberFormat::parse(format).expect(format);
        let drawn = match format.read(given) {
            Given::Number(text) => text,
            Given::Wild(pieces) => format!("wild {pieces:?}"),
            Given::Other => "other".to_owned(),
        };
        assert_eq!(drawn, expect, "{given}");
    }

    #[test]
    fn a_numeric_number_gets_its_zeros() {
        check("numeric(9)", "123", "000000123");
        check("numeric(9)", "000000123", "000000123");
        check("numeric(9)", "1234567890", "other");
        check("numeric(9)", "12a", "other");
        check("numeric(9)", "#########", "wild [Counter(9)]");
        check("numeric(9)", "#", "wild [Counter(9)]");
    }

    #[test]
    fn parts_stand_in_order() {
        let fish = "\"FISH-\",year,\"-\",numeric(5)";
        check(fish, "FISH-2024-00017", "FISH-2024-00017");
        check(fish, "FISH-2024-17", "other");
        check(fish, "FISH-2024-#####", r#"wild [Text("FISH-"), Text("2024"), Text("-"), Counter(5)]"#);
        check(fish, "FISH-YYYY-#####", r#"wild [Text("FISH-"), Year, Text("-"), Counter(5)]"#);
        assert_eq!(NumberFormat::parse(fish).expect(fish).placeholder(), "FISH-YYYY-#####");
    }

    #[test]
    fn every_kind_of_part_is_read() {
        check("alpha(2),digits(3)", "ab123", "ab123");
        check("alpha(2),digits(3)", "a1123", "other");
        check("alphanumeric(2),\".\",anychar(1)", "a1.é", "a1.é");
        check("regex(\"/^([A-Z]{1,3})$/\"),numeric(2)", "ABC07", "ABC07");
        check("regex(\"A|B\"),numeric(2)", "B07", "B07");
        check("text", "whatever it is", "whatever it is");
        check("\"say \"\"so\"\" \",numeric(1)", "say \"so\" 7", "say \"so\" 7");
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for text in
            ["", "numeric", "numeric(0)", "numeric(x)", "\"a", "numeric(3),numeric(3)", "regex(\"(\")", "numeric(99)"]
        {
            assert!(NumberFormat::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_what_can_be_made_up_is() {
        let blank = |text: &str| NumberFormat::parse(text).expect(text).blank().is_some();
        assert!(blank("year,\"-\",numeric(3)"));
        assert!(!blank("alpha(2),numeric(3)"));
        assert!(!blank("\"A-\",year"));
    }
}
