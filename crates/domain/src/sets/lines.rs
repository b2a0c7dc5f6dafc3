//! Preparations added to a loan, a gift, an exchange or a disposal.

use std::collections::HashMap;

use vasculum_model::names::{
    collection_object, disposal, disposal_preparation, exchange_out, exchange_out_prep, gift, gift_preparation, loan,
    loan_preparation, prep_type, preparation,
};
use vasculum_model::{Col, Error, Many, Record, Result, Scope, TableId, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use crate::records;
use crate::rules::{Available, availability};

/// An interaction that takes preparations, with the table of its lines.
#[derive(Debug, Clone, Copy)]
pub struct Taker {
    /// The interaction.
    pub table: TableId,
    /// Its lines.
    pub lines: Many,
    /// The link of a line to the interaction.
    owner: Col,
    /// The link of a line to the preparation.
    preparation: Col,
    /// How many items a line takes.
    quantity: Col,
}

/// Every interaction that takes preparations.
pub const TAKERS: &[Taker] = &[
    Taker {
        table: loan::TABLE,
        lines: loan::LOAN_PREPARATIONS,
        owner: loan_preparation::LOAN,
        preparation: loan_preparation::PREPARATION,
        quantity: loan_preparation::QUANTITY,
    },
    Taker {
        table: gift::TABLE,
        lines: gift::GIFT_PREPARATIONS,
        owner: gift_preparation::GIFT,
        preparation: gift_preparation::PREPARATION,
        quantity: gift_preparation::QUANTITY,
    },
    Taker {
        table: exchange_out::TABLE,
        lines: exchange_out::EXCHANGE_OUT_PREPS,
        owner: exchange_out_prep::EXCHANGE_OUT,
        preparation: exchange_out_prep::PREPARATION,
        quantity: exchange_out_prep::QUANTITY,
    },
    Taker {
        table: disposal::TABLE,
        lines: disposal::DISPOSAL_PREPARATIONS,
        owner: disposal_preparation::DISPOSAL,
        preparation: disposal_preparation::PREPARATION,
        quantity: disposal_preparation::QUANTITY,
    },
];

/// What is known of an interaction that takes preparations.
///
/// # Errors
///
/// `Invalid`, if records of the table take none.
pub fn taker(table: TableId) -> Result<&'static Taker> {
    let none = || Error::invalid(format!("{} takes no preparations.", model().table(table).name));
    TAKERS.iter().find(|taker| taker.table == table).ok_or_else(none)
}

/// A preparation that could be added to an interaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The preparation.
    pub preparation: Record,
    /// What kind of preparation it is.
    pub kind: String,
    /// Where its items are.
    pub places: Available,
    /// Why it can't be added, in one sentence; nothing if it can.
    pub obstacle: Option<String>,
}

/// The preparations of a set's records – the preparations themselves, or all of its objects – and whether each could be
/// added to the interaction.
///
/// # Errors
///
/// - `Invalid`: the records are neither preparations nor objects, or the interaction is closed or takes none.
/// - `NotFound`, `Forbidden`: the interaction or the preparations can't be read.
pub fn offers(tx: &mut Tx<'_>, to: TableId, id: i64, of: TableId, records: &[i64]) -> Result<Vec<Offer>> {
    let taker = taker(to)?;
    open(tx, taker, id)?;
    let found = match of {
        preparation::TABLE => tx.find_all(preparation::TABLE, records)?,
        collection_object::TABLE => {
            tx.children(records, collection_object::PREPARATIONS)?.into_iter().map(|(_, record)| record).collect()
        }
        _ => return Err(Error::invalid("Only preparations, or objects with their preparations, can be added.")),
    };
    let ids: Vec<i64> = found.iter().map(|record| record.id).collect();
    let places = availability(tx, &ids)?;
    let kinds: HashMap<i64, Record> =
        tx.select(&Select::all(prep_type::TABLE))?.into_iter().map(|kind| (kind.id, kind)).collect();
    let lines = tx.select(&Select::all(model().to_many(taker.lines).of).matching(Filter::is(taker.owner, id)))?;
    let there: Vec<i64> = lines.iter().filter_map(|line| line.int(taker.preparation)).collect();
    Ok(found
        .into_iter()
        .map(|record| {
            let kind = record.int(preparation::PREP_TYPE).and_then(|kind| kinds.get(&kind));
            let places = places.get(&record.id).copied().unwrap_or_default();
            let obstacle = obstacle(taker, kind, &places, there.contains(&record.id));
            let kind = kind.and_then(|kind| kind.text(prep_type::NAME)).unwrap_or_default().to_owned();
            Offer { preparation: record, kind, places, obstacle }
        })
        .collect())
}

fn obstacle(taker: &Taker, kind: Option<&Record>, places: &Available, is_there: bool) -> Option<String> {
    if is_there {
        return Some("It stands there already.".to_owned());
    }
    if taker.table == loan::TABLE && kind.is_some_and(|kind| kind.get(prep_type::IS_LOANABLE).bool() == Some(false)) {
        return Some("Preparations of this kind are not lent.".to_owned());
    }
    match places.available {
        Some(available) if available <= 0 => Some("Nothing of it is available.".to_owned()),
        _ => None,
    }
}

/// The interaction, unless it is closed.
fn open(tx: &mut Tx<'_>, taker: &Taker, id: i64) -> Result<Record> {
    let record = tx.get(taker.table, id)?;
    let is_closed = record.named("isClosed").and_then(|value| value.bool()) == Some(true);
    if is_closed {
        return Err(Error::invalid(format!("{} {id} is closed.", record.of().name)).hint("Choose an open one."));
    }
    Ok(record)
}

/// Adds preparations with so many items of each to an interaction. Returns how many lines were made.
///
/// # Errors
///
/// - `Invalid`: a preparation is not available in that number, or the interaction is closed.
/// - `NotFound`, `Forbidden`.
pub fn take(tx: &mut WriteTx<'_>, to: TableId, id: i64, wanted: &[(i64, i64)]) -> Result<usize> {
    let taker = taker(to)?;
    let owner = open(tx, taker, id)?;
    for (preparation, quantity) in wanted {
        let mut line = Record::new(model().to_many(taker.lines).of)
            .with(taker.owner, id)
            .with(taker.preparation, *preparation)
            .with(taker.quantity, *quantity);
        if let (Scope::Discipline(theirs), Scope::Discipline(ours)) = (&owner.of().scope, &line.of().scope) {
            line.values[usize::from(*ours)] = owner.values[usize::from(*theirs)].clone();
        }
        line.set_named("isResolved", false);
        records::put(tx, None, line)?;
    }
    Ok(wanted.len())
}
