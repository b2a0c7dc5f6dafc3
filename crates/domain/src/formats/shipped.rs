//! How records are written in one line where nobody said otherwise.
//!
//! A template is text with fields in braces: `{path}`, `{before|path}` or `{before|path|after}`. What stands before and
//! after is written only if there is a value; what stands before, only if something was written already. In a path:
//!
//! - `a.b.c` leads over links; a path that ends in a link is written as the linked record is, and one that leads to
//!   many records writes them all, as [`AGGREGATES`] says.
//! - `one/other`: the first of them that has a value.
//! - `determinations[isCurrent]`: only those of the records in which this field says yes.
//! - `link@name`: the linked record, or each of many, as the format of its table of this name writes it.
//! - `field~`: a number without its leading zeros and without zeros at the end of its decimals.
//!
//! Dates are written as precisely as they are known.

/// How the records of a table are written.
#[derive(Debug, Clone, Copy)]
pub struct RecordFormat {
    /// The table.
    pub table: &'static str,
    /// The field whose value chooses the template; empty if there is only one.
    pub switch: &'static str,
    /// Value and template; an empty value is for all others.
    pub cases: &'static [(&'static str, &'static str)],
}

/// How many records in a row are written.
#[derive(Debug, Clone, Copy)]
pub struct Aggregate {
    /// The table.
    pub table: &'static str,
    /// What stands between two.
    pub separator: &'static str,
    /// At most so many; 0 for all.
    pub limit: usize,
    /// What stands at the end where there are more.
    pub ending: &'static str,
}

const fn one(table: &'static str, template: &'static [(&'static str, &'static str)]) -> RecordFormat {
    RecordFormat { table, switch: "", cases: template }
}

const PERSON: &str = "{lastName}{, |firstName}{ |middleInitial|.}";

