//! Data packages of the Catalogue of Life: names, taxa and synonyms as tables, in three files or in one.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Write};

use rawzip::ZipArchiveWriter;
use rawzip::time::UtcDateTime;

use super::guard::{Rows, text};
use super::{TreeFile, TreeKind, TreeRow, VernacularRow};
use crate::container::{Container, Member};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};
use crate::table::{CsvWriter, DelimitedReader, Dialect, read_delimited};
use crate::writer::{Packer, WriterOptions, from_zip, put};

/// Whether a container is such a package: it has a table of taxa and one of names, or one of both, and no `meta.xml`.
pub(super) fn is_coldp(container: &Container) -> bool {
    let has = |name: &str| table(container, name).is_some();
    let is_archive = container.members.iter().any(|member| member.file_name().eq_ignore_ascii_case("meta.xml"));
    !is_archive && (has("nameusage") || (has("name") && has("taxon")))
}

/// The table of this name; file names are written with hyphens, in capitals and in the plural as people like.
fn table<'c>(container: &'c Container, name: &str) -> Option<&'c Member> {
    let plain = |stem: String| stem.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    container.members.iter().filter(|member| member.may_be_table()).find(|member| plain(member.stem()) == name)
}

/// Reads a package.
pub(super) fn read_coldp(container: &Container, limits: &Limits) -> Result<TreeFile, Refusal> {
    let mut reading = Reading { container, limits, rows: Rows::new(limits), problems: Problems::default() };
    match table(container, "nameusage") {
        Some(usages) => reading.usages(usages)?,
        None => reading.three_tables()?,
    }
    let vernacular = reading.vernacular()?;
    let metadata = reading.metadata()?;
    let Reading { rows, problems, .. } = reading;
    Ok(TreeFile { kind: TreeKind::Coldp, rows: rows.rows, vernacular, metadata, problems })
}

struct Reading<'c> {
    container: &'c Container,
    limits: &'c Limits,
    rows: Rows<'c>,
    problems: Problems,
}

/// A table by the names of its columns.
struct Table {
    reader: DelimitedReader,
    columns: HashMap<String, usize>,
    file: String,
}

/// One row of a table, by column.
struct Line {
    line: u64,
    cells: Vec<String>,
}

impl Table {
    fn next(&mut self) -> Result<Option<Line>, Refusal> {
        let row = self.reader.next()?;
        Ok(row
            .map(|cells| Line { line: cells.line(), cells: cells.iter().map(|cell| cell.trim().to_owned()).collect() }))
    }

    /// The value of a row in a column; nothing for an empty one.
    fn get<'r>(&self, row: &'r Line, column: &str) -> Option<&'r str> {
        let at = *self.columns.get(column)?;
        row.cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    fn own(&self, row: &Line, column: &str) -> Option<String> {
        self.get(row, column).map(str::to_owned)
    }
}

/// A name without its place.
struct Name {
    name: String,
    author: Option<String>,
    rank: Option<String>,
    fields: Vec<(String, String)>,
}

