//! Nodes and ranks: full names, moves, refusals.

use std::collections::HashSet;

use vasculum_domain::records;
use vasculum_domain::trees::{self, Rank, TreeDef};
use vasculum_model::names::{geography, taxon, taxon_tree_def, taxon_tree_def_item};
use vasculum_model::tree::TREES;
use vasculum_model::{Code, Level, Path, Record, Result, Step, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, Tx, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

fn write<T>(database: &Database, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    database.write(&Access::system("test"), Purpose::new("test", "A test"), work)
}

fn read<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    database.read(&Access::system("test"), work).unwrap()
}

fn rank(def: &TreeDef, name: &str) -> Rank {
    def.named(name).cloned().unwrap()
}

/// The nodes of a small tree, by name.
struct Taxa {
    def: TreeDef,
    salmonidae: Record,
    salmo: Record,
    trutta: Record,
    fario: Record,
    oncorhynchus: Record,
}

fn taxa(database: &Database) -> Taxa {
    let made = set_up(database, "fish");
    write(database, |tx| {
        let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
        let mut node = trees::root(tx, taxon::TABLE, def.id)?;
        for (name, of) in [
            ("Animalia", "Kingdom"),
            ("Chordata", "Phylum"),
            ("Actinopterygii", "Class"),
            ("Salmoniformes", "Order"),
            ("Salmonidae", "Family"),
        ] {
            node = trees::add_node(tx, taxon::TABLE, &node, &rank(&def, of), name, &[])?;
        }
        let salmo = trees::add_node(tx, taxon::TABLE, &node, &rank(&def, "Genus"), "Salmo", &[])?;
        let author = [(taxon::AUTHOR, Value::from("Linnaeus, 1758"))];
        let trutta = trees::add_node(tx, taxon::TABLE, &salmo, &rank(&def, "Species"), "trutta", &author)?;
        let fario = trees::add_node(tx, taxon::TABLE, &trutta, &rank(&def, "Subspecies"), "fario", &[])?;
        let oncorhynchus = trees::add_node(tx, taxon::TABLE, &node, &rank(&def, "Genus"), "Oncorhynchus", &[])?;
        Ok(Taxa { def, salmonidae: node, salmo, trutta, fario, oncorhynchus })
    })
    .unwrap()
}

fn full_name(database: &Database, node: &Record) -> String {
    read(database, |tx| Ok(tx.get(taxon::TABLE, node.id)?.text(taxon::FULL_NAME).unwrap().to_owned()))
}

/// Saves a change of a node as it is now.
fn change(database: &Database, node: &Record, edit: impl FnOnce(&mut Record)) -> Result<Record> {
    write(database, |tx| {
        let before = tx.get(node.table, node.id)?;
        let mut after = before.clone();
        edit(&mut after);
        Ok(records::put(tx, Some(&before), after)?.0)
    })
}

/// The name of the first issue of a refusal.
fn issue<T: std::fmt::Debug>(refused: Result<T>) -> &'static str {
    let error = refused.unwrap_err();
    assert_eq!(error.code, Code::Invalid, "{error}");
    error.issues.iter().find(|issue| issue.level == Level::Error).unwrap().name
}

/// Every node of every tree whose nodes have a GUID has one of its own.
pub(crate) fn all_have_guids(database: &Database) {
    read(database, |tx| {
        for tree in TREES {
            let Some(guid) = model().table(tree.node).col("guid") else { continue };
            let nodes = tx.select(&Select::all(tree.node))?;
            let guids: HashSet<&str> = nodes.iter().filter_map(|node| node.text(guid)).collect();
            assert_eq!(guids.len(), nodes.len(), "{}", model().table(tree.node).name);
            assert!(guids.iter().all(|guid| guid.len() == 36));
        }
        Ok(())
    });
}

#[test]
fn every_node_gets_a_guid_that_stays() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        all_have_guids(&fresh.database);
        let renamed = change(&fresh.database, &taxa.trutta, |node| node.set(taxon::NAME, "truta")).unwrap();
        assert_eq!(renamed.get(taxon::GUID), taxa.trutta.get(taxon::GUID));
        let brought = [(taxon::GUID, Value::from("urn:lsid:example.org:1"))];
        let wild = write(&fresh.database, |tx| {
            trees::add_node(tx, taxon::TABLE, &taxa.salmo, &rank(&taxa.def, "Species"), "salar", &brought)
        });
        assert_eq!(wild.unwrap().text(taxon::GUID), Some("urn:lsid:example.org:1"));
    });
}

