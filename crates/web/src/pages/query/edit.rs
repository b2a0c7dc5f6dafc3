//! Changing a question: what stands in the builder's fields, and what a button of it asks for.
//!
//! A condition is named by its place: `w` is the group after ‘where’, `h` that after ‘having’, `w-0-2` the third
//! condition of the first one in it. What stands within ‘any … (…)’ is a group too. ‘not’ has no place of its own.

use vasculum_domain::query::ast::{Alike, Op, Quantity, Sign, Summing};
use vasculum_domain::query::{Cond, Expr, Query, Shown, Way, parse_condition, parse_value};
use vasculum_model::{Error, Result};

use super::values::blank;
use crate::ui::words::t;

/// The place of a condition: whether it stands after ‘having’, and the way down to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub having: bool,
    pub way: Vec<usize>,
}

impl Spot {
    /// Reads `w-0-2`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let having = match parts.next()? {
            "w" => false,
            "h" => true,
            _ => return None,
        };
        Some(Self { having, way: parts.map(|part| part.parse().ok()).collect::<Option<_>>()? })
    }

    /// The same as text.
    pub(super) fn name(&self) -> String {
        let mut name = if self.having { "h" } else { "w" }.to_owned();
        self.way.iter().for_each(|step| name.push_str(&format!("-{step}")));
        name
    }

    /// The place of one of its conditions.
    pub(super) fn child(&self, at: usize) -> Self {
        let mut way = self.way.clone();
        way.push(at);
        Self { having: self.having, way }
    }
}

/// A condition as a group; what is no group is a group of itself.
pub(super) fn as_group(cond: Option<Cond>) -> Cond {
    match cond {
        None => Cond::And(Vec::new()),
        Some(group @ (Cond::And(_) | Cond::Or(_))) => group,
        Some(other) => Cond::And(vec![other]),
    }
}

/// A group as a condition: of none nothing is left, of one that one.
fn from_group(cond: Cond) -> Option<Cond> {
    match cond {
        Cond::And(mut list) | Cond::Or(mut list) if list.len() < 2 => list.pop(),
        other => Some(other),
    }
}

/// Changes the condition at the end of a way down from a group; `None` takes it out.
fn at(cond: Cond, way: &[usize], change: &mut dyn FnMut(Cond) -> Option<Cond>) -> Option<Cond> {
    let Some((step, rest)) = way.split_first() else { return change(cond) };
    let within = |list: Vec<Cond>, change: &mut dyn FnMut(Cond) -> Option<Cond>| -> Vec<Cond> {
        let keep = |(nth, one): (usize, Cond)| if nth == *step { at(one, rest, change) } else { Some(one) };
        list.into_iter().enumerate().filter_map(keep).collect()
    };
    match cond {
        Cond::Not(one) => at(*one, way, change).map(Cond::negated),
        Cond::And(list) => Some(Cond::And(within(list, change))).and_then(from_group),
        Cond::Or(list) => Some(Cond::Or(within(list, change))).and_then(from_group),
        Cond::Behind(quantity, of, such) => {
            let group = at(as_group(such.map(|such| *such)), way, change);
            Some(Cond::Behind(quantity, of, group.and_then(from_group).map(Box::new)))
        }
        other => Some(other),
    }
}

/// Changes the condition at a place; `None` takes it out.
pub(super) fn change(query: &mut Query, spot: &Spot, mut change: impl FnMut(Cond) -> Option<Cond>) {
    let slot = if spot.having { &mut query.having } else { &mut query.filter };
    let root = as_group(slot.take());
    *slot = at(root, &spot.way, &mut change).and_then(from_group);
}

/// Puts one more condition into the group at a place.
pub(super) fn add(query: &mut Query, spot: &Spot, new: &Cond) {
    change(query, spot, |cond| Some(added(cond, new)));
}

fn added(cond: Cond, new: &Cond) -> Cond {
    match cond {
        Cond::Not(one) => added(*one, new).negated(),
        Cond::And(mut list) => {
            list.push(new.clone());
            Cond::And(list)
        }
        Cond::Or(mut list) => {
            list.push(new.clone());
            Cond::Or(list)
        }
        Cond::Behind(quantity, way, such) => {
            let group = added(as_group(such.map(|such| *such)), new);
            Cond::Behind(quantity, way, from_group(group).map(Box::new))
        }
        other => Cond::And(vec![other, new.clone()]),
    }
}

