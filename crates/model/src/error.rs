//! Why a request was refused or failed. Whatever is wrong with *data* is an [`Issue`] instead.

use std::borrow::Cow;
use std::fmt;

use crate::Issue;

/// The answer of everything that can be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kinds of refusal; the web and the command line turn them into status and exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The request or its data can't be accepted as they are; `Error::issues` says why, field by field.
    Invalid,
    /// Nobody is signed in, or the token is unknown or expired.
    SignInNeeded,
    /// The person is known but has no right to this.
    Forbidden,
    /// There is no such thing in the part of the collection that the person may read.
    NotFound,
    /// Somebody else changed the same thing first, or something still depends on it.
    Conflict,
    /// Our fault, or the machine's.
    Internal,
}

/// A request that was refused or failed.
#[derive(Debug)]
pub struct Error {
    /// What kind of refusal this is.
    pub code: Code,
    /// One sentence for the person. No secrets, no SQL.
    pub message: Cow<'static, str>,
    /// What the person can do next.
    pub hint: Option<Cow<'static, str>>,
    /// What is wrong with which field, when the refusal is about data.
    pub issues: Vec<Issue>,
    /// The cause, for the log only.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A refusal with its sentence for the person.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), hint: None, issues: Vec::new(), source: None }
    }

    /// A request that can't be accepted as it is.
    pub fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Invalid, message)
    }

    /// Nothing of that kind within the person's scope.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::NotFound, message)
    }

    /// The person has no right to this.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Forbidden, message)
    }

    /// A failure of the program or the machine, with its cause for the log.
    pub fn internal(
        message: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { source: Some(source.into()), ..Self::new(Code::Internal, message) }
    }

    /// Data that can't be saved; the message counts the issues.
    pub fn refused(issues: Vec<Issue>) -> Self {
        let message = match issues.as_slice() {
            [one] => one.words.clone(),
            many => format!("{} things keep this from being saved.", many.len()),
        };
        Self { issues, ..Self::new(Code::Invalid, message) }
    }

    /// Adds what the person can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds issues that explain the refusal field by field.
    #[must_use]
    pub fn with_issues(mut self, issues: Vec<Issue>) -> Self {
        self.issues = issues;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}
