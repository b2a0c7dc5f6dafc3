//! Archives with a description: matches what `meta.xml` says with what the files are.

use std::collections::HashSet;

use super::guess;
use super::look::{Look, Rows, check_width, look, usual_width};
use super::{Column, TableFile, Tables, duplicates};
use crate::container::{Container, Member};
use crate::limits::Limits;
use crate::meta::{Meta, MetaField, MetaTable};
use crate::problem::{Problems, Refusal};
use crate::table::{Dialect, Terminator, sniff_terminator};
use crate::terms::{self, Term};

/// Finds the tables that `meta.xml` describes.
pub(super) fn tables(
    container: &Container,
    folder: &str,
    meta: &Meta,
    limits: &Limits,
    problems: &mut Problems,
) -> Result<Tables, Refusal> {
    check_size(meta)?;
    let core = choose_core(meta, problems);
    let (_, core_type) = terms::row_type(&meta.tables[core].row_type);
    let mut extensions = Vec::new();
    let mut core_table = None;
    for (position, described) in meta.tables.iter().enumerate() {
        let is_core = position == core;
        if described.is_core && !is_core {
            continue;
        }
        let members = members(container, folder, meta, described, is_core, problems);
        match table(container, described, members, (is_core, &core_type), limits, problems) {
            Ok(Some(table)) if is_core => core_table = Some(table),
            Ok(Some(table)) => extensions.push(table),
            Ok(None) if is_core => return Err(no_core_file(described, container)),
            Ok(None) => {}
            Err(refusal) if is_core => return Err(refusal),
            Err(refusal) => problems.file(&described.locations.join(", "), "missing-file", refusal.to_string()),
        }
    }
    let core = core_table.ok_or_else(|| Refusal::new("meta.xml describes no core.").at(&container.name))?;
    Ok(Tables { core, extensions })
}

/// No real archive has more.
fn check_size(meta: &Meta) -> Result<(), Refusal> {
    const TABLES: usize = 200;
    const LOCATIONS: usize = 10_000;
    let locations: usize = meta.tables.iter().map(|t| t.locations.len()).sum();
    if meta.tables.len() > TABLES || locations > LOCATIONS {
        return Err(Refusal::new("meta.xml describes far too many tables.").at("meta.xml"));
    }
    Ok(())
}

fn choose_core(meta: &Meta, problems: &mut Problems) -> usize {
    let mut cores = meta.tables.iter().enumerate().filter(|(_, t)| t.is_core).map(|(position, _)| position);
    let first = cores.next();
    if cores.next().is_some() {
        problems.file("meta.xml", "several-cores", "There is more than one core; the first one was used.");
    }
    if first.is_none() {
        problems.file("meta.xml", "no-core", "There is no core; the first table was taken for it.");
    }
    first.unwrap_or(0)
}

fn no_core_file(described: &MetaTable, container: &Container) -> Refusal {
    let words = match described.locations.first() {
        Some(location) => format!("The core table “{location}” is not there."),
        None => "meta.xml does not say in which file the core table is.".to_owned(),
    };
    Refusal::new(words).hint("Ask the publisher for a complete archive.").at(&container.name)
}

/// The members a table is in. For a core, the only table that nobody else claims will do.
fn members(
    container: &Container,
    folder: &str,
    meta: &Meta,
    described: &MetaTable,
    is_core: bool,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut found = Vec::new();
    if described.locations.is_empty() {
        let words = format!("meta.xml names no file for the table of {}.", described.row_type);
        problems.file("meta.xml", "no-location", words);
    }
    for location in &described.locations {
        let position = container.find(folder, location).or_else(|| container.find_stem(location));
        match position {
            Some(position) => {
                let path = &container.members[position].path;
                if !path.ends_with(location.trim().trim_start_matches("./")) {
                    problems.file(path, "other-file", format!("meta.xml calls this file “{location}”."));
                }
                found.push(position);
            }
            None => problems.file(location, "missing-file", "meta.xml names this file, but it is not there."),
        }
    }
    if found.is_empty() && is_core {
        let locations = meta.tables.iter().flat_map(|t| &t.locations);
        let names = locations.map(|l| l.rsplit('/').next().unwrap_or(l).to_lowercase());
        let names: HashSet<String> = names.collect();
        let claimed = |name: &str| names.contains(&name.to_lowercase());
        let free = |m: &&Member| m.may_be_table() && !claimed(m.file_name());
        let mut free = container.members.iter().filter(free);
        if let (Some(only), None) = (free.next(), free.next()) {
            problems.file(&only.path, "other-file", "This table was taken for the core that meta.xml describes.");
            found.extend(container.members.iter().position(|m| m.path == only.path));
        }
    }
    found
}

