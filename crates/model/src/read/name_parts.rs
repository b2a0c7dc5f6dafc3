//! Tells the parts of a person's name from each other.

use super::fold;

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "dr", "drs", "prof", "profa", "mr", "mrs", "ms", "miss", "sir", "rev", "revd", "fr", "father", "bro", "brother",
    "sr", "sister", "capt", "captain", "col", "gen", "general", "maj", "major", "lt", "sgt", "lady", "lord", "herr",
    "frau", "mme", "mlle", "ing", "baron", "graf", "esq", "phd", "ph.d", "pater", "pere", "hno", "padre", "dra",
    "doc", "mag", "mgr", "rndr", "archduke", "count", "madame", "professor", "doctor", "lieut", "cdr", "prof°",
    "profª", "profº",
];

/// Whether a word is a title, such as `Dr.` or `Rev`.
pub(super) fn is_title(token: &str) -> bool {
    let bare = fold(token);
    TITLES.contains(&bare.trim_end_matches(['.', ',']))
}

/// A title behind a comma: `Smith, J., Ph.D.`
pub(super) fn is_title_field(clean: &str) -> bool {
    let bare = fold(clean);
    matches!(bare.trim_end_matches('.'), "phd" | "ph.d" | "md" | "m.d" | "esq" | "s.j" | "sj" | "dr")
}

/// `Jr.`, `III`, `filho`. `Sr` counts only with a capital.
pub(super) fn is_suffix(token: &str) -> bool {
    let bare = fold(token);
    matches!(bare.trim_matches('.'), "jr" | "jnr" | "snr" | "ii" | "iii" | "iv" | "filho" | "neto" | "junior")
        || (matches!(token, "Sr" | "Sr."))
}

const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "du", "da", "do", "dos", "das", "di", "del", "della", "dello", "la", "le", "ten",
    "ter", "zu", "zur", "zum", "af", "av", "vom", "het", "'t", "of", "y", "des", "dal", "el", "las", "los", "lo", "st",
    "st.",
];

/// `von`, `de la`: words that belong to the last name.
pub(super) fn is_particle(token: &str) -> bool {
    let lower = fold(token);
    PARTICLES.contains(&lower.as_str()) && !token.chars().all(|c| c.is_uppercase() && token.len() < 3)
}

/// `J.`, `J.R.`, `J.-P.`, `Ch.`: letters that dots mark as initials.
pub(super) fn is_dotted_initials(token: &str) -> bool {
    let parts: Vec<&str> = token.split(['.', '-']).collect();
    let short = |part: &&str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    let begins = parts.first().is_some_and(|it| it.starts_with(char::is_uppercase));
    token.contains('.') && token.ends_with(['.', '-']) && parts.iter().all(short) && begins
        || token.contains('.') && parts.iter().all(|it| it.chars().count() <= 1) && begins
}

/// Initials with or without dots. `all_caps`: the whole name is in capitals, so `WU` is none.
pub(super) fn is_initials(token: &str, all_caps: bool) -> bool {
    let count = token.chars().count();
    let capitals = token.chars().all(char::is_uppercase);
    let vowel = fold(token).contains(['a', 'e', 'i', 'o', 'u', 'y']);
    is_dotted_initials(token)
        || (count == 1 && capitals)
        || (capitals && count <= 3 && (!all_caps || !vowel) && !is_suffix(token))
        || (capitals && count == 2 && !all_caps)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws what each word of `text` is: Title, Suffix, Particle, Initials or Name.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let kind = |it: &str| match it {
            it if is_suffix(it) => 'S',
            it if is_title(it) => 'T',
            it if is_particle(it) => 'P',
            it if is_initials(it, false) => 'I',
            _ => 'N',
        };
        assert_eq!(text.split(' ').map(kind).collect::<String>(), expect, "{text}");
    }

    #[test]
    fn names_with_everything() {
        check("Prof. J.-P. A. van der Berg Jr.", "TIIPPNS");
        check("Rev Ch. de Vries III", "TIPNS");
    }

    #[test]
    fn short_names_are_no_initials() {
        check("J. Cao Wu Li", "INNN");
        assert!(!is_initials("WU", true));
        assert!(is_initials("JW", true));
    }
}
