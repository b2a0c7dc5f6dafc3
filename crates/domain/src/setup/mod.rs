//! Setting up an institution, its divisions, disciplines and collections with all that they start with.

mod disciplines;
mod first;
mod picklists;
mod ranks;
mod starters;
pub mod structure;
mod trees;

use vasculum_model::names::{
    collection, collection_object_type, data_type, discipline, division, geography, geologic_time_period, institution,
    litho_strat, pick_list, pick_list_item, prep_type, storage, taxon, tectonic_unit,
};
use vasculum_model::{Col, Error, Record, Result, TableId, Value};
use vasculum_store::{Filter, Select, Tx, WriteTx};

pub(crate) use self::trees::{NewTree, make_definition, make_ranks_and_root, make_tree, usual};
pub use disciplines::{DISCIPLINE_TYPES, DisciplineType, discipline_type};
pub use first::{FirstSetup, FirstUser, TreeStart, check, fill_trees, is_untouched, set_up};
use picklists::{From, NewList, PICK_LISTS};
pub use ranks::{NewRank, STORAGE as STORAGE_RANKS};

use self::structure::Shared;
use crate::records;
use crate::trees::tree_of;

/// What one has to say of a new institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInstitution {
    /// The full name, for example ‘Museum of Natural History’.
    pub name: String,
    /// A short code, for example `MNH`.
    pub code: String,
}

/// What one has to say of a new collection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewCollection {
    /// A short code, for example `fish`.
    pub code: String,
    /// The full name; nothing stands for the code.
    pub name: Option<String>,
    /// One of [`DISCIPLINE_TYPES`], for example `fish`.
    pub discipline_type: String,
    /// The discipline's name; nothing stands for the usual one. A discipline of the same kind and name in the same
    /// division is used again, with its trees.
    pub discipline: Option<String>,
    /// The division's name; nothing stands for the institution's first, or one of its own name. A division of the same
    /// name is used again.
    pub division: Option<String>,
    /// The name of the format of catalog numbers; nothing stands for the usual one of the discipline.
    pub catalog_format: Option<String>,
}

/// The ids of what was made, or found there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The institution.
    pub institution: i64,
    /// The division.
    pub division: i64,
    /// The discipline.
    pub discipline: i64,
    /// The collection; always a new one.
    pub collection: i64,
}

/// Makes an institution in an empty database, with its storage tree and a first collection.
///
/// # Errors
///
/// - `Conflict`: there is an institution already.
/// - `Invalid`: the kind of discipline is unknown, or a name is too long.
pub fn init(tx: &mut WriteTx<'_>, new: NewInstitution, first: NewCollection) -> Result<Made> {
    init_with(tx, new, first, STORAGE_RANKS)
}

/// The same with these ranks of the storage tree.
fn init_with(tx: &mut WriteTx<'_>, new: NewInstitution, first: NewCollection, ranks: &[NewRank]) -> Result<Made> {
    if !tx.is_empty(institution::TABLE)? {
        return Err(Error::new(vasculum_model::Code::Conflict, "There is an institution in this database already.")
            .hint("Add a collection to it, or start with an empty data directory."));
    }
    let record = Record::new(institution::TABLE)
        .with(institution::NAME, new.name.as_str())
        .with(institution::CODE, new.code.as_str())
        .with(institution::IS_ACCESSIONS_GLOBAL, false)
        .with(institution::IS_SECURITY_ON, true)
        .with(institution::IS_SERVER_BASED, true)
        .with(institution::IS_SHARING_LOCALITIES, false)
        .with(institution::IS_SINGLE_GEOGRAPHY_TREE, false);
    let made = put(tx, record)?;
    let tree =
        NewTree { node: storage::TABLE, name: "Storage", root: &new.name, ranks: ranks.to_vec(), runs_down: true };
    let storage_def = make_tree(tx, &tree, "institution", made.id)?;
    let after = made.clone().with(institution::STORAGE_TREE_DEF, storage_def);
    records::put(tx, Some(&made), after)?;
    add_collection(tx, first)
}

