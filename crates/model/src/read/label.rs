//! Reads dates as people write them: words, Roman months, dots, ranges.
//!
//! The text becomes a row of items (numbers, months, years) with a gap before
//! each. A row is either one date or is split once, at a dash or a word such
//! as "to", into two ends of an interval. What fits no pattern is refused.

use super::clock::clock_at;
use super::date::{DateOrder, DateReading, PartialDate, Precision, Unread, days_in_month};
use super::{doubt, fold, months};

/// What stands between two items, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Plain,
    Dot,
    Slash,
    Dash,
    /// A dash with space on both sides.
    WideDash,
    /// "to", "bis", "hasta".
    To,
    /// "and", "&".
    And,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One or two digits.
    Number(u8),
    Month(u8),
    /// Four digits.
    Year(i32),
    /// An apostrophe and two digits.
    Short,
    /// Something that stands for what is not known. `true`: a lone question mark.
    Blank(bool),
    /// Years from first to last.
    Years(i32, i32),
}

#[derive(Debug, Clone, Copy)]
struct Item {
    kind: Kind,
    gap: Gap,
}

type Doubts = Vec<&'static str>;

/// Reads a label-style date. `text` has one kind of dash and apostrophe.
pub(super) fn read(text: &str, order: DateOrder) -> Result<DateReading, Unread> {
    let mut chars: Vec<char> = text.chars().collect();
    let times = take_times(&mut chars)?;
    let rest: String = chars.into_iter().collect();
    let mut row = Row::of(&fold(&rest))?;
    let mut doubts = std::mem::take(&mut row.doubts);
    let (start, end) = row.meaning(order, &mut doubts)?;
    let mut reading = DateReading::new(start, end);
    reading.time_start_minutes = times.first().map(|it| it.0);
    reading.time_end_minutes = times.get(1).map(|it| it.0);
    if let (Some(first), Some(last)) = (times.first(), times.last()) {
        let written: String = text.chars().skip(first.1).take(last.2 - first.1).collect();
        reading.time_text = Some(written.trim().to_owned());
    }
    reading.doubts = doubts;
    Ok(reading)
}

/// Minutes since midnight, where the text of the time starts and ends.
type Time = (u16, usize, usize);

/// Blanks out at most two times of day.
fn take_times(chars: &mut [char]) -> Result<Vec<Time>, Unread> {
    let mut times: Vec<Time> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let inside = at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == ':');
        let found = if inside { None } else { clock_at(chars, at, at > 0 && chars[at - 1] == 'T') };
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let (minutes, end) = found?;
        let mut start = at;
        if at > 0 && matches!(chars[at - 1], 'T' | 't') {
            start -= 1;
        }
        if let Some(&(_, _, before)) = times.last() {
            if times.len() > 1 || !chars[before..start].iter().all(|c| matches!(c, ' ' | '-')) {
                return Err(Unread::NotUnderstood);
            }
            chars[before..start].fill(' ');
        }
        chars[start..end].fill(' ');
        times.push((minutes, start, end));
        at = end;
    }
    Ok(times)
}

/// Words that say nothing about the date: articles, weekdays, zones.
#[rustfmt::skip]
const EMPTY_WORDS: &[&str] = &[
    "the", "of", "de", "del", "den", "der", "dem", "el", "le", "il", "am", "im", "vom", "from", "von", "between",
    "entre", "du", "desde", "year", "month", "day", "date", "on", "at", "in", "ano", "mes", "dia", "jahr", "jahre", "annees", "decada", "mon",
    "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday",
    "sat", "saturday", "sun", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "lundi", "mardi", "mercredi",
    "jeudi", "vendredi", "samedi", "dimanche", "segunda", "terca", "quarta", "quinta", "sexta", "feira", "понеділок",
    "вівторок", "середа", "четвер", "пятниця", "субота", "неділя", "gmt", "utc", "h", "hrs", "uhr", "года", "г", "року", "рік", "р", "рр", "з",
    "від", "ce", "ad",
];

/// Words for what was done on that day: left out, with the doubt `extra-words`.
const DEED_WORDS: &[&str] =
    &["purchased", "collected", "coll", "received", "recd", "leg", "caught", "taken", "killed", "accessioned"];

const TO_WORDS: &[&str] = &[
    "to", "a", "al", "bis", "till", "until", "thru", "through", "au", "hasta", "tot", "til", "do", "ate", "до", "по",
    "fino",
];

