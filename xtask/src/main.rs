//! `cargo xtask`: everything that is done to this project and is not the product.
//!
//! It uses the standard library only, so that a fresh clone compiles it in seconds. It must not know what is
//! inside the crates: it runs cargo, npm, the `vasculum` binary and the tests, and reads what they print.
//!
//! Exit codes: 0 it worked, 1 something failed, 2 the command line was wrong, 3 something must be installed by a
//! person first (the message is the command to type).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for the terminal")]

mod api;
mod bench;
mod browser;
mod demo;
mod json;
mod licences;
mod packages;
mod paths;
mod postgres;
mod run;
mod screenshots;
mod steps;
mod tally;
mod test;
mod web;

use std::process::ExitCode;

use run::Failure;

/// One subcommand of `cargo xtask`.
struct Subcommand {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), Failure>,
}

/// Everything that `cargo xtask` can do, in the order of its help.
const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "demo",
        arguments: "[--port N] [--data DIR] [--fresh]",
        about: "Builds everything, makes a demo institution and serves it on 127.0.0.1",
        run: demo::demo,
    },
    Subcommand {
        name: "test",
        arguments: "[--only lint|unit|browser|api] [--filter TEXT]",
        about: "Runs every check and ends with a count",
        run: test::test,
    },
    Subcommand { name: "ci", arguments: "", about: "The same as `test`: what .ci/run calls", run: test::test },
    Subcommand {
        name: "web",
        arguments: "[--force]",
        about: "Builds the front end into crates/web/dist if its sources changed",
        run: web::web,
    },
    Subcommand { name: "gen", arguments: "", about: "Writes the committed generated files anew", run: bench::generate },
    Subcommand {
        name: "bench",
        arguments: "[NAME...] [--scale small|full] [--objects N] [--json]",
        about: "Measures against a floor of the same run",
        run: bench::bench,
    },
    Subcommand {
        name: "screenshots",
        arguments: "[-o DIR] [--filter TEXT]",
        about: "Takes a picture of every page in light and dark at three widths",
        run: screenshots::screenshots,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A failure without words has already said all there is to say.
            if !failure.message.is_empty() {
                eprintln!("\nxtask: {}", failure.message);
            }
            ExitCode::from(failure.code)
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", help());
        return Err(Failure::silent(run::USAGE));
    };
    if matches!(name.as_str(), "help" | "-h" | "--help") || rest.iter().any(|it| it == "--help") {
        print!("{}", help());
        return Ok(());
    }
    if name == demo::ANNOUNCE {
        return demo::announce(rest);
    }
    match SUBCOMMANDS.iter().find(|it| it.name == name) {
        Some(subcommand) => (subcommand.run)(rest),
        None => Err(Failure::usage(format!("there is no `{name}`; `cargo xtask help` lists what there is"))),
    }
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for it in SUBCOMMANDS {
        text += &format!("  {:<11} {}\n              {}\n", it.name, it.arguments, it.about);
    }
    text += "\nBuild output and downloads are kept in $VASCULUM_CACHE (~/.cache/vasculum), outside the checkout.\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_subcommand_once() {
        let help = help();
        for it in SUBCOMMANDS {
            assert_eq!(help.matches(&format!("\n  {:<11} ", it.name)).count(), 1, "{}", it.name);
        }
    }

    #[test]
    fn an_unknown_subcommand_is_a_usage_error() {
        let failure = dispatch(&["frobnicate".to_owned()]).expect_err("there is no such subcommand");
        assert_eq!(failure.code, run::USAGE);
    }
}
