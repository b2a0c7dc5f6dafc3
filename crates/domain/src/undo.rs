//! Taking back any change set, at any time.
//!
//! The inverse is worked out from the journal and looked at first; where something later touched the same value, that
//! is a conflict, shown field by field. The inverse is a change set like any other, and can be taken back in turn.

use std::collections::{HashMap, HashSet};

use vasculum_model::names::{source_record, specify_user, user_policy};
use vasculum_model::{Code, Error, Issue, Record, Result, TableId, Value, model};
use vasculum_store::{Action, Change, ChangeKind, ChangeSet, Restamping, Tx, WriteTx};

use crate::trees::{mending, surgery};
use crate::users;

/// What undoing a change set would do.
#[derive(Debug, Clone, PartialEq)]
pub struct UndoPlan {
    /// The change set that is taken back.
    pub change_set: ChangeSet,
    /// How many records it made, which go again.
    pub removes: u64,
    /// How many records it deleted, which come back.
    pub restores: u64,
    /// How many records it changed, which get their former values.
    pub changes: u64,
    /// In how many records another agent is named again as who made or who last saved them.
    pub stamps: u64,
    /// The first [`SHOWN`] effects, in the order in which they happen.
    pub effects: Vec<Effect>,
    /// Where something later touched the same.
    pub conflicts: Vec<UndoConflict>,
}

/// How many effects a plan describes one by one; the counts are always of all.
pub const SHOWN: usize = 500;

/// One thing that an undo does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The table.
    pub table: TableId,
    /// The record.
    pub record: i64,
    /// `Insert` brings a record back, `Delete` removes it, `Update` gives it former values.
    pub kind: ChangeKind,
    /// For an update: column, value now, value then.
    pub values: Vec<(u16, Value, Value)>,
}

/// Something that was touched again after the change set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoConflict {
    /// The table.
    pub table: TableId,
    /// The record.
    pub record: i64,
    /// The column, if it is about one value.
    pub column: Option<u16>,
    /// What happened, for the person.
    pub words: String,
}

impl UndoConflict {
    /// The conflict as an issue.
    pub fn issue(&self) -> Issue {
        let table = model().table(self.table);
        let field = self.column.map_or("", |column| table.at(column).name);
        Issue::error("touched-later", field, format!("{} {}: {}", table.name, self.record, self.words))
    }
}

/// One step of the inverse.
enum Step {
    Remove(TableId, i64),
    Restore(Record),
    Set(Record, Vec<(u16, Value)>),
}

impl Step {
    /// Whether it could take the last administrator away.
    fn is_about_rights(&self) -> bool {
        let table = match self {
            Self::Remove(table, _) => *table,
            Self::Restore(record) | Self::Set(record, _) => record.table,
        };
        matches!(table, user_policy::TABLE | specify_user::TABLE)
    }
}

/// Works out what undoing a change set would do, without doing it.
///
/// # Errors
///
/// `NotFound`, if there is no such change set that the person may see.
pub fn plan(tx: &mut Tx<'_>, change_set: i64) -> Result<UndoPlan> {
    let head = tx.change_set(change_set)?;
    let found =
        if is_own_merge(tx, &head) { tx.unscoped(|tx| inverse(tx, change_set)) } else { inverse(tx, change_set) };
    found.map(|(plan, _)| plan)
}

/// Whether the person merged duplicates, or worked on a tree, in this change set. What referred to them followed by
/// rule, wherever it stands; so it comes back by rule too.
fn is_own_merge(tx: &Tx<'_>, head: &ChangeSet) -> bool {
    let access = tx.access();
    matches!(head.kind.as_str(), "merge" | surgery::KIND | surgery::REPAIR)
        && head.user.is_some()
        && head.user == access.user
}

