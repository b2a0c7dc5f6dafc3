//! Reading and writing one record.

use serde_json::{Value as Json, json};

use crate::house::{House, on_every_house};

/// A specimen with a determination, a preparation, and where and by whom it was collected.
fn full_specimen(house: &House) -> Json {
    let taxa = house.first_id("/api/v1/TaxonTreeDef?collection=fish");
    let root = house.first_id("/api/v1/Taxon?collection=fish&filter=parent:empty");
    let species = house.first_id("/api/v1/TaxonTreeDefItem?collection=fish&filter=name=Species");
    let taxon = house.make(
        "admin",
        "Taxon",
        json!({ "name": "Salmo trutta", "definition": taxa, "definitionItem": species, "parent": root, "rankId": 220, "isHybrid": false }),
    );
    let agent =
        house.make("admin", "Agent", json!({ "agentType": 1, "lastName": "Artedi", "division": house.fish.division }));
    let place = house.make("admin", "Locality", json!({
        "localityName": "Österdalälven", "discipline": house.fish.discipline, "srcLatLongUnit": 0, "latitude1": "61.123400",
    }));
    let event = house.make("admin", "CollectingEvent", json!({
        "discipline": house.fish.discipline, "locality": place["id"], "startDate": "1735-06-01",
        "collectors": [{ "agent": agent["id"], "isPrimary": true, "orderNumber": 0, "division": house.fish.division }],
    }));
    let kind = house.first_id("/api/v1/PrepType?collection=fish");
    let mut body = house.specimen("000000001");
    body["cataloger"] = agent["id"].clone();
    body["collectingEvent"] = event["id"].clone();
    body["determinations"] =
        json!([{ "isCurrent": true, "taxon": taxon["id"], "determiner": agent["id"], "determinedDate": "1736-01-31" }]);
    body["preparations"] = json!([{ "prepType": kind, "countAmt": 3 }]);
    house.call("admin", "POST", "/api/v1/CollectionObject?collection=fish&inline=owned", Some(body)).expect(201).json()
}

#[test]
fn a_record_is_made_read_changed_and_deleted() {
    on_every_house(|house| {
        let made = house
            .call("editor", "POST", "/api/v1/CollectionObject?collection=fish", Some(house.specimen("000000007")))
            .expect(201);
        assert_eq!(made.header("etag"), "\"1\"");
        assert!(!made.header("vasculum-change-set").is_empty());
        let place = made.header("location").to_owned();
        assert_eq!(made.json()["catalogNumber"], "000000007");
        let read = house.call("reader", "GET", &place, None).expect(200);
        assert_eq!(read.json(), made.json());
        let changed = house
            .call("editor", "PATCH", &place, Some(json!({ "remarks": "In “spirit”.\n", "countAmt": 2 })))
            .expect(200);
        assert_eq!(changed.header("etag"), "\"2\"");
        assert_eq!((&changed.json()["remarks"], &changed.json()["countAmt"]), (&json!("In “spirit”.\n"), &json!(2)));
        assert_eq!(changed.json()["catalogNumber"], "000000007");
        house.call("reader", "DELETE", &place, None).expect(403);
        house.call("editor", "DELETE", &place, None).expect(204);
        house.call("editor", "GET", &place, None).expect(404);
    });
}

#[test]
fn an_answer_that_is_still_good_is_not_sent_again() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        for inline in ["", "?inline=all"] {
            let place = format!("/api/v1/CollectionObject/{}{inline}", made["id"]);
            let etag = house.call("reader", "GET", &place, None).expect(200).header("etag").to_owned();
            assert!(etag.starts_with("\"1"), "{etag}");
            let same = house.call_with("reader", "GET", &place, &[("if-none-match", &etag)], None).expect(304);
            assert!(same.text.is_empty());
            house.call_with("reader", "GET", &place, &[("if-none-match", "\"0\"")], None).expect(200);
        }
    });
}

#[test]
fn a_record_with_everything_within_it_costs_a_few_statements() {
    on_every_house(|house| {
        let made = full_specimen(house);
        assert_eq!(made["determinations"].as_array().map(Vec::len), Some(1), "{made}");
        assert_eq!(made["preparations"][0]["countAmt"], 3);
        let read = house
            .call("admin", "GET", &format!("/api/v1/CollectionObject/{}?inline=all", made["id"]), None)
            .expect(200);
        let json = read.json();
        assert_eq!(json["determinations"][0]["taxon"]["name"], "Salmo trutta");
        assert_eq!(json["determinations"][0]["determiner"]["lastName"], "Artedi");
        assert_eq!(json["collectingEvent"]["collectors"][0]["agent"]["lastName"], "Artedi");
        assert_eq!(json["collectingEvent"]["locality"]["localityName"], "Österdalälven");
        assert_eq!(json["collectingEvent"]["locality"]["latitude1"], "61.123400");
        assert_eq!(json["collectingEvent"]["startDate"], "1735-06-01");
        assert!(json["preparations"][0]["prepType"]["name"].is_string());
        assert_eq!(json["dnaSequences"], json!([]));
        assert!(json["createdByAgent"].is_i64());
        assert!(read.statements() <= 6, "{} statements", read.statements());
    });
}

