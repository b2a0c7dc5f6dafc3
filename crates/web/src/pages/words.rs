//! Words for people: labels made from the model's names, numbers and moments as they are read.

use vasculum_model::own::is_own_name;
use vasculum_model::{Column, Table, Timestamp, model, snake};

use crate::ui::language::{Language, language};
use crate::ui::locale;
use crate::ui::words::{known, t, tf, tn};

/// Words in names that are written otherwise than in lower case, or in full.
const SPELLINGS: &[(&str, &str)] = &[
    ("abbrev", "abbreviation"),
    ("addr", "address"),
    ("bold", "BOLD"),
    ("cites", "CITES"),
    ("col", "COL"),
    ("conserv", "conservation"),
    ("coord", "coordinate"),
    ("desc", "description"),
    ("dna", "DNA"),
    ("doi", "DOI"),
    ("esa", "ESA"),
    ("genbank", "GenBank"),
    ("ggbn", "GGBN"),
    ("gml", "GML"),
    ("guid", "GUID"),
    ("huc", "HUC"),
    ("id", "ID"),
    ("igsn", "IGSN"),
    ("ipr", "IPR"),
    ("isbn", "ISBN"),
    ("isis", "ISIS"),
    ("issn", "ISSN"),
    ("lsid", "LSID"),
    ("mgrs", "MGRS"),
    ("ncbi", "NCBI"),
    ("noti", "notice"),
    ("ocr", "OCR"),
    ("orig", "original"),
    ("pcr", "PCR"),
    ("prep", "preparation"),
    ("req", "request"),
    ("sra", "SRA"),
    ("src", "source"),
    ("uri", "URI"),
    ("url", "URL"),
    ("usfws", "USFWS"),
    ("utm", "UTM"),
];

/// Names whose words are not those of people who work with collections. A table and a field of one name have one word.
const LABELS: &[(&str, &str)] = &[
    ("countAmt", "Count"),
    ("isPrimary", "First of all"),
    ("latLongAccuracy", "Uncertainty in metres"),
    ("latLongMethod", "How georeferenced"),
    ("latLongType", "Shape"),
    ("altCatalogNumber", "Other catalog number"),
    ("typeStatusName", "Type status"),
    ("latitude1", "Latitude"),
    ("longitude1", "Longitude"),
    ("definitionItem", "Rank"),
    ("definition", "Tree"),
    ("collectionObjectType", "Object type"),
    ("agentType", "Kind"),
    ("orderNumber", "Position"),
    ("lat1text", "Latitude as typed"),
    ("long1text", "Longitude as typed"),
    ("srcLatLongUnit", "Notation of coordinates"),
    ("lat2text", "Latitude 2 as typed"),
    ("long2text", "Longitude 2 as typed"),
    ("containedRFParent", "Contained in"),
    ("objLength", "Object length"),
    ("geoRefAccuracy", "Georeference accuracy"),
    ("geoRefAccuracyUnits", "Georeference accuracy units"),
    ("geoRefCompiledBy", "Georeference compiled by"),
    ("geoRefCompiledDate", "Georeference compiled date"),
    ("geoRefDetBy", "Georeferenced by"),
    ("geoRefDetDate", "Georeferenced date"),
    ("geoRefDetRef", "Georeference sources"),
    ("geoRefRemarks", "Georeference remarks"),
    ("geoRefVerificationStatus", "Georeference verification status"),
    ("noGeoRefBecause", "No georeference because"),
    ("lithoStrat", "Rock unit"),
    ("acceptedLithoStrat", "Accepted rock unit"),
    ("childCo", "Object in the group"),
    ("childCog", "Group in the group"),
    ("parentCog", "Group of objects"),
    ("cogType", "Kind of group"),
    ("prepType", "Preparation type"),
    ("minimumPwdLength", "Minimum password length"),
    ("attributeDefs", "Attribute definitions"),
    ("exchangeInPreps", "Exchange in preparations"),
    ("exchangeOutPreps", "Exchange out preparations"),
    ("geoCoordDetails", "Georeferences"),
    ("CommonNameTx", "Common name"),
    ("CommonNameTxCitation", "Common name citation"),
    ("GeoCoordDetail", "Georeference"),
    ("GeographyTreeDef", "Geography tree"),
    ("GeographyTreeDefItem", "Geography rank"),
    ("GeologicTimePeriodTreeDef", "Geologic time tree"),
    ("GeologicTimePeriodTreeDefItem", "Geologic time rank"),
    ("LithoStratTreeDef", "Rock unit tree"),
    ("LithoStratTreeDefItem", "Rock unit rank"),
    ("StorageTreeDef", "Storage tree"),
    ("StorageTreeDefItem", "Storage rank"),
    ("TaxonTreeDef", "Taxon tree"),
    ("TaxonTreeDefItem", "Taxon rank"),
    ("TectonicUnitTreeDef", "Tectonic unit tree"),
    ("TectonicUnitTreeDefItem", "Tectonic unit rank"),
    ("GroupPerson", "Group member"),
    ("LatLonPolygon", "Locality polygon"),
    ("LatLonPolygonPnt", "Polygon point"),
    ("MorphBankView", "Morphbank view"),
    ("CollectionRelType", "Collection relationship type"),
    ("AttributeDef", "Attribute definition"),
    ("SpecifyUser", "User"),
    ("localityNameAliass", "Locality name aliases"),
    ("SpQuery", "Query"),
    ("SpQueryField", "Query field"),
    ("SpReport", "Report"),
    ("SpLocaleContainer", "Table caption"),
    ("SpLocaleContainerItem", "Field caption"),
    ("SpLocaleItemStr", "Caption text"),
    ("Spdataset", "WorkBench data set"),
    ("Spattachmentdataset", "Attachment data set"),
    ("SpDataSetAttachment", "WorkBench attachment"),
    ("Spuserexternalid", "External account"),
];

