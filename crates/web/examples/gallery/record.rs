//! The page of one specimen.

use maud::{Markup, html};
use vasculum_web::ui::Level;
use vasculum_web::ui::components::{
    Change, Choice, Entry, Field, Look, Span, SubRow, TextInput, TypeAhead, Undo, aside_section, badge, checkbox,
    field_group, icon, icon_link, key_value_list, link_button, save_button, select_field, sub_row, sub_rows, text_area,
    text_field, timeline, type_ahead_field,
};
use vasculum_web::ui::frame::{Page, page};
use vasculum_web::ui::preferences::Preferences;
use vasculum_web::ui::words::Words;

use crate::{base, name, nav_at};

const WORDS: &Words<'static> = &Words::ENGLISH;

pub(crate) fn record(preferences: Preferences, is_rtl: bool) -> Markup {
    page(&Page {
        title: "KUI 39204 Barbus barbus",
        heading: Some(html! { span class="figures" { "KUI 39204" } " " (name("Barbus barbus", "(Linnaeus, 1758)")) }),
        badges: Some(html! { (badge(Level::Neutral, "Alcohol")) (badge(Level::Warning, "2 to check")) }),
        breadcrumbs: &[("Specimens", "list.html"), ("Cyprinidae, Danube basin", "list.html")],
        actions: Some(html! {
            span class="button-group" {
                (icon_link("Previous record", Some("record.html"), "chevron-left", "p"))
                (icon_link("Next record", Some("record.html"), "chevron-right", "n"))
            }
            (link_button("Clone", "#", "copy", Look::Normal, ""))
            (link_button("Label", "#", "printer", Look::Normal, ""))
            (save_button("Save", "record"))
        }),
        body: body(),
        preferences,
        is_rtl,
        lang: if is_rtl { "ar" } else { "en" },
        ..base(&nav_at("specimens"))
    })
}

fn body() -> Markup {
    html! {
        div class="with-aside" {
            form id="record" class="work form" method="post" action="#" data-main data-guard {
                (identity())
                (determinations())
                (event())
                (preparations())
            }
            aside class="aside" aria-label="About this record" { (beside()) }
        }
    }
}

fn identity() -> Markup {
    let fields = html! {
        (text_field(WORDS, &Field { is_required: true, ..Field::new("catalogNumber", "Catalogue number") },
            &TextInput { value: "39204", ..TextInput::default() }))
        (text_field(WORDS, &Field { understood: "12 May 1987", ..Field::new("catalogedDate", "Catalogued") },
            &TextInput { value: "12.v.1987", ..TextInput::default() }))
        (type_ahead_field(WORDS, &Field::new("cataloger", "Cataloguer"),
            &TypeAhead { id: "12", text: "Bentley, Andrew C.", url: "taxa.json", href: "#", ..TypeAhead::default() }))
        (type_ahead_field(WORDS, &Field::new("accession", "Accession"),
            &TypeAhead { id: "88", text: "1987-IC-014", context: "Gift, Naturhistorisches Museum Wien", url: "taxa.json", href: "#", ..TypeAhead::default() }))
        (text_field(WORDS, &Field { issues: &[(Level::Warning, "12 in the preparations below.")], ..Field::new("count", "Specimens") },
            &TextInput { value: "14", ..TextInput::default() }))
        (text_field(WORDS, &Field { is_read_only: true, help: "Kept for ever, also when the number changes.", ..Field::new("guid", "Global identifier") },
            &TextInput { value: "0c5e2b9a-74f1-4f0e-9d6b-6b1f3f0a8c11", ..TextInput::default() }))
        (text_area(WORDS, &Field { span: Span::All, ..Field::new("remarks", "Remarks") },
            "Jar relabelled in 2004. Two specimens with regenerated caudal fin; radiographs taken of all adults."))
    };
    let side = html! { a href="#" data-key="a" aria-keyshortcuts="a" { "All fields" } };
    field_group("Identity", "", Some(&side), true, &fields)
}

