//! `/system/uniqueness`: which values must not stand twice.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::rules::Duplicate;
use vasculum_domain::rules::uniqueness_editor::{self as editor, Check, MOST, Rule};
use vasculum_model::names::uniqueness_rule;
use vasculum_model::{Error, Path, Result, Table, Value, model};
use vasculum_store::{Purpose, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, may, one, told};
use crate::App;
use crate::pages::lookup::by_groups;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{list_path, names, shown_table, words};
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Confirm, Field, Look, Row, Span, Table as Shown, TextInput, badge, button, confirm_panel,
    data_table, empty_state, field_group, link_button, section, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

const RULES: &str = "/system/uniqueness";
/// A rule has at most so many fields, and so many parts of its scope.
const PARTS: usize = 3;

fn rule_at(id: i64) -> String {
    format!("{RULES}/{id}")
}

/// `GET /system/uniqueness`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let rules = app.read(visitor.access.clone(), editor::listed).await?;
    let columns = [
        Column { label: t("Table"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("These must not stand twice"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Within the same"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("State"), ..Column::default() },
    ];
    let labels: Vec<String> = rules.iter().map(|rule| words::many(rule.table)).collect();
    let rows: Vec<Row<'_>> = rules
        .iter()
        .zip(&labels)
        .map(|(rule, label)| Row {
            label,
            cells: vec![
                html! { a href=(rule_at(rule.id)) { (label) } },
                html! { (path_labels(&rule.fields)) },
                html! { @if rule.scopes.is_empty() { span class="muted" { (t("whole database")) } } @else { (path_labels(&rule.scopes)) } },
                html! { @if rule.is_fixed { (badge(Level::Neutral, t("Fixed"))) } },
            ],
            ..Row::default()
        })
        .collect();
    let table = Shown { caption: t("Uniqueness rules"), columns: &columns, rows: &rows, tick_name: "", stacks: true };
    let content = Page {
        title: t("Uniqueness rules"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        actions: may(&visitor, uniqueness_rule::TABLE, "create")
            .then(|| link_button(t("New rule"), &format!("{RULES}/new"), "plus", Look::Primary, "c")),
        notices: done_notice(&params),
        body: html! {
            div class="work" {
                p class="muted" { (t("A record is not saved if another one has the same values, in upper or lower case. Values that are empty do not count.")) }
                (data_table(WORDS, &table))
            }
        },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// The words for the paths of a rule: `Catalog number`, `Collection object: Collection`.
fn path_labels(paths: &[String]) -> String {
    let label = |path: &String| path.split('.').map(words::label).collect::<Vec<_>>().join(": ");
    paths.iter().map(label).collect::<Vec<_>>().join(" + ")
}

/// What the editor shows.
struct Editor {
    id: Option<i64>,
    table: &'static Table,
    fields: Vec<String>,
    scopes: Vec<String>,
    is_fixed: bool,
    may_save: bool,
    check: Option<Found>,
}

/// What breaks a rule, in words: values, how many records, the address of their list.
struct Found {
    total: usize,
    rows: Vec<(Vec<String>, i64, String)>,
}

/// `GET /system/uniqueness/new`.
pub async fn show_new(visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let table = match one(&params, "table") {
        "" => return Ok(choice_of_table(&visitor)),
        name => shown_table(name)?,
    };
    let may_save = may(&visitor, uniqueness_rule::TABLE, "create");
    let (_, scopes) = editor::choices(table);
    let usual = scopes.first().filter(|first| matches!(first.as_str(), "collection" | "discipline")).cloned();
    let scopes = usual.into_iter().collect();
    let new = Editor { id: None, table, fields: Vec::new(), scopes, is_fixed: false, may_save, check: None };
    Ok(page(&visitor, StatusCode::OK, &new, None))
}

fn choice_of_table(visitor: &Visitor) -> Response {
    let tables = by_groups(
        &editor::tables(),
        |table| table,
        |table| {
            html! { a href={ (RULES) "/new?table=" (table.name) } title=(table.about) { (words::many(table)) } }
        },
    );
    let content = Page {
        title: t("New rule"),
        subtitle: t("Whose values must not stand twice?"),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Uniqueness rules"), RULES)],
        body: tables,
        ..Page::default()
    };
    visitor.page("administration", content)
}

/// `GET /system/uniqueness/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let rule = read(&app, &visitor, id).await?;
    let may_save = may(&visitor, uniqueness_rule::TABLE, "update") && !rule.is_fixed;
    let shown = Editor {
        id: Some(id),
        table: rule.table,
        fields: rule.fields,
        scopes: rule.scopes,
        is_fixed: rule.is_fixed,
        may_save,
        check: None,
    };
    Ok(page(&visitor, StatusCode::OK, &shown, done_notice(&params)))
}

async fn read(app: &App, visitor: &Visitor, id: i64) -> Result<Rule> {
    let rules = app.read(visitor.access.clone(), editor::listed).await?;
    let found = rules.into_iter().find(|rule| rule.id == id);
    found.ok_or_else(|| Error::not_found(tf("There is no uniqueness rule {id}.", &[("id", &id)])))
}

fn page(visitor: &Visitor, status: StatusCode, rule: &Editor, notices: Option<Markup>) -> Response {
    let action = rule.id.map_or(RULES.to_owned(), rule_at);
    let title = words::many(rule.table);
    let can_go = rule.id.is_some() && rule.may_save && may(visitor, uniqueness_rule::TABLE, "delete");
    let content = Page {
        title: &title,
        subtitle: if rule.id.is_some() { t("Uniqueness rule") } else { t("New rule") },
        badges: rule.is_fixed.then(|| badge(Level::Neutral, t("The program needs it"))),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Uniqueness rules"), RULES)],
        actions: can_go.then(|| link_button(t("Delete"), &format!("{action}/delete"), "trash-2", Look::Danger, "")),
        notices,
        body: html! {
            div class="work" {
                form class="form" method="post" action=(action) data-main {
                    input type="hidden" name="table" value=(rule.table.name);
                    (parts(rule))
                    div class="row" {
                        @if rule.may_save { (button(t("Save rule"), "save", Look::Primary, "", "")) }
                        (button(t("Look for duplicates"), "search", Look::Normal, "check", "yes"))
                        (link_button(t("Cancel"), RULES, "", Look::Quiet, ""))
                    }
                }
                @if let Some(found) = &rule.check { (duplicates(rule, found)) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn parts(rule: &Editor) -> Markup {
    let (fields, scopes) = editor::choices(rule.table);
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let line = |name: &str, nth: usize, value: Option<&String>, help: &str, suggestions: &[&str], label: &str| {
        let name = format!("{name}[{nth}]");
        let field = Field {
            help: if nth == 0 { help } else { "" },
            is_read_only: rule.is_fixed,
            span: if nth == 0 { Span::All } else { Span::One },
            ..Field::new(&name, label)
        };
        let value = value.map_or("", String::as_str);
        text_field(WORDS, &field, &TextInput { value, suggestions, ..TextInput::default() })
    };
    let about_fields = t("The name of a field, for example catalogNumber. Several fields count together.");
    let about_scopes = t(
        "A link, for example collection, or a path over a link, for example collectionObject.collection. Empty: in the whole database.",
    );
    html! {
        (field_group(t("These must not stand twice"), "", None, false, &html! {
            @for nth in 0..PARTS {
                @let label = if nth == 0 { t("Field") } else { t("and together with") };
                (line("field", nth, rule.fields.get(nth), about_fields, &fields, label))
            }
        }))
        (field_group(t("Within the same"), "", None, false, &html! {
            @for nth in 0..PARTS {
                @let label = if nth == 0 { t("Scope") } else { t("and the same") };
                (line("scope", nth, rule.scopes.get(nth), about_scopes, &scopes, label))
            }
        }))
    }
}

fn duplicates(rule: &Editor, found: &Found) -> Markup {
    if found.total == 0 {
        return empty_state("circle-check", t("No duplicates"), t("No records break this rule."), None);
    }
    let labels: Vec<String> =
        rule.fields.iter().chain(&rule.scopes).map(|path| path_labels(std::slice::from_ref(path))).collect();
    let mut columns: Vec<Column<'_>> = labels.iter().map(|label| Column { label, ..Column::default() }).collect();
    columns.push(Column { label: t("Records"), kind: ColumnKind::Number, ..Column::default() });
    let rows: Vec<Row<'_>> = found
        .rows
        .iter()
        .map(|(values, count, href)| {
            let mut cells: Vec<Markup> = values.iter().map(|value| html! { (value) }).collect();
            if let Some(first) = values.first() {
                cells[0] = html! { a href=(href) { (first) } };
            }
            cells.push(html! { (words::number(*count)) });
            Row { label: values.first().map_or("", String::as_str), cells, ..Row::default() }
        })
        .collect();
    let hidden = found.total.saturating_sub(found.rows.len());
    let words = if found.total >= MOST {
        tf("{n} values or more stand more than once", &[("n", &words::number(MOST as i64))])
    } else {
        tn(found.total as i64, "{n} value stands more than once", "{n} values stand more than once")
    };
    let table = Shown { caption: &words, columns: &columns, rows: &rows, tick_name: "", stacks: true };
    section(
        &words,
        None,
        &html! {
            p class="muted" { (t("Change or merge these records first; then the rule can be saved. Each value leads to the list of its records.")) }
            @if hidden > 0 { p { (tn(hidden as i64, "{n} of them stands in records that you may not see.", "{n} of them stand in records that you may not see.")) } }
            (data_table(WORDS, &table))
        },
    )
}

/// The rule that a form describes.
fn of_form(sent: &Pairs, name: &str) -> Vec<String> {
    let parts = (0..PARTS).map(|nth| one(sent, &format!("{name}[{nth}]")).trim().to_owned());
    parts.filter(|path| !path.is_empty()).collect()
}

/// `POST /system/uniqueness`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    receive(&app, &visitor, None, sent).await
}

/// `POST /system/uniqueness/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    receive(&app, &visitor, Some(id), sent).await
}

async fn receive(app: &App, visitor: &Visitor, id: Option<i64>, sent: Pairs) -> Result<Response, Refused> {
    let is_fixed = match id {
        Some(id) => read(app, visitor, id).await?.is_fixed,
        None => false,
    };
    let action = if id.is_some() { "update" } else { "create" };
    let may_save = may(visitor, uniqueness_rule::TABLE, action) && !is_fixed;
    let table = shown_table(one(&sent, "table"))?;
    let (fields, scopes) = (of_form(&sent, "field"), of_form(&sent, "scope"));
    let mut shown = Editor { id, table, fields, scopes, is_fixed, may_save, check: None };
    if one(&sent, "check") == "yes" {
        return match look(app, visitor, &shown).await {
            Ok(found) => {
                shown.check = Some(found);
                Ok(page(visitor, StatusCode::OK, &shown, None))
            }
            Err(error) => {
                let (status, said, _) = told(error, t("This is no rule yet."))?;
                Ok(page(visitor, status, &shown, Some(said)))
            }
        };
    }
    let (fields, scopes) = (shown.fields.clone(), shown.scopes.clone());
    let purpose = Purpose::new("save", format!("Changed a uniqueness rule of {}", words::many_in_english(table)));
    let done =
        app.write(visitor.access.clone(), purpose, move |tx| editor::save(tx, id, table.name, &fields, &scopes)).await;
    match done {
        Ok(id) => Ok(go(&format!("{}?done=saved", rule_at(id)))),
        Err(error) => {
            let is_broken = error.code == vasculum_model::Code::Conflict;
            let (status, said, _) = told(error, t("The rule was not saved."))?;
            if is_broken {
                shown.check = Some(look(app, visitor, &shown).await?);
            }
            Ok(page(visitor, status, &shown, Some(said)))
        }
    }
}

/// What breaks the rule now, as far as the person may see it in any of their collections.
async fn look(app: &App, visitor: &Visitor, shown: &Editor) -> Result<Found> {
    let (table, fields, scopes) = (shown.table, shown.fields.clone(), shown.scopes.clone());
    app.read(visitor.access.clone(), move |tx| {
        let check = editor::check(tx, table.name, &fields, &scopes)?;
        in_words(tx, table, &[fields, scopes].concat(), check)
    })
    .await
}

fn in_words(tx: &mut Tx<'_>, table: &'static Table, paths: &[String], check: Check) -> Result<Found> {
    let mut rows = Vec::with_capacity(check.seen.len());
    for Duplicate { values, count } in check.seen {
        let (mut texts, mut filters) = (Vec::new(), Vec::new());
        for (path, value) in paths.iter().zip(&values) {
            let link = Path::parse(table, path)
                .ok()
                .and_then(|path| model().table(path.table).at(path.column?).link.as_ref().map(|link| link.to));
            texts.push(match (link, value.int()) {
                (Some(to), Some(id)) => names::text(tx, to, id)?,
                _ => value.to_string(),
            });
            // Upper and lower case are the same to a rule, as they are to ‘starts with’.
            let sign = if matches!(value, Value::Text(_)) { "^" } else { "=" };
            filters.push(format!("filter={}", escaped(&format!("{path}{sign}{value}"))));
        }
        rows.push((texts, count, format!("{}?{}", list_path(table), filters.join("&"))));
    }
    Ok(Found { total: check.total, rows })
}

/// `GET /system/uniqueness/{id}/delete`.
pub async fn ask_delete(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let rule = read(&app, &visitor, id).await?;
    let what = path_labels(&rule.fields);
    let title = words::many(rule.table);
    let panel = Confirm {
        title: &tf("Allow {what} to stand more than once?", &[("what", &what)]),
        body: html! { p { (t("The records stay as they are. From then on the same values may be saved again.")) } },
        action: &format!("{}/delete", rule_at(id)),
        hidden: &[],
        confirm: t("Delete the rule"),
        cancel_href: &rule_at(id),
        is_danger: true,
    };
    let content = Page {
        title: t("Delete"),
        subtitle: &title,
        breadcrumbs: &[(t("System"), SYSTEM), (t("Uniqueness rules"), RULES)],
        body: html! { div class="work" { (confirm_panel(WORDS, &panel)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// `POST /system/uniqueness/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", "Deleted a uniqueness rule");
    match app.write(visitor.access.clone(), purpose, move |tx| editor::delete(tx, id)).await {
        Ok(()) => Ok(go(&format!("{RULES}?done=deleted"))),
        Err(error) => Err(error.into()),
    }
}
