//! `/account`: one's own sessions, tokens, password and looks.

use axum::Form as Body;
use axum::extract::{Path as Place, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::users::{self, Session, Token, TokenScope};
use vasculum_model::{Code, Error, Result, Timestamp};

use super::sign_in::looks_form;
use super::visitor::{Visitor, go};
use super::{value, words};
use crate::App;
use crate::respond::{Refused, SIGN_IN};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Table, TextInput, badge, button, data_table, field_group, notice,
    section, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
const DAY: i64 = 24 * 3_600_000_000;

type Pairs = Vec<(String, String)>;

fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// What the account page shows.
struct Account {
    sessions: Vec<Session>,
    tokens: Vec<Token>,
    now: Timestamp,
}

/// What was done, or refused, before the page is shown.
#[derive(Default)]
struct Done {
    notice: Option<Markup>,
    status: StatusCode,
}

fn user_of(visitor: &Visitor) -> Result<i64> {
    visitor.access.user.ok_or_else(|| Error::forbidden(t("The program itself has no account.")))
}

/// The person, if they may change something here: a token that may only look must not make one that may do more.
fn changing_user(visitor: &Visitor) -> Result<i64> {
    if visitor.access.read_only {
        return Err(Error::forbidden(t("This token may only look.")));
    }
    user_of(visitor)
}

/// `GET /account`.
pub async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&app, &visitor, Done::default()).await
}

async fn page(app: &App, visitor: &Visitor, done: Done) -> Result<Response, Refused> {
    let user = user_of(visitor)?;
    let account = app
        .with_database(move |db| {
            Ok(Account { sessions: users::sessions(db, user)?, tokens: users::tokens(db, Some(user))?, now: db.now() })
        })
        .await?;
    let body = html! {
        div class="work" {
            (section(t("Looks"), Some(&html! { a href="/account/preferences" { (t("All preferences")) } }), &looks_form(visitor.preferences)))
            (section(t("Where you are signed in"), None, &sessions(&account.sessions, account.now, "/account")))
            (section(t("Tokens for programs"), None, &html! { (tokens(&account.tokens, account.now, "/account")) (new_token()) }))
            (new_password())
        }
    };
    let content = Page {
        title: t("Your account"),
        subtitle: &visitor.access.name,
        notices: done.notice,
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page_with(done.status, "", content))
}

