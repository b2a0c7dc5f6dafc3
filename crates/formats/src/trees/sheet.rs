//! Tables of which nobody has said yet what their columns mean: delimited text and Excel sheets.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader as _, Xls, Xlsx};

use super::{guard, xls};
use crate::container::Container;
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};
use crate::table::read_delimited;

/// A table with its first row as headers.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The headers, each once; a column without one is called by its number.
    pub headers: Vec<String>,
    /// The rows below, each with its line, counted from 1.
    pub rows: Vec<(u64, Vec<String>)>,
    /// What was doubtful.
    pub problems: Problems,
}

impl Sheet {
    /// The values of a column, the empty ones too.
    pub fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |(_, cells)| cells.get(at).map_or("", String::as_str))
    }
}

/// Gathers rows within the limits.
struct Gather<'l> {
    sheet: Sheet,
    bytes: u64,
    limits: &'l Limits,
    file: &'l str,
}

impl<'l> Gather<'l> {
    fn new(limits: &'l Limits, file: &'l str) -> Self {
        Self { sheet: Sheet::default(), bytes: 0, limits, file }
    }

    fn row(&mut self, line: u64, mut cells: Vec<String>) -> Result<(), Refusal> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > self.limits.max_columns {
            let words = format!("There are more than {} columns.", self.limits.max_columns);
            return Err(Refusal::new(words).at(self.file));
        }
        if self.sheet.headers.is_empty() {
            self.sheet.headers = headers(cells);
            return Ok(());
        }
        self.bytes += cells.iter().map(|cell| cell.len() as u64 + 24).sum::<u64>();
        if self.sheet.rows.len() >= self.limits.max_tree_rows || self.bytes > self.limits.max_tree_bytes {
            return Err(guard::too_large(self.file, self.limits));
        }
        for cell in &mut cells {
            let trimmed = cell.trim();
            if trimmed.len() != cell.len() {
                *cell = trimmed.to_owned();
            }
        }
        self.sheet.rows.push((line, cells));
        Ok(())
    }

    fn finish(self) -> Result<Sheet, Refusal> {
        if self.sheet.headers.is_empty() {
            return Err(Refusal::new("This sheet is empty.").at(self.file));
        }
        Ok(self.sheet)
    }
}

fn headers(cells: Vec<String>) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.into_iter().enumerate() {
        let name = cell.trim();
        let mut name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        if headers.contains(&name) {
            name = format!("{name} (column {})", at + 1);
        }
        headers.push(name);
    }
    headers
}

/// Reads a table of delimited text; lines at its top that are remarks (`#`) are left out.
pub(super) fn from_table(container: &Container, limits: &Limits) -> Result<Sheet, Refusal> {
    let Some(member) = container.members.first() else { return Err(Refusal::new("There is no table in here.")) };
    let mut reader = read_delimited(container.open(member, limits)?, &member.path, None, limits)?;
    let mut gather = Gather::new(limits, &member.path);
    while let Some(cells) = reader.next()? {
        let is_remark = gather.sheet.headers.is_empty() && cells.get(0).is_some_and(|cell| cell.starts_with('#'));
        if !is_remark {
            let line = cells.line();
            let cells = cells.iter().map(str::to_owned).collect();
            gather.row(line, cells)?;
        }
    }
    let problems = reader.problems().clone();
    let mut sheet = gather.finish()?;
    let is_no_text =
        |header: &String| header.chars().any(|letter| letter.is_ascii_control() && !letter.is_whitespace());
    if sheet.headers.iter().any(is_no_text) {
        return Err(Refusal::new("This is no table: its first line holds signs that no text has.")
            .hint("Save it anew as CSV in UTF-8, or as .xlsx.")
            .at(&member.path));
    }
    sheet.problems.append(problems);
    Ok(sheet)
}

/// The refusal of a workbook. What its reader says is for programmers.
fn unreadable(file: &str) -> Refusal {
    Refusal::new("This is no Excel sheet that can be read.").hint("Save it anew as .xlsx, or as .csv.").at(file)
}

/// Reads the first sheet that has anything in it, cell by cell.
pub(super) fn from_xlsx(bytes: Vec<u8>, file: &str, limits: &Limits) -> Result<Sheet, Refusal> {
    // The reader is another program's: should it fail by a panic, the file is refused all the same.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(file))?;
        for name in book.sheet_names() {
            let mut gather = Gather::new(limits, file);
            cells_of(&mut book, &name, &mut gather)?;
            if !gather.sheet.headers.is_empty() {
                return gather.finish();
            }
        }
        Err(Refusal::new("This workbook is empty.").at(file))
    }));
    read.unwrap_or_else(|_| Err(unreadable(file)))
}

fn cells_of(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, gather: &mut Gather<'_>) -> Result<(), Refusal> {
    let file = gather.file;
    // A sheet of charts has no cells.
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok(()) };
    let (mut line, mut cells): (u32, Vec<String>) = (0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(|_| unreadable(file))? {
        let (row, column) = cell.get_position();
        if row != line {
            gather.row(u64::from(line) + 1, std::mem::take(&mut cells))?;
            line = row;
        }
        let text = written(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= gather.limits.max_columns || text.len() > gather.limits.max_field_bytes {
            return Err(Refusal::new("A cell of this sheet is too far to the right, or too long.").at(file));
        }
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    gather.row(u64::from(line) + 1, cells)
}

/// A cell as people see it; numbers without an end that nobody typed.
fn written(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        Data::DateTime(time) => time.as_f64().to_string(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Reads the first sheet of an old workbook that has anything in it.
pub(super) fn from_xls(bytes: Vec<u8>, file: &str, limits: &Limits) -> Result<Sheet, Refusal> {
    xls::measure(&bytes, file)?;
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|_| unreadable(file))?;
        for name in book.sheet_names() {
            let Ok(range) = book.worksheet_range(&name) else { continue };
            let first = range.start().map_or(0, |(row, _)| u64::from(row));
            let mut gather = Gather::new(limits, file);
            for (nth, row) in range.rows().enumerate() {
                let cells = row.iter().map(written).collect();
                gather.row(first + nth as u64 + 1, cells)?;
            }
            if !gather.sheet.headers.is_empty() {
                return gather.finish();
            }
        }
        Err(Refusal::new("This workbook is empty.").at(file))
    }));
    read.unwrap_or_else(|_| Err(unreadable(file)))
}
