//! What tables and fields are called: the words of the discipline where it has its own, else those of the model.

use vasculum_domain::forms::Look;
use vasculum_model::{Path, Step, Table, model};

use super::{grid, words};

/// A field or link of a table.
pub(crate) fn field(look: &Look, table: &Table, name: &str) -> String {
    own(look, table, name).map_or_else(|| words::label(name), str::to_owned)
}

/// What the discipline itself calls a field, or the institution one that it added; nothing for what has the usual name.
pub(crate) fn own<'l>(look: &'l Look, table: &Table, name: &str) -> Option<&'l str> {
    let by_discipline = look.presented(table, name).map(|presented| presented.caption.as_str());
    let by_institution = || table.column(name).map(|at| table.at(at).caption);
    by_discipline.filter(|caption| !caption.is_empty()).or_else(by_institution).filter(|caption| !caption.is_empty())
}

/// One record of a table, as a heading.
pub(crate) fn one(look: &Look, table: &Table) -> String {
    let caption = look.schema.table(table.id).map(|presented| presented.caption.as_str());
    caption.filter(|caption| !caption.is_empty()).map_or_else(|| words::label(table.name), str::to_owned)
}

/// The head of a column over a path.
pub(crate) fn heading(look: &Look, path: &Path) -> String {
    let table = model().table(path.table);
    if let Some(column) = path.column
        && let Some(caption) = own(look, table, table.at(column).name)
    {
        return caption.to_owned();
    }
    if let (None, Some(Step::Many(many))) = (path.column, path.steps.last())
        && let Some(caption) = before_last(path).and_then(|above| own(look, above, above.many[usize::from(*many)].name))
    {
        return caption.to_owned();
    }
    grid::heading(&path.to_string())
}

/// The table from which the last link of a path leads on.
fn before_last(path: &Path) -> Option<&'static Table> {
    let mut table = model().table(path.base);
    for step in path.steps.get(..path.steps.len().checked_sub(1)?)? {
        let to = match step {
            Step::One(column) => table.at(*column).link.as_ref()?.to,
            Step::Many(many) => table.many[usize::from(*many)].of,
        };
        table = model().table(to);
    }
    Some(table)
}

/// Whether the discipline hides the field at the end of a path, or a link on the way to it.
pub(crate) fn is_hidden(look: &Look, table: &'static Table, path: &str) -> bool {
    let mut table = table;
    for name in path.split('.') {
        if look.presented(table, name).is_some_and(|presented| presented.is_hidden) {
            return true;
        }
        let to = table.column(name).and_then(|at| table.at(at).link.as_ref().map(|link| link.to));
        let many = || table.to_many(name).map(|at| table.many[usize::from(at)].of);
        let Some(next) = to.or_else(many) else { return false };
        table = model().table(next);
    }
    false
}
