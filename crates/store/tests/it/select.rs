use std::sync::Arc;

use vasculum_model::names::{
    agent, collecting_event, collection, collection_object, determination, discipline, division, institution, taxon,
};
use vasculum_model::{Path, Record, Value, model};
use vasculum_store::{Access, Action, Filter, Policy, Select, Test, Walk};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::{new_object, system, write};

fn objects(fresh: &Fresh, select: &Select) -> String {
    let records = fresh.database.read(&system(), |tx| tx.select(select)).unwrap();
    let number = |record: &Record| record.text(collection_object::CATALOG_NUMBER).unwrap_or("-").to_owned();
    records.iter().map(number).collect::<Vec<_>>().join(" ")
}

fn path(text: &str) -> Path {
    Path::parse(model().table(collection_object::TABLE), text).unwrap()
}

fn select(filter: Filter) -> Select {
    Select::all(collection_object::TABLE).matching(filter)
}

#[test]
fn text_is_found_without_regard_to_case_and_composition() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            for number in ["ÉTÉ-1", "e\u{301}te\u{301}-2", "ete-3"] {
                new_object(tx, number);
            }
            Ok(())
        })
        .unwrap();
        let found = |test| objects(fresh, &select(Filter::test(collection_object::CATALOG_NUMBER, test)));
        assert_eq!(found(Test::Contains("été".into())), "ÉTÉ-1 e\u{301}te\u{301}-2");
        assert_eq!(found(Test::StartsWith("ETE".into())), "ete-3");
        assert_eq!(found(Test::IsCaseless("ETE-3".into())), "ete-3");
    });
}

#[test]
fn a_filter_over_a_to_many_link_finds_each_record_once() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            let grant = tx.may(Action::Create, determination::TABLE)?;
            for number in ["1", "2"] {
                let object = new_object(tx, number);
                for _ in 0..2 {
                    let record = Record::new(determination::TABLE)
                        .with(determination::COLLECTION_OBJECT, object)
                        .with(determination::TYPE_STATUS_NAME, if number == "1" { "Holotype" } else { "Paratype" });
                    tx.insert(&grant, record)?;
                }
            }
            Ok(())
        })
        .unwrap();
        let holotypes = Filter::Test(path("determinations.typeStatusName"), Test::Is("Holotype".into()));
        assert_eq!(objects(fresh, &select(holotypes.clone())), "1");
        assert_eq!(objects(fresh, &select(Filter::Not(Box::new(holotypes)))), "2");
    });
}

#[test]
fn paging_by_cursor_meets_every_record_once() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            let grant = tx.may(Action::Create, collection_object::TABLE)?;
            for (number, name) in [("1", Some("b")), ("2", None), ("3", Some("a")), ("4", Some("b")), ("5", None)] {
                let record = Record::new(collection_object::TABLE)
                    .with(collection_object::CATALOG_NUMBER, number)
                    .with(collection_object::NAME, name);
                tx.insert(&grant, record)?;
            }
            Ok(())
        })
        .unwrap();
        for (down, expect) in [(false, "2 5 3 1 4"), (true, "4 1 3 5 2")] {
            let base = Select::all(collection_object::TABLE).sorted(vec![(path("name"), down)]).at_most(1);
            let (mut after, mut met) = (None, Vec::new());
            loop {
                let page = Select { after: after.clone(), ..base.clone() };
                let records = fresh.database.read(&system(), |tx| tx.select(&page)).unwrap();
                let Some(record) = records.first() else { break };
                met.push(record.text(collection_object::CATALOG_NUMBER).unwrap().to_owned());
                after = Some((vec![record.get(collection_object::NAME).clone()], record.id));
            }
            assert_eq!(met.join(" "), expect);
        }
    });
}

