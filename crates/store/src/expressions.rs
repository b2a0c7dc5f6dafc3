//! How values that are worked out are written as SQL.

use vasculum_model::{Error, Kind, Path, Result, Step, Table, TableId, Value, model};

use crate::compile::Compiler;
use crate::question::{Calc, Call, Expr, Fold, Folded, Sign, end_of, is_number};
use crate::schema::TREE_PATH;
use crate::select::Filter;

impl Compiler<'_> {
    /// A value for the record `alias`: over joins where it is a record of the row, in a subquery of its own where it is one
    /// that a condition looks at.
    pub(crate) fn value(&mut self, expr: &Expr, alias: &str) -> Result<(String, Kind)> {
        let dialect = self.sql.dialect;
        let kind = expr.kind();
        let text = match expr {
            Expr::Value(value, kind) => {
                let placeholder = self.sql.hold(value.clone());
                dialect.typed(&placeholder, *kind)
            }
            Expr::Field(place, path) => {
                let start = self.start(*place, alias)?;
                self.field(&start, path)?
            }
            Expr::Part(place, path, part) => {
                let start = self.start(*place, alias)?;
                let day = self.field(&start, path)?;
                let day = if kind_of(path) == Kind::Timestamp { dialect.day_of(&day) } else { day };
                let text = dialect.part_of_day(&day, *part);
                match precision_of(path) {
                    Some(precision) if *part != crate::Part::Year => {
                        let precision = self.field(&start, &precision)?;
                        let most = if *part == crate::Part::Month { 2 } else { 1 };
                        format!("CASE WHEN COALESCE({precision}, 0) <= {most} THEN {text} END")
                    }
                    _ => text,
                }
            }
            Expr::Rank { place, node, ranks, column } => {
                let start = self.start(*place, alias)?;
                self.rank(&start, node, ranks, *column)?
            }
            Expr::Lineage(place, node) => {
                let start = self.start(*place, alias)?;
                self.lineage(&start, node)?
            }
            Expr::Fold(folded) => self.fold(folded, alias)?,
            Expr::Calc(calc, one, other) => {
                let (one, other) = (self.number(one, alias)?, self.number(other, alias)?);
                match calc {
                    Calc::Plus => format!("({one} + {other})"),
                    Calc::Minus => format!("({one} - {other})"),
                    Calc::Times => format!("({one} * {other})"),
                    Calc::Divided => format!("({one} / NULLIF({other}, 0))"),
                }
            }
            Expr::Call(call, list) => self.call(*call, list, alias)?,
            Expr::If(filter, one, other) => {
                let table = self.table_at(one, other, filter, alias)?;
                let condition = self.filter(filter, alias, table)?;
                let (one, _) = self.value(one, alias)?;
                let (other, _) = self.value(other, alias)?;
                format!("CASE WHEN {condition} THEN {one} ELSE {other} END")
            }
        };
        Ok((text, kind))
    }

    /// The table of the record at hand, which the places of a row know, and the parts of a condition tell elsewhere.
    fn table_at(&self, one: &Expr, other: &Expr, filter: &Filter, alias: &str) -> Result<&'static Table> {
        if let Some((_, table)) = self.places.iter().find(|(theirs, _)| theirs == alias) {
            return Ok(table);
        }
        let base = base_of_filter(filter).or_else(|| base_of(one)).or_else(|| base_of(other));
        base.map(|table| model().table(table)).ok_or_else(|| Error::invalid("This condition looks at nothing."))
    }

    /// The alias from which a place starts: the record at hand, or one along which rows multiply.
    fn start(&self, place: usize, alias: &str) -> Result<String> {
        if place == 0 {
            return Ok(alias.to_owned());
        }
        let found = self.places.get(place).map(|(alias, _)| alias.clone());
        found.ok_or_else(|| Error::invalid("Rows do not multiply here."))
    }

    /// What stands at the end of a path of to-one links.
    fn field(&mut self, start: &str, path: &Path) -> Result<String> {
        end_of(path)?;
        self.at_end(start, path, |this, alias, table| this.column(table, alias, path.column).0)
    }

    fn at_end(
        &mut self,
        start: &str,
        path: &Path,
        write: impl Fn(&Self, &str, &'static Table) -> String,
    ) -> Result<String> {
        if path.steps.is_empty() {
            return Ok(write(self, start, model().table(path.base)));
        }
        if self.places.iter().any(|(theirs, _)| theirs == start) {
            let (alias, table) = self.arrive(start, path)?;
            return Ok(write(self, &alias, table));
        }
        let (mut from, mut condition) = (String::new(), String::new());
        let (mut before, mut table) = (start.to_owned(), model().table(path.base));
        for step in &path.steps {
            let Step::One(column) = step else { continue };
            let column = table.at(*column);
            let Some(link) = &column.link else { return Err(Error::invalid(format!("{} is no link.", column.name))) };
            let (to, alias) = (model().table(link.to), self.alias());
            let scope = self.scope(to, &alias, 0)?;
            let joined = format!("{alias}.\"id\" = {before}.\"{}\" AND {scope}", column.sql);
            if from.is_empty() {
                from = format!("\"{}\" {alias}", to.sql);
                condition = joined;
            } else {
                from.push_str(&format!(" JOIN \"{}\" {alias} ON {joined}", to.sql));
            }
            (before, table) = (alias, to);
        }
        Ok(format!("(SELECT {} FROM {from} WHERE {condition})", write(self, &before, table)))
    }

    /// The ids of a tree node and its ancestors.
    fn lineage(&mut self, start: &str, node: &Path) -> Result<String> {
        let tree = model().table(end_of(node)?);
        if !tree.is_tree() {
            return Err(Error::invalid(format!("{} is no tree.", tree.name)));
        }
        self.at_end(start, node, |_, alias, _| format!("{alias}.\"{TREE_PATH}\""))
    }

    /// A column of the ancestor with one of the ranks, or of the node itself.
    fn rank(&mut self, start: &str, node: &Path, ranks: &[i64], column: Option<u16>) -> Result<String> {
        let tree = model().table(end_of(node)?);
        let path = self.lineage(start, node)?;
        let Some(of) = model().tree(tree.id) else { return Err(Error::invalid(format!("{} is no tree.", tree.name))) };
        let alias = self.alias();
        let scope = self.scope(tree, &alias, 0)?;
        let (wanted, _) = self.column(tree, &alias, column);
        let rank = format!("{alias}.\"{}\"", tree.at(of.definition_item.1).sql);
        let list: Vec<String> = ranks.iter().map(i64::to_string).collect();
        let among = if list.is_empty() {
            "FALSE".to_owned()
        } else {
            format!("{} IN ({})", self.sql.dialect.not_leading(&rank), list.join(", "))
        };
        let above = self.sql.dialect.in_path(&format!("{alias}.\"id\""), &path);
        Ok(format!(
            "(SELECT {wanted} FROM \"{}\" {alias} WHERE {above} AND {among} AND {scope} \
             ORDER BY {alias}.\"{TREE_PATH}\" DESC LIMIT 1)",
            tree.sql
        ))
    }

    /// What the records behind a to-many link come to.
    fn fold(&mut self, folded: &Folded, alias: &str) -> Result<String> {
        let start = self.start(folded.place, alias)?;
        let owner = model().table(end_of(&folded.owner)?);
        let id = self.at_end(&start, &folded.owner, |_, alias, _| format!("{alias}.\"id\""))?;
        let many = &owner.many[usize::from(folded.link)];
        let (of, inner) = (model().table(many.of), self.alias());
        let scope = self.scope(of, &inner, 0)?;
        let such = self.filter(&folded.such, &inner, of)?;
        let wanted = match (&folded.value, folded.fold) {
            (None, Fold::Number) => "COUNT(*)".to_owned(),
            (None, _) => return Err(Error::invalid("Say of what the total, the least or the greatest is wanted.")),
            (Some(value), fold) => {
                let (text, kind) = self.value(value, &inner)?;
                match fold {
                    Fold::Number => format!("COUNT({text})"),
                    Fold::Total => self.total(&text, kind)?,
                    Fold::Least => format!("MIN({})", self.ordered(&text, kind)?),
                    Fold::Greatest => format!("MAX({})", self.ordered(&text, kind)?),
                }
            }
        };
        let from = match many.through {
            None => {
                format!("\"{}\" {inner} WHERE {inner}.\"{}\" = {id}", of.sql, of.at(many.back).sql)
            }
            Some((through, to)) => {
                let (join, between) = (model().table(through), self.alias());
                format!(
                    "\"{}\" {between} JOIN \"{}\" {inner} ON {inner}.\"id\" = {between}.\"{}\" WHERE {between}.\"{}\" = {id}",
                    join.sql,
                    of.sql,
                    join.at(to).sql,
                    join.at(many.back).sql
                )
            }
        };
        Ok(format!("(SELECT {wanted} FROM {from} AND {scope} AND {such})"))
    }

    /// How many records a path over a to-many link leads to which a filter lets through.
    pub(crate) fn number_behind(
        &mut self,
        path: &Path,
        such: &Filter,
        alias: &str,
        table: &'static Table,
    ) -> Result<String> {
        let Some((Step::Many(link), before)) = path.steps.split_last() else {
            return Err(Error::invalid(format!("‘{path}’ leads to no more than one record.")));
        };
        let mut owner = Path { base: table.id, steps: before.to_vec(), table: table.id, column: None };
        for step in before {
            let Step::One(column) = step else {
                return Err(Error::invalid(format!("‘{path}’ goes over more than one link to many records.")));
            };
            owner.table = model().table(owner.table).at(*column).link.as_ref().map_or(owner.table, |link| link.to);
        }
        let folded = Folded { place: 0, owner, link: *link, such: such.clone(), value: None, fold: Fold::Number };
        self.fold(&folded, alias)
    }

    /// The sum of values: of whole numbers exactly, of others as doubles.
    pub(crate) fn total(&self, text: &str, kind: Kind) -> Result<String> {
        must_be_number(kind)?;
        Ok(if kind.is_integer() {
            format!("CAST(SUM({text}) AS BIGINT)")
        } else {
            format!("SUM({})", self.sql.dialect.double(text))
        })
    }

    /// A value of which there is a smallest.
    pub(crate) fn ordered(&self, text: &str, kind: Kind) -> Result<String> {
        match kind {
            Kind::YesNo => Err(Error::invalid("Of yes and no none is the least or the greatest.")),
            Kind::Decimal => Ok(self.sql.dialect.double(text)),
            kind if kind.is_text() => Ok(self.sql.dialect.by_code_points(text)),
            _ => Ok(text.to_owned()),
        }
    }

    fn number(&mut self, expr: &Expr, alias: &str) -> Result<String> {
        let (text, kind) = self.value(expr, alias)?;
        must_be_number(kind)?;
        Ok(self.sql.dialect.double(&text))
    }

    fn call(&mut self, call: Call, list: &[Expr], alias: &str) -> Result<String> {
        let dialect = self.sql.dialect;
        let values = list.iter().map(|expr| self.value(expr, alias)).collect::<Result<Vec<_>>>()?;
        Ok(match (call, values.as_slice()) {
            (Call::Joined, values) => {
                let mut parts = Vec::with_capacity(values.len());
                for (text, kind) in values {
                    if matches!(kind, Kind::Float | Kind::Timestamp | Kind::YesNo) {
                        return Err(Error::invalid("Only texts, days, whole and decimal numbers can be joined by &."));
                    }
                    let text = if kind.is_text() { text.clone() } else { dialect.as_text(text, *kind) };
                    parts.push(format!("COALESCE({text}, '')"));
                }
                dialect.by_code_points(&format!("NULLIF({}, '')", parts.join(" || ")))
            }
            (Call::First, values) => {
                let class = |kind: Kind| match kind {
                    kind if is_number(kind) => 1,
                    kind if kind.is_date() => 2,
                    kind if kind.is_text() => 3,
                    Kind::YesNo => 4,
                    _ => 5,
                };
                if values.iter().any(|(_, kind)| class(*kind) != class(values[0].1)) {
                    return Err(Error::invalid("The values of which the first is wanted must be of one kind."));
                }
                let is_double = values.iter().any(|(_, kind)| *kind == Kind::Float);
                let parts: Vec<String> = values
                    .iter()
                    .map(|(text, _)| if is_double { dialect.double(text) } else { text.clone() })
                    .collect();
                let text = format!("COALESCE({})", parts.join(", "));
                if values[0].1.is_text() { dialect.by_code_points(&text) } else { text }
            }
            (Call::Length, [(text, kind)]) => {
                let text = if kind.is_text() { text.clone() } else { dialect.as_text(text, *kind) };
                format!("CAST(length({text}) AS BIGINT)")
            }
            (Call::Lower, [(text, kind)]) => self.folded(text, *kind),
            (Call::Absolute, [(text, kind)]) => {
                must_be_number(*kind)?;
                format!("abs({})", dialect.double(text))
            }
            (Call::Days, [(to, one), (from, other)]) => {
                let day = |text: &str, kind: Kind| match kind {
                    Kind::Timestamp => Ok(dialect.day_of(text)),
                    kind if kind.is_date() => Ok(text.to_owned()),
                    _ => Err(Error::invalid("Days are counted between two dates.")),
                };
                dialect.days_between(&day(from, *other)?, &day(to, *one)?)
            }
            _ => return Err(Error::invalid("A function has too few or too many values.")),
        })
    }

    /// How two values compare.
    pub(crate) fn compare(&mut self, one: &Expr, sign: Sign, other: &Expr, alias: &str) -> Result<String> {
        let dialect = self.sql.dialect;
        let ((left, first), (right, second)) = (self.value(one, alias)?, self.value(other, alias)?);
        let (left, right) = match (first, second) {
            (a, b) if a.is_integer() && b.is_integer() => (left, right),
            (a, b) if is_number(a) && is_number(b) => (dialect.double(&left), dialect.double(&right)),
            (a, b) if a.is_text() && b.is_text() => (self.folded(&left, a), self.folded(&right, b)),
            (Kind::Timestamp, Kind::Timestamp) => {
                (dialect.comparable(&left, Kind::Timestamp), dialect.comparable(&right, Kind::Timestamp))
            }
            (Kind::Timestamp, b) if b.is_date() => (dialect.day_of(&left), right),
            (a, Kind::Timestamp) if a.is_date() => (left, dialect.day_of(&right)),
            (a, b) if a.is_date() && b.is_date() => (left, right),
            (Kind::YesNo, Kind::YesNo) if sign == Sign::Is => (left, right),
            (a, b) => {
                return Err(Error::invalid(format!("A {} can’t be compared with a {}.", a.name(), b.name())));
            }
        };
        Ok(format!("({left} {} {right})", sign.sql()))
    }
}

