//! Rows that are written in every format and read back by readers that are not ours.

use std::borrow::Cow;
use std::io::{self, Cursor, Write};

use calamine::{Data, Reader as _, Xlsx};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use quick_xml::events::Event;
use serde_json::{Value as Json, json};
use vasculum_formats::rows::{Cell, Column, Format, Kind, Options, Place, Summary, Writer};

fn columns() -> Vec<Column> {
    vec![
        Column::new("Catalog Number", Kind::Text),
        Column::new("Name", Kind::Text),
        Column::new("Count", Kind::Int),
        Column::new("Length", Kind::Decimal),
        Column::new("Weight", Kind::Float),
        Column::new("On loan", Kind::Bool),
        Column::new("Collected", Kind::Date),
        Column::new("Changed", Kind::Timestamp),
        Column::new("Latitude", Kind::Decimal),
        Column::new("Longitude", Kind::Decimal),
        Column::new("Name", Kind::Text),
    ]
}

const NASTY: &str = "=1+1, “quoted” \"twice\"\n<second> & 'line'\t\u{1}…ß𝒳";

fn rows() -> Vec<Vec<Cell<'static>>> {
    let text = |text: &'static str| Cell::Text(Cow::Borrowed(text));
    let decimal = |text: &'static str| Cell::Decimal(Cow::Borrowed(text));
    vec![
        vec![
            text("000123"),
            text(NASTY),
            Cell::Int(-7),
            decimal("12.50"),
            Cell::Float(0.1),
            Cell::Bool(true),
            Cell::Date(6_340),
            Cell::Timestamp(1_000_500_000),
            decimal("-12.0464"),
            decimal("-77.0428"),
            text("+49"),
        ],
        vec![
            text("@2"),
            Cell::Empty,
            Cell::Int(i64::MAX),
            decimal("1234567890.12345678901"),
            Cell::Float(-1.5e300),
            Cell::Bool(false),
            Cell::Date(-40_000),
            Cell::Timestamp(-1),
            decimal("91"),
            decimal("0"),
            Cell::Empty,
        ],
        vec![Cell::Empty; 11],
    ]
}

#[track_caller]
fn write_rows(format: Format, options: &Options, columns: &[Column], rows: &[Vec<Cell<'_>>]) -> (Vec<u8>, Summary) {
    let mut writer = Writer::open(format, columns, options, Vec::new()).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

fn with_place() -> Options {
    Options { place: Some(Place::point(8, 9)), title: "Fish & <chips>".to_owned(), ..Options::default() }
}

#[test]
fn delimited_text_holds_every_cell_as_it_is() {
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let (bytes, summary) = write_rows(format, &Options::default(), &columns(), &rows());
        assert_eq!(summary, Summary { rows: 3, ..Summary::default() });
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes.as_slice());
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(heads, columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>());
        let read: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let first = [
            "000123",
            NASTY,
            "-7",
            "12.50",
            "0.1",
            "true",
            "1987-05-12",
            "1970-01-01T00:16:40.5Z",
            "-12.0464",
            "-77.0428",
            "+49",
        ];
        assert_eq!(read[0], first);
        assert_eq!(read[1][2..4], ["9223372036854775807", "1234567890.12345678901"]);
        assert_eq!(read[1][6..8], ["1860-06-26", "1969-12-31T23:59:59.999999Z"]);
        assert_eq!(read[2], [""; 11]);
    }
}

#[test]
fn json_keeps_digits_and_tells_columns_of_one_name_apart() {
    let (bytes, _) = write_rows(Format::Json, &Options::default(), &columns(), &rows());
    let read: Json = serde_json::from_slice(&bytes).unwrap();
    let first = json!({
        "Catalog Number": "000123", "Name": NASTY, "Count": -7, "Length": "12.50", "Weight": 0.1, "On loan": true,
        "Collected": "1987-05-12", "Changed": "1970-01-01T00:16:40.5Z", "Latitude": "-12.0464",
        "Longitude": "-77.0428", "Name 2": "+49",
    });
    assert_eq!(read[0], first);
    assert_eq!(read[1]["Count"], json!(i64::MAX));
    assert_eq!(read[1].get("Name"), None);
    assert_eq!(read[2], json!({}));
    assert_eq!(read.as_array().unwrap().len(), 3);
    let (none, _) = write_rows(Format::Json, &Options::default(), &columns(), &[]);
    assert_eq!(serde_json::from_slice::<Json>(&none).unwrap(), json!([]));
}

