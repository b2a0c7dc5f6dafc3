//! Jobs, their files and schedules by their pages and by the API.

use std::sync::{Arc, Mutex};

use serde_json::json;
use tempfile::TempDir;
use vasculum_domain::jobs::{self, Index, Progress, Workshop};
use vasculum_domain::query::Hits;
use vasculum_search::{Ask, Finder, Ids, Search};
use vasculum_testkit::{Fresh, on_every_engine};
use vasculum_web::{OnStart, Options};

use crate::house::House;
use crate::search::allow;

/// A museum whose jobs are done when a test says so.
struct Works<'f> {
    house: House,
    fresh: &'f Fresh,
    folder: TempDir,
    search: Arc<Mutex<Option<Arc<Search>>>>,
}

impl Works<'_> {
    fn do_all(&self) {
        let shop = Workshop { index: Some(self.index()), ..Workshop::at(self.folder.path()) };
        while let Some(job) = jobs::take(&self.fresh.database, "test").unwrap() {
            jobs::carry_out(&self.fresh.database, &shop, "test", &job, &Progress::default()).unwrap();
        }
    }

    /// The search index of the application, as the program hands it to its workers.
    fn index(&self) -> Index {
        let search = self.search.lock().unwrap().clone().expect("the application has started");
        Index::by(move |waiting| {
            let index = Finder::of(Arc::clone(&search), waiting)?;
            Ok(Box::new(move |access, table, words| {
                let Ids { ids, upto } = index.ids(access, &Ask::of(words), table)?;
                Ok(Hits { ids, upto })
            }))
        })
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.folder.path()).unwrap().count()
    }
}

