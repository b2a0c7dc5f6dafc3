//! Templates read and resolved against the model.

use std::collections::HashMap;
use std::sync::LazyLock;

use vasculum_model::{Kind, Table, TableId, model};

use super::shipped::{AGGREGATES, Aggregate, RECORD_FORMATS};

/// One link on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hop {
    /// To one record, by this column.
    One(u16),
    /// To many, by this link; only those in which the field says yes.
    Many(u16, Option<u16>),
}

/// The way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) hops: Vec<Hop>,
    /// The column at its end; nothing where the record itself is to be written.
    pub(super) column: Option<u16>,
    /// Whether zeros without meaning are left out.
    pub(super) trims: bool,
}

/// One part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// This text.
    Text(String),
    /// The first of these values that there is, with what stands before and after it.
    Field { before: String, ways: Vec<Way>, after: String },
}

/// How the records of a table are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    /// The column that chooses the case.
    pub(super) switch: Option<u16>,
    pub(super) cases: Vec<(String, Vec<Piece>)>,
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let shipped: HashMap<&str, _> = RECORD_FORMATS.iter().map(|format| (format.table, format)).collect();
    let template = |table: &Table| {
        let own = shipped.get(table.name).and_then(|format| read(table, format.switch, format.cases).ok());
        own.unwrap_or_else(|| read(table, "", &[("", &usual(table))]).unwrap_or_default())
    };
    model().tables.iter().map(template).collect()
});

/// How the records of a table are written.
pub(super) fn template(table: TableId) -> &'static Template {
    &TEMPLATES[usize::from(table.0)]
}

/// How records of a table are written in a row.
pub(super) fn aggregate(table: TableId) -> Aggregate {
    let name = model().table(table).name;
    let usual = Aggregate { table: name, separator: "; ", limit: 0, ending: "" };
    AGGREGATES.iter().find(|row| row.table == name).copied().unwrap_or(usual)
}

/// For tables without a format of their own: the name, title or number, or else the record that they join something to.
fn usual(table: &Table) -> String {
    let mut ways: Vec<&str> =
        ["fullName", "name", "title", "code"].into_iter().filter(|name| table.column(name).is_some()).collect();
    let plain = |column: &&vasculum_model::Column| {
        column.kind == Kind::Text && !column.spare && !matches!(column.name, "guid" | "remarks" | "password")
    };
    let texts: Vec<&vasculum_model::Column> = table.columns.iter().filter(plain).collect();
    let best = texts.iter().find(|column| column.name.to_ascii_lowercase().ends_with("number") || column.required);
    ways.extend(best.or(texts.first()).map(|column| column.name));
    if ways.is_empty() {
        let link = table.columns.iter().rev().find(|column| column.required && column.link.is_some());
        ways.extend(link.map(|column| column.name));
    }
    ways.dedup();
    if ways.is_empty() { String::new() } else { format!("{{{}}}", ways.join("/")) }
}

/// Reads the cases of a format.
pub(super) fn read(table: &Table, switch: &str, cases: &[(&str, &str)]) -> Result<Template, String> {
    let switch = match switch {
        "" => None,
        name => Some(table.column(name).ok_or_else(|| format!("{} has no {name}", table.name))?),
    };
    let mut read_cases = Vec::new();
    for (value, text) in cases {
        read_cases.push(((*value).to_owned(), pieces(table, text)?));
    }
    Ok(Template { switch, cases: read_cases })
}

fn pieces(table: &Table, text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        match rest.find('{') {
            Some(0) => {
                let end = rest.find('}').ok_or_else(|| format!("a brace is missing in ‘{text}’"))?;
                pieces.push(field(table, &rest[1..end])?);
                rest = &rest[end + 1..];
            }
            at => {
                let (plain, more) = rest.split_at(at.unwrap_or(rest.len()));
                pieces.push(Piece::Text(plain.to_owned()));
                rest = more;
            }
        }
    }
    Ok(pieces)
}

fn field(table: &Table, text: &str) -> Result<Piece, String> {
    let parts: Vec<&str> = text.split('|').collect();
    let (before, paths, after) = match parts.as_slice() {
        [paths] => ("", *paths, ""),
        [before, paths] => (*before, *paths, ""),
        [before, paths, after] => (*before, *paths, *after),
        _ => return Err(format!("‘{text}’ has more than three parts")),
    };
    let ways = paths.split('/').map(|path| way(table, path)).collect::<Result<_, _>>()?;
    Ok(Piece::Field { before: before.to_owned(), ways, after: after.to_owned() })
}

fn way(table: &Table, path: &str) -> Result<Way, String> {
    let (path, trims) = path.strip_suffix('~').map_or((path, false), |path| (path, true));
    let mut way = Way { hops: Vec::new(), column: None, trims };
    let mut here = table;
    for word in path.split('.') {
        let unknown = || format!("{} has no {word}", here.name);
        if way.column.is_some() {
            return Err(format!("‘{path}’ goes on after a field"));
        }
        let (name, flag) = match word.split_once('[') {
            Some((name, flag)) => (name, Some(flag.trim_end_matches(']'))),
            None => (word, None),
        };
        if let Some(many) = here.to_many(name) {
            let of = model().table(here.many[usize::from(many)].of);
            let flag = match flag {
                Some(flag) => Some(of.column(flag).ok_or_else(|| format!("{} has no {flag}", of.name))?),
                None => None,
            };
            way.hops.push(Hop::Many(many, flag));
            here = of;
            continue;
        }
        let column = here.column(name).ok_or_else(unknown)?;
        match &here.at(column).link {
            Some(link) => {
                way.hops.push(Hop::One(column));
                here = model().table(link.to);
            }
            None => way.column = Some(column),
        }
    }
    Ok(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_format_can_be_read() {
        for format in RECORD_FORMATS {
            let table = model().named(format.table).expect(format.table);
            assert_eq!(table.name, format.table);
            read(table, format.switch, format.cases).expect(format.table);
        }
        for row in AGGREGATES {
            assert!(model().named(row.table).is_some_and(|table| table.name == row.table), "{}", row.table);
        }
    }

    #[test]
    fn every_table_is_written_somehow() {
        let mut nothing = Vec::new();
        for table in model().tables.iter().filter(|table| table.is_shown()) {
            read(table, "", &[("", &usual(table))]).expect(table.name);
            if template(table.id).cases.iter().any(|(_, pieces)| pieces.is_empty()) {
                nothing.push(table.name);
            }
        }
        // These have nothing but fields that each collection gives a meaning of its own: `#12` has to do.
        assert_eq!(nothing, ["PreparationAttribute", "TaxonAttribute"]);
    }
}
