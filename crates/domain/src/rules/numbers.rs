//! Numbers that Vasculum gives out, and the formats in which people write them.
//!
//! The formats of an institution are records of TextFormat of the kind `number` ([`super::number_editor`]), and JSON in
//! the setting `formats`: `formats` gives each name a format as [`NumberFormat`] reads it, `fields` gives a field,
//! `Loan.loanNumber`, the name of its format, and
//! `differFromComponents` lists the collections in which objects and components never share a catalogue number
//! (Specify's preference `uniqueCatalogNumberAccrossComponentAndCO`). Catalogue numbers follow the format that the type
//! of the object names (`CollectionObjectType.catalogNumberFormatName`), or else its collection
//! (`Collection.catalogNumFormatName`). Any other field of text follows the format that the captions of the discipline
//! name for it ([`crate::schema`]), before one that stands in `fields`.
//!
//! A name that no format has stands for ‘anything’: nothing is judged and nothing is filled in.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vasculum_model::names::{
    accession, auto_numbering_scheme, borrow, collection, collection_object, collection_object_type, deaccession,
    disposal, exchange_in, exchange_out, gift, loan, repository_agreement, text_format,
};
use vasculum_model::{Col, Error, Issue, Level, Many, Record, Result, Scope, TableId, Value, model};
use vasculum_store::{Select, Tx, WriteTx};

pub use super::number_format::{Given, NumberFormat, Part, Piece};
use super::places::{Places, places};
use super::{Saving, changed};
use crate::formats::own;
use crate::schema::{Named, named, named_for_rules};

/// The formats that every institution has: name, format, meaning.
pub const BUILT_IN_FORMATS: &[(&str, &str, &str)] = &[
    ("CatalogNumberNumeric", "numeric(9)", "Nine digits; leading zeros may be left out when typing."),
    ("CatalogNumberAlphaNumByYear", "year,\"-\",numeric(6)", "The year and a number that starts anew every year."),
    ("CatalogNumberString", "text", "Anything; no number is filled in."),
    ("NumberByYear", "year,\"-\",numeric(3)", "The year and three digits, for accessions, loans and the like."),
];

/// The fields of other tables that are filled in where nothing is given, with the names of their formats. Numbers of
/// another form are accepted there, unless the institution names a format for the field itself.
pub const DEFAULT_NUMBERS: &[(Col, &str)] = &[
    (accession::ACCESSION_NUMBER, "NumberByYear"),
    (borrow::INVOICE_NUMBER, "NumberByYear"),
    (deaccession::DEACCESSION_NUMBER, "NumberByYear"),
    (disposal::DISPOSAL_NUMBER, "NumberByYear"),
    (exchange_in::EXCHANGE_IN_NUMBER, "NumberByYear"),
    (exchange_out::EXCHANGE_OUT_NUMBER, "NumberByYear"),
    (gift::GIFT_NUMBER, "NumberByYear"),
    (loan::LOAN_NUMBER, "NumberByYear"),
    (repository_agreement::REPOSITORY_AGREEMENT_NUMBER, "NumberByYear"),
];

/// The name of the setting.
const SETTING: &str = "formats";

/// The formats that an institution added to the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NumberFormats {
    /// Formats by name.
    pub formats: BTreeMap<String, String>,
    /// The name of the format of a field, for example of `Loan.loanNumber`.
    pub fields: BTreeMap<String, String>,
    /// The collections in which objects and components never share a catalogue number.
    pub differ_from_components: BTreeSet<i64>,
}

/// The formats that the institution added, in the setting and as records; a record goes before the setting.
///
/// # Errors
///
/// `Internal`, if the setting holds something else.
pub fn number_formats(tx: &mut Tx<'_>) -> Result<NumberFormats> {
    let mut formats = match tx.setting(SETTING)? {
        Some(text) => serde_json::from_str(&text)
            .map_err(|cause| Error::internal("The setting ‘formats’ can't be read.", cause))?,
        None => NumberFormats::default(),
    };
    for stored in super::number_editor::stored(tx)? {
        formats.fields.extend(stored.fields.iter().map(|field| (field.clone(), stored.name.clone())));
        formats.formats.insert(stored.name, stored.pattern);
    }
    Ok(formats)
}

