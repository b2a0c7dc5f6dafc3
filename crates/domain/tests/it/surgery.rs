//! Operations on trees beyond the cases: references, rights, undo after other edits, and random operations.

use vasculum_domain::merge::{by_guid, survivor};
use vasculum_domain::trees::surgery::ranks::{self, Nodes, RankChange, RankDraft};
use vasculum_domain::trees::surgery::{self, Choice, Operation, Plan, repair};
use vasculum_domain::users::{self, NewUser};
use vasculum_domain::{records, trees, undo};
use vasculum_model::names::{attachment, common_name_tx, determination, taxon, taxon_attachment};
use vasculum_model::{Code, Col, Record, Result, Value};
use vasculum_store::{Access, Database, Filter, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, put, read, write};
use crate::setup::set_up;
use crate::tree_cases::{is_well, world};

/// A small tree of fishes: two genera with a species each, one of them with a synonym.
pub(crate) struct Fishes {
    pub(crate) collection: i64,
    pub(crate) salmo: Record,
    pub(crate) trutta: Record,
    pub(crate) fario: Record,
    pub(crate) oncorhynchus: Record,
    pub(crate) mykiss: Record,
}

pub(crate) fn fishes(database: &Database) -> Fishes {
    let made = set_up(database, "fish");
    write(database, |tx| {
        let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
        let root = trees::root(tx, taxon::TABLE, def.id)?;
        let mut add = |above: &Record, rank: &str, name: &str| {
            trees::add_node(tx, taxon::TABLE, above, def.named(rank).unwrap(), name, &[])
        };
        let salmo = add(&root, "Genus", "Salmo")?;
        let trutta = add(&salmo, "Species", "trutta")?;
        let fario = add(&salmo, "Species", "fario")?;
        let oncorhynchus = add(&root, "Genus", "Oncorhynchus")?;
        let mykiss = add(&oncorhynchus, "Species", "mykiss")?;
        Ok(Fishes { collection: made.collection, salmo, trutta, fario, oncorhynchus, mykiss })
    })
    .unwrap()
}

/// Does an operation; returns the number of the change set and what it did.
fn done(database: &Database, wanted: &Operation) -> Result<(i64, Plan)> {
    let purpose = Purpose::new(surgery::KIND, "A test");
    let (plan, set) = database
        .write_counted(&Access::system("test"), purpose, |tx| surgery::apply(tx, taxon::TABLE, wanted, None))?;
    Ok((set.unwrap(), plan))
}

fn undone(database: &Database, set: i64, force: bool) -> Result<undo::UndoPlan> {
    database.write(&Access::system("test"), Purpose::new("undo", "Undo"), |tx| undo::undo(tx, set, force))
}

fn edited(database: &Database, node: &Record, column: Col, value: impl Into<Value>) {
    write(database, |tx| {
        let before = tx.get(node.table, node.id)?;
        let after = before.clone().with(column, value.into());
        records::put(tx, Some(&before), after)
    })
    .unwrap();
}

fn now(database: &Database, node: &Record) -> Record {
    read(database, |tx| tx.get(node.table, node.id))
}

fn full_name(database: &Database, node: &Record) -> String {
    now(database, node).text(taxon::FULL_NAME).unwrap().to_owned()
}

fn determined(database: &Database, fishes: &Fishes, node: &Record) -> Record {
    write(database, |tx| {
        let object = new_object(tx, fishes.collection)?;
        let opinion = Record::new(determination::TABLE)
            .with(determination::COLLECTION_OBJECT, object.id)
            .with(determination::TAXON, node.id);
        put(tx, opinion)
    })
    .unwrap()
}

