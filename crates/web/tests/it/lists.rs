//! Lists: filter, order, fields, pages.

use serde_json::{Value as Json, json};

use crate::house::{House, on_every_house};

fn five_specimens(house: &House) {
    let agent =
        house.make("admin", "Agent", json!({ "agentType": 1, "lastName": "Artedi", "division": house.fish.division }));
    for (nth, (text, remarks)) in
        [("b", "Älv"), ("a", "x,y"), ("b", ""), ("", "älv 2"), ("c", "x")].into_iter().enumerate()
    {
        let mut body = house.specimen(&format!("00000000{}", nth + 1));
        body["text1"] = json!(text);
        body["remarks"] = json!(remarks);
        body["countAmt"] = json!(nth);
        if nth == 1 {
            body["cataloger"] = agent["id"].clone();
        }
        body["determinations"] = json!([{ "isCurrent": true, "remarks": format!("det {nth}") }]);
        house.make("editor", "CollectionObject", body);
    }
}

/// The catalog numbers that a list gives, without their zeros, over all pages.
#[track_caller]
fn numbers(house: &House, query: &str) -> String {
    let (mut found, mut cursor) = (String::new(), String::new());
    for _ in 0..10 {
        let path = format!("/api/v1/CollectionObject?{query}{cursor}");
        let page = house.call("reader", "GET", &path, None).expect(200).json();
        for record in page["records"].as_array().unwrap() {
            found.push_str(record["catalogNumber"].as_str().unwrap().trim_start_matches('0'));
        }
        match page["next"].as_str() {
            None => return found,
            Some(next) => cursor = format!("&cursor={next}"),
        }
        found.push('|');
    }
    panic!("the pages do not end: {found}");
}

#[test]
fn a_list_is_filtered_on_any_path() {
    on_every_house(|house| {
        five_specimens(house);
        for (query, expect) in [
            ("filter=text1=b", "13"),
            ("filter=text1!=b", "245"),
            ("filter=text1:empty", "4"),
            ("filter=text1:known", "1235"),
            ("filter=countAmt>=2&filter=countAmt<4", "34"),
            ("filter=remarks~%C3%A4LV", "14"),
            ("filter=remarks^x", "25"),
            ("filter=remarks:in(%22x,y%22,x)", "25"),
            ("filter=determinations.remarks=det%203", "4"),
            ("filter=cataloger.lastName^art", "2"),
            ("filter=cataloger.lastName:known", "2"),
            ("filter=cataloger:empty", "1345"),
            ("filter=determinations.isCurrent=true&filter=text1=c", "5"),
            ("filter=collection.code=herb", ""),
        ] {
            assert_eq!(numbers(house, query), expect, "{query}");
        }
    });
}

#[test]
fn pages_follow_each_other_in_every_order() {
    on_every_house(|house| {
        five_specimens(house);
        for (query, expect) in [
            ("limit=2", "12|34|5"),
            ("limit=2&sort=-id", "54|32|1"),
            ("limit=2&sort=text1", "42|13|5"),
            ("limit=2&sort=-text1", "53|12|4"),
            ("limit=2&sort=text1,-countAmt", "42|31|5"),
            ("limit=2&sort=cataloger.lastName,countAmt", "13|45|2"),
            ("limit=2&sort=-cataloger.lastName", "25|43|1"),
            ("limit=2&sort=timestampCreated", "12|34|5"),
            ("limit=5", "12345"),
        ] {
            assert_eq!(numbers(house, query), expect, "{query}");
        }
    });
}

#[test]
fn only_chosen_fields_are_given() {
    on_every_house(|house| {
        five_specimens(house);
        let path =
            "/api/v1/CollectionObject?fields=catalogNumber,cataloger.lastName,countAmt&limit=2&sort=text1&total=true";
        let page = house.call("reader", "GET", path, None).expect(200);
        let json = page.json();
        let rows: Vec<Json> = json["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let mut row = row.clone();
                row.as_object_mut().unwrap().remove("id").unwrap();
                row
            })
            .collect();
        assert_eq!(
            rows,
            [
                json!({ "catalogNumber": "000000004", "cataloger.lastName": null, "countAmt": 3 }),
                json!({ "catalogNumber": "000000002", "cataloger.lastName": "Artedi", "countAmt": 1 }),
            ]
        );
        assert_eq!(json["total"], 5);
        assert_eq!(page.statements(), 2);
    });
}

#[test]
fn a_longer_list_costs_no_more_statements() {
    on_every_house(|house| {
        five_specimens(house);
        let cost = |limit: u32| {
            let path = format!("/api/v1/CollectionObject?inline=all&limit={limit}&filter=cataloger:empty");
            let reply = house.call("reader", "GET", &path, None).expect(200);
            assert_eq!(reply.json()["records"][0]["determinations"].as_array().map(Vec::len), Some(1));
            reply.statements()
        };
        assert_eq!(cost(2), cost(4));
        assert!(cost(4) <= 12, "{}", cost(4));
    });
}

#[test]
fn a_slip_in_a_parameter_is_refused() {
    on_every_house(|house| {
        for (query, place) in [
            ("filtr=text1=b", "filtr"),
            ("filter=text9=b", "filter"),
            ("filter=text1", "filter"),
            ("filter=countAmt=x", "filter"),
            ("filter=text1=%00", "parameters"),
            ("filter=catalogedDate<-9000-01-01", "filter"),
            ("sort=determinations.id", "sort"),
            ("sort=nothing", "sort"),
            ("limit=0", "limit"),
            ("limit=1001", "limit"),
            ("limit=5&limit=6", "limit"),
            ("total=yes", "total"),
            ("cursor=x", "cursor"),
            ("cursor=WyJ0ZXh0MSIsbnVsbCwxXQ", "cursor"),
            ("inline=nothing", "inline"),
            ("inline=catalogNumber", "inline"),
            ("inline=all&fields=text1", "inline"),
            ("fields=determinations.remarks", "fields"),
        ] {
            let reply = house.call("reader", "GET", &format!("/api/v1/CollectionObject?{query}"), None).expect(422);
            let json = reply.json();
            assert_eq!(json["issues"][0]["field"], place, "{query}: {json}");
        }
        house.call("reader", "GET", "/api/v1/CollectionObject?collection=nothing", None).expect(404);
    });
}

#[test]
fn a_collection_narrows_what_somebody_of_several_sees() {
    on_every_house(|house| {
        five_specimens(house);
        let total = |query: &str| {
            let path = format!("/api/v1/CollectionObject?total=true&limit=1{query}");
            house.call("admin", "GET", &path, None).expect(200).json()["total"].as_i64()
        };
        assert_eq!((total(""), total("&collection=fish"), total("&collection=herb")), (Some(5), Some(5), Some(0)));
    });
}

#[test]
fn a_list_tells_the_words_of_pick_lists() {
    on_every_house(|house| {
        let accession = json!({ "accessionNumber": "2026-001", "type": "Field_work", "division": house.fish.division });
        house.make("admin", "Accession", accession);
        let page = house.open("admin", "/data/Accession").expect(200).text;
        assert!(page.contains(">Field work<") && !page.contains("Field_work"), "{page}");
        let file = house.open("admin", "/data/Accession/export/list").expect(200).text;
        assert!(file.contains("Field work") && !file.contains("Field_work"), "{file}");
    });
}
