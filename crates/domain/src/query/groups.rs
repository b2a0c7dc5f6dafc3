//! Rows put together into groups: the database puts together what has the same ids and values, and what is shown alike is
//! put together here.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use vasculum_model::{Error, Kind, Result, Value};
use vasculum_store::{Answered, Calc, Expr, Rows, Sign, Sum, Tx};

use super::ast::{self, Cond, Op, Summing};
use super::conditions::decimal;
use super::making::Maker;
use super::shown::{Known, Show, Wanted, rounded};

/// What stands in a column of groups.
#[derive(Debug, Clone)]
enum Cell {
    /// The n-th of what they are put together by.
    Key(usize),
    /// Something that they come to.
    Sum(Worth),
}

/// What a group comes to.
#[derive(Debug, Clone, PartialEq)]
enum Worth {
    Number(f64),
    Sum(usize),
    /// The n-th sum divided by the other.
    Average(usize, usize),
    /// How many different values the n-th counted value has.
    Distinct(usize),
    Calc(Calc, Box<Worth>, Box<Worth>),
}

/// How groups are made.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    keys: Vec<Show>,
    exprs: Vec<Expr>,
    sums: Vec<Sum>,
    counted: Vec<Expr>,
    cells: Vec<Cell>,
    having: Option<Cond>,
    having_sums: Vec<(ast::Expr, Worth)>,
    sort: Vec<(Cell, bool)>,
}

/// What is being put together.
struct Making<'q> {
    shown: Vec<&'q ast::Expr>,
    keys: Vec<(ast::Expr, Show)>,
    wanted: Wanted,
    sums: Vec<Sum>,
    counted: Vec<Expr>,
}

impl Groups {
    /// Groups as a question asks for them, and the kinds of its columns.
    pub(super) fn make(maker: &mut Maker<'_, '_>) -> Result<(Self, Vec<Kind>)> {
        let query = maker.query;
        let mut making = Making {
            shown: query.show.iter().map(|shown| &shown.what).collect(),
            keys: Vec::new(),
            wanted: Wanted::default(),
            sums: Vec::new(),
            counted: Vec::new(),
        };
        let (mut cells, mut kinds) = (Vec::new(), Vec::new());
        for what in making.shown.clone() {
            let (cell, kind) = making.cell(maker, what)?;
            cells.push(cell);
            kinds.push(kind);
        }
        let mut sort = Vec::new();
        for (what, down) in &query.sort {
            if !what.has_sum() && !making.shown.contains(&what) {
                return Err(Error::invalid(format!("Groups can’t be sorted by ‘{what}’: it is not shown.")));
            }
            sort.push((making.cell(maker, what)?.0, *down));
        }
        let mut having_sums = Vec::new();
        if let Some(having) = &query.having {
            making.having(maker, having, &mut having_sums)?;
        }
        let groups = Self {
            keys: making.keys.into_iter().map(|(_, show)| show).collect(),
            exprs: making.wanted.exprs,
            sums: making.sums,
            counted: making.counted,
            cells,
            having: query.having.clone(),
            having_sums,
            sort,
        };
        Ok((groups, kinds))
    }

    pub(super) fn shows(&self) -> impl Iterator<Item = &Show> {
        self.keys.iter()
    }

