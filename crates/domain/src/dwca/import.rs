//! Bringing an archive in.
//!
//! Planning is importing and taking it back: one code path, in one transaction, so the plan is exactly what would
//! happen and nothing is ever half-written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use vasculum_formats::archive::{self, Archive, ExtensionIndex, OwnedRow};
use vasculum_formats::{Limits, Refusal};
use vasculum_model::names::{collection, collection_object, discipline, geography, institution, source_record, taxon};
use vasculum_model::{Code, Error, Issue, Level, Record, Result, TableId, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};

use super::graph::House;
use super::people::People;
use super::places::Places;
use super::source::{Extensions, Source};
use super::taxa::{TaxonLine, TreeBuilder};
use crate::records;
use crate::rules::numbers;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It became a new record.
    New,
    /// It changed the record that it became before.
    Updated,
    /// Its record says the same already.
    Unchanged,
    /// It could not become a record; the issues say why.
    Refused,
}

impl Outcome {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// What became of one row, and what somebody should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct RowReport {
    /// The file within the archive.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// How the source names the row.
    pub identifier: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The record that it is now.
    pub record: Option<(TableId, i64)>,
    /// Remarks.
    pub issues: Vec<Issue>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// Rows of the core.
    pub rows: u64,
    /// Rows by what became of them.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// New records by table.
    pub made: BTreeMap<&'static str, u64>,
    /// Issues by name, with their level and how often.
    pub issues: BTreeMap<&'static str, (&'static str, u64)>,
    /// What was doubtful about the files themselves: name, place, words.
    pub problems: Vec<(String, String, String)>,
    /// Rows of extensions whose core row does not exist.
    pub orphans: u64,
    /// The change set, unless it was only planned or nothing changed.
    pub change_set: Option<i64>,
}

/// New records by table.
pub(super) type Tally = HashMap<TableId, u64>;

/// Hears of every row, and of how many were read.
pub type Listener<'l> = &'l mut dyn FnMut(&RowReport) -> Result<()>;

/// Works out what importing an archive into a collection would do, and does nothing.
///
/// # Errors
///
/// As [`import`].
pub fn plan_import(
    db: &Database,
    access: &Access,
    path: &Path,
    collection: i64,
    each: Listener<'_>,
) -> Result<Imported> {
    let archive = open(path)?;
    let mut planned = None;
    let outcome: Result<()> = db.write(access, Purpose::new("import", "Plan"), |tx| {
        planned = Some(run(tx, &archive, collection, each)?);
        // Everything is taken back here: an error ends the transaction without a trace.
        Err(Error::new(Code::Conflict, "planned"))
    });
    match (planned, outcome) {
        (Some(planned), _) => Ok(planned),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::new(Code::Internal, "The plan ended without an answer.")),
    }
}

/// Imports an archive into a collection: all of it in one change set, or nothing.
///
/// A row that was imported before, by its `occurrenceID` or `taxonID`, updates its record. `each` hears what became
/// of every row.
///
/// # Errors
///
/// - `Invalid`: the file is no archive that can be read, or is beyond the limits.
/// - `NotFound`, `Forbidden`: the collection is not there or the person may not write to it.
pub fn import(db: &Database, access: &Access, path: &Path, collection: i64, each: Listener<'_>) -> Result<Imported> {
    let archive = open(path)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let purpose = Purpose::new("import", format!("Import of {name}"));
    let (mut imported, change_set) = db.write_counted(access, purpose, |tx| run(tx, &archive, collection, each))?;
    imported.change_set = change_set;
    Ok(imported)
}

/// How many rows the core of an archive has, so that somebody who waits can be told how far the import is. Reads the
/// core once, which takes a hundredth of the import's time.
///
/// # Errors
///
/// `Invalid`: the file is no archive that can be read, or is beyond the limits.
pub fn rows_in(path: &Path) -> Result<u64> {
    let archive = open(path)?;
    let mut reader = archive.rows(&archive.core);
    let mut rows = 0;
    while reader.next().map_err(refused)?.is_some() {
        rows += 1;
    }
    Ok(rows)
}

