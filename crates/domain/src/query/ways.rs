//! Names on a way become links, fields, ranks and parts of days.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use vasculum_model::names::{collection_object, specify_user, spuserexternalid};
use vasculum_model::{Col, Error, Kind, Path, Result, Step, Table, TableId, model};
use vasculum_store::{Part, Select, Tx};

use super::ast::{Cond, Way};
use crate::lookup::meant_by;
use crate::trees::own;

/// One link on a way.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leg {
    /// To one record, by this column.
    One(u16),
    /// To many, by this link; those that meet the condition.
    Many(u16, Option<Cond>),
}

/// What stands at the end of a way.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum End {
    /// The record itself.
    Record,
    /// Its id.
    Id,
    /// A field of it.
    Field(u16),
    /// A part of a day.
    Part(u16, Part),
    /// A column, or the id, of the tree node or of its ancestor with one of these ranks.
    Rank(Vec<i64>, Option<u16>),
    /// The age of a collection object, which many fields tell.
    Age,
}

/// A way whose names were found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) legs: Vec<Leg>,
    pub(super) end: End,
    /// The table of the record at its end.
    pub(super) table: &'static Table,
}

/// The ids of the ranks of trees by their names in small letters, in all trees that the person sees.
#[derive(Debug, Default)]
pub(super) struct Ranks(HashMap<TableId, HashMap<String, Vec<i64>>>);

impl Ranks {
    /// The ids of the ranks of this name; none, if there is none.
    pub(super) fn named(&mut self, tx: &mut Tx<'_>, node: TableId, name: &str) -> Result<Vec<i64>> {
        let of_tree = match self.0.entry(node) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let mut names: HashMap<String, Vec<i64>> = HashMap::new();
                for (name, id) in ranks_of(tx, node)? {
                    names.entry(name.to_lowercase()).or_default().push(id);
                }
                new.insert(names)
            }
        };
        Ok(of_tree.get(&name.to_lowercase()).cloned().unwrap_or_default())
    }
}

/// The names and ids of the ranks of the trees that the person sees, from the top down.
pub(super) fn ranks_of(tx: &mut Tx<'_>, node: TableId) -> Result<Vec<(String, i64)>> {
    let Some(tree) = model().tree(node) else { return Ok(Vec::new()) };
    let definition = Path { base: tree.rank, steps: vec![Step::One(tree.rank_def.1)], table: tree.def, column: None };
    let paths = [
        own(tree.rank, Some(tree.rank_name)),
        own(tree.rank, None),
        own(tree.rank, Some(tree.rank_rank_id)),
        definition,
    ];
    let mut rows = tx.unscoped(|tx| tx.values(&Select::all(tree.rank), &paths))?;
    rows.sort_by_key(|row| row[2].int());
    // Which trees there are is told by whose nodes one may see.
    let visible = tx.trees_in_reach(node);
    Ok(rows
        .into_iter()
        .filter(|row| visible.as_ref().is_none_or(|ids| row[3].int().is_some_and(|id| ids.contains(&id))))
        .filter_map(|row| Some((row[0].text()?.to_owned(), row[1].int()?)))
        .collect())
}

/// What no question shows or tests, whoever asks.
const SECRET: &[Col] = &[specify_user::PASSWORD, spuserexternalid::IDTOKEN];

const PARTS: &[(&str, Part)] = &[("year", Part::Year), ("month", Part::Month), ("day", Part::Day)];

