//! Pages and their addresses.

pub mod ui;
