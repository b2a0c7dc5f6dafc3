//! The search page and its JSON twin.

use serde_json::{Value as Json, json};
use vasculum_testkit::on_every_engine;

use crate::house::{House, Reply, on_every_house};
use crate::views::{about, has, hidden};

/// Asks until the index has what was just written.
#[track_caller]
fn until(house: &House, who: &str, path: &str, holds: impl Fn(&Reply) -> bool) -> Reply {
    for _ in 0..200 {
        let reply = house.open(who, path).expect(200);
        if holds(&reply) {
            return reply;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("{path} never came to hold: {}", house.open(who, path).text);
}

/// Three specimens of the fishes with remarks, from two places; their ids.
fn three(house: &House) -> Vec<i64> {
    let event = |name: &str, year: &str| {
        let place = house.make(
            "editor",
            "Locality",
            json!({ "localityName": name, "discipline": house.fish.discipline, "latitude1": "-12.5", "longitude1": "-77.5" }),
        );
        let event = json!({ "discipline": house.fish.discipline, "locality": place["id"], "startDate": year });
        house.make("editor", "CollectingEvent", event)["id"].clone()
    };
    let (valley, coast) = (event("Vulture valley", "1951-03-02"), event("Albatross coast", "1967-08-01"));
    [("000000001", &valley), ("000000002", &valley), ("000000003", &coast)]
        .iter()
        .map(|(number, event)| {
            let mut specimen = house.specimen(number);
            specimen["collectingEvent"] = (*event).clone();
            specimen["remarks"] = json!(format!("Quagga <b>remark</b> {number}"));
            house.make("editor", "CollectionObject", specimen)["id"].as_i64().unwrap()
        })
        .collect()
}

fn search(house: &House, who: &str, query: &str) -> Json {
    house.call(who, "GET", &format!("/api/v1/search?{query}"), None).expect(200).json()
}

#[test]
fn what_was_saved_is_found_with_facets_and_a_piece_of_its_text() {
    on_every_house(|house| {
        let ids = three(house);
        let page = until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        assert!(page.text.contains("<mark>Quagga</mark> &lt;b&gt;remark"), "{}", page.text);
        assert!(page.text.contains(&format!("/data/CollectionObject/{}", ids[0])), "{}", page.text);
        for link in ["q=quagga&amp;year=1950..1959", "q=quagga&amp;gap=determination", "q=quagga&amp;cell="] {
            assert!(page.text.contains(&format!("/search?{link}")), "{link} in {}", page.text);
        }
        let narrowed = house.open("editor", "/search?q=quagga&year=1950..1959").expect(200);
        assert!(narrowed.text.contains("1–2 of 2") && narrowed.text.contains("1950–1959"), "{}", narrowed.text);
        assert!(narrowed.text.contains("href=\"/search?q=quagga\""), "the filter can be taken back");
        for words in ["vulture", "vultrue", "valley -albatross", "in:object 1951..1951", "\"vulture valley\" no:image"]
        {
            let words = words.replace(' ', "+").replace('"', "%22");
            let found = search(house, "editor", &format!("q={words}&table=CollectionObject"));
            assert_eq!(found["count"], 2, "{words}: {found}");
        }
    });
}

#[test]
fn nothing_that_is_typed_is_an_error() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        for words in [
            "%22",
            "%22%22",
            "-",
            "--",
            ":",
            "a:b",
            "family:",
            "%00",
            "*",
            "((",
            "1..",
            "..",
            "%F0%9F%90%9F",
            "%3Cb%3E",
            "type:%22",
            "has:",
            "\u{61}%CC%81",
            "year:x",
            "-%22",
            "%5C",
            "%27",
            "%25",
        ] {
            house.open("editor", &format!("/search?q={words}")).expect(200);
            let reply = house.call("editor", "GET", &format!("/api/v1/search?q={words}"), None);
            assert!(matches!(reply.status.as_u16(), 200 | 422), "{words}: {}", reply.text);
        }
        for odd in [
            "year=x",
            "taxon=x",
            "cell=-1",
            "table=Nothing",
            "gap=wings",
            "page=0",
            "page=99999999999",
            "more=x",
            "catalogue=9999999",
        ] {
            house.open("editor", &format!("/search?q=quagga&{odd}")).expect(200);
        }
        let unknown = house.open("editor", "/search?q=colour:quagga").expect(200);
        assert!(unknown.text.contains("‘colour:’ is no field word"), "{}", unknown.text);
        house.call("editor", "GET", "/api/v1/search?limit=x", None).expect(422);
        house.call("nobody", "GET", "/api/v1/search?q=a", None).expect(401);
    });
}

