//! Rows into files: the formats in which tables of any kind go out.
//!
//! Whoever has rows opens a [`Writer`] for a [`Format`], hands over one row after the other and finishes it. Memory stays
//! the same however many rows there are, and the writer below need not be able to go back: what a format has to know
//! before its first byte waits in a temporary file without a name.

mod parquet;
mod places;
mod text;
mod xlsx;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

/// A kind of file that rows can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values in UTF-8.
    Csv,
    /// The same with tabs.
    Tsv,
    /// A workbook of Excel.
    Xlsx,
    /// One JSON document: a list of objects.
    Json,
    /// Places for geographic information systems: one feature a row.
    GeoJson,
    /// Places for Google Earth and its like: one placemark a row.
    Kml,
    /// Columns for statistics programs and data warehouses.
    Parquet,
}

impl Format {
    /// Every format, in the order of menus.
    pub const ALL: [Self; 7] = [Self::Csv, Self::Tsv, Self::Xlsx, Self::Json, Self::GeoJson, Self::Kml, Self::Parquet];

    /// The word for it in addresses and commands, which is also the ending of its files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Parquet => "parquet",
        }
    }

    /// The format with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// Its media type, for `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Whether its rows are places, so that it asks where each row is.
    pub fn shows_places(self) -> bool {
        matches!(self, Self::GeoJson | Self::Kml)
    }
}

/// What the cells of a column hold. A cell may always be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Int,
    /// Exact decimal numbers.
    Decimal,
    /// Double-precision numbers.
    Float,
    /// Yes or no.
    Bool,
    /// Days.
    Date,
    /// Moments.
    Timestamp,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
}

impl Column {
    /// A column of this name and kind.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell<'a> {
    /// Nothing is known.
    #[default]
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// An exact decimal number, `-12.50`, with the digits that it has.
    Decimal(Cow<'a, str>),
    /// A double-precision number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
    /// A day, as days since 1970-01-01.
    Date(i32),
    /// A moment, as microseconds since 1970-01-01 in UTC.
    Timestamp(i64),
}

impl Cell<'_> {
    /// Whether a column of this kind holds the cell as what it is. A text column holds all of them.
    pub fn fits(&self, kind: Kind) -> bool {
        matches!(
            (kind, self),
            (Kind::Text, _)
                | (_, Self::Empty)
                | (Kind::Int, Self::Int(_))
                | (Kind::Bool, Self::Bool(_))
                | (Kind::Float | Kind::Decimal, Self::Float(_) | Self::Int(_) | Self::Decimal(_))
                | (Kind::Date, Self::Date(_))
                | (Kind::Timestamp, Self::Timestamp(_))
        )
    }

    /// The number, if this is one or text that says one.
    fn number(&self) -> Option<f64> {
        let number = match self {
            Self::Int(number) => *number as f64,
            Self::Float(number) => *number,
            Self::Decimal(text) | Self::Text(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    /// As it is written in files that know only text; nothing for an empty cell.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Decimal(text) => Cow::Borrowed(text),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Float(number) => Cow::Owned(number.to_string()),
            Self::Bool(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
            Self::Date(days) => Cow::Owned(date_text(*days)),
            Self::Timestamp(moment) => Cow::Owned(moment_text(*moment)),
        }
    }
}

/// Where a row is: which of its cells hold coordinates, in decimal degrees.
///
/// The cells may stand behind those of the columns: a row may have more cells than there are columns, and those are
/// looked at for this alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The cell with the latitude.
    pub latitude: usize,
    /// The cell with the longitude.
    pub longitude: usize,
    /// The cell that says how far off the point may be, in metres.
    pub uncertainty_m: Option<usize>,
    /// The cells with latitude and longitude of a second point.
    pub second: Option<(usize, usize)>,
    /// The cell whose text says what two points mean: `Rectangle` for their corners; anything else is a line.
    pub shape: Option<usize>,
}

impl Place {
    /// A point, and nothing else known of it.
    pub fn point(latitude: usize, longitude: usize) -> Self {
        Self { latitude, longitude, uncertainty_m: None, second: None, shape: None }
    }
}

/// How a file is written; the default suits every format.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the file is called inside, in formats that have a place for it.
    pub title: String,
    /// Where each row is; only GeoJSON and KML ask.
    pub place: Option<Place>,
    /// Where unnamed temporary files are made. The temporary directory of the system.
    pub spool_dir: PathBuf,
    /// How many rows a sheet of a workbook has, with its headings, before there is another sheet. 1,048,576, which is
    /// as many as Excel reads.
    pub sheet_rows: u32,
    /// How many rows of a Parquet file are gathered before they are written as a row group. 65,536.
    pub group_rows: usize,
    /// How many bytes of text are gathered at most before a row group is written, whatever the rows. 32 MiB.
    pub group_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: "Export".to_owned(),
            place: None,
            spool_dir: std::env::temp_dir(),
            sheet_rows: xlsx::MOST_ROWS,
            group_rows: 65_536,
            group_bytes: 32 << 20,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows, without headings.
    pub rows: u64,
    /// Sheets of a workbook; 0 for other formats.
    pub sheets: u32,
    /// Cells of a workbook that were cut, because Excel keeps no longer text than 32,767 characters.
    pub shortened: u64,
    /// Rows of a file of places that have no coordinates, or none that lie on Earth. They are in the file, without a
    /// place.
    pub placeless: u64,
}

/// Writes rows to `W` in one of the formats.
pub struct Writer<W: Write + Send> {
    inner: Inner<W>,
    columns: usize,
    summary: Summary,
}

