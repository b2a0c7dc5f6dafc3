//! `work` and `job`: jobs in processes of their own, which may die, and letters that go out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use vasculum_domain::jobs::{self, Every, Files, Rhythm, ScheduleDraft, Work};
use vasculum_domain::{records, setup};
use vasculum_model::names::{discipline, locality};
use vasculum_model::{Record, Timestamp};
use vasculum_store::{Access, ChangeQuery, Database, JobState, Place, Purpose, Select, system_clock};

use crate::program::{Program, text};

pub(crate) const ROWS: usize = 1_500;

/// A killed process is waited for, however the test ends.
pub(crate) struct Working(pub(crate) Child);

impl Drop for Working {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An institution with some localities, in a place of its own.
pub(crate) fn furnish(db: &Database) {
    let system = Access::system("test");
    let place = setup::NewCollection {
        code: "fish".to_owned(),
        discipline_type: "fish".to_owned(),
        ..setup::NewCollection::default()
    };
    let institution = setup::NewInstitution { name: "Museum".to_owned(), code: "M".to_owned() };
    db.write(&system, Purpose::new("init", "Test"), |tx| {
        let made = setup::init(tx, institution, place)?;
        for nth in 0..ROWS {
            let record = Record::new(locality::TABLE).with(locality::LOCALITY_NAME, format!("Station {nth}"));
            let record = record.with(locality::DISCIPLINE, made.discipline).with(locality::SRC_LAT_LONG_UNIT, 0);
            records::put(tx, None, record)?;
        }
        Ok(())
    })
    .unwrap();
}

fn ask(db: &Database, format: &str, title: &str) -> i64 {
    let work = Work::Records { table: "Locality".to_owned(), format: format.to_owned(), ids: None };
    db.write(&Access::system("test"), jobs::purpose(), |tx| jobs::ask(tx, &work, title)).unwrap()
}

/// `vasculum` on this data directory and database.
pub(crate) fn vasculum(data: &Path, place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vasculum"));
    for name in ["CONFIG", "LISTEN", "LOG", "PASSWORD", "MAIL_PASSWORD"] {
        command.env_remove(format!("VASCULUM_{name}"));
    }
    let database = match place {
        Place::File(path) => text(path).to_owned(),
        Place::Postgres(url) => url.clone(),
    };
    command.env("VASCULUM_DATA", data).env("VASCULUM_DATABASE", database).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect()
}

fn exports(db: &Database) -> usize {
    let query = ChangeQuery { kind: Some("export".to_owned()), limit: 100, ..ChangeQuery::default() };
    db.read(&Access::system("test"), |tx| tx.change_sets(&query)).unwrap().len()
}

#[test]
fn a_job_whose_process_is_killed_is_done_by_the_next_one() {
    vasculum_testkit::on_every_engine(|fresh| {
        let db = &fresh.database;
        furnish(db);
        let data = tempfile::tempdir().unwrap();
        let files = data.path().join("files");
        let id = ask(db, "xlsx", "Stations");
        let mut working = Working(vasculum(data.path(), db.place()).arg("work").spawn().unwrap());
        // In the middle: the file is begun and not complete.
        wait_until("a file is begun", || names(&files).iter().any(|name| name.ends_with(".part")));
        working.0.kill().unwrap();
        working.0.wait().unwrap();
        let job = || db.read(&Access::system("test"), |tx| tx.job(id)).unwrap().unwrap();
        let left = job();
        assert_eq!((left.state, left.tries, &left.file), (JobState::Running, 1, &None));
        assert!(names(&files).iter().all(|name| name.ends_with(".part")), "half a file has no name");
        assert_eq!(exports(db), 0);
        let again = vasculum(data.path(), db.place()).args(["work", "--once"]).status().unwrap();
        assert!(again.success());
        let done = job();
        assert_eq!((done.state, done.tries, done.done), (JobState::Done, 2, ROWS as i64), "{done:?}");
        let file = done.file.unwrap();
        let mut bytes = Vec::new();
        Files::at(&files).open(&file.key).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as i64, file.size_bytes);
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(exports(db), 1);
    });
}

#[test]
fn a_worker_that_is_told_to_stop_gives_its_job_back() {
    vasculum_testkit::on_every_engine(|fresh| {
        let db = &fresh.database;
        furnish(db);
        let data = tempfile::tempdir().unwrap();
        let files = data.path().join("files");
        let id = ask(db, "xlsx", "Stations");
        let mut working = Working(vasculum(data.path(), db.place()).arg("work").spawn().unwrap());
        wait_until("a file is begun", || names(&files).iter().any(|name| name.ends_with(".part")));
        Command::new("kill").args(["-TERM", &working.0.id().to_string()]).status().unwrap();
        assert_eq!(working.0.wait().unwrap().code(), Some(0));
        let job = db.read(&Access::system("test"), |tx| tx.job(id)).unwrap().unwrap();
        // It may have been done just then.
        if job.state == JobState::Waiting {
            assert_eq!((job.tries, names(&files)), (0, Vec::new()));
        } else {
            assert_eq!(job.state, JobState::Done);
        }
    });
}

