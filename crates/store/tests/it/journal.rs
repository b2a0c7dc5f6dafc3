use vasculum_model::Record;
use vasculum_model::names::agent;
use vasculum_store::{Access, Action, ChangeKind, ChangeQuery, Purpose};
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
