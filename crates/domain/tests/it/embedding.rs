//! Events and contexts that belong to one record alone.

use vasculum_domain::records::{self, Draft};
use vasculum_domain::rules::embedding::{give_each_its_own, shared};
use vasculum_domain::setup::Made;
use vasculum_model::names::{
    collecting_event, collection, collection_object, collection_object_attribute, collector, discipline, locality,
    paleo_context,
};
use vasculum_model::{Record, Result, TableId, Value};
use vasculum_store::{Filter, Select, WriteTx};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{issues, new_object, new_person, put, read, write};
use crate::setup::set_up;

fn new_event(tx: &mut WriteTx<'_>, made: &Made, station: &str) -> Result<Record> {
    let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline);
    put(tx, event.with(collecting_event::STATION_FIELD_NUMBER, station))
}

fn object_at(tx: &mut WriteTx<'_>, made: &Made, event: i64) -> Result<Record> {
    let object = Record::new(collection_object::TABLE).with(collection_object::COLLECTION, made.collection);
    put(tx, object.with(collection_object::COLLECTING_EVENT, event))
}

/// Turns the embedding of collecting events on or off.
fn embed(tx: &mut WriteTx<'_>, made: &Made, is_on: bool) -> Result<()> {
    let place = tx.get(collection::TABLE, made.collection)?;
    let after = place.clone().with(collection::IS_EMBEDDED_COLLECTING_EVENT, is_on);
    records::put(tx, Some(&place), after).map(drop)
}

fn count(fresh: &Fresh, table: TableId) -> i64 {
    read(&fresh.database, |tx| tx.count(&Select::all(table)))
}

/// A draft of an object with its event and attributes as parts.
fn draft(object: Option<&Record>, column: vasculum_model::Col, part: Draft) -> Draft {
    let mut draft = match object {
        Some(object) => Draft::of(collection_object::TABLE, object.id, None),
        None => Draft::new(collection_object::TABLE),
    };
    draft.one.push((column.1, part));
    draft
}

#[test]
fn events_that_objects_share_keep_a_collection_from_embedding_them() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (event, objects) = write(&fresh.database, |tx| {
            let event = new_event(tx, &made, "ST-1")?;
            let person = new_person(tx, made.division, "Oduya")?;
            let collector_of = Record::new(collector::TABLE).with(collector::COLLECTING_EVENT, event.id);
            put(tx, collector_of.with(collector::AGENT, person.id))?;
            let objects: Result<Vec<Record>> = (0..3).map(|_| object_at(tx, &made, event.id)).collect();
            let own = new_event(tx, &made, "ST-2")?;
            object_at(tx, &made, own.id)?;
            Ok((event, objects?))
        })
        .unwrap();
        let refused = write(&fresh.database, |tx| embed(tx, &made, true)).unwrap_err();
        assert_eq!(issues(&refused), ["shared-parts at isEmbeddedCollectingEvent"]);
        assert!(refused.issues[0].words.starts_with("1 records of CollectingEvent"), "{}", refused.issues[0].words);
        let copies = write(&fresh.database, |tx| {
            let place = tx.get(collection::TABLE, made.collection)?;
            assert_eq!(shared(tx, &place)?, [event.id]);
            let copies = give_each_its_own(tx, &place)?;
            embed(tx, &made, true)?;
            Ok(copies)
        });
        assert_eq!(copies.unwrap(), 2);
        let events: Vec<i64> = objects
            .iter()
            .map(|object| read(&fresh.database, |tx| tx.get(collection_object::TABLE, object.id)))
            .map(|object| object.int(collection_object::COLLECTING_EVENT).unwrap())
            .collect();
        assert_eq!(events[0], event.id, "the first one keeps the original");
        assert!(events[1] != events[0] && events[2] != events[0] && events[1] != events[2]);
        assert_eq!(count(fresh, collector::TABLE), 3, "collectors are copied along");
        // Turning it off again touches no record.
        write(&fresh.database, |tx| embed(tx, &made, false)).unwrap();
        assert_eq!(count(fresh, collecting_event::TABLE), 4);
    });
}

#[test]
fn an_event_of_its_own_is_never_shared() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let event = write(&fresh.database, |tx| {
            embed(tx, &made, true)?;
            let event = new_event(tx, &made, "ST-1")?;
            object_at(tx, &made, event.id)?;
            Ok(event)
        })
        .unwrap();
        let refused = write(&fresh.database, |tx| object_at(tx, &made, event.id)).unwrap_err();
        assert_eq!(issues(&refused), ["shared-part at collectingEvent"]);
        write(&fresh.database, |tx| {
            embed(tx, &made, false)?;
            object_at(tx, &made, event.id)
        })
        .unwrap();
    });
}

