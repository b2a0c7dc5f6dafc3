//! The tests of the builder's menu, and the values that stand beside them.

use vasculum_domain::query::ast::{Op, Sign};
use vasculum_domain::query::{Ending, Expr};
use vasculum_model::names::locality;
use vasculum_model::{Kind, model};

use super::values::blank;
use crate::ui::words::later;

/// What follows an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// Nothing.
    None,
    /// One value.
    One,
    /// From and to.
    Two,
    /// Several, with commas between them.
    List,
    /// A node of the tree.
    Node,
    /// The name of a record set.
    Set,
    /// The name of a geologic time period.
    Period,
    /// Kilometres, latitude and longitude.
    Circle,
    /// The corners of a polygon.
    Corners,
}

/// One line of the menu.
#[derive(Debug)]
pub(super) struct Operator {
    /// What is sent.
    pub key: &'static str,
    /// What is read.
    pub words: &'static str,
    /// What follows it.
    pub values: Values,
    /// Where it can be asked.
    pub fits: fn(Ending) -> bool,
}

const fn operator(key: &'static str, words: &'static str, values: Values, fits: fn(Ending) -> bool) -> Operator {
    Operator { key, words, values, fits }
}

fn is_text(ending: Ending) -> bool {
    matches!(ending, Ending::Record(_)) || ending.kind().is_some_and(Kind::is_text)
}

fn is_ordered(ending: Ending) -> bool {
    !matches!(ending, Ending::Record(_) | Ending::Age) && !is_yes(ending)
}

fn is_yes(ending: Ending) -> bool {
    ending.kind() == Some(Kind::YesNo)
}

fn is_value(ending: Ending) -> bool {
    !is_yes(ending) && ending != Ending::Age
}

fn is_node(ending: Ending) -> bool {
    matches!(ending, Ending::Record(table) if model().table(table).is_tree())
}

fn is_place(ending: Ending) -> bool {
    matches!(ending, Ending::Record(locality::TABLE))
}

fn is_age(ending: Ending) -> bool {
    ending == Ending::Age
}

/// Every operator, in the order of the menu.
pub(super) const OPERATORS: &[Operator] = &[
    operator("anything", later("is anything"), Values::None, |_| true),
    operator("under", later("is at or below"), Values::Node, is_node),
    operator("contains", later("contains"), Values::One, is_text),
    operator("is", later("is"), Values::One, is_value),
    operator("starts", later("starts with"), Values::One, is_text),
    operator("ends", later("ends with"), Values::One, is_text),
    operator("like", later("is like (with % and _)"), Values::One, is_text),
    operator("in", later("is one of"), Values::List, is_value),
    operator("between", later("is between"), Values::Two, |ending| is_ordered(ending) || is_age(ending)),
    operator("more", later("is more than"), Values::One, is_ordered),
    operator("least", later("is at least"), Values::One, is_ordered),
    operator("less", later("is less than"), Values::One, is_ordered),
    operator("most", later("is at most"), Values::One, is_ordered),
    operator("yes", later("is yes"), Values::None, is_yes),
    operator("no", later("is no"), Values::None, is_yes),
    operator("yes-or-empty", later("is yes or empty"), Values::None, is_yes),
    operator("no-or-empty", later("is no or empty"), Values::None, is_yes),
    operator("empty", later("is empty"), Values::None, |ending| ending != Ending::Age),
    operator("set", later("is in the record set"), Values::Set, |ending| matches!(ending, Ending::Record(_))),
    operator("near", later("is within (km, latitude, longitude)"), Values::Circle, is_place),
    operator("inside", later("is inside the corners"), Values::Corners, is_place),
    operator("wholly", later("lies wholly between (million years)"), Values::Two, is_age),
    operator("period", later("overlaps with the period"), Values::Period, is_age),
    operator("wholly-period", later("lies wholly in the period"), Values::Period, is_age),
];

/// The operator of this key.
pub(super) fn named(key: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.key == key)
}

