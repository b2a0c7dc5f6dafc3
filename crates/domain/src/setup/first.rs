//! Everything that a new institution starts with, in one change set: what the guided setup asks for, and no more.

use std::path::PathBuf;

use vasculum_model::names::{address, agent, division, institution, specify_user};
use vasculum_model::{Error, Issue, Record, Result};
use vasculum_store::{Filter, Select, WriteTx};

use super::{Made, NewCollection, NewInstitution, NewRank, STORAGE_RANKS, discipline_type, init_with, put, starters};
use crate::users::{self, NewUser};
use crate::{dwca, records};

/// What a tree starts with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TreeStart {
    /// Its root alone.
    Empty,
    /// What is known everywhere: countries, higher names, the chart of times.
    #[default]
    Starter,
    /// A file with names: a Darwin Core archive of taxa, or a table with the headers of one. For the tree of names only.
    File(PathBuf),
}

/// The first user, who administers the institution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstUser {
    /// The name to sign in with.
    pub name: String,
    /// The password.
    pub password: String,
    /// Where to write to.
    pub email: Option<String>,
    /// The first name of the person.
    pub first_name: Option<String>,
    /// The last name of the person; that of the user if it is missing.
    pub last_name: Option<String>,
}

/// What a new institution shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSetup {
    /// Its name and code.
    pub institution: NewInstitution,
    /// Street and house.
    pub street: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Whether accessions belong to the whole institution and not to each division.
    pub has_global_accessions: bool,
    /// The short form of the division's name; the name itself stands in `collection`.
    pub division_abbrev: Option<String>,
    /// The first collection, with the names of its division and discipline.
    pub collection: NewCollection,
    /// The numbers of the ranks that the storage tree leaves out, of [`STORAGE_RANKS`](super::STORAGE_RANKS).
    pub storage_without: Vec<i64>,
    /// What the tree of names starts with.
    pub names: TreeStart,
    /// What the tree of places starts with.
    pub places: TreeStart,
    /// What the tree of geological times starts with.
    pub times: TreeStart,
    /// The first user.
    pub user: FirstUser,
}

/// Judges a setup without making anything: what would be refused is refused here, field by field.
///
/// # Errors
///
/// `Invalid`; `issues` says what is wrong with which field.
pub fn check(new: &FirstSetup) -> Result<()> {
    let mut issues = Vec::new();
    let mut text = |field: &'static str, text: &str, max: usize, what: &str| {
        if text.trim().is_empty() {
            issues.push(Issue::error("setup", field, format!("{what} is needed.")));
        } else if text.chars().count() > max {
            issues.push(Issue::error("setup", field, format!("At most {max} letters fit here.")));
        }
    };
    text("institution", &new.institution.name, 255, "The name of the institution");
    text("institution_code", &new.institution.code, 64, "A short code of the institution");
    text("collection_code", &new.collection.code, 50, "A short code of the collection");
    if let Some(name) = &new.collection.name {
        text("collection", name, 50, "The name of the collection");
    }
    text("user", &new.user.name, 64, "A name to sign in with");
    if discipline_type(&new.collection.discipline_type).is_none() {
        issues.push(Issue::error("setup", "kind", "Choose what is collected."));
    }
    if let TreeStart::File(path) = &new.names
        && let Err(error) = dwca::check_taxa(path)
    {
        issues.push(Issue::error("setup", "names", error.message.into_owned()));
    }
    let least = users::MIN_PASSWORD_LENGTH;
    if let Err(error) = users::check_password(new.user.name.trim(), &new.user.password, least) {
        issues.extend(error.issues);
    }
    if issues.is_empty() { Ok(()) } else { Err(Error::refused(issues)) }
}

