//! How many records stand at each node of a tree, and how many at it and below, for every collection.
//!
//! What is counted is told by [`Tree::counted`]. The numbers stand in the table `tally` and follow every write within
//! its transaction: a save changes the rows of a node and its ancestors, a move of a node those of its old and new
//! ancestors. So a page asks for them by key, however many records there are. They are derived:
//! [`Database::rebuild_tallies`] makes them anew.
//!
//! Where the way from the counted record to the node is a single link, the record itself tells the difference. Where it
//! leads over other records – an object, its event, its locality – the counted records behind a record that is about to
//! change are taken out before the change, and put back in at the end of the transaction, wherever they stand then.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::LazyLock;

use vasculum_model::tree::{Counted, TREES, Tree};
use vasculum_model::{Col, Record, Result, TableId, model, shipped_model};

use crate::access::Action;
use crate::conn::{Conn, Sql};
use crate::db::Database;
use crate::schema::TREE_PATH;
use crate::tx::{Tx, path_ids};

/// The setting that says how the numbers in the database were made.
const SETTING: &str = "tallies";
/// Counts the changes of what is counted and how.
const FORM: u32 = 1;
/// So many ids are asked for at once.
const BATCH: usize = 5_000;
/// So many rows are written with one statement.
const ROWS_AT_ONCE: [usize; 3] = [128, 16, 1];

/// How many records stand at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// At the node itself.
    pub direct: i64,
    /// At the node and everywhere below it.
    pub total: i64,
}

/// One way by which records are counted, with its tree.
struct Way {
    tree: &'static Tree,
    counted: &'static Counted,
}

/// Every way, in a fixed order.
static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    TREES.iter().flat_map(|tree| tree.counted.iter().map(move |counted| Way { tree, counted })).collect()
});

/// For every table the ways that lead over its records: the number of the way, and that of the link.
static OVER: LazyLock<HashMap<TableId, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut over: HashMap<TableId, Vec<(usize, usize)>> = HashMap::new();
    for (nth, way) in WAYS.iter().enumerate() {
        for (step, link) in way.counted.links.iter().enumerate() {
            over.entry(link.0).or_default().push((nth, step));
        }
    }
    over
});

/// A node of a tree and a collection.
type Spot = (TableId, i64, i64);

/// What a transaction means for the numbers.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    /// By how much the number of records at a node changes.
    changes: HashMap<Spot, i64>,
    /// By the number of the way, the counted records that are out and go in again at the end.
    out: HashMap<usize, BTreeSet<i64>>,
    /// By how much the number of records at a node and below changes because something moved there or away.
    moved: HashMap<(TableId, i64), BTreeMap<i64, i64>>,
    /// Nodes that were deleted, with their parents.
    gone: HashMap<(TableId, i64), Option<i64>>,
}

impl Way {
    fn is_single(&self) -> bool {
        self.counted.links.len() == 1
    }

    /// Where a counted record stands, if a single link says so.
    fn spot(&self, record: &Record) -> Option<Spot> {
        let counts = self.counted.only.is_none_or(|only| record.is(only));
        let node = record.int(self.counted.links[0]).filter(|_| counts)?;
        Some((self.tree.node, node, record.int(self.counted.place).unwrap_or(0)))
    }

    /// Whether a change of these columns of the record at a step can change where counted records stand.
    fn turns_on(&self, step: usize, changed: &[u16]) -> bool {
        let own = [Some(self.counted.place), self.counted.only].into_iter().flatten().filter(|_| step == 0);
        own.chain([self.counted.links[step]]).any(|column| changed.contains(&column.1))
    }

    /// `FROM` the counted records over the links; from the table at `needed` on, it need not be there.
    fn from(&self, needed: usize) -> String {
        let sql = |table: TableId| &shipped_model().table(table).sql;
        let mut text = format!(" FROM \"{}\" t0", sql(self.counted.base()));
        for (step, link) in self.counted.links.iter().enumerate().take(self.counted.links.len() - 1) {
            let to = self.counted.links[step + 1].0;
            let kind = if step < needed { "JOIN" } else { "LEFT JOIN" };
            let column = &shipped_model().column(*link).sql;
            let next = step + 1;
            let _ = write!(text, " {kind} \"{}\" t{next} ON t{next}.\"id\" = t{step}.\"{column}\"", sql(to));
        }
        text
    }

