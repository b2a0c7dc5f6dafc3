//! Entering one record after the other, drafts, merging, and who else is there: as a browser would ask.

use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

impl House {
    /// Opens a page in somebody's name.
    fn browse(&self, who: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html")], None)
    }

    /// Sends a form in somebody's name.
    fn send_form(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_for(who, path, fields, "text/html")
    }

    /// Makes a specimen by the API; its id.
    fn jar(&self, number: &str, remarks: &str) -> i64 {
        let mut body = self.specimen(number);
        body["remarks"] = json!(remarks);
        body["catalogedDate"] = json!("1987-05-01");
        body["catalogedDatePrecision"] = json!(2);
        self.make("editor", "CollectionObject", body)["id"].as_i64().unwrap()
    }

    /// A record as the API has it.
    fn record(&self, id: i64) -> Json {
        self.call("admin", "GET", &format!("/api/v1/CollectionObject/{id}?inline=owned"), None).expect(200).json()
    }
}

const OBJECTS: &str = "/data/CollectionObject";

/// The value of the control of this name; of a choice the chosen one.
#[track_caller]
fn value(page: &Reply, name: &str) -> String {
    let start = page.text.find(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {}", page.text));
    let rest = &page.text[start..];
    let tag = &rest[..rest.find('>').unwrap()];
    match tag.split(" value=\"").nth(1) {
        Some(value) => value.split('"').next().unwrap().to_owned(),
        None => rest[tag.len() + 1..].split("</textarea>").next().unwrap().trim_start_matches('\n').to_owned(),
    }
}

/// Where a save led.
fn place(reply: &Reply) -> &str {
    reply.header("location")
}

/// The id of the record that was made, as the next page says.
fn made(reply: &Reply) -> i64 {
    let after = place(reply).split("after=").nth(1).unwrap_or_else(|| panic!("{}", place(reply)));
    after.split('&').next().unwrap().parse().unwrap()
}

#[test]
fn save_and_next_leads_to_an_empty_form_that_tells_of_the_last_one() {
    on_every_house(|house| {
        let form = house.browse("editor", &format!("{OBJECTS}/new")).expect(200);
        let draft = value(&form, "draft");
        assert!(form.text.contains("data-chord=\"Control+Enter\""), "by keyboard");
        let fields = [("draft", draft.as_str()), ("remarks", "first of many"), ("save", "next")];
        let saved = house.send_form("editor", OBJECTS, &fields).expect(303);
        let id = made(&saved);
        assert!(place(&saved).starts_with("/data/CollectionObject/new?saved="), "{}", place(&saved));
        let next = house.browse("editor", place(&saved)).expect(200);
        assert_eq!(value(&next, "remarks"), "");
        assert_ne!(value(&next, "draft"), draft);
        assert!(next.text.contains("Saved before this one:") && next.text.contains("000000001"), "{}", next.text);
        assert!(next.text.contains("Made just now"));

        // The same form sent twice is the same record; another one is another.
        let again = house.send_form("editor", OBJECTS, &fields).expect(303);
        assert_eq!(made(&again), id, "somebody pressed twice");
        let other = [("draft", draft.as_str()), ("remarks", "went back and typed on"), ("save", "next")];
        assert_ne!(made(&house.send_form("editor", OBJECTS, &other).expect(303)), id);
    });
}

#[test]
fn save_and_carry_forward_takes_over_what_was_chosen() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let settings = format!("{OBJECTS}/entry");
        let page = house.browse("editor", &settings).expect(200);
        assert!(page.text.contains("value=\"catalogNumber\" disabled"), "{}", page.text);
        house
            .send_form(
                "editor",
                &settings,
                &[("part", "carry"), ("carry", "catalogedDate"), ("carry", "determinations")],
            )
            .expect(303);
        let refused =
            house.send_form("editor", &settings, &[("part", "carry"), ("carry", "catalogNumber")]).expect(422);
        assert!(refused.text.contains("stands only once"), "{}", refused.text);
        let next = house.browse("editor", &format!("{OBJECTS}/new?like={id}&how=carry")).expect(200);
        assert_eq!(value(&next, "catalogedDate"), "May 1987");
        assert_eq!(value(&next, "remarks"), "");
        assert_eq!((value(&next, "like"), value(&next, "how")), (id.to_string(), "carry".to_owned()));
        // Somebody else carries everything.
        let theirs = house.browse("admin", &format!("{OBJECTS}/new?like={id}&how=carry")).expect(200);
        assert_eq!(value(&theirs, "remarks"), "Box 7");
        assert_eq!(value(&theirs, "catalogNumber"), "", "what stands only once is never carried");
    });
}

