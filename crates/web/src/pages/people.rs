//! One user in detail: what they may do and why, the agents that stand for them, sessions, tokens and invitations.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::formats;
use vasculum_domain::users::{self, Reason, Source, User};
use vasculum_model::names::{agent, division};
use vasculum_model::{Code, Error, Result, Timestamp, model};
use vasculum_store::{Purpose, Select, Tx};

use super::roles::{
    TABLE_ACTIONS, action_label, grouped_tables, in_words, path_of, plain_resources, resource_label, table_resource,
};
use super::sent::{Pairs, one, some};
use super::visitor::{Visitor, go};
use super::{account, record_path, value};
use crate::App;
use crate::respond::Refused;
use crate::security::is_https;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Tab, Table as Grown, TextInput, TypeAhead, badge, button, data_table,
    link_button, notice, section, select_field, tabs, text_field, type_ahead_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
const USERS: &str = "/admin/users";

fn may(visitor: &Visitor, resource: &str, action: &str) -> bool {
    !visitor.everywhere.read_only && visitor.everywhere.may_somewhere(resource, action)
}

/// Everything that is to be seen of a user, as tabs.
pub(crate) fn tabs_of(id: i64, current: &str) -> Markup {
    let all = [
        ("", t("Roles and password")),
        ("rights", t("Rights")),
        ("agents", t("Agents")),
        ("sessions", t("Sessions and tokens")),
    ];
    let hrefs: Vec<String> = all
        .iter()
        .map(|(key, _)| if key.is_empty() { format!("{USERS}/{id}") } else { format!("{USERS}/{id}/{key}") })
        .collect();
    let list: Vec<Tab<'_>> = all
        .iter()
        .zip(&hrefs)
        .map(|((key, label), href)| Tab { label, href, count: "", is_current: *key == current })
        .collect();
    tabs(t("This user"), &list)
}

fn find(tx: &mut Tx<'_>, id: i64) -> Result<User> {
    let user = users::list_users(tx)?.into_iter().find(|user| user.id == id);
    user.ok_or_else(|| Error::not_found(tf("There is no user {id}.", &[("id", &id)])))
}

