//! The forms in which archives come, sound and unsound.

use crate::make::{Folder, META, ROWS, check, draw, gzip, open, tar, utf16le, zip};
use vasculum_formats::archive::SourceKind;
use vasculum_formats::{Limits, archive};

const GOOD: &str = "
    Occurrence occurrence.txt
    2 1 catalogNumber=A1 locality=Helsinki
    3 2 catalogNumber=A2 locality=nowhere";

const EML: &[u8] = b"<eml/>";

fn good() -> [(&'static str, &'static [u8]); 3] {
    [("meta.xml", META.as_bytes()), ("eml.xml", EML), ("occurrence.txt", ROWS.as_bytes())]
}

#[test]
fn archives_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<archive::Archive>();
    shared::<archive::ExtensionIndex>();
    sent::<archive::RowReader>();
}

#[test]
fn a_zip() {
    check(&zip(&good()), GOOD);
    let archive = open(&zip(&good())).unwrap();
    assert_eq!((archive.source, archive.metadata.as_deref()), (SourceKind::Zip, Some("<eml/>")));
}

#[test]
fn a_tar_packed_or_not() {
    check(&tar(&good()), GOOD);
    check(&gzip(&tar(&good())), GOOD);
    assert_eq!(open(&gzip(&tar(&good()))).unwrap().source, SourceKind::Tar);
}

#[test]
fn a_tar_with_long_names() {
    let folder = "x".repeat(150);
    let paths: Vec<String> = good().iter().map(|(p, _)| format!("{folder}/{p}")).collect();
    let files: Vec<(&str, &[u8])> = paths.iter().map(String::as_str).zip(good().map(|g| g.1)).collect();
    let drawn = draw(open(&gzip(&tar(&files))));
    assert!(drawn.contains("2 1 catalogNumber=A1"), "{drawn}");
}

#[test]
fn a_folder_and_a_zip_in_a_folder() {
    let folder = Folder::new(&good());
    assert_eq!(draw(archive::open(&folder.0, &Limits::default())), draw(open(&zip(&good()))));
    let folder = Folder::new(&[("dwca.zip", &zip(&good()))]);
    assert_eq!(draw(archive::open(&folder.0, &Limits::default())), draw(open(&zip(&good()))));
    let two = Folder::new(&[("a.zip", &zip(&good())), ("b.zip", &zip(&good()))]);
    assert!(draw(archive::open(&two.0, &Limits::default())).contains("several archives"));
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let folder = Folder::new(&[("meta.xml", META.as_bytes())]);
    std::os::unix::fs::symlink("/etc/hostname", folder.0.join("occurrence.txt")).unwrap();
    assert!(draw(archive::open(&folder.0, &Limits::default())).starts_with("refused"));
}

#[test]
fn a_zip_in_a_zip_but_not_for_ever() {
    let mut nested = zip(&good());
    nested = zip(&[("inner.zip", &nested)]);
    check(&nested, GOOD);
    for _ in 0..3 {
        nested = zip(&[("inner.zip", &nested)]);
    }
    check(&nested, "refused: inner.zip: There are archives in archives in archives here.");
}

#[test]
fn junk_of_file_managers_and_a_folder_inside() {
    let [meta, eml, rows] = good().map(|g| g.1);
    let files = [
        ("set/meta.xml", meta),
        ("set/eml.xml", eml),
        ("set/occurrence.txt", rows),
        ("__MACOSX/set/._occurrence.txt", b"\0\x05"),
        ("set/._meta.xml", b"\0\x05"),
        ("set/.DS_Store", b"\0\x05"),
    ];
    check(&zip(&files), &GOOD.replace("occurrence.txt", "set/occurrence.txt"));
}

#[test]
fn paths_that_climb_are_only_names() {
    let files = [("../../meta.xml", META.as_bytes()), ("../../../tmp/occurrence.txt", ROWS.as_bytes())];
    let drawn = draw(open(&zip(&files)));
    assert!(drawn.contains("Occurrence tmp/occurrence.txt"), "{drawn}");
}

