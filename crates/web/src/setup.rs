//! The guided setup: what a server answers as long as there is no institution in its database.
//!
//! Anybody on the network could otherwise make an empty server theirs, so a code that stands at the console opens it, to
//! one browser. Answers are kept in memory from step to step; nothing is written before the last step, and then all of
//! it in one change set. After that the same server answers as the application.

mod steps;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Form as Body, Path as Place, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use maud::html;
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use vasculum_domain::setup::{self as domain, FirstSetup};
use vasculum_domain::users;
use vasculum_model::{Code, Error, Issue, Result};
use vasculum_store::{Access, Database, Purpose};

use self::steps::{STEPS, Step};
use crate::app::{App, Options, router};
use crate::pages::sent::{Pairs, one};
use crate::pages::sign_in;
use crate::pages::visitor::{go, looks, speak};
use crate::respond::{FORBIDDEN, INTERNAL, Refused};
use crate::security::{self, cookie, is_from_here};
use crate::ui::Level;
use crate::ui::assets;
use crate::ui::components::{Field, Look, TextInput, button, notice, text_field};
use crate::ui::frame::{Page, bare_page};
use crate::ui::words::{Words, t};
use crate::upload::{self, Upload};

const WORDS: &Words<'static> = &Words::ENGLISH;
const SETUP: &str = "/setup";
/// The cookie of the browser that brought the code.
const COOKIE: &str = "vasculum_setup";
/// The largest file of names that is taken in, in bytes.
const UPLOAD_BYTES: usize = 256 << 20;
/// After so many wrong codes there is a new one.
const ATTEMPTS: u32 = 20;

/// Makes the database when everything is answered.
pub type Make = Box<dyn Fn() -> Result<Database> + Send + Sync>;

/// A server that waits for being set up. Cloning it is cheap; all clones are the same.
#[derive(Clone)]
pub struct Setup {
    inner: Arc<Inner>,
}

struct Inner {
    make: Make,
    options: Options,
    state: Mutex<Progress>,
    /// The application, once there is one.
    ready: OnceLock<Router>,
}

/// How far the setup is.
#[derive(Default)]
struct Progress {
    code: String,
    wrong: u32,
    /// The secret of the browser that brought the code.
    browser: Option<String>,
    /// What was answered, by the names of the fields.
    answers: Pairs,
    upload: Option<Upload>,
    /// What was wrong with the answers at the last attempt.
    issues: Vec<Issue>,
    is_applying: bool,
}

impl Setup {
    /// A server without an institution. `make` makes its database, which must be empty.
    ///
    /// # Errors
    ///
    /// `Internal`, if the machine gives no random numbers.
    pub fn new(make: Make, options: Options) -> Result<Self> {
        let state = Mutex::new(Progress { code: new_code()?, ..Progress::default() });
        Ok(Self { inner: Arc::new(Inner { make, options, state, ready: OnceLock::new() }) })
    }

    /// The code that opens the setup to one browser; to be shown at the console.
    pub fn code(&self) -> String {
        self.state().code.clone()
    }

    fn state(&self) -> MutexGuard<'_, Progress> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request comes from the browser that brought the code.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let state = self.state();
        state.browser.is_some() && cookie(headers, COOKIE) == state.browser.as_deref()
    }
}

