//! Fields: a label above, a control, what was understood, help, issues.

use maud::{Markup, html};

use super::icon;
use crate::ui::Level;
use crate::ui::words::{self, Words, t};

/// How many columns of its group a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// One.
    #[default]
    One,
    /// Two, where there are two.
    Two,
    /// The whole line.
    All,
}

impl Span {
    fn class(self) -> &'static str {
        match self {
            Span::One => "",
            Span::Two => " span-2",
            Span::All => " span-all",
        }
    }
}

/// What all kinds of fields have in common.
///
/// "Required" is said to screen readers and shown, but not enforced by the
/// browser: a record with doubts may be saved, and its issues say what is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field<'a> {
    /// The name in the form.
    pub name: &'a str,
    /// The id, unique in the page; empty where the name is the id too.
    pub id: &'a str,
    /// The words above.
    pub label: &'a str,
    /// Whether a record without it has an issue.
    pub is_required: bool,
    /// Whether it is shown, but not to be changed by this person.
    pub is_read_only: bool,
    /// One sentence below, or nothing.
    pub help: &'a str,
    /// One sentence at the pointer over the label, or nothing; for those who know the field it is not in the way.
    pub about: &'a str,
    /// What was made of the words, such as "12 May 1987"; or nothing.
    pub understood: &'a str,
    /// What is to be looked at.
    pub issues: &'a [(Level, &'a str)],
    /// How much room it takes.
    pub span: Span,
    /// Ways to pages elsewhere that belong to its value: words and address.
    pub links: &'a [(String, String)],
}

impl<'a> Field<'a> {
    /// A field with nothing but name and label.
    #[must_use]
    pub fn new(name: &'a str, label: &'a str) -> Field<'a> {
        Field { name, label, ..Field::default() }
    }

    /// The worst level among its issues.
    #[must_use]
    pub fn worst(&self) -> Level {
        let has = |level| self.issues.iter().any(|(l, _)| *l == level);
        [Level::Error, Level::Warning, Level::Info].into_iter().find(|level| has(*level)).unwrap_or_default()
    }

    /// What the control is found by in the page.
    #[must_use]
    pub fn id(&self) -> &'a str {
        if self.id.is_empty() { self.name } else { self.id }
    }

    pub(super) fn has_more(&self) -> bool {
        !(self.help.is_empty() && self.understood.is_empty() && self.issues.is_empty())
    }

    /// The value of `aria-describedby`, if there is something below the control.
    pub(super) fn described_by(&self) -> Option<String> {
        self.has_more().then(|| format!("{}-more", self.id()))
    }

    pub(super) fn aria_invalid(&self) -> Option<&'static str> {
        (self.worst() == Level::Error).then_some("true")
    }

    pub(super) fn aria_required(&self) -> Option<&'static str> {
        self.is_required.then_some("true")
    }

    fn classes(&self) -> String {
        let level = match self.worst() {
            Level::Error => " field-error",
            Level::Warning => " field-warning",
            _ => "",
        };
        format!("field{}{level}", self.span.class())
    }
}

/// A titled group of fields, in two columns where there is room; in three if `is_wide`.
///
/// `about` stands beside the title, muted; `side` at its end.
#[must_use]
pub fn field_group(title: &str, about: &str, side: Option<&Markup>, is_wide: bool, fields: &Markup) -> Markup {
    html! {
        fieldset class="section" {
            legend class="section-head" {
                span class="section-name" { (title) }
                @if !about.is_empty() { span class="muted" { (about) } }
            }
            @if let Some(side) = side { div class="side" { (side) } }
            div class={ "fields" @if is_wide { " fields-3" } } { (fields) }
        }
    }
}

