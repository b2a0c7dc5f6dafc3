//! Writes `eml.xml`: EML 2.2.0 as the GBIF metadata profile 1.3 has it.
//!
//! Source: <https://rs.gbif.org/schema/eml-gbif-profile/1.3/eml.xsd>.

use crate::xml::escape;

/// The description of a dataset. Empty texts are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Eml {
    /// A global identifier of this version of the description.
    pub package_id: String,
    /// Other identifiers of the dataset: a DOI, the address of its page.
    pub alternate_identifiers: Vec<String>,
    /// Required.
    pub title: String,
    /// Who made the data. Required, at least one.
    pub creators: Vec<Party>,
    /// Who made this description.
    pub metadata_providers: Vec<Party>,
    /// The day of publication, `2026-11-22`. Required.
    pub pub_date: String,
    /// The language of the data, three letters of ISO 639.
    pub language: String,
    /// The language of this description, three letters of ISO 639.
    pub metadata_language: String,
    /// Paragraphs are parted by empty lines. Required.
    pub abstract_: String,
    /// Keywords, by thesaurus.
    pub keywords: Vec<Keywords>,
    /// The name of the licence in words.
    pub licence_name: String,
    /// The address of the licence.
    pub licence_url: String,
    /// The identifier of the licence at SPDX: `CC-BY-4.0`.
    pub licence_identifier: String,
    /// Where the dataset is described for people.
    pub distribution_url: String,
    /// The area that is covered.
    pub geographic: Option<Area>,
    /// The first and the last day that is covered.
    pub temporal: Option<(String, String)>,
    /// Ranks and names that are covered. The rank may be empty.
    pub taxonomic: Vec<(String, String)>,
    /// Whom to ask. Required, at least one.
    pub contacts: Vec<Party>,
    /// How to cite the dataset.
    pub citation: String,
    /// When this description was made, `2026-11-22T10:00:00Z`. Required for what follows to be written.
    pub date_stamp: String,
    /// The collections that the specimens are in.
    pub collections: Vec<Collection>,
    /// How specimens are kept.
    pub preservation_methods: Vec<String>,
}

/// A person, a position, or an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Given name of a person.
    pub given_name: String,
    /// Surname of a person.
    pub surname: String,
    /// Name of the organisation.
    pub organization: String,
    /// What the person is there.
    pub position: String,
    /// Street and number.
    pub delivery_point: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub administrative_area: String,
    /// Postal code.
    pub postal_code: String,
    /// Country, its name or two letters.
    pub country: String,
    /// Telephone number.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Home page.
    pub url: String,
    /// An identifier of the person, and the directory it is from: `https://orcid.org/`.
    pub user_id: Option<(String, String)>,
}

/// Keywords from one thesaurus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keywords {
    /// The words.
    pub words: Vec<String>,
    /// The thesaurus; `n/a` if there is none.
    pub thesaurus: String,
}

/// An area in words and as a box of degrees, WGS 84.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Area {
    /// In words.
    pub description: String,
    /// −180 to 180.
    pub west: f64,
    /// −180 to 180.
    pub east: f64,
    /// −90 to 90.
    pub north: f64,
    /// −90 to 90.
    pub south: f64,
}

/// A collection of specimens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collection {
    /// The collection it is a part of.
    pub parent_identifier: String,
    /// A global identifier, such as the address of its entry at GRSciColl.
    pub identifier: String,
    /// Its name.
    pub name: String,
}

impl Eml {
    /// The fields that the profile requires and that are empty, by name. Without them the result is not valid.
    pub fn missing(&self) -> Vec<&'static str> {
        let fields = [
            ("title", self.title.trim().is_empty()),
            ("creators", self.creators.iter().all(Party::is_empty)),
            ("contacts", self.contacts.iter().all(Party::is_empty)),
            ("pub_date", self.pub_date.trim().is_empty()),
            ("abstract_", self.abstract_.trim().is_empty()),
        ];
        fields.iter().filter(|(_, empty)| *empty).map(|(name, _)| *name).collect()
    }
}

impl Party {
    fn is_empty(&self) -> bool {
        [&self.given_name, &self.surname, &self.organization, &self.position].iter().all(|t| t.trim().is_empty())
    }
}

