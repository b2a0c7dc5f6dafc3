//! Templates read and resolved against the model.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use vasculum_model::{Kind, Table, TableId, model};

use super::shipped::RECORD_FORMATS;

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
    /// The name of the format by which the record at its end is written; empty for the usual one.
    pub(super) format: String,
    /// The table of the record at its end.
    pub(super) table: TableId,
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

/// Something in a template that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    /// What is wrong with it.
    pub(super) words: String,
}

fn flaw(at: usize, words: impl Into<String>) -> Flaw {
    Flaw { at, words: words.into() }
}

static TEMPLATES: LazyLock<Vec<Arc<Template>>> = LazyLock::new(|| {
    let shipped: HashMap<&str, _> = RECORD_FORMATS.iter().map(|format| (format.table, format)).collect();
    let template = |table: &Table| {
        let own = shipped.get(table.name).and_then(|format| read(table, format.switch, format.cases).ok());
        Arc::new(own.unwrap_or_else(|| read(table, "", &[("", &usual(table))]).unwrap_or_default()))
    };
    model().tables().map(template).collect()
});

/// How the records of a table are written where nobody said otherwise.
pub(super) fn shipped(table: TableId) -> &'static Arc<Template> {
    &TEMPLATES[usize::from(table.0)]
}

/// For tables without a format of their own: the name, title or number, or else the record that they join something to.
pub(super) fn usual(table: &Table) -> String {
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

/// Reads the cases of a format. A refusal says in which case, counted from 0, the flaw is.
pub(super) fn read(table: &Table, switch: &str, cases: &[(&str, &str)]) -> Result<Template, (usize, Flaw)> {
    let switch = match switch {
        "" => None,
        name => Some(table.column(name).ok_or_else(|| (0, flaw(0, format!("{} has no ‘{name}’.", table.name))))?),
    };
    let mut read_cases = Vec::new();
    for (nth, (value, text)) in cases.iter().enumerate() {
        read_cases.push(((*value).to_owned(), pieces(table, text).map_err(|flaw| (nth, flaw))?));
    }
    Ok(Template { switch, cases: read_cases })
}

/// Reads one template.
pub(super) fn pieces(table: &Table, text: &str) -> Result<Vec<Piece>, Flaw> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        match rest.find('{') {
            Some(0) => {
                let end = rest.find('}').ok_or_else(|| flaw(at, "This brace is not closed."))?;
                pieces.push(field(table, &rest[1..end], at + 1)?);
                at += end + 1;
            }
            next => {
                let plain = &rest[..next.unwrap_or(rest.len())];
                if let Some(odd) = plain.find('}') {
                    return Err(flaw(at + odd, "This brace closes nothing."));
                }
                pieces.push(Piece::Text(plain.to_owned()));
                at += plain.len();
            }
        }
    }
    Ok(pieces)
}

/// Reads what stands between braces; `at` is where it begins.
fn field(table: &Table, text: &str, at: usize) -> Result<Piece, Flaw> {
    let parts: Vec<&str> = text.split('|').collect();
    let (before, paths, after) = match parts.as_slice() {
        [paths] => ("", *paths, ""),
        [before, paths] => (*before, *paths, ""),
        [before, paths, after] => (*before, *paths, *after),
        _ => return Err(flaw(at, "Between braces stand three parts at most: before, field, after.")),
    };
    let mut start = at + if parts.len() == 1 { 0 } else { before.len() + 1 };
    let mut ways = Vec::new();
    for path in paths.split('/') {
        ways.push(way(table, path, start)?);
        start += path.len() + 1;
    }
    Ok(Piece::Field { before: before.to_owned(), ways, after: after.to_owned() })
}

fn way(table: &Table, path: &str, at: usize) -> Result<Way, Flaw> {
    let (path, trims) = path.strip_suffix('~').map_or((path, false), |path| (path, true));
    let (path, format) = path.split_once('@').map_or((path, ""), |(path, format)| (path, format.trim()));
    let mut way = Way { hops: Vec::new(), column: None, trims, format: format.to_owned(), table: table.id };
    let mut here = table;
    let mut start = at;
    for word in path.split('.') {
        let unknown = || flaw(start, format!("{} has no ‘{word}’.", here.name));
        if way.column.is_some() {
            return Err(flaw(start, "Nothing can follow a field."));
        }
        let (name, flag) = match word.split_once('[') {
            Some((name, flag)) => (name, Some(flag.trim_end_matches(']'))),
            None => (word, None),
        };
        if let Some(many) = here.to_many(name) {
            let of = model().table(here.many[usize::from(many)].of);
            let flag = match flag {
                Some(flag) => {
                    Some(of.column(flag).ok_or_else(|| flaw(start, format!("{} has no ‘{flag}’.", of.name)))?)
                }
                None => None,
            };
            way.hops.push(Hop::Many(many, flag));
            here = of;
        } else {
            let column = here.column(name).filter(|_| flag.is_none()).ok_or_else(unknown)?;
            match &here.at(column).link {
                Some(link) => {
                    way.hops.push(Hop::One(column));
                    here = model().table(link.to);
                }
                None => way.column = Some(column),
            }
        }
        start += word.len() + 1;
    }
    if way.column.is_some() && !format.is_empty() {
        return Err(flaw(start, "Only a linked record can be written by a format."));
    }
    way.table = here.id;
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
            read(table, format.switch, format.cases).unwrap_or_else(|flaw| panic!("{}: {flaw:?}", format.table));
        }
        for row in super::super::shipped::AGGREGATES {
            assert!(model().named(row.table).is_some_and(|table| table.name == row.table), "{}", row.table);
        }
    }

    #[test]
    fn every_table_is_written_somehow() {
        let mut nothing = Vec::new();
        for table in model().tables().filter(|table| table.is_shown()) {
            assert!(read(table, "", &[("", &usual(table))]).is_ok(), "{}", table.name);
            if shipped(table.id).cases.iter().any(|(_, pieces)| pieces.is_empty()) {
                nothing.push(table.name);
            }
        }
        // These have nothing but fields that each collection gives a meaning of its own: `#12` has to do.
        assert_eq!(nothing, ["PreparationAttribute", "QueryShare", "TaxonAttribute"]);
    }

    #[test]
    fn a_flaw_is_told_with_its_place() {
        let table = model().named("CollectionObject").expect("CollectionObject");
        for (text, at, words) in [
            ("{catalogNumber", 0, "This brace is not closed."),
            ("No. {catalogNumbers}", 5, "CollectionObject has no ‘catalogNumbers’."),
            ("{a}", 1, "CollectionObject has no ‘a’."),
            ("x{, |determinations[isCurrent].taxxon}", 31, "Determination has no ‘taxxon’."),
            ("{catalogNumber/fieldNo}", 15, "CollectionObject has no ‘fieldNo’."),
            ("{catalogNumber.x}", 15, "Nothing can follow a field."),
            ("{catalogNumber@short}", 15, "Only a linked record can be written by a format."),
            ("a}", 1, "This brace closes nothing."),
            ("{a|b|c|d}", 1, "Between braces stand three parts at most: before, field, after."),
        ] {
            assert_eq!(pieces(table, text), Err(flaw(at, words)), "{text}");
        }
    }
}
