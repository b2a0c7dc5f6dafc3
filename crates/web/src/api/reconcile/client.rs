//! Who asks the reconciliation service, what of it is open to them, and how often.

use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde_json::Value as Json_;
use vasculum_domain::reconcile::{TYPES, Type, type_of};
use vasculum_domain::users::{self, TokenScope};
use vasculum_model::{Code, Error};
use vasculum_store::Access;

use crate::App;
use crate::respond::Refused;
use crate::security::{Caller, is_https, sign_in_needed};

/// Where the service is.
pub(super) const PATH: &str = "/api/reconcile";
/// What anybody may ask at once, and each second after that, from one address.
const QUICK: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
const A_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// More addresses than this are looked through for those that can be forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// What everybody may match, by the value of the preference.
const OPEN: &[(&str, &[&str])] =
    &[("names", &["Taxon", "Geography"]), ("all", &["Taxon", "Agent", "Geography", "Locality", "Storage"])];

/// Whether an address is one of the service. Nothing is changed there, so that a form from elsewhere can do no harm.
pub(crate) fn is_service(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Counts what people who are not signed in ask, by the address that they ask from.
pub(crate) struct Limit(DefaultKeyedRateLimiter<IpAddr>);

impl Default for Limit {
    fn default() -> Self {
        Self(RateLimiter::keyed(Quota::per_second(A_SECOND).allow_burst(QUICK)))
    }
}

impl Limit {
    fn check(&self, ip: IpAddr) -> Result<(), Refused> {
        if self.0.len() > MOST_ADDRESSES {
            self.0.retain_recent();
        }
        self.0.check_key(&ip).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Refused::too_many(wait.as_secs() + 1)
        })
    }
}

/// Somebody who asks the service.
pub(super) struct Client {
    /// What they may see; they change nothing.
    pub access: Access,
    /// The types that they may match.
    pub types: Vec<&'static Type>,
    /// How this server is called from outside, such as `https://museum.org`.
    pub base: String,
    /// The path of the service as they call it, with their token if it stands there.
    pub path: String,
    /// Whether pages of other sites may read the answer.
    is_open: bool,
}

impl Client {
    /// Whoever brings a token in the address, is signed in, or asks like everybody.
    pub(super) async fn of(
        app: &App,
        caller: &Caller,
        headers: &HeaderMap,
        token: Option<String>,
    ) -> Result<Self, Refused> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let base = format!("{}://{host}", if is_https(app, headers) { "https" } else { "http" });
        let all = || TYPES.iter().collect();
        if let Some(token) = token {
            let path = format!("{PATH}/with/{token}");
            let access = by_token(app, token).await?;
            return Ok(Self { access, types: all(), base, path, is_open: true });
        }
        let path = PATH.to_owned();
        if caller.access.is_somebody() {
            let access = caller.access.clone().looking_only(true);
            return Ok(Self { access, types: all(), base, path, is_open: false });
        }
        let wishes = app.wishes(None, None).await?;
        let said = wishes.get("reconciliation");
        let Some((_, open)) = OPEN.iter().find(|(value, _)| *value == said) else {
            let hint = "Bring a token, or put one that may only read into the address: /api/reconcile/with/….";
            return Err(Error::new(Code::SignInNeeded, sign_in_needed().message).hint(hint).into());
        };
        app.reconciling().check(caller.ip)?;
        let types = open.iter().filter_map(|id| type_of(id)).collect();
        Ok(Self { access: Access::system("reconciliation").looking_only(true), types, base, path, is_open: true })
    }

    /// The type with this id, if they may match it.
    pub(super) fn type_of(&self, id: &str) -> vasculum_model::Result<&'static Type> {
        let found = self.types.iter().copied().find(|of| of.id() == id);
        found.ok_or_else(|| {
            let ids: Vec<&str> = self.types.iter().map(|of| of.id()).collect();
            Error::invalid(format!("There is no type ‘{id}’.")).hint(format!("There are {}.", ids.join(", ")))
        })
    }

    /// An answer in JSON, which pages of other sites may read if the service is open to them.
    pub(super) fn json(&self, body: Json_) -> Response {
        self.opened(Json(body).into_response())
    }

    /// The same for an answer of any kind.
    pub(super) fn opened(&self, mut answer: Response) -> Response {
        if self.is_open {
            answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            let everywhere = HeaderValue::from_static("cross-origin");
            answer.headers_mut().insert("cross-origin-resource-policy", everywhere);
        }
        answer
    }
}

/// The rights of whoever a token in an address acts for.
async fn by_token(app: &App, token: String) -> Result<Access, Refused> {
    let found = app.with_database(move |db| users::token(db, &token)).await?;
    let Some(found) = found else {
        return Err(Error::new(Code::SignInNeeded, "This token is unknown, taken back or expired.").into());
    };
    if found.scope != TokenScope::Read {
        let hint = "Addresses are written down in many places. Make a token that may only read.";
        return Err(Error::forbidden("A token that may write can’t stand in an address.").hint(hint).into());
    }
    Ok(app.rights(found.user, None).await?.looking_only(true))
}
