//! What stands in an index document: the tables that are searched, the groups of words, and the fields.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use vasculum_model::names::{
    accession, agent, attachment, borrow, collecting_event, collection_object, deaccession, disposal, exchange_in,
    exchange_out, geography, gift, loan, locality, permit, reference_work, repository_agreement, storage, taxon,
};
use vasculum_model::{Col, Many, TableId};

use crate::words::TOKENIZER;

/// A table whose records are found.
pub struct Searched {
    /// The table.
    pub table: TableId,
    /// Its word in field words such as `in:loan`, without regard to case.
    pub word: &'static str,
    /// The columns by which people call its records; they weigh most, and `number:` looks at them.
    pub title: &'static [Col],
    /// The people of a record: those behind a to-many link, each with the column of the linked table that holds the
    /// agent.
    pub people: &'static [(Many, Col)],
    /// People in columns of the table itself.
    pub agents: &'static [Col],
}

const fn plain(table: TableId, word: &'static str, title: &'static [Col]) -> Searched {
    Searched { table, word, title, people: &[], agents: &[] }
}

const fn with_people(
    table: TableId,
    word: &'static str,
    title: &'static [Col],
    people: &'static [(Many, Col)],
) -> Searched {
    Searched { table, word, title, people, agents: &[] }
}

/// Every table that is searched, in the order in which results stand where nothing else ranks them.
pub const SEARCHED: &[Searched] = &[
    plain(collection_object::TABLE, "object", &[collection_object::CATALOG_NUMBER]),
    plain(taxon::TABLE, "taxon", &[taxon::FULL_NAME]),
    plain(agent::TABLE, "agent", &[agent::LAST_NAME, agent::FIRST_NAME, agent::ABBREVIATION]),
    plain(locality::TABLE, "locality", &[locality::LOCALITY_NAME]),
    plain(geography::TABLE, "geography", &[geography::FULL_NAME]),
    with_people(
        collecting_event::TABLE,
        "event",
        &[collecting_event::STATION_FIELD_NUMBER],
        &[(collecting_event::COLLECTORS, vasculum_model::names::collector::AGENT)],
    ),
    with_people(
        loan::TABLE,
        "loan",
        &[loan::LOAN_NUMBER],
        &[(loan::LOAN_AGENTS, vasculum_model::names::loan_agent::AGENT)],
    ),
    with_people(
        gift::TABLE,
        "gift",
        &[gift::GIFT_NUMBER],
        &[(gift::GIFT_AGENTS, vasculum_model::names::gift_agent::AGENT)],
    ),
    with_people(
        borrow::TABLE,
        "borrow",
        &[borrow::INVOICE_NUMBER],
        &[(borrow::BORROW_AGENTS, vasculum_model::names::borrow_agent::AGENT)],
    ),
    Searched {
        table: exchange_in::TABLE,
        word: "exchangein",
        title: &[exchange_in::EXCHANGE_IN_NUMBER],
        people: &[],
        agents: &[exchange_in::AGENT_RECEIVED_FROM],
    },
    Searched {
        table: exchange_out::TABLE,
        word: "exchangeout",
        title: &[exchange_out::EXCHANGE_OUT_NUMBER],
        people: &[],
        agents: &[exchange_out::AGENT_SENT_TO],
    },
    with_people(
        accession::TABLE,
        "accession",
        &[accession::ACCESSION_NUMBER],
        &[(accession::ACCESSION_AGENTS, vasculum_model::names::accession_agent::AGENT)],
    ),
    with_people(
        repository_agreement::TABLE,
        "agreement",
        &[repository_agreement::REPOSITORY_AGREEMENT_NUMBER],
        &[(repository_agreement::REPOSITORY_AGREEMENT_AGENTS, vasculum_model::names::accession_agent::AGENT)],
    ),
    with_people(
        deaccession::TABLE,
        "deaccession",
        &[deaccession::DEACCESSION_NUMBER],
        &[(deaccession::DEACCESSION_AGENTS, vasculum_model::names::deaccession_agent::AGENT)],
    ),
    with_people(
        disposal::TABLE,
        "disposal",
        &[disposal::DISPOSAL_NUMBER],
        &[(disposal::DISPOSAL_AGENTS, vasculum_model::names::disposal_agent::AGENT)],
    ),
    Searched {
        table: permit::TABLE,
        word: "permit",
        title: &[permit::PERMIT_NUMBER],
        people: &[],
        agents: &[permit::ISSUED_BY, permit::ISSUED_TO],
    },
    with_people(
        reference_work::TABLE,
        "reference",
        &[reference_work::TITLE],
        &[(reference_work::AUTHORS, vasculum_model::names::author::AGENT)],
    ),
    plain(attachment::TABLE, "attachment", &[attachment::TITLE, attachment::ORIG_FILENAME]),
    plain(storage::TABLE, "storage", &[storage::FULL_NAME]),
];

/// The row of a table, and its number in documents: the first table has the greatest.
pub fn searched(table: TableId) -> Option<(&'static Searched, u64)> {
    let at = SEARCHED.iter().position(|row| row.table == table)?;
    Some((&SEARCHED[at], code_at(at)))
}

pub(crate) fn code_at(at: usize) -> u64 {
    (63 - at) as u64
}

/// The table with this number in documents.
pub(crate) fn coded(code: u64) -> Option<&'static Searched> {
    SEARCHED.get(63_usize.checked_sub(usize::try_from(code).ok()?)?)
}

/// The key of a document: its table, then its record.
pub(crate) fn key(code: u64, id: i64) -> u64 {
    (code << 48) | (id as u64 & ((1 << 48) - 1))
}

