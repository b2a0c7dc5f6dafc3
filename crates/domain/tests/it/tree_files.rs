//! Trees brought in from files, whole and in part, and taken out again.

use std::collections::HashSet;
use std::path::PathBuf;

use vasculum_domain::trees::export::{Format, export};
use vasculum_domain::trees::import::{self, Applied, Ask, Chosen, Goal, Plan};
use vasculum_domain::undo;
use vasculum_formats::Limits;
use vasculum_formats::trees::{Opened, from_bytes};
use vasculum_model::names::{geography, geologic_time_period, taxon};
use vasculum_model::{Record, TableId};
use vasculum_store::{Access, Database, Filter, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

pub(crate) fn access() -> Access {
    Access::system("test")
}

pub(crate) fn ask(table: TableId, collection: i64) -> Ask {
    Ask { table, collection, goal: Goal::Usual, create_missing_ranks: false, mapping: None }
}

pub(crate) fn file(name: &str, text: &str) -> Opened {
    from_bytes(text.into(), name, &Limits::default()).unwrap()
}

pub(crate) fn plan(database: &Database, file: &Opened, ask: &Ask) -> Plan {
    database.read(&access(), |tx| import::plan(tx, file, ask)).unwrap()
}

pub(crate) fn bring_in(database: &Database, file: &Opened, ask: &Ask, chosen: &Chosen) -> (Plan, Applied) {
    import::import_file(database, &access(), "a test", file, ask, chosen).unwrap()
}

pub(crate) fn take_out(database: &Database, ask: &Ask, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    database.read(&access(), |tx| export(tx, ask.table, ask.collection, format, &mut out)).unwrap();
    out
}

pub(crate) fn node(database: &Database, full_name: &str) -> Record {
    let select = Select::all(taxon::TABLE).matching(Filter::is(taxon::FULL_NAME, full_name));
    let found = database.read(&access(), |tx| tx.first(&select)).unwrap();
    found.unwrap_or_else(|| panic!("there is no {full_name}"))
}

pub(crate) fn kinds(plan: &Plan) -> Vec<(&'static str, u64)> {
    plan.counts.iter().map(|(kind, count)| (kind.name(), *count)).collect()
}

pub(crate) const CHECKLIST: &str = "\
taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,taxonRank,scientificNameAuthorship,taxonRemarks
1,,,Rosaceae,family,Juss.,
2,1,,Rosa,genus,L.,prickly
3,2,,Rosa alba L.,species,L.,
4,2,,Rosa canina,species,L.,
5,4,,Rosa canina var. lutetiana,variety,Baker,
6,,3,Rhodon album Mill.,species,Mill.,
7,2,4,Rosa lutetiana,species,Léman,
";

#[test]
fn a_checklist_becomes_a_tree_and_one_undo_takes_it_back() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let (plan, applied) = bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        assert_eq!(kinds(&plan), [("new", 8)]);
        assert_eq!((applied.made, applied.refusals), (8, 0), "{:?}", applied.refused);
        crate::trees::all_have_guids(database);
        let lutetiana = node(database, "Rosa canina var. lutetiana");
        assert_eq!(lutetiana.text(taxon::AUTHOR), Some("Baker"));
        let synonym = node(database, "Rhodon album");
        assert_eq!(synonym.int(taxon::ACCEPTED_TAXON), Some(node(database, "Rosa alba").id));
        assert_eq!(synonym.get(taxon::IS_ACCEPTED).bool(), Some(false));
        let above = database.read(&access(), |tx| tx.ancestors(taxon::TABLE, lutetiana.id)).unwrap();
        let names: Vec<_> = above.iter().skip(1).filter_map(|node| node.text(taxon::NAME)).collect();
        assert_eq!(names, ["Rosaceae", "Rosa", "canina"]);
        assert_eq!(node(database, "Rosa").text(taxon::REMARKS), Some("prickly"));
        let odd = database.read(&access(), |tx| tx.odd_nodes(taxon::TABLE)).unwrap();
        assert_eq!(odd, []);
        let again = self::plan(database, &file("a.csv", CHECKLIST), &ask);
        assert_eq!((kinds(&again), again.unchanged), (vec![], 8), "{:?}", again.entries);
        let id = applied.change_set.unwrap();
        let purpose = Purpose::new("undo", "Undo");
        database.write(&access(), purpose, |tx| undo::undo(tx, id, false)).unwrap();
        let left = database.read(&access(), |tx| tx.count(&Select::all(taxon::TABLE))).unwrap();
        assert_eq!(left, 1, "the root alone");
    });
}

