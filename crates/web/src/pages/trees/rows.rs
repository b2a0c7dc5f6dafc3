//! The rows of an outline: which there are, and how they are drawn.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::trees::TreeDef;
use vasculum_domain::trees::outline::{self, Below, Node, Synonyms, Turn};
use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Result, TableId};
use vasculum_store::Tx;

use super::state::{Pane, State};
use crate::pages::grid::GENUS;
use crate::pages::words::number;
use crate::ui::components::{icon, turning_icon};
use crate::ui::words::{t, tf};

/// Deeper than any tree: parents that go round in a circle end here.
const MOST_LEVELS: usize = 60;
/// So many colours there are for ranks.
const HUES: usize = 6;

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// 1 for a root.
    pub level: usize,
    /// The node above; 0 for a root.
    pub parent: i64,
    pub what: What,
}

/// What stands in a row.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A node, and whether it is open.
    Node(Node, bool),
    /// The way to earlier children, which end before this node.
    Earlier(i64),
    /// The way to further children, which begin after this node.
    Further(i64),
}

/// What rows are drawn with.
#[derive(Debug)]
pub(super) struct Hand<'s> {
    pub state: &'s State,
    pub pane: usize,
    pub ranks: &'s Ranks,
}

/// Names and colours of ranks by their numbers.
#[derive(Debug, Default)]
pub(super) struct Ranks(HashMap<i64, (String, usize)>);

impl Ranks {
    pub(super) fn of(def: &TreeDef) -> Self {
        let ranks = def.ranks.iter().enumerate();
        Self(ranks.map(|(nth, rank)| (rank.rank_id, (rank.name.clone(), nth % HUES))).collect())
    }
}

/// The rows of a pane, from the roots on.
pub(super) fn of_pane(tx: &mut Tx<'_>, tree: &Tree, definition: i64, state: &State, pane: &Pane) -> Result<Vec<Row>> {
    let mut growing =
        Growing { tree, synonyms: state.synonyms, pane: pane.clone(), on_way: HashMap::new(), rows: Vec::new() };
    if let Some(at) = pane.at {
        let way = outline::way(tx, tree, at, state.synonyms)?;
        for pair in way.windows(2) {
            growing.on_way.insert(pair[0], pair[1]);
            if !growing.pane.open.contains(&pair[0]) {
                growing.pane.open.push(pair[0]);
            }
        }
    }
    for root in outline::roots(tx, tree, definition, state.synonyms)? {
        growing.add(tx, root, 0, 1)?;
    }
    Ok(growing.rows)
}

struct Growing<'t> {
    tree: &'t Tree,
    synonyms: Synonyms,
    pane: Pane,
    /// The next node on the way to the one that is looked at.
    on_way: HashMap<i64, i64>,
    rows: Vec<Row>,
}

impl Growing<'_> {
    fn add(&mut self, tx: &mut Tx<'_>, node: Node, parent: i64, level: usize) -> Result<()> {
        let id = node.id;
        let is_open = node.has_below && level < MOST_LEVELS && self.pane.open.contains(&id);
        self.rows.push(Row { level, parent, what: What::Node(node, is_open) });
        if !is_open {
            return Ok(());
        }
        let from = self.pane.from.iter().find(|(parent, _)| *parent == id).map(|(_, child)| *child);
        let below = match (self.on_way.get(&id), from) {
            (Some(child), _) => outline::below_with(tx, self.tree, id, *child, self.synonyms)?,
            (None, Some(child)) => outline::below(tx, self.tree, id, Turn::From(child), self.synonyms)?,
            (None, None) => outline::below(tx, self.tree, id, Turn::First, self.synonyms)?,
        };
        let [earlier, further] = more(&below, id, level + 1);
        self.rows.extend(earlier);
        for node in below.synonyms.into_iter().chain(below.children) {
            self.add(tx, node, id, level + 1)?;
        }
        self.rows.extend(further);
        Ok(())
    }
}

/// The rows that lead to earlier and to further children.
fn more(below: &Below, parent: i64, level: usize) -> [Option<Row>; 2] {
    let row = |what| Row { level, parent, what };
    let earlier = below.children.first().filter(|_| below.has_before);
    let further = below.children.last().filter(|_| below.has_after);
    [earlier.map(|node| row(What::Earlier(node.id))), further.map(|node| row(What::Further(node.id)))]
}

/// The rows of one page of children; none of them is open.
pub(super) fn of_page(below: Below, parent: i64, level: usize) -> Vec<Row> {
    let [earlier, further] = more(&below, parent, level);
    let nodes = below.synonyms.into_iter().chain(below.children);
    let nodes = nodes.map(|node| Row { level, parent, what: What::Node(node, false) });
    earlier.into_iter().chain(nodes).chain(further).collect()
}

