//! `cargo xtask test`: every check there is, in one row, with one count at the end.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::packages::{self, Need};
use crate::paths;
use crate::postgres::{self, Postgres};
use crate::run::{self, Failure, run, succeeds, watch};
use crate::steps::time;
use crate::tally::Tally;
use crate::{api, browser, licences, web};

/// The variable that says where the tests find PostgreSQL. When it is set already, no cluster is started.
const POSTGRES: &str = "VASCULUM_TEST_POSTGRES";

/// The longest that `cargo test` may take, compiling included.
const UNIT_LIMIT: Duration = Duration::from_secs(45 * 60);

/// What `--only` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Lint,
    Unit,
    Browser,
    Api,
}

/// The groups by their names on the command line.
const GROUPS: &[(&str, Group)] =
    &[("lint", Group::Lint), ("unit", Group::Unit), ("browser", Group::Browser), ("api", Group::Api)];

/// One check.
struct Check {
    name: &'static str,
    /// The groups that it belongs to; those that need its result, too.
    groups: &'static [Group],
    /// What must be on the machine for it.
    needs: &'static [Need],
    run: fn(&Wish) -> Result<Tally, Failure>,
}

const ALL: &[Group] = &[Group::Lint, Group::Unit, Group::Browser, Group::Api];

/// Every check, in the order in which they run: what is quick and what others need comes first.
const CHECKS: &[Check] = &[
    Check { name: "format", groups: &[Group::Lint], needs: &[], run: format },
    Check { name: "front end", groups: ALL, needs: web::NEEDS, run: front_end },
    Check { name: "types of the front end", groups: &[Group::Lint], needs: web::NEEDS, run: types },
    Check { name: "licences, bans and sources", groups: &[Group::Lint], needs: &[], run: licences },
    Check { name: "cargo-deny", groups: &[Group::Lint], needs: &[], run: cargo_deny },
    Check { name: "clippy", groups: &[Group::Lint], needs: &[], run: clippy },
    Check { name: "tests of the crates", groups: &[Group::Unit], needs: &[postgres::SERVER], run: unit },
    Check {
        name: "browser",
        groups: &[Group::Browser],
        needs: &[browser::CHROMIUM],
        run: |wish| browser::test(&program()?, wish.filter.as_deref()),
    },
    Check {
        name: "API and archives",
        groups: &[Group::Api],
        needs: &[api::VENV],
        run: |wish| api::test(&program()?, wish.filter.as_deref()),
    },
];

/// What the command line asks for.
#[derive(Debug, Default, PartialEq)]
struct Wish {
    only: Option<Group>,
    filter: Option<String>,
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Wish, Failure> {
        let mut wish = Wish::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let value = rest.next();
            match (argument.as_str(), value) {
                ("--only", Some(name)) => {
                    let group = GROUPS.iter().find(|(known, _)| known == name);
                    wish.only = Some(group.ok_or_else(|| usage(&format!("there is no group {name:?}")))?.1);
                }
                ("--filter", Some(text)) => wish.filter = Some(text.clone()),
                ("--only" | "--filter", None) => return Err(usage(&format!("{argument} takes a value"))),
                _ => return Err(usage(&format!("{argument:?} is unknown"))),
            }
        }
        Ok(wish)
    }

    /// The checks that are asked for; a filter leaves out those that have nothing to choose from.
    fn checks(&self) -> Vec<&'static Check> {
        let wants = |group: Group| match self.only {
            Some(only) => only == group,
            None => self.filter.is_none() || group != Group::Lint,
        };
        CHECKS.iter().filter(|it| it.groups.iter().any(|group| wants(*group))).collect()
    }
}

fn usage(what: &str) -> Failure {
    Failure::usage(format!("{what}: cargo xtask test [--only lint|unit|browser|api] [--filter TEXT]"))
}

/// `cargo xtask test [--only GROUP] [--filter TEXT]`.
///
/// Every check runs, also after one has failed. The last line is the count of all.
pub(crate) fn test(arguments: &[String]) -> Result<(), Failure> {
    let wish = Wish::read(arguments)?;
    let checks = wish.checks();
    let started = Instant::now();
    let _entered = paths::enter()?;

    let mut total = Tally::default();
    let mut table = String::new();
    for (place, check) in checks.iter().enumerate() {
        println!("\n== [{}/{}] {}", place + 1, checks.len(), check.name);
        let started = Instant::now();
        let tally = perform(check, &wish);
        println!("-- {}: {tally} ({})", check.name, time(started.elapsed()));
        table += &format!("  {:<28} {:<36} {}\n", check.name, tally.to_string(), time(started.elapsed()));
        total += tally;
    }
    println!("\n{table}  {:<28} {:<36} {}\n\n{total}", "all", "", time(started.elapsed()));
    if total.failed == 0 { Ok(()) } else { Err(Failure::silent(run::FAILED)) }
}

