//! Where the index lies: it is opened again, caught up, made anew when it must be, and taken over when it was.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vasculum_model::names::{collection_object, locality};
use vasculum_search::{Search, rebuild};
use vasculum_store::{Action, Database, Select};
use vasculum_testkit::{Fresh, on_every_engine, sqlite};

use crate::{LONG, ask, caught_up, everything, museum, write};

fn opened(db: &Arc<Database>, folder: &Path) -> Search {
    let search = Search::new(Arc::clone(db), Some(folder.to_owned()));
    search.start();
    assert!(search.wait_until_ready(LONG));
    caught_up(&search);
    search
}

fn current(folder: &Path) -> String {
    fs::read_to_string(folder.join("current")).unwrap()
}

fn objects(db: &Database, search: &Search) -> usize {
    search.ids(&everything(db), &ask(""), collection_object::TABLE).unwrap().unwrap().ids.len()
}

fn rename(db: &Database, name: &str) -> i64 {
    let record = db.read(&everything(db), |tx| tx.first(&Select::all(locality::TABLE))).unwrap().unwrap();
    let id = record.id;
    write(db, |tx| {
        let grant = tx.may(Action::Update, locality::TABLE)?;
        tx.update(&grant, &record, &record.clone().with(locality::LOCALITY_NAME, name))
    });
    id
}

fn with_museum(fresh: &Fresh) -> (&Arc<Database>, tempfile::TempDir) {
    museum(&fresh.database, 40);
    (&fresh.database, tempfile::tempdir().unwrap())
}

#[test]
fn an_index_is_opened_again_and_catches_up() {
    on_every_engine(|fresh| {
        let (db, data) = with_museum(fresh);
        let folder = data.path().join("search");
        let search = opened(db, &folder);
        assert_eq!(objects(db, &search), 40);
        let name = current(&folder);
        drop(search);
        let id = rename(db, "Xanadu");
        let search = opened(db, &folder);
        assert_eq!(current(&folder), name, "it was not made anew");
        assert_eq!(search.ids(&everything(db), &ask("xanadu"), locality::TABLE).unwrap().unwrap().ids, [id]);
    });
}

#[test]
fn an_index_that_is_gone_or_damaged_is_made_anew() {
    let fresh = sqlite();
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    type Spoil = (&'static str, fn(&Path));
    let spoil: [Spoil; 5] = [
        ("all gone", |folder| fs::remove_dir_all(folder).unwrap()),
        ("no name", |folder| fs::remove_file(folder.join("current")).unwrap()),
        ("a name of nothing", |folder| fs::write(folder.join("current"), "../elsewhere").unwrap()),
        ("a damaged head", |folder| {
            fs::write(folder.join(current(folder)).join("meta.json"), "{ not json").unwrap();
        }),
        ("a lost segment", |folder| {
            for file in fs::read_dir(folder.join(current(folder))).unwrap().flatten() {
                if file.path().extension().is_some_and(|ending| ending == "term" || ending == "idx") {
                    fs::remove_file(file.path()).unwrap();
                }
            }
        }),
    ];
    drop(opened(db, &folder));
    for (what, spoil) in spoil {
        let before = current(&folder);
        spoil(&folder);
        let search = opened(db, &folder);
        assert_eq!(objects(db, &search), 40, "{what}");
        assert_ne!(current(&folder), before, "{what}");
    }
}

#[test]
fn an_index_of_another_form_or_database_is_made_anew() {
    let (fresh, other) = (sqlite(), sqlite());
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    drop(opened(db, &folder));
    let before = current(&folder);
    let head = folder.join(&before).join("meta.json");
    let text = fs::read_to_string(&head).unwrap();
    assert!(text.contains("\\\"form\\\":\\\"1-"), "{text}");
    fs::write(&head, text.replace("\\\"form\\\":\\\"1-", "\\\"form\\\":\\\"0-")).unwrap();
    drop(opened(db, &folder));
    let second = current(&folder);
    assert_ne!(second, before, "another form");
    museum(&other.database, 30);
    let search = opened(&other.database, &folder);
    assert_eq!(objects(&other.database, &search), 30);
    assert_ne!(current(&folder), second, "another database");
}

#[test]
fn a_lock_that_a_crash_left_behind_keeps_nobody_out() {
    let fresh = sqlite();
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    drop(opened(db, &folder));
    let name = current(&folder);
    fs::write(folder.join(&name).join(".tantivy-writer.lock"), "").unwrap();
    fs::write(folder.join("lock"), "").unwrap();
    let search = opened(db, &folder);
    let id = rename(db, "Xanadu");
    caught_up(&search);
    assert_eq!(search.ids(&everything(db), &ask("xanadu"), locality::TABLE).unwrap().unwrap().ids, [id]);
    assert_eq!(current(&folder), name);
}

#[test]
fn each_process_has_an_index_of_its_own() {
    let fresh = sqlite();
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    let (one, two) = (opened(db, &folder), opened(db, &folder));
    let id = rename(db, "Xanadu");
    for search in [&one, &two] {
        caught_up(search);
        assert_eq!(search.ids(&everything(db), &ask("xanadu"), locality::TABLE).unwrap().unwrap().ids, [id]);
    }
    assert!(data.path().join("search-2").join("current").exists());
}

#[test]
fn an_index_made_anew_is_taken_over_while_the_old_one_answers() {
    let fresh = sqlite();
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    let search = opened(db, &folder);
    let before = current(&folder);
    let count = rebuild(db, &folder, &|_| {
        assert_eq!(objects(db, &search), 40, "the old one answers meanwhile");
        true
    })
    .unwrap();
    assert!(count > 40);
    let name = current(&folder);
    assert_ne!(name, before);
    // The old folder goes when the new one was taken over.
    let begun = Instant::now();
    while folder.join(&before).exists() {
        assert!(begun.elapsed() < LONG, "the old index is removed");
        assert_eq!(objects(db, &search), 40);
        std::thread::sleep(Duration::from_millis(20));
    }
    let id = rename(db, "Xanadu");
    caught_up(&search);
    assert_eq!(search.ids(&everything(db), &ask("xanadu"), locality::TABLE).unwrap().unwrap().ids, [id]);
    assert_eq!(objects(db, &search), 40);
}

#[test]
fn what_was_not_wanted_any_more_leaves_nothing_behind() {
    let fresh = sqlite();
    let (db, data) = with_museum(&fresh);
    let folder = data.path().join("search");
    assert!(rebuild(db, &folder, &|_| false).is_err());
    let left = fs::read_dir(&folder).unwrap().count();
    assert_eq!(left, 0);
}
