//! The values that records have at the end of paths, in words, for many records at a time.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::forms::{Look, Source};
use vasculum_model::names::taxon;
use vasculum_model::{Code, Col, Error, Many, Record, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::{asked, names, value, words};
use crate::ui::words::{t, tf};

/// Taxa of this rank and below are written in italics: genera and species, not families.
pub(crate) const GENUS: i64 = 180;
/// More than this many values stand as a number.
const MOST_SHOWN: usize = 3;

/// What one record has at the end of a path.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// One or a few of them; several come from a path over a to-many link.
    pub values: Vec<Shown>,
    /// How many there are beyond those.
    pub more: usize,
}

/// One value in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shown {
    /// The words.
    pub text: String,
    /// Whether it is a scientific name that is written in italics.
    pub is_name: bool,
    /// The author of the name, upright after it.
    pub author: String,
    /// The record that it stands for.
    pub link: Option<(TableId, i64)>,
}

impl Shown {
    /// The value as it stands in a table; `links` makes a link of it.
    pub(crate) fn draw(&self, links: bool) -> Markup {
        let words = html! {
            @if self.is_name { span class="name" { (self.text) @if !self.author.is_empty() { " " span class="author" { (self.author) } } } }
            @else { (self.text) @if !self.author.is_empty() { " " (self.author) } }
        };
        match self.link.filter(|_| links) {
            Some((table, id)) => html! { a href=(super::record_path(model().table(table), id)) { (words) } },
            None => words,
        }
    }
}

impl Cell {
    /// The values in one line of plain words.
    pub(crate) fn text(&self) -> String {
        let mut text = self.values.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("; ");
        if self.more > 0 {
            text.push_str(&format!(" {}", tf("and {n} more", &[("n", &self.more)])));
        }
        text
    }

    /// The values as they stand in a table or a list of facts.
    pub(crate) fn draw(&self, links: bool) -> Markup {
        html! {
            @for (at, one) in self.values.iter().enumerate() { @if at > 0 { "; " } (one.draw(links)) }
            @if self.more > 0 { span class="muted" { " " (tf("and {n} more", &[("n", &self.more)])) } }
        }
    }

    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.iter().all(|one| one.text.is_empty())
    }
}

/// Records and what their paths lead to; links that several paths share are followed once.
pub(crate) struct Grid<'t, 'a> {
    tx: &'t mut Tx<'a>,
    /// The records that a path leads to, by the path: each with the record that it started from.
    reached: HashMap<String, Vec<(i64, Record)>>,
    table: Option<&'static Table>,
}

impl<'t, 'a> Grid<'t, 'a> {
    /// A grid over records of one table.
    pub(crate) fn new(tx: &'t mut Tx<'a>, records: &[Record]) -> Self {
        let start = records.iter().map(|record| (record.id, record.clone())).collect();
        Self { tx, reached: HashMap::from([(String::new(), start)]), table: records.first().map(Record::of) }
    }

    /// What each record has at the end of a path; records without anything there are left out.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the path is none.
    pub(crate) fn column(&mut self, path: &str) -> Result<HashMap<i64, Cell>> {
        let Some(mut table) = self.table else { return Ok(HashMap::new()) };
        let mut names: Vec<&str> = path.split('.').collect();
        let last = names.pop().unwrap_or_default();
        let mut at = String::new();
        for name in names {
            table = self.follow(&mut at, table, name)?;
        }
        let Some(column) = table.column(last) else {
            return Err(Error::invalid(format!("{} has no ‘{last}’.", table.name)));
        };
        let reached = self.reached.get(&at).cloned().unwrap_or_default();
        let shown = match &table.at(column).link {
            Some(link) => {
                let linked = |record: &Record| record.values[usize::from(column)].int();
                let pairs: Vec<(i64, i64)> =
                    reached.iter().filter_map(|(root, record)| Some((*root, linked(record)?))).collect();
                let ids: Vec<i64> = pairs.iter().map(|(_, id)| *id).collect();
                let shown = linked_records(self.tx, Col(table.id, column), link.to, &ids)?;
                pairs.into_iter().filter_map(|(root, id)| Some((root, shown.get(&id)?.clone()))).collect()
            }
            None => reached.iter().map(|(root, record)| (*root, field(record, column))).collect(),
        };
        Ok(cells(shown))
    }

    /// Like [`Grid::column`], with the words of pick lists in place of what is stored: `Field work` for `Field_work`.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the path is none.
    pub(crate) fn told(&mut self, look: &Look, path: &str) -> Result<HashMap<i64, Cell>> {
        let mut cells = self.column(path)?;
        let Some(table) = self.table.filter(|_| !path.contains('.')) else { return Ok(cells) };
        let list = asked::asked(look, table, path, table, path).pick_list;
        let Some(Source::Items(items)) = look.pick_list(&list).map(|list| &list.source) else { return Ok(cells) };
        for one in cells.values_mut().flat_map(|cell| &mut cell.values) {
            if let Some((_, words)) = items.iter().find(|(stored, _)| *stored == one.text) {
                one.text.clone_from(words);
            }
        }
        Ok(cells)
    }

