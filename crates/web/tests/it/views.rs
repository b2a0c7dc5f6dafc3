//! Views of questions – map, chart, pivot table –, pages of numbers and the annual report, as a browser asks for them.

use serde_json::{Value as Json, json};

use crate::house::{House, on_every_house};

pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub(crate) fn about(path: &str, text: &str, more: &str) -> String {
    format!("{path}?q={}{more}", escaped(text))
}

/// Six specimens: three of Peru and two of Chile, one of which nobody knows where it is from.
fn specimens(house: &House) {
    for (at, (remarks, name, place)) in [
        ("a", "Lima", Some(("-12.0", "-77.0"))),
        ("a", "Lima", Some(("-12.0", "-77.0"))),
        ("b", "Cusco", Some(("-13.5", "-72.0"))),
        ("b", "Santiago", Some(("-33.4", "-70.6"))),
        ("a", "Arica", Some(("-18.5", "-70.3"))),
        ("", "", None),
    ]
    .into_iter()
    .enumerate()
    {
        let mut specimen = house.specimen(&format!("{:09}", at + 1));
        specimen["remarks"] = if remarks.is_empty() { Json::Null } else { remarks.into() };
        if let Some((lat, long)) = place {
            let locality = json!({ "localityName": name, "discipline": house.fish.discipline, "latitude1": lat, "longitude1": long });
            let locality = house.make("editor", "Locality", locality);
            let event = json!({ "discipline": house.fish.discipline, "locality": locality["id"], "startDate": format!("19{}7-05-12", at + 1) });
            specimen["collectingEvent"] = house.make("editor", "CollectingEvent", event)["id"].clone();
        }
        house.make("editor", "CollectionObject", specimen);
    }
}

#[track_caller]
pub(crate) fn has(house: &House, who: &str, path: &str, words: &[&str]) -> String {
    let text = house.open(who, path).expect(200).text;
    for words in words {
        assert!(text.contains(words), "‘{words}’ in {path}: {text}");
    }
    text
}

const OBJECTS: &str = "from CollectionObject show catalogNumber, remarks, collectingEvent.startDate";

#[test]
fn the_map_counts_what_is_somewhere_and_asks_for_parts_of_it() {
    on_every_house(|house| {
        specimens(house);
        has(
            house,
            "asker",
            &about("/query/map", OBJECTS, ""),
            &["5 records are on the map", "from 4 places", "<record-map", "map-drawing"],
        );
        let cells = |window: &str| {
            house.call("asker", "GET", &about("/query/map/cells", OBJECTS, window), None).expect(200).json()
        };
        let all = cells("&west=-180&south=-85&east=180&north=85&zoom=5");
        let places = all["places"].as_array().unwrap();
        // Both localities of Lima are there by themselves.
        assert_eq!(places.len(), 5, "{all}");
        assert_eq!(places.iter().map(|place| place[2].as_i64().unwrap()).sum::<i64>(), 5);
        let lima = cells("&west=-78&south=-13&east=-76&north=-11&zoom=9");
        assert_eq!(lima["places"].as_array().unwrap().len(), 2, "{lima}");
        let href = lima["places"][0][5].as_str().unwrap();
        assert!(href.starts_with("/query?q=from%20CollectionObject"), "{href}");
        house.open("asker", href).expect(200);
        let to = house
            .open("asker", &about("/query/map", OBJECTS, "&inside=-14%20-80,-10%20-80,-10%20-70,-14%20-70"))
            .expect(303);
        let narrowed = to.header("location").to_owned();
        assert!(narrowed.contains("inside"), "{narrowed}");
        has(house, "asker", &narrowed, &["3 records are on the map"]);
        let to = house.open("asker", &about("/query/map", OBJECTS, "&km=100&lat=-12&long=-77")).expect(303);
        has(house, "asker", to.header("location"), &["2 records are on the map"]);
        for (more, words) in
            [("&inside=1,2", "An outline has three corners"), ("&km=x&lat=1&long=1", "A circle has a radius")]
        {
            has(house, "asker", &about("/query/map", OBJECTS, more), &[words]);
        }
        has(house, "asker", &about("/query/map", "from Agent", ""), &["There is no place here"]);
        has(house, "asker", &about("/query/map", "from Nothing", ""), &["There is no table"]);
        house.call("asker", "GET", &about("/query/map/cells", OBJECTS, "&west=x"), None).expect(422);
        house.open("asker", "/query/map").expect(303);
        // Whoever may not ask sees nothing.
        house.open("reader", &about("/query/map", OBJECTS, "")).expect(403);
    });
}

