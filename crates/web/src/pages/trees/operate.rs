//! `/trees/{Table}/{id}/{act}`: choose the other node, look at the plan, confirm.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::surgery::{self, Choice, Homonym, Operation, Plan};
use vasculum_domain::trees::{Rank, definition_by_id};
use vasculum_model::{Code, Error, Record, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::super::visitor::{Visitor, go};
use super::super::{list_path, names, nav_of, record_path, words};
use super::plan::{effects, issues};
use super::{Act, act_path, tree_table};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice as Option_, Confirm, Field, Look, TypeAhead, button, confirm_panel, link_button, notice, section,
    select_field, type_ahead_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;

type Pairs = Vec<(String, String)>;

/// Everything that the page shows.
struct View {
    table: &'static Table,
    act: &'static Act,
    node: Record,
    called: String,
    /// The other node, or the record of the rank: id and words.
    target: Option<(i64, String)>,
    /// What was typed and leads to nothing.
    missing: Option<String>,
    ranks: Vec<Rank>,
    choices: Vec<(i64, Choice)>,
    plan: Option<Plan>,
}

fn one<'p>(params: &'p Pairs, name: &str) -> &'p str {
    params.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// `GET /trees/{table}/{id}/{act}?to=`.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id, act)): Place<(String, String, String)>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let view = planned(&app, &visitor, (&table, &id, &act), params).await?;
    Ok(page(&visitor, StatusCode::OK, &view, None))
}

/// Reads what the page shows, and plans the operation if all is chosen.
async fn planned(app: &App, visitor: &Visitor, place: (&str, &str, &str), params: Pairs) -> Result<View> {
    let table = tree_table(place.0)?;
    let id = crate::api::id(table, place.1)?;
    let act = allowed(visitor, table, place.2)?;
    let mut view = app.read(visitor.access.clone(), move |tx| read(tx, table, id, act, &params)).await?;
    if let Some(wanted) = operation(&view) {
        let access = visitor.access.clone();
        view.plan = Some(app.with_database(move |db| surgery::plan(db, &access, table.id, &wanted)).await?);
    }
    Ok(view)
}