/// Takes a change set back.
///
/// With `force` whatever was touched later stays as it is now, and only the rest is taken back.
///
/// # Errors
///
/// - `Conflict`: something later touched the same (`issues` says what), unless `force`; or something refers to a
///   record that would go; or it was taken back already; or nobody would administer the institution any more.
/// - `NotFound`, `Forbidden`.
pub fn undo(tx: &mut WriteTx<'_>, change_set: i64, force: bool) -> Result<UndoPlan> {
    let head = tx.change_set(change_set)?;
    if is_own_merge(tx, &head) {
        may_merge_still(tx, change_set)?;
        if head.kind != "merge" {
            let changes = tx.unscoped(|tx| tx.changes(change_set, u64::from(u32::MAX)))?;
            let mut tables: Vec<TableId> = changes.iter().map(|change| change.table).collect();
            tables.sort_unstable();
            tables.dedup();
            surgery::may_undo(tx, &tables)?;
        }
        return tx.as_program(|tx| undo_as_one_may(tx, change_set, force));
    }
    undo_as_one_may(tx, change_set, force)
}

/// Refuses whoever lost the rights since that a merge needs.
fn may_merge_still(tx: &mut WriteTx<'_>, change_set: i64) -> Result<()> {
    let mut tables: Vec<TableId> = tx
        .changes(change_set, u64::from(u32::MAX))?
        .iter()
        .filter(|change| change.kind == ChangeKind::Delete)
        .map(|change| change.table)
        .filter(|table| crate::merge::is_mergeable(model().table(*table)))
        .collect();
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().try_for_each(|table| tx.may(Action::Create, table).map(drop))
}

fn undo_as_one_may(tx: &mut WriteTx<'_>, change_set: i64, force: bool) -> Result<UndoPlan> {
    let (plan, steps) = inverse(tx, change_set)?;
    if let Some(by) = plan.change_set.undone_by {
        return Err(Error::new(Code::Conflict, format!("Change {change_set} was already taken back by change {by}."))
            .hint("To have it again, undo that one."));
    }
    if !plan.conflicts.is_empty() && !force {
        return Err(Error::new(
            Code::Conflict,
            format!("{} things were changed again since then.", plan.conflicts.len()),
        )
        .hint("Look at them; then undo the later changes first, or undo the rest and leave these as they are.")
        .with_issues(plan.conflicts.iter().map(UndoConflict::issue).collect()));
    }
    tx.undoing(change_set);
    tx.summarise(format!("Undo of {change_set}: {}", plan.change_set.summary));
    let about_rights = steps.iter().any(Step::is_about_rights);
    let had_administrator = about_rights && users::has_administrator(tx)?;
    let mut touched = mending::Touched::new();
    for step in steps {
        if let Step::Restore(record) | Step::Set(record, _) = &step {
            touched.entry(record.table).or_default().insert(record.id);
        }
        apply(tx, step)?;
    }
    // Whoever takes a repair back wants what was there before, wrong as it was.
    if plan.change_set.kind != surgery::REPAIR {
        mending::after_undo(tx, &touched)?;
    }
    // After the records: those that came back must be there, and those that were changed name who takes it back.
    for done in tx.restampings(change_set)?.iter().rev() {
        tx.as_program(|tx| tx.restamp_back(done, change_set))?;
    }
    if had_administrator && !users::has_administrator(tx)? {
        return Err(users::last_admin());
    }
    Ok(plan)
}

/// Takes a step as the person may; what an import keeps beside a record as whoever may do the same with the record.
fn apply(tx: &mut WriteTx<'_>, step: Step) -> Result<()> {
    if let Some(of) = kept_of(tx, &step)? {
        let action = match &step {
            Step::Remove(..) => Action::Delete,
            Step::Restore(_) => Action::Create,
            Step::Set(..) => Action::Update,
        };
        tx.may(action, of)?;
        return tx.as_program(|tx| take(tx, step));
    }
    take(tx, step)
}

