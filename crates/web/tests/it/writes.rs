//! What may go wrong with writes, and what may not.

use serde_json::json;

use crate::house::{House, on_every_house};

#[test]
fn a_refusal_names_every_field() {
    on_every_house(|house| {
        let mut body = house.specimen("000000001");
        body["determinations"] = json!([{ "isCurrent": true, "qualifier": "x".repeat(99) }]);
        body["text1"] = json!(5);
        body["nothing"] = json!(true);
        let refused = house.call("editor", "POST", "/api/v1/CollectionObject", Some(body.clone())).expect(422);
        assert_eq!(refused.issues(), ["text1 wrong-kind", "nothing unknown-field"]);
        assert_eq!(refused.json()["title"], "This can’t be accepted as it is");
        body["text1"] = json!("5");
        body.as_object_mut().unwrap().remove("nothing");
        let refused = house.call("editor", "POST", "/api/v1/CollectionObject", Some(body)).expect(422);
        assert_eq!(refused.issues(), ["determinations[0].qualifier too-long"]);
        let empty = house.call("admin", "GET", "/api/v1/CollectionObject?total=true", None).json();
        assert_eq!(empty["total"], 0, "nothing was half saved");
    });
}

#[test]
fn what_is_no_json_is_refused() {
    on_every_house(|house| {
        let token = &house.tokens["editor"];
        for (body, status) in [("{", 400), ("", 400), ("[]", 422), ("\"\\ud800\"", 400), ("null", 422)] {
            let request = axum::http::Request::post("/api/v1/CollectionObject")
                .header("authorization", format!("Bearer {token}"));
            house.send(request.body(body.into()).unwrap()).expect(status);
        }
        let large = format!("\"{}\"", "x".repeat(3 << 20));
        let request =
            axum::http::Request::post("/api/v1/CollectionObject").header("authorization", format!("Bearer {token}"));
        let refused = house.send(request.body(large.into()).unwrap()).expect(413);
        assert_eq!(refused.json()["type"], "urn:vasculum:problem:too-large");
    });
}

#[test]
fn parts_are_saved_with_their_owner() {
    on_every_house(|house| {
        let mut body = house.specimen("000000001");
        body["determinations"] = json!([{ "isCurrent": true, "remarks": "a" }, { "isCurrent": false, "remarks": "b" }]);
        let made = house
            .call("editor", "POST", "/api/v1/CollectionObject?inline=determinations", Some(body))
            .expect(201)
            .json();
        let place = format!("/api/v1/CollectionObject/{}?inline=determinations", made["id"]);
        let ids: Vec<_> = made["determinations"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        let remarks = |json: &serde_json::Value| -> Vec<String> {
            json["determinations"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["remarks"].as_str().unwrap_or("-").to_owned())
                .collect()
        };
        assert_eq!(remarks(&made), ["a", "b"]);
        // A list is complete: what is not in it goes.
        let body = json!({ "determinations": [{ "id": ids[1], "remarks": "B", "isCurrent": true }, { "isCurrent": false, "remarks": "c" }] });
        let changed = house.call("editor", "PATCH", &place, Some(body)).expect(200).json();
        assert_eq!(remarks(&changed), ["B", "c"]);
        // With save and remove, the others stay.
        let body = |current: bool| json!({ "determinations": { "save": [{ "isCurrent": current, "remarks": "d" }], "remove": [ids[1]] } });
        // One of them counts.
        let refused = house.call("editor", "PATCH", &place, Some(body(false))).expect(422).json();
        assert_eq!(refused["issues"][0]["name"], "no-current-determination");
        let changed = house.call("editor", "PATCH", &place, Some(body(true))).expect(200).json();
        assert_eq!(remarks(&changed), ["c", "d"]);
        house.call("editor", "GET", &format!("/api/v1/Determination/{}", ids[0]), None).expect(404);
        // What was read can be sent back as it is.
        let same = house.call("editor", "PATCH", &place, Some(changed.clone())).expect(200).json();
        assert_eq!(remarks(&same), ["c", "d"]);
    });
}

#[test]
fn an_older_version_does_not_overwrite_a_newer_one() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let place = format!("/api/v1/CollectionObject/{}", made["id"]);
        let tag = [("if-match", "\"1\"")];
        house.call_with("editor", "PATCH", &place, &tag, Some(json!({ "remarks": "first" }))).expect(200);
        let body = json!({ "remarks": "second", "countAmt": null });
        let refused = house.call_with("editor", "PATCH", &place, &tag, Some(body)).expect(412);
        let differs = json!([
            { "field": "version", "yours": 1, "theirs": 2 },
            { "field": "remarks", "yours": "second", "theirs": "first" },
        ]);
        assert_eq!(refused.json()["differs"], differs);
        house.call_with("editor", "DELETE", &place, &tag, None).expect(412);
        house.call_with("editor", "PATCH", &place, &[("if-match", "nonsense")], Some(json!({}))).expect(422);
        house
            .call_with("editor", "PATCH", &place, &[("if-match", "*")], Some(json!({ "remarks": "third" })))
            .expect(200);
        house.call("editor", "PATCH", &place, Some(json!({ "version": 1, "remarks": "fourth" }))).expect(409);
        house.call_with("editor", "DELETE", &place, &[("if-match", "\"3-0123456789abcdef\"")], None).expect(204);
    });
}