impl Reading<'_> {
    fn table(&self, member: &Member) -> Result<Table, Refusal> {
        let tabs = (member.extension() == "tsv").then_some(Dialect::TSV);
        let input = self.container.open(member, self.limits)?;
        let mut reader = read_delimited(input, &member.path, tabs, self.limits)?;
        let mut columns = HashMap::new();
        if let Some(header) = reader.next()? {
            for (at, cell) in header.iter().enumerate() {
                let plain = cell.trim().rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
                columns.entry(plain).or_insert(at);
            }
        }
        Ok(Table { reader, columns, file: member.path.clone() })
    }

    /// Names with their places in one table.
    fn usages(&mut self, member: &Member) -> Result<(), Refusal> {
        let mut table = self.table(member)?;
        let mut seen = HashSet::new();
        while let Some(row) = table.next()? {
            let Some(name) = self.name(&table, &row) else { continue };
            let id = table.own(&row, "id");
            self.note_twice(&mut seen, id.as_deref(), &table.file, row.line);
            let status = table.get(&row, "status").unwrap_or_default().to_ascii_lowercase();
            let is_synonym = status.contains("synonym") || status == "misapplied";
            let above = table.own(&row, "parentid");
            let (parent, accepted) = if is_synonym { (None, above) } else { (above, None) };
            let mut fields = name.fields;
            keep(&table, &row, &mut fields, &["status", "extinct", "remarks", "link"]);
            let row =
                TreeRow { line: row.line, id, parent, accepted, fields, ..place(name.name, name.author, name.rank) };
            self.rows.add(row, &table.file)?;
        }
        self.problems.append(table.reader.problems().clone());
        Ok(())
    }

    /// Names, taxa and synonyms, each in its table.
    fn three_tables(&mut self) -> Result<(), Refusal> {
        let names = self.names()?;
        if let Some(member) = table(self.container, "taxon") {
            self.taxa(member, &names)?;
        }
        match table(self.container, "synonym") {
            Some(member) => self.synonyms(member, &names),
            None => Ok(()),
        }
    }

    fn names(&mut self) -> Result<HashMap<String, Name>, Refusal> {
        let mut names = HashMap::new();
        let Some(member) = table(self.container, "name") else { return Ok(names) };
        let mut table = self.table(member)?;
        let mut bytes = 0;
        while let Some(row) = table.next()? {
            let Some(name) = self.name(&table, &row) else { continue };
            let Some(id) = table.own(&row, "id") else { continue };
            bytes += id.len() + name.name.len() + 128;
            if names.len() >= self.limits.max_tree_rows || bytes as u64 > self.limits.max_tree_bytes {
                return Err(super::guard::too_large(&table.file, self.limits));
            }
            if names.contains_key(&id) {
                self.twice(&id, &table.file, row.line);
                continue;
            }
            names.insert(id, name);
        }
        self.problems.append(table.reader.problems().clone());
        Ok(names)
    }

    fn taxa(&mut self, member: &Member, names: &HashMap<String, Name>) -> Result<(), Refusal> {
        let mut table = self.table(member)?;
        let mut seen = HashSet::new();
        while let Some(row) = table.next()? {
            let Some(name) = self.named(&table, &row, names) else { continue };
            let id = table.own(&row, "id");
            self.note_twice(&mut seen, id.as_deref(), &table.file, row.line);
            let mut fields = name.fields.clone();
            keep(&table, &row, &mut fields, &["provisional", "extinct", "remarks", "link"]);
            let parent = table.own(&row, "parentid");
            let of = place(name.name.clone(), name.author.clone(), name.rank.clone());
            self.rows.add(TreeRow { line: row.line, id, parent, fields, ..of }, &table.file)?;
        }
        self.problems.append(table.reader.problems().clone());
        Ok(())
    }

    fn synonyms(&mut self, member: &Member, names: &HashMap<String, Name>) -> Result<(), Refusal> {
        let mut table = self.table(member)?;
        let mut seen = HashSet::new();
        while let Some(row) = table.next()? {
            let Some(name) = self.named(&table, &row, names) else { continue };
            let id = table.own(&row, "nameid");
            if id.as_ref().is_some_and(|id| !seen.insert(id.clone())) {
                let words = format!("‘{}’ is a synonym of several names.", name.name);
                self.problems.add(&table.file, row.line, None, "several-accepted-names", || words);
                continue;
            }
            let mut fields = name.fields.clone();
            keep(&table, &row, &mut fields, &["status", "remarks"]);
            let accepted = table.own(&row, "taxonid");
            let of = place(name.name.clone(), name.author.clone(), name.rank.clone());
            // Names and taxa are numbered apart: the same number may stand for two things.
            let id = id.map(|id| format!("name:{id}"));
            self.rows.add(TreeRow { line: row.line, id, accepted, fields, ..of }, &table.file)?;
        }
        self.problems.append(table.reader.problems().clone());
        Ok(())
    }

    /// The name that a taxon or synonym names; one that is not there is told.
    fn named<'n>(&mut self, table: &Table, row: &Line, names: &'n HashMap<String, Name>) -> Option<&'n Name> {
        let id = table.get(row, "nameid").unwrap_or_default();
        let name = names.get(id);
        if name.is_none() {
            let words = || format!("There is no name ‘{id}’.");
            self.problems.add(&table.file, row.line, None, "name-missing", words);
        }
        name
    }

    fn name(&mut self, table: &Table, row: &Line) -> Option<Name> {
        let name = table.own(row, "scientificname").or_else(|| assembled(table, row));
        let Some(name) = name else {
            self.problems.add(&table.file, row.line, None, "row-without-name", || "The row has no name.".to_owned());
            return None;
        };
        let mut fields = Vec::new();
        keep(table, row, &mut fields, &["code", "nameremarks"]);
        Some(Name {
            name,
            author: table.own(row, "authorship").or_else(|| authorship(table, row)),
            rank: table.own(row, "rank"),
            fields,
        })
    }

    fn note_twice(&mut self, seen: &mut HashSet<String>, id: Option<&str>, file: &str, line: u64) {
        if let Some(id) = id
            && !seen.insert(id.to_owned())
        {
            self.twice(id, file, line);
        }
    }

    fn twice(&mut self, id: &str, file: &str, line: u64) {
        let words = || format!("Another row has the identifier ‘{id}’ already.");
        self.problems.add(file, line, None, "duplicate-identifier", words);
    }

    fn vernacular(&mut self) -> Result<Vec<VernacularRow>, Refusal> {
        let mut names = Vec::new();
        let Some(member) = table(self.container, "vernacularname") else { return Ok(names) };
        let mut table = self.table(member)?;
        while let Some(row) = table.next()? {
            let (Some(taxon), Some(name)) = (table.own(&row, "taxonid"), table.own(&row, "name")) else { continue };
            let (language, country) = (table.own(&row, "language"), table.own(&row, "country"));
            self.rows.add_name(&mut names, VernacularRow { taxon, name, language, country }, &table.file)?;
        }
        self.problems.append(table.reader.problems().clone());
        Ok(names)
    }

    fn metadata(&self) -> Result<Option<String>, Refusal> {
        let is_it = |member: &&Member| {
            member.stem() == "metadata" && matches!(member.extension().as_str(), "yaml" | "yml" | "json")
        };
        let Some(member) = self.container.members.iter().find(is_it) else { return Ok(None) };
        let mut bytes = Vec::new();
        let input = self.container.open(member, self.limits)?;
        let mut input = input.take(self.limits.max_xml_bytes + 1);
        input.read_to_end(&mut bytes).map_err(|e| Refusal::from_io(e, &member.path))?;
        if bytes.len() as u64 > self.limits.max_xml_bytes {
            return Err(Refusal::new("The description of the data is too large.").at(&member.path));
        }
        Ok(Some(text(&bytes)))
    }
}

