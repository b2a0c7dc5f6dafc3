//! The files of messages, one a language, in the format of gettext (`messages/de.po`).
//!
//! A message is found by its English words, which stand in the program. The files are compiled in and read when the
//! first word of a language is asked for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::language::Language;

/// The files of messages as they were compiled in.
const FILES: &[(Language, &str)] = &[
    (Language::German, include_str!("../../messages/de.po")),
    (Language::Spanish, include_str!("../../messages/es.po")),
    (Language::French, include_str!("../../messages/fr.po")),
    (Language::Portuguese, include_str!("../../messages/pt.po")),
    (Language::Ukrainian, include_str!("../../messages/uk.po")),
];

/// One message of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// The English words; for a number of things those for one.
    pub id: String,
    /// The English words for several things, if it is about a number of things.
    pub plural: Option<String>,
    /// The words of the language, in the order of its plural forms. Empty words are not translated yet.
    pub words: Vec<String>,
    /// Whether a translator must look at it again; then it is not used.
    pub is_fuzzy: bool,
}

type Catalogue = HashMap<String, Vec<String>>;

static CATALOGUES: LazyLock<HashMap<Language, Catalogue>> = LazyLock::new(|| {
    let catalogue = |file: &str| -> Catalogue {
        let is_done = |message: &Message| !message.is_fuzzy && message.words.iter().all(|words| !words.is_empty());
        let messages = read(file).into_iter().filter(is_done);
        messages.map(|message| (message.id, message.words)).collect()
    };
    FILES.iter().map(|(language, file)| (*language, catalogue(file))).collect()
});

/// The words of a message in a language, in the order of its plural forms; nothing for English, and for what nobody
/// translated.
pub(super) fn words(language: Language, english: &str) -> Option<&'static [String]> {
    let words = CATALOGUES.get(&language)?.get(english)?;
    (!words.is_empty()).then_some(words.as_slice())
}

/// The part of a message that a line of text continues.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Nothing,
    Id,
    Plural,
    Words(usize),
}

/// The messages of a file, without its head. Lines that are none of the format are passed over.
pub(super) fn read(file: &str) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let (mut part, mut is_fuzzy) = (Part::Nothing, false);
    for line in file.lines().map(str::trim) {
        if line.starts_with('#') {
            is_fuzzy |= line.starts_with("#,") && line.contains("fuzzy");
            continue;
        }
        let Some((keyword, text)) = split(line) else {
            part = Part::Nothing;
            continue;
        };
        match keyword {
            "msgid" => {
                messages.push(Message { is_fuzzy: std::mem::take(&mut is_fuzzy), ..Message::default() });
                part = Part::Id;
            }
            "msgid_plural" => part = Part::Plural,
            "msgstr" => part = Part::Words(0),
            "" => {}
            numbered => {
                let form = numbered.strip_prefix("msgstr[").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
                part = form.filter(|form| *form < 8).map_or(Part::Nothing, Part::Words);
            }
        }
        let Some(message) = messages.last_mut() else { continue };
        match part {
            Part::Nothing => {}
            Part::Id => message.id.push_str(&text),
            Part::Plural => message.plural.get_or_insert_default().push_str(&text),
            Part::Words(form) => {
                if message.words.len() <= form {
                    message.words.resize(form + 1, String::new());
                }
                message.words[form].push_str(&text);
            }
        }
    }
    messages.retain(|message| !message.id.is_empty());
    messages
}

/// The keyword of a line, which is empty where a line continues the one above, and its text.
fn split(line: &str) -> Option<(&str, String)> {
    let start = line.find('"')?;
    let text = line[start + 1..].strip_suffix('"')?;
    Some((line[..start].trim(), unescaped(text)))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            (letter, false) => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_gettext_is_read() {
        let file = r#"
            msgid ""
            msgstr ""
            "Language: uk\n"

            #: pages/list.rs
            msgid "Say \"{n}\""
            msgstr ""
            "Скажи "
            "«{n}»\n"

            #, fuzzy
            msgid "{n} record"
            msgid_plural "{n} records"
            msgstr[0] "{n} запис"
            msgstr[1] "{n} записи"
            msgstr[2] "{n} записів"

            #~ msgid "Gone"
            #~ msgstr "Нема"
        "#;
        let message = |id: &str, plural: Option<&str>, words: &[&str], is_fuzzy| Message {
            id: id.to_owned(),
            plural: plural.map(str::to_owned),
            words: words.iter().map(|words| (*words).to_owned()).collect(),
            is_fuzzy,
        };
        let expect = [
            message("Say \"{n}\"", None, &["Скажи «{n}»\n"], false),
            message("{n} record", Some("{n} records"), &["{n} запис", "{n} записи", "{n} записів"], true),
        ];
        assert_eq!(read(file), expect);
    }
}
