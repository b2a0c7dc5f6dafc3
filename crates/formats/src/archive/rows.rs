//! Reads the rows of a table.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Column, TableFile};
use crate::charset;
use crate::container::Container;
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};
use crate::table::{Cells, DelimitedReader, Dialect, Sample, Start, Terminator, sniff_terminator};

/// Where the values of a table's terms are. Shared by all rows.
#[derive(Debug)]
pub(super) struct Layout {
    columns: Vec<Column>,
    by_short: HashMap<String, usize>,
    id_column: Option<usize>,
    width: Option<usize>,
    pub(super) files: Vec<String>,
}

impl Layout {
    fn new(table: &TableFile) -> Self {
        let mut by_short = HashMap::new();
        let usual = |c: &Column| {
            c.term.starts_with("http://rs.tdwg.org/dwc/") || c.term.starts_with("http://purl.org/dc/terms/")
        };
        // The first column of a name counts, but one of Darwin Core before any other.
        for first in [true, false] {
            for (position, column) in table.columns.iter().enumerate().filter(|(_, c)| usual(c) == first) {
                by_short.entry(column.short.clone()).or_insert(position);
            }
        }
        Layout {
            columns: table.columns.clone(),
            by_short,
            id_column: table.id_column,
            width: table.width,
            files: table.locations.clone(),
        }
    }
}

/// One row, borrowed from its reader.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    layout: &'a Arc<Layout>,
    file: usize,
    cells: Cells<'a>,
}

impl<'a> Row<'a> {
    pub(super) fn new(layout: &'a Arc<Layout>, file: usize, cells: Cells<'a>) -> Self {
        Row { layout, file, cells }
    }

    /// The line it begins at in its file, counted from 1.
    pub fn line(&self) -> u64 {
        self.cells.line()
    }

    /// The file it is in.
    pub fn file(&self) -> &'a str {
        self.layout.files.get(self.file).map_or("", String::as_str)
    }

    pub(super) fn file_number(&self) -> usize {
        self.file
    }

    /// The identifier: of this row in a core, of the core row in an extension. None if it is missing.
    pub fn id(&self) -> Option<&'a str> {
        let cell = self.cells.get(self.layout.id_column?)?.trim();
        Some(cell).filter(|c| !is_null(c))
    }

    /// The value of a term, by its short name: what the row says, or else the default of the column.
    ///
    /// None if there is no such column or no value; never an empty text. `\N` counts as no value.
    pub fn get(&self, short: &str) -> Option<&'a str> {
        self.value(*self.layout.by_short.get(short)?)
    }

    /// The value of a column by its position in [`TableFile::columns`]; as [`Row::get`], but faster.
    pub fn value(&self, column: usize) -> Option<&'a str> {
        let column = self.layout.columns.get(column)?;
        let cell = column.index.and_then(|index| self.cells.get(index)).filter(|c| !is_null(c));
        cell.or(column.default.as_deref())
    }

    /// The cell at a column of the file, counted from 0, exactly as it stands there.
    pub fn cell(&self, index: usize) -> Option<&'a str> {
        self.cells.get(index)
    }

    /// All cells of the row, exactly as they stand there.
    pub fn cells(&self) -> Cells<'a> {
        self.cells
    }

    /// The cells beyond the width of the table.
    pub fn extra(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let cells = self.cells;
        let width = self.layout.width.unwrap_or(usize::MAX);
        (width..cells.len()).filter_map(move |index| cells.get(index))
    }

    /// A copy that stands alone.
    pub fn to_owned_row(&self) -> OwnedRow {
        let (text, ends) = self.cells.parts();
        let layout = Arc::clone(self.layout);
        OwnedRow { layout, file: self.file, line: self.line(), text: text.to_owned(), ends: ends.to_vec() }
    }

    /// Columns and values of the row, those without a value left out.
    pub fn values(&self) -> impl Iterator<Item = (&'a Column, &'a str)> + use<'a> {
        let row = *self;
        let columns = row.layout.columns.iter().enumerate();
        columns.filter_map(move |(position, column)| Some((column, row.value(position)?)))
    }
}

/// No value: empty, blank, or the null of MySQL.
fn is_null(cell: &str) -> bool {
    cell.is_empty() || cell == "\\N" || cell.bytes().all(|b| b == b' ' || b == b'\t')
}

