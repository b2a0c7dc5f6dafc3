//! A plan as somebody looks at it: its differences as the tree has them, each below what stands above it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Chosen, Entry, Kind, Place, Plan, diff};

/// What stands in a line: a node of the file, or one that is in the tree and not in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// By its place among the nodes of the target.
    File(usize),
    /// By its id.
    Tree(i64),
}

/// A line of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What stands in it.
    pub key: Key,
    /// 1 for what stands at the root.
    pub level: usize,
    /// The place of its difference among the entries; nothing for what only stands above others that differ.
    pub entry: Option<usize>,
    /// How many differences there are below it.
    pub below: u64,
}

/// What somebody leaves out of a plan, and what they want deleted; all else is accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// Nodes of the target that are left as they are.
    pub off: HashSet<usize>,
    /// Ids of nodes that are in the tree and not in the file, and shall go.
    pub gone: HashSet<i64>,
}

impl Picked {
    /// Whether a difference is accepted.
    pub fn is_on(&self, entry: &Entry) -> bool {
        match (entry.wanted, entry.node) {
            _ if entry.kinds.contains(&Kind::Doubtful) => false,
            (Some(at), _) => !self.off.contains(&at),
            (None, Some(id)) => self.gone.contains(&id),
            (None, None) => false,
        }
    }

    /// Accepts a difference, or leaves it.
    pub fn set(&mut self, entry: &Entry, is_on: bool) {
        match (entry.wanted, entry.node) {
            (Some(at), _) if is_on => drop(self.off.remove(&at)),
            (Some(at), _) => drop(self.off.insert(at)),
            (None, Some(id)) if is_on => drop(self.gone.insert(id)),
            (None, Some(id)) => drop(self.gone.remove(&id)),
            (None, None) => {}
        }
    }

    /// The same for a branch: the difference itself and all below it. What is not in the file is picked only at its own
    /// branches, so that nothing is deleted along with a name that is accepted.
    pub fn set_branch(&mut self, plan: &Plan, key: Key, is_on: bool) {
        for entry in plan.branch(key) {
            let is_gone = entry.wanted.is_none();
            if !(is_on && is_gone && matches!(key, Key::File(_))) {
                self.set(entry, is_on);
            }
        }
    }

    /// What that means for the plan.
    pub fn chosen(&self, plan: &Plan) -> Chosen {
        let on = plan.entries.iter().filter(|entry| self.is_on(entry));
        let (mut nodes, mut gone) = (HashSet::new(), HashSet::new());
        for entry in on {
            match (entry.wanted, entry.node) {
                (Some(at), _) => drop(nodes.insert(at)),
                (None, Some(id)) => drop(gone.insert(id)),
                (None, None) => {}
            }
        }
        Chosen::Some { nodes, branches: HashSet::new(), gone }
    }
}

impl Plan {
    /// The differences of one kind, or all, in the order of the tree, each below what stands above it.
    pub fn lines(&self, only: Option<Kind>) -> Vec<Line> {
        let mut lines = self.walked(&self.children(), None);
        let shown = |line: &Line| {
            let entry = line.entry.and_then(|at| self.entries.get(at));
            entry.is_some_and(|entry| only.is_none_or(|only| entry.kinds.contains(&only)))
        };
        // From the last line up: what is below a line stands behind it.
        let mut counts: Vec<u64> = Vec::new();
        for line in lines.iter_mut().rev() {
            counts.resize(line.level + 2, 0);
            line.below = std::mem::take(&mut counts[line.level + 1]);
            let is_shown = shown(line);
            if !is_shown {
                line.entry = None;
            }
            counts[line.level] += line.below + u64::from(is_shown);
        }
        lines.retain(|line| line.entry.is_some() || line.below > 0);
        lines
    }

    /// The differences of a branch: at this node and below.
    pub fn branch(&self, key: Key) -> Vec<&Entry> {
        let lines = self.walked(&self.children(), Some(key));
        lines.iter().filter_map(|line| self.entries.get(line.entry?)).collect()
    }

    /// What a line is called: the name with rank and author.
    pub fn label(&self, line: &Line) -> String {
        match (line.key, line.entry.and_then(|at| self.entries.get(at))) {
            (_, Some(entry)) => entry.label.clone(),
            (Key::File(at), None) => {
                self.target.nodes.get(at).map(|wanted| diff::label(&self.target, wanted)).unwrap_or_default()
            }
            (Key::Tree(id), None) => {
                let named = self.entries.iter().find(|entry| entry.wanted.is_none() && entry.node == Some(id));
                named.map(|entry| entry.label.clone()).unwrap_or_default()
            }
        }
    }

    /// What the plan would do, in a few letters: who agrees to it agrees to this and nothing else.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for entry in &self.entries {
            let kinds: Vec<&str> = entry.kinds.iter().map(|kind| kind.name()).collect();
            hasher.update(format!("{:?}", (entry.wanted, entry.node, kinds, &entry.label, &entry.note)).as_bytes());
        }
        hasher.update(format!("{:?}", (&self.target.ranks, &self.new_ranks)).as_bytes());
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// What stands directly below what; at the root without a key.
    fn children(&self) -> BTreeMap<Option<Key>, Vec<(Key, Option<usize>)>> {
        let mut of: HashMap<Key, usize> = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            match (entry.wanted, entry.node) {
                (Some(wanted), _) => drop(of.insert(Key::File(wanted), at)),
                (None, Some(id)) => drop(of.insert(Key::Tree(id), at)),
                (None, None) => {}
            }
        }
        let found: HashMap<i64, usize> = self.matched.iter().map(|(at, id)| (*id, *at)).collect();
        let there = |id: i64| match found.get(&id) {
            Some(at) => Some(Key::File(*at)),
            None => Some(Key::Tree(id)).filter(|key| of.contains_key(key)),
        };
        let mut below: BTreeMap<Option<Key>, Vec<(Key, Option<usize>)>> = BTreeMap::new();
        let mut add = |above: Option<Key>, key: Key| below.entry(above).or_default().push((key, of.get(&key).copied()));
        for (at, wanted) in self.target.nodes.iter().enumerate() {
            let above = match wanted.above {
                Place::Root => None,
                Place::Node(above) => Some(Key::File(above)),
                Place::There(id) => there(id),
            };
            add(above, Key::File(at));
        }
        for entry in self.entries.iter().filter(|entry| entry.wanted.is_none()) {
            if let Some(id) = entry.node {
                add(entry.above.and_then(there), Key::Tree(id));
            }
        }
        below
    }

    /// All lines at and below a node, or of the whole plan.
    fn walked(&self, below: &BTreeMap<Option<Key>, Vec<(Key, Option<usize>)>>, from: Option<Key>) -> Vec<Line> {
        let line = |(key, entry): (Key, Option<usize>), level: usize| Line { key, level, entry, below: 0 };
        let children = |key: Option<Key>| below.get(&key).map(Vec::as_slice).unwrap_or_default();
        let mut open: Vec<Line> = match from {
            None => children(None).iter().rev().map(|child| line(*child, 1)).collect(),
            Some(key) => {
                let itself = below.values().flatten().find(|(theirs, _)| *theirs == key);
                itself.map(|itself| line(*itself, 1)).into_iter().collect()
            }
        };
        let mut lines = Vec::new();
        while let Some(next) = open.pop() {
            lines.push(next);
            open.extend(children(Some(next.key)).iter().rev().map(|child| line(*child, next.level + 1)));
        }
        lines
    }
}
