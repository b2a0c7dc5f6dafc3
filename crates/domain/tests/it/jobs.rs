//! Jobs from being asked for to their file, and schedules that ask for them.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value as Json;
use tempfile::TempDir;
use vasculum_domain::jobs::{
    self, Every, Letter, Post, Progress, Rhythm, ScheduleDraft, Work, Workshop, ask_due, carry_out, take, take_up,
};
use vasculum_domain::users::{self, NewUser};
use vasculum_formats::rows::Format;
use vasculum_model::names::{collecting_event, collection_object, locality};
use vasculum_model::{Code, Error, Record, Timestamp};
use vasculum_store::{Access, ChangeQuery, Database, Job, JobQuery, JobState, Purpose};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{put, read, write};
use crate::setup::{new_collection, set_up};

/// A museum with two collections, two specimens in the first, one of them with coordinates, and people.
pub(crate) struct House {
    pub(crate) db: Arc<Database>,
    folder: TempDir,
    pub(crate) collection: i64,
    pub(crate) objects: Vec<i64>,
    pub(crate) reader: i64,
    botanist: i64,
    admin: i64,
}

impl House {
    pub(crate) fn new(fresh: &Fresh) -> Self {
        let db = Arc::clone(&fresh.database);
        let made = set_up(&db, "fish");
        let (objects, reader, botanist, admin) = write(&db, |tx| {
            let herbarium = vasculum_domain::setup::add_collection(tx, new_collection("herb", "botany"))?;
            users::install_library_roles(tx)?;
            let mut people = Vec::new();
            for (name, place) in [("reader", Some(made)), ("botanist", Some(herbarium)), ("admin", None)] {
                let password = Some("a pressed fern".to_owned());
                let new = NewUser { name: name.to_owned(), password, admin: place.is_none(), email: None };
                let user = users::add_user(tx, new)?;
                if let Some(place) = place {
                    let role = users::add_role_from_library(tx, place.collection, "Full Data Access")?;
                    users::give_role(tx, user, role)?;
                }
                people.push(user);
            }
            users::give_right(tx, people[0], Some(made.collection), "/export/dwca", "execute")?;
            let at = Record::new(locality::TABLE).with(locality::LOCALITY_NAME, "Río Rímac");
            let at = at.with(locality::DISCIPLINE, made.discipline).with(locality::SRC_LAT_LONG_UNIT, 0);
            let at = at.with(locality::LATITUDE1, vasculum_model::Decimal::parse("-12.0464"));
            let at = put(tx, at.with(locality::LONGITUDE1, vasculum_model::Decimal::parse("-77.0428")))?;
            let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline);
            let event = put(tx, event.with(collecting_event::LOCALITY, at.id))?;
            let object = |event: Option<i64>| {
                let object = Record::new(collection_object::TABLE).with(collection_object::COLLECTION, made.collection);
                object.with(collection_object::COLLECTING_EVENT, event)
            };
            let first = put(tx, object(Some(event.id)).with(collection_object::REMARKS, "=1+1"))?;
            let second = put(tx, object(None))?;
            Ok((vec![first.id, second.id], people[0], people[1], people[2]))
        })
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { db, folder, collection: made.collection, objects, reader, botanist, admin }
    }

    pub(crate) fn shop(&self) -> Workshop {
        Workshop::at(self.folder.path().join("files"))
    }

    pub(crate) fn access(&self, user: i64) -> Access {
        let collection = (user != self.botanist).then_some(self.collection);
        users::access(&self.db, user, collection).unwrap()
    }

    pub(crate) fn ask(&self, user: i64, work: &Work, title: &str) -> Result<i64, Error> {
        self.db.write(&self.access(user), jobs::purpose(), |tx| jobs::ask(tx, work, title))
    }

    /// Does everything that waits, and returns the last job as it is then.
    pub(crate) fn work_off(&self, shop: &Workshop) -> Option<Job> {
        let mut last = None;
        while let Some(job) = take(&self.db, "test").unwrap() {
            carry_out(&self.db, shop, "test", &job, &Progress::default()).unwrap();
            last = Some(job.id);
        }
        last.map(|id| self.job(id))
    }

    fn job(&self, id: i64) -> Job {
        read(&self.db, |tx| tx.job(id)).unwrap()
    }

    /// What the file of a job holds.
    pub(crate) fn bytes(&self, job: &Job) -> Vec<u8> {
        let mut bytes = Vec::new();
        let file = job.file.as_ref().unwrap_or_else(|| panic!("{job:?}"));
        self.shop().files.open(&file.key).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(file.size_bytes, bytes.len() as i64);
        bytes
    }

    pub(crate) fn files(&self) -> usize {
        count_files(&self.folder.path().join("files"))
    }

    fn journal(&self, kind: &str) -> Vec<String> {
        let query = ChangeQuery { kind: Some(kind.to_owned()), limit: 100, ..ChangeQuery::default() };
        let sets = read(&self.db, |tx| tx.change_sets(&query));
        sets.iter().map(|set| format!("{}: {}", set.user_name, set.summary)).collect()
    }
}

