//! What stands in and beside the fields of a form before anybody fills them in: formats of numbers, ways to pages elsewhere.

use std::collections::HashMap;

use vasculum_domain::formats;
use vasculum_domain::rules::numbers;
use vasculum_model::{Col, Result, Table, TableId};
use vasculum_store::Tx;

use crate::pages::grid::or_nothing;
use crate::pages::shape::Part;
use crate::pages::sheet::Sheet;

/// The ways from one record to pages elsewhere: the column beside which each stands, its words, its address.
pub(super) type Ways = Vec<(Option<u16>, String, String)>;

/// The ways from the records of the parts of a form to pages elsewhere, by table and id.
pub(super) fn part_links(tx: &mut Tx<'_>, sheet: &Sheet) -> Result<HashMap<(TableId, i64), Ways>> {
    let mut of: HashMap<TableId, Vec<i64>> = HashMap::new();
    let below = sheet.singles.values().flat_map(|single| single.rows.values().flatten());
    for part in sheet.rows.values().flatten().chain(sheet.singles.values()).chain(below) {
        of.entry(part.table.id).or_default().extend(part.id);
    }
    let mut links = HashMap::new();
    for (table, ids) in of {
        if ids.is_empty() || !formats::has_links(tx, table)? {
            continue;
        }
        for record in or_nothing(tx.find_all(table, &ids))? {
            links.insert((table, record.id), formats::addresses(tx, &record)?);
        }
    }
    Ok(links)
}

/// What numbers look like in those of the fields that follow a format.
pub(super) fn written_as(tx: &mut Tx<'_>, table: &'static Table, parts: &[Part]) -> Result<HashMap<Col, String>> {
    let here = tx.access().collection;
    let formats = numbers::formats_in(tx, here)?;
    let mut looks = HashMap::new();
    for part in parts {
        let columns = match part {
            Part::Fields { columns, .. }
            | Part::Rows { columns, .. }
            | Part::Single { columns, .. }
            | Part::Below { columns, .. } => columns,
            Part::Linked { .. } => continue,
        };
        for column in columns.iter().map(|at| Col(part.table(table).id, *at)) {
            if let Some(format) = formats.of(column)? {
                looks.insert(column, format.placeholder());
            }
        }
    }
    Ok(looks)
}
