//! Every table, column and to-many link by name, made from `tables/*.toml` by `cargo xtask gen`.

#![allow(missing_docs)]

/// Specify's spelling of every table name.
pub const TABLE_NAMES: &[&str] = &[
    "AbsoluteAge",
    "AbsoluteAgeAttachment",
    "AbsoluteAgeCitation",
    "Accession",
    "AccessionAgent",
    "AccessionAttachment",
    "AccessionAuthorization",
    "AccessionCitation",
    "Address",
    "AddressOfRecord",
    "Agent",
    "AgentAttachment",
    "AgentGeography",
    "AgentIdentifier",
    "AgentSpecialty",
    "AgentVariant",
    "Appraisal",
    "Attachment",
    "AttachmentImageAttribute",
    "AttachmentMetadata",
    "AttachmentTag",
    "AttributeDef",
    "Author",
    "AutoNumberingScheme",
    "Borrow",
    "BorrowAgent",
    "BorrowAttachment",
    "BorrowMaterial",
    "BorrowReturnMaterial",
    "CollectingEvent",
    "CollectingEventAttachment",
    "CollectingEventAttr",
    "CollectingEventAttribute",
    "CollectingEventAuthorization",
    "CollectingTrip",
    "CollectingTripAttachment",
    "CollectingTripAttribute",
    "CollectingTripAuthorization",
    "Collection",
    "CollectionObject",
    "CollectionObjectAttachment",
    "CollectionObjectAttr",
    "CollectionObjectAttribute",
    "CollectionObjectCitation",
    "CollectionObjectGroup",
    "CollectionObjectGroupJoin",
    "CollectionObjectGroupType",
    "CollectionObjectProperty",
    "CollectionObjectType",
    "CollectionRelType",
    "CollectionRelationship",
    "Collector",
    "CommonNameTx",
    "CommonNameTxCitation",
    "Component",
    "ConservDescription",
    "ConservDescriptionAttachment",
    "ConservEvent",
    "ConservEventAttachment",
    "Container",
    "DataType",
    "Deaccession",
    "DeaccessionAgent",
    "DeaccessionAttachment",
    "Determination",
    "DeterminationCitation",
    "Determiner",
    "Discipline",
    "Disposal",
    "DisposalAgent",
    "DisposalAttachment",
    "DisposalPreparation",
    "Division",
    "DNAPrimer",
    "DNASequence",
    "DNASequenceAttachment",
    "DNASequencingRun",
    "DNASequencingRunAttachment",
    "DNASequencingRunCitation",
    "ExchangeIn",
    "ExchangeInAttachment",
    "ExchangeInPrep",
    "ExchangeOut",
    "ExchangeOutAttachment",
    "ExchangeOutPrep",
    "Exsiccata",
    "ExsiccataItem",
    "Extractor",
    "FieldNotebook",
    "FieldNotebookAttachment",
    "FieldNotebookPage",
    "FieldNotebookPageAttachment",
    "FieldNotebookPageSet",
    "FieldNotebookPageSetAttachment",
    "FormDefinition",
    "FundingAgent",
    "GeoCoordDetail",
    "Geography",
    "GeographyTreeDef",
    "GeographyTreeDefItem",
    "GeologicTimePeriod",
    "GeologicTimePeriodTreeDef",
    "GeologicTimePeriodTreeDefItem",
    "Gift",
    "GiftAgent",
    "GiftAttachment",
    "GiftPreparation",
    "GroupPerson",
    "InfoRequest",
    "Institution",
    "InstitutionNetwork",
    "Journal",
    "LatLonPolygon",
    "LatLonPolygonPnt",
    "LibraryRole",
    "LibraryRolePolicy",
    "LithoStrat",
    "LithoStratTreeDef",
    "LithoStratTreeDefItem",
    "Loan",
    "LoanAgent",
    "LoanAttachment",
    "LoanPreparation",
    "LoanReturnPreparation",
    "Locality",
    "LocalityAttachment",
    "LocalityCitation",
    "LocalityDetail",
    "LocalityNameAlias",
    "LocalityUpdate",
    "LocalityUpdateRowResult",
    "MaterialSample",
    "MergedRecord",
    "Message",
    "MorphBankView",
    "OtherIdentifier",
    "OwnField",
    "PaleoContext",
    "PcrPerson",
    "Permit",
    "PermitAttachment",
    "PickList",
    "PickListItem",
    "PrepType",
    "Preparation",
    "PreparationAttachment",
    "PreparationAttr",
    "PreparationAttribute",
    "PreparationProperty",
    "Project",
    "QueryShare",
    "RecordSet",
    "RecordSetItem",
    "RecordSetShare",
    "ReferenceWork",
    "ReferenceWorkAttachment",
    "RelativeAge",
    "RelativeAgeAttachment",
    "RelativeAgeCitation",
    "RepositoryAgreement",
    "RepositoryAgreementAttachment",
    "Role",
    "RolePolicy",
    "Shipment",
    "SourceRecord",
    "SpAppResource",
    "SpAppResourceData",
    "SpAppResourceDir",
    "SpAuditLog",
    "SpAuditLogField",
    "SpDataSetAttachment",
    "SpExportSchema",
    "SpExportSchemaItem",
    "SpExportSchemaItemMapping",
    "SpExportSchemaMapping",
    "SpFieldValueDefault",
    "SpLocaleContainer",
    "SpLocaleContainerItem",
    "SpLocaleItemStr",
    "SpPermission",
    "SpPrincipal",
    "SpQuery",
    "SpQueryField",
    "SpReport",
    "SpSymbiotaInstance",
    "SpTaskSemaphore",
    "SpVersion",
    "SpViewSetObj",
    "SpVisualQuery",
    "Spattachmentdataset",
    "Spdataset",
    "SpecifyUser",
    "Spmerging",
    "Spuserexternalid",
    "Storage",
    "StorageAttachment",
    "StorageTreeDef",
    "StorageTreeDefItem",
    "Taxon",
    "TaxonAttachment",
    "TaxonAttribute",
    "TaxonCitation",
    "TaxonTreeDef",
    "TaxonTreeDefItem",
    "TectonicUnit",
    "TectonicUnitTreeDef",
    "TectonicUnitTreeDefItem",
    "TextFormat",
    "TreatmentEvent",
    "TreatmentEventAttachment",
    "UniquenessRule",
    "UniquenessRuleField",
    "UserPolicy",
    "UserRole",
    "VoucherRelationship",
    "Workbench",
    "WorkbenchDataItem",
    "WorkbenchRow",
    "WorkbenchRowExportedRelationship",
    "WorkbenchRowImage",
    "WorkbenchTemplate",
    "WorkbenchTemplateMappingItem",
];

pub mod absolute_age {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(0);
    pub const ABSOLUTE_AGE: Col = Col(TABLE, 0);
    pub const AGE_TYPE: Col = Col(TABLE, 1);
    pub const AGE_UNCERTAINTY: Col = Col(TABLE, 2);
    pub const COLLECTION_DATE: Col = Col(TABLE, 3);
    pub const DATE1: Col = Col(TABLE, 4);
    pub const DATE2: Col = Col(TABLE, 5);
    pub const DATING_METHOD: Col = Col(TABLE, 6);
    pub const DATING_METHOD_REMARKS: Col = Col(TABLE, 7);
    pub const NUMBER1: Col = Col(TABLE, 8);
    pub const NUMBER2: Col = Col(TABLE, 9);
    pub const REMARKS: Col = Col(TABLE, 10);
    pub const TEXT1: Col = Col(TABLE, 11);
    pub const TEXT2: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const YESNO1: Col = Col(TABLE, 15);
    pub const YESNO2: Col = Col(TABLE, 16);
    pub const VERSION: Col = Col(TABLE, 17);
    pub const AGENT1: Col = Col(TABLE, 18);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const COMPONENT: Col = Col(TABLE, 22);
    pub const ABSOLUTE_AGE_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const ABSOLUTE_AGE_CITATIONS: Many = Many(TABLE, 1);
}

pub mod absolute_age_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(1);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const COLLECTION_MEMBER: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const ABSOLUTE_AGE: Col = Col(TABLE, 9);
}

pub mod absolute_age_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(2);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const PAGE_NUMBER: Col = Col(TABLE, 2);
    pub const PLATE_NUMBER: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const ABSOLUTE_AGE: Col = Col(TABLE, 8);
    pub const COLLECTION_MEMBER: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const REFERENCE_WORK: Col = Col(TABLE, 12);
}

pub mod accession {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(3);
    pub const ACCESSION_CONDITION: Col = Col(TABLE, 0);
    pub const ACCESSION_NUMBER: Col = Col(TABLE, 1);
    pub const DATE_ACCESSIONED: Col = Col(TABLE, 2);
    pub const DATE_ACCESSIONED_PRECISION: Col = Col(TABLE, 3);
    pub const DATE_ACKNOWLEDGED: Col = Col(TABLE, 4);
    pub const DATE_ACKNOWLEDGED_PRECISION: Col = Col(TABLE, 5);
    pub const DATE_RECEIVED: Col = Col(TABLE, 6);
    pub const DATE_RECEIVED_PRECISION: Col = Col(TABLE, 7);
    pub const DATE1: Col = Col(TABLE, 8);
    pub const DATE1_PRECISION: Col = Col(TABLE, 9);
    pub const DATE2: Col = Col(TABLE, 10);
    pub const DATE2_PRECISION: Col = Col(TABLE, 11);
    pub const INTEGER1: Col = Col(TABLE, 12);
    pub const INTEGER2: Col = Col(TABLE, 13);
    pub const INTEGER3: Col = Col(TABLE, 14);
    pub const NUMBER1: Col = Col(TABLE, 15);
    pub const NUMBER2: Col = Col(TABLE, 16);
    pub const REMARKS: Col = Col(TABLE, 17);
    pub const STATUS: Col = Col(TABLE, 18);
    pub const TEXT1: Col = Col(TABLE, 19);
    pub const TEXT2: Col = Col(TABLE, 20);
    pub const TEXT3: Col = Col(TABLE, 21);
    pub const TEXT4: Col = Col(TABLE, 22);
    pub const TEXT5: Col = Col(TABLE, 23);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 24);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 25);
    pub const TOTAL_VALUE: Col = Col(TABLE, 26);
    pub const TYPE: Col = Col(TABLE, 27);
    pub const VERBATIM_DATE: Col = Col(TABLE, 28);
    pub const VERSION: Col = Col(TABLE, 29);
    pub const YES_NO1: Col = Col(TABLE, 30);
    pub const YES_NO2: Col = Col(TABLE, 31);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 32);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 33);
    pub const DIVISION: Col = Col(TABLE, 34);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 35);
    pub const REPOSITORY_AGREEMENT: Col = Col(TABLE, 36);
    pub const ACCESSION_AGENTS: Many = Many(TABLE, 0);
    pub const ACCESSION_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const ACCESSION_AUTHORIZATIONS: Many = Many(TABLE, 2);
    pub const ACCESSION_CITATIONS: Many = Many(TABLE, 3);
    pub const APPRAISALS: Many = Many(TABLE, 4);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 5);
    pub const TREATMENT_EVENTS: Many = Many(TABLE, 6);
}

pub mod accession_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(4);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ACCESSION: Col = Col(TABLE, 5);
    pub const AGENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const REPOSITORY_AGREEMENT: Col = Col(TABLE, 9);
}

pub mod accession_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(5);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ACCESSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod accession_authorization {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(6);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const ACCESSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
    pub const PERMIT: Col = Col(TABLE, 7);
    pub const REPOSITORY_AGREEMENT: Col = Col(TABLE, 8);
}

pub mod accession_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(7);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const PAGE_NUMBER: Col = Col(TABLE, 2);
    pub const PLATE_NUMBER: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const ACCESSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
    pub const REFERENCE_WORK: Col = Col(TABLE, 11);
}

pub mod address {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(8);
    pub const ADDRESS: Col = Col(TABLE, 0);
    pub const ADDRESS2: Col = Col(TABLE, 1);
    pub const ADDRESS3: Col = Col(TABLE, 2);
    pub const ADDRESS4: Col = Col(TABLE, 3);
    pub const ADDRESS5: Col = Col(TABLE, 4);
    pub const CITY: Col = Col(TABLE, 5);
    pub const COUNTRY: Col = Col(TABLE, 6);
    pub const END_DATE: Col = Col(TABLE, 7);
    pub const FAX: Col = Col(TABLE, 8);
    pub const IS_CURRENT: Col = Col(TABLE, 9);
    pub const IS_PRIMARY: Col = Col(TABLE, 10);
    pub const IS_SHIPPING: Col = Col(TABLE, 11);
    pub const ORDINAL: Col = Col(TABLE, 12);
    pub const PHONE1: Col = Col(TABLE, 13);
    pub const PHONE2: Col = Col(TABLE, 14);
    pub const POSITION_HELD: Col = Col(TABLE, 15);
    pub const POSTAL_CODE: Col = Col(TABLE, 16);
    pub const REMARKS: Col = Col(TABLE, 17);
    pub const ROOM_OR_BUILDING: Col = Col(TABLE, 18);
    pub const START_DATE: Col = Col(TABLE, 19);
    pub const STATE: Col = Col(TABLE, 20);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 21);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 22);
    pub const TYPE_OF_ADDR: Col = Col(TABLE, 23);
    pub const VERSION: Col = Col(TABLE, 24);
    pub const AGENT: Col = Col(TABLE, 25);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 26);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 27);
    pub const DIVISIONS: Many = Many(TABLE, 0);
    pub const INSITUTIONS: Many = Many(TABLE, 1);
}

pub mod address_of_record {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(9);
    pub const ADDRESS: Col = Col(TABLE, 0);
    pub const ADDRESS2: Col = Col(TABLE, 1);
    pub const CITY: Col = Col(TABLE, 2);
    pub const COUNTRY: Col = Col(TABLE, 3);
    pub const POSTAL_CODE: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const STATE: Col = Col(TABLE, 6);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 7);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 8);
    pub const VERSION: Col = Col(TABLE, 9);
    pub const AGENT: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
    pub const ACCESSIONS: Many = Many(TABLE, 0);
    pub const EXCHANGE_INS: Many = Many(TABLE, 1);
    pub const EXCHANGE_OUTS: Many = Many(TABLE, 2);
    pub const LOANS: Many = Many(TABLE, 3);
    pub const REPOSITORY_AGREEMENTS: Many = Many(TABLE, 4);
}

pub mod agent {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(10);
    pub const ABBREVIATION: Col = Col(TABLE, 0);
    pub const AGENT_TYPE: Col = Col(TABLE, 1);
    pub const DATE1: Col = Col(TABLE, 2);
    pub const DATE1_PRECISION: Col = Col(TABLE, 3);
    pub const DATE2: Col = Col(TABLE, 4);
    pub const DATE2_PRECISION: Col = Col(TABLE, 5);
    pub const DATE_OF_BIRTH: Col = Col(TABLE, 6);
    pub const DATE_OF_BIRTH_PRECISION: Col = Col(TABLE, 7);
    pub const DATE_OF_DEATH: Col = Col(TABLE, 8);
    pub const DATE_OF_DEATH_PRECISION: Col = Col(TABLE, 9);
    pub const DATE_TYPE: Col = Col(TABLE, 10);
    pub const EMAIL: Col = Col(TABLE, 11);
    pub const FIRST_NAME: Col = Col(TABLE, 12);
    pub const GUID: Col = Col(TABLE, 13);
    pub const INITIALS: Col = Col(TABLE, 14);
    pub const INTEGER1: Col = Col(TABLE, 15);
    pub const INTEGER2: Col = Col(TABLE, 16);
    pub const INTERESTS: Col = Col(TABLE, 17);
    pub const JOB_TITLE: Col = Col(TABLE, 18);
    pub const LAST_NAME: Col = Col(TABLE, 19);
    pub const MIDDLE_INITIAL: Col = Col(TABLE, 20);
    pub const REMARKS: Col = Col(TABLE, 21);
    pub const SUFFIX: Col = Col(TABLE, 22);
    pub const TEXT1: Col = Col(TABLE, 23);
    pub const TEXT2: Col = Col(TABLE, 24);
    pub const TEXT3: Col = Col(TABLE, 25);
    pub const TEXT4: Col = Col(TABLE, 26);
    pub const TEXT5: Col = Col(TABLE, 27);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 28);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 29);
    pub const TITLE: Col = Col(TABLE, 30);
    pub const URL: Col = Col(TABLE, 31);
    pub const VERBATIM_DATE1: Col = Col(TABLE, 32);
    pub const VERBATIM_DATE2: Col = Col(TABLE, 33);
    pub const VERSION: Col = Col(TABLE, 34);
    pub const COLL_CONTENT_CONTACT: Col = Col(TABLE, 35);
    pub const COLL_TECH_CONTACT: Col = Col(TABLE, 36);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 37);
    pub const DIVISION: Col = Col(TABLE, 38);
    pub const INST_CONTENT_CONTACT: Col = Col(TABLE, 39);
    pub const INST_TECH_CONTACT: Col = Col(TABLE, 40);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 41);
    pub const ORGANIZATION: Col = Col(TABLE, 42);
    pub const SPECIFY_USER: Col = Col(TABLE, 43);
    pub const ADDRESSES: Many = Many(TABLE, 0);
    pub const AGENT_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const AGENT_GEOGRAPHIES: Many = Many(TABLE, 2);
    pub const AGENT_SPECIALTIES: Many = Many(TABLE, 3);
    pub const COLLECTORS: Many = Many(TABLE, 4);
    pub const GROUPS: Many = Many(TABLE, 5);
    pub const IDENTIFIERS: Many = Many(TABLE, 6);
    pub const MEMBERS: Many = Many(TABLE, 7);
    pub const ORG_MEMBERS: Many = Many(TABLE, 8);
    pub const VARIANTS: Many = Many(TABLE, 9);
    pub const COMPONENTS: Many = Many(TABLE, 10);
}

pub mod agent_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(11);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod agent_geography {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(12);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const GEOGRAPHY: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod agent_identifier {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(13);
    pub const DATE1: Col = Col(TABLE, 0);
    pub const DATE1_PRECISION: Col = Col(TABLE, 1);
    pub const DATE2: Col = Col(TABLE, 2);
    pub const DATE2_PRECISION: Col = Col(TABLE, 3);
    pub const IDENTIFIER: Col = Col(TABLE, 4);
    pub const IDENTIFIER_TYPE: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TEXT3: Col = Col(TABLE, 9);
    pub const TEXT4: Col = Col(TABLE, 10);
    pub const TEXT5: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YES_NO1: Col = Col(TABLE, 15);
    pub const YES_NO2: Col = Col(TABLE, 16);
    pub const YES_NO3: Col = Col(TABLE, 17);
    pub const YES_NO4: Col = Col(TABLE, 18);
    pub const YES_NO5: Col = Col(TABLE, 19);
    pub const AGENT: Col = Col(TABLE, 20);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 21);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 22);
}

pub mod agent_specialty {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(14);
    pub const ORDER_NUMBER: Col = Col(TABLE, 0);
    pub const SPECIALTY_NAME: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod agent_variant {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(15);
    pub const COUNTRY: Col = Col(TABLE, 0);
    pub const LANGUAGE: Col = Col(TABLE, 1);
    pub const NAME: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VAR_TYPE: Col = Col(TABLE, 5);
    pub const VARIANT: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const AGENT: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
}

pub mod appraisal {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(16);
    pub const APPRAISAL_DATE: Col = Col(TABLE, 0);
    pub const APPRAISAL_NUMBER: Col = Col(TABLE, 1);
    pub const APPRAISAL_VALUE: Col = Col(TABLE, 2);
    pub const MONETARY_UNIT_TYPE: Col = Col(TABLE, 3);
    pub const NOTES: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const ACCESSION: Col = Col(TABLE, 8);
    pub const AGENT: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 0);
}

pub mod attachment {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(17);
    pub const ATTACHMENT_LOCATION: Col = Col(TABLE, 0);
    pub const ATTACHMENT_STORAGE_CONFIG: Col = Col(TABLE, 1);
    pub const CAPTURE_DEVICE: Col = Col(TABLE, 2);
    pub const COPYRIGHT_DATE: Col = Col(TABLE, 3);
    pub const COPYRIGHT_HOLDER: Col = Col(TABLE, 4);
    pub const CREDIT: Col = Col(TABLE, 5);
    pub const DATE_IMAGED: Col = Col(TABLE, 6);
    pub const FILE_CREATED_DATE: Col = Col(TABLE, 7);
    pub const GUID: Col = Col(TABLE, 8);
    pub const IS_PUBLIC: Col = Col(TABLE, 9);
    pub const LICENSE: Col = Col(TABLE, 10);
    pub const LICENSE_LOGO_URL: Col = Col(TABLE, 11);
    pub const METADATA_TEXT: Col = Col(TABLE, 12);
    pub const MIME_TYPE: Col = Col(TABLE, 13);
    pub const ORIG_FILENAME: Col = Col(TABLE, 14);
    pub const REMARKS: Col = Col(TABLE, 15);
    pub const SCOPE_ID: Col = Col(TABLE, 16);
    pub const SCOPE_TYPE: Col = Col(TABLE, 17);
    pub const SUBJECT_ORIENTATION: Col = Col(TABLE, 18);
    pub const SUBTYPE: Col = Col(TABLE, 19);
    pub const TABLE_ID: Col = Col(TABLE, 20);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 21);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 22);
    pub const TITLE: Col = Col(TABLE, 23);
    pub const TYPE: Col = Col(TABLE, 24);
    pub const VERSION: Col = Col(TABLE, 25);
    pub const VISIBILITY: Col = Col(TABLE, 26);
    pub const ATTACHMENT_IMAGE_ATTRIBUTE: Col = Col(TABLE, 27);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 28);
    pub const CREATOR: Col = Col(TABLE, 29);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 30);
    pub const VISIBILITY_SET_BY: Col = Col(TABLE, 31);
    pub const ABSOLUTE_AGE_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const RELATIVE_AGE_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const ACCESSION_ATTACHMENTS: Many = Many(TABLE, 2);
    pub const AGENT_ATTACHMENTS: Many = Many(TABLE, 3);
    pub const BORROW_ATTACHMENTS: Many = Many(TABLE, 4);
    pub const COLLECTING_EVENT_ATTACHMENTS: Many = Many(TABLE, 5);
    pub const COLLECTING_TRIP_ATTACHMENTS: Many = Many(TABLE, 6);
    pub const COLLECTION_OBJECT_ATTACHMENTS: Many = Many(TABLE, 7);
    pub const CONSERV_DESCRIPTION_ATTACHMENTS: Many = Many(TABLE, 8);
    pub const CONSERV_EVENT_ATTACHMENTS: Many = Many(TABLE, 9);
    pub const DEACCESSION_ATTACHMENTS: Many = Many(TABLE, 10);
    pub const DISPOSAL_ATTACHMENTS: Many = Many(TABLE, 11);
    pub const DNA_SEQUENCE_ATTACHMENTS: Many = Many(TABLE, 12);
    pub const DNA_SEQUENCING_RUN_ATTACHMENTS: Many = Many(TABLE, 13);
    pub const EXCHANGE_IN_ATTACHMENTS: Many = Many(TABLE, 14);
    pub const EXCHANGE_OUT_ATTACHMENTS: Many = Many(TABLE, 15);
    pub const FIELD_NOTEBOOK_ATTACHMENTS: Many = Many(TABLE, 16);
    pub const FIELD_NOTEBOOK_PAGE_ATTACHMENTS: Many = Many(TABLE, 17);
    pub const FIELD_NOTEBOOK_PAGE_SET_ATTACHMENTS: Many = Many(TABLE, 18);
    pub const GIFT_ATTACHMENTS: Many = Many(TABLE, 19);
    pub const LOAN_ATTACHMENTS: Many = Many(TABLE, 20);
    pub const LOCALITY_ATTACHMENTS: Many = Many(TABLE, 21);
    pub const METADATA: Many = Many(TABLE, 22);
    pub const PERMIT_ATTACHMENTS: Many = Many(TABLE, 23);
    pub const PREPARATION_ATTACHMENTS: Many = Many(TABLE, 24);
    pub const REFERENCE_WORK_ATTACHMENTS: Many = Many(TABLE, 25);
    pub const REPOSITORY_AGREEMENT_ATTACHMENTS: Many = Many(TABLE, 26);
    pub const STORAGE_ATTACHMENTS: Many = Many(TABLE, 27);
    pub const TAGS: Many = Many(TABLE, 28);
    pub const TAXON_ATTACHMENTS: Many = Many(TABLE, 29);
    pub const TREATMENT_EVENT_ATTACHMENTS: Many = Many(TABLE, 30);
    pub const SP_DATA_SET_ATTACHMENTS: Many = Many(TABLE, 31);
}

pub mod attachment_image_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(18);
    pub const CREATIVE_COMMONS: Col = Col(TABLE, 0);
    pub const HEIGHT: Col = Col(TABLE, 1);
    pub const IMAGE_TYPE: Col = Col(TABLE, 2);
    pub const MAGNIFICATION: Col = Col(TABLE, 3);
    pub const MB_IMAGE_ID: Col = Col(TABLE, 4);
    pub const NUMBER1: Col = Col(TABLE, 5);
    pub const NUMBER2: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const RESOLUTION: Col = Col(TABLE, 8);
    pub const TEXT1: Col = Col(TABLE, 9);
    pub const TEXT2: Col = Col(TABLE, 10);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 11);
    pub const TIMESTAMP_LAST_SEND: Col = Col(TABLE, 12);
    pub const TIMESTAMP_LAST_UPDATE_CHECK: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const VERSION: Col = Col(TABLE, 15);
    pub const VIEW_DESCRIPTION: Col = Col(TABLE, 16);
    pub const WIDTH: Col = Col(TABLE, 17);
    pub const YES_NO1: Col = Col(TABLE, 18);
    pub const YES_NO2: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const MORPH_BANK_VIEW: Col = Col(TABLE, 22);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
}

pub mod attachment_metadata {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(19);
    pub const NAME: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VALUE: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod attachment_tag {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(20);
    pub const TAG: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const ATTACHMENT: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
}

pub mod attribute_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(21);
    pub const DATA_TYPE: Col = Col(TABLE, 0);
    pub const FIELD_NAME: Col = Col(TABLE, 1);
    pub const TABLE_TYPE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PREP_TYPE: Col = Col(TABLE, 9);
    pub const COLLECTING_EVENT_ATTRS: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECT_ATTRS: Many = Many(TABLE, 1);
    pub const PREPARATION_ATTRS: Many = Many(TABLE, 2);
}

pub mod author {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(22);
    pub const ORDER_NUMBER: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const REFERENCE_WORK: Col = Col(TABLE, 8);
}

pub mod auto_numbering_scheme {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(23);
    pub const FORMAT_NAME: Col = Col(TABLE, 0);
    pub const IS_NUMERIC_ONLY: Col = Col(TABLE, 1);
    pub const SCHEME_CLASS_NAME: Col = Col(TABLE, 2);
    pub const SCHEME_NAME: Col = Col(TABLE, 3);
    pub const TABLE_NUMBER: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const COLLECTIONS: Many = Many(TABLE, 0);
    pub const DISCIPLINES: Many = Many(TABLE, 1);
    pub const DIVISIONS: Many = Many(TABLE, 2);
}

pub mod borrow {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(24);
    pub const BORROW_DATE: Col = Col(TABLE, 0);
    pub const BORROW_DATE_PRECISION: Col = Col(TABLE, 1);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 2);
    pub const CURRENT_DUE_DATE: Col = Col(TABLE, 3);
    pub const DATE_CLOSED: Col = Col(TABLE, 4);
    pub const INVOICE_NUMBER: Col = Col(TABLE, 5);
    pub const IS_CLOSED: Col = Col(TABLE, 6);
    pub const IS_FINANCIAL_RESPONSIBILITY: Col = Col(TABLE, 7);
    pub const NUMBER1: Col = Col(TABLE, 8);
    pub const NUMBER2: Col = Col(TABLE, 9);
    pub const NUMBER_OF_ITEMS_BORROWED: Col = Col(TABLE, 10);
    pub const ORIGINAL_DUE_DATE: Col = Col(TABLE, 11);
    pub const RECEIVED_DATE: Col = Col(TABLE, 12);
    pub const REMARKS: Col = Col(TABLE, 13);
    pub const STATUS: Col = Col(TABLE, 14);
    pub const TEXT1: Col = Col(TABLE, 15);
    pub const TEXT2: Col = Col(TABLE, 16);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 17);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 18);
    pub const VERSION: Col = Col(TABLE, 19);
    pub const YES_NO1: Col = Col(TABLE, 20);
    pub const YES_NO2: Col = Col(TABLE, 21);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 22);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 23);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 24);
    pub const BORROW_AGENTS: Many = Many(TABLE, 0);
    pub const BORROW_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const BORROW_MATERIALS: Many = Many(TABLE, 2);
    pub const SHIPMENTS: Many = Many(TABLE, 3);
}

