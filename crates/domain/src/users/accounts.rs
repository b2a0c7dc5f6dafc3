//! Users, the agents that stand for them, and who administers the institution.

use std::collections::BTreeSet;

use vasculum_model::names::{agent, collection, specify_user, user_policy};
use vasculum_model::{Code, Error, Issue, Path, Record, Result, Value, model};
use vasculum_store::{Action, Database, Filter, Select, Test, Tx, WriteTx};

use super::{passwords, rights, tickets};
use crate::records;
use crate::rules::Saving;

/// A user to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewUser {
    /// The name to sign in with: at most 64 characters, no two that differ only in upper and lower case.
    pub name: String,
    /// The first password; without one the user can't sign in until one is set.
    pub password: Option<String>,
    /// Whether the user administers the institution: may do everything everywhere.
    pub admin: bool,
    /// Where to write to.
    pub email: Option<String>,
}

/// A user, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id of the SpecifyUser.
    pub id: i64,
    /// The name to sign in with.
    pub name: String,
    /// Where to write to.
    pub email: Option<String>,
    /// Whether the user administers the institution.
    pub is_admin: bool,
}

/// Makes a user, and an agent in every division whose collections the user may enter.
///
/// # Errors
///
/// - `Invalid`: the name is missing, too long or taken, or the password is too weak; `issues` says which.
/// - `Forbidden`: the person may not make users.
pub fn add_user(tx: &mut WriteTx<'_>, new: NewUser) -> Result<i64> {
    let name = new.name.trim();
    check_name(tx, name, None)?;
    let password = match &new.password {
        Some(password) => {
            passwords::check_password(name, password, passwords::least_length(tx)?)?;
            Value::from(passwords::digest(password)?)
        }
        None => passwords::none(),
    };
    let record = Record::new(specify_user::TABLE)
        .with(specify_user::NAME, name)
        .with(specify_user::PASSWORD, password)
        .with(specify_user::EMAIL, new.email)
        .with(specify_user::IS_LOGGED_IN, false)
        .with(specify_user::IS_LOGGED_IN_REPORT, false);
    let (user, _) = records::put(tx, None, record)?;
    if new.admin {
        make_admin(tx, user.id)?;
    }
    Ok(user.id)
}

/// Judges a name to sign in with: for a new user, or for this one.
pub(super) fn check_name(tx: &mut Tx<'_>, name: &str, of: Option<i64>) -> Result<()> {
    let words = if name.is_empty() {
        "A user needs a name to sign in with."
    } else if name.chars().count() > 64 {
        "The name of a user has at most 64 characters."
    } else if name.chars().any(char::is_control) {
        "The name of a user holds a character that can't be seen."
    } else if by_name(tx, name)?.is_some_and(|other| Some(other.id) != of) {
        "There is a user of this name already."
    } else {
        return Ok(());
    };
    Err(Error::refused(vec![Issue::error("user-name", "name", words)]))
}

/// The user of this name, exactly as written or else without regard to upper and lower case.
pub(super) fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Record>> {
    let filter = Filter::test(specify_user::NAME, Test::IsCaseless(name.trim().to_owned()));
    let mut found = tx.select(&Select::all(specify_user::TABLE).matching(filter))?;
    let exact = found.iter().position(|user| user.text(specify_user::NAME) == Some(name.trim()));
    // A database from elsewhere may hold names that differ only in case; then only the exact one will do.
    match (exact, found.len()) {
        (Some(at), _) => Ok(Some(found.swap_remove(at))),
        (None, 1) => Ok(found.pop()),
        _ => Ok(None),
    }
}

/// The id of the user of this name, without regard to upper and lower case.
///
/// # Errors
///
/// `NotFound`, if there is none.
pub fn find_user(tx: &mut Tx<'_>, name: &str) -> Result<i64> {
    let found = by_name(tx, name)?.map(|user| user.id);
    found.ok_or_else(|| {
        Error::not_found(format!("There is no user ‘{name}’.")).hint("`vasculum user list` shows all users.")
    })
}

