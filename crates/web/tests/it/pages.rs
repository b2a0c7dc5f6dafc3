//! The pages, asked as a browser without scripts would ask for them.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use vasculum_model::Record;
use vasculum_model::names::collection_object;
use vasculum_store::{Access, Action, Purpose};
use vasculum_testkit::{on_every_engine, sqlite};

use crate::house::{House, PASSWORD, Reply, on_every_house};

impl House {
    /// Opens a page in somebody's name.
    pub(crate) fn open(&self, who: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html")], None)
    }

    /// Sends a form in somebody's name, as a browser does.
    pub(crate) fn submit(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_for(who, path, fields, "text/html")
    }

    /// Sends a form in somebody's name and asks for an answer of this kind.
    pub(crate) fn submit_for(&self, who: &str, path: &str, fields: &[(&str, &str)], accept: &str) -> Reply {
        self.submit_with(who, path, fields, &[("accept", accept)])
    }

    fn submit_with(&self, who: &str, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method("POST").uri(path);
        request = request.header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = self.tokens.get(who) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.send(request.body(Body::from(body.join("&"))).unwrap())
    }

    /// Sends a form in somebody's name with a browser that asks for a language.
    pub(crate) fn submit_in(&self, who: &str, language: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_with(who, path, fields, &[("accept", "text/html"), ("accept-language", language)])
    }

    /// A specimen of the fishes; its address.
    pub(crate) fn one_specimen(&self, number: &str) -> String {
        let made = self.make("editor", "CollectionObject", self.specimen(number));
        format!("/data/CollectionObject/{}", made["id"])
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The version that the form of a page names.
#[track_caller]
pub(crate) fn version(page: &Reply) -> String {
    let rest =
        page.text.split("name=\"version\" value=\"").nth(1).unwrap_or_else(|| panic!("no version in {}", page.text));
    rest.split('"').next().unwrap().to_owned()
}

/// What the control of this name holds.
#[track_caller]
pub(crate) fn value(page: &Reply, name: &str) -> String {
    let start = page.text.find(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {}", page.text));
    let rest = &page.text[start..];
    let tag = &rest[..rest.find('>').unwrap()];
    match tag.split(" value=\"").nth(1) {
        Some(value) => value.split('"').next().unwrap().to_owned(),
        None => rest[tag.len() + 1..].split("</textarea>").next().unwrap().trim_start_matches('\n').to_owned(),
    }
}

#[test]
fn a_form_is_saved_and_undone() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let page = house.open("editor", &path).expect(200);
        assert!(page.text.contains("000000001") && page.text.contains("form=\"record\""), "{}", page.text);
        let version = version(&page);
        let fields =
            [("version", version.as_str()), ("remarks", "Jar\r\nrelabelled <2004>"), ("catalogedDate", "v.1987")];
        let saved = house.submit("editor", &path, &fields).expect(303);
        let change = saved.header("location").split("saved=").nth(1).unwrap().to_owned();
        let page = house.open("editor", saved.header("location")).expect(200);
        assert_eq!(value(&page, "catalogedDate"), "May 1987");
        assert!(page.text.contains("Jar\nrelabelled &lt;2004&gt;"), "{}", page.text);

        let history = house.open("editor", &format!("{path}/history")).expect(200);
        assert!(history.text.contains("Cataloged date") && history.text.contains("May 1987"), "{}", history.text);
        let set = house.open("editor", &format!("/changes/{change}")).expect(200);
        assert!(set.text.contains("Undo this change?"), "{}", set.text);
        house.submit("editor", &format!("/changes/{change}/undo"), &[]).expect(303);
        let page = house.open("editor", &path).expect(200);
        assert_eq!(value(&page, "catalogedDate"), "");
    });
}

#[test]
fn saving_what_was_not_changed_changes_nothing() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let version = version(&house.open("editor", &path));
        let saved = house
            .submit("editor", &path, &[("version", &version), ("catalogNumber", "000000001"), ("remarks", "")])
            .expect(303);
        assert!(saved.header("location").contains("unchanged"), "{}", saved.header("location"));
    });
}

