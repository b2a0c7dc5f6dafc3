//! The structure of an institution after its beginning: seen, added to, moved and taken away where it is empty.

use vasculum_model::names::{
    agent, attribute_def, collection, collection_object, collection_object_type, discipline, division, institution,
    pick_list, prep_type, role, sp_app_resource_dir, sp_locale_container, uniqueness_rule, uniqueness_rule_field,
    user_policy,
};
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Code, Col, Error, Issue, Record, Result, Scope, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use super::{DisciplineType, NewCollection, discipline_type, find, make_collection, make_discipline, put};
use crate::records::{self, Blocker};
use crate::users;

/// A level of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The institution.
    Institution,
    /// A division.
    Division,
    /// A discipline.
    Discipline,
    /// A collection.
    Collection,
}

impl Level {
    /// Its table.
    pub fn table(self) -> TableId {
        match self {
            Self::Institution => institution::TABLE,
            Self::Division => division::TABLE,
            Self::Discipline => discipline::TABLE,
            Self::Collection => collection::TABLE,
        }
    }

    /// The level with this word in addresses: `division`, `discipline`, `collection` or `institution`.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Institution, Self::Division, Self::Discipline, Self::Collection]
            .into_iter()
            .find(|one| one.word() == word)
    }

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Division => "division",
            Self::Discipline => "discipline",
            Self::Collection => "collection",
        }
    }
}

/// An institution, division, discipline or collection with what stands below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub level: Level,
    /// Its record.
    pub record: Record,
    /// How many collection objects there are in it, those of the nodes below counted.
    pub objects: i64,
    /// How many agents belong to it; of divisions only.
    pub agents: i64,
    /// What stands below it, by name.
    pub below: Vec<Self>,
}

impl Node {
    /// Its name.
    pub fn name(&self) -> &str {
        let column = match self.level {
            Level::Institution => institution::NAME,
            Level::Division => division::NAME,
            Level::Discipline => discipline::NAME,
            Level::Collection => collection::COLLECTION_NAME,
        };
        self.record.text(column).unwrap_or_default()
    }

    /// Its short code; that of a discipline is its kind.
    pub fn code(&self) -> &str {
        let column = match self.level {
            Level::Institution => institution::CODE,
            Level::Division => division::ABBREV,
            Level::Discipline => discipline::TYPE,
            Level::Collection => collection::CODE,
        };
        self.record.text(column).unwrap_or_default()
    }

    /// Every node: this one, then those below.
    pub fn each(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.below.iter().flat_map(Self::each));
        all
    }
}

/// The whole institution, as far as the person may see it.
///
/// # Errors
///
/// `NotFound`, if there is no institution yet; `Forbidden`.
pub fn structure(tx: &mut Tx<'_>) -> Result<Node> {
    let top = tx
        .first(&Select::all(institution::TABLE))?
        .ok_or_else(|| Error::not_found("There is no institution yet.").hint("Make one with ‘vasculum init’."))?;
    let mut divisions = Vec::new();
    for record in tx.select(&Select::all(division::TABLE))? {
        let mut disciplines = Vec::new();
        let here = Filter::is(discipline::DIVISION, record.id);
        for record in tx.select(&Select::all(discipline::TABLE).matching(here))? {
            let mut collections = Vec::new();
            let here = Filter::is(collection::DISCIPLINE, record.id);
            for record in tx.select(&Select::all(collection::TABLE).matching(here))? {
                let objects = Select::all(collection_object::TABLE)
                    .matching(Filter::is(collection_object::COLLECTION, record.id));
                let objects = match tx.count(&objects) {
                    Err(error) if error.code == Code::Forbidden => 0,
                    counted => counted?,
                };
                collections.push(Node { level: Level::Collection, record, objects, agents: 0, below: Vec::new() });
            }
            disciplines.push(above(Level::Discipline, record, 0, collections));
        }
        let agents = match tx.count(&Select::all(agent::TABLE).matching(Filter::is(agent::DIVISION, record.id))) {
            Err(error) if error.code == Code::Forbidden => 0,
            counted => counted?,
        };
        divisions.push(above(Level::Division, record, agents, disciplines));
    }
    Ok(above(Level::Institution, top, 0, divisions))
}