/// The table of the record beside which an import kept the one of the step; nothing for other steps.
fn kept_of(tx: &mut WriteTx<'_>, step: &Step) -> Result<Option<TableId>> {
    let number = match step {
        Step::Remove(source_record::TABLE, id) => {
            tx.unscoped(|tx| tx.get(source_record::TABLE, *id))?.int(source_record::TABLE_NUM)
        }
        Step::Restore(record) | Step::Set(record, _) if record.table == source_record::TABLE => {
            record.int(source_record::TABLE_NUM)
        }
        _ => None,
    };
    let table = number.and_then(|number| i32::try_from(number).ok()).and_then(|number| model().numbered(number));
    Ok(table.map(|table| table.id))
}

fn take(tx: &mut WriteTx<'_>, step: Step) -> Result<()> {
    match step {
        Step::Remove(table, id) => {
            let record = tx.get(table, id)?;
            let grant = tx.may(Action::Delete, table)?;
            tx.delete(&grant, &record)
        }
        Step::Restore(mut record) => {
            let grant = tx.may(Action::Create, record.table)?;
            // A new version: whoever still holds the old one must not overwrite what came back.
            record.set_named("version", record.version() + 1);
            tx.insert(&grant, record).map(drop)
        }
        Step::Set(seen, values) => {
            // An earlier step may have set other values of the same record.
            let now = tx.get(seen.table, seen.id)?;
            let mut then = now.clone();
            for (column, value) in values {
                then.values[usize::from(column)] = value;
            }
            let grant = tx.may(Action::Update, seen.table)?;
            tx.update(&grant, &now, &then).map(drop)
        }
    }
}

/// The changes that the person sees, and what an import kept beside records: that goes with them, also for whoever may
/// not read it by itself.
fn changes_of(tx: &mut Tx<'_>, head: &ChangeSet) -> Result<Vec<Change>> {
    let seen = tx.changes(head.id, u64::from(u32::MAX))?;
    if head.kind != "import" || seen.iter().any(|change| change.table == source_record::TABLE) {
        return Ok(seen);
    }
    let tables: HashSet<TableId> = seen.iter().map(|change| change.table).collect();
    let mut all = tx.unscoped(|tx| tx.changes(head.id, u64::from(u32::MAX)))?;
    let is_kept = |change: &Change| change.table == source_record::TABLE && change.kind == ChangeKind::Insert;
    all.retain(|change| tables.contains(&change.table) || is_kept(change));
    Ok(all)
}

/// The steps that take a change set back, last change first.
fn inverse(tx: &mut Tx<'_>, change_set: i64) -> Result<(UndoPlan, Vec<Step>)> {
    let head = tx.change_set(change_set)?;
    let stamps = tx.restampings(change_set)?.iter().map(Restamping::count).sum();
    let (effects, conflicts) = (Vec::new(), Vec::new());
    let mut plan = UndoPlan { change_set: head, removes: 0, restores: 0, changes: 0, stamps, effects, conflicts };
    let mut steps = Vec::new();
    let changes = changes_of(tx, &plan.change_set)?;
    let deleted: HashSet<(TableId, i64)> = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Delete)
        .map(|change| (change.table, change.record))
        .collect();
    // A bulk insertion is one entry, so there are few of these even for a large import.
    let made: Vec<&Change> = changes.iter().filter(|change| change.kind == ChangeKind::Insert).collect();
    let inserted = |table: TableId, id: i64| {
        made.iter().any(|change| change.table == table && (change.record..change.record + change.count).contains(&id))
    };
    let mut given_back = HashMap::new();
    for change in changes.iter().rev() {
        match change.kind {
            ChangeKind::Insert => uninsert(tx, change, &deleted, &mut plan, &mut steps)?,
            // What was made and changed or deleted in the same change set simply goes, or is gone.
            ChangeKind::Update if deleted.contains(&(change.table, change.record)) => {}
            ChangeKind::Update if inserted(change.table, change.record) => {}
            ChangeKind::Delete if inserted(change.table, change.record) => {}
            ChangeKind::Update => unchange(tx, change, &mut given_back, &mut plan, &mut steps)?,
            ChangeKind::Delete => undelete(tx, change, &changes, &mut plan, &mut steps)?,
        }
    }
    Ok((plan, steps))
}

