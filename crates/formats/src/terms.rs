//! Names of terms: what a header or a URI stands for.

mod list;

use std::collections::HashMap;
use std::sync::LazyLock;

use list::{DEPRECATED, MIXS, NAMESPACES};

const DWC: &str = "http://rs.tdwg.org/dwc/terms/";
const MIXS_URI: &str = "https://w3id.org/mixs/";

/// Namespaces that older archives use for what are Darwin Core terms now.
const FORMER: &[&str] = &[
    "http://rs.tdwg.org/dwc/dwcore/",
    "http://rs.tdwg.org/dwc/curatorial/",
    "http://rs.tdwg.org/dwc/geospatial/",
    "http://digir.net/schema/conceptual/darwin/2003/1.0/",
    "http://rs.gbif.org/ecat/terms/",
];

/// Spellings that people use, in lower case without anything but letters and digits, and the term meant.
const SPELLINGS: &[(&str, &str)] = &[
    ("cataloguenumber", "catalogNumber"),
    ("catalognr", "catalogNumber"),
    ("othercataloguenumbers", "otherCatalogNumbers"),
    ("behaviour", "behavior"),
    ("licence", "license"),
];

/// A term that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The namespace, up to the local name.
    pub namespace: &'static str,
    /// The local name. For terms of `dwciri`, whose names are those of `dwc`, the prefix belongs to it.
    pub short: &'static str,
    /// What follows the namespace in the URI.
    local: &'static str,
}

impl Term {
    /// The whole URI.
    pub fn uri(&self) -> String {
        format!("{}{}", self.namespace, self.local)
    }
}

struct Index {
    /// By namespace and local name, in lower case.
    uris: HashMap<String, Term>,
    /// By local name, in lower case without anything but letters and digits.
    names: HashMap<String, Term>,
    /// The same, with the prefix before it.
    prefixed: HashMap<String, Term>,
}

static INDEX: LazyLock<Index> = LazyLock::new(build);

fn build() -> Index {
    let mut index = Index { uris: HashMap::new(), names: HashMap::new(), prefixed: HashMap::new() };
    for namespace in NAMESPACES {
        for name in namespace.names {
            let short = if namespace.prefix == "dwciri" { iri_short(name) } else { name };
            let term = Term { namespace: namespace.uri, short, local: name };
            add(&mut index, namespace.prefix, name, term, namespace.prefix != "dwciri");
        }
    }
    for name in DEPRECATED {
        add(&mut index, "dwc", name, Term { namespace: DWC, short: name, local: name }, true);
    }
    for (number, name) in MIXS {
        let term = Term { namespace: MIXS_URI, short: name, local: number };
        add(&mut index, "mixs", name, term, true);
        index.uris.insert(format!("{MIXS_URI}{number}"), term);
        index.uris.insert(format!("https://w3id.org/gensc/terms/mixs:{number}"), term);
    }
    for (spelling, name) in SPELLINGS {
        if let Some(term) = index.names.get(&squeeze(name)).copied() {
            index.names.entry((*spelling).to_owned()).or_insert(term);
        }
    }
    index
}

/// `dwciri:recordedBy` for `recordedBy`. Made once a name, when the index is built.
fn iri_short(name: &str) -> &'static str {
    Box::leak(format!("dwciri:{name}").into_boxed_str())
}

fn add(index: &mut Index, prefix: &str, name: &str, term: Term, bare: bool) {
    let squeezed = squeeze(name);
    index.uris.entry(term.uri().to_lowercase()).or_insert(term);
    index.prefixed.entry(format!("{}:{squeezed}", prefix.to_lowercase())).or_insert(term);
    if bare {
        index.names.entry(squeezed).or_insert(term);
    }
}

/// Letters and digits only, in lower case.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Finds the term that a header or a URI means, whatever its case; spaces and underscores do not count.
///
/// `catalogNumber`, `Catalog Number`, `dwc:catalogNumber` and the full URI all mean the same term.
pub fn find(text: &str) -> Option<Term> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.contains("://") {
        return find_uri(text);
    }
    if let Some((prefix, name)) = text.split_once(':') {
        let key = format!("{}:{}", prefix.trim().to_lowercase(), squeeze(name));
        return INDEX.prefixed.get(&key).copied();
    }
    let found = |name: &str| INDEX.names.get(&squeeze(name)).copied();
    // `v_country` is how some aggregators call the value as it was published.
    found(text).or_else(|| found(text.strip_prefix("v_")?))
}

fn find_uri(uri: &str) -> Option<Term> {
    let lower = uri.to_lowercase().replacen("https://rs.", "http://rs.", 1).replacen("https://purl", "http://purl", 1);
    if let Some(term) = INDEX.uris.get(&lower) {
        return Some(*term);
    }
    let local = FORMER.iter().find_map(|f| lower.strip_prefix(&f.to_lowercase()))?;
    INDEX.uris.get(&format!("{DWC}{local}")).copied()
}

/// The last part of a URI, or the text itself.
pub fn local_name(uri: &str) -> &str {
    let uri = uri.trim().trim_end_matches(['/', '#']);
    if uri.contains("://") { uri.rsplit(['/', '#']).next().unwrap_or(uri) } else { uri }
}

