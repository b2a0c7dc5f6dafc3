//! Archives without a description: what the tables are is guessed from their names and headers.

use super::look::{Look, check_width, look};
use super::{Column, TableFile, Tables, duplicates};
use crate::container::{Container, Member, SourceKind};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};
use crate::table::{Dialect, sniff};
use crate::terms;

/// Files that are looked into.
const FILES: usize = 200;

/// Names of files and the kind of rows they usually hold, in lower case without the plural's s.
const NAMES: &[(&str, &str)] = &[
    ("occurrence", "Occurrence"),
    ("specimen", "Occurrence"),
    ("taxon", "Taxon"),
    ("taxa", "Taxon"),
    ("event", "Event"),
    ("identification", "Identification"),
    ("identificationhistory", "Identification"),
    ("multimedia", "Multimedia"),
    ("media", "Multimedia"),
    ("image", "Image"),
    ("measurementorfact", "MeasurementOrFact"),
    ("measurement", "MeasurementOrFact"),
    ("extendedmeasurementorfact", "ExtendedMeasurementOrFact"),
    ("emof", "ExtendedMeasurementOrFact"),
    ("resourcerelationship", "ResourceRelationship"),
    ("vernacularname", "VernacularName"),
    ("vernacular", "VernacularName"),
    ("distribution", "Distribution"),
    ("description", "Description"),
    ("speciesprofile", "SpeciesProfile"),
    ("reference", "Reference"),
    ("typesandspecimen", "TypesAndSpecimen"),
    ("dnaderiveddata", "DNADerivedData"),
];

/// Terms and the kind of rows they give away, the surest first.
const SIGNS: &[(&str, &str)] = &[
    ("measurementType", "MeasurementOrFact"),
    ("relationshipOfResource", "ResourceRelationship"),
    ("accessURI", "Multimedia"),
    ("occurrenceID", "Occurrence"),
    ("catalogNumber", "Occurrence"),
    ("basisOfRecord", "Occurrence"),
    ("recordNumber", "Occurrence"),
];

/// Terms that turn a list of names into records of organisms.
const RECORDED: &[&str] =
    &["recordedBy", "eventDate", "decimalLatitude", "individualCount", "verbatimLocality", "collectionCode"];

/// The kind of rows that the terms of a table give away.
pub(super) fn kind_by_terms(has: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    if let Some((_, kind)) = SIGNS.iter().find(|(term, _)| has(term)) {
        return Some(kind);
    }
    let named = has("scientificName") || has("taxonID");
    if has("scientificName") && RECORDED.iter().any(|t| has(t)) {
        Some("Occurrence")
    } else if has("eventID") && !named {
        Some("Event")
    } else if has("identificationID") || (has("dateIdentified") && has("identifiedBy")) {
        Some("Identification")
    } else if has("scientificName") || (has("taxonID") && has("taxonRank")) {
        Some("Taxon")
    } else if has("vernacularName") {
        Some("VernacularName")
    } else if has("identifier") && (has("format") || has("type")) {
        Some("Multimedia")
    } else if has("description") {
        Some("Description")
    } else if has("locationID") || has("countryCode") {
        Some("Distribution")
    } else {
        None
    }
}

fn kind_by_name(member: &Member) -> Option<&'static str> {
    let stem: String = member.stem().chars().filter(|c| c.is_alphanumeric()).collect();
    let singular = stem.strip_suffix('s').unwrap_or(&stem);
    NAMES.iter().find(|(name, _)| *name == stem || *name == singular).map(|(_, kind)| *kind)
}

/// Finds tables with known headers.
pub(super) fn tables(container: &Container, limits: &Limits, problems: &mut Problems) -> Result<Tables, Refusal> {
    let alone = container.kind == SourceKind::Table;
    let mut found = Vec::new();
    let (mut last, mut refused) = (None, 0);
    let members = container.members.iter().enumerate().filter(|(_, m)| alone || m.may_be_table());
    for (position, member) in members.take(FILES) {
        let mut own = Problems::default();
        let beginning = look(container, member, None, limits, &mut own);
        match beginning.and_then(|beginning| table(member, position, &beginning, limits)) {
            Ok(table) => {
                for short in duplicates(&table.columns) {
                    own.file(&member.path, "duplicate-term", format!("Two columns hold the term {short}."));
                }
                problems.append(own);
                found.push(table);
            }
            Err(refusal) if alone => return Err(refusal),
            Err(refusal) => {
                problems.file(&member.path, "unrecognised-file", refusal.words.clone());
                last = Some(refusal);
                refused += 1;
            }
        }
    }
    if let (true, 1, Some(refusal)) = (found.is_empty(), refused, last) {
        return Err(refusal);
    }
    if found.is_empty() {
        let hint = "A table needs a first row with Darwin Core terms such as catalogNumber or scientificName.";
        return Err(Refusal::new("There is no table with Darwin Core terms in it.").hint(hint).at(&container.name));
    }
    let core = found.remove(choose_core(&found));
    if !alone {
        let words = "There is no meta.xml; kinds of tables and columns were guessed.";
        problems.file(&container.name, "no-meta", words);
    }
    let extensions = found.into_iter().map(|table| attach(table, &core, problems)).collect();
    if core.id_column.is_none() {
        problems.file(&core.locations[0], "no-id", "The table has no column of identifiers.");
    }
    Ok(Tables { core, extensions })
}

