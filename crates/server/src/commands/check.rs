//! `vasculum check`.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use vasculum_domain::check;
use vasculum_model::{Result, model};

use super::{access, open};
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

pub(super) fn run(config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let mut progress = out.progress();
    let report = db.read(&access, |tx| check::check(tx, &mut |what, done, total| progress.tick(what, done, total)))?;
    drop(progress);
    let findings: Vec<Json> = report
        .findings
        .iter()
        .map(|it| {
            let table = it.table.map(|table| model().table(table).name);
            json!({"name": it.name, "table": table, "record": it.record, "words": it.words})
        })
        .collect();
    let document = json!({
        "records": report.records,
        "links": report.links,
        "nodes": report.nodes,
        "histories": report.histories,
        "findings": findings,
    });
    let mut words = format!(
        "Looked at {} records, {} kinds of references, {} nodes of trees and {} histories.\n",
        number(report.records),
        number(report.links),
        number(report.nodes),
        number(report.histories)
    );
    for finding in report.findings.iter().take(100) {
        let _ = writeln!(words, "  {} [{}]", finding.words, finding.name);
    }
    let _ = match report.findings.len() {
        0 => writeln!(words, "All is well."),
        found => writeln!(words, "{} things are not as they should be.", number(found as u64)),
    };
    out.result(&document, &words);
    Ok(if report.findings.is_empty() { exit::DONE } else { exit::INVALID })
}
