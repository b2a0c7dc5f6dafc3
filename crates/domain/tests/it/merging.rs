//! Merging duplicates.

use std::collections::BTreeMap;

use vasculum_domain::merge::{How, Merge, by_guid, merge, plan, survivor};
use vasculum_domain::setup::Made;
use vasculum_domain::{check, undo};
use vasculum_model::names::{
    address, agent, author, collecting_event, collection_object, collector, determination, determiner, group_person,
    locality, merged_record, project, record_set, record_set_item, reference_work, source_record, taxon,
};
use vasculum_model::{Code, Record, Result, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::lookup::add_taxa;
use crate::rules::{issues, new_object, new_person, put, read, write};
use crate::setup::set_up;

fn wanted(keep: &Record, gone: &[&Record]) -> Merge {
    let gone = gone.iter().map(|record| record.id).collect();
    Merge { table: keep.table, keep: keep.id, gone, seen: Vec::new(), values: Vec::new() }
}

/// Merges and returns the number of the change set.
fn merged(database: &Database, wanted: &Merge) -> Result<i64> {
    let (_, set) =
        database.write_counted(&Access::system("test"), Purpose::new("merge", "A merge"), |tx| merge(tx, wanted))?;
    Ok(set.unwrap())
}

fn undone(database: &Database, set: i64) {
    database.write(&Access::system("test"), Purpose::new("undo", "Undo"), |tx| undo::undo(tx, set, false)).unwrap();
}

/// Everything that stands in the database, without what every save stamps.
fn world(database: &Database) -> BTreeMap<(&'static str, i64), Vec<Value>> {
    read(database, |tx| {
        let mut world = BTreeMap::new();
        for table in model().tables() {
            for mut record in tx.select(&Select::all(table.id))? {
                for stamp in ["version", "timestampModified", "modifiedByAgent"] {
                    record.set_named(stamp, Value::Null);
                }
                world.insert((table.name, record.id), record.values);
            }
        }
        Ok(world)
    })
}

fn is_well(database: &Database) {
    let report = read(database, |tx| check::check(tx, &mut |_, _, _| ()));
    assert_eq!(report.findings, [], "after it");
    assert_eq!(write(database, |tx| tx.lookup_flaw()).unwrap(), None);
}

fn new_event(tx: &mut WriteTx<'_>, made: Made) -> Result<Record> {
    put(tx, Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline))
}

fn collects(tx: &mut WriteTx<'_>, event: &Record, person: &Record) -> Result<Record> {
    put(tx, Record::new(collector::TABLE).with(collector::COLLECTING_EVENT, event.id).with(collector::AGENT, person.id))
}

