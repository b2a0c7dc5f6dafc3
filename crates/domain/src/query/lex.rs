//! Words and signs of a question.

use vasculum_model::{Error, Result};

/// One word or sign, and where it begins, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) what: Word,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// A name or a word of the language.
    Name(String),
    /// A name between backquotes, which is never a word of the language.
    Quoted(String),
    Text(String),
    Number(String),
    Day(String),
    Sign(&'static str),
    End,
}

const SIGNS: &[&str] = &["<=", ">=", "!=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "&", "@"];

/// More would be a list of something, which belongs into a record set.
const LONGEST: usize = 200_000;

/// The refusal of a question at a place in its text.
pub(super) fn refused(text: &str, at: usize, words: impl Into<String>) -> Error {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let near: String = text.get(at..).unwrap_or_default().chars().take(20).collect();
    let place = if near.trim().is_empty() { "at its end".to_owned() } else { format!("before ‘{}’", near.trim()) };
    Error::invalid(format!("{} (line {line}, column {column}, {place})", words.into()))
        .hint("The manual explains the language of questions.")
}

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.len() > LONGEST {
        return Err(Error::invalid(format!("A question has at most {LONGEST} characters."))
            .hint("Long lists of records belong into a record set."));
    }
    if let Some(at) = text.find('\0') {
        return Err(refused(text, at, "The character U+0000 can’t stand in a question."));
    }
    let mut list = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let letter = rest.chars().next().unwrap_or(' ');
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        let (what, length) = if letter == '"' || letter == '`' {
            let (inner, length) = quoted(rest, letter).ok_or_else(|| refused(text, at, "This quote is not closed."))?;
            (if letter == '"' { Word::Text(inner) } else { Word::Quoted(inner) }, length)
        } else if letter.is_ascii_digit() {
            let length = digits(rest);
            let part = &rest[..length];
            let is_day = part.contains(['-', ':', 'T']);
            (if is_day { Word::Day(part.to_owned()) } else { Word::Number(part.to_owned()) }, length)
        } else if letter.is_alphabetic() || letter == '_' {
            let length = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(rest.len());
            (Word::Name(rest[..length].to_owned()), length)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| refused(text, at, format!("A question has no ‘{letter}’.")))?;
            (Word::Sign(sign), sign.len())
        };
        list.push(Token { what, at });
        at += length;
    }
    list.push(Token { what: Word::End, at: text.len() });
    Ok(list)
}

/// What stands between quotes, which are written twice within, and how long it is with them.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inner = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            inner.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == quote) {
            inner.push(quote);
            letters.next();
        } else {
            return Some((inner, at + quote.len_utf8()));
        }
    }
    None
}

/// How many letters a number or a day has: `12.5`, `1e3`, `1987-05`, `1987-05-12`, `1987-05-12T14:30:00.5Z`.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = run(0);
    let two = |from: usize| bytes.get(from) == Some(&b'-') && run(from + 1) == from + 3;
    if end == 4 && two(4) {
        if !two(7) {
            return 7;
        }
        if bytes.get(10) != Some(&b'T') {
            return 10;
        }
        return 11 + bytes[11..].iter().take_while(|byte| byte.is_ascii_digit() || b":.Z+".contains(byte)).count();
    }
    let mut end = end;
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = run(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = run(end + 1 + sign);
        }
    }
    end
}
