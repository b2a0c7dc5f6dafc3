//! What somebody typed, taken apart. Nothing that one can type is wrong: what is no field word is a word.

use crate::words::folded;

/// What a field word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Below a name.
    Taxon,
    /// Below a place of the tree of places.
    Place,
    /// Words of the locality.
    Locality,
    /// Words of somebody who collected.
    Collector,
    /// Words of somebody who determined.
    Determiner,
    /// A type status.
    Type,
    /// A kind of preparation.
    Preparation,
    /// Exactly this number or name.
    Number,
    /// A year, or years.
    Year,
    /// With something.
    Has,
    /// Without something.
    No,
    /// Records of a table.
    In,
    /// Objects of a collection.
    Collection,
    /// Files about it.
    Media,
}

/// One field word, for the manual and the page.
pub struct FieldWord {
    /// What stands before the colon.
    pub word: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// What it asks for.
    pub field: Field,
    /// An example.
    pub example: &'static str,
    /// What it means.
    pub about: &'static str,
}

const fn word(
    word: &'static str,
    also: &'static [&'static str],
    field: Field,
    example: &'static str,
    about: &'static str,
) -> FieldWord {
    FieldWord { word, also, field, example, about }
}

/// Every field word; the names of ranks, such as `family:` and `country:`, come from the trees.
pub const FIELD_WORDS: &[FieldWord] = &[
    word("taxon", &["name"], Field::Taxon, "taxon:Salmo", "Everything under a name of any rank"),
    word("place", &["geography"], Field::Place, "place:Peru", "Everything from a place of any rank"),
    word("locality", &[], Field::Locality, "locality:bridge", "Words of the locality"),
    word("collector", &["collectors"], Field::Collector, "collector:Humboldt", "Words of a collector’s name"),
    word("determiner", &["det"], Field::Determiner, "determiner:Kottelat", "Words of a determiner’s name"),
    word("type", &["typestatus"], Field::Type, "type:holotype", "Objects of a type status"),
    word("prep", &["preparation"], Field::Preparation, "prep:skeleton", "Objects with a preparation of this kind"),
    word("number", &["catalog", "catalognumber"], Field::Number, "number:4711", "Exactly this number, of any table"),
    word("year", &[], Field::Year, "year:1950", "Collected in a year; 1950..1960 from one to another"),
    word("has", &[], Field::Has, "has:image", "Objects that have something"),
    word("no", &["without"], Field::No, "no:coordinates", "Objects that lack something"),
    word("in", &["table"], Field::In, "in:loan", "Records of one table only"),
    word("collection", &[], Field::Collection, "collection:fish", "Objects of one collection"),
    word("media", &["file"], Field::Media, "media:dorsal", "Words of the files about an object"),
];

fn field(word: &str) -> Option<Field> {
    FIELD_WORDS.iter().find(|row| row.word == word || row.also.contains(&word)).map(|row| row.field)
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A word, or the beginning of one.
    Word(String),
    /// Words that stand beside each other.
    Phrase(Vec<String>),
    /// A field word that is known, with its value as it was typed, and whether it stood in quotation marks.
    Field(Field, String, bool),
    /// Something before a colon that may be a rank, with its value and whether that stood in quotation marks.
    Other(String, String, bool),
    /// Collected from one year to another.
    Years(Option<i64>, Option<i64>),
}

/// One thing that is asked for, or must not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it must not be so.
    pub is_not: bool,
    /// What.
    pub what: What,
}

/// Takes what was typed apart.
pub fn read(text: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for piece in pieces(text) {
        let (is_not, piece) = match piece.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, piece),
        };
        for what in understand(piece) {
            clauses.push(Clause { is_not, what });
        }
    }
    clauses
}

/// What is parted by spaces, where those within quotation marks part nothing. A mark that is not closed ends at the end.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut in_quotes) = (Vec::new(), None, None);
    for (at, letter) in text.char_indices() {
        match in_quotes {
            Some(end) if letter == end => in_quotes = None,
            Some(_) => {}
            None if letter.is_whitespace() => {
                if let Some(from) = start.take() {
                    pieces.push(&text[from..at]);
                }
                continue;
            }
            None => in_quotes = closing(letter),
        }
        start.get_or_insert(at);
    }
    pieces.extend(start.map(|from| &text[from..]));
    pieces
}

