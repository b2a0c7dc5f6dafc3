//! A kind of label as a file: reading it with all that is wrong with it.

use toml::Value;
use vasculum_model::names::{determination, taxon};
use vasculum_model::{Error, Issue, Kind as Holds, Result, Table, model};

use super::{Align, Copies, Kind, Line, Says, Sheet, Size};
use crate::formats::Phrase;
use crate::setup::{DISCIPLINE_TYPES, discipline_type};

/// No kind of label is larger; it keeps a file from filling the memory.
const MOST_BYTES: usize = 50_000;
/// Papers by name: width and height in millimetres.
const PAPERS: &[(&str, f64, f64)] = &[
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 148.0),
    ("Letter", 215.9, 279.4),
    ("Legal", 215.9, 355.6),
];

/// A file to start from.
pub const EXAMPLE: &str = include_str!("../../labels/object.toml");

const KEYS: &[&str] = &[
    "name", "table", "for", "paper", "margin", "width", "height", "columns", "gap", "font", "frame", "copies", "line",
];
const LINE_KEYS: &[&str] = &["text", "taxon", "rule", "size", "bold", "align"];

/// Reads a kind of label and holds every name in it against the model.
///
/// # Errors
///
/// `Invalid`, with an issue for everything that is wrong; its words name the line of the label as people count them.
pub fn parse(text: &str) -> Result<Kind> {
    if text.len() > MOST_BYTES {
        return Err(Error::invalid(format!("A kind of label has at most {MOST_BYTES} bytes.")));
    }
    let root: toml::Table = text.parse().map_err(|cause: toml::de::Error| {
        let at = cause.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let words = format!("Line {line}: {}.", cause.message().trim_end_matches('.'));
        Error::refused(vec![Issue::error("label-not-toml", "file", words)])
    })?;
    let mut reader = Reader { issues: Vec::new() };
    match reader.kind(&root) {
        Some(kind) if reader.issues.is_empty() => Ok(kind),
        _ => Err(Error::refused(reader.issues)),
    }
}

struct Reader {
    issues: Vec<Issue>,
}

impl Reader {
    fn wrong(&mut self, name: &'static str, words: impl Into<String>) {
        self.issues.push(Issue::error(name, "file", words));
    }

    fn kind(&mut self, root: &toml::Table) -> Option<Kind> {
        self.known(root, KEYS, "");
        let name = root.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        if name.is_empty() || name.chars().count() > 64 {
            self.wrong("label-name", "A kind of label needs a name of at most 64 letters: name = \"Jar label\".");
        }
        let wanted = root.get("table").and_then(Value::as_str).unwrap_or_default();
        let Some(table) = model().named(wanted).filter(|table| table.is_shown() && table.name == wanted) else {
            let words = format!("There is no table ‘{wanted}’; write table = \"CollectionObject\", for example.");
            self.wrong("label-table", words);
            return None;
        };
        let (usual_for, sheet, copies) = (self.usual_for(root), self.sheet(root), self.copies(table, root));
        let mut lines = Vec::new();
        let list = root.get("line").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (nth, line) in list.iter().enumerate() {
            match line.as_table() {
                Some(line) => lines.extend(self.line(table, line, nth + 1)),
                None => self.wrong("label-line", "Each line starts with [[line]]."),
            }
        }
        if list.is_empty() {
            self.wrong("label-empty", "A label needs lines: [[line]], and below it text = \"{catalogNumber}\".");
        }
        Some(Kind { name, table: table.id, usual_for, sheet, copies, lines })
    }

