//! The index follows the journal: after changes of every kind it is the same as one that is made anew.

use std::time::{Duration, Instant};

use vasculum_domain::records::{self, Draft};
use vasculum_domain::trees::surgery::{self, Operation};
use vasculum_domain::{merge, undo};
use vasculum_model::names::{
    agent, attachment, collecting_event, collection_object, collector, determination, geography, locality, taxon,
};
use vasculum_model::{TableId, model};
use vasculum_search::Search;
use vasculum_store::{Access, Action, Database, Filter, Purpose, Select, Test, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::{all, ask, caught_up, everything, indexed, museum, write};

/// Everything that an index says: counts, and who is found by many words.
fn said(search: &Search, access: &Access, words: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    for faceted in all(search, access, &ask("")).facets {
        said.extend(faceted.values.iter().map(|value| format!("{:?} {}: {}", faceted.facet, value.value, value.count)));
    }
    for word in words {
        let mut hits: Vec<String> = all(search, access, &ask(word))
            .hits
            .iter()
            .map(|hit| format!("{} {}", model().table(hit.table).name, hit.id))
            .collect();
        hits.sort();
        said.push(format!("{word} {hits:?}"));
    }
    said
}

fn texts(db: &Database, table: TableId, column: vasculum_model::Col) -> Vec<String> {
    let records = db.read(&Access::system("test"), |tx| tx.select(&Select::all(table))).unwrap();
    records.iter().filter_map(|record| record.text(column)).map(|text| format!("\"{text}\"")).collect()
}

#[track_caller]
fn check(db: &std::sync::Arc<Database>, search: &Search, what: &str) {
    caught_up(search);
    let mut words: Vec<String> = texts(db, agent::TABLE, agent::LAST_NAME).into_iter().step_by(9).collect();
    words.extend(texts(db, taxon::TABLE, taxon::NAME).into_iter().step_by(61));
    words.extend(texts(db, geography::TABLE, geography::NAME).into_iter().step_by(23));
    words.extend(texts(db, locality::TABLE, locality::LOCALITY_NAME).into_iter().step_by(17));
    words.extend(["renamed", "moved", "flood", "holotype"].map(str::to_owned));
    words.sort();
    words.dedup();
    let access = everything(db);
    let (fed, made) = (said(search, &access, &words), said(&indexed(db), &access, &words));
    let differs = fed.iter().zip(&made).find(|(fed, made)| fed != made);
    assert!(fed == made, "after {what}: {differs:?} ({} and {})", fed.len(), made.len());
}

fn change(db: &Database, act: impl FnOnce(&mut WriteTx<'_>) -> vasculum_model::Result<()>) -> i64 {
    let done = db.write_counted(&Access::system("test"), Purpose::new("test", "test"), act).unwrap();
    done.1.expect("something was written")
}

fn update(tx: &mut WriteTx<'_>, record: vasculum_model::Record) -> vasculum_model::Result<()> {
    let grant = tx.may(Action::Update, record.table)?;
    let before = tx.get(record.table, record.id)?;
    tx.update(&grant, &before, &record).map(|_| ())
}

#[test]
fn the_index_follows_changes_of_every_kind() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 80);
        let search = indexed(db);
        let first = |table| db.read(&Access::system("test"), |tx| tx.first(&Select::all(table))).unwrap().unwrap();
        check(db, &search, "nothing");

        let place = first(locality::TABLE);
        let renamed = change(db, |tx| update(tx, place.clone().with(locality::LOCALITY_NAME, "Renamed valley")));
        check(db, &search, "renaming a locality");
        let access = everything(db);
        assert!(!search.ids(&access, &ask("renamed"), collection_object::TABLE).unwrap().unwrap().ids.is_empty());
        db.write(&Access::system("test"), Purpose::new("undo", "undo"), |tx| undo::undo(tx, renamed, false)).unwrap();
        check(db, &search, "undoing that");
        assert!(
            search.ids(&access, &ask("\"renamed valley\""), collection_object::TABLE).unwrap().unwrap().ids.is_empty()
        );

        let person = first(agent::TABLE);
        change(db, |tx| update(tx, person.clone().with(agent::LAST_NAME, "Renamedson")));
        check(db, &search, "renaming somebody");

        let shown = Select::all(determination::TABLE).matching(Filter::is(determination::IS_CURRENT, true));
        let shown = db.read(&access, |tx| tx.select(&shown)).unwrap();
        // What is lent can't be deleted.
        let gone = shown.iter().find_map(|shown| {
            let object = shown.int(determination::COLLECTION_OBJECT)?;
            let delete = |tx: &mut WriteTx<'_>| records::delete(tx, collection_object::TABLE, object, None);
            db.write_counted(&Access::system("test"), Purpose::new("test", "test"), delete).ok()?.1
        });
        let gone = gone.expect("something can be deleted");
        check(db, &search, "deleting an object");
        db.write(&access, Purpose::new("undo", "undo"), |tx| undo::undo(tx, gone, false)).unwrap();
        check(db, &search, "bringing it back");

        trees(db, &search);
        parts(db, &search);
    });
}

