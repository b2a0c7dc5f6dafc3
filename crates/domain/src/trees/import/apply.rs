//! The change from the tree to what a file wants of it.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{common_name_tx, source_record, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Error, Level, Record, Result, Value, model};
use vasculum_store::{Action, Filter, Select, WriteTx};

use super::existing::author_column;
use super::{Applied, Ask, Chosen, Entry, FORMAT, KEPT, Kind, Place, Plan, Wanted};
use crate::records;
use crate::rules::{self, Saving, When};
use crate::trees::{Stem, TreeDef, nodes::stem_of, root, tree_of};

/// How many refusals are kept word by word.
const REFUSALS: usize = 100;

/// Makes ranks that a tree lacks.
pub(super) fn make_ranks(
    tx: &mut WriteTx<'_>,
    tree: &'static Tree,
    def: &TreeDef,
    ranks: &[(String, i64)],
) -> Result<()> {
    for (name, number) in ranks {
        let rank = Record::new(tree.rank)
            .with(tree.rank_def, def.id)
            .with(tree.rank_name, name.as_str())
            .with(tree.rank_rank_id, *number);
        records::put(tx, None, rank)?;
    }
    Ok(())
}

/// Writes the chosen differences: first what is new, parents first and many at once, then what is changed, then what is
/// gone. `by` is the agent that made new nodes, where the transaction does not say it.
pub(super) fn apply(
    tx: &mut WriteTx<'_>,
    plan: &Plan,
    ask: &Ask,
    def: &TreeDef,
    chosen: &Chosen,
    by: Option<i64>,
) -> Result<Applied> {
    let tree = tree_of(ask.table)?;
    let (nodes, gone) = selected(plan, chosen);
    let mut applying = Applying {
        plan,
        tree,
        def,
        ask,
        ids: plan.matched.clone(),
        applied: Applied { definition: def.id, ..Applied::default() },
        by,
        root: root(tx, ask.table, def.id)?.id,
    };
    let new: Vec<usize> = (0..plan.target.nodes.len())
        .filter(|at| nodes.contains(at) && plan.entry_of(*at).is_some_and(|entry| entry.kinds.contains(&Kind::New)))
        .collect();
    applying.make(tx, &new)?;
    for entry in &plan.entries {
        let (Some(at), Some(id)) = (entry.wanted, entry.node) else { continue };
        if nodes.contains(&at) && !entry.kinds.contains(&Kind::Doubtful) {
            applying.change(tx, at, id, entry)?;
        }
    }
    applying.delete(tx, &gone)?;
    Ok(applying.applied)
}

impl Plan {
    /// The difference of a node of the target.
    fn entry_of(&self, at: usize) -> Option<&Entry> {
        // Entries stand in the order of the target, those that are gone behind them.
        let named = self.entries.partition_point(|entry| entry.wanted.is_some_and(|wanted| wanted < at));
        self.entries.get(named).filter(|entry| entry.wanted == Some(at))
    }
}

/// The nodes of the target that are accepted, with the new ones above them, and the ids of those to be deleted.
fn selected(plan: &Plan, chosen: &Chosen) -> (HashSet<usize>, Vec<i64>) {
    let gone = plan.entries.iter().filter(|entry| entry.wanted.is_none()).filter_map(|entry| entry.node);
    let all = || (0..plan.target.nodes.len()).collect::<HashSet<usize>>();
    match chosen {
        Chosen::All => (all(), Vec::new()),
        Chosen::AllAndGone => (all(), gone.collect()),
        Chosen::Some { nodes, branches, gone: some } => {
            let mut accepted: HashSet<usize> = nodes.union(branches).copied().collect();
            let mut below: HashSet<usize> = branches.clone();
            for (at, wanted) in plan.target.nodes.iter().enumerate() {
                if matches!(wanted.above, Place::Node(above) if below.contains(&above)) {
                    below.insert(at);
                    accepted.insert(at);
                }
            }
            // What is new needs what is new above it, and a synonym its accepted name.
            let mut open: Vec<usize> = accepted.iter().copied().collect();
            while let Some(at) = open.pop() {
                let wanted = &plan.target.nodes[at];
                for place in [Some(wanted.above), wanted.accepted].into_iter().flatten() {
                    if let Place::Node(other) = place
                        && !plan.matched.contains_key(&other)
                        && accepted.insert(other)
                    {
                        open.push(other);
                    }
                }
            }
            (accepted, gone.filter(|id| some.contains(id)).collect())
        }
    }
}

