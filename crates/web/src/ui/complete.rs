//! Keeps the files of messages complete: every word of the sources in every language, and nothing else.
//!
//! `UPDATE=1 cargo test -p vasculum-web --lib complete` writes the files anew: new words come in untranslated, words that
//! no source has any more go.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::language::Language;
use super::messages::{self, Message};
use crate::pages::labels;

/// Words of the sources, with where they stand.
#[derive(Debug, Default)]
struct Wanted {
    /// In the order of the files: English words, those for several, the files that have them.
    list: Vec<(String, Option<String>, BTreeSet<String>)>,
    known: BTreeMap<String, usize>,
}

impl Wanted {
    fn add(&mut self, id: &str, plural: Option<String>, place: &str) {
        let at = *self.known.entry(id.to_owned()).or_insert_with(|| {
            self.list.push((id.to_owned(), None, BTreeSet::new()));
            self.list.len() - 1
        });
        let (_, theirs, places) = &mut self.list[at];
        if plural.is_some() {
            assert!(theirs.is_none() || *theirs == plural, "two plurals of {id:?}: {theirs:?} and {plural:?}");
            *theirs = plural;
        }
        places.insert(place.to_owned());
    }
}

/// The sources of this crate, in order.
fn sources() -> Vec<PathBuf> {
    fn below(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found
}

fn wanted() -> Wanted {
    let mut wanted = Wanted::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        let place = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap();
        if place != "ui/complete.rs" {
            words_of(code, &place, &mut wanted);
        }
    }
    for label in labels() {
        wanted.add(&label, None, "the model");
    }
    for words in vasculum_domain::forms::shipped_words() {
        wanted.add(words, None, "the forms");
    }
    wanted
}

/// Adds the literals in calls of `t`, `tf`, `tn` and `later`. A call with something else than a literal shows words that
/// stand in `later` elsewhere.
fn words_of(code: &str, place: &str, wanted: &mut Wanted) {
    let letters: Vec<char> = code.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let next = skipped(&letters, at);
        if next > at {
            at = next;
            continue;
        }
        let starts = letters[at].is_alphabetic() || letters[at] == '_';
        if !starts {
            at += 1;
            continue;
        }
        let word: String = letters[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        let before = at.checked_sub(1).map(|at| letters[at]);
        at += word.chars().count();
        let is_call = letters.get(at) == Some(&'(') && before != Some('.');
        if !is_call || !["t", "tf", "tn", "later"].contains(&word.as_str()) {
            continue;
        }
        let start = if word == "tn" { after_comma(&letters, at + 1) } else { at + 1 };
        let Some((id, end)) = literal(&letters, start) else { continue };
        let plural = (word == "tn").then(|| {
            let (plural, _) = literal(&letters, after_comma(&letters, end)).unwrap();
            plural
        });
        wanted.add(&id, plural, place);
    }
}

/// Where the comment, the string or the letter that starts here ends; `at` itself if none does.
fn skipped(letters: &[char], at: usize) -> usize {
    let rest = |from: usize| letters.get(from).copied().unwrap_or(' ');
    match (letters[at], rest(at + 1)) {
        ('/', '/') => (at..letters.len()).find(|at| letters[*at] == '\n').unwrap_or(letters.len()),
        ('"', _) => literal(letters, at).map_or(at + 1, |(_, end)| end),
        ('\'', '\\') => (at + 3..letters.len()).find(|at| letters[*at] == '\'').map_or(letters.len(), |at| at + 1),
        ('\'', _) if rest(at + 2) == '\'' => at + 3,
        ('r', '"') => (at + 2..letters.len()).find(|at| letters[*at] == '"').map_or(letters.len(), |at| at + 1),
        ('r', '#') if rest(at + 2) == '"' => {
            let ends = |at: &usize| letters[*at] == '"' && letters.get(at + 1) == Some(&'#');
            (at + 3..letters.len()).find(ends).map_or(letters.len(), |at| at + 2)
        }
        _ => at,
    }
}

