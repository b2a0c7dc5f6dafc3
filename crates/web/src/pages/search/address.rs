//! A question as it stands in an address.

use vasculum_search::{Ask, FACETS, Facet};

use crate::respond::escaped;

/// More letters than this nobody looks for.
const LONGEST: usize = 500;

/// What an address asks for.
pub(crate) fn asked(params: &[(String, String)]) -> Ask {
    let mut ask = Ask::default();
    for (name, value) in params.iter().filter(|(_, value)| !value.is_empty() && !value.contains('\0')) {
        if name == "q" {
            ask.words = value.trim().chars().take(LONGEST).collect();
        } else if let Some(facet) = Facet::of(name) {
            ask = ask.with(facet, value);
        }
    }
    ask
}

/// The address of a question.
pub(crate) fn query(ask: &Ask) -> String {
    let mut parts = vec![format!("q={}", escaped(&ask.words))];
    for (facet, word) in FACETS {
        let values = ask.filters.iter().filter(|(theirs, _)| theirs == facet);
        parts.extend(values.map(|(_, value)| format!("{word}={}", escaped(value))));
    }
    format!("/search?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_of_a_question() {
        let ask = Ask { words: "río & \"two words\"".to_owned(), ..Ask::default() };
        let ask = ask.with(Facet::Type, "Holotype").with(Facet::Gap, "image").with(Facet::Gap, "date");
        let address = query(&ask);
        let params: Vec<(String, String)> = axum::extract::Query::try_from_uri(&address.parse().unwrap()).unwrap().0;
        let mut read = asked(&params);
        read.filters.sort();
        let mut ask = ask;
        ask.filters.sort();
        assert_eq!(read, ask, "{address}");
    }
}