#[test]
fn a_request_with_a_key_happens_once() {
    on_every_house(|house| {
        let key = [("idempotency-key", "k1")];
        let make = |who: &str, body| house.call_with(who, "POST", "/api/v1/CollectionObject", &key, Some(body));
        let first = make("editor", house.specimen("000000001")).expect(201);
        let again = make("editor", house.specimen("000000001")).expect(201);
        assert_eq!(again.text, first.text);
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.header("vasculum-change-set"), "");
        make("editor", house.specimen("000000002")).expect(422);
        // The key of somebody else is another key.
        make("admin", house.specimen("000000003")).expect(201);
        let count = house.call("admin", "GET", "/api/v1/CollectionObject?total=true", None).json()["total"].as_i64();
        assert_eq!(count, Some(2));
        // What was refused may be tried again under the same key.
        let key = [("idempotency-key", "k2")];
        house.call_with("editor", "POST", "/api/v1/CollectionObject", &key, Some(json!({ "x": 1 }))).expect(422);
        house
            .call_with("editor", "POST", "/api/v1/CollectionObject", &key, Some(house.specimen("000000004")))
            .expect(201);
    });
}

fn total(house: &House, table: &str) -> i64 {
    house.call("admin", "GET", &format!("/api/v1/{table}?total=true&limit=1"), None).json()["total"].as_i64().unwrap()
}

#[test]
fn a_batch_is_done_whole_or_not_at_all() {
    on_every_house(|house| {
        let old = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let create =
            |number: &str| json!({ "method": "create", "table": "CollectionObject", "record": house.specimen(number) });
        let update = json!({ "method": "update", "table": "CollectionObject", "id": old["id"], "version": 1, "record": { "remarks": "x" } });
        let wrong = json!({ "method": "update", "table": "CollectionObject", "id": old["id"], "version": 9, "record": { "remarks": "y" } });
        let refused = house
            .call("editor", "POST", "/api/v1/batch", Some(json!([create("000000002"), update, wrong])))
            .expect(409);
        assert!(refused.json()["detail"].as_str().unwrap().starts_with("Write 2 of the batch: "), "{}", refused.text);
        assert_eq!(total(house, "CollectionObject"), 1);
        let delete = json!({ "method": "delete", "table": "CollectionObject", "id": old["id"], "version": 2 });
        let done = house
            .call("editor", "POST", "/api/v1/batch", Some(json!([create("000000002"), update, delete])))
            .expect(200);
        let methods: Vec<_> =
            done.json()["results"].as_array().unwrap().iter().map(|one| one["method"].clone()).collect();
        assert_eq!(methods, ["create", "update", "delete"]);
        assert_eq!(total(house, "CollectionObject"), 1);
        let slips = json!([{ "method": "create", "table": "CollectionObject", "record": { "x": 1 } }, { "method": "merge" }, 7]);
        let refused = house.call("editor", "POST", "/api/v1/batch", Some(slips)).expect(422);
        assert_eq!(refused.issues(), ["[0].record.x unknown-field", "[1] batch", "[2] batch"]);
    });
}

#[test]
fn a_token_that_may_only_look_changes_nothing() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let place = format!("/api/v1/CollectionObject/{}", made["id"]);
        house.call("looker", "GET", &place, None).expect(200);
        house.call("looker", "PATCH", &place, Some(json!({ "remarks": "x" }))).expect(403);
        house.call("looker", "DELETE", &place, None).expect(403);
        house.call("looker", "POST", "/api/v1/CollectionObject", Some(house.specimen("000000002"))).expect(403);
    });
}
