//! Matching the words of other people's tables with our records: candidates with scores, values to extend a table by.
//!
//! What is offered follows the Reconciliation API 0.2; the kinds of records and their properties stand in [`TYPES`]. A
//! candidate is called a match only where nothing else can be meant: its name is exactly what was asked for, no other
//! record is called so, and no property says otherwise.

mod score;

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{agent, geography, locality, storage, taxon};
use vasculum_model::{Code, Error, Path, Result, Table, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx, plain};

use crate::{formats, lookup};

/// One kind of records that words are matched with.
#[derive(Debug)]
pub struct Type {
    /// The table; its name is the id of the type.
    pub table: TableId,
    /// The name for people.
    pub name: &'static str,
    /// The ways in which its records are called: paths whose values make up a name.
    called: &'static [&'static [&'static str]],
    /// What tells records of one name apart, shown with a candidate.
    context: &'static [&'static str],
    /// What can be asked of them.
    pub properties: &'static [Property],
}

/// One property of a type.
#[derive(Debug)]
pub struct Property {
    /// Its id.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Where its value stands.
    path: &'static str,
    /// The link behind which the record stands that is the value, if it is one of our types.
    link: Option<&'static str>,
}

const fn property(id: &'static str, name: &'static str, path: &'static str) -> Property {
    Property { id, name, path, link: None }
}

const fn link(id: &'static str, name: &'static str, path: &'static str, link: &'static str) -> Property {
    Property { id, name, path, link: Some(link) }
}

/// Every type, in the order in which records are looked for.
pub const TYPES: &[Type] = &[
    Type {
        table: taxon::TABLE,
        name: "Taxon",
        called: &[&["fullName"], &["fullName", "author"]],
        context: &["author", "definitionItem.name", "parent.fullName"],
        properties: &[
            property("author", "Author", "author"),
            property("rank", "Rank", "definitionItem.name"),
            link("parent", "Name above", "parent.fullName", "parent"),
            link("acceptedName", "Accepted name", "acceptedTaxon.fullName", "acceptedTaxon"),
            property("commonName", "Common name", "commonName"),
            property("isAccepted", "Is accepted", "isAccepted"),
            property("guid", "GUID", "guid"),
        ],
    },
    Type {
        table: agent::TABLE,
        name: "Person or organization",
        called: &[
            &["firstName", "lastName"],
            &["firstName", "middleInitial", "lastName"],
            &["title", "firstName", "middleInitial", "lastName"],
            &["initials", "lastName"],
            &["abbreviation"],
        ],
        context: &["abbreviation", "organization.lastName"],
        properties: &[
            property("lastName", "Last name", "lastName"),
            property("firstName", "First name", "firstName"),
            property("middleInitial", "Middle initial", "middleInitial"),
            property("title", "Title", "title"),
            property("abbreviation", "Abbreviation", "abbreviation"),
            link("organization", "Organization", "organization.lastName", "organization"),
            property("guid", "GUID", "guid"),
        ],
    },
    Type {
        table: geography::TABLE,
        name: "Geography",
        called: &[&["fullName"], &["name"]],
        context: &["definitionItem.name", "parent.fullName"],
        properties: &[
            property("rank", "Rank", "definitionItem.name"),
            link("parent", "Place above", "parent.fullName", "parent"),
            link("acceptedName", "Accepted name", "acceptedGeography.fullName", "acceptedGeography"),
            property("geographyCode", "Code", "geographyCode"),
            property("guid", "GUID", "guid"),
        ],
    },
    Type {
        table: locality::TABLE,
        name: "Locality",
        called: &[&["localityName"], &["shortName"], &["namedPlace"]],
        context: &["geography.fullName"],
        properties: &[
            link("geography", "Geography", "geography.fullName", "geography"),
            property("latitude1", "Latitude", "latitude1"),
            property("longitude1", "Longitude", "longitude1"),
            property("minElevation", "Lowest elevation", "minElevation"),
            property("maxElevation", "Highest elevation", "maxElevation"),
            property("guid", "GUID", "guid"),
        ],
    },
    Type {
        table: storage::TABLE,
        name: "Storage",
        called: &[&["fullName"], &["name"]],
        context: &["definitionItem.name", "parent.fullName"],
        properties: &[
            property("rank", "Rank", "definitionItem.name"),
            link("parent", "Storage above", "parent.fullName", "parent"),
        ],
    },
];

impl Type {
    /// Its id: the name of the table.
    pub fn id(&self) -> &'static str {
        self.of().name
    }

    fn of(&self) -> &'static Table {
        model().table(self.table)
    }

    /// What its records are, in a sentence.
    pub fn about(&self) -> &'static str {
        self.of().about
    }

    /// The property with this id.
    pub fn property(&self, id: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.id == id)
    }
}

impl Property {
    /// What it means, in a sentence.
    pub fn about(&self, of: &Type) -> &'static str {
        let path = Path::parse(of.of(), self.link.unwrap_or(self.path)).ok();
        path.and_then(|path| Some(model().table(path.table).at(path.column?).about)).unwrap_or_default()
    }

    /// The type of the records that are its values, if they are records.
    pub fn entity(&self, of: &Type) -> Option<&'static Type> {
        let link = Path::parse(of.of(), self.link?).ok()?;
        let to = model().table(link.table).at(link.column?).link.as_ref()?.to;
        TYPES.iter().find(|one| one.table == to)
    }
}

