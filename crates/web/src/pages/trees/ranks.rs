//! `/trees/{Table}/ranks`: the ranks of a tree and their rules for full names; every change is a plan first.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use maud::{Markup, html};
use vasculum_domain::trees::surgery::ranks::{self, Nodes, RankChange, RankDraft};
use vasculum_domain::trees::surgery::{self, Plan, Renamed};
use vasculum_domain::trees::{Rank, definition_by_id};
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::super::visitor::{Visitor, go};
use super::super::{history, list_path, nav_of, words};
use super::plan::{effects, issues};
use super::problems::{chosen_tree, which_tree};
use super::{ranks_path, tree_table};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Confirm, Field, Look, Row, Table as Grown, TextInput, button, checkbox, confirm_panel,
    data_table, link_button, notice, section, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;

type Pairs = Vec<(String, String)>;

/// Says in place of another rank that the nodes of a rank go with it.
const GO: &str = "go";

/// Everything that the page shows.
struct View {
    table: &'static Table,
    definitions: Vec<(i64, String)>,
    definition: i64,
    ranks: Vec<Rank>,
    may_change: bool,
    /// What was filled in; empty for the list alone.
    params: Pairs,
    plan: Option<Plan>,
    /// How many nodes have the rank that shall go.
    nodes: i64,
    /// What full names would look like, as far as somebody is changing their rules.
    examples: Vec<Renamed>,
}

fn one<'p>(params: &'p Pairs, name: &str) -> &'p str {
    params.iter().rev().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// `GET /trees/{table}/ranks?act=&rank=`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = tree_table(&table)?;
    let done = history::notice_of(&params);
    let view = looked(&app, &visitor, table, params).await?;
    Ok(page(&visitor, StatusCode::OK, &view, done))
}

async fn looked(app: &App, visitor: &Visitor, table: &'static Table, params: Pairs) -> Result<View> {
    let may_change = visitor.may("update", model().table(tree_of(table)?.rank));
    let discipline = visitor.place().map(|place| place.discipline);
    let mut view = app
        .read(visitor.access.clone(), move |tx| read(tx, table, discipline, params))
        .await
        .map(|view| View { may_change, ..view })?;
    if view.may_change
        && one(&view.params, "show") == "plan"
        && !view.has_to_choose()
        && let Some(wanted) = change(&view.params)
    {
        let access = visitor.access.clone();
        view.plan = Some(app.with_database(move |db| ranks::plan(db, &access, table.id, &wanted)).await?);
    }
    Ok(view)
}

fn tree_of(table: &Table) -> Result<&'static Tree> {
    model().tree(table.id).ok_or_else(|| Error::not_found(t("There is no such page.")))
}

fn read(tx: &mut Tx<'_>, table: &'static Table, discipline: Option<i64>, params: Pairs) -> Result<View> {
    let (definitions, definition) = chosen_tree(tx, table, discipline, &params)?;
    let ranks = definition_by_id(tx, table.id, definition)?.map(|def| def.ranks).unwrap_or_default();
    let examples = match change(&filled(&params, &ranks)) {
        Some(wanted) => surgery::preview(tx, table.id, definition, &wanted)?,
        None => Vec::new(),
    };
    let nodes = match change(&params) {
        Some(RankChange::Remove { rank, .. }) => ranks::nodes_of(tx, table.id, rank)?,
        _ => 0,
    };
    Ok(View { table, definitions, definition, ranks, may_change: false, params, plan: None, nodes, examples })
}

impl View {
    /// Whether it is not said yet what becomes of the nodes of a rank that shall go.
    fn has_to_choose(&self) -> bool {
        self.nodes > 0 && one(&self.params, "nodes").is_empty()
    }
}

