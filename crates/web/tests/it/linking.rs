//! Links, duplicates and addresses that keep, as a browser without scripts asks for them.

use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

impl House {
    fn look(&self, who: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html")], None)
    }

    fn person(&self, last: &str, first: &str) -> Json {
        let body = json!({ "agentType": 1, "lastName": last, "firstName": first, "division": self.fish.division });
        self.make("admin", "Agent", body)
    }
}

#[test]
fn a_person_is_offered_with_what_tells_them_apart() {
    on_every_house(|house| {
        house.make(
            "admin",
            "Agent",
            json!({ "agentType": 1, "lastName": "Müller", "firstName": "Johannes", "dateOfBirth": "1801-07-14",
                    "dateOfDeath": "1858-04-28", "division": house.fish.division }),
        );
        let found = house.look("editor", "/lookup/Agent?q=johan+mull").expect(200).json();
        assert_eq!(found["found"][0]["text"], "Müller, Johannes");
        assert_eq!(found["found"][0]["context"], "Person · 1801–1858");
        let slip = house.look("editor", "/lookup/Agent?q=Mulller").expect(200).json();
        assert_eq!(slip["found"][0]["text"], "Müller, Johannes");
        assert_eq!(slip["more"], "");
        let none = house.look("editor", "/lookup/Agent?q=Nobody").expect(200).json();
        assert_eq!(none["found"], json!([]));
    });
}

#[test]
fn duplicates_are_merged_beside_each_other_and_their_addresses_keep() {
    on_every_house(|house| {
        let (one, other) = (house.person("Linné", "Carl"), house.person("Linnaeus", "Carolus"));
        let mut object = house.specimen("000000001");
        object["cataloger"] = other["id"].clone();
        let object = house.make("editor", "CollectionObject", object);
        let page = house.look("admin", &format!("/data/Agent/merge?ids={},{}", one["id"], other["id"])).expect(200);
        for expected in ["Carolus", "Linnaeus", "field:lastName", "1 collection object", "as cataloger"] {
            assert!(page.text.contains(expected), "{expected} in {}", page.text);
        }
        let (keep, gone) = (one["id"].to_string(), other["id"].to_string());
        let ids = format!("{keep},{gone}");
        let version = format!("version:{keep}");
        let fields = [("ids", ids.as_str()), ("keep", &keep), ("field:firstName", &gone), (&version, "1")];
        let done = house.submit_for("admin", "/data/Agent/merge", &fields, "text/html").expect(303);
        assert!(
            done.header("location").starts_with(&format!("/data/Agent/{keep}?saved=")),
            "{}",
            done.header("location")
        );
        let stays = house.call("admin", "GET", &format!("/api/v1/Agent/{keep}"), None).expect(200).json();
        assert_eq!((&stays["lastName"], &stays["firstName"]), (&json!("Linné"), &json!("Carolus")));
        let object = house.call("admin", "GET", &format!("/api/v1/CollectionObject/{}", object["id"]), None).json();
        assert_eq!(object["cataloger"], one["id"]);

        let guid = other["guid"].as_str().unwrap();
        let by_guid = house.look("editor", &format!("/guid/{guid}")).expect(303);
        assert_eq!(by_guid.header("location"), format!("/data/Agent/{keep}"));
        let api = house.call("editor", "GET", &format!("/api/v1/Agent/guid/{guid}"), None).expect(200).json();
        assert_eq!(api["id"], one["id"]);
        let by_id = house.look("editor", &format!("/data/Agent/{gone}")).expect(303);
        assert_eq!(by_id.header("location"), format!("/data/Agent/{keep}"));

        let change = done.header("location").split("saved=").nth(1).unwrap();
        house.submit_for("admin", &format!("/changes/{change}/undo"), &[], "text/html").expect(303);
        house.look("editor", &format!("/data/Agent/{gone}")).expect(200);
    });
}

