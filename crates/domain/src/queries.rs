//! Queries that are kept: named, shared, and found again.
//!
//! A kept query is a record of SpQuery, so that it is exported, journalled and undone like every other. Its text stands in
//! `sqlStr`; its lines (SpQueryField) say the same in Specify’s form, as far as that can say it. What Specify stored itself
//! has lines alone and is read from them. With whom a query is shared stands in QueryShare.

use std::collections::BTreeMap;

use vasculum_model::names::{query_share, sp_query, sp_query_field, specify_user};
use vasculum_model::{Error, Path, Record, Result, Table, Value, model};
use vasculum_store::{Action, Filter, Select, Tx, WriteTx};

use crate::query::specify::{Line, Stored, from_query, to_query};
use crate::query::{self, Query};
use crate::records;

/// The most letters in the text of a kept query.
pub const LONGEST: usize = 4096;

/// With whom a query is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// Everybody in the institution.
    Everybody,
    /// The people of a collection.
    Collection(i64),
    /// A user.
    Person(i64),
}

/// What its owner says of a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What it is called.
    pub name: String,
    /// Anything worth saying of it.
    pub remarks: String,
    /// With whom it is shared, and whether they may change it.
    pub shares: Vec<(With, bool)>,
}

/// A query as somebody may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The record of the query itself.
    pub record: Record,
    /// The table whose records it asks.
    pub table: &'static Table,
    /// The user who owns it.
    pub owner: String,
    /// Whether the person owns it.
    pub is_mine: bool,
    /// Whether the person may change it.
    pub may_change: bool,
    /// With whom it is shared, and whether they may change it.
    pub shares: Vec<(With, bool)>,
}

impl Kept {
    /// What the query is called.
    pub fn name(&self) -> &str {
        self.record.text(sp_query::NAME).unwrap_or_default()
    }

    /// Whether its owner wants it at hand.
    pub fn is_favourite(&self) -> bool {
        self.is_mine && self.record.is(sp_query::IS_FAVORITE)
    }
}

/// The queries that somebody is shown, by name: their own, and those that are shared with them.
///
/// # Errors
///
/// `Forbidden`, if they may not read queries.
pub fn listed(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    let by_name = Path::parse(model().table(sp_query::TABLE), "name")?;
    let records = tx.select(&Select::all(sp_query::TABLE).sorted(vec![(by_name, false)]))?;
    seen(tx, records)
}

/// One query.
///
/// # Errors
///
/// - `NotFound`: there is none, or it is not shared with the person.
/// - `Forbidden`: they may not read queries.
pub fn get(tx: &mut Tx<'_>, id: i64) -> Result<Kept> {
    let records = tx.find_all(sp_query::TABLE, &[id])?;
    let not_found = || Error::not_found(format!("There is no query {id} that is shared with you."));
    seen(tx, records)?.pop().ok_or_else(not_found)
}