/// Keeps the formats of the institution, after reading every one of them.
///
/// # Errors
///
/// - `Invalid`: a format can't be read, or a field does not exist or is no text.
/// - `Forbidden`: the person may not change settings.
pub fn set_number_formats(tx: &mut WriteTx<'_>, formats: &NumberFormats) -> Result<()> {
    Compiled::of(formats)?;
    let text = serde_json::to_string(formats).map_err(|cause| Error::internal("The formats can't be kept.", cause))?;
    tx.set_setting(SETTING, &text)
}

/// The format of a field in a collection, for forms that show a placeholder and check while typing.
///
/// # Errors
///
/// `Internal`, if the settings can't be read.
pub fn number_format(tx: &mut Tx<'_>, column: Col, in_collection: Option<i64>) -> Result<Option<NumberFormat>> {
    formats_in(tx, in_collection)?.of(column)
}

/// Which format each field follows in a collection.
#[derive(Debug, Clone, Default)]
pub struct FormatsIn {
    settings: NumberFormats,
    /// The name of the format of the catalogue numbers.
    catalog: String,
    captions: Arc<Named>,
    discipline: Option<i64>,
}

/// Which format each field follows in a collection, or without one in the discipline that somebody works in.
///
/// # Errors
///
/// `Internal`, if the settings can't be read.
pub fn formats_in(tx: &mut Tx<'_>, in_collection: Option<i64>) -> Result<FormatsIn> {
    let place = match in_collection {
        Some(id) => tx.unscoped(|tx| tx.find(collection::TABLE, id))?,
        None => None,
    };
    let catalog = place.as_ref().and_then(|place| place.text(collection::CATALOG_NUM_FORMAT_NAME));
    let discipline = place.as_ref().and_then(|place| place.int(collection::DISCIPLINE));
    Ok(FormatsIn {
        settings: number_formats(tx)?,
        catalog: catalog.unwrap_or_default().to_owned(),
        captions: named(tx)?,
        discipline: discipline.or_else(|| own::discipline(tx)),
    })
}

impl FormatsIn {
    /// The format of a field; nothing where anything may stand.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the format that the institution gave the field can't be read.
    pub fn of(&self, column: Col) -> Result<Option<NumberFormat>> {
        self.name_of(column).map_or(Ok(None), |name| self.named(name))
    }

    /// Whether captions give the field a format with a part that counts up, so that no two records share a number.
    pub fn counts_up(&self, column: Col) -> bool {
        self.discipline.is_some_and(|discipline| self.counts_up_in(discipline, column))
    }

    /// The same in another discipline.
    pub(crate) fn counts_up_in(&self, discipline: i64, column: Col) -> bool {
        let mut named = self.captions.formats(discipline, column.0);
        let format = named.find(|(theirs, _)| *theirs == column).and_then(|(_, name)| self.named(name).ok().flatten());
        format.is_some_and(|format| format.parts().iter().any(|part| matches!(part, Part::Counter(_))))
    }

    fn named(&self, name: &str) -> Result<Option<NumberFormat>> {
        let built_in = BUILT_IN_FORMATS.iter().find(|(known, ..)| *known == name).map(|(_, pattern, _)| *pattern);
        let pattern = self.settings.formats.get(name).map(String::as_str).or(built_in);
        pattern.map(NumberFormat::parse).transpose()
    }

    /// The name of the format that captions give a field.
    fn captioned(&self, column: Col) -> Option<&str> {
        let mut named = self.captions.formats(self.discipline?, column.0);
        named.find(|(theirs, _)| *theirs == column).map(|(_, name)| name)
    }

    fn name_of(&self, column: Col) -> Option<&str> {
        if column == collection_object::CATALOG_NUMBER && !self.catalog.is_empty() {
            return Some(&self.catalog);
        }
        let given = || {
            let is_it = |field: &str| text_column(field).is_ok_and(|theirs| theirs == column);
            self.settings.fields.iter().find(|(field, _)| is_it(field)).map(|(_, name)| name.as_str())
        };
        let usual = || DEFAULT_NUMBERS.iter().find(|(theirs, _)| *theirs == column).map(|(_, name)| *name);
        self.captioned(column).or_else(given).or_else(usual)
    }
}

