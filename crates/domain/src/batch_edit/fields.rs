//! Which fields can be changed in many records at a time.

use vasculum_model::{Kind, Owned, Path, Result, Table, TableId, Value, model};
use vasculum_store::{Access, Action, Filter, Select, Test, Tx};

use crate::forms::{Asks, Look};
use crate::records;

/// A field that is changed: one of the record, or one of a record that belongs to it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The to-one link of the record behind which the field stands; nothing for a field of the record itself.
    pub part: Option<u16>,
    /// The column of the table in which the field stands.
    pub column: u16,
}

impl Place {
    /// A field of the record itself.
    pub fn own(column: u16) -> Self {
        Self { part: None, column }
    }

    /// The place that a text names: `remarks`, or `collectionObjectAttribute.text1`.
    pub fn named(table: &Table, text: &str) -> Option<Self> {
        let Some((link, field)) = text.split_once('.') else { return table.column(text).map(Self::own) };
        let part = table.column(link)?;
        let to = model().table(table.at(part).link.as_ref()?.to);
        Some(Self { part: Some(part), column: to.column(field)? })
    }

    /// The name of the field, with the link before it if it stands behind one.
    pub fn name(self, table: &Table) -> String {
        let field = self.table(table).at(self.column).name;
        self.part.map_or_else(|| field.to_owned(), |part| format!("{}.{field}", table.at(part).name))
    }

    /// The table in which the field stands.
    pub fn table(self, table: &Table) -> &Table {
        let link = self.part.and_then(|part| table.at(part).link.as_ref());
        link.map_or(table, |link| model().table(link.to))
    }

    /// What the form of the table and the discipline ask of it.
    pub(super) fn asks<'l>(self, look: &'l Look, table: &Table) -> Asks<'l> {
        let of = self.table(table);
        look.asks(table, &self.name(table), of, of.at(self.column).name)
    }
}

/// The fields of a table that somebody may change in many records at a time, in the order of the model; those of the
/// records that belong to its records alone come last.
pub fn fields(access: &Access, look: &Look, table: TableId) -> Vec<Place> {
    let of = model().table(table);
    let own = (0..of.columns.len() as u16).map(Place::own);
    let parts = (0..of.columns.len() as u16).filter(|at| look.owns(of, *at));
    let below = parts.flat_map(|part| {
        let to = of.at(part).link.as_ref().map_or(of, |link| model().table(link.to));
        (0..to.columns.len() as u16).map(move |column| Place { part: Some(part), column })
    });
    own.chain(below).filter(|place| closed(access, look, of, *place).is_none()).collect()
}

/// Why nobody, or this person, can change a field in many records at a time, in one sentence; nothing if they can.
pub(super) fn closed(access: &Access, look: &Look, table: &Table, place: Place) -> Option<String> {
    let (of, name) = (place.table(table), place.name(table));
    let column = of.at(place.column);
    let is_kept = records::is_set_by_vasculum(of, place.column) || is_of_a_date(of, place.column);
    let to = column.link.as_ref().map(|link| model().table(link.to));
    let asks = place.asks(look, table);
    if place.part.is_some_and(|part| !look.owns(table, part)) {
        return Some(format!("{name} stands in a record of its own, which others may share."));
    }
    if is_kept || to.is_some_and(|to| !to.is_shown()) {
        return Some(format!("{name} is filled in by Vasculum itself."));
    }
    if look.owns(of, place.column) {
        return Some(format!("What stands behind {name} belongs to one record alone: change its fields instead."));
    }
    if look.hides(table.id, of, column.name)
        || place.part.is_some_and(|part| look.hides(table.id, table, table.at(part).name))
    {
        return Some(format!("{name} is hidden by the configuration of your discipline."));
    }
    if asks.field.is_read_only {
        return Some(format!("{name} can’t be changed, by the form of your collection."));
    }
    if !records::may_follow(access, of, place.column) {
        return Some(format!("You have no right to read what stands behind {name}."));
    }
    let may_part = place.part.is_none() || records::may_do(access, of, Action::Update);
    (!may_part).then(|| format!("You have no right to change {name}."))
}

/// The column that says how exactly a partial date is known.
pub(super) fn precision_of(table: &Table, column: u16) -> Option<u16> {
    let of = table.at(column);
    if of.kind == Kind::PartialDate { table.column(&format!("{}Precision", of.name)) } else { None }
}

/// Whether a column only says how exactly a date is known: it is changed with that one.
fn is_of_a_date(table: &Table, column: u16) -> bool {
    let date = table.at(column).name.strip_suffix("Precision").and_then(|date| table.column(date));
    date.is_some_and(|date| table.at(date).kind == Kind::PartialDate)
}

/// How many records beyond `ids` lead by a link to the same records as these do; whatever one may see of them.
pub(super) fn sharing(tx: &mut Tx<'_>, table: &Table, link: u16, ids: &[i64]) -> Result<i64> {
    let (id, to) = (Path::parse(table, "id")?, Path::parse(table, table.at(link).name)?);
    let mut linked: Vec<i64> = Vec::new();
    let mut among = 0;
    for some in ids.chunks(super::AT_ONCE) {
        let rows = tx.values(&Select::all(table.id).matching(Filter::Ids(some.to_vec())), &[id.clone(), to.clone()])?;
        let theirs: Vec<i64> = rows.into_iter().filter_map(|row| row.get(1)?.int()).collect();
        among += theirs.len() as i64;
        linked.extend(theirs);
    }
    linked.sort_unstable();
    linked.dedup();
    let mut all = 0;
    for some in linked.chunks(super::AT_ONCE) {
        all += leading(tx, table, link, some)?.iter().map(|(_, count)| count).sum::<i64>();
    }
    Ok(all - among)
}

/// How many records lead by a link to each of these, whatever one may see of them.
pub(super) fn leading(tx: &mut Tx<'_>, table: &Table, link: u16, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let path = Path::parse(table, table.at(link).name)?;
    let these = Test::In(ids.iter().copied().map(Value::Int).collect());
    let select = Select::all(table.id).matching(Filter::test(vasculum_model::Col(table.id, link), these));
    let found = tx.unscoped(|tx| tx.tally(&select, &path, u64::MAX >> 1))?;
    Ok(found.into_iter().filter_map(|(id, count)| Some((id.int()?, count))).collect())
}

/// Whether the record behind a link can belong to the record alone at all, by the model.
pub(super) fn can_be_part(table: &Table, link: u16) -> bool {
    table.at(link).link.as_ref().is_some_and(|link| link.owned != Owned::No)
}
