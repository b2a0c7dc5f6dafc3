//! Pick lists as their editor changes them: where the values come from, the items, where the list is used.

use std::collections::BTreeSet;

use vasculum_model::names::{collection, pick_list, pick_list_item};
use vasculum_model::{Col, Error, Issue, Path, Record, Result, Table, model};
use vasculum_store::{Action, Select, Tx, WriteTx};

use crate::formats;
use crate::forms;
use crate::records::{self, Draft, ManyDraft, Saved};

/// Where the values of a list come from; the numbers are those of `PickList.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// Its own items.
    #[default]
    Items,
    /// The records of a table, in one line each.
    Table,
    /// The values that one field has.
    Field,
}

impl Source {
    /// What a number stands for.
    pub fn numbered(number: Option<i64>) -> Self {
        match number {
            Some(1) => Self::Table,
            Some(2) => Self::Field,
            _ => Self::Items,
        }
    }

    /// The number in `PickList.type`.
    pub fn number(self) -> i64 {
        match self {
            Self::Items => 0,
            Self::Table => 1,
            Self::Field => 2,
        }
    }
}

/// One value: what is stored and what people read. An empty value stands for its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The record, if there is one already.
    pub id: Option<i64>,
    /// What is stored.
    pub value: String,
    /// What people read.
    pub title: String,
}

/// A pick list as somebody filled it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edited {
    /// Its name; forms refer to it.
    pub name: String,
    /// Where its values come from.
    pub source: Source,
    /// Whether people are kept from writing other values.
    pub read_only: bool,
    /// The most values that it may have; nothing for no limit.
    pub size_limit: Option<i64>,
    /// 0 as they were made, 1 by their words, 2 in their own order.
    pub sort: i64,
    /// The table of lists that are drawn from a table or a field.
    pub table: String,
    /// The field of lists that are drawn from one.
    pub field: String,
    /// The items, in their order; only of lists that have items of their own.
    pub items: Vec<Item>,
}

impl Edited {
    /// A list as it stands in the database.
    ///
    /// # Errors
    ///
    /// `NotFound`, `Forbidden`.
    pub fn of(tx: &mut Tx<'_>, list: &Record) -> Result<Self> {
        let text = |column| list.text(column).unwrap_or_default().to_owned();
        let items = tx.children(&[list.id], pick_list::PICK_LIST_ITEMS)?;
        let item = |item: &Record| Item {
            id: Some(item.id),
            value: item.text(pick_list_item::VALUE).unwrap_or_default().to_owned(),
            title: item.text(pick_list_item::TITLE).unwrap_or_default().to_owned(),
        };
        Ok(Self {
            name: text(pick_list::NAME),
            source: Source::numbered(list.int(pick_list::TYPE)),
            read_only: list.is(pick_list::READ_ONLY),
            size_limit: list.int(pick_list::SIZE_LIMIT).filter(|limit| *limit > 0),
            sort: list.int(pick_list::SORT_TYPE).unwrap_or(0),
            table: text(pick_list::TABLE_NAME),
            field: text(pick_list::FIELD_NAME),
            items: items.iter().map(|(_, record)| item(record)).collect(),
        })
    }

    /// What is wrong with it; the fields are those of the form: `items[2].title`.
    fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        let table = model().named(&self.table).filter(|table| table.is_shown());
        if self.source != Source::Items && table.is_none() {
            issues.push(Issue::error("unknown-table", "tableName", format!("There is no table ‘{}’.", self.table)));
        }
        if let (Source::Field, Some(table)) = (self.source, table)
            && column(table, &self.field).is_none()
        {
            let words = format!("{} has no field ‘{}’.", table.name, self.field);
            issues.push(Issue::error("unknown-field", "fieldName", words));
        }
        if self.source == Source::Items {
            issues.extend(self.item_issues());
        }
        issues
    }

    fn item_issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut seen = BTreeSet::new();
        for (nth, item) in self.items.iter().enumerate() {
            if item.title.trim().is_empty() {
                issues.push(Issue::error("required", format!("items[{nth}].title"), "Words are needed."));
            } else if !seen.insert(vasculum_store::fold(item.stored())) {
                let words = format!("‘{}’ stands in the list twice.", item.stored());
                issues.push(Issue::error("twice", format!("items[{nth}].title"), words));
            }
        }
        if let Some(limit) = self.size_limit.filter(|limit| self.items.len() as i64 > *limit) {
            let words = format!("The list has {} values; {limit} are allowed.", self.items.len());
            issues.push(Issue::error("too-many", "sizeLimit", words));
        }
        issues
    }
}

