//! How the name of a taxon is understood, beside its field: while somebody types it, and on a form that is shown again.

use std::collections::BTreeMap;

use axum::extract::{Path as Place, Query, State};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::trees::naming::{self, Likeness, Naming, Near, Part, Typed};
use vasculum_model::names::taxon;
use vasculum_model::{Code, Col, Error, Issue, Result, Table, model};
use vasculum_store::Tx;

use super::tree_table;
use crate::App;
use crate::pages::form::level;
use crate::pages::grid::GENUS;
use crate::pages::record_path;
use crate::pages::sheet::{Cell, Sheet};
use crate::pages::visitor::Visitor;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{Look, button, icon};
use crate::ui::sentences::said_with;
use crate::ui::words::{self, known, t, tf};

/// The controls of the form that say what name it is, and where.
const ASKS: &[&str] = &["name", "author", "definition", "parent", "definitionItem"];
/// The name of the button that puts what was offered into the fields.
pub(crate) const PUT: &str = "put";

/// Whether names are understood in the form of a table.
pub(crate) fn is_known(table: &Table) -> bool {
    table.id == taxon::TABLE
}

/// After which of the columns of a section the answer stands, if the name is among them: after the author where that
/// follows.
pub(crate) fn place_in(table: &Table, columns: &[u16]) -> Option<usize> {
    let at = columns.iter().position(|column| Col(table.id, *column) == taxon::NAME)?;
    let is_author = |column: &u16| Col(table.id, *column) == taxon::AUTHOR;
    Some(if columns.get(at + 1).is_some_and(is_author) { at + 1 } else { at })
}

/// What a form says of a name and its place; what it does not show is as it was saved.
fn typed(tx: &mut Tx<'_>, sheet: &Sheet) -> Result<Typed> {
    let before = match sheet.id {
        Some(id) => tx.find(taxon::TABLE, id)?,
        None => None,
    };
    let text = |column: Col| match sheet.cells.get(&column.1) {
        Some(cell) => cell.text.clone(),
        None => before.as_ref().and_then(|before| before.text(column)).unwrap_or_default().to_owned(),
    };
    let link = |column: Col| match sheet.cells.get(&column.1) {
        Some(cell) => cell.id,
        None => before.as_ref().and_then(|before| before.int(column)),
    };
    Ok(Typed {
        id: sheet.id,
        tree: link(taxon::DEFINITION),
        parent: link(taxon::PARENT),
        rank: link(taxon::DEFINITION_ITEM),
        name: text(taxon::NAME),
        author: text(taxon::AUTHOR),
    })
}

/// How the name in a form is understood; nothing for other forms and for those who may not see the tree.
pub(crate) fn of_sheet(tx: &mut Tx<'_>, sheet: &Sheet) -> Result<Option<Naming>> {
    if !is_known(sheet.table) {
        return Ok(None);
    }
    let typed = typed(tx, sheet)?;
    or_nothing(naming::look(tx, &typed))
}

fn or_nothing(looked: Result<Option<Naming>>) -> Result<Option<Naming>> {
    match looked {
        Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => Ok(None),
        other => other,
    }
}

/// Puts what is offered for the name in a form into its cells.
pub(crate) fn put(tx: &mut Tx<'_>, sheet: &mut Sheet) -> Result<()> {
    let Some(offer) = of_sheet(tx, sheet)?.and_then(|naming| naming.offer) else { return Ok(()) };
    let cells: &mut BTreeMap<u16, Cell> = &mut sheet.cells;
    cells.insert(taxon::NAME.1, Cell { text: offer.name, id: None });
    if let Some(author) = offer.author {
        cells.insert(taxon::AUTHOR.1, Cell { text: author, id: None });
    }
    Ok(())
}

/// Whether the answer beside the fields says what an issue says.
pub(crate) fn says(naming: Option<&Naming>, issue: &Issue) -> bool {
    naming.is_some_and(|naming| naming.remarks().iter().any(|one| one.field == issue.field && one.words == issue.words))
}

/// The place for the answer in a form, with what is known already.
pub(crate) fn area(id: Option<i64>, naming: Option<&Naming>) -> Markup {
    let table = model().table(taxon::TABLE).name;
    let own = id.map(|id| format!("?id={id}")).unwrap_or_default();
    html! {
        div class="naming span-all" role="status" data-answers={ "/trees/" (table) "/naming" (own) } data-asks=(ASKS.join(" ")) {
            @if let Some(naming) = naming { (draw(naming)) }
        }
    }
}

