//! Reads `meta.xml`, the description of a Darwin Core Archive, in any of the forms that exist.
//!
//! Source: Darwin Core text guide, <http://rs.tdwg.org/dwc/text/>.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::xml::unescape;

/// What `meta.xml` says.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// The file with the description of the dataset.
    pub(crate) metadata: Option<String>,
    pub(crate) tables: Vec<MetaTable>,
}

/// One `<core>` or `<extension>`.
#[derive(Debug, Default)]
pub(crate) struct MetaTable {
    pub(crate) is_core: bool,
    pub(crate) row_type: String,
    pub(crate) encoding: Option<String>,
    pub(crate) delimiter: Option<String>,
    pub(crate) terminator: Option<String>,
    pub(crate) quote: Option<String>,
    pub(crate) header_lines: u64,
    pub(crate) locations: Vec<String>,
    pub(crate) id: Option<usize>,
    pub(crate) fields: Vec<MetaField>,
    /// Column numbers that are no numbers.
    pub(crate) bad_indexes: Vec<String>,
}

/// One `<field>`.
#[derive(Debug, Default)]
pub(crate) struct MetaField {
    pub(crate) index: Option<usize>,
    pub(crate) term: String,
    pub(crate) default: Option<String>,
}

/// Whether the beginning of an XML file is that of a description of an archive.
pub(crate) fn is_meta(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name();
                return matches!(name.as_ref(), "archive" | "starArchive");
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Reads a description. Elements are known by their local names, attributes by their names in any case.
pub(crate) fn parse(xml: &str) -> Result<Meta, String> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let mut meta = Meta::default();
    let mut table: Option<MetaTable> = None;
    let mut location: Option<String> = None;
    let mut seen_root = false;
    loop {
        let event = reader.read_event().map_err(|e| format!("{e} (byte {})", reader.error_position()))?;
        match event {
            Event::Start(start) => {
                seen_root = true;
                open(&start, &mut meta, &mut table, &mut location);
            }
            Event::Text(text) => push(&mut location, &text),
            Event::CData(text) => push(&mut location, &text),
            Event::GeneralRef(entity) => push(&mut location, &unescape(&format!("&{};", &*entity))),
            Event::End(end) => match end.local_name().as_ref() {
                "location" => {
                    let path = location.take().unwrap_or_default().trim().to_owned();
                    if let Some(table) = table.as_mut().filter(|_| !path.is_empty()) {
                        table.locations.push(path);
                    }
                }
                "core" | "extension" => meta.tables.extend(table.take()),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    meta.tables.extend(table.take());
    if seen_root { Ok(meta) } else { Err("there is no element in it".to_owned()) }
}

fn push(location: &mut Option<String>, text: &str) {
    if let Some(location) = location {
        location.push_str(text);
    }
}

fn open(start: &BytesStart, meta: &mut Meta, table: &mut Option<MetaTable>, location: &mut Option<String>) {
    match start.local_name().as_ref() {
        "archive" | "starArchive" => {
            meta.metadata = attribute(start, "metadata").filter(|m| !m.trim().is_empty());
        }
        name @ ("core" | "extension") => {
            meta.tables.extend(table.take());
            *table = Some(open_table(start, name == "core"));
        }
        "location" => *location = Some(String::new()),
        "id" | "coreid" => {
            if let Some(table) = table {
                table.id = index(start, &mut table.bad_indexes);
            }
        }
        "field" => {
            if let Some(table) = table {
                let index = index(start, &mut table.bad_indexes);
                let term = attribute(start, "term").unwrap_or_default().trim().to_owned();
                let default = attribute(start, "default").filter(|d| !d.is_empty());
                if !term.is_empty() {
                    table.fields.push(MetaField { index, term, default });
                }
            }
        }
        _ => {}
    }
}

fn open_table(start: &BytesStart, is_core: bool) -> MetaTable {
    let lines = attribute(start, "ignoreHeaderLines").and_then(|l| l.trim().parse().ok());
    // Before 2010 the file was named by an attribute.
    let locations = attribute(start, "location").into_iter().collect();
    MetaTable {
        is_core,
        row_type: attribute(start, "rowType").unwrap_or_default(),
        encoding: attribute(start, "encoding"),
        delimiter: attribute(start, "fieldsTerminatedBy").map(|d| unslash(&d)),
        terminator: attribute(start, "linesTerminatedBy").map(|d| unslash(&d)),
        quote: attribute(start, "fieldsEnclosedBy").map(|d| unslash(&d)),
        header_lines: lines.unwrap_or(0),
        locations,
        ..MetaTable::default()
    }
}

/// The value of an attribute. It is not normalised: a tab that stands in it as itself stays a tab.
fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|a| a.key.local_name().as_ref().eq_ignore_ascii_case(name));
    found.map(|a| unescape(&a.value))
}

fn index(start: &BytesStart, bad: &mut Vec<String>) -> Option<usize> {
    let raw = attribute(start, "index")?;
    let number = raw.trim().parse().ok();
    if number.is_none() && !raw.trim().is_empty() {
        bad.push(raw);
    }
    number
}

/// Resolves `\t`, `\n`, `\r`, `\\` and the words people write instead.
fn unslash(raw: &str) -> String {
    match raw.trim().to_ascii_lowercase().as_str() {
        "tab" | "\\u0009" | "\\x09" => return "\t".to_owned(),
        "comma" => return ",".to_owned(),
        "semicolon" => return ";".to_owned(),
        "pipe" => return "|".to_owned(),
        _ => {}
    }
    let raw = raw.replace("\\\\t", "\\t").replace("\\\\n", "\\n").replace("\\\\r", "\\r");
    raw.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace("\\\"", "\"").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_description() {
        let meta = parse(
            r#"<?xml version="1.0"?><archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
            <core encoding="UTF-8" fieldsTerminatedBy="\t" linesTerminatedBy="\n" fieldsEnclosedBy="&quot;"
              ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon">
              <files><location>a.txt</location><location> b.txt </location></files><id index="0"/>
              <field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
              <field default="a &amp; b" term="http://purl.org/dc/terms/rights"/></core></archive>"#,
        )
        .unwrap();
        assert_eq!(meta.metadata.as_deref(), Some("eml.xml"));
        let core = &meta.tables[0];
        assert!(core.is_core);
        assert_eq!(core.locations, ["a.txt", "b.txt"]);
        assert_eq!((core.delimiter.as_deref(), core.quote.as_deref()), (Some("\t"), Some("\"")));
        assert_eq!((core.header_lines, core.id), (1, Some(0)));
        assert_eq!(core.fields[1].default.as_deref(), Some("a & b"));
    }

    #[test]
    fn delimiters_in_all_their_disguises() {
        for raw in ["\t", "\\t", "\\\\t", "TAB", "\\u0009"] {
            assert_eq!(unslash(raw), "\t", "{raw:?}");
        }
        let meta =
            parse("<archive><core fieldsTerminatedBy='&#9;' linesTerminatedBy='&#xD;&#xA;'/></archive>").unwrap();
        assert_eq!(meta.tables[0].delimiter.as_deref(), Some("\t"));
        assert_eq!(meta.tables[0].terminator.as_deref(), Some("\r\n"));
    }

    #[test]
    fn the_form_of_2009() {
        let meta = parse("<starArchive><core location='IF2.txt'><id index='0'/></core></starArchive>").unwrap();
        assert_eq!(meta.tables[0].locations, ["IF2.txt"]);
    }

    #[test]
    fn damage_is_told_and_entities_are_not_expanded() {
        assert!(parse("<archive><core").is_err());
        assert!(parse("").is_err());
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><archive metadata='&b;'><core/></archive>";
        assert_eq!(parse(bomb).unwrap().metadata.as_deref(), Some("&b;"));
        assert!(is_meta("<?xml version='1.0'?><!-- x --><d:archive xmlns:d='x'>"));
        assert!(!is_meta("<eml:eml>"));
    }

    #[test]
    fn an_index_that_is_no_number_is_told() {
        let meta = parse("<archive><core><field index='x' term='t'/></core></archive>").unwrap();
        assert_eq!(meta.tables[0].bad_indexes, ["x"]);
    }
}
