//! Forms that an institution arranges, and what its fields are called.

use serde_json::json;

use crate::house::{House, on_every_house};
use crate::pages::{value, version};

const FORM: &str = "/system/forms/CollectionObject";

/// A form with three sections, as the designer sends it.
const ARRANGED: &[(&str, &str)] = &[
    ("section", "fields"),
    ("title", "Label"),
    ("field", "catalogNumber"),
    ("field", "collectionObjectType"),
    ("field", "remarks"),
    ("caption", "Notes of the curator"),
    ("help", "What the label says."),
    ("required", "no"),
    ("required", "yes"),
    ("field", "fieldNumber"),
    ("default", "F-1"),
    ("field", "altCatalogNumber"),
    ("read-only", "yes"),
    ("section", "rows:determinations"),
    ("grid", "yes"),
    ("field", "taxon"),
    ("field", "typeStatusName"),
    ("picklist", "TypeStatus"),
    ("section", "fields"),
    ("title", "Only with a note"),
    ("when", "remarks is not empty"),
    ("field", "description"),
];

fn saving() -> Vec<(&'static str, &'static str)> {
    ARRANGED.iter().copied().chain([("do", "save")]).collect()
}

#[test]
fn a_form_that_is_arranged_counts_at_once_and_can_be_taken_back() {
    on_every_house(|house| {
        let before = house.open("editor", "/data/CollectionObject/new").expect(200);
        assert!(before.text.contains("Standard length (mm)"), "fishes are measured: {}", before.text);
        let saved = house.submit("admin", FORM, &saving()).expect(303);
        let place = saved.header("location").to_owned();
        assert!(place.starts_with("/system/forms/CollectionObject?saved="), "{place}");

        let page = house.open("editor", "/data/CollectionObject/new").expect(200);
        for expect in ["Notes of the curator", "What the label says.", "Only with a note", "sub-grid", "Holotype"] {
            assert!(page.text.contains(expect), "{expect} in {}", page.text);
        }
        assert_eq!(value(&page, "fieldNumber"), "F-1", "a new record starts with the default");
        assert!(!page.text.contains("Standard length (mm)"));
        // Another collection goes on as before.
        let herbs = house.open("botanist", "/data/CollectionObject/new").expect(200);
        assert!(herbs.text.contains("Phenology") && !herbs.text.contains("Notes of the curator"));

        let change = place.split("saved=").nth(1).unwrap();
        house.submit("admin", &format!("/changes/{change}/undo"), &[]).expect(303);
        let page = house.open("editor", "/data/CollectionObject/new").expect(200);
        assert!(page.text.contains("Standard length (mm)") && !page.text.contains("Notes of the curator"));
    });
}

#[test]
fn what_a_form_requires_is_needed_and_what_it_keeps_is_kept() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        house.submit("admin", FORM, &saving()).expect(303);
        let version = version(&house.open("editor", &path).expect(200));
        let empty = [("version", version.as_str()), ("remarks", ""), ("fieldNumber", "F 7")];
        let refused = house.submit("editor", &path, &empty).expect(422);
        assert!(refused.text.contains("Notes of the curator is needed here."), "{}", refused.text);
        assert_eq!(value(&refused, "fieldNumber"), "F 7", "what was typed is still there");
        let filled = [("version", version.as_str()), ("remarks", "x"), ("altCatalogNumber", "A 1")];
        house.submit("editor", &path, &filled).expect(303);
        let page = house.open("editor", &path).expect(200);
        assert_eq!((value(&page, "remarks"), value(&page, "altCatalogNumber")), ("x".to_owned(), String::new()));
        // The API is no form.
        let number = path.rsplit('/').next().unwrap();
        house
            .call("editor", "PATCH", &format!("/api/v1/CollectionObject/{number}"), Some(json!({ "remarks": null })))
            .expect(200);
    });
}

