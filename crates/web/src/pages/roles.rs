//! `/admin/roles`: the model roles of the institution and the roles of each collection, and what they allow.

use std::collections::BTreeSet;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::users::{self, Home, RESOURCES, Right, RoleDraft, RoleInFull};
use vasculum_model::{Code, Error, Result, Table, model};
use vasculum_store::{Purpose, guarded_tables};

use super::sent::{Pairs, every, one, some};
use super::visitor::{Visitor, go};
use super::words;
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Confirm, Field, Look, Row, Table as Grown, TextInput, button, confirm_panel,
    data_table, empty_state, field_group, icon, link_button, notice, section, select_field, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, known, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
pub(crate) const ROLES: &str = "/admin/roles";
/// What one can do with the records of a table.
pub(crate) const TABLE_ACTIONS: [&str; 4] = ["read", "create", "update", "delete"];

/// The word of a home in addresses.
fn word(home: Home) -> String {
    match home {
        Home::Library => "library".to_owned(),
        Home::Collection(id) => id.to_string(),
    }
}

fn home_of(text: &str) -> Result<Home> {
    match text {
        "library" => Ok(Home::Library),
        id => id.parse().map(Home::Collection).map_err(|_| Error::invalid(t("There is no such collection."))),
    }
}

/// The address of a role; both kinds of roles have numbers of their own.
pub(crate) fn path_of(is_library: bool, id: i64) -> String {
    format!("{ROLES}/{}/{id}", if is_library { "library" } else { "collection" })
}

fn is_library(kind: &str) -> Result<bool> {
    match kind {
        "library" => Ok(true),
        "collection" => Ok(false),
        _ => Err(Error::not_found(t("There is no such role."))),
    }
}

/// The right that an act on the roles of a home needs.
fn may(visitor: &Visitor, home: Home, action: &str) -> bool {
    let access = &visitor.everywhere;
    let may = match home {
        Home::Library => access.may("/permissions/library/roles", action, None),
        Home::Collection(id) => access.may("/permissions/roles", action, Some(id)),
    };
    may && (action == "read" || !access.read_only)
}

/// The homes whose roles somebody may see, with their names.
fn homes(visitor: &Visitor) -> Vec<(Home, String)> {
    let mut homes = vec![(Home::Library, t("Model roles of the institution").to_owned())];
    let places = &visitor.everywhere.hierarchy().collections;
    homes.extend(places.iter().map(|place| (Home::Collection(place.id), place.name.clone())));
    homes.retain(|(home, _)| may(visitor, *home, "read"));
    homes
}

/// A name or description of a role in the reader's language: those that every institution starts with are known.
pub(crate) fn in_words(text: &str) -> &str {
    known(text).unwrap_or(text)
}

/// What was done before the list is shown.
fn done(sent: &Pairs) -> Option<Markup> {
    let words = match one(sent, "done") {
        "deleted" => t("The role was deleted."),
        "imported" => t("The roles of the file were taken in."),
        "saved" => t("The role was saved."),
        "copied" => t("The role was copied."),
        _ => return None,
    };
    Some(notice(WORDS, Level::Success, words, "", None))
}

/// `GET /admin/roles`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    list_page(&app, &visitor, StatusCode::OK, done(&sent)).await
}

async fn list_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    let homes = homes(visitor);
    let asked: Vec<Home> = homes.iter().map(|(home, _)| *home).collect();
    let found = app
        .read(visitor.everywhere.clone(), move |tx| {
            asked.into_iter().map(|home| users::roles(tx, home)).collect::<Result<Vec<_>>>()
        })
        .await?;
    let body = html! {
        div class="work" {
            @for ((home, name), roles) in homes.iter().zip(&found) {
                (section(name, Some(&tools(visitor, *home)), &table(*home, name, roles)))
            }
            @if homes.is_empty() { p class="muted" { (t("There is nothing here that you may see.")) } }
            (import_form(visitor, &homes))
        }
    };
    let content = Page {
        title: t("Roles"),
        subtitle: t("What people may do, bundled under a name"),
        breadcrumbs: &[(t("System"), "/system")],
        notices,
        body,
        ..Page::default()
    };
    Ok(visitor.page_with(status, "administration", content))
}