fn count_files(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

fn records(format: Format, ids: Option<Vec<i64>>) -> Work {
    Work::Records { table: "CollectionObject".to_owned(), format: format.word().to_owned(), ids }
}

#[test]
fn records_become_a_file_of_every_kind_and_the_export_is_logged() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        for format in Format::ALL {
            let id = house.ask(house.reader, &records(format, None), "Fishes").unwrap();
            let job = house.work_off(&house.shop()).unwrap();
            assert_eq!((job.id, job.state, job.message.as_str()), (id, JobState::Done, ""), "{format:?}");
            let outcome: Json = serde_json::from_str(&job.outcome).unwrap();
            assert_eq!((&outcome["rows"], &outcome["table"]), (&2.into(), &"CollectionObject".into()));
            let bytes = house.bytes(&job);
            let text = String::from_utf8_lossy(&bytes);
            match format {
                Format::Csv => assert!(text.starts_with("id,") && text.contains("=1+1"), "{text}"),
                Format::GeoJson => {
                    assert!(text.contains("\"coordinates\":[-77.0428,-12.0464]"), "{text}");
                    assert_eq!(outcome["placeless"], 1);
                }
                Format::Kml => assert!(text.contains("<coordinates>-77.0428,-12.0464</coordinates>"), "{text}"),
                Format::Xlsx => assert!(bytes.starts_with(b"PK")),
                Format::Parquet => assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1")),
                Format::Tsv => assert!(text.starts_with("id\t")),
                Format::Json => assert_eq!(serde_json::from_str::<Json>(&text).unwrap()[0]["remarks"], "=1+1"),
            }
            let file = job.file.unwrap();
            assert_eq!(file.name, format!("Fishes 2026-01-01.{}", format.word()));
            assert_eq!((file.key.len(), file.media_type.as_str()), (64, format.media_type()));
        }
        assert_eq!(house.files(), 7);
        let log = house.journal("export");
        assert_eq!(log.len(), 7);
        assert!(log.contains(&"reader: 2 rows of CollectionObject exported as csv: ‘Fishes’".to_owned()), "{log:?}");
    });
}

pub(crate) fn question(text: &str, format: &str, ids: Option<Vec<i64>>) -> Work {
    Work::Query { text: text.to_owned(), format: format.to_owned(), ids, answers: Default::default() }
}

