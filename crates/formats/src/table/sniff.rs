//! Guesses the dialect of a table by its beginning.

use super::record::{Bounds, Record, Step, parse};
use super::{Dialect, Terminator};

/// Rows that are looked at.
const ROWS: usize = 100;

/// Names of columns that are looked up.
const NAMES: usize = 2_000;

/// Line ends: a line feed anywhere decides; carriage returns alone mean an old Macintosh.
pub(crate) fn sniff_terminator(sample: &[u8]) -> Terminator {
    if !sample.contains(&b'\n') && sample.contains(&b'\r') { Terminator::Cr } else { Terminator::Lf }
}

/// Splits a sample into rows of text; a last row that may be cut off is left out. Line numbers count from 1.
pub(crate) fn parse_rows(sample: &[u8], complete: bool, dialect: &Dialect, max: usize) -> Vec<(u64, Vec<String>)> {
    let bounds = Bounds { field_bytes: sample.len(), columns: sample.len().max(1), multi_line: true };
    let mut record = Record::default();
    let mut rows = Vec::new();
    let mut rest = sample;
    let mut line = 1;
    while !rest.is_empty() && rows.len() < max {
        let Step::Done(used) = parse(rest, complete, dialect, bounds, &mut record) else { break };
        rest = &rest[used..];
        let mut start = 0;
        let mut cells = Vec::with_capacity(record.ends.len());
        for end in &record.ends {
            cells.push(String::from_utf8_lossy(&record.bytes[start..*end]).into_owned());
            start = *end;
        }
        rows.push((line, cells));
        line += record.lines;
    }
    rows
}

/// Guesses the dialect. `known` says whether a cell of the first row is a name that is expected there.
pub(crate) fn sniff(sample: &[u8], complete: bool, known: &dyn Fn(&str) -> bool) -> Dialect {
    let terminator = sniff_terminator(sample);
    let mut best = Dialect { terminator, ..Dialect::CSV };
    let mut best_score = (0, false, 0, 0);
    for delimiter in [b'\t', b',', b';', b'|'] {
        let dialect = Dialect { delimiter, quote: Some(b'"'), terminator };
        let rows = parse_rows(sample, complete, &dialect, ROWS);
        let score = score(&rows, known);
        if score > best_score {
            best_score = score;
            best = dialect;
        }
    }
    best.quote = sniff_quote(sample, complete, best);
    best
}

/// Known names in the first row; whether it is split at all, which commas within the rows below it don't do; then how
/// many rows have as many columns as most; then columns.
fn score(rows: &[(u64, Vec<String>)], known: &dyn Fn(&str) -> bool) -> (usize, bool, usize, usize) {
    let filled: Vec<&Vec<String>> = rows.iter().map(|(_, r)| r).filter(|r| r.iter().any(|c| !c.is_empty())).collect();
    let Some(first) = filled.first() else { return (0, false, 0, 0) };
    let width = usual_width(&filled);
    if width < 2 {
        return (0, false, 0, 0);
    }
    // Remarks at the top are no row.
    let is_split = filled.iter().find(|r| !r[0].starts_with('#')).is_some_and(|r| r.len() > 1);
    let names = first.iter().take(NAMES).filter(|cell| known(cell)).count();
    let regular = filled.iter().filter(|r| r.len() == width).count();
    (names, is_split, regular * 100 / filled.len(), width)
}

/// The number of columns that most rows have.
fn usual_width(rows: &[&Vec<String>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|r| r.len()).collect();
    widths.sort_unstable();
    let groups = widths.chunk_by(|a, b| a == b);
    groups.max_by_key(|group| group.len()).map_or(0, |group| group[0])
}

/// Between tabs, quotation marks are text unless the file clearly encloses fields.
fn sniff_quote(sample: &[u8], complete: bool, dialect: Dialect) -> Option<u8> {
    let with = Some(b'"');
    if dialect.delimiter != b'\t' {
        return with;
    }
    let rows = parse_rows(sample, complete, &Dialect { quote: None, ..dialect }, ROWS);
    let enclosed = |cell: &str| cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"');
    let header = rows.first().is_some_and(|(_, r)| r.iter().any(|c| enclosed(c)));
    let cells = || rows.iter().flat_map(|(_, r)| r).filter(|c| !c.is_empty());
    let count = cells().filter(|c| enclosed(c)).count();
    let doubled = cells().any(|c| enclosed(c) && c[1..c.len() - 1].contains("\"\""));
    if header || doubled || count * 5 > cells().count() { with } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sample: &str, delimiter: u8, quote: bool, terminator: Terminator) {
        let quote = quote.then_some(b'"');
        assert_eq!(Dialect::sniff(sample.as_bytes(), true), Dialect { delimiter, quote, terminator });
    }

    #[test]
    fn the_delimiter_that_makes_regular_columns_wins() {
        check("a\tb\n1, 2, 3\t4\n", b'\t', false, Terminator::Lf);
        check("a;b\n1,5;2,5\n3,5;4,5\n", b';', true, Terminator::Lf);
        check("a|b|c\n1|2,3|4\n", b'|', true, Terminator::Lf);
        check("a,b\r1,2\r", b',', true, Terminator::Cr);
        check("# by me, of 2020\na,b\n1,2\n", b',', true, Terminator::Lf);
    }

    #[test]
    fn commas_in_every_row_but_the_first_delimit_nothing() {
        check("a\tb\tc\td\n1\tForel, 1917\n1\tMayr, 1862\tx\n1\tEmery, 1900\tx\ty\n", b'\t', false, Terminator::Lf);
    }

    #[test]
    fn marks_between_tabs_are_text_unless_fields_are_enclosed() {
        check("a\tb\n\"Big\" tree\tx\n", b'\t', false, Terminator::Lf);
        check("\"a\"\t\"b\"\n\"1\"\t\"2\"\n", b'\t', true, Terminator::Lf);
    }

    #[test]
    fn a_known_name_outweighs_regularity() {
        let dialect = sniff(b"id\tscientificName\n1\ta,b\n2\n", true, &|n| n == "scientificName");
        assert_eq!(dialect.delimiter, b'\t');
    }
}
