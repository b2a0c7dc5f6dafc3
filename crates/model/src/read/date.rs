//! Reads dates as they stand on labels, in field books and in exports.
//!
//! Exact forms (ISO 8601, EDTF) are read here, everything that a person wrote
//! in words or with dots in `label`. Years are Gregorian, 1 to 9999.

use std::fmt;

use super::clock::{clock_at, compact_clock};
use super::{LONGEST, doubt, fold, is_longer, label};

/// How much of a date is known. The numbers are Specify's, as they stand in
/// the field `<date>Precision`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Year, month and day.
    Day = 1,
    /// Year and month.
    Month = 2,
    /// The year only.
    Year = 3,
}

/// A date of which the day, or the month and the day, may be unknown.
///
/// Always a day of the Gregorian calendar: what is not known is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// 1 to 9999.
    pub year: i32,
    /// 1 to 12; 1 where not known.
    pub month: u8,
    /// 1 to 31; 1 where not known.
    pub day: u8,
    /// What of the above is known.
    pub precision: Precision,
}

impl PartialDate {
    /// A full date, if there is such a day in the years 1 to 9999.
    pub fn of_day(year: i32, month: u8, day: u8) -> Option<PartialDate> {
        let fits = (1..=9999).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        fits.then_some(PartialDate { year, month, day, precision: Precision::Day })
    }

    /// A month, if there is such a month in the years 1 to 9999.
    pub fn of_month(year: i32, month: u8) -> Option<PartialDate> {
        let date = PartialDate::of_day(year, month, 1)?;
        Some(PartialDate { precision: Precision::Month, ..date })
    }

    /// A year from 1 to 9999.
    pub fn of_year(year: i32) -> Option<PartialDate> {
        let date = PartialDate::of_day(year, 1, 1)?;
        Some(PartialDate { precision: Precision::Year, ..date })
    }

    /// The first day that is meant: year, month, day.
    pub fn first_day(&self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The last day that is meant: year, month, day.
    pub fn last_day(&self) -> (i32, u8, u8) {
        match self.precision {
            Precision::Day => self.first_day(),
            Precision::Month => (self.year, self.month, days_in_month(self.year, self.month)),
            Precision::Year => (self.year, 12, 31),
        }
    }
}

impl fmt::Display for PartialDate {
    /// ISO 8601, shortened to what is known: `1987`, `1987-05`, `1987-05-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.precision <= Precision::Month {
            write!(f, "-{:02}", self.month)?;
        }
        if self.precision == Precision::Day {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

/// What a text says about when something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The date, or where an interval starts.
    pub start: PartialDate,
    /// Where an interval ends; nothing for a single date. Never before `start`.
    pub end: Option<PartialDate>,
    /// Minutes since midnight, 0 to 1439, in the time of the place as written.
    pub time_start_minutes: Option<u16>,
    /// The same for the end of an interval of time.
    pub time_end_minutes: Option<u16>,
    /// The time of day as written, with its zone.
    pub time_text: Option<String>,
    /// What somebody should look at. One or more of:
    /// `ambiguous-day-month`, `against-order`, `approximate`, `bracketed`, `century`,
    /// `decade`, `decade-or-century`, `early-year`, `extra-words`, `interval-reversed`,
    /// `late-year`, `maybe-year-range`, `midnight`, `month-unknown`, `numeric-month`,
    /// `old-and-new-style`, `open-ended`, `part-of-period`, `season`, `several-dates`, `short-year`,
    /// `start-year-inferred`, `uncertain`.
    pub doubts: Vec<&'static str>,
}

impl DateReading {
    /// A reading without time of day or doubts.
    pub(super) fn new(start: PartialDate, end: Option<PartialDate>) -> DateReading {
        let (time_start_minutes, time_end_minutes, time_text) = (None, None, None);
        DateReading { start, end, time_start_minutes, time_end_minutes, time_text, doubts: Vec::new() }
    }

    /// Puts the ends in order and doubts years that specimens hardly have.
    pub(super) fn checked(mut self) -> DateReading {
        if let Some(end) = self.end {
            if end == self.start {
                self.end = None;
            } else if end.first_day() < self.start.first_day() && end.last_day() < self.start.last_day() {
                self.end = Some(self.start);
                self.start = end;
                doubt(&mut self.doubts, "interval-reversed");
            }
        }
        let last = self.end.unwrap_or(self.start).year;
        if self.start.year < 1600 {
            doubt(&mut self.doubts, "early-year");
        }
        if last > 2100 {
            doubt(&mut self.doubts, "late-year");
        }
        self
    }
}

/// How `4/5/1987` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// 4 May, as in most of the world.
    DayMonth,
    /// 5 April, as in the United States.
    MonthDay,
    /// Not at all: somebody has to be asked.
    Ask,
}