#[test]
fn everything_that_refers_to_a_merged_person_follows() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (darwin, double, event, object) = write(&fresh.database, |tx| {
            let darwin = new_person(tx, made.division, "Darwin")?;
            let double = new_person(tx, made.division, "Darwin, C.")?;
            let event = new_event(tx, made)?;
            collects(tx, &event, &double)?;
            let object = new_object(tx, made.collection)?;
            let cataloged = object.clone().with(collection_object::CATALOGER, double.id);
            vasculum_domain::records::put(
                tx,
                Some(&object),
                cataloged.with(collection_object::CREATED_BY_AGENT, double.id),
            )?;
            Ok((darwin, double, event, object))
        })
        .unwrap();
        let before = world(&fresh.database);
        let foreseen = read(&fresh.database, |tx| plan(tx, agent::TABLE, darwin.id, &[double.id]));
        let follows =
            |column| foreseen.following.iter().find(|row| row.column == column).map(|row| (row.count, row.how));
        assert_eq!(follows(collector::AGENT), Some((1, How::Follows)));
        assert_eq!(follows(collection_object::CATALOGER), Some((1, How::Follows)));
        let mut wish = wanted(&darwin, &[&double]);
        wish.values.push((agent::FIRST_NAME.1, "Charles".into()));
        let set = merged(&fresh.database, &wish).unwrap();
        read(&fresh.database, |tx| {
            assert_eq!(tx.get(agent::TABLE, darwin.id)?.text(agent::FIRST_NAME), Some("Charles"));
            assert!(tx.find(agent::TABLE, double.id)?.is_none());
            let object = tx.get(collection_object::TABLE, object.id)?;
            assert_eq!(object.int(collection_object::CATALOGER), Some(darwin.id));
            let people = tx.children(&[event.id], collecting_event::COLLECTORS)?;
            assert_eq!(people[0].1.int(collector::AGENT), Some(darwin.id));
            assert_eq!(survivor(tx, agent::TABLE, double.id)?, Some(darwin.id));
            let guid = double.text(agent::GUID).unwrap();
            assert_eq!(by_guid(tx, guid, None)?, Some((agent::TABLE, darwin.id)));
            assert_eq!(by_guid(tx, darwin.text(agent::GUID).unwrap(), None)?, Some((agent::TABLE, darwin.id)));
            assert_eq!(by_guid(tx, "nobody's", None)?, None);
            Ok(())
        });
        is_well(&fresh.database);
        undone(&fresh.database, set);
        assert!(world(&fresh.database) == before, "undo brings everything back");
        is_well(&fresh.database);
    });
}

#[test]
fn what_would_stand_twice_becomes_one() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (one, other, event, other_event) = write(&fresh.database, |tx| {
            let (one, other) = (new_person(tx, made.division, "Linné")?, new_person(tx, made.division, "Linnaeus")?);
            let (event, other_event) = (new_event(tx, made)?, new_event(tx, made)?);
            collects(tx, &event, &one)?;
            let second = collects(tx, &event, &other)?;
            let noted = second.clone().with(collector::REMARKS, "kept");
            vasculum_domain::records::put(tx, Some(&second), noted)?;
            collects(tx, &other_event, &other)?;
            let of_house = |owner: &Record, street: &str| {
                Record::new(address::TABLE).with(address::AGENT, owner.id).with(address::ADDRESS, street)
            };
            put(tx, of_house(&one, "Uppsala 1"))?;
            put(tx, of_house(&other, "Uppsala 1"))?;
            put(tx, of_house(&other, "Hammarby 2"))?;
            let group = put(
                tx,
                Record::new(agent::TABLE)
                    .with(agent::AGENT_TYPE, 3)
                    .with(agent::LAST_NAME, "Both")
                    .with(agent::DIVISION, made.division),
            )?;
            for member in [&one, &other] {
                put(
                    tx,
                    Record::new(group_person::TABLE)
                        .with(group_person::GROUP, group.id)
                        .with(group_person::MEMBER, member.id),
                )?;
            }
            Ok((one, other, event, other_event))
        })
        .unwrap();
        let before = world(&fresh.database);
        let set = merged(&fresh.database, &wanted(&one, &[&other])).unwrap();
        read(&fresh.database, |tx| {
            let people = tx.children(&[event.id], collecting_event::COLLECTORS)?;
            assert_eq!(people.len(), 1);
            assert_eq!(people[0].1.text(collector::REMARKS), Some("kept"), "gaps are filled");
            assert_eq!(tx.children(&[other_event.id], collecting_event::COLLECTORS)?.len(), 1);
            let addresses: Vec<Record> =
                tx.children(&[one.id], agent::ADDRESSES)?.into_iter().map(|(_, record)| record).collect();
            let streets: Vec<_> = addresses.iter().filter_map(|record| record.text(address::ADDRESS)).collect();
            assert_eq!(streets, ["Uppsala 1", "Hammarby 2"]);
            assert_eq!(addresses.iter().filter(|record| record.is(address::IS_PRIMARY)).count(), 1);
            assert_eq!(tx.count(&Select::all(group_person::TABLE))?, 1);
            Ok(())
        });
        is_well(&fresh.database);
        undone(&fresh.database, set);
        assert!(world(&fresh.database) == before);
    });
}

