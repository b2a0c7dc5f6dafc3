//! Tables, columns and links, resolved and ready to use.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::file::{FieldFile, LinkFile, ManyFile, TableFile};
use crate::{Kind, names, tree};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The number of a table in the model: its place in the alphabet of table files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u16);

/// The name of one column at compile time; `names.rs` has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Col(pub TableId, pub u16);

/// The name of one to-many link at compile time; `names.rs` has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Many(pub TableId, pub u16);

/// Who defined a table or column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is in Specify 7's data model.
    Specify,
    /// Vasculum added it.
    Vasculum,
    /// The institution added it: a field of its own.
    Institution,
}

/// Whose records a table holds, and by which column one knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everybody in the institution shares them.
    Institution,
    /// They belong to a collection; the column holds its id.
    Collection(u16),
    /// They belong to a discipline; the column holds its id.
    Discipline(u16),
    /// They belong to a division; the column holds its id.
    Division(u16),
    /// They are nodes of a tree; the column links to the tree definition, which belongs to a discipline.
    Tree(u16),
    /// They belong where the record belongs that owns them; the columns link to the possible owners.
    Owner(Vec<u16>),
    /// Attachments say where they belong in `scopeType` and `scopeID`.
    Attachment,
}

/// Whether a linked record lives and dies with the one that links to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// It stands on its own.
    No,
    /// It is saved, cloned and deleted with its owner.
    Always,
    /// It is owned where this setting of the collection or discipline says so, for example
    /// `Collection.isEmbeddedCollectingEvent`.
    When(&'static str),
}

/// What a column that holds a record's id points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The table of the linked record.
    pub to: TableId,
    /// The name of the other side, as Specify has it; some of Specify's names lead nowhere.
    pub back: Option<&'static str>,
    /// Whether the linked record is owned.
    pub owned: Owned,
    /// Whether at most one record may link to the same one.
    pub one_to_one: bool,
}

/// One column of a table: a field or a to-one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Specify's name, for example `catalogNumber`.
    pub name: &'static str,
    /// The name in the database, for example `catalog_number` or `collecting_event_id`.
    pub sql: String,
    /// The name in Specify's MySQL database.
    pub specify_db: String,
    /// What it holds.
    pub kind: Kind,
    /// The greatest number of characters, for text.
    pub max: Option<u32>,
    /// Whether a record without it can't be saved.
    pub required: bool,
    /// Whether no two records may have the same value.
    pub unique: bool,
    /// Whether looking up by it is fast.
    pub indexed: bool,
    /// Whether it is one of Specify's spare columns (`text1`…), without a meaning until a collection gives it one.
    pub spare: bool,
    /// What it is called, for an institution's own field; empty for the others, whose names tell.
    pub caption: &'static str,
    /// What it means, for curators.
    pub about: &'static str,
    /// The Darwin Core term that it corresponds to, without prefix for Darwin Core's own.
    pub dwc: Option<&'static str>,
    /// Where it points, if it is a link.
    pub link: Option<Link>,
    /// Who defined it.
    pub origin: Origin,
}

/// A link from one record to any number of others, which link back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToMany {
    /// Specify's name, for example `determinations`.
    pub name: &'static str,
    /// The table whose records are meant.
    pub of: TableId,
    /// The column of that table (or of `through`) that links back.
    pub back: u16,
    /// The joining table of a many-to-many link, and its column that links to `of`.
    pub through: Option<(TableId, u16)>,
    /// The name that Specify gives to the other side.
    pub back_name: &'static str,
    /// Whether the records are saved, cloned and deleted with their owner.
    pub owned: bool,
    /// Whether there can be at most one.
    pub at_most_one: bool,
    /// Whether Specify calls it one-to-one rather than zero-to-one.
    pub one_to_one: bool,
    /// Whether Specify calls it required.
    pub required: bool,
    /// What it means, for curators.
    pub about: &'static str,
    /// The Darwin Core term that it corresponds to.
    pub dwc: Option<&'static str>,
}

