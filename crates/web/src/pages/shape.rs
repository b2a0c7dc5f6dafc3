//! Which fields a form shows, in which parts.

use std::collections::{BTreeMap, BTreeSet};

use vasculum_domain::forms::{Condition, Field, Form, Look, Section, Shows};
use vasculum_domain::records::is_set_by_vasculum;
use vasculum_model::{Many, Owned, Record, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::layout::BEHIND;
use super::value::is_precision;
use super::visitor::Visitor;
use crate::api::is_secret;
use crate::ui::words::{known, t};

/// One part of a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Fields of the record itself.
    Fields { title: String, columns: Vec<u16>, how: How },
    /// The records that it owns behind a to-many link.
    Rows { many: u16, columns: Vec<u16>, how: How, is_grid: bool, sort: Option<(u16, bool)> },
    /// The record that it owns behind a to-one link.
    Single { column: u16, columns: Vec<u16>, how: How },
    /// The records that the one behind a to-one link owns in turn: the collectors of an object's own event.
    Below { column: u16, many: u16, columns: Vec<u16>, how: How, is_grid: bool, sort: Option<(u16, bool)> },
    /// What is known of a linked record: labels and paths, or none for what is usually worth knowing.
    Linked { column: u16, paths: Vec<(String, String)>, how: How },
}

/// How a part of a form stands there.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct How {
    /// Its heading; empty for the usual one.
    pub title: String,
    /// Whether it stands closed at first.
    pub is_collapsed: bool,
    /// What must be so for it to be seen.
    pub when: Option<Condition>,
}

impl How {
    fn of(section: &Section) -> Self {
        Self { title: words_of(&section.title), is_collapsed: section.is_collapsed, when: section.when.clone() }
    }
}

impl Part {
    /// How it stands there.
    pub(crate) fn how(&self) -> &How {
        match self {
            Self::Fields { how, .. }
            | Self::Rows { how, .. }
            | Self::Single { how, .. }
            | Self::Below { how, .. }
            | Self::Linked { how, .. } => how,
        }
    }

    /// The table whose records it shows.
    pub(crate) fn table(&self, of: &'static Table) -> &'static Table {
        match self {
            Self::Fields { .. } => of,
            Self::Rows { many, .. } => rows_of(of, *many),
            Self::Below { column, many, .. } => rows_of(linked(of, *column), *many),
            Self::Single { column, .. } | Self::Linked { column, .. } => {
                of.at(*column).link.as_ref().map_or(of, |link| model().table(link.to))
            }
        }
    }
}

/// What a record has already: its columns with a value, and the records that it owns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Used {
    /// Columns of the record with a value.
    pub columns: BTreeSet<u16>,
    /// Owned records behind to-many links.
    pub rows: BTreeMap<u16, Vec<Record>>,
    /// Owned records behind to-one links.
    pub singles: BTreeMap<u16, Record>,
    /// What the records behind owned to-one links own in turn: by that link, and their own to-many link.
    pub below: BTreeMap<(u16, u16), Vec<Record>>,
}

impl Used {
    /// What a record of the database has.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn of(tx: &mut Tx<'_>, look: &Look, record: &Record) -> Result<Self> {
        let table = record.of();
        let filled = |(at, value): (usize, &vasculum_model::Value)| (!value.is_null()).then_some(at as u16);
        let mut used =
            Self { columns: record.values.iter().enumerate().filter_map(filled).collect(), ..Self::default() };
        let links: Vec<u16> = owned_links(table).collect();
        for link in tx.links_in_use(table.id, &links, &[record.id])? {
            let children = super::grid::or_nothing(tx.children(&[record.id], Many(table.id, link)))?;
            used.rows.insert(link, children.into_iter().map(|(_, child)| child).collect());
        }
        for column in owned_singles(look, table) {
            let link = table.at(column).link.as_ref().map(|link| link.to);
            if let (Some(to), Some(id)) = (link, record.values[usize::from(column)].int())
                && let Some(single) = super::grid::or_nothing(tx.find_all(to, &[id]))?.pop()
            {
                if look.embeds(table, column) {
                    used.read_below(tx, column, &single)?;
                }
                used.singles.insert(column, single);
            }
        }
        Ok(used)
    }
}