/// Adds a collection, with its division and discipline where they are not there yet.
///
/// A new discipline gets its trees (taxa, places, times, rock layers, tectonic units) with their ranks and roots and
/// the usual uniqueness rules; a collection gets its kinds of preparations, pick lists and a kind of object.
///
/// # Errors
///
/// - `Invalid`: the kind of discipline is unknown, or a name or code is taken or too long.
/// - `NotFound`: there is no institution yet.
pub fn add_collection(tx: &mut WriteTx<'_>, new: NewCollection) -> Result<Made> {
    let kind = discipline_type(&new.discipline_type).ok_or_else(|| {
        let known: Vec<&str> = DISCIPLINE_TYPES.iter().map(|kind| kind.name).collect();
        Error::invalid(format!("‘{}’ is no kind of discipline.", new.discipline_type))
            .hint(format!("There are: {}.", known.join(", ")))
    })?;
    let owner = tx
        .first(&Select::all(institution::TABLE))?
        .ok_or_else(|| Error::not_found("There is no institution yet.").hint("Make one with ‘vasculum init’."))?;
    if find(tx, collection::TABLE, &[(collection::CODE, new.code.as_str().into())])?.is_some() {
        return Err(Error::invalid(format!("There is a collection ‘{}’ already.", new.code)));
    }
    let division = division_for(tx, &owner, kind, new.division.as_deref())?;
    let discipline = discipline_for(tx, division, kind, new.discipline.as_deref())?;
    let collection = make_collection(tx, discipline, kind, &new)?;
    Ok(Made { institution: owner.id, division, discipline, collection })
}

fn division_for(tx: &mut WriteTx<'_>, owner: &Record, kind: &DisciplineType, name: Option<&str>) -> Result<i64> {
    let found = match name {
        Some(name) => {
            find(tx, division::TABLE, &[(division::INSTITUTION, owner.id.into()), (division::NAME, name.into())])?
        }
        None => find(tx, division::TABLE, &[(division::INSTITUTION, owner.id.into())])?,
    };
    if let Some(found) = found {
        return Ok(found.id);
    }
    let name = name.or(owner.text(institution::NAME)).unwrap_or("Collections");
    let record = Record::new(division::TABLE)
        .with(division::NAME, name)
        .with(division::DISCIPLINE, kind.name)
        .with(division::INSTITUTION, owner.id);
    Ok(put(tx, record)?.id)
}

fn discipline_for(tx: &mut WriteTx<'_>, division: i64, kind: &DisciplineType, name: Option<&str>) -> Result<i64> {
    let name = name.unwrap_or(kind.title);
    let wanted = [
        (discipline::DIVISION, division.into()),
        (discipline::TYPE, kind.name.into()),
        (discipline::NAME, name.into()),
    ];
    match find(tx, discipline::TABLE, &wanted)? {
        Some(found) => Ok(found.id),
        None => make_discipline(tx, division, kind, name, Shared::default()),
    }
}

/// Makes a discipline with its trees. Places and times come first, as a discipline can't be without them; the others
/// belong to it and come after it.
fn make_discipline(
    tx: &mut WriteTx<'_>,
    division: i64,
    kind: &DisciplineType,
    name: &str,
    shared: Shared,
) -> Result<i64> {
    let data_type = match find(tx, data_type::TABLE, &[(data_type::NAME, kind.data_type.into())])? {
        Some(found) => found.id,
        None => put(tx, Record::new(data_type::TABLE).with(data_type::NAME, kind.data_type))?.id,
    };
    let has_own_places = shared.places.is_none();
    let places = match shared.places {
        Some(shared) => shared,
        None => make_tree(tx, &usual(geography::TABLE, kind)?, "", 0)?,
    };
    let times = make_tree(tx, &usual(geologic_time_period::TABLE, kind)?, "", 0)?;
    let record = Record::new(discipline::TABLE)
        .with(discipline::NAME, name)
        .with(discipline::TYPE, kind.name)
        .with(discipline::DIVISION, division)
        .with(discipline::DATA_TYPE, data_type)
        .with(discipline::GEOGRAPHY_TREE_DEF, places)
        .with(discipline::GEOLOGIC_TIME_PERIOD_TREE_DEF, times)
        .with(discipline::IS_PALEO_CONTEXT_EMBEDDED, false)
        .with(discipline::PALEO_CONTEXT_CHILD_TABLE, kind.paleo_context_in);
    let made = put(tx, record)?;
    let own = [(geography::TABLE, places), (geologic_time_period::TABLE, times)];
    for (node, def) in own.into_iter().filter(|(node, _)| has_own_places || *node != geography::TABLE) {
        let before = tx.get(tree_of(node)?.def, def)?;
        let mut after = before.clone();
        after.set_named("discipline", made.id);
        records::put(tx, Some(&before), after)?;
    }
    let layers = make_tree(tx, &usual(litho_strat::TABLE, kind)?, "discipline", made.id)?;
    let units = make_tree(tx, &usual(tectonic_unit::TABLE, kind)?, "discipline", made.id)?;
    let taxa = match shared.names {
        Some(shared) => shared,
        None => make_tree(tx, &usual(taxon::TABLE, kind)?, "discipline", made.id)?,
    };
    let before = tx.get(discipline::TABLE, made.id)?;
    let after = before
        .clone()
        .with(discipline::TAXON_TREE_DEF, taxa)
        .with(discipline::LITHO_STRAT_TREE_DEF, layers)
        .with(discipline::TECTONIC_UNIT_TREE_DEF, units);
    records::put(tx, Some(&before), after)?;
    crate::rules::install_default_uniqueness(tx, made.id)?;
    Ok(made.id)
}