#[test]
fn parts_of_a_work_keep_an_order_without_doubles() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (one, other, names) = write(&fresh.database, |tx| {
            let work = |tx: &mut WriteTx<'_>, title: &str| {
                put(
                    tx,
                    Record::new(reference_work::TABLE)
                        .with(reference_work::TITLE, title)
                        .with(reference_work::REFERENCE_WORK_TYPE, 2)
                        .with(reference_work::INSTITUTION, made.institution),
                )
            };
            let (one, other) = (work(tx, "On fishes")?, work(tx, "On Fishes")?);
            let mut people = Vec::new();
            for name in ["A", "B", "C"] {
                people.push(new_person(tx, made.division, name)?);
            }
            for (work, person) in [(&one, 0), (&one, 1), (&other, 0), (&other, 2)] {
                put(
                    tx,
                    Record::new(author::TABLE)
                        .with(author::REFERENCE_WORK, work.id)
                        .with(author::AGENT, people[person].id),
                )?;
            }
            Ok((one, other, people))
        })
        .unwrap();
        let before = world(&fresh.database);
        let set = merged(&fresh.database, &wanted(&one, &[&other])).unwrap();
        read(&fresh.database, |tx| {
            let authors: Vec<_> = tx
                .children(&[one.id], reference_work::AUTHORS)?
                .into_iter()
                .map(|(_, record)| (record.int(author::ORDER_NUMBER), record.int(author::AGENT)))
                .collect();
            let expect: Vec<_> = names.iter().zip(1..).map(|(person, nth)| (Some(nth), Some(person.id))).collect();
            assert_eq!(authors, expect);
            Ok(())
        });
        undone(&fresh.database, set);
        assert!(world(&fresh.database) == before);
    });
}

#[test]
fn taxa_are_merged_with_what_stands_below_them_and_synonyms_lose_no_name() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let nodes = write(&fresh.database, |tx| {
            let nodes = add_taxa(tx, made, &["Salmo trutta", "Sallmo salar", "Sallmo fario"]);
            let object = new_object(tx, made.collection)?;
            put(
                tx,
                Record::new(determination::TABLE)
                    .with(determination::COLLECTION_OBJECT, object.id)
                    .with(determination::TAXON, nodes[2].id),
            )?;
            Ok(nodes)
        })
        .unwrap();
        let parent =
            |at: usize| read(&fresh.database, |tx| tx.get(taxon::TABLE, nodes[at].int(taxon::PARENT).unwrap()));
        let (right, wrong) = (parent(1), parent(2));
        let before = world(&fresh.database);
        let set = merged(&fresh.database, &wanted(&right, &[&wrong])).unwrap();
        read(&fresh.database, |tx| {
            assert_eq!(tx.get(taxon::TABLE, nodes[2].id)?.text(taxon::FULL_NAME), Some("Salmo salar"));
            assert_eq!(tx.ancestors(taxon::TABLE, nodes[3].id)?.last().map(|node| node.id), Some(right.id));
            Ok(())
        });
        is_well(&fresh.database);
        undone(&fresh.database, set);
        assert!(world(&fresh.database) == before);
        is_well(&fresh.database);

        // A name that is a synonym of the one that goes is none of itself afterwards.
        write(&fresh.database, |tx| {
            let node = tx.get(taxon::TABLE, nodes[1].id)?;
            vasculum_domain::records::put(tx, Some(&node), node.clone().with(taxon::ACCEPTED_TAXON, nodes[2].id))
                .map(drop)
        })
        .unwrap();
        merged(&fresh.database, &wanted(&nodes[1], &[&nodes[2]])).unwrap();
        let kept = read(&fresh.database, |tx| tx.get(taxon::TABLE, nodes[1].id));
        assert!(kept.get(taxon::ACCEPTED_TAXON).is_null() && kept.is(taxon::IS_ACCEPTED));
    });
}

