//! The numbers of records at the nodes of trees, held against counting after every kind of write.

use vasculum_model::names::{
    collecting_event, collection, collection_object, determination, discipline, division, geography, locality,
    preparation, storage, taxon,
};
use vasculum_model::{Col, Record, Result, TableId, Value};
use vasculum_store::{Action, Database, Select, Tally, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::{system, write};

fn insert(tx: &mut WriteTx<'_>, record: Record) -> Result<i64> {
    let grant = tx.may(Action::Create, record.table)?;
    tx.insert(&grant, record)
}

fn set(tx: &mut WriteTx<'_>, table: TableId, id: i64, values: &[(Col, Value)]) -> Result<()> {
    let before = tx.get(table, id)?;
    let mut after = before.clone();
    for (column, value) in values {
        after.set(*column, value.clone());
    }
    let grant = tx.may(Action::Update, table)?;
    tx.update(&grant, &before, &after).map(drop)
}

fn remove(tx: &mut WriteTx<'_>, table: TableId, id: i64) -> Result<()> {
    let record = tx.get(table, id)?;
    let grant = tx.may(Action::Delete, table)?;
    tx.delete(&grant, &record)
}

#[track_caller]
fn sound(db: &Database) {
    assert_eq!(db.read(&system(), |tx| tx.tally_flaws(5)).unwrap(), []);
}

/// A row of numbers that looks like chance and is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn one_of(&mut self, ids: &[i64]) -> i64 {
        ids[self.below(ids.len())]
    }
}

/// What a test works with.
#[derive(Clone, Default)]
struct World {
    places: Vec<i64>,
    taxa: Vec<i64>,
    regions: Vec<i64>,
    localities: Vec<i64>,
    events: Vec<i64>,
    objects: Vec<i64>,
    opinions: Vec<i64>,
    shelves: Vec<i64>,
    preparations: Vec<i64>,
}

fn found(tx: &mut WriteTx<'_>) -> Result<World> {
    let mut world = World::default();
    let division = insert(tx, Record::new(division::TABLE))?;
    let discipline = insert(tx, Record::new(discipline::TABLE).with(discipline::DIVISION, division))?;
    for code in ["one", "two"] {
        let place = Record::new(collection::TABLE).with(collection::DISCIPLINE, discipline);
        world.places.push(insert(tx, place.with(collection::CODE, code))?);
    }
    let node = |table, parent: Col, above: Option<i64>| Record::new(table).with(parent, above);
    for nth in 0..12_usize {
        let above = |ids: &[i64]| (nth > 0).then(|| ids[(nth - 1) / 2]);
        let taxon = node(taxon::TABLE, taxon::PARENT, above(&world.taxa));
        world.taxa.push(insert(tx, taxon)?);
        let region = node(geography::TABLE, geography::PARENT, above(&world.regions));
        world.regions.push(insert(tx, region)?);
        let shelf = node(storage::TABLE, storage::PARENT, above(&world.shelves));
        world.shelves.push(insert(tx, shelf)?);
    }
    for nth in 0..6_usize {
        let region = world.regions[nth + 3];
        world.localities.push(insert(tx, Record::new(locality::TABLE).with(locality::GEOGRAPHY, region))?);
        let place = world.localities[nth / 2];
        world.events.push(insert(tx, Record::new(collecting_event::TABLE).with(collecting_event::LOCALITY, place))?);
    }
    Ok(world)
}

fn new_object(tx: &mut WriteTx<'_>, world: &mut World, dice: &mut Dice) -> Result<()> {
    let place = dice.one_of(&world.places);
    let event = (dice.below(4) > 0).then(|| dice.one_of(&world.events));
    let object = Record::new(collection_object::TABLE)
        .with(collection_object::COLLECTION, place)
        .with(collection_object::COLLECTING_EVENT, event);
    let object = insert(tx, object)?;
    let opinion = Record::new(determination::TABLE)
        .with(determination::COLLECTION_OBJECT, object)
        .with(determination::COLLECTION_MEMBER_ID, place)
        .with(determination::PREFERRED_TAXON, dice.one_of(&world.taxa))
        .with(determination::IS_CURRENT, dice.below(3) > 0);
    world.opinions.push(insert(tx, opinion)?);
    let jar = Record::new(preparation::TABLE)
        .with(preparation::COLLECTION_OBJECT, object)
        .with(preparation::COLLECTION_MEMBER_ID, place)
        .with(preparation::STORAGE, dice.one_of(&world.shelves));
    world.preparations.push(insert(tx, jar)?);
    world.objects.push(object);
    Ok(())
}

/// Moves a node below another one, unless that stands below it.
fn move_node(tx: &mut WriteTx<'_>, (table, parent): (TableId, Col), ids: &[i64], dice: &mut Dice) -> Result<()> {
    let (node, to) = (ids[1 + dice.below(ids.len() - 1)], dice.one_of(ids));
    let mut above = Some(to);
    while let Some(id) = above {
        if id == node {
            return Ok(());
        }
        above = tx.get(table, id)?.int(parent);
    }
    set(tx, table, node, &[(parent, to.into())])
}