#[test]
fn the_answer_of_a_question_becomes_a_file() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let text =
            "from CollectionObject show id as \"Number\", remarks, collectingEvent.locality.localityName as \"Place\"";
        let refused = house.ask(house.reader, &question(text, "csv", None), "Answer").unwrap_err();
        assert_eq!(refused.code, Code::Forbidden, "{refused}");
        write(&house.db, |tx| {
            let role = users::add_role_from_library(tx, house.collection, "Run Queries")?;
            users::give_role(tx, house.reader, role)
        })
        .unwrap();
        let made = |work: &Work| {
            house.ask(house.reader, work, "Answer").unwrap();
            let job = house.work_off(&house.shop()).unwrap();
            assert_eq!((job.state, job.message.as_str()), (JobState::Done, ""), "{work:?}");
            String::from_utf8_lossy(&house.bytes(&job)).into_owned()
        };
        let [first, second] = house.objects[..] else { panic!() };
        let csv = made(&question(text, "csv", None));
        assert_eq!(csv, format!("Number,remarks,Place\n{first},=1+1,Río Rímac\n{second},,\n"));
        let csv = made(&question(text, "csv", Some(vec![second])));
        assert_eq!(csv, format!("Number,remarks,Place\n{second},,\n"));
        // Coordinates come by the natural way, without becoming columns.
        let geojson: Json = serde_json::from_str(&made(&question(text, "geojson", None))).unwrap();
        let feature = &geojson["features"][0];
        assert_eq!(feature["geometry"]["coordinates"], serde_json::json!([-77.0428, -12.0464]));
        let properties = serde_json::json!({"Number": first, "remarks": "=1+1", "Place": "Río Rímac"});
        assert_eq!(feature["properties"], properties);
        assert_eq!(geojson["features"][1]["geometry"], Json::Null);
        // Or from the columns of the question.
        let shown = "from Locality show longitude1, latitude1, localityName";
        let kml = made(&question(shown, "kml", None));
        assert!(kml.contains("<coordinates>-77.0428,-12.0464</coordinates>"), "{kml}");
        // A question that shows nothing shows each record in one line.
        let usual: Json = serde_json::from_str(&made(&question("from Locality", "geojson", None))).unwrap();
        assert_eq!(usual["features"][0]["properties"].as_object().unwrap().len(), 1);
        let grouped = "from CollectionObject show collectingEvent.locality.localityName, count()";
        assert_eq!(made(&question(grouped, "csv", None)).lines().count(), 3);
        for (text, format) in [("from Agent", "kml"), ("from CollectionObject show nothing", "csv")] {
            let refused = house.ask(house.reader, &question(text, format, None), "Nowhere").unwrap_err();
            assert_eq!(refused.code, Code::Invalid, "{text}: {refused}");
        }
        let everywhere = "from CollectionObject show id in all collections";
        let work = question(everywhere, "csv", None);
        let id = house.ask(house.reader, &work, "Everywhere").unwrap();
        assert_eq!((house.job(id).asked.collection, made(&work).lines().count()), (None, 3));
        let wrong = house.ask(house.reader, &question("from Nothing", "csv", None), "Wrong").unwrap_err();
        assert_eq!(wrong.code, Code::Invalid);
        let archive = question("from CollectionObject where remarks = \"=1+1\"", "dwca", None);
        house.ask(house.reader, &archive, "Archive").unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.state, job.done), (JobState::Done, 1), "{job:?}");
        let other = house.ask(house.reader, &question("from Agent", "dwca", None), "x").unwrap_err();
        assert_eq!(other.code, Code::Invalid);
    });
}

