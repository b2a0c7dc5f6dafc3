//! The event of an object in a collection where each object has its own.

use vasculum_model::names::{collecting_event, collection_object, collector};
use vasculum_model::{Record, Result};
use vasculum_store::{Tx, WriteTx};

use crate::records::is_set_by_vasculum;
use crate::rules::{self, embedding};

/// The event that an object gets: the one that its row names, or a copy of it where the collection gives each object its
/// own and another object has this one already. An event of its own that says the same stays.
pub(super) fn own_event(tx: &mut WriteTx<'_>, object: &Record, event: i64) -> Result<i64> {
    if !rules::embedded(tx, object, "Collection.isEmbeddedCollectingEvent")? {
        return Ok(event);
    }
    let column = collection_object::COLLECTING_EVENT;
    let owners = tx.referring_ids(column, event, 2)?;
    if owners.iter().all(|owner| *owner == object.id) {
        return Ok(event);
    }
    if let Some(own) = object.int(column).filter(|own| *own != event)
        && says_the_same(tx, own, event)?
    {
        return Ok(own);
    }
    embedding::own_copy(tx, collecting_event::TABLE, event)
}

/// Whether two events say the same, collectors included.
fn says_the_same(tx: &mut Tx<'_>, one: i64, other: i64) -> Result<bool> {
    let found = tx.find_all(collecting_event::TABLE, &[one, other])?;
    let [a, b] = found.as_slice() else { return Ok(false) };
    let of = a.of();
    let counts = |at: &usize| !is_set_by_vasculum(of, *at as u16) && of.at(*at as u16).name != "guid";
    if !(0..a.values.len()).filter(counts).all(|at| a.values[at] == b.values[at]) {
        return Ok(false);
    }
    let people = tx.children(&[one, other], collecting_event::COLLECTORS)?;
    let of = |event: i64| {
        let mut theirs: Vec<_> = people.iter().filter(|(theirs, _)| *theirs == event).collect();
        theirs.sort_by_key(|(_, person)| person.int(collector::ORDER_NUMBER));
        theirs.into_iter().map(|(_, person)| person.int(collector::AGENT)).collect::<Vec<_>>()
    };
    Ok(of(one) == of(other))
}
