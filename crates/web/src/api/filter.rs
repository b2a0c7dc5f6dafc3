//! The grammar of `filter`: a path, an operator, a value. `determinations.taxon.fullName~Salmo`.
//!
//! Several `filter` parameters must all be met. Over a to-many link a filter is met if any of the records meets it, and
//! a negated one if none does.

use vasculum_domain::sets;
use vasculum_model::{Error, Kind, Path, Result, Table, Value, model};
use vasculum_store::{Filter, Test};

use super::unfit;

/// One operator of the grammar.
#[derive(Debug, Clone, Copy)]
pub struct Operator {
    /// How it is written after the path.
    pub sign: &'static str,
    /// What it means, for the description of the API and the manual.
    pub about: &'static str,
    /// An example.
    pub example: &'static str,
    means: Means,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Is,
    IsNot,
    AtMost,
    AtLeast,
    Less,
    Greater,
    Contains,
    StartsWith,
    Empty,
    Known,
    In,
    Set,
    Under,
}

const fn operator(sign: &'static str, means: Means, about: &'static str, example: &'static str) -> Operator {
    Operator { sign, about, example, means }
}

/// Every operator. Of two that begin alike the longer one stands first.
pub const OPERATORS: &[Operator] = &[
    operator("!=", Means::IsNot, "is not, or is empty", "typeStatusName!=Holotype"),
    operator("<=", Means::AtMost, "is at most", "determinations.determinedDate<=1950-12-31"),
    operator(">=", Means::AtLeast, "is at least", "catalogedDate>=2020-01-01"),
    operator("=", Means::Is, "is exactly; without a value: is empty", "catalogNumber=000000123"),
    operator("<", Means::Less, "is less than", "countAmt<10"),
    operator(">", Means::Greater, "is greater than", "version>1"),
    operator("~", Means::Contains, "contains, in upper or lower case", "determinations.taxon.fullName~salmo"),
    operator("^", Means::StartsWith, "starts with, in upper or lower case", "determinations.taxon.fullName^Salmo"),
    operator(":empty", Means::Empty, "is empty", "remarks:empty"),
    operator(":known", Means::Known, "is not empty", "collectingEvent.startDate:known"),
    operator(":in", Means::In, "is one of; a value with a comma stands in double quotes", "id:in(1,2,3)"),
    operator(":set", Means::Set, "stands in this record set; only of id", "id:set(12)"),
    operator(":under", Means::Under, "leads to this tree node or one below it", "determinations.taxon:under(12)"),
];

/// Values in one list.
const MOST_VALUES: usize = 1_000;

/// Reads one filter on a table.
///
/// # Errors
///
/// `Invalid`, saying what is wrong with it.
pub(crate) fn parse(table: &Table, text: &str) -> Result<Filter> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"._".contains(letter)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let operator = OPERATORS.iter().find(|operator| rest.starts_with(operator.sign)).ok_or_else(|| {
        let signs: Vec<_> = OPERATORS.iter().map(|operator| operator.sign).collect();
        Error::invalid(format!("‘{text}’ has no operator.")).hint(format!("Operators are {}.", signs.join(" ")))
    })?;
    let path = super::path(table, name)?;
    let kind = path.column.map_or(Kind::Long, |column| model().table(path.table).at(column).kind);
    build(path, kind, operator.means, &rest[operator.sign.len()..])
}

fn build(path: Path, kind: Kind, means: Means, text: &str) -> Result<Filter> {
    let not = |filter| Filter::Not(Box::new(filter));
    let test = match means {
        Means::Empty | Means::Known if !text.is_empty() => {
            return Err(Error::invalid(format!("Nothing can follow here: ‘{text}’.")));
        }
        Means::Is | Means::IsNot if text.is_empty() => Test::Empty,
        Means::Empty | Means::Known => Test::Empty,
        Means::Is | Means::IsNot => Test::Is(value(kind, text)?),
        Means::Less => Test::Less(value(kind, text)?),
        Means::AtMost => Test::AtMost(value(kind, text)?),
        Means::Greater => Test::Greater(value(kind, text)?),
        Means::AtLeast => Test::AtLeast(value(kind, text)?),
        Means::Contains => Test::Contains(some(text)?),
        Means::StartsWith => Test::StartsWith(some(text)?),
        Means::In => {
            let list = list(brackets(text)?)?;
            Test::In(list.iter().map(|one| value(kind, one)).collect::<Result<_>>()?)
        }
        Means::Set => {
            let set = brackets(text)?.trim();
            let set = set.parse().map_err(|_| Error::invalid(format!("‘{set}’ is no id of a record set.")))?;
            return in_set(&path, set);
        }
        Means::Under => {
            let node = brackets(text)?.trim();
            let node = node.parse().map_err(|_| Error::invalid(format!("‘{node}’ is no id of a tree node.")))?;
            return under(path, node);
        }
    };
    Ok(match means {
        Means::IsNot if text.is_empty() => known(path),
        Means::IsNot => not(Filter::Test(path, test)),
        Means::Known => known(path),
        _ => Filter::Test(path, test),
    })
}

/// Those that have a value at the end of the path. Over links the test itself must be one that a value passes: turning
/// "is empty" round would let through records whose link leads nowhere.
fn known(path: Path) -> Filter {
    if path.steps.is_empty() {
        return Filter::Not(Box::new(Filter::Test(path, Test::Empty)));
    }
    // Every value can be written as text, and every text contains the empty one.
    Filter::Test(path, Test::Contains(String::new()))
}