/// Finds the names of a way that starts at a record of `from`.
pub(super) fn find(tx: &mut Tx<'_>, ranks: &mut Ranks, from: &'static Table, way: &Way) -> Result<Found> {
    let mut found = Found { legs: Vec::new(), end: End::Record, table: from };
    for hop in &way.hops {
        let name = hop.name.as_str();
        let table = found.table;
        let plain = |what: &str| match &hop.such {
            Some(_) => Err(Error::invalid(format!("‘{name}’ is {what}: no condition can follow it in brackets."))),
            None => Ok(()),
        };
        match &found.end {
            End::Record => {
                if let Some(many) = many_named(table, name) {
                    found.legs.push(Leg::Many(many, hop.such.as_deref().cloned()));
                    found.table = model().table(table.many[usize::from(many)].of);
                } else if let Some(column) = column_named(table, name) {
                    plain("no link to many records")?;
                    if SECRET.contains(&Col(table.id, column)) {
                        return Err(Error::invalid(format!(
                            "{}.{} can’t be asked for.",
                            table.name,
                            table.at(column).name
                        )));
                    }
                    match &table.at(column).link {
                        Some(link) => {
                            found.legs.push(Leg::One(column));
                            found.table = model().table(link.to);
                        }
                        None => found.end = End::Field(column),
                    }
                } else if name.eq_ignore_ascii_case("id") || name == table.key {
                    plain("the id of a record")?;
                    found.end = End::Id;
                } else if name.eq_ignore_ascii_case("age") && table.id == collection_object::TABLE {
                    found.end = End::Age;
                } else {
                    let ids = if table.is_tree() { ranks.named(tx, table.id, name)? } else { Vec::new() };
                    if ids.is_empty() {
                        return Err(unknown(tx, table, name)?);
                    }
                    plain("a rank")?;
                    let column = model().tree(table.id).map(|tree| tree.name.1);
                    found.end = End::Rank(ids, column);
                }
            }
            End::Field(column) if is_day(table.at(*column).kind) => {
                let part = PARTS.iter().find(|(word, _)| name.eq_ignore_ascii_case(word));
                let Some((_, part)) = part else {
                    return Err(Error::invalid(format!("A date has a year, a month and a day, no ‘{name}’.")));
                };
                found.end = End::Part(*column, *part);
            }
            End::Rank(ids, _) => {
                let column = column_named(table, name).filter(|column| table.at(*column).link.is_none());
                found.end = match column {
                    Some(column) => End::Rank(ids.clone(), Some(column)),
                    None if name.eq_ignore_ascii_case("id") => End::Rank(ids.clone(), None),
                    None => return Err(unknown(tx, table, name)?),
                };
            }
            _ => return Err(Error::invalid(format!("Nothing can follow here: ‘{name}’."))),
        }
    }
    if found.end != End::Record && !way.format.is_empty() {
        return Err(Error::invalid("Only a record can be written by a format.").hint("Leave out what follows the @."));
    }
    Ok(found)
}

fn is_day(kind: Kind) -> bool {
    kind.is_date() || kind == Kind::Timestamp
}

pub(super) fn many_named(table: &Table, name: &str) -> Option<u16> {
    table.to_many(name).or_else(|| {
        let at = table.many.iter().position(|many| many.name.eq_ignore_ascii_case(name))?;
        u16::try_from(at).ok()
    })
}

pub(super) fn column_named(table: &Table, name: &str) -> Option<u16> {
    table.column(name).or_else(|| {
        let at = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))?;
        u16::try_from(at).ok()
    })
}

/// The refusal of a name that a table does not have, with one that is like it.
fn unknown(tx: &mut Tx<'_>, table: &Table, name: &str) -> Result<Error> {
    let mut names: Vec<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
    names.extend(table.many.iter().map(|many| many.name.to_owned()));
    names.extend(ranks_of(tx, table.id)?.into_iter().map(|(name, _)| name));
    let error = Error::invalid(format!("{} has no ‘{name}’.", table.name));
    Ok(match meant_by(name, names.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("Did you mean ‘{near}’?")),
        None => error.hint("The data dictionary in the manual lists every table with its fields and links."),
    })
}

/// The to-one links at the beginning of legs as a path from a table, and the legs after it.
pub(super) fn ones(base: &'static Table, legs: &[Leg]) -> (Path, usize) {
    let mut path = Path { base: base.id, steps: Vec::new(), table: base.id, column: None };
    for leg in legs {
        let Leg::One(column) = leg else { break };
        path.steps.push(Step::One(*column));
        if let Some(link) = &model().table(path.table).at(*column).link {
            path.table = link.to;
        }
    }
    let taken = path.steps.len();
    (path, taken)
}

/// The link column through which a path over to-one links comes to its last record; nothing for the record itself.
pub(super) fn last_link(path: &Path) -> Option<Path> {
    let (last, before) = path.steps.split_last()?;
    let Step::One(column) = last else { return None };
    let mut table = model().table(path.base);
    for step in before {
        let Step::One(column) = step else { return None };
        table = model().table(table.at(*column).link.as_ref()?.to);
    }
    Some(Path { base: path.base, steps: before.to_vec(), table: table.id, column: Some(*column) })
}
