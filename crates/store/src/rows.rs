//! Rows of values and groups of them: the questions of people.

use std::fmt::Write as _;

use vasculum_model::{Error, Kind, Path, Result, Table, Value, model};

use crate::compile::Compiler;
use crate::conn::{Row, Sql};
use crate::question::{Answered, Each, Expr, Rows, Sign, Sum, end_of};
use crate::select::{Filter, along_scope, is_span};
use crate::spool::Spool;
use crate::tx::Tx;

impl Tx<'_> {
    /// The rows that a question asks for.
    ///
    /// # Errors
    ///
    /// - `Forbidden`: the person may not read one of the tables.
    /// - `Invalid`: values can't be worked out or compared as the question wants.
    pub fn ask(&mut self, rows: &Rows) -> Result<Vec<Answered>> {
        let (sql, shape) = self.compiler().rows(rows)?;
        self.rows(&sql, |row| shape.read(row))
    }

    /// Hands over the rows that a question asks for, so many at a time, in constant memory: they wait in a file without a
    /// name where they are more, so that others can be asked for meanwhile.
    ///
    /// # Errors
    ///
    /// As [`Tx::ask`], and whatever `each` refuses.
    pub fn ask_in_batches(
        &mut self,
        rows: &Rows,
        size: usize,
        mut each: impl FnMut(&mut Self, Vec<Answered>) -> Result<()>,
    ) -> Result<()> {
        let (sql, shape) = self.compiler().rows(rows)?;
        let mut spool = Spool::new(size);
        self.statements += 1;
        self.reading(&sql)?.each(&sql, |row| spool.put(shape.read(row)?))?;
        let mut waiting = spool.read()?;
        while let Some(batch) = waiting.next_batch()? {
            each(self, batch)?;
        }
        Ok(())
    }

    /// How many rows a question asks for, without regard to its limit.
    ///
    /// # Errors
    ///
    /// As [`Tx::ask`].
    pub fn count_rows(&mut self, rows: &Rows) -> Result<i64> {
        let sql = self.compiler().number_of_rows(rows)?;
        Ok(self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0))
    }

    /// For each combination of the values of the columns what the rows with it come to; in no order.
    ///
    /// # Errors
    ///
    /// As [`Tx::ask`].
    pub fn group_rows(&mut self, rows: &Rows, sums: &[Sum]) -> Result<Vec<(Vec<Value>, Vec<Value>)>> {
        let (sql, keys, sums) = self.compiler().groups(rows, sums)?;
        self.rows(&sql, |row| {
            let key = keys.iter().enumerate().map(|(at, kind)| row.value(at, *kind)).collect::<Result<_>>()?;
            let sum =
                sums.iter().enumerate().map(|(at, kind)| row.value(keys.len() + at, *kind)).collect::<Result<_>>()?;
            Ok((key, sum))
        })
    }
}

/// What stands in the columns of an answer.
struct Shape {
    ids: usize,
    kinds: Vec<Kind>,
}

impl Shape {
    fn read(&self, row: &Row<'_>) -> Result<Answered> {
        let ids = (0..self.ids).map(|at| row.maybe_int(at)).collect::<Result<_>>()?;
        let value = |(at, kind): (usize, &Kind)| row.value(self.ids + at, *kind);
        Ok(Answered { ids, values: self.kinds.iter().enumerate().map(value).collect::<Result<_>>()? })
    }
}

