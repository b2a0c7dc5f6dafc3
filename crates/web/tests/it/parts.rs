//! Records that stand as a part of another one's form: events and contexts of their own, attributes.

use serde_json::{Value as Json, json};

use crate::house::{House, on_every_house};
use crate::pages::version;

impl House {
    /// Lets each object of the fishes have its own collecting event, or not.
    fn embed_events(&self, is_on: bool) {
        let path = format!("/system/structure/collection/{}", self.fish.collection);
        let page = self.open("admin", &path).expect(200);
        let fields = [
            ("version", &*version(&page)),
            ("name", "Fishes"),
            ("code", "fish"),
            ("format", "CatalogNumberNumeric"),
            ("own_events", if is_on { "yes" } else { "no" }),
        ];
        self.submit("admin", &path, &fields).expect(303);
    }

    fn get(&self, path: &str) -> Json {
        self.call("admin", "GET", path, None).expect(200).json()
    }

    fn count(&self, table: &str) -> i64 {
        self.get(&format!("/api/v1/{table}?total=true&limit=1"))["total"].as_i64().unwrap()
    }
}

/// The id of the record that a redirect leads to.
fn id_of(location: &str) -> String {
    location.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn an_event_of_its_own_stands_in_the_form_of_its_object() {
    on_every_house(|house| {
        let new = house.open("editor", "/data/CollectionObject/new").expect(200).text;
        assert!(new.contains("name=\"collectingEvent\"") && !new.contains("name=\"collectingEvent.id\""));
        house.embed_events(true);
        let new = house.open("editor", "/data/CollectionObject/new").expect(200).text;
        assert!(!new.contains("name=\"collectingEvent\"") && new.contains("name=\"collectingEvent.startDate\""));
        let object = house.object_type(house.fish).to_string();
        let fields = [
            ("catalogNumber", "000000001"),
            ("collectionObjectType", &*object),
            ("collectingEvent.id", ""),
            ("collectingEvent.stationFieldNumber", ""),
            ("collectingEvent.startDate", ""),
        ];
        let made = house.submit("editor", "/data/CollectionObject", &fields).expect(303);
        let first = id_of(made.header("location"));
        assert_eq!(house.count("CollectingEvent"), 0, "nothing was said of an event");

        let path = format!("/data/CollectionObject/{first}");
        let page = house.open("editor", &path).expect(200);
        let fields = [
            ("version", &*version(&page)),
            ("collectingEvent.id", ""),
            ("collectingEvent.stationFieldNumber", "ST-1"),
            ("collectingEvent.startDate", "12.v.1987"),
        ];
        house.submit("editor", &path, &fields).expect(303);
        let object = house.get(&format!("/api/v1/CollectionObject/{first}"));
        let event = house.get(&format!("/api/v1/CollectingEvent/{}", object["collectingEvent"]));
        assert_eq!(
            (event["stationFieldNumber"].as_str(), event["startDate"].as_str()),
            (Some("ST-1"), Some("1987-05-12"))
        );

        // A clone gets a copy of it.
        let form = house.open("editor", &format!("/data/CollectionObject/new?like={first}&how=clone")).expect(200).text;
        assert!(form.contains("name=\"collectingEvent.like\"") && form.contains("ST-1"), "{form}");
        let like = event["id"].to_string();
        let fields = [
            ("like", &*first),
            ("how", "clone"),
            ("catalogNumber", "000000002"),
            ("collectingEvent.id", ""),
            ("collectingEvent.like", &*like),
            ("collectingEvent.stationFieldNumber", "ST-2"),
        ];
        let made = house.submit("editor", "/data/CollectionObject", &fields).expect(303);
        let clone = house.get(&format!("/api/v1/CollectionObject/{}", id_of(made.header("location"))));
        assert_ne!(clone["collectingEvent"], object["collectingEvent"]);
        let copy = house.get(&format!("/api/v1/CollectingEvent/{}", clone["collectingEvent"]));
        assert_eq!(
            (copy["stationFieldNumber"].as_str(), copy["startDate"].as_str()),
            (Some("ST-2"), Some("1987-05-12"))
        );

        // Cleared, it goes; deleted, the object takes its own along.
        let page = house.open("editor", &path).expect(200);
        let fields = [
            ("version", &*version(&page)),
            ("collectingEvent.id", &*like),
            ("collectingEvent.stationFieldNumber", ""),
            ("collectingEvent.startDate", ""),
        ];
        house.submit("editor", &path, &fields).expect(303);
        assert_eq!(house.count("CollectingEvent"), 1);
        let question = house.open("editor", &format!("/data/CollectionObject/{}/delete", clone["id"])).expect(200).text;
        assert!(question.contains("1 collecting event"), "{question}");
        house.call("editor", "DELETE", &format!("/api/v1/CollectionObject/{}", clone["id"]), None).expect(204);
        assert_eq!(house.count("CollectingEvent"), 0);
    });
}

#[test]
fn a_collection_whose_objects_share_events_says_so_and_knows_a_way_on() {
    on_every_house(|house| {
        let event = house.make(
            "editor",
            "CollectingEvent",
            json!({ "stationFieldNumber": "ST-1", "discipline": house.fish.discipline }),
        );
        for number in ["000000001", "000000002"] {
            let mut object = house.specimen(number);
            object["collectingEvent"] = event["id"].clone();
            house.make("editor", "CollectionObject", object);
        }
        let path = format!("/system/structure/collection/{}", house.fish.collection);
        let page = house.open("admin", &path).expect(200);
        assert!(!page.text.contains("give_copies"));
        let version = version(&page);
        let mut fields = vec![
            ("version", &*version),
            ("name", "Fishes"),
            ("code", "fish"),
            ("format", "CatalogNumberNumeric"),
            ("own_events", "yes"),
        ];
        let refused = house.submit("admin", &path, &fields).expect(422).text;
        assert!(
            refused.contains("1 records of CollectingEvent belong to several") && refused.contains("give_copies"),
            "{refused}"
        );
        fields.push(("give_copies", "yes"));
        house.submit("admin", &path, &fields).expect(303);
        assert_eq!(house.count("CollectingEvent"), 2);
        // The designer offers the event as a part, and shows it as one.
        let designer = house.open("admin", "/system/forms/CollectionObject").expect(200).text;
        assert!(designer.contains("value=\"part:collectingEvent\"") && designer.contains("collectingEvent.startDate"));
        house.embed_events(false);
        let designer = house.open("admin", "/system/forms/CollectionObject").expect(200).text;
        assert!(
            !designer.contains("value=\"part:collectingEvent\"") && !designer.contains("collectingEvent.startDate")
        );
    });
}

#[test]
fn attributes_come_with_their_first_value_and_go_with_their_last() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let field = "collectionObjectAttribute.text4";
        let page = house.open("editor", &path).expect(200);
        assert!(page.text.contains(&format!("name=\"{field}\"")), "{}", page.text);
        let save = |id: &str, text: &str| {
            let version = version(&house.open("editor", &path).expect(200));
            let fields = [("version", &*version), ("collectionObjectAttribute.id", id), (field, text)];
            house.submit("editor", &path, &fields).expect(303);
        };
        save("", "");
        assert_eq!(house.count("CollectionObjectAttribute"), 0, "opening and saving makes none");
        save("", "Male");
        assert_eq!(house.count("CollectionObjectAttribute"), 1);
        let id =
            house.get(&format!("/api/v1{}", path.trim_start_matches("/data")))["collectionObjectAttribute"].to_string();
        save(&id, "");
        assert_eq!(house.count("CollectionObjectAttribute"), 0, "cleared, it goes");
        assert!(
            house.get(&format!("/api/v1{}", path.trim_start_matches("/data")))["collectionObjectAttribute"].is_null()
        );
    });
}