/// Reads one table's header.
fn table(member: &Member, position: usize, beginning: &Look, limits: &Limits) -> Result<TableFile, Refusal> {
    let path = member.path.as_str();
    if beginning.binary {
        return Err(Refusal::new("This is not a text file.").at(path));
    }
    let known = |cell: &str| terms::find(cell).is_some();
    let dialect = sniff(&beginning.bytes, beginning.complete, &known);
    let rows = beginning.rows(&dialect);
    let Some((line, header)) = rows.first() else {
        let words = if beginning.complete { "The table is empty." } else { "The first line is far too long." };
        return Err(Refusal::new(words).at(path));
    };
    let filled = header.iter().filter(|c| !c.trim().is_empty()).count();
    check_width(filled, path, limits)?;
    let recognised = header.iter().filter(|c| known(c)).count();
    let enough = recognised >= 2 && recognised * 4 >= filled || recognised >= 1 && filled <= 3;
    if !enough {
        let hint = "The first row must hold terms such as catalogNumber or scientificName.";
        let words = "The columns of this table are not named by Darwin Core terms.";
        return Err(Refusal::new(words).hint(hint).at(path));
    }
    let columns = header.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let columns: Vec<Column> = columns.map(|(index, cell)| Column::named(cell, Some(index), None)).collect();
    let has = |short: &str| columns.iter().any(|c| c.short == short);
    let Some(kind) = kind_by_name(member).or_else(|| kind_by_terms(&has)) else {
        let words = "The columns do not tell what kind of records these are.";
        return Err(Refusal::new(words).hint("Add a column such as scientificName or catalogNumber.").at(path));
    };
    let (row_type, short_type) = terms::row_type(kind);
    let id_column = own_id(&columns, &short_type);
    Ok(TableFile {
        row_type,
        short_type,
        locations: vec![path.to_owned()],
        id_column,
        dialect,
        encoding: None,
        header_lines: *line,
        width: Some(header.len()),
        members: vec![position],
        columns,
    })
}

/// The column that identifies the rows of a core.
pub(super) fn own_id(columns: &[Column], short_type: &str) -> Option<usize> {
    let names: &[&str] = match short_type {
        "Occurrence" => &["occurrenceID", "id", "gbifID", "catalogNumber"],
        "Taxon" => &["taxonID", "id", "scientificNameID"],
        "Event" => &["eventID", "id"],
        "MaterialEntity" => &["materialEntityID", "id"],
        _ => &["id", "identifier"],
    };
    by_names(columns, names)
}

/// The term that identifies rows of a kind.
pub(super) fn id_term(short_type: &str) -> &'static str {
    match short_type {
        "Taxon" => "taxonID",
        "Event" => "eventID",
        "MaterialEntity" => "materialEntityID",
        _ => "occurrenceID",
    }
}

pub(super) fn by_names(columns: &[Column], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| {
        let column = columns.iter().find(|c| c.short.trim_start_matches('_').eq_ignore_ascii_case(name))?;
        column.index
    })
}

/// The table that the others depend on.
fn choose_core(tables: &[TableFile]) -> usize {
    let find = |kind: &str| tables.iter().position(|t| t.short_type == kind);
    let has = |position: usize, short: &str| tables[position].columns.iter().any(|c| c.short == short);
    match (find("Event"), find("Occurrence"), find("Taxon")) {
        (Some(event), Some(occurrence), _) if has(occurrence, "eventID") => event,
        (_, Some(occurrence), Some(taxon)) if has(occurrence, "taxonID") && has(taxon, "taxonID") => taxon,
        (_, Some(occurrence), _) => occurrence,
        (_, None, Some(taxon)) => taxon,
        (Some(event), None, None) => event,
        (None, None, None) => 0,
    }
}

/// Makes a table an extension: finds the column with the identifier of the core row.
fn attach(mut table: TableFile, core: &TableFile, problems: &mut Problems) -> TableFile {
    let core_id = core.columns.iter().find(|c| c.index == core.id_column).map(|c| c.short.as_str());
    let mut names = vec!["coreid"];
    names.extend(core_id);
    names.extend(["id", "gbifID", id_term(&core.short_type)]);
    table.id_column = by_names(&table.columns, &names);
    if table.id_column.is_none() {
        let words = "The table has no column with identifiers of the core.";
        problems.file(&table.locations[0], "no-id", words);
    }
    table
}

/// The dialect that fits a header of expected names.
pub(super) fn dialect(beginning: &Look, known: &dyn Fn(&str) -> bool) -> Dialect {
    sniff(&beginning.bytes, beginning.complete, known)
}
