//! Forms of people who may not see, or not change, some tables.

use serde_json::json;

use crate::house::{House, on_every_house};
use crate::pages::version;

/// Tables that one needs to work with objects at all.
const TABLES: &[&str] = &[
    "collectionobject",
    "collectionobjecttype",
    "collectionobjectattribute",
    "determination",
    "taxon",
    "preparation",
    "preptype",
    "accession",
    "collectingevent",
    "agent",
];

impl House {
    /// Gives `stranger` a role that may do everything with the tables but what `without` says: table and action.
    fn restrict(&self, without: &[(&str, &str)]) {
        let fish = self.fish.collection.to_string();
        let rights: Vec<String> = TABLES
            .iter()
            .flat_map(|table| ["read", "create", "update", "delete"].map(|action| (*table, action)))
            .filter(|right| !without.contains(right))
            .map(|(table, action)| format!("/table/{table} {action}"))
            .collect();
        let mut fields = vec![("home", fish.as_str()), ("name", "Restricted")];
        fields.extend(rights.iter().map(|right| ("right", right.as_str())));
        fields.push(("right", "/system/forms update"));
        self.submit("admin", "/admin/roles", &fields).expect(303);
        let list = self.open("admin", "/admin/roles").expect(200).text;
        let id = list.split("/admin/roles/collection/").skip(1).find(|rest| rest.contains(">Restricted<")).unwrap();
        let id = id.split('"').next().unwrap();
        let stranger = self.first_id("/api/v1/SpecifyUser?filter=name=stranger");
        let path = format!("/admin/users/{stranger}/roles");
        self.submit("admin", &path, &[("enter", &fish), ("role", id)]).expect(303);
    }

    /// An object with a determination and an accession; its address.
    fn accessioned(&self) -> (String, i64) {
        let accession =
            self.make("admin", "Accession", json!({ "accessionNumber": "2020-001", "division": self.fish.division }));
        let mut object = self.specimen("000000001");
        object["accession"] = accession["id"].clone();
        object["determinations"] = json!([{ "remarks": "A fish." }]);
        let made = self.make("admin", "CollectionObject", object);
        (format!("/data/CollectionObject/{}", made["id"]), accession["id"].as_i64().unwrap())
    }
}

#[test]
fn who_may_not_read_a_table_sees_no_field_of_it_and_can_not_fill_one_in() {
    on_every_house(|house| {
        let (path, accession) = house.accessioned();
        house.restrict(&[("accession", "read"), ("determination", "read")]);
        for page in [path.as_str(), "/data/CollectionObject/new", &format!("{path}?all=1")] {
            let text = house.open("stranger", page).expect(200).text;
            assert!(text.contains("name=\"catalogNumber\""), "{text}");
            assert!(!text.contains("name=\"accession") && !text.contains("2020-001"), "{page}");
            assert!(!text.contains("data-rows=\"determinations\"") && !text.contains("A fish."), "{page}");
        }
        // What is not seen stays as it is, and is not filled in by other means.
        let api = path.replace("/data", "/api/v1");
        let version = version(&house.open("stranger", &path).expect(200));
        house.submit("stranger", &path, &[("version", &*version), ("remarks", "Seen.")]).expect(303);
        let object = house.call("admin", "GET", &api, None).expect(200).json();
        assert_eq!((object["accession"].as_i64(), object["remarks"].as_str()), (Some(accession), Some("Seen.")));
        house.call("stranger", "PATCH", &api, Some(json!({ "accession": null }))).expect(403);
        let named = format!("Accession {accession}");
        let version = object["version"].to_string();
        let fields = [("version", &*version), ("accession", ""), ("accession.text", "")];
        house.submit("stranger", &path, &fields).expect(403);
        let fields =
            [("catalogNumber", "000000002"), ("accession", &*accession.to_string()), ("accession.text", &*named)];
        house.submit("stranger", "/data/CollectionObject", &fields).expect(403);
        // A copy leaves it out.
        let clone = house.open("stranger", &format!("/data/CollectionObject/new?like={}&how=clone", object["id"]));
        assert!(!clone.expect(200).text.contains("2020-001"));
        let like = object["id"].to_string();
        let kind = house.object_type(house.fish).to_string();
        let fields =
            [("like", &*like), ("how", "clone"), ("catalogNumber", "000000003"), ("collectionObjectType", &*kind)];
        house.submit("stranger", "/data/CollectionObject", &fields).expect(303);
        let copies = house.call("admin", "GET", "/api/v1/CollectionObject?filter=catalogNumber=000000003", None);
        assert!(copies.expect(200).json()["records"][0]["accession"].is_null());
    });
}

