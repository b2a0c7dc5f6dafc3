//! The index for jobs and the command line: beside a server, without one, and when it can't be used.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use vasculum_model::names::{collection_object, determination, locality};
use vasculum_model::{Code, Error, Record};
use vasculum_search::{Beside, Finder, Search};
use vasculum_store::{Action, Database, Select};
use vasculum_testkit::on_every_engine;

use crate::rights::people;
use crate::{LONG, ask, everything, museum, write};

/// Waits without a word.
fn open(beside: &Beside) -> Finder {
    beside.open(&mut |_| Ok(())).unwrap()
}

/// A new locality of this name; its id.
fn place(db: &Database, name: &str) -> i64 {
    let some = db.read(&everything(db), |tx| tx.first(&Select::all(locality::TABLE))).unwrap().unwrap();
    let record = Record::new(locality::TABLE)
        .with(locality::LOCALITY_NAME, name)
        .with(locality::SRC_LAT_LONG_UNIT, 0)
        .with(locality::DISCIPLINE, some.get(locality::DISCIPLINE).clone());
    write(db, |tx| {
        let grant = tx.may(Action::Create, locality::TABLE)?;
        tx.insert(&grant, record)
    })
}

fn found(finder: &Finder, db: &Database, words: &str) -> Vec<i64> {
    finder.ids(&everything(db), &ask(words), locality::TABLE).unwrap().ids
}

fn folders(data: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A data directory, and the folder in it where an index belongs.
fn place_for_an_index() -> (tempfile::TempDir, PathBuf) {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("search");
    (data, folder)
}

#[test]
fn an_index_that_nobody_keeps_is_kept_while_it_is_needed() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 20);
        let (data, folder) = place_for_an_index();
        let beside = Beside::new(Arc::clone(db), folder.clone());
        let mut told = Vec::new();
        let id = place(db, "Xanadu");
        let finder = beside
            .open(&mut |count| {
                told.push(count);
                Ok(())
            })
            .unwrap();
        assert!(!told.is_empty(), "one hears that it is made");
        assert_eq!(found(&finder, db, "xanadu"), [id]);
        // A second one shares it, and what was written in between is in it.
        let other = place(db, "Xanadu of the north");
        let second = open(&beside);
        assert_eq!(found(&second, db, "xanadu"), [id, other]);
        drop((finder, second));
        // A server finds its folder free, and need not make anything.
        let search = Search::new(Arc::clone(db), Some(folder));
        search.start();
        assert!(search.wait_until_ready(LONG));
        assert_eq!(folders(data.path()), ["search"]);
        // And the other way round, what was written while nobody kept it is caught up with.
        drop(search);
        let third = place(db, "Xanadu of the south");
        assert_eq!(found(&open(&beside), db, "xanadu"), [id, other, third]);
        assert_eq!(folders(data.path()), ["search"]);
    });
}

#[test]
fn beside_a_server_nothing_is_missed_and_nothing_is_made_twice() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 60);
        let (data, folder) = place_for_an_index();
        let server = Search::new(Arc::clone(db), Some(folder.clone()));
        server.start();
        let beside = Beside::new(Arc::clone(db), folder.clone());
        let mut ids = Vec::new();
        for nth in 0..12 {
            ids.push(place(db, &format!("Xanadu {nth}")));
            assert_eq!(found(&open(&beside), db, "xanadu"), ids, "what was just written is found");
        }
        // Also while the index is made anew, which the server takes over.
        vasculum_search::rebuild(db, &folder, &|_| true).unwrap();
        for nth in 12..24 {
            ids.push(place(db, &format!("Xanadu {nth}")));
            assert_eq!(found(&open(&beside), db, "xanadu"), ids);
        }
        assert_eq!(folders(data.path()), ["search"]);
        // Everybody finds what they find on the page, and no more.
        let finder = open(&beside);
        let mut some = 0;
        for (who, access) in people(db) {
            for words in ["", "xanadu", "a", "has:image", "year:1900..2000", "-a", "xandau"] {
                let page = server.ids(&access, &ask(words), collection_object::TABLE).unwrap().unwrap();
                let here = finder.ids(&access, &ask(words), collection_object::TABLE).unwrap();
                assert_eq!(here.ids, page.ids, "{who} looks for “{words}”");
                some += here.ids.len();
            }
        }
        assert!(some > 500, "{some}");
        let refused = finder.ids(&everything(db), &ask("a"), determination::TABLE).unwrap_err();
        assert_eq!(refused.code, Code::Invalid, "what is in no index is not found nowhere");
    });
}

#[test]
fn an_index_that_is_behind_is_waited_for_and_never_asked() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 20);
        let (_data, folder) = place_for_an_index();
        let beside = Beside::new(Arc::clone(db), folder.clone());
        drop(open(&beside));
        // A process that has the folder and does not get on.
        let lock = File::options().write(true).open(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        assert_eq!(found(&open(&beside), db, "xanadu"), [0; 0], "it has everything");
        let id = place(db, "Xanadu");
        let mut waits = 0;
        let refused = beside.open(&mut |_| {
            waits += 1;
            if waits < 3 { Ok(()) } else { Err(Error::new(Code::Conflict, "This job was called off.")) }
        });
        assert_eq!(refused.err().unwrap().message, "This job was called off.");
        // As soon as that process is gone, the index is caught up with.
        let finder = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| open(&beside));
            std::thread::sleep(std::time::Duration::from_millis(250));
            drop(lock);
            waiting.join().unwrap()
        });
        assert_eq!(found(&finder, db, "xanadu"), [id]);
    });
}

#[test]
fn an_index_of_another_version_is_left_alone() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 20);
        let (data, folder) = place_for_an_index();
        fs::create_dir_all(folder.join("index-1")).unwrap();
        fs::write(folder.join("index-1").join("meta.json"), "{}").unwrap();
        fs::write(folder.join("current"), "index-1").unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        let id = place(db, "Xanadu");
        let beside = Beside::new(Arc::clone(db), folder.clone());
        let (one, other) = (open(&beside), open(&beside));
        assert_eq!((found(&one, db, "xanadu"), found(&other, db, "xanadu")), (vec![id], vec![id]));
        assert_eq!(folders(data.path()), ["search", "search-2"]);
        assert_eq!(folders(&folder), ["current", "index-1", "lock"]);
    });
}

#[test]
fn an_index_that_can_t_be_made_is_told_of() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        museum(db, 5);
        let (_data, folder) = place_for_an_index();
        fs::write(&folder, "no folder").unwrap();
        let refused = Beside::new(Arc::clone(db), folder.clone()).open(&mut |_| Ok(())).err().unwrap();
        assert!(refused.message.contains("search"), "{refused:?}");
        let search = Arc::new(Search::new(Arc::clone(db), Some(folder)));
        let refused = Finder::of(search, &mut |_| Ok(())).err().unwrap();
        assert_eq!(refused.code, Code::Internal);
        assert!(refused.hint.unwrap().contains("vasculum rebuild"));
    });
}
