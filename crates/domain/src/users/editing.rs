//! Roles as people edit them: made, changed, copied, deleted, and taken to another institution as a file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use vasculum_model::names::{library_role, library_role_policy, role, role_policy, user_role};
use vasculum_model::{Col, Error, Issue, Record, Result, TableId};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use crate::records;

/// One right: resource and action.
pub type Right = (String, String);

/// Where a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// Among the model roles of the institution, which count nowhere and are copied into collections.
    Library,
    /// In a collection, where it counts for those who hold it.
    Collection(i64),
}

/// A role with all that it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleInFull {
    /// Its id, among the model roles or those of collections.
    pub id: i64,
    /// Where it stands.
    pub home: Home,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it allows, in order.
    pub rights: BTreeSet<Right>,
    /// How many users hold it; none hold a model role.
    pub holders: i64,
}

/// What somebody wants a role to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleDraft {
    /// Its name: at most 1,024 characters, and no other role of its home has it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it allows.
    pub rights: BTreeSet<Right>,
}

/// The tables and columns of the roles of a home.
struct Shape {
    role: TableId,
    name: Col,
    description: Col,
    policy: TableId,
    of_role: Col,
    resource: Col,
    action: Col,
}

impl Home {
    const fn shape(self) -> Shape {
        match self {
            Self::Library => Shape {
                role: library_role::TABLE,
                name: library_role::NAME,
                description: library_role::DESCRIPTION,
                policy: library_role_policy::TABLE,
                of_role: library_role_policy::ROLE,
                resource: library_role_policy::RESOURCE,
                action: library_role_policy::ACTION,
            },
            Self::Collection(_) => Shape {
                role: role::TABLE,
                name: role::NAME,
                description: role::DESCRIPTION,
                policy: role_policy::TABLE,
                of_role: role_policy::ROLE,
                resource: role_policy::RESOURCE,
                action: role_policy::ACTION,
            },
        }
    }

    fn all(self) -> Select {
        match self {
            Self::Library => Select::all(library_role::TABLE),
            Self::Collection(id) => Select::all(role::TABLE).matching(Filter::is(role::COLLECTION, id)),
        }
    }
}

/// The roles of a home by name, with all that they allow.
///
/// # Errors
///
/// `Forbidden`, if the person may not see them.
pub fn roles(tx: &mut Tx<'_>, home: Home) -> Result<Vec<RoleInFull>> {
    let shape = home.shape();
    let records = tx.select(&home.all())?;
    let mut rights: BTreeMap<i64, BTreeSet<Right>> = BTreeMap::new();
    for record in &records {
        for policy in tx.select(&Select::all(shape.policy).matching(Filter::is(shape.of_role, record.id)))? {
            let text = |column: Col| policy.text(column).unwrap_or_default().to_owned();
            rights.entry(record.id).or_default().insert((text(shape.resource), text(shape.action)));
        }
    }
    let mut list = Vec::with_capacity(records.len());
    for record in &records {
        let holders = match home {
            Home::Library => 0,
            Home::Collection(_) => holders(tx, record.id)?.len() as i64,
        };
        list.push(RoleInFull {
            id: record.id,
            home,
            name: record.text(shape.name).unwrap_or_default().to_owned(),
            description: record.text(shape.description).unwrap_or_default().to_owned(),
            rights: rights.remove(&record.id).unwrap_or_default(),
            holders,
        });
    }
    list.sort_by_key(|role| vasculum_store::fold(&role.name));
    Ok(list)
}

/// The users who hold a role of a collection.
///
/// # Errors
///
/// `Forbidden`, if the person may not see who holds which role.
pub fn holders(tx: &mut Tx<'_>, role_id: i64) -> Result<Vec<i64>> {
    let held = tx.select(&Select::all(user_role::TABLE).matching(Filter::is(user_role::ROLE, role_id)))?;
    Ok(held.iter().filter_map(|record| record.int(user_role::SPECIFYUSER)).collect())
}

