//! Reads elevations and depths, and puts them in metres.

use super::{Exact, LONGEST, decimal_text, doubt, fold, is_longer, without_trailing_zeros};

/// What a text says about an elevation or a depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetreRange {
    /// Metres, the lower value: as written if the text has metres, otherwise
    /// rounded to 0.1 m. Negative below the sea.
    pub min: String,
    /// The higher value, in metres, if there are two.
    pub max: Option<String>,
    /// The unit of the text: `m`, `ft`, `fathoms`, `km`, `yd`. Nothing if the
    /// text has none and metres are assumed.
    pub unit_text: Option<&'static str>,
    /// What somebody should look at. One or more of:
    /// `approximate`, `range-reversed`, `thousands-separator`, `two-units`, `uncertain`,
    /// `unit-missing`, `unlikely-elevation`.
    pub doubts: Vec<&'static str>,
}

/// Why a text is not read as an elevation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnreadElevation {
    /// There is no text.
    Empty,
    /// The text can be read in two ways, such as `1.200 m`.
    Ambiguous,
    /// Farther than 12,000 m from the level of the sea.
    OutOfRange,
    /// The text is no elevation that we know how to read.
    NotUnderstood,
}

impl UnreadElevation {
    /// One sentence for the person who wrote the text.
    pub fn words(self) -> &'static str {
        match self {
            UnreadElevation::Empty => "There is no elevation.",
            UnreadElevation::Ambiguous => "This elevation can be read in two ways.",
            UnreadElevation::OutOfRange => "There is no such height or depth on Earth.",
            UnreadElevation::NotUnderstood => "This is not understood as an elevation.",
        }
    }

    /// A stable name in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            UnreadElevation::Empty => "empty",
            UnreadElevation::Ambiguous => "ambiguous",
            UnreadElevation::OutOfRange => "out-of-range",
            UnreadElevation::NotUnderstood => "not-understood",
        }
    }
}

/// A unit of length: `multiplier / divisor` metres.
struct Unit {
    name: &'static str,
    words: &'static [&'static str],
    multiplier: i128,
    divisor: i128,
}

/// The units, folded words without dots. A lone `f` could be feet or fathoms and is none.
#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        name: "m",
        words: &[
            "m", "mt", "mts", "mtr", "mtrs", "meter", "meters", "metre", "metres", "metro", "metros", "metri", "metr",
            "metrow", "msnm", "masl", "mnn", "mnpm", "moh", "mum", "metrer", "metrov", "м", "метр", "метров",
            "метрив",
        ],
        multiplier: 1,
        divisor: 1,
    },
    Unit {
        name: "ft",
        words: &["ft", "feet", "foot", "fuss", "fuß", "pies", "pie", "pieds", "fot", "pes", "'"],
        multiplier: 3_048,
        divisor: 10_000,
    },
    Unit {
        name: "fathoms",
        words: &["fathom", "fathoms", "fm", "fms", "fath", "fth", "fthms", "faden"],
        multiplier: 18_288,
        divisor: 10_000,
    },
    Unit {
        name: "km",
        words: &["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"],
        multiplier: 1_000,
        divisor: 1,
    },
    Unit { name: "yd", words: &["yd", "yds", "yard", "yards"], multiplier: 9_144, divisor: 10_000 },
];

/// Words that add nothing: the level of the sea, the name of the field.
#[rustfmt::skip]
const EMPTY_WORDS: &[&str] = &[
    "asl", "a", "s", "l", "m", "snm", "n", "elev", "elevation", "el", "alt", "altitude", "altitud", "hohe", "height",
    "depth", "above", "below", "sea", "level", "over", "uber", "u", "the", "of", "sobre", "nivel", "del", "mar", "in",
    "from", "between", "de", "von", "at", "to", "deep", "nn", "zwischen", "entre", "h", "o", "p", "hav", "havet", "d",
];

#[rustfmt::skip]
const APPROXIMATE_WORDS: &[&str] = &[
    "c", "ca", "cca", "circa", "about", "approx", "approximately", "around", "near", "ungefahr", "etwa", "est",
    "aprox", "environ",
];

const TO_WORDS: &[&str] = &["to", "bis", "a", "hasta", "till", "until", "and", "og", "do", "до"];

const SEA_LEVEL: &[&str] = &["sealevel", "sea level", "s.l.", "meereshohe", "nivel del mar", "at sea level"];

