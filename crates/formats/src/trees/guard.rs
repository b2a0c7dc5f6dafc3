//! How much of a tree is read.

use std::io;

use super::{TreeRow, VernacularRow};
use crate::container::Container;
use crate::limits::Limits;
use crate::problem::Refusal;

/// Rows as they gather, within the limits.
#[derive(Debug)]
pub(super) struct Rows<'l> {
    pub(super) rows: Vec<TreeRow>,
    bytes: u64,
    limits: &'l Limits,
}

impl<'l> Rows<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { rows: Vec::new(), bytes: 0, limits }
    }

    /// Adds a row, unless there are too many.
    pub(super) fn add(&mut self, row: TreeRow, file: &str) -> Result<(), Refusal> {
        let fields: usize = row.fields.iter().chain(&row.above).map(|(name, value)| name.len() + value.len()).sum();
        let texts = [&row.id, &row.parent, &row.accepted, &row.rank, &row.author];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        self.count(fields + texts + row.name.len() + 64, self.rows.len(), file)?;
        self.rows.push(row);
        Ok(())
    }

    /// Adds an everyday name, unless there are too many.
    pub(super) fn add_name(
        &mut self,
        names: &mut Vec<VernacularRow>,
        row: VernacularRow,
        file: &str,
    ) -> Result<(), Refusal> {
        self.count(row.taxon.len() + row.name.len() + 64, names.len(), file)?;
        names.push(row);
        Ok(())
    }

    fn count(&mut self, bytes: usize, there: usize, file: &str) -> Result<(), Refusal> {
        self.bytes += bytes as u64;
        if there >= self.limits.max_tree_rows || self.bytes > self.limits.max_tree_bytes {
            return Err(too_large(file, self.limits));
        }
        Ok(())
    }
}

/// The refusal of a file beyond the limits.
pub(super) fn too_large(file: &str, limits: &Limits) -> Refusal {
    let words = format!(
        "A tree of more than {} names, or of more than {} MB, is not read at once.",
        limits.max_tree_rows,
        limits.max_tree_bytes >> 20
    );
    Refusal::new(words).hint("Divide the file, for example by family.").at(file)
}

/// Reads every member to its end and keeps nothing, so that a file which is larger than it says is refused before
/// another program's reader opens it.
pub(super) fn measure(container: &Container, limits: &Limits) -> Result<(), Refusal> {
    let mut total = 0;
    for member in &container.members {
        let mut input = container.open(member, limits)?;
        total += io::copy(&mut input, &mut io::sink()).map_err(|e| Refusal::from_io(e, &member.path))?;
        if total > limits.max_tree_bytes {
            return Err(too_large(&container.name, limits));
        }
    }
    Ok(())
}

/// Bytes as text: UTF-8, or else what old programs wrote.
pub(super) fn text(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}
