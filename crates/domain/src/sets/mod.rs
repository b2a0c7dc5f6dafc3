//! Record sets: saved lists of records of one table, in an order, shared with whom their owner likes.
//!
//! A set belongs to a user and a collection. Others see it if it is shared with the whole collection
//! (`RecordSet.allPermissionLevel`: 0 or nothing for nobody, 1 to see, 2 to change) or with them by name
//! (RecordSetShare). Whoever may change record sets in the whole institution may change every one.

mod find;
mod lines;

use std::collections::{BTreeMap, HashSet};

use vasculum_model::names::{record_set, record_set_item, record_set_share, specify_user};
use vasculum_model::{Error, Path, Record, Result, Table, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use crate::records;

pub use find::{Found, by_numbers, number_columns};
pub use lines::{Offer, TAKERS, Taker, offers, take, taker};

/// The most records in one set.
pub const MOST: usize = 100_000;

/// What the other people of the collection may do with a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// Nothing: they are not shown it.
    #[default]
    Nobody,
    /// Look at it and use it.
    See,
    /// Add and remove records too.
    Change,
}

impl Open {
    /// The number in `RecordSet.allPermissionLevel`.
    pub fn level(self) -> i64 {
        match self {
            Self::Nobody => 0,
            Self::See => 1,
            Self::Change => 2,
        }
    }

    /// What a number stands for; nobody for those that Specify 6 left there.
    pub fn of_level(level: Option<i64>) -> Self {
        match level {
            Some(1) => Self::See,
            Some(2) => Self::Change,
            _ => Self::Nobody,
        }
    }
}

/// What its owner says of a set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What it is called.
    pub name: String,
    /// Anything worth saying of it.
    pub remarks: String,
    /// What the collection may do with it.
    pub open: Open,
    /// The users with whom it is shared by name, and whether they may change it.
    pub people: Vec<(i64, bool)>,
}

/// A set as somebody may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// The record of the set itself.
    pub record: Record,
    /// The table whose records it holds.
    pub table: &'static Table,
    /// How many there are in it.
    pub count: i64,
    /// The user who owns it.
    pub owner: String,
    /// Whether the person owns it.
    pub is_mine: bool,
    /// Whether the person may change it.
    pub may_change: bool,
    /// What the collection may do with it.
    pub open: Open,
    /// The users with whom it is shared by name, and whether they may change it.
    pub people: Vec<(i64, bool)>,
}

impl Set {
    /// What the set is called.
    pub fn name(&self) -> &str {
        self.record.text(record_set::NAME).unwrap_or_default()
    }
}

/// How two sets become a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// The records that stand in both.
    And,
    /// The records that stand in one of them at least.
    Or,
    /// The records of the first that do not stand in the second.
    Not,
}

/// The sets that somebody is shown, by name: their own, and those that are shared with them.
///
/// # Errors
///
/// `Forbidden`, if they may not read record sets.
pub fn listed(tx: &mut Tx<'_>) -> Result<Vec<Set>> {
    let by_name = Path::parse(model().table(record_set::TABLE), "name")?;
    let records = tx.select(&Select::all(record_set::TABLE).sorted(vec![(by_name, false)]))?;
    seen(tx, records)
}

/// One set.
///
/// # Errors
///
/// - `NotFound`: there is none, or it is not shared with the person.
/// - `Forbidden`: they may not read record sets.
pub fn get(tx: &mut Tx<'_>, id: i64) -> Result<Set> {
    let records = tx.find_all(record_set::TABLE, &[id])?;
    let not_found = || Error::not_found(format!("There is no record set {id} that is shared with you."));
    seen(tx, records)?.pop().ok_or_else(not_found)
}