pub mod borrow_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(25);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const ROLE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const AGENT: Col = Col(TABLE, 6);
    pub const BORROW: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod borrow_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(26);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const BORROW: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod borrow_material {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(27);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const IN_COMMENTS: Col = Col(TABLE, 2);
    pub const MATERIAL_NUMBER: Col = Col(TABLE, 3);
    pub const OUT_COMMENTS: Col = Col(TABLE, 4);
    pub const QUANTITY: Col = Col(TABLE, 5);
    pub const QUANTITY_RESOLVED: Col = Col(TABLE, 6);
    pub const QUANTITY_RETURNED: Col = Col(TABLE, 7);
    pub const TEXT1: Col = Col(TABLE, 8);
    pub const TEXT2: Col = Col(TABLE, 9);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 10);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 11);
    pub const VERSION: Col = Col(TABLE, 12);
    pub const BORROW: Col = Col(TABLE, 13);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 14);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 15);
    pub const BORROW_RETURN_MATERIALS: Many = Many(TABLE, 0);
}

pub mod borrow_return_material {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(28);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const QUANTITY: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const RETURNED_DATE: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const AGENT: Col = Col(TABLE, 7);
    pub const BORROW_MATERIAL: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
}

pub mod collecting_event {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(29);
    pub const END_DATE: Col = Col(TABLE, 0);
    pub const END_DATE_PRECISION: Col = Col(TABLE, 1);
    pub const END_DATE_VERBATIM: Col = Col(TABLE, 2);
    pub const END_TIME: Col = Col(TABLE, 3);
    pub const GUID: Col = Col(TABLE, 4);
    pub const INTEGER1: Col = Col(TABLE, 5);
    pub const INTEGER2: Col = Col(TABLE, 6);
    pub const METHOD: Col = Col(TABLE, 7);
    pub const REMARKS: Col = Col(TABLE, 8);
    pub const RESERVED_INTEGER3: Col = Col(TABLE, 9);
    pub const RESERVED_INTEGER4: Col = Col(TABLE, 10);
    pub const RESERVED_TEXT1: Col = Col(TABLE, 11);
    pub const RESERVED_TEXT2: Col = Col(TABLE, 12);
    pub const SGR_STATUS: Col = Col(TABLE, 13);
    pub const START_DATE: Col = Col(TABLE, 14);
    pub const START_DATE_PRECISION: Col = Col(TABLE, 15);
    pub const START_DATE_VERBATIM: Col = Col(TABLE, 16);
    pub const START_TIME: Col = Col(TABLE, 17);
    pub const STATION_FIELD_NUMBER: Col = Col(TABLE, 18);
    pub const STATION_FIELD_NUMBER_MODIFIER1: Col = Col(TABLE, 19);
    pub const STATION_FIELD_NUMBER_MODIFIER2: Col = Col(TABLE, 20);
    pub const STATION_FIELD_NUMBER_MODIFIER3: Col = Col(TABLE, 21);
    pub const TEXT1: Col = Col(TABLE, 22);
    pub const TEXT2: Col = Col(TABLE, 23);
    pub const TEXT3: Col = Col(TABLE, 24);
    pub const TEXT4: Col = Col(TABLE, 25);
    pub const TEXT5: Col = Col(TABLE, 26);
    pub const TEXT6: Col = Col(TABLE, 27);
    pub const TEXT7: Col = Col(TABLE, 28);
    pub const TEXT8: Col = Col(TABLE, 29);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 30);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 31);
    pub const UNIQUE_IDENTIFIER: Col = Col(TABLE, 32);
    pub const VERBATIM_DATE: Col = Col(TABLE, 33);
    pub const VERBATIM_LOCALITY: Col = Col(TABLE, 34);
    pub const VERSION: Col = Col(TABLE, 35);
    pub const VISIBILITY: Col = Col(TABLE, 36);
    pub const COLLECTING_EVENT_ATTRIBUTE: Col = Col(TABLE, 37);
    pub const COLLECTING_TRIP: Col = Col(TABLE, 38);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 39);
    pub const DISCIPLINE: Col = Col(TABLE, 40);
    pub const LOCALITY: Col = Col(TABLE, 41);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 42);
    pub const PALEO_CONTEXT: Col = Col(TABLE, 43);
    pub const VISIBILITY_SET_BY: Col = Col(TABLE, 44);
    pub const COLLECTING_EVENT_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const COLLECTING_EVENT_ATTRS: Many = Many(TABLE, 1);
    pub const COLLECTING_EVENT_AUTHORIZATIONS: Many = Many(TABLE, 2);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 3);
    pub const COLLECTORS: Many = Many(TABLE, 4);
}

pub mod collecting_event_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(30);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const ORDINAL: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const COLLECTING_EVENT: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod collecting_event_attr {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(31);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DBL_VALUE: Col = Col(TABLE, 1);
    pub const STR_VALUE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const COLLECTING_EVENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const DEFINITION: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod collecting_event_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(32);
    pub const INTEGER1: Col = Col(TABLE, 0);
    pub const INTEGER10: Col = Col(TABLE, 1);
    pub const INTEGER2: Col = Col(TABLE, 2);
    pub const INTEGER3: Col = Col(TABLE, 3);
    pub const INTEGER4: Col = Col(TABLE, 4);
    pub const INTEGER5: Col = Col(TABLE, 5);
    pub const INTEGER6: Col = Col(TABLE, 6);
    pub const INTEGER7: Col = Col(TABLE, 7);
    pub const INTEGER8: Col = Col(TABLE, 8);
    pub const INTEGER9: Col = Col(TABLE, 9);
    pub const NUMBER1: Col = Col(TABLE, 10);
    pub const NUMBER10: Col = Col(TABLE, 11);
    pub const NUMBER11: Col = Col(TABLE, 12);
    pub const NUMBER12: Col = Col(TABLE, 13);
    pub const NUMBER13: Col = Col(TABLE, 14);
    pub const NUMBER2: Col = Col(TABLE, 15);
    pub const NUMBER3: Col = Col(TABLE, 16);
    pub const NUMBER4: Col = Col(TABLE, 17);
    pub const NUMBER5: Col = Col(TABLE, 18);
    pub const NUMBER6: Col = Col(TABLE, 19);
    pub const NUMBER7: Col = Col(TABLE, 20);
    pub const NUMBER8: Col = Col(TABLE, 21);
    pub const NUMBER9: Col = Col(TABLE, 22);
    pub const REMARKS: Col = Col(TABLE, 23);
    pub const TEXT1: Col = Col(TABLE, 24);
    pub const TEXT10: Col = Col(TABLE, 25);
    pub const TEXT11: Col = Col(TABLE, 26);
    pub const TEXT12: Col = Col(TABLE, 27);
    pub const TEXT13: Col = Col(TABLE, 28);
    pub const TEXT14: Col = Col(TABLE, 29);
    pub const TEXT15: Col = Col(TABLE, 30);
    pub const TEXT16: Col = Col(TABLE, 31);
    pub const TEXT17: Col = Col(TABLE, 32);
    pub const TEXT2: Col = Col(TABLE, 33);
    pub const TEXT3: Col = Col(TABLE, 34);
    pub const TEXT4: Col = Col(TABLE, 35);
    pub const TEXT5: Col = Col(TABLE, 36);
    pub const TEXT6: Col = Col(TABLE, 37);
    pub const TEXT7: Col = Col(TABLE, 38);
    pub const TEXT8: Col = Col(TABLE, 39);
    pub const TEXT9: Col = Col(TABLE, 40);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 41);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 42);
    pub const VERSION: Col = Col(TABLE, 43);
    pub const YES_NO1: Col = Col(TABLE, 44);
    pub const YES_NO2: Col = Col(TABLE, 45);
    pub const YES_NO3: Col = Col(TABLE, 46);
    pub const YES_NO4: Col = Col(TABLE, 47);
    pub const YES_NO5: Col = Col(TABLE, 48);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 49);
    pub const DISCIPLINE: Col = Col(TABLE, 50);
    pub const HOST_TAXON: Col = Col(TABLE, 51);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 52);
    pub const COLLECTING_EVENTS: Many = Many(TABLE, 0);
}

pub mod collecting_event_authorization {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(33);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const COLLECTING_EVENT: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
    pub const PERMIT: Col = Col(TABLE, 7);
}

pub mod collecting_trip {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(34);
    pub const COLLECTING_TRIP_NAME: Col = Col(TABLE, 0);
    pub const CRUISE: Col = Col(TABLE, 1);
    pub const DATE1: Col = Col(TABLE, 2);
    pub const DATE1_PRECISION: Col = Col(TABLE, 3);
    pub const DATE2: Col = Col(TABLE, 4);
    pub const DATE2_PRECISION: Col = Col(TABLE, 5);
    pub const END_DATE: Col = Col(TABLE, 6);
    pub const END_DATE_PRECISION: Col = Col(TABLE, 7);
    pub const END_DATE_VERBATIM: Col = Col(TABLE, 8);
    pub const END_TIME: Col = Col(TABLE, 9);
    pub const EXPEDITION: Col = Col(TABLE, 10);
    pub const NUMBER1: Col = Col(TABLE, 11);
    pub const NUMBER2: Col = Col(TABLE, 12);
    pub const REMARKS: Col = Col(TABLE, 13);
    pub const SPONSOR: Col = Col(TABLE, 14);
    pub const START_DATE: Col = Col(TABLE, 15);
    pub const START_DATE_PRECISION: Col = Col(TABLE, 16);
    pub const START_DATE_VERBATIM: Col = Col(TABLE, 17);
    pub const START_TIME: Col = Col(TABLE, 18);
    pub const TEXT1: Col = Col(TABLE, 19);
    pub const TEXT2: Col = Col(TABLE, 20);
    pub const TEXT3: Col = Col(TABLE, 21);
    pub const TEXT4: Col = Col(TABLE, 22);
    pub const TEXT5: Col = Col(TABLE, 23);
    pub const TEXT6: Col = Col(TABLE, 24);
    pub const TEXT7: Col = Col(TABLE, 25);
    pub const TEXT8: Col = Col(TABLE, 26);
    pub const TEXT9: Col = Col(TABLE, 27);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 28);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 29);
    pub const VERSION: Col = Col(TABLE, 30);
    pub const VESSEL: Col = Col(TABLE, 31);
    pub const YES_NO1: Col = Col(TABLE, 32);
    pub const YES_NO2: Col = Col(TABLE, 33);
    pub const AGENT1: Col = Col(TABLE, 34);
    pub const AGENT2: Col = Col(TABLE, 35);
    pub const COLLECTING_TRIP_ATTRIBUTE: Col = Col(TABLE, 36);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 37);
    pub const DISCIPLINE: Col = Col(TABLE, 38);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 39);
    pub const COLLECTING_EVENTS: Many = Many(TABLE, 0);
    pub const COLLECTING_TRIP_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const COLLECTING_TRIP_AUTHORIZATIONS: Many = Many(TABLE, 2);
    pub const FUNDING_AGENTS: Many = Many(TABLE, 3);
}

pub mod collecting_trip_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(35);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const ORDINAL: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const COLLECTING_TRIP: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod collecting_trip_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(36);
    pub const INTEGER1: Col = Col(TABLE, 0);
    pub const INTEGER10: Col = Col(TABLE, 1);
    pub const INTEGER2: Col = Col(TABLE, 2);
    pub const INTEGER3: Col = Col(TABLE, 3);
    pub const INTEGER4: Col = Col(TABLE, 4);
    pub const INTEGER5: Col = Col(TABLE, 5);
    pub const INTEGER6: Col = Col(TABLE, 6);
    pub const INTEGER7: Col = Col(TABLE, 7);
    pub const INTEGER8: Col = Col(TABLE, 8);
    pub const INTEGER9: Col = Col(TABLE, 9);
    pub const NUMBER1: Col = Col(TABLE, 10);
    pub const NUMBER10: Col = Col(TABLE, 11);
    pub const NUMBER11: Col = Col(TABLE, 12);
    pub const NUMBER12: Col = Col(TABLE, 13);
    pub const NUMBER13: Col = Col(TABLE, 14);
    pub const NUMBER2: Col = Col(TABLE, 15);
    pub const NUMBER3: Col = Col(TABLE, 16);
    pub const NUMBER4: Col = Col(TABLE, 17);
    pub const NUMBER5: Col = Col(TABLE, 18);
    pub const NUMBER6: Col = Col(TABLE, 19);
    pub const NUMBER7: Col = Col(TABLE, 20);
    pub const NUMBER8: Col = Col(TABLE, 21);
    pub const NUMBER9: Col = Col(TABLE, 22);
    pub const REMARKS: Col = Col(TABLE, 23);
    pub const TEXT1: Col = Col(TABLE, 24);
    pub const TEXT10: Col = Col(TABLE, 25);
    pub const TEXT11: Col = Col(TABLE, 26);
    pub const TEXT12: Col = Col(TABLE, 27);
    pub const TEXT13: Col = Col(TABLE, 28);
    pub const TEXT14: Col = Col(TABLE, 29);
    pub const TEXT15: Col = Col(TABLE, 30);
    pub const TEXT16: Col = Col(TABLE, 31);
    pub const TEXT17: Col = Col(TABLE, 32);
    pub const TEXT2: Col = Col(TABLE, 33);
    pub const TEXT3: Col = Col(TABLE, 34);
    pub const TEXT4: Col = Col(TABLE, 35);
    pub const TEXT5: Col = Col(TABLE, 36);
    pub const TEXT6: Col = Col(TABLE, 37);
    pub const TEXT7: Col = Col(TABLE, 38);
    pub const TEXT8: Col = Col(TABLE, 39);
    pub const TEXT9: Col = Col(TABLE, 40);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 41);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 42);
    pub const VERSION: Col = Col(TABLE, 43);
    pub const YES_NO1: Col = Col(TABLE, 44);
    pub const YES_NO2: Col = Col(TABLE, 45);
    pub const YES_NO3: Col = Col(TABLE, 46);
    pub const YES_NO4: Col = Col(TABLE, 47);
    pub const YES_NO5: Col = Col(TABLE, 48);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 49);
    pub const DISCIPLINE: Col = Col(TABLE, 50);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 51);
    pub const COLLECTING_TRIPS: Many = Many(TABLE, 0);
}

pub mod collecting_trip_authorization {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(37);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const COLLECTING_TRIP: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
    pub const PERMIT: Col = Col(TABLE, 7);
}

pub mod collection {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(38);
    pub const CATALOG_NUM_FORMAT_NAME: Col = Col(TABLE, 0);
    pub const CODE: Col = Col(TABLE, 1);
    pub const COLLECTION_NAME: Col = Col(TABLE, 2);
    pub const COLLECTION_TYPE: Col = Col(TABLE, 3);
    pub const DB_CONTENT_VERSION: Col = Col(TABLE, 4);
    pub const DESCRIPTION: Col = Col(TABLE, 5);
    pub const DEVELOPMENT_STATUS: Col = Col(TABLE, 6);
    pub const ESTIMATED_SIZE: Col = Col(TABLE, 7);
    pub const GUID: Col = Col(TABLE, 8);
    pub const INSTITUTION_TYPE: Col = Col(TABLE, 9);
    pub const IS_EMBEDDED_COLLECTING_EVENT: Col = Col(TABLE, 10);
    pub const ISA_NUMBER: Col = Col(TABLE, 11);
    pub const KINGDOM_COVERAGE: Col = Col(TABLE, 12);
    pub const PRESERVATION_METHOD_TYPE: Col = Col(TABLE, 13);
    pub const PRIMARY_FOCUS: Col = Col(TABLE, 14);
    pub const PRIMARY_PURPOSE: Col = Col(TABLE, 15);
    pub const REG_NUMBER: Col = Col(TABLE, 16);
    pub const REMARKS: Col = Col(TABLE, 17);
    pub const SCOPE: Col = Col(TABLE, 18);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 19);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 20);
    pub const VERSION: Col = Col(TABLE, 21);
    pub const WEB_PORTAL_URI: Col = Col(TABLE, 22);
    pub const WEB_SITE_URI: Col = Col(TABLE, 23);
    pub const ADMIN_CONTACT: Col = Col(TABLE, 24);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 25);
    pub const DISCIPLINE: Col = Col(TABLE, 26);
    pub const INSTITUTION_NETWORK: Col = Col(TABLE, 27);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 28);
    pub const COLLECTION_OBJECT_TYPE: Col = Col(TABLE, 29);
    pub const CONTENT_CONTACTS: Many = Many(TABLE, 0);
    pub const LEFT_SIDE_REL_TYPES: Many = Many(TABLE, 1);
    pub const NUMBERING_SCHEMES: Many = Many(TABLE, 2);
    pub const PICK_LISTS: Many = Many(TABLE, 3);
    pub const PREP_TYPES: Many = Many(TABLE, 4);
    pub const RIGHT_SIDE_REL_TYPES: Many = Many(TABLE, 5);
    pub const TECHNICAL_CONTACTS: Many = Many(TABLE, 6);
    pub const USER_GROUPS: Many = Many(TABLE, 7);
}

pub mod collection_object {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(39);
    pub const ALT_CATALOG_NUMBER: Col = Col(TABLE, 0);
    pub const AVAILABILITY: Col = Col(TABLE, 1);
    pub const CATALOG_NUMBER: Col = Col(TABLE, 2);
    pub const CATALOGED_DATE: Col = Col(TABLE, 3);
    pub const CATALOGED_DATE_PRECISION: Col = Col(TABLE, 4);
    pub const CATALOGED_DATE_VERBATIM: Col = Col(TABLE, 5);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 6);
    pub const COUNT_AMT: Col = Col(TABLE, 7);
    pub const DATE1: Col = Col(TABLE, 8);
    pub const DATE1_PRECISION: Col = Col(TABLE, 9);
    pub const DEACCESSIONED: Col = Col(TABLE, 10);
    pub const DESCRIPTION: Col = Col(TABLE, 11);
    pub const EMBARGO_REASON: Col = Col(TABLE, 12);
    pub const EMBARGO_RELEASE_DATE: Col = Col(TABLE, 13);
    pub const EMBARGO_RELEASE_DATE_PRECISION: Col = Col(TABLE, 14);
    pub const EMBARGO_START_DATE: Col = Col(TABLE, 15);
    pub const EMBARGO_START_DATE_PRECISION: Col = Col(TABLE, 16);
    pub const FIELD_NUMBER: Col = Col(TABLE, 17);
    pub const GUID: Col = Col(TABLE, 18);
    pub const INTEGER1: Col = Col(TABLE, 19);
    pub const INTEGER2: Col = Col(TABLE, 20);
    pub const INVENTORY_DATE: Col = Col(TABLE, 21);
    pub const INVENTORY_DATE_PRECISION: Col = Col(TABLE, 22);
    pub const MODIFIER: Col = Col(TABLE, 23);
    pub const NAME: Col = Col(TABLE, 24);
    pub const NOTIFICATIONS: Col = Col(TABLE, 25);
    pub const NUMBER1: Col = Col(TABLE, 26);
    pub const NUMBER2: Col = Col(TABLE, 27);
    pub const NUMBER_OF_DUPLICATES: Col = Col(TABLE, 28);
    pub const OBJECT_CONDITION: Col = Col(TABLE, 29);
    pub const OCR: Col = Col(TABLE, 30);
    pub const PROJECT_NUMBER: Col = Col(TABLE, 31);
    pub const REMARKS: Col = Col(TABLE, 32);
    pub const RESERVED_INTEGER3: Col = Col(TABLE, 33);
    pub const RESERVED_INTEGER4: Col = Col(TABLE, 34);
    pub const RESERVED_TEXT: Col = Col(TABLE, 35);
    pub const RESERVED_TEXT2: Col = Col(TABLE, 36);
    pub const RESERVED_TEXT3: Col = Col(TABLE, 37);
    pub const RESTRICTIONS: Col = Col(TABLE, 38);
    pub const SGR_STATUS: Col = Col(TABLE, 39);
    pub const TEXT1: Col = Col(TABLE, 40);
    pub const TEXT2: Col = Col(TABLE, 41);
    pub const TEXT3: Col = Col(TABLE, 42);
    pub const TEXT4: Col = Col(TABLE, 43);
    pub const TEXT5: Col = Col(TABLE, 44);
    pub const TEXT6: Col = Col(TABLE, 45);
    pub const TEXT7: Col = Col(TABLE, 46);
    pub const TEXT8: Col = Col(TABLE, 47);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 48);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 49);
    pub const TOTAL_VALUE: Col = Col(TABLE, 50);
    pub const UNIQUE_IDENTIFIER: Col = Col(TABLE, 51);
    pub const VERSION: Col = Col(TABLE, 52);
    pub const VISIBILITY: Col = Col(TABLE, 53);
    pub const YES_NO1: Col = Col(TABLE, 54);
    pub const YES_NO2: Col = Col(TABLE, 55);
    pub const YES_NO3: Col = Col(TABLE, 56);
    pub const YES_NO4: Col = Col(TABLE, 57);
    pub const YES_NO5: Col = Col(TABLE, 58);
    pub const YES_NO6: Col = Col(TABLE, 59);
    pub const ACCESSION: Col = Col(TABLE, 60);
    pub const AGENT1: Col = Col(TABLE, 61);
    pub const APPRAISAL: Col = Col(TABLE, 62);
    pub const CATALOGER: Col = Col(TABLE, 63);
    pub const COLLECTING_EVENT: Col = Col(TABLE, 64);
    pub const COLLECTION: Col = Col(TABLE, 65);
    pub const COLLECTION_OBJECT_ATTRIBUTE: Col = Col(TABLE, 66);
    pub const CONTAINER: Col = Col(TABLE, 67);
    pub const CONTAINER_OWNER: Col = Col(TABLE, 68);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 69);
    pub const EMBARGO_AUTHORITY: Col = Col(TABLE, 70);
    pub const FIELD_NOTEBOOK_PAGE: Col = Col(TABLE, 71);
    pub const INVENTORIZED_BY: Col = Col(TABLE, 72);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 73);
    pub const PALEO_CONTEXT: Col = Col(TABLE, 74);
    pub const VISIBILITY_SET_BY: Col = Col(TABLE, 75);
    pub const COLLECTION_OBJECT_TYPE: Col = Col(TABLE, 76);
    pub const COLLECTION_OBJECT_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECT_ATTRS: Many = Many(TABLE, 1);
    pub const COLLECTION_OBJECT_CITATIONS: Many = Many(TABLE, 2);
    pub const COLLECTION_OBJECT_PROPERTIES: Many = Many(TABLE, 3);
    pub const CONSERV_DESCRIPTIONS: Many = Many(TABLE, 4);
    pub const DETERMINATIONS: Many = Many(TABLE, 5);
    pub const DNA_SEQUENCES: Many = Many(TABLE, 6);
    pub const EXSICCATA_ITEMS: Many = Many(TABLE, 7);
    pub const LEFT_SIDE_RELS: Many = Many(TABLE, 8);
    pub const OTHER_IDENTIFIERS: Many = Many(TABLE, 9);
    pub const PREPARATIONS: Many = Many(TABLE, 10);
    pub const PROJECTS: Many = Many(TABLE, 11);
    pub const RIGHT_SIDE_RELS: Many = Many(TABLE, 12);
    pub const TREATMENT_EVENTS: Many = Many(TABLE, 13);
    pub const VOUCHER_RELATIONSHIPS: Many = Many(TABLE, 14);
    pub const COJO: Many = Many(TABLE, 15);
    pub const ABSOLUTE_AGES: Many = Many(TABLE, 16);
    pub const RELATIVE_AGES: Many = Many(TABLE, 17);
    pub const COMPONENTS: Many = Many(TABLE, 18);
}

pub mod collection_object_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(40);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const ORDINAL: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod collection_object_attr {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(41);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DBL_VALUE: Col = Col(TABLE, 1);
    pub const STR_VALUE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const DEFINITION: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod collection_object_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(42);
    pub const BOTTOM_DISTANCE: Col = Col(TABLE, 0);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 1);
    pub const DATE1: Col = Col(TABLE, 2);
    pub const DATE1_PRECISION: Col = Col(TABLE, 3);
    pub const DIRECTION: Col = Col(TABLE, 4);
    pub const DISTANCE_UNITS: Col = Col(TABLE, 5);
    pub const INTEGER1: Col = Col(TABLE, 6);
    pub const INTEGER10: Col = Col(TABLE, 7);
    pub const INTEGER2: Col = Col(TABLE, 8);
    pub const INTEGER3: Col = Col(TABLE, 9);
    pub const INTEGER4: Col = Col(TABLE, 10);
    pub const INTEGER5: Col = Col(TABLE, 11);
    pub const INTEGER6: Col = Col(TABLE, 12);
    pub const INTEGER7: Col = Col(TABLE, 13);
    pub const INTEGER8: Col = Col(TABLE, 14);
    pub const INTEGER9: Col = Col(TABLE, 15);
    pub const NUMBER1: Col = Col(TABLE, 16);
    pub const NUMBER10: Col = Col(TABLE, 17);
    pub const NUMBER11: Col = Col(TABLE, 18);
    pub const NUMBER12: Col = Col(TABLE, 19);
    pub const NUMBER13: Col = Col(TABLE, 20);
    pub const NUMBER14: Col = Col(TABLE, 21);
    pub const NUMBER15: Col = Col(TABLE, 22);
    pub const NUMBER16: Col = Col(TABLE, 23);
    pub const NUMBER17: Col = Col(TABLE, 24);
    pub const NUMBER18: Col = Col(TABLE, 25);
    pub const NUMBER19: Col = Col(TABLE, 26);
    pub const NUMBER2: Col = Col(TABLE, 27);
    pub const NUMBER20: Col = Col(TABLE, 28);
    pub const NUMBER21: Col = Col(TABLE, 29);
    pub const NUMBER22: Col = Col(TABLE, 30);
    pub const NUMBER23: Col = Col(TABLE, 31);
    pub const NUMBER24: Col = Col(TABLE, 32);
    pub const NUMBER25: Col = Col(TABLE, 33);
    pub const NUMBER26: Col = Col(TABLE, 34);
    pub const NUMBER27: Col = Col(TABLE, 35);
    pub const NUMBER28: Col = Col(TABLE, 36);
    pub const NUMBER29: Col = Col(TABLE, 37);
    pub const NUMBER3: Col = Col(TABLE, 38);
    pub const NUMBER30: Col = Col(TABLE, 39);
    pub const NUMBER31: Col = Col(TABLE, 40);
    pub const NUMBER32: Col = Col(TABLE, 41);
    pub const NUMBER33: Col = Col(TABLE, 42);
    pub const NUMBER34: Col = Col(TABLE, 43);
    pub const NUMBER35: Col = Col(TABLE, 44);
    pub const NUMBER36: Col = Col(TABLE, 45);
    pub const NUMBER37: Col = Col(TABLE, 46);
    pub const NUMBER38: Col = Col(TABLE, 47);
    pub const NUMBER39: Col = Col(TABLE, 48);
    pub const NUMBER4: Col = Col(TABLE, 49);
    pub const NUMBER40: Col = Col(TABLE, 50);
    pub const NUMBER41: Col = Col(TABLE, 51);
    pub const NUMBER42: Col = Col(TABLE, 52);
    pub const NUMBER5: Col = Col(TABLE, 53);
    pub const NUMBER6: Col = Col(TABLE, 54);
    pub const NUMBER7: Col = Col(TABLE, 55);
    pub const NUMBER8: Col = Col(TABLE, 56);
    pub const NUMBER9: Col = Col(TABLE, 57);
    pub const POSITION_STATE: Col = Col(TABLE, 58);
    pub const REMARKS: Col = Col(TABLE, 59);
    pub const TEXT1: Col = Col(TABLE, 60);
    pub const TEXT10: Col = Col(TABLE, 61);
    pub const TEXT11: Col = Col(TABLE, 62);
    pub const TEXT12: Col = Col(TABLE, 63);
    pub const TEXT13: Col = Col(TABLE, 64);
    pub const TEXT14: Col = Col(TABLE, 65);
    pub const TEXT15: Col = Col(TABLE, 66);
    pub const TEXT16: Col = Col(TABLE, 67);
    pub const TEXT17: Col = Col(TABLE, 68);
    pub const TEXT18: Col = Col(TABLE, 69);
    pub const TEXT19: Col = Col(TABLE, 70);
    pub const TEXT2: Col = Col(TABLE, 71);
    pub const TEXT20: Col = Col(TABLE, 72);
    pub const TEXT21: Col = Col(TABLE, 73);
    pub const TEXT22: Col = Col(TABLE, 74);
    pub const TEXT23: Col = Col(TABLE, 75);
    pub const TEXT24: Col = Col(TABLE, 76);
    pub const TEXT25: Col = Col(TABLE, 77);
    pub const TEXT26: Col = Col(TABLE, 78);
    pub const TEXT27: Col = Col(TABLE, 79);
    pub const TEXT28: Col = Col(TABLE, 80);
    pub const TEXT29: Col = Col(TABLE, 81);
    pub const TEXT3: Col = Col(TABLE, 82);
    pub const TEXT30: Col = Col(TABLE, 83);
    pub const TEXT31: Col = Col(TABLE, 84);
    pub const TEXT32: Col = Col(TABLE, 85);
    pub const TEXT33: Col = Col(TABLE, 86);
    pub const TEXT34: Col = Col(TABLE, 87);
    pub const TEXT35: Col = Col(TABLE, 88);
    pub const TEXT36: Col = Col(TABLE, 89);
    pub const TEXT37: Col = Col(TABLE, 90);
    pub const TEXT38: Col = Col(TABLE, 91);
    pub const TEXT39: Col = Col(TABLE, 92);
    pub const TEXT4: Col = Col(TABLE, 93);
    pub const TEXT40: Col = Col(TABLE, 94);
    pub const TEXT5: Col = Col(TABLE, 95);
    pub const TEXT6: Col = Col(TABLE, 96);
    pub const TEXT7: Col = Col(TABLE, 97);
    pub const TEXT8: Col = Col(TABLE, 98);
    pub const TEXT9: Col = Col(TABLE, 99);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 100);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 101);
    pub const TOP_DISTANCE: Col = Col(TABLE, 102);
    pub const VERSION: Col = Col(TABLE, 103);
    pub const YES_NO1: Col = Col(TABLE, 104);
    pub const YES_NO10: Col = Col(TABLE, 105);
    pub const YES_NO11: Col = Col(TABLE, 106);
    pub const YES_NO12: Col = Col(TABLE, 107);
    pub const YES_NO13: Col = Col(TABLE, 108);
    pub const YES_NO14: Col = Col(TABLE, 109);
    pub const YES_NO15: Col = Col(TABLE, 110);
    pub const YES_NO16: Col = Col(TABLE, 111);
    pub const YES_NO17: Col = Col(TABLE, 112);
    pub const YES_NO18: Col = Col(TABLE, 113);
    pub const YES_NO19: Col = Col(TABLE, 114);
    pub const YES_NO2: Col = Col(TABLE, 115);
    pub const YES_NO20: Col = Col(TABLE, 116);
    pub const YES_NO3: Col = Col(TABLE, 117);
    pub const YES_NO4: Col = Col(TABLE, 118);
    pub const YES_NO5: Col = Col(TABLE, 119);
    pub const YES_NO6: Col = Col(TABLE, 120);
    pub const YES_NO7: Col = Col(TABLE, 121);
    pub const YES_NO8: Col = Col(TABLE, 122);
    pub const YES_NO9: Col = Col(TABLE, 123);
    pub const AGENT1: Col = Col(TABLE, 124);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 125);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 126);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 0);
}

