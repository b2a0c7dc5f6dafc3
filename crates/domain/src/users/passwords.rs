//! Passwords: kept as argon2id digests in SpecifyUser.password, never in the clear and never in the journal.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use vasculum_model::names::{institution, specify_user};
use vasculum_model::{Error, Issue, Result, Value};
use vasculum_store::{Access, Action, Database, Purpose, Select, WriteTx, fold};

use super::accounts::by_name;
use super::tickets;

/// No password is shorter, in characters; an institution may ask for more in `Institution.minimumPwdLength`.
pub const MIN_PASSWORD_LENGTH: usize = 8;
/// Longer ones only cost time.
const MAX_PASSWORD_LENGTH: usize = 512;

/// Judges a password before it is taken: at least `least` characters, and neither the user's name nor one letter over
/// and over.
///
/// # Errors
///
/// `Invalid`, with an issue at `password`.
pub fn check_password(name: &str, password: &str, least: usize) -> Result<()> {
    let length = password.chars().count();
    let folded = fold(password);
    let words = if length < least.max(MIN_PASSWORD_LENGTH) {
        format!("A password has at least {} characters.", least.max(MIN_PASSWORD_LENGTH))
    } else if length > MAX_PASSWORD_LENGTH {
        format!("A password has at most {MAX_PASSWORD_LENGTH} characters.")
    } else if folded.trim() == fold(name.trim()) {
        "A password must not be the name of the user.".to_owned()
    } else if folded.chars().all(|letter| folded.starts_with(letter)) {
        "A password must not be one letter over and over.".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::refused(vec![Issue::error("weak-password", "password", words)]))
}

/// A password that nobody can guess, for a user to whom it is told once: 20 letters and digits.
///
/// # Errors
///
/// `Internal`, if the machine gives no random numbers.
pub fn new_password() -> Result<String> {
    // Without those that people confuse when they read them aloud; 32 of them, so that every one is as likely.
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes = tickets::random::<20>()?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

pub(super) fn digest(password: &str) -> Result<String> {
    let salt = tickets::random::<16>()?;
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|cause| Error::internal("This password can't be kept.", cause.to_string()))?;
    Ok(hash.to_string())
}

/// The length that the institution asks for.
pub(super) fn least_length(tx: &mut WriteTx<'_>) -> Result<usize> {
    let least =
        tx.first(&Select::all(institution::TABLE))?.and_then(|record| record.int(institution::MINIMUM_PWD_LENGTH));
    Ok(usize::try_from(least.unwrap_or(0)).unwrap_or(0).max(MIN_PASSWORD_LENGTH))
}

/// Gives a user a new password and ends all their sessions; who did it stands in the journal, the password does not.
///
/// # Errors
///
/// - `Forbidden`, unless the person may change other users' passwords in the whole institution.
/// - `NotFound`: there is no such user.
/// - `Invalid`: the password is too weak.
pub fn set_password(db: &Database, access: &Access, user: i64, password: &str) -> Result<()> {
    if !access.may("/admin/user/password", "update", None) || access.read_only {
        return Err(Error::forbidden("You have no right to change other users’ passwords."));
    }
    replace(db, access, user, password)
}

/// Changes one's own password, which ends all one's sessions.
///
/// # Errors
///
/// - `Forbidden`: the old password is not right.
/// - `Invalid`: the new one is too weak.
pub fn change_password(db: &Database, user: i64, old: &str, new: &str) -> Result<()> {
    let name = db.read(&Access::system("users"), |tx| {
        Ok(tx.get(specify_user::TABLE, user)?.text(specify_user::NAME).unwrap_or_default().to_owned())
    })?;
    if verify(db, &name, old)? != Some(user) {
        return Err(Error::forbidden("This is not your password."));
    }
    let mut access = Access::system(name);
    access.user = Some(user);
    replace(db, &access, user, new)
}

fn replace(db: &Database, access: &Access, user: i64, password: &str) -> Result<()> {
    // The right was checked; the digest is written by the program, which alone may read the former one.
    let mut program = Access::system(access.name.clone()).as_agent(access.agent);
    program.user = access.user;
    db.write(&program, Purpose::new("password", "Password changed"), |tx| {
        let before = tx.get(specify_user::TABLE, user)?;
        let name = before.text(specify_user::NAME).unwrap_or_default().to_owned();
        check_password(&name, password, least_length(tx)?)?;
        let grant = tx.may(Action::Update, specify_user::TABLE)?;
        let after = before.clone().with(specify_user::PASSWORD, digest(password)?);
        tx.update(&grant, &before, &after)?;
        tx.summarise(format!("New password for user {name}"));
        Ok(())
    })?;
    db.take_tickets(tickets::SESSION, user).map(drop)
}

/// The user who signs in with this name and password; nothing if the two do not belong together.
///
/// An unknown name, a blocked user and a wrong password take the same time, so that nobody can find out names by trying.
/// The caller limits how often one may try.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn verify(db: &Database, name: &str, password: &str) -> Result<Option<i64>> {
    /// What an unknown name's password is held against.
    static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| digest("nobody has this password").ok());
    let nobody = NOBODY.as_deref().unwrap_or_default();
    let found = db.read(&Access::system("users"), |tx| by_name(tx, name))?;
    let kept = found.as_ref().and_then(|user| user.text(specify_user::PASSWORD)).filter(|kept| is_one(Some(kept)));
    let password = if password.len() > MAX_PASSWORD_LENGTH * 4 { "" } else { password };
    let matches = PasswordHash::new(kept.unwrap_or(nobody))
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    let may_enter = matches && kept.is_some();
    Ok(found.filter(|_| may_enter).map(|user| user.id))
}

/// Whether this is a password with which somebody can sign in.
pub(crate) fn is_one(kept: Option<&str>) -> bool {
    kept.is_some_and(|kept| kept.starts_with("$argon2id$"))
}

/// What stands in SpecifyUser.password of somebody who can't sign in with one.
pub(super) fn none() -> Value {
    Value::from("!")
}
