//! Saving and deleting records: the one way by which forms, the API, imports and commands change the collection.

use vasculum_model::names::{collection_object, determination, record_set, record_set_item, source_record};
use vasculum_model::{
    Col, Error, Issue, Level, Many, Owned, Record, Result, Scope, Table, TableId, ToMany, Value, model,
};
use vasculum_store::{Access, Action, Filter, Select, Tx, WriteTx};

use crate::rules::{self, Saving, When};

/// What somebody wants a record to be: the values they gave, and drafts of the records that it owns.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The table.
    pub table: TableId,
    /// The record to change; nothing for a new one.
    pub id: Option<i64>,
    /// The version that the person looked at; a save of an older one is refused.
    pub version: Option<i64>,
    /// The values that were given; the others stay as they are.
    pub values: Vec<(u16, Value)>,
    /// Records behind owned to-one links, by column.
    pub one: Vec<(u16, Draft)>,
    /// Records behind to-many links, by link.
    pub many: Vec<(u16, ManyDraft)>,
}

/// What somebody wants to stand behind a to-many link.
#[derive(Debug, Clone, PartialEq)]
pub enum ManyDraft {
    /// Exactly these: records that are there and not in the list are deleted, or unlinked where they are not owned.
    All(Vec<Draft>),
    /// These are saved and those are deleted or unlinked; all others stay.
    Some {
        /// To be made or changed.
        save: Vec<Draft>,
        /// Ids to be deleted or unlinked.
        remove: Vec<i64>,
    },
}

/// A record as it was saved, and what somebody should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The record as it stands in the database now.
    pub record: Record,
    /// Remarks that did not keep it from being saved.
    pub issues: Vec<Issue>,
}

/// Records of one table that refer to a record and keep it from being deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocker {
    /// The column that refers.
    pub column: Col,
    /// How many records do.
    pub count: i64,
}

impl Draft {
    /// A draft of a new record, without any values yet.
    pub fn new(table: TableId) -> Self {
        Self { table, id: None, version: None, values: Vec::new(), one: Vec::new(), many: Vec::new() }
    }

    /// A draft of changes to a record that was seen in this version.
    pub fn of(table: TableId, id: i64, version: Option<i64>) -> Self {
        Self { id: Some(id), version, ..Self::new(table) }
    }

    /// The same draft with one more value.
    #[must_use]
    pub fn with(mut self, column: Col, value: impl Into<Value>) -> Self {
        self.values.push((column.1, value.into()));
        self
    }

    /// The same draft with exactly these records behind a to-many link.
    #[must_use]
    pub fn with_all(mut self, link: Many, drafts: Vec<Self>) -> Self {
        self.many.push((link.1, ManyDraft::All(drafts)));
        self
    }
}

/// Saves a record with the records that it owns.
///
/// Owned to-one records go first, then the record, then what stands behind its to-many links; all of it in the open
/// transaction. Every record goes through [`put`], so every rule judges every one of them. Fields that only Vasculum
/// sets (version, times, agents, the collection of a part) are ignored in the draft.
///
/// # Errors
///
/// - `Invalid`: rules refuse it; `issues` says what is wrong with which field, with paths from the outermost record.
/// - `Conflict`: somebody saved one of the records after the version in the draft.
/// - `NotFound`, `Forbidden`: a record lies outside the person's scope or rights.
pub fn save(tx: &mut WriteTx<'_>, draft: Draft) -> Result<Saved> {
    let mut issues = Vec::new();
    let saved = save_below(tx, draft, None, "", &mut issues);
    let (refusals, remarks): (Vec<_>, Vec<_>) =
        issues.into_iter().partition(|issue: &Issue| issue.level == Level::Error);
    match saved {
        Ok(record) if refusals.is_empty() => Ok(Saved { record, issues: remarks }),
        Ok(_) => Err(Error::refused(refusals)),
        // What was found before the refusal belongs to the same answer.
        Err(error) if !error.issues.is_empty() => {
            let mut all = refusals;
            all.extend(error.issues);
            Err(Error::refused(all))
        }
        Err(error) => Err(error),
    }
}

