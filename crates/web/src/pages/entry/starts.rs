//! What the controls of a new record start with: the collection’s defaults, and the parts that are made along.

use std::collections::HashMap;

use vasculum_domain::entry::defaults::{self, Along, Start};
use vasculum_domain::forms::Look;
use vasculum_model::names::{agent, collection_object};
use vasculum_model::{Column, Result, TableId, Value, model};
use vasculum_store::Tx;

use super::super::shape::{Part, rows_of};
use super::super::sheet::{Cell, Sheet};
use super::super::value::shown_date;
use super::super::{asked, names};

/// What the controls of new records start with, by table.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    cells: HashMap<TableId, Vec<(u16, Cell)>>,
    along: Along,
}

impl Starts {
    /// What the collection says that the person works in.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let Some(here) = tx.access().collection else { return Ok(Self::default()) };
        let mut starts = Self { along: defaults::along(tx, here)?, ..Self::default() };
        let mut known: HashMap<(TableId, i64), String> = HashMap::new();
        for (table, list) in defaults::all(tx, here)? {
            for (column, start) in list {
                let of = model().table(table).at(column);
                if let Some(cell) = cell(tx, of, &start, &mut known)? {
                    starts.cells.entry(table).or_default().push((column, cell));
                }
            }
        }
        Ok(starts)
    }

    /// The columns of a table that start with something.
    pub(crate) fn columns(&self, table: TableId) -> impl Iterator<Item = u16> {
        self.cells.get(&table).into_iter().flatten().map(|(column, _)| *column)
    }

    /// Writes what the collection says into the empty controls of a new record.
    pub(crate) fn fill(&self, sheet: &mut Sheet) {
        for (column, cell) in self.cells.get(&sheet.table.id).into_iter().flatten() {
            if let Some(place) = sheet.cells.get_mut(column).filter(|place| place.is_blank()) {
                place.clone_from(cell);
            }
        }
        for single in sheet.singles.values_mut().filter(|single| single.id.is_none() && single.like.is_none()) {
            self.fill(single);
        }
    }

    /// Adds the rows that a new object starts with.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn add_parts(&self, tx: &mut Tx<'_>, look: &Look, sheet: &mut Sheet, parts: &[Part]) -> Result<()> {
        if sheet.table.id != collection_object::TABLE {
            return Ok(());
        }
        let wanted = [
            (collection_object::DETERMINATIONS.1, self.along.determination),
            (collection_object::PREPARATIONS.1, self.along.preparation),
        ];
        let rows = parts.iter().filter_map(|part| match part {
            Part::Rows { many, columns, .. } => Some((*many, columns)),
            _ => None,
        });
        for (link, columns) in rows.filter(|(link, _)| wanted.contains(&(*link, true))) {
            if sheet.rows.get(&link).is_some_and(|rows| !rows.is_empty()) {
                continue;
            }
            let mut fresh = Sheet::new(rows_of(sheet.table, link), columns);
            let place = format!("{}.", sheet.table.many[usize::from(link)].name);
            asked::fill_in(tx, look, sheet.table, &place, &mut fresh)?;
            self.fill(&mut fresh);
            sheet.rows.entry(link).or_default().push(fresh);
        }
        Ok(())
    }
}

fn cell(
    tx: &mut Tx<'_>,
    of: &Column,
    start: &Start,
    known: &mut HashMap<(TableId, i64), String>,
) -> Result<Option<Cell>> {
    if let Start::Text(text) = start {
        return Ok(Some(Cell { text: text.clone(), id: None }));
    }
    Ok(match (&of.link, defaults::value_now(tx, start)) {
        (Some(link), Some(Value::Int(id))) => {
            let to = if *start == Start::Me { agent::TABLE } else { link.to };
            let text = match known.get(&(to, id)) {
                Some(text) => text.clone(),
                None => names::text(tx, to, id)?,
            };
            known.insert((to, id), text.clone());
            Some(Cell { text, id: Some(id) })
        }
        (None, Some(Value::Date(day))) => Some(Cell { text: shown_date(day, None), id: None }),
        _ => None,
    })
}
