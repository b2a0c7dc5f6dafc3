//! Scientific names as somebody types them: how a name is understood at its place in the tree, what is doubtful about
//! it, what belongs into which field, and what of the same or nearly the same name is there already.
//!
//! Nothing here refuses anything. The form asks while one types ([`look`]), and a save by a form says the same in words
//! ([`judge_typed`]); imports ask neither, because they have ways of their own for many names at once.

mod endings;
mod near;
mod place;
mod reading;
mod siblings;

use vasculum_model::names::taxon;
use vasculum_model::{Code as ErrorCode, Issue, Result};
use vasculum_store::Tx;

pub(crate) use near::slips_allowed;
pub use near::{Likeness, Near};
pub(crate) use siblings::Siblings;

use self::place::Place;
use super::full_name;
use crate::rules::{Saving, changed};

/// A name as it stands in a form, with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The node itself, unless it is new.
    pub id: Option<i64>,
    /// The tree definition, as long as no node above says it; without one that of the discipline in which one works.
    pub tree: Option<i64>,
    /// The node above it.
    pub parent: Option<i64>,
    /// The record of its rank; without one that which the tree would give it below its parent.
    pub rank: Option<i64>,
    /// The own name.
    pub name: String,
    /// The author.
    pub author: String,
}

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The rank of the tree.
    Rank,
    /// The genus.
    Genus,
    /// The subgenus, section or whatever stands between genus and species.
    Infrageneric,
    /// The epithet of the species.
    Species,
    /// The last epithet of a name below the species.
    Infraspecific,
    /// The name of a cultivated variety.
    Cultivar,
    /// Who described it first, where somebody else put it here.
    FirstAuthor,
    /// The author.
    Author,
    /// The year of publication.
    Year,
    /// What says that it is a hybrid.
    Hybrid,
    /// The code of nomenclature.
    Code,
}

/// What belongs into which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the name should be.
    pub name: String,
    /// What the author should be; nothing if that field is right as it is.
    pub author: Option<String>,
}

/// How a name is understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// The full name that it has at its place.
    pub full_name: String,
    /// The number of its rank, if that is known.
    pub rank_id: Option<i64>,
    /// Its parts, in the order in which they are read; none if it is not understood.
    pub parts: Vec<(Part, String)>,
    /// What is doubtful, at the field `name` or `author`.
    pub issues: Vec<Issue>,
    /// What would be right.
    pub offer: Option<Offer>,
    /// What of the tree is called the same, or nearly so.
    pub near: Vec<Near>,
}

/// Looks at a name at its place; nothing where no name was typed, or where it is not known in which tree it stands.
///
/// However large the tree is, it costs the way up, at most 1,000 siblings, and look-ups by key for every text that is one
/// slip away.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the tree.
pub fn look(tx: &mut Tx<'_>, typed: &Typed) -> Result<Option<Naming>> {
    if typed.name.trim().is_empty() {
        return Ok(None);
    }
    let Some(place) = Place::read(tx, typed)? else { return Ok(None) };
    let read = reading::read(&place, &typed.name, &typed.author);
    // What is meant tells more about doubles than what stands in the wrong field.
    let (name, author) = match &read.offer {
        Some(offer) => (offer.name.as_str(), offer.author.as_deref().unwrap_or(&typed.author)),
        None => (typed.name.trim(), typed.author.as_str()),
    };
    let called = match read.canonical {
        Some(canonical) if place.rank.is_none() => canonical,
        _ => called(&place, name),
    };
    let near = near::find(tx, &place, typed.id, name, &called, author.trim())?;
    let rank_id = place.rank.as_ref().map(|rank| rank.rank_id);
    Ok(Some(Naming { full_name: called, rank_id, parts: read.parts, issues: read.issues, offer: read.offer, near }))
}

/// A text with a capital letter at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The full name of a name at a place.
fn called(place: &Place, name: &str) -> String {
    let Some(rank) = &place.rank else { return name.to_owned() };
    let mut way: Vec<(i64, &str)> = place.way.iter().map(|(rank, name)| (*rank, name.as_str())).collect();
    way.push((rank.id, name));
    full_name(&place.def, &way)
}

impl Naming {
    /// Everything that somebody should look at, as issues of a saved record.
    pub fn remarks(&self) -> Vec<Issue> {
        self.issues.iter().cloned().chain(self.near.iter().map(|near| near.issue())).collect()
    }
}

/// Rule: says of a taxon that somebody saved by a form how its name is to be read, and what is called nearly the same.
pub(crate) fn judge_typed(s: &mut Saving<'_, '_>) -> Result<()> {
    let columns = [taxon::NAME, taxon::AUTHOR, taxon::PARENT, taxon::DEFINITION_ITEM];
    if !columns.into_iter().any(|column| changed(s, column)) || s.record.int(taxon::PARENT).is_none() {
        return Ok(());
    }
    let text = |column| s.record.text(column).unwrap_or_default().to_owned();
    let typed = Typed {
        id: Some(s.record.id),
        tree: s.record.int(taxon::DEFINITION),
        parent: s.record.int(taxon::PARENT),
        rank: s.record.int(taxon::DEFINITION_ITEM),
        name: text(taxon::NAME),
        author: text(taxon::AUTHOR),
    };
    match look(s.tx, &typed) {
        Ok(naming) => s.issues.extend(naming.map(|naming| naming.remarks()).unwrap_or_default()),
        // Who may not see the tree is told nothing of it.
        Err(error) if matches!(error.code, ErrorCode::Forbidden | ErrorCode::NotFound) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