    /// Goes on by one link from where `at` leads, and makes `at` lead there.
    fn follow(&mut self, at: &mut String, table: &'static Table, name: &str) -> Result<&'static Table> {
        let from = self.reached.get(at.as_str()).cloned().unwrap_or_default();
        let to = format!("{at}{name}.");
        let next = match (
            table.column(name).and_then(|column| table.at(column).link.as_ref().map(|link| (column, link.to))),
            table.to_many(name),
        ) {
            (Some((column, next)), _) => {
                if !self.reached.contains_key(&to) {
                    let found = follow_one(self.tx, &from, column, next)?;
                    self.reached.insert(to.clone(), found);
                }
                next
            }
            (None, Some(many)) => {
                if !self.reached.contains_key(&to) {
                    let found = follow_many(self.tx, &from, Many(table.id, many))?;
                    self.reached.insert(to.clone(), found);
                }
                table.many[usize::from(many)].of
            }
            (None, None) => return Err(Error::invalid(format!("{} has no link ‘{name}’.", table.name))),
        };
        *at = to;
        Ok(model().table(next))
    }
}

fn follow_one(tx: &mut Tx<'_>, from: &[(i64, Record)], column: u16, to: TableId) -> Result<Vec<(i64, Record)>> {
    let linked = |record: &Record| record.values[usize::from(column)].int();
    let mut ids: Vec<i64> = from.iter().filter_map(|(_, record)| linked(record)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found: HashMap<i64, Record> =
        or_nothing(tx.find_all(to, &ids))?.into_iter().map(|record| (record.id, record)).collect();
    Ok(from.iter().filter_map(|(root, record)| Some((*root, found.get(&linked(record)?)?.clone()))).collect())
}

fn follow_many(tx: &mut Tx<'_>, from: &[(i64, Record)], link: Many) -> Result<Vec<(i64, Record)>> {
    let mut owners: Vec<i64> = from.iter().map(|(_, record)| record.id).collect();
    owners.sort_unstable();
    owners.dedup();
    let mut children = or_nothing(tx.children(&owners, link))?;
    let current = |record: &Record| record.named("isCurrent").and_then(vasculum_model::Value::bool) == Some(true);
    // Of several opinions only the current one counts, if there is one.
    let with_current: Vec<i64> =
        children.iter().filter(|(_, record)| current(record)).map(|(owner, _)| *owner).collect();
    children.retain(|(owner, record)| current(record) || !with_current.contains(owner));
    let mut reached = Vec::new();
    for (root, record) in from {
        let theirs = children.iter().filter(|(owner, _)| *owner == record.id);
        reached.extend(theirs.map(|(_, child)| (*root, child.clone())));
    }
    Ok(reached)
}

/// Nothing in place of what the person may not read.
pub(crate) fn or_nothing<T>(read: Result<Vec<T>>) -> Result<Vec<T>> {
    match read {
        Err(error) if error.code == Code::Forbidden => Ok(Vec::new()),
        other => other,
    }
}

fn field(record: &Record, column: u16) -> Shown {
    let is_full_name = Col(record.table, column) == taxon::FULL_NAME;
    Shown {
        text: value::shown(record, column),
        is_name: is_full_name && is_italic(record),
        author: String::new(),
        link: None,
    }
}

/// Whether the name of a taxon is written in italics.
pub(crate) fn is_italic(record: &Record) -> bool {
    record.int(taxon::RANK_ID).is_some_and(|rank| rank >= GENUS)
}

/// Linked records in words, by id.
fn linked_records(tx: &mut Tx<'_>, by: Col, table: TableId, ids: &[i64]) -> Result<HashMap<i64, Shown>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    if table != taxon::TABLE || vasculum_domain::formats::named::of_link(tx, by)?.is_some() {
        let link = |(id, text): (i64, String)| (id, Shown { text, link: Some((table, id)), ..Shown::default() });
        return Ok(names::texts_at(tx, by, &ids)?.into_iter().map(link).collect());
    }
    let taxa = or_nothing(tx.find_all(table, &ids))?;
    let shown = |record: &Record| Shown {
        text: record.text(taxon::FULL_NAME).or(record.text(taxon::NAME)).unwrap_or_default().to_owned(),
        is_name: is_italic(record),
        author: record.text(taxon::AUTHOR).unwrap_or_default().to_owned(),
        link: Some((table, record.id)),
    };
    Ok(taxa.iter().map(|record| (record.id, shown(record))).collect())
}

fn cells(shown: Vec<(i64, Shown)>) -> HashMap<i64, Cell> {
    let mut cells: HashMap<i64, Cell> = HashMap::new();
    for (root, one) in shown {
        if one.text.is_empty() {
            continue;
        }
        let cell = cells.entry(root).or_default();
        if cell.values.len() < MOST_SHOWN {
            cell.values.push(one);
        } else {
            cell.more += 1;
        }
    }
    cells
}

/// The head of a column: the words for the last names of its path that tell something.
pub(crate) fn heading(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('.').collect();
    let last = parts.pop().unwrap_or_default();
    match (last, parts.last()) {
        ("agent", Some(&"collectors")) => t("Collectors").to_owned(),
        ("agent", Some(_)) => t("People").to_owned(),
        ("localityName", Some(_)) => t("Locality").to_owned(),
        ("startDate", Some(_)) => t("Collected").to_owned(),
        _ => words::label(last),
    }
}
