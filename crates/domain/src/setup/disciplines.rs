//! The kinds of disciplines, each with what it starts with.

use super::ranks::{INVERTEBRATES, MINERALS, NewRank, PLANTS, VERTEBRATES};

/// One kind of discipline and its defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisciplineType {
    /// Specify's word, for example `fish`.
    pub name: &'static str,
    /// The name of a new discipline of this kind.
    pub title: &'static str,
    /// The name of its DataType.
    pub data_type: &'static str,
    /// The ranks of its taxon tree.
    pub taxon_ranks: &'static [NewRank],
    /// The kinds of preparations of a new collection.
    pub prep_types: &'static [&'static str],
    /// The name of the format of catalog numbers.
    pub catalog_format: &'static str,
    /// Which table holds the geological context.
    pub paleo_context_in: &'static str,
    /// Whether the trees of times, rock layers and tectonic units are shown.
    pub has_geology: bool,
}

const NUMBERS: &str = "CatalogNumberNumeric";

const fn living(
    name: &'static str,
    title: &'static str,
    ranks: &'static [NewRank],
    preps: &'static [&'static str],
) -> DisciplineType {
    DisciplineType {
        name,
        title,
        data_type: "Animal",
        taxon_ranks: ranks,
        prep_types: preps,
        catalog_format: NUMBERS,
        paleo_context_in: "collectionobject",
        has_geology: false,
    }
}

const fn fossil(
    name: &'static str,
    title: &'static str,
    ranks: &'static [NewRank],
    preps: &'static [&'static str],
) -> DisciplineType {
    DisciplineType { paleo_context_in: "collectingevent", has_geology: true, ..living(name, title, ranks, preps) }
}

/// Every kind of discipline, in Specify's words.
///
/// Source: Specify 7, `setup_tool`; its eleven kinds.
pub const DISCIPLINE_TYPES: &[DisciplineType] = &[
    living(
        "fish",
        "Ichthyology",
        VERTEBRATES,
        &["EtOH", "Skeleton", "C&S", "X-Ray", "Formalin", "Tissue", "Otolith", "Mounted"],
    ),
    living(
        "herpetology",
        "Herpetology",
        VERTEBRATES,
        &["EtOH", "Formalin", "Skeleton", "C&S", "Skin", "Shell", "Egg", "Tissue", "Slide", "X-Ray"],
    ),
    DisciplineType {
        data_type: "Plant",
        ..fossil(
            "paleobotany",
            "Paleobotany",
            PLANTS,
            &["Fossil", "Cast", "Mold", "Peel", "Slide", "Cuticle", "Coal", "Thin Section"],
        )
    },
    fossil(
        "invertpaleo",
        "Invertebrate Paleontology",
        INVERTEBRATES,
        &["Fossil", "Slab", "Cast", "Mold", "Peel", "Slide", "Thin Section"],
    ),
    fossil(
        "vertpaleo",
        "Vertebrate Paleontology",
        VERTEBRATES,
        &["Fossil", "Slab", "Cast", "Mold", "Peel", "Slide", "Thin Section"],
    ),
    living(
        "bird",
        "Ornithology",
        VERTEBRATES,
        &["Skin", "Skeleton", "Egg", "Nest", "Mounted", "Wing", "Feather", "EtOH", "Tissue"],
    ),
    living(
        "mammal",
        "Mammalogy",
        VERTEBRATES,
        &["Skin", "Skull", "Skeleton", "EtOH", "C&S", "Mounted", "Tissue", "X-Ray"],
    ),
    living(
        "insect",
        "Entomology",
        INVERTEBRATES,
        &["Pinned", "Carded", "Alcohol", "Slide", "Vial", "Envelope", "Tissue"],
    ),
    DisciplineType {
        data_type: "Plant",
        ..living("botany", "Botany", PLANTS, &["Sheet", "Packet", "Boxed", "Dried", "Wet", "Slide", "Seed", "Tissue"])
    },
    living(
        "invertebrate",
        "Invertebrate Zoology",
        INVERTEBRATES,
        &["EtOH", "Dry", "Shell", "Slide", "Formalin", "Tissue"],
    ),
    DisciplineType {
        data_type: "Mineral",
        paleo_context_in: "collectionobject",
        ..fossil(
            "geology",
            "Geology",
            MINERALS,
            &[
                "Hand Sample",
                "Thin Section",
                "Polished Section",
                "Polished Slab",
                "Grain Mount",
                "Core Segment",
                "Cutting",
                "Powder",
            ],
        )
    },
];

/// The kind of discipline of this name.
pub fn discipline_type(name: &str) -> Option<&'static DisciplineType> {
    DISCIPLINE_TYPES.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
}
