//! A question becomes one that the database can answer: names are looked up, values get their kinds.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use vasculum_model::names::agent;
use vasculum_model::{Date, Decimal, Error, Kind, Many, Path, Result, Step, Table, TableId, Timestamp, Value, model};
use vasculum_store::{Calc, Call, Each, Expr, Filter, Fold, Folded, Sign, Test, Tx};

use super::ast::{self, Function, Query, Unit, Way};
use super::ways::{End, Found, Leg, Ranks, find, ones};

/// What a question needs beside its text.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// What the person answered to `ask("…")`, by its words.
    pub answers: Option<&'a HashMap<String, String>>,
    /// Finds the records of a table by a search for words.
    pub search: Option<Search<'a>>,
}

/// A search: the records of a table that words find.
pub type Search<'a> = &'a dyn Fn(TableId, &str) -> Result<Hits>;

/// The records that a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Their ids.
    pub ids: Vec<i64>,
    /// The change set up to which everything was looked at.
    pub upto: i64,
}

/// A record of a row along which rows multiply.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) legs: Vec<Leg>,
    pub(super) table: &'static Table,
}

/// The record at hand where something is looked up.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) table: &'static Table,
    /// Whether it is the record of a row, beside which those of the places stand.
    pub(super) outermost: bool,
}

/// Where a way leads from: a place of the row, and the legs that are left.
pub(super) struct Start {
    pub(super) place: usize,
    pub(super) table: &'static Table,
    pub(super) legs: Vec<Leg>,
}

pub(super) struct Maker<'m, 't> {
    pub(super) tx: &'m mut Tx<'t>,
    pub(super) asked: Asked<'m>,
    pub(super) query: &'m Query,
    pub(super) ranks: Rc<RefCell<Ranks>>,
    pub(super) places: Vec<Place>,
    pub(super) each: Vec<Each>,
}

/// A value that stands in the question itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fixed {
    /// Nobody answered: no condition.
    Open,
    Text(String),
    Number(String),
    /// From the first day to the last.
    Days(Date, Date),
    Moment(Timestamp),
    Me,
    Yes(bool),
}

impl<'m, 't> Maker<'m, 't> {
    pub(super) fn new(tx: &'m mut Tx<'t>, query: &'m Query, asked: Asked<'m>) -> Result<Self> {
        Self::with_ranks(tx, query, asked, Rc::default())
    }

    /// The same, with what is known of ranks already.
    pub(super) fn with_ranks(
        tx: &'m mut Tx<'t>,
        query: &'m Query,
        asked: Asked<'m>,
        ranks: Rc<RefCell<Ranks>>,
    ) -> Result<Self> {
        let base = model().table(query.from);
        let places = vec![Place { legs: Vec::new(), table: base }];
        let mut maker = Self { tx, asked, query, ranks, places, each: Vec::new() };
        for way in &query.each {
            maker.multiply(base, way)?;
        }
        Ok(maker)
    }

    pub(super) fn outermost(&self) -> Here {
        Here { table: model().table(self.query.from), outermost: true }
    }

    pub(super) fn find(&mut self, from: &'static Table, way: &Way) -> Result<Found> {
        find(self.tx, &mut self.ranks.borrow_mut(), from, way)
    }

    /// One more place of the row, for every to-many link on the way that has none yet.
    pub(super) fn multiply(&mut self, base: &'static Table, way: &Way) -> Result<()> {
        let found = self.find(base, way)?;
        if found.end != End::Record || !found.legs.iter().any(|leg| matches!(leg, Leg::Many(..))) {
            return Err(Error::invalid(format!("‘{way}’ leads to no more than one record.")));
        }
        for end in 1..=found.legs.len() {
            let Leg::Many(link, such) = &found.legs[end - 1] else { continue };
            if self.places.iter().any(|place| place.legs == found.legs[..end]) {
                continue;
            }
            let start = self.start(&found.legs[..end - 1], Here { table: base, outermost: true });
            let (owner, taken) = ones(start.table, &start.legs);
            if taken < start.legs.len() {
                return Err(Error::invalid(format!("‘{way}’ can’t be multiplied.")));
            }
            let of = model().table(model().table(owner.table).many[usize::from(*link)].of);
            let such = match such {
                Some(such) => self.cond(such, Here { table: of, outermost: false })?,
                None => Filter::All,
            };
            self.each.push(Each { from: start.place, owner, link: *link, such });
            self.places.push(Place { legs: found.legs[..end].to_vec(), table: of });
        }
        Ok(())
    }