impl Used {
    fn read_below(&mut self, tx: &mut Tx<'_>, column: u16, single: &Record) -> Result<()> {
        let table = single.of();
        let links: Vec<u16> = owned_links(table).collect();
        for link in tx.links_in_use(table.id, &links, &[single.id])? {
            let children = super::grid::or_nothing(tx.children(&[single.id], Many(table.id, link)))?;
            self.below.insert((column, link), children.into_iter().map(|(_, child)| child).collect());
        }
        Ok(())
    }
}

/// The table behind a to-one link.
fn linked(table: &'static Table, column: u16) -> &'static Table {
    table.at(column).link.as_ref().map_or(table, |link| model().table(link.to))
}

/// The to-many links of a table behind which stand records that it owns.
pub(crate) fn owned_links(table: &'static Table) -> impl Iterator<Item = u16> {
    let owned =
        |many: &vasculum_model::ToMany| many.owned && many.through.is_none() && model().table(many.of).is_shown();
    (0_u16..).zip(&table.many).filter(move |(_, many)| owned(many)).map(|(at, _)| at)
}

/// The to-one links of a table behind which stand records that it owns here.
pub(crate) fn owned_singles(look: &Look, table: &'static Table) -> impl Iterator<Item = u16> {
    (0..table.columns.len() as u16).filter(move |at| look.owns(table, *at))
}

/// Whether people see a column at all.
pub(crate) fn is_open(table: &Table, column: u16) -> bool {
    let hidden_link = table.at(column).link.as_ref().is_some_and(|link| !model().table(link.to).is_shown());
    !is_secret(table, column) && !is_precision(table, column) && !hidden_link
}

/// Whether people may write a column by a form.
pub(crate) fn is_written(table: &Table, column: u16) -> bool {
    is_open(table, column) && !is_set_by_vasculum(table, column) && crate::api::is_written_here(table, column)
}

/// Whether the institution added the field: it stands on every form of its table the moment it exists.
fn is_own(table: &Table, column: u16) -> bool {
    table.at(column).origin == vasculum_model::Origin::Institution
}

fn is_behind(table: &Table, column: u16) -> bool {
    BEHIND.contains(&table.at(column).name)
}

/// The parts of the form of a table, for a record that has `used`; `all` adds every field there is.
pub(crate) fn parts(look: &Look, table: &'static Table, used: &Used, all: bool) -> Vec<Part> {
    let mut parts = match look.form(table.id) {
        Some(form) => arranged(look, table, form, used, all),
        None => plain(look, table, used, all),
    };
    add_rest(look, table, used, all, &mut parts);
    let is_empty = |part: &Part| matches!(part, Part::Fields { columns, .. } if columns.is_empty());
    parts.retain(|part| !is_empty(part));
    parts
}

/// The parts of the form that somebody sees: what shows records that they may not read is left out, and so is every
/// link to such records.
pub(crate) fn parts_for(visitor: &Visitor, table: &'static Table, used: &Used, all: bool) -> Vec<Part> {
    seen_by(visitor, table, parts(&visitor.look, table, used, all))
}

/// The parts without what leads to records that somebody may not read.
fn seen_by(visitor: &Visitor, table: &'static Table, mut parts: Vec<Part>) -> Vec<Part> {
    parts.retain(|part| matches!(part, Part::Fields { .. }) || visitor.may_read(part.table(table).id));
    for part in &mut parts {
        let of = part.table(table);
        if let Part::Fields { columns, .. }
        | Part::Rows { columns, .. }
        | Part::Single { columns, .. }
        | Part::Below { columns, .. } = part
        {
            columns.retain(|column| may_see(visitor, of, *column));
        }
    }
    let is_empty = |part: &Part| matches!(part, Part::Fields { columns, .. } if columns.is_empty());
    parts.retain(|part| !is_empty(part));
    parts
}

/// Whether somebody may see a column: they may read the records that it links to.
pub(crate) fn may_see(visitor: &Visitor, table: &Table, column: u16) -> bool {
    table.at(column).link.as_ref().is_none_or(|link| visitor.may_read(link.to))
}

/// The parts that a form itself names, as somebody sees them: without what a record happens to have besides.
pub(crate) fn named_parts(visitor: &Visitor, form: &Form, used: &Used) -> Vec<Part> {
    let table = form.of();
    seen_by(visitor, table, arranged(&visitor.look, table, form, used, false))
}

/// The form of a table that has none, as somebody may go on arranging it.
pub(crate) fn as_form(look: &Look, table: &'static Table) -> Form {
    let section = |part: Part| {
        let (shows, title, columns) = match part {
            // They stand with the record that owns them wherever its form puts it.
            Part::Below { .. } => return None,
            Part::Fields { title, columns, .. } => (Shows::Fields, title, columns),
            Part::Rows { many, columns, .. } => {
                (Shows::Rows { many, is_grid: false, sort: None }, String::new(), columns)
            }
            Part::Single { column, columns, .. } => (Shows::Part { column }, String::new(), columns),
            Part::Linked { column, .. } => (Shows::Facts { column }, String::new(), Vec::new()),
        };
        let mut section = Section { title, ..Section::new(shows) };
        let below = section.table(table);
        section.fields = columns.iter().map(|column| Field::named(below.at(*column).name)).collect();
        Some(section)
    };
    let sections = plain(look, table, &Used::default(), false).into_iter().filter_map(section).collect();
    Form { table: table.id, sections }
}

fn arranged(look: &Look, table: &'static Table, form: &Form, used: &Used, all: bool) -> Vec<Part> {
    let arranging = Arranging { look, table, used, all };
    form.sections.iter().flat_map(|section| arranging.parts(section)).collect()
}

/// A form on its way to what somebody sees.
struct Arranging<'a> {
    look: &'a Look,
    table: &'static Table,
    used: &'a Used,
    all: bool,
}

