//! Signing in and out, the choice of a collection, and the looks.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::{preferences as wishes, users};
use vasculum_model::Error;
use vasculum_store::Access;

use super::preferences::follow;
use super::visitor::{Visitor, came_from, enterable, go, is_ours, looks};
use crate::App;
use crate::respond::{INVALID, Refused, SIGN_IN, TOO_MANY, escaped};
use crate::security::{COLLECTION_COOKIE, Caller, cookie, sign_in, sign_out};
use crate::ui::Level;
use crate::ui::components::{Field, Look, TextInput, button, icon, notice, text_field};
use crate::ui::frame::{Page, bare_page};
use crate::ui::preferences::{self, Preferences};
use crate::ui::words::{Words, later, t};

const WORDS: &Words<'static> = &Words::ENGLISH;
const YEAR_S: u32 = 365 * 24 * 60 * 60;

type Pairs = Vec<(String, String)>;

fn one<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// What the sign-in page shows.
struct SignInPage<'a> {
    name: &'a str,
    next: &'a str,
    /// What was wrong, and what to do.
    refusal: Option<(String, &'a str)>,
    preferences: Preferences,
}

impl SignInPage<'_> {
    fn draw(&self, status: StatusCode) -> Response {
        let action =
            if self.next.is_empty() { SIGN_IN.to_owned() } else { format!("{SIGN_IN}?next={}", escaped(self.next)) };
        let name = TextInput { autocomplete: "username", value: self.name, ..TextInput::default() };
        let password = TextInput { kind: "password", autocomplete: "current-password", ..TextInput::default() };
        let body = html! {
            form class="stack" method="post" action=(action) data-focus=(if self.name.is_empty() { "name" } else { "password" }) {
                @if let Some((words, hint)) = &self.refusal { (notice(WORDS, Level::Error, words, hint, None)) }
                (text_field(WORDS, &Field::new("name", t("User name")), &name))
                (text_field(WORDS, &Field::new("password", t("Password")), &password))
                (button(t("Sign in"), "", Look::Primary, "", ""))
            }
        };
        let page = Page { title: t("Sign in"), body, preferences: self.preferences, ..Page::default() };
        (status, Html(bare_page(&page, t("Collections management")).into_string())).into_response()
    }
}

/// `GET /sign-in`.
pub async fn ask(caller: Option<Caller>, headers: HeaderMap, Query(params): Query<Pairs>) -> Response {
    let next = Some(one(&params, "next")).filter(|next| is_ours(next)).unwrap_or_default();
    if caller.is_some() {
        return go(if next.is_empty() { "/" } else { next });
    }
    SignInPage { name: "", next, refusal: None, preferences: looks(&headers) }.draw(StatusCode::OK)
}

/// `POST /sign-in`.
pub async fn enter(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(params): Query<Pairs>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let next = Some(one(&params, "next")).filter(|next| is_ours(next)).unwrap_or_default();
    let (name, password) = (one(&sent, "name"), one(&sent, "password"));
    let refusal = match sign_in(&app, &caller, &headers, name, password).await {
        Ok(cookie) => {
            return welcome(&app, &headers, name, next, cookie).await;
        }
        Err(refused) => refused,
    };
    let (status, hint) = match refusal.kind() {
        INVALID => (
            StatusCode::UNPROCESSABLE_ENTITY,
            t("Look at the spelling of both; capital letters count in the password."),
        ),
        TOO_MANY => (StatusCode::TOO_MANY_REQUESTS, t("This keeps others from guessing your password.")),
        _ => return Err(refusal),
    };
    Ok(SignInPage { name, next, refusal: Some((refusal.detail().to_owned(), hint)), preferences: looks(&headers) }
        .draw(status))
}

/// Leads somebody who just signed in to where they wanted to go, or to their first page, in the looks that they set.
async fn welcome(
    app: &App,
    headers: &HeaderMap,
    name: &str,
    next: &str,
    session: HeaderValue,
) -> Result<Response, Refused> {
    let name = name.trim().to_owned();
    let collection = cookie(headers, COLLECTION_COOKIE).and_then(|id| id.parse().ok());
    let wanted = app
        .read(Access::system("sign-in"), move |tx| {
            let user = users::find_user(tx, &name)?;
            wishes::effective(tx, Some(user), collection)
        })
        .await?;
    let target = if next.is_empty() || next == "/" { wanted.get("home") } else { next };
    let mut res = go(target);
    res.headers_mut().append(header::SET_COOKIE, session);
    let (before, after) = (looks(headers), follow(looks(headers), &wanted, false));
    if before != after {
        set_looks(&mut res, after);
    }
    Ok(res)
}

