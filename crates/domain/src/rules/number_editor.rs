//! Number formats as their editor changes them: each is a record of TextFormat of the kind `number`, with its history.

use serde::{Deserialize, Serialize};
use serde_json::json;
use vasculum_model::names::{
    auto_numbering_scheme, collection, collection_object, collection_object_type, text_format,
};
use vasculum_model::{Col, Error, Issue, Path, Record, Result, Value, model};
use vasculum_store::{Action, Filter, Select, Test, Tx, WriteTx};

use super::number_format::{Given, NumberFormat, Piece};
use super::numbers::{BUILT_IN_FORMATS, DEFAULT_NUMBERS, greatest, number_formats, read_series, sharing};
use crate::formats::own::{self, Keep};
use crate::{records, schema};

/// The kind of TextFormat that is a number format.
const NUMBER: &str = "number";

/// What a record of the kind `number` holds as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Definition {
    pattern: String,
    fields: Vec<String>,
}

/// A number format that the institution added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Format {
    /// The record, if there is one already.
    pub id: Option<i64>,
    /// Its name; collections refer to it.
    pub name: String,
    /// How numbers are written, as [`NumberFormat`] reads it.
    pub pattern: String,
    /// What it is for.
    pub title: String,
    /// The fields of other tables that follow it, such as `Loan.loanNumber`; only of formats of the whole institution.
    pub fields: Vec<String>,
    /// Whether it belongs to the whole institution.
    pub everywhere: bool,
}

impl Format {
    fn of(record: &Record) -> Self {
        let text = |column| record.text(column).unwrap_or_default().to_owned();
        let definition: Definition = serde_json::from_str(&text(text_format::DEFINITION)).unwrap_or_default();
        Self {
            id: Some(record.id),
            name: text(text_format::NAME),
            title: text(text_format::TITLE),
            pattern: definition.pattern,
            fields: definition.fields,
            everywhere: record.get(text_format::DISCIPLINE).is_null(),
        }
    }

    /// What is wrong with it, at the names of its fields.
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        let name = self.name.trim();
        if name.is_empty() {
            issues.push(Issue::error("required", "name", "A format needs a name."));
        }
        if BUILT_IN_FORMATS.iter().any(|(known, ..)| known.eq_ignore_ascii_case(name)) {
            issues.push(Issue::error("twice", "name", format!("‘{name}’ is a format of the program.")));
        }
        if let Err(error) = NumberFormat::parse(&self.pattern) {
            issues.push(Issue::error("number-format", "pattern", error.message.to_string()));
        }
        for field in &self.fields {
            if column(field).is_none() {
                issues.push(Issue::error("unknown-field", "fields", format!("There is no text field ‘{field}’.")));
            }
        }
        if !self.fields.is_empty() && !self.everywhere {
            let words = "Only a format of the whole institution can be that of fields of other tables.";
            issues.push(Issue::error("not-everywhere", "fields", words));
        }
        issues
    }
}

fn column(field: &str) -> Option<Col> {
    let (table, name) = field.trim().split_once('.')?;
    let column = model().named(table)?.col(name)?;
    model().column(column).kind.is_text().then_some(column)
}

/// The formats that stand in records and can be read, whoever may see them.
pub(super) fn stored(tx: &mut Tx<'_>) -> Result<Vec<Format>> {
    let select = Select::all(text_format::TABLE).matching(Filter::is(text_format::KIND, NUMBER));
    let records = tx.unscoped(|tx| tx.select(&select))?;
    Ok(records.iter().map(Format::of).filter(|format| NumberFormat::parse(&format.pattern).is_ok()).collect())
}

/// The formats of the institution by name: the built-in ones, those in the setting, and those in records.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn listed(tx: &mut Tx<'_>) -> Result<Vec<Format>> {
    let stored = stored(tx)?;
    let mut all: Vec<Format> = BUILT_IN_FORMATS
        .iter()
        .map(|(name, pattern, about)| Format {
            name: (*name).to_owned(),
            pattern: (*pattern).to_owned(),
            title: (*about).to_owned(),
            fields: DEFAULT_NUMBERS
                .iter()
                .filter(|(_, format)| format == name)
                .map(|(column, _)| spelt(*column))
                .collect(),
            everywhere: true,
            id: None,
        })
        .collect();
    for (name, pattern) in number_formats(tx)?.formats {
        if !stored.iter().any(|format| format.name == name) {
            all.push(Format { name, pattern, everywhere: true, ..Format::default() });
        }
    }
    all.extend(stored);
    all.sort_by_key(|format| vasculum_store::fold(&format.name));
    Ok(all)
}

fn spelt(column: Col) -> String {
    format!("{}.{}", model().table(column.0).name, model().column(column).name)
}

/// Who follows a format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// Collections, by id and name.
    pub collections: Vec<(i64, String)>,
    /// Types of collection objects, by id and name.
    pub types: Vec<(i64, String)>,
    /// Fields for which the captions of a discipline name it, such as `Accession.accessionNumber`.
    pub fields: Vec<String>,
}

