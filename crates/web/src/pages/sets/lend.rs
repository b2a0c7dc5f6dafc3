//! The preparations of a set added to a loan, a gift, an exchange or a disposal.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::sets::{self, Offer, Set, TAKERS};
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Error, Result, Table, TableId, model};
use vasculum_store::{Filter, Purpose, Select, Tx};

use super::{Pairs, SETS, WORDS, one, set_path};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{names, record_path, words};
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Selection, Table as Shown, badge, button, data_table, link_button,
    notice, section, select, selectable,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

/// So many open interactions are offered; the latest ones.
const OFFERED: u64 = 200;

/// What the page shows.
struct View {
    set: Set,
    /// Open interactions: table, id, what they are called.
    open: Vec<(&'static Table, i64, String)>,
    /// The one that was chosen, with what could be added to it.
    chosen: Option<Chosen>,
}

/// An open interaction – table, id, what it is called – and what could be added to it.
type Chosen = (&'static Table, i64, String, Vec<(Offer, String)>);

/// `GET /record-sets/{id}/lend`.
pub async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let view = read(&app, &visitor, id, chosen(&params)?).await?;
    Ok(page(&visitor, StatusCode::OK, &view, None))
}

/// The interaction that `to=Loan:12` names.
fn chosen(params: &Pairs) -> Result<Option<(TableId, i64)>> {
    let Some((table, id)) = one(params, "to").split_once(':') else { return Ok(None) };
    let found = model().named(table).zip(id.parse().ok());
    let (table, id) = found.ok_or_else(|| Error::invalid(t("There is no such interaction.")))?;
    Ok(Some((sets::taker(table.id)?.table, id)))
}

async fn read(app: &App, visitor: &Visitor, id: i64, to: Option<(TableId, i64)>) -> Result<View> {
    let seer = visitor.clone();
    app.read(visitor.access.clone(), move |tx| {
        let set = sets::get(tx, id)?;
        let open = open(tx, &seer)?;
        let chosen = match to {
            Some((table, to)) => {
                let ids = sets::ids(tx, id)?;
                let offers = sets::offers(tx, table, to, set.table.id, &ids)?;
                let called = names::text(tx, table, to)?;
                Some((model().table(table), to, called, described(tx, offers)?))
            }
            None => None,
        };
        Ok(View { set, open, chosen })
    })
    .await
}

/// Offers with what their objects are called.
fn described(tx: &mut Tx<'_>, offers: Vec<Offer>) -> Result<Vec<(Offer, String)>> {
    let object = |offer: &Offer| offer.preparation.int(vasculum_model::names::preparation::COLLECTION_OBJECT);
    let ids: Vec<i64> = offers.iter().filter_map(object).collect();
    let texts = names::texts(tx, collection_object::TABLE, &ids)?;
    let called = |offer: &Offer| object(offer).and_then(|id| texts.get(&id).cloned()).unwrap_or_default();
    Ok(offers
        .into_iter()
        .map(|offer| {
            let text = called(&offer);
            (offer, text)
        })
        .collect())
}

/// The open interactions that somebody may add to, latest first.
fn open(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<Vec<(&'static Table, i64, String)>> {
    let mut open = Vec::new();
    for taker in TAKERS {
        let table = model().table(taker.table);
        if !visitor.may_read(table.id) || !visitor.may("create", model().table(model().to_many(taker.lines).of)) {
            continue;
        }
        let mut select = Select::all(table.id).sorted(vec![(vasculum_model::Path::parse(table, "id")?, true)]);
        if let Some(closed) = table.col("isClosed") {
            select = select.matching(Filter::Not(Box::new(Filter::is(closed, true))));
        }
        let ids: Vec<i64> = tx.select(&select.at_most(OFFERED))?.iter().map(|record| record.id).collect();
        let mut texts = names::texts(tx, table.id, &ids)?;
        open.extend(ids.into_iter().map(|id| (table, id, texts.remove(&id).unwrap_or_default())));
    }
    Ok(open)
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>) -> Response {
    let (id, name) = (view.set.record.id, view.set.name());
    let path = set_path(id);
    let content = Page {
        title: t("Lend or give"),
        subtitle: name,
        breadcrumbs: &[(t("Record sets"), SETS), (name, &path)],
        notices,
        body: html! {
            div class="work" {
                (target(view, &path))
                @if let Some((table, to, called, offers)) = &view.chosen { (preparations(&path, table, *to, called, offers)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "sets", content)
}

fn target(view: &View, path: &str) -> Markup {
    let key = |table: &Table, id: i64| format!("{}:{id}", table.name);
    let now = view.chosen.as_ref().map(|(table, id, ..)| key(table, *id));
    let values: Vec<String> = view.open.iter().map(|(table, id, _)| key(table, *id)).collect();
    let labels: Vec<String> =
        view.open.iter().map(|(table, _, name)| format!("{} {name}", words::label(table.name))).collect();
    let choices: Vec<Choice<'_>> = values
        .iter()
        .zip(&labels)
        .map(|(value, label)| Choice { value, label, is_chosen: Some(value) == now.as_ref() })
        .collect();
    let form = html! {
        @if choices.is_empty() { p { (t("There is no open loan, gift, exchange or disposal that you may add to. Make one first.")) } }
        @else {
            form class="row" method="get" action={ (path) "/lend" } {
                label for="to" { (t("Add preparations to")) }
                (select(&Field::new("to", ""), None, &choices))
                (button(t("Show what is available"), "eye", Look::Normal, "", ""))
            }
        }
    };
    section(t("Loan, gift, exchange or disposal"), None, &form)
}

fn preparations(path: &str, table: &Table, to: i64, called: &str, offers: &[(Offer, String)]) -> Markup {
    let free = offers.iter().filter(|(offer, _)| offer.obstacle.is_none()).count() as i64;
    let columns = [
        Column { label: t("Object"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Kind"), ..Column::default() },
        Column { label: t("Count"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Away"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Take"), ..Column::default() },
    ];
    let ids: Vec<String> = offers.iter().map(|(offer, _)| offer.preparation.id.to_string()).collect();
    let rows: Vec<Row<'_>> = offers.iter().zip(&ids).map(|((offer, object), id)| row(offer, object, id)).collect();
    let shown = Shown { caption: t("Preparations"), columns: &columns, rows: &rows, tick_name: "id", stacks: true };
    let words = tn(free, "{n} preparation can be added to {what}.", "{n} preparations can be added to {what}.")
        .replace("{what}", called);
    let body = html! {
        input type="hidden" name="to" value=(format!("{}:{to}", table.name));
        p { (words) }
        (data_table(WORDS, &shown))
    };
    html! {
        @if offers.is_empty() { (notice(WORDS, Level::Info, t("The objects of this set have no preparations."), "", None)) }
        @else {
            (selectable(WORDS, &Selection {
                action: &format!("{path}/lend"),
                body,
                buttons: button(&tf("Add to {what}", &[("what", &called)]), "plus", Look::Primary, "", ""),
            }))
            div class="row" { (link_button(&tf("Open {what}", &[("what", &called)]), &record_path(table, to), "arrow-up-right", Look::Quiet, "")) }
        }
    }
}

fn row<'r>(offer: &'r Offer, object: &'r str, id: &'r str) -> Row<'r> {
    let places = &offer.places;
    let most = places.available.unwrap_or(1).max(1).to_string();
    let name = format!("take:{id}");
    let label = tf("How many of {what}", &[("what", &object)]);
    Row {
        id,
        label: object,
        is_ticked: offer.obstacle.is_none(),
        level: if offer.obstacle.is_some() { Level::Warning } else { Level::Neutral },
        cells: vec![
            html! { a href=(record_path(offer.preparation.of(), offer.preparation.id)) { (object) } },
            html! { (offer.kind) },
            html! { (places.count.map(words::number).unwrap_or_default()) },
            html! { @if places.taken() > 0 { (words::number(places.taken())) } },
            html! {
                @match &offer.obstacle {
                    Some(words) => (badge(Level::Warning, words)),
                    None => input class="input" type="number" min="1" max=[places.available.map(|_| &most)] name=(name) value=(most) aria-label=(label);
                }
            },
        ],
    }
}

/// `POST /record-sets/{id}/lend`.
pub async fn lend(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (to, of) =
        chosen(&sent)?.ok_or_else(|| Error::invalid(t("Choose a loan, gift, exchange or disposal first.")))?;
    let quantity = |id: i64| one(&sent, &format!("take:{id}")).trim().parse::<i64>().ok();
    let wanted: Vec<(i64, i64)> =
        crate::pages::acting::ids(&sent).into_iter().filter_map(|id| Some((id, quantity(id)?))).collect();
    let table = model().table(to);
    let purpose = Purpose::new("save", format!("Added preparations to {}", words::one_in_english(table)));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            sets::get(tx, id)?;
            let count = sets::take(tx, to, of, &wanted)?;
            let called = names::text(tx, to, of)?;
            tx.summarise(format!(
                "Added {count} preparations to {} {called}",
                words::one_in_english(model().table(to))
            ));
            Ok(())
        })
        .await;
    match done {
        Ok(((), Some(change))) => Ok(go(&format!("{}?saved={change}", record_path(table, of)))),
        Ok(((), None)) => Ok(go(&format!("{}/lend?to={}:{of}", set_path(id), table.name))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let more: Vec<String> = error.issues.iter().map(|issue| issue.words.clone()).collect();
            let said = notice(
                WORDS,
                Level::Error,
                t("Nothing was added."),
                &if more.is_empty() { error.message.to_string() } else { more.join(" ") },
                None,
            );
            let view = read(&app, &visitor, id, Some((to, of))).await?;
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &view, Some(said)))
        }
        Err(error) => Err(error.into()),
    }
}