#[test]
fn two_processes_never_do_the_same_job() {
    vasculum_testkit::on_every_engine(|fresh| {
        let db = &fresh.database;
        furnish(db);
        let data = tempfile::tempdir().unwrap();
        let asked: Vec<i64> = (0..8).map(|nth| ask(db, "csv", &format!("Stations {nth}"))).collect();
        let spawn = || Working(vasculum(data.path(), db.place()).args(["work", "--once"]).spawn().unwrap());
        let mut both = [spawn(), spawn()];
        for working in &mut both {
            assert!(working.0.wait().unwrap().success());
        }
        for id in &asked {
            let job = db.read(&Access::system("test"), |tx| tx.job(*id)).unwrap().unwrap();
            assert_eq!((job.state, job.tries), (JobState::Done, 1), "{job:?}");
        }
        assert_eq!((exports(db), names(&data.path().join("files")).len()), (asked.len(), asked.len()));
    });
}

#[test]
fn jobs_are_listed_and_called_off_from_the_command_line() {
    let program = Program::with_fish();
    {
        let db = Database::open(Place::File(program.data().join("vasculum.db")), system_clock).unwrap();
        ask(&db, "csv", "First");
        ask(&db, "csv", "Second");
    }
    assert_eq!(program.json(&["job", "cancel", "1"])["state"], "cancelled");
    program.refused(&["job", "cancel", "1"], 5, "This job has ended already.");
    program.refused(&["job", "cancel", "7"], 4, "There is no job 7");
    program.refused(&["job", "list", "--state", "lost"], 3, "There is no state ‘lost’.");
    assert_eq!(program.json(&["work", "--once"])["jobs"], 1);
    let list = program.json(&["job", "list"]);
    let states: Vec<(i64, &str)> = list["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| (job["id"].as_i64().unwrap(), job["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, [(2, "done"), (1, "cancelled")]);
    assert_eq!(program.json(&["job", "list", "--state", "done"])["jobs"].as_array().unwrap().len(), 1);
}

/// A mail server that takes every letter and hands it over.
fn sink() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, letters) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut say = |words: &str| stream.write_all(format!("{words}\r\n").as_bytes());
            let _ = say("220 sink");
            let mut letter = String::new();
            while let Some(Ok(line)) = lines.next() {
                let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
                let answered = match word.as_str() {
                    "MAIL" | "RCPT" => {
                        letter.push_str(&format!("{line}\n"));
                        say("250 ok")
                    }
                    "DATA" => {
                        let _ = say("354 go on");
                        while let Some(Ok(line)) = lines.next() {
                            if line == "." {
                                break;
                            }
                            letter.push_str(line.strip_prefix("..").map_or(line.as_str(), |_| &line[1..]));
                            letter.push('\n');
                        }
                        let _ = sender.send(std::mem::take(&mut letter));
                        say("250 taken")
                    }
                    "QUIT" => say("221 bye"),
                    _ => say("250 sink"),
                };
                if answered.is_err() || word == "QUIT" {
                    break;
                }
            }
        }
    });
    (port, letters)
}

#[test]
fn what_a_schedule_makes_goes_out_by_mail() {
    let program = Program::with_fish();
    let place = Place::File(program.data().join("vasculum.db"));
    let (port, letters) = sink();
    let config = format!(
        "address = \"https://museum.example\"\n[mail]\nserver = \"127.0.0.1:{port}\"\nsecurity = \"none\"\n\
         from = \"House of Fishes <vasculum@museum.example>\"\n"
    );
    std::fs::write(program.data().join("vasculum.toml"), config).unwrap();
    let due = |db: &Database| {
        let ada = db.read(&Access::system("test"), |tx| vasculum_domain::users::find_user(tx, "ada")).unwrap();
        let access = vasculum_domain::users::access(db, ada, None).unwrap();
        let draft = ScheduleDraft {
            title: "Disciplines of the house".to_owned(),
            work: Work::Records { table: "Discipline".to_owned(), format: "csv".to_owned(), ids: None },
            rhythm: Rhythm { every: Every::Week { day: 1 }, hour: 6, minute: 0, zone: "America/Lima".to_owned() },
            mail_to: "ada@museum.example".to_owned(),
        };
        db.write(&access, Purpose::new("schedule", "Test"), |tx| {
            let id = jobs::make_schedule(tx, &draft)?;
            let schedule = tx.schedule(id)?.unwrap();
            let yesterday = Timestamp(tx.now().0 - 86_400_000_000);
            tx.put_schedule(&vasculum_store::Schedule { next: Some(yesterday), ..schedule })
        })
        .unwrap();
        db.read(&Access::system("test"), |tx| tx.count(&Select::all(discipline::TABLE))).unwrap()
    };
    let count = due(&Database::open(place, system_clock).unwrap());
    assert_eq!(count, 1);
    // The export, and the letter about it.
    assert_eq!(program.json(&["work", "--once"])["jobs"], 2);
    let letter = letters.recv_timeout(Duration::from_secs(10)).unwrap();
    for part in [
        "MAIL FROM:<vasculum@museum.example>",
        "RCPT TO:<ada@museum.example>",
        "Subject: Disciplines of the house",
        "From: \"House of Fishes\" <vasculum@museum.example>",
        "is done: 1 row.",
        "Content-Disposition: attachment;",
        "Disciplines of the house 20",
        "id,",
    ] {
        assert!(letter.contains(part), "{part} in\n{letter}");
    }
    let list = program.json(&["job", "list"]);
    let kinds: Vec<&str> = list["jobs"].as_array().unwrap().iter().map(|job| job["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["letter", "records"]);
    assert!(list["jobs"].as_array().unwrap().iter().all(|job| job["state"] == "done"), "{list}");
}
