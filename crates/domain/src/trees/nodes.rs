//! The rules for nodes: numbers 35 and 37 in Specify's list.

use std::collections::HashMap;

use vasculum_model::names::{determination, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Issue, Record, Result, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Test, Tx, WriteTx};

use super::{Rank, Stem, TreeDef, definition_by_id, known_definitions, own, tree_of, tree_of_definitions};
use crate::rules::Saving;

/// How far a chain of synonyms is followed.
const LONGEST_CHAIN: usize = 100;

/// What the rules need to know of a parent; reading the whole record would cost ten times as much.
struct Above {
    id: i64,
    definition: Option<i64>,
    rank: Option<i64>,
    rank_id: i64,
    name: String,
    full_name: Option<String>,
    is_synonym: bool,
}

/// Fills in what a node's place says about it (accepted or not, definition, rank number, full name) and judges the
/// place: the rank below the parent's and above the children's, no parent in another tree, below itself or, unless the
/// institution allows it, among the synonyms.
///
/// A new node costs one look-up, of its parent; the ranks are read once in a transaction. A node whose name and place
/// stay costs none.
pub(crate) fn before_save_node(s: &mut Saving<'_, '_>) -> Result<()> {
    let tree = tree_of(s.record.table)?;
    let accepted = s.record.int(tree.accepted);
    s.record.set(tree.is_accepted, accepted.is_none());
    if s.before.is_none_or(|before| before.int(tree.accepted) != accepted) {
        judge_accepted(s, tree)?;
    }
    if let Some(before) = s.before {
        let place = [tree.parent, tree.definition_item, tree.rank_id, tree.definition, tree.name];
        if place.iter().all(|column| before.get(*column) == s.record.get(*column))
            && !before.get(tree.full_name).is_null()
            && !is_accepted_again(tree, before, &s.record)
        {
            s.record.set(tree.full_name, before.get(tree.full_name).clone());
            return Ok(());
        }
    }
    place_node(s, tree)
}

/// Whether a synonym became an accepted name, which is called as its place says again.
fn is_accepted_again(tree: &Tree, before: &Record, now: &Record) -> bool {
    !before.get(tree.accepted).is_null() && now.get(tree.accepted).is_null()
}

/// Works out definition, rank and full name, and judges them.
fn place_node(s: &mut Saving<'_, '_>, tree: &'static Tree) -> Result<()> {
    let moved = s.before.is_none_or(|before| before.int(tree.parent) != s.record.int(tree.parent));
    let above = match s.record.int(tree.parent) {
        Some(parent) => match above(s.tx, tree, parent)? {
            Some(above) => Some(above),
            None => return refuse(s, tree.parent, "parent-not-found", "There is no such parent that you may see."),
        },
        None => None,
    };
    let known = known_definitions(s.tx, tree)?;
    let Some(def) = definition_for(s, tree, above.as_ref())?.and_then(|id| known.get(&id)) else {
        return refuse(s, tree.definition_item, "rank-needed", "Say which rank the node has.");
    };
    let Some(rank) = rank_for(def, s.before, &s.record, tree, above.as_ref()).cloned() else {
        return refuse(s, tree.definition_item, "rank-of-another-tree", "This rank is not one of the parent's tree.");
    };
    if s.before.and_then(|before| before.int(tree.definition)).is_some_and(|ours| ours != def.id) {
        return refuse(s, tree.parent, "parent-in-another-tree", "The parent stands in another tree.");
    }
    s.record.set(tree.definition, def.id);
    s.record.set(tree.definition_item, rank.id);
    s.record.set(tree.rank_id, rank.rank_id);
    judge_place(s, tree, def, &rank, above.as_ref())?;
    if moved {
        judge_move(s, tree, above.as_ref())?;
    }
    if s.before.is_some_and(|before| before.int(tree.rank_id) != Some(rank.rank_id)) {
        judge_children(s, tree, &rank)?;
    }
    let Some(name) = s.record.text(tree.name).map(str::to_owned) else { return Ok(()) };
    let stem = match &above {
        Some(above) if rank.is_in_full_name => stem_below(s.tx, tree, def, above)?,
        _ => Stem::default(),
    };
    s.record.set(tree.full_name, stem.with(def, Some(&rank), &name).0);
    Ok(())
}