/// Checks one described table against its first file.
fn table(
    container: &Container,
    described: &MetaTable,
    members: Vec<usize>,
    (is_core, core_type): (bool, &str),
    limits: &Limits,
    problems: &mut Problems,
) -> Result<Option<TableFile>, Refusal> {
    let Some(first) = members.first() else { return Ok(None) };
    let file = container.members[*first].path.clone();
    let beginning = look(container, &container.members[*first], described.encoding.as_deref(), limits, problems)?;
    for raw in &described.bad_indexes {
        problems.file(&file, "bad-index", format!("“{raw}” is not the number of a column."));
    }
    let highest = described.fields.iter().filter_map(|f| f.index).chain(described.id).max();
    check_width(described.fields.len().max(highest.map_or(0, |h| h.saturating_add(1))), &file, limits)?;
    let mut check = Check { file: &file, described, beginning: &beginning, problems };
    let dialect = check.dialect(highest);
    let rows = beginning.rows(&dialect);
    let (header_lines, header) = check.header(&rows);
    let data: Rows = rows.into_iter().filter(|(line, _)| *line > header_lines).collect();
    let headed = header.as_ref().map_or(0, Vec::len);
    let usual = match usual_width(&data) {
        Some((usual, clear)) if clear || headed == 0 => usual,
        _ => headed,
    };
    check_width(usual.max(headed), &file, limits)?;
    let columns = check.columns(header.as_deref(), Some(usual.max(headed)).filter(|w| *w > 0));
    // Rows that are all shorter than the header are regular, as long as no described column is missing.
    let needed = highest.map_or(0, |h| h + 1).min(usual.max(headed));
    let width = Some(usual.max(needed)).filter(|w| *w > 0);
    let (row_type, short_type) = kind(described, &columns);
    let core_type = if is_core { &short_type } else { core_type };
    let id_column = check.id(&columns, header.as_deref(), core_type, is_core);
    let locations = members.iter().map(|p| container.members[*p].path.clone()).collect();
    let encoding = described.encoding.clone();
    Ok(Some(TableFile {
        row_type,
        short_type,
        locations,
        columns,
        id_column,
        dialect,
        encoding,
        header_lines,
        width,
        members,
    }))
}

/// What kind of rows: as described, unless that says nothing.
fn kind(described: &MetaTable, columns: &[Column]) -> (String, String) {
    let (row_type, short_type) = terms::row_type(&described.row_type);
    let vague = ["", "DarwinCore", "SimpleDarwinRecord", "DarwinRecord", "Record"];
    if !vague.contains(&short_type.as_str()) {
        return (row_type, short_type);
    }
    let has = |short: &str| columns.iter().any(|c| c.short.eq_ignore_ascii_case(short));
    guess::kind_by_terms(&has).map_or((row_type, short_type), terms::row_type)
}

