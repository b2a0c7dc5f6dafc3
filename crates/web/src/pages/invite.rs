//! `/invite/{secret}`: what somebody sees who was invited.

use axum::Form as Body;
use axum::extract::{Path as Place, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::html;
use vasculum_domain::users;
use vasculum_model::{Code, Error, Result};

use super::people::said;
use super::sent::{Pairs, one};
use super::visitor::{go, looks};
use crate::App;
use crate::respond::{Refused, SIGN_IN};
use crate::ui::Level;
use crate::ui::components::{Field, Look, TextInput, button, text_field};
use crate::ui::frame::{Page, bare_page};
use crate::ui::words::{Words, t};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// `GET /invite/{secret}`: what an invited person sees.
pub async fn welcome(
    State(app): State<App>,
    headers: HeaderMap,
    Place(secret): Place<String>,
) -> Result<Response, Refused> {
    let invite = app.with_database(move |db| users::find_invite(db, &secret)).await?;
    let Some(invite) = invite else {
        return Err(Error::not_found(t("This invitation was used already, or is too old.")).into());
    };
    Ok(welcome_page(&headers, &invite.name, StatusCode::OK, None))
}

fn welcome_page(headers: &HeaderMap, name: &str, status: StatusCode, error: Option<&Error>) -> Response {
    let issues = |field: &str| -> Vec<(Level, &str)> {
        let all = error.map(|error| error.issues.as_slice()).unwrap_or_default();
        all.iter().filter(|issue| issue.field == field).map(|issue| (Level::Error, issue.words.as_str())).collect()
    };
    let field = |key: &'static str, label: &'static str, help: &'static str, value: &str, kind, autocomplete| {
        let found = issues(key);
        let field = Field { help, issues: &found, is_required: true, ..Field::new(key, label) };
        text_field(WORDS, &field, &TextInput { value, kind, autocomplete, ..TextInput::default() })
    };
    let body = html! {
        form class="stack" method="post" {
            @if let Some(error) = error { (said(error)) }
            p { (t("You were invited. Choose the name and the password with which you will sign in.")) }
            (field("name", t("Name"), t("Others see it beside what you do."), name, "", "username"))
            (field("password", t("Password"), "", "", "password", "new-password"))
            (field("again", t("Password once more"), "", "", "password", "new-password"))
            (button(t("Accept the invitation"), "", Look::Primary, "", ""))
        }
    };
    let page = Page { title: t("Welcome"), body, preferences: looks(headers), ..Page::default() };
    (status, Html(bare_page(&page, "").into_string())).into_response()
}

/// `POST /invite/{secret}`.
pub async fn accept(
    State(app): State<App>,
    headers: HeaderMap,
    Place(secret): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (name, password) = (one(&sent, "name").to_owned(), one(&sent, "password").to_owned());
    let done = if password == one(&sent, "again") {
        let (secret, name) = (secret.clone(), name.clone());
        app.with_database(move |db| users::accept_invite(db, &secret, &name, &password)).await
    } else {
        Err(Error::invalid(t("The two passwords are not the same.")))
    };
    match done {
        Ok(_) => {
            app.forget_rights();
            Ok(go(SIGN_IN))
        }
        Err(error) if error.code == Code::Invalid => {
            let invite = app.with_database(move |db| users::find_invite(db, &secret)).await?;
            if invite.is_none() {
                return Err(error.into());
            }
            Ok(welcome_page(&headers, &name, StatusCode::UNPROCESSABLE_ENTITY, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}
