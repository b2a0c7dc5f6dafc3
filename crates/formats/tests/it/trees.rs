//! Trees in every kind of file, of other people and made here.

use std::path::PathBuf;

use vasculum_formats::Limits;
use vasculum_formats::trees::{
    ColdpName, ColdpVernacular, ColdpWriter, Opened, Sheet, TreeFile, TreeKind, coldp_metadata, from_bytes, open,
};
use vasculum_formats::writer::WriterOptions;

use crate::make::zip;

/// A file of other people; without them the test says so and passes.
fn data(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    #[expect(clippy::print_stderr, reason = "the only way to say that a test did nothing")]
    {
        eprintln!("skipped: {} is not here", path.display());
    }
    None
}

#[track_caller]
fn names(opened: Opened) -> TreeFile {
    match opened {
        Opened::Names(file) => file,
        Opened::Sheet(sheet) => panic!("a sheet with {:?}", sheet.headers),
    }
}

#[track_caller]
fn sheet(opened: Opened) -> Sheet {
    match opened {
        Opened::Sheet(sheet) => sheet,
        Opened::Names(file) => panic!("{} with {} rows", file.kind.name(), file.rows.len()),
    }
}

/// The kind of the file, its rows, and how many of them are synonyms, counted by another program.
#[track_caller]
fn check(path: &str, kind: TreeKind, rows: usize, synonyms: usize) -> Option<TreeFile> {
    let file = names(open(&data(path)?, &Limits::default()).unwrap_or_else(|refusal| panic!("{path}: {refusal}")));
    assert_eq!(file.kind, kind, "{path}");
    assert_eq!(file.rows.len(), rows, "{path}");
    assert_eq!(file.rows.iter().filter(|row| row.accepted.is_some()).count(), synonyms, "{path}");
    Some(file)
}

#[test]
fn the_chronostratigraphic_charts_are_read_with_their_bounds() {
    for path in ["geo/chronostrat/chart.ttl", "geo/chronostrat/isc2020.ttl"] {
        let Some(file) = check(path, TreeKind::TimeScale, 178, 0) else { continue };
        let unit = file.rows.iter().find(|row| row.name == "Cretaceous").unwrap();
        assert_eq!((unit.rank.as_deref(), unit.parent.as_deref()), (Some("Period"), Some("Mesozoic")));
        let start = unit.fields.iter().find(|(name, _)| name == "startPeriod").map(|(_, value)| value.as_str());
        assert_eq!(start, Some(if path.contains("chart.ttl") { "143.1" } else { "145.0" }));
        let lower = if path.contains("chart.ttl") { "Lower Devonian" } else { "Cretaceous" };
        assert!(file.rows.iter().any(|row| row.name == lower), "{path}");
        let known = |id: &String| file.rows.iter().any(|row| row.id.as_ref() == Some(id));
        assert!(file.rows.iter().filter_map(|row| row.parent.as_ref()).all(known), "{path}");
    }
}

#[test]
fn the_vocabulary_of_the_time_scale_is_read() {
    let Some(file) = check("geo/chronostrat/GBIF_GeoTime.json", TreeKind::TimeScale, 176, 0) else { return };
    let unit = file.rows.iter().find(|row| row.name == "Visean").unwrap();
    assert_eq!(unit.rank.as_deref(), Some("Age"));
    assert!(unit.fields.contains(&("startPeriod".to_owned(), "346.7".to_owned())));
}

#[test]
fn countries_and_their_parts_are_read_from_both_lists() {
    for path in ["geo/iso-3166/iso3166-1.json", "geo/copyleft/iso-codes/iso_3166-1.json"] {
        let Some(file) = check(path, TreeKind::Countries, 249, 0) else { continue };
        assert!(file.rows.iter().any(|row| row.id.as_deref() == Some("AW") && row.name == "Aruba"));
    }
    for path in ["geo/iso-3166/iso3166-2.json", "geo/copyleft/iso-codes/iso_3166-2.json"] {
        let Some(path) = data(path) else { continue };
        let file = names(open(&path, &Limits::default()).unwrap());
        let canillo = file.rows.iter().find(|row| row.name == "Canillo").unwrap();
        assert_eq!((canillo.parent.as_deref(), canillo.rank.as_deref()), (Some("AD"), Some("State")));
    }
}