fn on_every_works(test: impl Fn(&Works<'_>)) {
    on_every_engine(|fresh| {
        let folder = tempfile::tempdir().unwrap();
        let search: Arc<Mutex<Option<Arc<Search>>>> = Arc::default();
        let hears = Arc::clone(&search);
        let on_start = OnStart::by(move |_, search| *hears.lock().unwrap() = Some(Arc::clone(search)));
        let workshop = Workshop::at(folder.path());
        let options = Options { workshop, on_start: Some(on_start), ..Options::default() };
        let house = House::with(fresh, options);
        for number in ["000000001", "000000002", "000000003"] {
            house.make("editor", "CollectionObject", house.specimen(number));
        }
        test(&Works { house, fresh, folder, search });
    });
}

#[test]
fn from_the_start_of_an_export_to_its_file() {
    on_every_works(|works| {
        let house = &works.house;
        let page = house.open("editor", "/data/CollectionObject/export").expect(200);
        assert!(
            page.text.contains("action=\"/jobs/export\"") && page.text.contains("value=\"parquet\""),
            "{}",
            page.text
        );
        let sent = [("table", "CollectionObject"), ("format", "csv"), ("title", "Fishes of “Perú”")];
        let asked = house.submit("editor", "/jobs/export", &sent).expect(303);
        assert_eq!(asked.header("location"), "/jobs");
        let waiting = house.open("editor", "/jobs").expect(200);
        assert!(
            waiting.text.contains("Waiting") && waiting.text.contains("hx-get=\"/jobs/part?\""),
            "{}",
            waiting.text
        );
        assert!(waiting.text.contains("action=\"/jobs/1/cancel\""));
        works.do_all();
        // Wherever one is, the bell tells that something has ended.
        let elsewhere = house.open("editor", "/data").expect(200);
        assert!(elsewhere.text.contains("<span class=\"count-dot\">1</span>"), "{}", elsewhere.text);
        let done = house.open("editor", "/jobs").expect(200);
        assert!(done.text.contains("3 rows") && done.text.contains("href=\"/jobs/1/file\""), "{}", done.text);
        assert!(!done.text.contains("hx-get=\"/jobs/part"), "nothing goes on any more");
        assert!(!house.open("editor", "/data").expect(200).text.contains("count-dot"));
        let file = house.open("editor", "/jobs/1/file").expect(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("cache-control"), "private, no-store");
        let name = "attachment; filename=\"Fishes of Per_ 2026-01-01.csv\"; filename*=UTF-8''Fishes%20of%20Per%C3%BA%202026-01-01.csv";
        assert_eq!(file.header("content-disposition"), name);
        assert_eq!(file.text.lines().count(), 4, "{}", file.text);
        house.submit("editor", "/jobs/1/forget", &[]).expect(303);
        house.open("editor", "/jobs/1/file").expect(404);
        assert_eq!(works.files(), 0);
    });
}

#[test]
fn a_file_is_served_to_whoever_asked_for_it_and_to_administrators_alone() {
    on_every_works(|works| {
        let house = &works.house;
        house.submit("editor", "/jobs/export", &[("table", "CollectionObject"), ("format", "json")]).expect(303);
        works.do_all();
        for (who, expect) in [("editor", 200), ("admin", 200), ("reader", 404), ("stranger", 404), ("botanist", 404)] {
            house.open(who, "/jobs/1/file").expect(expect);
            house.call(who, "GET", "/api/v1/jobs/1/file", None).expect(expect);
            house.call(who, "GET", "/api/v1/jobs/1", None).expect(expect);
        }
        let key = std::fs::read_dir(works.folder.path()).unwrap().next().unwrap().unwrap().file_name();
        for path in ["/files/", "/assets/", "/assets/../files/", "/jobs/"] {
            house.open("editor", &format!("{path}{}", key.to_str().unwrap())).expect(404);
        }
        let all = house.open("admin", "/jobs?all=1").expect(200);
        assert!(all.text.contains("editor"), "{}", all.text);
        house.open("reader", "/jobs?all=1").expect(403);
        assert!(!house.open("reader", "/jobs").expect(200).text.contains("/jobs/1/"));
        // That an administrator fetched somebody else's file is remembered, and who exported how much.
        let log = house.open("admin", "/admin/audit").expect(200).text;
        assert!(
            log.contains("of editor fetched") && log.contains("3 rows of CollectionObject exported as json"),
            "{log}"
        );
    });
}

#[test]
fn what_a_filtered_list_shows_is_exported_and_nothing_else() {
    on_every_works(|works| {
        let house = &works.house;
        let page = house.open("editor", "/data/CollectionObject/export?filter=catalogNumber%3D2").expect(200);
        assert!(page.text.contains("name=\"list\" value=\"filter=catalogNumber"), "{}", page.text);
        let list = "filter=catalogNumber%3D000000002";
        let sent = [("table", "CollectionObject"), ("list", list), ("format", "tsv")];
        house.submit("editor", "/jobs/export", &sent).expect(303);
        let none = [("table", "CollectionObject"), ("list", "filter=catalogNumber%3Dnone"), ("format", "tsv")];
        house.submit("editor", "/jobs/export", &none).expect(303);
        works.do_all();
        let one = house.open("editor", "/jobs/1/file").expect(200).text;
        assert!(one.lines().count() == 2 && one.contains("000000002"), "{one}");
        assert_eq!(house.open("editor", "/jobs/2/file").expect(200).text.lines().count(), 1);
    });
}

#[test]
fn programs_ask_for_jobs_and_follow_them() {
    on_every_works(|works| {
        let house = &works.house;
        let work =
            json!({ "title": "Places", "work": { "kind": "records", "table": "Locality", "format": "geojson" } });
        let made = house.call("editor", "POST", "/api/v1/jobs?collection=fish", Some(work.clone())).expect(201);
        assert_eq!(made.header("location"), "/api/v1/jobs/1");
        assert_eq!(made.json()["state"], "waiting");
        house.call("looker", "POST", "/api/v1/jobs", Some(work.clone())).expect(403);
        // A job that is asked for twice under one key is one job.
        let key = [("idempotency-key", "places")];
        let ask =
            || house.call_with("editor", "POST", "/api/v1/jobs?collection=fish", &key, Some(work.clone())).expect(201);
        let (first, again) = (ask(), ask());
        assert_eq!((first.header("location"), again.header("location")), ("/api/v1/jobs/2", "/api/v1/jobs/2"));
        assert_eq!(again.header("idempotency-replayed"), "true");
        house.call("editor", "POST", "/api/v1/jobs/2/cancel", None).expect(200);
        let cancelled = house.call("editor", "POST", "/api/v1/jobs/1/cancel", None).expect(200);
        assert_eq!(cancelled.json()["state"], "cancelled");
        house.call("editor", "POST", "/api/v1/jobs/1/cancel", None).expect(409);
        house.call("editor", "POST", "/api/v1/jobs/1/retry", None).expect(200);
        works.do_all();
        let job = house.call("editor", "GET", "/api/v1/jobs/1", None).expect(200).json();
        assert_eq!((&job["state"], &job["outcome"]["rows"], &job["tries"]), (&json!("done"), &json!(0), &json!(1)));
        let file = house.call("editor", "GET", job["file"]["href"].as_str().unwrap(), None).expect(200);
        assert_eq!(file.header("content-type"), "application/geo+json");
        let list = house.call("editor", "GET", "/api/v1/jobs?state=done&limit=1", None).expect(200).json();
        assert_eq!((list["jobs"].as_array().unwrap().len(), &list["next"]), (1, &json!(1)));
        house.call("editor", "GET", "/api/v1/jobs?state=lost", None).expect(422);
        house.call("reader", "GET", "/api/v1/jobs?all=true", None).expect(403);
        house.call("editor", "DELETE", "/api/v1/jobs/1/file", None).expect(200);
        for wrong in [
            json!({ "work": { "kind": "letter", "job": 1, "to": "eve@evil.example" } }),
            json!({ "work": { "kind": "records", "table": "Locality", "format": "exe" } }),
            json!({ "work": { "kind": "query", "text": "nonsense", "format": "csv" } }),
        ] {
            house.call("editor", "POST", "/api/v1/jobs", Some(wrong)).expect(422);
        }
        house.call("editor", "POST", "/api/v1/jobs", Some(json!({ "work": 1 }))).expect(400);
    });
}

#[test]
fn a_schedule_is_made_changed_paused_run_and_deleted() {
    on_every_works(|works| {
        let house = &works.house;
        let empty = house.open("editor", "/schedules").expect(200);
        assert!(
            empty.text.contains("No mail server is set") && empty.text.contains("No schedules yet"),
            "{}",
            empty.text
        );
        house.open("editor", "/schedules/new?table=CollectionObject").expect(200);
        let mut sent = vec![
            ("title", "Every Monday"),
            ("table", "CollectionObject"),
            ("format", "csv"),
            ("every", "week"),
            ("weekday", "1"),
            ("monthday", "1"),
            ("at", "06:30"),
            ("zone", "America/Lima"),
            ("mail", "ana@museum.example"),
        ];
        for (name, wrong, words) in [
            ("title", "", "This needs a name."),
            ("at", "25:00", "‘25:00’ is no time of day."),
            ("zone", "Europe/Atlantis", "There is no time zone ‘Europe/Atlantis’."),
            ("mail", "ana@museum.example, bo@museum.example", "is no address"),
            ("weekday", "8", "There is no such day."),
        ] {
            let wrong: Vec<_> =
                sent.iter().map(|(theirs, value)| (*theirs, if *theirs == name { wrong } else { value })).collect();
            let page = house.submit("editor", "/schedules", &wrong).expect(422);
            assert!(
                page.text.contains(words) && page.text.contains("America/Lima") == (name != "zone"),
                "{}",
                page.text
            );
        }
        house.submit("editor", "/schedules", &sent).expect(303);
        let list = house.open("editor", "/schedules").expect(200);
        assert!(list.text.contains("Every Monday at 06:30, America/Lima"), "{}", list.text);
        assert!(list.text.contains("By mail to ana@museum.example"));
        house.open("reader", "/schedules/1").expect(404);
        let mine = house.open("editor", "/schedules/1").expect(200);
        assert!(mine.text.contains("value=\"06:30\""), "{}", mine.text);
        sent[3].1 = "month";
        sent[5].1 = "31";
        house.submit("editor", "/schedules/1", &sent).expect(303);
        house.submit("admin", "/schedules/1", &sent).expect(403);
        house.submit("admin", "/schedules/1/pause", &[]).expect(303);
        let list = house.open("editor", "/schedules").expect(200);
        assert!(list.text.contains("Every month on day 31 at 06:30") && list.text.contains("Paused"), "{}", list.text);
        house.submit("editor", "/schedules/1/resume", &[]).expect(303);
        house.submit("editor", "/schedules/1/run", &[]).expect(303);
        works.do_all();
        assert!(house.open("editor", "/jobs/1/file").expect(200).text.contains("000000003"));
        house.open("editor", "/schedules/1/delete").expect(200);
        house.submit("editor", "/schedules/1/delete", &[]).expect(303);
        house.open("editor", "/schedules/1").expect(404);
        house.open("editor", "/jobs/1/file").expect(200);
    });
}

#[test]
fn a_job_searches_for_words_that_its_person_may_read() {
    on_every_works(|works| {
        let house = &works.house;
        let mut specimen = house.specimen("000000004");
        specimen["remarks"] = json!("Quagga");
        house.make("editor", "CollectionObject", specimen);
        let herb = house.first_id("/api/v1/Collection?filter=code=herb");
        let rights = [("/querybuilder/query", "execute"), ("/querybuilder/query", "export_csv")];
        allow(house, "botanist", herb, &rights);
        let question = "from CollectionObject show catalogNumber where search \"quagga\"";
        let everywhere = format!("{question} in all collections");
        for (nth, (who, text, lines)) in [
            ("asker", question, 2),
            ("asker", &*everywhere, 2),
            ("botanist", question, 1),
            ("botanist", &*everywhere, 1),
        ]
        .into_iter()
        .enumerate()
        {
            let work = json!({ "kind": "query", "text": text, "format": "csv" });
            let work = json!({ "title": "Quaggas", "work": work });
            house.call(who, "POST", "/api/v1/jobs", Some(work)).expect(201);
            // What was saved just now is in it: a job waits for the index.
            works.do_all();
            let file = house.open(who, &format!("/jobs/{}/file", nth + 1)).expect(200);
            assert_eq!(file.text.lines().count(), lines, "{who} {text}: {}", file.text);
        }
    });
}