fn tools(visitor: &Visitor, home: Home) -> Markup {
    let word = word(home);
    html! {
        @if may(visitor, home, "create") { (link_button(t("New role"), &format!("{ROLES}/new?home={word}"), "plus", Look::Quiet, "")) }
        (link_button(t("Export"), &format!("{ROLES}/export?home={word}"), "download", Look::Quiet, ""))
    }
}

fn table(home: Home, caption: &str, roles: &[RoleInFull]) -> Markup {
    if roles.is_empty() {
        return html! { p class="muted" { (t("No roles yet. Copy a model role, or make one.")) } };
    }
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("What it is for"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Rights"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Held by"), kind: ColumnKind::Number, ..Column::default() },
    ];
    let is_library = home == Home::Library;
    let columns = if is_library { &columns[..3] } else { &columns[..] };
    let rows: Vec<Row<'_>> = roles
        .iter()
        .map(|role| {
            let mut cells = vec![
                html! { a href=(path_of(is_library, role.id)) { (in_words(&role.name)) } },
                html! { (in_words(&role.description)) },
                html! { (words::number(role.rights.len() as i64)) },
            ];
            if !is_library {
                cells.push(html! { (words::number(role.holders)) });
            }
            Row { label: &role.name, cells, ..Row::default() }
        })
        .collect();
    data_table(WORDS, &Grown { caption, columns, rows: &rows, tick_name: "", stacks: true })
}

fn import_form(visitor: &Visitor, homes: &[(Home, String)]) -> Markup {
    let open: Vec<(String, &str)> = homes
        .iter()
        .filter(|(home, _)| may(visitor, *home, "create") && may(visitor, *home, "update"))
        .map(|(home, name)| (word(*home), name.as_str()))
        .collect();
    let choices: Vec<Choice<'_>> =
        open.iter().map(|(value, label)| Choice { value, label, is_chosen: false }).collect();
    let file = Field {
        help: t(
            "Open a file that was exported here in a text editor, and paste all of it. A role of the same name becomes what the file says.",
        ),
        ..Field::new("file", t("Content of the file"))
    };
    html! {
        @if !choices.is_empty() {
            details class="section opens" {
                summary { (icon("chevron-right")) (t("Take roles in from a file")) }
                form class="form" method="post" action={ (ROLES) "/import" } {
                    (select_field(WORDS, &Field::new("home", t("Into")), None, &choices))
                    (text_area(WORDS, &file, ""))
                    div class="row" { (button(t("Take in"), "upload", Look::Normal, "", "")) }
                }
            }
        }
    }
}

/// `GET /admin/roles/export`: the roles of one home as a file.
pub async fn export(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let home = home_of(one(&sent, "home"))?;
    let roles = app.read(visitor.everywhere.clone(), move |tx| users::roles(tx, home)).await?;
    let only: Option<i64> = one(&sent, "id").parse().ok();
    let roles: Vec<RoleInFull> = roles.into_iter().filter(|role| only.is_none_or(|id| role.id == id)).collect();
    let text = serde_json::to_string_pretty(&users::roles_to_json(&roles))
        .map_err(|cause| Error::internal(t("The roles can’t be written."), cause))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"roles.json\""),
    ];
    Ok((headers, text).into_response())
}

