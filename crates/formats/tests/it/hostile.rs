//! Input that means harm, or was damaged on its way: one clear refusal, never a panic, never much memory.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rawzip::CompressionMethod;
use vasculum_formats::table::read_delimited;
use vasculum_formats::{Limits, Refusal, archive};

use crate::make::{META, Packed, ROWS, deflate, draw, gzip, open, read, tar, zip, zip_of};

fn small() -> Limits {
    Limits {
        max_unpacked_bytes: 20 << 20,
        ratio_from_bytes: 1 << 20,
        max_members: 50,
        max_field_bytes: 1 << 20,
        max_row_bytes: 4 << 20,
        ..Limits::default()
    }
}

fn with_table(packed: Packed) -> Vec<u8> {
    let meta = Packed {
        path: "meta.xml",
        bytes: deflate(META.as_bytes()),
        crc: crc32fast::hash(META.as_bytes()),
        size: META.len() as u64,
        method: CompressionMethod::DEFLATE,
    };
    zip_of(&[meta, packed])
}

fn packed(bytes: &[u8]) -> Packed {
    Packed {
        path: "occurrence.txt",
        bytes: deflate(bytes),
        crc: crc32fast::hash(bytes),
        size: bytes.len() as u64,
        method: CompressionMethod::DEFLATE,
    }
}

/// Opens and reads everything; the first refusal, if there is one.
fn refusal(bytes: Vec<u8>, limits: &Limits) -> Option<Refusal> {
    let archive = match archive::from_bytes(bytes, "it", limits) {
        Ok(archive) => archive,
        Err(refusal) => return Some(refusal),
    };
    std::iter::once(&archive.core).chain(&archive.extensions).find_map(|table| read(&archive, table).2)
}

#[track_caller]
fn check(bytes: Vec<u8>, words: &str) {
    let refusal = refusal(bytes, &small()).expect("it should be refused");
    assert!(refusal.words.contains(words), "{refusal}");
    assert!(refusal.place.is_some(), "{refusal}");
}

#[test]
fn a_bomb_that_says_so_is_not_opened() {
    let zeros = vec![b'0'; 8 << 20];
    check(with_table(packed(&zeros)), "500 times its size");
    check(with_table(packed(&vec![b'0'; 21 << 20])), "more than 20971520 bytes");
}

#[test]
fn a_bomb_that_lies_is_stopped_at_its_word() {
    let zeros = vec![b'\n'; 8 << 20];
    check(with_table(Packed { size: 600_000, ..packed(&zeros) }), "more data in it than it says");
}

#[test]
fn a_bomb_in_gzip_is_stopped() {
    let mut rows = ROWS.as_bytes().to_vec();
    rows.resize(8 << 20, b'\n');
    check(gzip(&rows), "500 times its size");
    let files: [(&str, &[u8]); 2] = [("meta.xml", META.as_bytes()), ("occurrence.txt", &rows)];
    check(gzip(&tar(&files)), "500 times its size");
}

#[test]
fn too_many_members_are_refused() {
    let one = || Packed { path: "a.txt", ..packed(b"x") };
    let many: Vec<Packed> = (0..60).map(|_| one()).collect();
    check(zip_of(&many), "more than 50 files");
    let files: Vec<(&str, &[u8])> = (0..60).map(|_| ("a.txt", &b"x"[..])).collect();
    check(tar(&files), "more than 50 files");
}

#[test]
fn ten_thousand_columns_are_refused() {
    let header: Vec<String> = (0..10_000).map(|n| format!("column{n}")).collect();
    let rows = format!("catalogNumber\tlocality\t{}\n", header.join("\t"));
    check(with_table(packed(rows.as_bytes())), "2000 are the most");
    check(rows.into_bytes(), "2000 are the most");
    let late = format!("{ROWS}{}\n", "x\t".repeat(10_000));
    let refusal = refusal(late.into_bytes(), &small()).unwrap();
    assert_eq!(refusal.place.as_deref(), Some("it, line 4"));
}

#[test]
fn a_description_with_a_huge_column_number_is_refused() {
    let meta = META.replace("index=\"2\"", "index=\"4000000000\"");
    check(zip(&[("meta.xml", meta.as_bytes()), ("occurrence.txt", ROWS.as_bytes())]), "2000 are the most");
}

