//! Names of siblings that hardly differ, found at a bounded cost: an import of a million names looks for each of them.

use std::collections::HashMap;

use super::existing::There;
use crate::trees::naming::slips_allowed;

/// How many letters of the beginning or the end two names have in common before they are compared.
const LETTERS: usize = 3;
/// Of those that have, so many are compared.
const MOST: usize = 200;

/// Parent, rank, whether it is the end of the name, its letters.
type Key = (i64, i64, bool, [char; LETTERS]);

/// The siblings below some parents, by parent, rank and the first or the last letters of the name.
#[derive(Debug, Default)]
pub(super) struct Siblings<'t> {
    by_letters: HashMap<Key, Vec<(&'t There, Vec<char>)>>,
}

/// The first and the last letters of a name; nothing of a shorter one.
fn ends(letters: &[char]) -> Option<[(bool, [char; LETTERS]); 2]> {
    let first = letters.get(..LETTERS)?.try_into().ok()?;
    let last = letters.get(letters.len() - LETTERS..)?.try_into().ok()?;
    Some([(false, first), (true, last)])
}

fn lower(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

impl<'t> Siblings<'t> {
    /// Of these nodes.
    pub(super) fn of(nodes: impl Iterator<Item = &'t There>) -> Self {
        let mut res = Self::default();
        for node in nodes {
            let letters = lower(&node.name);
            for (is_last, end) in ends(&letters).into_iter().flatten() {
                let list = res.by_letters.entry((node.parent, node.rank, is_last, end)).or_default();
                if list.len() < MOST {
                    list.push((node, letters.clone()));
                }
            }
        }
        res
    }

    /// The first sibling whose name is a slip away from this one, or two where it is long.
    pub(super) fn alike(&self, parent: i64, rank: i64, name: &str) -> Option<&'t There> {
        let most = slips_allowed(name);
        if most == 0 {
            return None;
        }
        let letters = lower(name);
        let near = |(is_last, end)| {
            let list = self.by_letters.get(&(parent, rank, is_last, end))?;
            list.iter().find(|(_, theirs)| is_near(&letters, theirs, most)).map(|(node, _)| *node)
        };
        ends(&letters)?.into_iter().find_map(near)
    }
}

/// Whether so many slips lie between two names at most. What both have in common at the beginning and the end is no part
/// of any slip, and mostly nearly all.
fn is_near(one: &[char], two: &[char], most: usize) -> bool {
    let start = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[start..], &two[start..]);
    let end = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[..one.len() - end], &two[..two.len() - end]);
    match (one, two) {
        ([], []) => false,
        ([a, b], [c, d]) if a == d && b == c => true,
        _ if one.len().abs_diff(two.len()) > most => false,
        // What differs at two places has the letters between them in it.
        _ if one.len().max(two.len()) > most + 8 => false,
        _ if one.len().max(two.len()) <= most => true,
        _ => {
            most > 1
                && crate::lookup::distance(&one.iter().collect::<String>(), &two.iter().collect::<String>()) <= most
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_or_two_in_a_long_name_are_near() {
        for (one, two, expect) in [
            ("trutta", "truta", true),
            ("trutta", "tratta", true),
            ("trutta", "turtta", true),
            ("trutta", "trattu", false),
            ("trutta", "trutta", false),
            ("oncorhynchus", "onchorynchus", true),
            ("oncorhynchus", "onchorynchas", false),
            ("viridis", "virides", true),
            ("montanus", "montana", true),
            ("salar", "carpio", false),
        ] {
            let near = is_near(&lower(one), &lower(two), slips_allowed(one));
            assert_eq!(near, expect, "{one} and {two}");
        }
    }
}
