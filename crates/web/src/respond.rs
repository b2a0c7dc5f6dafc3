//! How a refusal becomes an answer: the only place that knows which code is which status.
//!
//! Programs get `application/problem+json` (RFC 9457), people at a browser get a page.

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use vasculum_model::{Code, Error, Issue};

use crate::App;
use crate::pages::visitor::{Visitor, looks};
use crate::pages::words;
use crate::ui::components::Look;
use crate::ui::components::link_button;
use crate::ui::frame::{Page, bare_page};
use crate::ui::preferences::Preferences;
use crate::ui::sentences::{said, said_with};
use crate::ui::words::{later, t};

/// The media type of a refusal for programs.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Where people sign in; pages that need somebody lead there.
pub const SIGN_IN: &str = "/sign-in";

/// One kind of refusal over HTTP. The last part of its `type` is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable kebab-case name; `urn:vasculum:problem:` stands before it in `type`.
    pub name: &'static str,
    /// The status.
    pub status: StatusCode,
    /// What is the same for every refusal of this kind.
    pub title: &'static str,
}

const fn kind(name: &'static str, status: StatusCode, title: &'static str) -> Kind {
    Kind { name, status, title }
}

/// The request or its data can't be accepted as they are.
pub const INVALID: Kind = kind("invalid", StatusCode::UNPROCESSABLE_ENTITY, later("This can’t be accepted as it is"));
/// Nobody is signed in.
pub const SIGN_IN_NEEDED: Kind = kind("sign-in-needed", StatusCode::UNAUTHORIZED, later("Please sign in"));
/// The person has no right to this.
pub const FORBIDDEN: Kind = kind("forbidden", StatusCode::FORBIDDEN, later("You have no right to this"));
/// Nothing of that kind is there for the person.
pub const NOT_FOUND: Kind = kind("not-found", StatusCode::NOT_FOUND, later("There is nothing here"));
/// Somebody else was first, or something depends on it.
pub const CONFLICT: Kind = kind("conflict", StatusCode::CONFLICT, later("This conflicts with something else"));
/// Our fault.
pub const INTERNAL: Kind =
    kind("internal", StatusCode::INTERNAL_SERVER_ERROR, later("Something went wrong on the server"));
/// The body is no JSON, or the address can't be read.
pub const MALFORMED: Kind = kind("malformed", StatusCode::BAD_REQUEST, later("This request can’t be read"));
/// `If-Match` names another version.
pub const CHANGED_MEANWHILE: Kind =
    kind("changed-meanwhile", StatusCode::PRECONDITION_FAILED, later("Somebody saved this record in the meantime"));
/// Too many attempts.
pub const TOO_MANY: Kind = kind("too-many-attempts", StatusCode::TOO_MANY_REQUESTS, later("Too many attempts"));

/// Every kind of refusal, for the manual and the description of the API.
pub const KINDS: &[Kind] = &[
    INVALID,
    SIGN_IN_NEEDED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    INTERNAL,
    MALFORMED,
    CHANGED_MEANWHILE,
    TOO_MANY,
    kind("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, later("This can’t be done here")),
    kind("too-large", StatusCode::PAYLOAD_TOO_LARGE, later("This is too large")),
    kind(
        "unsupported-media-type",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        later("This kind of content is not understood here"),
    ),
    kind("busy", StatusCode::SERVICE_UNAVAILABLE, later("The server took too long")),
];

fn kind_of(code: Code) -> Kind {
    match code {
        Code::Invalid => INVALID,
        Code::SignInNeeded => SIGN_IN_NEEDED,
        Code::Forbidden => FORBIDDEN,
        Code::NotFound => NOT_FOUND,
        Code::Conflict => CONFLICT,
        Code::Internal => INTERNAL,
    }
}

/// A field whose value differs from what the sender believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What the sender has.
    pub yours: Json,
    /// What stands in the database.
    pub theirs: Json,
}

/// A refusal on its way to the caller. Handlers return `Result<_, Refused>` and use `?` on every [`Error`].
#[derive(Debug)]
pub struct Refused(Box<Refusal>);

#[derive(Debug)]
struct Refusal {
    kind: Kind,
    detail: String,
    hint: Option<String>,
    issues: Vec<Issue>,
    differs: Vec<Difference>,
    retry_after_s: Option<u64>,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        if error.code == Code::Internal {
            tracing::error!(message = %error.message, cause = ?error.source, "a request failed");
        }
        let mut refused = Self::new(kind_of(error.code), error.message);
        refused.0.hint = error.hint.map(Into::into);
        refused.0.issues = error.issues;
        refused
    }
}

impl Refused {
    /// A refusal of this kind with its sentence for the person.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let (detail, issues, differs) = (detail.into(), Vec::new(), Vec::new());
        Self(Box::new(Refusal { kind, detail, hint: None, issues, differs, retry_after_s: None }))
    }

    /// Which kind of refusal it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Its sentence for the person.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The refusal of a write whose `If-Match` names an older version.
    pub fn changed_meanwhile(differs: Vec<Difference>) -> Self {
        let mut refused =
            Self::new(CHANGED_MEANWHILE, "Somebody saved this record after the version that If-Match names.");
        let hint = "Look at what differs, read the record again and repeat the change with its new version.";
        refused.0.hint = Some(hint.to_owned());
        refused.0.differs = differs;
        refused
    }

    /// The refusal of one attempt too many; the next one is answered after so many seconds.
    pub fn too_many(retry_after_s: u64) -> Self {
        let mut refused = Self::new(TOO_MANY, format!("Too many attempts. Please wait {retry_after_s} seconds."));
        refused.0.retry_after_s = Some(retry_after_s);
        refused
    }
}

