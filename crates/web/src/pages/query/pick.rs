//! The tree of fields: what of a table, and of what it is linked with, can be shown or asked.

use axum::extract::{Query as Params, State};
use maud::{Markup, html};
use vasculum_domain::forms::Look;
use vasculum_domain::query::{self, Query, Way};
use vasculum_model::{Kind, Result, Table, model};
use vasculum_store::Tx;

use super::edit::Spot;
use super::{Pairs, QUERY, one, says};
use crate::App;
use crate::pages::visitor::Visitor;
use crate::pages::{captions, layout, value};
use crate::respond::{Refused, escaped};
use crate::ui::components::{icon, icon_button};
use crate::ui::words::{t, tf};

/// So many fields are shown of what was looked for; the page says when there are more.
const MOST: usize = 60;
/// A search looks this many links far.
const FAR: usize = 3;
/// The form that the buttons belong to.
pub(super) const FORM: &str = "ask";

/// Where in the tree of fields somebody stands, and what for.
#[derive(Debug, Clone)]
pub(super) struct Picking {
    /// The way to the table whose fields are shown.
    pub at: String,
    /// The words that are looked for.
    pub find: String,
    /// The group that conditions go into, and the way to the table that they are about.
    pub into: Spot,
}

impl Picking {
    /// Reads `at`, `find` and `into`.
    pub(super) fn of(params: &[(String, String)]) -> Self {
        let into = Spot::read(one(params, "into")).unwrap_or(Spot { having: false, way: Vec::new() });
        Self { at: one(params, "at").to_owned(), find: one(params, "find").trim().to_owned(), into }
    }
}

