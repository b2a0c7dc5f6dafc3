//! A plain evaluator of questions that knows nothing of SQL: it goes through all records in memory.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use vasculum_domain::query::ast::{Calc, Function, Hop, Op, Quantity, Shown, Sign, Summing};
use vasculum_domain::query::{Cond, Expr, Query, Way};
use vasculum_model::names::{
    agent, collecting_event, collection_object, collector, determination, geography, loan, loan_preparation, locality,
    prep_type, preparation, taxon,
};
use vasculum_model::{Decimal, Record, TableId, Value, model};
use vasculum_store::{Select, Tx, fold};

/// The tables among which ways lead.
pub(crate) const TABLES: &[TableId] = &[
    collection_object::TABLE,
    determination::TABLE,
    preparation::TABLE,
    taxon::TABLE,
    locality::TABLE,
    collecting_event::TABLE,
    agent::TABLE,
    geography::TABLE,
    loan::TABLE,
    loan_preparation::TABLE,
    collector::TABLE,
    prep_type::TABLE,
];

/// Ids by the id of their owner.
type ByOwner = HashMap<i64, Vec<i64>>;

/// All records of these tables that somebody sees.
pub(crate) struct World {
    tables: HashMap<TableId, BTreeMap<i64, Record>>,
    /// The name of each rank, by its id.
    pub(crate) ranks: HashMap<(TableId, i64), String>,
    /// What stands behind links to many, by table and column, by owner, in order.
    behind: RefCell<HashMap<(TableId, u16), ByOwner>>,
}

impl World {
    pub(crate) fn load(tx: &mut Tx<'_>) -> Self {
        let mut tables = HashMap::new();
        for table in TABLES {
            let records = tx.select(&Select::all(*table)).unwrap();
            tables.insert(*table, records.into_iter().map(|record| (record.id, record)).collect());
        }
        let mut ranks = HashMap::new();
        for table in [taxon::TABLE, geography::TABLE] {
            let tree = model().tree(table).unwrap();
            let seen = tx.trees_in_reach(table);
            for rank in tx.unscoped(|tx| tx.select(&Select::all(tree.rank))).unwrap() {
                if seen.as_ref().is_some_and(|seen| !rank.int(tree.rank_def).is_some_and(|def| seen.contains(&def))) {
                    continue;
                }
                ranks.insert((table, rank.id), rank.text(tree.rank_name).unwrap_or_default().to_owned());
            }
        }
        Self { tables, ranks, behind: RefCell::default() }
    }

    fn get(&self, table: TableId, id: i64) -> Option<&Record> {
        self.tables.get(&table)?.get(&id)
    }

    pub(crate) fn all(&self, table: TableId) -> impl Iterator<Item = &Record> {
        self.tables.get(&table).into_iter().flat_map(BTreeMap::values)
    }

    /// What a to-many link of a record leads to.
    fn many(&self, record: &Record, link: u16) -> Vec<&Record> {
        let many = &record.of().many[usize::from(link)];
        let key = (many.of, many.back);
        let mut behind = self.behind.borrow_mut();
        let by_owner = behind.entry(key).or_insert_with(|| {
            let mut by_owner = ByOwner::new();
            for other in self.all(many.of) {
                if let Some(owner) = other.values[usize::from(many.back)].int() {
                    by_owner.entry(owner).or_default().push(other.id);
                }
            }
            let order =
                ["ordinal", "orderNumber"].into_iter().find(|name| model().table(many.of).column(name).is_some());
            for ids in by_owner.values_mut() {
                ids.sort_by_key(|id| {
                    let record = self.get(many.of, *id).unwrap();
                    (order.and_then(|name| record.named(name)?.int()), *id)
                });
            }
            by_owner
        });
        let ids = by_owner.get(&record.id).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.get(many.of, *id)).collect()
    }
}

/// A value at the end of a way, and the record that it is of.
enum Ended<'w> {
    Record(&'w Record),
    Value(Value),
}

impl Ended<'_> {
    fn value(self) -> Value {
        match self {
            Ended::Record(record) => Value::Int(record.id),
            Ended::Value(value) => value,
        }
    }
}

/// The records of a row: the first, then those along which rows multiply, with their ways.
struct Row<'w> {
    records: Vec<Option<&'w Record>>,
    ways: Vec<Vec<Hop>>,
}

