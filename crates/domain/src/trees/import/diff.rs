//! How a target differs from the tree.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vasculum_model::tree::Tree;
use vasculum_model::{Col, Level, Value, model};

use super::existing::{Existing, There};
use super::renaming::Renaming;
use super::words::{otherwise, same_author};
use super::{Entry, Kind, Place, Plan, Target, Wanted};
use crate::trees::naming::Siblings;

/// Compares the nodes of a target with those that are there, parents first.
pub(super) fn compare(tree: &'static Tree, there: &Existing, target: Target, fields: &[Col]) -> Plan {
    let mut comparing = Comparing {
        there,
        target: &target,
        fields,
        has_author: super::existing::author_column(tree).is_some(),
        renaming: Renaming::of(there, &target, super::existing::author_column(tree).is_some()),
        matched: HashMap::new(),
        taken: HashSet::new(),
        entries: Vec::new(),
        unchanged: 0,
    };
    comparing.run();
    comparing.synonyms();
    comparing.gone();
    let alike = comparing.alike();
    let Comparing { matched, entries, mut unchanged, .. } = comparing;
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    let entries: Vec<Entry> = entries.into_iter().filter(|entry| !entry.kinds.is_empty()).collect();
    for kind in entries.iter().flat_map(|entry| &entry.kinds) {
        *counts.entry(*kind).or_insert(0) += 1;
    }
    unchanged += (target.nodes.len() - entries.iter().filter(|entry| entry.wanted.is_some()).count()) as u64;
    let mut target = target;
    for (line, words) in alike {
        target.doubt(line, "near-duplicate", Level::Warning, || words);
    }
    Plan { target, entries, counts, unchanged, new_ranks: Vec::new(), matched }
}

struct Comparing<'c> {
    there: &'c Existing,
    target: &'c Target,
    fields: &'c [Col],
    has_author: bool,
    renaming: Renaming,
    matched: HashMap<usize, i64>,
    taken: HashSet<i64>,
    /// One for each node of the target.
    entries: Vec<Entry>,
    unchanged: u64,
}