/// Every user, by name.
///
/// # Errors
///
/// `Forbidden`, if the person may not see users or their rights.
pub fn list_users(tx: &mut Tx<'_>) -> Result<Vec<User>> {
    let admins = admins(tx)?;
    let users = tx.select(&Select::all(specify_user::TABLE))?;
    let mut list: Vec<User> = users
        .iter()
        .map(|user| User {
            id: user.id,
            name: user.text(specify_user::NAME).unwrap_or_default().to_owned(),
            email: user.text(specify_user::EMAIL).map(str::to_owned),
            is_admin: admins.contains(&user.id),
        })
        .collect();
    list.sort_by_key(|user| vasculum_store::fold(&user.name));
    Ok(list)
}

/// The policies that make administrators of the institution.
fn admin_policies(tx: &mut Tx<'_>) -> Result<Vec<Record>> {
    let filter = Filter::And(vec![
        Filter::test(user_policy::COLLECTION, Test::Empty),
        Filter::is(user_policy::RESOURCE, "%"),
        Filter::is(user_policy::ACTION, "%"),
    ]);
    tx.select(&Select::all(user_policy::TABLE).matching(filter))
}

fn admins(tx: &mut Tx<'_>) -> Result<BTreeSet<i64>> {
    Ok(admin_policies(tx)?.iter().filter_map(|policy| policy.int(user_policy::SPECIFYUSER)).collect())
}

/// Lets a user do everything in the whole institution.
///
/// # Errors
///
/// `Forbidden`, unless the person administers the institution.
pub fn make_admin(tx: &mut WriteTx<'_>, user: i64) -> Result<()> {
    if !admins(tx)?.contains(&user) {
        let policy = Record::new(user_policy::TABLE)
            .with(user_policy::SPECIFYUSER, user)
            .with(user_policy::RESOURCE, "%")
            .with(user_policy::ACTION, "%");
        records::put(tx, None, policy)?;
    }
    ensure_agents(tx, user)
}

/// Takes from a user the right to do everything.
///
/// # Errors
///
/// - `Conflict`: nobody else administers the institution; somebody has to.
/// - `Forbidden`.
pub fn stop_being_admin(tx: &mut WriteTx<'_>, user: i64) -> Result<()> {
    let policies = admin_policies(tx)?;
    if !somebody_else(tx, user)? {
        return Err(last_admin());
    }
    let grant = tx.may(Action::Delete, user_policy::TABLE)?;
    for policy in policies.iter().filter(|policy| policy.int(user_policy::SPECIFYUSER) == Some(user)) {
        tx.delete(&grant, policy)?;
    }
    Ok(())
}

/// Refuses to change or delete the policy of the last administrator.
///
/// Source: Specify 7, `NoAdminUsersException`.
pub(crate) fn keep_an_administrator(s: &mut Saving<'_, '_>) -> Result<()> {
    let was_admin = s.before.is_some_and(|before| {
        before.get(user_policy::COLLECTION).is_null()
            && before.text(user_policy::RESOURCE) == Some("%")
            && before.text(user_policy::ACTION) == Some("%")
    });
    if was_admin && !has_administrator(s.tx)? { Err(last_admin()) } else { Ok(()) }
}

/// Whether anybody administers the institution, whoever asks.
pub(crate) fn has_administrator(tx: &mut Tx<'_>) -> Result<bool> {
    tx.unscoped(|tx| Ok(!admins(tx)?.is_empty()))
}