/// Saves a record that somebody typed into a form, and says what only people are told; see [`When::AfterTyping`].
///
/// # Errors
///
/// As [`save`].
pub fn save_typed(tx: &mut WriteTx<'_>, draft: Draft) -> Result<Saved> {
    if !rules::has(When::AfterTyping, draft.table) {
        return save(tx, draft);
    }
    let before = match draft.id {
        Some(id) => tx.find(draft.table, id)?,
        None => None,
    };
    let Saved { record, issues } = save(tx, draft)?;
    let mut saving = Saving { tx, before: before.as_ref(), record, issues };
    rules::run(When::AfterTyping, &mut saving)?;
    Ok(Saved { record: saving.record, issues: saving.issues })
}

/// The most levels of records within records; the model has five.
const DEEPEST: usize = 10;

fn save_below(
    tx: &mut WriteTx<'_>,
    draft: Draft,
    owner: Option<(Col, i64)>,
    place: &str,
    issues: &mut Vec<Issue>,
) -> Result<Record> {
    if place.matches('.').count() > DEEPEST {
        return Err(Error::invalid("These records stand too deep within each other."));
    }
    let table = model().table(draft.table);
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    let before = match draft.id {
        Some(id) => Some(tx.get_unchanged(draft.table, id, draft.version)?),
        None => None,
    };
    if let (Some(before), Some((column, id))) = (&before, owner)
        && before.int(column).is_some_and(|other| other != id)
        && model().column(column).required
    {
        return Err(Error::invalid(format!("{} {} belongs to another record.", table.name, before.id)));
    }
    let mut record = before.clone().unwrap_or_else(|| Record::new(draft.table));
    for (column, value) in draft.values {
        if !is_set_by_vasculum(table, column) {
            if record.values[usize::from(column)] != value && !may_follow(tx.access(), table, column) {
                return Err(refuse_unseen(table, column));
            }
            record.values[usize::from(column)] = value;
        }
    }
    if let Some((column, id)) = owner {
        record.set(column, id);
    }
    for (column, part) in draft.one {
        let part = within_place(tx, &record, part)?;
        let saved = save_part(tx, part, &below(table.at(column).name), issues)?;
        record.values[usize::from(column)] = saved.into();
    }
    let replaced = replaced(tx, before.as_ref(), &record)?;
    let saved = match put(tx, before.as_ref(), record) {
        Ok((saved, found)) => {
            issues.extend(found.into_iter().map(|issue| issue.below(place)));
            saved
        }
        Err(mut error) => {
            error.issues = error.issues.into_iter().map(|issue| issue.below(place)).collect();
            return Err(error);
        }
    };
    drop_all(tx, replaced)?;
    let determines = draft.many.iter().any(|(link, many)| {
        Many(draft.table, *link) == collection_object::DETERMINATIONS && may_leave_none_current(many)
    });
    for (link, many) in draft.many {
        save_many(tx, &saved, link, many, &below(table.many[usize::from(link)].name), issues)?;
    }
    if determines {
        issues.extend(rules::one_is_current(tx, saved.id)?.map(|issue| issue.below(place)));
    }
    // Rules of its parts may have written the record once more.
    if tx.has_changed(saved.table, saved.id) { tx.get(saved.table, saved.id) } else { Ok(saved) }
}

/// Whether somebody may follow a link, and so change it: who may not know of an accession can't put an object into one.
/// Where a record belongs (collection, discipline, tree) is no such link, nor is one to the program's own tables.
pub(crate) fn may_follow(access: &Access, table: &Table, column: u16) -> bool {
    let Some(link) = &table.at(column).link else { return true };
    let to = model().table(link.to);
    let is_place = match table.scope {
        Scope::Collection(at) | Scope::Discipline(at) | Scope::Division(at) | Scope::Tree(at) => at == column,
        _ => false,
    };
    if is_place || to.system || !to.is_shown() {
        return true;
    }
    may_do(access, to, Action::Read)
}

