//! Files that hold trees: checklists, data packages, sheets with a column for each rank, tree topologies, the geological
//! time scale, countries and their parts.
//!
//! Every reader makes the same of its file: rows that name themselves, their parent, and the accepted name of a synonym.
//! What a rank is, and where a row belongs in somebody's tree, is not known here.

mod checklist;
mod coldp;
mod guard;
mod iso;
mod newick;
mod sheet;
mod timescale;
mod turtle;
mod xls;

use std::io::Read;
use std::path::Path;

use crate::container::{self, Container, SourceKind};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

pub use coldp::{ColdpName, ColdpVernacular, ColdpWriter, coldp_metadata};
pub use newick::{NewickNode, NewickWriter};
pub use sheet::Sheet;

/// One name of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeRow {
    /// The line in its file, counted from 1; 0 where the file has no lines to speak of.
    pub line: u64,
    /// How the file names the row, where it does.
    pub id: Option<String>,
    /// The identifier of the row above.
    pub parent: Option<String>,
    /// The identifier of the accepted name, for a synonym.
    pub accepted: Option<String>,
    /// The rank in the words of the file.
    pub rank: Option<String>,
    /// The name as the file writes it; empty for an inner node of a topology without a name.
    pub name: String,
    /// Whether the name is the node's own alone, as ‘alba’ of a species; otherwise it is written out with the names above,
    /// as ‘Rosa alba’.
    pub is_own_name: bool,
    /// The author, where the file keeps it beside the name.
    pub author: Option<String>,
    /// The names of ranks above, where the row brings its own classification, from the top down.
    pub above: Vec<(String, String)>,
    /// What else the row says, by the word of the file for it.
    pub fields: Vec<(String, String)>,
}

/// An everyday name of one of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VernacularRow {
    /// The identifier of the row.
    pub taxon: String,
    /// The name.
    pub name: String,
    /// The language, as the file writes it.
    pub language: Option<String>,
    /// The country, as the file writes it.
    pub country: Option<String>,
}

/// What kind of file a tree came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeKind {
    /// A Darwin Core archive with a core of taxa, or a table with such headers.
    DarwinCore,
    /// A data package of the Catalogue of Life.
    Coldp,
    /// A topology in Newick.
    Newick,
    /// The chronostratigraphic chart of the International Commission on Stratigraphy, or GBIF's vocabulary of it.
    TimeScale,
    /// Countries, or parts of countries, of ISO 3166.
    Countries,
}

impl TreeKind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::DarwinCore => "Darwin Core",
            Self::Coldp => "ColDP",
            Self::Newick => "Newick",
            Self::TimeScale => "time scale",
            Self::Countries => "ISO 3166",
        }
    }
}

/// All that a file says of a tree.
#[derive(Debug, Clone)]
pub struct TreeFile {
    /// What kind of file it was.
    pub kind: TreeKind,
    /// The names, in the order of the file.
    pub rows: Vec<TreeRow>,
    /// Everyday names.
    pub vernacular: Vec<VernacularRow>,
    /// The description of the data set, as it stands in the file.
    pub metadata: Option<String>,
    /// What was doubtful.
    pub problems: Problems,
}

/// What was found in a file.
#[derive(Debug, Clone)]
pub enum Opened {
    /// Names that say themselves where they belong.
    Names(TreeFile),
    /// A table of which somebody must say what its columns mean.
    Sheet(Sheet),
}

/// Reads whatever file of a tree is at `path`: a data package of the Catalogue of Life or a Darwin Core archive, each
/// as folder, zip or tar; an Excel sheet; a table; Newick; the time scale in Turtle or JSON; countries in JSON.
///
/// # Errors
///
/// The file can't be read, is damaged or beyond the limits, or holds nothing of a tree.
pub fn open(path: &Path, limits: &Limits) -> Result<Opened, Refusal> {
    if path.is_dir() {
        return of_container(container::open(path, limits)?, limits, || crate::archive::open(path, limits));
    }
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let failed = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Refusal::new("There is no such file.").at(&name),
        _ => Refusal::from_io(e, &name),
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(limits.max_tree_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    from_bytes(bytes, &name, limits)
}

/// As [`open`], of what is in memory; `name` is what the file is called.
///
/// # Errors
///
/// As [`open`].
pub fn from_bytes(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Opened, Refusal> {
    if bytes.len() as u64 > limits.max_tree_bytes {
        return Err(guard::too_large(name, limits));
    }
    if xls::is_xls(&bytes) {
        return sheet::from_xls(bytes, name, limits).map(Opened::Sheet);
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "ttl" => return timescale::from_turtle(&bytes, name, limits).map(Opened::Names),
        "json" => return from_json(&bytes, name, limits).map(Opened::Names),
        "nwk" | "newick" | "tre" | "tree" | "nhx" => {
            return newick::read_newick(&bytes, name, limits).map(Opened::Names);
        }
        _ => {}
    }
    let head = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    match head {
        Some(b'(') => newick::read_newick(&bytes, name, limits).map(Opened::Names),
        Some(b'{' | b'[') if ending != "csv" && ending != "tsv" && !bytes.starts_with(b"[&") => {
            from_json(&bytes, name, limits).map(Opened::Names)
        }
        _ => {
            if let Some(office) = container::open_office(&bytes, name, limits)? {
                guard::measure(&office, limits)?;
                return sheet::from_xlsx(bytes, name, limits).map(Opened::Sheet);
            }
            let container = container::open_bytes(bytes.clone(), name, limits)?;
            of_container(container, limits, || crate::archive::from_bytes(bytes, name, limits))
        }
    }
}

/// A data package, an archive, or a table alone.
fn of_container(
    container: Container,
    limits: &Limits,
    archive: impl FnOnce() -> Result<crate::archive::Archive, Refusal>,
) -> Result<Opened, Refusal> {
    if coldp::is_coldp(&container) {
        return coldp::read_coldp(&container, limits).map(Opened::Names);
    }
    if container.kind == SourceKind::Table {
        let sheet = sheet::from_table(&container, limits)?;
        if !checklist::is_checklist(&sheet.headers) {
            return Ok(Opened::Sheet(sheet));
        }
    }
    checklist::read_checklist(&archive()?, limits).map(Opened::Names)
}

fn from_json(bytes: &[u8], name: &str, limits: &Limits) -> Result<TreeFile, Refusal> {
    if bytes.len() > limits.max_row_bytes {
        return Err(guard::too_large(name, limits));
    }
    let json: serde_json::Value = serde_json::from_slice(bytes)
        .map_err(|e| Refusal::new("This is no JSON that can be read.").at(format!("{name}:{}", e.line())))?;
    if json.get("concepts").is_some() {
        return timescale::from_vocabulary(&json, name, limits);
    }
    iso::read_countries(&json, name, limits)
}
