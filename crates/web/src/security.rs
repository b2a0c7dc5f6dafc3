//! Who calls, whether the call is forged, how often one may try to sign in, and what every answer forbids.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use vasculum_domain::users;
use vasculum_model::{Code, Error, Result};
use vasculum_store::{Access, Database};

use crate::App;
use crate::api::reconcile::is_service;
use crate::respond::{FORBIDDEN, Refused};

/// The cookie that holds the secret of a session.
pub const SESSION_COOKIE: &str = "vasculum_session";
/// The cookie that holds the id of the collection that somebody works in; it only ever narrows what they see.
pub const COLLECTION_COOKIE: &str = "vasculum_collection";

/// How long rights that were read once may be used without looking again. A change in this process counts at once;
/// this is for changes by another process on the same database.
const RIGHTS_LAST: Duration = Duration::from_secs(1);
/// More callers than this are forgotten together.
const MOST_CALLERS: usize = 10_000;

/// Who sent a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What they may do, over all their collections.
    pub access: Access,
    /// The address that they call from.
    pub ip: IpAddr,
    /// The collection of their cookie, if there is one.
    collection: Option<i64>,
    /// Why they are nobody, when they brought a token that is not good.
    refusal: Option<&'static str>,
}

impl Caller {
    /// Their access in the collection that they chose at the browser; in all of theirs, if they chose none or may no
    /// longer enter it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub async fn here(&self, app: &App) -> Result<Access> {
        match self.enter(app, self.collection).await {
            Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => Ok(self.access.clone()),
            entered => entered,
        }
    }

    /// Their access in the collection with this code; without a code, in all of theirs.
    ///
    /// # Errors
    ///
    /// `NotFound` or `Forbidden`, if there is no such collection or they may not enter it.
    pub async fn within(&self, app: &App, code: Option<&str>) -> Result<Access> {
        let Some(code) = code else { return Ok(self.access.clone()) };
        if !self.access.is_somebody() {
            return Err(sign_in_needed());
        }
        let places = &self.access.hierarchy().collections;
        match places.iter().find(|place| place.code == code) {
            Some(place) => self.enter(app, Some(place.id)).await,
            None => Err(Error::not_found(format!("There is no collection ‘{code}’ that you may see."))),
        }
    }

    async fn enter(&self, app: &App, collection: Option<i64>) -> Result<Access> {
        match (self.access.user, collection) {
            (Some(user), Some(id)) => Ok(app.rights(user, Some(id)).await?.looking_only(self.access.read_only)),
            _ => Ok(self.access.clone()),
        }
    }
}

/// The caller, whoever it is. A bearer token that is not good is refused all the same.
impl FromRequestParts<App> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let caller = identify(app, &parts.headers, &parts.extensions).await?;
        if let Some(words) = caller.refusal {
            let hint = "Make a new one with `vasculum token add` or on your account page.";
            return Err(Error::new(Code::SignInNeeded, words).hint(hint).into());
        }
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}

/// The caller, or nothing where the request does not even say who it is from.
impl OptionalFromRequestParts<App> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Refused> {
        let caller = <Self as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Some(caller).filter(|caller| caller.access.is_somebody()))
    }
}

/// Somebody who is signed in; anybody else is asked to sign in first.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Caller);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        if caller.access.is_somebody() { Ok(Self(caller)) } else { Err(sign_in_needed().into()) }
    }
}

/// The refusal of what only somebody who is signed in may do.
pub(crate) fn sign_in_needed() -> Error {
    Error::new(Code::SignInNeeded, "Please sign in first.")
}

async fn identify(app: &App, headers: &HeaderMap, extensions: &axum::http::Extensions) -> Result<Caller, Refused> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let ip = address(headers, peer, app.options().trusts_proxy);
    let nobody = Caller { access: Access::nobody(), ip, collection: None, refusal: None };
    let secret = match (bearer(headers), cookie(headers, SESSION_COOKIE)) {
        (Some(token), _) => Secret::Token(token.to_owned()),
        (None, Some(session)) => Secret::Session(session.to_owned()),
        (None, None) => return Ok(nobody),
    };
    let is_token = matches!(secret, Secret::Token(_));
    Ok(match known_or_looked_up(app, secret).await? {
        Some(access) => {
            let collection = cookie(headers, COLLECTION_COOKIE).and_then(|id| id.parse().ok());
            Caller { access, ip, collection, refusal: None }
        }
        None if is_token => Caller { refusal: Some("This token is unknown, taken back or expired."), ..nobody },
        None => nobody,
    })
}

/// What a request brings to show who it is from.
enum Secret {
    Token(String),
    Session(String),
}