pub mod collection_object_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(43);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 1);
    pub const IS_FIGURED: Col = Col(TABLE, 2);
    pub const PAGE_NUMBER: Col = Col(TABLE, 3);
    pub const PLATE_NUMBER: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const REFERENCE_WORK: Col = Col(TABLE, 12);
}

pub mod collection_object_group {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(44);
    pub const NAME: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const IGSN: Col = Col(TABLE, 2);
    pub const GUID: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TEXT3: Col = Col(TABLE, 9);
    pub const INTEGER1: Col = Col(TABLE, 10);
    pub const INTEGER2: Col = Col(TABLE, 11);
    pub const INTEGER3: Col = Col(TABLE, 12);
    pub const DECIMAL1: Col = Col(TABLE, 13);
    pub const DECIMAL2: Col = Col(TABLE, 14);
    pub const DECIMAL3: Col = Col(TABLE, 15);
    pub const YESNO1: Col = Col(TABLE, 16);
    pub const YESNO2: Col = Col(TABLE, 17);
    pub const YESNO3: Col = Col(TABLE, 18);
    pub const COLLECTION: Col = Col(TABLE, 19);
    pub const COG_TYPE: Col = Col(TABLE, 20);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 21);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 22);
    pub const COJO: Many = Many(TABLE, 0);
    pub const CHILDREN: Many = Many(TABLE, 1);
}

pub mod collection_object_group_join {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(45);
    pub const IS_PRIMARY: Col = Col(TABLE, 0);
    pub const IS_SUBSTRATE: Col = Col(TABLE, 1);
    pub const PRECEDENCE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const TEXT1: Col = Col(TABLE, 6);
    pub const TEXT2: Col = Col(TABLE, 7);
    pub const TEXT3: Col = Col(TABLE, 8);
    pub const INTEGER1: Col = Col(TABLE, 9);
    pub const INTEGER2: Col = Col(TABLE, 10);
    pub const INTEGER3: Col = Col(TABLE, 11);
    pub const YESNO1: Col = Col(TABLE, 12);
    pub const YESNO2: Col = Col(TABLE, 13);
    pub const YESNO3: Col = Col(TABLE, 14);
    pub const PARENT_COG: Col = Col(TABLE, 15);
    pub const CHILD_COG: Col = Col(TABLE, 16);
    pub const CHILD_CO: Col = Col(TABLE, 17);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 18);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 19);
}

pub mod collection_object_group_type {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(46);
    pub const NAME: Col = Col(TABLE, 0);
    pub const TYPE: Col = Col(TABLE, 1);
    pub const VERSION: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod collection_object_property {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(47);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DATE1: Col = Col(TABLE, 1);
    pub const DATE10: Col = Col(TABLE, 2);
    pub const DATE11: Col = Col(TABLE, 3);
    pub const DATE12: Col = Col(TABLE, 4);
    pub const DATE13: Col = Col(TABLE, 5);
    pub const DATE14: Col = Col(TABLE, 6);
    pub const DATE15: Col = Col(TABLE, 7);
    pub const DATE16: Col = Col(TABLE, 8);
    pub const DATE17: Col = Col(TABLE, 9);
    pub const DATE18: Col = Col(TABLE, 10);
    pub const DATE19: Col = Col(TABLE, 11);
    pub const DATE2: Col = Col(TABLE, 12);
    pub const DATE20: Col = Col(TABLE, 13);
    pub const DATE3: Col = Col(TABLE, 14);
    pub const DATE4: Col = Col(TABLE, 15);
    pub const DATE5: Col = Col(TABLE, 16);
    pub const DATE6: Col = Col(TABLE, 17);
    pub const DATE7: Col = Col(TABLE, 18);
    pub const DATE8: Col = Col(TABLE, 19);
    pub const DATE9: Col = Col(TABLE, 20);
    pub const GUID: Col = Col(TABLE, 21);
    pub const INTEGER1: Col = Col(TABLE, 22);
    pub const INTEGER10: Col = Col(TABLE, 23);
    pub const INTEGER11: Col = Col(TABLE, 24);
    pub const INTEGER12: Col = Col(TABLE, 25);
    pub const INTEGER13: Col = Col(TABLE, 26);
    pub const INTEGER14: Col = Col(TABLE, 27);
    pub const INTEGER15: Col = Col(TABLE, 28);
    pub const INTEGER16: Col = Col(TABLE, 29);
    pub const INTEGER17: Col = Col(TABLE, 30);
    pub const INTEGER18: Col = Col(TABLE, 31);
    pub const INTEGER19: Col = Col(TABLE, 32);
    pub const INTEGER2: Col = Col(TABLE, 33);
    pub const INTEGER20: Col = Col(TABLE, 34);
    pub const INTEGER21: Col = Col(TABLE, 35);
    pub const INTEGER22: Col = Col(TABLE, 36);
    pub const INTEGER23: Col = Col(TABLE, 37);
    pub const INTEGER24: Col = Col(TABLE, 38);
    pub const INTEGER25: Col = Col(TABLE, 39);
    pub const INTEGER26: Col = Col(TABLE, 40);
    pub const INTEGER27: Col = Col(TABLE, 41);
    pub const INTEGER28: Col = Col(TABLE, 42);
    pub const INTEGER29: Col = Col(TABLE, 43);
    pub const INTEGER3: Col = Col(TABLE, 44);
    pub const INTEGER30: Col = Col(TABLE, 45);
    pub const INTEGER4: Col = Col(TABLE, 46);
    pub const INTEGER5: Col = Col(TABLE, 47);
    pub const INTEGER6: Col = Col(TABLE, 48);
    pub const INTEGER7: Col = Col(TABLE, 49);
    pub const INTEGER8: Col = Col(TABLE, 50);
    pub const INTEGER9: Col = Col(TABLE, 51);
    pub const NUMBER1: Col = Col(TABLE, 52);
    pub const NUMBER10: Col = Col(TABLE, 53);
    pub const NUMBER11: Col = Col(TABLE, 54);
    pub const NUMBER12: Col = Col(TABLE, 55);
    pub const NUMBER13: Col = Col(TABLE, 56);
    pub const NUMBER14: Col = Col(TABLE, 57);
    pub const NUMBER15: Col = Col(TABLE, 58);
    pub const NUMBER16: Col = Col(TABLE, 59);
    pub const NUMBER17: Col = Col(TABLE, 60);
    pub const NUMBER18: Col = Col(TABLE, 61);
    pub const NUMBER19: Col = Col(TABLE, 62);
    pub const NUMBER2: Col = Col(TABLE, 63);
    pub const NUMBER20: Col = Col(TABLE, 64);
    pub const NUMBER21: Col = Col(TABLE, 65);
    pub const NUMBER22: Col = Col(TABLE, 66);
    pub const NUMBER23: Col = Col(TABLE, 67);
    pub const NUMBER24: Col = Col(TABLE, 68);
    pub const NUMBER25: Col = Col(TABLE, 69);
    pub const NUMBER26: Col = Col(TABLE, 70);
    pub const NUMBER27: Col = Col(TABLE, 71);
    pub const NUMBER28: Col = Col(TABLE, 72);
    pub const NUMBER29: Col = Col(TABLE, 73);
    pub const NUMBER3: Col = Col(TABLE, 74);
    pub const NUMBER30: Col = Col(TABLE, 75);
    pub const NUMBER4: Col = Col(TABLE, 76);
    pub const NUMBER5: Col = Col(TABLE, 77);
    pub const NUMBER6: Col = Col(TABLE, 78);
    pub const NUMBER7: Col = Col(TABLE, 79);
    pub const NUMBER8: Col = Col(TABLE, 80);
    pub const NUMBER9: Col = Col(TABLE, 81);
    pub const REMARKS: Col = Col(TABLE, 82);
    pub const TEXT1: Col = Col(TABLE, 83);
    pub const TEXT10: Col = Col(TABLE, 84);
    pub const TEXT11: Col = Col(TABLE, 85);
    pub const TEXT12: Col = Col(TABLE, 86);
    pub const TEXT13: Col = Col(TABLE, 87);
    pub const TEXT14: Col = Col(TABLE, 88);
    pub const TEXT15: Col = Col(TABLE, 89);
    pub const TEXT16: Col = Col(TABLE, 90);
    pub const TEXT17: Col = Col(TABLE, 91);
    pub const TEXT18: Col = Col(TABLE, 92);
    pub const TEXT19: Col = Col(TABLE, 93);
    pub const TEXT2: Col = Col(TABLE, 94);
    pub const TEXT20: Col = Col(TABLE, 95);
    pub const TEXT21: Col = Col(TABLE, 96);
    pub const TEXT22: Col = Col(TABLE, 97);
    pub const TEXT23: Col = Col(TABLE, 98);
    pub const TEXT24: Col = Col(TABLE, 99);
    pub const TEXT25: Col = Col(TABLE, 100);
    pub const TEXT26: Col = Col(TABLE, 101);
    pub const TEXT27: Col = Col(TABLE, 102);
    pub const TEXT28: Col = Col(TABLE, 103);
    pub const TEXT29: Col = Col(TABLE, 104);
    pub const TEXT3: Col = Col(TABLE, 105);
    pub const TEXT30: Col = Col(TABLE, 106);
    pub const TEXT31: Col = Col(TABLE, 107);
    pub const TEXT32: Col = Col(TABLE, 108);
    pub const TEXT33: Col = Col(TABLE, 109);
    pub const TEXT34: Col = Col(TABLE, 110);
    pub const TEXT35: Col = Col(TABLE, 111);
    pub const TEXT36: Col = Col(TABLE, 112);
    pub const TEXT37: Col = Col(TABLE, 113);
    pub const TEXT38: Col = Col(TABLE, 114);
    pub const TEXT39: Col = Col(TABLE, 115);
    pub const TEXT4: Col = Col(TABLE, 116);
    pub const TEXT40: Col = Col(TABLE, 117);
    pub const TEXT5: Col = Col(TABLE, 118);
    pub const TEXT6: Col = Col(TABLE, 119);
    pub const TEXT7: Col = Col(TABLE, 120);
    pub const TEXT8: Col = Col(TABLE, 121);
    pub const TEXT9: Col = Col(TABLE, 122);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 123);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 124);
    pub const VERSION: Col = Col(TABLE, 125);
    pub const YES_NO1: Col = Col(TABLE, 126);
    pub const YES_NO10: Col = Col(TABLE, 127);
    pub const YES_NO11: Col = Col(TABLE, 128);
    pub const YES_NO12: Col = Col(TABLE, 129);
    pub const YES_NO13: Col = Col(TABLE, 130);
    pub const YES_NO14: Col = Col(TABLE, 131);
    pub const YES_NO15: Col = Col(TABLE, 132);
    pub const YES_NO16: Col = Col(TABLE, 133);
    pub const YES_NO17: Col = Col(TABLE, 134);
    pub const YES_NO18: Col = Col(TABLE, 135);
    pub const YES_NO19: Col = Col(TABLE, 136);
    pub const YES_NO2: Col = Col(TABLE, 137);
    pub const YES_NO20: Col = Col(TABLE, 138);
    pub const YES_NO3: Col = Col(TABLE, 139);
    pub const YES_NO4: Col = Col(TABLE, 140);
    pub const YES_NO5: Col = Col(TABLE, 141);
    pub const YES_NO6: Col = Col(TABLE, 142);
    pub const YES_NO7: Col = Col(TABLE, 143);
    pub const YES_NO8: Col = Col(TABLE, 144);
    pub const YES_NO9: Col = Col(TABLE, 145);
    pub const AGENT1: Col = Col(TABLE, 146);
    pub const AGENT10: Col = Col(TABLE, 147);
    pub const AGENT11: Col = Col(TABLE, 148);
    pub const AGENT12: Col = Col(TABLE, 149);
    pub const AGENT13: Col = Col(TABLE, 150);
    pub const AGENT14: Col = Col(TABLE, 151);
    pub const AGENT15: Col = Col(TABLE, 152);
    pub const AGENT16: Col = Col(TABLE, 153);
    pub const AGENT17: Col = Col(TABLE, 154);
    pub const AGENT18: Col = Col(TABLE, 155);
    pub const AGENT19: Col = Col(TABLE, 156);
    pub const AGENT2: Col = Col(TABLE, 157);
    pub const AGENT20: Col = Col(TABLE, 158);
    pub const AGENT3: Col = Col(TABLE, 159);
    pub const AGENT4: Col = Col(TABLE, 160);
    pub const AGENT5: Col = Col(TABLE, 161);
    pub const AGENT6: Col = Col(TABLE, 162);
    pub const AGENT7: Col = Col(TABLE, 163);
    pub const AGENT8: Col = Col(TABLE, 164);
    pub const AGENT9: Col = Col(TABLE, 165);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 166);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 167);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 168);
}

pub mod collection_object_type {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(48);
    pub const NAME: Col = Col(TABLE, 0);
    pub const VERSION: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const TEXT1: Col = Col(TABLE, 4);
    pub const TEXT2: Col = Col(TABLE, 5);
    pub const TEXT3: Col = Col(TABLE, 6);
    pub const CATALOG_NUMBER_FORMAT_NAME: Col = Col(TABLE, 7);
    pub const COLLECTION: Col = Col(TABLE, 8);
    pub const TAXON_TREE_DEF: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
}

pub mod collection_rel_type {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(49);
    pub const NAME: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const LEFT_SIDE_COLLECTION: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const RIGHT_SIDE_COLLECTION: Col = Col(TABLE, 8);
}

pub mod collection_relationship {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(50);
    pub const TEXT1: Col = Col(TABLE, 0);
    pub const TEXT2: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION_REL_TYPE: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const LEFT_SIDE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const RIGHT_SIDE: Col = Col(TABLE, 9);
}

pub mod collector {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(51);
    pub const IS_PRIMARY: Col = Col(TABLE, 0);
    pub const ORDER_NUMBER: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TEXT1: Col = Col(TABLE, 3);
    pub const TEXT2: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const YES_NO1: Col = Col(TABLE, 8);
    pub const YES_NO2: Col = Col(TABLE, 9);
    pub const AGENT: Col = Col(TABLE, 10);
    pub const COLLECTING_EVENT: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const DIVISION: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
}

pub mod common_name_tx {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(52);
    pub const AUTHOR: Col = Col(TABLE, 0);
    pub const COUNTRY: Col = Col(TABLE, 1);
    pub const LANGUAGE: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VARIANT: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const TAXON: Col = Col(TABLE, 10);
    pub const CITATIONS: Many = Many(TABLE, 0);
}

pub mod common_name_tx_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(53);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const PAGE_NUMBER: Col = Col(TABLE, 4);
    pub const PLATE_NUMBER: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const YES_NO1: Col = Col(TABLE, 12);
    pub const YES_NO2: Col = Col(TABLE, 13);
    pub const COMMON_NAME_TX: Col = Col(TABLE, 14);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const REFERENCE_WORK: Col = Col(TABLE, 17);
}

pub mod component {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(54);
    pub const CATALOG_NUMBER: Col = Col(TABLE, 0);
    pub const VERBATIM_NAME: Col = Col(TABLE, 1);
    pub const ROLE: Col = Col(TABLE, 2);
    pub const PROPORTION: Col = Col(TABLE, 3);
    pub const UNIQUE_IDENTIFIER: Col = Col(TABLE, 4);
    pub const TEXT1: Col = Col(TABLE, 5);
    pub const TEXT2: Col = Col(TABLE, 6);
    pub const TEXT3: Col = Col(TABLE, 7);
    pub const TEXT4: Col = Col(TABLE, 8);
    pub const TEXT5: Col = Col(TABLE, 9);
    pub const TEXT6: Col = Col(TABLE, 10);
    pub const YES_NO1: Col = Col(TABLE, 11);
    pub const YES_NO2: Col = Col(TABLE, 12);
    pub const YES_NO3: Col = Col(TABLE, 13);
    pub const YES_NO4: Col = Col(TABLE, 14);
    pub const YES_NO5: Col = Col(TABLE, 15);
    pub const YES_NO6: Col = Col(TABLE, 16);
    pub const INTEGER1: Col = Col(TABLE, 17);
    pub const INTEGER2: Col = Col(TABLE, 18);
    pub const INTEGER3: Col = Col(TABLE, 19);
    pub const INTEGER4: Col = Col(TABLE, 20);
    pub const INTEGER5: Col = Col(TABLE, 21);
    pub const INTEGER6: Col = Col(TABLE, 22);
    pub const NUMBER1: Col = Col(TABLE, 23);
    pub const NUMBER2: Col = Col(TABLE, 24);
    pub const NUMBER3: Col = Col(TABLE, 25);
    pub const NUMBER4: Col = Col(TABLE, 26);
    pub const NUMBER5: Col = Col(TABLE, 27);
    pub const NUMBER6: Col = Col(TABLE, 28);
    pub const VERSION: Col = Col(TABLE, 29);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 30);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 31);
    pub const IDENTIFIED_DATE: Col = Col(TABLE, 32);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 33);
    pub const NAME: Col = Col(TABLE, 34);
    pub const IDENTIFIED_BY: Col = Col(TABLE, 35);
    pub const TYPE: Col = Col(TABLE, 36);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 37);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 38);
    pub const ABSOLUTE_AGES: Many = Many(TABLE, 0);
    pub const RELATIVE_AGES: Many = Many(TABLE, 1);
}

pub mod conserv_description {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(55);
    pub const BACKGROUND_INFO: Col = Col(TABLE, 0);
    pub const COMPOSITION: Col = Col(TABLE, 1);
    pub const DATE1: Col = Col(TABLE, 2);
    pub const DATE1_PRECISION: Col = Col(TABLE, 3);
    pub const DATE2: Col = Col(TABLE, 4);
    pub const DATE2_PRECISION: Col = Col(TABLE, 5);
    pub const DATE3: Col = Col(TABLE, 6);
    pub const DATE3_PRECISION: Col = Col(TABLE, 7);
    pub const DATE4: Col = Col(TABLE, 8);
    pub const DATE4_PRECISION: Col = Col(TABLE, 9);
    pub const DATE5: Col = Col(TABLE, 10);
    pub const DATE5_PRECISION: Col = Col(TABLE, 11);
    pub const DESCRIPTION: Col = Col(TABLE, 12);
    pub const DETERMINED_DATE: Col = Col(TABLE, 13);
    pub const DISPLAY_RECOMMENDATIONS: Col = Col(TABLE, 14);
    pub const HEIGHT: Col = Col(TABLE, 15);
    pub const INTEGER1: Col = Col(TABLE, 16);
    pub const INTEGER2: Col = Col(TABLE, 17);
    pub const INTEGER3: Col = Col(TABLE, 18);
    pub const INTEGER4: Col = Col(TABLE, 19);
    pub const INTEGER5: Col = Col(TABLE, 20);
    pub const LIGHT_RECOMMENDATIONS: Col = Col(TABLE, 21);
    pub const NUMBER1: Col = Col(TABLE, 22);
    pub const NUMBER2: Col = Col(TABLE, 23);
    pub const NUMBER3: Col = Col(TABLE, 24);
    pub const NUMBER4: Col = Col(TABLE, 25);
    pub const NUMBER5: Col = Col(TABLE, 26);
    pub const OBJ_LENGTH: Col = Col(TABLE, 27);
    pub const OTHER_RECOMMENDATIONS: Col = Col(TABLE, 28);
    pub const REMARKS: Col = Col(TABLE, 29);
    pub const SHORT_DESC: Col = Col(TABLE, 30);
    pub const SOURCE: Col = Col(TABLE, 31);
    pub const TEXT1: Col = Col(TABLE, 32);
    pub const TEXT2: Col = Col(TABLE, 33);
    pub const TEXT3: Col = Col(TABLE, 34);
    pub const TEXT4: Col = Col(TABLE, 35);
    pub const TEXT5: Col = Col(TABLE, 36);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 37);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 38);
    pub const UNITS: Col = Col(TABLE, 39);
    pub const VERSION: Col = Col(TABLE, 40);
    pub const WIDTH: Col = Col(TABLE, 41);
    pub const YES_NO1: Col = Col(TABLE, 42);
    pub const YES_NO2: Col = Col(TABLE, 43);
    pub const YES_NO3: Col = Col(TABLE, 44);
    pub const YES_NO4: Col = Col(TABLE, 45);
    pub const YES_NO5: Col = Col(TABLE, 46);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 47);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 48);
    pub const DIVISION: Col = Col(TABLE, 49);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 50);
    pub const PREPARATION: Col = Col(TABLE, 51);
    pub const CONSERV_DESCRIPTION_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const EVENTS: Many = Many(TABLE, 1);
}

pub mod conserv_description_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(56);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CONSERV_DESCRIPTION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod conserv_event {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(57);
    pub const ADV_TESTING_EXAM: Col = Col(TABLE, 0);
    pub const ADV_TESTING_EXAM_RESULTS: Col = Col(TABLE, 1);
    pub const COMPLETED_COMMENTS: Col = Col(TABLE, 2);
    pub const COMPLETED_DATE: Col = Col(TABLE, 3);
    pub const COMPLETED_DATE_PRECISION: Col = Col(TABLE, 4);
    pub const CONDITION_REPORT: Col = Col(TABLE, 5);
    pub const CURATOR_APPROVAL_DATE: Col = Col(TABLE, 6);
    pub const CURATOR_APPROVAL_DATE_PRECISION: Col = Col(TABLE, 7);
    pub const EXAM_DATE: Col = Col(TABLE, 8);
    pub const EXAM_DATE_PRECISION: Col = Col(TABLE, 9);
    pub const NUMBER1: Col = Col(TABLE, 10);
    pub const NUMBER2: Col = Col(TABLE, 11);
    pub const PHOTO_DOCS: Col = Col(TABLE, 12);
    pub const REMARKS: Col = Col(TABLE, 13);
    pub const TEXT1: Col = Col(TABLE, 14);
    pub const TEXT2: Col = Col(TABLE, 15);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 16);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 17);
    pub const TREATMENT_COMP_DATE: Col = Col(TABLE, 18);
    pub const TREATMENT_COMP_DATE_PRECISION: Col = Col(TABLE, 19);
    pub const TREATMENT_REPORT: Col = Col(TABLE, 20);
    pub const VERSION: Col = Col(TABLE, 21);
    pub const YES_NO1: Col = Col(TABLE, 22);
    pub const YES_NO2: Col = Col(TABLE, 23);
    pub const CONSERV_DESCRIPTION: Col = Col(TABLE, 24);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 25);
    pub const CURATOR: Col = Col(TABLE, 26);
    pub const EXAMINED_BY_AGENT: Col = Col(TABLE, 27);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 28);
    pub const TREATED_BY_AGENT: Col = Col(TABLE, 29);
    pub const CONSERV_EVENT_ATTACHMENTS: Many = Many(TABLE, 0);
}

pub mod conserv_event_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(58);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CONSERV_EVENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod container {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(59);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const NAME: Col = Col(TABLE, 2);
    pub const NUMBER: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const TYPE: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const PARENT: Col = Col(TABLE, 10);
    pub const STORAGE: Col = Col(TABLE, 11);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECT_KIDS: Many = Many(TABLE, 1);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 2);
}

pub mod data_type {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(60);
    pub const NAME: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 4);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 5);
}

pub mod deaccession {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(61);
    pub const DATE1: Col = Col(TABLE, 0);
    pub const DATE2: Col = Col(TABLE, 1);
    pub const DEACCESSION_DATE: Col = Col(TABLE, 2);
    pub const DEACCESSION_NUMBER: Col = Col(TABLE, 3);
    pub const INTEGER1: Col = Col(TABLE, 4);
    pub const INTEGER2: Col = Col(TABLE, 5);
    pub const INTEGER3: Col = Col(TABLE, 6);
    pub const INTEGER4: Col = Col(TABLE, 7);
    pub const INTEGER5: Col = Col(TABLE, 8);
    pub const NUMBER1: Col = Col(TABLE, 9);
    pub const NUMBER2: Col = Col(TABLE, 10);
    pub const NUMBER3: Col = Col(TABLE, 11);
    pub const NUMBER4: Col = Col(TABLE, 12);
    pub const NUMBER5: Col = Col(TABLE, 13);
    pub const REMARKS: Col = Col(TABLE, 14);
    pub const STATUS: Col = Col(TABLE, 15);
    pub const TEXT1: Col = Col(TABLE, 16);
    pub const TEXT2: Col = Col(TABLE, 17);
    pub const TEXT3: Col = Col(TABLE, 18);
    pub const TEXT4: Col = Col(TABLE, 19);
    pub const TEXT5: Col = Col(TABLE, 20);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 21);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 22);
    pub const TYPE: Col = Col(TABLE, 23);
    pub const VERSION: Col = Col(TABLE, 24);
    pub const YES_NO1: Col = Col(TABLE, 25);
    pub const YES_NO2: Col = Col(TABLE, 26);
    pub const YES_NO3: Col = Col(TABLE, 27);
    pub const YES_NO4: Col = Col(TABLE, 28);
    pub const YES_NO5: Col = Col(TABLE, 29);
    pub const AGENT1: Col = Col(TABLE, 30);
    pub const AGENT2: Col = Col(TABLE, 31);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 32);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 33);
    pub const DEACCESSION_AGENTS: Many = Many(TABLE, 0);
    pub const DEACCESSION_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const DISPOSALS: Many = Many(TABLE, 2);
    pub const EXCHANGE_OUTS: Many = Many(TABLE, 3);
    pub const GIFTS: Many = Many(TABLE, 4);
}