#[test]
fn what_cannot_be_merged_is_refused_and_nothing_is_written() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let nodes = write(&fresh.database, |tx| Ok(add_taxa(tx, made, &["Salmo trutta"]))).unwrap();
        let before = world(&fresh.database);
        let refused = merged(&fresh.database, &wanted(&nodes[0], &[&nodes[1]])).unwrap_err();
        assert_eq!(issues(&refused), ["merge-above at parent", "merge-ranks at definitionItem"]);
        let alone = merged(&fresh.database, &wanted(&nodes[0], &[&nodes[0]])).unwrap_err();
        assert_eq!(alone.code, Code::Invalid);
        let place = read(&fresh.database, |tx| tx.get(vasculum_model::names::collection::TABLE, made.collection));
        assert_eq!(merged(&fresh.database, &wanted(&place, &[&place])).unwrap_err().code, Code::Invalid);
        let stale = Merge { seen: vec![(nodes[1].id, 0)], ..wanted(&nodes[1], &[&nodes[0]]) };
        assert_eq!(merged(&fresh.database, &stale).unwrap_err().code, Code::Conflict);
        assert!(world(&fresh.database) == before);
    });
}

#[test]
fn a_record_that_was_merged_twice_still_leads_somewhere() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let people = write(&fresh.database, |tx| {
            (0..3).map(|nth| new_person(tx, made.division, &format!("P{nth}"))).collect::<Result<Vec<_>>>()
        })
        .unwrap();
        merged(&fresh.database, &wanted(&people[1], &[&people[0]])).unwrap();
        merged(&fresh.database, &wanted(&people[2], &[&people[1]])).unwrap();
        read(&fresh.database, |tx| {
            for person in &people {
                let guid = person.text(agent::GUID).unwrap();
                assert_eq!(by_guid(tx, guid, Some(agent::TABLE))?, Some((agent::TABLE, people[2].id)));
                assert_eq!(by_guid(tx, guid, Some(locality::TABLE))?, None);
            }
            assert_eq!(tx.count(&Select::all(merged_record::TABLE))?, 2);
            Ok(())
        });
    });
}

