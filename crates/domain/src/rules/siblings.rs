//! Records that stand in an order below their owner, and of which one may be marked: collectors, authors, addresses.

use vasculum_model::names::{
    address, agent_specialty, author, collection_object, collection_object_group, collection_object_group_join,
    collection_object_group_type, collector, determination, determiner, extractor, field_notebook_page_set,
    funding_agent, group_person, pcr_person, pick_list, pick_list_item,
};
use vasculum_model::{Col, Issue, Path, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Test};

use super::{Saving, changed};
use crate::records;

/// How the records of one table stand below their owner.
pub(super) struct Siblings {
    /// The link to the owner.
    owner: Col,
    /// The number that orders them.
    order: Col,
    /// The number of the first one.
    first: i64,
    /// Flags of which at most one sibling has each.
    marks: &'static [Col],
    /// Whether the first one gets the first mark by itself.
    marks_first: bool,
}

/// Every table whose records stand in an order below an owner.
const SIBLINGS: &[Siblings] = &[
    row(agent_specialty::AGENT, agent_specialty::ORDER_NUMBER, 0, &[], false),
    row(author::REFERENCE_WORK, author::ORDER_NUMBER, 1, &[], false),
    row(collector::COLLECTING_EVENT, collector::ORDER_NUMBER, 0, &[collector::IS_PRIMARY], true),
    row(determiner::DETERMINATION, determiner::ORDER_NUMBER, 0, &[determiner::IS_PRIMARY], true),
    row(extractor::DNA_SEQUENCE, extractor::ORDER_NUMBER, 0, &[], false),
    row(pcr_person::DNA_SEQUENCE, pcr_person::ORDER_NUMBER, 0, &[], false),
    row(field_notebook_page_set::FIELD_NOTEBOOK, field_notebook_page_set::ORDER_NUMBER, 0, &[], false),
    row(funding_agent::COLLECTING_TRIP, funding_agent::ORDER_NUMBER, 0, &[funding_agent::IS_PRIMARY], true),
    row(group_person::GROUP, group_person::ORDER_NUMBER, 1, &[], false),
    row(
        collection_object_group_join::PARENT_COG,
        collection_object_group_join::PRECEDENCE,
        0,
        &[collection_object_group_join::IS_PRIMARY, collection_object_group_join::IS_SUBSTRATE],
        false,
    ),
    row(address::AGENT, address::ORDINAL, 0, &[address::IS_PRIMARY], true),
];

const fn row(owner: Col, order: Col, first: i64, marks: &'static [Col], marks_first: bool) -> Siblings {
    Siblings { owner, order, first, marks, marks_first }
}

/// Numbers a new record after its siblings, marks the first one, and takes a mark from the others when this one gets it.
pub(super) fn siblings(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(row) = SIBLINGS.iter().find(|row| row.owner.0 == s.record.table) else { return Ok(()) };
    let Some(owner) = s.record.int(row.owner) else { return Ok(()) };
    let mark = row.marks.first().filter(|_| row.marks_first).copied();
    let unmarked = mark.filter(|mark| s.record.get(*mark).is_null());
    if s.is_new() && (s.record.get(row.order).is_null() || unmarked.is_some()) {
        let last = last_sibling(s, row.owner, owner, row.order)?;
        if s.record.get(row.order).is_null() {
            let next = last.as_ref().map_or(row.first, |last| last.int(row.order).unwrap_or(row.first) + 1);
            s.record.set(row.order, next);
        }
        if let Some(mark) = unmarked {
            s.record.set(mark, last.is_none());
            if last.is_none() {
                return Ok(());
            }
        }
    }
    for mark in row.marks {
        if s.record.is(*mark) && (changed(s, *mark) || changed(s, row.owner)) {
            unmark_others(s, row.owner, owner, *mark)?;
        }
    }
    Ok(())
}

/// The flags of which at most one record below an owner has each.
pub(crate) fn marks(table: TableId) -> &'static [Col] {
    if table == determination::TABLE {
        return &[determination::IS_CURRENT];
    }
    SIBLINGS.iter().find(|row| row.owner.0 == table).map_or(&[], |row| row.marks)
}

/// The number that orders the records of a table below their owner.
pub(crate) fn order(table: TableId) -> Option<Col> {
    SIBLINGS.iter().find(|row| row.owner.0 == table).map(|row| row.order)
}

fn last_sibling(s: &mut Saving<'_, '_>, owner: Col, id: i64, order: Col) -> Result<Option<Record>> {
    if s.tx.is_surely_without(owner, id) {
        return Ok(None);
    }
    let path = Path { base: order.0, steps: Vec::new(), table: order.0, column: Some(order.1) };
    let select = Select::all(owner.0).matching(Filter::is(owner, id)).sorted(vec![(path, true)]);
    s.tx.unscoped(|tx| tx.first(&select))
}