fn one_change(tx: &mut WriteTx<'_>, world: &mut World, dice: &mut Dice) -> Result<()> {
    match dice.below(12) {
        0..=2 => new_object(tx, world, dice),
        3 => {
            let values = [
                (determination::PREFERRED_TAXON, dice.one_of(&world.taxa).into()),
                (determination::IS_CURRENT, (dice.below(2) > 0).into()),
            ];
            set(tx, determination::TABLE, dice.one_of(&world.opinions), &values)
        }
        4 => move_node(tx, (taxon::TABLE, taxon::PARENT), &world.taxa, dice),
        5 => move_node(tx, (geography::TABLE, geography::PARENT), &world.regions, dice),
        6 => {
            let event = (dice.below(3) > 0).then(|| dice.one_of(&world.events));
            let values = [(collection_object::COLLECTING_EVENT, event.into())];
            set(tx, collection_object::TABLE, dice.one_of(&world.objects), &values)
        }
        7 => {
            let values = [(collecting_event::LOCALITY, dice.one_of(&world.localities).into())];
            set(tx, collecting_event::TABLE, dice.one_of(&world.events), &values)
        }
        8 => {
            let values = [(locality::GEOGRAPHY, dice.one_of(&world.regions).into())];
            set(tx, locality::TABLE, dice.one_of(&world.localities), &values)
        }
        9 => {
            let values = [(preparation::STORAGE, dice.one_of(&world.shelves).into())];
            set(tx, preparation::TABLE, dice.one_of(&world.preparations), &values)
        }
        10 => {
            // A taxon goes: its determinations and children go to its parent first, as in a merge.
            let node = *world.taxa.last().unwrap();
            let Some(to) = tx.get(taxon::TABLE, node)?.int(taxon::PARENT) else { return Ok(()) };
            for id in world.opinions.clone() {
                if tx.get(determination::TABLE, id)?.int(determination::PREFERRED_TAXON) == Some(node) {
                    set(tx, determination::TABLE, id, &[(determination::PREFERRED_TAXON, to.into())])?;
                }
            }
            for id in world.taxa.clone() {
                if tx.get(taxon::TABLE, id)?.int(taxon::PARENT) == Some(node) {
                    set(tx, taxon::TABLE, id, &[(taxon::PARENT, to.into())])?;
                }
            }
            world.taxa.pop();
            remove(tx, taxon::TABLE, node)
        }
        _ => {
            let Some(object) = world.objects.pop() else { return Ok(()) };
            remove(tx, determination::TABLE, world.opinions.pop().unwrap())?;
            remove(tx, preparation::TABLE, world.preparations.pop().unwrap())?;
            remove(tx, collection_object::TABLE, object)
        }
    }
}

#[test]
fn the_numbers_follow_every_write() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let mut world = write(db, found).unwrap();
        let mut dice = Dice(0x5eed_cafe);
        for _ in 0..5 {
            write(db, |tx| new_object(tx, &mut world, &mut dice)).unwrap();
        }
        for round in 0..60 {
            let mut after = world.clone();
            let fails = round % 7 == 3;
            let done = write(db, |tx| {
                for _ in 0..=dice.below(6) {
                    // Some always stays, and is there to be changed.
                    if after.objects.len() < 3 {
                        new_object(tx, &mut after, &mut dice)?;
                    }
                    if after.taxa.len() > 3 {
                        one_change(tx, &mut after, &mut dice)?;
                    }
                }
                if fails { Err(vasculum_model::Error::invalid("Taken back.")) } else { Ok(()) }
            });
            assert_eq!(done.is_err(), fails, "{done:?}");
            if !fails {
                world = after;
            }
            sound(db);
        }
    });
}

#[test]
fn a_node_holds_what_stands_at_it_and_below_in_the_collections_that_one_reads() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let world = write(db, found).unwrap();
        let mut dice = Dice(7);
        let mut kept = world.clone();
        write(db, |tx| {
            for _ in 0..40 {
                new_object(tx, &mut kept, &mut dice)?;
            }
            Ok(())
        })
        .unwrap();
        let root = world.taxa[0];
        let all = db.read(&system(), |tx| tx.tallies(taxon::TABLE, &world.taxa)).unwrap();
        let current = db
            .read(&system(), |tx| {
                let current = vasculum_store::Filter::is(determination::IS_CURRENT, true);
                tx.count(&Select::all(determination::TABLE).matching(current))
            })
            .unwrap();
        assert_eq!(all[&root].total, current);
        assert_eq!(all.values().map(|tally| tally.direct).sum::<i64>(), current);
        let hierarchy = std::sync::Arc::new(db.hierarchy().unwrap());
        let mut parts = 0;
        for place in &world.places {
            let access = system().within(Some(*place), Some(hierarchy.clone()));
            let here = db.read(&access, |tx| tx.tallies(taxon::TABLE, &[root])).unwrap();
            parts += here.get(&root).copied().unwrap_or(Tally::default()).total;
        }
        assert_eq!(parts, current);
        let nobody = vasculum_store::Access::of(1, "nobody", Vec::new(), hierarchy);
        assert!(db.read(&nobody, |tx| tx.tallies(taxon::TABLE, &[root])).unwrap().is_empty());
    });
}
