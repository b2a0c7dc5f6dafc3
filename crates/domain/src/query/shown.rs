//! What stands in the columns of an answer: some of it comes from the database as it is shown, the rest is written here,
//! for many rows at a time.

use std::collections::HashMap;
use std::rc::Rc;

use vasculum_model::{Col, Error, Kind, Path, Result, Step, TableId, Value, model};
use vasculum_store::{Answered, Each, Expr, Filter, Fold, Rows, Test, Tx};

use super::ast::{self, Function, Way};
use super::making::{Here, Maker, Place, end_value};
use super::ways::{End, Leg, ones};
use crate::formats;
use crate::trees::own;

/// How a column is made of the values that the database gave for a row.
#[derive(Debug, Clone)]
pub(super) enum Show {
    /// The value at this place.
    Plain(usize),
    /// A day there, and its precision.
    Day(usize, usize),
    /// A column of the node with the lineage there, or of its ancestor, that has one of the ranks.
    Rank { at: usize, tree: TableId, ranks: Vec<i64>, column: Option<u16> },
    /// The record with the id there, in one line.
    Record { at: usize, table: TableId, format: String },
    /// The records behind a to-many link of the record with the id there, in one line.
    Several { at: usize, table: TableId, link: u16, format: String },
    /// What stands in the rows of the n-th list for the record.
    List { list: usize, show: Box<Show> },
}

/// Rows of their own that are asked for the records of a batch: what stands behind a link to many. Columns that go the same
/// way share them.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The value with the id of the owner.
    at: usize,
    rows: Rows,
    /// The way to its rows, and the places of each of them.
    way: Way,
    places: Vec<Place>,
}

/// The values that are asked of the database, each once.
#[derive(Debug, Default, Clone)]
pub(super) struct Wanted {
    pub(super) exprs: Vec<Expr>,
    pub(super) lists: Vec<List>,
}

impl Wanted {
    pub(super) fn place(&mut self, expr: Expr) -> usize {
        match self.exprs.iter().position(|theirs| *theirs == expr) {
            Some(at) => at,
            None => {
                self.exprs.push(expr);
                self.exprs.len() - 1
            }
        }
    }
}

impl Maker<'_, '_> {
    /// How a column is made, and the kind of its values.
    pub(super) fn show(&mut self, what: &ast::Expr, wanted: &mut Wanted) -> Result<(Show, Kind)> {
        let here = self.outermost();
        if let ast::Expr::Way(way) = what {
            return self.show_way(way, here, wanted);
        }
        let expr = self.value(what, here)?;
        let kind = expr.kind();
        Ok((Show::Plain(wanted.place(expr)), kind))
    }

    fn show_way(&mut self, way: &Way, here: Here, wanted: &mut Wanted) -> Result<(Show, Kind)> {
        let found = self.find(here.table, way)?;
        let start = self.start(&found.legs, here);
        let (path, taken) = ones(start.table, &start.legs);
        if taken < start.legs.len() {
            return self.show_many(way, &start.legs[taken..], start.place, path, wanted);
        }
        let field = |path: &Path, column| Expr::Field(start.place, Path { column, ..path.clone() });
        Ok(match &found.end {
            End::Record => {
                let at = wanted.place(field(&path, None));
                (Show::Record { at, table: found.table.id, format: way.format.clone() }, Kind::LongText)
            }
            End::Field(column) if found.table.at(*column).kind == Kind::PartialDate => {
                let name = found.table.at(*column).name;
                let at = wanted.place(field(&path, Some(*column)));
                match found.table.column(&format!("{name}Precision")) {
                    Some(precision) => {
                        let precision = wanted.place(field(&path, Some(precision)));
                        (Show::Day(at, precision), Kind::PartialDate)
                    }
                    None => (Show::Plain(at), Kind::PartialDate),
                }
            }
            End::Rank(ranks, column) => {
                let kind = column.map_or(Kind::Long, |column| found.table.at(column).kind);
                let at = wanted.place(Expr::Lineage(start.place, path));
                (Show::Rank { at, tree: found.table.id, ranks: ranks.clone(), column: *column }, kind)
            }
            _ => {
                let expr = end_value(start.place, path, &found, way)?;
                let kind = expr.kind();
                (Show::Plain(wanted.place(expr)), kind)
            }
        })
    }

