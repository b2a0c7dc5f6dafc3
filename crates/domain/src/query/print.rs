//! A question written as text: what is read again is the same question.

use std::fmt;

use vasculum_model::model;

use super::ast::{
    Alike, Calc, Cond, Expr, FUNCTIONS, Function, Hop, Op, Quantity, Query, SUMS, Shown, Sign, Summing, UNITS, Way,
};
use super::parse::is_reserved;

struct List<'l, T>(&'l [T], &'static str);

impl<T: fmt::Display> fmt::Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, one) in self.0.iter().enumerate() {
            write!(f, "{}{one}", if at > 0 { self.1 } else { "" })?;
        }
        Ok(())
    }
}

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {}", model().table(self.from).name)?;
        if !self.each.is_empty() {
            write!(f, " each {}", List(&self.each, ", "))?;
        }
        if !self.show.is_empty() {
            write!(f, " show {}", List(&self.show, ", "))?;
        }
        if let Some(filter) = &self.filter {
            write!(f, " where {filter}")?;
        }
        if let Some(having) = &self.having {
            write!(f, " having {having}")?;
        }
        for (at, (expr, down)) in self.sort.iter().enumerate() {
            let before = if at == 0 { " sort by " } else { ", " };
            write!(f, "{before}{expr}{}", if *down { " desc" } else { "" })?;
        }
        if let Some(limit) = self.limit {
            write!(f, " limit {limit}")?;
        }
        f.write_str(match self.alike {
            Alike::Kept => "",
            Alike::Once => " distinct",
            Alike::Series => " series",
        })?;
        if self.synonyms {
            f.write_str(" with synonyms")?;
        }
        if self.everywhere {
            f.write_str(" in all collections")?;
        }
        if let Some(moment) = &self.as_of {
            write!(f, " as of {moment}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if !self.caption.is_empty() {
            write!(f, " as {}", quoted(&self.caption))?;
        }
        Ok(())
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hops.is_empty() {
            f.write_str("itself")?;
        } else {
            write!(f, "{}", List(&self.hops, "."))?;
        }
        if !self.format.is_empty() {
            write!(f, "@{}", quoted(&self.format))?;
        }
        Ok(())
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.name.chars();
        let begins = letters.next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
        let is_plain = begins && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
        if is_plain && !is_reserved(&self.name) {
            f.write_str(&self.name)?;
        } else {
            write!(f, "`{}`", self.name.replace('`', "``"))?;
        }
        if let Some(such) = &self.such {
            write!(f, "[{such}]")?;
        }
        Ok(())
    }
}

/// How strongly an expression binds.
fn strength(expr: &Expr) -> u8 {
    match expr {
        Expr::Call(Function::Joined, _) | Expr::Calc(Calc::Plus | Calc::Minus, ..) => 1,
        Expr::Calc(..) => 2,
        _ => 3,
    }
}

struct Within<'e>(&'e Expr, u8);

impl fmt::Display for Within<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if strength(self.0) < self.1 { write!(f, "({})", self.0) } else { write!(f, "{}", self.0) }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Number(text) | Self::Day(text) => f.write_str(text),
            Self::Today(amount, unit) => {
                let is_now =
                    matches!(unit, super::ast::Unit::Second | super::ast::Unit::Minute | super::ast::Unit::Hour);
                f.write_str(if is_now { "now" } else { "today" })?;
                if *amount == 0 && !is_now {
                    return Ok(());
                }
                let sign = if *amount < 0 { '-' } else { '+' };
                let words = UNITS.iter().find(|(theirs, ..)| theirs == unit).map_or("days", |(_, _, many)| many);
                write!(f, " {sign} {} {words}", amount.unsigned_abs())
            }
            Self::Me => f.write_str("me"),
            Self::Yes(yes) => f.write_str(if *yes { "true" } else { "false" }),
            Self::Ask(words, usual) if usual.is_empty() => write!(f, "ask({})", quoted(words)),
            Self::Ask(words, usual) => write!(f, "ask({}, {})", quoted(words), quoted(usual)),
            Self::Way(way) => way.fmt(f),
            Self::Calc(calc, one, other) => {
                let (sign, own) = match calc {
                    Calc::Plus => ('+', 1),
                    Calc::Minus => ('-', 1),
                    Calc::Times => ('*', 2),
                    Calc::Divided => ('/', 2),
                };
                write!(f, "{} {sign} {}", Within(one, own), Within(other, own + 1))
            }
            Self::Call(Function::Joined, list) => {
                for (at, one) in list.iter().enumerate() {
                    write!(f, "{}{}", if at > 0 { " & " } else { "" }, Within(one, 2))?;
                }
                Ok(())
            }
            Self::Call(function, list) => {
                let name = FUNCTIONS.iter().find(|(theirs, ..)| theirs == function).map_or("", |(_, name, ..)| name);
                write!(f, "{name}({})", List(list, ", "))
            }
            Self::If(cond, one, other) => write!(f, "if({cond}, {one}, {other})"),
            Self::Sum(Summing::Distinct, of) => {
                write!(f, "count(distinct ")?;
                of.iter().try_for_each(|of| write!(f, "{of}"))?;
                f.write_str(")")
            }
            Self::Sum(how, of) => {
                let name = SUMS.iter().find(|(theirs, _)| theirs == how).map_or("count", |(_, name)| name);
                write!(f, "{name}(")?;
                of.iter().try_for_each(|of| write!(f, "{of}"))?;
                f.write_str(")")
            }
        }
    }
}