fn above(level: Level, record: Record, agents: i64, mut below: Vec<Node>) -> Node {
    below.sort_by_key(|node| vasculum_store::fold(node.name()));
    let objects = below.iter().map(|node| node.objects).sum();
    Node { level, record, objects, agents, below }
}

/// What one has to say of a new discipline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDiscipline {
    /// The division that it belongs to.
    pub division: i64,
    /// One of [`super::DISCIPLINE_TYPES`], for example `fish`.
    pub kind: String,
    /// Its name; nothing stands for the usual one.
    pub name: Option<String>,
    /// A discipline whose tree of places it shares; nothing for a tree of its own.
    pub places_of: Option<i64>,
    /// A discipline whose tree of names it shares; nothing for a tree of its own.
    pub names_of: Option<i64>,
}

/// Adds a division and returns its id.
///
/// # Errors
///
/// - `Invalid`: the name is missing, too long or taken.
/// - `NotFound`: there is no institution yet.
pub fn add_division(tx: &mut WriteTx<'_>, name: &str, abbrev: &str) -> Result<i64> {
    check_right(tx, Level::Division, Action::Create)?;
    let owner =
        tx.first(&Select::all(institution::TABLE))?.ok_or_else(|| Error::not_found("There is no institution yet."))?;
    let name = named(name)?;
    let taken = [(division::INSTITUTION, owner.id.into()), (division::NAME, name.into())];
    if find(tx, division::TABLE, &taken)?.is_some() {
        return Err(refused("name", "There is a division of this name already."));
    }
    let record = Record::new(division::TABLE)
        .with(division::NAME, name)
        .with(division::ABBREV, Some(abbrev.trim()).filter(|abbrev| !abbrev.is_empty()))
        .with(division::INSTITUTION, owner.id);
    Ok(put(tx, record)?.id)
}

fn named(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() { Err(refused("name", "A name is needed.")) } else { Ok(name) }
}

fn refused(field: &'static str, words: &'static str) -> Error {
    Error::refused(vec![Issue::error("structure", field, words)])
}

/// Adds a discipline with its trees, and returns its id.
///
/// # Errors
///
/// - `Invalid`: the kind is unknown, the name is taken, or the tree of names to share has other ranks.
/// - `NotFound`: there is no such division or discipline.
pub fn add_discipline(tx: &mut WriteTx<'_>, new: &NewDiscipline) -> Result<i64> {
    check_right(tx, Level::Discipline, Action::Create)?;
    let kind = discipline_type(&new.kind).ok_or_else(|| refused("kind", "There is no such kind of discipline."))?;
    tx.get(division::TABLE, new.division)?;
    let name = new.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(kind.title);
    let taken = [(discipline::DIVISION, new.division.into()), (discipline::NAME, name.into())];
    if find(tx, discipline::TABLE, &taken)?.is_some() {
        return Err(refused("name", "There is a discipline of this name in the division already."));
    }
    let shared = Shared {
        places: shared_tree(tx, new.places_of, discipline::GEOGRAPHY_TREE_DEF)?,
        names: shared_names(tx, kind, new.names_of)?,
    };
    make_discipline(tx, new.division, kind, name, shared)
}

/// Trees of other disciplines that a new one uses too.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shared {
    /// The tree of places.
    pub(super) places: Option<i64>,
    /// The tree of names.
    pub(super) names: Option<i64>,
}

fn shared_tree(tx: &mut Tx<'_>, of: Option<i64>, column: Col) -> Result<Option<i64>> {
    match of {
        Some(of) => Ok(tx.get(discipline::TABLE, of)?.int(column)),
        None => Ok(None),
    }
}

fn shared_names(tx: &mut Tx<'_>, kind: &DisciplineType, of: Option<i64>) -> Result<Option<i64>> {
    let Some(of) = of else { return Ok(None) };
    let other = tx.get(discipline::TABLE, of)?;
    let theirs = discipline_type(other.text(discipline::TYPE).unwrap_or_default());
    if theirs.is_none_or(|theirs| theirs.taxon_ranks != kind.taxon_ranks) {
        return Err(refused("names_of", "The tree of names of that discipline has other ranks."));
    }
    Ok(other.int(discipline::TAXON_TREE_DEF))
}

