//! What a file wants the tree to be: its rows at their ranks, each below the one above it.

use std::collections::HashMap;

use vasculum_formats::trees::{TreeFile, TreeKind, TreeRow};
use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Issue, Level, model};

use super::existing::author_column;
use super::words::{parts, rank_of, same_author};
use super::{Doubt, Place, Target, Wanted};
use crate::dwca::fields;

/// How often a doubt is kept word by word.
const KEPT: usize = 100;

/// Puts a target together, node by node.
pub(super) struct Builder<'b> {
    pub(super) tree: &'static Tree,
    /// The ranks of the tree with their numbers, from the top down; those that are still to be made too.
    pub(super) ranks: Vec<(String, i64)>,
    pub(super) genus: i64,
    by_path: HashMap<(Place, usize, String), Vec<usize>>,
    /// The first genus of every name.
    pub(super) genera: HashMap<String, usize>,
    known: &'b HashMap<String, i64>,
    /// Whether what the file calls its rows means anything outside of it: the nodes of a topology are only counted.
    has_ids: bool,
    pub(super) target: Target,
}

impl Target {
    /// Adds a doubt about a line.
    pub(super) fn doubt(&mut self, line: u64, name: &'static str, level: Level, words: impl FnOnce() -> String) {
        let count = self.issues.entry(name).or_insert((level.name(), 0));
        count.1 += 1;
        if count.1 <= KEPT as u64 {
            self.doubts.push(Doubt { line, name, words: words() });
        }
    }
}

/// How far a row is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Waiting,
    /// It became this node, or, where it has no rank, what is below it stands here.
    Done(Place),
}

impl<'b> Builder<'b> {
    /// For a tree of these ranks. `known` finds nodes that are there already by what a source calls them.
    pub(super) fn new(tree: &'static Tree, ranks: Vec<(String, i64)>, known: &'b HashMap<String, i64>) -> Self {
        let genus = rank_of(&ranks, "genus").filter(|_| tree.node == taxon::TABLE).map_or(i64::MAX, |at| ranks[at].1);
        let target = Target { ranks: ranks.clone(), ..Target::default() };
        Self { tree, ranks, genus, by_path: HashMap::new(), genera: HashMap::new(), known, has_ids: true, target }
    }

    /// Adds a doubt about a line.
    pub(super) fn doubt(&mut self, line: u64, name: &'static str, level: Level, words: impl FnOnce() -> String) {
        self.target.doubt(line, name, level, words);
    }

    /// The node of this rank, name and author below a place; made if it is not there. A node without an author is
    /// whoever it needs to be.
    pub(super) fn at(&mut self, above: Place, rank: usize, name: &str, author: Option<&str>, line: u64) -> usize {
        self.called((above, rank, name), author, None, line)
    }

    /// As [`Builder::at`], for a row that its file calls `id`. ‘Aus bus (Mill., 1768)’ and ‘Aus bus Mill., 1768’ are one
    /// name, but for a file in which each has its own row.
    fn called(
        &mut self,
        (above, rank, name): (Place, usize, &str),
        author: Option<&str>,
        id: Option<&str>,
        line: u64,
    ) -> usize {
        let name = self.shortened(name, self.tree.name, "name", line);
        let column = author_column(self.tree).unwrap_or(self.tree.name);
        let author = author.map(|author| self.shortened(author, column, "author", line));
        let author = author.as_deref();
        let key = (above, rank, name);
        let there = self.by_path.get(&key).map(Vec::as_slice).unwrap_or_default();
        let theirs = |at: &usize| self.target.nodes[*at].author.as_deref();
        let is_other = |at: &usize| {
            let node = &self.target.nodes[*at];
            node.is_said && id.is_some() && node.id.is_some() && node.id.as_deref() != id
        };
        let found = match author {
            None => there.first().copied(),
            Some(author) => there
                .iter()
                .find(|at| theirs(at) == Some(author))
                .or_else(|| {
                    let same = |at: &&usize| theirs(at).is_some_and(|other| same_author(other, author));
                    there.iter().filter(same).find(|at| !is_other(at))
                })
                .or_else(|| there.iter().find(|at| theirs(at).is_none()))
                .copied(),
        };
        if let Some(found) = found {
            let node = &mut self.target.nodes[found];
            if node.author.is_none() {
                node.author = author.map(str::to_owned);
            }
            return found;
        }
        let at = self.target.nodes.len();
        if self.ranks[rank].1 == self.genus {
            self.genera.entry(key.2.clone()).or_insert(at);
        }
        let (name, author) = (key.2.clone(), author.map(str::to_owned));
        self.target.nodes.push(Wanted { line, above, rank, name, author, is_placed: true, ..Wanted::default() });
        self.by_path.entry(key).or_default().push(at);
        at
    }

