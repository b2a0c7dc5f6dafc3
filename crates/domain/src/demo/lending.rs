//! Loans, gifts and exchanges, each within what is there.

use vasculum_model::names::{
    exchange_out, exchange_out_prep, gift, gift_agent, gift_preparation, loan, loan_agent, loan_preparation,
    loan_return_preparation, shipment,
};
use vasculum_model::{Date, Record, Result, Value};
use vasculum_store::WriteTx;

use super::ground::put;
use super::objects::{Maker, Stock, later, someone};

/// What became of a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Returned,
    Overdue,
    Open,
    PartlyReturned,
}

const FATES: [Fate; 4] = [Fate::Overdue, Fate::Returned, Fate::Open, Fate::PartlyReturned];
const PURPOSES: &[&str] = &["Research", "Research", "Exhibition", "Education", "Identification"];

/// How many loans, and how many of them are overdue.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lent {
    pub(super) loans: u32,
    pub(super) overdue: u32,
}

/// Lends and gives away some of what was made.
pub(super) fn lend(tx: &mut WriteTx<'_>, maker: &mut Maker) -> Result<Lent> {
    let mut stock = std::mem::take(&mut maker.stock);
    maker.random.shuffle(&mut stock);
    let loans = (maker.made / 40).clamp(2, 10);
    let mut lent = Lent::default();
    for nth in 0..loans {
        let fate = FATES[nth as usize % FATES.len()];
        if write_loan(tx, maker, &mut stock, nth, fate)? {
            lent.loans += 1;
            lent.overdue += u32::from(fate == Fate::Overdue);
        }
    }
    for nth in 0..(maker.made / 400).clamp(1, 2) {
        write_gift(tx, maker, &mut stock, nth)?;
        write_exchange(tx, maker, &mut stock, nth)?;
    }
    Ok(lent)
}

/// Preparations that were there on the day, and so many items of each as can be spared; nothing is taken twice.
fn take(maker: &mut Maker, stock: &mut Vec<Stock>, day: Date) -> Vec<(i64, i64)> {
    let wanted = maker.random.between(2, 7) as usize;
    let mut taken = Vec::new();
    let mut at = stock.len();
    while at > 0 && taken.len() < wanted {
        at -= 1;
        if stock[at].since < day {
            let one = stock.swap_remove(at);
            taken.push((one.preparation, maker.random.between(1, one.count)));
        }
    }
    taken
}

/// The days on which a loan goes out and is due.
fn days(maker: &mut Maker, fate: Fate) -> (Date, Date) {
    let today = maker.today;
    let out = match fate {
        Fate::Returned => maker.random.between(800, 4200),
        Fate::Overdue => maker.random.between(420, 1500),
        Fate::Open => maker.random.between(15, 300),
        Fate::PartlyReturned => maker.random.between(200, 350),
    };
    let out = later(today, -out, today);
    let far = Date::from_days(today.to_days() + 10_000).unwrap_or(today);
    (out, later(out, if fate == Fate::Overdue { 365 } else { 365 + maker.random.between(0, 1) * 180 }, far))
}

fn write_loan(tx: &mut WriteTx<'_>, maker: &mut Maker, stock: &mut Vec<Stock>, nth: u32, fate: Fate) -> Result<bool> {
    let (out, due) = days(maker, fate);
    let lines = take(maker, stock, out);
    if lines.is_empty() {
        return Ok(false);
    }
    let made = maker.ground.made;
    let back = later(out, maker.random.between(90, 360), maker.today);
    let record = Record::new(loan::TABLE)
        .with(loan::DISCIPLINE, made.discipline)
        .with(loan::DIVISION, made.division)
        .with(loan::LOAN_NUMBER, format!("{}-{:03}", out.year(), nth + 1))
        .with(loan::LOAN_DATE, out)
        .with(loan::ORIGINAL_DUE_DATE, due)
        .with(loan::CURRENT_DUE_DATE, due)
        .with(loan::PURPOSE_OF_LOAN, maker.random.word(PURPOSES))
        .with(loan::IS_CLOSED, fate == Fate::Returned)
        .with(loan::DATE_CLOSED, Some(back).filter(|_| fate == Fate::Returned));
    let id = put(tx, &mut maker.random, record)?;
    let sender = someone(&mut maker.random, &maker.ground.people, out);
    let borrower = maker.random.pick(&maker.ground.hosts).copied();
    for (role, agent) in [("Borrower", borrower), ("Preparer", sender)] {
        let Some(agent) = agent else { continue };
        let record = Record::new(loan_agent::TABLE)
            .with(loan_agent::LOAN, id)
            .with(loan_agent::DISCIPLINE, made.discipline)
            .with(loan_agent::AGENT, agent)
            .with(loan_agent::ROLE, role);
        put(tx, &mut maker.random, record)?;
    }
    let parcel = Record::new(shipment::TABLE)
        .with(shipment::DISCIPLINE, made.discipline)
        .with(shipment::LOAN, id)
        .with(shipment::SHIPMENT_NUMBER, format!("{}-{:03}-1", out.year(), nth + 1))
        .with(shipment::SHIPMENT_DATE, later(out, 2, maker.today))
        .with(shipment::SHIPMENT_METHOD, maker.random.word(&["USPS", "Courier", "DHL", "Hand"]))
        .with(shipment::NUMBER_OF_PACKAGES, maker.random.between(1, 3))
        .with(shipment::SHIPPED_BY, sender)
        .with(shipment::SHIPPED_TO, borrower);
    put(tx, &mut maker.random, parcel)?;
    for (at, (preparation, quantity)) in lines.into_iter().enumerate() {
        let returns = fate == Fate::Returned || (fate == Fate::PartlyReturned && at == 0);
        write_line(tx, maker, id, preparation, quantity, Some(back).filter(|_| returns))?;
    }
    Ok(true)
}

