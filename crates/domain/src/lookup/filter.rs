//! Words as a filter: what a list shows when somebody types words above it.

use vasculum_model::names::{collecting_event, collection_object};
use vasculum_model::{Code, Col, Path, Result, Step, Table, TableId, Value, model};
use vasculum_store::{Filter, Test, Tx, Walk, plain};

use super::NUMBERS;

/// What a word is looked for in besides the record itself: the records of these tables behind these links, which the
/// index of words knows.
const BEYOND: &[(TableId, &[&str])] =
    &[(collection_object::TABLE, &["determinations.taxon"]), (collecting_event::TABLE, &["locality"])];

/// At most so many words are looked for; further ones hardly ever tell more.
const MOST_WORDS: usize = 8;

/// The filter for records in which every one of the words begins some word, in any order, without regard to case and
/// accents: answered from the index of words, and numbers from their own indexes. Nothing for tables that have neither.
///
/// A number is found by its beginning, and one of nothing but digits with the zeros before it. Words of one or two letters
/// are not known to the index by themselves, except at the beginning of a text; they count as the beginnings of longer
/// words.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn filter(tx: &mut Tx<'_>, table: &'static Table, typed: &str) -> Result<Option<Filter>> {
    let numbers = NUMBERS.iter().find(|(of, _)| *of == table.id).map_or(&[][..], |(_, columns)| columns);
    let has_words = !table.found_by.is_empty();
    if !has_words && numbers.is_empty() {
        return Ok(None);
    }
    let beyond: Vec<(Path, TableId)> = BEYOND
        .iter()
        .filter(|(of, _)| *of == table.id)
        .flat_map(|(_, paths)| *paths)
        .filter_map(|text| links(table, text))
        .filter(|(path, _)| may_follow(tx, table, path))
        .collect();
    let mut every = Vec::new();
    for word in typed.split_whitespace().take(MOST_WORDS) {
        let mut ways: Vec<Filter> = numbers.iter().flat_map(|column| of_number(*column, word)).collect();
        // What has several words for the index, such as ‘O-14’, has them all.
        let parts = plain(word);
        let parts: Vec<&str> = parts.split(' ').filter(|part| !part.is_empty()).collect();
        if has_words && !parts.is_empty() {
            ways.push(all_of(tx, &own(table), table.id, &parts)?);
        }
        for (path, to) in beyond.iter().filter(|_| !parts.is_empty()) {
            match all_of(tx, path, *to, &parts) {
                Err(error) if error.code == Code::Forbidden => {}
                other => ways.push(other?),
            }
        }
        every.push(Filter::Each(ways));
    }
    tx.led_by_few(table.id, every, Walk::USUAL).map(Some)
}

fn all_of(tx: &mut Tx<'_>, path: &Path, to: TableId, parts: &[&str]) -> Result<Filter> {
    let mut one = |part: &&str| Ok(Filter::Word(path.clone(), tx.word(to, part)?));
    match parts {
        [part] => one(part),
        _ => Ok(Filter::And(parts.iter().map(one).collect::<Result<_>>()?)),
    }
}

/// Whether somebody may read what a path leads over.
fn may_follow(tx: &Tx<'_>, table: &'static Table, path: &Path) -> bool {
    let mut here = table;
    path.steps.iter().all(|step| {
        let next = match step {
            Step::One(at) => here.at(*at).link.as_ref().map(|link| link.to),
            Step::Many(many) => here.many.get(usize::from(*many)).map(|many| many.of),
        };
        let Some(next) = next else { return false };
        here = model().table(next);
        tx.access().may_somewhere(&format!("/table/{}", here.name.to_ascii_lowercase()), "read")
    })
}

fn own(table: &Table) -> Path {
    Path { base: table.id, steps: Vec::new(), table: table.id, column: None }
}

/// The links of a path, and the table that they lead to.
fn links(table: &'static Table, text: &str) -> Option<(Path, TableId)> {
    let (mut here, mut steps) = (table, Vec::new());
    for name in text.split('.') {
        match here.column(name).and_then(|at| Some((at, here.at(at).link.as_ref()?.to))) {
            Some((at, to)) => {
                steps.push(Step::One(at));
                here = model().table(to);
            }
            None => {
                let many = here.to_many(name)?;
                steps.push(Step::Many(many));
                here = model().table(here.many[usize::from(many)].of);
            }
        }
    }
    Some((Path { base: table.id, steps, table: here.id, column: None }, here.id))
}

/// Numbers that begin like a word, or are it with zeros before.
fn of_number(column: Col, word: &str) -> Vec<Filter> {
    let mut ways = vec![Filter::test(column, Test::Begins(word.to_owned()))];
    if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() < 12 {
        let padded = (word.len() + 1..=12).map(|width| Value::from(format!("{word:0>width$}").as_str()));
        ways.push(Filter::test(column, Test::In(padded.collect())));
    }
    ways
}