    /// Every group that the rows make, in order.
    pub(super) fn run(&self, tx: &mut Tx<'_>, rows: &Rows, known: &mut Known) -> Result<Vec<Vec<Value>>> {
        let mut columns = self.exprs.clone();
        columns.extend(self.counted.iter().cloned());
        let mut sums = self.sums.clone();
        // A question without a key and a sum asks for nothing; a count is always there.
        sums.push(Sum::Rows);
        let asked = Rows { columns, sort: Vec::new(), after: None, limit: None, ..rows.clone() };
        let found = tx.group_rows(&asked, &sums)?;
        let mut groups: HashMap<Vec<String>, Group> = HashMap::new();
        let mut order: Vec<Vec<String>> = Vec::new();
        for some in found.chunks(5_000) {
            let answered: Vec<Answered> = some
                .iter()
                .map(|(keys, _)| Answered { ids: Vec::new(), values: keys[..self.exprs.len()].to_vec() })
                .collect();
            known.next_batch();
            let mut shown = Vec::with_capacity(self.keys.len());
            for show in &self.keys {
                shown.push(known.column(tx, show, &answered)?);
            }
            for (nth, (keys, sums)) in some.iter().enumerate() {
                if self.keys.is_empty() && sums.last().and_then(Value::int) == Some(0) && !self.counted.is_empty() {
                    continue;
                }
                let values: Vec<Value> = shown.iter().map(|column| column[nth].clone()).collect();
                let name: Vec<String> = values.iter().map(spelt).collect();
                let group = groups.entry(name.clone()).or_insert_with(|| {
                    order.push(name);
                    Group::new(values, &self.sums, self.counted.len())
                });
                group.add(&self.sums, sums, &keys[self.exprs.len()..]);
            }
        }
        if self.keys.is_empty() && order.is_empty() {
            order.push(Vec::new());
            groups.insert(Vec::new(), Group::new(Vec::new(), &self.sums, self.counted.len()));
        }
        let mut done = Vec::with_capacity(order.len());
        for name in order {
            let Some(group) = groups.remove(&name) else { continue };
            if let Some(having) = &self.having
                && self.holds(having, &group)? != Some(true)
            {
                continue;
            }
            let keys: Vec<Value> = self.sort.iter().map(|(cell, _)| self.value(cell, &group)).collect();
            let row: Vec<Value> = self.cells.iter().map(|cell| self.value(cell, &group)).collect();
            done.push((keys, row));
        }
        done.sort_by(|one, other| {
            for (nth, (_, down)) in self.sort.iter().enumerate() {
                let order = compare(&one.0[nth], &other.0[nth]);
                let order = if *down { order.reverse() } else { order };
                if order != Ordering::Equal {
                    return order;
                }
            }
            // What the question leaves open has an order all the same.
            let pairs = one.1.iter().zip(&other.1);
            pairs.map(|(a, b)| compare(a, b)).find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
        });
        Ok(done.into_iter().map(|(_, row)| row).collect())
    }

    fn value(&self, cell: &Cell, group: &Group) -> Value {
        match cell {
            Cell::Key(at) => group.keys[*at].clone(),
            Cell::Sum(worth) => self.worth(worth, group),
        }
    }

    fn worth(&self, worth: &Worth, group: &Group) -> Value {
        match worth {
            Worth::Number(number) => Value::Float(*number),
            Worth::Sum(at) => match &group.sums[*at] {
                Value::Float(number) => Value::Float(rounded(*number)),
                other => other.clone(),
            },
            Worth::Distinct(at) => Value::Int(i64::try_from(group.different[*at].len()).unwrap_or(i64::MAX)),
            Worth::Average(sum, count) => match (group.sums[*sum].number(), group.sums[*count].number()) {
                (Some(sum), Some(count)) if count > 0.0 => Value::Float(rounded(sum / count)),
                _ => Value::Null,
            },
            Worth::Calc(calc, one, other) => {
                let (one, other) = (self.worth(one, group).number(), self.worth(other, group).number());
                let (Some(one), Some(other)) = (one, other) else { return Value::Null };
                let number = match calc {
                    Calc::Plus => one + other,
                    Calc::Minus => one - other,
                    Calc::Times => one * other,
                    Calc::Divided if other == 0.0 => return Value::Null,
                    Calc::Divided => one / other,
                };
                if number.is_finite() { Value::Float(rounded(number)) } else { Value::Null }
            }
        }
    }

