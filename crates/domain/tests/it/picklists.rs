//! Pick lists as their editor changes them.

use vasculum_domain::picklists::{self, Edited, Item, Source};
use vasculum_model::names::{
    collection_object, determination, pick_list, pick_list_item, sp_locale_container, sp_locale_container_item,
};
use vasculum_model::{Record, Result};
use vasculum_store::{Filter, Select, Tx};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, put, read, write};
use crate::setup::set_up;

fn list(tx: &mut Tx<'_>, name: &str) -> Result<Record> {
    Ok(tx.first(&Select::all(pick_list::TABLE).matching(Filter::is(pick_list::NAME, name)))?.unwrap())
}

/// The titles of a list, in order.
fn titles(list: &Edited) -> Vec<&str> {
    list.items.iter().map(|item| item.title.as_str()).collect()
}

#[test]
fn items_are_added_changed_moved_and_removed() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let new = Edited {
            name: "Colour".to_owned(),
            items: picklists::read_text("red\nb\tblue\n\n green "),
            ..Edited::default()
        };
        let saved = write(&fresh.database, |tx| {
            // Nobody works in a collection here: the record of the list is made by hand.
            let made = Record::new(pick_list::TABLE)
                .with(pick_list::NAME, "Colour")
                .with(pick_list::TYPE, 0)
                .with(pick_list::IS_SYSTEM, false)
                .with(pick_list::READ_ONLY, false)
                .with(pick_list::COLLECTION, made.collection);
            let made = put(tx, made)?;
            Ok(picklists::save(tx, Some(made.id), None, &new)?.record)
        })
        .unwrap();
        let mut now = read(&fresh.database, |tx| Edited::of(tx, &saved));
        assert_eq!(titles(&now), ["red", "blue", "green"]);
        assert_eq!((now.items[1].value.as_str(), now.items[0].value.as_str()), ("b", "red"));
        now.items.swap(0, 2);
        now.items.remove(1);
        now.items[1].title = "Red".to_owned();
        write(&fresh.database, |tx| picklists::save(tx, Some(saved.id), Some(saved.version()), &now)).unwrap();
        let again = read(&fresh.database, |tx| {
            let record = tx.get(pick_list::TABLE, saved.id)?;
            Edited::of(tx, &record)
        });
        assert_eq!(titles(&again), ["green", "Red"]);
        assert_eq!(again.items[1].id, now.items[1].id, "an item that is renamed stays the same record");
    });
}

#[test]
fn what_makes_no_sense_is_refused_at_its_place() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let id = read(&fresh.database, |tx| Ok(list(tx, "TypeStatus")?.id));
        let refused = |edited: Edited| {
            issues(&write(&fresh.database, |tx| picklists::save(tx, Some(id), None, &edited)).unwrap_err())
        };
        let items = picklists::read_text("Holotype\nholotype\n");
        let with = |items: Vec<Item>| Edited { name: "TypeStatus".to_owned(), items, ..Edited::default() };
        assert_eq!(refused(with(items.clone())), ["twice at items[1].title"]);
        assert_eq!(refused(with(vec![Item::default()])), ["required at items[0].title"]);
        assert_eq!(
            refused(Edited { size_limit: Some(1), ..with(picklists::read_text("a\nb")) }),
            ["too-many at sizeLimit"]
        );
        let drawn = |table: &str, field: &str| Edited {
            source: Source::Field,
            table: table.to_owned(),
            field: field.to_owned(),
            ..with(Vec::new())
        };
        assert_eq!(refused(drawn("Nothing", "x")), ["unknown-table at tableName"]);
        assert_eq!(refused(drawn("Locality", "nothing")), ["unknown-field at fieldName"]);
    });
}

#[test]
fn a_value_is_added_while_typing_unless_the_list_is_fixed() {
    on_every_engine(|fresh| {
        set_up(&fresh.database, "fish");
        let (open, fixed) = read(&fresh.database, |tx| {
            let open = list(tx, "TypeStatus")?;
            let fixed = Select::all(pick_list::TABLE)
                .matching(Filter::And(vec![Filter::is(pick_list::READ_ONLY, true), Filter::is(pick_list::TYPE, 0)]));
            Ok((open, tx.first(&fixed)?.unwrap()))
        });
        let item = write(&fresh.database, |tx| picklists::add(tx, open.id, " Kleptotype ")).unwrap();
        assert_eq!(item.text(pick_list_item::VALUE), Some("Kleptotype"));
        let same = write(&fresh.database, |tx| picklists::add(tx, open.id, "kleptotype")).unwrap();
        assert_eq!(same.id, item.id, "it is there already");
        assert!(write(&fresh.database, |tx| picklists::add(tx, fixed.id, "More")).is_err());
        assert!(write(&fresh.database, |tx| picklists::delete(tx, open.id)).is_err(), "the program refers to it");
    });
}

#[test]
fn a_list_tells_where_it_is_used_and_what_it_offers() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            for status in ["good", "good", "poor"] {
                let object = new_object(tx, made.collection)?;
                let after = object.clone().with(collection_object::TEXT1, status);
                vasculum_domain::records::put(tx, Some(&object), after)?;
            }
            let container = Record::new(sp_locale_container::TABLE)
                .with(sp_locale_container::NAME, "collectionobject")
                .with(sp_locale_container::IS_HIDDEN, false)
                .with(sp_locale_container::IS_SYSTEM, false)
                .with(sp_locale_container::SCHEMA_TYPE, 0)
                .with(sp_locale_container::DISCIPLINE, made.discipline);
            let container = put(tx, container)?;
            let item = Record::new(sp_locale_container_item::TABLE)
                .with(sp_locale_container_item::NAME, "text1")
                .with(sp_locale_container_item::IS_HIDDEN, false)
                .with(sp_locale_container_item::IS_SYSTEM, false)
                .with(sp_locale_container_item::PICK_LIST_NAME, "ObjectCondition")
                .with(sp_locale_container_item::CONTAINER, container.id);
            put(tx, item).map(drop)
        })
        .unwrap();
        read(&fresh.database, |tx| {
            let condition = list(tx, "ObjectCondition")?;
            let uses = picklists::uses(tx, &condition)?;
            let uses: Vec<_> = uses.iter().filter(|one| one.column == collection_object::TEXT1).collect();
            assert_eq!(uses[0].values, [("good".to_owned(), 2), ("poor".to_owned(), 1)]);
            let status = list(tx, "TypeStatus")?;
            let of_form = picklists::uses(tx, &status)?;
            assert_eq!(of_form[0].column, determination::TYPE_STATUS_NAME, "a shipped form draws from it");
            let drawn = Edited {
                source: Source::Field,
                table: "collectionobject".to_owned(),
                field: "text1".to_owned(),
                ..Edited::default()
            };
            assert_eq!(picklists::sample(tx, &drawn)?[0], ("good".to_owned(), Some(2)));
            let mut two = Edited { items: picklists::read_text("a = Alpha\nb"), ..Edited::default() };
            assert_eq!(picklists::join(&mut two, picklists::read_text("B\nc")), 1);
            assert_eq!((titles(&two), two.items[0].value.as_str()), (vec!["Alpha", "b", "c"], "a"));
            Ok(())
        });
    });
}
