//! Records that belong to one other record alone where a setting says so: the collecting event of an object, the
//! geological context of an object, an event or a place.
//!
//! Where `Collection.isEmbeddedCollectingEvent` or `Discipline.isPaleoContextEmbedded` is on, such a record is filled in,
//! copied and deleted with its owner, and no two owners share one. Where it is off, it stands on its own and any number
//! of records link to it. Turning a setting off changes no record.

use std::collections::HashSet;
use std::sync::LazyLock;

use vasculum_model::names::{collection, collection_object, discipline};
use vasculum_model::{Col, Issue, Owned, Path, Record, Result, Table, TableId, Value, model, shipped_model};
use vasculum_store::{Filter, Select, Test, Tx, WriteTx};

use super::{Saving, changed, embedded, places_of};
use crate::entry::copy::{self, Choice};
use crate::records;

/// The links behind which stand records that belong to their owner alone where a setting says so. An institution's own
/// fields are none of them.
static LINKS: LazyLock<Vec<(Col, &'static str)>> = LazyLock::new(|| {
    let of_table = |table: &'static Table| {
        (0_u16..).zip(&table.columns).filter_map(move |(at, column)| match column.link.as_ref()?.owned {
            Owned::When(setting) => Some((Col(table.id, at), setting)),
            _ => None,
        })
    };
    shipped_model().tables().flat_map(of_table).collect()
});

/// See [`LINKS`].
fn links() -> impl Iterator<Item = (Col, &'static str)> {
    LINKS.iter().copied()
}

/// Whether a table has such a link.
pub(super) fn has_such_link(table: &Table) -> bool {
    links().any(|(link, _)| link.0 == table.id)
}

/// Where a setting says so, refuses a record that belongs to another one already.
pub(super) fn not_shared(s: &mut Saving<'_, '_>) -> Result<()> {
    for (link, setting) in links().filter(|(link, _)| link.0 == s.record.table) {
        let Some(id) = s.record.int(link).filter(|_| changed(s, link)) else { continue };
        if !embedded(s.tx, &s.record, setting)? {
            continue;
        }
        let to = model().column(link).link.as_ref().map_or(link.0, |link| link.to);
        let owns = |column: &Col| links().any(|(known, _)| known == *column);
        let others = s.tx.referrers(to, id)?.into_iter().filter(|(column, _)| owns(column)).map(|(_, count)| count);
        if others.sum::<i64>() > 0 {
            let name = model().column(link).name;
            let words = format!("{} {id} belongs to another record already.", model().table(to).name);
            s.issues.push(Issue::error("shared-part", name, words));
        }
    }
    Ok(())
}

/// Refuses to turn a setting on as long as records are shared that it gives to one owner alone.
pub(super) fn turned_on(s: &mut Saving<'_, '_>) -> Result<()> {
    let (column, child) = match s.record.table {
        collection::TABLE => (collection::IS_EMBEDDED_COLLECTING_EVENT, None),
        _ => (discipline::IS_PALEO_CONTEXT_EMBEDDED, Some(discipline::PALEO_CONTEXT_CHILD_TABLE)),
    };
    let is_touched = changed(s, column) || child.is_some_and(|child| changed(s, child));
    if s.is_new() || !is_touched || !s.record.is(column) {
        return Ok(());
    }
    let record = s.record.clone();
    let shared = shared(s.tx, &record)?;
    if let (Some(link), false) = (link_of(&record), shared.is_empty()) {
        let (of, owner) = (model().column(link), model().table(link.0).name);
        let to = of.link.as_ref().map_or("", |link| model().table(link.to).name);
        let words = format!("{} records of {to} belong to several records of {owner} each.", shared.len());
        s.issues.push(Issue::error("shared-parts", model().column(column).name, words));
    }
    Ok(())
}

/// The link that the setting of a collection or discipline is about.
fn link_of(place: &Record) -> Option<Col> {
    if place.table == collection::TABLE {
        return Some(collection_object::COLLECTING_EVENT);
    }
    let child = place.text(discipline::PALEO_CONTEXT_CHILD_TABLE).unwrap_or_default();
    links().map(|(link, _)| link).find(|link| {
        let table = model().table(link.0);
        table.name.eq_ignore_ascii_case(child) && model().column(*link).name == "paleoContext"
    })
}

