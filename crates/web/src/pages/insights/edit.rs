//! Arranging pages of Insights: one form with everything on a page, saved by every button, so that it needs no script.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Form as Body;
use axum::extract::{Query as Params, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::insights::{self, ITEMS, KINDS, Kind, Layout, Sheet, Tile, item_of};
use vasculum_domain::query;
use vasculum_model::{Error, Result};
use vasculum_store::Purpose;

use super::{INSIGHTS, Side, called, pages, shipped};
use crate::App;
use crate::pages::sent::{Pairs, every, one};
use crate::pages::visitor::{Visitor, go};
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, icon_button, link_button, notice, select, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, known, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// What a form was made of, so that nobody overwrites what somebody else arranged meanwhile.
fn seen(layout: &Layout) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(layout).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn at(params: &Pairs) -> usize {
    one(params, "page").parse().unwrap_or(0)
}

/// `GET /insights/edit`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let side = Side::of(&params);
    let whose = side.whose(&visitor)?;
    let layout = app.read(visitor.access.clone(), move |tx| pages(tx, side, whose)).await?;
    let may = insights::may_change(&visitor.access, whose);
    Ok(page(&visitor, side, at(&params), &layout, may))
}

fn page(visitor: &Visitor, side: Side, at: usize, layout: &Layout, may: bool) -> Response {
    let sheet = layout.pages.get(at);
    let back = format!("{INSIGHTS}?of={}&page={at}", side.key());
    let title = match side {
        Side::Shared => t("Arrange the pages of the collection"),
        Side::Own => t("Arrange pages of your own"),
    };
    let other = match side {
        Side::Shared => link_button(t("Pages of your own"), "/insights/edit?of=me", "", Look::Normal, ""),
        Side::Own => link_button(t("Pages of the collection"), "/insights/edit", "", Look::Normal, ""),
    };
    let body = html! {
        div class="work insights-edit" {
            @if may { (form(side, at, layout, sheet)) }
            @else {
                (notice(&Words::ENGLISH, Level::Info, t("You have no right to change the pages that everybody in the collection sees."), t("You can arrange pages of your own."), None))
            }
        }
    };
    let breadcrumbs = [(t("Insights"), back.as_str())];
    visitor.page("insights", Page { title, breadcrumbs: &breadcrumbs, actions: Some(other), body, ..Page::default() })
}

fn form(side: Side, at: usize, layout: &Layout, sheet: Option<&Sheet>) -> Markup {
    html! {
        nav class="tabs" aria-label=(t("Pages of numbers")) {
            @for (nth, sheet) in layout.pages.iter().enumerate() {
                a class="tab" href={ "/insights/edit?of=" (side.key()) "&page=" (nth) } aria-current=[(nth == at).then_some("page")] { (sheet.name) }
            }
        }
        form class="stack" method="post" action="/insights/edit" {
            input type="hidden" name="of" value=(side.key());
            input type="hidden" name="page" value=(at);
            input type="hidden" name="seen" value=(seen(layout));
            @if let Some(sheet) = sheet { (rows(layout, at, sheet)) }
            div class="row insights-more" {
                (button(t("New page"), "plus", Look::Normal, "do", "page"))
                @if side == Side::Own { (button(t("Copy the pages of the collection"), "copy", Look::Normal, "do", "copy")) }
                @else { (button(t("Back to the shipped pages"), "undo-2", Look::Quiet, "do", "reset")) }
            }
        }
    }
}

fn rows(layout: &Layout, at: usize, sheet: &Sheet) -> Markup {
    let items: Vec<Choice<'_>> = ITEMS
        .iter()
        .map(|item| Choice { value: item.key, label: known(item.title).unwrap_or(item.title), is_chosen: false })
        .collect();
    html! {
        div class="row insights-name" {
            (text_field(WORDS, &Field::new("name", t("Name of the page")), &TextInput { value: &sheet.name, ..TextInput::default() }))
            // The first button of a form is the one that Enter presses.
            (button(t("Save"), "", Look::Primary, "do", "save"))
            @if at > 0 { (icon_button(t("Page to the left"), "arrow-left", "do", "left")) }
            @if at + 1 < layout.pages.len() { (icon_button(t("Page to the right"), "arrow-right", "do", "right")) }
            (button(t("Delete the page"), "trash-2", Look::Danger, "do", "delete-page"))
        }
        ol class="insights-rows" {
            @for (nth, tile) in sheet.tiles.iter().enumerate() { (row(nth, sheet.tiles.len(), tile)) }
        }
        div class="row insights-more" {
            (select_field(WORDS, &Field::new("item", t("Statistic")), None, &items))
            (button(t("Add the statistic"), "plus", Look::Normal, "do", "item"))
            (button(t("Add a heading"), "plus", Look::Normal, "do", "heading"))
            (button(t("Add a query"), "plus", Look::Normal, "do", "ask"))
        }
    }
}

