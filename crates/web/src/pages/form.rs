//! Draws the form of a record.

use std::collections::HashMap;
use std::sync::Arc;

use maud::{Markup, html};
use vasculum_domain::forms::{Condition, Look, Test};
use vasculum_domain::trees::naming::Naming;
use vasculum_model::{Col, Issue, Kind, Path, Record, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::asked::{self, Rights};
use super::grid::{Cell as Fact, Grid};
use super::shape::{Part, is_written, rows_of};
use super::sheet::{self, Cell, Sheet, is_small};
use super::trees::naming;
use super::{captions, layout, record_path, words};
use crate::ui::Level;
use crate::ui::components::{
    SubRow, field_group, folded, key_value_list, section, sub_grid, sub_grid_row, sub_row, sub_rows, ways,
};
use crate::ui::sentences::said;
use crate::ui::words::{Words, known, t, tf};

mod beside;
mod control;

/// The closed line of a row tells of so many fields.
const MOST_TOLD: usize = 7;
const WORDS: &Words<'static> = &Words::ENGLISH;

/// Everything that the drawing of a form needs to know beside what was filled in.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// For links to small tables, what they can lead to.
    pub choices: HashMap<TableId, Vec<(i64, String)>>,
    /// What is known of linked records, by column.
    pub facts: HashMap<u16, Vec<(String, Fact)>>,
    /// Whether the person may save.
    pub may_save: bool,
    /// Whether what each field means stands below it, and not only at the pointer.
    pub tells_all: bool,
    /// Tables of which the person may make records.
    pub may_create: Vec<TableId>,
    /// How the collection shows its records.
    pub look: Arc<Look>,
    /// What the pick lists offer that the form uses, by name: value and words.
    pub lists: HashMap<String, Vec<(String, String)>>,
    /// What the person may do with the records of its parts; of tables that are not named, everything.
    pub rights: Vec<(TableId, Rights)>,
    /// Ways from the record to pages elsewhere: the column beside which each stands, its words, its address.
    pub links: beside::Ways,
    /// The same of the records of its parts, by table and id.
    pub part_links: HashMap<(TableId, i64), beside::Ways>,
    /// What numbers look like in the fields that follow a format.
    pub written_as: HashMap<Col, String>,
    /// An empty row of each part that can grow, with what it starts with.
    pub fresh: HashMap<u16, Sheet>,
    /// The same of each part below another one, by the link to that and its own.
    pub fresh_below: HashMap<(u16, u16), Sheet>,
    /// How the name in the form is understood, where that is told.
    pub naming: Option<Naming>,
    /// Whether the form is one that can't be parked while somebody looks for a link without scripts.
    pub cannot_leave: bool,
}

