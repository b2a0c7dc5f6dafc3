//! A question in which what it asks for is answered.

use std::collections::HashMap;

use super::ast::{Cond, Expr, Op, Query, Way};

/// The same question with answers in the places where it asks for them, so that it can be asked again by its text alone.
/// What nobody answered stands open, as `ask("")`.
#[must_use]
pub fn answered(query: &Query, answers: &HashMap<String, String>) -> Query {
    let mut query = query.clone();
    query.show.iter_mut().for_each(|shown| expr(&mut shown.what, answers));
    query.sort.iter_mut().for_each(|(what, _)| expr(what, answers));
    query.each.iter_mut().for_each(|one| way(one, answers));
    query.filter.iter_mut().chain(&mut query.having).for_each(|one| cond(one, answers));
    query
}

fn way(way: &mut Way, answers: &HashMap<String, String>) {
    way.hops.iter_mut().filter_map(|hop| hop.such.as_deref_mut()).for_each(|such| cond(such, answers));
}

fn expr(one: &mut Expr, answers: &HashMap<String, String>) {
    match one {
        Expr::Ask(words, usual) => {
            let answer = answers.get(words).unwrap_or(usual).trim();
            *one = match answer {
                "" => Expr::Ask(String::new(), String::new()),
                answer => Expr::Text(answer.to_owned()),
            };
        }
        Expr::Way(one) => way(one, answers),
        Expr::Calc(_, left, right) => {
            expr(left, answers);
            expr(right, answers);
        }
        Expr::Call(_, list) => list.iter_mut().for_each(|one| expr(one, answers)),
        Expr::If(test, left, right) => {
            cond(test, answers);
            expr(left, answers);
            expr(right, answers);
        }
        Expr::Sum(_, Some(of)) => expr(of, answers),
        _ => {}
    }
}

fn cond(one: &mut Cond, answers: &HashMap<String, String>) {
    match one {
        Cond::And(list) | Cond::Or(list) => list.iter_mut().for_each(|one| cond(one, answers)),
        Cond::Not(one) => cond(one, answers),
        Cond::Test(what, op) => {
            expr(what, answers);
            match op {
                Op::Compare(_, one)
                | Op::Like(one)
                | Op::Contains(one)
                | Op::StartsWith(one)
                | Op::EndsWith(one)
                | Op::Under(one)
                | Op::InSet(one)
                | Op::OfPeriod(one, _) => expr(one, answers),
                Op::Between(from, to) | Op::Wholly(from, to) => {
                    expr(from, answers);
                    expr(to, answers);
                }
                Op::In(list) => list.iter_mut().for_each(|one| expr(one, answers)),
                Op::Empty | Op::Is(_) | Op::IsOrEmpty(_) | Op::Anything | Op::Near(..) | Op::Inside(_) => {}
            }
        }
        Cond::Behind(_, behind, such) => {
            way(behind, answers);
            such.iter_mut().for_each(|such| cond(such, answers));
        }
        Cond::Search(words) => expr(words, answers),
        Cond::Changed(since, by) => since.iter_mut().chain(by).for_each(|one| expr(one, answers)),
        Cond::Issue(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn answers_stand_where_they_were_asked_for() {
        let query = parse(
            "from CollectionObject show remarks & ask(\"A\") where any determinations (remarks = ask(\"B\", \"b\") or not id = ask(\"C\")) sort by id",
        )
        .unwrap();
        let answers = HashMap::from([("A".to_owned(), "x".to_owned()), ("C".to_owned(), " ".to_owned())]);
        assert_eq!(
            answered(&query, &answers).to_string(),
            "from CollectionObject show remarks & \"x\" where any determinations (remarks = \"b\" or not id = ask(\"\")) sort by id"
        );
    }
}