impl Arranging<'_> {
    fn columns(&self, section: &Section) -> Vec<u16> {
        let of = section.table(self.table);
        let seen = |name: &str| self.all || !self.look.hides(self.table.id, of, name);
        section.fields.iter().filter(|field| seen(&field.name)).filter_map(|field| of.column(&field.name)).collect()
    }

    fn parts(&self, section: &Section) -> Vec<Part> {
        let how = How::of(section);
        let one = match section.shows {
            Shows::Fields => return self.fields(section, how),
            Shows::Facts { column } => {
                let paths = section.fields.iter().map(|field| (words_of(&field.caption), field.name.clone()));
                // What is filled in on the form itself need not be told once more.
                let is_told = self.used.columns.contains(&column) && !self.look.embeds(self.table, column);
                is_told.then(|| Part::Linked { column, paths: paths.collect(), how })
            }
            Shows::Rows { many, is_grid, sort } => self.rows(section, how, many, is_grid, sort),
            Shows::Part { column } if !self.look.owns(self.table, column) => {
                // Here the record stands on its own: it is chosen.
                let is_seen = self.all || !self.look.hides(self.table.id, self.table, self.table.at(column).name);
                is_seen.then(|| Part::Fields { title: how.title.clone(), columns: vec![column], how })
            }
            Shows::Part { column } => self.single(section, how, column),
        };
        let mut parts: Vec<Part> = one.into_iter().collect();
        if let Shows::Part { column } = section.shows {
            parts.extend(below(self.look, self.table, column, self.used, self.all));
        }
        parts
    }

    /// Fields of the record; what belongs to it alone here stands after them as a part of its own.
    fn fields(&self, section: &Section, how: How) -> Vec<Part> {
        let is_part = |at: &u16| self.look.embeds(self.table, *at);
        let (embedded, columns): (Vec<u16>, Vec<u16>) = self.columns(section).into_iter().partition(is_part);
        let is_alone = columns.is_empty();
        let mut parts = vec![Part::Fields { title: how.title.clone(), columns, how: how.clone() }];
        for (nth, column) in embedded.into_iter().enumerate() {
            let title = if is_alone && nth == 0 { how.title.clone() } else { String::new() };
            let columns = embedded_columns(self.look, self.table, column, self.used.singles.get(&column), self.all);
            parts.push(Part::Single { column, columns, how: How { title, ..how.clone() } });
            parts.extend(below(self.look, self.table, column, self.used, self.all));
        }
        parts
    }

    fn rows(&self, section: &Section, how: How, many: u16, is_grid: bool, sort: Option<(u16, bool)>) -> Option<Part> {
        let name = self.table.many[usize::from(many)].name;
        if !self.all && self.look.hides(self.table.id, self.table, name) {
            return None;
        }
        let rows = self.used.rows.get(&many).map(Vec::as_slice).unwrap_or_default();
        let columns = row_columns(self.table, many, self.columns(section), rows, self.all);
        Some(Part::Rows { many, columns, how, is_grid: is_grid && !self.all, sort })
    }

    fn single(&self, section: &Section, how: How, column: u16) -> Option<Part> {
        let to = model().table(self.table.at(column).link.as_ref()?.to);
        let record = self.used.singles.get(&column);
        let mut columns = self.columns(section);
        columns.retain(|at| !self.look.owns(to, *at));
        if columns.is_empty() && self.look.embeds(self.table, column) {
            columns = embedded_columns(self.look, self.table, column, record, self.all);
        }
        let rest = single_columns(self.look, to, record, self.all).into_iter();
        let rest: Vec<u16> =
            rest.filter(|at| self.all || is_asked(to, record, *at)).filter(|at| !columns.contains(at)).collect();
        columns.extend(rest);
        Some(Part::Single { column, columns, how })
    }
}

