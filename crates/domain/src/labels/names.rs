//! Scientific names as the codes of nomenclature want them written.

use vasculum_model::names::{determination, taxon};
use vasculum_model::{Many, Record, Result, Table, model};
use vasculum_store::Tx;

/// Taxa of this rank and below are written in italics: genera and species, not families.
const GENUS: i64 = 180;
/// The rank of species.
const SPECIES: i64 = 220;
/// Signs of doubt that stand before the word that is in doubt; others follow the name.
const BEFORE: &[&str] = &["cf", "aff", "nr", "?", "cfr", "sp. aff", "prope"];

/// Some letters that stand upright or in italics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The letters.
    pub text: String,
    /// Whether they are in italics.
    pub is_italic: bool,
}

/// A scientific name: genus and epithets in italics; ranks, signs of doubt, the × of hybrids and the author upright.
/// A name above the genus is upright altogether. `qualifier` and `addendum` are what a determination says of it.
pub fn scientific(name: &str, rank: Option<i64>, author: &str, qualifier: &str, addendum: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let is_italic = rank.is_none_or(|rank| rank >= GENUS);
    for word in name.split_whitespace() {
        words.push(Span { text: word.to_owned(), is_italic: is_italic && !is_upright(word) });
    }
    let upright = |text: &str| Span { text: text.to_owned(), is_italic: false };
    let qualifier = qualifier.trim();
    let is_before = BEFORE.contains(&qualifier.trim_end_matches('.').to_lowercase().as_str());
    let last = words.iter().rposition(|word| word.is_italic);
    let is_below_genus = rank.is_none_or(|rank| rank >= SPECIES) && words.len() > 1;
    match last {
        _ if qualifier.is_empty() => {}
        Some(last) if is_before && is_below_genus => words.insert(last, upright(qualifier)),
        _ if is_before => words.insert(0, upright(qualifier)),
        _ => words.push(upright(qualifier)),
    }
    words.extend([author.trim(), addendum.trim()].into_iter().filter(|text| !text.is_empty()).map(upright));
    joined(words)
}

/// Words of a name that are no part of it: ranks, the sign of hybrids, what stands for no name.
fn is_upright(word: &str) -> bool {
    let is_rank = word.ends_with('.') && word.chars().next().is_some_and(char::is_lowercase);
    is_rank || matches!(word, "×" | "x" | "+" | "sp" | "spp" | "forma" | "×)")
}

/// Words with spaces between them, those of the same letters together.
fn joined(words: Vec<Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for word in words {
        match spans.last_mut() {
            Some(last) if last.is_italic == word.is_italic => {
                last.text.push(' ');
                last.text.push_str(&word.text);
            }
            Some(last) => {
                last.text.push(' ');
                spans.push(word);
            }
            None => spans.push(word),
        }
    }
    spans
}

/// The scientific names at the end of a path of links, one for every record; nothing where there is none. Of several
/// determinations the current one counts.
pub(super) fn names(tx: &mut Tx<'_>, records: &[Record], path: &[&'static str]) -> Result<Vec<Vec<Span>>> {
    let mut reached: Vec<Option<Record>> = records.iter().cloned().map(Some).collect();
    let Some(first) = records.first() else { return Ok(Vec::new()) };
    let mut table = first.of();
    let mut opinions: Vec<Option<Record>> = vec![None; records.len()];
    for step in path.iter().copied().chain(["taxon"]) {
        if table.id == determination::TABLE {
            opinions.clone_from(&reached);
        }
        if table.id == taxon::TABLE {
            break;
        }
        (reached, table) = follow(tx, reached, table, step)?;
    }
    let name = |(taxon, opinion): (Option<Record>, Option<Record>)| {
        let said = |column| opinion.as_ref().and_then(|one| one.text(column)).unwrap_or_default();
        let (qualifier, addendum) = (said(determination::QUALIFIER), said(determination::ADDENDUM));
        match taxon.filter(|found| found.table == taxon::TABLE) {
            Some(found) => {
                let full = found.text(taxon::FULL_NAME).or(found.text(taxon::NAME)).unwrap_or_default();
                let author = found.text(taxon::AUTHOR).unwrap_or_default();
                scientific(full, found.int(taxon::RANK_ID), author, qualifier, addendum)
            }
            // A name that stands in no tree is written as it was given.
            None => match said(determination::ALTERNATE_NAME) {
                "" => Vec::new(),
                other => vec![Span { text: other.to_owned(), is_italic: false }],
            },
        }
    };
    Ok(reached.into_iter().zip(opinions).map(name).collect())
}

