//! `vasculum`: the program that a museum runs.
//!
//! This crate reads the command line, opens the database, calls one function of the crates below and tells the result;
//! what could live below does. `docs/commands.md` is its manual.

mod cli;
mod commands;
mod config;
mod exit;
mod index;
mod out;
mod passwords;
mod worker;

#[cfg(test)]
mod manual;

use clap::Parser as _;

use crate::out::Out;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // A wrong command line ends here, with exit code 2; so do `--help` and `--version`, with 0.
    let cli = cli::Cli::parse();
    let out = Out::new(&cli.global);
    let code = match config::Config::read(&cli.global).and_then(|config| commands::run(cli.command, &config, &out)) {
        Ok(code) => code,
        Err(error) => {
            out.refuse(&error);
            exit::code_of(&error)
        }
    };
    std::process::ExitCode::from(code)
}
