//! Search everything: records become documents of an index, words become questions to it, and what it counts become
//! facets.
//!
//! The index is derived: it is fed from the journal, and can be thrown away. Each document carries the *gates* of the
//! records that it was made from, so that a person finds, counts and is shown only what they may read.
//!
//! This crate does not know HTML, HTTP or the rules of the collection; nobody else knows tantivy.

mod answer;
mod ask;
mod beside;
mod build;
mod counting;
mod document;
mod excerpt;
#[cfg(feature = "floor")]
pub mod floor;
mod gates;
mod live;
mod load;
mod nodes;
mod objects;
mod parts;
mod place;
mod query;
mod rows;
mod schema;
mod tree;
mod view;
mod ways;
mod words;

pub use answer::{Answer, FacetValue, Faceted, Hit, Ids, Wish, objects};
pub use ask::{Ask, Clause, FACETS, FIELD_WORDS, Facet, Field, FieldWord, Note, What, read};
pub use beside::{Beside, Finder, Tell};
pub use build::Progress;
pub use document::bounds;
pub use excerpt::Excerpt;
pub use live::{Search, State, rebuild};
pub use schema::{FLAGS, Flag, Group, SEARCHED, Searched, flag, searched};
pub use words::folded;
