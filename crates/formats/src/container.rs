//! Files inside something: a zip, a tar, a folder, or one file alone.
//!
//! A container only lists members and opens them for reading. Members are never extracted; names are compared,
//! never joined to a path.

mod folder;
mod guard;
mod names;
mod tar;
mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use flate2::read::MultiGzDecoder;

use crate::limits::Limits;
use crate::problem::Refusal;
use crate::source::Source;
use crate::spool::Spool;
use guard::Guard;
use names::Names;

/// In what form the input came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A zip file.
    Zip,
    /// A tar file, packed or not.
    Tar,
    /// A folder.
    Folder,
    /// One table alone, packed with gzip or not.
    Table,
}

/// A reader that can be given to another thread.
pub(crate) type Input = Box<dyn Read + Send>;

/// Members that can be read.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) kind: SourceKind,
    /// What the person calls it.
    pub(crate) name: String,
    pub(crate) members: Vec<Member>,
    zip: Option<zip::Zip>,
    names: OnceLock<Names>,
}

/// One file inside a container.
#[derive(Debug)]
pub(crate) struct Member {
    /// The path inside the container, with slashes.
    pub(crate) path: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Zip(zip::Entry),
    Range { source: Arc<Source>, start: u64, end: u64 },
    Gzip(Arc<Source>),
    File(PathBuf),
}

impl Member {
    /// The last part of the path.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The path of the folder it is in, without a slash at the end.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The name without its endings, in lower case.
    pub(crate) fn stem(&self) -> String {
        stem(&self.path)
    }

    /// Whether it may hold a table, by its ending.
    pub(crate) fn may_be_table(&self) -> bool {
        matches!(self.extension().as_str(), "txt" | "csv" | "tsv" | "tab" | "psv" | "")
    }

    /// The ending of the name in lower case, without the dot.
    pub(crate) fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
    }
}

/// Opens whatever is at `path`.
pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Container, Refusal> {
    open_path(path, limits, 0)
}

/// Opens what is in memory.
pub(crate) fn open_bytes(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Container, Refusal> {
    open_source(Arc::new(Source::bytes(bytes)), name, limits, 0)
}

/// Opens what is in memory if it is a file of an office program, which is a zip file inside; nothing if it is not.
pub(crate) fn open_office(bytes: &[u8], name: &str, limits: &Limits) -> Result<Option<Container>, Refusal> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let container = zip::list(Arc::new(Source::bytes(bytes.to_vec())), name, limits)?;
    Ok(container.is_office().then_some(container))
}

const DEEPEST: u32 = 2;

fn open_path(path: &Path, limits: &Limits, depth: u32) -> Result<Container, Refusal> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let metadata = std::fs::metadata(path).map_err(|e| cannot_open(&e, &name))?;
    if metadata.is_dir() {
        let container = folder::list(path, &name, limits)?;
        return nested(container, limits, depth);
    }
    if !metadata.is_file() {
        return Err(Refusal::new("This is neither a file nor a folder.").at(name));
    }
    let file = File::open(path).map_err(|e| cannot_open(&e, &name))?;
    open_source(Arc::new(Source::file(file, metadata.len(), None)), &name, limits, depth)
}

fn cannot_open(error: &io::Error, name: &str) -> Refusal {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "There is no such file.".to_owned(),
        io::ErrorKind::PermissionDenied => "This file may not be read.".to_owned(),
        _ => format!("The file cannot be opened: {error}."),
    };
    Refusal::new(words).at(name)
}

fn open_source(source: Arc<Source>, name: &str, limits: &Limits, depth: u32) -> Result<Container, Refusal> {
    let head = source.head(1_024).map_err(|e| Refusal::from_io(e, name))?;
    if head.is_empty() {
        return Err(Refusal::new("The file is empty.").at(name));
    }
    if let Some(words) = foreign(&head) {
        return Err(Refusal::new(words).hint("Pack the files as zip or tar.gz.").at(name));
    }
    let zip = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| head.starts_with(*magic));
    if zip || name.to_lowercase().ends_with(".zip") {
        let container = zip::list(source, name, limits)?;
        if container.is_office() {
            let hint = "Import it as a spreadsheet.";
            return Err(Refusal::new("This is an Excel or Word file, not an archive.").hint(hint).at(name));
        }
        return nested(container, limits, depth);
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        return open_gzip(source, name, limits, depth);
    }
    if tar::is_tar(&head) {
        return nested(tar::list(source, name, limits)?, limits, depth);
    }
    if xml_alone(&head) {
        let hint = "Choose the whole folder or archive that it belongs to.";
        return Err(Refusal::new("This is an XML file alone, without tables.").hint(hint).at(name));
    }
    let place = Place::Range { start: 0, end: source.len(), source };
    Ok(alone(name, name, place))
}

