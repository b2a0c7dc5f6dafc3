//! A list with its filters, as a question.

use vasculum_domain::forms::Look;
use vasculum_domain::query::ast::{Op, Sign};
use vasculum_domain::query::{Cond, Ending, Expr, Query, Way};
use vasculum_model::{Kind, Path, Table, model};

use super::values::{read, read_list};
use crate::api::OPERATORS;

/// The question that finds what a list with these filters shows; nothing if one of them can’t be said.
pub(crate) fn question(
    look: &Look,
    table: &'static Table,
    filters: &[String],
    sort: Option<(&str, bool)>,
) -> Option<Query> {
    let mut query = super::results::new_question(look, table);
    for filter in filters {
        query = query.matching(condition(table, filter)?);
    }
    query.sort = sort.into_iter().map(|(path, down)| (Expr::way(path), down)).collect();
    Some(query)
}

/// One filter of the API’s grammar as a condition.
fn condition(table: &'static Table, text: &str) -> Option<Cond> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"._".contains(letter)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let operator = OPERATORS.iter().find(|operator| rest.starts_with(operator.sign))?;
    let value = &rest[operator.sign.len()..];
    let inner = value.strip_prefix('(').and_then(|value| value.strip_suffix(')'));
    let path = Path::parse(table, name).ok()?;
    let column = path.column.map(|column| (path.table, column));
    let link = column.and_then(|(table, column)| model().table(table).at(column).link.as_ref());
    let ending = match column {
        // A filter compares a link with the id behind it.
        Some(_) if link.is_some() => Ending::Id(path.table),
        Some((table, column)) => Ending::Field(table, column),
        None => Ending::Id(path.table),
    };
    if operator.sign == ":under" {
        return Some(Cond::Test(Expr::way(name), Op::Under(Expr::Number(inner?.parse::<i64>().ok()?.to_string()))));
    }
    if operator.sign == ":set" {
        let set = inner?.parse::<i64>().ok().filter(|_| name == "id")?;
        return Some(Cond::Test(Expr::Way(Way::default()), Op::InSet(Expr::Number(set.to_string()))));
    }
    let what = if link.is_some() { Expr::Way(Way::of(&format!("{name}.id"))) } else { Expr::way(name) };
    let is_yes = ending.kind() == Some(Kind::YesNo);
    let one = || read(value, Some(ending)).ok();
    let compared = |sign| Some(Cond::Test(what.clone(), Op::Compare(sign, one()?)));
    match operator.sign {
        "=" | "!=" if is_yes && !value.is_empty() => {
            let yes = matches!(value, "true" | "yes" | "1");
            let test = Cond::Test(what, Op::Is(yes));
            Some(if operator.sign == "=" { test } else { test.negated() })
        }
        "=" if value.is_empty() => Some(Cond::Test(what, Op::Empty)),
        "!=" if value.is_empty() => Some(Cond::Test(what, Op::Empty).negated()),
        "=" => compared(Sign::Is),
        "!=" => Some(compared(Sign::Is)?.negated()),
        "<" => compared(Sign::Less),
        "<=" => compared(Sign::AtMost),
        ">" => compared(Sign::Greater),
        ">=" => compared(Sign::AtLeast),
        "~" => Some(Cond::Test(what, Op::Contains(one()?))),
        "^" => Some(Cond::Test(what, Op::StartsWith(one()?))),
        ":empty" => Some(Cond::Test(what, Op::Empty)),
        ":known" => Some(Cond::Test(what, Op::Empty).negated()),
        ":in" => Some(Cond::Test(what, Op::In(read_list(inner?, Some(ending)).ok()?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_of_a_filter_becomes_a_condition() {
        let table = model().named("CollectionObject").unwrap();
        for (filter, expect) in [
            ("catalogNumber=000000123", "catalogNumber = \"000000123\""),
            ("catalogNumber!=1", "not catalogNumber = \"1\""),
            ("catalogedDate<=1950-12-31", "catalogedDate <= 1950-12-31"),
            ("catalogedDate>=2020-01-01", "catalogedDate >= 2020-01-01"),
            ("countAmt<10", "countAmt < 10"),
            ("version>1", "version > 1"),
            ("determinations.taxon.fullName~salmo", "determinations.taxon.fullName contains \"salmo\""),
            ("determinations.taxon.fullName^Salmo", "determinations.taxon.fullName starts with \"Salmo\""),
            ("remarks:empty", "remarks is empty"),
            ("remarks=", "remarks is empty"),
            ("collectingEvent.startDate:known", "not collectingEvent.startDate is empty"),
            ("id:in(1,2,3)", "id in (1, 2, 3)"),
            ("id:set(12)", "itself in set 12"),
            ("determinations.taxon:under(12)", "determinations.taxon under 12"),
            ("cataloger=7", "cataloger.id = 7"),
            ("determinations.isCurrent=true", "determinations.isCurrent"),
        ] {
            let cond = condition(table, filter).map(|cond| cond.to_string());
            assert_eq!(cond.as_deref(), Some(expect), "{filter}");
        }
        assert_eq!(OPERATORS.len(), 13, "a new operator of filters needs its condition");
        assert_eq!(condition(table, "nothing=1"), None);
    }
}
