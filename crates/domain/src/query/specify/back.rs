//! Questions in the form in which Specify stores them.

use vasculum_model::{Result, Table, model};
use vasculum_store::Tx;

use super::{Line, Stored, number};
use crate::query::ast::{Alike, Cond, Expr, Op, Query, Sign, UNITS};
use crate::query::fields::{Ending, ending};

/// The same question in Specify’s form as far as that can say it, and what it can’t say, each in one sentence.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn from_query(tx: &mut Tx<'_>, name: &str, query: &Query) -> Result<(Stored, Vec<String>)> {
    let base = model().table(query.from);
    let mut lost = Vec::new();
    let mut stored = Stored {
        name: name.to_owned(),
        table: i64::from(base.number),
        distinct: query.alike == Alike::Once,
        series: query.alike == Alike::Series,
        synonyms: query.synonyms,
        ..Stored::default()
    };
    for shown in &query.show {
        match line_of(tx, base, &shown.what)? {
            Some(line) => stored.lines.push(Line { is_shown: true, ..line }),
            None => lost.push(format!("The column ‘{}’.", shown.what)),
        }
    }
    for (what, down) in &query.sort {
        let sort = if *down { 2 } else { 1 };
        match line_of(tx, base, what)? {
            Some(line) => match stored.lines.iter_mut().find(|there| there.path == line.path && there.sort == 0) {
                Some(there) => there.sort = sort,
                None => stored.lines.push(Line { sort, ..line }),
            },
            None => lost.push(format!("The order by ‘{what}’.")),
        }
    }
    let conds = pieces(query.filter.as_ref());
    for cond in &conds {
        let alternatives = match cond {
            Cond::Or(list) => list.clone(),
            other => vec![other.clone()],
        };
        let mut lines = Vec::with_capacity(alternatives.len());
        for one in &alternatives {
            lines.extend(tested(tx, base, one)?);
        }
        // Alternatives are lines of one field, and a field has conditions in one place only.
        let is_one = lines.windows(2).all(|two| two[0].path == two[1].path) && lines.len() == alternatives.len();
        let is_free = lines.first().is_some_and(|line| {
            !stored.lines.iter().any(|there| there.path == line.path && there.operator != number::ANY)
        });
        if !is_one || !is_free {
            lost.push(format!("The condition ‘{cond}’."));
            continue;
        }
        for line in lines {
            match stored.lines.iter_mut().find(|there| there.path == line.path && there.operator == number::ANY) {
                Some(there) => {
                    *there = Line { is_shown: there.is_shown, sort: there.sort, ..line };
                }
                None => {
                    // Alternatives stand together.
                    let last = stored.lines.iter().rposition(|there| there.path == line.path);
                    stored.lines.insert(last.map_or(stored.lines.len(), |last| last + 1), line);
                }
            }
        }
    }
    let others = [
        (query.having.is_some(), "Conditions on groups."),
        (query.limit.is_some(), "The greatest number of rows."),
        (query.everywhere, "That all collections are asked."),
        (query.as_of.is_some(), "The moment as of which records are shown."),
    ];
    lost.extend(others.iter().filter(|(is_there, _)| *is_there).map(|(_, words)| (*words).to_owned()));
    Ok((stored, lost))
}

/// The line of a plain way; nothing for what Specify has no line for.
fn line_of(tx: &mut Tx<'_>, base: &'static Table, what: &Expr) -> Result<Option<Line>> {
    let Expr::Way(way) = what else { return Ok(None) };
    if way.hops.iter().any(|hop| hop.such.is_some()) {
        return Ok(None);
    }
    let ending = match ending(tx, base.id, way) {
        Ok((ending, _)) => ending,
        Err(error) if error.code == vasculum_model::Code::Invalid => return Ok(None),
        Err(error) => return Err(error),
    };
    let names: Vec<&str> = way.hops.iter().map(|hop| hop.name.as_str()).collect();
    let tail = match ending {
        Ending::Record(_) => 0,
        Ending::Part(..) => 2,
        Ending::Rank(table, column) => {
            let tree = model().tree(table).map(|tree| tree.name.1);
            if column == tree && names.last().is_none_or(|last| model().table(table).column(last).is_none()) {
                1
            } else {
                2
            }
        }
        Ending::Id(_) | Ending::Field(..) | Ending::Age => 1,
    };
    let (links, last) = names.split_at(names.len() - tail);
    let (mut tables, mut table) = (base.number.to_string(), base);
    for name in links {
        let Some(next) = next_table(table, name) else { return Ok(None) };
        let is_usual = name.eq_ignore_ascii_case(next.name);
        tables.push_str(&format!(",{}", next.number));
        if !is_usual {
            tables.push_str(&format!("-{name}"));
        }
        table = next;
    }
    let field = match (ending, last) {
        (Ending::Record(_), _) => names.last().map_or(String::new(), |name| (*name).to_owned()),
        (Ending::Part(..), [field, part]) => {
            let mut letters = part.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            format!("{field}Numeric{first}{}", letters.as_str())
        }
        (_, [rank, "id"]) => format!("{rank} ID"),
        (_, last) => last.join(" "),
    };
    // A link is named after the table that it starts from, its target stands among the tables.
    let path = format!("{tables}.{}.{field}", table.name.to_lowercase());
    Ok(Some(Line {
        path,
        tables,
        field,
        is_link: matches!(ending, Ending::Record(_)),
        format: way.format.clone(),
        operator: number::ANY,
        ..Line::default()
    }))
}

