//! History, change feed and undo over the API.

use serde_json::json;

use crate::house::on_every_house;

#[test]
fn every_write_can_be_looked_at_and_taken_back() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let place = format!("/api/v1/CollectionObject/{}", made["id"]);
        let changed = house.call("editor", "PATCH", &place, Some(json!({ "remarks": "wrong" }))).expect(200);
        let set = changed.header("vasculum-change-set").to_owned();
        let history = house.call("editor", "GET", &format!("{place}/history"), None).expect(200).json();
        let actions: Vec<_> =
            history["history"].as_array().unwrap().iter().map(|one| one["changes"][0]["action"].clone()).collect();
        assert_eq!(actions, ["update", "insert"]);
        assert_eq!(history["history"][0]["changes"][0]["after"], json!({ "remarks": "wrong" }));
        assert_eq!(history["history"][0]["userName"], "editor");
        let page = house.call("editor", "GET", &format!("{place}/history?limit=1"), None).expect(200).json();
        assert_eq!(page["next"].to_string(), set);
        let undo = format!("/api/v1/change-sets/{set}/undo");
        let plan = house.call("admin", "POST", &format!("{undo}?plan=true"), None).expect(200).json();
        assert_eq!((&plan["isPlan"], &plan["changes"]), (&json!(true), &json!(1)));
        assert_eq!(plan["effects"][0]["values"], json!([{ "field": "remarks", "now": "wrong", "then": null }]));
        assert_eq!(house.call("editor", "GET", &place, None).json()["remarks"], "wrong");
        let done = house.call("admin", "POST", &undo, None).expect(200);
        assert!(!done.header("vasculum-change-set").is_empty());
        let now = house.call("editor", "GET", &place, None).json();
        assert_eq!((&now["remarks"], &now["version"]), (&json!(null), &json!(3)));
        house.call("admin", "POST", &undo, None).expect(409);
        let head = house.call("admin", "GET", &format!("/api/v1/change-sets/{set}"), None).expect(200).json();
        assert_eq!(head["undoneBy"].to_string(), done.header("vasculum-change-set"));
    });
}

#[test]
fn the_feed_goes_on_where_it_stood() {
    on_every_house(|house| {
        let latest = house.call("admin", "GET", "/api/v1/change-sets?limit=1", None).expect(200).json()["next"].clone();
        let nothing =
            house.call("admin", "GET", &format!("/api/v1/change-sets?since={latest}"), None).expect(200).json();
        assert_eq!((&nothing["changeSets"], &nothing["next"]), (&json!([]), &latest));
        for number in ["000000001", "000000002"] {
            house.make("editor", "CollectionObject", house.specimen(number));
        }
        let feed = house
            .call("admin", "GET", &format!("/api/v1/change-sets?since={latest}&changes=true"), None)
            .expect(200)
            .json();
        let sets = feed["changeSets"].as_array().unwrap();
        assert_eq!(sets.len(), 2);
        assert!(sets[0]["id"].as_i64() < sets[1]["id"].as_i64());
        assert_eq!(sets[1]["changes"][0]["table"], "CollectionObject");
        assert_eq!(feed["next"], sets[1]["id"]);
        // Who may not look into the journal finds nothing in it.
        let botanist =
            house.call("botanist", "GET", &format!("/api/v1/change-sets?since={latest}"), None).expect(200).json();
        assert_eq!(botanist["changeSets"], json!([]));
        house.call("botanist", "GET", &format!("/api/v1/change-sets/{}", sets[0]["id"]), None).expect(404);
        house.call("botanist", "POST", &format!("/api/v1/change-sets/{}/undo", sets[0]["id"]), None).expect(404);
        house.call("nobody", "GET", "/api/v1/change-sets", None).expect(401);
    });
}
