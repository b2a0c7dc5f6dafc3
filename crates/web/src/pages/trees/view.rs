//! The page of a tree, and what its script asks for.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as Place, Query, State as From};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::forms::Look as Forms;
use vasculum_domain::trees::outline::{self, Synonyms, Turn};
use vasculum_domain::trees::{TreeDef, definition, definition_by_id};
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Filter, Tx};

use super::detail::{self, Detail};
use super::rows::{self, Hand, Ranks, Row};
use super::state::{MOST_OPEN, Pane, SYNONYMS, State, named, number, one, synonyms};
use super::{Act, export, import, tree_named, tree_path};
use crate::App;
use crate::pages::lookup::Offered;
use crate::pages::names::{self, Found};
use crate::pages::visitor::{Visitor, go};
use crate::pages::{list_path, nav_of, words};
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, Tab, TypeAhead, button, empty_state, link_button, notice, section, select, tabs, type_ahead,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, later, t, tf};

type Pairs = Vec<(String, String)>;
const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many nodes are offered that somebody may mean.
const OFFERED: usize = 12;

/// The trees that there are for somebody: a table, and its definitions with their names.
type Trees = Vec<(&'static Table, Vec<(i64, String)>)>;

/// What a page of a tree shows.
struct View {
    state: State,
    trees: Trees,
    /// Nothing where the discipline has no such tree.
    def: Option<TreeDef>,
    panes: Vec<Shown>,
}

/// What one pane shows.
#[derive(Default)]
struct Shown {
    rows: Vec<Row>,
    detail: Option<Detail>,
    /// What was looked for, and what was found.
    found: Option<(String, Vec<Found>, bool)>,
}

/// `GET /trees`.
pub async fn choose(From(app): From<App>, visitor: Visitor) -> Result<Response, Refused> {
    let trees = app.read(visitor.access.clone(), read_trees).await?;
    let body = html! {
        @if trees.is_empty() {
            (empty_state("folder-tree", t("There is nothing here that you may see."), t("Ask somebody who manages the users of your institution."), None))
        }
        div class="work table-groups" {
            @for (table, definitions) in &trees {
                (section(&words::many(table), None, &html! {
                    ul class="table-list" {
                        @for (id, name) in definitions { li { a href={ (tree_path(table)) "?tree=" (id) } { (name) } } }
                    }
                }))
            }
        }
    };
    Ok(visitor.page("data", Page { title: t("Trees"), body, ..Page::default() }))
}

fn read_trees(tx: &mut Tx<'_>) -> Result<Trees> {
    let mut trees = Vec::new();
    for tree in TREES {
        match outline::definitions(tx, tree) {
            Err(error) if error.code == Code::Forbidden => {}
            Ok(definitions) if definitions.is_empty() => {}
            other => trees.push((model().table(tree.node), other?)),
        }
    }
    Ok(trees)
}

/// `GET /trees/{table}`.
pub async fn show(
    From(app): From<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let (tree, table) = tree_named(&table)?;
    let state = State::of(table, &params);
    let look = Arc::clone(&visitor.look);
    let discipline = visitor.place().map(|place| place.discipline);
    let read = app
        .read(visitor.access.clone(), move |tx| {
            let def = the_definition(tx, tree, state.definition, discipline)?;
            if let Some(elsewhere) = led_on(tx, tree, def.as_ref(), &state, &params)? {
                return Ok(Err(elsewhere));
            }
            read(tx, &look, tree, state, def, &params).map(Ok)
        })
        .await?;
    Ok(match read {
        Err(elsewhere) => go(&elsewhere),
        Ok(view) => page(&visitor, &view),
    })
}

/// The definition that the address names, or else that of the discipline.
pub(super) fn the_definition(
    tx: &mut Tx<'_>,
    tree: &'static Tree,
    named: Option<i64>,
    discipline: Option<i64>,
) -> Result<Option<TreeDef>> {
    let found = match (named, discipline) {
        (Some(id), _) => definition_by_id(tx, tree.node, id),
        (None, Some(discipline)) => definition(tx, tree.node, discipline).map(Some),
        (None, None) => match outline::definitions(tx, tree)?.first() {
            Some((id, _)) => definition_by_id(tx, tree.node, *id),
            None => Ok(None),
        },
    };
    match found {
        Err(error) if error.code == Code::NotFound => Ok(None),
        other => other,
    }
}

/// Where a form of the page leads: to the tree with less open, or to the node that was looked for.
fn led_on(
    tx: &mut Tx<'_>,
    tree: &'static Tree,
    def: Option<&TreeDef>,
    state: &State,
    params: &Pairs,
) -> Result<Option<String>> {
    if let Some(rank) = number(params, "fold") {
        return folded(tx, tree, state, rank).map(|state| Some(state.href()));
    }
    for pane in 0..state.panes.len() {
        let found = match number(params, &named("find", pane)) {
            Some(id) => Some(id),
            None => match find(tx, def, state, &found_words(params, pane))? {
                Some((found, false)) if found.len() == 1 => found.first().map(|one| one.id),
                _ => None,
            },
        };
        if let Some(id) = found {
            let href = state.with(pane, |pane| pane.at = Some(id)).href();
            return Ok(Some(format!("{href}#n{pane}-{id}")));
        }
    }
    Ok(None)
}

/// What somebody typed to find a node by.
fn found_words(params: &Pairs, pane: usize) -> String {
    let words = one(params, &format!("{}.text", named("find", pane))).unwrap_or_default();
    words.trim().chars().take(200).collect()
}

/// The same state with the nodes of a rank and below closed.
fn folded(tx: &mut Tx<'_>, tree: &Tree, state: &State, rank: i64) -> Result<State> {
    let mut state = state.clone();
    for pane in &mut state.panes {
        let mut ids = pane.open.clone();
        ids.extend(pane.at);
        let way = match pane.at {
            Some(at) => outline::way(tx, tree, at, state.synonyms)?,
            None => Vec::new(),
        };
        ids.extend(&way);
        let nodes = outline::names(tx, tree, ids)?;
        let ranked = |id: &i64| nodes.get(id).map_or(i64::MAX, |node| node.rank_id);
        let led: Vec<i64> = way.iter().rev().skip(1).copied().filter(|id| !pane.open.contains(id)).collect();
        pane.open.extend(led);
        pane.open.retain(|id| ranked(id) < rank);
        pane.from.retain(|(parent, _)| pane.open.contains(parent));
        pane.at = pane.at.filter(|at| ranked(at) <= rank);
    }
    Ok(state)
}

/// The nodes of the tree that the words may mean, and whether there may be others; nothing without words.
fn find(tx: &mut Tx<'_>, def: Option<&TreeDef>, state: &State, words: &str) -> Result<Option<(Vec<Found>, bool)>> {
    let (Some(def), false) = (def, words.is_empty()) else { return Ok(None) };
    let tree = vasculum_domain::trees::tree_of(state.table.id)?;
    let only = Filter::is(tree.definition, def.id);
    names::look_up(tx, state.table, words, &only, OFFERED).map(Some)
}

fn read(
    tx: &mut Tx<'_>,
    look: &Forms,
    tree: &'static Tree,
    state: State,
    def: Option<TreeDef>,
    params: &Pairs,
) -> Result<View> {
    let trees = read_trees(tx)?;
    let mut panes = Vec::new();
    for (nth, pane) in state.panes.iter().enumerate() {
        let Some(def) = &def else { break };
        let words = found_words(params, nth);
        panes.push(Shown {
            rows: rows::of_pane(tx, tree, def.id, &state, pane)?,
            detail: match pane.at {
                Some(at) => detail::read(tx, look, tree, at)?,
                None => None,
            },
            found: find(tx, Some(def), &state, &words)?.map(|(found, has_more)| (words, found, has_more)),
        });
    }
    Ok(View { state, trees, def, panes })
}

fn page(visitor: &Visitor, view: &View) -> Response {
    let table = view.state.table;
    let title = words::many(table);
    let Some(def) = &view.def else {
        let body = html! {
            (tree_tabs(view))
            (empty_state("folder-tree", t("This discipline has no such tree."), t("Whoever manages the institution can give it one."), None))
        };
        return visitor.page(nav_of(table), Page { title: &title, body, ..Page::default() });
    };
    let ranks = Ranks::of(def);
    let body = html! {
        (tree_tabs(view))
        (bar(view, def))
        div class={ "tree-panes" @if view.panes.len() > 1 { " tree-panes-two" } } {
            @for (nth, shown) in view.panes.iter().enumerate() { (pane(visitor, view, &ranks, nth, shown)) }
        }
        (export::links(table, def.id))
    };
    let actions = html! {
        (link_button(t("Holdings"), &format!("{}/holdings?tree={}", tree_path(table), def.id), "chart-no-axes-column", Look::Normal, ""))
        (link_button(t("As a list"), &list_path(table), "table-2", Look::Normal, ""))
        @if import::may(visitor, table) {
            (link_button(t("Import"), &import::path(table, Some(def.id)), "upload", Look::Normal, ""))
        }
        @if visitor.may("create", table) {
            (link_button(&words::new(table), &format!("{}/new", list_path(table)), "plus", Look::Primary, "c"))
        }
    };
    let is_full = view.state.panes.iter().any(|pane| pane.open.len() >= MOST_OPEN);
    let notices = html! {
        (notice(WORDS, Level::Info, &tf("At most {n} nodes are open at once.", &[("n", &MOST_OPEN)]), t("Close some of them to open others."), None))
    };
    let content = Page {
        title: &title,
        actions: Some(actions),
        notices: is_full.then_some(notices),
        body: html! { div class="work tree-page" { (body) } },
        scripts: &["tree.js"],
        ..Page::default()
    };
    visitor.page(nav_of(table), content)
}

/// The other trees, one click away.
fn tree_tabs(view: &View) -> Markup {
    let here = view.def.as_ref().map(|def| def.id);
    let mut list: Vec<(String, String, bool)> = Vec::new();
    for (table, definitions) in &view.trees {
        for (id, name) in definitions {
            let label = if definitions.len() > 1 { name.clone() } else { words::many(table) };
            let is_current = table.id == view.state.table.id && here == Some(*id);
            let href = format!("{}?tree={id}", tree_path(table));
            list.push((label, href, is_current));
        }
    }
    let list: Vec<Tab<'_>> =
        list.iter().map(|(label, href, is_current)| Tab { label, href, count: "", is_current: *is_current }).collect();
    tabs(t("Trees"), &list)
}

/// The names of the ways in which synonyms are shown.
const SYNONYM_WORDS: &[(Synonyms, &str)] = &[
    (Synonyms::Nested, later("Synonyms below the accepted name")),
    (Synonyms::Beside, later("Synonyms beside the accepted name")),
    (Synonyms::Apart, later("Synonyms where they stand")),
];

/// What can be said about the whole page: where synonyms are shown, what is closed, how many panes there are.
fn bar(view: &View, def: &TreeDef) -> Markup {
    let state = &view.state;
    let key = |synonyms: &Synonyms| SYNONYMS.iter().find(|(one, _)| one == synonyms).map_or("", |(_, key)| *key);
    let synonyms: Vec<Choice<'_>> = SYNONYM_WORDS
        .iter()
        .map(|(one, label)| Choice { value: key(one), label: t(label), is_chosen: *one == state.synonyms })
        .collect();
    let numbers: Vec<String> = def.ranks.iter().map(|rank| rank.rank_id.to_string()).collect();
    let ranks: Vec<Choice<'_>> = def
        .ranks
        .iter()
        .zip(&numbers)
        .map(|(rank, number)| Choice { value: number, label: &rank.name, is_chosen: false })
        .collect();
    let mut other = state.clone();
    match other.panes.len() {
        1 => other.panes.push(Pane::default()),
        _ => other.panes.truncate(1),
    }
    let words = if state.panes.len() == 1 { t("Two side by side") } else { t("Only one") };
    html! {
        form class="filter-bar tree-bar" action=(state.path()) data-tree-state {
            (hidden(state, &["synonyms"]))
            label class="hidden-words" for="synonyms" { (t("Synonyms")) }
            (select(&Field::new("synonyms", t("Synonyms")), None, &synonyms))
            label class="hidden-words" for="fold" { (t("Close all from this rank down")) }
            (select(&Field::new("fold", t("Close all from this rank down")), Some(t("Close all from …")), &ranks))
            (button(t("Show"), "", Look::Normal, "", ""))
            a class="button" href=(other.href()) data-tree-link { (words) }
        }
    }
}

/// The state in hidden fields, without those that the form asks for.
fn hidden(state: &State, but: &[&str]) -> Markup {
    html! {
        @for (name, value) in state.fields() {
            @if !but.contains(&name.as_str()) { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn pane(visitor: &Visitor, view: &View, ranks: &Ranks, nth: usize, shown: &Shown) -> Markup {
    let state = &view.state;
    let definition = view.def.as_ref().map_or(0, |def| def.id);
    let synonyms = SYNONYMS.iter().find(|(one, _)| *one == state.synonyms).map_or("", |(_, key)| *key);
    let hand = Hand { state, pane: nth, ranks };
    let table = state.table;
    let moves = Act::named("move").is_ok_and(|act| act.is_open(visitor, table));
    html! {
        tree-pane class="tree-pane" data-path=(state.path()) data-tree=(definition) data-synonyms=(synonyms) data-pane=(nth) data-most=(MOST_OPEN)
            data-moves[moves] {
            div class="tree-side" {
                (search(view, nth, shown))
                ul class="tree-rows" aria-label=(words::many(table)) { (hand.draw(&shown.rows)) }
            }
            div class="tree-detail" aria-live="polite" {
                @match &shown.detail {
                    Some(detail) => (detail::draw(visitor, table, detail)),
                    None => p class="muted" { (t("Choose a node to see more of it here.")) },
                }
            }
        }
    }
}

/// The box that finds a node, and what it found.
fn search(view: &View, nth: usize, shown: &Shown) -> Markup {
    let state = &view.state;
    let name = named("find", nth);
    let definition = view.def.as_ref().map_or(0, |def| def.id);
    let url = format!("{}/find?tree={definition}", state.path());
    let words = shown.found.as_ref().map_or("", |(words, ..)| words);
    let link = TypeAhead { url: &url, text: words, placeholder: t("Find in the tree"), ..TypeAhead::default() };
    html! {
        form class="tree-search" action=(state.path()) role="search" data-tree-state {
            (hidden(state, &[]))
            label class="hidden-words" for=(name) { (t("Find in the tree")) }
            (type_ahead(WORDS, &Field::new(&name, t("Find in the tree")), &link))
            (button(t("Find"), "search", Look::Normal, "", ""))
        }
        @if let Some((_, found, has_more)) = &shown.found {
            @if found.is_empty() { p class="tree-found" { (t("Nothing found")) } }
            @else {
                ul class="stack tree-found" {
                    @for hit in found {
                        @let href = state.with(nth, |pane| pane.at = Some(hit.id)).href();
                        li { a href={ (href) "#n" (nth) "-" (hit.id) } { (hit.text) } " " span class="muted" { (hit.context) } }
                    }
                    @if *has_more { li class="muted" { (t("Type more letters to find others.")) } }
                }
            }
        }
    }
}

/// `GET /trees/{table}/find?tree=&q=`: the nodes of a tree that the words may mean.
pub async fn look_up(
    From(app): From<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Json<Offered>, Refused> {
    let (tree, table) = tree_named(&table)?;
    let words: String = one(&params, "q").unwrap_or_default().trim().chars().take(200).collect();
    let only = number(&params, "tree").map_or(Filter::All, |id| Filter::is(tree.definition, id));
    let read = move |tx: &mut Tx<'_>| names::look_up(tx, table, &words, &only, OFFERED);
    let (found, has_more) = app.read(visitor.access, read).await?;
    Ok(Json(Offered { found, more: if has_more { t("Type more letters to find others.") } else { "" } }))
}

/// `GET /trees/{table}/way?node=&synonyms=`: the ids of the rows that lead to a node, from the root on.
pub async fn way(
    From(app): From<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Json<Vec<i64>>, Refused> {
    let (tree, _) = tree_named(&table)?;
    let (id, shown) = (asked_node(&params)?, synonyms(&params));
    Ok(Json(app.read(visitor.access, move |tx| outline::way(tx, tree, id, shown)).await?))
}

/// `GET /trees/{table}/below?tree=&node=&synonyms=&pane=&level=`, with `after`, `before` or `with` a child: one page of
/// rows.
pub async fn below(
    From(app): From<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let (tree, table) = tree_named(&table)?;
    let (id, shown) = (asked_node(&params)?, synonyms(&params));
    let turn = match (number(&params, "after"), number(&params, "before")) {
        (Some(child), _) => Turn::After(child),
        (None, Some(child)) => Turn::Before(child),
        _ => Turn::First,
    };
    let (with, definition) = (number(&params, "with"), number(&params, "tree").unwrap_or_default());
    let (below, def) = app
        .read(visitor.access.clone(), move |tx| {
            let below = match with {
                Some(child) => outline::below_with(tx, tree, id, child, shown)?,
                None => outline::below(tx, tree, id, turn, shown)?,
            };
            Ok((below, definition_by_id(tx, tree.node, definition)?))
        })
        .await?;
    let ranks = def.as_ref().map(Ranks::of).unwrap_or_default();
    let pane = usize::from(number(&params, "pane") == Some(1));
    let level = number(&params, "level").and_then(|level| usize::try_from(level).ok()).unwrap_or(1);
    // Links in these rows are for those who open them in another window: they show the node by itself.
    let state = State { panes: vec![Pane::default(); pane + 1], ..State::of(table, &params) };
    let rows = rows::of_page(below, id, level);
    Ok(Html(Hand { state: &state, pane, ranks: &ranks }.draw(&rows).into_string()).into_response())
}

fn asked_node(params: &Pairs) -> Result<i64> {
    number(params, "node").ok_or_else(|| Error::invalid("The address names no node."))
}
