//! Reads geographic coordinates: one value, or a pair in one cell.
//!
//! Degrees with decimals, degrees and minutes, degrees, minutes and seconds;
//! in pairs also UTM and MGRS. Letters of the four directions stand before or
//! after the number, in English, German, Spanish, French, Portuguese or
//! Italian. A text that says one thing twice and differently, or can be read
//! in two ways, is refused by name: nothing is flipped or guessed.

use super::symbols::{Comma, Direction, Mark, Token, comma_in_pair, has_decimal_comma, tokens};
use super::{Exact, LONGEST, doubt, grid, is_longer, without_trailing_zeros};

/// Which of the two coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// −90 to 90 degrees, north is positive.
    Latitude,
    /// −180 to 180 degrees, east is positive.
    Longitude,
}

/// How the degrees were written. The numbers are Specify's, as they stand in
/// `srcLatLongUnit` and `originalLatLongUnit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Degrees with decimals, and grid references.
    Decimal = 0,
    /// Degrees, minutes and seconds.
    Dms = 1,
    /// Degrees and minutes.
    Dm = 2,
}

/// What a text says about one coordinate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoordReading {
    /// Decimal degrees, south and west negative, at most 10 digits after the
    /// point. Digit for digit as written if the text had decimal degrees, else
    /// the exact value, rounded half away from zero and without trailing zeros.
    pub decimal: String,
    /// How the degrees were written.
    pub unit: Unit,
    /// What somebody should look at. One or more of:
    /// `datum-not-shifted`, `direction-missing`, `grid-square`, `longitude-first`, `packed`, `rounded`,
    /// `swapped-order`, `unequal-precision`, `whole-degrees`.
    pub doubts: Vec<&'static str>,
}

/// What a text says about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairReading {
    /// North or south.
    pub latitude: CoordReading,
    /// East or west.
    pub longitude: CoordReading,
    /// The geodetic datum that the text names, in its usual spelling. The
    /// values are not shifted to another datum.
    pub datum: Option<&'static str>,
}

/// Why a text is not read as a coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnreadCoord {
    /// There is no text.
    Empty,
    /// The text can be read in two ways, such as `O` for Oeste or Ost.
    Ambiguous,
    /// A sign and a direction together, as in `-39 S`.
    Contradiction,
    /// A direction of the other axis, such as `E` for a latitude.
    WrongAxis,
    /// More than 90 or 180 degrees, 60 minutes or 60 seconds, or outside the grid.
    OutOfRange,
    /// The text is no coordinate that we know how to read.
    NotUnderstood,
}

impl UnreadCoord {
    /// One sentence for the person who wrote the text.
    pub fn words(self) -> &'static str {
        match self {
            UnreadCoord::Empty => "There is no coordinate.",
            UnreadCoord::Ambiguous => "This coordinate can be read in two ways.",
            UnreadCoord::Contradiction => "The sign and the letter of this coordinate may contradict each other.",
            UnreadCoord::WrongAxis => "Latitude and longitude seem to be mixed up.",
            UnreadCoord::OutOfRange => "There is no such degree, minute, second or grid square.",
            UnreadCoord::NotUnderstood => "This is not understood as a coordinate.",
        }
    }

    /// A stable name in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            UnreadCoord::Empty => "empty",
            UnreadCoord::Ambiguous => "ambiguous",
            UnreadCoord::Contradiction => "contradiction",
            UnreadCoord::WrongAxis => "wrong-axis",
            UnreadCoord::OutOfRange => "out-of-range",
            UnreadCoord::NotUnderstood => "not-understood",
        }
    }
}

/// Reads one coordinate.
///
/// # Errors
///
/// See [`UnreadCoord`]; a text of more than 500 characters is `NotUnderstood`.
///
/// Source: Specify 7, `workbench/upload/parse.py` and `utils/latLong.ts`, which
/// multiply `-39 S` to plus 39; here it is a `Contradiction`.
pub fn coordinate(text: &str, axis: Axis) -> Result<CoordReading, UnreadCoord> {
    coordinate_as(text, axis, LetterO::Ask)
}

