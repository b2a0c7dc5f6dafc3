//! Rows that wait for their turn, in memory as far as they are few, else in a file without a name.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};

use vasculum_model::{Date, Decimal, Error, Result, Timestamp, Value};

use crate::question::Answered;

/// Rows that are being put by.
pub(crate) struct Spool {
    size: usize,
    first: Vec<Answered>,
    file: Option<BufWriter<File>>,
    buffer: Vec<u8>,
}

/// Rows that are taken up again.
pub(crate) struct Waiting {
    size: usize,
    first: Vec<Answered>,
    file: Option<BufReader<File>>,
}

fn failed(cause: std::io::Error) -> Error {
    Error::internal("The rows of an answer could not be put by.", cause)
        .hint("Look whether there is room where the system keeps temporary files.")
}

impl Spool {
    /// Rows that are taken up so many at a time; as many wait in memory.
    pub(crate) fn new(size: usize) -> Self {
        Self { size: size.max(1), first: Vec::new(), file: None, buffer: Vec::new() }
    }

    pub(crate) fn put(&mut self, row: Answered) -> Result<()> {
        if self.file.is_none() {
            if self.first.len() < self.size {
                self.first.push(row);
                return Ok(());
            }
            self.file = Some(BufWriter::with_capacity(1 << 16, tempfile::tempfile().map_err(failed)?));
        }
        self.buffer.clear();
        write_row(&mut self.buffer, &row);
        let length = u32::try_from(self.buffer.len()).unwrap_or(u32::MAX);
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(&length.to_le_bytes()).and_then(|()| file.write_all(&self.buffer)).map_err(failed)
    }

    pub(crate) fn read(self) -> Result<Waiting> {
        let file = match self.file {
            None => None,
            Some(writer) => {
                let mut file = writer.into_inner().map_err(|cause| failed(cause.into_error()))?;
                file.seek(SeekFrom::Start(0)).map_err(failed)?;
                Some(BufReader::with_capacity(1 << 16, file))
            }
        };
        Ok(Waiting { size: self.size, first: self.first, file })
    }
}

impl Waiting {
    /// The next rows; nothing when all were handed over.
    pub(crate) fn next_batch(&mut self) -> Result<Option<Vec<Answered>>> {
        if !self.first.is_empty() {
            return Ok(Some(std::mem::take(&mut self.first)));
        }
        let Some(file) = &mut self.file else { return Ok(None) };
        let (mut batch, mut bytes) = (Vec::with_capacity(self.size), Vec::new());
        while batch.len() < self.size {
            let mut length = [0; 4];
            match file.read_exact(&mut length) {
                Ok(()) => {}
                Err(cause) if cause.kind() == ErrorKind::UnexpectedEof => break,
                Err(cause) => return Err(failed(cause)),
            }
            bytes.resize(u32::from_le_bytes(length) as usize, 0);
            file.read_exact(&mut bytes).map_err(failed)?;
            let row = read_row(&mut bytes.as_slice())
                .ok_or_else(|| failed(std::io::Error::other("a row that was put by can’t be read again")))?;
            batch.push(row);
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }
}

fn write_row(out: &mut Vec<u8>, row: &Answered) {
    out.extend((row.ids.len() as u32).to_le_bytes());
    for id in &row.ids {
        out.extend(id.unwrap_or(0).to_le_bytes());
    }
    out.extend((row.values.len() as u32).to_le_bytes());
    for value in &row.values {
        match value {
            Value::Null => out.push(0),
            Value::Bool(yes) => out.push(1 + u8::from(*yes)),
            Value::Int(number) => {
                out.push(3);
                out.extend(number.to_le_bytes());
            }
            Value::Float(number) => {
                out.push(4);
                out.extend(number.to_le_bytes());
            }
            Value::Decimal(number) => {
                out.push(5);
                out.extend(number.digits().to_le_bytes());
                out.push(number.scale());
            }
            Value::Text(text) => {
                out.push(6);
                out.extend((text.len() as u32).to_le_bytes());
                out.extend(text.as_bytes());
            }
            Value::Date(date) => {
                out.push(7);
                out.extend(date.to_days().to_le_bytes());
            }
            Value::Timestamp(moment) => {
                out.push(8);
                out.extend(moment.0.to_le_bytes());
            }
        }
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

fn read_row(bytes: &mut &[u8]) -> Option<Answered> {
    let count = u32::from_le_bytes(take(bytes)?) as usize;
    let mut ids = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        ids.push(Some(i64::from_le_bytes(take(bytes)?)).filter(|id| *id != 0));
    }
    let count = u32::from_le_bytes(take(bytes)?) as usize;
    let mut values = Vec::with_capacity(count.min(1_000));
    for _ in 0..count {
        values.push(match take::<1>(bytes)?[0] {
            0 => Value::Null,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::Int(i64::from_le_bytes(take(bytes)?)),
            4 => Value::Float(f64::from_le_bytes(take(bytes)?)),
            5 => {
                let digits = i128::from_le_bytes(take(bytes)?);
                Value::Decimal(Decimal::new(digits, take::<1>(bytes)?[0]))
            }
            6 => {
                let length = u32::from_le_bytes(take(bytes)?) as usize;
                let (text, rest) = bytes.split_at_checked(length)?;
                *bytes = rest;
                Value::Text(std::str::from_utf8(text).ok()?.into())
            }
            7 => Value::Date(Date::from_days(i32::from_le_bytes(take(bytes)?))?),
            8 => Value::Timestamp(Timestamp(i64::from_le_bytes(take(bytes)?))),
            _ => return None,
        });
    }
    Some(Answered { ids, values })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_put_by() {
        let row = |number: i64| Answered {
            ids: vec![Some(number), None],
            values: vec![
                Value::Null,
                Value::Bool(number % 2 == 0),
                Value::Int(-number),
                Value::Float(0.1 * number as f64),
                Value::Decimal(Decimal::new(i128::from(number) * 100, 2)),
                Value::Text(format!("Ångström {number}\n").into()),
                Date::parse("1758-01-01").map_or(Value::Null, Value::Date),
                Value::Timestamp(Timestamp(number)),
            ],
        };
        for count in [0, 1, 9, 10, 11, 25] {
            let mut spool = Spool::new(10);
            (0..count).for_each(|number| spool.put(row(number + 1)).expect("room"));
            let (mut waiting, mut found) = (spool.read().expect("a file"), Vec::new());
            while let Some(batch) = waiting.next_batch().expect("rows") {
                assert!(!batch.is_empty() && batch.len() <= 10);
                found.extend(batch);
            }
            assert_eq!(found, (0..count).map(|number| row(number + 1)).collect::<Vec<_>>());
        }
    }
}