#[test]
fn parquet_takes_a_column_as_text_that_turns_out_to_be_text() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        write(&house.db, |tx| {
            let role = users::add_role_from_library(tx, house.collection, "Run Queries")?;
            users::give_role(tx, house.reader, role)?;
            for (day, precision) in [("1987-05-12", 1), ("1988-01-01", 3)] {
                let event = Record::new(collecting_event::TABLE).with(collecting_event::STATION_FIELD_NUMBER, day);
                let discipline = tx.get(vasculum_model::names::collection::TABLE, house.collection)?;
                let event = event.with(
                    collecting_event::DISCIPLINE,
                    discipline.needed(vasculum_model::names::collection::DISCIPLINE)?,
                );
                let event = event.with(collecting_event::START_DATE, vasculum_model::Date::parse(day));
                put(tx, event.with(collecting_event::START_DATE_PRECISION, precision))?;
            }
            Ok(())
        })
        .unwrap();
        let text = "from CollectingEvent show stationFieldNumber, startDate where stationFieldNumber is not empty";
        for format in ["parquet", "csv"] {
            house.ask(house.reader, &question(text, format, None), "Days").unwrap();
            let job = house.work_off(&house.shop()).unwrap();
            assert_eq!((job.state, job.done, job.message.as_str()), (JobState::Done, 2, ""), "{format}");
            if format == "csv" {
                let text = String::from_utf8(house.bytes(&job)).unwrap();
                assert!(text.contains("1987-05-12,1987-05-12") && text.contains("1988-01-01,1988\n"), "{text}");
            }
        }
        assert_eq!(house.files(), 2, "the first attempt left nothing");
    });
}

#[test]
fn only_the_chosen_records_come_and_only_those_that_one_may_read() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let chosen = vec![house.objects[1], 999];
        house.ask(house.reader, &records(Format::Csv, Some(chosen.clone())), "One").unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        let text = String::from_utf8(house.bytes(&job)).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.lines().nth(1).unwrap().starts_with(&format!("{},", house.objects[1])));
        // Somebody of another collection names them, and gets none.
        let access = house.access(house.botanist);
        let work = records(Format::Csv, Some(house.objects.clone()));
        house.db.write(&access, jobs::purpose(), |tx| jobs::ask(tx, &work, "Theirs")).unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!(String::from_utf8(house.bytes(&job)).unwrap().lines().count(), 1);
        house.ask(house.reader, &Work::Archive { ids: Some(chosen) }, "Archive").unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.state, job.done), (JobState::Done, 1), "{job:?}");
        assert!(job.file.as_ref().unwrap().name.ends_with(".zip") && house.bytes(&job).starts_with(b"PK"));
    });
}

#[test]
fn rights_are_judged_when_a_job_is_asked_for_and_again_when_it_runs() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let nonsense = Work::Records { table: "Nothing".to_owned(), format: "csv".to_owned(), ids: None };
        assert_eq!(house.ask(house.reader, &nonsense, "x").unwrap_err().code, Code::Invalid);
        let secret = Work::Records { table: "CollectionObject".to_owned(), format: "exe".to_owned(), ids: None };
        assert_eq!(house.ask(house.reader, &secret, "x").unwrap_err().code, Code::Invalid);
        let stranger = write(&house.db, |tx| {
            users::add_user(tx, NewUser { name: "stranger".to_owned(), password: None, admin: false, email: None })
        })
        .unwrap();
        let access = users::access(&house.db, stranger, None).unwrap();
        let refused = house.db.write(&access, jobs::purpose(), |tx| jobs::ask(tx, &records(Format::Csv, None), "x"));
        assert_eq!(refused.unwrap_err().code, Code::Forbidden);
        let id = house.ask(house.reader, &records(Format::Csv, None), "Too late").unwrap();
        write(&house.db, |tx| users::leave(tx, house.reader, house.collection)).unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.id, job.state, house.files()), (id, JobState::Failed, 0));
        assert!(job.message.contains("You have no right"), "{}", job.message);
    });
}