#[test]
fn a_clone_keeps_what_the_form_does_not_show_and_what_was_changed_in_it() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let body =
            json!({ "text1": "spare words", "determinations": [{ "qualifier": "cf.", "remarks": "from the label" }] });
        house.call("editor", "PATCH", &format!("/api/v1/CollectionObject/{id}"), Some(body)).expect(200);
        let form = house.browse("editor", &format!("{OBJECTS}/new?like={id}&how=clone")).expect(200);
        let row = value(&form, "determinations[0].like");
        assert_eq!(value(&form, "determinations[0].qualifier"), "cf.");
        let fields = [
            ("like", id.to_string()),
            ("how", "clone".to_owned()),
            ("remarks", "Box 8".to_owned()),
            ("catalogedDate", value(&form, "catalogedDate")),
            ("determinations[0].id", String::new()),
            ("determinations[0].like", row),
            ("determinations[0].qualifier", "aff.".to_owned()),
            ("save", "next".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let clone = house.record(made(&house.send_form("editor", OBJECTS, &fields).expect(303)));
        assert_eq!(clone["remarks"], "Box 8");
        assert_eq!(clone["text1"], "spare words", "not in what was sent, and copied");
        assert_eq!((&clone["catalogedDate"], &clone["catalogedDatePrecision"]), (&json!("1987-05-01"), &json!(2)));
        assert_eq!(clone["determinations"][0]["qualifier"], "aff.");
        assert_eq!(clone["determinations"][0]["remarks"], "from the label");
        assert_eq!(clone["determinations"].as_array().unwrap().len(), 1);
        assert_eq!(clone["catalogNumber"], "000000042");

        // A row that was taken out of the form is not copied.
        let without = [("like", fields[0].1), ("how", "clone"), ("save", "next")];
        let clone = house.record(made(&house.send_form("editor", OBJECTS, &without).expect(303)));
        assert!(clone["determinations"].as_array().is_none_or(Vec::is_empty), "{clone}");
        assert_eq!(clone["remarks"], "Box 7");
    });
}

#[test]
fn copies_are_made_by_count_and_by_range() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let path = format!("{OBJECTS}/{id}/copies");
        house.browse("editor", &path).expect(200);
        let done = house.send_form("editor", &path, &[("count", "3"), ("recordSet", "Box 7")]).expect(303);
        let page = house.browse("editor", place(&done)).expect(200);
        assert!(page.text.contains("3 copies were made") && page.text.contains("Open the record set"), "{}", page.text);
        let list = house.call("admin", "GET", "/api/v1/CollectionObject", None).expect(200).json();
        assert_eq!(list["records"].as_array().unwrap().len(), 4);
        assert!(list["records"].as_array().unwrap().iter().all(|it| it["remarks"] == "Box 7"));
        house.send_form("editor", &path, &[("first", "100"), ("last", "102")]).expect(303);
        let refused = house.send_form("editor", &path, &[("first", "102"), ("last", "104")]).expect(422);
        assert!(refused.text.contains("The number 000000102 is taken."), "{}", refused.text);
        house.send_form("editor", &path, &[("count", "many")]).expect(422);
        house.browse("reader", &path).expect(403);
    });
}

