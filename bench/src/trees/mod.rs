//! Trees of growing size: opening, adding, moving, merging, synonymizing, undoing; and bringing a whole tree in.
//!
//! A tree of one size is made once and kept. Its last nodes are those that the operations are tried on: the same families,
//! genera and species with the same determinations at every size, so that what differs is the size of the tree alone. Each
//! operation is taken back by undo, which is measured too, and after it the same is done by hand in SQL and taken back. By
//! hand the same rows change: the records, the numbers at the nodes, the words by which nodes are found, and the journal,
//! without which nobody could take anything back.

mod by_hand;
mod grown;

use std::time::Instant;

use by_hand::{Case, Nodes, forget, journal};
use grown::grown;
pub(crate) use grown::{bring_in, write_sheet};
use vasculum_domain::lookup::{self, Wish};
use vasculum_domain::trees::outline::{self, Synonyms, Turn};
use vasculum_domain::trees::{add_node, definition_by_id, surgery, tree_of};
use vasculum_domain::undo;
use vasculum_model::Value;
use vasculum_model::names::taxon;
use vasculum_store::{Filter, Purpose, Select};

use crate::house::{self, House};
use crate::raw::{self, Raw};
use crate::report::{Row, median, rate, timed};
use crate::{Ask, Failure, floor};

/// The most times as long as the same by hand.
const AT_MOST: f64 = 3.0;
/// The most times as long as inserting the rows of an import: a quarter of the rate.
const AT_MOST_IMPORT: f64 = 4.0;
/// So many determinations stand at the nodes of every tree.
const DETERMINATIONS: usize = 1_000_000;
fn ms(seconds: f64) -> String {
    format!("{:.2} ms", seconds * 1e3)
}

/// Rows for one work: the time itself, and how it compares with the same by hand.
fn rows(name: &str, size: usize, ours: &[f64], floor: &[f64], at_most_ms: f64) -> Vec<Row> {
    let name = format!("tree of {}: {name}", in_words(size));
    let (time, bare) = (median(ours), median(floor));
    vec![
        Row::times(&name, (ms(time), time), (ms(bare), bare), Some(AT_MOST)),
        Row::plain(&format!("{name}, time"), ms(time), time * 1e3, "ms", Some(at_most_ms)),
    ]
}

fn in_words(size: usize) -> String {
    if size >= 1_000_000 { format!("{} M", size / 1_000_000) } else { format!("{} k", size / 1_000) }
}

fn seconds<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(T, f64), Failure> {
    let start = Instant::now();
    let outcome = work()?;
    Ok((outcome, start.elapsed().as_secs_f64()))
}

/// Opens nodes of the outline with the numbers of the collection.
fn opening(house: &House, raw: &mut Raw, nodes: &Nodes, size: usize, rounds: usize) -> Result<Vec<Row>, Failure> {
    let tree = tree_of(taxon::TABLE)?;
    let number = vasculum_model::model().table(taxon::TABLE).number;
    let (mut ours, mut floor, mut slowest) = (Vec::new(), Vec::new(), 0.0_f64);
    for node in [nodes.order, nodes.from, nodes.moved, nodes.staying].into_iter().cycle().take(rounds * 4) {
        let (below, time) = seconds(|| {
            Ok(house.db.read(&house.access, |tx| outline::below(tx, tree, node, Turn::First, Synonyms::Nested))?)
        })?;
        if below.children.is_empty() {
            return Err("a node has no children".into());
        }
        let (_, bare) = seconds(|| {
            raw.read(&format!(
                "SELECT t.id, t.name, t.full_name, t.rank_id, t.author, n.direct, n.total FROM \
                 (SELECT * FROM taxon WHERE parent_id = {node} AND accepted_taxon_id IS NULL ORDER BY name LIMIT 201) t \
                 LEFT JOIN tally n ON n.tree = {number} AND n.node = t.id AND n.place = {} ORDER BY t.name",
                house.collection
            ))
        })?;
        ours.push(time);
        floor.push(bare);
        slowest = slowest.max(time);
    }
    let mut list = rows("open a node", size, &ours, &floor, 20.0);
    list.push(Row::plain(
        &format!("tree of {}: open a node, slowest", in_words(size)),
        ms(slowest),
        slowest * 1e3,
        "ms",
        Some(20.0),
    ));
    Ok(list)
}

