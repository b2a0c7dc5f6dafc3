//! Addresses that keep: `/collection/{code}/{number}` and `/guid/{guid}` lead to a record wherever it stands.

use axum::extract::{Path as Place, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::merge;
use vasculum_domain::rules::numbers::{Given, number_format};
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Error, Path, Record, Result, Table, model};
use vasculum_store::{Filter, Select, Test, Tx};

use super::labels::{labels_path, may_label};
use super::merge::{may_merge, merge_path};
use super::visitor::{Visitor, enterable, go};
use super::{names, record_path};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::components::{Look, aside_section, button, icon};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

/// `GET /collection/{code}/{number}`.
pub async fn by_number(
    State(app): State<App>,
    visitor: Visitor,
    Place((code, number)): Place<(String, String)>,
) -> Result<Response, Refused> {
    let open = enterable(&visitor.everywhere);
    let same = open.iter().find(|place| place.code == code);
    let place = same.or_else(|| open.iter().find(|place| place.code.eq_ignore_ascii_case(&code)));
    let none = || {
        Error::not_found(tf(
            "There is no object {number} in {collection} that you may see.",
            &[("number", &number), ("collection", &code)],
        ))
    };
    let Some(place) = place.map(|place| place.id) else { return Err(none().into()) };
    let access = access_in(&app, &visitor, place).await?;
    let wanted = number.clone();
    let found = app.read(access, move |tx| numbered(tx, place, &wanted)).await?;
    let id = found.ok_or_else(none)?;
    lead(&app, &visitor, model().table(collection_object::TABLE), id, Some(place)).await
}

/// The object with a catalogue number in a collection; leading zeros may be left out.
fn numbered(tx: &mut Tx<'_>, place: i64, number: &str) -> Result<Option<i64>> {
    let mut ways = vec![number.to_owned()];
    if let Some(format) = number_format(tx, collection_object::CATALOG_NUMBER, Some(place))?
        && let Given::Number(proper) = format.read(number)
    {
        ways.push(proper);
    }
    let id = Path::parse(model().table(collection_object::TABLE), "id")?;
    for way in ways.into_iter().filter(|way| !way.contains('\0')) {
        let filter = Filter::And(vec![
            Filter::test(collection_object::CATALOG_NUMBER, Test::IsCaseless(way)),
            Filter::is(collection_object::COLLECTION, place),
        ]);
        let select = Select::all(collection_object::TABLE).matching(filter).at_most(1);
        if let Some(id) = tx.values(&select, std::slice::from_ref(&id))?.first().and_then(|row| row[0].int()) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// `GET /guid/{guid}`.
pub async fn by_guid(
    State(app): State<App>,
    visitor: Visitor,
    Place(guid): Place<String>,
) -> Result<Response, Refused> {
    let here = guid.clone();
    let mut found = app.read(visitor.access.clone(), move |tx| merge::by_guid(tx, &here, None)).await?;
    let mut place = None;
    for other in enterable(&visitor.everywhere) {
        if found.is_some() {
            break;
        }
        let (access, guid) = (access_in(&app, &visitor, other.id).await?, guid.clone());
        found = app.read(access, move |tx| merge::by_guid(tx, &guid, None)).await?;
        place = Some(other.id);
    }
    let Some((table, id)) = found else {
        return Err(Error::not_found(tf(
            "There is no record with the GUID {guid} that you may see.",
            &[("guid", &guid)],
        ))
        .into());
    };
    lead(&app, &visitor, model().table(table), id, place).await
}

async fn access_in(app: &App, visitor: &Visitor, place: i64) -> Result<vasculum_store::Access> {
    match visitor.everywhere.user {
        Some(user) => Ok(app.rights(user, Some(place)).await?.looking_only(true)),
        None => Ok(visitor.access.clone()),
    }
}

/// To the record, or to the question whether to go to the collection in which it stands.
async fn lead(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    id: i64,
    place: Option<i64>,
) -> Result<Response, Refused> {
    let is_here = app
        .read(visitor.access.clone(), move |tx| match tx.find(table.id, id) {
            Err(error) if error.code == Code::Forbidden => Ok(false),
            other => Ok(other?.is_some()),
        })
        .await?;
    let path = record_path(table, id);
    let place = enterable(&visitor.everywhere).into_iter().find(|open| Some(open.id) == place);
    let Some(place) = place.filter(|_| !is_here) else { return Ok(go(&path)) };
    let access = access_in(app, visitor, place.id).await?;
    let called = app.read(access, move |tx| names::text(tx, table.id, id)).await?;
    let words = tf(
        "{record} belongs to {collection}, and you are working in another collection.",
        &[("record", &called), ("collection", &place.name)],
    );
    let body = html! {
        form class="work" method="post" action="/collection" {
            p { (words) }
            input type="hidden" name="collection" value=(place.id);
            input type="hidden" name="next" value=(path);
            div class="row" { (button(&tf("Go to {collection}", &[("collection", &place.name)]), "library", Look::Primary, "", "")) }
        }
    };
    Ok(visitor.page("", Page { title: &called, body, is_reading: true, ..Page::default() }))
}

/// Where a record that is gone was merged into, if it was: the way to it in place of the refusal.
///
/// # Errors
///
/// The refusal itself, if it was not merged or the person may not see into what.
pub(crate) async fn or_survivor(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    id: i64,
    refusal: Error,
) -> Result<Response, Refused> {
    if refusal.code != Code::NotFound {
        return Err(refusal.into());
    }
    let into = app
        .read(visitor.access.clone(), move |tx| {
            let Some(into) = merge::survivor(tx, table.id, id)? else { return Ok(None) };
            Ok(tx.find(table.id, into)?.map(|record| record.id))
        })
        .await?;
    into.map(|into| go(&record_path(table, into))).ok_or_else(|| refusal.into())
}

/// The addresses of a record that keep, for the column beside it.
pub(crate) fn aside(visitor: &Visitor, record: &Record) -> Markup {
    let table = record.of();
    let mut addresses: Vec<(&str, String)> = Vec::new();
    if record.table == collection_object::TABLE {
        let place = record.int(collection_object::COLLECTION);
        let place = visitor.access.hierarchy().collections.iter().find(|one| Some(one.id) == place);
        if let (Some(place), Some(number)) = (place, record.text(collection_object::CATALOG_NUMBER)) {
            addresses.push((t("By number"), format!("/collection/{}/{}", escaped(&place.code), escaped(number))));
        }
    }
    if let Some(guid) = record.named("guid").and_then(vasculum_model::Value::text) {
        addresses.push((t("By GUID"), format!("/guid/{}", escaped(guid))));
    }
    if addresses.is_empty() {
        addresses.push((t("By ID"), record_path(table, record.id)));
    }
    aside_section(
        t("Share"),
        "",
        &html! {
            ul class="stack" {
                @for (words, path) in &addresses {
                    li class="row" {
                        a href=(path) { (words) }
                        button class="button button-quiet button-small" type="button" data-copy=(path) data-copied=(t("Copied")) hidden { (icon("copy")) (t("Copy the address")) }
                    }
                }
                @if may_label(visitor, table) {
                    li { a href=(labels_path(table, record.id)) { (t("Print its label")) } }
                }
                @if may_merge(visitor, table) {
                    li { a href=(merge_path(table, record.id)) { (t("Merge with another record")) } }
                }
            }
        },
    )
}