/// The record of a key.
pub(crate) fn record_of(key: u64) -> Option<(TableId, i64)> {
    Some((coded(key >> 48)?.table, (key & ((1 << 48) - 1)) as i64))
}

/// Words that come from the same records, and are found by whoever may read all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The record’s own text.
    Own,
    /// Other numbers of an object.
    Identifier,
    /// Types, qualifiers and remarks of its determinations.
    Determination,
    /// The names that it was given, with all above them.
    Taxon,
    /// When and how it was collected.
    Event,
    /// Where, in the words of the place.
    Locality,
    /// Where, in the tree of places.
    Geography,
    /// Who collected it; the people of a loan, the authors of a work.
    People,
    /// Who determined it.
    Determiner,
    /// Its physical parts.
    Preparation,
    /// Files about it.
    Media,
}

/// Every group, with the name of its field and how much a word in it weighs.
pub(crate) const GROUPS: &[(Group, &str, f32)] = &[
    (Group::Own, "own", 1.0),
    (Group::Identifier, "identifier", 1.0),
    (Group::Determination, "determination", 0.7),
    (Group::Taxon, "taxon_words", 1.2),
    (Group::Event, "event", 0.7),
    (Group::Locality, "locality", 0.9),
    (Group::Geography, "geography", 0.8),
    (Group::People, "people", 0.9),
    (Group::Determiner, "determiner", 0.6),
    (Group::Preparation, "preparation", 0.7),
    (Group::Media, "media", 0.6),
];

impl Group {
    pub(crate) fn at(self) -> usize {
        self as usize
    }
}

/// What can be known or lacking of an object.
pub struct Flag {
    /// The word after `has:`, `no:` and in addresses.
    pub word: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// What one must be allowed to read to know it.
    pub group: Group,
    /// Whether an object without it is worth looking at: a gap.
    pub is_gap: bool,
}

/// Every flag; its place is its bit.
pub const FLAGS: &[Flag] = &[
    Flag { word: "coordinates", also: &["coordinate", "georeference"], group: Group::Locality, is_gap: true },
    Flag { word: "place", also: &["locality"], group: Group::Locality, is_gap: true },
    Flag { word: "date", also: &["year"], group: Group::Event, is_gap: true },
    Flag { word: "determination", also: &["taxon", "name"], group: Group::Taxon, is_gap: true },
    Flag { word: "collector", also: &["collectors"], group: Group::People, is_gap: true },
    Flag { word: "preparation", also: &["prep"], group: Group::Preparation, is_gap: true },
    Flag { word: "image", also: &["picture", "photo"], group: Group::Media, is_gap: true },
    Flag { word: "media", also: &["attachment", "file"], group: Group::Media, is_gap: false },
    Flag { word: "type", also: &["typestatus"], group: Group::Determination, is_gap: false },
];

/// The flag of this word, with its bit.
pub fn flag(word: &str) -> Option<(usize, &'static Flag)> {
    FLAGS.iter().enumerate().find(|(_, flag)| flag.word == word || flag.also.contains(&word))
}

/// The bit of the flag with this word.
pub(crate) fn bit(word: &str) -> u64 {
    flag(word).map_or(0, |(at, _)| 1 << at)
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub key: Field,
    pub table: Field,
    pub gate: Field,
    pub number: Field,
    pub title: Field,
    pub words: Vec<Field>,
    pub seals: Vec<Field>,
    pub rank: Field,
    pub taxon: Field,
    pub taxa: Field,
    pub place: Field,
    pub places: Field,
    pub collection: Field,
    pub year: Field,
    pub types: Field,
    pub preps: Field,
    pub collectors: Field,
    pub flags: Field,
    pub flag: Field,
    pub cell: Field,
    pub cells: Field,
}

/// Years are kept as whole numbers from zero on.
pub(crate) const YEAR_ZERO: i64 = 20_000;

/// Makes the schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = SchemaBuilder::new();
    let words = |with_positions: bool| {
        let option =
            if with_positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let raw = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        key: schema.add_u64_field("key", INDEXED | FAST),
        table: schema.add_u64_field("table", INDEXED | FAST),
        gate: schema.add_u64_field("gate", INDEXED),
        number: schema.add_text_field("number", raw()),
        title: schema.add_text_field("title", words(true)),
        words: GROUPS.iter().map(|(_, name, _)| schema.add_text_field(name, words(true))).collect(),
        seals: GROUPS.iter().map(|(_, name, _)| schema.add_text_field(&format!("{name}_seal"), raw())).collect(),
        rank: schema.add_text_field("rank", raw()),
        taxon: schema.add_u64_field("taxon", FAST),
        taxa: schema.add_u64_field("taxa", INDEXED),
        place: schema.add_u64_field("place", FAST),
        places: schema.add_u64_field("places", INDEXED),
        collection: schema.add_u64_field("collection", INDEXED | FAST),
        year: schema.add_u64_field("year", INDEXED | FAST),
        types: schema.add_text_field("type", STRING | FAST),
        preps: schema.add_text_field("prep", STRING | FAST),
        collectors: schema.add_u64_field("collector", INDEXED | FAST),
        flags: schema.add_u64_field("flags", FAST),
        flag: schema.add_u64_field("flag", INDEXED),
        cell: schema.add_u64_field("cell", FAST),
        cells: schema.add_u64_field("cells", INDEXED),
    };
    (schema.build(), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_at_their_places() {
        for (at, (group, ..)) in GROUPS.iter().enumerate() {
            assert_eq!(group.at(), at);
        }
    }

    #[test]
    fn a_key_leads_back_to_its_record() {
        for row in SEARCHED {
            let (_, code) = searched(row.table).unwrap();
            assert_eq!(record_of(key(code, 4_711)), Some((row.table, 4_711)));
        }
    }
}