/// One row that stands alone.
#[derive(Debug, Clone)]
pub struct OwnedRow {
    pub(super) layout: Arc<Layout>,
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
}

impl OwnedRow {
    /// The row, to be asked.
    pub fn row(&self) -> Row<'_> {
        Row::new(&self.layout, self.file, Cells::new(self.line, &self.text, &self.ends))
    }

    /// See [`Row::get`].
    pub fn get(&self, short: &str) -> Option<&str> {
        self.row().get(short)
    }

    /// See [`Row::id`].
    pub fn id(&self) -> Option<&str> {
        self.row().id()
    }

    /// See [`Row::line`].
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// Reads the rows of a table, file after file, in memory that does not grow with them.
#[derive(Debug)]
pub struct RowReader {
    container: Arc<Container>,
    layout: Arc<Layout>,
    limits: Limits,
    dialect: Dialect,
    encoding: Option<String>,
    header_lines: u64,
    members: Vec<usize>,
    next_file: usize,
    current: Option<DelimitedReader>,
    problems: Problems,
}

impl RowReader {
    pub(super) fn new(container: Arc<Container>, table: &TableFile, limits: Limits) -> Self {
        RowReader {
            container,
            layout: Arc::new(Layout::new(table)),
            limits,
            dialect: table.dialect,
            encoding: table.encoding.clone(),
            header_lines: table.header_lines,
            members: table.members.clone(),
            next_file: 0,
            current: None,
            problems: Problems::default(),
        }
    }

    pub(super) fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// The position of a term's column, for [`Row::value`].
    pub fn column(&self, short: &str) -> Option<usize> {
        self.layout.by_short.get(short).copied()
    }

    /// The next row, or none at the end.
    ///
    /// # Errors
    ///
    /// The file is damaged or beyond the limits. The rows before were read well, but nothing can be said of
    /// the archive as a whole: a checksum is only known to be wrong at the end.
    #[expect(clippy::should_implement_trait, reason = "the row borrows from the reader")]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Refusal> {
        while !self.at_row()? {
            if !self.open_next()? {
                return Ok(None);
            }
        }
        let file = self.next_file - 1;
        let cells = self.current.as_ref().map(DelimitedReader::current);
        Ok(cells.map(|cells| Row { layout: &self.layout, file, cells }))
    }

    /// Moves to the next row of the file that is open.
    fn at_row(&mut self) -> Result<bool, Refusal> {
        let Some(reader) = &mut self.current else { return Ok(false) };
        let more = reader.read()?;
        if !more {
            self.problems.append(reader.take_problems());
            self.current = None;
        }
        Ok(more)
    }

    /// Opens the next file of the table.
    fn open_next(&mut self) -> Result<bool, Refusal> {
        let Some(position) = self.members.get(self.next_file) else { return Ok(false) };
        let member = &self.container.members[*position];
        let input = self.container.open(member, &self.limits)?;
        let sample = Sample::take(input).map_err(|e| Refusal::from_io(e, &member.path))?;
        let sniffed = charset::sniff(&sample.bytes, sample.complete, self.encoding.as_deref());
        if let (Some((name, words)), true) = (sniffed.doubt, self.next_file > 0) {
            // The first file was looked at when the archive was opened.
            self.problems.file(&member.path, name, words);
        }
        let terminator = match self.dialect.terminator {
            Terminator::Byte(byte) => Terminator::Byte(byte),
            _ => sniff_terminator(&sample.splittable(sniffed.charset, sniffed.mark)),
        };
        let dialect = Dialect { terminator, ..self.dialect };
        let start = Start { charset: sniffed.charset, mark: sniffed.mark, dialect };
        let mut reader = DelimitedReader::new(sample, start, &member.path, &self.limits);
        reader.skip_header(self.header_lines)?;
        if let Some(width) = self.layout.width {
            reader.expect_columns(width);
        }
        self.current = Some(reader);
        self.next_file += 1;
        Ok(true)
    }

    /// What was doubtful so far.
    pub fn problems(&self) -> Problems {
        let mut all = self.problems.clone();
        if let Some(reader) = &self.current {
            all.append(reader.problems().clone());
        }
        all
    }
}