/// The settings, read and ready.
pub(super) struct Compiled {
    formats: HashMap<String, NumberFormat>,
    fields: HashMap<TableId, Vec<Field>>,
    /// The collections in which objects and components never share a catalogue number.
    pub(super) together: BTreeSet<i64>,
}

#[derive(Clone)]
struct Field {
    column: Col,
    format: String,
    /// Whether numbers of another form are refused.
    strict: bool,
}

impl Compiled {
    fn of(settings: &NumberFormats) -> Result<Self> {
        let mut formats = HashMap::new();
        for (name, text, _) in BUILT_IN_FORMATS {
            formats.insert((*name).to_owned(), NumberFormat::parse(text)?);
        }
        for (name, text) in &settings.formats {
            formats.insert(name.clone(), NumberFormat::parse(text)?);
        }
        let mut fields: HashMap<TableId, Vec<Field>> = HashMap::new();
        for (column, format) in DEFAULT_NUMBERS {
            let field = Field { column: *column, format: (*format).to_owned(), strict: false };
            fields.entry(column.0).or_default().push(field);
        }
        for (field, format) in &settings.fields {
            let column = text_column(field)?;
            let list = fields.entry(column.0).or_default();
            list.retain(|known| known.column != column);
            list.push(Field { column, format: format.clone(), strict: true });
        }
        Ok(Self { formats, fields, together: settings.differ_from_components.clone() })
    }
}

fn text_column(field: &str) -> Result<Col> {
    let unknown = || Error::invalid(format!("There is no text field ‘{field}’.")).hint("Write it as Loan.loanNumber.");
    let (table, name) = field.split_once('.').ok_or_else(unknown)?;
    let column = model().named(table).and_then(|table| table.col(name)).ok_or_else(unknown)?;
    if model().column(column).kind.is_text() { Ok(column) } else { Err(unknown()) }
}

/// The settings, read once in a transaction.
pub(super) fn compiled(tx: &mut WriteTx<'_>) -> Result<Arc<Compiled>> {
    tx.memo("number-formats", &[text_format::TABLE], |tx| Compiled::of(&number_formats(tx)?))
}

/// Fills in numbers that were not given and judges those that were.
pub(super) fn numbers(s: &mut Saving<'_, '_>) -> Result<()> {
    let compiled = compiled(s.tx)?;
    if s.record.table == collection_object::TABLE
        && let Some(field) = catalog_number(s)?
    {
        number(s, &compiled, &field)?;
    }
    let captioned = captioned(s)?;
    for field in compiled.fields.get(&s.record.table).into_iter().flatten() {
        if !captioned.iter().any(|own| own.column == field.column) {
            number(s, &compiled, field)?;
        }
    }
    for field in &captioned {
        number(s, &compiled, field)?;
    }
    Ok(())
}

/// The fields for which the captions of the record's discipline name a format. A catalogue number follows them only
/// where neither the collection nor the type of the object says how it is written.
fn captioned(s: &mut Saving<'_, '_>) -> Result<Vec<Field>> {
    let captions = named_for_rules(s.tx)?;
    if captions.has_no_formats() {
        return Ok(Vec::new());
    }
    let places = places(s.tx)?;
    let Some(discipline) = places.discipline_of(&s.record).or_else(|| own::discipline(s.tx)) else {
        return Ok(Vec::new());
    };
    let is_free =
        |column: Col| column != collection_object::CATALOG_NUMBER || catalog_format_name(&places, &s.record).is_none();
    let all = captions.formats(discipline, s.record.table).filter(|(column, _)| is_free(*column));
    Ok(all.map(|(column, format)| Field { column, format: format.to_owned(), strict: true }).collect())
}

/// The format of the catalogue number: that of the type, or else that of the collection.
fn catalog_number(s: &mut Saving<'_, '_>) -> Result<Option<Field>> {
    let column = collection_object::CATALOG_NUMBER;
    let is_without = s.is_new() && s.record.get(column).is_null();
    if !changed(s, column) && !is_without {
        return Ok(None);
    }
    let name = catalog_format_name(&*places(s.tx)?, &s.record).map(str::to_owned);
    Ok(name.map(|format| Field { column, format, strict: true }))
}