/// Adds a collection to a discipline that is there, and returns its id. Everybody who may enter it gets an agent.
///
/// # Errors
///
/// - `Invalid`: the code is missing, or a collection has it.
/// - `NotFound`: there is no such discipline.
pub fn add_collection_to(tx: &mut WriteTx<'_>, discipline_id: i64, new: &NewCollection) -> Result<i64> {
    check_right(tx, Level::Collection, Action::Create)?;
    let owner = tx.get(discipline::TABLE, discipline_id)?;
    let kind = discipline_type(owner.text(discipline::TYPE).unwrap_or_default())
        .ok_or_else(|| refused("kind", "The kind of this discipline is unknown."))?;
    let code = new.code.trim();
    if code.is_empty() {
        return Err(refused("code", "A collection needs a code, for example ‘fish’."));
    }
    if find(tx, collection::TABLE, &[(collection::CODE, code.into())])?.is_some() {
        return Err(refused("code", "There is a collection with this code already."));
    }
    let made = make_collection(tx, discipline_id, kind, &NewCollection { code: code.to_owned(), ..new.clone() })?;
    users::ensure_everybodys_agents(tx)?;
    Ok(made)
}

/// Refuses whoever has the right in some collections only: the structure is that of the whole institution, and what goes
/// along with a change of it reaches everywhere.
fn check_right(tx: &WriteTx<'_>, level: Level, action: Action) -> Result<()> {
    let resource = format!("/table/{}", model().table(level.table()).name.to_ascii_lowercase());
    let access = tx.access();
    if access.may(&resource, action.name(), None) && !access.read_only {
        return Ok(());
    }
    Err(Error::forbidden("You have no right to change the structure of the institution.")
        .hint("Ask somebody who administers the institution."))
}

/// The links to a node by which records go along when it is deleted: what it started with, and rights in it.
fn goes_along(level: Level) -> &'static [Col] {
    match level {
        Level::Institution => &[],
        Level::Division => &[agent::DIVISION],
        Level::Discipline => &[
            uniqueness_rule::DISCIPLINE,
            sp_locale_container::DISCIPLINE,
            sp_app_resource_dir::DISCIPLINE,
            attribute_def::DISCIPLINE,
        ],
        Level::Collection => &[
            prep_type::COLLECTION,
            pick_list::COLLECTION,
            collection_object_type::COLLECTION,
            role::COLLECTION,
            user_policy::COLLECTION,
            sp_app_resource_dir::COLLECTION,
        ],
    }
}

/// What would be lost and what is in the way if a node were deleted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Removal {
    /// What goes with it: what it started with, and rights in it.
    pub along: Vec<Blocker>,
    /// What keeps it: everything else that refers to it.
    pub blockers: Vec<Blocker>,
    /// Nodes in trees of a discipline besides their roots, which keep it: the table of the nodes and how many.
    pub nodes: Vec<(TableId, i64)>,
}

impl Removal {
    /// Whether the node can be deleted.
    pub fn is_possible(&self) -> bool {
        self.blockers.is_empty() && self.nodes.is_empty()
    }

    fn issues(&self) -> Vec<Issue> {
        let mut issues: Vec<Issue> = self.blockers.iter().map(Blocker::issue).collect();
        for (table, count) in &self.nodes {
            let words = format!("{count} records of {} stand in its tree.", model().table(*table).name);
            issues.push(Issue::error("referred-to", "", words));
        }
        issues
    }
}

/// Works out what deleting a node would mean.
///
/// # Errors
///
/// `NotFound`, `Forbidden`; `Invalid` for the institution itself.
pub fn plan_removal(tx: &mut Tx<'_>, level: Level, id: i64) -> Result<Removal> {
    if level == Level::Institution {
        return Err(Error::invalid("The institution itself can’t be deleted."));
    }
    tx.get(level.table(), id)?;
    let mut removal = Removal::default();
    let trees = if level == Level::Discipline { own_trees(tx, id)? } else { Vec::new() };
    for (column, count) in tx.referrers(level.table(), id)? {
        let is_of_tree = trees.iter().any(|(tree, _)| tree.def == column.0);
        if is_of_tree || is_set_back(level, column) {
            continue;
        }
        let blocker = Blocker { column, count };
        let along = match level {
            Level::Division if column == agent::DIVISION => {
                let (free, kept) = agents_of_users(tx, id)?;
                if kept > 0 {
                    removal.blockers.push(Blocker { column, count: kept });
                }
                removal.along.extend((free > 0).then_some(Blocker { column, count: free }));
                continue;
            }
            _ => goes_along(level).contains(&column),
        };
        if along { removal.along.push(blocker) } else { removal.blockers.push(blocker) }
    }
    for (tree, def) in &trees {
        let nodes = tx.count(&Select::all(tree.node).matching(Filter::is(tree.definition, *def)))?;
        if nodes > 1 {
            removal.nodes.push((tree.node, nodes - 1));
        }
    }
    Ok(removal)
}

