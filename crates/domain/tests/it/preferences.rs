//! Preferences of a person, a collection and the institution.

use vasculum_domain::preferences::{self, Place};
use vasculum_domain::undo;
use vasculum_domain::users::{self, NewUser};
use vasculum_model::Code;
use vasculum_model::names::{sp_app_resource, sp_app_resource_data};
use vasculum_store::{Access, Database, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

fn user(db: &Database, name: &str, admin: bool) -> i64 {
    let new = NewUser { name: name.to_owned(), password: Some("a pressed fern".to_owned()), admin, email: None };
    db.write(&Access::system("test"), Purpose::new("test", ""), |tx| users::add_user(tx, new)).unwrap()
}

fn set(db: &Database, access: &Access, place: Place, key: &str, value: Option<&str>) -> vasculum_model::Result<i64> {
    let purpose = Purpose::new("preferences", "");
    let (_, set) = db.write_counted(access, purpose, |tx| preferences::set(tx, place, &[(key, value)]))?;
    Ok(set.unwrap_or(0))
}

#[test]
fn a_persons_wish_comes_before_that_of_the_collection_and_the_institution() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let (ada, berta) = (user(db, "Ada", true), user(db, "Berta", false));
        let ada_here = users::access(db, ada, None).unwrap();
        let get = |user: i64, key: &str| {
            db.read(&Access::nobody(), |tx| {
                let all = preferences::effective(tx, Some(user), Some(made.collection))?;
                Ok((all.get(key).to_owned(), all.place(key)))
            })
            .unwrap()
        };
        assert_eq!(get(ada, "rows"), ("50".to_owned(), None));
        set(db, &ada_here, Place::Institution, "rows", Some("25")).unwrap();
        assert_eq!(get(ada, "rows"), ("25".to_owned(), Some(Place::Institution)));
        set(db, &ada_here, Place::Collection(made.collection), "rows", Some("100")).unwrap();
        assert_eq!(get(berta, "rows"), ("100".to_owned(), Some(Place::Collection(made.collection))));
        let change = set(db, &ada_here, Place::Person(ada), "rows", Some("200")).unwrap();
        set(db, &ada_here, Place::Person(ada), "language", Some("uk")).unwrap();
        assert_eq!(get(ada, "rows"), ("200".to_owned(), Some(Place::Person(ada))));
        assert_eq!(get(berta, "rows").0, "100", "Ada's wish is hers alone");
        set(db, &ada_here, Place::Person(ada), "rows", None).unwrap();
        assert_eq!(get(ada, "rows").0, "100");
        assert_eq!(get(ada, "language").0, "uk");
        // One resource a place, however often it is written; and what was set can be taken back.
        let resources = db.read(&Access::system("test"), |tx| tx.count(&Select::all(sp_app_resource::TABLE))).unwrap();
        assert_eq!(resources, 3);
        let planned = db.read(&Access::system("test"), |tx| undo::plan(tx, change)).unwrap();
        assert!(planned.removes > 0);
    });
}

#[test]
fn nobody_sets_what_is_not_theirs() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let (ada, berta) = (user(db, "Ada", true), user(db, "Berta", false));
        let berta_here = users::access(db, berta, None).unwrap();
        let code = |place: Place, key: &str, value: &str| {
            set(db, &berta_here, place, key, Some(value)).err().map(|error| error.code)
        };
        assert_eq!(code(Place::Person(berta), "theme", "dark"), None);
        assert_eq!(code(Place::Person(ada), "theme", "dark"), Some(Code::Forbidden));
        assert_eq!(code(Place::Collection(made.collection), "rows", "25"), Some(Code::Forbidden));
        assert_eq!(code(Place::Institution, "rows", "25"), Some(Code::Forbidden));
        assert_eq!(code(Place::Person(berta), "rows", "26"), Some(Code::Invalid));
        assert_eq!(code(Place::Collection(made.collection), "theme", "dark"), Some(Code::Forbidden));
        assert_eq!(code(Place::Person(berta), "colour", "blue"), Some(Code::Invalid));
        assert_eq!(code(Place::Person(berta), "home", "https://elsewhere.org"), Some(Code::Invalid));
        let looking = berta_here.clone().looking_only(true);
        let refused = set(db, &looking, Place::Person(berta), "theme", Some("light"));
        assert_eq!(refused.err().map(|error| error.code), Some(Code::Forbidden));
    });
}

#[test]
fn preferences_of_specify_count_and_the_rest_of_them_stays() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let ada = user(db, "Ada", true);
        let access = users::access(db, ada, None).unwrap();
        set(db, &access, Place::Person(ada), "theme", Some("dark")).unwrap();
        let system = Access::system("test");
        let theirs = r#"{"general":{"ui":{"theme":"light","language":"de","fontSize":90}},"form":{"behavior":{"openAsReadOnly":true}}}"#;
        db.write(&system, Purpose::new("test", ""), |tx| {
            let before = tx.first(&Select::all(sp_app_resource_data::TABLE))?.unwrap();
            let after = before.clone().with(sp_app_resource_data::DATA, theirs);
            vasculum_domain::records::put(tx, Some(&before), after)
        })
        .unwrap();
        let values = db.read(&system, |tx| preferences::set_at(tx, Place::Person(ada))).unwrap();
        let listed: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        assert_eq!(listed, [("language", "de"), ("read-only", "yes"), ("theme", "light")]);
        set(db, &access, Place::Person(ada), "theme", None).unwrap();
        let kept = db.read(&system, |tx| tx.first(&Select::all(sp_app_resource_data::TABLE))).unwrap().unwrap();
        let kept = kept.text(sp_app_resource_data::DATA).unwrap();
        assert!(kept.contains("\"fontSize\":90") && !kept.contains("theme"), "{kept}");
    });
}
