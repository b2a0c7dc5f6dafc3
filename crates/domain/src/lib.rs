//! What saving, determining, lending, moving in a tree, importing and publishing mean.
//!
//! No SQL text, no HTML, no HTTP, no threads: this crate asks [`vasculum_store`] for records and gives it values.
//! Every rule of saving stands in the slice [`rules::RULES`]; saving does nothing that cannot be read there.

pub mod attaching;
pub mod batch_edit;
pub mod check;
pub mod deletion;
pub mod demo;
pub mod dwca;
pub mod entry;
pub mod export;
pub mod formats;
pub mod forms;
pub mod history;
pub mod identify;
pub mod insights;
pub mod jobs;
pub mod labels;
pub mod lookup;
pub mod merge;
pub mod own_fields;
pub mod picklists;
pub mod preferences;
pub mod queries;
pub mod query;
pub mod reconcile;
pub mod records;
pub mod remembered;
pub mod resources;
pub mod rules;
pub mod schema;
pub mod sets;
pub mod setup;
pub mod trees;
pub mod undo;
pub mod users;