fn draw(naming: &Naming) -> Markup {
    let has_genus = naming.parts.iter().any(|(part, _)| *part == Part::Genus);
    let is_italic = naming.rank_id.map_or(has_genus, |rank| rank >= GENUS);
    html! {
        @if !naming.parts.is_empty() {
            div class="understood" {
                (icon("check"))
                div {
                    span class="hidden-words" { (t("Understood as")) " " }
                    span class=[is_italic.then_some("name")] { (naming.full_name) }
                    dl class="naming-parts" {
                        @for (part, text) in &naming.parts { div { dt { (label(*part)) } dd { (value(*part, text)) } } }
                    }
                }
            }
        }
        @for issue in &naming.issues { (line(level(issue), &html! { (spoken(issue)) })) }
        @if let Some(offer) = &naming.offer {
            @let author = offer.author.as_deref().unwrap_or_default();
            @let words = if author.is_empty() {
                tf("Make ‘{name}’ the name", &[("name", &offer.name)])
            } else {
                tf("Make ‘{name}’ the name and ‘{author}’ the author", &[("name", &offer.name), ("author", &author)])
            };
            div data-put-name=(offer.name) data-put-author=[offer.author.as_deref()] {
                (button(&words, "pencil", Look::Normal, PUT, "name"))
            }
        }
        @for near in &naming.near { (like(near)) }
    }
}

fn line(level: Level, words: &Markup) -> Markup {
    html! {
        span class={ "issue issue-" (level.key()) } {
            (icon(level.icon())) span { span class="hidden-words" { (words::level(level)) ": " } (words) }
        }
    }
}

fn spoken(issue: &Issue) -> String {
    said_with(&issue.words, |name, value| (name == "rank").then(|| known(value)).flatten().map(str::to_owned))
        .into_owned()
}

fn like(near: &Near) -> Markup {
    let (level, words) = match near.likeness {
        Likeness::Same => (Level::Warning, t("In the tree already:")),
        Likeness::Homonym => (Level::Warning, t("A homonym in the tree, told apart by its author:")),
        Likeness::Alike => (Level::Info, t("Nearly the same in the tree:")),
    };
    let href = record_path(model().table(taxon::TABLE), near.id);
    let link = html! {
        (words) " " a href=(href) { (near.called()) }
        @if near.is_synonym { " " span class="muted" { (t("(synonym)")) } }
    };
    line(level, &link)
}

fn label(part: Part) -> &'static str {
    match part {
        Part::Rank => t("Rank"),
        Part::Genus => t("Genus"),
        Part::Infrageneric => t("Subgenus or section"),
        Part::Species => t("Species epithet"),
        Part::Infraspecific => t("Epithet below the species"),
        Part::Cultivar => t("Cultivar"),
        Part::FirstAuthor => t("First described by"),
        Part::Author => t("Author of the name"),
        Part::Year => t("Year"),
        Part::Hybrid => t("Hybrid"),
        Part::Code => t("Code of nomenclature"),
    }
}

fn value(part: Part, text: &str) -> String {
    match (part, text) {
        (Part::Rank, rank) => known(rank).unwrap_or(rank).to_owned(),
        (Part::Code, "zoological") => t("zoological").to_owned(),
        (Part::Code, "botanical") => t("botanical").to_owned(),
        (Part::Code, "bacterial") => t("of bacteria").to_owned(),
        (Part::Code, "of viruses") => t("of viruses").to_owned(),
        (_, text) => text.to_owned(),
    }
}

/// `GET /trees/{table}/naming?id=&parent=&definitionItem=&name=&author=`: a part of a form.
pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    if !is_known(tree_table(&table)?) {
        return Err(Error::not_found(t("There is no such page.")).into());
    }
    let one =
        |name: &str| params.iter().rev().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str());
    let short = |name: &str| one(name).chars().take(LONGEST).collect::<String>();
    let id = |name: &str| one(name).parse::<i64>().ok();
    let typed = Typed {
        id: id("id"),
        tree: id("definition"),
        parent: id("parent"),
        rank: id("definitionItem"),
        name: short("name"),
        author: short("author"),
    };
    let naming = app.read(visitor.access.clone(), move |tx| or_nothing(naming::look(tx, &typed))).await?;
    Ok(Html(naming.map_or(String::new(), |naming| draw(&naming).into_string())).into_response())
}

/// Longer names are cut off: no field holds them.
const LONGEST: usize = 500;