/// An index that Specify declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Specify's name for it.
    pub name: &'static str,
    /// The columns, in order.
    pub on: Vec<u16>,
}

/// One table of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its place in the model.
    pub id: TableId,
    /// Specify's name, for example `CollectionObject`.
    pub name: &'static str,
    /// The name in the database, for example `collection_object`.
    pub sql: String,
    /// The name in Specify's MySQL database.
    pub specify_db: String,
    /// Specify's number for it; a joining table has 100,000 times the smaller number of its two sides plus the greater.
    pub number: i32,
    /// The name of its id, for example `collectionObjectId`.
    pub key: &'static str,
    /// The name of its id in Specify's MySQL database.
    pub key_db: String,
    /// What its records are, for curators.
    pub about: &'static str,
    /// The heading that it stands under in lists.
    pub group: &'static str,
    /// Whose records it holds.
    pub scope: Scope,
    /// Whether it is part of the machinery rather than of the collection.
    pub system: bool,
    /// Whether it only serves Specify's own machinery: stored, imported and exported, never shown.
    pub legacy: bool,
    /// Whether it only joins two tables of a many-to-many link.
    pub joins: bool,
    /// Who defined it.
    pub origin: Origin,
    /// Fields first, then to-one links.
    pub columns: Vec<Column>,
    /// To-many links.
    pub many: Vec<ToMany>,
    /// Specify's indexes.
    pub indexes: Vec<Index>,
    /// The text columns by whose words its records are found while one types; nothing for tables that have no such
    /// index.
    pub found_by: Vec<u16>,
    pub(crate) by_name: HashMap<&'static str, Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Column(u16),
    Many(u16),
}

impl Table {
    /// The number of the column of this name.
    pub fn column(&self, name: &str) -> Option<u16> {
        match self.by_name.get(name) {
            Some(Place::Column(index)) => Some(*index),
            _ => None,
        }
    }

    /// The number of the to-many link of this name.
    pub fn to_many(&self, name: &str) -> Option<u16> {
        match self.by_name.get(name) {
            Some(Place::Many(index)) => Some(*index),
            _ => None,
        }
    }

    /// The compile-time name of a column of this table.
    pub fn col(&self, name: &str) -> Option<Col> {
        self.column(name).map(|index| Col(self.id, index))
    }

    /// What stands at this column number.
    pub fn at(&self, index: u16) -> &Column {
        &self.columns[usize::from(index)]
    }

    /// Whether its records are nodes of a tree.
    pub fn is_tree(&self) -> bool {
        matches!(self.scope, Scope::Tree(_))
    }

    /// Whether people meet it in lists, forms and queries.
    pub fn is_shown(&self) -> bool {
        !self.legacy && !self.joins
    }
}

/// All tables.
#[derive(Debug)]
pub struct Model {
    /// Tells models apart: 0 is the shipped one, every other has a number that no other of this process has.
    pub generation: u64,
    pub(crate) tables: Vec<&'static Table>,
    pub(crate) by_name: Arc<HashMap<String, TableId>>,
    /// For every table the links of other tables that point at it: what may refer to a record.
    pub referrers: Vec<Vec<Col>>,
}

impl Model {
    /// Every table, in the order of their names' spelling in the database.
    pub fn tables(&self) -> impl ExactSizeIterator<Item = &'static Table> + DoubleEndedIterator {
        self.tables.iter().copied()
    }

    /// The table with this number.
    pub fn table(&self, id: TableId) -> &'static Table {
        self.tables[usize::from(id.0)]
    }

    /// The table of this name; upper and lower case are the same, as in Specify's routes.
    pub fn named(&self, name: &str) -> Option<&'static Table> {
        self.by_name.get(&name.to_ascii_lowercase()).map(|id| self.table(*id))
    }

    /// The table to which Specify gave this number.
    pub fn numbered(&self, number: i32) -> Option<&'static Table> {
        self.tables().find(|table| table.number == number)
    }

    /// The column behind a compile-time name.
    pub fn column(&self, col: Col) -> &'static Column {
        self.table(col.0).at(col.1)
    }

    /// The to-many link behind a compile-time name.
    pub fn to_many(&self, many: Many) -> &'static ToMany {
        &self.table(many.0).many[usize::from(many.1)]
    }
}

