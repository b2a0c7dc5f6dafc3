//! What the description says of changes of many records.

use serde_json::{Value as Json, json};
use vasculum_domain::batch_edit::MOST;

use super::{answered, list_of, object, operation, with_body};
use crate::api::batch_edit::VERBS;
use crate::api::tables;

const PARTIAL: &str = "Whether those that can be changed are, if others can’t; a record set is made of the others.";

pub(super) fn schemas() -> [(&'static str, Json); 2] {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let names: Vec<&str> = tables().iter().map(|table| table.name).collect();
    let any = "A value of the field, as records have it.";
    let edit = json!({
        "type": "object", "required": ["field"], "additionalProperties": false,
        "description": format!("What is done with one field: one of {}.", VERBS.join(", ")),
        "properties": {
            "field": { "type": "string", "examples": ["remarks", "collectionObjectAttribute.text1"] },
            "set": { "description": any },
            "fill": { "description": format!("{any} It is put where the field is empty.") },
            "precision": {
                "enum": [1, 2, 3], "description": "How exactly a partial date is known; to the day without it.",
            },
            "empty": { "const": true },
            "replace": { "type": "string", "description": "The text that is looked for." },
            "with": { "type": "string", "description": "What takes its place." },
            "exact": {
                "type": "boolean", "default": true, "description": "Whether capital and small letters are told apart.",
            },
            "before": { "type": "string", "description": "Text that is put before what stands there." },
            "after": { "type": "string", "description": "Text that is put after what stands there." },
            "add": { "description": "A number that is added; a negative one is taken away." },
        },
    });
    let asked = json!({
        "type": "object", "required": ["table", "edits", "plan"], "additionalProperties": false,
        "properties": {
            "table": { "enum": names },
            "ids": { "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 1, "maxItems": MOST },
            "set": { "type": "integer", "minimum": 1, "description": "A record set, in place of ids." },
            "edits": { "type": "array", "items": edit, "minItems": 1 },
            "plan": { "type": "boolean", "description": "Whether it is only told what would be done." },
            "partial": { "type": "boolean", "default": false, "description": PARTIAL },
            "mark": {
                "type": "string", "description": "The mark of a plan: if something else would be done by now, nothing is.",
            },
        },
        "examples": [{
            "table": "CollectionObject", "set": 12, "plan": true,
            "edits": [{ "field": "remarks", "replace": "coll.", "with": "leg." }],
        }],
    });
    let refused = object(
        &["rule", "field", "words", "count", "ids"],
        json!({ "rule": text, "field": text, "words": text, "count": whole, "ids": list_of(whole.clone()) }),
    );
    let fields = json!({ "type": "object", "description": "By field." });
    let row = object(&["id", "before", "after"], json!({ "id": whole, "before": fields, "after": fields }));
    let maybe = json!({ "type": ["integer", "null"] });
    let answer = object(
        &["plan", "table", "changed", "same", "refused", "rows", "mark", "changeSet", "left"],
        json!({
            "plan": { "type": "boolean" }, "table": text, "changed": whole, "same": whole,
            "refused": list_of(refused), "rows": list_of(row), "mark": text, "changeSet": maybe,
            "left": {
                "type": ["integer", "null"], "description": "The record set of those that could not be changed.",
            },
        }),
    );
    [("BatchEdit", asked), ("BatchEditResult", answer)]
}

pub(super) fn path() -> (&'static str, Json) {
    let about = "One change for many records, planned or made";
    let answer = answered("200", "BatchEditResult", &[]);
    let post = operation("Several records", "batchEdit", about, &["collection"], answer);
    ("/api/v1/batch-edit", json!({ "post": with_body(post, "BatchEdit") }))
}