/// Reads an elevation or depth, or a range of them.
///
/// A unit after the last number holds for both. Without a unit metres are
/// assumed, with a doubt. A comma before exactly three digits separates
/// thousands, with a doubt; a dot there could be either and is refused.
///
/// # Errors
///
/// See [`UnreadElevation`]; a text of more than 500 characters is `NotUnderstood`.
///
/// Source: Darwin Core `verbatimElevation`; GBIF's `MeterRangeParser`. The
/// international foot has 0.3048 m, the fathom six feet.
pub fn elevation(text: &str) -> Result<MetreRange, UnreadElevation> {
    if is_longer(text, LONGEST) {
        return Err(UnreadElevation::NotUnderstood);
    }
    let plain: String = fold(text).chars().map(one_kind).collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return Err(UnreadElevation::Empty);
    }
    let (plain, second) = match plain.split_once(['(', '[']) {
        Some((first, inner)) if !first.trim().is_empty() => (first, inner.strip_suffix([')', ']'])),
        Some(_) | None => (plain, None),
    };
    let mut range = statement(plain)?;
    if let Some(second) = second {
        let other = statement(second)?;
        if !agree(&range.min, &other.min) || !agree(highest(&range), highest(&other)) {
            return Err(UnreadElevation::Ambiguous);
        }
        if other.unit_text == Some("m") {
            range = other;
        }
        doubt(&mut range.doubts, "two-units");
    }
    Ok(range)
}

fn one_kind(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '’' | '′' | '´' | '`' => '\'',
        '≈' | '±' => '~',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn highest(range: &MetreRange) -> &str {
    range.max.as_deref().unwrap_or(&range.min)
}

/// Whether two values in metres differ by no more than rounding to tens would explain.
fn agree(a: &str, b: &str) -> bool {
    let (a, b): (f64, f64) = (a.parse().unwrap_or(0.0), b.parse().unwrap_or(0.0));
    (a - b).abs() <= 10.0f64.max(a.abs() * 0.03)
}

/// A value as written: its sign and digits, and the unit behind it.
#[derive(Clone, Copy)]
struct Value {
    negative: bool,
    exact: Exact,
    unit: Option<usize>,
}

/// Reads one value or two, with their unit.
fn statement(text: &str) -> Result<MetreRange, UnreadElevation> {
    let mut doubts = Vec::new();
    let mut values = values(text, &mut doubts)?;
    let last = values.last().and_then(|it| it.unit);
    let first = values.first().and_then(|it| it.unit);
    let zero = values.iter().all(|it| it.exact.units == 0);
    let unit = last.or(first.filter(|_| zero));
    if first.is_some() && first != unit {
        return Err(UnreadElevation::NotUnderstood);
    }
    if unit.is_none() && !(zero && values.len() == 1) {
        doubt(&mut doubts, "unit-missing");
    }
    let unit = unit.and_then(|at| UNITS.get(at));
    if values.len() == 2 && below(&values[1], &values[0]) {
        values.reverse();
        doubt(&mut doubts, "range-reversed");
    }
    let mut metres = Vec::new();
    for value in &values {
        metres.push(in_metres(value, unit, &mut doubts)?);
    }
    let max = metres.get(1).filter(|it| **it != metres[0]).cloned();
    let min = metres.into_iter().next().ok_or(UnreadElevation::NotUnderstood)?;
    Ok(MetreRange { min, max, unit_text: unit.map(|it| it.name), doubts })
}

fn below(a: &Value, b: &Value) -> bool {
    let signed = |it: &Value, other: &Value| {
        let units = it.exact.units * 10i128.pow(other.exact.scale);
        if it.negative { -units } else { units }
    };
    signed(a, b) < signed(b, a)
}

fn in_metres(value: &Value, unit: Option<&Unit>, doubts: &mut Vec<&'static str>) -> Result<String, UnreadElevation> {
    let (multiplier, divisor) = unit.map_or((1, 1), |it| (it.multiplier, it.divisor));
    let tenths = value.exact.ratio(multiplier, divisor, 1);
    let rounded: f64 = tenths.parse().map_err(|_| UnreadElevation::OutOfRange)?;
    if rounded > 12_000.0 {
        return Err(UnreadElevation::OutOfRange);
    }
    if rounded > 9_000.0 || (value.negative && rounded > 500.0) {
        doubt(doubts, "unlikely-elevation");
    }
    let text = if (multiplier, divisor) == (1, 1) {
        decimal_text(value.exact.units, value.exact.scale)
    } else {
        without_trailing_zeros(&tenths).to_owned()
    };
    let minus = if value.negative && value.exact.units != 0 { "-" } else { "" };
    Ok(format!("{minus}{text}"))
}

/// The one or two values of a text.
fn values(text: &str, doubts: &mut Vec<&'static str>) -> Result<Vec<Value>, UnreadElevation> {
    let text = SEA_LEVEL.iter().fold(text.to_owned(), |text, words| match text.strip_prefix(words) {
        Some(rest) => format!("0{rest}"),
        None => text,
    });
    let chars: Vec<char> = text.chars().collect();
    let mut values: Vec<Value> = Vec::new();
    let mut joined = true;
    let mut negative = false;
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c.is_ascii_digit() {
            let (exact, end) = number(&chars, at, doubts)?;
            if !joined || values.len() == 2 || exact.units > 10i128.pow(12) {
                return Err(if exact.units > 10i128.pow(9) {
                    UnreadElevation::OutOfRange
                } else {
                    UnreadElevation::NotUnderstood
                });
            }
            values.push(Value { negative, exact, unit: None });
            (joined, negative) = (false, false);
            at = end;
            continue;
        }
        if c.is_alphabetic() || c == '\'' {
            at = word(&chars, at, &mut values, &mut joined, doubts)?;
            continue;
        }
        match c {
            '-' if values.is_empty() || joined => negative = true,
            '-' | '/' => joined = true,
            '~' if values.is_empty() => doubt(doubts, "approximate"),
            '?' => doubt(doubts, "uncertain"),
            '+' if values.is_empty() => {}
            ' ' | '.' | ',' | ':' | ';' | '"' | '=' | ')' | ']' | '(' | '[' => {}
            _ => return Err(UnreadElevation::NotUnderstood),
        }
        at += 1;
    }
    if values.is_empty() || (joined && values.len() == 1) { Err(UnreadElevation::NotUnderstood) } else { Ok(values) }
}