/// Kinds of rows: the short name and the URI. The first of a short name is the usual one.
pub const ROW_TYPES: &[(&str, &str)] = &[
    ("Occurrence", "http://rs.tdwg.org/dwc/terms/Occurrence"),
    ("Taxon", "http://rs.tdwg.org/dwc/terms/Taxon"),
    ("Event", "http://rs.tdwg.org/dwc/terms/Event"),
    ("Identification", "http://rs.tdwg.org/dwc/terms/Identification"),
    ("MeasurementOrFact", "http://rs.tdwg.org/dwc/terms/MeasurementOrFact"),
    ("ResourceRelationship", "http://rs.tdwg.org/dwc/terms/ResourceRelationship"),
    ("MaterialEntity", "http://rs.tdwg.org/dwc/terms/MaterialEntity"),
    ("ChronometricAge", "http://rs.tdwg.org/chrono/terms/ChronometricAge"),
    ("ExtendedMeasurementOrFact", "http://rs.iobis.org/obis/terms/ExtendedMeasurementOrFact"),
    ("HumboldtEcologicalInventory", "http://rs.tdwg.org/eco/terms/Event"),
    ("Multimedia", "http://rs.gbif.org/terms/1.0/Multimedia"),
    ("Multimedia", "http://rs.tdwg.org/ac/terms/Multimedia"),
    ("Image", "http://rs.gbif.org/terms/1.0/Image"),
    ("VernacularName", "http://rs.gbif.org/terms/1.0/VernacularName"),
    ("Distribution", "http://rs.gbif.org/terms/1.0/Distribution"),
    ("Description", "http://rs.gbif.org/terms/1.0/Description"),
    ("SpeciesProfile", "http://rs.gbif.org/terms/1.0/SpeciesProfile"),
    ("TypesAndSpecimen", "http://rs.gbif.org/terms/1.0/TypesAndSpecimen"),
    ("Identifier", "http://rs.gbif.org/terms/1.0/Identifier"),
    ("Reference", "http://rs.gbif.org/terms/1.0/Reference"),
    ("DNADerivedData", "http://rs.gbif.org/terms/1.0/DNADerivedData"),
    ("Document", "http://eol.org/schema/media/Document"),
    ("Amplification", "http://data.ggbn.org/schemas/ggbn/terms/Amplification"),
    ("Cloning", "http://data.ggbn.org/schemas/ggbn/terms/Cloning"),
    ("GelImage", "http://data.ggbn.org/schemas/ggbn/terms/GelImage"),
    ("Loan", "http://data.ggbn.org/schemas/ggbn/terms/Loan"),
    ("MaterialSample", "http://data.ggbn.org/schemas/ggbn/terms/MaterialSample"),
    ("Permit", "http://data.ggbn.org/schemas/ggbn/terms/Permit"),
    ("Preparation", "http://data.ggbn.org/schemas/ggbn/terms/Preparation"),
    ("Preservation", "http://data.ggbn.org/schemas/ggbn/terms/Preservation"),
];

/// The URI and the short name of a kind of rows, however it is written; unknown kinds keep their URI.
pub fn row_type(text: &str) -> (String, String) {
    let text = text.trim();
    let local = local_name(text);
    let same = |known: &&(&str, &str)| known.1.eq_ignore_ascii_case(text);
    let named = |known: &&(&str, &str)| !text.contains("://") && known.0.eq_ignore_ascii_case(short_of(text));
    match ROW_TYPES.iter().find(same).or_else(|| ROW_TYPES.iter().find(named)) {
        Some((short, uri)) => ((*uri).to_owned(), (*short).to_owned()),
        None => (text.to_owned(), local.to_owned()),
    }
}

fn short_of(text: &str) -> &str {
    text.rsplit(':').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(find(text).map(|t| t.uri()).unwrap_or_default(), expect);
    }

    #[test]
    fn a_term_is_found_however_it_is_written() {
        let uri = "http://rs.tdwg.org/dwc/terms/catalogNumber";
        for text in ["catalogNumber", "CATALOGNUMBER", "Catalog Number", "catalog_number", "dwc:catalogNumber"] {
            check(text, uri);
        }
        check("CatalogueNumber", uri);
        check("http://rs.tdwg.org/dwc/terms/CatalogNumber", uri);
        check("http://rs.tdwg.org/dwc/dwcore/CatalogNumber", uri);
    }

    #[test]
    fn namespaces_have_an_order() {
        check("modified", "http://purl.org/dc/terms/modified");
        check("dc:type", "http://purl.org/dc/elements/1.1/type");
        check("gbifID", "http://rs.gbif.org/terms/1.0/gbifID");
        check("accessURI", "http://rs.tdwg.org/ac/terms/accessURI");
        check("HigherTaxonID", "http://rs.tdwg.org/dwc/terms/HigherTaxonID");
    }

    #[test]
    fn terms_of_dwciri_do_not_pass_for_darwin_core() {
        check("recordedBy", "http://rs.tdwg.org/dwc/terms/recordedBy");
        check("dwciri:recordedBy", "http://rs.tdwg.org/dwc/iri/recordedBy");
        assert_eq!(find("http://rs.tdwg.org/dwc/iri/recordedBy").unwrap().short, "dwciri:recordedBy");
    }

    #[test]
    fn numbers_of_mixs_have_names() {
        let (number, name) = MIXS[0];
        assert_eq!(find(&format!("https://w3id.org/gensc/terms/MIXS:{number}")).unwrap().short, name);
    }

    #[test]
    fn other_words_are_no_terms() {
        check("Sheet 1", "");
        check("http://example.org/catalogNumber", "");
        check("", "");
    }

    #[test]
    fn kinds_of_rows_have_short_names() {
        assert_eq!(row_type("http://rs.tdwg.org/dwc/terms/occurrence").1, "Occurrence");
        assert_eq!(row_type("http://rs.tdwg.org/eco/terms/Event").1, "HumboldtEcologicalInventory");
        assert_eq!(row_type("http://rs.tdwg.org/invented/Links").1, "Links");
        assert_eq!(row_type("dwc:Taxon").0, "http://rs.tdwg.org/dwc/terms/Taxon");
    }
}
