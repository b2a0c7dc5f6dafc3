//! What is doubtful or wrong with data. An issue describes; it never stops the work by itself.

use std::fmt;

/// How much an issue matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Somebody should look at it; the data is kept.
    Warning,
    /// The record can't be saved like this.
    Error,
}

impl Level {
    /// The word in JSON, in class names and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One remark about data, the same in a form, a sheet's cell, the API, the command line and a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Stable kebab-case name, for example `catalog-number-not-unique`.
    pub name: &'static str,
    /// How much it matters.
    pub level: Level,
    /// The field, as a path from the record that was looked at: `determinations[0].taxon`. Empty for the whole record.
    pub field: String,
    /// One sentence for people.
    pub words: String,
}

impl Issue {
    /// Something that keeps a record from being saved.
    pub fn error(name: &'static str, field: impl Into<String>, words: impl Into<String>) -> Self {
        Self { name, level: Level::Error, field: field.into(), words: words.into() }
    }

    /// Something that somebody should look at.
    pub fn warning(name: &'static str, field: impl Into<String>, words: impl Into<String>) -> Self {
        Self { name, level: Level::Warning, field: field.into(), words: words.into() }
    }

    /// Something worth knowing.
    pub fn info(name: &'static str, field: impl Into<String>, words: impl Into<String>) -> Self {
        Self { name, level: Level::Info, field: field.into(), words: words.into() }
    }

    /// The same issue seen from the owner of the record, for example `determinations[0]`.
    #[must_use]
    pub fn below(mut self, place: &str) -> Self {
        if place.is_empty() {
            return self;
        }
        self.field = if self.field.is_empty() { place.to_owned() } else { format!("{place}.{}", self.field) };
        self
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.level.name())?;
        if !self.field.is_empty() {
            write!(f, " at {}", self.field)?;
        }
        write!(f, ": {} [{}]", self.words, self.name)
    }
}
