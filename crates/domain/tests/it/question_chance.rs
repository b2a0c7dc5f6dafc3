//! Questions made by chance, about what is there.

use vasculum_domain::query::ast::{Calc, Function, Hop, Op, Quantity, Shown, Sign, Summing};
use vasculum_domain::query::{Cond, Expr, Query, Way};
use vasculum_model::{Kind, TableId, Value, model};

use crate::question_evaluator::{TABLES, World};

/// Chance.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// Questions by chance, about what is there.
pub(crate) struct Asker<'w> {
    world: &'w World,
    dice: Dice,
}

/// A way that ends at a field, and what it can hold.
struct Field {
    way: Way,
    kind: Kind,
    is_many: bool,
    table: TableId,
    name: String,
}

impl<'w> Asker<'w> {
    pub(crate) fn new(world: &'w World, seed: u64) -> Self {
        let mut dice = Dice(seed);
        (0..5).for_each(|_| {
            dice.below(2);
        });
        Self { world, dice }
    }

    /// Fields in use, without those whose numbers are written in several ways.
    fn fields_of(&self, table: TableId) -> Vec<u16> {
        let of = model().table(table);
        let used = |at: &u16| {
            let column = of.at(*at);
            column.link.is_none()
                && !column.name.ends_with("Number")
                && !column.name.starts_with("timestamp")
                && !column.name.contains("guid")
                && column.kind != Kind::Json
                && self.world.all(table).any(|record| !record.values[usize::from(*at)].is_null())
        };
        (0..of.columns.len() as u16).filter(used).collect()
    }

    /// A way of links from a table: names, the table at its end, whether it is to many.
    fn links(&mut self, from: TableId, most: usize) -> (Vec<Hop>, TableId, bool) {
        let (mut hops, mut table, mut is_many) = (Vec::new(), from, false);
        for _ in 0..self.dice.below(most + 1) {
            let of = model().table(table);
            let mut ways: Vec<(String, TableId, bool)> = Vec::new();
            for column in &of.columns {
                if let Some(link) = &column.link
                    && TABLES.contains(&link.to)
                    && !column.name.contains("ByAgent")
                {
                    ways.push((column.name.to_owned(), link.to, false));
                }
            }
            for many in &of.many {
                if TABLES.contains(&many.of) && many.through.is_none() && !many.name.contains("Attachment") {
                    ways.push((many.name.to_owned(), many.of, true));
                }
            }
            if ways.is_empty() {
                break;
            }
            let (name, to, many) = ways.swap_remove(self.dice.below(ways.len()));
            let such = if many && self.dice.one_in(4) { Some(Box::new(self.cond(to, 0))) } else { None };
            hops.push(Hop { name, such });
            is_many |= many;
            table = to;
        }
        (hops, table, is_many)
    }

    fn field(&mut self, from: TableId, most: usize) -> Field {
        loop {
            let (hops, table, is_many) = self.links(from, most);
            if let Some(field) = self.field_at(hops, table, is_many) {
                return field;
            }
        }
    }

    fn field_at(&mut self, mut hops: Vec<Hop>, table: TableId, is_many: bool) -> Option<Field> {
        let of = model().table(table);
        if of.is_tree() && self.dice.one_in(3) {
            let names: Vec<&String> =
                self.world.ranks.iter().filter(|((tree, _), _)| *tree == table).map(|(_, name)| name).collect();
            let mut names: Vec<String> = names.into_iter().cloned().collect();
            names.sort();
            names.dedup();
            let name = names.swap_remove(self.dice.below(names.len()));
            hops.push(Hop { name, such: None });
            let column = model().tree(table).unwrap().name;
            let way = Way { hops, format: String::new() };
            return Some(Field { way, kind: Kind::Text, is_many, table, name: model().column(column).name.to_owned() });
        }
        let fields = self.fields_of(table);
        if fields.is_empty() {
            return None;
        }
        let column = fields[self.dice.below(fields.len())];
        let (name, mut kind) = (of.at(column).name, of.at(column).kind);
        hops.push(Hop { name: name.to_owned(), such: None });
        if kind.is_date() && self.dice.one_in(3) {
            let part = ["year", "month", "day"][self.dice.below(3)];
            hops.push(Hop { name: part.to_owned(), such: None });
            kind = Kind::Long;
        }
        Some(Field { way: Way { hops, format: String::new() }, kind, is_many, table, name: name.to_owned() })
    }

    /// A value that stands in a field somewhere.
    fn sample(&mut self, field: &Field) -> Value {
        let column = model().table(field.table).column(&field.name);
        let Some(column) = column else { return Value::Null };
        let known: Vec<&Value> = self
            .world
            .all(field.table)
            .map(|record| &record.values[usize::from(column)])
            .filter(|value| !value.is_null())
            .collect();
        if known.is_empty() { Value::Null } else { known[self.dice.below(known.len())].clone() }
    }

