//! The running application: the way to the data, and the server around it.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::timeout::TimeoutLayer;
use vasculum_domain::forms::{Look, LookCache};
use vasculum_domain::insights::answers::Answers;
use vasculum_domain::jobs::Workshop;
use vasculum_domain::preferences::{self, Preferred};
use vasculum_domain::query::Hits;
use vasculum_domain::remembered::Remembered;
use vasculum_domain::users::AccessCache;
use vasculum_model::{Code, Error, Result, TableId, own};
use vasculum_search::{Ask, Ids, Search};
use vasculum_store::{Access, CollectionPlace, Database, Purpose, Tx, WriteTx, in_time};

use crate::api::reconcile::Limit;
use crate::pages::entry::presence::Presence;
use crate::pages::home::Numbers;
use crate::pages::trees::import::Uploads;
use crate::pages::visitor;
use crate::security::{self, KnownCallers, SignInLimit};
use crate::ui::language::{language, speaking};
use crate::ui::words::t;
use crate::{respond, routes};

/// What an operator may choose about serving.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether a proxy of the operator's own stands in front, whose `X-Forwarded-Proto` and `X-Forwarded-For` tell the
    /// truth. Without it both are ignored.
    pub trusts_proxy: bool,
    /// How many attempts to sign in are answered at once before each further one must wait for 10 seconds.
    pub quick_sign_ins: u32,
    /// How long a request may take before it is given up.
    pub request_timeout: Duration,
    /// The folder of the search index; nothing keeps it in memory.
    pub search: Option<PathBuf>,
    /// What jobs work with.
    pub workshop: Workshop,
    /// What is done with the database and the search index as soon as there is an application over it.
    pub on_start: Option<OnStart>,
}

/// A function that hears of the database and its search index when the application starts: also when that is long after the server did,
/// because an institution was set up first.
#[derive(Clone)]
pub struct OnStart(Arc<Hear>);

type Hear = dyn Fn(&Arc<Database>, &Arc<Search>) + Send + Sync;

impl OnStart {
    /// Calls this function.
    pub fn by(hear: impl Fn(&Arc<Database>, &Arc<Search>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }
}

impl std::fmt::Debug for OnStart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OnStart")
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            trusts_proxy: false,
            quick_sign_ins: 5,
            request_timeout: Duration::from_secs(60),
            workshop: Workshop::at("files"),
            on_start: None,
            search: None,
        }
    }
}

/// The application. Cloning it is cheap; all clones are the same application.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Arc<Database>,
    options: Options,
    /// How many may read at the same time; the others wait without holding a thread or a connection.
    readers: Semaphore,
    known_callers: KnownCallers,
    rights: AccessCache,
    looks: LookCache,
    wishes: Remembered<(Option<i64>, Option<i64>), Preferred>,
    numbers: Numbers,
    answers: Answers,
    sign_ins: SignInLimit,
    presence: Presence,
    reconciling: Limit,
    uploads: Uploads,
    search: Arc<Search>,
}

/// More readers than this at the same time only get in each other's way.
const READERS: usize = 16;

impl App {
    /// An application over this database.
    pub fn new(db: Arc<Database>, options: Options) -> Self {
        let search = Arc::new(Search::new(Arc::clone(&db), options.search.clone()));
        if let Some(OnStart(hear)) = &options.on_start {
            hear(&db, &search);
        }
        let sign_ins = SignInLimit::new(options.quick_sign_ins);
        let readers = Semaphore::new(READERS);
        let (known_callers, rights, looks) = (KnownCallers::default(), AccessCache::new(), LookCache::default());
        let presence = Presence::default();
        let (wishes, numbers) = (Remembered::of(preferences::TABLES), Numbers::default());
        let reconciling = Limit::default();
        let inner = Inner {
            db,
            options,
            readers,
            known_callers,
            rights,
            looks,
            wishes,
            numbers,
            answers: Answers::default(),
            sign_ins,
            presence,
            reconciling,
            uploads: Uploads::default(),
            search,
        };
        Self { inner: Arc::new(inner) }
    }

