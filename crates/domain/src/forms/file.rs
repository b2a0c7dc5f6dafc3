//! A form as a file: reading it with all that is wrong with it, and writing it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use toml::Value;
use vasculum_model::{Column, Error, Issue, Kind, Path, Result, Table, model};

use super::{Condition, Field, Form, Section, Shows, can_be_part, can_be_rows};
use crate::setup::{DISCIPLINE_TYPES, discipline_type};

/// No form is larger; it keeps a file from filling the memory.
const MOST_BYTES: usize = 200_000;

/// Reads a form and holds every name in it against the model.
///
/// # Errors
///
/// `Invalid`, with an issue for everything that is wrong: its field is the place (`section[1].fields[0]`, counted from
/// 0), its words name the section and field as people count them.
pub fn parse(text: &str) -> Result<Form> {
    if text.len() > MOST_BYTES {
        return Err(Error::invalid(format!("A form has at most {MOST_BYTES} bytes.")));
    }
    let root: toml::Table = text.parse().map_err(|cause: toml::de::Error| not_toml(text, &cause))?;
    let mut reader = Reader { issues: Vec::new() };
    let form = reader.form(&root);
    match form {
        Some(form) if reader.issues.is_empty() => Ok(form),
        _ => Err(Error::refused(reader.issues)),
    }
}

fn not_toml(text: &str, cause: &toml::de::Error) -> Error {
    let at = cause.span().map_or(0, |span| span.start.min(text.len()));
    let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let words = format!("Line {line}: {}.", cause.message().trim_end_matches('.'));
    Error::refused(vec![Issue::error("form-not-toml", format!("line {line}"), words)])
}

struct Reader {
    issues: Vec<Issue>,
}

/// Where something stands: for programs and for people.
#[derive(Clone)]
struct Place {
    path: String,
    words: String,
}

impl Place {
    fn field(&self, nth: usize) -> Self {
        Self { path: format!("{}.fields[{nth}]", self.path), words: format!("{}, field {}", self.words, nth + 1) }
    }
}

const SECTION_KEYS: &[&str] = &["title", "rows", "part", "facts", "grid", "sort", "collapsed", "when", "for", "fields"];
const FIELD_KEYS: &[&str] =
    &["field", "caption", "help", "required", "read_only", "default", "picklist", "wide", "for"];

impl Reader {
    fn wrong(&mut self, name: &'static str, place: &Place, words: impl std::fmt::Display) {
        self.issues.push(Issue::error(name, place.path.clone(), format!("{}: {words}", place.words)));
    }

    fn form(&mut self, root: &toml::Table) -> Option<Form> {
        let top = Place { path: String::new(), words: "Form".to_owned() };
        self.known_keys(&top, root, &["table", "section"]);
        let name = root.get("table").and_then(Value::as_str).unwrap_or_default();
        let Some(table) = model().named(name).filter(|table| table.is_shown() && table.name == name) else {
            self.wrong(
                "form-without-table",
                &top,
                format!("there is no table ‘{name}’; the first line is table = \"Locality\", for example."),
            );
            return None;
        };
        let none = Vec::new();
        let sections = match root.get("section") {
            Some(Value::Array(sections)) => sections,
            Some(_) => {
                self.wrong("form-bad-value", &top, "each part starts with [[section]].");
                &none
            }
            None => &none,
        };
        let mut form = Form { table: table.id, sections: Vec::new() };
        for (nth, section) in sections.iter().enumerate() {
            let place = Place { path: format!("section[{nth}]"), words: format!("Section {}", nth + 1) };
            match section {
                Value::Table(section) => form.sections.extend(self.section(table, &place, section)),
                _ => self.wrong("form-bad-value", &place, "a part starts with [[section]]."),
            }
        }
        if form.sections.is_empty() && self.issues.is_empty() {
            self.wrong("form-empty", &top, "it has no section.");
        }
        self.judge(&form);
        Some(form)
    }

