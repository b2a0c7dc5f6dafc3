//! Names that write out what stands above them: the own name of a row, and the genus and species that it names.

use vasculum_formats::trees::TreeRow;
use vasculum_model::Level;
use vasculum_model::names::taxon;

use super::Place;
use super::target::Builder;
use super::words::{MARKS, Parts, parts, rank_of, without_author};

impl Builder<'_> {
    /// The own name of a row, and the genus and species above it that its name writes out.
    pub(super) fn taken_apart(
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
            let whole = without_author(&row.name, row.author.as_deref());
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

    /// The own name of a cell in a column of names: ‘alba’ of ‘Rosa alba’ among the species.
    pub(super) fn own_name(&self, name: &str, rank: usize) -> String {
        if self.ranks[rank].1 <= self.genus || !name.contains(' ') {
            return name.to_owned();
        }
        parts(name, None).and_then(|read| read.names.last().cloned()).unwrap_or_else(|| name.to_owned())
    }
}