fn closing(letter: char) -> Option<char> {
    match letter {
        '"' => Some('"'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

/// What stands within quotation marks, if the text begins with one.
fn unquoted(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let end = closing(first)?;
    let rest = &text[first.len_utf8()..];
    Some(rest.strip_suffix(end).unwrap_or(rest))
}

fn words(text: &str) -> Vec<String> {
    folded(text).split_whitespace().map(str::to_owned).collect()
}

fn understand(piece: &str) -> Vec<What> {
    if let Some(text) = unquoted(piece) {
        let words = words(text);
        return if words.is_empty() { Vec::new() } else { vec![What::Phrase(words)] };
    }
    if let Some((from, to)) = years(piece) {
        return vec![What::Years(from, to)];
    }
    let named = piece.split_once(':').filter(|(name, value)| {
        !value.is_empty() && !value.starts_with("//") && !name.is_empty() && name.chars().all(is_of_name)
    });
    if let Some((name, value)) = named {
        let name = name.to_lowercase();
        let (value, is_exact) = unquoted(value).map_or((value, false), |value| (value, true));
        return match field(&name) {
            Some(Field::Year) => match years(value).or_else(|| year(value).map(|year| (Some(year), Some(year)))) {
                Some((from, to)) => vec![What::Years(from, to)],
                None => vec![What::Other(name, value.to_owned(), is_exact)],
            },
            Some(field) => vec![What::Field(field, value.to_owned(), is_exact)],
            None => vec![What::Other(name, value.to_owned(), is_exact)],
        };
    }
    words(piece).into_iter().map(What::Word).collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '-'
}

fn year(text: &str) -> Option<i64> {
    (1..=4).contains(&text.len()).then(|| text.parse().ok()).flatten().filter(|year| *year >= 0)
}

/// `1950..1960`, `1950..` or `..1960`; the greater may come first.
fn years(text: &str) -> Option<(Option<i64>, Option<i64>)> {
    let (from, to) = text.split_once("..")?;
    let read = |text: &str| if text.is_empty() { Some(None) } else { year(text).map(Some) };
    match (read(from)?, read(to)?) {
        (None, None) => None,
        (Some(from), Some(to)) if from > to => Some((Some(to), Some(from))),
        years => Some(years),
    }
}

/// By what a set of results is narrowed beside the words; each has its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// The table.
    Table,
    /// The collection of objects.
    Collection,
    /// A name and all below it.
    Taxon,
    /// A place and all within it.
    Place,
    /// A year, or years.
    Year,
    /// Somebody who collected.
    Collector,
    /// A type status.
    Type,
    /// A kind of preparation.
    Preparation,
    /// What an object lacks.
    Gap,
    /// A cell of the map.
    Cell,
}

/// Every facet, with its word in addresses, in the order of the page.
pub const FACETS: &[(Facet, &str)] = &[
    (Facet::Table, "table"),
    (Facet::Collection, "catalogue"),
    (Facet::Taxon, "taxon"),
    (Facet::Place, "place"),
    (Facet::Year, "year"),
    (Facet::Collector, "collector"),
    (Facet::Type, "type"),
    (Facet::Preparation, "prep"),
    (Facet::Gap, "gap"),
    (Facet::Cell, "cell"),
];

impl Facet {
    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        FACETS.iter().find(|(facet, _)| *facet == self).map_or("", |(_, word)| word)
    }

    /// The facet with this word.
    pub fn of(word: &str) -> Option<Self> {
        FACETS.iter().find(|(_, theirs)| *theirs == word).map(|(facet, _)| *facet)
    }
}

/// A question: words, and what narrows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// What was typed.
    pub words: String,
    /// Facets with the values that were chosen; all of them count.
    pub filters: Vec<(Facet, String)>,
}

impl Ask {
    /// Words alone.
    pub fn of(words: &str) -> Self {
        Self { words: words.to_owned(), filters: Vec::new() }
    }

    /// Whether nothing narrows it.
    pub fn is_everything(&self) -> bool {
        self.words.trim().is_empty() && self.filters.is_empty()
    }

    /// The value of a facet, if one was chosen.
    pub fn chosen(&self, facet: Facet) -> Option<&str> {
        self.filters.iter().find(|(theirs, _)| *theirs == facet).map(|(_, value)| value.as_str())
    }

    /// The same with a value of a facet, in place of the one that it had; gaps add up.
    #[must_use]
    pub fn with(&self, facet: Facet, value: &str) -> Self {
        let mut filters = self.filters.clone();
        if facet != Facet::Gap {
            filters.retain(|(theirs, _)| *theirs != facet);
        }
        if !filters.iter().any(|(theirs, known)| *theirs == facet && known == value) {
            filters.push((facet, value.to_owned()));
        }
        Self { words: self.words.clone(), filters }
    }

    /// The same without a value of a facet.
    #[must_use]
    pub fn without(&self, facet: Facet, value: &str) -> Self {
        let mut filters = self.filters.clone();
        filters.retain(|(theirs, known)| *theirs != facet || known != value);
        Self { words: self.words.clone(), filters }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.filters.is_empty()
    }
}