pub mod deaccession_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(62);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DEACCESSION: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod deaccession_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(63);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DEACCESSION: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod determination {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(64);
    pub const ADDENDUM: Col = Col(TABLE, 0);
    pub const ALTERNATE_NAME: Col = Col(TABLE, 1);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 2);
    pub const CONFIDENCE: Col = Col(TABLE, 3);
    pub const DETERMINED_DATE: Col = Col(TABLE, 4);
    pub const DETERMINED_DATE_PRECISION: Col = Col(TABLE, 5);
    pub const FEATURE_OR_BASIS: Col = Col(TABLE, 6);
    pub const GUID: Col = Col(TABLE, 7);
    pub const INTEGER1: Col = Col(TABLE, 8);
    pub const INTEGER2: Col = Col(TABLE, 9);
    pub const INTEGER3: Col = Col(TABLE, 10);
    pub const INTEGER4: Col = Col(TABLE, 11);
    pub const INTEGER5: Col = Col(TABLE, 12);
    pub const IS_CURRENT: Col = Col(TABLE, 13);
    pub const METHOD: Col = Col(TABLE, 14);
    pub const NAME_USAGE: Col = Col(TABLE, 15);
    pub const NUMBER1: Col = Col(TABLE, 16);
    pub const NUMBER2: Col = Col(TABLE, 17);
    pub const NUMBER3: Col = Col(TABLE, 18);
    pub const NUMBER4: Col = Col(TABLE, 19);
    pub const NUMBER5: Col = Col(TABLE, 20);
    pub const QUALIFIER: Col = Col(TABLE, 21);
    pub const REMARKS: Col = Col(TABLE, 22);
    pub const SUB_SP_QUALIFIER: Col = Col(TABLE, 23);
    pub const TEXT1: Col = Col(TABLE, 24);
    pub const TEXT2: Col = Col(TABLE, 25);
    pub const TEXT3: Col = Col(TABLE, 26);
    pub const TEXT4: Col = Col(TABLE, 27);
    pub const TEXT5: Col = Col(TABLE, 28);
    pub const TEXT6: Col = Col(TABLE, 29);
    pub const TEXT7: Col = Col(TABLE, 30);
    pub const TEXT8: Col = Col(TABLE, 31);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 32);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 33);
    pub const TYPE_STATUS_NAME: Col = Col(TABLE, 34);
    pub const VAR_QUALIFIER: Col = Col(TABLE, 35);
    pub const VERSION: Col = Col(TABLE, 36);
    pub const YES_NO1: Col = Col(TABLE, 37);
    pub const YES_NO2: Col = Col(TABLE, 38);
    pub const YES_NO3: Col = Col(TABLE, 39);
    pub const YES_NO4: Col = Col(TABLE, 40);
    pub const YES_NO5: Col = Col(TABLE, 41);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 42);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 43);
    pub const DETERMINER: Col = Col(TABLE, 44);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 45);
    pub const PREFERRED_TAXON: Col = Col(TABLE, 46);
    pub const TAXON: Col = Col(TABLE, 47);
    pub const DETERMINATION_CITATIONS: Many = Many(TABLE, 0);
    pub const DETERMINERS: Many = Many(TABLE, 1);
}

pub mod determination_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(65);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 1);
    pub const IS_FIGURED: Col = Col(TABLE, 2);
    pub const PAGE_NUMBER: Col = Col(TABLE, 3);
    pub const PLATE_NUMBER: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const DETERMINATION: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const REFERENCE_WORK: Col = Col(TABLE, 12);
}

pub mod determiner {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(66);
    pub const IS_PRIMARY: Col = Col(TABLE, 0);
    pub const ORDER_NUMBER: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TEXT1: Col = Col(TABLE, 3);
    pub const TEXT2: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const YES_NO1: Col = Col(TABLE, 8);
    pub const YES_NO2: Col = Col(TABLE, 9);
    pub const AGENT: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const DETERMINATION: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
}

pub mod discipline {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(67);
    pub const IS_PALEO_CONTEXT_EMBEDDED: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const PALEO_CONTEXT_CHILD_TABLE: Col = Col(TABLE, 2);
    pub const REG_NUMBER: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const TYPE: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const DATA_TYPE: Col = Col(TABLE, 9);
    pub const DIVISION: Col = Col(TABLE, 10);
    pub const GEOGRAPHY_TREE_DEF: Col = Col(TABLE, 11);
    pub const TAXON_TREE_DEF: Col = Col(TABLE, 12);
    pub const GEOLOGIC_TIME_PERIOD_TREE_DEF: Col = Col(TABLE, 13);
    pub const LITHO_STRAT_TREE_DEF: Col = Col(TABLE, 14);
    pub const TECTONIC_UNIT_TREE_DEF: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const ATTRIBUTE_DEFS: Many = Many(TABLE, 0);
    pub const COLLECTIONS: Many = Many(TABLE, 1);
    pub const NUMBERING_SCHEMES: Many = Many(TABLE, 2);
    pub const SP_EXPORT_SCHEMAS: Many = Many(TABLE, 3);
    pub const SP_LOCALE_CONTAINERS: Many = Many(TABLE, 4);
    pub const USER_GROUPS: Many = Many(TABLE, 5);
}

pub mod disposal {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(68);
    pub const DISPOSAL_DATE: Col = Col(TABLE, 0);
    pub const DISPOSAL_NUMBER: Col = Col(TABLE, 1);
    pub const DO_NOT_EXPORT: Col = Col(TABLE, 2);
    pub const NUMBER1: Col = Col(TABLE, 3);
    pub const NUMBER2: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT1: Col = Col(TABLE, 6);
    pub const TEXT2: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TYPE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const YES_NO1: Col = Col(TABLE, 12);
    pub const YES_NO2: Col = Col(TABLE, 13);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 14);
    pub const DEACCESSION: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const DISPOSAL_AGENTS: Many = Many(TABLE, 0);
    pub const DISPOSAL_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const DISPOSAL_PREPARATIONS: Many = Many(TABLE, 2);
}

pub mod disposal_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(69);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISPOSAL: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod disposal_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(70);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISPOSAL: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod disposal_preparation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(71);
    pub const QUANTITY: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const DISPOSAL: Col = Col(TABLE, 6);
    pub const LOAN_RETURN_PREPARATION: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PREPARATION: Col = Col(TABLE, 9);
}

pub mod division {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(72);
    pub const ABBREV: Col = Col(TABLE, 0);
    pub const ALT_NAME: Col = Col(TABLE, 1);
    pub const DESCRIPTION: Col = Col(TABLE, 2);
    pub const DISCIPLINE: Col = Col(TABLE, 3);
    pub const ICON_URI: Col = Col(TABLE, 4);
    pub const NAME: Col = Col(TABLE, 5);
    pub const REG_NUMBER: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const URI: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const ADDRESS: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const INSTITUTION: Col = Col(TABLE, 14);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 15);
    pub const DISCIPLINES: Many = Many(TABLE, 0);
    pub const MEMBERS: Many = Many(TABLE, 1);
    pub const NUMBERING_SCHEMES: Many = Many(TABLE, 2);
    pub const USER_GROUPS: Many = Many(TABLE, 3);
}

pub mod dna_primer {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(73);
    pub const INTEGER1: Col = Col(TABLE, 0);
    pub const INTEGER2: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const PRIMER_DESIGNATOR: Col = Col(TABLE, 4);
    pub const PRIMER_NAME_FORWARD: Col = Col(TABLE, 5);
    pub const PRIMER_NAME_REVERSE: Col = Col(TABLE, 6);
    pub const PRIMER_REFERENCE_CITATION_FORWARD: Col = Col(TABLE, 7);
    pub const PRIMER_REFERENCE_CITATION_REVERSE: Col = Col(TABLE, 8);
    pub const PRIMER_REFERENCE_LINK_FORWARD: Col = Col(TABLE, 9);
    pub const PRIMER_REFERENCE_LINK_REVERSE: Col = Col(TABLE, 10);
    pub const PRIMER_SEQUENCE_FORWARD: Col = Col(TABLE, 11);
    pub const PRIMER_SEQUENCE_REVERSE: Col = Col(TABLE, 12);
    pub const PURIFICATION_METHOD: Col = Col(TABLE, 13);
    pub const REMARKS: Col = Col(TABLE, 14);
    pub const RESERVED_INTEGER3: Col = Col(TABLE, 15);
    pub const RESERVED_INTEGER4: Col = Col(TABLE, 16);
    pub const RESERVED_NUMBER3: Col = Col(TABLE, 17);
    pub const RESERVED_NUMBER4: Col = Col(TABLE, 18);
    pub const RESERVED_TEXT3: Col = Col(TABLE, 19);
    pub const RESERVED_TEXT4: Col = Col(TABLE, 20);
    pub const TEXT1: Col = Col(TABLE, 21);
    pub const TEXT2: Col = Col(TABLE, 22);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 23);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 24);
    pub const VERSION: Col = Col(TABLE, 25);
    pub const YES_NO1: Col = Col(TABLE, 26);
    pub const YES_NO2: Col = Col(TABLE, 27);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 28);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 29);
    pub const DNA_SEQUENCING_RUNS: Many = Many(TABLE, 0);
}

pub mod dna_sequence {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(74);
    pub const AMBIGUOUS_RESIDUES: Col = Col(TABLE, 0);
    pub const BOLD_BARCODE_ID: Col = Col(TABLE, 1);
    pub const BOLD_LAST_UPDATE_DATE: Col = Col(TABLE, 2);
    pub const BOLD_SAMPLE_ID: Col = Col(TABLE, 3);
    pub const BOLD_TRANSLATION_MATRIX: Col = Col(TABLE, 4);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 5);
    pub const COMP_A: Col = Col(TABLE, 6);
    pub const COMP_C: Col = Col(TABLE, 7);
    pub const COMP_G: Col = Col(TABLE, 8);
    pub const COMP_T: Col = Col(TABLE, 9);
    pub const EXTRACTION_DATE: Col = Col(TABLE, 10);
    pub const EXTRACTION_DATE_PRECISION: Col = Col(TABLE, 11);
    pub const GENBANK_ACCESSION_NUMBER: Col = Col(TABLE, 12);
    pub const GENE_SEQUENCE: Col = Col(TABLE, 13);
    pub const MOLECULE_TYPE: Col = Col(TABLE, 14);
    pub const NUMBER1: Col = Col(TABLE, 15);
    pub const NUMBER2: Col = Col(TABLE, 16);
    pub const NUMBER3: Col = Col(TABLE, 17);
    pub const REMARKS: Col = Col(TABLE, 18);
    pub const SEQUENCE_DATE: Col = Col(TABLE, 19);
    pub const SEQUENCE_DATE_PRECISION: Col = Col(TABLE, 20);
    pub const TARGET_MARKER: Col = Col(TABLE, 21);
    pub const TEXT1: Col = Col(TABLE, 22);
    pub const TEXT2: Col = Col(TABLE, 23);
    pub const TEXT3: Col = Col(TABLE, 24);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 25);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 26);
    pub const TOTAL_RESIDUES: Col = Col(TABLE, 27);
    pub const VERSION: Col = Col(TABLE, 28);
    pub const YES_NO1: Col = Col(TABLE, 29);
    pub const YES_NO2: Col = Col(TABLE, 30);
    pub const YES_NO3: Col = Col(TABLE, 31);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 32);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 33);
    pub const EXTRACTOR: Col = Col(TABLE, 34);
    pub const MATERIAL_SAMPLE: Col = Col(TABLE, 35);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 36);
    pub const SEQUENCER: Col = Col(TABLE, 37);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
    pub const DNA_SEQUENCING_RUNS: Many = Many(TABLE, 1);
    pub const EXTRACTORS: Many = Many(TABLE, 2);
    pub const PCR_PERSONS: Many = Many(TABLE, 3);
}

pub mod dna_sequence_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(75);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DNA_SEQUENCE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod dna_sequencing_run {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(76);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DRYAD_DOI: Col = Col(TABLE, 1);
    pub const GENE_SEQUENCE: Col = Col(TABLE, 2);
    pub const NUMBER1: Col = Col(TABLE, 3);
    pub const NUMBER2: Col = Col(TABLE, 4);
    pub const NUMBER3: Col = Col(TABLE, 5);
    pub const ORDINAL: Col = Col(TABLE, 6);
    pub const PCR_COCKTAIL_PRIMER: Col = Col(TABLE, 7);
    pub const PCR_FORWARD_PRIMER_CODE: Col = Col(TABLE, 8);
    pub const PCR_PRIMER_NAME: Col = Col(TABLE, 9);
    pub const PCR_PRIMER_SEQUENCE5_3: Col = Col(TABLE, 10);
    pub const PCR_REVERSE_PRIMER_CODE: Col = Col(TABLE, 11);
    pub const READ_DIRECTION: Col = Col(TABLE, 12);
    pub const REMARKS: Col = Col(TABLE, 13);
    pub const RUN_DATE: Col = Col(TABLE, 14);
    pub const SCORE_FILE_NAME: Col = Col(TABLE, 15);
    pub const SEQUENCE_COCKTAIL_PRIMER: Col = Col(TABLE, 16);
    pub const SEQUENCE_PRIMER_CODE: Col = Col(TABLE, 17);
    pub const SEQUENCE_PRIMER_NAME: Col = Col(TABLE, 18);
    pub const SEQUENCE_PRIMER_SEQUENCE5_3: Col = Col(TABLE, 19);
    pub const SRA_EXPERIMENT_ID: Col = Col(TABLE, 20);
    pub const SRA_RUN_ID: Col = Col(TABLE, 21);
    pub const SRA_SUBMISSION_ID: Col = Col(TABLE, 22);
    pub const TEXT1: Col = Col(TABLE, 23);
    pub const TEXT2: Col = Col(TABLE, 24);
    pub const TEXT3: Col = Col(TABLE, 25);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 26);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 27);
    pub const TRACE_FILE_NAME: Col = Col(TABLE, 28);
    pub const VERSION: Col = Col(TABLE, 29);
    pub const YES_NO1: Col = Col(TABLE, 30);
    pub const YES_NO2: Col = Col(TABLE, 31);
    pub const YES_NO3: Col = Col(TABLE, 32);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 33);
    pub const DNA_PRIMER: Col = Col(TABLE, 34);
    pub const DNA_SEQUENCE: Col = Col(TABLE, 35);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 36);
    pub const PREPARED_BY_AGENT: Col = Col(TABLE, 37);
    pub const RUN_BY_AGENT: Col = Col(TABLE, 38);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
    pub const CITATIONS: Many = Many(TABLE, 1);
}

pub mod dna_sequencing_run_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(77);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DNA_SEQUENCING_RUN: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod dna_sequencing_run_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(78);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const PAGE_NUMBER: Col = Col(TABLE, 4);
    pub const PLATE_NUMBER: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const YES_NO1: Col = Col(TABLE, 12);
    pub const YES_NO2: Col = Col(TABLE, 13);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 14);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 15);
    pub const REFERENCE_WORK: Col = Col(TABLE, 16);
    pub const SEQUENCING_RUN: Col = Col(TABLE, 17);
}

pub mod exchange_in {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(79);
    pub const CONTENTS: Col = Col(TABLE, 0);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 1);
    pub const EXCHANGE_DATE: Col = Col(TABLE, 2);
    pub const EXCHANGE_IN_NUMBER: Col = Col(TABLE, 3);
    pub const NUMBER1: Col = Col(TABLE, 4);
    pub const NUMBER2: Col = Col(TABLE, 5);
    pub const QUANTITY_EXCHANGED: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const SRC_GEOGRAPHY: Col = Col(TABLE, 8);
    pub const SRC_TAXONOMY: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YES_NO1: Col = Col(TABLE, 15);
    pub const YES_NO2: Col = Col(TABLE, 16);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 17);
    pub const AGENT_CATALOGED_BY: Col = Col(TABLE, 18);
    pub const AGENT_RECEIVED_FROM: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const DIVISION: Col = Col(TABLE, 21);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 22);
    pub const EXCHANGE_IN_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const EXCHANGE_IN_PREPS: Many = Many(TABLE, 1);
}

pub mod exchange_in_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(80);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const EXCHANGE_IN: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod exchange_in_prep {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(81);
    pub const COMMENTS: Col = Col(TABLE, 0);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const QUANTITY: Col = Col(TABLE, 3);
    pub const TEXT1: Col = Col(TABLE, 4);
    pub const TEXT2: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const DISCIPLINE: Col = Col(TABLE, 10);
    pub const EXCHANGE_IN: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
    pub const PREPARATION: Col = Col(TABLE, 13);
}

pub mod exchange_out {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(82);
    pub const CONTENTS: Col = Col(TABLE, 0);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 1);
    pub const EXCHANGE_DATE: Col = Col(TABLE, 2);
    pub const EXCHANGE_OUT_NUMBER: Col = Col(TABLE, 3);
    pub const NUMBER1: Col = Col(TABLE, 4);
    pub const NUMBER2: Col = Col(TABLE, 5);
    pub const QUANTITY_EXCHANGED: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const SRC_GEOGRAPHY: Col = Col(TABLE, 8);
    pub const SRC_TAXONOMY: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YES_NO1: Col = Col(TABLE, 15);
    pub const YES_NO2: Col = Col(TABLE, 16);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 17);
    pub const AGENT_CATALOGED_BY: Col = Col(TABLE, 18);
    pub const AGENT_SENT_TO: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const DEACCESSION: Col = Col(TABLE, 21);
    pub const DIVISION: Col = Col(TABLE, 22);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 23);
    pub const EXCHANGE_OUT_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const EXCHANGE_OUT_PREPS: Many = Many(TABLE, 1);
    pub const SHIPMENTS: Many = Many(TABLE, 2);
}

pub mod exchange_out_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(83);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const EXCHANGE_OUT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod exchange_out_prep {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(84);
    pub const COMMENTS: Col = Col(TABLE, 0);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const QUANTITY: Col = Col(TABLE, 3);
    pub const TEXT1: Col = Col(TABLE, 4);
    pub const TEXT2: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const DISCIPLINE: Col = Col(TABLE, 10);
    pub const EXCHANGE_OUT: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
    pub const PREPARATION: Col = Col(TABLE, 13);
}

pub mod exsiccata {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(85);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const SCHEDAE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const TITLE: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const REFERENCE_WORK: Col = Col(TABLE, 8);
    pub const EXSICCATA_ITEMS: Many = Many(TABLE, 0);
}

pub mod exsiccata_item {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(86);
    pub const FASCICLE: Col = Col(TABLE, 0);
    pub const NUMBER: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const EXSICCATA: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod extractor {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(87);
    pub const ORDER_NUMBER: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TEXT1: Col = Col(TABLE, 2);
    pub const TEXT2: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const YES_NO1: Col = Col(TABLE, 7);
    pub const YES_NO2: Col = Col(TABLE, 8);
    pub const AGENT: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const DNA_SEQUENCE: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
}

pub mod field_notebook {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(88);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const END_DATE: Col = Col(TABLE, 1);
    pub const LOCATION: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const START_DATE: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const COLLECTION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const DISCIPLINE: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const OWNER_AGENT: Col = Col(TABLE, 12);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
    pub const PAGE_SETS: Many = Many(TABLE, 1);
}

pub mod field_notebook_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(89);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const FIELD_NOTEBOOK: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod field_notebook_page {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(90);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const PAGE_NUMBER: Col = Col(TABLE, 1);
    pub const SCAN_DATE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PAGE_SET: Col = Col(TABLE, 9);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 1);
}

pub mod field_notebook_page_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(91);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const FIELD_NOTEBOOK_PAGE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod field_notebook_page_set {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(92);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const END_DATE: Col = Col(TABLE, 1);
    pub const METHOD: Col = Col(TABLE, 2);
    pub const ORDER_NUMBER: Col = Col(TABLE, 3);
    pub const START_DATE: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const DISCIPLINE: Col = Col(TABLE, 9);
    pub const FIELD_NOTEBOOK: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const SOURCE_AGENT: Col = Col(TABLE, 12);
    pub const ATTACHMENTS: Many = Many(TABLE, 0);
    pub const PAGES: Many = Many(TABLE, 1);
}

pub mod field_notebook_page_set_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(93);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const FIELD_NOTEBOOK_PAGE_SET: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod form_definition {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(94);
    pub const TABLE_NAME: Col = Col(TABLE, 0);
    pub const DEFINITION: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod funding_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(95);
    pub const IS_PRIMARY: Col = Col(TABLE, 0);
    pub const ORDER_NUMBER: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const TYPE: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const AGENT: Col = Col(TABLE, 7);
    pub const COLLECTING_TRIP: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const DIVISION: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
}

pub mod geo_coord_detail {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(96);
    pub const ERROR_POLYGON: Col = Col(TABLE, 0);
    pub const GEO_REF_ACCURACY: Col = Col(TABLE, 1);
    pub const GEO_REF_ACCURACY_UNITS: Col = Col(TABLE, 2);
    pub const GEO_REF_COMPILED_DATE: Col = Col(TABLE, 3);
    pub const GEO_REF_DET_DATE: Col = Col(TABLE, 4);
    pub const GEO_REF_DET_REF: Col = Col(TABLE, 5);
    pub const GEO_REF_REMARKS: Col = Col(TABLE, 6);
    pub const GEO_REF_VERIFICATION_STATUS: Col = Col(TABLE, 7);
    pub const INTEGER1: Col = Col(TABLE, 8);
    pub const INTEGER2: Col = Col(TABLE, 9);
    pub const INTEGER3: Col = Col(TABLE, 10);
    pub const INTEGER4: Col = Col(TABLE, 11);
    pub const INTEGER5: Col = Col(TABLE, 12);
    pub const MAX_UNCERTAINTY_EST: Col = Col(TABLE, 13);
    pub const MAX_UNCERTAINTY_EST_UNIT: Col = Col(TABLE, 14);
    pub const NAMED_PLACE_EXTENT: Col = Col(TABLE, 15);
    pub const NO_GEO_REF_BECAUSE: Col = Col(TABLE, 16);
    pub const NUMBER1: Col = Col(TABLE, 17);
    pub const NUMBER2: Col = Col(TABLE, 18);
    pub const NUMBER3: Col = Col(TABLE, 19);
    pub const NUMBER4: Col = Col(TABLE, 20);
    pub const NUMBER5: Col = Col(TABLE, 21);
    pub const ORIGINAL_COORD_SYSTEM: Col = Col(TABLE, 22);
    pub const PROTOCOL: Col = Col(TABLE, 23);
    pub const SOURCE: Col = Col(TABLE, 24);
    pub const TEXT1: Col = Col(TABLE, 25);
    pub const TEXT2: Col = Col(TABLE, 26);
    pub const TEXT3: Col = Col(TABLE, 27);
    pub const TEXT4: Col = Col(TABLE, 28);
    pub const TEXT5: Col = Col(TABLE, 29);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 30);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 31);
    pub const UNCERTAINTY_POLYGON: Col = Col(TABLE, 32);
    pub const VALIDATION: Col = Col(TABLE, 33);
    pub const VERSION: Col = Col(TABLE, 34);
    pub const YES_NO1: Col = Col(TABLE, 35);
    pub const YES_NO2: Col = Col(TABLE, 36);
    pub const YES_NO3: Col = Col(TABLE, 37);
    pub const YES_NO4: Col = Col(TABLE, 38);
    pub const YES_NO5: Col = Col(TABLE, 39);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 40);
    pub const GEO_REF_COMPILED_BY: Col = Col(TABLE, 41);
    pub const GEO_REF_DET_BY: Col = Col(TABLE, 42);
    pub const LOCALITY: Col = Col(TABLE, 43);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 44);
}

pub mod geography {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(97);
    pub const ABBREV: Col = Col(TABLE, 0);
    pub const CENTROID_LAT: Col = Col(TABLE, 1);
    pub const CENTROID_LON: Col = Col(TABLE, 2);
    pub const COMMON_NAME: Col = Col(TABLE, 3);
    pub const FULL_NAME: Col = Col(TABLE, 4);
    pub const GEOGRAPHY_CODE: Col = Col(TABLE, 5);
    pub const GML: Col = Col(TABLE, 6);
    pub const GUID: Col = Col(TABLE, 7);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 8);
    pub const IS_ACCEPTED: Col = Col(TABLE, 9);
    pub const IS_CURRENT: Col = Col(TABLE, 10);
    pub const NAME: Col = Col(TABLE, 11);
    pub const NODE_NUMBER: Col = Col(TABLE, 12);
    pub const NUMBER1: Col = Col(TABLE, 13);
    pub const NUMBER2: Col = Col(TABLE, 14);
    pub const RANK_ID: Col = Col(TABLE, 15);
    pub const REMARKS: Col = Col(TABLE, 16);
    pub const TEXT1: Col = Col(TABLE, 17);
    pub const TEXT2: Col = Col(TABLE, 18);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 19);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 20);
    pub const TIMESTAMP_VERSION: Col = Col(TABLE, 21);
    pub const VERSION: Col = Col(TABLE, 22);
    pub const ACCEPTED_GEOGRAPHY: Col = Col(TABLE, 23);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 24);
    pub const DEFINITION: Col = Col(TABLE, 25);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 26);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 27);
    pub const PARENT: Col = Col(TABLE, 28);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const CHILDREN: Many = Many(TABLE, 1);
    pub const LOCALITIES: Many = Many(TABLE, 2);
}

pub mod geography_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(98);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod geography_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(99);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 0);
    pub const IS_ENFORCED: Col = Col(TABLE, 1);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const RANK_ID: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT_AFTER: Col = Col(TABLE, 6);
    pub const TEXT_BEFORE: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TITLE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const PARENT: Col = Col(TABLE, 14);
    pub const TREE_DEF: Col = Col(TABLE, 15);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod geologic_time_period {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(100);
    pub const END_PERIOD: Col = Col(TABLE, 0);
    pub const END_UNCERTAINTY: Col = Col(TABLE, 1);
    pub const FULL_NAME: Col = Col(TABLE, 2);
    pub const GUID: Col = Col(TABLE, 3);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 4);
    pub const IS_ACCEPTED: Col = Col(TABLE, 5);
    pub const IS_BIO_STRAT: Col = Col(TABLE, 6);
    pub const NAME: Col = Col(TABLE, 7);
    pub const NODE_NUMBER: Col = Col(TABLE, 8);
    pub const RANK_ID: Col = Col(TABLE, 9);
    pub const REMARKS: Col = Col(TABLE, 10);
    pub const STANDARD: Col = Col(TABLE, 11);
    pub const START_PERIOD: Col = Col(TABLE, 12);
    pub const START_UNCERTAINTY: Col = Col(TABLE, 13);
    pub const TEXT1: Col = Col(TABLE, 14);
    pub const TEXT2: Col = Col(TABLE, 15);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 16);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 17);
    pub const VERSION: Col = Col(TABLE, 18);
    pub const ACCEPTED_GEOLOGIC_TIME_PERIOD: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const DEFINITION: Col = Col(TABLE, 21);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 22);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 23);
    pub const PARENT: Col = Col(TABLE, 24);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const BIO_STRATS_PALEO_CONTEXT: Many = Many(TABLE, 1);
    pub const CHILDREN: Many = Many(TABLE, 2);
    pub const CHRONOS_STRATS_PALEO_CONTEXT: Many = Many(TABLE, 3);
}

