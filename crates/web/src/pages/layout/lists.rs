//! The columns of lists, the facts about linked records, and how records are found while typing.

/// The columns of lists: table, paths. A path over a to-many link shows the current or first one, and says if there are more.
pub(crate) const LISTS: &[(&str, &[&str])] = &[
    (
        "CollectionObject",
        &[
            "catalogNumber",
            "determinations.taxon",
            "collectingEvent.locality.geography",
            "collectingEvent.locality.localityName",
            "collectingEvent.startDate",
            "collectingEvent.collectors.agent",
            "catalogedDate",
        ],
    ),
    ("Determination", &["collectionObject", "taxon", "determiner", "determinedDate", "typeStatusName", "isCurrent"]),
    ("Preparation", &["collectionObject", "prepType", "countAmt", "storage", "sampleNumber", "preparedDate"]),
    (
        "CollectingEvent",
        &["stationFieldNumber", "startDate", "endDate", "locality", "locality.geography", "collectors.agent", "method"],
    ),
    ("CollectingTrip", &["collectingTripName", "startDate", "endDate", "sponsor"]),
    ("Collector", &["agent", "collectingEvent", "isPrimary", "orderNumber"]),
    (
        "Locality",
        &["localityName", "geography", "latitude1", "longitude1", "latLongAccuracy", "minElevation", "namedPlace"],
    ),
    ("Taxon", &["fullName", "author", "definitionItem", "parent", "commonName", "isAccepted"]),
    ("Geography", &["fullName", "definitionItem", "parent", "geographyCode"]),
    ("Storage", &["fullName", "definitionItem", "parent"]),
    ("GeologicTimePeriod", &["fullName", "definitionItem", "parent", "startPeriod", "endPeriod"]),
    ("LithoStrat", &["fullName", "definitionItem", "parent"]),
    ("TectonicUnit", &["fullName", "definitionItem", "parent"]),
    ("PaleoContext", &["paleoContextName", "chronosStrat", "lithoStrat", "bioStrat"]),
    ("Agent", &["lastName", "firstName", "agentType", "organization", "email"]),
    ("Address", &["agent", "address", "city", "country"]),
    ("Accession", &["accessionNumber", "type", "dateAccessioned", "accessionAgents.agent", "status"]),
    ("Loan", &["loanNumber", "loanAgents.agent", "loanDate", "currentDueDate", "isClosed", "dateClosed"]),
    ("LoanPreparation", &["loan", "preparation", "quantity", "quantityResolved", "isResolved"]),
    ("Gift", &["giftNumber", "giftAgents.agent", "giftDate", "purposeOfGift", "status"]),
    ("Borrow", &["invoiceNumber", "borrowAgents.agent", "borrowDate", "currentDueDate", "isClosed"]),
    ("Disposal", &["disposalNumber", "disposalDate", "type"]),
    ("ExchangeIn", &["exchangeInNumber", "exchangeDate", "agentReceivedFrom", "quantityExchanged"]),
    ("ExchangeOut", &["exchangeOutNumber", "exchangeDate", "agentSentTo", "quantityExchanged"]),
    ("ReferenceWork", &["title", "authors.agent", "workDate", "journal", "volume", "pages"]),
    ("Journal", &["journalName", "journalAbbreviation"]),
    ("Permit", &["permitNumber", "type", "issuedTo", "startDate", "endDate", "status"]),
    ("Attachment", &["title", "origFilename", "mimeType", "creator", "isPublic"]),
    ("RecordSet", &["name", "specifyUser", "remarks"]),
    ("PrepType", &["name", "isLoanable"]),
    ("PickList", &["name", "type", "isSystem"]),
    ("Collection", &["code", "collectionName", "discipline"]),
    ("SpecifyUser", &["name", "email"]),
];

/// What is worth knowing of a linked record: table, then label and path.
pub(crate) const FACTS: &[(&str, &[(&str, &str)])] = &[
    (
        "CollectingEvent",
        &[
            ("Collected", "startDate"),
            ("Until", "endDate"),
            ("Locality", "locality"),
            ("Geography", "locality.geography"),
            ("Latitude", "locality.latitude1"),
            ("Longitude", "locality.longitude1"),
            ("Elevation", "locality.minElevation"),
            ("Collectors", "collectors.agent"),
            ("Field number", "stationFieldNumber"),
            ("Method", "method"),
            ("Date on the label", "verbatimDate"),
            ("Place on the label", "verbatimLocality"),
        ],
    ),
    (
        "Locality",
        &[
            ("Locality", "localityName"),
            ("Geography", "geography"),
            ("Latitude", "latitude1"),
            ("Longitude", "longitude1"),
            ("Uncertainty", "latLongAccuracy"),
            ("Elevation", "minElevation"),
        ],
    ),
    ("Geography", &[("Rank", "definitionItem"), ("Lies in", "parent"), ("Code", "geographyCode")]),
    (
        "Taxon",
        &[
            ("Rank", "definitionItem"),
            ("Above", "parent"),
            ("Accepted name", "acceptedTaxon"),
            ("Common name", "commonName"),
        ],
    ),
    (
        "CollectionObject",
        &[
            ("Catalog number", "catalogNumber"),
            ("Taxon", "determinations.taxon"),
            ("Collected", "collectingEvent.startDate"),
            ("Locality", "collectingEvent.locality"),
        ],
    ),
];

/// By what the records of a table are found while typing, best first, and the link that stands below as context.
pub(crate) const LOOKUPS: &[(&str, &[&str], &str)] = &[
    ("Agent", &["lastName", "firstName", "abbreviation"], "organization"),
    ("Taxon", &["fullName", "name", "commonName"], "parent"),
    ("Geography", &["fullName", "name"], "parent"),
    ("Storage", &["fullName", "name"], "parent"),
    ("GeologicTimePeriod", &["fullName", "name"], "parent"),
    ("LithoStrat", &["fullName", "name"], "parent"),
    ("TectonicUnit", &["fullName", "name"], "parent"),
    ("Locality", &["localityName", "namedPlace"], "geography"),
    ("CollectingEvent", &["stationFieldNumber", "locality.localityName", "verbatimLocality"], "locality"),
    ("CollectionObject", &["catalogNumber", "altCatalogNumber"], "determinations.taxon"),
    ("Preparation", &["collectionObject.catalogNumber", "sampleNumber", "barCode"], "prepType"),
    ("Accession", &["accessionNumber"], "accessionAgents.agent"),
    ("Loan", &["loanNumber"], "loanAgents.agent"),
    ("ReferenceWork", &["title"], "journal"),
    ("Attachment", &["title", "origFilename"], ""),
    ("Permit", &["permitNumber"], "issuedTo"),
    ("PaleoContext", &["paleoContextName"], "chronosStrat"),
    ("Journal", &["journalName", "journalAbbreviation"], ""),
    ("CollectingTrip", &["collectingTripName"], ""),
];
