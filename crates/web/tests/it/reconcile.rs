//! The reconciliation service: manifest, candidates, suggestions, values, who may ask.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

const TOKEN: &str = "looker";

/// A query in an address.
fn escaped(json: &Json) -> String {
    json.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn ask(house: &House, name: &str, what: &Json) -> Json {
    house.call(TOKEN, "GET", &format!("/api/reconcile?{name}={}", escaped(what)), None).expect(200).json()
}

/// Candidates of one query, each with `!` before a match: `!Taxon-5 100`.
fn candidates(house: &House, query: Json) -> String {
    let answer = ask(house, "queries", &json!({ "q": query }));
    let drawn = answer["q"]["result"].as_array().unwrap().iter().map(|one| {
        let mark = if one["match"] == json!(true) { "!" } else { "" };
        format!("{mark}{} {}", one["name"].as_str().unwrap(), one["score"].as_f64().unwrap())
    });
    drawn.collect::<Vec<_>>().join(" | ")
}

/// Salmo with trutta and salar, and another genus Salmo in the other discipline's tree left out; an agent twice.
fn stock(house: &House) -> (i64, i64) {
    let tree = house.call("admin", "GET", &format!("/api/v1/Discipline/{}", house.fish.discipline), None).json();
    let tree = tree["taxonTreeDef"].as_i64().unwrap();
    let rank =
        |name: &str| house.first_id(&format!("/api/v1/TaxonTreeDefItem?filter=name={name}&filter=treeDef={tree}"));
    let add = |parent: i64, of: &str, name: &str, author: &str| {
        let body =
            json!({ "name": name, "author": author, "parent": parent, "definition": tree, "definitionItem": rank(of) });
        house.make("admin", "Taxon", body)["id"].as_i64().unwrap()
    };
    let mut node = house.first_id(&format!("/api/v1/Taxon?filter=definition={tree}&filter=parent:empty"));
    for (of, name) in [
        ("Kingdom", "Animalia"),
        ("Phylum", "Chordata"),
        ("Class", "Actinopterygii"),
        ("Order", "Salmoniformes"),
        ("Family", "Salmonidae"),
    ] {
        node = add(node, of, name, "");
    }
    let genus = add(node, "Genus", "Salmo", "Linnaeus, 1758");
    let trutta = add(genus, "Species", "trutta", "Linnaeus, 1758");
    add(genus, "Species", "salar", "Linnaeus, 1758");
    for (first, last) in [("Carl", "Linnaeus"), ("Peter", "Artedi"), ("Peter", "Artedi")] {
        let body = json!({ "agentType": 1, "firstName": first, "lastName": last, "division": house.fish.division });
        house.make("admin", "Agent", body);
    }
    (genus, trutta)
}

#[test]
fn only_what_nothing_else_can_be_meant_by_is_a_match() {
    on_every_house(|house| {
        stock(house);
        let taxon = |query: &str| candidates(house, json!({ "query": query, "type": "Taxon", "limit": 1 }));
        assert_eq!(taxon("salmo trutta"), "!Salmo trutta 100");
        assert_eq!(taxon("Salmo trutta Linnaeus, 1758"), "!Salmo trutta 100");
        assert_eq!(taxon("Salmo"), "!Salmo 100");
        assert_eq!(taxon("Salmo truta"), "Salmo trutta 91.7", "a slip");
        assert!(taxon("Salmo trutta L.").starts_with("Salmo trutta 9"), "another way to write the author");
        assert_eq!(taxon("Gadus morhua"), "");
        let agent = |query: &str| candidates(house, json!({ "query": query, "type": ["Agent"] }));
        assert!(agent("Carl Linnaeus").starts_with('!'), "{}", agent("Carl Linnaeus"));
        assert!(agent("Linnaeus, Carl").starts_with('!'));
        let two = agent("Peter Artedi");
        assert_eq!((two.matches('!').count(), two.matches(" 100").count()), (0, 2), "two of one name: {two}");
    });
}

#[test]
fn properties_say_which_one_is_meant() {
    on_every_house(|house| {
        let (genus, _) = stock(house);
        let with = |pid: &str, value: Json| {
            let properties = json!([{ "pid": pid, "v": value }]);
            candidates(house, json!({ "query": "Salmo trutta", "type": "Taxon", "properties": properties, "limit": 1 }))
        };
        assert_eq!(with("rank", json!("species")), "!Salmo trutta 100");
        assert_eq!(with("rank", json!("Genus")), "Salmo trutta 75");
        assert_eq!(with("commonName", json!("brown trout")), "!Salmo trutta 95", "nothing is known of it");
        assert_eq!(with("parent", json!({ "id": format!("Taxon-{genus}") })), "!Salmo trutta 100");
        let unknown = json!({ "q": { "query": "a", "properties": [{ "pid": "colour", "v": "red" }] } });
        house.call(TOKEN, "GET", &format!("/api/reconcile?queries={}", escaped(&unknown)), None).expect(422);
    });
}

#[test]
fn the_manifest_leads_to_all_parts() {
    on_every_house(|house| {
        let (genus, trutta) = stock(house);
        let manifest = house.call(TOKEN, "GET", "/api/reconcile", None).expect(200).json();
        assert_eq!(manifest["versions"], json!(["0.2"]));
        assert_eq!(manifest["name"], json!("Museum of Tests (Vasculum)"));
        assert_eq!(manifest["defaultTypes"].as_array().unwrap().len(), 5);
        let id = format!("Taxon-{trutta}");
        let path = |of: &Json| of.as_str().unwrap().trim_start_matches("http://localhost").to_owned();
        let get = |path: String| house.call(TOKEN, "GET", &path, None);
        let view = get(path(&manifest["view"]["url"]).replace("{{id}}", &id)).expect(303);
        assert_eq!(view.header("location"), format!("/data/Taxon/{trutta}"));
        let preview = get(path(&manifest["preview"]["url"]).replace("{{id}}", &id)).expect(200);
        assert!(preview.text.contains("Salmo trutta") && preview.text.contains("Linnaeus, 1758"), "{}", preview.text);
        assert!(preview.header("content-security-policy").contains("frame-ancestors *"));
        let suggest = |what: &str, query: &str| {
            get(format!("{}?{query}", path(&manifest["suggest"][what]["service_path"]))).expect(200).json()["result"]
                .clone()
        };
        assert_eq!(suggest("entity", "prefix=salmo%20tr")[0]["id"], json!(id));
        assert_eq!(suggest("type", "prefix=tax"), json!([{ "id": "Taxon", "name": "Taxon" }]));
        assert_eq!(suggest("property", "prefix=ran&type=Taxon"), json!([{ "id": "rank", "name": "Rank" }]));
        for (what, one) in [("entity", id.as_str()), ("type", "Taxon"), ("property", "rank")] {
            let flyout = path(&manifest["suggest"][what]["flyout_service_path"]).replace("${id}", one);
            let flyout = get(flyout).expect(200).json();
            assert!(flyout["id"] == json!(one) && flyout["html"].as_str().unwrap().len() > 20, "{flyout}");
        }
        let proposed =
            get(format!("{}?type=Taxon&limit=2", path(&manifest["extend"]["propose_properties"]["service_path"])));
        assert_eq!(proposed.expect(200).json()["properties"].as_array().unwrap().len(), 2);
        let values = ask(
            house,
            "extend",
            &json!({ "ids": [id, "Taxon-999999"], "properties": [{ "id": "parent" }, { "id": "author" }] }),
        );
        let parent = json!([{ "id": format!("Taxon-{genus}"), "name": "Salmo" }]);
        assert_eq!(values["rows"][&id], json!({ "parent": parent, "author": [{ "str": "Linnaeus, 1758" }] }));
        assert_eq!(values["rows"]["Taxon-999999"], json!({ "parent": [], "author": [] }));
        assert_eq!(values["meta"].as_array().unwrap().len(), 2);
        get("/api/reconcile/nothing/here".to_owned()).expect(404);
    });
}

/// A query by form, as OpenRefine sends it.
fn post(house: &House, path: &str, what: &Json) -> Reply {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(format!("queries={}", escaped(what))));
    house.send(request.unwrap())
}