/// The model that everything follows: that of the institution whose work is being done, or else the shipped one.
///
/// An institution's own fields make its model another one; [`within`](crate::own::within) says which one counts.
pub fn model() -> &'static Model {
    crate::own::entered().unwrap_or_else(shipped_model)
}

/// The model without any institution's own fields.
pub fn shipped_model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| match load(TABLES) {
        Ok(model) => model,
        // The files are part of the program: this can only be met while changing them, and the test meets it first.
        Err(words) => panic!("crates/model/tables: {words}"),
    });
    &MODEL
}

/// The column that says to which collection a record belongs, if the table has one.
pub fn collection_column(table: &Table) -> Option<u16> {
    match table.scope {
        Scope::Collection(column) => Some(column),
        _ => None,
    }
}

/// `collectionMemberId` becomes `collection_member_id`, `DNASequence` `dna_sequence`.
pub fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let after_lower = at > 0 && (letters[at - 1].is_ascii_lowercase() || letters[at - 1].is_ascii_digit());
        let before_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let after_upper = at > 0 && letters[at - 1].is_ascii_uppercase();
        if letter.is_ascii_uppercase() && (after_lower || (after_upper && before_lower)) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Text that lives as long as the program, as the model does.
pub(crate) fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Reads the table files and resolves every name in them.
fn load(files: &'static [(&'static str, &'static str)]) -> Result<Model, String> {
    let mut parsed = Vec::with_capacity(files.len());
    for (stem, text) in files {
        let file: TableFile = toml::from_str(text).map_err(|cause| format!("{stem}.toml: {cause}"))?;
        let name = table_name(stem, &file);
        parsed.push((*stem, name, file));
    }
    let mut by_name: HashMap<String, TableId> = HashMap::new();
    for (at, (_, name, _)) in parsed.iter().enumerate() {
        by_name.insert(name.to_ascii_lowercase(), table_id(at)?);
    }
    let mut tables = Vec::with_capacity(parsed.len());
    let mut many_files = Vec::with_capacity(parsed.len());
    for (at, (stem, name, file)) in parsed.into_iter().enumerate() {
        let (table, many) = table(table_id(at)?, stem, name, file, &by_name)?;
        tables.push(table);
        many_files.push(many);
    }
    for (at, many) in many_files.into_iter().enumerate() {
        for (name, line) in many {
            let name = keep(name);
            let to_many = to_many(name, line, at, &mut tables, &mut by_name)?;
            let place = Place::Many(u16::try_from(tables[at].many.len()).map_err(|_| "too many links")?);
            tables[at].by_name.insert(name, place);
            tables[at].many.push(to_many);
        }
    }
    scopes_by_owner(&mut tables);
    let mut referrers = vec![Vec::new(); tables.len()];
    for table in &tables {
        for (at, column) in table.columns.iter().enumerate() {
            if let Some(link) = &column.link {
                referrers[usize::from(link.to.0)].push(Col(table.id, at as u16));
            }
        }
    }
    let tables = Vec::leak(tables).iter().collect();
    Ok(Model { generation: 0, tables, by_name: Arc::new(by_name), referrers })
}

fn table_id(at: usize) -> Result<TableId, String> {
    u16::try_from(at).map(TableId).map_err(|_| "too many tables".to_owned())
}

/// Specify's name of the table: that of its key without `Id`, or the table named in the list of exceptions.
fn table_name(stem: &str, file: &TableFile) -> &'static str {
    names::TABLE_NAMES
        .iter()
        .find(|name| snake(name) == stem)
        .copied()
        .unwrap_or_else(|| keep(capitalised(file.key.trim_end_matches("Id"))))
}

