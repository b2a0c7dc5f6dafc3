//! Roles: the model roles of the institution, the roles of each collection, and who holds them.

use vasculum_model::names::{
    library_role, library_role_policy, role, role_policy, specify_user, user_policy, user_role,
};
use vasculum_model::{Error, Record, Result, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use super::accounts::ensure_agents;
use crate::records;

/// A model role that every institution starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryRole {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it allows: resources, each with actions. `/table/<data>` stands for every table that is not the program's
    /// own, and those of attachments.
    pub policies: &'static [(&'static [&'static str], &'static [&'static str])],
}

/// A role that a user holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSummary {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The collection in which it counts.
    pub collection: i64,
}

const ALL_FOUR: &[&str] = &["read", "create", "update", "delete"];
const READ: &[&str] = &["read"];
const EVERYTHING: &[&str] = &["%"];
const EXECUTE: &[&str] = &["execute"];
const TABLES: &[&str] = &["/table/%"];

/// Every model role.
///
/// Source: Specify 7, `permissions/initialize.py`.
pub const LIBRARY_ROLES: &[LibraryRole] = &[
    LibraryRole {
        name: "Assign Roles",
        about: "Gives the roles of the collection to users and takes them away.",
        policies: &[(&["/permissions/user/roles"], &["read", "update"]), (&["/permissions/roles"], READ)],
    },
    LibraryRole {
        name: "Create Data Sets",
        about: "Prepares data sets in the WorkBench for somebody else to upload.",
        policies: &[(&["/workbench/dataset"], &["create", "update", "delete", "validate", "transfer"])],
    },
    LibraryRole {
        name: "Edit Forms and Global Preferences",
        about: "Changes forms, what fields are called, and the preferences that everybody shares.",
        policies: &[
            (
                &["/table/spappresource", "/table/spappresourcedata", "/table/spappresourcedir", "/table/spviewsetobj"],
                ALL_FOUR,
            ),
            (&["/system/forms", "/system/schema"], &["update"]),
        ],
    },
    LibraryRole {
        name: "Edit Pick lists",
        about: "Changes the lists of allowed values.",
        policies: &[(&["/table/picklist", "/table/picklistitem"], ALL_FOUR)],
    },
    LibraryRole {
        name: "Edit Taxon Tree",
        about: "Adds, moves, merges and synonymizes names.",
        policies: &[
            (&["/tree/edit/taxon"], &["merge", "move", "synonymize", "desynonymize", "repair"]),
            (&["/table/taxon", "/table/taxonattribute", "/table/taxoncitation", "/table/taxonattachment"], ALL_FOUR),
            (&["/table/taxontreedef", "/table/taxontreedefitem"], &["read", "update"]),
        ],
    },
    LibraryRole {
        name: "Export Data",
        about: "Makes Darwin Core archives.",
        policies: &[(&["/export/dwca"], EXECUTE), (TABLES, READ)],
    },
    LibraryRole {
        name: "Full Data Access",
        about: "Sees, makes, changes and deletes all records of the collection.",
        policies: &[(TABLES, ALL_FOUR)],
    },
    LibraryRole {
        name: "Full WorkBench access",
        about: "Prepares data sets in the WorkBench and uploads them.",
        policies: &[
            (&["/workbench/dataset"], &["create", "update", "delete", "validate", "upload", "unupload", "transfer"]),
            (TABLES, &["read", "create"]),
        ],
    },
    LibraryRole {
        name: "Inspect Audit Log",
        about: "Sees who changed what.",
        policies: &[(&["/table/spauditlog", "/table/spauditlogfield"], READ), (&["/querybuilder/query"], EXECUTE)],
    },
    LibraryRole {
        name: "Manage Interactions",
        about: "Keeps loans, gifts, exchanges, borrows, disposals, permits and what goes with them.",
        policies: &[(INTERACTIONS, ALL_FOUR)],
    },
    LibraryRole {
        name: "Print Reports",
        about: "Prints labels and reports.",
        policies: &[(&["/report"], EXECUTE), (TABLES, READ)],
    },
    LibraryRole { name: "Read-Only Access", about: "Sees all records of the collection.", policies: &[(TABLES, READ)] },
    LibraryRole {
        name: "Run Queries",
        about: "Makes queries and record sets and takes their results out.",
        policies: &[
            (&["/querybuilder/query"], &["execute", "export_csv", "export_kml", "create_recordset"]),
            (&["/table/spquery", "/table/spqueryfield", "/table/recordset", "/table/recordsetitem"], ALL_FOUR),
            (TABLES, READ),
        ],
    },
    LibraryRole {
        name: "Security Admin",
        about: "Manages the users of the collection and their rights.",
        policies: &[
            (&["/permissions/%"], &["read", "create", "update", "delete", "copy_from_library"]),
            (&["/table/specifyuser"], ALL_FOUR),
        ],
    },
    LibraryRole {
        name: "Collection Admin",
        about: "Does everything in the collection.",
        policies: &[(&["%"], EVERYTHING)],
    },
    LibraryRole {
        name: "Read Only - Legacy",
        about: "What limited users and guests of Specify 6 could do.",
        policies: &[(&["/field/%", "/querybuilder/%"], EVERYTHING), (TABLES, READ)],
    },
    LibraryRole {
        name: "Full Access - Legacy",
        about: "What users with full access could do in Specify 6.",
        policies: &[
            (
                &[
                    "/field/%",
                    "/table/<data>",
                    "/table/picklist",
                    "/table/picklistitem",
                    "/table/recordset",
                    "/table/recordsetitem",
                    "/table/spquery",
                    "/table/spqueryfield",
                    "/tree/%",
                    "/report",
                    "/querybuilder/%",
                ],
                EVERYTHING,
            ),
            (TABLES, READ),
        ],
    },
];

const INTERACTIONS: &[&str] = &[
    "/table/appraisal",
    "/table/inforequest",
    "/table/permit",
    "/table/shipment",
    "/table/borrow",
    "/table/borrowagent",
    "/table/borrowmaterial",
    "/table/borrowreturnmaterial",
    "/table/deaccession",
    "/table/deaccessionagent",
    "/table/disposal",
    "/table/disposalagent",
    "/table/disposalpreparation",
    "/table/exchangein",
    "/table/exchangeinprep",
    "/table/exchangeout",
    "/table/exchangeoutprep",
    "/table/gift",
    "/table/giftagent",
    "/table/giftpreparation",
    "/table/loan",
    "/table/loanagent",
    "/table/loanpreparation",
    "/table/loanreturnpreparation",
    "/table/borrowattachment",
    "/table/deaccessionattachment",
    "/table/disposalattachment",
    "/table/giftattachment",
    "/table/loanattachment",
    "/table/permitattachment",
];

impl LibraryRole {
    /// Each right of the role by itself: resource and action.
    pub fn rights(&self) -> Vec<(String, &'static str)> {
        let mut rights = Vec::new();
        for (resources, actions) in self.policies {
            for resource in *resources {
                let names = if *resource == "/table/<data>" { data_tables() } else { vec![(*resource).to_owned()] };
                for name in names {
                    rights.extend(actions.iter().map(|action| (name.clone(), *action)));
                }
            }
        }
        rights
    }
}

/// The tables that hold data, or attachments of it.
fn data_tables() -> Vec<String> {
    let holds_data =
        |table: &&vasculum_model::Table| !table.joins && (!table.system || table.name.ends_with("Attachment"));
    let name = |table: &vasculum_model::Table| format!("/table/{}", table.name.to_ascii_lowercase());
    model().tables().filter(holds_data).map(name).collect()
}

/// Makes those model roles that the institution does not have; returns how many.
///
/// # Errors
///
/// `Forbidden`, unless the person may change the model roles.
pub fn install_library_roles(tx: &mut WriteTx<'_>) -> Result<usize> {
    let mut made = 0;
    for library in LIBRARY_ROLES {
        if library_role_named(tx, library.name)?.is_some() {
            continue;
        }
        let record = Record::new(library_role::TABLE)
            .with(library_role::NAME, library.name)
            .with(library_role::DESCRIPTION, library.about);
        let (record, _) = records::put(tx, None, record)?;
        for (resource, action) in library.rights() {
            let policy = Record::new(library_role_policy::TABLE)
                .with(library_role_policy::ROLE, record.id)
                .with(library_role_policy::RESOURCE, resource)
                .with(library_role_policy::ACTION, action);
            records::put(tx, None, policy)?;
        }
        made += 1;
    }
    Ok(made)
}

fn library_role_named(tx: &mut Tx<'_>, name: &str) -> Result<Option<Record>> {
    tx.first(&Select::all(library_role::TABLE).matching(Filter::is(library_role::NAME, name)))
}

/// Copies a model role into a collection and returns the role there; one of the same name is left as it is.
///
/// # Errors
///
/// - `NotFound`: there is no such model role.
/// - `Forbidden`: the person may not make roles in the collection.
pub fn add_role_from_library(tx: &mut WriteTx<'_>, collection: i64, name: &str) -> Result<i64> {
    let here = Filter::And(vec![Filter::is(role::COLLECTION, collection), Filter::is(role::NAME, name)]);
    if let Some(role) = tx.first(&Select::all(role::TABLE).matching(here))? {
        return Ok(role.id);
    }
    let Some(library) = library_role_named(tx, name)? else {
        return Err(Error::not_found(format!("There is no model role ‘{name}’.")));
    };
    let record = Record::new(role::TABLE)
        .with(role::NAME, name)
        .with(role::DESCRIPTION, library.get(library_role::DESCRIPTION).clone())
        .with(role::COLLECTION, collection);
    let (record, _) = records::put(tx, None, record)?;
    let of_role = Filter::is(library_role_policy::ROLE, library.id);
    for policy in tx.select(&Select::all(library_role_policy::TABLE).matching(of_role))? {
        let copy = Record::new(role_policy::TABLE)
            .with(role_policy::ROLE, record.id)
            .with(role_policy::RESOURCE, policy.get(library_role_policy::RESOURCE).clone())
            .with(role_policy::ACTION, policy.get(library_role_policy::ACTION).clone());
        records::put(tx, None, copy)?;
    }
    Ok(record.id)
}

fn entrance(user: i64, collection: i64) -> Filter {
    Filter::And(vec![
        Filter::is(user_policy::SPECIFYUSER, user),
        Filter::is(user_policy::COLLECTION, collection),
        Filter::is(user_policy::RESOURCE, "/system/sp7/collection"),
    ])
}

/// Lets a user enter a collection, with an agent in its division; what they may do there is said by roles.
///
/// # Errors
///
/// `Forbidden`, `NotFound`.
pub fn enter(tx: &mut WriteTx<'_>, user: i64, collection: i64) -> Result<()> {
    tx.get(specify_user::TABLE, user)?;
    if tx.first(&Select::all(user_policy::TABLE).matching(entrance(user, collection)))?.is_none() {
        let policy = Record::new(user_policy::TABLE)
            .with(user_policy::SPECIFYUSER, user)
            .with(user_policy::COLLECTION, collection)
            .with(user_policy::RESOURCE, "/system/sp7/collection")
            .with(user_policy::ACTION, "access");
        records::put(tx, None, policy)?;
    }
    ensure_agents(tx, user)
}

/// Gives a user a role and lets them enter its collection.
///
/// # Errors
///
/// `Forbidden`, `NotFound`.
pub fn give_role(tx: &mut WriteTx<'_>, user: i64, role_id: i64) -> Result<()> {
    let collection = tx.get(role::TABLE, role_id)?.needed(role::COLLECTION)?;
    enter(tx, user, collection)?;
    if tx.first(&Select::all(user_role::TABLE).matching(holding(user, role_id)))?.is_none() {
        let record = Record::new(user_role::TABLE).with(user_role::SPECIFYUSER, user).with(user_role::ROLE, role_id);
        records::put(tx, None, record)?;
    }
    Ok(())
}

fn holding(user: i64, role_id: i64) -> Filter {
    Filter::And(vec![Filter::is(user_role::SPECIFYUSER, user), Filter::is(user_role::ROLE, role_id)])
}

/// Takes a role from a user, who may still enter the collection.
///
/// # Errors
///
/// `Forbidden`.
pub fn take_role(tx: &mut WriteTx<'_>, user: i64, role_id: i64) -> Result<()> {
    let grant = tx.may(Action::Delete, user_role::TABLE)?;
    for record in tx.select(&Select::all(user_role::TABLE).matching(holding(user, role_id)))? {
        tx.delete(&grant, &record)?;
    }
    Ok(())
}

/// Takes from a user everything that was given to them in a collection alone: roles and rights.
///
/// # Errors
///
/// `Forbidden`.
pub fn leave(tx: &mut WriteTx<'_>, user: i64, collection: i64) -> Result<()> {
    for held in roles_of(tx, user)? {
        if held.collection == collection {
            take_role(tx, user, held.id)?;
        }
    }
    let grant = tx.may(Action::Delete, user_policy::TABLE)?;
    let here =
        Filter::And(vec![Filter::is(user_policy::SPECIFYUSER, user), Filter::is(user_policy::COLLECTION, collection)]);
    for record in tx.select(&Select::all(user_policy::TABLE).matching(here))? {
        tx.delete(&grant, &record)?;
    }
    Ok(())
}

/// The roles that a user holds.
///
/// # Errors
///
/// `Forbidden`.
pub fn roles_of(tx: &mut Tx<'_>, user: i64) -> Result<Vec<RoleSummary>> {
    let held = tx.select(&Select::all(user_role::TABLE).matching(Filter::is(user_role::SPECIFYUSER, user)))?;
    let ids: Vec<i64> = held.iter().filter_map(|record| record.int(user_role::ROLE)).collect();
    let summary = |record: &Record| {
        Some(RoleSummary {
            id: record.id,
            name: record.text(role::NAME).unwrap_or_default().to_owned(),
            collection: record.int(role::COLLECTION)?,
        })
    };
    Ok(tx.find_all(role::TABLE, &ids)?.iter().filter_map(summary).collect())
}
