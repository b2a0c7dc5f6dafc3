//! How one collection shows its records: forms, captions and pick lists, kept in memory until one of them changes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vasculum_model::names::{collection, discipline, form_definition, own_field, pick_list, pick_list_item};
use vasculum_model::{Col, Owned, Result, Table, TableId};
use vasculum_store::{Access, Database, Filter, Select, Tx};

use super::picklists::{self, PickList};
use super::{Form, all_shipped, parse};
use crate::rules;
use crate::schema::{self, Presented, Schema};

/// Where the form of a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The collection arranged it.
    Collection,
    /// The discipline did.
    Discipline,
    /// It is shipped.
    Shipped,
    /// It is made from the model.
    Generated,
}

/// How one collection shows its records, in one language.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// The kind of its discipline, for example `fish`.
    pub kind: String,
    /// The discipline.
    pub discipline: Option<i64>,
    /// Captions, and what is hidden and required.
    pub schema: Schema,
    forms: HashMap<TableId, (Origin, Arc<Form>)>,
    lists: HashMap<String, PickList>,
    /// The links that are owned ones here, because a setting of the collection or discipline says so.
    embedded: HashSet<Col>,
}

impl Look {
    /// How a collection of this kind of discipline shows its records as long as it arranged nothing itself.
    pub fn shipped(kind: &str) -> Self {
        let one = |form: &Form| (form.table, (Origin::Shipped, Arc::new(form.for_kind(kind))));
        Self { kind: kind.to_owned(), forms: all_shipped().map(one).collect(), ..Self::default() }
    }

    /// The same with another form of a table, as if it were saved already.
    #[must_use]
    pub fn with(mut self, form: Form) -> Self {
        self.forms.insert(form.table, (Origin::Collection, Arc::new(form)));
        self
    }

    /// The form of a table; nothing where it is made from the model.
    pub fn form(&self, table: TableId) -> Option<&Arc<Form>> {
        self.forms.get(&table).map(|(_, form)| form)
    }

    /// Where the form of a table comes from.
    pub fn origin(&self, table: TableId) -> Origin {
        self.forms.get(&table).map_or(Origin::Generated, |(origin, _)| *origin)
    }

    /// Whether the record behind a to-one link belongs to the record alone here, so that it is filled in with it: always,
    /// or because the collection or discipline says so.
    pub fn owns(&self, table: &Table, column: u16) -> bool {
        match table.at(column).link.as_ref().map(|link| link.owned) {
            Some(Owned::Always) => true,
            Some(Owned::When(_)) => self.embeds(table, column),
            Some(Owned::No) | None => false,
        }
    }

    /// Whether the record behind a to-one link belongs to the record alone because the collection or discipline says so.
    pub fn embeds(&self, table: &Table, column: u16) -> bool {
        self.embedded.contains(&Col(table.id, column))
    }

    /// The same without forms, captions and lists of its own.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self { embedded: self.embedded.clone(), ..Self::default() }
    }

    /// The same with these links as owned ones.
    #[must_use]
    pub fn with_embedded(mut self, links: impl IntoIterator<Item = Col>) -> Self {
        self.embedded.extend(links);
        self
    }

    /// The pick list of this name.
    pub fn pick_list(&self, name: &str) -> Option<&PickList> {
        self.lists.get(name)
    }

    /// The names of all pick lists, in alphabetical order.
    pub fn pick_lists(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.lists.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// How the discipline presents a field.
    pub fn presented(&self, table: &Table, name: &str) -> Option<&Presented> {
        self.schema.field(table.id, name)
    }
}