/// One role with all that it allows: a model role, or one of a collection.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub fn role_in_full(tx: &mut Tx<'_>, is_library: bool, id: i64) -> Result<RoleInFull> {
    let home = match is_library {
        true => Home::Library,
        false => Home::Collection(tx.get(role::TABLE, id)?.needed(role::COLLECTION)?),
    };
    let found = roles(tx, home)?.into_iter().find(|role| role.id == id);
    found.ok_or_else(|| Error::not_found("There is no such role."))
}

fn check(tx: &mut Tx<'_>, home: Home, id: Option<i64>, draft: &RoleDraft) -> Result<()> {
    let shape = home.shape();
    let name = draft.name.trim();
    let mut issues = Vec::new();
    if name.is_empty() {
        issues.push(Issue::error("role-name", "name", "A role needs a name."));
    } else if name.chars().count() > 1_024 || name.chars().any(char::is_control) {
        issues.push(Issue::error("role-name", "name", "The name of a role has at most 1,024 letters."));
    } else if tx.select(&home.all().matching(Filter::is(shape.name, name)))?.iter().any(|other| Some(other.id) != id) {
        issues.push(Issue::error("role-name", "name", "There is a role of this name already."));
    }
    for (resource, action) in &draft.rights {
        let is_good = |text: &str| !text.is_empty() && text.len() <= 250 && !text.chars().any(char::is_whitespace);
        if !is_good(resource) || !is_good(action) || !(resource.starts_with('/') || resource == "%") {
            let words = format!("‘{resource}: {action}’ is no right.");
            issues.push(Issue::error("role-right", "rights", words));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(Error::refused(issues)) }
}

/// Makes a role and returns its id.
///
/// # Errors
///
/// - `Invalid`: the name is missing or taken, or a right is none.
/// - `Forbidden`: the person may not make roles there.
pub fn add_role(tx: &mut WriteTx<'_>, home: Home, draft: &RoleDraft) -> Result<i64> {
    check(tx, home, None, draft)?;
    let shape = home.shape();
    let mut record =
        Record::new(shape.role).with(shape.name, draft.name.trim()).with(shape.description, draft.description.trim());
    if let Home::Collection(id) = home {
        record.set(role::COLLECTION, id);
    }
    let (record, _) = records::put(tx, None, record)?;
    for right in &draft.rights {
        add_right(tx, &shape, record.id, right)?;
    }
    Ok(record.id)
}

fn add_right(tx: &mut WriteTx<'_>, shape: &Shape, id: i64, (resource, action): &Right) -> Result<()> {
    let policy = Record::new(shape.policy)
        .with(shape.of_role, id)
        .with(shape.resource, resource.as_str())
        .with(shape.action, action.as_str());
    records::put(tx, None, policy).map(drop)
}

/// Makes a role what the draft says: rights that are not in it are taken away.
///
/// # Errors
///
/// - `Invalid`: the name is missing or taken, or a right is none.
/// - `NotFound`, `Forbidden`.
pub fn change_role(tx: &mut WriteTx<'_>, is_library: bool, id: i64, draft: &RoleDraft) -> Result<()> {
    let now = role_in_full(tx, is_library, id)?;
    check(tx, now.home, Some(id), draft)?;
    let shape = now.home.shape();
    let before = tx.get(shape.role, id)?;
    let after = before.clone().with(shape.name, draft.name.trim()).with(shape.description, draft.description.trim());
    records::put(tx, Some(&before), after)?;
    for right in draft.rights.difference(&now.rights) {
        add_right(tx, &shape, id, right)?;
    }
    if now.rights.is_subset(&draft.rights) {
        return Ok(());
    }
    let grant = tx.may(Action::Delete, shape.policy)?;
    for policy in tx.select(&Select::all(shape.policy).matching(Filter::is(shape.of_role, id)))? {
        let text = |column: Col| policy.text(column).unwrap_or_default().to_owned();
        if !draft.rights.contains(&(text(shape.resource), text(shape.action))) {
            tx.delete(&grant, &policy)?;
        }
    }
    Ok(())
}

/// Deletes a role with what it allows. Those who hold it lose it.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub fn delete_role(tx: &mut WriteTx<'_>, is_library: bool, id: i64) -> Result<()> {
    let role = role_in_full(tx, is_library, id)?;
    let shape = role.home.shape();
    if !is_library {
        let held = tx.select(&Select::all(user_role::TABLE).matching(Filter::is(user_role::ROLE, id)))?;
        if !held.is_empty() {
            let grant = tx.may(Action::Delete, user_role::TABLE)?;
            for record in &held {
                tx.delete(&grant, record)?;
            }
        }
    }
    let policies = tx.select(&Select::all(shape.policy).matching(Filter::is(shape.of_role, id)))?;
    if !policies.is_empty() {
        let grant = tx.may(Action::Delete, shape.policy)?;
        for policy in &policies {
            tx.delete(&grant, policy)?;
        }
    }
    let record = tx.get(shape.role, id)?;
    let grant = tx.may(Action::Delete, shape.role)?;
    tx.delete(&grant, &record)
}

