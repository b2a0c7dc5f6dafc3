//! Forms that institutions arrange, and the schema configuration of a discipline.

use vasculum_domain::forms::{self, LookCache, Origin, Place, Source, parse};
use vasculum_domain::schema::{self, Presented, Wanted};
use vasculum_domain::setup::add_collection;
use vasculum_domain::undo;
use vasculum_model::names::{agent, collection_object, sp_locale_container_item, sp_locale_item_str};
use vasculum_model::{Code, model};
use vasculum_store::{Access, Policy, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::setup::{new_collection, set_up};

fn system() -> Access {
    Access::system("test")
}

fn form(title: &str) -> forms::Form {
    parse(&format!("table = \"Agent\"\n[[section]]\ntitle = \"{title}\"\nfields = [\"lastName\", \"agentType\"]"))
        .unwrap()
}

/// The heading of the first part of the form of agents that counts in a collection.
#[track_caller]
fn heading(cache: &LookCache, database: &vasculum_store::Database, collection: i64, discipline: i64) -> String {
    let look = cache.look(database, collection, discipline, "en").unwrap();
    look.form(agent::TABLE).unwrap().sections[0].title.clone()
}

#[test]
fn the_form_of_the_collection_counts_before_that_of_the_discipline_and_the_shipped_one() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let other = db
            .write(&system(), Purpose::new("setup", "Another"), |tx| add_collection(tx, new_collection("two", "fish")))
            .unwrap();
        let cache = LookCache::default();
        let here = Place { discipline: made.discipline, collection: Some(made.collection) };
        let whole = Place { collection: None, ..here };
        let save = |place: Place, title: &str| {
            let form = form(title);
            db.write_counted(&system(), Purpose::new("save", "A form"), move |tx| forms::save(tx, place, &form, None))
                .unwrap()
        };
        let headings = || [made, other].map(|one| heading(&cache, db, one.collection, one.discipline)).join(" ");
        assert_eq!(headings(), "Name Name");
        save(whole, "Discipline");
        assert_eq!(headings(), "Discipline Discipline");
        let (first, _) = save(here, "Collection");
        assert_eq!(headings(), "Collection Discipline");
        let (second, change) = save(here, "Again");
        assert_eq!((first.id, second.version()), (second.id, 2), "the earlier form is an earlier version");
        db.write(&system(), Purpose::new("undo", "Back"), |tx| undo::undo(tx, change.unwrap(), false)).unwrap();
        assert_eq!(headings(), "Collection Discipline");
        let seen = Some(1);
        let stale = form("Stale");
        let refused = db.write(&system(), Purpose::new("save", "Stale"), |tx| forms::save(tx, here, &stale, seen));
        assert_eq!(refused.unwrap_err().code, Code::Conflict);
        let gone = |place| {
            db.write(&system(), Purpose::new("delete", "Gone"), |tx| forms::reset(tx, place, agent::TABLE)).unwrap()
        };
        assert!(gone(here) && !gone(here));
        assert_eq!(headings(), "Discipline Discipline");
        assert!(gone(whole));
        assert_eq!(headings(), "Name Name");
    });
}

#[test]
fn a_form_of_a_discipline_is_arranged_by_who_may_in_all_of_its_collections() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let other = db
            .write(&system(), Purpose::new("setup", "Another"), |tx| add_collection(tx, new_collection("two", "fish")))
            .unwrap();
        let hierarchy = std::sync::Arc::new(db.hierarchy().unwrap());
        let may = |collections: &[i64]| {
            let policy = |collection: &i64| Policy {
                collection: Some(*collection),
                resource: forms::RESOURCE.to_owned(),
                action: "update".to_owned(),
            };
            let policies = collections.iter().map(policy).collect();
            Access::of(1, "somebody", policies, hierarchy.clone()).within(collections.first().copied(), None)
        };
        let here = Place { discipline: made.discipline, collection: Some(made.collection) };
        let save = |access: &Access, place: Place| {
            let form = form("Mine");
            db.write(access, Purpose::new("save", "A form"), |tx| forms::save(tx, place, &form, None).map(drop))
                .map_err(|error| error.code)
        };
        let (one, both) = (may(&[made.collection]), may(&[made.collection, other.collection]));
        assert_eq!(save(&one, Place { collection: None, ..here }), Err(Code::Forbidden));
        assert_eq!(save(&one, Place { collection: Some(other.collection), ..here }), Err(Code::Forbidden));
        assert_eq!(save(&one, here), Ok(()));
        assert_eq!(save(&both, Place { collection: None, ..here }), Ok(()));
        assert_eq!(save(&one.clone().looking_only(true), here), Err(Code::Forbidden));
    });
}

