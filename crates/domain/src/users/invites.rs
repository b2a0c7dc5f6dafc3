//! Invitations: an address that lets somebody choose the name and the password of a user that was made for them.
//!
//! An invitation is a secret of 256 random bits, of which the database knows only the digest. It is good once, for a
//! week, and a new one for the same user makes the former void.

use vasculum_model::names::specify_user;
use vasculum_model::{Code, Error, Result, Timestamp};
use vasculum_store::{Access, Action, Database, Purpose, Ticket};

use super::tickets::{self, digest, secret};
use super::{accounts, passwords};

const INVITE: &str = "invite";
/// An invitation is void after so many days.
pub const INVITE_DAYS: i64 = 7;
const DAY: i64 = 24 * 3_600_000_000;

/// An invitation that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The user that it is for.
    pub user: i64,
    /// The name that the user has so far.
    pub name: String,
    /// From when on it is void.
    pub expires: Timestamp,
}

/// Invites somebody to become this user, and returns the secret, which is shown once. Former invitations of the user
/// are void.
///
/// # Errors
///
/// - `Forbidden`: the person may not invite.
/// - `NotFound`: there is no such user.
pub fn invite(db: &Database, access: &Access, user: i64) -> Result<String> {
    if !access.may("/admin/user/invite_link", "create", None) || access.read_only {
        return Err(Error::forbidden("You have no right to invite users."));
    }
    let secret = secret()?;
    let now = db.now();
    let ticket = Ticket {
        kind: INVITE.to_owned(),
        digest: digest(&secret),
        user: Some(user),
        made: now,
        seen: now,
        expires: Some(Timestamp(now.0 + INVITE_DAYS * DAY)),
        data: "{}".to_owned(),
    };
    db.read(access, |tx| tx.get(specify_user::TABLE, user))?;
    db.take_tickets(INVITE, user)?;
    db.write(access, Purpose::new("invite", ""), |tx| {
        let name = tx.get(specify_user::TABLE, user)?.text(specify_user::NAME).unwrap_or_default().to_owned();
        tx.put_ticket(&ticket)?;
        tx.summarise(format!("User {name} invited"));
        tx.note();
        Ok(())
    })?;
    Ok(secret)
}

/// Makes all invitations of a user void; returns how many there were.
///
/// # Errors
///
/// `Forbidden`, if the person may not invite.
pub fn uninvite(db: &Database, access: &Access, user: i64) -> Result<u64> {
    if !access.may("/admin/user/invite_link", "create", None) || access.read_only {
        return Err(Error::forbidden("You have no right to invite users."));
    }
    db.take_tickets(INVITE, user)
}

/// Until when the present invitation of a user is good, if there is one.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn invited_until(db: &Database, user: i64) -> Result<Option<Timestamp>> {
    let now = db.now();
    let tickets = db.tickets(INVITE, Some(user))?;
    Ok(tickets.iter().filter_map(|ticket| ticket.expires).filter(|end| *end > now).max())
}

/// The invitation with this secret, if it is good.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn find_invite(db: &Database, secret: &str) -> Result<Option<Invite>> {
    let Some(ticket) = db.ticket(INVITE, &digest(secret))? else { return Ok(None) };
    let (Some(user), Some(expires)) = (ticket.user, ticket.expires) else { return Ok(None) };
    db.read(&Access::system("invitation"), |tx| {
        let found = tx.find(specify_user::TABLE, user)?;
        let name = |user: &vasculum_model::Record| user.text(specify_user::NAME).unwrap_or_default().to_owned();
        Ok(found.map(|record| Invite { user, name: name(&record), expires }))
    })
}

/// Accepts an invitation: the user gets this name and password, and the invitation is used up. Returns the user.
///
/// # Errors
///
/// - `NotFound`: the invitation was used, is void or never was.
/// - `Invalid`: the name is taken or none, or the password too weak; then the invitation is still good.
pub fn accept_invite(db: &Database, secret: &str, name: &str, password: &str) -> Result<i64> {
    let invite = find_invite(db, secret)?.ok_or_else(gone)?;
    let mut access = Access::system(invite.name.clone());
    access.user = Some(invite.user);
    db.write(&access, Purpose::new("invite", ""), |tx| {
        if tx.take_ticket(INVITE, &digest(secret))?.is_none() {
            return Err(gone());
        }
        let before = tx.get(specify_user::TABLE, invite.user)?;
        let name = name.trim();
        if before.text(specify_user::NAME) != Some(name) {
            accounts::check_name(tx, name, Some(invite.user))?;
        }
        passwords::check_password(name, password, passwords::least_length(tx)?)?;
        let after =
            before.clone().with(specify_user::NAME, name).with(specify_user::PASSWORD, passwords::digest(password)?);
        let grant = tx.may(Action::Update, specify_user::TABLE)?;
        tx.update(&grant, &before, &after)?;
        tx.summarise(format!("Invitation accepted by {name}"));
        Ok(())
    })?;
    db.take_tickets(tickets::SESSION, invite.user)?;
    Ok(invite.user)
}

fn gone() -> Error {
    Error::new(Code::NotFound, "This invitation was used already, or is too old.")
        .hint("Ask for a new one where you got it.")
}