    /// What the operator chose.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    pub(crate) fn known_callers(&self) -> &KnownCallers {
        &self.inner.known_callers
    }

    /// Who has which record open.
    pub(crate) fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    /// Files of trees that are on their way in.
    pub(crate) fn uploads(&self) -> &Uploads {
        &self.inner.uploads
    }

    /// The index of everything. It is opened when somebody first searches, unless it was started before.
    pub fn search(&self) -> &Search {
        &self.inner.search
    }

    /// All records of a table that the search finds for a person.
    ///
    /// # Errors
    ///
    /// - `Conflict` while the index is being made.
    /// - `Invalid`: the index has no records of this table.
    /// - `Internal`, if the index can't be read.
    pub(crate) fn found(&self, access: &Access, ask: &Ask, table: TableId) -> Result<Ids> {
        let search = self.search();
        search.start();
        search.wait_until_ready(Duration::from_secs(5));
        let found = search.ids(access, ask, table)?;
        found.ok_or_else(|| {
            Error::new(Code::Conflict, t("The search index is being made.")).hint(t("Try again in a while."))
        })
    }

    /// What answers `search "…"` in the questions of a person.
    pub(crate) fn finds<'a>(&'a self, access: &'a Access) -> impl Fn(TableId, &str) -> Result<Hits> + 'a {
        move |table, words| {
            let Ids { ids, upto } = self.found(access, &Ask::of(words), table)?;
            Ok(Hits { ids, upto })
        }
    }

    /// How often the reconciliation service was asked by everybody.
    pub(crate) fn reconciling(&self) -> &Limit {
        &self.inner.reconciling
    }

    pub(crate) fn sign_ins(&self) -> &SignInLimit {
        &self.inner.sign_ins
    }

    /// Runs `work` with the database on a thread where it does not hold up others, in the language and the model of the
    /// request. What it reads is stopped shortly before the request itself would be given up.
    ///
    /// # Errors
    ///
    /// Whatever `work` refuses; `Invalid` if it reads for too long; `Internal` if it panics.
    pub async fn with_database<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = Arc::clone(&self.inner.db);
        let language = language();
        let model = own::entered().unwrap_or_else(|| db.model());
        let most = self.options().request_timeout.mul_f32(0.9);
        let work = move || in_time(most, || own::within(model, || speaking(language, || work(&db))));
        match tokio::task::spawn_blocking(work).await {
            Ok(answer) => answer,
            Err(cause) => Err(Error::internal("Something went wrong on the server.", cause)),
        }
    }

    /// What a user may do, in one collection or, without one, in all that they may enter.
    ///
    /// # Errors
    ///
    /// `SignInNeeded`, `NotFound` or `Forbidden`, as [`AccessCache::access`].
    pub async fn rights(&self, user: i64, collection: Option<i64>) -> Result<Access> {
        let app = self.clone();
        self.with_database(move |db| app.inner.rights.access(db, user, collection)).await
    }

    /// How a collection shows its records: forms, captions and pick lists, in a language such as `de`.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub async fn look(&self, place: &CollectionPlace, language: &str) -> Result<Arc<Look>> {
        let (app, collection, discipline) = (self.clone(), place.id, place.discipline);
        let language = language.to_owned();
        self.with_database(move |db| app.inner.looks.look(db, collection, discipline, &language)).await
    }

    /// What a user prefers in a collection.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub async fn wishes(&self, user: Option<i64>, collection: Option<i64>) -> Result<Arc<Preferred>> {
        let app = self.clone();
        self.with_database(move |db| {
            app.inner.wishes.get(db, &(user, collection), |tx| preferences::effective(tx, user, collection))
        })
        .await
    }

    /// The numbers of the home pages, as far as they are known.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.inner.numbers
    }

    /// The answers of charts, maps and tiles, as far as they are known.
    pub(crate) fn answers(&self) -> &Answers {
        &self.inner.answers
    }

    /// Runs `read` in a transaction that sees what `access` may see.
    ///
    /// # Errors
    ///
    /// Whatever `read` refuses; `Internal` if it panics.
    pub async fn read<T: Send + 'static>(
        &self,
        access: Access,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _place = self.inner.readers.acquire().await;
        self.with_database(move |db| db.read(&access, read)).await
    }

    /// Runs `write` in a transaction that is journalled under `purpose`; returns when it is safe on disk.
    ///
    /// # Errors
    ///
    /// Whatever `write` refuses, and then nothing was written; `Internal` if it panics.
    pub async fn write<T: Send + 'static>(
        &self,
        access: Access,
        purpose: Purpose,
        write: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_counted(access, purpose, write).await.map(|(answer, _)| answer)
    }

    /// Like [`App::write`]; returns the number of the change set too, or nothing if nothing was written.
    ///
    /// # Errors
    ///
    /// As [`App::write`].
    pub async fn write_counted<T: Send + 'static>(
        &self,
        access: Access,
        purpose: Purpose,
        write: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Option<i64>)> {
        let answer = self.with_database(move |db| db.write_counted(&access, purpose, write)).await;
        // What was written may be a right.
        self.forget_rights();
        answer
    }

    /// Has the rights of every caller read anew at their next request: for whoever changes users, rights, sessions or
    /// tokens by [`App::with_database`].
    pub fn forget_rights(&self) {
        self.inner.known_callers.forget();
    }
}

/// Answers a request in the model that the institution has when it arrives: what is read within the request and what
/// its page shows then speak of the same fields, also while somebody adds one.
async fn in_model(State(app): State<App>, request: Request, next: Next) -> Response {
    let model = app.inner.db.model();
    let mut answer = Box::pin(next.run(request));
    std::future::poll_fn(|context| own::within(model, || answer.as_mut().poll(context))).await
}

/// Everything that can be asked for, with all that stands around it.
pub fn router(app: App) -> Router {
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, app.options().request_timeout);
    // The last layer is the first to see a request.
    routes::table(&app)
        .fallback(respond::nothing_here)
        .layer(from_fn_with_state(app.clone(), security::refuse_forged))
        .layer(DefaultBodyLimit::max(routes::BODY_LIMIT_BYTES))
        .layer(CatchPanicLayer::custom(respond::panicked))
        .layer(timeout)
        .layer(from_fn_with_state(app.clone(), respond::dress_refusals))
        .layer(from_fn(visitor::speak))
        .layer(from_fn_with_state(app.clone(), in_model))
        .layer(compression)
        .layer(from_fn(security::add_headers))
        .with_state(app)
}

/// Answers requests on `listener` until `shutdown` comes; requests under way are still answered then.
///
/// # Errors
///
/// `Internal`, if the listener fails.
pub async fn serve(app: App, listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
        .map_err(|cause| Error::internal("The server can't go on listening.", cause))
}