#[test]
fn a_reader_of_one_collection_sees_no_other() {
    on_every_engine(|fresh| {
        let (one, other) = write(&fresh.database, |tx| {
            let mut insert = |record: Record| -> vasculum_model::Result<i64> {
                let grant = tx.may(Action::Create, record.table)?;
                tx.insert(&grant, record)
            };
            let institution = insert(Record::new(institution::TABLE).with(institution::NAME, "Museum"))?;
            let division = insert(Record::new(division::TABLE).with(division::INSTITUTION, institution))?;
            let discipline = insert(Record::new(discipline::TABLE).with(discipline::DIVISION, division))?;
            let mut made = Vec::new();
            for code in ["one", "other"] {
                let id = insert(
                    Record::new(collection::TABLE)
                        .with(collection::CODE, code)
                        .with(collection::DISCIPLINE, discipline),
                )?;
                let object = Record::new(collection_object::TABLE)
                    .with(collection_object::COLLECTION, id)
                    .with(collection_object::CATALOG_NUMBER, code);
                let object = insert(object)?;
                insert(
                    Record::new(determination::TABLE)
                        .with(determination::COLLECTION_OBJECT, object)
                        .with(determination::COLLECTION_MEMBER_ID, id),
                )?;
                made.push((id, object));
            }
            Ok((made[0], made[1]))
        })
        .unwrap();
        let policy =
            |resource: &str| Policy { collection: Some(one.0), resource: resource.into(), action: "read".into() };
        let hierarchy = Arc::new(fresh.database.hierarchy().unwrap());
        let reader = Access::of(7, "reader", vec![policy("/table/%")], hierarchy.clone());
        fresh
            .database
            .read(&reader, |tx| {
                assert_eq!(tx.select(&Select::all(collection_object::TABLE))?.len(), 1);
                assert_eq!(tx.count(&Select::all(determination::TABLE))?, 1);
                assert!(tx.find(collection_object::TABLE, other.1)?.is_none());
                let over = Filter::Test(path("determinations.id"), Test::AtLeast(Value::Int(0)));
                assert_eq!(tx.count(&select(over))?, 1);
                Ok(())
            })
            .unwrap();
        let narrow = Access::of(8, "narrow", vec![policy("/table/collectionobject")], hierarchy);
        fresh
            .database
            .read(&narrow, |tx| {
                assert!(tx.select(&Select::all(agent::TABLE)).is_err());
                let over = Filter::Test(path("determinations.typeStatusName"), Test::Is("Holotype".into()));
                assert!(tx.select(&select(over)).is_err(), "a filter must not tell what may not be read");
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_span_of_a_linked_record_is_one_record_within_both_bounds() {
    on_every_engine(|fresh| {
        write(&fresh.database, |tx| {
            let grant = tx.may(Action::Create, collecting_event::TABLE)?;
            let object = tx.may(Action::Create, collection_object::TABLE)?;
            for (number, year) in [("1", Some(1989)), ("2", Some(1990)), ("3", Some(1991)), ("4", None)] {
                let date = year.and_then(|year| vasculum_model::Date::new(year, 6, 1));
                let event = Record::new(collecting_event::TABLE).with(collecting_event::START_DATE, date);
                let event = tx.insert(&grant, event)?;
                let record = Record::new(collection_object::TABLE).with(collection_object::CATALOG_NUMBER, number);
                tx.insert(&object, record.with(collection_object::COLLECTING_EVENT, event))?;
            }
            let date = Path::parse(model().table(collection_object::TABLE), "collectingEvent.startDate")?;
            let day = |year: i32, day: u8| Value::Date(vasculum_model::Date::new(year, 12, day).unwrap());
            let from = Filter::Test(date.clone(), Test::AtLeast(day(1989, 31)));
            let to = Filter::Test(date.clone(), Test::Less(day(1990, 31)));
            let numbers = |tx: &mut vasculum_store::WriteTx<'_>, filter: Filter| -> Vec<String> {
                let found = tx.select(&Select::all(collection_object::TABLE).matching(filter)).unwrap();
                found.iter().filter_map(|it| it.text(collection_object::CATALOG_NUMBER)).map(str::to_owned).collect()
            };
            let both = Filter::And(vec![from.clone(), to.clone()]);
            assert_eq!(numbers(tx, both.clone()), ["2"]);
            assert_eq!(numbers(tx, Filter::Not(Box::new(both.clone()))), ["1", "3", "4"]);
            let one = Filter::is(collection_object::CATALOG_NUMBER, "2");
            assert_eq!(numbers(tx, Filter::And(vec![to, one, from])), ["2"]);
            Ok(())
        })
        .unwrap();
    });
}

/// What somebody finds by words in the names of objects, walking along the order and finding all first.
#[test]
fn walking_along_the_order_finds_what_is_found_the_usual_way() {
    on_every_engine(|fresh| {
        let names: [(&str, &[usize]); 3] =
            [("common one", &[0, 1, 2, 4, 5, 7]), ("common two", &[2, 3]), ("rare", &[6])];
        write(&fresh.database, |tx| {
            let objects: Vec<i64> = (0..8).map(|nth| new_object(tx, &format!("N-{nth}"))).collect();
            for (name, places) in names {
                let grant = tx.may(Action::Create, taxon::TABLE)?;
                let taxon = tx.insert(&grant, Record::new(taxon::TABLE).with(taxon::FULL_NAME, name))?;
                for place in places {
                    let opinion = Record::new(determination::TABLE)
                        .with(determination::COLLECTION_OBJECT, objects[*place])
                        .with(determination::TAXON, taxon);
                    let grant = tx.may(Action::Create, determination::TABLE)?;
                    tx.insert(&grant, opinion)?;
                }
            }
            Ok(())
        })
        .unwrap();
        let numbers = |records: Vec<Record>| {
            let number = |record: &Record| record.text(collection_object::CATALOG_NUMBER).unwrap_or("-").to_owned();
            records.iter().map(number).collect::<Vec<_>>().join(" ")
        };
        let ask = |words: &str, down: bool, after: Option<(Vec<Value>, i64)>, limit: u64, walk: Walk| {
            fresh
                .database
                .read(&system(), |tx| {
                    let mut every = Vec::new();
                    for word in words.split(' ') {
                        let names = Path { column: None, ..path("determinations.taxon.fullName") };
                        let begins = Test::Begins(word.to_owned());
                        every.push(Filter::Each(vec![
                            Filter::test(collection_object::CATALOG_NUMBER, begins),
                            Filter::Word(names, tx.word(taxon::TABLE, word)?),
                        ]));
                    }
                    let order = vec![(path("catalogNumber"), down)];
                    let mut select = select(Filter::And(every)).sorted(order).at_most(limit);
                    select.after = after;
                    Ok((tx.walk(&select, walk)?.map(numbers), numbers(tx.select(&select)?)))
                })
                .unwrap()
        };
        let walk = Walk { common: 3, stretch: 6 };
        let (walked, usual) = ask("common", false, None, 4, walk);
        assert_eq!((walked.as_deref(), usual.as_str()), (Some("N-0 N-1 N-2 N-3"), "N-0 N-1 N-2 N-3"));
        let (walked, usual) = ask("common", true, None, 4, walk);
        assert_eq!((walked.as_deref(), usual.as_str()), (Some("N-7 N-5 N-4 N-3"), "N-7 N-5 N-4 N-3"));
        let place = (vec![Value::from("N-1")], 2);
        let (walked, usual) = ask("common", false, Some(place), 3, walk);
        assert_eq!((walked.as_deref(), usual.as_str()), (Some("N-2 N-3 N-4"), "N-2 N-3 N-4"));
        let (walked, _) = ask("rare", false, None, 1, walk);
        assert_eq!(walked, None, "what is rare is found by itself");
        let (walked, usual) = ask("common rare", false, None, 1, walk);
        assert_eq!((walked, usual.as_str()), (None, ""), "the rarest word decides");
        let (walked, usual) = ask("common", false, None, 7, walk);
        assert_eq!((walked, usual.split(' ').count()), (None, 7), "the stretch ends before the page is full");
        let (walked, usual) = ask("n-", false, None, 3, walk);
        assert_eq!((walked.as_deref(), usual.as_str()), (Some("N-0 N-1 N-2"), "N-0 N-1 N-2"), "numbers are found too");
    });
}
