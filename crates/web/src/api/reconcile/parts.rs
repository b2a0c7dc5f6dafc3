//! What a program shows while people match: suggestions while they type, flyouts, previews.

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, html};
use serde_json::{Value as Json, json};
use vasculum_domain::reconcile::{self, Cell, Property, Type, entity_id, read_entity};
use vasculum_model::{Error, Result};
use vasculum_store::Tx;

use super::client::Client;
use super::manifest::of_type;
use super::{Pairs, one};
use crate::App;
use crate::respond::Refused;

/// So many records are suggested.
const SUGGESTED: usize = 12;
/// The preview may stand in any page; it loads nothing.
const PREVIEW_POLICY: &str = "default-src 'none'; frame-ancestors *";

fn no_part() -> Error {
    Error::not_found("The reconciliation service has no such part.").hint("GET /api/reconcile names them all.")
}

/// Answers `suggest/…`, `flyout/…` and `preview/{id}`.
pub(super) async fn answer(
    app: &App,
    client: Client,
    part: &str,
    what: &str,
    params: Pairs,
) -> Result<Response, Refused> {
    let prefix: String = one(&params, "prefix").unwrap_or_default().trim().chars().take(200).collect();
    match (part, what) {
        ("suggest", "entity") => suggest(app, client, prefix, &params).await,
        ("suggest", "type") => {
            let found: Vec<Json> =
                client.types.iter().filter(|of| begins(of.name, of.id(), &prefix)).map(|of| of_type(of)).collect();
            Ok(client.json(json!({ "result": found })))
        }
        ("suggest", "property") => {
            let found = properties(&client, one(&params, "type"))?;
            let found: Vec<Json> = found
                .into_iter()
                .filter(|(_, property)| begins(property.name, property.id, &prefix))
                .map(|(_, property)| of_property(property))
                .collect();
            Ok(client.json(json!({ "result": found })))
        }
        ("suggest", "proposed") => {
            let found = properties(&client, one(&params, "type"))?;
            let limit = one(&params, "limit").and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
            let found: Vec<Json> = found
                .into_iter()
                .take(limit.unwrap_or(usize::MAX))
                .map(|(of, property)| match property.entity(of) {
                    Some(entity) => json!({ "id": property.id, "name": property.name, "type": of_type(entity) }),
                    None => of_property(property),
                })
                .collect();
            let mut answer = json!({ "properties": found });
            if let Some(of) = one(&params, "type") {
                answer["type"] = json!(of);
            }
            Ok(client.json(answer))
        }
        ("flyout", "entity") => {
            let id = one(&params, "id").unwrap_or_default().to_owned();
            let told = told(app, &client, &id).await?;
            Ok(client.json(json!({ "id": id, "html": told.into_string() })))
        }
        ("flyout", "type") => {
            let of = client.type_of(one(&params, "id").unwrap_or_default())?;
            Ok(client.json(json!({ "id": of.id(), "html": html! { p { (of.about()) } }.into_string() })))
        }
        ("flyout", "property") => {
            let id = one(&params, "id").unwrap_or_default();
            let found = properties(&client, None)?.into_iter().find(|(_, property)| property.id == id);
            let (of, property) = found.ok_or_else(|| Error::not_found(format!("There is no property ‘{id}’.")))?;
            Ok(client.json(json!({ "id": id, "html": html! { p { (property.about(of)) } }.into_string() })))
        }
        ("preview", id) => {
            let told = told(app, &client, id).await?;
            let page = html! {
                (DOCTYPE)
                html lang="en" { head { meta charset="utf-8"; title { (id) } } body { (told) } }
            };
            let mut answer = Html(page.into_string()).into_response();
            answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PREVIEW_POLICY));
            Ok(client.opened(answer))
        }
        _ => Err(no_part().into()),
    }
}

/// `GET /api/reconcile/view/{id}`: the page of a record.
pub(super) fn view(id: &str) -> Result<Response, Refused> {
    let (of, id) = read_entity(id).ok_or_else(|| Error::not_found(format!("There is no record ‘{id}’.")))?;
    Ok(Redirect::to(&format!("/data/{}/{id}", of.id())).into_response())
}

/// Whether a word of a name, or the id, begins so.
fn begins(name: &str, id: &str, prefix: &str) -> bool {
    let prefix = prefix.to_lowercase();
    let (name, id) = (name.to_lowercase(), id.to_lowercase());
    id.starts_with(&prefix) || name.starts_with(&prefix) || name.split(' ').any(|word| word.starts_with(&prefix))
}

fn of_property(property: &Property) -> Json {
    json!({ "id": property.id, "name": property.name })
}

/// The properties of a type, or of all, each id once.
fn properties(client: &Client, of: Option<&str>) -> Result<Vec<(&'static Type, &'static Property)>> {
    let types = match of.filter(|of| !of.is_empty()) {
        Some(of) => vec![client.type_of(of)?],
        None => client.types.clone(),
    };
    let mut found: Vec<(&'static Type, &'static Property)> = Vec::new();
    for of in types {
        for property in of.properties {
            if !found.iter().any(|(_, known)| known.id == property.id) {
                found.push((of, property));
            }
        }
    }
    Ok(found)
}

async fn suggest(app: &App, client: Client, prefix: String, params: &Pairs) -> Result<Response, Refused> {
    let types = match one(params, "type").filter(|of| !of.is_empty()) {
        Some(of) => vec![client.type_of(of)?],
        None => client.types.clone(),
    };
    let found = app
        .read(client.access.clone(), move |tx| {
            let mut found: Vec<Json> = Vec::new();
            for of in types {
                let hits = match reconcile::suggest(tx, of, &prefix, SUGGESTED) {
                    Err(error) if error.code == vasculum_model::Code::Forbidden => continue,
                    other => other?,
                };
                found.extend(hits.into_iter().map(|(id, name, description)| {
                    json!({ "id": entity_id(of, id), "name": name, "description": description, "notable": [of_type(of)] })
                }));
            }
            Ok(found)
        })
        .await?;
    Ok(client.json(json!({ "result": found })))
}

/// What is told of a record in a few lines.
async fn told(app: &App, client: &Client, id: &str) -> Result<Markup, Refused> {
    let none = || Error::not_found(format!("There is no record ‘{id}’."));
    let (of, record) = read_entity(id).ok_or_else(none)?;
    let of = client.type_of(of.id())?;
    let read = app.read(client.access.clone(), move |tx| read_told(tx, of, record)).await?;
    Ok(read.ok_or_else(none)?)
}

fn read_told(tx: &mut Tx<'_>, of: &'static Type, id: i64) -> Result<Option<Markup>> {
    let Some((_, name, _)) = reconcile::described(tx, of, &[id])?.pop() else { return Ok(None) };
    let properties: Vec<&'static Property> = of.properties.iter().collect();
    let values = reconcile::extend(tx, of, &[id], &properties)?.remove(&id).unwrap_or_default();
    Ok(Some(html! {
        p { strong { (name) } " – " (of.name) }
        dl {
            @for (property, value) in properties.iter().zip(&values) {
                @match value {
                    Some(Cell::Text(text) | Cell::Record(_, _, text)) => { dt { (property.name) } dd { (text) } }
                    None => {}
                }
            }
        }
    }))
}