#[test]
fn what_cannot_be_merged_says_why() {
    on_every_house(|house| {
        let one = house.person("Alone", "");
        let id = one["id"].to_string();
        let page = house.look("admin", &format!("/data/Agent/merge?ids={id}")).expect(200);
        assert!(page.text.contains("With which record"), "{}", page.text);
        house.person("Beside", "B");
        let page = house.look("admin", &format!("/data/Agent/merge?ids={id}&add=&add.text=besid")).expect(200);
        assert!(page.text.contains("Beside") && page.text.contains("name=\"keep\""), "{}", page.text);
        let unknown = house.look("admin", &format!("/data/Agent/merge?ids={id}&add=&add.text=Qwertz")).expect(200);
        assert!(unknown.text.contains("‘Qwertz’"), "{}", unknown.text);
        let refused =
            house.submit_for("admin", "/data/Agent/merge", &[("ids", &id), ("keep", &id)], "text/html").expect(422);
        assert!(refused.text.contains("at least two"), "{}", refused.text);
        house.look("reader", &format!("/data/Agent/merge?ids={id}")).expect(403);
        house.look("admin", "/data/Collection/merge?ids=1,2").expect(422);
    });
}

#[test]
fn an_object_has_addresses_that_keep() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000017"));
        let path = format!("/data/CollectionObject/{}", made["id"]);
        for address in
            ["/collection/fish/000000017", "/collection/FISH/17", &format!("/guid/{}", made["guid"].as_str().unwrap())]
        {
            assert_eq!(house.look("reader", address).expect(303).header("location"), path, "{address}");
            house.look("botanist", address).expect(404);
        }
        house.look("reader", "/collection/fish/18").expect(404);
        house.look("reader", "/collection/birds/17").expect(404);
        let page = house.look("editor", &path).expect(200);
        assert!(
            page.text.contains("/collection/fish/000000017") && page.text.contains("data-copy=\"/guid/"),
            "{}",
            page.text
        );
    });
}

#[test]
fn what_blocks_a_deletion_shows_a_way_on() {
    on_every_house(|house| {
        let person = house.person("Busy", "B");
        let mut object = house.specimen("000000001");
        object["cataloger"] = person["id"].clone();
        house.make("editor", "CollectionObject", object);
        let asked = house.look("admin", &format!("/data/Agent/{}/delete", person["id"])).expect(200);
        assert!(asked.text.contains(&format!("/data/Agent/merge?ids={}", person["id"])), "{}", asked.text);
        assert!(asked.text.contains(&format!("filter=cataloger%3D{}", person["id"])), "{}", asked.text);
    });
}

#[test]
fn a_form_is_left_for_a_record_and_found_again_as_it_was() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        let path = format!("/data/CollectionObject/{}", made["id"]);
        let page = house.look("editor", &path).expect(200);
        assert!(
            page.text.contains("value=\"make:cataloger\"") && page.text.contains("data-choose-url"),
            "{}",
            page.text
        );
        let typed = [
            ("version", "1"),
            ("remarks", "half a sentence"),
            ("cataloger", ""),
            ("cataloger.text", "Oduya"),
            ("go", "make:cataloger"),
        ];
        let left = house.submit_for("editor", &path, &typed, "text/html").expect(303);
        let form = left.header("location").to_owned();
        assert!(form.starts_with("/data/Agent/new?errand=") && form.ends_with("&text=Oduya"), "{form}");
        let page = house.look("editor", &form).expect(200);
        assert!(page.text.contains("value=\"Oduya\""), "{}", page.text);
        let action = page.text.split("action=\"/data/Agent?errand=").nth(1).unwrap().split('"').next().unwrap();
        let fields = [("lastName", "Oduya"), ("firstName", "Miriam"), ("agentType", "1")];
        let done =
            house.submit_for("editor", &format!("/data/Agent?errand={action}"), &fields, "text/html").expect(303);
        assert!(done.header("location").starts_with("/parked/"), "{}", done.header("location"));
        let back = house.look("editor", done.header("location")).expect(200);
        assert!(
            back.text.contains("half a sentence") && back.text.contains("value=\"Oduya, Miriam\""),
            "{}",
            back.text
        );
        house.look("admin", done.header("location")).expect(404);
        house.look("editor", "/parked/0000").expect(404);
    });
}