    /// The place of the row from which legs go on, and what is left of them.
    pub(super) fn start(&self, legs: &[Leg], here: Here) -> Start {
        self.start_before(legs, legs.len(), here)
    }

    /// The same, where the place lies on the first `most` legs.
    pub(super) fn start_before(&self, legs: &[Leg], most: usize, here: Here) -> Start {
        let mut best = (0, 0);
        if here.outermost {
            for (nth, place) in self.places.iter().enumerate() {
                let taken = place.legs.len();
                if taken > best.1 && taken <= most && legs[..taken] == place.legs {
                    best = (nth, taken);
                }
            }
        }
        let table = if here.outermost { self.places[best.0].table } else { here.table };
        Start { place: best.0, table, legs: legs[best.1..].to_vec() }
    }

    /// The one value at the end of a way.
    pub(super) fn single(&mut self, way: &Way, here: Here) -> Result<Expr> {
        let found = self.find(here.table, way)?;
        let start = self.start(&found.legs, here);
        let (path, taken) = ones(start.table, &start.legs);
        if taken < start.legs.len() {
            return Err(Error::invalid(format!("‘{way}’ leads to many values; here one is needed."))
                .hint("Use number(), total(), least() or greatest(), or let rows multiply with ‘each’."));
        }
        end_value(start.place, path, &found, way)
    }

    /// The id of the one record at the end of a way; nothing if it leads elsewhere.
    pub(super) fn record_id(&mut self, way: &Way, here: Here) -> Result<Option<Expr>> {
        let found = self.find(here.table, way)?;
        let start = self.start(&found.legs, here);
        let (path, taken) = ones(start.table, &start.legs);
        let is_one = found.end == End::Record && taken == start.legs.len();
        Ok(is_one.then_some(Expr::Field(start.place, Path { column: None, ..path })))
    }

    /// A value that the database works out.
    pub(super) fn value(&mut self, expr: &ast::Expr, here: Here) -> Result<Expr> {
        Ok(match expr {
            ast::Expr::Way(way) => self.single(way, here)?,
            ast::Expr::Calc(calc, one, other) => {
                let (one, other) = (self.value(one, here)?, self.value(other, here)?);
                Expr::Calc(*calc, Box::new(one), Box::new(other))
            }
            ast::Expr::If(cond, one, other) => {
                let cond = self.cond(cond, here)?;
                let (one, other) = (self.value(one, here)?, self.value(other, here)?);
                Expr::If(Box::new(cond), Box::new(one), Box::new(other))
            }
            ast::Expr::Call(function, list) => self.call(*function, list, here)?,
            ast::Expr::Sum(..) => {
                return Err(Error::invalid("What groups come to is shown, sorted by, or stands after ‘having’."));
            }
            fixed => match self.fixed(fixed)? {
                Fixed::Open => Expr::Value(Value::Null, Kind::LongText),
                Fixed::Text(text) => Expr::Value(Value::Text(text.into()), Kind::LongText),
                Fixed::Number(text) => number(&text)?,
                Fixed::Days(first, _) => Expr::Value(Value::Date(first), Kind::Day),
                Fixed::Moment(moment) => Expr::Value(Value::Timestamp(moment), Kind::Timestamp),
                Fixed::Me => Expr::Value(self.me(agent::TABLE).map_or(Value::Null, Value::Int), Kind::Long),
                Fixed::Yes(yes) => Expr::Value(Value::Bool(yes), Kind::YesNo),
            },
        })
    }

    fn call(&mut self, function: Function, list: &[ast::Expr], here: Here) -> Result<Expr> {
        let call = match function {
            Function::Joined => Call::Joined,
            Function::First => Call::First,
            Function::Length => Call::Length,
            Function::Lower => Call::Lower,
            Function::Absolute => Call::Absolute,
            Function::Days => Call::Days,
            Function::Mean => {
                let total = self.call(Function::Total, list, here)?;
                let known = self.call(Function::Number, list, here)?;
                return Ok(Expr::Calc(Calc::Divided, Box::new(total), Box::new(known)));
            }
            Function::Number | Function::Total | Function::Least | Function::Greatest => {
                let [ast::Expr::Way(way)] = list else {
                    return Err(Error::invalid(
                        "Between the brackets of number(), total(), least(), greatest() and mean() stands a way to many records.",
                    ));
                };
                let fold = match function {
                    Function::Number => Fold::Number,
                    Function::Total => Fold::Total,
                    Function::Least => Fold::Least,
                    _ => Fold::Greatest,
                };
                return self.folded(way, fold, here);
            }
        };
        let values = list.iter().map(|one| self.value(one, here)).collect::<Result<_>>()?;
        Ok(Expr::Call(call, values))
    }