/// Imports names into the taxon tree of a collection within the transaction that is open: a Darwin Core archive whose
/// core is of taxa, or a table with the headers of one.
///
/// # Errors
///
/// - `Invalid`: the file can't be read, or is of something else than taxa.
/// - `NotFound`, `Forbidden`: as [`import`].
pub fn import_taxa_within(tx: &mut WriteTx<'_>, path: &Path, collection: i64) -> Result<Imported> {
    let archive = open_taxa(path)?;
    run(tx, &archive, collection, &mut |_| Ok(()))
}

/// Finds out whether a file holds names that can be imported, without importing them.
///
/// # Errors
///
/// `Invalid`, as [`import_taxa_within`].
pub fn check_taxa(path: &Path) -> Result<()> {
    open_taxa(path).map(drop)
}

fn open_taxa(path: &Path) -> Result<Archive> {
    let archive = open(path)?;
    if archive.core.short_type == "Taxon" {
        return Ok(archive);
    }
    Err(Error::invalid(format!("This file is of ‘{}’, not of names.", archive.core.short_type))
        .hint("A file of names has the columns taxonID, scientificName, taxonRank and parentNameUsageID, or the ranks as columns."))
}

fn open(path: &Path) -> Result<Archive> {
    archive::open(path, &Limits::default()).map_err(refused)
}