fn determinations() -> Markup {
    let present = sub_row(
        WORDS,
        &SubRow {
            name: "determinations[0]",
            id: "501",
            title: html! { (name("Barbus barbus", "(Linnaeus, 1758)")) (badge(Level::Success, "Current")) },
            meta: "J. Freyhof, 2007",
            fields: determination(0, "71", "Barbus barbus (Linnaeus, 1758)", "Freyhof, Jörg", "2007", true),
            is_open: true,
            can_remove: true,
        },
    );
    let former = sub_row(
        WORDS,
        &SubRow {
            name: "determinations[1]",
            id: "377",
            title: html! { (name("Barbus fluviatilis", "Agassiz, 1835")) },
            meta: "F. B. Cross, May 1987 · identified from the jar’s label",
            fields: determination(1, "90", "Barbus fluviatilis Agassiz, 1835", "Cross, Frank B.", "May 1987", false),
            is_open: false,
            can_remove: true,
        },
    );
    let template = sub_row(
        WORDS,
        &SubRow {
            name: "determinations[0]",
            id: "",
            title: html! { "New determination" },
            meta: "",
            fields: determination(0, "", "", "", "", false),
            is_open: true,
            can_remove: true,
        },
    );
    sub_rows("determinations", "Determinations", 2, &html! { (present) (former) }, Some(&template), "Add determination")
}

fn determination(index: usize, id: &str, taxon: &str, determiner: &str, date: &str, is_current: bool) -> Markup {
    let at = |field: &str| format!("determinations[{index}].{field}");
    let (taxon_name, by, on, kind, current) =
        (at("taxon"), at("determiner"), at("determinedDate"), at("typeStatusName"), at("isCurrent"));
    html! {
        (type_ahead_field(WORDS, &Field { is_required: true, span: Span::Two, ..Field::new(&taxon_name, "Taxon") },
            &TypeAhead { id, text: taxon, url: "taxa.json", href: if id.is_empty() { "" } else { "#" }, create_url: "#new", context: if id.is_empty() { "" } else { "Cypriniformes · Cyprinidae" }, ..TypeAhead::default() }))
        (select_field(WORDS, &Field::new(&kind, "Type status"), Some("None"), &[
            Choice { value: "holotype", label: "Holotype", is_chosen: false },
            Choice { value: "paratype", label: "Paratype", is_chosen: false },
        ]))
        (type_ahead_field(WORDS, &Field::new(&by, "Determiner"), &TypeAhead { id, text: determiner, url: "taxa.json", ..TypeAhead::default() }))
        (text_field(WORDS, &Field { understood: date, ..Field::new(&on, "Date") }, &TextInput { value: date, placeholder: "1987, May 1987, 12.v.1987", ..TextInput::default() }))
        (checkbox(WORDS, &Field::new(&current, "Current determination"), is_current))
    }
}

fn event() -> Markup {
    let fields = html! {
        (type_ahead_field(WORDS, &Field { span: Span::Two, is_required: true, ..Field::new("locality", "Locality") },
            &TypeAhead { id: "5", text: "Danube at Hainburg, right bank, 2 km below the bridge", context: "Austria · Lower Austria · Bruck an der Leitha", url: "taxa.json", href: "#", create_url: "#new", ..TypeAhead::default() }))
        (text_field(WORDS, &Field::new("stationFieldNumber", "Field number"), &TextInput { value: "FBC 87-22", ..TextInput::default() }))
        (text_field(WORDS, &Field { understood: "48.1477° N, 16.9419° E", ..Field::new("latitude", "Coordinates") },
            &TextInput { value: "48°08'52\"N 16°56'31\"E", ..TextInput::default() }))
        (text_field(WORDS, &Field { issues: &[(Level::Error, "There is no 31 June.")], ..Field::new("startDate", "Collected from") },
            &TextInput { value: "31 June 1987", ..TextInput::default() }))
        (text_field(WORDS, &Field::new("endDate", "to"), &TextInput { value: "", ..TextInput::default() }))
        (text_field(WORDS, &Field::new("minElevation", "Elevation"), &TextInput { value: "138", unit: "m", ..TextInput::default() }))
        (text_field(WORDS, &Field::new("method", "Method"), &TextInput { value: "Electrofishing", suggestions: &["Electrofishing", "Seine", "Gill net"], ..TextInput::default() }))
        (text_field(WORDS, &Field::new("waterBody", "Water body"), &TextInput { value: "Donau", ..TextInput::default() }))
    };
    let side = html! { span class="muted" { "Shared with " a href="#" { "6 other specimens" } } };
    field_group("Collecting event and locality", "", Some(&side), true, &fields)
}

