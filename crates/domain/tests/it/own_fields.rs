//! Fields that an institution adds to tables.

use std::time::Duration;

use vasculum_domain::records::{self, Draft};
use vasculum_domain::{check, export, own_fields, undo};
use vasculum_model::names::{collection_object, own_field, taxon};
use vasculum_model::own::within;
use vasculum_model::{Code, Path, Record, Result, Value, model};
use vasculum_store::{Access, Database, Filter, Policy, Purpose, Select, Test};
use vasculum_testkit::{on_every_engine, test_clock};

use crate::setup::set_up;

fn system() -> Access {
    Access::system("test")
}

fn wanted(caption: &str, kind: &str) -> Draft {
    Draft::new(own_field::TABLE)
        .with(own_field::TABLE_NAME, "CollectionObject")
        .with(own_field::CAPTION, caption)
        .with(own_field::KIND, kind)
}

fn save(db: &Database, draft: Draft) -> Result<(Record, i64)> {
    let saved = db.write_counted(&system(), Purpose::new("save", "A test"), |tx| records::save(tx, draft))?;
    Ok((saved.0.record, saved.1.unwrap()))
}

/// Takes a change set back; gives the number of the one that did.
fn take_back(db: &Database, change: i64) -> i64 {
    db.write_counted(&system(), Purpose::new("undo", "Back"), |tx| undo::undo(tx, change, false)).unwrap().1.unwrap()
}

/// A draft of an object with values in fields, by name and as they are typed.
fn object(db: &Database, collection: i64, values: &[(&str, &str)]) -> Draft {
    within(db.model(), || {
        let table = model().table(collection_object::TABLE);
        let mut draft = Draft::new(table.id).with(collection_object::COLLECTION, collection);
        for (name, text) in values {
            let column = table.column(name).unwrap_or_else(|| panic!("there is no {name}"));
            draft.values.push((column, table.at(column).kind.read(text).unwrap()));
        }
        draft
    })
}

fn value(db: &Database, id: i64, name: &str) -> Option<Value> {
    let found = db.read(&system(), |tx| Ok(tx.get(collection_object::TABLE, id)?.named(name).cloned()));
    found.unwrap()
}

#[track_caller]
fn has(db: &Database, name: &str) -> bool {
    db.model().table(collection_object::TABLE).column(name).is_some()
}

#[test]
fn a_field_is_there_the_moment_it_is_saved_and_goes_and_comes_with_undo() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let (field, added) = save(db, wanted("Soil type", "text")).unwrap();
        assert_eq!(field.text(own_field::NAME), Some("xSoilType"));
        assert_eq!(field.int(own_field::MAX_LENGTH), Some(own_fields::USUAL_LENGTH));
        let (one, saved) = save(db, object(db, made.collection, &[("xSoilType", "loam")])).unwrap();
        assert_eq!(value(db, one.id, "xSoilType"), Some("loam".into()));
        let found = db
            .read(&system(), |tx| {
                let path = Path::parse(model().table(collection_object::TABLE), "xSoilType")?;
                let loam = Filter::Test(path, Test::Contains("LOA".to_owned()));
                let field = tx.get(own_field::TABLE, field.id)?;
                Ok((tx.count(&Select::all(collection_object::TABLE).matching(loam))?, own_fields::in_use(tx, &field)?))
            })
            .unwrap();
        assert_eq!(found, (1, 1));
        // The object goes and comes back with its value.
        let back = take_back(db, saved);
        take_back(db, back);
        assert_eq!(value(db, one.id, "xSoilType"), Some("loam".into()));
        // The field goes, and an undo brings it back with all that stood in it.
        let purpose = Purpose::new("delete", "Gone");
        let gone = db.write_counted(&system(), purpose, |tx| records::delete(tx, own_field::TABLE, field.id, None));
        assert!(!has(db, "xSoilType"));
        assert_eq!(value(db, one.id, "xSoilType"), None);
        let history = db.read(&system(), |tx| tx.changes_of(saved, collection_object::TABLE, one.id));
        assert!(history.is_ok(), "the journal speaks of a field that is no more");
        take_back(db, gone.unwrap().1.unwrap());
        assert_eq!(value(db, one.id, "xSoilType"), Some("loam".into()));
        // Another field of the same name after the first one is gone begins empty, and may be of another kind.
        take_back(db, added);
        let (again, _) = save(db, wanted("Soil type", "integer")).unwrap();
        assert_eq!(
            (again.text(own_field::NAME), value(db, one.id, "xSoilType")),
            (Some("xSoilType"), Some(Value::Null))
        );
        assert!(db.schema_steps().unwrap().is_empty());
        let report = db.read(&system(), |tx| check::check(tx, &mut |_, _, _| {})).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    });
}

