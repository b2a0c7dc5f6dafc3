//! Errands: while somebody fills in a form they go and make, or look for, the record that a link shall lead to, and come
//! back with it.
//!
//! Where scripts run the errand happens in a drawer over the form, and the page in it tells the form what was picked.
//! Without scripts the form is parked, with all that was typed, and shown again afterwards. The address says which:
//! `errand=drawer`, or `errand=` and the secret of the parked form. Lists and forms of new records keep it.

use std::collections::HashMap;

use axum::extract::{Path as Place, Query, State};
use axum::response::Response;
use maud::html;
use serde::{Deserialize, Serialize};
use vasculum_model::{Col, Error, Result, Table, Timestamp, model};
use vasculum_store::{Filter, Ticket};

use super::visitor::{Visitor, go};
use super::{list_path, lookup_context, names, nav_of, record, record_path, shown_table};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::components::{Look, link_button};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

/// The kind of ticket that holds a parked form.
const KIND: &str = "parked";
/// How long a form stays parked.
const DAY_US: i64 = 86_400_000_000;
/// What stands for the drawer in addresses.
const DRAWER: &str = "drawer";

/// What somebody is on the way for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// `drawer`, or the secret of the parked form.
    back: String,
}

/// A form that waits, with the link that is to be filled in.
#[derive(Debug, Serialize, Deserialize)]
struct Parked {
    table: String,
    record: Option<i64>,
    /// The name of the control of the link.
    control: String,
    sent: HashMap<String, String>,
}

impl Errand {
    /// The errand that an address names.
    pub(crate) fn of(query: Option<&str>) -> Option<Self> {
        let back = query?.split('&').find_map(|pair| pair.strip_prefix("errand="))?;
        let plain = !back.is_empty() && back.len() <= 64 && back.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| Self { back: back.to_owned() })
    }

    /// What stands in addresses on the way: `errand=drawer`.
    pub(crate) fn query(&self) -> String {
        format!("errand={}", self.back)
    }

    /// Where one goes with the record that was picked or made.
    pub(crate) fn done(&self, table: &Table, id: i64) -> String {
        if self.back == DRAWER {
            format!("/picked/{}/{id}", table.name)
        } else {
            format!("/parked/{}?picked={id}", self.back)
        }
    }

    /// Where one goes without any; nothing in a drawer, which one closes.
    pub(crate) fn given_up(&self) -> Option<String> {
        (self.back != DRAWER).then(|| format!("/parked/{}", self.back))
    }
}

/// The address of the form that makes a record on an errand in a drawer.
pub(crate) fn make_in_drawer(to: &Table) -> String {
    format!("{}/new?errand={DRAWER}", list_path(to))
}

/// The address of the list in which a record is looked for in a drawer, from the address of the type-ahead, which says
/// what can be meant.
pub(crate) fn choose_in_drawer(to: &Table, lookup: &str) -> String {
    let query = lookup.split_once('?').map_or("", |(_, query)| query);
    format!("{}?errand={DRAWER}&{query}", list_path(to))
}

/// The link behind a control, `determinations[0].taxon`, and the names of the record in which it stands.
fn link_of(table: &'static Table, control: &str) -> Option<(Col, String)> {
    let Some((part, field)) = control.rsplit_once('.') else { return Some((table.col(control)?, String::new())) };
    let name = part.split('[').next().unwrap_or_default();
    let of = match (table.to_many(name), table.column(name)) {
        (Some(many), _) => table.many[usize::from(many)].of,
        (None, Some(column)) => table.at(column).link.as_ref()?.to,
        (None, None) => return None,
    };
    Some((model().table(of).col(field)?, format!("{part}.")))
}

/// Parks a form and leaves for the record of a link, if a button of the form asks for that.
///
/// # Errors
///
/// `Invalid`, if there is no such link.
pub(crate) async fn leave(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    id: Option<i64>,
    sent: &HashMap<String, String>,
) -> Result<Option<Response>> {
    let Some((what, control)) = sent.get("go").and_then(|go| go.split_once(':')) else { return Ok(None) };
    let link = link_of(table, control).and_then(|(link, part)| {
        let to = model().column(link).link.as_ref().map(|link| model().table(link.to))?;
        to.is_shown().then_some((link, part, to))
    });
    let (link, part, to) =
        link.ok_or_else(|| Error::invalid(tf("There is no link ‘{name}’.", &[("name", &control)])))?;
    let typed = sent.get(&format!("{control}.text")).map_or("", |text| text.trim());
    let parked = Parked {
        table: table.name.to_owned(),
        record: id,
        control: control.to_owned(),
        sent: sent
            .iter()
            .filter(|(name, _)| *name != "go")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    };
    let secret = park(app, visitor, &parked).await?;
    let errand = Errand { back: secret };
    if what == "make" {
        return Ok(Some(go(&format!("{}/new?{}&text={}", list_path(to), errand.query(), escaped(typed)))));
    }
    let record = if part.is_empty() { id } else { sent.get(&format!("{part}id")).and_then(|id| id.parse().ok()) };
    let owner = id.filter(|_| !part.is_empty()).map(|id| (table, id));
    let lookup = names::lookup_url(link, record, owner);
    let query = lookup.split_once('?').map_or("", |(_, query)| query);
    Ok(Some(go(&format!("{}?{}&{query}&q={}", list_path(to), errand.query(), escaped(typed)))))
}