    /// What stands behind links to many: a list.
    fn show_many(
        &mut self,
        way: &Way,
        legs: &[Leg],
        place: usize,
        owner: Path,
        wanted: &mut Wanted,
    ) -> Result<(Show, Kind)> {
        let table = model().table(owner.table);
        let at = wanted.place(Expr::Field(place, owner));
        // The names of a way make one leg each, up to what stands at its end.
        let found = self.find(model().table(self.query.from), way)?;
        let end = Way { hops: way.hops[found.legs.len() - legs.len()..].to_vec(), format: way.format.clone() };
        if let [Leg::Many(link, None)] = legs
            && end.hops.len() == 1
        {
            let show = Show::Several { at, table: table.id, link: *link, format: way.format.clone() };
            return Ok((show, Kind::LongText));
        }
        // The rest of the way, asked by itself for the owners: one row for each record at its end.
        let until = legs.iter().rposition(|leg| matches!(leg, Leg::Many(..))).map_or(0, |last| last + 1);
        let rows_way = &end.hops[..until];
        let same = |list: &List| list.at == at && list.rows.table == table.id && list.way.hops == rows_way;
        let query = ast::Query { synonyms: self.query.synonyms, ..ast::Query::of(table.id) };
        let (list, mut inner) = match wanted.lists.iter().position(same) {
            Some(list) => {
                let mut inner = Maker::with_ranks(&mut *self.tx, &query, self.asked, Rc::clone(&self.ranks))?;
                inner.places.clone_from(&wanted.lists[list].places);
                (list, inner)
            }
            None => {
                let way = Way { hops: rows_way.to_vec(), format: String::new() };
                let mut inner = Maker::with_ranks(&mut *self.tx, &query, self.asked, Rc::clone(&self.ranks))?;
                inner.multiply(table, &way)?;
                let each = std::mem::take(&mut inner.each);
                let sort = in_order(table.id, &each);
                let rows = Rows { each, sort, ..Rows::of(table.id) };
                wanted.lists.push(List { at, rows, way, places: inner.places.clone() });
                (wanted.lists.len() - 1, inner)
            }
        };
        let columns = std::mem::take(&mut wanted.lists[list].rows.columns);
        let mut asked = Wanted { exprs: columns, lists: Vec::new() };
        let (show, _) = inner.show(&ast::Expr::Way(end), &mut asked)?;
        wanted.lists[list].rows.columns = asked.exprs;
        Ok((Show::List { list, show: Box::new(show) }, Kind::LongText))
    }

    /// By what an expression is sorted: a record by the fields of its format, many values by the first in the order.
    pub(super) fn sort_keys(&mut self, what: &ast::Expr, down: bool) -> Result<Vec<Expr>> {
        let here = self.outermost();
        let ast::Expr::Way(way) = what else { return Ok(vec![self.value(what, here)?]) };
        let found = self.find(here.table, way)?;
        let start = self.start(&found.legs, here);
        let (path, taken) = ones(start.table, &start.legs);
        let is_record = found.end == End::Record;
        if taken == start.legs.len() && !is_record {
            return Ok(vec![end_value(start.place, path, &found, way)?]);
        }
        if is_record {
            let fields = formats::sorted_by(self.tx, found.table.id, &way.format)?;
            let mut keys = Vec::new();
            for field in fields {
                let mut longer = way.clone();
                longer.format.clear();
                longer.hops.extend(Way::of(&field).hops);
                keys.extend(self.sort_keys(&ast::Expr::Way(longer), down)?);
            }
            return Ok(keys);
        }
        let function = if down { Function::Greatest } else { Function::Least };
        let fold = if function == Function::Least { Fold::Least } else { Fold::Greatest };
        if found_kind(&found) == Kind::YesNo {
            return Err(Error::invalid(format!("‘{way}’ can’t be sorted by: it is yes for some and no for others.")));
        }
        Ok(vec![self.folded(way, fold, here)?])
    }
}

fn found_kind(found: &super::ways::Found) -> Kind {
    match &found.end {
        End::Field(column) => found.table.at(*column).kind,
        End::Rank(_, Some(column)) => found.table.at(*column).kind,
        _ => Kind::Long,
    }
}

