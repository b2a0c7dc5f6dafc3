//! Ranks and names as files write them.

use nameparser::model::{NamePart, NameType};

use crate::trees::TreeDef;

/// Words for a rank that differ from its name by more than letters and case.
const SAME: &[(&str, &str)] = &[
    ("subsp", "subspecies"),
    ("ssp", "subspecies"),
    ("var", "variety"),
    ("varietas", "variety"),
    ("subvar", "subvariety"),
    ("f", "forma"),
    ("form", "forma"),
    ("subf", "subforma"),
    ("subform", "subforma"),
    ("division", "phylum"),
    ("subdivision", "subphylum"),
    ("sp", "species"),
    ("gen", "genus"),
    ("fam", "family"),
];

fn plain(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The place among the ranks of a tree of the one that a file means: by its name, by one of two names with a slash
/// between them (‘Series/Epoch’), or by a usual other word for it.
pub(super) fn rank_of(ranks: &[(String, i64)], word: &str) -> Option<usize> {
    let wanted = plain(word);
    let is = |name: &str, wanted: &str| plain(name) == wanted || name.split('/').any(|part| plain(part) == wanted);
    let by = |wanted: &str| ranks.iter().position(|(name, _)| is(name, wanted));
    by(&wanted).or_else(|| {
        let other = |(one, two): &(&'static str, &'static str)| match wanted.as_str() {
            word if word == *one => Some(*two),
            word if word == *two => Some(*one),
            _ => None,
        };
        SAME.iter().filter_map(other).find_map(by)
    })
}

/// The ranks of a tree as names with their numbers.
pub(super) fn ranks_of(def: &TreeDef) -> Vec<(String, i64)> {
    def.ranks.iter().map(|rank| (rank.name.clone(), rank.rank_id)).collect()
}

/// A scientific name, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The names from the genus down, or one name of a higher rank: `["Rosa", "alba"]`.
    pub names: Vec<String>,
    /// The subgenus in brackets.
    pub subgenus: Option<String>,
    /// What stands before the last part, as ‘var.’, or the rank that it means.
    pub rank: Option<String>,
    /// The author, where it stood in the name.
    pub author: Option<String>,
    /// Why somebody should look at it.
    pub doubt: Option<String>,
}

/// A name without its author at the end. An author that is a part of the last word, or all of the name, is none.
pub(super) fn without_author<'n>(name: &'n str, author: Option<&str>) -> &'n str {
    let name = name.trim();
    let rest = author.map(str::trim).filter(|author| !author.is_empty()).and_then(|author| name.strip_suffix(author));
    match rest.filter(|rest| rest.ends_with(char::is_whitespace)).map(str::trim_end) {
        Some(rest) if !rest.is_empty() => rest,
        _ => name,
    }
}

/// Takes a scientific name apart. Names in the plain form, which are nearly all of a checklist, are read at once; all
/// others by the parser of GBIF.
pub(super) fn parts(name: &str, author: Option<&str>) -> Option<Parts> {
    let own = without_author(name, author);
    if let Some(parts) = plain_parts(own) {
        return Some(parts);
    }
    let read = nameparser::parse_name(own, author, None, None).ok()?;
    if read.type_ != NameType::Scientific && read.genus.is_none() && read.uninomial.is_none() {
        return None;
    }
    if read.cultivar_epithet.is_some() {
        // It would be lost.
        return None;
    }
    // The sign of a hybrid belongs to the name that it stands before.
    let signed = |name: &Option<String>, part: NamePart| {
        let is_hybrid = read.notho.as_ref().is_some_and(|parts| parts.contains(&part));
        name.as_ref().map(|name| if is_hybrid { format!("×{name}") } else { name.clone() })
    };
    let names: Vec<String> = match &read.uninomial {
        Some(_) => signed(&read.uninomial, NamePart::Generic).into_iter().collect(),
        None => {
            let species = signed(&read.specific_epithet, NamePart::Specific);
            let below = signed(&read.infraspecific_epithet, NamePart::Infraspecific);
            [signed(&read.genus, NamePart::Generic), species, below].into_iter().flatten().collect()
        }
    };
    if names.is_empty() {
        return None;
    }
    let rank = format!("{:?}", read.rank).to_lowercase();
    let rank = rank.trim_end_matches("botany").trim_end_matches("zoology");
    let rank = BELOW.contains(&rank).then(|| rank.to_owned());
    let found = read.authorship_complete().unwrap_or_default();
    let is_doubtful = read.doubtful || !read.warnings.is_empty() || read.type_ != NameType::Scientific;
    let doubt = is_doubtful
        .then(|| if read.warnings.is_empty() { "it is doubtful".to_owned() } else { read.warnings.join(", ") });
    let author = if author.is_none() && !found.is_empty() { Some(as_written(own, &names, found)) } else { None };
    Some(Parts { names, subgenus: read.infrageneric_epithet.clone(), rank, author, doubt })
}

/// The author behind the last part of a name as it is written there, if it is the one that was found.
fn as_written(name: &str, names: &[String], found: String) -> String {
    let last = names.last().map_or("", |last| last.trim_start_matches('×'));
    let places = name.match_indices(last).filter(|(at, _)| {
        let (before, after) = (&name[..*at], &name[at + last.len()..]);
        !before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_whitespace)
    });
    let letters = |text: &str| {
        let mut letters: Vec<char> = author_key(text).chars().collect();
        letters.sort_unstable();
        letters
    };
    let mut tails = places.map(|(at, _)| name[at + last.len()..].trim());
    tails.find(|tail| letters(tail) == letters(&found)).map_or(found.clone(), str::to_owned)
}

