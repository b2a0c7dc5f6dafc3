//! What words find.

use std::collections::BTreeSet;

use vasculum_domain::records::{self, Draft};
use vasculum_model::names::{
    agent, collecting_event, collection_object, collector, determination, geography, locality, taxon,
};
use vasculum_model::{Date, TableId, model};
use vasculum_search::{Facet, Note, Search};
use vasculum_store::{Access, Database, Filter, Select};
use vasculum_testkit::on_every_engine;

use crate::{all, ask, everything, indexed, museum, write};

/// The numbers of the records of a table that are found, best first.
fn found(search: &Search, access: &Access, words: &str, table: TableId) -> Vec<i64> {
    let answer = all(search, access, &ask(words));
    answer.hits.iter().filter(|hit| hit.table == table).map(|hit| hit.id).collect()
}

struct Place {
    object: i64,
    taxon: i64,
}

/// Adds one object with everything around it to the museum.
fn add_object(db: &Database) -> Place {
    let first = |tx: &mut vasculum_store::WriteTx<'_>, table: TableId| tx.first(&Select::all(table));
    write(db, |tx| {
        let object = tx.first(&Select::all(collection_object::TABLE))?.unwrap();
        let event = tx.get(collecting_event::TABLE, object.int(collection_object::COLLECTING_EVENT).unwrap())?;
        let discipline = event.int(collecting_event::DISCIPLINE).unwrap();
        let shown = Filter::is(determination::COLLECTION_OBJECT, object.id);
        let determination = tx.first(&Select::all(determination::TABLE).matching(shown))?.unwrap();
        let species = tx.get(taxon::TABLE, determination.int(determination::TAXON).unwrap())?;
        let place = first(tx, geography::TABLE)?.unwrap();
        let division =
            tx.first(&Select::all(vasculum_model::names::discipline::TABLE).matching(Filter::Ids(vec![discipline])))?;
        let division = division.unwrap().int(vasculum_model::names::discipline::DIVISION).unwrap();
        let person = Draft::new(agent::TABLE)
            .with(agent::AGENT_TYPE, 1)
            .with(agent::LAST_NAME, "Szechényi")
            .with(agent::FIRST_NAME, "Ödön")
            .with(agent::DIVISION, division);
        let person = records::save(tx, person)?.record.id;
        let site = Draft::new(locality::TABLE)
            .with(locality::LOCALITY_NAME, "Vulture Gorge above the Old Mill")
            .with(locality::DISCIPLINE, discipline)
            .with(locality::GEOGRAPHY, place.id)
            .with(locality::LATITUDE1, vasculum_model::Decimal::parse("-12.5").unwrap())
            .with(locality::LONGITUDE1, vasculum_model::Decimal::parse("-77.5").unwrap());
        let site = records::save(tx, site)?.record.id;
        let event = Draft::new(collecting_event::TABLE)
            .with(collecting_event::DISCIPLINE, discipline)
            .with(collecting_event::LOCALITY, site)
            .with(collecting_event::START_DATE, Date::new(1887, 5, 3).unwrap())
            .with(collecting_event::START_DATE_PRECISION, 1)
            .with_all(
                collecting_event::COLLECTORS,
                vec![
                    Draft::new(collector::TABLE)
                        .with(collector::AGENT, person)
                        .with(collector::IS_PRIMARY, true)
                        .with(collector::ORDER_NUMBER, 0),
                ],
            );
        let event = records::save(tx, event)?.record.id;
        let collection = object.int(collection_object::COLLECTION).unwrap();
        let new = Draft::new(collection_object::TABLE)
            .with(collection_object::COLLECTION, collection)
            .with(collection_object::COLLECTION_MEMBER_ID, collection)
            .with(
                collection_object::COLLECTION_OBJECT_TYPE,
                object.int(collection_object::COLLECTION_OBJECT_TYPE).unwrap(),
            )
            .with(collection_object::ALT_CATALOG_NUMBER, "XY-00777")
            .with(collection_object::REMARKS, "Kept in spirit since the great flood")
            .with(collection_object::COLLECTING_EVENT, event)
            .with_all(
                collection_object::DETERMINATIONS,
                vec![
                    Draft::new(determination::TABLE)
                        .with(determination::TAXON, species.id)
                        .with(determination::IS_CURRENT, true)
                        .with(determination::TYPE_STATUS_NAME, "Holotype")
                        .with(determination::COLLECTION_MEMBER_ID, collection),
                ],
            );
        Ok(Place { object: records::save(tx, new)?.record.id, taxon: species.id })
    })
}

