//! Every rule of saving and deleting, in one list.
//!
//! A rule fills in, or judges by adding an [`Issue`]; one with the level *error* keeps the record from being saved.
//! Source of the numbers: the 42 server rules of Specify 7. What became of each number is shown in `docs/rules.md`,
//! which is made from [`RULES`] and [`ELSEWHERE`].
//!
//! A rule asks the database nothing when nothing that it is about is new or changed, and looks at everything, also at
//! what the person may not see: a number that is taken in a hidden collection is taken.

mod availability;
pub mod embedding;
mod interactions;
pub mod number_editor;
mod number_format;
pub mod numbers;
mod objects;
mod owners;
mod places;
mod siblings;
mod uniqueness;
pub mod uniqueness_editor;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use vasculum_model::names::{
    address, agent, agent_specialty, attachment, author, borrow_material, collection, collection_object,
    collection_object_group_join, collection_object_group_type, collector, determination, determiner, discipline,
    dna_sequence, extractor, field_notebook_page_set, form_definition, funding_agent, group_person, loan_preparation,
    loan_return_preparation, locality, own_field, pcr_person, preparation, record_set, record_set_item, taxon,
    user_policy,
};
use vasculum_model::tree::TREES;
use vasculum_model::{Col, Issue, Record, Result, Table, TableId, model};
use vasculum_store::{Action, WriteTx};

pub use availability::{Available, availability};
pub(crate) use objects::one_is_current;
pub(crate) use owners::joins_attachment;
pub(crate) use places::{Places, embedded, places, places_of};
pub(crate) use siblings::{marks, order};
pub use uniqueness::{DEFAULT_UNIQUENESS, DefaultUniqueness, Duplicate, duplicates, install_default_uniqueness};
pub(crate) use uniqueness::{twin, unique_columns, unique_everywhere};

use crate::{forms, own_fields, trees, users};

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Before a record is written; may still change it.
    BeforeSave,
    /// After it was written, in the same transaction.
    AfterSave,
    /// After somebody saved it by a form; never in an import, nor for programs.
    AfterTyping,
    /// Before it is deleted, with everything that it owns still there.
    BeforeDelete,
    /// After it was deleted.
    AfterDelete,
}

impl When {
    /// The moment in words, for the manual.
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeSave => "before it is saved",
            Self::AfterSave => "after it is saved",
            Self::AfterTyping => "after somebody saved it by a form",
            Self::BeforeDelete => "before it is deleted",
            Self::AfterDelete => "after it is deleted",
        }
    }
}

