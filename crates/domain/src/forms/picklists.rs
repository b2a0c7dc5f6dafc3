//! Pick lists as forms offer them.

use std::collections::HashMap;

use vasculum_model::names::{pick_list, pick_list_item};
use vasculum_model::{Code, Path, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx};

use crate::formats;

/// A pick list of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickList {
    /// Its record.
    pub id: i64,
    /// Where its values come from.
    pub source: Source,
    /// Whether people may write other values than those of the list.
    pub is_open: bool,
}

/// Where the values of a pick list come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// These: value and words, in order.
    Items(Vec<(String, String)>),
    /// The records of a table, by what they are called.
    Table(TableId),
    /// The values that a field has.
    Field(TableId, u16),
}

/// A list offers no more values than this that are read from records.
const MOST_VALUES: u64 = 500;

/// Every pick list of a collection by its name.
pub(super) fn load(tx: &mut Tx<'_>, collection: i64) -> Result<HashMap<String, PickList>> {
    let these = Select::all(pick_list::TABLE).matching(Filter::is(pick_list::COLLECTION, collection));
    let lists = tx.select(&these)?;
    let ids: Vec<i64> = lists.iter().map(|list| list.id).collect();
    let mut items: HashMap<i64, Vec<Record>> = HashMap::new();
    for (list, item) in tx.children(&ids, pick_list::PICK_LIST_ITEMS)? {
        items.entry(list).or_default().push(item);
    }
    Ok(lists.iter().filter_map(|list| Some((list.text(pick_list::NAME)?.to_owned(), one(list, &mut items)?))).collect())
}

fn one(list: &Record, items: &mut HashMap<i64, Vec<Record>>) -> Option<PickList> {
    let named = |column| model().named(list.text(column)?);
    let source = match list.int(pick_list::TYPE) {
        Some(1) => Source::Table(named(pick_list::TABLE_NAME)?.id),
        Some(2) => {
            let table = named(pick_list::TABLE_NAME)?;
            let field = list.text(pick_list::FIELD_NAME)?;
            let column = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(field))?;
            Source::Field(table.id, u16::try_from(column).ok()?)
        }
        _ => {
            let mut items = items.remove(&list.id).unwrap_or_default();
            sort(&mut items, list.int(pick_list::SORT_TYPE));
            Source::Items(items.iter().map(value_and_words).collect())
        }
    };
    Some(PickList { id: list.id, source, is_open: !list.is(pick_list::READ_ONLY) })
}

/// Specify's orders: 0 as they were made, 1 by their words, 2 by their numbers.
fn sort(items: &mut [Record], by: Option<i64>) {
    match by {
        Some(1) => items.sort_by_key(|item| vasculum_store::fold(&value_and_words(item).1)),
        Some(2) => items.sort_by_key(|item| (item.int(pick_list_item::ORDINAL), item.id)),
        _ => items.sort_by_key(|item| item.id),
    }
}

fn value_and_words(item: &Record) -> (String, String) {
    let title = item.text(pick_list_item::TITLE).unwrap_or_default();
    let value = item.text(pick_list_item::VALUE).filter(|value| !value.is_empty()).unwrap_or(title);
    (value.to_owned(), if title.is_empty() { value.to_owned() } else { title.to_owned() })
}

impl PickList {
    /// What the list offers: value and words, at most 500 of those that are read from records.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn offers(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
        let offered = match &self.source {
            Source::Items(items) => return Ok(items.clone()),
            Source::Table(table) => records_of(tx, *table),
            Source::Field(table, column) => values_of(tx, *table, *column),
        };
        match offered {
            // Whoever may not read the table is offered nothing of it.
            Err(error) if error.code == Code::Forbidden => Ok(Vec::new()),
            other => other,
        }
    }
}

fn records_of(tx: &mut Tx<'_>, table: TableId) -> Result<Vec<(String, String)>> {
    let records = tx.select(&Select::all(table).at_most(MOST_VALUES))?;
    let mut words = formats::formatted_each(tx, &records)?;
    words.sort_by_key(|words| vasculum_store::fold(words));
    Ok(words.into_iter().map(|words| (words.clone(), words)).collect())
}

fn values_of(tx: &mut Tx<'_>, table: TableId, column: u16) -> Result<Vec<(String, String)>> {
    let path = Path { base: table, steps: Vec::new(), table, column: Some(column) };
    let tally = tx.tally(&Select::all(table), &path, MOST_VALUES)?;
    let mut words: Vec<String> =
        tally.into_iter().filter(|(value, _)| !value.is_null()).map(|(value, _)| Value::to_string(&value)).collect();
    words.sort_by_key(|words| vasculum_store::fold(words));
    Ok(words.into_iter().map(|words| (words.clone(), words)).collect())
}
