//! A process that is killed in the middle of saving loses nothing that it had acknowledged, and leaves nothing half.
//!
//! The test starts itself once more as a process that saves and says after each save which object it was. It is killed
//! (SIGKILL) at some point; then every object that it spoke of must be there with all its parts, and no other object
//! without them. A process that dies keeps what it gave to the system; that SQLite asks the system to bring every commit
//! to the disk is set where the connection is opened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use vasculum_domain::records::{self, Draft};
use vasculum_domain::{check, setup};
use vasculum_model::names::{collection, collection_object, determination, prep_type, preparation, taxon};
use vasculum_model::{Record, Result};
use vasculum_store::{Access, Database, Place, Purpose, Select, system_clock};

/// Tells the process that saves where the database is: the path of a file, or the address of a server.
const PLACE: &str = "VASCULUM_CRASH_PLACE";
/// Tells it which round this is, for numbers that nobody has yet.
const ROUND: &str = "VASCULUM_CRASH_ROUND";
/// What stands before the id of an object that was saved.
const ACKNOWLEDGED: &str = "acknowledged ";
/// How many saves a process is asked for, by how many threads: they share commits.
const SAVES: usize = 1_000;
const SAVERS: usize = 4;
/// After how many acknowledged saves the processes are killed.
const KILLED_AFTER: &[usize] = &[1, 137, 402, 850];

#[test]
fn a_killed_process_loses_no_acknowledged_save_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("vasculum.db"));
    drop(furnished(Database::create(place.clone(), system_clock).unwrap()));
    survives(&place);
}

#[test]
fn a_killed_process_loses_no_acknowledged_save_on_postgresql() {
    let runs = AtomicUsize::new(0);
    vasculum_testkit::on_every_engine(|fresh| {
        if let Place::Postgres(_) = fresh.database.place() {
            furnish(&fresh.database);
            survives(fresh.database.place());
            runs.fetch_add(1, Ordering::Relaxed);
        }
    });
    let expected = usize::from(std::env::var_os("VASCULUM_TEST_POSTGRES").is_some());
    assert_eq!(runs.load(Ordering::Relaxed), expected);
}

fn furnished(database: Database) -> Database {
    furnish(&database);
    database
}

/// Makes an institution with a collection.
fn furnish(database: &Database) {
    let system = Access::system("test");
    database
        .write(&system, Purpose::new("init", "Crash test"), |tx| {
            let institution = setup::NewInstitution { name: "Museum".to_owned(), code: "M".to_owned() };
            let first = setup::NewCollection {
                code: "fish".to_owned(),
                discipline_type: "fish".to_owned(),
                ..setup::NewCollection::default()
            };
            setup::init(tx, institution, first)
        })
        .unwrap();
}

/// Kills a process in every round and looks at what is left.
fn survives(place: &Place) {
    let mut acknowledged = BTreeSet::new();
    let mut there = 0;
    for (round, after) in KILLED_AFTER.iter().enumerate() {
        let told = killed(place, round, *after);
        assert!(told.len() >= *after, "round {round}: only {} saves before the process ended", told.len());
        assert!(told.len() < SAVES, "round {round}: the process was not killed in the middle");
        let new = told.len();
        acknowledged.extend(told);
        let database = Database::open(place.clone(), system_clock).unwrap();
        let objects = whole_objects(&database);
        let lost: Vec<_> = acknowledged.difference(&objects).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
        // What was written but not told yet: at most one save of each thread.
        let made = objects.len() - there;
        assert!(made - new <= SAVERS, "round {round}: {made} objects are new, but only {new} were acknowledged");
        there = objects.len();
        println!("round {round}: killed after {new} acknowledged saves, {made} are there");
        let report = database.read(&Access::system("test"), |tx| check::check(tx, &mut |_, _, _| {})).unwrap();
        assert_eq!(report.findings, []);
    }
}