fn seen(tx: &mut Tx<'_>, records: Vec<Record>) -> Result<Vec<Kept>> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut shares: BTreeMap<i64, Vec<(With, bool)>> = BTreeMap::new();
    for share in tx.unscoped(|tx| tx.select(&Select::all(query_share::TABLE)))? {
        if let Some(query) = share.int(query_share::QUERY_ID) {
            shares.entry(query).or_default().push((with_of(&share), share.is(query_share::MAY_CHANGE)));
        }
    }
    let owners: Vec<i64> = records.iter().filter_map(|record| record.int(sp_query::SPECIFY_USER)).collect();
    let owners: BTreeMap<i64, String> = tx
        .unscoped(|tx| tx.find_all(specify_user::TABLE, &owners))?
        .into_iter()
        .map(|user| (user.id, user.text(specify_user::NAME).unwrap_or_default().to_owned()))
        .collect();
    let access = tx.access();
    let (me, here) = (access.user, access.collection);
    let is_master = access.may("/table/spquery", Action::Update.name(), None);
    let mut kept = Vec::new();
    for record in records {
        let number = record.int(sp_query::CONTEXT_TABLE_ID).and_then(|number| i32::try_from(number).ok());
        let Some(table) = number.and_then(|number| model().numbered(number)) else { continue };
        let owner = record.int(sp_query::SPECIFY_USER);
        let mut shares = shares.remove(&record.id).unwrap_or_default();
        shares.sort_unstable();
        let mine: Vec<bool> = shares
            .iter()
            .filter(|(with, _)| match with {
                With::Everybody => me.is_some(),
                With::Collection(collection) => here == Some(*collection),
                With::Person(user) => me == Some(*user),
            })
            .map(|(_, may_change)| *may_change)
            .collect();
        let is_mine = me.is_some() && owner == me;
        if is_mine || is_master || !mine.is_empty() {
            kept.push(Kept {
                table,
                owner: owner.and_then(|owner| owners.get(&owner).cloned()).unwrap_or_default(),
                is_mine,
                may_change: !access.read_only && (is_mine || is_master || mine.contains(&true)),
                shares,
                record,
            });
        }
    }
    Ok(kept)
}

fn with_of(share: &Record) -> With {
    match (share.int(query_share::SPECIFY_USER), share.int(query_share::COLLECTION)) {
        (Some(user), _) => With::Person(user),
        (None, Some(collection)) => With::Collection(collection),
        (None, None) => With::Everybody,
    }
}

/// The text of a kept query, and what of Specify’s lines could not be taken over, each in one sentence.
///
/// # Errors
///
/// `Invalid`, if it asks about a table that there is not.
pub fn text(tx: &mut Tx<'_>, kept: &Kept) -> Result<(String, Vec<String>)> {
    if let Some(text) = kept.record.text(sp_query::SQL_STR).filter(|text| query::parse(text).is_ok()) {
        return Ok((text.to_owned(), Vec::new()));
    }
    let stored = stored(tx, &kept.record)?;
    let (query, lost) = to_query(tx, &stored)?;
    Ok((query.to_string(), lost))
}

/// A query with its lines, in Specify’s form.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn stored(tx: &mut Tx<'_>, record: &Record) -> Result<Stored> {
    let lines = fields(tx, record.id)?;
    Ok(Stored {
        name: record.text(sp_query::NAME).unwrap_or_default().to_owned(),
        table: record.int(sp_query::CONTEXT_TABLE_ID).unwrap_or(0),
        distinct: record.is(sp_query::SELECT_DISTINCT),
        series: record.is(sp_query::SMUSHED),
        synonyms: record.is(sp_query::SEARCH_SYNONYMY),
        count_only: record.is(sp_query::COUNT_ONLY),
        format_audit: record.is(sp_query::FORMAT_AUDIT_REC_IDS),
        lines: lines.iter().map(line_of).collect(),
    })
}

fn fields(tx: &mut Tx<'_>, query: i64) -> Result<Vec<Record>> {
    let by_place = Path::parse(model().table(sp_query_field::TABLE), "position")?;
    let theirs = Select::all(sp_query_field::TABLE).matching(Filter::is(sp_query_field::QUERY, query));
    tx.unscoped(|tx| tx.select(&theirs.sorted(vec![(by_place, false)])))
}

fn line_of(field: &Record) -> Line {
    let text = |column| field.text(column).unwrap_or_default().to_owned();
    Line {
        tables: text(sp_query_field::TABLE_LIST),
        path: text(sp_query_field::STRING_ID),
        field: text(sp_query_field::FIELD_NAME),
        is_link: field.is(sp_query_field::IS_REL_FLD),
        format: text(sp_query_field::FORMAT_NAME),
        is_shown: field.is(sp_query_field::IS_DISPLAY),
        sort: field.int(sp_query_field::SORT_TYPE).unwrap_or(0),
        operator: field.int(sp_query_field::OPER_START).unwrap_or(8),
        value: text(sp_query_field::START_VALUE),
        is_not: field.is(sp_query_field::IS_NOT),
        is_strict: field.is(sp_query_field::IS_STRICT),
    }
}