    /// The columns with the collection and the node.
    fn columns(&self) -> (String, String) {
        let name = |column: Col| &shipped_model().column(column).sql;
        let last = self.counted.links.len() - 1;
        let place = format!("COALESCE(t0.\"{}\", 0)", name(self.counted.place));
        (place, format!("t{last}.\"{}\"", name(self.counted.links[last])))
    }

    /// The condition that a record counts, after other conditions.
    fn only(&self, dialect: crate::Dialect) -> String {
        let Some(only) = self.counted.only else { return String::new() };
        format!(" AND t0.\"{}\" = {}", shipped_model().column(only).sql, dialect.yes())
    }
}

impl Counting {
    fn add(&mut self, spot: Option<Spot>, by: i64) {
        if let Some(spot) = spot {
            *self.changes.entry(spot).or_default() += by;
        }
    }

    /// Notes a new record.
    pub(crate) fn made(&mut self, record: &Record) {
        for (nth, step) in OVER.get(&record.table).into_iter().flatten() {
            let way = &WAYS[*nth];
            if way.is_single() {
                self.add(way.spot(record), 1);
            } else if *step == 0 && !record.get(way.counted.links[0]).is_null() {
                self.out.entry(*nth).or_default().insert(record.id);
            }
        }
    }

    /// Notes that a record is about to change in these columns, or to go.
    pub(crate) fn changes(&mut self, conn: &mut Conn, before: &Record, after: Option<(&Record, &[u16])>) -> Result<()> {
        if after.is_none()
            && let Some(tree) = model().tree(before.table)
        {
            self.gone.insert((before.table, before.id), before.int(tree.parent));
        }
        for (nth, step) in OVER.get(&before.table).into_iter().flatten() {
            let way = &WAYS[*nth];
            if after.is_some_and(|(_, changed)| !way.turns_on(*step, changed)) {
                continue;
            }
            if way.is_single() {
                self.add(way.spot(before), -1);
                self.add(after.and_then(|(record, _)| way.spot(record)), 1);
            } else {
                self.take_out(conn, *nth, *step, before.id)?;
            }
        }
        Ok(())
    }

    /// Takes the counted records behind a record out, those that are not out already.
    fn take_out(&mut self, conn: &mut Conn, nth: usize, step: usize, id: i64) -> Result<()> {
        let way = &WAYS[nth];
        let out = self.out.entry(nth).or_default();
        if step == 0 && out.contains(&id) {
            return Ok(());
        }
        let (place, node) = way.columns();
        let mut sql = Sql::new(conn.dialect(), format!("SELECT t0.\"id\", {place}, {node}{}", way.from(step)));
        sql.push(&format!(" WHERE t{step}.\"id\" = ")).bind(id).push(&way.only(conn.dialect()));
        let mut found = Vec::new();
        conn.each(&sql, |row| {
            if out.insert(row.int(0)?) {
                found.extend(row.maybe_int(2)?.map(|node| (way.tree.node, node, row.int(1).unwrap_or(0))));
            }
            Ok(())
        })?;
        found.into_iter().for_each(|spot| self.add(Some(spot), -1));
        Ok(())
    }

    /// A node goes from one place of its tree to another with all that is below it: its old ancestors lose what it holds,
    /// its new ones gain it. Paths as in `tree_path`, the node's own id last.
    pub(crate) fn moves(&mut self, conn: &mut Conn, tree: TableId, old: &str, new: &str) -> Result<()> {
        let (old, new) = (path_ids(old), path_ids(new));
        let Some(node) = old.last().copied() else { return Ok(()) };
        let mut sql = Sql::new(conn.dialect(), "SELECT place, total FROM tally WHERE tree = ");
        sql.bind(i64::from(shipped_model().table(tree).number)).push(" AND node = ").bind(node);
        let mut held: BTreeMap<i64, i64> = conn.rows(&sql, |row| Ok((row.int(0)?, row.int(1)?)))?.into_iter().collect();
        for (place, by) in self.moved.get(&(tree, node)).into_iter().flatten() {
            *held.entry(*place).or_default() += by;
        }
        for (place, total) in held {
            for (line, sign) in [(&old, -1), (&new, 1)] {
                for above in line.iter().filter(|id| **id != node) {
                    *self.moved.entry((tree, *above)).or_default().entry(place).or_default() += sign * total;
                }
            }
        }
        Ok(())
    }