#[test]
fn a_node_is_called_as_its_ranks_say() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        assert_eq!(taxa.salmonidae.text(taxon::FULL_NAME), Some("Salmonidae"));
        assert_eq!(taxa.trutta.text(taxon::FULL_NAME), Some("Salmo trutta"));
        assert_eq!(taxa.fario.text(taxon::FULL_NAME), Some("Salmo trutta fario"));
        assert_eq!(taxa.trutta.int(taxon::RANK_ID), Some(220));
        assert!(taxa.trutta.is(taxon::IS_ACCEPTED));
        assert_eq!(taxa.trutta.get(taxon::IS_HYBRID), &Value::Bool(false));
        // The rank may be named by its number, or not at all: then it is the next one that may not be left out.
        let (by_number, by_default) = write(&fresh.database, |tx| {
            let new = |name: &str| Record::new(taxon::TABLE).with(taxon::PARENT, taxa.salmo.id).with(taxon::NAME, name);
            let by_number = records::put(tx, None, new("salar").with(taxon::RANK_ID, 220))?.0;
            Ok((by_number, records::put(tx, None, new("obtusirostris"))?.0))
        })
        .unwrap();
        for node in [&by_number, &by_default] {
            assert_eq!(node.int(taxon::DEFINITION_ITEM), Some(rank(&taxa.def, "Species").id));
            assert_eq!(node.int(taxon::DEFINITION), Some(taxa.def.id));
        }
        // A name that ranks between genus and species does not enter: the subgenus is not in full names.
        let below = write(&fresh.database, |tx| {
            let subgenus = trees::add_node(tx, taxon::TABLE, &taxa.salmo, &rank(&taxa.def, "Subgenus"), "Trutta", &[])?;
            trees::add_node(tx, taxon::TABLE, &subgenus, &rank(&taxa.def, "Species"), "marmoratus", &[])
        })
        .unwrap();
        assert_eq!(below.text(taxon::FULL_NAME), Some("Salmo marmoratus"));
        let found = read(&fresh.database, |tx| {
            trees::find_child(tx, taxon::TABLE, taxa.salmo.id, "trutta", &rank(&taxa.def, "Species"))
        });
        assert_eq!(found.map(|node| node.id), Some(taxa.trutta.id));
    });
}

#[test]
fn places_are_called_from_the_smallest_up() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let county = write(&fresh.database, |tx| {
            let def = trees::definition(tx, geography::TABLE, made.discipline)?;
            let mut node = trees::root(tx, geography::TABLE, def.id)?;
            for (name, of) in [
                ("North America", "Continent"),
                ("United States", "Country"),
                ("Kansas", "State"),
                ("Douglas", "County"),
            ] {
                node = trees::add_node(tx, geography::TABLE, &node, &rank(&def, of), name, &[])?;
            }
            Ok(node)
        })
        .unwrap();
        assert_eq!(county.text(geography::FULL_NAME), Some("Douglas, Kansas, United States"));
    });
}

#[test]
fn a_new_name_changes_the_names_below_and_no_others() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        let versions = |database: &Database| {
            read(database, |tx| {
                let all = tx.select(&Select::all(taxon::TABLE))?;
                Ok(all.into_iter().map(|node| (node.id, node.version())).collect::<Vec<_>>())
            })
        };
        let before = versions(&fresh.database);
        let after = change(&fresh.database, &taxa.salmo, |node| node.set(taxon::NAME, "Trutta")).unwrap();
        assert_eq!(after.text(taxon::FULL_NAME), Some("Trutta"));
        assert_eq!(full_name(&fresh.database, &taxa.trutta), "Trutta trutta");
        assert_eq!(full_name(&fresh.database, &taxa.fario), "Trutta trutta fario");
        let touched: Vec<i64> =
            versions(&fresh.database).into_iter().filter(|entry| !before.contains(entry)).map(|(id, _)| id).collect();
        assert_eq!(touched, [taxa.salmo.id, taxa.trutta.id, taxa.fario.id]);
        // Each is in the journal, under one change set.
        let changes = read(&fresh.database, |tx| {
            let latest = tx.latest_change()?;
            tx.changes(latest, 100)
        });
        assert_eq!(changes.len(), 3);
        // An author is no part of the name: nothing below is touched.
        change(&fresh.database, &taxa.trutta, |node| node.set(taxon::AUTHOR, "L.")).unwrap();
        let changes = read(&fresh.database, |tx| {
            let latest = tx.latest_change()?;
            tx.changes(latest, 100)
        });
        assert_eq!(changes.len(), 1);
    });
}

