//! `/insights`: pages of numbers and charts about the collection, shipped, shared and one’s own.

pub mod annual;
pub mod edit;
mod tiles;

use std::sync::Arc;

use axum::extract::{Query as Params, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use tokio::sync::Semaphore;
use vasculum_domain::insights::{self, Kind, Layout, Sheet, Tile};
use vasculum_domain::resources::Whose;
use vasculum_model::{Error, Result};
use vasculum_store::Tx;

use self::tiles::State as Drawn;
use super::views::pivot::delimited;
use super::visitor::Visitor;
use crate::App;
use crate::respond::Refused;
use crate::routes::{QUESTIONS, Route, route};
use crate::ui::components::{Look, Tab, empty_state, link_button, tabs};
use crate::ui::frame::Page;
use crate::ui::words::{known, t};

/// The address of the pages.
pub(crate) const INSIGHTS: &str = "/insights";

/// Every address of insights.
pub const INSIGHT_PAGES: &[Route] = &[
    route("GET", "/insights", QUESTIONS, "Numbers and charts of the collection", || get(show)),
    route("GET", "/insights/tile", QUESTIONS, "One tile, when it is counted", || get(tile)),
    route("GET", "/insights/file", QUESTIONS, "The numbers of a page as a file", || get(file)),
    route("GET", "/insights/edit", QUESTIONS, "Arranging pages of numbers", || get(edit::show)),
    route("POST", "/insights/edit", QUESTIONS, "Saves them", || post(edit::save)),
    route("GET", "/insights/add", QUESTIONS, "Puts a query on a page of numbers", || get(edit::ask_add)),
    route("POST", "/insights/add", QUESTIONS, "Adds the tile", || post(edit::add)),
    route("GET", "/insights/annual", QUESTIONS, "The numbers of an annual report", || get(annual::show)),
    route("GET", "/insights/annual/file", QUESTIONS, "The report as PDF or CSV", || get(annual::file)),
];

/// Whose pages: those that everybody in the collection sees, or one’s own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Shared,
    Own,
}

impl Side {
    pub(crate) fn of(params: &[(String, String)]) -> Self {
        let is_own = params.iter().any(|(name, value)| name == "of" && value == "me");
        if is_own { Self::Own } else { Self::Shared }
    }

    /// As it stands in addresses.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Shared => "collection",
            Self::Own => "me",
        }
    }

    /// Where its pages are kept.
    pub(crate) fn whose(self, visitor: &Visitor) -> Result<Whose> {
        let collection =
            visitor.access.collection.ok_or_else(|| Error::not_found("No collection is open to you yet."))?;
        match (self, visitor.access.user) {
            (Self::Shared, _) => Ok(Whose::Collection(collection)),
            (Self::Own, Some(user)) => Ok(Whose::Person { user, collection }),
            (Self::Own, None) => Err(Error::not_found("Only a person has pages of their own.")),
        }
    }
}

/// The shipped pages in the language of the reader.
pub(crate) fn shipped() -> Layout {
    Layout::shipped(|words| known(words).unwrap_or(words).to_owned())
}

/// The pages of a side: those that somebody arranged; without any, of the collection those that are shipped.
pub(crate) fn pages(tx: &mut Tx<'_>, side: Side, whose: Whose) -> Result<Layout> {
    Ok(match (insights::read(tx, whose)?, side) {
        (Some(layout), _) => layout,
        (None, Side::Shared) => shipped(),
        (None, Side::Own) => Layout::default(),
    })
}

/// All pages and which of them is asked for.
struct Asked {
    shared: Layout,
    own: Layout,
    side: Side,
    at: usize,
}

impl Asked {
    async fn of(app: &App, visitor: &Visitor, params: &[(String, String)]) -> Result<Self> {
        let side = Side::of(params);
        let at = params.iter().find(|(name, _)| name == "page").and_then(|(_, text)| text.parse().ok()).unwrap_or(0);
        let whose = Side::Shared.whose(visitor)?;
        let own = Side::Own.whose(visitor).ok();
        let read = move |tx: &mut Tx<'_>| {
            let mine = own.map_or(Ok(Layout::default()), |own| pages(tx, Side::Own, own))?;
            Ok((pages(tx, Side::Shared, whose)?, mine))
        };
        let (shared, own) = app.read(visitor.access.clone(), read).await?;
        Ok(Self { shared, own, side, at })
    }

    fn layout(&self) -> &Layout {
        match self.side {
            Side::Shared => &self.shared,
            Side::Own => &self.own,
        }
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.layout().pages.get(self.at)
    }

    /// Parameters that lead to a page.
    fn address(side: Side, at: usize) -> String {
        format!("of={}&page={at}", side.key())
    }

    fn here(&self) -> String {
        Self::address(self.side, self.at)
    }
}

/// So many tiles of a page are worked out at the same time.
const AT_ONCE: usize = 4;

type Pairs = Vec<(String, String)>;

/// `GET /insights`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    if visitor.place().is_none() {
        let words = t("Ask somebody who manages the users of your institution.");
        let body = empty_state("lock", t("No collection is open to you yet"), words, None);
        return Ok(visitor.page("insights", Page { title: t("Insights"), body, ..Page::default() }));
    }
    let asked = Asked::of(&app, &visitor, &params).await?;
    let states = match asked.sheet() {
        Some(sheet) => states(&app, &visitor, sheet, false).await,
        None => Vec::new(),
    };
    Ok(draw(&visitor, &asked, &states))
}

