//! A list of specimens with facets.

use maud::{Markup, html};
use vasculum_web::ui::Level;
use vasculum_web::ui::components::{
    Column, ColumnKind, Facet, FacetValue, Look, Pagination, Row, Selection, Sort, Tab, Table, badge, button,
    data_table, facets, facets_button, icon, link_button, pagination, selectable, tabs,
};
use vasculum_web::ui::frame::{Page, page};
use vasculum_web::ui::preferences::Preferences;
use vasculum_web::ui::words::Words;

use crate::{base, name, nav_at};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// Number, name, author, family, place, date, count.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, u32, Level);

const LINES: &[Line] = &[
    (
        "39204",
        "Barbus barbus",
        "(Linnaeus, 1758)",
        "Cyprinidae",
        "Austria, Danube at Hainburg",
        "12 May 1987",
        14,
        Level::Error,
    ),
    (
        "39205",
        "Chondrostoma nasus",
        "(Linnaeus, 1758)",
        "Leuciscidae",
        "Austria, Danube at Hainburg",
        "12 May 1987",
        6,
        Level::Neutral,
    ),
    (
        "39206",
        "Zingel streber",
        "(Siebold, 1863)",
        "Percidae",
        "Austria, Danube at Hainburg",
        "12 May 1987",
        2,
        Level::Neutral,
    ),
    (
        "39211",
        "Gymnocephalus schraetser",
        "(Linnaeus, 1758)",
        "Percidae",
        "Slovakia, Čunovo reservoir",
        "May 1987",
        31,
        Level::Warning,
    ),
    (
        "39212",
        "Romanogobio vladykovi",
        "(Fang, 1943)",
        "Gobionidae",
        "Slovakia, Čunovo reservoir",
        "May 1987",
        108,
        Level::Neutral,
    ),
    (
        "39240",
        "Cobitis elongatoides",
        "Băcescu & Mayer, 1969",
        "Cobitidae",
        "Hungary, Szigetköz, side arm near Dunaremete",
        "1988",
        17,
        Level::Neutral,
    ),
    (
        "39241",
        "Sabanejewia balcanica",
        "(Karaman, 1922)",
        "Cobitidae",
        "Hungary, Rába at Sárvár",
        "1988",
        9,
        Level::Neutral,
    ),
    (
        "39302",
        "Hucho hucho",
        "(Linnaeus, 1758)",
        "Salmonidae",
        "Austria, Mur above Murau",
        "4 Oct 1991",
        1,
        Level::Neutral,
    ),
    (
        "39303",
        "Thymallus thymallus",
        "(Linnaeus, 1758)",
        "Salmonidae",
        "Austria, Mur above Murau",
        "4 Oct 1991",
        5,
        Level::Neutral,
    ),
    (
        "40118",
        "Neogobius melanostomus",
        "(Pallas, 1814)",
        "Gobiidae",
        "Serbia, Danube at Novi Sad",
        "2003",
        240,
        Level::Warning,
    ),
    (
        "40119",
        "Ponticola kessleri",
        "(Günther, 1861)",
        "Gobiidae",
        "Serbia, Danube at Novi Sad",
        "2003",
        52,
        Level::Neutral,
    ),
    (
        "40500",
        "Umbra krameri",
        "Walbaum, 1792",
        "Umbridae",
        "Austria, Fadenbach near Orth an der Donau",
        "22 Aug 2011",
        3,
        Level::Neutral,
    ),
    (
        "40507",
        "Misgurnus fossilis",
        "(Linnaeus, 1758)",
        "Cobitidae",
        "Austria, Fadenbach near Orth an der Donau",
        "22 Aug 2011",
        4,
        Level::Neutral,
    ),
];

pub(crate) fn list(preferences: Preferences) -> Markup {
    page(&Page {
        title: "Cyprinidae and others, Danube basin",
        heading: Some(html! { "Specimens" }),
        subtitle: "2,318 found in 9 ms",
        search: "danube",
        actions: Some(html! {
            (link_button("Edit query", "#", "sliders-horizontal", Look::Normal, "e"))
            (link_button("Export", "#", "download", Look::Normal, ""))
            (link_button("New specimen", "#", "plus", Look::Primary, "c"))
        }),
        body: body(),
        preferences,
        ..base(&nav_at("specimens"))
    })
}

