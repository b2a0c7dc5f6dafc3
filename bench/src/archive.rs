//! A Darwin Core archive of specimens that were never collected, always the same for the same seed.
//!
//! The cardinalities are those of a middling insect collection of 100,000: about 8,000 species, 15,000 localities,
//! 30,000 events and 800 collectors, the common ones far more often than the rare ones.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use vasculum_formats::writer::{ArchiveWriter, WriterOptions};

use crate::Failure;

/// The columns of the table, without the identifier.
const COLUMNS: &[&str] = &[
    "basisOfRecord",
    "institutionCode",
    "collectionCode",
    "catalogNumber",
    "recordNumber",
    "recordedBy",
    "individualCount",
    "preparations",
    "occurrenceRemarks",
    "eventDate",
    "samplingProtocol",
    "habitat",
    "continent",
    "country",
    "stateProvince",
    "county",
    "locality",
    "decimalLatitude",
    "decimalLongitude",
    "geodeticDatum",
    "coordinateUncertaintyInMeters",
    "minimumElevationInMeters",
    "identifiedBy",
    "dateIdentified",
    "typeStatus",
    "scientificName",
    "scientificNameAuthorship",
    "kingdom",
    "phylum",
    "class",
    "order",
    "family",
    "genus",
    "specificEpithet",
    "taxonRank",
];

/// Numbers by xorshift*, so that every run measures the same archive.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number below `end`, the small ones more often.
    fn skewed(&mut self, end: usize) -> usize {
        let unit = self.below(1 << 24) as f64 / f64::from(1 << 24);
        ((unit * unit) * end as f64) as usize
    }

    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        const SYLLABLES: &[&str] = &[
            "ba", "co", "du", "fe", "go", "hy", "la", "me", "no", "pi", "que", "ra", "se", "tri", "vo", "xa", "lo",
            "phy", "chro", "ste", "ni", "mar", "ter", "ocu", "dis", "al", "ber", "cen", "dra", "eu",
        ];
        (0..syllables).map(|_| self.one_of(SYLLABLES)).collect()
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

struct Taxon {
    order: String,
    family: String,
    genus: String,
    epithet: String,
    author: String,
}

struct Locality {
    country: &'static str,
    continent: &'static str,
    state: String,
    county: String,
    name: String,
    latitude: String,
    longitude: String,
    elevation: String,
}

struct Event {
    locality: usize,
    date: String,
    people: String,
    protocol: &'static str,
    habitat: &'static str,
}

struct World {
    taxa: Vec<Taxon>,
    localities: Vec<Locality>,
    events: Vec<Event>,
    people: Vec<String>,
}

const ORDERS: &[&str] = &[
    "Coleoptera",
    "Lepidoptera",
    "Hymenoptera",
    "Diptera",
    "Hemiptera",
    "Orthoptera",
    "Odonata",
    "Trichoptera",
    "Ephemeroptera",
    "Plecoptera",
    "Neuroptera",
    "Mecoptera",
];
const COUNTRIES: &[(&str, &str)] = &[
    ("United States", "North America"),
    ("Canada", "North America"),
    ("Mexico", "North America"),
    ("Brazil", "South America"),
    ("Peru", "South America"),
    ("Kenya", "Africa"),
    ("Germany", "Europe"),
    ("Italy", "Europe"),
    ("Japan", "Asia"),
    ("Australia", "Oceania"),
];

fn world(dice: &mut Dice, occurrences: usize) -> World {
    let families: Vec<(usize, String)> =
        (0..160).map(|_| (dice.below(ORDERS.len()), format!("{}idae", capital(&dice.word(3))))).collect();
    let genera: Vec<(usize, String)> =
        (0..1_600).map(|_| (dice.below(families.len()), capital(&dice.word(3)))).collect();
    let people: Vec<String> = (0..800.min(occurrences / 6))
        .map(|_| {
            let initial = char::from(b'A' + dice.below(26) as u8);
            let middle = char::from(b'A' + dice.below(26) as u8);
            format!("{initial}. {middle}. {}", capital(&dice.word(3)))
        })
        .collect();
    let taxa = (0..8_000.min(occurrences / 2))
        .map(|_| {
            let (family, genus) = &genera[dice.skewed(genera.len())];
            let (order, family) = &families[*family];
            let name = capital(&dice.word(2));
            let year = 1758 + dice.below(250);
            let author = if dice.below(2) == 0 { format!("{name}, {year}") } else { format!("({name}, {year})") };
            Taxon {
                order: ORDERS[*order].to_owned(),
                family: family.clone(),
                genus: genus.clone(),
                epithet: dice.word(4),
                author,
            }
        })
        .collect();
    let localities: Vec<Locality> = (0..15_000.min(occurrences / 4)).map(|_| locality(dice)).collect();
    let events = (0..30_000.min(occurrences / 3)).map(|_| event(dice, localities.len(), &people)).collect();
    World { taxa, localities, events, people }
}

