//! Files that become trees of their own, and names that changed under their identifiers.

use std::collections::HashSet;

use vasculum_domain::trees::export::{Format, export_tree};
use vasculum_domain::trees::import::{self, Applied, Ask, Chosen, Goal, Key, Kind, Picked, Plan, Role, StartRanks};
use vasculum_domain::trees::{self, TreeDef};
use vasculum_domain::undo;
use vasculum_domain::users::LIBRARY_ROLES;
use vasculum_formats::Limits;
use vasculum_formats::trees::from_bytes;
use vasculum_model::names::{geography, source_record, storage, taxon, taxon_tree_def};
use vasculum_model::{Code, TableId};
use vasculum_store::{Access, Database, Filter, Policy, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;
use crate::tree_files::{CHECKLIST, access, ask, bring_in, file, kinds, node, plan, take_out};

fn new_tree(table: TableId, collection: i64, name: &str, ranks: StartRanks) -> Ask {
    Ask { goal: Goal::New { name: name.to_owned(), ranks }, ..ask(table, collection) }
}

fn definition(database: &Database, table: TableId, id: i64) -> TreeDef {
    database.read(&access(), |tx| trees::definition_by_id(tx, table, id)).unwrap().unwrap()
}

fn ranks(def: &TreeDef) -> Vec<(&str, i64)> {
    def.ranks.iter().map(|rank| (rank.name.as_str(), rank.rank_id)).collect()
}

fn take_back(database: &Database, applied: &Applied) {
    let id = applied.change_set.unwrap();
    database.write(&access(), Purpose::new("undo", "Undo"), |tx| undo::undo(tx, id, false)).unwrap();
}

fn count(database: &Database, table: TableId) -> i64 {
    database.read(&access(), |tx| tx.count(&Select::all(table))).unwrap()
}

#[test]
fn a_file_becomes_a_second_tree_with_its_own_ranks() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = new_tree(taxon::TABLE, made.collection, "Roses", StartRanks::OfFile);
        bring_in(database, &file("a.csv", CHECKLIST), &self::ask(taxon::TABLE, made.collection), &Chosen::All);
        let planned = plan(database, &file("a.csv", CHECKLIST), &ask);
        assert_eq!(kinds(&planned), [("new", 8)], "whatever is in the first tree");
        let (_, applied) = bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        assert_eq!((applied.made, applied.refusals), (8, 0), "{:?}", applied.refused);
        let def = definition(database, taxon::TABLE, applied.definition);
        assert_eq!(ranks(&def), [("Life", 0), ("Family", 140), ("Genus", 180), ("Species", 220), ("Variety", 240)]);
        let of_tree = |name: &str| {
            let filter = Filter::And(vec![
                Filter::is(taxon::FULL_NAME, name),
                Filter::is(taxon::DEFINITION, applied.definition),
            ]);
            let found = database.read(&access(), |tx| tx.first(&Select::all(taxon::TABLE).matching(filter))).unwrap();
            found.unwrap_or_else(|| panic!("there is no {name}"))
        };
        assert_eq!(of_tree("Rhodon album").int(taxon::ACCEPTED_TAXON), Some(of_tree("Rosa alba").id));
        of_tree("Rosa canina var. lutetiana");
        assert_eq!(database.read(&access(), |tx| tx.odd_nodes(taxon::TABLE)).unwrap(), []);
        // The same file differs from neither tree any more, and each goes out by itself.
        for goal in [Goal::Usual, Goal::Tree(applied.definition)] {
            let ask = Ask { goal, ..ask.clone() };
            assert_eq!(kinds(&plan(database, &file("a.csv", CHECKLIST), &ask)), [], "{:?}", ask.goal);
        }
        let mut out = Vec::new();
        let rows = database.read(&access(), |tx| export_tree(tx, def.clone(), Format::Csv, &mut out)).unwrap();
        assert_eq!(rows, 8);
        let again = from_bytes(out, "a.csv", &Limits::default()).unwrap();
        assert_eq!(kinds(&plan(database, &again, &Ask { goal: Goal::Tree(def.id), ..ask.clone() })), []);
        // A name is taken once.
        let taken = database.read(&access(), |tx| import::plan(tx, &file("a.csv", CHECKLIST), &ask)).unwrap_err();
        assert_eq!(taken.code, Code::Invalid);
        assert!(taken.message.contains("Roses"), "{}", taken.message);
        take_back(database, &applied);
        assert_eq!(count(database, taxon_tree_def::TABLE), 1);
        assert_eq!(count(database, taxon::TABLE), 9, "the first tree with its root");
    });
}

