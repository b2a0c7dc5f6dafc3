//! Work that ends in a file.

use std::borrow::Cow;

use vasculum_formats::rows::{self, Cell, Column, Format, Options, Place, Summary, Writer};
use vasculum_model::names::{collecting_event, collection_object, determination, locality, preparation};
use vasculum_model::{Error, Path, Record, Result, Table, TableId, Value, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::files::{Files, Partial, not_written};
use super::run::Progress;
use super::{ARCHIVE, kind_of_file, placeless};
use crate::dwca::{self, ExportOptions};
use crate::export::is_secret;
use crate::query::file::{cell, kind};
use crate::query::{Alike, Asked, Expr, Plan, Query, Shown};

/// So many records are read at once, with where they are.
const BATCH: u64 = 1_000;

/// A file on its way, and what is in it.
pub(super) struct Made {
    pub file: Partial,
    pub summary: Summary,
    /// What its rows are, for the log of exports: the name of a table.
    pub of: &'static str,
    pub extension: &'static str,
    pub media_type: &'static str,
}

/// Writes a table of any kind as a file. `rows` hands over each row with [`Give`]; whatever it refuses ends the file.
///
/// # Errors
///
/// - Whatever `rows` refuses.
/// - `Conflict`: the disk is full, or somebody called the job off.
/// - `Invalid`: the format can't hold this.
pub(super) fn write(
    files: &Files,
    format: Format,
    options: Options,
    columns: &[Column],
    progress: &Progress,
    rows: impl FnOnce(&mut Give<'_>) -> Result<()>,
) -> Result<(Partial, Summary)> {
    let options = Options { spool_dir: files.spool_dir(), ..options };
    let mut writer = Writer::open(format, columns, &options, files.begin()?).map_err(not_written)?;
    rows(&mut |cells| {
        writer.row(cells).map_err(not_written)?;
        progress.advance(1)
    })?;
    writer.finish().map_err(not_written)
}

/// Takes a row of a table on its way into a file.
pub(super) type Give<'g> = dyn FnMut(&[Cell<'_>]) -> Result<()> + 'g;

/// Every field of the records, under the names that they have in the model; links as ids. Spare fields are left out
/// unless one of the records uses them.
pub(super) fn records(
    tx: &mut Tx<'_>,
    files: &Files,
    (table, format): (&'static Table, Format),
    ids: Option<&[i64]>,
    title: &str,
    progress: &Progress,
) -> Result<Made> {
    let all = selected(table, ids);
    progress.begin("counting", 0);
    let total = tx.count(&all)?.unsigned_abs();
    progress.begin("looking", total);
    let mut used: Vec<bool> = table.columns.iter().map(|column| !column.spare).collect();
    if used.contains(&false) {
        tx.for_each(&all, |record| {
            used.iter_mut().zip(&record.values).for_each(|(used, value)| *used |= !value.is_null());
            progress.advance(1)
        })?;
    }
    let shown: Vec<usize> = (0..used.len()).filter(|at| used[*at] && !is_secret(table, &table.columns[*at])).collect();
    let mut columns = vec![Column::new("id", rows::Kind::Int)];
    columns.extend(shown.iter().map(|at| Column::new(table.columns[*at].name, kind(table.columns[*at].kind))));
    let ground = if format.shows_places() { Ground::of(table) } else { None };
    let place = ground.as_ref().map(|_| Ground::place(columns.len()));
    let options = Options { title: title.to_owned(), place, ..Options::default() };
    progress.begin("rows", total);
    let (file, summary) = write(files, format, options, &columns, progress, |give| {
        each_batch(tx, &all, |tx, records| {
            let places = match &ground {
                Some(ground) => ground.values(tx, records)?,
                None => Vec::new(),
            };
            for (nth, record) in records.iter().enumerate() {
                let mut cells = vec![Cell::Int(record.id)];
                cells.extend(shown.iter().map(|at| cell(&record.values[*at])));
                cells.extend(places.get(nth).into_iter().flatten().map(cell));
                give(&cells)?;
            }
            Ok(())
        })
    })?;
    Ok(Made { file, summary, of: table.name, extension: format.word(), media_type: format.media_type() })
}

/// The records of a table, all or those with these ids, in the order of their ids.
fn selected(table: &Table, ids: Option<&[i64]>) -> Select {
    let all = Select::all(table.id);
    match ids {
        Some(ids) => all.matching(Filter::Ids(ids.to_vec())),
        None => all,
    }
}

/// Hands over the records that a question without an order asks for, some at a time.
fn each_batch(tx: &mut Tx<'_>, all: &Select, mut each: impl FnMut(&mut Tx<'_>, &[Record]) -> Result<()>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let next = Filter::test_id(all.table, Test::Greater(Value::Int(after)));
        let records = tx.select(&all.clone().matching(next).at_most(BATCH))?;
        let Some(last) = records.last() else { return Ok(()) };
        after = last.id;
        each(tx, &records)?;
    }
}

