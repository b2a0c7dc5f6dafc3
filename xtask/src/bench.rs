//! Measuring, and writing generated files anew.

use std::process::Command;

use crate::paths;
use crate::run::{Failure, run};
use crate::web;

/// `cargo xtask bench [NAME...] [--scale small|full] [--objects N] [--json]`: runs the program `bench` of the package in `bench/`.
///
/// It ends with 1 when something failed or a target was missed; the table says which.
pub(crate) fn bench(arguments: &[String]) -> Result<(), Failure> {
    web::build(false)?;
    let _entered = paths::enter()?;
    // One of the benchmarks starts the real program, which stands beside the other in the build directory.
    run(paths::cargo()?.args(["build", "--release", "--package", "vasculum", "--package", "vasculum-bench"]))?;
    let mut bench = Command::new(paths::target()?.join("release/bench"));
    run(bench.args(arguments).current_dir(paths::root()?).env("VASCULUM_CACHE", paths::cache()?))
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