/// Makes an institution in an empty database with all that it starts with: structure, trees, model roles and the first
/// user with an agent of their name. All of it in the open transaction, so that nothing half-made can stay.
///
/// # Errors
///
/// - `Conflict`: there is an institution already.
/// - `Invalid`: something is missing or wrong; `issues` says what.
pub fn set_up(tx: &mut WriteTx<'_>, new: &FirstSetup) -> Result<Made> {
    check(new)?;
    let is_kept = |(nth, rank): &(usize, &NewRank)| *nth == 0 || !new.storage_without.contains(&rank.rank_id);
    let ranks: Vec<NewRank> = STORAGE_RANKS.iter().enumerate().filter(is_kept).map(|(_, rank)| *rank).collect();
    let made = init_with(tx, new.institution.clone(), new.collection.clone(), &ranks)?;
    describe(tx, made, new)?;
    if new.places == TreeStart::Starter {
        starters::places(tx, made.discipline)?;
    }
    if new.times == TreeStart::Starter {
        starters::times(tx, made.discipline)?;
    }
    match &new.names {
        TreeStart::Empty => {}
        TreeStart::Starter => _ = starters::names(tx, made.discipline, &new.collection.discipline_type)?,
        TreeStart::File(path) => _ = dwca::import_taxa_within(tx, path, made.collection)?,
    }
    users::install_library_roles(tx)?;
    let user = users::add_user(
        tx,
        NewUser {
            name: new.user.name.clone(),
            password: Some(new.user.password.clone()),
            admin: true,
            email: new.user.email.clone(),
        },
    )?;
    name_agents(tx, user, &new.user)?;
    Ok(made)
}

/// Writes down what was said of the institution and its division besides their names.
fn describe(tx: &mut WriteTx<'_>, made: Made, new: &FirstSetup) -> Result<()> {
    let before = tx.get(institution::TABLE, made.institution)?;
    let mut after = before.clone().with(institution::IS_ACCESSIONS_GLOBAL, new.has_global_accessions);
    if new.street.is_some() || new.city.is_some() || new.country.is_some() {
        let place = Record::new(address::TABLE)
            .with(address::ADDRESS, new.street.clone())
            .with(address::CITY, new.city.clone())
            .with(address::COUNTRY, new.country.clone());
        after.set(institution::ADDRESS, put(tx, place)?.id);
    }
    records::put(tx, Some(&before), after)?;
    if let Some(abbrev) = &new.division_abbrev {
        let before = tx.get(division::TABLE, made.division)?;
        let after = before.clone().with(division::ABBREV, abbrev.as_str());
        records::put(tx, Some(&before), after)?;
    }
    Ok(())
}

/// Gives the agents that stand for the first user the name of the person.
fn name_agents(tx: &mut WriteTx<'_>, user: i64, person: &FirstUser) -> Result<()> {
    let some =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (first, last) = (some(&person.first_name), some(&person.last_name));
    for before in tx.select(&Select::all(agent::TABLE).matching(Filter::is(agent::SPECIFY_USER, user)))? {
        let mut after = before.clone().with(agent::EMAIL, some(&person.email));
        if let Some(last) = &last {
            after.set(agent::LAST_NAME, last.as_str());
        }
        after.set(agent::FIRST_NAME, first.clone());
        records::put(tx, Some(&before), after)?;
    }
    Ok(())
}

/// Adds what is known everywhere to the trees of a discipline that has only their roots: places, names and times as
/// asked. Returns how many nodes were made.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub fn fill_trees(tx: &mut WriteTx<'_>, discipline: i64, places: bool, names: bool, times: bool) -> Result<usize> {
    let record = tx.get(vasculum_model::names::discipline::TABLE, discipline)?;
    let kind = record.text(vasculum_model::names::discipline::TYPE).unwrap_or_default().to_owned();
    let mut made = 0;
    if places {
        made += starters::places(tx, discipline)?;
    }
    if names {
        made += starters::names(tx, discipline, &kind)?;
    }
    if times {
        made += starters::times(tx, discipline)?;
    }
    Ok(made)
}

/// Whether a database has neither an institution nor a user yet, so that it can be set up.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn is_untouched(tx: &mut vasculum_store::Tx<'_>) -> Result<bool> {
    Ok(tx.is_empty(institution::TABLE)? && tx.is_empty(specify_user::TABLE)?)
}
