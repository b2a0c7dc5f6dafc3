//! `/admin/users`: who may sign in, and what they may do.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::users::{self, LIBRARY_ROLES, NewUser, RoleSummary, User};
use vasculum_model::names::{role, user_policy};
use vasculum_model::{Code, Error, Result};
use vasculum_store::{CollectionPlace, Filter, Purpose, Select, Tx};

use super::people;
use super::roles::in_words;
use super::visitor::{Visitor, go};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Field, Look, Row, Table, TextInput, badge, button, checkbox, data_table, field_group,
    link_button, notice, section, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, later, t};

const WORDS: &Words<'static> = &Words::ENGLISH;
const USERS: &str = "/admin/users";

type Pairs = Vec<(String, String)>;

fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// `GET /admin/users`.
pub async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let listed = app
        .read(visitor.everywhere.clone(), |tx| {
            let mut listed = Vec::new();
            for user in users::list_users(tx)? {
                let roles = users::roles_of(tx, user.id)?;
                listed.push((user, roles));
            }
            Ok(listed)
        })
        .await?;
    let may_create = may(&visitor, "/table/specifyuser", "create");
    let content = Page {
        title: t("Users"),
        breadcrumbs: &[(t("System"), "/system")],
        actions: Some(html! {
            (people::to_roles(&visitor))
            @if may_create { (link_button(t("New user"), "/admin/users/new", "plus", Look::Primary, "c")) }
        }),
        body: html! { div class="work" { (table(&visitor, &listed)) } },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn may(visitor: &Visitor, resource: &str, action: &str) -> bool {
    !visitor.everywhere.read_only && visitor.everywhere.may_somewhere(resource, action)
}

fn table(visitor: &Visitor, listed: &[(User, Vec<RoleSummary>)]) -> Markup {
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Roles"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("E-mail"), ..Column::default() },
    ];
    let places = &visitor.everywhere.hierarchy().collections;
    // A line for each collection.
    let in_place = |place: &CollectionPlace, roles: &[RoleSummary]| {
        let here = roles.iter().filter(|role| role.collection == place.id);
        here.map(|role| in_words(&role.name)).collect::<Vec<_>>().join(", ")
    };
    let rows: Vec<Row<'_>> = listed
        .iter()
        .map(|(user, roles)| Row {
            label: &user.name,
            cells: vec![
                html! { a href={ (USERS) "/" (user.id) } { (user.name) } },
                html! {
                    @if user.is_admin { (badge(Level::Info, t("Administrator"))) }
                    @for place in places {
                        @let roles = in_place(place, roles);
                        @if !roles.is_empty() { div { span class="muted" { (place.name) ": " } (roles) } }
                    }
                },
                html! { (user.email.as_deref().unwrap_or_default()) },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Table { caption: t("Users"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// `GET /admin/users/new`.
pub async fn show_new(visitor: Visitor) -> Result<Response, Refused> {
    if !may(&visitor, "/table/specifyuser", "create") {
        return Err(Error::forbidden(t("You have no right to make users.")).into());
    }
    Ok(new_page(&visitor, StatusCode::OK, &Vec::new(), None))
}

fn new_page(visitor: &Visitor, status: StatusCode, sent: &Pairs, error: Option<&Error>) -> Response {
    let issues = |name: &str| -> Vec<(Level, String)> {
        let issues = error.map(|error| error.issues.as_slice()).unwrap_or_default();
        issues.iter().filter(|issue| issue.field == name).map(|issue| (Level::Error, issue.words.clone())).collect()
    };
    let field = |name: &'static str,
                 label: &'static str,
                 help: &'static str,
                 kind: &'static str,
                 autocomplete: &'static str| {
        let issues = issues(name);
        let issues: Vec<(Level, &str)> = issues.iter().map(|(level, words)| (*level, words.as_str())).collect();
        let value = if kind == "password" { "" } else { one(sent, name) };
        let field = Field { help, issues: &issues, is_required: name == "name", ..Field::new(name, label) };
        text_field(WORDS, &field, &TextInput { value, kind, autocomplete, ..TextInput::default() })
    };
    let may_make_admins = visitor.everywhere.may("%", "%", None);
    let fields = html! {
        (field("name", t("Name"), t("To sign in with."), "", "off"))
        (field("email", t("E-mail"), "", "email", "off"))
        (field("password", t("Password"), t("Without one the user can’t sign in until one is set."), "password", "new-password"))
        @if may_make_admins {
            (checkbox(WORDS, &Field { help: t("May do everything in every collection."), ..Field::new("admin", t("Administrator of the institution")) }, one(sent, "admin") == "yes"))
        }
    };
    let said = error.map(|error| notice(WORDS, Level::Error, t("The user was not made."), &error.message, None));
    let content = Page {
        title: t("New user"),
        breadcrumbs: &[(t("Users"), USERS)],
        notices: said,
        body: html! {
            form class="work form" method="post" action=(USERS) data-main {
                (field_group(t("User"), "", None, false, &fields))
                div class="row" { (button(t("Make user"), "plus", Look::Primary, "", "")) (link_button(t("Cancel"), USERS, "", Look::Quiet, "")) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

/// `POST /admin/users`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let some = |name: &str| Some(one(&sent, name).to_owned()).filter(|text| !text.is_empty());
    let admin = sent.iter().any(|(name, value)| name == "admin" && value == "yes");
    let new = NewUser { name: one(&sent, "name").to_owned(), password: some("password"), admin, email: some("email") };
    let purpose = Purpose::new("save", format!("Made user {}", new.name.trim()));
    match app.write(visitor.everywhere.clone(), purpose, move |tx| users::add_user(tx, new)).await {
        Ok(id) => Ok(go(&format!("{USERS}/{id}?done=made"))),
        Err(error) if error.code == Code::Invalid => {
            Ok(new_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &sent, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A user with what they hold and what they could hold.
struct Person {
    user: User,
    held: Vec<RoleSummary>,
    /// The roles that there are in the collections whose users one manages.
    roles: Vec<RoleSummary>,
    /// Collections that the user may enter by a right of their own.
    open: Vec<i64>,
    /// The collections whose users one manages.
    places: Vec<CollectionPlace>,
}

fn read(tx: &mut Tx<'_>, id: i64) -> Result<Person> {
    let user = users::list_users(tx)?.into_iter().find(|user| user.id == id);
    let user = user.ok_or_else(|| Error::not_found(format!("There is no user {id}.")))?;
    let roles = tx.select(&Select::all(role::TABLE))?;
    let roles = roles.iter().filter_map(|record| {
        let name = record.text(role::NAME).unwrap_or_default().to_owned();
        Some(RoleSummary { id: record.id, name, collection: record.int(role::COLLECTION)? })
    });
    let theirs = Filter::And(vec![
        Filter::is(user_policy::SPECIFYUSER, id),
        Filter::is(user_policy::RESOURCE, "/system/sp7/collection"),
    ]);
    let open = tx.select(&Select::all(user_policy::TABLE).matching(theirs))?;
    let access = tx.access();
    let manages = |place: &&CollectionPlace| access.may("/permissions/user/roles", "read", Some(place.id));
    Ok(Person {
        roles: roles.collect(),
        held: users::roles_of(tx, id)?,
        open: open.iter().filter_map(|record| record.int(user_policy::COLLECTION)).collect(),
        places: access.hierarchy().collections.iter().filter(manages).cloned().collect(),
        user,
    })
}

/// `GET /admin/users/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let done = DONE.iter().find(|(key, _)| *key == one(&params, "done"));
    let notices = done.map(|(_, words)| notice(WORDS, Level::Success, t(words), "", None));
    page(&app, &visitor, id, StatusCode::OK, notices).await
}

/// What was done before the page of a user is shown.
const DONE: &[(&str, &str)] = &[
    ("made", later("The user was made. Now give them a role in a collection.")),
    ("roles", later("Roles saved.")),
    ("password", later("The password was set; all sessions of this user ended.")),
    ("sessions", later("All sessions of this user ended.")),
    ("blocked", later("The user can no longer sign in. A new password lets them in again.")),
];

async fn page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    status: StatusCode,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    let person = app.read(visitor.everywhere.clone(), move |tx| read(tx, id)).await?;
    let content = Page {
        title: &person.user.name,
        badges: person.user.is_admin.then(|| badge(Level::Info, t("Administrator"))),
        breadcrumbs: &[(t("Users"), USERS)],
        notices,
        body: html! { div class="work" { (people::tabs_of(id, "")) (roles(visitor, &person)) (password(visitor, id)) (way_out(visitor, id)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page_with(status, "administration", content))
}

fn roles(visitor: &Visitor, person: &Person) -> Markup {
    let may_change = may(visitor, "/permissions/user/roles", "update");
    let holds = |id: i64| person.held.iter().any(|role| role.id == id);
    let tick = |name: &str, value: &str, words: &str, is_checked: bool| {
        html! {
            label class="check" {
                input type="checkbox" name=(name) value=(value) checked[is_checked] disabled[!may_change];
                span { (words) }
            }
        }
    };
    html! {
        form class="form stack" method="post" action={ (USERS) "/" (person.user.id) "/roles" } {
            @if visitor.everywhere.may("%", "%", None) {
                (section(t("Institution"), None, &tick("admin", "yes", t("Administrator: may do everything in every collection"), person.user.is_admin)))
            }
            @for place in &person.places {
                @let here: Vec<&RoleSummary> = person.roles.iter().filter(|role| role.collection == place.id).collect();
                fieldset class="section" {
                    legend class="section-head" { span class="section-name" { (place.name) } span class="muted" { (place.code) } }
                    (tick("enter", &place.id.to_string(), t("May enter this collection"), person.open.contains(&place.id)))
                    div class="roles" {
                        @for role in &here { (tick("role", &role.id.to_string(), in_words(&role.name), holds(role.id))) }
                        @for model in LIBRARY_ROLES.iter().filter(|model| !here.iter().any(|role| role.name == model.name)) {
                            (tick("library", &format!("{}:{}", place.id, model.name), in_words(model.name), false))
                        }
                    }
                }
            }
            @if may_change { div class="row" { (button(t("Save roles"), "save", Look::Primary, "", "")) } }
        }
    }
}

fn password(visitor: &Visitor, id: i64) -> Markup {
    if !visitor.everywhere.may("/admin/user/password", "update", None) || visitor.everywhere.read_only {
        return html! {};
    }
    let field = Field {
        help: t("Tell it to the user; they can change it on their account page."),
        ..Field::new("password", t("New password"))
    };
    html! {
        form class="form" method="post" action={ (USERS) "/" (id) "/password" } {
            (field_group(t("Password"), "", None, false, &text_field(WORDS, &field, &TextInput { kind: "password", autocomplete: "new-password", ..TextInput::default() })))
            div class="row" { (button(t("Set password"), "", Look::Normal, "", "")) }
        }
    }
}

fn way_out(visitor: &Visitor, id: i64) -> Markup {
    if !visitor.everywhere.may("/admin/user/password", "update", None) || visitor.everywhere.read_only {
        return html! {};
    }
    section(
        t("Access"),
        None,
        &html! {
            div class="row" {
                form method="post" action={ (USERS) "/" (id) "/sessions" } { (button(t("End all sessions"), "log-out", Look::Normal, "", "")) }
                form method="post" action={ (USERS) "/" (id) "/block" } { (button(t("Block this user"), "lock", Look::Danger, "", "")) }
            }
        },
    )
}

/// `POST /admin/users/{id}/roles`.
pub async fn change_roles(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    if !may(&visitor, "/permissions/user/roles", "update") {
        return Err(Error::forbidden(t("You have no right to change roles.")).into());
    }
    let may_make_admins = visitor.everywhere.may("%", "%", None);
    let purpose = Purpose::new("save", "Changed roles");
    let done = app
        .write(visitor.everywhere.clone(), purpose, move |tx| {
            let person = read(tx, id)?;
            tx.summarise(format!("Changed roles of {}", person.user.name));
            let chosen = |name: &str, value: &str| sent.iter().any(|(theirs, its)| theirs == name && its == value);
            let admin = chosen("admin", "yes");
            if may_make_admins && admin != person.user.is_admin {
                if admin { users::make_admin(tx, id)? } else { users::stop_being_admin(tx, id)? }
            }
            for place in &person.places {
                let (wants, has) = (chosen("enter", &place.id.to_string()), person.open.contains(&place.id));
                match (wants, has) {
                    (true, false) => users::enter(tx, id, place.id)?,
                    (false, true) => users::leave(tx, id, place.id)?,
                    _ => {}
                }
            }
            for role in person.roles.iter().filter(|role| person.places.iter().any(|place| place.id == role.collection))
            {
                let (wants, has) =
                    (chosen("role", &role.id.to_string()), person.held.iter().any(|held| held.id == role.id));
                match (wants, has) {
                    (true, false) => users::give_role(tx, id, role.id)?,
                    (false, true) => users::take_role(tx, id, role.id)?,
                    _ => {}
                }
            }
            for (_, value) in sent.iter().filter(|(name, _)| name == "library") {
                let Some((place, name)) = value.split_once(':') else { continue };
                let place = place.parse().map_err(|_| Error::invalid("There is no such collection."))?;
                let role = users::add_role_from_library(tx, place, name)?;
                users::give_role(tx, id, role)?;
            }
            Ok(())
        })
        .await;
    after(&app, &visitor, id, "roles", done).await
}

/// `POST /admin/users/{id}/password`.
pub async fn set_password(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (access, password) = (visitor.everywhere.clone(), one(&sent, "password").to_owned());
    let done = app.with_database(move |db| users::set_password(db, &access, id, &password)).await;
    app.forget_rights();
    after(&app, &visitor, id, "password", done).await
}

/// `POST /admin/users/{id}/sessions`.
pub async fn end_sessions(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
) -> Result<Response, Refused> {
    if !visitor.everywhere.may("/admin/user/password", "update", None) || visitor.everywhere.read_only {
        return Err(Error::forbidden(t("You have no right to end other users’ sessions.")).into());
    }
    let by = visitor.everywhere.clone();
    let done = app.with_database(move |db| users::end_sessions(db, &by, id, None).map(drop)).await;
    app.forget_rights();
    after(&app, &visitor, id, "sessions", done).await
}

/// `POST /admin/users/{id}/block`.
pub async fn block(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    if !visitor.everywhere.may("/admin/user/password", "update", None) || visitor.everywhere.read_only {
        return Err(Error::forbidden(t("You have no right to block users.")).into());
    }
    let access = visitor.everywhere.clone();
    let done = app.with_database(move |db| users::block(db, &access, id)).await;
    app.forget_rights();
    after(&app, &visitor, id, "blocked", done).await
}

/// The page of the user again, with what was done or what was wrong.
async fn after(app: &App, visitor: &Visitor, id: i64, done: &str, result: Result<()>) -> Result<Response, Refused> {
    match result {
        Ok(()) => Ok(go(&format!("{USERS}/{id}?done={done}"))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let said = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page(app, visitor, id, status, Some(said)).await
        }
        Err(error) => Err(error.into()),
    }
}