#[test]
fn a_part_is_seen_while_its_condition_holds() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        house.submit("admin", FORM, &saving()).expect(303);
        let part =
            |text: &str| text.split("data-when=\"remarks\"").nth(1).unwrap().split('>').next().unwrap().to_owned();
        let page = house.open("editor", &path).expect(200);
        assert!(part(&page.text).contains("hidden") && part(&page.text).contains("disabled"), "{}", part(&page.text));
        let fields = [("version", &*version(&page)), ("remarks", "x")];
        house.submit("editor", &path, &fields).expect(303);
        let page = house.open("editor", &path).expect(200);
        assert!(!part(&page.text).contains("hidden"), "{}", part(&page.text));
    });
}

#[test]
fn buttons_arrange_without_scripts_and_nothing_counts_before_it_is_saved() {
    on_every_house(|house| {
        let press = |fields: &[(&str, &str)]| house.submit("admin", FORM, fields).expect(200).text;
        let order = |page: &str| {
            let names: Vec<&str> =
                page.split("name=\"field\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            names.join(" ")
        };
        let page = press(&[("section", "fields"), ("field", "remarks"), ("field", "name"), ("do", "up")]);
        assert_eq!(order(&page), "name remarks");
        assert!(page.contains("Not saved yet"));
        let page = press(&[("section", "fields"), ("field", "remarks"), ("add-field", "name"), ("do", "add")]);
        assert_eq!(order(&page), "remarks name");
        let page = press(&[("section", "fields"), ("field", "remarks"), ("do", "remove")]);
        assert_eq!(order(&page), "");
        let page = house.open("editor", "/data/CollectionObject/new").expect(200);
        assert!(page.text.contains("Standard length (mm)"));
        let wrong = [("section", "fields"), ("when", "nonsense"), ("field", "remarks"), ("do", "save")];
        let refused = house.submit("admin", FORM, &wrong).expect(422);
        assert!(refused.text.contains("is no condition") && refused.text.contains("nonsense"), "{}", refused.text);
    });
}

#[test]
fn a_form_goes_out_as_a_file_and_comes_in_again() {
    on_every_house(|house| {
        house.submit("admin", FORM, &saving()).expect(303);
        let file = house.open("admin", "/system/forms/CollectionObject/file").expect(200);
        assert!(file.text.starts_with("table = \"CollectionObject\""), "{}", file.text);
        assert!(file.header("content-disposition").contains("collection_object.toml"));
        let edited = file.text.replace("Notes of the curator", "Marginalia");
        let read = house.submit("admin", FORM, &[("file", &edited), ("do", "import")]).expect(200);
        assert!(read.text.contains("Marginalia") && read.text.contains("Not saved yet"), "{}", read.text);
        let broken = file.text.replace("\"taxon\"", "\"taxxon\"");
        let refused = house.submit("admin", FORM, &[("file", &broken), ("do", "import")]).expect(422);
        assert!(refused.text.contains("Determination has no field ‘taxxon’"), "{}", refused.text);
        let other = house.submit("admin", "/system/forms/Agent", &[("file", &file.text), ("do", "import")]);
        assert!(other.expect(422).text.contains("holds the form of CollectionObject"));
        let reset = house.submit("admin", FORM, &[("do", "reset")]).expect(303);
        assert!(reset.header("location").contains("saved="));
        let page = house.open("editor", "/data/CollectionObject/new").expect(200);
        assert!(page.text.contains("Standard length (mm)"));
    });
}

#[test]
fn the_discipline_has_a_form_below_that_of_its_collections() {
    on_every_house(|house| {
        house.submit("admin", &format!("{FORM}?for=discipline"), &saving()).expect(303);
        let heading = |page: &str| page.contains("Notes of the curator");
        assert!(heading(&house.open("editor", "/data/CollectionObject/new").expect(200).text));
        let own = [("section", "fields"), ("field", "catalogNumber"), ("field", "remarks"), ("do", "save")];
        house.submit("admin", FORM, &own).expect(303);
        assert!(!heading(&house.open("editor", "/data/CollectionObject/new").expect(200).text));
        house.submit("admin", FORM, &[("do", "reset")]).expect(303);
        assert!(heading(&house.open("editor", "/data/CollectionObject/new").expect(200).text));
    });
}

#[test]
fn whoever_edits_specimens_does_not_arrange_everybodys_forms() {
    on_every_house(|house| {
        for path in ["/system/forms", FORM, "/system/schema", "/system/schema/CollectionObject"] {
            house.open("editor", path).expect(403);
        }
        house.submit("editor", FORM, &saving()).expect(403);
        let form = json!({
            "tableName": "Agent", "discipline": house.fish.discipline,
            "definition": "table = \"Agent\"\n[[section]]\nfields = [\"lastName\"]",
        });
        house.call("editor", "POST", "/api/v1/FormDefinition", Some(form.clone())).expect(403);
        house.call("admin", "POST", "/api/v1/FormDefinition", Some(form.clone())).expect(201);
        let again = house.call("admin", "POST", "/api/v1/FormDefinition", Some(form)).expect(422);
        assert_eq!(again.issues(), ["tableName form-twice"]);
        let wrong = json!({
            "tableName": "Taxon", "discipline": house.fish.discipline,
            "definition": "table = \"Taxon\"\n[[section]]\nfields = [\"shoeSize\"]",
        });
        let refused = house.call("admin", "POST", "/api/v1/FormDefinition", Some(wrong)).expect(422);
        assert_eq!(refused.issues(), ["definition form-unknown-name"]);
    });
}

/// What the page of captions sends for a few fields.
fn captions(house: &House, language: &str, fields: &[(&str, &str)]) {
    let path = format!("/system/schema/CollectionObject?language={language}");
    house.submit("admin", &path, fields).expect(303);
}

#[test]
fn captions_of_the_discipline_are_read_everywhere() {
    on_every_house(|house| {
        let path = house.one_specimen("000000001");
        captions(
            house,
            "en",
            &[
                ("caption", "Lot"),
                ("catalogNumber.caption", "Jar number"),
                ("catalogNumber.description", "What is written on the jar."),
                ("text1.caption", "Tag colour"),
                ("fieldNumber.hidden", "yes"),
                ("objectCondition.required", "yes"),
                ("altCatalogNumber.picklist", "TypeStatus"),
            ],
        );
        let page = house.open("editor", &path).expect(200);
        assert!(page.text.contains("Jar number") && page.text.contains("What is written on the jar."), "{}", page.text);
        assert!(!page.text.contains("name=\"fieldNumber\""), "a hidden field stands on no form");
        assert!(house.open("editor", &format!("{path}?all=1")).expect(200).text.contains("name=\"fieldNumber\""));
        assert!(page.text.contains("altCatalogNumber-list"), "the pick list suggests");
        let list = house.open("editor", "/data/CollectionObject").expect(200);
        assert!(list.text.contains("Jar number"), "{}", list.text);
        let fields = [("version", &*version(&page)), ("remarks", "x"), ("objectCondition", "")];
        let refused = house.submit("editor", &path, &fields).expect(422);
        assert!(refused.text.contains("Object condition is needed here."), "{}", refused.text);

        // The plants are another discipline.
        let herbs = house.open("botanist", "/data/CollectionObject/new").expect(200);
        assert!(!herbs.text.contains("Jar number"));
        // Taken away again, the model's own word is back; the other settings stay.
        captions(house, "en", &[("catalogNumber.caption", ""), ("fieldNumber.hidden", "yes")]);
        let page = house.open("editor", &path).expect(200);
        assert!(page.text.contains("Catalog number") && !page.text.contains("Jar number"));
        assert!(!page.text.contains("name=\"fieldNumber\""));
    });
}

#[test]
fn a_format_and_a_web_link_of_captions_stand_at_the_field() {
    on_every_house(|house| {
        let link = json!({
            "kind": "link", "name": "Barcode", "tableName": "CollectionObject",
            "definition": { "address": "https://example.org/{altCatalogNumber}" },
        });
        house.make("admin", "TextFormat", link);
        let page = house.open("admin", "/system/schema/CollectionObject").expect(200).text;
        let choice = page.split("name=\"fieldNumber.format\"").nth(1).unwrap().split("</select>").next().unwrap();
        assert!(choice.contains("NumberByYear: YYYY-###"), "{choice}");
        assert!(!page.contains("name=\"catalogedDate.format\""), "a date follows no format");
        let choice = page.split("name=\"altCatalogNumber.weblink\"").nth(1).unwrap();
        assert!(choice.split("</select>").next().unwrap().contains("Barcode"));
        let path = "/system/schema/CollectionObject?language=en";
        for wrong in [("fieldNumber.format", "Nothing"), ("fieldNumber.weblink", "Nowhere")] {
            let refused = house.submit("admin", path, &[wrong]).expect(422);
            assert!(
                refused.text.contains(wrong.1) && refused.text.contains("or choose another one"),
                "{}",
                refused.text
            );
        }
        captions(house, "en", &[("fieldNumber.format", "NumberByYear"), ("altCatalogNumber.weblink", "Barcode")]);
        let new = house.open("editor", "/data/CollectionObject/new?all=1").expect(200).text;
        let control = new.split("name=\"fieldNumber\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(control.contains("placeholder=\"YYYY-###\""), "{control}");
        let made = house.make("editor", "CollectionObject", house.specimen("000000001"));
        assert!(made["fieldNumber"].as_str().unwrap().ends_with("-001"), "{}", made["fieldNumber"]);
        let path = format!("/data/CollectionObject/{}", made["id"]);
        let page = house.open("editor", &path).expect(200);
        let fields = [("version", &*version(&page)), ("fieldNumber", "seven"), ("altCatalogNumber", "B 7")];
        let refused = house.submit("editor", &path, &fields).expect(422);
        assert!(refused.text.contains("is not written as YYYY-###"), "{}", refused.text);
        let fields = [fields[0], ("fieldNumber", "2001-007"), fields[2]];
        house.submit("editor", &path, &fields).expect(303);
        let page = house.open("editor", &path).expect(200).text;
        assert!(page.contains("https://example.org/B%207"), "{page}");
    });
}

