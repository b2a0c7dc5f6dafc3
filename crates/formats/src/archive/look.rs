//! Looks at the beginning of a table.

use crate::charset;
use crate::container::{Container, Member};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};
use crate::table::{Dialect, Sample, parse_rows};

/// Rows that are looked at.
const ROWS: usize = 100;

/// The beginning of a table.
pub(super) struct Look {
    pub(super) bytes: Vec<u8>,
    pub(super) complete: bool,
    /// Whether the bytes look like anything but text.
    pub(super) binary: bool,
}

/// Rows with the line they begin at.
pub(super) type Rows = Vec<(u64, Vec<String>)>;

/// Reads the beginning of a member and notes doubts about its encoding.
pub(super) fn look(
    container: &Container,
    member: &Member,
    encoding: Option<&str>,
    limits: &Limits,
    problems: &mut Problems,
) -> Result<Look, Refusal> {
    let input = container.open(member, limits)?;
    let sample = Sample::take(input).map_err(|e| Refusal::from_io(e, &member.path))?;
    let sniffed = charset::sniff(&sample.bytes, sample.complete, encoding);
    if let Some((name, words)) = sniffed.doubt {
        problems.file(&member.path, name, words);
    }
    let bytes = sample.splittable(sniffed.charset, sniffed.mark).into_owned();
    let binary = bytes.iter().take(4_096).filter(|b| **b == 0).count() > 0;
    Ok(Look { bytes, complete: sample.complete, binary })
}

impl Look {
    /// The first rows, empty lines left out.
    pub(super) fn rows(&self, dialect: &Dialect) -> Rows {
        let mut rows = parse_rows(&self.bytes, self.complete, dialect, ROWS);
        rows.retain(|(_, cells)| cells.iter().any(|c| !c.is_empty()));
        rows
    }
}

/// Refuses a table that is too wide.
pub(super) fn check_width(width: usize, path: &str, limits: &Limits) -> Result<(), Refusal> {
    if width > limits.max_columns {
        let words = format!("The table has {width} columns; {} are the most that are read.", limits.max_columns);
        return Err(Refusal::new(words).at(path));
    }
    Ok(())
}

/// The number of columns that most rows have, and whether nearly all have it; none if there are no rows.
pub(super) fn usual_width(rows: &[(u64, Vec<String>)]) -> Option<(usize, bool)> {
    let mut widths: Vec<usize> = rows.iter().map(|(_, r)| r.len()).collect();
    widths.sort_unstable();
    let usual = widths.chunk_by(|a, b| a == b).max_by_key(|group| group.len())?;
    Some((usual[0], usual.len() * 4 > widths.len() * 3))
}
