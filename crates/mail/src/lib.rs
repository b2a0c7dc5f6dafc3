//! Letters by SMTP, over TLS, to the mail server of an institution.
//!
//! Nothing is sent unless an operator configured a [`Server`]. This crate does not know what a letter is about, who asked
//! for it, or that there is a database; a heavy library for mail stays behind its few functions.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport as _};
use vasculum_model::{Code, Error, Result};

/// How the way to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually at port 465.
    Tls,
    /// TLS after a plain greeting, usually at port 587. A server that can't do that is refused.
    StartTls,
    /// None: for a server on the same machine or in a trusted network.
    Plain,
}

impl Security {
    /// Every kind with its word in the configuration.
    pub const ALL: [(&'static str, Self); 3] =
        [("tls", Self::Tls), ("starttls", Self::StartTls), ("none", Self::Plain)];

    /// The port that is usual.
    pub fn usual_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::Plain => 25,
        }
    }
}

/// The mail server that takes letters from us.
#[derive(Clone)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is kept secret.
    pub security: Security,
    /// Name and password, if it asks for them.
    pub login: Option<(String, String)>,
    /// Who letters come from: `Vasculum <vasculum@museum.example>`, or an address alone.
    pub from: String,
    /// How long to wait for each of its answers.
    pub timeout: Duration,
}

/// The password never stands in a log.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// A file that goes along with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// Its media type, as `text/csv`.
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

/// Whether this is one address that letters can be sent to.
pub fn is_address(text: &str) -> bool {
    text.trim().parse::<lettre::Address>().is_ok()
}

/// Whether letters can come from this: a name with an address, or an address alone.
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Hands a letter over to the mail server.
///
/// # Errors
///
/// - `Invalid`: an address can't be read, or the server refused the letter for good. To try again does not help.
/// - `Internal`: the server can't be reached, or has no time now. To try again later may help.
pub fn send(server: &Server, letter: &Letter) -> Result<()> {
    let message = message(server, letter)?;
    let tls = || {
        TlsParameters::new(server.host.clone())
            .map_err(|cause| Error::internal("The connection to the mail server can’t be made secret.", cause))
    };
    let tls = match server.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::Plain => Tls::None,
    };
    let mut builder = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port)
        .tls(tls)
        .timeout(Some(server.timeout))
        .hello_name(ClientId::Domain(domain(&server.from)));
    if let Some((name, password)) = &server.login {
        builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
    }
    match builder.build().send(&message) {
        Ok(_) => Ok(()),
        Err(cause) if cause.is_permanent() => Err(Error {
            source: Some(Box::new(cause)),
            ..Error::new(Code::Invalid, format!("The mail server refused the letter to {}.", letter.to))
        }),
        Err(cause) => {
            Err(Error::internal(format!("The letter to {} could not be handed to the mail server.", letter.to), cause))
        }
    }
}

/// The part of an address behind the `@`, by which we greet the server.
fn domain(from: &str) -> String {
    let domain = from.parse::<Mailbox>().ok().map(|mailbox| mailbox.email.domain().to_owned());
    domain.unwrap_or_else(|| "localhost".to_owned())
}

/// What tells a letter from all others.
fn unique() -> String {
    let random = RandomState::new();
    format!("{:016x}{:016x}", random.hash_one(std::process::id()), random.hash_one(std::time::SystemTime::now()))
}

fn message(server: &Server, letter: &Letter) -> Result<Message> {
    let from: Mailbox = server.from.parse().map_err(|_| {
        Error::invalid(format!("Letters can’t come from ‘{}’.", server.from)).hint("Set [mail] from to an address.")
    })?;
    let to: lettre::Address = letter
        .to
        .trim()
        .parse()
        .map_err(|_| Error::invalid(format!("‘{}’ is no address that letters can be sent to.", letter.to)))?;
    let unmade = |cause: lettre::error::Error| Error::internal("The letter can’t be written.", cause);
    let builder = Message::builder().from(from).to(Mailbox::new(None, to)).subject(&letter.subject).date_now();
    let builder = builder.message_id(Some(format!("<{}@{}>", unique(), domain(&server.from))));
    let text = SinglePart::plain(letter.text.clone());
    match &letter.attachment {
        None => builder.singlepart(text).map_err(unmade),
        Some(file) => {
            let media_type = ContentType::parse(&file.media_type)
                .map_err(|cause| Error::internal("A media type can’t be read.", cause))?;
            let part = Part::new(file.name.clone()).body(file.bytes.clone(), media_type);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(part)).map_err(unmade)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(port: u16) -> Server {
        Server {
            host: "127.0.0.1".to_owned(),
            port,
            security: Security::Plain,
            login: None,
            from: "Museum <vasculum@museum.example>".to_owned(),
            timeout: Duration::from_secs(2),
        }
    }

    fn letter(to: &str) -> Letter {
        Letter { to: to.to_owned(), subject: "Hello".to_owned(), text: "Hello".to_owned(), attachment: None }
    }

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for (text, expect) in [
            ("ana@museum.example", true),
            (" ana@museum.example ", true),
            ("ana", false),
            ("ana@museum.example, bo@museum.example", false),
            ("ana@museum.example\r\nBcc: everybody@museum.example", false),
            ("", false),
        ] {
            assert_eq!(is_address(text), expect, "{text}");
        }
        assert!(is_sender("Museum <vasculum@museum.example>") && !is_sender("Museum"));
    }

    #[test]
    fn a_subject_can_not_smuggle_headers_in() {
        let mut letter = letter("ana@museum.example");
        letter.subject = "Fish\r\nBcc: everybody@museum.example".to_owned();
        let text = String::from_utf8(message(&server(25), &letter).unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
    }

    #[test]
    fn whether_to_try_again_is_told_by_the_code() {
        // Nobody listens at port 1.
        let unreachable = send(&server(1), &letter("ana@museum.example")).unwrap_err();
        assert_eq!(unreachable.code, Code::Internal);
        let wrong = send(&server(1), &letter("nobody")).unwrap_err();
        assert_eq!(wrong.code, Code::Invalid);
    }

    #[test]
    fn the_password_is_not_told() {
        let mut server = server(25);
        server.login = Some(("museum".to_owned(), "a pressed fern".to_owned()));
        assert!(!format!("{server:?}").contains("fern"));
    }
}
