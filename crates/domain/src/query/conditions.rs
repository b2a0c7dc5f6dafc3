//! Conditions become filters.

use vasculum_model::names::{agent, collection_object, locality, specify_user};
use vasculum_model::read::date::{DateOrder, date as read_date};
use vasculum_model::{Col, Date, Decimal, Error, Kind, Path, Result, Table, Timestamp, Value, model};
use vasculum_store::{Expr, Filter, Sign, Test, is_number};

use super::ast::{self, Cond, Op, Quantity, Way};
use super::making::{Fixed, Here, Maker, compare, end_value, known};
use super::special;
use super::ways::{End, Found, Leg, last_link, ones};
use crate::rules::numbers::{Given, number_format};
use crate::sets;

impl Maker<'_, '_> {
    /// A condition on the record at hand.
    pub(super) fn cond(&mut self, cond: &Cond, here: Here) -> Result<Filter> {
        Ok(match cond {
            Cond::And(list) => Filter::And(list.iter().map(|one| self.cond(one, here)).collect::<Result<_>>()?),
            Cond::Or(list) => Filter::Or(list.iter().map(|one| self.cond(one, here)).collect::<Result<_>>()?),
            Cond::Not(one) => match self.cond(one, here)? {
                // What asks for nothing asks for nothing when it is turned round.
                Filter::All => Filter::All,
                filter => Filter::Not(Box::new(filter)),
            },
            Cond::Test(ast::Expr::Way(way), op) => self.way_test(way, op, here)?,
            Cond::Test(expr, op) => self.expr_test(expr, op, here)?,
            Cond::Behind(quantity, way, such) => self.quantity(*quantity, way, such.as_deref(), here)?,
            Cond::Search(words) => self.search(words, here)?,
            Cond::Issue(name) => {
                let text = special::issue(here.table, name)?;
                self.cond(&super::parse::parse_condition(text)?, here)?
            }
            Cond::Changed(since, by) => self.changed(since.as_ref(), by.as_ref(), here)?,
        })
    }

    fn quantity(&mut self, quantity: Quantity, way: &Way, such: Option<&Cond>, here: Here) -> Result<Filter> {
        let found = self.find(here.table, way)?;
        if let (true, Some(such)) = (way.hops.is_empty() && matches!(quantity, Quantity::Any | Quantity::No), such) {
            // Of the record by itself: what is behind it is not what stands in its row.
            let such = self.cond(such, Here { table: here.table, outermost: false })?;
            return Ok(if quantity == Quantity::Any { such } else { Filter::Not(Box::new(such)) });
        }
        if found.end != End::Record || found.legs.is_empty() {
            return Err(Error::invalid(format!("‘{way}’ leads to no records.")));
        }
        let there = Here { table: found.table, outermost: false };
        let such = match such {
            Some(such) => self.cond(such, there)?,
            None => Filter::All,
        };
        let not = |filter| Filter::Not(Box::new(filter));
        // All records at the end are looked at, also where a row has one of them.
        let start = self.start_before(&found.legs, found.legs.len() - 1, here);
        let inner = match quantity {
            Quantity::Any => self.behind(start.table, &start.legs, such)?,
            Quantity::No => not(self.behind(start.table, &start.legs, such)?),
            Quantity::Every => not(self.behind(start.table, &start.legs, not(such))?),
            Quantity::AtLeast(number) | Quantity::AtMost(number) | Quantity::Exactly(number) => {
                let sign = match quantity {
                    Quantity::AtLeast(_) => Sign::AtLeast,
                    Quantity::AtMost(_) => Sign::AtMost,
                    _ => Sign::Is,
                };
                let (mut path, taken) = ones(start.table, &start.legs);
                let [Leg::Many(link, condition)] = &start.legs[taken..] else {
                    return Err(Error::invalid(format!("‘{way}’ must end with its one link to many records."))
                        .hint("Count step by step: any … (at least 2 …)."));
                };
                let of = model().table(path.table).many[usize::from(*link)].of;
                path.steps.push(vasculum_model::Step::Many(*link));
                path.table = of;
                let such = match condition {
                    Some(condition) => Filter::And(vec![self.cond(condition, there)?, such]),
                    None => such,
                };
                Filter::Number(path, Box::new(such), sign, i64::from(number))
            }
        };
        Ok(at(start.place, inner))
    }

