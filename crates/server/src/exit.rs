//! The exit codes: the one place where a refusal becomes a number.

use vasculum_model::{Code, Error};

/// Everything is done.
pub(crate) const DONE: u8 = 0;
/// The data, a file or the configuration can't be accepted, or a check found something wrong.
pub(crate) const INVALID: u8 = 3;
const USAGE: u8 = 2;
const NOT_FOUND: u8 = 4;
const CONFLICT: u8 = 5;
const FORBIDDEN: u8 = 6;
const INTERNAL: u8 = 70;
const INTERRUPTED: u8 = 130;

/// Every exit code with its name in JSON and what it means; the manual lists the same.
pub(crate) const CODES: &[(u8, &str, &str)] = &[
    (DONE, "done", "Everything is done."),
    (USAGE, "usage", "The command line is wrong."),
    (INVALID, "invalid", "The data, a file or the configuration can’t be accepted, or `check` found something wrong."),
    (NOT_FOUND, "not-found", "There is no such database, collection, user, record or change."),
    (
        CONFLICT,
        "conflict",
        "Something is there already, was changed by somebody else meanwhile, or is still referred to.",
    ),
    (FORBIDDEN, "forbidden", "This is not allowed."),
    (INTERNAL, "internal", "The program or the machine failed; the log says why."),
    (INTERRUPTED, "interrupted", "Somebody pressed Ctrl-C. Nothing is half-written."),
];

/// The exit code of a refusal.
pub(crate) fn code_of(error: &Error) -> u8 {
    match error.code {
        Code::Invalid => INVALID,
        Code::NotFound => NOT_FOUND,
        Code::Conflict => CONFLICT,
        Code::SignInNeeded | Code::Forbidden => FORBIDDEN,
        Code::Internal => INTERNAL,
    }
}

/// The name of an exit code.
pub(crate) fn name_of(code: u8) -> &'static str {
    CODES.iter().find(|(number, ..)| *number == code).map_or("internal", |(_, name, _)| name)
}
