//! Bringing a tree in: what a file wants the tree to be, how that differs from what is there, and the change from one
//! to the other, whole or in part.
//!
//! A name is found again by what its source calls it, then by rank, name and author below the same parent, then by
//! rank, full name and author anywhere in the tree. What can't be told apart is shown and left alone.

mod apart;
mod apply;
mod ask;
mod diff;
mod existing;
mod fresh;
mod lines;
mod missing;
mod renaming;
mod said;
mod sheet;
mod target;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use vasculum_formats::Limits;
pub use vasculum_formats::trees::Opened;
use vasculum_formats::trees::{self as files, TreeFile};
use vasculum_model::names::{collection, source_record};
use vasculum_model::{Code, Col, Error, Result, TableId, Value};
use vasculum_store::{Access, Database, Purpose, Tx, WriteTx};

pub use ask::{Applied, Ask, Chosen, Goal, StartRanks};
pub use lines::{Key, Line, Picked};
pub use sheet::{Mapping, Role, guess, roles};
pub(super) use words::MARKS;
pub(crate) use words::same_author;

use super::{TreeDef, definition, definition_by_id, tree_of};
use crate::dwca::refused;

/// The format under which identifiers of a source are kept beside the nodes.
const FORMAT: &str = "tree";

/// Where a node of a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Place {
    /// At the root of the tree.
    #[default]
    Root,
    /// At another node of the target.
    Node(usize),
    /// At a node that is in the tree and not in the file, by its id.
    There(i64),
}

/// A node as a file wants it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// What the file calls it.
    pub id: Option<String>,
    /// Where it stands.
    pub above: Place,
    /// The place of its rank among [`Target::ranks`].
    pub rank: usize,
    /// Its own name.
    pub name: String,
    /// Its author.
    pub author: Option<String>,
    /// The accepted name, for a synonym.
    pub accepted: Option<Place>,
    /// Whether the file says that it is a synonym, and not of what; then it stays the synonym that it is.
    pub is_of_unknown: bool,
    /// Whether a row of the file is about it; otherwise it was only named above others.
    pub is_said: bool,
    /// Whether its place is as the file says; that of a synonym without a parent was only guessed, and moves nothing.
    pub is_placed: bool,
    /// Its other fields.
    pub fields: Vec<(Col, Value)>,
    /// Everyday names with language and country.
    pub common: Vec<(String, Option<String>, Option<String>)>,
}

/// A doubt about a line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The line, counted from 1; 0 for the whole file.
    pub line: u64,
    /// Its stable name.
    pub name: &'static str,
    /// One sentence.
    pub words: String,
}

/// What a file wants the tree to be; every node comes after the one above it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// The ranks with their numbers, from the top down.
    pub ranks: Vec<(String, i64)>,
    /// The nodes.
    pub nodes: Vec<Wanted>,
    /// Doubts by name, with level and how often.
    pub issues: BTreeMap<&'static str, (&'static str, u64)>,
    /// The first hundred doubts of each name.
    pub doubts: Vec<Doubt>,
    /// Ranks that the tree does not have, with how many rows are of them.
    pub unknown_ranks: BTreeMap<String, u64>,
}

/// How a node of a file differs from the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is not there.
    New,
    /// It is there under another name, and known by what its source calls it.
    Renamed,
    /// It is there with another author.
    Author,
    /// It is there with other values in its fields.
    Fields,
    /// It stands elsewhere.
    Moved,
    /// It becomes a synonym, or one of another name.
    Synonym,
    /// It is a synonym and becomes accepted.
    Accepted,
    /// It can't be told which node is meant; nothing is done about it.
    Doubtful,
    /// It is there and not in the file.
    Gone,
}

impl Kind {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Renamed => "renamed",
            Self::Author => "author changed",
            Self::Fields => "fields changed",
            Self::Moved => "moved",
            Self::Synonym => "became synonym",
            Self::Accepted => "became accepted",
            Self::Doubtful => "doubtful",
            Self::Gone => "gone",
        }
    }
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The node of the target; nothing for one that is gone.
    pub wanted: Option<usize>,
    /// The node that is there; nothing for a new one.
    pub node: Option<i64>,
    /// What differs.
    pub kinds: BTreeSet<Kind>,
    /// The name with rank and author, as people read it.
    pub label: String,
    /// Why it is doubtful, or what it was before.
    pub note: String,
    /// The node above one that is gone.
    pub above: Option<i64>,
}

