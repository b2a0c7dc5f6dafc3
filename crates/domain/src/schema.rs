//! The schema configuration of a discipline: what its tables and fields are called, and how they are presented.
//!
//! It stands in Specify's tables SpLocaleContainer (a table), SpLocaleContainerItem (a field or link) and
//! SpLocaleItemStr (a caption or description in one language). What has no record there is as the model has it.

use std::collections::HashMap;

use vasculum_model::names::{sp_locale_container, sp_locale_container_item, sp_locale_item_str};
use vasculum_model::{Col, Error, Many, Record, Result, Table, TableId, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use crate::formats;
use crate::records;
use crate::rules::number_editor;

mod named;

pub(crate) use named::{Named, can_be_numbered, named, named_for_rules};

/// The tables that a schema configuration stands in.
pub const TABLES: &[TableId] =
    &[sp_locale_container::TABLE, sp_locale_container_item::TABLE, sp_locale_item_str::TABLE];

/// The resource to change a schema configuration, with the action `update`.
pub const RESOURCE: &str = "/system/schema";

/// How one table or field is presented. Empty texts stand for the model's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Presented {
    /// Its caption in the language that was asked for; that of a spare field may be in another one.
    pub caption: String,
    /// What it means, in the same sense.
    pub description: String,
    /// Whether it is left out of forms and lists.
    pub is_hidden: bool,
    /// Whether a record without it can't be saved by a form.
    pub is_required: bool,
    /// The name of the pattern that values follow.
    pub format: String,
    /// The name of the pick list that values are chosen from.
    pub pick_list: String,
    /// The name of the web link that values lead to.
    pub web_link: String,
}

/// The schema configuration of one discipline in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    tables: HashMap<TableId, (Presented, HashMap<String, Presented>)>,
}

impl Schema {
    /// What somebody wants of one table, as if it were saved already.
    pub fn of(table: TableId, wanted: Wanted) -> Self {
        let fields = wanted.fields.into_iter().map(|(name, field)| (name.to_ascii_lowercase(), field)).collect();
        Self { tables: HashMap::from([(table, (wanted.table, fields))]) }
    }

    /// How a table is presented; nothing where it is as the model has it.
    pub fn table(&self, table: TableId) -> Option<&Presented> {
        self.tables.get(&table).map(|(presented, _)| presented)
    }

    /// How a field or link of a table is presented; nothing where it is as the model has it.
    pub fn field(&self, table: TableId, name: &str) -> Option<&Presented> {
        self.tables.get(&table)?.1.get(&name.to_ascii_lowercase())
    }
}

/// A language as texts are kept in: `de`, or `de-CH`.
fn parted(language: &str) -> (String, Option<String>) {
    let (language, country) = language.split_once(['-', '_']).map_or((language, None), |(l, c)| (l, Some(c)));
    (language.to_ascii_lowercase(), country.map(str::to_ascii_uppercase).filter(|country| !country.is_empty()))
}

/// The rank of a text in the language that was asked for, if perhaps that of another country.
const SAME_LANGUAGE: u8 = 1;

/// The best text for a language: exactly it, the language of another country, English, any at all.
fn rank(text: &Record, language: &str, country: Option<&str>) -> u8 {
    let theirs = text.text(sp_locale_item_str::LANGUAGE).unwrap_or_default();
    let of = text.text(sp_locale_item_str::COUNTRY).filter(|country| !country.is_empty());
    match theirs {
        _ if theirs.eq_ignore_ascii_case(language) && of == country => 0,
        _ if theirs.eq_ignore_ascii_case(language) => 1,
        _ if theirs.eq_ignore_ascii_case("en") => 2,
        _ => 3,
    }
}

/// The schema configuration of a discipline, with captions and descriptions in the best language.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn load(tx: &mut Tx<'_>, discipline: i64, language: &str) -> Result<Schema> {
    let containers = tx.select(&containers_of(discipline))?;
    read(tx, &containers, language, 3)
}

/// The schema configuration of one table, with captions and descriptions in exactly this language.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn load_table(tx: &mut Tx<'_>, discipline: i64, table: TableId, language: &str) -> Result<Schema> {
    let containers = container_of(tx, discipline, table)?;
    read(tx, containers.as_slice(), language, 0)
}

fn containers_of(discipline: i64) -> Select {
    Select::all(sp_locale_container::TABLE).matching(Filter::And(vec![
        Filter::is(sp_locale_container::DISCIPLINE, discipline),
        Filter::is(sp_locale_container::SCHEMA_TYPE, 0),
    ]))
}

fn container_of(tx: &mut Tx<'_>, discipline: i64, table: TableId) -> Result<Option<Record>> {
    let name = model().table(table).name.to_ascii_lowercase();
    let select = containers_of(discipline)
        .matching(Filter::test(sp_locale_container::NAME, vasculum_store::Test::IsCaseless(name)));
    tx.first(&select)
}

