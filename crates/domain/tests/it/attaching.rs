//! One file attached to many records.

use vasculum_domain::attaching::{self, File, link_of};
use vasculum_domain::undo;
use vasculum_model::names::{
    attachment, collection_object, collection_object_attachment, collector, determination, locality, taxon,
};
use vasculum_model::{Code, Record, Value, model};
use vasculum_store::{Access, Purpose, Select, Tx};
use vasculum_testkit::on_every_engine;

use crate::rules::{new_object, put, read, write};
use crate::setup::set_up;

const ADDRESS: &str = "https://example.org/permit.pdf";

/// The files of an object: address, title, and where they say that they belong.
fn files(tx: &mut Tx<'_>, object: &Record) -> Vec<(String, String, Option<i64>)> {
    let joins = tx.children(&[object.id], collection_object::COLLECTION_OBJECT_ATTACHMENTS).unwrap();
    let ids: Vec<i64> =
        joins.iter().filter_map(|(_, join)| join.int(collection_object_attachment::ATTACHMENT)).collect();
    let text = |file: &Record, column| file.text(column).unwrap_or_default().to_owned();
    let said = |file: &Record| {
        (text(file, attachment::ORIG_FILENAME), text(file, attachment::TITLE), file.int(attachment::SCOPE_ID))
    };
    tx.find_all(attachment::TABLE, &ids).unwrap().iter().map(said).collect()
}

#[test]
fn a_file_is_attached_to_all_records_that_lack_it_and_one_undo_takes_it_back() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let file = File::at(ADDRESS).unwrap().with(attachment::TITLE, "Permit 7").with(attachment::IS_PUBLIC, true);
        let objects: Vec<Record> = write(&fresh.database, |tx| {
            let objects = (0..3).map(|_| new_object(tx, made.collection)).collect::<Result<Vec<_>, _>>()?;
            attaching::attach(tx, collection_object::TABLE, &[objects[1].id], &file, 1)?;
            Ok(objects)
        })
        .unwrap();
        let mut ids: Vec<i64> = objects.iter().map(|object| object.id).collect();
        ids.extend([ids[0], 999_999]);
        let table = collection_object::TABLE;
        let plan = read(&fresh.database, |tx| attaching::plan(tx, table, &ids, &file));
        assert_eq!((plan.free.as_slice(), plan.there.as_slice()), (&[ids[0], ids[2]][..], &[ids[1]][..]));
        assert_eq!(plan.refused, [999_999]);

        let stale = write(&fresh.database, |tx| attaching::attach(tx, table, &ids, &file, 3)).unwrap_err();
        assert_eq!(stale.code, Code::Conflict);
        let purpose = Purpose::new("attach", "A file");
        let attach = |tx: &mut vasculum_store::WriteTx<'_>| attaching::attach(tx, table, &ids, &file, 2);
        let (count, set) = fresh.database.write_counted(&Access::system("test"), purpose, attach).unwrap();
        assert_eq!(count, 2);
        read(&fresh.database, |tx| {
            let expect = [(ADDRESS.to_owned(), "Permit 7".to_owned(), Some(made.collection))];
            objects.iter().for_each(|object| assert_eq!(files(tx, object), expect));
            Ok(())
        });
        write(&fresh.database, |tx| undo::undo(tx, set.unwrap(), false)).unwrap();
        read(&fresh.database, |tx| {
            assert_eq!(objects.iter().map(|object| files(tx, object).len()).collect::<Vec<_>>(), [0, 1, 0]);
            assert_eq!(tx.count(&Select::all(attachment::TABLE))?, 1, "no file is left without a record");
            Ok(())
        });
    });
}

#[test]
fn an_attachment_that_is_there_already_lends_what_it_says() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (objects, there) = write(&fresh.database, |tx| {
            let objects = (0..3).map(|_| new_object(tx, made.collection)).collect::<Result<Vec<_>, _>>()?;
            let there = Record::new(attachment::TABLE)
                .with(attachment::ORIG_FILENAME, "IMG_0042.jpg")
                .with(attachment::ATTACHMENT_LOCATION, "0c1f.jpg")
                .with(attachment::TITLE, "Habitat");
            Ok((objects, put(tx, there)?))
        })
        .unwrap();
        let ids: Vec<i64> = objects.iter().map(|object| object.id).collect();
        let attach = |expected: usize| {
            write(&fresh.database, |tx| {
                let file = File::of(tx, there.id)?;
                attaching::attach(tx, collection_object::TABLE, &ids[..expected], &file, expected.min(2))
            })
        };
        assert_eq!(attach(2).unwrap(), 2);
        read(&fresh.database, |tx| {
            // It belonged to nothing, so the first object has it itself, and the second one like it.
            assert_eq!(tx.count(&Select::all(attachment::TABLE))?, 2);
            let joins = tx.children(&[ids[0]], collection_object::COLLECTION_OBJECT_ATTACHMENTS)?;
            assert_eq!(joins[0].1.int(collection_object_attachment::ATTACHMENT), Some(there.id));
            assert_eq!(files(tx, &objects[1])[0].1, "Habitat");
            let file = File::of(tx, there.id)?;
            let plan = attaching::plan(tx, collection_object::TABLE, &ids, &file)?;
            assert_eq!((plan.free, plan.there), (vec![ids[2]], vec![ids[0], ids[1]]));
            Ok(())
        });
        // An object takes its own attachment along, and the others keep theirs.
        write(&fresh.database, |tx| {
            vasculum_domain::records::delete(tx, collection_object::TABLE, ids[0], None)?;
            assert_eq!(files(tx, &objects[1]).len(), 1);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn files_are_attached_where_records_have_attachments() {
    for (table, has) in
        [(locality::TABLE, true), (taxon::TABLE, true), (determination::TABLE, false), (collector::TABLE, false)]
    {
        assert_eq!(link_of(model().table(table)).is_some(), has, "{}", model().table(table).name);
    }
    let tables = model().tables().filter(|table| link_of(table).is_some()).count();
    assert!(tables >= 29, "Specify has 29 such tables, here are {tables}");
    for address in ["", "permit.pdf", "https://", "https:///x", "ftp://a.org/x", "https://a.org/a b", "javascript:x"] {
        let refused = File::at(address).unwrap_err();
        assert_eq!(refused.issues[0].name, "attachment-address", "{address}");
    }
    assert_eq!(File::at("  http://a.org/x ").unwrap().name(), "http://a.org/x");
}

#[test]
fn a_taxon_gets_a_file_of_its_own_too() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let taxa = write(&fresh.database, |tx| Ok(crate::lookup::add_taxa(tx, made, &["Salmo trutta", "Esox lucius"])))
            .unwrap();
        let ids: Vec<i64> = taxa.iter().map(|taxon| taxon.id).collect();
        let file = File::at(ADDRESS).unwrap();
        let count = write(&fresh.database, |tx| attaching::attach(tx, taxon::TABLE, &ids, &file, ids.len())).unwrap();
        assert_eq!(count, ids.len());
        let plan = read(&fresh.database, |tx| attaching::plan(tx, taxon::TABLE, &ids, &file));
        assert_eq!(plan.there, ids);
        let files = read(&fresh.database, |tx| tx.select(&Select::all(attachment::TABLE)));
        let number = i64::from(model().table(taxon::TABLE).number);
        assert!(files.iter().all(|file| file.get(attachment::TABLE_ID) == &Value::Int(number)));
    });
}