fn next_table(table: &'static Table, name: &str) -> Option<&'static Table> {
    if let Some(many) = table.to_many(name) {
        return Some(model().table(table.many[usize::from(many)].of));
    }
    let column = table.column(name)?;
    table.at(column).link.as_ref().map(|link| model().table(link.to))
}

/// The line of a condition; nothing for what Specify has none for.
fn tested(tx: &mut Tx<'_>, base: &'static Table, cond: &Cond) -> Result<Option<Line>> {
    let (cond, is_not, is_known) = match cond {
        Cond::Not(one) => (&**one, true, false),
        Cond::And(list) => match list.as_slice() {
            [Cond::Not(one), known] if is_known_of(one, known) => (&**one, true, true),
            _ => return Ok(None),
        },
        other => (other, false, false),
    };
    let Cond::Test(what, op) = cond else { return Ok(None) };
    let Some(line) = line_of(tx, base, what)? else { return Ok(None) };
    let is_age = matches!(what, Expr::Way(way) if way.hops.last().is_some_and(|hop| hop.name == "age"));
    let (operator, values): (i64, Vec<&Expr>) = match op {
        Op::Like(one) => (number::LIKE, vec![one]),
        Op::Compare(sign, one) => {
            let number = match sign {
                Sign::Is => number::EQUAL,
                Sign::Greater => number::GREATER,
                Sign::Less => number::LESS,
                Sign::AtLeast => number::GREATER_OR_EQUAL,
                Sign::AtMost => number::LESS_OR_EQUAL,
            };
            (number, vec![one])
        }
        Op::Contains(one) => (number::CONTAINS, vec![one]),
        Op::StartsWith(one) => (number::STARTS, vec![one]),
        Op::EndsWith(one) => (number::ENDS, vec![one]),
        Op::Between(from, to) => (if is_age { number::AGE_RANGE } else { number::BETWEEN }, vec![from, to]),
        Op::Wholly(from, to) => (number::AGE_RANGE, vec![from, to]),
        Op::OfPeriod(one, _) => (number::AGE_NAME, vec![one]),
        Op::In(list) => (number::IN, list.iter().collect()),
        Op::Empty => (number::EMPTY, Vec::new()),
        Op::Is(yes) => (if *yes { number::TRUE } else { number::FALSE }, Vec::new()),
        Op::IsOrEmpty(yes) => (if *yes { number::TRUE_OR_NULL } else { number::FALSE_OR_NULL }, Vec::new()),
        Op::Anything => (number::ANY, Vec::new()),
        Op::Under(_) | Op::InSet(_) | Op::Near(..) | Op::Inside(_) => return Ok(None),
    };
    // Of these tests Specify leaves out what is not known, when they are turned round; the language of questions does not.
    let is_loose = matches!(
        operator,
        number::LIKE
            | number::GREATER
            | number::LESS
            | number::GREATER_OR_EQUAL
            | number::LESS_OR_EQUAL
            | number::BETWEEN
            | number::STARTS
            | number::ENDS
    );
    if is_not && is_loose != is_known {
        return Ok(None);
    }
    let Some(texts) = values.iter().map(|value| plain(value)).collect::<Option<Vec<String>>>() else { return Ok(None) };
    if texts.len() > 1 && texts.iter().any(|text| text.contains(',')) {
        return Ok(None);
    }
    let is_strict = matches!(op, Op::Wholly(..) | Op::OfPeriod(_, true));
    Ok(Some(Line { operator, value: texts.join(","), is_not, is_strict, ..line }))
}

/// Whether a condition says that what another one tests is known.
fn is_known_of(test: &Cond, known: &Cond) -> bool {
    let Cond::Test(what, _) = test else { return false };
    *known == Cond::Test(what.clone(), Op::Like(Expr::Text("%".to_owned())))
        || *known == Cond::Test(what.clone(), Op::Empty).negated()
}

/// The conditions that must all hold, with those together that [`condition`] makes of one line.
fn pieces(filter: Option<&Cond>) -> Vec<Cond> {
    let Some(Cond::And(list)) = filter else { return filter.cloned().into_iter().collect() };
    let mut pieces: Vec<Cond> = Vec::with_capacity(list.len());
    for cond in list {
        match pieces.pop() {
            Some(Cond::Not(one)) if is_known_of(&one, cond) => {
                pieces.push(Cond::And(vec![Cond::Not(one), cond.clone()]));
            }
            before => pieces.extend(before.into_iter().chain([cond.clone()])),
        }
    }
    pieces
}

/// A value as Specify writes it; nothing for what it can’t say.
fn plain(value: &Expr) -> Option<String> {
    Some(match value {
        Expr::Text(text) | Expr::Number(text) => text.clone(),
        Expr::Day(text) if text.len() == 10 => text.clone(),
        Expr::Today(0, _) => "today".to_owned(),
        Expr::Today(amount, unit) => {
            let (_, unit, _) = UNITS.iter().find(|(theirs, ..)| theirs == unit)?;
            format!("today {} {} {unit}", if *amount < 0 { '-' } else { '+' }, amount.unsigned_abs())
        }
        _ => return None,
    })
}
