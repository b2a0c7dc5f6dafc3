//! `/system/web-links`: addresses elsewhere that are made of the fields of a record.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::formats::{self, PRESETS, WebLink, own};
use vasculum_model::names::text_format;
use vasculum_model::{Error, Issue, Result, Table, model};
use vasculum_store::{Purpose, Select, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, issues_at, may, one, told};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{names, words};
use crate::respond::Refused;
use crate::ui::components::{
    Column, ColumnKind, Field, Look, Row, Span, Table as Shown, TextInput, button, checkbox, data_table, empty_state,
    field_group, link_button, save_button, section, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::t;

const LINKS: &str = "/system/web-links";
/// So many records of the collection show where a link leads.
const EXAMPLES: u64 = 8;

fn link_at(id: i64) -> String {
    format!("{LINKS}/{id}")
}

/// `GET /system/web-links`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let links = app.read(visitor.access.clone(), formats::web_links).await?;
    let new = link_button(t("New web link"), &format!("{LINKS}/new"), "plus", Look::Primary, "c");
    let may_make = may(&visitor, text_format::TABLE, "create");
    let body = if links.is_empty() {
        let text = t(
            "A web link leads from a record to a page elsewhere: from a name to GBIF, from a sequence to GenBank, from a place to a map. Nothing is asked of the other server before somebody follows the link.",
        );
        empty_state("external-link", t("No web links yet"), text, may_make.then_some(&new))
    } else {
        table(&links)
    };
    let content = Page {
        title: t("Web links"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        actions: may_make.then(|| new.clone()),
        notices: done_notice(&params),
        body: html! { div class="work" { (body) @if may_make { (presets(&links)) } } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn table(links: &[WebLink]) -> Markup {
    let columns = [
        Column { label: t("Name"), ..Column::default() },
        Column { label: t("Beside"), ..Column::default() },
        Column { label: t("Address"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Counts in"), ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = links
        .iter()
        .map(|link| Row {
            label: &link.name,
            cells: vec![
                html! { @match link.id { Some(id) => a href=(link_at(id)) { (link.name) }, None => (link.name) } },
                html! { (beside(&link.table, &link.field)) },
                html! { span class="mono" { (link.address) } },
                html! { @if link.everywhere { (t("whole institution")) } @else { (t("this discipline")) } },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Shown { caption: t("Web links"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

fn beside(table: &str, field: &str) -> String {
    let name = model().named(table).map_or_else(|| table.to_owned(), words::many);
    if field.is_empty() { name } else { format!("{name}: {}", words::label(field)) }
}

/// Links that many institutions use, to start from.
fn presets(links: &[WebLink]) -> Markup {
    let missing: Vec<(usize, &formats::Preset)> =
        PRESETS.iter().enumerate().filter(|(_, preset)| !links.iter().any(|link| link.name == preset.name)).collect();
    if missing.is_empty() {
        return html! {};
    }
    section(
        t("Often used"),
        None,
        &html! {
            ul class="tool-list" {
                @for (nth, preset) in missing {
                    li {
                        a class="tool" href={ (LINKS) "/new?preset=" (nth) } {
                            (crate::ui::components::icon("plus"))
                            span { strong { (preset.name) } span class="muted" { (beside(preset.table, preset.field)) } }
                        }
                    }
                }
            }
        },
    )
}

/// What the editor shows.
struct Editor {
    link: WebLink,
    version: Option<i64>,
    /// Records with their addresses; nothing for one that has none.
    examples: Vec<(String, Option<String>)>,
    may_save: bool,
    may_everywhere: bool,
}

fn open(tx: &mut Tx<'_>, link: WebLink, version: Option<i64>, may_save: bool) -> Result<Editor> {
    let may_everywhere = own::may_everywhere(tx);
    let mut examples = Vec::new();
    let table = model().named(&link.table).filter(|_| formats::check_link(&link).is_empty());
    if let Some(table) = table {
        let latest = Select::all(table.id).sorted(vec![(vasculum_model::Path::parse(table, "id")?, true)]);
        for record in super::or_default(tx.select(&latest.at_most(EXAMPLES)))? {
            let address = formats::link_example(tx, &link, &record)?;
            examples.push((names::text(tx, table.id, record.id)?, address));
        }
    }
    Ok(Editor { link, version, examples, may_save, may_everywhere })
}

/// `GET /system/web-links/new`.
pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let preset = one(&params, "preset").parse::<usize>().ok().and_then(|nth| PRESETS.get(nth));
    let link = preset.map_or_else(WebLink::default, |preset| WebLink {
        name: preset.name.to_owned(),
        table: preset.table.to_owned(),
        field: preset.field.to_owned(),
        address: preset.address.to_owned(),
        ..WebLink::default()
    });
    let may_save = may(&visitor, text_format::TABLE, "create");
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, link, None, may_save)).await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], None))
}

/// `GET /system/web-links/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let may_save = may(&visitor, text_format::TABLE, "update");
    let shown = app
        .read(visitor.access.clone(), move |tx| {
            let link = formats::web_links(tx)?.into_iter().find(|link| link.id == Some(id));
            let link = link.ok_or_else(|| Error::not_found(format!("There is no web link {id}.")))?;
            let version = tx.find(text_format::TABLE, id)?.map(|record| record.version());
            open(tx, link, version, may_save)
        })
        .await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], done_notice(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, shown: &Editor, issues: &[Issue], notices: Option<Markup>) -> Response {
    let link = &shown.link;
    let action = link.id.map_or(LINKS.to_owned(), link_at);
    let can_go = link.id.is_some() && may(visitor, text_format::TABLE, "delete");
    let content = Page {
        title: if link.id.is_some() { &link.name } else { t("New web link") },
        breadcrumbs: &[(t("System"), SYSTEM), (t("Web links"), LINKS)],
        actions: shown.may_save.then(|| save_button(t("Save"), "web-link")),
        notices,
        body: html! {
            div class="with-aside" {
                div class="work" {
                    form id="web-link" class="form" method="post" action=(action) data-main data-guard {
                        @if let Some(version) = shown.version { input type="hidden" name="version" value=(version); }
                        (fields(shown, issues))
                        div class="row" { (button(t("Show examples"), "eye", Look::Normal, "try", "yes")) }
                    }
                    @if can_go {
                        form class="row" method="post" action={ (action) "/delete" } { (button(t("Delete this web link"), "trash-2", Look::Danger, "", "")) }
                    }
                }
                aside class="aside" aria-label=(t("Examples")) { (section(t("Where it leads"), None, &examples(shown))) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn fields(shown: &Editor, issues: &[Issue]) -> Markup {
    let link = &shown.link;
    let tables: Vec<&str> = model().tables().filter(|table| table.is_shown()).map(|table| table.name).collect();
    let columns: Vec<&str> = model()
        .named(&link.table)
        .map(|table: &Table| table.columns.iter().map(|column| column.name).collect())
        .unwrap_or_default();
    let at = |name: &'static str| issues_at(issues, name);
    let (name, table, field, address) = (at("name"), at("table"), at("field"), at("address"));
    let name = Field { is_required: true, issues: &name, ..Field::new("name", t("Name")) };
    let title = Field { help: t("Empty: the name."), ..Field::new("title", t("Words on the record page")) };
    let table =
        Field { is_required: true, help: t("For example Taxon."), issues: &table, ..Field::new("table", t("Table")) };
    let field = Field {
        help: t("For example fullName. Empty: above the fields of the record."),
        issues: &field,
        ..Field::new("field", t("Beside the field"))
    };
    let address = Field {
        is_required: true,
        help: t(
            "Fields stand in braces, as in record formats: https://www.gbif.org/species/search?q={fullName}. Without a value in one of them there is no link.",
        ),
        issues: &address,
        span: Span::All,
        ..Field::new("address", t("Address"))
    };
    field_group(
        t("Web link"),
        "",
        None,
        false,
        &html! {
            (text_field(WORDS, &name, &TextInput { value: &link.name, length_max: 32, ..TextInput::default() }))
            (text_field(WORDS, &title, &TextInput { value: &link.title, length_max: 128, ..TextInput::default() }))
            (text_field(WORDS, &table, &TextInput { value: &link.table, suggestions: &tables, ..TextInput::default() }))
            (text_field(WORDS, &field, &TextInput { value: &link.field, suggestions: &columns, ..TextInput::default() }))
            (text_field(WORDS, &address, &TextInput { value: &link.address, ..TextInput::default() }))
            @if shown.may_everywhere {
                (checkbox(WORDS, &Field { help: t("Otherwise it counts in this discipline alone."), span: Span::All, ..Field::new("everywhere", t("For the whole institution")) }, link.everywhere))
            }
        },
    )
}

fn examples(shown: &Editor) -> Markup {
    html! {
        @if shown.examples.is_empty() { p class="muted" { (t("Examples are shown as soon as the link can be read and there are records.")) } }
        ul class="stack" {
            @for (name, address) in &shown.examples {
                li {
                    (name) br;
                    @match address {
                        Some(address) => a class="small" href=(address) rel="external noreferrer" target="_blank" { (address) },
                        None => span class="muted small" { (t("no link: a value is missing")) },
                    }
                }
            }
        }
    }
}

fn of_form(id: Option<i64>, sent: &Pairs) -> WebLink {
    let text = |name: &str| one(sent, name).trim().to_owned();
    WebLink {
        id,
        name: text("name"),
        title: text("title"),
        table: text("table"),
        field: text("field"),
        address: text("address"),
        everywhere: one(sent, "everywhere") == "yes",
    }
}

/// `POST /system/web-links`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/web-links/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    let link = of_form(id, &sent);
    let may_save = may(visitor, text_format::TABLE, if id.is_some() { "update" } else { "create" });
    let seen: Option<i64> = one(&sent, "version").parse().ok();
    let (mut status, mut said, mut issues) = (StatusCode::OK, None, formats::check_link(&link));
    if one(&sent, "try") != "yes" {
        let kept = link.clone();
        let purpose = Purpose::new("save", format!("Changed web link {}", kept.name));
        let done = app
            .write(visitor.access.clone(), purpose, move |tx| {
                if let (Some(id), Some(seen)) = (id, seen) {
                    tx.get_unchanged(text_format::TABLE, id, Some(seen))?;
                }
                Ok(formats::save_link(tx, &kept)?.id)
            })
            .await;
        match done {
            Ok(id) => return Ok(go(&format!("{}?done=saved", link_at(id)))),
            Err(error) => {
                let (its_status, words, its_issues) = told(error, t("The web link was not saved."))?;
                (status, said, issues) = (its_status, Some(words), its_issues);
            }
        }
    }
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, link, seen, may_save)).await?;
    Ok(page(visitor, status, &shown, &issues, said))
}

/// `POST /system/web-links/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted a web link");
    app.write(visitor.access.clone(), purpose, move |tx| formats::delete_link(tx, id)).await?;
    Ok(go(&format!("{LINKS}?done=deleted")))
}