struct Part<'c>(&'c Cond);

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self.0, Cond::And(_) | Cond::Or(_)) { write!(f, "({})", self.0) } else { write!(f, "{}", self.0) }
    }
}

impl fmt::Display for Cond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(list) | Self::Or(list) => {
                let between = if matches!(self, Self::And(_)) { " and " } else { " or " };
                let parts: Vec<Part<'_>> = list.iter().map(Part).collect();
                write!(f, "{}", List(&parts, between))
            }
            Self::Not(one) => write!(f, "not {}", Part(one)),
            // A field of yes or no says so by itself.
            Self::Test(Expr::Way(way), Op::Is(true)) => write!(f, "{way}"),
            Self::Test(what, op) => write!(f, "{what} {op}"),
            Self::Behind(quantity, way, such) => {
                match quantity {
                    Quantity::Any => write!(f, "any {way}"),
                    Quantity::No => write!(f, "no {way}"),
                    Quantity::Every => write!(f, "every {way}"),
                    Quantity::AtLeast(number) => write!(f, "at least {number} {way}"),
                    Quantity::AtMost(number) => write!(f, "at most {number} {way}"),
                    Quantity::Exactly(number) => write!(f, "exactly {number} {way}"),
                }?;
                such.iter().try_for_each(|such| write!(f, " ({such})"))
            }
            Self::Search(words) => write!(f, "search {words}"),
            Self::Issue(name) => write!(f, "has issue {}", quoted(name)),
            Self::Changed(since, by) => {
                f.write_str("changed")?;
                since.iter().try_for_each(|since| write!(f, " since {since}"))?;
                by.iter().try_for_each(|by| write!(f, " by {by}"))
            }
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare(sign, other) => {
                let sign = match sign {
                    Sign::Is => "=",
                    Sign::Less => "<",
                    Sign::AtMost => "<=",
                    Sign::Greater => ">",
                    Sign::AtLeast => ">=",
                };
                write!(f, "{sign} {other}")
            }
            Self::Like(text) => write!(f, "like {text}"),
            Self::Contains(text) => write!(f, "contains {text}"),
            Self::StartsWith(text) => write!(f, "starts with {text}"),
            Self::EndsWith(text) => write!(f, "ends with {text}"),
            Self::Between(from, to) => write!(f, "between {from} and {to}"),
            Self::In(list) => write!(f, "in ({})", List(list, ", ")),
            Self::Empty => f.write_str("is empty"),
            Self::Is(yes) => write!(f, "is {yes}"),
            Self::IsOrEmpty(yes) => write!(f, "is {yes} or empty"),
            Self::Anything => f.write_str("is anything"),
            Self::Under(node) => write!(f, "under {node}"),
            Self::InSet(set) => write!(f, "in set {set}"),
            Self::Near(kilometres, latitude, longitude) => {
                write!(f, "within {kilometres} km of ({latitude}, {longitude})")
            }
            Self::Inside(corners) => {
                let corners: Vec<String> = corners.iter().map(|(lat, long)| format!("{lat} {long}")).collect();
                write!(f, "inside ({})", List(&corners, ", "))
            }
            Self::Wholly(from, to) => write!(f, "wholly between {from} and {to}"),
            Self::OfPeriod(name, wholly) => write!(f, "{}of {name}", if *wholly { "wholly " } else { "" }),
        }
    }
}