/// What a node is called: scientific names in italics with their authors upright.
pub(super) fn called(table: TableId, node: &Node) -> Markup {
    if table != taxon::TABLE {
        return html! { (node.name) };
    }
    let is_italic = node.rank_id >= GENUS;
    html! {
        span class=[is_italic.then_some("name")] {
            (node.full_name)
            @if !node.author.is_empty() { " " span class="author" { (node.author) } }
        }
    }
}

impl Hand<'_> {
    pub(super) fn draw(&self, rows: &[Row]) -> Markup {
        html! { @for row in rows { (self.row(row)) } }
    }

    fn row(&self, row: &Row) -> Markup {
        match &row.what {
            What::Node(node, is_open) => self.node(row, node, *is_open),
            What::Earlier(edge) => {
                let href = self.state.with(self.pane, |pane| pane.from.retain(|(parent, _)| *parent != row.parent));
                self.leading(row, "before", *edge, &without_at(&href, self.pane).href(), t("Earlier ones"))
            }
            What::Further(edge) => {
                let further = self.state.with(self.pane, |pane| {
                    pane.from.retain(|(parent, _)| *parent != row.parent);
                    pane.from.push((row.parent, *edge));
                });
                self.leading(row, "after", *edge, &without_at(&further, self.pane).href(), t("Further ones"))
            }
        }
    }

    fn leading(&self, row: &Row, way: &str, edge: i64, href: &str, words: &str) -> Markup {
        html! {
            li class="tree-row tree-more" data-level=(row.level) aria-level=(row.level) data-parent=(row.parent) data-more=(way) data-edge=(edge) {
                span class="tree-toggle" {}
                a class="tree-link" href=(href) { (words) }
            }
        }
    }

    fn node(&self, row: &Row, node: &Node, is_open: bool) -> Markup {
        let (id, table) = (node.id, self.state.table.id);
        let place = format!("n{}-{id}", self.pane);
        let looked_at = self.state.with(self.pane, |pane| pane.at = Some(id));
        let is_current = self.state.panes.get(self.pane).is_some_and(|pane| pane.at == Some(id));
        let name = if table == taxon::TABLE { &node.full_name } else { &node.name };
        html! {
            li class="tree-row" id=(place) data-id=(id) data-parent=(row.parent) data-level=(row.level) aria-level=(row.level)
                data-open=[node.has_below.then_some(if is_open { "yes" } else { "no" })]
                data-current[is_current] data-synonym[node.accepted.is_some()] data-text=(name) {
                @if node.has_below {
                    a class="tree-toggle" href={ (self.state.turned(self.pane, id).href()) "#" (place) } {
                        (turning_icon("chevron-right"))
                        span class="hidden-words" {
                            @if is_open { (tf("Close {text}", &[("text", name)])) } @else { (tf("Open {text}", &[("text", name)])) }
                        }
                    }
                } @else { span class="tree-toggle" {} }
                @if node.accepted.is_some() { span class="tree-mark" title=(t("Synonym")) { "=" span class="hidden-words" { " " (t("Synonym")) } } }
                a class="tree-link" href={ (looked_at.href()) "#" (place) } aria-current=[is_current.then_some("true")] { (called(table, node)) }
                (self.beside(node))
                (counts(node))
                (self.rank(node))
            }
        }
    }

    /// Synonyms, or the accepted name, in the line of a node.
    fn beside(&self, node: &Node) -> Markup {
        let table = self.state.table.id;
        let accepted = Node {
            full_name: node.accepted_name.clone(),
            name: node.accepted_name.clone(),
            rank_id: node.rank_id,
            ..Node::default()
        };
        html! {
            @if !node.accepted_name.is_empty() {
                span class="tree-beside" { (icon("arrow-right")) span class="hidden-words" { (t("Accepted name")) } (called(table, &accepted)) }
            }
            @if !node.synonyms.is_empty() {
                span class="tree-beside" { @for synonym in &node.synonyms { span { "= " (called(table, synonym)) } } }
            }
        }
    }

    fn rank(&self, node: &Node) -> Markup {
        let Some((name, hue)) = self.ranks.0.get(&node.rank_id) else { return html! {} };
        html! { span class="tree-rank" data-hue=(hue) { (name) } }
    }
}

/// How many records stand at a node, and at it and below.
fn counts(node: &Node) -> Markup {
    let (direct, total) = (number(node.tally.direct), number(node.tally.total));
    let words = tf("{direct} here, {total} from here down", &[("direct", &direct), ("total", &total)]);
    html! {
        span class="tree-count figures" title=(words) {
            @if node.tally.total > 0 {
                span aria-hidden="true" { (direct) " / " (total) }
                span class="hidden-words" { (words) }
            }
        }
    }
}

/// What is looked at would keep its own page of children open.
fn without_at(state: &State, pane: usize) -> State {
    state.with(pane, |pane| pane.at = None)
}