#[test]
fn a_new_tree_may_start_with_the_usual_ranks() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "fish");
        let ask = new_tree(taxon::TABLE, made.collection, "Other", StartRanks::Usual);
        let sheet = file("a.csv", "Genus,Species\nSalmo,trutta\n");
        let (_, applied) = bring_in(database, &sheet, &ask, &Chosen::All);
        let usual = database.read(&access(), |tx| trees::definition(tx, taxon::TABLE, made.discipline)).unwrap();
        assert_eq!(ranks(&definition(database, taxon::TABLE, applied.definition)), ranks(&usual));
        // Only what is chosen comes in, with what it needs.
        let ask = new_tree(taxon::TABLE, made.collection, "Part", StartRanks::OfFile);
        let sheet = file("a.csv", "Genus,Species\nSalmo,trutta\nSalmo,salar\nEsox,lucius\n");
        let at = |plan: &Plan, name: &str| plan.target.nodes.iter().position(|node| node.name == name).unwrap();
        let nodes = HashSet::from([at(&plan(database, &sheet, &ask), "salar")]);
        let chosen = Chosen::Some { nodes, branches: HashSet::new(), gone: HashSet::new() };
        let (_, applied) = bring_in(database, &sheet, &ask, &chosen);
        assert_eq!(applied.made, 2, "{:?}", applied.refused);
    });
}

#[test]
fn every_kind_of_tree_can_be_made_from_a_file() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "invertpaleo");
        let sheet = "Continent,Country,State\nEurope,Germany,Bavaria\nEurope,France,\n";
        let ask = new_tree(geography::TABLE, made.collection, "Old places", StartRanks::OfFile);
        let (_, applied) = bring_in(database, &file("a.csv", sheet), &ask, &Chosen::All);
        assert_eq!(applied.made, 4, "{:?}", applied.refused);
        let def = definition(database, geography::TABLE, applied.definition);
        assert_eq!(ranks(&def), [("Earth", 0), ("Continent", 100), ("Country", 200), ("State", 300)]);
        let bavaria = Select::all(geography::TABLE).matching(Filter::is(geography::NAME, "Bavaria"));
        let bavaria = database.read(&access(), |tx| tx.first(&bavaria)).unwrap().unwrap();
        assert_eq!(bavaria.text(geography::FULL_NAME), Some("Bavaria, Germany"), "as full names of places run");
        let ask = new_tree(storage::TABLE, made.collection, "Depot", StartRanks::OfFile);
        let sheet = "Building,Room,Drawer set\nNorth,1,A\nNorth,2,B\n";
        let mapping = ["rank:Building", "rank:Room", "rank:Drawer set"].map(|words| Role::read(words).unwrap());
        let ask = Ask { mapping: Some(mapping.to_vec()), ..ask };
        let (planned, applied) = bring_in(database, &file("a.csv", sheet), &ask, &Chosen::All);
        assert_eq!(applied.made, 5, "{:?}", applied.refused);
        assert_eq!(planned.new_ranks, [("Drawer set".to_owned(), 225)], "a rank that no tree has by itself");
        let def = definition(database, storage::TABLE, applied.definition);
        assert_eq!(ranks(&def), [("Site", 0), ("Building", 100), ("Room", 200), ("Drawer set", 225)]);
        take_back(database, &applied);
    });
}