fn refuse(
    s: &mut Saving<'_, '_>,
    column: vasculum_model::Col,
    name: &'static str,
    words: impl Into<String>,
) -> Result<()> {
    s.issues.push(Issue::error(name, model().column(column).name, words));
    Ok(())
}

fn above(tx: &mut Tx<'_>, tree: &Tree, id: i64) -> Result<Option<Above>> {
    let columns = [tree.definition, tree.definition_item, tree.rank_id, tree.name, tree.full_name, tree.accepted];
    let paths: Vec<_> = columns.iter().map(|column| own(tree.node, Some(*column))).collect();
    let rows = tx.values(&Select::all(tree.node).matching(Filter::Ids(vec![id])), &paths)?;
    Ok(rows.first().map(|row| Above {
        id,
        definition: row[0].int(),
        rank: row[1].int(),
        rank_id: row[2].int().unwrap_or_default(),
        name: row[3].text().unwrap_or_default().to_owned(),
        full_name: row[4].text().map(str::to_owned),
        is_synonym: row[5].int().is_some(),
    }))
}

/// The definition is the parent's; a root's is that of its rank, or the one that it names itself.
fn definition_for(s: &mut Saving<'_, '_>, tree: &'static Tree, above: Option<&Above>) -> Result<Option<i64>> {
    if let Some(id) = above.and_then(|above| above.definition) {
        return Ok(Some(id));
    }
    match s.record.int(tree.definition_item) {
        Some(item) => Ok(s.tx.find(tree.rank, item)?.and_then(|rank| rank.int(tree.rank_def))),
        None => Ok(s.record.int(tree.definition)),
    }
}

/// The rank that the node names, by link or else by number; a new one that names none gets the next one below its
/// parent's that may not be left out.
fn rank_for<'d>(
    def: &'d TreeDef,
    before: Option<&Record>,
    record: &Record,
    tree: &Tree,
    above: Option<&Above>,
) -> Option<&'d Rank> {
    let by_number_alone = before.is_some_and(|before| {
        before.get(tree.definition_item) == record.get(tree.definition_item)
            && before.get(tree.rank_id) != record.get(tree.rank_id)
    });
    match (record.int(tree.definition_item), record.int(tree.rank_id)) {
        (Some(item), _) if !by_number_alone => def.rank(item),
        (_, Some(number)) => def.numbered(number),
        _ => match above {
            Some(above) => def.possible_below(above.rank_id).pop(),
            None => def.ranks.first(),
        },
    }
}

fn judge_place(s: &mut Saving<'_, '_>, tree: &Tree, def: &TreeDef, rank: &Rank, above: Option<&Above>) -> Result<()> {
    match above {
        None if def.ranks.first().is_some_and(|first| first.id != rank.id) => {
            let words = format!("A {} needs a parent; only the root of a tree has none.", rank.name);
            refuse(s, tree.parent, "parent-needed", words)
        }
        Some(above) if above.rank_id >= rank.rank_id => {
            let upper = above.rank.and_then(|id| def.rank(id)).map_or("its parent's rank", |rank| rank.name.as_str());
            let words = format!("A {} can't stand below {}: {upper} is no higher rank.", rank.name, above.name);
            refuse(s, tree.parent, "rank-not-below-parent", words)
        }
        _ => Ok(()),
    }
}

/// The setting that lets nodes stand below synonyms; one for each tree, as in Specify.
fn children_of_synonyms(tree: &Tree) -> String {
    format!("treeManagement.allowAddingChildToSynonymizedParent.{}", model().table(tree.node).name)
}

/// Whether the institution lets nodes stand below synonyms of this tree.
pub(super) fn may_stand_below_synonyms(tx: &mut Tx<'_>, tree: &Tree) -> Result<bool> {
    Ok(tx.setting(&children_of_synonyms(tree))?.as_deref() == Some("true"))
}