    /// Puts in again what is out, wherever it stands now.
    fn put_in(&mut self, conn: &mut Conn) -> Result<()> {
        for (nth, ids) in std::mem::take(&mut self.out) {
            let way = &WAYS[nth];
            // Most collections have no geological contexts at all: then nobody need look for theirs.
            let last = way.counted.links[way.counted.links.len() - 1].0;
            let some = format!("SELECT 1 FROM \"{}\" LIMIT 1", shipped_model().table(last).sql);
            if conn.first(&Sql::new(conn.dialect(), some), |row| row.int(0))?.is_none() {
                continue;
            }
            let (place, node) = way.columns();
            let ids: Vec<i64> = ids.into_iter().collect();
            for some in ids.chunks(BATCH) {
                let head = format!("SELECT {place}, {node}, COUNT(*){} WHERE ", way.from(usize::MAX));
                let mut sql = Sql::new(conn.dialect(), head);
                sql.bind_ids("t0.\"id\"", some.to_vec()).push(&format!(" AND {node} IS NOT NULL"));
                sql.push(&way.only(conn.dialect())).push(" GROUP BY 1, 2");
                let mut found = Vec::new();
                conn.each(&sql, |row| {
                    found.push(((way.tree.node, row.int(1)?, row.int(0)?), row.int(2)?));
                    Ok(())
                })?;
                found.into_iter().for_each(|(spot, count)| self.add(Some(spot), count));
            }
        }
        Ok(())
    }

    /// Writes the new numbers of all nodes that are concerned.
    pub(crate) fn write(&mut self, conn: &mut Conn) -> Result<()> {
        self.put_in(conn)?;
        let mut by_tree: BTreeMap<TableId, Vec<(i64, i64, i64)>> = BTreeMap::new();
        for ((tree, node, place), by) in std::mem::take(&mut self.changes) {
            if by != 0 {
                by_tree.entry(tree).or_default().push((node, place, by));
            }
        }
        let mut moved: BTreeMap<TableId, BTreeMap<(i64, i64), Tally>> = BTreeMap::new();
        for ((tree, node), places) in std::mem::take(&mut self.moved) {
            let totals = places.into_iter().map(|(place, by)| ((node, place), Tally { direct: 0, total: by }));
            moved.entry(tree).or_default().extend(totals);
            by_tree.entry(tree).or_default();
        }
        for (tree, changes) in by_tree {
            let nodes: BTreeSet<i64> = changes.iter().map(|(node, ..)| *node).collect();
            let lines = self.lines(conn, tree, nodes)?;
            let mut rows = moved.remove(&tree).unwrap_or_default();
            for (node, place, by) in changes {
                rows.entry((node, place)).or_default().direct += by;
                for above in lines.get(&node).into_iter().flatten() {
                    rows.entry((*above, place)).or_default().total += by;
                }
            }
            add_rows(conn, tree, &rows)?;
        }
        Ok(())
    }

    /// The ids from the root down to each node, itself included; also of nodes that are gone.
    fn lines(&self, conn: &mut Conn, tree: TableId, nodes: BTreeSet<i64>) -> Result<HashMap<i64, Vec<i64>>> {
        // A node that is gone stood below its parent, which may be gone too.
        let mut below: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut wanted: BTreeSet<i64> = BTreeSet::new();
        for node in nodes {
            let (mut at, mut rest) = (Some(node), vec![]);
            while let Some(id) = at
                && let Some(parent) = self.gone.get(&(tree, id))
                && rest.len() < 1_000
            {
                rest.push(id);
                at = *parent;
            }
            wanted.extend(at);
            rest.extend(at);
            rest.reverse();
            below.insert(node, rest);
        }
        let mut paths = HashMap::new();
        for some in wanted.into_iter().collect::<Vec<_>>().chunks(BATCH) {
            let table = &shipped_model().table(tree).sql;
            let mut sql = Sql::new(conn.dialect(), format!("SELECT \"id\", \"{TREE_PATH}\" FROM \"{table}\" WHERE "));
            sql.bind_ids("\"id\"", some.to_vec());
            conn.each(&sql, |row| {
                paths.insert(row.int(0)?, path_ids(&row.maybe_text(1)?.unwrap_or_default()));
                Ok(())
            })?;
        }
        let line = |rest: Vec<i64>| match rest.first().and_then(|first| paths.get(first)) {
            Some(path) => path.iter().copied().chain(rest.into_iter().skip(1)).collect(),
            None => rest,
        };
        Ok(below.into_iter().map(|(node, rest)| (node, line(rest))).collect())
    }
}

