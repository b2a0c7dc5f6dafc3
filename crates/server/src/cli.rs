//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Collections management for natural history: one program, one data directory.
#[derive(Debug, Parser)]
#[command(name = "vasculum", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The data directory; `./vasculum-data` unless given.
    #[arg(long, global = true, env = "VASCULUM_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The database: `postgres://user:password@host/name`, or a SQLite file. `vasculum.db` in the data directory unless
    /// given.
    #[arg(long, global = true, env = "VASCULUM_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The configuration file; `vasculum.toml` in the data directory if it is there.
    #[arg(long, global = true, env = "VASCULUM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print exactly one JSON document, for scripts.
    #[arg(long, global = true)]
    pub json: bool,
    /// Do not ask; the answer is yes.
    #[arg(long, global = true)]
    pub yes: bool,
    /// Say nothing but the result.
    #[arg(long, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an institution with its first collection, in an empty place.
    Init(Init),
    /// Answer browsers and the JSON API until Ctrl-C.
    Serve {
        /// Where to listen; `127.0.0.1:8080` unless given.
        #[arg(long, env = "VASCULUM_LISTEN", value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
    },
    /// Carry out jobs until Ctrl-C, beside `serve` or on another machine.
    Work {
        /// How many jobs at the same time.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
        workers: u16,
        /// Do what waits now, and end.
        #[arg(long)]
        once: bool,
    },
    /// Jobs: list, cancel.
    #[command(subcommand)]
    Job(Job),
    /// Make an institution with four collections full of invented specimens, in an empty place.
    Demo {
        /// How many collection objects in all.
        #[arg(long, value_name = "N", default_value_t = 20_000)]
        objects: u32,
        /// The same number makes the same institution.
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// Users: add, passwd, list.
    #[command(subcommand)]
    User(User),
    /// Tokens for programs that use the JSON API: add, list, revoke.
    #[command(subcommand)]
    Token(Token),
    /// Bring data in.
    #[command(subcommand)]
    Import(Import),
    /// Take data out.
    #[command(subcommand)]
    Export(Export),
    /// Ask a question and write the answer.
    Query(Query),
    /// Show who changed what, newest first.
    History(History),
    /// Take a change back; the undo can itself be undone.
    Undo(Undo),
    /// Check every reference, every tree and the journal against the records.
    Check,
    /// Make anew what is derived from the records: the indexes of words and of the search, and the numbers at trees.
    Rebuild,
    /// Show the version, the database, the model and how many records there are.
    Info,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The full name of the institution.
    #[arg(long, value_name = "NAME")]
    pub institution: String,
    /// The short code of the first collection.
    #[arg(long, value_name = "CODE")]
    pub collection: String,
    /// The kind of discipline: fish, herpetology, bird, mammal, insect, invertebrate, botany, paleobotany, invertpaleo,
    /// vertpaleo or geology.
    #[arg(long, value_name = "TYPE")]
    pub discipline: String,
    /// The name of the first user, who administers the institution.
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub admin: String,
    /// Their password; asked for, read from standard input, or made and shown once, unless given.
    #[arg(long, value_name = "P", env = "VASCULUM_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make a user.
    Add {
        /// The name to sign in with.
        name: String,
        /// Let the user do everything in the whole institution.
        #[arg(long)]
        admin: bool,
        /// The password; asked for, read from standard input, or made and shown once, unless given.
        #[arg(long, value_name = "P", env = "VASCULUM_PASSWORD", hide_env_values = true)]
        password: Option<String>,
        /// Where to write to.
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// A collection that the user may enter, with the role in `--role`.
        #[arg(long, value_name = "CODE", requires = "role")]
        collection: Option<String>,
        /// A model role, for example `Read-Only Access`; copied into the collection if it is not there.
        #[arg(long, value_name = "NAME", requires = "collection")]
        role: Option<String>,
    },
    /// Give a user a new password, which ends their sessions.
    Passwd {
        /// The name of the user.
        name: String,
        /// The new password; asked for, read from standard input, or made and shown once, unless given.
        #[arg(long, value_name = "P", env = "VASCULUM_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Show all users.
    List,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// Look.
    Read,
    /// Look and change.
    Write,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token; its secret is shown once.
    Add {
        /// The user in whose name it acts.
        #[arg(long, value_name = "U")]
        user: String,
        /// What it may do.
        #[arg(long, value_enum)]
        scope: Scope,
        /// After how many days it is void; never unless given.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        days: Option<u32>,
        /// What it is for.
        #[arg(long, value_name = "N", default_value = "command line")]
        name: String,
    },
    /// Show all tokens, without their secrets.
    List,
    /// Take a token back.
    Revoke {
        /// Its id as in the list, or its secret.
        token: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Job {
    /// Show everybody’s jobs, newest first.
    List {
        /// Only those in this state: waiting, running, done, failed or cancelled.
        #[arg(long, value_name = "S")]
        state: Option<String>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        limit: u64,
    },
    /// Call a job off, also one that runs.
    Cancel {
        /// Its number, as `job list` shows it.
        id: i64,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A Darwin Core archive: zip, tar.gz or folder, or a plain table with Darwin Core headers.
    Dwca {
        /// The archive.
        file: PathBuf,
        /// The collection that its specimens come into.
        #[arg(long, value_name = "CODE")]
        collection: String,
        /// Only show what would happen.
        #[arg(long)]
        plan: bool,
        /// Write a table that says what became of every row.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// A tree: names, places, times, rocks or storage from a checklist, a sheet, ColDP, Newick, a chart or an ISO list.
    Tree(ImportTree),
}

#[derive(Debug, Args)]
pub(crate) struct ImportTree {
    /// The file, or the folder of a data package.
    pub file: PathBuf,
    /// The table of the tree: Taxon, Geography, GeologicTimePeriod, LithoStrat, TectonicUnit or Storage.
    #[arg(long, value_name = "TABLE")]
    pub tree: String,
    /// A collection of the discipline whose tree it is.
    #[arg(long, value_name = "CODE")]
    pub collection: String,
    /// Make a new tree of this name from the file, with the ranks that the file has names of.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["named", "delete_gone"])]
    pub new: Option<String>,
    /// Give the new tree all ranks that are usual in the discipline, whether the file has names of them or not.
    #[arg(long, requires = "new")]
    pub usual_ranks: bool,
    /// The tree of this name, where the discipline has several; without it the one that it uses.
    #[arg(long, value_name = "NAME")]
    pub named: Option<String>,
    /// Only show what would happen.
    #[arg(long)]
    pub plan: bool,
    /// Make the ranks that the tree lacks.
    #[arg(long)]
    pub create_missing_ranks: bool,
    /// Delete what is in the tree and not in the file, as far as nothing refers to it.
    #[arg(long)]
    pub delete_gone: bool,
    /// What a column of a sheet means, for example `Gattung=rank:Genus`; as often as needed. The others are guessed.
    #[arg(long, value_name = "HEADER=MEANING")]
    pub column: Vec<String>,
    /// Write a table of every difference.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// The formats in which trees go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreeFormat {
    /// One row a node.
    Csv,
    /// A data package of the Catalogue of Life.
    Coldp,
    /// A topology of the accepted names.
    Newick,
    /// A Darwin Core archive with a core of taxa.
    Dwca,
}

#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The collection.
    #[arg(long, value_name = "CODE")]
    pub collection: String,
    /// The file to write; one that is there is replaced only with `--yes`.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// A Darwin Core archive.
    Dwca(Target),
    /// A table of the specimens with Darwin Core headers.
    Csv(Target),
    /// All that the collection may see, as JSON.
    Json(Target),
    /// All that the collection may see, as SQL.
    Sql(Target),
    /// A tree of the collection's discipline.
    Tree {
        /// The table of the tree, for example Taxon.
        #[arg(long, value_name = "TABLE")]
        tree: String,
        /// The tree of this name, where the discipline has several; without it the one that it uses.
        #[arg(long, value_name = "NAME")]
        named: Option<String>,
        /// How it is written.
        #[arg(long, value_enum)]
        format: TreeFormat,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// The question, for example `from CollectionObject show catalogNumber`; `-` reads it from standard input.
    pub text: String,
    /// How the answer is written: csv, tsv, xlsx, json, geojson, kml or parquet; without it the first rows for people, or with
    /// `--json` every row for scripts.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The collection that is asked; all of them unless given.
    #[arg(long, value_name = "CODE")]
    pub collection: Option<String>,
    /// The file to write; standard output unless given. One that is there is replaced only with `--yes`.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// An answer to what the question asks for, as `WORDS=ANSWER`; as often as needed.
    #[arg(long, value_name = "WORDS=ANSWER")]
    pub answer: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct History {
    /// Only of records of this table, for example CollectionObject; needs `--record`.
    #[arg(long, value_name = "T", requires = "record")]
    pub table: Option<String>,
    /// Only of the record with this id; needs `--table`.
    #[arg(long, value_name = "ID", requires = "table")]
    pub record: Option<i64>,
    /// At most so many changes.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub limit: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The number of the change, as `history` shows it.
    pub change_set: i64,
    /// Only show what would happen.
    #[arg(long)]
    pub plan: bool,
    /// Leave alone what was changed again since then, and take back the rest.
    #[arg(long)]
    pub force: bool,
}
