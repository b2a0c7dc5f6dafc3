//! The store's behaviour, the same on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod jobs;
mod journal;
mod lookup;
mod schema;
mod select;
mod tally;
mod unsaved;
mod write;

use vasculum_model::names::{agent, collection_object};
use vasculum_model::{Record, Result};
use vasculum_store::{Access, Action, Database, Purpose, WriteTx};

fn system() -> Access {
    Access::system("test")
}

fn write<T>(database: &Database, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    database.write(&system(), Purpose::new("test", "a test"), work)
}

fn new_agent(tx: &mut WriteTx<'_>, name: &str) -> i64 {
    let grant = tx.may(Action::Create, agent::TABLE).unwrap();
    tx.insert(&grant, Record::new(agent::TABLE).with(agent::LAST_NAME, name).with(agent::AGENT_TYPE, 1_i64)).unwrap()
}

fn new_object(tx: &mut WriteTx<'_>, number: &str) -> i64 {
    let grant = tx.may(Action::Create, collection_object::TABLE).unwrap();
    let record = Record::new(collection_object::TABLE).with(collection_object::CATALOG_NUMBER, number);
    tx.insert(&grant, record).unwrap()
}