/// The ids of all objects; each has exactly one determination and one preparation, and no part is without an object.
fn whole_objects(database: &Database) -> BTreeSet<i64> {
    let system = Access::system("test");
    let all = |table| database.read(&system, |tx| tx.select(&Select::all(table))).unwrap();
    let ids: BTreeSet<i64> = all(collection_object::TABLE).iter().map(|record| record.id).collect();
    for (table, owner) in
        [(determination::TABLE, determination::COLLECTION_OBJECT), (preparation::TABLE, preparation::COLLECTION_OBJECT)]
    {
        let mut parts: BTreeMap<i64, usize> = BTreeMap::new();
        for part in all(table) {
            *parts.entry(part.int(owner).expect("a part belongs to an object")).or_default() += 1;
        }
        let expected: BTreeMap<i64, usize> = ids.iter().map(|id| (*id, 1)).collect();
        assert_eq!(parts, expected, "every object has one part of each kind");
    }
    ids
}

/// A process that is killed and waited for when the value goes, however the test ends.
struct Saver(Child);

impl Drop for Saver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a process that saves, kills it after so many acknowledged saves, and returns all that it acknowledged.
fn killed(place: &Place, round: usize, after: usize) -> Vec<i64> {
    let place = match place {
        Place::File(path) => path.display().to_string(),
        Place::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_process_that_saves", "--ignored", "--nocapture"])
        .env(PLACE, place)
        .env(ROUND, round.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = lines(child.stdout.take().unwrap());
    let mut saver = Saver(child);
    let deadline = Instant::now() + Duration::from_secs(120);
    let mut ids = Vec::new();
    while ids.len() < after {
        let left = deadline.saturating_duration_since(Instant::now());
        match lines.recv_timeout(left) {
            Ok(line) => ids.extend(acknowledged(&line)),
            Err(_) => break,
        }
    }
    // A moment more, different in every run, so that it dies in the middle of something.
    std::thread::sleep(Duration::from_nanos(jitter_ns()));
    saver.0.kill().unwrap();
    saver.0.wait().unwrap();
    ids.extend(lines.iter().filter_map(|line| acknowledged(&line)));
    ids
}

/// Up to three milliseconds, from the clock.
fn jitter_ns() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::from(now.subsec_nanos()) % 3_000_000
}

fn acknowledged(line: &str) -> Option<i64> {
    // Something of the test's own may stand before it. The last line may have been cut off: it counts only with its end.
    line.split_once(ACKNOWLEDGED)?.1.strip_suffix('.')?.parse().ok()
}

fn lines(from: std::process::ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(std::io::Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Not a test: what the process does that the tests above start.
#[test]
#[ignore = "started by the other tests of this file"]
fn the_process_that_saves() {
    let Ok(place) = std::env::var(PLACE) else { return };
    let round: usize = std::env::var(ROUND).unwrap().parse().unwrap();
    let place = if place.starts_with("postgres") { Place::Postgres(place) } else { Place::File(place.into()) };
    let database = Database::open(place, system_clock).unwrap();
    let system = Access::system("test");
    let (collection, taxon, prep_type) = database
        .read(&system, |tx| {
            let mut first = |table| Ok(tx.first(&Select::all(table))?.map(|record: Record| record.id));
            Ok((first(collection::TABLE)?, first(taxon::TABLE)?, first(prep_type::TABLE)?))
        })
        .unwrap();
    let hierarchy = std::sync::Arc::new(database.hierarchy().unwrap());
    let access = system.within(collection, Some(hierarchy));
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..SAVERS {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    if nth >= SAVES {
                        break;
                    }
                    let draft = draft(round * SAVES + nth, taxon, prep_type);
                    let id = save(&database, &access, draft).unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "{ACKNOWLEDGED}{id}.").unwrap();
                }
            });
        }
    });
}

fn save(database: &Database, access: &Access, draft: Draft) -> Result<i64> {
    database.write(access, Purpose::new("save", "Crash test"), |tx| Ok(records::save(tx, draft)?.record.id))
}

fn draft(number: usize, taxon: Option<i64>, prep_type: Option<i64>) -> Draft {
    let opinion =
        Draft::new(determination::TABLE).with(determination::TAXON, taxon).with(determination::IS_CURRENT, true);
    let part =
        Draft::new(preparation::TABLE).with(preparation::PREP_TYPE, prep_type).with(preparation::COUNT_AMT, 1_i64);
    Draft::new(collection_object::TABLE)
        .with(collection_object::CATALOG_NUMBER, format!("{number:09}"))
        .with_all(collection_object::DETERMINATIONS, vec![opinion])
        .with_all(collection_object::PREPARATIONS, vec![part])
}