#[test]
fn every_kind_is_kept_exactly_and_leaves_with_exports() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let root = db.read(&system(), |tx| Ok(tx.select(&Select::all(taxon::TABLE))?[0].id)).unwrap();
        let values = [
            ("long_text", "xLongText", "two\nlines"),
            ("integer", "xInteger", "-12"),
            ("decimal", "xDecimal", "12.50"),
            ("yes_no", "xYesNo", "true"),
            ("partial_date", "xPartialDate", "1987-05-01"),
            ("day", "xDay", "1987-05-12"),
            ("timestamp", "xTimestamp", "1987-05-12T14:30:00Z"),
        ];
        for (kind, name, _) in values {
            let (field, _) = save(db, wanted(&kind.replace('_', " "), kind)).unwrap();
            assert_eq!(field.text(own_field::NAME), Some(name));
        }
        save(db, wanted("Host", "link").with(own_field::LINKS_TO, "taxon")).unwrap();
        let mut given: Vec<(&str, &str)> = values.iter().map(|(_, name, text)| (*name, *text)).collect();
        let host = root.to_string();
        given.extend([("xHost", host.as_str()), ("xPartialDatePrecision", "2")]);
        let (one, _) = save(db, object(db, made.collection, &given)).unwrap();
        for (name, text) in &given {
            let expect = within(db.model(), || {
                let table = model().table(collection_object::TABLE);
                table.at(table.column(name).unwrap()).kind.read(text).unwrap()
            });
            assert_eq!(value(db, one.id, name), Some(expect), "{name}");
        }
        assert_eq!(value(db, one.id, "xDecimal").unwrap().to_string(), "12.50", "digit for digit");
        let mut out = Vec::new();
        db.read(&system(), |tx| export::records_csv(tx, &Select::all(collection_object::TABLE), &mut out)).unwrap();
        let csv = String::from_utf8(out).unwrap();
        assert!(csv.contains("xDecimal") && csv.contains("12.50"), "{csv}");
        let (mut json, mut sql) = (Vec::new(), Vec::new());
        db.read(&system(), |tx| export::json(tx, &mut json, &mut |_, _, _| {})).unwrap();
        db.read(&system(), |tx| export::sql(tx, &mut sql, &mut |_, _, _| {})).unwrap();
        for dump in [String::from_utf8(json).unwrap(), String::from_utf8(sql).unwrap()] {
            assert!(dump.contains("two") && dump.contains("1987-05-12") && dump.contains("12.50"));
        }
        // A link of one's own keeps what it leads to.
        let blockers = db.read(&system(), |tx| records::blockers(tx, taxon::TABLE, root)).unwrap();
        let own = within(db.model(), || model().table(collection_object::TABLE).col("xHost").unwrap());
        assert!(blockers.iter().any(|blocker| blocker.column == own), "{blockers:?}");
    });
}

#[test]
fn what_can_be_no_field_is_refused_with_the_place() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let (field, _) = save(db, wanted("Colour", "text")).unwrap();
        let (second, _) = save(db, wanted("Colour", "text")).unwrap();
        assert_eq!(second.text(own_field::NAME), Some("xColour2"), "a caption may stand twice, a name may not");
        let change = |id| Draft::of(own_field::TABLE, id, None);
        for (draft, at, name) in [
            (wanted("Colour", "rainbow"), "kind", "own-field-kind"),
            (wanted("Колір", "text"), "name", "own-field-name"),
            (wanted("Colour", "text").with(own_field::NAME, "colour"), "name", "own-field-name"),
            (wanted("Colour", "text").with(own_field::NAME, "xColour"), "name", "own-field-twice"),
            (wanted("To", "link"), "linksTo", "own-field-link"),
            (wanted("To", "link").with(own_field::LINKS_TO, "SpecifyUser"), "linksTo", "own-field-link"),
            (wanted("To", "text").with(own_field::LINKS_TO, "Taxon"), "linksTo", "own-field-link"),
            (wanted("To", "text").with(own_field::MAX_LENGTH, 0), "maxLength", "own-field-length"),
            (wanted("To", "text").with(own_field::TABLE_NAME, "SpecifyUser"), "tableName", "own-field-table"),
            (change(field.id).with(own_field::KIND, "integer"), "kind", "own-field-fixed"),
            (change(field.id).with(own_field::NAME, "xOther"), "name", "own-field-fixed"),
            (change(field.id).with(own_field::MAX_LENGTH, 12), "maxLength", "own-field-length"),
        ] {
            let error = save(db, draft.clone()).unwrap_err();
            let ours = error.issues.iter().filter(|issue| issue.name.starts_with("own-field"));
            let found: Vec<_> = ours.map(|issue| (issue.field.as_str(), issue.name)).collect();
            assert_eq!(found, [(at, name)], "{draft:?}");
        }
        let (renamed, _) = save(db, change(field.id).with(own_field::CAPTION, "Colour in life")).unwrap();
        assert_eq!(renamed.text(own_field::NAME), Some("xColour"));
        let table = db.model().table(collection_object::TABLE);
        assert_eq!(table.at(table.column("xColour").unwrap()).caption, "Colour in life");
    });
}

