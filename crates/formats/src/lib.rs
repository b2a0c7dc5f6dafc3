//! Bytes to rows and back: Darwin Core Archives, EML and delimited text.
//!
//! This crate knows file formats. It does not know databases, HTTP, or what a loan is, and it never talks to
//! a person: what is doubtful becomes a [`Problem`], what cannot be read at all becomes a [`Refusal`].
//!
//! Memory is bounded whatever the size of the input. Rows are streamed; what has to be read twice, or in
//! another order than it came, goes to an unnamed file in [`Limits::spool_dir`]. No member of an archive is ever
//! written to a path that the archive chose.
//!
//! - [`archive::open`] reads any archive, folder or single table with Darwin Core headers.
//! - [`archive::ExtensionIndex`] finds the extension rows of a core row.
//! - [`writer::ArchiveWriter`] and [`eml::write()`] publish.
//! - [`trees::open`] reads trees from whatever file they come in.
//! - [`rows::Writer`] writes rows of any kind as CSV, TSV, XLSX, JSON, GeoJSON, KML or Parquet.
//! - [`table`] holds the reader and the writer for delimited text alone.

pub mod archive;
mod charset;
mod container;
pub mod eml;
mod limits;
mod meta;
mod problem;
pub mod rows;
mod source;
mod spool;
pub mod table;
pub mod terms;
pub mod trees;
pub mod writer;
mod xml;

pub use limits::Limits;
pub use problem::{PROBLEMS, Problem, Problems, Refusal};
