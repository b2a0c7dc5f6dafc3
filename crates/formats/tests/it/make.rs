//! Makes archives, and draws what was read of them.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use vasculum_formats::archive::{Archive, TableFile};
use vasculum_formats::{Limits, Problems, Refusal, archive};

/// A core with two fields, tab-separated, with one line of headers.
pub(crate) const META: &str = r#"<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core encoding="UTF-8" fieldsTerminatedBy="\t" linesTerminatedBy="\n" fieldsEnclosedBy="" ignoreHeaderLines="1"
    rowType="http://rs.tdwg.org/dwc/terms/Occurrence">
    <files><location>occurrence.txt</location></files><id index="0"/>
    <field index="1" term="http://rs.tdwg.org/dwc/terms/catalogNumber"/>
    <field index="2" term="http://rs.tdwg.org/dwc/terms/locality" default="nowhere"/>
  </core></archive>"#;

pub(crate) const ROWS: &str = "id\tcatalogNumber\tlocality\n1\tA1\tHelsinki\n2\tA2\t\n";

/// Members with their path inside the archive.
pub(crate) type Files<'a> = &'a [(&'a str, &'a [u8])];

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A member as it is packed, and what the zip says of it.
pub(crate) struct Packed {
    pub(crate) path: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) crc: u32,
    pub(crate) size: u64,
    pub(crate) method: CompressionMethod,
}

pub(crate) fn zip_of(members: &[Packed]) -> Vec<u8> {
    let mut zip = ZipArchiveWriter::new(Vec::new());
    for member in members {
        let path = rawzip::path::EntryPath::verbatim(member.path.as_bytes());
        let (mut entry, _) = zip.new_file(path).compression_method(member.method).start().unwrap();
        entry.write_all(&member.bytes).unwrap();
        entry.finish(DataDescriptorOutput::new(member.crc, member.size)).unwrap();
    }
    zip.finish().unwrap()
}

pub(crate) fn zip(files: &[(&'static str, &[u8])]) -> Vec<u8> {
    let pack = |(path, bytes): &(&'static str, &[u8])| Packed {
        path,
        bytes: deflate(bytes),
        crc: crc32fast::hash(bytes),
        size: bytes.len() as u64,
        method: CompressionMethod::DEFLATE,
    };
    zip_of(&files.iter().map(pack).collect::<Vec<_>>())
}

pub(crate) fn tar(files: Files<'_>) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A folder that is removed when the test is over.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(files: Files<'_>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("vasculum-formats-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        for (name, bytes) in files {
            let file = path.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn utf16le(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

pub(crate) fn open(bytes: &[u8]) -> Result<Archive, Refusal> {
    archive::from_bytes(bytes, "it", &Limits::default())
}

/// Reads all rows of a table.
pub(crate) fn read(archive: &Archive, table: &TableFile) -> (Vec<String>, Problems, Option<Refusal>) {
    let mut rows = archive.rows(table);
    let mut drawn = Vec::new();
    let refusal = loop {
        match rows.next() {
            Ok(Some(row)) => {
                let values: Vec<String> = row.values().map(|(c, v)| format!("{}={v}", c.short)).collect();
                let extra: Vec<&str> = row.extra().collect();
                let extra = if extra.is_empty() { String::new() } else { format!(" +{}", extra.join("+")) };
                drawn.push(format!("{} {} {}{extra}", row.line(), row.id().unwrap_or("-"), values.join(" ")));
            }
            Ok(None) => break None,
            Err(refusal) => break Some(refusal),
        }
    };
    (drawn, rows.problems(), refusal)
}

/// Draws an archive: its kind, its tables with their rows, and `!` before the names of problems.
pub(crate) fn draw(opened: Result<Archive, Refusal>) -> String {
    let archive = match opened {
        Ok(archive) => archive,
        Err(refusal) => return format!("refused: {refusal}"),
    };
    let mut lines = Vec::new();
    lines.extend(archive.problems.iter().map(|p| format!("! {} {}:{}", p.name, p.file, p.line)));
    for table in std::iter::once(&archive.core).chain(&archive.extensions) {
        lines.push(format!("{} {}", table.short_type, table.locations.join(" ")));
        let (rows, problems, refusal) = read(&archive, table);
        lines.extend(rows);
        lines.extend(problems.list().iter().map(|p| format!("! {} {}:{}", p.name, p.file, p.line)));
        lines.extend(refusal.map(|r| format!("refused: {r}")));
    }
    lines.join("\n")
}

#[track_caller]
pub(crate) fn check(bytes: &[u8], expect: &str) {
    let expect: Vec<&str> = expect.trim().lines().map(str::trim).collect();
    assert_eq!(draw(open(bytes)).lines().map(str::trim).collect::<Vec<_>>(), expect);
}
