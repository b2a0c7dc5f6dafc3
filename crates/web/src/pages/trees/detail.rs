//! What stands beside an outline: the facts of one node, and where one can go from it.

use std::sync::Arc;

use axum::extract::{Path as Place, State as From};
use axum::response::Html;
use maud::{Markup, html};
use vasculum_domain::forms::Look as Forms;
use vasculum_domain::trees::outline::{self, Node};
use vasculum_model::names::{geography, geologic_time_period, litho_strat, storage, taxon, tectonic_unit};
use vasculum_model::tree::Tree;
use vasculum_model::{Record, Result, Table, TableId, model};
use vasculum_store::Tx;

use super::rows::called;
use super::{tree_named, tree_path};
use crate::App;
use crate::pages::grid::{Cell, Grid};
use crate::pages::list::columns_of;
use crate::pages::visitor::Visitor;
use crate::pages::{list_path, record_path, words};
use crate::respond::{Refused, escaped};
use crate::ui::components::{Look, key_value_list, link_button};
use crate::ui::words::{t, tf};

/// What belongs to the nodes of a tree: the nodes, the records, and the path from those to the nodes.
const HOLDINGS: &[(TableId, &str, &str)] = &[
    (taxon::TABLE, "CollectionObject", "determinations.taxon"),
    (geography::TABLE, "CollectionObject", "collectingEvent.locality.geography"),
    (storage::TABLE, "Preparation", "storage"),
    (geologic_time_period::TABLE, "CollectionObject", "paleoContext.chronosStrat"),
    (litho_strat::TABLE, "CollectionObject", "paleoContext.lithoStrat"),
    (tectonic_unit::TABLE, "CollectionObject", "paleoContext.tectonicUnit"),
];

/// The table of what belongs to a node and everything below it, and the address of its list.
pub(crate) fn holdings(table: TableId, node: i64) -> Option<(&'static Table, String)> {
    let (_, of, path) = HOLDINGS.iter().find(|(tree, ..)| *tree == table)?;
    let of = model().named(of)?;
    Some((of, format!("{}?filter={}", list_path(of), escaped(&format!("{path}:under({node})")))))
}

/// What is told of a node.
#[derive(Debug)]
pub(super) struct Detail {
    node: Node,
    record: Record,
    facts: Vec<(String, Cell)>,
    synonyms: Vec<Node>,
}

/// Reads what is told of a node; nothing if there is none that the person may see.
pub(super) fn read(tx: &mut Tx<'_>, look: &Forms, tree: &Tree, id: i64) -> Result<Option<Detail>> {
    let Some(node) = outline::names(tx, tree, vec![id])?.remove(&id) else { return Ok(None) };
    let Some(record) = tx.find(tree.node, id)? else { return Ok(None) };
    let columns = columns_of(look, model().table(tree.node));
    let mut grid = Grid::new(tx, std::slice::from_ref(&record));
    let mut facts = Vec::new();
    // The name stands in the head.
    for column in columns.iter().filter(|column| !column.path.is_empty() && column.path != "fullName") {
        let cell = grid.told(look, &column.path)?.remove(&id).unwrap_or_default();
        if !cell.is_empty() {
            facts.push((column.label.clone(), cell));
        }
    }
    let synonyms = outline::synonyms_of(tx, tree, &[id])?.remove(&id).unwrap_or_default();
    Ok(Some(Detail { node, record, facts, synonyms }))
}

pub(super) fn draw(visitor: &Visitor, table: &'static Table, detail: &Detail) -> Markup {
    let facts: Vec<(&str, Markup)> =
        detail.facts.iter().map(|(label, cell)| (label.as_str(), cell.draw(true))).collect();
    let id = detail.node.id;
    let below = format!("{}?filter={}", list_path(table), escaped(&format!("parent:under({id})")));
    let holdings = holdings(table.id, id).filter(|(of, _)| visitor.may_read(of.id));
    html! {
        h2 class="tree-called" { (called(table.id, &detail.node)) }
        (key_value_list(&facts))
        @if !detail.synonyms.is_empty() {
            h3 { (t("Synonyms")) }
            ul class="stack" {
                @for synonym in &detail.synonyms {
                    li { a href={ (tree_path(table)) "?at=" (synonym.id) } { (called(table.id, synonym)) } }
                }
            }
        }
        p class="tree-ways" {
            (link_button(t("Open the record"), &record_path(table, id), "file-text", Look::Primary, ""))
            @if visitor.may("create", table) && detail.node.accepted.is_none() {
                (link_button(t("Add below"), &format!("{}/new?below={id}", list_path(table)), "plus", Look::Normal, ""))
            }
            @if let Some((of, href)) = &holdings {
                (link_button(&tf("{tables} from here down", &[("tables", &words::many(of))]), href, "archive", Look::Normal, ""))
            }
            (link_button(&tf("{tables} from here down", &[("tables", &words::many(table))]), &below, "list-checks", Look::Normal, ""))
            (link_button(t("History"), &format!("{}/history", record_path(table, id)), "history", Look::Quiet, ""))
        }
        (super::aside(visitor, &detail.record))
    }
}

/// `GET /trees/{table}/nodes/{id}`: the details of a node, for a page that shows the tree.
pub async fn node(
    From(app): From<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, i64)>,
) -> Result<Html<String>, Refused> {
    let (tree, table) = tree_named(&table)?;
    let look = Arc::clone(&visitor.look);
    let detail = app.read(visitor.access.clone(), move |tx| read(tx, &look, tree, id)).await?;
    let none = || vasculum_model::Error::not_found(t("This node is no longer there."));
    Ok(Html(draw(&visitor, table, &detail.ok_or_else(none)?).into_string()))
}

#[cfg(test)]
mod tests {
    use vasculum_model::Path;
    use vasculum_model::tree::TREES;

    use super::*;

    #[test]
    fn every_tree_leads_to_what_belongs_to_its_nodes() {
        for tree in TREES {
            let (_, of, path) = HOLDINGS.iter().find(|(table, ..)| *table == tree.node).unwrap();
            let of = model().named(of).unwrap();
            let path = Path::parse(of, path).unwrap();
            let link = model().table(path.table).at(path.column.unwrap()).link.as_ref().unwrap();
            assert_eq!(link.to, tree.node, "{}", of.name);
        }
    }
}