/// The shipped formats; every other table is written by its name, title or number.
pub const RECORD_FORMATS: &[RecordFormat] = &[
    one("Accession", &[("", "{accessionNumber}")]),
    one("AccessionAgent", &[("", "{role}{: |agent}")]),
    one("AccessionAuthorization", &[("", "{permit}")]),
    one("Address", &[("", "{address}{, |address2}{, |postalCode}{ |city}{, |state}{, |country}")]),
    one("AddressOfRecord", &[("", "{address}{, |address2}{, |postalCode}{ |city}{, |state}{, |country}")]),
    RecordFormat {
        table: "Agent",
        switch: "agentType",
        cases: &[("0", "{lastName}"), ("1", PERSON), ("3", "{lastName}"), ("", PERSON)],
    },
    one("Appraisal", &[("", "{appraisalNumber}{ (|appraisalDate|)}")]),
    one("Attachment", &[("", "{title/origFilename}")]),
    one("Author", &[("", "{agent}")]),
    one("Borrow", &[("", "{invoiceNumber}")]),
    one("BorrowAgent", &[("", "{role}{: |agent}")]),
    one("BorrowMaterial", &[("", "{materialNumber}{ |description}{ × |quantity}")]),
    one("CollectingEvent", &[("", "{startDate/verbatimDate}{; |stationFieldNumber}{; |collectors}")]),
    one("CollectingTrip", &[("", "{collectingTripName/expedition/cruise}{ (|startDate|)}")]),
    one("Collection", &[("", "{collectionName/code}")]),
    one("CollectionObject", &[("", "{catalogNumber/fieldNumber/altCatalogNumber}{ |determinations[isCurrent].taxon}")]),
    one("CollectionObjectCitation", &[("", "{referenceWork}{, |pageNumber}")]),
    one("CollectionObjectGroupJoin", &[("", "{childCo/childCog}")]),
    one("Collector", &[("", "{agent}")]),
    one("CommonNameTx", &[("", "{name}{ (|language|)}")]),
    one("Component", &[("", "{catalogNumber}{ |name/verbatimName}")]),
    one("Container", &[("", "{name}")]),
    one("Deaccession", &[("", "{deaccessionNumber}")]),
    RecordFormat {
        table: "Determination",
        switch: "isCurrent",
        cases: &[
            ("true", "{taxon/alternateName}{ |qualifier}{ [|typeStatusName|]} (current)"),
            ("", "{taxon/alternateName}{ |qualifier}{ [|typeStatusName|]}"),
        ],
    },
    one("DeterminationCitation", &[("", "{referenceWork}")]),
    one("Determiner", &[("", "{agent}")]),
    one("Disposal", &[("", "{disposalNumber}")]),
    one("DisposalAgent", &[("", "{role}{: |agent}")]),
    one(
        "DisposalPreparation",
        &[("", "{preparation.collectionObject.catalogNumber}{ |preparation.prepType}{ × |quantity}")],
    ),
    one("DNASequence", &[("", "{targetMarker}{ |genbankAccessionNumber}{ (|totalResidues| bp)}")]),
    one("ExchangeIn", &[("", "{exchangeInNumber/descriptionOfMaterial}")]),
    one("ExchangeOut", &[("", "{exchangeOutNumber}")]),
    one(
        "ExchangeOutPrep",
        &[("", "{preparation.collectionObject.catalogNumber}{ |preparation.prepType}{ × |quantity}")],
    ),
    one("Extractor", &[("", "{agent}")]),
    one("FundingAgent", &[("", "{agent}")]),
    one("Gift", &[("", "{giftNumber}")]),
    one("GiftAgent", &[("", "{role}{: |agent}")]),
    one(
        "GiftPreparation",
        &[("", "{preparation.collectionObject.catalogNumber}{ |preparation.prepType}{ × |quantity}")],
    ),
    one("GroupPerson", &[("", "{member}")]),
    one("Journal", &[("", "{journalName/journalAbbreviation}")]),
    one("Loan", &[("", "{loanNumber}")]),
    one("LoanAgent", &[("", "{role}{: |agent}")]),
    one(
        "LoanPreparation",
        &[("", "{preparation.collectionObject.catalogNumber}{ |preparation.prepType}{ × |quantity}")],
    ),
    one(
        "LoanReturnPreparation",
        &[("", "{returnedDate}{: |quantityReturned| returned}{, |quantityResolved| settled}")],
    ),
    one("Locality", &[("", "{localityName}{, |geography}")]),
    one("LocalityCitation", &[("", "{referenceWork}")]),
    one("OtherIdentifier", &[("", "{identifier}{ (|institution|)}")]),
    one("PaleoContext", &[("", "{paleoContextName/chronosStrat/bioStrat/lithoStrat}")]),
    one("PcrPerson", &[("", "{agent}")]),
    one("Permit", &[("", "{permitNumber}{ (|type|)}")]),
    one("Preparation", &[("", "{prepType}{ (|countAmt|)}")]),
    one("ReferenceWork", &[("", "{authors}{ (|workDate|)}{. |title}")]),
    one("RepositoryAgreement", &[("", "{repositoryAgreementNumber}")]),
    one("Shipment", &[("", "{shipmentNumber}{ (|shipmentDate|)}")]),
    one("SpecifyUser", &[("", "{name}")]),
    one("TaxonCitation", &[("", "{referenceWork}")]),
];

/// How the records of these tables are written in a row; others with `; ` between them, all of them.
pub const AGGREGATES: &[Aggregate] = &[
    Aggregate { table: "Author", separator: ", ", limit: 0, ending: "" },
    Aggregate { table: "CollectionObject", separator: ", ", limit: 10, ending: ", …" },
    Aggregate { table: "Collector", separator: "; ", limit: 0, ending: "" },
    Aggregate { table: "Determination", separator: "; ", limit: 0, ending: "" },
    Aggregate { table: "Preparation", separator: ", ", limit: 0, ending: "" },
];