/// Where records of a table are: the way from them to their coordinates.
pub(super) struct Ground {
    paths: Vec<Path>,
}

impl Ground {
    /// The fields of a locality that say where it is, in the order of [`Ground::place`].
    const FIELDS: [&'static str; 6] =
        ["latitude1", "longitude1", "latLongAccuracy", "latitude2", "longitude2", "latLongType"];

    /// The way from a table to its coordinates; nothing for a table without such a way.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let way = Self::way(table.id)?;
        let paths = Self::FIELDS.iter().map(|field| Path::parse(table, &format!("{way}{field}")).ok());
        paths.collect::<Option<Vec<Path>>>().map(|paths| Self { paths })
    }

    /// The way from the records of a table to their locality.
    fn way(table: TableId) -> Option<&'static str> {
        let ways = [
            (locality::TABLE, ""),
            (collecting_event::TABLE, "locality."),
            (collection_object::TABLE, "collectingEvent.locality."),
            (determination::TABLE, "collectionObject.collectingEvent.locality."),
            (preparation::TABLE, "collectionObject.collectingEvent.locality."),
        ];
        ways.into_iter().find(|(of, _)| *of == table).map(|(_, way)| way)
    }

    /// Where the coordinates stand in a row, if they come right behind so many columns.
    pub(super) fn place(columns: usize) -> Place {
        Place {
            latitude: columns,
            longitude: columns + 1,
            uncertainty_m: Some(columns + 2),
            second: Some((columns + 3, columns + 4)),
            shape: Some(columns + 5),
        }
    }

    /// The coordinates of these records, in their order, which is that of their ids.
    fn values(&self, tx: &mut Tx<'_>, records: &[Record]) -> Result<Vec<Vec<Value>>> {
        let Some(first) = records.first() else { return Ok(Vec::new()) };
        let ids = records.iter().map(|record| record.id).collect();
        let values = tx.values(&Select::all(first.table).matching(Filter::Ids(ids)), &self.paths)?;
        if values.len() == records.len() {
            return Ok(values);
        }
        Err(Error::new(vasculum_model::Code::Internal, "Records and their places do not go together."))
    }
}

/// A question with what it needs beside its text.
pub(super) struct Question<'q> {
    pub query: Query,
    pub asked: Asked<'q>,
    /// Which of its records; nothing for all.
    pub ids: Option<Vec<i64>>,
}

impl Question<'_> {
    fn plan(&self, tx: &mut Tx<'_>, query: &Query) -> Result<Plan> {
        let plan = Plan::make(tx, query, &self.asked)?;
        match &self.ids {
            None => Ok(plan),
            Some(ids) if plan.has_records() => Ok(plan.only(ids.clone())),
            Some(_) => Err(Error::invalid("The rows of this question are no records that could be chosen.")),
        }
    }

    /// The question with the columns that say where its rows are, and where these stand. What the question itself shows
    /// comes first, else the natural way from the table; a hidden column is no column of the file.
    fn placed(&self) -> Result<(Query, Place)> {
        let mut query = self.query.clone();
        let shown = |field: &str| {
            query.show.iter().position(|shown| match &shown.what {
                Expr::Way(way) => way.hops.last().is_some_and(|hop| hop.name.eq_ignore_ascii_case(field)),
                _ => false,
            })
        };
        if let (Some(latitude), Some(longitude)) = (shown("latitude1"), shown("longitude1")) {
            let uncertainty_m = shown("latLongAccuracy");
            return Ok((query, Place { uncertainty_m, ..Place::point(latitude, longitude) }));
        }
        let way = Ground::way(query.from).filter(|_| !query.is_grouped() && query.alike == Alike::Kept);
        let way = way.ok_or_else(placeless)?;
        if query.show.is_empty() {
            query.show.push(Shown { what: Expr::way(""), caption: String::new() });
        }
        let place = Ground::place(query.show.len());
        let hidden = Ground::FIELDS.iter().map(|field| Expr::way(&format!("{way}{field}")));
        query.show.extend(hidden.map(|what| Shown { what, caption: String::new() }));
        Ok((query, place))
    }
}

