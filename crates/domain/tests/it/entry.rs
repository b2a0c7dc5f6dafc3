//! Entering many records quickly.

use std::collections::BTreeSet;
use std::time::Instant;

use vasculum_domain::entry::carry;
use vasculum_domain::entry::copies::{self, Copies, MOST, Numbers};
use vasculum_domain::entry::copy::{self, Choice};
use vasculum_domain::entry::defaults::{self, Along, Start};
use vasculum_domain::records::{self, Draft};
use vasculum_domain::resources::{self, USER_PREFERENCES, Whose};
use vasculum_domain::rules::numbers::NumberFormat;
use vasculum_domain::setup::Made;
use vasculum_domain::undo;
use vasculum_domain::users::{self, NewUser};
use vasculum_model::names::{
    address, agent, attachment, collecting_event, collection, collection_object, collection_object_attachment,
    collector, determination, gift, gift_preparation, preparation, record_set, record_set_item, taxon,
};
use vasculum_model::{Date, Record, Result, TableId, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, Tx, WriteTx};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{issues, new_object, new_person, new_preparation, put, read, write};
use crate::setup::set_up;

fn names(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

fn like(database: &Database, of: &Record, choice: &Choice) -> Record {
    write(database, |tx| {
        let draft = copy::like(tx, of.table, of.id, choice)?.draft();
        Ok(records::save(tx, draft)?.record)
    })
    .unwrap()
}

fn below(database: &Database, table: TableId, column: vasculum_model::Col, id: i64) -> Vec<Record> {
    read(database, |tx| tx.select(&Select::all(table).matching(Filter::is(column, id))))
}

/// An object with two determinations, a preparation that was given away in part, and an attachment.
fn jar(tx: &mut WriteTx<'_>, made: &Made) -> Result<Record> {
    let object = new_object(tx, made.collection)?;
    let before = object.clone();
    let day = Date::new(1987, 5, 1);
    let object = object
        .with(collection_object::REMARKS, "Label torn")
        .with(collection_object::CATALOGED_DATE, day)
        .with(collection_object::CATALOGED_DATE_PRECISION, 2)
        .with(collection_object::UNIQUE_IDENTIFIER, "urn:jar:1")
        .with(collection_object::COUNT_AMT, 4);
    let (object, _) = records::put(tx, Some(&before), object)?;
    let root = tx.first(&Select::all(taxon::TABLE))?.unwrap();
    for current in [false, true] {
        let opinion = Record::new(determination::TABLE)
            .with(determination::COLLECTION_OBJECT, object.id)
            .with(determination::TAXON, root.id)
            .with(determination::QUALIFIER, if current { "cf." } else { "aff." })
            .with(determination::IS_CURRENT, current);
        put(tx, opinion)?;
    }
    let part = new_preparation(tx, &object, 3)?;
    let part = {
        let after = part.clone().with(preparation::BAR_CODE, "BC-1").with(preparation::REMARKS, "Top shelf");
        records::put(tx, Some(&part), after)?.0
    };
    let given = put(tx, Record::new(gift::TABLE).with(gift::DISCIPLINE, made.discipline))?;
    let line = Record::new(gift_preparation::TABLE)
        .with(gift_preparation::GIFT, given.id)
        .with(gift_preparation::PREPARATION, part.id)
        .with(gift_preparation::QUANTITY, 1);
    put(tx, line)?;
    let photo = Draft::new(collection_object_attachment::TABLE);
    let file = Draft::new(attachment::TABLE).with(attachment::ORIG_FILENAME, "jar.jpg");
    let link = model().table(collection_object_attachment::TABLE).column("attachment").unwrap();
    let photo = Draft { one: vec![(link, file)], ..photo };
    let mut draft = Draft::of(object.table, object.id, None);
    draft.many.push((
        collection_object::COLLECTION_OBJECT_ATTACHMENTS.1,
        records::ManyDraft::Some { save: vec![photo], remove: Vec::new() },
    ));
    Ok(records::save(tx, draft)?.record)
}

#[test]
fn a_copy_is_like_the_original_but_for_what_belongs_to_one_record_alone() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let jar = write(&fresh.database, |tx| jar(tx, &made)).unwrap();
        let copy = like(&fresh.database, &jar, &Choice::Everything);
        assert_ne!(copy.id, jar.id);
        assert_eq!(copy.text(collection_object::CATALOG_NUMBER), Some("000000002"), "the next number");
        for column in [
            collection_object::REMARKS,
            collection_object::CATALOGED_DATE,
            collection_object::CATALOGED_DATE_PRECISION,
            collection_object::COUNT_AMT,
            collection_object::COLLECTION,
            collection_object::COLLECTION_OBJECT_TYPE,
        ] {
            assert_eq!(copy.get(column), jar.get(column));
            assert!(!copy.get(column).is_null());
        }
        assert_ne!(copy.get(collection_object::GUID), jar.get(collection_object::GUID));
        assert!(copy.get(collection_object::UNIQUE_IDENTIFIER).is_null());
        assert_eq!(copy.version(), 1);

        let opinions = below(&fresh.database, determination::TABLE, determination::COLLECTION_OBJECT, copy.id);
        let told: Vec<_> = opinions
            .iter()
            .map(|it| (it.text(determination::QUALIFIER).unwrap().to_owned(), it.is(determination::IS_CURRENT)))
            .collect();
        assert_eq!(told, [("aff.".to_owned(), false), ("cf.".to_owned(), true)], "which one is current is copied");
        let parts = below(&fresh.database, preparation::TABLE, preparation::COLLECTION_OBJECT, copy.id);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].text(preparation::REMARKS), Some("Top shelf"));
        assert!(parts[0].get(preparation::BAR_CODE).is_null(), "a bar code stands only once");
        let lines = below(&fresh.database, gift_preparation::TABLE, gift_preparation::PREPARATION, parts[0].id);
        assert!(lines.is_empty(), "what was given away of one was not given away of the other");
        let files = below(
            &fresh.database,
            collection_object_attachment::TABLE,
            collection_object_attachment::COLLECTION_OBJECT,
            copy.id,
        );
        assert!(files.is_empty(), "attachments stay with the original");
    });
}