    fn text(&mut self, field: &Field) -> String {
        let text = self.sample(field).to_string();
        // Letters whose small forms depend on what stands beside them are left out.
        if text.contains(['İ', 'Σ', 'ς']) { "a".to_owned() } else { text }
    }

    fn constant(&mut self, field: &Field) -> Expr {
        let value = self.sample(field);
        match (&value, field.kind) {
            (_, Kind::Long) if value.date().is_some() => Expr::Number((1 + self.dice.below(2_026)).to_string()),
            (Value::Date(day), _) => {
                if self.dice.one_in(3) {
                    Expr::Number(day.year().to_string())
                } else {
                    Expr::Day(day.to_string())
                }
            }
            (Value::Int(number), _) => Expr::Number((number + self.dice.below(3) as i64 - 1).to_string()),
            (Value::Float(_) | Value::Decimal(_), _) => Expr::Number(value.to_string()),
            _ => Expr::Text(self.text(field)),
        }
    }

    fn op(&mut self, field: &Field) -> Op {
        let sign = [Sign::Is, Sign::Less, Sign::AtMost, Sign::Greater, Sign::AtLeast][self.dice.below(5)];
        match field.kind {
            kind if kind.is_text() => {
                let text = self.text(field);
                let letters: Vec<char> = text.chars().collect();
                let half = letters.len().div_ceil(2);
                let (start, end): (String, String) =
                    (letters[..half].iter().collect(), letters[letters.len() - half..].iter().collect());
                match self.dice.below(8) {
                    0 => Op::Like(Expr::Text(format!("{start}%"))),
                    1 => Op::Like(Expr::Text(format!("_{}%", letters.iter().skip(1).take(2).collect::<String>()))),
                    2 => Op::Contains(Expr::Text(if self.dice.one_in(2) { end.to_uppercase() } else { end })),
                    3 => Op::StartsWith(Expr::Text(start)),
                    4 => Op::EndsWith(Expr::Text(end)),
                    5 => Op::Between(Expr::Text(start), Expr::Text(self.text(field))),
                    6 => Op::In(vec![Expr::Text(text), Expr::Text(self.text(field))]),
                    _ => Op::Compare(sign, Expr::Text(text)),
                }
            }
            Kind::YesNo => {
                let yes = self.dice.one_in(2);
                if self.dice.one_in(3) { Op::IsOrEmpty(yes) } else { Op::Is(yes) }
            }
            _ => match self.dice.below(5) {
                0 => Op::Between(self.constant(field), self.constant(field)),
                1 => Op::In(vec![self.constant(field), self.constant(field)]),
                _ => Op::Compare(sign, self.constant(field)),
            },
        }
    }

    /// A condition on records of a table.
    fn cond(&mut self, table: TableId, depth: usize) -> Cond {
        let cond = match self.dice.below(if depth == 0 { 3 } else { 8 }) {
            0..=2 => {
                let field = self.field(table, if depth == 0 { 1 } else { 3 });
                let op = if self.dice.one_in(6) { Op::Empty } else { self.op(&field) };
                Cond::Test(Expr::Way(field.way), op)
            }
            3 => Cond::And((0..2).map(|_| self.cond(table, depth - 1)).collect()),
            4 => Cond::Or((0..2).map(|_| self.cond(table, depth - 1)).collect()),
            5 | 6 => {
                let (hops, end, is_many) = loop {
                    let found = self.links(table, 2);
                    if found.2 {
                        break found;
                    }
                    if self.dice.one_in(20) {
                        return self.cond(table, 0);
                    }
                };
                let _ = is_many;
                // The ways to count end with their one link to many.
                let counts = hops.iter().filter(|hop| self.is_many_name(&hop.name)).count() == 1
                    && hops.last().is_some_and(|hop| self.is_many_name(&hop.name));
                let number = self.dice.below(3) as u32;
                let quantity = match self.dice.below(if counts { 6 } else { 3 }) {
                    0 => Quantity::Any,
                    1 => Quantity::No,
                    2 => Quantity::Every,
                    3 => Quantity::AtLeast(number),
                    4 => Quantity::AtMost(number),
                    _ => Quantity::Exactly(number),
                };
                let such = if self.dice.one_in(3) { None } else { Some(Box::new(self.cond(end, depth - 1))) };
                Cond::Behind(quantity, Way { hops, format: String::new() }, such)
            }
            _ => {
                let (one, other) = (self.single(table), self.single(table));
                let is_number = |field: &Field| field.kind.is_integer() || field.kind == Kind::Decimal;
                let same = one.kind.is_text() && other.kind.is_text()
                    || one.kind.is_date() && other.kind.is_date()
                    || is_number(&one) && is_number(&other);
                if !same {
                    return self.cond(table, 0);
                }
                let sign = [Sign::Is, Sign::Less, Sign::AtLeast][self.dice.below(3)];
                Cond::Test(Expr::Way(one.way), Op::Compare(sign, Expr::Way(other.way)))
            }
        };
        if self.dice.one_in(5) { cond.negated() } else { cond }
    }

