//! Nobody finds, counts or guesses what they may not read: the index against a plain scan, for many kinds of people.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vasculum_model::names::{attachment, collection_object, geography, taxon};
use vasculum_model::{TableId, model};
use vasculum_search::{Answer, Facet, Note, SEARCHED, Search, Wish};
use vasculum_store::{Access, Action, Database, Policy};
use vasculum_testkit::on_every_engine;

use crate::scan::{Known, World};
use crate::{all, ask, indexed, museum, write};

fn may(resource: &str, collection: Option<i64>) -> Policy {
    Policy { collection, resource: resource.to_owned(), action: "read".to_owned() }
}

/// The tables of which an object is told, without those that are named.
fn all_but(without: &[&str], collection: Option<i64>) -> Vec<Policy> {
    let tables = model().tables().map(|table| table.name.to_ascii_lowercase());
    tables
        .filter(|name| !without.contains(&name.as_str()))
        .map(|name| may(&format!("/table/{name}"), collection))
        .collect()
}

/// Many kinds of people, each with a word for the message of a test that fails.
pub(crate) fn people(db: &Database) -> Vec<(&'static str, Access)> {
    let hierarchy = Arc::new(db.hierarchy().unwrap());
    let [a, b, ..] = hierarchy.collections.iter().map(|place| place.id).collect::<Vec<_>>()[..] else {
        panic!("the museum has collections")
    };
    let of = |policies: Vec<Policy>| Access::of(1, "somebody", policies, Arc::clone(&hierarchy));
    let both = |mut one: Vec<Policy>, other: Vec<Policy>| {
        one.extend(other);
        one
    };
    vec![
        ("nobody", Access::nobody()),
        ("everything", of(vec![may("%", None)])),
        ("everything, working in one collection", of(vec![may("%", None)]).within(Some(a), None)),
        ("one collection", of(vec![may("/table/%", Some(a))])),
        ("one collection, working in another", of(vec![may("/table/%", Some(a))]).within(Some(b), None)),
        ("two collections", of(vec![may("/table/%", Some(a)), may("/table/%", Some(b))])),
        ("no taxa", of(all_but(&["taxon"], None))),
        ("no people", of(all_but(&["agent"], None))),
        ("no places", of(all_but(&["locality"], None))),
        ("no tree of places", of(all_but(&["geography"], Some(a)))),
        ("no events", of(all_but(&["collectingevent"], None))),
        ("no determinations", of(all_but(&["determination"], Some(b)))),
        ("no files and preparations", of(all_but(&["attachment", "preparation"], None))),
        ("objects alone", of(vec![may("/table/collectionobject", None)])),
        ("taxa alone", of(vec![may("/table/taxon", Some(a))])),
        ("two collections, taxa and people of one", {
            of(both(all_but(&[], Some(a)), all_but(&["taxon", "agent"], Some(b))))
        }),
    ]
}

/// What a scan counts for the facets of some records.
fn counted(known: &[(TableId, i64, Known)]) -> BTreeMap<(Facet, String), u64> {
    let mut counts = BTreeMap::new();
    for (_, _, known) in known {
        for value in &known.values {
            *counts.entry(value.clone()).or_default() += 1;
        }
        for (word, _) in known.has.iter().filter(|(_, has)| !**has) {
            *counts.entry((Facet::Gap, (*word).to_owned())).or_default() += 1;
        }
    }
    counts
}

/// What the index counts, for the facets whose values a scan knows as they are.
fn indexed_counts(answer: &Answer) -> BTreeMap<(Facet, String), u64> {
    let plain = |facet: Facet| !matches!(facet, Facet::Taxon | Facet::Place | Facet::Cell | Facet::Year);
    let facets = answer.facets.iter().filter(|faceted| plain(faceted.facet));
    facets
        .flat_map(|faceted| faceted.values.iter().map(|value| ((faceted.facet, value.value.clone()), value.count)))
        .collect()
}

/// Decades of years.
fn decades(counts: &BTreeMap<(Facet, String), u64>) -> BTreeMap<String, u64> {
    let mut decades = BTreeMap::new();
    for ((_, year), count) in counts.iter().filter(|((facet, _), _)| *facet == Facet::Year) {
        let decade = year.parse::<i64>().unwrap().div_euclid(10) * 10;
        *decades.entry(format!("{decade}..{}", decade + 9)).or_default() += count;
    }
    decades
}

