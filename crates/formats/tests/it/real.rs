//! Archives of other people. They are not part of this repository; without them the tests say so and pass.

use std::path::{Path, PathBuf};

use vasculum_formats::{Limits, archive};

use crate::make::draw;

fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/dwca");
    if path.is_dir() {
        return Some(path);
    }
    #[expect(clippy::print_stderr, reason = "the only way to say that a test did nothing")]
    {
        eprintln!("skipped: ../shared is not here");
    }
    None
}

/// Kind of the core and rows of all tables, the core first.
fn counts(path: &Path) -> (String, Vec<u64>) {
    let archive = archive::open(path, &Limits::default()).unwrap_or_else(|r| panic!("{}: {r}", path.display()));
    let mut counts = Vec::new();
    for table in std::iter::once(&archive.core).chain(&archive.extensions) {
        let mut rows = archive.rows(table);
        let mut count = 0;
        while rows.next().unwrap().is_some() {
            count += 1;
        }
        counts.push(count);
    }
    (archive.core.short_type, counts)
}

/// Each is the number of lines that are not empty, less the header if there is one, counted by another program.
const KNOWN: &[(&str, &str, &[u64])] = &[
    ("inhs_insects_5k.tar.gz", "Occurrence", &[5_000]),
    ("vascan.zip", "Taxon", &[33_304, 32_687, 10_759, 1_107, 30_141]),
    ("dwca-io/archive-dwc", "Taxon", &[3_248, 1_057, 0]),
    ("dwca-io/archive-occ.zip", "Occurrence", &[1_534]),
    ("dwca-io/archive-tax.zip", "Taxon", &[3_248, 1_057]),
    ("dwca-io/archive-tax.tar.gz", "Taxon", &[3_248, 1_057]),
    ("dwca-io/nullCoreID.zip", "Taxon", &[3_248, 1_057]),
    ("dwca-io/checklist_980.zip", "Taxon", &[356, 0, 1, 740]),
    ("dwca-io/plazi/6632D8151686A3F8C71D4B5A5B1181A4.zip", "Taxon", &[10, 47, 17, 0, 9, 9, 0]),
    ("dwca-io/multiline-header", "Taxon", &[2]),
    ("dwca-io/multifile-multiline-header", "Taxon", &[6]),
    ("dwca-io/multifile-psv", "Taxon", &[6, 6]),
    ("dwca-io/simplest-archive", "Taxon", &[2]),
    ("dwca-io/xml-entity-meta", "Taxon", &[0, 0]),
    ("dwca-io/meta-xml-variants/dwca-id-with-term", "Occurrence", &[2]),
    ("dwca-io/issues/csv-json-escaped-quotes", "Occurrence", &[1, 4]),
    ("dwca-io/issues/eol", "Taxon", &[3, 6]),
    ("dwca-io/issues/ebird.tab.txt", "Occurrence", &[8]),
    ("dwca-io/defaults/meta-file-encoding-missing", "Taxon", &[0]),
    ("dwca-io/defaults/extension-encoding-missing", "Taxon", &[0, 0]),
    ("dwca-io/dwca", "Taxon", &[24]),
    ("dwca-io/MOBOTDarwinCore.csv", "Occurrence", &[3]),
    ("dwca-io/quoted_headers_MOBOTDarwinCore.csv", "Occurrence", &[2]),
    ("dwca-io/csv_always_quoted.csv", "Occurrence", &[2]),
    ("dwca-io/csv_incl_single_quotes.csv", "Occurrence", &[3]),
    ("dwca-io/csv_optional_quotes_excel2008CSV.csv", "Occurrence", &[4]),
    ("dwca-io/csv_optional_quotes_puma.csv", "Occurrence", &[3_391]),
    ("dwca-io/csv_quoted-unquoted_headers.csv", "Occurrence", &[3]),
    ("dwca-io/csv_unquoted.txt", "Occurrence", &[3]),
    ("dwca-io/csv_unquoted_coordinates.txt", "Occurrence", &[3]),
    ("dwca-io/empty_line.tab", "Taxon", &[6]),
    ("dwca-io/null_data.txt", "Taxon", &[5]),
    ("dwca-io/gnub.tab", "Taxon", &[9]),
    ("dwca-io/gnub.tab.zip", "Taxon", &[9]),
    ("dwca-io/event.txt", "Event", &[9]),
    ("dwca-io/event-plus-id.txt", "Event", &[9]),
    ("gnames-dwca/aos-birds.tar.gz", "Taxon", &[2_154, 4_308]),
    ("gnames-dwca/data.tar", "Taxon", &[587, 1]),
    ("gnames-dwca/data.tar.gz", "Taxon", &[587, 1]),
    ("gnames-dwca/data_pipe.tar.gz", "Taxon", &[587, 1]),
    ("gnames-dwca/data.zip", "Taxon", &[999, 999]),
    ("gnames-dwca/meta_absent.tar.gz", "Taxon", &[587, 1]),
    ("gnames-dwca/meta_dupl.tar.gz", "Taxon", &[587, 1]),
    ("gnames-dwca/domain.tar.gz", "Taxon", &[6]),
    ("gnames-dwca/grin", "Taxon", &[12, 24]),
    ("gnames-dwca/fldnum/csv-less.tar.gz", "Taxon", &[10, 20]),
    ("gnames-dwca/fldnum/csv-more.tar.gz", "Taxon", &[10, 20]),
    ("gnames-dwca/fldnum/tsv-less.tar.gz", "Taxon", &[10, 20]),
    ("gnames-dwca/fldnum/tsv-more.tar.gz", "Taxon", &[10, 20]),
    ("gnames-dwca/diagn/hierarchy/gbif-small.tar.gz", "Taxon", &[492]),
    ("canadensys/vascan_zipped_dwca.zip", "Taxon", &[2, 5, 1, 2]),
    ("canadensys/dwca_test_3", "Occurrence", &[22]),
    ("canadensys/qmor_dwca_test_id", "Occurrence", &[2]),
];