#[test]
fn a_chart_and_a_pivot_table_count_by_what_is_asked() {
    on_every_house(|house| {
        specimens(house);
        let page = has(house, "asker", &about("/query/chart", OBJECTS, "&by=1"), &["3 values", "Not known"]);
        assert!(page.contains(&escaped("remarks = \"a\"")), "a bar leads to its records: {page}");
        has(house, "asker", &about("/query/chart", OBJECTS, "&by=2"), &["1917: 1", "1 more have no value here."]);
        has(house, "asker", &about("/query/chart", OBJECTS, "&by=2&as=months"), &["May: 5"]);
        let number = "from CollectionObject show collectingEvent.locality.latitude1 limit 2";
        has(house, "asker", &about("/query/chart", number, ""), &["The limit of the query is left out here"]);
        has(
            house,
            "asker",
            &about("/query/chart", "from CollectionObject show remarks, count()", ""),
            &["are taken apart here"],
        );
        let pivot = "&rows=1&columns=2";
        has(house, "asker", &about("/query/pivot", OBJECTS, pivot), &["1917", "Total"]);
        let file = house.call("asker", "GET", &about("/query/pivot/file", OBJECTS, pivot), None).expect(200);
        assert!(file.text.ends_with("Total,1,1,1,1,1,1,6\r\n"), "{}", file.text);
        has(house, "asker", &about("/query/pivot", "from Agent", ""), &["A pivot table is made of two columns"]);
        house.open("stranger", &about("/query/chart", OBJECTS, "")).expect(403);
    });
}

/// A hidden value of a form.
pub(crate) fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start).unwrap_or_else(|| panic!("{name} in {page}")).1.split('"').next().unwrap()
}

#[test]
fn pages_of_numbers_are_arranged_by_a_person_and_for_a_collection() {
    on_every_house(|house| {
        specimens(house);
        let page = has(house, "asker", "/insights", &["Collection objects", "Overdue loans", "Taxa represented"]);
        assert!(page.contains("<span class=\"tile-value\">6</span>"), "{page}");
        assert!(!page.contains("/insights/tile"), "small collections wait for nothing");
        has(house, "asker", "/insights/tile?of=collection&page=0&tile=1", &["tile-value\">6"]);
        let file = house.call("asker", "GET", "/insights/file?page=0", None).expect(200);
        assert!(file.text.contains("Collection objects\t\t6\r\n"), "{}", file.text);

        // One's own page.
        let edit = has(house, "asker", "/insights/edit?of=me", &["New page"]);
        let seen = hidden(&edit, "seen").to_owned();
        let made = house
            .submit("asker", "/insights/edit", &[("of", "me"), ("page", "0"), ("seen", &seen), ("do", "page")])
            .expect(303);
        assert_eq!(made.header("location"), "/insights/edit?of=me&page=0");
        let old = [("of", "me"), ("page", "0"), ("seen", &*seen), ("do", "page")];
        house.submit("asker", "/insights/edit", &old).expect(409);
        let edit = house.open("asker", "/insights/edit?of=me").expect(200).text;
        let seen = hidden(&edit, "seen").to_owned();
        let item =
            [("of", "me"), ("page", "0"), ("seen", &*seen), ("name", "Mine"), ("item", "localities"), ("do", "item")];
        house.submit("asker", "/insights/edit", &item).expect(303);
        for (title, ask, kind) in [
            ("By remark", "from CollectionObject show remarks, count() sort by count() desc", "bars"),
            ("Users", "from SpecifyUser show count()", "number"),
        ] {
            let tile = [("q", ask), ("title", title), ("kind", kind), ("place", "me-0")];
            house.submit("asker", "/insights/add", &tile).expect(303);
        }
        let page = has(house, "asker", "/insights?of=me&page=0", &["Localities", "By remark", "Users"]);
        assert!(page.contains("bar-value\">3<"), "{page}");
        // A question that can’t be read is no tile.
        house
            .submit(
                "asker",
                "/insights/add",
                &[("q", "from Nothing"), ("title", "x"), ("kind", "number"), ("place", "me-0")],
            )
            .expect(422);

        // Of the collection: only who has the right to.
        let edit = has(house, "asker", "/insights/edit", &["You have no right to change the pages"]);
        assert!(!edit.contains("name=\"seen\""));
        let edit = house.open("admin", "/insights/edit").expect(200).text;
        let seen = hidden(&edit, "seen").to_owned();
        let delete = [("of", "collection"), ("page", "1"), ("seen", &*seen), ("name", "x"), ("do", "delete-page")];
        house.submit("asker", "/insights/edit", &delete).expect(403);
        house.submit("admin", "/insights/edit", &delete).expect(303);
        let page = house.open("asker", "/insights").expect(200).text;
        assert!(!page.contains(">Digitization<"), "{page}");
        house.open("reader", "/insights").expect(403);
    });
}

