//! A museum that does not exist, for trying things out: the Vasculum Demo Museum with four collections.
//!
//! Taxa and places are real, people and institutions are made up. The same seed, number of objects and day make the
//! same museum.

mod data;
mod ground;
mod kinds;
mod lending;
mod objects;
mod random;

use std::collections::HashMap;

use vasculum_model::{Date, Error, Result};
use vasculum_store::{Access, Database, Purpose, WriteTx};

use self::ground::{Collector, lay, people};
use self::kinds::{KINDS, Kind};
use self::lending::lend;
use self::objects::Maker;
use self::random::Random;
use crate::setup::{Made, NewCollection, NewInstitution, add_collection, init};

/// How big the demo museum shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoPlan {
    /// How many collection objects in all four collections together; 20,000 by default.
    pub objects: u32,
    /// Where the series of chance begins; 1 by default.
    pub seed: u64,
    /// The day on which the museum stands: nothing happened after it, and loans are overdue by it.
    pub today: Date,
}

impl DemoPlan {
    /// The plan with the usual number of objects and seed.
    pub fn on(today: Date) -> Self {
        Self { objects: 20_000, seed: 1, today }
    }
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoSummary {
    /// Code, id and number of objects of each collection.
    pub collections: Vec<(&'static str, i64, u32)>,
    /// How many species, synonyms not counted.
    pub species: usize,
    /// How many localities.
    pub localities: usize,
    /// How many collecting events.
    pub events: u32,
    /// How many loans.
    pub loans: u32,
    /// How many of them are overdue.
    pub overdue: u32,
}

/// How many objects are written in one change set.
const BATCH: u32 = 1_000;

/// Makes the demo museum in an empty database.
///
/// `progress` hears the step, how much of it is done and how much there is, at the beginning of each step and after
/// every thousand objects. Each step is one change set, ‘Made demo data’ with what it is; if a later one fails, the earlier
/// ones stay.
///
/// # Errors
///
/// - `Conflict`: there is an institution in the database.
/// - `Internal`: the database fails.
pub fn generate(db: &Database, plan: &DemoPlan, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<DemoSummary> {
    let steps = KINDS.len() as u64;
    progress("Institution", 0, 1);
    let made = write(db, "institution and collections", set_up)?;
    progress("Institution", 1, 1);
    let mut known: HashMap<i64, (Vec<Collector>, Vec<i64>)> = HashMap::new();
    let mut makers = Vec::new();
    for (nth, (kind, made)) in KINDS.iter().zip(&made).enumerate() {
        progress("People, taxa and places", nth as u64, steps);
        let mut random = Random::new(plan.seed.wrapping_mul(31).wrapping_add(nth as u64));
        let ground = write(db, &format!("people, taxa and places of {}", kind.name), |tx| {
            let here = match known.get(&made.division) {
                Some(here) => here.clone(),
                None => people(tx, &mut random, made.division)?,
            };
            known.insert(made.division, here.clone());
            lay(tx, &mut random, kind, *made, here, plan.today)
        })?;
        makers.push(Maker::new(ground, random, plan.today));
    }
    progress("People, taxa and places", steps, steps);
    let mut summary = DemoSummary::default();
    let total = u64::from(plan.objects);
    let mut done = 0;
    for (maker, share) in makers.iter_mut().zip(shares(plan.objects)) {
        fill(db, maker, share, &mut |more| {
            done += u64::from(more);
            progress("Collection objects", done, total);
        })?;
    }
    for (nth, maker) in makers.iter_mut().enumerate() {
        progress("Loans, gifts and exchanges", nth as u64, steps);
        let name = maker.ground.kind.name;
        let lent = write(db, &format!("loans, gifts and exchanges of {name}"), |tx| lend(tx, maker))?;
        summary.loans += lent.loans;
        summary.overdue += lent.overdue;
        summary.collections.push((maker.ground.kind.code, maker.ground.made.collection, maker.made));
        summary.species += maker.ground.species.len();
        summary.localities += maker.ground.sites.len();
        summary.events += maker.event_count;
    }
    progress("Loans, gifts and exchanges", steps, steps);
    Ok(summary)
}

/// One change set of the demo.
fn write<T>(db: &Database, what: &str, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    db.write(&Access::system("demo"), Purpose::new("demo", format!("Made demo data: {what}")), work)
}

/// The institution with its four collections.
fn set_up(tx: &mut WriteTx<'_>) -> Result<Vec<Made>> {
    let new = |kind: &Kind| NewCollection {
        code: kind.code.to_owned(),
        name: Some(kind.name.to_owned()),
        discipline_type: kind.discipline.to_owned(),
        discipline: None,
        division: Some(kind.division.to_owned()),
        catalog_format: None,
    };
    let institution = NewInstitution { name: "Vasculum Demo Museum".to_owned(), code: "VDM".to_owned() };
    let (first, others) = KINDS.split_first().ok_or_else(|| Error::invalid("The demo museum has no collections."))?;
    let mut made = vec![init(tx, institution, new(first))?];
    for kind in others {
        made.push(add_collection(tx, new(kind))?);
    }
    Ok(made)
}

/// How many objects each collection gets; the last one gets what is left over.
fn shares(objects: u32) -> Vec<u32> {
    let mut shares: Vec<u32> =
        KINDS.iter().map(|kind| (u64::from(objects) * u64::from(kind.share) / 100) as u32).collect();
    let given: u32 = shares.iter().sum();
    if let Some(last) = shares.last_mut() {
        *last += objects - given;
    }
    shares
}

/// Makes so many objects, a batch at a time.
fn fill(db: &Database, maker: &mut Maker, objects: u32, progress: &mut dyn FnMut(u32)) -> Result<()> {
    let mut left = objects;
    while left > 0 {
        let batch = left.min(BATCH);
        let what = format!("objects of {}", maker.ground.kind.name);
        write(db, &what, |tx| {
            for _ in 0..batch {
                maker.object(tx)?;
            }
            Ok(())
        })?;
        left -= batch;
        progress(batch);
    }
    Ok(())
}