/// Whether somebody may do this with records of a table in the collection that they work in; without one, in any.
pub(crate) fn may_do(access: &Access, table: &Table, action: Action) -> bool {
    let resource = format!("/table/{}", table.name.to_ascii_lowercase());
    match access.collection {
        Some(here) => access.may(&resource, action.name(), Some(here)),
        None => access.may_somewhere(&resource, action.name()),
    }
}

fn refuse_unseen(table: &Table, column: u16) -> Error {
    let to = table.at(column).link.as_ref().map_or("", |link| model().table(link.to).name);
    Error::forbidden(format!(
        "You have no right to read records of {to}, and so can’t change {}.",
        table.at(column).name
    ))
    .hint("Ask somebody who manages the users of your institution.")
}

/// A new part belongs to the collection or discipline of its owner, unless the draft says otherwise.
fn within_place(tx: &mut WriteTx<'_>, owner: &Record, part: Draft) -> Result<Draft> {
    let table = model().table(part.table);
    let (column, place) = match (&table.scope, &owner.of().scope) {
        _ if part.id.is_some() => return Ok(part),
        (Scope::Collection(column), Scope::Collection(own)) => (*column, owner.values[usize::from(*own)].int()),
        (Scope::Discipline(column), _) => (*column, rules::places(tx)?.discipline_of(owner)),
        _ => return Ok(part),
    };
    let is_given = part.values.iter().any(|(theirs, value)| *theirs == column && !value.is_null());
    Ok(match place {
        Some(place) if !is_given => part.with(Col(table.id, column), place),
        _ => part,
    })
}

/// Saves what stands behind an owned to-one link; nothing comes back if nothing is left of it: a part of which every
/// field was cleared goes, as far as the person may delete it.
fn save_part(tx: &mut WriteTx<'_>, part: Draft, place: &str, issues: &mut Vec<Issue>) -> Result<Option<i64>> {
    let before = match part.id {
        Some(id) => tx.find(part.table, id)?,
        None => None,
    };
    let was_filled = match &before {
        Some(before) => !is_bare(tx, before)?,
        None => false,
    };
    let saved = save_below(tx, part, None, place, issues)?;
    let is_cleared = was_filled && is_bare(tx, &saved)? && tx.may(Action::Delete, saved.table).is_ok();
    Ok((!is_cleared).then_some(saved.id))
}

/// Whether nothing stands in a record but what the program itself writes there, and nothing below it.
fn is_bare(tx: &mut Tx<'_>, record: &Record) -> Result<bool> {
    let table = record.of();
    let scope = match table.scope {
        Scope::Collection(column) | Scope::Discipline(column) | Scope::Division(column) => Some(column),
        _ => None,
    };
    let says_something = |(at, value): (usize, &Value)| {
        let column = at as u16;
        let is_own = Some(column) == scope || is_set_by_vasculum(table, column) || table.at(column).name == "guid";
        !is_own && !value.is_null() && *value != Value::Bool(false)
    };
    if record.values.iter().enumerate().any(says_something) {
        return Ok(false);
    }
    let below: Vec<u16> = (0_u16..).zip(&table.many).filter(|(_, many)| many.owned).map(|(at, _)| at).collect();
    Ok(tx.unscoped(|tx| tx.links_in_use(table.id, &below, &[record.id]))?.is_empty())
}

/// The records behind owned to-one links that gave way to others, or to nothing.
fn replaced(tx: &mut WriteTx<'_>, before: Option<&Record>, after: &Record) -> Result<Vec<(TableId, i64)>> {
    let Some(before) = before else { return Ok(Vec::new()) };
    let mut replaced = Vec::new();
    for (at, column) in (0_u16..).zip(&after.of().columns) {
        let Some(link) = column.link.as_ref().filter(|link| link.owned != Owned::No) else { continue };
        let (old, new) = (before.values[usize::from(at)].int(), after.values[usize::from(at)].int());
        if let Some(old) = old.filter(|old| Some(*old) != new)
            && is_owned(tx, after, at)?
        {
            replaced.push((link.to, old));
        }
    }
    Ok(replaced)
}

