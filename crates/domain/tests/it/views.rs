//! Views of questions: every number of a chart is what its records come to, on every engine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use vasculum_domain::query::ast::Expr;
use vasculum_domain::query::views::{self, Window};
use vasculum_domain::query::{self, Asked, Plan, Query};
use vasculum_model::{Result, Value};
use vasculum_store::Tx;
use vasculum_testkit::on_every_engine;

use crate::questions::{access, museum};

fn rows(tx: &mut Tx<'_>, query: &Query) -> Result<Vec<Vec<Value>>> {
    // What is shown as a link must be read again as the same question.
    let text = query.to_string();
    assert_eq!(query::parse(&text)?, *query, "{text}");
    let plan = Plan::make(tx, query, &Asked::default()).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let mut rows = Vec::new();
    plan.each(tx, |row| {
        rows.push(row.values);
        Ok(())
    })?;
    Ok(rows)
}

fn ids(tx: &mut Tx<'_>, query: &Query) -> Result<Vec<i64>> {
    let text = query.to_string();
    let again = query::parse(&text)?;
    assert_eq!(again, *query, "{text}");
    Plan::make(tx, &again, &Asked::default()).unwrap_or_else(|error| panic!("{text}: {error:?}")).ids(tx)
}

/// Counts by each column of the question; each number is how many records its own question finds.
fn check(tx: &mut Tx<'_>, text: &str) -> Result<Vec<String>> {
    let asked = query::parse(text)?;
    let mut told = Vec::new();
    for column in views::columns(&asked) {
        let groups = views::counted(&asked, std::slice::from_ref(&column.what), None);
        let found = rows(tx, &groups)?;
        assert!(!found.is_empty(), "{groups}");
        for row in &found {
            let narrowed = views::with_value(&views::records(&asked), &column.what, &row[0]);
            let count = ids(tx, &narrowed)?.len();
            assert_eq!(Some(count as i64), row[1].int(), "{narrowed}");
        }
        // Nobody is lost: all groups together are all the records.
        let all: BTreeSet<i64> = ids(tx, &views::records(&asked))?.into_iter().collect();
        let mut together = BTreeSet::new();
        for row in &found {
            together.extend(ids(tx, &views::with_value(&views::records(&asked), &column.what, &row[0]))?);
        }
        assert_eq!(together, all, "{groups}");
        told.push(format!("{}: {} groups, {} {}", column.what, found.len(), found[0][0], found[0][1]));
    }
    Ok(told)
}

#[test]
fn every_bar_is_as_long_as_its_records_are_many() {
    let made: Mutex<Option<Vec<String>>> = Mutex::new(None);
    on_every_engine(|fresh| {
        museum(&fresh.database, 90);
        let mut told = Vec::new();
        let asked = [
            "from CollectionObject show cataloger, collectingEvent.locality.geography.Country, collectingEvent.startDate.year, determinations[isCurrent].taxon.Family, determinations.taxon.fullName, preparations.prepType, preparations.countAmt, collectingEvent.collectors.agent, deaccessioned, catalogedDate, collectingEvent.locality.latitude1",
            "from Preparation show prepType.name, countAmt, collectionObject.determinations[isCurrent].taxon.Genus where countAmt > 1 sort by countAmt limit 3",
            "from Loan show isClosed, loanDate.year, loanPreparations.quantity, count()",
            "from CollectionObject show determinations.taxon.fullName, preparations.prepType.name where determinations.taxon.fullName contains \"a\" and preparations.countAmt > 2 and not exactly 3 preparations",
            "from CollectionObject show determinations.typeStatusName, preparations.prepType.name, count() where any preparations",
        ];
        for text in asked {
            told.extend(fresh.database.read(&access(&fresh.database, Some("fish")), |tx| check(tx, text)).unwrap());
        }
        let everywhere = "from CollectionObject show collection.code, determinations.taxon in all collections";
        told.extend(fresh.database.read(&access(&fresh.database, None), |tx| check(tx, everywhere)).unwrap());
        let mut made = made.lock().unwrap();
        match &*made {
            Some(first) => assert_eq!(first, &told, "both engines tell the same"),
            None => *made = Some(told),
        }
    });
}