    fn shortened(&mut self, text: &str, column: Col, word: &str, line: u64) -> String {
        let mut issues = Vec::new();
        let short = fields::shortened(text, model().column(column).max, word, &mut issues);
        self.take_over(line, issues);
        short
    }

    pub(super) fn take_over(&mut self, line: u64, issues: Vec<Issue>) {
        for issue in issues {
            self.doubt(line, issue.name, issue.level, || issue.words);
        }
    }

    pub(super) fn number(&self, place: Place) -> i64 {
        match place {
            Place::Root => i64::MIN,
            Place::Node(at) => self.ranks[self.target.nodes[at].rank].1,
            // The rank of a node that is there is compared when the whole is.
            Place::There(_) => i64::MIN,
        }
    }

    /// The place itself, or its first ancestor of a rank higher than this number.
    fn higher(&self, mut place: Place, number: i64) -> Place {
        while let Place::Node(at) = place {
            if self.number(place) < number {
                break;
            }
            place = self.target.nodes[at].above;
        }
        place
    }

    /// Reads all rows of a file. Parents go before what is below them, whatever the order of the rows.
    pub(super) fn read(&mut self, file: &TreeFile) {
        self.has_ids = file.kind != TreeKind::Newick;
        let mut ids: HashMap<&str, usize> = HashMap::new();
        for (at, row) in file.rows.iter().enumerate() {
            if let Some(id) = &row.id {
                ids.entry(id).or_insert(at);
            }
        }
        let mut ranks: Vec<Option<usize>> = file.rows.iter().map(|row| self.rank(row)).collect();
        self.take_guesses_back(file, &ids, &mut ranks);
        let mut order: Vec<usize> = (0..file.rows.len()).collect();
        order.sort_by_key(|at| {
            let is_synonym = file.rows[*at].accepted.is_some();
            (is_synonym, ranks[*at].map_or(i64::MIN, |rank| self.ranks[rank].1))
        });
        let mut states = vec![State::Open; file.rows.len()];
        let mut waiting = Vec::new();
        for first in order {
            waiting.push(first);
            while let Some(at) = waiting.last().copied() {
                let before = |id: &Option<String>| id.as_deref().and_then(|id| ids.get(id)).copied();
                let (parent, accepted) = (before(&file.rows[at].parent), before(&file.rows[at].accepted));
                let next = [parent, accepted].into_iter().flatten().find(|other| states[*other] == State::Open);
                if states[at] == State::Open && next.is_some_and(|next| next != at) {
                    states[at] = State::Waiting;
                    waiting.extend(next);
                    continue;
                }
                waiting.pop();
                if !matches!(states[at], State::Done(_)) {
                    let place = |other: Option<usize>| match other.map(|other| states[other]) {
                        Some(State::Done(place)) => Ok(Some(place)),
                        Some(_) => Err(()),
                        None => Ok(None),
                    };
                    let done = self.row(&file.rows[at], ranks[at], place(parent), place(accepted));
                    states[at] = State::Done(done);
                }
            }
        }
        for name in &file.vernacular {
            match ids.get(name.taxon.as_str()).map(|at| states[*at]) {
                Some(State::Done(Place::Node(at))) => {
                    let node = &mut self.target.nodes[at];
                    node.common.push((name.name.clone(), name.language.clone(), name.country.clone()));
                }
                _ => self.doubt(0, "name-of-nothing", Level::Info, || format!("‘{}’ belongs to no row.", name.name)),
            }
        }
    }

