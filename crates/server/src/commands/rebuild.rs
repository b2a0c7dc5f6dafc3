//! `vasculum rebuild`.

use std::sync::{Mutex, PoisonError};

use serde_json::json;
use vasculum_model::Result;
use vasculum_store::Database;

use super::open;
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

pub(super) fn run(config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let mut progress = out.progress();
    let records = db.rebuild_lookup(&mut |table, done| progress.tick(table, done, 0))?;
    drop(progress);
    let nodes = db.rebuild_tallies()?;
    let searched = search(&db, config, out)?;
    db.optimise()?;
    let words = format!(
        "Made the index of words of {} records and the search index of {} anew, and counted what stands at {} nodes of trees.",
        number(records),
        number(searched),
        number(nodes)
    );
    out.result(&json!({ "records": records, "searched": searched, "nodes": nodes }), &words);
    Ok(exit::DONE)
}

/// Makes the search index anew; a server that is running answers from the old one until then.
fn search(db: &Database, config: &Config, out: &Out) -> Result<u64> {
    let progress = Mutex::new(out.progress());
    let tell = |done: u64| {
        progress.lock().unwrap_or_else(PoisonError::into_inner).tick("Search", done, 0);
        true
    };
    vasculum_search::rebuild(db, &super::search_folder(config), &tell)
}
