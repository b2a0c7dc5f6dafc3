//! The API and the archives, held against other people's programs: schemathesis and python-dwca-reader.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::packages::Need;
use crate::paths;
use crate::run::{Doing, Failure, run, succeeds, watch};
use crate::tally::Tally;
use crate::web;

/// The Python that Debian ships, so that the virtual environment does not depend on a version manager.
const PYTHON: &str = "/usr/bin/python3";

/// Python with what makes a virtual environment.
pub(crate) const VENV: Need = Need {
    what: "Python 3 with venv, for the API tests",
    packages: &["python3", "python3-venv"],
    is_there: || succeeds(Command::new(PYTHON).args(["-c", "import ensurepip, venv"])),
};

/// The longest that the API tests may take.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Runs `e2e/api.py` against the program `vasculum`.
pub(crate) fn test(vasculum: &Path, filter: Option<&str>) -> Result<Tally, Failure> {
    let dir = paths::root()?.join("e2e");
    let venv = venv(&dir.join("requirements.txt"))?;
    let mut command = Command::new(venv.join("bin/python"));
    command.arg("-u").arg(dir.join("api.py")).args(filter).env("VASCULUM", vasculum);
    let mut tally = Tally::default();
    let well = watch(&mut command, LIMIT, |line| tally.read_plain("api", line))?;
    Ok(tally.ended(well))
}

/// The virtual environment with what `requirements` names, in the cache; made anew when the list changed.
fn venv(requirements: &Path) -> Result<PathBuf, Failure> {
    let venv = paths::cache()?.join("venv");
    let stamp = venv.join(".vasculum-installed");
    let mut hasher = DefaultHasher::new();
    std::fs::read(requirements).doing(format!("read {}", requirements.display()))?.hash(&mut hasher);
    let wanted = hasher.finish();
    if web::has_stamp(&stamp, wanted) && succeeds(Command::new(venv.join("bin/python")).arg("--version")) {
        return Ok(venv);
    }
    run(Command::new(PYTHON).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(Command::new(venv.join("bin/python")).args(arguments).arg(requirements))?;
    web::write_stamp(&stamp, wanted)?;
    Ok(venv)
}
