//! Which characters the bytes of a table stand for.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a table is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Row by row, after splitting: in these encodings a byte below 128 always is ASCII.
    Rows {
        /// Rows that are valid UTF-8 are UTF-8.
        utf8: bool,
        /// What other rows are.
        other: &'static Encoding,
        /// The fallback is a surprise that should be told, row by row.
        surprise: bool,
    },
    /// The whole stream, before splitting.
    Stream(&'static Encoding),
}

/// What the first bytes of a table tell.
#[derive(Debug)]
pub(crate) struct Sniffed {
    pub(crate) charset: Charset,
    /// Length of the byte order mark.
    pub(crate) mark: usize,
    /// A problem's name and words.
    pub(crate) doubt: Option<(&'static str, String)>,
}

impl Charset {
    /// UTF-8, with a fallback.
    pub(crate) const UTF8: Charset = Charset::Rows { utf8: true, other: WINDOWS_1252, surprise: true };
}

/// Finds an encoding by the many names that people give it.
pub(crate) fn by_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let label = match label.as_str() {
        "macroman" | "mac-roman" | "mac" | "x-macroman" => "macintosh",
        "ansi" | "latin-1" | "iso8859-1" | "windows1252" | "win1252" | "cp-1252" => "windows-1252",
        "utf-8-bom" | "utf8-bom" | "utf8mb4" | "unicode" => "utf-8",
        "latin-2" | "iso8859-2" => "iso-8859-2",
        "windows1251" => "windows-1251",
        "utf16" | "utf-16le-bom" => "utf-16le",
        other => other,
    };
    Encoding::for_label(label.as_bytes())
}

/// Decides by the first bytes of a table. `complete` says that they are all there is.
pub(crate) fn sniff(sample: &[u8], complete: bool, declared: Option<&str>) -> Sniffed {
    let wanted = declared.and_then(by_label);
    if let Some((encoding, mark)) = Encoding::for_bom(sample) {
        let charset = if encoding == UTF_8 { Charset::UTF8 } else { Charset::Stream(encoding) };
        let doubt = wanted.filter(|w| !same(w, encoding)).map(|w| wrong(encoding, Some(w)));
        return Sniffed { charset, mark, doubt };
    }
    if let Some(encoding) = utf_16_by_zeros(sample) {
        let doubt = (!wanted.is_some_and(|w| same(w, encoding))).then(|| wrong(encoding, wanted));
        return Sniffed { charset: Charset::Stream(encoding), mark: 0, doubt };
    }
    let mut sniffed = by_validity(sample, complete, wanted);
    if let (Some(label), None, None) = (declared.filter(|l| !l.trim().is_empty()), wanted, &sniffed.doubt) {
        sniffed.doubt = Some(("unknown-encoding", format!("The encoding “{label}” is not known.")));
    }
    sniffed
}

/// UTF-8 if the sample is, else what is declared, else Windows-1252 or what an old Macintosh wrote.
fn by_validity(sample: &[u8], complete: bool, wanted: Option<&'static Encoding>) -> Sniffed {
    let ascii = sample.is_ascii();
    let valid = is_utf8(sample, complete);
    let single = wanted.filter(|w| w.is_single_byte());
    let other = wanted.filter(|w| *w != UTF_8 && !is_utf_16(w));
    let rows = |utf8, other, surprise| Charset::Rows { utf8, other, surprise };
    let (charset, doubt) = match (ascii, valid, other) {
        (_, true, None) => (Charset::UTF8, wanted.filter(|w| is_utf_16(w)).map(|w| wrong(UTF_8, Some(w)))),
        (true, _, Some(other)) if single.is_some() => (rows(true, other, false), None),
        (true, _, Some(other)) => (Charset::Stream(other), None),
        (false, true, Some(other)) => (rows(true, fallback(other), true), Some(wrong(UTF_8, Some(other)))),
        (false, false, Some(other)) if single.is_some() => (rows(other == WINDOWS_1252, other, false), None),
        (false, false, Some(other)) => (Charset::Stream(other), None),
        (_, false, None) => {
            let found = if wanted.is_none() && is_mac_roman(sample) { MACINTOSH } else { WINDOWS_1252 };
            (rows(true, found, false), Some(wrong(found, wanted)))
        }
    };
    Sniffed { charset, mark: 0, doubt }
}

