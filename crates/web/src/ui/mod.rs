//! What pages are made of: the frame, the components, and the files that go with them.
//!
//! Functions from plain words to markup. Nothing here knows records, rights or
//! the database; a page asks the domain and hands the answer over as words,
//! numbers and addresses. Nothing here writes a `style` attribute or a script
//! into a page either: the content security policy forbids both.
//!
//! Words are written in English where they are used and looked up by [`words`]
//! in the [`language`] of whoever reads the page; numbers and dates are written
//! by [`locale`].

pub mod assets;
#[cfg(test)]
mod complete;
pub mod components;
pub(crate) mod feed;
pub mod frame;
pub mod language;
pub mod locale;
mod messages;
pub mod preferences;
pub(crate) mod sentences;
pub mod words;

/// How much something matters, from an issue of a record to a message after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// Plain, nothing to act on.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// Done, or as it should be.
    Success,
    /// Doubtful: saved, and to be looked at.
    Warning,
    /// Refused, or wrong.
    Error,
}

impl Level {
    /// The last part of a class name, as in `badge-warning`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Level::Neutral => "neutral",
            Level::Info => "info",
            Level::Success => "success",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The icon that stands for the level, so that it never depends on colour alone.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Level::Neutral | Level::Info => "info",
            Level::Success => "circle-check",
            Level::Warning => "triangle-alert",
            Level::Error => "circle-alert",
        }
    }
}