/// Why a text is not read as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// There is no text.
    Empty,
    /// The text says that the date is not known.
    Unknown,
    /// The text can be read in two ways.
    Ambiguous,
    /// The year has two digits; the century is never guessed.
    TwoDigitYear,
    /// There is no such day, month, year or time of day.
    OutOfRange,
    /// The text is no date that we know how to read.
    NotUnderstood,
}

impl Unread {
    /// One sentence for the person who wrote the text.
    pub fn words(self) -> &'static str {
        match self {
            Unread::Empty => "There is no date.",
            Unread::Unknown => "The text says that the date is not known.",
            Unread::Ambiguous => "This date can be read in two ways.",
            Unread::TwoDigitYear => "The year has only two digits; write all four.",
            Unread::OutOfRange => "There is no such day in the calendar.",
            Unread::NotUnderstood => "This is not understood as a date.",
        }
    }

    /// A stable name in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Unread::Empty => "empty",
            Unread::Unknown => "unknown",
            Unread::Ambiguous => "ambiguous",
            Unread::TwoDigitYear => "two-digit-year",
            Unread::OutOfRange => "out-of-range",
            Unread::NotUnderstood => "not-understood",
        }
    }
}

/// The number of days of a month in the Gregorian calendar; 0 if there is no such month.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Month and day of the `ordinal`th day of a year, 1 January being 1.
///
/// Returns nothing for 0, for 367 and more, and for 366 in a common year.
///
/// Source: Darwin Core, `startDayOfYear`; ISO 8601 ordinal dates.
pub fn day_of_year(year: i32, ordinal: u16) -> Option<(u8, u8)> {
    let mut left = ordinal;
    for month in 1..=12 {
        let days = u16::from(days_in_month(year, month));
        if left <= days {
            return u8::try_from(left).ok().filter(|day| *day > 0).map(|day| (month, day));
        }
        left -= days;
    }
    None
}

/// Reads a date, an interval of dates, or a date with a time of day.
///
/// `order` decides only where day and month are both written as numbers up to
/// twelve. A date that fits the other order only is read so, with a doubt. The
/// century of a two-digit year is never guessed.
///
/// # Errors
///
/// See [`Unread`]; a text of more than 500 characters is `NotUnderstood`.
///
/// Source: ISO 8601-1, ISO 8601-2 annex A (EDTF levels 0 and 1), Darwin Core
/// `eventDate`; label styles from the published lists named in the tests.
pub fn date(text: &str, order: DateOrder) -> Result<DateReading, Unread> {
    if is_longer(text, LONGEST) {
        return Err(Unread::NotUnderstood);
    }
    let text = plain(text);
    if text.is_empty() {
        return Err(Unread::Empty);
    }
    if says_unknown(&text) {
        return Err(Unread::Unknown);
    }
    let reading = match iso(&text) {
        Some(outcome) => outcome?,
        None => label::read(&text, order)?,
    };
    Ok(reading.checked())
}

/// One kind of dash, one kind of apostrophe, no quotes around, no space at the ends.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
            '’' | '‘' | '´' | '`' | 'ʼ' => '\'',
            '“' | '”' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    text.trim_matches(|c| c == '"' || c == ' ').to_owned()
}

/// Texts that say there is no date, folded and without anything but letters and digits.
#[rustfmt::skip]
const UNKNOWN: &[&str] = &[
    "sd", "sf", "nd", "na", "nodate", "dateunknown", "unknown", "unknowndate", "undated", "notdated", "notrecorded",
    "notgiven", "notknown", "nodata", "null", "none", "nil", "unk", "unkn", "unbekannt", "ohnedatum", "od",
    "datumunbekannt", "sinfecha", "fechadesconocida", "desconocida", "desconocido", "sansdate", "dateinconnue",
    "inconnu", "inconnue", "senzadata", "semdata", "desconhecida", "sinedato", "sinedata", "ukjent", "ukendt",
    "okand", "onbekend", "zonderdatum", "nieznana", "brakdaty", "neznamo", "бездати", "бездаты", "невідомо",
    "невідома", "неизвестно", "неизвестна", "xxxx", "nan", "missing", "nocollectiondate", "nodategiven",
    "nodaterecorded", "udateret", "udatert", "odaterad",
];

