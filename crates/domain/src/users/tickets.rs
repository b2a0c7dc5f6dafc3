//! Sessions and tokens: secrets that stand for a user. The database knows only their digests.

use serde_json::{Value as Json, json};
use vasculum_model::names::specify_user;
use vasculum_model::{Error, Result, Timestamp};
use vasculum_store::{Access, Database, Purpose, Ticket};

pub(super) const SESSION: &str = "session";
const TOKEN: &str = "token";
/// A session that is not used for so long is void.
pub const SESSION_IDLE_HOURS: i64 = 12;
/// A session ends after so many days, however much it is used.
pub const SESSION_DAYS: i64 = 30;
/// What every token starts with, so that one that was published by mistake can be found.
const TOKEN_PREFIX: &str = "vsc_";

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// Random bytes from the machine.
pub(super) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Error::internal("The machine gives no random numbers.", cause.to_string()))?;
    Ok(bytes)
}

/// 256 random bits in the letters of base64url: 43 of them.
pub(super) fn secret() -> Result<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bytes = random::<32>()?;
    let mut text = String::with_capacity(43);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]));
        }
    }
    Ok(text)
}

pub(super) fn digest(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// A number for people by which a ticket is named: the first twelve letters of its digest, which betray nothing.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

/// A person at a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names the session in lists; not its secret.
    pub id: String,
    /// Who signed in.
    pub user: i64,
    /// When.
    pub made: Timestamp,
    /// When it was last used, to the minute.
    pub seen: Timestamp,
    /// The browser, as it told.
    pub about: String,
}

/// What a token lets a program do in the name of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenScope {
    /// Look.
    Read,
    /// Look and change.
    Write,
}

impl TokenScope {
    /// The word in commands and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The scope with this name.
    ///
    /// # Errors
    ///
    /// `Invalid`, if there is none.
    pub fn named(word: &str) -> Result<Self> {
        match word {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err(Error::invalid(format!("There is no scope ‘{word}’.")).hint("Use ‘read’ or ‘write’.")),
        }
    }
}

/// A program that acts for a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Names the token in lists; not its secret.
    pub id: String,
    /// For whom it acts.
    pub user: i64,
    /// What it may do.
    pub scope: TokenScope,
    /// What its user calls it.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it was last used, to the minute.
    pub seen: Timestamp,
    /// From when on it is void.
    pub expires: Option<Timestamp>,
}

/// Starts a session for somebody who proved who they are, and returns its secret, which is told to the browser alone.
/// `about` is what the list of sessions shows, such as the browser's name. The secret of the session that the browser
/// had before, if any, should be ended by the caller with [`end_session`].
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn start_session(db: &Database, user: i64, about: &str) -> Result<String> {
    let secret = secret()?;
    let now = db.now();
    let about: String = about.chars().filter(|letter| !letter.is_control()).take(200).collect();
    db.forget_void_tickets()?;
    db.put_ticket(&Ticket {
        kind: SESSION.to_owned(),
        digest: digest(&secret),
        user: Some(user),
        made: now,
        seen: now,
        expires: Some(idle_end(now, now)),
        data: json!({ "about": about }).to_string(),
    })?;
    let who = as_user(db, user)?;
    journal(db, &who, "sign-in", format!("Signed in ({})", who.name))?;
    Ok(secret)
}

/// When a session ends that is used now and never again.
fn idle_end(made: Timestamp, now: Timestamp) -> Timestamp {
    Timestamp((now.0 + SESSION_IDLE_HOURS * HOUR).min(made.0 + SESSION_DAYS * 24 * HOUR))
}

/// The session with this secret, if it is not void; it then lives on.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn session(db: &Database, secret: &str) -> Result<Option<Session>> {
    let digest = digest(secret);
    let Some(ticket) = db.ticket(SESSION, &digest)? else { return Ok(None) };
    let now = db.now();
    if now.0 - ticket.seen.0 >= MINUTE {
        db.touch_ticket(SESSION, &digest, Some(idle_end(ticket.made, now)))?;
    }
    Ok(read_session(&ticket))
}

fn read_session(ticket: &Ticket) -> Option<Session> {
    let data: Json = serde_json::from_str(&ticket.data).unwrap_or_default();
    Some(Session {
        id: short(&ticket.digest),
        user: ticket.user?,
        made: ticket.made,
        seen: ticket.seen,
        about: data["about"].as_str().unwrap_or_default().to_owned(),
    })
}

/// The sessions of a user that are not void, newest first.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn sessions(db: &Database, user: i64) -> Result<Vec<Session>> {
    let now = db.now();
    let valid = |ticket: &Ticket| ticket.expires.is_none_or(|end| end > now);
    Ok(db.tickets(SESSION, Some(user))?.iter().filter(|ticket| valid(ticket)).filter_map(read_session).collect())
}

/// Ends the session with this secret, because another one takes its place.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn end_session(db: &Database, secret: &str) -> Result<()> {
    db.take_ticket(SESSION, &digest(secret)).map(drop)
}

/// Signs out: ends the session with this secret, and remembers who left.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn sign_out(db: &Database, secret: &str) -> Result<()> {
    let digest = digest(secret);
    let user = db.ticket(SESSION, &digest)?.and_then(|ticket| ticket.user);
    if let (true, Some(user)) = (db.take_ticket(SESSION, &digest)?, user) {
        let who = as_user(db, user)?;
        journal(db, &who, "sign-out", format!("Signed out ({})", who.name))?;
    }
    Ok(())
}