fn write_line(
    tx: &mut WriteTx<'_>,
    maker: &mut Maker,
    of: i64,
    preparation: i64,
    quantity: i64,
    back: Option<Date>,
) -> Result<()> {
    let discipline = maker.ground.made.discipline;
    let record = Record::new(loan_preparation::TABLE)
        .with(loan_preparation::LOAN, of)
        .with(loan_preparation::DISCIPLINE, discipline)
        .with(loan_preparation::PREPARATION, preparation)
        .with(loan_preparation::QUANTITY, quantity)
        .with(loan_preparation::QUANTITY_RETURNED, 0)
        .with(loan_preparation::QUANTITY_RESOLVED, 0)
        .with(loan_preparation::IS_RESOLVED, false);
    let line = put(tx, &mut maker.random, record)?;
    let Some(back) = back else { return Ok(()) };
    let record = Record::new(loan_return_preparation::TABLE)
        .with(loan_return_preparation::LOAN_PREPARATION, line)
        .with(loan_return_preparation::DISCIPLINE, discipline)
        .with(loan_return_preparation::QUANTITY_RETURNED, quantity)
        .with(loan_return_preparation::QUANTITY_RESOLVED, quantity)
        .with(loan_return_preparation::RETURNED_DATE, back)
        .with(loan_return_preparation::RECEIVED_BY, someone(&mut maker.random, &maker.ground.people, back));
    put(tx, &mut maker.random, record).map(drop)
}

fn write_gift(tx: &mut WriteTx<'_>, maker: &mut Maker, stock: &mut Vec<Stock>, nth: u32) -> Result<()> {
    let day = later(maker.today, -maker.random.between(60, 3000), maker.today);
    let lines = take(maker, stock, day);
    if lines.is_empty() {
        return Ok(());
    }
    let made = maker.ground.made;
    let record = Record::new(gift::TABLE)
        .with(gift::DISCIPLINE, made.discipline)
        .with(gift::DIVISION, made.division)
        .with(gift::GIFT_NUMBER, format!("{}-{:03}", day.year(), nth + 1))
        .with(gift::GIFT_DATE, day)
        .with(gift::PURPOSE_OF_GIFT, "Research");
    let id = put(tx, &mut maker.random, record)?;
    if let Some(host) = maker.random.pick(&maker.ground.hosts).copied() {
        let record = Record::new(gift_agent::TABLE)
            .with(gift_agent::GIFT, id)
            .with(gift_agent::DISCIPLINE, made.discipline)
            .with(gift_agent::AGENT, host)
            .with(gift_agent::ROLE, "Receiver");
        put(tx, &mut maker.random, record)?;
    }
    for (preparation, quantity) in lines {
        let record = Record::new(gift_preparation::TABLE)
            .with(gift_preparation::GIFT, id)
            .with(gift_preparation::DISCIPLINE, made.discipline)
            .with(gift_preparation::PREPARATION, preparation)
            .with(gift_preparation::QUANTITY, quantity);
        put(tx, &mut maker.random, record)?;
    }
    Ok(())
}

fn write_exchange(tx: &mut WriteTx<'_>, maker: &mut Maker, stock: &mut Vec<Stock>, nth: u32) -> Result<()> {
    let day = later(maker.today, -maker.random.between(60, 3000), maker.today);
    let host = maker.random.pick(&maker.ground.hosts).copied();
    let sender = someone(&mut maker.random, &maker.ground.people, day);
    let lines = take(maker, stock, day);
    let (Some(host), Some(sender), false) = (host, sender, lines.is_empty()) else { return Ok(()) };
    let made = maker.ground.made;
    let number = format!("{}-{:03}", day.year(), 100 * (made.collection % 10) + i64::from(nth) + 1);
    let record = Record::new(exchange_out::TABLE)
        .with(exchange_out::DIVISION, made.division)
        .with(exchange_out::EXCHANGE_OUT_NUMBER, number)
        .with(exchange_out::EXCHANGE_DATE, day)
        .with(exchange_out::AGENT_CATALOGED_BY, sender)
        .with(exchange_out::AGENT_SENT_TO, host)
        .with(exchange_out::QUANTITY_EXCHANGED, lines.iter().map(|(_, quantity)| quantity).sum::<i64>());
    let id = put(tx, &mut maker.random, record)?;
    for (preparation, quantity) in lines {
        let record = Record::new(exchange_out_prep::TABLE)
            .with(exchange_out_prep::EXCHANGE_OUT, id)
            .with(exchange_out_prep::DISCIPLINE, made.discipline)
            .with(exchange_out_prep::PREPARATION, preparation)
            .with(exchange_out_prep::QUANTITY, quantity)
            .with(exchange_out_prep::COMMENTS, Value::Null);
        put(tx, &mut maker.random, record)?;
    }
    Ok(())
}