#[test]
fn a_new_record_starts_with_what_the_collection_says() {
    on_every_house(|house| {
        let settings = format!("{OBJECTS}/entry");
        let start = [("part", "start"), ("field", "remarks"), ("kind", "text"), ("text", "Expedition of 1911")];
        house.send_form("admin", &settings, &start).expect(303);
        let form = house.browse("editor", &format!("{OBJECTS}/new")).expect(200);
        assert_eq!(value(&form, "remarks"), "Expedition of 1911");
        assert!(form.text.contains("name=\"determinations[0].taxon\""), "a determination stands ready");
        assert!(form.text.contains("name=\"preparations[0].prepType\""), "a preparation stands ready");
        house.send_form("admin", &settings, &[("part", "along"), ("determination", "yes")]).expect(303);
        let form = house.browse("editor", &format!("{OBJECTS}/new")).expect(200);
        let list = form.text.split("data-rows=\"preparations\"").nth(1).unwrap();
        assert!(list.split("<template>").next().unwrap().contains("data-rows-list></div>"), "no preparation now");
        // What is left empty is not saved.
        let fields = [
            ("remarks", "plain"),
            ("determinations[0].id", ""),
            ("determinations[0].taxon", ""),
            ("determinations[0].isCurrent", "no"),
            ("save", "next"),
        ];
        let id = made(&house.send_form("editor", OBJECTS, &fields).expect(303));
        assert!(house.record(id)["determinations"].as_array().is_none_or(Vec::is_empty));
    });
}

#[test]
fn what_was_typed_is_kept_offered_restored_and_forgotten_when_saved() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let path = format!("{OBJECTS}/{id}");
        let form = house.browse("editor", &path).expect(200);
        let (what, version) = (value(&form, "draft"), value(&form, "version"));
        let keep = format!("/drafts/CollectionObject/{what}");
        let typed = [("draft", what.as_str()), ("version", version.as_str()), ("remarks", "half a sent")];
        let kept = house.submit_for("editor", &keep, &typed, "application/json").expect(200).json();
        assert_eq!((&kept["kept"], &kept["words"]), (&json!(true), &json!("Draft kept")));

        // Another window, later: it is offered, not forced.
        let page = house.browse("editor", &path).expect(200);
        assert!(page.text.contains("You typed something here that was not saved"), "{}", page.text);
        assert!(page.text.contains("half a sent"));
        assert_eq!(value(&page, "remarks"), "Box 7");
        let list = house.browse("editor", "/drafts").expect(200);
        assert!(list.text.contains("000000041") && list.text.contains("half a sent"), "{}", list.text);
        assert!(house.browse("editor", "/").expect(200).text.contains("Typed and not saved"));
        for who in ["admin", "reader"] {
            assert!(!house.browse(who, &path).expect(200).text.contains("half a sent"), "nobody else sees it");
            assert!(!house.browse(who, "/drafts").expect(200).text.contains("half a sent"));
        }
        assert!(!house.browse("admin", &format!("{path}?draft={what}")).expect(200).text.contains("half a sent"));

        let restored = house.browse("editor", &format!("{path}?draft={what}")).expect(200);
        assert_eq!(value(&restored, "remarks"), "half a sent");
        assert_eq!(value(&restored, "draft"), what, "one goes on with the same draft");
        assert!(restored.text.contains("data-changed"), "and is warned before leaving it");
        let fields =
            [("draft", what.as_str()), ("version", version.as_str()), ("remarks", "half a sentence, and the rest")];
        let saved = house.send_form("editor", &path, &fields).expect(303);
        assert!(saved.header("set-cookie").starts_with(&format!("vasculum_saved=CollectionObject/{what};")));
        assert!(!house.browse("editor", &path).expect(200).text.contains("was not saved"));
        assert!(house.browse("editor", "/drafts").expect(200).text.contains("Nothing is waiting"));
        // No journal knows of drafts.
        let changes = house.browse("admin", "/changes").expect(200);
        assert!(!changes.text.contains("half a sent<"), "{}", changes.text);
    });
}

#[test]
fn a_draft_that_says_nothing_new_is_no_draft() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let path = format!("{OBJECTS}/{id}");
        let form = house.browse("editor", &path).expect(200);
        let (what, version) = (value(&form, "draft"), value(&form, "version"));
        let keep = format!("/drafts/CollectionObject/{what}");
        let send = |who: &str, remarks: &str| {
            let typed = [("version", version.as_str()), ("remarks", remarks)];
            house.submit_for(who, &keep, &typed, "application/json")
        };
        send("editor", "changed").expect(200);
        assert_eq!(send("editor", "Box 7").expect(200).json()["kept"], false, "typed and taken back");
        assert!(!house.browse("editor", &path).expect(200).text.contains("was not saved"));
        send("reader", "x").expect(403);
        send("looker", "x").expect(403);
        send("nobody", "x").expect(401);
        house.submit_for("editor", "/drafts/CollectionObject/nonsense", &[], "application/json").expect(422);

        send("editor", "changed").expect(200);
        house.send_form("reader", &format!("{keep}/discard"), &[]).expect(303);
        assert!(house.browse("editor", &path).expect(200).text.contains("was not saved"), "that was another person’s");
        house.send_form("editor", &format!("{keep}/discard"), &[]).expect(303);
        assert!(!house.browse("editor", &path).expect(200).text.contains("was not saved"));
    });
}