/// The fields of a record that belongs to its owner alone here: those of its own form, and whatever else has a value.
fn embedded_columns(look: &Look, table: &'static Table, column: u16, record: Option<&Record>, all: bool) -> Vec<u16> {
    let Some(link) = &table.at(column).link else { return Vec::new() };
    let to = model().table(link.to);
    let rest = single_columns(look, to, record, all);
    let Some(form) = look.form(to.id) else { return rest };
    let fields = form.sections.iter().filter(|section| section.shows == Shows::Fields);
    let seen = |name: &str| all || !look.hides(to.id, to, name);
    let fields = fields.flat_map(|section| &section.fields).filter(|field| seen(&field.name));
    let mut columns: Vec<u16> = Vec::new();
    let named = fields.filter_map(|field| to.column(&field.name)).filter(|at| !look.owns(to, *at));
    for at in named.chain(rest.into_iter().filter(|at| all || is_asked(to, record, *at))) {
        if !columns.contains(&at) {
            columns.push(at);
        }
    }
    columns
}

/// The rows of a record that belongs to its owner alone here: those of its own form, and others that there are.
fn below(look: &Look, table: &'static Table, column: u16, used: &Used, all: bool) -> Vec<Part> {
    if !look.embeds(table, column) {
        return Vec::new();
    }
    let to = linked(table, column);
    let records = |many: u16| used.below.get(&(column, many)).map(Vec::as_slice).unwrap_or_default();
    let mut parts = Vec::new();
    let mut placed: BTreeSet<u16> = BTreeSet::new();
    for section in look.form(to.id).into_iter().flat_map(|form| &form.sections) {
        let Shows::Rows { many, is_grid, sort } = section.shows else { continue };
        placed.insert(many);
        if !all && look.hides(to.id, to, to.many[usize::from(many)].name) {
            continue;
        }
        let of = section.table(to);
        let listed = section.fields.iter().filter_map(|field| of.column(&field.name)).collect();
        let columns = row_columns(to, many, listed, records(many), all);
        parts.push(Part::Below { column, many, columns, how: How::of(section), is_grid: is_grid && !all, sort });
    }
    for many in owned_links(to).filter(|many| !placed.contains(many) && (all || !records(*many).is_empty())) {
        let columns = row_columns(to, many, Vec::new(), records(many), all);
        parts.push(Part::Below { column, many, columns, how: How::default(), is_grid: false, sort: None });
    }
    parts
}

/// Words of a shipped form in the language of the reader; those of an institution's own stay as they are.
pub(crate) fn words_of(text: &str) -> String {
    known(text).unwrap_or(text).to_owned()
}