fn row(nth: usize, count: usize, tile: &Tile) -> Markup {
    let name = called(tile);
    let kinds: Vec<Choice<'_>> = KINDS
        .iter()
        .filter(|(kind, ..)| (*kind == Kind::Heading) == (tile.kind == Kind::Heading))
        .map(|(kind, value, label)| Choice {
            value,
            label: known(label).unwrap_or(label),
            is_chosen: *kind == tile.kind,
        })
        .collect();
    let (title, kind, ask) = (format!("title-{nth}"), format!("kind-{nth}"), format!("ask-{nth}"));
    let kind_field = Field { id: &kind, ..Field::new("kind", t("Drawn as")) };
    html! {
        li class={ "insights-row" @if tile.kind == Kind::Heading { " is-heading" } } {
            input type="hidden" name="key" value=(tile.item);
            (text_field(WORDS, &Field { id: &title, ..Field::new("title", t("Title")) }, &TextInput { value: &name, ..TextInput::default() }))
            @if tile.kind == Kind::Heading { input type="hidden" name="kind" value="heading"; }
            @else { div class="field" { label class="label" for=(kind) { (t("Drawn as")) } (select(&kind_field, None, &kinds)) } }
            @if tile.kind != Kind::Heading && tile.item.is_empty() {
                div class="field insights-ask" {
                    label class="label" for=(ask) { (t("Query")) }
                    textarea class="input" id=(ask) name="ask" rows="2" spellcheck="false" { (tile.ask) }
                }
            } @else { input type="hidden" name="ask" value=(tile.ask); }
            div class="row insights-tools" {
                @if nth > 0 { (icon_button(&tf("Move {name} up", &[("name", &name)]), "arrow-up", "do", &format!("up-{nth}"))) }
                @if nth + 1 < count { (icon_button(&tf("Move {name} down", &[("name", &name)]), "arrow-down", "do", &format!("down-{nth}"))) }
                (icon_button(&tf("Take {name} away", &[("name", &name)]), "trash-2", "do", &format!("remove-{nth}")))
            }
        }
    }
}

/// The tiles as the form sends them: four values for each, in order.
fn sent_tiles(sent: &Pairs) -> Vec<Tile> {
    let keys = every(sent, "key");
    let rest = every(sent, "title").zip(every(sent, "kind")).zip(every(sent, "ask"));
    keys.zip(rest)
        .map(|(item, ((title, kind), ask))| {
            let kind = KINDS.iter().find(|(_, name, _)| *name == kind).map_or(Kind::Number, |(kind, ..)| *kind);
            let known_item = item_of(item);
            // The title of a statistic is kept only where somebody wrote another one: else it follows the language.
            let usual = known_item.map(|item| known(item.title).unwrap_or(item.title));
            let title = if usual == Some(title.trim()) { String::new() } else { title.trim().to_owned() };
            Tile {
                kind,
                title,
                item: known_item.map_or_else(String::new, |item| item.key.to_owned()),
                ask: ask.trim().to_owned(),
            }
        })
        .collect()
}

