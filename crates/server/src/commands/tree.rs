//! `vasculum import tree`, and what `export tree` shares with it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Map, Value as Json, json};
use vasculum_domain::trees::definition_named;
use vasculum_domain::trees::export::Format;
use vasculum_domain::trees::import::{self as trees, Applied, Ask, Chosen, Goal, Opened, Plan, Role, StartRanks};
use vasculum_model::tree::TREES;
use vasculum_model::{Error, Result, TableId, model};
use vasculum_store::{Access, Database};

use super::import::quote;
use super::{access, collection, open};
use crate::cli::{ImportTree, TreeFormat};
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

/// How many doubts and refusals are told; the report has all differences.
const TOLD: usize = 20;

/// The table of nodes of this name.
pub(super) fn table(name: &str) -> Result<TableId> {
    let name_of = |table: TableId| model().table(table).name;
    let found = TREES.iter().map(|tree| tree.node).find(|table| name_of(*table).eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let names: Vec<&str> = TREES.iter().map(|tree| name_of(tree.node)).collect();
        Error::not_found(format!("There is no tree ‘{name}’.")).hint(format!("There are: {}.", names.join(", ")))
    })
}

/// The format of the domain that an argument means.
pub(super) fn format(format: TreeFormat) -> Format {
    match format {
        TreeFormat::Csv => Format::Csv,
        TreeFormat::Coldp => Format::Coldp,
        TreeFormat::Newick => Format::Newick,
        TreeFormat::Dwca => Format::Dwca,
    }
}

/// Brings a tree in, or tells what that would do.
pub(super) fn import(import: &ImportTree, config: &Config, out: &Out) -> Result<u8> {
    let table = table(&import.tree)?;
    if !import.file.exists() {
        return Err(Error::not_found(format!("There is no file {}.", import.file.display())));
    }
    let db = open(config)?;
    let collection = collection(&db, &import.collection)?;
    let access = access(&db, Some(collection))?;
    let file = trees::open(&import.file)?;
    let create_missing_ranks = import.create_missing_ranks;
    let goal = goal(&db, &access, table, import)?;
    let mut ask = Ask { table, collection, goal, create_missing_ranks, mapping: None };
    map_columns(&db, &access, &file, &mut ask, &import.column)?;
    let (plan, applied) = if import.plan {
        (db.read(&access, |tx| trees::plan(tx, &file, &ask))?, None)
    } else {
        let chosen = if import.delete_gone { Chosen::AllAndGone } else { Chosen::All };
        let name = import.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (plan, applied) = trees::import_file(&db, &access, &name, &file, &ask, &chosen)?;
        db.optimise()?;
        (plan, Some(applied))
    };
    if let Some(path) = &import.report {
        report(path, &plan)?;
    }
    out.result(&document(&plan, applied.as_ref()), &words(&plan, applied.as_ref(), import.delete_gone));
    Ok(exit::DONE)
}

/// Which tree is meant: a new one, one that has a name, or the one of the discipline.
fn goal(db: &Database, access: &Access, table: TableId, import: &ImportTree) -> Result<Goal> {
    match (&import.new, &import.named) {
        (Some(name), _) => {
            let ranks = if import.usual_ranks { StartRanks::Usual } else { StartRanks::OfFile };
            Ok(Goal::New { name: name.clone(), ranks })
        }
        (None, Some(name)) => db.read(access, |tx| definition_named(tx, table, name)).map(Goal::Tree),
        (None, None) => Ok(Goal::Usual),
    }
}

/// Puts what was said of columns in place of what is guessed.
fn map_columns(db: &Database, access: &Access, file: &Opened, ask: &mut Ask, said: &[String]) -> Result<()> {
    let mut mapping = db.read(access, |tx| trees::guessed(tx, file, ask))?;
    for words in said {
        let (Opened::Sheet(sheet), Some(mapping)) = (file, &mut mapping) else {
            return Err(Error::invalid("The columns of this file say themselves what they mean.")
                .hint("Leave out `--column`; it is for sheets."));
        };
        let (header, role) = words.rsplit_once('=').unwrap_or((words, ""));
        let at = sheet.headers.iter().position(|there| there == header).ok_or_else(|| {
            Error::invalid(format!("There is no column ‘{header}’."))
                .hint(format!("There are: {}.", sheet.headers.join(", ")))
        })?;
        mapping[at] = Role::read(role).ok_or_else(|| {
            Error::invalid(format!("‘{role}’ is nothing that a column can mean.")).hint(
                "Say rank:Genus, author:Genus, name, own-name, rank, author, id, parent, accepted, field:remarks or nothing.",
            )
        })?;
    }
    ask.mapping = mapping;
    Ok(())
}