const AND_WORDS: &[&str] = &["and", "und", "y", "et", "e", "och", "og", "en", "і", "та", "и"];

#[rustfmt::skip]
const APPROXIMATE_WORDS: &[&str] = &[
    "c", "ca", "circa", "cca", "approx", "approximately", "about", "around", "um", "vers", "hacia", "aprox",
    "ungefahr", "environ", "бл", "близько", "приблизно", "около", "ок",
];

const UNCERTAIN_WORDS: &[&str] =
    &["maybe", "perhaps", "possibly", "probably", "prob", "uncertain", "presumably", "vermutlich", "sic"];

#[rustfmt::skip]
const SEASONS: &[&str] = &[
    "spring", "summer", "autumn", "fall", "winter", "fruhling", "fruhjahr", "sommer", "herbst", "printemps", "ete",
    "automne", "hiver", "primavera", "verano", "otono", "invierno", "verao", "outono", "inverno", "estate", "autunno",
    "var", "host", "hosten", "sommaren", "varen", "весна", "весни", "літо", "літа", "осінь", "осені", "зима", "зими",
];

#[rustfmt::skip]
const PART_WORDS: &[&str] = &[
    "early", "mid", "middle", "late", "beginning", "end", "anfang", "mitte", "ende", "fin", "fines", "debut",
    "inicio", "mediados", "prima", "inicios", "finales", "final", "meados", "fim", "milieu", "початок", "середина",
    "кінець",
];

/// What stands behind a year and makes a decade of it.
const DECADE_ENDINGS: &[&str] = &["er", "-er", "ern", "-ті", "-х", "ті", "х", "-е", "-ые"];

/// What may stand behind the number of a day.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "ten", "ste", "de", "d"];

/// The items of a text, and the doubts met on the way.
struct Row {
    items: Vec<Item>,
    doubts: Doubts,
    gap: Gap,
}

impl Row {
    fn of(text: &str) -> Result<Row, Unread> {
        let chars: Vec<char> = text.chars().collect();
        let mut row = Row { items: Vec::new(), doubts: Vec::new(), gap: Gap::Plain };
        let mut at = 0;
        while at < chars.len() {
            at = row.take(&chars, at)?;
        }
        // "May 1987 to": what follows is missing.
        if row.gap >= Gap::To { Err(Unread::NotUnderstood) } else { Ok(row) }
    }

    fn push(&mut self, kind: Kind) {
        self.items.push(Item { kind, gap: self.gap });
        self.gap = Gap::Plain;
    }

    /// Takes what begins at `at`; returns where the next begins.
    fn take(&mut self, chars: &[char], at: usize) -> Result<usize, Unread> {
        let before = if at == 0 { ' ' } else { chars[at - 1] };
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        match chars[at] {
            c if c.is_ascii_digit() => return self.take_digits(chars, at),
            c if c.is_alphabetic() && !"年月日년월일º°ª".contains(c) => return self.take_word(chars, at),
            '\'' if after.is_ascii_digit() && !before.is_ascii_digit() => return self.take_short(chars, at),
            '-' if before == ' ' && after == ' ' => self.gap = self.gap.max(Gap::WideDash),
            '-' => self.gap = self.gap.max(Gap::Dash),
            '/' | '\\' if before == '/' => return Err(Unread::NotUnderstood),
            '/' | '\\' => self.gap = self.gap.max(Gap::Slash),
            '.' => self.gap = self.gap.max(Gap::Dot),
            '&' | '+' => self.gap = Gap::And,
            '*' => {
                if before != '*' {
                    self.push(Kind::Blank(false));
                }
            }
            '?' if before.is_ascii_digit() && after.is_ascii_digit() => return Err(Unread::NotUnderstood),
            '?' => {
                if !before.is_alphanumeric() && !after.is_alphanumeric() && before != '?' {
                    self.push(Kind::Blank(after != '?'));
                }
                if after != '?' && before != '?' {
                    doubt(&mut self.doubts, "uncertain");
                }
            }
            '~' => doubt(&mut self.doubts, "approximate"),
            '[' | ']' => doubt(&mut self.doubts, "bracketed"),
            ' ' | ',' | ';' | ':' | '_' | '\'' | '"' | '(' | ')' | '!' => {}
            '年' | '月' | '日' | '년' | '월' | '일' | 'º' | '°' | 'ª' => {}
            _ => return Err(Unread::NotUnderstood),
        }
        Ok(at + 1)
    }

