//! The shape of the institution, as rules need it: read once in a transaction.

use std::collections::HashMap;
use std::sync::Arc;

use vasculum_model::names::{collection, collection_object_type, discipline};
use vasculum_model::{Record, Result, Scope, TableId, Value};
use vasculum_store::{Select, Tx, WriteTx};

/// Every collection, discipline and type of collection object, by id.
pub(crate) struct Places {
    collections: HashMap<i64, Record>,
    disciplines: HashMap<i64, Record>,
    types: HashMap<i64, Record>,
}

/// The shape of the institution as it is in this transaction.
pub(crate) fn places(tx: &mut WriteTx<'_>) -> Result<Arc<Places>> {
    let of = [collection::TABLE, discipline::TABLE, collection_object_type::TABLE];
    tx.memo("places", &of, |tx| Places::read(tx))
}

/// The shape of the institution, for whoever only reads.
pub(crate) fn places_of(tx: &mut Tx<'_>) -> Result<Arc<Places>> {
    tx.cached("places", &[collection::TABLE, discipline::TABLE, collection_object_type::TABLE], Places::read)
}

impl Places {
    /// The shape of the institution, for whoever only reads.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Self> {
        tx.unscoped(|tx| {
            let mut all = |table: TableId| -> Result<HashMap<i64, Record>> {
                Ok(tx.select(&Select::all(table))?.into_iter().map(|record| (record.id, record)).collect())
            };
            Ok(Self {
                collections: all(collection::TABLE)?,
                disciplines: all(discipline::TABLE)?,
                types: all(collection_object_type::TABLE)?,
            })
        })
    }

    /// The collection with this id.
    pub(crate) fn collection(&self, id: i64) -> Option<&Record> {
        self.collections.get(&id)
    }

    /// The discipline with this id.
    pub(crate) fn discipline(&self, id: i64) -> Option<&Record> {
        self.disciplines.get(&id)
    }

    /// The type of collection object with this id.
    pub(crate) fn object_type(&self, id: i64) -> Option<&Record> {
        self.types.get(&id)
    }

    /// The discipline that a record belongs to, where its own columns say so.
    pub(crate) fn discipline_of(&self, record: &Record) -> Option<i64> {
        match record.of().scope {
            Scope::Discipline(column) => record.values[usize::from(column)].int(),
            Scope::Collection(column) => {
                let id = record.values[usize::from(column)].int()?;
                self.collection(id)?.int(collection::DISCIPLINE)
            }
            _ => None,
        }
    }

    /// As [`embedded`], for whoever only reads.
    pub(crate) fn embed(&self, record: &Record, setting: &str) -> bool {
        let says_yes = |place: &Record, field: &str| place.named(field).and_then(Value::bool) == Some(true);
        match setting.split_once('.') {
            Some(("Collection", field)) => {
                let Scope::Collection(column) = record.of().scope else { return false };
                let place = record.values[usize::from(column)].int().and_then(|id| self.collection(id));
                place.is_some_and(|place| says_yes(place, field))
            }
            Some(("Discipline", field)) => {
                let place = self.discipline_of(record).and_then(|id| self.discipline(id));
                let child = place.and_then(|place| place.text(discipline::PALEO_CONTEXT_CHILD_TABLE)).unwrap_or("");
                place.is_some_and(|place| says_yes(place, field)) && child.eq_ignore_ascii_case(record.of().name)
            }
            _ => false,
        }
    }
}

/// Whether a setting that makes a link an owned one is on for the record.
///
/// `Collection.isEmbeddedCollectingEvent` counts for the collection of the record; `Discipline.isPaleoContextEmbedded`
/// for its discipline, and only in the table that `Discipline.paleoContextChildTable` names.
pub(crate) fn embedded(tx: &mut WriteTx<'_>, record: &Record, setting: &str) -> Result<bool> {
    Ok(places(tx)?.embed(record, setting))
}