struct Check<'a> {
    file: &'a str,
    described: &'a MetaTable,
    beginning: &'a Look,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn doubt(&mut self, name: &'static str, words: impl Into<String>) {
        self.problems.file(self.file, name, words);
    }

    /// The dialect as declared, unless the rows show that it is another.
    fn dialect(&mut self, highest: Option<usize>) -> Dialect {
        let declared = |value: &Option<String>| value.as_deref().map(str::as_bytes).map(<[u8]>::to_vec);
        let quote = match declared(&self.described.quote).as_deref() {
            None => Some(b'"'),
            Some([]) => None,
            Some(bytes) => Some(bytes[0]).filter(u8::is_ascii).or(Some(b'"')),
        };
        let terminator = match declared(&self.described.terminator).as_deref() {
            Some([byte]) if !b"\r\n".contains(byte) && self.beginning.bytes.contains(byte) => Terminator::Byte(*byte),
            _ => sniff_terminator(&self.beginning.bytes),
        };
        let delimiter = match declared(&self.described.delimiter).as_deref() {
            None => Some(b','),
            Some([byte]) if byte.is_ascii() => Some(*byte),
            Some(_) => None,
        };
        let several = highest.is_some_and(|h| h > 0);
        let mut dialect = Dialect { delimiter: delimiter.unwrap_or(b','), quote, terminator };
        let rows = self.beginning.rows(&dialect);
        let narrow = several && !rows.is_empty() && rows.iter().all(|(_, r)| r.len() < 2);
        if delimiter.is_none() || narrow {
            let found = guess::dialect(self.beginning, &|cell| terms::find(cell).is_some());
            let better = self.beginning.rows(&found).iter().any(|(_, r)| r.len() > 1);
            if better {
                dialect = Dialect { terminator, ..found };
                let shown = if found.delimiter == b'\t' {
                    "a tab".into()
                } else {
                    format!("“{}”", found.delimiter as char)
                };
                self.doubt("wrong-delimiter", format!("The fields are separated by {shown}, not as meta.xml says."));
            }
        }
        if dialect.quote.is_none() && self.is_enclosed(&dialect, highest) {
            dialect.quote = Some(b'"');
            self.doubt("wrong-quote", "Fields are enclosed in quotation marks, which meta.xml does not say.");
        }
        dialect
    }

    /// Whether fields are enclosed although that is not declared: most cells are, or rows become regular by it.
    fn is_enclosed(&self, dialect: &Dialect, highest: Option<usize>) -> bool {
        let plain = self.beginning.rows(dialect);
        let cells = || plain.iter().flat_map(|(_, r)| r).filter(|c| !c.is_empty());
        let enclosed = cells().filter(|c| c.len() > 1 && c.starts_with('"') && c.ends_with('"')).count();
        if enclosed > 1 && enclosed * 2 > cells().count() {
            return true;
        }
        if dialect.delimiter == b'\t' || !cells().any(|c| c.starts_with('"')) {
            return false;
        }
        let with = self.beginning.rows(&Dialect { quote: Some(b'"'), ..*dialect });
        let regular = |rows: &Rows| rows.iter().filter(|(_, r)| Some(r.len()) == highest.map(|h| h + 1)).count();
        regular(&with) > regular(&plain)
    }

    /// How many lines to leave out, and the header if there is one.
    fn header(&mut self, rows: &Rows) -> (u64, Option<Vec<String>>) {
        let declared = self.described.header_lines;
        let at = |line: u64| rows.iter().find(|(l, _)| *l == line).map(|(_, cells)| cells.clone());
        if declared > 1 {
            return (declared, at(declared).filter(|cells| self.agreement(cells) > 0));
        }
        let Some((line, first)) = rows.first().cloned() else { return (declared, None) };
        if declared == 1 {
            if line > 1 && self.agreement(&first) > 0 {
                return (line, Some(first));
            }
            if line == 1 && looks_like_data(&first) {
                self.doubt(
                    "header-is-data",
                    "meta.xml declares a header, but the first line is a record; it was kept.",
                );
                return (0, None);
            }
            return (1, at(1));
        }
        let agreement = self.agreement(&first);
        let indexed = self.described.fields.iter().filter(|f| f.index.is_some_and(|i| i < first.len())).count();
        if agreement > 0 && agreement * 2 >= indexed && (agreement > 1 || indexed < 3) {
            self.doubt("header-not-declared", "The first line is a header, although meta.xml says there is none.");
            return (line, Some(first));
        }
        (0, None)
    }

    /// How many columns have the name of their term at the head.
    fn agreement(&self, header: &[String]) -> usize {
        let fits = |field: &&MetaField| {
            field.index.and_then(|i| header.get(i)).is_some_and(|cell| same_term(cell, &field.term))
        };
        self.described.fields.iter().filter(fits).count()
    }

    /// The columns as described; where a header says that a term is elsewhere, the header is followed.
    fn columns(&mut self, header: Option<&[String]>, width: Option<usize>) -> Vec<Column> {
        let described = self.described;
        let known = header.map(|h| h.iter().map(|cell| terms::find(cell)).collect::<Vec<_>>());
        let mut columns = Vec::with_capacity(described.fields.len());
        for field in &described.fields {
            let mut column = Column::named(&field.term, field.index, field.default.clone());
            if let (Some(known), Some(index)) = (&known, field.index)
                && let Some(better) = elsewhere(known, index, &field.term)
            {
                let words = format!("The term {} is in column {}, not {}.", column.short, better + 1, index + 1);
                self.problems.add(self.file, 1, Some(better), "field-index-wrong", || words);
                column.index = Some(better);
            }
            if let (Some(index), Some(width)) = (column.index, width)
                && index >= width
            {
                let words = format!("meta.xml describes column {}, but there are {width}.", index + 1);
                self.problems.add(self.file, 0, Some(index), "field-out-of-range", || words);
            }
            columns.push(column);
        }
        for short in duplicates(&columns) {
            self.problems.file(self.file, "duplicate-term", format!("Two columns hold the term {short}."));
        }
        columns
    }

    /// The column of identifiers.
    fn id(&mut self, columns: &[Column], header: Option<&[String]>, core_type: &str, is_core: bool) -> Option<usize> {
        if self.described.id.is_some() {
            return self.described.id;
        }
        let headed = |names: &[&str]| {
            let fits = |cell: &String| names.iter().any(|n| cell.trim().eq_ignore_ascii_case(n));
            header.and_then(|h| h.iter().position(fits))
        };
        let found = if is_core {
            headed(&["id"]).or_else(|| guess::own_id(columns, core_type))
        } else {
            let by_term = || guess::by_names(columns, &[guess::id_term(core_type)]);
            headed(&["coreid", "core_id", "id"]).or_else(by_term)
        };
        match found {
            Some(index) => {
                let words = format!("meta.xml names no column of identifiers; column {} was taken for it.", index + 1);
                self.problems.add(self.file, 0, Some(index), "no-id", || words);
            }
            None => self.doubt("no-id", "Neither meta.xml nor the header names a column of identifiers."),
        }
        found
    }
}

