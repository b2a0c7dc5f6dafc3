//! What stands where: the fields of forms, the columns of lists, the facts about linked records. All of it is data.
//!
//! Tables without a row here get everything that they have, in the order of the model.

mod lists;

pub(crate) use lists::{FACTS, LISTS, LOOKUPS};

/// One part of a form, from above.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Block {
    /// Fields and links of the record itself under a heading.
    Fields(&'static str, &'static [&'static str]),
    /// What it owns behind a to-many link, each with these fields; the first ones make its closed line.
    Rows(&'static str, &'static [&'static str]),
    /// What is known of the record behind a to-one link, to be looked at.
    Linked(&'static str),
}

use Block::{Fields, Linked, Rows};

/// The hand-arranged forms: table and parts.
pub(crate) const FORMS: &[(&str, &[Block])] = &[
    (
        "CollectionObject",
        &[
            Fields(
                "Identity",
                &[
                    "catalogNumber",
                    "catalogedDate",
                    "cataloger",
                    "accession",
                    "collectionObjectType",
                    "countAmt",
                    "altCatalogNumber",
                    "fieldNumber",
                    "remarks",
                ],
            ),
            Rows(
                "determinations",
                &[
                    "taxon",
                    "determiner",
                    "determinedDate",
                    "typeStatusName",
                    "qualifier",
                    "confidence",
                    "isCurrent",
                    "method",
                    "remarks",
                ],
            ),
            Fields("Collecting event and locality", &["collectingEvent"]),
            Linked("collectingEvent"),
            Rows(
                "preparations",
                &[
                    "prepType",
                    "countAmt",
                    "storage",
                    "preparedByAgent",
                    "preparedDate",
                    "sampleNumber",
                    "status",
                    "remarks",
                ],
            ),
            Fields(
                "State and use",
                &[
                    "objectCondition",
                    "availability",
                    "restrictions",
                    "deaccessioned",
                    "inventoryDate",
                    "inventorizedBy",
                ],
            ),
            Rows("otherIdentifiers", &["identifier", "institution", "remarks"]),
            Rows("collectionObjectAttachments", &["attachment", "remarks"]),
            Rows("collectionObjectCitations", &["referenceWork", "remarks", "isFigured"]),
        ],
    ),
    (
        "Determination",
        &[
            Fields(
                "Determination",
                &[
                    "collectionObject",
                    "taxon",
                    "determiner",
                    "determinedDate",
                    "isCurrent",
                    "typeStatusName",
                    "qualifier",
                    "confidence",
                    "method",
                    "remarks",
                ],
            ),
            Linked("taxon"),
        ],
    ),
    (
        "Preparation",
        &[
            Fields(
                "Preparation",
                &[
                    "collectionObject",
                    "prepType",
                    "countAmt",
                    "storage",
                    "preparedByAgent",
                    "preparedDate",
                    "sampleNumber",
                    "barCode",
                    "status",
                    "description",
                    "remarks",
                ],
            ),
            Linked("collectionObject"),
        ],
    ),
    (
        "CollectingEvent",
        &[
            Fields(
                "Collecting event",
                &[
                    "stationFieldNumber",
                    "startDate",
                    "endDate",
                    "verbatimDate",
                    "startTime",
                    "method",
                    "collectingTrip",
                    "remarks",
                ],
            ),
            Fields("Locality", &["locality", "verbatimLocality"]),
            Linked("locality"),
            Rows("collectors", &["agent", "isPrimary", "remarks"]),
        ],
    ),
    (
        "Locality",
        &[
            Fields("Locality", &["localityName", "geography", "namedPlace", "relationToNamedPlace", "shortName"]),
            Linked("geography"),
            Fields(
                "Coordinates",
                &[
                    "latitude1",
                    "longitude1",
                    "latLongAccuracy",
                    "datum",
                    "latLongMethod",
                    "latLongType",
                    "verbatimLatitude",
                    "verbatimLongitude",
                    "srcLatLongUnit",
                ],
            ),
            Fields(
                "Elevation",
                &["minElevation", "maxElevation", "originalElevationUnit", "elevationAccuracy", "verbatimElevation"],
            ),
            Fields("Remarks", &["remarks"]),
            Rows("localityDetails", &["waterBody", "island", "islandGroup", "startDepth", "endDepth", "drainage"]),
            Rows("localityNameAliass", &["name", "source"]),
        ],
    ),
    (
        "Taxon",
        &[
            Fields(
                "Name",
                &[
                    "name",
                    "author",
                    "definition",
                    "definitionItem",
                    "parent",
                    "commonName",
                    "isAccepted",
                    "acceptedTaxon",
                    "isHybrid",
                    "source",
                    "remarks",
                ],
            ),
            Fields("Status", &["citesStatus", "environmentalProtectionStatus", "colStatus"]),
            Rows("commonNames", &["name", "language", "country"]),
        ],
    ),
    (
        "Geography",
        &[Fields(
            "Place",
            &[
                "name",
                "definition",
                "definitionItem",
                "parent",
                "geographyCode",
                "abbrev",
                "commonName",
                "isAccepted",
                "acceptedGeography",
                "isCurrent",
                "remarks",
            ],
        )],
    ),
    (
        "Storage",
        &[Fields(
            "Storage",
            &["name", "definition", "definitionItem", "parent", "abbrev", "isAccepted", "acceptedStorage", "remarks"],
        )],
    ),
    (
        "Agent",
        &[
            Fields(
                "Name",
                &["agentType", "title", "lastName", "firstName", "middleInitial", "suffix", "initials", "abbreviation"],
            ),
            Fields(
                "Life and work",
                &["dateOfBirth", "dateOfDeath", "organization", "jobTitle", "email", "url", "interests", "remarks"],
            ),
            Rows(
                "addresses",
                &["address", "address2", "postalCode", "city", "state", "country", "phone1", "isCurrent"],
            ),
            Rows("identifiers", &["identifier", "identifierType"]),
            Rows("variants", &["name", "varType"]),
        ],
    ),
    (
        "Accession",
        &[
            Fields(
                "Accession",
                &[
                    "accessionNumber",
                    "type",
                    "status",
                    "dateAccessioned",
                    "dateReceived",
                    "dateAcknowledged",
                    "accessionCondition",
                    "totalValue",
                    "remarks",
                ],
            ),
            Rows("accessionAgents", &["agent", "role", "remarks"]),
            Rows("accessionAuthorizations", &["permit", "remarks"]),
        ],
    ),
    (
        "Loan",
        &[
            Fields(
                "Loan",
                &["loanNumber", "loanDate", "currentDueDate", "originalDueDate", "isClosed", "dateClosed", "status"],
            ),
            Rows("loanAgents", &["agent", "role", "remarks"]),
            Rows(
                "loanPreparations",
                &[
                    "preparation",
                    "quantity",
                    "quantityReturned",
                    "quantityResolved",
                    "isResolved",
                    "descriptionOfMaterial",
                    "outComments",
                    "inComments",
                ],
            ),
            Fields(
                "Terms",
                &[
                    "purposeOfLoan",
                    "contents",
                    "specialConditions",
                    "isFinancialResponsibility",
                    "dateReceived",
                    "receivedComments",
                    "remarks",
                ],
            ),
            Rows("shipments", &["shipmentNumber", "shipmentDate", "shipmentMethod", "shippedTo", "numberOfPackages"]),
        ],
    ),
    (
        "Gift",
        &[
            Fields(
                "Gift",
                &[
                    "giftNumber",
                    "giftDate",
                    "purposeOfGift",
                    "status",
                    "contents",
                    "specialConditions",
                    "dateReceived",
                    "remarks",
                ],
            ),
            Rows("giftAgents", &["agent", "role", "remarks"]),
            Rows("giftPreparations", &["preparation", "quantity", "descriptionOfMaterial", "outComments"]),
        ],
    ),
    (
        "Borrow",
        &[
            Fields(
                "Borrow",
                &[
                    "invoiceNumber",
                    "borrowDate",
                    "receivedDate",
                    "currentDueDate",
                    "originalDueDate",
                    "isClosed",
                    "dateClosed",
                    "numberOfItemsBorrowed",
                    "status",
                    "remarks",
                ],
            ),
            Rows("borrowAgents", &["agent", "role", "remarks"]),
            Rows(
                "borrowMaterials",
                &["materialNumber", "description", "quantity", "quantityReturned", "quantityResolved"],
            ),
        ],
    ),
    (
        "ReferenceWork",
        &[
            Fields(
                "Publication",
                &[
                    "referenceWorkType",
                    "title",
                    "workDate",
                    "journal",
                    "volume",
                    "pages",
                    "publisher",
                    "placeOfPublication",
                    "doi",
                    "url",
                    "isbn",
                    "isPublished",
                    "remarks",
                ],
            ),
            Rows("authors", &["agent", "remarks"]),
        ],
    ),
    (
        "PaleoContext",
        &[Fields(
            "Paleo context",
            &[
                "paleoContextName",
                "chronosStrat",
                "chronosStratEnd",
                "bioStrat",
                "lithoStrat",
                "tectonicUnit",
                "remarks",
            ],
        )],
    ),
    (
        "Permit",
        &[Fields(
            "Permit",
            &[
                "permitNumber",
                "type",
                "issuedBy",
                "issuedTo",
                "issuedDate",
                "startDate",
                "endDate",
                "renewalDate",
                "status",
                "permitText",
                "remarks",
            ],
        )],
    ),
    (
        "CollectingTrip",
        &[Fields("Collecting trip", &["collectingTripName", "startDate", "endDate", "sponsor", "remarks"])],
    ),
    (
        "Attachment",
        &[Fields(
            "File",
            &[
                "title",
                "origFilename",
                "attachmentLocation",
                "mimeType",
                "creator",
                "dateImaged",
                "license",
                "copyrightHolder",
                "credit",
                "isPublic",
                "remarks",
            ],
        )],
    ),
];

/// Tables with so few records that a link to them is a choice of one.
pub(crate) const SMALL: &[&str] = &[
    "PrepType",
    "CollectionObjectType",
    "TaxonTreeDef",
    "TaxonTreeDefItem",
    "GeographyTreeDef",
    "GeographyTreeDefItem",
    "StorageTreeDef",
    "StorageTreeDefItem",
    "GeologicTimePeriodTreeDef",
    "GeologicTimePeriodTreeDefItem",
    "LithoStratTreeDef",
    "LithoStratTreeDefItem",
    "TectonicUnitTreeDef",
    "TectonicUnitTreeDefItem",
    "Collection",
    "Discipline",
    "Division",
    "Institution",
];

/// What a new record starts with: table, field, text.
pub(crate) const STARTS_WITH: &[(&str, &str, &str)] = &[
    ("Agent", "agentType", "1"),
    ("Locality", "srcLatLongUnit", "0"),
    ("ReferenceWork", "referenceWorkType", "2"),
    ("Taxon", "isAccepted", "Yes"),
    ("Geography", "isAccepted", "Yes"),
    ("Storage", "isAccepted", "Yes"),
    ("LoanPreparation", "quantity", "1"),
];

/// Fields of which nobody but the program and people with a reason need to know; seen among "all fields".
pub(crate) const BEHIND: &[&str] = &[
    "guid",
    "collectionMemberId",
    "collection",
    "discipline",
    "division",
    "institution",
    "sgrStatus",
    "visibility",
    "visibilitySetBy",
    "version",
    "timestampCreated",
    "timestampModified",
    "timestampVersion",
    "createdByAgent",
    "modifiedByAgent",
    "nodeNumber",
    "highestChildNodeNumber",
    "rankId",
    "fullName",
    "ordinal",
    "uniqueIdentifier",
    "gml",
    "lsid",
];

/// The parts of a table's form, if it was arranged by hand.
pub(crate) fn form(table: &str) -> Option<&'static [Block]> {
    FORMS.iter().find(|(name, _)| *name == table).map(|(_, blocks)| *blocks)
}

/// The columns of a table's list, if they were chosen by hand.
pub(crate) fn list(table: &str) -> Option<&'static [&'static str]> {
    LISTS.iter().find(|(name, _)| *name == table).map(|(_, paths)| *paths)
}

/// What is worth knowing of a linked record of a table.
pub(crate) fn facts(table: &str) -> Option<&'static [(&'static str, &'static str)]> {
    FACTS.iter().find(|(name, _)| *name == table).map(|(_, facts)| *facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::{Path, Table, model};

    fn table(name: &str) -> &'static Table {
        model().named(name).filter(|table| table.name == name).unwrap_or_else(|| panic!("there is no table {name}"))
    }

    #[track_caller]
    fn has_path(of: &Table, path: &str) {
        assert!(Path::parse(of, path).is_ok(), "{} has no {path}", of.name);
    }

    #[test]
    fn every_name_is_one_of_the_model() {
        for (name, blocks) in FORMS {
            let of = table(name);
            for block in *blocks {
                match block {
                    Block::Fields(_, fields) => {
                        fields.iter().for_each(|field| assert!(of.column(field).is_some(), "{name}.{field}"))
                    }
                    Block::Linked(link) => {
                        let column = of.column(link).unwrap_or_else(|| panic!("{name}.{link}"));
                        let to = model().table(of.at(column).link.as_ref().unwrap().to);
                        assert!(
                            facts(to.name).is_some(),
                            "{name}.{link} leads to {}, of which no facts are listed",
                            to.name
                        );
                    }
                    Block::Rows(link, fields) => {
                        let many = of.to_many(link).unwrap_or_else(|| panic!("{name}.{link}"));
                        let below = model().table(of.many[usize::from(many)].of);
                        fields
                            .iter()
                            .for_each(|field| assert!(below.column(field).is_some(), "{}.{field}", below.name));
                    }
                }
            }
        }
        for (name, paths) in LISTS {
            paths.iter().for_each(|path| has_path(table(name), path));
        }
        for (name, facts) in FACTS {
            facts.iter().for_each(|(_, path)| has_path(table(name), path));
        }
        for (name, paths, context) in LOOKUPS {
            paths.iter().filter(|path| !path.is_empty()).for_each(|path| has_path(table(name), path));
            assert!(context.is_empty() || Path::parse(table(name), context).is_ok(), "{name}: {context}");
        }
        for name in SMALL {
            table(name);
        }
        for (name, field, _) in STARTS_WITH {
            assert!(table(name).column(field).is_some(), "{name}.{field}");
        }
    }
}
