//! What the journal costs.
//!
//! Vasculum has no switch that turns the journal off, so it can't be measured with and without. What the journal does
//! is to write rows of its own in the same transaction; so the same records go through a bare connection once with the
//! journal's rows, read back from what Vasculum wrote, and once without. The work beside the statements is a look at
//! the last few pending changes for each record; the line `store insert` shows an upper bound for it: everything that
//! the store does on top of the bare statements, of which that is one part.

use vasculum_model::names::{collection_object, determination, preparation};
use vasculum_model::{Col, Record};
use vasculum_store::{Action, Purpose};

use crate::report::{Row, median, rate, timed};
use crate::save::{self, Links};
use crate::{Ask, Failure, Scale, floor, house, raw};

/// What it may add to a bulk insert, in per cent.
const BULK_AT_MOST: f64 = 15.0;
/// What it may add to a single save, in per cent.
const SAVE_AT_MOST: f64 = 30.0;

pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let scale = ask.scale;
    let mut rows = bulk(scale)?;
    rows.push(single(scale)?);
    Ok(rows)
}

/// Objects, each with a determination and a preparation, in one transaction.
fn bulk(scale: Scale) -> Result<Vec<Row>, Failure> {
    let (rounds, objects) = scale.pick((3, 2_000), (5, 20_000));
    let folder = house::folder()?;
    let (house, links, conns) = save::prepared(folder.path(), &["with.db", "without.db"])?;
    let (mut ours, mut with, mut without) = (Vec::new(), Vec::new(), Vec::new());
    let (mut records, mut journal) = (0, 0);
    for round in 0..rounds {
        let reader = floor::connect(&raw::file(&house.place)?)?;
        let mark = floor::mark(&reader)?;
        let purpose = Purpose::new("import", "Bulk");
        let (outcome, time) =
            timed(|| house.db.write(&house.access, purpose, |tx| fill(tx, &links, house.collection, objects)));
        outcome?;
        ours.push(time.as_secs_f64());
        let written = floor::written_since(&reader, &mark)?;
        (records, journal) = (written.count(), written.journal_count());
        // Which one goes first changes from round to round.
        let mut measure = |is_with: bool| -> Result<(), Failure> {
            let tables: &[&[floor::TableRows]] =
                if is_with { &[&written.records, &written.journal] } else { &[&written.records] };
            let (outcome, time) = timed(|| floor::insert_all(&conns[usize::from(!is_with)], tables));
            outcome?;
            (if is_with { &mut with } else { &mut without }).push(time.as_secs_f64());
            Ok(())
        };
        measure(round % 2 == 0)?;
        measure(round % 2 != 0)?;
    }
    eprintln!("  {records} records, {journal} rows of the journal");
    let (ours, with, without) = (median(&ours), median(&with), median(&without));
    let words = |seconds: f64| rate(records, seconds, "records");
    Ok(vec![
        Row::adds("journal on bulk insert", (words(with), with), (words(without), without), Some(BULK_AT_MOST)),
        Row::times("journal: store insert", (words(ours), ours), (words(without), without), None),
    ])
}

/// Inserts through the store alone, without the rules of the domain.
fn fill(
    tx: &mut vasculum_store::WriteTx<'_>,
    links: &Links,
    collection: i64,
    objects: usize,
) -> vasculum_model::Result<()> {
    let grants =
        [collection_object::TABLE, determination::TABLE, preparation::TABLE].map(|table| tx.may(Action::Create, table));
    let [objects_grant, opinions_grant, parts_grant] = grants;
    let (objects_grant, opinions_grant, parts_grant) = (objects_grant?, opinions_grant?, parts_grant?);
    for nth in 0..objects {
        let draft = save::draft(links, nth);
        let mut object = Record::new(collection_object::TABLE).with(collection_object::COLLECTION, collection);
        object.set(collection_object::COLLECTION_MEMBER_ID, collection);
        for (column, value) in draft.values {
            object.set(Col(collection_object::TABLE, column), value);
        }
        let id = tx.insert(&objects_grant, object)?;
        for (_, many) in draft.many {
            let vasculum_domain::records::ManyDraft::All(parts) = many else { continue };
            for part in parts {
                let mut record = Record::new(part.table);
                for (column, value) in part.values {
                    record.set(Col(part.table, column), value);
                }
                let is_opinion = part.table == determination::TABLE;
                let owner = if is_opinion { determination::COLLECTION_OBJECT } else { preparation::COLLECTION_OBJECT };
                record.set(owner, id);
                record.set_named("collectionMemberId", collection);
                tx.insert(if is_opinion { &opinions_grant } else { &parts_grant }, record)?;
            }
        }
    }
    Ok(())
}

/// Single durable saves: the rows of each through a bare connection, with and without the journal's.
fn single(scale: Scale) -> Result<Row, Failure> {
    let (rounds, each) = scale.pick((4, 50), (8, 300));
    let folder = house::folder()?;
    let (house, links, conns) = save::prepared(folder.path(), &["with.db", "without.db"])?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let saves = save::saves(&house, &links, round * each..(round + 1) * each)?;
        let journal = floor::journal_by_change_set(&saves.written);
        let mut measure = |is_with: bool| -> Result<(), Failure> {
            let rows = is_with.then_some(journal.as_slice());
            let seconds = floor::insert_each(&conns[usize::from(!is_with)], &saves.written, &saves.groups, rows)?;
            (if is_with { &mut with } else { &mut without }).push(median(&seconds));
            Ok(())
        };
        measure(round % 2 == 0)?;
        measure(round % 2 != 0)?;
    }
    let (with, without) = (median(&with), median(&without));
    let words = |seconds: f64| rate(1, seconds, "saves");
    Ok(Row::adds("journal on a single save", (words(with), with), (words(without), without), Some(SAVE_AT_MOST)))
}