/// Works the tiles of a page out, several at a time.
async fn states(app: &App, visitor: &Visitor, sheet: &Sheet, waits: bool) -> Vec<Drawn> {
    let mut tasks = tokio::task::JoinSet::new();
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    for (nth, tile) in sheet.tiles.iter().cloned().enumerate() {
        let (app, visitor, gate) = (app.clone(), visitor.clone(), Arc::clone(&gate));
        tasks.spawn(tiles::carried(async move {
            let _place = gate.acquire().await;
            (nth, tiles::state(&app, &visitor, &tile, waits).await)
        }));
    }
    let mut found: Vec<Drawn> = sheet.tiles.iter().map(|_| Drawn::Counting).collect();
    while let Some(done) = tasks.join_next().await {
        match done {
            Ok((nth, state)) => found[nth] = state,
            Err(cause) => tracing::warn!(%cause, "a tile could not be worked out"),
        }
    }
    found
}

/// Tiles in groups: numbers stand side by side, what is larger in panels below them.
fn groups(visitor: &Visitor, asked: &Asked, sheet: &Sheet, states: &[Drawn]) -> Markup {
    let mut parts: Vec<(Markup, Vec<Markup>, Vec<Markup>)> = vec![(html! {}, Vec::new(), Vec::new())];
    for (nth, (tile, state)) in sheet.tiles.iter().zip(states).enumerate() {
        let wait = format!("/insights/tile?{}&tile={nth}", asked.here());
        let drawn = tiles::draw(visitor, tile, state, &wait);
        match (tile.kind, parts.last_mut()) {
            (Kind::Heading, _) => parts.push((drawn, Vec::new(), Vec::new())),
            (Kind::Number | Kind::Share, Some((_, numbers, _))) => numbers.push(drawn),
            (_, Some((_, _, panels))) => panels.push(drawn),
            (_, None) => {}
        }
    }
    html! {
        @for (heading, numbers, panels) in &parts {
            (heading)
            @if !numbers.is_empty() { div class="tiles" { @for one in numbers { (one) } } }
            @if !panels.is_empty() { div class="panels" { @for one in panels { (one) } } }
        }
    }
}

fn draw(visitor: &Visitor, asked: &Asked, states: &[Drawn]) -> Response {
    let mut all: Vec<(&str, String, bool)> = Vec::new();
    for (side, layout) in [(Side::Shared, &asked.shared), (Side::Own, &asked.own)] {
        for (at, sheet) in layout.pages.iter().enumerate() {
            let href = format!("{INSIGHTS}?{}", Asked::address(side, at));
            all.push((&sheet.name, href, side == asked.side && at == asked.at));
        }
    }
    let entries: Vec<Tab<'_>> = all
        .iter()
        .map(|(label, href, is_current)| Tab { label, href, is_current: *is_current, ..Tab::default() })
        .collect();
    let edit = format!("/insights/edit?{}", asked.here());
    let file = format!("/insights/file?{}", asked.here());
    let actions = html! {
        (link_button(t("Annual report"), "/insights/annual", "", Look::Normal, ""))
        @if asked.sheet().is_some() { (link_button(t("Download"), &file, "download", Look::Normal, "")) }
        (link_button(t("Arrange"), &edit, "pencil", Look::Normal, ""))
    };
    let body = html! {
        div class="work insights" {
            (tabs(t("Pages of numbers"), &entries))
            @match asked.sheet() {
                Some(sheet) => (groups(visitor, asked, sheet, states)),
                None => (nothing(asked)),
            }
        }
    };
    visitor.page("insights", Page { title: t("Insights"), actions: Some(actions), body, ..Page::default() })
}

fn nothing(asked: &Asked) -> Markup {
    let edit =
        link_button(t("Arrange"), &format!("/insights/edit?of={}", asked.side.key()), "pencil", Look::Primary, "");
    empty_state(
        "layers",
        t("There is no such page yet"),
        t("Pages of your own hold the numbers that you want to see."),
        Some(&edit),
    )
}

/// `GET /insights/tile`: one tile, however long it takes.
pub async fn tile(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let asked = Asked::of(&app, &visitor, &params).await?;
    let nth = params.iter().find(|(name, _)| name == "tile").and_then(|(_, text)| text.parse::<usize>().ok());
    let tile = nth.and_then(|nth| asked.sheet()?.tiles.get(nth)).cloned();
    let tile = tile.ok_or_else(|| Error::not_found("There is no such tile."))?;
    let state = tiles::state(&app, &visitor, &tile, true).await;
    let wait = format!("/insights/tile?{}&tile={}", asked.here(), nth.unwrap_or(0));
    Ok(Html(tiles::draw(&visitor, &tile, &state, &wait).into_string()).into_response())
}

/// `GET /insights/file`: every number of a page, one a line, with tabs between.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let asked = Asked::of(&app, &visitor, &params).await?;
    let sheet = asked.sheet().ok_or_else(|| Error::not_found("There is no such page."))?;
    let states = states(&app, &visitor, sheet, true).await;
    let mut lines = vec![vec![t("Statistic").to_owned(), t("Of what").to_owned(), t("Number").to_owned()]];
    for (tile, state) in sheet.tiles.iter().zip(&states) {
        lines.extend(tiles::lines(&visitor, tile, state));
    }
    Ok(delimited(&format!("{}.tsv", sheet.name), '\t', &lines))
}

/// What a tile is called in lists of tiles.
pub(crate) fn called(tile: &Tile) -> String {
    tiles::title(tile)
}