fn must_be_number(kind: Kind) -> Result<()> {
    if is_number(kind) { Ok(()) } else { Err(Error::invalid(format!("One can’t calculate with a {}.", kind.name()))) }
}

fn kind_of(path: &Path) -> Kind {
    path.column.map_or(Kind::Long, |at| model().table(path.table).at(at).kind)
}

/// The field that says how precisely a date is known.
fn precision_of(path: &Path) -> Option<Path> {
    let table = model().table(path.table);
    let column = table.at(path.column?);
    let precision = table.column(&format!("{}Precision", column.name))?;
    Some(Path { column: Some(precision), ..path.clone() })
}

fn base_of(expr: &Expr) -> Option<TableId> {
    match expr {
        Expr::Field(_, path) | Expr::Part(_, path, _) | Expr::Lineage(_, path) | Expr::Rank { node: path, .. } => {
            Some(path.base)
        }
        Expr::Fold(folded) => Some(folded.owner.base),
        Expr::Calc(_, one, other) => base_of(one).or_else(|| base_of(other)),
        Expr::Call(_, list) => list.iter().find_map(base_of),
        Expr::If(filter, one, other) => base_of_filter(filter).or_else(|| base_of(one)).or_else(|| base_of(other)),
        Expr::Value(..) => None,
    }
}

fn base_of_filter(filter: &Filter) -> Option<TableId> {
    match filter {
        Filter::And(list) | Filter::Or(list) | Filter::Each(list) => list.iter().find_map(base_of_filter),
        Filter::Not(one) | Filter::Looked(one) => base_of_filter(one),
        Filter::Test(path, _)
        | Filter::Under(path, _)
        | Filter::Word(path, _)
        | Filter::Behind(path, _)
        | Filter::Number(path, ..) => Some(path.base),
        Filter::Expr(expr, _) => base_of(expr),
        Filter::Compare(one, _, other) => base_of(one).or_else(|| base_of(other)),
        Filter::All | Filter::Ids(_) | Filter::Among(..) | Filter::At(..) => None,
    }
}

/// A value and its kind, as an expression.
impl From<(Value, Kind)> for Expr {
    fn from((value, kind): (Value, Kind)) -> Self {
        Self::Value(value, kind)
    }
}
