//! Who acts, what they may do, and which records that lets them see.

use std::collections::BTreeSet;
use std::sync::Arc;

use vasculum_model::names::{
    collection, discipline, division, form_definition, institution, library_role, library_role_policy, own_field, role,
    role_policy, sp_locale_container, sp_locale_container_item, sp_locale_item_str, specify_user, spuserexternalid,
    user_policy, user_role,
};
use vasculum_model::{Col, Error, Result, Scope, Table, TableId, model};

/// What one may do with the records of a table; the words are those of Specify's permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See them.
    Read,
    /// Make new ones.
    Create,
    /// Change them.
    Update,
    /// Delete them.
    Delete,
}

impl Action {
    /// The word in a policy.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// One right: in a collection or in the whole institution, on a resource, to act. `%` stands for any text.
///
/// Source: Specify 7, `UserPolicy` and `RolePolicy`; there are no denials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The collection, or nothing for the whole institution.
    pub collection: Option<i64>,
    /// For example `/table/%` or `/tree/edit/taxon`.
    pub resource: String,
    /// For example `read` or `%`.
    pub action: String,
}

impl Policy {
    /// Whether this right alone lets somebody do this in the collection; without a collection: in the whole institution.
    pub fn allows(&self, resource: &str, action: &str, collection: Option<i64>) -> bool {
        let reaches = match (self.collection, collection) {
            (None, _) => true,
            (Some(theirs), Some(asked)) => theirs == asked,
            (Some(_), None) => false,
        };
        reaches && like(resource, &self.resource) && like(action, &self.action)
    }
}

/// Where a collection stands in the institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionPlace {
    /// Its id.
    pub id: i64,
    /// Its short name, for example `fish`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The discipline that it belongs to.
    pub discipline: i64,
    /// The division that the discipline belongs to.
    pub division: i64,
}

/// The shape of the institution: what the scope of every table is worked out from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hierarchy {
    /// Every collection.
    pub collections: Vec<CollectionPlace>,
    /// Which tree definitions a discipline uses: (table of the definitions, definition, discipline).
    pub trees: Vec<(TableId, i64, i64)>,
}

/// Who acts in a transaction, and with which rights. Without one no transaction opens.
#[derive(Debug, Clone)]
pub struct Access {
    /// Id of the SpecifyUser; nothing for Vasculum itself and for the public.
    pub user: Option<i64>,
    /// The name for the journal.
    pub name: String,
    /// The agent that stands in `createdByAgent` and `modifiedByAgent`.
    pub agent: Option<i64>,
    /// The collection that the person works in; narrows what they see to it.
    pub collection: Option<i64>,
    /// Whether this token or session may only look.
    pub read_only: bool,
    policies: Arc<[Policy]>,
    hierarchy: Arc<Hierarchy>,
    unlimited: bool,
}

impl Access {
    /// The access of a person with these rights.
    pub fn of(user: i64, name: impl Into<String>, policies: Vec<Policy>, hierarchy: Arc<Hierarchy>) -> Self {
        Self {
            user: Some(user),
            name: name.into(),
            agent: None,
            collection: None,
            read_only: false,
            policies: policies.into(),
            hierarchy,
            unlimited: false,
        }
    }

    /// The access of somebody who is not signed in: nothing.
    pub fn nobody() -> Self {
        Self {
            user: None,
            name: "nobody".to_owned(),
            agent: None,
            collection: None,
            read_only: true,
            policies: Arc::from([]),
            hierarchy: Arc::default(),
            unlimited: false,
        }
    }

    /// The access of the program itself and of whoever runs its commands on the machine: everything.
    pub fn system(name: impl Into<String>) -> Self {
        Self { unlimited: true, read_only: false, name: name.into(), ..Self::nobody() }
    }

    /// The same person, working in one collection.
    #[must_use]
    pub fn within(mut self, collection: Option<i64>, hierarchy: Option<Arc<Hierarchy>>) -> Self {
        self.collection = collection;
        if let Some(hierarchy) = hierarchy {
            self.hierarchy = hierarchy;
        }
        self
    }