/// Twelve letters and digits in groups of four, read easily from a console.
fn new_code() -> Result<String> {
    let text = users::new_password()?;
    let letters: Vec<char> = text.chars().take(12).collect();
    Ok(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// Everything that the server answers: the setup at first, the application afterwards.
pub fn setup_router(setup: Setup) -> Router {
    let own = Router::new()
        .route("/healthz", get(|| async { "setup\n" }))
        .route("/assets/{*path}", get(assets::get_asset))
        .route("/preferences", post(sign_in::prefer))
        .route(SETUP, get(ask).post(open))
        .route("/setup/{step}", get(show).post(answer))
        .fallback(elsewhere)
        .layer(from_fn(refuse_forged))
        .layer(from_fn(speak))
        .layer(from_fn(security::add_headers))
        .with_state(setup.clone());
    Router::new().fallback(move |request: Request| {
        let router = setup.inner.ready.get().cloned().unwrap_or_else(|| own.clone());
        async move {
            match router.oneshot(request).await {
                Ok(res) => res,
                Err(never) => match never {},
            }
        }
    })
}

/// Answers requests on `listener` until `shutdown` comes.
///
/// # Errors
///
/// `Internal`, if the listener fails.
pub async fn serve_setup(
    setup: Setup,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let service = setup_router(setup).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
        .map_err(|cause| Error::internal("The server can't go on listening.", cause))
}

/// Refuses what another site makes a browser send.
async fn refuse_forged(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !is_from_here(request.headers()) {
        return Refused::new(FORBIDDEN, t("This request does not come from a page of this server.")).into_response();
    }
    next.run(request).await
}

/// Anything else leads to the setup.
async fn elsewhere(request: Request) -> Response {
    if request.method() == Method::GET {
        return go(SETUP);
    }
    (StatusCode::SERVICE_UNAVAILABLE, "Nothing is set up here yet.\n").into_response()
}

fn page(headers: &HeaderMap, status: StatusCode, title: &str, body: maud::Markup) -> Response {
    let page = Page { title, body, preferences: looks(headers), is_reading: true, ..Page::default() };
    (status, Html(bare_page(&page, t("Setting up Vasculum")).into_string())).into_response()
}

/// `GET /setup`: asks for the code, or goes on where one was.
async fn ask(State(setup): State<Setup>, headers: HeaderMap, Query(sent): Query<Pairs>) -> Response {
    if setup.knows(&headers) {
        return go(&STEPS[0].path());
    }
    code_page(&headers, one(&sent, "code"), StatusCode::OK, None)
}

fn code_page(headers: &HeaderMap, code: &str, status: StatusCode, wrong: Option<&str>) -> Response {
    let field = Field {
        help: t("It stands where the server was started, and is good for one browser."),
        is_required: true,
        ..Field::new("code", t("Code"))
    };
    let body = html! {
        form class="stack" method="post" action=(SETUP) {
            @if let Some(words) = wrong { (notice(WORDS, Level::Error, words, "", None)) }
            p { (t("There is no institution here yet. To make one, type the code that the server shows.")) }
            (text_field(WORDS, &field, &TextInput { value: code, autocomplete: "one-time-code", ..TextInput::default() }))
            (button(t("Begin"), "", Look::Primary, "", ""))
        }
    };
    page(headers, status, t("Welcome to Vasculum"), body)
}

/// `POST /setup`: opens the setup to a browser that brings the code. The code is used up, and a new one is shown at the
/// console, for the case that the browser is lost.
async fn open(State(setup): State<Setup>, headers: HeaderMap, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let plain =
        |text: &str| text.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
    let given = plain(one(&sent, "code"));
    let opened = {
        let mut state = setup.state();
        let is_right =
            !given.is_empty() && blake3::hash(given.as_bytes()) == blake3::hash(plain(&state.code).as_bytes());
        if !is_right {
            state.wrong += 1;
        }
        if is_right || state.wrong >= ATTEMPTS {
            state.wrong = 0;
            state.code = new_code()?;
            tracing::warn!("the setup has a new code: {}", state.code);
        }
        if is_right {
            let secret = format!("{}{}", users::new_password()?, users::new_password()?);
            state.browser = Some(secret.clone());
            Some(secret)
        } else {
            None
        }
    };
    let Some(secret) = opened else {
        // Nobody guesses twelve letters; this keeps them from trying fast.
        tokio::time::sleep(Duration::from_secs(1)).await;
        return Ok(code_page(&headers, "", StatusCode::FORBIDDEN, Some(t("This is not the code."))));
    };
    let mut res = go(&STEPS[0].path());
    set_cookie(&mut res, &format!("{COOKIE}={secret}; HttpOnly; SameSite=Strict; Path={SETUP}"))?;
    Ok(res)
}

fn set_cookie(res: &mut Response, text: &str) -> Result<()> {
    let value = HeaderValue::from_str(text).map_err(|cause| Error::internal("A cookie can't be written.", cause))?;
    res.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

/// `GET /setup/{step}`.
async fn show(State(setup): State<Setup>, headers: HeaderMap, Place(word): Place<String>) -> Response {
    let Some(step) = Step::named(&word).filter(|_| setup.knows(&headers)) else { return go(SETUP) };
    draw(&setup, &headers, step, StatusCode::OK)
}

fn draw(setup: &Setup, headers: &HeaderMap, step: &'static Step, status: StatusCode) -> Response {
    let state = setup.state();
    let file = state.upload.as_ref().map(|upload| upload.name.clone());
    let body = step.form(&state.answers, &state.issues, file.as_deref());
    drop(state);
    page(headers, status, t(step.title), body)
}

/// `POST /setup/{step}`: keeps what was answered and goes on or back; the last step makes everything.
async fn answer(
    State(setup): State<Setup>,
    headers: HeaderMap,
    Place(word): Place<String>,
    request: Request,
) -> Result<Response, Refused> {
    // Nobody else gets to send much: the body is read only of the browser that brought the code.
    let Some(step) = Step::named(&word).filter(|_| setup.knows(&headers)) else { return Ok(go(SETUP)) };
    let body = to_bytes(request.into_body(), UPLOAD_BYTES)
        .await
        .map_err(|_| Error::invalid(t("This file is too large.")).hint(t("It may have 256 MB.")))?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (sent, file) = upload::read(kind, &body)?;
    let goes_back = one(&sent, "go") == "back";
    {
        let mut state = setup.state();
        for name in step.fields {
            state.answers.retain(|(theirs, _)| theirs != name);
            let value = sent.iter().rev().find(|(theirs, _)| theirs == name);
            state.answers.extend(value.map(|(name, value)| (name.clone(), value.trim().to_owned())));
        }
        state.issues.clear();
        if let Some((name, bytes)) = file {
            state.upload = Some(Upload::keep(&name, &bytes)?);
        }
        if !goes_back {
            state.issues = step.judge(&state.answers, state.upload.as_ref());
        }
    }
    if goes_back {
        return Ok(go(&step.before().map_or_else(|| SETUP.to_owned(), Step::path)));
    }
    if !setup.state().issues.is_empty() {
        return Ok(draw(&setup, &headers, step, StatusCode::UNPROCESSABLE_ENTITY));
    }
    match step.next() {
        Some(next) => Ok(go(&next.path())),
        None => finish(&setup, &headers).await,
    }
}

/// Makes the institution, and signs its first user in.
async fn finish(setup: &Setup, headers: &HeaderMap) -> Result<Response, Refused> {
    let new = {
        let mut state = setup.state();
        if state.is_applying {
            return Err(Refused::new(INTERNAL, t("The institution is being made already.")));
        }
        state.is_applying = true;
        steps::first_setup(&state.answers, state.upload.as_ref())
    };
    let about = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let worker = setup.clone();
    let done = tokio::task::spawn_blocking(move || apply(&worker, &new, &about)).await;
    setup.state().is_applying = false;
    match done.map_err(|cause| Error::internal("Something went wrong on the server.", cause)).and_then(|done| done) {
        Ok((app, secret)) => {
            let mut res = go("/");
            let session = security::session_cookie(&app, headers, &secret, users::SESSION_DAYS * 24 * 3600)?;
            res.headers_mut().append(header::SET_COOKIE, session);
            set_cookie(&mut res, &format!("{COOKIE}=; HttpOnly; SameSite=Strict; Path={SETUP}; Max-Age=0"))?;
            _ = setup.inner.ready.set(router(app));
            // What was typed is no longer needed, and the uploaded file goes with it.
            *setup.state() = Progress::default();
            Ok(res)
        }
        Err(error) if error.code == Code::Invalid => {
            let issues = if error.issues.is_empty() {
                vec![Issue::error("setup", "", error.message.into_owned())]
            } else {
                error.issues
            };
            // The first step with something wrong is shown.
            let step = STEPS.iter().find(|step| issues.iter().any(|issue| step.fields.contains(&issue.field.as_str())));
            let step = step.unwrap_or(&STEPS[STEPS.len() - 1]);
            setup.state().issues = issues;
            Ok(draw(setup, headers, step, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes the database and everything in it; returns the application and the secret of the first session.
fn apply(setup: &Setup, new: &FirstSetup, about: &str) -> Result<(App, String)> {
    domain::check(new)?;
    let db = (setup.inner.make)()?;
    let purpose = Purpose::new("setup", format!("Institution ‘{}’ set up", new.institution.name));
    db.write(&Access::system("setup"), purpose, |tx| domain::set_up(tx, new))?;
    db.optimise()?;
    let user = db.read(&Access::system("setup"), |tx| users::find_user(tx, &new.user.name))?;
    let secret = users::start_session(&db, user, about)?;
    Ok((App::new(Arc::new(db), setup.inner.options.clone()), secret))
}
