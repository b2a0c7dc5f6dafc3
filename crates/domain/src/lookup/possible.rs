//! Which records a link can lead to at all.

use vasculum_model::names::{collection_object, collection_object_type, determination};
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Code, Col, Path, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Test, Tx};

/// Which records a link of a record can lead to; everything where nothing is known.
///
/// `record` is the record that the link belongs to, if it was saved before, and `owner` the record in whose form it
/// stands. No record is offered as its own parent or accepted name; a parent stands in the same tree, at a higher rank,
/// not below the node itself and is no synonym; an object is given names of the taxon tree of its type alone.
///
/// What the person may not see tells nothing and leaves the choice open.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn possible(tx: &mut Tx<'_>, link: Col, record: Option<i64>, owner: Option<(TableId, i64)>) -> Result<Filter> {
    let record = match record {
        Some(id) => seen(tx, link.0, id)?,
        None => None,
    };
    if link == determination::TAXON {
        let object = record.as_ref().and_then(|record| record.int(determination::COLLECTION_OBJECT));
        let owner = owner.filter(|(table, _)| *table == collection_object::TABLE).map(|(_, id)| id);
        return match object.or(owner) {
            Some(object) => names_for(tx, object),
            None => Ok(Filter::All),
        };
    }
    let Some(to) = model().column(link).link.as_ref().map(|link| link.to) else { return Ok(Filter::All) };
    let Some(record) = record.filter(|_| to == link.0) else { return Ok(Filter::All) };
    let other = Filter::Not(Box::new(Filter::Ids(vec![record.id])));
    match TREES.iter().find(|tree| tree.node == link.0) {
        Some(tree) => Ok(Filter::And(vec![other, node_filter(tree, link, &record)])),
        None => Ok(other),
    }
}

fn seen(tx: &mut Tx<'_>, table: TableId, id: i64) -> Result<Option<Record>> {
    match tx.find(table, id) {
        Err(error) if matches!(error.code, Code::Forbidden | Code::SignInNeeded) => Ok(None),
        other => other,
    }
}

fn node_filter(tree: &Tree, link: Col, node: &Record) -> Filter {
    let mut tests = Vec::new();
    if let Some(definition) = node.int(tree.definition) {
        tests.push(Filter::is(tree.definition, definition));
    }
    if link == tree.parent {
        let parent = Path { base: tree.node, steps: Vec::new(), table: tree.node, column: Some(tree.parent.1) };
        tests.push(Filter::Not(Box::new(Filter::Under(parent, node.id))));
        tests.push(Filter::is(tree.accepted, Value::Null));
        if let Some(rank) = node.int(tree.rank_id) {
            tests.push(Filter::test(tree.rank_id, Test::Less(Value::Int(rank))));
        }
    }
    Filter::And(tests)
}

/// The names of the taxon tree that the type of an object says; all that one may see where it says none.
fn names_for(tx: &mut Tx<'_>, object: i64) -> Result<Filter> {
    let Some(object) = seen(tx, collection_object::TABLE, object)? else { return Ok(Filter::All) };
    let Some(kind) = object.int(collection_object::COLLECTION_OBJECT_TYPE) else { return Ok(Filter::All) };
    let kind = seen(tx, collection_object_type::TABLE, kind)?;
    let tree = kind.and_then(|kind| kind.int(collection_object_type::TAXON_TREE_DEF));
    Ok(tree.map_or(Filter::All, |tree| Filter::is(vasculum_model::names::taxon::DEFINITION, tree)))
}
