//! What an operation did, or would do, counted from what it wrote.

use std::collections::{BTreeMap, HashMap, HashSet};

use vasculum_model::names::merged_record;
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Error, Issue, Level, Result, TableId, Value, model};
use vasculum_store::{Change, ChangeKind};

use super::merging::Homonym;

/// So many changed names a plan shows one by one; the counts are always of all.
pub const SHOWN: usize = 50;

/// A node whose full name changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The node.
    pub node: i64,
    /// Its full name before.
    pub before: String,
    /// Its full name afterwards.
    pub after: String,
}

/// What an operation does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// How many nodes it changes or deletes.
    pub nodes: u64,
    /// How many of them it deletes.
    pub removed: u64,
    /// How many full names change.
    pub renamed: u64,
    /// The first [`SHOWN`] of them.
    pub names: Vec<Renamed>,
    /// How many other records it changes, by table, most first; notes on what was merged are not counted.
    pub records: Vec<(TableId, u64)>,
    /// Children of which somebody has to say whether they are the same.
    pub homonyms: Vec<Homonym>,
    /// What keeps it from being done, as errors, and what is worth knowing.
    pub issues: Vec<Issue>,
}

impl Plan {
    /// What a list of changes means for a tree.
    pub(super) fn of(tree: &Tree, changes: &[Change]) -> Self {
        let mut touched: HashSet<i64> = HashSet::new();
        let mut removed: HashSet<i64> = HashSet::new();
        let mut names: BTreeMap<i64, (String, String)> = BTreeMap::new();
        let mut others: HashMap<TableId, HashSet<i64>> = HashMap::new();
        for change in changes {
            let ids = change.record..change.record + change.count;
            if change.table != tree.node {
                if change.table != merged_record::TABLE {
                    others.entry(change.table).or_default().extend(ids);
                }
                continue;
            }
            touched.extend(ids);
            if change.kind == ChangeKind::Delete {
                removed.insert(change.record);
            }
            if let (Some(before), Some(after)) = (name_in(tree, &change.before), name_in(tree, &change.after)) {
                names.entry(change.record).or_insert_with(|| (before, String::new())).1 = after;
            }
        }
        names.retain(|id, (before, after)| before != after && !removed.contains(id));
        let renamed = names.len() as u64;
        let shown = names.into_iter().take(SHOWN);
        let mut records: Vec<_> = others.into_iter().map(|(table, ids)| (table, ids.len() as u64)).collect();
        records.sort_by_key(|(table, count)| (std::cmp::Reverse(*count), *table));
        Self {
            nodes: touched.len() as u64,
            removed: removed.len() as u64,
            renamed,
            names: shown.map(|(node, (before, after))| Renamed { node, before, after }).collect(),
            records,
            homonyms: Vec::new(),
            issues: Vec::new(),
        }
    }

    /// A plan that can't be carried out.
    pub(super) fn refused(error: &Error) -> Self {
        let mut issues = error.issues.clone();
        if issues.is_empty() {
            issues.push(Issue::error("refused", "", error.message.to_string()));
        }
        Self { issues, ..Self::default() }
    }

    /// Whether nothing at all would be written.
    pub fn is_empty(&self) -> bool {
        self.nodes == 0 && self.records.is_empty()
    }

    /// Whether nothing keeps it from being done.
    pub fn is_possible(&self) -> bool {
        !self.issues.iter().any(|issue| issue.level == Level::Error)
    }

    /// How many records of a table it changes; 0 for none.
    pub fn count(&self, table: TableId) -> u64 {
        self.records.iter().find(|(theirs, _)| *theirs == table).map_or(0, |(_, count)| *count)
    }

    /// A short mark of all effects: two plans that do the same have the same one.
    pub fn digest(&self) -> String {
        let records: Vec<(&str, u64)> =
            self.records.iter().map(|(table, count)| (model().table(*table).name, *count)).collect();
        let names: Vec<(i64, &str)> = self.names.iter().map(|one| (one.node, one.after.as_str())).collect();
        let all = format!("{:?}", (self.nodes, self.removed, self.renamed, records, names));
        blake3::hash(all.as_bytes()).to_hex().chars().take(16).collect()
    }

    /// The plan itself, if nothing keeps it from being done and it is the one that somebody agreed to.
    pub(super) fn agreed(self, expected: Option<&str>) -> Result<Self> {
        if !self.is_possible() {
            return Err(Error::new(Code::Invalid, "This can't be done like this.").with_issues(self.issues));
        }
        if expected.is_some_and(|expected| expected != self.digest()) {
            return Err(Error::new(Code::Conflict, "The tree was changed since you looked at this plan.")
                .hint("Look at what it would do now, and confirm it again."));
        }
        Ok(self)
    }
}

/// The full name among the values of a change.
fn name_in(tree: &Tree, values: &[(u16, Value)]) -> Option<String> {
    let (_, value) = values.iter().find(|(column, _)| *column == tree.full_name.1)?;
    Some(value.text().unwrap_or_default().to_owned())
}
