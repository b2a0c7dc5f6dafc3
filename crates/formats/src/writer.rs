//! Writes Darwin Core Archives.
//!
//! Tables are written as CSV with double quotes, so that tabs and line ends inside values survive, in UTF-8, with
//! one line of headers. The rows of all tables may come in any order between each other: each table is packed
//! as it comes and kept aside, and the zip file is put together at the end.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};

use crate::spool::Spool;
use crate::table::{CsvWriter, Dialect};
use crate::terms;
use crate::xml::escape;

/// How an archive is written.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// The time of all files in it, in seconds since 1970 (UTC). The same rows and the same time make the
    /// same bytes.
    pub modified_unix_s: i64,
    /// How hard to pack, from 0 (not at all) to 9. 6 is usual for publication, 4 for what is made every night.
    pub level: u32,
    /// Where unnamed temporary files are made.
    pub spool_dir: PathBuf,
    /// A packed table stays in memory up to this size.
    pub spool_memory_bytes: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        WriterOptions {
            modified_unix_s: 315_532_800,
            level: 6,
            spool_dir: std::env::temp_dir(),
            spool_memory_bytes: 8 << 20,
        }
    }
}

/// A table that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableId(usize);

/// Writes an archive: begin the tables, write their rows in any order, finish.
#[derive(Debug)]
pub struct ArchiveWriter<W: Write> {
    out: W,
    options: WriterOptions,
    tables: Vec<Table>,
}

#[derive(Debug)]
struct Table {
    row_type: String,
    columns: Vec<String>,
    is_core: bool,
    file_name: String,
    rows: CsvWriter<Packer>,
    count: u64,
}