impl Compiler<'_> {
    /// `SELECT ids, columns FROM … WHERE … ORDER BY … LIMIT …`.
    fn rows(mut self, rows: &Rows) -> Result<(Sql, Shape)> {
        let mut columns = self.enter(rows)?;
        let shape = Shape { ids: columns.len(), kinds: rows.columns.iter().map(Expr::kind).collect() };
        let ids = columns.clone();
        for expr in &rows.columns {
            columns.push(self.value(expr, "t0")?.0);
        }
        let condition = self.wanted(rows)?;
        let mut order = String::new();
        for (expr, down) in &rows.sort {
            let text = self.sortable(expr)?;
            let _ = write!(order, "{}, ", self.sql.dialect.sort(&text, *down));
        }
        let down = runs_down(rows);
        let last: Vec<String> = ids.iter().map(|id| self.sql.dialect.sort(id, down)).collect();
        // More than the engines can count to is as good as all.
        let limit = rows.limit.map_or(String::new(), |limit| format!(" LIMIT {}", limit.min(i64::MAX.unsigned_abs())));
        self.sql.text = format!(
            "SELECT {} FROM \"{}\" t0{} WHERE {condition} ORDER BY {order}{}{limit}",
            columns.join(", "),
            model().table(rows.table).sql,
            self.join_text,
            last.join(", ")
        );
        Ok((self.sql, shape))
    }

    fn number_of_rows(mut self, rows: &Rows) -> Result<Sql> {
        self.enter(rows)?;
        let condition = self.wanted(&Rows { after: None, sort: Vec::new(), ..rows.clone() })?;
        self.sql.text = format!(
            "SELECT COUNT(*) FROM \"{}\" t0{} WHERE {condition}",
            model().table(rows.table).sql,
            self.join_text
        );
        Ok(self.sql)
    }

    fn groups(mut self, rows: &Rows, sums: &[Sum]) -> Result<(Sql, Vec<Kind>, Vec<Kind>)> {
        self.enter(rows)?;
        let mut columns = Vec::new();
        for expr in &rows.columns {
            let (text, kind) = self.value(expr, "t0")?;
            columns.push(if kind.is_text() { self.sql.dialect.by_code_points(&text) } else { text });
        }
        for sum in sums {
            columns.push(match sum {
                Sum::Rows => "COUNT(*)".to_owned(),
                Sum::Known(expr) => format!("COUNT({})", self.value(expr, "t0")?.0),
                Sum::Total(expr) => {
                    let (text, kind) = self.value(expr, "t0")?;
                    self.total(&text, kind)?
                }
                Sum::Least(expr) | Sum::Greatest(expr) => {
                    let (text, kind) = self.value(expr, "t0")?;
                    let word = if matches!(sum, Sum::Least(_)) { "MIN" } else { "MAX" };
                    format!("{word}({})", self.ordered(&text, kind)?)
                }
            });
        }
        if columns.is_empty() {
            return Err(Error::invalid("Say what the rows are to be grouped by, or what they come to."));
        }
        let condition = self.wanted(&Rows { after: None, sort: Vec::new(), ..rows.clone() })?;
        let keys: Vec<String> = (1..=rows.columns.len()).map(|at| at.to_string()).collect();
        let by = if keys.is_empty() { String::new() } else { format!(" GROUP BY {}", keys.join(", ")) };
        self.sql.text = format!(
            "SELECT {} FROM \"{}\" t0{} WHERE {condition}{by}",
            columns.join(", "),
            model().table(rows.table).sql,
            self.join_text
        );
        let kinds = rows.columns.iter().map(Expr::kind).collect();
        Ok((self.sql, kinds, sums.iter().map(Sum::kind).collect()))
    }

    /// Makes the places of a row, and returns how their ids are written.
    fn enter(&mut self, rows: &Rows) -> Result<Vec<String>> {
        self.places = vec![("t0".to_owned(), model().table(rows.table))];
        for each in &rows.each {
            let place = self.multiply(each)?;
            self.places.push(place);
        }
        Ok(self.places.iter().map(|(alias, _)| format!("{alias}.\"id\"")).collect())
    }

    /// Joins the records along which rows multiply.
    fn multiply(&mut self, each: &Each) -> Result<(String, &'static Table)> {
        let Some((start, _)) = self.places.get(each.from).cloned() else {
            return Err(Error::invalid("Rows do not multiply here."));
        };
        let owner = model().table(end_of(&each.owner)?);
        let (from, _) = self.arrive(&start, &each.owner)?;
        let many = &owner.many[usize::from(each.link)];
        let (of, alias) = (model().table(many.of), self.alias());
        let scope = self.scope(of, &alias, 0)?;
        let such = self.filter(&each.such, &alias, of)?;
        match many.through {
            None => {
                let _ = write!(
                    self.join_text,
                    " LEFT JOIN \"{}\" {alias} ON {alias}.\"{}\" = {from}.\"id\" AND {scope} AND {such}",
                    of.sql,
                    of.at(many.back).sql
                );
            }
            Some((through, to)) => {
                let (join, between) = (model().table(through), self.alias());
                let _ = write!(
                    self.join_text,
                    " LEFT JOIN (\"{}\" {between} JOIN \"{}\" {alias} ON {alias}.\"id\" = {between}.\"{}\") \
                     ON {between}.\"{}\" = {from}.\"id\" AND {scope} AND {such}",
                    join.sql,
                    of.sql,
                    join.at(to).sql,
                    join.at(many.back).sql
                );
            }
        }
        Ok((alias, of))
    }

    /// Which rows are wanted: the scope, the filter, the place after which they begin.
    fn wanted(&mut self, rows: &Rows) -> Result<String> {
        let table = model().table(rows.table);
        let sort: Vec<(Path, bool)> = rows
            .sort
            .iter()
            .filter_map(|(expr, down)| match expr {
                Expr::Field(0, path) => Some((path.clone(), *down)),
                _ => None,
            })
            .collect();
        let along = if sort.len() == rows.sort.len() { along_scope(&sort) } else { None };
        let leads = match along {
            Some(column) => is_span(&rows.filter, column),
            None => rows.sort.is_empty() && rows.filter == Filter::All,
        };
        let scope = self.leading_scope(table, leads)?;
        let filter = self.filter(&rows.filter, "t0", table)?;
        let mut condition = format!("{scope} AND {filter}");
        if let Some((values, ids)) = &rows.after {
            let place = self.beyond(rows, values, ids)?;
            let _ = write!(condition, " AND {place}");
        }
        Ok(condition)
    }

    /// A value as the order compares it.
    fn sortable(&mut self, expr: &Expr) -> Result<String> {
        let (text, kind) = self.value(expr, "t0")?;
        let dialect = self.sql.dialect;
        Ok(match expr {
            // As it stands in an index.
            Expr::Field(..) => dialect.comparable(&text, kind),
            _ if kind.is_text() => dialect.by_code_points(&text),
            _ => dialect.comparable(&text, kind),
        })
    }

    /// What comes after a place in the order; what has no value comes first when sorting upwards.
    fn beyond(&mut self, rows: &Rows, values: &[Value], ids: &[Option<i64>]) -> Result<String> {
        if values.len() != rows.sort.len() || ids.len() != self.places.len() {
            return Err(
                Error::invalid("This place belongs to another question.").hint("Start again from the first row.")
            );
        }
        let down = runs_down(rows);
        let mut keys: Vec<(Expr, bool, Value)> =
            rows.sort.iter().zip(values).map(|((expr, down), value)| (expr.clone(), *down, value.clone())).collect();
        for (place, ((_, table), id)) in self.places.clone().iter().zip(ids).enumerate() {
            let path = Path { base: table.id, steps: Vec::new(), table: table.id, column: None };
            keys.push((Expr::Field(place, path), down, id.map_or(Value::Null, Value::Int)));
        }
        let mut text = String::new();
        for (expr, down, value) in keys.iter().rev() {
            let kind = expr.kind();
            let (expression, _) = self.value(expr, "t0")?;
            let beyond = match (value.is_null(), down) {
                (true, true) => "FALSE".to_owned(),
                (true, false) => format!("{expression} IS NOT NULL"),
                (false, false) => self.against(&expression, kind, Sign::Greater, value),
                (false, true) => {
                    let less = self.against(&expression, kind, Sign::Less, value);
                    format!("({less} OR {expression} IS NULL)")
                }
            };
            if text.is_empty() {
                text = beyond;
                continue;
            }
            let same = if value.is_null() {
                format!("{expression} IS NULL")
            } else {
                self.against(&expression, kind, Sign::Is, value)
            };
            text = format!("({beyond} OR ({same} AND {text}))");
        }
        // Said once more by itself, an index can start where the page before ended.
        if let Some((expr, false, value)) = keys.first().filter(|(_, _, value)| !value.is_null()) {
            let (expression, _) = self.value(expr, "t0")?;
            let from = self.against(&expression, expr.kind(), Sign::AtLeast, value);
            text = format!("({from} AND {text})");
        }
        Ok(text)
    }

    /// A comparison with a value exactly as the order compares.
    fn against(&mut self, expression: &str, kind: Kind, sign: Sign, value: &Value) -> String {
        let dialect = self.sql.dialect;
        let placeholder = self.sql.hold(value.clone());
        let held = dialect.typed(&placeholder, kind);
        let left = dialect.comparable(expression, kind);
        let left = if kind.is_text() { dialect.by_code_points(&left) } else { left };
        format!("{left} {} {}", sign.sql(), dialect.comparable_value(&held, kind))
    }
}

/// The ids run as the last value of the order.
fn runs_down(rows: &Rows) -> bool {
    rows.sort.last().is_some_and(|(_, down)| *down)
}