#[test]
fn everybody_asks_only_where_the_institution_wants_it() {
    on_every_house(|house| {
        stock(house);
        let query = json!({ "q": { "query": "Linnaeus" } });
        post(house, "/api/reconcile", &query).expect(401);
        house.submit("admin", "/system/preferences", &[("reconciliation", "names")]).expect(303);
        let open = post(house, "/api/reconcile", &json!({ "q": { "query": "Salmo trutta" } })).expect(200);
        assert_eq!(open.header("access-control-allow-origin"), "*");
        assert_eq!(open.json()["q"]["result"][0]["match"], json!(true));
        let people = post(house, "/api/reconcile", &query).expect(200).json();
        let only_taxa =
            people["q"]["result"].as_array().unwrap().iter().all(|one| one["type"][0]["id"] != json!("Agent"));
        assert!(only_taxa, "people are not for everybody: {people}");
        post(house, "/api/reconcile", &json!({ "q": { "query": "Linnaeus", "type": "Agent" } })).expect(422);
        house.submit("admin", "/system/preferences", &[("reconciliation", "all")]).expect(303);
        let people = post(house, "/api/reconcile", &json!({ "q": { "query": "Linnaeus", "type": "Agent" } }));
        assert_eq!(people.expect(200).json()["q"]["result"].as_array().unwrap().len(), 1);
        let refused = (0..200).any(|_| house.call("nobody", "GET", "/api/reconcile", None).status == 429);
        assert!(refused, "whoever asks too often must wait");
    });
}

