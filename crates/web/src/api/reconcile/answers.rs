//! The service itself: batches of queries, and values to extend a table by.

use std::collections::HashMap;

use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use vasculum_domain::reconcile::{self, Candidate, Cell, Property, Question, Type, entity_id, read_entity};
use vasculum_model::names::institution;
use vasculum_model::{Error, Result};
use vasculum_store::{Select, Tx};

use super::client::Client;
use super::manifest::{manifest, of_type};
use super::{Pairs, one};
use crate::App;
use crate::respond::Refused;

/// At most so many queries come in one batch.
pub(super) const MOST_QUERIES: usize = 100;
/// At most so many records are extended at once.
pub(super) const MOST_RECORDS: usize = 1_000;
/// So many candidates are given where a query does not say how many, and at most so many.
const USUAL_CANDIDATES: usize = 10;
const MOST_CANDIDATES: usize = 50;

/// Answers what the parameters ask for.
pub(super) async fn service(app: &App, client: Client, params: Pairs) -> Result<Response, Refused> {
    if let Some(text) = one(&params, "queries") {
        let queries = read_batch(&client, text)?;
        let types = client.types.clone();
        let results = app.read(client.access.clone(), move |tx| answer_batch(tx, &types, queries)).await?;
        return Ok(client.json(Json::Object(results)));
    }
    if let Some(text) = one(&params, "extend") {
        let wanted = Wanted::read(&client, text)?;
        let answer = app.read(client.access.clone(), move |tx| wanted.answer(tx)).await?;
        return Ok(client.json(answer));
    }
    let name = app
        .read(client.access.clone(), |tx| {
            let found = tx.unscoped(|tx| tx.first(&Select::all(institution::TABLE)))?;
            Ok(found.and_then(|record| record.text(institution::NAME).map(str::to_owned)).unwrap_or_default())
        })
        .await?;
    Ok(client.json(manifest(&client, &name)))
}

/// One query of a batch, as it is written.
#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    query: String,
    #[serde(default, rename = "type")]
    types: OneOrMany,
    limit: Option<f64>,
    #[serde(default)]
    properties: Vec<Known>,
}

/// What is known of a record.
#[derive(Deserialize)]
struct Known {
    pid: String,
    v: Json,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
    #[default]
    None,
}

/// A query that was understood, with its key.
struct Asked {
    key: String,
    /// The types among which is looked; nothing for all.
    types: Vec<&'static Type>,
    question: Question,
}

fn read_batch(client: &Client, text: &str) -> Result<Vec<Asked>> {
    let batch: Map<String, Json> = serde_json::from_str(text).map_err(|cause| unread("queries", &cause))?;
    if batch.len() > MOST_QUERIES {
        return Err(Error::invalid(format!("A batch can hold {MOST_QUERIES} queries at most.")));
    }
    batch.into_iter().map(|(key, query)| read_query(client, key, query)).collect()
}

fn unread(what: &str, cause: &serde_json::Error) -> Error {
    Error::invalid(format!("‘{what}’ can’t be read: {cause}.")).hint("See the Reconciliation API 0.2.")
}

fn read_query(client: &Client, key: String, query: Json) -> Result<Asked> {
    let query: Query = serde_json::from_value(query).map_err(|cause| unread(&key, &cause))?;
    let ids = match query.types {
        OneOrMany::One(id) if id.is_empty() => Vec::new(),
        OneOrMany::One(id) => vec![id],
        OneOrMany::Many(ids) => ids,
        OneOrMany::None => Vec::new(),
    };
    let types = ids.iter().map(|id| client.type_of(id)).collect::<Result<_>>()?;
    let limit = query.limit.map_or(USUAL_CANDIDATES, |limit| limit.max(0.0) as usize).clamp(1, MOST_CANDIDATES);
    let properties = query.properties.into_iter().map(|known| (known.pid, values(&known.v))).collect();
    Ok(Asked { key, types, question: Question { text: query.query, properties, limit } })
}

/// The texts that a value of a property may be; of a record its id.
fn values(value: &Json) -> Vec<String> {
    match value {
        Json::Array(list) => list.iter().flat_map(values).collect(),
        Json::Object(record) => ["id", "name"].iter().filter_map(|key| record.get(*key)).flat_map(values).collect(),
        Json::String(text) => vec![text.clone()],
        Json::Null => Vec::new(),
        other => vec![other.to_string()],
    }
}

fn answer_batch(tx: &mut Tx<'_>, all: &[&'static Type], queries: Vec<Asked>) -> Result<Map<String, Json>> {
    let mut results = Map::new();
    for mut asked in queries {
        name_records(tx, &mut asked.question)?;
        let types = if asked.types.is_empty() { all } else { &asked.types };
        let found = reconcile::candidates(tx, types, &asked.question)?;
        let found: Vec<Json> = found.iter().map(candidate).collect();
        results.insert(asked.key, json!({ "result": found }));
    }
    Ok(results)
}

