//! What the captions of disciplines name for single fields: formats and web links. Rules and record pages ask here.

use std::collections::HashMap;
use std::sync::Arc;

use vasculum_model::names::{sp_locale_container, sp_locale_container_item as item};
use vasculum_model::{Col, Kind, Result, TableId, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use super::TABLES;

/// The names that captions give for fields, by discipline and field.
#[derive(Debug, Default)]
pub(crate) struct Named {
    formats: HashMap<(i64, TableId), Vec<(Col, String)>>,
    links: HashMap<(i64, TableId), Vec<(Col, String)>>,
}

/// What the captions name, for whoever only reads.
pub(crate) fn named(tx: &mut Tx<'_>) -> Result<Arc<Named>> {
    tx.cached("captions-name", TABLES, read)
}

/// What the captions name, for rules.
pub(crate) fn named_for_rules(tx: &mut WriteTx<'_>) -> Result<Arc<Named>> {
    tx.memo("captions-name", TABLES, |tx| tx.unscoped(read))
}

fn read(tx: &mut Tx<'_>) -> Result<Named> {
    let has = |column: Col| Filter::Not(Box::new(Filter::test(column, vasculum_store::Test::Empty)));
    let any = Filter::Or(vec![has(item::FORMAT), has(item::WEB_LINK_NAME)]);
    let items = tx.select(&Select::all(item::TABLE).matching(any))?;
    let mut ids: Vec<i64> = items.iter().filter_map(|record| record.int(item::CONTAINER)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut places = HashMap::new();
    for container in tx.find_all(sp_locale_container::TABLE, &ids)? {
        let table = container.text(sp_locale_container::NAME).and_then(|name| model().named(name));
        let discipline = container.int(sp_locale_container::DISCIPLINE);
        let counts = container.int(sp_locale_container::SCHEMA_TYPE) == Some(0);
        if let (Some(table), Some(discipline), true) = (table, discipline, counts) {
            places.insert(container.id, (discipline, table));
        }
    }
    let mut named = Named::default();
    for record in &items {
        let place = record.int(item::CONTAINER).and_then(|id| places.get(&id));
        let Some((discipline, table)) = place else { continue };
        let Some(column) = record.text(item::NAME).and_then(|name| table.col(name)) else { continue };
        let key = (*discipline, table.id);
        let given = |of: Col| record.text(of).filter(|name| !name.is_empty()).map(str::to_owned);
        if let Some(format) = given(item::FORMAT) {
            named.formats.entry(key).or_default().push((column, format));
        }
        if let Some(link) = given(item::WEB_LINK_NAME) {
            named.links.entry(key).or_default().push((column, link));
        }
    }
    Ok(named)
}

/// Whether the values of a column can follow a number format.
pub(crate) fn can_be_numbered(column: Col) -> bool {
    let of = model().column(column);
    of.link.is_none() && matches!(of.kind, Kind::Text | Kind::LongText)
}

impl Named {
    /// Whether no discipline names a format.
    pub(crate) fn has_no_formats(&self) -> bool {
        self.formats.is_empty()
    }

    /// The fields of a table for which the discipline names a number format, with its name.
    pub(crate) fn formats(&self, discipline: i64, table: TableId) -> impl Iterator<Item = (Col, &str)> {
        let named = self.formats.get(&(discipline, table)).into_iter().flatten();
        named.filter(|(column, _)| can_be_numbered(*column)).map(|(column, name)| (*column, name.as_str()))
    }

    /// The fields of a table for which the discipline names a web link, with its name.
    pub(crate) fn links(&self, discipline: i64, table: TableId) -> impl Iterator<Item = (Col, &str)> {
        let named = self.links.get(&(discipline, table)).into_iter().flatten();
        named.map(|(column, name)| (*column, name.as_str()))
    }

    /// The name of the format by which a discipline shows the record behind a link.
    pub(crate) fn record_format(&self, discipline: i64, link: Col) -> Option<&str> {
        let named = self.formats.get(&(discipline, link.0)).into_iter().flatten();
        let mut named = named.filter(|(column, _)| *column == link && model().column(link).link.is_some());
        named.next().map(|(_, name)| name.as_str())
    }

    /// The links to a table of any discipline that name this format of its records, in alphabetical order.
    pub(crate) fn written_by(&self, table: TableId, format: &str) -> Vec<String> {
        let leads = |column: Col| model().column(column).link.as_ref().is_some_and(|link| link.to == table);
        let all = self.formats.values().flatten().filter(|(column, _)| leads(*column));
        spelt(all.filter(|(_, name)| name.eq_ignore_ascii_case(format)))
    }

    /// The fields of any discipline that name this number format, as `Accession.accessionNumber`, in alphabetical order.
    pub(crate) fn followers(&self, format: &str) -> Vec<String> {
        let all = self.formats.values().flatten().filter(|(column, _)| can_be_numbered(*column));
        spelt(all.filter(|(_, name)| name == format))
    }

    /// The fields that name this web link of a table, in this discipline or, without one, in any.
    pub(crate) fn leading(&self, table: TableId, link: &str, discipline: Option<i64>) -> Vec<String> {
        let here = |(theirs, of): &(i64, TableId)| *of == table && discipline.is_none_or(|id| id == *theirs);
        let all = self.links.iter().filter(|(key, _)| here(key)).flat_map(|(_, fields)| fields);
        spelt(all.filter(|(_, name)| name.eq_ignore_ascii_case(link)))
    }
}

fn spelt<'n>(fields: impl Iterator<Item = &'n (Col, String)>) -> Vec<String> {
    let mut names: Vec<String> = fields
        .map(|(column, _)| format!("{}.{}", model().table(column.0).name, model().column(*column).name))
        .collect();
    names.sort();
    names.dedup();
    names
}