#[test]
fn a_number_that_one_may_not_read_says_so() {
    on_every_house(|house| {
        specimens(house);
        let users = house.call("admin", "GET", "/api/v1/SpecifyUser?filter=name=stranger", None).expect(200).json();
        let path = format!("/admin/users/{}/rights", users["records"][0]["id"]);
        let collection = house.fish.collection.to_string();
        for (resource, action) in [
            ("/system/sp7/collection", "access"),
            ("/querybuilder/query", "execute"),
            ("/table/collectionobject", "read"),
        ] {
            let fields = [("collection", &*collection), ("resource", resource), ("action", action)];
            house.submit("admin", &path, &fields).expect(303);
        }
        let page = has(house, "stranger", "/insights", &["You have no right to read this.", "Overdue loans"]);
        assert!(page.contains("<span class=\"tile-value\">6</span>"), "{page}");
        assert!(!page.contains("Overdue loans</span><span class=\"tile-value\""), "{page}");
        let csv = house.call("stranger", "GET", "/insights/annual/file?year=2019", None).expect(200);
        assert!(csv.text.contains(",loans,Loans made,,,\r\n"), "{}", csv.text);
    });
}

#[test]
fn the_annual_report_is_a_page_and_two_files() {
    on_every_house(|house| {
        let mut specimen = house.specimen("000000001");
        specimen["catalogedDate"] = "2019-06-01".into();
        house.make("editor", "CollectionObject", specimen);
        let page =
            has(house, "asker", "/insights/annual?year=2019&with=2018", &["Annual report 2019", "Objects catalogued"]);
        assert!(
            page.contains(&escaped("catalogedDate between 2019-01-01 and 2019-12-31").replace("%2D", "-")),
            "{page}"
        );
        let csv = house.call("asker", "GET", "/insights/annual/file?year=2019&with=2018&format=csv", None).expect(200);
        assert!(csv.text.contains("Work on the collection,cataloged,Objects catalogued,1,0,1\r\n"), "{}", csv.text);
        let all =
            house.call("asker", "GET", "/insights/annual/file?year=2019&with=2018&collections=all", None).expect(200);
        assert!(all.text.contains(",objects,Collection objects,1,0,1\r\n"), "{}", all.text);
        let pdf = house.call("asker", "GET", "/insights/annual/file?year=2019&format=pdf", None).expect(200);
        assert!(pdf.text.starts_with("%PDF-") && pdf.header("content-type") == "application/pdf");
        house.open("stranger", "/insights/annual").expect(403);
    });
}
