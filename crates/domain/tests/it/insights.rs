//! Every shipped statistic and every line of the annual report against a plain count over the records themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use vasculum_domain::insights::{
    self, ITEMS, Kind, Layout, PAGES, Sheet, Tile, annual, answers::Answers, answers::Found,
};
use vasculum_domain::query::{self, Asked, Hits, Plan, views};
use vasculum_domain::resources::Whose;
use vasculum_domain::users::{self, NewUser};
use vasculum_model::names::{
    agent, collecting_event, collection_object, determination, geography, loan, loan_preparation, locality, preparation,
};
use vasculum_model::{Path, Value, model};
use vasculum_store::{Access, Purpose, Select, Tx};
use vasculum_testkit::on_every_engine;

use crate::questions::{access, museum};

fn asked(tx: &mut Tx<'_>, key: &str) -> Vec<Vec<Value>> {
    let tile = Tile::of(insights::item_of(key).unwrap_or_else(|| panic!("{key}")));
    let text = tile.question(tx).unwrap().unwrap_or_else(|| panic!("{key}"));
    let query = query::parse(&text).unwrap_or_else(|error| panic!("{key}: {error:?}"));
    let plan = Plan::make(tx, &query, &Asked::default()).unwrap_or_else(|error| panic!("{key} {text}: {error:?}"));
    let mut rows = Vec::new();
    plan.each(tx, |row| {
        rows.push(row.values);
        Ok(())
    })
    .unwrap();
    rows
}

fn number(tx: &mut Tx<'_>, key: &str) -> f64 {
    asked(tx, key)[0][0].number().unwrap_or(0.0)
}

/// What every record of a table has at these paths: what is counted by hand.
fn plain(tx: &mut Tx<'_>, table: vasculum_model::TableId, paths: &[&str]) -> Vec<Vec<Value>> {
    let paths: Vec<Path> = paths.iter().map(|path| Path::parse(model().table(table), path).unwrap()).collect();
    tx.values(&Select::all(table), &paths).unwrap()
}

fn counts<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, i64> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn as_counts(rows: &[Vec<Value>]) -> BTreeMap<String, i64> {
    rows.iter().map(|row| (row[0].to_string(), row[1].int().unwrap())).collect()
}

#[test]
fn every_statistic_is_a_question_that_is_answered_alike() {
    let made: Mutex<Option<Vec<String>>> = Mutex::new(None);
    on_every_engine(|fresh| {
        museum(&fresh.database, 160);
        let told = fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| {
                Ok(ITEMS.iter().map(|item| format!("{} {:?}", item.key, asked(tx, item.key))).collect::<Vec<_>>())
            })
            .unwrap();
        let mut made = made.lock().unwrap();
        match &*made {
            Some(first) => assert_eq!(first, &told, "both engines tell the same"),
            None => *made = Some(told),
        }
    });
    for key in PAGES.iter().flat_map(|page| page.groups).flat_map(|(_, keys)| keys.iter()) {
        assert!(insights::item_of(key).is_some(), "{key}");
    }
}

