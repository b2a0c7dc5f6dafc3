//! Records in one line of text.

use vasculum_domain::formats::{formatted, formatted_all, titled};
use vasculum_domain::setup::Made;
use vasculum_domain::trees;
use vasculum_model::names::{
    agent, collecting_event, collection_object, collector, determination, geography, loan, loan_preparation, locality,
    pick_list, taxon,
};
use vasculum_model::{Date, Record};
use vasculum_store::{Access, CollectionPlace, Hierarchy, Policy, Select};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{new_object, new_person, new_preparation, put, read, write};
use crate::setup::set_up;

#[track_caller]
fn check(fresh: &Fresh, record: &Record, expect: &str) {
    assert_eq!(read(&fresh.database, |tx| formatted(tx, record)), expect);
}

/// A trout with its event and its determinations.
fn trout(fresh: &Fresh) -> (Made, Record, Record) {
    let made = set_up(&fresh.database, "fish");
    let (object, event) = write(&fresh.database, |tx| {
        let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
        let root = trees::root(tx, taxon::TABLE, def.id)?;
        let genus = def.named("Genus").cloned().unwrap();
        let salmo = trees::add_node(tx, taxon::TABLE, &root, &genus, "Salmo", &[])?;
        let event = Record::new(collecting_event::TABLE)
            .with(collecting_event::DISCIPLINE, made.discipline)
            .with(collecting_event::START_DATE, Date::new(1987, 5, 1).unwrap())
            .with(collecting_event::START_DATE_PRECISION, 2)
            .with(collecting_event::STATION_FIELD_NUMBER, "St. 4");
        let event = put(tx, event)?;
        for name in ["Alpha", "Beta"] {
            let person = new_person(tx, made.division, name)?;
            let join = Record::new(collector::TABLE)
                .with(collector::COLLECTING_EVENT, event.id)
                .with(collector::AGENT, person.id);
            put(tx, join)?;
        }
        let object = new_object(tx, made.collection)?;
        for current in [true, false] {
            let one = Record::new(determination::TABLE)
                .with(determination::COLLECTION_OBJECT, object.id)
                .with(determination::IS_CURRENT, current)
                .with(determination::TAXON, if current { salmo.id } else { root.id });
            put(tx, one)?;
        }
        Ok((object, event))
    })
    .unwrap();
    (made, object, event)
}

#[test]
fn records_read_as_curators_write_them() {
    on_every_engine(|fresh| {
        let (made, object, event) = trout(fresh);
        check(fresh, &object, "000000001 Salmo");
        check(fresh, &event, "1987-05; St. 4; Alpha; Beta");
        let found = read(&fresh.database, |tx| tx.children(&[object.id], collection_object::DETERMINATIONS));
        check(fresh, &found[0].1, "Salmo (current)");
        let person = Record::new(agent::TABLE).with(agent::LAST_NAME, "Darwin").with(agent::FIRST_NAME, "Charles");
        check(fresh, &person.clone().with(agent::AGENT_TYPE, 1).with(agent::MIDDLE_INITIAL, "R"), "Darwin, Charles R.");
        check(
            fresh,
            &person.clone().with(agent::AGENT_TYPE, 1).with(agent::MIDDLE_INITIAL, "R."),
            "Darwin, Charles R.",
        );
        check(fresh, &person.with(agent::AGENT_TYPE, 0), "Darwin");
        check(fresh, &Record::new(agent::TABLE).with(agent::FIRST_NAME, "Ada"), "Ada");
        let place = write(&fresh.database, |tx| {
            let def = trees::definition(tx, geography::TABLE, made.discipline)?;
            let root = trees::root(tx, geography::TABLE, def.id)?;
            let place = Record::new(locality::TABLE)
                .with(locality::DISCIPLINE, made.discipline)
                .with(locality::LOCALITY_NAME, "Mount Etna")
                .with(locality::GEOGRAPHY, root.id);
            put(tx, place)
        })
        .unwrap();
        check(fresh, &place, "Mount Etna, Earth");
        let part = write(&fresh.database, |tx| new_preparation(tx, &object, 12)).unwrap();
        let text = read(&fresh.database, |tx| formatted(tx, &part));
        assert!(text.ends_with(" (12)"), "{text}");
        assert_eq!(read(&fresh.database, |tx| titled(tx, &object)), "CollectionObject 000000001 Salmo");
    });
}

#[test]
fn every_table_says_something() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let list = read(&fresh.database, |tx| tx.first(&Select::all(pick_list::TABLE))).unwrap();
        check(fresh, &list, list.text(pick_list::NAME).unwrap());
        let nothing = Record { id: 12, ..Record::new(loan::TABLE) };
        check(fresh, &nothing, "#12");
        let line = Record { id: 7, ..Record::new(loan_preparation::TABLE) };
        check(fresh, &line, "#7");
        let _ = made;
    });
}

#[test]
fn many_records_take_as_many_statements_as_one() {
    on_every_engine(|fresh| {
        let (made, object, _) = trout(fresh);
        let ids = write(&fresh.database, |tx| {
            let taxon = tx.children(&[object.id], collection_object::DETERMINATIONS)?[0].1.int(determination::TAXON);
            let mut ids = vec![object.id];
            for _ in 0..30 {
                let more = new_object(tx, made.collection)?;
                let one = Record::new(determination::TABLE)
                    .with(determination::COLLECTION_OBJECT, more.id)
                    .with(determination::TAXON, taxon);
                put(tx, one)?;
                ids.push(more.id);
            }
            Ok(ids)
        })
        .unwrap();
        read(&fresh.database, |tx| {
            // The formats of the institution itself are read once, whoever asks first.
            formatted_all(tx, collection_object::TABLE, &ids[..1])?;
            let start = tx.statements();
            formatted_all(tx, collection_object::TABLE, &ids[..1])?;
            let one = tx.statements() - start;
            let all = formatted_all(tx, collection_object::TABLE, &ids)?;
            assert_eq!(tx.statements() - start - one, one);
            assert_eq!(all.len(), 31);
            assert!(all[&ids[30]].ends_with("Salmo"), "{}", all[&ids[30]]);
            Ok(())
        });
    });
}

#[test]
fn what_one_may_not_see_is_left_out() {
    on_every_engine(|fresh| {
        let (made, object, _) = trout(fresh);
        let place = CollectionPlace {
            id: made.collection,
            code: "first".to_owned(),
            name: "first".to_owned(),
            discipline: made.discipline,
            division: made.division,
        };
        let policy = Policy {
            collection: Some(made.collection),
            resource: "/table/collectionobject".to_owned(),
            action: "read".to_owned(),
        };
        let hierarchy = Hierarchy { collections: vec![place], trees: Vec::new() };
        let access = Access::of(1, "somebody", vec![policy], std::sync::Arc::new(hierarchy));
        let text = fresh.database.read(&access, |tx| formatted(tx, &object)).unwrap();
        assert_eq!(text, "000000001");
    });
}