/// `POST /admin/roles/import`.
pub async fn import(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let home = home_of(one(&sent, "home"))?;
    let done = match users::roles_from_json(one(&sent, "file")) {
        Ok(drafts) => {
            let purpose = Purpose::new("save", "Roles taken in from a file");
            app.write(visitor.everywhere.clone(), purpose, move |tx| users::take_roles(tx, home, &drafts)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(go(&format!("{ROLES}?done=imported"))),
        Err(error) if error.code == Code::Invalid => {
            let said = notice(WORDS, Level::Error, &error.message, &all_issues(&error), None);
            list_page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, Some(said)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn all_issues(error: &Error) -> String {
    let mut words: Vec<&str> = error.issues.iter().map(|issue| issue.words.as_str()).collect();
    words.extend(error.hint.as_deref());
    words.retain(|words| *words != error.message);
    words.join(" ")
}

/// `GET /admin/roles/new`.
pub async fn show_new(visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let home = home_of(one(&sent, "home"))?;
    if !may(&visitor, home, "create") {
        return Err(Error::forbidden(t("You have no right to make roles here.")).into());
    }
    let role = RoleInFull {
        id: 0,
        home,
        name: String::new(),
        description: String::new(),
        rights: BTreeSet::new(),
        holders: 0,
    };
    Ok(role_page(&visitor, &role, Vec::new(), StatusCode::OK, None))
}

fn draft(sent: &Pairs) -> RoleDraft {
    let right = |text: &str| text.split_once(' ').map(|(resource, action)| (resource.to_owned(), action.to_owned()));
    let mut rights: BTreeSet<Right> = every(sent, "right").filter_map(right).collect();
    // A right that the grid has no box for.
    if let (Some(resource), Some(action)) = (some(sent, "resource"), some(sent, "action")) {
        rights.insert((resource, action));
    }
    RoleDraft { name: one(sent, "name").to_owned(), description: one(sent, "description").to_owned(), rights }
}

/// `POST /admin/roles`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let home = home_of(one(&sent, "home"))?;
    let new = draft(&sent);
    let purpose = Purpose::new("save", format!("Made role {}", new.name.trim()));
    let wanted = new.clone();
    match app.write(visitor.everywhere.clone(), purpose, move |tx| users::add_role(tx, home, &wanted)).await {
        Ok(_) => Ok(go(&format!("{ROLES}?done=saved"))),
        Err(error) if error.code == Code::Invalid => {
            let role = RoleInFull {
                id: 0,
                home,
                name: new.name,
                description: new.description,
                rights: new.rights,
                holders: 0,
            };
            Ok(role_page(&visitor, &role, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/roles/{kind}/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place((kind, id)): Place<(String, i64)>,
) -> Result<Response, Refused> {
    let (role, holders) = read(&app, &visitor, is_library(&kind)?, id).await?;
    Ok(role_page(&visitor, &role, holders, StatusCode::OK, None))
}

/// A role, and those who hold it as far as one may see them: id and name.
async fn read(
    app: &App,
    visitor: &Visitor,
    is_library: bool,
    id: i64,
) -> Result<(RoleInFull, Vec<(i64, String)>), Refused> {
    let may_see = visitor.everywhere.may_somewhere("/permissions/user/roles", "read");
    let found = app
        .read(visitor.everywhere.clone(), move |tx| {
            let role = users::role_in_full(tx, is_library, id)?;
            let mut holders = Vec::new();
            if !is_library && may_see {
                let ids = users::holders(tx, id)?;
                let named = users::list_users(tx)?.into_iter().filter(|user| ids.contains(&user.id));
                holders.extend(named.map(|user| (user.id, user.name)));
            }
            Ok((role, holders))
        })
        .await?;
    Ok(found)
}

/// `POST /admin/roles/{kind}/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place((kind, id)): Place<(String, i64)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let is_library = is_library(&kind)?;
    let new = draft(&sent);
    let wanted = new.clone();
    let purpose = Purpose::new("save", format!("Changed role {}", new.name.trim()));
    let done =
        app.write(visitor.everywhere.clone(), purpose, move |tx| users::change_role(tx, is_library, id, &wanted)).await;
    match done {
        Ok(()) => Ok(go(&format!("{ROLES}?done=saved"))),
        Err(error) if error.code == Code::Invalid => {
            let (role, holders) = read(&app, &visitor, is_library, id).await?;
            let role = RoleInFull { name: new.name, description: new.description, rights: new.rights, ..role };
            Ok(role_page(&visitor, &role, holders, StatusCode::UNPROCESSABLE_ENTITY, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/roles/{kind}/{id}/copy`.
pub async fn copy(
    State(app): State<App>,
    visitor: Visitor,
    Place((kind, id)): Place<(String, i64)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (is_library, home) = (is_library(&kind)?, home_of(one(&sent, "home"))?);
    app.write(visitor.everywhere.clone(), Purpose::new("save", "Copied a role"), move |tx| {
        let role = users::role_in_full(tx, is_library, id)?;
        let name = users::free_name(tx, home, &role.name)?;
        tx.summarise(format!("Copied role {} as {name}", role.name));
        users::add_role(tx, home, &RoleDraft { name, description: role.description, rights: role.rights })
    })
    .await?;
    Ok(go(&format!("{ROLES}?done=copied")))
}

/// `GET /admin/roles/{kind}/{id}/delete`: what deleting would mean.
pub async fn ask_delete(
    State(app): State<App>,
    visitor: Visitor,
    Place((kind, id)): Place<(String, i64)>,
) -> Result<Response, Refused> {
    let (role, _) = read(&app, &visitor, is_library(&kind)?, id).await?;
    let path = path_of(is_library(&kind)?, id);
    let title = tf("Delete the role ‘{name}’?", &[("name", &in_words(&role.name))]);
    let holders = match role.holders {
        0 => t("Nobody holds it.").to_owned(),
        many => {
            tn(many, "{n} person holds it and loses what it allows.", "{n} people hold it and lose what it allows.")
        }
    };
    let body = confirm_panel(
        WORDS,
        &Confirm {
            title: &title,
            body: html! { p { (holders) } },
            action: &format!("{path}/delete"),
            hidden: &[],
            confirm: t("Delete"),
            cancel_href: &path,
            is_danger: true,
        },
    );
    let content = Page {
        title: t("Delete a role"),
        breadcrumbs: &[(t("Roles"), ROLES)],
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// `POST /admin/roles/{kind}/{id}/delete`.
pub async fn delete(
    State(app): State<App>,
    visitor: Visitor,
    Place((kind, id)): Place<(String, i64)>,
) -> Result<Response, Refused> {
    let is_library = is_library(&kind)?;
    app.write(visitor.everywhere.clone(), Purpose::new("delete", "Deleted a role"), move |tx| {
        let role = users::role_in_full(tx, is_library, id)?;
        tx.summarise(format!("Deleted role {}", role.name));
        users::delete_role(tx, is_library, id)
    })
    .await?;
    Ok(go(&format!("{ROLES}?done=deleted")))
}

fn role_page(
    visitor: &Visitor,
    role: &RoleInFull,
    holders: Vec<(i64, String)>,
    status: StatusCode,
    error: Option<&Error>,
) -> Response {
    let is_new = role.id == 0;
    let is_library = role.home == Home::Library;
    let may_change = may(visitor, role.home, if is_new { "create" } else { "update" });
    let path = path_of(is_library, role.id);
    let place = homes(visitor).into_iter().find(|(home, _)| *home == role.home).map_or(String::new(), |(_, name)| name);
    let heading = if is_new { t("New role").to_owned() } else { in_words(&role.name).to_owned() };
    let issues: Vec<(Level, &str)> = error.map_or(Vec::new(), |error| {
        error
            .issues
            .iter()
            .filter(|issue| issue.field == "name")
            .map(|issue| (Level::Error, issue.words.as_str()))
            .collect()
    });
    let name = Field { is_required: true, issues: &issues, is_read_only: !may_change, ..Field::new("name", t("Name")) };
    let about = Field { is_read_only: !may_change, ..Field::new("description", t("What it is for")) };
    let notices =
        error.map(|error| notice(WORDS, Level::Error, t("The role was not saved."), &all_issues(error), None));
    let body = html! {
        div class="work" {
            form class="form" id="role" method="post" action=(if is_new { ROLES } else { &path }) data-main {
                input type="hidden" name="home" value=(word(role.home));
                (field_group(t("Role"), &place, None, false, &html! {
                    (text_field(WORDS, &name, &TextInput { value: &role.name, length_max: 1_024, ..TextInput::default() }))
                    (text_area(WORDS, &about, &role.description))
                }))
                (grid(&role.rights, may_change))
                @if may_change {
                    div class="row" { (button(t("Save role"), "save", Look::Primary, "", "")) (link_button(t("Cancel"), ROLES, "", Look::Quiet, "")) }
                }
            }
            @if !is_new { (holders_of(role, &holders)) (copy_form(visitor, role, &path)) }
        }
    };
    let content = Page {
        title: &heading,
        subtitle: &place,
        breadcrumbs: &[(t("Roles"), ROLES)],
        notices,
        body,
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn holders_of(role: &RoleInFull, holders: &[(i64, String)]) -> Markup {
    html! {
        @if role.home != Home::Library && !holders.is_empty() {
            (section(t("Held by"), None, &html! {
                p { @for (at, (id, name)) in holders.iter().enumerate() { @if at > 0 { ", " } a href={ "/admin/users/" (id) } { (name) } } }
            }))
        }
    }
}

fn copy_form(visitor: &Visitor, role: &RoleInFull, path: &str) -> Markup {
    let open: Vec<(String, String)> = homes(visitor)
        .into_iter()
        .filter(|(home, _)| may(visitor, *home, "create"))
        .map(|(home, name)| (word(home), name))
        .collect();
    let here = word(role.home);
    let choices: Vec<Choice<'_>> =
        open.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == here }).collect();
    html! {
        @if !choices.is_empty() || may(visitor, role.home, "delete") {
            (section(t("Copy, export, delete"), None, &html! {
                @if !choices.is_empty() {
                    form class="form" method="post" action={ (path) "/copy" } {
                        (select_field(WORDS, &Field::new("home", t("Copy to")), None, &choices))
                        div class="row" { (button(t("Copy"), "copy", Look::Normal, "", "")) }
                    }
                }
                div class="row" {
                    (link_button(t("Export"), &format!("{ROLES}/export?home={here}&id={}", role.id), "download", Look::Normal, ""))
                    @if may(visitor, role.home, "delete") { (link_button(t("Delete"), &format!("{path}/delete"), "trash-2", Look::Danger, "")) }
                }
            }))
        }
    }
}

/// The name of a resource for people.
pub(crate) fn resource_label(resource: &str) -> String {
    if resource == "%" {
        return t("Everything").to_owned();
    }
    if resource == "/table/%" {
        return t("Every table").to_owned();
    }
    if let Some(name) = resource.strip_prefix("/table/") {
        let table = model().tables().find(|table| table.name.eq_ignore_ascii_case(name));
        return table.map_or_else(|| resource.to_owned(), words::many);
    }
    match RESOURCES.iter().find(|row| row.name == resource) {
        Some(row) => {
            let about = known(row.about).unwrap_or(row.about);
            about.trim_end_matches('.').to_owned()
        }
        None => resource.to_owned(),
    }
}

/// The word of an action for people.
pub(crate) fn action_label(action: &str) -> String {
    match action {
        "read" => t("See").to_owned(),
        "create" => t("Make").to_owned(),
        "update" => t("Change").to_owned(),
        "delete" => t("Delete").to_owned(),
        "%" => t("Everything").to_owned(),
        other => words::label(other),
    }
}

/// The resources that are no tables and no fields, each with its actions.
pub(crate) fn plain_resources() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    RESOURCES.iter().filter(|row| !row.name.contains('<')).map(|row| (row.name, row.actions))
}

/// The tables that the rights of tables open, by the group that they stand in.
pub(crate) fn grouped_tables() -> Vec<(&'static str, Vec<&'static Table>)> {
    let guarded: Vec<_> = guarded_tables().collect();
    let mut groups: Vec<(&'static str, Vec<&'static Table>)> = Vec::new();
    for table in model().tables().filter(|table| !table.joins && !guarded.contains(&table.id)) {
        match groups.iter_mut().find(|(group, _)| *group == table.group) {
            Some((_, list)) => list.push(table),
            None => groups.push((table.group, vec![table])),
        }
    }
    groups
}

/// The resource of a table.
pub(crate) fn table_resource(table: &Table) -> String {
    format!("/table/{}", table.name.to_ascii_lowercase())
}

/// Every right as a box to tick: resources, tables, and whatever else the role holds.
fn grid(rights: &BTreeSet<Right>, may_change: bool) -> Markup {
    let has = |resource: &str, action: &str| rights.contains(&(resource.to_owned(), action.to_owned()));
    let tick = |resource: &str, action: &str, label: &str| {
        html! {
            label class="check" {
                input type="checkbox" name="right" value={ (resource) " " (action) } checked[has(resource, action)] disabled[!may_change];
                span { (label) }
            }
        }
    };
    let row = |resource: &str, actions: &[&str]| {
        html! {
            div class="right" role="group" aria-label=(resource_label(resource)) {
                div { strong { (resource_label(resource)) } " " span class="muted" { code { (resource) } } }
                div class="right-actions" { @for action in actions { (tick(resource, action, &action_label(action))) } }
            }
        }
    };
    let mut drawn: BTreeSet<Right> = BTreeSet::new();
    let mut note = |resource: &str, actions: &[&str]| {
        drawn.extend(actions.iter().map(|action| (resource.to_owned(), (*action).to_owned())));
    };
    note("%", &["%"]);
    note("/table/%", &TABLE_ACTIONS);
    note("/table/specifyuser", &TABLE_ACTIONS);
    for (resource, actions) in plain_resources() {
        note(resource, actions);
    }
    let groups = grouped_tables();
    for table in groups.iter().flat_map(|(_, tables)| tables) {
        note(&table_resource(table), &TABLE_ACTIONS);
    }
    let others: Vec<&Right> = rights.difference(&drawn).collect();
    html! {
        (section(t("Everything"), None, &row("%", &["%"])))
        (section(t("Records"), None, &html! {
            (row("/table/%", &TABLE_ACTIONS))
            (row("/table/specifyuser", &TABLE_ACTIONS))
            @for (group, tables) in &groups {
                @let held = tables.iter().flat_map(|table| TABLE_ACTIONS.map(|action| has(&table_resource(table), action))).filter(|has| *has).count();
                details class="opens" open[held > 0] {
                    summary { (icon("chevron-right")) (words::group(group)) @if held > 0 { " " span class="muted" { (tn(held as i64, "{n} right", "{n} rights")) } } }
                    @for table in tables { (row(&table_resource(table), &TABLE_ACTIONS)) }
                }
            }
        }))
        (section(t("Tools"), None, &html! { @for (resource, actions) in plain_resources() { (row(resource, actions)) } }))
        (section(t("Other rights"), None, &html! {
            @if others.is_empty() { p class="muted" { (t("‘%’ in a right stands for any text, as in ‘/tree/%’.")) } }
            @for (resource, action) in &others { (tick(resource, action, &format!("{resource}: {action}"))) }
            @if may_change {
                div class="fields" {
                    (text_field(WORDS, &Field::new("resource", t("One more: resource")), &TextInput { placeholder: "/tree/%", ..TextInput::default() }))
                    (text_field(WORDS, &Field::new("action", t("Action")), &TextInput { placeholder: "%", ..TextInput::default() }))
                }
            }
        }))
        @if rights.is_empty() && !may_change { (empty_state("lock", t("Nothing allowed"), t("This role allows nothing yet."), None)) }
    }
}