fn word(
    chars: &[char],
    at: usize,
    values: &mut [Value],
    joined: &mut bool,
    doubts: &mut Vec<&'static str>,
) -> Result<usize, UnreadElevation> {
    let long = chars[at..].iter().take_while(|c| c.is_alphabetic()).count().max(1);
    let mut word: String = chars[at..at + long].iter().collect();
    let mut end = at + long;
    if let Some(dotted) = spelled(chars, at) {
        word = dotted.0;
        end = dotted.1;
    }
    let word = word.as_str();
    let unit = UNITS.iter().position(|unit| unit.words.contains(&word));
    if let (Some(value), Some(unit)) = (values.last_mut(), unit)
        && value.unit.is_none()
        && !*joined
    {
        value.unit = Some(unit);
    } else if !values.is_empty() && !*joined && values.len() == 1 && TO_WORDS.contains(&word) && more_digits(chars, end)
    {
        *joined = true;
    } else if APPROXIMATE_WORDS.contains(&word) && (values.is_empty() || *joined) {
        doubt(doubts, "approximate");
    } else if !EMPTY_WORDS.contains(&word) {
        return Err(UnreadElevation::NotUnderstood);
    }
    Ok(end)
}

fn more_digits(chars: &[char], at: usize) -> bool {
    chars[at..].iter().any(char::is_ascii_digit)
}

/// Letters with dots between that are one unit, such as `m.s.n.m.` and `m.a.s.l.`.
fn spelled(chars: &[char], at: usize) -> Option<(String, usize)> {
    let letters: String = chars[at..].iter().take(8).collect();
    for (written, means) in
        [("m.s.n.m", "msnm"), ("m.a.s.l", "masl"), ("m.s.m", "m"), ("m s n m", "msnm"), ("m a s l", "masl")]
    {
        if letters.starts_with(written) {
            return Some((means.to_owned(), at + written.len()));
        }
    }
    None
}