/// A field around a control that was made for it.
#[must_use]
pub fn field(_: &Words<'_>, field: &Field<'_>, control: &Markup) -> Markup {
    html! {
        div class=(field.classes()) {
            label class="label" for=(field.id()) title=[(!field.about.is_empty()).then_some(field.about)] {
                (field.label)
                @if field.is_required { span class="required" aria-hidden="true" { "*" } }
            }
            (control)
            @if !field.links.is_empty() { (ways(field.links)) }
            (more(field))
        }
    }
}

/// Ways to pages elsewhere, each with its icon; nothing is asked of the other server before one is followed.
#[must_use]
pub fn ways(links: &[(String, String)]) -> Markup {
    html! {
        span class="ways" {
            @for (words, href) in links {
                a href=(href) rel="external noreferrer" { (words) (icon("external-link")) } " "
            }
        }
    }
}

/// What stands below a control.
fn more(field: &Field<'_>) -> Markup {
    html! {
        @if field.has_more() {
            div class="issues" id={ (field.id()) "-more" } {
                @if !field.understood.is_empty() {
                    span class="understood" {
                        (icon("check")) span class="hidden-words" { (t("Understood as")) " " } (field.understood)
                    }
                }
                @for (level, sentence) in field.issues {
                    span class={ "issue issue-" (level.key()) } {
                        (icon(level.icon())) span { span class="hidden-words" { (words::level(*level)) ": " } (sentence) }
                    }
                }
                @if !field.help.is_empty() { span class="help" { (field.help) } }
            }
        }
    }
}

/// What is particular to a line of text.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextInput<'a> {
    /// What stands in it.
    pub value: &'a str,
    /// HTML's kind of input; `text` if empty. Dates are text: people write them in many ways.
    pub kind: &'a str,
    /// An example of what to write.
    pub placeholder: &'a str,
    /// HTML's `autocomplete`; `off` if empty, for records are not addresses of the person.
    pub autocomplete: &'a str,
    /// What is typed here and told beside while one types, as [`crate::pages`] know it: `date`, `latitude`; or nothing.
    pub read_as: &'a str,
    /// A unit shown in the field, such as "m".
    pub unit: &'a str,
    /// How many characters fit into the database; 0 for no limit.
    pub length_max: usize,
    /// Values to choose from while still free to write others.
    pub suggestions: &'a [&'a str],
    /// `POST` with `value`: where a value that is none of the suggestions is added to them; or nothing.
    pub add_url: &'a str,
}

/// A line of text.
#[must_use]
pub fn text_input(field: &Field<'_>, input: &TextInput<'_>) -> Markup {
    let list = (!input.suggestions.is_empty()).then(|| format!("{}-list", field.id()));
    // A date has none in HTML; a blank one tells style sheets that nothing stands in the field.
    let placeholder = (!matches!(input.kind, "date" | "time")).then_some(if input.placeholder.is_empty() {
        " "
    } else {
        input.placeholder
    });
    let control = html! {
        input class="input" id=(field.id()) name=(field.name) value=(input.value)
            type=(if input.kind.is_empty() { "text" } else { input.kind })
            placeholder=[placeholder] autocomplete=(if input.autocomplete.is_empty() { "off" } else { input.autocomplete })
            data-add-url=[(!input.add_url.is_empty()).then_some(input.add_url)]
            data-add-words=[(!input.add_url.is_empty()).then_some(t("Add ‘{text}’ to the list"))]
            dir="auto" maxlength=[(input.length_max > 0).then_some(input.length_max)]
            data-understand=[(!input.read_as.is_empty()).then_some(input.read_as)]
            list=[list.as_deref()] readonly[field.is_read_only] aria-required=[field.aria_required()]
            aria-invalid=[field.aria_invalid()] aria-describedby=[field.described_by()];
        @if input.kind != "password" { (on_paper(input.value)) }
        @if let Some(list) = &list {
            datalist id=(list) { @for value in input.suggestions { option value=(value) {} } }
        }
    };
    html! {
        @if input.unit.is_empty() { (control) }
        @else { span class="with-unit" { (control) span class="unit" { (input.unit) } } }
    }
}

