//! `/trees/{Table}/export?format=&tree=`: a tree as a file, sent while it is written.

use axum::extract::{Path as Place, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::export::{Format, export_tree};
use vasculum_model::{Error, Table};

use super::state::{number, one};
use super::view::the_definition;
use super::{tree_named, tree_path};
use crate::App;
use crate::pages::export::streamed;
use crate::pages::visitor::Visitor;
use crate::respond::Refused;
use crate::ui::components::{Look, link_button};
use crate::ui::words::t;

/// A kind of file: its word in addresses, what it is called, its media type, how its names end.
type Kind = (&'static str, Format, &'static str, &'static str, &'static str);

const KINDS: &[Kind] = &[
    ("csv", Format::Csv, "CSV", "text/csv; charset=utf-8", "csv"),
    ("coldp", Format::Coldp, "ColDP", "application/zip", "coldp.zip"),
    ("newick", Format::Newick, "Newick", "text/plain; charset=utf-8", "nwk"),
    ("dwca", Format::Dwca, "DwC-A", "application/zip", "dwca.zip"),
];

/// `GET /trees/{table}/export?format=&tree=`.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let (tree, table) = tree_named(&table)?;
    let asked = one(&params, "format").unwrap_or("csv");
    let kind = KINDS.iter().find(|kind| kind.0 == asked);
    let (_, format, _, media_type, ending) = *kind
        .ok_or_else(|| Error::not_found(t("A tree can’t be written like this.")).hint("csv, coldp, newick, dwca"))?;
    let (definition, discipline) = (number(&params, "tree"), visitor.place().map(|place| place.discipline));
    // Whatever can be refused is refused before the first byte.
    let def = app
        .read(visitor.access.clone(), move |tx| the_definition(tx, tree, definition, discipline))
        .await?
        .ok_or_else(|| Error::not_found(t("This discipline has no such tree.")))?;
    let name = format!("{}.{ending}", table.name);
    Ok(streamed(app, visitor.access, &name, media_type, move |tx, out| export_tree(tx, def, format, out).map(drop)))
}

/// The ways to take a tree out.
pub(super) fn links(table: &Table, definition: i64) -> Markup {
    html! {
        div class="tree-files" role="group" aria-label=(t("Export")) {
            span class="muted" aria-hidden="true" { (t("Export")) }
            @for (key, _, label, ..) in KINDS {
                @let href = format!("{}/export?format={key}&tree={definition}", tree_path(table));
                (link_button(label, &href, "download", Look::Quiet, ""))
            }
        }
    }
}