/// The number after the greatest among the siblings, or the first one.
pub(super) fn next_number(s: &mut Saving<'_, '_>, owner: Col, order: Col, first: i64) -> Result<i64> {
    let Some(id) = s.record.int(owner) else { return Ok(first) };
    Ok(last_sibling(s, owner, id, order)?.map_or(first, |last| last.int(order).unwrap_or(first) + 1))
}

/// Takes a mark from every other record below the same owner.
pub(super) fn unmark_others(s: &mut Saving<'_, '_>, owner: Col, id: i64, mark: Col) -> Result<()> {
    if s.tx.is_surely_without(owner, id) {
        return Ok(());
    }
    let filter = Filter::And(vec![Filter::is(owner, id), Filter::is(mark, true)]);
    let others = s.tx.unscoped(|tx| tx.select(&Select::all(owner.0).matching(filter)))?;
    for other in others.into_iter().filter(|other| other.id != s.record.id) {
        records::put(s.tx, Some(&other), other.clone().with(mark, false))?;
    }
    Ok(())
}

/// A group of people does not contain itself.
pub(super) fn group_person(s: &mut Saving<'_, '_>) -> Result<()> {
    let (group, member) = (s.record.int(group_person::GROUP), s.record.int(group_person::MEMBER));
    if group.is_some() && group == member {
        s.issues.push(Issue::error("group-in-itself", "member", "A group can't be a member of itself."));
    }
    Ok(())
}

/// The kinds of group that Specify knows, used where a collection has no pick list of them.
const GROUP_TYPES: &[&str] = &["Discrete", "Consolidated", "Drill Core"];

/// The behaviour of a kind of group is one of those in the pick list `SystemCOGTypes`.
pub(super) fn group_type(s: &mut Saving<'_, '_>) -> Result<()> {
    use collection_object_group_type as kind;
    let Some(name) = s.record.text(kind::TYPE).map(str::to_owned) else { return Ok(()) };
    if !changed(s, kind::TYPE) {
        return Ok(());
    }
    let mut tests = vec![Filter::is(pick_list::NAME, "SystemCOGTypes")];
    tests.extend(s.record.int(kind::COLLECTION).map(|id| Filter::is(pick_list::COLLECTION, id)));
    let select = Select::all(pick_list::TABLE).matching(Filter::And(tests));
    let lists: Vec<i64> = s.tx.unscoped(|tx| tx.select(&select))?.iter().map(|list| list.id).collect();
    let items = s.tx.unscoped(|tx| tx.children(&lists, pick_list::PICK_LIST_ITEMS))?;
    let text = |item: &Record| item.text(pick_list_item::VALUE).or(item.text(pick_list_item::TITLE)).map(str::to_owned);
    let mut known: Vec<String> = items.iter().filter_map(|(_, item)| text(item)).collect();
    if known.is_empty() {
        known = GROUP_TYPES.iter().map(|name| (*name).to_owned()).collect();
    }
    if !known.contains(&name) {
        let words = format!("‘{name}’ is none of the kinds of group: {}.", known.join(", "));
        s.issues.push(Issue::error("group-type", "type", words));
    }
    Ok(())
}

/// A place in a group holds one object or one smaller group, which stands in no other group and not in itself.
pub(super) fn group_join(s: &mut Saving<'_, '_>) -> Result<()> {
    use collection_object_group_join as join;
    let (object, group) = (s.record.int(join::CHILD_CO), s.record.int(join::CHILD_COG));
    if object.is_some() == group.is_some() {
        let words = "A place in a group holds either one collection object or one smaller group.";
        s.issues.push(Issue::error("one-child", "childCo", words));
        return Ok(());
    }
    for (link, child) in [(join::CHILD_CO, object), (join::CHILD_COG, group)] {
        let Some(child) = child.filter(|_| changed(s, link)) else { continue };
        let taken = s.tx.unscoped(|tx| tx.select(&Select::all(join::TABLE).matching(Filter::is(link, child))))?;
        if let Some(other) = taken.iter().find(|other| other.id != s.record.id) {
            let parent = other.int(join::PARENT_COG).unwrap_or(0);
            let words = format!("This already stands in another group, CollectionObjectGroup {parent}.");
            s.issues.push(Issue::error("in-another-group", model().column(link).name, words));
        }
    }
    if let (Some(child), Some(parent)) = (group, s.record.int(join::PARENT_COG))
        && (changed(s, join::CHILD_COG) || changed(s, join::PARENT_COG))
        && stands_below(s, parent, child)?
    {
        s.issues.push(Issue::error("group-in-itself", "childCog", "A group can't contain itself."));
    }
    Ok(())
}

/// Groups within groups are never deeper than this.
const DEEPEST_GROUP: usize = 50;

