//! Darwin Core Archives, and everything that people send under that name.
//!
//! An archive has a core table and extension tables whose rows belong to rows of the core. `meta.xml` should
//! describe them; where it is missing or wrong, the headers and the rows themselves are believed.
//!
//! ```no_run
//! # fn main() -> Result<(), vasculum_formats::Refusal> {
//! use vasculum_formats::{Limits, archive};
//!
//! let archive = archive::open("insects.zip".as_ref(), &Limits::default())?;
//! let mut rows = archive.rows(&archive.core);
//! while let Some(row) = rows.next()? {
//!     let _ = (row.line(), row.id(), row.get("catalogNumber"));
//! }
//! # Ok(())
//! # }
//! ```

mod extension;
mod guess;
mod look;
mod resolve;
mod rows;

use std::path::Path;
use std::sync::Arc;

use crate::container::{self, Container};
use crate::limits::Limits;
use crate::meta;
use crate::problem::{Problem, Problems, Refusal};
use crate::table::Dialect;
use crate::xml;

pub use crate::container::SourceKind;
pub use extension::ExtensionIndex;
pub use rows::{OwnedRow, Row, RowReader};

/// An open archive. Its rows have not been read yet.
#[derive(Debug)]
pub struct Archive {
    /// The core table.
    pub core: TableFile,
    /// The extension tables, in the order of `meta.xml`.
    pub extensions: Vec<TableFile>,
    /// The description of the dataset, usually EML, as XML text.
    pub metadata: Option<String>,
    /// What was doubtful when the archive was opened. Readers of rows have their own.
    pub problems: Vec<Problem>,
    /// In what form the archive came.
    pub source: SourceKind,
    container: Arc<Container>,
    limits: Limits,
}

/// One table of an archive.
#[derive(Debug, Clone)]
pub struct TableFile {
    /// The kind of its rows as a URI; what `meta.xml` says if that is no known kind.
    pub row_type: String,
    /// The short name of the kind: `Occurrence`, `Taxon`, `Event`, `Identification`, `Multimedia`…
    pub short_type: String,
    /// The files it is in. Usually one.
    pub locations: Vec<String>,
    /// What the columns mean. Columns of the file that `meta.xml` does not describe are not among them.
    pub columns: Vec<Column>,
    /// The column of the file, counted from 0, with the identifier: of the row in a core, of the row of the core
    /// in an extension.
    pub id_column: Option<usize>,
    dialect: Dialect,
    encoding: Option<String>,
    header_lines: u64,
    width: Option<usize>,
    members: Vec<usize>,
}

/// What a column of a table means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The URI of the term; the URI or the header as it stands in the file if no such term is known.
    pub term: String,
    /// The local name of the term, by which values are asked for.
    pub short: String,
    /// The column of the file, counted from 0. Without one, all rows have the default.
    pub index: Option<usize>,
    /// The value of rows that have none.
    pub default: Option<String>,
}

impl Column {
    /// Makes the column for a header or a URI.
    fn named(text: &str, index: Option<usize>, default: Option<String>) -> Self {
        let text = text.trim().trim_start_matches('\u{feff}');
        let (term, short) = match crate::terms::find(text) {
            Some(term) => (term.uri(), term.short.to_owned()),
            None => (text.to_owned(), crate::terms::local_name(text).to_owned()),
        };
        Column { term, short, index, default }
    }
}

/// The short names of terms that more than one column of the file holds.
fn duplicates(columns: &[Column]) -> Vec<&str> {
    let mut seen = std::collections::HashSet::new();
    let twice = columns.iter().filter(|c| c.index.is_some() && !seen.insert(c.term.as_str()));
    twice.map(|c| c.short.as_str()).collect()
}

/// Opens the archive at `path`: a zip or tar file, a folder, or one table alone.
///
/// # Errors
///
/// Nothing in it can be read as a table with Darwin Core terms, or it is beyond the limits.
pub fn open(path: &Path, limits: &Limits) -> Result<Archive, Refusal> {
    from_container(container::open(path, limits)?, limits)
}

/// Opens an archive in memory. `name` is what the person calls it; for one table alone, its ending matters.
///
/// # Errors
///
/// As [`open`].
pub fn from_bytes(bytes: impl Into<Vec<u8>>, name: &str, limits: &Limits) -> Result<Archive, Refusal> {
    from_container(container::open_bytes(bytes.into(), name, limits)?, limits)
}

/// The tables of an archive, the core first.
struct Tables {
    core: TableFile,
    extensions: Vec<TableFile>,
}

