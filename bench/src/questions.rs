//! Questions of a large collection, against the best SQL that one would write by hand for the same rows.
//!
//! On SQLite the floor of an export is the `sqlite3` shell, if it is installed: it writes the same columns to a file.

use std::process::{Command, Stdio};

use vasculum_domain::query::{self, Asked, Cursor, Plan};
use vasculum_formats::rows::{Format, Options};
use vasculum_model::names::taxon;
use vasculum_model::{Path, model};
use vasculum_store::{Filter, Select, Test, Tx};

use crate::house::{self, House};
use crate::raw::{self, Raw};
use crate::report::{Row, median, rate, timed};
use crate::{Ask, Failure};

/// A ratio above this is a miss.
const AT_MOST: f64 = 3.0;

/// The seven columns that everybody looks at.
const SEVEN: &str = "show catalogNumber, determinations[isCurrent].taxon.fullName, determinations[isCurrent].taxon.Family, \
                     collectingEvent.locality.geography.Country, collectingEvent.locality.localityName, \
                     collectingEvent.collectors, collectingEvent.startDate";

/// The same by hand; `{family}` and `{country}` say how the ancestors are found.
const BY_HAND: &str = "SELECT o.catalog_number, t.full_name, {family}, {country}, l.locality_name, \
    (SELECT group_concat(a.last_name || COALESCE(', ' || a.first_name, ''), '; ') FROM (SELECT agent_id FROM collector \
    WHERE collecting_event_id = e.id ORDER BY order_number) c JOIN agent a ON a.id = c.agent_id), e.start_date \
    FROM collection_object o LEFT JOIN determination d ON d.collection_object_id = o.id AND d.is_current = {yes} \
    LEFT JOIN taxon t ON t.id = d.taxon_id LEFT JOIN collecting_event e ON e.id = o.collecting_event_id \
    LEFT JOIN locality l ON l.id = e.locality_id LEFT JOIN geography g ON g.id = l.geography_id";

/// The objects of a family, found from the names as one would by hand; `{below}` says which names, `{yes}` is true.
const FOUND: &str = "SELECT DISTINCT u.collection_object_id AS id FROM taxon n CROSS JOIN determination u \
    WHERE u.taxon_id = n.id AND u.is_current = {yes} AND {below}";

struct Place<'h> {
    house: &'h House,
    raw: Raw,
    is_postgres: bool,
}

impl Place<'_> {
    /// The hand-written SQL of the seven columns, of few rows: an ancestor is looked up for each.
    fn by_hand(&self, rest: &str) -> String {
        let above = |table: &str, path: &str, rank: i64| {
            let among = if self.is_postgres {
                format!("a.id = ANY(string_to_array(trim(both '/' from {path}), '/')::bigint[])")
            } else {
                format!("a.id IN (SELECT value FROM json_each('[' || replace(trim({path}, '/'), '/', ',') || ']'))")
            };
            format!("(SELECT a.name FROM {table} a WHERE {among} AND a.rank_id = {rank})")
        };
        self.filled(&above("taxon", "t.tree_path", 140), &above("geography", "g.tree_path", 200)) + rest
    }

    /// The hand-written SQL that finds the objects of the family with an id.
    fn found(&self, family: i64) -> String {
        let path = format!("(SELECT tree_path FROM taxon WHERE id = {family})");
        let below = format!("n.tree_path >= {path} AND n.tree_path < substr({path}, 1, length({path}) - 1) || '0'");
        FOUND.replace("{below}", &below).replace("{yes}", if self.is_postgres { "TRUE" } else { "1" })
    }

    /// The seven columns of the objects of a family.
    fn of_family(&self, family: i64, order: &str) -> String {
        let from = "FROM found f CROSS JOIN collection_object o";
        let select = self.by_hand("").replacen("FROM collection_object o", from, 1);
        let (found, collection) = (self.found(family), self.house.collection);
        format!(
            "WITH found AS MATERIALIZED ({found}) {select} WHERE o.id = f.id AND o.collection_id = {collection} \
             ORDER BY {order} LIMIT 40"
        )
    }

    fn filled(&self, family: &str, country: &str) -> String {
        let text = BY_HAND.replace("{family}", family).replace("{country}", country);
        let text = text.replace("{yes}", if self.is_postgres { "TRUE" } else { "1" });
        if self.is_postgres { text.replace("group_concat", "string_agg") } else { text }
    }

    fn ours<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> vasculum_model::Result<T>) -> Result<T, Failure> {
        Ok(self.house.db.read(&self.house.access, work)?)
    }

    /// The medians of a question and of its floor, run in turn, in milliseconds, and the slowest of ours.
    fn compare(
        &mut self,
        rounds: usize,
        mut ours: impl FnMut(&mut Tx<'_>, usize) -> vasculum_model::Result<usize>,
        sql: impl Fn(&Self, usize) -> String,
    ) -> Result<(f64, f64, f64), Failure> {
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            let (found, time) = timed(|| self.house.db.read(&self.house.access, |tx| ours(tx, round)));
            let found = found?;
            let text = sql(self, round);
            let (rows, floor) = timed(|| self.raw.read(&text));
            let rows = rows?;
            if rows != found {
                return Err(format!("{found} rows, and {rows} by hand: {text}").into());
            }
            // The first round warms both.
            if round > 0 {
                mine.push(time.as_secs_f64() * 1e3);
                theirs.push(floor.as_secs_f64() * 1e3);
            }
        }
        let slowest = mine.iter().copied().fold(0.0, f64::max);
        Ok((median(&mine), median(&theirs), slowest))
    }
}

