//! Zip files, read in place.

use std::sync::Arc;

use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, ErrorKind, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ZipArchive, ZipArchiveEntryWayfinder, ZipLocator,
};

use super::guard::{Guard, bomb};
use super::{Container, Input, LONGEST_PATH, Member, Place, SourceKind, check_count, clean_path, is_junk};
use crate::limits::Limits;
use crate::problem::Refusal;
use crate::source::Source;

/// An open zip file.
#[derive(Debug)]
pub(super) struct Zip {
    archive: ZipArchive<Arc<Source>>,
}

/// Where a member is and how it is packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    wayfinder: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
    crc: u32,
    packed: u64,
    unpacked: u64,
}

/// Lists the files of a zip file and refuses bombs.
pub(super) fn list(source: Arc<Source>, name: &str, limits: &Limits) -> Result<Container, Refusal> {
    let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
    let len = source.len();
    let archive = ZipLocator::new().locate_in_reader(source, &mut buffer, len);
    let archive = archive.map_err(|(_, e)| refuse(&e, name))?;
    let mut entries = archive.entries(&mut buffer);
    let mut members = Vec::new();
    let (mut count, mut total) = (0_usize, 0_u64);
    while let Some(record) = entries.next_entry().map_err(|e| refuse(&e, name))? {
        count += 1;
        check_count(count, name, limits)?;
        let path = clean_path(&text(record.file_path().as_ref()));
        if record.is_dir() || is_junk(&path) || path.is_empty() || path.len() > LONGEST_PATH {
            continue;
        }
        let entry = Entry {
            wayfinder: record.wayfinder(),
            method: record.compression_method(),
            encrypted: record.flags().is_encrypted() || record.flags().has_strong_encryption(),
            crc: record.crc32(),
            packed: record.compressed_size_hint(),
            unpacked: record.uncompressed_size_hint(),
        };
        total = total.saturating_add(entry.unpacked);
        check_size(&entry, total, &path, limits)?;
        members.push(Member { path, place: Place::Zip(entry) });
    }
    if members.is_empty() {
        return Err(Refusal::new("There are no files in the zip file.").at(name));
    }
    Ok(Container::new(SourceKind::Zip, name, members, Some(Zip { archive })))
}

/// What the directory of the zip promises must be within the limits; later no member may give more than that.
fn check_size(entry: &Entry, total: u64, path: &str, limits: &Limits) -> Result<(), Refusal> {
    if total > limits.max_unpacked_bytes {
        let words = format!("It unpacks to more than {} bytes.", limits.max_unpacked_bytes);
        return Err(Refusal::new(words).at(path));
    }
    let allowed = entry.packed.max(1).saturating_mul(limits.max_ratio);
    if entry.unpacked > limits.ratio_from_bytes && entry.unpacked > allowed {
        return Err(bomb(limits.max_ratio, path));
    }
    Ok(())
}

/// Names are UTF-8 or something older; for the few letters beyond ASCII a guess is enough.
fn text(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(name).0.into_owned(),
    }
}

fn refuse(error: &rawzip::Error, name: &str) -> Refusal {
    let words = match error.kind() {
        ErrorKind::MissingEndOfCentralDirectory | ErrorKind::Eof => "The zip file is cut off.",
        ErrorKind::IO(e) => return Refusal::new(format!("Reading failed: {e}.")).at(name),
        _ => "The zip file is damaged.",
    };
    Refusal::damaged(words).at(name)
}

impl Zip {
    /// Opens a member.
    pub(super) fn open(&self, entry: &Entry, path: &str, limits: &Limits) -> Result<Input, Refusal> {
        if entry.encrypted {
            let hint = "Pack the files again without a password.";
            return Err(Refusal::new("The file is encrypted.").hint(hint).at(path));
        }
        let found = self.archive.get_entry(entry.wayfinder).map_err(|e| refuse(&e, path))?;
        let (start, end) = found.compressed_data_range();
        let packed = self.archive.get_ref().section(start, end);
        match entry.method {
            CompressionMethod::STORE => {
                Ok(Box::new(Guard::new(packed, path, limits).exactly(entry.unpacked).crc(entry.crc)))
            }
            CompressionMethod::DEFLATE => {
                let guard = Guard::new(DeflateDecoder::new(packed), path, limits);
                Ok(Box::new(guard.exactly(entry.unpacked).crc(entry.crc).packed(entry.packed)))
            }
            other => {
                let method = other.name().map_or_else(|| format!("number {}", other.as_u16()), str::to_owned);
                let words = format!("The file is packed by the method {method}, which is not read here.");
                Err(Refusal::new(words).hint("Pack it again as an ordinary zip file.").at(path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_old_encodings_do_not_stop_reading() {
        assert_eq!(text(b"\x82t\x82.txt").chars().count(), 7);
        assert_eq!(text("été.txt".as_bytes()), "été.txt");
    }
}
