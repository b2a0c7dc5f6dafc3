//! Questions that search for words, in processes that serve no pages: on the command line and in jobs.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;

use vasculum_domain::jobs::{self, Files, Work};
use vasculum_domain::records;
use vasculum_model::Record;
use vasculum_model::names::{discipline, locality};
use vasculum_store::{Access, Database, JobState, Place, Purpose, Select};

use crate::jobs::{ROWS, Working, furnish, vasculum, wait_until};

const QUESTION: &str = "from Locality show localityName where search \"station 149\" sort by localityName";

/// What `vasculum query` answers as CSV, without the caption.
#[track_caller]
fn asked(data: &Path, place: &Place, question: &str) -> Vec<String> {
    let mut command = vasculum(data, place);
    command.args(["query", question, "--format", "csv"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let said = command.output().unwrap();
    let (out, err) = (String::from_utf8(said.stdout).unwrap(), String::from_utf8(said.stderr).unwrap());
    assert!(said.status.success(), "{err}");
    out.lines().skip(1).map(str::to_owned).collect()
}

/// Asks for the answer of the question as a job; its number.
fn ask(db: &Database) -> i64 {
    let (text, format) = (QUESTION.to_owned(), "csv".to_owned());
    let work = Work::Query { text, format, ids: None, answers: Default::default() };
    db.write(&Access::system("test"), jobs::purpose(), |tx| jobs::ask(tx, &work, "Stations")).unwrap()
}

/// The lines of the file of a job that is done.
#[track_caller]
fn made(db: &Database, data: &Path, id: i64) -> Vec<String> {
    let job = db.read(&Access::system("test"), |tx| tx.job(id)).unwrap().unwrap();
    assert_eq!((job.state, job.message.as_str()), (JobState::Done, ""), "{job:?}");
    let mut text = String::new();
    Files::at(data.join("files")).open(&job.file.unwrap().key).unwrap().read_to_string(&mut text).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

fn add(db: &Database, name: &str) {
    let system = Access::system("test");
    db.write(&system, Purpose::new("test", "A locality"), |tx| {
        let here = tx.first(&Select::all(discipline::TABLE))?.unwrap().id;
        let record = Record::new(locality::TABLE).with(locality::LOCALITY_NAME, name);
        let record = record.with(locality::DISCIPLINE, here).with(locality::SRC_LAT_LONG_UNIT, 0);
        records::put(tx, None, record).map(drop)
    })
    .unwrap();
}

fn indexes(data: &Path) -> Vec<String> {
    let names = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("search")).collect()
}

#[test]
fn words_are_searched_for_in_every_process() {
    vasculum_testkit::on_every_engine(|fresh| {
        let db = &fresh.database;
        furnish(db);
        let data = tempfile::tempdir().unwrap();
        let (data, place) = (data.path(), db.place());
        let names = |more: &[&str]| {
            let stations = (0..ROWS).map(|nth| format!("Station {nth}")).filter(|name| name.starts_with("Station 149"));
            let mut names: Vec<String> = stations.chain(more.iter().map(|name| (*name).to_owned())).collect();
            names.sort();
            names
        };
        // Without a server: the index is made, and kept for the next one.
        assert_eq!(asked(data, place, QUESTION), names(&[]));
        assert_eq!(asked(data, place, &QUESTION.replace("149", "-149")).len(), ROWS - names(&[]).len());
        add(db, "Station 1490 b");
        let id = ask(db);
        assert!(vasculum(data, place).args(["work", "--once"]).status().unwrap().success());
        assert_eq!(made(db, data, id), names(&["Station 1490 b"]));
        // Beside a server, whose index is read along with.
        let mut command = vasculum(data, place);
        command.args(["serve", "--listen", "127.0.0.1:0", "--json"]).stdout(Stdio::piped());
        let mut serving = Working(command.spawn().unwrap());
        let mut line = String::new();
        BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        add(db, "Station 1490 c");
        assert_eq!(asked(data, place, QUESTION), names(&["Station 1490 b", "Station 1490 c"]));
        add(db, "Station 1490 d");
        let id = ask(db);
        let ended = || db.read(&Access::system("test"), |tx| tx.job(id)).unwrap().unwrap().state.is_ended();
        wait_until("a worker of the server has done the job", ended);
        assert_eq!(made(db, data, id), names(&["Station 1490 b", "Station 1490 c", "Station 1490 d"]));
        assert_eq!(indexes(data), ["search"], "there is one index for all of them");
    });
}

#[test]
fn without_an_index_the_command_line_says_so() {
    vasculum_testkit::on_every_engine(|fresh| {
        let db = &fresh.database;
        furnish(db);
        let data = tempfile::tempdir().unwrap();
        // Where the folder of the index should be is something else.
        std::fs::write(data.path().join("search"), "").unwrap();
        let mut command = vasculum(data.path(), db.place());
        let said = command.args(["query", QUESTION]).stderr(Stdio::piped()).output().unwrap();
        let words = String::from_utf8(said.stderr).unwrap();
        assert!(!said.status.success() && words.contains("The folder of the search index"), "{words}");
        let id = ask(db);
        assert!(vasculum(data.path(), db.place()).args(["work", "--once"]).status().unwrap().success());
        let job = db.read(&Access::system("test"), |tx| tx.job(id)).unwrap().unwrap();
        // The disk may be mended: it is tried again in a minute.
        assert_eq!((job.state, job.file), (JobState::Waiting, None));
        assert!(job.message.contains("The folder of the search index"), "{}", job.message);
    });
}