/// Adds to the numbers of nodes; rows without any records go.
fn add_rows(conn: &mut Conn, tree: TableId, rows: &BTreeMap<(i64, i64), Tally>) -> Result<()> {
    let number = i64::from(shipped_model().table(tree).number);
    let rows: Vec<(i64, i64, Tally)> = rows
        .iter()
        .filter(|(_, by)| **by != Tally::default())
        .map(|((node, place), by)| (*node, *place, *by))
        .collect();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        let count = ROWS_AT_ONCE.into_iter().find(|count| *count <= rest.len()).unwrap_or(1);
        let (now, later) = rest.split_at(count);
        let mut sql = Sql::new(conn.dialect(), "INSERT INTO tally (tree, node, place, direct, total) VALUES ");
        for (nth, (node, place, by)) in now.iter().enumerate() {
            sql.push(if nth == 0 { "(" } else { ", (" }).bind(number).push(", ").bind(*node).push(", ").bind(*place);
            sql.push(", ").bind(by.direct).push(", ").bind(by.total).push(")");
        }
        sql.push(
            " ON CONFLICT (tree, node, place) DO UPDATE SET direct = tally.direct + excluded.direct, \
             total = tally.total + excluded.total",
        );
        conn.execute(&sql)?;
        rest = later;
    }
    let fewer: Vec<i64> = rows.iter().filter(|(.., by)| by.total < 0).map(|(node, ..)| *node).collect();
    if !fewer.is_empty() {
        let mut sql = Sql::new(conn.dialect(), "DELETE FROM tally WHERE tree = ");
        sql.bind(number).push(" AND total = 0 AND direct = 0 AND ").bind_ids("node", fewer);
        conn.execute(&sql)?;
    }
    Ok(())
}

fn made_by() -> String {
    let mut text = FORM.to_string();
    for way in WAYS.iter() {
        let links: Vec<&str> = way.counted.links.iter().map(|link| shipped_model().column(*link).name).collect();
        let _ = write!(text, ";{}:{}", shipped_model().table(way.counted.base()).name, links.join("."));
    }
    text
}

/// Makes the numbers anew if they were made otherwise than they are now.
pub(crate) fn bring_up_to_date(conn: &mut Conn) -> Result<()> {
    let mut sql = Sql::new(conn.dialect(), "SELECT value FROM setting WHERE name = ");
    sql.bind(SETTING);
    if conn.first(&sql, |row| row.text(0))?.as_deref() == Some(made_by().as_str()) {
        return Ok(());
    }
    conn.batch(conn.dialect().begin_write())?;
    let done = rebuild(conn).and_then(|_| conn.batch("COMMIT"));
    if done.is_err() {
        let _ = conn.batch("ROLLBACK");
    }
    done
}

/// Counts everything that stands at the nodes of a tree.
fn count(conn: &mut Conn, tree: &Tree) -> Result<BTreeMap<(i64, i64), Tally>> {
    let mut rows: BTreeMap<(i64, i64), Tally> = BTreeMap::new();
    for way in WAYS.iter().filter(|way| way.tree.node == tree.node) {
        let (place, node) = way.columns();
        let table = &shipped_model().table(tree.node).sql;
        let text = format!(
            "SELECT n.\"id\", c.place, c.held, n.\"{TREE_PATH}\" FROM (SELECT {place} AS place, {node} AS node, \
             COUNT(*) AS held{} WHERE {node} IS NOT NULL{} GROUP BY 1, 2) c JOIN \"{table}\" n ON n.\"id\" = c.node",
            way.from(usize::MAX),
            way.only(conn.dialect()),
        );
        conn.each(&Sql::new(conn.dialect(), text), |row| {
            let (node, place, held) = (row.int(0)?, row.int(1)?, row.int(2)?);
            rows.entry((node, place)).or_default().direct += held;
            for above in path_ids(&row.maybe_text(3)?.unwrap_or_default()) {
                rows.entry((above, place)).or_default().total += held;
            }
            Ok(())
        })?;
    }
    Ok(rows)
}