/// How a collection shows its records.
///
/// The form of a table is that of the collection, else that of the discipline, else the shipped one as the kind of
/// discipline has it. A stored form that no longer fits the model is passed over, so that nobody stands before nothing.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn look(tx: &mut Tx<'_>, collection: i64, discipline: i64, language: &str) -> Result<Look> {
    let kind = tx.find(discipline::TABLE, discipline)?;
    let kind = kind.and_then(|record| record.text(discipline::TYPE).map(str::to_owned)).unwrap_or_default();
    let mut look = Look::shipped(&kind);
    let these = Select::all(form_definition::TABLE).matching(Filter::is(form_definition::DISCIPLINE, discipline));
    let mut stored = tx.select(&these)?;
    // Those of the collection come last and win.
    stored.retain(|record| record.int(form_definition::COLLECTION).is_none_or(|its| its == collection));
    stored.sort_by_key(|record| record.int(form_definition::COLLECTION).is_some());
    for record in stored {
        if let Ok(form) = parse(record.text(form_definition::DEFINITION).unwrap_or_default()) {
            let own = record.int(form_definition::COLLECTION).is_some();
            let origin = if own { Origin::Collection } else { Origin::Discipline };
            look.forms.insert(form.table, (origin, Arc::new(form.for_kind(&kind))));
        }
    }
    look.discipline = Some(discipline);
    look.schema = schema::load(tx, discipline, language)?;
    look.lists = picklists::load(tx, collection)?;
    look.embedded = rules::embedding::embedded_in(tx, collection, discipline)?;
    Ok(look)
}

/// The form that a table would have without a form of the collection's own, and without one of the discipline's if
/// `place` is the discipline itself; nothing where it would be made from the model.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn below(tx: &mut Tx<'_>, table: TableId, place: super::Place, kind: &str) -> Result<Option<Form>> {
    if place.collection.is_some()
        && let Some(record) = super::own(tx, table, super::Place { collection: None, ..place })?
        && let Ok(form) = parse(record.text(form_definition::DEFINITION).unwrap_or_default())
    {
        return Ok(Some(form.for_kind(kind)));
    }
    Ok(super::shipped(table).map(|form| form.for_kind(kind)))
}

/// The tables from which a [`Look`] is read.
const WATCHED: &[TableId] = &[
    form_definition::TABLE,
    schema::TABLES[0],
    schema::TABLES[1],
    schema::TABLES[2],
    pick_list::TABLE,
    pick_list_item::TABLE,
    discipline::TABLE,
    // A form may name an own field, and where it stands in its table changes with those before it.
    own_field::TABLE,
    collection::TABLE,
];

/// Remembers how collections show their records until the journal tells of a change that matters.
///
/// A form that is saved counts at the next look, in this process and in any other.
#[derive(Debug, Default)]
pub struct LookCache {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The latest change set that was looked at; what is known is as new as it.
    upto: i64,
    known: HashMap<(i64, String), Arc<Look>>,
}

/// More than this is forgotten, so that nobody can fill the memory.
const MOST_KNOWN: usize = 1_000;

impl LookCache {
    /// As [`look()`], at most two statements while nothing changed.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn look(&self, db: &Database, collection: i64, discipline: i64, language: &str) -> Result<Arc<Look>> {
        let upto = self.lock().upto;
        let key = (collection, language.to_owned());
        let program = Access::system("look");
        let (latest, stale) = db.read(&program, |tx| {
            let latest = tx.latest_change()?;
            Ok((latest, latest < upto || latest > upto && tx.touched_since(upto, WATCHED)?))
        })?;
        {
            let mut state = self.lock();
            if stale && state.upto == upto || state.known.len() > MOST_KNOWN {
                state.known.clear();
            }
            if state.upto == upto {
                state.upto = latest;
            }
            if let (Some(look), true) = (state.known.get(&key), state.upto >= latest) {
                return Ok(Arc::clone(look));
            }
        }
        let made = Arc::new(db.read(&program, |tx| look(tx, collection, discipline, language))?);
        let mut state = self.lock();
        // Somebody may have looked at a later change meanwhile, which this answer may not know of.
        if state.upto == latest {
            state.known.insert(key, Arc::clone(&made));
        }
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
