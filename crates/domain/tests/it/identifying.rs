//! One determination for many objects.

use vasculum_domain::identify::identify;
use vasculum_domain::records::Draft;
use vasculum_domain::sets::by_numbers;
use vasculum_domain::undo;
use vasculum_model::names::{collection_object, collection_object_type, determination, taxon_tree_def};
use vasculum_model::{Code, Record};
use vasculum_store::{Access, Purpose, Select};
use vasculum_testkit::on_every_engine;

use crate::lookup::add_taxa;
use crate::rules::{issues, new_object, put, read, write};
use crate::setup::set_up;

#[test]
fn many_objects_get_one_determination_each_and_one_undo_takes_them_back() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (objects, name, first) = write(&fresh.database, |tx| {
            let nodes = add_taxa(tx, made, &["Salmo trutta", "Salmo salar"]);
            let mut objects = Vec::new();
            for _ in 0..4 {
                objects.push(new_object(tx, made.collection)?.id);
            }
            let first = Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, objects[0]);
            let first = put(tx, first.with(determination::TAXON, nodes[1].id))?;
            Ok((objects, nodes[2].id, first.id))
        })
        .unwrap();
        let found =
            read(&fresh.database, |tx| by_numbers(tx, collection_object::CATALOG_NUMBER, "000000001 - 000000003, 9"));
        assert_eq!((found.ids.as_slice(), found.missing.as_slice()), (&objects[..3], &["9".to_owned()][..]));
        let draft = Draft::new(determination::TABLE)
            .with(determination::TAXON, name)
            .with(determination::IS_CURRENT, true)
            .with(determination::QUALIFIER, "cf.");
        let (count, set) = fresh
            .database
            .write_counted(&Access::system("test"), Purpose::new("identify", "Three"), |tx| {
                identify(tx, &found.ids, &draft)
            })
            .unwrap();
        assert_eq!(count, 3);
        read(&fresh.database, |tx| {
            for (nth, object) in objects.iter().enumerate() {
                let all = tx.children(&[*object], collection_object::DETERMINATIONS)?;
                let current: Vec<_> = all.iter().filter(|(_, one)| one.is(determination::IS_CURRENT)).collect();
                assert_eq!(all.len(), [2, 1, 1, 0][nth]);
                assert!(current.iter().all(|(_, one)| one.int(determination::TAXON) == Some(name)));
                assert_eq!(current.len(), usize::from(nth < 3));
            }
            Ok(())
        });
        let undoing = Purpose::new("undo", "Undo");
        fresh.database.write(&Access::system("test"), undoing, |tx| undo::undo(tx, set.unwrap(), false)).unwrap();
        read(&fresh.database, |tx| {
            assert_eq!(tx.count(&Select::all(determination::TABLE))?, 1);
            assert!(tx.get(determination::TABLE, first)?.is(determination::IS_CURRENT));
            Ok(())
        });
    });
}

#[test]
fn names_of_another_tree_are_refused_and_nothing_is_written() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (object, name) = write(&fresh.database, |tx| {
            let nodes = add_taxa(tx, made, &["Salmo trutta"]);
            let object = new_object(tx, made.collection)?;
            let tree = Record::new(taxon_tree_def::TABLE)
                .with(taxon_tree_def::NAME, "Minerals")
                .with(taxon_tree_def::DISCIPLINE, made.discipline);
            let tree = put(tx, tree)?;
            let kind =
                tx.get(collection_object_type::TABLE, object.needed(collection_object::COLLECTION_OBJECT_TYPE)?)?;
            let minerals = kind.clone().with(collection_object_type::TAXON_TREE_DEF, tree.id);
            vasculum_domain::records::put(tx, Some(&kind), minerals)?;
            Ok((object.id, nodes[1].id))
        })
        .unwrap();
        let draft = Draft::new(determination::TABLE).with(determination::TAXON, name);
        let refused = write(&fresh.database, |tx| identify(tx, &[object], &draft)).unwrap_err();
        assert_eq!(issues(&refused), ["taxon-of-another-tree at taxon"]);
        assert_eq!(write(&fresh.database, |tx| identify(tx, &[], &draft)).unwrap_err().code, Code::Invalid);
        assert_eq!(write(&fresh.database, |tx| identify(tx, &[999], &draft)).unwrap_err().code, Code::NotFound);
        assert_eq!(read(&fresh.database, |tx| tx.count(&Select::all(determination::TABLE))), 0);
    });
}
