//! Numbers that are given out.

use std::collections::BTreeSet;

use vasculum_domain::rules::number_editor as editor;
use vasculum_domain::rules::numbers::{NumberFormats, number_format, number_formats, set_number_formats};
use vasculum_domain::schema::{self, Presented, Wanted};
use vasculum_domain::setup::add_collection;
use vasculum_domain::{entry, records};
use vasculum_model::names::{accession, auto_numbering_scheme, collection, collection_object, component, loan};
use vasculum_model::{Code, Col, Record, Result, model};
use vasculum_store::{Access, Database, Purpose, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, put, read, write};
use crate::setup::{new_collection, set_up};

fn numbered(tx: &mut WriteTx<'_>, collection: i64, number: &str) -> Result<String> {
    let object = Record::new(collection_object::TABLE).with(collection_object::COLLECTION, collection);
    let object =
        put(tx, if number.is_empty() { object } else { object.with(collection_object::CATALOG_NUMBER, number) })?;
    Ok(object.text(collection_object::CATALOG_NUMBER).unwrap_or("").to_owned())
}

/// Gives a collection a format of its own.
fn with_format(database: &Database, collection: i64, format: &str) {
    write(database, |tx| {
        let mut formats = number_formats(tx)?;
        formats.formats.insert("Own".to_owned(), format.to_owned());
        set_number_formats(tx, &formats)?;
        let before = tx.get(collection::TABLE, collection)?;
        records::put(tx, Some(&before), before.clone().with(collection::CATALOG_NUM_FORMAT_NAME, "Own")).map(drop)
    })
    .unwrap();
}

#[test]
fn nine_digits_follow_each_other() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            assert_eq!(numbered(tx, made.collection, "")?, "000000001");
            assert_eq!(numbered(tx, made.collection, "41")?, "000000041");
            assert_eq!(numbered(tx, made.collection, "#########")?, "000000042");
            assert_eq!(numbered(tx, made.collection, "9")?, "000000009");
            assert_eq!(numbered(tx, made.collection, "")?, "000000043");
            Ok(())
        })
        .unwrap();
        let error = write(&fresh.database, |tx| numbered(tx, made.collection, "A-1")).unwrap_err();
        assert_eq!(issues(&error), ["number-format at catalogNumber"]);
        // A write that is taken back takes its number back.
        let _ = write(&fresh.database, |tx| -> Result<()> {
            assert_eq!(numbered(tx, made.collection, "")?, "000000044");
            Err(vasculum_model::Error::invalid("changed my mind"))
        });
        assert_eq!(write(&fresh.database, |tx| numbered(tx, made.collection, "")).unwrap(), "000000044");
    });
}

#[test]
fn an_import_keeps_odd_numbers_and_says_so() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let purpose = Purpose::new("import", "An archive");
        let (_, remarks) = fresh
            .database
            .write(&Access::system("test"), purpose, |tx| {
                let object = Record::new(collection_object::TABLE)
                    .with(collection_object::COLLECTION, made.collection)
                    .with(collection_object::CATALOG_NUMBER, "INHS 12/b");
                records::put(tx, None, object)
            })
            .unwrap();
        assert_eq!(remarks.iter().map(|issue| issue.name).collect::<Vec<_>>(), ["number-format"]);
        assert_eq!(write(&fresh.database, |tx| numbered(tx, made.collection, "")).unwrap(), "000000001");
    });
}

#[test]
fn numbers_start_anew_behind_every_prefix() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        with_format(&fresh.database, made.collection, "\"FISH-\",year,\"-\",numeric(3)");
        write(&fresh.database, |tx| {
            assert_eq!(numbered(tx, made.collection, "FISH-1999-007")?, "FISH-1999-007");
            assert_eq!(numbered(tx, made.collection, "FISH-1999-###")?, "FISH-1999-008");
            assert_eq!(numbered(tx, made.collection, "")?, "FISH-2026-001");
            assert_eq!(numbered(tx, made.collection, "FISH-YYYY-###")?, "FISH-2026-002");
            assert_eq!(numbered(tx, made.collection, "FISH-2026-999")?, "FISH-2026-999");
            Ok(())
        })
        .unwrap();
        let error = write(&fresh.database, |tx| numbered(tx, made.collection, "")).unwrap_err();
        assert_eq!(issues(&error), ["number-overflow at catalogNumber"]);
        let shown =
            read(&fresh.database, |tx| number_format(tx, collection_object::CATALOG_NUMBER, Some(made.collection)));
        assert_eq!(shown.unwrap().placeholder(), "FISH-YYYY-###");
    });
}