#[test]
fn an_agent_is_copied_without_its_user_and_its_current_address() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let person = write(&fresh.database, |tx| {
            let user = users::add_user(tx, NewUser { name: "mio".to_owned(), ..NewUser::default() })?;
            let person = new_person(tx, made.division, "Oduya")?;
            let after = person.clone().with(agent::SPECIFY_USER, user);
            let (person, _) = records::put(tx, Some(&person), after)?;
            let home = Record::new(address::TABLE)
                .with(address::AGENT, person.id)
                .with(address::CITY, "Nairobi")
                .with(address::IS_CURRENT, true);
            put(tx, home)?;
            Ok(person)
        })
        .unwrap();
        let copy = like(&fresh.database, &person, &Choice::Everything);
        assert!(copy.get(agent::SPECIFY_USER).is_null());
        let homes = below(&fresh.database, address::TABLE, address::AGENT, copy.id);
        assert_eq!(homes.len(), 1);
        assert_eq!((homes[0].text(address::CITY), homes[0].is(address::IS_CURRENT)), (Some("Nairobi"), false));
    });
}

#[test]
fn an_event_of_its_own_is_copied_and_a_shared_one_is_shared() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (object, event) = write(&fresh.database, |tx| {
            let event = put(
                tx,
                Record::new(collecting_event::TABLE)
                    .with(collecting_event::DISCIPLINE, made.discipline)
                    .with(collecting_event::STATION_FIELD_NUMBER, "ST-1"),
            )?;
            let person = new_person(tx, made.division, "Oduya")?;
            put(
                tx,
                Record::new(collector::TABLE)
                    .with(collector::COLLECTING_EVENT, event.id)
                    .with(collector::AGENT, person.id),
            )?;
            let object = new_object(tx, made.collection)?;
            let after = object.clone().with(collection_object::COLLECTING_EVENT, event.id);
            Ok((records::put(tx, Some(&object), after)?.0, event))
        })
        .unwrap();
        let shared = like(&fresh.database, &object, &Choice::Everything);
        assert_eq!(shared.int(collection_object::COLLECTING_EVENT), Some(event.id));

        write(&fresh.database, |tx| {
            records::delete(tx, collection_object::TABLE, shared.id, None)?;
            let place = tx.get(collection::TABLE, made.collection)?;
            let after = place.clone().with(collection::IS_EMBEDDED_COLLECTING_EVENT, true);
            records::put(tx, Some(&place), after).map(drop)
        })
        .unwrap();
        let own = like(&fresh.database, &object, &Choice::Everything);
        let its = own.int(collection_object::COLLECTING_EVENT).unwrap();
        assert_ne!(its, event.id);
        let copied = read(&fresh.database, |tx| tx.get(collecting_event::TABLE, its));
        assert_eq!(copied.text(collecting_event::STATION_FIELD_NUMBER), Some("ST-1"));
        assert_eq!(below(&fresh.database, collector::TABLE, collector::COLLECTING_EVENT, its).len(), 1);
    });
}