/// Writes the description as `eml.xml`.
pub fn write(eml: &Eml) -> String {
    let mut xml = Xml::default();
    let language = if eml.metadata_language.is_empty() { "eng" } else { &eml.metadata_language };
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.text.push_str(&format!(
        "<eml:eml xmlns:eml=\"https://eml.ecoinformatics.org/eml-2.2.0\" xmlns:dc=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"https://eml.ecoinformatics.org/eml-2.2.0 \
         https://rs.gbif.org/schema/eml-gbif-profile/1.3/eml.xsd\" \
         packageId=\"{}\" system=\"http://gbif.org\" scope=\"system\" xml:lang=\"{}\">\n",
        escape(&eml.package_id),
        escape(language)
    ));
    xml.depth = 1;
    xml.within("dataset", |xml| dataset(xml, eml));
    if !eml.date_stamp.is_empty() {
        xml.within("additionalMetadata", |xml| {
            xml.within("metadata", |xml| xml.within("gbif", |xml| additional(xml, eml)));
        });
    }
    xml.text.push_str("</eml:eml>\n");
    xml.text
}

fn dataset(xml: &mut Xml, eml: &Eml) {
    for identifier in &eml.alternate_identifiers {
        xml.leaf("alternateIdentifier", identifier);
    }
    xml.leaf("title", &eml.title);
    parties(xml, "creator", &eml.creators);
    parties(xml, "metadataProvider", &eml.metadata_providers);
    xml.leaf("pubDate", &eml.pub_date);
    xml.leaf("language", &eml.language);
    xml.within("abstract", |xml| {
        for paragraph in eml.abstract_.replace("\r\n", "\n").split("\n\n") {
            xml.leaf("para", paragraph.trim());
        }
    });
    for set in eml.keywords.iter().filter(|k| k.words.iter().any(|w| !w.trim().is_empty())) {
        xml.within("keywordSet", |xml| {
            for word in &set.words {
                xml.leaf("keyword", word);
            }
            xml.leaf("keywordThesaurus", if set.thesaurus.trim().is_empty() { "n/a" } else { &set.thesaurus });
        });
    }
    rights(xml, eml);
    if !eml.distribution_url.is_empty() {
        xml.within("distribution", |xml| {
            xml.within("online", |xml| {
                xml.raw(&format!("<url function=\"information\">{}</url>", escape(&eml.distribution_url)));
            });
        });
    }
    coverage(xml, eml);
    parties(xml, "contact", &eml.contacts);
}

fn rights(xml: &mut Xml, eml: &Eml) {
    let name = if eml.licence_name.is_empty() { &eml.licence_url } else { &eml.licence_name };
    if name.trim().is_empty() {
        return;
    }
    let (name, url) = (escape(name), escape(&eml.licence_url));
    xml.within("intellectualRights", |xml| {
        if url.is_empty() {
            xml.raw(&format!("<para>This work is licensed under {name}.</para>"));
        } else {
            xml.raw(&format!(
                "<para>This work is licensed under <ulink url=\"{url}\"><citetitle>{name}</citetitle></ulink>.</para>"
            ));
        }
    });
    xml.within("licensed", |xml| {
        xml.raw(&format!("<licenseName>{name}</licenseName>"));
        xml.leaf("url", &eml.licence_url);
        xml.leaf("identifier", &eml.licence_identifier);
    });
}

fn coverage(xml: &mut Xml, eml: &Eml) {
    let temporal = eml.temporal.as_ref().filter(|(begin, end)| !begin.is_empty() && !end.is_empty());
    if eml.geographic.is_none() && temporal.is_none() && eml.taxonomic.is_empty() {
        return;
    }
    xml.within("coverage", |xml| {
        if let Some(area) = &eml.geographic {
            geographic(xml, area);
        }
        if let Some((begin, end)) = temporal {
            xml.within("temporalCoverage", |xml| {
                xml.within("rangeOfDates", |xml| {
                    xml.within("beginDate", |xml| xml.leaf("calendarDate", begin));
                    xml.within("endDate", |xml| xml.leaf("calendarDate", end));
                });
            });
        }
        if !eml.taxonomic.is_empty() {
            xml.within("taxonomicCoverage", |xml| {
                for (rank, name) in &eml.taxonomic {
                    xml.within("taxonomicClassification", |xml| {
                        xml.leaf("taxonRankName", rank);
                        xml.leaf("taxonRankValue", name);
                    });
                }
            });
        }
    });
}