/// What a button does with the pages; gives back which page is shown then.
fn apply(layout: &mut Layout, at: usize, sent: &Pairs, side: Side, shared: &Layout) -> Result<usize> {
    let action = one(sent, "do");
    if let Some(sheet) = layout.pages.get_mut(at) {
        sheet.name = one(sent, "name").trim().to_owned();
        sheet.tiles = sent_tiles(sent);
        let nth = action.rsplit('-').next().and_then(|text| text.parse::<usize>().ok());
        let nth = nth.filter(|nth| *nth < sheet.tiles.len());
        match (action.split('-').next().unwrap_or_default(), nth) {
            ("up", Some(nth)) if nth > 0 => sheet.tiles.swap(nth, nth - 1),
            ("down", Some(nth)) if nth + 1 < sheet.tiles.len() => sheet.tiles.swap(nth, nth + 1),
            ("remove", Some(nth)) => drop(sheet.tiles.remove(nth)),
            ("heading", None) => sheet.tiles.push(Tile::heading(t("Heading"))),
            ("item", None) => sheet.tiles.extend(item_of(one(sent, "item")).map(Tile::of)),
            ("ask", None) => sheet.tiles.push(Tile {
                kind: Kind::Number,
                title: t("Query").to_owned(),
                item: String::new(),
                ask: "from CollectionObject show count()".to_owned(),
            }),
            _ => {}
        }
    }
    match action {
        "page" => {
            layout.pages.push(Sheet { name: t("New page").to_owned(), tiles: Vec::new() });
            return Ok(layout.pages.len() - 1);
        }
        "delete-page" if at < layout.pages.len() => drop(layout.pages.remove(at)),
        "left" if at > 0 && at < layout.pages.len() => {
            layout.pages.swap(at, at - 1);
            return Ok(at - 1);
        }
        "right" if at + 1 < layout.pages.len() => {
            layout.pages.swap(at, at + 1);
            return Ok(at + 1);
        }
        "copy" if side == Side::Own => layout.pages.extend(shared.pages.iter().cloned()),
        "reset" if side == Side::Shared => {
            *layout = shipped();
            return Ok(0);
        }
        _ => {}
    }
    Ok(at.min(layout.pages.len().saturating_sub(1)))
}

/// `POST /insights/edit`.
pub async fn save(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let side = Side::of(&sent);
    let whose = side.whose(&visitor)?;
    let shared = Side::Shared.whose(&visitor)?;
    let purpose = Purpose::new("insights", t("Pages of numbers arranged"));
    let write = move |tx: &mut vasculum_store::WriteTx<'_>| {
        let mut layout = pages(tx, side, whose)?;
        if seen(&layout) != one(&sent, "seen") {
            return Err(Error::new(vasculum_model::Code::Conflict, t("Somebody arranged these pages while you did."))
                .hint(t("Open the page again and make your change there.")));
        }
        let shared = pages(tx, Side::Shared, shared)?;
        let at = apply(&mut layout, at(&sent), &sent, side, &shared)?;
        insights::keep(tx, whose, &layout)?;
        Ok(at)
    };
    let at = app.write(visitor.access.clone(), purpose, write).await?;
    Ok(go(&format!("/insights/edit?of={}&page={at}", side.key())))
}

/// `GET /insights/add`: a query becomes a tile.
pub async fn ask_add(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let text = one(&params, "q").to_owned();
    let asked = query::parse(&text)?;
    let (own, shared) = (Side::Own.whose(&visitor)?, Side::Shared.whose(&visitor)?);
    let read =
        move |tx: &mut vasculum_store::Tx<'_>| Ok((pages(tx, Side::Own, own)?, pages(tx, Side::Shared, shared)?));
    let (own_pages, shared_pages) = app.read(visitor.access.clone(), read).await?;
    let mut places: Vec<(String, String)> = Vec::new();
    for (side, layout, whose) in [(Side::Own, &own_pages, own), (Side::Shared, &shared_pages, shared)] {
        if insights::may_change(&visitor.access, whose) {
            let page = |(at, sheet): (usize, &Sheet)| {
                (format!("{}-{at}", side.key()), format!("{} · {}", owner(side), sheet.name))
            };
            places.extend(layout.pages.iter().enumerate().map(page));
        }
    }
    places.push(("me-new".to_owned(), format!("{} · {}", owner(Side::Own), t("New page"))));
    let choices: Vec<Choice<'_>> =
        places.iter().map(|(value, label)| Choice { value, label, is_chosen: false }).collect();
    let usual = usual_kind(&asked);
    let kinds: Vec<Choice<'_>> = KINDS
        .iter()
        .filter(|(kind, ..)| *kind != Kind::Heading)
        .map(|(kind, value, label)| Choice { value, label: known(label).unwrap_or(label), is_chosen: *kind == usual })
        .collect();
    let back = format!("/query?q={}", escaped(&text));
    let body = html! {
        form class="work stack" method="post" action="/insights/add" {
            p class="question-text" { code { (text) } }
            input type="hidden" name="q" value=(text);
            div class="fields" {
                (text_field(WORDS, &Field { is_required: true, ..Field::new("title", t("Title")) }, &TextInput::default()))
                (select_field(WORDS, &Field::new("kind", t("Drawn as")), None, &kinds))
                (select_field(WORDS, &Field::new("place", t("Page")), None, &choices))
            }
            div class="row" { (button(t("Add"), "plus", Look::Primary, "", "")) }
        }
    };
    let breadcrumbs = [(t("Query"), back.as_str())];
    Ok(visitor.page(
        "insights",
        Page {
            title: t("Put a query on a page of numbers"),
            breadcrumbs: &breadcrumbs,
            body,
            is_reading: true,
            ..Page::default()
        },
    ))
}

