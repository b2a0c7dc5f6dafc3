//! Holds `docs/commands.md` against the command line and the exit codes.

use std::collections::BTreeMap;

use clap::{Command, CommandFactory as _};

use crate::cli::Cli;
use crate::exit;

const MANUAL: &str = include_str!("../../../docs/commands.md");

/// The text below each heading of the third level that names a command.
fn sections() -> BTreeMap<String, String> {
    let mut sections = BTreeMap::new();
    for part in MANUAL.split("\n### ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap();
        let text = text.split("\n## ").next().unwrap();
        sections.insert(head.trim_matches('`').to_owned(), text.to_owned());
    }
    sections
}

/// Every command that does something, by its whole name.
fn commands(command: &Command, name: &str, found: &mut BTreeMap<String, Command>) {
    let below: Vec<&Command> = command.get_subcommands().filter(|it| it.get_name() != "help").collect();
    if below.is_empty() {
        found.insert(name.to_owned(), command.clone());
    }
    for it in below {
        commands(it, &format!("{name} {}", it.get_name()), found);
    }
}

#[test]
fn every_command_stands_in_the_manual_with_every_option() {
    let mut found = BTreeMap::new();
    commands(&Cli::command(), "vasculum", &mut found);
    let sections = sections();
    assert_eq!(found.keys().collect::<Vec<_>>(), sections.keys().collect::<Vec<_>>());
    for (name, command) in found {
        let text = &sections[&name];
        let options: Vec<String> =
            command.get_arguments().filter_map(|it| it.get_long()).map(|long| format!("--{long}")).collect();
        for option in options.iter().filter(|option| *option != "--help") {
            assert!(text.contains(option.as_str()), "the manual does not mention {option} of `{name}`");
        }
        let mentioned = text.split(|letter: char| !(letter.is_ascii_lowercase() || letter == '-'));
        for word in mentioned.filter(|word| word.starts_with("--")) {
            let global = ["--json", "--yes"].contains(&word);
            assert!(global || options.iter().any(|it| it == word), "`{name}` has no {word}, but the manual says so");
        }
    }
}

#[test]
fn every_option_that_all_commands_share_stands_in_the_manual() {
    let shared = MANUAL.split("\n## ").nth(1).unwrap();
    for argument in Cli::command().get_arguments() {
        let Some(long) = argument.get_long().filter(|long| !["help", "version"].contains(long)) else { continue };
        assert!(shared.contains(&format!("| `--{long}")), "--{long}");
        let Some(variable) = argument.get_env() else { continue };
        assert!(shared.contains(&format!("`{}`", variable.to_string_lossy())), "{variable:?}");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_manual() {
    let rows: Vec<String> =
        exit::CODES.iter().map(|(code, name, meaning)| format!("| {code} | {name} | {meaning} |")).collect();
    let part = MANUAL.split("## Exit codes").nth(1).unwrap().split("\n## ").next().unwrap();
    let listed: Vec<&str> = part.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert_eq!(listed, rows);
}

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}