#[test]
fn nothing_of_a_merge_loses_a_reference_a_guid_or_an_attachment() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let opinion = determined(db, &fish, &fish.fario);
        let (name, picture) = write(db, |tx| {
            let name = Record::new(common_name_tx::TABLE)
                .with(common_name_tx::TAXON, fish.fario.id)
                .with(common_name_tx::NAME, "Bachforelle");
            let name = put(tx, name)?;
            let file = put(tx, Record::new(attachment::TABLE).with(attachment::ORIG_FILENAME, "fario.jpg"))?;
            let join = Record::new(taxon_attachment::TABLE)
                .with(taxon_attachment::TAXON, fish.fario.id)
                .with(taxon_attachment::ATTACHMENT, file.id)
                .with(taxon_attachment::ORDINAL, 0);
            Ok((name, put(tx, join)?))
        })
        .unwrap();
        let guid = fish.fario.text(taxon::GUID).unwrap();
        let before = world(db);
        let wanted = Operation::Merge { node: fish.fario.id, into: fish.trutta.id, choices: Vec::new() };
        let (set, plan) = done(db, &wanted).unwrap();
        assert_eq!((plan.removed, plan.count(determination::TABLE)), (1, 1));
        assert_eq!(now(db, &opinion).int(determination::TAXON), Some(fish.trutta.id));
        assert_eq!(now(db, &name).int(common_name_tx::TAXON), Some(fish.trutta.id));
        assert_eq!(now(db, &picture).int(taxon_attachment::TAXON), Some(fish.trutta.id));
        read(db, |tx| {
            assert_eq!(survivor(tx, taxon::TABLE, fish.fario.id)?, Some(fish.trutta.id));
            assert_eq!(by_guid(tx, guid, None)?, Some((taxon::TABLE, fish.trutta.id)));
            Ok(())
        });
        is_well(db, "a merge");
        undone(db, set, false).unwrap();
        assert!(world(db) == before, "undo brings everything back");
    });
}

#[test]
fn who_may_not_work_on_the_tree_is_refused() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let ids = write(db, |tx| {
            users::install_library_roles(tx)?;
            ["Full Data Access", "Edit Taxon Tree"]
                .into_iter()
                .map(|role| {
                    let name = role.replace(' ', "");
                    let new = NewUser { name, password: Some("a good long secret".to_owned()), ..NewUser::default() };
                    let user = users::add_user(tx, new)?;
                    let role = users::add_role_from_library(tx, fish.collection, role)?;
                    users::give_role(tx, user, role)?;
                    // Whoever takes changes back sees them.
                    let journal = users::add_role_from_library(tx, fish.collection, "Inspect Audit Log")?;
                    users::give_role(tx, user, journal)?;
                    users::enter(tx, user, fish.collection)?;
                    Ok(user)
                })
                .collect::<Result<Vec<i64>>>()
        })
        .unwrap();
        let wanted = Operation::Move { node: fish.trutta.id, to: fish.oncorhynchus.id };
        let by_clerk = users::access(db, ids[0], Some(fish.collection)).unwrap();
        let refused = surgery::plan(db, &by_clerk, taxon::TABLE, &wanted).unwrap_err();
        assert_eq!(refused.code, Code::Forbidden, "the right to every table is no right to the tree");
        let by_taxonomist = users::access(db, ids[1], Some(fish.collection)).unwrap();
        assert_eq!(surgery::plan(db, &by_taxonomist, taxon::TABLE, &wanted).unwrap().renamed, 1);
        // What follows from the right follows wherever it stands, and comes back by rule too.
        let opinion = determined(db, &fish, &fish.fario);
        let wanted = Operation::Synonymize { node: fish.fario.id, to: fish.trutta.id };
        let purpose = Purpose::new(surgery::KIND, "");
        let (_, set) =
            db.write_counted(&by_taxonomist, purpose, |tx| surgery::apply(tx, taxon::TABLE, &wanted, None)).unwrap();
        assert_eq!(now(db, &opinion).int(determination::PREFERRED_TAXON), Some(fish.trutta.id));
        db.write(&by_taxonomist, Purpose::new("undo", ""), |tx| undo::undo(tx, set.unwrap(), false)).unwrap();
        assert_eq!(now(db, &opinion).int(determination::PREFERRED_TAXON), Some(fish.fario.id));
    });
}

