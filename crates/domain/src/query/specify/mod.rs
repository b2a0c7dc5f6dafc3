//! Queries as Specify stores them, and back.
//!
//! A stored query is a list of lines, each with a field, named by numbers of tables and names of links
//! (`1,9-determinations,4.taxon.Species author`), an operator by its number and a value as text. Lines of one field are
//! alternatives, different fields must all hold, and a link to many records multiplies the rows.
//! Source: Specify 7, `stored_queries/queryfieldspec.py`, `query_ops.py`, `execution.py`.

mod back;
pub mod json;

pub use back::from_query;

use vasculum_model::names::{agent, specify_user};
use vasculum_model::{Error, Kind, Result, Table, model};
use vasculum_store::Tx;

use crate::query::ast::{Alike, Cond, Expr, Hop, Op, Query, Shown, Sign, UNITS, Way};
use crate::query::fields::{Ending, ending};

use crate::query::parse::parse_value;

/// A query as Specify stores it: a record of SpQuery.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// What it is called.
    pub name: String,
    /// Specify’s number of the table whose records are asked.
    pub table: i64,
    /// Whether rows that are alike stand once.
    pub distinct: bool,
    /// Whether successive catalogue numbers stand together.
    pub series: bool,
    /// Whether synonyms count.
    pub synonyms: bool,
    /// Whether only the number of rows is wanted.
    pub count_only: bool,
    /// Whether ids of the audit log are shown as records.
    pub format_audit: bool,
    /// Its lines, by their position.
    pub lines: Vec<Line>,
}

/// One line: a record of SpQueryField.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The tables on the way, by their numbers: `1,9-determinations,4`.
    pub tables: String,
    /// The whole way: `1,9-determinations,4.taxon.Species author`.
    pub path: String,
    /// Its last name: `Species author`.
    pub field: String,
    /// Whether it ends with a link, so that records are written in one line.
    pub is_link: bool,
    /// The format by which they are written; empty for the usual one.
    pub format: String,
    /// Whether it is shown as a column.
    pub is_shown: bool,
    /// 0 for no order, 1 for smallest first, 2 for greatest first.
    pub sort: i64,
    /// The number of the operator.
    pub operator: i64,
    /// Its value or values as text.
    pub value: String,
    /// Whether the condition is turned round.
    pub is_not: bool,
    /// Whether an age must lie wholly within.
    pub is_strict: bool,
}

/// Operator numbers of Specify, which never change.
mod number {
    pub(in crate::query) const LIKE: i64 = 0;
    pub(in crate::query) const EQUAL: i64 = 1;
    pub(in crate::query) const GREATER: i64 = 2;
    pub(in crate::query) const LESS: i64 = 3;
    pub(in crate::query) const GREATER_OR_EQUAL: i64 = 4;
    pub(in crate::query) const LESS_OR_EQUAL: i64 = 5;
    pub(in crate::query) const TRUE: i64 = 6;
    pub(in crate::query) const FALSE: i64 = 7;
    pub(in crate::query) const ANY: i64 = 8;
    pub(in crate::query) const BETWEEN: i64 = 9;
    pub(in crate::query) const IN: i64 = 10;
    pub(in crate::query) const CONTAINS: i64 = 11;
    pub(in crate::query) const EMPTY: i64 = 12;
    pub(in crate::query) const TRUE_OR_NULL: i64 = 13;
    pub(in crate::query) const FALSE_OR_NULL: i64 = 14;
    pub(in crate::query) const STARTS: i64 = 15;
    pub(in crate::query) const AGE_RANGE: i64 = 16;
    pub(in crate::query) const AGE_NAME: i64 = 17;
    pub(in crate::query) const ENDS: i64 = 18;
}

/// The name that stands for whoever asks. Source: Specify 7, `QueryBuilder/index`.
const CURRENT_USER: &str = "currentSpecifyUserName";

/// A line that was understood.
struct Read {
    way: Way,
    /// How many of its names, from the first, lead over links to many records.
    many: usize,
    ending: Option<Ending>,
}

