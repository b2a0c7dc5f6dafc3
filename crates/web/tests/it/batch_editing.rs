//! One change for many records, by pages without scripts and by the API.

use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

const PAGE: &str = "/tools/batch-edit";

impl House {
    /// Specimens with these numbers and remarks; their ids.
    fn with_remarks(&self, all: &[(&str, &str)]) -> Vec<i64> {
        let one = |(number, remarks): &(&str, &str)| {
            let mut body = self.specimen(number);
            body["remarks"] = json!(remarks);
            self.make("editor", "CollectionObject", body)["id"].as_i64().unwrap()
        };
        all.iter().map(one).collect()
    }

    fn page_of(&self, who: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html")], None)
    }

    fn post(&self, who: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_for(who, PAGE, fields, "text/html")
    }

    fn value(&self, id: i64, field: &str) -> Json {
        self.call("admin", "GET", &format!("/api/v1/CollectionObject/{id}"), None).expect(200).json()[field].clone()
    }

    fn batch_edit(&self, who: &str, body: Json) -> Reply {
        self.call(who, "POST", "/api/v1/batch-edit?collection=fish", Some(body))
    }
}

/// The value of a hidden field of a page.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[test]
fn many_records_are_changed_by_pages_without_scripts_and_one_undo_gives_all_back() {
    on_every_house(|house| {
        let ids = house.with_remarks(&[("000000001", "leg. Smith"), ("000000002", "leg. Jones"), ("000000003", "")]);
        let filter = format!("id:in({},{},{})", ids[0], ids[1], ids[2]);
        let picked = [("act", "edit"), ("id", &ids[0].to_string()), ("id", &ids[1].to_string())];
        let there = house.submit_for("editor", "/data/CollectionObject/selection", &picked, "text/html").expect(303);
        assert!(there.header("location").starts_with("/tools/batch-edit?table=CollectionObject&filter="));
        house.page_of("editor", there.header("location")).expect(200);

        let base = [("table", "CollectionObject"), ("filter", filter.as_str())];
        let line = [("edit.field", "remarks"), ("edit.verb", "replace"), ("edit.add", "yes")];
        let page = house.post("editor", &[&base[..], &line[..]].concat()).expect(200);
        assert_eq!(hidden(&page.text, "edit.line"), "1 replace remarks");
        assert!(page.text.contains("Replace text in Remarks"), "{}", page.text);
        let lines = [
            ("edit.line", "1 replace remarks"),
            ("edit.find.1", "LEG."),
            ("edit.with.1", "coll."),
            ("edit.line", "2 fill remarks"),
            ("remarks", "no collector known"),
        ];
        let all = [&base[..], &lines[..]].concat();
        let plan = house.post("editor", &[&all[..], &[("edit.plan", "yes")]].concat()).expect(200);
        for expected in ["3 records are changed.", "leg. Smith", "coll. Smith", "Change 3 records"] {
            assert!(plan.text.contains(expected), "{expected} in {}", plan.text);
        }
        assert_eq!(house.value(ids[0], "remarks"), "leg. Smith", "nothing was done yet");
        let mark = hidden(&plan.text, "edit.mark").to_owned();
        let run = [&all[..], &[("edit.mark", mark.as_str()), ("edit.run", "all")]].concat();
        let done = house.post("editor", &run).expect(303);
        assert_eq!(house.value(ids[0], "remarks"), "coll. Smith");
        assert_eq!(house.value(ids[2], "remarks"), "no collector known");
        let shown = house.page_of("editor", done.header("location")).expect(200);
        assert!(shown.text.contains("in 3 records of CollectionObject"), "{}", shown.text);
        // Sent twice, it is not done twice.
        house.post("editor", &run).expect(409);
        let change = done.header("location").split("saved=").nth(1).unwrap();
        house.submit_for("editor", &format!("/changes/{change}/undo"), &[], "text/html").expect(303);
        assert_eq!(house.value(ids[0], "remarks"), "leg. Smith");
        assert_eq!(house.value(ids[2], "remarks"), Json::Null);
    });
}