/// Somebody who works in a collection and may do everything there.
fn somebody(fresh: &Fresh, made: &Made) -> Access {
    let db = &fresh.database;
    let user = write(db, |tx| {
        users::install_library_roles(tx)?;
        let user = users::add_user(tx, NewUser { name: "mio".to_owned(), ..NewUser::default() })?;
        let role = users::add_role_from_library(tx, made.collection, "Full Data Access")?;
        users::give_role(tx, user, role)?;
        Ok(user)
    })
    .unwrap();
    users::access(db, user, Some(made.collection)).unwrap()
}

#[test]
fn one_carries_what_one_chose_with_what_belongs_to_it() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let jar = write(&fresh.database, |tx| jar(tx, &made)).unwrap();
        let me = somebody(fresh, &made);
        let user = me.user.unwrap();
        let purpose = || Purpose::new("preferences", "What is carried forward");
        let table = collection_object::TABLE;
        let choose = |list: Option<BTreeSet<String>>| {
            fresh.database.write(&me, purpose(), |tx| carry::choose(tx, user, made.collection, table, list.as_ref()))
        };
        let choice = |access: &Access| fresh.database.read(access, |tx| carry::choice(tx, table)).unwrap();
        assert_eq!(choice(&me), Choice::Everything, "who never chose carries everything");

        choose(Some(names(&["catalogedDate", "determinations"]))).unwrap();
        let copy = like(&fresh.database, &jar, &choice(&me));
        assert_eq!(copy.get(collection_object::CATALOGED_DATE), jar.get(collection_object::CATALOGED_DATE));
        assert_eq!(copy.int(collection_object::CATALOGED_DATE_PRECISION), Some(2), "the precision follows the date");
        assert!(copy.get(collection_object::REMARKS).is_null());
        assert_eq!(below(&fresh.database, determination::TABLE, determination::COLLECTION_OBJECT, copy.id).len(), 2);
        assert!(below(&fresh.database, preparation::TABLE, preparation::COLLECTION_OBJECT, copy.id).is_empty());

        let refused = choose(Some(names(&["catalogNumber", "guid", "nonsense"]))).unwrap_err();
        let mut found = issues(&refused);
        found.sort();
        assert_eq!(
            found,
            ["carried-unique at catalogNumber", "unknown-field at guid", "unknown-field at nonsense"],
            "what stands only once can't be chosen"
        );
        // As Specify has it, beside whatever else stands there.
        let whose = Whose::Person { user, collection: made.collection };
        let text = read(&fresh.database, |tx| resources::read(tx, whose, USER_PREFERENCES)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            json["form"]["preferences"]["carryForward"]["CollectionObject"],
            serde_json::json!(["catalogedDate", "determinations"])
        );
        choose(None).unwrap();
        assert_eq!(choice(&me), Choice::Everything);
        // Nobody else has this choice.
        assert_eq!(choice(&Access::system("test")), Choice::Everything);
    });
}

#[test]
fn what_stands_only_once_is_shown_and_can_not_be_chosen() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let all = read(&fresh.database, |tx| carry::choosable(tx, collection_object::TABLE));
        let find = |name: &str| all.iter().find(|one| one.name == name);
        assert!(find("catalogNumber").is_some_and(|one| one.is_unique));
        assert!(find("remarks").is_some_and(|one| !one.is_unique && !one.is_many));
        assert!(find("preparations").is_some_and(|one| one.is_many));
        assert_eq!(find("catalogedDate").unwrap().follows, ["catalogedDatePrecision", "catalogedDateVerbatim"]);
        for name in ["guid", "version", "catalogedDatePrecision", "collectionObjectAttachments", "timestampCreated"] {
            assert!(find(name).is_none(), "{name}");
        }
    });
}

fn copies(of: &Record, numbers: Numbers, record_set: &str) -> Copies {
    Copies { table: of.table, of: of.id, choice: Choice::Everything, numbers, record_set: record_set.to_owned() }
}

fn range(first: &str, last: &str) -> Numbers {
    Numbers::Range { first: first.to_owned(), last: last.to_owned() }
}