/// Like [`coordinate`], for somebody of whom it is known what they mean by `O`. A text that tells it itself goes before.
///
/// # Errors
///
/// As [`coordinate`].
pub fn coordinate_as(text: &str, axis: Axis, letter_o: LetterO) -> Result<CoordReading, UnreadCoord> {
    let text = plain(text)?;
    let comma = if has_decimal_comma(&text) { Comma::Decimal } else { Comma::Separator };
    let tokens = tokens(&text, comma)?;
    read_one(&tokens, Some(axis), west_or_east(&text).or(letter_o.direction())).map(|one| one.reading)
}

/// What a lone `O` stands for where the other words of a text do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterO {
    /// Nobody knows: the text is `Ambiguous`.
    Ask,
    /// Oeste, Ouest, Ovest.
    West,
    /// Ost.
    East,
}

impl LetterO {
    fn direction(self) -> Option<Direction> {
        match self {
            LetterO::Ask => None,
            LetterO::West => Some(Direction::West),
            LetterO::East => Some(Direction::East),
        }
    }
}

/// Reads a latitude and a longitude from one text.
///
/// Without letters the latitude comes first, unless it could not be one. UTM
/// and MGRS are computed on the WGS84 ellipsoid; a square becomes its middle.
///
/// # Errors
///
/// See [`UnreadCoord`]; a text of more than 500 characters is `NotUnderstood`.
pub fn pair(text: &str) -> Result<PairReading, UnreadCoord> {
    pair_as(text, LetterO::Ask)
}

/// Like [`pair`], for somebody of whom it is known what they mean by `O`. A text that tells it itself goes before.
///
/// # Errors
///
/// As [`pair`].
pub fn pair_as(text: &str, letter_o: LetterO) -> Result<PairReading, UnreadCoord> {
    let text = plain(text)?;
    let (text, datum) = without_datum(&text);
    let (text, is_point) = without_wrapping(&text);
    let text = text.to_owned();
    if let Some(outcome) = grid::read(&text) {
        let (mut latitude, mut longitude) = outcome?;
        if datum.is_some_and(|it| !matches!(it, "WGS84" | "ETRS89" | "GDA94" | "GDA2020" | "NAD83" | "SIRGAS2000")) {
            doubt(&mut latitude.doubts, "datum-not-shifted");
            doubt(&mut longitude.doubts, "datum-not-shifted");
        }
        return Ok(PairReading { latitude, longitude, datum });
    }
    let tokens = tokens(&text, comma_in_pair(&text)?)?;
    let (first, second) = halves(&tokens, letter_behind_number(&text))?;
    let o_means = west_or_east(&text).or(letter_o.direction());
    let (first, second) = (read_one(first, None, o_means)?, read_one(second, None, o_means)?);
    let has_axes = first.axis.is_some() || second.axis.is_some();
    // In well-known text and its like the longitude stands first.
    let (first, second) = if is_point && !has_axes { (second, first) } else { (first, second) };
    let (latitude, longitude) = assigned(first, second)?;
    if is_point && latitude.doubts.contains(&"swapped-order") {
        return Err(UnreadCoord::OutOfRange);
    }
    Ok(PairReading { latitude, longitude, datum })
}