/// The groups of tables whose names in the model say more of the program than of a museum.
const GROUPS: &[(&str, &str)] = &[
    ("Accession, permit, repository agreement, appraisal", "Accessions and permits"),
    ("Agents & addresses", "Agents and addresses"),
    ("Ages (absolute/relative)", "Ages"),
    ("App resources & forms", "Forms and resources"),
    ("Attachment core", "Attachments"),
    ("Auto-numbering", "Numbering"),
    ("Background jobs & messages", "Jobs and messages"),
    ("Business-rule config", "Uniqueness rules"),
    ("Collecting event & trip", "Collecting events and trips"),
    ("Collection object & determination", "Collection objects and determinations"),
    ("Collection object groups (COG)", "Collection object groups"),
    ("Container", "Containers"),
    ("Export mapping & symbiota (legacy)", "Export mapping"),
    ("Geography & locality", "Geography and localities"),
    ("Institutional hierarchy", "Institution and collections"),
    ("Paleo & geology", "Paleontology and geology"),
    ("Permissions (Sp7)", "Roles and rights"),
    ("Preparation & material", "Preparations and samples"),
    ("Queries & reports", "Queries and reports"),
    ("Schema config / localisation", "Captions and formats"),
    ("System/version", "Version"),
    ("Treatment & conservation", "Treatment and conservation"),
    ("Users & security (Sp6)", "Users"),
    ("WorkBench (legacy Sp6)", "WorkBench of Specify 6"),
    ("WorkBench data sets (Sp7)", "WorkBench"),
];

/// Tables whose plural is not made by an `s`, and those that have a better word.
const PLURALS: &[(&str, &str)] = &[
    ("Geography", "Geographies"),
    ("Storage", "Storage places"),
    ("Taxon", "Taxa"),
    ("LithoStrat", "Rock units"),
    ("GeologicTimePeriod", "Geologic time periods"),
    ("TectonicUnit", "Tectonic units"),
    ("CommonNameTx", "Common names"),
    ("ExchangeIn", "Exchanges in"),
    ("ExchangeOut", "Exchanges out"),
    ("AddressOfRecord", "Addresses of record"),
    ("AttachmentMetadata", "Attachment metadata"),
    ("Exsiccata", "Exsiccatae"),
    ("ExchangeInPrep", "Exchange in preparations"),
    ("ExchangeOutPrep", "Exchange out preparations"),
];