#[test]
fn copies_get_the_next_numbers_in_one_change_set_that_can_be_undone() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let jar = write(db, |tx| jar(tx, &made)).unwrap();
        let me = somebody(fresh, &made);
        let wanted = copies(&jar, Numbers::Next(12), " Ten jars and two ");
        let (done, set) =
            db.write_counted(&me, Purpose::new("copies", "12 copies"), |tx| copies::make(tx, &wanted)).unwrap();
        assert_eq!(done.ids.len(), 12);
        let objects = read(db, |tx| tx.find_all(collection_object::TABLE, &done.ids));
        let numbers: Vec<_> = objects.iter().filter_map(|it| it.text(collection_object::CATALOG_NUMBER)).collect();
        assert_eq!((numbers[0], numbers[11]), ("000000002", "000000013"));
        let kept = read(db, |tx| tx.get(record_set::TABLE, done.record_set.unwrap()));
        assert_eq!(kept.text(record_set::NAME), Some("Ten jars and two"));
        assert_eq!(kept.int(record_set::SPECIFY_USER), me.user);
        let items = below(db, record_set_item::TABLE, record_set_item::RECORD_SET, kept.id);
        assert_eq!(items.iter().filter_map(|it| it.int(record_set_item::RECORD_ID)).collect::<Vec<_>>(), done.ids);

        let latest = read(db, |tx| tx.latest_change());
        assert_eq!(set, Some(latest), "one change set");
        write(db, |tx| undo::undo(tx, set.unwrap(), false).map(drop)).unwrap();
        assert!(read(db, |tx| tx.find_all(collection_object::TABLE, &done.ids)).is_empty());
        assert!(read(db, |tx| tx.find(record_set::TABLE, kept.id)).is_none());
        assert_eq!(read(db, |tx| tx.count(&Select::all(preparation::TABLE))), 1);
    });
}

#[test]
fn copies_get_the_numbers_of_a_range_unless_one_is_taken() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let jar = write(db, |tx| jar(tx, &made)).unwrap();
        let make = |numbers: Numbers| write(db, |tx| copies::make(tx, &copies(&jar, numbers, "")));
        let done = make(range("500", " 504 ")).unwrap();
        let objects = read(db, |tx| tx.find_all(collection_object::TABLE, &done.ids));
        let numbers: Vec<_> = objects.iter().filter_map(|it| it.text(collection_object::CATALOG_NUMBER)).collect();
        assert_eq!(numbers, ["000000500", "000000501", "000000502", "000000503", "000000504"]);
        assert_eq!(done.record_set, None);

        let error = make(range("503", "510")).unwrap_err();
        assert_eq!(issues(&error), ["copies at first"]);
        assert_eq!(error.issues[0].words, "2 of these numbers are taken: 000000503, 000000504.");
        assert!(make(range("510", "503")).is_err());
        assert!(make(range("1", "5001")).is_err(), "more than {MOST}");
        assert!(make(range("A-1", "A-9")).is_err(), "not written as the collection does");
        assert!(make(Numbers::Next(0)).is_err());
        assert!(make(Numbers::Next(MOST + 1)).is_err());
        assert_eq!(read(db, |tx| tx.count(&Select::all(collection_object::TABLE))), 6, "nothing of that was written");
    });
}

#[test]
fn a_range_counts_the_digits_that_the_format_names() {
    let format = NumberFormat::parse("\"FISH-\",year,\"-\",numeric(3),\"-\",digits(2)").unwrap();
    let told = |format: Option<&NumberFormat>, first: &str, last: &str| match copies::between(format, first, last) {
        Ok(numbers) => numbers.join(" "),
        Err(error) => format!("! {}", error.issues[0].words),
    };
    assert_eq!(
        told(Some(&format), "FISH-1999-008-07", "FISH-1999-010-07"),
        "FISH-1999-008-07 FISH-1999-009-07 FISH-1999-010-07"
    );
    assert_eq!(
        told(Some(&format), "FISH-1999-008-07", "FISH-2000-010-07"),
        "! ‘FISH-1999-008-07’ and ‘FISH-2000-010-07’ do not belong to one series."
    );
    assert_eq!(told(Some(&format), "8", "9"), "! ‘8’ is not written as FISH-YYYY-###-##.");
    assert_eq!(told(None, "Ö7b-98", "Ö7b-101"), "Ö7b-98 Ö7b-99 Ö7b-100 Ö7b-101");
    assert_eq!(told(None, "12 a", "13 a"), "12 a 13 a");
    assert_eq!(told(None, "none", "nothing"), "! These numbers have no digits that could be counted up.");
    assert_eq!(told(None, "", "7"), "! Here a catalogue number is needed.");
    assert_eq!(
        told(None, "99999999999999999999998", "99999999999999999999999"),
        "! These numbers are too long to be counted."
    );
}

#[test]
fn whoever_may_not_make_records_may_not_copy_them() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let jar = write(db, |tx| jar(tx, &made)).unwrap();
        let me = somebody(fresh, &made).looking_only(true);
        let refused =
            db.write(&me, Purpose::new("copies", "no"), |tx| copies::make(tx, &copies(&jar, Numbers::Next(1), "")));
        assert_eq!(refused.unwrap_err().code, vasculum_model::Code::Forbidden);
    });
}

