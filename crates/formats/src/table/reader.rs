//! Reads delimited text row by row.

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::Encoding;

use super::record::{Bounds, Record, Step, parse};
use super::{Dialect, sniff};
use crate::charset::{self, Charset, Transcoder};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

/// What is looked at before a table is read.
const SAMPLE: usize = 256 << 10;

/// After so many quotation marks that never close, enclosed fields may no longer hold line ends: each one costs
/// a search through [`Limits::max_field_bytes`].
const PATIENCE: u32 = 20;

type Input = Box<dyn Read + Send>;

/// The beginning of a table, and the rest of it.
pub(crate) struct Sample {
    pub(crate) bytes: Vec<u8>,
    /// The sample is the whole table.
    pub(crate) complete: bool,
    rest: Input,
}

impl Sample {
    pub(crate) fn take(mut input: Input) -> io::Result<Self> {
        let mut bytes = Vec::new();
        input.by_ref().take(SAMPLE as u64).read_to_end(&mut bytes)?;
        Ok(Sample { complete: bytes.len() < SAMPLE, bytes, rest: input })
    }

    /// The sample as bytes that can be split into rows.
    pub(crate) fn splittable(&self, charset: Charset, mark: usize) -> Cow<'_, [u8]> {
        let bytes = &self.bytes[mark.min(self.bytes.len())..];
        match charset {
            Charset::Rows { .. } => Cow::Borrowed(bytes),
            Charset::Stream(encoding) => {
                Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
            }
        }
    }
}

/// How a table is read, once that is known.
pub(crate) struct Start {
    pub(crate) charset: Charset,
    pub(crate) mark: usize,
    pub(crate) dialect: Dialect,
}

/// Reads delimited text row by row, in memory that does not grow with the file.
pub struct DelimitedReader {
    input: Input,
    file: String,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    dialect: Dialect,
    charset: Charset,
    bounds: Bounds,
    max_row: usize,
    record: Record,
    text: String,
    line: u64,
    record_line: u64,
    width: Option<usize>,
    unclosed: u32,
    damaged: Arc<AtomicU64>,
    damaged_told: u64,
    problems: Problems,
}

impl std::fmt::Debug for DelimitedReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DelimitedReader").field("file", &self.file).field("line", &self.line).finish_non_exhaustive()
    }
}

/// Reads delimited text. Without a `dialect`, it is guessed by the first 256 KiB, as the encoding always is.
///
/// `name` is what the file is called in problems and refusals. Empty lines are left out; rows of any number of
/// columns are given. The first row that comes is the first row of the file, header or not.
///
/// # Errors
///
/// The beginning cannot be read.
pub fn read_delimited(
    input: Box<dyn Read + Send>,
    name: &str,
    dialect: Option<Dialect>,
    limits: &Limits,
) -> Result<DelimitedReader, Refusal> {
    let sample = Sample::take(input).map_err(|e| Refusal::from_io(e, name))?;
    let sniffed = charset::sniff(&sample.bytes, sample.complete, None);
    let guess = || {
        let bytes = sample.splittable(sniffed.charset, sniffed.mark);
        sniff(&bytes, sample.complete, &|_| false)
    };
    let dialect = dialect.unwrap_or_else(guess);
    let start = Start { charset: sniffed.charset, mark: sniffed.mark, dialect };
    let mut reader = DelimitedReader::new(sample, start, name, limits);
    if let Some((kind, words)) = sniffed.doubt {
        reader.problems.file(name, kind, words);
    }
    Ok(reader)
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Cells<'a> {
    pub(crate) fn new(line: u64, text: &'a str, ends: &'a [usize]) -> Self {
        Cells { line, text, ends }
    }

    /// The line the row begins at, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells; such rows are not given by readers.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at a position, counted from 0.
    pub fn get(&self, position: usize) -> Option<&'a str> {
        let end = *self.ends.get(position)?;
        let start = if position == 0 { 0 } else { self.ends[position - 1] };
        self.text.get(start..end)
    }

    /// All cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let cells = *self;
        (0..cells.len()).filter_map(move |position| cells.get(position))
    }

    pub(crate) fn parts(&self) -> (&'a str, &'a [usize]) {
        (self.text, self.ends)
    }
}

