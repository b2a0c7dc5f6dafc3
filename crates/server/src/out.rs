//! What the program says: the only module that prints.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use vasculum_model::Error;

use crate::cli::Global;
use crate::exit;

/// How the program talks: words for people, one JSON document for scripts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Out {
    json: bool,
    yes: bool,
    quiet: bool,
}

impl Out {
    pub(crate) fn new(global: &Global) -> Self {
        Self { json: global.json, yes: global.yes, quiet: global.quiet }
    }

    /// Whether scripts are told, by one document.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether `--yes` was given.
    pub(crate) fn yes(&self) -> bool {
        self.yes
    }

    /// Tells the result: the document, or the words.
    pub(crate) fn result(&self, document: &Json, words: &str) {
        let text = if self.json { document.to_string() } else { words.trim_end().to_owned() };
        // Whoever closed the pipe does not want to hear more.
        let _ = writeln!(std::io::stdout(), "{text}");
        let _ = std::io::stdout().flush();
    }

    /// Says something by the way, to people only.
    pub(crate) fn say(&self, words: &str) {
        if !self.json && !self.quiet {
            let _ = writeln!(std::io::stderr(), "{words}");
        }
    }

    /// Says why something was refused: one sentence and what can be done.
    pub(crate) fn refuse(&self, error: &Error) {
        let code = exit::code_of(error);
        if self.json {
            let issues: Vec<Json> = error
                .issues
                .iter()
                .map(|it| json!({"name": it.name, "level": it.level.name(), "field": it.field, "words": it.words}))
                .collect();
            let document = json!({"error": {
                "code": exit::name_of(code), "message": error.message, "hint": error.hint, "issues": issues,
            }});
            let _ = writeln!(std::io::stdout(), "{document}");
        }
        let mut text = error.message.to_string();
        if error.issues.len() > 1 {
            for issue in error.issues.iter().take(20) {
                let _ = write!(text, "\n  {issue}");
            }
            if let Some(more) = error.issues.len().checked_sub(20).filter(|more| *more > 0) {
                let _ = write!(text, "\n  … and {more} more");
            }
        }
        if let Some(hint) = &error.hint {
            let _ = write!(text, "\n{hint}");
        }
        // A failure is for whoever runs the machine: they need the cause.
        if let (vasculum_model::Code::Internal, Some(source)) = (error.code, &error.source) {
            let _ = write!(text, "\nCause: {source}");
        }
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Asks a person; without one at the terminal, and with `--yes` or `--json`, the answer is yes.
    pub(crate) fn confirm(&self, question: &str) -> bool {
        if self.yes || self.json || !std::io::stdin().is_terminal() {
            return true;
        }
        let _ = write!(std::io::stderr(), "{question} [y/N] ");
        let _ = std::io::stderr().flush();
        let mut answer = String::new();
        let _ = std::io::stdin().read_line(&mut answer);
        matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    }

    /// Asks for a line at the terminal, without an end of line behind the question.
    pub(crate) fn ask(&self, question: &str) {
        let _ = write!(std::io::stderr(), "{question}");
        let _ = std::io::stderr().flush();
    }

    /// A progress bar on standard error.
    pub(crate) fn progress(&self) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        Progress { shown: !self.quiet, terminal, what: String::new(), began: Instant::now(), last: None, drawn: false }
    }
}

/// How far a long work is: a bar that is drawn anew at a terminal, a line every few seconds elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    terminal: bool,
    what: String,
    began: Instant,
    last: Option<Instant>,
    drawn: bool,
}

const REDRAW: Duration = Duration::from_millis(100);
const LINE_EVERY: Duration = Duration::from_secs(5);

impl Progress {
    /// Whether anybody is told.
    pub(crate) fn is_shown(&self) -> bool {
        self.shown
    }

    /// So much of `what` is done; without a known total, `total` is 0.
    pub(crate) fn tick(&mut self, what: &str, done: u64, total: u64) {
        if !self.shown {
            return;
        }
        let now = Instant::now();
        if self.what != what {
            what.clone_into(&mut self.what);
            self.began = now;
            self.last = if self.terminal { None } else { self.last.or(Some(now)) };
        }
        let pause = if self.terminal { REDRAW } else { LINE_EVERY };
        if self.last.is_some_and(|last| now - last < pause) {
            return;
        }
        self.last = Some(now);
        let line = describe(what, done, total, now - self.began);
        let mut err = std::io::stderr();
        if self.terminal {
            let _ = write!(err, "\r{line:<78.78}");
            let _ = err.flush();
            self.drawn = true;
        } else {
            let _ = writeln!(err, "{line}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn {
            let _ = write!(std::io::stderr(), "\r{:78}\r", "");
        }
    }
}

/// One line of progress: bar, what, how much, rate and time left.
fn describe(what: &str, done: u64, total: u64, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    let rate = if seconds > 0.5 { done as f64 / seconds } else { 0.0 };
    let mut line = String::new();
    if total > 0 {
        let share = (done as f64 / total as f64).clamp(0.0, 1.0);
        let full = (share * 20.0) as usize;
        let _ = write!(line, "[{}{}] {:3.0} % ", "#".repeat(full), "·".repeat(20 - full), share * 100.0);
        let _ = write!(line, "{what}: {} of {}", number(done), number(total));
    } else {
        let _ = write!(line, "{what}: {}", number(done));
    }
    if rate >= 1.0 {
        let _ = write!(line, ", {}/s", number(rate as u64));
        if total > done {
            let _ = write!(line, ", {} left", time((total - done) as f64 / rate));
        }
    }
    line
}

/// A number with commas: 20,000.
pub(crate) fn number(number: impl Into<i128>) -> String {
    let number: i128 = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// A time in words: `8 s`, `2 min 5 s`.
pub(crate) fn time(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0 => format!("{:.0} ms", seconds * 1_000.0),
        1..60 => format!("{whole} s"),
        60..3_600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3_600, whole / 60 % 60),
    }
}

/// A number of bytes in words: `4.2 MB`.
pub(crate) fn bytes(bytes: i64) -> String {
    let mut size = bytes as f64;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if size < 1_000.0 {
            return if unit == "bytes" { format!("{bytes} bytes") } else { format!("{size:.1} {unit}") };
        }
        size /= 1_000.0;
    }
    format!("{size:.1} TB")
}

/// Rows of words in columns as wide as they need.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_rate_and_time_left() {
        let line = describe("rows", 5_000, 20_000, Duration::from_secs(2));
        assert_eq!(line, "[#####···············]  25 % rows: 5,000 of 20,000, 2,500/s, 6 s left");
        assert_eq!(describe("rows", 7, 0, Duration::ZERO), "rows: 7");
    }

    #[test]
    fn numbers_are_said_as_people_do() {
        assert_eq!((number(1_239_i64), number(-5_i64)), ("1,239".to_owned(), "-5".to_owned()));
        assert_eq!(
            (time(0.25), time(125.0), time(7_260.0)),
            ("250 ms".to_owned(), "2 min 5 s".to_owned(), "2 h 1 min".to_owned())
        );
        assert_eq!((bytes(999), bytes(4_200_000)), ("999 bytes".to_owned(), "4.2 MB".to_owned()));
    }
}
