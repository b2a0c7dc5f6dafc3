//! Two sets make a third.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::sets::{self, About, Combine, Set};
use vasculum_model::Code;
use vasculum_store::Purpose;

use super::{Pairs, SETS, WORDS, one, set_path};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, field_group, link_button, notice, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tn};

/// The ways of combining, with their words.
fn ways() -> [(&'static str, Combine, &'static str); 3] {
    [
        ("and", Combine::And, t("stand in both")),
        ("or", Combine::Or, t("stand in one of them at least")),
        ("not", Combine::Not, t("stand in the first and not in the second")),
    ]
}

/// `GET /record-sets/combine`.
pub async fn ask(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let sets = app.read(visitor.access.clone(), sets::listed).await?;
    Ok(page(&visitor, StatusCode::OK, &sets, &params, None))
}

fn page(visitor: &Visitor, status: StatusCode, sets: &[Set], sent: &Pairs, notices: Option<Markup>) -> Response {
    let ids: Vec<String> = sets.iter().map(|set| set.record.id.to_string()).collect();
    let labels: Vec<String> =
        sets.iter().map(|set| format!("{} ({})", set.name(), words::counted(set.count, set.table))).collect();
    // Nobody combines a set with itself: the second choice begins at the second set.
    let choices = |name: &str, usual: usize| -> Vec<Choice<'_>> {
        let chosen = Some(one(sent, name)).filter(|id| !id.is_empty());
        let chosen = chosen.or_else(|| ids.get(usual).map(String::as_str));
        ids.iter()
            .zip(&labels)
            .map(|(id, label)| Choice { value: id, label, is_chosen: Some(id.as_str()) == chosen })
            .collect()
    };
    let ways: Vec<Choice<'_>> = ways()
        .into_iter()
        .map(|(key, _, label)| Choice { value: key, label, is_chosen: key == one(sent, "how") })
        .collect();
    let name = Field { is_required: true, ..Field::new("name", t("Name of the new set")) };
    let fields = html! {
        (select_field(WORDS, &Field::new("one", t("First set")), None, &choices("one", 0)))
        (select_field(WORDS, &Field::new("other", t("Second set")), None, &choices("other", 1)))
        (select_field(WORDS, &Field::new("how", t("The new set has the records that")), None, &ways))
        (text_field(WORDS, &name, &TextInput { value: one(sent, "name"), length_max: 280, ..TextInput::default() }))
    };
    let content = Page {
        title: t("Combine two record sets"),
        breadcrumbs: &[(t("Record sets"), SETS)],
        notices,
        body: html! {
            form class="work form" method="post" action={ (SETS) "/combine" } data-main {
                (field_group(t("Record sets"), "", None, false, &fields))
                div class="row" {
                    (button(t("Combine"), "git-merge", Look::Primary, "", ""))
                    (button(t("Count only"), "", Look::Normal, "count", "yes"))
                    (link_button(t("Cancel"), SETS, "", Look::Quiet, ""))
                }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "sets", content)
}

/// `POST /record-sets/combine`.
pub async fn combine(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let id = |name: &str| one(&sent, name).parse::<i64>().unwrap_or(0);
    let how = ways().into_iter().find(|(key, ..)| *key == one(&sent, "how")).map_or(Combine::And, |(_, how, _)| how);
    let (first, second, only_count) = (id("one"), id("other"), one(&sent, "count") == "yes");
    let about = About { name: one(&sent, "name").to_owned(), ..About::default() };
    let purpose = Purpose::new("save", format!("Made record set {}", about.name.trim()));
    let done = if only_count {
        let ids = app.read(visitor.access.clone(), move |tx| sets::combine(tx, how, first, second)).await;
        ids.map(|ids| (None, ids.len() as i64))
    } else {
        app.write(visitor.access.clone(), purpose, move |tx| {
            let table = sets::get(tx, first)?.table;
            let ids = sets::combine(tx, how, first, second)?;
            Ok((Some(sets::make(tx, table.id, &about, &ids)?.id), ids.len() as i64))
        })
        .await
    };
    let (status, said) = match done {
        Ok((Some(set), _)) => return Ok(go(&format!("{}?done=made", set_path(set)))),
        Ok((None, count)) => {
            let words = tn(count, "The new set would have {n} record.", "The new set would have {n} records.");
            (StatusCode::OK, notice(WORDS, Level::Info, &words, "", None))
        }
        Err(error) if error.code == Code::Invalid => {
            let hint = error.hint.as_deref().unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, notice(WORDS, Level::Error, &error.message, hint, None))
        }
        Err(error) => return Err(error.into()),
    };
    let sets = app.read(visitor.access.clone(), sets::listed).await?;
    Ok(page(&visitor, status, &sets, &sent, Some(said)))
}