/// The records behind links to many in the order that people gave them.
fn in_order(table: TableId, each: &[Each]) -> Vec<(Expr, bool)> {
    let mut sort = vec![(Expr::Field(0, own(table, None)), false)];
    for (nth, one) in each.iter().enumerate() {
        let of = model().table(model().table(one.owner.table).many[usize::from(one.link)].of);
        let order = ["ordinal", "orderNumber"].iter().find_map(|name| of.column(name));
        if let Some(column) = order {
            sort.push((Expr::Field(nth + 1, own(of.id, Some(Col(of.id, column)))), false));
        }
        sort.push((Expr::Field(nth + 1, own(of.id, None)), false));
    }
    sort
}

/// What was looked up for earlier rows of the same answer.
#[derive(Default)]
pub(super) struct Known {
    lists: Vec<List>,
    /// What the lists hold for the batch at hand, and where what belongs to each owner stands.
    listed: HashMap<usize, Rc<Listed>>,
    /// What the columns of ranks hold for the rows of the batch, or of one of its lists, by the place of the node.
    ranked: HashMap<Nodes, Rc<Vec<Option<Held>>>>,
    trees: HashMap<TableId, TreeOf>,
    records: HashMap<(TableId, String), HashMap<i64, Value>>,
    several: HashMap<(TableId, u16, String), HashMap<i64, Value>>,
}

/// The rows of a list, and from where to where those of each row of the batch stand.
struct Listed {
    rows: Vec<Answered>,
    spans: Vec<(usize, usize)>,
}

/// Which nodes: of the batch or of one of its lists, by the value with their lineages, and their table.
type Nodes = (Option<usize>, usize, TableId);

/// What the columns of ranks hold for one node.
type Held = Rc<[Value]>;

/// More is forgotten and looked up again.
const MOST_KNOWN: usize = 300_000;

/// The columns of ranks that are shown of one tree, and what they hold for nodes.
#[derive(Default)]
struct TreeOf {
    /// The ranks of each, and the place of its column.
    slots: Vec<(Vec<i64>, usize)>,
    columns: Vec<Option<u16>>,
    resolved: HashMap<i64, Held>,
    nodes: HashMap<i64, (i64, Vec<Value>)>,
}

impl TreeOf {
    fn slot(&self, ranks: &[i64], column: Option<u16>) -> Option<usize> {
        self.slots.iter().position(|(these, at)| these == ranks && self.columns[*at] == column)
    }

    fn expect(&mut self, ranks: &[i64], column: Option<u16>) {
        if self.slot(ranks, column).is_some() {
            return;
        }
        let at = self.columns.iter().position(|theirs| *theirs == column).unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        });
        self.slots.push((ranks.to_vec(), at));
    }

    /// What the columns hold for the node at the end of a lineage.
    fn held(&self, lineage: &str) -> Held {
        let nodes: Vec<&(i64, Vec<Value>)> = ids_in(lineage).rev().filter_map(|id| self.nodes.get(&id)).collect();
        let value = |(ranks, at): &(Vec<i64>, usize)| {
            let node = nodes.iter().find(|(rank, _)| ranks.contains(rank));
            node.map_or(Value::Null, |(_, values)| values[*at].clone())
        };
        self.slots.iter().map(value).collect()
    }
}

impl Known {
    /// Nothing is known yet but which lists there are.
    pub(super) fn of(lists: &[List]) -> Self {
        Self { lists: lists.to_vec(), ..Self::default() }
    }

    /// The rows of before are done with.
    pub(super) fn next_batch(&mut self) {
        self.listed.clear();
        self.ranked.clear();
    }