/// What a copy costs, printed with the time; `VASCULUM_TEST_COPIES=5000` shows it for the most that can be asked for.
#[test]
fn hundreds_of_copies_take_no_time_to_speak_of() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let jar = write(db, |tx| jar(tx, &made)).unwrap();
        let me = somebody(fresh, &made);
        let count = std::env::var("VASCULUM_TEST_COPIES").ok().and_then(|it| it.parse().ok()).unwrap_or(300);
        let start = Instant::now();
        let wanted = copies(&jar, Numbers::Next(count), "All");
        let (done, asked) = db
            .write(&me, Purpose::new("copies", "Many"), |tx| {
                let before = tx.statements();
                let done = copies::make(tx, &wanted)?;
                Ok((done, tx.statements() - before))
            })
            .unwrap();
        let taken = start.elapsed();
        let each = asked / count as u64;
        eprintln!("{count} copies of an object with 3 parts: {taken:?}, {each} statements each");
        assert_eq!(done.ids.len(), count);
        assert!(each <= 6, "{each} statements each");
        let numbers: BTreeSet<String> =
            below(db, collection_object::TABLE, collection_object::COLLECTION, made.collection)
                .iter()
                .filter_map(|object| object.text(collection_object::CATALOG_NUMBER).map(str::to_owned))
                .collect();
        assert_eq!(numbers.len(), count + 1, "every copy has a number of its own");
        assert_eq!(numbers.last().map(String::as_str), Some(format!("{:09}", count + 1).as_str()));
        assert_eq!(read(db, |tx| vasculum_domain::check::check(tx, &mut |_, _, _| ())).findings, []);
    });
}

#[test]
fn a_collection_says_what_new_records_start_with() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let here = made.collection;
        let of = |tx: &mut Tx<'_>, table| defaults::defaults(tx, here, table);
        let cataloger = collection_object::CATALOGER;
        assert_eq!(read(db, |tx| of(tx, cataloger.0)), [(cataloger.1, Start::Me)], "the one who types");
        let set = |column, start: Start| write(db, |tx| defaults::set_default(tx, here, column, &start));
        set(collection_object::CATALOGED_DATE, Start::Today).unwrap();
        set(collection_object::REMARKS, Start::Text("Box 7".to_owned())).unwrap();
        set(cataloger, Start::Nothing).unwrap();
        let mut expect = vec![
            (collection_object::CATALOGED_DATE.1, Start::Today),
            (collection_object::REMARKS.1, Start::Text("Box 7".to_owned())),
        ];
        expect.sort_by_key(|(column, _)| *column);
        assert_eq!(read(db, |tx| of(tx, cataloger.0)), expect);
        set(collection_object::REMARKS, Start::Nothing).unwrap();
        set(collection_object::CATALOGED_DATE, Start::Nothing).unwrap();
        assert!(read(db, |tx| of(tx, cataloger.0)).is_empty());
        set(cataloger, Start::Me).unwrap();
        assert_eq!(read(db, |tx| of(tx, cataloger.0)), [(cataloger.1, Start::Me)]);

        let today = read(db, |tx| Ok(defaults::value_now(tx, &Start::Today)));
        assert!(matches!(today, Some(Value::Date(_))));
        assert!(set(collection_object::VERSION, Start::Text("1".to_owned())).is_err());
        let me = somebody(fresh, &made);
        let purpose = Purpose::new("preferences", "no");
        let start = Start::Text("x".to_owned());
        let refused = db.write(&me, purpose, |tx| defaults::set_default(tx, here, collection_object::REMARKS, &start));
        assert_eq!(refused.is_err(), !me.may("/preferences/collection", "edit_collection", Some(here)));
    });
}

#[test]
fn a_collection_says_which_parts_a_new_object_starts_with() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        write(db, |tx| users::add_user(tx, NewUser { name: "mio".to_owned(), ..NewUser::default() })).unwrap();
        let both = Along { preparation: true, determination: true };
        assert_eq!(read(db, |tx| defaults::along(tx, made.collection)), both);
        let one = Along { preparation: false, determination: true };
        write(db, |tx| defaults::set_along(tx, made.collection, one)).unwrap();
        assert_eq!(read(db, |tx| defaults::along(tx, made.collection)), one);
        assert_eq!(read(db, |tx| defaults::along(tx, made.collection + 1)), both, "of another collection");
        write(db, |tx| defaults::set_along(tx, made.collection, both)).unwrap();
        assert_eq!(read(db, |tx| defaults::along(tx, made.collection)), both);
    });
}
