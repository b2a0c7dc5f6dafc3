//! Setting up an institution and its collections.

use vasculum_domain::setup::{DISCIPLINE_TYPES, Made, NewCollection, NewInstitution, add_collection, init};
use vasculum_domain::trees;
use vasculum_model::names::{
    collection, collection_object_type, discipline, geography, geologic_time_period, institution, litho_strat,
    pick_list, pick_list_item, prep_type, storage, taxon, tectonic_unit,
};
use vasculum_model::{Code, TableId};
use vasculum_store::{Access, Database, Filter, Purpose, Select};
use vasculum_testkit::on_every_engine;

pub(crate) fn new_collection(code: &str, kind: &str) -> NewCollection {
    NewCollection { code: code.to_owned(), discipline_type: kind.to_owned(), ..NewCollection::default() }
}

/// An institution with one collection of this kind.
pub(crate) fn set_up(database: &Database, kind: &str) -> Made {
    let new = NewInstitution { name: "Museum of Tests".to_owned(), code: "MT".to_owned() };
    let access = Access::system("test");
    database
        .write(&access, Purpose::new("setup", "A museum"), |tx| init(tx, new, new_collection("first", kind)))
        .unwrap()
}

#[test]
fn an_institution_starts_with_all_that_saving_needs() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "invertpaleo");
        let access = Access::system("test");
        fresh
            .database
            .read(&access, |tx| {
                let made_institution = tx.get(institution::TABLE, made.institution)?;
                assert_eq!(made_institution.text(institution::CODE), Some("MT"));
                for (node, name, top) in TREES {
                    let def = trees::definition(tx, *node, made.discipline)?;
                    assert_eq!(
                        def.ranks.first().map(|rank| (rank.name.as_str(), rank.rank_id)),
                        Some((*top, 0)),
                        "{name}"
                    );
                    assert!(def.ranks.windows(2).all(|pair| pair[0].rank_id < pair[1].rank_id));
                    let root = trees::root(tx, *node, def.id)?;
                    assert_eq!(root.named("fullName").and_then(|value| value.text()), Some(*name));
                }
                let it = tx.get(discipline::TABLE, made.discipline)?;
                assert_eq!(it.text(discipline::PALEO_CONTEXT_CHILD_TABLE), Some("collectingevent"));
                let it = tx.get(collection::TABLE, made.collection)?;
                assert_eq!(it.text(collection::CATALOG_NUM_FORMAT_NAME), Some("CatalogNumberNumeric"));
                assert!(!it.is(collection::IS_EMBEDDED_COLLECTING_EVENT));
                let kind = tx.get(collection_object_type::TABLE, it.needed(collection::COLLECTION_OBJECT_TYPE)?)?;
                assert_eq!(kind.int(collection_object_type::COLLECTION), Some(made.collection));
                let preps = tx.count(
                    &Select::all(prep_type::TABLE).matching(Filter::is(prep_type::COLLECTION, made.collection)),
                )?;
                assert_eq!(preps, 7);
                let of_name = Filter::is(pick_list::NAME, "LifeStage");
                let lists = tx.select(&Select::all(pick_list::TABLE).matching(of_name))?;
                assert_eq!(lists.len(), 1, "a collection has one list of a name");
                let items = tx.select(
                    &Select::all(pick_list_item::TABLE).matching(Filter::is(pick_list_item::PICK_LIST, lists[0].id)),
                )?;
                assert!(items.iter().any(|item| item.text(pick_list_item::VALUE) == Some("Nauplius")));
                Ok(())
            })
            .unwrap();
    });
}

/// Nodes, name of the root, name of its rank.
const TREES: &[(TableId, &str, &str)] = &[
    (taxon::TABLE, "Life", "Life"),
    (geography::TABLE, "Earth", "Earth"),
    (storage::TABLE, "Museum of Tests", "Site"),
    (geologic_time_period::TABLE, "Time", "Time Root"),
    (litho_strat::TABLE, "Surface", "Surface"),
    (tectonic_unit::TABLE, "Root", "Root"),
];

#[test]
fn collections_of_a_discipline_share_its_trees() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let access = Access::system("test");
        let add = |new: NewCollection| {
            fresh.database.write(&access, Purpose::new("setup", "One more"), |tx| add_collection(tx, new))
        };
        let second = add(new_collection("second", "fish")).unwrap();
        assert_eq!((second.division, second.discipline), (made.division, made.discipline));
        assert_ne!(second.collection, made.collection);
        let elsewhere = NewCollection { division: Some("Botany".to_owned()), ..new_collection("herb", "botany") };
        let third = add(elsewhere).unwrap();
        assert_ne!(third.division, made.division);
        assert_ne!(third.discipline, made.discipline);
        let names = fresh.database.read(&access, |tx| {
            let mut names = Vec::new();
            for discipline in [made.discipline, third.discipline] {
                let def = trees::definition(tx, taxon::TABLE, discipline)?;
                names.push(def.named("Variety").map(|rank| rank.text_before.clone()));
            }
            Ok(names)
        });
        assert_eq!(names.unwrap(), [None, Some("var. ".to_owned())]);
    });
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    on_every_engine(|fresh| {
        let access = Access::system("test");
        let add = |new: NewCollection| {
            fresh.database.write(&access, Purpose::new("setup", "One more"), |tx| add_collection(tx, new))
        };
        assert_eq!(add(new_collection("early", "fish")).unwrap_err().code, Code::NotFound);
        set_up(&fresh.database, "fish");
        let refusal = add(new_collection("odd", "dragons")).unwrap_err();
        assert_eq!(refusal.code, Code::Invalid);
        assert!(refusal.hint.unwrap().contains("invertpaleo"));
        assert_eq!(add(new_collection("first", "bird")).unwrap_err().code, Code::Invalid);
        let again = fresh.database.write(&access, Purpose::new("setup", "Again"), |tx| {
            let new = NewInstitution { name: "Second".to_owned(), code: "S".to_owned() };
            init(tx, new, new_collection("x", "fish"))
        });
        assert_eq!(again.unwrap_err().code, Code::Conflict);
        let count = fresh.database.read(&access, |tx| tx.count(&Select::all(discipline::TABLE))).unwrap();
        assert_eq!(count, 1);
    });
}

#[test]
fn every_kind_of_discipline_can_be_set_up() {
    let fresh = vasculum_testkit::sqlite();
    set_up(&fresh.database, "fish");
    for kind in DISCIPLINE_TYPES {
        let new = new_collection(&format!("of {}", kind.name), kind.name);
        let access = Access::system("test");
        fresh.database.write(&access, Purpose::new("setup", kind.name), |tx| add_collection(tx, new)).unwrap();
    }
}