/// The row of the determination in a page, from its beginning.
fn row_of(page: &str) -> &str {
    let rows = page.split("data-rows=\"determinations\"").nth(1).unwrap();
    rows.split("data-rows=").next().unwrap()
}

#[test]
fn who_may_read_and_not_change_a_part_sees_it_read_only() {
    on_every_house(|house| {
        let (path, _) = house.accessioned();
        house.restrict(&[("determination", "update"), ("determination", "create"), ("determination", "delete")]);
        let api = path.replace("/data", "/api/v1");
        let object = house.call("admin", "GET", &format!("{api}?inline=owned"), None).expect(200).json();
        let id = object["determinations"][0]["id"].to_string();
        let page = house.open("stranger", &path).expect(200);
        let row = row_of(&page.text);
        assert!(row.contains("A fish.") && !row.contains("data-row-new"), "no row can be added: {row}");
        assert!(!row.contains("determinations[0].remove"), "{row}");
        let control = row.split("name=\"determinations[0].remarks\"").nth(1).unwrap_or_default();
        assert!(control.is_empty() || control.split('>').next().unwrap().contains("readonly"), "{control}");
        let new = house.open("stranger", "/data/CollectionObject/new").expect(200).text;
        assert!(!row_of(&new).contains("data-row-new"), "nor in a new record: {}", row_of(&new));
        let clone = house.open("stranger", &format!("/data/CollectionObject/new?like={}&how=clone", object["id"]));
        assert!(!clone.expect(200).text.contains("A fish."), "what one may not make is not copied");
        let version = version(&page);
        let changed =
            [("version", &*version), ("determinations[0].id", &*id), ("determinations[0].remarks", "A bird.")];
        house.submit("stranger", &path, &changed).expect(403);
        let added = [("version", &*version), ("determinations[0].remarks", "Another fish.")];
        house.submit("stranger", &path, &added).expect(403);
        let removed = [("version", &*version), ("determinations[0].id", &*id), ("determinations[0].remove", "yes")];
        house.submit("stranger", &path, &removed).expect(403);
        house.submit("stranger", &path, &[("version", &*version), ("remarks", "Mine.")]).expect(303);
    });
}

#[test]
fn who_may_make_and_not_change_a_part_fills_in_new_ones_alone() {
    on_every_house(|house| {
        let (path, _) = house.accessioned();
        house.restrict(&[("determination", "update"), ("collectionobjectattribute", "create")]);
        let page = house.open("stranger", &path).expect(200);
        assert!(row_of(&page.text).contains("data-row-new"), "a row can be added");
        let version = version(&page);
        let attribute = page.text.split("name=\"collectionObjectAttribute.text4\"").nth(1).unwrap_or_default();
        assert!(attribute.is_empty() || attribute.split('>').next().unwrap().contains("readonly"), "{attribute}");
        let fields =
            [("version", &*version), ("collectionObjectAttribute.id", ""), ("collectionObjectAttribute.text4", "Male")];
        house.submit("stranger", &path, &fields).expect(403);
        let added = [("version", &*version), ("determinations[0].remarks", "Another fish.")];
        house.submit("stranger", &path, &added).expect(303);
    });
}

#[test]
fn who_may_only_read_objects_sees_the_whole_form_read_only() {
    on_every_house(|house| {
        let (path, _) = house.accessioned();
        house.restrict(&[("collectionobject", "update"), ("collectionobject", "create")]);
        let page = house.open("stranger", &path).expect(200).text;
        assert!(page.contains("2020-001") && page.contains("A fish."));
        assert!(!page.contains("<form id=\"record\"") && !page.contains("data-row-new"), "{page}");
        house.submit("stranger", &path, &[("version", "1"), ("remarks", "Mine.")]).expect(403);
        house.open("stranger", "/data/CollectionObject/new").expect(403);
    });
}

#[test]
fn the_preview_of_the_designer_shows_what_one_may_see() {
    on_every_house(|house| {
        house.accessioned();
        house.restrict(&[("accession", "read"), ("determination", "update"), ("determination", "create")]);
        let page = house.open("stranger", "/system/forms/CollectionObject").expect(200).text;
        let preview = page.split("id=\"preview\"").nth(1).unwrap();
        assert!(preview.contains("name=\"catalogNumber\"") && !preview.contains("name=\"accession\""), "{preview}");
        assert!(row_of(preview).contains("A fish.") && !row_of(preview).contains("data-row-new"));
    });
}
