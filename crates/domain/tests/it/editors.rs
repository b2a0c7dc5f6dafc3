//! Uniqueness rules and number formats as their editors change them.

use vasculum_domain::rules::number_editor::{self, Format, Sample};
use vasculum_domain::rules::numbers::NumberFormat;
use vasculum_domain::rules::uniqueness_editor::{self, listed};
use vasculum_domain::setup::{NewCollection, add_collection};
use vasculum_domain::undo;
use vasculum_model::names::{collection, collection_object, loan, locality};
use vasculum_model::{Code, Record, Value};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, put, read, write};
use crate::setup::{new_collection, set_up};

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_rule_comes_into_force_only_if_no_records_break_it() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let objects = write(&fresh.database, |tx| {
            let mut objects = Vec::new();
            for number in ["F 1", "f 1", "F 2"] {
                let object = new_object(tx, made.collection)?;
                let after = object.clone().with(collection_object::FIELD_NUMBER, number);
                objects.push(vasculum_domain::records::put(tx, Some(&object), after)?.0);
            }
            Ok(objects)
        })
        .unwrap();
        let (fields, scopes) = (texts(&["fieldNumber"]), texts(&["collection"]));
        let check = read(&fresh.database, |tx| uniqueness_editor::check(tx, "CollectionObject", &fields, &scopes));
        assert_eq!((check.total, check.seen[0].count), (1, 2));
        assert_eq!(check.seen[0].values[1], Value::Int(made.collection));
        let save =
            || write(&fresh.database, |tx| uniqueness_editor::save(tx, None, "CollectionObject", &fields, &scopes));
        assert_eq!(save().unwrap_err().code, Code::Conflict);
        write(&fresh.database, |tx| {
            let after = objects[1].clone().with(collection_object::FIELD_NUMBER, "F 3");
            vasculum_domain::records::put(tx, Some(&objects[1]), after).map(drop)
        })
        .unwrap();
        let id = save().unwrap();
        assert_eq!(save().unwrap_err().code, Code::Invalid, "it is there already");
        let again = |number: &str| {
            let record = Record::new(collection_object::TABLE)
                .with(collection_object::COLLECTION, made.collection)
                .with(collection_object::FIELD_NUMBER, number);
            write(&fresh.database, |tx| put(tx, record))
        };
        assert_eq!(issues(&again("F 2").unwrap_err()), ["not-unique at fieldNumber"]);
        let rule = read(&fresh.database, listed).into_iter().find(|rule| rule.id == id).unwrap();
        assert_eq!((rule.fields, rule.scopes, rule.is_fixed), (fields.clone(), scopes.clone(), false));
        let other = texts(&["altCatalogNumber"]);
        write(&fresh.database, |tx| uniqueness_editor::save(tx, Some(id), "CollectionObject", &other, &scopes))
            .unwrap();
        again("F 2").unwrap();
        write(&fresh.database, |tx| uniqueness_editor::delete(tx, id)).unwrap();
        assert!(!read(&fresh.database, listed).iter().any(|rule| rule.id == id));
        let change = read(&fresh.database, |tx| tx.latest_change());
        write(&fresh.database, |tx| undo::undo(tx, change, false).map(drop)).unwrap();
        let back = read(&fresh.database, listed).into_iter().find(|rule| rule.id == id).unwrap();
        assert_eq!(back.fields, other, "a rule that was taken away comes back with its fields");
    });
}

#[test]
fn rules_that_make_no_sense_or_that_the_program_needs_are_left_alone() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let save = |fields: &[&str], scopes: &[&str]| {
            write(&fresh.database, |tx| {
                uniqueness_editor::save(tx, None, "CollectionObject", &texts(fields), &texts(scopes))
            })
            .unwrap_err()
            .code
        };
        assert_eq!(save(&[], &["collection"]), Code::Invalid);
        assert_eq!(save(&["nothing"], &[]), Code::Invalid);
        assert_eq!(save(&["determinations.taxon"], &[]), Code::Invalid);
        assert_eq!(save(&["text1", "text1"], &[]), Code::Invalid);
        let fixed = read(&fresh.database, listed).into_iter().find(|rule| rule.is_fixed).unwrap();
        let gone = write(&fresh.database, |tx| uniqueness_editor::delete(tx, fixed.id));
        assert_eq!(gone.unwrap_err().code, Code::Invalid);
        let (fields, scopes) = uniqueness_editor::choices(vasculum_model::model().table(collection_object::TABLE));
        assert!(fields.contains(&"catalogNumber".to_owned()) && scopes[0] == "collection");
        let (_, scopes) = uniqueness_editor::choices(vasculum_model::model().named("Preparation").unwrap());
        assert!(scopes.contains(&"collectionObject.collection".to_owned()), "{scopes:?}");
        assert!(uniqueness_editor::is_link(locality::TABLE, "geography"));
    });
}

fn format(name: &str, pattern: &str) -> Format {
    Format { name: name.to_owned(), pattern: pattern.to_owned(), everywhere: true, ..Format::default() }
}

