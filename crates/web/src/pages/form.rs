//! Draws the form of a record.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_model::{Col, Issue, Kind, Record, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::grid::{Cell as Fact, Grid};
use super::shape::{Part, is_written, rows_of};
use super::sheet::{self, Cell, Sheet, is_small};
use super::value::codes_of;
use super::{layout, list_path, names, record_path, words};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Span, SubRow, TextInput, TypeAhead, checkbox, field_group, key_value_list, section, select_field,
    sub_row, sub_rows, text_area, text_field, type_ahead_field,
};
use crate::ui::locale;
use crate::ui::words::{Words, t, tf};

/// The closed line of a row tells of so many fields.
const MOST_TOLD: usize = 7;
const WORDS: &Words<'static> = &Words::ENGLISH;

/// Everything that the drawing of a form needs to know beside what was filled in.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// For links to small tables, what they can lead to.
    pub choices: HashMap<TableId, Vec<(i64, String)>>,
    /// What is known of linked records, by column.
    pub facts: HashMap<u16, Vec<(&'static str, Fact)>>,
    /// Whether the person may save.
    pub may_save: bool,
    /// Whether what each field means stands below it, and not only at the pointer.
    pub tells_all: bool,
    /// Tables of which the person may make records.
    pub may_create: Vec<TableId>,
}

impl Surroundings {
    /// Reads what the parts of a form need.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn of(tx: &mut Tx<'_>, sheet: &Sheet, record: Option<&Record>, parts: &[Part]) -> Result<Self> {
        let mut res = Self::default();
        let definition = ["definition", "treeDef"].iter().find_map(|name| sheet.table.column(name));
        let definition = definition.and_then(|column| sheet.cells.get(&column)?.id);
        for part in parts {
            match part {
                Part::Fields { columns, .. } => res.choose(tx, sheet.table, columns, definition)?,
                Part::Rows { many, columns } => res.choose(tx, rows_of(sheet.table, *many), columns, None)?,
                Part::Single { column, columns } => {
                    if let Some(link) = &sheet.table.at(*column).link {
                        res.choose(tx, model().table(link.to), columns, None)?;
                    }
                }
                Part::Linked { column } => {
                    if let Some(record) = record {
                        res.facts.insert(*column, facts(tx, record, *column)?);
                    }
                }
            }
        }
        Ok(res)
    }

    fn choose(
        &mut self,
        tx: &mut Tx<'_>,
        table: &'static Table,
        columns: &[u16],
        definition: Option<i64>,
    ) -> Result<()> {
        for link in columns.iter().filter_map(|column| table.at(*column).link.as_ref()) {
            let to = model().table(link.to);
            if is_small(to) && !self.choices.contains_key(&to.id) {
                let choices = sheet::choices(tx, to, definition)?;
                self.choices.insert(to.id, choices);
            }
        }
        Ok(())
    }
}

/// What is known of the record behind a link.
fn facts(tx: &mut Tx<'_>, record: &Record, column: u16) -> Result<Vec<(&'static str, Fact)>> {
    let (Some(link), Some(id)) = (&record.of().at(column).link, record.values[usize::from(column)].int()) else {
        return Ok(Vec::new());
    };
    let Some(listed) = layout::facts(model().table(link.to).name) else { return Ok(Vec::new()) };
    let linked = super::grid::or_nothing(tx.find_all(link.to, &[id]))?;
    let mut grid = Grid::new(tx, &linked);
    let mut facts = Vec::new();
    for (label, path) in listed {
        if let Some(fact) = grid.column(path)?.remove(&id).filter(|fact| !fact.is_empty()) {
            facts.push((*label, fact));
        }
    }
    Ok(facts)
}

/// A form as it is to be drawn.
pub(crate) struct Form<'a> {
    /// Its parts.
    pub parts: &'a [Part],
    /// What stands in it.
    pub sheet: &'a Sheet,
    /// What is to be looked at, by the names of the controls.
    pub issues: &'a [Issue],
    /// What else it needs.
    pub around: &'a Surroundings,
}

