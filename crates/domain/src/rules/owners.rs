//! What a new record takes over from the records that it belongs to, and what every record must have.

use std::collections::HashMap;
use std::sync::LazyLock;

use vasculum_model::names::{
    agent, attachment, collection, collection_object, collector, funding_agent, group_person, record_set, specify_user,
};
use vasculum_model::{Col, Issue, Kind, Result, Scope, Table, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx};

use super::places::places;
use super::siblings::next_number;
use super::{Saving, changed};
use crate::records;

/// The links of each table to owners that say in the same way where they belong: (link, the owner's scope column).
static FROM_OWNERS: LazyLock<HashMap<TableId, Vec<(Col, Col)>>> = LazyLock::new(|| {
    let mut map: HashMap<TableId, Vec<(Col, Col)>> = HashMap::new();
    for owner in model().tables() {
        for many in owner.many.iter().filter(|many| many.owned && many.through.is_none()) {
            let of = model().table(many.of);
            if let Some(theirs) = same_level(&of.scope, &owner.scope) {
                map.entry(of.id).or_default().push((Col(of.id, many.back), Col(owner.id, theirs)));
            }
        }
    }
    // People who take part are of the division of the agent.
    for link in [collector::AGENT, funding_agent::AGENT, group_person::GROUP] {
        map.entry(link.0).or_default().push((link, agent::DIVISION));
    }
    map
});

/// The owner's scope column, if it says the same as that of the part.
fn same_level(part: &Scope, owner: &Scope) -> Option<u16> {
    match (part, owner) {
        (Scope::Collection(_), Scope::Collection(column))
        | (Scope::Discipline(_), Scope::Discipline(column))
        | (Scope::Division(_), Scope::Division(column)) => Some(*column),
        _ => None,
    }
}

pub(super) fn has_such_owner(table: &Table) -> bool {
    FROM_OWNERS.contains_key(&table.id)
}

/// A part belongs to the collection, discipline or division of its owner.
pub(super) fn take_scope(s: &mut Saving<'_, '_>) -> Result<()> {
    let (Scope::Collection(column) | Scope::Discipline(column) | Scope::Division(column)) = s.record.of().scope else {
        return Ok(());
    };
    if !s.record.values[usize::from(column)].is_null() {
        return Ok(());
    }
    let Some(links) = FROM_OWNERS.get(&s.record.table) else { return Ok(()) };
    for (link, theirs) in links {
        let Some(id) = s.record.int(*link) else { continue };
        if let Some(owner) = s.tx.unscoped(|tx| tx.find(theirs.0, id))? {
            s.record.values[usize::from(column)] = owner.get(*theirs).clone();
            return Ok(());
        }
    }
    Ok(())
}

pub(super) fn has_flags(table: &Table) -> bool {
    table.columns.iter().any(|column| column.required && column.kind == Kind::YesNo)
}

/// What must be yes or no, and was not said, is no.
pub(super) fn flags_say_no(s: &mut Saving<'_, '_>) -> Result<()> {
    let columns = &s.record.of().columns;
    for (column, value) in columns.iter().zip(&mut s.record.values) {
        if column.required && column.kind == Kind::YesNo && value.is_null() {
            *value = Value::Bool(false);
        }
    }
    Ok(())
}

pub(super) fn has_guid(table: &Table) -> bool {
    table.column("guid").is_some()
}

/// A record without a GUID gets one.
pub(super) fn guid(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.record.named("guid").is_some_and(is_blank) {
        s.record.set_named("guid", uuid::Uuid::new_v4().to_string());
    }
    Ok(())
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.text() == Some("")
}

/// Whether the records of a table are attachments of something.
pub(crate) fn joins_attachment(table: &Table) -> bool {
    attachment_link(table).is_some() && table.name != "Attachment"
}

/// The link of a joining table to the attachment; only owned attachments count.
fn attachment_link(table: &Table) -> Option<u16> {
    let column = table.column("attachment")?;
    let link = table.at(column).link.as_ref()?;
    (link.to == attachment::TABLE && link.owned == vasculum_model::Owned::Always).then_some(column)
}

/// The link of a joining table to what the attachment shows.
fn attached_to(table: &Table) -> Option<u16> {
    let is_owner = |column: &vasculum_model::Column| {
        column.required && column.link.as_ref().is_some_and(|link| link.to != attachment::TABLE)
    };
    table.columns.iter().position(is_owner).map(|at| at as u16)
}

/// An attachment's place among its siblings, if the draft did not say.
pub(super) fn attachment_place(s: &mut Saving<'_, '_>) -> Result<()> {
    let table = s.record.of();
    let (Some(ordinal), Some(owner)) = (table.column("ordinal"), attached_to(table)) else { return Ok(()) };
    if s.record.values[usize::from(ordinal)].is_null() {
        let next = next_number(s, Col(table.id, owner), Col(table.id, ordinal), 0)?;
        s.record.values[usize::from(ordinal)] = Value::Int(next);
    }
    Ok(())
}

