//! The shape of a tree, by which what counts at its nodes is added up.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Spreads ids over a table; they come from the database and not from people, so that nothing cleverer is needed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spreading(u64);

/// The same, for maps.
pub(crate) type Spread = BuildHasherDefault<Spreading>;

impl Hasher for Spreading {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number as u64);
    }
}

/// How much stands at and below each node.
pub(crate) type Sums = HashMap<i64, u64, Spread>;

#[derive(Debug, Clone, Copy)]
struct Place {
    parent: Option<i64>,
    depth: u16,
}

/// The shape of a tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    nodes: HashMap<i64, Place, Spread>,
}

impl Tree {
    /// The tree in which each node has this parent.
    pub(crate) fn of(nodes: impl IntoIterator<Item = (i64, Option<i64>)>) -> Self {
        let mut tree = Self::default();
        for (id, parent) in nodes {
            tree.nodes.insert(id, Place { parent: parent.filter(|parent| *parent != id), depth: u16::MAX });
        }
        let ids: Vec<i64> = tree.nodes.keys().copied().collect();
        for id in ids {
            let (mut line, mut at, mut depth) = (Vec::new(), Some(id), 0);
            while let Some(node) = at.filter(|_| line.len() < 100) {
                match tree.nodes.get(&node) {
                    Some(place) if place.depth != u16::MAX => {
                        depth = place.depth + 1;
                        break;
                    }
                    Some(place) => {
                        line.push(node);
                        at = place.parent;
                    }
                    None => break,
                }
            }
            for node in line.into_iter().rev() {
                if let Some(place) = tree.nodes.get_mut(&node) {
                    place.depth = depth;
                }
                depth = depth.saturating_add(1);
            }
        }
        tree
    }

    /// Takes note of where a node stands: its path from the root down, itself last.
    pub(crate) fn set(&mut self, path: &[i64]) {
        let Some((id, above)) = path.split_last() else { return };
        let depth = u16::try_from(above.len()).unwrap_or(u16::MAX);
        self.nodes.insert(*id, Place { parent: above.last().copied(), depth });
    }

    /// Forgets a node.
    pub(crate) fn remove(&mut self, id: i64) {
        self.nodes.remove(&id);
    }

    /// The nodes from the root down to one.
    pub(crate) fn line(&self, node: i64) -> Vec<i64> {
        let mut line = vec![node];
        while let Some(parent) = line.last().and_then(|id| self.nodes.get(id)?.parent).filter(|_| line.len() < 100) {
            line.push(parent);
        }
        line.reverse();
        line
    }

    /// Adds up what counts at nodes to all nodes above them, each node once, from the deepest up.
    pub(crate) fn sums(&self, counts: impl IntoIterator<Item = (i64, u64)>) -> Sums {
        let mut sums = Sums::default();
        let mut levels: BTreeMap<u16, Vec<i64>> = BTreeMap::new();
        let depth = |id: i64| self.nodes.get(&id).map_or(0, |place| place.depth);
        for (id, count) in counts {
            sums.insert(id, count);
            levels.entry(depth(id)).or_default().push(id);
        }
        while let Some((level, nodes)) = levels.pop_last() {
            for id in nodes {
                let Some(parent) = self.nodes.get(&id).and_then(|place| place.parent) else { continue };
                let above = depth(parent);
                // Only upwards: a tree that is just being moved must not go round in circles.
                if above >= level {
                    continue;
                }
                let count = sums.get(&id).copied().unwrap_or(0);
                match sums.get_mut(&parent) {
                    Some(sum) => *sum += count,
                    None => {
                        sums.insert(parent, count);
                        levels.entry(above).or_default().push(parent);
                    }
                }
            }
        }
        sums
    }

    /// The nodes right below one with what stands at them; without one, those at which the tree first branches.
    pub(crate) fn shown(&self, sums: &Sums, below: Option<i64>) -> Vec<(i64, u64)> {
        let children = |node: Option<i64>| -> Vec<(i64, u64)> {
            let is_child = |id: &i64| self.nodes.get(id).is_some_and(|place| place.parent == node);
            sums.iter().filter(|(id, _)| is_child(id)).map(|(id, sum)| (*id, *sum)).collect()
        };
        let mut shown = children(below);
        while let ([(only, sum)], None) = (shown.as_slice(), below) {
            let next = children(Some(*only));
            // What stands at the node itself would be lost one level down.
            if next.is_empty() || next.iter().map(|(_, sum)| sum).sum::<u64>() < *sum {
                break;
            }
            shown = next;
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_moves_takes_its_count_along() {
        let mut tree = Tree::of([(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2))]);
        assert_eq!(tree.sums([(4, 5)]).get(&2), Some(&5));
        tree.set(&[1, 3, 4]);
        let sums = tree.sums([(4, 5), (3, 1)]);
        assert_eq!((sums.get(&2), sums.get(&3), sums.get(&1)), (None, Some(&6), Some(&6)));
        assert_eq!(tree.line(4), [1, 3, 4]);
        tree.remove(4);
        assert_eq!(tree.line(4), [4]);
    }

    #[test]
    fn what_stands_at_the_only_node_is_not_lost() {
        let tree = Tree::of([(1, None), (2, Some(1)), (3, Some(2))]);
        assert_eq!(tree.shown(&tree.sums([(2, 1), (3, 4)]), None), [(2, 5)]);
    }
}