/// What was found for a node.
enum Found<'t> {
    Node(&'t There),
    /// It is there under another name.
    Renamed(&'t There),
    Nothing,
    /// Somebody must say.
    Doubt(String),
}

impl<'c> Comparing<'c> {
    fn run(&mut self) {
        for at in 0..self.target.nodes.len() {
            let wanted = &self.target.nodes[at];
            let mut entry = Entry {
                wanted: Some(at),
                node: None,
                kinds: BTreeSet::new(),
                label: label(self.target, wanted),
                note: String::new(),
                above: None,
            };
            let found = self.find(wanted);
            if let Found::Renamed(there) = found {
                entry.kinds.insert(Kind::Renamed);
                entry.note = format!("was ‘{}’", there.full_name);
            }
            match found {
                Found::Node(there) | Found::Renamed(there) => {
                    self.matched.insert(at, there.id);
                    self.taken.insert(there.id);
                    entry.node = Some(there.id);
                    self.differences(wanted, there, &mut entry);
                }
                Found::Nothing => match wanted.above {
                    Place::Node(above) if self.entries[above].kinds.contains(&Kind::Doubtful) => {
                        entry.kinds.insert(Kind::Doubtful);
                        entry.note = "It stands below a name that is doubtful.".to_owned();
                    }
                    _ => drop(entry.kinds.insert(Kind::New)),
                },
                Found::Doubt(why) => {
                    entry.kinds.insert(Kind::Doubtful);
                    entry.note = why;
                }
            }
            self.entries.push(entry);
        }
    }

    /// The id of the node at a place, if it is there.
    fn id_at(&self, place: Place) -> Option<i64> {
        match place {
            Place::Root => Some(self.there.root),
            Place::There(id) => Some(id),
            Place::Node(at) => self.matched.get(&at).copied(),
        }
    }

    fn find(&self, wanted: &Wanted) -> Found<'c> {
        let number = self.target.ranks[wanted.rank].1;
        let name = wanted.name.to_lowercase();
        let by_id =
            wanted.id.as_ref().and_then(|id| self.there.by_identifier.get(id)).and_then(|id| self.there.node(*id));
        if let Some(node) = by_id
            && node.name.to_lowercase() == name
            && !self.taken.contains(&node.id)
        {
            return Found::Node(node);
        }
        let by_id = by_id.filter(|node| !self.taken.contains(&node.id));
        let parent = self.id_at(wanted.above);
        let here: Vec<&'c There> = match parent {
            Some(parent) => self.nodes(self.there.children.get(&(parent, number, name))),
            None => Vec::new(),
        };
        match self.by_author(wanted, &here) {
            Found::Nothing => {}
            found => return found,
        }
        if let Some(node) = self.as_hybrid(wanted, parent, number) {
            return Found::Renamed(node);
        }
        if let Some(node) = by_id
            && self.renaming.is(self.there, wanted, node, number)
        {
            return Found::Renamed(node);
        }
        let full_name = full_name(self.target, self.has_author, wanted).to_lowercase();
        let anywhere: Vec<&'c There> = self.nodes(self.there.by_full_name.get(&(number, full_name)));
        let with_author = |node: &&&There| match &wanted.author {
            Some(author) => same_author(author, &node.author),
            // Without an author, a name that stands elsewhere may be another's.
            None => node.author.is_empty() || !self.has_author,
        };
        let mut sure = anywhere.iter().filter(with_author);
        match (sure.next(), sure.next()) {
            (Some(node), None) => Found::Node(node),
            (Some(_), Some(_)) => {
                Found::Doubt("Several names of the tree are called so; none stands at this place.".to_owned())
            }
            (None, _) => Found::Nothing,
        }
    }

    /// The one name at this place that differs by nothing but the sign of a hybrid: specimens bring it in without.
    fn as_hybrid(&self, wanted: &Wanted, parent: Option<i64>, number: i64) -> Option<&'c There> {
        let name = otherwise(&wanted.name.to_lowercase());
        let here = self.nodes(self.there.children.get(&(parent?, number, name)));
        let is_named = |other: &Wanted, node: &There| {
            other.above == wanted.above
                && other.rank == wanted.rank
                && other.name.to_lowercase() == node.name.to_lowercase()
        };
        let fits = |node: &&There| {
            let author = wanted.author.as_deref().unwrap_or_default();
            author.is_empty() || node.author.is_empty() || same_author(author, &node.author)
        };
        match here[..] {
            // Where the file has both, each is its own.
            [node] if fits(&node) && !self.target.nodes.iter().any(|other| is_named(other, node)) => Some(node),
            _ => None,
        }
    }

    fn nodes(&self, found: Option<&Vec<usize>>) -> Vec<&'c There> {
        let there: &'c Existing = self.there;
        let nodes = found.into_iter().flatten().map(|at| &there.nodes[*at]);
        nodes.filter(|node| !self.taken.contains(&node.id)).collect()
    }

    /// Of names at the same place the one of the author; homonyms are told apart by nothing else.
    fn by_author<'t>(&self, wanted: &Wanted, here: &[&'t There]) -> Found<'t> {
        let Some(author) = wanted.author.as_deref().filter(|_| self.has_author) else {
            return match here {
                [] => Found::Nothing,
                [one] => Found::Node(one),
                several => {
                    let blank = several.iter().find(|node| node.author.is_empty());
                    blank.map_or_else(
                        || Found::Doubt("Several names here differ by their authors; the file names none.".to_owned()),
                        |node| Found::Node(node),
                    )
                }
            };
        };
        let exactly = here.iter().find(|node| author == node.author);
        if let Some(same) = exactly.or_else(|| here.iter().find(|node| same_author(author, &node.author))) {
            return Found::Node(same);
        }
        if let Some(blank) = here.iter().find(|node| node.author.is_empty()) {
            return Found::Node(blank);
        }
        match here {
            [] => Found::Nothing,
            [one] if alike(author, &one.author) => Found::Node(one),
            [one, ..] => {
                Found::Doubt(format!("The tree has this name by {}: the same name, or a homonym.", one.author))
            }
        }
    }

    fn differences(&self, wanted: &Wanted, there: &There, entry: &mut Entry) {
        let mut note = |text: String| {
            if !entry.note.is_empty() {
                entry.note.push_str("; ");
            }
            entry.note.push_str(&text);
        };
        if wanted.is_placed && self.id_at(wanted.above) != Some(there.parent) {
            entry.kinds.insert(Kind::Moved);
            let from = self.there.node(there.parent).map_or("nowhere", |node| node.full_name.as_str());
            note(format!("from {from}"));
        }
        if let Some(author) = wanted.author.as_ref().filter(|author| self.has_author && **author != there.author) {
            entry.kinds.insert(Kind::Author);
            note(format!("‘{}’ → ‘{author}’", there.author));
        }
        for (column, value) in &wanted.fields {
            let Some(at) = self.fields.iter().position(|other| other == column) else { continue };
            if !same_value(&there.fields[at], value) {
                entry.kinds.insert(Kind::Fields);
                note(model().column(*column).name.to_owned());
            }
        }
    }

    /// Who is whose synonym is compared last: by then it is known who is there.
    fn synonyms(&mut self) {
        for at in 0..self.target.nodes.len() {
            let wanted = &self.target.nodes[at];
            let Some(there) = self.matched.get(&at).and_then(|id| self.there.node(*id)) else { continue };
            let kind = match (wanted.accepted, there.accepted) {
                (Some(accepted), now) if now.is_none() || self.id_at(accepted) != now => Kind::Synonym,
                (None, Some(_)) if wanted.is_said && !wanted.is_of_unknown => Kind::Accepted,
                _ => continue,
            };
            self.entries[at].kinds.insert(kind);
        }
    }

    /// What is new and hardly differs from a sibling that the file does not name: the line and what is said of it.
    fn alike(&self) -> Vec<(u64, String)> {
        let new = self.entries.iter().filter(|entry| entry.kinds.contains(&Kind::New));
        let new = new.filter_map(|entry| {
            let wanted = &self.target.nodes[entry.wanted?];
            Some((wanted, self.id_at(wanted.above)?))
        });
        let new: Vec<(&Wanted, i64)> = new.collect();
        let parents: HashSet<i64> = new.iter().map(|(_, parent)| *parent).collect();
        if parents.is_empty() || self.there.nodes.len() < 2 {
            return Vec::new();
        }
        let free = |node: &&There| parents.contains(&node.parent) && !self.taken.contains(&node.id);
        let free = self.there.nodes.iter().filter(free);
        let siblings = Siblings::of(free.map(|node| (node.parent, node.rank, node.name.as_str(), node)));
        new.into_iter()
            .filter_map(|(wanted, parent)| {
                let number = self.target.ranks[wanted.rank].1;
                let other = siblings.alike(parent, number, &wanted.name)?;
                let called = format!("{} {}", other.full_name, other.author);
                Some((
                    wanted.line,
                    format!("‘{}’ hardly differs from ‘{}’ of the tree.", wanted.name, called.trim_end()),
                ))
            })
            .collect()
    }

    /// What is in the tree and not in the file.
    fn gone(&mut self) {
        for node in &self.there.nodes {
            if node.id == self.there.root || self.taken.contains(&node.id) {
                continue;
            }
            self.entries.push(Entry {
                wanted: None,
                node: Some(node.id),
                kinds: BTreeSet::from([Kind::Gone]),
                label: format!("{} {}", node.full_name, node.author).trim_end().to_owned(),
                note: String::new(),
                above: Some(node.parent),
            });
        }
    }
}

