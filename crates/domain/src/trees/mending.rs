//! Trees after an undo, which gives back single values and knows nothing of what they mean together: names are worked
//! out anew where something between has changed them, and what would spoil a tree is refused.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use vasculum_model::names::{determination, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Error, Issue, Path, Result, Step, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Test, WriteTx};

use super::nodes::{accepted_behind, prefer_accepted, rename_all, rename_branch};
use super::{own, tree_of_definitions, tree_of_ranks};

/// The records that an undo brought back or changed.
pub(crate) type Touched = BTreeMap<TableId, BTreeSet<i64>>;

/// Puts right what belongs to the trees after an undo, whatever was done between.
///
/// # Errors
///
/// `Conflict`, if a node would stand below itself, below one of no higher rank or in another tree, or if synonyms would
/// lead in a circle; `issues` names the nodes.
pub(crate) fn after_undo(tx: &mut WriteTx<'_>, touched: &Touched) -> Result<()> {
    tx.as_program(|tx| {
        for (table, ids) in touched {
            if let Some(tree) = model().tree(*table) {
                nodes(tx, tree, ids)?;
            } else if tree_of_ranks(*table).is_some() || tree_of_definitions(*table).is_some() {
                definitions(tx, *table, ids)?;
            }
        }
        match touched.get(&determination::TABLE) {
            Some(ids) => determinations(tx, ids),
            None => Ok(()),
        }
    })
}

fn nodes(tx: &mut WriteTx<'_>, tree: &'static Tree, ids: &BTreeSet<i64>) -> Result<()> {
    let list: Vec<i64> = ids.iter().copied().collect();
    let mut issues = Vec::new();
    judge(tx, tree, &list, &mut issues)?;
    let found = tx.find_all(tree.node, &list)?;
    for node in found.iter().filter(|node| !node.get(tree.accepted).is_null()) {
        if accepted_behind(tx, tree, node)?.is_none() {
            let words = format!("The synonyms behind {} would lead in a circle.", super::surgery::name_of(node, tree));
            issues.push(Issue::error("undo-spoils-tree", model().column(tree.accepted).name, words));
        }
    }
    if !issues.is_empty() {
        return Err(Error::new(Code::Conflict, "The tree was changed since then in a way that does not fit.")
            .hint("Undo the later changes first.")
            .with_issues(issues));
    }
    let above = tx.ancestor_ids(tree.node, &list)?;
    let is_topmost = |id: &i64| above.get(id).is_some_and(|way| !way.iter().any(|up| up != id && ids.contains(up)));
    for node in found.iter().filter(|node| is_topmost(&node.id)) {
        rename_branch(tx, tree, node.id)?;
    }
    if tree.node == taxon::TABLE {
        for node in &found {
            prefer_accepted(tx, node)?;
        }
    }
    Ok(())
}

/// Whether every one of the nodes, and those directly below them, stands below a higher rank of its own tree.
fn judge(tx: &mut WriteTx<'_>, tree: &'static Tree, ids: &[i64], issues: &mut Vec<Issue>) -> Result<()> {
    let up = |column: vasculum_model::Col| Path {
        base: tree.node,
        steps: vec![Step::One(tree.parent.1)],
        table: tree.node,
        column: Some(column.1),
    };
    let paths = [
        own(tree.node, Some(tree.full_name)),
        own(tree.node, Some(tree.rank_id)),
        own(tree.node, Some(tree.definition)),
        up(tree.rank_id),
        up(tree.definition),
    ];
    let below = Filter::test(tree.parent, Test::In(ids.iter().copied().map(Value::Int).collect()));
    let concerned = Filter::Or(vec![Filter::Ids(ids.to_vec()), below]);
    for row in tx.values(&Select::all(tree.node).matching(concerned), &paths)? {
        let Some(higher) = row[3].int() else { continue };
        if row[1].int().is_some_and(|rank| rank > higher) && row[2] == row[4] {
            continue;
        }
        let words = format!("{} would not stand below a higher rank of its tree.", row[0].text().unwrap_or("A node"));
        issues.push(Issue::error("undo-spoils-tree", model().column(tree.parent).name, words));
    }
    Ok(())
}

/// Writes the names of whole trees anew after their ranks or their direction were given back.
fn definitions(tx: &mut WriteTx<'_>, table: TableId, ids: &BTreeSet<i64>) -> Result<()> {
    let mut concerned: HashSet<(TableId, i64)> = HashSet::new();
    for id in ids {
        if let Some(tree) = tree_of_definitions(table) {
            concerned.insert((tree.node, *id));
        } else if let Some(tree) = tree_of_ranks(table) {
            let rank = tx.find(table, *id)?;
            concerned.extend(rank.and_then(|rank| rank.int(tree.rank_def)).map(|def| (tree.node, def)));
        }
    }
    concerned.into_iter().try_for_each(|(node_table, definition)| rename_all(tx, node_table, definition))
}

/// Determinations prefer the accepted name behind the one that they give.
fn determinations(tx: &mut WriteTx<'_>, ids: &BTreeSet<i64>) -> Result<()> {
    let Some(tree) = model().tree(taxon::TABLE) else { return Ok(()) };
    let list: Vec<i64> = ids.iter().copied().collect();
    let grant = tx.may(Action::Update, determination::TABLE)?;
    for before in tx.find_all(determination::TABLE, &list)? {
        let Some(name) = before.int(determination::TAXON) else { continue };
        let Some(node) = tx.find(taxon::TABLE, name)? else { continue };
        if let Some(preferred) = accepted_behind(tx, tree, &node)? {
            tx.update(&grant, &before, &before.clone().with(determination::PREFERRED_TAXON, preferred))?;
        }
    }
    Ok(())
}
