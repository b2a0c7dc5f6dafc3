//! The first setup of an institution, and its structure afterwards.

use vasculum_domain::setup::structure::{
    Level, NewDiscipline, Node, add_collection_to, add_discipline, add_division, move_collection, plan_move,
    plan_removal, remove, structure,
};
use vasculum_domain::setup::{self, FirstSetup, FirstUser, NewCollection, NewInstitution, TreeStart};
use vasculum_domain::{check, records, undo, users};
use vasculum_model::names::{
    agent, collection, collection_object, discipline, geography, geologic_time_period, institution, pick_list,
    specify_user, taxon, taxon_tree_def,
};
use vasculum_model::{Code, Record, Result};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::setup::{new_collection, set_up};

fn write<T>(db: &Database, act: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    db.write(&Access::system("test"), Purpose::new("test", "test"), act)
}

fn first() -> FirstSetup {
    FirstSetup {
        institution: NewInstitution { name: "Museum of Tests".to_owned(), code: "MT".to_owned() },
        street: Some("Fern Street 1".to_owned()),
        city: Some("Testing".to_owned()),
        country: None,
        has_global_accessions: true,
        division_abbrev: Some("Z".to_owned()),
        collection: NewCollection {
            division: Some("Zoology".to_owned()),
            name: Some("Birds of the world".to_owned()),
            ..new_collection("birds", "bird")
        },
        storage_without: Vec::new(),
        names: TreeStart::Starter,
        places: TreeStart::Starter,
        times: TreeStart::Starter,
        user: FirstUser {
            name: "ada".to_owned(),
            password: "a pressed fern".to_owned(),
            email: Some("ada@museum.org".to_owned()),
            first_name: Some("Ada".to_owned()),
            last_name: Some("Oduya".to_owned()),
        },
    }
}

#[test]
fn a_first_setup_is_whole_in_one_change_set() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let access = Access::system("setup");
        assert!(db.read(&access, setup::is_untouched).unwrap());
        let (made, set) =
            db.write_counted(&access, Purpose::new("setup", ""), |tx| setup::set_up(tx, &first())).unwrap();
        assert_eq!(set, Some(1));
        assert!(!db.read(&access, setup::is_untouched).unwrap());
        db.read(&access, |tx| {
            assert_eq!(tx.latest_change()?, 1);
            let house = tx.get(institution::TABLE, made.institution)?;
            assert!(house.is(institution::IS_ACCESSIONS_GLOBAL) && house.int(institution::ADDRESS).is_some());
            let named = |name: &str| Filter::is(geography::FULL_NAME, name);
            assert_eq!(tx.count(&Select::all(geography::TABLE).matching(named("Ukraine")))?, 1);
            assert_eq!(tx.count(&Select::all(geography::TABLE))?, 1 + 7 + 249);
            let order = Filter::is(taxon::NAME, "Passeriformes");
            assert_eq!(
                tx.first(&Select::all(taxon::TABLE).matching(order))?.map(|it| it.int(taxon::RANK_ID)),
                Some(Some(100))
            );
            assert!(tx.count(&Select::all(geologic_time_period::TABLE))? > 100);
            let ada = tx.first(&Select::all(agent::TABLE).matching(Filter::is(agent::LAST_NAME, "Oduya")))?.unwrap();
            assert_eq!(ada.text(agent::FIRST_NAME), Some("Ada"));
            let report = check::check(tx, &mut |_, _, _| ())?;
            assert!(report.findings.is_empty(), "{:?}", report.findings);
            Ok(())
        })
        .unwrap();
        assert!(users::verify(db, "ada", "a pressed fern").unwrap().is_some());
        let again = db.write(&access, Purpose::new("setup", ""), |tx| setup::set_up(tx, &first()));
        assert_eq!(again.err().map(|error| error.code), Some(Code::Conflict));
    });
}

#[test]
fn what_is_wrong_is_said_and_leaves_nothing() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let mut bad = first();
        bad.institution.code = " ".to_owned();
        bad.user.password = "ada".to_owned();
        bad.collection.discipline_type = "stamps".to_owned();
        let error = write(db, |tx| setup::set_up(tx, &bad)).unwrap_err();
        let fields: Vec<&str> = error.issues.iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["institution_code", "kind", "password"]);
        assert!(db.read(&Access::system("test"), setup::is_untouched).unwrap());
    });
}

