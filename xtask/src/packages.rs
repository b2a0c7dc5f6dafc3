//! Installing what is missing from Debian's packages, and saying how where that can't be done.

use std::path::Path;
use std::process::Command;

use crate::run::{Failure, run, succeeds, which, words};

/// Something that must be on the machine.
pub(crate) struct Need {
    /// What it is for, as in "Chromium, for the browser tests".
    pub(crate) what: &'static str,
    /// The Debian packages that bring it.
    pub(crate) packages: &'static [&'static str],
    /// Whether it is there.
    pub(crate) is_there: fn() -> bool,
}

/// Installs every need that is not met, in one go.
///
/// Returns the names of the packages that it installed.
///
/// # Errors
///
/// `MISSING`, with the command that a person must type, when this is no Debian or there is no way to become root
/// without asking; also when a need is still not met after its packages were installed.
pub(crate) fn ensure(needs: &[Need]) -> Result<Vec<&'static str>, Failure> {
    let missing: Vec<&Need> = needs.iter().filter(|it| !(it.is_there)()).collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let packages: Vec<&'static str> = missing.iter().flat_map(|it| it.packages.iter().copied()).collect();
    for need in &missing {
        println!("Missing: {}.", need.what);
    }
    let Some(apt) = Apt::find() else { return Err(ask(&missing, &packages)) };
    apt.install(&packages).map_err(|failure| {
        let asked = ask(&missing, &packages);
        Failure { code: asked.code, message: format!("{}\n{}", failure.message, asked.message) }
    })?;
    match missing.iter().find(|it| !(it.is_there)()) {
        None => Ok(packages),
        Some(need) => Err(Failure::missing(format!(
            "{} is still missing although {} was installed",
            need.what,
            need.packages.join(" ")
        ))),
    }
}

/// What a person must type.
fn ask(missing: &[&Need], packages: &[&str]) -> Failure {
    let what: Vec<&str> = missing.iter().map(|it| it.what).collect();
    let mut message = format!("this needs {}.\n", what.join("; "));
    if which("apt-get").is_some() {
        message += "Type this, and then the same command again:\n\n";
        message += &format!("    sudo apt-get update && sudo apt-get install -y {}\n", packages.join(" "));
    } else {
        message += &format!(
            "There is no apt-get here. On Debian the packages are called {}; install what your system has for them.\n",
            packages.join(" ")
        );
    }
    Failure::missing(message)
}

/// `apt-get` with the rights to install.
struct Apt {
    through_sudo: bool,
}

impl Apt {
    fn find() -> Option<Apt> {
        which("apt-get")?;
        if is_root() {
            return Some(Apt { through_sudo: false });
        }
        succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Apt { through_sudo: true })
    }

    /// Installs packages; package lists that are missing or out of date are fetched on the way.
    fn install(&self, packages: &[&str]) -> Result<(), Failure> {
        let mut install = vec!["install", "-y", "--no-install-recommends"];
        install.extend(packages);
        if has_lists() && self.get(&install).is_ok() {
            return Ok(());
        }
        self.get(&["update"])?;
        self.get(&install)
    }

    fn get(&self, arguments: &[&str]) -> Result<(), Failure> {
        let mut command = Command::new(if self.through_sudo { "sudo" } else { "env" });
        if self.through_sudo {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]);
        command.args(arguments);
        println!("$ {}", words(&command));
        run(&mut command)
    }
}

/// Whether `apt-get update` has ever been run here.
fn has_lists() -> bool {
    std::fs::read_dir("/var/lib/apt/lists")
        .is_ok_and(|it| it.flatten().any(|it| it.file_name().to_string_lossy().contains("_Packages")))
}

/// Whether this runs as root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|it| it.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: Need = Need { what: "the shell", packages: &["dash"], is_there: || true };
    const MISSING: Need = Need { what: "a unicorn, for the tests", packages: &["unicorn", "horn"], is_there: || false };

    #[test]
    fn what_is_there_is_not_installed() {
        assert!(ensure(&[THERE]).expect("nothing is missing").is_empty());
    }

    #[test]
    fn a_person_is_told_what_to_type() {
        let failure = ask(&[&MISSING], MISSING.packages);
        assert_eq!(failure.code, crate::run::MISSING);
        assert!(failure.message.contains("a unicorn, for the tests"), "{}", failure.message);
        assert!(failure.message.contains("unicorn horn"), "{}", failure.message);
    }
}
