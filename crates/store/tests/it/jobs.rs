//! Jobs and schedules as rows.

use vasculum_model::Timestamp;
use vasculum_store::{Access, Database, Ending, Heard, JobFile, JobQuery, JobState, NewJob, Purpose, Schedule};
use vasculum_testkit::on_every_engine;

fn ask(db: &Database, title: &str, user: i64) -> i64 {
    let new = NewJob {
        kind: "test".to_owned(),
        what: "{}".to_owned(),
        title: title.to_owned(),
        user: Some(user),
        user_name: "Ana".to_owned(),
        ..NewJob::default()
    };
    db.write(&Access::system("test"), Purpose::new("job", "test"), |tx| tx.ask_job(&new)).unwrap()
}

fn ending(state: JobState) -> Ending {
    Ending {
        state,
        message: "So it ended.".to_owned(),
        outcome: "{}".to_owned(),
        file: None,
        due: None,
        progress: (3, 3),
    }
}

fn end(db: &Database, id: i64, worker: &str, ending: &Ending) -> bool {
    db.write(&Access::system("test"), Purpose::new("job", "test"), |tx| tx.end_job(id, worker, ending)).unwrap()
}

fn states(db: &Database) -> Vec<(i64, JobState)> {
    let query = JobQuery { limit: 100, ..JobQuery::default() };
    let jobs = db.read(&Access::system("test"), |tx| tx.jobs(&query)).unwrap();
    jobs.iter().map(|job| (job.id, job.state)).collect()
}

#[test]
fn a_job_is_there_only_if_what_asked_for_it_took_place() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let refused = db.write(&Access::system("test"), Purpose::new("job", "test"), |tx| {
            tx.ask_job(&NewJob { kind: "test".to_owned(), ..NewJob::default() })?;
            Err::<(), _>(vasculum_model::Error::invalid("no"))
        });
        assert!(refused.is_err());
        assert_eq!(states(db), []);
        assert_eq!(ask(db, "First", 1), 1);
        assert_eq!(states(db), [(1, JobState::Waiting)]);
    });
}

#[test]
fn of_many_workers_only_one_gets_a_job() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let jobs: Vec<i64> = (0..12).map(|nth| ask(db, &format!("Job {nth}"), 1)).collect();
        let mut claimed: Vec<i64> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|nth| {
                    scope.spawn(move || {
                        let name = format!("worker {nth}");
                        std::iter::from_fn(|| db.claim_job(&name).unwrap()).map(|job| job.id).collect::<Vec<_>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        claimed.sort_unstable();
        assert_eq!(claimed, jobs);
        assert_eq!(db.running_jobs().unwrap().len(), 12);
    });
}

#[test]
fn a_worker_hears_that_it_shall_stop_and_that_it_lost_its_job() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let id = ask(db, "Long", 1);
        assert_eq!(db.claim_job("a").unwrap().map(|job| (job.id, job.tries)), Some((id, 1)));
        assert_eq!(db.claim_job("b").unwrap(), None);
        assert_eq!(db.beat_job(id, "a", "rows", 5, 10).unwrap(), Heard::GoOn);
        assert_eq!(db.beat_job(id, "b", "rows", 5, 10).unwrap(), Heard::Lost);
        let system = Access::system("test");
        let purpose = || Purpose::new("job", "test");
        assert!(db.write(&system, purpose(), |tx| tx.cancel_job(id, "Called off.")).unwrap());
        assert_eq!(db.beat_job(id, "a", "rows", 6, 10).unwrap(), Heard::Stop);
        let job = db.read(&system, |tx| tx.job(id)).unwrap().unwrap();
        assert_eq!((job.state, job.step.as_str(), job.done, job.total), (JobState::Running, "rows", 6, 10));
        assert!(!end(db, id, "b", &ending(JobState::Done)));
        assert!(end(db, id, "a", &ending(JobState::Cancelled)));
        assert!(!db.write(&system, purpose(), |tx| tx.cancel_job(id, "Again.")).unwrap());
        assert!(db.write(&system, purpose(), |tx| tx.retry_job(id)).unwrap());
        assert!(db.write(&system, purpose(), |tx| tx.cancel_job(id, "Called off.")).unwrap());
        assert_eq!(states(db), [(id, JobState::Cancelled)]);
    });
}