/// What bringing a file in would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the file wants.
    pub target: Target,
    /// Where it differs, parents first; those that are gone last.
    pub entries: Vec<Entry>,
    /// How many differences of each kind there are.
    pub counts: BTreeMap<Kind, u64>,
    /// How many nodes are in the tree as the file wants them.
    pub unchanged: u64,
    /// Ranks that would be made, with their numbers; for a new tree those that are not usual in its discipline.
    pub new_ranks: Vec<(String, i64)>,
    /// The nodes that are there, by node of the target.
    matched: HashMap<usize, i64>,
}

/// Reads a file of a tree.
///
/// # Errors
///
/// `Invalid`, if it can't be read, is beyond the limits or holds no tree.
pub fn open(path: &Path) -> Result<Opened> {
    files::open(path, &Limits::default()).map_err(refused)
}

/// As [`open`], of what is in memory; `name` is what the file is called.
///
/// # Errors
///
/// As [`open`].
pub fn open_bytes(bytes: Vec<u8>, name: &str) -> Result<Opened> {
    files::from_bytes(bytes, name, &Limits::default()).map_err(refused)
}

/// What the columns of a sheet are guessed to mean for the tree that is asked for; nothing for a file that says itself
/// what it means.
///
/// # Errors
///
/// As [`plan`].
pub fn guessed(tx: &mut Tx<'_>, file: &Opened, ask: &Ask) -> Result<Option<Mapping>> {
    let Opened::Sheet(sheet) = file else { return Ok(None) };
    let ranks = ranks(tx, ask)?;
    guess(sheet, ask.table, &ranks).map(Some)
}

/// The ranks that the tree has which is asked for, with their numbers, from the top down; for a new one those that are
/// usual in its discipline.
///
/// # Errors
///
/// As [`plan`].
pub fn ranks(tx: &mut Tx<'_>, ask: &Ask) -> Result<Vec<(String, i64)>> {
    match ask.goal {
        Goal::New { .. } => fresh::ranks(tx, ask),
        _ => Ok(words::ranks_of(&definition_of(tx, ask)?)),
    }
}

/// What bringing a file into a tree would do; nothing is done.
///
/// # Errors
///
/// - `Invalid`: the mapping of a sheet names no column of names, or a new tree has no name or one that is taken.
/// - `NotFound`: there is no such tree or collection.
pub fn plan(tx: &mut Tx<'_>, file: &Opened, ask: &Ask) -> Result<Plan> {
    if let Goal::New { name, ranks } = &ask.goal {
        return fresh::plan(tx, file, ask, name, *ranks);
    }
    let def = definition_of(tx, ask)?;
    plan_into(tx, file, ask, &def)
}

/// Refuses what can be refused before a file is looked at: a tree that is not there, a new one without a name or with
/// one that is taken. Returns the definition of a tree that is there.
///
/// # Errors
///
/// As [`plan`].
pub fn check(tx: &mut Tx<'_>, ask: &Ask) -> Result<Option<i64>> {
    match &ask.goal {
        Goal::New { name, .. } => fresh::judge_name(tx, ask, name).map(|()| None),
        _ => definition_of(tx, ask).map(|def| Some(def.id)),
    }
}

fn definition_of(tx: &mut Tx<'_>, ask: &Ask) -> Result<TreeDef> {
    match ask.goal {
        Goal::Tree(id) => definition_by_id(tx, ask.table, id)?
            .ok_or_else(|| Error::not_found("There is no such tree that you may see.")),
        _ => {
            let of = tx.unscoped(|tx| tx.get(collection::TABLE, ask.collection)?.needed(collection::DISCIPLINE))?;
            definition(tx, ask.table, of)
        }
    }
}

fn plan_into(tx: &mut Tx<'_>, file: &Opened, ask: &Ask, def: &TreeDef) -> Result<Plan> {
    let tree = tree_of(ask.table)?;
    let (ranks, new_ranks) = laid_out(file, ask, words::ranks_of(def), ask.create_missing_ranks)?;
    let fields = fields_of(file, ask, &ranks)?;
    let there = existing::Existing::read(tx, tree, def, &fields)?;
    let target = target_of(file, ask, ranks, &there.by_identifier)?;
    let mut plan = diff::compare(tree, &there, target, &fields);
    plan.new_ranks = new_ranks;
    Ok(plan)
}

type Ranks = Vec<(String, i64)>;

