//! The home page.

use maud::{Markup, html};
use vasculum_web::ui::Level;
use vasculum_web::ui::components::{
    Bar, Column, ColumnKind, Entry, Look, Row, Table, Tile, TimeColumn, bar_list, data_table, job_progress,
    link_button, notice, section, stat_tile, time_columns, timeline,
};
use vasculum_web::ui::frame::{Page, page};
use vasculum_web::ui::words::Words;

use crate::{base, nav_at};

const WORDS: &Words<'static> = &Words::ENGLISH;

pub(crate) fn home() -> Markup {
    page(&Page {
        title: "Ichthyology",
        subtitle: "Biodiversity Institute",
        actions: Some(html! {
            (link_button("Import", "#", "upload", Look::Normal, ""))
            (link_button("New specimen", "#", "plus", Look::Primary, "c"))
        }),
        notices: Some(notice(
            WORDS,
            Level::Warning,
            "3 loans are overdue.",
            "The oldest went to the Natural History Museum, London, and was due on 2 September.",
            Some(&html! { a class="button button-small" href="#" { "Show loans" } }),
        )),
        body: body(),
        ..base(&nav_at("insights"))
    })
}

fn body() -> Markup {
    let tile = |label, value, sub, level| stat_tile(&Tile { label, value, sub, level, href: "list.html" });
    html! {
        div class="work" {
            div class="tiles" {
                (tile("Specimen lots", "43,918", "+312 this month", Level::Neutral))
                (tile("Specimens", "618,204", "in 51,377 preparations", Level::Neutral))
                (tile("Georeferenced", "87 %", "+1.4 since January", Level::Neutral))
                (tile("Types", "1,206", "34 holotypes", Level::Neutral))
                (tile("Loans overdue", "3", "of 41 open", Level::Error))
                (tile("To check", "1,847", "212 fewer than last week", Level::Warning))
            }
            div class="panels" {
                div class="panel" { (section("Lots by family", Some(&html! { a href="list.html" { "All 214" } }), &families())) }
                div class="panel" { (section("Catalogued by decade", None, &decades())) }
                div class="panel" { (section("This week", None, &week())) }
                div class="panel" { (section("Running jobs", Some(&html! { a href="#" { "All jobs" } }), &jobs())) }
                div class="panel panel-wide" { (section("Loans due", None, &loans())) }
            }
        }
    }
}

fn families() -> Markup {
    let bar = |label, amount, figure| Bar { label, amount, figure, href: "list.html" };
    bar_list(&[
        bar("Cyprinidae", 9120.0, "9,120"),
        bar("Percidae", 6904.0, "6,904"),
        bar("Leuciscidae", 5411.0, "5,411"),
        bar("Centrarchidae", 3870.0, "3,870"),
        bar("Catostomidae", 2102.0, "2,102"),
        bar("Fundulidae", 1344.0, "1,344"),
        bar("Acanthuridae incertae sedis", 12.0, "12"),
    ])
}

fn decades() -> Markup {
    let amounts = [12, 40, 180, 420, 960, 2210, 1460, 880, 3900, 7400, 6120, 4810, 8230, 5100, 3904];
    let labels: Vec<(String, String)> =
        (0..amounts.len()).map(|i| (format!("{}s", 1880 + i * 10), format!("{} lots", amounts[i]))).collect();
    let columns: Vec<TimeColumn<'_>> = amounts
        .iter()
        .zip(&labels)
        .map(|(amount, (label, figure))| TimeColumn { label, amount: f64::from(*amount), figure, href: "list.html" })
        .collect();
    time_columns("Lots catalogued by decade", &columns)
}

fn week() -> Markup {
    timeline(
        WORDS,
        &[
            Entry {
                who: "Miriam Oduya",
                what: "catalogued 48 lots from accession 2026-IC-031",
                when: "today",
                when_exact: "2026-11-22",
                icon: "plus",
                ..Entry::default()
            },
            Entry {
                who: "Theo Lindqvist",
                what: "georeferenced 122 localities",
                when: "yesterday",
                when_exact: "2026-11-21",
                icon: "map-pin",
                ..Entry::default()
            },
            Entry {
                who: "Ana Sousa",
                what: "merged 9 agents",
                when: "Thursday",
                when_exact: "2026-11-19",
                icon: "git-merge",
                ..Entry::default()
            },
            Entry {
                who: "Publishing",
                what: "sent 43,606 records to GBIF",
                when: "Monday",
                when_exact: "2026-11-16",
                icon: "share-2",
                ..Entry::default()
            },
        ],
    )
}

fn jobs() -> Markup {
    html! {
        div class="stack" {
            (job_progress("Upload “Danube 2026.xlsx”", "12,400 of 31,000 rows · 2 minutes left", 12_400, 31_000,
                Some(&html! { button class="button button-quiet button-small" { "Cancel" } })))
            (job_progress("Publish to GBIF", "Writing occurrence.txt", 0, 0, None))
        }
    }
}

fn loans() -> Markup {
    let columns = [
        Column { label: "Loan", kind: ColumnKind::Code, ..Column::default() },
        Column { label: "To", ..Column::default() },
        Column { label: "Due", kind: ColumnKind::Code, ..Column::default() },
        Column { label: "Lots", kind: ColumnKind::Number, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = [
        ("2025-18", "NHM London", "2 Sep", 14, Level::Error),
        ("2026-03", "MNHN Paris", "14 Jan", 2, Level::Neutral),
        ("2026-11", "Universidade de São Paulo, Museu de Zoologia", "1 Mar", 31, Level::Neutral),
    ]
    .into_iter()
    .map(|(number, to, due, lots, level)| Row {
        id: number,
        label: number,
        level,
        is_ticked: false,
        cells: vec![html! { a href="#" { (number) } }, html! { (to) }, html! { (due) }, html! { (lots) }],
    })
    .collect();
    data_table(WORDS, &Table { caption: "Loans due", columns: &columns, rows: &rows, tick_name: "", stacks: false })
}
