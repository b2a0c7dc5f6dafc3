//! The front end: Node, the npm packages, and `crates/web/build.mjs`, each only when something changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{self, Need};
use crate::paths;
use crate::run::{Doing, Failure, output, run, which};

/// The oldest Node that esbuild and the type checker accept; Debian 12 has it.
const OLDEST_NODE: u32 = 18;

/// What the build of the front end needs on the machine.
pub(crate) const NEEDS: &[Need] = &[
    Need { what: "Node.js, to build the front end", packages: &["nodejs"], is_there: || which("node").is_some() },
    Need { what: "npm, to install what builds the front end", packages: &["npm"], is_there: || which("npm").is_some() },
];

/// Folders and files of `crates/web` that `build.mjs` does not read.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "src", "tests", "examples", "Cargo.toml"];

/// `cargo xtask web [--force]`.
pub(crate) fn web(arguments: &[String]) -> Result<(), Failure> {
    let force = match arguments {
        [] => false,
        [it] if it == "--force" => true,
        _ => return Err(Failure::usage("cargo xtask web [--force]")),
    };
    let outcome = build(force)?;
    println!("Front end: {outcome}");
    Ok(())
}

/// Builds the front end where its sources changed since the last time; says "built" or "unchanged".
pub(crate) fn build(force: bool) -> Result<String, Failure> {
    let dir = paths::root()?.join("crates/web");
    if !dir.join("build.mjs").is_file() {
        return Err(Failure::new(format!("{} is missing", dir.join("build.mjs").display())));
    }
    ensure_node()?;
    let modules = install(&dir)?;
    let sources = hash_of(&dir, NOT_SOURCES)?;
    let stamp = dir.join("node_modules/.vasculum-built");
    let dist = dir.join("dist");
    let is_built = std::fs::read_dir(&dist).is_ok_and(|mut it| it.next().is_some());
    if !force && is_built && !modules && has_stamp(&stamp, sources) {
        return Ok("unchanged".to_owned());
    }
    // Without a stamp until it has ended well: an interrupted build is done again.
    let _ = std::fs::remove_file(&stamp);
    run(Command::new("node").arg("build.mjs").current_dir(&dir))?;
    write_stamp(&stamp, sources)?;
    Ok("built".to_owned())
}

/// Checks the types of the islands (`tsc --noEmit`, by the script `check`); the packages must be installed.
pub(crate) fn check_types() -> Result<(), Failure> {
    let dir = paths::root()?.join("crates/web");
    run(Command::new("npm").args(["run", "--silent", "check"]).current_dir(&dir))
}

/// Makes sure of Node and npm and of their age.
pub(crate) fn ensure_node() -> Result<(), Failure> {
    packages::ensure(NEEDS)?;
    let version = node_version(Path::new("node"))?;
    if version < OLDEST_NODE {
        return Err(Failure::missing(format!(
            "the `node` in PATH is version {version}; the front end needs {OLDEST_NODE} or newer.\n\
             Debian 12 and later have it: sudo apt-get install -y nodejs npm"
        )));
    }
    Ok(())
}

/// The major version of a Node.
pub(crate) fn node_version(node: &Path) -> Result<u32, Failure> {
    let text = output(Command::new(node).arg("--version"))?;
    major(&text).ok_or_else(|| Failure::new(format!("`{} --version` printed {text:?}", node.display())))
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the npm packages of `dir` as its lock file says, when that changed; `true` when it did.
///
/// No package runs a script of its own: none may download anything.
pub(crate) fn install(dir: &Path) -> Result<bool, Failure> {
    let mut hasher = DefaultHasher::new();
    for name in ["package.json", "package-lock.json"] {
        let path = dir.join(name);
        std::fs::read(&path).doing(format!("read {}", path.display()))?.hash(&mut hasher);
    }
    let wanted = hasher.finish();
    let stamp = dir.join("node_modules/.vasculum-installed");
    if has_stamp(&stamp, wanted) {
        return Ok(false);
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    run(Command::new("npm").args(arguments).current_dir(dir))?;
    write_stamp(&stamp, wanted)?;
    Ok(true)
}

/// A number that changes when a name or the content of a file below `dir` changes.
fn hash_of(dir: &Path, without: &[&str]) -> Result<u64, Failure> {
    let mut hasher = DefaultHasher::new();
    let mut files = Vec::new();
    list(dir, without, &mut files).doing(format!("list {}", dir.display()))?;
    files.sort();
    for file in files {
        file.strip_prefix(dir).unwrap_or(&file).hash(&mut hasher);
        std::fs::read(&file).doing(format!("read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn list(dir: &Path, without: &[&str], files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if without.iter().any(|it| entry.file_name() == *it) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            // Names are only left out at the top.
            list(&entry.path(), &[], files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Whether `stamp` says `wanted`.
pub(crate) fn has_stamp(stamp: &Path, wanted: u64) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|it| it.trim() == format!("{wanted:016x}"))
}

/// Lets `stamp` say `wanted`.
pub(crate) fn write_stamp(stamp: &Path, wanted: u64) -> Result<(), Failure> {
    if let Some(dir) = stamp.parent() {
        std::fs::create_dir_all(dir).doing(format!("create {}", dir.display()))?;
    }
    std::fs::write(stamp, format!("{wanted:016x}\n")).doing(format!("write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.0"), Some(8));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn the_hash_follows_names_and_content_but_not_what_is_left_out() {
        let dir = std::env::temp_dir().join(format!("xtask-web-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("the directory can be made");
            std::fs::write(path, text).expect("the file can be written");
        };
        let hash = || hash_of(&dir, NOT_SOURCES).expect("the directory can be read");

        write("islands/a.ts", "one");
        write("islands/src/b.ts", "one");
        let first = hash();
        write("dist/a.js", "built");
        write("src/lib.rs", "fn main() {}");
        assert_eq!(hash(), first);
        write("islands/src/b.ts", "two");
        let second = hash();
        assert_ne!(second, first);
        std::fs::rename(dir.join("islands/a.ts"), dir.join("islands/c.ts")).expect("the file is there");
        assert_ne!(hash(), second);
        std::fs::remove_dir_all(dir).expect("the directory is ours");
    }
}
