//! Words that somebody may have meant: one slip of the finger away, or two in a long word.

/// Words of fewer letters are taken as they are: one letter more or less makes any short word of any other.
pub(super) const LEAST_LETTERS: usize = 4;
/// Words of at least so many letters may hold two slips, at most one of them among their first letters.
pub(super) const LONG: usize = 7;
/// How many letters those are.
pub(super) const FIRST_LETTERS: usize = 6;

/// Every plain text that is one slip away from a word: a letter too many, too few, another, or two that changed places.
pub(crate) fn one_slip(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let alphabet = alphabet(&letters);
    let mut list = Vec::new();
    let mut add = |letters: &[&[char]]| list.push(letters.concat().into_iter().collect::<String>());
    for at in 0..letters.len() {
        let (before, rest) = letters.split_at(at);
        add(&[before, &rest[1..]]);
        if let [one, two, behind @ ..] = rest {
            add(&[before, &[*two, *one], behind]);
        }
        for letter in &alphabet {
            add(&[before, &[*letter], &rest[1..]]);
            add(&[before, &[*letter], rest]);
        }
    }
    for letter in &alphabet {
        add(&[&letters, &[*letter]]);
    }
    list.sort_unstable();
    list.dedup();
    list.retain(|other| other != word);
    list
}

/// The letters that may be missing in a word: those of its script.
fn alphabet(letters: &[char]) -> Vec<char> {
    let has = |from: char, to: char| letters.iter().any(|letter| (from..=to).contains(letter));
    let mut alphabet = Vec::new();
    if letters.iter().any(char::is_ascii) {
        alphabet.extend('a'..='z');
    }
    for (from, to) in [('α', 'ω'), ('а', 'ј')] {
        if has(from, to) {
            alphabet.extend(from..=to);
        }
    }
    alphabet
}

/// How many slips lie between what was typed and the beginning of a word; a word may go on behind it.
pub(super) fn slips(typed: &str, word: &str) -> usize {
    last_row(typed, word).into_iter().min().unwrap_or_default()
}

/// How many slips lie between two whole texts.
pub(crate) fn distance(one: &str, other: &str) -> usize {
    last_row(one, other).pop().unwrap_or_default()
}

/// The name that was most likely meant: a slip away, or more in a long one, whatever the case of its letters.
pub(crate) fn meant_by<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let most = (typed.chars().count() / 3).max(1);
    let (slips, name) = names.into_iter().map(|name| (distance(&name.to_lowercase(), &typed), name)).min()?;
    (slips <= most).then_some(name)
}

/// How many slips lie between the first text and every beginning of the second.
fn last_row(typed: &str, word: &str) -> Vec<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for at in 1..=a.len() {
        let mut row = vec![at];
        for to in 1..=b.len() {
            let same = usize::from(a[at - 1] != b[to - 1]);
            let mut least = (last[to] + 1).min(row[to - 1] + 1).min(last[to - 1] + same);
            if at > 1 && to > 1 && a[at - 1] == b[to - 2] && a[at - 2] == b[to - 1] {
                least = least.min(before[to - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_slip_is_thought_of() {
        let list = one_slip("sallmo");
        for meant in ["salmo", "sallmoa", "asallmo", "slalmo", "sellmo"] {
            assert!(list.iter().any(|one| one == meant), "{meant}");
        }
        assert!(!list.iter().any(|one| one == "sallmo" || one == "trutta"));
        assert!(one_slip("киівь").iter().any(|one| one == "киів"));
    }

    #[test]
    fn what_was_meant_is_near_for_its_length() {
        let names = ["between", "contains", "is", "in", "CollectionObject"];
        for (typed, expect) in [
            ("betwen", Some("between")),
            ("beetwene", Some("between")),
            ("si", Some("is")),
            ("collection_object", Some("CollectionObject")),
            ("fox", None),
            ("under", None),
        ] {
            assert_eq!(meant_by(typed, names), expect, "{typed}");
        }
    }

    #[test]
    fn slips_are_counted_to_the_beginning_of_a_word() {
        for (typed, word, expect) in [
            ("salmo", "salmo", 0),
            ("sal", "salmo", 0),
            ("sallmo", "salmo", 1),
            ("samlo", "salmonella", 1),
            ("oncorynchus", "oncorhynchus", 1),
            ("onchorynchus", "oncorhynchus", 2),
            ("trutta", "salmo", 5),
        ] {
            assert_eq!(slips(typed, word), expect, "{typed} for {word}");
        }
    }
}