#[test]
fn the_collectors_of_an_event_of_its_own_stand_in_the_form_of_its_object() {
    on_every_house(|house| {
        house.embed_events(true);
        let new_person = |name: &str| {
            let person = json!({ "agentType": 1, "lastName": name, "division": house.fish.division });
            house.make("editor", "Agent", person)["id"].to_string()
        };
        let (artedi, berg) = (new_person("Artedi"), new_person("Berg"));
        let new = house.open("editor", "/data/CollectionObject/new").expect(200).text;
        assert!(new.contains("data-rows=\"collectingEvent.collectors\"") && new.contains("data-row-new"), "{new}");
        let object = house.object_type(house.fish).to_string();
        let added = house.submit(
            "editor",
            "/data/CollectionObject",
            &[("collectingEvent.id", ""), ("add", "collectingEvent.collectors")],
        );
        assert!(added.expect(200).text.contains("name=\"collectingEvent.collectors[0].agent\""), "without scripts");
        let fields = [
            ("catalogNumber", "000000001"),
            ("collectionObjectType", &*object),
            ("collectingEvent.id", ""),
            ("collectingEvent.startDate", ""),
            ("collectingEvent.collectors.shown", "1"),
            ("collectingEvent.collectors[0].id", ""),
            ("collectingEvent.collectors[0].agent", ""),
            ("collectingEvent.collectors[0].agent.text", ""),
            ("collectingEvent.collectors[1].id", ""),
            ("collectingEvent.collectors[1].agent", &*artedi),
            ("collectingEvent.collectors[1].agent.text", "Artedi"),
        ];
        let mut odd = fields;
        (odd[9].1, odd[10].1) = ("", "Nobody of this name");
        let refused = house.submit("editor", "/data/CollectionObject", &odd).expect(422).text;
        assert!(refused.contains("collectingEvent.collectors[1].agent") && refused.contains("Nobody of this name"));
        let made = house.submit("editor", "/data/CollectionObject", &fields).expect(303);
        let first = id_of(made.header("location"));
        let collectors = || {
            let all = house.get("/api/v1/Collector?sort=id")["records"].as_array().unwrap().clone();
            all.iter().map(|one| (one["collectingEvent"].to_string(), one["agent"].to_string())).collect::<Vec<_>>()
        };
        let object = house.get(&format!("/api/v1/CollectionObject/{first}"));
        let event = object["collectingEvent"].to_string();
        assert_eq!(collectors(), [(event.clone(), artedi.clone())], "an event with a collector alone is made too");

        // A clone has collectors of its own, and what is said of them counts.
        let form = house.open("editor", &format!("/data/CollectionObject/new?like={first}&how=clone")).expect(200).text;
        let id = house.first_id("/api/v1/Collector").to_string();
        assert!(
            form.contains("name=\"collectingEvent.collectors[0].like\"") && form.contains("value=\"Artedi\""),
            "{form}"
        );
        let row = "collectingEvent.collectors[0].like";
        let clone = [
            ("like", &*first),
            ("how", "clone"),
            ("collectingEvent.id", ""),
            ("collectingEvent.like", &*event),
            ("collectingEvent.collectors.shown", "1"),
            ("collectingEvent.collectors[0].id", ""),
            (row, &*id),
            ("collectingEvent.collectors[0].agent", &*berg),
            ("collectingEvent.collectors[0].agent.text", "Berg"),
        ];
        let second = id_of(house.submit("editor", "/data/CollectionObject", &clone).expect(303).header("location"));
        let copy = house.get(&format!("/api/v1/CollectionObject/{second}"))["collectingEvent"].to_string();
        assert_eq!(collectors(), [(event.clone(), artedi.clone()), (copy.clone(), berg.clone())]);
        let third = house.submit("editor", "/data/CollectionObject", &clone[..5]).expect(303);
        assert_eq!(collectors().len(), 2, "a row that was taken out is not copied");
        house
            .call("editor", "DELETE", &format!("/api/v1/CollectionObject/{}", id_of(third.header("location"))), None)
            .expect(204);

        // Removed, the last collector takes the event along, of which nothing is left.
        let path = format!("/data/CollectionObject/{first}");
        let version = version(&house.open("editor", &path).expect(200));
        let removed = [
            ("version", &*version),
            ("collectingEvent.id", &*event),
            ("collectingEvent.collectors[0].id", &*id),
            ("collectingEvent.collectors[0].remove", "yes"),
        ];
        house.submit("editor", &path, &removed).expect(303);
        assert_eq!(collectors(), [(copy, berg)]);
        assert!(house.get(&format!("/api/v1/CollectionObject/{first}"))["collectingEvent"].is_null());
    });
}
