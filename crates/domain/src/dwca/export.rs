//! Writing a collection as a Darwin Core archive or as one flat table.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;

use serde_json::{Map, Value as Json};
use vasculum_formats::eml::{self, Eml, Party};
use vasculum_formats::table::{CsvWriter, Dialect};
use vasculum_formats::writer::{ArchiveWriter, TableId as FileTable, WriterOptions};
use vasculum_model::names::{collection, collection_object, determination, discipline, institution, source_record};
use vasculum_model::{Error, Record, Result, Value, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::graph::{self, Graph, House, OF_DETERMINATION};
use super::import;
use super::load::{self, Loader};
use super::specimens::kept_rows;

/// How an export is made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportOptions {
    /// The title of the dataset; nothing for the name of the collection.
    pub title: Option<String>,
    /// The licence's name and address.
    pub licence: Option<(String, String)>,
    /// Which specimens of the collection are written; all of them unless it says otherwise.
    pub only: Filter,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// Specimens.
    pub rows: u64,
    /// Columns of the core.
    pub columns: usize,
    /// Rows by extension.
    pub extensions: BTreeMap<String, u64>,
}

/// So many specimens are loaded at once.
const BATCH: u64 = 500;

/// Writes the specimens of a collection as a Darwin Core archive (zip) with the extensions that came with them or
/// follow from their determinations and media.
///
/// What an import kept beside a record comes out again as the source had it, as long as nobody changed the field.
///
/// # Errors
///
/// - `NotFound`, `Forbidden`: the collection can't be read.
/// - `Internal`: the file can't be written.
pub fn export(
    tx: &mut Tx<'_>,
    collection: i64,
    options: &ExportOptions,
    out: impl Write,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> Result<Exported> {
    let place = Place::read(tx, collection)?;
    let columns = columns(tx, &place)?;
    let written = |cause: std::io::Error| Error::internal("The archive can't be written.", cause);
    let modified_unix_s = tx.now().0 / 1_000_000;
    let mut archive = ArchiveWriter::create(out, WriterOptions { modified_unix_s, ..WriterOptions::default() });
    let names: Vec<&str> = columns.core.iter().map(String::as_str).collect();
    let core = archive.begin_table("Occurrence", &names, true).map_err(written)?;
    let mut tables: HashMap<String, FileTable> = HashMap::new();
    for (kind, terms) in &columns.extensions {
        let names: Vec<&str> = terms.iter().map(String::as_str).collect();
        tables.insert(kind.clone(), archive.begin_table(kind, &names, false).map_err(written)?);
    }
    let mut exported = Exported { columns: columns.core.len(), ..Exported::default() };
    each_specimen(tx, &place, &options.only, progress, |specimen| {
        exported.rows += 1;
        let id = specimen.id();
        archive.write_row(core, &id, columns.core.iter().map(|term| specimen.value(term))).map_err(written)?;
        for (kind, rows) in &specimen.extensions {
            let (Some(table), Some(terms)) = (tables.get(kind), columns.extensions.get(kind)) else { continue };
            for row in rows {
                *exported.extensions.entry(kind.clone()).or_default() += 1;
                archive
                    .write_row(*table, &id, terms.iter().map(|term| row.get(term).map_or("", String::as_str)))
                    .map_err(written)?;
            }
        }
        Ok(())
    })?;
    let eml = eml::write(&place.eml(tx, options));
    archive.finish(&eml).map_err(written)?.flush().map_err(written)?;
    Ok(exported)
}

/// Writes the specimens of a collection as one table of comma-separated values with Darwin Core terms as headers.
///
/// # Errors
///
/// As [`export`].
pub fn csv(
    tx: &mut Tx<'_>,
    collection: i64,
    out: impl Write,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> Result<Exported> {
    let place = Place::read(tx, collection)?;
    let columns = columns(tx, &place)?;
    let written = |cause: std::io::Error| Error::internal("The table can't be written.", cause);
    let mut table = CsvWriter::new(out, Dialect::CSV);
    table.row(&columns.core).map_err(written)?;
    let mut exported = Exported { columns: columns.core.len(), ..Exported::default() };
    each_specimen(tx, &place, &Filter::All, progress, |specimen| {
        exported.rows += 1;
        table.row(columns.core.iter().map(|term| specimen.value(term))).map_err(written)
    })?;
    table.finish().map_err(written)?.flush().map_err(written)?;
    Ok(exported)
}

/// The collection that is exported.
struct Place {
    collection: Record,
    house: House,
    museum: Option<Record>,
}

impl Place {
    fn read(tx: &mut Tx<'_>, collection: i64) -> Result<Self> {
        let record = tx.get(collection::TABLE, collection)?;
        let discipline = tx.get(discipline::TABLE, record.needed(collection::DISCIPLINE)?)?;
        let house = import::house(tx, &record, &discipline)?;
        let museum = tx.first(&Select::all(institution::TABLE))?;
        Ok(Self { collection: record, house, museum })
    }

    fn eml(&self, tx: &Tx<'_>, options: &ExportOptions) -> Eml {
        let name = self.collection.text(collection::COLLECTION_NAME).unwrap_or("Collection").to_owned();
        let museum =
            self.museum.as_ref().and_then(|museum| museum.text(institution::NAME)).unwrap_or_default().to_owned();
        let about = self.collection.text(collection::DESCRIPTION).map(str::to_owned);
        let party = Party { organization: museum.clone(), ..Party::default() };
        let today = tx.now().date().map_or(String::new(), |date| date.to_string());
        let title = options.title.clone().unwrap_or_else(|| format!("{name}, {museum}"));
        let (licence_name, licence_url) = options.licence.clone().unwrap_or_default();
        Eml {
            package_id: self.collection.text(collection::GUID).unwrap_or(&self.house.collection).to_owned(),
            abstract_: about.unwrap_or_else(|| format!("Specimens of the collection {name} of {museum}.")),
            title,
            creators: vec![party.clone()],
            metadata_providers: vec![party.clone()],
            contacts: vec![party],
            pub_date: today.clone(),
            date_stamp: tx.now().to_string(),
            language: "eng".to_owned(),
            metadata_language: "eng".to_owned(),
            licence_name,
            licence_url,
            ..Eml::default()
        }
    }
}

/// The columns that the export needs, found before the first row is written.
struct Columns {
    core: Vec<String>,
    extensions: BTreeMap<String, Vec<String>>,
}

/// Columns of the identification extension that follow from determinations.
const IDENTIFICATION: &[&str] = &[
    "scientificName",
    "scientificNameAuthorship",
    "taxonRank",
    "identifiedBy",
    "dateIdentified",
    "typeStatus",
    "identificationQualifier",
    "identificationRemarks",
];
/// Columns of the multimedia extension that follow from attachments.
const MULTIMEDIA: &[&str] = &["identifier"];

fn columns(tx: &mut Tx<'_>, place: &Place) -> Result<Columns> {
    let mut core: Vec<String> = CORE.iter().map(|term| (*term).to_owned()).collect();
    let mut more: BTreeSet<String> = BTreeSet::new();
    let mut extensions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut own = |kind: &str, terms: &[&str]| {
        extensions.entry(kind.to_owned()).or_default().extend(terms.iter().map(|term| (*term).to_owned()));
    };
    own("Identification", IDENTIFICATION);
    own("Multimedia", MULTIMEDIA);
    let filter = Filter::And(vec![
        Filter::is(source_record::COLLECTION, place.collection.id),
        Filter::is(source_record::FORMAT, super::source::FORMAT),
        Filter::is(source_record::TABLE_NUM, i64::from(model().table(collection_object::TABLE).number)),
    ]);
    tx.for_each(&Select::all(source_record::TABLE).matching(filter), |record| {
        let terms = kept_terms(&record)?;
        more.extend(terms.keys().filter(|term| *term != "extensions" && !CORE.contains(&term.as_str())).cloned());
        for (kind, rows) in kept_rows(&terms) {
            let columns = extensions.entry(kind).or_default();
            for row in rows {
                columns.extend(row.keys().cloned());
            }
        }
        Ok(())
    })?;
    let own = graph::WITH_OWN_TERMS.iter().flat_map(|table| graph::own_terms(*table)).map(|(term, _)| term);
    more.extend(own.filter(|term| !CORE.contains(term)).map(str::to_owned));
    core.extend(more);
    let extensions = extensions.into_iter().map(|(kind, terms)| (kind, terms.into_iter().collect())).collect();
    Ok(Columns { core, extensions })
}

/// The columns of every export, in the order of Darwin Core's groups.
const CORE: &[&str] = &[
    "occurrenceID",
    "basisOfRecord",
    "institutionCode",
    "collectionCode",
    "catalogNumber",
    "recordNumber",
    "recordedBy",
    "individualCount",
    "preparations",
    "otherCatalogNumbers",
    "associatedMedia",
    "occurrenceRemarks",
    "verbatimLabel",
    "eventID",
    "eventDate",
    "year",
    "month",
    "day",
    "verbatimEventDate",
    "fieldNumber",
    "samplingProtocol",
    "eventRemarks",
    "continent",
    "country",
    "countryCode",
    "stateProvince",
    "county",
    "municipality",
    "waterBody",
    "islandGroup",
    "island",
    "locality",
    "verbatimLocality",
    "locationRemarks",
    "minimumElevationInMeters",
    "maximumElevationInMeters",
    "verbatimElevation",
    "minimumDepthInMeters",
    "maximumDepthInMeters",
    "decimalLatitude",
    "decimalLongitude",
    "geodeticDatum",
    "coordinateUncertaintyInMeters",
    "verbatimLatitude",
    "verbatimLongitude",
    "verbatimCoordinateSystem",
    "georeferencedBy",
    "georeferencedDate",
    "georeferenceProtocol",
    "georeferenceSources",
    "georeferenceRemarks",
    "georeferenceVerificationStatus",
    "identifiedBy",
    "dateIdentified",
    "identificationQualifier",
    "identificationRemarks",
    "typeStatus",
    "scientificName",
    "scientificNameAuthorship",
    "taxonRank",
    "kingdom",
    "phylum",
    "class",
    "order",
    "superfamily",
    "family",
    "subfamily",
    "tribe",
    "subtribe",
    "genus",
    "subgenus",
    "specificEpithet",
    "infraspecificEpithet",
];

fn kept_terms(record: &Record) -> Result<Map<String, Json>> {
    let Some(text) = record.text(source_record::TERMS) else { return Ok(Map::new()) };
    serde_json::from_str(text).map_err(|cause| Error::internal("What was kept of a source can't be read.", cause))
}

/// One specimen on its way out.
struct Specimen {
    said: HashMap<&'static str, String>,
    kept: Map<String, Json>,
    extensions: Vec<(String, Vec<HashMap<String, String>>)>,
    object: i64,
}

impl Specimen {
    /// What the export says under a term: what the source said, as long as the fields still say what they said then.
    fn value(&self, term: &str) -> String {
        let now = self.said.get(term).map_or("", String::as_str);
        match self.kept.get(term).and_then(Json::as_array).map(Vec::as_slice) {
            Some([Json::String(source), Json::String(then)]) if then == now => source.clone(),
            _ => now.to_owned(),
        }
    }

    fn id(&self) -> String {
        let id = self.value("occurrenceID");
        if id.is_empty() { self.object.to_string() } else { id }
    }
}

fn each_specimen(
    tx: &mut Tx<'_>,
    place: &Place,
    only: &Filter,
    progress: &mut dyn FnMut(&str, u64, u64),
    mut each: impl FnMut(&Specimen) -> Result<()>,
) -> Result<()> {
    let of_collection = Filter::is(collection_object::COLLECTION, place.collection.id);
    let all = Select::all(collection_object::TABLE).matching(Filter::And(vec![of_collection, only.clone()]));
    let total = tx.count(&all)?.unsigned_abs();
    let mut loader = Loader::new(tx)?;
    let (mut after, mut done) = (0, 0);
    loop {
        let next = Filter::test_id(collection_object::TABLE, Test::Greater(Value::Int(after)));
        let objects = tx.select(&all.clone().matching(next).at_most(BATCH))?;
        let Some(last) = objects.last() else { return Ok(()) };
        after = last.id;
        let ids: Vec<i64> = objects.iter().map(|object| object.id).collect();
        let mut kept = load::kept(tx, collection_object::TABLE, &ids)?;
        let mut opinions = opinions(tx, &mut loader, &ids)?;
        for graph in loader.graphs(tx, objects)? {
            let kept = kept.remove(&graph.object.id).map_or(Ok(Map::new()), |record| kept_terms(&record))?;
            let opinions = opinions.remove(&graph.object.id).unwrap_or_default();
            each(&specimen(&graph, place, kept, opinions))?;
        }
        done += ids.len() as u64;
        progress("specimens", done, total);
    }
}

type Rows = Vec<HashMap<String, String>>;

fn specimen(graph: &Graph, place: &Place, kept: Map<String, Json>, opinions: Rows) -> Specimen {
    let terms = graph::terms(graph, &place.house).into_iter();
    let said: HashMap<&'static str, String> = terms.map(|(term, text)| (term, text.into_owned())).collect();
    let text = |row: Map<String, Json>| -> HashMap<String, String> {
        row.into_iter().map(|(term, value)| (term, value.as_str().unwrap_or_default().to_owned())).collect()
    };
    let mut extensions: Vec<(String, Rows)> =
        kept_rows(&kept).into_iter().map(|(kind, rows)| (kind, rows.into_iter().map(text).collect())).collect();
    let has = |extensions: &[(String, Rows)], kind: &str| extensions.iter().any(|(there, _)| there == kind);
    if !has(&extensions, "Identification") && !opinions.is_empty() {
        extensions.push(("Identification".to_owned(), opinions));
    }
    // What `associatedMedia` names stands in the core already.
    let named = said.get("associatedMedia").map_or("", String::as_str);
    let from_core =
        kept.get("associatedMedia").is_some() || has(&extensions, "Multimedia") || has(&extensions, "Image");
    if !from_core && !named.is_empty() {
        let rows =
            graph.media.iter().map(|address| HashMap::from([("identifier".to_owned(), address.clone())])).collect();
        extensions.push(("Multimedia".to_owned(), rows));
    }
    Specimen { said, kept, extensions, object: graph.object.id }
}

/// The determinations beside the current one, as rows of the identification extension.
fn opinions(tx: &mut Tx<'_>, loader: &mut Loader, objects: &[i64]) -> Result<HashMap<i64, Rows>> {
    let others: Vec<(i64, Record)> = tx
        .children(objects, collection_object::DETERMINATIONS)?
        .into_iter()
        .filter(|(_, record)| !record.is(determination::IS_CURRENT))
        .collect();
    let taxa: Vec<i64> = others.iter().filter_map(|(_, record)| record.int(determination::TAXON)).collect();
    loader.taxa.load(tx, &taxa)?;
    let people: Vec<i64> = others.iter().filter_map(|(_, record)| record.int(determination::DETERMINER)).collect();
    let people: HashMap<i64, Record> = tx
        .find_all(vasculum_model::names::agent::TABLE, &people)?
        .into_iter()
        .map(|record| (record.id, record))
        .collect();
    let mut rows: HashMap<i64, Rows> = HashMap::new();
    for (owner, record) in others {
        let mut row = HashMap::new();
        let mut set = |term: &str, text: &str| {
            if !text.is_empty() {
                row.insert(term.to_owned(), text.to_owned());
            }
        };
        if let Some(taxon) = record.int(determination::TAXON).and_then(|id| loader.taxa.node(id)) {
            let author = taxon.record.named("author").and_then(Value::text).unwrap_or_default();
            let name = taxon.record.named("fullName").and_then(Value::text).unwrap_or_default();
            set("scientificName", format!("{name} {author}").trim());
            set("scientificNameAuthorship", author);
            set("taxonRank", &taxon.rank().to_lowercase());
        }
        for (term, column) in OF_DETERMINATION {
            set(term, &record.get(*column).to_string());
        }
        if let Some((date, precision)) =
            graph::partial(&record, determination::DETERMINED_DATE, determination::DETERMINED_DATE_PRECISION)
        {
            set("dateIdentified", &graph::iso(date, precision));
        }
        if let Some(person) = record.int(determination::DETERMINER).and_then(|id| people.get(&id)) {
            set("identifiedBy", &graph::person_name(person));
        }
        rows.entry(owner).or_default().push(row);
    }
    Ok(rows)
}