/// What was filled in; before that, what the rank is.
fn filled(params: &Pairs, ranks: &[Rank]) -> Pairs {
    let known = ranks.iter().find(|rank| rank.id.to_string() == one(params, "rank"));
    let mut filled = params.clone();
    if let Some(rank) = known.filter(|_| one(params, "show").is_empty()) {
        let yes = |is: bool| if is { "yes" } else { "no" };
        for (name, value) in [
            ("name", rank.name.as_str()),
            ("before", &rank.text_before),
            ("after", &rank.text_after),
            ("separator", &rank.separator),
            ("named", yes(rank.is_in_full_name)),
            ("enforced", yes(rank.is_enforced)),
        ] {
            filled.push((name.to_owned(), value.to_owned()));
        }
    }
    filled
}

/// What is to be done, if everything for it is said.
fn change(params: &Pairs) -> Option<RankChange> {
    let id = |name: &str| one(params, name).parse::<i64>().ok();
    let text = |name: &str| one(params, name).to_owned();
    let draft = || RankDraft {
        name: text("name"),
        is_enforced: one(params, "enforced") == "yes",
        is_in_full_name: one(params, "named") == "yes",
        text_before: text("before"),
        text_after: text("after"),
        separator: text("separator"),
    };
    Some(match one(params, "act") {
        "add" => RankChange::Add { above: id("above")?, draft: draft() },
        "change" => RankChange::Change { rank: id("rank")?, draft: draft() },
        "reorder" => RankChange::Reorder { rank: id("rank")?, above: id("above")? },
        "remove" => {
            let nodes = match one(params, "nodes") {
                "" => Nodes::None,
                GO => Nodes::Go,
                other => Nodes::Get(other.parse().ok()?),
            };
            RankChange::Remove { rank: id("rank")?, nodes }
        }
        _ => return None,
    })
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let (list, many) = (list_path(view.table), words::many(view.table));
    let title = tf("Ranks of the tree of {tables}", &[("tables", &words::inside(&many))]);
    let path = ranks_path(view.table);
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
                (which_tree(&view.definitions, view.definition, &path))
                (asked(view, &path))
                @if let Some(plan) = &view.plan {
                    (effects(view.table, plan))
                    @if plan.is_possible() { (question(view, plan, &path)) }
                }
                (list_of(view, &path))
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(view.table), content)
}

