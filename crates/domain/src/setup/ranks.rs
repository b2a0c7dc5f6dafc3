//! The ranks with which new trees start. Names and numbers are Specify's, so that data and queries fit both.

/// A rank of a new tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRank {
    /// For example ‘Genus’.
    pub name: &'static str,
    /// The number that orders the ranks.
    pub rank_id: i64,
    /// Whether the rank may not be left out.
    pub is_enforced: bool,
    /// Whether its names are part of the full names below.
    pub is_in_full_name: bool,
    /// What stands before the name in a full name.
    pub text_before: &'static str,
    /// What stands between this part of a full name and the next.
    pub separator: &'static str,
}

/// May be left out; its names stand alone.
const fn may(name: &'static str, rank_id: i64) -> NewRank {
    NewRank { name, rank_id, is_enforced: false, is_in_full_name: false, text_before: "", separator: " " }
}

/// May not be left out; its names stand alone.
const fn must(name: &'static str, rank_id: i64) -> NewRank {
    NewRank { is_enforced: true, ..may(name, rank_id) }
}

/// Part of the full names below.
const fn named(rank: NewRank) -> NewRank {
    NewRank { is_in_full_name: true, ..rank }
}

/// Part of the full names below, with the word for the rank before it, as botanists write it.
const fn marked(rank: NewRank, text_before: &'static str) -> NewRank {
    NewRank { text_before, ..named(rank) }
}

/// A place, a time or a layer: parts of full names are separated by a comma.
const fn listed(rank: NewRank) -> NewRank {
    NewRank { separator: ", ", ..rank }
}

/// Fishes, amphibians and reptiles, birds, mammals, fossil vertebrates.
pub(super) const VERTEBRATES: &[NewRank] = &[
    must("Life", 0),
    must("Kingdom", 10),
    must("Phylum", 30),
    may("Subphylum", 40),
    may("Superclass", 50),
    must("Class", 60),
    may("Subclass", 70),
    may("Infraclass", 80),
    may("Superorder", 90),
    must("Order", 100),
    may("Suborder", 110),
    may("Infraorder", 120),
    may("Superfamily", 130),
    must("Family", 140),
    may("Subfamily", 150),
    may("Tribe", 160),
    named(must("Genus", 180)),
    may("Subgenus", 190),
    named(must("Species", 220)),
    named(may("Subspecies", 230)),
];

/// Insects and all other animals without a backbone, living or fossil.
pub(super) const INVERTEBRATES: &[NewRank] = &[
    must("Life", 0),
    must("Kingdom", 10),
    must("Phylum", 30),
    may("Subphylum", 40),
    may("Superclass", 50),
    must("Class", 60),
    may("Subclass", 70),
    may("Infraclass", 80),
    may("Superorder", 90),
    must("Order", 100),
    may("Suborder", 110),
    may("Infraorder", 120),
    may("Superfamily", 130),
    must("Family", 140),
    may("Subfamily", 150),
    may("Tribe", 160),
    may("Subtribe", 170),
    named(must("Genus", 180)),
    may("Subgenus", 190),
    named(must("Species", 220)),
    named(may("Subspecies", 230)),
    named(may("Variety", 240)),
    named(may("Forma", 260)),
];

/// Plants, algae and fungi, living or fossil.
pub(super) const PLANTS: &[NewRank] = &[
    must("Life", 0),
    must("Kingdom", 10),
    may("Subkingdom", 20),
    must("Phylum", 30),
    may("Subphylum", 40),
    must("Class", 60),
    may("Subclass", 70),
    may("Superorder", 90),
    must("Order", 100),
    may("Suborder", 110),
    must("Family", 140),
    may("Subfamily", 150),
    may("Tribe", 160),
    may("Subtribe", 170),
    named(must("Genus", 180)),
    may("Subgenus", 190),
    may("Section", 200),
    may("Subsection", 210),
    named(must("Species", 220)),
    marked(may("Subspecies", 230), "subsp. "),
    marked(may("Variety", 240), "var. "),
    marked(may("Subvariety", 250), "subvar. "),
    marked(may("Forma", 260), "f. "),
    marked(may("Subforma", 270), "subf. "),
];

/// Minerals, rocks and meteorites: the classes of Nickel and Strunz.
pub(super) const MINERALS: &[NewRank] = &[
    must("Root", 0),
    must("Class", 60),
    may("Subclass", 70),
    may("Family", 140),
    may("Group", 160),
    named(must("Species", 220)),
    named(may("Variety", 240)),
];

/// Full names run from the smallest place to the largest: ‘Douglas, Kansas, United States’.
pub(super) const GEOGRAPHY: &[NewRank] = &[
    listed(must("Earth", 0)),
    listed(must("Continent", 100)),
    listed(named(must("Country", 200))),
    listed(named(must("State", 300))),
    listed(named(must("County", 400))),
];

/// The ranks of the storage tree, from which an institution chooses; the first one is that of the root and always there.
/// Full names run from the building down: ‘Main Building, Fish Range, Room 3, Cabinet 12’.
pub const STORAGE: &[NewRank] = &[
    listed(must("Site", 0)),
    listed(named(may("Building", 100))),
    listed(named(may("Collection", 150))),
    listed(named(may("Room", 200))),
    listed(named(may("Aisle", 250))),
    listed(named(may("Cabinet", 300))),
    listed(named(may("Shelf", 350))),
    listed(named(may("Box", 400))),
    listed(may("Rack", 450)),
    listed(may("Vial", 500)),
];

/// The ranks of the International Chronostratigraphic Chart, without the eons.
pub(super) const TIME: &[NewRank] = &[
    listed(must("Time Root", 0)),
    listed(may("Erathem/Era", 100)),
    listed(may("System/Period", 200)),
    listed(named(may("Series/Epoch", 300))),
    listed(named(may("Stage/Age", 400))),
];

/// The units of the International Stratigraphic Guide.
pub(super) const ROCKS: &[NewRank] = &[
    listed(must("Surface", 0)),
    listed(may("Supergroup", 100)),
    listed(may("Group", 200)),
    listed(named(may("Formation", 300))),
    listed(named(may("Member", 400))),
    listed(named(may("Bed", 500))),
];

/// Tectonic units, from the superstructure down.
pub(super) const TECTONICS: &[NewRank] = &[
    listed(must("Root", 0)),
    listed(may("Superstructure", 10)),
    listed(may("Tectonic Domain", 20)),
    listed(may("Tectonic Subdomain", 30)),
    listed(named(may("Tectonic Unit", 40))),
    listed(named(may("Tectonic Subunit", 50))),
];
