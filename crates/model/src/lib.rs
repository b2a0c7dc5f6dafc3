//! The data model of Vasculum: tables, fields and links as data, and the values that stand in them.
//!
//! The tables are TOML files under `tables/`, one file a table, one line a field. From them come the database schema,
//! the forms, the JSON API and the data dictionary. The names are those of Specify 7.
//!
//! This crate knows nothing of SQL, files, HTTP, clocks, users or threads.

mod error;
mod file;
mod issue;
mod kind;
mod model;
pub mod names;
pub mod own;
mod path;
pub mod read;
mod record;
pub mod tree;
mod value;

pub use error::{Code, Error, Result};
pub use issue::{Issue, Level};
pub use kind::Kind;
pub use model::{
    Col, Column, Index, Link, Many, Model, Origin, Owned, Scope, Table, TableId, ToMany, collection_column, model,
    shipped_model, snake,
};
pub use path::{Path, Step};
pub use record::Record;
pub use value::{Date, Decimal, Timestamp, Value};
