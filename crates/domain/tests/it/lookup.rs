//! Finding records by a few words.

use std::sync::Arc;

use vasculum_domain::lookup::{Found, Wish, filter, find, possible};
use vasculum_domain::setup::{Made, add_collection};
use vasculum_domain::trees;
use vasculum_model::names::{
    agent, collecting_event, collection_object, collection_object_type, determination, locality, preparation, taxon,
    taxon_tree_def,
};
use vasculum_model::{Record, TableId, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::rules::{new_object, new_person, new_preparation, put, read, write};
use crate::setup::{new_collection, set_up};

fn ids(database: &Database, access: &Access, table: TableId, words: &str, only: Filter) -> Found {
    let wish = Wish { table, words, only, limit: 12 };
    database.read(access, |tx| find(tx, &wish)).unwrap()
}

/// The names of what the words find, in order.
#[track_caller]
fn check(database: &Database, table: TableId, words: &str, expect: &[&str]) {
    let found = ids(database, &Access::system("test"), table, words, Filter::All);
    let names: Vec<String> = read(database, |tx| {
        let mut names = Vec::new();
        for id in &found.ids {
            let record = tx.get(table, *id)?;
            names.push(vasculum_domain::formats::formatted(tx, &record)?);
        }
        Ok(names)
    });
    assert_eq!(names, expect, "{words}");
}

/// Adds species below Life, by genus; returns the nodes in order.
pub(crate) fn add_taxa(tx: &mut WriteTx<'_>, made: Made, names: &[&str]) -> Vec<Record> {
    let def = trees::definition(tx, taxon::TABLE, made.discipline).unwrap();
    let root = trees::root(tx, taxon::TABLE, def.id).unwrap();
    let mut above = root;
    let mut nodes = Vec::new();
    for (of, name) in [
        ("Kingdom", "Animalia"),
        ("Phylum", "Chordata"),
        ("Class", "Actinopterygii"),
        ("Order", "Ordo"),
        ("Family", "Salmonidae"),
    ] {
        let rank = def.named(of).cloned().unwrap();
        above = trees::add_node(tx, taxon::TABLE, &above, &rank, name, &[]).unwrap();
    }
    nodes.push(above.clone());
    let (genus, species) = (def.named("Genus").cloned().unwrap(), def.named("Species").cloned().unwrap());
    for name in names {
        let (first, second) = name.split_once(' ').unwrap();
        let found = trees::find_child(tx, taxon::TABLE, above.id, first, &genus).unwrap();
        let parent = found.unwrap_or_else(|| trees::add_node(tx, taxon::TABLE, &above, &genus, first, &[]).unwrap());
        let author = [(taxon::AUTHOR, Value::from("Linnaeus, 1758"))];
        nodes.push(trees::add_node(tx, taxon::TABLE, &parent, &species, second, &author).unwrap());
    }
    nodes
}

#[test]
fn names_are_found_by_their_beginning_by_any_word_and_with_a_slip() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            add_taxa(
                tx,
                made,
                &["Salmo trutta", "Salmo salar", "Salvelinus alpinus", "Oncorhynchus mykiss", "Trutta obtusa"],
            );
            Ok(())
        })
        .unwrap();
        let check = |words: &str, expect: &[&str]| check(&fresh.database, taxon::TABLE, words, expect);
        check("salmo", &["Salmo", "Salmo salar", "Salmo trutta", "Salmonidae"]);
        check("Salmo tr", &["Salmo trutta"]);
        check("trut", &["Trutta", "Trutta obtusa", "Salmo trutta"]);
        check("S. trutta", &["Salmo trutta"]);
        check("trutta salmo", &["Salmo trutta"]);
        check("salar linn", &["Salmo salar"]);
        check("Sallmo truta", &["Salmo trutta"]);
        check("onchorynchus", &["Oncorhynchus", "Oncorhynchus mykiss"]);
        check("mikiss", &["Oncorhynchus mykiss"]);
        check("slaar", &["Salmo salar"]);
        check("ab", &[]);
        check("Homo sapiens", &[]);
    });
}

#[test]
fn a_list_that_is_cut_says_so() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            for nth in 0..20 {
                new_person(tx, made.division, &format!("Smith {nth:02}"))?;
            }
            Ok(())
        })
        .unwrap();
        let found = ids(&fresh.database, &Access::system("test"), agent::TABLE, "smith", Filter::All);
        assert_eq!((found.ids.len(), found.has_more), (12, true));
        let found = ids(&fresh.database, &Access::system("test"), agent::TABLE, "smith 03", Filter::All);
        assert_eq!((found.ids.len(), found.has_more), (1, false));
        assert_eq!(ids(&fresh.database, &Access::system("test"), agent::TABLE, "", Filter::All).ids.len(), 12);
    });
}

