//! The JSON API over real HTTP, against plain axum that says hello on the same runtime.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use vasculum_domain::users::{self, TokenScope};
use vasculum_web::{App, Options};

use crate::archive::Dice;
use crate::http::{Client, load};
use crate::report::{Row, median, timed};
use crate::{Ask, Failure, Scale, house};

const CLIENTS: usize = 8;
/// One object: at least a thirtieth of the rate of plain axum, in at most so many statements.
const GET_AT_MOST: f64 = 30.0;
const STATEMENTS_AT_MOST: f64 = 12.0;
/// A list of 20: at least a sixtieth of the rate of plain axum.
const LIST_AT_MOST: f64 = 60.0;
/// A list of 1,000, in milliseconds.
const LONG_LIST_AT_MOST_MS: f64 = 100.0;

/// Both servers on one runtime with two threads; both stop with the value.
pub(crate) struct Servers {
    /// Where Vasculum listens.
    pub(crate) api: SocketAddr,
    hello: SocketAddr,
    /// What lets the administrator in.
    pub(crate) token: String,
    objects: usize,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    /// Closed last, and not by a thread of the server: a connection to PostgreSQL may not be.
    _db: Arc<vasculum_store::Database>,
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(ask: &Ask) -> Result<Servers, Failure> {
    serve_objects(ask, ask.scale.pick(10_000, 200_000), TokenScope::Read)
}

/// Serves a database of so many objects to somebody who may do this.
pub(crate) fn serve_objects(ask: &Ask, objects: usize, scope: TokenScope) -> Result<Servers, Failure> {
    let house = house::open(&house::large(ask, objects)?)?;
    let token = users::make_token(&house.db, house.user, scope, "bench", None)?;
    let app = App::new(Arc::clone(&house.db), Options::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (api, hello) = runtime.block_on(async {
        let api = TcpListener::bind("127.0.0.1:0").await?;
        let hello = TcpListener::bind("127.0.0.1:0").await?;
        Ok::<_, std::io::Error>((api, hello))
    })?;
    let (api_address, hello_address) = (api.local_addr()?, hello.local_addr()?);
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        let plain = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
        runtime.spawn(async move { axum::serve(hello, plain).await });
        runtime.spawn(async move { vasculum_web::serve(app, api, std::future::pending()).await });
        let _ = runtime.block_on(stopped);
        runtime.shutdown_timeout(Duration::from_secs(2));
    });
    Ok(Servers {
        api: api_address,
        hello: hello_address,
        token,
        objects,
        stop: Some(stop),
        thread: Some(thread),
        _db: house.db,
    })
}

/// Rates of the API and of plain axum, alternating.
fn rates(servers: &Servers, scale: Scale, path: impl Fn(usize, usize) -> String + Sync) -> Result<(f64, f64), Failure> {
    let (rounds, time) = scale.pick((3, Duration::from_millis(500)), (5, Duration::from_secs(3)));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    load(servers.api, &servers.token, CLIENTS, time, &path)?;
    load(servers.hello, "", CLIENTS, time, |_, _| "/".to_owned())?;
    for round in 0..rounds {
        ours.push(load(servers.api, &servers.token, CLIENTS, time, &path)?);
        theirs.push(load(servers.hello, "", CLIENTS, time, |_, _| "/".to_owned())?);
        eprintln!("  round {}: {:.0} requests/s, plain axum {:.0}", round + 1, ours[round], theirs[round]);
    }
    Ok((median(&ours), median(&theirs)))
}

/// Ids all over the table, the same ones in every run.
fn any_id(client: usize, nth: usize, objects: usize) -> usize {
    let mut dice = Dice::new((client as u64 + 1) * 1_000_003 + nth as u64 * 7_919);
    dice.next();
    1 + dice.below(objects)
}

fn per_second(rate: f64) -> (String, f64) {
    (format!("{rate:.0} requests/s"), 1.0 / rate)
}

/// One object with everything inline.
pub(crate) fn get(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let scale = ask.scale;
    let servers = serve(ask)?;
    let objects = servers.objects;
    let path = |client, nth| format!("/api/v1/CollectionObject/{}?inline=all", any_id(client, nth, objects));
    let mut client = Client::connect(servers.api, &servers.token)?;
    let mut statements = 0;
    let mut bytes = 0;
    for nth in 0..200 {
        let answer = client.get(&path(99, nth))?;
        statements =
            statements.max(answer.statements().ok_or("the server does not tell how many statements it asked")?);
        bytes += client.body().len();
    }
    eprintln!("  an answer has {} bytes on average", bytes / 200);
    let (ours, theirs) = rates(&servers, scale, path)?;
    Ok(vec![
        Row::times("json-get", per_second(ours), per_second(theirs), Some(GET_AT_MOST)),
        Row::plain(
            "json-get: statements",
            "most of 200".to_owned(),
            statements as f64,
            "statements",
            Some(STATEMENTS_AT_MOST),
        ),
    ])
}

/// Lists of 20 and of 1,000 with everything inline.
pub(crate) fn list(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let scale = ask.scale;
    let servers = serve(ask)?;
    let objects = servers.objects;
    let path = |limit: usize| {
        move |client, nth| {
            let from = any_id(client, nth, objects - limit);
            format!("/api/v1/CollectionObject?filter=id%3E%3D{from}&limit={limit}&inline=all")
        }
    };
    let mut client = Client::connect(servers.api, &servers.token)?;
    let mut statements = |limit: usize| -> Result<u64, Failure> {
        let answer = client.get(&path(limit)(7, limit))?;
        if answer.status != 200 {
            return Err(format!(
                "the list was answered with {}: {}",
                answer.status,
                String::from_utf8_lossy(client.body())
            )
            .into());
        }
        Ok(answer.statements().ok_or("the server does not tell how many statements it asked")?)
    };
    let counts = [statements(20)?, statements(200)?, statements(1_000)?];
    let (ours, theirs) = rates(&servers, scale, path(20))?;
    let mut seconds = Vec::new();
    for nth in 0..scale.pick(10, 30) {
        let (answer, time) = timed(|| client.get(&path(1_000)(3, nth)));
        answer?;
        seconds.push(time.as_secs_f64() * 1e3);
    }
    let long = median(&seconds);
    let size = format!("{:.0} kB", client.body().len() as f64 / 1e3);
    let grows = counts[2].saturating_sub(counts[0]);
    Ok(vec![
        Row::times("json-list of 20", per_second(ours), per_second(theirs), Some(LIST_AT_MOST)),
        Row::plain("json-list of 1,000", size, long, "ms", Some(LONG_LIST_AT_MOST_MS)),
        Row::plain(
            "json-list: more statements for more rows",
            format!("{} for 20, {} for 200, {} for 1,000", counts[0], counts[1], counts[2]),
            grows as f64,
            "statements",
            Some(0.0),
        ),
    ])
}
