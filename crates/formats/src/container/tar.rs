//! Tar files, read in place.

use std::io::Read;
use std::sync::Arc;

use rawzip::ReaderAt;
use tar::{EntryType, Header};

use super::{Container, LONGEST_PATH, Member, Place, SourceKind, check_count, clean_path, is_junk};
use crate::limits::Limits;
use crate::problem::Refusal;
use crate::source::Source;

const BLOCK: u64 = 512;
/// Names and attributes that are kept beside an entry are short.
const LONGEST_NOTE: u64 = 64 << 10;

/// Whether the first block is a tar header: its checksum tells.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK as usize) else { return false };
    block.iter().any(|b| *b != 0) && checksum_fits(Header::from_byte_slice(block))
}

fn checksum_fits(header: &Header) -> bool {
    let sum: u32 = header
        .as_bytes()
        .iter()
        .enumerate()
        .map(|(i, b)| match i {
            148..156 => u32::from(b' '),
            _ => u32::from(*b),
        })
        .sum();
    header.cksum().is_ok_and(|c| c == sum)
}

/// What was said of the next entry.
#[derive(Default)]
struct Notes {
    path: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Lists the files of a tar file. Links and devices are left out.
pub(super) fn list(source: Arc<Source>, name: &str, limits: &Limits) -> Result<Container, Refusal> {
    let mut members = Vec::new();
    let mut notes = Notes::default();
    let mut position = 0;
    let mut count = 0;
    while position + BLOCK <= source.len() {
        let mut block = [0; BLOCK as usize];
        source.read_exact_at(&mut block, position).map_err(|e| Refusal::from_io(e, name))?;
        if block.iter().all(|b| *b == 0) {
            break;
        }
        let header = Header::from_byte_slice(&block);
        let (Ok(size), true) = (header.entry_size(), checksum_fits(header)) else {
            return Err(Refusal::damaged("The tar file is damaged.").at(name));
        };
        let kind = header.entry_type();
        let own = matches!(kind, EntryType::GNULongName | EntryType::GNULongLink);
        let own = own || matches!(kind, EntryType::XHeader | EntryType::XGlobalHeader);
        let size = if own { size } else { notes.size.unwrap_or(size) };
        let start = position + BLOCK;
        let end = start.checked_add(size).filter(|end| *end <= source.len());
        let Some(end) = end else {
            return Err(Refusal::damaged("The tar file ends too early.").at(name));
        };
        count += 1;
        check_count(count, name, limits)?;
        if own {
            note(&mut notes, kind, &source, start, size).map_err(|e| Refusal::from_io(e, name))?;
        } else {
            let said = std::mem::take(&mut notes);
            let raw = said.path.unwrap_or_else(|| header.path_bytes().into_owned());
            let path = clean_path(&String::from_utf8_lossy(&raw));
            let file = matches!(kind, EntryType::Regular | EntryType::Continuous) && !raw.ends_with(b"/");
            if file && !is_junk(&path) && path.len() <= LONGEST_PATH {
                members.push(Member { path, place: Place::Range { source: Arc::clone(&source), start, end } });
            }
        }
        position = end.next_multiple_of(BLOCK);
    }
    if position < source.len() && position + BLOCK > source.len() {
        return Err(Refusal::damaged("The tar file ends too early.").at(name));
    }
    if members.is_empty() {
        return Err(Refusal::new("There are no files in the tar file.").at(name));
    }
    Ok(Container::new(SourceKind::Tar, name, members, None))
}

/// Reads a long name or the attributes of the next entry.
fn note(notes: &mut Notes, kind: EntryType, source: &Arc<Source>, start: u64, size: u64) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    source.section(start, start + size.min(LONGEST_NOTE)).read_to_end(&mut bytes)?;
    match kind {
        EntryType::GNULongName => {
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            notes.path = Some(bytes[..end].to_vec());
        }
        EntryType::XHeader => {
            for (key, value) in attributes(&bytes) {
                match key {
                    b"path" => notes.path = Some(value.to_vec()),
                    b"size" => notes.size = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Records of the form `length key=value\n`.
fn attributes(mut bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::new();
    while let Some(space) = bytes.iter().position(|b| *b == b' ') {
        let length = std::str::from_utf8(&bytes[..space]).ok().and_then(|l| l.parse::<usize>().ok());
        let Some(record) = length.filter(|l| *l > space + 1 && *l <= bytes.len()).map(|l| &bytes[space + 1..l]) else {
            break;
        };
        if let Some(equals) = record.iter().position(|b| *b == b'=') {
            let value = record[equals + 1..].strip_suffix(b"\n").unwrap_or(&record[equals + 1..]);
            found.push((&record[..equals], value));
        }
        bytes = &bytes[space + 1 + record.len()..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_split_by_their_length() {
        let found = attributes(b"16 path=a=b.txt\n11 size=12\n");
        assert_eq!(found, [(&b"path"[..], &b"a=b.txt"[..]), (b"size", b"12")]);
        assert!(attributes(b"99 path=a\n").is_empty());
    }

    #[test]
    fn text_is_no_tar() {
        assert!(!is_tar(&[b'a'; 512]));
        assert!(!is_tar(&[0; 512]));
        assert!(!is_tar(b"short"));
    }
}