fn body() -> Markup {
    html! {
           div class="with-facets" {
    (facets_column())
               div class="work" {
                   (tabs("Views of these specimens", &[
                       Tab { label: "Table", href: "#", count: "2,318", is_current: true },
                       Tab { label: "Map", href: "#", count: "1,904", is_current: false },
                       Tab { label: "Gallery", href: "#", count: "611", is_current: false },
                       Tab { label: "Statistics", href: "#", count: "", is_current: false },
                   ]))
                   div class="toolbar" {
    (facets_button(WORDS, 1))
                       (filter("River contains Danube")) (filter("Collected 1980 to 2012"))
                       a class="button button-quiet button-small" href="#" { (icon("plus")) "Add filter" }
                       span class="push-end row" {
                           a class="button button-quiet button-small" href="#" { (icon("settings")) "Columns" }
                           a class="button button-quiet button-small" href="#" { (icon("star")) "Save as query" }
                       }
                   }
                   (selectable(WORDS, &Selection { action: "#", body: table(), buttons: html! {
                       (button("Add to record set", "layers", Look::Normal, "do", "set"))
                       (button("Change values", "pencil", Look::Normal, "do", "change"))
                       (button("Lend", "send", Look::Normal, "do", "lend"))
                       (button("Labels", "tags", Look::Normal, "do", "labels"))
                   } }))
                   (pagination(WORDS, &Pagination { summary: "1–13 of 2,318", previous: None, next: Some("?after=40507") }))
               }
           }
       }
}

fn filter(text: &str) -> Markup {
    html! { a class="button button-small" href="#" { (text) (icon("x")) span class="hidden-words" { "Remove this filter" } } }
}

fn table() -> Markup {
    let columns = [
        Column { label: "Catalogue no.", kind: ColumnKind::Code, sort_href: "?sort=-no", sorted: Some(Sort::Up) },
        Column { label: "Name", kind: ColumnKind::Wide, sort_href: "?sort=name", sorted: None },
        Column { label: "Family", sort_href: "?sort=family", ..Column::default() },
        Column { label: "Locality", kind: ColumnKind::Wide, ..Column::default() },
        Column { label: "Collected", kind: ColumnKind::Code, sort_href: "?sort=date", sorted: None },
        Column { label: "Count", kind: ColumnKind::Number, sort_href: "?sort=count", sorted: None },
        Column { label: "To check", ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = LINES
        .iter()
        .map(|(number, taxon, author, family, place, date, count, level)| Row {
            id: number,
            label: number,
            level: *level,
            is_ticked: false,
            cells: vec![
                html! { a href="record.html" { (number) } },
                name(taxon, author),
                html! { (family) },
                html! { (place) },
                html! { (date) },
                html! { (count) },
                match level {
                    Level::Error => badge(Level::Error, "Date"),
                    Level::Warning => badge(Level::Warning, "Coordinates"),
                    _ => html! {},
                },
            ],
        })
        .collect();
    data_table(WORDS, &Table { caption: "Specimens", columns: &columns, rows: &rows, tick_name: "id", stacks: true })
}

fn facets_column() -> Markup {
    let value = |label, count, is_chosen, is_name| FacetValue { label, count, href: "#", is_chosen, is_name };
    facets(
        WORDS,
        &[
            Facet {
                label: "Family",
                is_open: true,
                values: &[
                    value("Cyprinidae", "642", false, false),
                    value("Leuciscidae", "588", false, false),
                    value("Gobiidae", "301", false, false),
                    value("Percidae", "244", false, false),
                    value("Cobitidae", "198", false, false),
                    value("Salmonidae", "97", false, false),
                ],
            },
            Facet {
                label: "Country",
                is_open: true,
                values: &[
                    value("Austria", "911", true, false),
                    value("Hungary", "540", false, false),
                    value("Slovakia", "388", false, false),
                    value("Bosnia and Herzegovina", "14", false, false),
                ],
            },
            Facet {
                label: "Genus",
                is_open: true,
                values: &[
                    value("Barbus", "214", false, true),
                    value("Neogobius", "190", false, true),
                    value("Chondrostoma", "122", false, true),
                ],
            },
            Facet { label: "Preparation", is_open: false, values: &[value("Alcohol", "2,101", false, false)] },
            Facet { label: "Type status", is_open: false, values: &[value("Paratype", "12", false, false)] },
        ],
    )
}