impl Form<'_> {
    /// The parts of the form, without the `form` around them.
    pub(crate) fn draw(&self) -> Markup {
        html! {
            @if let Some(version) = self.sheet.version { input type="hidden" name="version" value=(version); }
            @for part in self.parts { (self.part(part)) }
        }
    }

    /// The names of all controls, which issues are shown at.
    pub(crate) fn controls(&self) -> Vec<String> {
        let table = self.sheet.table;
        let mut names = Vec::new();
        for part in self.parts {
            match part {
                Part::Fields { columns, .. } => names.extend(columns.iter().map(|at| table.at(*at).name.to_owned())),
                Part::Rows { many, columns } => {
                    let (of, link) = (rows_of(table, *many), table.many[usize::from(*many)].name);
                    for nth in 0..self.sheet.rows.get(many).map_or(0, Vec::len) {
                        names.extend(columns.iter().map(|at| format!("{link}[{nth}].{}", of.at(*at).name)));
                    }
                }
                Part::Single { column, columns } => {
                    let Some(link) = &table.at(*column).link else { continue };
                    let of = model().table(link.to);
                    names.extend(columns.iter().map(|at| format!("{}.{}", table.at(*column).name, of.at(*at).name)));
                }
                Part::Linked { .. } => {}
            }
        }
        names
    }

    fn part(&self, part: &Part) -> Markup {
        let table = self.sheet.table;
        match part {
            Part::Fields { title, columns } => {
                let fields = html! { @for column in columns { (self.control(self.sheet, *column, "")) } };
                field_group(title, "", None, true, &fields)
            }
            Part::Single { column, columns } => {
                let name = table.at(*column).name;
                let Some(single) = self.sheet.singles.get(column) else { return html! {} };
                let fields = html! {
                    input type="hidden" name={ (name) ".id" } value=[single.id];
                    @if let Some(version) = single.version { input type="hidden" name={ (name) ".version" } value=(version); }
                    @for column in columns { (self.control(single, *column, &format!("{name}."))) }
                };
                field_group(&words::label(name), "", None, true, &fields)
            }
            Part::Rows { many, columns } => self.rows(*many, columns),
            Part::Linked { column } => self.linked(*column),
        }
    }

    /// What is known of a linked record, to be looked at.
    fn linked(&self, column: u16) -> Markup {
        let Some(facts) = self.around.facts.get(&column).filter(|facts| !facts.is_empty()) else { return html! {} };
        let of = self.sheet.table.at(column);
        let to = of.link.as_ref().map(|link| model().table(link.to));
        let id = self.sheet.cells.get(&column).and_then(|cell| cell.id);
        let side = html! {
            @if let (Some(to), Some(id)) = (to, id) {
                a href=(record_path(to, id)) { (tf("Open this {table}", &[("table", &words::one(to))])) }
            }
        };
        let list: Vec<(&str, Markup)> = facts.iter().map(|(label, fact)| (t(label), fact.draw(true))).collect();
        section(
            &tf("About the {table}", &[("table", &to.map_or_else(String::new, words::one))]),
            Some(&side),
            &key_value_list(&list),
        )
    }

    fn rows(&self, many: u16, columns: &[u16]) -> Markup {
        let table = self.sheet.table;
        let (link, of) = (&table.many[usize::from(many)], rows_of(table, many));
        let none = Vec::new();
        let rows = self.sheet.rows.get(&many).unwrap_or(&none);
        let may_save = self.around.may_save;
        let drawn = html! {
            @for (nth, row) in rows.iter().enumerate() { (self.row(link.name, nth, row, columns)) }
            @if rows.is_empty() && !may_save { p class="muted" { (t("None")) } }
        };
        let has_room = !link.at_most_one || rows.is_empty();
        let template = (may_save && has_room).then(|| self.row(link.name, 0, &Sheet::new(of, columns), columns));
        sub_rows(
            link.name,
            &rows_title(link.name),
            rows.len(),
            &drawn,
            template.as_ref(),
            &tf("Add {table}", &[("table", &row_name(table, of))]),
        )
    }

    fn row(&self, link: &str, nth: usize, row: &Sheet, columns: &[u16]) -> Markup {
        let name = format!("{link}[{nth}]");
        let prefix = format!("{name}.");
        let mut telling: Vec<String> =
            columns.iter().take(MOST_TOLD).filter_map(|column| self.told(row, *column)).collect();
        telling.dedup();
        let title = if row.id.is_some() && !telling.is_empty() {
            telling.remove(0)
        } else {
            tf("New {table}", &[("table", &row_name(self.sheet.table, row.table))])
        };
        let meta = if row.id.is_some() { telling.join(" · ") } else { String::new() };
        let is_taxon = columns.first().is_some_and(|first| row.table.at(*first).name == "taxon") && row.id.is_some();
        let has_issue = self.issues.iter().any(|issue| issue.field.starts_with(&name));
        let fields = html! {
            @if let Some(version) = row.version { input type="hidden" name={ (prefix) "version" } value=(version); }
            @for column in columns { (self.control(row, *column, &prefix)) }
            @if let Some(id) = row.id {
                p class="span-all" { a href=(record_path(row.table, id)) { (tf("All of this {table}", &[("table", &words::one(row.table))])) } }
            }
        };
        let id = row.id.map(|id| id.to_string()).unwrap_or_default();
        sub_row(
            WORDS,
            &SubRow {
                name: &name,
                id: &id,
                title: html! { @if is_taxon { span class="name" { (title) } } @else { (title) } },
                meta: &meta,
                fields,
                is_open: row.id.is_none() || has_issue || row.is_removed,
                can_remove: self.around.may_save,
            },
        )
    }

    /// What the closed line of a row tells of a field; a yes tells its label, a no tells nothing.
    fn told(&self, row: &Sheet, column: u16) -> Option<String> {
        let of = row.table.at(column);
        let cell = row.cells.get(&column)?;
        if let (Some(link), Some(id)) = (&of.link, cell.id)
            && let Some(choices) = self.around.choices.get(&link.to)
        {
            return choices.iter().find(|(theirs, _)| *theirs == id).map(|(_, text)| text.clone());
        }
        match (of.kind, cell.text.as_str()) {
            (_, "") | (Kind::LongText, _) => None,
            (Kind::YesNo, "yes") => Some(words::column_label(of)),
            (Kind::YesNo, _) => None,
            (Kind::Integer | Kind::Short | Kind::Decimal, text) => Some(format!("{}: {text}", words::column_label(of))),
            (_, text) => Some(text.to_owned()),
        }
    }

    /// One field with the control of its kind.
    fn control(&self, sheet: &Sheet, column: u16, prefix: &str) -> Markup {
        let of = sheet.table.at(column);
        let name = format!("{prefix}{}", of.name);
        let label = words::column_label(of);
        let none = Cell::default();
        let cell = sheet.cells.get(&column).unwrap_or(&none);
        let issues: Vec<(Level, String)> = self
            .issues
            .iter()
            .filter(|issue| issue.field == name)
            .map(|issue| (level(issue), spoken(issue, of.name)))
            .collect();
        let issues: Vec<(Level, &str)> = issues.iter().map(|(level, words)| (*level, words.as_str())).collect();
        let is_wide = of.kind == Kind::LongText || of.max.is_some_and(|max| max >= 500);
        let field = Field {
            name: &name,
            label: &label,
            is_required: of.required && is_written(sheet.table, column),
            is_read_only: !self.around.may_save || !is_written(sheet.table, column),
            help: if self.around.tells_all { of.about } else { "" },
            about: of.about,
            understood: "",
            issues: &issues,
            span: if of.kind == Kind::LongText {
                Span::All
            } else if is_wide {
                Span::Two
            } else {
                Span::One
            },
        };
        if let Some(link) = &of.link {
            let owner = self.sheet.id.filter(|_| !prefix.is_empty()).map(|id| (self.sheet.table, id));
            let url = names::lookup_url(Col(sheet.table.id, column), sheet.id, owner);
            return self.link(&field, model().table(link.to), cell, &url);
        }
        plain_control(&field, of, cell)
    }

    /// A link: a choice of one where there are few, else a field to type in.
    fn link(&self, field: &Field<'_>, to: &'static Table, cell: &Cell, url: &str) -> Markup {
        let id = cell.id.map(|id| id.to_string()).unwrap_or_default();
        if is_small(to) && cell.text.is_empty() || self.around.choices.contains_key(&to.id) {
            let choices = self.around.choices.get(&to.id).map(Vec::as_slice).unwrap_or_default();
            let values: Vec<String> = choices.iter().map(|(id, _)| id.to_string()).collect();
            let mut list: Vec<Choice<'_>> = choices
                .iter()
                .zip(&values)
                .map(|((theirs, text), value)| Choice { value, label: text, is_chosen: Some(*theirs) == cell.id })
                .collect();
            if cell.id.is_some() && !list.iter().any(|choice| choice.is_chosen) {
                list.push(Choice {
                    value: &id,
                    label: if cell.text.is_empty() { &id } else { &cell.text },
                    is_chosen: true,
                });
            }
            return select_field(WORDS, field, Some("—"), &list);
        }
        let href = cell.id.filter(|_| to.is_shown()).map(|id| record_path(to, id)).unwrap_or_default();
        let create =
            if self.around.may_create.contains(&to.id) { format!("{}/new", list_path(to)) } else { String::new() };
        let link =
            TypeAhead { id: &id, text: &cell.text, url, href: &href, create_url: &create, ..TypeAhead::default() };
        type_ahead_field(WORDS, field, &link)
    }
}