    fn take_digits(&mut self, chars: &[char], at: usize) -> Result<usize, Unread> {
        let run: String = chars[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        let end = at + run.len();
        let value: i32 = if run.len() > 8 { -1 } else { run.parse().unwrap_or(-1) };
        match run.len() {
            1 | 2 => {
                self.push(Kind::Number(u8::try_from(value).unwrap_or(u8::MAX)));
                let word: String = chars[end..].iter().take_while(|c| c.is_alphabetic()).collect();
                let skipped = if ORDINALS.contains(&word.as_str()) { word.chars().count() } else { 0 };
                Ok(end + skipped)
            }
            3 if matches!(chars.get(end), Some('-' | '?' | 'x')) && chars.len() == end + 1 && at == 0 => {
                doubt(&mut self.doubts, "decade");
                if chars[end] == '?' {
                    doubt(&mut self.doubts, "uncertain");
                }
                self.push(Kind::Years(value * 10, value * 10 + 9));
                Ok(end + 1)
            }
            4 => Ok(self.take_year(chars, end, value)),
            8 => self.take_packed(value).map(|()| end),
            _ => Err(Unread::NotUnderstood),
        }
    }

    /// A year, or the years of `1980s`, `1980's`, `1980er`, `1980-ті`.
    fn take_year(&mut self, chars: &[char], end: usize, year: i32) -> usize {
        let rest: String = chars[end..].iter().take(4).collect();
        let ending = DECADE_ENDINGS.iter().find(|ending| {
            let length = ending.chars().count();
            rest.starts_with(**ending) && chars.get(end + length).is_none_or(|c| !c.is_alphanumeric())
        });
        if let (Some(ending), 0) = (ending, year % 10) {
            let (name, last) = if year % 100 == 0 { ("decade-or-century", year + 99) } else { ("decade", year + 9) };
            doubt(&mut self.doubts, name);
            self.push(Kind::Years(year, last));
            return end + ending.chars().count();
        }
        let quote = usize::from(chars.get(end) == Some(&'\''));
        let plural =
            chars.get(end + quote) == Some(&'s') && chars.get(end + quote + 1).is_none_or(|c| !c.is_alphanumeric());
        if !plural || year % 10 != 0 {
            self.push(Kind::Year(year));
            return end;
        }
        let (name, last) = if year % 100 == 0 { ("decade-or-century", year + 99) } else { ("decade", year + 9) };
        doubt(&mut self.doubts, name);
        self.push(Kind::Years(year, last));
        end + quote + 1
    }

    /// `19870512`, `12051987`.
    fn take_packed(&mut self, value: i32) -> Result<(), Unread> {
        let small = |it: i32| u8::try_from(it).unwrap_or(u8::MAX);
        let (year, month, day) = (value / 10_000, small(value / 100 % 100), small(value % 100));
        if year >= 1500 && PartialDate::of_day(year, month, day).is_some() {
            self.push(Kind::Year(year));
            self.push(Kind::Month(month));
            self.push(Kind::Number(day));
            return Ok(());
        }
        let (first, second, year) = (small(value / 1_000_000), small(value / 10_000 % 100), value % 10_000);
        if !(1500..=2100).contains(&year) {
            return Err(Unread::NotUnderstood);
        }
        self.push(Kind::Number(first));
        self.push(Kind::Number(second));
        self.push(Kind::Year(year));
        Ok(())
    }

    fn take_short(&mut self, chars: &[char], at: usize) -> Result<usize, Unread> {
        let run = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        if run != 2 {
            return Err(Unread::NotUnderstood);
        }
        self.push(Kind::Short);
        Ok(at + 3)
    }

    fn take_word(&mut self, chars: &[char], at: usize) -> Result<usize, Unread> {
        let word: String = chars[at..].iter().take_while(|c| c.is_alphabetic()).collect();
        let word = word.as_str();
        let end = at + word.chars().count();
        let between = !self.items.is_empty();
        if let Some(month) = months::roman(word).or_else(|| months::month(word)) {
            self.push(Kind::Month(month));
        } else if (2..=4).contains(&word.len()) && word.bytes().all(|b| b == b'x') {
            self.push(Kind::Blank(false));
        } else if TO_WORDS.contains(&word) && between {
            self.gap = Gap::To;
        } else if AND_WORDS.contains(&word) && between {
            self.gap = Gap::And;
        } else if APPROXIMATE_WORDS.contains(&word) {
            doubt(&mut self.doubts, "approximate");
        } else if UNCERTAIN_WORDS.contains(&word) {
            doubt(&mut self.doubts, "uncertain");
        } else if SEASONS.contains(&word) {
            doubt(&mut self.doubts, "season");
        } else if PART_WORDS.contains(&word) {
            doubt(&mut self.doubts, "part-of-period");
        } else if DEED_WORDS.contains(&word) {
            doubt(&mut self.doubts, "extra-words");
        } else if !EMPTY_WORDS.contains(&word) {
            return Err(Unread::NotUnderstood);
        }
        Ok(end)
    }

    /// What the row says, first with lone question marks as unknown parts, then without.
    fn meaning(mut self, order: DateOrder, doubts: &mut Doubts) -> Result<Span, Unread> {
        let first = meaning(&self.items, order, doubts);
        let lone = |item: &Item| item.kind == Kind::Blank(true);
        if first.is_ok() || !self.items.iter().any(lone) {
            return first;
        }
        self.items.retain(|item| !lone(item));
        meaning(&self.items, order, doubts)
    }
}

type Span = (PartialDate, Option<PartialDate>);

/// One letter an item: Number, Month, Year, two-digit Short year, P for a blank, D for a decade.
fn pattern(items: &[Item]) -> String {
    let letter = |item: &Item| match item.kind {
        Kind::Number(0) | Kind::Blank(_) => 'P',
        Kind::Number(32..) | Kind::Short => 'S',
        Kind::Number(_) => 'N',
        Kind::Month(_) => 'M',
        Kind::Year(_) => 'Y',
        Kind::Years(..) => 'D',
    };
    items.iter().map(letter).collect()
}

fn meaning(items: &[Item], order: DateOrder, doubts: &mut Doubts) -> Result<Span, Unread> {
    if items.is_empty() || items.len() > 8 {
        return Err(Unread::NotUnderstood);
    }
    let joined = items.iter().skip(1).any(|item| item.gap >= Gap::To);
    if !joined && let Some(span) = whole(items, order, doubts)? {
        return Ok(span);
    }
    let strengths: [&[Gap]; 3] = [&[Gap::And, Gap::To, Gap::WideDash], &[Gap::Slash], &[Gap::Dash]];
    let mut refusal = None;
    for gaps in strengths {
        let mut found: Option<(Span, Doubts)> = None;
        for at in (1..items.len()).filter(|at| gaps.contains(&items[*at].gap)) {
            let mut own = doubts.clone();
            match between(&items[..at], &items[at..], order, &mut own) {
                Ok(None) => {}
                Ok(Some(span)) if found.as_ref().is_none_or(|it| it.0 == span) => found = Some((span, own)),
                Ok(Some(_)) => return Err(Unread::Ambiguous),
                Err(why) => refusal = refusal.or(Some(why)),
            }
        }
        if let Some((span, own)) = found {
            *doubts = own;
            return Ok(span);
        }
    }
    Err(refusal.unwrap_or_else(|| refused(items)))
}

/// Why a row of no known pattern is refused.
fn refused(items: &[Item]) -> Unread {
    let pattern = pattern(items);
    let ranged = items.iter().skip(1).any(|item| item.gap >= Gap::Dash);
    let no_year = !pattern.contains(['Y', 'D']);
    let short = pattern.contains('S') || pattern.contains("NMN") || pattern.contains("NNN");
    if no_year && (short || (pattern == "MNN" && !ranged)) && pattern.len() > 1 {
        return Unread::TwoDigitYear;
    }
    if !no_year && !ranged && pattern.len() == 3 && pattern.contains('S') && !pattern.contains('D') {
        return Unread::OutOfRange;
    }
    Unread::NotUnderstood
}

fn number(item: Item) -> u8 {
    match item.kind {
        Kind::Number(value) | Kind::Month(value) => value,
        _ => 0,
    }
}

fn year_in(items: &[Item]) -> Option<i32> {
    items.iter().find_map(|item| if let Kind::Year(year) = item.kind { Some(year) } else { None })
}

/// Reads a row that is one date, or one word for several years.
fn whole(items: &[Item], order: DateOrder, doubts: &mut Doubts) -> Result<Option<Span>, Unread> {
    if let [Item { kind: Kind::Years(first, last), .. }] = items {
        return Ok(PartialDate::of_year(*first).map(|start| (start, PartialDate::of_year(*last))));
    }
    let Some(year) = year_in(items) else {
        return Ok(None);
    };
    let pattern = pattern(items);
    if let Some(side) = worded(items, &pattern) {
        return side.date(year).map(|date| Some((date, None))).ok_or(Unread::OutOfRange);
    }
    let date = match pattern.as_str() {
        "NNY" if items[1].gap >= Gap::Dash && items[2].gap < Gap::Dash => return Err(Unread::Ambiguous),
        "NNY" => {
            let (day, month) = day_and_month(number(items[0]), number(items[1]), order, doubts)?;
            PartialDate::of_day(year, month, day)
        }
        "YNN" => PartialDate::of_day(year, number(items[1]), number(items[2])),
        "YN" | "YS" if items[1].gap == Gap::Dash => return year_and_number(year, number(items[1]), doubts),
        "YN" if items[1].gap >= Gap::Slash && may_be_short_year(year, number(items[1])) => {
            return Err(Unread::Ambiguous);
        }
        "NY" | "YN" => {
            if items[1].gap == Gap::Plain {
                doubt(doubts, "numeric-month");
            }
            let month = items.iter().copied().map(number).max().unwrap_or(0);
            PartialDate::of_month(year, month)
        }
        _ => return with_blanks(items, &pattern, year, order, doubts),
    };
    date.map(|date| Some((date, None))).ok_or(Unread::OutOfRange)
}

/// Reads dates with a part that is said to be unknown.
fn with_blanks(
    items: &[Item],
    pattern: &str,
    year: i32,
    order: DateOrder,
    doubts: &mut Doubts,
) -> Result<Option<Span>, Unread> {
    let month = items.iter().copied().map(number).max().unwrap_or(0);
    let date = match (pattern, order) {
        ("PMY" | "MPY" | "YMP" | "YPM" | "YNP", _) => PartialDate::of_month(year, month),
        ("PPY" | "YPP" | "YP" | "PY", _) => PartialDate::of_year(year),
        ("PNY", _) if month > 12 => by_year(year, doubts),
        ("NPY", _) if month > 12 => by_year(year, doubts),
        ("NPY" | "PNY", DateOrder::Ask) => return Err(Unread::Ambiguous),
        ("PNY", DateOrder::DayMonth) | ("NPY", DateOrder::MonthDay) => PartialDate::of_month(year, month),
        ("NPY" | "PNY" | "YPN", _) => by_year(year, doubts),
        _ => return Ok(None),
    };
    date.map(|date| Some((date, None))).ok_or(Unread::OutOfRange)
}

fn by_year(year: i32, doubts: &mut Doubts) -> Option<PartialDate> {
    doubt(doubts, "month-unknown");
    PartialDate::of_year(year)
}

/// `1887-5` is a month, `1880-85` six years, and `1903-22` could be a season.
fn year_and_number(year: i32, short: u8, doubts: &mut Doubts) -> Result<Option<Span>, Unread> {
    let of_century = year % 100;
    match i32::from(short) {
        1..=12 if may_be_short_year(year, short) => Err(Unread::Ambiguous),
        1..=12 => PartialDate::of_month(year, short).map(|date| Some((date, None))).ok_or(Unread::OutOfRange),
        21..=24 => Err(Unread::Ambiguous),
        last if last > of_century => {
            doubt(doubts, "short-year");
            let span = PartialDate::of_year(year).zip(PartialDate::of_year(year - of_century + last));
            span.map(|(first, last)| Some((first, Some(last)))).ok_or(Unread::OutOfRange)
        }
        _ => Err(Unread::NotUnderstood),
    }
}

/// Whether `1856 - 7` may mean the years 1856 and 1857.
fn may_be_short_year(year: i32, number: u8) -> bool {
    let known = if number < 10 { year % 10 } else { year % 100 };
    i32::from(number) > known
}

/// Which of two numbers is the day and which the month: (day, month).
fn day_and_month(first: u8, second: u8, order: DateOrder, doubts: &mut Doubts) -> Result<(u8, u8), Unread> {
    match (first > 12, second > 12) {
        (true, true) => Err(Unread::OutOfRange),
        (true, false) => {
            if order == DateOrder::MonthDay {
                doubt(doubts, "against-order");
            }
            Ok((first, second))
        }
        (false, true) => {
            if order == DateOrder::DayMonth {
                doubt(doubts, "against-order");
            }
            Ok((second, first))
        }
        (false, false) if first == second => Ok((first, second)),
        (false, false) => {
            if order == DateOrder::Ask {
                return Err(Unread::Ambiguous);
            }
            doubt(doubts, "ambiguous-day-month");
            Ok(if order == DateOrder::DayMonth { (first, second) } else { (second, first) })
        }
    }
}

/// One end of an interval that is written in words.
#[derive(Debug, Clone, Copy)]
struct Side {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Side {
    fn date(self, year: i32) -> Option<PartialDate> {
        match (self.month, self.day) {
            (Some(month), Some(day)) => PartialDate::of_day(year, month, day),
            (Some(month), None) => PartialDate::of_month(year, month),
            (None, _) => PartialDate::of_year(year),
        }
    }
}

/// Reads patterns where it is plain which item is day, month or year.
fn worded(items: &[Item], pattern: &str) -> Option<Side> {
    if !matches!(pattern, "M" | "Y" | "NM" | "MN" | "MY" | "YM" | "NMY" | "MNY" | "YMN" | "YNM") {
        return None;
    }
    let mut side = Side { year: year_in(items), month: None, day: None };
    for item in items {
        match item.kind {
            Kind::Month(month) => side.month = Some(month),
            Kind::Number(day) => side.day = Some(day),
            _ => {}
        }
    }
    Some(side)
}

/// Reads two ends of an interval; nothing if the split makes no sense.
fn between(left: &[Item], right: &[Item], order: DateOrder, doubts: &mut Doubts) -> Result<Option<Span>, Unread> {
    let (l, r) = (pattern(left), pattern(right));
    let gap = right[0].gap;
    let slash = gap == Gap::Slash;
    let ends = if let Some(decades) = decades(left, right) {
        Some(decades)
    } else if let (Some(from), Some(to)) = (worded(left, &l), worded(right, &r)) {
        worded_ends(from, to, doubts)
    } else if let (Some(from), Some(to)) = shared_month(left, &l, right, &r) {
        worded_ends(from, to, doubts)
    } else {
        numeric_ends(left, right, order, doubts, slash)?
    };
    if gap == Gap::And && ends.is_some() {
        doubt(doubts, "several-dates");
    }
    match ends {
        Some((Some(start), Some(end))) => {
            if slash && is_one_day_in_two_calendars(start, end) {
                doubt(doubts, "old-and-new-style");
            }
            Ok(Some((start, Some(end))))
        }
        Some(_) => Err(Unread::OutOfRange),
        None => Ok(None),
    }
}

/// Whether `11/24 August 1903` may be one day, Julian and Gregorian.
fn is_one_day_in_two_calendars(start: PartialDate, end: PartialDate) -> bool {
    let days = i32::from(end.day) - i32::from(start.day);
    let months = (end.year - start.year) * 12 + i32::from(end.month) - i32::from(start.month);
    let between = days + if months == 1 { i32::from(days_in_month(start.year, start.month)) } else { 0 };
    let exact = start.precision == Precision::Day && end.precision == Precision::Day;
    exact && (0..=1).contains(&months) && (10..=13).contains(&between) && start.year < 1930
}

type Ends = (Option<PartialDate>, Option<PartialDate>);

/// Intervals of which an end is a decade: from its first year, or to its last.
fn decades(left: &[Item], right: &[Item]) -> Option<Ends> {
    let years = |items: &[Item]| match items {
        [Item { kind: Kind::Years(first, last), .. }] => Some((*first, *last)),
        [Item { kind: Kind::Year(year), .. }] => Some((*year, *year)),
        _ => None,
    };
    let ((first, _), (_, last)) = (years(left)?, years(right)?);
    Some((PartialDate::of_year(first), PartialDate::of_year(last)))
}

/// Sides where a lone number is a day of the other side's month: `12-15 May`, `May 12-15`.
fn shared_month(left: &[Item], l: &str, right: &[Item], r: &str) -> (Option<Side>, Option<Side>) {
    let day = |item: &Item| Some(number(*item));
    match (l, r) {
        ("N", "NMY" | "NM") => {
            let to = worded(right, r);
            (to.map(|to| Side { day: day(&left[0]), year: None, month: to.month }), to)
        }
        ("MN", "NY") => {
            let from = worded(left, l);
            let year = year_in(right);
            (from, from.map(|from| Side { year, day: day(&right[0]), month: from.month }))
        }
        ("YMN", "N") => {
            let from = worded(left, l);
            (from, from.map(|from| Side { day: day(&right[0]), ..from }))
        }
        _ => (None, None),
    }
}

/// Completes each side from the other. Nothing if no year is known.
fn worded_ends(mut from: Side, mut to: Side, doubts: &mut Doubts) -> Option<Ends> {
    let lends_year = from.year.is_none();
    match (from.year, to.year) {
        (_, Some(_)) => {}
        (Some(year), None) => to.year = Some(year),
        (None, None) => return None,
    }
    let year = to.year?;
    from.year = from.year.or(Some(year));
    if from.month.is_some() != to.month.is_some() {
        return None;
    }
    let (mut start, end) = (from.date(from.year?), to.date(year));
    if let (true, Some(first), Some(last)) = (lends_year, start, end)
        && first.month > last.month
    {
        start = from.date(year - 1);
        doubt(doubts, "start-year-inferred");
    }
    Some((start, end))
}

/// Intervals where day and month are numbers.
fn numeric_ends(
    left: &[Item],
    right: &[Item],
    order: DateOrder,
    doubts: &mut Doubts,
    slash: bool,
) -> Result<Option<Ends>, Unread> {
    let (l, r) = (pattern(left), pattern(right));
    let n = |items: &[Item], at: usize| items.get(at).copied().map_or(0, number);
    let (from, to) = match (l.as_str(), r.as_str()) {
        ("NNY", "NNY") | ("NN", "NNY") if !(slash && l == "NN") => {
            let proven = settled(left).or(settled(right));
            let known = proven.unwrap_or(order);
            let doubts = if proven.is_some() { &mut Vec::new() } else { &mut *doubts };
            let (day, month) = day_and_month(n(left, 0), n(left, 1), known, doubts)?;
            let (last_day, last_month) = day_and_month(n(right, 0), n(right, 1), known, doubts)?;
            let side = |day, month, year| Side { year, month: Some(month), day: Some(day) };
            (side(day, month, year_in(left)), side(last_day, last_month, year_in(right)))
        }
        ("N", "NNY") if !slash && order != DateOrder::MonthDay => {
            let month = n(right, 1);
            if n(right, 0) <= 12 {
                if order == DateOrder::Ask {
                    return Err(Unread::Ambiguous);
                }
                doubt(doubts, "ambiguous-day-month");
            }
            let side = |day, year| Side { year, month: Some(month), day: Some(day) };
            (side(n(left, 0), None), side(n(right, 0), year_in(right)))
        }
        ("NN", "NY") if !slash => {
            if n(right, 0) <= 12 {
                return Err(Unread::Ambiguous);
            }
            let side = |day, year| Side { year, month: Some(n(left, 0)), day: Some(day) };
            (side(n(left, 1), None), side(n(right, 0), year_in(right)))
        }
        ("NY", "NY") => {
            let side = |items: &[Item]| Side { year: year_in(items), month: Some(n(items, 0)), day: None };
            (side(left), side(right))
        }
        ("YN", "YN") => {
            let side = |items: &[Item]| Side { year: year_in(items), month: Some(n(items, 1)), day: None };
            (side(left), side(right))
        }
        ("YNN", "YNN" | "NN" | "N") => {
            let year = year_in(left);
            let first = Side { year, month: Some(n(left, 1)), day: Some(n(left, 2)) };
            let last = match r.len() {
                3 => Side { year: year_in(right), month: Some(n(right, 1)), day: Some(n(right, 2)) },
                2 => Side { year, month: Some(n(right, 0)), day: Some(n(right, 1)) },
                _ => Side { day: Some(n(right, 0)), ..first },
            };
            (first, last)
        }
        _ => return Ok(None),
    };
    Ok(worded_ends(from, to, doubts))
}

/// The order that a date in numbers itself proves.
fn settled(items: &[Item]) -> Option<DateOrder> {
    let (first, second) = (number(*items.first()?), number(*items.get(1)?));
    match (first > 12, second > 12) {
        (true, false) => Some(DateOrder::DayMonth),
        (false, true) => Some(DateOrder::MonthDay),
        _ => None,
    }
}
