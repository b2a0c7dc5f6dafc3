//! Darwin Core archives in and out.
//!
//! An archive becomes the full graph of records: agents, localities, events, geography, taxonomy, specimens with their
//! determinations and preparations. What has no field of its own, and what a field says in other words than the
//! source, is kept in full beside the record (SourceRecord) and exported again; so import, export and import again is
//! a fixed point.

mod events;
mod export;
pub(crate) mod fields;
pub mod graph;
mod import;
mod load;
mod people;
mod places;
mod source;
mod specimens;
mod taxa;
mod taxa_core;

pub use export::{ExportOptions, Exported, csv, export};
pub use import::{
    Imported, Listener, Outcome, RowReport, check_taxa, import, import_taxa_within, plan_import, rows_in,
};

pub(crate) use import::refused;
