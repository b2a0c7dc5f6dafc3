//! `/trees/{Table}/problems`: what is wrong within a tree, and repairing it.

use std::collections::BTreeMap;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::definition;
use vasculum_domain::trees::surgery::{self, Plan, repair};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Purpose, Select, Tx};

use super::super::visitor::{Visitor, go};
use super::super::{history, list_path, nav_of, record_path, words};
use super::plan::{effects, issues};
use super::{may_repair, problems_path, tree_table};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Confirm, Field, Look, button, confirm_panel, empty_state, notice, section, select_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, later, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many nodes of each kind are shown; the counts are of all.
const SHOWN: usize = 50;

type Pairs = Vec<(String, String)>;

/// The words for each kind of problem, and for what repairing it does.
const SAYS: &[(&str, &str, &str)] = &[
    (
        "rank-number",
        later("The number of the rank is not that of the rank itself"),
        later("The node gets the number of its rank."),
    ),
    ("circle", later("The parents lead in a circle"), later("The highest node of the circle goes below the root.")),
    ("orphan", later("The node has no parent in its tree"), later("The node goes below the root.")),
    (
        "rank-order",
        later("The rank is not below that of the parent"),
        later("The node goes below the nearest ancestor of a higher rank."),
    ),
    (
        "synonym-circle",
        later("The accepted names lead in a circle"),
        later("Somebody has to say which name is accepted."),
    ),
    (
        "synonym-chain",
        later("The accepted name is itself a synonym"),
        later("The node becomes a synonym of the name that is accepted in the end."),
    ),
    (
        "duplicate",
        later("Another node below the same parent has the same name, rank and author"),
        later("The younger one is merged into the older one."),
    ),
    (
        "full-name",
        later("The full name is not what the place and the rules of the ranks say"),
        later("The full name is worked out anew."),
    ),
];

/// Everything that the page shows.
struct View {
    table: &'static Table,
    /// The tree definitions: id and name.
    definitions: Vec<(i64, String)>,
    definition: i64,
    found: BTreeMap<usize, Vec<repair::Problem>>,
    chosen: Vec<String>,
    plan: Option<Plan>,
}

/// `GET /trees/{table}/problems?definition=&kind=`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let done = history::notice_of(&params);
    let view = looked(&app, &visitor, table, params).await?;
    Ok(page(&visitor, StatusCode::OK, &view, done))
}

fn allowed(visitor: &Visitor, table: &str) -> Result<&'static Table> {
    let table = tree_table(table)?;
    if may_repair(visitor, table.id) {
        return Ok(table);
    }
    let tables = words::inside(&words::many(table));
    Err(Error::forbidden(tf("You have no right to do this with {tables}.", &[("tables", &tables)]))
        .hint(t("Ask somebody who manages the users of your institution.")))
}

/// Reads the problems, and plans the repair of the kinds that are chosen.
async fn looked(app: &App, visitor: &Visitor, table: &'static Table, params: Pairs) -> Result<View> {
    let discipline = visitor.place().map(|place| place.discipline);
    let mut view = app.read(visitor.access.clone(), move |tx| read(tx, table, discipline, &params)).await?;
    if !view.chosen.is_empty() {
        let (access, definition, kinds) = (visitor.access.clone(), view.definition, view.chosen.clone());
        let planned = app.with_database(move |db| repair::plan(db, &access, table.id, definition, &kinds));
        view.plan = Some(planned.await?);
    }
    Ok(view)
}

/// The definitions of a tree, and the one that is asked for, or else that of the discipline.
pub(super) fn chosen_tree(
    tx: &mut Tx<'_>,
    table: &'static Table,
    discipline: Option<i64>,
    params: &Pairs,
) -> Result<(Vec<(i64, String)>, i64)> {
    let Some(tree) = model().tree(table.id) else { return Err(Error::not_found(t("There is no such page."))) };
    let all = tx.select(&Select::all(tree.def))?;
    let definitions: Vec<(i64, String)> =
        all.iter().map(|def| (def.id, def.text(tree.def_name).unwrap_or_default().to_owned())).collect();
    let is_known = |id: &i64| definitions.iter().any(|(known, _)| known == id);
    let asked = params.iter().find(|(name, _)| name == "definition").and_then(|(_, value)| value.parse().ok());
    let usual = match discipline {
        Some(discipline) => definition(tx, table.id, discipline).ok().map(|def| def.id),
        None => None,
    };
    let chosen_tree = asked.filter(is_known).or(usual).or(definitions.first().map(|(id, _)| *id));
    let chosen_tree = chosen_tree
        .ok_or_else(|| Error::not_found(tf("There is no tree of {tables} yet.", &[("tables", &words::many(table))])))?;
    Ok((definitions, chosen_tree))
}