impl UndoPlan {
    fn show(&mut self, effect: Effect) {
        match effect.kind {
            ChangeKind::Insert => self.restores += 1,
            ChangeKind::Update => self.changes += 1,
            ChangeKind::Delete => self.removes += 1,
        }
        if self.effects.len() < SHOWN {
            self.effects.push(effect);
        }
    }

    fn conflict(&mut self, table: TableId, record: i64, column: Option<u16>, words: impl Into<String>) {
        self.conflicts.push(UndoConflict { table, record, column, words: words.into() });
    }
}

/// Records that were made go again, unless somebody worked on them since.
fn uninsert(
    tx: &mut Tx<'_>,
    change: &Change,
    deleted: &HashSet<(TableId, i64)>,
    plan: &mut UndoPlan,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let later: HashSet<i64> = tx.touched_after(change)?.into_iter().collect();
    for id in (change.record..change.record + change.count).rev() {
        if deleted.contains(&(change.table, id)) {
            continue;
        }
        // What an import keeps beside a record is renewed by every import, and goes with the record.
        if later.contains(&id) && change.table != source_record::TABLE {
            if tx.find(change.table, id)?.is_some() {
                plan.conflict(change.table, id, None, "It was worked on since it was made.");
            }
            continue;
        }
        plan.show(Effect { table: change.table, record: id, kind: ChangeKind::Delete, values: Vec::new() });
        steps.push(Step::Remove(change.table, id));
    }
    Ok(())
}

/// The values that later entries of the same change set already give back, by table, record and column.
type GivenBack = HashMap<(TableId, i64, u16), Value>;

fn unchange(
    tx: &mut Tx<'_>,
    change: &Change,
    given_back: &mut GivenBack,
    plan: &mut UndoPlan,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let Some(now) = tx.find(change.table, change.record)? else {
        plan.conflict(change.table, change.record, None, "It was deleted since.");
        return Ok(());
    };
    let (mut set, mut shown) = (Vec::new(), Vec::new());
    for (column, before) in &change.before {
        let current = &now.values[usize::from(*column)];
        let after = change.after.iter().find(|(other, _)| other == column).map_or(&Value::Null, |(_, value)| value);
        if current == before {
            continue;
        }
        let place = (change.table, change.record, *column);
        // An entry that came later in the same change set was met first, and gives back what this one had set.
        let handled = given_back.get(&place) == Some(after);
        given_back.insert(place, before.clone());
        if current != after && !handled {
            plan.conflict(
                change.table,
                change.record,
                Some(*column),
                format!("It was changed from ‘{before}’ to ‘{after}’ and later to ‘{current}’."),
            );
            continue;
        }
        set.push((*column, before.clone()));
        shown.push((*column, current.clone(), before.clone()));
    }
    if !set.is_empty() {
        plan.show(Effect { table: change.table, record: change.record, kind: ChangeKind::Update, values: shown });
        steps.push(Step::Set(now, set));
    }
    Ok(())
}

fn undelete(
    tx: &mut Tx<'_>,
    change: &Change,
    all: &[Change],
    plan: &mut UndoPlan,
    steps: &mut Vec<Step>,
) -> Result<()> {
    if tx.find(change.table, change.record)?.is_some() {
        plan.conflict(change.table, change.record, None, "It is there again already.");
        return Ok(());
    }
    let mut record = Record { id: change.record, ..Record::new(change.table) };
    for (column, value) in &change.before {
        record.values[usize::from(*column)] = value.clone();
    }
    // What the same set changed before it deleted the record is taken back too.
    let before = all.iter().filter(|other| {
        other.kind == ChangeKind::Update
            && other.ordinal < change.ordinal
            && (other.table, other.record) == (change.table, change.record)
    });
    for update in before.collect::<Vec<_>>().into_iter().rev() {
        for (column, value) in &update.before {
            record.values[usize::from(*column)] = value.clone();
        }
    }
    plan.show(Effect { table: change.table, record: change.record, kind: ChangeKind::Insert, values: Vec::new() });
    steps.push(Step::Restore(record));
    Ok(())
}