#[test]
fn captions_stand_in_the_language_of_the_reader() {
    on_every_house(|house| {
        captions(house, "en", &[("catalogNumber.caption", "Jar number"), ("text1.caption", "Tag colour")]);
        captions(house, "de", &[("catalogNumber.caption", "Glasnummer")]);
        let read = |language: &str| {
            let headers = [("accept", "text/html"), ("accept-language", language)];
            house.call_with("editor", "GET", "/data/CollectionObject/new?all=1", &headers, None).expect(200).text
        };
        let (english, german, french) = (read("en"), read("de"), read("fr"));
        assert!(english.contains("Jar number") && !english.contains("Glasnummer"));
        assert!(german.contains("Glasnummer") && !german.contains("Jar number"));
        assert!(!french.contains("Jar number") && !french.contains("Glasnummer"), "French has its own word");
        assert!(german.contains("Tag colour") && french.contains("Tag colour"), "a spare field has no other name");
    });
}

#[test]
fn every_table_can_be_arranged_and_configured() {
    on_every_house(|house| {
        let overview = house.open("admin", "/system/forms").expect(200);
        assert!(overview.text.contains("/system/forms/Determination"));
        for table in ["CollectionObject", "Agent", "Taxon", "Loan", "PrepType", "Collector", "Locality", "Journal"] {
            let page = house.open("admin", &format!("/system/forms/{table}")).expect(200);
            assert!(page.text.contains("data-designer") && page.text.contains("id=\"preview\""), "{table}");
            house.open("admin", &format!("/system/schema/{table}")).expect(200);
        }
        house.open("admin", "/system/forms/Nothing").expect(404);
    });
}
