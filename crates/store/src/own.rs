//! The fields that the institution added to tables: from their records to the model, and to the columns.

use vasculum_model::names::own_field;
use vasculum_model::own::{OwnField, within};
use vasculum_model::{Code, Error, Kind, Model, Result, shipped_model};

use crate::conn::{Conn, Sql};
use crate::schema::{self, Present, SchemaStep};

/// The fields, oldest first. What names a table or kind that there is not is left out.
fn read(conn: &mut Conn) -> Result<Vec<OwnField>> {
    let model = shipped_model();
    let table = |name: String| model.named(&name).map(|table| table.id);
    let sql = Sql::new(
        conn.dialect(),
        "SELECT id, table_name, name, kind, max_length, links_to, caption, about, dwc_term FROM own_field ORDER BY id",
    );
    let rows = conn.rows(&sql, |row| {
        let (of, kind) = (table(row.text(1)?), Kind::named(&row.text(3)?));
        let (Some(of), Some(kind)) = (of, kind) else { return Ok(None) };
        Ok(Some(OwnField {
            id: row.int(0)?,
            table: of,
            name: row.text(2)?,
            kind,
            max: row.maybe_int(4)?.and_then(|max| u32::try_from(max).ok()),
            links_to: row.maybe_text(5)?.and_then(table),
            caption: row.maybe_text(6)?.unwrap_or_default(),
            about: row.maybe_text(7)?.unwrap_or_default(),
            dwc: row.maybe_text(8)?.filter(|term| !term.is_empty()),
        }))
    })?;
    Ok(rows.into_iter().flatten().collect())
}

/// The model with the fields that are described in the database now.
pub(crate) fn model(conn: &mut Conn) -> Result<&'static Model> {
    Ok(Model::with_own(&read(conn)?))
}

/// The columns that the database lacks for a model.
pub(crate) fn lacking(conn: &mut Conn, model: &'static Model) -> Result<Vec<SchemaStep>> {
    if model.generation == 0 {
        return Ok(Vec::new());
    }
    within(model, || Ok(schema::plan(&Present::read(conn)?, &schema::wanted())))
}

/// Adds the columns of the fields that are described in the open transaction; returns the model that has them.
pub(crate) fn bring_in(conn: &mut Conn) -> Result<&'static Model> {
    let model = model(conn)?;
    let steps = lacking(conn, model)?;
    if !steps.is_empty() {
        conn.batch(conn.dialect().wait_briefly())?;
        schema::apply(conn, &steps).map_err(busy)?;
    }
    Ok(model)
}

/// A table gets a column only while nobody reads it, which on PostgreSQL may be long: a large export reads for minutes.
fn busy(error: Error) -> Error {
    let is_lock = error.source.as_ref().is_some_and(|source| source.to_string().contains("lock timeout"));
    if !is_lock {
        return error;
    }
    Error::new(Code::Conflict, "The table can’t get a new column now: somebody is reading it.")
        .hint("Try again when exports and other long work are through.")
}

/// The number of the latest change set that touched the fields; 0 if none did.
pub(crate) fn latest(conn: &mut Conn) -> Result<i64> {
    let number = shipped_model().table(own_field::TABLE).number;
    let text = format!("SELECT COALESCE(MAX(change_set), 0) FROM \"change\" WHERE table_number = {number}");
    let sql = Sql::new(conn.dialect(), text);
    Ok(conn.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
}
