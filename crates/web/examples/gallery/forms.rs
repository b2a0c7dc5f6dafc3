//! Every kind of field in every state, and the page for signing in.

use maud::{Markup, html};
use vasculum_web::ui::Level;
use vasculum_web::ui::components::{
    Choice, Field, Look, Span, TextInput, TypeAhead, button, checkbox, field_group, link_button, notice, save_button,
    select_field, text_area, text_field, type_ahead_field,
};
use vasculum_web::ui::frame::{Page, bare_page, page};
use vasculum_web::ui::words::Words;

use crate::{base, nav_at};

const WORDS: &Words<'static> = &Words::ENGLISH;

pub(crate) fn fields() -> Markup {
    page(&Page {
        title: "Fields",
        subtitle: "in every state",
        actions: Some(html! { (link_button("Cancel", "#", "", Look::Quiet, "")) (save_button("Save", "fields")) }),
        notices: Some(notice(
            WORDS,
            Level::Error,
            "The record was not saved.",
            "Somebody saved it while you were editing it. Your changes are still here; look at both and save again.",
            Some(&html! { a class="button button-small" href="#" { "Compare" } }),
        )),
        body: html! { form id="fields" class="work form" method="post" action="#" data-main data-guard { (plain()) (states()) } },
        ..base(&nav_at("queries"))
    })
}

fn plain() -> Markup {
    let fields = html! {
        (text_field(WORDS, &Field::new("text", "Text"), &TextInput { value: "Danube", ..TextInput::default() }))
        (text_field(WORDS, &Field::new("empty", "Empty, with an example"), &TextInput { placeholder: "12.v.1987", ..TextInput::default() }))
        (text_field(WORDS, &Field::new("unit", "With a unit"), &TextInput { value: "1,204", unit: "mm SL", ..TextInput::default() }))
        (select_field(WORDS, &Field::new("select", "Choice"), Some("None"), &[
            Choice { value: "1", label: "Alcohol", is_chosen: true }, Choice { value: "2", label: "Cleared and stained", is_chosen: false },
        ]))
        (type_ahead_field(WORDS, &Field { help: "Type “barb”.", ..Field::new("taxon", "Link to a record") },
            &TypeAhead { url: "taxa.json", create_url: "#new", ..TypeAhead::default() }))
        (checkbox(WORDS, &Field { help: "The public page and the archive leave it out.", ..Field::new("hidden", "Not to be published") }, true))
        (text_area(WORDS, &Field { span: Span::All, ..Field::new("long", "Lines of text") }, "Two specimens with regenerated caudal fin.\nRadiographs taken of all adults."))
    };
    field_group("Kinds", "Three columns where there is room", None, true, &fields)
}

fn states() -> Markup {
    let with = |name, label, issues| Field { issues, ..Field::new(name, label) };
    let fields = html! {
        (text_field(WORDS, &Field { is_required: true, ..with("e", "Error", &[(Level::Error, "There is no 31 June.")]) }, &TextInput { value: "31 June", ..TextInput::default() }))
        (text_field(WORDS, &with("w", "Warning", &[(Level::Warning, "After the collector’s death in 1979.")]), &TextInput { value: "1987", ..TextInput::default() }))
        (text_field(WORDS, &with("i", "Note", &[(Level::Info, "Six other specimens share this value.")]), &TextInput { value: "FBC 87-22", ..TextInput::default() }))
        (text_field(WORDS, &Field { understood: "between 1 and 31 May 1987", ..Field::new("u", "Understood") }, &TextInput { value: "v.1987", ..TextInput::default() }))
        (text_field(WORDS, &Field { is_read_only: true, ..Field::new("r", "Read only") }, &TextInput { value: "Set by the system", ..TextInput::default() }))
        (select_field(WORDS, &Field { is_read_only: true, ..Field::new("rs", "Read-only choice") }, None, &[Choice { value: "1", label: "Ichthyology", is_chosen: true }]))
        (text_field(WORDS, &Field { help: "Lange Wörter brechen nichts, auch nicht in schmalen Spalten und auf dem Telefon.", span: Span::Two, ..Field::new("de", "Sammlungsverwaltungssystemübergreifende Inventarisierungsnummer") }, &TextInput::default()))
        (checkbox(WORDS, &Field { is_read_only: true, ..Field::new("rc", "Read-only box") }, true))
    };
    field_group("States", "", None, true, &fields)
}

pub(crate) fn sign_in() -> Markup {
    let body = html! {
        form class="stack" method="post" action="#" {
            (notice(WORDS, Level::Error, "Name or password is wrong.", "After five attempts you would have to wait for a minute.", None))
            (text_field(WORDS, &Field::new("name", "Name or e-mail address"), &TextInput { autocomplete: "username", value: "moduya", ..TextInput::default() }))
            (text_field(WORDS, &Field::new("password", "Password"), &TextInput { kind: "password", autocomplete: "current-password", ..TextInput::default() }))
            div class="stack" {
                (button("Sign in", "", Look::Primary, "", ""))
                a class="small" href="#" { "Forgotten the password?" }
            }
        }
    };
    bare_page(&Page { title: "Sign in", body, ..Page::default() }, "Biodiversity Institute, Division of Ichthyology")
}