#[test]
fn geojson_has_a_feature_for_every_row_and_says_how_many_have_no_place() {
    let (bytes, summary) = write_rows(Format::GeoJson, &with_place(), &columns(), &rows());
    assert_eq!(summary, Summary { rows: 3, placeless: 2, ..Summary::default() });
    let read: Json = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(read["type"], "FeatureCollection");
    assert_eq!(read["name"], "Fish & <chips>");
    let features = read["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [-77.0428, -12.0464]}));
    assert_eq!(features[0]["properties"]["Name"], NASTY);
    // 91 degrees north is nowhere.
    assert_eq!(features[1]["geometry"], Json::Null);
    assert_eq!(features[2], json!({"type": "Feature", "geometry": null, "properties": {}}));
}

#[test]
fn places_may_stand_behind_the_columns_and_be_lines_and_rectangles() {
    let columns = [Column::new("Number", Kind::Text)];
    let place = Place { latitude: 1, longitude: 2, uncertainty_m: Some(3), second: Some((4, 5)), shape: Some(6) };
    let row = |more: &[f64], shape: &'static str| {
        let mut cells = vec![Cell::Text(Cow::Borrowed("1"))];
        cells.extend(more.iter().map(|number| if number.is_nan() { Cell::Empty } else { Cell::Float(*number) }));
        cells.push(Cell::Text(Cow::Borrowed(shape)));
        cells
    };
    let rows = [
        row(&[1.0, 2.0, 30.0, f64::NAN, f64::NAN], ""),
        row(&[1.0, 2.0, f64::NAN, 3.0, 4.0], "Line"),
        row(&[3.0, 2.0, f64::NAN, 1.0, 4.0], "rectangle"),
        row(&[1.0, 2.0, f64::NAN, 1.0, 2.0], "Line"),
    ];
    let options = Options { place: Some(place), ..Options::default() };
    let (bytes, summary) = write_rows(Format::GeoJson, &options, &columns, &rows);
    assert_eq!(summary.placeless, 0);
    let read: Json = serde_json::from_slice(&bytes).unwrap();
    let feature = |nth: usize| &read["features"][nth];
    assert_eq!(feature(0)["properties"], json!({"Number": "1", "coordinateUncertaintyInMeters": 30.0}));
    assert_eq!(feature(1)["properties"], json!({"Number": "1"}));
    assert_eq!(feature(1)["geometry"], json!({"type": "LineString", "coordinates": [[2, 1], [4, 3]]}));
    let ring = json!([[[2, 1], [4, 1], [4, 3], [2, 3], [2, 1]]]);
    assert_eq!(feature(2)["geometry"], json!({"type": "Polygon", "coordinates": ring}));
    assert_eq!(feature(3)["geometry"], json!({"type": "Point", "coordinates": [2, 1]}));
    let (kml, _) = write_rows(Format::Kml, &options, &columns, &rows);
    let kml = String::from_utf8(kml).unwrap();
    assert!(
        kml.contains(
            "<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>2,1 4,1 4,3 2,3 2,1<"
        )
    );
    assert!(kml.contains("<Data name=\"coordinateUncertaintyInMeters\"><value>30</value></Data>"), "{kml}");
}