impl World {
    /// Everything at the end of a way from a record; from a row, its records go before.
    fn follow<'w>(&'w self, from: &'w Record, hops: &[Hop]) -> Vec<Ended<'w>> {
        let Some((hop, rest)) = hops.split_first() else { return vec![Ended::Record(from)] };
        let of = from.of();
        if let Some(link) = of.to_many(&hop.name) {
            return self
                .many(from, link)
                .into_iter()
                .filter(|record| hop.such.as_ref().is_none_or(|such| self.holds(such, record) == Some(true)))
                .flat_map(|record| self.follow(record, rest))
                .collect();
        }
        if let Some(column) = of.column(&hop.name) {
            let value = &from.values[usize::from(column)];
            if let Some(link) = &of.at(column).link {
                let next = value.int().and_then(|id| self.get(link.to, id));
                return next.map_or(Vec::new(), |next| self.follow(next, rest));
            }
            return vec![Ended::Value(match rest.first().map(|hop| hop.name.as_str()) {
                None => value.clone(),
                Some(part) => self.part(from, column, part),
            })];
        }
        if hop.name == "id" {
            return vec![Ended::Value(Value::Int(from.id))];
        }
        // A rank.
        let tree = model().tree(of.id).unwrap();
        let mut node = Some(from);
        while let Some(here) = node {
            let rank = here.int(tree.definition_item).and_then(|id| self.ranks.get(&(of.id, id)));
            if rank.is_some_and(|rank| rank.eq_ignore_ascii_case(&hop.name)) {
                let column = rest.first().map_or(tree.name.1, |field| of.column(&field.name).unwrap());
                return vec![Ended::Value(here.values[usize::from(column)].clone())];
            }
            node = here.int(tree.parent).and_then(|id| self.get(of.id, id));
        }
        vec![Ended::Value(Value::Null)]
    }

    fn part(&self, record: &Record, column: u16, part: &str) -> Value {
        let value = &record.values[usize::from(column)];
        let day = value.date().or_else(|| if let Value::Timestamp(moment) = value { moment.date() } else { None });
        let Some(day) = day else { return Value::Null };
        let precision = record.named(&format!("{}Precision", record.of().at(column).name)).and_then(Value::int);
        match (part, precision.unwrap_or(0)) {
            ("year", _) => Value::Int(day.year().into()),
            ("month", ..=2) => Value::Int(day.month().into()),
            ("day", ..=1) => Value::Int(day.day().into()),
            _ => Value::Null,
        }
    }

    fn ends<'w>(&'w self, row: &Row<'w>, way: &Way) -> Vec<Ended<'w>> {
        self.ends_before(row, way, way.hops.len())
    }

    /// The same, where a record of the row may stand on the first `most` names.
    fn ends_before<'w>(&'w self, row: &Row<'w>, way: &Way, most: usize) -> Vec<Ended<'w>> {
        let mut best = (0, 0);
        for (nth, theirs) in row.ways.iter().enumerate() {
            if theirs.len() > best.1 && most >= theirs.len() && way.hops[..theirs.len()] == theirs[..] {
                best = (nth, theirs.len());
            }
        }
        row.records[best.0].map_or(Vec::new(), |record| self.follow(record, &way.hops[best.1..]))
    }

    fn values(&self, row: &Row<'_>, way: &Way) -> Vec<Value> {
        self.ends(row, way).into_iter().map(Ended::value).collect()
    }

    fn value(&self, row: &Row<'_>, expr: &Expr) -> Value {
        match expr {
            Expr::Way(way) => self.values(row, way).pop().unwrap_or_default(),
            Expr::Number(text) => match text.parse::<i64>() {
                Ok(number) => Value::Int(number),
                Err(_) => Value::Float(Decimal::parse(text).unwrap().to_f64()),
            },
            Expr::Text(text) => Value::from(text.as_str()),
            Expr::Day(text) => Value::Date(vasculum_model::Date::parse(text).unwrap()),
            Expr::Calc(calc, one, other) => {
                let (one, other) = (self.value(row, one).number(), self.value(row, other).number());
                let (Some(one), Some(other)) = (one, other) else { return Value::Null };
                Value::Float(match calc {
                    Calc::Plus => one + other,
                    Calc::Minus => one - other,
                    Calc::Times => one * other,
                    Calc::Divided if other == 0.0 => return Value::Null,
                    Calc::Divided => one / other,
                })
            }
            Expr::Call(function, list) => self.call(row, *function, list),
            other => panic!("{other}"),
        }
    }