    /// Whether a group is wanted; nothing where it is not known.
    fn holds(&self, cond: &Cond, group: &Group) -> Result<Option<bool>> {
        Ok(match cond {
            Cond::And(list) => {
                let mut all = Some(true);
                for one in list {
                    match self.holds(one, group)? {
                        Some(false) => return Ok(Some(false)),
                        None => all = None,
                        Some(true) => {}
                    }
                }
                all
            }
            Cond::Or(list) => {
                let mut any = Some(false);
                for one in list {
                    match self.holds(one, group)? {
                        Some(true) => return Ok(Some(true)),
                        None => any = None,
                        Some(false) => {}
                    }
                }
                any
            }
            Cond::Not(one) => Some(self.holds(one, group)? != Some(true)),
            Cond::Test(what, op) => {
                let value = self.having_value(what, group)?;
                let number = value.number();
                let against =
                    |expr: &ast::Expr| -> Result<Option<f64>> { Ok(self.having_value(expr, group)?.number()) };
                let test = |sign: Sign, other: Option<f64>| -> Option<bool> {
                    let (one, other) = (number?, other?);
                    Some(match sign {
                        Sign::Is => one == other,
                        Sign::Less => one < other,
                        Sign::AtMost => one <= other,
                        Sign::Greater => one > other,
                        Sign::AtLeast => one >= other,
                    })
                };
                match op {
                    Op::Compare(sign, other) => test(*sign, against(other)?),
                    Op::Between(from, to) => {
                        match (test(Sign::AtLeast, against(from)?), test(Sign::AtMost, against(to)?)) {
                            (Some(one), Some(other)) => Some(one && other),
                            _ => None,
                        }
                    }
                    Op::In(list) => {
                        let mut any = Some(false);
                        for one in list {
                            match test(Sign::Is, against(one)?) {
                                Some(true) => return Ok(Some(true)),
                                None => any = None,
                                Some(false) => {}
                            }
                        }
                        any
                    }
                    Op::Empty => Some(value.is_null()),
                    Op::Anything => Some(true),
                    _ => return Err(only_numbers()),
                }
            }
            _ => return Err(only_numbers()),
        })
    }

    fn having_value(&self, expr: &ast::Expr, group: &Group) -> Result<Value> {
        if let ast::Expr::Number(text) = expr {
            return Ok(Value::Float(decimal(text)?));
        }
        let found = self.having_sums.iter().find(|(theirs, _)| theirs == expr);
        found.map(|(_, worth)| self.worth(worth, group)).ok_or_else(only_numbers)
    }
}

fn only_numbers() -> Error {
    Error::invalid("After ‘having’ stand comparisons of what groups come to, for example count() > 10.")
        .hint("What is asked of the rows themselves stands after ‘where’.")
}

impl Making<'_> {
    fn cell(&mut self, maker: &mut Maker<'_, '_>, what: &ast::Expr) -> Result<(Cell, Kind)> {
        if what.has_sum() {
            let (worth, kind) = self.worth(maker, what)?;
            return Ok((Cell::Sum(worth), kind));
        }
        if let Some(at) = self.keys.iter().position(|(theirs, _)| theirs == what) {
            let kind = maker.show(what, &mut self.wanted)?.1;
            return Ok((Cell::Key(at), kind));
        }
        let (show, kind) = maker.show(what, &mut self.wanted)?;
        if matches!(show, Show::List { .. } | Show::Several { .. }) {
            return Err(Error::invalid(format!(
                "‘{what}’ has many values for one row, so rows can’t be put together by it."
            ))
            .hint("Let rows multiply along the way with ‘each’."));
        }
        self.keys.push((what.clone(), show));
        Ok((Cell::Key(self.keys.len() - 1), kind))
    }

    fn sum(&mut self, sum: Sum) -> usize {
        match self.sums.iter().position(|theirs| *theirs == sum) {
            Some(at) => at,
            None => {
                self.sums.push(sum);
                self.sums.len() - 1
            }
        }
    }

    fn worth(&mut self, maker: &mut Maker<'_, '_>, what: &ast::Expr) -> Result<(Worth, Kind)> {
        match what {
            ast::Expr::Number(text) => Ok((Worth::Number(decimal(text)?), Kind::Float)),
            ast::Expr::Calc(calc, one, other) => {
                let (one, other) = (self.worth(maker, one)?.0, self.worth(maker, other)?.0);
                Ok((Worth::Calc(*calc, Box::new(one), Box::new(other)), Kind::Float))
            }
            ast::Expr::Sum(Summing::Count, None) => Ok((Worth::Sum(self.sum(Sum::Rows)), Kind::Long)),
            ast::Expr::Sum(how, Some(of)) => {
                let here = maker.outermost();
                let value = match (&**of, how) {
                    // Of records the different ones are counted.
                    (ast::Expr::Way(way), Summing::Count | Summing::Distinct) => {
                        maker.single(way, here).or_else(|error| maker.record_id(way, here)?.ok_or(error))?
                    }
                    (of, _) => maker.value(of, here)?,
                };
                let kind = value.kind();
                Ok(match how {
                    Summing::Count => (Worth::Sum(self.sum(Sum::Known(value))), Kind::Long),
                    Summing::Sum => {
                        let sum = Sum::Total(value);
                        let kind = sum.kind();
                        (Worth::Sum(self.sum(sum)), kind)
                    }
                    Summing::Min | Summing::Max => {
                        let sum = if *how == Summing::Min { Sum::Least(value) } else { Sum::Greatest(value) };
                        let kind = sum.kind();
                        (Worth::Sum(self.sum(sum)), kind)
                    }
                    Summing::Average => {
                        let total = self.sum(Sum::Total(value.clone()));
                        let count = self.sum(Sum::Known(value));
                        (Worth::Average(total, count), Kind::Float)
                    }
                    Summing::Distinct => {
                        let _ = kind;
                        let at = self.counted.iter().position(|theirs| *theirs == value).unwrap_or_else(|| {
                            self.counted.push(value);
                            self.counted.len() - 1
                        });
                        (Worth::Distinct(at), Kind::Long)
                    }
                })
            }
            _ => Err(Error::invalid(format!("What groups come to can only be calculated with numbers: ‘{what}’."))),
        }
    }

    /// Notes every sum that a condition on groups needs.
    fn having(&mut self, maker: &mut Maker<'_, '_>, cond: &Cond, sums: &mut Vec<(ast::Expr, Worth)>) -> Result<()> {
        match cond {
            Cond::And(list) | Cond::Or(list) => list.iter().try_for_each(|one| self.having(maker, one, sums)),
            Cond::Not(one) => self.having(maker, one, sums),
            Cond::Test(what, op) => {
                let mut exprs = vec![what];
                match op {
                    Op::Compare(_, other) => exprs.push(other),
                    Op::Between(from, to) => exprs.extend([from, to]),
                    Op::In(list) => exprs.extend(list),
                    Op::Empty | Op::Anything => {}
                    _ => return Err(only_numbers()),
                }
                for expr in exprs.into_iter().filter(|expr| !matches!(expr, ast::Expr::Number(_))) {
                    if !expr.has_sum() {
                        return Err(only_numbers());
                    }
                    let (worth, _) = self.worth(maker, expr)?;
                    sums.push((expr.clone(), worth));
                }
                Ok(())
            }
            _ => Err(only_numbers()),
        }
    }
}

