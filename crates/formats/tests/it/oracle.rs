//! What is written is read back the same, here and by an independent reader.

use vasculum_formats::Limits;
use vasculum_formats::table::{CsvWriter, Dialect, read_delimited};

#[test]
fn written_tables_are_read_back_by_us_and_by_others() {
    const PIECES: &[&str] = &["\"", ",", "\t", "\n", "\r\n", "\r", "a", "bc", "é", "🦋", " ", "'", ";", "\\"];
    let mut state = 1_u64;
    let mut roll = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % sides as u64) as usize
    };
    for dialect in [Dialect::CSV, Dialect::TSV] {
        let mut table: Vec<Vec<String>> = vec![vec!["a".into(), "b".into(), "c".into()]];
        for _ in 0..3_000 {
            let mut row: Vec<String> = Vec::new();
            for _ in 0..3 {
                row.push((0..roll(6)).map(|_| PIECES[roll(PIECES.len())]).collect());
            }
            row[0].push('x');
            table.push(row);
        }
        let mut writer = CsvWriter::new(Vec::new(), dialect);
        for row in &table {
            writer.row(row).unwrap();
        }
        let written = writer.finish().unwrap();

        let mut other = csv::ReaderBuilder::new();
        let mut other = other.has_headers(false).delimiter(dialect.delimiter).from_reader(written.as_slice());
        let theirs: Vec<Vec<String>> =
            other.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
        assert!(theirs == table);

        let input = Box::new(std::io::Cursor::new(written));
        let mut reader = read_delimited(input, "t", Some(dialect), &Limits::default()).unwrap();
        let mut ours = Vec::new();
        while let Some(row) = reader.next().unwrap() {
            ours.push(row.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        assert!(ours == table);
        assert!(reader.problems().list().is_empty());
    }
}