pub(crate) fn refused(refusal: Refusal) -> Error {
    let place = refusal.place.map_or(String::new(), |place| format!("{place}: "));
    let error = Error::invalid(format!("{place}{}", refusal.words));
    match refusal.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// Everything that an import needs from row to row.
pub(super) struct Importer {
    pub house: House,
    pub collection: i64,
    pub people: People,
    pub places: Places,
    pub taxa: TreeBuilder,
    pub prep_types: HashMap<String, Record>,
    /// Whether there was no specimen, and nothing kept of one, when the import began.
    pub is_first: bool,
    pub tally: Tally,
    pub seen: HashSet<String>,
    /// The specimens that rows of this archive became.
    pub taken: HashSet<i64>,
    pub lines: HashMap<String, (TaxonLine, Vec<Issue>)>,
}

impl Importer {
    fn new(tx: &mut WriteTx<'_>, collection: i64) -> Result<Self> {
        let place = tx.get(collection::TABLE, collection)?;
        let discipline = tx.get(discipline::TABLE, place.needed(collection::DISCIPLINE)?)?;
        let tree = |column| discipline.needed(column);
        let taxa = TreeBuilder::new(tx, taxon::TABLE, tree(discipline::TAXON_TREE_DEF)?)?;
        let geography = TreeBuilder::new(tx, geography::TABLE, tree(discipline::GEOGRAPHY_TREE_DEF)?)?;
        Ok(Self {
            house: house(tx, &place, &discipline)?,
            collection,
            people: People::default(),
            places: Places::new(tx, geography)?,
            taxa,
            prep_types: HashMap::new(),
            is_first: is_first(tx)?,
            tally: Tally::new(),
            seen: HashSet::new(),
            taken: HashSet::new(),
            lines: HashMap::new(),
        })
    }
}

/// Whether there is no specimen yet, and nothing kept of one.
fn is_first(tx: &mut WriteTx<'_>) -> Result<bool> {
    let number = i64::from(model().table(collection_object::TABLE).number);
    let kept = Select::all(source_record::TABLE).matching(Filter::is(source_record::TABLE_NUM, number));
    Ok(tx.first(&Select::all(collection_object::TABLE))?.is_none() && tx.first(&kept)?.is_none())
}

/// What all records of a collection say alike.
pub(super) fn house(tx: &mut vasculum_store::Tx<'_>, place: &Record, discipline: &Record) -> Result<House> {
    let museum = tx.first(&Select::all(institution::TABLE).matching(Filter::All))?;
    let code = museum.as_ref().and_then(|museum| museum.text(institution::CODE).or(museum.text(institution::NAME)));
    let kind = discipline.text(discipline::TYPE).unwrap_or_default();
    let is_fossil = kind.contains("paleo");
    Ok(House {
        institution: code.unwrap_or_default().to_owned(),
        collection: place.text(collection::CODE).unwrap_or_default().to_owned(),
        basis_of_record: if is_fossil { "FossilSpecimen" } else { "PreservedSpecimen" },
    })
}

fn run(tx: &mut WriteTx<'_>, archive: &Archive, collection: i64, each: Listener<'_>) -> Result<Imported> {
    let mut importer = Importer::new(tx, collection)?;
    let mut imported = Imported::default();
    for problem in &archive.problems {
        imported.problems.push((
            problem.name.to_owned(),
            format!("{}:{}", problem.file, problem.line),
            problem.words.clone(),
        ));
    }
    match archive.core.short_type.as_str() {
        "Taxon" => super::taxa_core::run(tx, &mut importer, archive, &mut imported, each)?,
        "Event" => events(tx, &mut importer, archive, &mut imported, each)?,
        _ if is_of_places(archive) => places(tx, &mut importer, archive, &mut imported, each)?,
        _ => occurrences(tx, &mut importer, archive, &mut imported, each)?,
    }
    for (table, count) in &importer.tally {
        imported.made.insert(model().table(*table).name, *count);
    }
    Ok(imported)
}

/// The extensions of an archive, ready to be asked by the identifier of a core row.
pub(super) fn indexes(archive: &Archive) -> Result<Vec<(String, ExtensionIndex)>> {
    archive
        .extensions
        .iter()
        .map(|table| Ok((table.short_type.clone(), ExtensionIndex::open(archive, table).map_err(refused)?)))
        .collect()
}

pub(super) fn rows_of(indexes: &[(String, ExtensionIndex)], id: Option<&str>) -> Result<Extensions> {
    let Some(id) = id else { return Ok(Extensions::new()) };
    let mut extensions = Extensions::new();
    for (kind, index) in indexes {
        let rows = index.rows_for(id).map_err(refused)?;
        if !rows.is_empty() {
            extensions.push((kind.clone(), rows));
        }
    }
    Ok(extensions)
}

/// So many rows are read before the first of them is imported: their catalogue numbers are looked up together.
const ROWS_AHEAD: usize = 1_000;

fn occurrences(
    tx: &mut WriteTx<'_>,
    importer: &mut Importer,
    archive: &Archive,
    imported: &mut Imported,
    each: Listener<'_>,
) -> Result<()> {
    let indexes = indexes(archive)?;
    let mut used = 0;
    let mut reader = archive.rows(&archive.core);
    let mut ahead: Vec<OwnedRow> = Vec::with_capacity(ROWS_AHEAD);
    loop {
        ahead.clear();
        while ahead.len() < ROWS_AHEAD
            && let Some(row) = reader.next().map_err(refused)?
        {
            ahead.push(row.to_owned_row());
        }
        if ahead.is_empty() {
            break;
        }
        let given: Vec<&str> = ahead.iter().filter_map(|row| row.get("catalogNumber")).collect();
        numbers::note_free(tx, importer.collection, &given)?;
        for row in ahead.iter().map(OwnedRow::row) {
            let source = Source { row, behind: None };
            let extensions = rows_of(&indexes, row.id())?;
            used += extensions.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>();
            let report = importer.specimen(tx, &source, &extensions)?;
            count(imported, &report, each)?;
        }
    }
    imported.orphans = indexes.iter().map(|(_, index)| index.len() as u64).sum::<u64>().saturating_sub(used);
    more_problems(imported, &reader.problems());
    Ok(())
}

/// Events with their occurrences: each occurrence says what its event says.
fn events(
    tx: &mut WriteTx<'_>,
    importer: &mut Importer,
    archive: &Archive,
    imported: &mut Imported,
    each: Listener<'_>,
) -> Result<()> {
    let indexes = indexes(archive)?;
    let mut used = 0;
    let mut reader = archive.rows(&archive.core);
    while let Some(row) = reader.next().map_err(refused)? {
        let extensions = rows_of(&indexes, row.id())?;
        used += extensions.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>();
        let (occurrences, others): (Extensions, Extensions) =
            extensions.into_iter().partition(|(kind, _)| kind == "Occurrence");
        let mut first = true;
        for occurrence in occurrences.iter().flat_map(|(_, rows)| rows) {
            let source = Source { row: occurrence.row(), behind: Some(row) };
            // Measurements of an event are kept with the first of its occurrences.
            let none = Extensions::new();
            let report = importer.specimen(tx, &source, if first { &others } else { &none })?;
            first = false;
            count(imported, &report, each)?;
        }
        if first {
            let report = importer.lone_event(tx, &Source { row, behind: None }, &others)?;
            count(imported, &report, each)?;
        }
    }
    imported.orphans = indexes.iter().map(|(_, index)| index.len() as u64).sum::<u64>().saturating_sub(used);
    more_problems(imported, &reader.problems());
    Ok(())
}

/// Whether a table speaks of places alone: neither of specimens nor of names, people or dates.
fn is_of_places(archive: &Archive) -> bool {
    const MORE: &[&str] = &[
        "occurrenceID",
        "catalogNumber",
        "otherCatalogNumbers",
        "recordNumber",
        "scientificName",
        "genus",
        "family",
        "taxonID",
        "recordedBy",
        "eventDate",
        "year",
        "basisOfRecord",
        "eventID",
    ];
    let columns = &archive.core.columns;
    columns.iter().any(|column| column.short == "locality" || column.short == "decimalLatitude")
        && !columns.iter().any(|column| MORE.contains(&column.short.as_str()))
}

/// A gazetteer: each row becomes a locality.
fn places(
    tx: &mut WriteTx<'_>,
    importer: &mut Importer,
    archive: &Archive,
    imported: &mut Imported,
    each: Listener<'_>,
) -> Result<()> {
    let mut reader = archive.rows(&archive.core);
    while let Some(row) = reader.next().map_err(refused)? {
        let report = importer.lone_place(tx, &Source { row, behind: None })?;
        count(imported, &report, each)?;
    }
    more_problems(imported, &reader.problems());
    Ok(())
}

pub(super) fn more_problems(imported: &mut Imported, problems: &vasculum_formats::Problems) {
    for problem in problems.list() {
        imported.problems.push((
            problem.name.to_owned(),
            format!("{}:{}", problem.file, problem.line),
            problem.words.clone(),
        ));
    }
}

/// Counts a row and lets the listener hear of it.
pub(super) fn count(imported: &mut Imported, report: &RowReport, each: Listener<'_>) -> Result<()> {
    imported.rows += 1;
    *imported.outcomes.entry(report.outcome).or_default() += 1;
    for issue in &report.issues {
        let entry = imported.issues.entry(issue.name).or_insert((issue.level.name(), 0));
        entry.1 += 1;
    }
    each(report)
}

/// Saves a record; a value that a rule refuses is left out and said, as long as the record can do without it. The
/// import keeps the value beside the record.
pub(super) fn put_forgiving(
    tx: &mut WriteTx<'_>,
    before: Option<&Record>,
    mut record: Record,
    issues: &mut Vec<Issue>,
    tally: &mut Tally,
) -> Result<Record> {
    let table = record.of();
    for _ in 0..8 {
        match records::put(tx, before, record.clone()) {
            Ok((saved, found)) => {
                issues.extend(found);
                if before.is_none() {
                    *tally.entry(saved.table).or_default() += 1;
                }
                return Ok(saved);
            }
            Err(error) if error.code == Code::Invalid && !error.issues.is_empty() => {
                let mut helped = false;
                for issue in &error.issues {
                    let Some(column) = table.column(&issue.field).filter(|_| issue.level == Level::Error) else {
                        continue;
                    };
                    let value = &mut record.values[usize::from(column)];
                    if !value.is_null() && !table.at(column).required {
                        *value = Value::Null;
                        helped = true;
                        let words = format!("{} It was left out of the field and kept beside the record.", issue.words);
                        issues.push(Issue::warning(issue.name, issue.field.clone(), words));
                    }
                }
                if !helped {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::invalid(format!("This {} can't be saved.", table.name)))
}

/// Saves the people of a new record, which none of them is twice.
pub(super) fn put_people(tx: &mut WriteTx<'_>, people: Vec<Record>, tally: &mut Tally) -> Result<()> {
    let Some(table) = people.first().map(|person| person.table) else { return Ok(()) };
    *tally.entry(table).or_default() += people.len() as u64;
    records::put_all(tx, table, people).map(drop)
}

/// The row's remarks when it could not become a record.
pub(super) fn refusal(error: Error, issues: &mut Vec<Issue>) -> Result<()> {
    match error.code {
        Code::Invalid | Code::Conflict | Code::NotFound => {
            if error.issues.is_empty() {
                issues.push(Issue::error("refused", "", error.message.to_string()));
            } else {
                issues.extend(error.issues);
            }
            Ok(())
        }
        _ => Err(error),
    }
}