/// The name under which a copy of a role can stand in a home: its own, or with a number after it.
///
/// # Errors
///
/// `Forbidden`, if the person may not see the roles there.
pub fn free_name(tx: &mut Tx<'_>, home: Home, name: &str) -> Result<String> {
    let taken: BTreeSet<String> = roles(tx, home)?.into_iter().map(|role| role.name).collect();
    if !taken.contains(name) {
        return Ok(name.to_owned());
    }
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    Ok(numbered.take(taken.len() + 1).find(|name| !taken.contains(name)).unwrap_or_default())
}

/// Roles as a file: JSON that another institution can read in.
pub fn roles_to_json(roles: &[RoleInFull]) -> Json {
    let one = |role: &RoleInFull| {
        let mut policies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (resource, action) in &role.rights {
            policies.entry(resource).or_default().push(action);
        }
        json!({ "name": role.name, "description": role.description, "policies": policies })
    };
    json!({ "format": "vasculum-roles", "version": 1, "roles": roles.iter().map(one).collect::<Vec<_>>() })
}

/// Reads what [`roles_to_json`] wrote.
///
/// # Errors
///
/// `Invalid`, saying what is wrong with the file.
pub fn roles_from_json(text: &str) -> Result<Vec<RoleDraft>> {
    let wrong = || Error::invalid("This is no file of roles.").hint("Choose a file that was exported on this page.");
    let json: Json = serde_json::from_str(text).map_err(|_| wrong())?;
    if json["format"] != "vasculum-roles" {
        return Err(wrong());
    }
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let mut drafts = Vec::new();
    for role in json["roles"].as_array().ok_or_else(wrong)? {
        let mut rights = BTreeSet::new();
        for (resource, actions) in role["policies"].as_object().ok_or_else(wrong)? {
            for action in actions.as_array().ok_or_else(wrong)? {
                rights.insert((resource.clone(), text(action)));
            }
        }
        drafts.push(RoleDraft { name: text(&role["name"]), description: text(&role["description"]), rights });
    }
    Ok(drafts)
}

/// Takes roles of a file into a home: a role of the same name becomes what the file says, others are made. Returns how
/// many were made and how many changed.
///
/// # Errors
///
/// As [`add_role`] and [`change_role`].
pub fn take_roles(tx: &mut WriteTx<'_>, home: Home, drafts: &[RoleDraft]) -> Result<(usize, usize)> {
    let there = roles(tx, home)?;
    let (mut made, mut changed) = (0, 0);
    for draft in drafts {
        match there.iter().find(|role| role.name == draft.name.trim()) {
            Some(role) if role.rights == draft.rights && role.description == draft.description => {}
            Some(role) => {
                change_role(tx, home == Home::Library, role.id, draft)?;
                changed += 1;
            }
            None => {
                add_role(tx, home, draft)?;
                made += 1;
            }
        }
    }
    Ok((made, changed))
}
