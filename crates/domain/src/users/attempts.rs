//! Attempts to sign in that failed, in the journal.
//!
//! There is one entry for each user, address and hour, with a count; so nobody fills the disk by trying. A name that is
//! that of no user is never kept: people type passwords into the field of the name.

use std::net::{IpAddr, Ipv6Addr};

use serde_json::{Value as Json, json};
use vasculum_model::names::specify_user;
use vasculum_model::{Result, Timestamp};
use vasculum_store::{Access, Database, Purpose, Ticket, Tx};

use super::accounts::by_name;
use super::tickets::digest;

/// The kind of the entries in the journal, and of the tickets that count.
pub const FAILED: &str = "sign-in-failed";
/// So many addresses have entries of their own in an hour; all others share one for each user.
pub const MOST_ADDRESSES: i64 = 200;

const HOUR: i64 = 3_600_000_000;

/// Somebody who tried, as far as it may be told.
struct Attempt {
    /// The name of the user, if there is one of this name.
    user: Option<String>,
    /// From where; nothing where it is one of too many.
    place: Option<String>,
    /// The hour, counted from 1970.
    hour: i64,
}

/// Remembers that somebody failed to sign in by this name from this address.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn remember_failed(db: &Database, name: &str, address: IpAddr) -> Result<()> {
    let hour = db.now().0.div_euclid(HOUR);
    let program = Access::system("");
    let (attempt, known) = db.read(&program, |tx| {
        let user = by_name(tx, name)?.and_then(|user| user.text(specify_user::NAME).map(str::to_owned));
        let mut attempt = Attempt { user, place: Some(place_of(address)), hour };
        let mut known = tx.ticket(FAILED, &attempt.key())?;
        if known.is_none() && addresses(tx, hour)? >= MOST_ADDRESSES {
            attempt.place = None;
            known = tx.ticket(FAILED, &attempt.key())?;
        }
        Ok((attempt, known))
    })?;
    let entry = known.as_ref().and_then(entry_of);
    match entry {
        Some((change_set, count)) => db.write_counted(&program, Purpose::new(FAILED, ""), |tx| {
            tx.retell(change_set, &attempt.words(count + 1))?;
            tx.put_ticket(&attempt.ticket(change_set, count + 1, tx.now()))
        }),
        None => first(db, &program, &attempt),
    }
    .map(drop)
}

/// Makes the entry of a first attempt.
fn first(db: &Database, program: &Access, attempt: &Attempt) -> Result<((), Option<i64>)> {
    let ((), change_set) = db.write_counted(program, Purpose::new(FAILED, attempt.words(1)), |tx| {
        tx.note();
        let counted = addresses(tx, attempt.hour)? + 1;
        let now = tx.now();
        tx.put_ticket(&ticket(&count_key(attempt.hour), attempt.hour, now, &json!({ "addresses": counted })))
    })?;
    let Some(change_set) = change_set else { return Ok(((), None)) };
    db.put_ticket(&attempt.ticket(change_set, 1, db.now()))?;
    Ok(((), Some(change_set)))
}

/// How many addresses have entries of their own in this hour.
fn addresses(tx: &mut Tx<'_>, hour: i64) -> Result<i64> {
    let ticket = tx.ticket(FAILED, &count_key(hour))?;
    let data: Json = ticket.and_then(|ticket| serde_json::from_str(&ticket.data).ok()).unwrap_or_default();
    Ok(data["addresses"].as_i64().unwrap_or(0))
}

fn count_key(hour: i64) -> String {
    digest(&format!("addresses {hour}"))
}

/// The entry that a ticket counts for: its change set, and how often so far.
fn entry_of(ticket: &Ticket) -> Option<(i64, i64)> {
    let data: Json = serde_json::from_str(&ticket.data).ok()?;
    Some((data["changeSet"].as_i64()?, data["count"].as_i64()?))
}

fn ticket(key: &str, hour: i64, now: Timestamp, data: &Json) -> Ticket {
    Ticket {
        kind: FAILED.to_owned(),
        digest: key.to_owned(),
        user: None,
        made: now,
        seen: now,
        expires: Some(Timestamp((hour + 1) * HOUR)),
        data: data.to_string(),
    }
}

impl Attempt {
    fn key(&self) -> String {
        let (user, place) = (self.user.as_deref().unwrap_or_default(), self.place.as_deref().unwrap_or_default());
        digest(&format!("{} {place} {user}", self.hour))
    }

    fn ticket(&self, change_set: i64, count: i64, now: Timestamp) -> Ticket {
        ticket(&self.key(), self.hour, now, &json!({ "changeSet": change_set, "count": count }))
    }

    fn words(&self, count: i64) -> String {
        let place = self.place.as_deref().unwrap_or("other addresses");
        let who = match &self.user {
            Some(name) => format!("as {name}"),
            None => "by a name that no user has".to_owned(),
        };
        let times = if count == 1 { String::new() } else { format!(", {count} times within the hour") };
        format!("Failed to sign in {who}, from {place}{times}")
    }
}

/// An address as it is told: of version 6 the network alone, within which anybody has as many addresses as they like.
fn place_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_as_far_as_it_tells_somebody() {
        for (address, expect) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(place_of(address.parse().unwrap()), expect);
        }
    }
}
