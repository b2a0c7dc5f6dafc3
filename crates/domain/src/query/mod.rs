//! Questions: what is asked in the query builder, in the language that pages, the API and commands share.
//!
//! `from CollectionObject show catalogNumber, determinations[isCurrent].taxon.fullName where
//! collectingEvent.startDate between 1950 and 1960 sort by catalogNumber`
//!
//! A text is read into a [`Query`] ([`parse`]), in which names are only names. A [`Plan`] finds the names, turns conditions
//! into filters and works out what the database must be asked for; what it can’t write – formatted records, ranks of
//! trees, lists of what stands behind links to many – is written for many rows at a time ([`Plan::page`], [`Plan::each`]).
//! `docs/questions.md` is the manual of the language.

mod answered;
pub mod ast;
mod conditions;
mod fields;
pub mod file;
mod groups;
mod lex;
mod making;
mod parse;
mod print;
mod run;
mod series;
mod shown;
mod special;
pub mod specify;
pub mod views;
mod ways;

pub use answered::{answered, prompts, searches};
pub use ast::{Alike, Cond, Expr, Query, Shown, Way};
pub use fields::{Ending, ending, found, found_first, table_at};
pub use making::{Asked, Hits, Search};
pub use parse::{parse, parse_condition, parse_value};
pub use run::{Cursor, Heading, Page, Plan, Row};
pub use special::{ISSUES, NamedIssue};

pub use vasculum_formats::rows::Format as FileFormat;
use vasculum_model::{Error, Result, TableId};
use vasculum_store::{Access, Tx};

/// The names of the ranks of the trees in this table that the person sees, each once, from the top down.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn ranks(tx: &mut Tx<'_>, node: TableId) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in ways::ranks_of(tx, node)? {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The resource that opens questions, and the action of asking one. Source: Specify 7, `permissions/permissions.py`.
pub const RIGHT: (&str, &str) = ("/querybuilder/query", "execute");

/// Refuses who may not ask questions.
///
/// # Errors
///
/// `Forbidden`, or `SignInNeeded` for nobody.
pub fn must_be_allowed(access: &Access) -> Result<()> {
    if access.may_somewhere(RIGHT.0, RIGHT.1) {
        return Ok(());
    }
    Err(Error::forbidden("You may not ask questions of the query builder.")
        .hint("Whoever administers the collection can give you the right ‘execute’ for the query builder."))
}
