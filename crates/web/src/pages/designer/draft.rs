//! A form while it is being arranged: read from what the designer sends, changed by its buttons.
//!
//! The designer sends its controls in the order in which they stand on the page; so the order of sections and fields is
//! the order of what was sent, and a button that was pressed says by its place what it is about. Whoever moves a field
//! on the page, a script or a button, need not number anything.

use vasculum_domain::forms::{self, Condition, Field, Form, Section, Shows};
use vasculum_model::{Error, Issue, Result, Table};

/// A form while it is being arranged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub form: Form,
    /// The condition of each section as it was written, which may not be one yet.
    pub whens: Vec<String>,
}

/// A button that was pressed, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pressed {
    /// For example `up`, `section-remove`, `save`; empty for none.
    pub verb: String,
    /// The section that the button stands in.
    pub section: Option<usize>,
    /// The field that it stands in.
    pub field: Option<usize>,
    /// What the choice beside it says: the field or the kind of section to add.
    pub choice: String,
}

/// What a section shows, as one word: `fields`, `rows:determinations`.
pub(super) fn word_of(section: &Section, of: &'static Table) -> String {
    let link = section.link(of);
    match section.shows {
        Shows::Fields => "fields".to_owned(),
        Shows::Rows { .. } => format!("rows:{link}"),
        Shows::Part { .. } => format!("part:{link}"),
        Shows::Facts { .. } => format!("facts:{link}"),
    }
}

/// What a word of [`word_of`] means for a table.
fn shows_of(word: &str, of: &'static Table) -> Option<Shows> {
    let (kind, link) = word.split_once(':').unwrap_or((word, ""));
    match kind {
        "fields" => Some(Shows::Fields),
        "rows" => {
            let many = of.to_many(link).filter(|many| forms::can_be_rows(of, *many))?;
            Some(Shows::Rows { many, is_grid: false, sort: None })
        }
        "part" => Some(Shows::Part { column: of.column(link).filter(|column| forms::can_be_part(of, *column))? }),
        "facts" => Some(Shows::Facts { column: of.column(link).filter(|column| of.at(*column).link.is_some())? }),
        _ => None,
    }
}

impl Draft {
    /// A form as it stands, to be arranged.
    pub(super) fn of(form: Form) -> Self {
        let whens = form.sections.iter().map(|section| section.when.as_ref().map(ToString::to_string));
        Self { whens: whens.map(Option::unwrap_or_default).collect(), form }
    }

    /// What the designer sent, and the button that was pressed.
    pub(super) fn read(of: &'static Table, sent: &[(String, String)]) -> (Self, Pressed) {
        let mut draft = Self { form: Form { table: of.id, sections: Vec::new() }, whens: Vec::new() };
        let mut pressed = Pressed::default();
        // Sections that mean nothing for the table are passed over with all that stands in them.
        let mut is_open = false;
        let mut choice = String::new();
        for (name, value) in sent {
            let value = value.replace('\r', "");
            match name.as_str() {
                "section" => {
                    let shows = shows_of(&value, of);
                    is_open = shows.is_some();
                    draft.form.sections.extend(shows.map(Section::new));
                    draft.whens.resize(draft.form.sections.len(), String::new());
                }
                "add-field" | "add-section" => choice = value,
                "end" => is_open = false,
                "do" => {
                    let in_section = is_open.then(|| draft.form.sections.len().saturating_sub(1));
                    let field = in_section.and_then(|at| draft.form.sections[at].fields.len().checked_sub(1));
                    pressed = Pressed { verb: value, section: in_section, field, choice: choice.clone() };
                }
                _ if is_open => draft.take(of, name, value.trim()),
                _ => {}
            }
        }
        (draft, pressed)
    }

    /// Takes one value into the last section, or its last field.
    fn take(&mut self, of: &'static Table, name: &str, value: &str) {
        let Some(section) = self.form.sections.last_mut() else { return };
        let is_yes = value == "yes";
        match name {
            "title" => value.clone_into(&mut section.title),
            "when" => {
                if let Some(when) = self.whens.last_mut() {
                    value.clone_into(when);
                }
                section.when = Condition::parse(value).ok();
            }
            "collapsed" => section.is_collapsed = is_yes,
            "grid" => {
                if let Shows::Rows { is_grid, .. } = &mut section.shows {
                    *is_grid = is_yes;
                }
            }
            "sort" => {
                let below = section.table(of);
                let (field, down) = value.strip_prefix('-').map_or((value, false), |field| (field, true));
                if let Shows::Rows { sort, .. } = &mut section.shows {
                    *sort = below.column(field).map(|column| (column, down));
                }
            }
            "field" => section.fields.push(Field::named(value)),
            _ => {
                let Some(field) = section.fields.last_mut() else { return };
                match name {
                    "caption" => value.clone_into(&mut field.caption),
                    "help" => value.clone_into(&mut field.help),
                    "default" => value.clone_into(&mut field.default),
                    "picklist" => value.clone_into(&mut field.pick_list),
                    "required" => field.is_required = is_yes,
                    "read-only" => field.is_read_only = is_yes,
                    "wide" => field.is_wide = is_yes,
                    _ => {}
                }
            }
        }
    }