/// Deletes owned records that gave way to others.
fn drop_all(tx: &mut WriteTx<'_>, replaced: Vec<(TableId, i64)>) -> Result<()> {
    for (table, id) in replaced {
        // It may be shared by mistake; then it stays with whoever still refers to it.
        if is_free(tx, table, id)? {
            delete(tx, table, id, None)?;
        }
    }
    Ok(())
}

/// Whether nothing refers to a record but what goes along with it.
fn is_free(tx: &mut Tx<'_>, table: TableId, id: i64) -> Result<bool> {
    Ok(tx.referrers(table, id)?.iter().all(|(by, _)| goes_along(model().table(table), *by)))
}

/// Whether a change of an object's determinations may leave none of them current: one is new or goes, or a mark is
/// taken, and none is given.
fn may_leave_none_current(many: &ManyDraft) -> bool {
    let (drafts, goes) = match many {
        ManyDraft::All(drafts) => (drafts, true),
        ManyDraft::Some { save, remove } => (save, !remove.is_empty()),
    };
    let mark = |draft: &Draft| {
        draft.values.iter().find(|(column, _)| *column == determination::IS_CURRENT.1).map(|(_, value)| value.clone())
    };
    let touches = goes || drafts.iter().any(|draft| draft.id.is_none() || mark(draft).is_some());
    touches && !drafts.iter().any(|draft| mark(draft) == Some(Value::Bool(true)))
}

fn save_many(
    tx: &mut WriteTx<'_>,
    owner: &Record,
    link: u16,
    many: ManyDraft,
    place: &str,
    issues: &mut Vec<Issue>,
) -> Result<()> {
    let to_many = &owner.of().many[usize::from(link)];
    let (save, remove) = match many {
        ManyDraft::Some { save, remove } => (save, remove),
        ManyDraft::All(save) => {
            let back = Col(to_many.of, to_many.back);
            let is_new = to_many.through.is_none() && tx.is_surely_without(back, owner.id);
            let there = if is_new { Vec::new() } else { tx.children(&[owner.id], Many(owner.table, link))? };
            let kept: Vec<i64> = save.iter().filter_map(|draft| draft.id).collect();
            let gone = there.into_iter().map(|(_, record)| record.id).filter(|id| !kept.contains(id)).collect();
            (save, gone)
        }
    };
    for id in remove {
        if to_many.owned {
            delete(tx, to_many.of, id, None)?;
        } else {
            unlink(tx, owner, to_many, id)?;
        }
    }
    for (nth, mut draft) in save.into_iter().enumerate() {
        let place = format!("{place}[{nth}]");
        if draft.table != to_many.of {
            return Err(Error::invalid(format!(
                "Behind {place} belong records of {}.",
                model().table(to_many.of).name
            )));
        }
        if let Some((through, to)) = to_many.through {
            let other = match draft.id {
                Some(id) if draft.values.is_empty() => id,
                _ => save_below(tx, draft, None, &place, issues)?.id,
            };
            join(tx, through, to_many.back, owner.id, to, other)?;
            continue;
        }
        set_position(&mut draft, nth);
        save_below(tx, draft, Some((Col(to_many.of, to_many.back), owner.id)), &place, issues)?;
    }
    Ok(())
}

/// Parts keep the order in which they were given, where they have an `ordinal`.
fn set_position(draft: &mut Draft, nth: usize) {
    if let Some(ordinal) = model().table(draft.table).column("ordinal")
        && !draft.values.iter().any(|(column, _)| *column == ordinal)
    {
        draft.values.push((ordinal, Value::Int(nth as i64)));
    }
}

