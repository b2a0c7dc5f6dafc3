//! Workbooks of Excel.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Column, DAY_US, Options};

/// As many rows as Excel reads on a sheet.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// As many columns as Excel reads.
const MOST_COLUMNS: usize = 16_384;
/// As many UTF-16 units as Excel reads in a cell.
const LONGEST_TEXT: usize = 32_767;
/// Whole numbers up to this are doubles exactly, which all numbers of Excel are.
const EXACT: i64 = 1 << 53;
/// So many digits of a number Excel keeps.
const DIGITS: usize = 15;
/// Excel's number for 1970-01-01.
const EPOCH: i64 = 25_569;
/// 1900-03-01. Excel believes in a 29 February 1900; days before that have other numbers in other programs.
const FIRST_DAY: i64 = -25_508;
/// 9999-12-31, the last day that Excel knows.
const LAST_DAY: i64 = 2_932_896;

/// A workbook. Its rows wait in temporary files until all are there; memory does not grow with them.
pub(super) struct Xlsx<W: Write + Send> {
    out: W,
    book: Workbook,
    names: Vec<String>,
    sheet_rows: u32,
    /// The row that is written next on the present sheet.
    next: u32,
    sheets: u32,
    styles: Styles,
}

struct Styles {
    heading: Format,
    date: Format,
    moment: Format,
    /// By the number of digits behind the point.
    decimals: Vec<Format>,
}

impl<W: Write + Send> Xlsx<W> {
    pub(super) fn open(out: W, columns: &[Column], options: &Options) -> io::Result<Self> {
        if columns.len() > MOST_COLUMNS {
            let words = format!("An Excel workbook holds {MOST_COLUMNS} columns; here are {}.", columns.len());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        let mut book = Workbook::new();
        book.set_tempdir(&options.spool_dir).map_err(failed)?;
        book.use_zip_large_file(true);
        book.set_properties(&DocProperties::new().set_title(&options.title));
        let decimals = (0..=DIGITS)
            .map(|scale| {
                Format::new().set_num_format(if scale == 0 { "0".to_owned() } else { format!("0.{:0>scale$}", "") })
            })
            .collect();
        let styles = Styles {
            heading: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            decimals,
        };
        let names = columns.iter().map(|column| column.name.clone()).collect();
        let sheet_rows = options.sheet_rows.clamp(2, MOST_ROWS);
        let mut xlsx = Self { out, book, names, sheet_rows, next: 0, sheets: 0, styles };
        xlsx.begin_sheet()?;
        Ok(xlsx)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        let (book, names, heading) = (&mut self.book, &self.names, &self.styles.heading);
        let widths = names.iter().map(|name| name.chars().count().clamp(8, 40) as f64 + 2.0);
        guarded(|| {
            let sheet = book.add_worksheet_with_constant_memory()?;
            sheet.set_freeze_panes(1, 0)?;
            for (at, (name, width)) in names.iter().zip(widths).enumerate() {
                sheet.set_column_width(at as u16, width)?;
                sheet.write_string_with_format(0, at as u16, cut(name).0, heading)?;
            }
            Ok(())
        })?;
        self.sheets += 1;
        self.next = 1;
        Ok(())
    }

    /// Writes a row; says how many of its cells were cut.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<u64> {
        if self.next >= self.sheet_rows {
            self.begin_sheet()?;
        }
        let (book, styles, row, at) = (&mut self.book, &self.styles, self.next, self.sheets as usize - 1);
        let shortened = guarded(|| {
            let sheet = book.worksheet_from_index(at)?;
            let mut shortened = 0;
            for (column, cell) in cells.iter().enumerate() {
                shortened += u64::from(put(sheet, row, column as u16, cell, styles)?);
            }
            Ok(shortened)
        })?;
        self.next += 1;
        Ok(shortened)
    }

    pub(super) fn finish(mut self) -> io::Result<(W, u32)> {
        let book = &mut self.book;
        let mut watched = Watched { out: &mut self.out, failed: None };
        let saved = guarded(|| book.save_to_writer(&mut watched));
        match watched.failed {
            Some(cause) => Err(cause),
            None => saved.map(|()| (self.out, self.sheets)),
        }
    }
}

/// Remembers why writing failed: the library tells it in its own words only.
struct Watched<'a, W> {
    out: &'a mut W,
    failed: Option<io::Error>,
}

impl<W: Write> Watched<'_, W> {
    fn watch<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|cause| {
            let told = io::Error::new(cause.kind(), cause.to_string());
            self.failed.get_or_insert(cause);
            told
        })
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.watch(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.watch(done)
    }
}

/// Writes a cell; says whether it was cut.
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>, styles: &Styles) -> Result<bool, XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => return put_text(sheet, row, column, text),
        Cell::Bool(yes) => {
            sheet.write_boolean(row, column, *yes)?;
        }
        Cell::Int(number) if number.unsigned_abs() <= EXACT.unsigned_abs() => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Cell::Float(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Decimal(text) => match exact(text) {
            Some((number, scale)) => {
                sheet.write_number_with_format(row, column, number, &styles.decimals[scale])?;
            }
            None => return put_text(sheet, row, column, text),
        },
        Cell::Date(days) if (FIRST_DAY..=LAST_DAY).contains(&i64::from(*days)) => {
            sheet.write_number_with_format(row, column, (i64::from(*days) + EPOCH) as f64, &styles.date)?;
        }
        Cell::Timestamp(moment) if (FIRST_DAY..=LAST_DAY).contains(&moment.div_euclid(DAY_US)) => {
            let serial = *moment as f64 / DAY_US as f64 + EPOCH as f64;
            sheet.write_number_with_format(row, column, serial, &styles.moment)?;
        }
        // What a number of Excel can't hold is text: nothing is rounded.
        other => return put_text(sheet, row, column, &other.text()),
    }
    Ok(false)
}

/// Writes text as text, also where it looks like a formula or a number; says whether it was cut.
fn put_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<bool, XlsxError> {
    let (text, is_cut) = cut(text);
    sheet.write_string(row, column, text)?;
    Ok(is_cut)
}

/// As much of the text as a cell holds.
fn cut(text: &str) -> (&str, bool) {
    // A character is at most as many UTF-16 units as bytes of UTF-8.
    if text.len() <= LONGEST_TEXT {
        return (text, false);
    }
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > LONGEST_TEXT {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// A decimal number as Excel's number, with its digits behind the point, if none of its digits is lost thereby.
fn exact(text: &str) -> Option<(f64, usize)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = whole.trim_start_matches('0').len() + fraction.len();
    if digits > DIGITS || fraction.len() > DIGITS {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some((number, fraction.len()))
}

/// The library panics where its temporary file can't be written; here that is an error like any other.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(failed),
        Err(_) => Err(io::Error::new(
            io::ErrorKind::StorageFull,
            "The temporary file of the workbook can't be written: the disk may be full.",
        )),
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