    fn known_keys(&mut self, place: &Place, table: &toml::Table, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            self.wrong(
                "form-unknown-word",
                place,
                format!("‘{key}’ means nothing here; there are {}.", known.join(", ")),
            );
        }
    }

    fn text(&mut self, place: &Place, table: &toml::Table, key: &str) -> String {
        match table.get(key) {
            None => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(_) => {
                self.wrong("form-bad-value", place, format!("‘{key}’ takes a text in quotation marks."));
                String::new()
            }
        }
    }

    fn flag(&mut self, place: &Place, table: &toml::Table, key: &str) -> bool {
        match table.get(key) {
            None => false,
            Some(Value::Boolean(flag)) => *flag,
            Some(_) => {
                self.wrong("form-bad-value", place, format!("‘{key}’ takes true or false."));
                false
            }
        }
    }

    /// The kinds of disciplines of a `for`.
    fn kinds(&mut self, place: &Place, table: &toml::Table) -> Vec<String> {
        let Some(value) = table.get("for") else { return Vec::new() };
        let words: Vec<&str> =
            value.as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        if words.is_empty() || words.iter().any(|word| discipline_type(word).is_none()) {
            let known: Vec<&str> = DISCIPLINE_TYPES.iter().map(|kind| kind.name).collect();
            self.wrong("form-unknown-discipline", place, format!("‘for’ takes a list of {}.", known.join(", ")));
        }
        words.into_iter().map(str::to_owned).collect()
    }

    fn section(&mut self, of: &'static Table, place: &Place, file: &toml::Table) -> Option<Section> {
        let title = self.text(place, file, "title");
        let words = if title.is_empty() { place.words.clone() } else { format!("{} (‘{title}’)", place.words) };
        let place = &Place { words, path: place.path.clone() };
        self.known_keys(place, file, SECTION_KEYS);
        let shows = self.shows(of, place, file)?;
        let when = self.text(place, file, "when");
        let when = match Condition::parse(&when) {
            _ if when.is_empty() => None,
            Ok(condition) => Some(condition),
            Err(words) => {
                self.wrong("form-bad-condition", place, words);
                None
            }
        };
        let mut section = Section {
            title,
            only_for: self.kinds(place, file),
            when,
            is_collapsed: self.flag(place, file, "collapsed"),
            ..Section::new(shows)
        };
        section.fields = self.fields(section.table(of), &section, place, file);
        Some(section)
    }

    fn shows(&mut self, of: &'static Table, place: &Place, file: &toml::Table) -> Option<Shows> {
        let (rows, part, facts) =
            (self.text(place, file, "rows"), self.text(place, file, "part"), self.text(place, file, "facts"));
        if [&rows, &part, &facts].iter().filter(|name| !name.is_empty()).count() > 1 {
            self.wrong("form-bad-value", place, "a part is one of rows, part and facts.");
            return None;
        }
        let is_grid = self.flag(place, file, "grid");
        let sort = self.text(place, file, "sort");
        if rows.is_empty() && (is_grid || !sort.is_empty()) {
            self.wrong("form-bad-value", place, "‘grid’ and ‘sort’ belong to rows.");
        }
        if !rows.is_empty() {
            let Some(many) = of.to_many(&rows).filter(|many| can_be_rows(of, *many)) else {
                self.wrong("form-unknown-name", place, format!("{} owns no records behind ‘{rows}’.", of.name));
                return None;
            };
            let sort = self.sort(model().table(of.many[usize::from(many)].of), place, &sort);
            return Some(Shows::Rows { many, is_grid, sort });
        }
        if !part.is_empty() {
            let Some(column) = of.column(&part).filter(|column| can_be_part(of, *column)) else {
                self.wrong("form-unknown-name", place, format!("{} owns no record behind ‘{part}’.", of.name));
                return None;
            };
            return Some(Shows::Part { column });
        }
        if !facts.is_empty() {
            let Some(column) = of.column(&facts).filter(|column| of.at(*column).link.is_some()) else {
                self.wrong("form-unknown-name", place, format!("{} has no link ‘{facts}’.", of.name));
                return None;
            };
            return Some(Shows::Facts { column });
        }
        Some(Shows::Fields)
    }

    fn sort(&mut self, below: &Table, place: &Place, text: &str) -> Option<(u16, bool)> {
        if text.is_empty() {
            return None;
        }
        let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = below.column(name);
        if column.is_none() {
            self.wrong("form-unknown-name", place, format!("{} has no field ‘{name}’ to sort by.", below.name));
        }
        Some((column?, down))
    }

    fn fields(&mut self, below: &'static Table, section: &Section, place: &Place, file: &toml::Table) -> Vec<Field> {
        let none = Vec::new();
        let listed = match file.get("fields") {
            Some(Value::Array(listed)) => listed,
            Some(_) => {
                self.wrong("form-bad-value", place, "‘fields’ takes a list in square brackets.");
                &none
            }
            None => &none,
        };
        let mut fields = Vec::with_capacity(listed.len());
        for (nth, entry) in listed.iter().enumerate() {
            let place = place.field(nth);
            let field = match entry {
                Value::String(name) => Field::named(name),
                Value::Table(file) => self.field(&place, file),
                _ => {
                    self.wrong("form-bad-value", &place, "a field is a name in quotation marks or settings in braces.");
                    continue;
                }
            };
            if self.is_known(below, section, &place, &field) {
                fields.push(field);
            }
        }
        fields
    }

    fn field(&mut self, place: &Place, file: &toml::Table) -> Field {
        self.known_keys(place, file, FIELD_KEYS);
        Field {
            name: self.text(place, file, "field"),
            caption: self.text(place, file, "caption"),
            help: self.text(place, file, "help"),
            is_required: self.flag(place, file, "required"),
            is_read_only: self.flag(place, file, "read_only"),
            default: self.text(place, file, "default"),
            pick_list: self.text(place, file, "picklist"),
            is_wide: self.flag(place, file, "wide"),
            only_for: self.kinds(place, file),
        }
    }

    fn is_known(&mut self, below: &'static Table, section: &Section, place: &Place, field: &Field) -> bool {
        if matches!(section.shows, Shows::Facts { .. }) {
            let known = Path::parse(below, &field.name);
            if let Err(cause) = &known {
                self.wrong("form-unknown-name", place, &cause.message);
            }
            return known.is_ok();
        }
        let Some(column) = below.column(&field.name) else {
            self.wrong("form-unknown-name", place, format!("{} has no field ‘{}’.", below.name, field.name));
            return false;
        };
        if !field.pick_list.is_empty() && !takes_pick_list(below.at(column)) {
            self.wrong("form-bad-value", place, format!("‘{}’ can’t be chosen from a pick list.", field.name));
        }
        true
    }

    /// What only the whole form shows: fields that stand twice, conditions on fields that it lacks.
    fn judge(&mut self, form: &Form) {
        for kind in DISCIPLINE_TYPES {
            let here = form.for_kind(kind.name);
            let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
            for section in &here.sections {
                let link = section.link(here.of());
                let is_facts = matches!(section.shows, Shows::Facts { .. });
                if matches!(section.shows, Shows::Rows { .. }) && !seen.insert((link, "")) {
                    self.twice(kind.name, link);
                }
                for field in section.fields.iter().filter(|_| !is_facts) {
                    if !seen.insert((link, &field.name)) {
                        self.twice(kind.name, &field.name);
                    }
                }
            }
        }
        for (nth, section) in form.sections.iter().enumerate() {
            let Some(condition) = &section.when else { continue };
            let place = Place { path: format!("section[{nth}]"), words: format!("Section {}", nth + 1) };
            if form.of().column(&condition.field).is_none() {
                self.wrong(
                    "form-unknown-name",
                    &place,
                    format!("{} has no field ‘{}’.", form.of().name, condition.field),
                );
            } else if form.field(&condition.field).is_none() {
                let words = format!("the condition asks for ‘{}’, which stands nowhere in the form.", condition.field);
                self.wrong("form-bad-condition", &place, words);
            }
        }
    }

    fn twice(&mut self, kind: &str, name: &str) {
        let known = |issue: &Issue| issue.name == "form-field-twice" && issue.words.contains(&format!("‘{name}’"));
        if !self.issues.iter().any(known) {
            let words = format!("Form: ‘{name}’ stands twice (for {kind}); a field has one place.");
            self.issues.push(Issue::error("form-field-twice", "", words));
        }
    }
}