pub mod geologic_time_period_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(101);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod geologic_time_period_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(102);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 0);
    pub const IS_ENFORCED: Col = Col(TABLE, 1);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const RANK_ID: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT_AFTER: Col = Col(TABLE, 6);
    pub const TEXT_BEFORE: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TITLE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const PARENT: Col = Col(TABLE, 14);
    pub const TREE_DEF: Col = Col(TABLE, 15);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod gift {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(103);
    pub const CONTENTS: Col = Col(TABLE, 0);
    pub const DATE1: Col = Col(TABLE, 1);
    pub const DATE1_PRECISION: Col = Col(TABLE, 2);
    pub const DATE_RECEIVED: Col = Col(TABLE, 3);
    pub const GIFT_DATE: Col = Col(TABLE, 4);
    pub const GIFT_NUMBER: Col = Col(TABLE, 5);
    pub const INTEGER1: Col = Col(TABLE, 6);
    pub const INTEGER2: Col = Col(TABLE, 7);
    pub const INTEGER3: Col = Col(TABLE, 8);
    pub const IS_FINANCIAL_RESPONSIBILITY: Col = Col(TABLE, 9);
    pub const NUMBER1: Col = Col(TABLE, 10);
    pub const NUMBER2: Col = Col(TABLE, 11);
    pub const PURPOSE_OF_GIFT: Col = Col(TABLE, 12);
    pub const RECEIVED_COMMENTS: Col = Col(TABLE, 13);
    pub const REMARKS: Col = Col(TABLE, 14);
    pub const SPECIAL_CONDITIONS: Col = Col(TABLE, 15);
    pub const SRC_GEOGRAPHY: Col = Col(TABLE, 16);
    pub const SRC_TAXONOMY: Col = Col(TABLE, 17);
    pub const STATUS: Col = Col(TABLE, 18);
    pub const TEXT1: Col = Col(TABLE, 19);
    pub const TEXT2: Col = Col(TABLE, 20);
    pub const TEXT3: Col = Col(TABLE, 21);
    pub const TEXT4: Col = Col(TABLE, 22);
    pub const TEXT5: Col = Col(TABLE, 23);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 24);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 25);
    pub const VERSION: Col = Col(TABLE, 26);
    pub const YES_NO1: Col = Col(TABLE, 27);
    pub const YES_NO2: Col = Col(TABLE, 28);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 29);
    pub const AGENT1: Col = Col(TABLE, 30);
    pub const AGENT2: Col = Col(TABLE, 31);
    pub const AGENT3: Col = Col(TABLE, 32);
    pub const AGENT4: Col = Col(TABLE, 33);
    pub const AGENT5: Col = Col(TABLE, 34);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 35);
    pub const DEACCESSION: Col = Col(TABLE, 36);
    pub const DISCIPLINE: Col = Col(TABLE, 37);
    pub const DIVISION: Col = Col(TABLE, 38);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 39);
    pub const GIFT_AGENTS: Many = Many(TABLE, 0);
    pub const GIFT_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const GIFT_PREPARATIONS: Many = Many(TABLE, 2);
    pub const SHIPMENTS: Many = Many(TABLE, 3);
}

pub mod gift_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(104);
    pub const DATE1: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const ROLE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const AGENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const DISCIPLINE: Col = Col(TABLE, 8);
    pub const GIFT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
}

pub mod gift_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(105);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const GIFT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod gift_preparation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(106);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 0);
    pub const IN_COMMENTS: Col = Col(TABLE, 1);
    pub const OUT_COMMENTS: Col = Col(TABLE, 2);
    pub const QUANTITY: Col = Col(TABLE, 3);
    pub const QUANTITY_RESOLVED: Col = Col(TABLE, 4);
    pub const QUANTITY_RETURNED: Col = Col(TABLE, 5);
    pub const RECEIVED_COMMENTS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TEXT3: Col = Col(TABLE, 9);
    pub const TEXT4: Col = Col(TABLE, 10);
    pub const TEXT5: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 15);
    pub const DISCIPLINE: Col = Col(TABLE, 16);
    pub const GIFT: Col = Col(TABLE, 17);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 18);
    pub const PREPARATION: Col = Col(TABLE, 19);
}

pub mod group_person {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(107);
    pub const ORDER_NUMBER: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const DIVISION: Col = Col(TABLE, 6);
    pub const GROUP: Col = Col(TABLE, 7);
    pub const MEMBER: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod info_request {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(108);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const EMAIL: Col = Col(TABLE, 1);
    pub const FIRST_NAME: Col = Col(TABLE, 2);
    pub const INFO_REQ_NUMBER: Col = Col(TABLE, 3);
    pub const INSTITUTION: Col = Col(TABLE, 4);
    pub const LAST_NAME: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const REPLY_DATE: Col = Col(TABLE, 7);
    pub const REQUEST_DATE: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const AGENT: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
    pub const RECORD_SETS: Many = Many(TABLE, 0);
}

pub mod institution {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(109);
    pub const ALT_NAME: Col = Col(TABLE, 0);
    pub const CODE: Col = Col(TABLE, 1);
    pub const COPYRIGHT: Col = Col(TABLE, 2);
    pub const CURRENT_MANAGED_REL_VERSION: Col = Col(TABLE, 3);
    pub const CURRENT_MANAGED_SCHEMA_VERSION: Col = Col(TABLE, 4);
    pub const DESCRIPTION: Col = Col(TABLE, 5);
    pub const DISCLAIMER: Col = Col(TABLE, 6);
    pub const GUID: Col = Col(TABLE, 7);
    pub const HAS_BEEN_ASKED: Col = Col(TABLE, 8);
    pub const ICON_URI: Col = Col(TABLE, 9);
    pub const IPR: Col = Col(TABLE, 10);
    pub const IS_ACCESSIONS_GLOBAL: Col = Col(TABLE, 11);
    pub const IS_ANONYMOUS: Col = Col(TABLE, 12);
    pub const IS_RELEASE_MANAGED_GLOBALLY: Col = Col(TABLE, 13);
    pub const IS_SECURITY_ON: Col = Col(TABLE, 14);
    pub const IS_SERVER_BASED: Col = Col(TABLE, 15);
    pub const IS_SHARING_LOCALITIES: Col = Col(TABLE, 16);
    pub const IS_SINGLE_GEOGRAPHY_TREE: Col = Col(TABLE, 17);
    pub const LICENSE: Col = Col(TABLE, 18);
    pub const LSID_AUTHORITY: Col = Col(TABLE, 19);
    pub const MINIMUM_PWD_LENGTH: Col = Col(TABLE, 20);
    pub const NAME: Col = Col(TABLE, 21);
    pub const REG_NUMBER: Col = Col(TABLE, 22);
    pub const REMARKS: Col = Col(TABLE, 23);
    pub const TERMS_OF_USE: Col = Col(TABLE, 24);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 25);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 26);
    pub const URI: Col = Col(TABLE, 27);
    pub const VERSION: Col = Col(TABLE, 28);
    pub const ADDRESS: Col = Col(TABLE, 29);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 30);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 31);
    pub const STORAGE_TREE_DEF: Col = Col(TABLE, 32);
    pub const CONTENT_CONTACTS: Many = Many(TABLE, 0);
    pub const DIVISIONS: Many = Many(TABLE, 1);
    pub const TECHNICAL_CONTACTS: Many = Many(TABLE, 2);
    pub const USER_GROUPS: Many = Many(TABLE, 3);
}

pub mod institution_network {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(110);
    pub const ALT_NAME: Col = Col(TABLE, 0);
    pub const CODE: Col = Col(TABLE, 1);
    pub const COPYRIGHT: Col = Col(TABLE, 2);
    pub const DESCRIPTION: Col = Col(TABLE, 3);
    pub const DISCLAIMER: Col = Col(TABLE, 4);
    pub const ICON_URI: Col = Col(TABLE, 5);
    pub const IPR: Col = Col(TABLE, 6);
    pub const LICENSE: Col = Col(TABLE, 7);
    pub const NAME: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const TERMS_OF_USE: Col = Col(TABLE, 10);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 11);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 12);
    pub const URI: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const ADDRESS: Col = Col(TABLE, 15);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 16);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 17);
    pub const COLLECTIONS: Many = Many(TABLE, 0);
    pub const CONTACTS: Many = Many(TABLE, 1);
}

pub mod journal {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(111);
    pub const GUID: Col = Col(TABLE, 0);
    pub const ISSN: Col = Col(TABLE, 1);
    pub const JOURNAL_ABBREVIATION: Col = Col(TABLE, 2);
    pub const JOURNAL_NAME: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TEXT1: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const INSTITUTION: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const REFERENCE_WORKS: Many = Many(TABLE, 0);
}

pub mod lat_lon_polygon {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(112);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const IS_POLYLINE: Col = Col(TABLE, 1);
    pub const NAME: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const LOCALITY: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const VISUAL_QUERY: Col = Col(TABLE, 9);
    pub const POINTS: Many = Many(TABLE, 0);
}

pub mod lat_lon_polygon_pnt {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(113);
    pub const ELEVATION: Col = Col(TABLE, 0);
    pub const LATITUDE: Col = Col(TABLE, 1);
    pub const LONGITUDE: Col = Col(TABLE, 2);
    pub const ORDINAL: Col = Col(TABLE, 3);
    pub const LAT_LON_POLYGON: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod library_role {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(114);
    pub const NAME: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const VERSION: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
}

pub mod library_role_policy {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(115);
    pub const RESOURCE: Col = Col(TABLE, 0);
    pub const ACTION: Col = Col(TABLE, 1);
    pub const ROLE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod litho_strat {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(116);
    pub const FULL_NAME: Col = Col(TABLE, 0);
    pub const GUID: Col = Col(TABLE, 1);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 2);
    pub const IS_ACCEPTED: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const NODE_NUMBER: Col = Col(TABLE, 5);
    pub const NUMBER1: Col = Col(TABLE, 6);
    pub const NUMBER2: Col = Col(TABLE, 7);
    pub const RANK_ID: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YES_NO1: Col = Col(TABLE, 15);
    pub const YES_NO2: Col = Col(TABLE, 16);
    pub const ACCEPTED_LITHO_STRAT: Col = Col(TABLE, 17);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 18);
    pub const DEFINITION: Col = Col(TABLE, 19);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const PARENT: Col = Col(TABLE, 22);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const CHILDREN: Many = Many(TABLE, 1);
    pub const PALEO_CONTEXTS: Many = Many(TABLE, 2);
}

pub mod litho_strat_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(117);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod litho_strat_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(118);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 0);
    pub const IS_ENFORCED: Col = Col(TABLE, 1);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const RANK_ID: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT_AFTER: Col = Col(TABLE, 6);
    pub const TEXT_BEFORE: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TITLE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const PARENT: Col = Col(TABLE, 14);
    pub const TREE_DEF: Col = Col(TABLE, 15);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod loan {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(119);
    pub const CONTENTS: Col = Col(TABLE, 0);
    pub const CURRENT_DUE_DATE: Col = Col(TABLE, 1);
    pub const DATE_CLOSED: Col = Col(TABLE, 2);
    pub const DATE_RECEIVED: Col = Col(TABLE, 3);
    pub const INTEGER1: Col = Col(TABLE, 4);
    pub const INTEGER2: Col = Col(TABLE, 5);
    pub const INTEGER3: Col = Col(TABLE, 6);
    pub const IS_CLOSED: Col = Col(TABLE, 7);
    pub const IS_FINANCIAL_RESPONSIBILITY: Col = Col(TABLE, 8);
    pub const LOAN_DATE: Col = Col(TABLE, 9);
    pub const LOAN_NUMBER: Col = Col(TABLE, 10);
    pub const NUMBER1: Col = Col(TABLE, 11);
    pub const NUMBER2: Col = Col(TABLE, 12);
    pub const ORIGINAL_DUE_DATE: Col = Col(TABLE, 13);
    pub const OVERDUE_NOTI_SENT_DATE: Col = Col(TABLE, 14);
    pub const PURPOSE_OF_LOAN: Col = Col(TABLE, 15);
    pub const RECEIVED_COMMENTS: Col = Col(TABLE, 16);
    pub const REMARKS: Col = Col(TABLE, 17);
    pub const SPECIAL_CONDITIONS: Col = Col(TABLE, 18);
    pub const SRC_GEOGRAPHY: Col = Col(TABLE, 19);
    pub const SRC_TAXONOMY: Col = Col(TABLE, 20);
    pub const STATUS: Col = Col(TABLE, 21);
    pub const TEXT1: Col = Col(TABLE, 22);
    pub const TEXT2: Col = Col(TABLE, 23);
    pub const TEXT3: Col = Col(TABLE, 24);
    pub const TEXT4: Col = Col(TABLE, 25);
    pub const TEXT5: Col = Col(TABLE, 26);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 27);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 28);
    pub const VERSION: Col = Col(TABLE, 29);
    pub const YES_NO1: Col = Col(TABLE, 30);
    pub const YES_NO2: Col = Col(TABLE, 31);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 32);
    pub const AGENT1: Col = Col(TABLE, 33);
    pub const AGENT2: Col = Col(TABLE, 34);
    pub const AGENT3: Col = Col(TABLE, 35);
    pub const AGENT4: Col = Col(TABLE, 36);
    pub const AGENT5: Col = Col(TABLE, 37);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 38);
    pub const DISCIPLINE: Col = Col(TABLE, 39);
    pub const DIVISION: Col = Col(TABLE, 40);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 41);
    pub const LOAN_AGENTS: Many = Many(TABLE, 0);
    pub const LOAN_ATTACHMENTS: Many = Many(TABLE, 1);
    pub const LOAN_PREPARATIONS: Many = Many(TABLE, 2);
    pub const SHIPMENTS: Many = Many(TABLE, 3);
}

pub mod loan_agent {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(120);
    pub const REMARKS: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const AGENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const LOAN: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod loan_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(121);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const LOAN: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod loan_preparation {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(122);
    pub const DESCRIPTION_OF_MATERIAL: Col = Col(TABLE, 0);
    pub const IN_COMMENTS: Col = Col(TABLE, 1);
    pub const IS_RESOLVED: Col = Col(TABLE, 2);
    pub const OUT_COMMENTS: Col = Col(TABLE, 3);
    pub const QUANTITY: Col = Col(TABLE, 4);
    pub const QUANTITY_RESOLVED: Col = Col(TABLE, 5);
    pub const QUANTITY_RETURNED: Col = Col(TABLE, 6);
    pub const RECEIVED_COMMENTS: Col = Col(TABLE, 7);
    pub const TEXT1: Col = Col(TABLE, 8);
    pub const TEXT2: Col = Col(TABLE, 9);
    pub const TEXT3: Col = Col(TABLE, 10);
    pub const TEXT4: Col = Col(TABLE, 11);
    pub const TEXT5: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const VERSION: Col = Col(TABLE, 15);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 16);
    pub const DISCIPLINE: Col = Col(TABLE, 17);
    pub const LOAN: Col = Col(TABLE, 18);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 19);
    pub const PREPARATION: Col = Col(TABLE, 20);
    pub const LOAN_RETURN_PREPARATIONS: Many = Many(TABLE, 0);
}

pub mod loan_return_preparation {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(123);
    pub const QUANTITY_RESOLVED: Col = Col(TABLE, 0);
    pub const QUANTITY_RETURNED: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const RETURNED_DATE: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const DISCIPLINE: Col = Col(TABLE, 8);
    pub const LOAN_PREPARATION: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
    pub const RECEIVED_BY: Col = Col(TABLE, 11);
    pub const DISPOSAL_PREPARATIONS: Many = Many(TABLE, 0);
}

pub mod locality {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(124);
    pub const DATUM: Col = Col(TABLE, 0);
    pub const ELEVATION_ACCURACY: Col = Col(TABLE, 1);
    pub const ELEVATION_METHOD: Col = Col(TABLE, 2);
    pub const GML: Col = Col(TABLE, 3);
    pub const GUID: Col = Col(TABLE, 4);
    pub const LAT1TEXT: Col = Col(TABLE, 5);
    pub const LAT2TEXT: Col = Col(TABLE, 6);
    pub const LAT_LONG_ACCURACY: Col = Col(TABLE, 7);
    pub const LAT_LONG_METHOD: Col = Col(TABLE, 8);
    pub const LAT_LONG_TYPE: Col = Col(TABLE, 9);
    pub const LATITUDE1: Col = Col(TABLE, 10);
    pub const LATITUDE2: Col = Col(TABLE, 11);
    pub const LOCALITY_NAME: Col = Col(TABLE, 12);
    pub const LONG1TEXT: Col = Col(TABLE, 13);
    pub const LONG2TEXT: Col = Col(TABLE, 14);
    pub const LONGITUDE1: Col = Col(TABLE, 15);
    pub const LONGITUDE2: Col = Col(TABLE, 16);
    pub const MAX_ELEVATION: Col = Col(TABLE, 17);
    pub const MIN_ELEVATION: Col = Col(TABLE, 18);
    pub const NAMED_PLACE: Col = Col(TABLE, 19);
    pub const ORIGINAL_ELEVATION_UNIT: Col = Col(TABLE, 20);
    pub const ORIGINAL_LAT_LONG_UNIT: Col = Col(TABLE, 21);
    pub const RELATION_TO_NAMED_PLACE: Col = Col(TABLE, 22);
    pub const REMARKS: Col = Col(TABLE, 23);
    pub const SGR_STATUS: Col = Col(TABLE, 24);
    pub const SHORT_NAME: Col = Col(TABLE, 25);
    pub const SRC_LAT_LONG_UNIT: Col = Col(TABLE, 26);
    pub const TEXT1: Col = Col(TABLE, 27);
    pub const TEXT2: Col = Col(TABLE, 28);
    pub const TEXT3: Col = Col(TABLE, 29);
    pub const TEXT4: Col = Col(TABLE, 30);
    pub const TEXT5: Col = Col(TABLE, 31);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 32);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 33);
    pub const UNIQUE_IDENTIFIER: Col = Col(TABLE, 34);
    pub const VERBATIM_ELEVATION: Col = Col(TABLE, 35);
    pub const VERBATIM_LATITUDE: Col = Col(TABLE, 36);
    pub const VERBATIM_LONGITUDE: Col = Col(TABLE, 37);
    pub const VERSION: Col = Col(TABLE, 38);
    pub const VISIBILITY: Col = Col(TABLE, 39);
    pub const YES_NO1: Col = Col(TABLE, 40);
    pub const YES_NO2: Col = Col(TABLE, 41);
    pub const YES_NO3: Col = Col(TABLE, 42);
    pub const YES_NO4: Col = Col(TABLE, 43);
    pub const YES_NO5: Col = Col(TABLE, 44);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 45);
    pub const DISCIPLINE: Col = Col(TABLE, 46);
    pub const GEOGRAPHY: Col = Col(TABLE, 47);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 48);
    pub const PALEO_CONTEXT: Col = Col(TABLE, 49);
    pub const VISIBILITY_SET_BY: Col = Col(TABLE, 50);
    pub const GEO_COORD_DETAILS: Many = Many(TABLE, 0);
    pub const LAT_LONPOLYGONS: Many = Many(TABLE, 1);
    pub const LOCALITY_ATTACHMENTS: Many = Many(TABLE, 2);
    pub const LOCALITY_CITATIONS: Many = Many(TABLE, 3);
    pub const LOCALITY_DETAILS: Many = Many(TABLE, 4);
    pub const LOCALITY_NAME_ALIASS: Many = Many(TABLE, 5);
    pub const COLLECTING_EVENTS: Many = Many(TABLE, 6);
}

pub mod locality_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(125);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const LOCALITY: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod locality_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(126);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const PAGE_NUMBER: Col = Col(TABLE, 2);
    pub const PLATE_NUMBER: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const DISCIPLINE: Col = Col(TABLE, 9);
    pub const LOCALITY: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
    pub const REFERENCE_WORK: Col = Col(TABLE, 12);
}

pub mod locality_detail {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(127);
    pub const BASE_MERIDIAN: Col = Col(TABLE, 0);
    pub const DRAINAGE: Col = Col(TABLE, 1);
    pub const END_DEPTH: Col = Col(TABLE, 2);
    pub const END_DEPTH_UNIT: Col = Col(TABLE, 3);
    pub const END_DEPTH_VERBATIM: Col = Col(TABLE, 4);
    pub const GML: Col = Col(TABLE, 5);
    pub const HUC_CODE: Col = Col(TABLE, 6);
    pub const ISLAND: Col = Col(TABLE, 7);
    pub const ISLAND_GROUP: Col = Col(TABLE, 8);
    pub const MGRS_ZONE: Col = Col(TABLE, 9);
    pub const NATIONAL_PARK_NAME: Col = Col(TABLE, 10);
    pub const NUMBER1: Col = Col(TABLE, 11);
    pub const NUMBER2: Col = Col(TABLE, 12);
    pub const NUMBER3: Col = Col(TABLE, 13);
    pub const NUMBER4: Col = Col(TABLE, 14);
    pub const NUMBER5: Col = Col(TABLE, 15);
    pub const PALEO_LAT: Col = Col(TABLE, 16);
    pub const PALEO_LNG: Col = Col(TABLE, 17);
    pub const RANGE_DESC: Col = Col(TABLE, 18);
    pub const RANGE_DIRECTION: Col = Col(TABLE, 19);
    pub const SECTION: Col = Col(TABLE, 20);
    pub const SECTION_PART: Col = Col(TABLE, 21);
    pub const START_DEPTH: Col = Col(TABLE, 22);
    pub const START_DEPTH_UNIT: Col = Col(TABLE, 23);
    pub const START_DEPTH_VERBATIM: Col = Col(TABLE, 24);
    pub const TEXT1: Col = Col(TABLE, 25);
    pub const TEXT2: Col = Col(TABLE, 26);
    pub const TEXT3: Col = Col(TABLE, 27);
    pub const TEXT4: Col = Col(TABLE, 28);
    pub const TEXT5: Col = Col(TABLE, 29);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 30);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 31);
    pub const TOWNSHIP: Col = Col(TABLE, 32);
    pub const TOWNSHIP_DIRECTION: Col = Col(TABLE, 33);
    pub const UTM_DATUM: Col = Col(TABLE, 34);
    pub const UTM_EASTING: Col = Col(TABLE, 35);
    pub const UTM_FALSE_EASTING: Col = Col(TABLE, 36);
    pub const UTM_FALSE_NORTHING: Col = Col(TABLE, 37);
    pub const UTM_NORTHING: Col = Col(TABLE, 38);
    pub const UTM_ORIG_LATITUDE: Col = Col(TABLE, 39);
    pub const UTM_ORIG_LONGITUDE: Col = Col(TABLE, 40);
    pub const UTM_SCALE: Col = Col(TABLE, 41);
    pub const UTM_ZONE: Col = Col(TABLE, 42);
    pub const VERSION: Col = Col(TABLE, 43);
    pub const WATER_BODY: Col = Col(TABLE, 44);
    pub const YES_NO1: Col = Col(TABLE, 45);
    pub const YES_NO2: Col = Col(TABLE, 46);
    pub const YES_NO3: Col = Col(TABLE, 47);
    pub const YES_NO4: Col = Col(TABLE, 48);
    pub const YES_NO5: Col = Col(TABLE, 49);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 50);
    pub const LOCALITY: Col = Col(TABLE, 51);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 52);
}

pub mod locality_name_alias {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(128);
    pub const NAME: Col = Col(TABLE, 0);
    pub const SOURCE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const DISCIPLINE: Col = Col(TABLE, 6);
    pub const LOCALITY: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod locality_update {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(129);
    pub const TASKID: Col = Col(TABLE, 0);
    pub const STATUS: Col = Col(TABLE, 1);
    pub const TIMESTAMPCREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMPMODIFIED: Col = Col(TABLE, 3);
    pub const RECORDSET: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const SPECIFYUSER: Col = Col(TABLE, 6);
    pub const CREATEDBYAGENT: Col = Col(TABLE, 7);
    pub const MODIFIEDBYAGENT: Col = Col(TABLE, 8);
    pub const VERSION: Col = Col(TABLE, 9);
}

pub mod locality_update_row_result {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(130);
    pub const ROWNUMBER: Col = Col(TABLE, 0);
    pub const RESULT: Col = Col(TABLE, 1);
    pub const LOCALITYUPDATE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod material_sample {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(131);
    pub const GGBN_ABSORBANCE_RATIO260_230: Col = Col(TABLE, 0);
    pub const GGBN_ABSORBANCE_RATIO260_280: Col = Col(TABLE, 1);
    pub const GGBN_ABSORBANCE_RATIO_METHOD: Col = Col(TABLE, 2);
    pub const GGBN_CONCENTRATION: Col = Col(TABLE, 3);
    pub const GGBN_CONCENTRATION_UNIT: Col = Col(TABLE, 4);
    pub const GGBN_MATERIAL_SAMPLE_TYPE: Col = Col(TABLE, 5);
    pub const GGBN_MEDIUM: Col = Col(TABLE, 6);
    pub const GGBN_PURIFICATION_METHOD: Col = Col(TABLE, 7);
    pub const GGBN_QUALITY: Col = Col(TABLE, 8);
    pub const GGBN_QUALITY_CHECK_DATE: Col = Col(TABLE, 9);
    pub const GGBN_QUALITY_REMARKS: Col = Col(TABLE, 10);
    pub const GGBN_SAMPLE_DESIGNATION: Col = Col(TABLE, 11);
    pub const GGBN_SAMPLE_SIZE: Col = Col(TABLE, 12);
    pub const GGBN_VOLUME: Col = Col(TABLE, 13);
    pub const GGBN_VOLUME_UNIT: Col = Col(TABLE, 14);
    pub const GGBN_WEIGHT: Col = Col(TABLE, 15);
    pub const GGBN_WEIGHT_METHOD: Col = Col(TABLE, 16);
    pub const GGBN_WEIGHT_UNIT: Col = Col(TABLE, 17);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 18);
    pub const EXTRACTION_DATE: Col = Col(TABLE, 19);
    pub const GUID: Col = Col(TABLE, 20);
    pub const INTEGER1: Col = Col(TABLE, 21);
    pub const INTEGER2: Col = Col(TABLE, 22);
    pub const NUMBER1: Col = Col(TABLE, 23);
    pub const NUMBER2: Col = Col(TABLE, 24);
    pub const REMARKS: Col = Col(TABLE, 25);
    pub const RESERVED_INTEGER3: Col = Col(TABLE, 26);
    pub const RESERVED_INTEGER4: Col = Col(TABLE, 27);
    pub const RESERVED_NUMBER3: Col = Col(TABLE, 28);
    pub const RESERVED_NUMBER4: Col = Col(TABLE, 29);
    pub const RESERVED_TEXT3: Col = Col(TABLE, 30);
    pub const RESERVED_TEXT4: Col = Col(TABLE, 31);
    pub const SRA_BIO_PROJECT_ID: Col = Col(TABLE, 32);
    pub const SRA_BIO_SAMPLE_ID: Col = Col(TABLE, 33);
    pub const SRA_PROJECT_ID: Col = Col(TABLE, 34);
    pub const SRA_SAMPLE_ID: Col = Col(TABLE, 35);
    pub const TEXT1: Col = Col(TABLE, 36);
    pub const TEXT2: Col = Col(TABLE, 37);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 38);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 39);
    pub const VERSION: Col = Col(TABLE, 40);
    pub const YES_NO1: Col = Col(TABLE, 41);
    pub const YES_NO2: Col = Col(TABLE, 42);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 43);
    pub const EXTRACTOR: Col = Col(TABLE, 44);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 45);
    pub const PREPARATION: Col = Col(TABLE, 46);
    pub const DNA_SEQUENCES: Many = Many(TABLE, 0);
}

pub mod merged_record {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(132);
    pub const FORMER_GUID: Col = Col(TABLE, 0);
    pub const FORMER_ID: Col = Col(TABLE, 1);
    pub const RECORD_ID: Col = Col(TABLE, 2);
    pub const TABLE_NUM: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod message {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(133);
    pub const TIMESTAMPCREATED: Col = Col(TABLE, 0);
    pub const CONTENT: Col = Col(TABLE, 1);
    pub const READ: Col = Col(TABLE, 2);
    pub const USER: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod morph_bank_view {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(134);
    pub const DEVELOPMENT_STATE: Col = Col(TABLE, 0);
    pub const FORM: Col = Col(TABLE, 1);
    pub const IMAGING_PREPARATION_TECHNIQUE: Col = Col(TABLE, 2);
    pub const IMAGING_TECHNIQUE: Col = Col(TABLE, 3);
    pub const MORPH_BANK_EXTERNAL_VIEW_ID: Col = Col(TABLE, 4);
    pub const SEX: Col = Col(TABLE, 5);
    pub const SPECIMEN_PART: Col = Col(TABLE, 6);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 7);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 8);
    pub const VERSION: Col = Col(TABLE, 9);
    pub const VIEW_ANGLE: Col = Col(TABLE, 10);
    pub const VIEW_NAME: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const ATTACHMENT_IMAGE_ATTRIBUTES: Many = Many(TABLE, 0);
}

pub mod other_identifier {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(135);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DATE1: Col = Col(TABLE, 1);
    pub const DATE1_PRECISION: Col = Col(TABLE, 2);
    pub const DATE2: Col = Col(TABLE, 3);
    pub const DATE2_PRECISION: Col = Col(TABLE, 4);
    pub const IDENTIFIER: Col = Col(TABLE, 5);
    pub const INSTITUTION: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const TEXT1: Col = Col(TABLE, 8);
    pub const TEXT2: Col = Col(TABLE, 9);
    pub const TEXT3: Col = Col(TABLE, 10);
    pub const TEXT4: Col = Col(TABLE, 11);
    pub const TEXT5: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const VERSION: Col = Col(TABLE, 15);
    pub const YES_NO1: Col = Col(TABLE, 16);
    pub const YES_NO2: Col = Col(TABLE, 17);
    pub const YES_NO3: Col = Col(TABLE, 18);
    pub const YES_NO4: Col = Col(TABLE, 19);
    pub const YES_NO5: Col = Col(TABLE, 20);
    pub const AGENT1: Col = Col(TABLE, 21);
    pub const AGENT2: Col = Col(TABLE, 22);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 23);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 24);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 25);
}