fn frame(
    visitor: &Visitor,
    user: &User,
    tab: &str,
    status: StatusCode,
    notices: Option<Markup>,
    body: &Markup,
) -> Response {
    let content = Page {
        title: &user.name,
        badges: user.is_admin.then(|| badge(Level::Info, t("Administrator"))),
        breadcrumbs: &[(t("Users"), USERS)],
        notices,
        body: html! { div class="work" { (tabs_of(user.id, tab)) (body) } },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

/// A refusal in words above the page that it came from.
pub(crate) fn said(error: &Error) -> Markup {
    let mut more: Vec<&str> = error.issues.iter().map(|issue| issue.words.as_str()).collect();
    more.extend(error.hint.as_deref());
    more.retain(|words| *words != error.message);
    notice(WORDS, Level::Error, &error.message, &more.join(" "), None)
}

fn is_about_data(error: &Error) -> bool {
    matches!(error.code, Code::Invalid | Code::Conflict)
}

fn status_of(error: &Error) -> StatusCode {
    if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// `GET /admin/users/{id}/rights`: every right with the reason for it.
pub async fn rights(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    let notices = match one(&sent, "done") {
        "given" => Some(notice(WORDS, Level::Success, t("The right was given."), "", None)),
        "taken" => Some(notice(WORDS, Level::Success, t("The right was taken away."), "", None)),
        _ => None,
    };
    rights_page(&app, &visitor, id, &sent, StatusCode::OK, notices).await
}

async fn rights_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    sent: &Pairs,
    status: StatusCode,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    let (user, reasons) =
        app.read(visitor.everywhere.clone(), move |tx| Ok((find(tx, id)?, users::reasons(tx, id)?))).await?;
    let places = &visitor.everywhere.hierarchy().collections;
    let asked: Option<i64> = one(sent, "collection").parse().ok();
    // Without a choice the first collection that the user may enter is shown.
    let enters = |id: i64| !users::allowing(&reasons, "/system/sp7/collection", "access", Some(id)).is_empty();
    let here = match one(sent, "collection") {
        "institution" => None,
        _ => asked.or_else(|| places.iter().map(|place| place.id).find(|id| enters(*id))),
    };
    let body = html! {
        (own_rights(visitor, id, &reasons))
        (choice_of_place(visitor, id, here))
        (effective(visitor, &reasons, here))
    };
    Ok(frame(visitor, &user, "rights", status, notices, &body))
}

fn place_name(visitor: &Visitor, id: Option<i64>) -> String {
    let places = &visitor.everywhere.hierarchy().collections;
    match id {
        None => t("the whole institution").to_owned(),
        Some(id) => {
            places.iter().find(|place| place.id == id).map_or_else(|| id.to_string(), |place| place.name.clone())
        }
    }
}

/// The rights that were given to the user alone, with the form for one more.
fn own_rights(visitor: &Visitor, id: i64, reasons: &[Reason]) -> Markup {
    let may_change = may(visitor, "/permissions/policies/user", "update");
    let own: Vec<(&Reason, i64)> = reasons
        .iter()
        .filter_map(|reason| match reason.source {
            Source::Own(policy) => Some((reason, policy)),
            _ => None,
        })
        .collect();
    let columns = [
        Column { label: t("May"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("On"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("In"), ..Column::default() },
        Column { label: t("Take away"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = own
        .iter()
        .map(|(reason, policy)| Row {
            label: &reason.policy.resource,
            cells: vec![
                html! { (action_label(&reason.policy.action)) },
                html! { (resource_label(&reason.policy.resource)) " " code class="muted" { (reason.policy.resource) } },
                html! { (place_name(visitor, reason.policy.collection)) },
                html! {
                    @if may_change {
                        form method="post" action={ (USERS) "/" (id) "/rights/" (policy) "/take" } { (button(t("Take away"), "", Look::Quiet, "", "")) }
                    }
                },
            ],
            ..Row::default()
        })
        .collect();
    let table =
        Grown { caption: t("Rights of this user alone"), columns: &columns, rows: &rows, tick_name: "", stacks: true };
    section(
        t("Rights of this user alone"),
        None,
        &html! {
            @if rows.is_empty() { p class="muted" { (t("None: all that they may do comes from roles.")) } } @else { (data_table(WORDS, &table)) }
            @if may_change { (give_form(visitor, id)) }
        },
    )
}

fn give_form(visitor: &Visitor, id: i64) -> Markup {
    let places: Vec<(String, &str)> = visitor
        .everywhere
        .hierarchy()
        .collections
        .iter()
        .map(|place| (place.id.to_string(), place.name.as_str()))
        .collect();
    let choices: Vec<Choice<'_>> =
        places.iter().map(|(value, label)| Choice { value, label, is_chosen: false }).collect();
    let mut resources: Vec<String> = vec!["/table/%".to_owned()];
    resources.extend(plain_resources().map(|(resource, _)| resource.to_owned()));
    for (_, tables) in grouped_tables() {
        resources.extend(tables.into_iter().map(table_resource));
    }
    let suggestions: Vec<&str> = resources.iter().map(String::as_str).collect();
    let mut actions: Vec<&str> = TABLE_ACTIONS.to_vec();
    for (_, more) in plain_resources() {
        actions.extend(more.iter().filter(|action| !TABLE_ACTIONS.contains(action)));
    }
    actions.sort_unstable();
    actions.dedup();
    html! {
        form class="form" method="post" action={ (USERS) "/" (id) "/rights" } {
            div class="fields fields-3" {
                (select_field(WORDS, &Field::new("collection", t("In")), Some(t("The whole institution")), &choices))
                (text_field(WORDS, &Field { help: t("For example ‘/table/loan’; ‘%’ stands for any text."), ..Field::new("resource", t("On")) }, &TextInput { suggestions: &suggestions, ..TextInput::default() }))
                (text_field(WORDS, &Field { help: t("For example ‘read’ or ‘update’."), ..Field::new("action", t("May")) }, &TextInput { suggestions: &actions, ..TextInput::default() }))
            }
            div class="row" { (button(t("Give this right"), "plus", Look::Normal, "", "")) }
        }
    }
}

fn choice_of_place(visitor: &Visitor, id: i64, here: Option<i64>) -> Markup {
    let mut list = vec![("institution".to_owned(), t("Whole institution").to_owned(), here.is_none())];
    let places = &visitor.everywhere.hierarchy().collections;
    list.extend(places.iter().map(|place| (place.id.to_string(), place.name.clone(), here == Some(place.id))));
    let hrefs: Vec<String> = list.iter().map(|(key, ..)| format!("{USERS}/{id}/rights?collection={key}")).collect();
    let all: Vec<Tab<'_>> = list
        .iter()
        .zip(&hrefs)
        .map(|((_, label, is_current), href)| Tab { label, href, count: "", is_current: *is_current })
        .collect();
    tabs(t("Where"), &all)
}

/// What allows something, in words: each source once.
fn why(found: &[&Reason]) -> Markup {
    let mut seen: Vec<&Source> = Vec::new();
    for reason in found {
        if !seen.contains(&&reason.source) {
            seen.push(&reason.source);
        }
    }
    html! {
        @for (at, source) in seen.iter().enumerate() {
            @if at > 0 { ", " }
            @match source {
                Source::Own(_) => (t("own right")),
                Source::Everybody(_) => (t("right of everybody")),
                Source::Role(id, name) => a href=(path_of(false, *id)) { (in_words(name)) },
            }
        }
    }
}

/// What a user may do in a place, with the reason for each: a row for each resource of which they may do anything.
fn effective(visitor: &Visitor, reasons: &[Reason], here: Option<i64>) -> Markup {
    let columns = [
        Column { label: t("On"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("May"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Because of"), kind: ColumnKind::Wide, ..Column::default() },
    ];
    let mut labels: Vec<(String, Vec<Markup>)> = Vec::new();
    let mut add = |resource: &str, actions: &[&str]| {
        for line in lines(reasons, resource, actions, here) {
            labels.push((resource.to_owned(), line));
        }
    };
    for (resource, actions) in plain_resources() {
        add(resource, actions);
    }
    add("/table/%", &TABLE_ACTIONS);
    let general = lines(reasons, "/table/%", &TABLE_ACTIONS, here).len();
    for table in grouped_tables().into_iter().flat_map(|(_, tables)| tables) {
        let resource = table_resource(table);
        // A table that is no otherwise than every table needs no row.
        let is_as_all = TABLE_ACTIONS.iter().all(|action| {
            users::allowing(reasons, &resource, action, here) == users::allowing(reasons, "/table/%", action, here)
        });
        if general == 0 || !is_as_all {
            add(&resource, &TABLE_ACTIONS);
        }
    }
    let rows: Vec<Row<'_>> = labels.into_iter().map(|(_, cells)| Row { label: "", cells, ..Row::default() }).collect();
    let title = tf("What they may do in {place}", &[("place", &place_name(visitor, here))]);
    let table = Grown { caption: &title, columns: &columns, rows: &rows, tick_name: "", stacks: true };
    section(
        &title,
        None,
        &html! {
            @if rows.is_empty() { p class="muted" { (t("Nothing.")) } } @else { (data_table(WORDS, &table)) }
        },
    )
}

/// The rows of one resource: actions that are allowed by the same sources stand together.
fn lines(reasons: &[Reason], resource: &str, actions: &[&str], here: Option<i64>) -> Vec<Vec<Markup>> {
    let mut together: Vec<(Vec<&Reason>, Vec<&str>)> = Vec::new();
    for action in actions {
        let mut found = users::allowing(reasons, resource, action, here);
        found.dedup_by(|a, b| a.source == b.source);
        if found.is_empty() {
            continue;
        }
        let same = |other: &Vec<&Reason>| {
            other.len() == found.len() && other.iter().zip(&found).all(|(a, b)| a.source == b.source)
        };
        match together.iter_mut().find(|(other, _)| same(other)) {
            Some((_, list)) => list.push(action),
            None => together.push((found, vec![action])),
        }
    }
    together
        .into_iter()
        .map(|(found, actions)| {
            let words: Vec<String> = actions.iter().map(|action| action_label(action)).collect();
            vec![
                html! { (resource_label(resource)) " " code class="muted" { (resource) } },
                html! { (words.join(", ")) },
                why(&found),
            ]
        })
        .collect()
}

/// `POST /admin/users/{id}/rights`.
pub async fn give_right(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let collection: Option<i64> = one(&sent, "collection").parse().ok();
    let (resource, action) = (one(&sent, "resource").to_owned(), one(&sent, "action").to_owned());
    let purpose = Purpose::new("save", format!("Gave a right: {action} {resource}"));
    let done = app
        .write(visitor.everywhere.clone(), purpose, move |tx| users::give_right(tx, id, collection, &resource, &action))
        .await;
    match done {
        Ok(()) => Ok(go(&format!("{USERS}/{id}/rights?done=given"))),
        Err(error) if is_about_data(&error) => {
            rights_page(&app, &visitor, id, &Pairs::new(), status_of(&error), Some(said(&error))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/users/{id}/rights/{policy}/take`.
pub async fn take_right(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, policy)): Place<(i64, i64)>,
) -> Result<Response, Refused> {
    let purpose = Purpose::new("save", "Took a right away");
    let done = app.write(visitor.everywhere.clone(), purpose, move |tx| users::take_right(tx, id, policy)).await;
    match done {
        Ok(()) => Ok(go(&format!("{USERS}/{id}/rights?done=taken"))),
        Err(error) if is_about_data(&error) => {
            rights_page(&app, &visitor, id, &Pairs::new(), status_of(&error), Some(said(&error))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A division with the agent that stands for the user there.
struct Standing {
    division: i64,
    name: String,
    agent: Option<(i64, String)>,
}

fn standings(tx: &mut Tx<'_>, user: i64) -> Result<Vec<Standing>> {
    let agents = users::agents_of(tx, user)?;
    let names = formats::formatted_each(tx, &agents)?;
    let mut list = Vec::new();
    for record in tx.select(&Select::all(division::TABLE))? {
        let found = agents.iter().zip(&names).find(|(agent, _)| agent.int(agent::DIVISION) == Some(record.id));
        list.push(Standing {
            division: record.id,
            name: record.text(division::NAME).unwrap_or_default().to_owned(),
            agent: found.map(|(agent, name)| (agent.id, name.clone())),
        });
    }
    Ok(list)
}

/// `GET /admin/users/{id}/agents`.
pub async fn agents(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    let notices = (one(&sent, "done") == "saved").then(|| notice(WORDS, Level::Success, t("Saved."), "", None));
    agents_page(&app, &visitor, id, StatusCode::OK, notices).await
}

async fn agents_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    status: StatusCode,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    let (user, list) = app.read(visitor.everywhere.clone(), move |tx| Ok((find(tx, id)?, standings(tx, id)?))).await?;
    let may_change = may(visitor, "/admin/user/agents", "update");
    let table = model().table(agent::TABLE);
    let body = html! {
        p class="muted" { (t("What a user makes or changes bears the name of an agent: one in each division in which they work. It is made by itself when they may enter a collection there.")) }
        @for one in &list {
            (section(&one.name, None, &html! {
                p {
                    @match &one.agent {
                        Some((agent, name)) => a href=(record_path(table, *agent)) { (name) },
                        None => span class="muted" { (t("Nobody yet.")) },
                    }
                }
                @if may_change {
                    @let name = format!("agent-{}", one.division);
                    form class="form" method="post" action={ (USERS) "/" (id) "/agents" } {
                        (type_ahead_field(WORDS, &Field::new(&name, t("Another agent of this division")), &TypeAhead { url: "/lookup/Agent", ..TypeAhead::default() }))
                        div class="row" {
                            (button(t("Let this agent stand for the user"), "", Look::Normal, "division", &one.division.to_string()))
                            @if let Some((agent, _)) = &one.agent { (button(t("Let go"), "", Look::Quiet, "free", &agent.to_string())) }
                        }
                    }
                }
            }))
        }
    };
    Ok(frame(visitor, &user, "agents", status, notices, &body))
}

/// `POST /admin/users/{id}/agents`.
pub async fn change_agents(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    if !may(&visitor, "/admin/user/agents", "update") {
        return Err(Error::forbidden(t("You have no right to choose the agents of users.")).into());
    }
    let free: Option<i64> = one(&sent, "free").parse().ok();
    let chosen: Option<i64> = some(&sent, &format!("agent-{}", one(&sent, "division"))).and_then(|id| id.parse().ok());
    let done = app
        .write(visitor.everywhere.clone(), Purpose::new("save", "Changed the agent of a user"), move |tx| {
            match (free, chosen) {
                (Some(agent), _) => users::unlink_agent(tx, id, agent),
                (None, Some(agent)) => users::change_agent(tx, id, agent),
                (None, None) => Err(Error::invalid(t("Choose an agent first: type a name and pick one of the list."))),
            }
        })
        .await;
    match done {
        Ok(()) => Ok(go(&format!("{USERS}/{id}/agents?done=saved"))),
        Err(error) if is_about_data(&error) => {
            agents_page(&app, &visitor, id, status_of(&error), Some(said(&error))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether somebody may see and end what lets others in.
fn may_end(visitor: &Visitor) -> bool {
    visitor.everywhere.may("/admin/user/password", "update", None)
}

/// `GET /admin/users/{id}/sessions`.
pub async fn sessions(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    let notices = match one(&sent, "done") {
        "ended" => Some(notice(WORDS, Level::Success, t("The session ended."), "", None)),
        "revoked" => Some(notice(WORDS, Level::Success, t("The token was taken back."), "", None)),
        "uninvited" => Some(notice(WORDS, Level::Success, t("The invitation is void."), "", None)),
        _ => None,
    };
    sessions_page(&app, &visitor, id, notices).await
}

async fn sessions_page(app: &App, visitor: &Visitor, id: i64, notices: Option<Markup>) -> Result<Response, Refused> {
    if !may_end(visitor) {
        return Err(Error::forbidden(t("You have no right to see other users’ sessions.")).into());
    }
    let user = app.read(visitor.everywhere.clone(), move |tx| find(tx, id)).await?;
    let (sessions, tokens, invited, now) = app
        .with_database(move |db| {
            Ok((users::sessions(db, id)?, users::tokens(db, Some(id))?, users::invited_until(db, id)?, db.now()))
        })
        .await?;
    let base = format!("{USERS}/{id}");
    let body = html! {
        (invitation(visitor, id, invited))
        (section(t("Where they are signed in"), None, &html! {
            @if sessions.is_empty() { p class="muted" { (t("Nowhere.")) } } @else { (account::sessions(&sessions, now, &base)) }
        }))
        (section(t("Tokens for programs"), None, &html! {
            @if tokens.is_empty() { p class="muted" { (t("None.")) } } @else { (account::tokens(&tokens, now, &base)) }
        }))
    };
    Ok(frame(visitor, &user, "sessions", StatusCode::OK, notices, &body))
}

fn invitation(visitor: &Visitor, id: i64, until: Option<Timestamp>) -> Markup {
    if !visitor.everywhere.may("/admin/user/invite_link", "create", None) || visitor.everywhere.read_only {
        return html! {};
    }
    let day = until.and_then(Timestamp::date).map(|day| value::shown_date(day, None));
    section(
        t("Invitation"),
        None,
        &html! {
            p class="muted" { (t("An address that you send to the person. They choose their name and password there. It is good once, for a week.")) }
            @if let Some(day) = &day { p { (tf("An invitation is out, and good until {day}.", &[("day", day)])) } }
            div class="row" {
                form method="post" action={ (USERS) "/" (id) "/invite" } {
                    (button(if until.is_some() { t("Make a new invitation") } else { t("Invite") }, "send", Look::Normal, "", ""))
                }
                @if until.is_some() {
                    form method="post" action={ (USERS) "/" (id) "/uninvite" } { (button(t("Make it void"), "", Look::Quiet, "", "")) }
                }
            }
        },
    )
}

/// `POST /admin/users/{id}/invite`: makes an invitation and shows it once.
pub async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Place(id): Place<i64>,
) -> Result<Response, Refused> {
    let access = visitor.everywhere.clone();
    let secret = app.with_database(move |db| users::invite(db, &access, id)).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if is_https(&app, &headers) { "https" } else { "http" };
    let address = format!("{scheme}://{host}/invite/{secret}");
    let shown = html! {
        div class="notice notice-success" role="status" {
            div class="notice-words" {
                strong class="notice-title" { (t("The invitation was made. Send this address; it is shown only now:")) }
                p { code class="secret" { (address) } }
            }
        }
    };
    if may_end(&visitor) {
        return sessions_page(&app, &visitor, id, Some(shown)).await;
    }
    let user = app.read(visitor.everywhere.clone(), move |tx| find(tx, id)).await?;
    Ok(frame(&visitor, &user, "", StatusCode::OK, Some(shown), &html! {}))
}

/// `POST /admin/users/{id}/uninvite`.
pub async fn uninvite(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let access = visitor.everywhere.clone();
    app.with_database(move |db| users::uninvite(db, &access, id)).await?;
    Ok(go(&format!("{USERS}/{id}/sessions?done=uninvited")))
}

fn ending(visitor: &Visitor) -> Result<()> {
    if may_end(visitor) && !visitor.everywhere.read_only {
        return Ok(());
    }
    Err(Error::forbidden(t("You have no right to end other users’ sessions.")))
}

/// `POST /admin/users/{id}/sessions/{session}/end`.
pub async fn end_session(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, session)): Place<(i64, String)>,
) -> Result<Response, Refused> {
    ending(&visitor)?;
    let by = visitor.everywhere.clone();
    app.with_database(move |db| users::end_sessions(db, &by, id, Some(&session))).await?;
    app.forget_rights();
    Ok(go(&format!("{USERS}/{id}/sessions?done=ended")))
}

/// `POST /admin/users/{id}/tokens/{token}/revoke`.
pub async fn revoke_token(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, token)): Place<(i64, String)>,
) -> Result<Response, Refused> {
    ending(&visitor)?;
    let by = visitor.everywhere.clone();
    app.with_database(move |db| users::revoke_token(db, &by, Some(id), &token)).await?;
    app.forget_rights();
    Ok(go(&format!("{USERS}/{id}/sessions?done=revoked")))
}

/// The button that leads to the roles, beside the list of users.
pub(crate) fn to_roles(visitor: &Visitor) -> Markup {
    html! {
        @if visitor.everywhere.may_somewhere("/permissions/roles", "read") {
            (link_button(t("Roles"), super::roles::ROLES, "list-checks", Look::Normal, ""))
        }
    }
}
