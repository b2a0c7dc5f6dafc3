//! The search over everything: how long its index takes to make, how large it gets, and how fast it answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use vasculum_model::names::{geography, taxon};
use vasculum_search::floor::{self, Bare};
use vasculum_search::{Ask, Facet, Search, Wish};
use vasculum_store::{Filter, Select};

use crate::report::{Row, median};
use crate::{Ask as Asked, Failure, house};

/// What this process keeps in memory, with the pages of files that it has mapped.
fn resident_mb() -> Result<f64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("the process has no resident memory")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

fn size_mb(folder: &Path) -> Result<f64, Failure> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { (size_mb(&entry.path())? * 1e6) as u64 } else { about.len() };
    }
    Ok(bytes as f64 / 1e6)
}

/// The index of everything.
pub(crate) fn index(ask: &Asked) -> Result<Vec<Row>, Failure> {
    let count = ask.objects();
    let house = house::open(&house::wide(ask, count)?)?;
    let folder = house::folder()?;
    let most = AtomicU64::new(0);
    let watch = |_: u64| {
        most.fetch_max(resident_mb().unwrap_or(0.0) as u64, Ordering::Relaxed);
        true
    };
    let begun = Instant::now();
    let records = vasculum_search::rebuild(&house.db, &folder.path().join("search"), &watch)?;
    let taken = begun.elapsed().as_secs_f64();
    let size = size_mb(&folder.path().join("search"))?;
    let bare = floor::add_all(&house.db, &folder.path().join("bare"))?.as_secs_f64();
    let most = most.load(Ordering::Relaxed) as f64;
    let named = |what: &str| format!("index of {count} objects: {what}");
    Ok(vec![
        Row::times(
            &named("time"),
            (format!("{taken:.1} s, {records} records"), taken),
            (format!("{bare:.1} s"), bare),
            Some(3.0),
        ),
        Row::plain(&named("time"), format!("{taken:.1} s"), taken, "s", (count == 1_000_000).then_some(60.0)),
        // Of a larger one it is the operating system that decides how much of the database stays mapped.
        Row::plain(&named("memory"), format!("{most:.0} MB"), most, "MB", (count == 1_000_000).then_some(1_024.0)),
        Row::plain(&named("on disk"), format!("{size:.0} MB"), size, "MB", (count <= 1_000_000).then_some(300.0)),
    ])
}

/// The folder in which the index of a house is kept from run to run.
fn kept(place: &vasculum_store::Place, count: usize) -> Result<PathBuf, Failure> {
    let kind = if matches!(place, vasculum_store::Place::File(_)) { "sqlite" } else { "postgres" };
    Ok(house::cache()?.join(format!("search-wide-{kind}-{count}")))
}

/// Questions over everything and narrowed ones.
pub(crate) fn search(ask: &Asked) -> Result<Vec<Row>, Failure> {
    let count = ask.objects();
    let place = house::wide(ask, count)?;
    let house = house::open(&place)?;
    let folder = kept(&place, count)?;
    let search = Search::new(Arc::clone(&house.db), Some(folder.clone()));
    search.start();
    if !search.wait_until_ready(Duration::from_secs(3_600)) {
        return Err("the index was not made within an hour".into());
    }
    let first = |table, rank: i64| -> Result<i64, Failure> {
        let column = if table == taxon::TABLE { taxon::RANK_ID } else { geography::RANK_ID };
        let found = house
            .db
            .read(&house.access, |tx| tx.select(&Select::all(table).matching(Filter::is(column, rank)).at_most(20)))?;
        Ok(found.last().ok_or("the house has no such node")?.id)
    };
    let (family, country) = (first(taxon::TABLE, 140)?, first(geography::TABLE, 200)?);
    let named = house.db.read(&house.access, |tx| tx.get(taxon::TABLE, family))?;
    let name = named.text(taxon::NAME).unwrap_or_default().to_owned();
    let words = |words: &str| Ask { words: words.to_owned(), ..Ask::default() };
    let cases = [
        // What was counted of everything is kept; what a word narrows, if only a little, is counted anew.
        ("everything", words(""), 60.0),
        ("everything but a word", words(&format!("-{name}")), 60.0),
        ("below a family", words("").with(Facet::Taxon, &family.to_string()), 15.0),
        (
            "within a country, some years",
            words("").with(Facet::Place, &country.to_string()).with(Facet::Year, "1950..1969"),
            15.0,
        ),
        ("a family by its name", words(&format!("family:{name}")), 15.0),
        ("a word", words(&name), 15.0),
        ("a word with a slip", words(&name.replacen('i', "", 1)), 60.0),
    ];
    let bare = Bare::open(&folder)?;
    let bare = median(&rounds(|| Ok(bare.count_everything()?))?);
    let targets = count == 1_000_000;
    let mut rows = Vec::new();
    for (what, ask, most) in cases {
        let wish = Wish { offset: 0, limit: 25, facets: Some(10) };
        let mut found = 0;
        let times = rounds(|| {
            let begun = Instant::now();
            let answer = search.answer(&house.access, &ask, wish)?.ok_or("the index is gone")?;
            found = answer.count;
            Ok(begun.elapsed())
        })?;
        let taken = median(&times);
        let most = match (targets, count > 1_000_000) {
            (true, _) => Some(most),
            (_, true) => Some(if most > 50.0 { 500.0 } else { 50.0 }),
            _ => None,
        };
        let name = format!("search of {count} objects: {what}");
        rows.push(Row::plain(&name, format!("{taken:.1} ms, {found} found"), taken, "ms", most));
        if what.starts_with("everything") {
            rows.push(Row::times(&name, (format!("{taken:.1} ms"), taken), (format!("{bare:.1} ms"), bare), Some(3.0)));
        }
    }
    Ok(rows)
}

/// Milliseconds of fifteen rounds, after three that warm up.
fn rounds(mut once: impl FnMut() -> Result<Duration, Failure>) -> Result<Vec<f64>, Failure> {
    for _ in 0..3 {
        once()?;
    }
    (0..15).map(|_| Ok(once()?.as_secs_f64() * 1e3)).collect()
}
