//! Web links: addresses elsewhere that are made of the fields of a record.

use serde_json::json;
use vasculum_model::names::text_format;
use vasculum_model::{Error, Issue, Record, Result, Table, TableId, model};
use vasculum_store::{Tx, WriteTx};

use super::own::{self, Keep};
use super::template::{self, Piece};
use crate::{records, schema};

/// The kind of TextFormat that is a web link.
pub(super) const LINK: &str = "link";

/// A web link as somebody filled it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebLink {
    /// The record, if there is one already.
    pub id: Option<i64>,
    /// Its name, unique in the discipline.
    pub name: String,
    /// What people read on the record page; its name if it is empty.
    pub title: String,
    /// The table whose records it is made of.
    pub table: String,
    /// The field beside which it stands; empty for the record as a whole. Where a form does not show the field, the link
    /// stands above all of them.
    pub field: String,
    /// The address, with fields in braces as in record formats: `https://www.gbif.org/species/search?q={fullName}`.
    pub address: String,
    /// Whether it counts in the whole institution.
    pub everywhere: bool,
}

/// A web link that many institutions use.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// The field beside which it stands.
    pub field: &'static str,
    /// The address.
    pub address: &'static str,
}

/// Web links to start from.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "GBIF species",
        table: "Taxon",
        field: "name",
        address: "https://www.gbif.org/species/search?q={fullName}",
    },
    Preset {
        name: "Catalogue of Life",
        table: "Taxon",
        field: "name",
        address: "https://www.catalogueoflife.org/data/search?q={fullName}",
    },
    Preset {
        name: "WoRMS",
        table: "Taxon",
        field: "name",
        address: "https://www.marinespecies.org/aphia.php?p=taxlist&tName={fullName}",
    },
    Preset { name: "IPNI", table: "Taxon", field: "name", address: "https://www.ipni.org/search?q={fullName}" },
    Preset {
        name: "OpenStreetMap",
        table: "Locality",
        field: "latitude1",
        address: "https://www.openstreetmap.org/?mlat={latitude1~}&mlon={longitude1~}#map=10/{latitude1~}/{longitude1~}",
    },
    Preset {
        name: "GenBank",
        table: "DNASequence",
        field: "genbankAccessionNumber",
        address: "https://www.ncbi.nlm.nih.gov/nuccore/{genbankAccessionNumber}",
    },
    Preset { name: "DOI", table: "ReferenceWork", field: "doi", address: "https://doi.org/{doi}" },
    Preset {
        name: "Bionomia",
        table: "Agent",
        field: "lastName",
        address: "https://bionomia.net/roster?q={firstName}%20{lastName}",
    },
];

/// A web link, ready to use.
#[derive(Debug, Clone)]
pub(super) struct Link {
    table: TableId,
    discipline: Option<i64>,
    column: Option<u16>,
    title: String,
    pieces: Vec<Piece>,
    as_filled: WebLink,
}

impl Link {
    /// A stored web link; nothing if the model no longer has what it names.
    pub(super) fn of(record: &Record, table: &Table) -> Option<Self> {
        let as_filled = WebLink::of(record);
        let pieces = template::pieces(table, &as_filled.address).ok()?;
        let title = if as_filled.title.is_empty() { &as_filled.name } else { &as_filled.title };
        Some(Self {
            table: table.id,
            discipline: record.int(text_format::DISCIPLINE),
            column: table.column(&as_filled.field),
            title: title.clone(),
            pieces,
            as_filled,
        })
    }
}

impl Link {
    /// Whether it is made of records of the table and counts in the discipline.
    fn counts(&self, table: TableId, discipline: Option<i64>) -> bool {
        self.table == table && (self.discipline.is_none() || self.discipline == discipline)
    }
}