/// A number with decimals and separated thousands.
fn number(chars: &[char], at: usize, doubts: &mut Vec<&'static str>) -> Result<(Exact, usize), UnreadElevation> {
    let digits_from =
        |at: usize| chars.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count());
    let text = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let mut end = at + digits_from(at);
    let mut whole = text(at, end);
    let mut separator = None;
    while let Some(&c @ (',' | ' ' | '\'' | '.')) = chars.get(end)
        && digits_from(end + 1) == 3
        && whole.len() <= 3 * (1 + usize::from(separator.is_some()))
        && !whole.starts_with('0')
        && separator.is_none_or(|it| it == c)
    {
        if c == '.' && separator.is_none() {
            return Err(UnreadElevation::Ambiguous);
        }
        whole.push_str(&text(end + 1, end + 4));
        end += 4;
        separator = Some(c);
    }
    if separator == Some(',') {
        doubt(doubts, "thousands-separator");
    }
    let mut fraction = String::new();
    if let Some('.' | ',') = chars.get(end)
        && separator.is_none_or(|it| chars.get(end) != Some(&it))
        && digits_from(end + 1) > 0
    {
        let last = end + 1 + digits_from(end + 1);
        fraction = text(end + 1, last);
        end = last;
    }
    let exact = Exact::parse(&whole, &fraction).ok_or(UnreadElevation::OutOfRange)?;
    Ok((exact, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of `texts` (one a line) reads as `expect`: metres, unit and doubts, or the refusal.
    #[track_caller]
    fn check(texts: &str, expect: &str) {
        for text in texts.lines() {
            let is = elevation(text).map_or_else(
                |why| why.name().to_owned(),
                |it| {
                    let max = it.max.map(|max| format!("..{max}")).unwrap_or_default();
                    let doubts: String = it.doubts.iter().map(|name| format!(" !{name}")).collect();
                    format!("{}{max} {}{doubts}", it.min, it.unit_text.unwrap_or("-"))
                },
            );
            assert_eq!(is, expect, "{text}");
        }
    }

    #[test]
    fn metres_stay_as_written() {
        check(
            "300m\n300 m\n300 metres\n300 m a.s.l.\n300 msnm\n300 m.s.n.m.\nelev. 300 m\n300 m ü. NN\n300 м",
            "300 m",
        );
        check("12.50 m\n12,50 m", "12.50 m");
        check("-12 m\n−12 m", "-12 m");
    }

    #[test]
    fn ranges_share_the_last_unit() {
        check(
            "1000-1200 m\n1000 - 1200 m\n1000 m - 1200 m\n1000 to 1200 m\n1000 bis 1200 m\n1000–1200m",
            "1000..1200 m",
        );
        check("1200-1000 m", "1000..1200 m !range-reversed");
        check("-100 - -50 m", "-100..-50 m");
        check("300-300 m", "300 m");
    }

    #[test]
    fn other_units_are_converted_to_tenths_of_metres() {
        check("1000-1200 ft", "304.8..365.8 ft");
        check("12ft\n12 feet\n12'\n12 pies", "3.7 ft");
        check("30 fathoms\n30 fm", "54.9 fathoms");
        check("1.5 km", "1500 km");
        check("sea level", "0 -");
        check("sea level-4m\n0-4 m", "0..4 m");
    }

    #[test]
    fn thousands_may_be_separated() {
        check("1,200 m", "1200 m !thousands-separator");
        check("1 200 m\n1'200 m", "1200 m");
        check("1.200 m", "ambiguous");
        check("1,000-1,200 ft", "304.8..365.8 ft !thousands-separator");
    }

    #[test]
    fn doubts_are_named() {
        check("ca 300 m\nca. 300 m\n~300 m\nabout 300 m\nc. 300m", "300 m !approximate");
        check("300 m?", "300 m !uncertain");
        check("300", "300 - !unit-missing");
        check("10000 m", "10000 m !unlikely-elevation");
    }

    #[test]
    fn two_statements_must_agree() {
        check("1000 ft (305 m)\n305 m (1000 ft)", "305 m !two-units");
        check("1000 ft (900 m)", "ambiguous");
    }

    #[test]
    fn what_is_not_understood() {
        check("booya\n3280f\n300m-1000ft\n300 m 400 m\n<300 m\n300 - m\n300 m north of Rome", "not-understood");
        check("4061987 m\n100000000000", "out-of-range");
        check(" ", "empty");
        check(&"1".repeat(3_000_000), "not-understood");
        check(&"1".repeat(400), "out-of-range");
    }
}