/// `POST /sign-out`.
pub async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refused> {
    let cookie = sign_out(&app, &headers).await?;
    let mut res = go(SIGN_IN);
    res.headers_mut().append(header::SET_COOKIE, cookie);
    // What a shared computer keeps of pages that one has left.
    res.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(res)
}

/// `GET /collection`: the choice of the collection to work in.
pub async fn choose(visitor: Visitor) -> Response {
    let open = enterable(&visitor.access);
    let body = html! {
        form class="work" method="post" action="/collection" {
            @if open.is_empty() {
                (notice(WORDS, Level::Warning, t("No collection is open to you yet."), t("Ask somebody who manages the users of your institution."), None))
            }
            ul class="stack" {
                @for place in &open {
                    li {
                        button class="button" name="collection" value=(place.id) aria-current=[(visitor.access.collection == Some(place.id)).then_some("true")] {
                            (icon("library")) (place.name)
                        }
                    }
                }
            }
        }
    };
    visitor.page("home", Page { title: t("Choose a collection"), body, is_reading: true, ..Page::default() })
}

/// `POST /collection`.
pub async fn chosen(visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let id: Option<i64> = one(&sent, "collection").parse().ok();
    let Some(place) = enterable(&visitor.access).into_iter().find(|place| Some(place.id) == id) else {
        return Err(Error::not_found(t("There is no such collection that you may enter.")).into());
    };
    // A record of one collection is not there in another one; its list is.
    let target = visitor.from.as_deref().and_then(|from| {
        let path = from.split('?').next()?;
        let mut parts = path.split('/').skip(1);
        (parts.next() == Some("data"))
            .then(|| parts.next().filter(|table| !table.is_empty()))
            .flatten()
            .map(|table| format!("/data/{table}"))
    });
    // A link to a record of another collection leads on to the record.
    let next = Some(one(&sent, "next")).filter(|next| is_ours(next)).map(ToOwned::to_owned);
    let mut res = go(next.or(target).as_deref().unwrap_or("/"));
    set_cookie(&mut res, COLLECTION_COOKIE, &place.id.to_string(), true);
    Ok(res)
}

/// `POST /preferences`: theme, density and rail, for browsers without scripts.
pub async fn prefer(headers: HeaderMap, Body(sent): Body<Pairs>) -> Response {
    let mut preferences = cookie(&headers, preferences::COOKIE).map(Preferences::from_cookie).unwrap_or_default();
    for (name, value) in &sent {
        preferences.choose(name, value);
    }
    let mut res = go(came_from(&headers).as_deref().unwrap_or("/"));
    set_cookie(&mut res, preferences::COOKIE, &preferences.to_cookie(), false);
    res
}

/// Has a browser keep these looks.
pub(crate) fn set_looks(res: &mut Response, looks: Preferences) {
    set_cookie(res, preferences::COOKIE, &looks.to_cookie(), false);
}

fn set_cookie(res: &mut Response, name: &str, value: &str, hidden: bool) {
    let hidden = if hidden { "; HttpOnly" } else { "" };
    let text = format!("{name}={value}; SameSite=Lax; Path=/; Max-Age={YEAR_S}{hidden}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        res.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The choice of theme and density, for the account page.
pub(crate) fn looks_form(preferences: Preferences) -> Markup {
    let now = preferences.to_cookie();
    let is = |choice: &str| now.split('.').any(|one| one == choice);
    let none = |key: &str| !now.split('.').any(|one| one.starts_with(key));
    let pressed = |name: &str, value: &str| {
        if value == "auto" { none(&format!("{name}:")) } else { is(&format!("{name}:{value}")) }
    };
    html! {
        form class="stack" method="post" action="/preferences" data-preferences {
            @for (name, label, choices) in [
                ("theme", t("Theme"), &[("auto", later("Auto")), ("light", later("Light")), ("dark", later("Dark"))][..]),
                ("density", t("Density"), &[("auto", later("Comfortable")), ("compact", later("Compact"))][..]),
            ] {
                div class="preference" role="group" aria-label=(label) {
                    span { (label) }
                    span class="choice" {
                        @for (value, words) in choices { button name=(name) value=(value) aria-pressed=(pressed(name, value)) { (t(words)) } }
                    }
                }
            }
        }
    }
}