/// Whether words make sense as Mac Roman and not as Windows-1252: within a word of small letters stand bytes that are
/// letters in the one, and signs or capitals in the other.
fn is_mac_roman(sample: &[u8]) -> bool {
    let (mut mac, mut other) = (0_usize, 0_usize);
    for three in sample.windows(3).filter(|three| three[0].is_ascii_alphabetic() && three[2].is_ascii_lowercase()) {
        match three[1] {
            // áàâäãåçéèê, òô, õ, ù, ü; not í, which is an apostrophe in Windows-1252, nor what are letters in both.
            0x87..=0x90 | 0x98 | 0x99 | 0x9b | 0x9d | 0x9f => mac += 1,
            // Letters of Windows-1252, and those of DOS.
            0x81 | 0x82 | 0x84 | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0xff => other += 1,
            _ => {}
        }
    }
    mac > 1 && mac > other * 10
}

/// Only encodings of one byte a character can be decoded row by row.
fn fallback(encoding: &'static Encoding) -> &'static Encoding {
    if encoding.is_single_byte() { encoding } else { WINDOWS_1252 }
}

fn wrong(found: &'static Encoding, wanted: Option<&'static Encoding>) -> (&'static str, String) {
    let wanted = wanted.map_or("UTF-8", Encoding::name);
    ("wrong-encoding", format!("The file should be {wanted} but is read as {}.", found.name()))
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Two encodings that are not worth a remark when taken for each other.
fn same(a: &'static Encoding, b: &'static Encoding) -> bool {
    a == b || (is_utf_16(a) && is_utf_16(b))
}

/// Whether the bytes are UTF-8; a character cut in two at the end of an incomplete sample does not count.
fn is_utf8(sample: &[u8], complete: bool) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => !complete && error.error_len().is_none(),
    }
}