#[test]
fn what_was_not_agreed_to_is_not_done() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let wanted = Operation::Move { node: fish.salmo.id, to: fish.salmo.int(taxon::PARENT).unwrap() };
        let nothing = surgery::plan(db, &Access::system("test"), taxon::TABLE, &wanted).unwrap();
        assert!(!nothing.is_possible());
        let wanted = Operation::Move { node: fish.trutta.id, to: fish.oncorhynchus.id };
        let plan = surgery::plan(db, &Access::system("test"), taxon::TABLE, &wanted).unwrap();
        edited(db, &fish.oncorhynchus, taxon::NAME, "Parasalmo");
        let purpose = Purpose::new(surgery::KIND, "");
        let refused = db
            .write(&Access::system("test"), purpose, |tx| {
                surgery::apply(tx, taxon::TABLE, &wanted, Some(&plan.digest()))
            })
            .unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        assert_eq!(full_name(db, &fish.trutta), "Salmo trutta");
    });
}

#[test]
fn an_undo_weeks_later_gives_the_names_of_today() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let (set, _) = done(db, &Operation::Move { node: fish.trutta.id, to: fish.oncorhynchus.id }).unwrap();
        // Meanwhile the genus that it came from is spelled otherwise, and it gets an author.
        edited(db, &fish.salmo, taxon::NAME, "Trutta");
        edited(db, &fish.trutta, taxon::AUTHOR, "Linnaeus, 1758");
        undone(db, set, false).unwrap();
        assert_eq!(full_name(db, &fish.trutta), "Trutta trutta");
        assert_eq!(now(db, &fish.trutta).text(taxon::AUTHOR), Some("Linnaeus, 1758"));
        is_well(db, "an undo after other edits");
    });
}

#[test]
fn an_undo_shows_what_was_moved_again() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let (set, _) = done(db, &Operation::Move { node: fish.trutta.id, to: fish.oncorhynchus.id }).unwrap();
        let root = fish.salmo.int(taxon::PARENT).unwrap();
        let def = read(db, |tx| trees::definition_by_id(tx, taxon::TABLE, fish.salmo.int(taxon::DEFINITION).unwrap()));
        let other = write(db, |tx| {
            let root = tx.get(taxon::TABLE, root)?;
            trees::add_node(tx, taxon::TABLE, &root, def.as_ref().unwrap().named("Genus").unwrap(), "Salvelinus", &[])
        })
        .unwrap();
        done(db, &Operation::Move { node: fish.trutta.id, to: other.id }).unwrap();
        let refused = undone(db, set, false).unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        assert!(issues(&refused).iter().any(|issue| issue.contains("touched-later")), "{refused:?}");
        assert_eq!(full_name(db, &fish.trutta), "Salvelinus trutta");
    });
}

#[test]
fn an_undo_that_would_spoil_the_tree_is_refused() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        // A name is accepted again, then the former accepted name becomes its synonym: taking the first back would make
        // each the synonym of the other.
        done(db, &Operation::Synonymize { node: fish.fario.id, to: fish.trutta.id }).unwrap();
        let (set, _) = done(db, &Operation::Desynonymize { node: fish.fario.id }).unwrap();
        done(db, &Operation::Synonymize { node: fish.trutta.id, to: fish.fario.id }).unwrap();
        let refused = undone(db, set, true).unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        assert!(issues(&refused).iter().any(|issue| issue.contains("undo-spoils-tree")), "{refused:?}");
        // A subspecies would come back below what is a subspecies itself by now.
        let def = read(db, |tx| trees::definition_by_id(tx, taxon::TABLE, fish.salmo.int(taxon::DEFINITION).unwrap()));
        let subspecies = def.as_ref().unwrap().named("Subspecies").unwrap().clone();
        let (below, home) = write(db, |tx| {
            let home = trees::add_node(
                tx,
                taxon::TABLE,
                &fish.salmo,
                def.as_ref().unwrap().named("Species").unwrap(),
                "salar",
                &[],
            )?;
            Ok((trees::add_node(tx, taxon::TABLE, &home, &subspecies, "sebago", &[])?, home))
        })
        .unwrap();
        let (set, _) = done(db, &Operation::Move { node: below.id, to: fish.mykiss.id }).unwrap();
        done(db, &Operation::ChangeRank { node: home.id, rank: subspecies.id }).unwrap();
        let refused = undone(db, set, false).unwrap_err();
        assert!(issues(&refused).iter().any(|issue| issue.contains("undo-spoils-tree")), "{refused:?}");
        is_well(db, "refused undos");
    });
}