/// Ends the session of the user with this id, or without one all their sessions; returns how many. `by` is who does so.
///
/// # Errors
///
/// - `NotFound`: there is no such user.
/// - `Internal`, if the database fails.
pub fn end_sessions(db: &Database, by: &Access, user: i64, id: Option<&str>) -> Result<u64> {
    let of = as_user(db, user)?.name;
    let mut ended = 0;
    match id {
        None => ended = db.take_tickets(SESSION, user)?,
        Some(id) => {
            for ticket in db.tickets(SESSION, Some(user))?.iter().filter(|ticket| short(&ticket.digest) == id) {
                ended += u64::from(db.take_ticket(SESSION, &ticket.digest)?);
            }
        }
    }
    match ended {
        0 => {}
        1 => journal(db, by, "sign-out", format!("A session of {of} ended"))?,
        many => journal(db, by, "sign-out", format!("{many} sessions of {of} ended"))?,
    }
    Ok(ended)
}

/// Makes a token for a user and returns its secret, which is shown once. `name` says what it is for.
///
/// # Errors
///
/// - `NotFound`: there is no such user.
/// - `Invalid`: the name is missing or too long, or the token would be void already.
pub fn make_token(
    db: &Database,
    user: i64,
    scope: TokenScope,
    name: &str,
    expires: Option<Timestamp>,
) -> Result<String> {
    let now = db.now();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid("A token needs a name of at most 100 characters, saying what it is for."));
    }
    if expires.is_some_and(|end| end <= now) {
        return Err(Error::invalid("This token would be void already."));
    }
    let secret = format!("{TOKEN_PREFIX}{}", secret()?);
    let who = as_user(db, user)?;
    journal(db, &who, "token", format!("Token ‘{name}’ made, which may {} ({})", scope.name(), who.name))?;
    db.put_ticket(&Ticket {
        kind: TOKEN.to_owned(),
        digest: digest(&secret),
        user: Some(user),
        made: now,
        seen: now,
        expires,
        data: json!({ "name": name, "scope": scope.name() }).to_string(),
    })?;
    Ok(secret)
}

/// The token with this secret, if it is not void.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn token(db: &Database, secret: &str) -> Result<Option<Token>> {
    if !secret.starts_with(TOKEN_PREFIX) {
        return Ok(None);
    }
    let digest = digest(secret);
    let Some(ticket) = db.ticket(TOKEN, &digest)? else { return Ok(None) };
    if db.now().0 - ticket.seen.0 >= MINUTE {
        db.touch_ticket(TOKEN, &digest, ticket.expires)?;
    }
    Ok(read_token(&ticket))
}

fn read_token(ticket: &Ticket) -> Option<Token> {
    let data: Json = serde_json::from_str(&ticket.data).unwrap_or_default();
    Some(Token {
        id: short(&ticket.digest),
        user: ticket.user?,
        // A token whose scope can't be read may do the least.
        scope: TokenScope::named(data["scope"].as_str().unwrap_or_default()).unwrap_or(TokenScope::Read),
        name: data["name"].as_str().unwrap_or_default().to_owned(),
        made: ticket.made,
        seen: ticket.seen,
        expires: ticket.expires,
    })
}

/// The tokens of a user, void ones included, newest first; without a user those of everybody.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn tokens(db: &Database, user: Option<i64>) -> Result<Vec<Token>> {
    Ok(db.tickets(TOKEN, user)?.iter().filter_map(read_token).collect())
}

/// Takes a token back. It is named by its id or by the whole secret; `user` keeps it to those of one user. `by` is who
/// does so.
///
/// # Errors
///
/// `NotFound`, if there is no such token.
pub fn revoke_token(db: &Database, by: &Access, user: Option<i64>, id: &str) -> Result<Token> {
    let wanted = if id.starts_with(TOKEN_PREFIX) { short(&digest(id)) } else { id.to_owned() };
    let all = db.tickets(TOKEN, user)?;
    let ticket = all.iter().find(|ticket| short(&ticket.digest) == wanted);
    let Some((ticket, found)) = ticket.and_then(|ticket| Some((ticket, read_token(ticket)?))) else {
        return Err(Error::not_found("There is no such token.").hint("`vasculum token list` shows them all."));
    };
    db.take_ticket(TOKEN, &ticket.digest)?;
    let of = as_user(db, found.user)?.name;
    journal(db, by, "token", format!("Token ‘{}’ taken back ({of})", found.name))?;
    Ok(found)
}

/// Remembers an act that writes no record.
fn journal(db: &Database, by: &Access, kind: &str, summary: String) -> Result<()> {
    // Whoever may do this may have it remembered, whatever else they may write.
    let mut program = Access::system(by.name.clone()).as_agent(by.agent);
    program.user = by.user;
    db.write(&program, Purpose::new(kind, summary), |tx| {
        tx.note();
        Ok(())
    })
}

/// The program in the name of a user, as the journal shall name them.
fn as_user(db: &Database, user: i64) -> Result<Access> {
    let mut access = Access::system("");
    access.user = Some(user);
    access.name = db.read(&access, |tx| {
        Ok(tx.get(specify_user::TABLE, user)?.text(specify_user::NAME).unwrap_or_default().to_owned())
    })?;
    Ok(access)
}

/// Ends all sessions and tokens of a user.
pub(super) fn end_all(db: &Database, user: i64) -> Result<()> {
    db.take_tickets(SESSION, user)?;
    db.take_tickets(TOKEN, user).map(drop)
}
