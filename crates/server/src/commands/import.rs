//! `vasculum import`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Map, Value as Json, json};
use vasculum_domain::dwca::{self, Imported, RowReport};
use vasculum_model::{Error, Result, model};

use super::{access, collection, open};
use crate::cli::Import;
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

pub(super) fn run(import: Import, config: &Config, out: &Out) -> Result<u8> {
    let (file, code, plan, report) = match import {
        Import::Dwca { file, collection, plan, report } => (file, collection, plan, report),
        Import::Tree(import) => return super::tree::import(&import, config, out),
    };
    if !file.exists() {
        return Err(Error::not_found(format!("There is no file {}.", file.display())));
    }
    let db = open(config)?;
    let collection = collection(&db, &code)?;
    let access = access(&db, Some(collection))?;
    let mut lines = report.as_deref().map(Lines::create).transpose()?;
    let mut progress = out.progress();
    let total = if progress.is_shown() { dwca::rows_in(&file)? } else { 0 };
    let mut rows = 0;
    let mut each = |row: &RowReport| {
        rows += 1;
        progress.tick("rows", rows, total);
        lines.as_mut().map_or(Ok(()), |lines| lines.row(row))
    };
    let imported = if plan {
        dwca::plan_import(&db, &access, &file, collection, &mut each)?
    } else {
        dwca::import(&db, &access, &file, collection, &mut each)?
    };
    drop(progress);
    if let Some(lines) = lines {
        lines.finish()?;
    }
    if !plan {
        db.optimise()?;
    }
    out.result(&document(&imported, plan), &words(&imported, plan));
    Ok(exit::DONE)
}

fn document(imported: &Imported, plan: bool) -> Json {
    let outcomes: Map<String, Json> =
        imported.outcomes.iter().map(|(outcome, count)| (outcome.name().to_owned(), (*count).into())).collect();
    let issues: Vec<Json> = imported
        .issues
        .iter()
        .map(|(name, (level, count))| json!({"name": name, "level": level, "count": count}))
        .collect();
    let problems: Vec<Json> = imported
        .problems
        .iter()
        .map(|(name, place, words)| json!({"name": name, "place": place, "words": words}))
        .collect();
    json!({
        "plan": plan,
        "rows": imported.rows,
        "outcomes": outcomes,
        "made": imported.made,
        "issues": issues,
        "problems": problems,
        "orphans": imported.orphans,
        "changeSet": imported.change_set,
    })
}

fn words(imported: &Imported, plan: bool) -> String {
    let mut words = format!("{} rows", number(imported.rows));
    for (outcome, count) in &imported.outcomes {
        let _ = write!(words, ", {} {}", number(*count), outcome.name());
    }
    words.push_str(if plan { ". Nothing was written: this is the plan.\n" } else { ".\n" });
    let list = |words: &mut String, head: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            let _ = writeln!(words, "{head}:\n  {}", rows.join("\n  "));
        }
    };
    let made = imported.made.iter().map(|(table, count)| format!("{table} {}", number(*count))).collect();
    list(&mut words, if plan { "It would make" } else { "Made" }, made);
    let issues =
        imported.issues.iter().map(|(name, (level, count))| format!("{level} {name}: {}", number(*count))).collect();
    list(&mut words, "To look at", issues);
    let problems = imported.problems.iter().map(|(name, place, text)| format!("{place}: {text} [{name}]")).collect();
    list(&mut words, "About the files", problems);
    if imported.orphans > 0 {
        let _ = writeln!(words, "{} rows of extensions belong to no row of the core.", number(imported.orphans));
    }
    if let Some(id) = imported.change_set {
        let _ = writeln!(words, "This is change {id}; `vasculum undo {id}` takes it back.");
    }
    words
}

/// The table that says what became of every row: one line a row, one more for each further issue.
struct Lines {
    file: std::io::BufWriter<std::fs::File>,
}

impl Lines {
    fn create(path: &Path) -> Result<Self> {
        let file = std::fs::File::create(path)
            .map_err(|cause| Error::internal(format!("The report {} can’t be written.", path.display()), cause))?;
        let mut lines = Self { file: std::io::BufWriter::new(file) };
        lines.line(&[
            "file",
            "line",
            "identifier",
            "outcome",
            "table",
            "record",
            "level",
            "issue",
            "field",
            "words",
        ])?;
        Ok(lines)
    }

    fn row(&mut self, row: &RowReport) -> Result<()> {
        let (table, record) = row.record.map_or((String::new(), String::new()), |(table, id)| {
            (model().table(table).name.to_owned(), id.to_string())
        });
        let line = row.line.to_string();
        let head = [&row.file, &line, &row.identifier, row.outcome.name(), &table, &record];
        if row.issues.is_empty() {
            return self.line(&[head.as_slice(), &["", "", "", ""]].concat());
        }
        for issue in &row.issues {
            let tail = [issue.level.name(), issue.name, &issue.field, &issue.words];
            self.line(&[head.as_slice(), &tail].concat())?;
        }
        Ok(())
    }

    fn line(&mut self, cells: &[&str]) -> Result<()> {
        let quoted: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
        writeln!(self.file, "{}", quoted.join(",")).map_err(failed)
    }

    fn finish(mut self) -> Result<()> {
        self.file.flush().map_err(failed)
    }
}

fn failed(cause: std::io::Error) -> Error {
    Error::internal("The report can’t be written.", cause)
}

/// A cell of a CSV file, in quotes where it needs them.
pub(super) fn quote(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