/// Whether somebody besides this user administers the institution and can sign in. Where no administrator has a
/// password, as before the first sign-in after a move from Specify, all of them count.
fn somebody_else(tx: &mut Tx<'_>, user: i64) -> Result<bool> {
    tx.unscoped(|tx| {
        let ids: Vec<i64> = admins(tx)?.into_iter().collect();
        let users = tx.find_all(specify_user::TABLE, &ids)?;
        let can_enter = |record: &&Record| passwords::is_one(record.text(specify_user::PASSWORD));
        let able: Vec<i64> = users.iter().filter(can_enter).map(|record| record.id).collect();
        let count = if able.is_empty() { &ids } else { &able };
        Ok(count.iter().any(|id| *id != user))
    })
}

/// The refusal of what would leave the institution without anybody who administers it.
pub(crate) fn last_admin() -> Error {
    Error::new(Code::Conflict, "This is the last administrator of the institution.")
        .hint("Make somebody else administrator first.")
}

/// Keeps a user from signing in: their password no longer counts, and their sessions and tokens end. A new password
/// lets them in again. Their records and their name in the journal stay.
///
/// # Errors
///
/// - `Conflict`: this is the last administrator.
/// - `Forbidden`, `NotFound`.
pub fn block(db: &Database, access: &vasculum_store::Access, user: i64) -> Result<()> {
    db.write(access, vasculum_store::Purpose::new("block", ""), |tx| {
        let is_admin = tx.unscoped(|tx| Ok(admins(tx)?.contains(&user)))?;
        if is_admin && !somebody_else(tx, user)? {
            return Err(last_admin());
        }
        let before = tx.get(specify_user::TABLE, user)?;
        let grant = tx.may(Action::Update, specify_user::TABLE)?;
        tx.update(&grant, &before, &before.clone().with(specify_user::PASSWORD, passwords::none()))?;
        tx.summarise(format!("User {} blocked", before.text(specify_user::NAME).unwrap_or_default()));
        tx.note();
        Ok(())
    })?;
    tickets::end_all(db, user)
}

/// Lets an agent stand for a user in the agent's division.
///
/// # Errors
///
/// - `Conflict`: the agent stands for somebody else, or another agent stands for the user in that division.
/// - `NotFound`, `Forbidden`.
///
/// Source: Specify 7, `AgentInUseException`, `MultipleAgentsException`.
pub fn link_agent(tx: &mut WriteTx<'_>, user: i64, agent_id: i64) -> Result<()> {
    let before = tx.get(agent::TABLE, agent_id)?;
    match before.int(agent::SPECIFY_USER) {
        Some(other) if other == user => return Ok(()),
        Some(_) => return Err(Error::new(Code::Conflict, "This agent stands for another user already.")),
        None => {}
    }
    if agent_of(tx, user, before.int(agent::DIVISION))?.is_some() {
        return Err(Error::new(Code::Conflict, "Another agent stands for this user in the same division."));
    }
    let after = before.clone().with(agent::SPECIFY_USER, user);
    records::put(tx, Some(&before), after).map(drop)
}

/// Takes from an agent that it stands for this user. It is made anew at need: whoever enters a collection has an agent
/// in its division.
///
/// # Errors
///
/// - `Conflict`: the user may enter a collection of the agent's division and would have nobody to stand for them.
/// - `NotFound`, `Forbidden`.
///
/// Source: Specify 7, `MissingAgentForAccessibleCollection`.
pub fn unlink_agent(tx: &mut WriteTx<'_>, user: i64, agent_id: i64) -> Result<()> {
    let before = tx.get(agent::TABLE, agent_id)?;
    if before.int(agent::SPECIFY_USER) != Some(user) {
        return Err(Error::not_found("This agent does not stand for the user."));
    }
    if let Some(division) = before.int(agent::DIVISION)
        && enters(tx, user)?.contains(&division)
    {
        return Err(Error::new(
            Code::Conflict,
            "The user may enter a collection of this division, and needs an agent there.",
        )
        .hint("Choose another agent for them instead, or take their rights in the division first."));
    }
    let after = before.clone().with(agent::SPECIFY_USER, Value::Null);
    records::put(tx, Some(&before), after).map(drop)
}