#[test]
fn jobs_are_ones_own_but_for_those_who_oversee() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let id = house.ask(house.reader, &records(Format::Csv, None), "Mine").unwrap();
        let find = |user| house.db.read(&house.access(user), |tx| jobs::find(tx, id)).map(|job| job.id);
        assert_eq!(find(house.reader).unwrap(), id);
        assert_eq!(find(house.admin).unwrap(), id);
        assert_eq!(find(house.botanist).unwrap_err().code, Code::NotFound);
        let query = JobQuery { limit: 10, ..JobQuery::default() };
        let list =
            |user, all| house.db.read(&house.access(user), |tx| jobs::list(tx, all, query)).map(|list| list.len());
        assert_eq!((list(house.reader, false).unwrap(), list(house.admin, false).unwrap()), (1, 0));
        assert_eq!(list(house.admin, true).unwrap(), 1);
        assert_eq!(list(house.reader, true).unwrap_err().code, Code::Forbidden);
        let cancel = |user| house.db.write(&house.access(user), jobs::purpose(), |tx| jobs::cancel(tx, id));
        assert_eq!(cancel(house.botanist).unwrap_err().code, Code::NotFound);
        cancel(house.admin).unwrap();
        assert_eq!(cancel(house.reader).unwrap_err().code, Code::Conflict);
        assert_eq!(house.journal("job"), ["admin: Job 1 ‘Mine’ of reader called off by admin"]);
        house.db.write(&house.access(house.reader), jobs::purpose(), |tx| jobs::retry(tx, id)).unwrap();
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.id, job.state), (id, JobState::Done));
        let gone =
            house.db.write(&house.access(house.reader), jobs::purpose(), |tx| jobs::forget_file(tx, id)).unwrap();
        house.shop().files.remove(&gone).unwrap();
        assert_eq!((house.files(), house.job(id).file), (0, None));
    });
}

#[test]
fn a_job_that_is_called_off_while_it_runs_leaves_no_file() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        for work in [records(Format::Xlsx, None), Work::Archive { ids: None }] {
            let id = house.ask(house.reader, &work, "Stopped").unwrap();
            let job = take(&house.db, "test").unwrap().unwrap();
            house.db.write(&house.access(house.reader), jobs::purpose(), |tx| jobs::cancel(tx, id)).unwrap();
            let progress = Progress::default();
            progress.stop();
            let state = carry_out(&house.db, &house.shop(), "test", &job, &progress).unwrap();
            assert_eq!((state, house.job(id).state, house.files()), (JobState::Cancelled, JobState::Cancelled, 0));
        }
        assert_eq!(house.journal("export"), Vec::<String>::new());
    });
}

#[test]
fn a_file_that_can_not_be_written_fails_with_a_clear_sentence() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        // A file stands where the folder should be.
        let blocked = house.folder.path().join("blocked");
        std::fs::write(&blocked, "").unwrap();
        house.ask(house.reader, &records(Format::Csv, None), "Nowhere").unwrap();
        let job = take(&house.db, "test").unwrap().unwrap();
        let shop = Workshop::at(&blocked);
        let state = carry_out(&house.db, &shop, "test", &job, &Progress::default()).unwrap();
        // It may be otherwise in a minute.
        assert_eq!(state, JobState::Waiting);
        let job = house.job(job.id);
        assert_eq!(job.message, "The file could not be written.");
        assert!(job.due.0 > house.db.now().0 + 50_000_000 && job.file.is_none(), "{job:?}");
        assert_eq!(take(&house.db, "test").unwrap(), None);
    });
}

#[test]
fn a_job_that_another_worker_took_over_writes_nothing() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let id = house.ask(house.reader, &records(Format::Csv, None), "Twice").unwrap();
        let stale = take(&house.db, "dead").unwrap().unwrap();
        assert!(take_up(&house.db, &stale).unwrap());
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.id, job.state, job.tries), (id, JobState::Done, 2));
        let late = carry_out(&house.db, &house.shop(), "dead", &stale, &Progress::default()).unwrap();
        assert_eq!((late, house.files(), house.journal("export").len()), (JobState::Running, 1, 1));
        assert_eq!(house.job(id).file, job.file);
    });
}

#[test]
fn files_go_when_their_time_is_over() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        house.ask(house.reader, &records(Format::Csv, None), "Old").unwrap();
        // The clock of the tests goes on by a millisecond at every look: this one is over at once.
        house.work_off(&Workshop { keep_days: 1, ..house.shop() }).unwrap();
        assert_eq!(jobs::sweep(&house.db, &house.shop().files).unwrap(), 0);
        let mut job = house.job(1);
        let file = job.file.as_mut().unwrap();
        file.expires = Timestamp(0);
        rewrite(&house.db, &job);
        assert_eq!(jobs::sweep(&house.db, &house.shop().files).unwrap(), 1);
        assert_eq!((house.files(), house.job(1).file), (0, None));
    });
}