/// The type with this id.
pub fn type_of(id: &str) -> Option<&'static Type> {
    TYPES.iter().find(|one| one.id() == id)
}

/// How other programs call a record: `Taxon-12`.
pub fn entity_id(of: &Type, id: i64) -> String {
    format!("{}-{id}", of.id())
}

/// The record that an entity's id stands for; nothing if it has not the form of one.
pub fn read_entity(text: &str) -> Option<(&'static Type, i64)> {
    let (of, id) = text.rsplit_once('-')?;
    Some((type_of(of)?, id.parse().ok()?))
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The words that stand for the record.
    pub text: String,
    /// What is known of it otherwise: ids of properties with the values any of which it may have.
    pub properties: Vec<(String, Vec<String>)>,
    /// At most so many candidates.
    pub limit: usize,
}

/// One record that may be meant.
#[derive(Debug)]
pub struct Candidate {
    /// Its type.
    pub of: &'static Type,
    /// The id of the record.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name.
    pub description: String,
    /// From 0 to 100.
    pub score: f64,
    /// Whether nothing else can be meant.
    pub is_match: bool,
    /// How alike the names are, from 0 to 100.
    pub name_score: f64,
    /// For each property that was asked for whether it agrees; nothing where the record says nothing.
    pub agreements: Vec<(String, Option<bool>)>,
}

/// So many records are held against the words, of each type.
const MOST_HELD: usize = 50;