#[test]
fn names_come_from_a_file_in_the_same_change_set() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("taxa.csv");
        std::fs::write(
            &file,
            "taxonID,scientificName,taxonRank,kingdom,phylum,class,order,family\n\
             1,Turdus merula Linnaeus,species,Animalia,Chordata,Aves,Passeriformes,Turdidae\n",
        )
        .unwrap();
        let new = FirstSetup { names: TreeStart::File(file), places: TreeStart::Empty, ..first() };
        write(db, |tx| setup::set_up(tx, &new)).unwrap();
        db.read(&Access::system("test"), |tx| {
            let named = Filter::is(taxon::FULL_NAME, "Turdus merula");
            assert_eq!(tx.count(&Select::all(taxon::TABLE).matching(named))?, 1);
            assert_eq!(tx.latest_change()?, 1);
            assert_eq!(tx.count(&Select::all(geography::TABLE))?, 1, "the root alone");
            Ok(())
        })
        .unwrap();
        std::fs::write(folder.path().join("none.csv"), "a,b\n1,2\n").unwrap();
        let none = FirstSetup { names: TreeStart::File(folder.path().join("none.csv")), ..first() };
        let fields: Vec<String> =
            setup::check(&none).unwrap_err().issues.into_iter().map(|issue| issue.field).collect();
        assert_eq!(fields, ["names"]);
    });
}

/// The structure, drawn: a line a node, deeper ones further in.
fn drawn(db: &Database) -> String {
    fn draw(node: &Node, depth: usize, out: &mut String) {
        out.push_str(&format!("{}{} {} {}\n", " ".repeat(depth), node.name(), node.code(), node.objects));
        for below in &node.below {
            draw(below, depth + 1, out);
        }
    }
    let mut out = String::new();
    draw(&db.read(&Access::system("test"), structure).unwrap(), 0, &mut out);
    out
}

#[test]
fn the_structure_grows_by_division_discipline_and_collection() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let botany = write(db, |tx| add_division(tx, " Botany ", "BOT")).unwrap();
        let plants = NewDiscipline {
            division: botany,
            kind: "botany".to_owned(),
            name: None,
            places_of: Some(made.discipline),
            names_of: None,
        };
        let plants = write(db, |tx| add_discipline(tx, &plants)).unwrap();
        let herb = NewCollection { name: Some("Herbarium".to_owned()), ..new_collection("herb", "") };
        write(db, |tx| add_collection_to(tx, plants, &herb)).unwrap();
        assert_eq!(
            drawn(db),
            "Museum of Tests MT 0\n Botany BOT 0\n  Botany botany 0\n   Herbarium herb 0\n Museum of Tests  0\n  Ichthyology fish 0\n   first first 0\n"
        );
        db.read(&Access::system("test"), |tx| {
            let (fish, plants) = (tx.get(discipline::TABLE, made.discipline)?, tx.get(discipline::TABLE, plants)?);
            let places = discipline::GEOGRAPHY_TREE_DEF;
            assert_eq!(fish.int(places), plants.int(places), "both use one tree of places");
            assert_ne!(fish.int(discipline::TAXON_TREE_DEF), plants.int(discipline::TAXON_TREE_DEF));
            Ok(())
        })
        .unwrap();
        let refusal = |result: Result<i64>| result.err().map(|error| error.issues[0].field.clone());
        assert_eq!(refusal(write(db, |tx| add_division(tx, "Botany", ""))), Some("name".to_owned()));
        assert_eq!(refusal(write(db, |tx| add_collection_to(tx, made.discipline, &herb))), Some("code".to_owned()));
        let sharing = NewDiscipline {
            division: botany,
            kind: "insect".to_owned(),
            name: None,
            places_of: None,
            names_of: Some(made.discipline),
        };
        assert_eq!(refusal(write(db, |tx| add_discipline(tx, &sharing))), Some("names_of".to_owned()));
    });
}