/// The record behind a link of each record: of many the current one, or else the first.
fn follow(
    tx: &mut Tx<'_>,
    from: Vec<Option<Record>>,
    table: &'static Table,
    step: &str,
) -> Result<(Vec<Option<Record>>, &'static Table)> {
    if let Some((at, to)) = table.column(step).and_then(|at| Some((at, table.at(at).link.as_ref()?.to))) {
        let linked = |record: &Record| record.values[usize::from(at)].int();
        let mut ids: Vec<i64> = from.iter().flatten().filter_map(linked).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = super::written::if_allowed(tx.find_all(to, &ids))?;
        let by_id: std::collections::HashMap<i64, Record> = found.into_iter().map(|one| (one.id, one)).collect();
        let next = from.iter().map(|record| by_id.get(&linked(record.as_ref()?)?).cloned()).collect();
        return Ok((next, model().table(to)));
    }
    let Some(many) = table.to_many(step) else { return Ok((vec![None; from.len()], table)) };
    let owners: Vec<i64> = from.iter().flatten().map(|record| record.id).collect();
    let children = super::written::if_allowed(tx.children(&owners, Many(table.id, many)))?;
    let is_current = |record: &Record| record.named("isCurrent").and_then(vasculum_model::Value::bool) == Some(true);
    let mut best: std::collections::HashMap<i64, Record> = std::collections::HashMap::new();
    for (owner, child) in children {
        match best.get(&owner) {
            Some(there) if is_current(there) || !is_current(&child) => {}
            _ => drop(best.insert(owner, child)),
        }
    }
    let next = from.iter().map(|record| best.get(&record.as_ref()?.id).cloned()).collect();
    Ok((next, model().table(table.many[usize::from(many)].of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws a name with its italics between asterisks.
    #[track_caller]
    fn check(name: &str, rank: i64, author: &str, qualifier: &str, expect: &str) {
        let spans = scientific(name, Some(rank), author, qualifier, "");
        let draw = |span: &Span| {
            let text = span.text.trim_end();
            let space = &span.text[text.len()..];
            if span.is_italic { format!("*{text}*{space}") } else { span.text.clone() }
        };
        assert_eq!(spans.iter().map(draw).collect::<String>(), expect);
    }

    #[test]
    fn genus_and_epithets_are_in_italics_and_all_else_upright() {
        check("Salmo trutta", 220, "Linnaeus, 1758", "", "*Salmo trutta* Linnaeus, 1758");
        check("Salmonidae", 140, "Cuvier, 1816", "", "Salmonidae Cuvier, 1816");
        check("Rosa", 180, "L.", "", "*Rosa* L.");
        check(
            "Abies alba var. nana",
            240,
            "(Knight) C.K.Schneid.",
            "",
            "*Abies alba* var. *nana* (Knight) C.K.Schneid.",
        );
        check("Mentha × piperita", 220, "L.", "", "*Mentha* × *piperita* L.");
        check("Salmo (Salmo) trutta", 220, "", "", "*Salmo (Salmo) trutta*");
    }

    #[test]
    fn a_sign_of_doubt_stands_where_the_doubt_is() {
        check("Salmo trutta", 220, "Linnaeus", "cf.", "*Salmo* cf. *trutta* Linnaeus");
        check("Salmo", 180, "", "cf.", "cf. *Salmo*");
        check("Salmo trutta", 220, "", "s.l.", "*Salmo trutta* s.l.");
        check("Salmonidae", 140, "", "?", "? Salmonidae");
    }
}
