//! Loans, gifts, exchanges and disposals: nothing leaves twice, and a loan is closed when everything is settled.

use vasculum_model::names::{
    borrow_material, disposal_preparation, exchange_out_prep, gift_preparation, loan, loan_preparation,
    loan_return_preparation, preparation,
};
use vasculum_model::{Col, Issue, Record, Result, TableId, model};
use vasculum_store::{Filter, Select};

use super::availability::availability;
use super::{Saving, changed};
use crate::records;

/// A line of an interaction that takes items of a preparation away.
struct Line {
    preparation: Col,
    quantity: Col,
    /// How many of them are settled again.
    resolved: Option<Col>,
}

/// Every table of such lines.
const LINES: &[Line] = &[
    Line {
        preparation: loan_preparation::PREPARATION,
        quantity: loan_preparation::QUANTITY,
        resolved: Some(loan_preparation::QUANTITY_RESOLVED),
    },
    Line { preparation: gift_preparation::PREPARATION, quantity: gift_preparation::QUANTITY, resolved: None },
    Line { preparation: exchange_out_prep::PREPARATION, quantity: exchange_out_prep::QUANTITY, resolved: None },
    Line { preparation: disposal_preparation::PREPARATION, quantity: disposal_preparation::QUANTITY, resolved: None },
];

/// The tables of [`LINES`].
pub(super) const LINE_TABLES: &[TableId] =
    &[loan_preparation::TABLE, gift_preparation::TABLE, exchange_out_prep::TABLE, disposal_preparation::TABLE];

impl Line {
    /// How many items a line takes away.
    fn takes(&self, record: &Record) -> i64 {
        let resolved = self.resolved.and_then(|column| record.int(column)).unwrap_or(0);
        (record.int(self.quantity).unwrap_or(0) - resolved).max(0)
    }
}

/// A line takes no more items than are available, and not less than none.
pub(super) fn enough(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(line) = LINES.iter().find(|line| line.quantity.0 == s.record.table) else { return Ok(()) };
    let name = model().column(line.quantity).name;
    if s.record.int(line.quantity).is_some_and(|quantity| quantity < 0) {
        s.issues.push(Issue::error("negative-quantity", name, "The quantity is less than nothing."));
        return Ok(());
    }
    let Some(id) = s.record.int(line.preparation) else { return Ok(()) };
    let same = s.before.filter(|before| before.int(line.preparation) == Some(id));
    let (had, wants) = (same.map_or(0, |before| line.takes(before)), line.takes(&s.record));
    if wants <= had {
        return Ok(());
    }
    let places = s.tx.unscoped(|tx| availability(tx, &[id]))?;
    let Some(available) = places.get(&id).and_then(|one| one.available).map(|available| available + had) else {
        return Ok(());
    };
    if wants > available {
        let words = match available.max(0) {
            0 => format!("Nothing of Preparation {id} is available."),
            some => format!("Only {some} of Preparation {id} are available; {wants} are asked for."),
        };
        s.issues.push(Issue::error("not-available", name, words));
    }
    Ok(())
}

/// Returned items are settled, and no more are settled than were lent; a line with all of them settled is resolved.
pub(super) fn loan_line(s: &mut Saving<'_, '_>) -> Result<()> {
    use loan_preparation as line;
    let columns = [line::QUANTITY, line::QUANTITY_RETURNED, line::QUANTITY_RESOLVED];
    if !columns.iter().any(|column| changed(s, *column)) {
        return Ok(());
    }
    let lent = s.record.int(line::QUANTITY);
    let [quantity, returned, resolved] = columns.map(|column| s.record.int(column).unwrap_or(0));
    settled(s, lent, returned, resolved);
    if quantity > 0 && resolved >= quantity {
        s.record.set(line::IS_RESOLVED, true);
    } else if s.before.is_some_and(|before| before.is(line::IS_RESOLVED) && changed(s, line::QUANTITY_RESOLVED)) {
        s.record.set(line::IS_RESOLVED, false);
    }
    Ok(())
}

/// The same for borrowed material.
pub(super) fn borrow_line(s: &mut Saving<'_, '_>) -> Result<()> {
    use borrow_material as line;
    let columns = [line::QUANTITY, line::QUANTITY_RETURNED, line::QUANTITY_RESOLVED];
    if columns.iter().any(|column| changed(s, *column)) {
        let [quantity, returned, resolved] = columns.map(|column| s.record.int(column));
        settled(s, quantity, returned.unwrap_or(0), resolved.unwrap_or(0));
    }
    Ok(())
}