#[test]
fn what_is_empty_can_be_deleted_and_brought_back() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let admin = write(db, |tx| {
            users::install_library_roles(tx)?;
            let id = users::add_user(
                tx,
                users::NewUser {
                    name: "Ada".to_owned(),
                    password: Some("a pressed fern".to_owned()),
                    admin: true,
                    email: None,
                },
            )?;
            Ok(id)
        })
        .unwrap();
        let before = drawn(db);
        let (division, branch, kept) = write(db, |tx| {
            let division = add_division(tx, "Botany", "")?;
            let new =
                NewDiscipline { division, kind: "botany".to_owned(), name: None, places_of: None, names_of: None };
            let branch = add_discipline(tx, &new)?;
            let kept = add_collection_to(tx, branch, &new_collection("herb", ""))?;
            let role = users::add_role_from_library(tx, kept, "Read-Only Access")?;
            users::give_role(tx, admin, role)?;
            Ok((division, branch, kept))
        })
        .unwrap();
        // From above nothing goes while something stands below.
        for (level, id) in [(Level::Division, division), (Level::Discipline, branch)] {
            let refused = write(db, |tx| remove(tx, level, id)).unwrap_err();
            assert_eq!(refused.code, Code::Conflict);
            assert!(!refused.issues.is_empty());
        }
        let plan = db.read(&Access::system("test"), |tx| plan_removal(tx, Level::Collection, kept)).unwrap();
        assert!(plan.is_possible() && plan.along.iter().any(|along| along.column == pick_list::COLLECTION), "{plan:?}");
        let access = users::access(db, admin, None).unwrap();
        let delete = |level, id| {
            let done = db.write_counted(&access, Purpose::new("delete", ""), |tx| remove(tx, level, id));
            done.unwrap().1.unwrap()
        };
        let gone = delete(Level::Collection, kept);
        let gone_too = delete(Level::Discipline, branch);
        let gone_last = delete(Level::Division, division);
        assert_eq!(drawn(db), before);
        for set in [gone_last, gone_too, gone] {
            write(db, |tx| undo::undo(tx, set, false)).unwrap();
        }
        assert!(drawn(db).contains("herb herb 0"));
        db.read(&Access::system("test"), |tx| {
            assert!(check::check(tx, &mut |_, _, _| ())?.findings.is_empty());
            assert!(tx.find(collection::TABLE, kept)?.is_some());
            assert!(tx.count(&Select::all(taxon_tree_def::TABLE))? == 2);
            Ok(())
        })
        .unwrap();
        // Whoever works in one collection alone changes nothing of the structure.
        let helper = write(db, |tx| {
            let new = users::NewUser { name: "Helper".to_owned(), ..users::NewUser::default() };
            let id = users::add_user(tx, new)?;
            let role = users::add_role_from_library(tx, made.collection, "Full Data Access")?;
            users::give_role(tx, id, role)?;
            Ok(id)
        })
        .unwrap();
        let helper = users::access(db, helper, None).unwrap();
        let tried = db.write(&helper, Purpose::new("delete", ""), |tx| remove(tx, Level::Collection, kept));
        assert_eq!(tried.err().map(|error| error.code), Some(Code::Forbidden));
        let tried = db.write(&helper, Purpose::new("save", ""), |tx| add_division(tx, "Mine", ""));
        assert_eq!(tried.err().map(|error| error.code), Some(Code::Forbidden));
    });
}

#[test]
fn what_holds_something_stays_where_it_is() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let other = NewDiscipline {
            division: made.division,
            kind: "insect".to_owned(),
            name: None,
            places_of: None,
            names_of: None,
        };
        let other = write(db, |tx| add_discipline(tx, &other)).unwrap();
        let empty = write(db, |tx| add_collection_to(tx, made.discipline, &new_collection("empty", ""))).unwrap();
        write(db, |tx| move_collection(tx, empty, other)).unwrap();
        assert!(drawn(db).contains(" Entomology insect 0\n   empty empty 0"), "{}", drawn(db));
        write(db, |tx| {
            let record = Record::new(collection_object::TABLE).with(collection_object::COLLECTION, made.collection);
            records::put(tx, None, record)
        })
        .unwrap();
        let blockers = db.read(&Access::system("test"), |tx| plan_move(tx, made.collection)).unwrap();
        assert!(
            blockers.iter().any(|one| one.column == collection_object::COLLECTION && one.count == 1),
            "{blockers:?}"
        );
        assert_eq!(write(db, |tx| move_collection(tx, made.collection, other)).unwrap_err().code, Code::Conflict);
        assert_eq!(write(db, |tx| remove(tx, Level::Collection, made.collection)).unwrap_err().code, Code::Conflict);
        assert!(drawn(db).starts_with("Museum of Tests MT 1\n"));
        let none = db.read(&Access::system("test"), |tx| tx.count(&Select::all(specify_user::TABLE))).unwrap();
        assert_eq!(none, 0);
    });
}