/// An attachment says which table it belongs to, and where that record belongs.
pub(super) fn attachment_belongs(s: &mut Saving<'_, '_>) -> Result<()> {
    let table = s.record.of();
    let (Some(link), Some(to)) = (attachment_link(table), attached_to(table)) else { return Ok(()) };
    let (link, to) = (Col(table.id, link), Col(table.id, to));
    if !changed(s, link) && !changed(s, to) {
        return Ok(());
    }
    let (Some(id), Some(owner)) = (s.record.int(link), s.record.int(to)) else { return Ok(()) };
    let Some(owner_table) = model().column(to).link.as_ref().map(|link| link.to) else { return Ok(()) };
    let place = s.tx.unscoped(|tx| place_of(tx, owner_table, owner, 0))?;
    let Some(before) = s.tx.unscoped(|tx| tx.find(attachment::TABLE, id))? else { return Ok(()) };
    let mut after = before.clone();
    after.set(attachment::TABLE_ID, i64::from(model().table(owner_table).number));
    after.set(attachment::SCOPE_TYPE, place.0);
    after.set(attachment::SCOPE_ID, place.1);
    if after != before {
        records::put(s.tx, Some(&before), after)?;
    }
    Ok(())
}

/// Where a record belongs, in Specify's words: 0 collection, 1 discipline, 2 division, 3 institution, with the id.
fn place_of(tx: &mut Tx<'_>, table: TableId, id: i64, depth: usize) -> Result<(i64, Option<i64>)> {
    let everywhere = (3, None);
    let Some(record) = tx.find(table, id)? else { return Ok(everywhere) };
    let at = |column: u16| record.values[usize::from(column)].int();
    match &record.of().scope {
        Scope::Collection(column) => Ok((0, at(*column))),
        Scope::Discipline(column) => Ok((1, at(*column))),
        Scope::Division(column) => Ok((2, at(*column))),
        Scope::Tree(column) if depth < 3 => match (&record.of().at(*column).link, at(*column)) {
            (Some(link), Some(definition)) => place_of(tx, link.to, definition, depth + 1),
            _ => Ok(everywhere),
        },
        Scope::Owner(columns) if depth < 3 => {
            let owner =
                columns.iter().find_map(|column| Some((record.of().at(*column).link.as_ref()?.to, at(*column)?)));
            owner.map_or(Ok(everywhere), |(table, id)| place_of(tx, table, id, depth + 1))
        }
        _ => Ok(everywhere),
    }
}

/// An attachment that nothing shows yet stands under its own table.
pub(super) fn attachment_table(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.record.get(attachment::TABLE_ID).is_null() {
        s.record.set(attachment::TABLE_ID, i64::from(model().table(attachment::TABLE).number));
    }
    Ok(())
}

/// A collection object belongs to its collection in both of Specify's columns and has its collection's usual type.
pub(super) fn collection_object(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(id) = s.record.int(collection_object::COLLECTION) else { return Ok(()) };
    s.record.set(collection_object::COLLECTION_MEMBER_ID, id);
    if s.record.get(collection_object::COLLECTION_OBJECT_TYPE).is_null() {
        let places = places(s.tx)?;
        let usual = places.collection(id).and_then(|place| place.int(collection::COLLECTION_OBJECT_TYPE));
        s.record.set(collection_object::COLLECTION_OBJECT_TYPE, usual);
    }
    Ok(())
}

/// The kinds of agent run from 0 to 3.
pub(super) fn agent_type(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.record.int(agent::AGENT_TYPE).is_some_and(|kind| !(0..=3).contains(&kind)) {
        let words = "An agent is an organization (0), a person (1), something else (2) or a group (3).";
        s.issues.push(Issue::error("agent-type", "agentType", words));
    }
    Ok(())
}

/// An agent that stands for a user stays.
pub(super) fn agent_of_user(s: &mut Saving<'_, '_>) -> Result<()> {
    if let Some(id) = s.record.int(agent::SPECIFY_USER) {
        let user = s.tx.unscoped(|tx| tx.find(specify_user::TABLE, id))?;
        let name = user.as_ref().and_then(|user| user.text(specify_user::NAME)).unwrap_or("somebody").to_owned();
        let words = format!("This agent stands for the user {name} and can't be deleted.");
        s.issues.push(Issue::error("agent-of-user", "specifyUser", words));
    }
    Ok(())
}

/// A record set belongs to whoever makes it.
pub(super) fn record_set(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.record.get(record_set::TYPE).is_null() {
        s.record.set(record_set::TYPE, 0);
    }
    if !s.record.get(record_set::SPECIFY_USER).is_null() {
        return Ok(());
    }
    let mut user = s.tx.access().user;
    let creator = s.record.int(record_set::CREATED_BY_AGENT).or(s.tx.access().agent);
    if let (None, Some(creator)) = (user, creator) {
        let creator = s.tx.unscoped(|tx| tx.find(agent::TABLE, creator))?;
        user = creator.and_then(|creator| creator.int(agent::SPECIFY_USER));
    }
    s.record.set(record_set::SPECIFY_USER, user);
    Ok(())
}

/// The collection in which one works stays.
pub(super) fn own_collection(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.tx.access().collection == Some(s.record.id) {
        let words = "You are working in this collection; choose another one before you delete it.";
        s.issues.push(Issue::error("own-collection", "", words));
    }
    Ok(())
}

/// A discipline with collections stays.
pub(super) fn discipline_in_use(s: &mut Saving<'_, '_>) -> Result<()> {
    let filter = Filter::is(collection::DISCIPLINE, s.record.id);
    let count = s.tx.unscoped(|tx| tx.count(&Select::all(collection::TABLE).matching(filter)))?;
    if count > 0 {
        s.issues.push(Issue::error("discipline-in-use", "", format!("{count} collections belong to this discipline.")));
    }
    Ok(())
}