fn plain(look: &Look, table: &'static Table, used: &Used, all: bool) -> Vec<Part> {
    let single: BTreeSet<u16> = owned_singles(look, table).collect();
    let is_named = |at: u16| {
        let caption = look.presented(table, table.at(at).name).map(|presented| presented.caption.as_str());
        !table.at(at).spare || caption.is_some_and(|caption| !caption.is_empty())
    };
    let wanted = |at: &u16| {
        is_open(table, *at)
            && is_named(*at)
            && !is_behind(table, *at)
            && !single.contains(at)
            && (all || !look.hides(table.id, table, table.at(*at).name))
    };
    let columns = (0..table.columns.len() as u16).filter(wanted).collect();
    let title = super::captions::one(look, table);
    let mut parts = vec![Part::Fields { title, columns, how: How::default() }];
    let embedded = single.iter().filter(|at| look.embeds(table, **at));
    for column in embedded.filter(|at| all || !look.hides(table.id, table, table.at(**at).name)) {
        let columns = embedded_columns(look, table, *column, used.singles.get(column), all);
        parts.push(Part::Single { column: *column, columns, how: How::default() });
        parts.extend(below(look, table, *column, used, all));
    }
    for many in owned_links(table) {
        if all || !look.hides(table.id, table, table.many[usize::from(many)].name) {
            parts.push(rows(table, many, used, all));
        }
    }
    parts
}

fn rows(table: &'static Table, many: u16, used: &Used, all: bool) -> Part {
    let records = used.rows.get(&many).map(Vec::as_slice).unwrap_or_default();
    let columns = row_columns(table, many, Vec::new(), records, all);
    Part::Rows { many, columns, how: How::default(), is_grid: false, sort: None }
}

/// The columns of owned records: those that were chosen, or the main ones, and whatever else has a value.
fn row_columns(table: &'static Table, many: u16, listed: Vec<u16>, rows: &[Record], all: bool) -> Vec<u16> {
    let link = &table.many[usize::from(many)];
    let of = model().table(link.of);
    let mut columns = if listed.is_empty() { main_columns(of, link.back) } else { listed };
    let filled = |at: u16| rows.iter().any(|row| !row.values[usize::from(at)].is_null());
    for at in 0..of.columns.len() as u16 {
        let is_wanted =
            if all { !is_set_by_vasculum(of, at) } else { is_own(of, at) || filled(at) && !is_behind(of, at) };
        if is_wanted && at != link.back && is_written(of, at) && !is_owned(of, at) && !columns.contains(&at) {
            columns.push(at);
        }
    }
    columns
}

/// Whether a column always links to a record of the row's own, which nobody chooses.
fn is_owned(table: &Table, column: u16) -> bool {
    table.at(column).link.as_ref().is_some_and(|link| link.owned == Owned::Always)
}

fn main_columns(of: &'static Table, back: u16) -> Vec<u16> {
    let wanted = |at: &u16| {
        is_written(of, *at)
            && *at != back
            && !is_owned(of, *at)
            && !of.at(*at).spare
            && !is_behind(of, *at)
            && of.at(*at).name != "orderNumber"
    };
    let mut columns: Vec<u16> = (0..of.columns.len() as u16).filter(wanted).collect();
    // Links tell most; they stand at the end of the model's order.
    columns.sort_by_key(|at| of.at(*at).link.is_none());
    columns.truncate(9);
    columns
}

