//! `vasculum info`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use vasculum_model::{Origin, Result, model};
use vasculum_store::{Dialect, Place, Select};

use super::{access, open};
use crate::config::Config;
use crate::exit;
use crate::out::{Out, bytes, number};

pub(super) fn run(config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let records: Vec<(&str, i64)> = db.read(&access, |tx| {
        let mut counts = Vec::new();
        for table in model().tables().filter(|table| !table.joins) {
            if !tx.is_empty(table.id)? {
                counts.push((table.name, tx.count(&Select::all(table.id))?));
            }
        }
        Ok(counts)
    })?;
    let engine = match db.dialect() {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
    };
    let size = db.size_bytes()?;
    let counts = ModelCounts::now();
    let total: i64 = records.iter().map(|(_, count)| count).sum();
    let by_table: Map<String, Json> =
        records.iter().map(|(table, count)| ((*table).to_owned(), (*count).into())).collect();
    let document = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "engine": engine,
        "database": where_it_is(db.place()),
        "tables": counts.tables,
        "fields": counts.fields,
        "relationships": counts.relationships,
        "records": by_table,
        "recordsTotal": total,
        "sizeBytes": size,
    });
    let mut words = format!(
        "Vasculum {} on {engine}, {}\nModel: {} tables, {} fields, {} relationships\n{} records, {}\n",
        env!("CARGO_PKG_VERSION"),
        where_it_is(db.place()),
        counts.tables,
        number(counts.fields as u64),
        number(counts.relationships as u64),
        number(total),
        bytes(size)
    );
    let width = records.iter().map(|(table, _)| table.len()).max().unwrap_or(0);
    for (table, count) in records {
        let _ = writeln!(words, "  {table:<width$} {:>12}", number(count));
    }
    out.result(&document, &words);
    Ok(exit::DONE)
}

/// The place of the database, without its password.
fn where_it_is(place: &Place) -> String {
    match place {
        Place::File(path) => path.display().to_string(),
        Place::Postgres(url) => {
            let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
            let rest = rest.split('?').next().unwrap_or_default();
            format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, after)| after))
        }
    }
}

/// How much of Specify's data model is here.
#[derive(Debug, PartialEq, Eq)]
struct ModelCounts {
    tables: usize,
    fields: usize,
    relationships: usize,
}

impl ModelCounts {
    fn now() -> Self {
        let mut counts = Self { tables: 0, fields: 0, relationships: 0 };
        for table in model().tables().filter(|table| table.origin == Origin::Specify) {
            counts.tables += 1;
            counts.relationships += table.many.len();
            for column in table.columns.iter().filter(|column| column.origin == Origin::Specify) {
                // Specify calls this number a link, to a table that it no longer has.
                let lost_link = table.name == "SpPrincipal" && column.name == "scope";
                if column.link.is_some() || lost_link {
                    counts.relationships += 1;
                } else {
                    counts.fields += 1;
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_specifys_model_is_here() {
        assert_eq!(ModelCounts::now(), ModelCounts { tables: 215, fields: 3_279, relationships: 1_239 });
    }

    #[test]
    fn a_password_is_not_shown() {
        let place = Place::Postgres("postgres://me:secret@host:5432/fish?sslmode=disable".to_owned());
        assert_eq!(where_it_is(&place), "postgres://host:5432/fish");
    }
}
