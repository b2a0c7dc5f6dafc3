//! Every route × everybody, as a table that is committed. `UPDATE=1 cargo test -p vasculum-web` writes it anew.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use vasculum_testkit::sqlite;
use vasculum_web::routes::{self, Needs, Route};

use crate::house::{House, on_every_house};

const PEOPLE: &[&str] = &["nobody", "stranger", "reader", "editor", "admin"];

/// The address that stands for a route, and what is sent there.
fn sample(route: &Route, object: &Json, set: &str, list: &str) -> (String, Option<Json>) {
    let path = route
        .path
        .replace("/record-sets/{id}", &format!("/record-sets/{list}"))
        .replace("/trees/{table}/problems", "/trees/Taxon/problems")
        .replace("/trees/{table}/ranks", "/trees/Taxon/ranks")
        .replace("/trees/{table}/import", "/trees/Taxon/import")
        .replace("/trees/{table}/export", "/trees/Taxon/export")
        .replace("/trees/{table}/{id}/{act}", "/trees/Taxon/1/unused")
        .replace("/system/pick-lists/{id}", "/system/pick-lists/1")
        .replace("/query/values", "/query/values?q=from%20CollectionObject&column=0")
        .replace("/query/export.csv", "/query/export.csv?q=from%20CollectionObject")
        .replace("/query/fields", "/query/fields?q=from%20CollectionObject")
        .replace("/query/rows", "/query/rows?q=from%20CollectionObject")
        .replace("/query/count", "/query/count?q=from%20CollectionObject")
        .replace("/queries/new", "/queries/new?q=from%20CollectionObject")
        .replace("/system/uniqueness/{id}", "/system/uniqueness/1")
        .replace("/system/number-formats/{id}", "/system/number-formats/1")
        .replace("/system/web-links/{id}", "/system/web-links/1")
        .replace("{format}", "json")
        .replace("{what}", "new-1")
        .replace("{*path}", "nothing.css")
        .replace("/trees/{table}/below", "/trees/Taxon/below?node=1")
        .replace("/trees/{table}/way", "/trees/Taxon/way?node=1")
        .replace("/trees/{table}/nodes/{id}", "/trees/Taxon/nodes/1")
        .replace("/trees/{table}", "/trees/Taxon")
        .replace("{table}", "CollectionObject")
        .replace("{guid}", object["guid"].as_str().unwrap())
        .replace("{secret}", "0000")
        .replace("{*guid}", object["guid"].as_str().unwrap())
        .replace(
            "/collection/{code}/{*number}",
            &format!("/collection/fish/{}", object["catalogNumber"].as_str().unwrap()),
        )
        .replace("/change-sets/{id}", &format!("/change-sets/{set}"))
        .replace("/changes/{id}", &format!("/changes/{set}"))
        .replace("{kind}", "collection")
        .replace("{level}", "division")
        .replace("{page}", "undo-and-history")
        .replace("{name}", "home.png")
        .replace("{secret}", "none")
        .replace("{policy}", "0")
        .replace("{session}", "0")
        .replace("{token}", "0")
        .replace("{id}", &object["id"].to_string());
    let body = match (route.method, route.path) {
        ("POST", "/api/v1/session") => Some(json!({ "name": "nobody at all", "password": "x" })),
        ("POST", "/api/v1/batch") => Some(
            json!([{ "method": "update", "table": "CollectionObject", "id": object["id"], "record": { "remarks": "b" } }]),
        ),
        ("PATCH", "/api/v1/{table}/{id}") => Some(json!({ "remarks": "p" })),
        ("POST", "/api/v1/jobs") => {
            Some(json!({ "work": { "kind": "records", "table": "Locality", "format": "csv" } }))
        }
        _ => None,
    };
    (path, body)
}

fn ask(house: &House, route: &Route, who: &str, nth: usize) -> u16 {
    // Everybody gets a specimen and a change set of their own to try on.
    let number = format!("{:09}", nth + 1);
    let made = house.call("admin", "POST", "/api/v1/CollectionObject", Some(house.specimen(&number))).expect(201);
    let set = made.header("vasculum-change-set").to_owned();
    let list =
        json!({ "name": "m", "dbTableId": 1, "collectionMemberId": house.fish.collection, "allPermissionLevel": 1 });
    let list = house.make("admin", "RecordSet", list)["id"].to_string();
    let (path, mut body) = sample(route, &made.json(), &set, &list);
    if (route.method, route.path) == ("POST", "/api/v1/{table}") {
        body = Some(house.specimen(&format!("{:09}", nth + 500_000)));
    }
    if route.method == "POST" && !route.path.starts_with("/api/") {
        return house.submit_for(who, &path, &form(house, route, nth), "application/json").status.as_u16();
    }
    house.call(who, route.method, &path, body).status.as_u16()
}