#[test]
fn places_events_and_objects_are_found_by_what_they_belong_to() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (event, object, jar) = write(&fresh.database, |tx| {
            let def = trees::definition(tx, vasculum_model::names::geography::TABLE, made.discipline)?;
            let earth = trees::root(tx, vasculum_model::names::geography::TABLE, def.id)?;
            let rank = def.ranks[1].clone();
            let europe =
                trees::add_node(tx, vasculum_model::names::geography::TABLE, &earth, &rank, "Österreich", &[])?;
            let pond = put(
                tx,
                Record::new(locality::TABLE)
                    .with(locality::LOCALITY_NAME, "Mill pond near Linz")
                    .with(locality::SRC_LAT_LONG_UNIT, 0)
                    .with(locality::GEOGRAPHY, europe.id)
                    .with(locality::DISCIPLINE, made.discipline),
            )?;
            let event = put(
                tx,
                Record::new(collecting_event::TABLE)
                    .with(collecting_event::LOCALITY, pond.id)
                    .with(collecting_event::STATION_FIELD_NUMBER, "MO 12")
                    .with(collecting_event::DISCIPLINE, made.discipline),
            )?;
            let object = new_object(tx, made.collection)?;
            let jar = new_preparation(tx, &object, 1)?;
            Ok((event.id, object.id, jar.id))
        })
        .unwrap();
        let system = Access::system("test");
        let one = |table, words: &str| ids(&fresh.database, &system, table, words, Filter::All).ids;
        assert_eq!(one(locality::TABLE, "osterr linz").len(), 1);
        assert_eq!(one(collecting_event::TABLE, "mo 12"), [event]);
        assert_eq!(one(collecting_event::TABLE, "Linz"), [event]);
        assert_eq!(one(collection_object::TABLE, "1"), [object]);
        assert_eq!(one(collection_object::TABLE, "0000000"), [object]);
        assert_eq!(one(preparation::TABLE, "1"), [jar]);
        assert!(one(collection_object::TABLE, "2").is_empty());
    });
}

#[test]
fn nobody_finds_what_lies_outside_their_collection() {
    on_every_engine(|fresh| {
        let fish = set_up(&fresh.database, "fish");
        let herb = write(&fresh.database, |tx| add_collection(tx, new_collection("herb", "botany"))).unwrap();
        write(&fresh.database, |tx| {
            add_taxa(tx, fish, &["Salmo trutta"]);
            Ok(())
        })
        .unwrap();
        let hierarchy = Arc::new(fresh.database.hierarchy().unwrap());
        let in_collection = |id| Access::system("test").within(Some(id), Some(Arc::clone(&hierarchy)));
        let count =
            |collection| ids(&fresh.database, &in_collection(collection), taxon::TABLE, "salmo", Filter::All).ids.len();
        assert_eq!((count(fish.collection), count(herb.collection)), (3, 0));
        let none = fresh.database.read(&Access::nobody(), |tx| {
            find(tx, &Wish { table: taxon::TABLE, words: "salmo", only: Filter::All, limit: 5 })
        });
        assert!(none.is_err());
    });
}

#[test]
fn what_cannot_be_meant_is_not_offered() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let nodes = write(&fresh.database, |tx| Ok(add_taxa(tx, made, &["Salmo trutta", "Salmo salar"]))).unwrap();
        let genus = nodes[1].int(taxon::PARENT).unwrap();
        let offered = |link, record| {
            let only = read(&fresh.database, |tx| possible(tx, link, record, None));
            ids(&fresh.database, &Access::system("test"), taxon::TABLE, "salmo", only).ids
        };
        assert_eq!(offered(taxon::PARENT, None).len(), 4);
        assert_eq!(offered(taxon::PARENT, Some(genus)), [nodes[0].id], "only the family");
        assert_eq!(offered(taxon::PARENT, Some(nodes[1].id)), [genus, nodes[0].id]);
        assert_eq!(offered(taxon::ACCEPTED_TAXON, Some(nodes[1].id)), [genus, nodes[2].id, nodes[0].id]);
    });
}