type ManyLines = Vec<(String, ManyFile)>;

fn table(
    id: TableId,
    stem: &str,
    name: &'static str,
    file: TableFile,
    by_name: &HashMap<String, TableId>,
) -> Result<(Table, ManyLines), String> {
    let place = |what: &str| format!("{stem}.toml, {what}");
    let origin = if file.origin.as_deref() == Some("vasculum") { Origin::Vasculum } else { Origin::Specify };
    let mut columns = Vec::new();
    for (name, line) in file.fields {
        let line: FieldFile = line.try_into().map_err(|cause| format!("{}: {cause}", place(&name)))?;
        columns.push(field(keep(name), line, origin).map_err(|words| format!("{stem}.toml: {words}"))?);
    }
    for (name, line) in file.links {
        let line: LinkFile = line.try_into().map_err(|cause| format!("{}: {cause}", place(&name)))?;
        columns.push(link(keep(name), line, origin, by_name));
    }
    add_missing(&mut columns, by_name);
    let mut names = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        names.insert(column.name, Place::Column(at as u16));
    }
    let column = |name: &str| match names.get(name) {
        Some(Place::Column(index)) => Ok(*index),
        _ => Err(format!("{stem}.toml: there is no column {name}")),
    };
    let scope = match file.scope.as_str() {
        "institution" => Scope::Institution,
        "collection" => Scope::Collection(
            column("collection").or_else(|_| column("collectionMemberId")).or_else(|_| column("collectionMember"))?,
        ),
        "discipline" => Scope::Discipline(column("discipline")?),
        "division" => Scope::Division(column("division")?),
        "tree" => Scope::Tree(column("definition")?),
        "owner" => Scope::Owner(Vec::new()),
        "attachment" => Scope::Attachment,
        other => return Err(format!("{stem}.toml: there is no scope {other}")),
    };
    let mut indexes = Vec::new();
    for index in file.indexes {
        let on = index.on.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
        indexes.push(Index { name: keep(index.name), on });
    }
    let found_by = file.found_by.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
    let mut many = Vec::new();
    for (name, line) in file.many {
        many.push((name.clone(), line.try_into().map_err(|cause| format!("{}: {cause}", place(&name)))?));
    }
    let key_db = file.key_db.unwrap_or_else(|| capitalised(file.key.strip_suffix("Id").unwrap_or(&file.key)) + "ID");
    let table = Table {
        id,
        name,
        sql: stem.to_owned(),
        specify_db: file.db.unwrap_or_else(|| name.to_ascii_lowercase()),
        number: file.number,
        key: keep(file.key),
        key_db,
        about: keep(file.about),
        group: keep(file.group),
        scope,
        system: file.system,
        legacy: file.legacy,
        joins: false,
        origin,
        columns,
        many: Vec::new(),
        indexes,
        found_by,
        by_name: names,
    };
    Ok((table, many))
}

fn field(name: &'static str, line: FieldFile, origin: Origin) -> Result<Column, String> {
    let kind = Kind::named(&line.kind).ok_or_else(|| format!("{name}: there is no kind {}", line.kind))?;
    Ok(Column {
        name,
        sql: snake(name),
        specify_db: line.db.unwrap_or_else(|| capitalised(name)),
        kind,
        max: line.max,
        required: line.required,
        unique: line.unique,
        indexed: line.indexed,
        spare: line.spare,
        caption: "",
        about: keep(line.about),
        dwc: line.dwc.map(keep),
        link: None,
        origin,
    })
}