#[test]
fn a_refusal_keeps_what_was_typed_and_tells_the_field() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let version = version(&house.open("editor", &path));
        let fields = [
            ("version", version.as_str()),
            ("catalogedDate", "31 June 1987"),
            ("countAmt", "many"),
            ("remarks", "kept"),
        ];
        let refused = house.submit("editor", &path, &fields).expect(422);
        assert_eq!(value(&refused, "catalogedDate"), "31 June 1987");
        assert_eq!(value(&refused, "countAmt"), "many");
        assert!(refused.text.contains("There is no such day in the calendar."), "{}", refused.text);
        assert!(refused.text.contains("kept") && refused.text.contains("aria-invalid=\"true\""));
    });
}

#[test]
fn two_people_on_one_record_lose_nothing() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let version = version(&house.open("editor", &path));
        let first = [("version", version.as_str()), ("remarks", "first"), ("fieldNumber", "F 1")];
        house.submit("admin", &path, &first).expect(303);
        let second =
            [("version", version.as_str()), ("remarks", "second"), ("fieldNumber", ""), ("altCatalogNumber", "A 2")];
        let conflict = house.submit("editor", &path, &second).expect(409);
        assert_eq!(value(&conflict, "remarks"), "second", "one's own typing stands");
        assert_eq!(value(&conflict, "fieldNumber"), "F 1", "what only the other changed is taken over");
        assert_eq!(value(&conflict, "altCatalogNumber"), "A 2");
        assert!(conflict.text.contains("take:remarks"), "{}", conflict.text);
        let version = self::version(&conflict);
        let again = [
            ("version", version.as_str()),
            ("take:remarks", "theirs"),
            ("remarks", "second"),
            ("fieldNumber", "F 1"),
            ("altCatalogNumber", "A 2"),
        ];
        house.submit("editor", &path, &again).expect(303);
        let page = house.open("editor", &path);
        assert_eq!((value(&page, "remarks"), value(&page, "altCatalogNumber")), ("first".to_owned(), "A 2".to_owned()));
    });
}

#[test]
fn rows_are_added_changed_and_removed() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let version = version(&house.open("editor", &path));
        let rows = [
            ("version", version.as_str()),
            ("otherIdentifiers[0].id", ""),
            ("otherIdentifiers[0].identifier", "OLD 7"),
            ("otherIdentifiers[1].id", ""),
            ("otherIdentifiers[1].identifier", ""),
        ];
        house.submit("editor", &path, &rows).expect(303);
        let page = house.open("editor", &path);
        assert_eq!(value(&page, "otherIdentifiers[0].identifier"), "OLD 7");
        assert!(!page.text.contains("otherIdentifiers[1]"), "an empty row is no row");
        let (id, row_version) = (value(&page, "otherIdentifiers[0].id"), value(&page, "otherIdentifiers[0].version"));
        let version = self::version(&page);
        let removed = [
            ("version", version.as_str()),
            ("otherIdentifiers[0].id", id.as_str()),
            ("otherIdentifiers[0].version", row_version.as_str()),
            ("otherIdentifiers[0].identifier", "OLD 7"),
            ("otherIdentifiers[0].remove", "yes"),
        ];
        house.submit("editor", &path, &removed).expect(303);
        let left = house.call("editor", "GET", "/api/v1/OtherIdentifier", None).expect(200).json();
        assert_eq!(left["records"].as_array().map(Vec::len), Some(0));
    });
}