#[test]
fn data_packages_are_read_from_folders_and_from_zip_files() {
    if let Some(file) = check("taxonomy/coldp_data", TreeKind::Coldp, 28, 5) {
        assert_eq!(file.vernacular.len(), 2);
        assert!(file.rows.iter().any(|row| row.name == "Crepis bakeri" && row.rank.as_deref() == Some("species")));
    }
    if let Some(file) = check("taxonomy/ptero-yaml.coldp.zip", TreeKind::Coldp, 2_978, 1_278) {
        assert!(file.metadata.is_some_and(|text| text.contains("title:")));
    }
    check("taxonomy/coldp_examples/normalised-authors", TreeKind::Coldp, 23, 3);
}

#[test]
fn checklists_are_read_as_archives_and_as_tables() {
    if let Some(file) = check("dwca/vascan.zip", TreeKind::DarwinCore, 33_304, 22_528) {
        assert!(!file.vernacular.is_empty());
    }
    check("taxonomy/trias_unified/taxon.csv.gz", TreeKind::DarwinCore, 3_899, 0);
    check("taxonomy/ioc-bird.csv.gz", TreeKind::DarwinCore, 11_072, 0);
    check("dwca/taxonworks_checklist_cases/checklists/synonym.tsv", TreeKind::DarwinCore, 4, 1);
}

#[test]
fn sheets_are_read_whatever_they_were_saved_as() {
    if let Some(path) = data("taxonomy/avilist_2025.csv.gz") {
        let sheet = sheet(open(&path, &Limits::default()).unwrap());
        assert_eq!((sheet.headers[0].as_str(), sheet.rows.len()), ("scientific_name", 33_684));
    }
    for name in ["Geography.xls", "chronostrat_tree.xls"] {
        let Some(path) = data(&format!("specify/copyleft/trees/{name}")) else { continue };
        let sheet = sheet(open(&path, &Limits::default()).unwrap());
        assert!(sheet.headers.len() >= 3 && sheet.rows.len() > 50, "{name}: {:?}, {}", sheet.headers, sheet.rows.len());
    }
    if let Some(path) = data("dwca/gbif-templates/event_ipt_template_v2.xlsx") {
        assert!(sheet(open(&path, &Limits::default()).unwrap()).headers.len() > 3);
    }
}