async fn known_or_looked_up(app: &App, secret: Secret) -> Result<Option<Access>> {
    let key = match &secret {
        Secret::Token(text) => blake3::hash(format!("token {text}").as_bytes()),
        Secret::Session(text) => blake3::hash(format!("session {text}").as_bytes()),
    };
    let known = app.known_callers();
    if let Some(access) = known.get(&key) {
        return Ok(Some(access));
    }
    let age = known.age();
    let Some((user, read_only)) = app.with_database(move |db| whose(db, &secret)).await? else { return Ok(None) };
    let access = app.rights(user, None).await?.looking_only(read_only);
    known.put(key, access.clone(), age);
    Ok(Some(access))
}

/// Whose secret this is, and whether it only lets them look.
fn whose(db: &Database, secret: &Secret) -> Result<Option<(i64, bool)>> {
    Ok(match secret {
        Secret::Token(text) => {
            users::token(db, text)?.map(|token| (token.user, token.scope == users::TokenScope::Read))
        }
        Secret::Session(text) => users::session(db, text)?.map(|session| (session.user, false)),
    })
}

/// The rights of those who called lately, by the digest of what they brought.
#[derive(Default)]
pub(crate) struct KnownCallers {
    callers: RwLock<HashMap<blake3::Hash, (Access, Instant)>>,
    /// Counts how often all was forgotten, so that rights that were read before are not kept after.
    age: AtomicU64,
}

impl KnownCallers {
    fn get(&self, key: &blake3::Hash) -> Option<Access> {
        let callers = self.callers.read().unwrap_or_else(PoisonError::into_inner);
        callers.get(key).filter(|(_, read)| read.elapsed() < RIGHTS_LAST).map(|(access, _)| access.clone())
    }

    fn age(&self) -> u64 {
        self.age.load(Ordering::SeqCst)
    }

    fn put(&self, key: blake3::Hash, access: Access, age: u64) {
        let mut callers = self.callers.write().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MOST_CALLERS {
            callers.clear();
        }
        if self.age() == age {
            callers.insert(key, (access, Instant::now()));
        }
    }

    pub(crate) fn forget(&self) {
        let mut callers = self.callers.write().unwrap_or_else(PoisonError::into_inner);
        self.age.fetch_add(1, Ordering::SeqCst);
        callers.clear();
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(theirs, _)| *theirs == name)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Where a request comes from: the peer, or what the operator's own proxy says of it.
fn address(headers: &HeaderMap, peer: Option<IpAddr>, trusts_proxy: bool) -> IpAddr {
    let forwarded = headers.get("x-forwarded-for").filter(|_| trusts_proxy).and_then(|value| value.to_str().ok());
    // Each proxy adds the address that it saw at the end: only the last one comes from the operator's own.
    let told = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
    told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

pub(crate) fn is_https(app: &App, headers: &HeaderMap) -> bool {
    app.options().trusts_proxy && headers.get("x-forwarded-proto").is_some_and(|value| value == "https")
}

/// Refuses what another site makes a browser send: everything that changes something must come from a page of ours, or
/// bring a token of its own.
pub(crate) async fn refuse_forged(State(_): State<App>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    let headers = request.headers();
    if is_safe || is_service(request.uri().path()) || bearer(headers).is_some() || is_from_here(headers) {
        return next.run(request).await;
    }
    Refused::new(FORBIDDEN, "This request does not come from a page of this server.").into_response()
}

pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        Some(origin) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            !host.is_empty() && text(header::HOST).is_some_and(|ours| ours.eq_ignore_ascii_case(host))
        }
        // No browser: there is nothing to forge unless a cookie comes along.
        None => cookie(headers, SESSION_COOKIE).is_none(),
    }
}

/// What every answer says about what a browser may do with it.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds the headers that keep browsers from doing what no page of ours needs, and keeps answers out of shared caches.
pub(crate) async fn add_headers(request: Request, next: Next) -> Response {
    let mut res = next.run(request).await;
    for (name, value) in HEADERS {
        res.headers_mut().entry(*name).or_insert(HeaderValue::from_static(value));
    }
    res.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    res
}

/// Counts attempts to sign in, for each pair of address and user name.
pub(crate) struct SignInLimit {
    limiter: DefaultKeyedRateLimiter<(IpAddr, String)>,
}

/// How long each further attempt must wait once the quick ones are used up.
const ATTEMPT_EVERY: Duration = Duration::from_secs(10);
/// More pairs than this are looked through for those that can be forgotten.
const MOST_PAIRS: usize = 10_000;