    /// What stands behind a way to many records, made one.
    pub(super) fn folded(&mut self, way: &Way, fold: Fold, here: Here) -> Result<Expr> {
        let found = self.find(here.table, way)?;
        // All records are looked at, also where a row has one of them.
        let most = found.legs.iter().rposition(|leg| matches!(leg, Leg::Many(..))).unwrap_or(0);
        let start = self.start_before(&found.legs, most, here);
        self.fold_legs(start.place, start.table, &start.legs, fold, &found, way)
    }

    fn fold_legs(
        &mut self,
        place: usize,
        table: &'static Table,
        legs: &[Leg],
        fold: Fold,
        found: &Found,
        way: &Way,
    ) -> Result<Expr> {
        let (owner, taken) = ones(table, legs);
        let Some((Leg::Many(link, such), rest)) = legs[taken..].split_first() else {
            return Err(Error::invalid(format!("‘{way}’ leads to no more than one record.")));
        };
        let of = model().table(model().table(owner.table).many[usize::from(*link)].of);
        let such = match such {
            Some(such) => self.cond(such, Here { table: of, outermost: false })?,
            None => Filter::All,
        };
        let counts = fold == Fold::Number;
        let goes_on = rest.iter().any(|leg| matches!(leg, Leg::Many(..)));
        let (value, fold) = if goes_on {
            let inner = self.fold_legs(0, of, rest, fold, found, way)?;
            (Some(inner), if fold == Fold::Number { Fold::Total } else { fold })
        } else {
            let (path, _) = ones(of, rest);
            let value = match &found.end {
                End::Record if rest.is_empty() => None,
                End::Record => Some(Expr::Field(0, Path { column: None, ..path })),
                _ => Some(end_value(0, path, found, way)?),
            };
            (value, fold)
        };
        let folded = Folded { place, owner, link: *link, such, value, fold };
        let expr = Expr::Fold(Box::new(folded));
        // A total of numbers of nothing is nothing, but a number is a number.
        if goes_on && counts {
            return Ok(Expr::Call(Call::First, vec![expr, Expr::Value(Value::Int(0), Kind::Long)]));
        }
        Ok(expr)
    }

    /// A value that stands in the question itself.
    pub(super) fn fixed(&mut self, expr: &ast::Expr) -> Result<Fixed> {
        Ok(match expr {
            ast::Expr::Text(text) => Fixed::Text(text.clone()),
            ast::Expr::Number(text) => Fixed::Number(text.clone()),
            ast::Expr::Day(text) => days(text)?,
            ast::Expr::Today(amount, unit) => self.today(*amount, *unit)?,
            ast::Expr::Me => Fixed::Me,
            ast::Expr::Yes(yes) => Fixed::Yes(*yes),
            ast::Expr::Ask(words, usual) => {
                let answer = self.asked.answers.and_then(|answers| answers.get(words)).unwrap_or(usual).trim();
                if answer.contains('\0') {
                    return Err(Error::invalid("The character U+0000 can’t stand in an answer."));
                }
                if answer.is_empty() { Fixed::Open } else { Fixed::Text(answer.to_owned()) }
            }
            other => return Err(Error::invalid(format!("A plain value is needed in place of ‘{other}’."))),
        })
    }