fn stands_below(s: &mut Saving<'_, '_>, mut group: i64, above: i64) -> Result<bool> {
    use collection_object_group_join as join;
    for _ in 0..DEEPEST_GROUP {
        if group == above {
            return Ok(true);
        }
        let select = Select::all(join::TABLE).matching(Filter::is(join::CHILD_COG, group));
        match s.tx.unscoped(|tx| tx.first(&select))?.and_then(|place| place.int(join::PARENT_COG)) {
            Some(parent) => group = parent,
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// In a consolidated group of which no object is primary, the first object becomes it.
pub(super) fn group_primary(s: &mut Saving<'_, '_>) -> Result<()> {
    use collection_object_group_join as join;
    let Some(parent) = s.record.int(join::PARENT_COG).filter(|_| s.is_new() || changed(s, join::IS_PRIMARY)) else {
        return Ok(());
    };
    let kind = s.tx.unscoped(|tx| {
        let group = tx.find(collection_object_group::TABLE, parent)?;
        let kind = group.and_then(|group| group.int(collection_object_group::COG_TYPE));
        kind.map_or(Ok(None), |kind| tx.find(collection_object_group_type::TABLE, kind))
    })?;
    if kind.as_ref().and_then(|kind| kind.text(collection_object_group_type::TYPE)) != Some("Consolidated") {
        return Ok(());
    }
    let path = Path { base: join::TABLE, steps: Vec::new(), table: join::TABLE, column: Some(join::PRECEDENCE.1) };
    let select = Select::all(join::TABLE).matching(Filter::is(join::PARENT_COG, parent)).sorted(vec![(path, false)]);
    let places = s.tx.unscoped(|tx| tx.select(&select))?;
    if places.iter().any(|place| place.is(join::IS_PRIMARY)) {
        return Ok(());
    }
    if let Some(first) = places.into_iter().find(|place| !place.get(join::CHILD_CO).is_null()) {
        let (saved, _) = records::put(s.tx, Some(&first), first.clone().with(join::IS_PRIMARY, true))?;
        if saved.id == s.record.id {
            s.record = saved;
        }
    }
    Ok(())
}

/// Another record of the collection that holds the text in a column, without regard to case; over everything.
fn holder(s: &mut Saving<'_, '_>, column: Col, text: &str, collection: (&str, i64)) -> Result<Option<i64>> {
    let filter = Filter::test(column, Test::IsCaseless(text.to_owned()));
    let own = (s.record.table, s.record.id);
    let found = s.tx.unscoped(|tx| tx.select(&Select::all(column.0).matching(filter).at_most(1_000)))?;
    let ids: Vec<i64> = found.into_iter().map(|record| record.id).filter(|id| (column.0, *id) != own).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let table = model().table(column.0);
    let paths = [Path::parse(table, "id")?, Path::parse(table, collection.0)?];
    let rows = s.tx.unscoped(|tx| tx.values(&Select::all(column.0).matching(Filter::Ids(ids)), &paths))?;
    Ok(rows.into_iter().find(|row| row[1] == Value::Int(collection.1)).and_then(|row| row[0].int()))
}

/// The tables whose catalogue numbers may have to differ from each other.
pub(super) const NUMBERED_TOGETHER: &[TableId] = &[collection_object::TABLE, vasculum_model::names::component::TABLE];

/// Where a collection says so, an object and a component never have the same catalogue number.
pub(super) fn object_or_component(s: &mut Saving<'_, '_>) -> Result<()> {
    use vasculum_model::names::component;
    let is_object = s.record.table == collection_object::TABLE;
    let number = if is_object { collection_object::CATALOG_NUMBER } else { component::CATALOG_NUMBER };
    let Some(text) = s.record.text(number).map(str::to_owned).filter(|_| changed(s, number)) else { return Ok(()) };
    let settings = super::numbers::compiled(s.tx)?;
    if settings.together.is_empty() {
        return Ok(());
    }
    let collection = if is_object {
        s.record.int(collection_object::COLLECTION)
    } else {
        let owner = s.record.int(component::COLLECTION_OBJECT);
        let owner = owner.map_or(Ok(None), |id| s.tx.unscoped(|tx| tx.find(collection_object::TABLE, id)))?;
        owner.and_then(|owner| owner.int(collection_object::COLLECTION))
    };
    let Some(collection) = collection.filter(|id| settings.together.contains(id)) else { return Ok(()) };
    let component = holder(s, component::CATALOG_NUMBER, &text, ("collectionObject.collection", collection))?;
    let mut taken = component.map(|id| ("Component", id));
    if taken.is_none() && !is_object {
        let object = holder(s, collection_object::CATALOG_NUMBER, &text, ("collection", collection))?;
        taken = object.map(|id| ("CollectionObject", id));
    }
    if let Some((table, id)) = taken {
        let words = format!("The catalogue number ‘{text}’ is already that of {table} {id}.");
        s.issues.push(Issue::error("not-unique", "catalogNumber", words));
    }
    Ok(())
}
