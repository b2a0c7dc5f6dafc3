//! What the description says of jobs.

use serde_json::{Map, Value as Json, json};

use super::{answered, list_of, object, operation, schema_ref, with_body, with_parameters};

const TAG: &str = "Jobs";

pub(super) fn schemas() -> [(&'static str, Json); 4] {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let moment = json!({ "type": "string", "format": "date-time" });
    let maybe_moment = json!({ "type": ["string", "null"], "format": "date-time" });
    let states = ["waiting", "running", "done", "failed", "cancelled"];
    let file = json!({
        "type": ["object", "null"],
        "description": "The file that came of it, as long as it is kept.",
        "properties": { "href": text, "name": text, "mediaType": text, "sizeBytes": whole, "expires": moment },
    });
    let job = object(
        &["id", "kind", "title", "state", "done", "total"],
        json!({
            "id": whole, "kind": text, "title": text, "work": {}, "user": maybe("integer"), "userName": text,
            "collection": maybe("integer"), "schedule": maybe("integer"), "state": { "enum": states }, "step": text,
            "done": whole, "total": { "type": "integer", "description": "0 as long as nobody knows." },
            "asked": moment, "due": moment, "started": maybe_moment, "ended": maybe_moment, "tries": whole,
            "message": { "type": "string", "description": "Why it failed." },
            "outcome": { "description": "What was written: rows, and what to know of them." }, "file": file,
        }),
    );
    let ids = json!({ "type": ["array", "null"], "items": whole, "maxItems": vasculum_domain::jobs::MOST_IDS });
    let formats = ["csv", "tsv", "xlsx", "json", "geojson", "kml", "parquet"];
    let query = json!({
        "type": "object", "required": ["kind", "text", "format"],
        "properties": {
            "kind": { "const": "query" },
            "text": { "type": "string", "examples": ["from CollectionObject show catalogNumber"] },
            "format": { "enum": formats.iter().chain(&["dwca"]).collect::<Vec<_>>() }, "ids": ids,
            "answers": { "type": "object", "additionalProperties": text },
        },
    });
    let records = json!({
        "type": "object", "required": ["kind", "table", "format"],
        "properties": { "kind": { "const": "records" }, "table": text, "format": { "enum": formats }, "ids": ids },
    });
    let archive = json!({
        "type": "object", "required": ["kind"], "properties": { "kind": { "const": "archive" }, "ids": ids },
    });
    let asked = json!({
        "type": "object", "required": ["work"], "additionalProperties": false,
        "properties": { "title": { "type": ["string", "null"], "maxLength": 200 }, "work": schema_ref("Work") },
        "examples": [{ "work": { "kind": "records", "table": "Locality", "format": "csv" } }],
    });
    let list = object(&["jobs", "next"], json!({ "jobs": list_of(schema_ref("Job")), "next": maybe("integer") }));
    [("Job", job), ("JobList", list), ("Work", json!({ "oneOf": [query, records, archive] })), ("JobWrite", asked)]
}

pub(super) fn paths() -> Map<String, Json> {
    let whole = |high: i64| json!({ "type": "integer", "minimum": 1, "maximum": high });
    let one = |id: &str, about: &str| operation(TAG, id, about, &["id"], answered("200", "Job", &[]));
    let list = with_parameters(
        operation(TAG, "jobs", "One’s own jobs, newest first", &[], answered("200", "JobList", &[])),
        &[
            (
                "state",
                "Only those in this state.",
                json!({ "enum": ["waiting", "running", "done", "failed", "cancelled"] }),
            ),
            ("all", "Everybody’s, for administrators.", json!({ "type": "boolean" })),
            ("before", "Only earlier ones than this: the `next` of the page before.", whole(i64::MAX)),
            ("limit", "How many.", whole(1_000)),
        ],
    );
    let made = answered("201", "Job", &[("Location", "Location")]);
    let parameters = &["collection", "idempotencyKey"];
    let ask = with_body(operation(TAG, "askJob", "Asks for an export as a file", parameters, made), "JobWrite");
    let any = json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } });
    let file = operation(
        TAG,
        "jobFile",
        "The file of a job",
        &["id"],
        ("200", json!({ "description": "The file.", "content": any })),
    );
    let items = [
        ("/api/v1/jobs", json!({ "get": list, "post": ask })),
        ("/api/v1/jobs/{id}", json!({ "get": one("job", "One job with its progress") })),
        ("/api/v1/jobs/{id}/cancel", json!({ "post": one("cancelJob", "Calls a job off") })),
        ("/api/v1/jobs/{id}/retry", json!({ "post": one("retryJob", "Lets a job be tried again") })),
        ("/api/v1/jobs/{id}/file", json!({ "get": file, "delete": one("forgetJobFile", "Deletes the file of a job") })),
    ];
    items.into_iter().map(|(path, item)| (path.to_owned(), item)).collect()
}