#[test]
fn a_link_is_found_by_what_was_typed() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        house.make(
            "admin",
            "Agent",
            json!({ "agentType": 1, "lastName": "Oduya", "firstName": "Miriam", "division": house.fish.division }),
        );
        let found = house.open("editor", "/lookup/Agent?q=odu").expect(200).json();
        assert!(found["found"][0]["text"].as_str().unwrap().contains("Oduya"), "{found}");
        let version = version(&house.open("editor", &path));
        let fields = [("version", version.as_str()), ("cataloger", ""), ("cataloger.text", "oduya")];
        house.submit("editor", &path, &fields).expect(303);
        let page = house.open("editor", &path);
        assert!(value(&page, "cataloger.text").contains("Oduya"));
        let version = self::version(&page);
        let unknown = [("version", version.as_str()), ("cataloger", ""), ("cataloger.text", "Nobody At All")];
        let refused = house.submit("editor", &path, &unknown).expect(422);
        assert!(refused.text.contains("There is no agent ‘Nobody At All’."), "{}", refused.text);
    });
}

#[test]
fn a_new_record_is_made_by_its_form() {
    on_every_house(|house| {
        let form = house.open("editor", "/data/Locality/new").expect(200);
        assert!(form.text.contains("New locality"), "{}", form.text);
        let made = house
            .submit("editor", "/data/Locality", &[("localityName", "Danube at Hainburg"), ("srcLatLongUnit", "0")])
            .expect(303);
        let page = house.open("editor", made.header("location")).expect(200);
        assert_eq!(value(&page, "localityName"), "Danube at Hainburg");
        let refused = house.submit("editor", "/data/Locality", &[("localityName", "")]).expect(422);
        assert!(refused.text.contains("Locality name is needed."), "{}", refused.text);
    });
}

#[test]
fn deleting_tells_what_stands_in_the_way_and_can_be_undone() {
    on_every_house(|house| {
        let place = house.make(
            "editor",
            "Locality",
            json!({ "localityName": "Pond", "srcLatLongUnit": 0, "discipline": house.fish.discipline }),
        );
        let path = format!("/data/Locality/{}", place["id"]);
        let event = house.make(
            "editor",
            "CollectingEvent",
            json!({ "locality": place["id"], "discipline": house.fish.discipline }),
        );
        let asked = house.open("editor", &format!("{path}/delete")).expect(200);
        assert!(asked.text.contains("1 collecting event"), "{}", asked.text);
        house.submit("editor", &format!("{path}/delete"), &[]).expect(409);

        let path = format!("/data/CollectingEvent/{}", event["id"]);
        let gone = house.submit("editor", &format!("{path}/delete"), &[]).expect(303);
        house.open("editor", &path).expect(404);
        let change = gone.header("location").split("deleted=").nth(1).unwrap().to_owned();
        let list = house.open("editor", gone.header("location")).expect(200);
        assert!(list.text.contains(&format!("/changes/{change}/undo")));
        house.submit("editor", &format!("/changes/{change}/undo"), &[]).expect(303);
        house.open("editor", &path).expect(200);
    });
}

#[test]
fn a_reader_sees_but_can_not_save() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        let page = house.open("reader", &path).expect(200);
        assert!(!page.text.contains("data-save"), "no button to save with");
        assert!(page.text.contains("Read only") && page.text.contains("readonly"));
        house.submit("reader", &path, &[("remarks", "x")]).expect(403);
        house.submit("reader", &format!("{path}/delete"), &[]).expect(403);
        house.open("reader", &format!("{path}/delete")).expect(403);
        house.open("reader", "/data/CollectionObject/new").expect(403);
        house.submit("looker", &path, &[("remarks", "x")]).expect(403);
        let list = house.open("reader", "/data/CollectionObject").expect(200);
        assert!(!list.text.contains("/data/CollectionObject/new"));
        assert!(!list.text.contains("/admin/users"), "no way to where they may not go");
    });
}

#[test]
fn a_stranger_to_the_collection_finds_nothing() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        for tail in ["", "/history", "/delete"] {
            house.open("botanist", &format!("{path}{tail}")).expect(404);
        }
        house.submit("botanist", &path, &[("remarks", "x")]).expect(404);
        house.submit("botanist", &format!("{path}/delete"), &[]).expect(404);
        let list = house.open("botanist", "/data/CollectionObject?q=000000001").expect(200);
        assert!(list.text.contains("Nothing found"));
    });
}