fn seen(tx: &mut Tx<'_>, records: Vec<Record>) -> Result<Vec<Set>> {
    let ids: Vec<Value> = records.iter().map(|record| Value::Int(record.id)).collect();
    let shares = match ids.is_empty() {
        true => Vec::new(),
        false => tx.unscoped(|tx| tx.select(&Select::all(record_set_share::TABLE)))?,
    };
    let mut people: BTreeMap<i64, Vec<(i64, bool)>> = BTreeMap::new();
    for share in &shares {
        if let (Some(set), Some(user)) =
            (share.int(record_set_share::SET_ID), share.int(record_set_share::SPECIFY_USER))
        {
            people.entry(set).or_default().push((user, share.is(record_set_share::MAY_CHANGE)));
        }
    }
    let mut counts = counts(tx, &records)?;
    let owners: Vec<i64> = records.iter().filter_map(|record| record.int(record_set::SPECIFY_USER)).collect();
    let owners: BTreeMap<i64, String> = tx
        .unscoped(|tx| tx.find_all(specify_user::TABLE, &owners))?
        .into_iter()
        .map(|user| (user.id, user.text(specify_user::NAME).unwrap_or_default().to_owned()))
        .collect();
    let access = tx.access();
    let (me, is_master) = (access.user, access.may("/table/recordset", Action::Update.name(), None));
    let mut sets = Vec::new();
    for record in records {
        let number = record.int(record_set::DB_TABLE_ID).and_then(|number| i32::try_from(number).ok());
        let Some(table) = number.and_then(|number| model().numbered(number)) else { continue };
        let owner = record.int(record_set::SPECIFY_USER);
        let open = Open::of_level(record.int(record_set::ALL_PERMISSION_LEVEL));
        let people = people.remove(&record.id).unwrap_or_default();
        let by_name = people.iter().find(|(user, _)| Some(*user) == me);
        let is_mine = me.is_some() && owner == me;
        let may_change =
            is_mine || is_master || open == Open::Change || by_name.is_some_and(|(_, may_change)| *may_change);
        if may_change || open != Open::Nobody || by_name.is_some() {
            sets.push(Set {
                table,
                count: counts.remove(&record.id).unwrap_or(0),
                owner: owner.and_then(|owner| owners.get(&owner).cloned()).unwrap_or_default(),
                is_mine,
                may_change: may_change && !access.read_only,
                open,
                people,
                record,
            });
        }
    }
    Ok(sets)
}

fn counts(tx: &mut Tx<'_>, sets: &[Record]) -> Result<BTreeMap<i64, i64>> {
    let of = model().table(record_set_item::TABLE);
    let ids: Vec<Value> = sets.iter().map(|set| Value::Int(set.id)).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let items = Select::all(of.id).matching(Filter::test(record_set_item::RECORD_SET, vasculum_store::Test::In(ids)));
    let found = tx.tally(&items, &Path::parse(of, "recordSet")?, u64::MAX >> 1)?;
    Ok(found.into_iter().filter_map(|(set, count)| Some((set.int()?, count))).collect())
}

/// The ids of the records of a set, in its order.
///
/// # Errors
///
/// - `NotFound`: there is none, or it is not shared with the person.
/// - `Forbidden`: they may not read record sets.
pub fn ids(tx: &mut Tx<'_>, set: i64) -> Result<Vec<i64>> {
    get(tx, set)?;
    all_ids(tx, set)
}

fn all_ids(tx: &mut Tx<'_>, set: i64) -> Result<Vec<i64>> {
    let column = Path::parse(model().table(record_set_item::TABLE), "recordId")?;
    let rows = tx.values(&items_of(set)?, &[column])?;
    Ok(rows.into_iter().filter_map(|mut row| row.pop()?.int()).collect())
}

fn items_of(set: i64) -> Result<Select> {
    let order = Path::parse(model().table(record_set_item::TABLE), "order")?;
    Ok(Select::all(record_set_item::TABLE)
        .matching(Filter::is(record_set_item::RECORD_SET, set))
        .sorted(vec![(order, false)]))
}

/// The filter for the records of a set, in queries over the table that it is about.
///
/// Of a set of another table it lets nothing through.
///
/// # Errors
///
/// `Internal`, if the model lacks what it names.
pub fn members(table: &Table, set: i64) -> Result<Filter> {
    let items = model().table(record_set_item::TABLE);
    let is_of_table = Path::parse(items, "recordSet.dbTableId")?;
    let number = vasculum_store::Test::Is(Value::Int(i64::from(table.number)));
    let these = Filter::And(vec![Filter::is(record_set_item::RECORD_SET, set), Filter::Test(is_of_table, number)]);
    Ok(Filter::Among(record_set_item::RECORD_ID, Box::new(these)))
}

/// Where a record stands in a set: what comes before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the set is called.
    pub name: String,
    /// How many records are in it.
    pub total: i64,
    /// The record before; nothing for the first.
    pub previous: Option<i64>,
    /// The record after; nothing for the last.
    pub next: Option<i64>,
}

/// The record's place in a set, for paging through it; nothing if it does not stand in the set.
///
/// # Errors
///
/// As [`get`].
pub fn step(tx: &mut Tx<'_>, set: i64, record: i64) -> Result<Option<Step>> {
    let found = get(tx, set)?;
    let all = items_of(set)?;
    let Some(item) = tx.first(&all.clone().matching(Filter::is(record_set_item::RECORD_ID, record)))? else {
        return Ok(None);
    };
    let edge = Some((vec![item.get(record_set_item::ORDER).clone()], item.id));
    let mut beside = |down: bool| -> Result<Option<i64>> {
        let mut select = Select { after: edge.clone(), ..all.clone() };
        select.sort.iter_mut().for_each(|(_, runs_down)| *runs_down = down);
        Ok(tx.first(&select)?.and_then(|item| item.int(record_set_item::RECORD_ID)))
    };
    let (previous, next) = (beside(true)?, beside(false)?);
    Ok(Some(Step { name: found.name().to_owned(), total: found.count, previous, next }))
}