/// Counts everything anew; returns how many nodes hold something, once for each collection.
fn rebuild(conn: &mut Conn) -> Result<u64> {
    conn.batch("DELETE FROM tally")?;
    let mut counted = 0;
    for tree in TREES {
        let rows = count(conn, tree)?;
        add_rows(conn, tree.node, &rows)?;
        counted += rows.len() as u64;
    }
    let mut sql = Sql::new(conn.dialect(), "INSERT INTO setting (name, value) VALUES (");
    sql.bind(SETTING).push(", ").bind(made_by());
    sql.push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    conn.execute(&sql)?;
    Ok(counted)
}

impl Database {
    /// Counts the records at all nodes of all trees anew, in one transaction; returns how many nodes hold something, once
    /// for each collection.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails; then the numbers are as they were.
    pub fn rebuild_tallies(&self) -> Result<u64> {
        self.write_raw(rebuild)
    }
}

impl Tx<'_> {
    /// Holds the numbers against counting; returns the nodes at which they differ, as text, at most `most` for each tree.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn tally_flaws(&mut self, most: usize) -> Result<Vec<(TableId, i64, String)>> {
        let mut flaws = Vec::new();
        for tree in TREES {
            let wanted = count(self.conn()?, tree)?;
            let mut sql = self.sql("SELECT node, place, direct, total FROM tally WHERE tree = ");
            sql.bind(i64::from(model().table(tree.node).number));
            let rows = |row: &crate::conn::Row<'_>| {
                Ok(((row.int(0)?, row.int(1)?), Tally { direct: row.int(2)?, total: row.int(3)? }))
            };
            let kept: BTreeMap<(i64, i64), Tally> = self.rows(&sql, rows)?.into_iter().collect();
            let spots: BTreeSet<&(i64, i64)> = wanted.keys().chain(kept.keys()).collect();
            let odd = spots.into_iter().filter(|spot| wanted.get(spot) != kept.get(spot));
            flaws.extend(odd.take(most).map(|spot| {
                let words = |tally: Option<&Tally>| tally.map_or((0, 0), |tally| (tally.direct, tally.total));
                let (is, should) = (words(kept.get(spot)), words(wanted.get(spot)));
                let words =
                    format!("{} at it and {} with those below, counted are {} and {}", is.0, is.1, should.0, should.1);
                (tree.node, spot.0, words)
            }));
        }
        Ok(flaws)
    }

    /// How many records stand at each of these nodes of a tree, and at it and below: current determinations at a taxon,
    /// collection objects at a place or geological unit, preparations at a place where things are kept. Only records of
    /// the collections are counted in which the person may read such records and now works; nodes without any are left
    /// out.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn tallies(&mut self, node_table: TableId, nodes: &[i64]) -> Result<HashMap<i64, Tally>> {
        let Some(counted) = model().tree(node_table).and_then(|tree| tree.counted.first()) else {
            return Ok(HashMap::new());
        };
        let places = self.access.places(model().table(counted.base()), Action::Read);
        if nodes.is_empty() || places.as_ref().is_some_and(Vec::is_empty) {
            return Ok(HashMap::new());
        }
        let sums = "CAST(SUM(direct) AS BIGINT), CAST(SUM(total) AS BIGINT)";
        let mut sql = self.sql(format!("SELECT node, {sums} FROM tally WHERE tree = "));
        sql.bind(i64::from(model().table(node_table).number)).push(" AND ").bind_ids("node", nodes.to_vec());
        if let Some(places) = places {
            sql.push(" AND ").bind_ids("place", places);
        }
        sql.push(" GROUP BY node");
        let rows = self.rows(&sql, |row| Ok((row.int(0)?, Tally { direct: row.int(1)?, total: row.int(2)? })))?;
        Ok(rows.into_iter().collect())
    }
}