/// The English words for the name of a table or field: `catalogNumber` becomes `Catalog number`, `text1` `Text 1`.
pub(crate) fn english(name: &str) -> String {
    if let Some((_, words)) = LABELS.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name)) {
        return (*words).to_owned();
    }
    let mut out = String::with_capacity(name.len() + 6);
    let snaked = snake(name);
    // ‘Is current’ beside a box to tick is one word too many, and so is the mark of an institution's own field.
    let mark = if is_own_name(name) { "x_" } else { "is_" };
    for word in snaked.strip_prefix(mark).unwrap_or(&snaked).split('_').flat_map(without_number) {
        let spelt = SPELLINGS.iter().find(|(theirs, _)| *theirs == word).map_or(word.as_str(), |(_, spelt)| spelt);
        if out.is_empty() {
            out.push_str(&capitalised(spelt));
        } else {
            out.push(' ');
            out.push_str(spelt);
        }
    }
    out
}

/// The name of a table or field in the reader's language.
pub(crate) fn label(name: &str) -> String {
    let words = english(name);
    known(&words).map_or(words, str::to_owned)
}

/// The English words for a group of tables.
pub(crate) fn group_in_english(group: &'static str) -> &'static str {
    GROUPS.iter().find(|(theirs, _)| *theirs == group).map_or(group, |(_, words)| words)
}

/// The name of a group of tables in the reader's language.
pub(crate) fn group(group: &'static str) -> &'static str {
    let words = group_in_english(group);
    known(words).unwrap_or(words)
}

/// `text1` becomes `text` and `1`.
fn without_number(word: &str) -> Vec<String> {
    let end = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if end.is_empty() || end.len() == word.len() {
        return vec![word.to_owned()];
    }
    vec![end.to_owned(), word[end.len()..].to_owned()]
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().to_string() + letters.as_str())
}

/// The label of a column.
pub(crate) fn column_label(column: &Column) -> String {
    label(column.name)
}

/// A record of the table in words, as they stand within a sentence: `collection object`.
pub(crate) fn one(table: &Table) -> String {
    inside(&label(table.name))
}

/// The words for a record of a table that is a part of another one, from its short English name: `agent` of a loan.
pub(crate) fn of_table(short: &str) -> Option<String> {
    match short {
        "agent" => Some(inside(t("Agent"))),
        "preparation" => Some(inside(t("Preparation"))),
        "attachment" => Some(inside(t("Attachment"))),
        "citation" => Some(inside(t("Citation"))),
        // What an accession or an event has is the permit; that it is joined by a record of its own is not for people.
        "authorization" => Some(inside(&label("permit"))),
        _ => (language() == Language::English).then(|| short.to_owned()),
    }
}

/// A value of a sentence of the domain in the words of people: the name of a table, or what a right opens.
pub(crate) fn value(name: &str, value: &str) -> Option<String> {
    let table = model().named(value);
    match name {
        "table" => table.map(one),
        "tables" => table.map(|table| inside(&many(table))),
        "resource" => Some(format!("‘{}’", super::roles::resource_label(value))),
        _ => None,
    }
}

/// Like [`one`], in English: for what is stored.
pub(crate) fn one_in_english(table: &Table) -> String {
    uncapitalised(&english(table.name))
}

/// The table in words: `Collection objects`.
pub(crate) fn many(table: &Table) -> String {
    let words = many_in_english(table);
    known(&words).map_or(words, str::to_owned)
}

/// Like [`many`], in English.
pub(crate) fn many_in_english(table: &Table) -> String {
    if let Some((_, words)) = PLURALS.iter().find(|(name, _)| *name == table.name) {
        return (*words).to_owned();
    }
    let one = english(table.name);
    match one.as_bytes() {
        [.., b'h' | b's' | b'x'] => format!("{one}es"),
        [.., before, b'y'] if !b"aeiou".contains(before) => format!("{}ies", &one[..one.len() - 1]),
        _ => format!("{one}s"),
    }
}

/// What one presses to make a record of the table: `New loan`.
pub(crate) fn new(table: &Table) -> String {
    tf("New {table}", &[("table", &one(table))])
}

/// So many of something in words: `1 loan`, `1,204 loans`. Where a language has more than two forms of words for numbers
/// of things, the words stand before the number: `Позики: 5`.
pub(crate) fn counted(count: i64, table: &Table) -> String {
    if language().plural_forms() > 2 && count != 1 {
        return format!("{}: {}", many(table), number(count));
    }
    let words = if language().plural_form(count) == 0 { one(table) } else { inside(&many(table)) };
    format!("{} {words}", number(count))
}

/// A label as it stands within a sentence: with a small letter, but in German, where nouns keep their capital, and where
/// it is an abbreviation.
pub(crate) fn inside(label: &str) -> String {
    if language() == Language::German { label.to_owned() } else { uncapitalised(label) }
}

fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return words.to_owned();
    }
    first.to_lowercase().to_string() + letters.as_str()
}

