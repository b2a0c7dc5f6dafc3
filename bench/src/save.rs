//! Saving one object with a determination and a preparation, against a bare transaction that writes the same rows.

use std::path::PathBuf;
use std::time::Instant;

use rusqlite::Connection;
use vasculum_domain::records::{self, Draft};
use vasculum_domain::trees::tree_of;
use vasculum_model::names::{collection_object, determination, prep_type, preparation, taxon};
use vasculum_model::{Record, Value};
use vasculum_store::{Database, Filter, Purpose, Select};

use crate::floor::{self, Written};
use crate::house::{self, House};
use crate::report::{Row, median, rate};
use crate::{Ask, Failure, raw};

/// The most times as long as the floor: a third of its rate.
const AT_MOST: f64 = 3.0;

/// What the drafts refer to.
pub(crate) struct Links {
    taxa: Vec<i64>,
    prep_type: i64,
}

/// Makes a few species below the root of the tree, and finds a kind of preparation.
pub(crate) fn links(house: &House) -> Result<Links, Failure> {
    let links = house.db.write(&house.access, Purpose::new("init", "Taxa"), |tx| {
        let tree = tree_of(taxon::TABLE)?;
        let root = tx.first(&Select::all(taxon::TABLE))?;
        let root = root.ok_or_else(|| vasculum_model::Error::not_found("The taxon tree has no root."))?;
        let genus = Filter::And(vec![
            Filter::is(tree.rank_def, root.get(tree.definition).clone()),
            Filter::is(tree.rank_name, "Genus"),
        ]);
        let rank = tx.first(&Select::all(tree.rank).matching(genus))?.map(|rank| rank.id);
        let mut taxa = Vec::new();
        for nth in 0..50 {
            let record = Record::new(taxon::TABLE)
                .with(tree.name, format!("Genus{nth}"))
                .with(tree.parent, root.id)
                .with(tree.definition, root.get(tree.definition).clone())
                .with(tree.definition_item, rank);
            taxa.push(records::put(tx, None, record)?.0.id);
        }
        let kind = tx.first(&Select::all(prep_type::TABLE))?.map(|kind| kind.id);
        Ok((taxa, kind))
    })?;
    Ok(Links { taxa: links.0, prep_type: links.1.ok_or("the collection has no kinds of preparations")? })
}

/// What a curator types for the n-th specimen.
pub(crate) fn draft(links: &Links, nth: usize) -> Draft {
    let day = vasculum_model::Date::new(1990 + (nth % 30) as i32, 1 + (nth % 12) as u8, 1 + (nth % 28) as u8);
    let opinion = Draft::new(determination::TABLE)
        .with(determination::TAXON, links.taxa[nth % links.taxa.len()])
        .with(determination::IS_CURRENT, true)
        .with(determination::DETERMINED_DATE, day)
        .with(determination::REMARKS, "Compared with the holotype.");
    let part = Draft::new(preparation::TABLE)
        .with(preparation::PREP_TYPE, links.prep_type)
        .with(preparation::COUNT_AMT, (1 + nth % 9) as i64);
    Draft::new(collection_object::TABLE)
        .with(collection_object::CATALOG_NUMBER, format!("{:09}", nth + 1))
        .with(collection_object::COUNT_AMT, (1 + nth % 9) as i64)
        .with(collection_object::CATALOGED_DATE, Value::from(day))
        .with(collection_object::REMARKS, "From the old collection, label partly illegible.")
        .with_all(collection_object::DETERMINATIONS, vec![opinion])
        .with_all(collection_object::PREPARATIONS, vec![part])
}

/// Saves one draft durably; returns how many statements it took.
fn save(db: &Database, house: &House, draft: Draft) -> Result<u64, Failure> {
    let statements = db.write(&house.access, Purpose::new("save", "Specimen"), |tx| {
        records::save(tx, draft)?;
        Ok(tx.statements())
    })?;
    Ok(statements)
}

/// Some saves, each in seconds, with what they wrote.
pub(crate) struct Saves {
    /// Seconds of each save.
    pub(crate) seconds: Vec<f64>,
    /// What they wrote.
    pub(crate) written: Written,
    /// The records of each save.
    pub(crate) groups: Vec<floor::Together>,
    /// The statements of the last save, without those of the journal.
    pub(crate) statements: u64,
}

/// Saves drafts one after the other and reads back what they wrote.
pub(crate) fn saves(house: &House, links: &Links, numbers: std::ops::Range<usize>) -> Result<Saves, Failure> {
    let reader = floor::connect(&raw::file(&house.place)?)?;
    let mark = floor::mark(&reader)?;
    let mut seconds = Vec::new();
    let mut statements = 0;
    for nth in numbers {
        let draft = draft(links, nth);
        let start = Instant::now();
        statements = save(&house.db, house, draft)?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    let written = floor::written_since(&reader, &mark)?;
    let groups = floor::by_change_set(&reader, &written, &mark)?;
    let rows: usize = groups.iter().map(Vec::len).sum();
    if groups.len() != seconds.len() || rows != written.count() {
        return Err(format!(
            "{} saves wrote {} groups of {rows} among {} records",
            seconds.len(),
            groups.len(),
            written.count()
        )
        .into());
    }
    Ok(Saves { seconds, written, groups, statements })
}

/// A house with taxa, and copies of it for the floor.
pub(crate) fn prepared(folder: &std::path::Path, copies: &[&str]) -> Result<(House, Links, Vec<Connection>), Failure> {
    let house = house::make(&folder.join("ours.db"))?;
    let links = links(&house)?;
    // The first save works out what all later ones know: rules by table, statements, the rights of the person.
    save(&house.db, &house, draft(&links, 900_000_000))?;
    let files: Vec<PathBuf> = copies.iter().map(|name| house.copy_to(&folder.join(name))).collect::<Result<_, _>>()?;
    let conns = files.iter().map(|file| floor::connect(file)).collect::<Result<_, _>>()?;
    Ok((house, links, conns))
}

/// Each round: some saves, each its own durable transaction, then the same rows through a bare connection, each group
/// in a durable transaction of its own. The floor writes no journal.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let (rounds, each) = ask.scale.pick((3, 50), (7, 300));
    let folder = house::folder()?;
    let (house, links, conns) = prepared(folder.path(), &["bare.db"])?;
    let (mut ours, mut theirs, mut statements) = (Vec::new(), Vec::new(), 0);
    for round in 0..rounds {
        let saves = saves(&house, &links, round * each..(round + 1) * each)?;
        let bare = floor::insert_each(&conns[0], &saves.written, &saves.groups, None)?;
        ours.push(median(&saves.seconds));
        theirs.push(median(&bare));
        statements = saves.statements;
        eprintln!("  round {}: save {:.0} µs, bare {:.0} µs", round + 1, ours[round] * 1e6, theirs[round] * 1e6);
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    let words = |seconds: f64| rate(1, seconds, "saves");
    Ok(vec![
        Row::times("save", (words(ours), ours), (words(theirs), theirs), Some(AT_MOST)),
        Row::plain(
            "save: statements",
            "before the journal is written".to_owned(),
            statements as f64,
            "statements",
            None,
        ),
    ])
}