fn plain_control(field: &Field<'_>, of: &vasculum_model::Column, cell: &Cell) -> Markup {
    if let Some(codes) = codes_of(of) {
        let values: Vec<String> = codes.iter().map(|(code, _)| code.to_string()).collect();
        let choices: Vec<Choice<'_>> = codes
            .iter()
            .zip(&values)
            .map(|((_, label), value)| Choice { value, label: t(label), is_chosen: *value == cell.text })
            .collect();
        return select_field(WORDS, field, Some("—"), &choices);
    }
    match of.kind {
        Kind::YesNo if of.required => checkbox(WORDS, field, cell.text.eq_ignore_ascii_case("yes")),
        Kind::YesNo => {
            let choice = |value, label| Choice { value, label, is_chosen: cell.text.eq_ignore_ascii_case(value) };
            select_field(WORDS, field, Some("—"), &[choice("yes", t("Yes")), choice("no", t("No"))])
        }
        Kind::LongText | Kind::Json => text_area(WORDS, field, &cell.text),
        Kind::Text if cell.text.contains('\n') => text_area(WORDS, field, &cell.text),
        kind => {
            let understood = if kind.is_date() { understood(of, &cell.text) } else { String::new() };
            let placeholder = if kind == Kind::PartialDate {
                format!("1987, {}, 12.v.1987", locale::month(1987, 5))
            } else if kind.is_date() {
                locale::day(1987, 5, 12)
            } else {
                String::new()
            };
            let field = Field { understood: &understood, ..*field };
            text_field(
                WORDS,
                &field,
                &TextInput { value: &cell.text, placeholder: &placeholder, ..TextInput::default() },
            )
        }
    }
}