#[test]
fn what_is_refused_is_shown_and_the_rest_is_changed_if_one_says_so() {
    on_every_house(|house| {
        let ids = house.with_remarks(&[("000000001", "a"), ("000000002", "b")]);
        let set = json!({ "name": "Two", "dbTableId": 1, "type": 0 });
        let set = house.call("editor", "POST", "/api/v1/RecordSet?collection=fish", Some(set)).expect(201).json();
        for id in &ids {
            house.make("editor", "RecordSetItem", json!({ "recordSet": set["id"], "recordId": id }));
        }
        let of_set = house.page_of("editor", &format!("/record-sets/{}", set["id"])).expect(200);
        let address = format!("/tools/batch-edit?table=CollectionObject&amp;set={}", set["id"]);
        assert!(of_set.text.contains(&address), "{}", of_set.text);
        let page = house.page_of("editor", &address.replace("&amp;", "&")).expect(200);
        let filter = format!("id:set({})", set["id"]);
        assert_eq!(hidden(&page.text, "filter"), filter);

        let line = [("edit.line", "1 set catalogNumber"), ("catalogNumber", "000000077")];
        let base = [&[("table", "CollectionObject"), ("filter", filter.as_str())][..], &line[..]].concat();
        let plan = house.post("editor", &base).expect(200);
        for expected in ["1 record is changed.", "1 record can’t be changed like this", "Change only the 1 record"] {
            assert!(plan.text.contains(expected), "{expected} in {}", plan.text);
        }
        let mark = hidden(&plan.text, "edit.mark").to_owned();
        let run = |how: &str| {
            let more = [("edit.mark", mark.as_str()), ("edit.run", how)];
            house.post("editor", &[&base[..], &more[..]].concat())
        };
        run("all").expect(422);
        assert_eq!(house.value(ids[0], "catalogNumber"), "000000001");
        let done = run("partial").expect(303);
        assert_eq!(house.value(ids[0], "catalogNumber"), "000000077");
        assert!(done.header("location").contains("&left="), "{}", done.header("location"));
        let shown = house.page_of("editor", done.header("location")).expect(200);
        assert!(shown.text.contains("What could not be changed"), "{}", shown.text);
    });
}

#[test]
fn what_can_not_be_done_is_said_on_the_form() {
    on_every_house(|house| {
        house.with_remarks(&[("000000001", "a")]);
        let base = [("table", "CollectionObject"), ("filter", "catalogNumber=000000001")];
        let post = |more: &[(&str, &str)]| house.post("editor", &[&base[..], more].concat());
        let unfit = post(&[("edit.field", "countAmt"), ("edit.verb", "before"), ("edit.add", "yes")]).expect(200);
        assert!(unfit.text.contains("This can’t be done with this field"), "{}", unfit.text);
        assert_eq!(hidden(&unfit.text, "edit.line"), "");
        let removed = post(&[("edit.line", "1 empty remarks"), ("edit.line", "2 empty text1"), ("edit.remove", "1")]);
        assert_eq!(hidden(&removed.expect(200).text, "edit.line"), "2 empty text1");
        let empty = post(&[("edit.line", "1 set remarks"), ("remarks", "")]).expect(422);
        assert!(empty.text.contains("shall be set to"), "{}", empty.text);
        let odd = post(&[("edit.line", "1 set countAmt"), ("countAmt", "many")]).expect(422);
        assert!(odd.text.contains("not a whole number"), "{}", odd.text);
        let kept = post(&[("edit.line", "1 set version"), ("version", "7")]).expect(422);
        assert!(kept.text.contains("Say what shall be changed."), "{}", kept.text);
        house.page_of("editor", PAGE).expect(422);
        house.page_of("reader", "/tools/batch-edit?table=CollectionObject").expect(403);
        house.page_of("editor", "/tools/batch-edit?table=Nothing").expect(404);
        let all = house.page_of("editor", "/tools/batch-edit?table=CollectionObject").expect(200);
        assert!(all.text.contains("All records of the list are meant."), "{}", all.text);
    });
}

