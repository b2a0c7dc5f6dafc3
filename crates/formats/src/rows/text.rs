//! Formats that are text: delimited text and JSON.

use std::io::{self, Write};

use serde_json::{Number, Value};

use super::{Cell, Column, distinct_names};
use crate::table::{CsvWriter, Dialect};

/// Comma- or tab-separated values. Cells are written as they are: one that begins with `=` is data, not a formula.
pub(super) struct Delimited<W: Write>(CsvWriter<W>);

impl<W: Write> Delimited<W> {
    pub(super) fn open(out: W, dialect: Dialect, columns: &[Column]) -> io::Result<Self> {
        let mut csv = CsvWriter::new(out, dialect);
        csv.row(columns.iter().map(|column| &column.name))?;
        Ok(Self(csv))
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.0.field(&cell.text());
        }
        self.0.end_row()
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

/// One JSON document, `[{…}, …]`, one object a line. Empty cells are left out.
pub(super) struct Json<W: Write> {
    out: Gathered<W>,
    names: Vec<String>,
    has_rows: bool,
}

impl<W: Write> Json<W> {
    pub(super) fn open(out: W, columns: &[Column]) -> io::Result<Self> {
        let mut out = Gathered::new(out);
        out.push(b"[\n");
        Ok(Self { out, names: distinct_names(columns).iter().map(|name| json_text(name)).collect(), has_rows: false })
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.has_rows {
            self.out.push(b",\n");
        }
        self.has_rows = true;
        push_object(&mut self.out, &self.names, cells);
        self.out.pass_on()
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.push(if self.has_rows { b"\n]\n" } else { b"]\n" });
        self.out.finish()
    }
}

/// Text as JSON writes it, with its quotation marks.
pub(super) fn json_text(text: &str) -> String {
    Value::from(text).to_string()
}

/// Writes the cells that are not empty as an object; `names` are written as JSON already.
pub(super) fn push_object<W: Write>(out: &mut Gathered<W>, names: &[String], cells: &[Cell<'_>]) {
    out.push(b"{");
    let mut is_first = true;
    for (name, cell) in names.iter().zip(cells) {
        let value = match cell {
            Cell::Empty => continue,
            Cell::Int(number) => number.to_string(),
            Cell::Bool(yes) => yes.to_string(),
            // JSON has no word for what is no number.
            Cell::Float(number) => match Number::from_f64(*number) {
                Some(number) => number.to_string(),
                None => continue,
            },
            // Decimals, days and moments are text, so that nothing is rounded.
            other => json_text(&other.text()),
        };
        if !is_first {
            out.push(b",");
        }
        is_first = false;
        out.push(name.as_bytes());
        out.push(b":");
        out.push(value.as_bytes());
    }
    out.push(b"}");
}

/// Bytes that are gathered before they are written.
pub(super) struct Gathered<W: Write> {
    out: W,
    bytes: Vec<u8>,
}

const BUFFER: usize = 64 << 10;

impl<W: Write> Gathered<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, bytes: Vec::with_capacity(BUFFER + 4_096) }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes what was gathered, if that is worth it.
    pub(super) fn pass_on(&mut self) -> io::Result<()> {
        if self.bytes.len() >= BUFFER {
            self.out.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.bytes)?;
        self.out.flush()?;
        Ok(self.out)
    }
}
