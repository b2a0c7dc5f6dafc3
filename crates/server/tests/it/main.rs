//! The program as scripts and people use it: started, listened to, and asked for its exit code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod program;

mod data;
mod first_steps;
mod jobs;
mod searching;
mod serving;
mod users;
