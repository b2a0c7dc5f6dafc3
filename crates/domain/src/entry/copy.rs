//! A new record that is like another one.
//!
//! Copied are the fields of the record and, level by level, the records that it owns. Left out is what belongs to one
//! record alone:
//!
//! - GUIDs, times, agents, version and whatever else only Vasculum sets;
//! - `isCurrent`, except that of determinations;
//! - values that stand only once in a collection, a discipline or the whole database, such as the catalogue number;
//! - numbers of a series that captions give a field: the copy gets the next one;
//! - attachments;
//! - lines of interactions: what one loan lends, another one does not;
//! - the place in a group of objects;
//! - the user whom an agent stands for;
//! - links to records that the person may not read, and parts that they may not make.
//!
//! Source: Specify 7, `DataModel/resource.ts`, `getFieldsToNotClone`.

use std::collections::{BTreeSet, HashMap};

use vasculum_model::names::{
    agent, collection_object_group_join, determination, disposal_preparation, exchange_in_prep, exchange_out_prep,
    gift_preparation, loan_preparation,
};
use vasculum_model::{Code, Col, Many, Owned, Record, Result, Scope, Table, TableId, model};
use vasculum_store::{Action, Tx};

use crate::records::{self, Draft, ManyDraft, is_set_by_vasculum};
use crate::rules::numbers::{self, FormatsIn};
use crate::rules::{self, Places};

/// What of a record is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// All that can be copied.
    Everything,
    /// Of the record itself only the fields, links and to-many links of these names; of the records behind them
    /// everything.
    Only(BTreeSet<String>),
}

impl Choice {
    fn takes(&self, name: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(names) => names.contains(name),
        }
    }
}

/// A new record that is like another one, with all that it will own. Nothing of it is saved yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// The record that it is like.
    pub from: i64,
    /// The values of the new record; its id is 0.
    pub record: Record,
    /// What it owns behind to-one links, by column.
    pub one: Vec<(u16, Copied)>,
    /// What it owns behind to-many links, by link; in the order of the originals.
    pub many: Vec<(u16, Vec<Copied>)>,
}

/// Lines of interactions: they say what happened to one preparation in one interaction.
const LINES: &[TableId] = &[
    disposal_preparation::TABLE,
    exchange_in_prep::TABLE,
    exchange_out_prep::TABLE,
    gift_preparation::TABLE,
    loan_preparation::TABLE,
];

/// Whether records of this table are never copied together with what owns them.
pub(crate) fn stays_behind(table: &Table) -> bool {
    rules::joins_attachment(table) || LINES.contains(&table.id) || table.id == collection_object_group_join::TABLE
}

/// Whether the value of a column belongs to one record alone, whatever the rules of the institution say.
pub(crate) fn is_personal(table: &Table, column: u16) -> bool {
    let of = table.at(column);
    is_set_by_vasculum(table, column)
        || matches!(of.name, "guid" | "timestampVersion" | "lsid")
        || (of.name == "isCurrent" && table.id != determination::TABLE)
        || (table.id == agent::TABLE && column == agent::SPECIFY_USER.1)
        || of.link.as_ref().is_some_and(|link| link.one_to_one && link.owned == Owned::No)
}

/// Whether a column says where the record belongs: a copy belongs there too, whatever was chosen.
fn says_where(table: &Table, column: u16) -> bool {
    match table.scope {
        Scope::Collection(theirs) | Scope::Discipline(theirs) | Scope::Division(theirs) | Scope::Tree(theirs) => {
            theirs == column
        }
        _ => false,
    }
}

/// What must be known to copy records: read once for any number of them.
pub(crate) struct Copier {
    unique: HashMap<TableId, BTreeSet<u16>>,
    places: Places,
    counted: FormatsIn,
}

/// The most levels of records within records that are copied; the model has five.
const DEEPEST: usize = 8;

impl Copier {
    pub(crate) fn new(tx: &mut Tx<'_>) -> Result<Self> {
        let here = tx.access().collection;
        let counted = numbers::formats_in(tx, here)?;
        Ok(Self { unique: rules::unique_everywhere(tx)?, places: Places::read(tx)?, counted })
    }

    /// Whether the value of a column stands only once.
    pub(crate) fn is_unique(&self, table: &Table, column: u16) -> bool {
        table.at(column).unique
            || self.unique.get(&table.id).is_some_and(|columns| columns.contains(&column))
            || self.counted.counts_up(Col(table.id, column))
    }