/// Whether a link from what goes along back to the node is cut before.
fn is_set_back(level: Level, column: Col) -> bool {
    level == Level::Collection && column.0 == collection::TABLE
}

/// The agents of a division: how many stand for users and nothing else refers to them, and how many others.
fn agents_of_users(tx: &mut Tx<'_>, division: i64) -> Result<(i64, i64)> {
    let agents = tx.select(&Select::all(agent::TABLE).matching(Filter::is(agent::DIVISION, division)))?;
    let mut free = 0;
    for record in &agents {
        if record.int(agent::SPECIFY_USER).is_some() && tx.referrers(agent::TABLE, record.id)?.is_empty() {
            free += 1;
        }
    }
    Ok((free, agents.len() as i64 - free))
}

/// The trees that belong to a discipline and that no other one uses.
fn own_trees(tx: &mut Tx<'_>, id: i64) -> Result<Vec<(&'static Tree, i64)>> {
    let mut own = Vec::new();
    for tree in TREES {
        let def = model().table(tree.def);
        let Some(column) = def.column("discipline") else { continue };
        let theirs = tx.select(&Select::all(tree.def).matching(Filter::is(Col(tree.def, column), id)))?;
        for record in theirs {
            let others = tx.referrers(tree.def, record.id)?;
            let elsewhere =
                others.iter().filter(|(by, _)| by.0 == discipline::TABLE).map(|(_, count)| count).sum::<i64>();
            if elsewhere <= 1 {
                own.push((tree, record.id));
            }
        }
    }
    Ok(own)
}

/// Deletes a division, discipline or collection that holds nothing but what it started with.
///
/// # Errors
///
/// - `Conflict`: something is in the way; `issues` says what.
/// - `NotFound`, `Forbidden`.
pub fn remove(tx: &mut WriteTx<'_>, level: Level, id: i64) -> Result<()> {
    check_right(tx, level, Action::Delete)?;
    let removal = plan_removal(tx, level, id)?;
    if !removal.is_possible() {
        return Err(Error::new(Code::Conflict, "This is not empty, and so it can’t be deleted.")
            .hint("What stands in the way is listed; delete or move it first.")
            .with_issues(removal.issues()));
    }
    if tx.access().collection == Some(id) && level == Level::Collection {
        return Err(Error::new(Code::Conflict, "The collection in which one works can’t be deleted."));
    }
    let record = tx.get(level.table(), id)?;
    let grant = tx.may(Action::Delete, level.table())?;
    if level == Level::Collection {
        let after = record.clone().with(collection::COLLECTION_OBJECT_TYPE, Value::Null);
        records::put(tx, Some(&record), after)?;
    }
    if level == Level::Discipline {
        remove_trees(tx, id, &record)?;
    }
    for along in &removal.along {
        remove_along(tx, along.column, id)?;
    }
    let record = tx.get(level.table(), id)?;
    tx.delete(&grant, &record)
}

/// Deletes the records that go along by one link: what follows from a right that was checked.
fn remove_along(tx: &mut WriteTx<'_>, column: Col, id: i64) -> Result<()> {
    tx.as_program(|tx| {
        for record in tx.select(&Select::all(column.0).matching(Filter::is(column, id)))? {
            if column == role::COLLECTION {
                users::delete_role(tx, false, record.id)?;
            } else if column.0 == agent::TABLE {
                let after = record.clone().with(agent::SPECIFY_USER, Value::Null);
                records::put(tx, Some(&record), after)?;
                records::delete(tx, agent::TABLE, record.id, None)?;
            } else {
                remove_parts(tx, &record)?;
                records::delete(tx, column.0, record.id, None)?;
            }
        }
        Ok(())
    })
}