/// Puts an alternative beside a condition: together they are a group of the other kind than the one around them.
fn beside(query: &mut Query, spot: &Spot) {
    let mut around = spot.clone();
    around.way.pop();
    let mut in_or = false;
    change(query, &around, |cond| {
        in_or = matches!(bare(&cond), Cond::Or(_));
        Some(cond)
    });
    change(query, spot, |cond| {
        let other = match bare(&cond) {
            Cond::Test(what, op) => Cond::Test(what.clone(), emptied(op)),
            _ => Cond::Test(Expr::way("id"), Op::Anything),
        };
        Some(if in_or { Cond::And(vec![cond, other]) } else { Cond::Or(vec![cond, other]) })
    });
}

/// A condition without ‘not’ before it.
pub(super) fn bare(cond: &Cond) -> &Cond {
    match cond {
        Cond::Not(one) => bare(one),
        other => other,
    }
}

/// Whether a condition is turned round.
pub(super) fn is_not(cond: &Cond) -> bool {
    match cond {
        Cond::Not(one) => !is_not(one),
        _ => false,
    }
}

/// A condition, turned round or not.
pub(super) fn turned(cond: &Cond, not: bool) -> Cond {
    let cond = bare(cond).clone();
    if not { cond.negated() } else { cond }
}

fn emptied(op: &Op) -> Op {
    super::operators::made(super::operators::key_of(op), Vec::new()).unwrap_or(Op::Anything)
}

/// A way as the builder's buttons name it, in the language of questions.
///
/// # Errors
///
/// `Invalid`, if it is none.
pub(super) fn way(text: &str) -> Result<Way> {
    match parse_value(text)? {
        Expr::Way(way) => Ok(way),
        _ => Err(Error::invalid(t("A field is missing here."))),
    }
}

/// Does what a button asks for: `up=2`, `show=catalogNumber`, `where=w-1=taxon.fullName`.
///
/// # Errors
///
/// `Invalid`, if there is no such act or place.
pub(super) fn act(query: &mut Query, text: &str) -> Result<()> {
    let mut parts = text.splitn(3, '=');
    let (name, one, other) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let odd = || Error::invalid(t("This part of the query is no longer there."));
    let number = || one.parse::<usize>().map_err(|_| odd());
    match name {
        "" | "apply" => {}
        "show" => {
            let what = Expr::Way(way(one)?);
            query.show.push(Shown { what, caption: String::new() });
        }
        "calc" => query.show.push(Shown { what: parse_value("\"\"")?, caption: String::new() }),
        "count" => query.show.push(Shown { what: Expr::Sum(Summing::Count, None), caption: String::new() }),
        "hide" => {
            let at = Some(number()?).filter(|at| *at < query.show.len()).ok_or_else(odd)?;
            let gone = query.show.remove(at);
            let still = query.show.iter().any(|shown| shown.what == gone.what);
            query.sort.retain(|(what, _)| still || *what != gone.what);
        }
        "up" | "down" => {
            let at = number()?;
            let to = if name == "up" { at.checked_sub(1) } else { Some(at + 1) };
            let to = to.filter(|to| *to < query.show.len() && at < query.show.len()).ok_or_else(odd)?;
            query.show.swap(at, to);
        }
        "unsort" => {
            let at = Some(number()?).filter(|at| *at < query.sort.len()).ok_or_else(odd)?;
            query.sort.remove(at);
        }
        "each" => {
            let way = way(one)?;
            if !query.each.contains(&way) {
                query.each.push(way);
            }
        }
        "together" => {
            let at = Some(number()?).filter(|at| *at < query.each.len()).ok_or_else(odd)?;
            query.each.remove(at);
        }
        "where" => add(query, &Spot::read(one).ok_or_else(odd)?, &Cond::Test(Expr::Way(way(other)?), Op::Anything)),
        "behind" => {
            add(query, &Spot::read(one).ok_or_else(odd)?, &Cond::Behind(Quantity::Any, way(other)?, None));
        }
        "having" => {
            let at = Some(number()?).filter(|at| *at < query.show.len()).ok_or_else(odd)?;
            let test = Op::Compare(Sign::AtLeast, Expr::Number("1".to_owned()));
            add(query, &Spot { having: true, way: Vec::new() }, &Cond::Test(query.show[at].what.clone(), test));
        }
        "special" => {
            let spot = Spot::read(one).ok_or_else(odd)?;
            add(query, &spot, &special(other).ok_or_else(odd)?);
        }
        "beside" => beside(query, &Spot::read(one).ok_or_else(odd)?),
        "drop" => change(query, &Spot::read(one).ok_or_else(odd)?, |_| None),
        "ask" => prompt(query, &Spot::read(one).ok_or_else(odd)?, other),
        "condition" => add(query, &Spot::read(one).ok_or_else(odd)?, &parse_condition(other)?),
        _ => return Err(odd()),
    }
    Ok(())
}