#[test]
fn determinations_made_since_follow_an_undo_too() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let (set, _) = done(db, &Operation::Synonymize { node: fish.fario.id, to: fish.trutta.id }).unwrap();
        let later = determined(db, &fish, &fish.fario);
        assert_eq!(later.int(determination::PREFERRED_TAXON), Some(fish.trutta.id));
        undone(db, set, false).unwrap();
        assert_eq!(now(db, &later).int(determination::PREFERRED_TAXON), Some(fish.fario.id));
    });
}

#[test]
fn a_name_that_is_accepted_again_is_called_as_its_place_says() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        edited(db, &fish.fario, taxon::ACCEPTED_TAXON, fish.trutta.id);
        edited(db, &fish.salmo, taxon::NAME, "Trutta");
        assert_eq!(full_name(db, &fish.fario), "Salmo fario", "a synonym keeps its name");
        let (set, plan) = done(db, &Operation::Desynonymize { node: fish.fario.id }).unwrap();
        assert_eq!(plan.names[0].after, "Trutta fario");
        undone(db, set, false).unwrap();
        assert_eq!(full_name(db, &fish.fario), "Salmo fario");
    });
}

/// Writes values past the rules, as data from elsewhere may have them.
fn spoiled(database: &Database, node: &Record, values: &[(Col, Value)]) {
    write(database, |tx| {
        let before = tx.get(node.table, node.id)?;
        let mut after = before.clone();
        values.iter().for_each(|(column, value)| after.set(*column, value.clone()));
        let grant = tx.may(vasculum_store::Action::Update, node.table)?;
        tx.update(&grant, &before, &after)
    })
    .unwrap();
}

