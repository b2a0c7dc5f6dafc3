//! `Idempotency-Key`: a write that is sent twice, because the answer was lost, happens once.
//!
//! The answer is kept for 24 hours in the transaction of the write itself: either both are there or neither is.

use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value as Json, json};
use vasculum_model::{Error, Result, Timestamp};
use vasculum_store::{Ticket, Tx, WriteTx};

use super::Answer;

const KIND: &str = "idempotency";
const KEPT_MICROS: i64 = 24 * 3600 * 1_000_000;
const LONGEST_KEY: usize = 255;

/// What a request with a key is known by.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    /// Of the key and the user: nobody gets the answer of somebody else.
    digest: String,
    /// Of all that was asked.
    request: String,
}

impl Key {
    /// The key of a request, if it brings one. `what` is its method and address.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the key is too long or no plain text.
    pub(crate) fn of(headers: &HeaderMap, user: Option<i64>, what: &str, body: &[u8]) -> Result<Option<Self>> {
        let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
        let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY).ok_or_else(|| {
            Error::invalid(format!("An Idempotency-Key is plain text of 1 to {LONGEST_KEY} characters."))
        })?;
        let digest = blake3::hash(format!("{user:?} {key}").as_bytes()).to_hex().to_string();
        let mut request = blake3::Hasher::new();
        request.update(what.as_bytes()).update(b"\n").update(body);
        Ok(Some(Self { digest, request: request.finalize().to_hex().to_string() }))
    }

    /// The answer that was given to this request before.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the key was used for another request.
    pub(crate) fn answered(&self, tx: &mut Tx<'_>) -> Result<Option<Answer>> {
        let Some(ticket) = tx.ticket(KIND, &self.digest)? else { return Ok(None) };
        let kept: Json = serde_json::from_str(&ticket.data)
            .map_err(|cause| Error::internal("A remembered answer can’t be read.", cause))?;
        if kept["request"] != json!(self.request) {
            return Err(Error::invalid("This Idempotency-Key was used for another request.").hint("Use a new key."));
        }
        let text = |name: &str| kept[name].as_str().map(str::to_owned);
        let status = kept["status"].as_u64().and_then(|status| StatusCode::from_u16(status as u16).ok());
        Ok(Some(Answer {
            status: status.unwrap_or_default(),
            body: text("body").unwrap_or_default(),
            etag: text("etag"),
            location: text("location"),
            is_repeated: true,
            ..Answer::default()
        }))
    }

    /// Remembers an answer together with what it is the answer to.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn remember(&self, tx: &mut WriteTx<'_>, answer: &Answer) -> Result<()> {
        let data = json!({
            "request": self.request,
            "status": answer.status.as_u16(),
            "body": answer.body,
            "etag": answer.etag,
            "location": answer.location,
        });
        let now = tx.now();
        let user = tx.access().user;
        tx.put_ticket(&Ticket {
            kind: KIND.to_owned(),
            digest: self.digest.clone(),
            user,
            made: now,
            seen: now,
            expires: Some(Timestamp(now.0 + KEPT_MICROS)),
            data: data.to_string(),
        })
    }
}