#[test]
fn a_refusal_is_told_in_the_words_of_pages() {
    on_every_house(|house| {
        let list = house.open("stranger", "/data/CollectionObject").expect(403);
        assert!(list.text.contains("You have no right to read records of collection objects."), "{}", list.text);
        let users = house.open("stranger", "/admin/users").expect(403);
        assert!(users.text.contains("This needs the right to read ‘Which roles a user holds’."), "{}", users.text);
        assert!(users.text.contains("Ask somebody who manages the users of your institution."));
        let record = house.open("reader", "/data/CollectionObject/999999").expect(404);
        assert!(record.text.contains("There is no collection object 999999 that you may see."), "{}", record.text);
        let home = house.open("stranger", "/").expect(200);
        assert!(home.text.contains("No collection is open to you yet"), "{}", home.text);
        // Programs go on reading the names of the model.
        let program = house.call("stranger", "GET", "/api/v1/CollectionObject", None).expect(403);
        assert_eq!(program.json()["detail"], "You have no right to read records of CollectionObject.");
    });
}

#[test]
fn a_list_is_filtered_ordered_and_paged() {
    let fresh = sqlite();
    let house = House::new(&fresh);
    for nth in 1..=60 {
        house.one_specimen(&format!("{nth:09}"));
    }
    let first = house.open("reader", "/data/CollectionObject").expect(200);
    assert!(first.text.contains("1–50 of 60"), "{}", first.text);
    let next = first
        .text
        .split("rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let second = house.open("reader", &next).expect(200);
    assert!(second.text.contains("51–60 of 60") && second.text.contains("000000060"), "{}", second.text);
    let down = house.open("reader", "/data/CollectionObject?sort=-catalogNumber&filter=catalogNumber~5").expect(200);
    assert!(down.text.contains("Catalog number contains 5"), "{}", down.text);
    assert!(down.text.find("000000059").unwrap() < down.text.find("000000005").unwrap());
    let sent = house.open("reader", "/data/CollectionObject?q=&field=catalogNumber&op=%3D&value=000000007").expect(303);
    assert_eq!(sent.header("location"), "/data/CollectionObject?filter=catalogNumber%3D000000007");
    let wrong = house.open("reader", "/data/CollectionObject?filter=nothing%3D1").expect(422);
    assert!(wrong.text.contains("has no ‘nothing’") && !wrong.text.contains("000000001"));
}

#[test]
fn what_is_common_is_shown_at_once_and_counted_beside() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let made = fresh.database.write(&Access::system("test"), Purpose::new("test", "Many"), |tx| {
            let grant = tx.may(Action::Create, collection_object::TABLE)?;
            for nth in 1..=10_060 {
                let record = Record::new(collection_object::TABLE)
                    .with(collection_object::COLLECTION, house.fish.collection)
                    .with(collection_object::CATALOG_NUMBER, format!("W-{nth:05}"));
                tx.insert(&grant, record)?;
            }
            Ok(())
        });
        made.unwrap();
        let first = house.open("reader", "/data/CollectionObject?q=w-").expect(200);
        assert!(first.text.contains("more than 50 found") && first.text.contains("W-00050"), "{}", first.text);
        let beside = between(&first.text, "hx-get=\"", "\"").replace("&amp;", "&");
        assert!(house.open("reader", &beside).expect(200).text.contains("10,060 found"));
        let without_script = between(&first.text, "class=\"subtitle\" href=\"", "\"").replace("&amp;", "&");
        assert!(house.open("reader", &without_script).expect(200).text.contains("1–50 of 10,060"));
        let next = first.text.split("rel=\"next\"").next().unwrap();
        let next = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let second = house.open("reader", &next).expect(200);
        assert!(second.text.contains("more than 100 found") && second.text.contains("W-00100"), "{}", second.text);
        let few = house.open("reader", "/data/CollectionObject?q=w-0006").expect(200);
        assert!(few.text.contains("10 found"), "{}", few.text);
        house.open("stranger", &beside).expect(403);
    });
}