/// The question that a stored query asks, and what of it could not be taken over, each in one sentence.
///
/// # Errors
///
/// `Invalid`, if there is no such table.
pub fn to_query(tx: &mut Tx<'_>, stored: &Stored) -> Result<(Query, Vec<String>)> {
    let number = i32::try_from(stored.table).ok();
    let base = number.and_then(|number| model().numbered(number));
    let base = base.ok_or_else(|| Error::invalid(format!("There is no table with the number {}.", stored.table)))?;
    let mut query = Query::of(base.id);
    let mut lost = Vec::new();
    query.synonyms = stored.synonyms;
    query.alike = match (stored.series, stored.distinct) {
        (true, _) => Alike::Series,
        (false, true) => Alike::Once,
        (false, false) => Alike::Kept,
    };
    if stored.count_only {
        lost.push("The query shows only a number; here the rows are shown with their number beside them.".to_owned());
    }
    if stored.format_audit {
        lost.push("Ids in the audit log are not written as records.".to_owned());
    }
    let mut conds: Vec<(String, Vec<Cond>)> = Vec::new();
    for line in &stored.lines {
        let read = match read_line(tx, base, line) {
            Ok(read) => read,
            Err(error) if error.code == vasculum_model::Code::Invalid => {
                lost.push(format!("‘{}’: {}", line.path, error.message));
                continue;
            }
            Err(error) => return Err(error),
        };
        if read.many > 0 {
            let each = Way { hops: read.way.hops[..read.many].to_vec(), format: String::new() };
            // A way that goes farther multiplies along its beginning too.
            if !query.each.iter().any(|there| there.hops.starts_with(&each.hops)) {
                query.each.retain(|there| !each.hops.starts_with(&there.hops));
                query.each.push(each);
            }
        }
        let what = Expr::Way(read.way.clone());
        if line.is_shown && !query.show.iter().any(|shown| shown.what == what) {
            query.show.push(Shown { what: what.clone(), caption: String::new() });
        }
        if line.sort != 0 && !query.sort.iter().any(|(theirs, _)| *theirs == what) {
            query.sort.push((what, line.sort == 2));
        }
        match condition(&read, line) {
            Ok(None) => {}
            Ok(Some(cond)) => match conds.iter_mut().find(|(path, _)| *path == line.path) {
                Some((_, list)) => list.push(cond),
                None => conds.push((line.path.clone(), vec![cond])),
            },
            Err(words) => lost.push(format!("‘{}’: {words}", line.path)),
        }
    }
    let mut all: Vec<Cond> = conds
        .into_iter()
        .filter_map(|(_, mut list)| if list.len() < 2 { list.pop() } else { Some(Cond::Or(list)) })
        .collect();
    query.filter = if all.len() < 2 { all.pop() } else { Some(Cond::And(all)) };
    Ok((query, lost))
}

/// Reads the way of a line.
fn read_line(tx: &mut Tx<'_>, base: &'static Table, line: &Line) -> Result<Read> {
    let odd = || Error::invalid("This is no way to a field.");
    let (tables, rest) = line.path.split_once('.').ok_or_else(odd)?;
    let (_, name) = rest.split_once('.').ok_or_else(odd)?;
    let mut steps: Vec<&str> = tables.split(',').collect();
    if steps.first().and_then(|first| first.trim().parse::<i32>().ok()) != Some(base.number) {
        return Err(Error::invalid("It begins at another table than the query."));
    }
    if line.is_link && steps.len() > 1 {
        // The last table is the one to which the link at the end leads.
        steps.pop();
    }
    let (mut way, mut many, mut table) = (Way::default(), 0, base);
    for step in &steps[1..] {
        let (number, link) = match step.split_once('-') {
            Some((number, link)) => (number, Some(link)),
            None => (*step, None),
        };
        let next = number.trim().parse().ok().and_then(|number| model().numbered(number));
        let next = next.ok_or_else(|| Error::invalid(format!("There is no table with the number {number}.")))?;
        let (name, is_many) = link_named(table, link, next)
            .ok_or_else(|| Error::invalid(format!("{} has no link ‘{}’.", table.name, link.unwrap_or(next.name))))?;
        push(&mut way, name);
        if is_many {
            many = way.hops.len();
        }
        table = next;
    }
    finish(tx, table, line, name, &mut way)?;
    way.format = if line.is_link { line.format.clone() } else { String::new() };
    let ending = match ending(tx, base.id, &way) {
        Ok((ending, _)) => Some(ending),
        Err(error) if error.code == vasculum_model::Code::Invalid => None,
        Err(error) => return Err(error),
    };
    Ok(Read { way, many, ending })
}

fn push(way: &mut Way, name: &str) {
    way.hops.push(Hop { name: name.to_owned(), such: None });
}