/// The rows of a list below its first name, as an encoding that is known writes them: without the remarks at its top,
/// without empty lines, and without blanks around the cells.
fn rows_in(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Vec<Vec<String>> {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let mut rows = Vec::new();
    let mut is_top = true;
    for line in text.lines() {
        let mut cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        is_top &= cells.first().is_none_or(|cell| cell.starts_with('#'));
        if !is_top && !cells.is_empty() {
            rows.push(cells);
        }
    }
    rows.remove(0);
    rows
}

#[test]
fn one_list_of_names_in_many_encodings_says_the_same() {
    use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
    // How many rows a file has itself written otherwise, where it lacks a letter: ‘Frič’ is ‘Fric’ in Latin 1, ‘×’ is ‘x’
    // on a Macintosh. A letter astray before the remarks of one file makes its first line the headers.
    let encodings = [
        ("utf-8", UTF_8, 0),
        ("utf-8_bom", UTF_8, 0),
        ("utf-16LE_bom", UTF_16LE, 0),
        ("utf-16BE_bom", UTF_16BE, 0),
        ("utf-16BE", UTF_16BE, 0),
        ("utf-16LE", UTF_16LE, 0),
        ("latin1", WINDOWS_1252, 6),
        ("cp1252", WINDOWS_1252, 2),
        ("macroman", MACINTOSH, 10),
    ];
    let mut first: Option<Vec<Vec<String>>> = None;
    for (name, encoding, others) in encodings {
        let Some(path) = data(&format!("taxonomy/charsets/{name}_names.txt")) else { return };
        let sheet = sheet(open(&path, &Limits::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")));
        let mut rows: Vec<Vec<String>> = sheet.rows.into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(rows, rows_in(&std::fs::read(&path).unwrap(), encoding), "{name}");
        let first = first.get_or_insert_with(|| rows.clone());
        if name == "utf-16LE" {
            assert_eq!((sheet.headers.as_slice(), rows.len()), (["i####".to_owned()].as_slice(), first.len() + 6));
            rows.drain(..rows.len() - first.len());
        }
        assert_eq!(rows.len(), first.len(), "{name}");
        assert_eq!(rows.iter().zip(first.iter()).filter(|(one, two)| one != two).count(), others, "{name}");
    }
}

#[test]
fn sheets_in_many_alphabets_are_read_as_they_are_written() {
    // What somebody put in place of the name in every row, and how the file begins.
    let files = [
        ("utf-8_.csv", "Lutra lutra"),
        ("utf-16LE_little-endian.csv", "Lutra lutra"),
        ("utf-8_arabic.csv", "حعنڂڂللۑۑ"),
        ("utf-8_japanese.csv", "キク゚ケ゚ゼゼカカカ"),
        ("utf-8_korean.csv", "ㄾㄿㅋㅜㅜㅏ"),
        ("utf-8_latin.csv", "ĀǸǾŽỶ"),
        ("utf-8_traditional-chinese.csv", "搋摝摝摴摴摴"),
    ];
    for (name, expect) in files {
        let Some(path) = data(&format!("taxonomy/charsets/{name}")) else { return };
        let sheet = sheet(open(&path, &Limits::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")));
        assert_eq!((sheet.headers[0].as_str(), sheet.headers[3].as_str()), ("ID", "scientificName"), "{name}");
        assert_eq!(sheet.rows.len(), 798, "{name}");
        assert!(sheet.column(3).all(|cell| cell == expect), "{name}");
    }
    let files = [
        ("latin1.txt", "Brassicacee species Chöklast and database"),
        ("utf-8.txt", "Brassicacee species Chöklast and database"),
        ("cp1252.txt", "Brassicacee species Chöklœst ænd database"),
        ("cp1252_SourceDatabase.txt", "Brassicacee species Chöklœst ænd database"),
    ];
    for (name, expect) in files {
        let Some(path) = data(&format!("taxonomy/charsets/{name}")) else { return };
        let sheet = sheet(open(&path, &Limits::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")));
        assert_eq!(sheet.rows[0].1[0], expect, "{name}");
    }
    let Some(path) = data("taxonomy/charsets/utf-16BE.txt") else { return };
    let common: Vec<String> = sheet(open(&path, &Limits::default()).unwrap()).column(1).map(str::to_owned).collect();
    assert_eq!(common, ["Aparajit", "Gokarni", "Dientón", "Trinchã", "Moingué", "鐮狀狼牙脂鯉"]);
}

const WORKBOOK: &str = "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
    <sheet name=\"Names\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet1.xml\"/></Relationships>";

const TYPES: &str =
    "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const ROOT: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";

/// A workbook with these cells: place, text.
fn workbook(cells: &[(&str, &str)]) -> Vec<u8> {
    let mut rows = String::new();
    for (place, text) in cells {
        let row: String = place.chars().filter(char::is_ascii_digit).collect();
        rows.push_str(&format!("<row r=\"{row}\"><c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"));
    }
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{rows}</sheetData></worksheet>"
    );
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn a_cell_at_the_far_end_of_a_workbook_costs_nothing() {
    let found =
        sheet(from_bytes(workbook(&[("A1", "Genus"), ("A1048576", "Rosa")]), "a.xlsx", &Limits::default()).unwrap());
    assert_eq!(found.headers, ["Genus"]);
    assert_eq!(found.rows, [(1_048_576, vec!["Rosa".to_owned()])]);
    let far = workbook(&[("A1", "Genus"), ("XFD2", "Rosa")]);
    assert!(from_bytes(far, "a.xlsx", &Limits::default()).unwrap_err().words.contains("too far to the right"));
}

#[test]
fn trees_beyond_the_limits_are_refused_and_not_cut_off() {
    let limits = Limits { max_tree_rows: 2, ..Limits::default() };
    let csv = "Genus\nA\nB\nC\n";
    let newick = "(A,B,C);";
    let dwc = "taxonID,scientificName\n1,A\n2,B\n3,C\n";
    let iso = r#"[{"alpha2":"AD","name":"A"},{"alpha2":"AE","name":"B"},{"alpha2":"AF","name":"C"}]"#;
    for (name, text) in [("a.csv", csv), ("a.nwk", newick), ("b.csv", dwc), ("a.json", iso)] {
        let refusal = from_bytes(text.into(), name, &limits).unwrap_err();
        assert!(refusal.words.contains("more than 2 names"), "{name}: {refusal}");
        assert!(from_bytes(text.into(), name, &Limits::default()).is_ok(), "{name}");
    }
}

#[test]
fn damaged_files_of_every_kind_are_refused_or_read_and_never_worse() {
    let coldp = package();
    let book = workbook(&[("A1", "Genus"), ("A2", "Rosa")]);
    let mut files: Vec<(&str, Vec<u8>)> = vec![("a.zip", coldp), ("a.xlsx", book)];
    for path in ["geo/chronostrat/GBIF_GeoTime.json", "specify/copyleft/trees/chronostrat_tree.xls"] {
        if let Some(path) = data(path) {
            let name = if path.extension().is_some_and(|ending| ending == "xls") { "a.xls" } else { "a.json" };
            files.push((name, std::fs::read(path).unwrap()));
        }
    }
    let mut outcomes = 0;
    for (name, bytes) in files {
        assert!(from_bytes(bytes.clone(), name, &Limits::default()).is_ok(), "{name}");
        for part in 1..40 {
            let cut = bytes[..bytes.len() * part / 40].to_vec();
            outcomes += usize::from(from_bytes(cut, name, &Limits::default()).is_err());
            let mut turned = bytes.clone();
            let at = bytes.len() * part / 40;
            for byte in turned.iter_mut().skip(at).take(8) {
                *byte = byte.wrapping_mul(31).wrapping_add(7);
            }
            let _ = from_bytes(turned, name, &Limits::default());
        }
    }
    assert!(outcomes > 40, "{outcomes}");
    for junk in ["{}", "[]", "[1]", "{\"concepts\": [1, {}]}", "<x> ", "\"", "("] {
        for name in ["a.json", "a.ttl", "a.nwk"] {
            let _ = from_bytes(junk.into(), name, &Limits::default());
        }
    }
}

fn package() -> Vec<u8> {
    let mut writer = ColdpWriter::create(WriterOptions::default()).unwrap();
    let genus = ColdpName { id: "1", rank: "genus", name: "Rosa", author: "L.", ..ColdpName::default() };
    writer.name(&ColdpName { status: "accepted", ..genus.clone() }).unwrap();
    let remarks = "a\tb \"c\"\nd";
    writer.name(&ColdpName { id: "2", parent: "1", status: "synonym", name: "Rhodon", remarks, ..genus }).unwrap();
    writer.vernacular(&ColdpVernacular { taxon: "1", name: "Röschen", language: "deu", country: "" }).unwrap();
    writer.finish(Vec::new(), &coldp_metadata("Roses: \"ours\"")).unwrap()
}

#[test]
fn a_data_package_comes_in_as_it_went_out() {
    let file = names(from_bytes(package(), "a.zip", &Limits::default()).unwrap());
    assert_eq!(file.kind, TreeKind::Coldp);
    assert_eq!(file.metadata.as_deref(), Some("title: \"Roses: \\\"ours\\\"\"\n"));
    let synonym = &file.rows[1];
    assert_eq!((synonym.name.as_str(), synonym.accepted.as_deref()), ("Rhodon", Some("1")));
    assert_eq!(synonym.fields.last().unwrap().1, "a\tb \"c\"\nd");
    assert_eq!(file.vernacular[0].name, "Röschen");
    assert!(file.problems.list().is_empty(), "{:?}", file.problems.list());
}

#[test]
fn packages_with_gaps_say_what_is_missing() {
    let files: &[(&'static str, &[u8])] = &[
        ("name.tsv", b"ID\tscientificName\tauthorship\n1\tRosa\tL.\n2\t\t\n3\tRhodon\t\n"),
        ("taxon.tsv", b"ID\tparentID\tnameID\nt1\t\t1\nt9\t\t9\n"),
        ("synonym.tsv", b"taxonID\tnameID\nt1\t3\nt9\t3\n"),
    ];
    let file = names(from_bytes(zip(files), "a.zip", &Limits::default()).unwrap());
    assert_eq!(file.rows.len(), 2);
    for (problem, count) in [("row-without-name", 1), ("name-missing", 1), ("several-accepted-names", 1)] {
        assert_eq!(file.problems.count(problem), count, "{problem}");
    }
}

#[test]
fn noise_with_the_name_of_a_table_is_no_table() {
    let noise: Vec<u8> = (0..3_000_u32).map(|nth| (nth.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let refusal = vasculum_formats::trees::from_bytes(noise, "noise.csv", &Limits::default()).unwrap_err();
    assert!(refusal.to_string().contains("no table"), "{refusal}");
    let table = b"Genus\tspecies\nSalmo\ttrutta\n".to_vec();
    assert!(vasculum_formats::trees::from_bytes(table, "names.tsv", &Limits::default()).is_ok());
}