fn judge_move(s: &mut Saving<'_, '_>, tree: &Tree, above: Option<&Above>) -> Result<()> {
    let Some(above) = above else { return Ok(()) };
    if above.is_synonym && !may_stand_below_synonyms(s.tx, tree)? {
        let words = format!("{} is a synonym; nothing can stand below it.", above.name);
        refuse(s, tree.parent, "parent-is-synonym", words)?;
    }
    if s.is_new() {
        return Ok(());
    }
    let own = s.record.id;
    if above.id == own || s.tx.ancestors(tree.node, above.id)?.iter().any(|record| record.id == own) {
        refuse(s, tree.parent, "parent-below-itself", "A node can't stand below itself.")?;
    }
    Ok(())
}

fn judge_children(s: &mut Saving<'_, '_>, tree: &Tree, rank: &Rank) -> Result<()> {
    let filter = Filter::And(vec![
        Filter::is(tree.parent, s.record.id),
        Filter::test(tree.rank_id, Test::AtMost(Value::Int(rank.rank_id))),
    ]);
    let Some(child) = s.tx.first(&Select::all(tree.node).matching(filter))? else { return Ok(()) };
    let words =
        format!("{} stands below it and is no lower than {}.", child.text(tree.name).unwrap_or("A node"), rank.name);
    refuse(s, tree.definition_item, "rank-not-above-children", words)
}

/// A synonym names an accepted node of its own tree; a chain of synonyms is kept but remarked upon, a circle is not.
fn judge_accepted(s: &mut Saving<'_, '_>, tree: &'static Tree) -> Result<()> {
    let Some(first) = s.record.int(tree.accepted) else { return Ok(()) };
    let own = s.record.id;
    let mut next = Some(first);
    let mut steps = 0;
    while let Some(id) = next {
        if id == own && !s.is_new() {
            return refuse(s, tree.accepted, "synonym-of-itself", "A name can't be a synonym of itself.");
        }
        if steps == LONGEST_CHAIN {
            return refuse(s, tree.accepted, "synonyms-in-circle", "These synonyms lead to no accepted name.");
        }
        let Some(node) = s.tx.find(tree.node, id)? else {
            return refuse(s, tree.accepted, "accepted-not-found", "There is no such accepted name that you may see.");
        };
        let theirs = node.int(tree.definition);
        if steps == 0 && s.record.int(tree.definition).is_some_and(|ours| Some(ours) != theirs) {
            return refuse(s, tree.accepted, "accepted-in-another-tree", "The accepted name stands in another tree.");
        }
        next = node.int(tree.accepted);
        if steps == 0 && next.is_some() {
            let words = format!("{} is itself a synonym.", node.text(tree.full_name).unwrap_or("This name"));
            s.issues.push(Issue::warning("accepted-is-synonym", model().column(tree.accepted).name, words));
        }
        steps += 1;
    }
    Ok(())
}

/// The stem of full names below a parent. That of the parent itself, if its rank is in the full name; else that of the
/// ancestors, which are only read if a rank above is in the full name at all.
fn stem_below(tx: &mut Tx<'_>, tree: &Tree, def: &TreeDef, above: &Above) -> Result<Stem> {
    let Some(rank) = above.rank.and_then(|id| def.rank(id)) else { return Ok(Stem::default()) };
    if !def.ranks.iter().any(|higher| higher.rank_id <= rank.rank_id && higher.is_in_full_name) {
        return Ok(Stem::default());
    }
    match &above.full_name {
        Some(text) if rank.is_in_full_name => {
            Ok(Stem { text: text.clone(), separator: rank.separator.clone(), some: true })
        }
        _ => Ok(stem_of(tx, tree, def, above.id)?.with(def, Some(rank), &above.name).1),
    }
}

/// The stem that the ancestors of a node give, without the node itself.
pub(super) fn stem_of(tx: &mut Tx<'_>, tree: &Tree, def: &TreeDef, node: i64) -> Result<Stem> {
    let mut stem = Stem::default();
    for record in tx.ancestors(tree.node, node)? {
        let rank = record.int(tree.definition_item).and_then(|id| def.rank(id));
        stem = stem.with(def, rank, record.text(tree.name).unwrap_or_default()).1;
        if !record.get(tree.accepted).is_null() {
            stem = stem.kept(rank, record.text(tree.full_name));
        }
    }
    Ok(stem)
}