/// Adds to the ids of records among the values what those are called: by that they are compared.
fn name_records(tx: &mut Tx<'_>, question: &mut Question) -> Result<()> {
    for (_, values) in &mut question.properties {
        for at in 0..values.len() {
            if let Some((of, id)) = read_entity(&values[at]) {
                values.extend(reconcile::names(tx, of, &[id])?.remove(&id));
            }
        }
    }
    Ok(())
}

fn candidate(found: &Candidate) -> Json {
    let mut features = vec![json!({ "id": "name", "value": rounded(found.name_score) })];
    let agreements = found.agreements.iter().filter_map(|(id, agrees)| agrees.map(|agrees| (id, agrees)));
    features.extend(agreements.map(|(id, agrees)| json!({ "id": id, "value": agrees })));
    json!({
        "id": entity_id(found.of, found.id),
        "name": found.name,
        "description": found.description,
        "type": [of_type(found.of)],
        "score": rounded(found.score),
        "match": found.is_match,
        "features": features,
    })
}

fn rounded(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
}

/// What a table is to be extended by.
struct Wanted {
    ids: Vec<String>,
    /// In the order that was asked for, each with the types that have it.
    properties: Vec<(String, Vec<(&'static Type, &'static Property)>)>,
    types: Vec<&'static Type>,
}

#[derive(Deserialize)]
struct Extend {
    ids: Vec<String>,
    properties: Vec<ById>,
}

#[derive(Deserialize)]
struct ById {
    id: String,
}

impl Wanted {
    fn read(client: &Client, text: &str) -> Result<Self> {
        let extend: Extend = serde_json::from_str(text).map_err(|cause| unread("extend", &cause))?;
        if extend.ids.len() > MOST_RECORDS {
            return Err(Error::invalid(format!("{MOST_RECORDS} records at most can be extended at once.")));
        }
        let types = client.types.clone();
        let having = |id: &str| -> Vec<(&'static Type, &'static Property)> {
            types.iter().filter_map(|of| of.property(id).map(|property| (*of, property))).collect()
        };
        let mut properties = Vec::new();
        for ById { id } in extend.properties {
            let of = having(&id);
            if of.is_empty() {
                return Err(Error::invalid(format!("There is no property ‘{id}’.")));
            }
            properties.push((id, of));
        }
        Ok(Self { ids: extend.ids, properties, types })
    }

    fn answer(&self, tx: &mut Tx<'_>) -> Result<Json> {
        let mut rows: HashMap<&str, Map<String, Json>> = HashMap::new();
        for of in &self.types {
            let these: Vec<(&str, i64)> = self
                .ids
                .iter()
                .filter_map(|text| {
                    read_entity(text).filter(|(theirs, _)| theirs.table == of.table).map(|(_, id)| (text.as_str(), id))
                })
                .collect();
            if these.is_empty() {
                continue;
            }
            let theirs: Vec<(&str, &'static Property)> = self
                .properties
                .iter()
                .filter_map(|(id, having)| {
                    having.iter().find(|(one, _)| one.table == of.table).map(|(_, it)| (id.as_str(), *it))
                })
                .collect();
            let ids: Vec<i64> = these.iter().map(|(_, id)| *id).collect();
            let wanted: Vec<&'static Property> = theirs.iter().map(|(_, property)| *property).collect();
            let values = reconcile::extend(tx, of, &ids, &wanted)?;
            for (text, id) in these {
                let cells = values.get(&id).map(Vec::as_slice).unwrap_or_default();
                let row =
                    theirs.iter().zip(cells).map(|((name, _), cell)| ((*name).to_owned(), self.written(cell.as_ref())));
                rows.entry(text).or_default().extend(row);
            }
        }
        let whole: Map<String, Json> =
            self.ids.iter().map(|id| (id.clone(), self.whole(rows.remove(id.as_str()).unwrap_or_default()))).collect();
        Ok(json!({ "meta": self.meta(), "rows": whole }))
    }

    /// Every property has a list of values, which may be empty.
    fn whole(&self, mut row: Map<String, Json>) -> Json {
        for (id, _) in &self.properties {
            row.entry(id.clone()).or_insert_with(|| json!([]));
        }
        Json::Object(row)
    }

    fn written(&self, cell: Option<&Cell>) -> Json {
        match cell {
            None => json!([]),
            Some(Cell::Text(text)) => json!([{ "str": text }]),
            Some(Cell::Record(of, id, name)) => match reconcile::type_of(of) {
                Some(of) if self.types.iter().any(|one| one.table == of.table) => {
                    json!([{ "id": entity_id(of, *id), "name": name }])
                }
                _ => json!([{ "str": name }]),
            },
        }
    }

    fn meta(&self) -> Vec<Json> {
        let one = |(id, having): &(String, Vec<(&'static Type, &'static Property)>)| {
            let name = having.first().map_or(id.as_str(), |(_, property)| property.name);
            match having.as_slice() {
                [(of, property)] => match property.entity(of) {
                    Some(entity) => json!({ "id": id, "name": name, "type": of_type(entity) }),
                    None => json!({ "id": id, "name": name }),
                },
                _ => json!({ "id": id, "name": name }),
            }
        };
        self.properties.iter().map(one).collect()
    }
}