#[test]
fn an_object_is_found_by_all_that_is_said_of_it() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 60);
        let made = add_object(db);
        let search = indexed(db);
        let access = everything(db);
        let species = db.read(&access, |tx| tx.get(taxon::TABLE, made.taxon)).unwrap();
        let name = species.text(taxon::FULL_NAME).unwrap().to_owned();
        for words in [
            "szechenyi",
            "SZECHÉNYI odon",
            "vulture gor",
            "\"old mill\"",
            "great flood",
            "xy-00777",
            "777",
            "number:XY-00777",
            "collector:szech",
            "collector:\"Ödön Szechényi\"",
            "locality:gorge",
            "1887..1887",
            "year:1887",
            "..1887 vulture",
            "vulture has:coordinates has:collector type:holotype",
            "vulture type:holo",
            "vulture no:image",
            "vulture -albatross",
            "vulture in:object",
            "vultrue",
            "szechenji",
        ] {
            assert_eq!(found(&search, &access, words, collection_object::TABLE), [made.object], "{words}");
        }
        for words in ["\"mill old\"", "vulture no:coordinates", "vulture -mill", "vulture 1888..", "vulture in:taxon"] {
            assert_eq!(found(&search, &access, words, collection_object::TABLE), [] as [i64; 0], "{words}");
        }
        for words in [format!("taxon:\"{name}\" vulture"), format!("\"{name}\" vulture")] {
            assert_eq!(found(&search, &access, &words, collection_object::TABLE), [made.object], "{words}");
        }
        let filters = [(Facet::Year, "1887"), (Facet::Type, "Holotype"), (Facet::Cell, "27822")];
        let narrowed = filters.iter().fold(ask("vulture"), |ask, (facet, value)| ask.with(*facet, value));
        assert_eq!(search.ids(&access, &narrowed, collection_object::TABLE).unwrap().unwrap().ids, [made.object]);
    });
}

#[test]
fn ranks_are_field_words() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 120);
        let search = indexed(db);
        let access = everything(db);
        let ranks = [("family", taxon::TABLE, 140_i64), ("country", geography::TABLE, 200)];
        for (rank, table, number) in ranks {
            let tree = model().tree(table).unwrap();
            let nodes = db
                .read(&access, |tx| tx.select(&Select::all(table).matching(Filter::is(tree.rank_id, number))))
                .unwrap();
            let mut objects = 0;
            let names: BTreeSet<&str> = nodes.iter().filter_map(|node| node.text(tree.name)).collect();
            for name in names {
                let path =
                    if table == taxon::TABLE { "determinations.taxon" } else { "collectingEvent.locality.geography" };
                let path = vasculum_model::Path::parse(model().table(collection_object::TABLE), path).unwrap();
                // Several trees may have a node of this name.
                let same = nodes.iter().filter(|node| node.text(tree.name) == Some(name));
                let below = Filter::Or(same.map(|node| Filter::Under(path.clone(), node.id)).collect());
                let below = Select::all(collection_object::TABLE).matching(below);
                let expected = db.read(&access, |tx| tx.count(&below)).unwrap();
                let words = format!("{rank}:\"{name}\"");
                let ids = search.ids(&access, &ask(&words), collection_object::TABLE).unwrap().unwrap().ids;
                if table == geography::TABLE {
                    assert_eq!(ids.len() as i64, expected, "{words}");
                } else {
                    // Former determinations count in the database’s answer, and only the current one in that of the index.
                    assert!(ids.len() as i64 <= expected, "{words}");
                }
                objects += ids.len();
            }
            assert!(objects > 50, "{rank}: {objects}");
        }
    });
}

#[test]
fn what_is_not_understood_is_said() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 40);
        add_object(db);
        let search = indexed(db);
        let access = everything(db);
        let notes = |words: &str| all(&search, &access, &ask(words)).notes;
        assert_eq!(notes("colour:vulture"), [Note::NoField("colour".to_owned())]);
        assert_eq!(notes("type:nonsense"), [Note::NoValue("type".to_owned(), "nonsense".to_owned())]);
        assert_eq!(notes("has:wings"), [Note::NoValue("has".to_owned(), "wings".to_owned())]);
        assert_eq!(notes("family:Nowheridae"), [Note::NoValue("family".to_owned(), "Nowheridae".to_owned())]);
        assert_eq!(notes("vulture"), []);
        assert_eq!(notes("vultrue"), [Note::Meant("vultrue".to_owned(), vec!["vulture".to_owned()])]);
        let odd = ask("vulture").with(Facet::Year, "old").with(Facet::Cell, "999999").with(Facet::Taxon, "x");
        assert_eq!(all(&search, &access, &odd).notes.len(), 3);
    });
}

