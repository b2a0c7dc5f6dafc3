//! The form of a new record that is like an existing one.

use vasculum_domain::entry::carry;
use vasculum_domain::entry::copy::{self, Choice, Copied};
use vasculum_domain::forms::Look;
use vasculum_model::{Code, Record, Result, Table, TableId};
use vasculum_store::Tx;

use super::super::shape::{Part, Used, owned_links, owned_singles};
use super::super::sheet::Sheet;

/// How much of the other record a new one takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Everything that can be copied.
    Clone,
    /// What the person chose to carry forward.
    Carry,
}

impl How {
    pub(crate) fn of(word: &str) -> Self {
        if word == "carry" { Self::Carry } else { Self::Clone }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Clone => "clone",
            Self::Carry => "carry",
        }
    }
}

/// The record that a new one is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Like {
    /// Its id, in the same table.
    pub from: i64,
    /// How much of it.
    pub how: How,
}

impl Like {
    /// A part of a record, of which everything is copied.
    pub(crate) fn whole(from: i64) -> Self {
        Self { from, how: How::Clone }
    }

    /// What the new record takes over; nothing if the other one is gone meanwhile.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn copied(self, tx: &mut Tx<'_>, table: TableId) -> Result<Option<Copied>> {
        let choice = match self.how {
            How::Clone => Choice::Everything,
            How::Carry => carry::choice(tx, table)?,
        };
        match copy::like(tx, table, self.from, &choice) {
            Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => Ok(None),
            other => other.map(Some),
        }
    }
}

/// What a copied record has, as the form of a record of the database would be told.
pub(crate) fn used(look: &Look, copied: &Copied) -> Used {
    let table = copied.record.of();
    let filled = |(at, value): (usize, &vasculum_model::Value)| (!value.is_null()).then_some(at as u16);
    let rows = copied.many.iter().filter(|(link, _)| owned_links(table).any(|shown| shown == *link));
    let singles = copied.one.iter().filter(|(column, _)| owned_singles(look, table).any(|shown| shown == *column));
    Used {
        columns: copied.record.values.iter().enumerate().filter_map(filled).collect(),
        // Until the form is made they bear the ids of their originals.
        rows: rows.map(|(link, parts)| (*link, parts.iter().map(bearing).collect())).collect(),
        singles: singles.map(|(column, part)| (*column, part.record.clone())).collect(),
        below: copied.one.iter().filter(|(column, _)| look.embeds(table, *column)).flat_map(below).collect(),
    }
}

/// What the copy of a part has below it.
fn below((column, part): &(u16, Copied)) -> Vec<((u16, u16), Vec<Record>)> {
    part.many.iter().map(|(link, rows)| ((*column, *link), rows.iter().map(bearing).collect())).collect()
}

fn bearing(part: &Copied) -> Record {
    Record { id: part.from, ..part.record.clone() }
}

/// The form of a new record with what is copied, in these parts.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn sheet(tx: &mut Tx<'_>, like: Like, copied: &Copied, used: &Used, parts: &[Part]) -> Result<Sheet> {
    let mut sheet = Sheet::of_record(tx, &copied.record, used, parts)?;
    (sheet.id, sheet.version, sheet.like) = (None, None, Some(like));
    for row in sheet.rows.values_mut().flatten() {
        (row.like, row.id, row.version) = (row.id.map(Like::whole), None, None);
    }
    for (column, single) in &mut sheet.singles {
        (single.id, single.version) = (None, None);
        for row in single.rows.values_mut().flatten() {
            (row.like, row.id, row.version) = (row.id.map(Like::whole), None, None);
        }
        single.like = copied.one.iter().find(|(theirs, _)| theirs == column).map(|(_, part)| Like::whole(part.from));
    }
    Ok(sheet)
}

/// Whether the form of a table shows what stands behind a to-many link, so that what it says counts.
pub(crate) fn shows_rows(table: &'static Table, link: u16) -> bool {
    owned_links(table).any(|shown| shown == link)
}
