//! `GET /api/v1/search`: the search over everything, as the page has it.

use axum::extract::State;
use axum::response::IntoResponse;
use serde_json::{Value as Json, json};
use vasculum_model::{Code, Error, Result, model};
use vasculum_search::{Answer as Found, Ask, Excerpt, FACETS, FLAGS, Facet, FacetValue, Faceted, Note, Wish};
use vasculum_store::Tx;

use super::Answer;
use super::openapi::{answered, operation, with_parameters};
use super::params::Params;
use crate::App;
use crate::pages::search::{called, described};
use crate::respond::Refused;
use crate::security::SignedIn;

/// How many records there are in an answer unless it is told, and at most.
const LIMIT: i64 = 20;
const MOST: i64 = 1_000;
/// How many records may stand before the first one.
const FARTHEST: i64 = 100_000_000;
/// How many values of each facet there are unless it is told, and at most.
const VALUES: i64 = 10;
const MOST_VALUES: i64 = 10_000;

/// `GET /api/v1/search`.
pub async fn show(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    let mut ask = Ask { words: params.one("q").unwrap_or_default(), ..Ask::default() };
    for (facet, word) in FACETS {
        for value in params.all(word) {
            ask = ask.with(*facet, &value);
        }
    }
    let wish = Wish {
        offset: params.number("offset", 0, FARTHEST).unwrap_or(0) as usize,
        limit: params.number("limit", 0, MOST).unwrap_or(LIMIT) as usize,
        facets: Some(params.number("values", 0, MOST_VALUES).unwrap_or(VALUES) as usize).filter(|most| *most > 0),
    };
    params.finish()?;
    let index = app.clone();
    Ok(app.read(access, move |tx| answer(&index, tx, &ask, wish)).await?)
}

fn answer(app: &App, tx: &mut Tx<'_>, ask: &Ask, wish: Wish) -> Result<Answer> {
    let search = app.search();
    search.start();
    search.wait_until_ready(std::time::Duration::from_secs(5));
    let Some(found) = search.answer(tx.access(), ask, wish)? else {
        let error = Error::new(Code::Conflict, "The search index is being made.");
        return Err(error.hint("Ask again in a while; lists of single tables work meanwhile."));
    };
    let records = described(tx, &found.hits)?;
    let excerpts = search.excerpts(tx, &found.hits, &found.marks)?;
    let called = called(tx, &found)?;
    let hits: Vec<Json> = found
        .hits
        .iter()
        .filter_map(|hit| {
            let record = records.get(hit)?;
            let mut json = json!({
                "table": model().table(hit.table).name, "id": hit.id, "text": record.text, "context": record.context,
            });
            json["excerpt"] = excerpts.get(hit).map_or(Json::Null, excerpt);
            Some(json)
        })
        .collect();
    let value = |value: &FacetValue| {
        let text = value.record.and_then(|record| called.get(&record));
        json!({ "value": value.value, "text": text, "count": value.count })
    };
    let facet = |faceted: &Faceted| {
        json!({
            "facet": faceted.facet.word(),
            "values": faceted.values.iter().map(value).collect::<Vec<_>>(),
            "more": faceted.more,
        })
    };
    let body = json!({
        "count": found.count,
        "hits": hits,
        "facets": found.facets.iter().map(facet).collect::<Vec<_>>(),
        "notes": notes(&found),
    });
    Ok(Answer { statements: tx.statements(), ..Answer::json(body.to_string()) })
}

fn excerpt(excerpt: &Excerpt) -> Json {
    excerpt.pieces.iter().map(|(text, is_marked)| json!({ "text": text, "found": is_marked })).collect()
}

fn notes(found: &Found) -> Vec<Json> {
    let note = |note: &Note| match note {
        Note::NoField(name) => json!({ "name": "no-such-field-word", "field": name }),
        Note::NoValue(name, value) => json!({ "name": "no-such-value", "field": name, "value": value }),
        Note::Meant(word, meant) => json!({ "name": "written-like", "word": word, "meant": meant }),
    };
    found.notes.iter().map(note).collect()
}

/// What a facet narrows to, for the description of the API.
fn about(facet: Facet) -> &'static str {
    match facet {
        Facet::Table => "The name of a table.",
        Facet::Collection => "The id of a collection of objects.",
        Facet::Taxon => "The id of a taxon: everything under it.",
        Facet::Place => "The id of a node of Geography: everything within it.",
        Facet::Year => "A year, or years such as 1950..1959.",
        Facet::Collector => "The id of an agent.",
        Facet::Type => "A type status, as it is written.",
        Facet::Preparation => "The name of a kind of preparation.",
        Facet::Gap => "What objects lack; several are all lacking.",
        Facet::Cell => "A cell of the map: of one degree, or from 100000 on of ten.",
    }
}

/// The search in the description of the API.
pub(super) fn described_path() -> (&'static str, Json) {
    let whole = |low: i64, high: i64| json!({ "type": "integer", "minimum": low, "maximum": high });
    let text = json!({ "type": "string" });
    let gaps: Vec<&str> = FLAGS.iter().filter(|flag| flag.is_gap).map(|flag| flag.word).collect();
    let mut parameters = vec![
        ("q", "Words, phrases and field words, as in the box of the page.", text.clone()),
        ("offset", "How many records stand before the first one.", whole(0, FARTHEST)),
        ("limit", "How many records.", whole(0, MOST)),
        ("values", "How many values of each facet; 0 for no facets.", whole(0, MOST_VALUES)),
    ];
    for (facet, word) in FACETS {
        let schema = match facet {
            Facet::Gap => json!({ "type": "array", "items": { "type": "string", "enum": gaps } }),
            Facet::Collection | Facet::Taxon | Facet::Place | Facet::Collector | Facet::Cell => whole(0, i64::MAX),
            _ => text.clone(),
        };
        parameters.push((word, about(*facet), schema));
    }
    let good = answered("200", "SearchAnswer", &[]);
    let search = operation("Search", "search", "Searches everything, with facets", &["collection"], good);
    ("/api/v1/search", json!({ "get": with_parameters(search, &parameters) }))
}

/// What the search answers, for the description of the API.
pub(super) fn described_answer() -> (&'static str, Json) {
    let text = json!({ "type": "string" });
    let maybe_text = json!({ "type": ["string", "null"] });
    let count = json!({ "type": "integer", "minimum": 0 });
    let list = |of: Json| json!({ "type": "array", "items": of });
    let object = |properties: Json| {
        let required: Vec<String> = properties.as_object().map_or_else(Vec::new, |map| map.keys().cloned().collect());
        json!({ "type": "object", "properties": properties, "required": required })
    };
    let piece = object(json!({ "text": text, "found": { "type": "boolean" } }));
    let mut excerpt = list(piece);
    excerpt["type"] = json!(["array", "null"]);
    let hit = object(json!({
        "table": text, "id": { "type": "integer" }, "text": text, "context": text, "excerpt": excerpt,
    }));
    let value = object(json!({ "value": text, "text": maybe_text, "count": count }));
    let facet = object(json!({ "facet": text, "values": list(value), "more": count }));
    let note = json!({ "type": "object", "properties": { "name": text }, "required": ["name"] });
    let answer = object(json!({ "count": count, "hits": list(hit), "facets": list(facet), "notes": list(note) }));
    ("SearchAnswer", answer)
}