/// Western text in UTF-16 without a byte order mark: every other byte is zero.
fn utf_16_by_zeros(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.chunks_exact(2);
    let count = pairs.len();
    if count < 2 {
        return None;
    }
    let (mut first, mut second) = (0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let many = count * 6 / 10;
    if second > many && first * 20 < count {
        Some(UTF_16LE)
    } else if first > many && second * 20 < count {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Turns a stream in any encoding into UTF-8.
pub(crate) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    finished: bool,
    leftover: Vec<u8>,
    leftover_at: usize,
    damaged: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

impl<R: Read> Transcoder<R> {
    /// `damaged` counts the stretches that could not be decoded.
    pub(crate) fn new(
        inner: R,
        encoding: &'static Encoding,
        damaged: std::sync::Arc<std::sync::atomic::AtomicU64>,
    ) -> Self {
        Transcoder {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 32 << 10],
            start: 0,
            end: 0,
            finished: false,
            leftover: Vec::new(),
            leftover_at: 0,
            damaged,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        if self.start == self.end && !self.finished {
            self.start = 0;
            self.end = self.inner.read(&mut self.raw)?;
            self.finished = self.end == 0;
        }
        Ok(())
    }

    /// Decodes into `out`, which has room for at least one character.
    fn decode(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            self.refill()?;
            let input = &self.raw[self.start..self.end];
            let (result, read, written, had_errors) = self.decoder.decode_to_utf8(input, out, self.finished);
            self.start += read;
            if had_errors {
                self.damaged.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            if written > 0 || (self.finished && result == CoderResult::InputEmpty) {
                return Ok(written);
            }
        }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.leftover_at == self.leftover.len() {
            if out.len() >= 16 {
                return if self.finished && self.start == self.end { Ok(0) } else { self.decode(out) };
            }
            let mut small = [0; 64];
            let done = self.finished && self.start == self.end;
            let count = if done { 0 } else { self.decode(&mut small)? };
            self.leftover = small[..count].to_vec();
            self.leftover_at = 0;
        }
        let count = out.len().min(self.leftover.len() - self.leftover_at);
        out[..count].copy_from_slice(&self.leftover[self.leftover_at..][..count]);
        self.leftover_at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    #[track_caller]
    fn check(sample: &[u8], declared: Option<&str>, expect: Charset, doubt: Option<&str>) {
        let sniffed = sniff(sample, true, declared);
        assert_eq!(sniffed.charset, expect);
        assert_eq!(sniffed.doubt.map(|d| d.0), doubt);
    }

    #[test]
    fn plain_utf_8_is_no_surprise() {
        check("é".as_bytes(), Some("UTF-8"), Charset::UTF8, None);
        check("é".as_bytes(), None, Charset::UTF8, None);
        check(b"\xef\xbb\xbfa", Some("utf-8"), Charset::UTF8, None);
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_windows_1252() {
        let latin = Charset::Rows { utf8: true, other: WINDOWS_1252, surprise: false };
        check(b"caf\xe9", Some("UTF-8"), latin, Some("wrong-encoding"));
        check(b"caf\xe9", None, latin, Some("wrong-encoding"));
        check(b"caf\xe9", Some("latin1"), latin, None);
    }

    #[test]
    fn words_of_an_old_macintosh_are_told_from_those_of_windows() {
        let rows = |other| Charset::Rows { utf8: true, other, surprise: false };
        check(b"M\x9fller, Nic\x8eville", None, rows(MACINTOSH), Some("wrong-encoding"));
        check(b"M\xfcller, Nic\xe9ville \x96 O\x92Brien", None, rows(WINDOWS_1252), Some("wrong-encoding"));
        check(b"M\x9fller, Nic\x8eville", Some("latin1"), rows(WINDOWS_1252), None);
        check(b"f\x9fr DOS: M\x81ller, Nic\x82ville", None, rows(WINDOWS_1252), Some("wrong-encoding"));
    }

    #[test]
    fn utf_8_declared_as_latin_1_is_utf_8() {
        let charset = Charset::Rows { utf8: true, other: WINDOWS_1252, surprise: true };
        check("é".as_bytes(), Some("ISO-8859-1"), charset, Some("wrong-encoding"));
    }

    #[test]
    fn mac_roman_is_believed_when_declared() {
        let mac = encoding_rs::MACINTOSH;
        check(b"caf\x8e", Some("MacRoman"), Charset::Rows { utf8: false, other: mac, surprise: false }, None);
    }

    #[test]
    fn utf_16_needs_no_mark() {
        let text: Vec<u8> = "scientificName".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&text, Some("UTF-16"), Charset::Stream(UTF_16LE), None);
        check(&text, Some("UTF-8"), Charset::Stream(UTF_16LE), Some("wrong-encoding"));
        check(b"plain", Some("UTF-16"), Charset::UTF8, Some("wrong-encoding"));
    }

    #[test]
    fn an_unknown_label_is_told() {
        check(b"plain", Some("klingon"), Charset::UTF8, Some("unknown-encoding"));
    }

    #[test]
    fn a_stream_is_transcoded_in_small_bites_too() {
        let text = "naïve 🦋 weiß".repeat(5_000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bite in [1, 7, 16, 4096] {
            let mut reader = Transcoder::new(bytes.as_slice(), UTF_16BE, Arc::new(AtomicU64::new(0)));
            let mut all = Vec::new();
            let mut buf = vec![0; bite];
            loop {
                let count = reader.read(&mut buf).unwrap();
                if count == 0 {
                    break;
                }
                all.extend_from_slice(&buf[..count]);
            }
            assert!(all == text.as_bytes(), "bite {bite}");
        }
    }
}
