//! `/data/{Table}/last`: what the last record says that the person made, for filling one field after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as Place, State};
use serde::Serialize;
use vasculum_domain::forms::Look;
use vasculum_model::{Error, Result, Table, model};
use vasculum_store::Tx;

use super::super::shape::{self, Used};
use super::super::sheet::{Cell, Sheet};
use super::super::shown_table;
use super::super::visitor::Visitor;
use super::memory;
use crate::App;
use crate::respond::Refused;

/// What stands in one control.
#[derive(Debug, Serialize)]
pub struct Value {
    text: String,
    id: String,
}

/// `GET /data/{table}/last`: values by the names of the controls; empty if the person made no record lately.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
) -> Result<Json<BTreeMap<String, Value>>, Refused> {
    let table = shown_table(&table)?;
    if !visitor.may_read(table.id) {
        return Err(Error::forbidden("You have no right to read these records.").into());
    }
    let look = Arc::clone(&visitor.look);
    Ok(Json(app.read(visitor.access, move |tx| values(tx, &look, table)).await?))
}

fn values(tx: &mut Tx<'_>, look: &Look, table: &'static Table) -> Result<BTreeMap<String, Value>> {
    let mut values = BTreeMap::new();
    let mut last = None;
    for made in memory::recent(tx, table)? {
        last = tx.find(table.id, made.id)?;
        if last.is_some() {
            break;
        }
    }
    let Some(record) = last else { return Ok(values) };
    let used = Used::of(tx, look, &record)?;
    let sheet = Sheet::of_record(tx, &record, &used, &shape::parts(look, table, &used, true))?;
    collect(&sheet, "", &mut values);
    for (link, rows) in &sheet.rows {
        let name = table.many[usize::from(*link)].name;
        for (nth, row) in rows.iter().enumerate() {
            collect(row, &format!("{name}[{nth}]."), &mut values);
        }
    }
    for (column, single) in &sheet.singles {
        collect(single, &format!("{}.", table.at(*column).name), &mut values);
    }
    Ok(values)
}

fn collect(sheet: &Sheet, prefix: &str, values: &mut BTreeMap<String, Value>) {
    for (column, Cell { text, id }) in &sheet.cells {
        let of = sheet.table.at(*column);
        // A choice of one is known by its number, everything else by its words.
        let is_choice = of.link.as_ref().is_some_and(|link| super::super::sheet::is_small(model().table(link.to)));
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        let text = if is_choice { String::new() } else { text.clone() };
        if !text.is_empty() || !id.is_empty() {
            values.insert(format!("{prefix}{}", of.name), Value { text, id });
        }
    }
}
