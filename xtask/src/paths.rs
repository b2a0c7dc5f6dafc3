//! Where things are, and who may use the shared build directory.
//!
//! Cargo's build directory is outside the checkout, so that a fresh clone finds the compiled dependencies. Cargo
//! gives the same crate in two clones the same file names there and decides by file times whether it is fresh, so
//! one clone could run what another has compiled. [`enter`] prevents that.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Doing, Failure};

/// The root of this checkout.
///
/// Asked when it runs, not when it was compiled: another clone may have compiled this program.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(dir) => PathBuf::from(dir),
        None => std::env::current_dir().doing("find the current directory")?,
    };
    start
        .ancestors()
        .find(|it| it.join("xtask/Cargo.toml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Failure::new(format!("{} is not in a checkout of Vasculum", start.display())))
}

/// The directory for what is kept between runs and clones: `$VASCULUM_CACHE`, or `vasculum` in the user's cache.
pub(crate) fn cache() -> Result<PathBuf, Failure> {
    let dir = if let Some(dir) = set("VASCULUM_CACHE") {
        std::path::absolute(dir).doing("make VASCULUM_CACHE absolute")?
    } else if let Some(dir) = set("XDG_CACHE_HOME") {
        dir.join("vasculum")
    } else {
        let home = std::env::home_dir().ok_or_else(|| Failure::new("there is no HOME; set VASCULUM_CACHE"))?;
        home.join(".cache/vasculum")
    };
    std::fs::create_dir_all(&dir).doing(format!("create {}", dir.display()))?;
    Ok(dir)
}

/// Cargo's build directory: `$CARGO_TARGET_DIR`, or `target` in [`cache`].
pub(crate) fn target() -> Result<PathBuf, Failure> {
    match set("CARGO_TARGET_DIR") {
        Some(dir) => std::path::absolute(dir).doing("make CARGO_TARGET_DIR absolute"),
        None => Ok(cache()?.join("target")),
    }
}

/// Whether this runs in continuous integration.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|it| it != "false")
}

fn set(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|it| !it.is_empty()).map(PathBuf::from)
}

/// `cargo` in the root of the checkout, with the shared build directory.
///
/// What `cargo run` told this program about itself is taken out of its environment: build scripts look at such
/// variables, and would run again.
pub(crate) fn cargo() -> Result<Command, Failure> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(name.as_ref());
        }
    }
    command.current_dir(root()?).env("CARGO_TARGET_DIR", target()?);
    Ok(command)
}

/// The right of one checkout to use the shared build directory, until it is dropped.
#[derive(Debug)]
pub(crate) struct Entered {
    _lock: File,
}

/// Takes the shared build directory for this checkout.
///
/// Several runs from one checkout share it. A run from another checkout waits for them, and then throws away what
/// was compiled from this project's own crates; the compiled dependencies stay.
pub(crate) fn enter() -> Result<Entered, Failure> {
    enter_as(&root()?, &target()?)
}

fn enter_as(root: &Path, target: &Path) -> Result<Entered, Failure> {
    let path = target.join(".checkout");
    let doing = || format!("lock {}", path.display());
    std::fs::create_dir_all(target).doing(format!("create {}", target.display()))?;
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).doing(doing())?;
    let me = root.to_string_lossy().into_owned();
    loop {
        file.lock_shared().doing(doing())?;
        if owner(&mut file).doing(doing())? == me {
            return Ok(Entered { _lock: file });
        }
        file.unlock().doing(doing())?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("Another checkout is using {}; waiting for it to end.", target.display());
                file.lock().doing(doing())?;
            }
            Err(TryLockError::Error(error)) => return Err(error).doing(doing()),
        }
        if owner(&mut file).doing(doing())? != me {
            forget_own_crates(target)?;
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(me.as_bytes())).doing(doing())?;
        }
        file.unlock().doing(doing())?;
    }
}

/// The checkout that last used the build directory.
fn owner(file: &mut File) -> std::io::Result<String> {
    let mut owner = String::new();
    file.rewind()?;
    file.read_to_string(&mut owner)?;
    Ok(owner)
}

/// Makes cargo compile this project's own crates again.
fn forget_own_crates(target: &Path) -> Result<(), Failure> {
    for profile in ["debug", "release"] {
        let Ok(entries) = std::fs::read_dir(target.join(profile).join(".fingerprint")) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("vasculum-") || name.starts_with("xtask-") {
                std::fs::remove_dir_all(entry.path()).doing(format!("remove {}", entry.path().display()))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_checkout_forgets_own_crates_and_keeps_dependencies() {
        let target = std::env::temp_dir().join(format!("xtask-paths-{}", std::process::id()));
        let own = target.join("debug/.fingerprint/vasculum-model-0123");
        let dependency = target.join("debug/.fingerprint/serde-0123");
        let make = || {
            std::fs::create_dir_all(&own).expect("the temporary directory can be written");
            std::fs::create_dir_all(&dependency).expect("the temporary directory can be written");
        };

        make();
        drop(enter_as(Path::new("/one"), &target).expect("the lock is free"));
        assert!(!own.exists(), "the first checkout does not know who compiled what is there");
        make();
        let first = enter_as(Path::new("/one"), &target).expect("the lock is free");
        drop(enter_as(Path::new("/one"), &target).expect("one checkout shares the lock"));
        assert!(own.exists(), "the same checkout keeps its own crates");
        drop(first);
        drop(enter_as(Path::new("/two"), &target).expect("the lock is free"));
        assert!(!own.exists() && dependency.exists(), "another checkout keeps only dependencies");
        std::fs::remove_dir_all(target).expect("the directory is ours");
    }
}