/// The double of a long value, for printing: it wraps where a control would cut it off.
pub(super) fn on_paper(value: &str) -> Markup {
    html! { @if value.chars().count() > LINE_LENGTH { span class="on-paper" { (value) } } }
}

/// How many characters surely fit into a field on paper.
const LINE_LENGTH: usize = 24;

/// A whole field of a line of text.
#[must_use]
pub fn text_field(_: &Words<'_>, f: &Field<'_>, input: &TextInput<'_>) -> Markup {
    field(&Words::ENGLISH, f, &text_input(f, input))
}

/// A whole field of text in lines. It grows with what is written.
#[must_use]
pub fn text_area(_: &Words<'_>, f: &Field<'_>, value: &str) -> Markup {
    let control = html! {
        // The line break is eaten by HTML; without it, one in the text would be.
        textarea class="input" id=(f.id()) name=(f.name) placeholder=" " rows="2" dir="auto" readonly[f.is_read_only] aria-required=[f.aria_required()]
            aria-invalid=[f.aria_invalid()] aria-describedby=[f.described_by()] { "\n" (value) }
    };
    field(&Words::ENGLISH, f, &control)
}

/// A whole field of a box to tick. A hidden empty value tells "no" from "not asked".
#[must_use]
pub fn checkbox(_: &Words<'_>, field: &Field<'_>, is_checked: bool) -> Markup {
    html! {
        div class={ (field.classes()) " check-field" } {
            label class="check" title=[(!field.about.is_empty()).then_some(field.about)] {
                @if !field.is_read_only { input type="hidden" name=(field.name) value="no"; }
                input type="checkbox" id=(field.id()) name=(field.name) value="yes" checked[is_checked] disabled[field.is_read_only]
                    aria-invalid=[field.aria_invalid()] aria-describedby=[field.described_by()];
                span { (field.label) }
            }
            (more(field))
        }
    }
}

/// One value to choose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is read.
    pub label: &'a str,
    /// Whether it is the present one.
    pub is_chosen: bool,
}

/// A choice of one. `blank` is the label of choosing nothing, if that is possible.
#[must_use]
pub fn select(field: &Field<'_>, blank: Option<&str>, choices: &[Choice<'_>]) -> Markup {
    html! {
        span class="select" {
            select class="input" id=(field.id()) name=(field.name) disabled[field.is_read_only] aria-required=[field.aria_required()]
                aria-invalid=[field.aria_invalid()] aria-describedby=[field.described_by()] {
                @if let Some(blank) = blank { option value="" { (blank) } }
                @for choice in choices { option value=(choice.value) selected[choice.is_chosen] { (choice.label) } }
            }
            (icon("chevron-down"))
        }
    }
}

/// A whole field of a choice of one.
#[must_use]
pub fn select_field(_: &Words<'_>, f: &Field<'_>, blank: Option<&str>, choices: &[Choice<'_>]) -> Markup {
    field(&Words::ENGLISH, f, &select(f, blank, choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_points_to_its_issues_and_help() {
        let f = Field { issues: &[(Level::Error, "No such date.")], is_required: true, ..Field::new("date", "Date") };
        let html =
            text_field(&Words::ENGLISH, &f, &TextInput { value: "31 June", ..TextInput::default() }).into_string();
        for expected in [
            "for=\"date\"",
            "id=\"date\"",
            "aria-describedby=\"date-more\"",
            "id=\"date-more\"",
            "aria-invalid=\"true\"",
            "aria-required=\"true\"",
            "Error: ",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }

    #[test]
    fn a_line_break_at_the_start_of_a_text_survives() {
        let html = text_area(&Words::ENGLISH, &Field::new("remarks", "Remarks"), "\n</textarea>").into_string();
        assert!(html.contains(">\n\n&lt;/textarea&gt;</textarea>"), "{html}");
    }
}
