//! When a part of a form is seen: `agentType = Person`.

use std::fmt;

use vasculum_store::fold;

/// What must be so for a part of a form to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// A field or link of the form's own table.
    pub field: String,
    /// What it must be like.
    pub test: Test,
}

/// What a value must be like, as it reads in the form and without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// These words; several of which one is enough are parted by `|`.
    Is(String),
    /// Other words than these, or none.
    IsNot(String),
    /// There is none.
    Empty,
    /// There is one.
    Filled,
}

impl Condition {
    /// Reads `field = value`, `field != value`, `field is empty` or `field is not empty`.
    ///
    /// # Errors
    ///
    /// One sentence about what can't be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let made = |field: &str, test: Test| Self { field: field.trim().to_owned(), test };
        let read = if let Some(field) = text.strip_suffix(" is not empty") {
            made(field, Test::Filled)
        } else if let Some(field) = text.strip_suffix(" is empty") {
            made(field, Test::Empty)
        } else if let Some((field, value)) = text.split_once("!=") {
            made(field, Test::IsNot(value.trim().to_owned()))
        } else if let Some((field, value)) = text.split_once('=') {
            made(field, Test::Is(value.trim().to_owned()))
        } else {
            return Err(format!("‘{text}’ is no condition. Write ‘field = value’ or ‘field is empty’."));
        };
        match &read.test {
            _ if read.field.is_empty() => Err(format!("The condition ‘{text}’ names no field.")),
            Test::Is(value) | Test::IsNot(value) if value.is_empty() => {
                Err(format!("The condition ‘{text}’ names no value. Write ‘{} is empty’.", read.field))
            }
            _ => Ok(read),
        }
    }

    /// Whether it holds for what a field says: its words, and the code behind them if it has one.
    pub fn holds(&self, words: &str, code: &str) -> bool {
        let one = |value: &str| fold(value) == fold(words.trim()) || (!code.is_empty() && value == code.trim());
        let is = |values: &str| values.split('|').map(str::trim).any(one);
        match &self.test {
            Test::Is(value) => is(value),
            Test::IsNot(value) => !is(value),
            Test::Empty => words.trim().is_empty() && code.trim().is_empty(),
            Test::Filled => !(words.trim().is_empty() && code.trim().is_empty()),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.test {
            Test::Is(value) => write!(f, "{} = {value}", self.field),
            Test::IsNot(value) => write!(f, "{} != {value}", self.field),
            Test::Empty => write!(f, "{} is empty", self.field),
            Test::Filled => write!(f, "{} is not empty", self.field),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, code: &str, expect: bool) {
        let condition = Condition::parse(text).unwrap();
        assert_eq!(condition.to_string(), text);
        assert_eq!(condition.holds(words, code), expect, "{text}: {words} {code}");
    }

    #[test]
    fn a_condition_is_held_against_what_the_form_shows() {
        check("agentType = Person", "person", "1", true);
        check("agentType = 1", "Person", "1", true);
        check("agentType != Person", "Person", "1", false);
        check("agentType != Person", "", "", true);
        check("latLongType = Line | Rectangle", "rectangle", "", true);
        check("latLongType != Line | Rectangle", "Line", "", false);
        check("remarks is empty", " ", "", true);
        check("remarks is not empty", "x", "", true);
        check("isHybrid = yes", "no", "", false);
    }

    #[test]
    fn what_is_no_condition_is_said() {
        for (text, expect) in [
            ("agentType", "is no condition"),
            ("= Person", "names no field"),
            ("agentType =", "Write ‘agentType is empty’"),
        ] {
            assert!(Condition::parse(text).unwrap_err().contains(expect), "{text}");
        }
    }
}