    /// The same person, acting as this agent.
    #[must_use]
    pub fn as_agent(mut self, agent: Option<i64>) -> Self {
        self.agent = agent;
        self
    }

    /// The same person, only looking.
    #[must_use]
    pub fn looking_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Whether this is the program itself.
    pub fn is_unlimited(&self) -> bool {
        self.unlimited
    }

    /// Whether somebody is signed in, or the program itself acts.
    pub fn is_somebody(&self) -> bool {
        self.unlimited || self.user.is_some()
    }

    /// The shape of the institution as it was when the person's rights were read.
    pub fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    /// Every right, for the page that explains them.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// Whether the person may do this in the collection; without a collection: in the whole institution.
    pub fn may(&self, resource: &str, action: &str, collection: Option<i64>) -> bool {
        self.may_by(|_| true, resource, action, collection)
    }

    /// Like [`Access::may`], by those policies alone that count.
    fn may_by(&self, counts: impl Fn(&Policy) -> bool, resource: &str, action: &str, collection: Option<i64>) -> bool {
        if self.unlimited {
            return true;
        }
        self.policies.iter().any(|policy| counts(policy) && policy.allows(resource, action, collection))
    }

    /// Whether the person may do this in any collection at all.
    pub fn may_somewhere(&self, resource: &str, action: &str) -> bool {
        self.may(resource, action, None)
            || self.hierarchy.collections.iter().any(|place| self.may(resource, action, Some(place.id)))
    }

    /// The collections in which the person may do this.
    pub fn collections_where(&self, resource: &str, action: &str) -> Vec<i64> {
        let here = |place: &&CollectionPlace| self.may(resource, action, Some(place.id));
        self.hierarchy.collections.iter().filter(here).map(|place| place.id).collect()
    }

    /// The collections in which the person may act on records of a table and now works; nothing stands for everywhere.
    pub(crate) fn places(&self, table: &Table, action: Action) -> Option<Vec<i64>> {
        let resource = format!("/table/{}", table.name.to_ascii_lowercase());
        let everywhere = self.unlimited || self.may(&resource, action.name(), None);
        if everywhere && self.collection.is_none() {
            return None;
        }
        let here = |place: &&CollectionPlace| self.collection.is_none_or(|here| here == place.id);
        let may = |place: &&CollectionPlace| everywhere || self.may(&resource, action.name(), Some(place.id));
        Some(self.hierarchy.collections.iter().filter(here).filter(may).map(|place| place.id).collect())
    }

    /// The records of a table that the person may read: for whatever is derived from records and kept outside of the
    /// database, and must be narrowed as the database is. A [`Tx`](crate::Tx) narrows by itself.
    pub fn readable(&self, table: &Table) -> Reach {
        self.reach(table, Action::Read)
    }

