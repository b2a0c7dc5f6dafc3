//! Which nodes were renamed: what the source calls them stayed, and their names did not.

use std::collections::HashSet;

use super::existing::{Existing, There};
use super::{Place, Target, Wanted, diff};

/// What identifiers of a file say about names that differ.
pub(super) struct Renaming {
    /// Whether short identifiers, such as ‘12’, are those of the source that the tree knows.
    is_same_source: bool,
    /// The names of the file with the numbers of their ranks: those of taxa written out, others with the name above.
    names: HashSet<(i64, String)>,
    has_author: bool,
}

impl Renaming {
    /// Looks a file over: it comes from the source that the tree knows if most names with an identifier that the tree
    /// knows are called as there. Otherwise two sources call different names ‘12’.
    pub(super) fn of(there: &Existing, target: &Target, has_author: bool) -> Self {
        let (mut known, mut same) = (0_u64, 0_u64);
        let mut differs = false;
        for wanted in &target.nodes {
            let id = wanted.id.as_ref().and_then(|id| there.by_identifier.get(id));
            if let Some(node) = id.and_then(|id| there.node(*id)) {
                known += 1;
                let is_same = node.name.to_lowercase() == wanted.name.to_lowercase();
                same += u64::from(is_same);
                differs |= !is_same;
            }
        }
        let mut names = HashSet::new();
        if differs {
            let above = |wanted: &Wanted| match wanted.above {
                Place::Node(at) => target.nodes[at].name.clone(),
                Place::There(id) => there.node(id).map(|node| node.name.clone()).unwrap_or_default(),
                Place::Root => String::new(),
            };
            names.extend(target.nodes.iter().map(|wanted| {
                let name = match has_author {
                    true => diff::full_name(target, true, wanted),
                    false => with_above(&wanted.name, &above(wanted)),
                };
                (target.ranks[wanted.rank].1, name.to_lowercase())
            }));
        }
        Self { is_same_source: same * 2 > known, names, has_author }
    }

    /// Whether a name of the file, of the rank with this number, is a new name of the node with its identifier.
    ///
    /// Not if the file has the old name too: then that is found by itself, as a synonym for example, and what was
    /// determined as it keeps it.
    pub(super) fn is(&self, there: &Existing, wanted: &Wanted, node: &There, number: i64) -> bool {
        let id = wanted.id.as_deref().unwrap_or_default();
        let above = there.node(node.parent).filter(|above| above.id != there.root);
        let before = match self.has_author {
            true => node.full_name.clone(),
            false => with_above(&node.name, above.map_or("", |above| &above.name)),
        };
        wanted.is_said
            && node.rank == number
            && (self.is_same_source || is_global(id))
            && !self.names.contains(&(number, before.to_lowercase()))
    }
}

/// Names of places and the like are told apart by what is above them.
fn with_above(name: &str, above: &str) -> String {
    format!("{name}\u{1f}{above}")
}

/// Whether an identifier is given once in the world: a UUID, a URN or a web address.
fn is_global(id: &str) -> bool {
    let is_uuid = id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let id = id.to_ascii_lowercase();
    is_uuid || ["urn:", "http://", "https://"].iter().any(|start| id.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_the_world_are_told_from_numbers_of_a_file() {
        for id in ["5d3c1a70-2b5f-4a43-9c5e-0123456789ab", "urn:lsid:ipni.org:names:1-1", "https://example.org/12"] {
            assert!(is_global(id), "{id}");
        }
        for id in ["12", "Taxon:12", "5d3c1a70-2b5f-4a43-9c5e-0123456789"] {
            assert!(!is_global(id), "{id}");
        }
    }
}