/// Adds species below a genus, and the same rows by hand.
fn adding(house: &House, raw: &mut Raw, nodes: &Nodes, size: usize, rounds: usize) -> Result<Vec<Row>, Failure> {
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    let number = vasculum_model::model().table(taxon::TABLE).number;
    for nth in 0..rounds {
        let purpose = Purpose::new("save", "A species");
        let (added, time) = seconds(|| {
            Ok(house.db.write_counted(&house.access, purpose, |tx| {
                let genus = tx.get(taxon::TABLE, nodes.moved)?;
                let definition = definition_by_id(tx, taxon::TABLE, genus.int(taxon::DEFINITION).unwrap_or(0))?;
                let definition = definition.ok_or_else(|| vasculum_model::Error::not_found("no tree"))?;
                let rank = definition.numbered(220).ok_or_else(|| vasculum_model::Error::not_found("no rank"))?;
                let author = [(taxon::AUTHOR, Value::from("Nobody, 2026"))];
                Ok(add_node(tx, taxon::TABLE, &genus, rank, &format!("nova{nth}"), &author)?.id)
            })?)
        })?;
        ours.push(time);
        let (id, set) = added;
        undo_of(house, set.ok_or("nothing was added")?)?;
        // The same row, the words by which it is found, and its record of the change are written by hand.
        let names = raw.columns("taxon")?;
        let values: Vec<String> = names
            .iter()
            .map(|name| match name.as_str() {
                "id" => id.to_string(),
                "name" => format!("'nova{nth}'"),
                "full_name" => format!("'Movenda nova{nth}'"),
                "tree_path" => format!("tree_path || '{id}/'"),
                "author" => "'Nobody, 2026'".to_owned(),
                "parent_id" => nodes.moved.to_string(),
                "rank_id" => "220".to_owned(),
                other => format!("\"{other}\""),
            })
            .collect();
        let columns: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let insert = format!(
            "{}; INSERT INTO taxon ({}) SELECT {} FROM taxon WHERE id = {}; \
             INSERT INTO lookup (space, \"text\", record) VALUES (1, 'movenda nova{nth}', {id}), (0, 'nova{nth}', {id})",
            journal(number, &format!("SELECT {id} AS id, NULL AS before, '{{\"name\":\"nova{nth}\"}}' AS after")),
            columns.join(", "),
            values.join(", "),
            nodes.moved
        );
        let ((), bare) = seconds(|| raw.commit(&insert))?;
        floor.push(bare);
        forget(raw)?;
        raw.commit(&format!(
            "DELETE FROM taxon WHERE id = {id}; DELETE FROM lookup WHERE space IN (0, 1) AND record = {id}"
        ))?;
    }
    Ok(rows("add a species", size, &ours, &floor, 10.0))
}

/// Takes a change set back; returns in how many seconds.
fn undo_of(house: &House, set: i64) -> Result<f64, Failure> {
    let purpose = Purpose::new("undo", format!("Undo of {set}"));
    let (_, time) = seconds(|| Ok(house.db.write(&house.access, purpose, |tx| undo::undo(tx, set, false))?))?;
    Ok(time)
}

/// One operation, back and forth, and the same by hand.
fn operating(house: &House, raw: &mut Raw, case: &Case, size: usize, rounds: usize) -> Result<Vec<Row>, Failure> {
    let (mut ours, mut floor, mut back, mut back_floor) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let purpose = Purpose::new(surgery::KIND, case.name);
        let ((_, set), time) = seconds(|| {
            Ok(house
                .db
                .write_counted(&house.access, purpose, |tx| surgery::apply(tx, taxon::TABLE, &case.operation, None))?)
        })?;
        ours.push(time);
        back.push(undo_of(house, set.ok_or("nothing was changed")?)?);
        floor.push(seconds(|| raw.commit(&case.by_hand))?.1);
        forget(raw)?;
        back_floor.push(seconds(|| raw.commit(&case.back))?.1);
        forget(raw)?;
    }
    let mut list = rows(case.name, size, &ours, &floor, case.at_most_ms);
    list.extend(rows(&format!("{}, undone", case.name), size, &back, &back_floor, 150.0));
    Ok(list)
}