#[test]
fn a_new_record_is_gone_on_with_where_one_stopped() {
    on_every_house(|house| {
        let new = format!("{OBJECTS}/new");
        let what = value(&house.browse("editor", &new).expect(200), "draft");
        let typed = [
            ("draft", what.as_str()),
            ("remarks", "the jar on the left"),
            ("determinations[0].id", ""),
            ("determinations[0].qualifier", "cf."),
        ];
        house.submit_for("editor", &format!("/drafts/CollectionObject/{what}"), &typed, "application/json").expect(200);
        let page = house.browse("editor", &new).expect(200);
        assert!(page.text.contains("You began a collection object that was not saved"), "{}", page.text);
        let restored = house.browse("editor", &format!("{new}?draft={what}")).expect(200);
        assert_eq!(value(&restored, "remarks"), "the jar on the left");
        assert_eq!(value(&restored, "determinations[0].qualifier"), "cf.");
        house.send_form("editor", OBJECTS, &typed).expect(303);
        assert!(!house.browse("editor", &new).expect(200).text.contains("was not saved"));
    });
}

#[test]
fn two_changes_to_one_record_are_put_together_field_by_field() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let path = format!("{OBJECTS}/{id}");
        let version = value(&house.browse("editor", &path).expect(200), "version");
        let theirs =
            [("version", version.as_str()), ("remarks", "Box 9"), ("catalogedDate", "1987"), ("countAmt", "12")];
        house.send_form("admin", &path, &theirs).expect(303);
        // This person changed the remarks too, and the other number alone; the date they left as it was.
        let mine = [
            ("version", version.as_str()),
            ("remarks", "Box 8"),
            ("catalogedDate", "May 1987"),
            ("countAmt", ""),
            ("altCatalogNumber", "K 12"),
        ];
        let merged = house.send_form("editor", &path, &mine).expect(409);
        assert!(merged.text.contains("admin saved this record"), "{}", merged.text);
        assert_eq!(value(&merged, "remarks"), "Box 8", "what this person typed stands in the form");
        assert_eq!(value(&merged, "catalogedDate"), "1987", "only the precision differs, and it counts");
        assert_eq!(value(&merged, "countAmt"), "12");
        assert_eq!(value(&merged, "altCatalogNumber"), "K 12");
        let panel = merged.text.split("conflicts").nth(1).unwrap();
        for expected in ["Before: Box 7", "Box 8", "Box 9", "take:remarks"] {
            assert!(panel.contains(expected), "{expected} in {panel}");
        }
        assert!(!panel.contains("take:countAmt") && merged.text.contains("Taken over from the other"));
        let version = value(&merged, "version");
        let chosen = [
            ("version", version.as_str()),
            ("take:remarks", "theirs"),
            ("remarks", "Box 8"),
            ("catalogedDate", "1987"),
            ("countAmt", "12"),
            ("altCatalogNumber", "K 12"),
        ];
        house.send_form("editor", &path, &chosen).expect(303);
        let now = house.record(id);
        assert_eq!(
            (&now["remarks"], &now["altCatalogNumber"], &now["countAmt"]),
            (&json!("Box 9"), &json!("K 12"), &json!(12))
        );
        assert_eq!(now["catalogedDatePrecision"], 3);
    });
}

/// A specimen with two determinations; its address, its version, and theirs with their ids.
fn with_rows(house: &House) -> (i64, String, Vec<(String, String)>) {
    let id = house.jar("000000041", "Box 7");
    let rows = json!({ "determinations": [{ "qualifier": "cf." }, { "qualifier": "aff." }] });
    house.call("editor", "PATCH", &format!("/api/v1/CollectionObject/{id}"), Some(rows)).expect(200);
    let page = house.browse("editor", &format!("{OBJECTS}/{id}")).expect(200);
    let rows = (0..2)
        .map(|nth| {
            (
                value(&page, &format!("determinations[{nth}].id")),
                value(&page, &format!("determinations[{nth}].version")),
            )
        })
        .collect();
    (id, value(&page, "version"), rows)
}