/// One kind of each mark, and nothing at the ends.
fn plain(text: &str) -> Result<String, UnreadCoord> {
    if is_longer(text, LONGEST) {
        return Err(UnreadCoord::NotUnderstood);
    }
    let marked = text.chars().map(|c| match c {
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' | 'ʼ' | '‛' | '‵' => '\'',
        '″' | '”' | '“' | '‟' | '„' | 'ʺ' | '˝' | '¨' => '"',
        'º' | '˚' | '*' | 'ª' | '⁰' | '§' | '∘' | 'ᵒ' | '᾿' => '°',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let text = marked.collect::<String>().replace("''", "\"");
    let text = text.trim().trim_end_matches(['.', ',', ';', ' ']);
    if text.is_empty() { Err(UnreadCoord::Empty) } else { Ok(text.to_owned()) }
}

/// Names of datums in texts, longest first, and their usual spelling.
const DATUMS: &[(&str, &str)] = &[
    ("world geodetic system 1984", "WGS84"),
    ("epsg:4326", "WGS84"),
    ("wgs 1984", "WGS84"),
    ("wgs1984", "WGS84"),
    ("wgs-84", "WGS84"),
    ("wgs 84", "WGS84"),
    ("wgs84", "WGS84"),
    ("nad 27", "NAD27"),
    ("nad-27", "NAD27"),
    ("nad27", "NAD27"),
    ("nad 83", "NAD83"),
    ("nad-83", "NAD83"),
    ("nad83", "NAD83"),
    ("etrs89", "ETRS89"),
    ("etrs 89", "ETRS89"),
    ("gda2020", "GDA2020"),
    ("gda94", "GDA94"),
    ("agd66", "AGD66"),
    ("agd84", "AGD84"),
    ("ed 50", "ED50"),
    ("ed50", "ED50"),
    ("sirgas 2000", "SIRGAS2000"),
    ("sirgas2000", "SIRGAS2000"),
    ("sad69", "SAD69"),
    ("psad56", "PSAD56"),
    ("osgb36", "OSGB36"),
    ("twd67", "TWD67"),
    ("twd97", "TWD97"),
];

/// Takes brackets off around a whole pair, and what says that it is a point: `POINT(…)`, with the longitude first, and
/// `geo:…`, with the latitude first. Returns whether the longitude stands first.
fn without_wrapping(text: &str) -> (&str, bool) {
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let (inner, is_point) = match (starts("point"), starts("geo:")) {
        (true, _) => (text[5..].trim_start(), true),
        (_, true) => (&text[4..], false),
        _ => (text, false),
    };
    for (open, close) in [('(', ')'), ('[', ']')] {
        let bare = inner.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(bare) = bare.filter(|bare| !bare.contains([open, close])) {
            return (bare.trim(), is_point);
        }
    }
    if is_point { (text, false) } else { (inner, false) }
}

/// Takes the name of a datum out of the text.
fn without_datum(text: &str) -> (String, Option<&'static str>) {
    let lower = text.to_ascii_lowercase();
    for (written, usual) in DATUMS {
        if let Some(at) = lower.find(written) {
            let rest = format!("{} {}", &text[..at], &text[at + written.len()..]).replace("( )", "");
            return (rest.trim_matches([' ', ',', ';']).to_owned(), Some(usual));
        }
    }
    (text.to_owned(), None)
}

/// Which word for a direction `O` stands for, if the other words of the text tell.
fn west_or_east(text: &str) -> Option<Direction> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let any = |of: &[&str]| words.iter().any(|word| of.contains(word));
    let romance = any(&[
        "norte",
        "sur",
        "sul",
        "grados",
        "graus",
        "gradi",
        "minutos",
        "segundos",
        "minuti",
        "secondi",
        "degrés",
        "degres",
        "secondes",
        "latitud",
        "longitud",
        "latitudine",
        "longitudine",
        "latitude",
        "oeste",
        "ouest",
        "leste",
        "este",
    ]);
    let german = any(&["süd", "nördlich", "südlich", "grad", "minuten", "sekunden", "breite", "länge", "br"]);
    match (romance, german) {
        (true, false) => Some(Direction::West),
        (false, true) => Some(Direction::East),
        _ => None,
    }
}

/// One coordinate, before it is known of which axis it is.
struct One {
    reading: CoordReading,
    axis: Option<Axis>,
    signed: bool,
}

/// Reads the tokens of one coordinate. Without `axis`, up to 180 degrees pass.
fn read_one(tokens: &[Token], axis: Option<Axis>, o_means: Option<Direction>) -> Result<One, UnreadCoord> {
    let mut axis = axis;
    let mut rest = trimmed(tokens, &Token::Separator);
    while let Some((Token::Label(label), tail)) = rest.split_first() {
        if axis.is_some_and(|it| it != *label) {
            return Err(UnreadCoord::WrongAxis);
        }
        axis = Some(*label);
        rest = trimmed(tail, &Token::Colon);
    }
    let (direction, rest) = match rest {
        [Token::Direction(first), tail @ ..] => (Some(*first), trimmed(tail, &Token::Colon)),
        [head @ .., Token::Direction(last)] => (Some(*last), head),
        all => (None, all),
    };
    let direction = match direction {
        Some(Direction::WestOrEast) if axis == Some(Axis::Latitude) => return Err(UnreadCoord::WrongAxis),
        Some(Direction::WestOrEast) => Some(o_means.ok_or(UnreadCoord::Ambiguous)?),
        other => other,
    };
    if let Some(direction) = direction {
        if axis.is_some_and(|it| it != direction.axis()) {
            return Err(UnreadCoord::WrongAxis);
        }
        axis = Some(direction.axis());
    }
    let (negative, rest) = match rest {
        [Token::Minus, tail @ ..] => (true, tail),
        [Token::Plus, tail @ ..] => (false, tail),
        all => (false, all),
    };
    if negative && direction.is_some() {
        return Err(UnreadCoord::Contradiction);
    }
    let numbers = numbers(rest)?;
    let south_or_west = matches!(direction, Some(Direction::South | Direction::West));
    let limit = if axis == Some(Axis::Latitude) { 90 } else { 180 };
    let (value, unit, doubts) = match packed(&numbers, direction) {
        Some(parts) => {
            let (value, unit, mut doubts) = degrees(&parts, limit)?;
            doubt(&mut doubts, "packed");
            (value, unit, doubts)
        }
        None => degrees(&numbers, limit)?,
    };
    let zero = value.bytes().all(|b| matches!(b, b'0' | b'.'));
    let minus = if (negative || south_or_west) && !zero { "-" } else { "" };
    let reading = CoordReading { decimal: format!("{minus}{value}"), unit, doubts };
    Ok(One { reading, axis, signed: negative || rest.len() < tokens.len() })
}

/// Takes one kind of token off both ends.
fn trimmed<'a>(mut tokens: &'a [Token], kind: &Token) -> &'a [Token] {
    while let [first, tail @ ..] = tokens
        && first == kind
    {
        tokens = tail;
    }
    while let [head @ .., last] = tokens
        && last == kind
    {
        tokens = head;
    }
    tokens
}