#[test]
fn problems_of_a_tree_are_found_and_repaired_as_planned() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let definition = fish.salmo.int(taxon::DEFINITION).unwrap();
        let found = |database: &Database| -> Vec<(&'static str, i64)> {
            let all = read(database, |tx| repair::problems(tx, taxon::TABLE, definition));
            all.iter().map(|one| (one.kind, one.node)).collect()
        };
        assert_eq!(found(db), [], "a tree made by the rules has none");
        let root = fish.salmo.int(taxon::PARENT).unwrap();
        let rank = |node: &Record| node.get(taxon::DEFINITION_ITEM).clone();
        // A second trutta, a genus without a parent, a species below a species, a wrong number, a wrong full name and a
        // synonym of a synonym.
        let (double, lost, chained) = write(db, |tx| {
            let new = |name: &str, like: &Record, parent: i64| {
                Record::new(taxon::TABLE)
                    .with(taxon::NAME, name)
                    .with(taxon::PARENT, parent)
                    .with(taxon::DEFINITION_ITEM, rank(like))
            };
            let double = put(tx, new("trutta", &fish.trutta, fish.salmo.id))?;
            let lost = put(tx, new("Salvelinus", &fish.salmo, root))?;
            let chained = put(tx, new("lemanus", &fish.trutta, fish.salmo.id))?;
            Ok((double, lost, chained))
        })
        .unwrap();
        let opinion = determined(db, &fish, &double);
        spoiled(db, &lost, &[(taxon::PARENT, Value::Null)]);
        edited(db, &fish.fario, taxon::ACCEPTED_TAXON, fish.trutta.id);
        edited(db, &chained, taxon::ACCEPTED_TAXON, fish.fario.id);
        spoiled(db, &fish.mykiss, &[(taxon::PARENT, fish.trutta.id.into())]);
        spoiled(db, &fish.oncorhynchus, &[(taxon::RANK_ID, 181.into())]);
        spoiled(db, &fish.salmo, &[(taxon::FULL_NAME, "Salmonid".into())]);
        let wanted = [
            ("rank-number", fish.oncorhynchus.id),
            ("orphan", lost.id),
            ("rank-order", fish.mykiss.id),
            ("synonym-chain", chained.id),
            ("duplicate", double.id),
            ("full-name", fish.salmo.id),
            ("full-name", fish.mykiss.id),
        ];
        assert_eq!(found(db), wanted);
        let before = world(db);
        let kinds: Vec<String> = repair::KINDS.iter().map(|kind| kind.name.to_owned()).collect();
        let plan = repair::plan(db, &Access::system("test"), taxon::TABLE, definition, &kinds).unwrap();
        assert!(world(db) == before, "a plan changes nothing");
        assert_eq!((plan.removed, plan.count(determination::TABLE)), (1, 1), "{plan:?}");
        let purpose = Purpose::new(surgery::REPAIR, "");
        let (did, set) = db
            .write_counted(&Access::system("test"), purpose, |tx| {
                repair::repair(tx, taxon::TABLE, definition, &kinds, Some(&plan.digest()))
            })
            .unwrap();
        assert_eq!(did, plan);
        assert_eq!(found(db), []);
        assert_eq!(now(db, &opinion).int(determination::TAXON), Some(fish.trutta.id));
        assert_eq!(now(db, &lost).int(taxon::PARENT), Some(root));
        assert_eq!(now(db, &fish.mykiss).int(taxon::PARENT), Some(fish.salmo.id));
        assert_eq!(now(db, &chained).int(taxon::ACCEPTED_TAXON), Some(fish.trutta.id));
        is_well(db, "a repair");
        let nothing = repair::plan(db, &Access::system("test"), taxon::TABLE, definition, &kinds).unwrap();
        assert!(!nothing.is_possible());
        undone(db, set.unwrap(), false).unwrap();
        assert!(world(db) == before, "a repair taken back leaves what was wrong");
    });
}

