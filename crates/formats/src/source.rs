//! Where bytes come from: a file or memory, read at any position by any number of readers.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use rawzip::{FileReader, ReaderAt};

use crate::spool::RemoveOnDrop;

/// Bytes that can be read at any position.
#[derive(Debug)]
pub(crate) struct Source {
    bytes: Bytes,
    len: u64,
    _guard: Option<RemoveOnDrop>,
}

#[derive(Debug)]
enum Bytes {
    Memory(Vec<u8>),
    File(FileReader),
}

impl Source {
    /// Bytes in memory.
    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u64;
        Source { bytes: Bytes::Memory(bytes), len, _guard: None }
    }

    /// An open file of `len` bytes, perhaps to be removed when it is no longer needed.
    pub(crate) fn file(file: File, len: u64, guard: Option<RemoveOnDrop>) -> Self {
        Source { bytes: Bytes::File(FileReader::from(file)), len, _guard: guard }
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Reads everything from the beginning.
    pub(crate) fn all(self: &Arc<Self>) -> Section {
        self.section(0, self.len)
    }

    /// Reads the bytes from `start` up to `end`; what lies behind the end of the source is missing.
    pub(crate) fn section(self: &Arc<Self>, start: u64, end: u64) -> Section {
        Section { source: Arc::clone(self), position: start, end: end.min(self.len) }
    }

    /// The first bytes, up to `count`.
    pub(crate) fn head(self: &Arc<Self>, count: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.section(0, count).read_to_end(&mut head)?;
        Ok(head)
    }
}

impl ReaderAt for Source {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        match &self.bytes {
            Bytes::Memory(bytes) => bytes.read_at(buf, offset),
            Bytes::File(file) => file.read_at(buf, offset),
        }
    }
}

/// A part of a source, read from its beginning to its end.
#[derive(Debug)]
pub(crate) struct Section {
    source: Arc<Source>,
    position: u64,
    end: u64,
}

impl Read for Section {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_sub(self.position);
        let wanted = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.source.read_at(&mut buf[..wanted], self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}