fn link(name: &'static str, line: LinkFile, origin: Origin, by_name: &HashMap<String, TableId>) -> Column {
    let owned = match line.owned_when {
        Some(setting) => Owned::When(keep(setting)),
        None if line.owned => Owned::Always,
        None => Owned::No,
    };
    // `SpPrincipal.scope` names a table that Specify no longer has: the number is kept, nothing can be followed.
    let to = by_name.get(&line.to.to_ascii_lowercase()).copied();
    Column {
        name,
        sql: snake(name) + "_id",
        specify_db: line.db.unwrap_or_else(|| capitalised(name) + "ID"),
        kind: if to.is_some() { Kind::Link } else { Kind::Integer },
        max: None,
        required: line.required,
        unique: line.one_to_one,
        indexed: false,
        spare: line.spare,
        caption: "",
        about: keep(line.about),
        dwc: line.dwc.map(keep),
        link: to.map(|to| Link { to, back: line.back.map(keep), owned, one_to_one: line.one_to_one }),
        origin,
    }
}

/// Gives every table the columns that all tables have in Vasculum, where Specify's table lacks them.
fn add_missing(columns: &mut Vec<Column>, by_name: &HashMap<String, TableId>) {
    let has = |columns: &[Column], name: &str| columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let added = |name, kind| Column {
        name,
        sql: snake(name),
        specify_db: String::new(),
        kind,
        max: None,
        required: false,
        unique: false,
        indexed: false,
        spare: false,
        caption: "",
        about: match name {
            "version" => "Counts the saves of this record; a save must name the version it started from.",
            "timestampCreated" => "When this record was first saved, in UTC.",
            _ => "When this record was last saved, in UTC.",
        },
        dwc: None,
        link: None,
        origin: Origin::Vasculum,
    };
    for (name, kind) in
        [("version", Kind::Integer), ("timestampCreated", Kind::Timestamp), ("timestampModified", Kind::Timestamp)]
    {
        if !has(columns, name) {
            columns.push(added(name, kind));
        }
    }
    for (name, about) in
        [("createdByAgent", "Who first saved this record."), ("modifiedByAgent", "Who last saved this record.")]
    {
        if let Some(agent) = by_name.get("agent").filter(|_| !has(columns, name)) {
            columns.push(Column {
                sql: snake(name) + "_id",
                kind: Kind::Link,
                about,
                link: Some(Link { to: *agent, back: None, owned: Owned::No, one_to_one: false }),
                ..added(name, Kind::Link)
            });
        }
    }
}

fn to_many(
    name: &'static str,
    line: ManyFile,
    at: usize,
    tables: &mut Vec<Table>,
    by_name: &mut HashMap<String, TableId>,
) -> Result<ToMany, String> {
    let place = format!("{}.toml, {name}", tables[at].sql);
    let of = *by_name.get(&line.of.to_ascii_lowercase()).ok_or_else(|| format!("{place}: no table {}", line.of))?;
    let (back, through) = if line.shared {
        let here = tables[at].id;
        let join = joining_table(here, of, name, &line.back, tables, by_name)?;
        let side = |table: TableId| {
            tables[usize::from(join.0)]
                .columns
                .iter()
                .position(|column| column.link.as_ref().is_some_and(|link| link.to == table))
                .map(|at| at as u16)
                .ok_or_else(|| format!("{place}: the joining table lacks a side"))
        };
        (side(here)?, Some((join, side(of)?)))
    } else {
        let other = &tables[usize::from(of.0)];
        let back = other.column(&line.back).ok_or_else(|| format!("{place}: {} has no {}", other.name, line.back))?;
        (back, None)
    };
    Ok(ToMany {
        name,
        of,
        back,
        through,
        back_name: keep(line.back),
        owned: line.owned,
        at_most_one: line.at_most == Some(1),
        one_to_one: line.one_to_one,
        required: line.required,
        about: keep(line.about),
        dwc: line.dwc.map(keep),
    })
}

