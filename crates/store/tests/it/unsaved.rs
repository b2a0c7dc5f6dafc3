//! What people typed and did not save.

use vasculum_model::names::{agent, collection_object};
use vasculum_model::{Error, Result, TableId, Timestamp};
use vasculum_store::{Database, Unsaved};
use vasculum_testkit::on_every_engine;

use crate::{new_agent, system, write};

fn typed(user: i64, name: &str, table: TableId, at: i64, data: &str) -> Unsaved {
    Unsaved {
        user,
        name: name.to_owned(),
        table,
        record: Some(7),
        collection: Some(3),
        title: format!("What {user} typed"),
        began: Timestamp(at),
        kept: Timestamp(at),
        data: data.to_owned(),
    }
}

fn of(database: &Database, user: i64) -> Vec<String> {
    let list = database.read(&system(), |tx| tx.all_unsaved(user)).unwrap();
    list.into_iter().map(|one| format!("{} {}", one.name, one.data)).collect()
}

#[test]
fn what_was_typed_is_kept_replaced_and_forgotten() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let before = db.read(&system(), |tx| tx.latest_change()).unwrap();
        let first = typed(1, "CollectionObject/7", collection_object::TABLE, 1_000_000, r#"[["remarks","\u0000 ♂"]]"#);
        db.keep_unsaved(&first).unwrap();
        db.keep_unsaved(&typed(1, "Agent/7", agent::TABLE, 3_000_000, "b")).unwrap();
        db.keep_unsaved(&Unsaved {
            kept: Timestamp(2_000_000),
            ..typed(1, &first.name, first.table, 2_000_000, "more")
        })
        .unwrap();
        let found = db.read(&system(), |tx| tx.unsaved(1, &first.name)).unwrap().unwrap();
        assert_eq!(
            (found.began, found.kept, found.data.as_str()),
            (Timestamp(1_000_000), Timestamp(2_000_000), "more")
        );
        assert_eq!((found.table, found.record, found.collection), (first.table, Some(7), Some(3)));
        assert_eq!(
            of(db, 1),
            ["Agent/7 ", "CollectionObject/7 "],
            "latest first, and lists without what stands in them"
        );

        assert!(db.forget_unsaved(1, "Agent/7").unwrap());
        assert!(!db.forget_unsaved(1, "Agent/7").unwrap());
        let after = db.read(&system(), |tx| tx.latest_change()).unwrap();
        assert_eq!(before, after, "none of this is journalled");
    });
}

#[test]
fn nobody_finds_what_somebody_else_typed() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        db.keep_unsaved(&typed(1, "Agent/7", agent::TABLE, 1, "mine")).unwrap();
        db.keep_unsaved(&typed(2, "Agent/7", agent::TABLE, 1, "theirs")).unwrap();
        let read = |user| db.read(&system(), |tx| tx.unsaved(user, "Agent/7")).unwrap().map(|one| one.data);
        assert_eq!((read(1).as_deref(), read(2).as_deref(), read(3)), (Some("mine"), Some("theirs"), None));
        assert!(of(db, 3).is_empty());
        assert!(!db.forget_unsaved(3, "Agent/7").unwrap());
        assert!(read(1).is_some());
    });
}

#[test]
fn it_is_forgotten_with_the_save_or_not_at_all() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        db.keep_unsaved(&typed(1, "Agent/new-1", agent::TABLE, 1, "typed")).unwrap();
        let refused: Result<()> = write(db, |tx| {
            assert!(tx.forget_unsaved(1, "Agent/new-1")?);
            new_agent(tx, "Oduya");
            Err(Error::invalid("refused at the last moment"))
        });
        assert!(refused.is_err());
        assert_eq!(of(db, 1).len(), 1, "a save that failed leaves what was typed");
        write(db, |tx| {
            new_agent(tx, "Oduya");
            tx.forget_unsaved(1, "Agent/new-1")
        })
        .unwrap();
        assert!(of(db, 1).is_empty());
    });
}
