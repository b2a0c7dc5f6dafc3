//! The person in front of a page, and the frame around what they see.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use vasculum_domain::forms::Look;
use vasculum_domain::preferences::Preferred;
use vasculum_model::names::{agent, collection_object, loan, locality, record_set, taxon};
use vasculum_model::{Table, TableId, model};
use vasculum_store::{Access, CollectionPlace};

use super::errand::Errand;
use crate::App;
use crate::respond::Refused;
use crate::security::{SignedIn, cookie};
use crate::ui::frame::{NavItem, Page, Routes, drawer_page, page};
use crate::ui::language::{Language, answering, language};
use crate::ui::preferences::{self, Preferences};
use crate::ui::words::{later, t};

/// Somebody who is signed in and works in one of their collections.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// What they may do, narrowed to the collection.
    pub access: Access,
    /// What they may do in all of their collections.
    pub everywhere: Access,
    /// The looks that they chose.
    pub preferences: Preferences,
    /// What they prefer, or their collection or institution for them.
    pub wishes: Arc<Preferred>,
    /// How the collection in which they work shows its records.
    pub look: Arc<Look>,
    /// The page that they came from, if it is one of ours.
    pub from: Option<String>,
    /// What they are on the way for, if they left a form for it.
    pub errand: Option<Errand>,
    /// Whether the page stands in a drawer over another one.
    pub in_drawer: bool,
    /// How many of their jobs wait or run, and how many have ended without their knowing.
    pub jobs: (i64, i64),
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let SignedIn(caller) = SignedIn::from_request_parts(parts, app).await?;
        let mut here = caller.here(app).await?;
        let open = enterable(&here);
        let is_open = |id: i64| open.iter().any(|place| place.id == id);
        if !here.collection.is_some_and(is_open) {
            // Whoever chose none works in the first that is open to them.
            if let (Some(user), Some(first)) = (here.user, open.first()) {
                here = app.rights(user, Some(first.id)).await?.looking_only(here.read_only);
            }
        }
        let preferences = looks(&parts.headers);
        let place = here.collection.and_then(|id| here.hierarchy().collections.iter().find(|place| place.id == id));
        let look = match place {
            Some(place) => app.look(place, language().key()).await?,
            None => Arc::default(),
        };
        let wishes = app.wishes(here.user, here.collection).await?;
        let jobs = match here.user {
            Some(user) => app.with_database(move |db| vasculum_domain::jobs::counts(db, user)).await?,
            None => (0, 0),
        };
        Ok(Self {
            access: here,
            everywhere: caller.access,
            preferences,
            wishes,
            look,
            from: came_from(&parts.headers),
            errand: Errand::of(parts.uri.query()),
            in_drawer: parts.headers.get("sec-fetch-dest").is_some_and(|dest| dest == "iframe"),
            jobs,
        })
    }
}

/// The looks that a request's cookie asks for.
pub(crate) fn looks(headers: &HeaderMap) -> Preferences {
    cookie(headers, preferences::COOKIE).map(Preferences::from_cookie).unwrap_or_default()
}

/// The language that a request is answered in: the chosen one, else the one that the browser likes best of ours, else
/// English. The API speaks English to everybody.
fn spoken(uri: &Uri, headers: &HeaderMap) -> Language {
    if uri.path() == "/api" || uri.path().starts_with("/api/") {
        return Language::English;
    }
    let accepted = || Language::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?);
    looks(headers).language.or_else(accepted).unwrap_or_default()
}

/// Answers a request in the language of whoever reads the answer.
pub(crate) async fn speak(request: Request, next: Next) -> Response {
    let language = spoken(request.uri(), request.headers());
    answering(language, next.run(request)).await
}

/// Path and query of the page of ours that a request came from.
pub(crate) fn came_from(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let rest = referer.split_once("://")?.1.strip_prefix(host)?;
    let path = rest.split('#').next().unwrap_or_default();
    is_ours(path).then(|| path.to_owned())
}

/// Whether an address leads to a page of this server and nowhere else.
pub(crate) fn is_ours(path: &str) -> bool {
    let odd = |letter: char| letter.is_control() || letter == '\\';
    path.starts_with('/') && !path.starts_with("//") && !path.contains(odd)
}

/// The collections that a person may enter.
pub(crate) fn enterable(access: &Access) -> Vec<CollectionPlace> {
    let may = |place: &&CollectionPlace| access.may("/system/sp7/collection", "access", Some(place.id));
    access.hierarchy().collections.iter().filter(may).cloned().collect()
}

