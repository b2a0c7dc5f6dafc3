//! Splits the text of coordinates into numbers, marks and directions.

use super::coordinate::{Axis, UnreadCoord};
use super::fold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    North,
    South,
    East,
    West,
    /// `O` alone: Oeste, Ouest, Ovest or Ost.
    WestOrEast,
}

impl Direction {
    /// Of which coordinate this is a direction.
    pub(super) fn axis(self) -> Axis {
        if matches!(self, Direction::North | Direction::South) { Axis::Latitude } else { Axis::Longitude }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Degree,
    Minute,
    Second,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits before and after the decimal sign.
    Number(String, Option<String>),
    Mark(Mark),
    Direction(Direction),
    Minus,
    Plus,
    Colon,
    /// A comma, semicolon, slash or bar between two coordinates.
    Separator,
    Label(Axis),
}

/// What a comma is in this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comma {
    Decimal,
    Separator,
    Space,
}

/// How many commas have digits on both sides, and how many have not.
fn commas(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let all = bytes.iter().filter(|b| **b == b',').count();
    let within = (1..bytes.len()).filter(|at| bytes[*at] == b',' && digit(at - 1) && digit(at + 1)).count();
    (within, all - within)
}

/// Whether the one comma of a text with one coordinate stands for the decimal point.
pub(super) fn has_decimal_comma(text: &str) -> bool {
    commas(text) == (1, 0) && !text.contains('.')
}

/// What commas are in a text with two coordinates.
pub(super) fn comma_in_pair(text: &str) -> Result<Comma, UnreadCoord> {
    let lettered = text.contains(|c: char| c.is_alphabetic());
    let spaced = text.contains([' ', '°', ';', '/', '|']);
    match commas(text) {
        (0, 0) | (_, 1..) if text.contains('.') => Ok(Comma::Separator),
        (within, apart) if lettered && within + apart >= 4 => Ok(Comma::Space),
        (0, _) => Ok(Comma::Separator),
        (1, _) if text.contains('.') => Ok(Comma::Separator),
        (2, 0 | 1) if !text.contains('.') && spaced => Ok(Comma::Decimal),
        (2, 0 | 1) if lettered && !text.contains('.') => Ok(Comma::Decimal),
        (1, 1) => Ok(Comma::Decimal),
        _ => Err(UnreadCoord::Ambiguous),
    }
}

/// Splits the text into tokens.
pub(super) fn tokens(text: &str, comma: Comma) -> Result<Vec<Token>, UnreadCoord> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let digit_after = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        match chars[at] {
            c if c.is_ascii_digit() || (c == '.' && digit_after) => {
                at = take_number(&chars, at, comma, &mut tokens)?;
                continue;
            }
            c if c.is_alphabetic() => {
                at = take_word(&chars, at, &mut tokens)?;
                continue;
            }
            '°' => tokens.push(Token::Mark(Mark::Degree)),
            '\'' => tokens.push(Token::Mark(Mark::Minute)),
            '"' => tokens.push(Token::Mark(Mark::Second)),
            '-' => tokens.push(Token::Minus),
            '+' => tokens.push(Token::Plus),
            ':' => tokens.push(Token::Colon),
            ',' if comma == Comma::Space => {}
            ',' | ';' | '/' | '|' => tokens.push(Token::Separator),
            ' ' | '.' | '=' => {}
            _ => return Err(UnreadCoord::NotUnderstood),
        }
        at += 1;
    }
    Ok(without_echoes(tokens))
}