/// A whole number with its thousands parted: `618,204`.
pub(crate) fn number(number: i64) -> String {
    locale::number(number)
}

const MINUTE: i64 = 60_000_000;

/// A moment as it is read by somebody who reads it `now`, in UTC: `3 minutes ago`, `today, 09:14`, `12 May 2026`.
pub(crate) fn when(at: Timestamp, now: Timestamp) -> String {
    let minutes = (now.0 - at.0).div_euclid(MINUTE);
    let (Some(day), Some(today)) = (at.date(), now.date()) else { return at.to_string() };
    let clock =
        format!("{:02}:{:02}", at.0.div_euclid(MINUTE * 60).rem_euclid(24), at.0.div_euclid(MINUTE).rem_euclid(60));
    match (minutes, today.to_days() - day.to_days()) {
        (0, _) => t("just now").to_owned(),
        (1, _) => t("a minute ago").to_owned(),
        (2..=59, _) => tn(minutes, "{n} minute ago", "{n} minutes ago"),
        (_, 0) => tf("today, {time}", &[("time", &clock)]),
        (_, 1) => tf("yesterday, {time}", &[("time", &clock)]),
        (_, days @ 2..=300) if days > 0 => format!("{}, {clock}", locale::day_of_year(day.month(), day.day())),
        _ => locale::day(day.year(), day.month(), day.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (name, expect) in [
            ("catalogNumber", "Catalog number"),
            ("text12", "Text 12"),
            ("guid", "GUID"),
            ("collectingEvent", "Collecting event"),
            ("dnaSequences", "DNA sequences"),
            ("yesNo1", "Yes no 1"),
            ("isCurrent", "Current"),
        ] {
            assert_eq!(label(name), expect);
        }
    }

    #[test]
    fn tables_have_a_singular_and_a_plural() {
        for (name, singular, plural) in [
            ("CollectionObject", "collection object", "Collection objects"),
            ("Taxon", "taxon", "Taxa"),
            ("Locality", "locality", "Localities"),
            ("DNASequence", "DNA sequence", "DNA sequences"),
            ("Address", "address", "Addresses"),
        ] {
            let table = model().named(name).unwrap();
            assert_eq!((one(table).as_str(), many(table).as_str()), (singular, plural));
        }
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(-1200), "−1,200");
    }

    #[test]
    fn moments_are_told_from_now() {
        let now = Timestamp::parse("2026-11-22T20:00:00Z").unwrap();
        for (at, expect) in [
            ("2026-11-22T19:59:30Z", "just now"),
            ("2026-11-22T19:56:00Z", "4 minutes ago"),
            ("2026-11-22T09:14:00Z", "today, 09:14"),
            ("2026-11-21T22:00:00Z", "yesterday, 22:00"),
            ("2026-10-01T08:05:00Z", "1 October, 08:05"),
            ("2020-05-12T08:05:00Z", "12 May 2020"),
        ] {
            assert_eq!(when(Timestamp::parse(at).unwrap(), now), expect);
        }
    }
}