/// One place of the rail: its key, words, address, icon, the table that one must be able to read.
type Place = (&'static str, &'static str, &'static str, &'static str, Option<TableId>);

/// The rail, from above.
const PLACES: &[Place] = &[
    ("home", later("Home"), "/", "house", None),
    ("specimens", later("Specimens"), "/data/CollectionObject", "archive", Some(collection_object::TABLE)),
    ("taxa", later("Taxa"), "/trees/Taxon", "folder-tree", Some(taxon::TABLE)),
    ("localities", later("Localities"), "/data/Locality", "map-pin", Some(locality::TABLE)),
    ("agents", later("People"), "/data/Agent", "users", Some(agent::TABLE)),
    ("interactions", later("Loans"), "/data/Loan", "hand-helping", Some(loan::TABLE)),
    ("insights", later("Insights"), "/insights", "chart-no-axes-column", None),
    ("data", later("All data"), "/data", "database", None),
    ("queries", later("Queries"), "/queries", "list-checks", None),
    ("sets", later("Record sets"), "/record-sets", "layers", Some(record_set::TABLE)),
    ("changes", later("Changes"), "/changes", "history", None),
];

impl Visitor {
    /// The collection that they work in; nothing in an institution without any.
    pub(crate) fn place(&self) -> Option<&CollectionPlace> {
        let here = self.access.collection?;
        self.access.hierarchy().collections.iter().find(|place| place.id == here)
    }

    /// Whether they may do this with records of the table here.
    pub(crate) fn may(&self, action: &str, table: &Table) -> bool {
        let resource = format!("/table/{}", table.name.to_ascii_lowercase());
        !self.access.read_only && self.access.may(&resource, action, self.access.collection)
    }

    /// Whether they may read records of the table here.
    pub(crate) fn may_read(&self, table: TableId) -> bool {
        let resource = format!("/table/{}", model().table(table).name.to_ascii_lowercase());
        self.access.may(&resource, "read", self.access.collection)
    }

    fn nav(&self, key: &str) -> Vec<NavItem<'static>> {
        let mut items: Vec<NavItem<'static>> = PLACES
            .iter()
            .filter(|(.., table)| table.is_none_or(|table| self.may_read(table)))
            .filter(|(its_key, ..)| {
                !matches!(*its_key, "queries" | "insights")
                    || vasculum_domain::query::must_be_allowed(&self.access).is_ok()
            })
            .map(|(its_key, label, href, icon, _)| NavItem {
                key: its_key,
                label: t(label),
                href,
                icon,
                is_current: *its_key == key,
                starts_group: *its_key == "data",
            })
            .collect();
        if super::system::has_any(self) {
            items.push(NavItem {
                key: "administration",
                label: t("System"),
                href: "/system",
                icon: "settings",
                is_current: key == "administration",
                starts_group: true,
            });
        }
        items
    }

    /// A page in its frame; `key` is the place of the rail that it belongs to.
    pub(crate) fn page(&self, key: &str, content: Page<'_>) -> Response {
        self.page_with(StatusCode::OK, key, content)
    }

    /// A page in its frame with another status than 200.
    pub(crate) fn page_with(&self, status: StatusCode, key: &str, content: Page<'_>) -> Response {
        let nav = self.nav(key);
        let open = enterable(&self.access);
        let ids: Vec<String> = open.iter().map(|place| place.id.to_string()).collect();
        let collections: Vec<(&str, &str, bool)> = open
            .iter()
            .zip(&ids)
            .map(|(place, id)| (id.as_str(), place.name.as_str(), self.access.collection == Some(place.id)))
            .collect();
        let whole = Page {
            nav: &nav,
            collections: &collections,
            user: Some(&self.access.name),
            preferences: self.preferences,
            routes: Routes { notifications: "/jobs", ..Routes::default() },
            jobs: usize::try_from(self.jobs.0).unwrap_or(0),
            notifications: usize::try_from(self.jobs.1).ok().filter(|ended| *ended > 0),
            ..content
        };
        let drawn = if self.in_drawer { drawer_page(&whole) } else { page(&whole) };
        (status, Html(drawn.into_string())).into_response()
    }
}

/// Sends somebody on to another page after a form was accepted.
pub(crate) fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_are_led_to() {
        for (path, expect) in [
            ("/data/Taxon?q=a", true),
            ("//evil.org", false),
            ("/\\evil.org", false),
            ("https://evil.org", false),
            ("", false),
        ] {
            assert_eq!(is_ours(path), expect, "{path}");
        }
    }
}