fn hits(answer: &Answer) -> BTreeSet<(u16, i64)> {
    answer.hits.iter().map(|hit| (hit.table.0, hit.id)).collect()
}

/// Words of the whole museum: some rare, some common.
fn some_words(known: &[(TableId, i64, Known)]) -> Vec<String> {
    let words: BTreeSet<&String> = known.iter().flat_map(|(_, _, known)| &known.words).collect();
    words.iter().step_by((words.len() / 24).max(1)).map(|word| (*word).clone()).collect()
}

#[test]
fn nobody_finds_or_counts_what_they_may_not_read() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 80);
        let search = indexed(db);
        let world = World::read(db);
        let of = |access: &Access| -> Vec<(TableId, i64, Known)> {
            let eyes = world.eyes(db, access);
            SEARCHED
                .iter()
                .flat_map(|row| world.ids(row.table).map(|id| (row.table, id)))
                .filter_map(|(table, id)| Some((table, id, world.known(&eyes, access, table, id)?)))
                .collect()
        };
        let words = some_words(&of(&crate::everything(db)));
        assert!(words.len() > 20, "{words:?}");
        let mut found = 0;
        for (who, access) in people(db) {
            let known = of(&access);
            let answer = all(&search, &access, &ask(""));
            assert_eq!(answer.count, known.len() as u64, "{who} finds everything");
            let mut expected = counted(&known);
            let years = decades(&expected);
            expected.retain(|(facet, _), _| *facet != Facet::Year);
            assert_eq!(indexed_counts(&answer), expected, "{who} counts everything");
            let shown: BTreeMap<String, u64> = answer
                .facets
                .iter()
                .filter(|faceted| faceted.facet == Facet::Year)
                .flat_map(|faceted| faceted.values.iter().map(|value| (value.value.clone(), value.count)))
                .collect();
            assert_eq!(shown, years, "{who} counts years");
            for word in &words {
                let has_word = known.iter().filter(|(_, _, known)| known.words.contains(word));
                let ids: BTreeSet<(u16, i64)> = has_word.map(|(table, id, _)| (table.0, *id)).collect();
                let answer = all(&search, &access, &ask(&format!("\"{word}\"")));
                assert_eq!(hits(&answer), ids, "{who} looks for “{word}”");
                found += ids.len();
            }
            trees(&search, &world, &access, &known, who);
            guesses(&search, &access, &known, &words, who);
        }
        assert!(found > 500, "{found}");
    });
}

/// Below every node of a few, as many as a scan finds there.
fn trees(search: &Search, world: &World, access: &Access, known: &[(TableId, i64, Known)], who: &str) {
    for (table, facet) in [(taxon::TABLE, Facet::Taxon), (geography::TABLE, Facet::Place)] {
        for node in world.ids(table).step_by(43) {
            let below = |known: &Known| {
                if facet == Facet::Taxon { known.taxa.contains(&node) } else { known.places.contains(&node) }
            };
            let expected = known.iter().filter(|(_, _, known)| below(known)).count() as u64;
            let wish = Wish { offset: 0, limit: 0, facets: Some(1_000) };
            let asked = ask("").with(facet, &node.to_string());
            let answer = search.answer(access, &asked, wish).unwrap().unwrap();
            assert_eq!(answer.count, expected, "{who} looks below {facet:?} {node}");
            let shown = answer.facets.iter().find(|faceted| faceted.facet == facet);
            let sum: u64 = shown.map_or(0, |faceted| faceted.values.iter().map(|value| value.count).sum());
            let at_node = |known: &Known| {
                let line = if facet == Facet::Taxon { &known.taxa } else { &known.places };
                line.last() == Some(&node)
            };
            let at = known.iter().filter(|(_, _, known)| at_node(known)).count() as u64;
            let may = access.readable(model().table(table)) != vasculum_store::Reach::Nothing;
            assert_eq!(sum, if may { expected - at } else { 0 }, "{who} counts below {facet:?} {node}");
        }
    }
}

