use vasculum_model::names::{agent, locality};
use vasculum_model::{Record, TableId};
use vasculum_store::{Action, LookedUp};
use vasculum_testkit::{on_every_engine, sqlite};

use crate::{new_agent, system, write};

/// The records that entries beginning with the text lead to.
fn found(fresh: &vasculum_testkit::Fresh, table: TableId, begins: bool, start: &str) -> Vec<i64> {
    let list = fresh.database.read(&system(), |tx| tx.looked_up(table, begins, start, None, 100)).unwrap();
    list.into_iter().map(|one| one.record).collect()
}

fn flaw(fresh: &vasculum_testkit::Fresh) -> Option<String> {
    write(&fresh.database, |tx| tx.lookup_flaw()).unwrap()
}

#[test]
fn records_are_found_by_every_word_as_they_are_written() {
    on_every_engine(|fresh| {
        let (one, two) =
            write(&fresh.database, |tx| Ok((new_agent(tx, "Müller"), new_agent(tx, "von Müllner")))).unwrap();
        assert_eq!(found(fresh, agent::TABLE, true, "mull"), [one]);
        assert_eq!(found(fresh, agent::TABLE, false, "mull"), [two]);
        assert_eq!(found(fresh, agent::TABLE, true, "von"), [two]);
        assert!(found(fresh, locality::TABLE, true, "mull").is_empty());
        write(&fresh.database, |tx| {
            let before = tx.get(agent::TABLE, one)?;
            let grant = tx.may(Action::Update, agent::TABLE)?;
            let after = tx.update(&grant, &before, &before.clone().with(agent::LAST_NAME, "Adler"))?;
            tx.update(&grant, &after, &after.clone().with(agent::FIRST_NAME, "Zoë"))
        })
        .unwrap();
        assert!(found(fresh, agent::TABLE, true, "mull").is_empty());
        assert_eq!(found(fresh, agent::TABLE, true, "adler zoe"), [one]);
        assert_eq!(found(fresh, agent::TABLE, false, "zoe"), [one]);
        assert_eq!(flaw(fresh), None);
        write(&fresh.database, |tx| {
            let record = tx.get(agent::TABLE, one)?;
            let grant = tx.may(Action::Delete, agent::TABLE)?;
            tx.delete(&grant, &record)
        })
        .unwrap();
        assert!(found(fresh, agent::TABLE, true, "adler").is_empty());
        assert_eq!(flaw(fresh), None);
    });
}

#[test]
fn a_write_that_is_taken_back_leaves_no_words() {
    on_every_engine(|fresh| {
        let _ = write(&fresh.database, |tx| {
            new_agent(tx, "Ghost");
            Err::<(), _>(vasculum_model::Error::invalid("changed my mind"))
        });
        assert!(found(fresh, agent::TABLE, true, "ghost").is_empty());
        assert_eq!(flaw(fresh), None);
    });
}

#[test]
fn entries_come_in_order_and_page_by_page() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            for nth in 0..25 {
                new_agent(tx, &format!("Linné {:02}", 24 - nth));
            }
            Ok(())
        })
        .unwrap();
        let mut texts = Vec::new();
        let mut after: Option<LookedUp> = None;
        loop {
            let page = fresh
                .database
                .read(&system(), |tx| tx.looked_up(agent::TABLE, true, "linne", after.as_ref(), 7))
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.clone());
            texts.extend(page.into_iter().map(|one| one.text));
        }
        let expect: Vec<String> = (0..25).map(|nth| format!("linne {nth:02}")).collect();
        assert_eq!(texts, expect);
        let count =
            |most| fresh.database.read(&system(), |tx| tx.looked_up_count(agent::TABLE, true, "lin", most)).unwrap();
        assert_eq!((count(10), count(100)), (10, 25));
        let any = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(|one| (*one).to_owned()).collect();
            fresh.database.read(&system(), |tx| tx.looked_up_any(agent::TABLE, &list)).unwrap()
        };
        assert_eq!(any(&["line", "linne", "linnee", "linn"]), ["linn", "linne"]);
    });
}

#[test]
fn a_place_is_part_of_where_one_looks() {
    on_every_engine(|fresh| {
        let made = write(&fresh.database, |tx| {
            let grant = tx.may(Action::Create, locality::TABLE)?;
            let record = Record::new(locality::TABLE).with(locality::SRC_LAT_LONG_UNIT, 0);
            tx.insert(&grant, record.with(locality::LOCALITY_NAME, "Everybody’s pond"))
        })
        .unwrap();
        assert_eq!(found(fresh, locality::TABLE, true, "everybodys"), [made]);
    });
}

#[test]
fn the_index_is_made_anew_when_it_was_made_otherwise() {
    let fresh = sqlite();
    let id = write(&fresh.database, |tx| {
        let id = new_agent(tx, "Kept");
        tx.set_setting("lookup", "of an older version")?;
        Ok(id)
    })
    .unwrap();
    let vasculum_store::Place::File(path) = fresh.database.place().clone() else { panic!("SQLite is a file") };
    let other =
        vasculum_store::Database::open(vasculum_store::Place::File(path), vasculum_testkit::test_clock).unwrap();
    let list = other.read(&system(), |tx| tx.looked_up(agent::TABLE, true, "kept", None, 5)).unwrap();
    assert_eq!(list.iter().map(|one| one.record).collect::<Vec<_>>(), [id]);
    assert_eq!(other.read(&system(), |tx| tx.setting("lookup")).unwrap().unwrap().split(';').next(), Some("1"));
    let mut heard = 0;
    assert_eq!(other.rebuild_lookup(&mut |_, _| heard += 1).unwrap(), 1);
    assert!(heard > 0);
}
