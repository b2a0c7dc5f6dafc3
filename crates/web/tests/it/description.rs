//! The OpenAPI description tells the truth about the routes.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use vasculum_web::routes;

use crate::house::on_every_house;

#[test]
fn every_route_of_the_api_is_described() {
    on_every_house(|house| {
        let reply = house.call("nobody", "GET", "/api/openapi.json", None).expect(200);
        let json = reply.json();
        let paths = json["paths"].as_object().unwrap();
        let described: BTreeSet<String> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
            })
            .map(|line| line.replace("/CollectionObject", "/{table}"))
            .collect();
        for route in routes::all().filter(|route| route.path.starts_with("/api/v1")) {
            assert!(described.contains(&format!("{} {}", route.method, route.path)), "{} {}", route.method, route.path);
        }
        assert!(paths.contains_key("/api/v1/Determination") && !paths.contains_key("/api/v1/Workbench"));
        assert!(!reply.text.contains("idtoken"));
    });
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(json: &Json, whole: &Json) {
        match json {
            Json::Object(map) => {
                if let Some(Json::String(place)) = map.get("$ref") {
                    assert!(whole.pointer(place.trim_start_matches('#')).is_some(), "{place}");
                }
                map.values().for_each(|inner| walk(inner, whole));
            }
            Json::Array(list) => list.iter().for_each(|inner| walk(inner, whole)),
            _ => {}
        }
    }
    on_every_house(|house| {
        let json = house.call("nobody", "GET", "/api/openapi.json", None).json();
        walk(&json, &json);
    });
}