enum Inner<W: Write + Send> {
    Delimited(text::Delimited<W>),
    Json(text::Json<W>),
    GeoJson(places::GeoJson<W>),
    Kml(places::Kml<W>),
    Xlsx(Box<xlsx::Xlsx<W>>),
    Parquet(Box<parquet::Parquet<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    ///
    /// - `InvalidInput`: the format can't have these columns.
    /// - What the writer below, or the temporary directory, says.
    pub fn open(format: Format, columns: &[Column], options: &Options, out: W) -> io::Result<Self> {
        let inner = match format {
            Format::Csv => Inner::Delimited(text::Delimited::open(out, crate::table::Dialect::CSV, columns)?),
            Format::Tsv => Inner::Delimited(text::Delimited::open(out, crate::table::Dialect::TSV, columns)?),
            Format::Json => Inner::Json(text::Json::open(out, columns)?),
            Format::GeoJson => Inner::GeoJson(places::GeoJson::open(out, columns, options)?),
            Format::Kml => Inner::Kml(places::Kml::open(out, columns, options)?),
            Format::Xlsx => Inner::Xlsx(Box::new(xlsx::Xlsx::open(out, columns, options)?)),
            Format::Parquet => Inner::Parquet(Box::new(parquet::Parquet::open(out, columns, options)?)),
        };
        Ok(Self { inner, columns: columns.len(), summary: Summary::default() })
    }

    /// Writes one row: a cell for each column, in their order, and behind them whatever [`Place`] points to. Missing
    /// cells are empty.
    ///
    /// # Errors
    ///
    /// - `InvalidData`: a cell does not hold what its column holds, in a format that has to know that.
    /// - What the writer below, or the temporary directory, says.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let shown = &cells[..self.columns.min(cells.len())];
        let padded: Vec<Cell<'_>>;
        let shown = if shown.len() == self.columns {
            shown
        } else {
            padded = shown.iter().cloned().chain(std::iter::repeat(Cell::Empty)).take(self.columns).collect();
            &padded
        };
        match &mut self.inner {
            Inner::Delimited(out) => out.row(shown)?,
            Inner::Json(out) => out.row(shown)?,
            Inner::GeoJson(out) => self.summary.placeless += u64::from(!out.row(shown, cells)?),
            Inner::Kml(out) => self.summary.placeless += u64::from(!out.row(shown, cells)?),
            Inner::Xlsx(out) => self.summary.shortened += out.row(shown)?,
            Inner::Parquet(out) => out.row(shown)?,
        }
        self.summary.rows += 1;
        Ok(())
    }

    /// Writes what is left, and gives the writer below back with what was written. A file that is not finished is none.
    ///
    /// # Errors
    ///
    /// What the writer below, or the temporary directory, says.
    pub fn finish(self) -> io::Result<(W, Summary)> {
        let mut summary = self.summary;
        let mut out = match self.inner {
            Inner::Delimited(out) => out.finish()?,
            Inner::Json(out) => out.finish()?,
            Inner::GeoJson(out) => out.finish()?,
            Inner::Kml(out) => out.finish()?,
            Inner::Xlsx(out) => {
                let (out, sheets) = out.finish()?;
                summary.sheets = sheets;
                out
            }
            Inner::Parquet(out) => out.finish()?,
        };
        out.flush()?;
        Ok((out, summary))
    }
}

/// The names of columns, told apart where several are the same: `Name`, `Name 2`. Formats whose rows are named values
/// could not keep both otherwise.
fn distinct_names(columns: &[Column]) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(columns.len());
    for column in columns {
        let mut name = column.name.clone();
        let mut nth = 2;
        while !taken.insert(name.clone()) {
            name = format!("{} {nth}", column.name);
            nth += 1;
        }
        names.push(name);
    }
    names
}

/// Year, month and day of a day since 1970-01-01, in the Gregorian calendar.
///
/// Source: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, `civil_from_days`.
fn civil(days: i64) -> (i64, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

/// A day as ISO 8601 writes it: `1987-05-12`; years before our era with a minus.
fn date_text(days: i32) -> String {
    let mut text = String::with_capacity(10);
    push_date(&mut text, days.into());
    text
}

fn push_date(text: &mut String, days: i64) {
    let (year, month, day) = civil(days);
    let sign = if year < 0 { "-" } else { "" };
    let _ = write!(text, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs());
}

const DAY_US: i64 = 86_400_000_000;

/// A moment as ISO 8601 writes it, in UTC: `2026-05-12T14:30:05Z`, with as many digits of a second as it has.
fn moment_text(moment: i64) -> String {
    let (days, within) = (moment.div_euclid(DAY_US), moment.rem_euclid(DAY_US));
    let (seconds, micros) = (within / 1_000_000, within % 1_000_000);
    let mut text = String::with_capacity(27);
    push_date(&mut text, days);
    let _ = write!(text, "T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if micros != 0 {
        let digits = format!("{micros:06}");
        let _ = write!(text, ".{}", digits.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_written_as_iso_8601_wants_them() {
        for (days, expect) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (6_340, "1987-05-12"),
            (-719_529, "-0001-12-31"),
            (11_016, "2000-02-29"),
        ] {
            assert_eq!(date_text(days), expect, "{days}");
        }
        assert_eq!(moment_text(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment_text(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(moment_text(86_400_500_000), "1970-01-02T00:00:00.5Z");
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let columns = ["Name", "Name", "Name 2", "Other"].map(|name| Column::new(name, Kind::Text));
        assert_eq!(distinct_names(&columns), ["Name", "Name 2", "Name 2 2", "Other"]);
    }

    #[test]
    fn every_format_is_found_by_its_word() {
        for format in Format::ALL {
            assert_eq!(Format::named(format.word()), Some(format));
        }
        assert_eq!(Format::named("doc"), None);
    }
}