fn read(tx: &mut Tx<'_>, table: &'static Table, discipline: Option<i64>, params: &Pairs) -> Result<View> {
    let (definitions, chosen_tree) = chosen_tree(tx, table, discipline, params)?;
    let mut found: BTreeMap<usize, Vec<repair::Problem>> = BTreeMap::new();
    for problem in repair::problems(tx, table.id, chosen_tree)? {
        if let Some(at) = SAYS.iter().position(|(kind, ..)| *kind == problem.kind) {
            found.entry(at).or_default().push(problem);
        }
    }
    let repairs = |kind: &str| repair::KINDS.iter().any(|known| known.name == kind && known.repair.is_some());
    let kinds = params.iter().filter(|(name, value)| name == "kind" && repairs(value));
    let chosen = kinds.map(|(_, value)| value.clone()).collect();
    Ok(View { table, definitions, definition: chosen_tree, found, chosen, plan: None })
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let (list, many) = (list_path(view.table), words::many(view.table));
    let title = tf("Problems of the tree of {tables}", &[("tables", &words::inside(&many))]);
    let has_notices = said.is_some() || view.plan.as_ref().is_some_and(|plan| !plan.issues.is_empty());
    let notices = html! {
        @if let Some(said) = &said { (said) }
        @if let Some(plan) = &view.plan { (issues(plan)) }
    };
    let content = Page {
        title: &title,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices: has_notices.then_some(notices),
        body: html! {
            div class="work" {
                (which_tree(&view.definitions, view.definition, &problems_path(view.table)))
                @if let Some(plan) = &view.plan {
                    (effects(view.table, plan))
                    @if plan.is_possible() { (question(view, plan)) }
                }
                @if view.found.is_empty() {
                    (empty_state("circle-check", t("Nothing is wrong"), t("Every node stands where it may, and is called as the rules of its rank say."), None))
                } @else { (kinds(view)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(view.table), content)
}

/// The choice of a tree, where there are several.
pub(super) fn which_tree(definitions: &[(i64, String)], chosen: i64, path: &str) -> Markup {
    if definitions.len() < 2 {
        return html! {};
    }
    let ids: Vec<String> = definitions.iter().map(|(id, _)| id.to_string()).collect();
    let options: Vec<Choice<'_>> = definitions
        .iter()
        .zip(&ids)
        .map(|((id, name), value)| Choice { value, label: name, is_chosen: *id == chosen })
        .collect();
    html! {
        form class="stack" method="get" action=(path) {
            div class="fields" { (select_field(WORDS, &Field::new("definition", t("Tree")), None, &options)) }
            div class="row" { (button(t("Show"), "eye", Look::Normal, "", "")) }
        }
    }
}

/// The problems by kind, in the form that chooses what is repaired.
fn kinds(view: &View) -> Markup {
    html! {
        form class="stack" method="get" action=(problems_path(view.table)) {
            input type="hidden" name="definition" value=(view.definition);
            @for (at, problems) in &view.found {
                @if let Some((kind, says, repairs)) = SAYS.get(*at) {
                    @let can = repair::KINDS.iter().any(|known| known.name == *kind && known.repair.is_some());
                    @let count = html! { (words::number(problems.len() as i64)) };
                    (section(t(says), Some(&count), &html! {
                        @if can {
                            label class="check" {
                                input type="checkbox" name="kind" value=(kind) checked[view.chosen.iter().any(|one| one == kind)];
                                span { (t("Repair:")) " " (t(repairs)) }
                            }
                        } @else { p class="muted" { (t(repairs)) } }
                        (nodes(view.table, problems))
                    }))
                }
            }
            div class="row" { (button(t("Show what it would do"), "eye", Look::Primary, "", "")) }
        }
    }
}

fn nodes(table: &Table, problems: &[repair::Problem]) -> Markup {
    let more = problems.len().saturating_sub(SHOWN) as i64;
    html! {
        ul {
            @for problem in problems.iter().take(SHOWN) { li { a href=(record_path(table, problem.node)) { (problem.called) } } }
        }
        @if more > 0 { p class="muted" { (tn(more, "and {n} more", "and {n} more")) } }
    }
}

fn question(view: &View, plan: &Plan) -> Markup {
    let (digest, definition) = (plan.digest(), view.definition.to_string());
    let mut hidden = vec![("definition", definition.as_str()), ("plan", digest.as_str())];
    hidden.extend(view.chosen.iter().map(|kind| ("kind", kind.as_str())));
    let path = problems_path(view.table);
    confirm_panel(
        WORDS,
        &Confirm {
            title: t("Do it like this?"),
            body: html! {},
            action: &path,
            hidden: &hidden,
            confirm: t("Repair"),
            cancel_href: &path,
            is_danger: plan.removed > 0,
        },
    )
}

/// `POST /trees/{table}/problems`.
pub async fn mend(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let (params, discipline) = (sent.clone(), visitor.place().map(|place| place.discipline));
    let done = app
        .write_counted(visitor.access.clone(), Purpose::new(surgery::REPAIR, "Repaired a tree"), move |tx| {
            let view = read(tx, table, discipline, &sent)?;
            let plan = sent.iter().find(|(name, _)| name == "plan").map(|(_, value)| value.as_str());
            repair::repair(tx, table.id, view.definition, &view.chosen, plan)?;
            Ok(view.definition)
        })
        .await;
    match done {
        Ok((definition, change)) => {
            let path = problems_path(table);
            Ok(go(&format!("{path}?definition={definition}&saved={}", change.unwrap_or_default())))
        }
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            let view = looked(&app, &visitor, table, params).await?;
            let hint = error.hint.as_deref().unwrap_or_default();
            Ok(page(&visitor, status, &view, Some(notice(WORDS, Level::Error, &error.message, hint, None))))
        }
        Err(error) => Err(error.into()),
    }
}
