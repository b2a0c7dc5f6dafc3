//! Names of siblings that hardly differ, found at a bounded cost: an import of a million names looks for each of them.

use std::collections::HashMap;

use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Result, Value};
use vasculum_store::{Filter, Select, Tx};

use super::super::own;
use super::near::MOST_SIBLINGS;
use super::slips_allowed;

/// How many letters of the beginning or the end two names have in common before they are compared.
const LETTERS: usize = 3;
/// Of those that have, so many are compared.
const MOST: usize = 100;

/// Parent, rank, whether it is the end of the name, its letters.
type Key = (i64, i64, bool, [char; LETTERS]);

/// The siblings below some parents, by parent, rank and the first or the last letters of the name; each with whatever
/// tells it.
#[derive(Debug)]
pub(crate) struct Siblings<T> {
    nodes: Vec<(Vec<char>, T)>,
    /// By their places among the nodes.
    by_letters: HashMap<Key, Vec<u32>>,
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

impl Siblings<String> {
    /// What stands below a taxon, by full name with author.
    pub(crate) fn below(tx: &mut Tx<'_>, tree: &Tree, parent: i64) -> Result<Self> {
        let columns = [tree.definition_item, tree.name, tree.full_name, taxon::AUTHOR];
        let select = Select::all(tree.node).matching(Filter::is(tree.parent, parent)).at_most(MOST_SIBLINGS);
        let rows = tx.values(&select, &columns.map(|column| own(tree.node, Some(column))))?;
        let text = |value: &Value| value.text().unwrap_or_default().to_owned();
        let named = rows.iter().map(|row| {
            let called = format!("{} {}", text(&row[2]), text(&row[3])).trim_end().to_owned();
            (parent, row[0].int().unwrap_or_default(), row[1].text().unwrap_or_default(), called)
        });
        Ok(Self::of(named))
    }
}

impl<T> Siblings<T> {
    /// Of these nodes: parent, rank, name.
    pub(crate) fn of<'n>(nodes: impl Iterator<Item = (i64, i64, &'n str, T)>) -> Self {
        let mut res = Self { nodes: Vec::new(), by_letters: HashMap::new() };
        for (parent, rank, name, node) in nodes {
            let letters = lower(name);
            let Some(ends) = ends(&letters) else { continue };
            let Ok(at) = u32::try_from(res.nodes.len()) else { break };
            for (is_last, end) in ends {
                let list = res.by_letters.entry((parent, rank, is_last, end)).or_default();
                if list.len() < MOST {
                    list.push(at);
                }
            }
            res.nodes.push((letters, node));
        }
        res
    }

    /// The first sibling whose name is a slip away from this one, or two where it is long.
    pub(crate) fn alike(&self, parent: i64, rank: i64, name: &str) -> Option<&T> {
        let most = slips_allowed(name);
        if most == 0 || self.by_letters.is_empty() {
            return None;
        }
        let letters = lower(name);
        let near = |(is_last, end)| {
            let list = self.by_letters.get(&(parent, rank, is_last, end))?;
            let mut there = list.iter().map(|at| &self.nodes[*at as usize]);
            there.find(|(theirs, _)| is_near(&letters, theirs, most)).map(|(_, node)| node)
        };
        ends(&letters)?.into_iter().find_map(near)
    }
}

/// Whether one slip at least, and so many at most, lie between two names.
fn is_near(one: &[char], two: &[char], most: usize) -> bool {
    one != two && is_within(one, two, most)
}

/// Whether so many slips at most lie between two texts: a letter too many, too few, another, or two that changed places.
/// Each way is followed only as far as slips are left, which is much less than what tables of distances ask for.
fn is_within(one: &[char], two: &[char], left: usize) -> bool {
    if one.len().abs_diff(two.len()) > left {
        return false;
    }
    let start = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    match (&one[start..], &two[start..]) {
        ([], rest) | (rest, []) => rest.len() <= left,
        (one, two) if left > 0 => {
            let next = left - 1;
            let has_changed_places = one.len() > 1 && two.len() > 1 && one[0] == two[1] && one[1] == two[0];
            is_within(&one[1..], &two[1..], next)
                || is_within(&one[1..], two, next)
                || is_within(one, &two[1..], next)
                || has_changed_places && is_within(&one[2..], &two[2..], next)
        }
        _ => false,
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