fn catalog_format_name<'p>(places: &'p Places, object: &Record) -> Option<&'p str> {
    let kind = object.int(collection_object::COLLECTION_OBJECT_TYPE).and_then(|id| places.object_type(id));
    let name = kind.and_then(|kind| kind.text(collection_object_type::CATALOG_NUMBER_FORMAT_NAME));
    let place = object.int(collection_object::COLLECTION).and_then(|id| places.collection(id));
    name.or(place.and_then(|place| place.text(collection::CATALOG_NUM_FORMAT_NAME)))
}

/// The format of the catalogue number of an object; nothing where anything may stand.
pub(crate) fn catalog_format(tx: &mut WriteTx<'_>, object: &Record) -> Result<Option<NumberFormat>> {
    let places = places(tx)?;
    let Some(name) = catalog_format_name(&places, object) else { return Ok(None) };
    Ok(compiled(tx)?.formats.get(name).cloned())
}

/// Looks up at once which of the catalogue numbers that new objects of a collection are going to have are free, so that
/// the rules need not look up each of them.
pub(crate) fn note_free(tx: &mut WriteTx<'_>, in_collection: i64, numbers: &[&str]) -> Result<()> {
    let place = places(tx)?.collection(in_collection).cloned();
    let kind = place.and_then(|place| place.int(collection::COLLECTION_OBJECT_TYPE));
    let object = Record::new(collection_object::TABLE)
        .with(collection_object::COLLECTION, in_collection)
        .with(collection_object::COLLECTION_OBJECT_TYPE, kind);
    let format = catalog_format(tx, &object)?;
    let proper = |number: &&str| match format.as_ref().map(|format| format.read(number)) {
        Some(Given::Number(proper)) => proper,
        _ => (*number).to_owned(),
    };
    let proper: Vec<String> = numbers.iter().map(proper).collect();
    tx.note_free(collection_object::CATALOG_NUMBER, &proper)
}

fn number(s: &mut Saving<'_, '_>, compiled: &Compiled, field: &Field) -> Result<()> {
    let Some(format) = compiled.formats.get(&field.format) else { return Ok(()) };
    let given = s.record.text(field.column).unwrap_or("").to_owned();
    let pieces = if given.is_empty() {
        match format.blank().filter(|_| s.is_new()) {
            Some(pieces) => pieces,
            None => return Ok(()),
        }
    } else if !changed(s, field.column) {
        return Ok(());
    } else {
        match format.read(&given) {
            Given::Wild(pieces) => pieces,
            Given::Number(proper) => {
                if proper != given {
                    s.record.set(field.column, proper);
                }
                return Ok(());
            }
            Given::Other => {
                judge(s, field, format, &given);
                return Ok(());
            }
        }
    };
    assign(s, field, &pieces)
}

/// A number of another form: refused in a form, kept and flagged in an import, where it is what the label says.
fn judge(s: &mut Saving<'_, '_>, field: &Field, format: &NumberFormat, given: &str) {
    if !field.strict {
        return;
    }
    let level = if s.tx.purpose().kind == "import" { Level::Warning } else { Level::Error };
    let name = model().column(field.column).name;
    let words = format!("‘{given}’ is not written as {} ({}).", format.placeholder(), field.format);
    s.issues.push(Issue { name: "number-format", level, field: name.to_owned(), words });
}

fn assign(s: &mut Saving<'_, '_>, field: &Field, pieces: &[Piece]) -> Result<()> {
    let year = s.tx.now().date().map_or(0, |date| date.year());
    let (mut before, mut after, mut size) = (String::new(), String::new(), None);
    for piece in pieces {
        let part = if size.is_none() { &mut before } else { &mut after };
        match piece {
            Piece::Text(text) => part.push_str(text),
            Piece::Year => part.push_str(&format!("{year:04}")),
            Piece::Counter(digits) => size = Some(*digits),
        }
    }
    let Some(size) = size else {
        s.record.set(field.column, before);
        return Ok(());
    };
    let within = series(s, field)?;
    let last = greatest(s.tx, field.column, within, (&before, &after), size)?;
    let next = last + 1;
    if next >= 10_i64.pow(size as u32) {
        let name = model().column(field.column).name;
        let words = format!("After {last} no further number fits into {size} digits of {}.", field.format);
        s.issues.push(Issue::error("number-overflow", name, words));
        return Ok(());
    }
    s.record.set(field.column, format!("{before}{next:0size$}{after}"));
    Ok(())
}