/// The records that may be meant, best first. Types that the person may not read have no candidates.
///
/// # Errors
///
/// `Invalid`, if a property is none of any of the types.
pub fn candidates(tx: &mut Tx<'_>, types: &[&'static Type], question: &Question) -> Result<Vec<Candidate>> {
    for (id, _) in &question.properties {
        if !types.iter().any(|of| of.property(id).is_some()) {
            return Err(Error::invalid(format!("There is no property ‘{id}’.")));
        }
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut is_whole = true;
    for of in types {
        match held(tx, of, question) {
            Err(error) if matches!(error.code, Code::Forbidden | Code::SignInNeeded) => {}
            other => {
                let (some, all) = other?;
                found.extend(some);
                is_whole &= all;
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    let exact: Vec<usize> = (0..found.len()).filter(|at| found[*at].is_match).collect();
    if exact.len() != 1 || !is_whole {
        found.iter_mut().for_each(|one| one.is_match = false);
    }
    found.truncate(question.limit);
    Ok(found)
}

/// The records of a type that have the words, and whether all that are called exactly so are among them.
fn held(tx: &mut Tx<'_>, of: &'static Type, question: &Question) -> Result<(Vec<Candidate>, bool)> {
    let mut wish = lookup::Wish { table: of.table, words: &question.text, only: Filter::All, limit: MOST_HELD };
    if question.text.trim().is_empty() {
        return Ok((Vec::new(), true));
    }
    let mut found = lookup::find(tx, &wish)?;
    // Sheets write names with authors that the tree may have otherwise or not at all.
    let bare = (of.table == taxon::TABLE).then(|| score::without_author(&question.text)).flatten();
    if let Some(bare) = &bare
        && found.ids.len() < MOST_HELD
    {
        wish.words = bare;
        let more = lookup::find(tx, &wish)?;
        let known: HashSet<i64> = found.ids.iter().copied().collect();
        found.ids.extend(more.ids.into_iter().filter(|id| !known.contains(id)));
        found.has_more |= more.has_more;
    }
    let asked: Vec<(&'static Property, &[String])> = question
        .properties
        .iter()
        .filter_map(|(id, values)| of.property(id).map(|property| (property, values.as_slice())))
        .collect();
    let names = names(tx, of, &found.ids)?;
    let mut candidates = Vec::with_capacity(found.ids.len());
    for row in rows(tx, of, &found.ids, &asked)? {
        let name = names.get(&row.id).cloned().unwrap_or_default();
        candidates.push(score::judged(of, row, name, question, bare.as_deref(), &asked));
    }
    // What begins with the words comes first and what is called exactly so before all of it; only where another way led to
    // an exact name may another one have been left out.
    let start = plain(&question.text);
    let is_first = candidates.iter().all(|one| !one.is_match || plain(&one.name).starts_with(&start));
    Ok((candidates, is_first || !found.has_more))
}

/// What is read of a record to judge it by.
struct Row {
    id: i64,
    /// Its names, each as its words.
    called: Vec<String>,
    context: Vec<String>,
    /// The values of the properties that were asked for.
    values: Vec<String>,
}

fn rows(tx: &mut Tx<'_>, of: &'static Type, ids: &[i64], asked: &[(&'static Property, &[String])]) -> Result<Vec<Row>> {
    let table = of.of();
    let mut paths = vec![Path::parse(table, "id")?];
    let texts = of.called.iter().flat_map(|one| one.iter()).chain(of.context).copied();
    for text in texts.chain(asked.iter().map(|(property, _)| property.path)) {
        paths.push(Path::parse(table, text)?);
    }
    let mut read = Vec::with_capacity(ids.len());
    for row in tx.values(&Select::all(of.table).matching(Filter::Ids(ids.to_vec())), &paths)? {
        let mut texts = row.iter().skip(1).map(Value::to_string);
        let mut take = |count: usize| texts.by_ref().take(count).collect::<Vec<String>>();
        // A further name is one only where all of its parts are there.
        let name = |(nth, paths): (usize, &&[&str])| {
            let parts = take(paths.len());
            let is_whole = nth == 0 || parts.iter().all(|part| !part.trim().is_empty());
            if is_whole { joined(&parts, " ") } else { String::new() }
        };
        let called = of.called.iter().enumerate().map(name).collect();
        let context = take(of.context.len());
        read.push(Row { id: row[0].int().unwrap_or_default(), called, context, values: take(asked.len()) });
    }
    Ok(read)
}

fn joined(parts: &[String], with: &str) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(with)
}

/// What records are called, by id.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn names(tx: &mut Tx<'_>, of: &Type, ids: &[i64]) -> Result<HashMap<i64, String>> {
    if !of.of().is_tree() {
        return formats::formatted_all(tx, of.table, ids);
    }
    let paths = [Path::parse(of.of(), "id")?, Path::parse(of.of(), "fullName")?];
    let rows = tx.values(&Select::all(of.table).matching(Filter::Ids(ids.to_vec())), &paths)?;
    Ok(rows.iter().filter_map(|row| Some((row[0].int()?, row[1].to_string()))).collect())
}

/// The records of a type that may be meant by the beginning of what somebody types, with what they are called and what tells
/// them apart.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn suggest(tx: &mut Tx<'_>, of: &'static Type, words: &str, limit: usize) -> Result<Vec<(i64, String, String)>> {
    let wish = lookup::Wish { table: of.table, words, only: Filter::All, limit };
    let ids = lookup::find(tx, &wish)?.ids;
    described(tx, of, &ids)
}

/// Records with what they are called and what tells them apart, in the given order; those that are not there are left out.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn described(tx: &mut Tx<'_>, of: &'static Type, ids: &[i64]) -> Result<Vec<(i64, String, String)>> {
    let mut names = names(tx, of, ids)?;
    let mut contexts: HashMap<i64, String> =
        rows(tx, of, ids, &[])?.into_iter().map(|row| (row.id, joined(&row.context, ", "))).collect();
    Ok(ids.iter().filter_map(|id| Some((*id, names.remove(id)?, contexts.remove(id).unwrap_or_default()))).collect())
}

/// One value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, as it is written.
    Text(String),
    /// A record: its type, its id, what it is called.
    Record(&'static str, i64, String),
}

/// The values of properties of records of one type: for each record, by its id, one for each property; nothing where it
/// has none.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn extend(
    tx: &mut Tx<'_>,
    of: &'static Type,
    ids: &[i64],
    properties: &[&'static Property],
) -> Result<HashMap<i64, Vec<Option<Cell>>>> {
    let table = of.of();
    let mut paths = vec![Path::parse(table, "id")?];
    for property in properties {
        paths.push(Path::parse(table, property.path)?);
        paths.push(Path::parse(table, property.link.unwrap_or("id"))?);
    }
    let rows = tx.values(&Select::all(of.table).matching(Filter::Ids(ids.to_vec())), &paths)?;
    let mut values = HashMap::new();
    for row in rows {
        let cell = |(nth, property): (usize, &&'static Property)| {
            let (value, link) = (&row[1 + 2 * nth], &row[2 + 2 * nth]);
            match (property.entity(of), link.int()) {
                _ if value.is_null() => None,
                (Some(entity), Some(id)) => Some(Cell::Record(entity.id(), id, value.to_string())),
                _ => Some(Cell::Text(value.to_string())),
            }
        };
        let id = row[0].int().unwrap_or_default();
        values.insert(id, properties.iter().enumerate().map(cell).collect());
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_a_type_leads_somewhere() {
        for of in TYPES {
            let texts = of.called.iter().flat_map(|one| one.iter()).chain(of.context).copied();
            for text in
                texts.chain(of.properties.iter().flat_map(|one| [Some(one.path), one.link].into_iter().flatten()))
            {
                assert!(Path::parse(of.of(), text).is_ok_and(|path| path.is_single()), "{}.{text}", of.id());
            }
            for property in of.properties.iter().filter(|property| property.link.is_some()) {
                assert!(property.entity(of).is_some(), "{}.{}", of.id(), property.id);
            }
        }
    }

    #[test]
    fn an_entity_has_an_id_that_can_stand_in_an_address() {
        let of = type_of("Taxon").unwrap();
        assert_eq!(entity_id(of, 12), "Taxon-12");
        assert_eq!(read_entity("Taxon-12").map(|(of, id)| (of.id(), id)), Some(("Taxon", 12)));
        for bad in ["", "Taxon", "Taxon-", "User-1", "Taxon-x"] {
            assert!(read_entity(bad).is_none(), "{bad}");
        }
    }
}
