//! A museum with two collections and some people, behind the router.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;
use vasculum_domain::setup::{self, Made, NewCollection, NewInstitution};
use vasculum_domain::users::{self, NewUser, TokenScope};
use vasculum_store::{Access, Purpose};
use vasculum_testkit::{Fresh, on_every_engine};
use vasculum_web::{App, Options, router};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a pressed fern";

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|cause| panic!("{cause}: {} {}", self.status, self.text))
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The same, if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// How many statements the answer cost.
    pub(crate) fn statements(&self) -> u32 {
        let digits: String = self.header("server-timing").chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    }

    /// The issues of a refusal: place and name.
    pub(crate) fn issues(&self) -> Vec<String> {
        let json = self.json();
        let list = json["issues"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|issue| format!("{} {}", issue["field"].as_str().unwrap(), issue["name"].as_str().unwrap()))
            .collect()
    }
}

/// A museum with fishes and plants.
pub(crate) struct House {
    pub(crate) fish: Made,
    /// Tokens by user name: `admin`, `editor` and `reader` and `asker` of the fishes, `botanist` of the plants, `stranger`, and
    /// `looker`, which is the editor with a token that may only look.
    pub(crate) tokens: BTreeMap<&'static str, String>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// Runs a test in a fresh museum on every engine.
pub(crate) fn on_every_house(test: impl Fn(&House)) {
    on_every_engine(|fresh| test(&House::new(fresh)));
}

impl House {
    /// A museum in a fresh database.
    pub(crate) fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, Options::default())
    }

    /// The same, as an operator wants it.
    pub(crate) fn with(fresh: &Fresh, options: Options) -> Self {
        let db = Arc::clone(&fresh.database);
        let system = Access::system("test");
        let collection = |code: &str, kind: &str| NewCollection {
            code: code.to_owned(),
            discipline_type: kind.to_owned(),
            ..NewCollection::default()
        };
        let institution = NewInstitution { name: "Museum of Tests".to_owned(), code: "MT".to_owned() };
        let (fish, _, users) = db
            .write(&system, Purpose::new("init", "A museum"), |tx| {
                let fish = setup::init(tx, institution, collection("fish", "fish"))?;
                let herb = setup::add_collection(tx, collection("herb", "botany"))?;
                users::install_library_roles(tx)?;
                let mut ids = Vec::new();
                for (name, place, role) in [
                    ("admin", fish, None),
                    ("editor", fish, Some("Full Data Access")),
                    ("reader", fish, Some("Read-Only Access")),
                    ("asker", fish, Some("Run Queries")),
                    ("botanist", herb, Some("Full Data Access")),
                    ("stranger", fish, None),
                ] {
                    let password = Some(PASSWORD.to_owned());
                    let new = NewUser { name: name.to_owned(), password, admin: name == "admin", email: None };
                    let id = users::add_user(tx, new)?;
                    if let Some(role) = role {
                        let role = users::add_role_from_library(tx, place.collection, role)?;
                        users::give_role(tx, id, role)?;
                    }
                    ids.push((name, id));
                }
                Ok((fish, herb, ids))
            })
            .unwrap();
        let mut tokens = BTreeMap::new();
        for (name, id) in users {
            tokens.insert(name, users::make_token(&db, id, TokenScope::Write, "test", None).unwrap());
            if name == "editor" {
                tokens.insert("looker", users::make_token(&db, id, TokenScope::Read, "look", None).unwrap());
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { fish, tokens, router: router(App::new(db, options)), runtime }
    }

    /// Sends a request as it is.
    pub(crate) fn send(&self, request: Request<Body>) -> Reply {
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let res = router.oneshot(request).await.unwrap();
            let (parts, body) = res.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Reply { status: parts.status, headers: parts.headers, text }
        })
    }

    /// Sends a request with these headers in somebody's name; `nobody` brings no token.
    pub(crate) fn call_with(
        &self,
        who: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Json>,
    ) -> Reply {
        let path = path.replace('<', "%3C").replace('>', "%3E");
        let mut request = Request::builder().method(method.parse::<Method>().unwrap()).uri(path);
        if let Some(token) = self.tokens.get(who) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |json| Body::from(json.to_string()));
        self.send(request.body(body).unwrap())
    }

    /// Sends a request in somebody's name.
    pub(crate) fn call(&self, who: &str, method: &str, path: &str, body: Option<Json>) -> Reply {
        self.call_with(who, method, path, &[], body)
    }

    /// Makes a record and returns it.
    #[track_caller]
    pub(crate) fn make(&self, who: &str, table: &str, record: Json) -> Json {
        self.call(who, "POST", &format!("/api/v1/{table}"), Some(record)).expect(201).json()
    }

    /// The id of the first record that a list gives.
    #[track_caller]
    pub(crate) fn first_id(&self, list: &str) -> i64 {
        let json = self.call("admin", "GET", list, None).expect(200).json();
        json["records"][0]["id"].as_i64().unwrap_or_else(|| panic!("{list} is empty"))
    }

    /// The object type that new specimens of a collection have.
    pub(crate) fn object_type(&self, place: Made) -> i64 {
        self.first_id(&format!("/api/v1/CollectionObjectType?filter=collection={}", place.collection))
    }

    /// The body of a new specimen in the fishes.
    pub(crate) fn specimen(&self, catalog_number: &str) -> Json {
        json!({
            "catalogNumber": catalog_number,
            "collection": self.fish.collection,
            "collectionObjectType": self.object_type(self.fish),
        })
    }
}
