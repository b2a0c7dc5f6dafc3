//! Archives of every kind, made here or found in the wild.

#![allow(clippy::unwrap_used, reason = "a test may fail by it, and helpers belong to tests")]

mod hostile;
mod make;
mod oracle;
mod real;
mod rows;
mod trees;
mod zoo;
