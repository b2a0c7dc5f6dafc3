//! How much of a preparation is there, and what lending does to it.

use vasculum_domain::records;
use vasculum_domain::rules::{Available, availability};
use vasculum_domain::setup::Made;
use vasculum_model::names::{
    disposal, disposal_preparation, exchange_out, exchange_out_prep, gift, gift_preparation, loan, loan_preparation,
    loan_return_preparation, preparation,
};
use vasculum_model::{Record, Result};
use vasculum_store::{Database, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::rules::{issues, new_object, new_person, new_preparation, put, read, write};
use crate::setup::set_up;

struct Lent {
    made: Made,
    part: Record,
    loan: Record,
    line: Record,
}

/// A preparation of ten items, two of which are lent.
fn lent(database: &Database) -> Lent {
    let made = set_up(database, "fish");
    write(database, |tx| {
        let object = new_object(tx, made.collection)?;
        let part = new_preparation(tx, &object, 10)?;
        let loan = put(tx, Record::new(loan::TABLE).with(loan::DISCIPLINE, made.discipline))?;
        let line = put(tx, lend(&loan, &part, 2))?;
        Ok(Lent { made, part, loan, line })
    })
    .unwrap()
}

fn lend(loan: &Record, part: &Record, quantity: i64) -> Record {
    Record::new(loan_preparation::TABLE)
        .with(loan_preparation::LOAN, loan.id)
        .with(loan_preparation::PREPARATION, part.id)
        .with(loan_preparation::QUANTITY, quantity)
}

fn of(database: &Database, part: &Record) -> Available {
    read(database, |tx| availability(tx, &[part.id]))[&part.id]
}

fn give_away(tx: &mut WriteTx<'_>, made: &Made, part: &Record) -> Result<()> {
    let gift = put(tx, Record::new(gift::TABLE).with(gift::DISCIPLINE, made.discipline))?;
    for _ in 0..2 {
        let line = Record::new(gift_preparation::TABLE)
            .with(gift_preparation::DISCIPLINE, made.discipline)
            .with(gift_preparation::GIFT, gift.id)
            .with(gift_preparation::PREPARATION, part.id)
            .with(gift_preparation::QUANTITY, 1);
        put(tx, line)?;
    }
    let person = new_person(tx, made.division, "Alpha")?;
    let sent = Record::new(exchange_out::TABLE)
        .with(exchange_out::DIVISION, made.division)
        .with(exchange_out::AGENT_CATALOGED_BY, person.id)
        .with(exchange_out::AGENT_SENT_TO, person.id);
    let sent = put(tx, sent)?;
    let line = Record::new(exchange_out_prep::TABLE)
        .with(exchange_out_prep::DISCIPLINE, made.discipline)
        .with(exchange_out_prep::EXCHANGE_OUT, sent.id)
        .with(exchange_out_prep::PREPARATION, part.id)
        .with(exchange_out_prep::QUANTITY, 1);
    put(tx, line)?;
    let thrown = put(tx, Record::new(disposal::TABLE))?;
    let line = Record::new(disposal_preparation::TABLE)
        .with(disposal_preparation::DISPOSAL, thrown.id)
        .with(disposal_preparation::PREPARATION, part.id)
        .with(disposal_preparation::QUANTITY, 3);
    put(tx, line).map(drop)
}

#[test]
fn every_interaction_counts_once() {
    on_every_engine(|fresh| {
        let Lent { made, part, .. } = lent(&fresh.database);
        write(&fresh.database, |tx| give_away(tx, &made, &part)).unwrap();
        assert_eq!(
            of(&fresh.database, &part),
            Available { count: Some(10), on_loan: 2, gifted: 2, exchanged: 1, disposed: 3, available: Some(2) }
        );
    });
}

#[test]
fn nothing_leaves_twice() {
    on_every_engine(|fresh| {
        let Lent { made, part, loan, line } = lent(&fresh.database);
        write(&fresh.database, |tx| give_away(tx, &made, &part)).unwrap();
        let refused = |record: Record| issues(&write(&fresh.database, |tx| put(tx, record)).unwrap_err());
        assert_eq!(refused(lend(&loan, &part, 3)), ["not-available at quantity"]);
        assert_eq!(refused(lend(&loan, &part, -1)), ["negative-quantity at quantity"]);
        // What a line has already is not asked for twice.
        let grow = |quantity: i64| {
            write(&fresh.database, |tx| {
                let line = tx.get(line.table, line.id)?;
                records::put(tx, Some(&line), line.clone().with(loan_preparation::QUANTITY, quantity)).map(drop)
            })
        };
        grow(4).unwrap();
        assert_eq!(issues(&grow(5).unwrap_err()), ["not-available at quantity"]);
        let shrink = write(&fresh.database, |tx| {
            let part = tx.get(part.table, part.id)?;
            records::put(tx, Some(&part), part.clone().with(preparation::COUNT_AMT, 9)).map(drop)
        });
        assert_eq!(issues(&shrink.unwrap_err()), ["count-below-lent at countAmt"]);
    });
}

#[test]
fn a_preparation_that_nobody_counted_can_be_lent() {
    on_every_engine(|fresh| {
        let Lent { part, loan, .. } = lent(&fresh.database);
        write(&fresh.database, |tx| {
            let part = tx.get(part.table, part.id)?;
            records::put(tx, Some(&part), part.clone().with(preparation::COUNT_AMT, None::<i64>))?;
            put(tx, lend(&loan, &part, 100))
        })
        .unwrap();
        assert_eq!(of(&fresh.database, &part).available, None);
    });
}

#[test]
fn returns_add_up_and_close_the_loan() {
    use loan_return_preparation as back;
    on_every_engine(|fresh| {
        let Lent { part, loan, line, .. } = lent(&fresh.database);
        let other = write(&fresh.database, |tx| put(tx, lend(&loan, &part, 1))).unwrap();
        let give_back = |line: &Record, returned: i64, resolved: i64| {
            write(&fresh.database, |tx| {
                let row = Record::new(back::TABLE)
                    .with(back::LOAN_PREPARATION, line.id)
                    .with(back::QUANTITY_RETURNED, returned)
                    .with(back::QUANTITY_RESOLVED, resolved);
                put(tx, row)
            })
        };
        let see = |record: &Record| read(&fresh.database, |tx| tx.get(record.table, record.id));
        let first = give_back(&line, 1, 1).unwrap();
        assert_eq!(see(&line).int(loan_preparation::QUANTITY_RESOLVED), Some(1));
        assert_eq!(of(&fresh.database, &part).on_loan, 2);
        assert_eq!(issues(&give_back(&line, 2, 2).unwrap_err()), ["resolved-too-much at quantityResolved"]);
        assert_eq!(issues(&give_back(&line, 1, 0).unwrap_err()), ["returned-not-resolved at quantityResolved"]);
        give_back(&line, 0, 1).unwrap();
        assert!(see(&line).is(loan_preparation::IS_RESOLVED) && !see(&loan).is(loan::IS_CLOSED));
        give_back(&other, 1, 1).unwrap();
        assert!(see(&loan).is(loan::IS_CLOSED) && !see(&loan).get(loan::DATE_CLOSED).is_null());
        write(&fresh.database, |tx| records::delete(tx, first.table, first.id, None)).unwrap();
        assert_eq!(see(&line).int(loan_preparation::QUANTITY_RESOLVED), Some(1));
        assert!(!see(&line).is(loan_preparation::IS_RESOLVED));
        write(&fresh.database, |tx| records::delete(tx, loan.table, loan.id, None)).unwrap();
        assert_eq!(of(&fresh.database, &part).available, Some(10));
    });
}

#[test]
fn many_preparations_take_five_questions() {
    on_every_engine(|fresh| {
        let Lent { made, part, .. } = lent(&fresh.database);
        let ids = write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            let mut ids = vec![part.id];
            for count in 1..20 {
                ids.push(new_preparation(tx, &object, count)?.id);
            }
            Ok(ids)
        })
        .unwrap();
        read(&fresh.database, |tx| {
            let asked = tx.statements();
            assert_eq!(availability(tx, &ids)?.len(), 20);
            assert_eq!(tx.statements() - asked, 5);
            Ok(())
        });
    });
}