#[test]
fn sets_projects_and_what_an_import_keeps_follow() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (one, other) = write(&fresh.database, |tx| {
            let (one, other) = (new_object(tx, made.collection)?, new_object(tx, made.collection)?);
            let user = put(
                tx,
                Record::new(vasculum_model::names::specify_user::TABLE)
                    .with(vasculum_model::names::specify_user::NAME, "keeper"),
            )?;
            for (name, ids) in [("both", vec![one.id, other.id]), ("second", vec![other.id])] {
                let set = Record::new(record_set::TABLE)
                    .with(record_set::NAME, name)
                    .with(record_set::DB_TABLE_ID, 1)
                    .with(record_set::SPECIFY_USER, user.id)
                    .with(record_set::COLLECTION_MEMBER_ID, made.collection);
                let set = put(tx, set)?;
                for id in ids {
                    let item = Record::new(record_set_item::TABLE).with(record_set_item::RECORD_SET, set.id);
                    put(tx, item.with(record_set_item::RECORD_ID, id))?;
                }
            }
            put(
                tx,
                Record::new(source_record::TABLE)
                    .with(source_record::TABLE_NUM, 1)
                    .with(source_record::RECORD_ID, other.id)
                    .with(source_record::FORMAT, "dwca")
                    .with(source_record::COLLECTION, made.collection),
            )?;
            let project = put(
                tx,
                Record::new(project::TABLE)
                    .with(project::PROJECT_NAME, "Atlas")
                    .with(project::COLLECTION_MEMBER_ID, made.collection),
            )?;
            let (through, _) = model().to_many(project::COLLECTION_OBJECTS).through.unwrap();
            for object in [&one, &other] {
                let mut pair = Record::new(through);
                pair.set_named("project", project.id);
                pair.set_named("collectionObject", object.id);
                put(tx, pair)?;
            }
            for (object, name) in [(&one, "first"), (&other, "second")] {
                let made = Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, object.id);
                put(tx, made.with(determination::ALTERNATE_NAME, name))?;
            }
            Ok((one, other))
        })
        .unwrap();
        let before = world(&fresh.database);
        let foreseen = read(&fresh.database, |tx| plan(tx, collection_object::TABLE, one.id, &[other.id]));
        assert_eq!(foreseen.sets, 2);
        let mut wish = wanted(&one, &[&other]);
        wish.values.push((collection_object::CATALOG_NUMBER.1, other.get(collection_object::CATALOG_NUMBER).clone()));
        let set = merged(&fresh.database, &wish).unwrap();
        read(&fresh.database, |tx| {
            let kept = tx.get(collection_object::TABLE, one.id)?;
            assert_eq!(kept.get(collection_object::CATALOG_NUMBER), other.get(collection_object::CATALOG_NUMBER));
            let items = tx.select(&Select::all(record_set_item::TABLE))?;
            assert!(items.len() == 2 && items.iter().all(|item| item.int(record_set_item::RECORD_ID) == Some(one.id)));
            let kept = tx.select(&Select::all(source_record::TABLE))?;
            assert_eq!(kept[0].int(source_record::RECORD_ID), Some(one.id));
            let (through, _) = model().to_many(project::COLLECTION_OBJECTS).through.unwrap();
            assert_eq!(tx.count(&Select::all(through))?, 1);
            let names = tx.children(&[one.id], collection_object::DETERMINATIONS)?;
            let current: Vec<_> = names.iter().filter(|(_, name)| name.is(determination::IS_CURRENT)).collect();
            assert_eq!((names.len(), current.len()), (2, 1));
            assert_eq!(current[0].1.text(determination::ALTERNATE_NAME), Some("first"));
            Ok(())
        });
        is_well(&fresh.database);
        undone(&fresh.database, set);
        assert!(world(&fresh.database) == before);
    });
}

/// A small world in which chance lets people collect, determine and belong together.
fn any_world(tx: &mut WriteTx<'_>, made: Made, chance: &mut u64) -> Result<Vec<Record>> {
    let mut below = |end: usize| {
        *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*chance >> 33) as usize % end
    };
    let mut people = Vec::new();
    for nth in 0..5 {
        people.push(new_person(tx, made.division, &format!("Person {nth}"))?);
    }
    let mut anybody = |tx: &mut WriteTx<'_>| -> Result<i64> {
        let _ = &tx;
        Ok(people[below(people.len())].id)
    };
    for _ in 0..4 {
        let event = new_event(tx, made)?;
        for _ in 0..3 {
            let who = anybody(tx)?;
            let known =
                Filter::And(vec![Filter::is(collector::COLLECTING_EVENT, event.id), Filter::is(collector::AGENT, who)]);
            if tx.first(&Select::all(collector::TABLE).matching(known))?.is_none() {
                put(
                    tx,
                    Record::new(collector::TABLE)
                        .with(collector::COLLECTING_EVENT, event.id)
                        .with(collector::AGENT, who),
                )?;
            }
        }
        let object = new_object(tx, made.collection)?;
        let named = Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, object.id);
        let who = anybody(tx)?;
        let named = put(tx, named.with(determination::DETERMINER, who))?;
        let who = anybody(tx)?;
        put(tx, Record::new(determiner::TABLE).with(determiner::DETERMINATION, named.id).with(determiner::AGENT, who))?;
        let who = anybody(tx)?;
        put(tx, Record::new(address::TABLE).with(address::AGENT, who).with(address::CITY, "Uppsala"))?;
        let (boss, who) = (anybody(tx)?, anybody(tx)?);
        let before = tx.get(agent::TABLE, who)?;
        vasculum_domain::records::put(tx, Some(&before), before.clone().with(agent::ORGANIZATION, boss))?;
    }
    Ok(people)
}