struct Applying<'p> {
    plan: &'p Plan,
    tree: &'static Tree,
    def: &'p TreeDef,
    ask: &'p Ask,
    /// The ids of the nodes of the target that are there by now.
    ids: HashMap<usize, i64>,
    applied: Applied,
    by: Option<i64>,
    root: i64,
}

impl Applying<'_> {
    fn refuse(&mut self, label: &str, words: String) {
        self.applied.refusals += 1;
        if self.applied.refused.len() < REFUSALS {
            self.applied.refused.push((label.to_owned(), words));
        }
    }

    fn id_at(&self, place: Place) -> Option<i64> {
        match place {
            Place::Root => Some(self.root),
            Place::There(id) => Some(id),
            Place::Node(at) => self.ids.get(&at).copied(),
        }
    }

    /// Makes the new nodes. Their places and full names are worked out here, as the rule for nodes would one by one;
    /// all other rules judge every one of them.
    fn make(&mut self, tx: &mut WriteTx<'_>, new: &[usize]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let grant = tx.may(Action::Create, self.tree.node)?;
        let ids = tx.new_ids(self.tree.node, new.len())?;
        self.ids.extend(new.iter().copied().zip(ids));
        let mut stems: HashMap<i64, (i64, Stem)> = HashMap::new();
        let mut made = Vec::with_capacity(new.len());
        for at in new {
            let wanted = &self.plan.target.nodes[*at];
            match self.node(tx, *at, wanted, &mut stems)? {
                Ok(record) => made.push(record),
                Err(words) => {
                    self.ids.remove(at);
                    self.refuse(&wanted.name, words);
                }
            }
        }
        let there: Vec<usize> = new.iter().copied().filter(|at| self.ids.contains_key(at)).collect();
        for (record, at) in made.iter_mut().zip(there) {
            let wanted = &self.plan.target.nodes[at];
            let Some(accepted) = wanted.accepted else { continue };
            match self.id_at(accepted) {
                Some(accepted) => {
                    record.set(self.tree.accepted, accepted);
                    record.set(self.tree.is_accepted, false);
                }
                None => {
                    let words = "Its accepted name is not there; it came in as accepted.";
                    self.refuse(&wanted.name, words.to_owned());
                }
            }
        }
        self.applied.made += made.len() as u64;
        for record in made {
            tx.insert(&grant, record)?;
        }
        self.keep(tx, new)?;
        self.common_names(tx, new)
    }

    /// A new node with its place, or the words of a rule against it.
    fn node(
        &self,
        tx: &mut WriteTx<'_>,
        at: usize,
        wanted: &Wanted,
        stems: &mut HashMap<i64, (i64, Stem)>,
    ) -> Result<std::result::Result<Record, String>> {
        let number = self.plan.target.ranks[wanted.rank].1;
        let (Some(rank), Some(parent), Some(id)) =
            (self.def.numbered(number), self.id_at(wanted.above), self.ids.get(&at).copied())
        else {
            return Ok(Err("The name above it is not there.".to_owned()));
        };
        let (above, stem) = match stems.get(&parent) {
            Some(known) => known.clone(),
            None => match self.above(tx, parent)? {
                Ok(found) => found,
                Err(words) => return Ok(Err(words)),
            },
        };
        stems.entry(parent).or_insert_with(|| (above, stem.clone()));
        if above >= number {
            return Ok(Err(format!("A {} can't stand there: the rank above is no higher.", rank.name)));
        }
        let (full_name, own) = stem.with(self.def, Some(rank), &wanted.name);
        stems.insert(id, (number, own));
        let mut record = Record::new(self.tree.node)
            .with(self.tree.name, wanted.name.as_str())
            .with(self.tree.full_name, full_name)
            .with(self.tree.parent, parent)
            .with(self.tree.definition, self.def.id)
            .with(self.tree.definition_item, rank.id)
            .with(self.tree.rank_id, number)
            .with(self.tree.is_accepted, true);
        record.set_named("createdByAgent", self.by);
        self.fill(&mut record, wanted);
        judged(tx, record).map(|judged| {
            judged.map(|mut record| {
                record.id = id;
                record
            })
        })
    }

    /// The rank number and the stem of a node that was there before, or the words against standing below it.
    fn above(&self, tx: &mut WriteTx<'_>, parent: i64) -> Result<std::result::Result<(i64, Stem), String>> {
        let above = tx.get(self.tree.node, parent)?;
        let name = above.text(self.tree.name).unwrap_or_default();
        if above.int(self.tree.accepted).is_some() {
            return Ok(Err(format!("{name} is a synonym; nothing can stand below it.")));
        }
        let over = stem_of(tx, self.tree, self.def, parent)?;
        let rank = above.int(self.tree.definition_item).and_then(|id| self.def.rank(id));
        let stem = over.with(self.def, rank, name).1;
        Ok(Ok((above.int(self.tree.rank_id).unwrap_or_default(), stem)))
    }

    fn fill(&self, record: &mut Record, wanted: &Wanted) {
        if let (Some(column), Some(author)) = (author_column(self.tree), &wanted.author) {
            let max = model().column(column).max.map_or(usize::MAX, |max| max as usize);
            record.set(column, author.chars().take(max).collect::<String>());
        }
        for (column, value) in &wanted.fields {
            record.set(*column, value.clone());
        }
    }

    /// Keeps what the source calls the new nodes, which follows from making them.
    fn keep(&self, tx: &mut WriteTx<'_>, new: &[usize]) -> Result<()> {
        let number = i64::from(model().table(self.tree.node).number);
        let named: Vec<(i64, &str)> = new
            .iter()
            .filter_map(|at| Some((self.ids.get(at).copied()?, self.plan.target.nodes[*at].id.as_deref()?)))
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        let by = self.by.or(tx.access().agent);
        let mut kept = Vec::with_capacity(named.len());
        for ((node, identifier), id) in named.iter().zip(tx.new_ids(KEPT, named.len())?) {
            let mut record = Record::new(KEPT)
                .with(source_record::COLLECTION, self.ask.collection)
                .with(source_record::TABLE_NUM, number)
                .with(source_record::RECORD_ID, *node)
                .with(source_record::FORMAT, FORMAT)
                .with(source_record::IDENTIFIER, *identifier)
                .with(source_record::CREATED_BY_AGENT, by);
            record.id = id;
            kept.push(record);
        }
        tx.as_program(|tx| {
            let grant = tx.may(Action::Create, KEPT)?;
            kept.into_iter().try_for_each(|record| tx.insert(&grant, record).map(drop))
        })
    }

    /// Gives nodes of the taxon tree their everyday names, each once.
    fn common_names(&mut self, tx: &mut WriteTx<'_>, nodes: &[usize]) -> Result<()> {
        if self.tree.node != taxon::TABLE {
            return Ok(());
        }
        let mut records = Vec::new();
        for at in nodes {
            let (wanted, Some(node)) = (&self.plan.target.nodes[*at], self.ids.get(at).copied()) else { continue };
            if wanted.common.is_empty() {
                continue;
            }
            if let Err(error) = tx.may(Action::Create, common_name_tx::TABLE) {
                // Whoever may change names alone brings in the names alone.
                self.refuse(&wanted.name, error.message.into_owned());
                continue;
            }
            let there = if tx.has_made(taxon::TABLE, node) {
                Vec::new()
            } else {
                tx.select(&Select::all(common_name_tx::TABLE).matching(Filter::is(common_name_tx::TAXON, node)))?
            };
            for (name, language, country) in &wanted.common {
                let record = common_name(node, name, language.as_deref(), country.as_deref());
                let same = |other: &Record| {
                    [common_name_tx::NAME, common_name_tx::LANGUAGE]
                        .iter()
                        .all(|column| other.get(*column) == record.get(*column))
                };
                if !there.iter().any(same)
                    && !records
                        .iter()
                        .any(|other: &Record| other.int(common_name_tx::TAXON) == Some(node) && same(other))
                {
                    match judged(tx, record)? {
                        Ok(record) => records.push(record),
                        Err(words) => self.refuse(name, words),
                    }
                }
            }
        }
        let count = records.len();
        if count == 0 {
            return Ok(());
        }
        for (record, id) in records.iter_mut().zip(tx.new_ids(common_name_tx::TABLE, count)?) {
            record.id = id;
        }
        let grant = tx.may(Action::Create, common_name_tx::TABLE)?;
        records.into_iter().try_for_each(|record| tx.insert(&grant, record).map(drop))
    }

    /// Changes a node that is there, by the ordinary way of saving.
    fn change(&mut self, tx: &mut WriteTx<'_>, at: usize, id: i64, entry: &Entry) -> Result<()> {
        let label = entry.label.as_str();
        let wanted = &self.plan.target.nodes[at];
        let before = tx.get(self.tree.node, id)?;
        let mut after = before.clone();
        let Some(parent) = self.id_at(wanted.above) else {
            self.refuse(label, "The name above it is not there.".to_owned());
            return Ok(());
        };
        if wanted.is_placed {
            after.set(self.tree.parent, parent);
        }
        if entry.kinds.contains(&Kind::Renamed) {
            after.set(self.tree.name, wanted.name.as_str());
        }
        self.fill(&mut after, wanted);
        let accepted = match wanted.accepted {
            Some(place) => self.id_at(place),
            None if wanted.is_said && !wanted.is_of_unknown => None,
            None => before.int(self.tree.accepted),
        };
        after.set(self.tree.accepted, accepted.map_or(Value::Null, Value::from));
        if after != before {
            match records::put(tx, Some(&before), after) {
                Ok(_) => self.applied.changed += 1,
                Err(error) if error.code == Code::Invalid => self.refuse(label, words_of(&error)),
                Err(error) => return Err(error),
            }
        }
        self.common_names(tx, &[at])
    }

    /// Deletes nodes, lowest first; one that something refers to stays.
    fn delete(&mut self, tx: &mut WriteTx<'_>, gone: &[i64]) -> Result<()> {
        let mut nodes = tx.find_all(self.tree.node, gone)?;
        nodes.sort_by_key(|node| std::cmp::Reverse(node.int(self.tree.rank_id)));
        for node in nodes {
            let label = node.text(self.tree.full_name).unwrap_or_default().to_owned();
            match records::delete(tx, node.table, node.id, None) {
                Ok(()) => self.applied.deleted += 1,
                Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
                    self.refuse(&label, words_of(&error))
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// An everyday name of a node; a language or country that is too long for its field is left out.
fn common_name(node: i64, name: &str, language: Option<&str>, country: Option<&str>) -> Record {
    let fits = |column, text: &&str| text.chars().count() <= model().column(column).max.unwrap_or(0) as usize;
    let max = model().column(common_name_tx::NAME).max.map_or(usize::MAX, |max| max as usize);
    let mut record = Record::new(common_name_tx::TABLE)
        .with(common_name_tx::TAXON, node)
        .with(common_name_tx::NAME, name.chars().take(max).collect::<String>());
    for (column, text) in [(common_name_tx::LANGUAGE, language), (common_name_tx::COUNTRY, country)] {
        if let Some(text) = text.filter(|text| fits(column, text)) {
            record.set(column, text);
        }
    }
    record
}

fn words_of(error: &Error) -> String {
    let refused = error.issues.iter().find(|issue| issue.level == Level::Error);
    refused.map_or_else(|| error.message.to_string(), |issue| issue.words.clone())
}

/// Lets every rule but the one for nodes judge a new record; the place of a node was judged before.
fn judged(tx: &mut WriteTx<'_>, record: Record) -> Result<std::result::Result<Record, String>> {
    let mut saving = Saving { tx, before: None, record, issues: Vec::new() };
    saving.fill_scope();
    rules::run_but("tree-node", When::BeforeSave, &mut saving)?;
    saving.judge_values();
    match saving.issues.iter().find(|issue| issue.level == Level::Error) {
        Some(issue) => Ok(Err(issue.words.clone())),
        None => Ok(Ok(saving.record)),
    }
}