/// Whether a header names a term.
fn same_term(cell: &str, term: &str) -> bool {
    match (terms::find(cell), terms::find(term)) {
        (Some(a), Some(b)) => a.short == b.short,
        _ => cell.trim().eq_ignore_ascii_case(terms::local_name(term)),
    }
}

/// Where the header says a term is, if it says that another term is at `index`.
fn elsewhere(known: &[Option<Term>], index: usize, term: &str) -> Option<usize> {
    let here = known.get(index).copied().flatten();
    let wanted = terms::find(term)?;
    if known.len() > index && here.is_none_or(|here| here.short == wanted.short) {
        return None;
    }
    known.iter().position(|cell| cell.is_some_and(|cell| cell.short == wanted.short))
}

/// A line in place of a header that holds a number and hardly any name of a column.
fn looks_like_data(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|c| !c.trim().is_empty()).count();
    let known = cells.iter().filter(|c| terms::find(c).is_some()).count();
    let header = |cell: &String| {
        let cell = cell.trim();
        cell.ends_with("ID") || cell.ends_with("_id") || cell.starts_with('#') || ["id", "coreid"].contains(&cell)
    };
    let number = |cell: &String| cell.trim().parse::<f64>().is_ok_and(f64::is_finite);
    known * 3 < filled && !cells.iter().any(header) && cells.iter().any(number)
}