/// Installs what a check needs and runs it. What keeps it from running counts as its failure.
fn perform(check: &Check, wish: &Wish) -> Tally {
    match packages::ensure(check.needs).and_then(|_| (check.run)(wish)) {
        Ok(tally) => tally,
        Err(failure) => {
            println!("FAILED: {}", failure.message);
            Tally::FAILED
        }
    }
}

/// `cargo`, which must not change the lock file in continuous integration.
fn cargo(arguments: &[&str]) -> Result<Command, Failure> {
    let mut cargo = paths::cargo()?;
    cargo.args(arguments);
    if paths::in_ci() {
        cargo.arg("--locked");
    }
    Ok(cargo)
}

fn format(_: &Wish) -> Result<Tally, Failure> {
    // The names are enough: `cargo fmt` does the rest.
    run(paths::cargo()?.args(["fmt", "--all", "--check", "--", "--files-with-diff"]))?;
    Ok(Tally::PASSED)
}

fn front_end(_: &Wish) -> Result<Tally, Failure> {
    println!("{}", web::build(false)?);
    Ok(Tally::PASSED)
}

fn types(_: &Wish) -> Result<Tally, Failure> {
    web::check_types()?;
    Ok(Tally::PASSED)
}

fn licences(_: &Wish) -> Result<Tally, Failure> {
    licences::check()?;
    Ok(Tally::PASSED)
}

/// Compiling cargo-deny takes minutes of every new machine, so it is used where somebody installed it.
fn cargo_deny(_: &Wish) -> Result<Tally, Failure> {
    if !succeeds(paths::cargo()?.args(["deny", "--version"])) {
        println!("Skipped: cargo-deny is not installed (cargo install --locked cargo-deny).");
        return Ok(Tally::SKIPPED);
    }
    run(paths::cargo()?.args(["deny", "check", "licenses", "bans", "sources"]))?;
    Ok(Tally::PASSED)
}

fn clippy(_: &Wish) -> Result<Tally, Failure> {
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets"])?;
    run(clippy.args(["--", "-D", "warnings"]))?;
    Ok(Tally::PASSED)
}

/// `cargo test` for all crates, with PostgreSQL beside it.
fn unit(wish: &Wish) -> Result<Tally, Failure> {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"])?;
    command.args(wish.filter.iter());
    let postgres = if std::env::var_os(POSTGRES).is_some() { None } else { Some(Postgres::start()?) };
    if let Some(postgres) = &postgres {
        command.env(POSTGRES, postgres.url());
    }
    let mut tally = Tally::default();
    let well = watch(&mut command, UNIT_LIMIT, |line| tally.read_cargo(line))?;
    Ok(tally.ended(well))
}

/// Compiles `vasculum` with its checks on (overflow, debug assertions), for the tests from outside.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    run(&mut cargo(&["build", "--package", "vasculum"])?)?;
    Ok(paths::target()?.join("debug/vasculum"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &str, expected: &[&str]) {
        let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
        let wish = Wish::read(&arguments).expect("the arguments are right");
        let names: Vec<&str> = wish.checks().iter().map(|it| it.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn only_chooses_a_group_with_what_it_needs() {
        check("--only unit", &["front end", "tests of the crates"]);
        check("--only api --filter dwca", &["front end", "API and archives"]);
        check("--filter taxon", &["front end", "tests of the crates", "browser", "API and archives"]);
    }

    #[test]
    fn without_arguments_everything_runs() {
        check("", &CHECKS.iter().map(|it| it.name).collect::<Vec<_>>());
    }

    #[test]
    fn every_group_has_a_check() {
        for (name, group) in GROUPS {
            assert!(CHECKS.iter().any(|it| it.groups == [*group]), "{name}");
        }
    }

    #[test]
    fn wrong_arguments_are_usage_errors() {
        for arguments in [&["--only"][..], &["--only", "everything"], &["--fast", "x"]] {
            let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(Wish::read(&arguments).expect_err("they are wrong").code, run::USAGE);
        }
    }
}