/// The place after the next comma that stands in no brackets.
fn after_comma(letters: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < letters.len() {
        let next = skipped(letters, at);
        if next > at {
            at = next;
            continue;
        }
        match letters[at] {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The string that starts here, after space, and where it ends.
fn literal(letters: &[char], start: usize) -> Option<(String, usize)> {
    let mut at = (start..letters.len()).find(|at| !letters[*at].is_whitespace())?;
    if letters[at] != '"' {
        return None;
    }
    let mut text = String::new();
    loop {
        at += 1;
        match letters.get(at)? {
            '"' => return Some((text, at + 1)),
            '\\' => {
                at += 1;
                match letters.get(at)? {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'u' => {
                        let code: String = letters[at + 2..].iter().take_while(|c| **c != '}').collect();
                        at += code.len() + 2;
                        text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                    }
                    '\n' => at = (at..letters.len()).find(|at| !letters[*at].is_whitespace())? - 1,
                    other => text.push(*other),
                }
            }
            letter => text.push(*letter),
        }
    }
}

/// The names in braces.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// What is wrong with a message of a language; nothing if it is fine.
fn fault(language: Language, message: &Message, plural: Option<&String>) -> Option<String> {
    let forms = if plural.is_some() { language.plural_forms() } else { 1 };
    if message.plural.as_ref() != plural || message.words.len() != forms {
        return Some("has other plural forms than the sources".to_owned());
    }
    if message.is_fuzzy || message.words.iter().any(String::is_empty) {
        return Some("is not translated".to_owned());
    }
    let own = places(plural.unwrap_or(&message.id));
    for (form, words) in message.words.iter().enumerate() {
        // The form for one may leave the number out.
        let theirs = places(words);
        let missing = own.iter().any(|place| !theirs.contains(place) && (forms <= 1 || form != 0 || *place != "n"));
        if missing || !theirs.is_subset(&own) {
            return Some(format!("has other places to fill than its translation {words:?}"));
        }
    }
    let ends = |text: &str| (text.starts_with(' '), text.ends_with(' '));
    (ends(&message.id) != ends(&message.words[0])).then(|| "begins or ends with other space".to_owned())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"))
}

/// A file of messages with the words that are wanted and the translations that it has already.
fn written(language: Language, wanted: &Wanted, former: &[Message]) -> String {
    let mut out = format!(
        "# The words of Vasculum in {}. How to translate: docs/languages.md\nmsgid \"\"\nmsgstr \"\"\n\"Language: {}\\n\"\n\
         \"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n\
         \"Plural-Forms: {}\\n\"\n",
        language.own_name(),
        language.tag().replace('-', "_"),
        language.plural_rule(),
    );
    for (id, plural, places) in &wanted.list {
        let known = former.iter().find(|message| message.id == *id && message.plural == *plural);
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        let fuzzy = if known.is_some_and(|message| message.is_fuzzy) { "#, fuzzy\n" } else { "" };
        let _ = write!(out, "\n#: {}\n{fuzzy}msgid {}\n", places.join(" "), quoted(id));
        let words = |form: usize| known.and_then(|message| message.words.get(form)).map_or("", String::as_str);
        match plural {
            None => {
                let _ = writeln!(out, "msgstr {}", quoted(words(0)));
            }
            Some(plural) => {
                let _ = writeln!(out, "msgid_plural {}", quoted(plural));
                for form in 0..language.plural_forms() {
                    let _ = writeln!(out, "msgstr[{form}] {}", quoted(words(form)));
                }
            }
        }
    }
    out
}

#[test]
fn every_word_of_the_sources_is_there_in_every_language() {
    let wanted = wanted();
    let mut faults = Vec::new();
    for language in Language::ALL.iter().skip(1) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("messages/{}.po", language.key()));
        let file = fs::read_to_string(&path).unwrap();
        let former = messages::read(&file);
        let new = written(*language, &wanted, &former);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &new).unwrap();
        } else if new != file {
            faults.push(format!("{}: write it anew with UPDATE=1", path.display()));
        }
        for (id, plural, _) in &wanted.list {
            let message = former.iter().find(|message| message.id == *id).cloned();
            let message = message.unwrap_or_else(|| Message {
                id: id.clone(),
                plural: plural.clone(),
                words: vec![String::new(); if plural.is_some() { language.plural_forms() } else { 1 }],
                is_fuzzy: false,
            });
            faults
                .extend(fault(*language, &message, plural.as_ref()).map(|what| format!("{language:?}: {id:?} {what}")));
        }
    }
    eprintln!("{} messages in each language", wanted.list.len());
    assert!(faults.is_empty() || env::var_os("UPDATE").is_some(), "{}", faults.join("\n"));
}

#[test]
fn words_are_found_in_sources() {
    let code = r##"
        fn f() { t("One"); tf( "Two {a}", &[("a", &1)]); x.t("no"); tn(f(1, "x"), "{n} day", "{n} days"); }
        // t("comment")
        const A: &str = later("La\"ter\u{2019}"); t(variable); let c = '"'; t("long \
            text");
    "##;
    let mut wanted = Wanted::default();
    words_of(code, "here", &mut wanted);
    let found: Vec<String> = wanted
        .list
        .iter()
        .map(|(id, plural, _)| format!("{id}{}", plural.as_deref().map_or(String::new(), |it| format!("|{it}"))))
        .collect();
    assert_eq!(found, ["One", "Two {a}", "{n} day|{n} days", "La\"ter’", "long text"]);
}

#[test]
fn a_translation_must_have_the_same_places_to_fill() {
    let message = |id: &str, words: &[&str]| Message {
        id: id.to_owned(),
        words: words.iter().map(|words| (*words).to_owned()).collect(),
        ..Message::default()
    };
    let check = |id: &str, words: &str| fault(Language::German, &message(id, &[words]), None);
    assert_eq!(check("{n} of {total}", "{n} von {total}"), None);
    assert!(check("{n} of {total}", "{n} von {totol}").is_some());
    assert!(check("Save", "").is_some());
    assert!(check("Save", "{n} sichern").is_some());
}