fn preparations() -> Markup {
    let row = |index: usize, kind: &str, meta: &'static str, level: Option<(Level, &str)>| {
        let row_name = format!("preparations[{index}]");
        let count = format!("{row_name}.countAmt");
        sub_row(
            WORDS,
            &SubRow {
                name: &row_name,
                id: "9",
                title: html! { (kind) @if let Some((level, text)) = level { (badge(level, text)) } },
                meta,
                fields: text_field(
                    WORDS,
                    &Field::new(&count, "Count"),
                    &TextInput { value: "1", ..TextInput::default() },
                ),
                is_open: false,
                can_remove: true,
            },
        )
    };
    let rows = html! {
        (row(0, "Alcohol (70 % ethanol)", "9 specimens · Wet collection, bay 14, shelf C", None))
        (row(1, "Cleared and stained", "2 specimens · Cabinet 3", Some((Level::Info, "On loan until 14 January"))))
        (row(2, "Skeleton", "1 specimen · Dry collection, drawer 118", None))
    };
    sub_rows("preparations", "Preparations", 3, &rows, None, "")
}

fn beside() -> Markup {
    let undo = Undo { action: "#", hidden: &[("change_set", "8812")] };
    html! {
        (aside_section("To check", "2", &html! {
            ul class="stack" {
                li class="issue issue-error" { (icon("circle-alert")) a href="#startDate" { "Collected from: there is no 31 June." } }
                li class="issue issue-warning" { (icon("triangle-alert")) a href="#count" { "14 specimens counted, 12 in the preparations." } }
            }
        }))
        (aside_section("Media", "4", &html! {
            div class="media-strip" {
                @for index in 0..4 { a href="#" { img src={ "photo-" (index) ".svg" } alt={ "Specimen, view " (index + 1) } width="160" height="160" loading="lazy"; } }
            }
        }))
        (aside_section("Used by", "", &key_value_list(&[
            ("Loans", html! { a href="#" { "1 open" } ", 3 closed" }),
            ("Citations", html! { a href="#" { "2 publications" } }),
            ("Record sets", html! { a href="#" { "Danube revision 2024" } }),
            ("Published", html! { a href="#" { "GBIF, 3 days ago" } }),
        ])))
        (aside_section("History", "", &timeline(WORDS, &[
            Entry { who: "Miriam Oduya", what: "edited the collecting event", when: "today, 09:14", when_exact: "2026-11-22T09:14:00Z", undo: Some(undo), icon: "", href: "",
                changes: &[
                    Change { field: "Coordinates", before: "48°08'N 16°56'E", after: "48°08'52\"N 16°56'31\"E" },
                    Change { field: "Field number", before: "", after: "FBC 87-22" },
                ] },
            Entry { who: "Miriam Oduya", what: "lent 2 cleared and stained", when: "14 October", when_exact: "2026-10-14T15:02:00Z", icon: "send", changes: &[], undo: None, href: "" },
            Entry { who: "Jörg Freyhof", what: "added a determination", when: "3 March 2007", when_exact: "2007-03-03T11:40:00Z", icon: "badge-check", undo: None, href: "",
                changes: &[Change { field: "Taxon", before: "Barbus fluviatilis", after: "Barbus barbus" }] },
            Entry { who: "Import", what: "created the record from Specify 6", when: "9 January 2006", when_exact: "2006-01-09T08:00:00Z", icon: "upload", changes: &[], undo: None, href: "" },
        ])))
    }
}
