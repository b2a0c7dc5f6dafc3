//! The description of the API: OpenAPI 3.1, made from the model once and kept as text.

mod edits;
mod work;

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};
use vasculum_model::{Column, Kind, Owned, Table, model};

use super::by_model::ByModel;
use super::{is_secret, is_written_here, list, search, tables};
use crate::api::OPERATORS;

/// `GET /api/openapi.json`; kept by browsers until an own field changes it.
pub async fn get_description(headers: HeaderMap) -> Response {
    static DESCRIPTION: ByModel<(String, String)> = ByModel::new(4);
    let known = DESCRIPTION.get(|| {
        let text = description().to_string();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        (format!("\"{:016x}\"", hasher.finish()), text)
    });
    let (tag, text) = &*known;
    let head = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "public, no-cache")];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|theirs| theirs.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(header::CONTENT_TYPE, "application/json")], text.clone()).into_response()
}

/// `GET /api/v1`.
pub async fn get_tables() -> Response {
    let row = |table: &&Table| json!({ "name": table.name, "about": table.about, "group": table.group, "system": table.system, "href": format!("/api/v1/{}", table.name) });
    let list = json!({ "tables": tables().iter().map(row).collect::<Vec<_>>() });
    ([(header::CONTENT_TYPE, "application/json")], list.to_string()).into_response()
}

/// The whole description.
fn description() -> Json {
    let mut schemas = common_schemas();
    let (name, answer) = search::described_answer();
    schemas.insert(name.to_owned(), answer);
    let mut paths = common_paths();
    schemas.extend(edits::schemas().map(|(name, schema)| (name.to_owned(), schema)));
    schemas.extend(work::schemas().map(|(name, schema)| (name.to_owned(), schema)));
    paths.extend(work::paths());
    for table in tables() {
        schemas.insert(table.name.to_owned(), read_schema(table));
        schemas.insert(write_name(table), write_schema(table));
        schemas.insert(format!("{}List", table.name), list_schema(table));
        add_paths(&mut paths, table);
    }
    let mut groups: Vec<&str> = tables().iter().map(|table| table.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let tags: Vec<Json> = ["Session", "Search", "Journal", "Several records", "Jobs"]
        .iter()
        .chain(&groups)
        .map(|name| json!({ "name": name }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Vasculum",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "responses": responses(),
            "headers": headers(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A personal token, as `vasculum token add` makes it." },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::security::SESSION_COOKIE },
            },
        },
    })
}

const ABOUT: &str = "Every table of the data model, by its own name, with the names of its fields and links. \
    A decimal is text, so that no digit is lost; a day is `1987-05-12`; a moment is UTC. \
    A record’s version is its ETag: send it as If-Match, and a change that would overwrite somebody else’s is refused \
    with the fields that differ. Every write is one change set of the journal, named in the header Vasculum-Change-Set, \
    and can be taken back.";

fn write_name(table: &Table) -> String {
    format!("{}Write", table.name)
}