#[test]
fn the_statistics_are_what_one_counts_by_hand() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 160);
        fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| {
                let objects = plain(
                    tx,
                    collection_object::TABLE,
                    &[
                        "id",
                        "collectingEvent.locality.latitude1",
                        "catalogedDate",
                        "collectingEvent.startDate",
                        "timestampCreated",
                        "collectingEvent.locality.geography",
                    ],
                );
                let preps = plain(tx, preparation::TABLE, &["prepType.name", "countAmt"]);
                let dets = plain(
                    tx,
                    determination::TABLE,
                    &["collectionObject", "isCurrent", "typeStatusName", "preferredTaxon", "taxon"],
                );
                let places = plain(tx, locality::TABLE, &["latitude1"]);
                let loans = plain(tx, loan::TABLE, &["isClosed", "currentDueDate", "loanDate"]);
                let lent = plain(tx, loan_preparation::TABLE, &["loan.isClosed"]);
                let today = tx.now().date().unwrap();
                let is_open = |closed: &Value| *closed != Value::Bool(true);
                let is_current = |row: &&Vec<Value>| row[1] != Value::Bool(false);
                let typed: BTreeSet<i64> = dets
                    .iter()
                    .filter(is_current)
                    .filter(|row| row[2].text().is_some_and(|name| !name.is_empty()))
                    .filter_map(|row| row[0].int())
                    .collect();
                let known =
                    |rows: &[Vec<Value>], at: usize| rows.iter().filter(|row| !row[at].is_null()).count() as f64;
                let wanted = [
                    ("specimens", objects.len() as f64),
                    ("preparations", preps.len() as f64),
                    ("pieces", preps.iter().filter_map(|row| row[1].int()).sum::<i64>() as f64),
                    ("types", typed.len() as f64),
                    ("items-on-loan", lent.iter().filter(|row| is_open(&row[0])).count() as f64),
                    ("open-loans", loans.iter().filter(|row| is_open(&row[0])).count() as f64),
                    (
                        "overdue-loans",
                        loans
                            .iter()
                            .filter(|row| is_open(&row[0]) && row[1].date().is_some_and(|due| due < today))
                            .count() as f64,
                    ),
                    ("localities", places.len() as f64),
                    ("localities-georeferenced", known(&places, 0)),
                    ("share-georeferenced", known(&places, 0) / places.len() as f64),
                    ("geography-entries", plain(tx, geography::TABLE, &["id"]).len() as f64),
                    ("cataloged-week", objects.len() as f64),
                    ("cataloged-month", objects.len() as f64),
                    ("cataloged-year", objects.len() as f64),
                    ("with-attachments", 0.0),
                    ("with-images", 0.0),
                    ("share-imaged", 0.0),
                    ("objects-georeferenced", known(&objects, 1)),
                    ("share-objects-georeferenced", known(&objects, 1) / objects.len() as f64),
                    ("cataloged-by-me", 0.0),
                    ("determined-by-me", 0.0),
                ];
                for (key, wanted) in wanted {
                    assert!((number(tx, key) - wanted).abs() < 1e-9, "{key}: {} {wanted}", number(tx, key));
                }
                assert!(!typed.is_empty() || number(tx, "types") == 0.0);
                assert_eq!(as_counts(&asked(tx, "prep-types")), counts(preps.iter().map(|row| row[0].to_string())));
                let year = |value: &Value| value.to_string().chars().take(4).collect::<String>();
                assert_eq!(as_counts(&asked(tx, "by-year-collected")), counts(objects.iter().map(|row| year(&row[3]))));
                assert_eq!(as_counts(&asked(tx, "growth-years")), counts(objects.iter().map(|row| year(&row[2]))));
                let digitized: Vec<i64> =
                    asked(tx, "digitization")[0].iter().map(|value| value.int().unwrap()).collect();
                let identified: BTreeSet<i64> = dets.iter().filter_map(|row| row[0].int()).collect();
                assert_eq!(digitized[..2], [objects.len() as i64, identified.len() as i64]);
                assert_eq!(digitized[4] as f64, known(&objects, 1));
                // Different nodes by rank, by walking up from each node that is used.
                for (key, tree, used) in [
                    (
                        "taxa-by-rank",
                        vasculum_model::names::taxon::TABLE,
                        dets.iter().filter(is_current).filter_map(|row| row[3].int()).collect::<BTreeSet<i64>>(),
                    ),
                    ("geographies-by-rank", geography::TABLE, objects.iter().filter_map(|row| row[5].int()).collect()),
                ] {
                    let of = model().tree(tree).unwrap();
                    let ids: Vec<i64> = used.iter().copied().collect();
                    let mut above: BTreeSet<i64> = used.clone();
                    above.extend(tx.ancestor_ids(tree, &ids).unwrap().into_values().flatten());
                    let nodes = tx.find_all(tree, &above.into_iter().collect::<Vec<_>>()).unwrap();
                    let by_rank = counts(nodes.iter().filter_map(|node| node.int(of.rank_id)));
                    let told: Vec<i64> =
                        asked(tx, key)[0].iter().filter_map(Value::int).filter(|count| *count > 0).collect();
                    let wanted: Vec<i64> =
                        by_rank.into_iter().filter(|(height, _)| *height > 0).map(|(_, count)| count).collect();
                    assert!(!wanted.is_empty(), "{key}");
                    assert_eq!(told, wanted, "{key}");
                }
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn an_open_loan_without_a_word_on_it_counts_as_overdue() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let access = access(&fresh.database, Some("fish"));
        let before = fresh.database.read(&access, |tx| Ok(number(tx, "overdue-loans"))).unwrap();
        let due = vasculum_model::Date::parse("2020-05-01").unwrap();
        fresh
            .database
            .write(&access, Purpose::new("test", "a loan"), |tx| {
                let some = tx.first(&Select::all(loan::TABLE))?.unwrap();
                let mut draft = vasculum_model::Record::new(loan::TABLE)
                    .with(loan::LOAN_NUMBER, "2020-777")
                    .with(loan::CURRENT_DUE_DATE, due)
                    .with(loan::DISCIPLINE, some.get(loan::DISCIPLINE).clone());
                draft.set(loan::IS_CLOSED, Value::Null);
                vasculum_domain::records::put(tx, None, draft).map(drop)
            })
            .unwrap();
        let after = fresh.database.read(&access, |tx| Ok(number(tx, "overdue-loans"))).unwrap();
        assert!((after - before - 1.0).abs() < 1e-9, "{before} {after}");
    });
}