#[test]
fn known_archives_have_the_rows_they_have() {
    let Some(data) = data() else { return };
    for (path, kind, expect) in KNOWN {
        let (found, rows) = counts(&data.join(path));
        assert_eq!((found.as_str(), rows.as_slice()), (*kind, *expect), "{path}");
    }
}

/// What is no archive, and what its refusal says.
const REFUSED: &[(&str, &str)] = &[
    ("dwca-io/invalid/empty", "empty"),
    ("dwca-io/invalid/meta-only", "“taxa.txt” is not there"),
    ("dwca-io/invalid/extension-id-missing", "“taxa.txt” is not there"),
    ("dwca-io/meta-utf16le.xml", "XML file alone"),
    ("dwca-io/iucn100.csv", "not named by Darwin Core terms"),
    ("dwca-io/iucn100.tab.txt", "not named by Darwin Core terms"),
    ("gnames-dwca/data.tar.bz2", "bzip2"),
    ("gnames-dwca/data.tar.xz", "xz"),
    ("gnames-dwca/fake", "empty"),
    ("gnames-dwca/diagn/synonyms", "several archives"),
];

#[test]
fn what_is_no_archive_is_refused_with_a_reason() {
    let Some(data) = data() else { return };
    for (path, words) in REFUSED {
        let refusal = archive::open(&data.join(path), &Limits::default()).expect_err(path);
        assert!(refusal.words.contains(words), "{path}: {refusal}");
    }
}

#[test]
fn every_file_and_folder_is_read_or_refused() {
    let Some(data) = data() else { return };
    let mut waiting = vec![data];
    let mut count = 0;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        }
        let large = std::fs::metadata(&path).unwrap().len() > 1_000_000;
        if !large && !draw(archive::open(&path, &Limits::default())).is_empty() {
            count += 1;
        }
    }
    assert!(count > 250);
}

#[test]
fn inhs_has_its_values() {
    let Some(data) = data() else { return };
    let archive = archive::open(&data.join("inhs_insects_5k.tar.gz"), &Limits::default()).unwrap();
    assert_eq!(archive.problems, []);
    assert!(archive.metadata.as_deref().is_some_and(|m| m.contains("<eml:eml")));
    let mut rows = archive.rows(&archive.core);
    let row = rows.next().unwrap().unwrap();
    assert_eq!((row.line(), row.id()), (1, Some("585241")));
    assert_eq!(row.get("catalogNumber"), Some("Ephemeroptera 9197"));
    assert_eq!(row.get("institutionCode"), Some("INHS"));
    assert_eq!(row.get("scientificName"), Some("Stenacron carolina (Banks 1914)"));
    assert_eq!(row.get("samplingProtocol"), None);
}

#[test]
fn vascan_joins_its_extensions() {
    let Some(data) = data() else { return };
    let archive = archive::open(&data.join("vascan.zip"), &Limits::default()).unwrap();
    let kinds: Vec<&str> = archive.extensions.iter().map(|e| e.short_type.as_str()).collect();
    assert_eq!(kinds, ["VernacularName", "Description", "ResourceRelationship", "Distribution"]);
    let index = archive.extension_rows_by_core(&archive.extensions[0]).unwrap();
    let names: Vec<String> =
        index.rows_for("33").unwrap().iter().map(|r| r.get("vernacularName").unwrap().into()).collect();
    assert!(names.contains(&"Fougères".to_owned()));
    let mut rows = archive.rows(&archive.core);
    let mut joined = 0;
    while let Some(row) = rows.next().unwrap() {
        joined += index.count_for(row.id().unwrap());
    }
    assert_eq!(joined, index.len());
}

#[test]
fn the_json_in_quotation_marks_is_whole() {
    let Some(data) = data() else { return };
    let path = data.join("dwca-io/issues/csv-json-escaped-quotes");
    let archive = archive::open(&path, &Limits::default()).unwrap();
    let mut rows = archive.rows(&archive.core);
    let row = rows.next().unwrap().unwrap();
    let json = row.get("dynamicProperties").unwrap();
    assert!(json.starts_with("{\"chronostratigraphy\": ") && json.ends_with("[\"Register;Specimen\"]}"));
    assert_eq!(row.get("order"), Some("Pterosauria"));
}
