//! What the domain does, on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod users;
