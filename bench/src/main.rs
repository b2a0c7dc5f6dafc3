//! Measures Vasculum against a floor: the least that the same work could cost on the same machine in the same minute.
//!
//! `bench [NAME…] [--json] [--scale small|full] [--objects N] [--postgres URL]`. Bare times say more about a machine than about a program, so every
//! target is a ratio to a floor that runs alternately with what is measured; of several rounds the median counts.
//!
//! Exit codes: 0 every target was met, 1 something failed, 2 the command line was wrong, 3 a target was missed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for the terminal")]

mod archive;
mod floor;
mod house;
mod http;
mod import;
mod journal;
mod json;
mod machine;
mod pages;
mod questions;
mod raw;
mod report;
mod save;
mod search;
mod start;
mod trees;

use std::process::ExitCode;

use report::Row;

/// The allocator of the product, for both sides of every comparison.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What keeps a benchmark from being run at all.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// Enough to see that it works, in seconds.
    Small,
    /// The sizes that the targets speak of, in minutes.
    Full,
}

impl Scale {
    /// One of two sizes.
    fn pick<T>(self, small: T, full: T) -> T {
        match self {
            Self::Small => small,
            Self::Full => full,
        }
    }
}

/// What is asked of a benchmark.
#[derive(Debug, Clone)]
struct Ask {
    /// How much is measured.
    scale: Scale,
    /// The PostgreSQL server on which it is measured, as a URL; SQLite without one. What is measured on SQLite only does
    /// not mind it.
    postgres: Option<String>,
    /// Another number of objects for questions and searches, to see how they grow.
    objects: Option<usize>,
}

impl Ask {
    /// How many objects questions and searches are asked of.
    fn objects(&self) -> usize {
        self.objects.unwrap_or(self.scale.pick(20_000, 1_000_000))
    }

    /// The same on SQLite.
    fn on_sqlite(&self) -> Self {
        Self { postgres: None, ..self.clone() }
    }
}

/// One benchmark.
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn(&Ask) -> Result<Vec<Row>, Failure>,
}

/// Every benchmark, in the order in which they run.
const BENCHES: &[Bench] = &[
    Bench {
        name: "import-dwca",
        about: "a Darwin Core archive into SQLite, against inserting the same rows",
        run: import::run,
    },
    Bench { name: "journal", about: "what the journal adds to a bulk insert and to one save", run: journal::run },
    Bench {
        name: "save",
        about: "an object with determination and preparation, against the bare transaction",
        run: save::run,
    },
    Bench {
        name: "json-get",
        about: "one object with everything inline over HTTP, against plain axum",
        run: json::get,
    },
    Bench {
        name: "json-list",
        about: "lists of 20 and of 1,000 objects over HTTP, against plain axum",
        run: json::list,
    },
    Bench { name: "pages", about: "every kind of page on a large collection", run: pages::run },
    Bench {
        name: "questions",
        about: "questions of a large collection, against the best SQL by hand",
        run: questions::run,
    },
    Bench {
        name: "trees",
        about: "operations on trees of growing size, against the best SQL by hand",
        run: trees::run,
    },
    Bench {
        name: "tree-import",
        about: "a file of names into an empty tree, against inserting the same rows",
        run: trees::import,
    },
    Bench {
        name: "index",
        about: "the search index of everything, against adding the same documents to a bare index",
        run: search::index,
    },
    Bench {
        name: "search",
        about: "searching with facets, against the same counts of a bare index",
        run: search::search,
    },
    Bench { name: "start", about: "from starting `vasculum serve` to the first page", run: start::run },
];

/// Exit code: a target was missed.
const MISSED: u8 = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (names, ask, is_json) = match read(&arguments) {
        Ok(read) => read,
        Err(words) => {
            eprintln!("bench: {words}\n\n{}", help());
            return ExitCode::from(2);
        }
    };
    if !is_json {
        println!("{}", machine::words());
    }
    let mut rows = Vec::new();
    let mut failed = false;
    for bench in BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == bench.name)) {
        eprintln!("{}: {}", bench.name, bench.about);
        match (bench.run)(&ask) {
            Ok(found) => rows.extend(found),
            Err(failure) => {
                eprintln!("{} failed: {}", bench.name, report::chain(failure.as_ref()));
                failed = true;
            }
        }
    }
    if is_json {
        println!("{}", report::json(&rows));
    } else {
        print!("{}", report::table(&rows));
    }
    match (failed, rows.iter().any(|row| row.is_missed())) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(MISSED),
        (false, false) => ExitCode::SUCCESS,
    }
}

fn read(arguments: &[String]) -> Result<(Vec<String>, Ask, bool), String> {
    let (mut names, mut ask, mut is_json) =
        (Vec::new(), Ask { scale: Scale::Full, postgres: None, objects: None }, false);
    let mut left = arguments.iter();
    while let Some(word) = left.next() {
        match word.as_str() {
            "--json" => is_json = true,
            "--scale" => {
                ask.scale = match left.next().map(String::as_str) {
                    Some("small") => Scale::Small,
                    Some("full") => Scale::Full,
                    _ => return Err("--scale is small or full".to_owned()),
                }
            }
            "--postgres" => match left.next() {
                Some(url) => ask.postgres = Some(url.clone()),
                None => return Err("--postgres is the URL of a server".to_owned()),
            },
            "--objects" => match left.next().and_then(|number| number.parse().ok()) {
                Some(objects) => ask.objects = Some(objects),
                None => return Err("--objects is a number".to_owned()),
            },
            name if BENCHES.iter().any(|bench| bench.name == name) => names.push(name.to_owned()),
            other => return Err(format!("there is no benchmark or option `{other}`")),
        }
    }
    Ok((names, ask, is_json))
}

fn help() -> String {
    let mut text = "bench [NAME...] [--json] [--scale small|full] [--objects N] [--postgres URL]\n".to_owned();
    for bench in BENCHES {
        text += &format!("  {:<12} {}\n", bench.name, bench.about);
    }
    text
}