impl Refusal {
    fn json(&self) -> Json {
        let mut problem = Map::new();
        problem.insert("type".to_owned(), json!(format!("urn:vasculum:problem:{}", self.kind.name)));
        problem.insert("title".to_owned(), json!(self.kind.title));
        problem.insert("status".to_owned(), json!(self.kind.status.as_u16()));
        problem.insert("detail".to_owned(), json!(self.detail));
        if let Some(hint) = &self.hint {
            problem.insert("hint".to_owned(), json!(hint));
        }
        if !self.issues.is_empty() {
            problem.insert("issues".to_owned(), self.issues.iter().map(issue_json).collect());
        }
        if !self.differs.is_empty() {
            let row = |one: &Difference| json!({ "field": one.field, "yours": one.yours, "theirs": one.theirs });
            problem.insert("differs".to_owned(), self.differs.iter().map(row).collect());
        }
        Json::Object(problem)
    }

    fn body(&self) -> Markup {
        html! {
            div class="work" {
                p { (said_with(&self.detail, words::value)) }
                @if let Some(hint) = &self.hint { p { (said(hint)) } }
                @if !self.issues.is_empty() {
                    ul { @for issue in &self.issues { li { @if !issue.field.is_empty() { strong { (issue.field) } ": " } (said(&issue.words)) } } }
                }
                div class="row" { (link_button(t("Home"), "/", "house", Look::Normal, "")) }
            }
        }
    }

    /// A page that says it: in the frame for somebody who is signed in, so that they can go on from there.
    fn page(&self, visitor: Option<&Visitor>, looks: Preferences) -> Response {
        let page = Page { title: t(self.kind.title), body: self.body(), is_reading: true, ..Page::default() };
        match visitor {
            Some(visitor) => visitor.page_with(self.kind.status, "", page),
            None => {
                let page = Page { preferences: looks, ..page };
                (self.kind.status, axum::response::Html(bare_page(&page, "").into_string())).into_response()
            }
        }
    }
}

/// An issue as the API shows it.
pub fn issue_json(issue: &Issue) -> Json {
    json!({ "name": issue.name, "level": issue.level.name(), "field": issue.field, "words": issue.words })
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let refusal = self.0;
        let mut res = (refusal.kind.status, refusal.json().to_string()).into_response();
        res.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(seconds) = refusal.retry_after_s {
            res.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if refusal.kind.status == StatusCode::UNAUTHORIZED {
            res.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Vasculum\""));
        }
        res.extensions_mut().insert(Arc::<Refusal>::from(refusal));
        res
    }
}

/// Answers an address that does not exist.
pub async fn nothing_here(uri: Uri) -> Refused {
    Refused::new(NOT_FOUND, format!("There is nothing at {}.", uri.path()))
}

/// Answers for a handler that panicked. What it said is for the log only.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let words = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(panic = words.unwrap_or("without words"), "a request panicked");
    Refused::new(INTERNAL, "Something went wrong on the server.").into_response()
}

/// Gives every refusal the form that the caller reads: a page for people, `application/problem+json` for programs.
/// Refusals by layers that know neither are put into words first.
pub(crate) async fn dress_refusals(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_people = wants_page(request.uri(), request.headers());
    let is_htmx = request.headers().contains_key("hx-request");
    let place = (request.method() == Method::GET).then(|| request.uri().to_string());
    let (parts, body) = request.into_parts();
    let asked = for_people.then(|| parts.clone());
    let res = next.run(Request::from_parts(parts, body)).await;
    if !(res.status().is_client_error() || res.status().is_server_error()) {
        return res;
    }
    let res =
        if res.extensions().get::<Arc<Refusal>>().is_some() || is_dressed(&res) { res } else { put_into_words(&res) };
    let Some(refused) = res.extensions().get::<Arc<Refusal>>().cloned().filter(|_| for_people) else { return res };
    if refused.kind == SIGN_IN_NEEDED {
        return lead_to_sign_in(place.as_deref(), is_htmx);
    }
    let mut page = match asked {
        Some(mut parts) => {
            let visitor = Visitor::from_request_parts(&mut parts, &app).await.ok();
            refused.page(visitor.as_ref(), looks(&parts.headers))
        }
        None => refused.page(None, Preferences::default()),
    };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = res.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// Whether the answer is for a browser: never below `/api/v1`, elsewhere if it accepts HTML.
fn wants_page(uri: &Uri, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !uri.path().starts_with("/api/") && (accepts.contains("text/html") || headers.contains_key("hx-request"))
}

/// Whether a handler wrote its own words: a form that is shown again with its issues, for example.
fn is_dressed(res: &Response) -> bool {
    let kind = res.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with(PROBLEM_JSON)
}

fn put_into_words(res: &Response) -> Response {
    let status = res.status();
    let kind = KINDS.iter().find(|kind| kind.status == status).copied();
    let kind = kind.unwrap_or(if status.is_server_error() { INTERNAL } else { Kind { status, ..MALFORMED } });
    let mut dressed = Refused::new(kind, format!("{}.", kind.title)).into_response();
    if let Some(allow) = res.headers().get(header::ALLOW) {
        dressed.headers_mut().insert(header::ALLOW, allow.clone());
    }
    dressed
}

fn lead_to_sign_in(place: Option<&str>, is_htmx: bool) -> Response {
    let next = place.filter(|place| *place != "/").map_or(String::new(), |place| format!("?next={}", escaped(place)));
    let target = format!("{SIGN_IN}{next}");
    if is_htmx {
        return (StatusCode::UNAUTHORIZED, [("hx-redirect", target)]).into_response();
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}

/// Text as it may stand in the query of an address.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