/// `GET /query/fields?q=&at=&into=`: one level of the tree of fields, or what a search in it finds.
pub(super) async fn fields(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Markup, Refused> {
    let query = query::parse(one(&params, "q"))?;
    let (picking, look) = (Picking::of(&params), visitor.look.clone());
    let text = one(&params, "q").to_owned();
    Ok(app.read(visitor.access.clone(), move |tx| level(tx, &look, &query, &text, &picking)).await?)
}

/// The table that conditions of a group are about: that of the question, or that behind the blocks around it.
pub(super) fn table_of(tx: &mut Tx<'_>, query: &Query, into: &Spot) -> Result<&'static Table> {
    use vasculum_domain::query::Cond;
    let slot = if into.having { &query.having } else { &query.filter };
    let mut table = model().table(query.from);
    let mut cond = super::edit::as_group(slot.clone());
    let mut steps = into.way.iter();
    loop {
        let bare = super::edit::bare(&cond).clone();
        let list = match bare {
            Cond::And(list) | Cond::Or(list) => list,
            Cond::Behind(_, way, such) => {
                table = query::table_at(tx, table.id, &way)?;
                match super::edit::as_group(such.map(|such| *such)) {
                    Cond::And(list) | Cond::Or(list) => list,
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        let Some(step) = steps.next() else { return Ok(table) };
        match list.into_iter().nth(*step) {
            Some(next) => cond = next,
            None => return Ok(table),
        }
    }
}

fn level(tx: &mut Tx<'_>, look: &Look, query: &Query, text: &str, picking: &Picking) -> Result<Markup> {
    let base = table_of(tx, query, &picking.into)?;
    if !picking.find.is_empty() {
        return found(tx, look, base, picking, text);
    }
    let table =
        if picking.at.is_empty() { base } else { query::table_at(tx, base.id, &super::edit::way(&picking.at)?)? };
    list(tx, look, table, &picking.at, text, picking)
}

/// One thing that can be picked.
struct Leaf {
    /// Its way from the base.
    way: String,
    label: String,
    /// What it means.
    about: &'static str,
    /// Where it leads on to, and whether to many records.
    to: Option<(&'static Table, bool)>,
    /// Whether it has a year, a month and a day.
    is_date: bool,
    is_usual: bool,
}

fn joined(prefix: &str, name: &str) -> String {
    let name = Way::of(name).to_string();
    if prefix.is_empty() { name } else { format!("{prefix}.{name}") }
}

/// Everything of a table that can be picked, in the order of the words.
fn leaves(tx: &mut Tx<'_>, look: &Look, table: &'static Table, prefix: &str) -> Result<Vec<Leaf>> {
    let mut leaves = Vec::new();
    for rank in query::ranks(tx, table.id)? {
        leaves.push(Leaf {
            way: if prefix.is_empty() { quoted(&rank) } else { format!("{prefix}.{}", quoted(&rank)) },
            label: rank,
            about: "",
            to: None,
            is_date: false,
            is_usual: true,
        });
    }
    let ranks = leaves.len();
    for (at, column) in (0_u16..).zip(&table.columns) {
        let is_hidden = captions::is_hidden(look, table, column.name);
        let is_named = captions::own(look, table, column.name).is_some();
        if column.name == "password" || value::is_precision(table, at) {
            continue;
        }
        let to = column.link.as_ref().map(|link| model().table(link.to)).filter(|to| to.is_shown());
        leaves.push(Leaf {
            way: joined(prefix, column.name),
            label: captions::field(look, table, column.name),
            about: column.about,
            is_usual: !is_hidden && (!column.spare || is_named) && !layout::BEHIND.contains(&column.name),
            is_date: column.kind.is_date() || column.kind == Kind::Timestamp,
            to: to.map(|to| (to, false)),
        });
    }
    for many in &table.many {
        let to = model().table(many.of);
        if !to.is_shown() {
            continue;
        }
        leaves.push(Leaf {
            way: joined(prefix, many.name),
            label: captions::field(look, table, many.name),
            about: to.about,
            to: Some((to, true)),
            is_date: false,
            is_usual: !captions::is_hidden(look, table, many.name) && many.owned,
        });
    }
    leaves[ranks..].sort_by_key(|leaf| (leaf.to.is_some(), vasculum_store::fold(&leaf.label)));
    Ok(leaves)
}

fn quoted(name: &str) -> String {
    let hop = vasculum_domain::query::ast::Hop { name: name.to_owned(), such: None };
    hop.to_string()
}

fn list(
    tx: &mut Tx<'_>,
    look: &Look,
    table: &'static Table,
    prefix: &str,
    text: &str,
    picking: &Picking,
) -> Result<Markup> {
    let leaves = leaves(tx, look, table, prefix)?;
    let (usual, rest): (Vec<Leaf>, Vec<Leaf>) = leaves.into_iter().partition(|leaf| leaf.is_usual);
    Ok(html! {
        ul class="pick-list" {
            @for leaf in &usual { (draw(leaf, text, picking)) }
            @if !rest.is_empty() {
                li {
                    details class="pick-more" {
                        summary { (super::builder::turn()) (tf("{n} further fields", &[("n", &rest.len())])) }
                        ul class="pick-list" { @for leaf in &rest { (draw(leaf, text, picking)) } }
                    }
                }
            }
        }
    })
}

/// A line of the tree: its name, what can be done with it, and the way on.
fn draw(leaf: &Leaf, text: &str, picking: &Picking) -> Markup {
    let into = picking.into.name();
    let is_outside = picking.into.way.is_empty() && !picking.into.having;
    let is_many = leaf.to.is_some_and(|(_, many)| many);
    let on = |way: &str| format!("/query/fields?q={}&into={into}&at={}", escaped(text), escaped(way));
    let without_script = format!("{QUERY}?q={}&into={into}&at={}#pick", escaped(text), escaped(&leaf.way));
    html! {
        li class="pick" {
            span class="pick-line" {
                span class="pick-name" title=[(!leaf.about.is_empty()).then_some(leaf.about)] { (leaf.label) }
                span class="pick-acts" {
                    @if is_outside { (act(t("Column"), &leaf.label, "columns-3", &format!("show={}", leaf.way))) }
                    @if is_many {
                        (act(t("Has"), &leaf.label, "filter", &format!("behind={into}={}", leaf.way)))
                        @if is_outside { (act(t("A row for each"), &leaf.label, "arrows-up-from-line", &format!("each={}", leaf.way))) }
                    } @else {
                        (act(t("Condition"), &leaf.label, "filter", &format!("where={into}={}", leaf.way)))
                    }
                }
            }
            @if leaf.is_date && is_outside {
                details class="pick-on" {
                    summary { (super::builder::turn()) (t("Parts")) }
                    ul class="pick-list" {
                        @for (part, words) in [("year", t("Year")), ("month", t("Month")), ("day", t("Day"))] {
                            (draw(&Leaf { way: format!("{}.{part}", leaf.way), label: words.to_owned(), about: "", to: None, is_date: false, is_usual: true }, text, picking))
                        }
                    }
                }
            }
            @if let Some((to, _)) = leaf.to {
                details class="pick-on" {
                    summary hx-get=(on(&leaf.way)) hx-target="next .pick-below" hx-trigger="click once" { (super::builder::turn()) (tf("Fields of {name}", &[("name", &crate::pages::words::inside(&crate::pages::words::one(to)))])) }
                    div class="pick-below" { a href=(without_script) { (t("Open")) } }
                }
            }
            @if leaf.way.ends_with("determinations") {
                details class="pick-on" {
                    summary hx-get=(on(&format!("{}[isCurrent]", leaf.way))) hx-target="next .pick-below" hx-trigger="click once" { (super::builder::turn()) (t("Fields of the current determination")) }
                    div class="pick-below" { a href={ (QUERY) "?q=" (escaped(text)) "&into=" (into) "&at=" (escaped(&format!("{}[isCurrent]", leaf.way))) "#pick" } { (t("Open")) } }
                }
            }
        }
    }
}

/// A button that adds something; it belongs to the builder's form wherever it stands.
fn act(words: &str, name: &str, icon_name: &str, act: &str) -> Markup {
    html! {
        button class="button button-quiet button-small" form=(FORM) name="act" value=(act) aria-label={ (words) ": " (name) } {
            (icon(icon_name)) (words)
        }
    }
}

/// What a search in the tree of fields finds: every word of it stands in the names on the way.
fn found(tx: &mut Tx<'_>, look: &Look, base: &'static Table, picking: &Picking, text: &str) -> Result<Markup> {
    let words: Vec<String> = vasculum_store::fold(&picking.find).split_whitespace().map(str::to_owned).collect();
    let mut level: Vec<(String, String, &'static Table)> = vec![(String::new(), String::new(), base)];
    let mut hits: Vec<Leaf> = Vec::new();
    let mut seen: Vec<vasculum_model::TableId> = vec![base.id];
    for far in 0..FAR {
        let mut next = Vec::new();
        for (prefix, before, table) in &level {
            for leaf in leaves(tx, look, table, prefix)? {
                let label = if before.is_empty() { leaf.label.clone() } else { format!("{before} › {}", leaf.label) };
                let folded = vasculum_store::fold(&format!("{label} {}", leaf.way));
                // The last name says at least one of the words, else all that is below would be found too.
                let last =
                    vasculum_store::fold(&format!("{} {}", leaf.label, leaf.way.rsplit('.').next().unwrap_or("")));
                if words.iter().all(|word| folded.contains(word)) && words.iter().any(|word| last.contains(word)) {
                    hits.push(Leaf { label: label.clone(), ..leaf.copy() });
                }
                if let Some((to, _)) = leaf.to
                    && leaf.is_usual
                    && far + 1 < FAR
                    && (far == 0 || !seen.contains(&to.id))
                {
                    seen.push(to.id);
                    next.push((leaf.way.clone(), label, to));
                }
            }
        }
        level = next;
    }
    let total = hits.len();
    hits.sort_by_key(|leaf| (!leaf.is_usual, leaf.way.matches('.').count()));
    hits.truncate(MOST);
    Ok(html! {
        @if hits.is_empty() { p class="muted" { (t("No field is called like this.")) } }
        ul class="pick-list" { @for leaf in &hits { (draw(leaf, text, picking)) } }
        @if total > MOST { p class="muted" { (tf("{n} more fields are called like this. Type more of the name.", &[("n", &(total - MOST))])) } }
    })
}

impl Leaf {
    fn copy(&self) -> Self {
        Self {
            way: self.way.clone(),
            label: self.label.clone(),
            about: self.about,
            to: self.to,
            is_date: self.is_date,
            is_usual: self.is_usual,
        }
    }
}

/// The tree of fields with its search, as it stands in the builder.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(super) fn panel(tx: &mut Tx<'_>, look: &Look, query: &Query, text: &str, picking: &Picking) -> Result<Markup> {
    let base = table_of(tx, query, &picking.into)?;
    let tree = match level(tx, look, query, text, picking) {
        Ok(tree) => tree,
        Err(error) if error.code == vasculum_model::Code::Invalid => html! { p class="issue" { (error.message) } },
        Err(error) => return Err(error),
    };
    let into = picking.into.name();
    let is_inside = !picking.into.way.is_empty();
    Ok(html! {
        section class="pick-panel" id="pick" aria-label=(t("Fields")) {
            h2 { (t("Fields")) }
            @if is_inside {
                p class="muted" {
                    (tf("Conditions go into the marked group, about {table}.", &[("table", &crate::pages::words::inside(&crate::pages::words::many(base)))]))
                    " " a href={ (QUERY) "?q=" (escaped(text)) } { (t("Back to the whole query")) }
                }
            }
            form class="row" method="get" action=(QUERY) role="search" {
                input type="hidden" name="q" value=(text);
                input type="hidden" name="into" value=(into);
                input class="input" type="search" name="find" value=(picking.find) placeholder=(t("Find a field")) aria-label=(t("Find a field")) autocomplete="off"
                    hx-get="/query/fields" hx-include="closest form" hx-trigger="input delay:300ms" hx-target="#pick-tree";
                (icon_button(t("Find"), "search", "", ""))
            }
            @if !picking.at.is_empty() && picking.find.is_empty() {
                p { a href={ (QUERY) "?q=" (escaped(text)) "&into=" (into) "#pick" } { (t("All fields")) } " › "
                    @if let Ok(way) = super::edit::way(&picking.at) { (says::crumbs(look, base.id, &way).join(" › ")) }
                }
            }
            div id="pick-tree" { (tree) }
        }
    })
}