/// The link by which a table leads to the next, and whether it leads to many. Without a name it is the one that is called
/// like the table, or the only one there is.
fn link_named(table: &'static Table, name: Option<&str>, next: &Table) -> Option<(&'static str, bool)> {
    let ones = table.columns.iter().filter(|column| column.link.as_ref().is_some_and(|link| link.to == next.id));
    let all: Vec<(&'static str, bool)> = ones
        .map(|column| (column.name, false))
        .chain(table.many.iter().filter(|many| many.of == next.id).map(|many| (many.name, true)))
        .collect();
    let wanted = name.unwrap_or(next.name);
    let same = all.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(wanted)).copied();
    same.or_else(|| all.first().copied().filter(|_| name.is_none() && all.len() == 1))
}

/// The last names of a way: a field, a part of a day, a field of a rank, a link whose records are written in one line.
fn finish(tx: &mut Tx<'_>, table: &'static Table, line: &Line, name: &str, way: &mut Way) -> Result<()> {
    if line.is_link {
        if name.is_empty() || name.eq_ignore_ascii_case(table.name) && way.hops.is_empty() && !line.tables.contains(',')
        {
            return Ok(());
        }
        let link = table.columns.iter().find(|column| column.link.is_some() && column.name.eq_ignore_ascii_case(name));
        if let Some(link) = link {
            push(way, link.name);
            return Ok(());
        }
        let link = table.many.iter().find(|many| many.name.eq_ignore_ascii_case(name));
        let link = link.ok_or_else(|| Error::invalid(format!("{} has no link ‘{name}’.", table.name)))?;
        // What stands behind it is written in one cell: rows do not multiply.
        push(way, link.name);
        return Ok(());
    }
    let field = |name: &str| {
        table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)).map(|column| column.name)
    };
    if let Some(field) = field(name) {
        push(way, field);
        return Ok(());
    }
    for (ending, part) in [("NumericYear", "year"), ("NumericMonth", "month"), ("NumericDay", "day")] {
        if let Some(field) = name.strip_suffix(ending).and_then(field) {
            push(way, field);
            push(way, part);
            return Ok(());
        }
    }
    if name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case(table.key) {
        push(way, "id");
        return Ok(());
    }
    if name.eq_ignore_ascii_case("age") && table.id == vasculum_model::names::collection_object::TABLE {
        push(way, "age");
        return Ok(());
    }
    if !table.is_tree() {
        return Err(Error::invalid(format!("{} has no field ‘{name}’.", table.name)));
    }
    let ranks = crate::query::ranks(tx, table.id)?;
    let is_rank = |name: &str| ranks.iter().any(|rank| rank.eq_ignore_ascii_case(name));
    let split = name.rsplit_once(' ').map(|(rank, of)| (rank, if of == "ID" { Some("id") } else { field(of) }));
    match split {
        Some((rank, Some(of))) if !is_rank(name) => {
            push(way, rank);
            push(way, of);
        }
        _ => push(way, name),
    }
    Ok(())
}

