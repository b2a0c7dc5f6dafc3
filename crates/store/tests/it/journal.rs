use vasculum_model::Record;
use vasculum_model::names::agent;
use vasculum_store::{Access, Action, ChangeKind, ChangeQuery, Place, Purpose};
use vasculum_testkit::on_every_engine;

use crate::{new_agent, new_object, system, write};

#[test]
fn the_journal_keeps_what_was_before() {
    on_every_engine(|fresh| {
        let id = write(&fresh.database, |tx| Ok(new_agent(tx, "Müller"))).unwrap();
        write(&fresh.database, |tx| {
            let before = tx.get(agent::TABLE, id)?;
            let grant = tx.may(Action::Update, agent::TABLE)?;
            tx.update(&grant, &before, &before.clone().with(agent::LAST_NAME, "Mueller"))
        })
        .unwrap();
        write(&fresh.database, |tx| {
            let record = tx.get(agent::TABLE, id)?;
            let grant = tx.may(Action::Delete, agent::TABLE)?;
            tx.delete(&grant, &record)
        })
        .unwrap();
        fresh
            .database
            .read(&system(), |tx| {
                let query = ChangeQuery { record: Some((agent::TABLE, id)), limit: 10, ..ChangeQuery::default() };
                let sets = tx.change_sets(&query)?;
                let mut drawn = Vec::new();
                for set in &sets {
                    for change in tx.changes_of(set.id, agent::TABLE, id)? {
                        let name = |values: &[(u16, vasculum_model::Value)]| {
                            values
                                .iter()
                                .find(|(at, _)| *at == agent::LAST_NAME.1)
                                .map_or("-".to_owned(), |(_, value)| value.to_string())
                        };
                        drawn.push(format!(
                            "{} {} > {}",
                            change.kind.name(),
                            name(&change.before),
                            name(&change.after)
                        ));
                    }
                }
                assert_eq!(drawn, ["delete Mueller > -", "update Müller > Mueller", "insert - > -"]);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn many_new_records_make_one_entry_and_each_finds_it() {
    on_every_engine(|fresh| {
        let ids = write(&fresh.database, |tx| {
            Ok((0..100).map(|nth| (new_object(tx, &nth.to_string()), new_agent(tx, "Somebody"))).collect::<Vec<_>>())
        })
        .unwrap();
        fresh
            .database
            .read(&system(), |tx| {
                let set = tx.latest_change()?;
                let changes = tx.changes(set, 1_000)?;
                assert_eq!(changes.len(), 2);
                assert!(changes.iter().all(|change| change.kind == ChangeKind::Insert && change.count == 100));
                for (_, id) in [ids[0], ids[50], ids[99]] {
                    let query = ChangeQuery { record: Some((agent::TABLE, id)), limit: 10, ..ChangeQuery::default() };
                    assert_eq!(tx.change_sets(&query)?.len(), 1);
                }
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn the_feed_goes_on_after_a_number() {
    on_every_engine(|fresh| {
        for nth in 0..5 {
            write(&fresh.database, |tx| Ok(new_agent(tx, &nth.to_string()))).unwrap();
        }
        let feed = |since| {
            let query = ChangeQuery { since: Some(since), limit: 2, ..ChangeQuery::default() };
            let sets = fresh.database.read(&system(), |tx| tx.change_sets(&query)).unwrap();
            sets.iter().map(|set| set.id).collect::<Vec<_>>()
        };
        assert_eq!(feed(0), [1, 2]);
        assert_eq!(feed(2), [3, 4]);
        assert_eq!(feed(4), [5]);
        assert!(feed(5).is_empty());
    });
}

#[test]
fn nobody_writes_without_a_right() {
    on_every_engine(|fresh| {
        let refused = fresh.database.write(&Access::nobody(), Purpose::new("test", ""), |tx| {
            let grant = tx.may(Action::Create, agent::TABLE)?;
            tx.insert(&grant, Record::new(agent::TABLE))
        });
        assert_eq!(refused.unwrap_err().code, vasculum_model::Code::SignInNeeded);
    });
}

/// Somebody in whose name a test writes.
fn person(name: &str) -> Access {
    Access::system(name)
}

#[test]
fn the_journal_is_asked_by_person_kind_time_table_and_what_happened() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let save = |who: &str, kind: &str, work: &dyn Fn(&mut vasculum_store::WriteTx<'_>)| {
            let (_, set) = db
                .write_counted(&person(who), Purpose::new(kind, ""), |tx| {
                    work(tx);
                    Ok(())
                })
                .unwrap();
            set.unwrap()
        };
        let first = save("Ada", "save", &|tx| _ = new_agent(tx, "a"));
        let second = save("Ada Lovelace", "import", &|tx| _ = new_object(tx, "1"));
        let third = save("Berta", "save", &|tx| _ = new_object(tx, "2"));
        let fourth = save("Berta", "delete", &|tx| {
            let record = tx.get(agent::TABLE, 1).unwrap();
            let grant = tx.may(Action::Delete, agent::TABLE).unwrap();
            tx.delete(&grant, &record).unwrap();
        });
        let fifth = save("Berta", "sign-in", &|tx| tx.note());
        let ask = |query: ChangeQuery| {
            let query = ChangeQuery { limit: 10, ..query };
            let sets = db.read(&system(), |tx| tx.change_sets(&query)).unwrap();
            sets.iter().map(|set| set.id).collect::<Vec<_>>()
        };
        let any = ChangeQuery::default();
        let who = |name: &str| ChangeQuery { who: Some(name.to_owned()), ..ChangeQuery::default() };
        assert_eq!(ask(who(" ada")), [second, first]);
        assert_eq!(ask(who("lovelace")), [second]);
        assert_eq!(ask(who("nobody")), [0; 0]);
        assert_eq!(ask(ChangeQuery { kind: Some("save".to_owned()), ..any.clone() }), [third, first]);
        assert_eq!(ask(ChangeQuery { table: Some(agent::TABLE), ..any.clone() }), [fourth, first]);
        let objects = ChangeQuery { table: Some(vasculum_model::names::collection_object::TABLE), ..any.clone() };
        assert_eq!(ask(objects.clone()), [third, second]);
        assert_eq!(ask(ChangeQuery { before: Some(third), ..objects.clone() }), [second]);
        assert_eq!(ask(ChangeQuery { since: Some(second), ..objects.clone() }), [third]);
        assert_eq!(ask(ChangeQuery { who: Some("berta".to_owned()), ..objects.clone() }), [third]);
        assert_eq!(ask(ChangeQuery { action: Some(ChangeKind::Delete), ..any.clone() }), [fourth]);
        let deleted = ChangeQuery { action: Some(ChangeKind::Delete), ..objects };
        assert_eq!(ask(deleted), [0; 0]);
        let at = |id: i64| db.read(&system(), |tx| Ok(tx.change_set(id)?.at)).unwrap();
        assert_eq!(ask(ChangeQuery { from: Some(at(third)), ..any.clone() }), [fifth, fourth, third]);
        assert_eq!(ask(ChangeQuery { until: Some(at(third)), ..any.clone() }), [second, first]);
        let span = ChangeQuery { from: Some(at(second)), until: Some(at(fourth)), ..any.clone() };
        assert_eq!(ask(span), [third, second]);
        assert_eq!(ask(ChangeQuery { until: Some(vasculum_model::Timestamp(0)), ..any }), [0; 0]);
        db.read(&system(), |tx| {
            assert_eq!(tx.journal_users()?, ["Ada", "Ada Lovelace", "Berta"]);
            assert_eq!(tx.journal_kinds()?, ["delete", "import", "save", "sign-in"]);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_table_is_followed_through_a_long_journal() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let first = db.write_counted(&person("a"), Purpose::new("save", ""), |tx| Ok(new_agent(tx, "x"))).unwrap().1;
        for nth in 0..1_200 {
            let kind = if nth == 600 { "import" } else { "save" };
            db.write(&person("a"), Purpose::new(kind, ""), |tx| Ok(new_object(tx, &nth.to_string()))).unwrap();
        }
        let table = Some(vasculum_model::names::collection_object::TABLE);
        let ask = |query: ChangeQuery| db.read(&system(), |tx| tx.change_sets(&query)).unwrap();
        let all = ask(ChangeQuery { table, limit: 10_000, ..ChangeQuery::default() });
        assert_eq!(all.len(), 1_200);
        assert!(all.windows(2).all(|pair| pair[0].id > pair[1].id));
        let kind = Some("import".to_owned());
        assert_eq!(ask(ChangeQuery { table, kind, limit: 5, ..ChangeQuery::default() }).len(), 1);
        let others = db.write(&person("b"), Purpose::new("save", ""), |tx| Ok(new_object(tx, "last")));
        others.unwrap();
        let who = |name: &str| ChangeQuery { who: Some(name.to_owned()), limit: 10_000, ..ChangeQuery::default() };
        assert_eq!((ask(who("a")).len(), ask(who("b")).len()), (1_201, 1));
        let feed = ChangeQuery { since: Some(990), limit: 20, ..who("a") };
        assert!(ask(feed).iter().map(|set| set.id).eq(991..=1_010), "the feed goes on over the end of a stretch");
        let agents = ask(ChangeQuery { table: Some(agent::TABLE), limit: 5, ..ChangeQuery::default() });
        assert_eq!(agents.iter().map(|set| Some(set.id)).collect::<Vec<_>>(), [first]);
    });
}

#[test]
fn a_ticket_is_taken_once() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let now = db.now();
        let ticket = vasculum_store::Ticket {
            kind: "invite".to_owned(),
            digest: "d".to_owned(),
            user: Some(1),
            made: now,
            seen: now,
            expires: None,
            data: "{}".to_owned(),
        };
        db.put_ticket(&ticket).unwrap();
        let refused: Result<(), _> = write(db, |tx| {
            assert!(tx.take_ticket("invite", "d")?.is_some());
            Err(vasculum_model::Error::invalid("no"))
        });
        assert!(refused.is_err());
        assert!(write(db, |tx| tx.take_ticket("invite", "d")).unwrap().is_some(), "a refused write leaves it");
        assert!(write(db, |tx| tx.take_ticket("invite", "d")).unwrap().is_none());
    });
}

#[test]
fn only_what_changed_no_record_is_told_anew() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let told = |set: i64| db.read(&system(), |tx| Ok(tx.change_set(set)?.summary)).unwrap();
        let act = |record: bool| {
            let (_, set) = db
                .write_counted(&system(), Purpose::new("test", "Once"), |tx| {
                    tx.note();
                    if record {
                        new_agent(tx, "a");
                    }
                    Ok(())
                })
                .unwrap();
            set.unwrap()
        };
        let (bare, with_record) = (act(false), act(true));
        write(db, |tx| {
            tx.retell(bare, "Twice")?;
            tx.retell(with_record, "Twice")
        })
        .unwrap();
        assert_eq!((told(bare).as_str(), told(with_record).as_str()), ("Twice", "Once"));
    });
}

#[test]
fn a_journal_from_before_stretches_is_asked_all_the_same() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        db.write(&person("Ada"), Purpose::new("import", ""), |tx| Ok(new_object(tx, "1"))).unwrap();
        let forget = "DELETE FROM stretch; DELETE FROM setting WHERE name = 'stretches'";
        match db.place() {
            Place::File(file) => rusqlite::Connection::open(file).unwrap().execute_batch(forget).unwrap(),
            Place::Postgres(address) => {
                postgres::Client::connect(address, postgres::NoTls).unwrap().batch_execute(forget).unwrap();
            }
        }
        let ask = |db: &vasculum_store::Database| {
            let kind = Some("import".to_owned());
            let query = ChangeQuery { who: Some("ada".to_owned()), kind, limit: 5, ..ChangeQuery::default() };
            db.read(&system(), |tx| tx.change_sets(&query)).unwrap().len()
        };
        assert_eq!(ask(db), 0);
        let again = vasculum_store::Database::open(db.place().clone(), vasculum_store::system_clock).unwrap();
        assert_eq!(ask(&again), 1);
    });
}