#[test]
fn a_token_in_the_address_may_only_read() {
    on_every_house(|house| {
        stock(house);
        let query = json!({ "q": { "query": "Salmo trutta" } });
        let path = |who: &str| format!("/api/reconcile/with/{}", house.tokens[who]);
        let found = post(house, &path(TOKEN), &query).expect(200);
        assert_eq!(found.json()["q"]["result"][0]["match"], json!(true));
        let manifest = house.call("nobody", "GET", &path(TOKEN), None).expect(200).json();
        let suggest = manifest["suggest"]["entity"]["service_path"].as_str().unwrap().to_owned();
        house.call("nobody", "GET", &format!("{suggest}?prefix=sal"), None).expect(200);
        post(house, &path("editor"), &query).expect(403);
        post(house, "/api/reconcile/with/vsc_nonsense", &query).expect(401);
        let other =
            house.call("botanist", "GET", &format!("/api/reconcile?queries={}", escaped(&query)), None).expect(200);
        assert_eq!(other.json()["q"]["result"], json!([]), "the names of another discipline");
    });
}

#[test]
fn a_batch_has_its_limits() {
    on_every_house(|house| {
        stock(house);
        let batch: serde_json::Map<String, Json> =
            (0..101).map(|nth| (format!("q{nth}"), json!({ "query": "Salmo" }))).collect();
        let path = format!("/api/reconcile/with/{}", house.tokens[TOKEN]);
        post(house, &path, &Json::Object(batch)).expect(422);
        post(house, &path, &json!({ "q": { "query": "Salmo", "type": "Ship" } })).expect(422);
        post(house, &path, &json!(["Salmo"])).expect(422);
        let one = post(house, &path, &json!({ "q": { "query": "salm", "limit": 1 } })).expect(200).json();
        assert_eq!(one["q"]["result"].as_array().unwrap().len(), 1);
    });
}