fn geographic(xml: &mut Xml, area: &Area) {
    xml.within("geographicCoverage", |xml| {
        let words = if area.description.trim().is_empty() { "See the box." } else { &area.description };
        xml.leaf("geographicDescription", words);
        xml.within("boundingCoordinates", |xml| {
            xml.leaf("westBoundingCoordinate", &area.west.to_string());
            xml.leaf("eastBoundingCoordinate", &area.east.to_string());
            xml.leaf("northBoundingCoordinate", &area.north.to_string());
            xml.leaf("southBoundingCoordinate", &area.south.to_string());
        });
    });
}

fn parties(xml: &mut Xml, element: &str, parties: &[Party]) {
    for party in parties.iter().filter(|p| !p.is_empty()) {
        xml.within(element, |xml| one_party(xml, party));
    }
}

fn one_party(xml: &mut Xml, party: &Party) {
    // A person without a surname is written by the one name there is.
    let (given, surname) = match (party.given_name.trim(), party.surname.trim()) {
        (only, "") => ("", only),
        both => both,
    };
    if !surname.is_empty() {
        xml.within("individualName", |xml| {
            xml.leaf("givenName", given);
            xml.leaf("surName", surname);
        });
    }
    xml.leaf("organizationName", &party.organization);
    xml.leaf("positionName", &party.position);
    let address = [
        ("deliveryPoint", &party.delivery_point),
        ("city", &party.city),
        ("administrativeArea", &party.administrative_area),
        ("postalCode", &party.postal_code),
        ("country", &party.country),
    ];
    if address.iter().any(|(_, text)| !text.trim().is_empty()) {
        xml.within("address", |xml| {
            for (element, text) in address {
                xml.leaf(element, text);
            }
        });
    }
    xml.leaf("phone", &party.phone);
    xml.leaf("electronicMailAddress", &party.email);
    xml.leaf("onlineUrl", &party.url);
    if let Some((directory, id)) = &party.user_id {
        xml.raw(&format!("<userId directory=\"{}\">{}</userId>", escape(directory), escape(id)));
    }
}

fn additional(xml: &mut Xml, eml: &Eml) {
    xml.leaf("dateStamp", &eml.date_stamp);
    xml.leaf("hierarchyLevel", "dataset");
    xml.leaf("citation", &eml.citation);
    for collection in eml.collections.iter().filter(|c| !c.name.trim().is_empty()) {
        xml.within("collection", |xml| {
            xml.leaf("parentCollectionIdentifier", &collection.parent_identifier);
            xml.leaf("collectionIdentifier", &collection.identifier);
            xml.leaf("collectionName", &collection.name);
        });
    }
    for method in &eml.preservation_methods {
        xml.leaf("specimenPreservationMethod", method);
    }
}

/// XML that is being written.
#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn raw(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element with text; left out if there is none.
    fn leaf(&mut self, element: &str, text: &str) {
        if !text.trim().is_empty() {
            self.raw(&format!("<{element}>{}</{element}>", escape(text.trim())));
        }
    }

    fn within(&mut self, element: &str, fill: impl FnOnce(&mut Xml)) {
        self.raw(&format!("<{element}>"));
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        self.raw(&format!("</{element}>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_texts_are_left_out() {
        let party = Party { given_name: "Teuvo".into(), email: "a&b@example.org".into(), ..Party::default() };
        let eml = Eml { title: "<Beetles>".into(), creators: vec![party], ..Eml::default() };
        let xml = write(&eml);
        assert!(xml.contains("<title>&lt;Beetles&gt;</title>"));
        assert!(xml.contains("<surName>Teuvo</surName>"));
        assert!(xml.contains("a&amp;b@example.org"));
        assert!(!xml.contains("givenName") && !xml.contains("address") && !xml.contains("coverage"));
        assert_eq!(eml.missing(), ["contacts", "pub_date", "abstract_"]);
    }
}
