//! What the domain does, on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod dwca;
mod users;
mod demo;
mod setup;
mod trees;
mod availability;
mod formatters;
mod numbering;
mod rules;
mod uniqueness;