/// What stands between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split(before).nth(1).and_then(|rest| rest.split(after).next()).expect("it is there")
}

#[test]
fn one_signs_in_and_out() {
    on_every_house(|house| {
        let asked = house.open("nobody", "/data/Taxon?q=a").expect(303);
        assert_eq!(asked.header("location"), "/sign-in?next=/data/Taxon%3Fq%3Da");
        let wrong = house.submit("nobody", "/sign-in", &[("name", "editor"), ("password", "wrong")]).expect(422);
        assert_eq!(value(&wrong, "name"), "editor");
        assert_eq!(value(&wrong, "password"), "");
        let fields = [("name", "editor"), ("password", PASSWORD)];
        let done = house.submit("nobody", "/sign-in?next=/data/Taxon%3Fq%3Da", &fields).expect(303);
        assert_eq!(done.header("location"), "/data/Taxon?q=a");
        assert!(done.header("set-cookie").contains("HttpOnly"));
        let elsewhere = house.submit("nobody", "/sign-in?next=//evil.org", &fields).expect(303);
        assert_eq!(elsewhere.header("location"), "/");
    });
}

#[test]
fn every_page_of_every_table_answers() {
    let fresh = sqlite();
    let house = House::new(&fresh);
    for table in vasculum_model::model().tables().filter(|table| table.is_shown()) {
        house.open("admin", &format!("/data/{}", table.name)).expect(200);
        house.open("admin", &format!("/data/{}/new?all=1", table.name)).expect(200);
        let first = house.call("admin", "GET", &format!("/api/v1/{}?limit=1&collection=fish", table.name), None).json();
        if let Some(id) = first["records"][0]["id"].as_i64() {
            house.open("admin", &format!("/data/{}/{id}?all=1", table.name)).expect(200);
        }
    }
    for path in
        ["/", "/data", "/account", "/changes", "/admin/users", "/admin/users/new", "/collection", "/search?q=fish"]
    {
        let page = house.open("admin", path).expect(200);
        for forbidden in [" style=", " onclick=", "<script>"] {
            assert!(!page.text.contains(forbidden), "{forbidden} in {path}");
        }
    }
    let lost = house.open("admin", "/data/Nothing").expect(404);
    assert!(lost.text.contains("class=\"rail\""), "a refusal stands in the frame");
}

#[test]
fn users_get_roles_from_whoever_manages_them() {
    on_every_house(|house| {
        house.open("editor", "/admin/users").expect(403);
        let made =
            house.submit("admin", "/admin/users", &[("name", "nina"), ("password", "a wet spruce tree")]).expect(303);
        let path = made.header("location").split('?').next().unwrap().to_owned();
        let library = format!("{}:Read-Only Access", house.fish.collection);
        let collection = house.fish.collection.to_string();
        let roles = [("enter", collection.as_str()), ("library", library.as_str())];
        let before = house.open("admin", &path).expect(200);
        assert!(before.text.contains("nina") && before.text.contains("Read-Only Access"));
        house.submit("admin", &format!("{path}/roles"), &roles).expect(303);
        let weak = house.submit("admin", "/admin/users", &[("name", "nina"), ("password", "x")]).expect(422);
        assert_eq!(value(&weak, "name"), "nina");
        house.submit("editor", &format!("{path}/roles"), &roles).expect(403);
    });
}

#[test]
fn a_token_that_may_only_look_makes_none_that_may_more() {
    on_every_house(|house| {
        let fields = [("name", "more"), ("scope", "write"), ("days", "0")];
        house.submit("looker", "/account/tokens", &fields).expect(403);
        let made = house.submit("editor", "/account/tokens", &fields).expect(200);
        assert!(made.text.contains("vsc_"), "it is shown once");
        let page = house.open("editor", "/account").expect(200);
        assert!(page.text.contains("more") && !page.text.contains("vsc_"));
    });
}
