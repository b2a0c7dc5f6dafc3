//! How much of a preparation is there to be lent or given away.

use std::collections::HashMap;

use vasculum_model::names::{disposal_preparation, exchange_out_prep, gift_preparation, loan_preparation, preparation};
use vasculum_model::{Col, Result};
use vasculum_store::Tx;

/// Where the items of one preparation are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Available {
    /// How many there are in all; nothing if nobody counted them.
    pub count: Option<i64>,
    /// How many are lent and neither back nor otherwise settled.
    pub on_loan: i64,
    /// How many were given away.
    pub gifted: i64,
    /// How many were sent out in exchange.
    pub exchanged: i64,
    /// How many were disposed of.
    pub disposed: i64,
    /// How many can be lent or given away: `count` less all of these; nothing if `count` is not known.
    ///
    /// Less than 0 where more was lent than there is.
    pub available: Option<i64>,
}

impl Available {
    /// How many are not there.
    pub fn taken(&self) -> i64 {
        self.on_loan + self.gifted + self.exchanged + self.disposed
    }
}

/// Where the items of preparations are: each loan, gift, exchange and disposal counts once. Asks five questions for any
/// number of preparations. What other disciplines did with them counts too.
///
/// Preparations that the person may not see are left out.
///
/// # Errors
///
/// `Forbidden`, if the person may not read preparations.
///
/// Source: Specify 7, `interactions/views.py`; there the sums of a preparation in more than one kind of interaction
/// multiply, and disposals are left out.
pub fn availability(tx: &mut Tx<'_>, preparations: &[i64]) -> Result<HashMap<i64, Available>> {
    let found = tx.find_all(preparation::TABLE, preparations)?;
    let ids: Vec<i64> = found.iter().map(|record| record.id).collect();
    let mut sums = |by: Col, columns: &[Col]| -> Result<HashMap<i64, Vec<i64>>> {
        Ok(tx.sums(by, &ids, columns)?.into_iter().collect())
    };
    let loans =
        sums(loan_preparation::PREPARATION, &[loan_preparation::QUANTITY, loan_preparation::QUANTITY_RESOLVED])?;
    let gifts = sums(gift_preparation::PREPARATION, &[gift_preparation::QUANTITY])?;
    let exchanges = sums(exchange_out_prep::PREPARATION, &[exchange_out_prep::QUANTITY])?;
    let disposals = sums(disposal_preparation::PREPARATION, &[disposal_preparation::QUANTITY])?;
    let first = |sums: &HashMap<i64, Vec<i64>>, id: i64| sums.get(&id).map_or(0, |sums| sums[0]);
    Ok(found
        .into_iter()
        .map(|record| {
            let mut one = Available {
                count: record.int(preparation::COUNT_AMT),
                on_loan: loans.get(&record.id).map_or(0, |sums| (sums[0] - sums[1]).max(0)),
                gifted: first(&gifts, record.id),
                exchanged: first(&exchanges, record.id),
                disposed: first(&disposals, record.id),
                available: None,
            };
            one.available = one.count.map(|count| count - one.taken());
            (record.id, one)
        })
        .collect())
}
