//! What a question asks the person for, and the same question answered.

use std::collections::HashMap;

use super::ast::{Cond, Expr, Op, Query, Way};

/// The same question with answers in the places where it asks for them, so that it can be asked again by its text alone.
/// What nobody answered stands open, as `ask("")`.
#[must_use]
pub fn answered(query: &Query, answers: &HashMap<String, String>) -> Query {
    let mut query = query.clone();
    each_piece(&mut query, &mut |piece| {
        if let Piece::Value(one) = piece
            && let Expr::Ask(words, usual) = one
        {
            *one = match answers.get(words).unwrap_or(usual).trim() {
                "" => Expr::Ask(String::new(), String::new()),
                answer => Expr::Text(answer.to_owned()),
            };
        }
    });
    query
}

/// What a question asks the person for before it runs: the words, and what stands there already.
pub fn prompts(query: &Query) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    each_piece(&mut query.clone(), &mut |piece| {
        if let Piece::Value(Expr::Ask(words, usual)) = piece
            && !found.iter().any(|(theirs, _)| theirs == words)
        {
            found.push((words.clone(), usual.clone()));
        }
    });
    found
}

/// Whether a question searches for words somewhere, so that it needs an index.
pub fn searches(query: &Query) -> bool {
    let mut found = false;
    each_piece(&mut query.clone(), &mut |piece| found |= matches!(piece, Piece::Condition(Cond::Search(_))));
    found
}

/// A piece of a question.
pub(super) enum Piece<'p> {
    /// A value.
    Value(&'p mut Expr),
    /// A condition.
    Condition(&'p mut Cond),
}

type See<'s> = dyn FnMut(Piece<'_>) + 's;

/// Shows every value and condition of a question, those within others too, each before what is within it.
fn each_piece(query: &mut Query, see: &mut See<'_>) {
    query.show.iter_mut().for_each(|shown| in_value(&mut shown.what, see));
    query.filter.iter_mut().chain(&mut query.having).for_each(|one| in_condition(one, see));
    query.sort.iter_mut().for_each(|(what, _)| in_value(what, see));
    query.each.iter_mut().for_each(|one| in_way(one, see));
    query.as_of.iter_mut().for_each(|moment| in_value(moment, see));
}

fn in_way(way: &mut Way, see: &mut See<'_>) {
    way.hops.iter_mut().filter_map(|hop| hop.such.as_deref_mut()).for_each(|such| in_condition(such, see));
}

fn in_value(one: &mut Expr, see: &mut See<'_>) {
    see(Piece::Value(one));
    match one {
        Expr::Way(one) => in_way(one, see),
        Expr::Calc(_, left, right) => {
            in_value(left, see);
            in_value(right, see);
        }
        Expr::Call(_, list) => list.iter_mut().for_each(|one| in_value(one, see)),
        Expr::If(test, left, right) => {
            in_condition(test, see);
            in_value(left, see);
            in_value(right, see);
        }
        Expr::Sum(_, Some(of)) => in_value(of, see),
        _ => {}
    }
}

/// Shows a condition, and every value and condition in it.
pub(super) fn in_condition(one: &mut Cond, see: &mut See<'_>) {
    see(Piece::Condition(one));
    match one {
        Cond::And(list) | Cond::Or(list) => list.iter_mut().for_each(|one| in_condition(one, see)),
        Cond::Not(one) => in_condition(one, see),
        Cond::Test(what, op) => {
            in_value(what, see);
            match op {
                Op::Compare(_, one)
                | Op::Like(one)
                | Op::Contains(one)
                | Op::StartsWith(one)
                | Op::EndsWith(one)
                | Op::Under(one)
                | Op::InSet(one)
                | Op::OfPeriod(one, _) => in_value(one, see),
                Op::Between(from, to) | Op::Wholly(from, to) => {
                    in_value(from, see);
                    in_value(to, see);
                }
                Op::In(list) => list.iter_mut().for_each(|one| in_value(one, see)),
                Op::Empty | Op::Is(_) | Op::IsOrEmpty(_) | Op::Anything | Op::Near(..) | Op::Inside(_) => {}
            }
        }
        Cond::Behind(_, behind, such) => {
            in_way(behind, see);
            such.iter_mut().for_each(|such| in_condition(such, see));
        }
        Cond::Search(words) => in_value(words, see),
        Cond::Changed(since, by) => since.iter_mut().chain(by).for_each(|one| in_value(one, see)),
        Cond::Issue(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_search_is_seen_wherever_it_stands() {
        for (text, expect) in [
            ("from CollectionObject where search \"a\"", true),
            ("from CollectionObject where not (id = 1 or search ask(\"Words\"))", true),
            ("from CollectionObject where any determinations (taxon.search = 1 or any taxon (search \"a\"))", true),
            ("from CollectionObject show number(determinations[search \"a\"])", true),
            ("from CollectionObject show if(search \"a\", 1, 2)", true),
            ("from CollectionObject show remarks sort by if(search \"a\", 1, 2)", true),
            ("from CollectionObject each determinations[search \"a\"]", true),
            ("from CollectionObject show remarks where remarks contains \"search\"", false),
        ] {
            assert_eq!(searches(&parse(text).unwrap()), expect, "{text}");
        }
    }

    #[test]
    fn answers_stand_where_they_were_asked_for() {
        let query = parse(
            "from CollectionObject show remarks & ask(\"A\") where any determinations (remarks = ask(\"B\", \"b\") or not id = ask(\"C\")) sort by id as of ask(\"D\")",
        )
        .unwrap();
        let asked: Vec<String> = prompts(&query).into_iter().map(|(words, usual)| format!("{words}={usual}")).collect();
        assert_eq!(asked, ["A=", "B=b", "C=", "D="]);
        let answers = HashMap::from([("A".to_owned(), "x".to_owned()), ("C".to_owned(), " ".to_owned())]);
        assert_eq!(
            answered(&query, &answers).to_string(),
            "from CollectionObject show remarks & \"x\" where any determinations (remarks = \"b\" or not id = ask(\"\")) sort by id as of ask(\"\")"
        );
    }
}
