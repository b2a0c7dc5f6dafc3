//! The parameters in the query of an address. What nobody asked for is refused: a slip in a filter must not read as "all".

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use vasculum_model::{Error, Issue, Result};

use crate::App;
use crate::respond::{MALFORMED, Refused};

/// The parameters that were not taken yet, and what is wrong with those that were.
#[derive(Debug, Default)]
pub struct Params {
    left: Vec<(String, String)>,
    issues: Vec<Issue>,
}

impl FromRequestParts<App> for Params {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refused> {
        let Ok(Query(left)) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri) else {
            return Err(Refused::new(MALFORMED, "The parameters of this address can’t be read."));
        };
        let mut params = Self::of(left);
        if params.left.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            params.wrong("parameters", "The character U+0000 can’t stand in a parameter.");
        }
        Ok(params)
    }
}

impl Params {
    pub(crate) fn of(left: Vec<(String, String)>) -> Self {
        Self { left, issues: Vec::new() }
    }

    /// Notes that something is wrong with a parameter.
    pub(crate) fn wrong(&mut self, name: &str, words: impl Into<String>) {
        self.issues.push(Issue::error("parameter", name, words));
    }

    /// Every value of a parameter that may come several times.
    pub(crate) fn all(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|(theirs, _)| theirs == name);
        self.left = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// The parameters whose names begin with a text, without it.
    pub(crate) fn beginning(&mut self, start: &str) -> Vec<(String, String)> {
        let (taken, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.left).into_iter().partition(|(theirs, _)| theirs.starts_with(start));
        self.left = left;
        taken.into_iter().map(|(name, value)| (name[start.len()..].to_owned(), value)).collect()
    }

    /// The value of a parameter that comes at most once.
    pub(crate) fn one(&mut self, name: &str) -> Option<String> {
        let mut values = self.all(name);
        if values.len() > 1 {
            self.wrong(name, format!("{name} can be given once only."));
        }
        values.pop()
    }

    /// A parameter that is `true` or `false`; false without it.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.one(name).as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                self.wrong(name, format!("{name} is either true or false."));
                false
            }
        }
    }

    /// A parameter that is a whole number of this range.
    pub(crate) fn number(&mut self, name: &str, low: i64, high: i64) -> Option<i64> {
        let text = self.one(name)?;
        let number = text.parse().ok().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.wrong(name, format!("{name} is a whole number from {low} to {high}."));
        }
        number
    }

    /// Keeps the good part of what was read from a parameter, or notes why it is no good.
    pub(crate) fn keep<T>(&mut self, name: &str, read: Result<T>) -> Option<T> {
        match read {
            Ok(good) => Some(good),
            Err(error) => {
                let hint = error.hint.map_or(String::new(), |hint| format!(" {hint}"));
                self.wrong(name, format!("{}{hint}", error.message));
                None
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// `Invalid`, naming every parameter that is wrong or unknown.
    pub(crate) fn finish(mut self) -> Result<()> {
        for (name, _) in std::mem::take(&mut self.left) {
            self.wrong(&name, format!("There is no parameter ‘{name}’ here."));
        }
        if self.issues.is_empty() {
            return Ok(());
        }
        let message = match self.issues.as_slice() {
            [one] => one.words.clone(),
            many => format!("{} parameters can’t be accepted.", many.len()),
        };
        Err(Error::invalid(message).hint("GET /api/openapi.json describes every parameter.").with_issues(self.issues))
    }
}
