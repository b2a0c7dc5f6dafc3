//! What the tests share: a fresh, empty database on every engine. Never shipped.
//!
//! SQLite is always there. PostgreSQL is used where `VASCULUM_TEST_POSTGRES` holds the address of a server on which
//! databases may be made (`cargo xtask test` starts one); elsewhere the tests say that they skipped it.

#![allow(clippy::print_stderr, clippy::missing_panics_doc, clippy::expect_used)]

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use tempfile::TempDir;
use vasculum_model::Timestamp;
use vasculum_store::{Database, Place};

/// A database for one test, gone with the value.
pub struct Fresh {
    /// The database.
    pub database: Arc<Database>,
    _folder: Option<TempDir>,
    dropped: Option<(String, String)>,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.dropped
            && let Ok(mut client) = postgres::Client::connect(server, postgres::NoTls)
        {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
        }
    }
}

/// A clock that starts on 2026-01-01 and goes on by a millisecond at every look.
pub fn test_clock() -> Timestamp {
    static MICROS: AtomicI64 = AtomicI64::new(1_767_225_600_000_000);
    Timestamp(MICROS.fetch_add(1_000, Ordering::Relaxed))
}

/// Runs a test on every engine that is there, each time with a fresh, empty database.
pub fn on_every_engine(test: impl Fn(&Fresh)) {
    eprintln!("on SQLite");
    test(&sqlite());
    match std::env::var("VASCULUM_TEST_POSTGRES") {
        Ok(server) => {
            eprintln!("on PostgreSQL");
            test(&on_postgres(&server));
        }
        Err(_) => eprintln!("skipped on PostgreSQL: VASCULUM_TEST_POSTGRES is not set"),
    }
}

/// A fresh SQLite database.
pub fn sqlite() -> Fresh {
    static TEMPLATE: OnceLock<(TempDir, std::path::PathBuf)> = OnceLock::new();
    // The tables are made once; every test gets a copy of the file.
    let (_, template) = TEMPLATE.get_or_init(|| {
        let folder = TempDir::new().expect("a temporary folder");
        let made = folder.path().join("made.db");
        let database = Database::create(Place::File(made), test_clock).expect("a new database");
        let copy = folder.path().join("template.db");
        database.copy_to(&copy).expect("a copy of it");
        (folder, copy)
    });
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("test.db");
    std::fs::copy(template, &file).expect("the template can be copied");
    let database = Database::open(Place::File(file), test_clock).expect("the copy can be opened");
    Fresh { database: Arc::new(database), _folder: Some(folder), dropped: None }
}

fn on_postgres(server: &str) -> Fresh {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static TEMPLATE: Mutex<Option<String>> = Mutex::new(None);
    let process = std::process::id();
    let with_name = |name: &str| address_of(server, name);
    let mut client = postgres::Client::connect(server, postgres::NoTls).expect("the PostgreSQL server answers");
    let mut template = TEMPLATE.lock().expect("no test failed while making the template");
    let source = template.get_or_insert_with(|| {
        let name = format!("vasculum_template_{process}");
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
            .and_then(|()| {
                client.batch_execute(&format!("CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"))
            })
            .expect("a database can be made");
        drop(Database::create(Place::Postgres(with_name(&name)), test_clock).expect("its tables can be made"));
        name
    });
    let name = format!("vasculum_test_{process}_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    // The connection that made the template may take a moment to be gone.
    for _ in 0..50 {
        if client.batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{source}\"")).is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let database = Database::open(Place::Postgres(with_name(&name)), test_clock).expect("the copy can be opened");
    Fresh { database: Arc::new(database), _folder: None, dropped: Some((server.to_owned(), name)) }
}

/// The address of another database on the same server.
fn address_of(server: &str, name: &str) -> String {
    let Some((scheme, rest)) = server.split_once("://") else { return server.to_owned() };
    let (host, query) = rest.split_once('?').map_or((rest, String::new()), |(host, query)| (host, format!("?{query}")));
    let host = host.split('/').next().unwrap_or(host);
    format!("{scheme}://{host}/{name}{query}")
}

/// A PostgreSQL database without any tables, gone with the value.
pub struct EmptyPostgres {
    /// Its address.
    pub address: String,
    server: String,
    name: String,
}

impl Drop for EmptyPostgres {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name));
        }
    }
}

/// A fresh PostgreSQL database without any tables, where there is a server for tests.
pub fn empty_postgres() -> Option<EmptyPostgres> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("VASCULUM_TEST_POSTGRES") else {
        eprintln!("skipped on PostgreSQL: VASCULUM_TEST_POSTGRES is not set");
        return None;
    };
    let name = format!("vasculum_empty_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the PostgreSQL server answers");
    let make = format!("CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0");
    client.batch_execute(&make).expect("a database can be made");
    Some(EmptyPostgres { address: address_of(&server, &name), server, name })
}