#[test]
fn the_annual_report_counts_the_years() {
    let made: Mutex<Option<Vec<String>>> = Mutex::new(None);
    on_every_engine(|fresh| {
        museum(&fresh.database, 160);
        let ask = |tx: &mut Tx<'_>, key: &str, year: i32| {
            let line = annual::PARTS.iter().flat_map(|part| part.lines).find(|line| line.key == key).unwrap();
            annual::number(tx, &line.question(year, false).unwrap()).unwrap()
        };
        let told = fresh
            .database
            .read(&access(&fresh.database, Some("fish")), |tx| {
                let objects = plain(tx, collection_object::TABLE, &["catalogedDate"]);
                let dets = plain(tx, determination::TABLE, &["determinedDate"]);
                let loans = plain(tx, loan::TABLE, &["loanDate", "dateClosed", "isClosed"]);
                let year = |value: &Value| value.date().map(|date| date.year());
                let mut told = Vec::new();
                let (first, last) = (1855, 2026);
                let mut catalogued = 0.0;
                for at in first..=last {
                    let cataloged = objects.iter().filter(|row| year(&row[0]) == Some(at)).count() as f64;
                    if cataloged > 0.0 || at == last {
                        assert_eq!(ask(tx, "cataloged", at), cataloged, "{at}");
                        let until =
                            objects.iter().filter(|row| year(&row[0]).is_some_and(|year| year <= at)).count() as f64;
                        assert_eq!(ask(tx, "objects", at), until, "{at}");
                        assert_eq!(
                            ask(tx, "determined", at),
                            dets.iter().filter(|row| year(&row[0]) == Some(at)).count() as f64
                        );
                        assert_eq!(
                            ask(tx, "loans", at),
                            loans.iter().filter(|row| year(&row[0]) == Some(at)).count() as f64
                        );
                        let open = loans.iter().filter(|row| {
                            year(&row[0]).is_some_and(|made| made <= at)
                                && match year(&row[1]) {
                                    Some(closed) => closed > at,
                                    None => row[2] != Value::Bool(true),
                                }
                        });
                        assert_eq!(ask(tx, "loans-open", at), open.count() as f64, "{at}");
                    }
                    catalogued += cataloged;
                }
                assert_eq!(catalogued, objects.len() as f64);
                for line in annual::PARTS.iter().flat_map(|part| part.lines) {
                    let query = line.question(2020, false)?;
                    let count = annual::number(tx, &query).unwrap_or_else(|error| panic!("{}: {error:?}", line.key));
                    let behind = views::behind(&query, &query.show[0].what);
                    let records = Plan::make(tx, &behind, &Asked::default())?.ids(tx)?.len() as f64;
                    if query.show[0].what.to_string() == "count()" {
                        assert_eq!(count, records, "{}: {behind}", line.key);
                    }
                    told.push(format!("{} {count}", line.key));
                }
                Ok(told)
            })
            .unwrap();
        let mut made = made.lock().unwrap();
        match &*made {
            Some(first) => assert_eq!(first, &told, "both engines tell the same"),
            None => *made = Some(told),
        }
    });
}