/// The tables that a rule is about.
#[derive(Debug, Clone, Copy)]
pub enum On {
    /// These.
    Tables(&'static [TableId]),
    /// Those for which the function says so; in words for the manual.
    Where(fn(&Table) -> bool, &'static str),
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its number in Specify's list, 0 for one of our own or of Specify's forms.
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

/// Whether a column of the record is another than before; of a new record: whether it has a value.
pub(crate) fn changed(s: &Saving<'_, '_>, column: Col) -> bool {
    let value = s.record.get(column);
    s.before.map_or(!value.is_null(), |before| before.get(column) != value)
}

type Run = fn(&mut Saving<'_, '_>) -> Result<()>;

const fn rule(number: u8, name: &'static str, on: On, when: When, about: &'static str, run: Run) -> Rule {
    Rule { number, name, on, when, about, run }
}

const fn tables(list: &'static [TableId]) -> On {
    On::Tables(list)
}

const EVERY: On = On::Where(|_| true, "every table");
const NODES: On = On::Where(Table::is_tree, "the nodes of every tree");
const RANKS: On = On::Where(is_rank, "the ranks of every tree");
const DEFINITIONS: On = On::Where(is_definition, "the definitions of every tree");

fn is_rank(table: &Table) -> bool {
    TREES.iter().any(|tree| tree.rank == table.id)
}

fn is_definition(table: &Table) -> bool {
    TREES.iter().any(|tree| tree.def == table.id)
}

/// Every rule; in each moment they run in this order.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    // What a record takes over comes first: the others may need it.
    rule(21, "object-of-collection", tables(&[collection_object::TABLE]), When::BeforeSave,
        "A collection object belongs to its collection, and is of the collection's usual type unless it says otherwise.", owners::collection_object),
    rule(31, "part-of-owner", On::Where(owners::has_such_owner, "parts of records"), When::BeforeSave,
        "A part belongs to the collection, discipline or division of the record that owns it.", owners::take_scope),
    rule(33, "record-set-of-maker", tables(&[record_set::TABLE]), When::BeforeSave,
        "A record set belongs to the user who makes it.", owners::record_set),
    rule(16, "attachment-table", tables(&[attachment::TABLE]), When::BeforeSave,
        "An attachment that nothing shows yet stands under the table of attachments.", owners::attachment_table),
    rule(14, "attachment-place", On::Where(owners::joins_attachment, "attachments of records"), When::BeforeSave,
        "An attachment stands after those that the record has already.", owners::attachment_place),
    rule(30, "coordinate-unit", tables(&[locality::TABLE]), When::BeforeSave,
        "Coordinates are in decimal degrees unless somebody says otherwise.", objects::coordinate_unit),
    // Order and marks among siblings.
    rule(2, "address-primary", tables(&[address::TABLE]), When::BeforeSave,
        "An agent has at most one primary address; the first one is it by itself.", siblings::siblings),
    rule(5, "specialty-order", tables(&[agent_specialty::TABLE]), When::BeforeSave,
        "A new specialty stands after the others of the agent, counted from 0.", siblings::siblings),
    rule(6, "author-order", tables(&[author::TABLE]), When::BeforeSave,
        "A new author stands after the others of the work, counted from 1.", siblings::siblings),
    rule(7, "collector-order", tables(&[collector::TABLE]), When::BeforeSave,
        "A new collector stands after the others of the event, counted from 0; at most one is primary, the first one by itself.", siblings::siblings),
    rule(8, "determiner-order", tables(&[determiner::TABLE]), When::BeforeSave,
        "A new determiner stands after the others, counted from 0; at most one is primary, the first one by itself.", siblings::siblings),
    rule(9, "extractor-order", tables(&[extractor::TABLE]), When::BeforeSave,
        "A new extractor stands after the others of the sequence, counted from 0.", siblings::siblings),
    rule(10, "pcr-person-order", tables(&[pcr_person::TABLE]), When::BeforeSave,
        "A new person of the PCR stands after the others of the sequence, counted from 0.", siblings::siblings),
    rule(11, "page-set-order", tables(&[field_notebook_page_set::TABLE]), When::BeforeSave,
        "A new set of pages stands after the others of the notebook, counted from 0.", siblings::siblings),
    rule(12, "funding-agent-order", tables(&[funding_agent::TABLE]), When::BeforeSave,
        "A new funding agent stands after the others of the trip, counted from 0; at most one is primary, the first one by itself.", siblings::siblings),
    rule(13, "group-person", tables(&[group_person::TABLE]), When::BeforeSave,
        "A group of people is no member of itself.", siblings::group_person),
    rule(13, "group-person-order", tables(&[group_person::TABLE]), When::BeforeSave,
        "A new member stands after the others of the group, counted from 1.", siblings::siblings),
    rule(19, "group-child", tables(&[collection_object_group_join::TABLE]), When::BeforeSave,
        "A place in a group of objects holds one object or one smaller group, which stands in no other group and not in itself.", siblings::group_join),
    rule(19, "group-order", tables(&[collection_object_group_join::TABLE]), When::BeforeSave,
        "A new member of a group of objects stands after the others, counted from 0; at most one is primary and at most one the substrate.", siblings::siblings),
    rule(24, "one-current-determination", tables(&[determination::TABLE]), When::BeforeSave,
        "At most one determination of an object is current: the former one gives way. The first one is current by itself.", objects::current_determination),
    rule(0, "flags-say-no", On::Where(owners::has_flags, "tables with a yes-or-no field that must be filled"), When::BeforeSave,
        "What must be yes or no, and was not said, is no.", owners::flags_say_no),
    // Values that follow from others.
    rule(23, "preferred-taxon", tables(&[determination::TABLE]), When::BeforeSave,
        "The preferred taxon of a determination is the accepted one behind its taxon.", objects::preferred_taxon),
    rule(0, "sequence-residues", tables(&[dna_sequence::TABLE]), When::BeforeSave,
        "The residues of a DNA sequence are counted from the sequence.", objects::residues),
    rule(0, "numbers", EVERY, When::BeforeSave,
        "A number that was not given, or has wild parts, is the next one of its series; one that was given is of the form that its collection asks for.", numbers::numbers),
    rule(35, "tree-node", NODES, When::BeforeSave,
        "A node stands in the tree of its parent, at a rank below it and above its children, and not below a synonym; it is accepted if it is no synonym; its full name follows from its rank. (Also rule 37.)", trees::before_save_node),
    rule(36, "tree-rank", RANKS, When::BeforeSave,
        "A rank has its own number in its tree and stands between the ranks around it.", trees::before_save_rank),
    // Judgements.
    rule(0, "taxon-of-other-tree", tables(&[determination::TABLE]), When::BeforeSave,
        "The taxon of a determination is of the tree that the type of its object names.", objects::tree_of_type),
    rule(4, "agent-type", tables(&[agent::TABLE]), When::BeforeSave,
        "An agent is an organization, a person, something else or a group.", owners::agent_type),
    rule(18, "group-type", tables(&[collection_object_group_type::TABLE]), When::BeforeSave,
        "A kind of object group behaves in one of the ways that the pick list SystemCOGTypes names.", siblings::group_type),
    rule(0, "coordinates", tables(&[locality::TABLE]), When::BeforeSave,
        "Coordinates lie on the globe and come in pairs; the lowest elevation is not above the highest.", objects::coordinates),
    rule(22, "object-or-component", tables(siblings::NUMBERED_TOGETHER), When::BeforeSave,
        "Where a collection says so, an object and a component never have the same catalogue number. (Also rule 21.)", siblings::object_or_component),
    rule(0, "form-definition", tables(&[form_definition::TABLE]), When::BeforeSave,
        "A form that an institution arranged is a form of its table, stands once in its collection or discipline, and is arranged by those who may in all collections for which it counts.", forms::judge),
    rule(0, "own-field", tables(&[own_field::TABLE]), When::BeforeSave,
        "A field that an institution adds has a table that people work with, a kind and a name of its own, which never change.", own_fields::judge),
    rule(0, "embedded-not-shared", On::Where(embedding::has_such_link, "what a collecting event or a geological context can belong to"), When::BeforeSave,
        "Where a collection or discipline says that each record has its own collecting event or geological context, no two records share one.", embedding::not_shared),
    rule(0, "embedding-turned-on", tables(&[collection::TABLE, discipline::TABLE]), When::BeforeSave,
        "A collection or discipline gives each record its own event or context only when no two records share one.", embedding::turned_on),
    rule(0, "loan-line", tables(&[loan_preparation::TABLE]), When::BeforeSave,
        "No more is returned than settled, and no more settled than lent; a line with everything settled is resolved.", interactions::loan_line),
    rule(0, "borrow-line", tables(&[borrow_material::TABLE]), When::BeforeSave,
        "No more borrowed material is returned than settled, and no more settled than borrowed.", interactions::borrow_line),
    rule(27, "enough-available", tables(interactions::LINE_TABLES), When::BeforeSave,
        "A loan, gift, exchange or disposal takes no more of a preparation than is available. (Also rules 28 and 29.)", interactions::enough),
    rule(0, "preparation-count", tables(&[preparation::TABLE]), When::BeforeSave,
        "The count of a preparation is not less than what is lent or gone.", interactions::count),
    rule(41, "unique", EVERY, When::BeforeSave,
        "Values that the uniqueness rules name do not stand twice, without regard to upper and lower case.", uniqueness::unique),
    // After the uniqueness rules: nobody need look up an identifier that was made up in this moment.
    rule(26, "guid", On::Where(owners::has_guid, "every table with a GUID"), When::BeforeSave,
        "A record without a GUID gets one. (Specify leaves out Taxon and Geography.)", owners::guid),
    // What follows from a save.
    rule(14, "attachment-belongs", On::Where(owners::joins_attachment, "attachments of records"), When::AfterSave,
        "An attachment says which table it belongs to, and to which collection, discipline or division.", owners::attachment_belongs),
    rule(20, "group-primary", tables(&[collection_object_group_join::TABLE]), When::AfterSave,
        "In a consolidated group without a primary object the first object becomes it.", siblings::group_primary),
    rule(0, "loan-returns", tables(&[loan_return_preparation::TABLE]), When::AfterSave,
        "What is returned and settled of a line of a loan is the sum of its returns.", interactions::loan_returns),
    rule(0, "loan-closes", tables(&[loan_preparation::TABLE]), When::AfterSave,
        "A loan is closed when the last of its lines is resolved.", interactions::close_loan),
    rule(37, "tree-node-names", NODES, When::AfterSave,
        "The full names below a node follow it; determinations prefer the accepted name behind theirs when that changes.",
        trees::after_save_node),
    rule(36, "tree-rank-names", RANKS, When::AfterSave,
        "The ranks around a rank, and the full names of its tree, follow it.", trees::after_save_rank),
    rule(36, "tree-definition-names", DEFINITIONS, When::AfterSave,
        "The full names of a tree follow the direction that its definition gives them.", trees::after_save_definition),
    rule(0, "last-administrator", tables(&[user_policy::TABLE]), When::AfterSave,
        "Somebody administers the institution.", users::keep_an_administrator),
    // What is only said to people, and would cost an import too much.
    rule(0, "name-as-typed", tables(&[taxon::TABLE]), When::AfterTyping,
        "The name and the author of a taxon are read at their place: what is not understood, stands in the wrong field, does not fit the rank, or is in the tree already or nearly so, is said.", trees::naming::judge_typed),
    // Deleting.
    rule(3, "agent-of-user", tables(&[agent::TABLE]), When::BeforeDelete,
        "An agent that stands for a user can't be deleted.", owners::agent_of_user),
    rule(42, "own-collection", tables(&[collection::TABLE]), When::BeforeDelete,
        "The collection in which one works can't be deleted.", owners::own_collection),
    rule(42, "discipline-in-use", tables(&[discipline::TABLE]), When::BeforeDelete,
        "A discipline with collections can't be deleted.", owners::discipline_in_use),
    rule(37, "tree-node-in-use", NODES, When::BeforeDelete,
        "A node with others below it, or the root of a tree, can't be deleted.", trees::before_delete_node),
    rule(36, "tree-rank-in-use", RANKS, When::BeforeDelete,
        "The first rank of a tree, or one with nodes, can't be deleted.", trees::before_delete_rank),
    rule(0, "form-definition-deleted", tables(&[form_definition::TABLE]), When::BeforeDelete,
        "A form that an institution arranged is taken away by those who may in all collections for which it counts.", forms::judge_deletion),
    rule(0, "loan-returns-deleted", tables(&[loan_return_preparation::TABLE]), When::AfterDelete,
        "A deleted return no longer counts in the line of its loan.", interactions::loan_returns),
    rule(0, "last-administrator-deleted", tables(&[user_policy::TABLE]), When::AfterDelete,
        "Somebody administers the institution.", users::keep_an_administrator),
];

/// Those of Specify's 42 rules that are no row of [`RULES`] of their own, with what answers them.
pub const ELSEWHERE: &[(u8, &str)] = &[
    (1, "The model says that AccessionAgent.agent is required; `records::put` judges it."),
    (
        15,
        "An attachment is owned by what shows it: `records::delete` deletes it, unless something else still shows it.",
    ),
    (17, "Attachments are kept by reference so far; no file is deleted within a transaction."),
    (21, "Rows ‘object-of-collection’ and ‘object-or-component’."),
    (25, "`setup::add_collection` makes a discipline together with all of its trees."),
    (28, "Row ‘enough-available’."),
    (29, "Row ‘enough-available’, with each interaction counted once and disposals too."),
    (32, "`records::delete` takes the items of record sets away, for every table."),
    (34, "A record set's items are deleted through the journal like everything else, so that it can be undone."),
    (38, "The principals of Specify 6 are kept when imported, and no longer made: rights are roles and policies."),
    (39, "As 38; a user who still owns something is kept by the links that refer to them."),
    (40, "The WorkBench of Specify 6 is kept when imported; it has no behaviour of its own."),
];

/// The rules of each table, by moment.
static BY_TABLE: LazyLock<HashMap<(TableId, When), Vec<&'static Rule>>> = LazyLock::new(|| {
    let mut map: HashMap<_, Vec<&'static Rule>> = HashMap::new();
    for table in model().tables() {
        for rule in RULES {
            let concerned = match rule.on {
                On::Tables(tables) => tables.contains(&table.id),
                On::Where(test, _) => test(table),
            };
            if concerned {
                map.entry((table.id, rule.when)).or_default().push(rule);
            }
        }
    }
    map
});