impl WebLink {
    fn of(record: &Record) -> Self {
        let text = |column| record.text(column).unwrap_or_default().to_owned();
        let definition: serde_json::Value = serde_json::from_str(&text(text_format::DEFINITION)).unwrap_or_default();
        Self {
            id: Some(record.id),
            name: text(text_format::NAME),
            title: text(text_format::TITLE),
            table: text(text_format::TABLE_NAME),
            field: text(text_format::FIELD_NAME),
            address: definition["address"].as_str().unwrap_or_default().to_owned(),
            everywhere: record.get(text_format::DISCIPLINE).is_null(),
        }
    }
}

/// The web links that count here, by table and name.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn web_links(tx: &mut Tx<'_>) -> Result<Vec<WebLink>> {
    let (own, here) = (own::own(tx)?, own::discipline(tx));
    let counts = |link: &&Link| link.discipline.is_none() || link.discipline == here;
    let mut links: Vec<WebLink> = own.links.iter().filter(counts).map(|link| link.as_filled.clone()).collect();
    links.sort_by(|a, b| (&a.table, &a.name).cmp(&(&b.table, &b.name)));
    Ok(links)
}

/// The addresses that a record has elsewhere: the column beside which each stands, its title, the address. A link of
/// whose fields one has no value is left out.
///
/// A link stands beside the field that it says itself, and beside each field for which the captions of the discipline
/// name it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn addresses(tx: &mut Tx<'_>, record: &Record) -> Result<Vec<(Option<u16>, String, String)>> {
    let (own, here, captions) = (own::own(tx)?, own::discipline(tx), schema::named(tx)?);
    let mut found = Vec::new();
    for link in own.links.iter().filter(|link| link.counts(record.table, here)) {
        let named = here.into_iter().flat_map(|here| captions.links(here, record.table));
        let named = named.filter(|(_, name)| name.eq_ignore_ascii_case(&link.as_filled.name));
        let mut columns: Vec<Option<u16>> = named.map(|(column, _)| Some(column.1)).collect();
        if columns.is_empty() || link.column.is_some_and(|own| !columns.contains(&Some(own))) {
            columns.push(link.column);
        }
        if let Some(address) = address(tx, record, &link.pieces)? {
            found.extend(columns.into_iter().map(|column| (column, link.title.clone(), address.clone())));
        }
    }
    Ok(found)
}

/// Whether records of a table may have addresses elsewhere here, so that it is worth looking at each.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn has_links(tx: &mut Tx<'_>, table: TableId) -> Result<bool> {
    let (own, here) = (own::own(tx)?, own::discipline(tx));
    Ok(own.links.iter().any(|link| link.counts(table, here)))
}

/// The address for a record; nothing if one of the fields has no value.
fn address(tx: &mut Tx<'_>, record: &Record, pieces: &[Piece]) -> Result<Option<String>> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Field { before, ways, after } => {
                let value = super::first_value(tx, std::slice::from_ref(record), ways, &mut vec![record.table])?;
                let Some(value) = value.into_iter().next().filter(|value| !value.is_empty()) else { return Ok(None) };
                out.push_str(before);
                escape(&value, &mut out);
                out.push_str(after);
            }
        }
    }
    Ok(Some(out))
}