/// The ranks of a tree with those that it gets, and these alone.
fn laid_out(file: &Opened, ask: &Ask, mut ranks: Ranks, has_missing: bool) -> Result<(Ranks, Ranks)> {
    let tree = tree_of(ask.table)?;
    let new_ranks = match file {
        _ if !has_missing => Vec::new(),
        Opened::Names(names) => missing::of_names(tree, &ranks, names),
        Opened::Sheet(sheet) => {
            let mapping = sheet::mapping(sheet, ask, &ranks)?;
            let mut made = missing::of_columns(tree, &ranks, &mapping);
            ranks.extend(made.iter().cloned());
            ranks.sort_by_key(|rank| rank.1);
            if let Some(names) = sheet::named_rows(sheet, &mapping) {
                let of_rows = missing::of_names(tree, &ranks, &names);
                ranks.extend(of_rows.iter().cloned());
                made.extend(of_rows);
            }
            made.sort_by_key(|rank| rank.1);
            ranks.sort_by_key(|rank| rank.1);
            return Ok((ranks, made));
        }
    };
    ranks.extend(new_ranks.iter().cloned());
    ranks.sort_by_key(|rank| rank.1);
    Ok((ranks, new_ranks))
}

/// The fields that a file fills in.
fn fields_of(file: &Opened, ask: &Ask, ranks: &[(String, i64)]) -> Result<Vec<Col>> {
    match file {
        Opened::Names(names) => columns_of(names, ask.table),
        Opened::Sheet(sheet) => sheet::columns_of(sheet, ask, ranks),
    }
}

/// What a file wants a tree of these ranks to be.
fn target_of(file: &Opened, ask: &Ask, ranks: Ranks, known: &HashMap<String, i64>) -> Result<Target> {
    let mut builder = target::Builder::new(tree_of(ask.table)?, ranks, known);
    match file {
        Opened::Names(names) => builder.read(names),
        Opened::Sheet(sheet) => sheet::read(&mut builder, sheet, ask)?,
    }
    Ok(builder.target)
}

/// The fields that any row of a file fills in.
fn columns_of(file: &TreeFile, table: TableId) -> Result<Vec<Col>> {
    let tree = tree_of(table)?;
    let words: HashSet<&str> = file.rows.iter().flat_map(|row| &row.fields).map(|(word, _)| word.as_str()).collect();
    let columns: BTreeSet<u16> =
        words.into_iter().filter_map(|word| said::field_column(tree, word)).map(|col| col.1).collect();
    Ok(columns.into_iter().map(|at| Col(table, at)).collect())
}

/// Brings a file into a tree, as far as its differences are chosen, within the transaction that is open.
///
/// # Errors
///
/// As [`plan`], and `Forbidden` if the person may not change the tree.
pub fn import(tx: &mut WriteTx<'_>, file: &Opened, ask: &Ask, chosen: &Chosen) -> Result<(Plan, Applied)> {
    if let Goal::New { name, ranks } = &ask.goal {
        return fresh::import(tx, file, ask, (name, *ranks), chosen);
    }
    let mut def = definition_of(tx, ask)?;
    let plan = plan_into(tx, file, ask, &def)?;
    if !plan.new_ranks.is_empty() {
        apply::make_ranks(tx, tree_of(ask.table)?, &def, &plan.new_ranks)?;
        def = definition_of(tx, ask)?;
    }
    let applied = apply::apply(tx, &plan, ask, &def, chosen, None)?;
    Ok((plan, applied))
}

/// Brings in what somebody picked of a plan that they saw and agreed to; `agreed` is its [`Plan::digest`].
///
/// # Errors
///
/// As [`import()`], and `Conflict` if the tree was changed since, so that it would do something else.
pub fn import_picked(
    tx: &mut WriteTx<'_>,
    file: &Opened,
    ask: &Ask,
    picked: &Picked,
    agreed: &str,
) -> Result<(Plan, Applied)> {
    let plan = plan(tx, file, ask)?;
    if plan.digest() != agreed {
        return Err(Error::new(Code::Conflict, "The tree was changed since you looked at this plan.")
            .hint("Look at what it would do now, and confirm it again."));
    }
    let chosen = picked.chosen(&plan);
    import(tx, file, ask, &chosen)
}

/// Brings a file into a tree in one change set.
///
/// # Errors
///
/// As [`import()`].
pub fn import_file(
    db: &Database,
    access: &Access,
    name: &str,
    file: &Opened,
    ask: &Ask,
    chosen: &Chosen,
) -> Result<(Plan, Applied)> {
    let purpose = Purpose::new("import", format!("Import of {name}"));
    let ((plan, mut applied), change_set) = db.write_counted(access, purpose, |tx| import(tx, file, ask, chosen))?;
    applied.change_set = change_set;
    Ok((plan, applied))
}

/// The refusal of a file that says nothing.
fn nothing_in_it() -> Error {
    Error::invalid("No column of this sheet is a rank of the tree, or a column of names.")
        .hint("Say which column holds the names of which rank.")
}

/// The table in which identifiers of sources are kept.
const KEPT: TableId = source_record::TABLE;
