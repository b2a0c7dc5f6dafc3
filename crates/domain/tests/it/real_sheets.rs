//! Sheets that others publish, with a column for each rank or one of names, and tables in all encodings.

use std::collections::{BTreeSet, HashMap};

use vasculum_domain::trees::export::Format;
use vasculum_domain::trees::import::{self, Ask, Chosen, Opened};
use vasculum_model::names::{geography, geologic_time_period, taxon};
use vasculum_model::{Record, TableId, model};
use vasculum_store::{Database, Select};

use crate::real_trees::{ALL, rows, shared, text, there_and_back};
use crate::setup::set_up;
use crate::tree_files::{access, ask, node};

/// Every node as the names above it and its own, from the top down.
fn paths(database: &Database, table: TableId) -> BTreeSet<Vec<String>> {
    let tree = model().tree(table).unwrap();
    let nodes = database.read(&access(), |tx| tx.select(&Select::all(table))).unwrap();
    let by_id: HashMap<i64, &Record> = nodes.iter().map(|node| (node.id, node)).collect();
    let path = |node: &Record| {
        let (mut path, mut at) = (Vec::new(), Some(node));
        while let Some(node) = at {
            let above = node.int(tree.parent).and_then(|id| by_id.get(&id).copied());
            if above.is_some() {
                path.insert(0, node.text(tree.name).unwrap().to_owned());
            }
            at = above;
        }
        path
    };
    nodes.iter().map(path).filter(|path| !path.is_empty()).collect()
}

#[test]
fn tree_sheets_of_specify_stand_as_they_are_written() {
    for (name, table, kind) in [
        ("chronostrat_tree.xls", geologic_time_period::TABLE, "invertpaleo"),
        ("Geography.xls", geography::TABLE, "fish"),
    ] {
        let Some(full) = shared(&format!("specify/copyleft/trees/{name}")) else { return };
        let file = import::open(&full).unwrap();
        let Opened::Sheet(sheet) = &file else { panic!("{name} is a sheet") };
        let levels = sheet.headers.iter().position(|header| header.contains("Time")).unwrap_or(sheet.headers.len());
        let mut expect = BTreeSet::new();
        for (_, cells) in &sheet.rows {
            let names: Vec<String> = cells.iter().take(levels).filter(|cell| !cell.is_empty()).cloned().collect();
            expect.extend((1..=names.len()).map(|depth| names[..depth].to_vec()));
        }
        let fresh = vasculum_testkit::sqlite();
        let made = set_up(&fresh.database, kind);
        let before = paths(&fresh.database, table);
        there_and_back(&fresh.database, &file, &ask(table, made.collection), ALL);
        let found: BTreeSet<_> = paths(&fresh.database, table).difference(&before).cloned().collect();
        let missing: Vec<_> = expect.difference(&found).filter(|path| !before.contains(*path)).collect();
        let extra: Vec<_> = found.difference(&expect).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{name}: {missing:?} {extra:?}");
    }
}

#[test]
fn the_birds_of_avilist_stand_as_they_are_written() {
    let path = "taxonomy/avilist_2025.csv.gz";
    let Some(text) = text(path) else { return };
    let mut expect = BTreeSet::new();
    for row in rows(&text, ',') {
        let mut path: Vec<String> = ["avilist_order", "avilist_family", "genus"]
            .iter()
            .filter_map(|column| row.get(*column).cloned())
            .collect();
        let name = &row["scientific_name"];
        let rank = row["avilist_taxon_rank"].as_str();
        // The column of the genus has the name itself in the rows of orders and families.
        if matches!(rank, "order" | "family" | "genus") {
            path.retain(|above| above != name);
            path.push(name.clone());
        } else {
            path.extend(name.split(' ').skip(1).map(str::to_owned));
        }
        expect.insert(path);
    }
    let fresh = vasculum_testkit::sqlite();
    let made = set_up(&fresh.database, "bird");
    let file = import::open(&shared(path).unwrap()).unwrap();
    let ask = ask(taxon::TABLE, made.collection);
    let (_, applied) = there_and_back(&fresh.database, &file, &ask, &[Format::Csv]);
    assert_eq!(applied.made as usize, expect.len());
    let found = paths(&fresh.database, taxon::TABLE);
    assert_eq!(found.symmetric_difference(&expect).take(5).collect::<Vec<_>>(), Vec::<&Vec<String>>::new());
}

#[test]
fn tables_in_all_encodings_come_in_or_are_refused_in_one_sentence() {
    let Some(folder) = shared("taxonomy/charsets") else { return };
    let (mut come_in, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = import::open(&path).unwrap();
        let fresh = vasculum_testkit::sqlite();
        let made = set_up(&fresh.database, "botany");
        let ask = ask(taxon::TABLE, made.collection);
        match import::import_file(&fresh.database, &access(), "a test", &file, &ask, &Chosen::All) {
            Ok((_, applied)) => {
                assert_eq!(applied.refusals, 0, "{}", path.display());
                come_in += 1;
            }
            // Descriptions of sources, everyday names, and lists without headers.
            Err(error) => {
                assert_eq!(error.message, "No column of this sheet is a rank of the tree, or a column of names.");
                refused += 1;
            }
        }
    }
    assert_eq!((come_in, refused), (8, 14));
    let Some(full) = shared("taxonomy/charsets/latin1_AcceptedSpecies.txt") else { return };
    let fresh = vasculum_testkit::sqlite();
    let made = set_up(&fresh.database, "botany");
    let ask = Ask { create_missing_ranks: false, ..ask(taxon::TABLE, made.collection) };
    there_and_back(&fresh.database, &import::open(&full).unwrap(), &ask, ALL);
    let arnacantha = node(&fresh.database, "Astracantha arnacantha");
    assert_eq!(arnacantha.text(taxon::AUTHOR), Some("(Møllæ) Padléç"));
    assert_eq!(arnacantha.text(taxon::REMARKS), Some("Un café!"));
}