/// What rows of one group came to so far.
struct Group {
    keys: Vec<Value>,
    sums: Vec<Value>,
    different: Vec<HashSet<String>>,
}

impl Group {
    /// A group without rows: it counts none, and comes to nothing else.
    fn new(keys: Vec<Value>, sums: &[Sum], counted: usize) -> Self {
        let none = |sum: &Sum| if matches!(sum, Sum::Rows | Sum::Known(_)) { Value::Int(0) } else { Value::Null };
        Self { keys, sums: sums.iter().map(none).collect(), different: vec![HashSet::new(); counted] }
    }

    fn add(&mut self, sums: &[Sum], values: &[Value], counted: &[Value]) {
        for ((sum, so_far), value) in sums.iter().zip(&mut self.sums).zip(values) {
            let taken = std::mem::take(so_far);
            *so_far = match sum {
                Sum::Rows | Sum::Known(_) | Sum::Total(_) => added(taken, value),
                Sum::Least(_) => extreme(taken, value, Ordering::Less),
                Sum::Greatest(_) => extreme(taken, value, Ordering::Greater),
            };
        }
        for (different, value) in self.different.iter_mut().zip(counted) {
            if !value.is_null() {
                different.insert(spelt(value));
            }
        }
    }
}

fn added(one: Value, other: &Value) -> Value {
    match (one, other) {
        (one, Value::Null) => one,
        (Value::Null, other) => other.clone(),
        (Value::Int(one), Value::Int(other)) => Value::Int(one.saturating_add(*other)),
        (one, other) => Value::Float(one.number().unwrap_or(0.0) + other.number().unwrap_or(0.0)),
    }
}

fn extreme(one: Value, other: &Value, wanted: Ordering) -> Value {
    if one.is_null() || !other.is_null() && compare(other, &one) == wanted { other.clone() } else { one }
}

/// A value told apart from all others.
pub(super) fn spelt(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => format!("t{text}"),
        other => format!("v{other}"),
    }
}

/// As both databases sort: nothing first, then by number, day or code points.
pub(super) fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Timestamp(one), Value::Timestamp(other)) => one.0.cmp(&other.0),
        (one, other) => match (one.number(), other.number()) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            // Days, and months and years alone.
            _ => one.to_string().cmp(&other.to_string()),
        },
    }
}