#[test]
fn numbers_of_other_forms_do_not_count() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        with_format(&fresh.database, made.collection, "alpha(2),\"-\",numeric(3),\"/\",digits(2)");
        write(&fresh.database, |tx| {
            assert_eq!(numbered(tx, made.collection, "")?, "", "nobody can guess the letters");
            numbered(tx, made.collection, "AB-050/17")?;
            numbered(tx, made.collection, "AB-070/18")?;
            assert_eq!(numbered(tx, made.collection, "AB-###/17")?, "AB-051/17");
            assert_eq!(numbered(tx, made.collection, "AC-###/17")?, "AC-001/17");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn loans_and_accessions_are_numbered_by_year() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let lend = |tx: &mut WriteTx<'_>, number: Option<&str>| -> Result<String> {
                let record =
                    Record::new(loan::TABLE).with(loan::DISCIPLINE, made.discipline).with(loan::LOAN_NUMBER, number);
                Ok(put(tx, record)?.text(loan::LOAN_NUMBER).unwrap().to_owned())
            };
            assert_eq!(lend(tx, None)?, "2026-001");
            assert_eq!(lend(tx, Some("KU/77 old"))?, "KU/77 old", "numbers from before are accepted");
            assert_eq!(lend(tx, None)?, "2026-002");
            let taken = Record::new(accession::TABLE).with(accession::DIVISION, made.division);
            assert_eq!(put(tx, taken)?.text(accession::ACCESSION_NUMBER), Some("2026-001"));
            let fields = [("Loan.loanNumber".to_owned(), "LoanOnly".to_owned())].into();
            let formats = [("LoanOnly".to_owned(), "\"L\",numeric(4)".to_owned())].into();
            set_number_formats(tx, &NumberFormats { formats, fields, ..NumberFormats::default() })?;
            assert_eq!(lend(tx, None)?, "L0001");
            Ok(())
        })
        .unwrap();
        let odd =
            NumberFormats { fields: [("Loan.nothing".to_owned(), "x".to_owned())].into(), ..NumberFormats::default() };
        assert!(write(&fresh.database, |tx| set_number_formats(tx, &odd)).is_err());
    });
}

#[test]
fn an_object_and_its_component_may_have_to_differ() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let object = write(&fresh.database, |tx| {
            let differ_from_components = BTreeSet::from([made.collection]);
            set_number_formats(tx, &NumberFormats { differ_from_components, ..NumberFormats::default() })?;
            new_object(tx, made.collection)
        })
        .unwrap();
        let part = |number: &str| {
            write(&fresh.database, |tx| {
                let kind = object.needed(collection_object::COLLECTION_OBJECT_TYPE)?;
                let part = Record::new(component::TABLE)
                    .with(component::COLLECTION_OBJECT, object.id)
                    .with(component::TYPE, kind)
                    .with(component::CATALOG_NUMBER, number);
                put(tx, part).map(drop)
            })
        };
        assert_eq!(issues(&part("000000001").unwrap_err()), ["not-unique at catalogNumber"]);
        part("000000009").unwrap();
        let error = write(&fresh.database, |tx| numbered(tx, made.collection, "9")).unwrap_err();
        assert_eq!(issues(&error), ["not-unique at catalogNumber"]);
    });
}

/// Lets collections share one series of numbers.
fn share(tx: &mut WriteTx<'_>, collections: &[i64]) -> Result<()> {
    let scheme = Record::new(auto_numbering_scheme::TABLE)
        .with(auto_numbering_scheme::FORMAT_NAME, "CatalogNumberNumeric")
        .with(auto_numbering_scheme::SCHEME_NAME, "All of us")
        .with(auto_numbering_scheme::TABLE_NUMBER, 1);
    let scheme = put(tx, scheme)?;
    let (through, _) = model().to_many(auto_numbering_scheme::COLLECTIONS).through.unwrap();
    for collection in collections {
        let mut pair = Record::new(through);
        pair.set_named("autoNumberingScheme", scheme.id);
        pair.set_named("collection", *collection);
        put(tx, pair)?;
    }
    Ok(())
}

/// Eight people save 25 specimens each, by turns in two collections; returns the numbers that they got.
fn save_at_the_same_time(database: &Database, collections: [i64; 2]) -> Vec<(i64, String)> {
    std::thread::scope(|scope| {
        let one = |thread: usize| {
            (0..25)
                .map(|nth| {
                    let collection = collections[(thread + nth) % 2];
                    (collection, write(database, |tx| numbered(tx, collection, "")).unwrap())
                })
                .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || one(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn numbers_have_no_gaps_when_many_save_at_the_same_time() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| add_collection(tx, new_collection("second", "fish"))).unwrap();
        let collections = [made.collection, other.collection];
        let saved = save_at_the_same_time(&fresh.database, collections);
        for collection in collections {
            let numbers: BTreeSet<&str> =
                saved.iter().filter(|(of, _)| *of == collection).map(|(_, number)| number.as_str()).collect();
            let expect: BTreeSet<String> = (1..=100).map(|number| format!("{number:09}")).collect();
            assert!(numbers.into_iter().eq(expect.iter()), "collection {collection}");
        }
    });
}

#[test]
fn collections_that_share_a_series_never_give_a_number_twice() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| {
            let other = add_collection(tx, new_collection("second", "fish"))?;
            share(tx, &[made.collection, other.collection])?;
            Ok(other)
        })
        .unwrap();
        let saved = save_at_the_same_time(&fresh.database, [made.collection, other.collection]);
        let numbers: BTreeSet<&str> = saved.iter().map(|(_, number)| number.as_str()).collect();
        let expect: BTreeSet<String> = (1..=200).map(|number| format!("{number:09}")).collect();
        assert!(numbers.into_iter().eq(expect.iter()));
    });
}

