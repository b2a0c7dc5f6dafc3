//! Old Excel files, looked over before they are read.
//!
//! The reader of old sheets makes room for every cell between the outermost ones, so that one cell far down would fill
//! the memory. Here the file is walked through first, and only the places of its cells are read.

use crate::problem::Refusal;

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Cells between the outermost ones of all sheets together.
const MOST_CELLS: u64 = 20_000_000;

/// A file of an old program of Microsoft's.
pub(super) fn is_xls(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Refuses a workbook whose sheets would need too much room.
pub(super) fn measure(bytes: &[u8], file: &str) -> Result<(), Refusal> {
    let stream = workbook(bytes).ok_or_else(|| {
        Refusal::new("This is no Excel sheet that can be read.").hint("Save it as .xlsx or .csv.").at(file)
    })?;
    if extent(&stream) > MOST_CELLS {
        return Err(Refusal::new("The cells of this sheet lie too far apart.").hint("Save it as .csv.").at(file));
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(four) as usize)
}

fn half(bytes: &[u8], at: usize) -> Option<usize> {
    let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

/// Sectors of a compound file, chained by its table.
struct Compound<'b> {
    bytes: &'b [u8],
    size: usize,
    table: Vec<usize>,
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = half(bytes, 30)?;
        if shift != 9 && shift != 12 {
            return None;
        }
        let mut compound = Self { bytes, size: 1 << shift, table: Vec::new() };
        let mut sectors: Vec<usize> = (0..109).filter_map(|nth| number(bytes, 76 + nth * 4)).collect();
        let mut more = number(bytes, 68)?;
        let most = bytes.len() / compound.size + 1;
        for _ in 0..most {
            let Some(sector) = compound.sector(more) else { break };
            let last = compound.size - 4;
            sectors.extend((0..last / 4).filter_map(|nth| number(sector, nth * 4)));
            more = number(sector, last)?;
        }
        for sector in sectors.into_iter().take(most) {
            if let Some(sector) = compound.sector(sector) {
                let entries: Vec<usize> = (0..compound.size / 4).filter_map(|nth| number(sector, nth * 4)).collect();
                compound.table.extend(entries);
            }
        }
        Some(compound)
    }

    fn sector(&self, nth: usize) -> Option<&'b [u8]> {
        let start = nth.checked_add(1)?.checked_mul(self.size)?;
        self.bytes.get(start..start.checked_add(self.size)?.min(self.bytes.len()))
    }

    /// A chain of sectors; one that runs in a circle ends.
    fn chain(&self, mut at: usize) -> Vec<u8> {
        let mut stream = Vec::new();
        while let Some(sector) = self.sector(at) {
            if stream.len() > self.bytes.len() {
                break;
            }
            stream.extend_from_slice(sector);
            let Some(next) = self.table.get(at) else { break };
            at = *next;
        }
        stream
    }
}

/// The stream that holds the sheets. Small streams lie within another one, which is then walked as a whole: it is
/// smaller than any sheet that could do harm.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let compound = Compound::open(bytes)?;
    let directory = compound.chain(number(bytes, 48)?);
    let entries = || directory.chunks_exact(128);
    let named = |entry: &&[u8], name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.starts_with(&wide) && half(entry, 64) == Some(wide.len() + 2)
    };
    let entry = entries().find(|entry| named(entry, "Workbook") || named(entry, "Book"))?;
    let (start, length) = (number(entry, 116)?, number(entry, 120)?);
    if length >= number(bytes, 56)? {
        let mut stream = compound.chain(start);
        stream.truncate(length);
        return Some(stream);
    }
    let root = entries().next()?;
    let small = compound.chain(number(root, 116)?);
    let links = compound.chain(number(bytes, 60)?);
    let mut stream = Vec::new();
    let mut at = start;
    while let Some(sector) = small.get(at.checked_mul(64)?..).filter(|rest| !rest.is_empty()) {
        if stream.len() > small.len() {
            break;
        }
        stream.extend_from_slice(&sector[..sector.len().min(64)]);
        at = number(&links, at.checked_mul(4)?)?;
    }
    stream.truncate(length);
    Some(stream)
}

/// How many cells lie between the outermost ones of each sheet, all sheets together.
fn extent(stream: &[u8]) -> u64 {
    /// The kinds of records that begin with the row and the column of a cell.
    const CELLS: &[usize] =
        &[0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x7e, 0xbd, 0xbe, 0xd6, 0xfd, 0x201, 0x203, 0x204, 0x205, 0x27e];
    let (mut total, mut rows, mut columns) = (0_u64, 0_u64, 0_u64);
    let mut at = 0;
    while let (Some(kind), Some(length)) = (half(stream, at), half(stream, at + 2)) {
        if matches!(kind, 0x09 | 0x209 | 0x409 | 0x809) {
            total = total.saturating_add(rows * columns);
            (rows, columns) = (0, 0);
        }
        if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (half(stream, at + 4), half(stream, at + 6))
        {
            // Records of several cells hold two bytes for each at least.
            rows = rows.max(row as u64 + 1);
            columns = columns.max((column + length / 2) as u64 + 1).min(256);
        }
        at += 4 + length;
    }
    total.saturating_add(rows * columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_far_away_is_found() {
        let mut stream = Vec::new();
        for sheet in 0..3_u16 {
            stream.extend_from_slice(&[0x09, 0x08, 0, 0]);
            stream.extend_from_slice(&[0xfd, 0x00, 10, 0]);
            stream.extend_from_slice(&(65_535_u16 - sheet).to_le_bytes());
            stream.extend_from_slice(&255_u16.to_le_bytes());
            stream.extend_from_slice(&[0; 6]);
        }
        assert!(extent(&stream) > MOST_CELLS);
        assert_eq!(extent(&[]), 0);
    }

    #[test]
    fn what_only_begins_like_excel_is_refused() {
        let mut bytes = MAGIC.to_vec();
        assert!(measure(&bytes, "a.xls").is_err());
        bytes.resize(4_096, 0xff);
        assert!(measure(&bytes, "a.xls").is_err());
        bytes.fill(0);
        bytes[..8].copy_from_slice(MAGIC);
        bytes[30] = 9;
        assert!(measure(&bytes, "a.xls").is_err());
    }
}