#[test]
fn what_goes_out_comes_in_again_unchanged() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        for (format, name) in
            [(Format::Csv, "a.csv"), (Format::Coldp, "a.zip"), (Format::Dwca, "a.zip"), (Format::Newick, "a.nwk")]
        {
            let out = take_out(database, &ask, format);
            let plan = plan(database, &from_bytes(out, name, &Limits::default()).unwrap(), &ask);
            // A topology has no place for the two synonyms.
            let expect = if format == Format::Newick { vec![("gone", 2)] } else { vec![] };
            assert_eq!(kinds(&plan), expect, "{format:?}: {:?}\n{:?}", plan.entries, plan.target.doubts);
        }
    });
}

#[test]
fn every_kind_of_difference_is_told_and_done() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        let next = "\
taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,taxonRank,scientificNameAuthorship,taxonRemarks
1,,,Rosaceae,family,Juss.,
8,1,,Rosoideae,subfamily,Arn.,
2,8,,Rosa,genus,Linnaeus,thorny
3,2,4,Rosa alba,species,L.,
4,2,,Rosa canina,species,L.,
7,2,,Rosa lutetiana,species,Léman,
9,2,,Rosa nova,species,Mill.,
5,4,,Rosa canina var. lutetiana,variety,Sm.,
";
        let file = file("a.csv", next);
        let plan = plan(database, &file, &ask);
        assert_eq!(
            kinds(&plan),
            [
                ("new", 2),
                ("author changed", 2),
                ("fields changed", 1),
                ("moved", 1),
                ("became synonym", 1),
                ("became accepted", 1),
                ("gone", 2)
            ],
            "{:?}",
            plan.entries
        );
        let (_, applied) = bring_in(database, &file, &ask, &Chosen::AllAndGone);
        assert_eq!((applied.made, applied.deleted), (2, 2), "{:?}", applied.refused);
        assert_eq!(node(database, "Rosa").text(taxon::AUTHOR), Some("Linnaeus"));
        assert_eq!(node(database, "Rosa alba").int(taxon::ACCEPTED_TAXON), Some(node(database, "Rosa canina").id));
        let again = self::plan(database, &file, &ask);
        assert_eq!(kinds(&again), [], "{:?}", again.entries);
    });
}

#[test]
fn homonyms_are_told_apart_by_author_and_doubt_is_left_alone() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let first = "taxonID,scientificName,taxonRank,scientificNameAuthorship\na,Rosaceae,family,Juss.\nb,Aus,genus,Mill.\n\
                     c,Aus,genus,Hook.\n";
        let (_, applied) = bring_in(database, &file("a.csv", first), &ask, &Chosen::All);
        assert_eq!(applied.made, 3, "two genera of one name");
        let next = "taxonID,parentNameUsageID,scientificName,taxonRank,scientificNameAuthorship\nx,,Aus,genus,Zygmunt\n\
                    y,x,Aus bus,species,Zygmunt\nz,,Aus,genus,(Hook)\n";
        let file = file("a.csv", next);
        let (plan, applied) = bring_in(database, &file, &ask, &Chosen::All);
        assert_eq!(kinds(&plan), [("author changed", 1), ("doubtful", 2), ("gone", 2)], "{:?}", plan.entries);
        assert_eq!((applied.made, applied.changed), (0, 1));
        assert!(plan.entries[0].note.contains("homonym"), "{:?}", plan.entries[0]);
    });
}