/// So many numbers are read at a time; nearly always the first one is the greatest.
const PAGE: u64 = 20;

/// The greatest number in use between `before` and `after`, in all that share the series; 0 if there is none.
pub(super) fn greatest(
    tx: &mut Tx<'_>,
    column: Col,
    series: Vec<Option<(Col, i64)>>,
    (before, after): (&str, &str),
    size: usize,
) -> Result<i64> {
    let length = before.chars().count() + size + after.chars().count();
    let from = format!("{before}0");
    let mut greatest = 0;
    for within in series {
        // ‘:’ is the character after ‘9’.
        let mut below = format!("{before}:");
        loop {
            let page = tx.greatest_texts(column, within, (&from, &below), length, PAGE)?;
            let number = page.iter().find_map(|text| {
                let digits = text.strip_prefix(before)?.strip_suffix(after)?;
                digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten()
            });
            if let Some(number) = number {
                greatest = greatest.max(number);
                break;
            }
            match page.last() {
                Some(last) => below.clone_from(last),
                None => break,
            }
        }
    }
    Ok(greatest)
}

/// A series that several places share: the name of its format, the number of its table (0 for any) and the places.
pub(super) struct Series {
    format: String,
    table: i64,
    level: TableId,
    places: Vec<i64>,
}

/// The places that share a series with this one, itself among them.
pub(super) fn sharing(all: &[Series], format: &str, table: i32, (level, own): (TableId, i64)) -> BTreeSet<i64> {
    let mut places = BTreeSet::from([own]);
    for shared in all.iter().filter(|shared| shared.format == format && shared.level == level) {
        if (shared.table == 0 || shared.table == i64::from(table)) && shared.places.contains(&own) {
            places.extend(&shared.places);
        }
    }
    places
}

/// Where numbers of the series stand: one test for each collection, discipline or division that shares it; one without
/// a test for numbers of the whole institution.
fn series(s: &mut Saving<'_, '_>, field: &Field) -> Result<Vec<Option<(Col, i64)>>> {
    use vasculum_model::names::{discipline, division};
    let (column, level) = match s.record.of().scope {
        Scope::Collection(column) => (column, collection::TABLE),
        Scope::Discipline(column) => (column, discipline::TABLE),
        Scope::Division(column) => (column, division::TABLE),
        _ => return Ok(vec![None]),
    };
    let Some(own) = s.record.values[usize::from(column)].int() else { return Ok(vec![None]) };
    let mut of = vec![auto_numbering_scheme::TABLE];
    of.extend(SHARED.iter().filter_map(|(link, _)| model().to_many(*link).through.map(|(table, _)| table)));
    let all = s.tx.memo("number-series", &of, |tx| tx.unscoped(read_series))?;
    let places = sharing(&all, &field.format, s.record.of().number, (level, own));
    Ok(places.into_iter().map(|id| Some((Col(s.record.table, column), id))).collect())
}

/// The links by which places share a series.
const SHARED: &[(Many, TableId)] = &[
    (auto_numbering_scheme::COLLECTIONS, collection::TABLE),
    (auto_numbering_scheme::DISCIPLINES, vasculum_model::names::discipline::TABLE),
    (auto_numbering_scheme::DIVISIONS, vasculum_model::names::division::TABLE),
];

pub(super) fn read_series(tx: &mut Tx<'_>) -> Result<Vec<Series>> {
    let schemes = tx.select(&Select::all(auto_numbering_scheme::TABLE))?;
    let ids: Vec<i64> = schemes.iter().map(|scheme| scheme.id).collect();
    let mut all = Vec::new();
    for (link, level) in SHARED {
        let found = tx.children(&ids, *link)?;
        for scheme in &schemes {
            let places: Vec<i64> = found.iter().filter(|(of, _)| *of == scheme.id).map(|(_, place)| place.id).collect();
            if let (false, Value::Text(format)) = (places.is_empty(), scheme.get(auto_numbering_scheme::FORMAT_NAME)) {
                let table = scheme.int(auto_numbering_scheme::TABLE_NUMBER).unwrap_or(0);
                all.push(Series { format: format.to_string(), table, level: *level, places });
            }
        }
    }
    Ok(all)
}