/// What a browser sends to the form of a page.
fn form(house: &House, route: &Route, nth: usize) -> Vec<(&'static str, &'static str)> {
    let text = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    match route.path {
        "/sign-in" => vec![("name", "nobody in the browser"), ("password", "x")],
        "/collection" => vec![("collection", text(house.fish.collection.to_string()))],
        "/preferences" => vec![("theme", "dark")],
        "/data/{table}/entry" => vec![("part", "carry"), ("carry", "remarks")],
        "/data/{table}/{id}/copies" => vec![("count", "1")],
        "/presence/{table}/{id}" => vec![("page", "m")],
        "/account/password" => vec![("old", "not it"), ("new", "a wet spruce tree"), ("again", "a wet spruce tree")],
        "/account/tokens" => vec![("name", "matrix"), ("scope", "read"), ("days", "1")],
        "/data/{table}" => vec![("catalogNumber", text(format!("{:09}", nth + 700_000)))],
        "/data/{table}/{id}" => vec![("remarks", "m")],
        "/query/edit" | "/queries" => vec![("q", "from CollectionObject"), ("name", "matrix")],
        "/record-sets" => vec![("name", "matrix"), ("table", "CollectionObject"), ("filter", "catalogNumber=1")],
        "/record-sets/{id}" => vec![("name", "matrix")],
        "/record-sets/{id}/records" => vec![("act", "out")],
        "/record-sets/{id}/order" => vec![("sort", "catalogNumber")],
        "/system/pick-lists" => vec![("name", text(format!("list {nth}"))), ("items[0].title", "a")],
        "/system/pick-lists/{id}/values" => vec![("value", text(format!("value {nth}")))],
        "/system/formats/{table}" => vec![("cases[0].template", text(format!("{{catalogNumber}} {nth}")))],
        "/system/number-formats" => vec![("name", text(format!("Format {nth}"))), ("pattern", "numeric(7)")],
        "/system/number-formats/collections" => {
            vec![("collection", text(house.fish.collection.to_string())), ("format", "CatalogNumberNumeric")]
        }
        "/system/uniqueness" => {
            vec![
                ("table", "CollectionObject"),
                ("field[0]", text(format!("text{}", nth % 8 + 1))),
                ("scope[0]", "collection"),
            ]
        }
        "/system/web-links" => {
            vec![("name", text(format!("Link {nth}"))), ("table", "Taxon"), ("address", "https://a.org/{name}")]
        }
        "/jobs/export" => vec![("table", "Locality"), ("format", "csv")],
        "/schedules" => vec![
            ("title", "m"),
            ("table", "Locality"),
            ("format", "csv"),
            ("every", "day"),
            ("at", "06:00"),
            ("zone", "UTC"),
        ],
        "/data/{table}/delete" => vec![("filter", "catalogNumber=none"), ("expect", "0")],
        "/admin/users" => vec![("name", text(format!("user {nth}"))), ("password", "a wet spruce tree")],
        _ => Vec::new(),
    }
}

fn needs(needs: Needs) -> String {
    match needs {
        Needs::Nothing => "nothing".to_owned(),
        Needs::SignIn => "to be signed in".to_owned(),
        Needs::Table(action) => format!("to {action} in the table"),
        Needs::Right(resource, action) => format!("{action} {resource}"),
    }
}

/// The table for a museum.
fn drawn(house: &House) -> String {
    let mut text = String::from(
        "# Who gets what\n\n\
         Every route and the status that it answers to somebody who is not signed in, to a user without any right, to a\n\
         reader and an editor of the collection, and to the administrator. A test holds it against the program;\n\
         `UPDATE=1 cargo test -p vasculum-web --test it matrix` writes it anew.\n\n",
    );
    let _ = writeln!(text, "| route | needs | {} |\n|---|---|{}", PEOPLE.join(" | "), "---|".repeat(PEOPLE.len()));
    let mut nth = 0;
    for route in routes::all() {
        let mut cells = Vec::new();
        for who in PEOPLE {
            nth += 1;
            cells.push(ask(house, route, who, nth).to_string());
        }
        let _ =
            writeln!(text, "| `{} {}` | {} | {} |", route.method, route.path, needs(route.needs), cells.join(" | "));
    }
    text
}

#[test]
fn the_matrix_is_as_committed() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix.md");
    if std::env::var_os("UPDATE").is_some() {
        let fresh = sqlite();
        std::fs::write(file, drawn(&House::new(&fresh))).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    on_every_house(|house| {
        let now = drawn(house);
        for (line, expect) in now.lines().zip(committed.lines()) {
            assert_eq!(line, expect);
        }
        assert_eq!(now.lines().count(), committed.lines().count());
    });
}

#[test]
fn what_needs_something_answers_nobody() {
    on_every_house(|house| {
        for (nth, route) in routes::all().filter(|route| route.needs != Needs::Nothing).enumerate() {
            let status = ask(house, route, "nobody", nth + 900);
            assert_eq!(status, 401, "{} {}", route.method, route.path);
        }
    });
}
