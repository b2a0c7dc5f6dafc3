//! The whole application, asked as a program or a browser would ask it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod administration;
mod batch_editing;
mod configure;
mod description;
mod entry;
mod forms;
mod house;
mod jobs;
mod journal;
mod labels;
mod languages;
mod linking;
mod lists;
mod matrix;
mod naming;
mod odd_questions;
mod odd_records;
mod outline;
mod pages;
mod parts;
mod queries;
mod reconcile;
mod records;
mod rights;
mod search;
mod sessions;
mod sets;
mod setup;
mod tree_import;
mod trees;
mod views;
mod writes;