#[test]
fn an_object_is_given_names_of_the_tree_of_its_type() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            add_taxa(tx, made, &["Salmo trutta"]);
            Ok(())
        })
        .unwrap();
        let object = write(&fresh.database, |tx| new_object(tx, made.collection)).unwrap();
        let offered = || {
            let only = read(&fresh.database, |tx| {
                possible(tx, determination::TAXON, None, Some((collection_object::TABLE, object.id)))
            });
            ids(&fresh.database, &Access::system("test"), taxon::TABLE, "salmo", only).ids.len()
        };
        assert_eq!(offered(), 3);
        fresh
            .database
            .write(&Access::system("test"), Purpose::new("test", "Minerals"), |tx| {
                let tree = Record::new(taxon_tree_def::TABLE)
                    .with(taxon_tree_def::NAME, "Minerals")
                    .with(taxon_tree_def::DISCIPLINE, made.discipline);
                let tree = put(tx, tree)?;
                let kind = object.needed(collection_object::COLLECTION_OBJECT_TYPE)?;
                let before = tx.get(collection_object_type::TABLE, kind)?;
                let after = before.clone().with(collection_object_type::TAXON_TREE_DEF, tree.id);
                vasculum_domain::records::put(tx, Some(&before), after).map(drop)
            })
            .unwrap();
        assert_eq!(offered(), 0);
    });
}

/// What a list shows for some words, by id.
#[track_caller]
fn listed(database: &Database, access: &Access, table: TableId, words: &str, expect: &[i64]) {
    let ids = database.read(access, |tx| {
        let filter = filter(tx, model().table(table), words)?.expect("an index answers for this table");
        let found = tx.select(&Select::all(table).matching(filter))?;
        Ok(found.into_iter().map(|record| record.id).collect::<Vec<_>>())
    });
    assert_eq!(ids.unwrap(), expect, "{words}");
}

#[test]
fn a_list_is_narrowed_by_the_beginnings_of_words_in_any_order() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (trout, salmon, pond, event, object) = write(&fresh.database, |tx| {
            let taxa = add_taxa(tx, made, &["Salmo trutta", "Salmo salar"]);
            let pond = put(
                tx,
                Record::new(locality::TABLE)
                    .with(locality::DISCIPLINE, made.discipline)
                    .with(locality::LOCALITY_NAME, "Étang du moulin, 3 km N of Łódź"),
            )?;
            let event = put(
                tx,
                Record::new(collecting_event::TABLE)
                    .with(collecting_event::DISCIPLINE, made.discipline)
                    .with(collecting_event::STATION_FIELD_NUMBER, "CD-1859/7")
                    .with(collecting_event::VERBATIM_LOCALITY, "below the weir")
                    .with(collecting_event::LOCALITY, pond.id),
            )?;
            let object = new_object(tx, made.collection)?;
            put(
                tx,
                Record::new(determination::TABLE)
                    .with(determination::COLLECTION_OBJECT, object.id)
                    .with(determination::TAXON, taxa[1].id)
                    .with(determination::IS_CURRENT, true),
            )?;
            new_object(tx, made.collection)?;
            Ok((taxa[1].id, taxa[2].id, pond.id, event.id, object.id))
        })
        .unwrap();
        let all = Access::system("test");
        let list = |table, words: &str, expect: &[i64]| listed(&fresh.database, &all, table, words, expect);
        list(taxon::TABLE, "tru SALM", &[trout]);
        list(taxon::TABLE, "sala salm", &[salmon]);
        list(taxon::TABLE, "rutta", &[]);
        list(taxon::TABLE, "s tr", &[trout]);
        list(locality::TABLE, "lodz etang", &[pond]);
        list(locality::TABLE, "mouli", &[pond]);
        list(collecting_event::TABLE, "cd-1859", &[event]);
        list(collecting_event::TABLE, "weir lodz", &[event]);
        list(collecting_event::TABLE, "weir paris", &[]);
        list(collection_object::TABLE, "1", &[object]);
        list(collection_object::TABLE, "00000000", &[object, object + 1]);
        list(collection_object::TABLE, "trutta 1", &[object]);
        list(collection_object::TABLE, "trutta 2", &[]);
        list(collection_object::TABLE, "…", &[]);
        let none = read(&fresh.database, |tx| filter(tx, model().table(determination::TABLE), "trutta"));
        assert!(none.is_none(), "determinations have no words of their own");

        // What lies in another discipline is not found through its words either.
        let other = write(&fresh.database, |tx| add_collection(tx, new_collection("herb", "botany"))).unwrap();
        let hierarchy = Arc::new(fresh.database.hierarchy().unwrap());
        let access = Access::system("test").within(Some(other.collection), Some(hierarchy));
        listed(&fresh.database, &access, locality::TABLE, "mouli", &[]);
        listed(&fresh.database, &access, collection_object::TABLE, "trutta", &[]);
    });
}