fn make_collection(tx: &mut WriteTx<'_>, discipline: i64, kind: &DisciplineType, new: &NewCollection) -> Result<i64> {
    let name = new.name.as_deref().unwrap_or(&new.code);
    let record = Record::new(collection::TABLE)
        .with(collection::CODE, new.code.as_str())
        .with(collection::COLLECTION_NAME, name)
        .with(collection::CATALOG_NUM_FORMAT_NAME, new.catalog_format.as_deref().unwrap_or(kind.catalog_format))
        .with(collection::IS_EMBEDDED_COLLECTING_EVENT, false)
        .with(collection::DISCIPLINE, discipline);
    let made = put(tx, record)?;
    for name in kind.prep_types {
        let record = Record::new(prep_type::TABLE)
            .with(prep_type::NAME, *name)
            .with(prep_type::IS_LOANABLE, true)
            .with(prep_type::COLLECTION, made.id);
        put(tx, record)?;
    }
    let taxa = tx.get(discipline::TABLE, discipline)?.get(discipline::TAXON_TREE_DEF).clone();
    let object_type = Record::new(collection_object_type::TABLE)
        .with(collection_object_type::NAME, name)
        .with(collection_object_type::COLLECTION, made.id)
        .with(collection_object_type::TAXON_TREE_DEF, taxa);
    let object_type = put(tx, object_type)?.id;
    let before = tx.get(collection::TABLE, made.id)?;
    let after = before.clone().with(collection::COLLECTION_OBJECT_TYPE, object_type);
    records::put(tx, Some(&before), after)?;
    for list in PICK_LISTS {
        if list.only_for.is_empty() || list.only_for.contains(&kind.name) {
            make_pick_list(tx, made.id, list)?;
        }
    }
    Ok(made.id)
}

fn make_pick_list(tx: &mut WriteTx<'_>, collection: i64, list: &NewList) -> Result<()> {
    let (number, table, field) = match list.from {
        From::Table(table) => (1, Some(table), None),
        From::Field(table, field) => (2, Some(table), Some(field)),
        _ => (0, None, None),
    };
    let record = Record::new(pick_list::TABLE)
        .with(pick_list::NAME, list.name)
        .with(pick_list::TYPE, number)
        .with(pick_list::TABLE_NAME, table)
        .with(pick_list::FIELD_NAME, field)
        .with(pick_list::IS_SYSTEM, true)
        .with(pick_list::READ_ONLY, !matches!(list.from, From::Open(_)))
        .with(pick_list::SORT_TYPE, 2)
        .with(pick_list::COLLECTION, collection);
    let made = put(tx, record)?.id;
    let items: Vec<(&str, &str)> = match list.from {
        From::Fixed(values) | From::Open(values) => values.iter().map(|value| (*value, *value)).collect(),
        From::Coded(values) => values.to_vec(),
        From::Table(_) | From::Field(..) => Vec::new(),
    };
    for (at, (value, title)) in items.into_iter().enumerate() {
        let item = Record::new(pick_list_item::TABLE)
            .with(pick_list_item::PICK_LIST, made)
            .with(pick_list_item::VALUE, value)
            .with(pick_list_item::TITLE, title)
            .with(pick_list_item::ORDINAL, at as i64);
        put(tx, item)?;
    }
    Ok(())
}

/// Saves a new record and returns it.
fn put(tx: &mut WriteTx<'_>, record: Record) -> Result<Record> {
    Ok(records::put(tx, None, record)?.0)
}

/// The oldest record with these values.
fn find(tx: &mut Tx<'_>, table: TableId, values: &[(Col, Value)]) -> Result<Option<Record>> {
    let filters = values.iter().map(|(column, value)| Filter::is(*column, value.clone())).collect();
    tx.first(&Select::all(table).matching(Filter::And(filters)))
}

/// Whether a new collection of a kind of discipline starts with a pick list of this name.
#[cfg(test)]
pub(crate) fn starts_with_list(kind: &str, name: &str) -> bool {
    PICK_LISTS.iter().any(|list| list.name == name && (list.only_for.is_empty() || list.only_for.contains(&kind)))
}