#[test]
fn a_write_that_fails_leaves_no_field() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let failed = db.write(&system(), Purpose::new("save", "A test"), |tx| {
            records::save(tx, wanted("Soil type", "text"))?;
            Err::<(), _>(vasculum_model::Error::invalid("No."))
        });
        assert_eq!(failed.unwrap_err().code, Code::Invalid);
        assert!(!has(db, "xSoilType") && db.schema_steps().unwrap().is_empty());
        save(db, wanted("Soil type", "text")).unwrap();
        assert!(has(db, "xSoilType"));
    });
}

#[test]
fn another_process_learns_of_a_field_within_a_second_and_at_the_next_start() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let other = Database::open(db.place().clone(), test_clock).unwrap();
        save(db, wanted("Soil type", "text")).unwrap();
        std::thread::sleep(Duration::from_millis(1_050));
        other.read(&system(), |tx| tx.count(&Select::all(own_field::TABLE))).unwrap();
        assert!(has(&other, "xSoilType"));
        drop(other);
        assert!(has(&Database::open(db.place().clone(), test_clock).unwrap(), "xSoilType"));
    });
}

#[test]
fn only_a_right_in_the_whole_institution_adds_fields() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let hierarchy = std::sync::Arc::new(db.hierarchy().unwrap());
        let policy = |collection, resource: &str, action: &str| Policy {
            collection,
            resource: resource.to_owned(),
            action: action.to_owned(),
        };
        for (policy, may) in [
            (policy(Some(made.collection), "%", "%"), false),
            (policy(Some(made.collection), "/system/schema", "update"), false),
            (policy(None, "/table/%", "%"), false),
            (policy(None, "/system/schema", "update"), true),
        ] {
            let access = Access::of(1, "somebody", vec![policy.clone()], hierarchy.clone());
            let done =
                db.write(&access, Purpose::new("save", "A test"), |tx| records::save(tx, wanted("Soil", "text")));
            match done {
                Ok(_) => assert!(may, "{policy:?}"),
                Err(error) => assert!(!may && error.code == Code::Forbidden, "{policy:?}: {error:?}"),
            }
        }
    });
}

#[test]
fn a_term_of_an_own_field_goes_out_and_comes_in_again() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let of_event = |draft: Draft| draft.with(own_field::TABLE_NAME, "CollectingEvent");
        save(db, wanted("Soil", "text").with(own_field::DWC_TERM, "soilType")).unwrap();
        save(db, wanted("Seen", "partial_date").with(own_field::DWC_TERM, "http://example.org/terms/seen")).unwrap();
        save(db, of_event(wanted("Weather", "text")).with(own_field::DWC_TERM, "weather")).unwrap();
        let folder = tempfile::TempDir::new().unwrap();
        let table = folder.path().join("in.csv");
        let rows = "occurrenceID,catalogNumber,soilType,scientificName\nurn:1,1,\"loam, wet\",Perca fluviatilis\n";
        std::fs::write(&table, rows).unwrap();
        let import = |file: &std::path::Path| {
            vasculum_domain::dwca::import(db, &system(), file, made.collection, &mut |_| Ok(())).unwrap()
        };
        import(&table);
        let id = db.read(&system(), |tx| Ok(tx.select(&Select::all(collection_object::TABLE))?[0].id)).unwrap();
        assert_eq!(value(db, id, "xSoil"), Some("loam, wet".into()));
        let mut change = object(db, made.collection, &[("xSeen", "1987-05-01"), ("xSeenPrecision", "2")]);
        change.id = Some(id);
        save(db, change).unwrap();
        let file = folder.path().join("out.zip");
        let out = std::fs::File::create(&file).unwrap();
        let options = vasculum_domain::dwca::ExportOptions::default();
        db.read(&system(), |tx| vasculum_domain::dwca::export(tx, made.collection, &options, &out, &mut |_, _, _| {}))
            .unwrap();
        let table = || {
            let mut csv = Vec::new();
            db.read(&system(), |tx| vasculum_domain::dwca::csv(tx, made.collection, &mut csv, &mut |_, _, _| {}))
                .unwrap();
            String::from_utf8(csv).unwrap()
        };
        let csv = table();
        for part in ["soilType", "http://example.org/terms/seen", "weather", "\"loam, wet\"", "1987-05"] {
            assert!(csv.contains(part), "{part} in {csv}");
        }
        assert_eq!(import(&file).made.len(), 0);
        assert_eq!(table(), csv, "what goes out comes in: nothing changes");
    });
}
