//! The controls of a form: one field with the control of its kind.

use maud::Markup;
use vasculum_model::names::pick_list_item;
use vasculum_model::{Col, Kind, Table, model};

use super::{Form, WORDS, level, spoken_as};
use crate::pages::shape::is_written;
use crate::pages::sheet::{Cell, Sheet, is_small};
use crate::pages::trees::naming;
use crate::pages::understood::{self, Said};
use crate::pages::value::codes_of;
use crate::pages::{asked, errand, names, record_path};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Span, TextInput, TypeAhead, checkbox, select_field, text_area, text_field, type_ahead_field,
};
use crate::ui::locale;
use crate::ui::words::t;

impl Form<'_> {
    /// One field with the control of its kind; `is_open` says whether the person may change this record at all.
    pub(super) fn control(&self, sheet: &Sheet, column: u16, prefix: &str, is_open: bool) -> Markup {
        let of = sheet.table.at(column);
        let name = format!("{prefix}{}", of.name);
        let asked = asked::asked(&self.around.look, self.sheet.table, &asked::place_of(&name), sheet.table, of.name);
        let none = Cell::default();
        let cell = sheet.cells.get(&column).unwrap_or(&none);
        let issues: Vec<(Level, String)> = self
            .issues
            .iter()
            .filter(|issue| issue.field == name && !naming::says(self.around.naming.as_ref(), issue))
            .map(|issue| (level(issue), spoken_as(issue, of.name, &asked.caption)))
            .collect();
        let issues: Vec<(Level, &str)> = issues.iter().map(|(level, words)| (*level, words.as_str())).collect();
        let is_long = of.max.is_some_and(|max| max >= 500);
        let is_listed = !asked.pick_list.is_empty();
        let links = if prefix.is_empty() { self.links(Some(column)) } else { self.part_links(sheet, column) };
        let field = Field {
            name: &name,
            id: "",
            label: &asked.caption,
            is_required: asked.is_required && is_written(sheet.table, column),
            is_read_only: !self.around.may_save || !is_open || asked.is_read_only || !is_written(sheet.table, column),
            help: match (asked.help.is_empty(), self.around.tells_all) {
                (false, _) => &asked.help,
                (true, true) => &asked.about,
                (true, false) => "",
            },
            about: &asked.about,
            understood: "",
            issues: &issues,
            links: &links,
            span: match (of.kind, asked.is_wide) {
                (_, true) => Span::All,
                (Kind::LongText, _) if !is_listed => Span::All,
                (kind, _) if kind != Kind::LongText && is_long => Span::Two,
                _ => Span::One,
            },
        };
        if let Some(link) = &of.link {
            let owner = self.owner_at(prefix).and_then(|owner| Some((owner.table, owner.id?)));
            let url = names::lookup_url(Col(sheet.table.id, column), sheet.id, owner);
            return self.link(&field, model().table(link.to), cell, &url);
        }
        match (self.around.look.pick_list(&asked.pick_list), self.around.lists.get(&asked.pick_list)) {
            (Some(list), Some(offered)) => {
                // A value can be added on the fly by whoever may change the list, if it has values of its own.
                let has_items = matches!(list.source, vasculum_domain::forms::Source::Items(_));
                let may_add = has_items && self.around.may_create.contains(&pick_list_item::TABLE);
                let add = if may_add { format!("/system/pick-lists/{}/values", list.id) } else { String::new() };
                listed_control(&field, of, cell, list.is_open, offered, &add)
            }
            _ => {
                let written_as = self.around.written_as.get(&Col(sheet.table.id, column));
                plain_control(&field, of, cell, written_as.map_or("", String::as_str))
            }
        }
    }

    /// The record that owns the row or part whose controls begin so; nothing for the fields of the record itself.
    fn owner_at(&self, prefix: &str) -> Option<&Sheet> {
        let place = asked::place_of(prefix);
        let mut links = place.trim_end_matches('.').split('.');
        let first = links.next().filter(|first| !first.is_empty())?;
        match links.next() {
            Some(_) => self.sheet.singles.get(&self.sheet.table.column(first)?),
            None => Some(self.sheet),
        }
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
        let makes = self.around.may_create.contains(&to.id);
        let create = if makes { errand::make_in_drawer(to) } else { String::new() };
        let choose = if to.is_shown() { errand::choose_in_drawer(to, url) } else { String::new() };
        let link = TypeAhead {
            id: &id,
            text: &cell.text,
            url,
            href: &href,
            create_url: &create,
            choose_url: &choose,
            can_leave: !self.around.cannot_leave,
            ..TypeAhead::default()
        };
        type_ahead_field(WORDS, field, &link)
    }
}

/// A field with a pick list: a choice of one, or a line with suggestions where people may write other values.
fn listed_control(
    field: &Field<'_>,
    of: &vasculum_model::Column,
    cell: &Cell,
    is_open: bool,
    offered: &[(String, String)],
    add_url: &str,
) -> Markup {
    if is_open && of.kind.is_text() && !cell.text.contains('\n') {
        let suggestions: Vec<&str> = offered.iter().map(|(value, _)| value.as_str()).collect();
        let length_max = of.max.and_then(|max| usize::try_from(max).ok()).filter(|max| *max < 500).unwrap_or(0);
        let input =
            TextInput { value: &cell.text, suggestions: &suggestions, length_max, add_url, ..TextInput::default() };
        return text_field(WORDS, field, &input);
    }
    let mut choices: Vec<Choice<'_>> =
        offered.iter().map(|(value, words)| Choice { value, label: words, is_chosen: *value == cell.text }).collect();
    // A value that stands there stays, whatever the list says.
    if !cell.text.is_empty() && !choices.iter().any(|choice| choice.is_chosen) {
        choices.push(Choice { value: &cell.text, label: &cell.text, is_chosen: true });
    }
    select_field(WORDS, field, Some("—"), &choices)
}

/// A control for a plain value; `written_as` is what a number of its format looks like, or nothing.
fn plain_control(field: &Field<'_>, of: &vasculum_model::Column, cell: &Cell, written_as: &str) -> Markup {
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
            let read_as = understood::kind_of(of);
            let understood = match understood::of(read_as, &cell.text) {
                Said::Understood(words) => words,
                Said::Nothing | Said::NotRead(_) => String::new(),
            };
            let placeholder = if read_as == "latitude" {
                format!("{}, 39° 30′ S, 17T 630084 4833438", locale::decimal("-39.5"))
            } else if read_as == "longitude" {
                format!("{}, 79° 23′ W", locale::decimal("-79.387"))
            } else if kind == Kind::PartialDate {
                format!("1987, {}, 12.v.1987", locale::month(1987, 5))
            } else if kind.is_date() {
                locale::day(1987, 5, 12)
            } else {
                written_as.to_owned()
            };
            let field = Field { understood: &understood, ..*field };
            text_field(
                WORDS,
                &field,
                &TextInput { value: &cell.text, placeholder: &placeholder, read_as, ..TextInput::default() },
            )
        }
    }
}