fn owner(side: Side) -> &'static str {
    match side {
        Side::Own => t("My pages"),
        Side::Shared => t("Collection"),
    }
}

/// How a question is usually drawn: one sum as a number, groups as bars.
fn usual_kind(asked: &query::Query) -> Kind {
    let sums = asked.show.iter().filter(|shown| shown.what.has_sum()).count();
    match (sums, asked.show.len() - sums) {
        (0, _) | (1, 0) => Kind::Number,
        (_, 0) => Kind::Figures,
        (1, _) => Kind::Bars,
        _ => Kind::Table,
    }
}

/// `POST /insights/add`.
pub async fn add(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let (side, at) = one(&sent, "place").split_once('-').ok_or_else(|| Error::invalid(t("Choose a page.")))?;
    let side = if side == Side::Own.key() { Side::Own } else { Side::Shared };
    let at: Option<usize> = at.parse().ok();
    let kind = KINDS.iter().find(|(_, name, _)| *name == one(&sent, "kind")).map_or(Kind::Number, |(kind, ..)| *kind);
    let tile = Tile {
        kind,
        title: one(&sent, "title").trim().to_owned(),
        item: String::new(),
        ask: one(&sent, "q").trim().to_owned(),
    };
    let whose = side.whose(&visitor)?;
    let new_page = t("New page");
    let purpose = Purpose::new("insights", t("Pages of numbers arranged"));
    let write = move |tx: &mut vasculum_store::WriteTx<'_>| {
        let mut layout = pages(tx, side, whose)?;
        let at = match at.filter(|at| *at < layout.pages.len()) {
            Some(at) => at,
            None => {
                layout.pages.push(Sheet { name: new_page.to_owned(), tiles: Vec::new() });
                layout.pages.len() - 1
            }
        };
        layout.pages[at].tiles.push(tile);
        insights::keep(tx, whose, &layout)?;
        Ok(at)
    };
    let at = app.write(visitor.access.clone(), purpose, write).await?;
    Ok(go(&format!("{INSIGHTS}?of={}&page={at}", side.key())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn buttons_move_add_and_take_away() {
        let tile = |title: &str| Tile { title: title.to_owned(), ..Tile::heading("") };
        let page = || Layout { pages: vec![Sheet { name: "One".to_owned(), tiles: vec![tile("a"), tile("b")] }] };
        let rows = [
            ("name", "One"),
            ("key", ""),
            ("title", "a"),
            ("kind", "heading"),
            ("ask", ""),
            ("key", ""),
            ("title", "b"),
            ("kind", "heading"),
            ("ask", ""),
        ];
        for (action, expect) in [
            ("save", "a b"),
            ("down-0", "b a"),
            ("up-1", "b a"),
            ("up-0", "a b"),
            ("remove-0", "b"),
            ("remove-9", "a b"),
            ("heading", "a b Heading"),
        ] {
            let mut pairs = rows.to_vec();
            pairs.push(("do", action));
            let mut layout = page();
            apply(&mut layout, 0, &sent(&pairs), Side::Own, &Layout::default()).unwrap();
            let titles: Vec<&str> = layout.pages[0].tiles.iter().map(|tile| tile.title.as_str()).collect();
            assert_eq!(titles.join(" "), expect, "{action}");
        }
        let mut layout = page();
        assert_eq!(apply(&mut layout, 0, &sent(&[("do", "page"), ("name", "One")]), Side::Own, &page()).unwrap(), 1);
        assert_eq!(
            apply(&mut layout, 1, &sent(&[("do", "delete-page"), ("name", "x")]), Side::Own, &page()).unwrap(),
            0
        );
        assert_eq!(layout.pages.len(), 1);
    }
}
