//! What the domain does, on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod attaching;
mod availability;
mod demo;
mod dwca;
mod editors;
mod embedding;
mod entry;
mod formatters;
mod forms;
mod identifying;
mod insights;
mod jobs;
mod labels;
mod lookup;
mod merging;
mod name_cases;
mod name_lists;
mod numbering;
mod outline;
mod own_fields;
mod own_formats;
mod people;
mod picklists;
mod preferences;
mod question_chance;
mod question_evaluator;
mod question_oracle;
mod questions;
mod real_lists;
mod real_sheets;
mod real_trees;
mod rules;
mod sets;
mod setup;
mod specify_queries;
mod structure;
mod surgery;
mod tree_cases;
mod tree_files;
mod tree_goals;
mod trees;
mod uniqueness;
mod users;
mod views;