#[test]
fn every_kind_of_discipline_has_its_own_parts() {
    let heading = |kind: &str| {
        let look = forms::Look::shipped(kind);
        assert_eq!(look.origin(collection_object::TABLE), Origin::Shipped);
        let titles: Vec<String> =
            look.form(collection_object::TABLE).unwrap().sections.iter().map(|section| section.title.clone()).collect();
        ["Sex, stage and measurements", "Plant", "Fossil", "Mineral or rock"]
            .into_iter()
            .filter(|title| titles.iter().any(|its| its == title))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (kind, expect) in [
        ("fish", "Sex, stage and measurements"),
        ("bird", "Sex, stage and measurements"),
        ("botany", "Plant"),
        ("paleobotany", "Fossil"),
        ("vertpaleo", "Fossil"),
        ("geology", "Mineral or rock"),
    ] {
        assert_eq!(heading(kind), expect, "{kind}");
    }
}

#[test]
fn pick_lists_offer_items_records_and_values() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let look = db.read(&system(), |tx| forms::look(tx, made.collection, made.discipline, "en")).unwrap();
        let status = look.pick_list("TypeStatus").unwrap();
        assert!(status.is_open && matches!(&status.source, Source::Items(items) if items[0].0 == "Holotype"));
        let kinds = look.pick_list("PrepType").unwrap();
        let offered = db.read(&system(), |tx| kinds.offers(tx)).unwrap();
        assert!(offered.iter().any(|(_, words)| words == "EtOH"), "{offered:?}");
        assert!(look.pick_list("Phenology").is_none(), "a list of plants");
    });
}

fn called(caption: &str) -> Presented {
    Presented { caption: caption.to_owned(), ..Presented::default() }
}

#[test]
fn captions_are_kept_by_language_and_only_what_differs_is_written() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let save = |language: &str, wanted: &Wanted| {
            db.write_counted(&system(), Purpose::new("save", "Captions"), |tx| {
                schema::save(tx, made.discipline, collection_object::TABLE, language, wanted)
            })
            .map(|(_, change)| change)
        };
        let wanted = |caption: &str, hidden: bool| Wanted {
            table: called("Lot"),
            fields: vec![
                ("catalogNumber".to_owned(), Presented { is_hidden: hidden, ..called(caption) }),
                ("text1".to_owned(), called("Tag")),
                ("determinations".to_owned(), called("Names")),
            ],
        };
        assert!(save("en", &wanted("Jar", false)).unwrap().is_some());
        assert!(save("en", &wanted("Jar", false)).unwrap().is_none(), "nothing differs");
        assert!(save("de-CH", &wanted("Glas", true)).unwrap().is_some());
        let read = |language: &str| {
            let schema = db.read(&system(), |tx| schema::load(tx, made.discipline, language)).unwrap();
            let of = |name: &str| {
                schema.field(collection_object::TABLE, name).map(|field| field.caption.clone()).unwrap_or_default()
            };
            format!("{} {} {}", of("catalogNumber"), of("text1"), of("DETERMINATIONS"))
        };
        assert_eq!(
            (read("en"), read("de"), read("de-CH")),
            ("Jar Tag Names".into(), "Glas Tag Names".into(), "Glas Tag Names".into())
        );
        assert_eq!(read("fr"), " Tag ", "only a spare field is called in another language");
        let hidden = db.read(&system(), |tx| schema::load(tx, made.discipline, "en")).unwrap();
        assert!(
            hidden.field(collection_object::TABLE, "catalogNumber").unwrap().is_hidden,
            "settings have no language"
        );
        assert!(save("en", &wanted("", true)).unwrap().is_some());
        assert_eq!(read("en"), " Tag Names");
        let counts = db
            .read(&system(), |tx| {
                let count = |tx: &mut vasculum_store::Tx<'_>, table| tx.count(&Select::all(table));
                Ok((count(tx, sp_locale_container_item::TABLE)?, count(tx, sp_locale_item_str::TABLE)?))
            })
            .unwrap();
        assert_eq!(counts, (3, 7), "three fields; three captions and the table's in German, three in English");
        for (language, field) in [("german", "catalogNumber"), ("en", "shoeSize")] {
            let wrong = Wanted { fields: vec![(field.to_owned(), called("x"))], ..Wanted::default() };
            assert_eq!(save(language, &wrong).unwrap_err().code, Code::Invalid);
        }
        assert!(model().named("FormDefinition").is_some());
    });
}