#[test]
fn a_moved_node_takes_its_subtree_along() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        change(&fresh.database, &taxa.trutta, |node| node.set(taxon::PARENT, taxa.oncorhynchus.id)).unwrap();
        assert_eq!(full_name(&fresh.database, &taxa.trutta), "Oncorhynchus trutta");
        assert_eq!(full_name(&fresh.database, &taxa.fario), "Oncorhynchus trutta fario");
        let path: Vec<i64> = read(&fresh.database, |tx| {
            Ok(tx.ancestors(taxon::TABLE, taxa.fario.id)?.iter().map(|node| node.id).collect())
        });
        assert!(path.contains(&taxa.oncorhynchus.id) && !path.contains(&taxa.salmo.id));
    });
}

#[test]
fn synonyms_keep_the_name_under_which_they_were_published() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        let synonym =
            change(&fresh.database, &taxa.fario, |node| node.set(taxon::ACCEPTED_TAXON, taxa.trutta.id)).unwrap();
        assert!(!synonym.is(taxon::IS_ACCEPTED));
        change(&fresh.database, &taxa.salmo, |node| node.set(taxon::NAME, "Trutta")).unwrap();
        assert_eq!(full_name(&fresh.database, &taxa.trutta), "Trutta trutta");
        assert_eq!(full_name(&fresh.database, &taxa.fario), "Salmo trutta fario");
        let below = write(&fresh.database, |tx| {
            let new = Record::new(taxon::TABLE).with(taxon::PARENT, taxa.fario.id).with(taxon::NAME, "x");
            records::put(tx, None, new)
        });
        assert_eq!(issue(below), "rank-of-another-tree", "nothing ranks below the subspecies here");
        change(&fresh.database, &taxa.oncorhynchus, |node| node.set(taxon::ACCEPTED_TAXON, taxa.salmo.id)).unwrap();
        let below = write(&fresh.database, |tx| {
            trees::add_node(tx, taxon::TABLE, &taxa.oncorhynchus, &rank(&taxa.def, "Species"), "mykiss", &[])
        });
        assert_eq!(issue(below), "parent-is-synonym");
        let circle = change(&fresh.database, &taxa.salmo, |node| node.set(taxon::ACCEPTED_TAXON, taxa.oncorhynchus.id));
        assert_eq!(issue(circle), "synonym-of-itself");
    });
}

#[test]
fn what_would_spoil_the_tree_is_refused() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        let genus = rank(&taxa.def, "Genus");
        let add = |parent: &Record, of: &Rank| {
            write(&fresh.database, |tx| trees::add_node(tx, taxon::TABLE, parent, of, "Xus", &[]))
        };
        assert_eq!(issue(add(&taxa.trutta, &genus)), "rank-not-below-parent");
        assert_eq!(issue(add(&taxa.salmo, &genus)), "rank-not-below-parent");
        let elsewhere = Rank { id: 9_999_999, ..genus.clone() };
        assert_eq!(issue(add(&taxa.salmonidae, &elsewhere)), "rank-of-another-tree");
        let orphan = write(&fresh.database, |tx| {
            let new = Record::new(taxon::TABLE).with(taxon::NAME, "Xus").with(taxon::DEFINITION_ITEM, genus.id);
            records::put(tx, None, new)
        });
        assert_eq!(issue(orphan), "parent-needed");
        let lost = change(&fresh.database, &taxa.salmo, |node| node.set(taxon::PARENT, 9_999_999));
        assert_eq!(issue(lost), "parent-not-found");
        let below_itself = change(&fresh.database, &taxa.salmo, |node| node.set(taxon::PARENT, taxa.trutta.id));
        assert_eq!(issue(below_itself), "rank-not-below-parent");
        let below_itself = change(&fresh.database, &taxa.salmo, |node| node.set(taxon::PARENT, taxa.salmo.id));
        assert_eq!(issue(below_itself), "rank-not-below-parent");
        let too_low = change(&fresh.database, &taxa.salmo, |node| {
            node.set(taxon::DEFINITION_ITEM, rank(&taxa.def, "Species").id);
        });
        assert_eq!(issue(too_low), "rank-not-above-children");
        let root = read(&fresh.database, |tx| trees::root(tx, taxon::TABLE, taxa.def.id));
        let gone = write(&fresh.database, |tx| records::delete(tx, taxon::TABLE, root.id, None));
        assert_eq!(gone.unwrap_err().code, Code::Conflict, "everything stands below the root");
        let gone = write(&fresh.database, |tx| records::delete(tx, taxon::TABLE, taxa.fario.id, None));
        assert!(gone.is_ok());
    });
}