/// Texts by the record that they name or describe.
type Texts = HashMap<i64, (u8, String)>;

fn texts(tx: &mut Tx<'_>, owners: &[i64], link: Many, language: &str, worst: u8) -> Result<Texts> {
    let (language, country) = parted(language);
    let mut best: Texts = HashMap::new();
    for (owner, text) in tx.children(owners, link)? {
        let rank = rank(&text, &language, country.as_deref());
        let words = text.text(sp_locale_item_str::TEXT).unwrap_or_default();
        if rank <= worst && !words.is_empty() && best.get(&owner).is_none_or(|(theirs, _)| rank < *theirs) {
            best.insert(owner, (rank, words.to_owned()));
        }
    }
    Ok(best)
}

fn read(tx: &mut Tx<'_>, containers: &[Record], language: &str, worst: u8) -> Result<Schema> {
    let ids: Vec<i64> = containers.iter().map(|record| record.id).collect();
    let items: Vec<(i64, Record)> = tx.children(&ids, sp_locale_container::ITEMS)?;
    let item_ids: Vec<i64> = items.iter().map(|(_, item)| item.id).collect();
    let mut names = texts(tx, &ids, sp_locale_container::NAMES, language, worst)?;
    let mut descriptions = texts(tx, &ids, sp_locale_container::DESCS, language, worst)?;
    let mut item_names = texts(tx, &item_ids, sp_locale_container_item::NAMES, language, worst)?;
    let mut item_descriptions = texts(tx, &item_ids, sp_locale_container_item::DESCS, language, worst)?;
    // In another language a spare field is better named than not; all others have their name in the program.
    let take = |texts: &mut Texts, id: i64, any: bool| {
        texts.remove(&id).filter(|(rank, _)| any || *rank <= SAME_LANGUAGE).map(|(_, text)| text).unwrap_or_default()
    };
    let mut schema = Schema::default();
    let mut tables: HashMap<i64, TableId> = HashMap::new();
    for container in containers {
        let Some(table) = container.text(sp_locale_container::NAME).and_then(|name| model().named(name)) else {
            continue;
        };
        tables.insert(container.id, table.id);
        let presented = Presented {
            caption: take(&mut names, container.id, false),
            description: take(&mut descriptions, container.id, false),
            is_hidden: container.is(sp_locale_container::IS_HIDDEN),
            ..Presented::default()
        };
        schema.tables.insert(table.id, (presented, HashMap::new()));
    }
    for (container, item) in items {
        use sp_locale_container_item as column;
        let of = tables.get(&container).copied();
        let fields = of.and_then(|table| schema.tables.get_mut(&table));
        let (Some(of), Some((_, fields)), Some(name)) = (of, fields, item.text(column::NAME)) else { continue };
        let is_spare = model().table(of).column(name).is_some_and(|at| model().table(of).at(at).spare);
        let text = |column: Col| item.text(column).unwrap_or_default().to_owned();
        let presented = Presented {
            caption: take(&mut item_names, item.id, is_spare),
            description: take(&mut item_descriptions, item.id, is_spare),
            is_hidden: item.is(column::IS_HIDDEN),
            is_required: item.is(column::IS_REQUIRED),
            format: text(column::FORMAT),
            pick_list: text(column::PICK_LIST_NAME),
            web_link: text(column::WEB_LINK_NAME),
        };
        fields.insert(name.to_ascii_lowercase(), presented);
    }
    Ok(schema)
}

/// The languages in which a table of a discipline has captions, each as `de` or `de-CH`, in alphabetical order.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn languages(tx: &mut Tx<'_>, discipline: i64, table: TableId) -> Result<Vec<String>> {
    let Some(container) = container_of(tx, discipline, table)? else { return Ok(Vec::new()) };
    let items: Vec<i64> =
        tx.children(&[container.id], sp_locale_container::ITEMS)?.into_iter().map(|(_, item)| item.id).collect();
    let mut texts = tx.children(&[container.id], sp_locale_container::NAMES)?;
    texts.extend(tx.children(&items, sp_locale_container_item::NAMES)?);
    let mut languages: Vec<String> = texts.iter().map(|(_, text)| language_of(text)).collect();
    languages.sort_unstable();
    languages.dedup();
    Ok(languages)
}

fn language_of(text: &Record) -> String {
    let language = text.text(sp_locale_item_str::LANGUAGE).unwrap_or_default();
    match text.text(sp_locale_item_str::COUNTRY).filter(|country| !country.is_empty()) {
        Some(country) => format!("{language}-{country}"),
        None => language.to_owned(),
    }
}