/// Packs what is written to it and keeps it aside.
pub(crate) struct Packer {
    encoder: DeflateEncoder<Spool>,
    crc: crc32fast::Hasher,
    bytes: u64,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Packer {
    pub(crate) fn new(options: &WriterOptions) -> Self {
        let spool = Spool::new(&options.spool_dir, options.spool_memory_bytes);
        let encoder = DeflateEncoder::new(spool, Compression::new(options.level.min(9)));
        Packer { encoder, crc: crc32fast::Hasher::new(), bytes: 0 }
    }
}

impl Write for Packer {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let count = self.encoder.write(buf)?;
        self.crc.update(&buf[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn misuse(words: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, words)
}

impl<W: Write> ArchiveWriter<W> {
    /// Begins an archive that is written to `out`, which need not be seekable.
    pub fn create(out: W, options: WriterOptions) -> Self {
        ArchiveWriter { out, options, tables: Vec::new() }
    }

    /// Begins a table.
    ///
    /// `row_type` is a URI or a short name such as `Occurrence`; `columns` are URIs of terms or their names. The
    /// identifier is not among them: it is always the first column of the file.
    ///
    /// # Errors
    ///
    /// There is a core already, and this would be another.
    pub fn begin_table(&mut self, row_type: &str, columns: &[&str], is_core: bool) -> io::Result<TableId> {
        if is_core && self.tables.iter().any(|t| t.is_core) {
            return Err(misuse("An archive has one core.".to_owned()));
        }
        let (row_type, short) = terms::row_type(row_type);
        let file_name = self.free_name(&short);
        let found = columns.iter().map(|c| terms::find(c).map_or_else(|| (*c).to_owned(), |t| t.uri()));
        let mut rows = CsvWriter::new(Packer::new(&self.options), Dialect::CSV);
        rows.field(if is_core { "id" } else { "coreid" });
        for column in columns {
            rows.field(terms::find(column).map_or_else(|| terms::local_name(column), |t| t.short));
        }
        rows.end_row()?;
        let columns = found.collect();
        self.tables.push(Table { row_type, columns, is_core, file_name, rows, count: 0 });
        Ok(TableId(self.tables.len() - 1))
    }

    /// `occurrence.csv`; with a number when there is one already.
    fn free_name(&self, short: &str) -> String {
        let stem: String = short.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let stem = if stem.is_empty() { "table".to_owned() } else { stem };
        let mut name = format!("{stem}.csv");
        let mut number = 2;
        while self.tables.iter().any(|t| t.file_name == name) {
            name = format!("{stem}{number}.csv");
            number += 1;
        }
        name
    }

    /// Writes a row. `id` is the identifier of the row in a core, and of the row of the core in an extension.
    ///
    /// # Errors
    ///
    /// There are more or fewer values than columns, or the row cannot be kept aside.
    pub fn write_row<S: AsRef<str>>(
        &mut self,
        table: TableId,
        id: &str,
        values: impl IntoIterator<Item = S>,
    ) -> io::Result<()> {
        let table = self.tables.get_mut(table.0).ok_or_else(|| misuse("There is no such table.".to_owned()))?;
        table.rows.field(id);
        let mut count = 0;
        for value in values {
            table.rows.field(value.as_ref());
            count += 1;
        }
        table.rows.end_row()?;
        table.count += 1;
        if count == table.columns.len() {
            return Ok(());
        }
        Err(misuse(format!("The row has {count} values for {} columns.", table.columns.len())))
    }

    /// How many rows a table has so far.
    pub fn row_count(&self, table: TableId) -> u64 {
        self.tables.get(table.0).map_or(0, |t| t.count)
    }

    /// Puts the archive together and gives the writer below back. `eml` is the whole `eml.xml`; see
    /// [`crate::eml::write()`].
    ///
    /// # Errors
    ///
    /// There is no core, or writing fails.
    pub fn finish(self, eml: &str) -> io::Result<W> {
        if !self.tables.iter().any(|t| t.is_core) {
            return Err(misuse("An archive needs a core.".to_owned()));
        }
        let modified = UtcDateTime::from_unix(self.options.modified_unix_s);
        let mut zip = ZipArchiveWriter::new(self.out);
        let meta = meta_xml(&self.tables);
        for (name, text) in [("meta.xml", meta.as_str()), ("eml.xml", eml)] {
            let mut packer = Packer::new(&self.options);
            packer.write_all(text.as_bytes())?;
            put(&mut zip, name, packer, modified)?;
        }
        let mut tables = self.tables;
        tables.sort_by_key(|t| !t.is_core);
        for table in tables {
            put(&mut zip, &table.file_name, table.rows.finish()?, modified)?;
        }
        let mut out = zip.finish().map_err(from_zip)?;
        out.flush()?;
        Ok(out)
    }
}

pub(crate) fn from_zip(error: rawzip::Error) -> io::Error {
    match error.into_kind() {
        rawzip::ErrorKind::IO(error) => error,
        kind => io::Error::other(kind.to_string()),
    }
}

/// Copies a packed file into the zip.
pub(crate) fn put<W: Write>(
    zip: &mut ZipArchiveWriter<W>,
    name: &str,
    packer: Packer,
    modified: UtcDateTime,
) -> io::Result<()> {
    let Packer { encoder, crc, bytes } = packer;
    let packed = Arc::new(encoder.finish()?.finish()?);
    let file = zip.new_file(name).compression_method(CompressionMethod::DEFLATE);
    let (mut entry, _) = file.last_modified(modified).unix_permissions(0o644).start().map_err(from_zip)?;
    let mut section = packed.all();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let count = section.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        entry.write_all(&buffer[..count])?;
    }
    entry.finish(DataDescriptorOutput::new(crc.finalize(), bytes)).map_err(from_zip)?;
    Ok(())
}

/// The description of the archive. Source: Darwin Core text guide.
fn meta_xml(tables: &[Table]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<archive xmlns=\"http://rs.tdwg.org/dwc/text/\" metadata=\"eml.xml\">\n");
    let core = tables.iter().filter(|t| t.is_core);
    for table in core.chain(tables.iter().filter(|t| !t.is_core)) {
        let (element, id) = if table.is_core { ("core", "id") } else { ("extension", "coreid") };
        xml.push_str(&format!(
            "  <{element} encoding=\"UTF-8\" fieldsTerminatedBy=\",\" linesTerminatedBy=\"\\n\" \
             fieldsEnclosedBy=\"&quot;\" ignoreHeaderLines=\"1\" rowType=\"{}\">\n",
            escape(&table.row_type)
        ));
        xml.push_str(&format!("    <files>\n      <location>{}</location>\n    </files>\n", table.file_name));
        xml.push_str(&format!("    <{id} index=\"0\"/>\n"));
        for (position, term) in table.columns.iter().enumerate() {
            xml.push_str(&format!("    <field index=\"{}\" term=\"{}\"/>\n", position + 1, escape(term)));
        }
        xml.push_str(&format!("  </{element}>\n"));
    }
    xml.push_str("</archive>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, archive};

    fn write(options: &WriterOptions) -> Vec<u8> {
        let mut writer = ArchiveWriter::create(Vec::new(), options.clone());
        let columns = ["catalogNumber", "http://purl.org/dc/terms/modified", "locality"];
        let core = writer.begin_table("Occurrence", &columns, true).unwrap();
        let media = writer.begin_table("http://rs.gbif.org/terms/1.0/Multimedia", &["identifier"], false).unwrap();
        for number in 0..500 {
            let id = format!("urn:{number}");
            let place = format!("a \"hill\",\r\n\tnear № {number}");
            writer.write_row(core, &id, [id.as_str(), "", &place]).unwrap();
            writer.write_row(media, &id, [format!("https://example.org/{number}.jpg")]).unwrap();
        }
        assert_eq!(writer.row_count(core), 500);
        writer.finish("<eml/>").unwrap()
    }

    #[test]
    fn nothing_is_lost_on_the_way_out_and_back() {
        let archive = archive::from_bytes(write(&WriterOptions::default()), "a.zip", &Limits::default()).unwrap();
        assert_eq!(archive.problems, []);
        assert_eq!(archive.metadata.as_deref(), Some("<eml/>"));
        let media = archive.extension_rows_by_core(&archive.extensions[0]).unwrap();
        let mut rows = archive.rows(&archive.core);
        let mut number = 0;
        while let Some(row) = rows.next().unwrap() {
            let id = format!("urn:{number}");
            assert_eq!(row.id(), Some(id.as_str()));
            assert_eq!(row.get("modified"), None);
            assert_eq!(row.get("locality"), Some(format!("a \"hill\",\r\n\tnear № {number}").as_str()));
            let found = media.rows_for(&id).unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].get("identifier"), Some(format!("https://example.org/{number}.jpg").as_str()));
            number += 1;
        }
        assert_eq!(number, 500);
        assert_eq!(rows.problems().list(), []);
    }

    #[test]
    fn the_same_rows_make_the_same_bytes_wherever_they_were_kept() {
        let small = WriterOptions { spool_memory_bytes: 100, ..WriterOptions::default() };
        assert!(write(&WriterOptions::default()) == write(&small));
    }

    #[test]
    fn misuse_is_an_error() {
        let mut writer = ArchiveWriter::create(Vec::new(), WriterOptions::default());
        let table = writer.begin_table("Taxon", &["scientificName"], true).unwrap();
        assert!(writer.begin_table("Taxon", &[], true).is_err());
        assert!(writer.write_row(table, "1", ["a", "b"]).is_err());
        assert!(ArchiveWriter::create(Vec::new(), WriterOptions::default()).finish("").is_err());
    }
}
