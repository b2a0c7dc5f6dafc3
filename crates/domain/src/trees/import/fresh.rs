//! A file that becomes a new tree of its discipline: definition, ranks, root and all.

use std::collections::BTreeSet;

use vasculum_model::names::{collection, discipline, institution};
use vasculum_model::{Col, Error, Result, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use super::existing::Existing;
use super::{Applied, Ask, Chosen, Opened, Plan, Ranks, StartRanks, apply, diff, fields_of, laid_out, target_of};
use crate::setup::{self, NewTree, discipline_type};
use crate::trees::{definition_by_id, tree_of};

/// The discipline of the collection, with the tree that it would start with.
fn usual(tx: &mut Tx<'_>, ask: &Ask) -> Result<(i64, NewTree<'static>)> {
    let id = tx.get(collection::TABLE, ask.collection)?.needed(collection::DISCIPLINE)?;
    let kind = tx.get(discipline::TABLE, id)?.text(discipline::TYPE).and_then(discipline_type);
    let kind = kind.unwrap_or(&setup::DISCIPLINE_TYPES[0]);
    Ok((id, setup::usual(ask.table, kind)?))
}

fn named(usual: &NewTree<'_>) -> Ranks {
    usual.ranks.iter().map(|rank| (rank.name.to_owned(), rank.rank_id)).collect()
}

/// The ranks that are usual for such a tree in the discipline.
pub(super) fn ranks(tx: &mut Tx<'_>, ask: &Ask) -> Result<Ranks> {
    usual(tx, ask).map(|(_, usual)| named(&usual))
}

/// What the new tree would be: all of it is new.
pub(super) fn plan(tx: &mut Tx<'_>, file: &Opened, ask: &Ask, name: &str, start: StartRanks) -> Result<Plan> {
    let tree = tree_of(ask.table)?;
    judge_name(tx, ask, name)?;
    let (_, usual) = usual(tx, ask)?;
    let has_missing = ask.create_missing_ranks || start == StartRanks::OfFile;
    let (ranks, new_ranks) = laid_out(file, ask, named(&usual), has_missing)?;
    let fields = fields_of(file, ask, &ranks)?;
    let there = Existing::default();
    let mut target = target_of(file, ask, ranks, &there.by_identifier)?;
    if start == StartRanks::OfFile {
        only_used(&mut target);
    }
    let mut plan = diff::compare(tree, &there, target, &fields);
    plan.new_ranks = new_ranks.into_iter().filter(|rank| plan.target.ranks.contains(rank)).collect();
    Ok(plan)
}

/// Leaves the ranks out that no name has; the root's stays.
fn only_used(target: &mut super::Target) {
    let used: BTreeSet<usize> = target.nodes.iter().map(|node| node.rank).chain([0]).collect();
    if used.len() == 1 {
        return;
    }
    let places: Vec<usize> = used.into_iter().collect();
    target.ranks = places.iter().map(|at| target.ranks[*at].clone()).collect();
    for node in &mut target.nodes {
        // Every place that is asked for is among them.
        node.rank = places.binary_search(&node.rank).unwrap_or_default();
    }
}

/// Refuses a name that is none, or taken.
pub(super) fn judge_name(tx: &mut Tx<'_>, ask: &Ask, name: &str) -> Result<()> {
    let tree = tree_of(ask.table)?;
    let table = model().table(ask.table).name;
    let max = model().column(tree.def_name).max.unwrap_or(64) as usize;
    if name.trim().is_empty() {
        return Err(Error::invalid("A new tree needs a name."));
    }
    if name.chars().count() > max {
        return Err(Error::invalid(format!("The name of a tree has at most {max} characters.")));
    }
    let mut filter = vec![Filter::is(tree.def_name, name.trim())];
    if let Some(at) = model().table(tree.def).column("discipline") {
        let of = tx.get(collection::TABLE, ask.collection)?.needed(collection::DISCIPLINE)?;
        filter.push(Filter::is(Col(tree.def, at), of));
    }
    if tx.unscoped(|tx| tx.count(&Select::all(tree.def).matching(Filter::And(filter))))? > 0 {
        return Err(Error::invalid(format!("There is a tree of {table} called ‘{}’ already.", name.trim()))
            .hint("Choose another name, or bring the file into that tree."));
    }
    Ok(())
}

/// Makes the tree and brings the file in.
///
/// The person needs the right to make such a tree in the discipline, and nodes; that the nodes belong to a tree which
/// was not there when the rights were read is no matter then.
pub(super) fn import(
    tx: &mut WriteTx<'_>,
    file: &Opened,
    ask: &Ask,
    (name, start): (&str, StartRanks),
    chosen: &Chosen,
) -> Result<(Plan, Applied)> {
    let tree = tree_of(ask.table)?;
    let plan = plan(tx, file, ask, name, start)?;
    for table in [tree.def, tree.rank, tree.node] {
        tx.may(Action::Create, table)?;
    }
    let (of, usual) = usual(tx, ask)?;
    let is_used = |number: i64| plan.target.ranks.iter().any(|rank| rank.1 == number);
    let ranks = usual.ranks.iter().filter(|rank| is_used(rank.rank_id)).copied().collect();
    let mut new = NewTree { name: name.trim(), ranks, ..usual };
    let has = |column: &str| model().table(tree.def).column(column).is_some();
    let owner = if has("discipline") { "discipline" } else { "institution" };
    let owner_id = match tx.first(&Select::all(institution::TABLE))? {
        Some(house) if owner == "institution" => {
            // Such a tree is called at its root as its building or place is.
            new.root = new.name;
            house.id
        }
        _ => of,
    };
    // As the person: the discipline must be one of theirs.
    let id = setup::make_definition(tx, &new, owner, owner_id)?;
    let by = tx.access().agent;
    let applied = tx.as_program(|tx| {
        setup::make_ranks_and_root(tx, &new, id)?;
        let no_ranks = || Error::not_found("The new tree has no ranks.");
        let mut def = definition_by_id(tx, ask.table, id)?.ok_or_else(no_ranks)?;
        if !plan.new_ranks.is_empty() {
            apply::make_ranks(tx, tree, &def, &plan.new_ranks)?;
            def = definition_by_id(tx, ask.table, id)?.ok_or_else(no_ranks)?;
        }
        apply::apply(tx, &plan, ask, &def, chosen, by)
    })?;
    Ok((plan, applied))
}