/// How somebody wants a table and some of its fields to be presented.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The table itself; of it caption, description and `is_hidden` count.
    pub table: Presented,
    /// Fields and links by name.
    pub fields: Vec<(String, Presented)>,
}

/// Saves how a table is presented in a discipline; captions and descriptions are those of `language` (`de`, `de-CH`).
///
/// Only what differs is written. An empty caption takes the one of this language away; those of other languages stay.
///
/// # Errors
///
/// - `Invalid`: the language is none, a name is not one of the table's, a text is too long, or there is no such format
///   or web link.
/// - `Forbidden`: the person may not change the schema configuration of the discipline.
pub fn save(tx: &mut WriteTx<'_>, discipline: i64, table: TableId, language: &str, wanted: &Wanted) -> Result<()> {
    let of = model().table(table);
    let (short, country) = parted(language);
    let is_word = |text: &str| text.len() == 2 && text.chars().all(|letter| letter.is_ascii_alphabetic());
    if !is_word(&short) || country.as_deref().is_some_and(|country| !is_word(country)) {
        return Err(Error::invalid(format!("‘{language}’ is no language.")).hint("Write en, or de-CH."));
    }
    tx.may(Action::Update, sp_locale_container::TABLE)?;
    if let Some((name, _)) = wanted.fields.iter().find(|(name, _)| !has(of, name)) {
        return Err(Error::invalid(format!("{} has no field ‘{name}’.", of.name)));
    }
    let now = load_table(tx, discipline, table, language)?;
    judge_names(tx, of, &now, wanted)?;
    let container = container_for(tx, discipline, of, &wanted.table)?;
    let was = now.table(table).cloned().unwrap_or_default();
    let owner =
        Owner { record: container, name: sp_locale_item_str::CONTAINER_NAME, desc: sp_locale_item_str::CONTAINER_DESC };
    owner.put_texts(tx, language, &was, &wanted.table)?;
    for (name, field) in &wanted.fields {
        let was = now.field(table, name).cloned().unwrap_or_default();
        if was == *field {
            continue;
        }
        let item = item_for(tx, container, name, field)?;
        let owner = Owner { record: item, name: sp_locale_item_str::ITEM_NAME, desc: sp_locale_item_str::ITEM_DESC };
        owner.put_texts(tx, language, &was, field)?;
    }
    Ok(())
}

/// What the fields of a table can name: formats that there are, and web links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// The number formats, in alphabetical order, each with what it looks like.
    pub number_formats: Vec<(String, String)>,
    /// The web links that are made of records of the table, in alphabetical order.
    pub web_links: Vec<String>,
    /// The further formats of the tables that it links to, in alphabetical order.
    pub record_formats: Vec<(TableId, String)>,
}

impl Offered {
    /// The formats that a link can name.
    pub fn formats_of(&self, table: &Table, name: &str) -> Vec<&str> {
        let to = table.col(name).and_then(|column| model().column(column).link.as_ref()).map(|link| link.to);
        self.record_formats.iter().filter(|(of, _)| Some(*of) == to).map(|(_, name)| name.as_str()).collect()
    }
}

/// What the fields of a table can name.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn offered(tx: &mut Tx<'_>, table: &Table) -> Result<Offered> {
    let of = number_editor::listed(tx)?;
    let links = formats::web_links(tx)?.into_iter().filter(|link| model().named(&link.table) == Some(table));
    let links: Vec<String> = links.map(|link| link.name).collect();
    let mut to: Vec<TableId> =
        table.columns.iter().filter_map(|column| column.link.as_ref()).map(|link| link.to).collect();
    to.sort_unstable_by_key(|to| to.0);
    to.dedup();
    let mut record_formats = Vec::new();
    for to in to {
        record_formats.extend(formats::named::names(tx, to)?.into_iter().map(|(name, _)| (to, name)));
    }
    Ok(Offered {
        record_formats,
        number_formats: of.into_iter().map(|format| (format.name, format.pattern)).collect(),
        web_links: links,
    })
}

/// Whether the values of a field can follow a number format.
pub fn takes_format(table: &Table, name: &str) -> bool {
    table.col(name).is_some_and(can_be_numbered)
}

/// Refuses names of formats and web links that there are not. What stood there before may stay.
fn judge_names(tx: &mut Tx<'_>, table: &Table, now: &Schema, wanted: &Wanted) -> Result<()> {
    let none = Presented::default();
    let offered = offered(tx, table)?;
    for (name, field) in &wanted.fields {
        let was = now.field(table.id, name).unwrap_or(&none);
        let is_new = |given: &str, was: &str| !given.is_empty() && given != was;
        if is_new(&field.format, &was.format) {
            judge_format(table, name, &field.format, &offered)?;
        }
        if is_new(&field.web_link, &was.web_link) && !offered.web_links.contains(&field.web_link) {
            return Err(Error::invalid(format!("{} has no web link ‘{}’.", table.name, field.web_link))
                .hint("Make it under System › Web links first, or choose another one."));
        }
    }
    Ok(())
}