fn locality(dice: &mut Dice) -> Locality {
    let (country, continent) = COUNTRIES[dice.skewed(COUNTRIES.len())];
    let state = dice.below(12);
    let county = dice.below(20);
    let has_place = dice.below(10) < 7;
    let degrees = |dice: &mut Dice, most: i64| {
        let value = dice.below(2 * most as usize * 10_000) as i64 - most * 10_000;
        format!("{:.4}", value as f64 / 10_000.0)
    };
    Locality {
        country,
        continent,
        state: format!("{country} State {state}"),
        county: format!("County {state}-{county}"),
        name: format!(
            "{} {} of {}",
            dice.below(40),
            dice.one_of(&["km N", "km SW", "mi E", "mi SE"]),
            capital(&dice.word(3))
        ),
        latitude: if has_place { degrees(dice, 60) } else { String::new() },
        longitude: if has_place { degrees(dice, 170) } else { String::new() },
        elevation: if dice.below(3) == 0 { dice.below(3_000).to_string() } else { String::new() },
    }
}

fn event(dice: &mut Dice, localities: usize, people: &[String]) -> Event {
    let count = 1 + dice.skewed(3);
    let people: Vec<&str> = (0..count).map(|_| people[dice.skewed(people.len())].as_str()).collect();
    let (year, month, day) = (1900 + dice.below(120), 1 + dice.below(12), 1 + dice.below(28));
    let date = match dice.below(10) {
        0 => year.to_string(),
        1 => format!("{year}-{month:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    };
    Event {
        locality: dice.skewed(localities),
        date,
        people: people.join(" | "),
        protocol: dice.one_of(&["", "light trap", "sweep net", "malaise trap", "by hand"]),
        habitat: dice.one_of(&["", "", "oak forest", "meadow", "river bank"]),
    }
}

/// Writes an archive of so many occurrences.
pub(crate) fn write(path: &Path, occurrences: usize) -> Result<(), Failure> {
    let mut dice = Dice::new(20_260_101);
    let world = world(&mut dice, occurrences);
    let mut archive = ArchiveWriter::create(BufWriter::new(File::create(path)?), WriterOptions::default());
    let table = archive.begin_table("http://rs.tdwg.org/dwc/terms/Occurrence", COLUMNS, true)?;
    for nth in 0..occurrences {
        let event = &world.events[dice.below(world.events.len())];
        let place = &world.localities[event.locality];
        let taxon = &world.taxa[dice.skewed(world.taxa.len())];
        let number = format!("{:06}", nth + 1);
        let count = (1 + dice.skewed(12)).to_string();
        let has_opinion = dice.below(10) < 6;
        let determiner = if has_opinion { world.people[dice.skewed(world.people.len())].as_str() } else { "" };
        let determined = if has_opinion { (1950 + dice.below(70)).to_string() } else { String::new() };
        let remarks = if dice.below(8) == 0 { format!("Ex coll. {}", capital(&dice.word(3))) } else { String::new() };
        let uncertainty = if place.latitude.is_empty() { "" } else { dice.one_of(&["", "100", "1000", "5000"]) };
        let row: [&str; 35] = [
            "PreservedSpecimen",
            "MM",
            "insects",
            &number,
            "",
            &event.people,
            &count,
            dice.one_of(&["pinned", "pinned", "pinned", "alcohol", "slide"]),
            &remarks,
            &event.date,
            event.protocol,
            event.habitat,
            place.continent,
            place.country,
            &place.state,
            &place.county,
            &place.name,
            &place.latitude,
            &place.longitude,
            if place.latitude.is_empty() { "" } else { "WGS84" },
            uncertainty,
            &place.elevation,
            determiner,
            &determined,
            if dice.below(200) == 0 { "paratype" } else { "" },
            &format!("{} {} {}", taxon.genus, taxon.epithet, taxon.author),
            &taxon.author,
            "Animalia",
            "Arthropoda",
            "Insecta",
            &taxon.order,
            &taxon.family,
            &taxon.genus,
            &taxon.epithet,
            "species",
        ];
        archive.write_row(table, &format!("urn:catalog:MM:insects:{number}"), row)?;
    }
    archive.finish("<eml:eml xmlns:eml=\"eml://ecoinformatics.org/eml-2.1.1\"><dataset><title>Measures</title></dataset></eml:eml>")?;
    Ok(())
}
