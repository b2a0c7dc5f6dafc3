//! What forms and the configuration of the discipline say of one field.

use std::sync::LazyLock;

use vasculum_model::{Table, TableId, model};

use super::{Field, Look, Origin};
use crate::schema::Presented;

static NO_FIELD: LazyLock<Field> = LazyLock::new(Field::default);
static NOTHING_PRESENTED: LazyLock<Presented> = LazyLock::new(Presented::default);

/// What is said of one field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Asks<'l> {
    /// What the form says; nothing of a field that does not stand on it.
    pub field: &'l Field,
    /// What the configuration of the discipline says.
    pub presented: &'l Presented,
    /// Whether the institution arranged the form itself.
    pub is_own: bool,
}

impl Asks<'_> {
    /// Whether the field must be filled in, as far as the form or the discipline says so.
    pub fn is_required(&self) -> bool {
        self.field.is_required || self.presented.is_required
    }

    /// The name of the pick list that the field is chosen from: that of an own form, else that of the discipline, else
    /// that of the shipped form; empty without one.
    pub fn pick_list(&self) -> &str {
        let (own, shipped) =
            if self.is_own { (self.field.pick_list.as_str(), "") } else { ("", self.field.pick_list.as_str()) };
        [own, &self.presented.pick_list, shipped].into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }
}

impl Look {
    /// What the form of table `of` asks of a field of `table`, which stands at `place`: `determinations.taxon`.
    ///
    /// A spare field that the discipline gave a name is not what the shipped form takes it for.
    pub fn asks(&self, of: &Table, place: &str, table: &Table, name: &str) -> Asks<'_> {
        let presented = self.presented(table, name).unwrap_or(&NOTHING_PRESENTED);
        let (field, origin) = self.field_at(of, place);
        let is_own = matches!(origin, Origin::Collection | Origin::Discipline);
        let is_spare = table.column(name).is_some_and(|column| table.at(column).spare);
        let is_otherwise = is_spare && !presented.caption.is_empty() && !is_own;
        Asks { field: field.filter(|_| !is_otherwise).unwrap_or(&NO_FIELD), presented, is_own }
    }

    /// What a form says of a field, and whose form it is. Of a record that belongs to its owner alone here, its own form
    /// says it where that of the owner does not.
    fn field_at(&self, of: &Table, place: &str) -> (Option<&Field>, Origin) {
        let said = |table: TableId, place: &str| self.form(table).and_then(|form| form.field(place));
        let embedded = place.split_once('.').and_then(|(link, rest)| {
            let column = of.column(link).filter(|column| self.embeds(of, *column))?;
            Some((model().table(of.at(column).link.as_ref()?.to), rest))
        });
        match (said(of.id, place), embedded) {
            (None, Some((to, rest))) => (said(to.id, rest), self.origin(to.id)),
            (field, _) => (field, self.origin(of.id)),
        }
    }

    /// Whether the configuration of the discipline hides a field of `table` on the form of table `of`. What an
    /// institution itself put on a form is not hidden.
    pub fn hides(&self, of: TableId, table: &Table, name: &str) -> bool {
        let is_own = matches!(self.origin(of), Origin::Collection | Origin::Discipline);
        !is_own && self.presented(table, name).is_some_and(|presented| presented.is_hidden)
    }
}
