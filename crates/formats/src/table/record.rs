//! Splits bytes into the fields of one row. Knows no files and no encodings.

use super::{Dialect, Terminator};

/// One row, split.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The values, one after the other.
    pub(crate) bytes: Vec<u8>,
    /// Where each value ends.
    pub(crate) ends: Vec<usize>,
    /// How many line ends were read.
    pub(crate) lines: u64,
    /// A quotation mark stood inside a field.
    pub(crate) stray_quote: bool,
    /// A quotation mark was never closed.
    pub(crate) unclosed_quote: bool,
}

impl Record {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.lines = 0;
        self.stray_quote = false;
        self.unclosed_quote = false;
    }

    /// Whether nothing stood on the line.
    pub(crate) fn is_blank(&self) -> bool {
        self.bytes.is_empty() && self.ends.len() <= 1
    }
}

/// How large a row may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) field_bytes: usize,
    pub(crate) columns: usize,
    /// Whether an enclosed field may hold line ends.
    pub(crate) multi_line: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A row was read; this many bytes belong to it.
    Done(usize),
    /// The row does not end here; call again with more bytes.
    More,
    /// A field is too long.
    LongField,
    /// There are too many fields.
    ManyColumns,
}

/// Reads one row from the beginning of `input`, which is not empty. `last` says that nothing follows `input`.
pub(crate) fn parse(input: &[u8], last: bool, dialect: &Dialect, bounds: Bounds, record: &mut Record) -> Step {
    record.clear();
    let terminator = match dialect.terminator {
        Terminator::Lf => b'\n',
        Terminator::Cr => b'\r',
        Terminator::Byte(byte) => byte,
    };
    let crlf = dialect.terminator == Terminator::Lf;
    let mut parser = Parser { input, last, terminator, crlf, delimiter: dialect.delimiter, bounds, line: None };
    let mut at = 0;
    loop {
        let field = match dialect.quote {
            Some(quote) if input.get(at) == Some(&quote) => parser.enclosed(at, quote, record),
            _ => parser.plain(at, at, record),
        };
        let end = match field {
            Field::End(end) => end,
            Field::More if input.len() - at > bounds.field_bytes => return Step::LongField,
            Field::More => return Step::More,
        };
        let start = record.ends.last().copied().unwrap_or(0);
        if record.bytes.len() - start > bounds.field_bytes {
            return Step::LongField;
        }
        record.ends.push(record.bytes.len());
        if end >= input.len() {
            return Step::Done(input.len());
        }
        if input[end] == parser.terminator {
            record.lines += 1;
            return Step::Done(end + 1);
        }
        if record.ends.len() >= bounds.columns {
            return Step::ManyColumns;
        }
        at = end + 1;
    }
}

/// Where a field ends.
enum Field {
    /// At this delimiter or line end, or at the end of the input.
    End(usize),
    /// Behind the input.
    More,
}

/// Where the current line ends, and the last quotation mark on it that can close a field.
#[derive(Clone, Copy)]
struct Line {
    end: usize,
    last_closer: Option<usize>,
}

struct Parser<'a> {
    input: &'a [u8],
    last: bool,
    terminator: u8,
    crlf: bool,
    delimiter: u8,
    bounds: Bounds,
    line: Option<Line>,
}