fn schema_ref(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn parameter_ref(name: &str) -> Json {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// A record as it is read: with `fields` only those that were chosen, so none but the id is always there.
fn read_schema(table: &Table) -> Json {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({ "type": "integer", "description": format!("The {}.", table.key) }));
    for (at, column) in table.columns.iter().enumerate() {
        if !is_secret(table, at as u16) {
            properties.insert(column.name.to_owned(), described(read_type(column), column.about, column.spare));
        }
    }
    for many in table.many.iter().filter(|many| model().table(many.of).is_shown()) {
        let records = json!({ "type": "array", "items": { "type": "object" } });
        properties.insert(many.name.to_owned(), described(records, many.about, false));
    }
    json!({ "type": "object", "description": table.about, "required": ["id"], "properties": properties })
}

fn described(mut schema: Json, about: &str, is_spare: bool) -> Json {
    let about = if is_spare && about.is_empty() { "A spare field." } else { about };
    if let (Some(map), false) = (schema.as_object_mut(), about.is_empty()) {
        map.insert("description".to_owned(), json!(about));
    }
    schema
}

fn read_type(column: &Column) -> Json {
    match column.kind {
        Kind::Text | Kind::LongText => json!({ "type": ["string", "null"] }),
        Kind::YesNo => json!({ "type": ["boolean", "null"] }),
        Kind::Decimal => json!({ "type": ["string", "null"], "format": "decimal" }),
        Kind::Float => json!({ "type": ["number", "null"] }),
        Kind::Timestamp => json!({ "type": ["string", "null"], "format": "date-time" }),
        Kind::Json => json!({}),
        Kind::Link => json!({ "type": ["integer", "object", "null"] }),
        kind if kind.is_date() => json!({ "type": ["string", "null"], "format": "date" }),
        _ => json!({ "type": ["integer", "null"] }),
    }
}

/// A record as it is written; `PATCH` changes what is named and leaves the rest.
fn write_schema(table: &Table) -> Json {
    let mut properties = Map::new();
    let about = "Which record of a list to change. It can’t be changed itself, and a new record has none.";
    properties.insert("id".to_owned(), json!({ "type": "integer", "minimum": 1, "description": about }));
    for (at, column) in table.columns.iter().enumerate() {
        if is_written_here(table, at as u16) {
            properties.insert(column.name.to_owned(), write_type(column));
        }
    }
    for many in table.many.iter().filter(|many| model().table(many.of).is_shown()) {
        // What stands on its own is named by its id here; it could be written too, but has its own address for that.
        let by_id = json!({ "type": "integer", "minimum": 1 });
        let of = model().table(many.of);
        let part = if many.owned { json!({ "anyOf": [by_id, within(of)] }) } else { by_id };
        let all = list_of(part);
        let remove = list_of(json!({ "type": "integer", "minimum": 1 }));
        let some =
            json!({ "type": "object", "additionalProperties": false, "properties": { "save": all, "remove": remove } });
        properties.insert(many.name.to_owned(), json!({ "anyOf": [all, some] }));
    }
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// A record within another. Not a reference: the schemas of records that own records that own records make no end, and
/// tools that follow them do not come to one either.
fn within(table: &Table) -> Json {
    let name = write_name(table);
    json!({ "type": "object", "description": format!("As {name}."), "x-schema": format!("#/components/schemas/{name}") })
}

fn write_type(column: &Column) -> Json {
    let whole = |low: i64, high: i64| json!({ "type": ["integer", "null"], "minimum": low, "maximum": high });
    match column.kind {
        Kind::Text | Kind::LongText => match column.max {
            Some(max) => json!({ "type": ["string", "null"], "maxLength": max, "pattern": "^[^\\u0000]*$" }),
            None => json!({ "type": ["string", "null"], "pattern": "^[^\\u0000]*$" }),
        },
        Kind::YesNo => json!({ "type": ["boolean", "null"] }),
        Kind::Decimal => {
            json!({ "type": ["string", "number", "null"], "pattern": "^[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?$", "examples": ["12.50"] })
        }
        Kind::Float => json!({ "type": ["number", "null"] }),
        Kind::Timestamp => json!({ "type": ["string", "null"], "format": "date-time" }),
        Kind::Json => json!({}),
        Kind::Link => {
            let owned = column.link.as_ref().filter(|link| link.owned != Owned::No).map(|link| model().table(link.to));
            let object = owned.map_or_else(|| schema_ref("ById"), within);
            json!({ "anyOf": [{ "type": ["integer", "null"], "minimum": 1 }, object] })
        }
        kind if kind.is_date() => json!({ "type": ["string", "null"], "format": "date", "examples": ["1987-05-12"] }),
        kind => {
            let (low, high) = kind.range().unwrap_or((i64::MIN, i64::MAX));
            whole(low, high)
        }
    }
}

fn list_schema(table: &Table) -> Json {
    json!({
        "type": "object",
        "required": ["records", "next"],
        "properties": {
            "records": { "type": "array", "items": schema_ref(table.name) },
            "next": { "type": ["string", "null"], "description": "The cursor of the next page." },
            "total": { "type": "integer", "description": "With total=true: how many there are on all pages." },
        },
    })
}

fn object(required: &[&str], properties: Json) -> Json {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn list_of(items: Json) -> Json {
    json!({ "type": "array", "items": items })
}

fn common_schemas() -> Map<String, Json> {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let maybe_whole = json!({ "type": ["integer", "null"] });
    let issue = object(
        &["name", "level", "field", "words"],
        json!({ "name": text, "level": { "enum": ["info", "warning", "error"] }, "field": text, "words": text }),
    );
    let problem = object(
        &["type", "title", "status", "detail"],
        json!({
            "type": { "type": "string", "examples": ["urn:vasculum:problem:not-found"] },
            "title": text, "status": whole, "detail": text, "hint": text,
            "issues": list_of(schema_ref("Issue")),
            "differs": list_of(object(&["field", "yours", "theirs"], json!({ "field": text, "yours": {}, "theirs": {} }))),
        }),
    );
    let change = object(
        &["table", "record", "count", "action", "before", "after"],
        json!({
            "table": text, "record": whole, "count": whole, "action": { "enum": ["insert", "update", "delete"] },
            "before": { "type": "object" }, "after": { "type": "object" },
        }),
    );
    let change_set = object(
        &["id", "at", "user", "userName", "agent", "collection", "kind", "summary", "undoes", "undoneBy"],
        json!({
            "id": whole, "at": { "type": "string", "format": "date-time" }, "user": maybe_whole, "userName": text,
            "agent": maybe_whole, "collection": maybe_whole, "kind": text, "summary": text,
            "undoes": maybe_whole, "undoneBy": maybe_whole, "changes": list_of(schema_ref("Change")),
        }),
    );
    let undo = object(
        &["isPlan", "changeSet", "removes", "restores", "changes", "effects", "conflicts"],
        json!({
            "isPlan": { "type": "boolean" }, "changeSet": schema_ref("ChangeSet"),
            "removes": whole, "restores": whole, "changes": whole,
            "effects": list_of(json!({ "type": "object" })), "conflicts": list_of(json!({ "type": "object" })),
        }),
    );
    let by_id = json!({
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": { "id": { "type": "integer", "minimum": 1 } },
    });
    let schemas = [
        ("Issue", issue),
        ("Problem", problem),
        ("Change", change),
        ("ChangeSet", change_set),
        ("Undo", undo),
        ("ById", by_id),
        ("Batch", batch_schema()),
        ("BatchResult", batch_result_schema()),
        (
            "History",
            object(&["history", "next"], json!({ "history": list_of(schema_ref("ChangeSet")), "next": maybe_whole })),
        ),
        (
            "ChangeFeed",
            object(
                &["changeSets", "next"],
                json!({ "changeSets": list_of(schema_ref("ChangeSet")), "next": maybe_whole }),
            ),
        ),
        ("Referrers", object(&["referrers"], json!({ "referrers": list_of(referrer_schema()) }))),
        ("Session", session_schema()),
        ("Question", question_schema()),
        ("Answer", answer_schema()),
        ("SignIn", object(&["name", "password"], json!({ "name": text, "password": text }))),
        ("Tables", object(&["tables"], json!({ "tables": list_of(json!({ "type": "object" })) }))),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn batch_schema() -> Json {
    let names: Vec<&str> = tables().iter().map(|table| table.name).collect();
    let whole = json!({ "type": "integer", "minimum": 1 });
    let write = |method: &str, required: &[&str], more: &[(&str, Json)]| {
        let mut properties = Map::new();
        properties.insert("method".to_owned(), json!({ "const": method }));
        properties.insert("table".to_owned(), json!({ "enum": names }));
        properties.extend(more.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())));
        json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
    };
    let record = json!({ "type": "object", "description": "As in the Write schema of the table." });
    json!({
        "type": "array",
        "maxItems": super::write::BATCH_MOST,
        "items": { "oneOf": [
            write("create", &["method", "table"], &[("record", record.clone())]),
            write("update", &["method", "table", "id"], &[("id", whole.clone()), ("version", whole.clone()), ("record", record)]),
            write("delete", &["method", "table", "id"], &[("id", whole.clone()), ("version", whole)]),
        ] },
        "examples": [[{ "method": "create", "table": "Agent", "record": { "agentType": 1, "lastName": "Darwin" } }]],
    })
}

fn batch_result_schema() -> Json {
    let result = object(
        &["method", "table", "id"],
        json!({
            "method": { "enum": ["create", "update", "delete"] }, "table": { "type": "string" },
            "id": { "type": "integer" }, "version": { "type": "integer" },
        }),
    );
    object(&["results", "issues"], json!({ "results": list_of(result), "issues": list_of(schema_ref("Issue")) }))
}

fn referrer_schema() -> Json {
    object(
        &["table", "field", "count", "blocks", "list"],
        json!({
            "table": { "type": "string" }, "field": { "type": "string" }, "count": { "type": "integer" },
            "blocks": { "type": "boolean", "description": "Whether it keeps the record from being deleted." },
            "list": { "type": ["string", "null"], "description": "The address that lists them." },
        }),
    )
}

fn session_schema() -> Json {
    let place = object(
        &["id", "code", "name"],
        json!({ "id": { "type": "integer" }, "code": { "type": "string" }, "name": { "type": "string" } }),
    );
    object(
        &["user", "name", "agent", "readOnly", "collections"],
        json!({
            "user": { "type": ["integer", "null"] }, "name": { "type": "string" }, "agent": { "type": ["integer", "null"] },
            "readOnly": { "type": "boolean" }, "collections": list_of(place),
        }),
    )
}

/// Parameters of addresses that are plain text: name, what it means, and an example that is good for every table.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "sort",
        "Paths over to-one links, parted by commas; a minus turns the order round. The id always comes last.",
        "-id",
    ),
    (
        "fields",
        "Only these paths over to-one links, parted by commas, each under its own name.",
        "version,createdByAgent.lastName",
    ),
    (
        "inline",
        "Records within the record: `owned` what belongs to it, `all` also what it and its parts link to, or dotted \
         paths over links, parted by commas.",
        "owned",
    ),
    ("cursor", "The `next` of the page before, with the same `sort`.", ""),
    ("collection", "Only what belongs to the collection with this code; new records are made in it.", ""),
];

/// Headers of requests: key, name, what it means, and the pattern of its text.
const REQUEST_HEADERS: &[(&str, &str, &str, &str)] = &[
    ("ifMatch", "If-Match", "The version to change, as its ETag.", "^(\\*|\"[0-9]{1,9}(-[0-9a-f]{16})?\")$"),
    (
        "ifNoneMatch",
        "If-None-Match",
        "The ETag of the answer that one has; 304 if it is still good.",
        "^\"[0-9]{1,9}(-[0-9a-f]{16})?\"$",
    ),
    (
        "idempotencyKey",
        "Idempotency-Key",
        "Any text of up to 255 characters: the same request with the same key happens once within 24 hours.",
        "^[!-~]{1,255}$",
    ),
];

fn parameters() -> Json {
    let operators: Vec<String> = OPERATORS
        .iter()
        .map(|operator| format!("`{}` {} (`{}`)", operator.sign, operator.about, operator.example))
        .collect();
    let filter = format!(
        "A path, an operator and a value; several are all to be met. Over a to-many link it is enough if one record meets \
         it. In an address `<` and `>` are written `%3C` and `%3E`. {}.",
        operators.join("; ")
    );
    let parameter = |name: &str, place: &str, about: &str, schema: Json| json!({ "name": name, "in": place, "required": place == "path", "description": about, "schema": schema });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": list::MOST, "default": list::LIMIT });
    let filters = json!({ "type": "array", "items": { "type": "string" }, "examples": [["id>0"]] });
    let mut all = Map::new();
    let mut put = |key: &str, parameter: Json| all.insert(key.to_owned(), parameter);
    put("id", parameter("id", "path", "The id.", json!({ "type": "integer", "minimum": 1 })));
    put("guid", parameter("guid", "path", "The GUID.", json!({ "type": "string", "minLength": 1 })));
    put("filter", parameter("filter", "query", &filter, filters));
    put("limit", parameter("limit", "query", "How many records.", limit));
    put("total", parameter("total", "query", "Whether to count all records.", json!({ "type": "boolean" })));
    for (name, about, example) in TEXTS {
        let examples: Vec<&str> = Some(*example).filter(|example| !example.is_empty()).into_iter().collect();
        put(name, parameter(name, "query", about, json!({ "type": "string", "examples": examples })));
    }
    for (key, name, about, pattern) in REQUEST_HEADERS {
        put(key, parameter(name, "header", about, json!({ "type": "string", "pattern": pattern })));
    }
    Json::Object(all)
}

fn headers() -> Json {
    json!({
        "ETag": { "description": "The version of the record, in quotes.", "schema": { "type": "string" } },
        "Location": { "description": "The address of the new record.", "schema": { "type": "string" } },
        "ChangeSet": { "description": "The number of the change set that was written.", "schema": { "type": "string" } },
    })
}

fn responses() -> Json {
    json!({
        "Problem": { "description": "A refusal (RFC 9457).", "content": { "application/problem+json": { "schema": schema_ref("Problem") } } },
        "Unchanged": { "description": "What one has is still good." },
        "Done": { "description": "Done.", "headers": { "Vasculum-Change-Set": { "$ref": "#/components/headers/ChangeSet" } } },
    })
}

pub(super) fn operation(tag: &str, id: &str, summary: &str, parameters: &[&str], good: (&str, Json)) -> Json {
    let mut responses = Map::new();
    responses.insert(good.0.to_owned(), good.1);
    responses.insert("4XX".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    responses.insert("5XX".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    if parameters.contains(&"ifNoneMatch") {
        responses.insert("304".to_owned(), json!({ "$ref": "#/components/responses/Unchanged" }));
    }
    let parameters: Vec<Json> = parameters.iter().map(|name| parameter_ref(name)).collect();
    json!({ "tags": [tag], "operationId": id, "summary": summary, "parameters": parameters, "responses": responses })
}

pub(super) fn answered(status: &'static str, schema: &str, headers: &[(&str, &str)]) -> (&'static str, Json) {
    let refs: Map<String, Json> = (headers.iter())
        .map(|(name, key)| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{key}") })))
        .collect();
    let content = json!({ "application/json": { "schema": schema_ref(schema) } });
    (status, json!({ "description": "Done.", "headers": refs, "content": content }))
}

fn with_body(mut operation: Json, schema: &str) -> Json {
    operation["requestBody"] =
        json!({ "required": true, "content": { "application/json": { "schema": schema_ref(schema) } } });
    operation
}

fn public(mut operation: Json) -> Json {
    operation["security"] = json!([]);
    operation
}

/// An operation whose parameters go beyond the common ones.
pub(super) fn with_parameters(mut operation: Json, more: &[(&str, &str, Json)]) -> Json {
    if let Some(list) = operation["parameters"].as_array_mut() {
        list.extend(more.iter().map(
            |(name, about, schema)| json!({ "name": name, "in": "query", "description": about, "schema": schema }),
        ));
    }
    operation
}

fn journal_paths() -> [(&'static str, Json); 3] {
    let whole = |low: i64, high: i64| json!({ "type": "integer", "minimum": low, "maximum": high });
    let yes_no = json!({ "type": "boolean" });
    let about = "The change feed: what came after a change set, oldest first; without `since` the latest";
    let feed = operation("Journal", "changeFeed", about, &["collection"], answered("200", "ChangeFeed", &[]));
    let feed = with_parameters(
        feed,
        &[
            ("since", "Only later ones than this.", whole(0, i64::MAX)),
            ("limit", "How many; with changes up to 100.", whole(1, 100)),
            ("changes", "Whether to tell what changed.", yes_no.clone()),
        ],
    );
    let one = operation(
        "Journal",
        "changeSet",
        "One change set with its changes",
        &["id"],
        answered("200", "ChangeSet", &[]),
    );
    let undo = operation(
        "Journal",
        "undo",
        "Takes a change set back",
        &["id", "idempotencyKey"],
        answered("200", "Undo", &[]),
    );
    let undo = with_parameters(
        undo,
        &[
            ("plan", "Only show what would be done.", yes_no.clone()),
            ("force", "Leave as it is what was changed again, and take the rest back.", yes_no),
        ],
    );
    [
        ("/api/v1/change-sets", json!({ "get": feed })),
        ("/api/v1/change-sets/{id}", json!({ "get": one })),
        ("/api/v1/change-sets/{id}/undo", json!({ "post": undo })),
    ]
}

/// Questions in the language of the query builder.
fn query_paths() -> (&'static str, Json) {
    let about = "Answers a question, for example `from CollectionObject show catalogNumber limit 10`; answers to what it \
                 asks for stand in parameters such as `ask.Which family?`";
    let text = json!({ "type": "string", "examples": ["from CollectionObject show catalogNumber limit 10"] });
    let get = operation(
        "Questions",
        "query",
        about,
        &["collection", "cursor", "limit", "total"],
        answered("200", "Answer", &[]),
    );
    let get = with_parameters(get, &[("q", "The question.", text)]);
    let post = operation("Questions", "longQuery", "Answers a long question", &[], answered("200", "Answer", &[]));
    ("/api/v1/query", json!({ "get": get, "post": with_body(post, "Question") }))
}

fn question_schema() -> Json {
    object(
        &["q"],
        json!({
            "q": { "type": "string", "examples": ["from CollectionObject show catalogNumber"] },
            "answers": { "type": "object", "additionalProperties": { "type": "string" } },
            "collection": { "type": ["string", "null"] },
            "cursor": { "type": ["string", "null"] },
            "limit": { "type": ["integer", "null"], "minimum": 1, "maximum": super::list::MOST },
            "total": { "type": ["boolean", "null"] },
        }),
    )
}

fn answer_schema() -> Json {
    let column = object(
        &["caption", "what", "kind"],
        json!({ "caption": { "type": "string" }, "what": { "type": "string" }, "kind": { "type": "string" } }),
    );
    let value = json!({ "type": ["string", "number", "boolean", "null"] });
    let row = object(&["id", "values"], json!({ "id": { "type": ["integer", "null"] }, "values": list_of(value) }));
    object(
        &["query", "columns", "rows", "next"],
        json!({
            "query": { "type": "string" },
            "columns": list_of(column),
            "rows": list_of(row),
            "next": { "type": ["string", "null"] },
            "total": { "type": "integer" },
        }),
    )
}

fn common_paths() -> Map<String, Json> {
    let signed = ("204", json!({ "description": "Done; Set-Cookie brings or takes the session." }));
    let sign_in = with_body(operation("Session", "signIn", "Signs in", &[], signed.clone()), "SignIn");
    let session = json!({
        "get": operation("Session", "session", "Who one is", &[], answered("200", "Session", &[])),
        "post": public(sign_in),
        "delete": operation("Session", "signOut", "Signs out", &[], signed),
    });
    let parameters = &["collection", "idempotencyKey"];
    let answer = answered("200", "BatchResult", &[]);
    let batch = operation("Several records", "batch", "Several writes, all or nothing", parameters, answer);
    let tables = operation("Session", "tables", "The tables of the API", &[], answered("200", "Tables", &[]));
    let paths = [
        ("/api/v1", json!({ "get": public(tables) })),
        ("/api/v1/session", session),
        ("/api/v1/batch", json!({ "post": with_body(batch, "Batch") })),
        edits::path(),
        query_paths(),
    ];
    paths
        .into_iter()
        .chain(journal_paths())
        .chain([search::described_path()])
        .map(|(path, item)| (path.to_owned(), item))
        .collect()
}

fn add_paths(paths: &mut Map<String, Json>, table: &Table) {
    const ETAG: (&str, &str) = ("ETag", "ETag");
    const LOCATION: (&str, &str) = ("Location", "Location");
    const CHANGE_SET: (&str, &str) = ("Vasculum-Change-Set", "ChangeSet");
    const LIST: &[&str] = &["filter", "sort", "fields", "inline", "limit", "cursor", "total", "collection"];
    let name = table.name;
    let make = |id: &str, summary: &str, parameters: &[&str], answer| {
        operation(table.group, &format!("{id}{name}"), &format!("{summary} {name}"), parameters, answer)
    };
    let read = || answered("200", name, &[ETAG]);
    let list = make("list", "Lists", LIST, answered("200", &format!("{name}List"), &[]));
    let created = answered("201", name, &[ETAG, LOCATION, CHANGE_SET]);
    let create = make("create", "Makes one", &["inline", "collection", "idempotencyKey"], created);
    let get = make("get", "One", &["id", "inline", "collection", "ifNoneMatch"], read());
    let changed = answered("200", name, &[ETAG, CHANGE_SET]);
    let update = make("update", "Changes one", &["id", "inline", "collection", "ifMatch"], changed);
    let done = ("204", json!({ "$ref": "#/components/responses/Done" }));
    let delete = make("delete", "Deletes one", &["id", "ifMatch"], done);
    let history = with_parameters(
        make("historyOf", "What happened to one", &["id"], answered("200", "History", &[])),
        &[
            (
                "before",
                "Only earlier change sets than this: the `next` of the page before.",
                json!({ "type": "integer", "minimum": 1 }),
            ),
            ("limit", "How many change sets.", json!({ "type": "integer", "minimum": 1, "maximum": 200 })),
        ],
    );
    let referrers = make("referrersOf", "What refers to one", &["id"], answered("200", "Referrers", &[]));
    let write = write_name(table);
    let (create, update) = (with_body(create, &write), with_body(update, &write));
    let mut put = |below: &str, item: Json| paths.insert(format!("/api/v1/{name}{below}"), item);
    put("", json!({ "get": list, "post": create }));
    put("/{id}", json!({ "get": get, "patch": update, "delete": delete }));
    if table.column("guid").is_some() {
        let by_guid = make("getByGuid", "By its GUID one", &["guid", "inline", "collection", "ifNoneMatch"], read());
        put("/guid/{guid}", json!({ "get": by_guid }));
    }
    put("/{id}/history", json!({ "get": history }));
    put("/{id}/referrers", json!({ "get": referrers }));
}
