//! Small helpers for XML: decoding bytes, and escaping text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes an XML file whatever it says of itself: a byte order mark counts first, then the pattern of zero
/// bytes, then UTF-8 if the bytes are valid, then what is declared.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.len() > 3 && bytes[1] == 0 && bytes[3] == 0 => UTF_16LE,
        None if bytes.len() > 3 && bytes[0] == 0 && bytes[2] == 0 => UTF_16BE,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => declared(bytes).unwrap_or(WINDOWS_1252),
    };
    encoding.decode(bytes).0.into_owned()
}

/// The encoding in the XML declaration, if it can be that one.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let head = head.split("?>").next()?;
    let (_, rest) = head.split_once("encoding")?;
    let label = rest.trim_start_matches([' ', '=', '\t']).get(1..)?.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible() && *e != UTF_8)
}

/// Replaces entities by characters. Unknown entities stay as they are; nothing is ever fetched or expanded twice.
pub(crate) fn unescape(raw: &str) -> String {
    let known = quick_xml::escape::unescape_with(raw, quick_xml::escape::resolve_xml_entity);
    known.map_or_else(|_| raw.to_owned(), |text| text.into_owned())
}

/// Text for an element or an attribute. Characters that XML 1.0 cannot hold become U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_by_its_zero_bytes() {
        let text = "<?xml version='1.0' encoding='utf-8'?><a>é</a>";
        assert_eq!(decode(&utf16le(text)), text);
        let mut marked = vec![0xff, 0xfe];
        marked.extend(utf16le(text));
        assert_eq!(decode(&marked), text);
    }

    #[test]
    fn what_is_no_utf_8_is_read_as_declared() {
        assert_eq!(decode(b"<?xml encoding='macintosh'?>\x8e"), "<?xml encoding='macintosh'?>\u{e9}");
        assert_eq!(decode(b"<?xml encoding='utf-8'?>\xe9"), "<?xml encoding='utf-8'?>\u{e9}");
    }

    #[test]
    fn entities_are_replaced_and_unknown_ones_kept() {
        assert_eq!(unescape("a &amp; b &#9;"), "a & b \t");
        assert_eq!(unescape("&bomb;"), "&bomb;");
        assert_eq!(unescape(&escape("<\"&'\u{1}>")), "<\"&'\u{fffd}>");
    }
}