#[test]
fn an_answer_is_remembered_until_something_is_written() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let here = access(&fresh.database, Some("fish"));
        let answers = Answers::default();
        let query = query::parse("from Agent show count()").unwrap();
        let look = |access: &Access| fresh.database.read(access, |tx| answers.look(tx, &query)).unwrap();
        assert_eq!(look(&here), Found::Nothing);
        let asked = fresh.database.read(&here, |tx| answers.ask(tx, &query, &Asked::default())).unwrap();
        assert_eq!(look(&here), Found::Fresh(asked.clone()));
        assert_eq!(look(&access(&fresh.database, Some("herb"))), Found::Nothing, "others have their own");
        fresh
            .database
            .write(&here, Purpose::new("test", "an agent"), |tx| {
                let agent =
                    vasculum_model::Record::new(agent::TABLE).with(agent::AGENT_TYPE, 1).with(agent::LAST_NAME, "Neu");
                vasculum_domain::records::put(tx, None, agent).map(drop)
            })
            .unwrap();
        assert_eq!(look(&here), Found::Nothing, "what is quick is asked again");
        let again = fresh.database.read(&here, |tx| answers.get(tx, &query, &Asked::default())).unwrap();
        assert_eq!(again.rows[0][0].int(), asked.rows[0][0].int().map(|count| count + 1));
    });
}

#[test]
fn an_answer_of_a_search_is_remembered_as_long_as_the_index_has_nothing_new() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let here = access(&fresh.database, Some("fish"));
        let answers = Answers::default();
        let query = query::parse("from Agent show count() where search \"a\"").unwrap();
        let latest = || fresh.database.read(&here, |tx| tx.latest_change()).unwrap();
        let look = || fresh.database.read(&here, |tx| answers.look(tx, &query)).unwrap();
        let ask = |upto: i64, slow: bool| {
            let search = |_, _: &str| {
                std::thread::sleep(std::time::Duration::from_millis(if slow { 200 } else { 0 }));
                Ok(Hits { ids: vec![1], upto })
            };
            let asked = Asked { search: Some(&search), ..Asked::default() };
            fresh.database.read(&here, |tx| answers.ask(tx, &query, &asked)).unwrap()
        };
        ask(latest() - 1, false);
        assert_eq!(look(), Found::Nothing, "the index was behind");
        let asked = ask(latest(), true);
        assert_eq!(look(), Found::Fresh(asked));
        let agent = vasculum_model::Record::new(agent::TABLE).with(agent::AGENT_TYPE, 1).with(agent::LAST_NAME, "Neu");
        let new = |tx: &mut vasculum_store::WriteTx<'_>| vasculum_domain::records::put(tx, None, agent).map(drop);
        fresh.database.write(&here, Purpose::new("test", "an agent"), new).unwrap();
        assert_eq!(look(), Found::Nothing, "what took long is no older than the index either");
    });
}

#[test]
fn pages_are_kept_for_a_person_and_for_a_collection() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 20);
        let here = access(&fresh.database, Some("fish"));
        let collection = here.collection.unwrap();
        let ada = NewUser { name: "Ada".to_owned(), ..NewUser::default() };
        fresh.database.write(&here, Purpose::new("test", ""), |tx| users::add_user(tx, ada.clone())).unwrap();
        let own = Tile {
            kind: Kind::Number,
            title: "Mine".to_owned(),
            item: String::new(),
            ask: "from Agent show count()".to_owned(),
        };
        let layout = Layout {
            pages: vec![Sheet {
                name: "One".to_owned(),
                tiles: vec![Tile::heading("First"), Tile::of(&ITEMS[0]), own],
            }],
        };
        let whose = Whose::Collection(collection);
        assert_eq!(fresh.database.read(&here, |tx| insights::read(tx, whose)).unwrap(), None);
        fresh.database.write(&here, Purpose::new("test", "pages"), |tx| insights::keep(tx, whose, &layout)).unwrap();
        assert_eq!(fresh.database.read(&here, |tx| insights::read(tx, whose)).unwrap(), Some(layout.clone()));
        let mut bad = layout.clone();
        bad.pages[0].tiles[2].ask = "from Nowhere".to_owned();
        assert!(
            fresh.database.write(&here, Purpose::new("test", "pages"), |tx| insights::keep(tx, whose, &bad)).is_err()
        );
        let nobody = Access::of(1, "nobody", Vec::new(), std::sync::Arc::new(fresh.database.hierarchy().unwrap()));
        assert!(!insights::may_change(&nobody, whose));
        assert!(insights::may_change(&nobody, Whose::Person { user: 1, collection }));
        assert!(!insights::may_change(&nobody, Whose::Person { user: 2, collection }));
        let events = fresh.database.read(&here, |tx| Ok(plain(tx, collecting_event::TABLE, &["id"]).len())).unwrap();
        assert!(events > 0);
    });
}