#[test]
fn damage_is_told() {
    let good = with_table(packed(ROWS.as_bytes()));
    check(good[..good.len() - 30].to_vec(), "zip file is");
    check(with_table(Packed { crc: 1, ..packed(ROWS.as_bytes()) }), "checksum");
    check(with_table(Packed { size: 10_000, ..packed(ROWS.as_bytes()) }), "ends too early");
    let random: Vec<u8> = (0..5_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    check(with_table(Packed { bytes: random, ..packed(ROWS.as_bytes()) }), "");
    let packed_tar = gzip(&tar(&[("meta.xml", META.as_bytes()), ("occurrence.txt", ROWS.as_bytes())]));
    check(packed_tar[..packed_tar.len() / 2].to_vec(), "too early");
    let plain = tar(&[("meta.xml", META.as_bytes()), ("occurrence.txt", ROWS.as_bytes())]);
    for cut in [600, 1_124, 1_556] {
        check(plain[..cut].to_vec(), "too early");
    }
}

#[test]
fn a_table_that_breaks_off_gives_its_rows_first() {
    let mut rows = String::from("id\tcatalogNumber\tlocality\n");
    for number in 0..60_000_u64 {
        let noise = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        rows.push_str(&format!("{number}\tA{number}\t{noise:x}\n"));
    }
    let whole = packed(rows.as_bytes());
    let bytes = whole.bytes[..whole.bytes.len() * 9 / 10].to_vec();
    let archive = open(&with_table(Packed { bytes, ..packed(rows.as_bytes()) })).unwrap();
    let (read, _, refusal) = read(&archive, &archive.core);
    assert!(read.len() > 30_000);
    assert!(refusal.unwrap().place.unwrap().starts_with("occurrence.txt, after line "));
}

#[test]
fn what_cannot_be_unpacked_is_named() {
    let lzma = Packed { method: CompressionMethod::new(14), ..packed(ROWS.as_bytes()) };
    check(with_table(lzma), "method");
    check(zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]), "Excel");
    check(b"PK\x05\x06not a zip".to_vec(), "zip file");
    check(META.as_bytes().to_vec(), "XML file alone");
    check(b"catalogNumber\0locality\0\x01\x02\n".to_vec(), "not a text file");
}

/// Gives so many bytes without keeping them, and counts what was taken.
struct Endless {
    head: &'static [u8],
    left: u64,
    taken: Arc<AtomicU64>,
}

impl Read for Endless {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buf);
        }
        let count = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buf[..count].fill(b'x');
        self.left -= count as u64;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[test]
fn a_field_of_two_gigabytes_is_refused_long_before_its_end() {
    for head in [&b"a,b\n1,"[..], b"a,b\n1,\"", b"\"a\",b\n\"1\",\"x\n"] {
        let taken = Arc::new(AtomicU64::new(0));
        let endless = Endless { head, left: 2 << 30, taken: Arc::clone(&taken) };
        let mut reader = read_delimited(Box::new(endless), "big.csv", None, &Limits::default()).unwrap();
        let refusal = loop {
            match reader.next() {
                Ok(row) => assert!(row.is_some()),
                Err(refusal) => break refusal,
            }
        };
        assert!(refusal.words.contains("longer than 16777216 bytes"), "{refusal}");
        assert!(refusal.place.unwrap().starts_with("big.csv, line "));
        assert!(taken.load(Ordering::Relaxed) < 64 << 20);
    }
}

/// A small generator, so that failures can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

#[test]
fn changed_bytes_never_cause_a_panic() {
    let files: [(&'static str, &[u8]); 2] = [("meta.xml", META.as_bytes()), ("occurrence.txt", ROWS.as_bytes())];
    let seeds = [zip(&files), tar(&files), gzip(&tar(&files)), ROWS.as_bytes().to_vec(), gzip(ROWS.as_bytes())];
    let mut dice = Dice(42);
    for seed in &seeds {
        for _ in 0..300 {
            let mut bytes = seed.clone();
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(bytes.len());
                bytes[at] = dice.roll(256) as u8;
            }
            bytes.truncate(bytes.len() - dice.roll(8) * dice.roll(40).min(bytes.len() / 10));
            let _ = draw(archive::from_bytes(bytes, "it", &small()));
        }
    }
}

#[test]
fn text_of_odd_characters_never_causes_a_panic() {
    const PIECES: &[&[u8]] = &[
        b"\"",
        b"\"\"",
        b",",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b";",
        b"|",
        b"catalogNumber",
        b"scientificName",
        b"x",
        b"\xe9",
        b"\xc3",
        b"\xa9",
        "é".as_bytes(),
        b"\0",
        b"\\",
        b"'",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b" ",
    ];
    let mut dice = Dice(7);
    for _ in 0..2_000 {
        let mut bytes = if dice.roll(2) == 0 { b"catalogNumber,locality\n".to_vec() } else { Vec::new() };
        for _ in 0..dice.roll(60) {
            bytes.extend_from_slice(PIECES[dice.roll(PIECES.len())]);
        }
        let meta = META.replace("fieldsEnclosedBy=\"\"", "fieldsEnclosedBy=\"&quot;\"");
        let _ = draw(open(&zip(&[("meta.xml", meta.as_bytes()), ("occurrence.txt", &bytes)])));
        let _ = draw(open(&bytes));
    }
}