/// Somebody who may do this in the only collection.
fn somebody(database: &Database, collection: i64, rights: &[(&str, &str)]) -> Access {
    let policy = |(resource, action): &(&str, &str)| Policy {
        collection: Some(collection),
        resource: (*resource).to_owned(),
        action: (*action).to_owned(),
    };
    let policies = rights.iter().map(policy).collect();
    let hierarchy = std::sync::Arc::new(database.hierarchy().unwrap());
    Access::of(1, "somebody", policies, hierarchy).within(Some(collection), None)
}

#[test]
fn who_may_make_no_trees_makes_none() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = new_tree(taxon::TABLE, made.collection, "Roses", StartRanks::OfFile);
        let run = |access: &Access| {
            import::import_file(database, access, "a test", &file("a.csv", CHECKLIST), &ask, &Chosen::All)
        };
        let names = [("/table/taxon", "%"), ("/table/%", "read")];
        let refused = run(&somebody(database, made.collection, &names)).unwrap_err();
        assert_eq!(refused.code, Code::Forbidden, "{}", refused.message);
        let (_, applied) = run(&somebody(database, made.collection, &[("/table/%", "%")])).unwrap();
        assert_eq!((applied.made, applied.refusals), (8, 0));
        // Once their rights are read again, the tree is theirs to see and to take back.
        let access = somebody(database, made.collection, &[("/table/%", "%")]);
        let seen = database.read(&access, |tx| trees::definition_named(tx, taxon::TABLE, "roses")).unwrap();
        assert_eq!(seen, applied.definition);
        let id = applied.change_set.unwrap();
        database.write(&access, Purpose::new("undo", "Undo"), |tx| undo::undo(tx, id, false)).unwrap();
        assert_eq!(count(database, taxon_tree_def::TABLE), 1);
    });
}

#[test]
fn the_role_for_names_is_enough_to_bring_names_in() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let role = LIBRARY_ROLES.iter().find(|role| role.name == "Edit Taxon Tree").unwrap();
        let mut rights: Vec<(&str, &str)> = Vec::new();
        for (resources, actions) in role.policies {
            rights.extend(resources.iter().flat_map(|of| actions.iter().map(move |action| (*of, *action))));
        }
        // Whoever takes changes back sees them.
        let with_journal = [rights.clone(), vec![("/table/spauditlog", "read")]].concat();
        let access = somebody(database, made.collection, &with_journal);
        let ask = ask(taxon::TABLE, made.collection);
        let run = |access: &Access, text: &str| {
            import::import_file(database, access, "a test", &file("a.csv", text), &ask, &Chosen::All)
        };
        let (_, applied) = run(&access, CHECKLIST).unwrap();
        assert_eq!((applied.made, applied.refusals), (8, 0));
        assert_eq!(count(database, source_record::TABLE), 7);
        // What the source calls a name is read as well as kept.
        let (again, changed) = run(&access, &CHECKLIST.replace("Rosa canina", "Rosa vulgaris")).unwrap();
        assert_eq!(kinds(&again), [("renamed", 1)]);
        for done in [changed, applied] {
            let id = done.change_set.unwrap();
            database.write(&access, Purpose::new("undo", "Undo"), |tx| undo::undo(tx, id, false)).unwrap();
        }
        assert_eq!(count(database, source_record::TABLE), 0);
        // Who may make no nodes keeps nothing beside them either.
        let kept = [("/table/sourcerecord", "%"), ("/table/%", "read")];
        assert_eq!(run(&somebody(database, made.collection, &kept), CHECKLIST).unwrap_err().code, Code::Forbidden);
    });
}

