//! Vasculum over HTTP: the JSON API, the pages, and the rules by which both are reached.
//!
//! [`routes`] lists every address with what it needs; [`App`] is the one way to the data; [`respond`] is the one place
//! that turns a refusal into a status and words. This crate knows no SQL, no rules of the collection and no file formats.

pub mod api;
mod app;
pub mod pages;
pub mod respond;
pub mod routes;
pub mod security;
pub mod setup;
pub mod ui;
mod upload;

pub use app::{App, OnStart, Options, router, serve};
pub use setup::{Setup, serve_setup, setup_router};