#[test]
fn a_number_format_is_made_chosen_and_followed() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let kept = write(&fresh.database, |tx| {
            new_object(tx, made.collection)?;
            let kept = number_editor::save(tx, &format("FishNumber", "\"F-\",numeric(4)"))?;
            number_editor::choose(tx, made.collection, "FishNumber")?;
            Ok(kept)
        })
        .unwrap();
        let pattern = NumberFormat::parse("\"F-\",numeric(4)").unwrap();
        let next = || read(&fresh.database, |tx| number_editor::next(tx, "FishNumber", &pattern, made.collection));
        assert_eq!(next(), Some("F-0001".to_owned()));
        let object = write(&fresh.database, |tx| new_object(tx, made.collection)).unwrap();
        assert_eq!(object.text(collection_object::CATALOG_NUMBER), Some("F-0001"));
        assert_eq!(next(), Some("F-0002".to_owned()));
        let sample = read(&fresh.database, |tx| number_editor::sample(tx, &pattern, made.collection));
        let expect = Sample { looked_at: 2, fitting: 1, examples: texts(&["F-0001"]), others: texts(&["000000001"]) };
        assert_eq!(sample, expect);
        let gone = write(&fresh.database, |tx| number_editor::delete(tx, kept.id));
        assert_eq!(gone.unwrap_err().code, Code::Invalid, "a collection follows it");
        let renamed = Format { id: Some(kept.id), ..format("Other", "numeric(4)") };
        assert_eq!(
            issues(&write(&fresh.database, |tx| number_editor::save(tx, &renamed)).unwrap_err()),
            ["in-use at name"]
        );
        write(&fresh.database, |tx| {
            number_editor::choose(tx, made.collection, "CatalogNumberNumeric")?;
            number_editor::delete(tx, kept.id)
        })
        .unwrap();
        assert!(write(&fresh.database, |tx| number_editor::choose(tx, made.collection, "FishNumber")).is_err());
    });
}

#[test]
fn a_number_format_that_can_not_be_read_is_refused() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let refused =
            |format: Format| issues(&write(&fresh.database, |tx| number_editor::save(tx, &format)).unwrap_err());
        assert_eq!(refused(format("", "numeric(4)")), ["required at name"]);
        assert_eq!(refused(format("A", "numbers(4)")), ["number-format at pattern"]);
        assert_eq!(refused(format("NumberByYear", "year")), ["twice at name"]);
        let fields = texts(&["Loan.nothing"]);
        assert_eq!(refused(Format { fields, ..format("A", "year") }), ["unknown-field at fields"]);
        let fields = texts(&["Loan.loanNumber"]);
        let narrow = Format { fields: fields.clone(), everywhere: false, ..format("A", "year") };
        assert_eq!(refused(narrow), ["not-everywhere at fields"]);
        write(&fresh.database, |tx| {
            number_editor::save(tx, &Format { fields, ..format("LoanNumber", "\"L\",numeric(3)") }).map(drop)
        })
        .unwrap();
        let all = read(&fresh.database, number_editor::listed);
        assert!(all.iter().any(|format| format.name == "LoanNumber" && format.id.is_some()));
        let made = write(&fresh.database, |tx| {
            let discipline = tx.first(&vasculum_store::Select::all(vasculum_model::names::discipline::TABLE))?.unwrap();
            put(tx, Record::new(loan::TABLE).with(loan::DISCIPLINE, discipline.id))
        });
        assert_eq!(made.unwrap().text(loan::LOAN_NUMBER), Some("L001"));
    });
}

#[test]
fn collections_may_share_one_series() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let other = write(&fresh.database, |tx| {
            let second = NewCollection {
                catalog_format: Some("CatalogNumberNumeric".to_owned()),
                ..new_collection("b", "fish")
            };
            let other = add_collection(tx, second)?;
            new_object(tx, made.collection)?;
            number_editor::share(tx, "CatalogNumberNumeric", &[made.collection, other.collection])?;
            Ok(other)
        })
        .unwrap();
        let number = |collection: i64| {
            let object = write(&fresh.database, |tx| new_object(tx, collection)).unwrap();
            object.text(collection_object::CATALOG_NUMBER).unwrap().trim_start_matches('0').to_owned()
        };
        assert_eq!((number(other.collection).as_str(), number(made.collection).as_str()), ("2", "3"));
        let shared = |name: &str| read(&fresh.database, |tx| number_editor::shared(tx, name, made.collection));
        assert_eq!(shared("CatalogNumberNumeric"), [made.collection, other.collection]);
        write(&fresh.database, |tx| number_editor::share(tx, "CatalogNumberNumeric", &[])).unwrap();
        assert_eq!(shared("CatalogNumberNumeric"), [made.collection]);
        assert_eq!(number(other.collection), "3", "each has its own series again");
        let names = read(&fresh.database, number_editor::collections);
        assert_eq!(names[0].text(collection::CODE), Some("b"));
    });
}