#[test]
fn a_name_that_changed_under_its_identifier_is_renamed_with_all_below() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let (_, first) = bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        let canina = node(database, "Rosa canina").id;
        let next = CHECKLIST.replace("Rosa canina", "Rosa vulgaris");
        let planned = plan(database, &file("a.csv", &next), &ask);
        assert_eq!(kinds(&planned), [("renamed", 1)], "{:?}", planned.entries);
        assert_eq!(planned.entries[0].label, "Species vulgaris L.");
        assert_eq!(planned.entries[0].note, "was ‘Rosa canina’");
        let (_, applied) = bring_in(database, &file("a.csv", &next), &ask, &Chosen::All);
        assert_eq!((applied.made, applied.changed), (0, 1), "{:?}", applied.refused);
        assert_eq!(node(database, "Rosa vulgaris").id, canina);
        node(database, "Rosa vulgaris var. lutetiana");
        assert_eq!(kinds(&plan(database, &file("a.csv", &next), &ask)), []);
        take_back(database, &applied);
        assert_eq!(node(database, "Rosa canina").id, canina);
        node(database, "Rosa canina var. lutetiana");
        // A genus takes the names of all its species along.
        let next = CHECKLIST.replace("Rosa", "Rhoda").replace("Rhodaceae", "Rosaceae");
        let (planned, _) = bring_in(database, &file("a.csv", &next), &ask, &Chosen::All);
        assert_eq!(kinds(&planned), [("renamed", 1)], "{:?}", planned.entries);
        node(database, "Rhoda canina var. lutetiana");
        assert!(first.made > 0);
    });
}

#[test]
fn identifiers_of_another_source_rename_nothing() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        let other = "taxonID,parentNameUsageID,scientificName,taxonRank\n1,,Fagaceae,family\n2,1,Quercus,genus\n\
                     3,2,Quercus robur,species\n";
        let planned = plan(database, &file("a.csv", other), &ask);
        assert_eq!(kinds(&planned), [("new", 3), ("gone", 8)], "{:?}", planned.entries);
        // Nor does one whose old name is in the file as a synonym: what was determined as it keeps the name.
        let next =
            format!("{}9,2,4,Rosa canina,species,L.,\n", CHECKLIST.replace("4,2,,Rosa canina", "4,2,,Rosa nova"));
        let planned = plan(database, &file("a.csv", &next), &ask);
        assert!(!planned.counts.contains_key(&Kind::Renamed), "{:?}", planned.entries);
        assert_eq!(planned.counts.get(&Kind::Synonym), Some(&2), "{:?}", planned.entries);
    });
}

#[test]
fn what_went_out_is_renamed_when_it_comes_back_with_other_names() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let storage = ask(storage::TABLE, made.collection);
        bring_in(database, &file("a.csv", "Building,Room\nNorth,1\nNorth,2\nSouth,1\n"), &storage, &Chosen::All);
        let places = ask(geography::TABLE, made.collection);
        bring_in(database, &file("a.csv", "Continent,Country\nAsia,Burma\nAsia,Nepal\n"), &places, &Chosen::All);
        for (ask, before, then, note) in
            [(&storage, ",North,", ",Main,", "was ‘North’"), (&places, ",Burma,", ",Myanmar,", "was ‘Burma’")]
        {
            let out = String::from_utf8(take_out(database, ask, Format::Csv)).unwrap().replacen(before, then, 1);
            let planned = plan(database, &file("a.csv", &out), ask);
            assert_eq!(kinds(&planned), [("renamed", 1)], "{:?}", planned.entries);
            assert_eq!(planned.entries[0].note, note);
            let (_, applied) = bring_in(database, &file("a.csv", &out), ask, &Chosen::All);
            assert_eq!(applied.changed, 1, "{:?}", applied.refused);
        }
    });
}

/// Draws the lines of a plan: indented, `+` what is accepted, `-` what is not, `.` what only stands above others.
fn drawn(plan: &Plan, picked: &Picked, only: Option<Kind>) -> String {
    let mut text = String::new();
    for line in plan.lines(only) {
        let entry = line.entry.map(|at| &plan.entries[at]);
        let mark = entry.map_or('.', |entry| if picked.is_on(entry) { '+' } else { '-' });
        let indent = "  ".repeat(line.level - 1);
        text.push_str(&format!("{indent}{mark} {} ({})\n", plan.label(&line), line.below));
    }
    text
}

