//! The editors below `/system`.

use serde_json::json;

use crate::house::{House, on_every_house};

/// The address that a saved form leads to, without what was done.
#[track_caller]
fn saved(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let saved = house.submit(who, path, fields).expect(303);
    saved.header("location").split('?').next().unwrap().to_owned()
}

/// The address of the pick list of this name.
fn list_named(house: &House, name: &str) -> String {
    format!("/system/pick-lists/{}", house.first_id(&format!("/api/v1/PickList?filter=name={name}&collection=fish")))
}

#[test]
fn the_overview_leads_to_what_one_may_see() {
    on_every_house(|house| {
        let page = house.open("editor", "/system").expect(200);
        for part in ["pick-lists", "formats", "number-formats", "uniqueness", "web-links"] {
            assert!(page.text.contains(&format!("/system/{part}")), "{part} in {}", page.text);
            house.open("editor", &format!("/system/{part}")).expect(200);
        }
        assert!(!house.open("stranger", "/system").expect(200).text.contains("pick-lists"));
    });
}

#[test]
fn a_pick_list_is_edited_and_offered_by_forms() {
    on_every_house(|house| {
        let status = list_named(house, "TypeStatus");
        let page = house.open("editor", &status).expect(200);
        assert!(
            page.text.contains("value=\"Holotype\"") && page.text.contains("Came with the program"),
            "{}",
            page.text
        );
        assert!(page.text.contains("Determinations"), "where it is used: {}", page.text);
        let made = saved(
            house,
            "editor",
            "/system/pick-lists",
            &[
                ("name", "Colour"),
                ("type", "0"),
                ("sortType", "2"),
                ("items[0].title", "red"),
                ("items[0].order", "2"),
                ("text", "b = blue\nred"),
            ],
        );
        let page = house.open("editor", &made).expect(200).text;
        assert!(page.find("value=\"red\"") < page.find("value=\"blue\""), "{page}");
        let twice = [("name", "Colour"), ("type", "0"), ("items[0].title", "a"), ("items[1].title", "A")];
        let refused = house.submit("editor", &made, &twice).expect(422);
        assert!(refused.text.contains("‘A’ stands in the list twice."), "{}", refused.text);
        let added = [("value", "Kleptotype"), ("inline", "yes")];
        assert_eq!(house.submit("editor", &format!("{status}/values"), &added).expect(200).text, "Kleptotype");
        house.submit("reader", &format!("{status}/values"), &added).expect(403);
        let object = house.make("editor", "CollectionObject", {
            let mut body = house.specimen("000000001");
            body["determinations"] = json!([{ "isCurrent": true, "typeStatusName": "Holotype" }]);
            body
        });
        let form = house.open("editor", &format!("/data/CollectionObject/{}", object["id"])).expect(200);
        assert!(
            form.text.contains("value=\"Kleptotype\"") && form.text.contains(&format!("{status}/values")),
            "{}",
            form.text
        );
        house.submit("editor", &format!("{status}/delete"), &[]).expect(422);
        saved(house, "editor", &format!("{made}/delete"), &[]);
        house.open("editor", &made).expect(404);
    });
}

#[test]
fn a_record_format_shows_what_it_does_before_it_is_saved() {
    on_every_house(|house| {
        let made = house.make(
            "editor",
            "Agent",
            json!({ "agentType": 1, "lastName": "Artedi", "firstName": "Petrus", "division": house.fish.division }),
        );
        let agent = format!("/data/Agent/{}", made["id"]);
        let path = "/system/formats/Agent";
        assert!(house.open("editor", path).expect(200).text.contains("as shipped"));
        let own = [
            ("switch", ""),
            ("cases[0].value", ""),
            ("cases[0].template", "{firstName} {lastName}"),
            ("separator", "; "),
        ];
        let examples = house.submit("editor", &format!("{path}/examples"), &own).expect(200);
        assert!(
            examples.text.contains("Petrus Artedi") && examples.text.contains("now: Artedi, Petrus"),
            "{}",
            examples.text
        );
        let odd = [("cases[0].template", "Dr. {lastNames}")];
        let refused = house.submit("editor", path, &odd).expect(422);
        assert!(refused.text.contains("Character 6: Agent has no ‘lastNames’."), "{}", refused.text);
        saved(house, "editor", path, &own);
        assert!(house.open("editor", path).expect(200).text.contains("of this discipline"));
        assert!(house.open("editor", &agent).expect(200).text.contains("Petrus Artedi"));
        let elsewhere = house.open("botanist", "/system/formats/Agent").expect(200);
        assert!(elsewhere.text.contains("as shipped"), "it counts in its discipline alone");
        house.submit("reader", path, &own).expect(403);
        saved(house, "editor", &format!("{path}/reset"), &[]);
        assert!(house.open("editor", &agent).expect(200).text.contains("Artedi, Petrus"));
    });
}