#[test]
fn an_event_of_its_own_is_saved_replaced_and_deleted_with_its_object() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let column = collection_object::COLLECTING_EVENT;
        let part =
            |station: &str| Draft::new(collecting_event::TABLE).with(collecting_event::STATION_FIELD_NUMBER, station);
        let object = write(&fresh.database, |tx| {
            embed(tx, &made, true)?;
            let new = draft(None, column, part("ST-1")).with(collection_object::COLLECTION, made.collection);
            Ok(records::save(tx, new)?.record)
        })
        .unwrap();
        let event = object.int(column).unwrap();
        // A new part takes the place of the old one, which goes.
        let object =
            write(&fresh.database, |tx| Ok(records::save(tx, draft(Some(&object), column, part("ST-2")))?.record));
        let object = object.unwrap();
        assert_ne!(object.int(column), Some(event));
        assert_eq!(count(fresh, collecting_event::TABLE), 1);
        write(&fresh.database, |tx| records::delete(tx, collection_object::TABLE, object.id, None)).unwrap();
        assert_eq!(count(fresh, collecting_event::TABLE), 0);
    });
}

#[test]
fn a_part_of_which_every_field_was_cleared_goes() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (column, text) = (collection_object::COLLECTION_OBJECT_ATTRIBUTE, collection_object_attribute::TEXT4);
        let attributes = collection_object_attribute::TABLE;
        let object = write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            Ok(records::save(tx, draft(Some(&object), column, Draft::new(attributes).with(text, "Male")))?.record)
        })
        .unwrap();
        let part = object.int(column).unwrap();
        let change = |value: Value| {
            let part = Draft::of(attributes, part, None).with(text, value);
            write(&fresh.database, |tx| Ok(records::save(tx, draft(Some(&object), column, part))?.record)).unwrap()
        };
        assert_eq!(change("Female".into()).int(column), Some(part));
        assert_eq!(change(Value::Null).int(column), None);
        assert_eq!(count(fresh, attributes), 0);
        // Who makes an empty one on purpose, keeps it.
        let object = write(&fresh.database, |tx| {
            Ok(records::save(tx, draft(Some(&object), column, Draft::new(attributes)))?.record)
        });
        assert!(object.unwrap().int(column).is_some());
    });
}

#[test]
fn a_context_belongs_to_the_table_that_the_discipline_names() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "invertpaleo");
        let context = |tx: &mut WriteTx<'_>| {
            let context = Record::new(paleo_context::TABLE).with(paleo_context::DISCIPLINE, made.discipline);
            put(tx, context.with(paleo_context::PALEO_CONTEXT_NAME, "Miocene"))
        };
        let place = |tx: &mut WriteTx<'_>, context: i64| {
            let place = Record::new(locality::TABLE).with(locality::DISCIPLINE, made.discipline);
            put(tx, place.with(locality::LOCALITY_NAME, "Quarry").with(locality::PALEO_CONTEXT, context))
        };
        let settle = |tx: &mut WriteTx<'_>| {
            let before = tx.get(discipline::TABLE, made.discipline)?;
            let after = before.clone().with(discipline::IS_PALEO_CONTEXT_EMBEDDED, true);
            records::put(tx, Some(&before), after.with(discipline::PALEO_CONTEXT_CHILD_TABLE, "locality"))
        };
        let shared = write(&fresh.database, |tx| {
            let shared = context(tx)?;
            place(tx, shared.id)?;
            place(tx, shared.id)?;
            Ok(shared)
        })
        .unwrap();
        let refused = write(&fresh.database, |tx| settle(tx)).unwrap_err();
        assert_eq!(issues(&refused), ["shared-parts at isPaleoContextEmbedded"]);
        write(&fresh.database, |tx| {
            let discipline = tx.get(discipline::TABLE, made.discipline)?;
            let wanted = discipline.with(discipline::PALEO_CONTEXT_CHILD_TABLE, "locality");
            assert_eq!(give_each_its_own(tx, &wanted)?, 1);
            settle(tx)
        })
        .unwrap();
        let twice = write(&fresh.database, |tx| place(tx, shared.id)).unwrap_err();
        assert_eq!(issues(&twice), ["shared-part at paleoContext"]);
        // An event may still link to it: contexts belong to places here.
        write(&fresh.database, |tx| {
            let event = new_event(tx, &made, "ST-1")?;
            let after = event.clone().with(collecting_event::PALEO_CONTEXT, shared.id);
            records::put(tx, Some(&event), after)
        })
        .unwrap();
        let of = Filter::is(locality::PALEO_CONTEXT, shared.id);
        assert_eq!(read(&fresh.database, |tx| tx.count(&Select::all(locality::TABLE).matching(of))), 1);
    });
}