impl Parser<'_> {
    /// Reads a field that is not enclosed; it begins at `start` and its end is sought from `from` on.
    fn plain(&self, start: usize, from: usize, record: &mut Record) -> Field {
        let (delimiter, terminator) = (self.delimiter, self.terminator);
        let rest = &self.input[from..];
        let Some(length) = rest.iter().position(|b| *b == delimiter || *b == terminator) else {
            if !self.last {
                return Field::More;
            }
            record.bytes.extend_from_slice(self.without_return(start, self.input.len()));
            return Field::End(self.input.len());
        };
        let end = from + length;
        let value =
            if self.input[end] == terminator { self.without_return(start, end) } else { &self.input[start..end] };
        record.bytes.extend_from_slice(value);
        Field::End(end)
    }

    /// The bytes from `start` to a line end, without its carriage return.
    fn without_return(&self, start: usize, end: usize) -> &[u8] {
        let value = &self.input[start..end];
        if self.crlf { value.strip_suffix(b"\r").unwrap_or(value) } else { value }
    }

    /// Reads a field that begins with a quotation mark at `open`.
    fn enclosed(&mut self, open: usize, quote: u8, record: &mut Record) -> Field {
        let start = record.bytes.len();
        let mut lines = 0;
        let mut at = open + 1;
        loop {
            let Some(length) = self.input[at..].iter().position(|b| *b == quote) else {
                return self.unclosed(open, start, at, lines > 0, record);
            };
            let found = at + length;
            let inside = &self.input[at..found];
            lines += inside.iter().filter(|b| **b == self.terminator).count() as u64;
            if (lines > 0 && !self.bounds.multi_line) || found - open > self.bounds.field_bytes {
                return self.literal(open, start, record);
            }
            record.bytes.extend_from_slice(inside);
            match self.after(found, quote) {
                After::Unknown => return Field::More,
                After::Closed(end) => {
                    record.lines += lines;
                    return Field::End(end);
                }
                After::Doubled => {
                    record.bytes.push(quote);
                    at = found + 2;
                }
                After::Stray if lines > 0 => {
                    record.stray_quote = true;
                    record.bytes.push(quote);
                    at = found + 1;
                }
                After::Stray => {
                    record.stray_quote = true;
                    let Some(line) = self.line_around(found, quote) else { return Field::More };
                    if line.last_closer.is_none_or(|closer| closer <= found) {
                        record.bytes.truncate(start);
                        return self.plain(open, found, record);
                    }
                    record.bytes.push(quote);
                    at = found + 1;
                }
            }
        }
    }

    /// There is no further quotation mark in the input.
    fn unclosed(&self, open: usize, start: usize, at: usize, several: bool, record: &mut Record) -> Field {
        let too_long = self.input.len() - open > self.bounds.field_bytes;
        let several = || several || self.input[at..].contains(&self.terminator);
        let hopeless = too_long || (!self.bounds.multi_line && several());
        if !self.last && !hopeless {
            return Field::More;
        }
        self.literal(open, start, record)
    }

    /// Takes the opening quotation mark as text: the field ends at the next delimiter.
    fn literal(&self, open: usize, start: usize, record: &mut Record) -> Field {
        record.bytes.truncate(start);
        record.unclosed_quote = true;
        self.plain(open, open, record)
    }

    /// What a quotation mark inside an enclosed field means.
    fn after(&self, found: usize, quote: u8) -> After {
        let next = found + 1;
        match self.input.get(next) {
            None if self.last => After::Closed(next),
            None => After::Unknown,
            Some(b) if *b == quote => After::Doubled,
            Some(b) if *b == self.delimiter || *b == self.terminator => After::Closed(next),
            Some(b'\r') if self.crlf => match self.input.get(next + 1) {
                Some(b'\n') => After::Closed(next + 1),
                None if self.last => After::Closed(next + 1),
                None => After::Unknown,
                Some(_) => After::Stray,
            },
            Some(_) => After::Stray,
        }
    }

    /// The line that holds `at`; looked up once for each line, so that many stray marks cost no more than one.
    fn line_around(&mut self, at: usize, quote: u8) -> Option<Line> {
        if let Some(line) = self.line.filter(|line| at < line.end) {
            return Some(line);
        }
        let length = self.input[at..].iter().position(|b| *b == self.terminator);
        let end = match length {
            Some(length) => at + length,
            None if self.last => self.input.len(),
            None => return None,
        };
        let closer = |i: &usize| self.input[*i] == quote && matches!(self.after(*i, quote), After::Closed(_));
        let line = Line { end, last_closer: (at..end).rev().find(closer) };
        self.line = Some(line);
        Some(line)
    }
}

enum After {
    Closed(usize),
    Doubled,
    Stray,
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { field_bytes: 1_000, columns: 10, multi_line: true };