#[test]
fn everybody_finds_what_they_may_read() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        assert_eq!(search(house, "reader", "q=quagga")["count"], 3);
        assert_eq!(search(house, "admin", "q=quagga")["count"], 3);
        assert_eq!(search(house, "admin", "q=quagga&collection=herb")["count"], 0);
        for who in ["botanist", "stranger"] {
            for words in ["quagga", "vulture", "quaga"] {
                let found = search(house, who, &format!("q={words}"));
                assert_eq!((&found["count"], &found["notes"]), (&json!(0), &json!([])), "{who} {words}: {found}");
            }
            let all = search(house, who, "");
            assert!(!all.to_string().contains("Vulture") && !all.to_string().contains("1950"), "{who}: {all}");
        }
    });
}

#[test]
fn what_is_found_becomes_a_record_set() {
    on_every_house(|house| {
        let ids = three(house);
        let address = "/search?q=quagga&table=CollectionObject&year=1950..1959";
        let page = until(house, "editor", address, |page| page.text.contains("1–2 of 2"));
        let link = page.text.split("href=\"").find(|part| part.starts_with("/record-sets/new?")).unwrap();
        let link = link.split('"').next().unwrap().replace("&amp;", "&");
        let form = house.open("editor", &link).expect(200);
        assert!(form.text.contains("of 2 collection objects"), "{}", form.text);
        let question = "q=quagga&table=CollectionObject&year=1950..1959";
        let sent = [("table", "CollectionObject"), ("search", question), ("name", "Quaggas"), ("open", "0")];
        let made = house.submit("editor", "/record-sets", &sent).expect(303);
        let set = made.header("location").split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let api = house.call("editor", "GET", &format!("/api/v1/CollectionObject?filter=id:set({set})"), None);
        let records = api.expect(200).json();
        let found: Vec<i64> =
            records["records"].as_array().unwrap().iter().map(|record| record["id"].as_i64().unwrap()).collect();
        assert_eq!(found, ids[..2]);
    });
}

#[test]
fn pages_are_turned_and_facets_have_more() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        for number in 1..=30 {
            let mut specimen = house.specimen(&format!("{number:09}"));
            specimen["remarks"] = json!("Quagga");
            house.make("editor", "CollectionObject", specimen);
        }
        let first = until(&house, "editor", "/search?q=quagga", |page| page.text.contains("1–25 of 30"));
        assert!(first.text.contains("/search?q=quagga&amp;page=2"), "{}", first.text);
        let second = house.open("editor", "/search?q=quagga&page=2").expect(200);
        assert!(second.text.contains("26–30 of 30") && second.text.contains("start=\"26\""), "{}", second.text);
        let api = search(&house, "editor", "q=quagga&limit=7&offset=28");
        assert_eq!((api["hits"].as_array().unwrap().len(), &api["count"]), (2, &json!(30)));
        assert_eq!(api["hits"][0]["excerpt"][0], json!({ "text": "Quagga", "found": true }), "{api}");
    });
}

#[test]
fn a_question_searches_for_words() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        let question = "from%20CollectionObject%20show%20catalogNumber%20where%20search%20%22vulture%20quagga%22";
        let answer = house.call("asker", "GET", &format!("/api/v1/query?q={question}&total=true"), None);
        assert_eq!(answer.expect(200).json()["total"], 2);
    });
}

/// The question for specimens that words find, with the place of each.
fn of_places(words: &str) -> String {
    format!(
        "from CollectionObject show collectingEvent.locality.localityName, modifiedByAgent.lastName where search \"{words}\""
    )
}

