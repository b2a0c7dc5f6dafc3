//! Parquet: columns for statistics programs.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{Cell, Column, Kind, Options, distinct_names};

/// A Parquet file. Rows are gathered column by column until they are enough for a row group.
pub(super) struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    names: Vec<String>,
    columns: Vec<Gathered>,
    rows: usize,
    bytes: usize,
    group_rows: usize,
    group_bytes: usize,
}

/// The values of one column in the row group to come, with a 1 for each row that has one and a 0 for each other.
struct Gathered {
    present: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Long(Vec<i64>),
    Day(Vec<i32>),
    Double(Vec<f64>),
    Bool(Vec<bool>),
}

impl<W: Write + Send> Parquet<W> {
    pub(super) fn open(out: W, columns: &[Column], options: &Options) -> io::Result<Self> {
        let names = distinct_names(columns);
        let fields = names.iter().zip(columns).map(|(name, column)| field(name, column.kind));
        let fields = fields.collect::<Result<Vec<TypePtr>, _>>().map_err(failed)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("Vasculum ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self {
            out,
            names,
            columns: columns.iter().map(|column| Gathered::of(column.kind)).collect(),
            rows: 0,
            bytes: 0,
            group_rows: options.group_rows.max(1),
            group_bytes: options.group_bytes,
        })
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (at, cell) in cells.iter().enumerate() {
            match self.columns[at].put(cell) {
                Some(bytes) => self.bytes += bytes,
                None => {
                    let words =
                        format!("The column ‘{}’ holds ‘{}’, which it can't hold.", self.names[at], cell.text());
                    return Err(io::Error::new(io::ErrorKind::InvalidData, words));
                }
            }
        }
        self.rows += 1;
        if self.rows >= self.group_rows || self.bytes >= self.group_bytes {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.out.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.out.into_inner().map_err(failed)
    }
}

/// How a column stands in the schema. Decimals are doubles, with which statistics programs calculate: a decimal column of
/// Parquet has one number of digits behind the point, but each of our numbers has its own.
fn field(name: &str, kind: Kind) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Int => (Physical::INT64, None),
        Kind::Float | Kind::Decimal => (Physical::DOUBLE, None),
        Kind::Bool => (Physical::BOOLEAN, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Timestamp => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
    };
    let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    builder.with_logical_type(logical).build().map(Arc::new)
}

impl Gathered {
    fn of(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Int | Kind::Timestamp => Values::Long(Vec::new()),
            Kind::Date => Values::Day(Vec::new()),
            Kind::Float | Kind::Decimal => Values::Double(Vec::new()),
            Kind::Bool => Values::Bool(Vec::new()),
        };
        Self { present: Vec::new(), values }
    }

    /// Takes a cell in, and says how many bytes that takes; nothing if the column can't hold it.
    fn put(&mut self, cell: &Cell<'_>) -> Option<usize> {
        if *cell == Cell::Empty {
            self.present.push(0);
            return Some(2);
        }
        let bytes = match (&mut self.values, cell) {
            (Values::Text(list), cell) => {
                let text = cell.text();
                list.push(ByteArray::from(text.as_bytes().to_vec()));
                text.len() + std::mem::size_of::<ByteArray>()
            }
            (Values::Long(list), Cell::Int(number) | Cell::Timestamp(number)) => {
                list.push(*number);
                8
            }
            (Values::Day(list), Cell::Date(days)) => {
                list.push(*days);
                4
            }
            (Values::Double(list), Cell::Float(_) | Cell::Int(_) | Cell::Decimal(_)) => {
                list.push(match cell {
                    Cell::Float(number) => *number,
                    other => other.number()?,
                });
                8
            }
            (Values::Bool(list), Cell::Bool(yes)) => {
                list.push(*yes);
                1
            }
            _ => return None,
        };
        self.present.push(1);
        Some(bytes + 2)
    }

    /// Writes the column of a row group and empties itself.
    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ParquetError> {
        let present = std::mem::take(&mut self.present);
        match &mut self.values {
            Values::Text(list) => write_column::<_, ByteArrayType>(group, list, &present),
            Values::Long(list) => write_column::<_, Int64Type>(group, list, &present),
            Values::Day(list) => write_column::<_, Int32Type>(group, list, &present),
            Values::Double(list) => write_column::<_, DoubleType>(group, list, &present),
            Values::Bool(list) => write_column::<_, BoolType>(group, list, &present),
        }
    }
}

fn write_column<W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    present: &[i16],
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("there are more columns than the schema has".to_owned()));
    };
    column.typed::<T>().write_batch(values, Some(present), None)?;
    values.clear();
    column.close()
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}
