//! Asking for a password without showing it.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::process::{Command, Stdio};

use vasculum_domain::users::new_password;
use vasculum_model::{Error, Result};

use crate::out::Out;

/// A password, and whether it was made up here, so that it has to be shown once.
pub(crate) struct Password {
    pub text: String,
    pub is_new: bool,
}

/// The password that was given; else asked for at the terminal, else the first line of standard input, else a new one.
pub(crate) fn get(given: Option<String>, name: &str, out: &Out) -> Result<Password> {
    if let Some(text) = given {
        return Ok(Password { text, is_new: false });
    }
    let typed = if std::io::stdin().is_terminal() { ask(name, out)? } else { first_line()? };
    match typed {
        Some(text) => Ok(Password { text, is_new: false }),
        None => Ok(Password { text: new_password()?, is_new: true }),
    }
}

/// The first line of standard input, or nothing if it is empty.
fn first_line() -> Result<Option<String>> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(10_000)
        .read_line(&mut line)
        .map_err(|cause| Error::internal("Standard input can’t be read as text.", cause))?;
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()).filter(|line| !line.is_empty()))
}

/// Asks twice, with the terminal showing nothing of what is typed. Nothing typed means: make one.
fn ask(name: &str, out: &Out) -> Result<Option<String>> {
    let hidden = Hidden::begin();
    out.ask(&format!("Password for {name} (empty to have one made): "));
    let first = first_line()?;
    out.ask("\n");
    let Some(first) = first else { return Ok(None) };
    out.ask("The same again: ");
    let second = first_line()?;
    out.ask("\n");
    drop(hidden);
    if second.as_ref() != Some(&first) {
        return Err(Error::invalid("The two passwords differ.").hint("Try again."));
    }
    Ok(Some(first))
}

/// The terminal does not show what is typed for as long as this lives.
struct Hidden;

impl Hidden {
    fn begin() -> Self {
        stty("-echo");
        Self
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        stty("echo");
    }
}

/// Sets the terminal; one that can't be set shows what is typed, and the person sees that it does.
fn stty(setting: &str) {
    let _ =
        Command::new("stty").arg(setting).stdin(Stdio::inherit()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}