/// Ranks below the genus and the species that a name says itself, as the parser calls them.
const BELOW: &[&str] =
    &["subgenus", "section", "subsection", "series", "subspecies", "variety", "subvariety", "form", "subform"];

/// Words for ranks below the species, as names have them.
pub(in crate::trees) const MARKS: &[&str] = &["subsp.", "ssp.", "var.", "f.", "subvar.", "subf."];

/// `Genus`, `Genus epithet`, `Genus (Subgenus) epithet epithet`, `Genus epithet var. epithet`.
fn plain_parts(name: &str) -> Option<Parts> {
    let is_low = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_lowercase() || c == '-');
    let is_high = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && word.len() > 1 && chars.all(|c| c.is_lowercase() || c == '-')
    };
    let mut words = name.split(' ');
    let genus = words.next().filter(|word| is_high(word))?;
    let mut parts = Parts { names: vec![genus.to_owned()], ..Parts::default() };
    for word in words {
        if let Some(inner) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
            if parts.names.len() != 1 || parts.subgenus.is_some() || !is_high(inner) {
                return None;
            }
            parts.subgenus = Some(inner.to_owned());
        } else if MARKS.contains(&word) && parts.names.len() == 2 && parts.rank.is_none() {
            parts.rank = Some(word.trim_end_matches('.').to_owned());
        } else if is_low(word)
            && parts.names.len() < 3
            && !matches!(word, "de" | "van" | "von" | "ex" | "et" | "in" | "sp" | "cf" | "aff" | "nov")
        {
            parts.names.push(word.to_owned());
        } else {
            return None;
        }
    }
    let is_whole = parts.rank.is_none() || parts.names.len() == 3;
    is_whole.then_some(parts)
}

/// Authors as they are compared: letters and digits alone, in small letters.
pub(super) fn author_key(author: &str) -> String {
    author.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The other way to write a name that is a hybrid's: with the sign for one without it, and the other way round.
pub(super) fn otherwise(name: &str) -> String {
    name.strip_prefix('×').map_or_else(|| format!("×{name}"), |name| name.trim_start().to_owned())
}

/// Whether two authors can't be told apart, as ‘Linnaeus, 1758’ and ‘(Linnaeus 1758)’.
pub(crate) fn same_author(one: &str, two: &str) -> bool {
    one == two || author_key(one) == author_key(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, author: Option<&str>, names: &[&str]) -> Parts {
        let parts = parts(name, author).unwrap();
        assert_eq!(parts.names, names, "{name}");
        parts
    }

    #[test]
    fn plain_names_and_others_are_taken_apart_alike() {
        check("Rosa", None, &["Rosa"]);
        check("Rosa alba L.", Some("L."), &["Rosa", "alba"]);
        assert_eq!(check("Rosa alba L.", None, &["Rosa", "alba"]).author.as_deref(), Some("L."));
        let variety = check("Elaeagnus triflora Roxb. var. lata L.", None, &["Elaeagnus", "triflora", "lata"]);
        assert_eq!(variety.rank.as_deref(), Some("variety"));
        let section = check("Cordia sect. Salimori", None, &["Cordia"]);
        assert_eq!((section.subgenus.as_deref(), section.rank.as_deref()), (Some("Salimori"), Some("section")));
        assert_eq!(parts("Colocasia esculenta 'Black Magic'", None), None);
        let birds = check("Apteryx mantelli A. D. Bartlett, 1852", None, &["Apteryx", "mantelli"]);
        assert_eq!(birds.author.as_deref(), Some("A. D. Bartlett, 1852"), "as it is written");
        check("Rosa canina var. lutetiana", None, &["Rosa", "canina", "lutetiana"]);
        check("Mentha × piperita L.", None, &["Mentha", "×piperita"]);
        check("×Agropogon littoralis (Sm.) C.E.Hubb.", None, &["×Agropogon", "littoralis"]);
        check("×Agropogon", None, &["×Agropogon"]);
        let parts = check("Camponotus (Tanaemyrmex) barbatus", None, &["Camponotus", "barbatus"]);
        assert_eq!(parts.subgenus.as_deref(), Some("Tanaemyrmex"));
    }

    #[test]
    fn an_author_is_taken_off_where_it_stands_alone() {
        assert_eq!(without_author("Hydrocotyle Hydrocotyle", Some("Hydrocotyle")), "Hydrocotyle");
        assert_eq!(without_author("Hydrocotyle", Some("Hydrocotyle")), "Hydrocotyle");
        assert_eq!(without_author("Aus mus", Some("us")), "Aus mus");
        assert_eq!(without_author("Aus mus L.", Some("")), "Aus mus L.");
    }

    #[test]
    fn ranks_are_found_by_any_of_their_words() {
        let ranks = vec![("Series/Epoch".to_owned(), 300), ("Variety".to_owned(), 240), ("Forma".to_owned(), 260)];
        assert_eq!(rank_of(&ranks, "epoch"), Some(0));
        assert_eq!(rank_of(&ranks, "var."), Some(1));
        assert_eq!(rank_of(&ranks, "FORM"), Some(2));
        assert_eq!(rank_of(&ranks, "eon"), None);
    }

    #[test]
    fn authors_are_the_same_whatever_stands_between_their_letters() {
        assert!(same_author("(Linnaeus, 1758)", "Linnaeus 1758"));
        assert!(!same_author("L.", "Mill."));
    }
}