#[test]
fn a_table_has_further_formats_and_a_link_is_shown_by_one_of_them() {
    on_every_house(|house| {
        let made = house.make(
            "editor",
            "Agent",
            json!({ "agentType": 1, "lastName": "Artedi", "firstName": "Petrus", "division": house.fish.division }),
        );
        let mut object = house.specimen("000000001");
        object["cataloger"] = made["id"].clone();
        let object = house.make("editor", "CollectionObject", object);
        let (path, object) = ("/system/formats/Agent", format!("/data/CollectionObject/{}", object["id"]));
        let new = house.open("admin", &format!("{path}?new=yes")).expect(200).text;
        assert!(
            new.contains("name=\"name\"") && new.contains("value=\"yes\"") && !new.contains("name=\"separator\""),
            "{new}"
        );
        let short = [
            ("new", "yes"),
            ("name", "short"),
            ("everywhere", "yes"),
            ("cases[0].template", "{lastName}: {firstName}"),
        ];
        let nameless = house.submit("admin", path, &[short[0], ("name", ""), short[3]]).expect(422);
        assert!(nameless.text.contains("A format needs a name."), "{}", nameless.text);
        saved(house, "admin", path, &short);
        let twice = house.submit("admin", path, &short).expect(422);
        assert!(twice.text.contains("has a format ‘short’ already"), "{}", twice.text);
        let page = house.open("admin", &format!("{path}?name=short")).expect(200).text;
        assert!(page.contains("{lastName}: {firstName}") && page.contains("Artedi: Petrus"), "{page}");
        assert!(house.open("admin", path).expect(200).text.contains("?name=short"), "the usual one leads to it");
        house.open("admin", &format!("{path}?name=none")).expect(404);

        let captions = "/system/schema/CollectionObject?language=en";
        let page = house.open("admin", captions).expect(200).text;
        let choice = page.split("name=\"cataloger.format\"").nth(1).unwrap().split("</select>").next().unwrap();
        assert!(choice.contains("short"), "{choice}");
        assert!(house.open("editor", &object).expect(200).text.contains("Artedi, Petrus"));
        house.submit("admin", captions, &[("cataloger.format", "short")]).expect(303);
        let page = house.open("editor", &object).expect(200);
        assert!(page.text.contains("value=\"Artedi: Petrus\""), "{}", page.text);
        let found = house.call("editor", "GET", "/lookup/Agent?q=artedi&for=CollectionObject.cataloger", None);
        assert_eq!(found.expect(200).json()["found"][0]["text"], "Artedi: Petrus");
        // Saved with what is shown, or with what the list of another field offers, it is the same person.
        for text in ["Artedi: Petrus", "Artedi, Petrus"] {
            let version = crate::pages::version(&house.open("editor", &object).expect(200));
            let id = made["id"].to_string();
            let fields = [("version", &*version), ("cataloger", &*id), ("cataloger.text", text), ("remarks", text)];
            house.submit("editor", &object, &fields).expect(303);
            let api = house.call("editor", "GET", &object.replace("/data", "/api/v1"), None).expect(200).json();
            assert_eq!(api["cataloger"], made["id"]);
        }
        let determination = json!({ "collectionObject": object.rsplit('/').next().unwrap().parse::<i64>().unwrap(), "determiner": made["id"] });
        house.make("editor", "Determination", determination);
        assert!(house.open("editor", "/data/Determination").expect(200).text.contains("Artedi, Petrus"));
        let of_lists = "/system/schema/Determination?language=en";
        house.submit("admin", of_lists, &[("determiner.format", "short")]).expect(303);
        let list = house.open("editor", "/data/Determination").expect(200).text;
        assert!(list.contains("Artedi: Petrus"), "{list}");
        house.submit("admin", of_lists, &[("determiner.format", "")]).expect(303);
        let kept = house.submit("admin", &format!("{path}/reset"), &[("name", "short")]).expect(422);
        assert!(kept.text.contains("CollectionObject.cataloger"), "{}", kept.text);
        house.submit("admin", captions, &[("cataloger.format", "")]).expect(303);
        saved(house, "admin", &format!("{path}/reset"), &[("name", "short")]);
        house.open("admin", &format!("{path}?name=short")).expect(404);
    });
}

