//! `/api/v1/query`: questions in the language of the query builder, answered in rows.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::IntoResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use vasculum_domain::query::{self, Asked, Plan, Row};
use vasculum_model::{Error, Result};
use vasculum_store::{Tx, value_to_json};

use super::json::write_text;
use super::list::{LIMIT, MOST};
use super::params::Params;
use super::{Answer, body};
use crate::App;
use crate::respond::Refused;
use crate::security::{Caller, SignedIn};

/// The parameters whose names begin like this answer what a question asks: `ask.Which family?=Salmonidae`.
const ANSWERS: &str = "ask.";

/// `GET /api/v1/query`.
pub async fn get(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let wanted = Wanted {
        text: params.one("q").unwrap_or_default(),
        answers: params.beginning(ANSWERS).into_iter().collect(),
        collection: params.one("collection"),
        cursor: params.one("cursor"),
        limit: params.number("limit", 1, MOST as i64).map_or(LIMIT, |limit| limit as u64),
        wants_total: params.flag("total"),
    };
    params.finish()?;
    wanted.answer(&app, &caller).await
}

/// `POST /api/v1/query`: the same for questions that are too long for an address.
pub async fn post(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    bytes: Bytes,
) -> Result<impl IntoResponse, Refused> {
    let json = body::json(&bytes)?;
    let Json::Object(map) = json else { return Err(Error::invalid("The body is a JSON object.").into()) };
    let mut left: Vec<(String, String)> = Vec::new();
    for (name, value) in map {
        match value {
            Json::Null => {}
            Json::String(text) => left.push((name, text)),
            Json::Bool(_) | Json::Number(_) => left.push((name, value.to_string())),
            Json::Object(answers) if name == "answers" => {
                for (words, answer) in answers {
                    let answer = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
                    left.push((format!("{ANSWERS}{words}"), answer));
                }
            }
            _ => return Err(Error::invalid(format!("‘{name}’ is a text, a number or a truth value.")).into()),
        }
    }
    let mut params = Params::of(left);
    let wanted = Wanted {
        text: params.one("q").unwrap_or_default(),
        answers: params.beginning(ANSWERS).into_iter().collect(),
        collection: params.one("collection"),
        cursor: params.one("cursor"),
        limit: params.number("limit", 1, MOST as i64).map_or(LIMIT, |limit| limit as u64),
        wants_total: params.flag("total"),
    };
    params.finish()?;
    wanted.answer(&app, &caller).await
}

struct Wanted {
    text: String,
    answers: HashMap<String, String>,
    collection: Option<String>,
    cursor: Option<String>,
    limit: u64,
    wants_total: bool,
}

impl Wanted {
    async fn answer(self, app: &App, caller: &Caller) -> Result<Answer, Refused> {
        let query = query::parse(&self.text)?;
        let mut access = caller.within(app, self.collection.as_deref()).await?;
        query::must_be_allowed(&access)?;
        if query.everywhere && self.collection.is_none() {
            access = access.within(None, None);
        }
        let index = app.clone();
        Ok(app.read(access, move |tx| self.rows(&index, tx, &query)).await?)
    }

    fn rows(&self, app: &App, tx: &mut Tx<'_>, query: &query::Query) -> Result<Answer> {
        let search = app.finds(tx.access());
        let plan = Plan::make(tx, query, &Asked { answers: Some(&self.answers), search: Some(&search) })?;
        let after = self.cursor.as_deref().map(|text| read_cursor(&plan, text)).transpose()?;
        let page = plan.page(tx, after.as_ref(), self.limit as usize)?;
        let columns: Vec<Json> = plan
            .columns
            .iter()
            .map(|column| serde_json::json!({"caption": column.words(), "what": column.what, "kind": column.kind.name()}))
            .collect();
        let mut body =
            format!("{{\"query\":{},\"columns\":{},\"rows\":[", Json::from(query.to_string()), Json::Array(columns));
        for (nth, row) in page.rows.iter().enumerate() {
            if nth > 0 {
                body.push(',');
            }
            write_row(&mut body, row);
        }
        body.push_str("],\"next\":");
        match page.next {
            Some(next) => write_text(&mut body, &URL_SAFE_NO_PAD.encode(plan.place_text(&next))),
            None => body.push_str("null"),
        }
        if self.wants_total {
            let total = plan.count(tx)?;
            body.push_str(&format!(",\"total\":{total}"));
        }
        body.push('}');
        Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
    }
}

fn read_cursor(plan: &Plan, text: &str) -> Result<query::Cursor> {
    let odd = || Error::invalid("This cursor belongs to another question.").hint("Start again without a cursor.");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| odd())?;
    plan.read_place(std::str::from_utf8(&bytes).map_err(|_| odd())?)
}

/// `{"id":12,"values":[…]}`; numbers as JSON keeps them exactly, else text.
fn write_row(body: &mut String, row: &Row) {
    let values: Vec<Json> = row.values.iter().map(value_to_json).collect();
    let json = serde_json::json!({"id": row.id, "values": values});
    body.push_str(&json.to_string());
}