/// A row for the time, with its target, and one for the ratio to the floor.
fn lines(name: &str, (mine, floor, slowest): (f64, f64, f64), at_most_ms: f64, at_most: Option<f64>) -> Vec<Row> {
    let words = |time: f64| format!("{time:.2} ms");
    vec![
        Row::plain(name, format!("{} (slowest {})", words(mine), words(slowest)), mine, "ms", Some(at_most_ms)),
        Row::times(&format!("{name}, to the floor"), (words(mine), mine), (words(floor), floor), at_most),
    ]
}

fn asked(tx: &mut Tx<'_>, text: &str) -> vasculum_model::Result<Plan> {
    Plan::make(tx, &query::parse(text)?, &Asked::default())
}

/// Questions of a collection of 1,000,000 objects, 100,000 taxa and 200,000 localities.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let objects = ask.objects();
    let rounds = ask.scale.pick(5, 15);
    let house = house::open(&house::wide(ask, objects)?)?;
    let raw = Raw::open(&house.place)?;
    let mut place = Place { house: &house, raw, is_postgres: ask.postgres.is_some() };
    let families = place.ours(|tx| {
        let of = model().table(taxon::TABLE);
        let select = Select::all(taxon::TABLE).matching(Filter::test(taxon::RANK_ID, Test::Is(140.into())));
        let rows = tx.values(&select, &[Path::parse(of, "name")?, Path::parse(of, "id")?])?;
        let named = |row: &Vec<vasculum_model::Value>| Some((row[0].text()?.to_owned(), row[1].int()?));
        Ok(rows.iter().filter_map(named).collect::<Vec<_>>())
    })?;
    // Families that have objects, of usual size.
    let families: Vec<(String, i64)> =
        families.into_iter().filter(|(name, _)| !["Fromidae", "Intoidae"].contains(&name.as_str())).take(16).collect();
    if families.is_empty() {
        return Err("the tree has no families".into());
    }
    let family = |round: usize| &families[round % families.len()];
    let filter = |round: usize| format!("where determinations[isCurrent].taxon.Family = \"{}\"", family(round).0);
    let mut list = Vec::new();
    let collection = house.collection;
    let plain = place.compare(
        rounds,
        |tx, _| Ok(asked(tx, &format!("from CollectionObject {SEVEN}"))?.page(tx, None, 40)?.rows.len()),
        |place, _| place.by_hand(&format!(" WHERE o.collection_id = {collection} ORDER BY o.id LIMIT 40")),
    )?;
    list.extend(lines("first 40 rows of everything, seven columns", plain, 30.0, None));
    let first = place.compare(
        rounds,
        |tx, round| {
            let plan = asked(tx, &format!("from CollectionObject {SEVEN} {}", filter(round)))?;
            Ok(plan.page(tx, None, 40)?.rows.len())
        },
        |place, round| place.of_family(family(round).1, "o.id"),
    )?;
    list.extend(lines(
        "first 40 rows of a family, seven columns",
        first,
        if objects > 1_000_000 { 100.0 } else { 30.0 },
        Some(AT_MOST),
    ));
    let sorted = place.compare(
        rounds,
        |tx, round| {
            let sort = "sort by determinations[isCurrent].taxon.fullName";
            let plan = asked(tx, &format!("from CollectionObject {SEVEN} {} {sort}", filter(round)))?;
            Ok(plan.page(tx, None, 40)?.rows.len())
        },
        |place, round| place.of_family(family(round).1, "t.full_name, o.id"),
    )?;
    list.extend(lines("the same sorted by taxon", sorted, 300.0, Some(AT_MOST)));
    let mut counted = 0;
    let count = place.compare(
        rounds,
        |tx, round| {
            let plan = asked(tx, &format!("from CollectionObject {SEVEN} {}", filter(round)))?;
            counted = plan.count(tx)?;
            Ok(1)
        },
        |place, round| {
            let found = place.found(family(round).1);
            format!("SELECT COUNT(*) FROM ({found}) f CROSS JOIN collection_object o WHERE o.id = f.id")
        },
    )?;
    list.extend(lines(&format!("count of a family ({counted})"), count, 300.0, Some(AT_MOST)));
    list.extend(far_page(&mut place, objects, rounds, first.0)?);
    list.extend(many_ranks(&mut place, rounds)?);
    list.extend(grouped(&mut place, objects)?);
    list.extend(exported(&place, objects)?);
    Ok(list)
}