impl Surroundings {
    /// Reads what the parts of a form need.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn of(
        tx: &mut Tx<'_>,
        look: &Arc<Look>,
        sheet: &Sheet,
        record: Option<&Record>,
        parts: &[Part],
    ) -> Result<Self> {
        let mut res = Self { look: Arc::clone(look), ..Self::default() };
        if let Some(record) = record {
            res.links = vasculum_domain::formats::addresses(tx, record)?;
        }
        res.part_links = beside::part_links(tx, sheet)?;
        res.written_as = beside::written_as(tx, sheet.table, parts)?;
        let definition = ["definition", "treeDef"].iter().find_map(|name| sheet.table.column(name));
        let definition = definition.and_then(|column| sheet.cells.get(&column)?.id);
        for part in parts {
            match part {
                Part::Fields { columns, .. } => {
                    res.choose(tx, sheet.table, columns, definition)?;
                    res.list(tx, sheet.table, "", sheet.table, columns)?;
                }
                Part::Rows { many, columns, .. } => {
                    let of = rows_of(sheet.table, *many);
                    let link = format!("{}.", sheet.table.many[usize::from(*many)].name);
                    res.choose(tx, of, columns, None)?;
                    res.list(tx, sheet.table, &link, of, columns)?;
                    let mut fresh = Sheet::new(of, columns);
                    asked::fill_in(tx, look, sheet.table, &link, &mut fresh)?;
                    res.fresh.insert(*many, fresh);
                }
                Part::Single { column, columns, .. } => {
                    let of = part.table(sheet.table);
                    res.choose(tx, of, columns, None)?;
                    res.list(tx, sheet.table, &format!("{}.", sheet.table.at(*column).name), of, columns)?;
                }
                Part::Below { column, many, columns, .. } => {
                    let of = part.table(sheet.table);
                    let owner = sheet.table.at(*column);
                    let to = owner.link.as_ref().map_or(sheet.table, |link| model().table(link.to));
                    let link = format!("{}.{}.", owner.name, to.many[usize::from(*many)].name);
                    res.choose(tx, of, columns, None)?;
                    res.list(tx, sheet.table, &link, of, columns)?;
                    let mut fresh = Sheet::new(of, columns);
                    asked::fill_in(tx, look, sheet.table, &link, &mut fresh)?;
                    res.fresh_below.insert((*column, *many), fresh);
                }
                Part::Linked { column, paths, .. } => {
                    if let Some(record) = record {
                        res.facts.insert(*column, facts(tx, look, record, *column, paths)?);
                    }
                }
            }
        }
        Ok(res)
    }

    /// Reads what the pick lists of these fields offer.
    fn list(&mut self, tx: &mut Tx<'_>, of: &Table, link: &str, table: &Table, columns: &[u16]) -> Result<()> {
        for column in columns {
            let name = table.at(*column).name;
            let wanted = asked::asked(&self.look, of, &format!("{link}{name}"), table, name).pick_list;
            if !wanted.is_empty()
                && !self.lists.contains_key(&wanted)
                && let Some(list) = self.look.pick_list(&wanted)
            {
                self.lists.insert(wanted, list.offers(tx)?);
            }
        }
        Ok(())
    }

    fn rights(&self, table: TableId) -> Rights {
        let known = self.rights.iter().find(|(theirs, _)| *theirs == table).map(|(_, rights)| *rights);
        known.unwrap_or(Rights { create: true, update: true, delete: true })
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
fn facts(
    tx: &mut Tx<'_>,
    look: &Look,
    record: &Record,
    column: u16,
    paths: &[(String, String)],
) -> Result<Vec<(String, Fact)>> {
    let (Some(link), Some(id)) = (&record.of().at(column).link, record.values[usize::from(column)].int()) else {
        return Ok(Vec::new());
    };
    let to = model().table(link.to);
    let usual = layout::facts(to.name).unwrap_or_default();
    let mut listed: Vec<(String, String)> = paths.to_vec();
    if listed.is_empty() {
        listed = usual.iter().map(|(label, path)| ((*label).to_owned(), (*path).to_owned())).collect();
    }
    let linked = super::grid::or_nothing(tx.find_all(link.to, &[id]))?;
    let mut grid = Grid::new(tx, &linked);
    let mut facts = Vec::new();
    for (label, path) in listed {
        if let Some(fact) = grid.column(&path)?.remove(&id).filter(|fact| !fact.is_empty()) {
            let heading = || Path::parse(to, &path).map(|path| captions::heading(look, &path)).unwrap_or_default();
            facts.push((if label.is_empty() { heading() } else { label }, fact));
        }
    }
    Ok(facts)
}

/// Rows below a record of a form.
struct Block<'a> {
    /// The record.
    owner: &'a Sheet,
    /// What stands before the names of its controls.
    place: &'a str,
    /// The link behind which the rows stand.
    many: u16,
    columns: &'a [u16],
    /// What a new row starts with.
    fresh: Option<&'a Sheet>,
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
    /// The ways to pages elsewhere that stand beside a column of the record itself; without one those that stand above
    /// all of them, because they belong to no field or to one that the form does not show.
    fn links(&self, column: Option<u16>) -> Vec<(String, String)> {
        let is_shown = |wanted: &u16| {
            self.parts.iter().any(|part| matches!(part, Part::Fields { columns, .. } if columns.contains(wanted)))
        };
        let here = |(at, ..): &&(Option<u16>, String, String)| at.filter(is_shown) == column;
        self.around.links.iter().filter(here).map(|(_, words, href)| (words.clone(), href.clone())).collect()
    }

    /// The ways to pages elsewhere that stand beside a column of the record of a part.
    fn part_links(&self, part: &Sheet, column: u16) -> Vec<(String, String)> {
        let links = part.id.and_then(|id| self.around.part_links.get(&(part.table.id, id)));
        let here = links.into_iter().flatten().filter(|(at, ..)| *at == Some(column));
        here.map(|(_, words, href)| (words.clone(), href.clone())).collect()
    }

    /// The parts of the form, without the `form` around them.
    pub(crate) fn draw(&self) -> Markup {
        let above = self.links(None);
        html! {
            @if !above.is_empty() { (ways(&above)) }
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
                Part::Rows { many, columns, .. } => {
                    let (of, link) = (rows_of(table, *many), table.many[usize::from(*many)].name);
                    for nth in 0..self.sheet.rows.get(many).map_or(0, Vec::len) {
                        names.extend(columns.iter().map(|at| format!("{link}[{nth}].{}", of.at(*at).name)));
                    }
                }
                Part::Single { column, columns, .. } => {
                    let Some(link) = &table.at(*column).link else { continue };
                    let of = model().table(link.to);
                    names.extend(columns.iter().map(|at| format!("{}.{}", table.at(*column).name, of.at(*at).name)));
                }
                Part::Below { column, many, columns, .. } => {
                    let Some(single) = self.sheet.singles.get(column) else { continue };
                    let (of, link) = (part.table(table), single.table.many[usize::from(*many)].name);
                    for nth in 0..single.rows.get(many).map_or(0, Vec::len) {
                        let place = format!("{}.{link}[{nth}]", table.at(*column).name);
                        names.extend(columns.iter().map(|at| format!("{place}.{}", of.at(*at).name)));
                    }
                }
                Part::Linked { .. } => {}
            }
        }
        names
    }

    /// The names of the empty controls that the person may fill in, from above.
    pub(crate) fn open_controls(&self) -> Vec<String> {
        let sheet = self.sheet;
        let is_open = |of: &Sheet, column: u16| {
            let cell = of.cells.get(&column);
            let is_flag = of.table.at(column).kind == Kind::YesNo && of.table.at(column).required;
            is_written(of.table, column) && !is_flag && cell.is_none_or(Cell::is_blank)
        };
        let named = |of: &Sheet, column: u16, prefix: &str| {
            is_open(of, column).then(|| format!("{prefix}{}", of.table.at(column).name))
        };
        let mut names = Vec::new();
        // Where one has to open something first nobody begins.
        for part in self.parts.iter().filter(|part| !part.how().is_collapsed && part.how().when.is_none()) {
            match part {
                Part::Fields { columns, .. } => names.extend(columns.iter().filter_map(|at| named(sheet, *at, ""))),
                Part::Rows { many, columns, .. } => {
                    let link = sheet.table.many[usize::from(*many)].name;
                    for (nth, row) in sheet.rows.get(many).into_iter().flatten().enumerate() {
                        let prefix = format!("{link}[{nth}].");
                        names.extend(columns.iter().filter_map(|at| named(row, *at, &prefix)));
                    }
                }
                Part::Single { column, columns, .. } => {
                    let prefix = format!("{}.", sheet.table.at(*column).name);
                    let single = sheet.singles.get(column);
                    names.extend(
                        single.into_iter().flat_map(|of| columns.iter().filter_map(|at| named(of, *at, &prefix))),
                    );
                }
                Part::Linked { .. } | Part::Below { .. } => {}
            }
        }
        names
    }

    /// A part, closed at first or only seen on a condition if it is to be.
    fn part(&self, part: &Part) -> Markup {
        let inner = self.bare_part(part);
        let how = part.how();
        let inner = if how.is_collapsed { folded(&self.title(part), self.has_issue(part), &inner) } else { inner };
        match &how.when {
            Some(condition) => self.conditional(condition, &inner),
            None => inner,
        }
    }

    fn title(&self, part: &Part) -> String {
        let table = self.sheet.table;
        let how = part.how();
        match part {
            _ if !how.title.is_empty() => how.title.clone(),
            Part::Fields { title, .. } => title.clone(),
            Part::Rows { many, .. } => {
                let name = table.many[usize::from(*many)].name;
                captions::own(&self.around.look, table, name).map_or_else(|| rows_title(name), str::to_owned)
            }
            Part::Single { column, .. } => captions::field(&self.around.look, table, table.at(*column).name),
            Part::Below { column, many, .. } => {
                let to = table.at(*column).link.as_ref().map_or(table, |link| model().table(link.to));
                let name = to.many[usize::from(*many)].name;
                captions::own(&self.around.look, to, name).map_or_else(|| rows_title(name), str::to_owned)
            }
            Part::Linked { .. } => tf("About the {table}", &[("table", &words::one(part.table(table)))]),
        }
    }

    /// Whether something in a part is to be looked at, so that it stands open.
    fn has_issue(&self, part: &Part) -> bool {
        let table = self.sheet.table;
        let is_in = |field: &str| match part {
            Part::Fields { columns, .. } => columns.iter().any(|at| table.at(*at).name == field),
            Part::Rows { many, .. } => field.starts_with(&format!("{}[", table.many[usize::from(*many)].name)),
            Part::Single { column, .. } | Part::Below { column, .. } => {
                field.starts_with(&format!("{}.", table.at(*column).name))
            }
            Part::Linked { .. } => false,
        };
        self.issues.iter().any(|issue| is_in(&issue.field))
    }

    /// A part that is seen while its condition holds; what is not seen is not sent.
    fn conditional(&self, condition: &Condition, inner: &Markup) -> Markup {
        let choice = |table: &Table, id: i64| {
            let choices = self.around.choices.get(&table.id)?;
            choices.iter().find(|(theirs, _)| *theirs == id).map(|(_, words)| words.clone())
        };
        let is_seen = asked::holds(condition, self.sheet, choice);
        let (test, value) = match &condition.test {
            Test::Is(value) => ("is", value.as_str()),
            Test::IsNot(value) => ("is-not", value.as_str()),
            Test::Empty => ("empty", ""),
            Test::Filled => ("filled", ""),
        };
        html! {
            fieldset class="when" role="presentation" data-when=(condition.field) data-when-test=(test) data-when-value=(value)
                hidden[!is_seen] disabled[!is_seen] { (inner) }
        }
    }

    fn bare_part(&self, part: &Part) -> Markup {
        let table = self.sheet.table;
        let title = self.title(part);
        match part {
            Part::Fields { columns, .. } => {
                let is_told = self.around.may_save && naming::is_known(table);
                let told_at = naming::place_in(table, columns).filter(|_| is_told);
                let fields = html! {
                    @for (nth, column) in columns.iter().enumerate() {
                        (self.control(self.sheet, *column, "", true))
                        @if told_at == Some(nth) { (naming::area(self.sheet.id, self.around.naming.as_ref())) }
                    }
                };
                field_group(&title, "", None, true, &fields)
            }
            Part::Single { column, columns, .. } => {
                let name = table.at(*column).name;
                let Some(single) = self.sheet.singles.get(column) else { return html! {} };
                let rights = self.around.rights(single.table.id);
                let is_open = if single.id.is_some() { rights.update } else { rights.create };
                let fields = html! {
                    input type="hidden" name={ (name) ".id" } value=[single.id];
                    @if let Some(version) = single.version { input type="hidden" name={ (name) ".version" } value=(version); }
                    @if let Some(like) = single.like { input type="hidden" name={ (name) ".like" } value=(like.from); }
                    @for column in columns { (self.control(single, *column, &format!("{name}."), is_open)) }
                    @if let (Some(id), true) = (single.id, self.around.look.embeds(table, *column)) {
                        p class="span-all" {
                            a href=(record_path(single.table, id)) { (tf("All of this {table}", &[("table", &words::one(single.table))])) }
                        }
                    }
                };
                field_group(&title, "", None, true, &fields)
            }
            Part::Rows { many, columns, is_grid, .. } => {
                let fresh = self.around.fresh.get(many);
                self.rows(&Block { owner: self.sheet, place: "", many: *many, columns, fresh }, &title, *is_grid)
            }
            Part::Below { column, many, columns, is_grid, .. } => {
                let Some(owner) = self.sheet.singles.get(column) else { return html! {} };
                let place = format!("{}.", table.at(*column).name);
                let fresh = self.around.fresh_below.get(&(*column, *many));
                let block = Block { owner, place: &place, many: *many, columns, fresh };
                let shown = format!("{place}{}.shown", owner.table.many[usize::from(*many)].name);
                html! { input type="hidden" name=(shown) value="1"; (self.rows(&block, &title, *is_grid)) }
            }
            Part::Linked { column, .. } => self.linked(*column, &title),
        }
    }

    /// What is known of a linked record, to be looked at.
    fn linked(&self, column: u16, title: &str) -> Markup {
        let Some(facts) = self.around.facts.get(&column).filter(|facts| !facts.is_empty()) else { return html! {} };
        let of = self.sheet.table.at(column);
        let to = of.link.as_ref().map(|link| model().table(link.to));
        let id = self.sheet.cells.get(&column).and_then(|cell| cell.id);
        let side = html! {
            @if let (Some(to), Some(id)) = (to, id) {
                a href=(record_path(to, id)) { (tf("Open this {table}", &[("table", &words::one(to))])) }
            }
        };
        let list: Vec<(&str, Markup)> =
            facts.iter().map(|(label, fact)| (known(label).unwrap_or(label), fact.draw(true))).collect();
        section(title, Some(&side), &key_value_list(&list))
    }

    fn rows(&self, block: &Block<'_>, title: &str, is_grid: bool) -> Markup {
        let Block { owner, place, many, columns, fresh } = *block;
        let table = owner.table;
        let (link, of) = (&table.many[usize::from(many)], rows_of(table, many));
        let name = format!("{place}{}", link.name);
        let none = Vec::new();
        let rows = owner.rows.get(&many).unwrap_or(&none);
        let may_save = self.around.may_save;
        let row = |nth: usize, row: &Sheet| {
            if is_grid { self.grid_row(&name, nth, row, columns) } else { self.row(table, &name, nth, row, columns) }
        };
        let drawn = html! {
            @for (nth, one) in rows.iter().enumerate() { (row(nth, one)) }
            @if rows.is_empty() && !may_save { p class="muted" { (t("None")) } }
        };
        let has_room = !link.at_most_one || rows.is_empty();
        let empty = Sheet::new(of, columns);
        let fresh = fresh.unwrap_or(&empty);
        let template = (may_save && has_room && self.around.rights(of.id).create).then(|| row(0, fresh));
        let add = tf("Add {table}", &[("table", &row_name(table, of))]);
        if is_grid {
            let look = &self.around.look;
            let asked = |at: &u16| {
                let field = of.at(*at).name;
                asked::asked(look, self.sheet.table, &format!("{name}.{field}"), of, field)
            };
            let heads: Vec<(String, bool)> =
                columns.iter().map(asked).map(|asked| (asked.caption, asked.is_required)).collect();
            return sub_grid(&name, title, rows.len(), &heads, &drawn, template.as_ref(), &add);
        }
        sub_rows(&name, title, rows.len(), &drawn, template.as_ref(), &add)
    }

    /// A row as a line of a table: its controls side by side.
    fn grid_row(&self, link: &str, nth: usize, row: &Sheet, columns: &[u16]) -> Markup {
        let name = format!("{link}[{nth}]");
        let prefix = format!("{name}.");
        let rights = self.around.rights(row.table.id);
        let is_open = if row.id.is_some() { rights.update } else { rights.create };
        let fields = html! {
            @if let Some(version) = row.version { input type="hidden" name={ (prefix) "version" } value=(version); }
            @if let Some(like) = row.like { input type="hidden" name={ (prefix) "like" } value=(like.from); }
            @for column in columns { (self.control(row, *column, &prefix, is_open)) }
        };
        let id = row.id.map(|id| id.to_string()).unwrap_or_default();
        let can_remove = self.around.may_save && (row.id.is_none() || rights.delete);
        sub_grid_row(&name, &id, &fields, can_remove)
    }

    fn row(&self, owner: &Table, link: &str, nth: usize, row: &Sheet, columns: &[u16]) -> Markup {
        let name = format!("{link}[{nth}]");
        let prefix = format!("{name}.");
        let mut telling: Vec<String> =
            columns.iter().take(MOST_TOLD).filter_map(|column| self.told(row, *column)).collect();
        telling.dedup();
        let is_known = row.id.is_some() || row.like.is_some();
        let title = if is_known && !telling.is_empty() {
            telling.remove(0)
        } else {
            tf("New {table}", &[("table", &row_name(owner, row.table))])
        };
        let meta = if is_known { telling.join(" · ") } else { String::new() };
        let is_taxon = columns.first().is_some_and(|first| row.table.at(*first).name == "taxon") && row.id.is_some();
        let has_issue = self.issues.iter().any(|issue| issue.field.starts_with(&name));
        let rights = self.around.rights(row.table.id);
        let is_open = if row.id.is_some() { rights.update } else { rights.create };
        let fields = html! {
            @if let Some(version) = row.version { input type="hidden" name={ (prefix) "version" } value=(version); }
            @if let Some(like) = row.like { input type="hidden" name={ (prefix) "like" } value=(like.from); }
            @for column in columns { (self.control(row, *column, &prefix, is_open)) }
            @if let Some(id) = row.id {
                p class="span-all" {
                    a href=(record_path(row.table, id)) { (tf("All of this {table}", &[("table", &words::one(row.table))])) }
                }
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
                is_open: !is_known || has_issue || row.is_removed,
                can_remove: self.around.may_save && (row.id.is_none() || rights.delete),
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
        let label = || captions::field(&self.around.look, row.table, of.name);
        match (of.kind, cell.text.as_str()) {
            (_, "") | (Kind::LongText, _) => None,
            (Kind::YesNo, "yes") => Some(label()),
            (Kind::YesNo, _) => None,
            (Kind::Integer | Kind::Short | Kind::Decimal, text) => Some(format!("{}: {text}", label())),
            (_, text) => Some(text.to_owned()),
        }
    }
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

/// The words of an issue with what the field is called in this form in place of its name.
fn spoken_as(issue: &Issue, name: &str, caption: &str) -> String {
    match issue.words.strip_prefix(name) {
        Some(rest) if rest.starts_with(' ') => said(&format!("{caption}{rest}")).into_owned(),
        _ => said(&issue.words).into_owned(),
    }
}

/// The words of an issue with the field's label in place of its name.
pub(crate) fn spoken(issue: &Issue, name: &str) -> String {
    spoken_as(issue, name, &words::label(name))
}