#[test]
fn ranks_are_added_renamed_reordered_and_removed_as_planned() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let definition = fish.salmo.int(taxon::DEFINITION).unwrap();
        let def = || read(db, |tx| trees::definition_by_id(tx, taxon::TABLE, definition)).unwrap();
        let id = |name: &str| def().named(name).unwrap().id;
        let draft = |name: &str, before: &str| RankDraft {
            name: name.to_owned(),
            is_in_full_name: true,
            text_before: before.to_owned(),
            separator: " ".to_owned(),
            ..RankDraft::default()
        };
        let access = Access::system("test");
        let go = |wanted: &RankChange| {
            let before = world(db);
            let plan = ranks::plan(db, &access, taxon::TABLE, wanted).unwrap();
            assert!(world(db) == before, "a plan changes nothing");
            let done = db.write_counted(&access, Purpose::new(surgery::KIND, ""), |tx| {
                ranks::apply(tx, taxon::TABLE, wanted, Some(&plan.digest()))
            });
            assert_eq!(done.is_ok(), plan.is_possible());
            let set = done.ok().and_then(|(_, set)| set);
            let refused = plan.issues.first().map(|issue| issue.name);
            (plan, set, refused)
        };
        let order = || def().ranks.iter().map(|rank| rank.name.clone()).collect::<Vec<_>>();
        let above = order();
        // A rank comes in between and goes again.
        let (_, set, _) = go(&RankChange::Add { above: id("Subspecies"), draft: draft("Forma", "f. ") });
        assert_eq!(order().last().map(String::as_str), Some("Forma"));
        let (_, _, refused) = go(&RankChange::Reorder { rank: id("Forma"), above: id("Species") });
        assert_eq!(refused, None);
        assert_eq!(order()[above.len() - 1], "Forma", "now between species and subspecies");
        let numbers: Vec<i64> = def().ranks.iter().map(|rank| rank.rank_id).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        go(&RankChange::Remove { rank: id("Forma"), nodes: Nodes::None });
        assert_eq!(order(), above);
        assert!(set.is_some());
        // Nodes that would stand wrong keep a rank where it is, and a rank that nodes have stays.
        let (_, _, refused) = go(&RankChange::Reorder { rank: id("Genus"), above: id("Species") });
        assert_eq!(refused, Some("rank-order-in-use"));
        let (_, _, refused) = go(&RankChange::Reorder { rank: id("Life"), above: id("Species") });
        assert_eq!(refused, Some("root-rank"));
        let (_, _, refused) = go(&RankChange::Remove { rank: id("Genus"), nodes: Nodes::None });
        assert_eq!(refused, Some("rank-in-use"));
        // Another rule for full names shows which names change.
        let before = world(db);
        let (plan, set, _) = go(&RankChange::Change { rank: id("Species"), draft: draft("Species", "sp. ") });
        assert_eq!((plan.renamed, plan.names[0].after.as_str()), (3, "Salmo sp. trutta"));
        assert_eq!(full_name(db, &fish.mykiss), "Oncorhynchus sp. mykiss");
        is_well(db, "changes of ranks");
        undone(db, set.unwrap(), false).unwrap();
        assert!(world(db) == before, "undo brings everything back");
    });
}

#[test]
fn a_rank_goes_with_its_nodes_or_gives_them_to_another_one() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let fish = fishes(db);
        let definition = fish.salmo.int(taxon::DEFINITION).unwrap();
        let def = || read(db, |tx| trees::definition_by_id(tx, taxon::TABLE, definition)).unwrap();
        let id = |name: &str| def().named(name).unwrap().id;
        let rank = |node: &Record| now(db, node).int(taxon::DEFINITION_ITEM).unwrap();
        // One section stands between a genus and its species, and below another one nothing stands.
        let draft = RankDraft { name: "Section".to_owned(), ..RankDraft::default() };
        let access = Access::system("test");
        let change = |wanted: &RankChange| {
            let before = world(db);
            let plan = ranks::plan(db, &access, taxon::TABLE, wanted).unwrap();
            assert!(world(db) == before, "a plan changes nothing");
            let done = db.write_counted(&access, Purpose::new(surgery::KIND, ""), |tx| {
                ranks::apply(tx, taxon::TABLE, wanted, Some(&plan.digest()))
            });
            assert_eq!(done.is_ok(), plan.is_possible(), "{:?}", plan.issues);
            let refused = plan.issues.first().map(|issue| issue.name);
            (plan, done.ok().and_then(|(_, set)| set), refused)
        };
        change(&RankChange::Add { above: id("Genus"), draft });
        let (section, empty) = write(db, |tx| {
            let of = def_of(tx, definition)?;
            let section = trees::add_node(tx, taxon::TABLE, &fish.salmo, of.named("Section").unwrap(), "Trutta", &[])?;
            let empty = trees::add_node(tx, taxon::TABLE, &fish.salmo, of.named("Section").unwrap(), "Vacua", &[])?;
            let before = tx.get(taxon::TABLE, fish.trutta.id)?;
            records::put(tx, Some(&before), before.clone().with(taxon::PARENT, section.id))?;
            Ok((section, empty))
        })
        .unwrap();
        let remove = |nodes| RankChange::Remove { rank: id("Section"), nodes };

        // To another rank, if parents stay above and children below.
        assert_eq!(change(&remove(Nodes::None)).2, Some("rank-in-use"));
        assert_eq!(change(&remove(Nodes::Get(id("Species")))).2, Some("rank-order-in-use"));
        assert_eq!(change(&remove(Nodes::Get(id("Genus")))).2, Some("rank-order-in-use"));
        assert_eq!(change(&remove(Nodes::Get(id("Section")))).2, Some("rank-of-another-tree"));
        let before = world(db);
        let (plan, set, _) = change(&remove(Nodes::Get(id("Subgenus"))));
        assert_eq!((plan.nodes, plan.removed), (2, 0));
        assert_eq!((rank(&section), rank(&empty)), (id("Subgenus"), id("Subgenus")));
        assert!(def().named("Section").is_none());
        is_well(db, "a rank whose nodes got another one");
        undone(db, set.unwrap(), false).unwrap();
        assert!(world(db) == before, "undo brings rank and nodes back");

        // Away, if nothing refers to the nodes but what stands below them.
        let opinion = determined(db, &fish, &empty);
        assert_eq!(change(&remove(Nodes::Go)).2, Some("rank-nodes-used"));
        write(db, |tx| records::delete(tx, determination::TABLE, opinion.id, None)).unwrap();
        let before = world(db);
        let (plan, set, _) = change(&remove(Nodes::Go));
        assert_eq!((plan.nodes, plan.removed), (3, 2));
        assert_eq!(now(db, &fish.trutta).int(taxon::PARENT), Some(fish.salmo.id));
        assert_eq!(full_name(db, &fish.trutta), "Salmo trutta");
        is_well(db, "a rank that went with its nodes");
        undone(db, set.unwrap(), false).unwrap();
        assert!(world(db) == before, "undo brings rank and nodes back");
        let root = RankChange::Remove { rank: id("Life"), nodes: Nodes::Go };
        assert_eq!(change(&root).2, Some("root-rank"));
    });
}