fn document(plan: &Plan, applied: Option<&Applied>) -> Json {
    let counts: Map<String, Json> =
        plan.counts.iter().map(|(kind, count)| (kind.name().to_owned(), (*count).into())).collect();
    let issues: Vec<Json> = plan
        .target
        .issues
        .iter()
        .map(|(name, (level, count))| json!({"name": name, "level": level, "count": count}))
        .collect();
    let refused: Vec<Json> = applied
        .iter()
        .flat_map(|done| &done.refused)
        .map(|(name, words)| json!({"name": name, "words": words}))
        .collect();
    let ranks: Vec<Json> =
        plan.new_ranks.iter().map(|(name, number)| json!({"name": name, "number": number})).collect();
    json!({
        "plan": applied.is_none(),
        "names": plan.target.nodes.len(),
        "differences": counts,
        "unchanged": plan.unchanged,
        "newRanks": ranks,
        "unknownRanks": plan.target.unknown_ranks,
        "issues": issues,
        "made": applied.map(|done| done.made),
        "changed": applied.map(|done| done.changed),
        "deleted": applied.map(|done| done.deleted),
        "refusals": applied.map(|done| done.refusals),
        "refused": refused,
        "changeSet": applied.and_then(|done| done.change_set),
    })
}

fn words(plan: &Plan, applied: Option<&Applied>, delete_gone: bool) -> String {
    let mut words = format!("{} names", number(plan.target.nodes.len() as u64));
    for (kind, count) in &plan.counts {
        let _ = write!(words, ", {} {}", number(*count), kind.name());
    }
    let _ = writeln!(words, ", {} unchanged.", number(plan.unchanged));
    let list = |words: &mut String, head: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            let _ = writeln!(words, "{head}:\n  {}", rows.join("\n  "));
        }
    };
    list(&mut words, "New ranks", plan.new_ranks.iter().map(|(name, at)| format!("{name} ({at})")).collect());
    let unknown = plan.target.unknown_ranks.iter().map(|(name, rows)| format!("{name}: {} rows", number(*rows)));
    list(&mut words, "Ranks that the tree does not have", unknown.collect());
    let issues = plan.target.issues.iter().map(|(name, (level, count))| format!("{level} {name}: {}", number(*count)));
    list(&mut words, "To look at", issues.collect());
    let doubts = plan.target.doubts.iter().take(TOLD).map(|doubt| format!("line {}: {}", doubt.line, doubt.words));
    list(&mut words, "The first of them", doubts.collect());
    let Some(applied) = applied else {
        words.push_str("Nothing was written: this is the plan.\n");
        return words;
    };
    let (made, changed, deleted) = (number(applied.made), number(applied.changed), number(applied.deleted));
    let _ = writeln!(words, "Made {made}, changed {changed}, deleted {deleted}, refused {}.", number(applied.refusals));
    let refused = applied.refused.iter().take(TOLD).map(|(name, why)| format!("{name}: {why}"));
    list(&mut words, "Refused", refused.collect());
    if !delete_gone && plan.counts.contains_key(&trees::Kind::Gone) {
        words.push_str("What is not in the file was left alone; `--delete-gone` deletes it.\n");
    }
    if let Some(id) = applied.change_set {
        let _ = writeln!(words, "This is change {id}; `vasculum undo {id}` takes it back.");
    }
    words
}

/// Writes every difference as CSV.
fn report(path: &Path, plan: &Plan) -> Result<()> {
    let failed = |cause| Error::internal(format!("The report {} can’t be written.", path.display()), cause);
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    writeln!(file, "line,name,node,difference,note").map_err(failed)?;
    for entry in &plan.entries {
        let line = entry.wanted.map_or(0, |at| plan.target.nodes[at].line).to_string();
        let node = entry.node.map_or(String::new(), |id| id.to_string());
        let kinds: Vec<&str> = entry.kinds.iter().map(|kind| kind.name()).collect();
        let cells = [line, entry.label.clone(), node, kinds.join("; "), entry.note.clone()];
        let row: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
        writeln!(file, "{}", row.join(",")).map_err(failed)?;
    }
    file.flush().map_err(failed)
}