#[test]
fn a_pivot_has_the_sum_of_its_rows() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 90);
        let asked = query::parse(
            "from Preparation show prepType.name, collectionObject.collectingEvent.locality.geography.Country",
        )
        .unwrap();
        let by: Vec<Expr> = views::columns(&asked).into_iter().map(|column| column.what).collect();
        fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| {
                let cells = rows(tx, &views::counted(&asked, &by, None))?;
                let total: i64 = cells.iter().filter_map(|row| row[2].int()).sum();
                assert_eq!(total, ids(tx, &views::records(&asked))?.len() as i64);
                for row in &cells {
                    let narrowed = views::with_value(&views::with_value(&asked, &by[0], &row[0]), &by[1], &row[1]);
                    assert_eq!(ids(tx, &views::records(&narrowed))?.len() as i64, row[2].int().unwrap());
                }
                let pieces = rows(tx, &views::counted(&asked, &by[..1], Some(&Expr::way("countAmt"))))?;
                let direct = rows(tx, &query::parse("from Preparation show sum(countAmt)")?)?;
                assert_eq!(pieces.iter().filter_map(|row| row[1].int()).sum::<i64>(), direct[0][0].int().unwrap());
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn spans_of_numbers_hold_what_lies_in_them() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 90);
        let asked = query::parse("from CollectionObject show collectingEvent.locality.latitude1").unwrap();
        let what = Expr::way("collectingEvent.locality.latitude1");
        fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| {
                let all = rows(tx, &asked)?;
                for (from, to) in [(-90.0, -12.5), (-12.5, 0.0), (0.0, 41.524), (41.524, 90.0)] {
                    let plain =
                        all.iter().filter_map(|row| row[0].number()).filter(|lat| *lat >= from && *lat < to).count();
                    assert_eq!(ids(tx, &views::with_values_from(&asked, &what, from, to))?.len(), plain, "{from} {to}");
                }
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn what_is_on_the_map_is_counted_there_from_every_table() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 90);
        for text in [
            "from CollectionObject",
            "from Locality",
            "from CollectingEvent",
            "from Preparation where countAmt > 2",
            "from Determination where isCurrent",
        ] {
            let asked = query::parse(text).unwrap();
            fresh
                .database
                .read(&access(&fresh.database, Some("fish")), |tx| {
                    let spots = rows(tx, &views::spots(&asked).unwrap())?;
                    let total: i64 = spots.iter().filter_map(|row| row[2].int()).sum();
                    assert_eq!(
                        total,
                        ids(tx, &views::records(&asked))?.len() as i64,
                        "all of the demo is georeferenced: {text}"
                    );
                    let europe = Window { south: 35.0, west: -12.0, north: 60.0, east: 30.0 };
                    let within = |row: &&Vec<Value>| {
                        let (lat, long) = (row[0].number().unwrap(), row[1].number().unwrap());
                        (35.0..=60.0).contains(&lat) && (-12.0..=30.0).contains(&long)
                    };
                    let plain: i64 = spots.iter().filter(within).filter_map(|row| row[2].int()).sum();
                    let near = rows(tx, &views::localities(&asked, europe).unwrap())?;
                    let count = |rows: &[Vec<Value>]| rows.iter().filter_map(|row| row[7].int()).sum::<i64>();
                    assert_eq!(count(&near), plain, "{text}");
                    let drawn = [(35.0, -12.0), (60.0, -12.0), (60.0, 30.0), (35.0, 30.0)];
                    let inside = ids(tx, &views::inside(&asked, &drawn).unwrap())?.len() as i64;
                    assert!((inside - plain).abs() <= plain / 20, "{inside} {plain}");
                    // Over the line where the days change.
                    let pacific = Window { south: -60.0, west: 120.0, north: 60.0, east: -120.0 };
                    let over = |row: &&Vec<Value>| {
                        let (lat, long) = (row[0].number().unwrap(), row[1].number().unwrap());
                        lat.abs() <= 60.0 && (long >= 120.0 || long <= -120.0)
                    };
                    let plain: i64 = spots.iter().filter(over).filter_map(|row| row[2].int()).sum();
                    assert_eq!(count(&rows(tx, &views::localities(&asked, pacific).unwrap())?), plain, "{text}");
                    let circle = views::within(&asked, 500.0, 46.95, 7.44).unwrap();
                    assert!(ids(tx, &circle)?.len() <= ids(tx, &asked)?.len());
                    Ok(())
                })
                .unwrap();
        }
    });
    assert_eq!(views::spots(&query::parse("from Agent").unwrap()), None, "people are nowhere on the map");
}

#[test]
fn a_number_leads_to_what_it_counts() {
    let cases = [
        (
            "from Locality show count(latitude1) / count() where localityName contains \"a\"",
            "from Locality where localityName contains \"a\" and not latitude1 is empty",
        ),
        (
            "from CollectionObject show sum(if(any preparations, 1, 0)) / count()",
            "from CollectionObject where any preparations",
        ),
        ("from Preparation show sum(countAmt) where countAmt > 1 limit 5", "from Preparation where countAmt > 1"),
        (
            "from CollectionObject each determinations[isCurrent] show count(distinct determinations[isCurrent].taxon.Family.id)",
            "from CollectionObject each determinations[isCurrent] show determinations[isCurrent].taxon.Family, count() sort by count() desc",
        ),
    ];
    for (asked, leads) in cases {
        let asked = query::parse(asked).unwrap();
        let behind = views::behind(&asked, &asked.show[0].what);
        assert_eq!(behind, query::parse(leads).unwrap(), "{behind}");
    }
}

#[test]
fn each_engine_has_the_same_ranks_without_the_root() {
    let seen: Mutex<BTreeMap<&str, Vec<String>>> = Mutex::new(BTreeMap::new());
    on_every_engine(|fresh| {
        museum(&fresh.database, 20);
        let found = fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| views::ranks(tx, vasculum_model::names::taxon::TABLE))
            .unwrap();
        assert!(found.contains(&"Family".to_owned()) && !found.contains(&"Life".to_owned()), "{found:?}");
        let mut seen = seen.lock().unwrap();
        if let Some(before) = seen.insert("ranks", found.clone()) {
            assert_eq!(before, found);
        }
    });
}