/// Ends a job once more, to have it as somebody would find it much later.
fn rewrite(db: &Database, job: &Job) {
    let again = db.write(&Access::system("test"), Purpose::new("test", "test"), |tx| {
        tx.take_job_file(job.id)?;
        tx.ask_job(&job.asked)
    });
    again.unwrap();
    let claimed = db.claim_job("later").unwrap().unwrap();
    let ending = vasculum_store::Ending {
        state: JobState::Done,
        message: String::new(),
        outcome: job.outcome.clone(),
        file: job.file.clone(),
        due: None,
        progress: (0, 0),
    };
    db.write(&Access::system("test"), Purpose::new("test", "test"), |tx| tx.end_job(claimed.id, "later", &ending))
        .unwrap();
}

fn daily(work: Work, mail_to: &str) -> ScheduleDraft {
    let rhythm = Rhythm { every: Every::Day, hour: 6, minute: 0, zone: "America/Lima".to_owned() };
    ScheduleDraft { title: "Every day".to_owned(), work, rhythm, mail_to: mail_to.to_owned() }
}

/// Makes a schedule that has been due for some days.
fn overdue(house: &House, draft: &ScheduleDraft) -> i64 {
    let id = house.db.write(&house.access(house.reader), Purpose::new("schedule", ""), |tx| {
        let id = jobs::make_schedule(tx, draft)?;
        let mut schedule = tx.schedule(id)?.unwrap();
        assert!(schedule.next.unwrap().0 > tx.now().0);
        schedule.next = Some(Timestamp(tx.now().0 - 5 * 86_400_000_000));
        tx.put_schedule(&schedule)?;
        Ok(id)
    });
    id.unwrap()
}

#[test]
fn what_a_schedule_missed_is_made_up_for_once() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let id = overdue(&house, &daily(records(Format::Csv, None), ""));
        assert_eq!(ask_due(&house.db).unwrap(), 1);
        assert_eq!(ask_due(&house.db).unwrap(), 0);
        let schedule = read(&house.db, |tx| tx.schedule(id)).unwrap();
        assert!(schedule.next.unwrap().0 > house.db.now().0 && schedule.last_job == Some(1), "{schedule:?}");
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.state, job.asked.schedule, job.asked.user), (JobState::Done, Some(id), Some(house.reader)));
        assert_eq!(house.journal("export").len(), 1);
        let told = house.journal("schedule");
        assert!(told.contains(&"reader: Schedule ‘Every day’ made".to_owned()), "{told:?}");
    });
}

#[test]
fn a_paused_schedule_rests_and_a_deleted_one_is_gone() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let id = overdue(&house, &daily(records(Format::Csv, None), ""));
        let act = |user: i64, work: &dyn Fn(&mut vasculum_store::WriteTx<'_>) -> Result<(), Error>| {
            house.db.write(&house.access(user), Purpose::new("schedule", ""), |tx| work(tx))
        };
        act(house.reader, &|tx| jobs::pause_schedule(tx, id, true)).unwrap();
        assert_eq!(ask_due(&house.db).unwrap(), 0);
        // By hand it runs all the same.
        act(house.reader, &|tx| jobs::run_now(tx, id).map(drop)).unwrap();
        assert_eq!(house.work_off(&house.shop()).unwrap().state, JobState::Done);
        let foreign = act(house.botanist, &|tx| jobs::pause_schedule(tx, id, false)).unwrap_err();
        assert_eq!(foreign.code, Code::NotFound);
        let changed = daily(records(Format::Json, None), "");
        let others = act(house.admin, &|tx| jobs::change_schedule(tx, id, &changed)).unwrap_err();
        assert_eq!(others.code, Code::Forbidden);
        act(house.reader, &|tx| jobs::change_schedule(tx, id, &changed)).unwrap();
        let schedule = read(&house.db, |tx| tx.schedule(id)).unwrap();
        assert_eq!((Work::read(&schedule.what).unwrap(), schedule.next), (changed.work, None));
        act(house.reader, &|tx| jobs::pause_schedule(tx, id, false)).unwrap();
        assert!(read(&house.db, |tx| tx.schedule(id)).unwrap().next.is_some());
        act(house.admin, &|tx| jobs::delete_schedule(tx, id)).unwrap();
        assert_eq!(read(&house.db, |tx| tx.schedule(id)), None);
    });
}