#[test]
fn a_record_is_found_by_its_guid() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let guid = made["guid"].as_str().expect("a specimen is given a GUID");
        let found = house.call("reader", "GET", &format!("/api/v1/CollectionObject/guid/{guid}"), None).expect(200);
        assert_eq!(found.json()["id"], made["id"]);
        house.call("reader", "GET", "/api/v1/CollectionObject/guid/none", None).expect(404);
        house.call("reader", "GET", "/api/v1/CollectionObject/guid/%00", None).expect(404);
        house.call("reader", "GET", "/api/v1/PrepType/guid/x", None).expect(404);
    });
}

#[test]
fn what_does_not_exist_is_not_found() {
    on_every_house(|house| {
        for path in [
            "/api/v1/Nothing",
            "/api/v1/collectionobject",
            "/api/v1/CollectionObject/x",
            "/api/v1/CollectionObject/-1",
            "/api/v1/CollectionObject/99999999999999999999",
            "/api/v1/CollectionObject/9",
            "/api/v1/Workbench",
            "/api/nothing",
            "/api/v1/change-sets/0",
            "/api/v1/change-sets/999",
        ] {
            let reply = house.call("admin", "GET", path, None).expect(404);
            assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(reply.json()["type"], "urn:vasculum:problem:not-found", "{path}");
        }
        let hint = house.call("admin", "GET", "/api/v1/collectionobject", None).json();
        assert_eq!(hint["hint"], "It is called CollectionObject.");
        house.call("admin", "PUT", "/api/v1/CollectionObject/9", None).expect(405);
    });
}

#[test]
fn a_collection_is_closed_to_those_of_another() {
    on_every_house(|house| {
        let fish = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let place = format!("/api/v1/CollectionObject/{}", fish["id"]);
        for below in ["", "/history", "/referrers"] {
            house.call("botanist", "GET", &format!("{place}{below}"), None).expect(404);
        }
        house.call("botanist", "PATCH", &place, Some(json!({ "remarks": "mine" }))).expect(404);
        house.call("botanist", "DELETE", &place, None).expect(404);
        let list = house.call("botanist", "GET", "/api/v1/CollectionObject?total=true", None).expect(200).json();
        assert_eq!((list["total"].as_i64(), &list["records"]), (Some(0), &json!([])));
        house.call("botanist", "POST", "/api/v1/CollectionObject", Some(house.specimen("000000002"))).expect(403);
        house.call("botanist", "GET", "/api/v1/CollectionObject?collection=fish", None).expect(403);
        house.call("stranger", "GET", &place, None).expect(403);
        // A deleted record keeps its history for those who could read it, and for nobody else.
        house.call("editor", "DELETE", &place, None).expect(204);
        house.call("editor", "GET", &format!("{place}/history"), None).expect(200);
        house.call("botanist", "GET", &format!("{place}/history"), None).expect(404);
    });
}

#[test]
fn what_refers_to_a_record_is_told_and_keeps_it() {
    on_every_house(|house| {
        let agent = house.make(
            "admin",
            "Agent",
            json!({ "agentType": 1, "lastName": "Artedi", "division": house.fish.division }),
        );
        let mut body = house.specimen("000000001");
        body["cataloger"] = agent["id"].clone();
        house.make("editor", "CollectionObject", body);
        let place = format!("/api/v1/Agent/{}", agent["id"]);
        let told = house.call("admin", "GET", &format!("{place}/referrers"), None).expect(200).json();
        let expect = json!({
            "table": "CollectionObject", "field": "cataloger", "count": 1, "blocks": true,
            "list": format!("/api/v1/CollectionObject?filter=cataloger={}", agent["id"]),
        });
        assert_eq!(told["referrers"], json!([expect]));
        let refused = house.call("admin", "DELETE", &place, None).expect(409);
        assert_eq!(refused.issues(), [" referred-to"]);
    });
}

#[test]
fn a_password_is_neither_read_nor_asked_nor_written() {
    on_every_house(|house| {
        let list = house.call("admin", "GET", "/api/v1/SpecifyUser", None).expect(200);
        assert!(!list.text.contains("argon2") && !list.text.contains("\"password\""), "{}", list.text);
        house.call("admin", "GET", "/api/v1/SpecifyUser?filter=password~argon", None).expect(422);
        house.call("admin", "GET", "/api/v1/SpecifyUser?fields=password", None).expect(422);
        house.call("admin", "GET", "/api/v1/SpecifyUser?sort=password", None).expect(422);
        let id = house.first_id("/api/v1/SpecifyUser");
        let refused = house
            .call("admin", "PATCH", &format!("/api/v1/SpecifyUser/{id}"), Some(json!({ "password": "x" })))
            .expect(422);
        assert_eq!(refused.issues(), ["password not-written-here"]);
    });
}