/// The condition of a line; nothing where it asks for nothing.
fn condition(read: &Read, line: &Line) -> std::result::Result<Option<Cond>, String> {
    let kind = read.ending.and_then(Ending::kind);
    let is_text = kind.is_none_or(Kind::is_text);
    let value = line.value.trim();
    let needs_value = !matches!(
        line.operator,
        number::TRUE | number::FALSE | number::ANY | number::EMPTY | number::TRUE_OR_NULL | number::FALSE_OR_NULL
    );
    if line.operator == number::ANY || needs_value && value.is_empty() && !(line.is_not && is_text) {
        return Ok(None);
    }
    if value == CURRENT_USER {
        return Ok(Some(current_user(read, line)));
    }
    let one = || literal(value, kind);
    let both = || {
        let (from, to) = value.split_once(',').ok_or("Two values are needed.")?;
        Ok::<_, String>((literal(from.trim(), kind), literal(to.trim(), kind)))
    };
    // Where a value is not known, these are not met, turned round or not.
    let mut leaves_out_unknown = true;
    let op = match line.operator {
        number::LIKE => Op::Like(one()),
        number::EQUAL => {
            leaves_out_unknown = false;
            Op::Compare(Sign::Is, one())
        }
        number::GREATER => Op::Compare(Sign::Greater, one()),
        number::LESS => Op::Compare(Sign::Less, one()),
        number::GREATER_OR_EQUAL => Op::Compare(Sign::AtLeast, one()),
        number::LESS_OR_EQUAL => Op::Compare(Sign::AtMost, one()),
        number::BETWEEN => {
            let (from, to) = both()?;
            Op::Between(from, to)
        }
        number::IN => {
            leaves_out_unknown = false;
            let list = value.split(',').map(str::trim).filter(|part| !part.is_empty());
            Op::In(list.map(|part| literal(part, kind)).collect())
        }
        number::CONTAINS => {
            leaves_out_unknown = false;
            Op::Contains(one())
        }
        number::STARTS => Op::StartsWith(one()),
        number::ENDS => Op::EndsWith(one()),
        number::AGE_RANGE => {
            let (from, to) = both()?;
            leaves_out_unknown = false;
            if line.is_strict { Op::Wholly(from, to) } else { Op::Between(from, to) }
        }
        number::AGE_NAME => {
            leaves_out_unknown = false;
            Op::OfPeriod(Expr::Text(value.to_owned()), line.is_strict)
        }
        other => {
            leaves_out_unknown = false;
            match other {
                number::TRUE => Op::Is(true),
                number::FALSE => Op::Is(false),
                number::EMPTY => Op::Empty,
                number::TRUE_OR_NULL => Op::IsOrEmpty(true),
                number::FALSE_OR_NULL => Op::IsOrEmpty(false),
                _ => return Err(format!("The operator {other} is not known.")),
            }
        }
    };
    let what = Expr::Way(read.way.clone());
    let test = Cond::Test(what.clone(), op);
    if !line.is_not {
        return Ok(Some(test));
    }
    if !leaves_out_unknown {
        return Ok(Some(test.negated()));
    }
    // Every text is like ‘%’, the empty one too; only what is not known is not.
    let known = match is_text {
        true => Cond::Test(what, Op::Like(Expr::Text("%".to_owned()))),
        false => Cond::Test(what, Op::Empty).negated(),
    };
    Ok(Some(Cond::And(vec![test.negated(), known])))
}

/// A condition on the name of the user who asks becomes one on the user.
fn current_user(read: &Read, line: &Line) -> Cond {
    let is_name = matches!(read.ending, Some(Ending::Field(specify_user::TABLE, _) | Ending::Record(agent::TABLE)));
    let mut way = read.way.clone();
    if is_name && matches!(read.ending, Some(Ending::Field(..))) {
        way.hops.pop();
        push(&mut way, "id");
    }
    let me = if is_name { Expr::Me } else { Expr::Text(CURRENT_USER.to_owned()) };
    let test = Cond::Test(Expr::Way(if is_name { way } else { read.way.clone() }), Op::Compare(Sign::Is, me));
    if line.is_not { test.negated() } else { test }
}

/// A value as Specify stored it. What does not fit the kind stays text, and is refused in words when it is asked.
fn literal(text: &str, kind: Option<Kind>) -> Expr {
    let parsed = || parse_value(text).ok();
    match kind {
        Some(kind) if kind.is_date() || kind == Kind::Timestamp => match relative(text).or_else(parsed) {
            Some(value @ (Expr::Day(_) | Expr::Today(..) | Expr::Number(_))) => value,
            _ => Expr::Text(text.to_owned()),
        },
        Some(kind) if !kind.is_text() => match parsed() {
            Some(value @ Expr::Number(_)) => value,
            _ => Expr::Text(text.to_owned()),
        },
        // Behind a whole way without a kind stands an age, or a record in one line.
        None => match parsed() {
            Some(value @ Expr::Number(_)) => value,
            _ => Expr::Text(text.to_owned()),
        },
        _ => Expr::Text(text.to_owned()),
    }
}

/// `today + 3 month`: Specify writes units in the singular.
fn relative(text: &str) -> Option<Expr> {
    let mut words = text.split_whitespace();
    if words.next()? != "today" {
        return None;
    }
    let Some(sign) = words.next() else { return parse_value("today").ok() };
    let (amount, unit) = (words.next()?.parse::<u32>().ok()?, words.next()?.to_lowercase());
    let (unit, ..) = UNITS.iter().find(|(_, one, many)| *one == unit || *many == unit)?;
    let amount = i64::from(amount) * if sign == "-" { -1 } else { 1 };
    (words.next().is_none() && matches!(sign, "+" | "-")).then_some(Expr::Today(amount, *unit))
}