    /// What a list holds for the rows of the batch.
    fn listed(&mut self, tx: &mut Tx<'_>, list: usize, rows: &[Answered]) -> Result<Rc<Listed>> {
        if let Some(listed) = self.listed.get(&list) {
            return Ok(Rc::clone(listed));
        }
        let List { at, rows: asked, .. } = &self.lists[list];
        let found = tx.ask(&Rows { filter: Filter::Ids(ids_at(rows, *at)), ..asked.clone() })?;
        let mut owners: HashMap<i64, (usize, usize)> = HashMap::new();
        for (nth, row) in found.iter().enumerate() {
            let owner = owners.entry(row.ids[0].unwrap_or(0)).or_insert((nth, nth));
            owner.1 = nth + 1;
        }
        let span = |row: &Answered| row.values[*at].int().and_then(|id| owners.get(&id).copied()).unwrap_or((0, 0));
        let listed = Rc::new(Listed { rows: found, spans: rows.iter().map(span).collect() });
        self.listed.insert(list, Rc::clone(&listed));
        Ok(listed)
    }

    /// Remembers which columns of trees will be wanted.
    pub(super) fn expect<'s>(&mut self, shows: impl Iterator<Item = &'s Show>) {
        for show in shows {
            match show {
                Show::Rank { tree, ranks, column, .. } => self.trees.entry(*tree).or_default().expect(ranks, *column),
                Show::List { show, .. } => self.expect(std::iter::once(&**show)),
                _ => {}
            }
        }
    }

    /// What stands in a column, for each row of the batch.
    pub(super) fn column(&mut self, tx: &mut Tx<'_>, show: &Show, rows: &[Answered]) -> Result<Vec<Value>> {
        self.column_in(tx, None, show, rows)
    }

    /// What stands in a column, for each row of the batch or of one of its lists.
    fn column_in(
        &mut self,
        tx: &mut Tx<'_>,
        list: Option<usize>,
        show: &Show,
        rows: &[Answered],
    ) -> Result<Vec<Value>> {
        Ok(match show {
            Show::Plain(at) => rows.iter().map(|row| finite(row.values[*at].clone())).collect(),
            Show::Day(at, precision) => {
                rows.iter().map(|row| partial(&row.values[*at], row.values[*precision].int())).collect()
            }
            Show::Rank { at, tree, ranks, column } => {
                let held = self.held(tx, (list, *at, *tree), rows)?;
                let slot = self.trees[tree].slot(ranks, *column).unwrap_or(0);
                held.iter().map(|held| held.as_ref().map_or(Value::Null, |values| values[slot].clone())).collect()
            }
            Show::Record { at, table, format } => {
                let known = self.records.entry((*table, format.clone())).or_default();
                let missing = missing(known, ids_at(rows, *at));
                if !missing.is_empty() {
                    let records = tx.find_all(*table, &missing)?;
                    let texts = formats::formatted_as(tx, *table, format, &records)?;
                    known.extend(missing.iter().map(|id| (*id, Value::Null)));
                    known.extend(records.iter().zip(texts).map(|(record, text)| (record.id, Value::from_text(&text))));
                }
                looked_up(rows, *at, known)
            }
            Show::Several { at, table, link, format } => {
                let known = self.several.entry((*table, *link, format.clone())).or_default();
                let missing = missing(known, ids_at(rows, *at));
                if !missing.is_empty() {
                    let texts = formats::in_rows(tx, *table, *link, format, &missing)?;
                    known.extend(missing.iter().zip(texts).map(|(id, text)| (*id, Value::from_text(&text))));
                }
                looked_up(rows, *at, known)
            }
            Show::List { list, show } => {
                let listed = self.listed(tx, *list, rows)?;
                let values = self.column_in(tx, Some(*list), show, &listed.rows)?;
                listed.spans.iter().map(|(from, to)| joined(&values[*from..*to])).collect()
            }
        })
    }

    /// What the columns of ranks of a tree hold for rows, by the node at a place.
    fn held(&mut self, tx: &mut Tx<'_>, nodes: Nodes, rows: &[Answered]) -> Result<Rc<Vec<Option<Held>>>> {
        if let Some(held) = self.ranked.get(&nodes) {
            return Ok(Rc::clone(held));
        }
        let (_, at, tree) = nodes;
        self.resolve(tx, tree, rows.iter().filter_map(|row| row.values[at].text()))?;
        let of = &self.trees[&tree];
        let held = |row: &Answered| {
            let node = ids_in(row.values[at].text()?).next_back()?;
            of.resolved.get(&node).map(Rc::clone)
        };
        let held: Rc<Vec<Option<Held>>> = Rc::new(rows.iter().map(held).collect());
        self.ranked.insert(nodes, Rc::clone(&held));
        Ok(held)
    }

    /// Finds what the columns of ranks hold for the nodes at the ends of lineages.
    fn resolve<'l>(&mut self, tx: &mut Tx<'_>, tree: TableId, lineages: impl Iterator<Item = &'l str>) -> Result<()> {
        let of = self.trees.entry(tree).or_default();
        if of.resolved.len() + of.nodes.len() > MOST_KNOWN {
            of.resolved.clear();
            of.nodes.clear();
        }
        let missing: HashMap<i64, &str> = lineages
            .filter_map(|lineage| Some((ids_in(lineage).next_back()?, lineage)))
            .filter(|(node, _)| !of.resolved.contains_key(node))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut above: Vec<i64> =
            missing.values().flat_map(|lineage| ids_in(lineage)).filter(|id| !of.nodes.contains_key(id)).collect();
        above.sort_unstable();
        above.dedup();
        let item = crate::trees::tree_of(tree)?.definition_item;
        let field =
            |column: Option<u16>| Expr::Field(0, Path { base: tree, steps: Vec::<Step>::new(), table: tree, column });
        let mut columns = vec![field(Some(item.1))];
        columns.extend(of.columns.iter().map(|column| field(*column)));
        let rows = Rows { filter: Filter::Ids(above), columns, ..Rows::of(tree) };
        for row in tx.ask(&rows)? {
            let (Some(id), mut values) = (row.ids[0], row.values) else { continue };
            let rank = values.remove(0).int().unwrap_or(0);
            of.nodes.insert(id, (rank, values));
        }
        for (node, lineage) in missing {
            let held = of.held(lineage);
            of.resolved.insert(node, held);
        }
        Ok(())
    }
}

