//! The demo museum.

use vasculum_domain::demo::{DemoPlan, DemoSummary, generate};
use vasculum_domain::rules::availability;
use vasculum_model::names::{
    accession, agent, collecting_event, collection, collection_object, collector, determination, geography,
    gift_preparation, litho_strat, loan, loan_preparation, locality, other_identifier, paleo_context, preparation,
    storage, taxon,
};
use vasculum_model::{Date, Kind, Path, Record, TableId, Value, model};
use vasculum_store::{Access, Database, Filter, Select, Test, Tx};
use vasculum_testkit::on_every_engine;

const TODAY: (i32, u8, u8) = (2026, 11, 22);

fn today() -> Date {
    Date::new(TODAY.0, TODAY.1, TODAY.2).unwrap()
}

fn make(database: &Database, objects: u32, seed: u64) -> DemoSummary {
    let mut told = Vec::new();
    let plan = DemoPlan { objects, seed, today: today() };
    let summary =
        generate(database, &plan, &mut |step, done, total| told.push((step.to_owned(), done, total))).unwrap();
    assert!(told.contains(&("Collection objects".to_owned(), objects.into(), objects.into())), "{told:?}");
    assert!(told.iter().all(|(_, done, total)| done <= total));
    summary
}

fn read<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> vasculum_model::Result<T>) -> T {
    database.read(&Access::system("test"), work).unwrap()
}

fn all(database: &Database, table: TableId) -> Vec<Record> {
    read(database, |tx| tx.select(&Select::all(table)))
}

/// Everything that was written, without the moments and what setting up made.
fn digest(database: &Database) -> Vec<String> {
    let tables = [
        taxon::TABLE,
        geography::TABLE,
        storage::TABLE,
        litho_strat::TABLE,
        locality::TABLE,
        paleo_context::TABLE,
        agent::TABLE,
        accession::TABLE,
        collecting_event::TABLE,
        collector::TABLE,
        collection_object::TABLE,
        determination::TABLE,
        preparation::TABLE,
        other_identifier::TABLE,
        loan::TABLE,
        loan_preparation::TABLE,
        gift_preparation::TABLE,
    ];
    let mut lines = Vec::new();
    for table in tables {
        for record in all(database, table) {
            let values: Vec<&Value> = record
                .values
                .iter()
                .zip(&model().table(table).columns)
                .filter(|(_, column)| column.kind != Kind::Timestamp)
                .map(|(value, _)| value)
                .collect();
            // The roots of trees were made by the setup, with identifiers of their own.
            if record.named("parent").is_none_or(|parent| !parent.is_null()) {
                lines.push(format!("{} {} {values:?}", model().table(table).name, record.id));
            }
        }
    }
    lines
}

#[test]
fn every_object_is_complete() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let summary = make(database, 200, 7);
        let codes: Vec<(&str, u32)> = summary.collections.iter().map(|(code, _, objects)| (*code, *objects)).collect();
        assert_eq!(codes, [("fish", 60), ("herb", 60), ("ent", 56), ("ip", 24)]);
        assert!(summary.species > 600 && summary.localities > 150, "{summary:?}");
        let objects = all(database, collection_object::TABLE);
        assert_eq!(objects.len(), 200);
        read(database, |tx| {
            for object in &objects {
                let determinations = tx.children(&[object.id], collection_object::DETERMINATIONS)?;
                let current = determinations.iter().filter(|(_, one)| one.is(determination::IS_CURRENT)).count();
                assert_eq!(current, 1, "{object:?}");
                assert!((1..=3).contains(&determinations.len()));
                let preparations = tx.children(&[object.id], collection_object::PREPARATIONS)?;
                assert!(!preparations.is_empty());
                for (_, one) in &preparations {
                    assert!(one.int(preparation::COUNT_AMT) >= Some(1) && one.int(preparation::STORAGE).is_some());
                }
                assert_eq!(object.text(collection_object::CATALOG_NUMBER).map(str::len), Some(9));
            }
            let path = |text: &str| Path::parse(model().table(collection_object::TABLE), text).unwrap();
            let fossils = Filter::Test(path("collection.code"), Test::Is("ip".into()));
            let with_age =
                Filter::Not(Box::new(Filter::Test(path("collectingEvent.paleoContext.chronosStrat"), Test::Empty)));
            assert_eq!(tx.count(&Select::all(collection_object::TABLE).matching(fossils).matching(with_age))?, 24);
            let names: Vec<String> = tx
                .select(&Select::all(collection::TABLE))?
                .iter()
                .filter_map(|one| one.text(collection::COLLECTION_NAME).map(str::to_owned))
                .collect();
            assert_eq!(names, ["Fishes", "Herbarium", "Insects", "Invertebrate Paleontology"]);
            Ok(())
        });
    });
}