    fn today(&mut self, amount: i64, unit: Unit) -> Result<Fixed> {
        let now = self.tx.now();
        let too_far = || Error::invalid("This day lies beyond the calendar.");
        let micros = match unit {
            Unit::Second => 1_000_000,
            Unit::Minute => 60_000_000,
            Unit::Hour => 3_600_000_000,
            _ => 0,
        };
        if micros > 0 {
            let moved = amount.checked_mul(micros).and_then(|micros| now.0.checked_add(micros)).ok_or_else(too_far)?;
            return Ok(Fixed::Moment(Timestamp(moved)));
        }
        let today = now.date().ok_or_else(too_far)?;
        let day = match unit {
            Unit::Month | Unit::Year => {
                let months = if unit == Unit::Year { amount.checked_mul(12).ok_or_else(too_far)? } else { amount };
                let count = i64::from(today.year()) * 12 + i64::from(today.month()) - 1;
                let count = count.checked_add(months).ok_or_else(too_far)?;
                let year = i32::try_from(count.div_euclid(12)).map_err(|_| too_far())?;
                let month = u8::try_from(count.rem_euclid(12) + 1).map_err(|_| too_far())?;
                let most = vasculum_model::read::date::days_in_month(year, month);
                Date::new(year, month, today.day().min(most))
            }
            _ => {
                let days = if unit == Unit::Week { amount.checked_mul(7).ok_or_else(too_far)? } else { amount };
                let days = i64::from(today.to_days()).checked_add(days).ok_or_else(too_far)?;
                i32::try_from(days).ok().and_then(Date::from_days)
            }
        };
        let day = day.filter(|day| (0..=9999).contains(&day.year())).ok_or_else(too_far)?;
        Ok(Fixed::Days(day, day))
    }

    /// The person who asks, as a record of this table: their agent or their user.
    pub(super) fn me(&self, table: TableId) -> Option<i64> {
        let access = self.tx.access();
        if table == agent::TABLE { access.agent } else { access.user }
    }

    /// A condition for the records at the end of legs from a table, as one for the table.
    pub(super) fn behind(&mut self, table: &'static Table, legs: &[Leg], such: Filter) -> Result<Filter> {
        if legs.is_empty() {
            return Ok(such);
        }
        let (mut path, taken) = ones(table, legs);
        let Some((Leg::Many(link, condition), rest)) = legs[taken..].split_first() else {
            return Ok(Filter::Behind(path, Box::new(such)));
        };
        let of = model().to_many(Many(path.table, *link)).of;
        path.steps.push(Step::Many(*link));
        path.table = of;
        let of = model().table(of);
        let inner = self.behind(of, rest, such)?;
        let inner = match condition {
            Some(condition) => {
                let condition = self.cond(condition, Here { table: of, outermost: false })?;
                Filter::And(vec![condition, inner])
            }
            None => inner,
        };
        Ok(Filter::Behind(path, Box::new(inner)))
    }
}

/// What stands at the end of a path, as a value.
pub(super) fn end_value(place: usize, path: Path, found: &Found, way: &Way) -> Result<Expr> {
    Ok(match &found.end {
        End::Id => Expr::Field(place, Path { column: None, ..path }),
        End::Field(column) => Expr::Field(place, Path { column: Some(*column), ..path }),
        End::Part(column, part) => Expr::Part(place, Path { column: Some(*column), ..path }, *part),
        End::Rank(ranks, column) => Expr::Rank { place, node: path, ranks: ranks.clone(), column: *column },
        End::Record => {
            return Err(Error::invalid(format!("‘{way}’ is a whole record; here one of its fields is needed.")));
        }
        End::Age => return Err(Error::invalid("An age can only be tested: ‘age between 10 and 20’.")),
    })
}

/// A number as it was written.
pub(super) fn number(text: &str) -> Result<Expr> {
    if let Ok(number) = text.parse::<i64>() {
        return Ok(Expr::Value(Value::Int(number), Kind::Long));
    }
    let number = Decimal::parse(text).ok_or_else(|| Error::invalid(format!("‘{text}’ is too long a number.")))?;
    Ok(Expr::Value(Value::Float(number.to_f64()), Kind::Float))
}

/// A day, month or moment as it was written.
fn days(text: &str) -> Result<Fixed> {
    let odd = || Error::invalid(format!("‘{text}’ is no day of the calendar."));
    if text.contains('T') {
        return Timestamp::parse(text).map(Fixed::Moment).ok_or_else(odd);
    }
    if text.len() == 7 {
        let first = Date::parse(&format!("{text}-01")).ok_or_else(odd)?;
        let last = vasculum_model::read::date::days_in_month(first.year(), first.month());
        return Ok(Fixed::Days(first, Date::new(first.year(), first.month(), last).ok_or_else(odd)?));
    }
    let day = Date::parse(text).ok_or_else(odd)?;
    Ok(Fixed::Days(day, day))
}

/// A test for the value of a field that stands beside the record at hand.
pub(super) fn compare(one: Expr, sign: Sign, other: Expr) -> Filter {
    Filter::Compare(Box::new(one), sign, Box::new(other))
}

/// Those in which a value is known.
pub(super) fn known(expr: Expr) -> Filter {
    Filter::Not(Box::new(Filter::that(expr, Test::Empty)))
}