#[test]
fn a_row_that_the_other_removed_is_asked_for_if_it_was_changed() {
    on_every_house(|house| {
        let (id, version, rows) = with_rows(house);
        let path = format!("{OBJECTS}/{id}");
        for (row, _) in &rows {
            house.call("admin", "DELETE", &format!("/api/v1/Determination/{row}"), None).expect(204);
        }
        let mine = [
            ("version", version.as_str()),
            ("determinations[0].id", rows[0].0.as_str()),
            ("determinations[0].version", rows[0].1.as_str()),
            ("determinations[0].qualifier", "cf."),
            ("determinations[1].id", rows[1].0.as_str()),
            ("determinations[1].version", rows[1].1.as_str()),
            ("determinations[1].qualifier", "typed by me"),
        ];
        let merged = house.send_form("editor", &path, &mine).expect(409);
        assert_eq!(value(&merged, "determinations[0].qualifier"), "typed by me", "nobody loses typing");
        assert!(merged.text.contains("take:determinations[0]\""), "{}", merged.text);
        assert!(merged.text.contains("was removed"));
        let version = value(&merged, "version");
        let keep = [
            ("version", version.as_str()),
            ("determinations[0].id", ""),
            ("determinations[0].qualifier", "typed by me"),
            ("take:determinations[0]", "mine"),
        ];
        house.send_form("editor", &path, &keep).expect(303);
        let now = house.record(id);
        let left = now["determinations"].as_array().unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["qualifier"], "typed by me");
    });
}

#[test]
fn a_row_that_the_other_changed_is_asked_for_if_it_shall_go() {
    on_every_house(|house| {
        let (id, version, rows) = with_rows(house);
        let path = format!("{OBJECTS}/{id}");
        let body = json!({ "qualifier": "s.l." });
        house.call("admin", "PATCH", &format!("/api/v1/Determination/{}", rows[0].0), Some(body)).expect(200);
        let mine = [
            ("version", version.as_str()),
            ("remarks", "Box 8"),
            ("determinations[0].id", rows[0].0.as_str()),
            ("determinations[0].version", rows[0].1.as_str()),
            ("determinations[0].qualifier", "cf."),
            ("determinations[0].remove", "yes"),
        ];
        let merged = house.send_form("editor", &path, &mine);
        if merged.status.as_u16() == 303 {
            panic!("the other’s change went unseen");
        }
        let merged = merged.expect(409);
        assert!(
            merged.text.contains("take:determinations[0].remove") && merged.text.contains("s.l."),
            "{}",
            merged.text
        );
        let (version, row) = (value(&merged, "version"), value(&merged, "determinations[0].version"));
        let stays = [
            ("version", version.as_str()),
            ("remarks", "Box 8"),
            ("determinations[0].id", rows[0].0.as_str()),
            ("determinations[0].version", row.as_str()),
            ("determinations[0].qualifier", "s.l."),
            ("determinations[0].remove", "yes"),
            ("take:determinations[0].remove", "theirs"),
        ];
        house.send_form("editor", &path, &stays).expect(303);
        let now = house.record(id);
        assert_eq!(now["remarks"], "Box 8");
        assert!(now["determinations"].as_array().unwrap().iter().any(|it| it["qualifier"] == "s.l."));
    });
}

#[test]
fn a_draft_of_an_older_version_is_put_together_with_what_was_saved_since() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let path = format!("{OBJECTS}/{id}");
        let form = house.browse("editor", &path).expect(200);
        let (what, version) = (value(&form, "draft"), value(&form, "version"));
        let typed = [("version", version.as_str()), ("remarks", "mine"), ("countAmt", "")];
        house.submit_for("editor", &format!("/drafts/CollectionObject/{what}"), &typed, "application/json").expect(200);
        house.send_form("admin", &path, &[("version", version.as_str()), ("countAmt", "5")]).expect(303);
        let restored = house.browse("editor", &format!("{path}?draft={what}")).expect(200);
        assert_eq!((value(&restored, "remarks"), value(&restored, "countAmt")), ("mine".to_owned(), "5".to_owned()));
        assert_ne!(value(&restored, "version"), version);
    });
}

