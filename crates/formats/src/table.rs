//! Delimited text: comma, tab, semicolon or pipe between the fields, with or without quotation marks.
//!
//! Reading forgives what real files do: quotation marks inside fields, quotation marks that are never closed,
//! line ends of any system, rows that are too short. Writing is strict.

mod reader;
mod record;
mod sniff;
mod writer;

pub use reader::{Cells, DelimitedReader, read_delimited};
pub(crate) use reader::{Sample, Start};
pub(crate) use sniff::{parse_rows, sniff, sniff_terminator};
pub use writer::CsvWriter;

/// Where lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminator {
    /// At a line feed; a carriage return before it belongs to the line end.
    Lf,
    /// At a carriage return, as on the old Macintosh.
    Cr,
    /// At another byte.
    Byte(u8),
}

/// How fields and rows are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Stands between two fields.
    pub delimiter: u8,
    /// Encloses a field that holds delimiters, line ends, or this byte itself, which is then doubled.
    pub quote: Option<u8>,
    /// Stands at the end of a row.
    pub terminator: Terminator,
}

impl Dialect {
    /// Commas, double quotes, line feeds: RFC 4180, but for the line end.
    pub const CSV: Dialect = Dialect { delimiter: b',', quote: Some(b'"'), terminator: Terminator::Lf };
    /// Tabs, double quotes, line feeds.
    pub const TSV: Dialect = Dialect { delimiter: b'\t', quote: Some(b'"'), terminator: Terminator::Lf };

    /// Guesses the dialect by the beginning of a table. `complete` says that `sample` is the whole table.
    pub fn sniff(sample: &[u8], complete: bool) -> Dialect {
        sniff(sample, complete, &|_| false)
    }
}
