//! How a question is written as SQL.

use std::collections::HashMap;
use std::fmt::Write as _;

use vasculum_model::{Col, Column, Error, Kind, Path, Result, Step, Table, Value, model};

use crate::access::{Access, Action, Reach, is_secret, refusal};
use crate::conn::Sql;
use crate::dialect::Dialect;
use crate::schema::TREE_PATH;
use crate::select::{Filter, Select, Test, along_scope, begins, behind_many, bounds_the_same, is_span};

/// More whole numbers than this are bound as one list and not one by one.
const MANY: usize = 16;

/// Turns a question into SQL for somebody's eyes: every table that it touches is narrowed to what they may see.
pub(crate) struct Compiler<'a> {
    access: &'a Access,
    pub(crate) sql: Sql,
    /// Joined tables by the links that lead there.
    joins: HashMap<(String, Vec<Step>), String>,
    pub(crate) join_text: String,
    /// The records of a row: the one that was asked for and those along which rows multiply, by their aliases.
    pub(crate) places: Vec<(String, &'static Table)>,
    aliases: usize,
    /// Whether nothing but the scope says which records are wanted, so that it may lead the search.
    scope_leads: bool,
    /// Whether records come in the order of the scope's index and each is looked at whether the filter lets it through.
    one_by_one: bool,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(access: &'a Access, dialect: Dialect) -> Self {
        Self {
            access,
            sql: Sql::new(dialect, ""),
            joins: HashMap::new(),
            join_text: String::new(),
            places: Vec::new(),
            aliases: 0,
            scope_leads: false,
            one_by_one: false,
        }
    }

    /// The same, looking at the records one by one in the order of the scope's index: see [`crate::walk`].
    pub(crate) fn one_by_one(self) -> Self {
        Self { one_by_one: true, ..self }
    }

    pub(crate) fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("t{}", self.aliases)
    }

    /// `SELECT columns FROM … WHERE … ORDER BY … LIMIT …`; the columns are written by the caller from the base's alias.
    pub(crate) fn records(mut self, select: &Select, columns: &str) -> Result<Sql> {
        let table = model().table(select.table);
        let condition = self.condition(table, select)?;
        let mut order = String::new();
        for (path, down) in &select.sort {
            let (expression, kind) = self.expression(path)?;
            let comparable = match self.sql.dialect {
                // The index that finds a beginning says the order too; PostgreSQL would rather go along another one, through
                // all that do not begin so.
                Dialect::Postgres if select.after.is_none() && begins(&select.filter, path) => {
                    self.sql.dialect.caseless(&expression)
                }
                dialect => dialect.comparable(&expression, kind),
            };
            let _ = write!(order, "{}, ", self.sql.dialect.sort(&comparable, *down));
        }
        let down = select.sort.last().is_some_and(|(_, down)| *down);
        let _ = write!(order, "{}", self.sql.dialect.sort("t0.\"id\"", down));
        let limit = select.limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
        self.sql.text = format!(
            "SELECT {columns} FROM \"{}\" t0{} WHERE {condition} ORDER BY {order}{limit}",
            table.sql, self.join_text
        );
        Ok(self.sql)
    }

    /// Like [`Compiler::records`], with values over to-one links in place of whole records.
    pub(crate) fn values(mut self, select: &Select, paths: &[Path]) -> Result<(Sql, Vec<Kind>)> {
        let (mut columns, mut kinds) = (Vec::new(), Vec::new());
        for path in paths {
            let (expression, kind) = self.expression(path)?;
            columns.push(expression);
            kinds.push(kind);
        }
        let sql = self.records(select, &columns.join(", "))?;
        Ok((sql, kinds))
    }

    /// `SELECT COUNT(*)`, without order and limit.
    pub(crate) fn count(mut self, select: &Select) -> Result<Sql> {
        let table = model().table(select.table);
        let condition = self.condition(table, select)?;
        self.sql.text = format!("SELECT COUNT(*) FROM \"{}\" t0{} WHERE {condition}", table.sql, self.join_text);
        Ok(self.sql)
    }

    /// The values that stand more than once, with how often; text without regard to case.
    pub(crate) fn repeated(mut self, select: &Select, paths: &[Path], limit: u64) -> Result<(Sql, Vec<Kind>)> {
        let table = model().table(select.table);
        let (mut columns, mut groups, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = String::new();
        for path in paths {
            let (expression, kind) = self.expression(path)?;
            let _ = write!(known, " AND {expression} IS NOT NULL");
            if kind.is_text() {
                groups.push(self.sql.dialect.caseless(&expression));
                columns.push(format!("MIN({expression})"));
            } else {
                groups.push(expression.clone());
                columns.push(expression);
            }
            kinds.push(kind);
        }
        let condition = self.condition(table, select)?;
        self.sql.text = format!(
            "SELECT {}, COUNT(*) FROM \"{}\" t0{} WHERE {condition}{known} GROUP BY {} HAVING COUNT(*) > 1 \
             ORDER BY COUNT(*) DESC, 1 LIMIT {limit}",
            columns.join(", "),
            table.sql,
            self.join_text,
            groups.join(", ")
        );
        Ok((self.sql, kinds))
    }

    /// The ids among `ids` that the link of at least one record leads to which the filter lets through. Asked record by
    /// record by the index of the link, so that it costs the same however many records are behind it.
    pub(crate) fn linked(mut self, link: Col, ids: &[i64], filter: &Filter) -> Result<Sql> {
        let of = model().table(link.0);
        let column = of.at(link.1);
        let Some(to) = column.link.as_ref().map(|link| model().table(link.to)) else {
            return Err(Error::invalid(format!("{} is no link.", column.name)));
        };
        let inner = self.alias();
        let scope = self.scope(of, &inner, 0)?;
        let condition = self.filter(filter, &inner, of)?;
        self.sql.params.push(crate::conn::Param::Ids(ids.to_vec()));
        let placeholder = self.sql.dialect.placeholder(self.sql.params.len());
        let among = self.sql.dialect.in_ids("t0.\"id\"", &placeholder);
        self.sql.text = format!(
            "SELECT t0.\"id\" FROM \"{}\" t0 WHERE {among} AND EXISTS \
             (SELECT 1 FROM \"{}\" {inner} WHERE {inner}.\"{}\" = t0.\"id\" AND {scope} AND {condition})",
            to.sql, of.sql, column.sql
        );
        Ok(self.sql)
    }

    fn condition(&mut self, table: &'static Table, select: &Select) -> Result<String> {
        let is_plain = select.sort.is_empty() && select.after.is_none();
        let leads = self.one_by_one
            || match along_scope(&select.sort) {
                Some(column) => is_span(&select.filter, column),
                None => is_plain && select.filter == Filter::All,
            };
        let scope = self.leading_scope(table, leads)?;
        let filter = self.filter(&select.filter, "t0", table)?;
        let mut condition = format!("{scope} AND {filter}");
        if let Some((values, id)) = &select.after {
            let place = self.after(&select.sort, values, *id)?;
            let _ = write!(condition, " AND {place}");
        }
        Ok(condition)
    }

    /// The condition of the scope where it may say by itself which records are looked at.
    pub(crate) fn leading_scope(&mut self, table: &Table, leads: bool) -> Result<String> {
        self.scope_leads = leads;
        let scope = self.scope(table, "t0", 0);
        self.scope_leads = false;
        scope
    }

    /// The condition that keeps out what the person may not see.
    pub(crate) fn scope(&mut self, table: &Table, alias: &str, depth: usize) -> Result<String> {
        match self.access.reach(table, Action::Read) {
            Reach::All => Ok("TRUE".to_owned()),
            Reach::Nothing => Err(refusal(self.access, table, Action::Read)),
            Reach::Where { column, ids, or_null } => {
                let column = format!("{alias}.\"{}\"", table.at(column).sql);
                let column = if self.scope_leads { column } else { self.sql.dialect.not_leading(&column) };
                let list: Vec<String> = ids.iter().map(i64::to_string).collect();
                let test = match list.as_slice() {
                    [] => "FALSE".to_owned(),
                    [one] => format!("{column} = {one}"),
                    many => format!("{column} IN ({})", many.join(", ")),
                };
                Ok(if or_null { format!("({test} OR {column} IS NULL)") } else { test })
            }
            Reach::Owners(columns) => self.scope_by_owners(table, &columns, alias, depth),
            Reach::Stated(ids) => {
                let mut ways = vec![format!("{alias}.scope_type IS NULL"), format!("{alias}.scope_type > 2")];
                for (kind, ids) in ids.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
                    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
                    ways.push(format!("{alias}.scope_type = {kind} AND {alias}.scope_id IN ({})", list.join(", ")));
                }
                Ok(format!("({})", ways.join(" OR ")))
            }
        }
    }

    fn scope_by_owners(&mut self, table: &Table, columns: &[u16], alias: &str, depth: usize) -> Result<String> {
        if depth > 4 {
            return Ok("TRUE".to_owned());
        }
        let mut ways = Vec::new();
        for column in columns {
            let column = table.at(*column);
            let Some(link) = &column.link else { continue };
            let owner = model().table(link.to);
            if owner.id == table.id || self.access.reach(owner, Action::Read) == Reach::Nothing {
                continue;
            }
            let inner = self.alias();
            let scope = self.scope(owner, &inner, depth + 1)?;
            if scope == "TRUE" {
                ways.push(format!("{alias}.\"{}\" IS NOT NULL", column.sql));
            } else {
                ways.push(format!(
                    "EXISTS (SELECT 1 FROM \"{}\" {inner} WHERE {inner}.\"id\" = {alias}.\"{}\" AND {scope})",
                    owner.sql, column.sql
                ));
            }
        }
        Ok(if ways.is_empty() { "FALSE".to_owned() } else { format!("({})", ways.join(" OR ")) })
    }

    /// The expression for a value over to-one links, joining what is needed.
    fn expression(&mut self, path: &Path) -> Result<(String, Kind)> {
        let (alias, table) = self.arrive("t0", path)?;
        Ok(self.column(table, &alias, path.column))
    }

    /// Joins the records on the way from a row's record to the one at the end of a path over to-one links.
    pub(crate) fn arrive(&mut self, from: &str, path: &Path) -> Result<(String, &'static Table)> {
        let mut alias = from.to_owned();
        let mut table = model().table(path.base);
        for (at, step) in path.steps.iter().enumerate() {
            let Step::One(column) = step else {
                return Err(Error::invalid(format!("‘{path}’ leads to many records; here one value is needed.")));
            };
            (alias, table) = self.joined(from, &path.steps[..=at], &alias, table.at(*column))?;
        }
        Ok((alias, table))
    }

    pub(crate) fn column(&self, table: &Table, alias: &str, column: Option<u16>) -> (String, Kind) {
        match column {
            None => (format!("{alias}.\"id\""), Kind::Long),
            Some(column) => {
                let secret = is_secret(Col(table.id, column)) && !self.access.is_unlimited();
                let column = table.at(column);
                let text = if secret { "CAST(NULL AS TEXT)".to_owned() } else { format!("{alias}.\"{}\"", column.sql) };
                (text, column.kind)
            }
        }
    }

    fn joined(&mut self, start: &str, steps: &[Step], from: &str, column: &Column) -> Result<(String, &'static Table)> {
        let Some(link) = &column.link else { return Err(Error::invalid(format!("{} is no link.", column.name))) };
        let to = model().table(link.to);
        let key = (start.to_owned(), steps.to_vec());
        if let Some(alias) = self.joins.get(&key) {
            return Ok((alias.clone(), to));
        }
        let alias = self.alias();
        let scope = self.scope(to, &alias, 0)?;
        let _ = write!(
            self.join_text,
            " LEFT JOIN \"{}\" {alias} ON {alias}.\"id\" = {from}.\"{}\" AND {scope}",
            to.sql, column.sql
        );
        self.joins.insert(key, alias.clone());
        Ok((alias, to))
    }

    /// A condition on the record `alias` of `table`.
    pub(crate) fn filter(&mut self, filter: &Filter, alias: &str, table: &'static Table) -> Result<String> {
        let joined = |parts: Vec<String>, with: &str, empty: &str| {
            if parts.is_empty() { empty.to_owned() } else { format!("({})", parts.join(with)) }
        };
        match filter {
            Filter::All => Ok("TRUE".to_owned()),
            Filter::And(list) => {
                let mut parts = Vec::with_capacity(list.len());
                for (nth, one) in list.iter().enumerate() {
                    let same = |other: &&Filter| bounds_the_same(one, other);
                    if list[..nth].iter().any(|other| bounds_the_same(other, one)) {
                        continue;
                    }
                    let others: Vec<&Filter> = list[nth + 1..].iter().filter(same).collect();
                    parts.push(match one {
                        Filter::Test(path, _) if !others.is_empty() => {
                            self.along(&path.steps, alias, table, &mut |this, alias, table| {
                                let all = std::iter::once(one).chain(others.iter().copied());
                                let tests =
                                    all.map(|filter| this.bound(filter, table, alias)).collect::<Result<_>>()?;
                                Ok(joined(tests, " AND ", "TRUE"))
                            })?
                        }
                        _ => self.filter(one, alias, table)?,
                    });
                }
                Ok(joined(parts, " AND ", "TRUE"))
            }
            Filter::Or(list) => {
                let parts = list.iter().map(|one| self.filter(one, alias, table)).collect::<Result<_>>()?;
                Ok(joined(parts, " OR ", "FALSE"))
            }
            Filter::Each(list) if self.one_by_one => {
                let parts = list.iter().map(|one| self.filter(one, alias, table)).collect::<Result<_>>()?;
                Ok(joined(parts, " OR ", "FALSE"))
            }
            Filter::Each(list) => {
                let mut ways = Vec::with_capacity(list.len());
                for one in list {
                    let inner = self.alias();
                    ways.push(match behind_many(one, table) {
                        Some((many, rest)) => {
                            let (of, back) = (model().table(many.of), &model().table(many.of).at(many.back).sql);
                            let scope = self.scope(of, &inner, 0)?;
                            let condition = self.rest_of_filter(one, rest, &inner, of)?;
                            format!(
                                "SELECT {inner}.\"{back}\" FROM \"{}\" {inner} \
                                 WHERE {inner}.\"{back}\" IS NOT NULL AND {scope} AND {condition}",
                                of.sql
                            )
                        }
                        None => {
                            let condition = self.filter(one, &inner, table)?;
                            format!("SELECT {inner}.\"id\" FROM \"{}\" {inner} WHERE {condition}", table.sql)
                        }
                    });
                }
                if ways.is_empty() {
                    return Ok("FALSE".to_owned());
                }
                Ok(format!("{alias}.\"id\" IN ({})", ways.join(" UNION ALL ")))
            }
            Filter::Looked(one) => {
                let before = std::mem::replace(&mut self.one_by_one, true);
                let looked = self.filter(one, alias, table);
                self.one_by_one = before;
                looked
            }
            Filter::Not(one) => {
                let inner = self.filter(one, alias, table)?;
                Ok(format!("(({inner}) IS NOT TRUE)"))
            }
            Filter::Ids(ids) => {
                self.sql.params.push(crate::conn::Param::Ids(ids.clone()));
                let placeholder = self.sql.dialect.placeholder(self.sql.params.len());
                Ok(self.sql.dialect.in_ids(&format!("{alias}.\"id\""), &placeholder))
            }
            Filter::Among(column, filter) => {
                let (of, inner) = (model().table(column.0), self.alias());
                let scope = self.scope(of, &inner, 0)?;
                let condition = self.filter(filter, &inner, of)?;
                Ok(format!(
                    "{alias}.\"id\" IN (SELECT {inner}.\"{}\" FROM \"{}\" {inner} WHERE {scope} AND {condition})",
                    of.at(column.1).sql,
                    of.sql
                ))
            }
            Filter::Test(path, _) | Filter::Word(path, _) => self.rest_of_filter(filter, &path.steps, alias, table),
            Filter::Behind(path, such) => {
                self.along(&path.steps, alias, table, &mut |this, alias, table| this.filter(such, alias, table))
            }
            Filter::Number(path, such, sign, number) => {
                let count = self.number_behind(path, such, alias, table)?;
                Ok(format!("{count} {} {number}", sign.sql()))
            }
            Filter::Expr(expr, test) => {
                let (expression, kind) = self.value(expr, alias)?;
                self.test(&expression, kind, test)
            }
            Filter::Compare(one, sign, other) => self.compare(one, *sign, other, alias),
            Filter::At(place, such) => {
                let Some((alias, table)) = self.places.get(*place).cloned() else {
                    return Err(Error::invalid("Rows do not multiply here."));
                };
                self.filter(such, &alias, table)
            }
            Filter::Under(path, node) => self.along(&path.steps, alias, table, &mut |this, alias, table| {
                let Some(link) = path.column.and_then(|column| table.at(column).link.as_ref()) else {
                    return Err(Error::invalid(format!("‘{path}’ is no link to a tree.")));
                };
                let tree = model().table(link.to);
                let is_parent = model().tree(table.id).is_some_and(|tree| Some(tree.parent.1) == path.column);
                let below = if is_parent { alias.to_owned() } else { this.alias() };
                // Each edge is a question of its own for the one node: a join would have PostgreSQL think of a third of the
                // tree. '0' is the character after '/': between the two stand all paths that continue this one.
                let (from, to) = (this.sql.hold(*node), this.sql.hold(*node));
                let edge =
                    |text: &str, node: &str| format!("(SELECT {text} FROM \"{}\" WHERE \"id\" = {node})", tree.sql);
                let range = format!(
                    "{below}.\"{TREE_PATH}\" {} {} AND {below}.\"{TREE_PATH}\" < {}",
                    if is_parent { ">" } else { ">=" },
                    edge(&format!("\"{TREE_PATH}\""), &from),
                    edge(&format!("substr(\"{TREE_PATH}\", 1, length(\"{TREE_PATH}\") - 1) || '0'"), &to),
                );
                if is_parent {
                    // What stands below a node by its parent stands below it by its own path.
                    return Ok(format!("({range})"));
                }
                let (expression, _) = this.column(table, alias, path.column);
                let scope = this.scope(tree, &below, 0)?;
                Ok(format!(
                    "{} IN (SELECT {below}.\"id\" FROM \"{}\" {below} WHERE {range} AND {scope})",
                    this.looked_at(&expression),
                    tree.sql,
                ))
            }),
        }
    }

    /// What a filter of one path asks for at its end, when these steps are still to go.
    pub(crate) fn rest_of_filter(
        &mut self,
        filter: &Filter,
        steps: &[Step],
        alias: &str,
        table: &'static Table,
    ) -> Result<String> {
        self.along(steps, alias, table, &mut |this, alias, table| match filter {
            Filter::Word(_, word) => {
                let entries = word.write(&mut this.sql);
                Ok(format!("{} IN ({entries})", this.looked_at(&format!("{alias}.\"id\""))))
            }
            _ => this.bound(filter, table, alias),
        })
    }

    /// An expression that is only looked at where records come one by one, and leads to them elsewhere.
    fn looked_at(&self, expression: &str) -> String {
        if self.one_by_one { self.sql.dialect.not_leading(expression) } else { expression.to_owned() }
    }

    /// Follows links: to-one links by subqueries too, so that a filter never multiplies or loses rows.
    fn along(
        &mut self,
        steps: &[Step],
        alias: &str,
        table: &'static Table,
        last: &mut dyn FnMut(&mut Self, &str, &'static Table) -> Result<String>,
    ) -> Result<String> {
        let Some((step, rest)) = steps.split_first() else { return last(self, alias, table) };
        let inner = self.alias();
        match step {
            Step::One(column) => {
                let column = table.at(*column);
                let Some(link) = &column.link else {
                    return Err(Error::invalid(format!("{} is no link.", column.name)));
                };
                let to = model().table(link.to);
                let scope = self.scope(to, &inner, 0)?;
                let condition = self.along(rest, &inner, to, last)?;
                let link = self.looked_at(&format!("{alias}.\"{}\"", column.sql));
                Ok(format!(
                    "{link} IN (SELECT {inner}.\"id\" FROM \"{}\" {inner} WHERE {scope} AND {condition})",
                    to.sql
                ))
            }
            Step::Many(many) => {
                let many = &table.many[usize::from(*many)];
                let of = model().table(many.of);
                let scope = self.scope(of, &inner, 0)?;
                let condition = self.along(rest, &inner, of, last)?;
                if let Some((through, to)) = many.through {
                    let (join, between) = (model().table(through), self.alias());
                    return Ok(format!(
                        "{alias}.\"id\" IN (SELECT {between}.\"{}\" FROM \"{}\" {between} JOIN \"{}\" {inner} \
                         ON {inner}.\"id\" = {between}.\"{}\" WHERE {scope} AND {condition})",
                        join.at(many.back).sql,
                        join.sql,
                        of.sql,
                        join.at(to).sql,
                    ));
                }
                if self.one_by_one {
                    return Ok(format!(
                        "EXISTS (SELECT 1 FROM \"{}\" {inner} WHERE {inner}.\"{}\" = {alias}.\"id\" AND {scope} AND {condition})",
                        of.sql,
                        of.at(many.back).sql,
                    ));
                }
                // `IN` lets the database start from the other table where that is the shorter way.
                Ok(format!(
                    "{alias}.\"id\" IN (SELECT {inner}.\"{back}\" FROM \"{}\" {inner} \
                     WHERE {inner}.\"{back}\" IS NOT NULL AND {scope} AND {condition})",
                    of.sql,
                    back = of.at(many.back).sql,
                ))
            }
        }
    }

    /// A test on a column of the table that a path has come to.
    fn bound(&mut self, filter: &Filter, table: &'static Table, alias: &str) -> Result<String> {
        let Filter::Test(path, test) = filter else { return Ok("TRUE".to_owned()) };
        let (expression, kind) = self.column(table, alias, path.column);
        self.test(&expression, kind, test)
    }

    pub(crate) fn test(&mut self, expression: &str, kind: Kind, test: &Test) -> Result<String> {
        let dialect = self.sql.dialect;
        let comparable = dialect.comparable(expression, kind);
        let compare = |this: &mut Self, sign: &str, value: &Value| {
            let placeholder = this.sql.hold(value.clone());
            format!("{comparable} {sign} {}", dialect.comparable_value(&placeholder, kind))
        };
        Ok(match test {
            Test::Is(value) => compare(self, "=", value),
            Test::Less(value) => compare(self, "<", value),
            Test::AtMost(value) => compare(self, "<=", value),
            Test::Greater(value) => compare(self, ">", value),
            Test::AtLeast(value) => compare(self, ">=", value),
            Test::In(values) if values.len() > MANY && values.iter().all(|value| value.int().is_some()) => {
                self.sql.params.push(crate::conn::Param::Ids(values.iter().filter_map(Value::int).collect()));
                let placeholder = dialect.placeholder(self.sql.params.len());
                dialect.in_ids(expression, &placeholder)
            }
            Test::In(values) => {
                let list: Vec<String> = values.iter().map(|value| compare(self, "=", value)).collect();
                if list.is_empty() { "FALSE".to_owned() } else { format!("({})", list.join(" OR ")) }
            }
            Test::Ids(ids) => {
                self.sql.params.push(crate::conn::Param::Ids(ids.clone()));
                let placeholder = dialect.placeholder(self.sql.params.len());
                dialect.in_ids(expression, &placeholder)
            }
            Test::Empty => format!("{expression} IS NULL"),
            Test::IsCaseless(text) => {
                let placeholder = self.sql.hold(text.as_str());
                match dialect {
                    // The left side names the collation; SQLite then compares by it.
                    Dialect::Sqlite => format!("{} = {placeholder}", dialect.caseless(expression)),
                    Dialect::Postgres => {
                        format!("{} = {}", dialect.caseless(expression), dialect.caseless(&placeholder))
                    }
                }
            }
            Test::Contains(text) => {
                let placeholder = self.sql.hold(crate::fold(text));
                dialect.contains(&self.folded(expression, kind), &placeholder)
            }
            Test::Same(text) => {
                let placeholder = self.sql.hold(crate::fold(text));
                format!("{} = {placeholder}", self.folded(expression, kind))
            }
            Test::Like(text) => {
                let placeholder = self.sql.hold(crate::fold(text));
                dialect.like(&self.folded(expression, kind), &placeholder)
            }
            Test::EndsWith(text) => {
                let text = crate::fold(text);
                let length = text.chars().count();
                if length == 0 {
                    return Ok(format!("{expression} IS NOT NULL"));
                }
                let placeholder = self.sql.hold(text);
                dialect.ends_with(&self.folded(expression, kind), length, &placeholder)
            }
            Test::Begins(text) => {
                let text = text.to_ascii_lowercase();
                let (from, below) = (self.sql.hold(text.as_str()), self.sql.hold(format!("{text}\u{10FFFF}")));
                let caseless = dialect.caseless(expression);
                format!("({caseless} >= {from} AND {caseless} < {below})")
            }
            Test::StartsWith(text) => {
                let text = crate::fold(text);
                let length = text.chars().count();
                let placeholder = self.sql.hold(text);
                format!("substr({}, 1, {length}) = {placeholder}", self.folded(expression, kind))
            }
        })
    }

    pub(crate) fn folded(&self, expression: &str, kind: Kind) -> String {
        let dialect = self.sql.dialect;
        if kind.is_text() { dialect.folded(expression) } else { dialect.folded(&dialect.as_text(expression, kind)) }
    }

    /// What comes after a place in the order; records without a value come first when sorting upwards.
    fn after(&mut self, sort: &[(Path, bool)], values: &[Value], id: i64) -> Result<String> {
        if values.len() != sort.len() {
            return Err(Error::invalid("This cursor belongs to another order.").hint("Start again without a cursor."));
        }
        let down = sort.last().is_some_and(|(_, down)| *down);
        let placeholder = self.sql.hold(id);
        let mut text = format!("t0.\"id\" {} {placeholder}", if down { "<" } else { ">" });
        for ((path, down), value) in sort.iter().zip(values).rev() {
            let (expression, kind) = self.expression(path)?;
            let (beyond, same) = if value.is_null() {
                let beyond = if *down { "FALSE".to_owned() } else { format!("{expression} IS NOT NULL") };
                (beyond, format!("{expression} IS NULL"))
            } else {
                let beyond = self.test(
                    &expression,
                    kind,
                    &if *down { Test::Less(value.clone()) } else { Test::Greater(value.clone()) },
                )?;
                let beyond = if *down { format!("({beyond} OR {expression} IS NULL)") } else { beyond };
                (beyond, self.test(&expression, kind, &Test::Is(value.clone()))?)
            };
            text = format!("({beyond} OR ({same} AND {text}))");
        }
        // Said once more by itself, an index can start where the page before ended.
        if let (Some((path, false)), Some(value)) = (sort.first(), values.first().filter(|value| !value.is_null())) {
            let (expression, kind) = self.expression(path)?;
            let from = self.test(&expression, kind, &Test::AtLeast(value.clone()))?;
            text = format!("({from} AND {text})");
        }
        Ok(text)
    }
}
