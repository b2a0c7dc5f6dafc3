//! Ranks that a file names and a tree lacks.

use std::collections::{BTreeMap, HashMap};

use vasculum_formats::trees::{TreeFile, TreeRow};
use vasculum_model::tree::Tree;

use super::words::rank_of;
use super::{Mapping, Role};
use crate::trees::ranks::usual_number;

/// Numbers for ranks that the columns of a sheet name and a tree lacks: each between its neighbours in the sheet; those
/// for which there is no room are left out.
pub(super) fn of_columns(tree: &Tree, ranks: &[(String, i64)], mapping: &Mapping) -> Vec<(String, i64)> {
    let mut all = ranks.to_vec();
    let mut made = Vec::new();
    let names: Vec<&String> =
        mapping.iter().filter_map(|role| if let Role::Rank(name) = role { Some(name) } else { None }).collect();
    for (at, name) in names.iter().enumerate() {
        if rank_of(&all, name).is_some() {
            continue;
        }
        let number = |name: &&String| rank_of(&all, name).map(|at| all[at].1);
        let low = names[..at].iter().rev().find_map(number).unwrap_or(all.first().map_or(0, |rank| rank.1));
        let high = names[at + 1..].iter().filter_map(number).find(|high| *high > low);
        if let Some(number) = free_between(tree, &all, name, low, high) {
            all.push(((*name).clone(), number));
            all.sort_by_key(|rank| rank.1);
            made.push(((*name).clone(), number));
        }
    }
    made.sort_by_key(|(_, number)| *number);
    made
}

/// Numbers for ranks that a tree lacks, from how the rows of a file stand below each other; those for which there is no
/// room between the ranks that are there are left out.
pub(super) fn of_names(tree: &Tree, ranks: &[(String, i64)], file: &TreeFile) -> Vec<(String, i64)> {
    let mut all = ranks.to_vec();
    let word = |row: &TreeRow| row.rank.clone();
    let ids: HashMap<&str, &TreeRow> = file.rows.iter().filter_map(|row| Some((row.id.as_deref()?, row))).collect();
    // For every rank that is missing: the words of the ranks right above and right below it.
    let mut missing: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for row in file.rows.iter().filter(|row| row.accepted.is_none()) {
        let Some(own) = word(row) else { continue };
        let above = row.parent.as_deref().and_then(|id| ids.get(id)).and_then(|row| word(row));
        if rank_of(ranks, &own).is_none() {
            let entry = missing.entry(own.clone()).or_default();
            if let Some(above) = &above
                && !entry.0.contains(above)
            {
                entry.0.push(above.clone());
            }
        }
        if let Some(above) = above.filter(|above| rank_of(ranks, above).is_none()) {
            let entry = missing.entry(above).or_default();
            if !entry.1.contains(&own) {
                entry.1.push(own);
            }
        }
    }
    let mut made = Vec::new();
    while !missing.is_empty() {
        // From the top down: a rank whose upper neighbours all have their number.
        let next = missing.iter().find(|(_, (above, _))| above.iter().all(|word| !missing.contains_key(word)));
        let Some(name) = next.or_else(|| missing.iter().next()).map(|(name, _)| name.clone()) else { break };
        let Some((above, _)) = missing.remove(&name) else { break };
        let number = |word: &String| rank_of(&all, word).map(|at| all[at].1);
        let lowest = above.iter().filter_map(number).max().unwrap_or(all.first().map_or(0, |rank| rank.1));
        let highest = below(&name, file, &ids, &all);
        if let Some(number) = free_between(tree, &all, &name, lowest, highest) {
            all.push((name.clone(), number));
            all.sort_by_key(|rank| rank.1);
            made.push((name, number));
        }
    }
    made.sort_by_key(|(_, number)| *number);
    made
}

/// The highest rank with a number that stands anywhere below one of this name.
fn below(name: &str, file: &TreeFile, ids: &HashMap<&str, &TreeRow>, all: &[(String, i64)]) -> Option<i64> {
    let mut highest: Option<i64> = None;
    for row in file.rows.iter().filter(|row| row.accepted.is_none()) {
        let number = row.rank.as_ref().and_then(|word| rank_of(all, word)).map(|at| all[at].1);
        let Some(number) = number.filter(|number| highest.is_none_or(|highest| *number < highest)) else { continue };
        let mut at = row.parent.as_deref();
        for _ in 0..100 {
            let Some(above) = at.and_then(|id| ids.get(id)) else { break };
            if above.rank.as_deref() == Some(name) {
                highest = Some(number);
                break;
            }
            at = above.parent.as_deref();
        }
    }
    highest
}

fn free_between(tree: &Tree, all: &[(String, i64)], name: &str, low: i64, high: Option<i64>) -> Option<i64> {
    let taken = |number: i64| all.iter().any(|(_, other)| *other == number);
    let fits = |number: i64| number > low && high.is_none_or(|high| number < high) && !taken(number);
    if let Some(usual) = usual_number(tree.rank, name).filter(|number| fits(*number)) {
        return Some(usual);
    }
    // Right below the rank above it.
    let next = all.iter().map(|rank| rank.1).filter(|number| *number > low).min();
    let high = match (high, next) {
        (Some(high), Some(next)) => Some(high.min(next)),
        (high, next) => high.or(next),
    };
    let number = high.map_or(low + 10, |high| low + (high - low) / 2);
    fits(number).then_some(number)
}
