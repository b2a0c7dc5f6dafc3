//! Extension rows by the identifier of their core row.

use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::sync::Arc;

use rawzip::ReaderAt;

use super::rows::{Layout, OwnedRow, Row};
use super::{Archive, TableFile};
use crate::problem::{Problems, Refusal};
use crate::source::Source;
use crate::spool::Spool;

/// The rows of an extension, ready to be asked for in any order.
///
/// The extension is read once. Its rows are kept aside in a file, and 16 bytes for each row in memory.
#[derive(Debug)]
pub struct ExtensionIndex {
    layout: Arc<Layout>,
    rows: Source,
    /// Hash of the identifier and where the row is, sorted.
    places: Vec<(u64, u64)>,
    hasher: RandomState,
    without_id: u64,
    problems: Problems,
}

/// What stands before each row that is kept aside: its line, its file, its cells, the length of its text.
const HEAD: usize = 32;

impl ExtensionIndex {
    /// Reads an extension of an archive to its end.
    ///
    /// # Errors
    ///
    /// The extension is damaged or beyond the limits, or there is no room to keep it aside.
    pub fn open(archive: &Archive, extension: &TableFile) -> Result<Self, Refusal> {
        let limits = archive.limits();
        let mut reader = archive.rows(extension);
        let layout = Arc::clone(reader.layout());
        let mut spool = Spool::new(&limits.spool_dir, limits.spool_memory_bytes);
        let hasher = RandomState::new();
        let mut places = Vec::new();
        let mut without_id = 0;
        let name = extension.locations.first().map_or("", String::as_str);
        while let Some(row) = reader.next()? {
            let Some(id) = row.id() else {
                without_id += 1;
                continue;
            };
            places.push((hasher.hash_one(id), spool.len()));
            write_row(&mut spool, &row).map_err(|e| Refusal::from_io(e, name))?;
        }
        places.sort_unstable();
        let problems = reader.problems();
        let rows = spool.finish().map_err(|e| Refusal::from_io(e, name))?;
        Ok(ExtensionIndex { layout, rows, places, hasher, without_id, problems })
    }

    /// How many rows have an identifier.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether no row has an identifier.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many rows were left out because they do not say to which core row they belong.
    pub fn without_id(&self) -> u64 {
        self.without_id
    }

    /// What was doubtful about the rows.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// The rows of a core row, in the order of the file.
    ///
    /// # Errors
    ///
    /// What was kept aside cannot be read back.
    pub fn rows_for(&self, core_id: &str) -> Result<Vec<OwnedRow>, Refusal> {
        let hash = self.hasher.hash_one(core_id);
        let first = self.places.partition_point(|(h, _)| *h < hash);
        let mut rows = Vec::new();
        for (_, place) in self.places[first..].iter().take_while(|(h, _)| *h == hash) {
            let row = self.read_row(*place).map_err(|e| Refusal::from_io(e, "temporary file"))?;
            if row.id() == Some(core_id) {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// How many rows a core row has. Two identifiers with one hash, of which there are next to none, count
    /// together.
    pub fn count_for(&self, core_id: &str) -> usize {
        let hash = self.hasher.hash_one(core_id);
        let first = self.places.partition_point(|(h, _)| *h < hash);
        self.places[first..].partition_point(|(h, _)| *h == hash)
    }

    fn read_row(&self, place: u64) -> std::io::Result<OwnedRow> {
        let mut head = [0; HEAD];
        self.rows.read_exact_at(&mut head, place)?;
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| head[at * 8 + i]));
        let (line, file, count, length) = (number(0), number(1), number(2), number(3));
        let mut raw = vec![0; as_size(count)? * 4];
        let after = place + HEAD as u64;
        self.rows.read_exact_at(&mut raw, after)?;
        let mut text = vec![0; as_size(length)?];
        self.rows.read_exact_at(&mut text, after + raw.len() as u64)?;
        let ends = raw.chunks_exact(4).map(|c| u32::from_le_bytes(std::array::from_fn(|i| c[i])));
        let ends = ends.map(|end| as_size(end.into())).collect::<Result<_, _>>()?;
        let text = String::from_utf8(text).map_err(|_| std::io::ErrorKind::InvalidData)?;
        Ok(OwnedRow { layout: Arc::clone(&self.layout), file: as_size(file)?, line, text, ends })
    }
}

fn as_size(number: u64) -> std::io::Result<usize> {
    usize::try_from(number).map_err(|_| std::io::ErrorKind::InvalidData.into())
}

fn write_row(spool: &mut Spool, row: &Row<'_>) -> std::io::Result<()> {
    let (text, ends) = row.cells().parts();
    for number in [row.line(), row.file_number() as u64, ends.len() as u64, text.len() as u64] {
        spool.write_all(&number.to_le_bytes())?;
    }
    for end in ends {
        let end = u32::try_from(*end).map_err(|_| std::io::Error::other("the row is longer than 4 GiB"))?;
        spool.write_all(&end.to_le_bytes())?;
    }
    spool.write_all(text.as_bytes())
}