/// The ranks from the root down.
fn list_of(view: &View, path: &str) -> Markup {
    let columns = [
        Column { label: t("Rank"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Number"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("In full names"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Actions"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> =
        view.ranks.iter().map(|rank| Row { cells: cells(view, rank, path), ..Row::default() }).collect();
    let grown = Grown {
        caption: t("The ranks from the top down"),
        columns: &columns,
        rows: &rows,
        stacks: true,
        ..Grown::default()
    };
    data_table(WORDS, &grown)
}

fn cells(view: &View, rank: &Rank, path: &str) -> Vec<Markup> {
    let to = |act: &str, link: &str| format!("{path}?definition={}&act={act}&{link}={}", view.definition, rank.id);
    // With the word of the rank where the name will stand.
    let parts = html! { (rank.text_before) span class="muted" { (rank.name) } (rank.text_after) };
    let named = |label: &str| format!("{label}: {}", rank.name);
    vec![
        html! { (rank.name) @if rank.is_enforced { " " span class="muted" { (t("may not be left out")) } } },
        html! { (rank.rank_id) },
        html! { @if rank.is_in_full_name { (parts) } },
        html! {
            @if view.may_change {
                span class="row-links" {
                    a href=(to("change", "rank")) aria-label=(named(t("Change"))) { (t("Change")) } " "
                    a href=(to("reorder", "rank")) aria-label=(named(t("Put elsewhere"))) { (t("Put elsewhere")) } " "
                    a href=(to("add", "above")) aria-label=(named(t("Add below"))) { (t("Add below")) } " "
                    a href={ (to("remove", "rank")) "&show=plan" } aria-label=(named(t("Remove"))) { (t("Remove")) }
                }
            }
        },
    ]
}

/// The form of the change that was chosen.
fn asked(view: &View, path: &str) -> Markup {
    let act = one(&view.params, "act");
    if !view.may_change || !(matches!(act, "add" | "change" | "reorder") || (act == "remove" && view.nodes > 0)) {
        return html! {};
    }
    let (rank, above) = (one(&view.params, "rank"), one(&view.params, "above"));
    let known = view.ranks.iter().find(|one| one.id.to_string() == rank);
    let title = match act {
        "add" => t("A new rank").to_owned(),
        _ => known.map_or(String::new(), |rank| rank.name.clone()),
    };
    let body = html! {
        form class="stack" method="get" action=(path) {
            input type="hidden" name="definition" value=(view.definition);
            input type="hidden" name="act" value=(act);
            input type="hidden" name="show" value="plan";
            @if act == "add" { input type="hidden" name="above" value=(above); }
            @else { input type="hidden" name="rank" value=(rank); }
            div class="fields" {
                @match act {
                    "reorder" => (places(view, rank, above)),
                    "remove" => (nodes_go_where(view, rank)),
                    _ => (rules(view, known)),
                }
            }
            @if matches!(act, "add" | "change") { (example_area(view, path)) }
            div class="row" {
                (button(t("Show what it would do"), "eye", Look::Primary, "", ""))
                (link_button(t("Cancel"), &format!("{path}?definition={}", view.definition), "", Look::Quiet, ""))
            }
        }
    };
    section(&title, None, &body)
}

/// The place for what full names would look like, which follows what is typed.
fn example_area(view: &View, path: &str) -> Markup {
    let asks = "definition act rank above name before after separator named enforced";
    html! {
        div class="examples" role="status" data-answers={ (path) "/preview?show=plan" } data-asks=(asks) { (examples(&view.examples)) }
    }
}

fn examples(examples: &[Renamed]) -> Markup {
    html! {
        @if !examples.is_empty() {
            p class="label" { (t("Full names would be, for example:")) }
            ul {
                @for one in examples {
                    li {
                        @if one.before == one.after { (one.after) " " span class="muted" { (t("as now")) } }
                        @else {
                            @if !one.before.is_empty() { span class="muted" { (one.before) } " → " }
                            strong { (one.after) }
                        }
                    }
                }
            }
        }
    }
}

/// `GET /trees/{table}/ranks/preview`: a part of the page, for what stands in the form of a rank now.
pub async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Html<String>, Refused> {
    let table = tree_table(&table)?;
    let discipline = visitor.place().map(|place| place.discipline);
    let view = app.read(visitor.access.clone(), move |tx| read(tx, table, discipline, params)).await?;
    Ok(Html(examples(&view.examples).into_string()))
}

fn places(view: &View, rank: &str, above: &str) -> Markup {
    let ids: Vec<String> = view.ranks.iter().map(|rank| rank.id.to_string()).collect();
    let options: Vec<Choice<'_>> = view
        .ranks
        .iter()
        .zip(&ids)
        .filter(|(_, id)| *id != rank)
        .map(|(one, value)| Choice { value, label: &one.name, is_chosen: value == above })
        .collect();
    select_field(WORDS, &Field::new("above", t("Directly below")), None, &options)
}

/// What becomes of the nodes of a rank that shall go.
fn nodes_go_where(view: &View, rank: &str) -> Markup {
    let chosen = one(&view.params, "nodes");
    let others: Vec<(String, String)> = view
        .ranks
        .iter()
        .skip(1)
        .map(|other| (other.id.to_string(), tf("They become: {rank}", &[("rank", &other.name)])))
        .filter(|(id, _)| id != rank)
        .collect();
    let mut options: Vec<Choice<'_>> =
        others.iter().map(|(value, label)| Choice { value, label, is_chosen: value == chosen }).collect();
    options.push(Choice { value: GO, label: t("They go; what is below them moves up"), is_chosen: chosen == GO });
    let label =
        tn(view.nodes, "What becomes of the {n} node of this rank?", "What becomes of the {n} nodes of this rank?");
    let help = t(
        "A rank that takes them is lower than those of their parents and higher than those of what is below them. They can go where nothing else refers to them.",
    );
    select_field(
        WORDS,
        &Field { help, ..Field::new("nodes", &label) },
        Some(t("Choose what becomes of them")),
        &options,
    )
}

/// The fields of a rank: as they were filled in, else as it is.
fn rules(view: &View, known: Option<&Rank>) -> Markup {
    let is_filled = one(&view.params, "show") == "plan";
    let value = |name: &str, now: Option<&str>| {
        if is_filled { one(&view.params, name).to_owned() } else { now.unwrap_or_default().to_owned() }
    };
    let ticked = |name: &str, now: bool| if is_filled { one(&view.params, name) == "yes" } else { now };
    let text = |name: &str, label: &str, now: Option<&str>| {
        let value = value(name, now);
        text_field(WORDS, &Field::new(name, label), &TextInput { value: &value, ..TextInput::default() })
    };
    html! {
        (text("name", t("Name"), known.map(|rank| rank.name.as_str())))
        (text("before", t("Text before the name"), known.map(|rank| rank.text_before.as_str())))
        (text("after", t("Text after the name"), known.map(|rank| rank.text_after.as_str())))
        (text("separator", t("Between this part and the next"), Some(known.map_or(" ", |rank| rank.separator.as_str()))))
        (checkbox(WORDS, &Field::new("named", t("Part of the full names below")), ticked("named", known.is_some_and(|rank| rank.is_in_full_name))))
        (checkbox(WORDS, &Field::new("enforced", t("May not be left out")), ticked("enforced", known.is_some_and(|rank| rank.is_enforced))))
    }
}

fn question(view: &View, plan: &Plan, path: &str) -> Markup {
    let (digest, definition) = (plan.digest(), view.definition.to_string());
    let mut hidden = vec![("definition", definition.as_str()), ("plan", digest.as_str())];
    for name in ["act", "rank", "above", "name", "before", "after", "separator", "named", "enforced", "nodes"] {
        if view.params.iter().any(|(theirs, _)| theirs == name) {
            hidden.push((name, one(&view.params, name)));
        }
    }
    let act = one(&view.params, "act");
    let confirm = match act {
        "add" => t("Add"),
        "remove" => t("Remove"),
        _ => t("Change"),
    };
    let rank = view.ranks.iter().find(|rank| rank.id.to_string() == one(&view.params, "rank"));
    confirm_panel(
        WORDS,
        &Confirm {
            title: t("Do it like this?"),
            body: html! { p { @if let Some(rank) = rank { (rank.name) } @else { (one(&view.params, "name")) } } },
            action: path,
            hidden: &hidden,
            confirm,
            cancel_href: &format!("{path}?definition={definition}"),
            is_danger: act == "remove",
        },
    )
}

/// `POST /trees/{table}/ranks`.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = tree_table(&table)?;
    if !visitor.may("update", model().table(tree_of(table)?.rank)) {
        let tables = words::inside(&words::many(table));
        return Err(Error::forbidden(tf("You have no right to do this with {tables}.", &[("tables", &tables)]))
            .hint(t("Ask somebody who manages the users of your institution."))
            .into());
    }
    let mut params = sent.clone();
    params.push(("show".to_owned(), "plan".to_owned()));
    let done = app
        .write_counted(visitor.access.clone(), Purpose::new(surgery::KIND, "Changed ranks"), move |tx| {
            let wanted = change(&sent).ok_or_else(|| Error::invalid(t("Choose a rank")))?;
            let plan = Some(one(&sent, "plan")).filter(|plan| !plan.is_empty());
            ranks::apply(tx, table.id, &wanted, plan).map(drop)
        })
        .await;
    let definition = one(&params, "definition").parse::<i64>().unwrap_or_default();
    match done {
        Ok(((), change)) => {
            let path = ranks_path(table);
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