/// What is said of a word with a slip of the finger comes from what the person may know.
fn guesses(search: &Search, access: &Access, known: &[(TableId, i64, Known)], words: &[String], who: &str) {
    let own: BTreeSet<&String> = known.iter().flat_map(|(_, _, known)| &known.words).collect();
    for word in words.iter().filter(|word| word.len() > 5 && word.is_ascii()) {
        let slip = format!("{}{}", &word[..2], &word[3..]);
        let answer = all(search, access, &ask(&slip));
        for note in &answer.notes {
            let Note::Meant(_, meant) = note else { continue };
            for like in meant {
                assert!(own.contains(like), "{who} is told of “{like}” for “{slip}”");
            }
        }
        let ids = search.ids(access, &ask(&slip), collection_object::TABLE).unwrap().unwrap().ids;
        let seen: BTreeSet<i64> =
            known.iter().filter(|(table, ..)| *table == collection_object::TABLE).map(|(_, id, _)| *id).collect();
        assert!(ids.iter().all(|id| seen.contains(id)), "{who} looks for “{slip}”");
    }
}

#[test]
fn excerpts_show_what_one_may_read() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 60);
        let search = indexed(db);
        let world = World::read(db);
        for (who, access) in people(db) {
            let eyes = world.eyes(db, &access);
            let answer = all(&search, &access, &ask("a"));
            let marks = ["a", "s", "c", "m", "1", "2"].map(str::to_owned);
            let found = db.read(&access, |tx| search.excerpts(tx, &answer.hits, &marks)).unwrap();
            for (hit, excerpt) in found {
                let known = world.known(&eyes, &access, hit.table, hit.id).expect("only what one may read is shown");
                for (text, _) in &excerpt.pieces {
                    for word in vasculum_store::plain(text).split(' ').filter(|word| !word.is_empty()) {
                        assert!(known.words.contains(word), "{who} is shown “{word}” of {hit:?}");
                    }
                }
            }
        }
    });
}

#[test]
fn a_file_of_another_collection_closes_the_words_of_files() {
    on_every_engine(|fresh| {
        use vasculum_model::Record;
        use vasculum_model::names::collection_object_attachment as join;
        let db = &fresh.database;
        museum(db, 40);
        let hierarchy = Arc::new(db.hierarchy().unwrap());
        let (a, b) = (hierarchy.collections[0].id, hierarchy.collections[1].id);
        let world = World::read(db);
        let object = world
            .ids(collection_object::TABLE)
            .find(|id| {
                let record = world.record(collection_object::TABLE, *id).unwrap();
                record.int(collection_object::COLLECTION) == Some(a)
            })
            .unwrap();
        write(db, |tx| {
            let grant = tx.may(Action::Create, attachment::TABLE)?;
            let file = Record::new(attachment::TABLE)
                .with(attachment::TITLE, "Quagga portrait")
                .with(attachment::ORIG_FILENAME, "secret.jpg")
                .with(attachment::IS_PUBLIC, false)
                .with(attachment::TABLE_ID, 1)
                .with(attachment::SCOPE_TYPE, 0)
                .with(attachment::SCOPE_ID, b);
            let file = tx.insert(&grant, file)?;
            let grant = tx.may(Action::Create, join::TABLE)?;
            let tie = Record::new(join::TABLE)
                .with(join::COLLECTION_OBJECT, object)
                .with(join::ATTACHMENT, file)
                .with(join::ORDINAL, 0)
                .with(join::COLLECTION_MEMBER_ID, a);
            tx.insert(&grant, tie)
        });
        let search = indexed(db);
        let of = |policies| Access::of(1, "somebody", policies, Arc::clone(&hierarchy));
        let count = |access: &Access, words: &str| {
            search.ids(access, &ask(words), collection_object::TABLE).unwrap().unwrap().ids.len()
        };
        assert_eq!(count(&of(vec![may("/table/%", None)]), "quagga"), 1);
        assert_eq!(count(&of(vec![may("/table/%", Some(a))]), "quagga"), 0, "the file is another collection’s");
        let narrow = of(vec![may("/table/%", Some(a))]);
        let lacking = count(&narrow, "no:image") + count(&narrow, "has:image");
        let objects = count(&narrow, "in:object");
        assert_eq!(lacking, objects - 1, "whether that object has a picture is not told");
    });
}