/// What is understood of a date, where it is written otherwise than it would be shown.
fn understood(of: &vasculum_model::Column, text: &str) -> String {
    use vasculum_model::read::date::{DateOrder, date};
    if text.is_empty() || of.kind == Kind::Timestamp {
        return String::new();
    }
    let Ok(reading) = date(text, DateOrder::Ask) else { return String::new() };
    let (year, month, day) = reading.start.first_day();
    let precision = reading.start.precision as i64;
    let told = vasculum_model::Date::new(year, month.max(1), day.max(1));
    let told = told.map(|day| super::value::shown_date(day, Some(precision))).unwrap_or_default();
    if told == text { String::new() } else { told }
}

/// On a loan a loan agent is an agent.
fn row_name(owner: &Table, of: &Table) -> String {
    let name = words::one_in_english(of);
    let short = name.strip_prefix(&format!("{} ", words::one_in_english(owner)));
    short.and_then(words::of_table).unwrap_or_else(|| words::one(of))
}

/// `collectionObjectAttachments` becomes `Attachments`.
fn rows_title(name: &str) -> String {
    let title = words::english(name);
    let short = match title.rsplit_once(' ') {
        Some((_, "attachments")) => t("Attachments"),
        Some((_, "citations")) => t("Citations"),
        Some((_, "agents")) => t("Agents"),
        Some((_, "preparations")) => t("Preparations"),
        _ => return words::label(name),
    };
    short.to_owned()
}

/// An issue's level as the components know it.
pub(crate) fn level(issue: &Issue) -> Level {
    match issue.level {
        vasculum_model::Level::Info => Level::Info,
        vasculum_model::Level::Warning => Level::Warning,
        vasculum_model::Level::Error => Level::Error,
    }
}

/// The words of an issue with the field's label in place of its name.
pub(crate) fn spoken(issue: &Issue, name: &str) -> String {
    match issue.words.strip_prefix(name) {
        Some(rest) if rest.starts_with(' ') => format!("{}{rest}", words::label(name)),
        _ => issue.words.clone(),
    }
}