/// The links that are owned ones in a collection and its discipline, because a setting says so.
pub(crate) fn embedded_in(tx: &mut Tx<'_>, of_collection: i64, of_discipline: i64) -> Result<HashSet<Col>> {
    let places = places_of(tx)?;
    let is_on = |place: Option<&Record>, column: Col| place.filter(|place| place.is(column)).and_then(link_of);
    let event = is_on(places.collection(of_collection), collection::IS_EMBEDDED_COLLECTING_EVENT);
    let context = is_on(places.discipline(of_discipline), discipline::IS_PALEO_CONTEXT_EMBEDDED);
    Ok(event.into_iter().chain(context).collect())
}

/// The records behind the link of a collection or discipline that more than one record links to, at least one of them
/// of that place; whoever may see them. `place` is the collection or discipline as it shall be.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn shared(tx: &mut Tx<'_>, place: &Record) -> Result<Vec<i64>> {
    let Some(link) = link_of(place) else { return Ok(Vec::new()) };
    let of = model().table(link.0);
    let path = Path::parse(of, model().column(link).name)?;
    let way = here(of, place)?;
    let here = Filter::Test(way.clone(), Test::Is(Value::Int(place.id)));
    let back = model().column(link).link.as_ref().and_then(|link| link.back);
    tx.unscoped(|tx| {
        let within = Select::all(of.id).matching(here.clone());
        let repeated = tx.repeated(&within, std::slice::from_ref(&path), u64::MAX >> 1)?;
        let mut ids: Vec<i64> = repeated.into_iter().filter_map(|(values, _)| values.first()?.int()).collect();
        // Those that a record of another place shares.
        if let Some(back) = back {
            let known = Filter::Not(Box::new(Filter::test(link, Test::Empty)));
            let elsewhere = Filter::And(vec![Filter::Not(Box::new(here.clone())), known]);
            let both = Path::parse(of, &format!("{path}.{back}.{way}"))?;
            let both = Filter::Test(both, Test::Is(Value::Int(place.id)));
            let select = Select::all(of.id).matching(Filter::And(vec![elsewhere, both]));
            ids.extend(tx.values(&select, std::slice::from_ref(&path))?.iter().filter_map(|row| row[0].int()));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    })
}

/// The way from a record to the collection or discipline that it belongs to.
fn here(of: &'static Table, place: &Record) -> Result<Path> {
    let way = match (place.table, of.id) {
        (collection::TABLE, _) => "collection",
        (_, collection_object::TABLE) => "collection.discipline",
        _ => "discipline",
    };
    Path::parse(of, way)
}

/// Gives each record of a collection or discipline its own copy of what it shares with others, so that the setting can
/// be turned on: the first one keeps the original. Copied is what a clone copies; attachments stay with the original.
/// Returns how many copies were made.
///
/// `place` is the collection or discipline as it shall be.
///
/// # Errors
///
/// - `Forbidden`: the person may not make such records, or not change their owners.
/// - `Invalid`: a rule refuses a copy.
pub fn give_each_its_own(tx: &mut WriteTx<'_>, place: &Record) -> Result<usize> {
    let Some(link) = link_of(place) else { return Ok(0) };
    let shared = shared(tx, place)?;
    let way = here(model().table(link.0), place)?;
    let mut made = 0;
    for id in shared {
        let owners = tx.referring_ids(link, id, u64::MAX >> 1)?;
        let ours =
            Filter::And(vec![Filter::Ids(owners.clone()), Filter::Test(way.clone(), Test::Is(Value::Int(place.id)))]);
        let own = Path { base: link.0, steps: Vec::new(), table: link.0, column: None };
        let ours = tx.values(&Select::all(link.0).matching(ours), std::slice::from_ref(&own))?;
        let mut ours: Vec<i64> = ours.iter().filter_map(|row| row[0].int()).collect();
        ours.sort_unstable();
        let keeps = usize::from(ours.len() == owners.len());
        for owner in ours.into_iter().skip(keeps) {
            give_copy(tx, link, owner, id)?;
            made += 1;
        }
    }
    Ok(made)
}

fn give_copy(tx: &mut WriteTx<'_>, link: Col, owner: i64, id: i64) -> Result<()> {
    let copy = own_copy(tx, model().column(link).link.as_ref().map_or(link.0, |link| link.to), id)?;
    let before = tx.get(link.0, owner)?;
    let after = before.clone().with(link, copy);
    records::put(tx, Some(&before), after).map(drop)
}

/// Saves a copy of a record, with all that a clone copies; returns its id.
pub(crate) fn own_copy(tx: &mut WriteTx<'_>, table: TableId, id: i64) -> Result<i64> {
    let copied = copy::like(tx, table, id, &Choice::Everything)?;
    Ok(records::save(tx, copied.draft())?.record.id)
}
