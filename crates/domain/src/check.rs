//! Checks that the data is whole: every reference, every tree, the journal against the rows.

use std::collections::HashMap;

use vasculum_model::{Col, Result, TableId, Value, model, tree::TREES};
use vasculum_store::{Change, ChangeKind, Select, Tx};

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable kebab-case name, for example `broken-link`.
    pub name: &'static str,
    /// The table.
    pub table: Option<TableId>,
    /// The record, if it is about one.
    pub record: Option<i64>,
    /// One sentence.
    pub words: String,
}

/// What was looked at and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// How many records were looked at.
    pub records: i64,
    /// How many columns that hold references were looked at.
    pub links: i64,
    /// How many tree nodes were looked at.
    pub nodes: i64,
    /// How many records with a history were held against it.
    pub histories: i64,
    /// What is wrong; nothing if all is well.
    pub findings: Vec<Finding>,
}

/// Checks everything; reads all of the data once.
///
/// `progress` hears what is being looked at, with how much of it is done.
///
/// # Errors
///
/// `Internal`, if the database can't be read at all.
pub fn check(tx: &mut Tx<'_>, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<CheckReport> {
    let mut report = CheckReport::default();
    progress("the database file", 0, 1);
    for line in tx.damage()? {
        report.find("damaged-file", None, None, format!("The database says: {line}."));
    }
    references(tx, &mut report, progress)?;
    trees(tx, &mut report, progress)?;
    for (table, node, words) in tx.tally_flaws(100)? {
        let words = format!(
            "What is known to stand at {} {node} is not so: {words}. `vasculum rebuild` counts anew.",
            model().table(table).name
        );
        report.find("wrong-tally", Some(table), Some(node), words);
    }
    journal(tx, &mut report, progress)?;
    Ok(report)
}

impl CheckReport {
    fn find(&mut self, name: &'static str, table: Option<TableId>, record: Option<i64>, words: String) {
        self.findings.push(Finding { name, table, record, words });
    }
}

fn references(tx: &mut Tx<'_>, report: &mut CheckReport, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<()> {
    let tables = model().tables();
    let all = tables.len() as u64;
    for (done, table) in tables.enumerate() {
        progress("references", done as u64, all);
        if tx.is_empty(table.id)? {
            continue;
        }
        report.records += tx.count(&Select::all(table.id))?;
        for (at, column) in table.columns.iter().enumerate() {
            let Some(link) = &column.link else { continue };
            report.links += 1;
            for record in tx.broken_links(Col(table.id, at as u16))? {
                let words = format!(
                    "{} {record} refers as {} to a {} that does not exist.",
                    table.name,
                    column.name,
                    model().table(link.to).name
                );
                report.find("broken-link", Some(table.id), Some(record), words);
            }
        }
    }
    Ok(())
}

fn trees(tx: &mut Tx<'_>, report: &mut CheckReport, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<()> {
    for (done, tree) in TREES.iter().enumerate() {
        progress("trees", done as u64, TREES.len() as u64);
        let table = model().table(tree.node);
        report.nodes += tx.count(&Select::all(tree.node))?;
        for (record, name) in tx.odd_nodes(tree.node)? {
            let words = match name {
                "tree-path" => "is not where its parent says; its place has to be worked out anew",
                "other-tree" => "stands below a node of another tree",
                _ => "has a rank that is not below its parent's",
            };
            report.find(name, Some(tree.node), Some(record), format!("{} {record} {words}.", table.name));
        }
    }
    Ok(())
}

fn journal(tx: &mut Tx<'_>, report: &mut CheckReport, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<()> {
    let balance = tx.journal_balance()?;
    for table in model().tables() {
        let (made, deleted) = balance.get(&table.id).copied().unwrap_or_default();
        let there = tx.count(&Select::all(table.id))?;
        if there != made - deleted {
            let words = format!(
                "{} has {there} records, but the journal knows of {made} made and {deleted} deleted.",
                table.name
            );
            report.find("journal-balance", Some(table.id), None, words);
        }
    }
    // First the last words of every history, then the rows in batches: the two can't be read at the same time.
    let mut last: Vec<LastWords> = Vec::new();
    tx.each_record_touched(|changes| {
        last.push(last_words(changes));
        Ok(())
    })?;
    report.histories = last.len() as i64;
    let total = last.len() as u64;
    for (done, batch) in last.chunks(500).enumerate() {
        progress("histories", done as u64 * 500, total);
        compare(tx, batch, report)?;
    }
    Ok(())
}

/// What a record's history says it is now.
struct LastWords {
    table: TableId,
    record: i64,
    deleted: Option<bool>,
    values: HashMap<u16, Value>,
}

fn last_words(changes: &[Change]) -> LastWords {
    let mut words =
        LastWords { table: changes[0].table, record: changes[0].record, deleted: None, values: HashMap::new() };
    for change in changes {
        match change.kind {
            ChangeKind::Delete => {
                // Whether it came back later stands with the insertions; those are balanced above.
                words.deleted = Some(true);
                words.values.clear();
            }
            _ => {
                words.deleted = Some(false);
                words.values.extend(change.after.iter().cloned());
            }
        }
    }
    words
}

fn compare(tx: &mut Tx<'_>, batch: &[LastWords], report: &mut CheckReport) -> Result<()> {
    let mut by_table: HashMap<TableId, Vec<&LastWords>> = HashMap::new();
    for words in batch {
        by_table.entry(words.table).or_default().push(words);
    }
    for (table, list) in by_table {
        let ids: Vec<i64> = list.iter().map(|words| words.record).collect();
        let rows: HashMap<i64, _> = tx.find_all(table, &ids)?.into_iter().map(|row| (row.id, row)).collect();
        let of = model().table(table);
        for words in list {
            let Some(row) = rows.get(&words.record) else {
                if words.deleted == Some(false) {
                    let text =
                        format!("{} {} was changed last, never deleted, and is not there.", of.name, words.record);
                    report.find("journal-missing-row", Some(table), Some(words.record), text);
                }
                continue;
            };
            // Who made a record follows a merged agent without an entry for every record.
            let told = words.values.iter().filter(|(column, _)| of.at(**column).name != "createdByAgent");
            for (column, value) in told {
                let now = &row.values[usize::from(*column)];
                if now != value {
                    let name = of.at(*column).name;
                    let text =
                        format!("{} {}: {name} is ‘{now}’, but the journal says ‘{value}’.", of.name, words.record);
                    report.find("journal-other-value", Some(table), Some(words.record), text);
                }
            }
        }
    }
    Ok(())
}
