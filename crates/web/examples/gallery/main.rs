//! Draws the frame and every component with sample data, to be looked at.
//!
//! `cargo run -p vasculum-web --example gallery -- DIRECTORY` writes HTML files
//! and the assets; any server of static files can show them.

mod forms;
mod kit;
mod lists;
mod overview;
mod record;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use maud::{Markup, html};
use vasculum_web::ui::frame::{NavItem, Page};
use vasculum_web::ui::preferences::{Density, Preferences, Rail};

/// What makes the page: its file, and the markup.
type Sample = (&'static str, Markup);

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args_os().nth(1).map_or_else(|| env::temp_dir().join("vasculum-gallery"), PathBuf::from);
    fs::create_dir_all(directory.join("assets"))?;
    for (file, markup) in samples() {
        fs::write(directory.join(file), markup.into_string())?;
    }
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"))? {
        let entry = entry?;
        fs::copy(entry.path(), directory.join("assets").join(entry.file_name()))?;
    }
    for (index, tint) in ["#8a9a86", "#7f8f9a", "#a3937c", "#6f8478"].iter().enumerate() {
        fs::write(directory.join(format!("photo-{index}.svg")), photo(tint).into_string())?;
    }
    fs::write(directory.join("taxa.json"), TAXA)?;
    Ok(())
}

/// What a type-ahead is answered.
const TAXA: &str = r#"[
{"id": 71, "text": "Barbus barbus (Linnaeus, 1758)", "context": "Cyprinidae · 214 specimens"},
{"id": 72, "text": "Barbus balcanicus Kotlík, Tsigenopoulos, Ráb & Berrebi, 2002", "context": "Cyprinidae · 18 specimens"},
{"id": 73, "text": "Barbus bergi Chichkoff, 1935", "context": "Cyprinidae · synonym of Barbus tauricus"},
{"id": 74, "text": "Barbus borysthenicus Dybowski, 1862", "context": "Cyprinidae · 3 specimens"}
]"#;

fn samples() -> Vec<Sample> {
    let compact = Preferences { density: Density::Compact, rail: Rail::Icons, ..Preferences::default() };
    vec![
        ("index.html", overview::home()),
        ("record.html", record::record(Preferences::default(), false)),
        ("record-compact.html", record::record(compact, false)),
        ("record-rtl.html", record::record(Preferences::default(), true)),
        ("list.html", lists::list(Preferences::default())),
        ("list-compact.html", lists::list(compact)),
        ("fields.html", forms::fields()),
        ("components.html", kit::components()),
        ("empty.html", kit::empty()),
        ("confirm.html", kit::confirm()),
        ("sign-in.html", forms::sign_in()),
        ("error.html", kit::error()),
    ]
}

/// The rail of somebody who may do everything.
const NAV: &[NavItem<'static>] = &[
    nav("search", "Search", "list.html", "search", false),
    nav("specimens", "Specimens", "record.html", "fish", false),
    nav("queries", "Queries", "fields.html", "sliders-horizontal", false),
    nav("trees", "Trees", "components.html", "folder-tree", false),
    nav("workbench", "WorkBench", "confirm.html", "table-2", true),
    nav("interactions", "Interactions", "empty.html", "send", false),
    nav("media", "Media", "#", "images", false),
    nav("map", "Map", "#", "map", false),
    nav("reports", "Labels & reports", "#", "tags", false),
    nav("publish", "Publish", "#", "share-2", true),
    nav("insights", "Insights", "index.html", "chart-no-axes-column", false),
    nav("administration", "Administration", "#", "settings", false),
];

const fn nav(
    key: &'static str,
    label: &'static str,
    href: &'static str,
    icon: &'static str,
    starts_group: bool,
) -> NavItem<'static> {
    NavItem { key, label, href, icon, is_current: false, starts_group }
}

/// The rail with one entry marked.
fn nav_at(key: &str) -> Vec<NavItem<'static>> {
    NAV.iter().map(|item| NavItem { is_current: item.key == key, ..*item }).collect()
}

/// What all sample pages have in common.
fn base<'a>(nav: &'a [NavItem<'a>]) -> Page<'a> {
    Page {
        nav,
        collections: &[
            ("4", "Ichthyology", true),
            ("5", "Ichthyology – Tissues", false),
            ("9", "Herpetology", false),
            ("32768", "Wirbellose Tiere (Nasspräparate und Trockensammlung)", false),
        ],
        user: Some("Miriam Oduya"),
        jobs: 2,
        notifications: Some(3),
        ..Page::default()
    }
}

/// A scientific name: italic, its author upright.
fn name(canonical: &str, author: &str) -> Markup {
    html! { span class="name" { (canonical) @if !author.is_empty() { " " span class="author" { (author) } } } }
}

/// A stand-in for a photograph of a fish.
fn photo(tint: &str) -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" {
            rect width="160" height="160" fill=(tint) {}
            ellipse cx="74" cy="80" rx="48" ry="19" fill="#fff" fill-opacity="0.75" {}
            path d="M116 80 146 60v40Z M60 63 84 48l14 18Z" fill="#fff" fill-opacity="0.6" {}
            circle cx="42" cy="76" r="3" fill=(tint) {}
            rect x="14" y="134" width="56" height="5" fill="#fff" fill-opacity="0.85" {}
        }
    }
}
