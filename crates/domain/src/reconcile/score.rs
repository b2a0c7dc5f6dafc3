//! How well a record fits what was asked for.

use vasculum_model::names::agent;
use vasculum_store::plain;

use super::{Candidate, Property, Question, Row, Type, joined};
use crate::lookup::distance;

/// What a property that says otherwise takes from the score.
const CONTRADICTION: f64 = 25.0;
/// What a property of which the record says nothing takes from it.
const SILENCE: f64 = 5.0;
/// Names that are alike but not the same score no more.
const BEST_INEXACT: f64 = 95.0;
/// The name itself without the author that was asked for.
const WITHOUT_AUTHOR: f64 = 90.0;

/// A scientific name without its author, if that can be told apart; nothing if there is none.
pub(super) fn without_author(text: &str) -> Option<String> {
    let read = nameparser::parse_name(text, None, None, None).ok()?;
    let bare = read.canonical_name_without_authorship()?;
    (plain(&bare) != plain(text)).then_some(bare)
}

/// The words of a name as they are compared; those of people without regard to their order.
fn compared(of: &Type, text: &str) -> String {
    let text = plain(text);
    if of.table != agent::TABLE {
        return text;
    }
    let mut words: Vec<&str> = text.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// How alike two texts are: 100 for the same, 0 for nothing in common.
fn likeness(asked: &str, name: &str) -> f64 {
    if asked == name {
        return 100.0;
    }
    let length = asked.chars().count().max(name.chars().count()).max(1);
    let alike = 100.0 * (1.0 - distance(asked, name) as f64 / length as f64);
    alike.clamp(0.0, BEST_INEXACT)
}

/// Judges one record. What has exactly the name and no property that says otherwise is called a match for now.
pub(super) fn judged(
    of: &'static Type,
    row: Row,
    name: String,
    question: &Question,
    bare: Option<&str>,
    asked: &[(&'static Property, &[String])],
) -> Candidate {
    let wanted = compared(of, &question.text);
    let called = row.called.iter().filter(|one| !one.is_empty());
    let mut name_score = called.map(|one| likeness(&wanted, &compared(of, one))).fold(0.0, f64::max);
    let is_exact = name_score >= 100.0;
    if let Some(bare) = bare.filter(|_| !is_exact) {
        let alike = row.called.first().map_or(0.0, |one| likeness(&compared(of, bare), &compared(of, one)));
        name_score = name_score.max(alike * WITHOUT_AUTHOR / 100.0);
    }
    let agreements: Vec<(String, Option<bool>)> = asked
        .iter()
        .zip(&row.values)
        .map(|((property, values), value)| {
            let same = |one: &String| plain(one) == plain(value);
            let agrees = (!value.is_empty()).then(|| values.iter().any(same));
            (property.id.to_owned(), agrees)
        })
        .collect();
    let taken: f64 = agreements
        .iter()
        .map(|(_, agrees)| match agrees {
            Some(true) => 0.0,
            Some(false) => CONTRADICTION,
            None => SILENCE,
        })
        .sum();
    let is_contradicted = agreements.iter().any(|(_, agrees)| *agrees == Some(false));
    Candidate {
        of,
        id: row.id,
        name,
        description: joined(&row.context, ", "),
        score: (name_score - taken).max(0.0),
        is_match: is_exact && !is_contradicted,
        name_score,
        agreements,
    }
}

#[cfg(test)]
mod tests {
    use super::super::type_of;
    use super::*;

    #[test]
    fn a_name_is_known_without_its_author() {
        assert_eq!(without_author("Salmo trutta Linnaeus, 1758").as_deref(), Some("Salmo trutta"));
        assert_eq!(without_author("Salmo trutta"), None);
    }

    #[test]
    fn names_of_people_have_no_order() {
        let (people, taxa) = (type_of("Agent").unwrap(), type_of("Taxon").unwrap());
        assert_eq!(compared(people, "Linnaeus, Carl"), compared(people, "Carl LINNAEUS"));
        assert_ne!(compared(taxa, "Salmo trutta"), compared(taxa, "trutta Salmo"));
    }

    #[test]
    fn what_is_alike_scores_less_than_what_is_the_same() {
        assert_eq!(likeness("salmo trutta", "salmo trutta"), 100.0);
        let near = likeness("salmo truta", "salmo trutta");
        assert!(near > 90.0 && near <= BEST_INEXACT, "{near}");
        assert!(likeness("salmo trutta", "gadus morhua") < 40.0);
    }
}