/// Keeps a question under a name.
///
/// # Errors
///
/// - `Invalid`: it has no name, or its text is longer than [`LONGEST`].
/// - `Forbidden`: the person may not make queries.
pub fn make(tx: &mut WriteTx<'_>, query: &Query, about: &About) -> Result<Record> {
    let user = tx.access().user;
    let user = user.ok_or_else(|| Error::invalid("A query belongs to a user, and the program itself is none."))?;
    let record = Record::new(sp_query::TABLE).with(sp_query::SPECIFY_USER, user).with(sp_query::IS_FAVORITE, false);
    let made = write(tx, None, record, query, about)?;
    share(tx, made.id, &about.shares)?;
    Ok(made)
}

fn write(
    tx: &mut WriteTx<'_>,
    before: Option<&Record>,
    record: Record,
    query: &Query,
    about: &About,
) -> Result<Record> {
    if about.name.trim().is_empty() {
        return Err(Error::invalid("A query needs a name."));
    }
    let text = query.to_string();
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::invalid(format!("A kept query has at most {LONGEST} letters; this one has {length}."))
            .hint("Long lists of records belong into a record set."));
    }
    let (stored, _) = from_query(tx, about.name.trim(), query)?;
    let record = record
        .with(sp_query::NAME, about.name.trim())
        .with(sp_query::REMARKS, Some(about.remarks.trim()).filter(|text| !text.is_empty()))
        .with(sp_query::CONTEXT_NAME, model().table(query.from).name)
        .with(sp_query::CONTEXT_TABLE_ID, stored.table)
        .with(sp_query::SELECT_DISTINCT, stored.distinct)
        .with(sp_query::SMUSHED, stored.series)
        .with(sp_query::SEARCH_SYNONYMY, stored.synonyms)
        .with(sp_query::COUNT_ONLY, false)
        .with(sp_query::FORMAT_AUDIT_REC_IDS, false)
        .with(sp_query::SQL_STR, text);
    let (saved, _) = records::put(tx, before, record)?;
    write_lines(tx, saved.id, &stored.lines)?;
    Ok(saved)
}

/// Writes the lines of a query; those that are as they were stay.
fn write_lines(tx: &mut WriteTx<'_>, query: i64, lines: &[Line]) -> Result<()> {
    let there = fields(tx, query)?;
    // A line that is longer than Specify’s columns is left out: the text says it all.
    let fits = |line: &&Line| line.path.chars().count() <= 500 && line.field.chars().count() <= 32;
    let lines: Vec<&Line> = lines.iter().filter(fits).collect();
    for old in there.iter().skip(lines.len()) {
        records::delete(tx, sp_query_field::TABLE, old.id, None)?;
    }
    for (at, line) in lines.iter().enumerate() {
        let old = there.get(at);
        let record =
            old.cloned().unwrap_or_else(|| Record::new(sp_query_field::TABLE).with(sp_query_field::QUERY, query));
        let record = record
            .with(sp_query_field::POSITION, at as i64)
            .with(sp_query_field::TABLE_LIST, line.tables.as_str())
            .with(sp_query_field::STRING_ID, line.path.as_str())
            .with(sp_query_field::FIELD_NAME, line.field.as_str())
            .with(sp_query_field::IS_REL_FLD, line.is_link)
            .with(sp_query_field::FORMAT_NAME, Some(line.format.as_str()).filter(|format| !format.is_empty()))
            .with(sp_query_field::IS_DISPLAY, line.is_shown)
            .with(sp_query_field::SORT_TYPE, line.sort)
            .with(sp_query_field::OPER_START, line.operator)
            .with(sp_query_field::START_VALUE, line.value.as_str())
            .with(sp_query_field::IS_NOT, line.is_not)
            .with(sp_query_field::IS_STRICT, line.is_strict);
        if old != Some(&record) {
            records::put(tx, old, record)?;
        }
    }
    Ok(())
}