#[test]
fn map_chart_and_pivot_table_of_a_question_search_for_words() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        let text = of_places("valley quagga");
        has(house, "asker", &about("/query/map", &text, ""), &["2 records are on the map"]);
        let window = "&west=-180&south=-85&east=180&north=85&zoom=5";
        let cells = house.call("asker", "GET", &about("/query/map/cells", &text, window), None).expect(200).json();
        assert_eq!(cells["places"][0][2], 2, "{cells}");
        let chart = has(house, "asker", &about("/query/chart", &text, "&by=0"), &["Vulture valley", "1 value"]);
        assert!(!chart.contains("Albatross"), "{chart}");
        let pivot = about("/query/pivot/file", &text, "&rows=0&columns=1");
        let file = house.call("asker", "GET", &pivot, None).expect(200).text;
        assert!(file.contains("Vulture valley,2,2\r\n") && file.ends_with("Total,2,2\r\n"), "{file}");

        // What came to the index since is counted at once, however often the same was asked before.
        let mut fourth = house.specimen("000000004");
        fourth["remarks"] = json!("Quagga of the other valley");
        house.make("editor", "CollectionObject", fourth);
        until(house, "editor", "/search?q=quagga+valley", |page| page.text.contains("1–3 of 3"));
        has(house, "asker", &about("/query/chart", &text, "&by=0"), &["Vulture valley", "Not known", "2 values"]);
        let file = house.call("asker", "GET", &pivot, None).expect(200).text;
        assert!(file.ends_with("Total,3,3\r\n"), "{file}");

        // What is in no index is not silently found nowhere.
        let parts = "from Determination show remarks where search \"quagga\"";
        let refused = house.open("asker", &about("/query/chart", parts, "")).text;
        assert!(refused.contains("Records of Determination are not in the search index"), "{refused}");
    });
}

/// Gives somebody rights in a collection.
pub(crate) fn allow(house: &House, who: &str, collection: i64, rights: &[(&str, &str)]) {
    let path = format!("/admin/users/{}/rights", house.first_id(&format!("/api/v1/SpecifyUser?filter=name={who}")));
    let collection = collection.to_string();
    for (resource, action) in rights {
        let fields = [("collection", &*collection), ("resource", resource), ("action", action)];
        house.submit("admin", &path, &fields).expect(303);
    }
}

#[test]
fn a_view_counts_only_words_that_one_may_read() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        let herb = house.first_id("/api/v1/Collection?filter=code=herb");
        allow(house, "botanist", herb, &[("/querybuilder/query", "execute")]);
        let text = of_places("quagga");
        for text in [text.clone(), format!("{text} in all collections")] {
            let page = house.open("botanist", &about("/query/chart", &text, "&by=0")).expect(200).text;
            assert!(page.contains("There is nothing to draw") && !page.contains("Vulture"), "{page}");
        }
        // Somebody who reads specimens and not where they are from.
        let rights = [
            ("/system/sp7/collection", "access"),
            ("/querybuilder/query", "execute"),
            ("/table/collectionobject", "read"),
        ];
        allow(house, "stranger", house.fish.collection, &rights);
        for (words, count) in [("quagga", "3"), ("vulture", "0"), ("quagga vulture", "0")] {
            let text = format!("from CollectionObject show remarks where search \"{words}\"");
            let page = house.open("stranger", &about("/query/chart", &text, "")).expect(200).text;
            let bars = page.matches("class=\"bar-value\"").count();
            assert_eq!(bars.to_string(), count, "{words}: {page}");
        }
    });
}

#[test]
fn a_tile_searches_for_words_and_stays_true() {
    on_every_house(|house| {
        three(house);
        until(house, "editor", "/search?q=quagga", |page| page.text.contains("1–3 of 3"));
        let edit = house.open("asker", "/insights/edit?of=me").expect(200).text;
        let seen = hidden(&edit, "seen").to_owned();
        let page = [("of", "me"), ("page", "0"), ("seen", &*seen), ("do", "page")];
        house.submit("asker", "/insights/edit", &page).expect(303);
        let ask = "from CollectionObject show count() where search \"valley quagga\"";
        let tile = [("q", ask), ("title", "Quaggas"), ("kind", "number"), ("place", "me-0")];
        house.submit("asker", "/insights/add", &tile).expect(303);
        has(house, "asker", "/insights?of=me&page=0", &["Quaggas", "tile-value\">2<"]);
        let mut fourth = house.specimen("000000004");
        fourth["remarks"] = json!("Quagga of the other valley");
        house.make("editor", "CollectionObject", fourth);
        until(house, "editor", "/search?q=quagga+valley", |page| page.text.contains("1–3 of 3"));
        has(house, "asker", "/insights?of=me&page=0", &["Quaggas", "tile-value\">3<"]);
        let file = house.call("asker", "GET", "/insights/file?of=me&page=0", None).expect(200).text;
        assert!(file.contains("Quaggas\t\t3\r\n"), "{file}");
    });
}