fn unlink(tx: &mut WriteTx<'_>, owner: &Record, to_many: &ToMany, id: i64) -> Result<()> {
    if let Some((through, to)) = to_many.through {
        let filter =
            Filter::And(vec![Filter::is(Col(through, to_many.back), owner.id), Filter::is(Col(through, to), id)]);
        for pair in tx.select(&Select::all(through).matching(filter))? {
            let grant = tx.may(Action::Delete, through)?;
            tx.delete(&grant, &pair)?;
        }
        return Ok(());
    }
    let before = tx.get(to_many.of, id)?;
    let column = Col(to_many.of, to_many.back);
    if model().column(column).required {
        return Err(Error::invalid(format!(
            "{} {id} can't be without {}.",
            before.of().name,
            model().column(column).name
        )));
    }
    let after = before.clone().with(column, Value::Null);
    put(tx, Some(&before), after).map(drop)
}

fn join(tx: &mut WriteTx<'_>, through: TableId, back: u16, owner: i64, to: u16, other: i64) -> Result<()> {
    let filter = Filter::And(vec![Filter::is(Col(through, back), owner), Filter::is(Col(through, to), other)]);
    if tx.first(&Select::all(through).matching(filter))?.is_none() {
        let grant = tx.may(Action::Create, through)?;
        tx.insert(&grant, Record::new(through).with(Col(through, back), owner).with(Col(through, to), other))?;
    }
    Ok(())
}

/// Whether only Vasculum sets a column.
pub fn is_set_by_vasculum(table: &Table, column: u16) -> bool {
    let name = table.at(column).name;
    name.eq_ignore_ascii_case("version")
        || name.eq_ignore_ascii_case("timestampCreated")
        || name.eq_ignore_ascii_case("timestampModified")
        || matches!(name, "createdByAgent" | "modifiedByAgent")
        || (name == "password" && table.name == "SpecifyUser")
        || (matches!(name, "nodeNumber" | "highestChildNodeNumber") && table.is_tree())
}

/// Writes one record after the rules have filled it in and judged it: the step that all saving comes down to.
///
/// Without `before` the record is new. Returns the record as it was written and the remarks that did not keep it from
/// being written.
///
/// # Errors
///
/// - `Invalid`: a rule refuses it; `issues` says why.
/// - `Conflict`: somebody saved the record since `before` was read.
/// - `Forbidden`: the person lacks the right.
pub fn put(tx: &mut WriteTx<'_>, before: Option<&Record>, record: Record) -> Result<(Record, Vec<Issue>)> {
    let action = if before.is_some() { Action::Update } else { Action::Create };
    let grant = tx.may(action, record.table)?;
    let mut saving = Saving { tx, before, record, issues: Vec::new() };
    saving.fill_scope();
    rules::run(When::BeforeSave, &mut saving)?;
    saving.judge_values();
    let Saving { tx, before, record, issues, .. } = saving;
    if issues.iter().any(|issue| issue.level == Level::Error) {
        return Err(Error::refused(issues));
    }
    let saved = match before {
        Some(before) => tx.update(&grant, before, &record)?,
        None => tx.insert_whole(&grant, record)?,
    };
    let mut saving = Saving { tx, before, record: saved, issues };
    rules::run(When::AfterSave, &mut saving)?;
    let Saving { record, issues, .. } = saving;
    if issues.iter().any(|issue| issue.level == Level::Error) {
        return Err(Error::refused(issues));
    }
    Ok((record, issues))
}