#[test]
fn ranks_keep_their_chain_and_rename_what_they_concern() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        let new = |name: &str| {
            Record::new(taxon_tree_def_item::TABLE)
                .with(taxon_tree_def_item::TREE_DEF, taxa.def.id)
                .with(taxon_tree_def_item::NAME, name)
        };
        // A rank between two others gets its usual number and closes the chain.
        let section = write(&fresh.database, |tx| {
            let above = rank(&taxa.def, "Subgenus").id;
            Ok(records::put(tx, None, new("Section").with(taxon_tree_def_item::PARENT, above))?.0)
        })
        .unwrap();
        assert_eq!(section.int(taxon_tree_def_item::RANK_ID), Some(200));
        let species = rank(&taxa.def, "Species").id;
        let above = |id: i64| {
            read(&fresh.database, |tx| Ok(tx.get(taxon_tree_def_item::TABLE, id)?.int(taxon_tree_def_item::PARENT)))
        };
        assert_eq!(above(species), Some(section.id));
        let taken =
            write(&fresh.database, |tx| records::put(tx, None, new("Other").with(taxon_tree_def_item::RANK_ID, 220)));
        assert_eq!(issue(taken), "rank-number-taken");
        let out_of_order = write(&fresh.database, |tx| {
            let before = tx.get(taxon_tree_def_item::TABLE, section.id)?;
            let after = before.clone().with(taxon_tree_def_item::RANK_ID, 225);
            records::put(tx, Some(&before), after)
        });
        assert_eq!(issue(out_of_order), "rank-out-of-order");
        // It goes again; the chain closes behind it. Ranks with nodes and the root's stay.
        write(&fresh.database, |tx| records::delete(tx, taxon_tree_def_item::TABLE, section.id, None)).unwrap();
        assert_eq!(above(species), Some(rank(&taxa.def, "Subgenus").id));
        let in_use = write(&fresh.database, |tx| records::delete(tx, taxon_tree_def_item::TABLE, species, None));
        assert_eq!(in_use.unwrap_err().code, Code::Conflict);
        // A rule for names changes every name that it concerns.
        write(&fresh.database, |tx| {
            let before = tx.get(taxon_tree_def_item::TABLE, rank(&taxa.def, "Subspecies").id)?;
            let after = before.clone().with(taxon_tree_def_item::TEXT_BEFORE, "subsp. ");
            records::put(tx, Some(&before), after)
        })
        .unwrap();
        assert_eq!(full_name(&fresh.database, &taxa.fario), "Salmo trutta subsp. fario");
        assert_eq!(full_name(&fresh.database, &taxa.trutta), "Salmo trutta");
        write(&fresh.database, |tx| {
            let before = tx.get(taxon_tree_def::TABLE, taxa.def.id)?;
            let after = before.clone().with(taxon_tree_def::FULL_NAME_DIRECTION, -1);
            records::put(tx, Some(&before), after)
        })
        .unwrap();
        assert_eq!(full_name(&fresh.database, &taxa.trutta), "trutta Salmo");
    });
}

#[test]
fn a_new_node_costs_few_statements() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        let species = rank(&taxa.def, "Species");
        let spent = write(&fresh.database, |tx| {
            trees::add_node(tx, taxon::TABLE, &taxa.salmo, &species, "first", &[])?;
            let before = tx.statements();
            for name in ["second", "third", "fourth"] {
                trees::add_node(tx, taxon::TABLE, &taxa.salmo, &species, name, &[])?;
            }
            Ok(tx.statements() - before)
        })
        .unwrap();
        assert!(spent <= 3 * 4, "{spent} statements for three nodes");
    });
}

#[test]
fn children_are_counted_with_all_below_them() {
    on_every_engine(|fresh| {
        let taxa = taxa(&fresh.database);
        // Synonyms are as good as anything that links to the tree.
        change(&fresh.database, &taxa.fario, |node| node.set(taxon::ACCEPTED_TAXON, taxa.trutta.id)).unwrap();
        let link =
            Path { base: taxon::TABLE, steps: Vec::new(), table: taxon::TABLE, column: Some(taxon::ACCEPTED_TAXON.1) };
        let counts = read(&fresh.database, |tx| trees::counts_below(tx, &taxa.salmonidae, &link, &Filter::All));
        assert_eq!(counts, [(taxa.salmo.id, 1), (taxa.oncorhynchus.id, 0)]);
        let longer = Path { steps: vec![Step::One(taxon::PARENT.1)], ..link };
        let counts = read(&fresh.database, |tx| trees::counts_below(tx, &taxa.salmonidae, &longer, &Filter::All));
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<i64>(), 0);
        assert_eq!(model().table(taxon::TABLE).name, "Taxon");
    });
}
