//! What stands on labels, and the kinds of labels of an institution's own.

use vasculum_domain::labels::{self, Label};
use vasculum_domain::{setup, undo};
use vasculum_model::names::{
    agent, collecting_event, collection_object, collector, determination, locality, preparation, taxon,
};
use vasculum_model::{Code, Record, Result};
use vasculum_store::{Access, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::lookup::add_taxa;
use crate::rules::{new_object, new_person, put, read, write};
use crate::setup::set_up;

/// A label as it is read, italics between asterisks.
fn drawn(label: &Label) -> Vec<String> {
    let span = |span: &labels::Span| {
        let text = span.text.trim_end();
        if span.is_italic { format!("*{text}*{}", &span.text[text.len()..]) } else { span.text.clone() }
    };
    label.lines.iter().map(|line| line.spans.iter().map(span).collect()).collect()
}

/// A trout with event, place, collector and determination.
fn a_trout(tx: &mut WriteTx<'_>, made: setup::Made) -> Result<Record> {
    let names = add_taxa(tx, made, &["Salmo trutta"]);
    let darwin = new_person(tx, made.division, "Darwin")?;
    let place = put(
        tx,
        Record::new(locality::TABLE)
            .with(locality::DISCIPLINE, made.discipline)
            .with(locality::LOCALITY_NAME, "Mill pond"),
    )?;
    let event = put(
        tx,
        Record::new(collecting_event::TABLE)
            .with(collecting_event::DISCIPLINE, made.discipline)
            .with(collecting_event::VERBATIM_DATE, "12.v.1987")
            .with(collecting_event::LOCALITY, place.id),
    )?;
    put(
        tx,
        Record::new(collector::TABLE).with(collector::COLLECTING_EVENT, event.id).with(collector::AGENT, darwin.id),
    )?;
    let object = new_object(tx, made.collection)?;
    let (object, _) = vasculum_domain::records::put(
        tx,
        Some(&object),
        object
            .clone()
            .with(collection_object::COLLECTING_EVENT, event.id)
            .with(collection_object::COUNT_AMT, 3)
            .with(collection_object::FIELD_NUMBER, "CD 7"),
    )?;
    let species = names.last().cloned().unwrap_or_else(|| Record::new(taxon::TABLE));
    put(
        tx,
        Record::new(determination::TABLE)
            .with(determination::COLLECTION_OBJECT, object.id)
            .with(determination::TAXON, species.id)
            .with(determination::DETERMINER, darwin.id)
            .with(determination::QUALIFIER, "cf.")
            .with(determination::IS_CURRENT, true),
    )?;
    Ok(object)
}

#[test]
fn a_label_says_what_the_record_says_and_leaves_out_what_it_does_not() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (trout, bare) =
            write(&fresh.database, |tx| Ok((a_trout(tx, made)?, new_object(tx, made.collection)?))).unwrap();
        read(&fresh.database, |tx| {
            let kinds = labels::kinds(tx, "fish")?;
            assert_eq!(kinds[0].0, "jar", "the label of the discipline comes first");
            let written = labels::written(tx, &kinds[0].1, &[bare.id, trout.id], None)?;
            assert_eq!(written.iter().map(|label| label.record).collect::<Vec<_>>(), [bare.id, trout.id]);
            let number = trout.text(collection_object::CATALOG_NUMBER).unwrap();
            let lines = drawn(&written[1]);
            assert_eq!(lines[1], format!("No. {number} × 3"));
            assert_eq!(lines[2], "*Salmo* cf. *trutta* Linnaeus, 1758");
            assert_eq!(lines[3], "det. Darwin");
            assert_eq!(lines[4], "Mill pond");
            assert_eq!(lines[5], "12.v.1987 · Darwin CD 7");
            assert_eq!(drawn(&written[0]).len(), 2, "institution and number: {:?}", drawn(&written[0]));

            let pin = kinds.iter().find(|(key, _)| key == "pin").map(|(_, kind)| kind.clone()).unwrap();
            let pins = labels::written(tx, &pin, &[trout.id, bare.id, 999_999], None)?;
            assert_eq!(pins.iter().map(|label| label.copies).collect::<Vec<_>>(), [3, 1]);
            let many = labels::written(tx, &pin, &[trout.id], Some(5))?;
            assert_eq!(many[0].copies, 5);
            let refused = labels::written(tx, &pin, &[trout.id], Some(5_001)).unwrap_err();
            assert_eq!(refused.code, Code::Invalid);
            Ok(())
        });
    });
}

