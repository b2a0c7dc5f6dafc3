//! Buttons, badges, messages; pages with nothing on them, questions, errors.

use maud::{Markup, html};
use vasculum_web::ui::Level;
use vasculum_web::ui::components::{
    Confirm, Look, Tab, badge, button, confirm_panel, empty_state, icon, icon_button, key_value_list, link_button,
    notice, section, tabs,
};
use vasculum_web::ui::frame::{Page, bare_page, page};
use vasculum_web::ui::words::Words;

use crate::{base, name, nav_at};

const WORDS: &Words<'static> = &Words::ENGLISH;
const LEVELS: [Level; 5] = [Level::Neutral, Level::Info, Level::Success, Level::Warning, Level::Error];

pub(crate) fn components() -> Markup {
    let buttons = html! {
        div class="row" {
            (button("Save", "save", Look::Primary, "", "")) (button("Clone", "copy", Look::Normal, "", "")) (button("Skip", "", Look::Quiet, "", ""))
            (button("Remove", "trash-2", Look::Danger, "", "")) (button("Delete 12 records", "", Look::DangerStrong, "", ""))
            (icon_button("Star this record", "star", "", ""))
            button class="button" disabled { "Not now" }
        }
        div class="row" {
            a class="button button-small" href="#" { (icon("filter")) "Small" }
            span class="button-group" { button class="button" { "Day" } button class="button" { "Week" } button class="button" { "Year" } }
            span class="choice" { button aria-pressed="true" { "Table" } button aria-pressed="false" { "Map" } button aria-pressed="false" { "Gallery" } }
        }
    };
    let messages = html! {
        @for level in LEVELS {
            (notice(WORDS, level, "12 of 14 specimens were saved.", "Two have dates that do not exist; they are kept as a draft.",
                Some(&html! { a class="button button-small" href="#" { "Show" } })))
        }
    };
    let facts = key_value_list(&[
        ("Name", name("Barbus barbus", "(Linnaeus, 1758)")),
        ("Locality", html! { "Danube at Hainburg, right bank" }),
        ("Elevation", html! { "138 m" }),
        ("Collectors", html! { a href="#" { "Cross, F. B." } "; " a href="#" { "Collins, J. T." } }),
    ]);
    page(&Page {
        title: "Components",
        is_reading: true,
        body: html! {
            div class="work" {
                (section("Buttons", None, &html! { div class="stack" { (buttons) } }))
                (section("Badges", None, &html! { div class="row" { @for level in LEVELS { (badge(level, level.key())) } } }))
                (section("Messages", None, &html! { div class="stack" { (messages) } }))
                (section("Tabs", None, &tabs("Sample", &[
                    Tab { label: "Record", href: "#", count: "", is_current: true },
                    Tab { label: "Specimens", href: "#", count: "214", is_current: false },
                    Tab { label: "History", href: "#", count: "9", is_current: false },
                ])))
                (section("Facts", None, &facts))
                (section("Keys", None, &html! { p { "Press " kbd { "?" } " or " kbd { "Ctrl" } " " kbd { "K" } ". " code { "determinations[0].taxon" } } }))
            }
        },
        ..base(&nav_at("trees"))
    })
}

pub(crate) fn empty() -> Markup {
    page(&Page {
        title: "Loans",
        body: empty_state(
            "send",
            "No loans yet",
            "A loan says which preparations went to whom, and when they are due back. Reminders are written for you.",
            Some(
                &html! { (link_button("New loan", "#", "plus", Look::Primary, "c")) (link_button("Import loans", "#", "upload", Look::Normal, "")) },
            ),
        ),
        ..base(&nav_at("interactions"))
    })
}

pub(crate) fn confirm() -> Markup {
    let panel = confirm_panel(
        WORDS,
        &Confirm {
            title: "Delete 12 specimens?",
            body: html! { p { "They and their 19 preparations leave the collection, the search and the next publication. The history is kept, and each can be brought back from there." } },
            action: "#",
            hidden: &[("set", "44")],
            confirm: "Delete 12 specimens",
            cancel_href: "list.html",
            is_danger: true,
        },
    );
    page(&Page {
        title: "Delete",
        breadcrumbs: &[("Specimens", "list.html"), ("Danube revision 2024", "list.html")],
        body: panel,
        ..base(&nav_at("specimens"))
    })
}

pub(crate) fn error() -> Markup {
    let body = html! {
        div class="stack" {
            p { "There is no specimen KUI 99999 in the collections that you may see. It may have been renumbered or merged with another." }
            div class="row" { (link_button("Search", "list.html", "search", Look::Primary, "")) (link_button("Home", "index.html", "", Look::Normal, "")) }
        }
    };
    bare_page(&Page { title: "Nothing here", is_reading: true, body, ..Page::default() }, "Vasculum 0.1.0")
}