    fn rank(&mut self, row: &TreeRow) -> Option<usize> {
        if let Some(word) = &row.rank {
            let found = rank_of(&self.ranks, word);
            if found.is_none() {
                *self.target.unknown_ranks.entry(word.clone()).or_insert(0) += 1;
            }
            return found;
        }
        if row.name.is_empty() || self.tree.node != taxon::TABLE {
            return None;
        }
        let read = parts(&row.name, row.author.as_deref())?;
        let word = match read.names.len() {
            // ‘Humiriastrum (Urban) Cuatrecasas’ is a genus by two authors.
            1 if read.subgenus.is_some() && (read.rank.is_some() || read.author.is_none()) => {
                read.rank.as_deref().unwrap_or("subgenus")
            }
            1 => by_ending(&read.names[0]),
            2 => "species",
            _ => read.rank.as_deref().unwrap_or("subspecies"),
        };
        rank_of(&self.ranks, word)
    }

    /// A name without a rank is taken for a genus, unless names of genera or higher ones stand below it.
    fn take_guesses_back(&self, file: &TreeFile, ids: &HashMap<&str, usize>, ranks: &mut [Option<usize>]) {
        let number = |rank: Option<usize>| rank.map(|rank| self.ranks[rank].1);
        for first in 0..file.rows.len() {
            let mut at = first;
            let is_high = number(ranks[at]).is_some_and(|number| number <= self.genus);
            if self.genus == i64::MAX || !is_high || file.rows[at].accepted.is_some() {
                continue;
            }
            while let Some(above) = file.rows[at].parent.as_deref().and_then(|id| ids.get(id)).copied() {
                if file.rows[above].rank.is_some() || number(ranks[above]) != Some(self.genus) {
                    break;
                }
                ranks[above] = None;
                at = above;
            }
        }
    }

    /// Makes the node of a row; returns where what is below it stands.
    fn row(
        &mut self,
        row: &TreeRow,
        rank: Option<usize>,
        parent: Result<Option<Place>, ()>,
        accepted: Result<Option<Place>, ()>,
    ) -> Place {
        let line = row.line;
        if parent.is_err() || accepted.is_err() {
            let words = || format!("‘{}’ is its own ancestor, or its own accepted name.", row.name);
            self.doubt(line, "circular-parents", Level::Warning, words);
        }
        let accepted = self.outside(row.accepted.as_deref(), accepted.unwrap_or(None), line, "missing-accepted-name");
        let given = self.outside(row.parent.as_deref(), parent.unwrap_or(None), line, "missing-parent");
        if let Some(given) = given {
            self.below_synonym(given, row);
        }
        let Some(rank) = rank.filter(|_| !row.name.is_empty()) else {
            if !row.name.is_empty() {
                let words = || format!("‘{}’ has no rank that the tree knows, and was left out.", row.name);
                self.doubt(line, "rank-unknown", Level::Warning, words);
            }
            return given.unwrap_or(Place::Root);
        };
        if self.ranks[rank].1 == self.ranks[0].1 {
            return Place::Root;
        }
        let base = self.base(row, rank, given, accepted);
        let (base, name, read) = self.taken_apart(row, rank, base, given.is_some());
        let author = row.author.clone().or_else(|| read.and_then(|read| read.author));
        let base = self.judged(base, rank, row);
        let at = self.called((base, rank, &name), author.as_deref(), row.id.as_deref(), line);
        if accepted.is_some() && given.is_none() && row.above.is_empty() && !self.target.nodes[at].is_said {
            self.target.nodes[at].is_placed = false;
        }
        self.say(at, row, accepted);
        Place::Node(at)
    }

