//! What in a record shows that it is an answer.

use std::collections::{BTreeSet, HashMap};

use vasculum_model::{Result, TableId};
use vasculum_store::Tx;

use crate::Hit;
use crate::document::Document;
use crate::gates;
use crate::load::Loader;
use crate::schema::{GROUPS, Group};
use crate::words::{folded, without_zeros};

/// A piece of a record’s text around a word that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where the words come from.
    pub group: Group,
    /// The text in pieces, and whether each was looked for.
    pub pieces: Vec<(String, bool)>,
}

/// So many words stand before the first that was looked for, and so many in all.
const BEFORE: usize = 6;
const WORDS: usize = 24;

/// The excerpts of records, from the database as it is now, as far as the person of the transaction may read them.
pub(crate) fn excerpts(tx: &mut Tx<'_>, hits: &[Hit], marks: &[String]) -> Result<HashMap<Hit, Excerpt>> {
    let mut found = HashMap::new();
    if marks.is_empty() {
        return Ok(found);
    }
    let mut tables: HashMap<TableId, BTreeSet<i64>> = HashMap::new();
    for hit in hits {
        tables.entry(hit.table).or_default().insert(hit.id);
    }
    let access = tx.access();
    let mut loader = Loader::new()?;
    for (table, ids) in tables {
        // The words of a group are shown to those who pass its gates, and to nobody else.
        for document in tx.unscoped(|tx| loader.documents(tx, table, &ids))? {
            if gates::passes(access, document.gate)
                && let Some(excerpt) =
                    of_document(&document, marks, |gates| gates.iter().all(|gate| gates::passes(access, *gate)))
            {
                found.insert(Hit { table, id: document.id }, excerpt);
            }
        }
    }
    Ok(found)
}

/// The text in which most of the marks are found.
fn of_document(document: &Document, marks: &[String], may: impl Fn(&[gates::Gate]) -> bool) -> Option<Excerpt> {
    let mut best: Option<(usize, Excerpt)> = None;
    for (group, ..) in GROUPS {
        let part = &document.parts[group.at()];
        if part.texts.is_empty() || !may(&part.gates) {
            continue;
        }
        for text in &part.texts {
            let (count, pieces) = marked(text, marks);
            if count > best.as_ref().map_or(0, |(count, _)| *count) {
                best = Some((count, Excerpt { group: *group, pieces }));
            }
        }
    }
    best.map(|(_, excerpt)| excerpt)
}

/// Text in pieces around the first marked word, with how many different marks there are in it.
fn marked(text: &str, marks: &[String]) -> (usize, Vec<(String, bool)>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let words = words(text);
    let mut is_marked = Vec::with_capacity(words.len());
    for (from, to) in &words {
        let word = folded(&text[*from..*to]);
        let begins = |mark: &&String| {
            word.starts_with(mark.as_str())
                || without_zeros(&word).is_some_and(|short| short.starts_with(mark.as_str()))
        };
        let mark = marks.iter().find(begins);
        seen.extend(mark.map(String::as_str));
        is_marked.push(mark.is_some());
    }
    let Some(first) = is_marked.iter().position(|is| *is) else { return (0, Vec::new()) };
    let start = first.saturating_sub(BEFORE);
    let end = (start + WORDS).min(words.len());
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut at = if start == 0 { 0 } else { words[start].0 };
    if start > 0 {
        pieces.push(("… ".to_owned(), false));
    }
    for nth in start..end {
        let (from, to) = words[nth];
        push(&mut pieces, &text[at..from], false);
        push(&mut pieces, &text[from..to], is_marked[nth]);
        at = to;
    }
    if end < words.len() {
        push(&mut pieces, " …", false);
    } else {
        push(&mut pieces, &text[at..], false);
    }
    (seen.len(), pieces)
}

fn push(pieces: &mut Vec<(String, bool)>, text: &str, is_marked: bool) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some((last, kind)) if *kind == is_marked => last.push_str(text),
        _ => pieces.push((text.to_owned(), is_marked)),
    }
}

/// Where words stand in a text.
fn words(text: &str) -> Vec<(usize, usize)> {
    let is_of_word = |letter: char| {
        letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter) || "'’‘ʼʻ`´".contains(letter)
    };
    let (mut words, mut start) = (Vec::new(), None);
    for (at, letter) in text.char_indices() {
        if is_of_word(letter) {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            words.push((from, at));
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, marks: &[&str], expect: &str) {
        let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
        let (_, pieces) = marked(text, &marks);
        let drawn: String =
            pieces.iter().map(|(text, is)| if *is { format!("[{text}]") } else { text.clone() }).collect();
        assert_eq!(drawn, expect);
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        check("Río Nanay, above the bridge", &["rio", "bri"], "[Río] Nanay, above the [bridge]");
        check("O’Brien 000123.", &["obrien", "123"], "[O’Brien] [000123].");
        check("nothing here", &["else"], "");
    }

    #[test]
    fn long_texts_are_cut_around_the_first_word() {
        let text = (0..60).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let marks = ["w30".to_owned()];
        let (count, pieces) = marked(&text, &marks);
        let drawn: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(count, 1);
        assert!(drawn.starts_with("… w24 ") && drawn.ends_with(" w47 …"), "{drawn}");
    }
}