/// Plans a question as [`answer`] would, to see whether it can be asked.
pub(super) fn try_out(tx: &mut Tx<'_>, query: Query, asked: Asked<'_>, format: &str) -> Result<()> {
    let question = Question { query, asked, ids: None };
    let shows_places = Format::named(format).is_some_and(Format::shows_places);
    let query = if shows_places { question.placed()?.0 } else { question.query.clone() };
    question.plan(tx, &query).map(drop)
}

/// A value in its column. In a column of text everything is text, so that dates of every precision stand there alike.
fn in_column<'v>(column: Option<&Column>, value: &'v Value) -> Cell<'v> {
    let is_text = column.is_some_and(|column| column.kind == rows::Kind::Text);
    match value {
        Value::Null | Value::Text(_) => cell(value),
        value if is_text => Cell::Text(Cow::Owned(value.to_string())),
        value => cell(value),
    }
}

/// The answer of a question.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    files: &Files,
    question: &Question<'_>,
    format: &str,
    title: &str,
    progress: &Progress,
) -> Result<Made> {
    progress.begin("counting", 0);
    if format == ARCHIVE {
        let ids = question.plan(tx, &question.query)?.ids(tx)?;
        return archive(tx, files, Some(&ids), title, progress);
    }
    let format = kind_of_file(format)?;
    let mut options = Options { title: title.to_owned(), ..Options::default() };
    let query = if format.shows_places() {
        let (query, place) = question.placed()?;
        options.place = Some(place);
        query
    } else {
        question.query.clone()
    };
    let plan = question.plan(tx, &query)?;
    let shown = if question.query.show.is_empty() { 1 } else { question.query.show.len() };
    let mut columns: Vec<Column> =
        plan.columns.iter().take(shown).map(|column| Column::new(column.words(), kind(column.kind))).collect();
    let total = plan.count(tx)?.unsigned_abs();
    let of = model().table(plan.table).name;
    loop {
        progress.begin("rows", total);
        let mut odd = None;
        let written = write(files, format, options.clone(), &columns, progress, |give| {
            plan.each(tx, |row| {
                let cells: Vec<Cell<'_>> =
                    row.values.iter().enumerate().map(|(at, value)| in_column(columns.get(at), value)).collect();
                if format == Format::Parquet
                    && let Some(at) = cells.iter().zip(&columns).position(|(cell, column)| !cell.fits(column.kind))
                {
                    odd = Some(at);
                    return Err(Error::invalid("A value is of another kind than its column."));
                }
                give(&cells)
            })
        });
        match (written, odd) {
            // A year or month alone is text, and so is a list of what stands behind a link to many. Parquet has to know
            // that before the first row, and it is seen only now.
            (Err(_), Some(at)) => columns[at].kind = rows::Kind::Text,
            (written, _) => {
                let (file, summary) = written?;
                let (extension, media_type) = (format.word(), format.media_type());
                return Ok(Made { file, summary, of, extension, media_type });
            }
        }
    }
}

/// Collection objects as a Darwin Core archive.
pub(super) fn archive(
    tx: &mut Tx<'_>,
    files: &Files,
    ids: Option<&[i64]>,
    title: &str,
    progress: &Progress,
) -> Result<Made> {
    let collection =
        tx.access().collection.ok_or_else(|| Error::invalid("An archive is made of one collection; choose one."))?;
    let only = ids.map_or(Filter::All, |ids| Filter::Ids(ids.to_vec()));
    let options = ExportOptions { title: ids.map(|_| title.to_owned()), only, ..ExportOptions::default() };
    progress.begin("counting", 0);
    let mut file = files.begin()?;
    // The writer of archives has no way to end early, so the file below it refuses further bytes.
    let stopping = Stopping { out: &mut file, progress };
    let exported = dwca::export(tx, collection, &options, stopping, &mut |_, done, total| {
        progress.set("rows", done, total);
    });
    progress.check()?;
    let summary = Summary { rows: exported.map_err(as_not_written)?.rows, ..Summary::default() };
    let of = model().table(collection_object::TABLE).name;
    Ok(Made { file, summary, of, extension: "zip", media_type: "application/zip" })
}

/// A failure of the archive's writer that comes from the file below it, told as such.
fn as_not_written(error: Error) -> Error {
    match error.source.map(|source| source.downcast::<std::io::Error>()) {
        Some(Ok(cause)) => not_written(*cause),
        Some(Err(source)) => Error { source: Some(source), ..Error::new(error.code, error.message) },
        None => Error { source: None, ..error },
    }
}

/// Refuses to write on when the job was called off.
struct Stopping<'s> {
    out: &'s mut Partial,
    progress: &'s Progress,
}

impl std::io::Write for Stopping<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.progress.is_stopped() {
            return Err(std::io::Error::other("called off"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
