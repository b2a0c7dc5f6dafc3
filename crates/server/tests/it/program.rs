//! Runs the program.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "a pressed fern";

/// A data directory, and the program that works on it.
pub(crate) struct Program {
    folder: TempDir,
}

/// What the program said.
pub(crate) struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one JSON document that it printed.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        assert_eq!(self.out.lines().count(), 1, "one document was expected: {}{}", self.out, self.err);
        serde_json::from_str(&self.out).expect("it is JSON")
    }
}

impl Program {
    /// With nothing there yet.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With an institution, its fish collection and the administrator `ada`.
    #[track_caller]
    pub(crate) fn with_fish() -> Self {
        let program = Self::new();
        let said = program.run(&[
            "init",
            "--institution",
            "House of Fishes",
            "--collection",
            "fish",
            "--discipline",
            "fish",
            "--admin",
            "ada",
            "--password",
            PASSWORD,
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        program
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vasculum"));
        // Nothing of the machine's settings may reach the program.
        for name in ["DATABASE", "CONFIG", "LISTEN", "LOG", "PASSWORD"] {
            command.env_remove(format!("VASCULUM_{name}"));
        }
        command.env("VASCULUM_DATA", self.data()).current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, "")
    }

    /// Runs it with something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not want to hear anything closes its ear; that is no failure.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let done = child.wait_with_output().unwrap();
        Said {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    /// Runs it with `--json` and expects it to succeed.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Json {
        let said = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.out, said.err);
        said.json()
    }

    /// Runs it and expects it to refuse with this exit code and in these words.
    #[track_caller]
    pub(crate) fn refused(&self, arguments: &[&str], code: i32, words: &str) {
        let said = self.run(arguments);
        assert_eq!(said.code, code, "{arguments:?}: {}{}", said.out, said.err);
        assert!(said.err.contains(words), "{arguments:?}: {}", said.err);
    }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
