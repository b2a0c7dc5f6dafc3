//! Values that must not stand twice.

use vasculum_domain::records;
use vasculum_domain::rules::{DEFAULT_UNIQUENESS, duplicates, install_default_uniqueness};
use vasculum_domain::setup::add_collection;
use vasculum_model::names::{
    collecting_event, collection, collection_object, collector, preparation, uniqueness_rule, uniqueness_rule_field,
};
use vasculum_model::{Record, model};
use vasculum_store::{Access, CollectionPlace, Filter, Hierarchy, Policy, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, new_person, new_preparation, put, read, write};
use crate::setup::{new_collection, set_up};

fn numbered(collection: i64, number: &str) -> Record {
    Record::new(collection_object::TABLE)
        .with(collection_object::COLLECTION, collection)
        .with(collection_object::CATALOG_NUMBER, number)
}

#[test]
fn there_are_49_default_rules_about_things_that_exist() {
    assert_eq!(DEFAULT_UNIQUENESS.len(), 49);
    for rule in DEFAULT_UNIQUENESS {
        let table = model().named(rule.table).unwrap();
        assert_eq!(table.name, rule.table);
        for field in rule.fields {
            assert!(table.column(field).is_some(), "{} {field}", rule.table);
        }
    }
}

#[test]
fn default_rules_are_installed_once() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| add_collection(tx, new_collection("second", "botany"))).unwrap();
        write(&fresh.database, |tx| {
            install_default_uniqueness(tx, made.discipline)?;
            assert_eq!(install_default_uniqueness(tx, made.discipline)?, 0);
            install_default_uniqueness(tx, other.discipline)?;
            Ok(())
        })
        .unwrap();
        read(&fresh.database, |tx| {
            let global = Select::all(uniqueness_rule::TABLE)
                .matching(Filter::test(uniqueness_rule::DISCIPLINE, vasculum_store::Test::Empty));
            let expect = DEFAULT_UNIQUENESS
                .iter()
                .filter(|rule| {
                    rule.scope.is_empty() || rule.scope.contains(&"division") || rule.scope.contains(&"institution")
                })
                .count() as i64;
            assert_eq!(tx.count(&global)?, expect);
            let own = |discipline: i64| {
                Select::all(uniqueness_rule::TABLE).matching(Filter::is(uniqueness_rule::DISCIPLINE, discipline))
            };
            assert_eq!(tx.count(&own(made.discipline))?, 49 - expect);
            assert_eq!(tx.count(&own(other.discipline))?, 49 - expect);
            Ok(())
        });
    });
}

#[test]
fn a_catalogue_number_stands_once_in_its_collection() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let mut new = new_collection("second", "fish");
        new.catalog_format = Some("CatalogNumberString".to_owned());
        let other = write(&fresh.database, |tx| add_collection(tx, new)).unwrap();
        let first = write(&fresh.database, |tx| {
            install_default_uniqueness(tx, made.discipline)?;
            put(tx, numbered(made.collection, "17"))
        })
        .unwrap();
        let error = write(&fresh.database, |tx| put(tx, numbered(made.collection, "000000017"))).unwrap_err();
        assert_eq!(issues(&error), ["not-unique at catalogNumber"]);
        assert!(error.issues[0].words.contains(&format!("CollectionObject {}", first.id)));
        write(&fresh.database, |tx| {
            put(tx, numbered(other.collection, "000000017"))?;
            put(tx, numbered(other.collection, "Abc"))?;
            // Objects without a number don't collide.
            new_object(tx, other.collection)?;
            new_object(tx, other.collection)?;
            // A record does not collide with itself.
            records::put(tx, Some(&first), first.clone().with(collection_object::REMARKS, "seen"))?;
            let again = tx.get(collection_object::TABLE, first.id)?;
            records::put(tx, Some(&again), again.clone().with(collection_object::CATALOG_NUMBER, "17"))
        })
        .unwrap();
        let error = write(&fresh.database, |tx| put(tx, numbered(other.collection, "aBC"))).unwrap_err();
        assert_eq!(issues(&error), ["not-unique at catalogNumber"]);
    });
}