#[test]
fn a_plan_is_looked_at_as_a_tree_and_picked_from_by_branches() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let first = "Family,Genus,Species\nRosaceae,Rosa,alba\nRosaceae,Rubus,caesius\nRosaceae,Rubus,idaeus\n";
        bring_in(database, &file("a.csv", first), &ask, &Chosen::All);
        let next = "Family,Genus,Species,Species author\nRosaceae,Rosa,alba,L.\nRosaceae,Rosa,canina,L.\n\
                    Fagaceae,Quercus,robur,L.\nFagaceae,Quercus,petraea,Liebl.\n";
        let next = file("a.csv", next);
        let seen = plan(database, &next, &ask);
        let mut picked = Picked::default();
        let expect = ". Family Rosaceae (5)\n  . Genus Rosa (2)\n    + Species alba L. (0)\n    + Species canina L. (0)\n  \
                      - Rubus (2)\n    - Rubus caesius (0)\n    - Rubus idaeus (0)\n+ Family Fagaceae (3)\n  + Genus Quercus (2)\n    \
                      + Species robur L. (0)\n    + Species petraea Liebl. (0)\n";
        assert_eq!(drawn(&seen, &picked, None), expect);
        let authors = ". Family Rosaceae (1)\n  . Genus Rosa (1)\n    + Species alba L. (0)\n";
        assert_eq!(drawn(&seen, &picked, Some(Kind::Author)), authors);
        let at = |name: &str| seen.target.nodes.iter().position(|node| node.name == name).unwrap();
        // A branch of the file takes nothing along that would go; a branch of what goes does.
        picked.set_branch(&seen, Key::File(at("Rosaceae")), true);
        assert!(picked.gone.is_empty());
        let gone = |name: &str| seen.entries.iter().find(|entry| entry.label == name).and_then(|it| it.node).unwrap();
        picked.set_branch(&seen, Key::Tree(gone("Rubus")), true);
        assert_eq!(picked.gone.len(), 3);
        picked.set_branch(&seen, Key::File(at("Quercus")), false);
        picked.set(&seen.entries.iter().find(|entry| entry.label == "Rubus").unwrap().clone(), false);
        let run = |agreed: &str| {
            let purpose = Purpose::new("import", "a test");
            database.write_counted(&access(), purpose, |tx| import::import_picked(tx, &next, &ask, &picked, agreed))
        };
        let refused = run("another").unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        let ((_, applied), _) = run(&seen.digest()).unwrap();
        assert_eq!((applied.made, applied.changed, applied.deleted), (2, 1, 2), "{:?}", applied.refused);
        let left = plan(database, &next, &ask);
        assert_eq!(kinds(&left), [("new", 3), ("gone", 1)], "{:?}", left.entries);
    });
}

#[test]
fn two_columns_do_not_mean_the_same() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "botany");
        let mapping = Some(vec![Role::Rank("Genus".to_owned()), Role::Rank("Genus".to_owned())]);
        let ask = Ask { mapping, ..ask(taxon::TABLE, made.collection) };
        let sheet = file("a.csv", "One,Two\nRosa,Rubus\n");
        let refused = fresh.database.read(&access(), |tx| import::plan(tx, &sheet, &ask)).unwrap_err();
        assert!(refused.message.contains("One") && refused.message.contains("Two"), "{}", refused.message);
        let roles = import::roles(taxon::TABLE, &[("Life".to_owned(), 0), ("Genus".to_owned(), 180)]).unwrap();
        assert!(roles.contains(&Role::Author("Genus".to_owned())) && !roles.contains(&Role::Rank("Life".to_owned())));
        assert!(roles.contains(&Role::Field("remarks".to_owned())));
    });
}
