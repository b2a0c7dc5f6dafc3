//! The changes that somebody puts together: one line for each, with the controls that it needs.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::batch_edit::{Act, Edit, Given, Place, takes_sums, takes_text};
use vasculum_domain::forms::Look;
use vasculum_model::{Column, Issue, Result, Table};
use vasculum_store::Tx;

use super::{Pairs, WORDS, one};
use crate::pages::form::{Form, Surroundings, level, spoken};
use crate::pages::shape::{How, Part, is_written};
use crate::pages::sheet::Sheet;
use crate::pages::{asked, captions, value};
use crate::ui::Level;
use crate::ui::components::{Field, Look as Looks, TextInput, button, checkbox, field_group, text_field};
use crate::ui::words::{later, t, tf};

/// What is done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Set,
    Fill,
    Empty,
    Replace,
    Before,
    After,
    Add,
}

/// Every verb with its name, its words in the list of verbs, and its words with a field.
pub(super) const VERBS: &[(Verb, &str, &str, &str)] = &[
    (Verb::Set, "set", later("Set to a value"), later("Set {field}")),
    (Verb::Fill, "fill", later("Fill in where empty"), later("Fill in {field} where it is empty")),
    (Verb::Empty, "empty", later("Empty the field"), later("Empty {field}")),
    (Verb::Replace, "replace", later("Replace text"), later("Replace text in {field}")),
    (Verb::Before, "before", later("Put text before"), later("Put text before {field}")),
    (Verb::After, "after", later("Put text after"), later("Put text after {field}")),
    (Verb::Add, "add", later("Add a number"), later("Add a number to {field}")),
];

impl Verb {
    pub(super) fn named(name: &str) -> Option<Self> {
        VERBS.iter().find(|(_, theirs, ..)| *theirs == name).map(|(verb, ..)| *verb)
    }

    fn row(self) -> &'static (Self, &'static str, &'static str, &'static str) {
        VERBS.iter().find(|(verb, ..)| *verb == self).unwrap_or(&VERBS[0])
    }

    /// Whether this can be done with a field.
    pub(super) fn fits(self, column: &Column) -> bool {
        match self {
            Self::Set | Self::Fill | Self::Empty => true,
            Self::Replace | Self::Before | Self::After => takes_text(column),
            Self::Add => takes_sums(column) && value::codes_of(column).is_none(),
        }
    }

    /// Whether the value is filled in by the control of the field itself.
    fn takes_value(self) -> bool {
        matches!(self, Self::Set | Self::Fill)
    }
}

/// One change on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// What tells its controls from those of the others.
    pub key: u32,
    pub verb: Verb,
    pub place: Place,
}

/// The name of the fields that say which lines there are.
pub(super) const LINE: &str = "edit.line";

impl Line {
    /// The line as the form keeps it: `3 replace remarks`.
    pub(super) fn text(self, table: &Table) -> String {
        format!("{} {} {}", self.key, self.verb.row().1, self.place.name(table))
    }

    fn parse(table: &Table, text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let (key, verb, place) = (words.next()?, words.next()?, words.next()?);
        Some(Self { key: key.parse().ok()?, verb: Verb::named(verb)?, place: Place::named(table, place)? })
    }

    fn name(self, what: &str) -> String {
        format!("edit.{what}.{}", self.key)
    }

    fn column(self, table: &Table) -> &Column {
        self.place.table(table).at(self.place.column)
    }

    /// The name of the control that a mistake is shown at.
    fn control(self, table: &Table) -> String {
        match self.verb {
            Verb::Replace => self.name("find"),
            Verb::Set | Verb::Fill | Verb::Empty => self.place.name(table),
            Verb::Before | Verb::After | Verb::Add => self.name("text"),
        }
    }

    /// The part of a form that has the control of the field.
    pub(super) fn part(self, look: &Look, table: &Table) -> Option<Part> {
        let how = How { title: self.title(look, table), ..How::default() };
        let columns = vec![self.place.column];
        self.verb.takes_value().then(|| match self.place.part {
            None => Part::Fields { title: how.title.clone(), columns, how },
            Some(column) => Part::Single { column, columns, how },
        })
    }

    /// What the line does, in words.
    fn title(self, look: &Look, table: &Table) -> String {
        tf(self.verb.row().3, &[("field", &label(look, table, self.place))])
    }
}

/// What a field is called; one of a part with what the part is called before it.
pub(super) fn label(look: &Look, table: &Table, place: Place) -> String {
    let of = place.table(table);
    let field = asked::asked(look, table, &place.name(table), of, of.at(place.column).name).caption;
    match place.part {
        None => field,
        Some(part) => format!("{}: {field}", captions::field(look, table, table.at(part).name)),
    }
}

/// The lines that were sent. Only fields that forms write are among them.
pub(super) fn sent(table: &Table, sent: &Pairs) -> Vec<Line> {
    let lines = sent.iter().filter(|(name, _)| name == LINE).filter_map(|(_, text)| Line::parse(table, text));
    lines.filter(|line| is_written(line.place.table(table), line.place.column)).collect()
}