#[test]
fn undo_after_any_merge_is_nothing() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let mut chance = 42_u64;
        for round in 0..6 {
            let people = write(&fresh.database, |tx| any_world(tx, made, &mut chance)).unwrap();
            let before = world(&fresh.database);
            let gone: Vec<&Record> = people.iter().skip(1).take(1 + round % 3).collect();
            let first = merged(&fresh.database, &wanted(&people[0], &gone)).unwrap();
            let between = world(&fresh.database);
            is_well(&fresh.database);
            let second = merged(&fresh.database, &wanted(&people[4], &[&people[0]])).unwrap();
            undone(&fresh.database, second);
            assert!(world(&fresh.database) == between, "round {round}");
            undone(&fresh.database, first);
            assert!(world(&fresh.database) == before, "round {round}");
            is_well(&fresh.database);
        }
    });
}

#[test]
fn who_may_not_delete_may_not_merge() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (one, other) = write(&fresh.database, |tx| {
            Ok((new_person(tx, made.division, "One")?, new_person(tx, made.division, "Other")?))
        })
        .unwrap();
        let hierarchy = std::sync::Arc::new(fresh.database.hierarchy().unwrap());
        let policy = |action: &str| vasculum_store::Policy {
            collection: Some(made.collection),
            resource: "/table/agent".to_owned(),
            action: action.to_owned(),
        };
        let who = Access::of(1, "clerk", vec![policy("read"), policy("update")], hierarchy)
            .within(Some(made.collection), None);
        let refused = fresh
            .database
            .write(&who, Purpose::new("merge", "A merge"), |tx| merge(tx, &wanted(&one, &[&other])))
            .unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        assert_eq!(issues(&refused), ["merge-right at "]);
    });
}

#[test]
fn whoever_merged_across_collections_takes_it_back_alone() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| {
            vasculum_domain::setup::add_collection(tx, crate::setup::new_collection("second", "fish"))
        })
        .unwrap();
        let (one, double, object) = write(&fresh.database, |tx| {
            let (one, double) = (new_person(tx, made.division, "One")?, new_person(tx, made.division, "Double")?);
            for collection in [made.collection, other.collection] {
                let object = new_object(tx, collection)?;
                let cataloged = object.clone().with(collection_object::CATALOGER, double.id);
                vasculum_domain::records::put(tx, Some(&object), cataloged)?;
            }
            let hidden = Select::all(collection_object::TABLE)
                .matching(Filter::is(collection_object::COLLECTION, other.collection));
            Ok((one, double, tx.first(&hidden)?.unwrap()))
        })
        .unwrap();
        let hierarchy = std::sync::Arc::new(fresh.database.hierarchy().unwrap());
        let policy = vasculum_store::Policy {
            collection: Some(made.collection),
            resource: "/table/%".to_owned(),
            action: "%".to_owned(),
        };
        let clerk = |user| {
            Access::of(user, "clerk", vec![policy.clone()], hierarchy.clone()).within(Some(made.collection), None)
        };
        let before = world(&fresh.database);
        let purpose = Purpose::new("merge", "A merge");
        let (_, set) =
            fresh.database.write_counted(&clerk(7), purpose, |tx| merge(tx, &wanted(&one, &[&double]))).unwrap();
        let set = set.unwrap();
        let cataloger = || {
            let object = read(&fresh.database, |tx| tx.get(collection_object::TABLE, object.id));
            object.int(collection_object::CATALOGER)
        };
        assert_eq!(cataloger(), Some(one.id));
        let undo = |access: &Access| {
            fresh.database.write(access, Purpose::new("undo", "Undo"), |tx| undo::undo(tx, set, false).map(drop))
        };
        assert_eq!(undo(&clerk(8)).unwrap_err().code, Code::NotFound, "nobody else of the collection sees it");
        assert_eq!(undo(&clerk(7).looking_only(true)).unwrap_err().code, Code::Forbidden);
        undo(&clerk(7)).unwrap();
        assert!(world(&fresh.database) == before);
    });
}

