//! `/trees/{Table}/holdings`: how much the collection holds of each part of a tree, as a picture and as a table.

use axum::extract::{Path as Place, Query, State as From};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::outline::{self, Holdings, Node, Synonyms};
use vasculum_model::tree::Tree;
use vasculum_model::{Result, Table};
use vasculum_store::Tx;

use super::detail::holdings as records;
use super::rows::called;
use super::state::number;
use super::treemap::{Cell, squarified};
use super::view::the_definition;
use super::{tree_named, tree_path};
use crate::App;
use crate::pages::visitor::Visitor;
use crate::pages::{nav_of, words};
use crate::respond::Refused;
use crate::ui::components::{Column, ColumnKind, Look, Row, Table as Grown, data_table, empty_state, link_button};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

/// So many parts have a cell of their own.
const PARTS: usize = 60;
/// Levels with nothing to choose from are passed over, at most so many.
const MOST_PASSED: usize = 60;
/// The picture, in units of its own.
const WHOLE: Cell = Cell { x: 0.0, y: 0.0, width: 1000.0, height: 560.0 };
/// Smaller cells have no room for a name.
const LEAST_NAMED: (f64, f64) = (70.0, 30.0);
/// So many colours there are for cells.
const HUES: usize = 6;

/// What the page shows: the way down to the node, and what is held of it.
struct Shown {
    way: Vec<Node>,
    held: Holdings,
}

/// One part of what is held.
struct Part {
    name: Markup,
    plain: String,
    amount: i64,
    /// The records.
    href: Option<String>,
    /// The same page, one level down.
    inward: Option<String>,
}

/// `GET /trees/{table}/holdings?tree=&node=`.
pub async fn show(
    From(app): From<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let (tree, table) = tree_named(&table)?;
    let (wanted, node) = (number(&params, "tree"), number(&params, "node"));
    let discipline = visitor.place().map(|place| place.discipline);
    let shown = app
        .read(visitor.access.clone(), move |tx| {
            let def = the_definition(tx, tree, wanted, discipline)?;
            match (node, def) {
                (Some(node), _) => read(tx, tree, node, false),
                (None, Some(def)) => match outline::roots(tx, tree, def.id, Synonyms::Apart)?.first() {
                    Some(root) => read(tx, tree, root.id, true),
                    None => Ok(None),
                },
                (None, None) => Ok(None),
            }
        })
        .await?;
    Ok(page(&visitor, table, shown.as_ref()))
}

/// Reads what is held of a node; with `passes` of the first one below it where there is something to choose from.
fn read(tx: &mut Tx<'_>, tree: &Tree, node: i64, passes: bool) -> Result<Option<Shown>> {
    let Some(mut held) = outline::holdings(tx, tree, node, PARTS)? else { return Ok(None) };
    for _ in 0..MOST_PASSED {
        let only = match held.children.as_slice() {
            [only] if passes && held.node.tally.direct == 0 => only.id,
            _ => break,
        };
        let Some(next) = outline::holdings(tx, tree, only, PARTS)? else { break };
        if next.children.is_empty() {
            break;
        }
        held = next;
    }
    let ids = tx.ancestor_ids(tree.node, &[held.node.id])?.remove(&held.node.id).unwrap_or_default();
    let mut known = outline::names(tx, tree, ids.clone())?;
    let way = ids.iter().filter_map(|id| known.remove(id)).collect();
    Ok(Some(Shown { way, held }))
}

fn page(visitor: &Visitor, table: &'static Table, shown: Option<&Shown>) -> Response {
    let title = tf("Holdings: {tables}", &[("tables", &words::many(table))]);
    let up = tree_path(table);
    let tree = words::many(table);
    let parts = shown.map(|shown| parts(table, &shown.held)).unwrap_or_default();
    let body = html! {
        div class="work tree-page" {
            @if let Some(shown) = shown.filter(|_| !parts.is_empty()) {
                (way(table, shown))
                (picture(&parts))
                (list(&parts, shown.held.node.tally.total))
            } @else {
                (empty_state("folder-tree", t("Nothing is held of this yet."), t("Records that are filed here are counted as soon as they are saved."), None))
            }
        }
    };
    let total = shown.map_or(0, |shown| shown.held.node.tally.total);
    let subtitle = tn(total, "{n} record", "{n} records");
    let at = shown.map_or(up.clone(), |shown| format!("{up}?at={}", shown.held.node.id));
    let actions = link_button(t("As a tree"), &at, "folder-tree", Look::Normal, "");
    let content = Page {
        title: &title,
        subtitle: &subtitle,
        breadcrumbs: &[(&tree, &up)],
        actions: Some(actions),
        body,
        ..Page::default()
    };
    visitor.page(nav_of(table), content)
}

/// The nodes above, each with its holdings.
fn way(table: &'static Table, shown: &Shown) -> Markup {
    html! {
        p class="tree-way" {
            @for (nth, node) in shown.way.iter().enumerate() {
                @if nth > 0 { " › " }
                @if node.id == shown.held.node.id { strong { (called(table.id, node)) } }
                @else { a href=(inward(table, node.id)) { (called(table.id, node)) } }
            }
        }
    }
}

fn inward(table: &Table, node: i64) -> String {
    format!("{}/holdings?node={node}", tree_path(table))
}

