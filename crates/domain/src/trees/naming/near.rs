//! What of a tree is called the same as a name, or nearly so.

use vasculum_model::{Issue, Result, Value};
use vasculum_store::{ENTRY_LENGTH, Filter, Select, Test, Tx, plain};

use super::capital;
use super::place::Place;
use crate::lookup::{distance, one_slip};
use crate::trees::import::same_author;
use crate::trees::own;

/// So many siblings are compared.
pub(super) const MOST_SIBLINGS: u64 = 1_000;
/// So many full names are asked for in one statement.
const AT_ONCE: usize = 200;
/// So many are told.
const MOST_TOLD: usize = 5;

/// How like a name of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name, by the same author or one of them without.
    Same,
    /// The same name by another author.
    Homonym,
    /// A slip or two away.
    Alike,
}

/// A name of the tree that is like another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its node.
    pub id: i64,
    /// Its full name.
    pub full_name: String,
    /// Its author; may be empty.
    pub author: String,
    /// Whether it is a synonym.
    pub is_synonym: bool,
    /// How like it is.
    pub likeness: Likeness,
}

impl Near {
    /// The name with its author.
    pub fn called(&self) -> String {
        format!("{} {}", self.full_name, self.author).trim_end().to_owned()
    }

    pub(super) fn issue(&self) -> Issue {
        let called = self.called();
        match self.likeness {
            Likeness::Same => Issue::warning("already-there", "name", format!("‘{called}’ is in the tree already.")),
            Likeness::Homonym => {
                let words = format!("‘{called}’ is in the tree too: a homonym, told apart by its author.");
                Issue::warning("homonym", "author", words)
            }
            Likeness::Alike => {
                let words = format!("‘{called}’ is in the tree, and hardly differs from this name.");
                Issue::info("near-duplicate", "name", words)
            }
        }
    }
}

/// How many slips may lie between two names for one to be taken for the other.
pub(crate) fn slips_allowed(name: &str) -> usize {
    match name.chars().count() {
        0..4 => 0,
        4..7 => 1,
        _ => 2,
    }
}

/// Finds what is called the same at the same rank anywhere in the tree, or nearly the same: one slip away anywhere in the
/// tree, up to two below the same parent.
pub(super) fn find(
    tx: &mut Tx<'_>,
    place: &Place,
    itself: Option<i64>,
    name: &str,
    full_name: &str,
    author: &str,
) -> Result<Vec<Near>> {
    let tree = place.tree;
    let (own_name, whole) = (plain(name), plain(full_name));
    let mut called = one_slip_away(tx, place, name, full_name)?;
    called.push(full_name.to_owned());
    let mut found = Vec::new();
    for called in called.chunks(AT_ONCE) {
        let values = called.iter().map(|text| Value::Text(text.as_str().into())).collect();
        found.extend(rows(tx, place, Filter::test(tree.full_name, Test::In(values)), MOST_SIBLINGS)?);
    }
    let mut near: Vec<(usize, Near)> = Vec::new();
    let mut add = |slips: usize, row: Row| {
        let same = slips == 0;
        let near_by = Near {
            likeness: match same {
                false => Likeness::Alike,
                true if author.is_empty() || row.author.is_empty() || same_author(author, &row.author) => {
                    Likeness::Same
                }
                true => Likeness::Homonym,
            },
            id: row.id,
            full_name: row.full_name,
            author: row.author,
            is_synonym: row.is_synonym,
        };
        if Some(near_by.id) != itself && !near.iter().any(|(_, known)| known.id == near_by.id) {
            near.push((slips, near_by));
        }
    };
    for row in found {
        let slips = distance(&whole, &plain(&row.full_name));
        if slips <= slips_allowed(&own_name).min(1) {
            add(slips, row);
        }
    }
    if let (Some(parent), true) = (place.parent, slips_allowed(&own_name) > 0) {
        for row in rows(tx, place, Filter::is(tree.parent, parent), MOST_SIBLINGS)? {
            let theirs = plain(&row.name);
            let lengths = theirs.chars().count().abs_diff(own_name.chars().count());
            if lengths <= 2 && distance(&own_name, &theirs) <= slips_allowed(&own_name) {
                add(distance(&own_name, &theirs), row);
            }
        }
    }
    near.sort_by(|(one, a), (two, b)| (a.likeness, one, &a.full_name).cmp(&(b.likeness, two, &b.full_name)));
    near.truncate(MOST_TOLD);
    Ok(near.into_iter().map(|(_, near)| near).collect())
}

/// The full names one slip of the own name away with which anything in the index of words begins: a few of hundreds.
fn one_slip_away(tx: &mut Tx<'_>, place: &Place, name: &str, full_name: &str) -> Result<Vec<String>> {
    let Some(at) = full_name.rfind(name).filter(|_| slips_allowed(name) > 0) else { return Ok(Vec::new()) };
    let (before, behind) = (&full_name[..at], &full_name[at + name.len()..]);
    let is_high = name.starts_with(char::is_uppercase);
    let other = |slip: String| {
        let text = format!("{before}{}{behind}", if is_high { capital(&slip) } else { slip });
        // The index knows the beginning of a text alone.
        (plain(&text).chars().take(ENTRY_LENGTH).collect::<String>(), text)
    };
    let others: Vec<(String, String)> = one_slip(&name.to_lowercase()).into_iter().map(other).collect();
    let mut starts: Vec<String> = others.iter().map(|(start, _)| start.clone()).collect();
    starts.sort_unstable();
    starts.dedup();
    let there = tx.looked_up_any(place.tree.node, &starts)?;
    Ok(others.into_iter().filter(|(start, _)| there.binary_search(start).is_ok()).map(|(_, text)| text).collect())
}

struct Row {
    id: i64,
    name: String,
    full_name: String,
    author: String,
    is_synonym: bool,
}

/// The nodes of the tree that pass the filter and are of the rank of the place.
fn rows(tx: &mut Tx<'_>, place: &Place, filter: Filter, limit: u64) -> Result<Vec<Row>> {
    let tree = place.tree;
    let author = vasculum_model::names::taxon::AUTHOR;
    let columns = [tree.name, tree.full_name, author, tree.accepted, tree.definition, tree.definition_item];
    let mut paths = vec![own(tree.node, None)];
    paths.extend(columns.map(|column| own(tree.node, Some(column))));
    // Rank and tree are no part of the question: a database might begin with their indexes, in which most nodes stand.
    let select = Select::all(tree.node).matching(filter).at_most(limit);
    let rank = place.rank.as_ref().map(|rank| rank.id);
    let is_here = |row: &Vec<Value>| row[5].int() == Some(place.def.id) && (rank.is_none() || row[6].int() == rank);
    let text = |value: &Value| value.text().unwrap_or_default().to_owned();
    let row = |row: Vec<Value>| Row {
        id: row[0].int().unwrap_or_default(),
        name: text(&row[1]),
        full_name: text(&row[2]),
        author: text(&row[3]),
        is_synonym: row[4].int().is_some(),
    };
    Ok(tx.values(&select, &paths)?.into_iter().filter(is_here).map(row).collect())
}