#[test]
fn kml_is_well_formed_and_names_its_placemarks() {
    let (bytes, summary) = write_rows(Format::Kml, &with_place(), &columns(), &rows());
    assert_eq!((summary.rows, summary.placeless), (3, 2));
    let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
    let (mut path, mut texts): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                texts.push((path.join("/"), String::new()));
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(text) => {
                let at = path.join("/");
                if let Some((_, said)) = texts.iter_mut().rev().find(|(path, _)| *path == at) {
                    said.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                let at = path.join("/");
                let letter = match entity.resolve_char_ref().unwrap() {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&entity).unwrap().to_owned(),
                };
                if let Some((_, said)) = texts.iter_mut().rev().find(|(path, _)| *path == at) {
                    said.push_str(&letter);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let all = |at: &str| texts.iter().filter(|(path, _)| path == at).map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    assert_eq!(all("kml/Document/name"), ["Fish & <chips>"]);
    assert_eq!(all("kml/Document/Placemark/name"), ["000123", "@2", ""]);
    assert_eq!(all("kml/Document/Placemark/Point/coordinates"), ["-77.0428,-12.0464"]);
    // XML can't hold the control character.
    assert_eq!(all("kml/Document/Placemark/ExtendedData/Data/value")[1], NASTY.replace('\u{1}', "\u{fffd}"));
}

#[test]
fn a_workbook_holds_text_as_text_and_numbers_only_where_no_digit_is_lost() {
    let (bytes, summary) = write_rows(Format::Xlsx, &Options::default(), &columns(), &rows());
    assert_eq!(summary, Summary { rows: 3, sheets: 1, ..Summary::default() });
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Sheet1").unwrap();
    let heads: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(heads, columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>());
    let first = sheet.rows().nth(1).unwrap();
    assert_eq!(first[0], Data::String("000123".to_owned()));
    assert_eq!(first[1], Data::String(NASTY.to_owned()));
    assert_eq!(first[2], Data::Float(-7.0));
    assert_eq!(first[3], Data::Float(12.5));
    assert_eq!(first[4], Data::Float(0.1));
    assert_eq!(first[5], Data::Bool(true));
    assert_eq!(first[6].to_string(), "31909");
    let Data::DateTime(moment) = &first[7] else { panic!("{:?}", first[7]) };
    assert!((moment.as_f64() - (25_569.0 + 1_000.5 / 86_400.0)).abs() < 1e-9);
    assert_eq!(first[10], Data::String("+49".to_owned()));
    let second = sheet.rows().nth(2).unwrap();
    assert_eq!(second[0], Data::String("@2".to_owned()));
    assert_eq!(second[2], Data::String(i64::MAX.to_string()));
    assert_eq!(second[3], Data::String("1234567890.12345678901".to_owned()));
    assert_eq!(second[6], Data::String("1860-06-26".to_owned()));
    assert!(book.worksheet_formula("Sheet1").unwrap().is_empty());
}

#[test]
fn a_workbook_goes_on_with_a_further_sheet_and_says_what_was_cut() {
    let columns = [Column::new("Number", Kind::Int), Column::new("Text", Kind::Text)];
    let long = "𝒳".repeat(20_000);
    let rows: Vec<Vec<Cell<'_>>> = (0..25)
        .map(|nth| vec![Cell::Int(nth), Cell::Text(Cow::Borrowed(if nth == 24 { &long } else { "a" }))])
        .collect();
    let options = Options { sheet_rows: 11, ..Options::default() };
    let (bytes, summary) = write_rows(Format::Xlsx, &options, &columns, &rows);
    assert_eq!(summary, Summary { rows: 25, sheets: 3, shortened: 1, placeless: 0 });
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut numbers = Vec::new();
    for (name, length) in [("Sheet1", 11), ("Sheet2", 11), ("Sheet3", 6)] {
        let sheet = book.worksheet_range(name).unwrap();
        assert_eq!(sheet.height(), length, "{name}");
        assert_eq!(sheet.get((0, 0)), Some(&Data::String("Number".to_owned())));
        numbers.extend(sheet.rows().skip(1).map(|row| row[0].to_string()));
        if name == "Sheet3" {
            // 32,767 UTF-16 units hold 16,383 letters of two each.
            assert_eq!(sheet.get((5, 1)).unwrap().to_string(), "𝒳".repeat(16_383));
        }
    }
    assert_eq!(numbers, (0..25).map(|nth| nth.to_string()).collect::<Vec<_>>());
}

#[test]
fn parquet_has_types_and_bounded_row_groups() {
    let options = Options { group_rows: 2, ..Options::default() };
    let (bytes, summary) = write_rows(Format::Parquet, &options, &columns(), &rows());
    assert_eq!(summary, Summary { rows: 3, ..Summary::default() });
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    assert_eq!(reader.metadata().num_row_groups(), 2);
    assert_eq!(reader.metadata().file_metadata().num_rows(), 3);
    let read: Vec<Vec<(String, Field)>> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect())
        .collect();
    let first: Vec<Field> = read[0].iter().map(|(_, field)| field.clone()).collect();
    assert_eq!(first[0], Field::Str("000123".to_owned()));
    assert_eq!(first[1], Field::Str(NASTY.to_owned()));
    assert_eq!(first[2..6], [Field::Long(-7), Field::Double(12.5), Field::Double(0.1), Field::Bool(true)]);
    assert_eq!(first[6..8], [Field::Date(6_340), Field::TimestampMicros(1_000_500_000)]);
    assert_eq!(read[0][10].0, "Name 2");
    assert_eq!(read[1][2].1, Field::Long(i64::MAX));
    assert!(read[2].iter().all(|(_, field)| *field == Field::Null));
}

#[test]
fn a_cell_that_its_column_can_not_hold_is_refused_by_parquet() {
    let columns = [Column::new("Count", Kind::Int)];
    let mut writer = Writer::open(Format::Parquet, &columns, &Options::default(), Vec::new()).unwrap();
    let refused = writer.row(&[Cell::Text(Cow::Borrowed("many"))]).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
    assert_eq!(refused.to_string(), "The column ‘Count’ holds ‘many’, which it can't hold.");
}

/// A disk with room for so many bytes.
struct Small {
    room: usize,
}

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room < bytes.len() {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left"));
        }
        self.room -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_in_every_format() {
    for format in Format::ALL {
        let written = (|| {
            let mut writer = Writer::open(format, &columns(), &with_place(), Small { room: 1_000 })?;
            for nth in 0..5_000 {
                let mut row = rows().swap_remove(0);
                row[1] = Cell::Text(Cow::Owned(format!("{nth} {NASTY}")));
                writer.row(&row)?;
            }
            writer.finish().map(|(_, summary)| summary)
        })();
        let error = written.err().unwrap_or_else(|| panic!("{format:?} was written to a full disk"));
        assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format:?}: {error}");
    }
}

#[test]
fn memory_does_not_grow_with_the_rows() {
    // What a writer holds back before it writes: a row group or a buffer, never the whole.
    struct Counting(usize);
    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let columns = [Column::new("Text", Kind::Text)];
    for format in [Format::Csv, Format::Json, Format::GeoJson, Format::Kml, Format::Parquet] {
        let options = Options { group_bytes: 1 << 20, ..Options::default() };
        let seen = std::sync::Arc::new(std::sync::Mutex::new(Counting(0)));
        struct Shared(std::sync::Arc<std::sync::Mutex<Counting>>);
        impl Write for Shared {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut writer = Writer::open(format, &columns, &options, Shared(seen.clone())).unwrap();
        let mut given = 0;
        for nth in 0..2_000_u64 {
            // Text that nothing compresses.
            let text: String =
                (0..100).map(|at| format!("{:016x}", (nth * 1_000 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
            given += text.len();
            writer.row(&[Cell::Text(Cow::Owned(text))]).unwrap();
            let written = seen.lock().unwrap().0;
            assert!(given.saturating_sub(written) < 3 << 20, "{format:?} holds {} bytes back", given - written);
        }
        writer.finish().unwrap();
    }
}