    /// What stands at a place that a row names: in the file, or in the tree.
    fn outside(&mut self, id: Option<&str>, place: Option<Place>, line: u64, name: &'static str) -> Option<Place> {
        let id = id?;
        let found = place.or_else(|| self.known.get(id).map(|id| Place::There(*id)));
        if found.is_none() {
            self.doubt(line, name, Level::Warning, || format!("There is no row ‘{}’.", fields::excerpt(id)));
        }
        found
    }

    /// Remarks upon an accepted name below a synonym. It stays where the file has it: so do names of synonymous genera.
    fn below_synonym(&mut self, place: Place, row: &TreeRow) {
        let is_synonym = matches!(place, Place::Node(at) if self.target.nodes[at].accepted.is_some());
        if is_synonym && row.accepted.is_none() {
            let words = || format!("‘{}’ is accepted and stands below a synonym.", row.name);
            self.doubt(row.line, "parent-is-synonym", Level::Warning, words);
        }
    }

    /// Where a row stands, before its own name says more: its parent, its own classification, or near its accepted
    /// name.
    fn base(&mut self, row: &TreeRow, rank: usize, given: Option<Place>, accepted: Option<Place>) -> Place {
        if let Some(given) = given {
            return given;
        }
        let mut base = Place::Root;
        let number = self.ranks[rank].1;
        for (word, name) in &row.above {
            let Some(above) = rank_of(&self.ranks, word) else { continue };
            // The genus and what is below it are read from the name itself.
            if self.ranks[above].1 < number.min(self.genus) && self.number(base) < self.ranks[above].1 {
                base = Place::Node(self.at(base, above, name, None, row.line));
            }
        }
        match (base, accepted) {
            (Place::Root, Some(accepted)) => self.higher(accepted, number.min(self.genus)),
            _ => base,
        }
    }

    /// The place, unless its rank is no higher: then the first ancestor whose rank is.
    fn judged(&mut self, base: Place, rank: usize, row: &TreeRow) -> Place {
        let higher = self.higher(base, self.ranks[rank].1);
        if higher != base {
            let words = || format!("‘{}’ stands in the file below a name of no higher rank.", row.name);
            self.doubt(row.line, "rank-not-below-parent", Level::Warning, words);
        }
        higher
    }

    /// Keeps what a row says of its node besides name and place.
    pub(super) fn say(&mut self, at: usize, row: &TreeRow, accepted: Option<Place>) {
        if self.target.nodes[at].is_said {
            let words = || format!("‘{}’ stands in the file more than once; the first row counts.", row.name);
            self.doubt(row.line, "name-twice", Level::Warning, words);
            return;
        }
        let fields = self.fields(row);
        let node = &mut self.target.nodes[at];
        node.is_said = true;
        node.line = row.line;
        node.id = row.id.clone().filter(|_| self.has_ids);
        node.fields = fields;
        if self.tree.node == taxon::TABLE && node.name.contains('×') {
            node.fields.push((taxon::IS_HYBRID, true.into()));
        }
        node.accepted = accepted.filter(|accepted| *accepted != Place::Node(at));
        let says = |(word, text): &(String, String)| {
            matches!(word.as_str(), "status" | "taxonomicStatus") && text.to_lowercase().contains("synonym")
        };
        node.is_of_unknown = row.accepted.is_none() && row.fields.iter().any(says);
        if node.is_of_unknown {
            let words =
                || format!("‘{}’ is a synonym, and the file does not say of what; new, it is accepted.", row.name);
            self.doubt(row.line, "synonym-of-unknown", Level::Info, words);
        }
    }
}

/// The rank that the ending of a name tells, by the codes of nomenclature.
fn by_ending(name: &str) -> &'static str {
    let endings =
        [("idae", "family"), ("aceae", "family"), ("inae", "subfamily"), ("oideae", "subfamily"), ("ales", "order")];
    endings.iter().find(|(ending, _)| name.ends_with(ending)).map_or("genus", |(_, rank)| rank)
}
