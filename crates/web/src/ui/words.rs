//! The words that people read, in the language of whoever reads them.
//!
//! English words stand where they are used: `t("Save and next")`. They are the keys of the files of messages
//! ([`super::messages`]), and a test finds them there by reading the sources; so the words must be a literal at the call.
//! Words of tables stand in the table as `later("Contains")`, and `t` is called with them when they are shown.

use std::fmt::Display;
use std::marker::PhantomData;

use super::Level;
use super::language::language;
use super::{locale, messages};

/// Handed to components by pages. It holds nothing: components find their words by [`t`].
#[derive(Debug, Clone, Copy)]
pub struct Words<'a>(PhantomData<&'a ()>);

impl Words<'static> {
    /// The one that there is.
    pub const ENGLISH: Words<'static> = Words(PhantomData);
}

/// The name of a level, for those who do not see its colour.
#[must_use]
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Neutral | Level::Info => t("Note"),
        Level::Success => t("Done"),
        Level::Warning => t("Warning"),
        Level::Error => t("Error"),
    }
}

/// An English text in the reader's language.
#[must_use]
pub fn t(english: &'static str) -> &'static str {
    known(english).unwrap_or(english)
}

/// Words that are shown later by [`t`]: marks a literal in a table of data as one to be translated.
#[must_use]
pub const fn later(english: &'static str) -> &'static str {
    english
}

/// An English text in the reader's language, if it is known there: for words that do not stand in the sources, such as
/// names of tables and fields.
#[must_use]
pub fn known(english: &str) -> Option<&'static str> {
    messages::words(language(), english)?.first().map(String::as_str)
}

/// Like [`t`], with values in the places that the text names in braces: `{n} of {total}`.
#[must_use]
pub fn tf(english: &'static str, values: &[(&str, &dyn Display)]) -> String {
    fill(t(english), values)
}

/// Words for a number of things: `one` for exactly one in English, `many` otherwise; `{n}` is the number, written as the
/// language writes it.
#[must_use]
pub fn tn(count: i64, one: &'static str, many: &'static str) -> String {
    let language = language();
    let words = match messages::words(language, one) {
        Some(forms) => forms.get(language.plural_form(count)).or(forms.last()).map_or(many, String::as_str),
        None if count == 1 => one,
        None => many,
    };
    fill(words, &[("n", &locale::number(count))])
}

pub(super) fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}').and_then(|(name, behind)| {
            values.iter().find(|(theirs, _)| *theirs == name).map(|(_, value)| (value, behind))
        });
        match place {
            Some((value, behind)) => {
                out.push_str(&value.to_string());
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{tf, tn};

    #[test]
    fn values_stand_in_their_places() {
        assert_eq!(tf("{n} of {total}: {what}{", &[("n", &3), ("total", &"40")]), "3 of 40: {what}{");
        assert_eq!(
            (tn(1, "{n} record", "{n} records"), tn(2_000, "{n} record", "{n} records")),
            ("1 record".to_owned(), "2,000 records".to_owned())
        );
    }
}
