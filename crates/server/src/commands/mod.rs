//! The commands, one file for each group.

mod check;
mod demo;
mod export;
mod history;
mod import;
mod info;
mod init;
mod job;
mod query;
mod rebuild;
mod serve;
mod token;
mod tree;
mod undo;
mod user;
mod work;

use std::sync::Arc;

use vasculum_model::names::{institution, specify_user};
use vasculum_model::{Code, Error, Result, Timestamp};
use vasculum_store::{Access, Database, system_clock};

use crate::cli::Command;
use crate::config::Config;
use crate::out::Out;

/// Runs a command; returns the exit code.
pub(crate) fn run(command: Command, config: &Config, out: &Out) -> Result<u8> {
    match command {
        Command::Init(init) => init::run(init, config, out),
        Command::Serve { listen } => serve::run(listen, config, out),
        Command::Work { workers, once } => work::run(workers, once, config, out),
        Command::Job(job) => job::run(job, config, out),
        Command::Demo { objects, seed } => demo::run(objects, seed, config, out),
        Command::User(user) => user::run(user, config, out),
        Command::Token(token) => token::run(token, config, out),
        Command::Import(import) => import::run(import, config, out),
        Command::Export(export) => export::run(export, config, out),
        Command::Query(query) => query::run(query, config, out),
        Command::History(history) => history::run(&history, config, out),
        Command::Undo(undo) => undo::run(&undo, config, out),
        Command::Check => check::run(config, out),
        Command::Rebuild => rebuild::run(config, out),
        Command::Info => info::run(config, out),
    }
}

/// The institution's database, brought up to date, for a command that works with it and ends.
fn open(config: &Config) -> Result<Database> {
    let db = Database::open(config.place.clone(), system_clock)?;
    vasculum_model::own::enter(db.model());
    Ok(db)
}

/// Where the search index lies.
fn search_folder(config: &Config) -> std::path::PathBuf {
    config.data.join("search")
}

/// A database for a new institution: a new one, or one that was made and never filled.
fn create(config: &Config) -> Result<Database> {
    match Database::create(config.place.clone(), system_clock) {
        Err(error) if error.code == Code::Conflict => {
            let database = Database::open(config.place.clone(), system_clock)?;
            let empty = database.read(&Access::system("init"), |tx| {
                Ok(tx.is_empty(institution::TABLE)? && tx.is_empty(specify_user::TABLE)?)
            })?;
            if empty { Ok(database) } else { Err(error) }
        }
        other => other,
    }
}

/// The rights of whoever runs commands on the machine: all, within one collection if one is named.
fn access(db: &Database, collection: Option<i64>) -> Result<Access> {
    let name = match std::env::var("USER") {
        Ok(user) if !user.is_empty() => format!("command line ({user})"),
        _ => "command line".to_owned(),
    };
    Ok(Access::system(name).within(collection, Some(Arc::new(db.hierarchy()?))))
}

/// The id of the collection with this code.
fn collection(db: &Database, code: &str) -> Result<i64> {
    let hierarchy = db.hierarchy()?;
    let exact = hierarchy.collections.iter().find(|place| place.code == code);
    let found = exact.or_else(|| hierarchy.collections.iter().find(|place| place.code.eq_ignore_ascii_case(code)));
    found.map(|place| place.id).ok_or_else(|| {
        let codes: Vec<&str> = hierarchy.collections.iter().map(|place| place.code.as_str()).collect();
        Error::not_found(format!("There is no collection ‘{code}’.")).hint(format!("There are: {}.", codes.join(", ")))
    })
}

/// A moment to the second, in UTC: `2026-05-12 14:30:05`.
fn moment(at: Timestamp) -> String {
    let text = at.to_string().replace('T', " ");
    text.split(['.', 'Z']).next().unwrap_or_default().to_owned()
}