/// Whether the values of a field can be those of a pick list.
pub(super) fn takes_pick_list(column: &Column) -> bool {
    column.link.is_none() && (matches!(column.kind, Kind::Text | Kind::LongText) || column.kind.is_integer())
}

/// Writes a form as a file that [`parse`] reads as the same form.
pub fn write(form: &Form) -> String {
    let of = form.of();
    let mut out = format!("table = {}\n", quoted(of.name));
    for section in &form.sections {
        out.push_str("\n[[section]]\n");
        let link = section.link(of);
        match section.shows {
            Shows::Fields => {}
            Shows::Rows { .. } => line(&mut out, "rows", link),
            Shows::Part { .. } => line(&mut out, "part", link),
            Shows::Facts { .. } => line(&mut out, "facts", link),
        }
        line(&mut out, "title", &section.title);
        if let Shows::Rows { is_grid, sort, .. } = section.shows {
            if is_grid {
                out.push_str("grid = true\n");
            }
            if let Some((column, down)) = sort {
                let name = section.table(of).at(column).name;
                line(&mut out, "sort", &format!("{}{name}", if down { "-" } else { "" }));
            }
        }
        if section.is_collapsed {
            out.push_str("collapsed = true\n");
        }
        line(&mut out, "when", &section.when.as_ref().map(ToString::to_string).unwrap_or_default());
        if !section.only_for.is_empty() {
            let _ = writeln!(out, "for = {}", list(&section.only_for));
        }
        if !section.fields.is_empty() {
            out.push_str("fields = [\n");
            for field in &section.fields {
                let _ = writeln!(out, "    {},", entry(field));
            }
            out.push_str("]\n");
        }
    }
    out
}