/// What is offered while somebody types: names by their beginning, by a word within, and with a letter wrong.
fn offering(house: &House, size: usize, rounds: usize) -> Result<Vec<Row>, Failure> {
    let some = Select::all(taxon::TABLE).matching(Filter::is(taxon::RANK_ID, 220)).at_most(20_000);
    let names: Vec<String> = house.db.read(&house.access, |tx| {
        let records = tx.select(&some)?;
        Ok(records.iter().filter_map(|record| record.text(taxon::FULL_NAME).map(str::to_owned)).collect())
    })?;
    let step = (names.len() / rounds).max(1);
    let names: Vec<&String> = names.iter().step_by(step).take(rounds).collect();
    let epithet = |name: &str| name.split(' ').next_back().unwrap_or_default().to_owned();
    let cut = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    let wrong = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        if letters.len() > 5 {
            letters.swap(3, 4);
        }
        letters.into_iter().collect::<String>()
    };
    let ways = |name: &str| {
        [
            ("two letters", cut(name, 2)),
            ("beginning", cut(name, 6)),
            ("word", cut(&epithet(name), 4)),
            ("two words", format!("{} {}", cut(name, 3), cut(&epithet(name), 3))),
            ("wrong letter", wrong(name)),
        ]
    };
    let mut times: Vec<(&str, Vec<f64>)> = ways("").into_iter().map(|(what, _)| (what, Vec::new())).collect();
    for name in &names {
        for ((_, words), (_, times)) in ways(name).iter().zip(&mut times) {
            let (_, time) = seconds(|| {
                Ok(house.db.read(&house.access, |tx| {
                    lookup::find(tx, &Wish { table: taxon::TABLE, words, only: Filter::All, limit: 20 })
                })?)
            })?;
            times.push(time);
        }
    }
    let row = |(what, times): (&str, Vec<f64>)| {
        let slowest = times.iter().copied().fold(0.0, f64::max);
        Row::plain(
            &format!("tree of {}: type-ahead, {what}", in_words(size)),
            format!("slowest {}", ms(slowest)),
            median(&times) * 1e3,
            "ms",
            Some(50.0),
        )
    };
    Ok(times.into_iter().map(row).collect())
}

/// Operations on trees of three sizes.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let sizes: &[usize] = ask.scale.pick(&[1_000, 10_000], &[10_000, 100_000, 1_000_000]);
    let (determinations, rounds) = ask.scale.pick((20_000, 3), (DETERMINATIONS, 7));
    let mut list = Vec::new();
    for size in sizes {
        let house = house::open(&grown(ask, *size, determinations)?)?;
        let mut raw = Raw::open(&house.place)?;
        let nodes = Nodes::find(&house)?;
        list.extend(opening(&house, &mut raw, &nodes, *size, rounds)?);
        list.extend(adding(&house, &mut raw, &nodes, *size, rounds)?);
        for case in nodes.cases(&mut raw, &house)? {
            list.extend(operating(&house, &mut raw, &case, *size, rounds)?);
        }
        list.extend(offering(&house, *size, ask.scale.pick(5, 40))?);
        eprintln!("  tree of {}: done", in_words(*size));
    }
    Ok(list)
}

/// A sheet of names into an empty tree, against inserting the rows that came of it.
pub(crate) fn import(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let nodes = ask.scale.pick(10_000, 1_000_000);
    let folder = house::folder()?;
    let sheet = folder.path().join("names.csv");
    let count = write_sheet(&sheet, nodes)?;
    let house = house::make(&folder.path().join("ours.db"))?;
    let bare = house.copy_to(&folder.path().join("bare.db"))?;
    let mark = floor::mark(&floor::connect(&bare)?)?;
    let (made, time) = timed(|| bring_in(&house, &sheet));
    if made? < count as u64 {
        return Err("the import did not take every name".into());
    }
    let ours = time.as_secs_f64();
    let written = floor::written_since(&floor::connect(&raw::file(&house.place)?)?, &mark)?;
    let conn = floor::connect(&bare)?;
    let (outcome, time) = timed(|| floor::insert_all(&conn, &[&written.records, &written.lookup]));
    outcome?;
    let theirs = time.as_secs_f64();
    let words = |seconds: f64| rate(count, seconds, "names");
    Ok(vec![Row::times("tree-import", (words(ours), ours), (words(theirs), theirs), Some(AT_MOST_IMPORT))])
}