/// What is to be said of a question beside its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// There is no such field word; it was taken as a word.
    NoField(String),
    /// A field word has no such value: the field word, and the value.
    NoValue(String, String),
    /// Nothing has the word; these, which are written much like it, were looked for.
    Meant(String, Vec<String>),
}

/// The years of the facet: `1950` or `1950..1959`.
pub(crate) fn facet_years(value: &str) -> Option<(Option<i64>, Option<i64>)> {
    years(value).or_else(|| year(value).map(|year| (Some(year), Some(year))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draw(text: &str) -> String {
        let show = |clause: &Clause| {
            let what = match &clause.what {
                What::Word(word) => word.clone(),
                What::Phrase(words) => format!("\"{}\"", words.join(" ")),
                What::Field(field, value, is_exact) => format!("{field:?}={value}{}", if *is_exact { "!" } else { "" }),
                What::Other(name, value, _) => format!("{name}?={value}"),
                What::Years(from, to) => format!("{from:?}..{to:?}").replace("Some", "").replace("None", ""),
            };
            format!("{}{what}", if clause.is_not { "not " } else { "" })
        };
        read(text).iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(draw(text), expect, "{text}");
    }

    #[test]
    fn words_and_phrases() {
        check("Salmo  trutta", "salmo | trutta");
        check("\"Salmo trutta\" Peru", "\"salmo trutta\" | peru");
        check("“Rio Grande” „zwei Worte“", "\"rio grande\" | \"zwei worte\"");
        check("\"not closed", "\"not closed\"");
        check("", "");
        check("\"\" - -- ;", "");
        check("well-known", "well | known");
    }

    #[test]
    fn a_minus_takes_away() {
        check("fish -Peru -\"two words\"", "fish | not peru | not \"two words\"");
        check("-type:holotype", "not Type=holotype");
    }

    #[test]
    fn field_words() {
        check("family:Salmonidae country:Peru", "family?=Salmonidae | country?=Peru");
        check("type:holotype has:image no:date", "Type=holotype | Has=image | No=date");
        check("collector:\"von Humboldt\"", "Collector=von Humboldt!");
        check("TAXON:Salmo det:Smith", "Taxon=Salmo | Determiner=Smith");
        check("http://example.org/a", "http | example | org | a");
        check("type: x", "type | x");
        check("Salmo: trutta", "salmo | trutta");
    }

    #[test]
    fn years_are_from_to() {
        check("1950..1960", "(1950)..(1960)");
        check("1960..1950", "(1950)..(1960)");
        check("1950.. ..1900", "(1950).. | ..(1900)");
        check("year:1950 year:1950..1952", "(1950)..(1950) | (1950)..(1952)");
        check("1950", "1950");
        check("year:old", "year?=old");
        check("..", "");
        check("...", "");
    }

    #[test]
    fn facets_are_added_and_taken_away() {
        let ask = Ask { words: "fish".to_owned(), ..Ask::default() };
        let narrowed = ask.with(Facet::Year, "1950").with(Facet::Year, "1951").with(Facet::Gap, "date");
        assert_eq!(narrowed.chosen(Facet::Year), Some("1951"));
        let both = narrowed.with(Facet::Gap, "image");
        assert_eq!(both.filters.len(), 3);
        assert_eq!(both.without(Facet::Gap, "date").without(Facet::Gap, "image").without(Facet::Year, "1951"), ask);
    }

    #[test]
    fn the_manual_names_every_word() {
        let manual = include_str!("../../../docs/search.md");
        for row in FIELD_WORDS {
            for word in row.also.iter().chain([&row.word]) {
                assert!(manual.contains(&format!("`{word}:")), "{word}:");
            }
            assert!(manual.contains(&format!("`{}`", row.example)), "{}", row.example);
        }
        let flags = crate::FLAGS.iter().map(|flag| flag.word);
        for word in flags.chain(crate::SEARCHED.iter().map(|row| row.word)) {
            assert!(manual.contains(&format!("`{word}`")), "{word}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_is_wrong(text in "\\PC{0,60}") {
            read(&text);
        }

        #[test]
        fn nor_what_looks_like_the_language(text in "[-:\".“”„«» a-c0-9]{0,40}") {
            for clause in read(&text) {
                match clause.what {
                    What::Word(word) => prop_assert!(!word.is_empty()),
                    What::Phrase(words) => prop_assert!(!words.is_empty()),
                    What::Years(from, to) => prop_assert!(from.is_some() || to.is_some()),
                    What::Field(_, value, is_exact) | What::Other(_, value, is_exact) => {
                        prop_assert!(is_exact || !value.is_empty());
                    }
                }
            }
        }
    }
}