fn in_set(path: &Path, set: i64) -> Result<Filter> {
    if path.steps.is_empty() && path.column.is_none() {
        return sets::members(model().table(path.base), set);
    }
    Err(Error::invalid(format!("‘{path}’ is not the id of the records themselves.")).hint("Write id:set(12)."))
}

fn under(path: Path, node: i64) -> Result<Filter> {
    let link = path.column.and_then(|column| model().table(path.table).at(column).link.as_ref());
    if link.is_some_and(|link| model().table(link.to).is_tree()) {
        return Ok(Filter::Under(path, node));
    }
    Err(Error::invalid(format!("‘{path}’ is no link to a tree.")).hint("For example determinations.taxon:under(12)."))
}

/// A value to compare with.
fn value(kind: Kind, text: &str) -> Result<Value> {
    let value = kind.read(text).map_err(Error::invalid)?;
    if value.is_null() {
        return Err(Error::invalid("A value is missing.").hint("Use :empty for what has none."));
    }
    match unfit(&value) {
        Some(words) => Err(Error::invalid(words)),
        None => Ok(value),
    }
}

fn some(text: &str) -> Result<String> {
    if text.is_empty() { Err(Error::invalid("A text is missing.")) } else { Ok(text.to_owned()) }
}

fn brackets(text: &str) -> Result<&str> {
    text.strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .ok_or_else(|| Error::invalid(format!("‘{text}’ must stand in brackets.")))
}

/// Parts `a,"b, c",d`; within double quotes, two of them stand for one.
fn list(text: &str) -> Result<Vec<String>> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut values, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => values.push(String::new()),
            other => push(&mut values, other),
        }
    }
    if quoted {
        return Err(Error::invalid("A double quote is not closed."));
    }
    if values.len() > MOST_VALUES {
        return Err(Error::invalid(format!("A list can have {MOST_VALUES} values at most.")));
    }
    Ok(values)
}

fn push(values: &mut [String], letter: char) {
    if let Some(last) = values.last_mut() {
        last.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws what a filter on CollectionObject is read as.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let table = model().named("CollectionObject").unwrap();
        let drawn = match parse(table, text) {
            Ok(filter) => draw(&filter),
            Err(error) => format!("refused: {}", error.message),
        };
        assert_eq!(drawn, expect, "{text}");
    }

    fn draw(filter: &Filter) -> String {
        match filter {
            Filter::Test(path, test) => format!("{path} {test:?}"),
            Filter::Not(inner) => format!("not {}", draw(inner)),
            Filter::Under(path, node) => format!("{path} under {node}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_operator_is_read() {
        check("catalogNumber=12", r#"catalogNumber Is(Text("12"))"#);
        check("catalogNumber=a=b", r#"catalogNumber Is(Text("a=b"))"#);
        check("catalogNumber!=12", r#"not catalogNumber Is(Text("12"))"#);
        check("countAmt<=12", "countAmt AtMost(Int(12))");
        check("countAmt>=12", "countAmt AtLeast(Int(12))");
        check("countAmt<12", "countAmt Less(Int(12))");
        check("id>12", "id Greater(Int(12))");
        check("determinations.taxon.fullName~Salmo", r#"determinations.taxon.fullName Contains("Salmo")"#);
        check("remarks^Found", r#"remarks StartsWith("Found")"#);
        check("remarks:empty", "remarks Empty");
        check("remarks=", "remarks Empty");
        check("remarks:known", "not remarks Empty");
        check("remarks!=", "not remarks Empty");
        check("cataloger.lastName:known", r#"cataloger.lastName Contains("")"#);
        check("cataloger:in(1,2)", "cataloger In([Int(1), Int(2)])");
        check(r#"altCatalogNumber:in("a,b","c""d")"#, r#"altCatalogNumber In([Text("a,b"), Text("c\"d")])"#);
        check("determinations.taxon:under(5)", "determinations.taxon under 5");
    }

    #[test]
    fn what_can_not_be_meant_is_refused() {
        check("catalogNumber", "refused: ‘catalogNumber’ has no operator.");
        check("nothing=1", "refused: CollectionObject has no ‘nothing’ (in ‘nothing’).");
        check("countAmt=many", "refused: ‘many’ is not a whole number.");
        check("id:in(1,2", "refused: ‘(1,2’ must stand in brackets.");
        check("cataloger:set(1)", "refused: ‘cataloger’ is not the id of the records themselves.");
        check("cataloger:under(1)", "refused: ‘cataloger’ is no link to a tree.");
        check("remarks:emptyish", "refused: Nothing can follow here: ‘ish’.");
        check("remarks~", "refused: A text is missing.");
        check("catalogedDate=1990-02-30", "refused: ‘1990-02-30’ is not a date, for example 1987-05-12.");
        check("visibilitySetBy.password=x", "refused: SpecifyUser.password can’t be asked for.");
    }

    #[test]
    fn the_examples_of_the_manual_are_good() {
        for operator in OPERATORS {
            let table = if operator.example.starts_with("typeStatus") { "Determination" } else { "CollectionObject" };
            let read = parse(model().named(table).unwrap(), operator.example);
            assert!(read.is_ok(), "{}: {read:?}", operator.example);
        }
    }
}