/// Deletes the fields of a uniqueness rule, which belong to it without being owned.
fn remove_parts(tx: &mut WriteTx<'_>, record: &Record) -> Result<()> {
    if record.table != uniqueness_rule::TABLE {
        return Ok(());
    }
    let of_rule = Filter::is(uniqueness_rule_field::UNIQUENESSRULE, record.id);
    let fields = tx.select(&Select::all(uniqueness_rule_field::TABLE).matching(of_rule))?;
    let grant = tx.may(Action::Delete, uniqueness_rule_field::TABLE)?;
    for field in &fields {
        tx.delete(&grant, field)?;
    }
    Ok(())
}

/// Deletes the trees of a discipline, of which only the roots are left. The rules would keep a root and a first rank,
/// which are no longer needed where the whole tree goes.
fn remove_trees(tx: &mut WriteTx<'_>, id: i64, discipline_record: &Record) -> Result<()> {
    let trees = own_trees(tx, id)?;
    tx.as_program(|tx| {
        let mut bare = discipline_record.clone();
        for column in [discipline::TAXON_TREE_DEF, discipline::LITHO_STRAT_TREE_DEF, discipline::TECTONIC_UNIT_TREE_DEF]
        {
            bare.set(column, Value::Null);
        }
        records::put(tx, Some(discipline_record), bare)?;
        for (tree, def) in trees {
            for (table, column) in [(tree.node, tree.definition), (tree.rank, tree.rank_def)] {
                let grant = tx.may(Action::Delete, table)?;
                for record in tx.select(&Select::all(table).matching(Filter::is(column, def)))? {
                    tx.delete(&grant, &record)?;
                }
            }
            let record = tx.get(tree.def, def)?;
            let grant = tx.may(Action::Delete, tree.def)?;
            tx.delete(&grant, &record)?;
        }
        Ok(())
    })
}

/// What keeps a collection from moving to another discipline: what lies in it and depends on the trees, places, people
/// and events of its discipline. Nothing means that it can move.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub fn plan_move(tx: &mut Tx<'_>, id: i64) -> Result<Vec<Blocker>> {
    tx.get(collection::TABLE, id)?;
    let stays =
        |column: &Col| !goes_along(Level::Collection).contains(column) && !is_set_back(Level::Collection, *column);
    let found = tx.referrers(collection::TABLE, id)?;
    let mut blockers: Vec<Blocker> = found
        .into_iter()
        .filter(|(column, _)| stays(column))
        .map(|(column, count)| Blocker { column, count })
        .collect();
    for table in model().tables().filter(|table| matches!(table.scope, Scope::Collection(_))) {
        // What says its collection by a number alone is no link, but lies in the collection all the same.
        let Some(column) = table.column("collectionMemberId") else { continue };
        let column = Col(table.id, column);
        if blockers.iter().any(|blocker| blocker.column.0 == table.id)
            || goes_along(Level::Collection).iter().any(|col| col.0 == table.id)
        {
            continue;
        }
        let count = tx.unscoped(|tx| tx.count(&Select::all(table.id).matching(Filter::is(column, id))))?;
        blockers.extend((count > 0).then_some(Blocker { column, count }));
    }
    Ok(blockers)
}

/// Moves a collection that holds nothing yet to another discipline: its kinds of objects are then named by the names of
/// that discipline.
///
/// # Errors
///
/// - `Conflict`: it holds records, which would lose their names, places and events; `issues` says which.
/// - `NotFound`, `Forbidden`.
pub fn move_collection(tx: &mut WriteTx<'_>, id: i64, to: i64) -> Result<()> {
    check_right(tx, Level::Collection, Action::Update)?;
    let before = tx.get(collection::TABLE, id)?;
    let target = tx.get(discipline::TABLE, to)?;
    let blockers = plan_move(tx, id)?;
    if !blockers.is_empty() {
        return Err(Error::new(
            Code::Conflict,
            "A collection with records can’t move: their names, places and events belong to its discipline.",
        )
        .hint("Export it and import it into a new collection of the other discipline.")
        .with_issues(blockers.iter().map(Blocker::issue).collect()));
    }
    for kind in tx.select(
        &Select::all(collection_object_type::TABLE).matching(Filter::is(collection_object_type::COLLECTION, id)),
    )? {
        let names = target.get(discipline::TAXON_TREE_DEF).clone();
        let after = kind.clone().with(collection_object_type::TAXON_TREE_DEF, names);
        records::put(tx, Some(&kind), after)?;
    }
    let after = before.clone().with(collection::DISCIPLINE, to);
    records::put(tx, Some(&before), after)?;
    users::ensure_everybodys_agents(tx)
}