type Digits = (String, Option<String>);

/// The one, two or three numbers; their marks must stand in order.
fn numbers(tokens: &[Token]) -> Result<Vec<Digits>, UnreadCoord> {
    let marks = [Mark::Degree, Mark::Minute, Mark::Second];
    let mut numbers: Vec<Digits> = Vec::new();
    let mut open = false;
    for (at, token) in tokens.iter().enumerate() {
        let number_after = matches!(tokens.get(at + 1), Some(Token::Number(..)));
        match token {
            Token::Number(whole, fraction) => {
                numbers.push((whole.clone(), fraction.clone()));
                open = true;
            }
            Token::Mark(mark) if open && marks.get(numbers.len() - 1) == Some(mark) => open = false,
            Token::Colon | Token::Minus if number_after && !numbers.is_empty() => open = false,
            _ => return Err(UnreadCoord::NotUnderstood),
        }
    }
    let whole_but_last = numbers.split_last().is_some_and(|(_, head)| head.iter().all(|it| it.1.is_none()));
    if numbers.len() > 3 || !whole_but_last { Err(UnreadCoord::NotUnderstood) } else { Ok(numbers) }
}

/// Takes `402505.994 N` and `402505 N` apart into degrees, minutes and seconds, `4025.0999 N`
/// into degrees and minutes. Only with a direction; four or five digits only with a fraction too,
/// for without it they could be anything.
fn packed(numbers: &[Digits], direction: Option<Direction>) -> Option<Vec<Digits>> {
    let [(whole, fraction)] = numbers else {
        return None;
    };
    let wide = usize::from(direction?.axis() == Axis::Longitude);
    if fraction.is_none() && whole.len() != 6 + wide {
        return None;
    }
    let at = |end: usize| whole.get(..end).zip(whole.get(end..)).map(|(a, b)| (a.to_owned(), b.to_owned()));
    match whole.len() {
        4 => at(2),
        5 if wide == 1 => at(3),
        6 | 7 if whole.len() <= 6 + wide => at(whole.len() - 4),
        _ => None,
    }
    .map(|(degrees, rest)| match rest.len() {
        2 => vec![(degrees, None), (rest, fraction.clone())],
        _ => vec![(degrees, None), (rest[..2].to_owned(), None), (rest[2..].to_owned(), fraction.clone())],
    })
}

