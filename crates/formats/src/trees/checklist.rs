//! Darwin Core archives with a core of taxa, and tables with such headers.

use super::guard::Rows;
use super::{TreeFile, TreeKind, TreeRow, VernacularRow};
use crate::archive::{Archive, Row};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

/// The terms of ranks that a row may bring with it, from the top down.
const RANKS: &[(&str, &str)] = &[
    ("kingdom", "Kingdom"),
    ("phylum", "Phylum"),
    ("class", "Class"),
    ("order", "Order"),
    ("superfamily", "Superfamily"),
    ("family", "Family"),
    ("subfamily", "Subfamily"),
    ("tribe", "Tribe"),
    ("subtribe", "Subtribe"),
    ("genus", "Genus"),
    ("subgenus", "Subgenus"),
];

/// What else a row says that a tree may keep.
const KEPT: &[&str] = &[
    "taxonRemarks",
    "taxonomicStatus",
    "nomenclaturalStatus",
    "nomenclaturalCode",
    "scientificNameID",
    "vernacularName",
    "taxonGuid",
];

/// Whether a table with these headers is a checklist: it writes names out, and says where they belong.
pub(super) fn is_checklist(headers: &[String]) -> bool {
    let has = |term: &str| headers.iter().any(|header| header.trim().rsplit([':', '/']).next() == Some(term));
    has("scientificName")
        && ["taxonID", "parentNameUsageID", "acceptedNameUsageID", "taxonRank"].iter().any(|term| has(term))
}

/// Reads an archive.
pub(super) fn read_checklist(archive: &Archive, limits: &Limits) -> Result<TreeFile, Refusal> {
    if archive.core.short_type != "Taxon" {
        let words = format!("This file is of ‘{}’, not of names.", archive.core.short_type);
        return Err(Refusal::new(words).hint("An archive of names has a core of the type Taxon."));
    }
    let mut rows = Rows::new(limits);
    let mut problems = Problems::default();
    for problem in &archive.problems {
        problems.add(&problem.file, problem.line, None, problem.name, || problem.words.clone());
    }
    let mut reader = archive.rows(&archive.core);
    while let Some(row) = reader.next()? {
        match name(&row) {
            Some(found) => rows.add(found, row.file())?,
            None => {
                problems.add(row.file(), row.line(), None, "row-without-name", || "The row has no name.".to_owned());
            }
        }
    }
    problems.append(reader.problems());
    let vernacular = vernacular(archive, &mut rows)?;
    let metadata = archive.metadata.clone();
    Ok(TreeFile { kind: TreeKind::DarwinCore, rows: rows.rows, vernacular, metadata, problems })
}

fn name(row: &Row<'_>) -> Option<TreeRow> {
    let own = |term: &str| row.get(term).map(str::to_owned);
    let id = own("taxonID").or_else(|| row.id().map(str::to_owned));
    let name = own("scientificName").or_else(|| assembled(row))?;
    let accepted = own("acceptedNameUsageID").filter(|accepted| Some(accepted) != id.as_ref());
    let mut above: Vec<(String, String)> = Vec::new();
    for (term, rank) in RANKS {
        if let Some(name) = row.get(term) {
            above.push(((*rank).to_owned(), name.to_owned()));
        }
    }
    let fields = KEPT.iter().filter_map(|term| row.get(term).map(|value| ((*term).to_owned(), value.to_owned())));
    Some(TreeRow {
        line: row.line(),
        id,
        parent: own("parentNameUsageID"),
        accepted,
        rank: own("taxonRank"),
        name,
        is_own_name: false,
        author: own("scientificNameAuthorship"),
        above,
        fields: fields.collect(),
    })
}

fn assembled(row: &Row<'_>) -> Option<String> {
    let genus = row.get("genus").or_else(|| row.get("genericName"))?;
    let parts = [row.get("specificEpithet"), row.get("infraspecificEpithet")];
    Some(parts.into_iter().flatten().fold(genus.to_owned(), |name, part| format!("{name} {part}")))
}

/// The everyday names of the extension for them.
fn vernacular(archive: &Archive, rows: &mut Rows<'_>) -> Result<Vec<VernacularRow>, Refusal> {
    let mut names = Vec::new();
    for table in archive.extensions.iter().filter(|table| table.short_type == "VernacularName") {
        let mut reader = archive.rows(table);
        while let Some(row) = reader.next()? {
            let (Some(taxon), Some(name)) = (row.id(), row.get("vernacularName")) else { continue };
            let found = VernacularRow {
                taxon: taxon.to_owned(),
                name: name.to_owned(),
                language: row.get("language").map(str::to_owned),
                country: row.get("countryCode").or_else(|| row.get("country")).map(str::to_owned),
            };
            rows.add_name(&mut names, found, row.file())?;
        }
    }
    Ok(names)
}