    fn call(&self, row: &Row<'_>, function: Function, list: &[Expr]) -> Value {
        let known = || {
            let Expr::Way(way) = &list[0] else { panic!("a way") };
            let from = row.records[0].unwrap().table;
            let most = (0..way.hops.len()).rfind(|last| self.is_many(from, &way.hops[..=*last])).unwrap();
            let ends = self.ends_before(row, way, most).into_iter();
            ends.map(Ended::value).filter(|value| !value.is_null()).collect::<Vec<_>>()
        };
        match function {
            Function::Number => Value::Int(known().len() as i64),
            Function::Total | Function::Mean => {
                let known = known();
                let total: f64 = known.iter().filter_map(Value::number).sum();
                match (known.is_empty(), function) {
                    (true, _) => Value::Null,
                    (_, Function::Mean) => Value::Float(total / known.len() as f64),
                    _ if known.iter().all(|value| value.int().is_some()) => Value::Int(total as i64),
                    _ => Value::Float(total),
                }
            }
            Function::Least => as_float(known().into_iter().min_by(compare).unwrap_or_default()),
            Function::Greatest => as_float(known().into_iter().max_by(compare).unwrap_or_default()),
            Function::Length => {
                let value = self.value(row, &list[0]);
                if value.is_null() { Value::Null } else { Value::Int(value.to_string().chars().count() as i64) }
            }
            Function::First => {
                list.iter().map(|one| self.value(row, one)).find(|value| !value.is_null()).unwrap_or_default()
            }
            Function::Joined => {
                let text: String = list.iter().map(|one| self.value(row, one).to_string()).collect();
                Value::from_text(&text)
            }
            other => panic!("{other:?}"),
        }
    }

    fn holds(&self, cond: &Cond, record: &Record) -> Option<bool> {
        self.holds_in(cond, &Row { records: vec![Some(record)], ways: vec![Vec::new()] })
    }

    /// Whether a condition holds in a row; what is not known does not hold.
    fn holds_in(&self, cond: &Cond, row: &Row<'_>) -> Option<bool> {
        Some(match cond {
            Cond::And(list) => list.iter().all(|one| self.holds_in(one, row) == Some(true)),
            Cond::Or(list) => list.iter().any(|one| self.holds_in(one, row) == Some(true)),
            Cond::Not(one) => self.holds_in(one, row) != Some(true),
            // Of the record itself, whatever else its row holds.
            Cond::Behind(Quantity::Any, way, Some(such)) if way.hops.is_empty() => {
                row.records[0].is_some_and(|record| self.holds(such, record) == Some(true))
            }
            Cond::Behind(quantity, way, such) => {
                let ends = self.ends_before(row, way, way.hops.len() - 1);
                let met = ends
                    .iter()
                    .filter(|end| match end {
                        Ended::Record(record) => {
                            such.as_ref().is_none_or(|such| self.holds(such, record) == Some(true))
                        }
                        Ended::Value(_) => panic!("records"),
                    })
                    .count();
                match quantity {
                    Quantity::Any => met > 0,
                    Quantity::No => met == 0,
                    Quantity::Every => met == ends.len(),
                    Quantity::AtLeast(number) => met >= *number as usize,
                    Quantity::AtMost(number) => met <= *number as usize,
                    Quantity::Exactly(number) => met == *number as usize,
                }
            }
            Cond::Test(Expr::Way(way), op) => {
                let values = self.values(row, way);
                let known = |value: &Value| !value.is_null() && value.text() != Some("");
                match op {
                    Op::Empty => !values.iter().any(known),
                    Op::IsOrEmpty(yes) => values.contains(&Value::Bool(*yes)) || !values.iter().any(known),
                    op => values.iter().any(|value| self.passes(value, op, row)),
                }
            }
            Cond::Test(expr, op) => self.passes(&self.value(row, expr), op, row),
            other => panic!("{other}"),
        })
    }

    fn passes(&self, value: &Value, op: &Op, row: &Row<'_>) -> bool {
        if value.is_null() {
            return false;
        }
        let text = || fold(&value.to_string());
        let plain = |expr: &Expr| match expr {
            Expr::Text(text) | Expr::Number(text) | Expr::Day(text) => text.clone(),
            other => panic!("{other}"),
        };
        match op {
            Op::Compare(sign, other) => {
                let other = self.value(row, other);
                if other.is_null() {
                    return false;
                }
                let order = match (value, &other) {
                    (Value::Text(one), other) => fold(one).cmp(&fold(&other.to_string())),
                    (Value::Date(one), Value::Date(other)) => one.to_days().cmp(&other.to_days()),
                    (Value::Date(one), other) => {
                        let year = i32::try_from(other.int().unwrap()).unwrap();
                        // A year is a span: its first or its last day counts.
                        return match sign {
                            Sign::Is => one.year() == year,
                            Sign::Less => one.year() < year,
                            Sign::AtMost => one.year() <= year,
                            Sign::Greater => one.year() > year,
                            Sign::AtLeast => one.year() >= year,
                        };
                    }
                    (one, other) => one.number().unwrap().total_cmp(&other.number().unwrap()),
                };
                signed(*sign, order)
            }
            Op::Between(from, to) => {
                self.passes(value, &Op::Compare(Sign::AtLeast, from.clone()), row)
                    && self.passes(value, &Op::Compare(Sign::AtMost, to.clone()), row)
            }
            Op::In(list) => list.iter().any(|one| self.passes(value, &Op::Compare(Sign::Is, one.clone()), row)),
            Op::Like(pattern) => like(&text(), &fold(&plain(pattern))),
            Op::Contains(part) => text().contains(&fold(&plain(part))),
            Op::StartsWith(part) => text().starts_with(&fold(&plain(part))),
            Op::EndsWith(part) => text().ends_with(&fold(&plain(part))),
            Op::Is(yes) => *value == Value::Bool(*yes),
            other => panic!("{other}"),
        }
    }