fn settled(s: &mut Saving<'_, '_>, quantity: Option<i64>, returned: i64, resolved: i64) {
    if returned < 0 || resolved < 0 {
        s.issues.push(Issue::error("negative-quantity", "quantityResolved", "A quantity is less than nothing."));
    }
    if returned > resolved {
        let words = format!("{returned} were returned, but only {resolved} are settled.");
        s.issues.push(Issue::error("returned-not-resolved", "quantityResolved", words));
    }
    if let Some(quantity) = quantity.filter(|quantity| resolved > *quantity.max(&0)) {
        let words = format!("{resolved} are settled, but only {quantity} went out.");
        s.issues.push(Issue::error("resolved-too-much", "quantityResolved", words));
    }
}

/// The returned and settled items of a line of a loan are the sums over its returns.
pub(super) fn loan_returns(s: &mut Saving<'_, '_>) -> Result<()> {
    use loan_return_preparation as back;
    let Some(id) = s.record.int(back::LOAN_PREPARATION) else { return Ok(()) };
    let sums = s.tx.sums(back::LOAN_PREPARATION, &[id], &[back::QUANTITY_RETURNED, back::QUANTITY_RESOLVED])?;
    let (returned, resolved) = sums.first().map_or((0, 0), |(_, sums)| (sums[0], sums[1]));
    let Some(line) = s.tx.unscoped(|tx| tx.find(loan_preparation::TABLE, id))? else { return Ok(()) };
    settled(s, line.int(loan_preparation::QUANTITY), returned, resolved);
    if s.issues.iter().any(|issue| issue.level == vasculum_model::Level::Error) {
        return Ok(());
    }
    let after = line
        .clone()
        .with(loan_preparation::QUANTITY_RETURNED, returned)
        .with(loan_preparation::QUANTITY_RESOLVED, resolved);
    records::put(s.tx, Some(&line), after).map(drop)
}

/// A loan is closed when the last of its lines is resolved.
pub(super) fn close_loan(s: &mut Saving<'_, '_>) -> Result<()> {
    use loan_preparation as line;
    let Some(id) = s.record.int(line::LOAN) else { return Ok(()) };
    if s.is_new() || !changed(s, line::IS_RESOLVED) || !s.record.is(line::IS_RESOLVED) {
        return Ok(());
    }
    let open =
        Filter::And(vec![Filter::is(line::LOAN, id), Filter::Not(Box::new(Filter::is(line::IS_RESOLVED, true)))]);
    if s.tx.unscoped(|tx| tx.first(&Select::all(line::TABLE).matching(open)))?.is_some() {
        return Ok(());
    }
    let Some(before) = s.tx.unscoped(|tx| tx.find(loan::TABLE, id))? else { return Ok(()) };
    // A loan that is being entered in this moment may get more lines.
    let just_made = *before.get(loan::TIMESTAMP_CREATED) == s.tx.now().into();
    if before.is(loan::IS_CLOSED) || just_made {
        return Ok(());
    }
    let mut after = before.clone().with(loan::IS_CLOSED, true);
    if after.get(loan::DATE_CLOSED).is_null() {
        after.set(loan::DATE_CLOSED, s.tx.now().date());
    }
    records::put(s.tx, Some(&before), after).map(drop)
}

/// A preparation has no fewer items than are lent or gone.
pub(super) fn count(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(count) = s.record.int(preparation::COUNT_AMT).filter(|_| changed(s, preparation::COUNT_AMT)) else {
        return Ok(());
    };
    if count < 0 {
        s.issues.push(Issue::error("negative-quantity", "countAmt", "The count is less than nothing."));
        return Ok(());
    }
    let shrinks = s.before.is_some_and(|before| before.int(preparation::COUNT_AMT).is_none_or(|old| count < old));
    if !shrinks {
        return Ok(());
    }
    let id = s.record.id;
    let taken = s.tx.unscoped(|tx| availability(tx, &[id]))?.get(&id).map_or(0, super::availability::Available::taken);
    if count < taken {
        let words = format!("{taken} items of this preparation are lent or gone; the count can't be {count}.");
        s.issues.push(Issue::error("count-below-lent", "countAmt", words));
    }
    Ok(())
}