/// Writes new records of one table that are judged by themselves alone, many with one statement: the items of a record
/// set. Like [`put`] for each of them, but all are judged before the first is written.
///
/// # Errors
///
/// As [`put`].
pub(crate) fn put_all(tx: &mut WriteTx<'_>, table: TableId, new: Vec<Record>) -> Result<Vec<Record>> {
    let grant = tx.may(Action::Create, table)?;
    let mut judged = Vec::with_capacity(new.len());
    for record in new {
        let mut saving = Saving { tx, before: None, record, issues: Vec::new() };
        saving.fill_scope();
        rules::run(When::BeforeSave, &mut saving)?;
        saving.judge_values();
        if saving.issues.iter().any(|issue| issue.level == Level::Error) {
            return Err(Error::refused(saving.issues));
        }
        judged.push(saving.record);
    }
    let mut written: Vec<Record> =
        judged.into_iter().map(|record| tx.insert_whole(&grant, record)).collect::<Result<_>>()?;
    for record in &mut written {
        let mut saving = Saving { tx, before: None, record: record.clone(), issues: Vec::new() };
        rules::run(When::AfterSave, &mut saving)?;
        if saving.issues.iter().any(|issue| issue.level == Level::Error) {
            return Err(Error::refused(saving.issues));
        }
        *record = saving.record;
    }
    Ok(written)
}

/// What refers to a record and does not belong to it: what keeps it from being deleted.
///
/// # Errors
///
/// `NotFound`, if there is no such record within the person's scope.
pub fn blockers(tx: &mut Tx<'_>, table: TableId, id: i64) -> Result<Vec<Blocker>> {
    let found = tx.referrers(table, id)?;
    let of = model().table(table);
    Ok(found
        .into_iter()
        .filter(|(column, _)| !goes_along(of, *column))
        .map(|(column, count)| Blocker { column, count })
        .collect())
}

/// Whether the records that refer by this column are deleted, or unlinked by themselves, with the record.
fn goes_along(table: &Table, column: Col) -> bool {
    let by_link = |many: &ToMany| match many.through {
        Some((through, _)) => Col(through, many.back) == column,
        None => many.owned && Col(many.of, many.back) == column,
    };
    column == record_set_item::RECORD_SET || table.many.iter().any(by_link) || crate::trees::is_rank_above(column)
}

/// Deletes a record with everything that it owns.
///
/// # Errors
///
/// - `Conflict`: other records refer to it (`issues` names them with a count), or it was saved after `seen`.
/// - `Invalid`: a rule refuses it.
/// - `NotFound`, `Forbidden`.
pub fn delete(tx: &mut WriteTx<'_>, table: TableId, id: i64, seen: Option<i64>) -> Result<()> {
    let record = tx.get_unchanged(table, id, seen)?;
    let grant = tx.may(Action::Delete, table)?;
    let of = record.of();
    let blocking = blockers(tx, table, id)?;
    if !blocking.is_empty() {
        let issues = blocking.iter().map(|blocker| blocker.issue()).collect();
        return Err(Error::new(vasculum_model::Code::Conflict, format!("Other records refer to this {}.", of.name))
            .hint("Change or delete them first; ‘what refers to this’ lists them.")
            .with_issues(issues));
    }
    let mut saving = Saving { tx, before: Some(&record), record: record.clone(), issues: Vec::new() };
    rules::run(When::BeforeDelete, &mut saving)?;
    let Saving { tx, issues, .. } = saving;
    if issues.iter().any(|issue| issue.level == Level::Error) {
        return Err(Error::refused(issues));
    }
    if table == record_set::TABLE {
        crate::sets::forget_items(tx, id)?;
    }
    for (at, many) in of.many.iter().enumerate() {
        if let Some((through, _)) = many.through {
            for pair in tx.select(&Select::all(through).matching(Filter::is(Col(through, many.back), id)))? {
                let grant = tx.may(Action::Delete, through)?;
                tx.delete(&grant, &pair)?;
            }
        } else if many.owned {
            for (_, part) in tx.children(&[id], Many(table, at as u16))? {
                delete(tx, part.table, part.id, None)?;
            }
        }
    }
    let record = tx.get(table, id)?;
    tx.delete(&grant, &record)?;
    for (table, id) in owned_parts(tx, &record)? {
        // An owned record may be shared by mistake; then it stays with whoever still refers to it.
        if is_free(tx, table, id)? {
            delete(tx, table, id, None)?;
        }
    }
    let items = Filter::And(vec![Filter::is(record_set_item::RECORD_ID, id)]);
    tx.as_program(|tx| {
        for item in tx.select(&Select::all(record_set_item::TABLE).matching(items))? {
            rules::forget_record_set_item(tx, of, &item)?;
        }
        // What a source said of the record goes with it, and comes back with an undo.
        let kept = Filter::And(vec![
            Filter::is(source_record::TABLE_NUM, i64::from(of.number)),
            Filter::is(source_record::RECORD_ID, id),
        ]);
        for kept in tx.select(&Select::all(source_record::TABLE).matching(kept))? {
            let grant = tx.may(Action::Delete, source_record::TABLE)?;
            tx.delete(&grant, &kept)?;
        }
        Ok(())
    })?;
    let mut saving = Saving { tx, before: Some(&record), record: record.clone(), issues: Vec::new() };
    rules::run(When::AfterDelete, &mut saving)
}

