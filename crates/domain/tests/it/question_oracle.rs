//! Two thousand questions made by chance, answered by the database and by a plain evaluator. Both must say the same, row by
//! row, on every engine, for whoever sees everything and for whoever reads one collection.

use std::sync::Arc;

use vasculum_domain::query::{self, Asked, Plan, Query};
use vasculum_model::names::collection_object;
use vasculum_store::{Access, Database, Policy, Tx};
use vasculum_testkit::on_every_engine;

use crate::question_chance::Asker;
use crate::question_evaluator::{World, written};
use crate::questions::{access, museum};

/// How many questions are asked; `VASCULUM_QUESTIONS` says another number.
const QUESTIONS: u64 = 2_000;

/// The answer of the database, written as the evaluator writes.
fn asked(tx: &mut Tx<'_>, query: &Query) -> vasculum_model::Result<Vec<Vec<String>>> {
    let plan = Plan::make(tx, query, &Asked::default())?;
    let mut rows = Vec::new();
    plan.each(tx, |row| {
        rows.push(row.values.iter().map(written).collect());
        Ok(())
    })?;
    let count = plan.count(tx)?;
    assert_eq!(rows.len(), usize::try_from(count).unwrap());
    Ok(rows)
}

/// Asks questions by chance, each as the evaluator answers it.
fn ask_by_chance(database: &Database, access: &Access) {
    let count = std::env::var("VASCULUM_QUESTIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(QUESTIONS);
    let mut rows = 0;
    database
        .read(access, |tx| {
            let world = World::load(tx);
            for seed in 0..count {
                let query = Asker::new(&world, seed * 7_919 + 1).query();
                let text = query.to_string();
                assert_eq!(query::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}")), query, "{text}");
                let mut ours = asked(tx, &query).unwrap_or_else(|error| panic!("{seed}: {text}: {error:?}"));
                let mut theirs = world.answer(&query);
                if query.is_grouped() {
                    ours.sort();
                    theirs.sort();
                }
                assert_eq!(ours, theirs, "{seed}: {text}");
                rows += ours.len();
            }
            Ok(())
        })
        .unwrap();
    eprintln!("{count} questions, {rows} rows");
}

#[test]
fn two_thousand_questions_are_answered_as_by_hand() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 160);
        ask_by_chance(&fresh.database, &access(&fresh.database, Some("fish")));
    });
}

/// The evaluator holds what the reader may read and nothing else; an answer that knew more would differ.
#[test]
fn whoever_reads_one_collection_is_told_of_no_other() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 120);
        let hierarchy = Arc::new(fresh.database.hierarchy().unwrap());
        let fish = hierarchy.collections.iter().find(|place| place.code == "fish").unwrap().id;
        let policy = |resource: &str, action: &str| Policy {
            collection: Some(fish),
            resource: resource.to_owned(),
            action: action.to_owned(),
        };
        let reader = Access::of(999, "reader", vec![policy("/table/%", "read")], hierarchy);
        ask_by_chance(&fresh.database, &reader);
        fresh
            .database
            .read(&reader, |tx| {
                let everywhere =
                    query::parse("from CollectionObject show collection.code, count() in all collections")?;
                let plan = Plan::make(tx, &everywhere, &Asked::default())?;
                let rows = plan.page(tx, None, 10)?.rows;
                assert_eq!(rows.len(), 1, "{rows:?}");
                let own = tx.count(&vasculum_store::Select::all(collection_object::TABLE))?;
                let all = tx.unscoped(|tx| tx.count(&vasculum_store::Select::all(collection_object::TABLE)))?;
                assert!(own < all);
                Ok(())
            })
            .unwrap();
    });
}