fn says_unknown(text: &str) -> bool {
    let bare: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    text == "\\N" || bare.chars().all(|c| c == '0') || UNKNOWN.contains(&bare.as_str())
}

/// One end of an interval in an exact form.
struct Point {
    date: PartialDate,
    /// The last year, where a decade or century is meant.
    until: Option<PartialDate>,
    time: Option<(u16, String)>,
    doubts: Vec<&'static str>,
}

/// Reads ISO 8601 and EDTF. Nothing means that the text has another form.
fn iso(text: &str) -> Option<Result<DateReading, Unread>> {
    let mut sides = text.split('/');
    let (left, right) = (sides.next()?, sides.next());
    if sides.next().is_some() {
        return None;
    }
    let Some(right) = right else {
        return Some(point(left)?.map(|it| joined(it, None)));
    };
    if left.is_empty() || left == ".." {
        point(right)?.ok()?;
        return Some(Err(Unread::NotUnderstood));
    }
    let start = match point(left)? {
        Ok(start) => start,
        Err(why) => return Some(Err(why)),
    };
    if right.is_empty() || right == ".." {
        let mut reading = joined(start, None);
        doubt(&mut reading.doubts, "open-ended");
        return Some(Ok(reading));
    }
    let end = point(&completed(right, &start)).or_else(|| point(right))?;
    Some(end.map(|end| joined(start, Some(end))))
}

/// The end of an interval with what it leaves out: in `2007-11-13/15` it is `2007-11-15`.
fn completed(end: &str, start: &Point) -> String {
    let PartialDate { year, month, precision, .. } = start.date;
    let short = end.len() == 2 && end.bytes().all(|b| b.is_ascii_digit());
    let pair = end.len() == 5 && end.as_bytes().get(2) == Some(&b'-');
    match precision {
        Precision::Day if short => format!("{year:04}-{month:02}-{end}"),
        Precision::Day if pair => format!("{year:04}-{end}"),
        Precision::Month if short => format!("{year:04}-{end}"),
        _ => end.to_owned(),
    }
}

fn joined(start: Point, end: Option<Point>) -> DateReading {
    let mut reading = DateReading::new(start.date, start.until);
    reading.doubts = start.doubts;
    let mut texts = Vec::new();
    if let Some((minutes, text)) = start.time {
        reading.time_start_minutes = Some(minutes);
        texts.push(text);
    }
    if let Some(end) = end {
        reading.end = Some(end.until.unwrap_or(end.date));
        end.doubts.iter().for_each(|name| doubt(&mut reading.doubts, name));
        if let Some((minutes, text)) = end.time {
            reading.time_end_minutes = Some(minutes);
            texts.push(text);
        }
    }
    reading.time_text = (!texts.is_empty()).then(|| texts.join("/"));
    reading
}

fn point(text: &str) -> Option<Result<Point, Unread>> {
    if !text.is_ascii() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('-') {
        return point(rest).map(|_| Err(Unread::OutOfRange));
    }
    let (day, clock) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut doubts = Vec::new();
    let bare = unqualified(day, &mut doubts)?;
    let (date, until) = match calendar(&bare, &mut doubts)? {
        Ok(it) => it,
        Err(why) => return Some(Err(why)),
    };
    let mut time = None;
    if let Some(clock) = clock {
        let chars: Vec<char> = clock.chars().collect();
        let basic = if text[day.len()..].starts_with(' ') { None } else { compact_clock(&chars) };
        let (minutes, used) = basic.or_else(|| clock_at(&chars, 0, true)?.ok())?;
        if used != chars.len() || date.precision != Precision::Day {
            return None;
        }
        if minutes == 0 {
            doubt(&mut doubts, "midnight");
        }
        time = Some((minutes, clock.to_owned()));
    }
    Some(Ok(Point { date, until, time, doubts }))
}

