//! One row of an archive, together with the row that it hangs on, and what is kept of it beside the record.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};
use vasculum_formats::archive::{Column, OwnedRow, Row};
use vasculum_model::names::source_record;
use vasculum_model::{Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use crate::records;

/// The format by which this module marks what it keeps.
pub(super) const FORMAT: &str = "dwca";

/// A row, and for an occurrence of an event core the event's row behind it.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub row: Row<'a>,
    pub behind: Option<Row<'a>>,
}

impl<'a> Source<'a> {
    pub(super) fn get(&self, term: &str) -> Option<&'a str> {
        self.row.get(term).or_else(|| self.behind.and_then(|row| row.get(term)))
    }

    /// Every value with the key under which it is kept: the short name of a known term, else the header as it was.
    pub(super) fn values(&self) -> Vec<(&'a str, &'a str)> {
        let mut list: Vec<(&str, &str)> = self.row.values().map(|(column, value)| (key(column), value)).collect();
        if let Some(behind) = self.behind {
            for (column, value) in behind.values() {
                if !list.iter().any(|(term, _)| *term == key(column)) {
                    list.push((key(column), value));
                }
            }
        }
        list
    }
}

/// The namespaces whose terms are known by their short names.
const KNOWN: &[&str] =
    &["http://rs.tdwg.org/", "http://purl.org/dc/", "http://rs.gbif.org/", "http://ns.adobe.com/", "http://iptc.org/"];

/// A term of a namespace that nobody knows is kept with its whole address, or it would not come out as it came in.
fn key(column: &Column) -> &str {
    let is_known = !column.term.contains("://") || KNOWN.iter().any(|known| column.term.starts_with(known));
    if is_known { &column.short } else { &column.term }
}

/// The rows of the extensions that belong to a core row, by the type of their rows.
pub(super) type Extensions = Vec<(String, Vec<OwnedRow>)>;

/// What a row says, as one number to recognise it by.
pub(super) fn digest(source: &Source<'_>, extensions: &Extensions) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for (term, value) in source.values() {
        add(term);
        add(value);
    }
    for (kind, rows) in extensions {
        add(kind);
        for row in rows {
            for (column, value) in row.row().values() {
                add(&column.short);
                add(value);
            }
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// What the source said that the fields do not say in the same words: term → [what it said, what the fields said when
/// it was imported]. An export gives back the former as long as the fields still say the latter.
pub(super) fn differences(source: &Source<'_>, said: &[(&'static str, Cow<'_, str>)]) -> Map<String, Json> {
    let mut kept = Map::new();
    for (term, value) in source.values() {
        let ours = said.iter().find(|(name, _)| *name == term).map_or("", |(_, value)| &**value);
        if ours != value {
            kept.insert(term.to_owned(), Json::Array(vec![value.into(), ours.into()]));
        }
    }
    kept
}

/// The extension rows as they are kept: `"extensions": {"MeasurementOrFact": [{term: value}]}`.
pub(super) fn kept_extensions(extensions: &Extensions) -> Option<Json> {
    let mut kinds = Map::new();
    for (kind, rows) in extensions.iter().filter(|(_, rows)| !rows.is_empty()) {
        let rows = rows.iter().map(|row| {
            let values = row.row().values().map(|(column, value)| (key(column).to_owned(), Json::from(value)));
            Json::Object(values.collect())
        });
        kinds.insert(kind.clone(), rows.collect());
    }
    if kinds.is_empty() { None } else { Some(Json::Object(kinds)) }
}

/// What is kept beside the record that a source calls by this name, if it was imported before.
pub(super) fn by_identifier(tx: &mut Tx<'_>, table: TableId, identifier: &str) -> Result<Option<Record>> {
    let filter = Filter::And(vec![
        Filter::is(source_record::FORMAT, FORMAT),
        Filter::is(source_record::IDENTIFIER, identifier),
        Filter::is(source_record::TABLE_NUM, i64::from(model().table(table).number)),
    ]);
    tx.first(&Select::all(source_record::TABLE).matching(filter))
}

/// Keeps beside a record what its source said. Returns whether that is news.
pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    before: Option<&Record>,
    (collection, record): (i64, &Record),
    identifier: &str,
    digest: String,
    terms: Map<String, Json>,
) -> Result<bool> {
    let fresh = before.cloned().unwrap_or_else(|| Record::new(source_record::TABLE));
    // Sorted, so that a source that has its columns in another order says the same.
    let sorted: std::collections::BTreeMap<String, Json> = terms.into_iter().collect();
    let terms =
        if sorted.is_empty() { Value::Null } else { Json::Object(sorted.into_iter().collect()).to_string().into() };
    let next = fresh
        .with(source_record::COLLECTION, collection)
        .with(source_record::TABLE_NUM, i64::from(record.of().number))
        .with(source_record::RECORD_ID, record.id)
        .with(source_record::FORMAT, FORMAT)
        .with(source_record::IDENTIFIER, identifier)
        .with(source_record::DIGEST, digest)
        .with(source_record::TERMS, terms);
    let news = before.is_none_or(|before| before.get(source_record::TERMS) != next.get(source_record::TERMS));
    records::put(tx, before, next)?;
    Ok(news)
}