    fn rows(input: &str, dialect: Dialect, bounds: Bounds) -> String {
        let mut record = Record::default();
        let mut rest = input.as_bytes();
        let mut drawn = Vec::new();
        while !rest.is_empty() {
            match parse(rest, true, &dialect, bounds, &mut record) {
                Step::Done(used) => rest = &rest[used..],
                other => {
                    drawn.push(format!("{other:?}"));
                    break;
                }
            }
            let mut start = 0;
            let mut cells = Vec::new();
            for end in &record.ends {
                cells.push(String::from_utf8_lossy(&record.bytes[start..*end]).into_owned());
                start = *end;
            }
            let marks = [(record.stray_quote, "~"), (record.unclosed_quote, "!")];
            let marks: String = marks.iter().filter(|m| m.0).map(|m| m.1).collect();
            drawn.push(format!("{marks}{}", cells.join("|")));
        }
        drawn.join("\n")
    }

    #[track_caller]
    fn check(input: &str, expect: &str) {
        assert_eq!(rows(input, Dialect::CSV, BOUNDS), expect);
    }

    #[test]
    fn plain_fields() {
        check("a,b,c\nd,,f\n", "a|b|c\nd||f");
        check("a,b\r\nc,d\r\n", "a|b\nc|d");
        check("a,b", "a|b");
        check("a,", "a|");
        check("\n\na\n", "\n\na");
    }

    #[test]
    fn enclosed_fields() {
        check("\"a,b\",c\n", "a,b|c");
        check("\"a \"\"b\"\" c\",d\r\n", "a \"b\" c|d");
        check("\"two\nlines\",x\n", "two\nlines|x");
        check("\"\",\"\"\n", "|");
        check("a,\"b\"", "a|b");
        check("a,\"b\"\r\n", "a|b");
    }

    #[test]
    fn a_mark_inside_a_plain_field_is_text() {
        check("10'12\",22'33\",x\n", "10'12\"|22'33\"|x");
        check("5\" tall,b\n", "5\" tall|b");
    }

    #[test]
    fn a_mark_that_does_not_close_is_text() {
        check("\"Big tree\" near X,b\n", "~\"Big tree\" near X|b");
        check("\"a, \"b\" c\",d\n", "~a, \"b\" c|d");
        check("\"x\"y,\"x\"y,\"z\"\n", "~x\"y,\"x\"y,\"z");
    }

    #[test]
    fn a_mark_that_is_never_closed_takes_no_other_rows() {
        check("\"12 inch,b\nc,d\n", "!\"12 inch|b\nc|d");
        let single = Bounds { multi_line: false, ..BOUNDS };
        assert_eq!(rows("\"12 inch,b\nc,\"d\"\n", Dialect::CSV, single), "!\"12 inch|b\nc|d");
    }

    #[test]
    fn other_line_ends() {
        let cr = Dialect { terminator: Terminator::Cr, ..Dialect::CSV };
        assert_eq!(rows("a,b\rc,\"d\re\"\r", cr, BOUNDS), "a|b\nc|d\re");
        let byte = Dialect { terminator: Terminator::Byte(b';'), ..Dialect::CSV };
        assert_eq!(rows("a,b;c,d;", byte, BOUNDS), "a|b\nc|d");
    }

    #[test]
    fn too_much_is_said() {
        check("a,b,c,d,e,f,g,h,i,j,k\n", "ManyColumns");
        check(&format!("{}\n", "x".repeat(1_001)), "LongField");
        check(&format!("{},{0}\n", "x".repeat(1_000)), &format!("{}|{0}", "x".repeat(1_000)));
    }

    #[test]
    fn a_row_cut_anywhere_asks_for_more() {
        let input = "a,\"b \"\"c\"\"\r\n\",\"x\"y,z\r\n";
        let mut whole = Record::default();
        let done = parse(input.as_bytes(), false, &Dialect::CSV, BOUNDS, &mut whole);
        assert_eq!(done, Step::Done(input.len()));
        for cut in 1..input.len() {
            let mut part = Record::default();
            let step = parse(&input.as_bytes()[..cut], false, &Dialect::CSV, BOUNDS, &mut part);
            assert_eq!(step, Step::More, "{cut}");
        }
    }
}
