//! The pick lists with which a new collection starts. The names are Specify's, as forms refer to them by name.

/// A pick list of a new collection.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewList {
    /// For example ‘TypeStatus’.
    pub(super) name: &'static str,
    /// The kinds of disciplines that get it; none stands for all.
    pub(super) only_for: &'static [&'static str],
    /// What it offers.
    pub(super) from: From,
}

/// Where the values of a pick list come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    /// These values, which are also what people read; they can't add their own.
    Fixed(&'static [&'static str]),
    /// These values to start with; people can add their own.
    Open(&'static [&'static str]),
    /// Stored values with the words that people read.
    Coded(&'static [(&'static str, &'static str)]),
    /// The records of a table.
    Table(&'static str),
    /// The values that a field of a table already has.
    Field(&'static str, &'static str),
}

const fn all(name: &'static str, from: From) -> NewList {
    NewList { name, only_for: &[], from }
}

const fn of(name: &'static str, only_for: &'static [&'static str], from: From) -> NewList {
    NewList { name, only_for, from }
}

const ROLES: &[&str] = &[
    "Borrower",
    "Benefactor",
    "Contributor",
    "Donor",
    "Guest",
    "Other",
    "Preparer",
    "Receiver",
    "Sponsor",
    "Staff",
    "Student",
];
const OUT_ROLES: &[&str] = &["Approver", "Other", "Preparer", "Receiver", "Sponsor", "Staff", "Student"];
const ANIMALS: &[&str] =
    &["fish", "herpetology", "bird", "mammal", "insect", "invertebrate", "invertpaleo", "vertpaleo"];
const PLANTS: &[&str] = &["botany", "paleobotany"];
const DIGGERS: &[&str] = &["invertpaleo", "vertpaleo", "paleobotany", "geology"];

/// Every pick list.
pub(super) const PICK_LISTS: &[NewList] = &[
    all("Division", From::Table("division")),
    all("Discipline", From::Table("discipline")),
    all("PrepType", From::Table("preptype")),
    all("CollectionObjectType", From::Table("collectionobjecttype")),
    all("COGTypes", From::Table("collectionobjectgrouptype")),
    all("NumberingScheme", From::Table("autonumberingscheme")),
    all("Department", From::Field("accession", "text1")),
    all(
        "TypeStatus",
        From::Open(&[
            "Holotype",
            "Paratype",
            "Syntype",
            "Lectotype",
            "Paralectotype",
            "Neotype",
            "Allotype",
            "Topotype",
            "Paratopotype",
            "Isotype",
            "Isolectotype",
            "Isoneotype",
            "Isosyntype",
            "Isoparatype",
            "Isoepitype",
            "Epitype",
            "Cotype",
            "Hapantotype",
            "Iconotype",
            "Clonotype",
            "Hypotype",
            "Plesiotype",
            "Metatype",
            "Homeotype",
            "Ex-holotype",
            "Ex-paratype",
            "Ex-type",
            "Plastotype",
            "Plastoholotype",
            "Plastoparatype",
            "Plastosyntype",
            "Supplementary type",
            "Type",
            "Not a type",
        ]),
    ),
    all(
        "Qualifier",
        From::Open(&["aff.", "cf.", "?", "sp. nov.", "gr.", "near", "s.l.", "s.str.", "ex gr.", "incertae sedis"]),
    ),
    all("Confidence", From::Open(&["High", "Medium", "Low", "Unknown"])),
    all(
        "DeterminationMethod",
        From::Open(&[
            "Morphology",
            "Key",
            "Comparison with type",
            "Comparison with identified material",
            "DNA barcode",
            "Photograph",
            "Acoustic",
            "Field",
        ]),
    ),
    all("ObjectCondition", From::Open(&["Excellent", "Good", "Fair", "Poor", "Damaged", "Lost"])),
    all(
        "PreparationStatus",
        From::Open(&["In collection", "On display", "Missing", "Discarded", "Destroyed", "Being prepared"]),
    ),
    all(
        "LatLongMethod",
        From::Open(&["GPS", "Gazetteer", "Map", "Google Earth", "Georeferencing software", "Sextant", "Unknown"]),
    ),
    all(
        "Datum",
        From::Open(&["WGS84", "NAD83", "NAD27", "ED50", "ETRS89", "OSGB36", "SAD69", "GDA94", "Tokyo", "Unknown"]),
    ),
    all("ElevationMethod", From::Open(&["GPS", "Altimeter", "Map", "Digital elevation model", "Estimated", "Unknown"])),
    all(
        "GeorefProtocol",
        From::Open(&[
            "Georeferencing Quick Reference Guide",
            "MaNIS guidelines",
            "GEOLocate",
            "Map and ruler",
            "GPS in the field",
            "Unspecified",
        ]),
    ),
    all(
        "GeorefVerificationStatus",
        From::Open(&[
            "Verified by collector",
            "Verified by curator",
            "Verified by data custodian",
            "Requires verification",
            "Unable to georeference",
        ]),
    ),
    all(
        "AccessionStatus",
        From::Coded(&[("Nodata", "No data"), ("Inprocess", "In process"), ("Complete", "Complete")]),
    ),
    all(
        "AccessionType",
        From::Coded(&[
            ("Field_work", "Field work"),
            ("Gift", "Gift"),
            ("Cln", "Collection"),
            ("Exchange", "Exchange"),
            ("Purchase", "Purchase"),
            ("Bequest", "Bequest"),
            ("Transfer", "Transfer"),
        ]),
    ),
    all("AccessionRole", From::Fixed(&["Collector", "Donor", "Staff", "Receiver", "Reviewer", "Seller", "Executor"])),
    all("LoanAgentRole", From::Fixed(ROLES)),
    all("BorrowRole", From::Fixed(ROLES)),
    all("GiftAgentRole", From::Fixed(ROLES)),
    all("DeaccessionAgentRole", From::Fixed(OUT_ROLES)),
    all("DisposalAgentRole", From::Fixed(OUT_ROLES)),
    all(
        "LoanPurpose",
        From::Open(&["Research", "Education", "Exhibition", "Identification", "Destructive sampling", "Digitization"]),
    ),
    all("LoanStatus", From::Open(&["Open", "Partly returned", "Overdue", "Closed"])),
    all("DeaccessionType", From::Fixed(&["Gift", "Exchange", "Destructive Sampling", "Lost", "Sale"])),
    all("DeaccessionStatus", From::Fixed(&["No Data", "In Process", "Complete"])),
    all("DisposalType", From::Fixed(&["Destroyed", "Destructive Sampling", "Lost"])),
    all(
        "PermitType",
        From::Coded(&[
            ("Fed", "Federal or national"),
            ("State", "State or province"),
            ("Int", "International (CITES, export, import)"),
            ("Udw", "Park or reserve"),
            ("Abs", "Access and benefit sharing (Nagoya)"),
            ("No Data", "No data"),
        ]),
    ),
    all(
        "ShipmentMethod",
        From::Coded(&[
            ("USPS", "Postal service"),
            ("Courier", "Courier"),
            ("DHL", "DHL"),
            ("FedEx", "FedEx"),
            ("UPS", "UPS"),
            ("Hand", "Carried by hand"),
            ("Other", "Other"),
        ]),
    ),
    all("AgentTitles", From::Open(&["Dr", "Prof", "Mr", "Mrs", "Ms", "Mx", "Curator", "Asstdir"])),
    all(
        "AgentVariant",
        From::Coded(&[
            ("0", "Variant"),
            ("1", "Vernacular"),
            ("2", "Author"),
            ("3", "Author abbreviation"),
            ("4", "Label"),
        ]),
    ),
    all("AgentIdentifierType", From::Open(&["ORCID", "Wikidata", "ISNI", "VIAF", "Bionomia", "Other"])),
    all("TypeOfAddr", From::Fixed(&["Work", "Home", "Shipping"])),
    all("ContainerType", From::Coded(&[("0", "Box"), ("1", "Folder"), ("2", "Jar"), ("3", "Bag")])),
    all(
        "ReferenceWorkType",
        From::Coded(&[
            ("0", "Book"),
            ("1", "Electronic media"),
            ("2", "Article in a journal"),
            ("3", "Technical report"),
            ("4", "Thesis"),
            ("5", "Section of a book"),
        ]),
    ),
    all("TaxonLabelFormatter", From::Open(&["%g %s", "%g %s (%a1 Ex. %a2)"])),
    all("ConservationStatus", From::Open(&["LC", "NT", "VU", "EN", "CR", "EW", "EX", "DD", "NE"])),
    all("CITES", From::Open(&["Appendix I", "Appendix II", "Appendix III", "Not listed"])),
    all("TreatmentType", From::Open(&["Freezing", "CO2", "Anoxia", "Bugroom", "Cleaning", "Consolidation"])),
    all("MaterialSample", From::Open(&["Extract", "Tissue", "Blood", "Swab"])),
    all("MoleculeType", From::Open(&["DNA", "RNA", "Protein"])),
    all("SystemCOGTypes", From::Fixed(&["Discrete", "Consolidated", "Drill Core"])),
    of("AgeType", DIGGERS, From::Fixed(&["Sedimentation", "Metamorphism", "Erosion", "Diagenetic"])),
    of(
        "AbsoluteAgeDatingMethod",
        DIGGERS,
        From::Open(&[
            "Radiometric",
            "Thermoluminescence",
            "Optically Stimulated Luminescence (OSL)",
            "Electron Spin Resonance (ESR)",
            "Observation",
        ]),
    ),
    of(
        "RelativeAgeDatingMethod",
        DIGGERS,
        From::Open(&["Known stratigraphic position", "Fossil record", "Radiometric (adjacent)"]),
    ),
    all(
        "DisciplineType",
        From::Fixed(&[
            "fish",
            "herpetology",
            "paleobotany",
            "invertpaleo",
            "vertpaleo",
            "bird",
            "mammal",
            "insect",
            "botany",
            "invertebrate",
            "geology",
        ]),
    ),
    of("Sex", ANIMALS, From::Open(&["Male", "Female", "Both", "Hermaphrodite", "Undetermined"])),
    of("BiologicalSex", ANIMALS, From::Open(&["Male", "Female", "Both", "Hermaphrodite", "Undetermined"])),
    of("LifeStage", &["fish"], From::Open(&["Egg", "Embryo", "Larva", "Juvenile", "Adult", "Unknown"])),
    of(
        "LifeStage",
        &["herpetology"],
        From::Open(&["Egg", "Embryo", "Larva", "Metamorph", "Hatchling", "Juvenile", "Adult", "Unknown"]),
    ),
    of(
        "LifeStage",
        &["bird"],
        From::Open(&[
            "Egg",
            "Embryo",
            "Hatchling",
            "Nestling",
            "Fledgling",
            "Juvenile",
            "Immature",
            "Adult",
            "Unknown",
        ]),
    ),
    of(
        "LifeStage",
        &["mammal"],
        From::Open(&["Embryo", "Fetus", "Neonate", "Juvenile", "Subadult", "Adult", "Unknown"]),
    ),
    of("LifeStage", &["vertpaleo"], From::Open(&["Egg", "Embryo", "Juvenile", "Subadult", "Adult", "Unknown"])),
    of("LifeStage", &["insect"], From::Open(&["Egg", "Larva", "Nymph", "Pupa", "Exuviae", "Adult", "Unknown"])),
    of(
        "LifeStage",
        &["invertebrate", "invertpaleo"],
        From::Open(&["Egg", "Nauplius", "Veliger", "Larva", "Juvenile", "Adult", "Unknown"]),
    ),
    of(
        "LifeStage",
        PLANTS,
        From::Open(&["Seed", "Seedling", "Vegetative", "Flowering", "Fruiting", "Mature", "Senescent", "Unknown"]),
    ),
    of(
        "Phenology",
        PLANTS,
        From::Open(&[
            "In bud",
            "Flowering",
            "Flowering and fruiting",
            "Fruiting",
            "Vegetative",
            "Spore-bearing",
            "Seedling",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["fish"],
        From::Open(&[
            "Seine",
            "Gill net",
            "Trawl",
            "Backpack electrofisher",
            "Boat electrofisher",
            "Hook and line",
            "Dip net",
            "Minnow trap",
            "Rotenone",
            "By hand",
            "Market",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["herpetology"],
        From::Open(&[
            "By hand",
            "Noose",
            "Pitfall trap",
            "Funnel trap",
            "Dip net",
            "Road cruising",
            "Salvage",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["bird"],
        From::Open(&["Shot", "Mist net", "Trap", "Salvage", "Egg collecting", "Window strike", "Unknown"]),
    ),
    of(
        "CollectingMethod",
        &["mammal"],
        From::Open(&[
            "Sherman trap",
            "Snap trap",
            "Pitfall trap",
            "Mist net",
            "Shot",
            "Roadkill",
            "Salvage",
            "Stranding",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["insect"],
        From::Open(&[
            "Sweep net",
            "Aerial net",
            "Malaise trap",
            "Light trap",
            "Pan trap",
            "Pitfall trap",
            "Flight intercept trap",
            "Beating",
            "Sifting",
            "Berlese funnel",
            "Bait trap",
            "Reared",
            "By hand",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["invertebrate"],
        From::Open(&["By hand", "Dredge", "Trawl", "Grab", "Plankton net", "Diving", "Intertidal", "Unknown"]),
    ),
    of(
        "CollectingMethod",
        PLANTS,
        From::Open(&["By hand", "Pruning pole", "Climbing", "Cultivated", "Dug", "Unknown"]),
    ),
    of(
        "CollectingMethod",
        &["invertpaleo", "vertpaleo"],
        From::Open(&[
            "Surface collection",
            "Excavation",
            "Quarrying",
            "Bulk sample",
            "Screen washing",
            "Drill core",
            "Dredge",
            "Unknown",
        ]),
    ),
    of(
        "CollectingMethod",
        &["geology"],
        From::Open(&[
            "Surface collection",
            "Hammer and chisel",
            "Excavation",
            "Drill core",
            "Screening",
            "Magnet",
            "Observed fall",
            "Unknown",
        ]),
    ),
    of(
        "HabitatType",
        &["fish"],
        From::Open(&[
            "Reef",
            "Sand",
            "Rock",
            "Vegetation",
            "Riffle",
            "Pool",
            "Open water",
            "Deep sea",
            "Estuary",
            "Lake shore",
        ]),
    ),
    of(
        "Lithology",
        DIGGERS,
        From::Open(&[
            "Limestone",
            "Dolomite",
            "Marl",
            "Chalk",
            "Shale",
            "Mudstone",
            "Siltstone",
            "Sandstone",
            "Conglomerate",
            "Chert",
            "Coal",
            "Tuff",
        ]),
    ),
    of("Quality", &["geology"], From::Open(&["1 star", "2 stars", "3 stars", "4 stars", "5 stars"])),
    of(
        "HazardType",
        &["geology"],
        From::Open(&[
            "None",
            "Radioactive",
            "Toxic",
            "Asbestos",
            "Heavy metals",
            "Sharp edges",
            "Fragile",
            "Flammable",
        ]),
    ),
];