/// Names a number format for a field in the captions of a discipline.
fn caption_format(database: &Database, discipline: i64, column: Col, format: &str) -> Result<()> {
    let field = Presented { format: format.to_owned(), ..Presented::default() };
    let wanted = Wanted { fields: vec![(model().column(column).name.to_owned(), field)], ..Wanted::default() };
    write(database, |tx| schema::save(tx, discipline, column.0, "en", &wanted))
}

#[test]
fn a_field_follows_the_format_that_captions_name_for_it() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let mut formats = number_formats(tx)?;
            formats.formats.insert("Field".to_owned(), "\"E-\",numeric(3)".to_owned());
            set_number_formats(tx, &formats)
        })
        .unwrap();
        let column = collection_object::FIELD_NUMBER;
        caption_format(&fresh.database, made.discipline, column, "Field").unwrap();
        let bare = |place: i64| Record::new(collection_object::TABLE).with(collection_object::COLLECTION, place);
        let object = |number: &str| bare(made.collection).with(column, number);
        let number = |record: &Record| record.text(column).unwrap_or_default().to_owned();
        let first = write(&fresh.database, |tx| put(tx, bare(made.collection))).unwrap();
        assert_eq!(number(&first), "E-001", "left empty, it is given");
        assert_eq!(number(&write(&fresh.database, |tx| put(tx, object("E-###"))).unwrap()), "E-002");
        let refused = write(&fresh.database, |tx| put(tx, object("7"))).unwrap_err();
        assert_eq!(issues(&refused), ["number-format at fieldNumber"]);
        // A copy gets the next number, and no record that stands there is judged anew.
        let copied = write(&fresh.database, |tx| {
            let copied = entry::copy::like(tx, collection_object::TABLE, first.id, &entry::Choice::Everything)?;
            assert!(copied.record.get(column).is_null());
            Ok(records::save(tx, copied.draft())?.record)
        })
        .unwrap();
        assert_eq!(number(&copied), "E-003");
        let shown = |column| read(&fresh.database, |tx| number_format(tx, column, Some(made.collection)));
        assert_eq!(shown(column).unwrap().placeholder(), "E-###");
        // The plants name none.
        let herb = write(&fresh.database, |tx| add_collection(tx, new_collection("herb", "botany"))).unwrap();
        let plant = write(&fresh.database, |tx| put(tx, bare(herb.collection).with(column, "7"))).unwrap();
        assert_eq!(number(&plant), "7");
    });
}

#[test]
fn captions_go_before_the_formats_that_a_field_has_otherwise() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let follow = |column, format: &str| caption_format(&fresh.database, made.discipline, column, format);
        follow(loan::LOAN_NUMBER, "CatalogNumberString").unwrap();
        follow(collection_object::CATALOG_NUMBER, "CatalogNumberString").unwrap();
        write(&fresh.database, |tx| {
            let loan =
                put(tx, Record::new(loan::TABLE).with(loan::DISCIPLINE, made.discipline).with(loan::LOAN_NUMBER, "x"))?;
            assert_eq!(loan.text(loan::LOAN_NUMBER), Some("x"));
            assert_eq!(numbered(tx, made.collection, "")?, "000000001", "the collection says it better");
            Ok(())
        })
        .unwrap();
        for (column, format) in [
            (collection_object::FIELD_NUMBER, "Nothing of this name"),
            (collection_object::CATALOGED_DATE, "CatalogNumberString"),
        ] {
            assert_eq!(follow(column, format).unwrap_err().code, Code::Invalid, "{format}");
        }
    });
}

#[test]
fn a_format_that_captions_name_keeps_its_name_and_stays() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let format = editor::Format {
            name: "Field".to_owned(),
            pattern: "\"E-\",numeric(3)".to_owned(),
            everywhere: true,
            ..editor::Format::default()
        };
        let kept = write(&fresh.database, |tx| editor::save(tx, &format)).unwrap();
        caption_format(&fresh.database, made.discipline, collection_object::FIELD_NUMBER, "Field").unwrap();
        let users = read(&fresh.database, |tx| editor::users(tx, "Field"));
        assert_eq!(users.fields, ["CollectionObject.fieldNumber"]);
        let other = editor::Format { id: Some(kept.id), name: "Other".to_owned(), ..format };
        let renamed = write(&fresh.database, |tx| editor::save(tx, &other)).unwrap_err();
        assert_eq!(issues(&renamed), ["in-use at name"]);
        assert!(write(&fresh.database, |tx| editor::delete(tx, kept.id)).is_err());
        caption_format(&fresh.database, made.discipline, collection_object::FIELD_NUMBER, "").unwrap();
        write(&fresh.database, |tx| editor::delete(tx, kept.id)).unwrap();
    });
}