/// Writes the full names below a node anew when its name, rank or parent changed. Synonyms keep the name under which
/// they were published. Determinations follow when a name becomes a synonym or is accepted again.
pub(crate) fn after_save_node(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(before) = s.before else { return Ok(()) };
    let tree = tree_of(s.record.table)?;
    let changed = |column| before.get(column) != s.record.get(column);
    if tree.node == taxon::TABLE && changed(tree.accepted) {
        prefer_accepted(s.tx, &s.record)?;
    }
    let renamed = is_accepted_again(tree, before, &s.record) && changed(tree.full_name);
    if !renamed && ![tree.name, tree.definition_item, tree.parent].into_iter().any(changed) {
        return Ok(());
    }
    let id = s.record.id;
    let below = Filter::Under(own(tree.node, Some(tree.parent)), id);
    let nodes = names_of(s.tx, tree, below)?;
    if nodes.is_empty() {
        return Ok(());
    }
    let Some(def) = definition_by_id(s.tx, tree.node, s.record.needed(tree.definition)?)? else { return Ok(()) };
    let rank = s.record.int(tree.definition_item).and_then(|id| def.rank(id));
    let name = s.record.text(tree.name).unwrap_or_default();
    let stem = stem_of(s.tx, tree, &def, id)?.with(&def, rank, name).1;
    rename(s.tx, tree, &def, &nodes, vec![(id, stem)])
}

/// Gives the determinations of a taxon and of its synonyms the preferred taxon that its standing asks for, whichever
/// collection they belong to.
pub(super) fn prefer_accepted(tx: &mut WriteTx<'_>, node: &Record) -> Result<()> {
    let tree = tree_of(node.table)?;
    tx.as_program(|tx| {
        let Some(preferred) = accepted_behind(tx, tree, node)? else { return Ok(()) };
        let mut names = vec![node.id];
        let mut at = 0;
        while let Some(name) = names.get(at).copied() {
            at += 1;
            for synonym in tx.referring_ids(taxon::ACCEPTED_TAXON, name, u64::from(u32::MAX))? {
                if !names.contains(&synonym) {
                    names.push(synonym);
                }
            }
        }
        let grant = tx.may(Action::Update, determination::TABLE)?;
        for name in names {
            let filter = Filter::is(determination::TAXON, name);
            for before in tx.select(&Select::all(determination::TABLE).matching(filter))? {
                let after = before.clone().with(determination::PREFERRED_TAXON, preferred);
                tx.update(&grant, &before, &after)?;
            }
        }
        Ok(())
    })
}

/// The accepted node behind a node, over any number of synonyms; the node itself if it is accepted. Nothing if they lead
/// in a circle.
pub(super) fn accepted_behind(tx: &mut Tx<'_>, tree: &Tree, node: &Record) -> Result<Option<i64>> {
    let (mut last, mut next) = (node.id, node.int(tree.accepted));
    for _ in 0..LONGEST_CHAIN {
        let Some(id) = next else { return Ok(Some(last)) };
        last = id;
        next = tx.find(tree.node, id)?.and_then(|node| node.int(tree.accepted));
    }
    Ok(None)
}

/// Writes the full name of a node and those below it anew where they are not what their places say; those of synonyms
/// stay.
pub(super) fn rename_branch(tx: &mut WriteTx<'_>, tree: &Tree, node: i64) -> Result<()> {
    let record = tx.get(tree.node, node)?;
    let Some(def) = definition_by_id(tx, tree.node, record.needed(tree.definition)?)? else { return Ok(()) };
    let stem = stem_of(tx, tree, &def, node)?;
    let above = record.int(tree.parent).unwrap_or_default();
    let mut nodes = names_of(tx, tree, Filter::Under(own(tree.node, Some(tree.parent)), node))?;
    let itself = names_of(tx, tree, Filter::Ids(vec![node]))?;
    nodes.extend(itself);
    rename(tx, tree, &def, &nodes, vec![(above, stem)])
}

/// What renaming needs to know of a node.
struct Named {
    id: i64,
    rank: Option<i64>,
    name: String,
    full_name: Option<String>,
    is_synonym: bool,
}