impl Users {
    /// Whether nobody follows it.
    pub fn is_empty(&self) -> bool {
        self.collections.is_empty() && self.types.is_empty() && self.fields.is_empty()
    }
}

/// The collections and types of objects whose catalogue numbers follow the format of this name, and the fields for which
/// captions name it, whoever may see them.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn users(tx: &mut Tx<'_>, name: &str) -> Result<Users> {
    let mut named = |column: Col, title: Col| -> Result<Vec<(i64, String)>> {
        let found = tx.unscoped(|tx| tx.select(&Select::all(column.0).matching(Filter::is(column, name))))?;
        Ok(found.iter().map(|record| (record.id, record.text(title).unwrap_or_default().to_owned())).collect())
    };
    Ok(Users {
        collections: named(collection::CATALOG_NUM_FORMAT_NAME, collection::COLLECTION_NAME)?,
        types: named(collection_object_type::CATALOG_NUMBER_FORMAT_NAME, collection_object_type::NAME)?,
        fields: schema::named(tx)?.followers(name),
    })
}

/// Keeps a format, in the discipline or everywhere.
///
/// A format that collections or captions follow keeps its name.
///
/// # Errors
///
/// - `Invalid`: it can't be read (`issues` says where), or another one has the name.
/// - `NotFound`, `Forbidden`.
pub fn save(tx: &mut WriteTx<'_>, format: &Format) -> Result<Record> {
    let mut issues = format.issues();
    let name = format.name.trim();
    let all = listed(tx)?;
    let is_other = |known: &Format| known.id.is_none() || known.id != format.id;
    if issues.is_empty() && all.iter().any(|known| known.name.eq_ignore_ascii_case(name) && is_other(known)) {
        issues.push(Issue::error("twice", "name", format!("There is a format ‘{name}’ already.")));
    }
    let before = all.iter().find(|known| format.id.is_some() && known.id == format.id).map(|known| known.name.clone());
    if let Some(before) = before.filter(|before| before != name)
        && !users(tx, &before)?.is_empty()
    {
        let words = format!("Collections or captions follow ‘{before}’ by its name; it can’t be called otherwise.");
        issues.push(Issue::error("in-use", "name", words));
    }
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let definition = json!({ "pattern": format.pattern.trim(), "fields": format.fields });
    let (table, field, title) = ("", "", format.title.trim());
    own::keep(
        tx,
        format.id,
        &Keep { kind: NUMBER, name, table, field, title, definition, everywhere: format.everywhere },
    )
}

/// Deletes a format that nobody follows.
///
/// # Errors
///
/// - `Invalid`: a collection, a type of objects or a field follows it.
/// - `NotFound`, `Forbidden`.
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let record = tx.get(text_format::TABLE, id)?;
    if record.text(text_format::KIND) != Some(NUMBER) {
        return Err(Error::not_found(format!("There is no number format {id}.")));
    }
    if record.get(text_format::DISCIPLINE).is_null() && !own::may_everywhere(tx) {
        return Err(Error::forbidden("This counts in the whole institution, which you may not set up."));
    }
    let name = record.text(text_format::NAME).unwrap_or_default().to_owned();
    if !users(tx, &name)?.is_empty() {
        return Err(Error::invalid(format!("‘{name}’ is in use.")).hint("Choose another format for them first."));
    }
    records::delete(tx, text_format::TABLE, id, None)
}

/// The number that the next record of a collection would get by a format; nothing if it fills nothing in, or no further
/// number fits.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn next(tx: &mut Tx<'_>, name: &str, format: &NumberFormat, of_collection: i64) -> Result<Option<String>> {
    let Some(pieces) = format.blank() else { return Ok(None) };
    let year = tx.now().date().map_or(0, |date| date.year());
    let (mut before, mut after, mut size) = (String::new(), String::new(), None);
    for piece in &pieces {
        let part = if size.is_none() { &mut before } else { &mut after };
        match piece {
            Piece::Text(text) => part.push_str(text),
            Piece::Year => part.push_str(&format!("{year:04}")),
            Piece::Counter(digits) => size = Some(*digits),
        }
    }
    let Some(size) = size else { return Ok(None) };
    let column = collection_object::CATALOG_NUMBER;
    let number = model().table(column.0).number;
    let all = tx.unscoped(read_series)?;
    let places = sharing(&all, name, number, (collection::TABLE, of_collection));
    let series = places.into_iter().map(|id| Some((collection_object::COLLECTION, id))).collect();
    let next = greatest(tx, column, series, (&before, &after), size)? + 1;
    Ok((next < 10_i64.pow(size as u32)).then(|| format!("{before}{next:0size$}{after}")))
}

/// Numbers of a collection held against a format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many of the latest numbers were looked at.
    pub looked_at: usize,
    /// How many of them fit.
    pub fitting: usize,
    /// Some that fit.
    pub examples: Vec<String>,
    /// Some that do not.
    pub others: Vec<String>,
}