async fn park(app: &App, visitor: &Visitor, parked: &Parked) -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|cause| Error::internal("No secret could be made.", cause.to_string()))?;
    let secret: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let data = serde_json::to_string(parked).map_err(|cause| Error::internal("The form can’t be kept.", cause))?;
    let (digest, user) = (digest(&secret), visitor.access.user);
    app.with_database(move |db| {
        let now = db.now();
        db.put_ticket(&Ticket {
            kind: KIND.to_owned(),
            digest,
            user,
            made: now,
            seen: now,
            expires: Some(Timestamp(now.0 + DAY_US)),
            data,
        })
    })
    .await?;
    Ok(secret)
}

fn digest(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// `GET /parked/{secret}?picked=`: the form as it was left, with what was picked.
pub async fn come_back(
    State(app): State<App>,
    visitor: Visitor,
    Place(secret): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let (digest, user) = (digest(&secret), visitor.access.user);
    let ticket = app.with_database(move |db| db.ticket(KIND, &digest)).await?.filter(|ticket| ticket.user == user);
    let gone = || {
        Error::not_found(t("This form is no longer kept."))
            .hint(t("A form is kept for a day while you look for something."))
    };
    let parked: Parked = serde_json::from_str(&ticket.ok_or_else(gone)?.data)
        .map_err(|cause| Error::internal("A parked form can't be read.", cause))?;
    let table = shown_table(&parked.table)?;
    let picked = params.iter().find(|(name, _)| name == "picked").and_then(|(_, id)| id.parse::<i64>().ok());
    let mut sent = parked.sent;
    if let (Some(id), Some((link, _))) = (picked, link_of(table, &parked.control))
        && let Some(to) = model().column(link).link.as_ref().map(|link| link.to)
    {
        let called = app.read(visitor.access.clone(), move |tx| names::text(tx, to, id)).await?;
        sent.insert(parked.control.clone(), id.to_string());
        sent.insert(format!("{}.text", parked.control), called);
    }
    sent.insert("restore".to_owned(), "1".to_owned());
    record::receive(&app, &visitor, table, parked.record, sent.into_iter().collect()).await
}

/// `GET /picked/{table}/{id}`: what a drawer tells the form under it.
pub async fn picked(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let (called, context) = app
        .read(visitor.access.clone(), move |tx| {
            let record = tx.get(table.id, id)?;
            let context = lookup_context::lines(tx, std::slice::from_ref(&record))?.remove(&id);
            Ok((names::text(tx, table.id, id)?, context.unwrap_or_default()))
        })
        .await?;
    let body = html! {
        div class="work" data-picked=(id) data-text=(called) data-context=(context) {
            p { (tf("{record} is chosen.", &[("record", &called)])) }
            div class="row" { (link_button(t("Open the record"), &record_path(table, id), "arrow-right", Look::Normal, "")) }
        }
    };
    Ok(visitor.page(nav_of(table), Page { title: &called, body, is_reading: true, ..Page::default() }))
}

/// Which records a list shows when it is looked through for a link.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn possible(
    tx: &mut vasculum_store::Tx<'_>,
    table: &Table,
    kept: &[(&'static str, String)],
) -> Result<Filter> {
    let params: Vec<(String, String)> = kept.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    names::possible(tx, table, &params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_names_the_link_behind_it() {
        let table = model().named("CollectionObject").unwrap();
        let name = |control: &str| {
            link_of(table, control).map(|(link, part)| (model().table(link.0).name, model().column(link).name, part))
        };
        assert_eq!(name("cataloger"), Some(("CollectionObject", "cataloger", String::new())));
        let nested = Some(("Determination", "taxon", "determinations[2].".to_owned()));
        assert_eq!(name("determinations[2].taxon"), nested);
        assert_eq!(name("nothing[0].taxon"), None);
        assert_eq!(name("determinations[0].nothing"), None);
    }

    #[test]
    fn an_errand_is_read_from_the_address() {
        let back = |query: &str| Errand::of(Some(query)).map(|errand| errand.back);
        assert_eq!(back("q=a&errand=drawer"), Some("drawer".to_owned()));
        assert_eq!(back("errand=0af3"), Some("0af3".to_owned()));
        for query in ["q=a", "errand=", "errand=//evil", "errand=a%20b"] {
            assert_eq!(back(query), None, "{query}");
        }
    }
}