pub mod own_field {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(136);
    pub const ABOUT: Col = Col(TABLE, 0);
    pub const CAPTION: Col = Col(TABLE, 1);
    pub const DWC_TERM: Col = Col(TABLE, 2);
    pub const KIND: Col = Col(TABLE, 3);
    pub const LINKS_TO: Col = Col(TABLE, 4);
    pub const MAX_LENGTH: Col = Col(TABLE, 5);
    pub const NAME: Col = Col(TABLE, 6);
    pub const TABLE_NAME: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const VERSION: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
}

pub mod paleo_context {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(137);
    pub const NUMBER1: Col = Col(TABLE, 0);
    pub const NUMBER2: Col = Col(TABLE, 1);
    pub const NUMBER3: Col = Col(TABLE, 2);
    pub const NUMBER4: Col = Col(TABLE, 3);
    pub const NUMBER5: Col = Col(TABLE, 4);
    pub const PALEO_CONTEXT_NAME: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TEXT3: Col = Col(TABLE, 9);
    pub const TEXT4: Col = Col(TABLE, 10);
    pub const TEXT5: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YES_NO1: Col = Col(TABLE, 15);
    pub const YES_NO2: Col = Col(TABLE, 16);
    pub const YES_NO3: Col = Col(TABLE, 17);
    pub const YES_NO4: Col = Col(TABLE, 18);
    pub const YES_NO5: Col = Col(TABLE, 19);
    pub const BIO_STRAT: Col = Col(TABLE, 20);
    pub const CHRONOS_STRAT: Col = Col(TABLE, 21);
    pub const CHRONOS_STRAT_END: Col = Col(TABLE, 22);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 23);
    pub const DISCIPLINE: Col = Col(TABLE, 24);
    pub const LITHO_STRAT: Col = Col(TABLE, 25);
    pub const TECTONIC_UNIT: Col = Col(TABLE, 26);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 27);
    pub const COLLECTING_EVENTS: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 1);
    pub const LOCALITIES: Many = Many(TABLE, 2);
}

pub mod pcr_person {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(138);
    pub const ORDER_NUMBER: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TEXT1: Col = Col(TABLE, 2);
    pub const TEXT2: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const YES_NO1: Col = Col(TABLE, 7);
    pub const YES_NO2: Col = Col(TABLE, 8);
    pub const AGENT: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const DNA_SEQUENCE: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
}

pub mod permit {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(139);
    pub const COPYRIGHT: Col = Col(TABLE, 0);
    pub const END_DATE: Col = Col(TABLE, 1);
    pub const IS_AVAILABLE: Col = Col(TABLE, 2);
    pub const IS_REQUIRED: Col = Col(TABLE, 3);
    pub const ISSUED_DATE: Col = Col(TABLE, 4);
    pub const NUMBER1: Col = Col(TABLE, 5);
    pub const NUMBER2: Col = Col(TABLE, 6);
    pub const PERMIT_NUMBER: Col = Col(TABLE, 7);
    pub const PERMIT_TEXT: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const RENEWAL_DATE: Col = Col(TABLE, 10);
    pub const RESERVED_INTEGER1: Col = Col(TABLE, 11);
    pub const RESERVED_INTEGER2: Col = Col(TABLE, 12);
    pub const RESERVED_TEXT3: Col = Col(TABLE, 13);
    pub const RESERVED_TEXT4: Col = Col(TABLE, 14);
    pub const START_DATE: Col = Col(TABLE, 15);
    pub const STATUS: Col = Col(TABLE, 16);
    pub const STATUS_QUALIFIER: Col = Col(TABLE, 17);
    pub const TEXT1: Col = Col(TABLE, 18);
    pub const TEXT2: Col = Col(TABLE, 19);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 20);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 21);
    pub const TYPE: Col = Col(TABLE, 22);
    pub const VERSION: Col = Col(TABLE, 23);
    pub const YES_NO1: Col = Col(TABLE, 24);
    pub const YES_NO2: Col = Col(TABLE, 25);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 26);
    pub const INSTITUTION: Col = Col(TABLE, 27);
    pub const ISSUED_BY: Col = Col(TABLE, 28);
    pub const ISSUED_TO: Col = Col(TABLE, 29);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 30);
    pub const ACCESSION_AUTHORIZATIONS: Many = Many(TABLE, 0);
    pub const COLLECTING_EVENT_AUTHORIZATIONS: Many = Many(TABLE, 1);
    pub const COLLECTING_TRIP_AUTHORIZATIONS: Many = Many(TABLE, 2);
    pub const PERMIT_ATTACHMENTS: Many = Many(TABLE, 3);
}

pub mod permit_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(140);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const PERMIT: Col = Col(TABLE, 8);
}

pub mod pick_list {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(141);
    pub const FIELD_NAME: Col = Col(TABLE, 0);
    pub const FILTER_FIELD_NAME: Col = Col(TABLE, 1);
    pub const FILTER_VALUE: Col = Col(TABLE, 2);
    pub const FORMATTER: Col = Col(TABLE, 3);
    pub const IS_SYSTEM: Col = Col(TABLE, 4);
    pub const NAME: Col = Col(TABLE, 5);
    pub const READ_ONLY: Col = Col(TABLE, 6);
    pub const SIZE_LIMIT: Col = Col(TABLE, 7);
    pub const SORT_TYPE: Col = Col(TABLE, 8);
    pub const TABLE_NAME: Col = Col(TABLE, 9);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 10);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 11);
    pub const TYPE: Col = Col(TABLE, 12);
    pub const VERSION: Col = Col(TABLE, 13);
    pub const COLLECTION: Col = Col(TABLE, 14);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const PICK_LIST_ITEMS: Many = Many(TABLE, 0);
}

pub mod pick_list_item {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(142);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const TITLE: Col = Col(TABLE, 3);
    pub const VALUE: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const PICK_LIST: Col = Col(TABLE, 8);
}

pub mod prep_type {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(143);
    pub const IS_LOANABLE: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const ATTRIBUTE_DEFS: Many = Many(TABLE, 0);
}

pub mod preparation {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(144);
    pub const BAR_CODE: Col = Col(TABLE, 0);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 1);
    pub const COUNT_AMT: Col = Col(TABLE, 2);
    pub const DATE1: Col = Col(TABLE, 3);
    pub const DATE1_PRECISION: Col = Col(TABLE, 4);
    pub const DATE2: Col = Col(TABLE, 5);
    pub const DATE2_PRECISION: Col = Col(TABLE, 6);
    pub const DATE3: Col = Col(TABLE, 7);
    pub const DATE3_PRECISION: Col = Col(TABLE, 8);
    pub const DATE4: Col = Col(TABLE, 9);
    pub const DATE4_PRECISION: Col = Col(TABLE, 10);
    pub const DESCRIPTION: Col = Col(TABLE, 11);
    pub const GUID: Col = Col(TABLE, 12);
    pub const INTEGER1: Col = Col(TABLE, 13);
    pub const INTEGER2: Col = Col(TABLE, 14);
    pub const NUMBER1: Col = Col(TABLE, 15);
    pub const NUMBER2: Col = Col(TABLE, 16);
    pub const PREPARED_DATE: Col = Col(TABLE, 17);
    pub const PREPARED_DATE_PRECISION: Col = Col(TABLE, 18);
    pub const REMARKS: Col = Col(TABLE, 19);
    pub const RESERVED_INTEGER3: Col = Col(TABLE, 20);
    pub const RESERVED_INTEGER4: Col = Col(TABLE, 21);
    pub const SAMPLE_NUMBER: Col = Col(TABLE, 22);
    pub const STATUS: Col = Col(TABLE, 23);
    pub const STORAGE_LOCATION: Col = Col(TABLE, 24);
    pub const TEXT1: Col = Col(TABLE, 25);
    pub const TEXT10: Col = Col(TABLE, 26);
    pub const TEXT11: Col = Col(TABLE, 27);
    pub const TEXT12: Col = Col(TABLE, 28);
    pub const TEXT13: Col = Col(TABLE, 29);
    pub const TEXT2: Col = Col(TABLE, 30);
    pub const TEXT3: Col = Col(TABLE, 31);
    pub const TEXT4: Col = Col(TABLE, 32);
    pub const TEXT5: Col = Col(TABLE, 33);
    pub const TEXT6: Col = Col(TABLE, 34);
    pub const TEXT7: Col = Col(TABLE, 35);
    pub const TEXT8: Col = Col(TABLE, 36);
    pub const TEXT9: Col = Col(TABLE, 37);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 38);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 39);
    pub const VERSION: Col = Col(TABLE, 40);
    pub const YES_NO1: Col = Col(TABLE, 41);
    pub const YES_NO2: Col = Col(TABLE, 42);
    pub const YES_NO3: Col = Col(TABLE, 43);
    pub const ALTERNATE_STORAGE: Col = Col(TABLE, 44);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 45);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 46);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 47);
    pub const PREP_TYPE: Col = Col(TABLE, 48);
    pub const PREPARATION_ATTRIBUTE: Col = Col(TABLE, 49);
    pub const PREPARED_BY_AGENT: Col = Col(TABLE, 50);
    pub const STORAGE: Col = Col(TABLE, 51);
    pub const CONSERV_DESCRIPTIONS: Many = Many(TABLE, 0);
    pub const DISPOSAL_PREPARATIONS: Many = Many(TABLE, 1);
    pub const EXCHANGE_IN_PREPS: Many = Many(TABLE, 2);
    pub const EXCHANGE_OUT_PREPS: Many = Many(TABLE, 3);
    pub const GIFT_PREPARATIONS: Many = Many(TABLE, 4);
    pub const LOAN_PREPARATIONS: Many = Many(TABLE, 5);
    pub const MATERIAL_SAMPLES: Many = Many(TABLE, 6);
    pub const PREPARATION_ATTACHMENTS: Many = Many(TABLE, 7);
    pub const PREPARATION_ATTRS: Many = Many(TABLE, 8);
    pub const PREPARATION_PROPERTIES: Many = Many(TABLE, 9);
}

pub mod preparation_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(145);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const ORDINAL: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PREPARATION: Col = Col(TABLE, 9);
}

pub mod preparation_attr {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(146);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DBL_VALUE: Col = Col(TABLE, 1);
    pub const STR_VALUE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DEFINITION: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PREPARATION: Col = Col(TABLE, 9);
}

pub mod preparation_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(147);
    pub const ATTR_DATE: Col = Col(TABLE, 0);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const NUMBER3: Col = Col(TABLE, 4);
    pub const NUMBER4: Col = Col(TABLE, 5);
    pub const NUMBER5: Col = Col(TABLE, 6);
    pub const NUMBER6: Col = Col(TABLE, 7);
    pub const NUMBER7: Col = Col(TABLE, 8);
    pub const NUMBER8: Col = Col(TABLE, 9);
    pub const NUMBER9: Col = Col(TABLE, 10);
    pub const REMARKS: Col = Col(TABLE, 11);
    pub const TEXT1: Col = Col(TABLE, 12);
    pub const TEXT10: Col = Col(TABLE, 13);
    pub const TEXT11: Col = Col(TABLE, 14);
    pub const TEXT12: Col = Col(TABLE, 15);
    pub const TEXT13: Col = Col(TABLE, 16);
    pub const TEXT14: Col = Col(TABLE, 17);
    pub const TEXT15: Col = Col(TABLE, 18);
    pub const TEXT16: Col = Col(TABLE, 19);
    pub const TEXT17: Col = Col(TABLE, 20);
    pub const TEXT18: Col = Col(TABLE, 21);
    pub const TEXT19: Col = Col(TABLE, 22);
    pub const TEXT2: Col = Col(TABLE, 23);
    pub const TEXT20: Col = Col(TABLE, 24);
    pub const TEXT21: Col = Col(TABLE, 25);
    pub const TEXT22: Col = Col(TABLE, 26);
    pub const TEXT23: Col = Col(TABLE, 27);
    pub const TEXT24: Col = Col(TABLE, 28);
    pub const TEXT25: Col = Col(TABLE, 29);
    pub const TEXT26: Col = Col(TABLE, 30);
    pub const TEXT3: Col = Col(TABLE, 31);
    pub const TEXT4: Col = Col(TABLE, 32);
    pub const TEXT5: Col = Col(TABLE, 33);
    pub const TEXT6: Col = Col(TABLE, 34);
    pub const TEXT7: Col = Col(TABLE, 35);
    pub const TEXT8: Col = Col(TABLE, 36);
    pub const TEXT9: Col = Col(TABLE, 37);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 38);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 39);
    pub const VERSION: Col = Col(TABLE, 40);
    pub const YES_NO1: Col = Col(TABLE, 41);
    pub const YES_NO2: Col = Col(TABLE, 42);
    pub const YES_NO3: Col = Col(TABLE, 43);
    pub const YES_NO4: Col = Col(TABLE, 44);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 45);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 46);
    pub const PREPARATIONS: Many = Many(TABLE, 0);
}

pub mod preparation_property {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(148);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DATE1: Col = Col(TABLE, 1);
    pub const DATE10: Col = Col(TABLE, 2);
    pub const DATE11: Col = Col(TABLE, 3);
    pub const DATE12: Col = Col(TABLE, 4);
    pub const DATE13: Col = Col(TABLE, 5);
    pub const DATE14: Col = Col(TABLE, 6);
    pub const DATE15: Col = Col(TABLE, 7);
    pub const DATE16: Col = Col(TABLE, 8);
    pub const DATE17: Col = Col(TABLE, 9);
    pub const DATE18: Col = Col(TABLE, 10);
    pub const DATE19: Col = Col(TABLE, 11);
    pub const DATE2: Col = Col(TABLE, 12);
    pub const DATE20: Col = Col(TABLE, 13);
    pub const DATE3: Col = Col(TABLE, 14);
    pub const DATE4: Col = Col(TABLE, 15);
    pub const DATE5: Col = Col(TABLE, 16);
    pub const DATE6: Col = Col(TABLE, 17);
    pub const DATE7: Col = Col(TABLE, 18);
    pub const DATE8: Col = Col(TABLE, 19);
    pub const DATE9: Col = Col(TABLE, 20);
    pub const GUID: Col = Col(TABLE, 21);
    pub const INTEGER1: Col = Col(TABLE, 22);
    pub const INTEGER10: Col = Col(TABLE, 23);
    pub const INTEGER11: Col = Col(TABLE, 24);
    pub const INTEGER12: Col = Col(TABLE, 25);
    pub const INTEGER13: Col = Col(TABLE, 26);
    pub const INTEGER14: Col = Col(TABLE, 27);
    pub const INTEGER15: Col = Col(TABLE, 28);
    pub const INTEGER16: Col = Col(TABLE, 29);
    pub const INTEGER17: Col = Col(TABLE, 30);
    pub const INTEGER18: Col = Col(TABLE, 31);
    pub const INTEGER19: Col = Col(TABLE, 32);
    pub const INTEGER2: Col = Col(TABLE, 33);
    pub const INTEGER20: Col = Col(TABLE, 34);
    pub const INTEGER21: Col = Col(TABLE, 35);
    pub const INTEGER22: Col = Col(TABLE, 36);
    pub const INTEGER23: Col = Col(TABLE, 37);
    pub const INTEGER24: Col = Col(TABLE, 38);
    pub const INTEGER25: Col = Col(TABLE, 39);
    pub const INTEGER26: Col = Col(TABLE, 40);
    pub const INTEGER27: Col = Col(TABLE, 41);
    pub const INTEGER28: Col = Col(TABLE, 42);
    pub const INTEGER29: Col = Col(TABLE, 43);
    pub const INTEGER3: Col = Col(TABLE, 44);
    pub const INTEGER30: Col = Col(TABLE, 45);
    pub const INTEGER4: Col = Col(TABLE, 46);
    pub const INTEGER5: Col = Col(TABLE, 47);
    pub const INTEGER6: Col = Col(TABLE, 48);
    pub const INTEGER7: Col = Col(TABLE, 49);
    pub const INTEGER8: Col = Col(TABLE, 50);
    pub const INTEGER9: Col = Col(TABLE, 51);
    pub const NUMBER1: Col = Col(TABLE, 52);
    pub const NUMBER10: Col = Col(TABLE, 53);
    pub const NUMBER11: Col = Col(TABLE, 54);
    pub const NUMBER12: Col = Col(TABLE, 55);
    pub const NUMBER13: Col = Col(TABLE, 56);
    pub const NUMBER14: Col = Col(TABLE, 57);
    pub const NUMBER15: Col = Col(TABLE, 58);
    pub const NUMBER16: Col = Col(TABLE, 59);
    pub const NUMBER17: Col = Col(TABLE, 60);
    pub const NUMBER18: Col = Col(TABLE, 61);
    pub const NUMBER19: Col = Col(TABLE, 62);
    pub const NUMBER2: Col = Col(TABLE, 63);
    pub const NUMBER20: Col = Col(TABLE, 64);
    pub const NUMBER21: Col = Col(TABLE, 65);
    pub const NUMBER22: Col = Col(TABLE, 66);
    pub const NUMBER23: Col = Col(TABLE, 67);
    pub const NUMBER24: Col = Col(TABLE, 68);
    pub const NUMBER25: Col = Col(TABLE, 69);
    pub const NUMBER26: Col = Col(TABLE, 70);
    pub const NUMBER27: Col = Col(TABLE, 71);
    pub const NUMBER28: Col = Col(TABLE, 72);
    pub const NUMBER29: Col = Col(TABLE, 73);
    pub const NUMBER3: Col = Col(TABLE, 74);
    pub const NUMBER30: Col = Col(TABLE, 75);
    pub const NUMBER4: Col = Col(TABLE, 76);
    pub const NUMBER5: Col = Col(TABLE, 77);
    pub const NUMBER6: Col = Col(TABLE, 78);
    pub const NUMBER7: Col = Col(TABLE, 79);
    pub const NUMBER8: Col = Col(TABLE, 80);
    pub const NUMBER9: Col = Col(TABLE, 81);
    pub const REMARKS: Col = Col(TABLE, 82);
    pub const TEXT1: Col = Col(TABLE, 83);
    pub const TEXT10: Col = Col(TABLE, 84);
    pub const TEXT11: Col = Col(TABLE, 85);
    pub const TEXT12: Col = Col(TABLE, 86);
    pub const TEXT13: Col = Col(TABLE, 87);
    pub const TEXT14: Col = Col(TABLE, 88);
    pub const TEXT15: Col = Col(TABLE, 89);
    pub const TEXT16: Col = Col(TABLE, 90);
    pub const TEXT17: Col = Col(TABLE, 91);
    pub const TEXT18: Col = Col(TABLE, 92);
    pub const TEXT19: Col = Col(TABLE, 93);
    pub const TEXT2: Col = Col(TABLE, 94);
    pub const TEXT20: Col = Col(TABLE, 95);
    pub const TEXT21: Col = Col(TABLE, 96);
    pub const TEXT22: Col = Col(TABLE, 97);
    pub const TEXT23: Col = Col(TABLE, 98);
    pub const TEXT24: Col = Col(TABLE, 99);
    pub const TEXT25: Col = Col(TABLE, 100);
    pub const TEXT26: Col = Col(TABLE, 101);
    pub const TEXT27: Col = Col(TABLE, 102);
    pub const TEXT28: Col = Col(TABLE, 103);
    pub const TEXT29: Col = Col(TABLE, 104);
    pub const TEXT3: Col = Col(TABLE, 105);
    pub const TEXT30: Col = Col(TABLE, 106);
    pub const TEXT31: Col = Col(TABLE, 107);
    pub const TEXT32: Col = Col(TABLE, 108);
    pub const TEXT33: Col = Col(TABLE, 109);
    pub const TEXT34: Col = Col(TABLE, 110);
    pub const TEXT35: Col = Col(TABLE, 111);
    pub const TEXT36: Col = Col(TABLE, 112);
    pub const TEXT37: Col = Col(TABLE, 113);
    pub const TEXT38: Col = Col(TABLE, 114);
    pub const TEXT39: Col = Col(TABLE, 115);
    pub const TEXT4: Col = Col(TABLE, 116);
    pub const TEXT40: Col = Col(TABLE, 117);
    pub const TEXT5: Col = Col(TABLE, 118);
    pub const TEXT6: Col = Col(TABLE, 119);
    pub const TEXT7: Col = Col(TABLE, 120);
    pub const TEXT8: Col = Col(TABLE, 121);
    pub const TEXT9: Col = Col(TABLE, 122);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 123);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 124);
    pub const VERSION: Col = Col(TABLE, 125);
    pub const YES_NO1: Col = Col(TABLE, 126);
    pub const YES_NO10: Col = Col(TABLE, 127);
    pub const YES_NO11: Col = Col(TABLE, 128);
    pub const YES_NO12: Col = Col(TABLE, 129);
    pub const YES_NO13: Col = Col(TABLE, 130);
    pub const YES_NO14: Col = Col(TABLE, 131);
    pub const YES_NO15: Col = Col(TABLE, 132);
    pub const YES_NO16: Col = Col(TABLE, 133);
    pub const YES_NO17: Col = Col(TABLE, 134);
    pub const YES_NO18: Col = Col(TABLE, 135);
    pub const YES_NO19: Col = Col(TABLE, 136);
    pub const YES_NO2: Col = Col(TABLE, 137);
    pub const YES_NO20: Col = Col(TABLE, 138);
    pub const YES_NO3: Col = Col(TABLE, 139);
    pub const YES_NO4: Col = Col(TABLE, 140);
    pub const YES_NO5: Col = Col(TABLE, 141);
    pub const YES_NO6: Col = Col(TABLE, 142);
    pub const YES_NO7: Col = Col(TABLE, 143);
    pub const YES_NO8: Col = Col(TABLE, 144);
    pub const YES_NO9: Col = Col(TABLE, 145);
    pub const AGENT1: Col = Col(TABLE, 146);
    pub const AGENT10: Col = Col(TABLE, 147);
    pub const AGENT11: Col = Col(TABLE, 148);
    pub const AGENT12: Col = Col(TABLE, 149);
    pub const AGENT13: Col = Col(TABLE, 150);
    pub const AGENT14: Col = Col(TABLE, 151);
    pub const AGENT15: Col = Col(TABLE, 152);
    pub const AGENT16: Col = Col(TABLE, 153);
    pub const AGENT17: Col = Col(TABLE, 154);
    pub const AGENT18: Col = Col(TABLE, 155);
    pub const AGENT19: Col = Col(TABLE, 156);
    pub const AGENT2: Col = Col(TABLE, 157);
    pub const AGENT20: Col = Col(TABLE, 158);
    pub const AGENT3: Col = Col(TABLE, 159);
    pub const AGENT4: Col = Col(TABLE, 160);
    pub const AGENT5: Col = Col(TABLE, 161);
    pub const AGENT6: Col = Col(TABLE, 162);
    pub const AGENT7: Col = Col(TABLE, 163);
    pub const AGENT8: Col = Col(TABLE, 164);
    pub const AGENT9: Col = Col(TABLE, 165);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 166);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 167);
    pub const PREPARATION: Col = Col(TABLE, 168);
}

pub mod project {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(149);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const END_DATE: Col = Col(TABLE, 1);
    pub const GRANT_AGENCY: Col = Col(TABLE, 2);
    pub const GRANT_NUMBER: Col = Col(TABLE, 3);
    pub const NUMBER1: Col = Col(TABLE, 4);
    pub const NUMBER2: Col = Col(TABLE, 5);
    pub const PROJECT_DESCRIPTION: Col = Col(TABLE, 6);
    pub const PROJECT_NAME: Col = Col(TABLE, 7);
    pub const PROJECT_NUMBER: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const START_DATE: Col = Col(TABLE, 10);
    pub const TEXT1: Col = Col(TABLE, 11);
    pub const TEXT2: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const URL: Col = Col(TABLE, 15);
    pub const VERSION: Col = Col(TABLE, 16);
    pub const YES_NO1: Col = Col(TABLE, 17);
    pub const YES_NO2: Col = Col(TABLE, 18);
    pub const AGENT: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const COLLECTION_OBJECTS: Many = Many(TABLE, 0);
}

pub mod query_share {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(150);
    pub const QUERY_ID: Col = Col(TABLE, 0);
    pub const MAY_CHANGE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const SPECIFY_USER: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod record_set {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(151);
    pub const ALL_PERMISSION_LEVEL: Col = Col(TABLE, 0);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 1);
    pub const DB_TABLE_ID: Col = Col(TABLE, 2);
    pub const GROUP_PERMISSION_LEVEL: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const OWNER_PERMISSION_LEVEL: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 7);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 8);
    pub const TYPE: Col = Col(TABLE, 9);
    pub const VERSION: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const GROUP: Col = Col(TABLE, 12);
    pub const INFO_REQUEST: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
    pub const SPECIFY_USER: Col = Col(TABLE, 15);
    pub const RECORD_SET_ITEMS: Many = Many(TABLE, 0);
}

pub mod record_set_item {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(152);
    pub const ORDER: Col = Col(TABLE, 0);
    pub const RECORD_ID: Col = Col(TABLE, 1);
    pub const RECORD_SET: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod record_set_share {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(153);
    pub const SET_ID: Col = Col(TABLE, 0);
    pub const MAY_CHANGE: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const COLLECTION: Col = Col(TABLE, 5);
    pub const SPECIFY_USER: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod reference_work {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(154);
    pub const DOI: Col = Col(TABLE, 0);
    pub const GUID: Col = Col(TABLE, 1);
    pub const IS_PUBLISHED: Col = Col(TABLE, 2);
    pub const ISBN: Col = Col(TABLE, 3);
    pub const LIBRARY_NUMBER: Col = Col(TABLE, 4);
    pub const NUMBER1: Col = Col(TABLE, 5);
    pub const NUMBER2: Col = Col(TABLE, 6);
    pub const PAGES: Col = Col(TABLE, 7);
    pub const PLACE_OF_PUBLICATION: Col = Col(TABLE, 8);
    pub const PUBLISHER: Col = Col(TABLE, 9);
    pub const REFERENCE_WORK_TYPE: Col = Col(TABLE, 10);
    pub const REMARKS: Col = Col(TABLE, 11);
    pub const TEXT1: Col = Col(TABLE, 12);
    pub const TEXT2: Col = Col(TABLE, 13);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 14);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 15);
    pub const TITLE: Col = Col(TABLE, 16);
    pub const URI: Col = Col(TABLE, 17);
    pub const URL: Col = Col(TABLE, 18);
    pub const VERSION: Col = Col(TABLE, 19);
    pub const VOLUME: Col = Col(TABLE, 20);
    pub const WORK_DATE: Col = Col(TABLE, 21);
    pub const YES_NO1: Col = Col(TABLE, 22);
    pub const YES_NO2: Col = Col(TABLE, 23);
    pub const CONTAINED_RF_PARENT: Col = Col(TABLE, 24);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 25);
    pub const INSTITUTION: Col = Col(TABLE, 26);
    pub const JOURNAL: Col = Col(TABLE, 27);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 28);
    pub const AUTHORS: Many = Many(TABLE, 0);
    pub const COLLECTION_OBJECT_CITATIONS: Many = Many(TABLE, 1);
    pub const CONTAINED_REFERENCE_WORKS: Many = Many(TABLE, 2);
    pub const DETERMINATION_CITATIONS: Many = Many(TABLE, 3);
    pub const EXSICCATAE: Many = Many(TABLE, 4);
    pub const LOCALITY_CITATIONS: Many = Many(TABLE, 5);
    pub const REFERENCE_WORK_ATTACHMENTS: Many = Many(TABLE, 6);
    pub const TAXON_CITATIONS: Many = Many(TABLE, 7);
}

pub mod reference_work_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(155);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const REFERENCE_WORK: Col = Col(TABLE, 8);
}