/// The table that joins the two sides of a many-to-many link, made when its first side is met.
fn joining_table(
    here: TableId,
    of: TableId,
    name: &str,
    back: &str,
    tables: &mut Vec<Table>,
    by_name: &mut HashMap<String, TableId>,
) -> Result<TableId, String> {
    let (left, right) = (tables[usize::from(here.0)].name, tables[usize::from(of.0)].name);
    // Named after the side that comes first in the alphabet, so that both sides find the same table.
    let own =
        if left < right { format!("{left}{}", capitalised(name)) } else { format!("{right}{}", capitalised(back)) };
    if let Some(id) = by_name.get(&own.to_ascii_lowercase()) {
        return Ok(*id);
    }
    let id = table_id(tables.len())?;
    let mut columns: Vec<Column> = [here, of]
        .into_iter()
        .map(|to| {
            let table = &tables[usize::from(to.0)];
            let name = keep(table.name[..1].to_ascii_lowercase() + &table.name[1..]);
            Column {
                name,
                sql: format!("{}_id", table.sql),
                specify_db: table.key_db.clone(),
                kind: Kind::Link,
                max: None,
                required: true,
                unique: false,
                indexed: false,
                spare: false,
                caption: "",
                about: "One side of the pair.",
                dwc: None,
                link: Some(Link { to, back: None, owned: Owned::No, one_to_one: false }),
                origin: Origin::Vasculum,
            }
        })
        .collect();
    columns.sort_by_key(|column| column.name);
    add_missing(&mut columns, by_name);
    let names = columns.iter().enumerate().map(|(at, column)| (column.name, Place::Column(at as u16))).collect();
    let own = keep(own);
    let (low, high) = {
        let (one, other) = (tables[usize::from(here.0)].number, tables[usize::from(of.0)].number);
        (one.min(other), one.max(other))
    };
    by_name.insert(own.to_ascii_lowercase(), id);
    tables.push(Table {
        id,
        name: own,
        sql: snake(own),
        specify_db: own.to_ascii_lowercase(),
        number: low * 100_000 + high,
        key: "id",
        key_db: "ID".to_owned(),
        about: "Joins the two tables of a many-to-many link.",
        group: "Joins",
        scope: Scope::Owner(vec![0]),
        system: true,
        legacy: false,
        joins: true,
        origin: Origin::Vasculum,
        columns,
        many: Vec::new(),
        indexes: Vec::new(),
        found_by: Vec::new(),
        by_name: names,
    });
    Ok(id)
}

/// Finds the owners of the tables that belong where their owners belong.
fn scopes_by_owner(tables: &mut [Table]) {
    let mut owners: Vec<Vec<u16>> = vec![Vec::new(); tables.len()];
    for table in tables.iter() {
        for many in table.many.iter().filter(|many| many.owned && many.through.is_none()) {
            let list = &mut owners[usize::from(many.of.0)];
            if !list.contains(&many.back) {
                list.push(many.back);
            }
        }
        // Owned to-one records are reached from their owner; their own scope column, if any, was named in the file.
    }
    for (table, mut found) in tables.iter_mut().zip(owners) {
        if matches!(&table.scope, Scope::Owner(columns) if columns.is_empty()) {
            if found.is_empty() {
                found = required_links(table);
            }
            table.scope = if found.is_empty() { Scope::Institution } else { Scope::Owner(found) };
        }
    }
}

/// The required links of a table whose owner Specify does not name.
fn required_links(table: &Table) -> Vec<u16> {
    let is_owner = |column: &Column| {
        let name = column.name;
        column.link.is_some()
            && column.required
            && !matches!(name, "type" | "attachment" | "referenceWork" | "agent" | "specifyuser")
    };
    table.columns.iter().enumerate().filter(|(_, column)| is_owner(column)).map(|(at, _)| at as u16).collect()
}

/// The trees and what belongs to them; see [`tree::TREES`].
impl Model {
    /// The description of a tree by its node table.
    pub fn tree(&self, table: TableId) -> Option<&'static tree::Tree> {
        tree::TREES.iter().find(|tree| tree.node == table)
    }
}

#[cfg(test)]
mod tests;