/// What is held of the children, at the node itself, and of all other children together; most first.
fn parts(table: &'static Table, held: &Holdings) -> Vec<Part> {
    let href = |node: i64| records(table.id, node).map(|(_, href)| href);
    let of = |node: &Node| Part {
        name: called(table.id, node),
        plain: if node.full_name.is_empty() { node.name.clone() } else { node.full_name.clone() },
        amount: node.tally.total,
        href: href(node.id),
        inward: Some(inward(table, node.id)),
    };
    let mut parts: Vec<Part> = held.children.iter().map(of).collect();
    let mut add = |words: String, amount: i64| {
        if amount > 0 {
            let name = html! { (words) };
            parts.push(Part { name, plain: words, amount, href: href(held.node.id), inward: None });
        }
    };
    add(t("At this node itself").to_owned(), held.node.tally.direct);
    let (count, amount) = held.others;
    add(tn(i64::try_from(count).unwrap_or(i64::MAX), "{n} other node", "{n} other nodes"), amount);
    parts.sort_by_key(|part| std::cmp::Reverse(part.amount));
    parts
}

/// The treemap. Screen readers and the keyboard have the table.
fn picture(parts: &[Part]) -> Markup {
    let amounts: Vec<f64> = parts.iter().map(|part| part.amount as f64).collect();
    let cells = squarified(&amounts, WHOLE);
    html! {
        svg class="treemap" viewBox={ "0 0 " (WHOLE.width) " " (WHOLE.height) } aria-hidden="true" {
            @for (nth, (part, cell)) in parts.iter().zip(&cells).enumerate() { (cell_of(nth, part, cell)) }
        }
    }
}

fn cell_of(nth: usize, part: &Part, cell: &Cell) -> Markup {
    let words = format!("{} · {}", part.plain, words::number(part.amount));
    let length = |value: f64| format!("{value:.2}");
    // A picture within the picture cuts off what has no room.
    let inner = html! {
        svg x=(length(cell.x)) y=(length(cell.y)) width=(length(cell.width)) height=(length(cell.height)) {
            title { (words) }
            rect class="treemap-cell" data-hue=(nth % HUES) width="100%" height="100%" {}
            @if cell.width >= LEAST_NAMED.0 && cell.height >= LEAST_NAMED.1 {
                text class="treemap-name" x="8" y="20" { (part.plain) }
                @if cell.height >= 2.0 * LEAST_NAMED.1 { text class="treemap-figure" x="8" y="38" { (words::number(part.amount)) } }
            }
        }
    };
    match &part.href {
        Some(href) => html! { a href=(href) tabindex="-1" { (inner) } },
        None => inner,
    }
}

fn list(parts: &[Part], total: i64) -> Markup {
    let (name, amount) = (t("Part"), t("Records"));
    let columns = [
        Column { label: name, kind: ColumnKind::Wide, ..Column::default() },
        Column { label: amount, kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Share of all"), kind: ColumnKind::Number, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = parts
        .iter()
        .map(|part| Row {
            label: &part.plain,
            cells: vec![
                html! { @if let Some(href) = &part.inward { a href=(href) { (part.name) } } @else { (part.name) } },
                html! { @if let Some(href) = &part.href { a href=(href) { (words::number(part.amount)) } } @else { (words::number(part.amount)) } },
                html! { (share(part.amount, total)) },
            ],
            ..Row::default()
        })
        .collect();
    let caption = t("What is held, by parts");
    data_table(&Words::ENGLISH, &Grown { caption, columns: &columns, rows: &rows, tick_name: "", stacks: false })
}

/// Per cent, with one decimal where it is less than ten.
fn share(amount: i64, total: i64) -> String {
    let tenths = amount.saturating_mul(1_000) / total.max(1);
    let text = if tenths < 100 { format!("{}.{}", tenths / 10, tenths % 10) } else { (tenths / 10).to_string() };
    format!("{} %", crate::ui::locale::decimal(&text))
}

#[cfg(test)]
mod tests {
    use vasculum_model::model;
    use vasculum_store::Tally;

    use super::*;

    #[test]
    fn what_has_no_cell_of_its_own_stands_together() {
        let node = |id, name: &str, direct, total| Node {
            id,
            full_name: name.to_owned(),
            tally: Tally { direct, total },
            ..Node::default()
        };
        let held = Holdings {
            node: node(1, "Salmonidae", 2, 30),
            children: vec![node(2, "Salmo", 0, 20), node(3, "Thymallus", 0, 1)],
            others: (12, 7),
        };
        let parts = parts(model().named("Taxon").unwrap(), &held);
        let told: Vec<(&str, i64)> = parts.iter().map(|part| (part.plain.as_str(), part.amount)).collect();
        assert_eq!(told, [("Salmo", 20), ("12 other nodes", 7), ("At this node itself", 2), ("Thymallus", 1)]);
        assert_eq!(parts.iter().map(|part| part.amount).sum::<i64>(), held.node.tally.total);
        assert!(parts.iter().all(|part| part.href.is_some()), "every part leads to its records");
        assert_eq!(
            (share(20, 30), share(1, 30), share(0, 0)),
            ("66 %".to_owned(), "3.3 %".to_owned(), "0.0 %".to_owned())
        );
    }
}