    fn is_many_name(&self, name: &str) -> bool {
        TABLES.iter().any(|table| model().table(*table).to_many(name).is_some())
            && !TABLES.iter().any(|table| model().table(*table).column(name).is_some())
    }

    fn single(&mut self, table: TableId) -> Field {
        loop {
            let field = self.field(table, 2);
            if !field.is_many {
                return field;
            }
        }
    }

    /// Something to show.
    fn shown(&mut self, table: TableId) -> Shown {
        let what = match self.dice.below(6) {
            0 => {
                let (one, other) = (self.single(table), self.single(table));
                let is_number = |field: &Field| field.kind.is_integer();
                if is_number(&one) && is_number(&other) {
                    let calc = [Calc::Plus, Calc::Minus, Calc::Times, Calc::Divided][self.dice.below(4)];
                    Expr::Calc(calc, Box::new(Expr::Way(one.way)), Box::new(Expr::Way(other.way)))
                } else if one.kind.is_text() && other.kind.is_text() {
                    Expr::Call(
                        Function::Joined,
                        vec![Expr::Way(one.way), Expr::Text(" + ".into()), Expr::Way(other.way)],
                    )
                } else {
                    Expr::Way(one.way)
                }
            }
            1 => {
                let field = loop {
                    let field = self.field(table, 2);
                    if field.is_many {
                        break field;
                    }
                    if self.dice.one_in(20) {
                        return Shown { what: Expr::way("id"), caption: String::new() };
                    }
                };
                let function = match field.kind {
                    kind if kind.is_integer() => {
                        [Function::Number, Function::Total, Function::Least, Function::Greatest, Function::Mean]
                            [self.dice.below(5)]
                    }
                    kind if kind.is_text() => {
                        [Function::Number, Function::Least, Function::Greatest][self.dice.below(3)]
                    }
                    _ => Function::Number,
                };
                Expr::Call(function, vec![Expr::Way(field.way)])
            }
            _ => loop {
                let field = self.field(table, 3);
                // A list of days is shown as far as each is known, which the evaluator does not do.
                if !(field.is_many && field.kind.is_date()) {
                    break Expr::Way(field.way);
                }
            },
        };
        let caption = if self.dice.one_in(4) { "A \"caption\"".to_owned() } else { String::new() };
        Shown { what, caption }
    }

    pub(crate) fn query(&mut self) -> Query {
        let table = TABLES[self.dice.below(9)];
        let mut query = Query::of(table);
        if self.dice.one_in(4) {
            let (hops, _, is_many) = self.links(table, 2);
            let ends_many = hops.last().is_some_and(|hop| self.is_many_name(&hop.name));
            if is_many && ends_many {
                query.each.push(Way { hops, format: String::new() });
            }
        }
        if !self.dice.one_in(5) {
            query.filter = Some(self.cond(table, 2));
        }
        if self.dice.one_in(4) {
            for _ in 0..self.dice.below(3) {
                let field = self.single(table);
                query.show.push(Shown { what: Expr::Way(field.way), caption: String::new() });
            }
            for _ in 0..=self.dice.below(3) {
                let field = self.single(table);
                let how = if field.kind.is_integer() || field.kind == Kind::Decimal {
                    [Summing::Sum, Summing::Average, Summing::Min, Summing::Max, Summing::Distinct][self.dice.below(5)]
                } else if field.kind.is_text() {
                    [Summing::Count, Summing::Distinct, Summing::Min, Summing::Max][self.dice.below(4)]
                } else {
                    Summing::Count
                };
                // The number of digits of decimals is kept, so that equal numbers may be written differently.
                let how = if how == Summing::Distinct && field.kind == Kind::Decimal { Summing::Count } else { how };
                query
                    .show
                    .push(Shown { what: Expr::Sum(how, Some(Box::new(Expr::Way(field.way)))), caption: String::new() });
            }
            query.show.push(Shown { what: Expr::Sum(Summing::Count, None), caption: String::new() });
            return query;
        }
        for _ in 0..=self.dice.below(4) {
            let shown = self.shown(table);
            query.show.push(shown);
        }
        for _ in 0..self.dice.below(3) {
            let field = self.field(table, 2);
            if field.is_many && field.kind == Kind::YesNo {
                continue;
            }
            query.sort.push((Expr::Way(field.way), self.dice.one_in(2)));
        }
        if self.dice.one_in(4) {
            query.limit = Some(self.dice.below(30) as u64);
        }
        query
    }
}