/// Takes a number; `27.15.45` and `27.15.45.2` are degrees, minutes and seconds.
fn take_number(chars: &[char], at: usize, comma: Comma, tokens: &mut Vec<Token>) -> Result<usize, UnreadCoord> {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut end = at;
    let mut parts = vec![String::new()];
    while let Some(&c) = chars.get(end) {
        let point = c == '.' || (c == ',' && comma == Comma::Decimal && digit(end + 1));
        if c.is_ascii_digit() {
            parts.last_mut().into_iter().for_each(|part| part.push(c));
        } else if point && (digit(end + 1) || parts.len() == 1) {
            parts.push(String::new());
        } else {
            break;
        }
        end += 1;
    }
    let number = |whole: &String, fraction: Option<&String>| {
        Token::Number(whole.clone(), fraction.filter(|it| !it.is_empty()).cloned())
    };
    match parts.as_slice() {
        [whole] => tokens.push(number(whole, None)),
        [whole, fraction] => tokens.push(number(whole, Some(fraction))),
        [degrees, minutes, rest @ ..] if rest.len() <= 2 && !degrees.is_empty() => {
            tokens.push(number(degrees, None));
            tokens.push(Token::Mark(Mark::Degree));
            tokens.push(number(minutes, None));
            tokens.push(Token::Mark(Mark::Minute));
            tokens.push(number(&rest[0], rest.get(1)));
        }
        _ => return Err(UnreadCoord::NotUnderstood),
    }
    Ok(end)
}

/// Words, folded, and what they mean.
const WORDS: &[(&[&str], Token)] = &[
    (
        &[
            "deg",
            "degs",
            "degree",
            "degrees",
            "d",
            "grad",
            "grados",
            "grado",
            "graus",
            "grau",
            "gradi",
            "degres",
            "degre",
            "gr",
            "градус",
            "градуси",
            "градусів",
            "градуса",
            "градусов",
            "град",
        ],
        Token::Mark(Mark::Degree),
    ),
    (
        &[
            "min",
            "mins",
            "minute",
            "minutes",
            "minuten",
            "minutos",
            "minuto",
            "minuti",
            "m",
            "мін",
            "мінут",
            "мінути",
            "хв",
            "хвилин",
            "хвилини",
            "минут",
            "минуты",
            "мин",
        ],
        Token::Mark(Mark::Minute),
    ),
    (
        &[
            "sec",
            "secs",
            "second",
            "seconds",
            "sekunden",
            "segundos",
            "segundo",
            "secondes",
            "seconde",
            "secondi",
            "seg",
            "sek",
            "сек",
            "секунд",
            "секунди",
            "секунды",
        ],
        Token::Mark(Mark::Second),
    ),
    (
        &[
            "n",
            "north",
            "northern",
            "norte",
            "nord",
            "norden",
            "nordl",
            "nordlich",
            "nordliche",
            "nordlicher",
            "пн",
            "півн",
            "північ",
            "північна",
            "північної",
            "с",
            "сев",
            "северная",
            "северной",
        ],
        Token::Direction(Direction::North),
    ),
    (
        &[
            "s",
            "south",
            "southern",
            "sur",
            "sul",
            "sud",
            "suden",
            "sudl",
            "sudlich",
            "sudliche",
            "sudlicher",
            "пд",
            "півд",
            "південь",
            "південна",
            "південної",
            "ю",
            "южн",
            "южная",
            "южнои",
        ],
        Token::Direction(Direction::South),
    ),
    (
        &[
            "e",
            "east",
            "eastern",
            "este",
            "est",
            "ost",
            "osten",
            "ostl",
            "ostlich",
            "ostliche",
            "ostlicher",
            "leste",
            "l",
            "сх",
            "схід",
            "східна",
            "східної",
            "в",
            "вост",
            "восточная",
            "восточной",
        ],
        Token::Direction(Direction::East),
    ),
    (
        &[
            "w",
            "west",
            "western",
            "oeste",
            "ouest",
            "ovest",
            "westen",
            "westl",
            "westlich",
            "westliche",
            "westlicher",
            "зх",
            "зах",
            "захід",
            "західна",
            "західної",
            "з",
            "зап",
            "западная",
            "западной",
        ],
        Token::Direction(Direction::West),
    ),
    (&["o"], Token::Direction(Direction::WestOrEast)),
    (
        &["lat", "latitude", "latitud", "latitudine", "breite", "br", "ш", "шир", "широта", "широти", "широты"],
        Token::Label(Axis::Latitude),
    ),
    (
        &[
            "lon",
            "long",
            "lng",
            "longitude",
            "longitud",
            "longitudine",
            "lange",
            "д",
            "довг",
            "довгота",
            "довготи",
            "долгота",
            "долготы",
        ],
        Token::Label(Axis::Longitude),
    ),
    (&["and", "und", "et", "y", "та", "і"], Token::Separator),
];

