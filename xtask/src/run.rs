//! Running other programs: with words when they fail, with a time limit, and without leaving them behind.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::steps::time;

/// Exit code: something failed.
pub(crate) const FAILED: u8 = 1;
/// Exit code: the command line was wrong.
pub(crate) const USAGE: u8 = 2;
/// Exit code: a person must install something first.
pub(crate) const MISSING: u8 = 3;

/// Why a subcommand gave up.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code of xtask.
    pub(crate) code: u8,
    /// What to tell the person; empty when it has been told.
    pub(crate) message: String,
}

impl Failure {
    /// Something failed.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure { code: FAILED, message: message.into() }
    }

    /// The command line was wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure { code: USAGE, message: message.into() }
    }

    /// A person must do something first; `message` says what.
    pub(crate) fn missing(message: impl Into<String>) -> Failure {
        Failure { code: MISSING, message: message.into() }
    }

    /// Everything has been said already.
    pub(crate) fn silent(code: u8) -> Failure {
        Failure { code, message: String::new() }
    }
}

/// Adds what was being done to an error of the operating system.
pub(crate) trait Doing<T> {
    /// `doing` completes the sentence "could not …".
    fn doing(self, doing: impl Display) -> Result<T, Failure>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: impl Display) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(format!("could not {doing}: {error}")))
    }
}

/// Finds a program in `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|it| it.join(program)).find(|it| it.is_file())
}

/// A command as a person would type it, for messages.
pub(crate) fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|it| it.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs a command to its end with the terminal as its own.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().doing(format!("run `{}`", words(command)))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` ended with {status}", words(command)))) }
}

/// Runs a command and gives what it printed; its errors go to the terminal.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output().doing(format!("run `{}`", words(command)))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`{}` ended with {}", words(command), output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be run and ends well; it prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|it| it.success())
}

/// Runs a command, shows its lines and gives each one to `on_line`.
///
/// The command runs in a process group of its own. The group is stopped when the command has ended or has run for
/// `limit`, and when xtask itself ends before it does (Ctrl-C, a kill). `true` means that the command ended well.
pub(crate) fn watch(command: &mut Command, limit: Duration, mut on_line: impl FnMut(&str)) -> Result<bool, Failure> {
    let name = words(command);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0).spawn().doing(format!("run `{name}`"))?;
    let group = format!("-{}", child.id());
    let _guard = Guard::new("kill -s TERM -- \"$1\" || exit 0; sleep 2; kill -s KILL -- \"$1\"", &[group.as_ref()])?;

    let lines = lines_of(&mut child);
    let deadline = Instant::now() + limit;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                println!("{line}");
                on_line(&line);
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Ok(child.wait().doing(format!("wait for `{name}`"))?.success());
            }
            Err(RecvTimeoutError::Timeout) => {
                // Something that the command left behind may hold its output open.
                if let Some(status) = child.try_wait().doing(format!("wait for `{name}`"))? {
                    return Ok(status.success());
                }
            }
        }
        if Instant::now() > deadline {
            println!("`{name}` did not end within {} and was stopped", time(limit));
            return Ok(false);
        }
    }
}

/// The lines of a child's standard output, as they come.
fn lines_of(child: &mut Child) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).split(b'\n') {
                let Ok(line) = line else { break };
                if sender.send(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned()).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// A shell script that runs when the value is dropped or this process ends, in whatever way.
///
/// The script waits in a process group of its own at the other end of a pipe. A value that is dropped, a panic,
/// Ctrl-C and `kill -9` all close the pipe, and that starts it. So nothing that a guard looks after outlives xtask.
pub(crate) struct Guard {
    shell: Child,
    stdin: Option<ChildStdin>,
}

impl Guard {
    /// Starts to wait; `arguments` are `$1`, `$2`, … of the script.
    pub(crate) fn new(script: &str, arguments: &[&OsStr]) -> Result<Guard, Failure> {
        let mut shell = Command::new("/bin/sh")
            .arg("-c")
            .arg(format!("read -r _\n{script}"))
            .arg("xtask-guard")
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .doing("start /bin/sh")?;
        let stdin = shell.stdin.take();
        Ok(Guard { shell, stdin })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(script);
        command
    }

    #[test]
    fn a_watched_command_gives_its_lines_and_its_end() {
        let mut lines = Vec::new();
        let ended =
            watch(&mut sh("echo one; echo two; exit 3"), Duration::from_secs(20), |it| lines.push(it.to_owned()));
        assert!(!ended.expect("sh runs"));
        assert_eq!(lines, ["one", "two"]);
    }

    /// Runs a script whose background part outlives it or its time; gives how `watch` saw it end.
    #[track_caller]
    fn leaves_nothing(name: &str, end: &str, limit_ms: u64) -> bool {
        let file = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let script = format!("(trap 'echo stopped > {}; exit' TERM; sleep 60 & wait) & {end}", file.display());
        let started = Instant::now();
        let ended = watch(&mut sh(&script), Duration::from_millis(limit_ms), |_| {});
        assert!(started.elapsed() < Duration::from_secs(30));
        assert!(file.exists(), "its background part was told to stop");
        std::fs::remove_file(file).expect("the file is ours");
        ended.expect("sh runs")
    }

    #[test]
    fn a_command_past_its_time_is_stopped_with_its_children() {
        assert!(!leaves_nothing("late", "sleep 60", 700));
    }

    #[test]
    fn what_a_command_leaves_behind_is_stopped_and_does_not_hold_it_up() {
        assert!(leaves_nothing("behind", "sleep 0.5", 50_000));
    }

    #[test]
    fn a_guard_runs_when_it_is_dropped() {
        let file = std::env::temp_dir().join(format!("xtask-guard-{}", std::process::id()));
        let guard = Guard::new("touch \"$1\"", &[file.as_os_str()]).expect("sh runs");
        assert!(!file.exists());
        drop(guard);
        assert!(file.exists());
        std::fs::remove_file(file).expect("the file is ours");
    }

    #[test]
    fn a_command_that_is_not_there_is_a_failure_with_its_name() {
        let failure = run(&mut Command::new("no-such-program-here")).expect_err("it is not there");
        assert!(failure.message.contains("no-such-program-here"), "{}", failure.message);
    }
}