    fn copy(
        &self,
        tx: &mut Tx<'_>,
        record: &Record,
        choice: &Choice,
        back: Option<u16>,
        depth: usize,
    ) -> Result<Option<Copied>> {
        let table = record.of();
        let mut copied =
            Copied { from: record.id, record: Record::new(record.table), one: Vec::new(), many: Vec::new() };
        for (at, value) in record.values.iter().enumerate() {
            let column = at as u16;
            if value.is_null() || Some(column) == back || is_personal(table, column) {
                continue;
            }
            if !records::may_follow(tx.access(), table, column) {
                continue;
            }
            let discipline = self.places.discipline_of(record);
            if self.is_unique(table, column)
                || discipline.is_some_and(|here| self.counted.counts_up_in(here, Col(table.id, column)))
            {
                // A part that stands for the one place of something else can't stand there twice.
                if back.is_some() && table.at(column).link.is_some() {
                    return Ok(None);
                }
                continue;
            }
            if !choice.takes(table.at(column).name) && !says_where(table, column) {
                continue;
            }
            match (&table.at(column).link, value.int()) {
                (Some(link), Some(id)) if self.is_owned(record, column) => {
                    let may_make = records::may_do(tx.access(), model().table(link.to), Action::Create);
                    let part = or_none(tx.find(link.to, id))?.filter(|_| may_make);
                    if let (Some(part), true) = (part, depth < DEEPEST)
                        && let Some(part) = self.copy(tx, &part, &Choice::Everything, None, depth + 1)?
                    {
                        copied.one.push((column, part));
                    }
                }
                _ => copied.record.values[at] = value.clone(),
            }
        }
        if depth < DEEPEST {
            copied.many = self.parts(tx, record, choice, depth)?;
        }
        Ok(Some(copied))
    }

    fn is_owned(&self, record: &Record, column: u16) -> bool {
        match record.of().at(column).link.as_ref().map(|link| link.owned) {
            Some(Owned::Always) => true,
            Some(Owned::When(setting)) => self.places.embed(record, setting),
            Some(Owned::No) | None => false,
        }
    }

    fn parts(
        &self,
        tx: &mut Tx<'_>,
        record: &Record,
        choice: &Choice,
        depth: usize,
    ) -> Result<Vec<(u16, Vec<Copied>)>> {
        let table = record.of();
        let may_make = |of: TableId| records::may_do(tx.access(), model().table(of), Action::Create);
        let wanted: Vec<u16> = copied_links(table)
            .filter(|at| choice.takes(table.many[usize::from(*at)].name) && may_make(table.many[usize::from(*at)].of))
            .collect();
        let mut all = Vec::new();
        for link in tx.links_in_use(table.id, &wanted, &[record.id])? {
            let back = table.many[usize::from(link)].back;
            let mut parts = Vec::new();
            for (_, part) in or_none(tx.children(&[record.id], Many(table.id, link)).map(Some))?.unwrap_or_default() {
                parts.extend(self.copy(tx, &part, &Choice::Everything, Some(back), depth + 1)?);
            }
            if !parts.is_empty() {
                all.push((link, parts));
            }
        }
        Ok(all)
    }
}

/// Nothing in place of what the person may not see.
fn or_none<T>(found: Result<Option<T>>) -> Result<Option<T>> {
    match found {
        Err(error) if error.code == Code::Forbidden => Ok(None),
        other => other,
    }
}

/// The to-many links of a table whose records are copied with their owner.
pub(crate) fn copied_links(table: &'static Table) -> impl Iterator<Item = u16> {
    let goes =
        |many: &vasculum_model::ToMany| many.owned && many.through.is_none() && !stays_behind(model().table(many.of));
    (0_u16..).zip(&table.many).filter(move |(_, many)| goes(many)).map(|(at, _)| at)
}

/// A new record that is like an existing one, with what it owns, as far as the person may see it.
///
/// # Errors
///
/// - `NotFound`: there is no such record within the person's scope.
/// - `Forbidden`: the person may not read the table.
pub fn like(tx: &mut Tx<'_>, table: TableId, id: i64, choice: &Choice) -> Result<Copied> {
    let record = tx.get(table, id)?;
    let copier = Copier::new(tx)?;
    let nothing = Copied { from: id, record: Record::new(table), one: Vec::new(), many: Vec::new() };
    Ok(copier.copy(tx, &record, choice, None, 0)?.unwrap_or(nothing))
}

impl Copied {
    /// What is to be saved so that the new record comes to be.
    pub fn draft(&self) -> Draft {
        let given =
            |(at, value): (usize, &vasculum_model::Value)| (!value.is_null()).then(|| (at as u16, value.clone()));
        Draft {
            values: self.record.values.iter().enumerate().filter_map(given).collect(),
            one: self.one.iter().map(|(column, part)| (*column, part.draft())).collect(),
            many: self
                .many
                .iter()
                .map(|(link, parts)| (*link, ManyDraft::All(parts.iter().map(Self::draft).collect())))
                .collect(),
            ..Draft::new(self.record.table)
        }
    }
}