    /// The records of a table on which the person may act.
    pub(crate) fn reach(&self, table: &Table, action: Action) -> Reach {
        if action != Action::Read && self.read_only {
            return Reach::Nothing;
        }
        if self.unlimited && self.collection.is_none() {
            return Reach::All;
        }
        let guarded = GUARDED.iter().find(|row| row.table == table.id && (action != Action::Read || row.reading));
        let resource = guarded
            .map_or_else(|| format!("/table/{}", table.name.to_ascii_lowercase()), |row| row.resource.to_owned());
        let word = guarded.map_or(action.name(), |row| row.word(action));
        let counts = |policy: &Policy| guarded.is_none() || policy.resource != "/table/%";
        let everywhere = self.may_by(counts, &resource, word, None);
        // Whoever administers a collection may say how it works, but makes and deletes none.
        let is_making = table.id == collection::TABLE && matches!(action, Action::Create | Action::Delete);
        if !everywhere && (is_making || guarded.is_some_and(|row| row.institution)) {
            return Reach::Nothing;
        }
        let allowed: Vec<&CollectionPlace> = self
            .hierarchy
            .collections
            .iter()
            .filter(|place| self.collection.is_none_or(|here| here == place.id))
            .filter(|place| everywhere || self.may_by(counts, &resource, word, Some(place.id)))
            .collect();
        if everywhere && self.collection.is_none() {
            return Reach::All;
        }
        if allowed.is_empty() {
            // An institution without a collection yet, or a right that reaches the whole institution.
            return if everywhere && matches!(table.scope, Scope::Institution) { Reach::All } else { Reach::Nothing };
        }
        let distinct = |ids: BTreeSet<i64>| ids.into_iter().collect();
        match &table.scope {
            Scope::Institution => Reach::All,
            Scope::Attachment => Reach::Stated(
                [
                    allowed.iter().map(|place| place.id).collect::<BTreeSet<_>>(),
                    allowed.iter().map(|place| place.discipline).collect(),
                    allowed.iter().map(|place| place.division).collect(),
                ]
                .map(distinct),
            ),
            Scope::Collection(column) => Reach::Where {
                column: *column,
                ids: distinct(allowed.iter().map(|place| place.id).collect()),
                or_null: false,
            },
            Scope::Discipline(column) => Reach::Where {
                column: *column,
                ids: distinct(allowed.iter().map(|place| place.discipline).collect()),
                or_null: true,
            },
            Scope::Division(column) => Reach::Where {
                column: *column,
                ids: distinct(allowed.iter().map(|place| place.division).collect()),
                or_null: true,
            },
            Scope::Tree(column) => self.reach_of_tree(table, *column, &allowed),
            Scope::Owner(columns) => Reach::Owners(columns.clone()),
        }
    }

    fn reach_of_tree(&self, table: &Table, column: u16, allowed: &[&CollectionPlace]) -> Reach {
        let Some(def) = model().tree(table.id).map(|tree| tree.def) else { return Reach::Nothing };
        if !matches!(model().table(def).scope, Scope::Discipline(_)) {
            // The storage tree belongs to the whole institution.
            return Reach::All;
        }
        let ours = |discipline: i64| allowed.iter().any(|place| place.discipline == discipline);
        let ids: BTreeSet<i64> = self
            .hierarchy
            .trees
            .iter()
            .filter(|(of, _, discipline)| *of == def && ours(*discipline))
            .map(|(_, id, _)| *id)
            .collect();
        Reach::Where { column, ids: ids.into_iter().collect(), or_null: false }
    }
}

/// A table that holds the structure of the institution, users, rights or what everybody's forms look like. The right to every table, `/table/%`, does not
/// open it: or else whoever may edit specimens could make themselves administrator, or rename everybody's fields.
struct Guarded {
    table: TableId,
    /// The resource that opens it.
    resource: &'static str,
    /// Whether reading it is guarded too.
    reading: bool,
    /// Whether only a right in the whole institution opens it.
    institution: bool,
    /// Whether the records are parts of something else, so that making and deleting them is updating that.
    parts: bool,
}

impl Guarded {
    fn word(&self, action: Action) -> &'static str {
        if self.parts && action != Action::Read { Action::Update.name() } else { action.name() }
    }
}

const fn guarded(table: TableId, resource: &'static str, reading: bool, institution: bool, parts: bool) -> Guarded {
    Guarded { table, resource, reading, institution, parts }
}

