//! One specimen with all that belongs to it, and the Darwin Core terms that follow from it.
//!
//! The import builds a [`Graph`] from a row, the export loads it from the database, and both ask the same [`terms`]:
//! so the import knows exactly what the export will say, and keeps beside the record whatever the source said
//! otherwise.

use std::borrow::Cow;
use std::sync::Arc;

use vasculum_model::names::{
    agent, collecting_event, collection_object, determination, geo_coord_detail, locality, locality_detail, preparation,
};
use vasculum_model::{Col, Date, Kind, Record, TableId, Value, model};

/// A node of a tree with its ancestors.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The node itself.
    pub record: Record,
    /// Rank and name of its ancestors and of itself, from the root down.
    pub line: Vec<(String, String)>,
}

impl Node {
    /// The name of the ancestor, or of the node itself, at a rank.
    pub fn at(&self, rank: &str) -> Option<&str> {
        self.line.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(rank)).map(|(_, name)| name.as_str())
    }

    /// The rank of the node.
    pub fn rank(&self) -> &str {
        self.line.last().map_or("", |(rank, _)| rank)
    }
}

/// A determination with its taxon and the people who made it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeterminationPart {
    /// The determination.
    pub record: Record,
    /// Its taxon.
    pub taxon: Option<Arc<Node>>,
    /// Who made it, first the one who stands in the record itself.
    pub people: Vec<Arc<Record>>,
}

/// A locality with its place in the geography and its details.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalityPart {
    /// The locality.
    pub record: Record,
    /// The smallest geographic unit that it lies in.
    pub geography: Option<Arc<Node>>,
    /// How its coordinates were found.
    pub geo_coord: Option<Record>,
    /// Waters, islands, depths.
    pub detail: Option<Record>,
    /// Who found its coordinates.
    pub georeferenced_by: Option<Arc<Record>>,
}

/// A collecting event with its people and its locality.
#[derive(Debug, Clone, PartialEq)]
pub struct EventPart {
    /// The event.
    pub record: Record,
    /// Who collected, in order.
    pub people: Vec<Arc<Record>>,
    /// Where.
    pub locality: Option<Arc<LocalityPart>>,
}

/// A specimen with all that its Darwin Core record speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The collection object.
    pub object: Record,
    /// Its current determination.
    pub determination: Option<DeterminationPart>,
    /// Its collecting event.
    pub event: Option<Arc<EventPart>>,
    /// Its preparations with the names of their types.
    pub preparations: Vec<(Record, String)>,
    /// Its other numbers.
    pub identifiers: Vec<String>,
    /// Addresses of its media.
    pub media: Vec<String>,
}

/// What all records of a collection say alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// Code of the institution.
    pub institution: String,
    /// Code of the collection.
    pub collection: String,
    /// `PreservedSpecimen` or `FossilSpecimen`.
    pub basis_of_record: &'static str,
}

/// The name that a locality has when nobody said where it is, because a locality needs a name.
pub const NO_LOCALITY: &str = "[not stated]";

/// Terms whose value is simply that of a field: of the object, the event, the locality and its parts.
pub const OF_OBJECT: &[(&str, Col)] = &[
    ("catalogNumber", collection_object::CATALOG_NUMBER),
    ("recordNumber", collection_object::FIELD_NUMBER),
    ("individualCount", collection_object::COUNT_AMT),
    ("occurrenceRemarks", collection_object::REMARKS),
    ("verbatimLabel", collection_object::OCR),
];
/// See [`OF_OBJECT`].
pub const OF_DETERMINATION: &[(&str, Col)] = &[
    ("typeStatus", determination::TYPE_STATUS_NAME),
    ("identificationQualifier", determination::QUALIFIER),
    ("identificationRemarks", determination::REMARKS),
];
/// See [`OF_OBJECT`].
pub const OF_EVENT: &[(&str, Col)] = &[
    ("verbatimEventDate", collecting_event::VERBATIM_DATE),
    ("verbatimLocality", collecting_event::VERBATIM_LOCALITY),
    ("samplingProtocol", collecting_event::METHOD),
    ("fieldNumber", collecting_event::STATION_FIELD_NUMBER),
    ("eventRemarks", collecting_event::REMARKS),
];
/// See [`OF_OBJECT`].
pub const OF_LOCALITY: &[(&str, Col)] = &[
    ("decimalLatitude", locality::LATITUDE1),
    ("decimalLongitude", locality::LONGITUDE1),
    ("geodeticDatum", locality::DATUM),
    ("verbatimLatitude", locality::VERBATIM_LATITUDE),
    ("verbatimLongitude", locality::VERBATIM_LONGITUDE),
    ("minimumElevationInMeters", locality::MIN_ELEVATION),
    ("maximumElevationInMeters", locality::MAX_ELEVATION),
    ("verbatimElevation", locality::VERBATIM_ELEVATION),
    ("locationRemarks", locality::REMARKS),
];
/// See [`OF_OBJECT`].
pub const OF_GEO_COORD: &[(&str, Col)] = &[
    ("coordinateUncertaintyInMeters", geo_coord_detail::MAX_UNCERTAINTY_EST),
    ("georeferencedDate", geo_coord_detail::GEO_REF_DET_DATE),
    ("georeferenceProtocol", geo_coord_detail::PROTOCOL),
    ("georeferenceSources", geo_coord_detail::SOURCE),
    ("georeferenceRemarks", geo_coord_detail::GEO_REF_REMARKS),
    ("georeferenceVerificationStatus", geo_coord_detail::GEO_REF_VERIFICATION_STATUS),
    ("verbatimCoordinateSystem", geo_coord_detail::ORIGINAL_COORD_SYSTEM),
];
/// See [`OF_OBJECT`].
pub const OF_DETAIL: &[(&str, Col)] = &[
    ("waterBody", locality_detail::WATER_BODY),
    ("island", locality_detail::ISLAND),
    ("islandGroup", locality_detail::ISLAND_GROUP),
    ("minimumDepthInMeters", locality_detail::START_DEPTH),
    ("maximumDepthInMeters", locality_detail::END_DEPTH),
];
/// Terms of the geography and the rank that each names.
pub const GEOGRAPHY_RANKS: &[(&str, &str)] = &[
    ("continent", "Continent"),
    ("country", "Country"),
    ("stateProvince", "State"),
    ("county", "County"),
    ("municipality", "Municipality"),
];
/// Terms of the classification and the rank that each names.
pub const TAXON_RANKS: &[(&str, &str)] = &[
    ("kingdom", "Kingdom"),
    ("phylum", "Phylum"),
    ("class", "Class"),
    ("order", "Order"),
    ("superfamily", "Superfamily"),
    ("family", "Family"),
    ("subfamily", "Subfamily"),
    ("tribe", "Tribe"),
    ("subtribe", "Subtribe"),
    ("genus", "Genus"),
    ("subgenus", "Subgenus"),
    ("specificEpithet", "Species"),
];