#[test]
fn a_number_format_is_tried_on_the_collection_and_chosen() {
    on_every_house(|house| {
        house.make("editor", "CollectionObject", house.specimen("000000007"));
        let fields = [("name", "Fish"), ("pattern", "\"F-\",numeric(4)"), ("title", "For fishes")];
        let tried =
            house.submit("editor", "/system/number-formats", &[&fields[..], &[("try", "yes")]].concat()).expect(200);
        assert!(
            tried.text.contains("F-####") && tried.text.contains("F-0001") && tried.text.contains("000000007"),
            "{}",
            tried.text
        );
        let odd = [("name", "Fish"), ("pattern", "numbers(4)")];
        let refused = house.submit("editor", "/system/number-formats", &odd).expect(422);
        assert!(refused.text.contains("‘numbers(4)’ is no part of a number format."), "{}", refused.text);
        let made = saved(house, "editor", "/system/number-formats", &fields);
        let place = house.fish.collection.to_string();
        let choice = [("collection", place.as_str()), ("format", "Fish")];
        saved(house, "admin", "/system/number-formats/collections", &choice);
        let list = house.open("admin", "/system/number-formats").expect(200);
        assert!(list.text.contains("F-0001"), "{}", list.text);
        house.submit("editor", &format!("{made}/delete"), &[]).expect(422);
        house.submit("reader", "/system/number-formats/collections", &choice).expect(403);
    });
}

#[test]
fn a_uniqueness_rule_is_saved_when_nothing_breaks_it() {
    on_every_house(|house| {
        for (number, field) in [("000000001", "F 1"), ("000000002", "f 1"), ("000000003", "F 2")] {
            let mut body = house.specimen(number);
            body["fieldNumber"] = json!(field);
            house.make("editor", "CollectionObject", body);
        }
        assert!(house.open("editor", "/system/uniqueness/new").expect(200).text.contains("new?table=CollectionObject"));
        house.open("editor", "/system/uniqueness/new?table=CollectionObject").expect(200);
        let rule = [("table", "CollectionObject"), ("field[0]", "fieldNumber"), ("scope[0]", "collection")];
        let refused = house.submit("editor", "/system/uniqueness", &rule).expect(409);
        assert!(refused.text.contains("1 value stands more than once"), "{}", refused.text);
        let href = "/data/CollectionObject?filter=fieldNumber%5EF%201";
        assert!(refused.text.contains(href), "{}", refused.text);
        assert!(house.open("editor", href).expect(200).text.contains("000000002"));
        let id = house.first_id("/api/v1/CollectionObject?filter=catalogNumber=000000002&collection=fish");
        let body = json!({ "fieldNumber": "F 3" });
        house.call("editor", "PATCH", &format!("/api/v1/CollectionObject/{id}"), Some(body)).expect(200);
        let made = saved(house, "editor", "/system/uniqueness", &rule);
        let mut again = house.specimen("000000004");
        again["fieldNumber"] = json!("F 2");
        house.call("editor", "POST", "/api/v1/CollectionObject", Some(again.clone())).expect(422);
        saved(house, "editor", &format!("{made}/delete"), &[]);
        house.call("editor", "POST", "/api/v1/CollectionObject", Some(again)).expect(201);
        let wide = [("table", "CollectionObject"), ("field[0]", "text1")];
        house.submit("editor", "/system/uniqueness", &wide).expect(403);
    });
}