/// Every guarded table. Source of the resources: Specify 7, `permissions/permissions.py`.
const GUARDED: &[Guarded] = &[
    guarded(institution::TABLE, "/table/institution", false, true, false),
    guarded(division::TABLE, "/table/division", false, true, false),
    guarded(discipline::TABLE, "/table/discipline", false, true, false),
    guarded(collection::TABLE, "/table/collection", false, false, false),
    guarded(specify_user::TABLE, "/table/specifyuser", false, false, false),
    guarded(spuserexternalid::TABLE, "/admin/user/oic_providers", true, true, false),
    guarded(user_policy::TABLE, "/permissions/policies/user", true, false, true),
    guarded(user_role::TABLE, "/permissions/user/roles", true, false, true),
    guarded(role::TABLE, "/permissions/roles", true, false, false),
    guarded(role_policy::TABLE, "/permissions/roles", true, false, true),
    guarded(library_role::TABLE, "/permissions/library/roles", true, true, false),
    guarded(form_definition::TABLE, "/system/forms", false, false, true),
    guarded(own_field::TABLE, "/system/schema", false, true, true),
    guarded(sp_locale_container::TABLE, "/system/schema", false, false, true),
    guarded(sp_locale_container_item::TABLE, "/system/schema", false, false, true),
    guarded(sp_locale_item_str::TABLE, "/system/schema", false, false, true),
    guarded(library_role_policy::TABLE, "/permissions/library/roles", true, true, true),
];

/// The tables that hold users or rights, which the right to every table does not open; the pages of rights leave them
/// to the resources that do.
pub fn guarded_tables() -> impl Iterator<Item = TableId> {
    GUARDED.iter().map(|row| row.table)
}

/// Whether nobody but the program itself may read a column; the journal does not keep its values either.
pub(crate) fn is_secret(column: Col) -> bool {
    column == specify_user::PASSWORD
}

/// Matches as SQL's `LIKE` does with `%` alone, which is how Specify stores its policies.
fn like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('%');
    let Some(rest) = text.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let mut rest = rest;
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The records of one table that somebody may see or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Every record.
    All,
    /// Those whose column holds one of the ids, or nothing where `or_null`: shared by all.
    Where {
        /// The column.
        column: u16,
        /// The ids: of collections, disciplines, divisions or definitions of trees.
        ids: Vec<i64>,
        /// Whether a record without a value there is everybody's.
        or_null: bool,
    },
    /// Those whose owner may be seen, who stands in one of the columns.
    Owners(Vec<u16>),
    /// Those that say in `scopeType` and `scopeID` that they belong to one of these collections, disciplines or
    /// divisions, or to everybody.
    Stated([Vec<i64>; 3]),
    /// None.
    Nothing,
}

/// The checked right to do one thing with the records of one table. Only [`crate::WriteTx::may`] makes one.
#[derive(Debug, Clone)]
pub struct Grant {
    pub(crate) table: TableId,
    pub(crate) action: Action,
    pub(crate) reach: Reach,
}

impl Grant {
    /// Finds out whether the person may act on records of the table at all.
    pub(crate) fn check(access: &Access, table: &Table, action: Action) -> Result<Self> {
        let reach = access.reach(table, action);
        if reach == Reach::Nothing {
            return Err(refusal(access, table, action));
        }
        Ok(Self { table: table.id, action, reach })
    }
}

/// The refusal that somebody reads who lacks a right.
pub(crate) fn refusal(access: &Access, table: &Table, action: Action) -> Error {
    if !access.is_somebody() {
        return Error::new(vasculum_model::Code::SignInNeeded, "Please sign in first.");
    }
    let message = format!("You have no right to {} records of {}.", action.name(), table.name);
    let hint = if access.read_only && action != Action::Read {
        "This token may only read; make one with the scope ‘write’."
    } else {
        "Ask somebody who manages the users of your institution."
    };
    Error::forbidden(message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_matches_as_specifys_do() {
        for (text, pattern, expect) in [
            ("/table/taxon", "/table/%", true),
            ("/table/taxon", "%", true),
            ("/table/taxon", "/table/taxon", true),
            ("/table/taxonattribute", "/table/taxon", false),
            ("/tree/edit/taxon", "/tree/%/taxon", true),
            ("/tree/edit/storage", "/tree/%/taxon", false),
            ("read", "", false),
        ] {
            assert_eq!(like(text, pattern), expect, "{text} like {pattern}");
        }
    }
}