fn line(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
}

fn entry(field: &Field) -> String {
    if *field == Field::named(&field.name) {
        return quoted(&field.name);
    }
    let mut parts = vec![format!("field = {}", quoted(&field.name))];
    for (key, value) in [
        ("caption", &field.caption),
        ("help", &field.help),
        ("default", &field.default),
        ("picklist", &field.pick_list),
    ] {
        if !value.is_empty() {
            parts.push(format!("{key} = {}", quoted(value)));
        }
    }
    for (key, value) in [("required", field.is_required), ("read_only", field.is_read_only), ("wide", field.is_wide)] {
        if value {
            parts.push(format!("{key} = true"));
        }
    }
    if !field.only_for.is_empty() {
        parts.push(format!("for = {}", list(&field.only_for)));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a form that has something wrong with it, and tells what.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found: Vec<String> = match parse(text) {
            Ok(_) => Vec::new(),
            Err(error) => error.issues.iter().map(|issue| format!("{} {}", issue.field, issue.words)).collect(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        check("table = \"Agent\n", &["line 1 Line 1: invalid basic string, expected `\"`."]);
        check(
            "table = \"Person\"",
            &[" Form: there is no table ‘Person’; the first line is table = \"Locality\", for example."],
        );
        check(
            "table = \"Agent\"\n[[section]]\ntitle = \"Name\"\nfields = [\"lastName\", \"shoeSize\", { field = \"title\", colour = \"red\" }]",
            &[
                "section[0].fields[1] Section 1 (‘Name’), field 2: Agent has no field ‘shoeSize’.",
                "section[0].fields[2] Section 1 (‘Name’), field 3: ‘colour’ means nothing here; there are field, caption, help, required, read_only, default, picklist, wide, for.",
            ],
        );
        check(
            "table = \"Agent\"\n[[section]]\nwhen = \"agentType = Person\"\nfields = [\"lastName\", \"lastName\"]",
            &[
                " Form: ‘lastName’ stands twice (for fish); a field has one place.",
                "section[0] Section 1: the condition asks for ‘agentType’, which stands nowhere in the form.",
            ],
        );
        check(
            "table = \"Agent\"\n[[section]]\nrows = \"collectors\"\n[[section]]\nfor = [\"dragons\"]\nfields = [\"email\"]",
            &[
                "section[0] Section 1: Agent owns no records behind ‘collectors’.",
                "section[1] Section 2: ‘for’ takes a list of fish, herpetology, paleobotany, invertpaleo, vertpaleo, bird, mammal, insect, botany, invertebrate, geology.",
            ],
        );
    }

    #[test]
    fn what_is_written_is_read_as_the_same_form() {
        let text = r#"
            table = "CollectionObject"
            [[section]]
            title = "A \"name\" with \\ and ü"
            collapsed = true
            fields = ["catalogNumber", { field = "remarks", caption = "Notes", help = "a\nb\u0007", required = true, read_only = true, default = "today", wide = true, for = ["fish"] }]
            [[section]]
            rows = "determinations"
            grid = true
            sort = "-determinedDate"
            when = "catalogNumber is not empty"
            fields = ["taxon", { field = "typeStatusName", picklist = "TypeStatus" }]
            [[section]]
            facts = "collectingEvent"
            fields = ["locality.geography"]
        "#;
        let form = parse(text).unwrap();
        assert_eq!(parse(&write(&form)).unwrap(), form, "{}", write(&form));
    }
}
