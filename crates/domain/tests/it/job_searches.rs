//! Jobs whose question searches for words: with an index, while one waits for it, and without.

use std::sync::{Arc, Mutex};

use vasculum_domain::jobs::{self, Every, Index, Progress, Rhythm, ScheduleDraft, Workshop, carry_out, take};
use vasculum_domain::query::Hits;
use vasculum_domain::users;
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Error, TableId};
use vasculum_store::JobState;
use vasculum_testkit::{Fresh, on_every_engine};

use crate::jobs::{House, question};
use crate::rules::write;

const TEXT: &str = "from CollectionObject show id, remarks where search ask(\"Words\", \"rímac\")";

/// A museum whose reader may take answers of questions out.
fn house(fresh: &Fresh) -> House {
    let house = House::new(fresh);
    write(&house.db, |tx| {
        let role = users::add_role_from_library(tx, house.collection, "Run Queries")?;
        users::give_role(tx, house.reader, role)
    })
    .unwrap();
    house
}

type Asked = Arc<Mutex<Vec<(Option<i64>, TableId, String)>>>;

/// An index that finds one record, and what it was asked.
fn index(id: i64) -> (Index, Asked) {
    let asked: Asked = Arc::default();
    let hears = Arc::clone(&asked);
    let index = Index::by(move |waiting| {
        waiting(7)?;
        let hears = Arc::clone(&hears);
        Ok(Box::new(move |access, table, words| {
            hears.lock().unwrap().push((access.user, table, words.to_owned()));
            Ok(Hits { ids: vec![id], upto: 0 })
        }))
    });
    (index, asked)
}

#[test]
fn a_job_finds_what_its_person_finds_in_the_index() {
    on_every_engine(|fresh| {
        let house = house(fresh);
        let [_, second] = house.objects[..] else { panic!() };
        let (index, asked) = index(second);
        let shop = Workshop { index: Some(index), ..house.shop() };
        for format in ["csv", "geojson"] {
            house.ask(house.reader, &question(TEXT, format, None), "Answer").unwrap();
            assert!(asked.lock().unwrap().is_empty(), "whoever asks waits for no index");
            let job = house.work_off(&shop).unwrap();
            assert_eq!((job.state, job.message.as_str(), job.done), (JobState::Done, "", 1), "{job:?}");
            let heard = std::mem::take(&mut *asked.lock().unwrap());
            assert_eq!(heard, [(Some(house.reader), collection_object::TABLE, "rímac".to_owned())]);
        }
        // A question without words needs no index.
        let closed = Index::by(|_| Err(Error::new(Code::Internal, "There is none.")));
        let shop = Workshop { index: Some(closed), ..house.shop() };
        house.ask(house.reader, &question("from CollectionObject show id", "csv", None), "All").unwrap();
        assert_eq!(house.work_off(&shop).unwrap().state, JobState::Done);
    });
}

#[test]
fn a_schedule_searches_for_words_each_time() {
    on_every_engine(|fresh| {
        let house = house(fresh);
        let [first, second] = house.objects[..] else { panic!() };
        let draft = ScheduleDraft {
            title: "Of the Rímac".to_owned(),
            work: question(TEXT, "csv", None),
            rhythm: Rhythm { every: Every::Day, hour: 6, minute: 0, zone: "UTC".to_owned() },
            mail_to: String::new(),
        };
        let access = house.access(house.reader);
        let id = house.db.write(&access, jobs::purpose(), |tx| jobs::make_schedule(tx, &draft)).unwrap();
        for found in [first, second] {
            house.db.write(&access, jobs::purpose(), |tx| jobs::run_now(tx, id)).unwrap();
            let (index, asked) = index(found);
            let job = house.work_off(&Workshop { index: Some(index), ..house.shop() }).unwrap();
            assert_eq!((job.state, job.message.as_str()), (JobState::Done, ""));
            let text = String::from_utf8(house.bytes(&job)).unwrap();
            assert!(text.lines().nth(1).unwrap().starts_with(&format!("{found},")), "{text}");
            assert_eq!(asked.lock().unwrap()[0].0, Some(house.reader));
        }
    });
}

#[test]
fn a_job_without_an_index_is_refused_in_words() {
    on_every_engine(|fresh| {
        let house = house(fresh);
        house.ask(house.reader, &question(TEXT, "csv", None), "Answer").unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!(job.state, JobState::Failed);
        assert!(job.message.starts_with("There is no search index here"), "{}", job.message);
        // An index that is out of order for now is tried again.
        let broken = Index::by(|_| Err(Error::internal("The search index can’t be used.", "test")));
        let shop = Workshop { index: Some(broken), ..house.shop() };
        house.ask(house.reader, &question(TEXT, "csv", None), "Answer").unwrap();
        let job = house.work_off(&shop).unwrap();
        assert_eq!(job.state, JobState::Waiting, "{job:?}");
        assert_eq!(house.files(), 0);
    });
}

#[test]
fn a_job_that_waits_for_the_index_can_be_called_off() {
    on_every_engine(|fresh| {
        let house = house(fresh);
        let progress = Arc::new(Progress::default());
        let (seen, stops) = (Arc::new(Mutex::new(None)), Arc::clone(&progress));
        let sees = Arc::clone(&seen);
        let never = Index::by(move |waiting| {
            let mut records = 0;
            loop {
                waiting(records)?;
                records += 1;
                if records == 3 {
                    *sees.lock().unwrap() = Some(stops.now());
                    stops.stop();
                }
            }
        });
        let shop = Workshop { index: Some(never), ..house.shop() };
        house.ask(house.reader, &question(TEXT, "csv", None), "Answer").unwrap();
        let job = take(&house.db, "test").unwrap().unwrap();
        let state = carry_out(&house.db, &shop, "test", &job, &progress).unwrap();
        assert_eq!(state, JobState::Cancelled);
        assert_eq!(*seen.lock().unwrap(), Some(("index", 2, 0)), "it says what it waits for");
        assert_eq!(house.files(), 0);
    });
}