/// The ids in a lineage, from the root down.
fn ids_in(lineage: &str) -> impl DoubleEndedIterator<Item = i64> {
    lineage.split('/').filter_map(|id| id.parse().ok())
}

/// The values of several rows in one; a number is text there, for it may stand beside others.
fn joined(values: &[Value]) -> Value {
    let mut known = values.iter().filter(|value| !value.is_null());
    match (known.next(), known.next()) {
        (None, _) => Value::Null,
        (Some(Value::Text(one)), None) => Value::Text(one.clone()),
        (Some(one), None) => Value::from(one.to_string()),
        (Some(one), Some(other)) => {
            let mut text = format!("{one}; {other}");
            known.for_each(|more| text.push_str(&format!("; {more}")));
            Value::from(text)
        }
    }
}

fn ids_at(rows: &[Answered], at: usize) -> Vec<i64> {
    let mut ids: Vec<i64> = rows.iter().filter_map(|row| row.values[at].int()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn missing(known: &mut HashMap<i64, Value>, ids: Vec<i64>) -> Vec<i64> {
    if known.len() > MOST_KNOWN {
        known.clear();
    }
    ids.into_iter().filter(|id| !known.contains_key(id)).collect()
}

fn looked_up(rows: &[Answered], at: usize, known: &HashMap<i64, Value>) -> Vec<Value> {
    let value = |row: &Answered| row.values[at].int().and_then(|id| known.get(&id).cloned()).unwrap_or_default();
    rows.iter().map(value).collect()
}

/// A number that was worked out, to twelve digits; nothing where there is none.
fn finite(value: Value) -> Value {
    match value {
        Value::Float(number) if !number.is_finite() => Value::Null,
        Value::Float(number) => Value::Float(rounded(number)),
        other => other,
    }
}

/// To twelve digits: the order in which a database adds doubles shows in the last ones.
pub(super) fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// A day as far as it is known: month or year alone are text.
fn partial(day: &Value, precision: Option<i64>) -> Value {
    let Some(date) = day.date() else { return day.clone() };
    let text = date.to_string();
    match precision {
        Some(2) => Value::from(&text[..text.len() - 3]),
        Some(3) => Value::from(&text[..text.len() - 6]),
        _ => Value::Date(date),
    }
}

/// A test for links by a list of ids, for whoever narrows an answer afterwards.
pub(super) fn only(table: TableId, ids: Vec<i64>) -> Filter {
    Filter::test_id(table, Test::Ids(ids))
}