    fn search(&mut self, words: &ast::Expr, here: Here) -> Result<Filter> {
        let words = match self.fixed(words)? {
            Fixed::Open => return Ok(Filter::All),
            Fixed::Text(text) | Fixed::Number(text) => text,
            _ => return Err(Error::invalid("A search needs words.")),
        };
        let Some(search) = self.asked.search else {
            return Err(Error::invalid("There is no search index here, so that a question can’t search for words.")
                .hint("Use ‘contains’ with a field."));
        };
        Ok(Filter::Ids(search(here.table.id, &words)?.ids))
    }

    fn changed(&mut self, since: Option<&ast::Expr>, by: Option<&ast::Expr>, here: Here) -> Result<Filter> {
        let since = match since.map(|since| self.fixed(since)).transpose()? {
            None | Some(Fixed::Open) => None,
            Some(Fixed::Moment(moment)) => Some(moment),
            Some(other) => Some(midnight(span(&other)?.0)),
        };
        let by = match by.map(|by| self.fixed(by)).transpose()? {
            None | Some(Fixed::Open) => None,
            Some(Fixed::Me) => Some(self.me(specify_user::TABLE).unwrap_or(0)),
            Some(Fixed::Number(text)) => Some(whole(&text)?),
            Some(Fixed::Text(name)) => {
                let column = model().table(specify_user::TABLE).col("name");
                let filter = column.map_or(Filter::All, |column| Filter::test(column, Test::Same(name.clone())));
                let users = self.tx.select(&vasculum_store::Select::all(specify_user::TABLE).matching(filter))?;
                let user = users.first().map(|user| user.id);
                Some(user.ok_or_else(|| Error::invalid(format!("There is no user ‘{name}’.")))?)
            }
            Some(_) => return Err(Error::invalid("A person is named by their user name, or is ‘me’.")),
        };
        if since.is_none() && by.is_none() {
            return Ok(Filter::All);
        }
        let spans = self.tx.changed_records(here.table.id, since, by)?;
        let id = |test| Filter::test_id(here.table.id, test);
        if spans.len() <= 100 {
            let one = |(first, last): &(i64, i64)| {
                let (first, last) = (Value::Int(*first), Value::Int(*last));
                Filter::And(vec![id(Test::AtLeast(first)), id(Test::AtMost(last))])
            };
            return Ok(Filter::Or(spans.iter().map(one).collect()));
        }
        Ok(Filter::Ids(spans.into_iter().flat_map(|(first, last)| first..=last).collect()))
    }

    /// The end of a day, or a moment; nothing if nobody answered.
    pub(super) fn until(&mut self, moment: &ast::Expr) -> Result<Option<Timestamp>> {
        Ok(match self.fixed(moment)? {
            Fixed::Open => None,
            Fixed::Moment(moment) => Some(moment),
            other => Some(Timestamp(midnight(span(&other)?.1).0 + DAY - 1)),
        })
    }

    /// A test of what stands at the end of a way; over links to many: of at least one of them.
    fn way_test(&mut self, way: &Way, op: &Op, here: Here) -> Result<Filter> {
        let found = self.find(here.table, way)?;
        if *op == Op::Anything {
            return Ok(Filter::All);
        }
        if let Op::Empty = op {
            return Ok(Filter::Not(Box::new(self.known_at(way, &found, here)?)));
        }
        if let Op::IsOrEmpty(yes) = op {
            let is = self.way_test(way, &Op::Is(*yes), here)?;
            let empty = Filter::Not(Box::new(self.known_at(way, &found, here)?));
            return Ok(Filter::Or(vec![is, empty]));
        }
        if let Some(other) = other_way(op) {
            return self.compared(&ast::Expr::Way(way.clone()), op, other, here);
        }
        self.at_leaf(&found, here, |this, base, path, found| this.leaf(base, path, found, way, op))
    }

    /// Those in which something is known at the end of a way.
    fn known_at(&mut self, way: &Way, found: &Found, here: Here) -> Result<Filter> {
        self.at_leaf(found, here, |_, _, path, found| {
            Ok(match &found.end {
                End::Record => known(Expr::Field(0, Path { column: None, ..path })),
                End::Age => return Err(Error::invalid("An age can only be tested: ‘age between 10 and 20’.")),
                _ => {
                    let value = end_value(0, path, found, way)?;
                    let is_text = value.kind().is_text();
                    let known = known(value.clone());
                    if is_text {
                        let some = Filter::Not(Box::new(Filter::that(value, Test::Is("".into()))));
                        Filter::And(vec![known, some])
                    } else {
                        known
                    }
                }
            })
        })
    }