/// The key of a test.
pub(super) fn key_of(op: &Op) -> &'static str {
    match op {
        Op::Compare(Sign::Is, _) => "is",
        Op::Compare(Sign::Less, _) => "less",
        Op::Compare(Sign::AtMost, _) => "most",
        Op::Compare(Sign::Greater, _) => "more",
        Op::Compare(Sign::AtLeast, _) => "least",
        Op::Like(_) => "like",
        Op::Contains(_) => "contains",
        Op::StartsWith(_) => "starts",
        Op::EndsWith(_) => "ends",
        Op::Between(..) => "between",
        Op::In(_) => "in",
        Op::Empty => "empty",
        Op::Is(true) => "yes",
        Op::Is(false) => "no",
        Op::IsOrEmpty(true) => "yes-or-empty",
        Op::IsOrEmpty(false) => "no-or-empty",
        Op::Anything => "anything",
        Op::Under(_) => "under",
        Op::InSet(_) => "set",
        Op::Near(..) => "near",
        Op::Inside(_) => "inside",
        Op::Wholly(..) => "wholly",
        Op::OfPeriod(_, false) => "period",
        Op::OfPeriod(_, true) => "wholly-period",
    }
}

/// The values of a test that are expressions, in order.
pub(super) fn values_of(op: &Op) -> Vec<&Expr> {
    match op {
        Op::Compare(_, one)
        | Op::Like(one)
        | Op::Contains(one)
        | Op::StartsWith(one)
        | Op::EndsWith(one)
        | Op::Under(one)
        | Op::InSet(one)
        | Op::OfPeriod(one, _) => vec![one],
        Op::Between(from, to) | Op::Wholly(from, to) => vec![from, to],
        Op::In(list) => list.iter().collect(),
        _ => Vec::new(),
    }
}

/// The test of this key with these values; what is missing is left open.
pub(super) fn made(key: &str, values: Vec<Expr>) -> Option<Op> {
    if key == "in" {
        return Some(Op::In(if values.is_empty() { vec![blank()] } else { values }));
    }
    let mut values = values.into_iter();
    let mut next = || values.next().unwrap_or_else(blank);
    Some(match key {
        "is" => Op::Compare(Sign::Is, next()),
        "less" => Op::Compare(Sign::Less, next()),
        "most" => Op::Compare(Sign::AtMost, next()),
        "more" => Op::Compare(Sign::Greater, next()),
        "least" => Op::Compare(Sign::AtLeast, next()),
        "like" => Op::Like(next()),
        "contains" => Op::Contains(next()),
        "starts" => Op::StartsWith(next()),
        "ends" => Op::EndsWith(next()),
        "between" => Op::Between(next(), next()),
        "wholly" => Op::Wholly(next(), next()),
        "empty" => Op::Empty,
        "yes" => Op::Is(true),
        "no" => Op::Is(false),
        "yes-or-empty" => Op::IsOrEmpty(true),
        "no-or-empty" => Op::IsOrEmpty(false),
        "anything" => Op::Anything,
        "under" => Op::Under(next()),
        "set" => Op::InSet(next()),
        "period" => Op::OfPeriod(next(), false),
        "wholly-period" => Op::OfPeriod(next(), true),
        "near" => Op::Near("10".to_owned(), "0".to_owned(), "0".to_owned()),
        "inside" => Op::Inside(["-1 -1", "-1 1", "1 1", "1 -1"].iter().filter_map(|corner| pair(corner)).collect()),
        _ => return None,
    })
}

/// Two numbers with a space between them.
pub(super) fn pair(text: &str) -> Option<(String, String)> {
    let mut parts = text.split_whitespace();
    let (one, other) = (parts.next()?, parts.next()?);
    let is_number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite) && !text.contains(['e', 'E', '+']);
    (parts.next().is_none() && is_number(one) && is_number(other)).then(|| (one.to_owned(), other.to_owned()))
}

#[cfg(test)]
mod tests {
    use vasculum_domain::query::{Cond, parse_condition};

    use super::*;

    #[test]
    fn every_operator_is_made_and_known_again() {
        for operator in OPERATORS {
            let op = made(operator.key, vec![Expr::Text("a".to_owned()), Expr::Text("b".to_owned())]).unwrap();
            assert_eq!(key_of(&op), operator.key);
            let cond = Cond::Test(Expr::way("x"), op);
            assert_eq!(parse_condition(&cond.to_string()).unwrap(), cond, "{}", operator.key);
        }
    }
}