/// The nodes that pass the filter, by parent; 0 stands for no parent.
fn names_of(tx: &mut Tx<'_>, tree: &Tree, filter: Filter) -> Result<HashMap<i64, Vec<Named>>> {
    let columns = [tree.parent, tree.definition_item, tree.name, tree.full_name, tree.accepted];
    let mut paths = vec![own(tree.node, None)];
    paths.extend(columns.iter().map(|column| own(tree.node, Some(*column))));
    let mut nodes: HashMap<i64, Vec<Named>> = HashMap::new();
    for row in tx.values(&Select::all(tree.node).matching(filter), &paths)? {
        let named = Named {
            id: row[0].int().unwrap_or_default(),
            rank: row[2].int(),
            name: row[3].text().unwrap_or_default().to_owned(),
            full_name: row[4].text().map(str::to_owned),
            is_synonym: row[5].int().is_some(),
        };
        nodes.entry(row[1].int().unwrap_or_default()).or_default().push(named);
    }
    Ok(nodes)
}

/// Computes the full names below the given stems and writes those that differ, each as a change of its own.
fn rename(
    tx: &mut WriteTx<'_>,
    tree: &Tree,
    def: &TreeDef,
    nodes: &HashMap<i64, Vec<Named>>,
    mut open: Vec<(i64, Stem)>,
) -> Result<()> {
    let mut wanted: Vec<(i64, String)> = Vec::new();
    while let Some((parent, stem)) = open.pop() {
        for node in nodes.get(&parent).map(Vec::as_slice).unwrap_or_default() {
            let rank = node.rank.and_then(|id| def.rank(id));
            let (full_name, mut own) = stem.with(def, rank, &node.name);
            if node.is_synonym {
                own = own.kept(rank, node.full_name.as_deref());
            }
            if !node.is_synonym && node.full_name.as_deref() != Some(full_name.as_str()) {
                wanted.push((node.id, full_name));
            }
            open.push((node.id, own));
        }
    }
    wanted.sort_by_key(|(id, _)| *id);
    let grant = tx.may(Action::Update, tree.node)?;
    for chunk in wanted.chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|(id, _)| *id).collect();
        let records = tx.find_all(tree.node, &ids)?;
        for before in records {
            let Some((_, full_name)) = chunk.iter().find(|(id, _)| *id == before.id) else { continue };
            let after = before.clone().with(tree.full_name, full_name.as_str());
            tx.update(&grant, &before, &after)?;
        }
    }
    Ok(())
}

/// Writes all full names of a tree anew, after its ranks or its direction changed.
pub(super) fn rename_all(tx: &mut WriteTx<'_>, node_table: TableId, definition: i64) -> Result<()> {
    let tree = tree_of(node_table)?;
    let Some(def) = definition_by_id(tx, node_table, definition)? else { return Ok(()) };
    let nodes = names_of(tx, tree, Filter::is(tree.definition, definition))?;
    rename(tx, tree, &def, &nodes, vec![(0, Stem::default())])
}

/// Writes all full names anew when the direction in which they run changed.
pub(crate) fn after_save_definition(s: &mut Saving<'_, '_>) -> Result<()> {
    let (Some(before), Some(tree)) = (s.before, tree_of_definitions(s.record.table)) else { return Ok(()) };
    if before.get(tree.full_name_direction) == s.record.get(tree.full_name_direction) {
        return Ok(());
    }
    rename_all(s.tx, tree.node, s.record.id)
}

/// Keeps the root of a tree: everything else needs it.
pub(crate) fn before_delete_node(s: &mut Saving<'_, '_>) -> Result<()> {
    let tree = tree_of(s.record.table)?;
    if s.record.int(tree.parent).is_some() {
        return Ok(());
    }
    let Some(definition) = s.record.int(tree.definition) else { return Ok(()) };
    let filter = Filter::And(vec![Filter::is(tree.definition, definition), Filter::is(tree.parent, Value::Null)]);
    if s.tx.count(&Select::all(tree.node).matching(filter))? <= 1 {
        s.issues.push(Issue::error("root-of-tree", "", "The root of a tree can't be deleted."));
    }
    Ok(())
}
