//! An answer as a file, in any of the formats of [`vasculum_formats::rows`].

use std::borrow::Cow;
use std::io::Write;

use vasculum_formats::rows::{self, Cell, Column, Format, Options, Place, Summary, Writer};
use vasculum_model::{Error, Kind, Result, Value};
use vasculum_store::Tx;

use super::run::Plan;

/// A value as a cell.
pub fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(yes) => Cell::Bool(*yes),
        Value::Int(number) => Cell::Int(*number),
        Value::Float(number) => Cell::Float(*number),
        Value::Decimal(number) => Cell::Decimal(Cow::Owned(number.to_string())),
        Value::Text(text) => Cell::Text(Cow::Borrowed(text)),
        Value::Date(day) => Cell::Date(day.to_days()),
        Value::Timestamp(moment) => Cell::Timestamp(moment.0),
    }
}

/// What a column of this kind holds. A month or a year alone is text, so that dates of every precision stand in one column.
pub fn kind(kind: Kind) -> rows::Kind {
    match kind {
        Kind::Integer | Kind::Short | Kind::Byte | Kind::Long | Kind::Link => rows::Kind::Int,
        Kind::YesNo => rows::Kind::Bool,
        Kind::Decimal => rows::Kind::Decimal,
        Kind::Float => rows::Kind::Float,
        Kind::Date | Kind::Day => rows::Kind::Date,
        Kind::Timestamp => rows::Kind::Timestamp,
        Kind::PartialDate | Kind::Text | Kind::LongText | Kind::Json => rows::Kind::Text,
    }
}

/// The columns of an answer.
pub fn columns(plan: &Plan) -> Vec<Column> {
    plan.columns.iter().map(|heading| Column::new(heading.words(), kind(heading.kind))).collect()
}

/// Where each row of an answer is: its columns of latitude and longitude, if it has both.
pub fn place(plan: &Plan) -> Option<Place> {
    let column = |name: &str| plan.columns.iter().position(|heading| heading.what.rsplit('.').next() == Some(name));
    let second = column("latitude2").zip(column("longitude2"));
    let (latitude, longitude) = column("latitude1").zip(column("longitude1"))?;
    let (uncertainty_m, shape) = (column("latLongAccuracy"), column("latLongType"));
    Some(Place { latitude, longitude, uncertainty_m, second, shape })
}

/// Writes every row of an answer in constant memory; `tick` hears after each how many there are and may refuse to go on.
///
/// # Errors
///
/// - As [`Plan::each`].
/// - `Invalid`: the format shows places, and the answer has no columns of latitude and longitude.
/// - `Internal`: nothing more can be written to `out`.
pub fn write<W: Write + Send>(
    tx: &mut Tx<'_>,
    plan: &Plan,
    format: Format,
    options: Options,
    out: W,
    mut tick: impl FnMut(u64) -> Result<()>,
) -> Result<(W, Summary)> {
    let options = Options { place: options.place.or_else(|| place(plan)), ..options };
    if format.shows_places() && options.place.is_none() {
        return Err(Error::invalid("This answer does not say where its rows are.")
            .hint("Show latitude1 and longitude1 of the locality too."));
    }
    let failed = |cause| Error::internal("The answer can’t be written.", cause);
    let mut writer = Writer::open(format, &columns(plan), &options, out).map_err(failed)?;
    let mut written = 0;
    plan.each(tx, |row| {
        let text: Vec<Option<String>> = plan
            .columns
            .iter()
            .zip(&row.values)
            .map(|(heading, value)| match (kind(heading.kind), value) {
                (rows::Kind::Text, Value::Null | Value::Text(_)) => None,
                (rows::Kind::Text, value) => Some(value.to_string()),
                _ => None,
            })
            .collect();
        let cells: Vec<Cell<'_>> = row
            .values
            .iter()
            .zip(&text)
            .map(|(value, text)| text.as_deref().map_or_else(|| cell(value), |text| Cell::Text(Cow::Borrowed(text))))
            .collect();
        writer.row(&cells).map_err(failed)?;
        written += 1;
        tick(written)
    })?;
    writer.finish().map_err(failed)
}