#[test]
fn a_record_is_looked_for_in_the_whole_list_and_brought_back() {
    on_every_house(|house| {
        let person = house.person("Oduya", "Miriam");
        let new = [("cataloger", ""), ("cataloger.text", "odu"), ("remarks", "new one"), ("go", "choose:cataloger")];
        let left = house.submit_for("editor", "/data/CollectionObject", &new, "text/html").expect(303);
        let list = house.look("editor", left.header("location")).expect(200);
        assert!(list.text.contains("Choose from agents") && list.text.contains("name=\"errand\""), "{}", list.text);
        let pick = list.text.split("href=\"/parked/").find(|rest| rest.contains("?picked=")).unwrap();
        let pick = format!("/parked/{}", pick.split('"').next().unwrap());
        assert!(pick.ends_with(&format!("?picked={}", person["id"])), "{pick}");
        let back = house.look("editor", &pick).expect(200);
        assert!(back.text.contains("new one") && back.text.contains("value=\"Oduya, Miriam\""), "{}", back.text);
        let drawer = house.look("editor", "/data/Agent?errand=drawer&for=CollectionObject.cataloger").expect(200);
        assert!(drawer.text.contains(&format!("href=\"/picked/Agent/{}\"", person["id"])), "{}", drawer.text);
        let told = house.look("editor", &format!("/picked/Agent/{}", person["id"])).expect(200);
        assert!(told.text.contains("data-text=\"Oduya, Miriam\""), "{}", told.text);
    });
}

#[test]
fn many_objects_are_identified_by_their_numbers() {
    on_every_house(|house| {
        let made: Vec<Json> =
            (1..=4).map(|nth| house.make("editor", "CollectionObject", house.specimen(&format!("{nth:09}")))).collect();
        house.look("editor", "/tools/identify").expect(200);
        house.look("reader", "/tools/identify").expect(403);
        let numbers = ("numbers", "1-3\n77, A-12");
        let preview = house.submit_for("editor", "/tools/identify", &[numbers], "text/html").expect(200);
        for expected in ["000000001", "000000003", "2 entries found nothing", "77, A-12", "Identify 3 objects"] {
            assert!(preview.text.contains(expected), "{expected} in {}", preview.text);
        }
        assert!(!preview.text.contains("000000004"));
        let wrong = [numbers, ("determinedDate", "31 June 1987"), ("save", "yes")];
        let refused = house.submit_for("editor", "/tools/identify", &wrong, "text/html").expect(422);
        assert!(
            refused.text.contains("31 June 1987") && refused.text.contains("Nothing was identified"),
            "{}",
            refused.text
        );
        let fields = [numbers, ("determinedDate", "1987"), ("qualifier", "cf."), ("isCurrent", "yes"), ("save", "yes")];
        let done = house.submit_for("editor", "/tools/identify", &fields, "text/html").expect(303);
        assert!(done.header("location").contains("saved="), "{}", done.header("location"));
        let all = house.call("editor", "GET", "/api/v1/Determination", None).expect(200).json();
        let all = all["records"].as_array().unwrap().clone();
        assert!(
            all.len() == 3 && all.iter().all(|one| one["qualifier"] == "cf." && one["isCurrent"] == true),
            "{all:?}"
        );
        let ticked = format!("/tools/identify?filter=id:in({})", made[3]["id"]);
        let page = house.look("editor", &ticked).expect(200);
        assert!(page.text.contains("000000004") && page.text.contains("Identify 1 object<"), "{}", page.text);
    });
}

#[test]
fn the_objects_of_a_record_set_are_identified_together() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        house.make("editor", "CollectionObject", house.specimen("000000002"));
        let fields = [("table", "CollectionObject"), ("name", "Jars"), ("numbers", "1"), ("field", "catalogNumber")];
        let set = house.submit_for("editor", "/record-sets", &fields, "text/html").expect(303);
        let set = set.header("location").split('?').next().unwrap().to_owned();
        let page = house.look("editor", &set).expect(200);
        let way = page.text.split("href=\"/tools/identify?").nth(1).unwrap_or_else(|| panic!("{}", page.text));
        let way = format!("/tools/identify?{}", way.split('"').next().unwrap().replace("&amp;", "&"));
        let shown = house.look("editor", &way).expect(200);
        assert!(shown.text.contains("Identify 1 object<"), "{}", shown.text);
        assert!(shown.text.contains(&format!("/data/CollectionObject/{}", made["id"])));
    });
}