fn def_of(tx: &mut vasculum_store::Tx<'_>, definition: i64) -> Result<trees::TreeDef> {
    Ok(trees::definition_by_id(tx, taxon::TABLE, definition)?.unwrap())
}

/// Numbers that look random and are the same for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Every accepted node is called as its place says, synonyms lead somewhere, and determinations prefer what is accepted.
fn is_consistent(database: &Database, after: &str) {
    read(database, |tx| {
        assert_eq!(tx.odd_nodes(taxon::TABLE)?, [], "after {after}");
        let nodes = tx.select(&Select::all(taxon::TABLE))?;
        let of = |id: i64| nodes.iter().find(|node| node.id == id);
        let accepted = |mut id: i64| {
            for _ in 0..50 {
                match of(id).and_then(|node| node.int(taxon::ACCEPTED_TAXON)) {
                    Some(next) => id = next,
                    None => return Some(id),
                }
            }
            None
        };
        for node in &nodes {
            assert!(accepted(node.id).is_some(), "{} leads nowhere after {after}", node.id);
            let def = trees::definition_by_id(tx, taxon::TABLE, node.needed(taxon::DEFINITION)?)?.unwrap();
            let mut way: Vec<(i64, &str)> = Vec::new();
            let mut next = Some(node);
            while let Some(one) = next {
                way.push((one.needed(taxon::DEFINITION_ITEM)?, one.text(taxon::NAME).unwrap()));
                next = one.int(taxon::PARENT).and_then(of);
            }
            way.reverse();
            if node.get(taxon::ACCEPTED_TAXON).is_null() {
                let wanted = trees::full_name(&def, &way);
                assert_eq!(node.text(taxon::FULL_NAME), Some(wanted.as_str()), "after {after}");
            }
        }
        for opinion in tx.select(&Select::all(determination::TABLE))? {
            let name = opinion.int(determination::TAXON).unwrap();
            assert_eq!(opinion.int(determination::PREFERRED_TAXON), accepted(name), "after {after}");
        }
        Ok(())
    });
}

