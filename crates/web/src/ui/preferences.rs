//! What a person has chosen about the looks of the product.

use super::language::Language;

/// The cookie that holds the choices. Pages read and write it too; it is no secret.
pub const COOKIE: &str = "vasculum_ui";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark words on a light ground.
    Light,
    /// Light words on a dark ground.
    Dark,
}

/// How much air there is between things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// Easy to read and to hit.
    #[default]
    Comfortable,
    /// More of everything on one screen.
    Compact,
}

/// The state of the left rail on wide screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rail {
    /// Icons and words.
    #[default]
    Words,
    /// Icons; the words appear at the pointer or the focus.
    Icons,
}

/// All choices together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// How much air there is.
    pub density: Density,
    /// The left rail.
    pub rail: Rail,
    /// Whether the shortcuts of a single key are switched off.
    pub are_single_keys_off: bool,
    /// The language; without one that which the browser asks for.
    pub language: Option<Language>,
}

impl Preferences {
    /// Reads the value of the cookie, as in `theme:dark.density:compact`.
    ///
    /// Anybody can write anything into a cookie: what is not understood counts
    /// as not chosen.
    #[must_use]
    pub fn from_cookie(value: &str) -> Preferences {
        let mut res = Preferences::default();
        for choice in value.split('.') {
            let Some((key, value)) = choice.split_once(':') else { continue };
            res.choose(key, value);
        }
        res
    }

    /// Takes one choice, as the forms of the account menu send it: `theme` = `dark`.
    ///
    /// Returns whether it was understood. `rail` = `toggle` turns it round.
    pub fn choose(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("theme", "auto") => self.theme = Theme::Auto,
            ("theme", "light") => self.theme = Theme::Light,
            ("theme", "dark") => self.theme = Theme::Dark,
            ("density", "auto") => self.density = Density::Comfortable,
            ("density", "compact") => self.density = Density::Compact,
            ("rail", "icons") => self.rail = Rail::Icons,
            ("rail", "auto") => self.rail = Rail::Words,
            ("rail", "toggle") => {
                self.rail = match self.rail {
                    Rail::Words => Rail::Icons,
                    Rail::Icons => Rail::Words,
                }
            }
            ("keys", "off") => self.are_single_keys_off = true,
            ("keys", "auto") => self.are_single_keys_off = false,
            ("language", "auto") => self.language = None,
            ("language", key) => match Language::of_key(key) {
                Some(language) => self.language = Some(language),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// The value for the cookie. Defaults are left out; it may be empty.
    #[must_use]
    pub fn to_cookie(self) -> String {
        let choices = [
            self.theme.key().map(|key| format!("theme:{key}")),
            self.density.key().map(|key| format!("density:{key}")),
            self.rail.key().map(|key| format!("rail:{key}")),
            self.are_single_keys_off.then(|| "keys:off".to_owned()),
            self.language.map(|language| format!("language:{}", language.key())),
        ];
        choices.into_iter().flatten().collect::<Vec<_>>().join(".")
    }
}

impl Theme {
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Theme::Auto => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

impl Density {
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Density::Comfortable => None,
            Density::Compact => Some("compact"),
        }
    }
}

impl Rail {
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Rail::Words => None,
            Rail::Icons => Some("icons"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cookie: &str, expected: &str) {
        assert_eq!(Preferences::from_cookie(cookie).to_cookie(), expected);
    }

    #[test]
    fn choices_come_back_as_they_were_made() {
        check(
            "theme:dark.density:compact.rail:icons.keys:off.language:uk",
            "theme:dark.density:compact.rail:icons.keys:off.language:uk",
        );
        check("rail:icons", "rail:icons");
    }

    #[test]
    fn what_is_not_understood_counts_as_not_chosen() {
        check("", "");
        check("theme:pink.<script>.density", "");
        check("x:y.theme:light.language:tlh", "theme:light");
    }

    #[test]
    fn the_rail_turns_round() {
        let mut preferences = Preferences::default();
        assert!(preferences.choose("rail", "toggle"));
        assert_eq!(preferences.rail, Rail::Icons);
        assert!(preferences.choose("rail", "toggle"));
        assert_eq!(preferences.rail, Rail::Words);
    }
}
