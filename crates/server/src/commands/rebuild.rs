//! `vasculum rebuild`.

use serde_json::json;
use vasculum_model::Result;

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
    db.optimise()?;
    let words = format!(
        "Made the index of words of {} records anew, and counted what stands at {} nodes of trees.",
        number(records),
        number(nodes)
    );
    out.result(&json!({ "records": records, "nodes": nodes }), &words);
    Ok(exit::DONE)
}
