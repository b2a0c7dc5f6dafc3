//! What can be picked: what stands at the end of a way, and the ranks of trees.

use vasculum_model::{Error, Kind, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::ast::Way;
use super::ways::{End, Leg, Ranks, find};

/// What stands at the end of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A record of this table.
    Record(TableId),
    /// The id of a record of this table.
    Id(TableId),
    /// A field of this table, by the number of its column.
    Field(TableId, u16),
    /// The year, month or day of such a field.
    Part(TableId, u16),
    /// A field of the ancestor of a certain rank; its name usually, nothing for its id.
    Rank(TableId, Option<u16>),
    /// The age of a collection object.
    Age,
}

impl Ending {
    /// The kind of the values; nothing for whole records and ages.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Record(_) | Self::Age => None,
            Self::Id(_) | Self::Part(..) | Self::Rank(_, None) => Some(Kind::Long),
            Self::Field(table, column) | Self::Rank(table, Some(column)) => Some(model().table(table).at(column).kind),
        }
    }
}

/// Looks up what stands at the end of a way from a table, and whether links to many lead there.
///
/// # Errors
///
/// `Invalid`, if one of the names is not known.
pub fn ending(tx: &mut Tx<'_>, from: TableId, way: &Way) -> Result<(Ending, bool)> {
    let found = find(tx, &mut Ranks::default(), model().table(from), way)?;
    let table = found.table.id;
    let ending = match found.end {
        End::Record => Ending::Record(table),
        End::Id => Ending::Id(table),
        End::Field(column) => Ending::Field(table, column),
        End::Part(column, _) => Ending::Part(table, column),
        End::Rank(_, column) => Ending::Rank(table, column),
        End::Age => Ending::Age,
    };
    Ok((ending, found.legs.iter().any(|leg| matches!(leg, Leg::Many(..)))))
}

/// The table to which a way of links leads.
///
/// # Errors
///
/// `Invalid`, if it leads to no record.
pub fn table_at(tx: &mut Tx<'_>, from: TableId, way: &Way) -> Result<&'static Table> {
    match ending(tx, from, way)? {
        (Ending::Record(table), _) => Ok(model().table(table)),
        _ => Err(Error::invalid(format!("‘{way}’ leads to no records."))),
    }
}

/// The ids of the records of a table that a question finds, for whoever goes on with all of them.
///
/// # Errors
///
/// - `Invalid`: the question can’t be read, asks about another table, or puts rows together.
/// - `Forbidden`: the person may not ask questions.
/// - else as [`super::Plan::make`].
pub fn found(tx: &mut Tx<'_>, text: &str, table: &Table) -> Result<Vec<i64>> {
    found_first(tx, text, table, u64::MAX)
}

/// The same for the first rows, as many as `most`.
///
/// # Errors
///
/// As [`found`].
pub fn found_first(tx: &mut Tx<'_>, text: &str, table: &Table, most: u64) -> Result<Vec<i64>> {
    super::must_be_allowed(tx.access())?;
    let mut query = super::parse(text)?;
    if most < u64::MAX {
        query.limit = Some(query.limit.map_or(most, |limit| limit.min(most)));
    }
    if query.from != table.id {
        return Err(Error::invalid(format!("This question is not about {}.", table.name)));
    }
    let plan = super::Plan::make(tx, &query, &super::Asked::default())?;
    if !plan.has_records() {
        return Err(Error::invalid("This question puts rows together, so that it finds no single records."));
    }
    plan.ids(tx)
}
