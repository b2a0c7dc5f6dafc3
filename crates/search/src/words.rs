//! Text becomes words: lower case, without accents, as the index of words in the database has them.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use vasculum_store::plain;

/// The name under which the index knows the tokenizer.
pub(crate) const TOKENIZER: &str = "vasculum";

/// Knows the tokenizer by its name.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, TextAnalyzer::builder(Words::default()).build());
    manager
}

/// Text as it is compared: what [`plain`] makes of it, quicker where there are no foreign letters.
pub fn folded(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if !text.is_ascii() {
        out.push_str(&plain(text));
        return;
    }
    let mut gap = false;
    for letter in text.bytes() {
        match letter {
            b'\'' | b'`' => {}
            letter if letter.is_ascii_alphanumeric() => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(char::from(letter.to_ascii_lowercase()));
            }
            _ => gap = true,
        }
    }
}

/// Digits without the zeros before them; nothing if there are none, or if it is no number.
pub(crate) fn without_zeros(word: &str) -> Option<&str> {
    let short = word.trim_start_matches('0');
    (short.len() < word.len() && !short.is_empty() && word.bytes().all(|digit| digit.is_ascii_digit())).then_some(short)
}

/// Splits text into words. A number with leading zeros stands there without them too: `000123` is found by `123`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    text: String,
    token: Token,
}

/// The words of one text.
pub(crate) struct WordStream<'a> {
    of: &'a mut Words,
    next: usize,
    position: usize,
    short: Option<usize>,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        fold_into(text, &mut self.text);
        WordStream { of: self, next: 0, position: 0, short: None }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Words { text, token } = &mut *self.of;
        if let Some(zeros) = self.short.take() {
            token.text.drain(..zeros);
            token.offset_from += zeros;
            return true;
        }
        let Some(rest) = text.get(self.next..).filter(|rest| !rest.is_empty()) else { return false };
        let end = rest.find(' ').unwrap_or(rest.len());
        token.text.clear();
        token.text.push_str(&rest[..end]);
        token.offset_from = self.next;
        token.offset_to = self.next + end;
        token.position = self.position;
        token.position_length = 1;
        self.short = without_zeros(&token.text).map(|short| token.text.len() - short.len());
        self.position += 1;
        self.next += end + 1;
        true
    }

    fn token(&self) -> &Token {
        &self.of.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.of.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, usize)]) {
        let mut words = Words::default();
        let mut stream = words.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let expect: Vec<(String, usize)> = expect.iter().map(|(text, at)| ((*text).to_owned(), *at)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn words_lose_case_and_accents() {
        check("O’Brien, Ærø", &[("obrien", 0), ("aero", 1)]);
        check("Salmo trutta L.", &[("salmo", 0), ("trutta", 1), ("l", 2)]);
        check(" -- ", &[]);
    }

    #[test]
    fn numbers_are_found_without_their_zeros() {
        check("000123 a", &[("000123", 0), ("123", 0), ("a", 1)]);
        check("000", &[("000", 0)]);
    }

    #[test]
    fn the_quick_way_is_the_same() {
        for text in ["O'Brien's  Rd. #12", "a_b`c", "", "-x-", "ABC (def)"] {
            assert_eq!(folded(text), plain(text), "{text}");
        }
    }
}