/// A container with one table in it.
fn alone(name: &str, path: &str, place: Place) -> Container {
    let members = vec![Member { path: path.to_owned(), place }];
    Container::new(SourceKind::Table, name, members, None)
}

fn open_gzip(source: Arc<Source>, name: &str, limits: &Limits, depth: u32) -> Result<Container, Refusal> {
    let mut head = Vec::new();
    let unpacked = MultiGzDecoder::new(source.all());
    unpacked.take(1_024).read_to_end(&mut head).map_err(|e| Refusal::from_io(e, name))?;
    if tar::is_tar(&head) || head.starts_with(b"PK\x03\x04") {
        if depth >= DEEPEST {
            return Err(too_deep(name));
        }
        let spooled = spool(gunzip(&source, name, limits), name, limits)?;
        return open_source(spooled, name, limits, depth + 1);
    }
    let path = name.strip_suffix(".gz").unwrap_or(name).to_owned();
    Ok(alone(name, &path, Place::Gzip(source)))
}

fn gunzip(source: &Arc<Source>, name: &str, limits: &Limits) -> Input {
    let guard = Guard::new(MultiGzDecoder::new(source.all()), name, limits).packed(source.len());
    Box::new(guard)
}

fn too_deep(name: &str) -> Refusal {
    Refusal::new("There are archives in archives in archives here.").at(name)
}

/// Copies a stream aside, so that it can be read at any position.
fn spool(mut input: Input, name: &str, limits: &Limits) -> Result<Arc<Source>, Refusal> {
    let mut spool = Spool::new(&limits.spool_dir, limits.spool_memory_bytes);
    io::copy(&mut input, &mut spool).map_err(|e| Refusal::from_io(e, name))?;
    let source = spool.finish().map_err(|e| Refusal::from_io(e, name))?;
    Ok(Arc::new(source))
}

/// XML in any encoding.
fn xml_alone(head: &[u8]) -> bool {
    let text: Vec<u8> = head.iter().copied().filter(|b| b.is_ascii() && *b != 0).take(64).collect();
    let text = text.trim_ascii_start();
    [&b"<?xml"[..], b"<!--", b"<archive", b"<eml:eml"].iter().any(|start| text.starts_with(start))
}

/// Formats that people send by mistake.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"BZh", "This file is packed with bzip2, which is not read here."),
        (b"\xfd7zXZ", "This file is packed with xz, which is not read here."),
        (b"\x28\xb5\x2f\xfd", "This file is packed with Zstandard, which is not read here."),
        (b"7z\xbc\xaf", "This is a 7-Zip file, which is not read here."),
        (b"Rar!", "This is a RAR file, which is not read here."),
        (b"\xd0\xcf\x11\xe0", "This is an old Excel or Word file, not an archive."),
        (b"%PDF", "This is a PDF file, not an archive."),
        (b"SQLite format 3", "This is an SQLite database, not an archive."),
        (b"<!DOCTYPE html", "This is a web page, perhaps the message of a download that failed."),
        (b"<html", "This is a web page, perhaps the message of a download that failed."),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, words)| *words)
}

/// If there is nothing in a container but one more container, opens that one.
fn nested(container: Container, limits: &Limits, depth: u32) -> Result<Container, Refusal> {
    const PACKED: &[&str] = &["zip", "tgz", "gz", "tar"];
    const USEFUL: &[&str] = &["xml", "txt", "csv", "tsv", "tab"];
    let useful = container.members.iter().any(|m| USEFUL.contains(&m.extension().as_str()));
    let mut packed = container.members.iter().filter(|m| PACKED.contains(&m.extension().as_str()));
    let Some(first) = packed.next().filter(|_| !useful) else { return Ok(container) };
    if packed.next().is_some() {
        let hint = "Choose one of them.";
        return Err(Refusal::new("There are several archives in here.").hint(hint).at(&container.name));
    }
    if depth >= DEEPEST {
        return Err(too_deep(&container.name));
    }
    if let Place::File(path) = &first.place {
        return open_path(path, limits, depth + 1);
    }
    let spooled = spool(container.open(first, limits)?, &first.path, limits)?;
    open_source(spooled, &first.path, limits, depth + 1)
}

