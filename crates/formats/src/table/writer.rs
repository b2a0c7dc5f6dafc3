//! Writes delimited text.

use std::io::{self, Write};

use super::{Dialect, Terminator};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 << 10;

/// Writes rows of delimited text; fields are enclosed where that is needed and only there.
///
/// Values are written as they are. A value that begins with `=`, `+`, `-` or `@` is a formula to some
/// spreadsheet programs: whoever makes files for those must treat such values before.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    out: W,
    buffer: Vec<u8>,
    delimiter: u8,
    quote: u8,
    terminator: u8,
    row_start: usize,
    first: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Writes in `dialect`. If it has no quotation mark, the double one is used where a value needs it.
    pub fn new(out: W, dialect: Dialect) -> Self {
        let terminator = match dialect.terminator {
            Terminator::Lf => b'\n',
            Terminator::Cr => b'\r',
            Terminator::Byte(byte) => byte,
        };
        let quote = dialect.quote.unwrap_or(b'"');
        let buffer = Vec::with_capacity(BUFFER + 4_096);
        CsvWriter { out, buffer, delimiter: dialect.delimiter, quote, terminator, row_start: 0, first: true }
    }

    /// Writes one field of the current row.
    pub fn field(&mut self, value: &str) {
        if !self.first {
            self.buffer.push(self.delimiter);
        }
        self.first = false;
        let bytes = value.as_bytes();
        let (delimiter, quote, terminator) = (self.delimiter, self.quote, self.terminator);
        let special = |b: &u8| *b == delimiter || *b == quote || *b == b'\n' || *b == b'\r' || *b == terminator;
        if !bytes.iter().any(special) {
            self.buffer.extend_from_slice(bytes);
            return;
        }
        self.buffer.push(quote);
        for part in bytes.split_inclusive(|b| *b == quote) {
            self.buffer.extend_from_slice(part);
            if part.last() == Some(&quote) {
                self.buffer.push(quote);
            }
        }
        self.buffer.push(quote);
    }

    /// Ends the current row.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn end_row(&mut self) -> io::Result<()> {
        if self.buffer.len() == self.row_start {
            // One empty field alone would be an empty line, which readers leave out.
            self.buffer.extend_from_slice(&[self.quote, self.quote]);
        }
        self.buffer.push(self.terminator);
        self.first = true;
        if self.buffer.len() >= BUFFER {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        self.row_start = self.buffer.len();
        Ok(())
    }

    /// Writes a whole row.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn row<S: AsRef<str>>(&mut self, values: impl IntoIterator<Item = S>) -> io::Result<()> {
        for value in values {
            self.field(value.as_ref());
        }
        self.end_row()
    }

    /// Writes what is left and gives the writer below back.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: Dialect, rows: &[&[&str]], expect: &str) {
        let mut writer = CsvWriter::new(Vec::new(), dialect);
        for row in rows {
            writer.row(*row).unwrap();
        }
        assert_eq!(String::from_utf8(writer.finish().unwrap()).unwrap(), expect);
    }

    #[test]
    fn fields_are_enclosed_only_where_needed() {
        check(
            Dialect::CSV,
            &[&["a", "b c", ""], &["1,2", "x\"y", "l1\nl2"]],
            "a,b c,\n\"1,2\",\"x\"\"y\",\"l1\nl2\"\n",
        );
        check(Dialect::TSV, &[&["a,b", "c\td", "e\r"]], "a,b\t\"c\td\"\t\"e\r\"\n");
    }

    #[test]
    fn one_empty_field_is_no_empty_line() {
        check(Dialect::CSV, &[&["a"], &[""], &["b"]], "a\n\"\"\nb\n");
    }
}
