//! The languages that pages are written in, and the one that is spoken while a request is answered.

use std::future::Future;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, in which the words stand in the program.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Portuguese, as in Brazil.
    Portuguese,
    /// Ukrainian.
    Ukrainian,
}

tokio::task_local! {
    static SPOKEN: Language;
}

/// The language of whoever reads the answer to the present request; English outside of requests, and for programs.
#[must_use]
pub fn language() -> Language {
    SPOKEN.try_with(|language| *language).unwrap_or_default()
}

/// Answers in a language: as long as `answer` runs, [`language`] gives it back.
pub async fn answering<T>(language: Language, answer: impl Future<Output = T>) -> T {
    SPOKEN.scope(language, answer).await
}

/// Like [`answering`], for work on a thread of its own.
pub fn speaking<T>(language: Language, work: impl FnOnce() -> T) -> T {
    SPOKEN.sync_scope(language, work)
}

impl Language {
    /// All of them, in the order of the menu.
    pub const ALL: [Language; 6] = [
        Language::English,
        Language::German,
        Language::Spanish,
        Language::French,
        Language::Portuguese,
        Language::Ukrainian,
    ];

    /// The key in preferences and the name of its file of messages: `de`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::Spanish => "es",
            Language::French => "fr",
            Language::Portuguese => "pt",
            Language::Ukrainian => "uk",
        }
    }

    /// The language of a key, if it is one of ours.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Language> {
        Self::ALL.into_iter().find(|language| language.key() == key)
    }

    /// The BCP 47 tag for `lang` attributes.
    #[must_use]
    pub fn tag(self) -> &'static str {
        if self == Language::Portuguese { "pt-BR" } else { self.key() }
    }

    /// What it is called by those who speak it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
            Language::Spanish => "Español",
            Language::French => "Français",
            Language::Portuguese => "Português",
            Language::Ukrainian => "Українська",
        }
    }

    /// How many forms words have for numbers of things.
    #[must_use]
    pub fn plural_forms(self) -> usize {
        if self == Language::Ukrainian { 3 } else { 2 }
    }

    /// Which of the forms belongs to a number.
    ///
    /// Source: Unicode CLDR, plural rules for whole numbers; the rule for millions of Romance languages is left out, as
    /// gettext does.
    #[must_use]
    pub fn plural_form(self, count: i64) -> usize {
        let count = count.unsigned_abs();
        match self {
            Language::English | Language::German | Language::Spanish => usize::from(count != 1),
            Language::French | Language::Portuguese => usize::from(count > 1),
            Language::Ukrainian => match (count % 10, count % 100) {
                (1, teens) if teens != 11 => 0,
                (2..=4, teens) if !(12..=14).contains(&teens) => 1,
                _ => 2,
            },
        }
    }

    /// The rule of [`Language::plural_form`] as the head of a file of messages states it.
    #[must_use]
    pub fn plural_rule(self) -> &'static str {
        match self {
            Language::English | Language::German | Language::Spanish => "nplurals=2; plural=(n != 1);",
            Language::French | Language::Portuguese => "nplurals=2; plural=(n > 1);",
            Language::Ukrainian => {
                "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
            }
        }
    }

    /// The best of our languages for what a browser asks for in `Accept-Language`; nothing if it asks for none of them.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Language> {
        let mut best: Option<(Language, f32)> = None;
        for part in header.split(',').take(40) {
            let (range, weight) = match part.split_once(';') {
                Some((range, parameter)) => {
                    let weight = parameter.trim().strip_prefix("q=").and_then(|text| text.trim().parse().ok());
                    (range, weight.unwrap_or(0.0))
                }
                None => (part, 1.0),
            };
            let primary = range.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let Some(language) = Self::of_key(&primary) else { continue };
            if weight > 0.0 && best.is_none_or(|(_, best)| weight > best) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_that_it_likes_best_of_ours() {
        for (header, expect) in [
            ("de-CH,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("nl,fr;q=0.5,en;q=0.7", Some(Language::English)),
            ("pt-PT", Some(Language::Portuguese)),
            ("ru, uk;q=0.3", Some(Language::Ukrainian)),
            ("de;q=0, es;q=0.1", Some(Language::Spanish)),
            ("*", None),
            ("tlh;q=x,,;;", None),
            ("", None),
        ] {
            assert_eq!(Language::accepted(header), expect, "{header}");
        }
    }

    #[test]
    fn plurals_follow_the_rules_of_each_language() {
        let forms = |language: Language| [0, 1, 2, 5, 11, 21, 22, 112, -1].map(|count| language.plural_form(count));
        assert_eq!(forms(Language::German), [1, 0, 1, 1, 1, 1, 1, 1, 0]);
        assert_eq!(forms(Language::French), [0, 0, 1, 1, 1, 1, 1, 1, 0]);
        assert_eq!(forms(Language::Ukrainian), [2, 0, 1, 2, 2, 0, 1, 2, 0]);
    }

    #[test]
    fn outside_of_requests_english_is_spoken() {
        assert_eq!(language(), Language::English);
        assert_eq!(speaking(Language::French, language), Language::French);
    }
}