/// Conditions that are asked of no field.
fn special(name: &str) -> Option<Cond> {
    Some(match name {
        "search" => Cond::Search(blank()),
        "changed" => Cond::Changed(Some(blank()), None),
        "changed-by" => Cond::Changed(None, Some(Expr::Me)),
        "set" => Cond::Test(Expr::Way(Way::default()), Op::InSet(blank())),
        "itself" => Cond::Test(Expr::Way(Way::default()), Op::Anything),
        issue => Cond::Issue(issue.strip_prefix("issue:").filter(|name| !name.contains('"'))?.to_owned()),
    })
}

/// Makes the first value of a test one that is asked for when the query runs, or a fixed one again.
fn prompt(query: &mut Query, spot: &Spot, words: &str) {
    change(query, spot, |cond| {
        let Cond::Test(what, op) = bare(&cond) else { return Some(cond) };
        let values: Vec<Expr> = super::operators::values_of(op).into_iter().cloned().collect();
        let turned_values = match values.first() {
            Some(Expr::Ask(words, usual)) if !words.is_empty() => {
                let fixed = if usual.is_empty() { blank() } else { Expr::Text(usual.clone()) };
                std::iter::once(fixed).chain(values.into_iter().skip(1)).collect()
            }
            Some(first) => {
                let usual = super::values::typed(first);
                let usual = if usual.starts_with('=') { String::new() } else { usual };
                std::iter::once(Expr::Ask(words.to_owned(), usual)).chain(values.into_iter().skip(1)).collect()
            }
            None => values,
        };
        let new =
            super::operators::made(super::operators::key_of(op), turned_values).map(|op| Cond::Test(what.clone(), op));
        Some(turned(&new.unwrap_or_else(|| cond.clone()), is_not(&cond)))
    });
}

/// What is done with alike rows, by what the form sends.
pub(super) const ALIKE: &[(&str, Alike)] = &[("", Alike::Kept), ("once", Alike::Once), ("series", Alike::Series)];

#[cfg(test)]
mod tests {
    use vasculum_domain::query::parse;

    use super::*;

    #[track_caller]
    fn check(before: &str, acts: &[&str], after: &str) {
        let mut query = parse(&format!("from CollectionObject {before}")).unwrap();
        for one in acts {
            act(&mut query, one).unwrap();
            query = parse(&query.to_string()).unwrap();
        }
        assert_eq!(query.to_string(), format!("from CollectionObject {after}").trim_end());
    }

    #[test]
    fn columns_come_go_and_move() {
        check("", &["show=catalogNumber", "show=id", "up=1", "hide=1"], "show id");
        check("show id, remarks sort by id, remarks", &["hide=0"], "show remarks sort by remarks");
    }

    #[test]
    fn conditions_are_put_into_groups_and_taken_out() {
        check("", &["where=w=id"], "where id is anything");
        check("where id = 1", &["beside=w-0"], "where id = 1 or id = ask(\"\")");
        check(
            "where remarks is empty and id = 1",
            &["beside=w-1"],
            "where remarks is empty and (id = 1 or id = ask(\"\"))",
        );
        check("where remarks is empty and (id = 1 or id = 2)", &["drop=w-1-0"], "where remarks is empty and id = 2");
        check("where id = 1", &["drop=w-0"], "");
        check(
            "where not (id = 1 or id = 2)",
            &["where=w-0=remarks"],
            "where not (id = 1 or id = 2 or remarks is anything)",
        );
    }

    #[test]
    fn conditions_on_one_related_record_stand_within_their_block() {
        check(
            "",
            &["behind=w=determinations", "where=w-0=isCurrent", "where=w-0=taxon.fullName"],
            "where any determinations (isCurrent is anything and taxon.fullName is anything)",
        );
        check("where no determinations (isCurrent is true)", &["drop=w-0-0"], "where no determinations");
    }

    #[test]
    fn a_value_is_asked_for_and_fixed_again() {
        check("where remarks = \"a\"", &["ask=w-0=Which?"], "where remarks = ask(\"Which?\", \"a\")");
        check("where not remarks = ask(\"Which?\", \"a\")", &["ask=w-0=Which?"], "where not remarks = \"a\"");
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let mut query = parse("from Taxon show fullName").unwrap();
        for odd in
            ["hide=7", "up=0", "down=0", "where=x=id", "where=w=1", "together=0", "nothing", "unsort=0", "having=3"]
        {
            assert!(act(&mut query, odd).is_err(), "{odd}");
        }
        assert_eq!(query.to_string(), "from Taxon show fullName");
    }
}