/// The page in the middle of all rows, and the first one.
fn far_page(place: &mut Place<'_>, objects: usize, rounds: usize, _: f64) -> Result<Vec<Row>, Failure> {
    let text = format!("from CollectionObject {SEVEN} sort by catalogNumber");
    let (cursor, plan) = place.ours(|tx| {
        let plan = asked(tx, &text)?;
        let middle = tx.values(
            &Select::all(plan.table)
                .sorted(vec![(Path::parse(model().table(plan.table), "catalogNumber")?, false)])
                .at_most(objects as u64 / 2),
            &[Path::parse(model().table(plan.table), "catalogNumber")?, Path::parse(model().table(plan.table), "id")?],
        )?;
        let last = middle.last().cloned().unwrap_or_default();
        Ok((Cursor::After(vec![last[0].clone()], vec![last[1].int()], objects / 2), plan))
    })?;
    let (mut first, mut far) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let (rows, time) = timed(|| place.ours(|tx| plan.page(tx, None, 40)));
        rows?;
        let (rows, later) = timed(|| place.ours(|tx| plan.page(tx, Some(&cursor), 40)));
        if rows?.rows.len() != 40 {
            return Err("the page in the middle is not full".into());
        }
        if round > 0 {
            first.push(time.as_secs_f64() * 1e3);
            far.push(later.as_secs_f64() * 1e3);
        }
    }
    let (first, far) = (median(&first), median(&far));
    let words = |time: f64| format!("{time:.2} ms");
    Ok(vec![Row::times(
        &format!("page after row {} of all, to the first page", objects / 2),
        (words(far), far),
        (words(first), first),
        Some(1.5),
    )])
}

/// 22 ranks of taxa and 5 of places, against the same question without them.
fn many_ranks(place: &mut Place<'_>, rounds: usize) -> Result<Vec<Row>, Failure> {
    let ranks = place.ours(|tx| {
        let mut names = Vec::new();
        for (table, way, most) in [
            (taxon::TABLE, "determinations[isCurrent].taxon", 22),
            (vasculum_model::names::geography::TABLE, "collectingEvent.locality.geography", 5),
        ] {
            let ranks = query::ranks(tx, table)?;
            names.extend(ranks.iter().take(most).map(|name| format!("{way}.`{name}`")));
        }
        Ok(names)
    })?;
    let plain =
        "show catalogNumber, determinations[isCurrent].taxon.fullName, collectingEvent.locality.geography.fullName";
    let with = format!("from CollectionObject {plain}, {} sort by catalogNumber", ranks.join(", "));
    let without = format!("from CollectionObject {plain} sort by catalogNumber");
    let mut list = Vec::new();
    for (what, size, rounds) in [("first 40 rows", 40, rounds), ("20,000 rows", 20_000, 3)] {
        let (mut mine, mut floor) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            let (rows, time) = timed(|| place.ours(|tx| asked(tx, &with)?.page(tx, None, size)));
            rows?;
            let (rows, bare) = timed(|| place.ours(|tx| asked(tx, &without)?.page(tx, None, size)));
            rows?;
            if round > 0 {
                mine.push(time.as_secs_f64() * 1e3);
                floor.push(bare.as_secs_f64() * 1e3);
            }
        }
        let (mine, floor) = (median(&mine), median(&floor));
        let words = |time: f64| format!("{time:.2} ms");
        let name = format!("{} ranks, {what}, to the same without", ranks.len());
        list.push(Row::times(&name, (words(mine), mine), (words(floor), floor), Some(AT_MOST)));
    }
    Ok(list)
}

