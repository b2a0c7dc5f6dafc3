//! Letters about jobs. What one says is decided here; how it is sent is the program's affair.

use std::fmt;
use std::io::Read as _;
use std::sync::Arc;

use serde_json::Value as Json;
use vasculum_model::{Code, Error, Result};
use vasculum_store::{Access, Database, Job, JobState};

use super::run::Workshop;

/// A file that goes along with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A letter in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address that it goes to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// A file that goes along.
    pub attachment: Option<Attachment>,
}

type Send = dyn Fn(&Letter) -> Result<()> + std::marker::Send + Sync;

/// The way to a mail server: a function that hands a letter over. It refuses with `Invalid` what is refused for good, and
/// with `Internal` what may go later.
#[derive(Clone)]
pub struct Post(Arc<Send>);

impl Post {
    /// The way over this function.
    pub fn by(send: impl Fn(&Letter) -> Result<()> + std::marker::Send + Sync + 'static) -> Self {
        Self(Arc::new(send))
    }
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post")
    }
}

/// Whether this looks like one address that letters can be sent to. What exactly a mail server takes, only it knows.
pub fn is_address(text: &str) -> bool {
    let Some((name, place)) = text.rsplit_once('@') else { return false };
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || ",;:<>()[]\\\"@".contains(letter);
    !name.is_empty() && !place.is_empty() && text.len() <= 254 && !name.contains(is_odd) && !place.contains(is_odd)
}

/// Sends what became of a job to an address.
pub(super) fn send(db: &Database, shop: &Workshop, about: i64, to: &str) -> Result<()> {
    let post = shop.post.as_ref().ok_or_else(|| {
        Error::invalid("No mail server is set, so no letter was sent.")
            .hint("Whoever runs the server sets one in its configuration file.")
    })?;
    let job = db.read(&Access::system("letters"), |tx| tx.job(about))?;
    let job = job.ok_or_else(|| Error::not_found("The job that this letter is about is no longer known."))?;
    let letter = letter(shop, &job, to)?;
    (post.0)(&letter)
}

fn letter(shop: &Workshop, job: &Job, to: &str) -> Result<Letter> {
    let title = &job.asked.title;
    let outcome: Json = serde_json::from_str(&job.outcome).unwrap_or_default();
    let mut text = match job.state {
        JobState::Done => {
            let rows = outcome["rows"].as_i64().unwrap_or(0);
            format!("‘{title}’ is done: {rows} {}.\n", if rows == 1 { "row" } else { "rows" })
        }
        _ => format!("‘{title}’ could not be made. {}\n", job.message),
    };
    let mut attachment = None;
    if let Some(file) = &job.file {
        if file.size_bytes <= shop.attach_bytes {
            let mut bytes = Vec::new();
            let mut open = shop.files.open(&file.key)?;
            open.read_to_end(&mut bytes).map_err(|cause| Error::internal("This file can’t be read.", cause))?;
            text.push_str("The file goes along with this letter.\n");
            attachment = Some(Attachment { name: file.name.clone(), media_type: file.media_type.clone(), bytes });
        } else {
            text.push_str("The file is too large for a letter. ");
            let until = file.expires.date().map_or(String::new(), |day| format!(" until {day}"));
            match &shop.address {
                Some(address) => {
                    let address = address.trim_end_matches('/');
                    text.push_str(&format!("Fetch it{until} at\n{address}/jobs/{}/file\n", job.id));
                }
                None => text.push_str(&format!("Sign in and fetch it{until} on the page of your jobs.\n")),
            }
        }
    }
    text.push_str("\nVasculum sends this because of a schedule of ");
    text.push_str(&job.asked.user_name);
    text.push_str(". It ends when the schedule is paused or deleted there.\n");
    if !is_address(to) {
        return Err(Error::new(Code::Invalid, format!("‘{to}’ is no address that letters can be sent to.")));
    }
    Ok(Letter { to: to.to_owned(), subject: title.clone(), text, attachment })
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn one_address_is_told_from_lists_and_headers() {
        for (text, expect) in [
            ("ana@museum.example", true),
            ("ana.maria+fish@museum.example", true),
            ("ana", false),
            ("@museum.example", false),
            ("ana@", false),
            ("ana@museum.example,bo@museum.example", false),
            ("Ana <ana@museum.example>", false),
            ("ana@museum.example\r\nBcc: bo@museum.example", false),
        ] {
            assert_eq!(is_address(text), expect, "{text}");
        }
    }
}
