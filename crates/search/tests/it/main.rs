//! The search index against the database, on every engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod beside;
mod feed;
mod places;
mod rights;
mod scan;
mod words;

use std::sync::Arc;
use std::time::Duration;

use vasculum_domain::demo::{DemoPlan, generate};
use vasculum_model::{Date, Result};
use vasculum_search::{Answer, Ask, Search, Wish};
use vasculum_store::{Access, Database, Purpose, WriteTx};

const LONG: Duration = Duration::from_secs(120);

/// The demo museum with so many objects.
fn museum(db: &Database, objects: u32) {
    let plan = DemoPlan { objects, seed: 3, today: Date::new(2026, 5, 1).unwrap() };
    generate(db, &plan, &mut |_, _, _| {}).unwrap();
}

/// An index of the database in memory, which is up to date.
fn indexed(db: &Arc<Database>) -> Search {
    let search = Search::new(Arc::clone(db), None);
    search.start();
    assert!(search.wait_until_ready(LONG));
    caught_up(&search);
    search
}

fn caught_up(search: &Search) {
    assert!(search.wait_for_latest(LONG).unwrap(), "the index is up to date in time");
}

/// Everybody's rights, with the collections as they are.
fn everything(db: &Database) -> Access {
    Access::system("test").within(None, Some(Arc::new(db.hierarchy().unwrap())))
}

fn ask(words: &str) -> Ask {
    Ask::of(words)
}

fn all(search: &Search, access: &Access, ask: &Ask) -> Answer {
    let wish = Wish { offset: 0, limit: 1_000, facets: Some(10_000) };
    search.answer(access, ask, wish).unwrap().expect("the index is ready")
}

fn write<T>(db: &Database, act: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> T {
    db.write(&Access::system("test"), Purpose::new("test", "test"), act).unwrap()
}