#[test]
fn one_table_alone_packed_or_not() {
    let expect = "Occurrence it
        2 1 id=1 catalogNumber=A1 locality=Helsinki
        3 2 id=2 catalogNumber=A2";
    check(ROWS.as_bytes(), expect);
    check(&gzip(ROWS.as_bytes()), expect);
    check(ROWS.replace('\t', ",").as_bytes(), expect);
    check(ROWS.replace('\t', ";").as_bytes(), expect);
    check(ROWS.replace('\t', "|").as_bytes(), expect);
    check(&utf16le(ROWS), expect);
    check(ROWS.replace('\n', "\r\n").as_bytes(), expect);
    check(ROWS.replace('\n', "\r").as_bytes(), expect);
    check(format!("\u{feff}{ROWS}").as_bytes(), expect);
}

#[test]
fn headers_are_forgiving() {
    check(
        b"Catalog Number,dwc:scientificName,SEX,http://rs.tdwg.org/dwc/terms/eventDate,our notes\nA1,Carabus,f,1990,x\n",
        "Occurrence it
        2 A1 catalogNumber=A1 scientificName=Carabus sex=f eventDate=1990 our notes=x",
    );
}

#[test]
fn the_core_is_guessed_by_the_headers() {
    let kind = |text: &str| open(text.as_bytes()).unwrap().core.short_type;
    assert_eq!(kind("taxonID,scientificName,taxonRank\n1,Carabus,genus\n"), "Taxon");
    assert_eq!(kind("eventID,eventDate,samplingProtocol\n1,1990,trap\n"), "Event");
    assert_eq!(kind("occurrenceID,scientificName\n1,Carabus\n"), "Occurrence");
    assert_eq!(kind("scientificName,decimalLatitude\nCarabus,1\n"), "Occurrence");
    check(
        b"1,Carabus,2\n2,Agonum,3\n",
        "refused: it: The columns of this table are not named by Darwin Core terms. \
         The first row must hold terms such as catalogNumber or scientificName.",
    );
}