/// Writes a value as it may stand in any part of an address.
fn escape(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// What is wrong with a web link, at the names of its fields.
pub fn check_link(link: &WebLink) -> Vec<Issue> {
    let mut issues = Vec::new();
    if link.name.trim().is_empty() {
        issues.push(Issue::error("required", "name", "A web link needs a name."));
    }
    let Some(table) = model().named(&link.table).filter(|table| table.is_shown()) else {
        issues.push(Issue::error("unknown-table", "table", format!("There is no table ‘{}’.", link.table)));
        return issues;
    };
    if !link.field.is_empty() && table.column(&link.field).is_none() {
        issues.push(Issue::error("unknown-field", "field", format!("{} has no ‘{}’.", table.name, link.field)));
    }
    let address = link.address.trim();
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    match host {
        None => {
            let words = "An address begins with https:// or http://.";
            issues.push(Issue::error("address", "address", words));
        }
        Some(host) if host.is_empty() || host.contains('{') => {
            let words = "The server must stand in the address as it is: fields may follow after it.";
            issues.push(Issue::error("address", "address", words));
        }
        Some(_) => match template::pieces(table, address) {
            Err(flaw) => {
                let place = address[..flaw.at].chars().count() + 1;
                issues.push(Issue::error("template", "address", format!("Character {place}: {}", flaw.words)));
            }
            Ok(pieces) if !pieces.iter().any(|piece| matches!(piece, Piece::Field { .. })) => {
                let words = "Without a field in braces every record would have the same address.";
                issues.push(Issue::error("address", "address", words));
            }
            Ok(_) => {}
        },
    }
    issues
}

/// The address that a link not kept yet would have for a record; nothing if one of its fields has no value.
///
/// # Errors
///
/// `Invalid`, if the link can't be read; `issues` says where.
pub fn link_example(tx: &mut Tx<'_>, link: &WebLink, record: &Record) -> Result<Option<String>> {
    let issues = check_link(link);
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let pieces = template::pieces(record.of(), link.address.trim()).unwrap_or_default();
    address(tx, record, &pieces)
}

/// Keeps a web link, in the discipline or everywhere.
///
/// # Errors
///
/// - `Invalid`: it can't be read (`issues` says where), or another one has the name.
/// - `NotFound`, `Forbidden`.
pub fn save_link(tx: &mut WriteTx<'_>, link: &WebLink) -> Result<Record> {
    let mut issues = check_link(link);
    let name = link.name.trim();
    if web_links(tx)?.iter().any(|known| known.name.eq_ignore_ascii_case(name) && known.id != link.id) {
        issues.push(Issue::error("twice", "name", format!("There is a web link ‘{name}’ already.")));
    }
    let before = link.id.map(|id| tx.find(text_format::TABLE, id)).transpose()?.flatten();
    if let Some(before) = before.map(|record| WebLink::of(&record))
        && (!before.name.eq_ignore_ascii_case(name) || before.table != link.table)
    {
        let fields = named_by(tx, &before)?;
        if !fields.is_empty() {
            let words =
                format!("The captions of {} name ‘{}’; it can’t be another one.", fields.join(", "), before.name);
            issues.push(Issue::error("in-use", "name", words));
        }
    }
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let keep = Keep {
        kind: LINK,
        name,
        table: model().named(&link.table).map_or("", |table| table.name),
        field: &link.field,
        title: link.title.trim(),
        definition: json!({ "address": link.address.trim() }),
        everywhere: link.everywhere,
    };
    own::keep(tx, link.id, &keep)
}

/// The fields for which captions name a web link, as `Taxon.name`.
fn named_by(tx: &mut Tx<'_>, link: &WebLink) -> Result<Vec<String>> {
    let Some(table) = model().named(&link.table) else { return Ok(Vec::new()) };
    let here = if link.everywhere { None } else { own::discipline(tx) };
    Ok(schema::named(tx)?.leading(table.id, &link.name, here))
}

/// Deletes a web link that no caption names.
///
/// # Errors
///
/// - `Invalid`: captions name it; the sentence says for which fields.
/// - `NotFound`, `Forbidden`.
pub fn delete_link(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let record = tx.get(text_format::TABLE, id)?;
    if record.text(text_format::KIND) != Some(LINK) {
        return Err(Error::not_found(format!("There is no web link {id}.")));
    }
    if record.get(text_format::DISCIPLINE).is_null() && !own::may_everywhere(tx) {
        return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
    }
    let link = WebLink::of(&record);
    let fields = named_by(tx, &link)?;
    if !fields.is_empty() {
        return Err(Error::invalid(format!("The captions of {} name ‘{}’.", fields.join(", "), link.name))
            .hint("Choose another web link for them first."));
    }
    records::delete(tx, text_format::TABLE, id, None)
}