type Value = (String, Unit, Vec<&'static str>);

/// The exact decimal value of degrees, minutes and seconds.
fn degrees(numbers: &[Digits], limit: i128) -> Result<Value, UnreadCoord> {
    let exact = |(whole, fraction): &Digits| {
        let fraction = fraction.as_deref().unwrap_or("");
        Exact::parse(whole, fraction).filter(|_| fraction.len() <= 18 && whole.len() <= 6)
    };
    let parts: Option<Vec<Exact>> = numbers.iter().map(exact).collect();
    let (total, unit, divisor) = match parts.ok_or(UnreadCoord::NotUnderstood)?.as_slice() {
        [degrees] => (*degrees, Unit::Decimal, 1),
        [degrees, minutes] => (summed(*degrees, *minutes)?, Unit::Dm, 60),
        [degrees, minutes, seconds] => (summed(summed(*degrees, *minutes)?, *seconds)?, Unit::Dms, 3600),
        _ => return Err(UnreadCoord::NotUnderstood),
    };
    if total.exceeds(limit * divisor) {
        return Err(UnreadCoord::OutOfRange);
    }
    let mut doubts = Vec::new();
    if unit != Unit::Decimal {
        return Ok((without_trailing_zeros(&total.ratio(1, divisor, 10)).to_owned(), unit, doubts));
    }
    if total.scale > 10 {
        doubt(&mut doubts, "rounded");
    }
    Ok((total.text(10), unit, doubts))
}

/// `larger * 60 + smaller`, if the smaller is less than 60.
fn summed(larger: Exact, smaller: Exact) -> Result<Exact, UnreadCoord> {
    if smaller.units >= 60 * 10i128.pow(smaller.scale) {
        return Err(UnreadCoord::OutOfRange);
    }
    let units = larger.units * 60 * 10i128.pow(smaller.scale) + smaller.units;
    Ok(Exact { units, scale: smaller.scale })
}

type Halves<'a> = (&'a [Token], &'a [Token]);

/// Finds where the second coordinate of a pair begins.
fn halves(tokens: &[Token], behind: bool) -> Result<Halves<'_>, UnreadCoord> {
    let places =
        |wanted: fn(&Token) -> bool| -> Vec<usize> { (0..tokens.len()).filter(|at| wanted(&tokens[*at])).collect() };
    let directions = places(|it| matches!(it, Token::Direction(_)));
    let labels = places(|it| matches!(it, Token::Label(_)));
    let separators = places(|it| *it == Token::Separator);
    let at = if let ([0, second], true) = (labels.as_slice(), directions.len() != 2 || directions[0] != 1) {
        *second
    } else if let [first, second] = directions.as_slice() {
        if *first == 0 || matches!(tokens[0], Token::Label(_)) && *first == 1 { *second } else { first + 1 }
    } else if directions.len() > 2 || separators.len() > 1 {
        return Err(UnreadCoord::NotUnderstood);
    } else if let [only] = separators.as_slice() {
        *only
    } else {
        unseparated(tokens, behind)?
    };
    let (first, second) = tokens.split_at(at);
    if first.is_empty() || second.is_empty() { Err(UnreadCoord::NotUnderstood) } else { Ok((first, second)) }
}

/// Splits before the second degree sign's number, at an inner minus, or in equal halves.
fn unseparated(tokens: &[Token], behind: bool) -> Result<usize, UnreadCoord> {
    let places =
        |wanted: fn(&Token) -> bool| -> Vec<usize> { (0..tokens.len()).filter(|at| wanted(&tokens[*at])).collect() };
    let numbers = places(|it| matches!(it, Token::Number(..)));
    let degrees = places(|it| *it == Token::Mark(Mark::Degree));
    let second = match (degrees.as_slice(), numbers.as_slice()) {
        ([_, second], _) if *second > 0 => second - 1,
        ([], _) if numbers.len() % 2 == 0 && (2..=6).contains(&numbers.len()) => numbers[numbers.len() / 2],
        _ => return Err(UnreadCoord::NotUnderstood),
    };
    match second.checked_sub(1).and_then(|at| tokens.get(at)) {
        Some(Token::Minus | Token::Plus) => Ok(second - 1),
        Some(Token::Direction(_)) if !behind => Err(UnreadCoord::Ambiguous),
        _ => Ok(second),
    }
}

/// Whether letters stand right behind numbers, and never right before one.
fn letter_behind_number(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let behind = chars.windows(2).any(|it| (it[0].is_ascii_digit() || it[0] == '°') && it[1].is_alphabetic());
    behind && !chars.windows(2).any(|it| it[0].is_alphabetic() && it[1].is_ascii_digit())
}

