//! Two thousand questions made by chance, answered by the database and by a plain evaluator. Both must say the same, row by
//! row, on every engine, for whoever sees everything and for whoever reads one collection.

use std::sync::Arc;

use vasculum_domain::query::{self, Asked, Expr, Plan, Query, Way, views};
use vasculum_formats::rows::{Format, Options};
use vasculum_model::names::collection_object;
use vasculum_store::{Access, Database, Dialect, Policy, Tx};
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

/// The pages of an answer, one after the other.
fn paged(tx: &mut Tx<'_>, query: &Query, size: usize) -> vasculum_model::Result<Vec<Vec<String>>> {
    let plan = Plan::make(tx, query, &Asked::default())?;
    let (mut rows, mut place) = (Vec::new(), None);
    loop {
        let page = plan.page(tx, place.as_ref(), size)?;
        assert!(page.rows.len() <= size);
        rows.extend(page.rows.iter().map(|row| row.values.iter().map(written).collect::<Vec<_>>()));
        // The place goes through an address, as it does between two pages.
        let Some(next) = page.next else { return Ok(rows) };
        place = Some(plan.read_place(&plan.place_text(&next))?);
    }
}

/// How many rows the file of an answer has, without its heading.
fn exported(tx: &mut Tx<'_>, query: &Query) -> vasculum_model::Result<usize> {
    let plan = Plan::make(tx, query, &Asked::default())?;
    let (file, summary) = query::file::write(tx, &plan, Format::Json, Options::default(), Vec::new(), |_| Ok(()))?;
    let records: Vec<serde_json::Value> = serde_json::from_slice(&file).unwrap();
    assert_eq!(records.len() as u64, summary.rows);
    Ok(records.len())
}

/// The questions that pages ask beside this one: how often each value of a column stands, and what lies where on the map.
fn beside(query: &Query) -> Vec<Query> {
    if query.is_grouped() || query.as_of.is_some() {
        return Vec::new();
    }
    let columns = views::columns(query).into_iter().map(|shown| shown.what);
    let facets =
        columns.filter(|what| *what != Expr::Way(Way::default())).map(|what| views::counted(query, &[what], None));
    facets.chain(views::spots(query)).collect()
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
                // What pages ask beside a question is asked in the same words of either engine; on PostgreSQL, where each
                // statement takes longer, of every fifth.
                if database.dialect() == Dialect::Postgres && seed % 5 > 0 {
                    continue;
                }
                if !query.is_grouped() {
                    assert_eq!(paged(tx, &query, 17)?, theirs, "{seed}: page by page: {text}");
                }
                assert_eq!(exported(tx, &query)?, theirs.len(), "{seed}: as a file: {text}");
                for aside in beside(&query) {
                    let (mut ours, mut theirs) = (asked(tx, &aside)?, world.answer(&aside));
                    ours.sort();
                    theirs.sort();
                    assert_eq!(ours, theirs, "{seed}: {aside}");
                }
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
