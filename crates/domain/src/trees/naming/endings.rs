//! The endings that the codes of nomenclature give to names above the genus.

use nameparser::model::NomCode;

/// Code, rank and ending, in the order in which they are told.
const ENDINGS: &[(NomCode, &str, &str)] = &[
    (NomCode::Zoological, "Superfamily", "oidea"),
    (NomCode::Zoological, "Family", "idae"),
    (NomCode::Zoological, "Subfamily", "inae"),
    (NomCode::Zoological, "Tribe", "ini"),
    (NomCode::Zoological, "Subtribe", "ina"),
    (NomCode::Botanical, "Order", "ales"),
    (NomCode::Botanical, "Suborder", "ineae"),
    (NomCode::Botanical, "Family", "aceae"),
    (NomCode::Botanical, "Subfamily", "oideae"),
    (NomCode::Botanical, "Tribe", "eae"),
    (NomCode::Botanical, "Subtribe", "inae"),
    (NomCode::Bacterial, "Order", "ales"),
    (NomCode::Bacterial, "Family", "aceae"),
    (NomCode::Virus, "Order", "virales"),
    (NomCode::Virus, "Family", "viridae"),
    (NomCode::Virus, "Subfamily", "virinae"),
    (NomCode::Virus, "Genus", "virus"),
];

/// Names of families that the botanical code keeps although they end otherwise.
const KEPT: &[&str] =
    &["Compositae", "Cruciferae", "Gramineae", "Guttiferae", "Labiatae", "Leguminosae", "Palmae", "Umbelliferae"];

/// The endings that names of a rank have by a code, by any where none is known; none if the name has one of them or the
/// codes say nothing.
pub(super) fn missing(name: &str, rank: &str, code: Option<NomCode>) -> Vec<&'static str> {
    if KEPT.contains(&name) && rank.eq_ignore_ascii_case("Family") {
        return Vec::new();
    }
    let mut found: Vec<&str> = ENDINGS
        .iter()
        .filter(|(of, theirs, _)| code.is_none_or(|code| code == *of) && theirs.eq_ignore_ascii_case(rank))
        .map(|(.., ending)| *ending)
        .collect();
    found.dedup();
    // Without a code only what all of them say something about is worth a word.
    let is_sure = code.is_some() || rank.eq_ignore_ascii_case("Family");
    if !is_sure || found.iter().any(|ending| name.ends_with(ending)) {
        found.clear();
    }
    found
}

/// Whether a name ends like that of a family and its rank is another one that the codes know nothing of.
pub(super) fn is_of_family(name: &str, rank: &str, code: Option<NomCode>) -> bool {
    let is_like = |of: NomCode, ending: &str| code.is_none_or(|code| code == of) && name.ends_with(ending);
    !rank.eq_ignore_ascii_case("Family")
        && (is_like(NomCode::Zoological, "idae")
            || is_like(NomCode::Botanical, "aceae")
            || is_like(NomCode::Bacterial, "aceae"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_end_as_their_code_says() {
        for (name, rank, code, expect) in [
            ("Salmonidae", "Family", Some(NomCode::Zoological), vec![]),
            ("Salmonida", "Family", Some(NomCode::Zoological), vec!["idae"]),
            ("Rosaceae", "Family", Some(NomCode::Zoological), vec!["idae"]),
            ("Rosaceae", "Family", None, vec![]),
            ("Rosales", "Family", None, vec!["idae", "aceae", "viridae"]),
            ("Compositae", "Family", Some(NomCode::Botanical), vec![]),
            ("Perciformes", "Order", Some(NomCode::Zoological), vec![]),
            ("Perciformes", "Order", None, vec![]),
            ("Salmo", "Genus", Some(NomCode::Zoological), vec![]),
        ] {
            assert_eq!(missing(name, rank, code), expect, "{rank} {name}");
        }
        assert!(is_of_family("Salmonidae", "Genus", None) && !is_of_family("Salmonidae", "Family", None));
        assert!(!is_of_family("Rosaceae", "Genus", Some(NomCode::Zoological)));
    }
}