#[test]
fn a_schedule_of_somebody_who_can_no_longer_sign_in_comes_to_rest() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let id = overdue(&house, &daily(records(Format::Csv, None), ""));
        users::block(&house.db, &Access::system("test"), house.reader).unwrap();
        assert_eq!(ask_due(&house.db).unwrap(), 1);
        let job = house.work_off(&house.shop()).unwrap();
        assert_eq!((job.state, house.files()), (JobState::Failed, 0));
        assert!(read(&house.db, |tx| tx.schedule(id)).unwrap().is_paused);
    });
}

/// A workshop whose letters come into a list.
fn with_post(house: &House) -> (Workshop, Arc<Mutex<Vec<Letter>>>) {
    let letters = Arc::new(Mutex::new(Vec::new()));
    let box_ = Arc::clone(&letters);
    let post = Post::by(move |letter| {
        box_.lock().unwrap().push(letter.clone());
        Ok(())
    });
    let address = Some("https://museum.example/".to_owned());
    (Workshop { post: Some(post), address, ..house.shop() }, letters)
}

#[test]
fn a_letter_carries_the_file_or_a_link_to_it() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let (shop, letters) = with_post(&house);
        for attach_bytes in [5 << 20, 10] {
            overdue(&house, &daily(records(Format::Csv, None), "ana@museum.example"));
            assert_eq!(ask_due(&house.db).unwrap(), 1);
            let job = house.work_off(&Workshop { attach_bytes, ..shop.clone() }).unwrap();
            assert_eq!((job.asked.kind.as_str(), job.state), ("letter", JobState::Done), "{job:?}");
            let letter = letters.lock().unwrap().pop().unwrap();
            assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("ana@museum.example", "Every day"));
            assert!(letter.text.starts_with("‘Every day’ is done: 2 rows.\n"), "{}", letter.text);
            if attach_bytes > 10 {
                let file = letter.attachment.unwrap();
                assert_eq!(file.name, "Every day 2026-01-01.csv");
                assert!(file.bytes.starts_with(b"id,"));
            } else {
                assert_eq!(letter.attachment, None);
                assert!(letter.text.contains("https://museum.example/jobs/3/file\n"), "{}", letter.text);
            }
        }
    });
}

#[test]
fn nothing_is_sent_without_a_mail_server_and_a_busy_one_is_asked_again() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        overdue(&house, &daily(records(Format::Csv, None), "ana@museum.example"));
        ask_due(&house.db).unwrap();
        assert_eq!(house.work_off(&house.shop()).unwrap().asked.kind, "records");
        for (code, expect) in [(Code::Internal, JobState::Waiting), (Code::Invalid, JobState::Failed)] {
            let post = Post::by(move |_| Err(Error::new(code, "The mail server has no time.")));
            overdue(&house, &daily(records(Format::Csv, None), "ana@museum.example"));
            ask_due(&house.db).unwrap();
            let job = house.work_off(&Workshop { post: Some(post), ..house.shop() }).unwrap();
            assert_eq!((job.asked.kind.as_str(), job.state), ("letter", expect));
            assert_eq!(job.message, "The mail server has no time.");
        }
    });
}