    /// Makes a filter for the last stretch of to-one links of a way, and leads there over the links to many before it.
    fn at_leaf(
        &mut self,
        found: &Found,
        here: Here,
        leaf: impl FnOnce(&mut Self, &'static Table, Path, &Found) -> Result<Filter>,
    ) -> Result<Filter> {
        let start = self.start(&found.legs, here);
        let last_many = start.legs.iter().rposition(|leg| matches!(leg, Leg::Many(..)));
        let (before, rest) = start.legs.split_at(last_many.map_or(0, |at| at + 1));
        let base = match before.last() {
            Some(_) => {
                let mut table = start.table;
                for leg in before {
                    table = match leg {
                        Leg::One(column) => {
                            table.at(*column).link.as_ref().map_or(table, |link| model().table(link.to))
                        }
                        Leg::Many(many, _) => model().table(table.many[usize::from(*many)].of),
                    };
                }
                table
            }
            None => start.table,
        };
        let (path, _) = ones(base, rest);
        let filter = leaf(self, base, path, found)?;
        if filter == Filter::All {
            return Ok(Filter::All);
        }
        let filter = self.behind(start.table, before, filter)?;
        Ok(at(start.place, filter))
    }

    /// A test at the end of to-one links.
    fn leaf(&mut self, base: &'static Table, path: Path, found: &Found, way: &Way, op: &Op) -> Result<Filter> {
        match &found.end {
            End::Record => self.record_test(base, &path, found.table, way, op),
            End::Age => self.age(&path, op),
            End::Rank(ranks, column) => self.rank_test(&path, ranks, *column, op),
            End::Part(..) => {
                let value = end_value(0, path, found, way)?;
                self.worked_out(value, op)
            }
            End::Id | End::Field(_) => {
                let column = if let End::Field(column) = found.end { Some(column) } else { None };
                let filter = self.column_test(&Path { column, ..path.clone() }, op)?;
                if self.query.synonyms && found.table.is_tree() && filter != Filter::All {
                    return self.with_synonyms(&path, column, op);
                }
                Ok(filter)
            }
        }
    }

    /// The nodes whose field passes a test, with their synonyms and accepted names.
    fn with_synonyms(&mut self, path: &Path, column: Option<u16>, op: &Op) -> Result<Filter> {
        let own = Path { base: path.table, steps: Vec::new(), table: path.table, column };
        let filter = self.column_test(&own, op)?;
        let ids = self.ids(path.table, filter)?;
        let ids = self.synonyms_of(path.table, ids)?;
        self.is_one_of(path, ids)
    }

    /// Those whose record at the end of a path has one of the ids.
    pub(super) fn is_one_of(&mut self, path: &Path, ids: Vec<i64>) -> Result<Filter> {
        Ok(match last_link(path) {
            None => Filter::Ids(ids),
            Some(link) => Filter::Test(link, Test::Ids(ids)),
        })
    }

    /// A test of a field, or of an id.
    pub(super) fn column_test(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let kind = path.column.map_or(Kind::Long, |column| model().table(path.table).at(column).kind);
        match kind {
            kind if kind.is_text() => self.text_test(path, op),
            Kind::Date | Kind::PartialDate | Kind::Day => self.day_test(path, op),
            Kind::Timestamp => self.moment_test(path, op),
            Kind::YesNo => self.yes_test(path, op),
            _ => self.worked_out(Expr::Field(0, path.clone()), op),
        }
    }

    fn text_test(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let test = |test| Filter::Test(path.clone(), test);
        let text_of = |this: &mut Self, expr: &ast::Expr| this.text(expr);
        Ok(match op {
            Op::Compare(Sign::Is, other) => match text_of(self, other)? {
                Some(text) => self.is_text(path, &text)?,
                None => Filter::All,
            },
            Op::Compare(sign, other) => {
                let text = text_of(self, other)?;
                self.beside(path, *sign, text)?
            }
            Op::Like(other) => text_of(self, other)?.map_or(Filter::All, |text| test(Test::Like(text))),
            Op::Contains(other) => text_of(self, other)?.map_or(Filter::All, |text| test(Test::Contains(text))),
            Op::EndsWith(other) => text_of(self, other)?.map_or(Filter::All, |text| test(Test::EndsWith(text))),
            Op::StartsWith(other) => match text_of(self, other)? {
                Some(text) => self.starts(path, &text)?,
                None => Filter::All,
            },
            Op::Between(from, to) => {
                let (from, to) = (text_of(self, from)?, text_of(self, to)?);
                all(vec![self.beside(path, Sign::AtLeast, from)?, self.beside(path, Sign::AtMost, to)?])
            }
            Op::In(list) => self.text_in(path, list)?,
            Op::Is(_) => return Err(wrong(path, "a text")),
            _ => return Err(wrong(path, "a text")),
        })
    }

    /// Equal to a text, without regard to case; a number as its format would write it too.
    fn is_text(&mut self, path: &Path, text: &str) -> Result<Filter> {
        let same = |text: &str| {
            let test = if text.is_ascii() { Test::IsCaseless(text.to_owned()) } else { Test::Same(text.to_owned()) };
            Filter::Test(path.clone(), test)
        };
        match self.proper(path, text)? {
            Some(proper) if proper != text => Ok(Filter::Or(vec![same(&proper), same(text)])),
            _ => Ok(same(text)),
        }
    }

    /// Before or after a text; a number as its format writes it, so that 12 comes after 3.
    fn beside(&mut self, path: &Path, sign: Sign, text: Option<String>) -> Result<Filter> {
        let Some(text) = text else { return Ok(Filter::All) };
        let text = self.proper(path, &text)?.unwrap_or(text);
        let text = Expr::Value(Value::Text(text.into()), Kind::LongText);
        Ok(compare(Expr::Field(0, path.clone()), sign, text))
    }

    /// A number as the format of its field writes it: `123` becomes `000000123`.
    fn proper(&mut self, path: &Path, text: &str) -> Result<Option<String>> {
        let Some(column) = path.column.map(|column| Col(path.table, column)) else { return Ok(None) };
        let collection = self.tx.access().collection;
        let format = number_format(self.tx, column, collection)?;
        Ok(match format.map(|format| format.read(text)) {
            Some(Given::Number(number)) => Some(number),
            _ => None,
        })
    }

    /// Begins with a text; a number of digits alone also behind leading zeros.
    fn starts(&mut self, path: &Path, text: &str) -> Result<Filter> {
        let begins = Filter::Test(path.clone(), Test::StartsWith(text.to_owned()));
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number
            || path.table != collection_object::TABLE
            || path.column != Some(collection_object::CATALOG_NUMBER.1)
        {
            return Ok(begins);
        }
        let Some(proper) = self.proper(path, text)? else { return Ok(begins) };
        let zeros = proper.len().saturating_sub(proper.trim_start_matches('0').len());
        let wanted = text.trim_start_matches('0');
        let padded = (1..=zeros)
            .map(|count| Filter::Test(path.clone(), Test::StartsWith(format!("{}{wanted}", "0".repeat(count)))));
        Ok(Filter::Or(std::iter::once(begins).chain(padded).collect()))
    }

    fn text_in(&mut self, path: &Path, list: &[ast::Expr]) -> Result<Filter> {
        let mut texts = Vec::with_capacity(list.len());
        for one in list {
            texts.extend(self.text(one)?);
        }
        if texts.is_empty() && !list.is_empty() {
            return Ok(Filter::All);
        }
        if path.table == collection_object::TABLE && path.column == Some(collection_object::CATALOG_NUMBER.1) {
            let found = sets::by_numbers(self.tx, collection_object::CATALOG_NUMBER, &texts.join("\n"))?;
            let whole = Path { column: None, ..path.clone() };
            return self.is_one_of(&whole, found.ids);
        }
        Ok(Filter::Or(texts.iter().map(|text| self.is_text(path, text)).collect::<Result<_>>()?))
    }

    /// The text that a plain value is; nothing if nobody answered.
    fn text(&mut self, expr: &ast::Expr) -> Result<Option<String>> {
        Ok(match self.fixed(expr)? {
            Fixed::Open => None,
            Fixed::Text(text) | Fixed::Number(text) => Some(text),
            Fixed::Days(first, last) if first == last => Some(first.to_string()),
            Fixed::Days(first, _) => Some(first.to_string()[..7].to_owned()),
            Fixed::Moment(moment) => Some(moment.to_string()),
            Fixed::Yes(yes) => Some(yes.to_string()),
            Fixed::Me => Some(self.tx.access().name.clone()),
        })
    }

    fn day_test(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let test = |test| Filter::Test(path.clone(), test);
        let (from, to) = (|day| Test::AtLeast(Value::Date(day)), |day| Test::AtMost(Value::Date(day)));
        Ok(match op {
            Op::Compare(sign, other) => {
                let Some((first, last)) = self.days(other)? else { return Ok(Filter::All) };
                match sign {
                    Sign::Is if first == last => test(Test::Is(Value::Date(first))),
                    Sign::Is => Filter::And(vec![test(from(first)), test(to(last))]),
                    Sign::Less => test(Test::Less(Value::Date(first))),
                    Sign::AtMost => test(to(last)),
                    Sign::Greater => test(Test::Greater(Value::Date(last))),
                    Sign::AtLeast => test(from(first)),
                }
            }
            Op::Between(one, other) => {
                let (one, other) = (self.days(one)?, self.days(other)?);
                all(vec![
                    one.map_or(Filter::All, |(first, _)| test(from(first))),
                    other.map_or(Filter::All, |(_, last)| test(to(last))),
                ])
            }
            Op::In(list) => {
                let one = |this: &mut Self, one: &ast::Expr| this.day_test(path, &Op::Compare(Sign::Is, one.clone()));
                any(list.iter().map(|each| one(self, each)).collect::<Result<_>>()?)
            }
            Op::Like(_) | Op::Contains(_) | Op::StartsWith(_) | Op::EndsWith(_) => self.as_text(path, op)?,
            _ => return Err(wrong(path, "a date")),
        })
    }

    fn moment_test(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let test = |test| Filter::Test(path.clone(), test);
        let bounds = |this: &mut Self, expr: &ast::Expr| -> Result<Option<(Timestamp, Timestamp)>> {
            Ok(match this.fixed(expr)? {
                Fixed::Open => None,
                Fixed::Moment(moment) => Some((moment, Timestamp(moment.0 + 1))),
                other => {
                    let (first, last) = span(&other)?;
                    Some((midnight(first), Timestamp(midnight(last).0 + DAY)))
                }
            })
        };
        let (from, below) =
            (|moment| Test::AtLeast(Value::Timestamp(moment)), |moment| Test::Less(Value::Timestamp(moment)));
        Ok(match op {
            Op::Compare(sign, other) => {
                let Some((start, end)) = bounds(self, other)? else { return Ok(Filter::All) };
                match sign {
                    Sign::Is => Filter::And(vec![test(from(start)), test(below(end))]),
                    Sign::Less => test(below(start)),
                    Sign::AtMost => test(below(end)),
                    Sign::Greater => test(from(end)),
                    Sign::AtLeast => test(from(start)),
                }
            }
            Op::Between(one, other) => {
                let (one, other) = (bounds(self, one)?, bounds(self, other)?);
                all(vec![
                    one.map_or(Filter::All, |(start, _)| test(from(start))),
                    other.map_or(Filter::All, |(_, end)| test(below(end))),
                ])
            }
            Op::In(list) => any(list
                .iter()
                .map(|one| self.moment_test(path, &Op::Compare(Sign::Is, one.clone())))
                .collect::<Result<_>>()?),
            _ => return Err(wrong(path, "a moment")),
        })
    }

    /// The days of a plain value; nothing if nobody answered.
    fn days(&mut self, expr: &ast::Expr) -> Result<Option<(Date, Date)>> {
        Ok(match self.fixed(expr)? {
            Fixed::Open => None,
            other => Some(span(&other)?),
        })
    }

    fn yes_test(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let is = |yes: bool| Filter::Test(path.clone(), Test::Is(Value::Bool(yes)));
        match op {
            Op::Is(yes) => Ok(is(*yes)),
            Op::Compare(Sign::Is, other) => match self.fixed(other)? {
                Fixed::Open => Ok(Filter::All),
                Fixed::Yes(yes) => Ok(is(yes)),
                Fixed::Text(text) | Fixed::Number(text) => match Kind::YesNo.read(&text).map_err(Error::invalid)? {
                    Value::Bool(yes) => Ok(is(yes)),
                    _ => Ok(Filter::All),
                },
                _ => Err(wrong(path, "yes or no")),
            },
            _ => Err(wrong(path, "yes or no")),
        }
    }

    /// A test of a value that is worked out: a number, a text, a day.
    fn worked_out(&mut self, value: Expr, op: &Op) -> Result<Filter> {
        let kind = value.kind();
        let constant = |this: &mut Self, expr: &ast::Expr| this.constant(kind, expr);
        Ok(match op {
            Op::Compare(sign, other) => match constant(self, other)? {
                Some(other) => plain_compare(value, *sign, other),
                None => Filter::All,
            },
            Op::Between(from, to) => {
                let (from, to) = (constant(self, from)?, constant(self, to)?);
                all(vec![
                    from.map_or(Filter::All, |from| plain_compare(value.clone(), Sign::AtLeast, from)),
                    to.map_or(Filter::All, |to| plain_compare(value.clone(), Sign::AtMost, to)),
                ])
            }
            Op::In(list) => {
                let mut ways = Vec::with_capacity(list.len());
                for one in list {
                    ways.extend(constant(self, one)?.map(|one| plain_compare(value.clone(), Sign::Is, one)));
                }
                if ways.is_empty() { Filter::All } else { Filter::Or(ways) }
            }
            Op::Like(other) => self.text(other)?.map_or(Filter::All, |text| Filter::that(value, Test::Like(text))),
            Op::Contains(other) => {
                self.text(other)?.map_or(Filter::All, |text| Filter::that(value, Test::Contains(text)))
            }
            Op::StartsWith(other) => {
                self.text(other)?.map_or(Filter::All, |text| Filter::that(value, Test::StartsWith(text)))
            }
            Op::EndsWith(other) => {
                self.text(other)?.map_or(Filter::All, |text| Filter::that(value, Test::EndsWith(text)))
            }
            Op::Is(yes) if kind == Kind::YesNo => Filter::that(value, Test::Is(Value::Bool(*yes))),
            Op::IsOrEmpty(yes) if kind == Kind::YesNo => {
                let is = Filter::that(value.clone(), Test::Is(Value::Bool(*yes)));
                Filter::Or(vec![is, Filter::that(value, Test::Empty)])
            }
            Op::Empty => Filter::that(value, Test::Empty),
            Op::Anything => Filter::All,
            _ => return Err(wrong_kind(kind)),
        })
    }

    /// A test of a date as it is written.
    fn as_text(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let text = |this: &mut Self, expr: &ast::Expr| this.text(expr);
        let (expr, make): (_, fn(String) -> Test) = match op {
            Op::Like(expr) => (expr, Test::Like),
            Op::Contains(expr) => (expr, Test::Contains),
            Op::StartsWith(expr) => (expr, Test::StartsWith),
            Op::EndsWith(expr) => (expr, Test::EndsWith),
            _ => return Err(wrong(path, "a date")),
        };
        Ok(text(self, expr)?.map_or(Filter::All, |text| Filter::Test(path.clone(), make(text))))
    }

    /// A plain value of the kind to which something is compared.
    fn constant(&mut self, kind: Kind, expr: &ast::Expr) -> Result<Option<Expr>> {
        let fixed = self.fixed(expr)?;
        Ok(Some(match fixed {
            Fixed::Open => return Ok(None),
            Fixed::Me => Expr::Value(self.me(agent::TABLE).map_or(Value::Null, Value::Int), Kind::Long),
            Fixed::Number(text) | Fixed::Text(text) if is_number(kind) => super::making::number(text.trim())
                .map_err(|_| Error::invalid(format!("‘{text}’ is not a number, for example 12.5.")))?,
            Fixed::Number(text) | Fixed::Text(text) if kind.is_text() => {
                Expr::Value(Value::Text(text.into()), Kind::LongText)
            }
            Fixed::Yes(yes) => Expr::Value(Value::Bool(yes), Kind::YesNo),
            Fixed::Moment(moment) => Expr::Value(Value::Timestamp(moment), Kind::Timestamp),
            other => Expr::Value(Value::Date(span(&other)?.0), Kind::Day),
        }))
    }

    fn expr_test(&mut self, expr: &ast::Expr, op: &Op, here: Here) -> Result<Filter> {
        if let Some(other) = other_way(op) {
            return self.compared(expr, op, other, here);
        }
        let value = self.value(expr, here)?;
        self.worked_out(value, op)
    }

    /// Two values that stand in the same row.
    fn compared(&mut self, one: &ast::Expr, op: &Op, other: &ast::Expr, here: Here) -> Result<Filter> {
        match op {
            Op::Compare(sign, _) => {
                let (one, other) = (self.value(one, here)?, self.value(other, here)?);
                Ok(compare(one, *sign, other))
            }
            Op::Between(from, to) => {
                let (one, from, to) = (self.value(one, here)?, self.value(from, here)?, self.value(to, here)?);
                Ok(Filter::And(vec![compare(one.clone(), Sign::AtLeast, from), compare(one, Sign::AtMost, to)]))
            }
            Op::In(list) => {
                let one = self.value(one, here)?;
                let mut ways = Vec::new();
                for other in list {
                    ways.push(compare(one.clone(), Sign::Is, self.value(other, here)?));
                }
                Ok(Filter::Or(ways))
            }
            _ => Err(Error::invalid(format!("‘{other}’ is a field; a plain value is needed here."))),
        }
    }

    /// The ids of the records of a table that a filter lets through.
    pub(super) fn ids(&mut self, table: vasculum_model::TableId, filter: Filter) -> Result<Vec<i64>> {
        let rows = vasculum_store::Rows { filter, ..vasculum_store::Rows::of(table) };
        Ok(self.tx.ask(&rows)?.into_iter().filter_map(|row| row.ids[0]).collect())
    }

    /// A test of a whole record.
    fn record_test(
        &mut self,
        base: &'static Table,
        path: &Path,
        table: &'static Table,
        way: &Way,
        op: &Op,
    ) -> Result<Filter> {
        match op {
            Op::Under(node) => return self.under(path, table, node),
            Op::InSet(set) => return self.in_set(path, table, set),
            Op::Near(..) | Op::Inside(_) => {
                if table.id != locality::TABLE {
                    return Err(Error::invalid(format!("‘{way}’ is no locality."))
                        .hint("For example collectingEvent.locality within 10 km of (46.2, 6.1)."));
                }
                let ids = special::localities(self.tx, op)?;
                return self.is_one_of(path, ids);
            }
            _ => {}
        }
        if let Op::Compare(Sign::Is, other) = op {
            match self.fixed(other)? {
                Fixed::Open => return Ok(Filter::All),
                Fixed::Number(text) => return self.is_one_of(path, vec![whole(&text)?]),
                Fixed::Me => {
                    let me = self.me(table.id).into_iter().collect();
                    return self.is_one_of(path, me);
                }
                _ => {}
            }
        }
        if let Op::In(list) = op
            && list.iter().all(|one| matches!(one, ast::Expr::Number(_) | ast::Expr::Me))
        {
            let mut ids = Vec::new();
            for one in list {
                match self.fixed(one)? {
                    Fixed::Number(text) => ids.push(whole(&text)?),
                    _ => ids.extend(self.me(table.id)),
                }
            }
            return self.is_one_of(path, ids);
        }
        let Some(test) = self.written_test(op)? else { return Ok(Filter::All) };
        let _ = base;
        let ids = special::written(self.tx, table, &way.format, &test)?;
        self.is_one_of(path, ids)
    }

    /// A test of a text that is written by a format; nothing if nobody answered.
    fn written_test(&mut self, op: &Op) -> Result<Option<special::Written>> {
        let list = |this: &mut Self, expr: &ast::Expr| this.text(expr);
        Ok(match op {
            Op::Compare(Sign::Is, other) => list(self, other)?.map(|text| special::Written::Is(vec![text])),
            Op::Like(other) => list(self, other)?.map(special::Written::Like),
            Op::Contains(other) => list(self, other)?.map(special::Written::Contains),
            Op::StartsWith(other) => list(self, other)?.map(special::Written::StartsWith),
            Op::EndsWith(other) => list(self, other)?.map(special::Written::EndsWith),
            Op::In(others) => {
                let mut texts = Vec::new();
                for other in others {
                    texts.extend(list(self, other)?);
                }
                Some(special::Written::Is(texts)).filter(|_| !others.is_empty())
            }
            _ => {
                return Err(Error::invalid("A whole record can’t be tested like this.").hint("Name one of its fields."));
            }
        })
    }

    fn in_set(&mut self, path: &Path, table: &'static Table, set: &ast::Expr) -> Result<Filter> {
        let id = match self.fixed(set)? {
            Fixed::Open => return Ok(Filter::All),
            Fixed::Number(text) => sets::get(self.tx, whole(&text)?)?.record.id,
            Fixed::Text(name) => {
                let sets = sets::listed(self.tx)?;
                let found = sets.iter().find(|set| vasculum_store::fold(set.name()) == vasculum_store::fold(&name));
                found
                    .ok_or_else(|| {
                        Error::not_found(format!("There is no record set ‘{name}’ that is shared with you."))
                    })?
                    .record
                    .id
            }
            _ => return Err(Error::invalid("A record set is named by its number or its name.")),
        };
        let members = sets::members(table, id)?;
        Ok(if path.steps.is_empty() { members } else { Filter::Behind(path.clone(), Box::new(members)) })
    }
}

/// A condition on the record of a place.
pub(super) fn at(place: usize, filter: Filter) -> Filter {
    if place == 0 { filter } else { Filter::At(place, Box::new(filter)) }
}

fn all(list: Vec<Filter>) -> Filter {
    let mut list: Vec<Filter> = list.into_iter().filter(|one| *one != Filter::All).collect();
    match list.len() {
        0 => Filter::All,
        1 => list.remove(0),
        _ => Filter::And(list),
    }
}

fn any(list: Vec<Filter>) -> Filter {
    if list.iter().all(|one| *one == Filter::All) { Filter::All } else { Filter::Or(list) }
}

/// Compared with a plain value: by a test that an index may answer where the field itself stands there.
fn plain_compare(value: Expr, sign: Sign, other: Expr) -> Filter {
    if let (Expr::Field(0, path), Expr::Value(Value::Int(number), Kind::Long)) = (&value, &other)
        && value.kind().is_integer()
    {
        let number = Value::Int(*number);
        let test = match sign {
            Sign::Is => Test::Is(number),
            Sign::Less => Test::Less(number),
            Sign::AtMost => Test::AtMost(number),
            Sign::Greater => Test::Greater(number),
            Sign::AtLeast => Test::AtLeast(number),
        };
        return Filter::Test(path.clone(), test);
    }
    compare(value, sign, other)
}

/// The other value of a test, if it is not a plain one.
fn other_way(op: &Op) -> Option<&ast::Expr> {
    let is_plain = |expr: &&ast::Expr| {
        !matches!(
            expr,
            ast::Expr::Way(_) | ast::Expr::Calc(..) | ast::Expr::Call(..) | ast::Expr::If(..) | ast::Expr::Sum(..)
        )
    };
    match op {
        Op::Compare(_, other) => Some(other).filter(|other| !is_plain(other)),
        Op::Between(from, to) => [from, to].into_iter().find(|other| !is_plain(other)),
        Op::In(list) => list.iter().find(|other| !is_plain(other)),
        _ => None,
    }
}

const DAY: i64 = 86_400_000_000;

fn midnight(day: Date) -> Timestamp {
    Timestamp(i64::from(day.to_days()) * DAY)
}

/// The first and last day that a plain value means.
fn span(fixed: &Fixed) -> Result<(Date, Date)> {
    let odd = |text: &str| Error::invalid(format!("‘{text}’ is not a date, for example 1987-05-12, 1987-05 or 1987."));
    match fixed {
        Fixed::Days(first, last) => Ok((*first, *last)),
        Fixed::Moment(moment) => moment.date().map(|day| (day, day)).ok_or_else(|| odd(&moment.to_string())),
        Fixed::Number(text) | Fixed::Text(text) => {
            let reading = read_date(text, DateOrder::Ask).map_err(|_| odd(text))?;
            let day = |(year, month, day)| Date::new(year, month, day).ok_or_else(|| odd(text));
            Ok((day(reading.start.first_day())?, day(reading.end.unwrap_or(reading.start).last_day())?))
        }
        _ => Err(odd("me")),
    }
}

pub(super) fn whole(text: &str) -> Result<i64> {
    text.trim().parse().map_err(|_| Error::invalid(format!("‘{text}’ is not a whole number.")))
}

pub(super) fn decimal(text: &str) -> Result<f64> {
    Decimal::parse(text.trim())
        .map(Decimal::to_f64)
        .ok_or_else(|| Error::invalid(format!("‘{text}’ is not a number, for example 12.5.")))
}

fn wrong_kind(kind: Kind) -> Error {
    let what = match kind {
        kind if kind.is_text() => "Text",
        Kind::YesNo => "Yes or no",
        Kind::Date | Kind::PartialDate | Kind::Day => "A day",
        Kind::Timestamp => "A moment",
        _ => "A number",
    };
    Error::invalid(format!("{what} can’t be tested like this."))
        .hint("The manual lists the operators of each kind of field.")
}

fn wrong(path: &Path, what: &str) -> Error {
    Error::invalid(format!("‘{path}’ holds {what}, which can’t be tested like this."))
        .hint("The manual lists the operators of each kind of field.")
}