impl Container {
    fn new(kind: SourceKind, name: &str, members: Vec<Member>, zip: Option<zip::Zip>) -> Self {
        Container { kind, name: name.to_owned(), members, zip, names: OnceLock::new() }
    }

    /// Whether this is a file of an office program.
    fn is_office(&self) -> bool {
        self.members.iter().any(|member| member.path == "[Content_Types].xml")
    }

    /// The member that a location means, seen from `folder`: by its path, then by its path in any case, then by
    /// its name anywhere.
    pub(crate) fn find(&self, folder: &str, location: &str) -> Option<usize> {
        let location = clean_path(location.trim().trim_start_matches("file://"));
        let path = if folder.is_empty() { location } else { format!("{folder}/{location}") };
        self.names.get_or_init(|| Names::new(&self.members)).find(&path)
    }

    /// The first table whose name is that of `location` but for the ending.
    pub(crate) fn find_stem(&self, location: &str) -> Option<usize> {
        self.names.get_or_init(|| Names::new(&self.members)).find_stem(&clean_path(location))
    }

    /// Opens a member for reading from its beginning.
    pub(crate) fn open(&self, member: &Member, limits: &Limits) -> Result<Input, Refusal> {
        match &member.place {
            Place::Range { source, start, end } => {
                let guard = Guard::new(source.section(*start, *end), &member.path, limits).exactly(end - start);
                Ok(Box::new(guard))
            }
            Place::Gzip(source) => Ok(gunzip(source, &member.path, limits)),
            Place::File(path) => {
                let file = File::open(path).map_err(|e| cannot_open(&e, &member.path))?;
                Ok(Box::new(Guard::new(file, &member.path, limits)))
            }
            Place::Zip(entry) => match &self.zip {
                Some(zip) => zip.open(entry, &member.path, limits),
                None => Err(Refusal::new("This member is in no zip file.").at(&member.path)),
            },
        }
    }

    /// Reads a whole member that should be small; the rest of a large one is left out.
    pub(crate) fn read_small(&self, member: &Member, limits: &Limits) -> Result<(Vec<u8>, bool), Refusal> {
        let mut bytes = Vec::new();
        let input = self.open(member, limits)?;
        let mut input = input.take(limits.max_xml_bytes + 1);
        input.read_to_end(&mut bytes).map_err(|e| Refusal::from_io(e, &member.path))?;
        let complete = bytes.len() as u64 <= limits.max_xml_bytes;
        Ok((bytes, complete))
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or_default().to_lowercase()
}

/// A path with slashes only, without a leading slash or dots; nothing that climbs upwards survives.
fn clean_path(raw: &str) -> String {
    let parts = raw.split(['/', '\\']).filter(|p| !p.is_empty() && *p != "." && *p != "..");
    parts.collect::<Vec<_>>().join("/")
}

/// What file managers leave behind.
fn is_junk(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
        || path.ends_with("Thumbs.db")
        || path.ends_with("desktop.ini")
}

/// Longer paths are not those of tables, and many of them would fill the memory.
const LONGEST_PATH: usize = 1_000;

fn check_count(count: usize, name: &str, limits: &Limits) -> Result<(), Refusal> {
    if count > limits.max_members {
        let words = format!("There are more than {} files in it.", limits.max_members);
        return Err(Refusal::new(words).at(name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_cannot_climb() {
        assert_eq!(clean_path("../../etc/passwd"), "etc/passwd");
        assert_eq!(clean_path("/a\\b/./c.txt"), "a/b/c.txt");
        assert!(is_junk("__MACOSX/a/._meta.xml"));
        assert!(is_junk("a/._meta.xml"));
        assert!(!is_junk("a/meta.xml"));
    }

    #[test]
    fn foreign_formats_are_named() {
        let refusal = open_bytes(b"BZh91AY".to_vec(), "x.tar.bz2", &Limits::default()).unwrap_err();
        assert!(refusal.words.contains("bzip2"));
        assert!(open_bytes(Vec::new(), "x", &Limits::default()).unwrap_err().words.contains("empty"));
    }
}