fn allowed(visitor: &Visitor, table: &'static Table, act: &str) -> Result<&'static Act> {
    let act = Act::named(act)?;
    if act.is_open(visitor, table) {
        return Ok(act);
    }
    let tables = words::inside(&words::many(table));
    Err(Error::forbidden(tf("You have no right to do this with {tables}.", &[("tables", &tables)]))
        .hint(t("Ask somebody who manages the users of your institution.")))
}

fn read(tx: &mut Tx<'_>, table: &'static Table, id: i64, act: &'static Act, params: &Pairs) -> Result<View> {
    let node = tx.get(table.id, id)?;
    let mut view = View {
        table,
        act,
        called: names::text(tx, table.id, id)?,
        target: None,
        missing: None,
        ranks: Vec::new(),
        choices: choices(params),
        plan: None,
        node,
    };
    let (typed, sent) = (one(params, "to.text").trim(), one(params, "to").parse::<i64>().ok());
    if act.key == "rank" {
        if let Some(tree) = model().tree(table.id)
            && let Some(definition) = view.node.int(tree.definition)
        {
            view.ranks = definition_by_id(tx, table.id, definition)?.map(|def| def.ranks).unwrap_or_default();
        }
        let chosen = view.ranks.iter().find(|rank| Some(rank.id) == sent);
        view.target = chosen.map(|rank| (rank.id, rank.name.clone()));
        return Ok(view);
    }
    if act.target.is_none() {
        return Ok(view);
    }
    let found = match sent {
        Some(to) => {
            tx.get(table.id, to)?;
            Some((to, names::text(tx, table.id, to)?))
        }
        None => None,
    };
    // Where no script runs, the words may say something else than the id.
    view.target = match found {
        Some((to, text)) if typed.is_empty() || typed == text => Some((to, text)),
        _ if typed.is_empty() => None,
        _ => match names::meant(tx, table, typed)? {
            Ok(to) => Some((to, names::text(tx, table.id, to)?)),
            Err(words) => {
                view.missing = Some(words);
                None
            }
        },
    };
    Ok(view)
}

/// What was decided of homonyms: `same:12` with the id of the other one, or nothing for another one.
fn choices(params: &Pairs) -> Vec<(i64, Choice)> {
    let choice = |(name, value): &(String, String)| {
        let child = name.strip_prefix("choice:")?.parse().ok()?;
        match value.as_str() {
            "other" => Some((child, Choice::Other)),
            same => Some((child, Choice::Same(same.parse().ok()?))),
        }
    };
    params.iter().filter_map(choice).collect()
}

/// What is to be done, if everything for it is chosen.
fn operation(view: &View) -> Option<Operation> {
    let node = view.node.id;
    let to = view.target.as_ref().map(|(id, _)| *id);
    Some(match view.act.key {
        "move" => Operation::Move { node, to: to? },
        "merge" => Operation::Merge { node, into: to?, choices: view.choices.clone() },
        "synonymize" => Operation::Synonymize { node, to: to? },
        "accept" => Operation::Desynonymize { node },
        "rank" => Operation::ChangeRank { node, rank: to? },
        "items" => Operation::MoveItems { node, to: to? },
        _ => Operation::DeleteUnused { below: node },
    })
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let table = view.table;
    let (path, list, many) = (record_path(table, view.node.id), list_path(table), words::many(table));
    let label = t(view.act.label);
    let title = format!("{label}: {}", view.called);
    let refused = view.plan.as_ref().is_some_and(|plan| !plan.issues.is_empty());
    let has_notices = said.is_some() || view.missing.is_some() || refused;
    let notices = html! {
        @if let Some(said) = &said { (said) }
        @if let Some(missing) = &view.missing { (notice(WORDS, Level::Warning, missing, "", None)) }
        @if let Some(plan) = &view.plan { (issues(plan)) }
    };
    let content = Page {
        title: &title,
        heading: Some(html! { (label) }),
        subtitle: &view.called,
        breadcrumbs: &[(many.as_str(), list.as_str()), (view.called.as_str(), path.as_str())],
        notices: has_notices.then_some(notices),
        body: html! {
            div class="work" {
                p { (t(view.act.about)) }
                (target(view, &path))
                @if let Some(plan) = &view.plan {
                    (homonyms(view, plan))
                    (effects(table, plan))
                    @if plan.is_possible() { (question(view, plan, &path)) }
                    @else if view.act.target.is_none() { p { (link_button(t("Back to the record"), &path, "arrow-left", Look::Normal, "")) } }
                }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

/// The form in which one chooses the other node or the rank.
fn target(view: &View, path: &str) -> Markup {
    let Some(label) = view.act.target else { return html! {} };
    let field = Field::new("to", t(label));
    let (id, text) = view.target.clone().map_or((String::new(), String::new()), |(id, text)| (id.to_string(), text));
    let url = format!("/lookup/{}", view.table.name);
    let control = if view.act.key == "rank" {
        let ids: Vec<String> = view.ranks.iter().map(|rank| rank.id.to_string()).collect();
        let options: Vec<Option_<'_>> = view
            .ranks
            .iter()
            .zip(&ids)
            .map(|(rank, value)| Option_ { value, label: &rank.name, is_chosen: *value == id })
            .collect();
        select_field(WORDS, &field, Some(t("Choose a rank")), &options)
    } else {
        type_ahead_field(WORDS, &field, &TypeAhead { id: &id, text: &text, url: &url, ..TypeAhead::default() })
    };
    html! {
        form class="stack" method="get" action=(act_path(view.table, view.node.id, view.act)) {
            div class="fields" { (control) }
            div class="row" {
                (button(t("Show what it would do"), "eye", if view.plan.is_some() { Look::Normal } else { Look::Primary }, "", ""))
                (link_button(t("Cancel"), path, "", Look::Quiet, ""))
            }
        }
    }
}

/// The questions whether children of the same name are the same.
fn homonyms(view: &View, plan: &Plan) -> Markup {
    let Some((to, _)) = view.target.as_ref().filter(|_| !plan.homonyms.is_empty()) else { return html! {} };
    let body = html! {
        form class="stack" method="get" action=(act_path(view.table, view.node.id, view.act)) {
            input type="hidden" name="to" value=(to);
            @for homonym in &plan.homonyms { (choice_of(homonym)) }
            div class="row" { (button(t("Show what it would do"), "eye", Look::Primary, "", "")) }
        }
    };
    section(t("The same, or another one?"), None, &body)
}

fn choice_of(homonym: &Homonym) -> Markup {
    let name = format!("choice:{}", homonym.node);
    html! {
        fieldset class="stack" {
            legend { (homonym.called) }
            @for (id, called) in &homonym.like {
                label class="check" {
                    input type="radio" name=(name) value=(id) checked[homonym.choice == Some(Choice::Same(*id))];
                    span { (tf("The same as {name}", &[("name", called)])) }
                }
            }
            label class="check" {
                input type="radio" name=(name) value="other" checked[homonym.choice == Some(Choice::Other)];
                span { (t("Another one: it moves beside it")) }
            }
        }
    }
}

fn question(view: &View, plan: &Plan, path: &str) -> Markup {
    let digest = plan.digest();
    let to = view.target.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let decided: Vec<(String, String)> = view
        .choices
        .iter()
        .map(|(child, choice)| {
            let value = match choice {
                Choice::Same(id) => id.to_string(),
                Choice::Other => "other".to_owned(),
            };
            (format!("choice:{child}"), value)
        })
        .collect();
    let mut hidden = vec![("to", to.as_str()), ("plan", digest.as_str())];
    hidden.extend(decided.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let target = view.target.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default();
    confirm_panel(
        WORDS,
        &Confirm {
            title: t("Do it like this?"),
            body: html! { p { (view.called) @if !target.is_empty() { " → " (target) } } },
            action: &act_path(view.table, view.node.id, view.act),
            hidden: &hidden,
            confirm: t(view.act.label),
            cancel_href: path,
            is_danger: matches!(view.act.key, "merge" | "unused"),
        },
    )
}

/// `POST /trees/{table}/{id}/{act}`.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Place((name, id, act)): Place<(String, String, String)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = tree_table(&name)?;
    let node = crate::api::id(table, &id)?;
    let chosen = allowed(&visitor, table, &act)?;
    let params = sent.clone();
    let done = app
        .write_counted(visitor.access.clone(), Purpose::new(surgery::KIND, chosen.key), move |tx| {
            let view = read(tx, table, node, chosen, &sent)?;
            let wanted = operation(&view).ok_or_else(|| Error::invalid(t("Choose the other node first.")))?;
            surgery::apply(tx, table.id, &wanted, Some(one(&sent, "plan")).filter(|plan| !plan.is_empty()))?;
            Ok(if chosen.key == "merge" { view.target.map_or(node, |(id, _)| id) } else { node })
        })
        .await;
    match done {
        Ok((stays, change)) => Ok(go(&format!("{}?saved={}", record_path(table, stays), change.unwrap_or_default()))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            let view = planned(&app, &visitor, (&name, &id, &act), params).await?;
            let hint = error.hint.as_deref().unwrap_or_default();
            Ok(page(&visitor, status, &view, Some(notice(WORDS, Level::Error, &error.message, hint, None))))
        }
        Err(error) => Err(error.into()),
    }
}