/// Words between the others, as in `40 grados de latitud norte`.
const FILLERS: &[&str] = &["de", "di", "of"];

/// `L` and `B` behind a direction: `20° ö. L.` is a longitude, `20° n. B.` a latitude.
fn label_behind(last: Option<&Token>, folded: &str) -> Option<Token> {
    let Some(Token::Direction(direction)) = last else { return None };
    match (folded, direction.axis()) {
        ("l", Axis::Longitude) => Some(Token::Label(Axis::Longitude)),
        ("b", Axis::Latitude) => Some(Token::Label(Axis::Latitude)),
        _ => None,
    }
}

/// Takes out labels that say the same as the direction beside them, as in `50° пн. ш.`; one that begins the text stays.
fn without_echoes(tokens: Vec<Token>) -> Vec<Token> {
    let axis_at = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(Token::Direction(direction)) => Some(direction.axis()),
        _ => None,
    };
    let is_echo = |at: usize| match &tokens[at] {
        Token::Label(axis) if at > 0 => {
            [axis_at(Some(at - 1)), axis_at(Some(at + 1))].into_iter().flatten().any(|beside| beside == *axis)
        }
        _ => false,
    };
    let echoes: Vec<bool> = (0..tokens.len()).map(is_echo).collect();
    tokens.into_iter().zip(echoes).filter(|(_, is_echo)| !is_echo).map(|(token, _)| token).collect()
}

fn word(folded: &str) -> Option<Token> {
    WORDS.iter().find(|(words, _)| words.contains(&folded)).map(|(_, token)| token.clone())
}

fn take_word(chars: &[char], at: usize, tokens: &mut Vec<Token>) -> Result<usize, UnreadCoord> {
    let written: String = chars[at..].iter().take_while(|c| c.is_alphabetic()).collect();
    let end = at + written.chars().count();
    let after_number = matches!(tokens.last(), Some(Token::Number(..)));
    let glued = at > 0 && chars[at - 1].is_ascii_digit();
    let lower = fold(&written);
    let place = number_place(tokens);
    let more = chars[end..].iter().any(|c| c.is_alphanumeric());
    let letter_units = tokens.contains(&Token::Mark(Mark::Minute)) && place == 3;
    if after_number && lower == "o" && written == "o" && glued && place == 1 && more {
        tokens.push(Token::Mark(Mark::Degree));
    } else if after_number && letter_units && written == "s" && glued {
        tokens.push(Token::Mark(Mark::Second));
    } else if lower == "o" && written.to_lowercase() == "ö" {
        tokens.push(Token::Direction(Direction::East));
    } else if let Some(label) = label_behind(tokens.last(), &lower) {
        tokens.push(label);
    } else if !tokens.is_empty() && FILLERS.contains(&lower.as_str()) {
        // Says nothing.
    } else if let Some(token) = word(&lower) {
        tokens.push(token);
    } else if let (true, Some(unit @ ('d' | 'm' | 's')), 2) = (after_number, lower.chars().next(), lower.len()) {
        let direction = word(&lower[1..]).filter(|it| matches!(it, Token::Direction(_)));
        let mark = match unit {
            'd' => Mark::Degree,
            'm' => Mark::Minute,
            _ => Mark::Second,
        };
        tokens.push(Token::Mark(mark));
        tokens.push(direction.ok_or(UnreadCoord::NotUnderstood)?);
    } else {
        return Err(UnreadCoord::NotUnderstood);
    }
    Ok(end)
}

/// How many numbers the last coordinate has so far.
fn number_place(tokens: &[Token]) -> usize {
    let own = tokens.iter().rev().take_while(|it| !matches!(it, Token::Direction(_) | Token::Separator));
    own.filter(|it| matches!(it, Token::Number(..))).count()
}