/// What the lines say, and what of them could not be understood.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(super) fn edits(
    tx: &mut Tx<'_>,
    table: &'static Table,
    lines: &[Line],
    sent: &Pairs,
) -> Result<(Vec<Edit>, Vec<Issue>)> {
    let fields: HashMap<String, String> = sent.iter().cloned().collect();
    let sheet = Sheet::of_form(table, &fields);
    let (mut edits, mut issues) = (Vec::new(), Vec::new());
    for line in lines {
        let act = match act(tx, &sheet, table, *line, sent)? {
            Ok(act) => act.unfit(line.column(table)).map_or(Ok(act), Err),
            Err(words) => Err(words),
        };
        match act {
            Ok(act) => edits.push(Edit { place: line.place, act }),
            Err(words) => issues.push(Issue::error("not-understood", line.control(table), words)),
        }
    }
    Ok((edits, issues))
}

fn act(
    tx: &mut Tx<'_>,
    sheet: &Sheet,
    table: &'static Table,
    line: Line,
    sent: &Pairs,
) -> Result<std::result::Result<Act, String>> {
    // A browser sends every line break as two characters.
    let text = |what: &str| one(sent, &line.name(what)).replace("\r\n", "\n");
    Ok(Ok(match line.verb {
        Verb::Empty => Act::Empty,
        Verb::Before => Act::Before(text("text")),
        Verb::After => Act::After(text("text")),
        Verb::Replace => Act::Replace {
            find: text("find"),
            with: text("with"),
            is_exact: sent.iter().any(|(name, value)| *name == line.name("exact") && value == "yes"),
        },
        Verb::Add => match value::read(line.place.table(table), line.place.column, &text("text")) {
            Ok(read) => Act::Add(read.value),
            Err(words) => return Ok(Err(words)),
        },
        Verb::Set | Verb::Fill => {
            let of = line.place.part.map_or(Some(sheet), |part| sheet.singles.get(&part));
            let given = match of {
                Some(of) => of.given(tx, line.place.column)?,
                None => Ok(None),
            };
            let given = match given {
                Ok(given) => given.map_or_else(Given::default, |it| Given { value: it.value, precision: it.precision }),
                Err(words) => return Ok(Err(words)),
            };
            if line.verb == Verb::Set { Act::Set(given) } else { Act::Fill(given) }
        }
    }))
}

/// A line with its controls.
pub(super) struct Drawn<'a> {
    pub table: &'static Table,
    pub line: Line,
    pub sheet: &'a Sheet,
    pub around: &'a Surroundings,
    pub issues: &'a [Issue],
    pub sent: &'a Pairs,
}

impl Drawn<'_> {
    pub(super) fn draw(&self) -> Markup {
        let (line, look) = (self.line, &self.around.look);
        let remove = tf("Leave out: {what}", &[("what", &line.title(look, self.table))]);
        html! {
            input type="hidden" name=(LINE) value=(line.text(self.table));
            @if let Some(part) = line.part(look, self.table) {
                @let parts = [part];
                (Form { parts: &parts, sheet: self.sheet, issues: self.issues, around: self.around }.draw())
            } @else {
                (field_group(&line.title(look, self.table), "", None, false, &self.fields()))
            }
            div class="row" { (button(&remove, "x", Looks::Quiet, "edit.remove", &line.key.to_string())) }
        }
    }

    fn fields(&self) -> Markup {
        let yes = |name: &str| self.sent.iter().any(|(theirs, value)| theirs == name && value == "yes");
        let exact = self.line.name("exact");
        html! {
            @match self.line.verb {
                Verb::Replace => {
                    (self.field("find", t("Text to find"), ""))
                    (self.field("with", t("Text to put in its place"), t("Nothing, to take it out.")))
                    (checkbox(WORDS, &Field::new(&exact, t("Tell capital and small letters apart")), yes(&exact)))
                },
                Verb::Before | Verb::After => (self.field("text", t("Text"), t("Spaces count. Where nothing stands nothing is put."))),
                Verb::Add => (self.field("text", t("Number"), t("With a minus sign it is taken away. Where nothing stands nothing is added."))),
                Verb::Empty | Verb::Set | Verb::Fill => p class="muted span-all" { (t("Whatever stands there is taken out.")) },
            }
        }
    }

    fn field(&self, what: &str, label: &str, help: &str) -> Markup {
        let name = self.line.name(what);
        let last = self.line.column(self.table).name;
        let issues: Vec<(Level, String)> = self
            .issues
            .iter()
            .filter(|issue| issue.field == name)
            .map(|issue| (level(issue), spoken(issue, last)))
            .collect();
        let issues: Vec<(Level, &str)> = issues.iter().map(|(level, words)| (*level, words.as_str())).collect();
        let field = Field { help, issues: &issues, ..Field::new(&name, label) };
        text_field(WORDS, &field, &TextInput { value: one(self.sent, &name), ..TextInput::default() })
    }
}
