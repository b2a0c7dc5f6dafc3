use std::sync::atomic::{AtomicUsize, Ordering};

use vasculum_model::names::{agent, collection_object, locality, taxon};
use vasculum_model::{Code, Date, Decimal, Record, Timestamp};
use vasculum_store::{Action, Filter, Select};
use vasculum_testkit::on_every_engine;

use crate::{new_agent, new_object, system, write};

#[test]
fn every_kind_of_value_comes_back_as_it_was() {
    on_every_engine(|fresh| {
        let record = Record::new(locality::TABLE)
            .with(locality::LOCALITY_NAME, "Café Ñandú\n‘e\u{301}’\t\u{1F41F}")
            .with(locality::LATITUDE1, Decimal::parse("-39.5000").unwrap())
            .with(locality::MAX_ELEVATION, Decimal::parse("12.25").unwrap())
            .with(locality::YES_NO1, false)
            .with(locality::SRC_LAT_LONG_UNIT, 0_i64)
            .with(locality::TIMESTAMP_CREATED, Timestamp(1_234_567_891_234_567));
        let object = Record::new(collection_object::TABLE)
            .with(collection_object::CATALOGED_DATE, Date::new(1787, 5, 12).unwrap())
            .with(collection_object::CATALOGED_DATE_PRECISION, 1_i64);
        let ids = write(&fresh.database, |tx| {
            let one = tx.may(Action::Create, locality::TABLE)?;
            let other = tx.may(Action::Create, collection_object::TABLE)?;
            Ok((tx.insert(&one, record.clone())?, tx.insert(&other, object.clone())?))
        })
        .unwrap();
        fresh
            .database
            .read(&system(), |tx| {
                let read = tx.get(locality::TABLE, ids.0)?;
                for column in [
                    locality::LOCALITY_NAME,
                    locality::LATITUDE1,
                    locality::MAX_ELEVATION,
                    locality::YES_NO1,
                    locality::TIMESTAMP_CREATED,
                ] {
                    assert_eq!(read.get(column), record.get(column));
                }
                assert_eq!(read.get(locality::LATITUDE1).to_string(), "-39.5000");
                let read = tx.get(collection_object::TABLE, ids.1)?;
                assert_eq!(read.get(collection_object::CATALOGED_DATE), object.get(collection_object::CATALOGED_DATE));
                assert_eq!(read.version(), 1);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_link_to_nothing_is_refused_and_nothing_is_written() {
    on_every_engine(|fresh| {
        let refused = write(&fresh.database, |tx| {
            new_agent(tx, "Kept");
            let grant = tx.may(Action::Create, collection_object::TABLE)?;
            tx.insert(&grant, Record::new(collection_object::TABLE).with(collection_object::CATALOGER, 999_i64))
        });
        assert_eq!(refused.unwrap_err().code, Code::Conflict);
        let count = fresh.database.read(&system(), |tx| tx.count(&Select::all(agent::TABLE))).unwrap();
        assert_eq!(count, 0);
    });
}

#[test]
fn what_is_referred_to_cannot_be_deleted() {
    on_every_engine(|fresh| {
        let id = write(&fresh.database, |tx| {
            let id = new_agent(tx, "Needed");
            let grant = tx.may(Action::Create, collection_object::TABLE)?;
            tx.insert(&grant, Record::new(collection_object::TABLE).with(collection_object::CATALOGER, id))?;
            Ok(id)
        })
        .unwrap();
        let refused = write(&fresh.database, |tx| {
            let record = tx.get(agent::TABLE, id)?;
            let grant = tx.may(Action::Delete, agent::TABLE)?;
            tx.delete(&grant, &record)
        });
        assert_eq!(refused.unwrap_err().code, Code::Conflict);
        let referrers = fresh.database.read(&system(), |tx| tx.referrers(agent::TABLE, id)).unwrap();
        assert_eq!(referrers, [(collection_object::CATALOGER, 1)]);
    });
}

#[test]
fn the_second_of_two_savers_is_told() {
    on_every_engine(|fresh| {
        let id = write(&fresh.database, |tx| Ok(new_agent(tx, "First"))).unwrap();
        let seen = fresh.database.read(&system(), |tx| tx.get(agent::TABLE, id)).unwrap();
        let save = |name: &str| {
            write(&fresh.database, |tx| {
                let grant = tx.may(Action::Update, agent::TABLE)?;
                tx.update(&grant, &seen, &seen.clone().with(agent::LAST_NAME, name))
            })
        };
        assert_eq!(save("Second").unwrap().version(), 2);
        assert_eq!(save("Third").unwrap_err().code, Code::Conflict);
        let now = fresh.database.read(&system(), |tx| tx.get(agent::TABLE, id)).unwrap();
        assert_eq!(now.text(agent::LAST_NAME), Some("Second"));
    });
}

#[test]
fn an_id_is_never_used_twice() {
    on_every_engine(|fresh| {
        let first = write(&fresh.database, |tx| Ok(new_agent(tx, "Gone"))).unwrap();
        write(&fresh.database, |tx| {
            let record = tx.get(agent::TABLE, first)?;
            let grant = tx.may(Action::Delete, agent::TABLE)?;
            tx.delete(&grant, &record)
        })
        .unwrap();
        let again =
            vasculum_store::Database::open(fresh.database.place().clone(), vasculum_testkit::test_clock).unwrap();
        let second = write(&again, |tx| Ok(new_agent(tx, "New"))).unwrap();
        assert!(second > first, "{second} after {first}");
    });
}

#[test]
fn a_failing_write_takes_back_only_itself() {
    on_every_engine(|fresh| {
        let refused = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (database, refused) = (&fresh.database, &refused);
                scope.spawn(move || {
                    for nth in 0..20 {
                        let done = write(database, |tx| {
                            new_agent(tx, &format!("{thread}-{nth}"));
                            if nth % 4 == 3 { Err(vasculum_model::Error::invalid("on purpose")) } else { Ok(()) }
                        });
                        refused.fetch_add(usize::from(done.is_err()), Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(refused.into_inner(), 40);
        let count = fresh.database.read(&system(), |tx| tx.count(&Select::all(agent::TABLE))).unwrap();
        assert_eq!(count, 120);
    });
}

#[test]
fn a_panic_in_a_write_closes_nothing() {
    on_every_engine(|fresh| {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            write::<()>(&fresh.database, |tx| {
                new_agent(tx, "Lost");
                panic!("on purpose")
            })
        }));
        assert!(panicked.is_err());
        write(&fresh.database, |tx| Ok(new_agent(tx, "Kept"))).unwrap();
        let all = fresh.database.read(&system(), |tx| tx.select(&Select::all(agent::TABLE))).unwrap();
        assert_eq!(all.len(), 1);
    });
}

#[test]
fn a_moved_node_takes_everything_below_it_along() {
    on_every_engine(|fresh| {
        let add = |parent: Option<i64>, name: &str| {
            write(&fresh.database, |tx| {
                let grant = tx.may(Action::Create, taxon::TABLE)?;
                tx.insert(&grant, Record::new(taxon::TABLE).with(taxon::NAME, name).with(taxon::PARENT, parent))
            })
            .unwrap()
        };
        let root = add(None, "Life");
        let (one, other) = (add(Some(root), "One"), add(Some(root), "Other"));
        let below = add(Some(one), "Below");
        let leaf = add(Some(below), "Leaf");
        let names = |id| {
            let path = fresh.database.read(&system(), |tx| tx.ancestors(taxon::TABLE, id)).unwrap();
            path.iter().map(|node| node.text(taxon::NAME).unwrap_or_default().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(leaf), "Life One Below");
        let put = |id, parent: i64| {
            write(&fresh.database, |tx| {
                let node = tx.get(taxon::TABLE, id)?;
                let grant = tx.may(Action::Update, taxon::TABLE)?;
                tx.update(&grant, &node, &node.clone().with(taxon::PARENT, parent))
            })
        };
        put(below, other).unwrap();
        assert_eq!(names(leaf), "Life Other Below");
        assert_eq!(put(other, leaf).unwrap_err().code, Code::Conflict);
        let under = fresh.database.read(&system(), |tx| tx.subtree(taxon::TABLE, other)).unwrap();
        assert_eq!(under.len(), 3);
    });
}

#[test]
fn a_number_that_never_was_is_not_found() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| Ok(new_object(tx, "1"))).unwrap();
        let filter = Filter::is(collection_object::CATALOG_NUMBER, "2");
        let none =
            fresh.database.read(&system(), |tx| tx.first(&Select::all(collection_object::TABLE).matching(filter)));
        assert!(none.unwrap().is_none());
    });
}

#[test]
fn two_programs_on_one_database_never_give_the_same_id() {
    on_every_engine(|fresh| {
        let other =
            vasculum_store::Database::open(fresh.database.place().clone(), vasculum_testkit::test_clock).unwrap();
        let mut ids = Vec::new();
        for nth in 0..6 {
            let database = if nth % 2 == 0 { &fresh.database } else { &other };
            ids.push(write(database, |tx| Ok(new_agent(tx, &nth.to_string()))).unwrap());
        }
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
    });
}

#[test]
fn who_asks_sees_every_new_record_of_the_transaction() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            let grant = tx.may(Action::Create, agent::TABLE)?;
            let mut ids = Vec::new();
            // Every third one has a column that the others lack, so that they do not all make the same statement.
            for nth in 0..300_i64 {
                let record = Record::new(agent::TABLE).with(agent::AGENT_TYPE, 1_i64);
                let record = record.with(agent::LAST_NAME, format!("Agent {nth}"));
                ids.push(tx.insert(&grant, if nth % 3 == 0 { record.with(agent::INITIALS, "A.") } else { record })?);
            }
            let object = new_object(tx, "1");
            assert_eq!(tx.get(agent::TABLE, ids[299])?.text(agent::LAST_NAME), Some("Agent 299"));
            let with = Select::all(agent::TABLE).matching(Filter::is(agent::INITIALS, "A."));
            assert_eq!(tx.count(&with)?, 100);
            // The object is still unknown to the database, and is found, changed and deleted all the same.
            let found = tx.get(collection_object::TABLE, object)?;
            let grant = tx.may(Action::Update, collection_object::TABLE)?;
            let changed = tx.update(&grant, &found, &found.clone().with(collection_object::CATALOG_NUMBER, "2"))?;
            let last = new_object(tx, "3");
            let grant = tx.may(Action::Delete, collection_object::TABLE)?;
            tx.delete(&grant, &changed)?;
            assert_eq!(tx.count(&Select::all(collection_object::TABLE))?, 1);
            assert_eq!(tx.get(collection_object::TABLE, last)?.text(collection_object::CATALOG_NUMBER), Some("3"));
            Ok(())
        })
        .unwrap();
        let all = Select::all(agent::TABLE)
            .matching(Filter::test(agent::LAST_NAME, vasculum_store::Test::StartsWith("Agent ".to_owned())));
        assert_eq!(fresh.database.read(&system(), |tx| tx.count(&all)).unwrap(), 300);
    });
}

#[test]
fn texts_that_nobody_has_are_known_until_somebody_gets_them() {
    on_every_engine(|fresh| {
        let number = collection_object::CATALOG_NUMBER;
        write(&fresh.database, |tx| Ok(new_object(tx, "AB-1"))).unwrap();
        write(&fresh.database, |tx| {
            tx.note_free(number, &["ab-1", "AB-2", "ab-3"].map(str::to_owned))?;
            assert_eq!(["AB-1", "ab-2", "AB-3"].map(|text| tx.is_surely_free(number, text)), [false, true, true]);
            new_object(tx, "Ab-2");
            assert_eq!(["AB-1", "ab-2", "AB-3"].map(|text| tx.is_surely_free(number, text)), [false, false, true]);
            Ok(())
        })
        .unwrap();
    });
}
