//! The demo museum.
