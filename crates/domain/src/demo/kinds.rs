//! The four collections of the demo museum.

use super::data::{self, Place};

/// A kind of preparation: its name, how many objects in a hundred have one, and the least and greatest count.
pub(super) type Prep = (&'static str, usize, i64, i64);

/// What the demo museum has of one discipline.
#[derive(Debug)]
pub(super) struct Kind {
    /// The collection's code.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) division: &'static str,
    /// Its share of all objects, in a hundred.
    pub(super) share: u32,
    /// The kind of discipline.
    pub(super) discipline: &'static str,
    pub(super) kingdom: &'static str,
    pub(super) taxa: &'static str,
    pub(super) places: fn() -> Vec<Place>,
    /// The first one is what every object without another has.
    pub(super) preps: &'static [Prep],
    pub(super) methods: &'static [&'static str],
    /// What a specimen may be that was collected long after its species was described.
    pub(super) later_types: &'static [&'static str],
    /// The room where it is kept, and how many cabinets stand there.
    pub(super) room: &'static str,
    pub(super) cabinets: usize,
    /// The months in which people collect in the north; in the south it is half a year later.
    pub(super) season: (i64, i64),
}

/// In the order in which they are made.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        code: "fish",
        name: "Fishes",
        division: "Zoology",
        share: 30,
        discipline: "fish",
        kingdom: "Animalia",
        taxa: include_str!("taxa_fish.tsv"),
        places: data::waters,
        preps: &[
            ("EtOH", 100, 1, 24),
            ("Skeleton", 7, 1, 2),
            ("C&S", 5, 1, 4),
            ("Tissue", 6, 1, 3),
            ("X-Ray", 2, 1, 1),
        ],
        methods: &["Seine", "Gill net", "Trawl", "Backpack electrofisher", "Hook and line", "Dip net", "By hand"],
        later_types: &["Topotype", "Topotype", "Neotype"],
        room: "Room 014",
        cabinets: 24,
        season: (3, 10),
    },
    Kind {
        code: "herb",
        name: "Herbarium",
        division: "Botany",
        share: 30,
        discipline: "botany",
        kingdom: "Plantae",
        taxa: include_str!("taxa_herb.tsv"),
        places: data::land,
        preps: &[("Sheet", 100, 1, 1), ("Packet", 4, 1, 2), ("Seed", 3, 5, 60), ("Tissue", 3, 1, 1)],
        methods: &["By hand", "Pruning pole", "Climbing", "Dug"],
        later_types: &["Topotype", "Epitype", "Neotype"],
        room: "Room 301",
        cabinets: 40,
        season: (4, 9),
    },
    Kind {
        code: "ent",
        name: "Insects",
        division: "Zoology",
        share: 28,
        discipline: "insect",
        kingdom: "Animalia",
        taxa: include_str!("taxa_ent.tsv"),
        places: data::land,
        preps: &[("Pinned", 100, 1, 1), ("Alcohol", 6, 1, 12), ("Slide", 4, 1, 2), ("Envelope", 3, 1, 6)],
        methods: &[
            "Sweep net",
            "Aerial net",
            "Malaise trap",
            "Light trap",
            "Pitfall trap",
            "Beating",
            "By hand",
            "Reared",
        ],
        later_types: &["Topotype", "Topotype", "Neotype"],
        room: "Room 212",
        cabinets: 30,
        season: (4, 9),
    },
    Kind {
        code: "ip",
        name: "Invertebrate Paleontology",
        division: "Paleontology",
        share: 12,
        discipline: "invertpaleo",
        kingdom: "Animalia",
        taxa: include_str!("taxa_ip.tsv"),
        places: data::outcrops,
        preps: &[("Fossil", 100, 1, 9), ("Slab", 8, 1, 1), ("Cast", 4, 1, 2), ("Thin Section", 3, 1, 4)],
        methods: &["Surface collection", "Quarrying", "Excavation", "Bulk sample", "Screen washing"],
        later_types: &["Hypotype", "Plesiotype", "Topotype"],
        room: "Room 006",
        cabinets: 36,
        season: (3, 11),
    },
];

/// Institutions that borrow and exchange: name, city and country. None of them exists.
pub(super) const HOSTS: &[(&str, &str, &str)] = &[
    ("Museum of Natural History, Port Albion", "Port Albion", "United Kingdom"),
    ("Zoologische Sammlung der Universität Waldeck", "Waldeck", "Germany"),
    ("Muséum d'histoire naturelle de Saint-Aurèle", "Saint-Aurèle", "France"),
    ("Northfield State University, Biodiversity Collections", "Northfield", "United States"),
    ("Lakeshore Academy of Sciences", "Lakeshore", "United States"),
    ("Museo de Ciencias Naturales de Villaverde", "Villaverde", "Spain"),
    ("Instituto de Pesquisas da Serra Dourada", "Serra Dourada", "Brazil"),
    ("Highveld Museum", "Highveld", "South Africa"),
    ("Kitayama Museum of Nature", "Kitayama", "Japan"),
    ("Southern Isles Museum", "Southport", "New Zealand"),
    ("Nordlandets naturhistoriske museum", "Nordvik", "Norway"),
    ("National Collections of the Blue Valley", "Blue Valley", "Kenya"),
];