#[test]
fn names_and_places_read_as_they_should() {
    let fresh = vasculum_testkit::sqlite();
    make(&fresh.database, 40, 1);
    let names = |table: TableId, column: &str| -> Vec<String> {
        let column = model().table(table).col(column).unwrap();
        all(&fresh.database, table).iter().filter_map(|one| one.text(column).map(str::to_owned)).collect()
    };
    let taxa = names(taxon::TABLE, "fullName");
    for name in ["Salmo trutta", "Quercus alba", "Danaus plexippus", "Marrella splendens", "Salmonidae"] {
        assert!(taxa.iter().any(|one| one == name), "{name}");
    }
    let synonyms: Vec<Record> =
        all(&fresh.database, taxon::TABLE).into_iter().filter(|one| !one.is(taxon::IS_ACCEPTED)).collect();
    assert!(synonyms.len() > 15 && synonyms.iter().all(|one| one.int(taxon::ACCEPTED_TAXON).is_some()));
    assert!(names(geography::TABLE, "fullName").iter().any(|one| one == "Douglas, Kansas, United States"));
    assert!(
        names(storage::TABLE, "fullName")
            .iter()
            .any(|one| one == "Main Building, Fishes, Room 014, Cabinet 01, Shelf 1")
    );
    assert!(
        names(litho_strat::TABLE, "fullName")
            .iter()
            .any(|one| one == "Burgess Shale Formation, Walcott Quarry Shale Member")
    );
}

#[test]
fn loans_are_within_what_is_there_and_some_are_overdue() {
    on_every_engine(|fresh| {
        let summary = make(&fresh.database, 300, 3);
        let loans = all(&fresh.database, loan::TABLE);
        assert_eq!(loans.len() as u32, summary.loans);
        let overdue = loans.iter().filter(|one| {
            !one.is(loan::IS_CLOSED) && one.get(loan::CURRENT_DUE_DATE).date().is_some_and(|due| due < today())
        });
        assert_eq!(overdue.count() as u32, summary.overdue);
        assert!(summary.overdue >= 4, "one in each collection at least: {summary:?}");
        assert!(loans.iter().any(|one| one.is(loan::IS_CLOSED)));
        for one in &loans {
            assert!(one.get(loan::LOAN_DATE).date().is_some_and(|day| day <= today()));
        }
        let ids: Vec<i64> = all(&fresh.database, preparation::TABLE).iter().map(|one| one.id).collect();
        let places = read(&fresh.database, |tx| availability(tx, &ids));
        assert_eq!(places.len(), ids.len());
        assert!(places.values().all(|one| one.available.is_some_and(|available| available >= 0)));
        assert!(places.values().any(|one| one.on_loan > 0) && places.values().any(|one| one.gifted > 0));
        assert!(places.values().any(|one| one.exchanged > 0));
        // A returned loan leaves nothing open.
        for line in all(&fresh.database, loan_preparation::TABLE) {
            let of = line.int(loan_preparation::LOAN);
            let closed = loans.iter().any(|one| Some(one.id) == of && one.is(loan::IS_CLOSED));
            assert!(!closed || line.is(loan_preparation::IS_RESOLVED), "{line:?}");
        }
    });
}

#[test]
fn nothing_happened_before_it_could_or_after_today() {
    let fresh = vasculum_testkit::sqlite();
    make(&fresh.database, 400, 11);
    let path = |text: &str| Path::parse(model().table(determination::TABLE), text).unwrap();
    let rows = read(&fresh.database, |tx| {
        let paths = [
            path("determinedDate"),
            path("collectionObject.collectingEvent.startDate"),
            path("collectionObject.catalogedDate"),
        ];
        tx.values(&Select::all(determination::TABLE), &paths)
    });
    for row in rows {
        let [determined, collected, cataloged] = [row[0].date(), row[1].date(), row[2].date()].map(Option::unwrap);
        assert!(collected.year() <= determined.year() && collected <= cataloged, "{row:?}");
        assert!(determined <= today() && cataloged <= today(), "{row:?}");
    }
    let people = all(&fresh.database, agent::TABLE);
    for event in all(&fresh.database, collecting_event::TABLE) {
        let year = event.get(collecting_event::START_DATE).date().unwrap().year();
        let first = read(&fresh.database, |tx| tx.children(&[event.id], collecting_event::COLLECTORS));
        assert!((1..=3).contains(&first.len()));
        for (_, one) in first {
            let who = people.iter().find(|person| Some(person.id) == one.int(collector::AGENT)).unwrap();
            let alive =
                |column, test: fn(i32, i32) -> bool| who.get(column).date().is_none_or(|day| test(day.year(), year));
            assert!(alive(agent::DATE_OF_BIRTH, |born, year| born + 15 < year), "{who:?}");
            assert!(alive(agent::DATE_OF_DEATH, |died, year| year <= died), "{who:?}");
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_museum() {
    let (first, second, other) = (vasculum_testkit::sqlite(), vasculum_testkit::sqlite(), vasculum_testkit::sqlite());
    assert_eq!(make(&first.database, 120, 5), make(&second.database, 120, 5));
    make(&other.database, 120, 6);
    let (one, two) = (digest(&first.database), digest(&second.database));
    assert!(one.len() > 1_500);
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    assert_eq!(one.len(), two.len());
    assert_ne!(one, digest(&other.database));
}

#[test]
fn a_database_in_use_is_left_alone() {
    let fresh = vasculum_testkit::sqlite();
    make(&fresh.database, 4, 1);
    let plan = DemoPlan::on(today());
    let again = generate(&fresh.database, &plan, &mut |_, _, _| {});
    assert_eq!(again.unwrap_err().code, vasculum_model::Code::Conflict);
    assert_eq!(all(&fresh.database, collection_object::TABLE).len(), 4);
}