/// Whether the record behind a to-one link lives and dies with the one that links to it.
pub(crate) fn is_owned(tx: &mut WriteTx<'_>, record: &Record, column: u16) -> Result<bool> {
    match record.of().at(column).link.as_ref().map(|link| link.owned) {
        Some(Owned::Always) => Ok(true),
        Some(Owned::When(setting)) => rules::embedded(tx, record, setting),
        Some(Owned::No) | None => Ok(false),
    }
}

/// The records behind the owned to-one links of a record.
fn owned_parts(tx: &mut WriteTx<'_>, record: &Record) -> Result<Vec<(TableId, i64)>> {
    let mut parts = Vec::new();
    for (at, column) in record.of().columns.iter().enumerate() {
        let Some(link) = &column.link else { continue };
        let owned = link.owned != Owned::No && is_owned(tx, record, at as u16)?;
        if let Some(id) = record.values[at].int().filter(|_| owned) {
            parts.push((link.to, id));
        }
    }
    Ok(parts)
}

impl Blocker {
    /// The blocker in words.
    pub fn issue(&self) -> Issue {
        let (table, column) = (model().table(self.column.0), model().column(self.column));
        Issue::error("referred-to", "", format!("{} of {} refer to it as {}.", self.count, table.name, column.name))
    }
}

impl Saving<'_, '_> {
    /// Gives a new record the collection, discipline or division that the person works in, where it has none.
    pub(crate) fn fill_scope(&mut self) {
        if self.before.is_some() {
            return;
        }
        let access = self.tx.access();
        let places = &access.hierarchy().collections;
        let here = match access.collection {
            Some(id) => places.iter().find(|place| place.id == id),
            None if places.len() == 1 => places.first(),
            None => None,
        };
        let table = self.record.of();
        let Some(place) = here else { return };
        let (column, id) = match table.scope {
            Scope::Collection(column) => (column, place.id),
            Scope::Discipline(column) => (column, place.discipline),
            Scope::Division(column) => (column, place.division),
            _ => return,
        };
        if self.record.values[usize::from(column)].is_null() {
            self.record.values[usize::from(column)] = Value::Int(id);
        }
    }

    /// Judges each value by what the model says of its column.
    pub(crate) fn judge_values(&mut self) {
        let table = self.record.of();
        for (at, column) in table.columns.iter().enumerate() {
            let value = &self.record.values[at];
            // Of the parent of a node the rules of the tree judge: a root has none.
            let judged_elsewhere = table.is_tree() && column.name == "parent";
            if column.required && value.is_null() && !judged_elsewhere && !is_set_by_vasculum(table, at as u16) {
                self.issues.push(Issue::error("required", column.name, format!("{} is needed.", column.name)));
            }
            if let (Some(max), Value::Text(text)) = (column.max, value) {
                // Most text is short in bytes too; only long text is counted letter by letter.
                if text.len() > max as usize && text.chars().count() > max as usize {
                    let words = format!("{} has more than {max} characters.", column.name);
                    self.issues.push(Issue::error("too-long", column.name, words));
                }
            }
        }
    }
}