    /// The rows of a question before they are put together.
    fn rows<'w>(&'w self, query: &Query) -> Vec<Row<'w>> {
        let mut rows: Vec<Row<'w>> =
            self.all(query.from).map(|record| Row { records: vec![Some(record)], ways: vec![Vec::new()] }).collect();
        for way in &query.each {
            // Every link to many on the way is one along which rows multiply.
            for end in 1..=way.hops.len() {
                let part = &way.hops[..end];
                let mut longer = Vec::new();
                for row in rows {
                    if row.ways.iter().any(|theirs| theirs == part) || !self.is_many(query.from, part) {
                        longer.push(row);
                        continue;
                    }
                    let ends = self.ends(&row, &Way { hops: part.to_vec(), format: String::new() });
                    let mut ways = row.ways.clone();
                    ways.push(part.to_vec());
                    let mut put = |record| {
                        let mut records = row.records.clone();
                        records.push(record);
                        longer.push(Row { records, ways: ways.clone() });
                    };
                    let mut any = false;
                    for end in ends {
                        if let Ended::Record(record) = end {
                            any = true;
                            put(Some(record));
                        }
                    }
                    if !any {
                        put(None);
                    }
                }
                rows = longer;
            }
        }
        rows.retain(|row| query.filter.as_ref().is_none_or(|cond| self.holds_in(cond, row) == Some(true)));
        rows
    }

    fn is_many(&self, from: TableId, hops: &[Hop]) -> bool {
        let mut table = model().table(from);
        for (nth, hop) in hops.iter().enumerate() {
            if let Some(link) = table.to_many(&hop.name) {
                if nth + 1 == hops.len() {
                    return true;
                }
                table = model().table(table.many[usize::from(link)].of);
            } else {
                let link = table.column(&hop.name).and_then(|column| table.at(column).link.as_ref());
                let Some(link) = link else { return false };
                table = model().table(link.to);
            }
        }
        false
    }

    /// The answer: what stands in each row, in order.
    pub(crate) fn answer(&self, query: &Query) -> Vec<Vec<String>> {
        let mut rows = self.rows(query);
        if query.is_grouped() {
            return self.groups(query, &rows);
        }
        let down = query.sort.last().is_some_and(|(_, down)| *down);
        rows.sort_by(|one, other| {
            for (expr, down) in &query.sort {
                let key = |row: &Row<'_>| match expr {
                    // Of many values the first in the order counts.
                    Expr::Way(way) => {
                        let known = self.values(row, way).into_iter().filter(|value| !value.is_null());
                        (if *down { known.max_by(compare) } else { known.min_by(compare) }).unwrap_or_default()
                    }
                    expr => self.value(row, expr),
                };
                let order = compare(&key(one), &key(other));
                let order = if *down { order.reverse() } else { order };
                if order != Ordering::Equal {
                    return order;
                }
            }
            let ids = |row: &Row<'_>| row.records.iter().map(|one| one.map(|one| one.id)).collect::<Vec<_>>();
            let order = ids(one).cmp(&ids(other));
            if down { order.reverse() } else { order }
        });
        rows.truncate(query.limit.map_or(usize::MAX, |limit| limit as usize));
        rows.iter().map(|row| query.show.iter().map(|shown| self.shown(row, &shown.what)).collect()).collect()
    }

    /// What stands in a column.
    fn shown(&self, row: &Row<'_>, what: &Expr) -> String {
        let Expr::Way(way) = what else { return written(&self.value(row, what)) };
        let mut texts = Vec::new();
        for end in self.ends(row, way) {
            texts.push(match end {
                Ended::Record(record) => record.id.to_string(),
                Ended::Value(value) => self.with_precision(row, way, value),
            });
        }
        let is_list = texts.len() > 1;
        texts.retain(|text| !text.is_empty());
        let _ = is_list;
        texts.join("; ")
    }

    /// A day as far as it is known.
    fn with_precision(&self, row: &Row<'_>, way: &Way, value: Value) -> String {
        let Value::Date(day) = &value else { return written(&value) };
        let mut beside = way.clone();
        let Some(last) = beside.hops.last_mut() else { return written(&value) };
        let name = last.name.clone();
        last.name.push_str("Precision");
        // Only a way to one record is looked at: lists of days are not asked for.
        let has = model().tables().any(|table| table.column(&last.name).is_some() && table.column(&name).is_some());
        let precision = if has { self.values(row, &beside).pop().and_then(|value| value.int()) } else { None };
        let text = day.to_string();
        match precision {
            Some(2) => text[..text.len() - 3].to_owned(),
            Some(3) => text[..text.len() - 6].to_owned(),
            _ => text,
        }
    }

    fn groups(&self, query: &Query, rows: &[Row<'_>]) -> Vec<Vec<String>> {
        let is_key = |shown: &&Shown| !shown.what.has_sum();
        let mut groups: Vec<(Vec<String>, Vec<&Row<'_>>)> = Vec::new();
        let mut places: HashMap<Vec<String>, usize> = HashMap::new();
        for row in rows {
            let key: Vec<String> = query.show.iter().filter(is_key).map(|shown| self.shown(row, &shown.what)).collect();
            let place = *places.entry(key.clone()).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(row);
        }
        if groups.is_empty() && query.show.iter().all(|shown| shown.what.has_sum()) {
            groups.push((Vec::new(), Vec::new()));
        }
        let mut out: Vec<Vec<String>> = Vec::new();
        for (key, rows) in groups {
            let mut keys = key.into_iter();
            let mut line = Vec::new();
            for shown in &query.show {
                line.push(match &shown.what {
                    Expr::Sum(how, of) => written(&self.sum(*how, of.as_deref(), &rows)),
                    _ => keys.next().unwrap(),
                });
            }
            out.push(line);
        }
        out
    }

    fn sum(&self, how: Summing, of: Option<&Expr>, rows: &[&Row<'_>]) -> Value {
        let Some(of) = of else { return Value::Int(rows.len() as i64) };
        let known: Vec<Value> = rows.iter().map(|row| self.value(row, of)).filter(|value| !value.is_null()).collect();
        let total: f64 = known.iter().filter_map(Value::number).sum();
        match how {
            Summing::Count => Value::Int(known.len() as i64),
            Summing::Distinct => {
                let different: HashSet<String> = known.iter().map(|value| format!("{value:?}")).collect();
                Value::Int(different.len() as i64)
            }
            Summing::Sum if known.is_empty() => Value::Null,
            Summing::Sum if known.iter().all(|value| value.int().is_some()) => Value::Int(total as i64),
            Summing::Sum => Value::Float(total),
            Summing::Average if known.is_empty() => Value::Null,
            Summing::Average => Value::Float(total / known.len() as f64),
            Summing::Min => as_float(known.into_iter().min_by(compare).unwrap_or_default()),
            Summing::Max => as_float(known.into_iter().max_by(compare).unwrap_or_default()),
        }
    }
}

fn as_float(value: Value) -> Value {
    if let Value::Decimal(number) = value { Value::Float(number.to_f64()) } else { value }
}

/// A value as text, doubles to ten digits.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::Float(number) => {
            let rounded: f64 = format!("{number:.9e}").parse().unwrap();
            if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
        }
        other => other.to_string(),
    }
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.to_days().cmp(&other.to_days()),
        (Value::Timestamp(one), Value::Timestamp(other)) => one.0.cmp(&other.0),
        (one, other) => one.number().unwrap().total_cmp(&other.number().unwrap()),
    }
}

fn signed(sign: Sign, order: Ordering) -> bool {
    match sign {
        Sign::Is => order.is_eq(),
        Sign::Less => order.is_lt(),
        Sign::AtMost => order.is_le(),
        Sign::Greater => order.is_gt(),
        Sign::AtLeast => order.is_ge(),
    }
}

fn like(text: &str, pattern: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = &pattern[1..];
            let mut from = text;
            loop {
                if like(from, rest) {
                    return true;
                }
                let Some(letter) = from.chars().next() else { return false };
                from = &from[letter.len_utf8()..];
            }
        }
        Some(wanted) => {
            let Some(letter) = text.chars().next() else { return false };
            (wanted == '_' || wanted == letter) && like(&text[letter.len_utf8()..], &pattern[wanted.len_utf8()..])
        }
    }
}