pub mod relative_age {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(156);
    pub const AGE_TYPE: Col = Col(TABLE, 0);
    pub const AGE_UNCERTAINTY: Col = Col(TABLE, 1);
    pub const COLLECTION_DATE: Col = Col(TABLE, 2);
    pub const DATE1: Col = Col(TABLE, 3);
    pub const DATE2: Col = Col(TABLE, 4);
    pub const DATING_METHOD: Col = Col(TABLE, 5);
    pub const DATING_METHOD_REMARKS: Col = Col(TABLE, 6);
    pub const NUMBER1: Col = Col(TABLE, 7);
    pub const NUMBER2: Col = Col(TABLE, 8);
    pub const RELATIVE_AGE_PERIOD: Col = Col(TABLE, 9);
    pub const REMARKS: Col = Col(TABLE, 10);
    pub const TEXT1: Col = Col(TABLE, 11);
    pub const TEXT2: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const VERBATIM_NAME: Col = Col(TABLE, 15);
    pub const VERBATIM_PERIOD: Col = Col(TABLE, 16);
    pub const YESNO1: Col = Col(TABLE, 17);
    pub const YESNO2: Col = Col(TABLE, 18);
    pub const VERSION: Col = Col(TABLE, 19);
    pub const AGE_NAME: Col = Col(TABLE, 20);
    pub const AGE_NAME_END: Col = Col(TABLE, 21);
    pub const AGENT1: Col = Col(TABLE, 22);
    pub const AGENT2: Col = Col(TABLE, 23);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 24);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 25);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 26);
    pub const COMPONENT: Col = Col(TABLE, 27);
    pub const RELATIVE_AGE_ATTACHMENTS: Many = Many(TABLE, 0);
    pub const RELATIVE_AGE_CITATIONS: Many = Many(TABLE, 1);
}

pub mod relative_age_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(157);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const COLLECTION_MEMBER: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const RELATIVE_AGE: Col = Col(TABLE, 9);
}

pub mod relative_age_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(158);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const PAGE_NUMBER: Col = Col(TABLE, 2);
    pub const PLATE_NUMBER: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const COLLECTION_MEMBER: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
    pub const REFERENCE_WORK: Col = Col(TABLE, 11);
    pub const RELATIVE_AGE: Col = Col(TABLE, 12);
}

pub mod repository_agreement {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(159);
    pub const DATE_RECEIVED: Col = Col(TABLE, 0);
    pub const END_DATE: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const REPOSITORY_AGREEMENT_NUMBER: Col = Col(TABLE, 5);
    pub const START_DATE: Col = Col(TABLE, 6);
    pub const STATUS: Col = Col(TABLE, 7);
    pub const TEXT1: Col = Col(TABLE, 8);
    pub const TEXT2: Col = Col(TABLE, 9);
    pub const TEXT3: Col = Col(TABLE, 10);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 11);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 12);
    pub const VERSION: Col = Col(TABLE, 13);
    pub const YES_NO1: Col = Col(TABLE, 14);
    pub const YES_NO2: Col = Col(TABLE, 15);
    pub const ADDRESS_OF_RECORD: Col = Col(TABLE, 16);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 17);
    pub const DIVISION: Col = Col(TABLE, 18);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 19);
    pub const ORIGINATOR: Col = Col(TABLE, 20);
    pub const ACCESSIONS: Many = Many(TABLE, 0);
    pub const REPOSITORY_AGREEMENT_AGENTS: Many = Many(TABLE, 1);
    pub const REPOSITORY_AGREEMENT_ATTACHMENTS: Many = Many(TABLE, 2);
    pub const REPOSITORY_AGREEMENT_AUTHORIZATIONS: Many = Many(TABLE, 3);
}

pub mod repository_agreement_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(160);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const REPOSITORY_AGREEMENT: Col = Col(TABLE, 8);
}

pub mod role {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(161);
    pub const NAME: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const COLLECTION: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod role_policy {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(162);
    pub const RESOURCE: Col = Col(TABLE, 0);
    pub const ACTION: Col = Col(TABLE, 1);
    pub const ROLE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod shipment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(163);
    pub const INSURED_FOR_AMOUNT: Col = Col(TABLE, 0);
    pub const NUMBER1: Col = Col(TABLE, 1);
    pub const NUMBER2: Col = Col(TABLE, 2);
    pub const NUMBER_OF_PACKAGES: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const SHIPMENT_DATE: Col = Col(TABLE, 5);
    pub const SHIPMENT_METHOD: Col = Col(TABLE, 6);
    pub const SHIPMENT_NUMBER: Col = Col(TABLE, 7);
    pub const TEXT1: Col = Col(TABLE, 8);
    pub const TEXT2: Col = Col(TABLE, 9);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 10);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 11);
    pub const VERSION: Col = Col(TABLE, 12);
    pub const WEIGHT: Col = Col(TABLE, 13);
    pub const YES_NO1: Col = Col(TABLE, 14);
    pub const YES_NO2: Col = Col(TABLE, 15);
    pub const BORROW: Col = Col(TABLE, 16);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 17);
    pub const DISCIPLINE: Col = Col(TABLE, 18);
    pub const EXCHANGE_OUT: Col = Col(TABLE, 19);
    pub const GIFT: Col = Col(TABLE, 20);
    pub const LOAN: Col = Col(TABLE, 21);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 22);
    pub const SHIPPED_BY: Col = Col(TABLE, 23);
    pub const SHIPPED_TO: Col = Col(TABLE, 24);
    pub const SHIPPER: Col = Col(TABLE, 25);
}

pub mod source_record {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(164);
    pub const TABLE_NUM: Col = Col(TABLE, 0);
    pub const RECORD_ID: Col = Col(TABLE, 1);
    pub const FORMAT: Col = Col(TABLE, 2);
    pub const IDENTIFIER: Col = Col(TABLE, 3);
    pub const DIGEST: Col = Col(TABLE, 4);
    pub const TERMS: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const COLLECTION: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
}

pub mod sp_app_resource {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(165);
    pub const ALL_PERMISSION_LEVEL: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const GROUP_PERMISSION_LEVEL: Col = Col(TABLE, 2);
    pub const LEVEL: Col = Col(TABLE, 3);
    pub const META_DATA: Col = Col(TABLE, 4);
    pub const MIME_TYPE: Col = Col(TABLE, 5);
    pub const NAME: Col = Col(TABLE, 6);
    pub const OWNER_PERMISSION_LEVEL: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const VERSION: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const GROUP: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
    pub const SP_APP_RESOURCE_DIR: Col = Col(TABLE, 13);
    pub const SPECIFY_USER: Col = Col(TABLE, 14);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 15);
    pub const SP_APP_RESOURCE_DATAS: Many = Many(TABLE, 0);
    pub const SP_REPORTS: Many = Many(TABLE, 1);
}

pub mod sp_app_resource_data {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(166);
    pub const DATA: Col = Col(TABLE, 0);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 1);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 4);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 5);
    pub const SP_APP_RESOURCE: Col = Col(TABLE, 6);
    pub const SP_VIEW_SET_OBJ: Col = Col(TABLE, 7);
}

pub mod sp_app_resource_dir {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(167);
    pub const DISCIPLINE_TYPE: Col = Col(TABLE, 0);
    pub const IS_PERSONAL: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const USER_TYPE: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const COLLECTION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const DISCIPLINE: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const SPECIFY_USER: Col = Col(TABLE, 10);
    pub const SP_PERSISTED_APP_RESOURCES: Many = Many(TABLE, 0);
    pub const SP_PERSISTED_VIEW_SETS: Many = Many(TABLE, 1);
}

pub mod sp_audit_log {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(168);
    pub const ACTION: Col = Col(TABLE, 0);
    pub const PARENT_RECORD_ID: Col = Col(TABLE, 1);
    pub const PARENT_TABLE_NUM: Col = Col(TABLE, 2);
    pub const RECORD_ID: Col = Col(TABLE, 3);
    pub const RECORD_VERSION: Col = Col(TABLE, 4);
    pub const TABLE_NUM: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
    pub const FIELDS: Many = Many(TABLE, 0);
}

pub mod sp_audit_log_field {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(169);
    pub const FIELD_NAME: Col = Col(TABLE, 0);
    pub const NEW_VALUE: Col = Col(TABLE, 1);
    pub const OLD_VALUE: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const SP_AUDIT_LOG: Col = Col(TABLE, 8);
}

pub mod sp_data_set_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(170);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const ORDINAL: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const ATTACHMENT: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const SPDATASET: Col = Col(TABLE, 9);
}

pub mod sp_export_schema {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(171);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const SCHEMA_NAME: Col = Col(TABLE, 1);
    pub const SCHEMA_VERSION: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const SP_EXPORT_SCHEMA_ITEMS: Many = Many(TABLE, 0);
    pub const SP_EXPORT_SCHEMA_MAPPINGS: Many = Many(TABLE, 1);
}

pub mod sp_export_schema_item {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(172);
    pub const DATA_TYPE: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const FIELD_NAME: Col = Col(TABLE, 2);
    pub const FORMATTER: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const SP_EXPORT_SCHEMA: Col = Col(TABLE, 9);
    pub const SP_LOCALE_CONTAINER_ITEM: Col = Col(TABLE, 10);
}

pub mod sp_export_schema_item_mapping {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(173);
    pub const EXPORTED_FIELD_NAME: Col = Col(TABLE, 0);
    pub const EXTENSION_ITEM: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const ROW_TYPE: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const EXPORT_SCHEMA_ITEM: Col = Col(TABLE, 8);
    pub const EXPORT_SCHEMA_MAPPING: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
    pub const QUERY_FIELD: Col = Col(TABLE, 11);
}

pub mod sp_export_schema_mapping {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(174);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const MAPPING_NAME: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_EXPORTED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MAPPINGS: Many = Many(TABLE, 0);
    pub const SP_EXPORT_SCHEMAS: Many = Many(TABLE, 1);
    pub const SYMBIOTA_INSTANCES: Many = Many(TABLE, 2);
}

pub mod sp_field_value_default {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(175);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const FIELD_NAME: Col = Col(TABLE, 1);
    pub const ID_VALUE: Col = Col(TABLE, 2);
    pub const STR_VALUE: Col = Col(TABLE, 3);
    pub const TABLE_NAME: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod sp_locale_container {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(176);
    pub const AGGREGATOR: Col = Col(TABLE, 0);
    pub const DEFAULT_UI: Col = Col(TABLE, 1);
    pub const FORMAT: Col = Col(TABLE, 2);
    pub const IS_HIDDEN: Col = Col(TABLE, 3);
    pub const IS_SYSTEM: Col = Col(TABLE, 4);
    pub const IS_UI_FORMATTER: Col = Col(TABLE, 5);
    pub const NAME: Col = Col(TABLE, 6);
    pub const PICK_LIST_NAME: Col = Col(TABLE, 7);
    pub const SCHEMA_TYPE: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const TYPE: Col = Col(TABLE, 11);
    pub const VERSION: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const DISCIPLINE: Col = Col(TABLE, 14);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 15);
    pub const DESCS: Many = Many(TABLE, 0);
    pub const ITEMS: Many = Many(TABLE, 1);
    pub const NAMES: Many = Many(TABLE, 2);
}

pub mod sp_locale_container_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(177);
    pub const FORMAT: Col = Col(TABLE, 0);
    pub const IS_HIDDEN: Col = Col(TABLE, 1);
    pub const IS_REQUIRED: Col = Col(TABLE, 2);
    pub const IS_SYSTEM: Col = Col(TABLE, 3);
    pub const IS_UI_FORMATTER: Col = Col(TABLE, 4);
    pub const NAME: Col = Col(TABLE, 5);
    pub const PICK_LIST_NAME: Col = Col(TABLE, 6);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 7);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 8);
    pub const TYPE: Col = Col(TABLE, 9);
    pub const VERSION: Col = Col(TABLE, 10);
    pub const WEB_LINK_NAME: Col = Col(TABLE, 11);
    pub const CONTAINER: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
    pub const DESCS: Many = Many(TABLE, 0);
    pub const NAMES: Many = Many(TABLE, 1);
    pub const SP_EXPORT_SCHEMA_ITEMS: Many = Many(TABLE, 2);
}

pub mod sp_locale_item_str {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(178);
    pub const COUNTRY: Col = Col(TABLE, 0);
    pub const LANGUAGE: Col = Col(TABLE, 1);
    pub const TEXT: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VARIANT: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CONTAINER_DESC: Col = Col(TABLE, 7);
    pub const CONTAINER_NAME: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const ITEM_DESC: Col = Col(TABLE, 10);
    pub const ITEM_NAME: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
}

pub mod sp_permission {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(179);
    pub const ACTIONS: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const PERMISSION_CLASS: Col = Col(TABLE, 2);
    pub const TARGET_ID: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const PRINCIPALS: Many = Many(TABLE, 0);
}

pub mod sp_principal {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(180);
    pub const GROUP_SUB_CLASS: Col = Col(TABLE, 0);
    pub const GROUP_TYPE: Col = Col(TABLE, 1);
    pub const NAME: Col = Col(TABLE, 2);
    pub const PRIORITY: Col = Col(TABLE, 3);
    pub const REMARKS: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const SCOPE: Col = Col(TABLE, 10);
    pub const PERMISSIONS: Many = Many(TABLE, 0);
    pub const SPECIFY_USERS: Many = Many(TABLE, 1);
}

pub mod sp_query {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(181);
    pub const CONTEXT_NAME: Col = Col(TABLE, 0);
    pub const CONTEXT_TABLE_ID: Col = Col(TABLE, 1);
    pub const COUNT_ONLY: Col = Col(TABLE, 2);
    pub const FORMAT_AUDIT_REC_IDS: Col = Col(TABLE, 3);
    pub const IS_FAVORITE: Col = Col(TABLE, 4);
    pub const NAME: Col = Col(TABLE, 5);
    pub const ORDINAL: Col = Col(TABLE, 6);
    pub const REMARKS: Col = Col(TABLE, 7);
    pub const SEARCH_SYNONYMY: Col = Col(TABLE, 8);
    pub const SELECT_DISTINCT: Col = Col(TABLE, 9);
    pub const SMUSHED: Col = Col(TABLE, 10);
    pub const SQL_STR: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const SPECIFY_USER: Col = Col(TABLE, 17);
    pub const FIELDS: Many = Many(TABLE, 0);
    pub const REPORTS: Many = Many(TABLE, 1);
}

pub mod sp_query_field {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(182);
    pub const ALLOW_NULLS: Col = Col(TABLE, 0);
    pub const ALWAYS_FILTER: Col = Col(TABLE, 1);
    pub const COLUMN_ALIAS: Col = Col(TABLE, 2);
    pub const CONTEXT_TABLE_IDENT: Col = Col(TABLE, 3);
    pub const END_VALUE: Col = Col(TABLE, 4);
    pub const FIELD_NAME: Col = Col(TABLE, 5);
    pub const FORMAT_NAME: Col = Col(TABLE, 6);
    pub const IS_DISPLAY: Col = Col(TABLE, 7);
    pub const IS_NOT: Col = Col(TABLE, 8);
    pub const IS_PROMPT: Col = Col(TABLE, 9);
    pub const IS_REL_FLD: Col = Col(TABLE, 10);
    pub const OPER_END: Col = Col(TABLE, 11);
    pub const OPER_START: Col = Col(TABLE, 12);
    pub const POSITION: Col = Col(TABLE, 13);
    pub const SORT_TYPE: Col = Col(TABLE, 14);
    pub const START_VALUE: Col = Col(TABLE, 15);
    pub const STRING_ID: Col = Col(TABLE, 16);
    pub const TABLE_LIST: Col = Col(TABLE, 17);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 18);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 19);
    pub const VERSION: Col = Col(TABLE, 20);
    pub const IS_STRICT: Col = Col(TABLE, 21);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 22);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 23);
    pub const QUERY: Col = Col(TABLE, 24);
    pub const MAPPINGS: Many = Many(TABLE, 0);
}

pub mod sp_report {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(183);
    pub const NAME: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const REPEAT_COUNT: Col = Col(TABLE, 2);
    pub const REPEAT_FIELD: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const APP_RESOURCE: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const QUERY: Col = Col(TABLE, 10);
    pub const SPECIFY_USER: Col = Col(TABLE, 11);
    pub const WORKBENCH_TEMPLATE: Col = Col(TABLE, 12);
}

pub mod sp_symbiota_instance {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(184);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 0);
    pub const DESCRIPTION: Col = Col(TABLE, 1);
    pub const INSTANCE_NAME: Col = Col(TABLE, 2);
    pub const LAST_CACHE_BUILD: Col = Col(TABLE, 3);
    pub const LAST_PULL: Col = Col(TABLE, 4);
    pub const LAST_PUSH: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const SYMBIOTA_KEY: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const VERSION: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 12);
    pub const SCHEMA_MAPPING: Col = Col(TABLE, 13);
}

pub mod sp_task_semaphore {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(185);
    pub const CONTEXT: Col = Col(TABLE, 0);
    pub const IS_LOCKED: Col = Col(TABLE, 1);
    pub const LOCKED_TIME: Col = Col(TABLE, 2);
    pub const MACHINE_NAME: Col = Col(TABLE, 3);
    pub const SCOPE: Col = Col(TABLE, 4);
    pub const TASK_NAME: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const USAGE_COUNT: Col = Col(TABLE, 8);
    pub const VERSION: Col = Col(TABLE, 9);
    pub const COLLECTION: Col = Col(TABLE, 10);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 11);
    pub const DISCIPLINE: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const OWNER: Col = Col(TABLE, 14);
}

pub mod sp_version {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(186);
    pub const APP_NAME: Col = Col(TABLE, 0);
    pub const APP_VERSION: Col = Col(TABLE, 1);
    pub const DB_CLOSED_BY: Col = Col(TABLE, 2);
    pub const IS_DB_CLOSED: Col = Col(TABLE, 3);
    pub const SCHEMA_VERSION: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const WORKBENCH_SCHEMA_VERSION: Col = Col(TABLE, 8);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 9);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 10);
}

pub mod sp_view_set_obj {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(187);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const FILE_NAME: Col = Col(TABLE, 1);
    pub const LEVEL: Col = Col(TABLE, 2);
    pub const META_DATA: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const VERSION: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
    pub const SP_APP_RESOURCE_DIR: Col = Col(TABLE, 10);
    pub const SP_APP_RESOURCE_DATAS: Many = Many(TABLE, 0);
}

pub mod sp_visual_query {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(188);
    pub const DESCRIPTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
    pub const SPECIFY_USER: Col = Col(TABLE, 7);
    pub const POLYGONS: Many = Many(TABLE, 0);
}

pub mod spattachmentdataset {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(189);
    pub const NAME: Col = Col(TABLE, 0);
    pub const DATA: Col = Col(TABLE, 1);
    pub const UPLOADPLAN: Col = Col(TABLE, 2);
    pub const UPLOADRESULT: Col = Col(TABLE, 3);
    pub const IMPORTEDFILENAME: Col = Col(TABLE, 4);
    pub const MATCHINGMODE: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TIMESTAMPCREATED: Col = Col(TABLE, 7);
    pub const TIMESTAMPMODIFIED: Col = Col(TABLE, 8);
    pub const COLLECTION: Col = Col(TABLE, 9);
    pub const SPECIFYUSER: Col = Col(TABLE, 10);
    pub const CREATEDBYAGENT: Col = Col(TABLE, 11);
    pub const MODIFIEDBYAGENT: Col = Col(TABLE, 12);
    pub const VERSION: Col = Col(TABLE, 13);
}

pub mod spdataset {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(190);
    pub const NAME: Col = Col(TABLE, 0);
    pub const COLUMNS: Col = Col(TABLE, 1);
    pub const DATA: Col = Col(TABLE, 2);
    pub const UPLOADPLAN: Col = Col(TABLE, 3);
    pub const UPLOADRESULT: Col = Col(TABLE, 4);
    pub const ROWRESULTS: Col = Col(TABLE, 5);
    pub const VISUALORDER: Col = Col(TABLE, 6);
    pub const IMPORTEDFILENAME: Col = Col(TABLE, 7);
    pub const REMARKS: Col = Col(TABLE, 8);
    pub const TIMESTAMPCREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMPMODIFIED: Col = Col(TABLE, 10);
    pub const COLLECTION: Col = Col(TABLE, 11);
    pub const SPECIFYUSER: Col = Col(TABLE, 12);
    pub const CREATEDBYAGENT: Col = Col(TABLE, 13);
    pub const MODIFIEDBYAGENT: Col = Col(TABLE, 14);
    pub const VERSION: Col = Col(TABLE, 15);
    pub const SP_DATA_SET_ATTACHMENTS: Many = Many(TABLE, 0);
}

pub mod specify_user {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(191);
    pub const ACCUM_MIN_LOGGED_IN: Col = Col(TABLE, 0);
    pub const EMAIL: Col = Col(TABLE, 1);
    pub const IS_LOGGED_IN: Col = Col(TABLE, 2);
    pub const IS_LOGGED_IN_REPORT: Col = Col(TABLE, 3);
    pub const LOGIN_COLLECTION_NAME: Col = Col(TABLE, 4);
    pub const LOGIN_DISCIPLINE_NAME: Col = Col(TABLE, 5);
    pub const LOGIN_OUT_TIME: Col = Col(TABLE, 6);
    pub const NAME: Col = Col(TABLE, 7);
    pub const PASSWORD: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const USER_TYPE: Col = Col(TABLE, 11);
    pub const VERSION: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
    pub const AGENTS: Many = Many(TABLE, 0);
    pub const SP_APP_RESOURCE_DIRS: Many = Many(TABLE, 1);
    pub const SP_APP_RESOURCES: Many = Many(TABLE, 2);
    pub const SP_PRINCIPALS: Many = Many(TABLE, 3);
    pub const SP_QUERYS: Many = Many(TABLE, 4);
    pub const TASK_SEMAPHORES: Many = Many(TABLE, 5);
    pub const WORKBENCH_TEMPLATES: Many = Many(TABLE, 6);
    pub const WORKBENCHES: Many = Many(TABLE, 7);
}

pub mod spmerging {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(192);
    pub const NAME: Col = Col(TABLE, 0);
    pub const TASKID: Col = Col(TABLE, 1);
    pub const STATUS: Col = Col(TABLE, 2);
    pub const RESPONSE: Col = Col(TABLE, 3);
    pub const TABLE_FIELD: Col = Col(TABLE, 4);
    pub const NEWRECORDID: Col = Col(TABLE, 5);
    pub const NEWRECORDDATA: Col = Col(TABLE, 6);
    pub const OLDRECORDIDS: Col = Col(TABLE, 7);
    pub const TIMESTAMPCREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMPMODIFIED: Col = Col(TABLE, 9);
    pub const COLLECTION: Col = Col(TABLE, 10);
    pub const SPECIFYUSER: Col = Col(TABLE, 11);
    pub const CREATEDBYAGENT: Col = Col(TABLE, 12);
    pub const MODIFIEDBYAGENT: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
}

pub mod spuserexternalid {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(193);
    pub const PROVIDER: Col = Col(TABLE, 0);
    pub const PROVIDERID: Col = Col(TABLE, 1);
    pub const ENABLED: Col = Col(TABLE, 2);
    pub const IDTOKEN: Col = Col(TABLE, 3);
    pub const SPECIFYUSER: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod storage {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(194);
    pub const ABBREV: Col = Col(TABLE, 0);
    pub const FULL_NAME: Col = Col(TABLE, 1);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 2);
    pub const IS_ACCEPTED: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const NODE_NUMBER: Col = Col(TABLE, 5);
    pub const NUMBER1: Col = Col(TABLE, 6);
    pub const NUMBER2: Col = Col(TABLE, 7);
    pub const RANK_ID: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_VERSION: Col = Col(TABLE, 14);
    pub const VERSION: Col = Col(TABLE, 15);
    pub const UNIQUE_IDENTIFIER: Col = Col(TABLE, 16);
    pub const ACCEPTED_STORAGE: Col = Col(TABLE, 17);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 18);
    pub const DEFINITION: Col = Col(TABLE, 19);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const PARENT: Col = Col(TABLE, 22);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const CHILDREN: Many = Many(TABLE, 1);
    pub const CONTAINERS: Many = Many(TABLE, 2);
    pub const PREPARATIONS: Many = Many(TABLE, 3);
    pub const STORAGE_ATTACHMENTS: Many = Many(TABLE, 4);
}

pub mod storage_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(195);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const STORAGE: Col = Col(TABLE, 8);
}

pub mod storage_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(196);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const INSTITUTION: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod storage_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(197);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 0);
    pub const IS_ENFORCED: Col = Col(TABLE, 1);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const RANK_ID: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT_AFTER: Col = Col(TABLE, 6);
    pub const TEXT_BEFORE: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TITLE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const PARENT: Col = Col(TABLE, 14);
    pub const TREE_DEF: Col = Col(TABLE, 15);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod taxon {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(198);
    pub const AUTHOR: Col = Col(TABLE, 0);
    pub const CITES_STATUS: Col = Col(TABLE, 1);
    pub const COL_STATUS: Col = Col(TABLE, 2);
    pub const COMMON_NAME: Col = Col(TABLE, 3);
    pub const CULTIVAR_NAME: Col = Col(TABLE, 4);
    pub const ENVIRONMENTAL_PROTECTION_STATUS: Col = Col(TABLE, 5);
    pub const ESA_STATUS: Col = Col(TABLE, 6);
    pub const FULL_NAME: Col = Col(TABLE, 7);
    pub const GROUP_NUMBER: Col = Col(TABLE, 8);
    pub const GUID: Col = Col(TABLE, 9);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 10);
    pub const INTEGER1: Col = Col(TABLE, 11);
    pub const INTEGER2: Col = Col(TABLE, 12);
    pub const INTEGER3: Col = Col(TABLE, 13);
    pub const INTEGER4: Col = Col(TABLE, 14);
    pub const INTEGER5: Col = Col(TABLE, 15);
    pub const IS_ACCEPTED: Col = Col(TABLE, 16);
    pub const IS_HYBRID: Col = Col(TABLE, 17);
    pub const ISIS_NUMBER: Col = Col(TABLE, 18);
    pub const LABEL_FORMAT: Col = Col(TABLE, 19);
    pub const LSID: Col = Col(TABLE, 20);
    pub const NAME: Col = Col(TABLE, 21);
    pub const NCBI_TAXON_NUMBER: Col = Col(TABLE, 22);
    pub const NODE_NUMBER: Col = Col(TABLE, 23);
    pub const NUMBER1: Col = Col(TABLE, 24);
    pub const NUMBER2: Col = Col(TABLE, 25);
    pub const NUMBER3: Col = Col(TABLE, 26);
    pub const NUMBER4: Col = Col(TABLE, 27);
    pub const NUMBER5: Col = Col(TABLE, 28);
    pub const RANK_ID: Col = Col(TABLE, 29);
    pub const REMARKS: Col = Col(TABLE, 30);
    pub const SOURCE: Col = Col(TABLE, 31);
    pub const TAXONOMIC_SERIAL_NUMBER: Col = Col(TABLE, 32);
    pub const TEXT1: Col = Col(TABLE, 33);
    pub const TEXT10: Col = Col(TABLE, 34);
    pub const TEXT11: Col = Col(TABLE, 35);
    pub const TEXT12: Col = Col(TABLE, 36);
    pub const TEXT13: Col = Col(TABLE, 37);
    pub const TEXT14: Col = Col(TABLE, 38);
    pub const TEXT15: Col = Col(TABLE, 39);
    pub const TEXT16: Col = Col(TABLE, 40);
    pub const TEXT17: Col = Col(TABLE, 41);
    pub const TEXT18: Col = Col(TABLE, 42);
    pub const TEXT19: Col = Col(TABLE, 43);
    pub const TEXT2: Col = Col(TABLE, 44);
    pub const TEXT20: Col = Col(TABLE, 45);
    pub const TEXT3: Col = Col(TABLE, 46);
    pub const TEXT4: Col = Col(TABLE, 47);
    pub const TEXT5: Col = Col(TABLE, 48);
    pub const TEXT6: Col = Col(TABLE, 49);
    pub const TEXT7: Col = Col(TABLE, 50);
    pub const TEXT8: Col = Col(TABLE, 51);
    pub const TEXT9: Col = Col(TABLE, 52);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 53);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 54);
    pub const UNIT_IND1: Col = Col(TABLE, 55);
    pub const UNIT_IND2: Col = Col(TABLE, 56);
    pub const UNIT_IND3: Col = Col(TABLE, 57);
    pub const UNIT_IND4: Col = Col(TABLE, 58);
    pub const UNIT_NAME1: Col = Col(TABLE, 59);
    pub const UNIT_NAME2: Col = Col(TABLE, 60);
    pub const UNIT_NAME3: Col = Col(TABLE, 61);
    pub const UNIT_NAME4: Col = Col(TABLE, 62);
    pub const USFWS_CODE: Col = Col(TABLE, 63);
    pub const VERSION: Col = Col(TABLE, 64);
    pub const VISIBILITY: Col = Col(TABLE, 65);
    pub const YES_NO1: Col = Col(TABLE, 66);
    pub const YES_NO10: Col = Col(TABLE, 67);
    pub const YES_NO11: Col = Col(TABLE, 68);
    pub const YES_NO12: Col = Col(TABLE, 69);
    pub const YES_NO13: Col = Col(TABLE, 70);
    pub const YES_NO14: Col = Col(TABLE, 71);
    pub const YES_NO15: Col = Col(TABLE, 72);
    pub const YES_NO16: Col = Col(TABLE, 73);
    pub const YES_NO17: Col = Col(TABLE, 74);
    pub const YES_NO18: Col = Col(TABLE, 75);
    pub const YES_NO19: Col = Col(TABLE, 76);
    pub const YES_NO2: Col = Col(TABLE, 77);
    pub const YES_NO3: Col = Col(TABLE, 78);
    pub const YES_NO4: Col = Col(TABLE, 79);
    pub const YES_NO5: Col = Col(TABLE, 80);
    pub const YES_NO6: Col = Col(TABLE, 81);
    pub const YES_NO7: Col = Col(TABLE, 82);
    pub const YES_NO8: Col = Col(TABLE, 83);
    pub const YES_NO9: Col = Col(TABLE, 84);
    pub const ACCEPTED_TAXON: Col = Col(TABLE, 85);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 86);
    pub const DEFINITION: Col = Col(TABLE, 87);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 88);
    pub const HYBRID_PARENT1: Col = Col(TABLE, 89);
    pub const HYBRID_PARENT2: Col = Col(TABLE, 90);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 91);
    pub const PARENT: Col = Col(TABLE, 92);
    pub const TAXON_ATTRIBUTE: Col = Col(TABLE, 93);
    pub const VISIBILITY_SET_BY: Col = Col(TABLE, 94);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const CHILDREN: Many = Many(TABLE, 1);
    pub const COLLECTING_EVENT_ATTRIBUTES: Many = Many(TABLE, 2);
    pub const COMMON_NAMES: Many = Many(TABLE, 3);
    pub const DETERMINATIONS: Many = Many(TABLE, 4);
    pub const HYBRID_CHILDREN1: Many = Many(TABLE, 5);
    pub const HYBRID_CHILDREN2: Many = Many(TABLE, 6);
    pub const TAXON_ATTACHMENTS: Many = Many(TABLE, 7);
    pub const TAXON_CITATIONS: Many = Many(TABLE, 8);
    pub const COMPONENTS: Many = Many(TABLE, 9);
}

