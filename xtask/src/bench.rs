//! Measuring, and writing generated files anew.

use crate::paths;
use crate::run::{Failure, run};
use crate::web;

/// `cargo xtask bench [NAME...]`: runs the program `bench` of the package in `bench/`.
pub(crate) fn bench(arguments: &[String]) -> Result<(), Failure> {
    let manifest = paths::root()?.join("bench/Cargo.toml");
    if !manifest.is_file() {
        return Err(Failure::new(format!(
            "there is nothing to measure with yet: {} is missing (package `vasculum-bench`, program `bench`)",
            manifest.display()
        )));
    }
    web::build(false)?;
    let _entered = paths::enter()?;
    let mut cargo = paths::cargo()?;
    cargo.args(["run", "--release", "--bin", "bench", "--manifest-path"]).arg(manifest).arg("--").args(arguments);
    run(&mut cargo)
}

/// `cargo xtask gen`: the tests that compare committed generated files write them instead.
pub(crate) fn generate(arguments: &[String]) -> Result<(), Failure> {
    if !arguments.is_empty() {
        return Err(Failure::usage("cargo xtask gen takes no arguments"));
    }
    web::build(false)?;
    let _entered = paths::enter()?;
    run(paths::cargo()?.env("UPDATE", "1").args(["test", "--workspace", "--quiet", "generated"]))
}