#[test]
fn dates_and_links_are_set_by_the_controls_of_forms() {
    on_every_house(|house| {
        let ids = house.with_remarks(&[("000000001", "a")]);
        let person = json!({ "agentType": 1, "lastName": "Oduya", "division": house.fish.division });
        let person = house.make("admin", "Agent", person);
        let id = person["id"].to_string();
        let fields = [
            ("table", "CollectionObject"),
            ("filter", "catalogNumber=000000001"),
            ("edit.line", "1 set catalogedDate"),
            ("catalogedDate", "May 1987"),
            ("edit.line", "2 set cataloger"),
            ("cataloger", id.as_str()),
            ("cataloger.text", "Oduya"),
        ];
        let plan = house.post("editor", &fields).expect(200);
        assert!(plan.text.contains("May 1987") && plan.text.contains("Oduya"), "{}", plan.text);
        let mark = hidden(&plan.text, "edit.mark").to_owned();
        let run = [&fields[..], &[("edit.mark", mark.as_str()), ("edit.run", "all")]].concat();
        house.post("editor", &run).expect(303);
        assert_eq!(house.value(ids[0], "catalogedDate"), "1987-05-01");
        assert_eq!(house.value(ids[0], "catalogedDatePrecision"), 2);
        assert_eq!(house.value(ids[0], "cataloger"), person["id"]);
    });
}

#[test]
fn programs_plan_and_make_a_change_of_many_records() {
    on_every_house(|house| {
        let ids = house.with_remarks(&[("000000001", "a"), ("000000002", "b")]);
        let edits = json!([
            { "field": "remarks", "after": "!" },
            { "field": "catalogedDate", "set": "1987-05-01", "precision": 2 },
            { "field": "countAmt", "fill": 1 },
        ]);
        let mut body = json!({ "table": "CollectionObject", "ids": ids, "edits": edits, "plan": true });
        let plan = house.batch_edit("editor", body.clone()).expect(200).json();
        assert_eq!((&plan["changed"], &plan["changeSet"]), (&json!(2), &Json::Null));
        assert_eq!(plan["rows"][1]["after"]["remarks"], "b!");
        assert_eq!(plan["rows"][1]["after"]["catalogedDatePrecision"], 2);
        assert_eq!(house.value(ids[0], "remarks"), "a");

        body["plan"] = json!(false);
        body["mark"] = plan["mark"].clone();
        let done = house.batch_edit("editor", body.clone()).expect(200);
        assert_eq!(done.header("vasculum-change-set"), done.json()["changeSet"].to_string());
        assert_eq!(house.value(ids[1], "remarks"), "b!");
        house.batch_edit("editor", body.clone()).expect(409);
        house.batch_edit("reader", body.clone()).expect(403);
        house.call("nobody", "POST", "/api/v1/batch-edit", Some(body)).expect(401);

        let wrong = |edit: Json| {
            let body = json!({ "table": "CollectionObject", "ids": ids, "edits": [edit], "plan": true });
            house.batch_edit("editor", body).expect(422).json()["issues"][0]["words"].as_str().unwrap_or("").to_owned()
        };
        assert!(wrong(json!({ "field": "remark", "set": "x" })).contains("has no ‘remark’"));
        assert!(wrong(json!({ "field": "remarks" })).contains("one of set, fill"));
        assert!(wrong(json!({ "field": "countAmt", "set": "x" })).contains("countAmt is a whole number"));
        assert!(wrong(json!({ "field": "cataloger", "set": 999_999 })).contains("no Agent 999999"));
        assert!(wrong(json!({ "field": "collectingEvent.remarks", "set": "x" })).contains("records of their own"));
    });
}