/// Puts two coordinates in order, latitude first.
fn assigned(mut first: One, mut second: One) -> Result<(CoordReading, CoordReading), UnreadCoord> {
    match (first.axis, second.axis) {
        (None, None) | (Some(_), Some(_)) => {}
        (Some(_), None) if lacks_direction(&second) => doubt(&mut second.reading.doubts, "direction-missing"),
        (None, Some(_)) if lacks_direction(&first) => doubt(&mut first.reading.doubts, "direction-missing"),
        _ => return Err(UnreadCoord::Ambiguous),
    }
    let swapped = match (first.axis, second.axis) {
        (Some(a), Some(b)) if a == b => return Err(UnreadCoord::WrongAxis),
        (Some(Axis::Longitude), _) | (_, Some(Axis::Latitude)) => {
            doubt(&mut first.reading.doubts, "longitude-first");
            doubt(&mut second.reading.doubts, "longitude-first");
            true
        }
        (Some(Axis::Latitude), _) | (_, Some(Axis::Longitude)) => false,
        (None, None) => {
            let swapped = beyond_pole(&first) && !beyond_pole(&second);
            if swapped {
                doubt(&mut first.reading.doubts, "swapped-order");
                doubt(&mut second.reading.doubts, "swapped-order");
            }
            swapped
        }
    };
    let (latitude, longitude) = if swapped { (second, first) } else { (first, second) };
    if beyond_pole(&latitude) {
        return Err(UnreadCoord::OutOfRange);
    }
    let (mut latitude, mut longitude) = (latitude.reading, longitude.reading);
    if let Some(name) = precision_doubt(&latitude, &longitude) {
        doubt(&mut latitude.doubts, name);
        doubt(&mut longitude.doubts, name);
    }
    Ok((latitude, longitude))
}

fn lacks_direction(one: &One) -> bool {
    one.reading.unit == Unit::Decimal && !one.signed
}

fn beyond_pole(one: &One) -> bool {
    let (whole, fraction) = one.reading.decimal.split_once('.').unwrap_or((&one.reading.decimal, ""));
    Exact::parse(whole.trim_start_matches('-'), fraction).is_none_or(|it| it.exceeds(90))
}