pub mod taxon_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(199);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const TAXON: Col = Col(TABLE, 8);
}

pub mod taxon_attribute {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(200);
    pub const DATE1: Col = Col(TABLE, 0);
    pub const DATE1_PRECISION: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER10: Col = Col(TABLE, 3);
    pub const NUMBER11: Col = Col(TABLE, 4);
    pub const NUMBER12: Col = Col(TABLE, 5);
    pub const NUMBER13: Col = Col(TABLE, 6);
    pub const NUMBER14: Col = Col(TABLE, 7);
    pub const NUMBER15: Col = Col(TABLE, 8);
    pub const NUMBER16: Col = Col(TABLE, 9);
    pub const NUMBER17: Col = Col(TABLE, 10);
    pub const NUMBER18: Col = Col(TABLE, 11);
    pub const NUMBER19: Col = Col(TABLE, 12);
    pub const NUMBER2: Col = Col(TABLE, 13);
    pub const NUMBER20: Col = Col(TABLE, 14);
    pub const NUMBER3: Col = Col(TABLE, 15);
    pub const NUMBER4: Col = Col(TABLE, 16);
    pub const NUMBER5: Col = Col(TABLE, 17);
    pub const NUMBER6: Col = Col(TABLE, 18);
    pub const NUMBER7: Col = Col(TABLE, 19);
    pub const NUMBER8: Col = Col(TABLE, 20);
    pub const NUMBER9: Col = Col(TABLE, 21);
    pub const REMARKS: Col = Col(TABLE, 22);
    pub const TEXT1: Col = Col(TABLE, 23);
    pub const TEXT10: Col = Col(TABLE, 24);
    pub const TEXT11: Col = Col(TABLE, 25);
    pub const TEXT12: Col = Col(TABLE, 26);
    pub const TEXT13: Col = Col(TABLE, 27);
    pub const TEXT14: Col = Col(TABLE, 28);
    pub const TEXT15: Col = Col(TABLE, 29);
    pub const TEXT16: Col = Col(TABLE, 30);
    pub const TEXT17: Col = Col(TABLE, 31);
    pub const TEXT18: Col = Col(TABLE, 32);
    pub const TEXT19: Col = Col(TABLE, 33);
    pub const TEXT2: Col = Col(TABLE, 34);
    pub const TEXT20: Col = Col(TABLE, 35);
    pub const TEXT21: Col = Col(TABLE, 36);
    pub const TEXT22: Col = Col(TABLE, 37);
    pub const TEXT23: Col = Col(TABLE, 38);
    pub const TEXT24: Col = Col(TABLE, 39);
    pub const TEXT25: Col = Col(TABLE, 40);
    pub const TEXT26: Col = Col(TABLE, 41);
    pub const TEXT27: Col = Col(TABLE, 42);
    pub const TEXT28: Col = Col(TABLE, 43);
    pub const TEXT29: Col = Col(TABLE, 44);
    pub const TEXT3: Col = Col(TABLE, 45);
    pub const TEXT30: Col = Col(TABLE, 46);
    pub const TEXT31: Col = Col(TABLE, 47);
    pub const TEXT32: Col = Col(TABLE, 48);
    pub const TEXT33: Col = Col(TABLE, 49);
    pub const TEXT34: Col = Col(TABLE, 50);
    pub const TEXT35: Col = Col(TABLE, 51);
    pub const TEXT36: Col = Col(TABLE, 52);
    pub const TEXT37: Col = Col(TABLE, 53);
    pub const TEXT38: Col = Col(TABLE, 54);
    pub const TEXT39: Col = Col(TABLE, 55);
    pub const TEXT4: Col = Col(TABLE, 56);
    pub const TEXT40: Col = Col(TABLE, 57);
    pub const TEXT41: Col = Col(TABLE, 58);
    pub const TEXT42: Col = Col(TABLE, 59);
    pub const TEXT43: Col = Col(TABLE, 60);
    pub const TEXT44: Col = Col(TABLE, 61);
    pub const TEXT45: Col = Col(TABLE, 62);
    pub const TEXT46: Col = Col(TABLE, 63);
    pub const TEXT47: Col = Col(TABLE, 64);
    pub const TEXT48: Col = Col(TABLE, 65);
    pub const TEXT49: Col = Col(TABLE, 66);
    pub const TEXT5: Col = Col(TABLE, 67);
    pub const TEXT50: Col = Col(TABLE, 68);
    pub const TEXT51: Col = Col(TABLE, 69);
    pub const TEXT52: Col = Col(TABLE, 70);
    pub const TEXT53: Col = Col(TABLE, 71);
    pub const TEXT54: Col = Col(TABLE, 72);
    pub const TEXT55: Col = Col(TABLE, 73);
    pub const TEXT56: Col = Col(TABLE, 74);
    pub const TEXT57: Col = Col(TABLE, 75);
    pub const TEXT58: Col = Col(TABLE, 76);
    pub const TEXT6: Col = Col(TABLE, 77);
    pub const TEXT7: Col = Col(TABLE, 78);
    pub const TEXT8: Col = Col(TABLE, 79);
    pub const TEXT9: Col = Col(TABLE, 80);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 81);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 82);
    pub const VERSION: Col = Col(TABLE, 83);
    pub const YES_NO1: Col = Col(TABLE, 84);
    pub const YES_NO10: Col = Col(TABLE, 85);
    pub const YES_NO11: Col = Col(TABLE, 86);
    pub const YES_NO12: Col = Col(TABLE, 87);
    pub const YES_NO13: Col = Col(TABLE, 88);
    pub const YES_NO14: Col = Col(TABLE, 89);
    pub const YES_NO15: Col = Col(TABLE, 90);
    pub const YES_NO16: Col = Col(TABLE, 91);
    pub const YES_NO17: Col = Col(TABLE, 92);
    pub const YES_NO18: Col = Col(TABLE, 93);
    pub const YES_NO19: Col = Col(TABLE, 94);
    pub const YES_NO2: Col = Col(TABLE, 95);
    pub const YES_NO20: Col = Col(TABLE, 96);
    pub const YES_NO21: Col = Col(TABLE, 97);
    pub const YES_NO22: Col = Col(TABLE, 98);
    pub const YES_NO23: Col = Col(TABLE, 99);
    pub const YES_NO24: Col = Col(TABLE, 100);
    pub const YES_NO25: Col = Col(TABLE, 101);
    pub const YES_NO26: Col = Col(TABLE, 102);
    pub const YES_NO27: Col = Col(TABLE, 103);
    pub const YES_NO28: Col = Col(TABLE, 104);
    pub const YES_NO29: Col = Col(TABLE, 105);
    pub const YES_NO3: Col = Col(TABLE, 106);
    pub const YES_NO30: Col = Col(TABLE, 107);
    pub const YES_NO31: Col = Col(TABLE, 108);
    pub const YES_NO32: Col = Col(TABLE, 109);
    pub const YES_NO33: Col = Col(TABLE, 110);
    pub const YES_NO34: Col = Col(TABLE, 111);
    pub const YES_NO35: Col = Col(TABLE, 112);
    pub const YES_NO36: Col = Col(TABLE, 113);
    pub const YES_NO37: Col = Col(TABLE, 114);
    pub const YES_NO38: Col = Col(TABLE, 115);
    pub const YES_NO39: Col = Col(TABLE, 116);
    pub const YES_NO4: Col = Col(TABLE, 117);
    pub const YES_NO40: Col = Col(TABLE, 118);
    pub const YES_NO41: Col = Col(TABLE, 119);
    pub const YES_NO42: Col = Col(TABLE, 120);
    pub const YES_NO43: Col = Col(TABLE, 121);
    pub const YES_NO44: Col = Col(TABLE, 122);
    pub const YES_NO45: Col = Col(TABLE, 123);
    pub const YES_NO46: Col = Col(TABLE, 124);
    pub const YES_NO47: Col = Col(TABLE, 125);
    pub const YES_NO48: Col = Col(TABLE, 126);
    pub const YES_NO49: Col = Col(TABLE, 127);
    pub const YES_NO5: Col = Col(TABLE, 128);
    pub const YES_NO50: Col = Col(TABLE, 129);
    pub const YES_NO51: Col = Col(TABLE, 130);
    pub const YES_NO52: Col = Col(TABLE, 131);
    pub const YES_NO53: Col = Col(TABLE, 132);
    pub const YES_NO54: Col = Col(TABLE, 133);
    pub const YES_NO55: Col = Col(TABLE, 134);
    pub const YES_NO56: Col = Col(TABLE, 135);
    pub const YES_NO57: Col = Col(TABLE, 136);
    pub const YES_NO58: Col = Col(TABLE, 137);
    pub const YES_NO59: Col = Col(TABLE, 138);
    pub const YES_NO6: Col = Col(TABLE, 139);
    pub const YES_NO60: Col = Col(TABLE, 140);
    pub const YES_NO61: Col = Col(TABLE, 141);
    pub const YES_NO62: Col = Col(TABLE, 142);
    pub const YES_NO63: Col = Col(TABLE, 143);
    pub const YES_NO64: Col = Col(TABLE, 144);
    pub const YES_NO65: Col = Col(TABLE, 145);
    pub const YES_NO66: Col = Col(TABLE, 146);
    pub const YES_NO67: Col = Col(TABLE, 147);
    pub const YES_NO68: Col = Col(TABLE, 148);
    pub const YES_NO69: Col = Col(TABLE, 149);
    pub const YES_NO7: Col = Col(TABLE, 150);
    pub const YES_NO70: Col = Col(TABLE, 151);
    pub const YES_NO71: Col = Col(TABLE, 152);
    pub const YES_NO72: Col = Col(TABLE, 153);
    pub const YES_NO73: Col = Col(TABLE, 154);
    pub const YES_NO74: Col = Col(TABLE, 155);
    pub const YES_NO75: Col = Col(TABLE, 156);
    pub const YES_NO76: Col = Col(TABLE, 157);
    pub const YES_NO77: Col = Col(TABLE, 158);
    pub const YES_NO78: Col = Col(TABLE, 159);
    pub const YES_NO79: Col = Col(TABLE, 160);
    pub const YES_NO8: Col = Col(TABLE, 161);
    pub const YES_NO80: Col = Col(TABLE, 162);
    pub const YES_NO81: Col = Col(TABLE, 163);
    pub const YES_NO82: Col = Col(TABLE, 164);
    pub const YES_NO9: Col = Col(TABLE, 165);
    pub const AGENT1: Col = Col(TABLE, 166);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 167);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 168);
    pub const TAXONS: Many = Many(TABLE, 0);
}

pub mod taxon_citation {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(201);
    pub const FIGURE_NUMBER: Col = Col(TABLE, 0);
    pub const IS_FIGURED: Col = Col(TABLE, 1);
    pub const NUMBER1: Col = Col(TABLE, 2);
    pub const NUMBER2: Col = Col(TABLE, 3);
    pub const PAGE_NUMBER: Col = Col(TABLE, 4);
    pub const PLATE_NUMBER: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT1: Col = Col(TABLE, 7);
    pub const TEXT2: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const YES_NO1: Col = Col(TABLE, 12);
    pub const YES_NO2: Col = Col(TABLE, 13);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 14);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 15);
    pub const REFERENCE_WORK: Col = Col(TABLE, 16);
    pub const TAXON: Col = Col(TABLE, 17);
}

pub mod taxon_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(202);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod taxon_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(203);
    pub const FORMAT_TOKEN: Col = Col(TABLE, 0);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 1);
    pub const IS_ENFORCED: Col = Col(TABLE, 2);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const RANK_ID: Col = Col(TABLE, 5);
    pub const REMARKS: Col = Col(TABLE, 6);
    pub const TEXT_AFTER: Col = Col(TABLE, 7);
    pub const TEXT_BEFORE: Col = Col(TABLE, 8);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 9);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 10);
    pub const TITLE: Col = Col(TABLE, 11);
    pub const VERSION: Col = Col(TABLE, 12);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 13);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 14);
    pub const PARENT: Col = Col(TABLE, 15);
    pub const TREE_DEF: Col = Col(TABLE, 16);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod tectonic_unit {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(204);
    pub const FULL_NAME: Col = Col(TABLE, 0);
    pub const GUID: Col = Col(TABLE, 1);
    pub const HIGHEST_CHILD_NODE_NUMBER: Col = Col(TABLE, 2);
    pub const IS_ACCEPTED: Col = Col(TABLE, 3);
    pub const NAME: Col = Col(TABLE, 4);
    pub const NODE_NUMBER: Col = Col(TABLE, 5);
    pub const NUMBER1: Col = Col(TABLE, 6);
    pub const NUMBER2: Col = Col(TABLE, 7);
    pub const RANK_ID: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 12);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const YESNO1: Col = Col(TABLE, 15);
    pub const YESNO2: Col = Col(TABLE, 16);
    pub const ACCEPTED_TECTONIC_UNIT: Col = Col(TABLE, 17);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 18);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 19);
    pub const PARENT: Col = Col(TABLE, 20);
    pub const DEFINITION: Col = Col(TABLE, 21);
    pub const DEFINITION_ITEM: Col = Col(TABLE, 22);
    pub const ACCEPTED_CHILDREN: Many = Many(TABLE, 0);
    pub const PALEO_CONTEXTS: Many = Many(TABLE, 1);
}

pub mod tectonic_unit_tree_def {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(205);
    pub const FULL_NAME_DIRECTION: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const REMARKS: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const DISCIPLINE: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const TREE_DEF_ITEMS: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod tectonic_unit_tree_def_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(206);
    pub const FULL_NAME_SEPARATOR: Col = Col(TABLE, 0);
    pub const IS_ENFORCED: Col = Col(TABLE, 1);
    pub const IS_IN_FULL_NAME: Col = Col(TABLE, 2);
    pub const NAME: Col = Col(TABLE, 3);
    pub const RANK_ID: Col = Col(TABLE, 4);
    pub const REMARKS: Col = Col(TABLE, 5);
    pub const TEXT_AFTER: Col = Col(TABLE, 6);
    pub const TEXT_BEFORE: Col = Col(TABLE, 7);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 8);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 9);
    pub const TITLE: Col = Col(TABLE, 10);
    pub const VERSION: Col = Col(TABLE, 11);
    pub const CREATEDBYAGENT: Col = Col(TABLE, 12);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 13);
    pub const PARENT: Col = Col(TABLE, 14);
    pub const TREE_DEF: Col = Col(TABLE, 15);
    pub const CHILDREN: Many = Many(TABLE, 0);
    pub const TREE_ENTRIES: Many = Many(TABLE, 1);
}

pub mod text_format {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(207);
    pub const KIND: Col = Col(TABLE, 0);
    pub const NAME: Col = Col(TABLE, 1);
    pub const TABLE_NAME: Col = Col(TABLE, 2);
    pub const FIELD_NAME: Col = Col(TABLE, 3);
    pub const TITLE: Col = Col(TABLE, 4);
    pub const DEFINITION: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const VERSION: Col = Col(TABLE, 8);
    pub const DISCIPLINE: Col = Col(TABLE, 9);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 10);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 11);
}

pub mod treatment_event {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(208);
    pub const DATE_BOXED: Col = Col(TABLE, 0);
    pub const DATE_CLEANED: Col = Col(TABLE, 1);
    pub const DATE_COMPLETED: Col = Col(TABLE, 2);
    pub const DATE_RECEIVED: Col = Col(TABLE, 3);
    pub const DATE_TO_ISOLATION: Col = Col(TABLE, 4);
    pub const DATE_TREATMENT_ENDED: Col = Col(TABLE, 5);
    pub const DATE_TREATMENT_STARTED: Col = Col(TABLE, 6);
    pub const FIELD_NUMBER: Col = Col(TABLE, 7);
    pub const LOCATION: Col = Col(TABLE, 8);
    pub const NUMBER1: Col = Col(TABLE, 9);
    pub const NUMBER2: Col = Col(TABLE, 10);
    pub const NUMBER3: Col = Col(TABLE, 11);
    pub const NUMBER4: Col = Col(TABLE, 12);
    pub const NUMBER5: Col = Col(TABLE, 13);
    pub const REMARKS: Col = Col(TABLE, 14);
    pub const TEXT1: Col = Col(TABLE, 15);
    pub const TEXT2: Col = Col(TABLE, 16);
    pub const TEXT3: Col = Col(TABLE, 17);
    pub const TEXT4: Col = Col(TABLE, 18);
    pub const TEXT5: Col = Col(TABLE, 19);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 20);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 21);
    pub const TREATMENT_NUMBER: Col = Col(TABLE, 22);
    pub const TYPE: Col = Col(TABLE, 23);
    pub const VERSION: Col = Col(TABLE, 24);
    pub const YES_NO1: Col = Col(TABLE, 25);
    pub const YES_NO2: Col = Col(TABLE, 26);
    pub const YES_NO3: Col = Col(TABLE, 27);
    pub const ACCESSION: Col = Col(TABLE, 28);
    pub const AUTHORIZED_BY: Col = Col(TABLE, 29);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 30);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 31);
    pub const DIVISION: Col = Col(TABLE, 32);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 33);
    pub const PERFORMED_BY: Col = Col(TABLE, 34);
    pub const TREATMENT_EVENT_ATTACHMENTS: Many = Many(TABLE, 0);
}

pub mod treatment_event_attachment {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(209);
    pub const ORDINAL: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 2);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const ATTACHMENT: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const TREATMENT_EVENT: Col = Col(TABLE, 8);
}

pub mod uniqueness_rule {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(210);
    pub const ISDATABASECONSTRAINT: Col = Col(TABLE, 0);
    pub const MODELNAME: Col = Col(TABLE, 1);
    pub const DISCIPLINE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod uniqueness_rule_field {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(211);
    pub const FIELDPATH: Col = Col(TABLE, 0);
    pub const ISSCOPE: Col = Col(TABLE, 1);
    pub const UNIQUENESSRULE: Col = Col(TABLE, 2);
    pub const VERSION: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
}

pub mod user_policy {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(212);
    pub const RESOURCE: Col = Col(TABLE, 0);
    pub const ACTION: Col = Col(TABLE, 1);
    pub const COLLECTION: Col = Col(TABLE, 2);
    pub const SPECIFYUSER: Col = Col(TABLE, 3);
    pub const VERSION: Col = Col(TABLE, 4);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 5);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
}

pub mod user_role {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(213);
    pub const SPECIFYUSER: Col = Col(TABLE, 0);
    pub const ROLE: Col = Col(TABLE, 1);
    pub const VERSION: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 5);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 6);
}

pub mod voucher_relationship {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(214);
    pub const COLLECTION_CODE: Col = Col(TABLE, 0);
    pub const COLLECTION_MEMBER_ID: Col = Col(TABLE, 1);
    pub const INSTITUTION_CODE: Col = Col(TABLE, 2);
    pub const INTEGER1: Col = Col(TABLE, 3);
    pub const INTEGER2: Col = Col(TABLE, 4);
    pub const INTEGER3: Col = Col(TABLE, 5);
    pub const NUMBER1: Col = Col(TABLE, 6);
    pub const NUMBER2: Col = Col(TABLE, 7);
    pub const NUMBER3: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const TEXT1: Col = Col(TABLE, 10);
    pub const TEXT2: Col = Col(TABLE, 11);
    pub const TEXT3: Col = Col(TABLE, 12);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 13);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 14);
    pub const URL_LINK: Col = Col(TABLE, 15);
    pub const VERSION: Col = Col(TABLE, 16);
    pub const VOUCHER_NUMBER: Col = Col(TABLE, 17);
    pub const YES_NO1: Col = Col(TABLE, 18);
    pub const YES_NO2: Col = Col(TABLE, 19);
    pub const YES_NO3: Col = Col(TABLE, 20);
    pub const COLLECTION_OBJECT: Col = Col(TABLE, 21);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 22);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 23);
}

pub mod workbench {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(215);
    pub const ALL_PERMISSION_LEVEL: Col = Col(TABLE, 0);
    pub const DB_TABLE_ID: Col = Col(TABLE, 1);
    pub const EXPORT_INSTITUTION_NAME: Col = Col(TABLE, 2);
    pub const EXPORTED_FROM_TABLE_NAME: Col = Col(TABLE, 3);
    pub const FORM_ID: Col = Col(TABLE, 4);
    pub const GROUP_PERMISSION_LEVEL: Col = Col(TABLE, 5);
    pub const LOCKED_BY_USER_NAME: Col = Col(TABLE, 6);
    pub const NAME: Col = Col(TABLE, 7);
    pub const OWNER_PERMISSION_LEVEL: Col = Col(TABLE, 8);
    pub const REMARKS: Col = Col(TABLE, 9);
    pub const SRC_FILE_PATH: Col = Col(TABLE, 10);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 11);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 12);
    pub const VERSION: Col = Col(TABLE, 13);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 14);
    pub const GROUP: Col = Col(TABLE, 15);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 16);
    pub const SPECIFY_USER: Col = Col(TABLE, 17);
    pub const WORKBENCH_TEMPLATE: Col = Col(TABLE, 18);
    pub const WORKBENCH_ROWS: Many = Many(TABLE, 0);
}

pub mod workbench_data_item {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(216);
    pub const CELL_DATA: Col = Col(TABLE, 0);
    pub const ROW_NUMBER: Col = Col(TABLE, 1);
    pub const VALIDATION_STATUS: Col = Col(TABLE, 2);
    pub const WORKBENCH_ROW: Col = Col(TABLE, 3);
    pub const WORKBENCH_TEMPLATE_MAPPING_ITEM: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod workbench_row {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(217);
    pub const BIO_GEOMANCER_RESULTS: Col = Col(TABLE, 0);
    pub const CARD_IMAGE_DATA: Col = Col(TABLE, 1);
    pub const CARD_IMAGE_FULL_PATH: Col = Col(TABLE, 2);
    pub const ERROR_ESTIMATE: Col = Col(TABLE, 3);
    pub const ERROR_POLYGON: Col = Col(TABLE, 4);
    pub const LAT1_TEXT: Col = Col(TABLE, 5);
    pub const LAT2_TEXT: Col = Col(TABLE, 6);
    pub const LONG1_TEXT: Col = Col(TABLE, 7);
    pub const LONG2_TEXT: Col = Col(TABLE, 8);
    pub const RECORD_ID: Col = Col(TABLE, 9);
    pub const ROW_NUMBER: Col = Col(TABLE, 10);
    pub const SGR_STATUS: Col = Col(TABLE, 11);
    pub const UPLOAD_STATUS: Col = Col(TABLE, 12);
    pub const WORKBENCH: Col = Col(TABLE, 13);
    pub const VERSION: Col = Col(TABLE, 14);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 15);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 16);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 17);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 18);
    pub const WORKBENCH_DATA_ITEMS: Many = Many(TABLE, 0);
    pub const WORKBENCH_ROW_EXPORTED_RELATIONSHIPS: Many = Many(TABLE, 1);
    pub const WORKBENCH_ROW_IMAGES: Many = Many(TABLE, 2);
}

pub mod workbench_row_exported_relationship {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(218);
    pub const RECORD_ID: Col = Col(TABLE, 0);
    pub const RELATIONSHIP_NAME: Col = Col(TABLE, 1);
    pub const SEQUENCE: Col = Col(TABLE, 2);
    pub const TABLE_NAME: Col = Col(TABLE, 3);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 4);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 5);
    pub const VERSION: Col = Col(TABLE, 6);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 7);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 8);
    pub const WORKBENCH_ROW: Col = Col(TABLE, 9);
}

pub mod workbench_row_image {
    use crate::{Col, TableId};

    pub const TABLE: TableId = TableId(219);
    pub const ATTACH_TO_TABLE_NAME: Col = Col(TABLE, 0);
    pub const CARD_IMAGE_DATA: Col = Col(TABLE, 1);
    pub const CARD_IMAGE_FULL_PATH: Col = Col(TABLE, 2);
    pub const IMAGE_ORDER: Col = Col(TABLE, 3);
    pub const WORKBENCH_ROW: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 6);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 7);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 8);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 9);
}

pub mod workbench_template {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(220);
    pub const NAME: Col = Col(TABLE, 0);
    pub const REMARKS: Col = Col(TABLE, 1);
    pub const SRC_FILE_PATH: Col = Col(TABLE, 2);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 3);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 4);
    pub const VERSION: Col = Col(TABLE, 5);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 6);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 7);
    pub const SPECIFY_USER: Col = Col(TABLE, 8);
    pub const WORKBENCH_TEMPLATE_MAPPING_ITEMS: Many = Many(TABLE, 0);
    pub const WORKBENCHES: Many = Many(TABLE, 1);
}

pub mod workbench_template_mapping_item {
    use crate::{Col, Many, TableId};

    pub const TABLE: TableId = TableId(221);
    pub const CAPTION: Col = Col(TABLE, 0);
    pub const CARRY_FORWARD: Col = Col(TABLE, 1);
    pub const DATA_FIELD_LENGTH: Col = Col(TABLE, 2);
    pub const FIELD_NAME: Col = Col(TABLE, 3);
    pub const FIELD_TYPE: Col = Col(TABLE, 4);
    pub const IMPORTED_COL_NAME: Col = Col(TABLE, 5);
    pub const IS_EDITABLE: Col = Col(TABLE, 6);
    pub const IS_EXPORTABLE_TO_CONTENT: Col = Col(TABLE, 7);
    pub const IS_INCLUDED_IN_TITLE: Col = Col(TABLE, 8);
    pub const IS_REQUIRED: Col = Col(TABLE, 9);
    pub const META_DATA: Col = Col(TABLE, 10);
    pub const ORIG_IMPORT_COLUMN_INDEX: Col = Col(TABLE, 11);
    pub const SRC_TABLE_ID: Col = Col(TABLE, 12);
    pub const TABLE_NAME: Col = Col(TABLE, 13);
    pub const TIMESTAMP_CREATED: Col = Col(TABLE, 14);
    pub const TIMESTAMP_MODIFIED: Col = Col(TABLE, 15);
    pub const VERSION: Col = Col(TABLE, 16);
    pub const VIEW_ORDER: Col = Col(TABLE, 17);
    pub const X_COORD: Col = Col(TABLE, 18);
    pub const Y_COORD: Col = Col(TABLE, 19);
    pub const CREATED_BY_AGENT: Col = Col(TABLE, 20);
    pub const MODIFIED_BY_AGENT: Col = Col(TABLE, 21);
    pub const WORKBENCH_TEMPLATE: Col = Col(TABLE, 22);
    pub const WORKBENCH_DATA_ITEMS: Many = Many(TABLE, 0);
}