impl Item {
    /// What is stored when the item is chosen.
    pub fn stored(&self) -> &str {
        let value = self.value.trim();
        if value.is_empty() { self.title.trim() } else { value }
    }
}

/// The column of a table by Specify's name in any case of letters.
fn column(table: &Table, name: &str) -> Option<Col> {
    let at = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name) && column.link.is_none())?;
    u16::try_from(at).ok().map(|at| Col(table.id, at))
}

/// Saves a list with its items: exactly those, in this order.
///
/// The name of a list that came with the program stays, because the program refers to it.
///
/// # Errors
///
/// - `Invalid`: a table or field does not exist, a value stands twice or has no words, there are more than the limit,
///   or another list of the collection has the name; `issues` says what and where.
/// - `Conflict`: somebody saved it after the version `seen`.
/// - `Forbidden`: the person may not change pick lists.
pub fn save(tx: &mut WriteTx<'_>, id: Option<i64>, seen: Option<i64>, list: &Edited) -> Result<Saved> {
    let issues = list.issues();
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    let before = match id {
        Some(id) => Some(tx.get_unchanged(pick_list::TABLE, id, seen)?),
        None => None,
    };
    let is_system = before.as_ref().is_some_and(|before| before.is(pick_list::IS_SYSTEM));
    let some = |text: &str, counts: bool| Some(text.trim().to_owned()).filter(|text| counts && !text.is_empty());
    let mut draft = Draft { id, version: seen, ..Draft::new(pick_list::TABLE) }
        .with(pick_list::TYPE, list.source.number())
        .with(pick_list::READ_ONLY, list.read_only)
        .with(pick_list::SIZE_LIMIT, list.size_limit)
        .with(pick_list::SORT_TYPE, list.sort)
        .with(pick_list::TABLE_NAME, some(&list.table, list.source != Source::Items))
        .with(pick_list::FIELD_NAME, some(&list.field, list.source == Source::Field))
        .with(pick_list::IS_SYSTEM, is_system);
    if !is_system {
        draft = draft.with(pick_list::NAME, list.name.trim());
    }
    let kept = if list.source == Source::Items { list.items.as_slice() } else { &[] };
    let items = (0_i64..).zip(kept).map(|(at, item)| {
        Draft { id: item.id, ..Draft::new(pick_list_item::TABLE) }
            .with(pick_list_item::TITLE, item.title.trim())
            .with(pick_list_item::VALUE, item.stored())
            .with(pick_list_item::ORDINAL, at)
    });
    draft.many.push((pick_list::PICK_LIST_ITEMS.1, ManyDraft::All(items.collect())));
    let saved = records::save(tx, draft)?;
    Ok(saved)
}

/// Adds one value at the end of a list, as people do while they fill in a form. Returns the item; one that stands in
/// the list already is returned as it is.
///
/// # Errors
///
/// - `Invalid`: the list takes no values of people's own, or is full, or the words are empty.
/// - `NotFound`, `Forbidden`.
pub fn add(tx: &mut WriteTx<'_>, id: i64, words: &str) -> Result<Record> {
    tx.may(Action::Create, pick_list_item::TABLE)?;
    let list = tx.get(pick_list::TABLE, id)?;
    let edited = Edited::of(tx, &list)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::invalid("A value needs words."));
    }
    if edited.read_only || edited.source != Source::Items {
        return Err(Error::invalid(format!("Nothing can be added to the list ‘{}’ while typing.", edited.name))
            .hint("Whoever manages the pick lists can add values to it."));
    }
    if let Some(known) =
        edited.items.iter().find(|item| vasculum_store::fold(item.stored()) == vasculum_store::fold(words))
        && let Some(known) = known.id
    {
        return tx.get(pick_list_item::TABLE, known);
    }
    if edited.size_limit.is_some_and(|limit| edited.items.len() as i64 >= limit) {
        return Err(Error::invalid(format!("The list ‘{}’ is full.", edited.name)));
    }
    let item = Record::new(pick_list_item::TABLE)
        .with(pick_list_item::PICK_LIST, id)
        .with(pick_list_item::TITLE, words)
        .with(pick_list_item::VALUE, words)
        .with(pick_list_item::ORDINAL, edited.items.len() as i64);
    Ok(records::put(tx, None, item)?.0)
}

/// Deletes a list with its items.
///
/// # Errors
///
/// `Invalid` for a list that came with the program; `NotFound`, `Forbidden`, `Conflict` as [`records::delete`].
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    tx.may(Action::Delete, pick_list::TABLE)?;
    if tx.get(pick_list::TABLE, id)?.is(pick_list::IS_SYSTEM) {
        return Err(Error::invalid("This list came with the program, which refers to it.")
            .hint("Take out the items that you don’t want."));
    }
    records::delete(tx, pick_list::TABLE, id, None)
}