/// What is odd about the decimals of a pair in decimal degrees.
fn precision_doubt(latitude: &CoordReading, longitude: &CoordReading) -> Option<&'static str> {
    if latitude.unit != Unit::Decimal || longitude.unit != Unit::Decimal {
        return None;
    }
    let fraction = |it: &CoordReading| it.decimal.split_once('.').map_or(String::new(), |it| it.1.to_owned());
    let (a, b) = (fraction(latitude), fraction(longitude));
    if a.bytes().chain(b.bytes()).all(|digit| digit == b'0') {
        return Some("whole-degrees");
    }
    (a.is_empty() != b.is_empty() && a.len().max(b.len()) >= 3).then_some("unequal-precision")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(reading: &CoordReading) -> String {
        let doubts: String = reading.doubts.iter().map(|name| format!(" !{name}")).collect();
        format!("{} {}{doubts}", reading.decimal, ["dd", "dms", "dm"][reading.unit as usize])
    }

    /// Every text of `texts` (one a line) reads as `expect`: value, unit and doubts, or the refusal.
    #[track_caller]
    fn check(axis: Axis, texts: &str, expect: &str) {
        for text in texts.lines() {
            let is = coordinate(text, axis).map_or_else(|why| why.name().to_owned(), |it| drawn(&it));
            assert_eq!(is, expect, "{text}");
        }
    }

    #[track_caller]
    fn check_pair(texts: &str, expect: &str) {
        for text in texts.lines() {
            let is = pair(text).map_or_else(
                |why| why.name().to_owned(),
                |it| {
                    let datum = it.datum.map(|datum| format!(" in {datum}")).unwrap_or_default();
                    format!("{}, {}{datum}", drawn(&it.latitude), drawn(&it.longitude))
                },
            );
            assert_eq!(is, expect, "{text}");
        }
    }

    use Axis::{Latitude, Longitude};

    #[test]
    fn decimal_degrees_stay_digit_for_digit() {
        check(Latitude, "39.500\n+39.500\n039.500°\n39.500 N\nN39.500°\n39,500", "39.500 dd");
        check(Longitude, "-70.12\n70.12W\nW 70.12\n70.12 Oeste\n−70.12", "-70.12 dd");
        check(Latitude, "39.12345678905", "39.1234567891 dd !rounded");
    }

    #[test]
    fn minutes_and_seconds_become_exact_decimals() {
        check(
            Latitude,
            "40° 26′ 47″ N\n40d26m47sN\n40:26:47N\n40 26 47\n40.26.47\n40 deg. 26 min. 47 sec. N",
            "40.4463888889 dms",
        );
        check(Latitude, "40° 30' N\n40*30’N\n40 DEG 30'N\n40-30 N\n40º30´\n40o30'N", "40.5 dm");
        check(Longitude, "100º30′30″W", "-100.5083333333 dms");
        check(Latitude, "40 grados 30 minutos Sur", "-40.5 dm");
    }

    #[test]
    fn zero_has_no_sign() {
        check(Latitude, "0° 0' S", "0 dm");
        check(Latitude, "-0.00", "0.00 dd");
        check(Latitude, "-0 30", "-0.5 dm");
    }

    #[test]
    fn sign_and_direction_together_are_asked_about() {
        check(Latitude, "-39 S\n-39.5 N\nS -39 30", "contradiction");
    }

    #[test]
    fn directions_of_the_other_axis_are_refused() {
        check(Latitude, "39 E\n39 O", "wrong-axis");
        check(Longitude, "39 N", "wrong-axis");
    }

    #[test]
    fn o_is_west_or_east_and_never_guessed() {
        check(Longitude, "64˚ 06' O\nO 64.1", "ambiguous");
        check(Longitude, "64 grados 6 minutos O", "-64.1 dm");
        check(Longitude, "64 Grad 6 Minuten O", "64.1 dm");
        check(Longitude, "64o 6' E", "64.1 dm");
    }

    #[test]
    fn letters_and_words_of_the_languages_of_the_interface() {
        check(Latitude, "50° 27′ 00″ пн. ш.\n50°27'0\"пн.ш.\nпн. ш. 50° 27′ 0″\n50°27'0\" півн. широти", "50.45 dms");
        check(
            Latitude,
            "50° 27′ пд. ш.\n50° 27' s. Br.\n50° 27' südl. Breite\n50° 27' südlicher Breite\nS 50° 27'\n50° 27' latitud sur\n50° 27' de latitude sud\n50° 27' sul\n50° 27' ю. ш.",
            "-50.45 dm",
        );
        check(
            Longitude,
            "30° 31′ сх. д.\n30° 31' ö. L.\n30° 31' östl. Länge\n30° 31' östlicher Länge\n30° 31' longitud este\n30° 31' de longitude est\n30° 31' leste\n30° 31' L\nE 30° 31'\n30° 31' в. д.",
            "30.5166666667 dm",
        );
        check(
            Longitude,
            "30° 31′ зх. д.\n30° 31' w. L.\n30° 31' westl. L.\n30° 31' longitud oeste\n30° 31' de longitude ouest\n30° 31' з. д.",
            "-30.5166666667 dm",
        );
        check_pair(
            "50° 27′ пн. ш., 30° 31′ сх. д.\n50° 27' n. Br., 30° 31' ö. L.\n50°27'N und 30°31'E\nN 50° 27' et E 30° 31'",
            "50.45 dm, 30.5166666667 dm",
        );
    }

    #[test]
    fn pairs_in_brackets_and_as_points() {
        check_pair(
            "(40.25, -74.75)\n[40.25; -74.75]\nPOINT(-74.75 40.25)\nPoint (-74.75 40.25)\ngeo:40.25,-74.75",
            "40.25 dd, -74.75 dd",
        );
        check_pair("POINT(40.25 -174.75)\nPOINT(40.25 100)", "out-of-range");
        check_pair("POINT -74.75 40.25\n((40.25, -74.75))", "not-understood");
    }

    #[test]
    fn what_somebody_means_by_o_decides_where_the_text_does_not() {
        let read = |text, letter_o| coordinate_as(text, Longitude, letter_o).map(|it| it.decimal);
        assert_eq!(read("64° 6' O", LetterO::West), Ok("-64.1".to_owned()));
        assert_eq!(read("O 64,1", LetterO::East), Ok("64.1".to_owned()));
        assert_eq!(read("64 grados 6 minutos O", LetterO::East), Ok("-64.1".to_owned()));
        assert_eq!(pair_as("52° 30' N 64° 6' O", LetterO::West).map(|it| it.longitude.decimal), Ok("-64.1".to_owned()));
    }

    #[test]
    fn degrees_minutes_and_seconds_have_limits() {
        check(Latitude, "90.1\n40 60\n26 8 99 N\n91 N", "out-of-range");
        check(Longitude, "180\n180 E", "180 dd");
        check(Longitude, "180.5", "out-of-range");
    }

    #[test]
    fn packed_numbers_need_a_direction_and_a_fraction() {
        check(Latitude, "402505.4N", "40.4181666667 dms !packed");
        check(Latitude, "402506N", "40.4183333333 dms !packed");
        check(Longitude, "0743800W\nW0743800", "-74.6333333333 dms !packed");
        check(Latitude, "406106N\n402506", "out-of-range");
        check(Longitude, "07438.4W", "-74.64 dm !packed");
        check(Latitude, "0433 S", "out-of-range");
    }

    #[test]
    fn other_texts_are_not_understood() {
        check(
            Latitude,
            "40°N26'47\"\n40°26'47T\n40.1:26:47N\n40d8.29sN\n1.5e3\ntim\n1 2 3 4\n20.432,12\n--4",
            "not-understood",
        );
        check(Latitude, " \n.", "empty");
        check(Latitude, &"9".repeat(2_000_000), "not-understood");
        check(Latitude, &"9".repeat(400), "not-understood");
    }

    #[test]
    fn pairs_in_decimal_degrees() {
        check_pair(
            "40.25, -74.75\n40.25 -74.75\n40.25;-74.75\n40.25/-74.75\n40.25N74.75W\n40.25° N 74.75° W\n40,25 -74,75\n40,25, -74,75\nlat: 40.25 long: -74.75",
            "40.25 dd, -74.75 dd",
        );
    }

    #[test]
    fn pairs_in_minutes_and_seconds() {
        check_pair("40°30'0\"N 74°30'W\nN 40 30 0 W 74 30", "40.5 dms, -74.5 dm");
        check_pair(
            "40 30, -74 30\n40° 30' -74° 30'\n40:30N,74:30W\nN 40° 30,0', W 74° 30,0'\n40,30,,N,74,30,,W",
            "40.5 dm, -74.5 dm",
        );
        check_pair("17 45’ S. 57 30’ W.", "-17.75 dm, -57.5 dm");
    }

    #[test]
    fn longitude_first_is_seen_where_it_cannot_be_a_latitude() {
        check_pair("74.75W 40.25N", "40.25 dd !longitude-first, -74.75 dd !longitude-first");
        check_pair("112.345, -67.890", "-67.890 dd !swapped-order, 112.345 dd !swapped-order");
    }

    #[test]
    fn a_named_datum_is_handed_on() {
        check_pair("40.25, -74.75 (WGS 84)\nWGS84 40.25 -74.75", "40.25 dd, -74.75 dd in WGS84");
    }

    #[test]
    fn odd_precision_is_doubted() {
        check_pair("12.12323, 123", "12.12323 dd !unequal-precision, 123 dd !unequal-precision");
        check_pair("27.0 23.0", "27.0 dd !whole-degrees, 23.0 dd !whole-degrees");
    }

    #[test]
    fn pairs_that_say_too_little_or_too_much() {
        check_pair("10,10\nS 27.45.34 23.23.23\n52˚ 26' N 64˚ 06' O", "ambiguous");
        check_pair("40.1° N 60.1° N", "wrong-axis");
        check_pair("-23.3° S / 28.2° E", "contradiction");
        check_pair("-40.4183318, 12.345, 74.6411133\n1 2 3 4 5\n5 Fantasy street 12", "not-understood");
        check_pair("40.5S 74.6", "-40.5 dd, 74.6 dd !direction-missing");
    }

    #[test]
    fn utm_and_mgrs() {
        check_pair("30N 573602 4133454", "37.3448626 dd, -2.1690286 dd");
        check_pair(
            "12V 537456.56 E 6601229 N NAD27",
            "59.5477090 dd !datum-not-shifted, -110.3374818 dd !datum-not-shifted in NAD27",
        );
        check_pair("30S 573602 4133454\nZone:54 Easting:281702 Northing:6083912", "ambiguous");
        check_pair("30STF76", "36.7041 dd !grid-square, -5.5188 dd !grid-square");
    }
}