    fn known(&mut self, table: &toml::Table, known: &[&str], place: &str) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let words = format!("{place}‘{key}’ means nothing here; there are {}.", known.join(", "));
            self.wrong("label-unknown-word", words);
        }
    }

    fn usual_for(&mut self, root: &toml::Table) -> Vec<String> {
        let Some(value) = root.get("for") else { return Vec::new() };
        let list: Vec<&str> =
            value.as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        if list.is_empty() || list.iter().any(|word| discipline_type(word).is_none()) {
            let known: Vec<&str> = DISCIPLINE_TYPES.iter().map(|kind| kind.name).collect();
            self.wrong("label-unknown-discipline", format!("‘for’ takes a list of {}.", known.join(", ")));
        }
        list.into_iter().map(str::to_owned).collect()
    }

    /// A length or count of the file, within what is possible.
    fn number(&mut self, root: &toml::Table, key: &str, usual: f64, range: (f64, f64)) -> f64 {
        let number = match root.get(key) {
            None => return usual,
            Some(Value::Integer(number)) => *number as f64,
            Some(Value::Float(number)) => *number,
            Some(_) => f64::NAN,
        };
        if number >= range.0 && number <= range.1 {
            return number;
        }
        self.wrong("label-size", format!("‘{key}’ takes a number from {} to {}.", range.0, range.1));
        usual
    }

    fn sheet(&mut self, root: &toml::Table) -> Sheet {
        let paper = root.get("paper").map_or(Some("A4"), Value::as_str).unwrap_or_default();
        let known = PAPERS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(paper)).map(|(_, w, h)| (*w, *h));
        let own = || {
            let (width, height) = paper.split_once('x')?;
            Some((width.trim().parse::<f64>().ok()?, height.trim().parse::<f64>().ok()?))
        };
        let paper = known.or_else(own).filter(|(w, h)| (20.0..=1000.0).contains(w) && (20.0..=1000.0).contains(h));
        let (paper_width, paper_height) = paper.unwrap_or_else(|| {
            let names: Vec<&str> = PAPERS.iter().map(|(name, ..)| *name).collect();
            let words = format!("‘paper’ takes {}, or width and height in millimetres: \"100x150\".", names.join(", "));
            self.wrong("label-paper", words);
            (210.0, 297.0)
        });
        let sheet = Sheet {
            paper_width,
            paper_height,
            margin: self.number(root, "margin", 10.0, (0.0, 100.0)),
            width: self.number(root, "width", 90.0, (5.0, 1000.0)),
            height: self.number(root, "height", 50.0, (3.0, 1000.0)),
            columns: self.number(root, "columns", 1.0, (1.0, 30.0)) as u32,
            gap: self.number(root, "gap", 0.0, (0.0, 50.0)),
            font: self.number(root, "font", 8.0, (2.0, 72.0)),
            has_frame: root.get("frame").and_then(Value::as_bool).unwrap_or(true),
        };
        let columns = f64::from(sheet.columns);
        let needed = sheet.width * columns + sheet.gap * (columns - 1.0);
        let room = paper_width - 2.0 * sheet.margin;
        if needed > room + 0.01 {
            let words = format!("The labels of a row need {needed} mm, and the paper has room for {room} mm.");
            self.wrong("label-too-wide", words);
        }
        if sheet.height > paper_height - 2.0 * sheet.margin + 0.01 {
            self.wrong("label-too-high", "The label is higher than the paper has room for.");
        }
        sheet
    }

    fn copies(&mut self, table: &Table, root: &toml::Table) -> Copies {
        match root.get("copies") {
            None => Copies::Number(1),
            Some(Value::Integer(number)) if (1..=100).contains(number) => Copies::Number(*number as u32),
            Some(Value::String(field)) => {
                let counts =
                    |at: &u16| matches!(table.at(*at).kind, Holds::Integer | Holds::Short | Holds::Byte | Holds::Long);
                let column = table.column(field).filter(|at| counts(at) && table.at(*at).link.is_none());
                column.map(Copies::Field).unwrap_or_else(|| {
                    self.wrong("label-copies", format!("{} has no field ‘{field}’ that counts.", table.name));
                    Copies::Number(1)
                })
            }
            Some(_) => {
                self.wrong(
                    "label-copies",
                    "‘copies’ takes a number from 1 to 100, or the name of a field that counts.",
                );
                Copies::Number(1)
            }
        }
    }

    fn line(&mut self, table: &'static Table, line: &toml::Table, nth: usize) -> Option<Line> {
        let place = format!("Label line {nth}: ");
        self.known(line, LINE_KEYS, &place);
        let says = match (line.get("text"), line.get("taxon"), line.get("rule")) {
            (Some(Value::String(text)), None, None) => match Phrase::read(table, text) {
                Ok(phrase) => Says::Words(phrase),
                Err(words) => {
                    self.wrong("label-text", format!("{place}{words}"));
                    return None;
                }
            },
            (None, Some(Value::String(path)), None) => match name_path(table, path) {
                Some(steps) => Says::Name(steps),
                None => {
                    let words = format!("{place}‘{path}’ leads from {} to no taxon or determination.", table.name);
                    self.wrong("label-taxon", words);
                    return None;
                }
            },
            (None, None, Some(Value::Boolean(true))) => Says::Rule,
            _ => {
                self.wrong(
                    "label-line",
                    format!("{place}it takes one of text = \"…\", taxon = \"…\" and rule = true."),
                );
                return None;
            }
        };
        let word = |key: &str| line.get(key).map(|value| value.as_str().unwrap_or_default());
        let size = match word("size") {
            None => Size::Usual,
            Some("small") => Size::Small,
            Some("large") => Size::Large,
            Some(_) => {
                self.wrong("label-line", format!("{place}‘size’ takes \"small\" or \"large\"."));
                Size::Usual
            }
        };
        let align = match word("align") {
            None => Align::Start,
            Some("center") => Align::Center,
            Some("end") => Align::End,
            Some(_) => {
                self.wrong("label-line", format!("{place}‘align’ takes \"center\" or \"end\"."));
                Align::Start
            }
        };
        let is_bold = line.get("bold").and_then(Value::as_bool).unwrap_or(false);
        Some(Line { says, size, is_bold, align })
    }
}

/// The links of a path that ends at taxa or determinations.
fn name_path(table: &'static Table, path: &str) -> Option<Vec<&'static str>> {
    let mut here = table;
    let mut steps = Vec::new();
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let column = here.column(name).and_then(|at| here.at(at).link.as_ref().map(|link| (here.at(at).name, link.to)));
        let many = here.to_many(name).map(|at| &here.many[usize::from(at)]).filter(|many| many.through.is_none());
        let (step, to) = column.or_else(|| many.map(|many| (many.name, many.of)))?;
        steps.push(step);
        here = model().table(to);
    }
    [taxon::TABLE, determination::TABLE].contains(&here.id).then_some(steps)
}
