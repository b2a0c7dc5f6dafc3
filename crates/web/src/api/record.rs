//! One record: itself, its history, and what refers to it.

use std::sync::Arc;

use axum::extract::{Path as Place, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::json;
use vasculum_domain::{history as domain_history, records};
use vasculum_model::{Col, Error, Path, Result, Table, Value, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::inline::{Loaded, Plan};
use super::json::write_record;
use super::params::Params;
use super::{Answer, change_sets};
use crate::App;
use crate::respond::Refused;
use crate::security::Caller;

/// How many entries a page of a history has at most.
const HISTORY_MOST: i64 = 200;

/// `GET /api/v1/{table}/{id}`.
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Place((table, id)): Place<(String, String)>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let table = super::table(&table)?;
    let id = super::id(table, &id)?;
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    let plan = read_plan(table, &mut params);
    params.finish()?;
    let answer = app.read(access, move |tx| answer(tx, table, id, &plan)).await?;
    Ok(answer.unless_known(&headers))
}

/// `GET /api/v1/{table}/guid/{guid}`.
pub async fn by_guid(
    State(app): State<App>,
    caller: Caller,
    Place((table, guid)): Place<(String, String)>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let table = super::table(&table)?;
    let access = caller.within(&app, params.one("collection").as_deref()).await?;
    let plan = read_plan(table, &mut params);
    params.finish()?;
    let Some(column) = table.column("guid") else {
        return Err(Error::not_found(format!("Records of {} have no GUID.", table.name)).into());
    };
    let none = format!("There is no {} with the GUID ‘{guid}’ that you may see.", table.name);
    if guid.contains('\0') {
        return Err(Error::not_found(none).into());
    }
    let answer = app
        .read(access, move |tx| {
            let select = Select::all(table.id).matching(Filter::is(Col(table.id, column), guid.as_str())).at_most(1);
            if let Some(answer) = answer_to(tx, &select, &plan)? {
                return Ok(answer);
            }
            // The GUID of a record that was merged into another one leads to that.
            match vasculum_domain::merge::by_guid(tx, &guid, Some(table.id))? {
                Some((_, id)) => self::answer(tx, table, id, &plan),
                None => Err(Error::not_found(none)),
            }
        })
        .await?;
    Ok(answer.unless_known(&headers))
}

/// The plan of the parameter `inline`; without it, to follow nothing.
pub(crate) fn read_plan(table: &'static Table, params: &mut Params) -> Arc<Plan> {
    let inline = params.one("inline").unwrap_or_default();
    params.keep("inline", Plan::parse(table, &inline)).unwrap_or_else(|| Arc::new(Plan::bare(table.id)))
}

/// A record with what stands within it.
///
/// # Errors
///
/// `NotFound`, `Forbidden`.
pub(crate) fn answer(tx: &mut Tx<'_>, table: &Table, id: i64, plan: &Plan) -> Result<Answer> {
    let key = Path { base: table.id, steps: Vec::new(), table: table.id, column: None };
    let select = Select::all(table.id).matching(Filter::Test(key, Test::Is(Value::Int(id))));
    let none = || Error::not_found(format!("There is no {} {id} that you may see.", table.name));
    answer_to(tx, &select, plan)?.ok_or_else(none)
}

/// The first record that a question asks for. The ETag is its version; with other records within it, also a digest of
/// all that is shown, because those can change without it.
fn answer_to(tx: &mut Tx<'_>, select: &Select, plan: &Plan) -> Result<Option<Answer>> {
    let (records, loaded) = Loaded::fetch(tx, plan, select)?;
    let Some(record) = records.first() else { return Ok(None) };
    let mut body = String::with_capacity(4_096);
    write_record(&mut body, record, plan, &loaded);
    let etag = if plan.one.is_empty() && plan.many.is_empty() {
        format!("\"{}\"", record.version())
    } else {
        let digest = blake3::hash(body.as_bytes()).to_hex();
        format!("\"{}-{}\"", record.version(), &digest[..16])
    };
    Ok(Some(Answer { etag: Some(etag), statements: tx.statements(), ..Answer::json(body) }))
}

/// `GET /api/v1/{table}/{id}/history`.
pub async fn history(
    State(app): State<App>,
    caller: Caller,
    Place((table, id)): Place<(String, String)>,
    mut params: Params,
) -> Result<impl IntoResponse, Refused> {
    let table = super::table(&table)?;
    let id = super::id(table, &id)?;
    let before = params.number("before", 1, i64::MAX);
    let limit = params.number("limit", 1, HISTORY_MOST).unwrap_or(50) as u64;
    params.finish()?;
    let answer = app
        .read(caller.access, move |tx| {
            let mut entries = domain_history::of_record(tx, table.id, id, before, limit + 1)?;
            let has_more = entries.len() as u64 > limit;
            entries.truncate(limit as usize);
            let next = entries.last().filter(|_| has_more).map(|entry| entry.change_set.id);
            let list: Vec<_> =
                entries.iter().map(|entry| change_sets::with_changes(&entry.change_set, &entry.changes)).collect();
            let body = json!({ "history": list, "next": next }).to_string();
            Ok(Answer { statements: tx.statements(), ..Answer::json(body) })
        })
        .await?;
    Ok(answer)
}

/// `GET /api/v1/{table}/{id}/referrers`.
pub async fn referrers(
    State(app): State<App>,
    caller: Caller,
    Place((table, id)): Place<(String, String)>,
    params: Params,
) -> Result<impl IntoResponse, Refused> {
    let table = super::table(&table)?;
    let id = super::id(table, &id)?;
    params.finish()?;
    let answer = app
        .read(caller.access, move |tx| {
            tx.get(table.id, id)?;
            let blocking: Vec<Col> =
                records::blockers(tx, table.id, id)?.iter().map(|blocker| blocker.column).collect();
            let row = |(column, count): (Col, i64)| {
                let (from, field) = (model().table(column.0), model().column(column).name);
                let list = from.is_shown().then(|| format!("/api/v1/{}?filter={field}={id}", from.name));
                json!({
                    "table": from.name, "field": field, "count": count,
                    "blocks": blocking.contains(&column), "list": list,
                })
            };
            let list: Vec<_> = tx.referrers(table.id, id)?.into_iter().map(row).collect();
            Ok(Answer { statements: tx.statements(), ..Answer::json(json!({ "referrers": list }).to_string()) })
        })
        .await?;
    Ok(answer)
}
