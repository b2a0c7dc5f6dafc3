//! `vasculum demo`.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use vasculum_domain::demo::{self, DemoPlan, DemoSummary};
use vasculum_domain::users::{self, NewUser};
use vasculum_model::{Code, Error, Result};
use vasculum_store::{Database, Purpose, WriteTx};

use super::{access, create};
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

/// Somebody who can sign in to try things out; the password is the name with `-password` behind it.
struct Visitor {
    name: &'static str,
    admin: bool,
    /// Model roles that they hold in every collection.
    everywhere: &'static [&'static str],
    /// Model roles that they hold in the first collection.
    first: &'static [&'static str],
    about: &'static str,
}

/// Everybody, the administrator first.
const VISITORS: &[Visitor] = &[
    Visitor { name: "demo", admin: true, everywhere: &[], first: &[], about: "may do everything" },
    Visitor {
        name: "curator",
        admin: false,
        everywhere: &["Full Data Access", "Edit Taxon Tree", "Run Queries", "Export Data", "Inspect Audit Log"],
        first: &[],
        about: "works in all collections",
    },
    Visitor {
        name: "student",
        admin: false,
        everywhere: &[],
        first: &["Full Data Access"],
        about: "works in the first collection",
    },
    Visitor {
        name: "reader",
        admin: false,
        everywhere: &["Read-Only Access"],
        first: &[],
        about: "looks at all collections",
    },
];

pub(super) fn run(objects: u32, seed: u64, config: &Config, out: &Out) -> Result<u8> {
    let db = create(config)?;
    let today = db.now().date().ok_or_else(|| Error::new(Code::Internal, "The clock of this machine is wrong."))?;
    let mut progress = out.progress();
    let plan = DemoPlan { objects, seed, today };
    let made = demo::generate(&db, &plan, &mut |what, done, total| progress.tick(what, done, total))?;
    drop(progress);
    let collections: Vec<i64> = made.collections.iter().map(|(_, id, _)| *id).collect();
    let purpose = Purpose::new("demo", "Made demo data: users");
    db.write(&access(&db, None)?, purpose, |tx| VISITORS.iter().try_for_each(|it| invite(tx, it, &collections)))?;
    db.optimise()?;
    out.result(&document(&made, &db, config)?, &words(&made, config));
    Ok(exit::DONE)
}

fn password(visitor: &Visitor) -> String {
    format!("{}-password", visitor.name)
}

fn invite(tx: &mut WriteTx<'_>, visitor: &Visitor, collections: &[i64]) -> Result<()> {
    users::install_library_roles(tx)?;
    let new =
        NewUser { name: visitor.name.to_owned(), password: Some(password(visitor)), admin: visitor.admin, email: None };
    let user = users::add_user(tx, new)?;
    let everywhere = collections.iter().flat_map(|at| visitor.everywhere.iter().map(move |role| (*at, *role)));
    let first = collections.iter().take(1).flat_map(|at| visitor.first.iter().map(move |role| (*at, *role)));
    for (collection, role) in everywhere.chain(first) {
        let role = users::add_role_from_library(tx, collection, role)?;
        users::give_role(tx, user, role)?;
    }
    Ok(())
}

fn address(config: &Config) -> String {
    format!("http://{}", config.listen)
}

fn document(made: &DemoSummary, db: &Database, config: &Config) -> Result<Json> {
    let collections: Vec<Json> = made
        .collections
        .iter()
        .map(|(code, id, objects)| json!({"code": code, "id": id, "objects": objects}))
        .collect();
    let users: Vec<Json> =
        VISITORS.iter().map(|it| json!({"user": it.name, "password": password(it), "about": it.about})).collect();
    Ok(json!({
        "address": address(config),
        "user": VISITORS[0].name,
        "password": password(&VISITORS[0]),
        "users": users,
        "collections": collections,
        "species": made.species,
        "localities": made.localities,
        "events": made.events,
        "loans": made.loans,
        "overdue": made.overdue,
        "sizeBytes": db.size_bytes()?,
    }))
}

fn words(made: &DemoSummary, config: &Config) -> String {
    let objects: u64 = made.collections.iter().map(|(_, _, objects)| u64::from(*objects)).sum();
    let mut words = format!(
        "Made a demo institution in {}: {} collection objects, {} species, {} localities, {} loans, {} of them overdue.\n",
        config.data.display(),
        number(objects),
        number(made.species as u64),
        number(made.localities as u64),
        number(made.loans),
        number(made.overdue)
    );
    for (code, _, objects) in &made.collections {
        let _ = writeln!(words, "  {code:<8} {:>9}", number(*objects));
    }
    words.push_str("Sign in as:\n");
    for visitor in VISITORS {
        let _ = writeln!(words, "  {:<8} {:<18} {}", visitor.name, password(visitor), visitor.about);
    }
    let _ = write!(words, "Next: `vasculum serve`, then open {}", address(config));
    words
}