/// Objects by family, all of them.
fn grouped(place: &mut Place<'_>, objects: usize) -> Result<Vec<Row>, Failure> {
    let text = "from CollectionObject each determinations[isCurrent] show determinations[isCurrent].taxon.Family, count() \
                sort by count() desc limit 20";
    let (rows, time) = timed(|| place.ours(|tx| asked(tx, text)?.page(tx, None, 20)));
    rows?;
    let mine = time.as_secs_f64() * 1e3;
    let yes = if place.is_postgres { "TRUE" } else { "1" };
    let sql = format!(
        "WITH f AS MATERIALIZED (SELECT t.id, a.name FROM taxon a JOIN taxon t ON t.tree_path >= a.tree_path AND t.tree_path < \
         substr(a.tree_path, 1, length(a.tree_path) - 1) || '0' WHERE a.rank_id = 140) SELECT f.name, COUNT(*) FROM \
         determination d LEFT JOIN f ON f.id = d.taxon_id WHERE d.is_current = {yes} GROUP BY f.name ORDER BY 2 DESC LIMIT 20"
    );
    let (rows, floor) = timed(|| place.raw.read(&sql));
    rows?;
    let floor = floor.as_secs_f64() * 1e3;
    let words = |time: f64| format!("{time:.0} ms");
    let name = format!("{objects} objects by family, to the floor");
    Ok(vec![Row::times(&name, (words(mine), mine), (words(floor), floor), Some(AT_MOST))])
}

/// All rows as CSV, against the shell of SQLite; against reading them by hand elsewhere.
fn exported(place: &Place<'_>, objects: usize) -> Result<Vec<Row>, Failure> {
    let folder = house::folder()?;
    let text = format!("from CollectionObject {SEVEN}");
    let (mine, theirs) = (folder.path().join("ours.csv"), folder.path().join("theirs.csv"));
    let with = |place: &Place<'_>| {
        let ancestors = |name: &str, table: &str, rank: i64| {
            format!(
                "{name} AS MATERIALIZED (SELECT t.id, a.name FROM {table} a JOIN {table} t ON t.tree_path >= a.tree_path AND \
                 t.tree_path < substr(a.tree_path, 1, length(a.tree_path) - 1) || '0' WHERE a.rank_id = {rank})"
            )
        };
        let select = place.filled("fam.name", "land.name");
        format!(
            "WITH {}, {} {select} LEFT JOIN fam ON fam.id = d.taxon_id LEFT JOIN land ON land.id = l.geography_id ORDER BY o.id",
            ancestors("fam", "taxon", 140),
            ancestors("land", "geography", 200)
        )
    };
    let sql = with(place);
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    // Of very many rows once: it takes minutes.
    for _ in 0..if objects > 1_000_000 { 1 } else { 3 } {
        let (written, time) = timed(|| {
            place.ours(|tx| {
                let plan = asked(tx, &text)?;
                let file = std::fs::File::create(&mine)
                    .map_err(|cause| vasculum_model::Error::internal("The file can’t be made.", cause))?;
                let out = std::io::BufWriter::with_capacity(1 << 16, file);
                Ok(query::file::write(tx, &plan, Format::Csv, Options::default(), out, |_| Ok(()))?.1.rows)
            })
        });
        if written? != objects as u64 {
            return Err("not every row was written".into());
        }
        ours.push(time.as_secs_f64());
        if place.is_postgres {
            let mut raw = Raw::open(&place.house.place)?;
            let (rows, time) = timed(|| raw.read(&sql));
            rows?;
            floor.push(time.as_secs_f64());
        } else {
            let file = raw::file(&place.house.place)?;
            let (status, time) = timed(|| {
                Command::new("sqlite3")
                    .args(["-csv", "-cmd", "PRAGMA mmap_size = 268435456; PRAGMA cache_size = -65536;"])
                    .arg(&file)
                    .arg(&sql)
                    .stdout(std::fs::File::create(&theirs).map_or_else(|_| Stdio::null(), Stdio::from))
                    .status()
            });
            if status.is_ok_and(|status| status.success()) {
                floor.push(time.as_secs_f64());
            }
        }
    }
    let mine = median(&ours);
    let words = |seconds: f64| rate(objects, seconds, "rows");
    if floor.is_empty() {
        return Ok(vec![Row::plain("all rows to CSV (no sqlite3 to compare with)", words(mine), mine, "s", None)]);
    }
    let theirs = median(&floor);
    Ok(vec![Row::times(
        "all rows to CSV, seven columns",
        (words(mine), mine),
        (words(theirs), theirs),
        Some(1.0 / 0.6),
    )])
}
