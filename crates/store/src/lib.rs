//! The store of Vasculum: two databases behind one door.
//!
//! Every read goes through a [`Tx`], which narrows each table to what its [`Access`] may see; every write goes through
//! a [`WriteTx`], which wants a [`Grant`] and keeps a journal. SQLite is the default, PostgreSQL for those who outgrow
//! one machine; what differs between them stands in `dialect.rs`.
//!
//! This crate does not know what a taxon means, how one signs in, or that there is a web.

mod access;
mod changes;
mod compile;
mod conn;
mod db;
mod dialect;
mod expressions;
mod job;
mod journal;
mod lookup;
mod own;
mod patience;
mod question;
mod rows;
mod schedule;
mod schema;
mod select;
mod soundness;
mod spool;
mod stamps;
mod stretch;
mod tally;
mod ticket;
mod tx;
mod unsaved;
mod unwritten;
mod walk;
mod write;

use unicode_normalization::UnicodeNormalization as _;

pub use access::{Access, Action, CollectionPlace, Grant, Hierarchy, Policy, Reach, guarded_tables};
pub use changes::ChangeQuery;
pub use db::{Clock, Database, Place, system_clock};
pub use dialect::Dialect;
pub use job::{Ending, Heard, Job, JobFile, JobQuery, JobState, NewJob};
pub use journal::{Change, ChangeKind, ChangeSet, Purpose, Values, value_to_json};
pub use lookup::{ENTRY_LENGTH, KNOWN_LENGTH, LookedUp, Word, plain};
pub use patience::in_time;
pub use question::{Answered, Calc, Call, Each, Expr, Fold, Folded, Part, Rows, Sign, Sum, is_number};
pub use schedule::Schedule;
pub use schema::{ColumnShape, IndexShape, SchemaStep, TableShape, wanted as wanted_schema};
pub use select::{Filter, Select, Test};
pub use stamps::Restamping;
pub use tally::Tally;
pub use ticket::Ticket;
pub use tx::Tx;
pub use unsaved::Unsaved;
pub use walk::Walk;
pub use write::WriteTx;

/// Text as it is compared: composed (NFC) and in lower case.
pub fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfc().flat_map(char::to_lowercase).collect() }
}