/// A node moves with all below it; another is renamed.
fn trees(db: &std::sync::Arc<Database>, search: &Search) {
    let access = everything(db);
    let of_rank = |rank: i64| Select::all(taxon::TABLE).matching(Filter::is(taxon::RANK_ID, rank));
    let genus = db.read(&access, |tx| tx.first(&of_rank(180))).unwrap().unwrap();
    let definition = genus.int(taxon::DEFINITION).unwrap();
    let other = of_rank(140).matching(Filter::is(taxon::DEFINITION, definition));
    let families = db.read(&access, |tx| tx.select(&other)).unwrap();
    let to = families.iter().find(|family| Some(family.id) != genus.int(taxon::PARENT)).unwrap();
    let moving = Operation::Move { node: genus.id, to: to.id };
    let moved = change(db, |tx| surgery::apply(tx, taxon::TABLE, &moving, None).map(|_| ()));
    check(db, search, "moving a genus");
    db.write(&access, Purpose::new("undo", "undo"), |tx| undo::undo(tx, moved, false)).unwrap();
    check(db, search, "moving it back");
    change(db, |tx| {
        records::save(tx, Draft::of(taxon::TABLE, genus.id, None).with(taxon::NAME, "Renamedia")).map(|_| ())
    });
    check(db, search, "renaming a genus");
    let country = Select::all(geography::TABLE).matching(Filter::is(geography::RANK_ID, 200_i64));
    let country = db.read(&access, |tx| tx.first(&country)).unwrap().unwrap();
    let new = Draft::of(geography::TABLE, country.id, None).with(geography::NAME, "Renamedland");
    change(db, |tx| records::save(tx, new).map(|_| ()));
    check(db, search, "renaming a country");
}

/// Parts come, go and change their owner; duplicates become one.
fn parts(db: &std::sync::Arc<Database>, search: &Search) {
    let access = everything(db);
    let two = Select::all(determination::TABLE).at_most(2);
    let two = db.read(&access, |tx| tx.select(&two)).unwrap();
    let (from, to) = (two[0].clone(), two[1].int(determination::COLLECTION_OBJECT).unwrap());
    let typed = from.clone().with(determination::TYPE_STATUS_NAME, "Neotype");
    change(db, |tx| update(tx, typed));
    check(db, search, "giving a type status");
    let from = db.read(&access, |tx| tx.get(determination::TABLE, from.id)).unwrap();
    let moved = from.clone().with(determination::COLLECTION_OBJECT, to).with(determination::IS_CURRENT, false);
    change(db, |tx| update(tx, moved));
    check(db, search, "moving a determination to another object");
    let collector = db.read(&access, |tx| tx.first(&Select::all(collector::TABLE))).unwrap().unwrap();
    change(db, |tx| {
        let grant = tx.may(Action::Delete, collector::TABLE)?;
        tx.delete(&grant, &collector)
    });
    check(db, search, "taking a collector away");
    let places = Select::all(locality::TABLE).matching(Filter::test(locality::GEOGRAPHY, Test::Greater(0_i64.into())));
    let places = db.read(&access, |tx| tx.select(&places.at_most(8))).unwrap();
    let same = |other: &&vasculum_model::Record| {
        other.id != places[0].id && other.int(locality::DISCIPLINE) == places[0].int(locality::DISCIPLINE)
    };
    let other = places.iter().find(same).unwrap().id;
    merge_localities(db, places[0].id, other);
    check(db, search, "merging two localities");
    let event = db.read(&access, |tx| tx.first(&Select::all(collecting_event::TABLE))).unwrap().unwrap();
    change(db, |tx| update(tx, event.clone().with(collecting_event::REMARKS, "After the flood")));
    check(db, search, "a remark on an event");
    if let Some(file) = db.read(&access, |tx| tx.first(&Select::all(attachment::TABLE))).unwrap() {
        change(db, |tx| update(tx, file.clone().with(attachment::TITLE, "Renamed picture")));
        check(db, search, "renaming a file");
    }
}

fn merge_localities(db: &Database, kept: i64, gone: i64) {
    let asked =
        merge::Merge { table: locality::TABLE, keep: kept, gone: vec![gone], seen: Vec::new(), values: Vec::new() };
    write(db, |tx| merge::merge(tx, &asked).map(|_| ()));
}

#[test]
fn a_save_is_found_within_a_second() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 60);
        let search = indexed(db);
        let access = everything(db);
        // Another process writes: another connection to the same database.
        let other = Database::open(db.place().clone(), vasculum_testkit::test_clock).unwrap();
        let place = other.read(&access, |tx| tx.first(&Select::all(locality::TABLE))).unwrap().unwrap();
        change(&other, |tx| update(tx, place.clone().with(locality::LOCALITY_NAME, "Xanadu")));
        let saved = Instant::now();
        while search.ids(&access, &ask("xanadu"), locality::TABLE).unwrap().unwrap().ids != [place.id] {
            assert!(saved.elapsed() < Duration::from_secs(1), "a save is found in time");
            std::thread::sleep(Duration::from_millis(5));
        }
        eprintln!("found after {} ms", saved.elapsed().as_millis());
    });
}