/// The Darwin Core terms that follow from a specimen, each once, without those that would be empty.
pub fn terms<'g>(graph: &'g Graph, house: &'g House) -> Vec<(&'static str, Cow<'g, str>)> {
    let mut terms = Terms(Vec::with_capacity(48));
    terms.text("occurrenceID", graph.object.text(collection_object::GUID).unwrap_or_default());
    terms.text("basisOfRecord", house.basis_of_record);
    terms.text("institutionCode", house.institution.as_str());
    terms.text("collectionCode", house.collection.as_str());
    terms.fields(&graph.object, OF_OBJECT);
    terms.own(&graph.object);
    terms.text("otherCatalogNumbers", graph.identifiers.join(" | "));
    terms.text("associatedMedia", graph.media.join(" | "));
    terms.text("preparations", preparations(&graph.preparations));
    if let Some(event) = &graph.event {
        of_event(&mut terms, event);
    }
    if let Some(part) = &graph.determination {
        of_determination(&mut terms, part);
    }
    terms.0
}

struct Terms<'g>(Vec<(&'static str, Cow<'g, str>)>);

impl<'g> Terms<'g> {
    fn text(&mut self, term: &'static str, text: impl Into<Cow<'g, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((term, text));
        }
    }

    fn fields(&mut self, record: &'g Record, fields: &[(&'static str, Col)]) {
        for (term, column) in fields {
            match record.get(*column) {
                Value::Null => {}
                Value::Text(text) => self.text(term, &**text),
                value => self.text(term, value.to_string()),
            }
        }
    }

    /// What stands in the institution's own fields, under the terms that it gave them; a term that is said already is
    /// not said again.
    fn own(&mut self, record: &'g Record) {
        for (term, column) in own_terms(record.table) {
            let precision = |name: &str| record.named(&format!("{name}Precision")).and_then(Value::int);
            let text: Cow<'g, str> = match (record.get(column), model().column(column)) {
                (Value::Null, _) => continue,
                (Value::Text(text), _) => Cow::Borrowed(text),
                (Value::Date(date), of) if of.kind == Kind::PartialDate => {
                    iso(*date, precision(of.name).unwrap_or(1)).into()
                }
                (value, _) => value.to_string().into(),
            };
            if self.0.iter().all(|(said, _)| *said != term) {
                self.text(term, text);
            }
        }
    }
}

/// The tables whose own fields go into the core of an archive.
pub const WITH_OWN_TERMS: &[TableId] =
    &[collection_object::TABLE, collecting_event::TABLE, locality::TABLE, determination::TABLE];

/// The terms that the institution gave to its own fields of a table. A link has a record behind it, which no term says.
pub fn own_terms(table: TableId) -> impl Iterator<Item = (&'static str, Col)> {
    let of = model().table(table);
    let is_plain = |at: &u16| of.at(*at).link.is_none();
    of.own_columns().filter(is_plain).filter_map(move |at| Some((of.at(at).dwc?, Col(table, at))))
}