#[test]
fn tables_without_a_description_are_joined() {
    let files: [(&'static str, &[u8]); 4] = [
        ("taxon.txt", b"taxonID\tscientificName\n1\tCarabus\n"),
        ("vernacularname.txt", b"taxonID\tvernacularName\n1\tbeetle\n"),
        ("distribution.csv", b"id,locality\n1,Berlin\n"),
        ("readme.txt", b"Thank you for downloading.\n"),
    ];
    check(
        &zip(&files),
        "! unrecognised-file readme.txt:0
        ! no-meta it:0
        Taxon taxon.txt
        2 1 taxonID=1 scientificName=Carabus
        VernacularName vernacularname.txt
        2 1 taxonID=1 vernacularName=beetle
        Distribution distribution.csv
        2 1 id=1 locality=Berlin",
    );
}

#[test]
fn a_description_in_utf_16_or_by_another_name() {
    let files = [("META.XML", utf16le(META)), ("Occurrence.TXT", ROWS.as_bytes().to_vec())];
    let files: Vec<(&'static str, &[u8])> = files.iter().map(|(p, b)| (*p, b.as_slice())).collect();
    let drawn = draw(open(&zip(&files)));
    assert!(drawn.contains("! other-file Occurrence.TXT:0") && drawn.contains("3 2 catalogNumber=A2"), "{drawn}");
    let files = [("m.xml", META.as_bytes()), ("occurrence.txt", ROWS.as_bytes())];
    let drawn = draw(open(&zip(&files)));
    assert!(drawn.contains("! meta-misnamed m.xml:0") && drawn.contains("locality=nowhere"), "{drawn}");
}

/// Opens the good archive with another description or another table.
fn changed(meta: &str, rows: &[u8]) -> String {
    draw(open(&zip(&[("meta.xml", meta.as_bytes()), ("eml.xml", EML), ("occurrence.txt", rows)])))
}

#[track_caller]
fn check_changed(meta: &str, rows: &[u8], problem: &str) {
    let drawn = changed(meta, rows);
    let rows: Vec<&str> = drawn.lines().filter(|l| !l.starts_with('!')).collect();
    let expect: Vec<&str> = GOOD.trim().lines().map(str::trim).collect();
    assert_eq!(rows, expect, "{drawn}");
    assert!(drawn.contains(problem), "{drawn}");
}

#[test]
fn a_wrong_delimiter_is_noticed() {
    check_changed(&META.replace("\\t", ","), ROWS.as_bytes(), "! wrong-delimiter");
    check_changed(&META.replace("\\t", "||"), ROWS.as_bytes(), "! wrong-delimiter");
    check_changed(&META.replace("\\t", "\t"), ROWS.as_bytes(), "Occurrence");
    check_changed(META, ROWS.replace('\t', ";").as_bytes(), "! wrong-delimiter");
}

#[test]
fn undeclared_quotation_marks_are_noticed() {
    let rows = "\"id\"\t\"catalogNumber\"\t\"locality\"\n\"1\"\t\"A1\"\t\"Helsinki\"\n\"2\"\t\"A2\"\t\"\"\n";
    check_changed(META, rows.as_bytes(), "! wrong-quote");
}

#[test]
fn a_header_is_there_or_not_whatever_is_declared() {
    check_changed(&META.replace("Lines=\"1\"", "Lines=\"0\""), ROWS.as_bytes(), "! header-not-declared");
    let (_, data) = ROWS.split_once('\n').unwrap();
    let drawn = changed(META, data.as_bytes());
    assert!(drawn.contains("! header-is-data") && drawn.contains("1 1 catalogNumber=A1"), "{drawn}");
}

#[test]
fn wrong_column_numbers_give_way_to_the_header() {
    let swapped =
        META.replace("index=\"1\"", "index=\"x\"").replace("index=\"2\"", "index=\"1\"").replace("\"x\"", "\"2\"");
    check_changed(&swapped, ROWS.as_bytes(), "! field-index-wrong occurrence.txt:1");
    let beyond = META.replace("</core>", "<field index=\"9\" term=\"http://rs.tdwg.org/dwc/terms/sex\"/></core>");
    check_changed(&beyond, ROWS.as_bytes(), "! field-out-of-range");
}

#[test]
fn without_an_id_the_identifier_term_serves() {
    let meta =
        META.replace("<id index=\"0\"/>", "<field index=\"0\" term=\"http://rs.tdwg.org/dwc/terms/occurrenceID\"/>");
    let drawn = changed(&meta, ROWS.replace("id\t", "occurrenceID\t").as_bytes());
    assert!(drawn.contains("! no-id") && drawn.contains("2 1 occurrenceID=1"), "{drawn}");
}

#[test]
fn a_broken_description_gives_way_to_the_headers() {
    let drawn = changed("<archive><core rowType=", ROWS.as_bytes());
    assert!(drawn.contains("! meta-unreadable") && drawn.contains("! no-meta"), "{drawn}");
    assert!(drawn.contains("2 1 id=1 catalogNumber=A1"), "{drawn}");
}

#[test]
fn encodings_wrong_and_right() {
    let cafe = "id\tcatalogNumber\tlocality\n1\tA1\tCafé Ü\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(cafe);
    let (mac, _, _) = encoding_rs::MACINTOSH.encode(cafe);
    let line = "2 1 catalogNumber=A1 locality=Café Ü";
    let check = |meta: &str, rows: &[u8], doubt: bool| {
        let drawn = changed(meta, rows);
        assert!(drawn.contains(line), "{drawn}");
        assert_eq!(drawn.contains("! wrong-encoding"), doubt, "{drawn}");
    };
    check(META, cafe.as_bytes(), false);
    check(META, &latin, true);
    check(&META.replace("UTF-8", "iso-8859-1"), &latin, false);
    check(&META.replace("UTF-8", "iso-8859-1"), cafe.as_bytes(), true);
    check(&META.replace("encoding=\"UTF-8\"", ""), &latin, true);
    check(&META.replace("UTF-8", "MacRoman"), &mac, false);
    check(META, &utf16le(cafe), true);
    check(&META.replace("UTF-8", "UTF-16"), &utf16le(cafe), false);
}

#[test]
fn ragged_rows_and_empty_lines() {
    let rows = "id\tcatalogNumber\tlocality\n\n1\tA1\n\n\n2\tA2\tx\ty\tz\n3\tA3\tx\t\t\n\t\t\n";
    let drawn = changed(META, rows.as_bytes());
    assert_eq!(
        drawn,
        "Occurrence occurrence.txt\n3 1 catalogNumber=A1 locality=nowhere\n6 2 catalogNumber=A2 locality=x +y+z\n\
         7 3 catalogNumber=A3 locality=x ++\n! too-few-columns occurrence.txt:3\n! too-many-columns occurrence.txt:6\n\
         ! empty-row occurrence.txt:8"
    );
}

#[test]
fn enclosed_fields_over_several_lines() {
    let meta = META.replace("\\t", ",").replace("fieldsEnclosedBy=\"\"", "fieldsEnclosedBy=\"&quot;\"");
    let rows = "id,catalogNumber,locality\n1,A1,\"two\nlines, \"\"said\"\" he\"\n2,A2,\"open\n3,A3,x\n";
    let drawn = changed(&meta, rows.as_bytes());
    assert!(drawn.contains("2 1 catalogNumber=A1 locality=two\nlines, \"said\" he\n4 2"), "{drawn}");
    assert!(drawn.contains("4 2 catalogNumber=A2 locality=\"open\n5 3 catalogNumber=A3 locality=x"), "{drawn}");
    assert!(drawn.contains("! unclosed-quote occurrence.txt:4"), "{drawn}");
}

#[test]
fn identifiers_may_be_missing_or_double() {
    let drawn = changed(META, b"id\tcatalogNumber\tlocality\n\tA1\tx\n\\N\tA2\t\\N\n7\tA3\tx\n7\tA4\tx\n");
    let lines: Vec<&str> = drawn.lines().skip(1).collect();
    assert_eq!(lines[..2], ["2 - catalogNumber=A1 locality=x", "3 - catalogNumber=A2 locality=nowhere"]);
    assert_eq!(lines[2..], ["4 7 catalogNumber=A3 locality=x", "5 7 catalogNumber=A4 locality=x"]);
}

#[test]
fn a_core_in_several_files_counts_lines_in_each() {
    let meta = META.replace("</files>", "<location>more.txt</location><location>gone.txt</location></files>");
    let more = ROWS.replace("A", "B");
    let files = [
        ("meta.xml", meta.as_bytes()),
        ("eml.xml", EML),
        ("occurrence.txt", ROWS.as_bytes()),
        ("more.txt", more.as_bytes()),
    ];
    check(
        &zip(&files),
        "! missing-file gone.txt:0
        Occurrence occurrence.txt more.txt
        2 1 catalogNumber=A1 locality=Helsinki
        3 2 catalogNumber=A2 locality=nowhere
        2 1 catalogNumber=B1 locality=Helsinki
        3 2 catalogNumber=B2 locality=nowhere",
    );
}

#[test]
fn missing_files() {
    let other = [("meta.xml", META.as_bytes()), ("eml.xml", EML), ("specimens.txt", ROWS.as_bytes())];
    let drawn = draw(open(&zip(&other)));
    assert!(drawn.contains("! other-file specimens.txt:0") && drawn.contains("3 2 catalogNumber=A2"), "{drawn}");
    let none = [("meta.xml", META.as_bytes())];
    assert!(draw(open(&zip(&none))).contains("The core table “occurrence.txt” is not there."));
}

#[test]
fn extension_rows_are_found_by_their_core() {
    let meta = META.replace(
        "</archive>",
        "<extension fieldsTerminatedBy='\\t' fieldsEnclosedBy='' ignoreHeaderLines='1'
          rowType='http://rs.gbif.org/terms/1.0/Multimedia'><files><location>media.txt</location></files>
          <coreid index='1'/><field index='0' term='http://purl.org/dc/terms/identifier'/></extension></archive>",
    );
    let mut media = String::from("identifier\tcoreid\n");
    for number in 0..5_000 {
        media.push_str(&format!("u{number}\t{}\n", number % 1_000));
    }
    media.push_str("lost\t\n");
    let files = [("meta.xml", meta.as_bytes()), ("occurrence.txt", ROWS.as_bytes()), ("media.txt", media.as_bytes())];
    for spool_memory_bytes in [100, 1 << 20] {
        let limits = Limits { spool_memory_bytes, ..Limits::default() };
        let archive = archive::from_bytes(zip(&files), "it", &limits).unwrap();
        let index = archive.extension_rows_by_core(&archive.extensions[0]).unwrap();
        assert_eq!((index.len(), index.without_id(), index.count_for("7")), (5_000, 1, 5));
        let rows = index.rows_for("7").unwrap();
        let found: Vec<_> = rows.iter().map(|r| (r.line(), r.get("identifier").unwrap())).collect();
        assert_eq!(found, [(9, "u7"), (1_009, "u1007"), (2_009, "u2007"), (3_009, "u3007"), (4_009, "u4007")]);
        assert!(index.rows_for("none").unwrap().is_empty());
    }
}