fn random_operation(database: &Database, dice: &mut Dice) -> Operation {
    let nodes = read(database, |tx| {
        tx.select(&Select::all(taxon::TABLE).matching(Filter::Not(Box::new(Filter::is(taxon::PARENT, Value::Null)))))
    });
    let node = nodes[dice.roll(nodes.len())].id;
    let like = |dice: &mut Dice| nodes[dice.roll(nodes.len())].clone();
    let other = like(dice);
    match dice.roll(12) {
        0..=2 => Operation::Move { node, to: other.id },
        3..=5 => {
            let choices = nodes.iter().map(|node| (node.id, Choice::Other)).collect();
            Operation::Merge { node, into: other.id, choices }
        }
        6..=8 => Operation::Synonymize { node, to: other.id },
        9 => Operation::Desynonymize { node },
        10 => Operation::ChangeRank { node, rank: other.int(taxon::DEFINITION_ITEM).unwrap() },
        _ => Operation::DeleteUnused { below: node },
    }
}

/// Three genera with four species each, half of them with objects, some of the same name.
fn forest(database: &Database) {
    let made = set_up(database, "fish");
    write(database, |tx| {
        let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
        let root = trees::root(tx, taxon::TABLE, def.id)?;
        let (genus, species, below) =
            (def.named("Genus").unwrap(), def.named("Species").unwrap(), def.named("Subspecies").unwrap());
        for (nth, name) in ["Aus", "Bus", "Cus"].into_iter().enumerate() {
            let genus = trees::add_node(tx, taxon::TABLE, &root, genus, name, &[])?;
            for (at, name) in ["albus", "ruber", ["niger", "viridis", "flavus"][nth], "minor"].into_iter().enumerate() {
                let one = trees::add_node(tx, taxon::TABLE, &genus, species, name, &[])?;
                if at == 0 {
                    trees::add_node(tx, taxon::TABLE, &one, below, "typicus", &[])?;
                }
                if (nth + at) % 2 == 0 {
                    let object = new_object(tx, made.collection)?;
                    let opinion = Record::new(determination::TABLE)
                        .with(determination::COLLECTION_OBJECT, object.id)
                        .with(determination::TAXON, one.id);
                    put(tx, opinion)?;
                }
            }
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn random_operations_and_undos_keep_the_tree_valid() {
    for seed in [7_u64, 4_242] {
        on_every_engine(|fresh| {
            let db = &fresh.database;
            forest(db);
            let mut dice = Dice(seed);
            let (mut sets, mut carried_out) = (Vec::new(), 0);
            for step in 0..40 {
                let what = format!("step {step} of seed {seed}");
                if dice.roll(4) == 0 && !sets.is_empty() {
                    let set: i64 = sets.swap_remove(dice.roll(sets.len()));
                    let before = world(db);
                    if undone(db, set, dice.roll(2) == 0).is_err() {
                        assert!(world(db) == before, "a refused undo changes nothing, {what}");
                    }
                    is_consistent(db, &what);
                    continue;
                }
                let wanted = random_operation(db, &mut dice);
                let before = world(db);
                let plan = surgery::plan(db, &Access::system("test"), taxon::TABLE, &wanted).unwrap();
                assert!(world(db) == before, "a plan changes nothing, {what}");
                match done(db, &wanted) {
                    Ok((set, did)) => {
                        assert_eq!(did, plan, "{what}: {wanted:?}");
                        carried_out += 1;
                        is_consistent(db, &format!("{what}: {wanted:?}"));
                        if dice.roll(2) == 0 {
                            undone(db, set, false).unwrap();
                            assert!(world(db) == before, "undo after doing is nothing, {what}: {wanted:?}");
                        } else {
                            sets.push(set);
                        }
                    }
                    Err(error) => assert!(!plan.is_possible(), "{what}: {error:?}"),
                }
            }
            assert!(carried_out >= 10, "only {carried_out} of the operations were possible");
            is_well(db, "random operations");
        });
    }
}