/// Lets another agent of the same division stand for a user: the former one is free again.
///
/// # Errors
///
/// - `Conflict`: the agent stands for somebody else.
/// - `NotFound`, `Forbidden`.
pub fn change_agent(tx: &mut WriteTx<'_>, user: i64, agent_id: i64) -> Result<()> {
    let chosen = tx.get(agent::TABLE, agent_id)?;
    if chosen.int(agent::SPECIFY_USER).is_some_and(|other| other != user) {
        return Err(Error::new(Code::Conflict, "This agent stands for another user already."));
    }
    if let Some(former) = agent_of(tx, user, chosen.int(agent::DIVISION))?.filter(|former| former.id != agent_id) {
        let after = former.clone().with(agent::SPECIFY_USER, Value::Null);
        records::put(tx, Some(&former), after)?;
    }
    link_agent(tx, user, agent_id)
}

/// The agents that stand for a user.
///
/// # Errors
///
/// `Forbidden`, if the person may not see agents.
pub fn agents_of(tx: &mut Tx<'_>, user: i64) -> Result<Vec<Record>> {
    tx.select(&Select::all(agent::TABLE).matching(Filter::is(agent::SPECIFY_USER, user)))
}

fn agent_of(tx: &mut Tx<'_>, user: i64, division: Option<i64>) -> Result<Option<Record>> {
    let filter = Filter::And(vec![Filter::is(agent::SPECIFY_USER, user), Filter::is(agent::DIVISION, division)]);
    tx.first(&Select::all(agent::TABLE).matching(filter))
}

/// Makes an agent for the user in every division in which they may enter a collection and have none yet.
///
/// To be called after a collection or a right was added; what this crate itself adds calls it.
///
/// # Errors
///
/// - `NotFound`: there is no such user.
/// - `Forbidden`: the person may not make agents there.
///
/// Source: Specify 7, `MissingAgentForAccessibleCollection`.
pub fn ensure_agents(tx: &mut WriteTx<'_>, user: i64) -> Result<()> {
    let name = tx.get(specify_user::TABLE, user)?.text(specify_user::NAME).unwrap_or_default().to_owned();
    for division in enters(tx, user)? {
        if agent_of(tx, user, Some(division))?.is_none() {
            let record = Record::new(agent::TABLE)
                .with(agent::AGENT_TYPE, 1)
                .with(agent::LAST_NAME, name.as_str())
                .with(agent::DIVISION, division)
                .with(agent::SPECIFY_USER, user);
            records::put(tx, None, record)?;
        }
    }
    Ok(())
}

/// Makes the agents that users lack, of everybody: to be called after a collection or division was added.
///
/// # Errors
///
/// `Forbidden`, if the person may not make agents there.
pub fn ensure_everybodys_agents(tx: &mut WriteTx<'_>) -> Result<()> {
    for user in tx.select(&Select::all(specify_user::TABLE))? {
        ensure_agents(tx, user.id)?;
    }
    Ok(())
}

/// The divisions in which a user may enter a collection.
fn enters(tx: &mut Tx<'_>, user: i64) -> Result<BTreeSet<i64>> {
    let policies = rights::policies(tx, user)?;
    let theirs = vasculum_store::Access::of(user, "", policies, std::sync::Arc::default());
    let may = |id: i64| theirs.may("/system/sp7/collection", "access", Some(id));
    Ok(collections(tx)?.into_iter().filter(|(id, _)| may(*id)).map(|(_, division)| division).collect())
}

/// Every collection with its division.
fn collections(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>> {
    let table = model().table(collection::TABLE);
    let paths = [Path::parse(table, "id")?, Path::parse(table, "discipline.division")?];
    let rows = tx.values(&Select::all(collection::TABLE), &paths)?;
    Ok(rows.iter().filter_map(|row| Some((row[0].int()?, row[1].int()?))).collect())
}