#[test]
fn a_new_name_that_hardly_differs_from_a_sibling_is_told() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let (first, _) = bring_in(database, &file("a.csv", CHECKLIST), &ask, &Chosen::All);
        assert!(!first.target.issues.contains_key("near-duplicate"), "nothing was there");
        let next = "\
taxonID,parentNameUsageID,scientificName,taxonRank,scientificNameAuthorship
2,,Rosa,genus,L.
3,2,Rosa alba,species,L.
20,2,Rosa albo,species,Mill.
21,2,Rosa cannina,species,L.
22,2,Rosa gallica,species,L.
";
        let plan = plan(database, &file("b.csv", next), &ask);
        let told: Vec<_> = plan.target.doubts.iter().map(|doubt| (doubt.line, doubt.words.as_str())).collect();
        // What the file names itself is another name than that of the file.
        assert_eq!(told, [(5, "‘cannina’ hardly differs from ‘Rosa canina L.’ of the tree.")]);
        assert_eq!(plan.target.issues["near-duplicate"], ("warning", 1));
    });
}

#[test]
fn a_branch_or_a_single_name_is_accepted_with_what_it_needs() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        let file = file("a.csv", CHECKLIST);
        let plan = plan(database, &file, &ask);
        let at = |label: &str| plan.target.nodes.iter().position(|node| node.name == label).unwrap();
        let chosen =
            Chosen::Some { nodes: HashSet::from([at("album")]), branches: HashSet::new(), gone: HashSet::new() };
        let (_, applied) = bring_in(database, &file, &ask, &chosen);
        // The synonym, its genus, its accepted name, and what stands above that.
        assert_eq!(applied.made, 5, "{:?}", applied.refused);
        let chosen =
            Chosen::Some { nodes: HashSet::new(), branches: HashSet::from([at("canina")]), gone: HashSet::new() };
        let (_, applied) = bring_in(database, &file, &ask, &chosen);
        assert_eq!(applied.made, 2, "{:?}", applied.refused);
        let left = self::plan(database, &file, &ask);
        assert_eq!(kinds(&left), [("new", 1)], "{:?}", left.entries);
    });
}

#[test]
fn a_sheet_with_a_column_for_each_rank_becomes_a_tree() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let made = set_up(database, "fish");
        let ask = ask(taxon::TABLE, made.collection);
        let sheet = "Kingdom,Family,Genus,Genus Author,Species,Species Author,Remarks\nAnimalia,Salmonidae,Salmo,\"Linnaeus, 1758\",\
                     Salmo trutta,\"Linnaeus, 1758\",brown\nAnimalia,Salmonidae,Salmo,,salar,\"Linnaeus, 1758\",\n";
        let (plan, applied) = bring_in(database, &file("a.csv", sheet), &ask, &Chosen::All);
        assert_eq!((applied.made, plan.target.doubts.len()), (5, 0), "{:?}", plan.target.doubts);
        assert_eq!(node(database, "Salmo trutta").text(taxon::REMARKS), Some("brown"));
        assert_eq!(node(database, "Salmo").text(taxon::AUTHOR), Some("Linnaeus, 1758"));
        let again = self::plan(database, &file("a.csv", sheet), &ask);
        assert_eq!(kinds(&again), []);
    });
}

/// A file of other people; without them the test says so and passes.
fn data(path: &str) -> Option<Opened> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if path.exists() {
        return Some(import::open(&path).unwrap());
    }
    #[expect(clippy::print_stderr, reason = "the only way to say that a test did nothing")]
    {
        eprintln!("skipped: {} is not here", path.display());
    }
    None
}