/// Makes a set of records, in the order given; a record that is named twice stands in it once.
///
/// # Errors
///
/// - `Invalid`: it has no name, or there are more than [`MOST`] records.
/// - `Forbidden`: the person may not make record sets, or has no collection to make it in.
pub fn make(tx: &mut WriteTx<'_>, table: TableId, about: &About, records: &[i64]) -> Result<Record> {
    if about.name.trim().is_empty() {
        return Err(Error::invalid("A record set needs a name."));
    }
    let collection = working_collection(tx)?;
    let set = Record::new(record_set::TABLE)
        .with(record_set::NAME, about.name.trim())
        .with(record_set::REMARKS, Some(about.remarks.trim()).filter(|text| !text.is_empty()))
        .with(record_set::DB_TABLE_ID, i64::from(model().table(table).number))
        .with(record_set::ALL_PERMISSION_LEVEL, about.open.level())
        .with(record_set::COLLECTION_MEMBER_ID, collection);
    let (set, _) = records::put(tx, None, set)?;
    append(tx, set.id, records, &[])?;
    share(tx, &set, &about.people)?;
    Ok(set)
}

/// The collection that one works in, or the only one that there is.
fn working_collection(tx: &Tx<'_>) -> Result<i64> {
    let access = tx.access();
    let only = match access.hierarchy().collections.as_slice() {
        [one] => Some(one.id),
        _ => None,
    };
    access.collection.or(only).ok_or_else(|| Error::invalid("A record set belongs to a collection; choose one first."))
}

/// The set, if the person may change it.
fn changeable(tx: &mut Tx<'_>, id: i64) -> Result<Set> {
    let set = get(tx, id)?;
    if set.may_change {
        return Ok(set);
    }
    Err(Error::forbidden(format!("‘{}’ belongs to {}, who lets you look at it only.", set.name(), set.owner))
        .hint("Make a set of your own from it."))
}

/// Names a set anew, and says with whom it is shared.
///
/// # Errors
///
/// - `Conflict`: it was saved after the version `seen`.
/// - `Invalid`, `NotFound`, `Forbidden`: as [`make`] and [`get`].
pub fn change(tx: &mut WriteTx<'_>, id: i64, seen: Option<i64>, about: &About) -> Result<Record> {
    if about.name.trim().is_empty() {
        return Err(Error::invalid("A record set needs a name."));
    }
    let set = changeable(tx, id)?;
    let before = tx.get_unchanged(record_set::TABLE, id, seen)?;
    let after = before
        .clone()
        .with(record_set::NAME, about.name.trim())
        .with(record_set::REMARKS, Some(about.remarks.trim()).filter(|text| !text.is_empty()))
        .with(record_set::ALL_PERMISSION_LEVEL, about.open.level());
    let (saved, _) = records::put(tx, Some(&before), after)?;
    if set.people != about.people {
        share(tx, &saved, &about.people)?;
    }
    Ok(saved)
}

fn share(tx: &mut WriteTx<'_>, set: &Record, people: &[(i64, bool)]) -> Result<()> {
    let theirs = Select::all(record_set_share::TABLE).matching(Filter::is(record_set_share::SET_ID, set.id));
    let there = tx.select(&theirs)?;
    for old in &there {
        if !people.iter().any(|(user, _)| old.int(record_set_share::SPECIFY_USER) == Some(*user)) {
            records::delete(tx, record_set_share::TABLE, old.id, None)?;
        }
    }
    for (user, may_change) in people {
        let old = there.iter().find(|old| old.int(record_set_share::SPECIFY_USER) == Some(*user));
        let new = old.cloned().unwrap_or_else(|| {
            Record::new(record_set_share::TABLE)
                .with(record_set_share::SET_ID, set.id)
                .with(record_set_share::SPECIFY_USER, *user)
                .with(record_set_share::COLLECTION, set.get(record_set::COLLECTION_MEMBER_ID).clone())
        });
        records::put(tx, old, new.with(record_set_share::MAY_CHANGE, *may_change))?;
    }
    Ok(())
}

/// Adds records at the end of a set; those that stand in it already stay where they are. Returns how many came in.
///
/// # Errors
///
/// - `Invalid`: it would have more than [`MOST`] records.
/// - `NotFound`, `Forbidden`: the set is not shared with the person, or not to be changed.
pub fn add(tx: &mut WriteTx<'_>, id: i64, records: &[i64]) -> Result<usize> {
    changeable(tx, id)?;
    let there = all_ids(tx, id)?;
    append(tx, id, records, &there)
}