/// Whether any rule is about records of a table at a moment.
pub(crate) fn has(when: When, table: TableId) -> bool {
    BY_TABLE.contains_key(&(table, when))
}

/// Runs the rules of a moment for a record.
pub(crate) fn run(when: When, saving: &mut Saving<'_, '_>) -> Result<()> {
    let Some(rules) = BY_TABLE.get(&(saving.record.table, when)) else { return Ok(()) };
    for rule in rules {
        (rule.run)(saving)?;
    }
    Ok(())
}

/// Runs the rules of this moment but one, which whoever asks has obeyed by other means.
pub(crate) fn run_but(but: &str, when: When, saving: &mut Saving<'_, '_>) -> Result<()> {
    let Some(rules) = BY_TABLE.get(&(saving.record.table, when)) else { return Ok(()) };
    rules.iter().filter(|rule| rule.name != but).try_for_each(|rule| (rule.run)(saving))
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

/// The page of the manual that lists the rules.
pub fn manual_page() -> String {
    let mut page = String::from(
        "# What happens when a record is saved or deleted\n\n\
         Every rule, in the order in which they run. The number is that of the rule in Specify 7; rules without one are\n\
         Vasculum's own, or were a matter of Specify's forms. A rule fills something in, or says what is wrong; nothing is\n\
         saved while an error stands.\n\n\
         This page is made from the program: `UPDATE=1 cargo test -p vasculum-domain generated`.\n\n\
         | Rule | Name | About | When | What it says |\n|---|---|---|---|---|\n",
    );
    for rule in RULES {
        let number = if rule.number == 0 { String::new() } else { rule.number.to_string() };
        let about = match rule.on {
            On::Tables(tables) => tables.iter().map(|id| model().table(*id).name).collect::<Vec<_>>().join(", "),
            On::Where(_, words) => words.to_owned(),
        };
        let _ = writeln!(page, "| {number} | {} | {about} | {} | {} |", rule.name, rule.when.name(), rule.about);
    }
    page.push_str("\n## Rules of Specify that are answered elsewhere\n\n| Rule | By what |\n|---|---|\n");
    for (number, words) in ELSEWHERE {
        let _ = writeln!(page, "| {number} | {words} |");
    }
    page.push_str("\n## Values that must not stand twice\n\n");
    page.push_str("The rules that a new discipline starts with. ‘Fixed’ ones can't be taken away.\n\n");
    page.push_str("| Table | Field | Within | |\n|---|---|---|---|\n");
    for default in DEFAULT_UNIQUENESS {
        let scope = if default.scope.is_empty() { "the whole database".to_owned() } else { default.scope.join(" + ") };
        let fixed = if default.fixed { "fixed" } else { "" };
        let _ = writeln!(page, "| {} | {} | {scope} | {fixed} |", default.table, default.fields.join(" + "));
    }
    page.push_str("\n## How numbers are written\n\n| Format | Is written as | What it is for |\n|---|---|---|\n");
    for (name, format, words) in numbers::BUILT_IN_FORMATS {
        let _ = writeln!(page, "| {name} | `{format}` | {words} |");
    }
    page
}