#[test]
fn what_is_called_so_stands_first() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 120);
        let search = indexed(db);
        let access = everything(db);
        let tree = model().tree(taxon::TABLE).unwrap();
        let families = Select::all(taxon::TABLE).matching(Filter::is(tree.rank_id, 140_i64)).at_most(5);
        for family in db.read(&access, |tx| tx.select(&families)).unwrap() {
            let name = family.text(taxon::FULL_NAME).unwrap();
            let answer = all(&search, &access, &ask(name));
            assert_eq!((answer.hits[0].table, answer.hits[0].id), (taxon::TABLE, family.id), "{name}");
        }
        let objects = Select::all(collection_object::TABLE).at_most(5);
        for object in db.read(&access, |tx| tx.select(&objects)).unwrap() {
            let number = object.text(collection_object::CATALOG_NUMBER).unwrap();
            let answer = all(&search, &access, &ask(number));
            let first =
                answer.hits.iter().take(4).any(|hit| (hit.table, hit.id) == (collection_object::TABLE, object.id));
            assert!(first, "{number}: {:?}", answer.hits);
        }
    });
}

/// Makes a name in a genus other than that of a species, which is a synonym of the species, and has the object determined
/// as that; returns the other genus and the synonym.
fn determine_as_synonym(db: &Database, made: &Place) -> (i64, i64) {
    write(db, |tx| {
        let species = tx.get(taxon::TABLE, made.taxon)?;
        let genus = tx.get(taxon::TABLE, species.int(taxon::PARENT).unwrap())?;
        let genera = Filter::is(taxon::DEFINITION_ITEM, genus.int(taxon::DEFINITION_ITEM).unwrap());
        let genera = tx.select(&Select::all(taxon::TABLE).matching(genera))?;
        let other = genera.iter().find(|other| other.id != genus.id).unwrap().id;
        let synonym = Draft::new(taxon::TABLE)
            .with(taxon::NAME, "quaggoides")
            .with(taxon::PARENT, other)
            .with(taxon::DEFINITION, species.int(taxon::DEFINITION).unwrap())
            .with(taxon::DEFINITION_ITEM, species.int(taxon::DEFINITION_ITEM).unwrap())
            .with(taxon::RANK_ID, species.int(taxon::RANK_ID).unwrap())
            .with(taxon::IS_ACCEPTED, false)
            .with(taxon::ACCEPTED_TAXON, species.id);
        let synonym = records::save(tx, synonym)?.record.id;
        let of_object = Filter::is(determination::COLLECTION_OBJECT, made.object);
        let before = tx.first(&Select::all(determination::TABLE).matching(of_object))?.unwrap();
        records::put(tx, Some(&before.clone()), before.with(determination::TAXON, synonym))?;
        Ok((other, synonym))
    })
}

#[test]
fn a_specimen_of_a_synonym_stands_where_the_name_stands_that_was_determined() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 60);
        let made = add_object(db);
        let (genus, synonym) = determine_as_synonym(db, &made);
        let search = indexed(db);
        let access = everything(db);
        let shown = Filter::is(determination::COLLECTION_OBJECT, made.object);
        let opinion = Select::all(determination::TABLE).matching(shown);
        let opinion = db.read(&access, |tx| tx.first(&opinion)).unwrap().unwrap();
        // The tree counts it for the accepted name, as Specify does.
        assert_eq!(opinion.int(determination::PREFERRED_TAXON), Some(made.taxon));
        let below = |node: i64| {
            let asked = ask("\"great flood\"").with(Facet::Taxon, &node.to_string());
            search.ids(&access, &asked, collection_object::TABLE).unwrap().unwrap().ids
        };
        assert_eq!((below(synonym), below(genus)), (vec![made.object], vec![made.object]));
        assert_eq!(below(made.taxon), [0; 0], "the search goes by the name on the label");
        for words in ["quaggoides", "taxon:quaggoides"] {
            assert_eq!(found(&search, &access, words, collection_object::TABLE), [made.object], "{words}");
        }
    });
}