/// Takes `?`, `~` and `%` off the parts of an EDTF date. Nothing if one stands inside a number.
fn unqualified(text: &str, doubts: &mut Vec<&'static str>) -> Option<String> {
    let mut bare = String::new();
    for part in text.split('-') {
        let inner = part.trim_matches(['?', '~', '%']);
        if inner.is_empty() || inner.contains(['?', '~', '%']) {
            return None;
        }
        if part.contains(['?', '%']) {
            doubt(doubts, "uncertain");
        }
        if part.contains(['~', '%']) {
            doubt(doubts, "approximate");
        }
        if !bare.is_empty() {
            bare.push('-');
        }
        bare.push_str(inner);
    }
    Some(bare)
}

type Span = (PartialDate, Option<PartialDate>);

/// Reads `1987`, `198X`, `1987-05`, `1987-132`, `1987-05-12`, `1987-05-XX`.
fn calendar(text: &str, doubts: &mut Vec<&'static str>) -> Option<Result<Span, Unread>> {
    let parts: Vec<&str> = text.split('-').collect();
    let single = |date: Option<PartialDate>| Some(date.map(|it| (it, None)).ok_or(Unread::OutOfRange));
    if parts.len() == 1 && text.len() == 4 && text.ends_with('X') {
        return unspecified(text, doubts);
    }
    let year = digits(parts.first()?, 4, 4)?;
    match parts[1..] {
        [] => single(PartialDate::of_year(year)),
        [month] if month.len() == 3 => {
            let ordinal = u16::try_from(digits(month, 3, 3)?).ok()?;
            single(day_of_year(year, ordinal).and_then(|(month, day)| PartialDate::of_day(year, month, day)))
        }
        [month] => match component(month, 2)? {
            Some(month) if month > 12 => None,
            Some(month) => {
                if i32::from(month) == year % 100 + 1 {
                    doubt(doubts, "maybe-year-range");
                }
                single(PartialDate::of_month(year, month))
            }
            None => single(PartialDate::of_year(year)),
        },
        [month, day] => match (component(month, 1)?, component(day, 1)?) {
            (Some(month), Some(day)) => single(PartialDate::of_day(year, month, day)),
            (Some(month), None) => single(PartialDate::of_month(year, month)),
            (None, day) => {
                if day.is_some() {
                    doubt(doubts, "month-unknown");
                }
                single(PartialDate::of_year(year))
            }
        },
        _ => None,
    }
}

/// `198X` and `19XX`, as the years from first to last.
fn unspecified(text: &str, doubts: &mut Vec<&'static str>) -> Option<Result<Span, Unread>> {
    let known = text.trim_end_matches('X');
    let (name, size) = match known.len() {
        3 => ("decade", 10),
        2 => ("century", 100),
        _ => return None,
    };
    let first = digits(known, 2, 3)? * size;
    doubt(doubts, name);
    let span = PartialDate::of_year(first).zip(PartialDate::of_year(first + size - 1));
    Some(span.map(|(first, last)| (first, Some(last))).ok_or(Unread::OutOfRange))
}

/// A month or day: `Some(None)` where it is given as not known.
fn component(text: &str, shortest: usize) -> Option<Option<u8>> {
    if text == "XX" || text == "00" {
        return Some(None);
    }
    let value = digits(text, shortest, 2)?;
    u8::try_from(value).ok().map(Some)
}

