//! `vasculum query`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read as _, Write};
use std::sync::Arc;

use serde_json::{Value as Json, json};
use vasculum_domain::jobs::Finder;
use vasculum_domain::query::{self, Asked, Plan};
use vasculum_formats::rows::{Format, Options};
use vasculum_model::{Code, Error, Result, TableId};
use vasculum_store::{Database, Tx, value_to_json};

use super::export::{Partial, beside};
use super::{access, collection, open};
use crate::cli::Query;
use crate::config::Config;
use crate::exit;
use crate::index;
use crate::out::{Out, number};

/// So many rows are shown to people who name no format.
const SHOWN: usize = 40;
/// A column for people is at most so many characters wide.
const WIDEST: usize = 40;

pub(super) fn run(asked: Query, config: &Config, out: &Out) -> Result<u8> {
    let format = asked.format.as_deref().map(format).transpose()?;
    let answers = asked.answer.iter().map(|text| answer(text)).collect::<Result<HashMap<_, _>>>()?;
    let question = query::parse(&text(asked.text)?)?;
    let db = Arc::new(open(config)?);
    let within = asked.collection.as_deref().map(|code| collection(&db, code)).transpose()?;
    let within = within.filter(|_| !question.everywhere);
    let access = access(&db, within)?;
    let finder = finder(&db, &question, config, out)?;
    let search = finder.as_ref().map(|find| |table: TableId, words: &str| find(&access, table, words));
    let search = search.as_ref().map(|search| search as query::Search<'_>);
    let plan = |tx: &mut Tx<'_>| Plan::make(tx, &question, &Asked { answers: Some(&answers), search });
    match (&asked.output, format) {
        (Some(path), format) => {
            let format = match format {
                Some(format) => format,
                None => by_ending(path)?,
            };
            if path.exists() && !out.yes() {
                return Err(Error::new(Code::Conflict, format!("{} is there already.", path.display()))
                    .hint("Choose another file, or replace it with `--yes`."));
            }
            let partial = Partial(beside(path));
            let failed = |cause| Error::internal(format!("The file {} can’t be written.", path.display()), cause);
            let file = BufWriter::new(File::create(&partial.0).map_err(failed)?);
            let mut progress = out.progress();
            let (mut file, written) = db.read(&access, |tx| {
                let plan = plan(tx)?;
                query::file::write(tx, &plan, format, Options::default(), file, |rows| {
                    progress.tick("Rows", rows, 0);
                    Ok(())
                })
            })?;
            drop(progress);
            file.flush().and_then(|()| file.get_ref().sync_all()).map_err(failed)?;
            std::fs::rename(&partial.0, path).map_err(failed)?;
            let document = json!({"file": path, "rows": written.rows, "format": format.word()});
            out.result(&document, &format!("Wrote {} rows to {}.", number(written.rows), path.display()));
        }
        (None, Some(format)) => {
            let stdout = BufWriter::with_capacity(1 << 16, std::io::stdout());
            let (mut stdout, _) = db.read(&access, |tx| {
                let plan = plan(tx)?;
                query::file::write(tx, &plan, format, Options::default(), stdout, |_| Ok(()))
            })?;
            stdout.flush().map_err(|cause| Error::internal("The answer can’t be written.", cause))?;
        }
        (None, None) => {
            let (document, words) = db.read(&access, |tx| {
                let plan = plan(tx)?;
                shown(tx, &plan, out)
            })?;
            out.result(&document, &words);
        }
    }
    Ok(exit::DONE)
}

/// The text of a question; `-` stands for standard input.
fn text(text: String) -> Result<String> {
    if text != "-" {
        return Ok(text);
    }
    let mut text = String::new();
    std::io::stdin()
        .take(1 << 20)
        .read_to_string(&mut text)
        .map_err(|cause| Error::internal("The question can’t be read from standard input.", cause))?;
    Ok(text)
}

/// The search index for a question that searches for words, as soon as it has everything; nothing for other questions.
fn finder(db: &Arc<Database>, question: &query::Query, config: &Config, out: &Out) -> Result<Option<Finder>> {
    if !query::searches(question) {
        return Ok(None);
    }
    let mut progress = out.progress();
    let index = index::beside(db, super::search_folder(config));
    let finder = index.open(&mut |records| {
        progress.tick("Search index", records, 0);
        Ok(())
    });
    finder.map(Some)
}

fn format(word: &str) -> Result<Format> {
    Format::named(&word.to_ascii_lowercase()).ok_or_else(|| {
        let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        Error::invalid(format!("There is no format ‘{word}’.")).hint(format!("There are: {}.", words.join(", ")))
    })
}

fn by_ending(path: &std::path::Path) -> Result<Format> {
    format(path.extension().and_then(|ending| ending.to_str()).unwrap_or("csv"))
}

fn answer(text: &str) -> Result<(String, String)> {
    let (words, answer) = text.split_once('=').ok_or_else(|| {
        Error::invalid(format!("‘{text}’ is no answer.")).hint("Write --answer \"Which family?=Salmonidae\".")
    })?;
    Ok((words.to_owned(), answer.to_owned()))
}

/// Every row as a document, or the first ones in columns for people.
fn shown(tx: &mut Tx<'_>, plan: &Plan, out: &Out) -> Result<(Json, String)> {
    let captions: Vec<&str> = plan.columns.iter().map(query::Heading::words).collect();
    if out.is_json() {
        let mut rows = Vec::new();
        plan.each(tx, |row| {
            let values: Vec<Json> = row.values.iter().map(value_to_json).collect();
            rows.push(json!({"id": row.id, "values": values}));
            Ok(())
        })?;
        return Ok((json!({"columns": captions, "rows": rows}), String::new()));
    }
    let page = plan.page(tx, None, SHOWN)?;
    let mut lines: Vec<Vec<String>> = vec![captions.iter().map(|caption| cut(caption)).collect()];
    lines.extend(page.rows.iter().map(|row| row.values.iter().map(|value| cut(&value.to_string())).collect()));
    let widths: Vec<usize> =
        (0..captions.len()).map(|at| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    let count = plan.count(tx)?;
    if page.next.is_some() {
        text.push_str(&format!("… {} rows in all; --format csv writes them.", number(count)));
    } else {
        text.push_str(&format!("{} rows.", number(count)));
    }
    Ok((Json::Null, text))
}

fn cut(text: &str) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ");
    if text.chars().count() <= WIDEST { text } else { text.chars().take(WIDEST - 1).chain(['…']).collect() }
}