/// Reads items that somebody pasted: one a line; a tab, or an equals sign with spaces around it, parts what is stored
/// from what people read.
pub fn read_text(text: &str) -> Vec<Item> {
    let item = |line: &str| {
        let (value, title) = line.split_once('\t').or_else(|| line.split_once(" = ")).unwrap_or((line, line));
        let (value, title) = (value.trim().to_owned(), title.trim().to_owned());
        Item { id: None, title: if title.is_empty() { value.clone() } else { title }, value }
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(item).collect()
}

/// Adds items after those that a list has, leaving out values that it has already. Returns how many came in.
pub fn join(list: &mut Edited, new: Vec<Item>) -> usize {
    let mut known: BTreeSet<String> = list.items.iter().map(|item| vasculum_store::fold(item.stored())).collect();
    let before = list.items.len();
    list.items.extend(new.into_iter().filter(|item| known.insert(vasculum_store::fold(item.stored()))));
    list.items.len() - before
}

/// At most so many values of a list that is drawn from records are shown in its editor.
pub const SHOWN: u64 = 50;

/// The first values that a list drawn from a table or a field offers, each with how many records have it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn sample(tx: &mut Tx<'_>, list: &Edited) -> Result<Vec<(String, Option<i64>)>> {
    let Some(table) = model().named(&list.table) else { return Ok(Vec::new()) };
    match (list.source, column(table, &list.field)) {
        (Source::Table, _) => {
            let records = tx.select(&Select::all(table.id).at_most(SHOWN))?;
            Ok(formats::formatted_each(tx, &records)?.into_iter().map(|text| (text, None)).collect())
        }
        (Source::Field, Some(column)) => {
            let found = tally(tx, column)?;
            Ok(found.into_iter().take(SHOWN as usize).map(|(value, count)| (value, Some(count))).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// The values of a text column with how many records have each, most first; at most 1,000.
fn tally(tx: &mut Tx<'_>, column: Col) -> Result<Vec<(String, i64)>> {
    let path = Path { base: column.0, steps: Vec::new(), table: column.0, column: Some(column.1) };
    let found = tx.tally(&Select::all(column.0), &path, 1_000)?;
    Ok(found
        .into_iter()
        .filter(|(value, _)| !value.is_null())
        .map(|(value, count)| (value.to_string(), count))
        .collect())
}

/// A field whose values are chosen from a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The field.
    pub column: Col,
    /// The values that stand there, with how many records have each, most first; at most 1,000.
    pub values: Vec<(String, i64)>,
}

/// The fields whose values are chosen from a list: those that the forms of its collection draw from it, and those for
/// which the schema configuration of the discipline names it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn uses(tx: &mut Tx<'_>, list: &Record) -> Result<Vec<Use>> {
    let (Some(place), Some(name)) = (list.int(pick_list::COLLECTION), list.text(pick_list::NAME)) else {
        return Ok(Vec::new());
    };
    let look = tx.unscoped(|tx| {
        let discipline = tx.get(collection::TABLE, place)?.needed(collection::DISCIPLINE)?;
        forms::look(tx, place, discipline, "en")
    })?;
    let mut columns: Vec<Col> = Vec::new();
    for table in model().tables().filter(|table| table.is_shown()) {
        let sections = look.form(table.id).map(|form| form.sections.as_slice()).unwrap_or_default();
        for section in sections {
            let of = section.table(table);
            let theirs = section.fields.iter().filter(|field| field.pick_list == name);
            columns.extend(theirs.filter_map(|field| of.col(&field.name)));
        }
        let presented = |column: &&vasculum_model::Column| {
            look.presented(table, column.name).is_some_and(|presented| presented.pick_list == name)
        };
        columns.extend(table.columns.iter().filter(presented).filter_map(|column| table.col(column.name)));
    }
    let mut uses: Vec<Use> = Vec::new();
    for column in columns {
        if !uses.iter().any(|known| known.column == column) {
            uses.push(use_of(tx, column)?);
        }
    }
    Ok(uses)
}

/// The use of a list in a field; without values where the person may not read the table.
///
/// # Errors
///
/// `Internal`, if the database fails.
fn use_of(tx: &mut Tx<'_>, column: Col) -> Result<Use> {
    let values = match tally(tx, column) {
        Err(error) if error.code == vasculum_model::Code::Forbidden => Vec::new(),
        other => other?,
    };
    Ok(Use { column, values })
}