/// Refuses a format that there is not, or that the field or link can't follow.
fn judge_format(table: &Table, name: &str, format: &str, offered: &Offered) -> Result<()> {
    if table.column(name).is_some_and(|at| table.at(at).link.is_some()) {
        if offered.formats_of(table, name).contains(&format) {
            return Ok(());
        }
        return Err(Error::invalid(format!("The records behind {name} have no format ‘{format}’."))
            .hint("Make it under System › Record formats first, or choose another one."));
    }
    if !offered.number_formats.iter().any(|(known, _)| known == format) {
        return Err(Error::invalid(format!("There is no number format ‘{format}’."))
            .hint("Make it under System › Number formats first, or choose another one."));
    }
    if takes_format(table, name) {
        return Ok(());
    }
    Err(Error::invalid(format!("{name} holds no text that could follow a format."))
        .hint("Formats are for fields of text."))
}

/// Whether a table has a field or link of this name.
pub fn has(table: &Table, name: &str) -> bool {
    table.column(name).is_some() || table.to_many(name).is_some()
}

fn container_for(tx: &mut WriteTx<'_>, discipline: i64, of: &Table, wanted: &Presented) -> Result<i64> {
    let before = container_of(tx, discipline, of.id)?;
    let record = before.clone().unwrap_or_else(|| {
        Record::new(sp_locale_container::TABLE)
            .with(sp_locale_container::NAME, of.name.to_ascii_lowercase())
            .with(sp_locale_container::DISCIPLINE, discipline)
            .with(sp_locale_container::SCHEMA_TYPE, 0)
            .with(sp_locale_container::IS_SYSTEM, false)
    });
    let record = record.with(sp_locale_container::IS_HIDDEN, wanted.is_hidden);
    put(tx, before.as_ref(), record)
}

fn item_for(tx: &mut WriteTx<'_>, container: i64, name: &str, wanted: &Presented) -> Result<i64> {
    use sp_locale_container_item as item;
    let select = Select::all(item::TABLE).matching(Filter::And(vec![
        Filter::is(item::CONTAINER, container),
        Filter::test(item::NAME, vasculum_store::Test::IsCaseless(name.to_owned())),
    ]));
    let before = tx.first(&select)?;
    let record = before.clone().unwrap_or_else(|| {
        Record::new(item::TABLE).with(item::NAME, name).with(item::CONTAINER, container).with(item::IS_SYSTEM, false)
    });
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let record = record
        .with(item::IS_HIDDEN, wanted.is_hidden)
        .with(item::IS_REQUIRED, wanted.is_required)
        .with(item::FORMAT, text(&wanted.format))
        .with(item::PICK_LIST_NAME, text(&wanted.pick_list))
        .with(item::WEB_LINK_NAME, text(&wanted.web_link));
    put(tx, before.as_ref(), record)
}

/// Saves a record if it differs, and returns its id.
fn put(tx: &mut WriteTx<'_>, before: Option<&Record>, record: Record) -> Result<i64> {
    if before.is_some_and(|before| before.values == record.values) {
        return Ok(record.id);
    }
    Ok(records::put(tx, before, record)?.0.id)
}

/// A table's or field's entry, and the links by which texts name and describe it.
struct Owner {
    record: i64,
    name: Col,
    desc: Col,
}

impl Owner {
    fn put_texts(&self, tx: &mut WriteTx<'_>, language: &str, was: &Presented, wanted: &Presented) -> Result<()> {
        if was.caption != wanted.caption {
            self.put_text(tx, self.name, language, &wanted.caption)?;
        }
        if was.description != wanted.description {
            self.put_text(tx, self.desc, language, &wanted.description)?;
        }
        Ok(())
    }

    fn put_text(&self, tx: &mut WriteTx<'_>, link: Col, language: &str, words: &str) -> Result<()> {
        use sp_locale_item_str as text;
        let (short, country) = parted(language);
        let select = Select::all(text::TABLE).matching(Filter::is(link, self.record));
        let there = tx.select(&select)?;
        let before = there.iter().find(|text| rank(text, &short, country.as_deref()) == 0);
        match (before, words.is_empty()) {
            (Some(before), true) => records::delete(tx, text::TABLE, before.id, None),
            (None, true) => Ok(()),
            (before, false) => {
                let fresh = || Record::new(text::TABLE).with(link, self.record);
                let record = before.cloned().unwrap_or_else(fresh);
                let record = record.with(text::LANGUAGE, short).with(text::COUNTRY, country).with(text::TEXT, words);
                put(tx, before, record).map(drop)
            }
        }
    }
}