fn of_event<'g>(terms: &mut Terms<'g>, event: &'g EventPart) {
    terms.fields(&event.record, OF_EVENT);
    terms.own(&event.record);
    terms.text("eventID", event.record.text(collecting_event::GUID).filter(|id| !is_uuid(id)).unwrap_or_default());
    terms.text("recordedBy", names(&event.people));
    let day = |date: Col, precision: Col| partial(&event.record, date, precision);
    let start = day(collecting_event::START_DATE, collecting_event::START_DATE_PRECISION);
    let end = day(collecting_event::END_DATE, collecting_event::END_DATE_PRECISION);
    if let Some((date, precision)) = start {
        let first = iso(date, precision);
        match end {
            Some((last, how)) if (last, how) != (date, precision) => {
                terms.text("eventDate", format!("{first}/{}", iso(last, how)));
            }
            _ => {
                terms.text("eventDate", first);
                terms.text("year", date.year().to_string());
                terms.text("month", if precision < 3 { date.month().to_string() } else { String::new() });
                terms.text("day", if precision < 2 { date.day().to_string() } else { String::new() });
            }
        }
    }
    if let Some(part) = &event.locality {
        of_locality(terms, part);
    }
}

fn of_locality<'g>(terms: &mut Terms<'g>, part: &'g LocalityPart) {
    let name = part.record.text(locality::LOCALITY_NAME).unwrap_or_default();
    terms.text("locality", if name == NO_LOCALITY { "" } else { name });
    terms.fields(&part.record, OF_LOCALITY);
    terms.own(&part.record);
    if let Some(geography) = &part.geography {
        for (term, rank) in GEOGRAPHY_RANKS {
            terms.text(term, geography.at(rank).unwrap_or_default());
        }
        terms.text(
            "countryCode",
            geography
                .record
                .named("geographyCode")
                .and_then(Value::text)
                .filter(|code| code.len() == 2)
                .unwrap_or_default(),
        );
    }
    if let Some(detail) = &part.geo_coord {
        terms.fields(detail, OF_GEO_COORD);
    }
    if let Some(detail) = &part.detail {
        terms.fields(detail, OF_DETAIL);
    }
    if let Some(person) = &part.georeferenced_by {
        terms.text("georeferencedBy", person_name(person));
    }
}

fn of_determination<'g>(terms: &mut Terms<'g>, part: &'g DeterminationPart) {
    terms.fields(&part.record, OF_DETERMINATION);
    terms.own(&part.record);
    terms.text("identifiedBy", names(&part.people));
    if let Some((date, precision)) =
        partial(&part.record, determination::DETERMINED_DATE, determination::DETERMINED_DATE_PRECISION)
    {
        terms.text("dateIdentified", iso(date, precision));
    }
    let Some(taxon) = &part.taxon else {
        terms.text("scientificName", part.record.text(determination::ALTERNATE_NAME).unwrap_or_default());
        return;
    };
    let author = taxon.record.named("author").and_then(Value::text).unwrap_or_default();
    let name =
        taxon.record.named("fullName").and_then(Value::text).or(taxon.record.named("name").and_then(Value::text));
    let name = name.unwrap_or_default();
    terms.text("scientificName", if author.is_empty() { name.to_owned() } else { format!("{name} {author}") });
    terms.text("scientificNameAuthorship", author);
    terms.text("taxonRank", taxon.rank().to_lowercase());
    for (term, rank) in TAXON_RANKS {
        terms.text(term, taxon.at(rank).unwrap_or_default());
    }
    let below = ["Subspecies", "Variety", "Subvariety", "Forma", "Form"];
    let epithet = below.iter().find_map(|rank| taxon.at(rank));
    terms.text("infraspecificEpithet", epithet.unwrap_or_default());
}

/// A date with its precision: 1 to the day, 2 to the month, 3 to the year.
pub fn partial(record: &Record, date: Col, precision: Col) -> Option<(Date, i64)> {
    Some((record.get(date).date()?, record.int(precision).unwrap_or(1)))
}

/// `1987-05-12`, `1987-05` or `1987`.
pub fn iso(date: Date, precision: i64) -> String {
    let text = date.to_string();
    let cut = match precision {
        3 => 6,
        2 => 3,
        _ => 0,
    };
    text[..text.len() - cut].to_owned()
}

/// A person's name as it is written in `recordedBy`: `John R. Smith Jr.`
pub fn person_name(record: &Record) -> String {
    let part = |column| record.text(column).unwrap_or_default();
    let parts = [
        part(agent::TITLE),
        part(agent::FIRST_NAME),
        part(agent::MIDDLE_INITIAL),
        part(agent::LAST_NAME),
        part(agent::SUFFIX),
    ];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn names(people: &[Arc<Record>]) -> String {
    people.iter().map(|person| person_name(person)).collect::<Vec<_>>().join(" | ")
}

fn preparations(list: &[(Record, String)]) -> String {
    let one = |(record, name): &(Record, String)| match record.int(preparation::COUNT_AMT) {
        Some(count) if count != 1 => format!("{name} ({count})"),
        _ => name.clone(),
    };
    list.iter().map(one).collect::<Vec<_>>().join(" | ")
}

/// Identifiers that Vasculum gave by itself are no part of what a source said.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