impl DelimitedReader {
    pub(crate) fn new(sample: Sample, start: Start, name: &str, limits: &Limits) -> Self {
        let damaged = Arc::new(AtomicU64::new(0));
        let Sample { mut bytes, rest, .. } = sample;
        bytes.drain(..start.mark.min(bytes.len()));
        let (input, buffer): (Input, Vec<u8>) = match start.charset {
            Charset::Rows { .. } => (rest, bytes),
            Charset::Stream(encoding) => {
                let all = io::Cursor::new(bytes).chain(rest);
                (Box::new(Transcoder::new(all, encoding, Arc::clone(&damaged))), Vec::new())
            }
        };
        let bounds = Bounds { field_bytes: limits.max_field_bytes, columns: limits.max_columns, multi_line: true };
        DelimitedReader {
            input,
            file: name.to_owned(),
            start: 0,
            end: buffer.len(),
            buffer,
            ended: false,
            dialect: start.dialect,
            charset: start.charset,
            bounds,
            max_row: limits.max_row_bytes,
            record: Record::default(),
            text: String::new(),
            line: 1,
            record_line: 1,
            width: None,
            unclosed: 0,
            damaged,
            damaged_told: 0,
            problems: Problems::default(),
        }
    }

    /// The dialect in use.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What was doubtful so far.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    pub(crate) fn take_problems(&mut self) -> Problems {
        std::mem::take(&mut self.problems)
    }

    /// From now on, rows of another width are problems.
    pub fn expect_columns(&mut self, width: usize) {
        self.width = Some(width);
    }

    /// Leaves out a header of so many lines, whatever is on them.
    pub(crate) fn skip_header(&mut self, lines: u64) -> Result<(), Refusal> {
        let quote = self.dialect.quote;
        for left in (0..lines).rev() {
            // The last line of a header may hold enclosed names; those above it are comments.
            self.dialect.quote = if left == 0 { quote } else { None };
            let more = self.advance();
            self.dialect.quote = quote;
            if !more? {
                break;
            }
        }
        Ok(())
    }

    /// The next row, or none at the end.
    ///
    /// # Errors
    ///
    /// The file is damaged, or a row is beyond the limits. The rows before were good.
    #[expect(clippy::should_implement_trait, reason = "the row borrows from the reader")]
    pub fn next(&mut self) -> Result<Option<Cells<'_>>, Refusal> {
        Ok(if self.read()? { Some(self.current()) } else { None })
    }

    /// Reads the next row; says whether there is one.
    pub(crate) fn read(&mut self) -> Result<bool, Refusal> {
        while self.advance()? {
            if self.record.is_blank() {
                continue;
            }
            if self.record.bytes.is_empty() {
                let words = || "The row has no values and was left out.".to_owned();
                self.problems.add(&self.file, self.record_line, None, "empty-row", words);
                continue;
            }
            self.decode();
            self.tell();
            return Ok(true);
        }
        Ok(false)
    }

    /// The row that was read last.
    pub(crate) fn current(&self) -> Cells<'_> {
        Cells { line: self.record_line, text: &self.text, ends: &self.record.ends }
    }

    /// Splits off the next row.
    fn advance(&mut self) -> Result<bool, Refusal> {
        loop {
            if self.start == self.end {
                if self.ended {
                    return Ok(false);
                }
                self.fill()?;
                continue;
            }
            let input = &self.buffer[self.start..self.end];
            let step = parse(input, self.ended, &self.dialect, self.bounds, &mut self.record);
            match step {
                Step::Done(used) => {
                    self.start += used;
                    self.record_line = self.line;
                    self.line += self.record.lines;
                    return Ok(true);
                }
                Step::More => self.fill()?,
                Step::LongField => return Err(self.long_field()),
                Step::ManyColumns => {
                    let words = format!("There are more than {} columns in this row.", self.bounds.columns);
                    return Err(Refusal::new(words).at(self.place()));
                }
            }
        }
    }

    fn place(&self) -> String {
        format!("{}, line {}", self.file, self.line)
    }

    fn long_field(&self) -> Refusal {
        let words = format!("A field of this row is longer than {} bytes.", self.bounds.field_bytes);
        let hint = "Often a line end or a quotation mark is missing.";
        Refusal::new(words).hint(hint).at(self.place())
    }

    /// Makes room and reads more.
    fn fill(&mut self) -> Result<(), Refusal> {
        if self.end - self.start >= self.max_row {
            let words = format!("The row is longer than {} bytes.", self.max_row);
            return Err(Refusal::new(words).at(self.place()));
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            let size = (self.buffer.len() * 2).clamp(SAMPLE, self.max_row.max(SAMPLE) + SAMPLE);
            self.buffer.resize(size.max(self.end + 1), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(count) => {
                    self.end += count;
                    self.ended = count == 0;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let mut refusal = Refusal::from_io(error, &self.file);
                    refusal.place = Some(format!("{}, after line {}", self.file, self.line.saturating_sub(1)));
                    return Err(refusal);
                }
            }
        }
    }

    /// Turns the bytes of the row into text.
    fn decode(&mut self) {
        let spare = std::mem::take(&mut self.text).into_bytes();
        let bytes = std::mem::replace(&mut self.record.bytes, spare);
        let (utf8, other, surprise) = match self.charset {
            Charset::Rows { utf8, other, surprise } => (utf8 || bytes.is_ascii(), other, surprise),
            Charset::Stream(_) => (true, encoding_rs::UTF_8, false),
        };
        let bytes = if utf8 {
            match String::from_utf8(bytes) {
                Ok(text) if self.record.ends.iter().all(|end| text.is_char_boundary(*end)) => {
                    self.text = text;
                    return;
                }
                Ok(text) => text.into_bytes(),
                Err(error) => error.into_bytes(),
            }
        } else {
            bytes
        };
        self.decode_cells(&bytes, other);
        if surprise {
            let words = || format!("The row is not UTF-8 and was read as {}.", other.name());
            self.problems.add(&self.file, self.record_line, None, "wrong-encoding", words);
        }
    }

    fn decode_cells(&mut self, bytes: &[u8], encoding: &'static Encoding) {
        let mut start = 0;
        for end in &mut self.record.ends {
            let (cell, _) = encoding.decode_without_bom_handling(&bytes[start..*end]);
            start = *end;
            self.text.push_str(&cell);
            *end = self.text.len();
        }
    }

    /// Notes what was doubtful about the row.
    fn tell(&mut self) {
        let (file, line) = (self.file.as_str(), self.record_line);
        let problems = &mut self.problems;
        if self.record.stray_quote {
            let words = || "A quotation mark stands inside a field and was taken as text.".to_owned();
            problems.add(file, line, None, "stray-quote", words);
        }
        if self.record.unclosed_quote {
            let words = || "A quotation mark is never closed and was taken as text.".to_owned();
            problems.add(file, line, None, "unclosed-quote", words);
            self.unclosed += 1;
            self.bounds.multi_line = self.unclosed < PATIENCE;
        }
        let damaged = self.damaged.load(Ordering::Relaxed);
        if damaged > self.damaged_told {
            self.damaged_told = damaged;
            let words = || "Some characters near this line could not be decoded.".to_owned();
            problems.add(file, line, None, "undecodable", words);
        }
        let (Some(width), found) = (self.width, self.record.ends.len()) else { return };
        if found < width {
            let words = || format!("The row has {found} columns instead of {width}.");
            problems.add(file, line, None, "too-few-columns", words);
        } else if found > width && self.text.len() > self.record.ends[width.saturating_sub(1)] {
            let words = || format!("The row has {found} columns instead of {width}.");
            problems.add(file, line, None, "too-many-columns", words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: Vec<u8>, limits: &Limits) -> (Vec<String>, Problems, Option<Refusal>) {
        let mut reader = read_delimited(Box::new(io::Cursor::new(input)), "t.csv", None, limits).unwrap();
        let mut rows = Vec::new();
        loop {
            match reader.next() {
                Ok(Some(cells)) => {
                    if rows.is_empty() {
                        let width = cells.len();
                        rows.push(format!("{}: {}", cells.line(), cells.iter().collect::<Vec<_>>().join("|")));
                        reader.expect_columns(width);
                        continue;
                    }
                    rows.push(format!("{}: {}", cells.line(), cells.iter().collect::<Vec<_>>().join("|")));
                }
                Ok(None) => return (rows, reader.take_problems(), None),
                Err(refusal) => return (rows, reader.take_problems(), Some(refusal)),
            }
        }
    }

    #[test]
    fn lines_are_counted_through_enclosed_fields_and_empty_lines() {
        let (rows, problems, _) = read(b"a,b\n\n\"x\ny\",2\n,\n3,4\n".to_vec(), &Limits::default());
        assert_eq!(rows, ["1: a|b", "3: x\ny|2", "6: 3|4"]);
        assert_eq!(problems.list()[0].line, 5);
        assert_eq!(problems.count("empty-row"), 1);
    }

    #[test]
    fn ragged_rows_are_given_and_told() {
        let (rows, problems, _) = read(b"a,b,c\n1,2\n1,2,3\n1,2,3,\n1,2,3,4\n".to_vec(), &Limits::default());
        assert_eq!(rows.len(), 5);
        assert_eq!(problems.count("too-few-columns"), 1);
        assert_eq!(problems.count("too-many-columns"), 1);
        assert_eq!(problems.list()[1].line, 5);
    }

    #[test]
    fn one_row_in_another_encoding_does_not_spoil_the_others() {
        let mut input = "a,b\n".repeat(70_000).into_bytes();
        input.extend_from_slice("é,ü\n".as_bytes());
        input.extend_from_slice(b"caf\xe9,\xfc\n");
        let (rows, problems, _) = read(input, &Limits::default());
        assert_eq!(rows[70_000..], ["70001: é|ü", "70002: café|ü"]);
        assert_eq!(problems.list()[0].line, 70_002);
    }

    #[test]
    fn a_character_cut_by_a_delimiter_is_no_utf_8() {
        let mut input = "a,b\n".repeat(70_000).into_bytes();
        input.extend_from_slice(b"\xc3,\xa9\n");
        let (rows, _, _) = read(input, &Limits::default());
        assert_eq!(rows[70_000], "70001: Ã|©");
    }

    #[test]
    fn limits_refuse_with_a_line() {
        let limits = Limits { max_field_bytes: 1_000, max_columns: 5, ..Limits::default() };
        let (rows, _, refusal) = read(format!("a,b\n1,{}\n", "x".repeat(2_000)).into_bytes(), &limits);
        assert_eq!(rows.len(), 1);
        assert_eq!(refusal.unwrap().place.as_deref(), Some("t.csv, line 2"));
        let (_, _, refusal) = read(b"a,b\n1,2,3,4,5,6\n".to_vec(), &limits);
        assert!(refusal.unwrap().words.contains("more than 5 columns"));
    }

    #[test]
    fn many_open_marks_do_not_take_for_ever() {
        let input = "\"x\na\"b\n".repeat(200_000).into_bytes();
        let limits = Limits { max_field_bytes: 1 << 20, ..Limits::default() };
        let (rows, problems, refusal) = read(input, &limits);
        assert!(refusal.is_none());
        assert_eq!(rows.len(), 400_000);
        assert!(problems.count("unclosed-quote") > 100_000);
    }
}
