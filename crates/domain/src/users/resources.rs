//! Every resource that a right can name.

use Level::{Collection, Either, Institution};

/// Where a right to a resource counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// In one collection, or in all of them by a right in the whole institution.
    Collection,
    /// Only in the whole institution.
    Institution,
    /// In a collection for its own rights, in the institution for those that reach everywhere.
    Either,
}

/// Something that one may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    /// Its name in policies. `<table>` stands for the name of a table in lower case, `<field>` for that of a field.
    pub name: &'static str,
    /// What one can do with it.
    pub actions: &'static [&'static str],
    /// Where a right to it counts.
    pub level: Level,
    /// What it is, for the page on which rights are given.
    pub about: &'static str,
}

const fn row(name: &'static str, actions: &'static [&'static str], level: Level, about: &'static str) -> Resource {
    Resource { name, actions, level, about }
}

/// Making, seeing, changing and deleting.
const ALL_FOUR: &[&str] = &["read", "create", "update", "delete"];
const TREE: &[&str] = &["merge", "move", "synonymize", "desynonymize", "repair"];

/// Every resource, in the order of the page on which rights are given.
///
/// Source: Specify 7, the permission registries of all its parts.
pub const RESOURCES: &[Resource] = &[
    row("/system/sp7/collection", &["access"], Collection, "Enter the collection."),
    row("/system/forms", &["update"], Collection, "Arranging forms."),
    row("/system/schema", &["update"], Collection, "What tables and fields are called, what is hidden or required."),
    row("/table/<table>", ALL_FOUR, Collection, "The records of a table; ‘/table/%’ is every table."),
    row("/field/<table>/<field>", &["update"], Collection, "One field of a table."),
    row("/tree/edit/taxon", TREE, Collection, "The tree of names."),
    row("/tree/edit/geography", TREE, Collection, "The tree of countries and regions."),
    row("/tree/edit/geologictimeperiod", TREE, Collection, "The tree of geologic time."),
    row("/tree/edit/lithostrat", TREE, Collection, "The tree of rock units."),
    row("/tree/edit/tectonicunit", TREE, Collection, "The tree of tectonic units."),
    row(
        "/tree/edit/storage",
        &["merge", "move", "bulk_move", "synonymize", "desynonymize", "repair"],
        Collection,
        "The tree of buildings, rooms and shelves.",
    ),
    row(
        "/querybuilder/query",
        &["execute", "export_csv", "export_kml", "export_to_web_portal", "create_recordset"],
        Collection,
        "Queries and what comes out of them.",
    ),
    row(
        "/workbench/dataset",
        &["create", "update", "delete", "upload", "unupload", "validate", "transfer", "create_recordset"],
        Collection,
        "Data sets in the WorkBench.",
    ),
    row(
        "/batch_edit/dataset",
        &[
            "create",
            "update",
            "delete",
            "commit",
            "rollback",
            "validate",
            "transfer",
            "create_recordset",
            "delete_dependents",
            "edit_multiple_tables",
        ],
        Collection,
        "Editing many records at once.",
    ),
    row(
        "/attachment_import/dataset",
        &["create", "update", "delete", "upload", "rollback"],
        Collection,
        "Importing many attachments at once.",
    ),
    row("/report", &["execute"], Collection, "Labels and reports."),
    row("/record/merge", &["update", "delete"], Collection, "Merging records that stand for the same thing."),
    row("/export/dwca", &["execute"], Collection, "Darwin Core archives."),
    row("/export/feed", &["force_update"], Institution, "The feed of published archives."),
    row("/export/backup", &["execute"], Institution, "Copies of the whole database."),
    row("/permissions/list_admins", &["read"], Institution, "Who administers the institution."),
    row("/permissions/policies/user", &["read", "update"], Either, "Rights that are given to a user without a role."),
    row("/permissions/user/roles", &["read", "update"], Collection, "Which roles a user holds."),
    row(
        "/permissions/roles",
        &["read", "create", "update", "delete", "copy_from_library"],
        Collection,
        "The roles of a collection.",
    ),
    row("/permissions/library/roles", ALL_FOUR, Institution, "The model roles of the institution."),
    row("/admin/user/password", &["update"], Institution, "Other users’ passwords."),
    row("/admin/user/agents", &["update"], Collection, "Which agent stands for a user."),
    row("/admin/user/sp6/is_admin", &["update"], Institution, "Administrators of Specify 6."),
    row(
        "/admin/user/sp6/collection_access",
        &["read", "update"],
        Institution,
        "Collections that a user may enter in Specify 6.",
    ),
    row("/admin/user/invite_link", &["create"], Institution, "Invitations for new users."),
    row("/admin/user/oic_providers", &["read"], Institution, "Other places at which a user signs in."),
    row("/preferences/user", &["edit_protected"], Collection, "Protected preferences of a user."),
    row("/preferences/statistics", &["edit_shared"], Collection, "Statistics that everybody sees."),
    row("/preferences/collection", &["edit_collection"], Collection, "Preferences of a collection."),
    row(
        "/permissions/institutional_policies/user",
        &["read", "update"],
        Institution,
        "Rights in the whole institution.",
    ),
];