fn append(tx: &mut WriteTx<'_>, set: i64, new: &[i64], there: &[i64]) -> Result<usize> {
    let mut known: HashSet<i64> = there.iter().copied().collect();
    let fresh: Vec<i64> = new.iter().copied().filter(|id| known.insert(*id)).collect();
    if known.len() > MOST {
        return Err(Error::invalid(format!(
            "A record set holds {MOST} records at most; this would be {}.",
            known.len()
        ))
        .hint("Filter the list further, or make several sets."));
    }
    let last = tx.first(&Select { sort: down(items_of(set)?.sort), ..items_of(set)? })?;
    let start = last.and_then(|item| item.int(record_set_item::ORDER)).map_or(0, |order| order + 1);
    let item = |(order, record): (i64, &i64)| {
        Record::new(record_set_item::TABLE)
            .with(record_set_item::RECORD_SET, set)
            .with(record_set_item::RECORD_ID, *record)
            .with(record_set_item::ORDER, order)
    };
    records::put_all(tx, record_set_item::TABLE, (start..).zip(&fresh).map(item).collect())?;
    Ok(fresh.len())
}

fn down(mut sort: Vec<(Path, bool)>) -> Vec<(Path, bool)> {
    sort.iter_mut().for_each(|(_, runs_down)| *runs_down = true);
    sort
}

/// Takes records out of a set; the records themselves stay. Returns how many went.
///
/// # Errors
///
/// As [`add`].
pub fn take_out(tx: &mut WriteTx<'_>, id: i64, records: &[i64]) -> Result<usize> {
    changeable(tx, id)?;
    let gone: HashSet<i64> = records.iter().copied().collect();
    let items = tx.select(&items_of(id)?)?;
    let grant = tx.may(Action::Delete, record_set_item::TABLE)?;
    let mut count = 0;
    for item in items.iter().filter(|item| item.int(record_set_item::RECORD_ID).is_some_and(|id| gone.contains(&id))) {
        tx.delete(&grant, item)?;
        count += 1;
    }
    Ok(count)
}

/// Puts the records of a set in this order; those that are not named come after, as they stood.
///
/// # Errors
///
/// As [`add`].
pub fn arrange(tx: &mut WriteTx<'_>, id: i64, order: &[i64]) -> Result<()> {
    changeable(tx, id)?;
    let place: BTreeMap<i64, usize> = order.iter().enumerate().map(|(at, record)| (*record, at)).collect();
    let mut items = tx.select(&items_of(id)?)?;
    // Sorting keeps the order of those that are equal: all that are not named.
    items.sort_by_key(|item| {
        item.int(record_set_item::RECORD_ID).and_then(|record| place.get(&record).copied()).unwrap_or(usize::MAX)
    });
    for (at, item) in items.iter().enumerate() {
        let moved = item.clone().with(record_set_item::ORDER, at as i64);
        if moved != *item {
            records::put(tx, Some(item), moved)?;
        }
    }
    Ok(())
}

/// Deletes a set; the records in it stay.
///
/// # Errors
///
/// As [`add`].
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    changeable(tx, id)?;
    records::delete(tx, record_set::TABLE, id, None)
}

/// Deletes the items of a set that is about to be deleted.
pub(crate) fn forget_items(tx: &mut WriteTx<'_>, set: i64) -> Result<()> {
    let items =
        tx.select(&Select::all(record_set_item::TABLE).matching(Filter::is(record_set_item::RECORD_SET, set)))?;
    let grant = tx.may(Action::Delete, record_set_item::TABLE)?;
    items.iter().try_for_each(|item| tx.delete(&grant, item))
}

/// The ids of the records of two sets, combined; in the order of the first, then of the second.
///
/// # Errors
///
/// - `Invalid`: they hold records of different tables.
/// - `NotFound`, `Forbidden`: as [`get`].
pub fn combine(tx: &mut Tx<'_>, how: Combine, one: i64, other: i64) -> Result<Vec<i64>> {
    let (first, second) = (get(tx, one)?, get(tx, other)?);
    if first.table.id != second.table.id {
        return Err(Error::invalid(format!(
            "‘{}’ holds records of {}, ‘{}’ of {}.",
            first.name(),
            first.table.name,
            second.name(),
            second.table.name
        ))
        .hint("Only sets of the same table can be combined."));
    }
    let (mut ours, theirs) = (all_ids(tx, one)?, all_ids(tx, other)?);
    let in_other: HashSet<i64> = theirs.iter().copied().collect();
    match how {
        Combine::And => ours.retain(|id| in_other.contains(id)),
        Combine::Not => ours.retain(|id| !in_other.contains(id)),
        Combine::Or => {
            let known: HashSet<i64> = ours.iter().copied().collect();
            ours.extend(theirs.into_iter().filter(|id| !known.contains(id)));
        }
    }
    Ok(ours)
}