fn from_container(container: Container, limits: &Limits) -> Result<Archive, Refusal> {
    let mut problems = Problems::default();
    let described = find_meta(&container, limits, &mut problems)?;
    let (tables, metadata) = match &described {
        Some((position, meta)) => {
            let folder = container.members[*position].folder();
            (resolve::tables(&container, folder, meta, limits, &mut problems)?, meta.metadata.as_deref())
        }
        None => (guess::tables(&container, limits, &mut problems)?, None),
    };
    let folder = described.as_ref().map_or("", |(position, _)| container.members[*position].folder());
    let metadata = read_metadata(&container, folder, metadata, limits, &mut problems);
    Ok(Archive {
        core: tables.core,
        extensions: tables.extensions,
        metadata,
        problems: problems.list().to_vec(),
        source: container.kind,
        container: Arc::new(container),
        limits: limits.clone(),
    })
}

/// The member that describes the archive, and what it says.
fn find_meta(
    container: &Container,
    limits: &Limits,
    problems: &mut Problems,
) -> Result<Option<(usize, meta::Meta)>, Refusal> {
    let mut metas: Vec<usize> = positions(container, |m| m.file_name().eq_ignore_ascii_case("meta.xml"));
    let depth = |p: &usize| container.members[*p].path.matches('/').count();
    metas.sort_by_key(depth);
    if let [first, second, ..] = metas[..] {
        if depth(&first) == depth(&second) {
            let refusal = Refusal::new("There are several archives in here.").hint("Choose one of them.");
            return Err(refusal.at(&container.name));
        }
        let words = "There is more than one meta.xml; the one nearest to the top was used.";
        problems.file(&container.members[metas[0]].path, "several-metas", words);
    }
    let position = match metas.first() {
        Some(position) => *position,
        None => match misnamed_meta(container, limits) {
            Some(position) => {
                let words = "This file describes the archive but is not called meta.xml.";
                problems.file(&container.members[position].path, "meta-misnamed", words);
                position
            }
            None => return Ok(None),
        },
    };
    let member = &container.members[position];
    let (bytes, complete) = container.read_small(member, limits)?;
    if !complete {
        return Err(Refusal::new("The meta.xml is too large.").at(&member.path));
    }
    match meta::parse(&xml::decode(&bytes)) {
        Ok(meta) if !meta.tables.is_empty() => Ok(Some((position, meta))),
        Ok(_) => {
            problems.file(&member.path, "meta-unreadable", "The meta.xml describes no table and was not used.");
            Ok(None)
        }
        Err(why) => {
            let words = format!("The meta.xml is not well-formed and was not used: {why}.");
            problems.file(&member.path, "meta-unreadable", words);
            Ok(None)
        }
    }
}

fn positions(container: &Container, wanted: impl Fn(&container::Member) -> bool) -> Vec<usize> {
    container.members.iter().enumerate().filter(|(_, m)| wanted(m)).map(|(p, _)| p).collect()
}

/// Looks into a few XML files for one that describes an archive.
fn misnamed_meta(container: &Container, limits: &Limits) -> Option<usize> {
    let files = positions(container, |m| m.extension() == "xml");
    files.into_iter().take(10).find(|position| {
        let read = container.read_small(&container.members[*position], limits);
        read.is_ok_and(|(bytes, complete)| complete && meta::is_meta(&xml::decode(&bytes)))
    })
}

/// Reads the description of the dataset. Without one, an archive is still good.
fn read_metadata(
    container: &Container,
    folder: &str,
    location: Option<&str>,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<String> {
    let named = location.and_then(|l| container.find(folder, l));
    if let Some(location) = location.filter(|_| named.is_none()) {
        problems.file(location, "missing-file", "meta.xml names this description, but it is not there.");
    }
    let usual = ["eml.xml", "metadata.xml", "dataset.xml"];
    let usual = || usual.iter().find_map(|name| container.find(folder, name));
    let position = named.or_else(usual)?;
    let member = &container.members[position];
    match container.read_small(member, limits) {
        Ok((bytes, true)) => Some(xml::decode(&bytes)),
        Ok((_, false)) => {
            problems.file(&member.path, "metadata-unreadable", "The description of the dataset is too large.");
            None
        }
        Err(refusal) => {
            problems.file(&member.path, "metadata-unreadable", refusal.words);
            None
        }
    }
}

impl Archive {
    /// Reads the rows of a table from the beginning. Several readers may read at once.
    pub fn rows(&self, table: &TableFile) -> RowReader {
        RowReader::new(Arc::clone(&self.container), table, self.limits.clone())
    }

    /// Makes the rows of an extension ready to be asked for by the identifier of their core row.
    ///
    /// # Errors
    ///
    /// The extension cannot be read to its end.
    pub fn extension_rows_by_core(&self, extension: &TableFile) -> Result<ExtensionIndex, Refusal> {
        ExtensionIndex::open(self, extension)
    }

    /// The limits it was opened with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