#[test]
fn a_web_link_stands_beside_its_field() {
    on_every_house(|house| {
        let made = house.make(
            "editor",
            "Agent",
            json!({ "agentType": 1, "lastName": "Artedi", "division": house.fish.division }),
        );
        assert!(house.open("editor", "/system/web-links").expect(200).text.contains("Bionomia"));
        house.open("editor", "/system/web-links/new?preset=0").expect(200);
        let address = "https://example.org/who?name={lastName}";
        let fields = [("name", "Who"), ("table", "Agent"), ("field", "lastName"), ("address", address)];
        let tried = house.submit("editor", "/system/web-links", &[&fields[..], &[("try", "yes")]].concat()).expect(200);
        assert!(tried.text.contains("https://example.org/who?name=Artedi"), "{}", tried.text);
        let odd = [("name", "Who"), ("table", "Agent"), ("address", "javascript:{lastName}")];
        house.submit("editor", "/system/web-links", &odd).expect(422);
        let link = saved(house, "editor", "/system/web-links", &fields);
        let page = house.open("editor", &format!("/data/Agent/{}", made["id"])).expect(200);
        assert!(page.text.contains("href=\"https://example.org/who?name=Artedi\""), "{}", page.text);
        saved(house, "editor", &format!("{link}/delete"), &[]);
        house.open("editor", &link).expect(404);
    });
}

#[test]
fn an_own_field_is_in_forms_lists_and_the_api_the_moment_it_is_saved() {
    on_every_house(|house| {
        house.open("admin", "/system/fields").expect(200);
        let new =
            [("caption", "Soil type"), ("tableName", "CollectionObject"), ("kind", "text"), ("about", "As felt.")];
        house.submit("editor", "/system/fields", &new).expect(403);
        let made = saved(house, "admin", "/system/fields", &new);
        let host = [("caption", "Host"), ("tableName", "CollectionObject"), ("kind", "link"), ("linksTo", "Taxon")];
        saved(house, "admin", "/system/fields", &host);
        let page = house.open("admin", &made).expect(200).text;
        assert!(page.contains("xSoilType") && page.contains("No record has a value in it."), "{page}");
        // The same tab of somebody else: the form asks for it, under its caption, with what it means.
        let form = house.open("editor", "/data/CollectionObject/new").expect(200).text;
        assert!(
            form.contains("name=\"xSoilType\"") && form.contains("Soil type") && form.contains("As felt."),
            "{form}"
        );
        assert!(form.contains("name=\"xHost\""), "{form}");
        let object = house.make("editor", "CollectionObject", {
            let mut body = house.specimen("000000071");
            body["xSoilType"] = json!("loam");
            body
        });
        assert_eq!(object["xSoilType"], "loam");
        let path = format!("/data/CollectionObject/{}", object["id"]);
        let version = object["version"].to_string();
        house.submit("editor", &path, &[("version", version.as_str()), ("xSoilType", "clay")]).expect(303);
        let list = house.open("reader", "/data/CollectionObject?filter=xSoilType~cla").expect(200).text;
        assert!(list.contains("clay") && list.contains("Soil type"), "{list}");
        let found = house.call(
            "reader",
            "GET",
            "/api/v1/CollectionObject?filter=xSoilType=clay&fields=xSoilType&collection=fish",
            None,
        );
        assert_eq!(found.expect(200).json()["records"][0]["xSoilType"], "clay");
        let description = house.call("reader", "GET", "/api/openapi.json", None).expect(200).json();
        let schemas = &description["components"]["schemas"];
        assert_eq!(schemas["CollectionObject"]["properties"]["xSoilType"]["description"], "As felt.");
        assert!(schemas["CollectionObjectWrite"]["properties"]["xHost"].is_object());
        // What can’t be is said at its place, and what was typed is kept.
        let wrong = [("caption", "Ґрунт"), ("tableName", "CollectionObject"), ("kind", "text")];
        let refused = house.submit("admin", "/system/fields", &wrong).expect(422).text;
        assert!(refused.contains("No name can be made of this caption.") && refused.contains("Ґрунт"), "{refused}");
        let named = [("version", "1"), ("caption", "Soil"), ("about", "By hand.")];
        house.submit("admin", &made, &named).expect(303);
        assert!(house.open("editor", &path).expect(200).text.contains("By hand."));
        assert!(house.open("admin", &made).expect(200).text.contains("1 record has a value in it."));
        house.submit("admin", &format!("{made}/delete"), &[]).expect(303);
        assert!(!house.open("editor", &path).expect(200).text.contains("xSoilType"));
        let gone = house.call("reader", "GET", "/api/v1/CollectionObject?filter=xSoilType=clay", None);
        gone.expect(422);
    });
}