/// Adds what has a value and no place yet; with `all`, everything that has no place yet.
fn add_rest(look: &Look, table: &'static Table, used: &Used, all: bool, parts: &mut Vec<Part>) {
    let mut placed: BTreeSet<u16> = BTreeSet::new();
    let mut placed_links: BTreeSet<u16> = BTreeSet::new();
    let mut placed_singles: BTreeSet<u16> = BTreeSet::new();
    for part in parts.iter() {
        match part {
            Part::Fields { columns, .. } => placed.extend(columns),
            Part::Rows { many, .. } => drop(placed_links.insert(*many)),
            Part::Single { column, .. } => drop(placed_singles.insert(*column)),
            Part::Linked { .. } | Part::Below { .. } => {}
        }
    }
    let seen = |name: &str| all || !look.hides(table.id, table, name);
    for column in owned_singles(look, table).filter(|column| !placed.contains(column)).collect::<Vec<_>>() {
        placed.insert(column);
        let Some(link) = table.at(column).link.as_ref().filter(|link| model().table(link.to).is_shown()) else {
            continue;
        };
        if (all || used.singles.contains_key(&column)) && !placed_singles.contains(&column) {
            parts.push(Part::Single {
                column,
                columns: match look.embeds(table, column) {
                    true => embedded_columns(look, table, column, used.singles.get(&column), all),
                    false => single_columns(look, model().table(link.to), used.singles.get(&column), all),
                },
                how: How::default(),
            });
            parts.extend(below(look, table, column, used, all));
        }
    }
    let rest = |at: &u16| {
        let is_wanted = used.columns.contains(at) && !is_behind(table, *at) && seen(table.at(*at).name);
        is_open(table, *at) && !placed.contains(at) && (all || is_wanted)
    };
    let own_is_seen = |name: &str| all || !look.presented(table, name).is_some_and(|presented| presented.is_hidden);
    let is_own_here = |at: &u16| is_open(table, *at) && !placed.contains(at) && own_is_seen(table.at(*at).name);
    let own: Vec<u16> = table.own_columns().filter(is_own_here).collect();
    let columns: Vec<u16> = (0..table.columns.len() as u16).filter(rest).filter(|at| !own.contains(at)).collect();
    if !own.is_empty() {
        let title = t("Own fields").to_owned();
        parts.push(Part::Fields { title, columns: own, how: How::default() });
    }
    if !columns.is_empty() {
        let title = if all { t("All other fields") } else { t("More") };
        parts.push(Part::Fields { title: title.to_owned(), columns, how: How::default() });
    }
    for many in owned_links(table).filter(|many| !placed_links.contains(many)) {
        if all || used.rows.contains_key(&many) && seen(table.many[usize::from(many)].name) {
            parts.push(rows(table, many, used, all));
        }
    }
}

/// Whether a part shows a field that its form does not name: one of the institution's own, or one with a value.
fn is_asked(of: &Table, record: Option<&Record>, at: u16) -> bool {
    is_own(of, at) || is_filled(record, at)
}

fn is_filled(record: Option<&Record>, at: u16) -> bool {
    record.is_some_and(|record| !record.values[usize::from(at)].is_null())
}

fn single_columns(look: &Look, of: &'static Table, record: Option<&Record>, all: bool) -> Vec<u16> {
    let is_wanted = |at: &u16| all || is_filled(record, *at) || !of.at(*at).spare;
    let wanted = |at: &u16| is_written(of, *at) && is_wanted(at) && !is_behind(of, *at) && !look.owns(of, *at);
    (0..of.columns.len() as u16).filter(wanted).collect()
}

/// The table of the rows behind a to-many link.
pub(crate) fn rows_of(table: &'static Table, many: u16) -> &'static Table {
    let id: TableId = table.many[usize::from(many)].of;
    model().table(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a fish collection sees without forms of its own.
    fn fish() -> Look {
        Look::shipped("fish")
    }

    #[test]
    fn every_shown_table_has_a_form() {
        for table in model().tables().filter(|table| table.is_shown()) {
            let parts = parts(&Look::default(), table, &Used::default(), false);
            assert!(!parts.is_empty(), "{}", table.name);
        }
    }

    #[test]
    fn a_form_made_from_the_model_can_be_arranged_and_saved() {
        for table in model().tables().filter(|table| table.is_shown()) {
            let form = as_form(&fish(), table);
            let again = vasculum_domain::forms::parse(&vasculum_domain::forms::write(&form));
            assert_eq!(again.map_err(|error| error.issues), Ok(form), "{}", table.name);
        }
    }

    #[test]
    fn all_fields_are_all_fields_each_once() {
        let table = model().named("CollectionObject").unwrap();
        let mut seen = BTreeSet::new();
        for part in parts(&fish(), table, &Used::default(), true) {
            if let Part::Fields { columns, .. } = part {
                for column in columns {
                    assert!(seen.insert(column), "{} stands twice", table.at(column).name);
                }
            }
        }
        let open = (0..table.columns.len() as u16).filter(|at| is_open(table, *at));
        let missing: Vec<&str> = open.filter(|at| !seen.contains(at)).map(|at| table.at(at).name).collect();
        assert_eq!(missing, ["collectionObjectAttribute"], "an owned record has a part of its own");
    }
}
