//! Why somebody may do something: every right of a user with where it comes from.

use std::collections::HashMap;

use vasculum_model::names::{role, role_policy, specify_user, user_policy, user_role};
use vasculum_model::{Error, Record, Result, Value};
use vasculum_store::{Action, Filter, Policy, Select, Test, Tx, WriteTx};

use super::accounts::ensure_agents;
use super::resources::{Level, RESOURCES};
use crate::records;

/// Where a right comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// It was given to the user alone: the id of the UserPolicy.
    Own(i64),
    /// It was given to everybody: the id of the UserPolicy.
    Everybody(i64),
    /// A role gives it: its id and name.
    Role(i64, String),
}

/// A right of a user, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The right; `%` stands for any text.
    pub policy: Policy,
    /// Where it comes from.
    pub source: Source,
}

/// Every right of a user with where it comes from: their own first, then by role.
///
/// # Errors
///
/// - `NotFound`: there is no such user.
/// - `Forbidden`: the person may not see the rights of users; one's own one may always see.
pub fn reasons(tx: &mut Tx<'_>, user: i64) -> Result<Vec<Reason>> {
    if tx.access().user == Some(user) {
        return tx.unscoped(|tx| read(tx, user));
    }
    tx.get(specify_user::TABLE, user)?;
    read(tx, user)
}

/// The same, as far as whoever asks may see it.
pub(super) fn read(tx: &mut Tx<'_>, user: i64) -> Result<Vec<Reason>> {
    let theirs = Filter::Or(vec![
        Filter::is(user_policy::SPECIFYUSER, user),
        Filter::test(user_policy::SPECIFYUSER, Test::Empty),
    ]);
    let mut reasons = Vec::new();
    for record in tx.select(&Select::all(user_policy::TABLE).matching(theirs))? {
        let source = match record.int(user_policy::SPECIFYUSER) {
            Some(_) => Source::Own(record.id),
            None => Source::Everybody(record.id),
        };
        let text = |column| record.text(column).unwrap_or_default().to_owned();
        let policy = Policy {
            collection: record.int(user_policy::COLLECTION),
            resource: text(user_policy::RESOURCE),
            action: text(user_policy::ACTION),
        };
        reasons.push(Reason { policy, source });
    }
    let held = tx.select(&Select::all(user_role::TABLE).matching(Filter::is(user_role::SPECIFYUSER, user)))?;
    let ids: Vec<i64> = held.iter().filter_map(|record| record.int(user_role::ROLE)).collect();
    if ids.is_empty() {
        return Ok(reasons);
    }
    let roles: HashMap<i64, Record> =
        tx.find_all(role::TABLE, &ids)?.into_iter().map(|record| (record.id, record)).collect();
    let any = Test::In(roles.keys().map(|id| Value::Int(*id)).collect());
    for record in tx.select(&Select::all(role_policy::TABLE).matching(Filter::test(role_policy::ROLE, any)))? {
        let Some(of) = record.int(role_policy::ROLE).and_then(|id| roles.get(&id)) else { continue };
        // A role counts in its collection; one that has none counts nowhere, and not everywhere.
        let Some(collection) = of.int(role::COLLECTION) else { continue };
        let text = |column| record.text(column).unwrap_or_default().to_owned();
        let policy = Policy {
            collection: Some(collection),
            resource: text(role_policy::RESOURCE),
            action: text(role_policy::ACTION),
        };
        let source = Source::Role(of.id, of.text(role::NAME).unwrap_or_default().to_owned());
        reasons.push(Reason { policy, source });
    }
    reasons.sort_by(|a, b| a.source.cmp(&b.source).then_with(|| a.policy.resource.cmp(&b.policy.resource)));
    Ok(reasons)
}

/// Those of the reasons by which somebody may do this in the collection; without a collection, in the institution.
pub fn allowing<'r>(reasons: &'r [Reason], resource: &str, action: &str, collection: Option<i64>) -> Vec<&'r Reason> {
    reasons.iter().filter(|reason| reason.policy.allows(resource, action, collection)).collect()
}

/// Gives a right to a user alone; in a collection, or in the whole institution. It is entered with, so that there is an
/// agent where the user may now work.
///
/// # Errors
///
/// - `Invalid`: there is no such resource or action, or it counts elsewhere.
/// - `Forbidden`: the person may not give this right there; `%` in the whole institution only administrators give.
pub fn give_right(
    tx: &mut WriteTx<'_>,
    user: i64,
    collection: Option<i64>,
    resource: &str,
    action: &str,
) -> Result<()> {
    let (resource, action) = (resource.trim(), action.trim());
    check(resource, action, collection)?;
    let all = Filter::And(vec![
        Filter::is(user_policy::SPECIFYUSER, user),
        Filter::is(user_policy::COLLECTION, collection),
        Filter::is(user_policy::RESOURCE, resource),
        Filter::is(user_policy::ACTION, action),
    ]);
    if tx.first(&Select::all(user_policy::TABLE).matching(all))?.is_none() {
        let record = Record::new(user_policy::TABLE)
            .with(user_policy::SPECIFYUSER, user)
            .with(user_policy::COLLECTION, collection)
            .with(user_policy::RESOURCE, resource)
            .with(user_policy::ACTION, action);
        records::put(tx, None, record)?;
    }
    ensure_agents(tx, user)
}

fn check(resource: &str, action: &str, collection: Option<i64>) -> Result<()> {
    let known = known_resource(resource)
        .ok_or_else(|| Error::invalid(format!("There is no resource ‘{resource}’.")).hint("Choose one of the list."))?;
    let (actions, level) = known;
    if action != "%" && !actions.is_empty() && !actions.contains(&action) {
        return Err(Error::invalid(format!("With ‘{resource}’ one can’t ‘{action}’."))
            .hint(format!("One can: {}.", actions.join(", "))));
    }
    if level == Some(Level::Institution) && collection.is_some() {
        return Err(Error::invalid("This right counts only in the whole institution."));
    }
    Ok(())
}

/// The actions of a resource as a policy names it, and where it counts; no actions for a pattern over several.
fn known_resource(resource: &str) -> Option<(&'static [&'static str], Option<Level>)> {
    if resource == "%" {
        return Some((&[], None));
    }
    for row in RESOURCES {
        let stem = row.name.split('<').next().unwrap_or_default();
        let is_parted = stem.len() < row.name.len();
        if row.name == resource || is_parted && resource.starts_with(stem) && resource.len() > stem.len() {
            return Some((row.actions, Some(row.level)));
        }
    }
    let stem = resource.strip_suffix('%')?;
    RESOURCES.iter().any(|row| row.name.starts_with(stem)).then_some((&[], None))
}

/// Takes a right away that was given to a user alone.
///
/// # Errors
///
/// - `Conflict`: it is what makes the last administrator of the institution.
/// - `NotFound`, `Forbidden`.
pub fn take_right(tx: &mut WriteTx<'_>, user: i64, policy: i64) -> Result<()> {
    let record = tx.get(user_policy::TABLE, policy)?;
    if record.int(user_policy::SPECIFYUSER) != Some(user) {
        return Err(Error::not_found("This user has no such right."));
    }
    let is = |column, text: &str| record.text(column) == Some(text);
    if record.get(user_policy::COLLECTION).is_null() && is(user_policy::RESOURCE, "%") && is(user_policy::ACTION, "%") {
        return super::accounts::stop_being_admin(tx, user);
    }
    let grant = tx.may(Action::Delete, user_policy::TABLE)?;
    tx.delete(&grant, &record)
}