impl SignInLimit {
    pub(crate) fn new(quick: u32) -> Self {
        let quota = Quota::with_period(ATTEMPT_EVERY).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        let quick = NonZeroU32::new(quick).unwrap_or(NonZeroU32::MIN);
        Self { limiter: RateLimiter::keyed(quota.allow_burst(quick)) }
    }

    /// Counts one attempt.
    fn check(&self, ip: IpAddr, name: &str) -> Result<(), Refused> {
        if self.limiter.len() > MOST_PAIRS {
            self.limiter.retain_recent();
        }
        let name: String = name.trim().to_lowercase().chars().take(64).collect();
        self.limiter.check_key(&(ip, name)).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Refused::too_many(wait.as_secs() + 1)
        })
    }
}

/// Signs somebody in by name and password, and returns the `Set-Cookie` of their new session. The session that the
/// browser had before ends.
///
/// # Errors
///
/// Refused as `invalid` if the two do not belong together, and as `too-many-attempts` after too many.
pub async fn sign_in(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    name: &str,
    password: &str,
) -> Result<HeaderValue, Refused> {
    app.sign_ins().check(caller.ip, name)?;
    let (name, password) = (name.trim().to_owned(), password.to_owned());
    let about = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let former = cookie(headers, SESSION_COOKIE).map(str::to_owned);
    let from = caller.ip;
    let secret = app
        .with_database(move |db| {
            let Some(user) = users::verify(db, &name, &password)? else {
                users::remember_failed(db, &name, from)?;
                return Err(Error::invalid("This name and password do not belong together."));
            };
            if let Some(former) = former {
                users::end_session(db, &former)?;
            }
            users::start_session(db, user, &about)
        })
        .await?;
    app.forget_rights();
    session_cookie(app, headers, &secret, users::SESSION_DAYS * 24 * 3600)
}

/// Signs out: ends the session of the browser and returns the `Set-Cookie` that forgets it.
///
/// # Errors
///
/// As `Internal`, if the database fails.
pub async fn sign_out(app: &App, headers: &HeaderMap) -> Result<HeaderValue, Refused> {
    if let Some(secret) = cookie(headers, SESSION_COOKIE).map(str::to_owned) {
        app.with_database(move |db| users::sign_out(db, &secret)).await?;
        app.forget_rights();
    }
    session_cookie(app, headers, "", 0)
}

pub(crate) fn session_cookie(
    app: &App,
    headers: &HeaderMap,
    secret: &str,
    seconds: i64,
) -> Result<HeaderValue, Refused> {
    let secure = if is_https(app, headers) { "; Secure" } else { "" };
    let text = format!("{SESSION_COOKIE}={secret}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text)
        .map_err(|cause| Error::internal("The session can't be told to the browser.", cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_what_comes_from_a_page_of_ours_may_change_something() {
        let session = ("cookie", "vasculum_session=x");
        for (list, expect) in [
            (vec![session, ("sec-fetch-site", "same-origin")], true),
            (vec![session, ("sec-fetch-site", "none")], true),
            (vec![session, ("sec-fetch-site", "cross-site")], false),
            (vec![session, ("sec-fetch-site", "same-site")], false),
            (vec![session, ("origin", "https://a.org"), ("host", "a.org")], true),
            (vec![session, ("origin", "https://b.org"), ("host", "a.org")], false),
            (vec![session, ("origin", "null"), ("host", "a.org")], false),
            (vec![session], false),
            (vec![], true),
            (vec![("origin", "https://b.org"), ("host", "a.org")], false),
        ] {
            assert_eq!(is_from_here(&headers(&list)), expect, "{list:?}");
        }
    }

    #[test]
    fn an_address_is_believed_only_of_the_own_proxy() {
        let told = headers(&[("x-forwarded-for", "6.6.6.6, 10.0.0.9")]);
        let peer = Some(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(address(&told, peer, false).to_string(), "127.0.0.1");
        assert_eq!(address(&told, peer, true).to_string(), "10.0.0.9");
    }

    #[test]
    fn after_five_quick_attempts_one_must_wait() {
        let limit = SignInLimit::new(5);
        let ip = IpAddr::from([127, 0, 0, 1]);
        for _ in 0..5 {
            assert!(limit.check(ip, "Anna").is_ok());
        }
        assert!(limit.check(ip, "anna ").is_err());
        assert!(limit.check(ip, "berta").is_ok());
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let told = headers(&[("cookie", "a=1; vasculum_session=s3; b=2")]);
        assert_eq!(cookie(&told, SESSION_COOKIE), Some("s3"));
        assert_eq!(cookie(&told, "session"), None);
    }
}
