//! A link to another record, found by typing.

use maud::{Markup, html};

use super::forms::on_paper;
use super::{Field, field, icon};
use crate::ui::words::{Words, t, tf};

/// What is particular to a link to another record.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypeAhead<'a> {
    /// The id of the present record, or nothing.
    pub id: &'a str,
    /// The words of the present record, or nothing.
    pub text: &'a str,
    /// A line of context on the present record, such as a taxon's family.
    pub context: &'a str,
    /// `GET` with `q`, answering `[{"id":1,"text":"…","context":"…"}]`.
    pub url: &'a str,
    /// Where the present record is shown, or nothing.
    pub href: &'a str,
    /// Where a record is created, called with `text`; or nothing, if this person may not.
    pub create_url: &'a str,
    /// Where all records can be looked through, or nothing.
    pub choose_url: &'a str,
    /// Whether the form can be left where no script runs, and is parked meanwhile: only the form of a record can.
    pub can_leave: bool,
    /// An example of what to type.
    pub placeholder: &'a str,
}

/// A text field that finds records while one types.
///
/// Sends two values: `name` with the id, empty when something was typed and
/// nothing picked, and `name.text` with the words. Where no script runs the id
/// stays as it was: whoever reads the form looks the words up when they differ
/// from those of the id.
#[must_use]
pub fn type_ahead(_: &Words<'_>, field: &Field<'_>, link: &TypeAhead<'_>) -> Markup {
    html! {
        type-ahead data-url=(link.url) data-none=(t("Nothing found")) data-some=(t("{n} found. Use the arrow keys.")) data-create=(t("Create “{text}”"))
            data-create-url=[(!link.create_url.is_empty()).then_some(link.create_url)]
            data-choose=(t("Look through all of them")) data-choose-url=[(!link.choose_url.is_empty()).then_some(link.choose_url)]
            data-close=(t("Close")) {
            input type="hidden" name=(field.name) value=(link.id) data-ahead-id;
            span class="ahead-line" {
                input class="input" type="text" id=(field.name) name={ (field.name) ".text" } value=(link.text)
                    placeholder=(if link.placeholder.is_empty() { " " } else { link.placeholder }) autocomplete="off" dir="auto"
                    readonly[field.is_read_only] aria-required=[field.aria_required()] aria-invalid=[field.aria_invalid()]
                    aria-describedby=[field.described_by()];
                (on_paper(link.text))
                @if !link.href.is_empty() {
                    a class="ahead-open" href=(link.href) title=(tf("Open {text}", &[("text", &link.text)])) {
                        (icon("arrow-up-right")) span class="hidden-words" { (tf("Open {text}", &[("text", &link.text)])) }
                    }
                }
            }
            @if link.can_leave && !link.choose_url.is_empty() && !field.is_read_only { (ways(field, link)) }
            @if !link.context.is_empty() { span class="ahead-context" data-ahead-context { (link.context) } }
        }
    }
}

/// The buttons that leave for the record where no script runs; with scripts the list under the field offers both.
fn ways(field: &Field<'_>, link: &TypeAhead<'_>) -> Markup {
    html! {
        noscript {
            span class="row" {
                button class="button button-quiet button-small" name="go" value={ "choose:" (field.name) } formnovalidate {
                    (icon("search")) (t("Look through all of them")) span class="hidden-words" { " (" (field.label) ")" }
                }
                @if !link.create_url.is_empty() {
                    button class="button button-quiet button-small" name="go" value={ "make:" (field.name) } formnovalidate {
                        (icon("plus")) (t("New")) span class="hidden-words" { " (" (field.label) ")" }
                    }
                }
            }
        }
    }
}

/// A whole field of a link to another record.
#[must_use]
pub fn type_ahead_field(_: &Words<'_>, f: &Field<'_>, link: &TypeAhead<'_>) -> Markup {
    field(&Words::ENGLISH, f, &type_ahead(&Words::ENGLISH, f, link))
}