/// Sessions with a button each that ends it; `base` is the address below which that is done.
pub(crate) fn sessions(list: &[Session], now: Timestamp, base: &str) -> Markup {
    let columns = [
        Column { label: t("Browser"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Signed in"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Last used"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("End"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = list
        .iter()
        .map(|session| Row {
            label: &session.about,
            cells: vec![
                html! { (browser(&session.about)) },
                html! { (words::when(session.made, now)) },
                html! { (words::when(session.seen, now)) },
                html! { form method="post" action={ (base) "/sessions/" (session.id) "/end" } { (button(t("Sign out"), "", Look::Quiet, "", "")) } },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Table { caption: t("Sessions"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// The name of a browser in what it tells of itself.
fn browser(about: &str) -> String {
    let known =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let name = known.iter().find(|(mark, _)| about.contains(mark)).map(|(_, name)| *name);
    let systems = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let system = systems.iter().find(|(mark, _)| about.contains(mark)).map(|(_, name)| *name);
    match (name, system) {
        (Some(name), Some(system)) => tf("{browser} on {system}", &[("browser", &name), ("system", &system)]),
        (Some(name), None) => name.to_owned(),
        _ if about.is_empty() => t("Unknown").to_owned(),
        _ => about.chars().take(60).collect(),
    }
}

/// Tokens with a button each that takes it back; `base` is the address below which that is done.
pub(crate) fn tokens(list: &[Token], now: Timestamp, base: &str) -> Markup {
    if list.is_empty() {
        return html! { p class="muted" { (t("None yet. A token lets a program act for you over the API, without your password.")) } };
    }
    let columns = [
        Column { label: t("Name"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("May"), ..Column::default() },
        Column { label: t("Last used"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Expires"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Take back"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let expiry = |token: &Token| match token.expires {
        None => html! { (t("Never")) },
        Some(end) if end <= now => badge(Level::Warning, t("Expired")),
        Some(end) => html! { (end.date().map(|day| value::shown_date(day, None)).unwrap_or_default()) },
    };
    let rows: Vec<Row<'_>> = list
        .iter()
        .map(|token| Row {
            label: &token.name,
            cells: vec![
                html! { (token.name) },
                html! { (if token.scope == TokenScope::Read { t("Look") } else { t("Look and change") }) },
                html! { (words::when(token.seen, now)) },
                expiry(token),
                html! { form method="post" action={ (base) "/tokens/" (token.id) "/revoke" } { (button(t("Take back"), "", Look::Quiet, "", "")) } },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Table { caption: t("Tokens"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

fn new_token() -> Markup {
    let fields = html! {
        (text_field(WORDS, &Field { help: t("What the token is for."), is_required: true, ..Field::new("name", t("Name of a new token")) }, &TextInput::default()))
        (select_field(WORDS, &Field::new("scope", t("It may")), None, &[
            Choice { value: "read", label: t("Look"), is_chosen: true }, Choice { value: "write", label: t("Look and change"), is_chosen: false },
        ]))
        (select_field(WORDS, &Field::new("days", t("Valid for")), None, &[
            Choice { value: "30", label: &tn(30, "{n} day", "{n} days"), is_chosen: false }, Choice { value: "90", label: &tn(90, "{n} day", "{n} days"), is_chosen: true },
            Choice { value: "365", label: t("A year"), is_chosen: false }, Choice { value: "0", label: t("Ever"), is_chosen: false },
        ]))
    };
    html! {
        form class="form" method="post" action="/account/tokens" {
            div class="fields fields-3" { (fields) }
            div class="row" { (button(t("Make token"), "plus", Look::Normal, "", "")) }
        }
    }
}

fn new_password() -> Markup {
    let field = |name, label, autocomplete| {
        text_field(
            WORDS,
            &Field { is_required: true, ..Field::new(name, label) },
            &TextInput { kind: "password", autocomplete, ..TextInput::default() },
        )
    };
    let fields = html! {
        (field("old", t("Present password"), "current-password"))
        (field("new", t("New password"), "new-password"))
        (field("again", t("New password once more"), "new-password"))
    };
    html! {
        form class="form" method="post" action="/account/password" {
            (field_group(t("Password"), "", None, true, &fields))
            p class="muted" { (t("Changing it ends all your sessions; you will be asked to sign in again.")) }
            div class="row" { (button(t("Change password"), "", Look::Normal, "", "")) }
        }
    }
}

/// The page again with what was wrong.
async fn refused(app: &App, visitor: &Visitor, error: Error) -> Result<Response, Refused> {
    if !matches!(error.code, Code::Invalid | Code::Forbidden | Code::Conflict) {
        return Err(error.into());
    }
    let more = error
        .issues
        .iter()
        .map(|issue| issue.words.as_str())
        .filter(|words| *words != error.message)
        .collect::<Vec<_>>()
        .join(" ");
    let notice = notice(WORDS, Level::Error, &error.message, &more, None);
    page(app, visitor, Done { notice: Some(notice), status: StatusCode::UNPROCESSABLE_ENTITY }).await
}

/// `POST /account/tokens`.
pub async fn make_token(
    State(app): State<App>,
    visitor: Visitor,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let user = changing_user(&visitor)?;
    let name = one(&sent, "name").to_owned();
    let scope = TokenScope::named(one(&sent, "scope"))?;
    let days: i64 = one(&sent, "days").parse().unwrap_or(90);
    let made = app
        .with_database(move |db| {
            let expires = (days > 0).then(|| Timestamp(db.now().0 + days.min(3_650) * DAY));
            users::make_token(db, user, scope, &name, expires)
        })
        .await;
    match made {
        Ok(secret) => {
            let notice = html! {
                div class="notice notice-success" role="status" {
                    div class="notice-words" {
                        strong class="notice-title" { (t("The token was made. This is the only time that it is shown:")) }
                        p { code class="secret" { (secret) } }
                    }
                }
            };
            page(&app, &visitor, Done { notice: Some(notice), status: StatusCode::OK }).await
        }
        Err(error) => refused(&app, &visitor, error).await,
    }
}

/// `POST /account/tokens/{id}/revoke`.
pub async fn revoke_token(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let user = changing_user(&visitor)?;
    let by = visitor.everywhere.clone();
    app.with_database(move |db| users::revoke_token(db, &by, Some(user), &id)).await?;
    app.forget_rights();
    Ok(go("/account"))
}

/// `POST /account/sessions/{id}/end`.
pub async fn end_session(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let user = changing_user(&visitor)?;
    let by = visitor.everywhere.clone();
    app.with_database(move |db| users::end_sessions(db, &by, user, Some(&id))).await?;
    app.forget_rights();
    Ok(go("/account"))
}

/// `POST /account/password`.
pub async fn change_password(
    State(app): State<App>,
    visitor: Visitor,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let user = changing_user(&visitor)?;
    let (old, new) = (one(&sent, "old").to_owned(), one(&sent, "new").to_owned());
    if new != one(&sent, "again") {
        return refused(&app, &visitor, Error::invalid(t("The two new passwords are not the same."))).await;
    }
    match app.with_database(move |db| users::change_password(db, user, &old, &new)).await {
        Ok(()) => {
            app.forget_rights();
            Ok(go(SIGN_IN))
        }
        Err(error) => refused(&app, &visitor, error).await,
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn browsers_are_called_by_their_names() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
        assert_eq!(browser(agent), "Chrome on Linux");
        assert_eq!(browser("curl/8.0"), "curl/8.0");
        assert_eq!(browser(""), "Unknown");
    }
}