/// So many of the latest objects are looked at.
const LATEST: u64 = 1_000;
/// So many numbers of each kind are shown.
const SHOWN: usize = 8;

/// The catalogue numbers of the latest 1,000 objects of a collection, held against a format.
///
/// # Errors
///
/// `Forbidden`, if the person may not read collection objects.
pub fn sample(tx: &mut Tx<'_>, format: &NumberFormat, of_collection: i64) -> Result<Sample> {
    let objects = model().table(collection_object::TABLE);
    let known = Filter::Not(Box::new(Filter::test(collection_object::CATALOG_NUMBER, Test::Empty)));
    let select = Select::all(objects.id)
        .matching(Filter::And(vec![Filter::is(collection_object::COLLECTION, of_collection), known]))
        .sorted(vec![(Path::parse(objects, "id")?, true)])
        .at_most(LATEST);
    let mut sample = Sample::default();
    for row in tx.values(&select, &[Path::parse(objects, "catalogNumber")?])? {
        let Some(Value::Text(number)) = row.into_iter().next() else { continue };
        sample.looked_at += 1;
        let fits = matches!(format.read(&number), Given::Number(_));
        sample.fitting += usize::from(fits);
        let list = if fits { &mut sample.examples } else { &mut sample.others };
        if list.len() < SHOWN {
            list.push(number.to_string());
        }
    }
    Ok(sample)
}

/// Chooses the format of the catalogue numbers of a collection. Numbers that stand there stay as they are.
///
/// # Errors
///
/// - `Invalid`: there is no such format.
/// - `NotFound`, `Forbidden`: the collection may not be changed.
pub fn choose(tx: &mut WriteTx<'_>, of_collection: i64, name: &str) -> Result<()> {
    if !listed(tx)?.iter().any(|format| format.name == name) {
        return Err(Error::invalid(format!("There is no number format ‘{name}’.")));
    }
    let before = tx.get(collection::TABLE, of_collection)?;
    let after = before.clone().with(collection::CATALOG_NUM_FORMAT_NAME, name);
    records::put(tx, Some(&before), after).map(drop)
}

/// The collections that share one series of catalogue numbers with this one by a format, itself among them.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn shared(tx: &mut Tx<'_>, name: &str, of_collection: i64) -> Result<Vec<i64>> {
    let all = tx.unscoped(read_series)?;
    let number = model().table(collection_object::TABLE).number;
    Ok(sharing(&all, name, number, (collection::TABLE, of_collection)).into_iter().collect())
}

/// Lets the collections that follow a format share one series of catalogue numbers, so that no number is given twice;
/// or, with fewer than two collections, lets each have its own.
///
/// # Errors
///
/// `Forbidden`, if the person may not change numbering in the whole institution.
pub fn share(tx: &mut WriteTx<'_>, name: &str, collections: &[i64]) -> Result<()> {
    if !tx.access().may("/table/autonumberingscheme", Action::Update.name(), None) {
        return Err(Error::forbidden("You may not set up the numbering of the whole institution."));
    }
    let number = i64::from(model().table(collection_object::TABLE).number);
    let theirs = Select::all(auto_numbering_scheme::TABLE).matching(Filter::And(vec![
        Filter::is(auto_numbering_scheme::FORMAT_NAME, name),
        Filter::is(auto_numbering_scheme::TABLE_NUMBER, number),
    ]));
    let link = auto_numbering_scheme::COLLECTIONS;
    for scheme in tx.select(&theirs)? {
        if !tx.children(&[scheme.id], link)?.is_empty() || collections.len() < 2 {
            records::delete(tx, auto_numbering_scheme::TABLE, scheme.id, None)?;
        }
    }
    if collections.len() < 2 {
        return Ok(());
    }
    let mut draft = records::Draft::new(auto_numbering_scheme::TABLE)
        .with(auto_numbering_scheme::FORMAT_NAME, name)
        .with(auto_numbering_scheme::SCHEME_NAME, name)
        .with(auto_numbering_scheme::TABLE_NUMBER, number)
        .with(auto_numbering_scheme::IS_NUMERIC_ONLY, false);
    let place = |id: &i64| records::Draft { id: Some(*id), ..records::Draft::new(collection::TABLE) };
    draft.many.push((link.1, records::ManyDraft::All(collections.iter().map(place).collect())));
    records::save(tx, draft).map(drop)
}

/// The collections that somebody may see, by name.
///
/// # Errors
///
/// `Forbidden`, if the person may not read collections.
pub fn collections(tx: &mut Tx<'_>) -> Result<Vec<Record>> {
    let mut found = tx.select(&Select::all(collection::TABLE))?;
    found.sort_by_key(|record| vasculum_store::fold(record.text(collection::COLLECTION_NAME).unwrap_or_default()));
    Ok(found)
}