#[test]
fn a_preparation_is_named_by_its_object() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let jar = write(&fresh.database, |tx| {
            let trout = a_trout(tx, made)?;
            let kinds = tx.select(&Select::all(vasculum_model::names::prep_type::TABLE))?;
            let jar = Record::new(preparation::TABLE)
                .with(preparation::COLLECTION_OBJECT, trout.id)
                .with(preparation::PREP_TYPE, kinds[0].id)
                .with(preparation::COUNT_AMT, 2);
            put(tx, jar)
        })
        .unwrap();
        read(&fresh.database, |tx| {
            let (_, _, kind) = labels::shipped().iter().find(|(key, ..)| *key == "preparation").unwrap();
            let label = &labels::written(tx, kind, &[jar.id], None)?[0];
            assert_eq!(label.copies, 2);
            assert_eq!(drawn(label)[1], "*Salmo* cf. *trutta* Linnaeus, 1758");
            Ok(())
        });
    });
}

const OWN: &str =
    "name = \"Vial\"\ntable = \"CollectionObject\"\nwidth = 30\nheight = 10\n[[line]]\ntext = \"{catalogNumber}\"\n";

#[test]
fn an_institution_writes_kinds_of_its_own_and_takes_them_back() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let made = write(&fresh.database, |tx| labels::save(tx, None, None, OWN, true)).unwrap();
        let wider = OWN.replace("width = 30", "width = 45");
        let twice = write(&fresh.database, |tx| labels::save(tx, None, None, &wider, true)).unwrap_err();
        assert_eq!(twice.issues[0].name, "twice");
        let save = |tx: &mut WriteTx<'_>| labels::save(tx, Some(made.id), Some(made.version()), &wider, true);
        let purpose = Purpose::new("save", "A wider label");
        let (_, set) = fresh.database.write_counted(&Access::system("test"), purpose, save).unwrap();
        let late = write(&fresh.database, |tx| labels::save(tx, Some(made.id), Some(made.version()), OWN, true));
        assert_eq!(late.unwrap_err().code, Code::Conflict);
        let width = || {
            read(&fresh.database, |tx| {
                let own = labels::own(tx)?;
                Ok((own.len(), own[0].kind.as_ref().unwrap().sheet.width))
            })
        };
        assert_eq!(width(), (1, 45.0));
        write(&fresh.database, |tx| undo::undo(tx, set.unwrap(), false)).unwrap();
        assert_eq!(width(), (1, 30.0));
        read(&fresh.database, |tx| {
            assert!(labels::kinds(tx, "fish")?.iter().any(|(key, _)| *key == made.id.to_string()));
            Ok(())
        });
        write(&fresh.database, |tx| labels::delete(tx, made.id)).unwrap();
        let left = Select::all(agent::TABLE).matching(Filter::Ids(vec![made.id]));
        read(&fresh.database, |tx| {
            assert!(labels::own(tx)?.is_empty());
            tx.count(&left).map(drop)
        });
    });
}

#[track_caller]
fn refused(change: (&str, &str), name: &str, words: &str) {
    let error = labels::parse(&OWN.replace(change.0, change.1)).unwrap_err();
    let found = error.issues.iter().find(|issue| issue.name == name);
    let found = found.unwrap_or_else(|| panic!("{name}: {:?}", error.issues));
    assert!(found.words.contains(words), "{}", found.words);
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    refused(("Vial", ""), "label-name", "needs a name");
    refused(("CollectionObject", "Jar"), "label-table", "There is no table ‘Jar’");
    refused(("{catalogNumber}", "{catalogNumbers}"), "label-text", "Label line 1: Character 2:");
    refused(("width = 30", "width = 300"), "label-too-wide", "the paper has room for 190 mm");
    refused(("height = 10", "height = 290"), "label-too-high", "higher than the paper");
    refused(("width = 30", "width = 30\npaper = \"B9\""), "label-paper", "A4");
    refused(("width = 30", "width = 30\ncopies = \"remarks\""), "label-copies", "no field ‘remarks’ that counts");
    refused(("width = 30", "colour = 3"), "label-unknown-word", "‘colour’ means nothing here");
    refused(("text = \"{catalogNumber}\"", "taxon = \"cataloger\""), "label-taxon", "leads from CollectionObject");
    refused(("width = 30", "width ="), "label-not-toml", "Line 3");
    let odd = labels::parse(&OWN.replace("width = 30", "width = 30\npaper = \"60 x 40\"\nmargin = 2")).unwrap();
    assert_eq!((odd.sheet.paper_width, odd.sheet.paper_height), (60.0, 40.0));
}