#[test]
fn a_job_of_a_dead_worker_waits_again_until_it_has_died_too_often() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let id = ask(db, "Deadly", 1);
        for nth in 1..=3 {
            let job = db.claim_job("dead").unwrap().unwrap();
            assert_eq!((job.id, job.tries), (id, nth));
            let stale = job.clone();
            db.beat_job(id, "dead", "", 0, 0).unwrap();
            // Whoever told meanwhile that it lives keeps its job.
            assert!(!db.take_from_worker(&stale, 3, "Died.").unwrap());
            let job = db.running_jobs().unwrap().pop().unwrap();
            assert!(db.take_from_worker(&job, 3, "Died.").unwrap());
        }
        assert_eq!(states(db), [(id, JobState::Failed)]);
        assert_eq!(db.claim_job("next").unwrap(), None);
        let id = ask(db, "Given back", 1);
        db.claim_job("leaving").unwrap();
        assert_eq!(db.give_jobs_back("leaving").unwrap(), 1);
        assert_eq!(db.claim_job("next").unwrap().map(|job| (job.id, job.tries)), Some((id, 1)));
    });
}

#[test]
fn files_expire_and_old_jobs_are_forgotten_but_for_the_latest() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let file = |key: &str, expires: i64| {
            Some(JobFile {
                key: key.to_owned(),
                name: "Fish.csv".to_owned(),
                media_type: "text/csv".to_owned(),
                size_bytes: 12,
                expires: Timestamp(expires),
            })
        };
        for (key, expires) in [("old", 0), ("new", i64::MAX / 2)] {
            let id = ask(db, key, 7);
            db.claim_job("a").unwrap();
            // 2100 is as good as never, and PostgreSQL can keep it.
            let expires = expires.min(4_102_444_800_000_000);
            assert!(end(db, id, "a", &Ending { file: file(key, expires), ..ending(JobState::Done) }));
        }
        assert_eq!(db.read(&Access::system("test"), |tx| tx.job_counts(7)).unwrap(), (0, 2));
        db.see_jobs(7).unwrap();
        assert_eq!(db.read(&Access::system("test"), |tx| tx.job_counts(7)).unwrap(), (0, 0));
        assert_eq!(db.take_expired_job_files().unwrap(), ["old"]);
        assert_eq!(db.take_expired_job_files().unwrap(), Vec::<String>::new());
        assert_eq!(db.job_file_keys().unwrap(), ["new"]);
        let last = ask(db, "last", 7);
        db.claim_job("a").unwrap();
        assert!(end(db, last, "a", &ending(JobState::Failed)));
        // The second still has its file, and the third is the latest.
        assert_eq!(db.forget_jobs(db.now()).unwrap(), 1);
        assert_eq!(states(db), [(3, JobState::Failed), (2, JobState::Done)]);
    });
}

#[test]
fn schedules_are_kept_changed_and_found_when_they_are_due() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let now = db.now();
        let schedule = Schedule {
            id: 0,
            user: Some(4),
            user_name: "Ana".to_owned(),
            collection: Some(2),
            title: "Monthly".to_owned(),
            what: "{}".to_owned(),
            rhythm: "{}".to_owned(),
            mail_to: Some("ana@museum.example".to_owned()),
            is_paused: false,
            made: now,
            next: Some(now),
            last: None,
            last_job: None,
        };
        let write = |schedule: &Schedule| {
            db.write(&Access::system("test"), Purpose::new("schedule", "test"), |tx| tx.put_schedule(schedule)).unwrap()
        };
        let id = write(&schedule);
        let kept = Schedule { id, ..schedule };
        let due = || db.read(&Access::system("test"), |tx| tx.due_schedules()).unwrap();
        assert_eq!(due(), std::slice::from_ref(&kept));
        // A whole second is no later than its parts.
        let second = Timestamp(now.0 - now.0 % 1_000_000);
        write(&Schedule { next: Some(second), ..kept.clone() });
        assert_eq!(due().len(), 1);
        let later = Schedule { next: Some(Timestamp(now.0 + 86_400_000_000)), last: Some(now), ..kept };
        assert_eq!(write(&later), id);
        assert_eq!(due(), []);
        let of = |user| db.read(&Access::system("test"), |tx| tx.schedules(user)).unwrap();
        assert_eq!(of(Some(4)), std::slice::from_ref(&later));
        assert_eq!(of(Some(5)), []);
        assert_eq!(of(None), [later]);
        let gone = db.write(&Access::system("test"), Purpose::new("schedule", "test"), |tx| tx.delete_schedule(id));
        assert!(gone.unwrap() && of(None).is_empty());
    });
}