fn place(name: String, author: Option<String>, rank: Option<String>) -> TreeRow {
    TreeRow { name, author, rank, ..TreeRow::default() }
}

/// Keeps what a row says in these columns, under the words of the standard.
fn keep(table: &Table, row: &Line, fields: &mut Vec<(String, String)>, columns: &[&str]) {
    for column in columns {
        if let Some(value) = table.get(row, column) {
            fields.push(((*column).to_owned(), value.to_owned()));
        }
    }
}

/// A name put together from its parts.
fn assembled(table: &Table, row: &Line) -> Option<String> {
    if let Some(uninomial) = table.get(row, "uninomial") {
        return Some(uninomial.to_owned());
    }
    let genus = table.get(row, "genus").or_else(|| table.get(row, "genericname"))?;
    let parts = ["infragenericepithet", "specificepithet", "infraspecificepithet"];
    let mut name = genus.to_owned();
    for part in parts {
        match table.get(row, part) {
            Some(subgenus) if part == "infragenericepithet" => name.push_str(&format!(" ({subgenus})")),
            Some(epithet) => name.push_str(&format!(" {epithet}")),
            None => {}
        }
    }
    Some(name)
}

/// An authorship put together from its parts: those of the basionym in brackets, then those of the combination.
fn authorship(table: &Table, row: &Line) -> Option<String> {
    let one = |of: &str| {
        let authors = table.get(row, &format!("{of}authorship")).map(|list| list.replace('|', ", "));
        let year = table.get(row, &format!("{of}authorshipyear"));
        match (authors, year) {
            (Some(authors), Some(year)) => Some(format!("{authors}, {year}")),
            (Some(authors), None) => Some(authors),
            (None, _) => None,
        }
    };
    match (one("basionym"), one("combination")) {
        (Some(first), Some(later)) => Some(format!("({first}) {later}")),
        (Some(first), None) => Some(format!("({first})")),
        (None, later) => later,
    }
}