#[test]
fn what_one_may_not_see_counts_too() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| {
            install_default_uniqueness(tx, made.discipline)?;
            add_collection(tx, new_collection("second", "fish"))
        })
        .unwrap();
        let hidden = write(&fresh.database, |tx| {
            put(tx, numbered(other.collection, "1").with(collection_object::UNIQUE_IDENTIFIER, "urn:1"))
        })
        .unwrap();
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
            action: "%".to_owned(),
        };
        let hierarchy = Hierarchy { collections: vec![place], trees: Vec::new() };
        let access = Access::of(1, "somebody", vec![policy], std::sync::Arc::new(hierarchy));
        let taken = numbered(made.collection, "2").with(collection_object::UNIQUE_IDENTIFIER, "URN:1");
        let error = fresh
            .database
            .write(&access, Purpose::new("test", "A test"), |tx| {
                assert!(tx.find(collection_object::TABLE, hidden.id)?.is_none());
                records::put(tx, None, taken).map(drop)
            })
            .unwrap_err();
        assert_eq!(issues(&error), ["not-unique at uniqueIdentifier"]);
    });
}

#[test]
fn a_scope_may_lie_behind_a_link() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| {
            install_default_uniqueness(tx, made.discipline)?;
            add_collection(tx, new_collection("second", "fish"))
        })
        .unwrap();
        let coded = |collection: i64| {
            write(&fresh.database, |tx| {
                let object = new_object(tx, collection)?;
                let part = new_preparation(tx, &object, 1)?;
                records::put(tx, Some(&part), part.clone().with(preparation::BAR_CODE, "B7")).map(drop)
            })
        };
        coded(made.collection).unwrap();
        coded(other.collection).unwrap();
        assert_eq!(issues(&coded(made.collection).unwrap_err()), ["not-unique at barCode"]);
    });
}

#[test]
fn nobody_collects_twice_at_one_event() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (event, person) = write(&fresh.database, |tx| {
            install_default_uniqueness(tx, made.discipline)?;
            let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline);
            Ok((put(tx, event)?.id, new_person(tx, made.division, "Alpha")?.id))
        })
        .unwrap();
        let join =
            || Record::new(collector::TABLE).with(collector::COLLECTING_EVENT, event).with(collector::AGENT, person);
        write(&fresh.database, |tx| put(tx, join())).unwrap();
        let error = write(&fresh.database, |tx| put(tx, join())).unwrap_err();
        assert_eq!(issues(&error), ["not-unique at agent"]);
    });
}

#[test]
fn a_new_rule_counts_at_once_and_shows_what_breaks_it() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let field_number = |text: &str| {
            Record::new(collection_object::TABLE)
                .with(collection_object::COLLECTION, made.collection)
                .with(collection_object::FIELD_NUMBER, text)
        };
        write(&fresh.database, |tx| {
            for text in ["F1", "f1", "F2", "F1"] {
                put(tx, field_number(text))?;
            }
            new_object(tx, made.collection)
        })
        .unwrap();
        let found =
            read(&fresh.database, |tx| duplicates(tx, collection_object::TABLE, &["fieldNumber"], &["collection"]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].count, found[0].values.len()), (3, 2));
        assert!(
            read(&fresh.database, |tx| duplicates(
                tx,
                preparation::TABLE,
                &["barCode"],
                &["collectionobject__collection"]
            ))
            .is_empty()
        );
        let refused = write(&fresh.database, |tx| {
            put(tx, field_number("F3"))?;
            let rule = Record::new(uniqueness_rule::TABLE)
                .with(uniqueness_rule::MODELNAME, "Collectionobject")
                .with(uniqueness_rule::ISDATABASECONSTRAINT, false)
                .with(uniqueness_rule::DISCIPLINE, made.discipline);
            let rule = put(tx, rule)?.id;
            let field = Record::new(uniqueness_rule_field::TABLE)
                .with(uniqueness_rule_field::FIELDPATH, "fieldnumber")
                .with(uniqueness_rule_field::ISSCOPE, false)
                .with(uniqueness_rule_field::UNIQUENESSRULE, rule);
            put(tx, field)?;
            put(tx, field_number("f3"))
        });
        assert_eq!(issues(&refused.unwrap_err()), ["not-unique at fieldNumber"]);
        let named = read(&fresh.database, |tx| tx.get(collection::TABLE, made.collection));
        assert!(named.text(collection::CODE).is_some());
    });
}