/// Numbers are the same however many zeros they end with.
fn same_value(one: &Value, two: &Value) -> bool {
    one == two || matches!((one.number(), two.number()), (Some(one), Some(two)) if one == two)
}

/// Whether two authors may be the same person written otherwise: ‘L.’ and ‘Linnaeus’, with or without year.
fn alike(one: &str, two: &str) -> bool {
    let first = |text: &str| {
        let word: String = text.chars().skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphabetic()).collect();
        word.to_lowercase()
    };
    let (one, two) = (first(one), first(two));
    !one.is_empty() && !two.is_empty() && (one.starts_with(&two) || two.starts_with(&one))
}

/// A name with its rank and author, as people read it.
pub(super) fn label(target: &Target, wanted: &Wanted) -> String {
    let author = wanted.author.as_deref().unwrap_or_default();
    format!("{} {} {author}", target.ranks[wanted.rank].0, wanted.name).trim_end().to_owned()
}

/// The whole name of a genus, of a species and below, as full names are in a tree of taxa; elsewhere the name alone.
pub(super) fn full_name(target: &Target, has_author: bool, wanted: &Wanted) -> String {
    let mut names = vec![wanted.name.as_str()];
    let mut above = wanted.above;
    let genus = target.ranks.iter().find(|rank| rank.0 == "Genus").map_or(i64::MAX, |rank| rank.1);
    if has_author && target.ranks[wanted.rank].1 > genus {
        while let Place::Node(at) = above {
            let node = &target.nodes[at];
            if target.ranks[node.rank].1 < genus {
                break;
            }
            names.push(&node.name);
            above = node.above;
        }
    }
    names.reverse();
    names.join(" ")
}