/// A name on its way into a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColdpName<'a> {
    /// The identifier.
    pub id: &'a str,
    /// The identifier of the name above; of a synonym the accepted name's.
    pub parent: &'a str,
    /// For example ‘accepted’ or ‘synonym’.
    pub status: &'a str,
    /// The rank in small letters.
    pub rank: &'a str,
    /// The whole name without its author.
    pub name: &'a str,
    /// The author.
    pub author: &'a str,
    /// Remarks.
    pub remarks: &'a str,
}

/// An everyday name on its way into a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColdpVernacular<'a> {
    /// The identifier of the name that it belongs to.
    pub taxon: &'a str,
    /// The name.
    pub name: &'a str,
    /// The language.
    pub language: &'a str,
    /// The country.
    pub country: &'a str,
}

/// Writes a package: its names and everyday names in any order, then all of it as zip.
#[derive(Debug)]
pub struct ColdpWriter {
    options: WriterOptions,
    names: CsvWriter<Packer>,
    vernacular: CsvWriter<Packer>,
}

impl ColdpWriter {
    /// Begins a package.
    ///
    /// # Errors
    ///
    /// The headers can't be kept aside.
    pub fn create(options: WriterOptions) -> io::Result<Self> {
        let mut names = CsvWriter::new(Packer::new(&options), Dialect::TSV);
        names.row(["ID", "parentID", "status", "rank", "scientificName", "authorship", "remarks"])?;
        let mut vernacular = CsvWriter::new(Packer::new(&options), Dialect::TSV);
        vernacular.row(["taxonID", "name", "language", "country"])?;
        Ok(Self { options, names, vernacular })
    }

    /// Writes a name.
    ///
    /// # Errors
    ///
    /// The row can't be kept aside.
    pub fn name(&mut self, name: &ColdpName<'_>) -> io::Result<()> {
        self.names.row([name.id, name.parent, name.status, name.rank, name.name, name.author, name.remarks])
    }

    /// Writes an everyday name.
    ///
    /// # Errors
    ///
    /// The row can't be kept aside.
    pub fn vernacular(&mut self, name: &ColdpVernacular<'_>) -> io::Result<()> {
        self.vernacular.row([name.taxon, name.name, name.language, name.country])
    }

    /// Puts the package together; `metadata` is the whole `metadata.yaml`, see [`coldp_metadata`].
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn finish<W: Write>(self, out: W, metadata: &str) -> io::Result<W> {
        let modified = UtcDateTime::from_unix(self.options.modified_unix_s);
        let mut zip = ZipArchiveWriter::new(out);
        let mut packer = Packer::new(&self.options);
        packer.write_all(metadata.as_bytes())?;
        put(&mut zip, "metadata.yaml", packer, modified)?;
        put(&mut zip, "NameUsage.tsv", self.names.finish()?, modified)?;
        put(&mut zip, "VernacularName.tsv", self.vernacular.finish()?, modified)?;
        let mut out = zip.finish().map_err(from_zip)?;
        out.flush()?;
        Ok(out)
    }
}

/// A `metadata.yaml` with the title of the data.
pub fn coldp_metadata(title: &str) -> String {
    // What JSON calls a text is one in YAML, too, whatever stands in it.
    format!("title: {}\n", serde_json::Value::from(title))
}