#[test]
fn people_on_one_record_are_told_of_each_other() {
    on_every_house(|house| {
        let id = house.jar("000000041", "Box 7");
        let url = format!("/presence/CollectionObject/{id}");
        let call = |who: &str, fields: &[(&str, &str)]| house.submit_for(who, &url, fields, "application/json");
        let first = call("editor", &[("page", "a"), ("typing", "1")]).expect(200).json();
        assert_eq!((&first["here"], &first["saved"]), (&json!(""), &json!("")));
        let page = house.browse("reader", &format!("{OBJECTS}/{id}")).expect(200);
        assert!(page.text.contains("editor is changing this record."), "{}", page.text);
        let told = call("reader", &[("page", "b"), ("version", "1")]).expect(200).json();
        assert_eq!(told["here"], "editor is changing this record.");

        let version = value(&house.browse("editor", &format!("{OBJECTS}/{id}")).expect(200), "version");
        house
            .send_form("editor", &format!("{OBJECTS}/{id}"), &[("version", version.as_str()), ("remarks", "x")])
            .expect(303);
        let told = call("reader", &[("page", "b"), ("version", version.as_str())]).expect(200).json();
        assert!(told["saved"].as_str().unwrap().starts_with("editor saved this record"), "{told}");
        call("editor", &[("page", "a"), ("gone", "1")]).expect(200);
        assert_eq!(call("reader", &[("page", "b")]).expect(200).json()["here"], "");
        // Whoever may not see the record does not learn who looks at it.
        call("botanist", &[("page", "c")]).expect(404);
        call("stranger", &[("page", "c")]).expect(403);
    });
}

#[test]
fn remarks_of_a_save_are_shown_on_the_page_that_follows() {
    on_every_house(|house| {
        let locality =
            json!({ "localityName": "Lake Turkana", "srcLatLongUnit": 0, "discipline": house.fish.discipline });
        let id = house.make("editor", "Locality", locality)["id"].as_i64().unwrap();
        let path = format!("/data/Locality/{id}");
        let version = value(&house.browse("editor", &path).expect(200), "version");
        let fields = [
            ("version", version.as_str()),
            ("localityName", "Lake Turkana"),
            ("minElevation", "500"),
            ("maxElevation", "400"),
        ];
        let saved = house.send_form("editor", &path, &fields).expect(303);
        let page = house.browse("editor", place(&saved)).expect(200);
        assert!(page.text.contains("The lowest elevation is above the highest."), "{}", page.text);
        assert!(page.text.contains("Please look at this"));
        // Nobody else gets them, and a later look without a save does not repeat them.
        assert!(!house.browse("admin", place(&saved)).expect(200).text.contains("Please look at this"));
        assert!(!house.browse("editor", &path).expect(200).text.contains("Please look at this"));

        let next = [("localityName", "Lake Natron"), ("minElevation", "9"), ("maxElevation", "4"), ("save", "next")];
        let saved = house.send_form("editor", "/data/Locality", &next).expect(303);
        let page = house.browse("editor", place(&saved)).expect(200);
        assert!(page.text.contains("Lake Natron") && page.text.contains("The lowest elevation is above the highest."));
    });
}

#[test]
fn the_last_record_can_be_asked_field_by_field() {
    on_every_house(|house| {
        let last = format!("{OBJECTS}/last");
        assert_eq!(house.call("editor", "GET", &last, None).expect(200).json(), json!({}));
        let what = value(&house.browse("editor", &format!("{OBJECTS}/new")).expect(200), "draft");
        let fields = [
            ("draft", what.as_str()),
            ("remarks", "Box 7"),
            ("catalogedDate", "v.1987"),
            ("determinations[0].qualifier", "cf."),
        ];
        house.send_form("editor", OBJECTS, &fields).expect(303);
        let told = house.call("editor", "GET", &last, None).expect(200).json();
        assert_eq!(told["remarks"]["text"], "Box 7");
        assert_eq!(told["catalogedDate"]["text"], "May 1987");
        assert_eq!(told["determinations[0].qualifier"]["text"], "cf.");
        assert_eq!(house.call("admin", "GET", &last, None).expect(200).json(), json!({}), "of somebody else");
    });
}