/// Who made and who last saved a record.
fn stamps_of(database: &Database, record: &Record) -> (Option<i64>, Option<i64>) {
    read(database, |tx| {
        let record = tx.get(record.table, record.id)?;
        Ok((record.int(collection_object::CREATED_BY_AGENT), record.int(collection_object::MODIFIED_BY_AGENT)))
    })
}

#[test]
fn undo_names_again_who_made_and_who_last_saved_a_record() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (darwin, double) = write(&fresh.database, |tx| {
            Ok((new_person(tx, made.division, "Darwin")?, new_person(tx, made.division, "Darwin, C.")?))
        })
        .unwrap();
        let by = |person: &Record| {
            let mut access = Access::system("test");
            access.agent = Some(person.id);
            access
        };
        let remark = |access: &Access, object: &Record, words: &str| {
            let save = |tx: &mut WriteTx<'_>| {
                let before = tx.get(object.table, object.id)?;
                let after = before.clone().with(collection_object::REMARKS, words);
                vasculum_domain::records::put(tx, Some(&before), after).map(drop)
            };
            fresh.database.write(access, Purpose::new("save", "A remark"), save).unwrap();
        };
        let new = |access: &Access| {
            fresh.database.write(access, Purpose::new("save", "New"), |tx| new_object(tx, made.collection)).unwrap()
        };
        let objects: Vec<Record> = (0..300).map(|_| new(&by(&double))).collect();
        let of_darwin = new(&by(&darwin));
        objects[..200].iter().for_each(|object| remark(&by(&double), object, "typed"));
        remark(&by(&darwin), &of_darwin, "typed");
        let (kept, gone) = (Some(darwin.id), Some(double.id));

        let set = merged(&fresh.database, &wanted(&darwin, &[&double])).unwrap();
        assert_eq!(stamps_of(&fresh.database, &objects[0]), (kept, kept));
        assert_eq!(stamps_of(&fresh.database, &objects[250]), (kept, None));
        is_well(&fresh.database);
        let (changes, restampings) =
            read(&fresh.database, |tx| Ok((tx.changes(set, u64::MAX >> 1)?.len(), tx.restampings(set)?)));
        assert!(changes < 10, "{changes} entries in the journal for 300 objects");
        let of_objects: Vec<u64> =
            restampings.iter().filter(|one| one.column.0 == collection_object::TABLE).map(|one| one.count()).collect();
        assert_eq!(of_objects, [300, 200]);
        assert!(restampings.iter().all(|one| one.ranges.len() <= 2), "{restampings:?}");

        // What somebody saved since names that person.
        remark(&by(&darwin), &objects[1], "saved after the merge");
        let foreseen = read(&fresh.database, |tx| undo::plan(tx, set));
        assert!(foreseen.stamps >= 500, "{}", foreseen.stamps);
        undone(&fresh.database, set);
        assert_eq!(stamps_of(&fresh.database, &objects[0]), (gone, gone));
        assert_eq!(stamps_of(&fresh.database, &objects[1]), (gone, kept));
        assert_eq!(stamps_of(&fresh.database, &objects[250]), (gone, None));
        assert_eq!(stamps_of(&fresh.database, &of_darwin), (kept, kept));
        is_well(&fresh.database);

        let latest = read(&fresh.database, |tx| tx.latest_change());
        undone(&fresh.database, latest);
        assert_eq!(stamps_of(&fresh.database, &objects[0]), (kept, kept));
        assert_eq!(stamps_of(&fresh.database, &objects[250]), (kept, None));
        is_well(&fresh.database);
    });
}