fn digits(text: &str, shortest: usize, longest: usize) -> Option<i32> {
    let fits = (shortest..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws a reading: `start[/end][ Tminutes[-minutes]][ !doubt…]`, or the name of the refusal.
    fn drawn(text: &str, order: DateOrder) -> String {
        let reading = match date(text, order) {
            Ok(reading) => reading,
            Err(why) => return why.name().to_owned(),
        };
        let end = reading.end.map(|end| format!("/{end}")).unwrap_or_default();
        let from = reading.time_start_minutes.map(|it| format!(" T{it}")).unwrap_or_default();
        let to = reading.time_end_minutes.map(|it| format!("-{it}")).unwrap_or_default();
        let doubts: String = reading.doubts.iter().map(|name| format!(" !{name}")).collect();
        format!("{}{end}{from}{to}{doubts}", reading.start)
    }

    /// Every text of `texts` (one a line) reads as `expect`, day before month.
    #[track_caller]
    fn check(texts: &str, expect: &str) {
        for text in texts.lines() {
            assert_eq!(drawn(text.trim(), DateOrder::DayMonth), expect, "{text}");
        }
    }

    #[test]
    fn iso_dates_of_every_precision() {
        check("1987-05-12\n1987-132\n19870512", "1987-05-12");
        check("1987-05\n1987-05-XX\n1987-05-00", "1987-05");
        check("1987\n1987-XX-XX\n1987-00-00", "1987");
    }

    #[test]
    fn iso_intervals_may_leave_out_what_repeats() {
        check("2007-11-13/2007-11-15\n2007-11-13/11-15\n2007-11-13/15", "2007-11-13/2007-11-15");
        check("2007-11/2008\n", "2007-11/2008");
        check("1987/1987", "1987");
    }

    #[test]
    fn iso_times_are_minutes_of_the_local_day() {
        check("1987-05-12T08:30\n1987-05-12T0830+02:00\n1987-05-12 08:30:15.5Z", "1987-05-12 T510");
        check("1987-05-12T08:30/1987-05-12T09:00", "1987-05-12 T510-540");
        check("1987-05-12T00:00:00", "1987-05-12 T0 !midnight");
        check("1987-05-12T25:30", "out-of-range");
    }

    #[test]
    fn edtf_marks_become_doubts() {
        check("1987?\n?1987", "1987 !uncertain");
        check("1987-05~\n1987-~05", "1987-05 !approximate");
        check("1987-05-12%", "1987-05-12 !uncertain !approximate");
    }

    #[test]
    fn decades_and_centuries_are_intervals() {
        check("198X", "1980/1989 !decade");
        check("1980s", "1980/1989 !decade");
        check("19XX", "1900/1999 !century");
        check("1900s", "1900/1999 !decade-or-century");
        check("193-\n193x\n1930er Jahre\n1930-ті\n1930-х рр.", "1930/1939 !decade");
        check("193?", "1930/1939 !decade !uncertain");
    }

    #[test]
    fn open_intervals_need_a_start() {
        check("1987-05/..\n1987-05/", "1987-05 !open-ended");
        check("../1987-05\n/1987", "not-understood");
    }

    #[test]
    fn reversed_intervals_are_turned_and_doubted() {
        check("1988/1987\n1988-1987", "1987/1988 !interval-reversed");
        check("15-12.v.1987", "1987-05-12/1987-05-15 !interval-reversed");
    }

    #[test]
    fn label_styles_with_roman_months() {
        check("12.v.1987\n12-V-1987\n12 V 1987\n12/v/1987\n12v1987\nV.12-1987", "1987-05-12");
        check("v.1987\nV/1987", "1987-05");
    }

    #[test]
    fn label_styles_with_names_of_months() {
        check("5 May 1987\nMay 5th, 1987\n1987 mayo 5\n5. Mai 1987\n5 травня 1987\nMayo 5 de 1987", "1987-05-05");
        check("Mai 1987\nMay, 1987\n1987. May", "1987-05");
        check("Tue, 5 May 1987\n1987年05月05日", "1987-05-05");
    }

    #[test]
    fn label_styles_in_the_languages_of_the_interface() {
        check(
            "середа, 12 травня 1987 року\nquarta-feira, 12 de maio de 1987\nmercredi 12 mai 1987\nMittwoch, 12. Mai 1987",
            "1987-05-12",
        );
        check(
            "з 12 по 14 травня 1987 р.\ndel 12 al 14 de mayo de 1987\ndu 12 au 14 mai 1987\nde 12 a 14 de maio de 1987",
            "1987-05-12/1987-05-14",
        );
        check("бл. 1987\nблизько 1987 р.", "1987 !approximate");
        check("літо 1987\nverão 1987\nété 1987", "1987 !season");
        check("початок травня 1987\ninicios de mayo de 1987\nAnfang Mai 1987", "1987-05 !part-of-period");
    }

    #[test]
    fn day_ranges() {
        check(
            "12-15.v.1987\n12/15.V.1987\nMay 12-15, 1987\n12 bis 15 Mai 1987\n12. to 15. May 1987",
            "1987-05-12/1987-05-15",
        );
        check("3 May - 5 Jun 1987\nMay 3-June 5, 1987\n3.v-5.vi.1987", "1987-05-03/1987-06-05");
        check("30.IV-2.V.1987\n30.4.-2.5.1987", "1987-04-30/1987-05-02");
        check("May-July 1987\nMay to July 1987", "1987-05/1987-07");
    }

    #[test]
    fn one_day_in_two_calendars_is_doubted() {
        check("11/24 VIII 1903\n11.VIII/24.VIII.1903", "1903-08-11/1903-08-24 !old-and-new-style");
    }

    #[test]
    fn ends_of_different_precision_are_not_understood() {
        check("Au. 1879\nMay 1987 to\nApr. 12 1860-1862\n22 Jul y 1935", "not-understood");
    }

    #[test]
    fn a_day_number_after_a_month_is_not_taken_for_a_month() {
        check("July 6-12 1945", "1945-07-06/1945-07-12");
    }

    #[test]
    fn ranges_across_new_year_start_the_year_before() {
        check("28.xii-3.i.1988", "1987-12-28/1988-01-03 !start-year-inferred");
    }

    #[test]
    fn joined_dates_are_an_interval_with_a_doubt() {
        check("May 16 and June 13, 1878", "1878-05-16/1878-06-13 !several-dates");
    }

    #[test]
    fn day_and_month_as_numbers_follow_the_order() {
        let all = |text| [DateOrder::DayMonth, DateOrder::MonthDay, DateOrder::Ask].map(|order| drawn(text, order));
        assert_eq!(
            all("4/5/1987"),
            ["1987-05-04 !ambiguous-day-month", "1987-04-05 !ambiguous-day-month", "ambiguous"]
        );
        assert_eq!(all("21/12/1978"), ["1978-12-21", "1978-12-21 !against-order", "1978-12-21"]);
        assert_eq!(all("5.5.1987"), ["1987-05-05"; 3]);
    }

    #[test]
    fn mixed_separators_are_not_decided() {
        check("5-7/1987", "ambiguous");
    }

    #[test]
    fn a_month_as_number_beside_a_year() {
        check("7/2008\n2008.7", "2008-07");
        check("7 2008", "2008-07 !numeric-month");
    }

    #[test]
    fn years_with_a_short_second_year() {
        check("1896-97", "1896/1897 !short-year");
        check("1910-11", "1910-11 !maybe-year-range");
        check("1903-22\n1856 - 7\n1901/2\n1854-5", "ambiguous");
    }

    #[test]
    fn the_century_is_never_guessed() {
        check("5 May 87\n5.v.87\n5/5/87\nMay 5 '87\n22.5.22\n10 May '86", "two-digit-year");
    }

    #[test]
    fn what_is_said_to_be_unknown() {
        check("s.d.\nno date\nUnknown\n0000-00-00\n[ ]\n****\nsin fecha\n?", "unknown");
        check("", "empty");
    }

    #[test]
    fn placeholders_lower_the_precision() {
        check("XX NOV 1947\n00/11/1947\n??-Nov-1947", "1947-11");
        check("XX-XX-1995\n**-***-1995", "1995");
        check("23 XXX 1947", "1947 !month-unknown");
    }

    #[test]
    fn doubtful_words_are_kept_as_doubts() {
        check("ca. 1860\n1860 approx", "1860 !approximate");
        check("maybe 1862\n1862?\n1862 (uncertain)", "1862 !uncertain");
        check("[1987]", "1987 !bracketed");
        check("Spring 1872", "1872 !season");
        check("early May 1987", "1987-05 !part-of-period");
    }

    #[test]
    fn days_that_do_not_exist() {
        check("1987-02-30\n31 Sept. 1911\nJune 38, 1939\n30/2/1987\n1987-13-01", "out-of-range");
    }

    #[test]
    fn a_time_of_day_beside_a_label_date() {
        check("3 May 1987 14:30\n3 May 1987, 2:30 pm", "1987-05-03 T870");
        check("3 May 1987 21:00-23:30", "1987-05-03 T1260-1410");
    }

    #[test]
    fn other_words_and_numbers_are_not_understood() {
        check(
            "4 May\n46829\n18.. \nJune 1896-97\n22 July 1935 [23 on Holotype]\nAug 18?7\n1900; 1973",
            "not-understood",
        );
    }

    #[test]
    fn texts_longer_than_a_label_are_refused_at_once() {
        check(&"1".repeat(3_000_000), "not-understood");
    }

    #[test]
    fn days_of_the_year() {
        assert_eq!(day_of_year(1880, 350), Some((12, 15)));
        assert_eq!(day_of_year(1881, 366), None);
        assert_eq!(day_of_year(1880, 0), None);
        assert_eq!(days_in_month(1900, 2), 28);
    }

    #[test]
    fn first_and_last_day() {
        let february = PartialDate::of_month(1988, 2).map(|it| (it.first_day(), it.last_day()));
        assert_eq!(february, Some(((1988, 2, 1), (1988, 2, 29))));
    }
}