/// Brings a file in, and then everything that goes out of it: nothing differs any more.
#[track_caller]
fn check_round_trip(database: &Database, path: &str, ask: &Ask, formats: &[(Format, &str)]) -> Option<(Plan, Applied)> {
    let file = data(path)?;
    let (plan, applied) = bring_in(database, &file, ask, &Chosen::All);
    assert!(applied.made > 0, "{path}: {:?}", plan.counts);
    for (format, name) in formats {
        let out = take_out(database, ask, *format);
        let again = self::plan(database, &from_bytes(out, name, &Limits::default()).unwrap(), ask);
        assert_eq!(kinds(&again), [], "{path}, {format:?}: {:?}", &again.entries[..again.entries.len().min(8)]);
    }
    Some((plan, applied))
}

const ALL_FORMATS: &[(Format, &str)] = &[(Format::Csv, "a.csv"), (Format::Coldp, "a.zip"), (Format::Dwca, "a.zip")];

#[test]
fn the_time_scale_comes_in_with_the_ranks_that_were_missing() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "invertpaleo");
        let ask = Ask { create_missing_ranks: true, ..ask(geologic_time_period::TABLE, made.collection) };
        let path = "geo/chronostrat/chart.ttl";
        let formats = &[(Format::Csv, "a.csv"), (Format::Newick, "a.nwk")];
        let Some((plan, applied)) = check_round_trip(&fresh.database, path, &ask, formats) else { return };
        assert_eq!((applied.made, applied.refusals), (178, 0), "{:?}", applied.refused);
        let ranks: Vec<&str> = plan.new_ranks.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(ranks, ["Super-Eon", "Eon", "Sub-Period"]);
        let odd = fresh.database.read(&access(), |tx| tx.odd_nodes(geologic_time_period::TABLE)).unwrap();
        assert_eq!(odd, []);
    });
}

#[test]
fn parts_of_countries_find_the_countries_that_are_there() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let ask = ask(geography::TABLE, made.collection);
        let (Some(countries), Some(parts)) = (data("geo/iso-3166/iso3166-1.json"), data("geo/iso-3166/iso3166-2.json"))
        else {
            return;
        };
        let (_, applied) = bring_in(&fresh.database, &countries, &ask, &Chosen::All);
        assert!(applied.made + applied.changed > 200, "{applied:?}");
        let (plan, applied) = bring_in(&fresh.database, &parts, &ask, &Chosen::All);
        assert!(applied.made > 3_000 && applied.refusals == 0, "{} {:?}", applied.made, applied.refused);
        assert!(!plan.target.issues.contains_key("missing-parent"), "{:?}", plan.target.issues);
        let again = self::plan(&fresh.database, &parts, &ask);
        assert_eq!(again.counts.iter().filter(|(kind, _)| kind.name() != "gone").count(), 0, "{:?}", again.counts);
    });
}

#[test]
fn checklists_of_taxonworks_come_in_and_go_out_unchanged() {
    for name in ["homonym", "synonym", "subspecies", "genus_synonyms", "parent_child", "no_authorship", "combination"] {
        on_every_engine(|fresh| {
            let made = set_up(&fresh.database, "insect");
            let path = format!("dwca/taxonworks_checklist_cases/checklists/{name}.tsv");
            check_round_trip(&fresh.database, &path, &ask(taxon::TABLE, made.collection), ALL_FORMATS);
        });
    }
}

#[test]
fn packages_and_sheets_of_other_programs_come_in_and_go_out_unchanged() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "insect");
        let of = |table| ask(table, made.collection);
        check_round_trip(
            &fresh.database,
            "taxonomy/ptero-yaml.coldp.zip",
            &of(taxon::TABLE),
            &[(Format::Csv, "a.csv")],
        );
        let geography = of(geography::TABLE);
        check_round_trip(
            &fresh.database,
            "specify/copyleft/trees/Geography.xls",
            &geography,
            &[(Format::Csv, "a.csv")],
        );
    });
}