/// The query, if the person may change it.
fn changeable(tx: &mut Tx<'_>, id: i64) -> Result<Kept> {
    let kept = get(tx, id)?;
    if kept.may_change {
        return Ok(kept);
    }
    Err(Error::forbidden(format!("‘{}’ belongs to {}, who lets you see it only.", kept.name(), kept.owner))
        .hint("Save a query of your own from it."))
}

/// Changes a query: what it asks, if `query` says so, its name, its remarks, with whom it is shared.
///
/// # Errors
///
/// - `Conflict`: it was saved after the version `seen`.
/// - `Invalid`, `NotFound`, `Forbidden`: as [`make`] and [`get`].
pub fn change(
    tx: &mut WriteTx<'_>,
    id: i64,
    seen: Option<i64>,
    query: Option<&Query>,
    about: &About,
) -> Result<Record> {
    let kept = changeable(tx, id)?;
    let before = tx.get_unchanged(sp_query::TABLE, id, seen)?;
    let own;
    let query = match query {
        Some(query) => query,
        None => {
            own = query::parse(&text(tx, &kept)?.0)?;
            &own
        }
    };
    let saved = write(tx, Some(&before), before.clone(), query, about)?;
    if kept.shares != about.shares {
        share(tx, id, &about.shares)?;
    }
    Ok(saved)
}

/// Whoever may change a query may say with whom it is shared: that follows, and needs no right of its own.
fn share(tx: &mut WriteTx<'_>, query: i64, shares: &[(With, bool)]) -> Result<()> {
    tx.as_program(|tx| {
        let theirs = Select::all(query_share::TABLE).matching(Filter::is(query_share::QUERY_ID, query));
        let there = tx.select(&theirs)?;
        for old in &there {
            if !shares.iter().any(|(with, _)| *with == with_of(old)) {
                records::delete(tx, query_share::TABLE, old.id, None)?;
            }
        }
        for (with, may_change) in shares {
            let old = there.iter().find(|old| with_of(old) == *with);
            let (user, collection) = match with {
                With::Everybody => (None, None),
                With::Collection(collection) => (None, Some(*collection)),
                With::Person(user) => (Some(*user), None),
            };
            let new =
                old.cloned().unwrap_or_else(|| Record::new(query_share::TABLE).with(query_share::QUERY_ID, query));
            let new = new
                .with(query_share::SPECIFY_USER, user.map_or(Value::Null, Value::Int))
                .with(query_share::COLLECTION, collection.map_or(Value::Null, Value::Int))
                .with(query_share::MAY_CHANGE, *may_change);
            if old != Some(&new) {
                records::put(tx, old, new)?;
            }
        }
        Ok(())
    })
}

/// Puts a query of one’s own among the favourites, or takes it out.
///
/// # Errors
///
/// - `Forbidden`: it belongs to somebody else.
/// - `NotFound`: as [`get`].
pub fn set_favourite(tx: &mut WriteTx<'_>, id: i64, is_favourite: bool) -> Result<()> {
    let kept = get(tx, id)?;
    if !kept.is_mine {
        return Err(Error::forbidden("Only queries of your own can be favourites."));
    }
    let record = kept.record.clone().with(sp_query::IS_FAVORITE, is_favourite);
    records::put(tx, Some(&kept.record), record).map(drop)
}

/// Deletes a query with its lines.
///
/// # Errors
///
/// - `NotFound`, `Forbidden`: as [`get`], or it is not to be changed.
/// - `Conflict`: reports take their data from it.
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    changeable(tx, id)?;
    share(tx, id, &[])?;
    records::delete(tx, sp_query::TABLE, id, None)
}
