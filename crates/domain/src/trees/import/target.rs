//! What a file wants the tree to be: its rows at their ranks, each below the one above it.

use std::collections::HashMap;

use vasculum_formats::trees::{TreeFile, TreeRow};
use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Issue, Kind, Level, Record, Value, model};

use super::words::{MARKS, Parts, parts, rank_of, same_author};
use super::{Doubt, Place, Target, Wanted};
use crate::dwca::fields;

/// How often a doubt is kept word by word.
const KEPT: usize = 100;

/// Puts a target together, node by node.
pub(super) struct Builder<'b> {
    tree: &'static Tree,
    /// The ranks of the tree with their numbers, from the top down; those that are still to be made too.
    ranks: Vec<(String, i64)>,
    genus: i64,
    by_path: HashMap<(Place, usize, String), Vec<usize>>,
    /// The first genus of every name.
    genera: HashMap<String, usize>,
    known: &'b HashMap<String, i64>,
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
        Self { tree, ranks, genus, by_path: HashMap::new(), genera: HashMap::new(), known, target }
    }

    /// Adds a doubt about a line.
    fn doubt(&mut self, line: u64, name: &'static str, level: Level, words: impl FnOnce() -> String) {
        self.target.doubt(line, name, level, words);
    }

    /// The node of this rank, name and author below a place; made if it is not there. A node without an author is
    /// whoever it needs to be.
    pub(super) fn at(&mut self, above: Place, rank: usize, name: &str, author: Option<&str>, line: u64) -> usize {
        let name = self.shortened(name, line);
        let key = (above, rank, name);
        let there = self.by_path.get(&key).map(Vec::as_slice).unwrap_or_default();
        let theirs = |at: &usize| self.target.nodes[*at].author.as_deref();
        let found = match author {
            None => there.first().copied(),
            Some(author) => there
                .iter()
                .find(|at| theirs(at).is_some_and(|other| same_author(other, author)))
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

    fn shortened(&mut self, name: &str, line: u64) -> String {
        let max = model().column(self.tree.name).max;
        let mut issues = Vec::new();
        let short = fields::shortened(name, max, "name", &mut issues);
        self.take_over(line, issues);
        short
    }

    fn take_over(&mut self, line: u64, issues: Vec<Issue>) {
        for issue in issues {
            self.doubt(line, issue.name, issue.level, || issue.words);
        }
    }

    fn number(&self, place: Place) -> i64 {
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
        let mut ids: HashMap<&str, usize> = HashMap::new();
        for (at, row) in file.rows.iter().enumerate() {
            if let Some(id) = &row.id {
                ids.entry(id).or_insert(at);
            }
        }
        let ranks: Vec<Option<usize>> = file.rows.iter().map(|row| self.rank(row)).collect();
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
            1 => by_ending(&read.names[0]),
            2 => "species",
            _ => read.rank.as_deref().unwrap_or("subspecies"),
        };
        rank_of(&self.ranks, word)
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
        let at = self.at(base, rank, &name, author.as_deref(), line);
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

    /// The own name of a row, and the genus and species above it that its name writes out.
    fn taken_apart(
        &mut self,
        row: &TreeRow,
        rank: usize,
        base: Place,
        is_given: bool,
    ) -> (Place, String, Option<Parts>) {
        let number = self.ranks[rank].1;
        if row.is_own_name || self.tree.node != taxon::TABLE {
            return (base, row.name.clone(), None);
        }
        let Some(read) = parts(&row.name, row.author.as_deref()) else {
            let words = || format!("‘{}’ is not understood as a scientific name; it is kept whole.", row.name);
            self.doubt(row.line, "name-not-understood", Level::Warning, words);
            let author = row.author.as_deref().unwrap_or_default();
            let whole = row.name.strip_suffix(author).unwrap_or(&row.name).trim_end();
            return (base, self.without_above(whole, base).to_owned(), None);
        };
        if let Some(why) = &read.doubt {
            let words = || format!("‘{}’: {why}.", row.name);
            self.doubt(row.line, "name-doubtful", Level::Info, words);
        }
        let last = read.names.last().cloned().unwrap_or_default();
        if number <= self.genus {
            return (base, last, Some(read));
        }
        if read.names.len() == 1 {
            // A subgenus or a section, written with its genus or alone.
            let own = read.subgenus.clone().unwrap_or_else(|| last.clone());
            let base = if read.subgenus.is_some() { self.below_genus(base, &last, row.line, is_given) } else { base };
            return (base, own, Some(read));
        }
        let mut base = self.below_genus(base, &read.names[0], row.line, is_given);
        let species = rank_of(&self.ranks, "species");
        if let (true, Some(species)) = (read.names.len() == 3, species) {
            let of_species = self.ranks[species].1;
            if number > of_species && self.number(base) < of_species && !matches!(base, Place::There(_)) {
                base = Place::Node(self.at(base, species, &read.names[1], None, row.line));
            }
        }
        (base, last, Some(read))
    }

    /// A name without those of its genus and what else stands above it, which full names put before it again: the
    /// formula of a hybrid begins with them.
    fn without_above<'n>(&self, name: &'n str, base: Place) -> &'n str {
        let species = rank_of(&self.ranks, "species").map_or(i64::MAX, |at| self.ranks[at].1);
        let mut above = Vec::new();
        let mut place = base;
        while let Place::Node(at) = place {
            if self.number(place) < self.genus {
                break;
            }
            // Sections and their like stand between, and in no name.
            if self.number(place) == self.genus || self.number(place) >= species {
                above.push(self.target.nodes[at].name.as_str());
            }
            place = self.target.nodes[at].above;
        }
        above.reverse();
        let rest = name.strip_prefix(&above.join(" ")).and_then(|rest| rest.strip_prefix(' '));
        let rest = rest.filter(|rest| !above.is_empty() && !rest.is_empty()).unwrap_or(name);
        // The word for the rank is put before it again, too.
        let unmarked = MARKS.iter().find_map(|mark| rest.strip_prefix(mark)?.strip_prefix(' '));
        if above.len() > 1 { unmarked.unwrap_or(rest) } else { rest }
    }

    /// A place at or below the genus: the place itself, or the genus of this name below it.
    fn below_genus(&mut self, base: Place, genus: &str, line: u64, is_given: bool) -> Place {
        if self.number(base) >= self.genus || matches!(base, Place::There(_)) && is_given {
            return base;
        }
        let Some(rank) = rank_of(&self.ranks, "genus") else { return base };
        match self.genera.get(genus) {
            Some(known) if !is_given => Place::Node(*known),
            _ => Place::Node(self.at(base, rank, genus, None, line)),
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

    /// The own name of a cell in a column of names: ‘alba’ of ‘Rosa alba’ among the species.
    pub(super) fn own_name(&self, name: &str, rank: usize) -> String {
        if self.ranks[rank].1 <= self.genus || !name.contains(' ') {
            return name.to_owned();
        }
        parts(name, None).and_then(|read| read.names.last().cloned()).unwrap_or_else(|| name.to_owned())
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
        node.id.clone_from(&row.id);
        node.fields = fields;
        node.accepted = accepted.filter(|accepted| *accepted != Place::Node(at));
    }

    /// The fields of the nodes that a row fills in; a word that is no field and says something goes to the remarks.
    fn fields(&mut self, row: &TreeRow) -> Vec<(Col, Value)> {
        let table = model().table(self.tree.node);
        let mut record = Record::new(self.tree.node);
        let (mut issues, mut remarks) = (Vec::new(), Vec::new());
        for (word, text) in &row.fields {
            if REMARKS.contains(&word.as_str()) {
                remarks.push(format!("{word}: {text}"));
            } else if let Some(column) = field_column(self.tree, word) {
                fields::set(&mut record, column, text, word, &mut issues);
            }
        }
        if let Some(at) = table.column("remarks").filter(|_| !remarks.is_empty()) {
            let column = Col(self.tree.node, at);
            let text = record.text(column).map(str::to_owned).into_iter().chain(remarks).collect::<Vec<_>>().join("; ");
            fields::set(&mut record, column, &text, "remarks", &mut issues);
        }
        self.take_over(row.line, issues);
        let values = (0_u16..).zip(record.values).filter(|(_, value)| !value.is_null());
        values.map(|(at, value)| (Col(self.tree.node, at), value)).collect()
    }
}

/// Words that no field holds, but somebody may want to read.
const REMARKS: &[&str] = &["extinct", "provisional", "branchLength", "support", "nameremarks"];

/// The field of the nodes that a word of a file means.
pub(super) fn field_column(tree: &Tree, word: &str) -> Option<Col> {
    let name = match word {
        "taxonRemarks" => "remarks",
        "scientificNameID" => "lsid",
        "vernacularName" => "commonName",
        "nomenclaturalStatus" => "colStatus",
        "taxonGuid" => "guid",
        other if REMARKS.contains(&other) => "remarks",
        other => other,
    };
    let columns = &model().table(tree.node).columns;
    let at = columns.iter().position(|column| column.name.eq_ignore_ascii_case(name) && may_be_given(column.kind))?;
    let column = Col(tree.node, u16::try_from(at).ok()?);
    let is_own = [tree.name, tree.full_name, tree.rank_id].contains(&column)
        || matches!(model().column(column).name, "version" | "nodeNumber" | "highestChildNodeNumber" | "author");
    (!is_own).then_some(column)
}

fn may_be_given(kind: Kind) -> bool {
    !matches!(kind, Kind::Link | Kind::Timestamp | Kind::Json | Kind::YesNo)
}

/// The rank that the ending of a name tells, by the codes of nomenclature.
fn by_ending(name: &str) -> &'static str {
    let endings =
        [("idae", "family"), ("aceae", "family"), ("inae", "subfamily"), ("oideae", "subfamily"), ("ales", "order")];
    endings.iter().find(|(ending, _)| name.ends_with(ending)).map_or("genus", |(_, rank)| rank)
}