    /// Does what a button says. Whatever does not fit is left as it is.
    pub(super) fn press(&mut self, of: &'static Table, pressed: &Pressed) {
        let last = self.form.sections.len().saturating_sub(1);
        let at = pressed.section.unwrap_or(last);
        match (pressed.verb.as_str(), pressed.field) {
            ("section-up", _) if at > 0 => self.swap(at, at - 1),
            ("section-down", _) if at < last => self.swap(at, at + 1),
            ("section-remove", _) if at <= last && !self.form.sections.is_empty() => {
                self.form.sections.remove(at);
                self.whens.remove(at);
            }
            ("add-section", _) => self.add_section(of, &pressed.choice),
            (verb, field) => {
                let Some(section) = self.form.sections.get_mut(at) else { return };
                let fields = &mut section.fields;
                match (verb, field) {
                    ("up", Some(nth)) if nth > 0 && nth < fields.len() => fields.swap(nth, nth - 1),
                    ("down", Some(nth)) if nth + 1 < fields.len() => fields.swap(nth, nth + 1),
                    ("remove", Some(nth)) if nth < fields.len() => drop(fields.remove(nth)),
                    ("add", _) if !pressed.choice.is_empty() => fields.push(Field::named(&pressed.choice)),
                    _ => {}
                }
            }
        }
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.form.sections.swap(one, other);
        self.whens.swap(one, other);
    }

    fn add_section(&mut self, of: &'static Table, word: &str) {
        if let Some(shows) = shows_of(word, of) {
            self.form.sections.push(Section::new(shows));
            self.whens.push(String::new());
        }
    }

    /// The form, if everything in it is right.
    ///
    /// # Errors
    ///
    /// `Invalid`, with an issue for everything that is wrong.
    pub(super) fn finished(&self) -> Result<Form> {
        let mut issues = Vec::new();
        for (nth, when) in self.whens.iter().enumerate().filter(|(_, when)| !when.is_empty()) {
            if let Err(words) = Condition::parse(when) {
                let words = format!("Section {}: {words}", nth + 1);
                issues.push(Issue::error("form-bad-condition", format!("section[{nth}]"), words));
            }
        }
        match forms::parse(&forms::write(&self.form)) {
            Ok(form) if issues.is_empty() => Ok(form),
            Ok(_) => Err(Error::refused(issues)),
            Err(error) => Err(Error::refused(issues.into_iter().chain(error.issues).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::model;

    /// Presses the button at the mark `!` in what is sent and draws the form: sections parted by `|`, fields by a space.
    #[track_caller]
    fn check(sent: &str, expect: &str) {
        let of = model().named("Agent").unwrap();
        let pairs: Vec<(String, String)> = sent
            .split_whitespace()
            .map(|word| {
                let (name, value) = word.split_once('=').unwrap();
                (name.to_owned(), value.replace('_', " "))
            })
            .collect();
        let (mut draft, pressed) = Draft::read(of, &pairs);
        draft.press(of, &pressed);
        let section = |section: &Section| {
            let fields: Vec<&str> = section.fields.iter().map(|field| field.name.as_str()).collect();
            format!("{} {}", word_of(section, of), fields.join(" ")).trim().to_owned()
        };
        let drawn: Vec<String> = draft.form.sections.iter().map(section).collect();
        assert_eq!(drawn.join(" | "), expect, "{sent}");
        assert_eq!(draft.whens.len(), draft.form.sections.len());
    }

    #[test]
    fn a_button_is_about_what_it_stands_in() {
        let fields = "section=fields title=Name field=lastName field=email";
        check(fields, "fields lastName email");
        check(&format!("{fields} do=up"), "fields email lastName");
        check("section=fields field=lastName do=down field=email", "fields email lastName");
        check("section=fields field=lastName do=remove field=email", "fields email");
        check("section=fields field=lastName do=up field=email", "fields lastName email");
        check(&format!("{fields} add-field=url do=add"), "fields lastName email url");
        check(
            &format!("{fields} end= add-section=rows:addresses do=add-section"),
            "fields lastName email | rows:addresses",
        );
        check(
            "section=fields field=email section=rows:addresses do=section-up field=city",
            "rows:addresses city | fields email",
        );
        check("section=fields do=section-remove field=email section=rows:addresses", "rows:addresses");
        check("section=rows:collectors field=email section=fields field=url", "fields url");
    }

    #[test]
    fn what_is_wrong_is_said_and_kept() {
        let of = model().named("Agent").unwrap();
        let pairs = [("section", "fields"), ("when", "nonsense"), ("field", "shoeSize")];
        let pairs: Vec<(String, String)> = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let (draft, _) = Draft::read(of, &pairs);
        assert_eq!(draft.whens, ["nonsense"]);
        let issues = draft.finished().unwrap_err().issues;
        assert_eq!(
            issues.iter().map(|issue| issue.name).collect::<Vec<_>>(),
            ["form-bad-condition", "form-unknown-name"]
        );
    }
}
