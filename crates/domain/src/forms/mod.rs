//! Forms: which fields of a record stand where, under which words, and what they ask for.
//!
//! A form is data. Those that are shipped stand in `crates/domain/forms/*.toml`, one file a table; a collection or a
//! discipline may have its own, kept as records of FormDefinition. Both are written in the same small format, which
//! `docs/forms.md` describes. A table without either gets a form made from the model by the pages themselves.

mod asks;
mod condition;
mod file;
mod look;
mod picklists;
mod shipped;
mod stored;

use vasculum_model::{Owned, Table, TableId, model};

pub use asks::Asks;
pub use condition::{Condition, Test};
pub use file::{parse, write};
pub use look::{Look, LookCache, Origin, below, look};
pub use picklists::{PickList, Source};
pub use shipped::{all_shipped, shipped, shipped_words};
pub use stored::{Place, RESOURCE, may_arrange, own, reset, save};
pub(crate) use stored::{judge, judge_deletion};

/// The form of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The table.
    pub table: TableId,
    /// Its parts, from above.
    pub sections: Vec<Section>,
}

/// One part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it shows.
    pub shows: Shows,
    /// Its heading; empty for the usual one.
    pub title: String,
    /// The kinds of disciplines that have it; none stands for all.
    pub only_for: Vec<String>,
    /// What must be so for it to be seen; nothing for always.
    pub when: Option<Condition>,
    /// Whether it stands closed at first.
    pub is_collapsed: bool,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// What a part of a form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Fields and links of the record itself.
    Fields,
    /// The records that it owns behind a to-many link.
    Rows {
        /// The link.
        many: u16,
        /// Whether they stand as lines of a table rather than one below the other.
        is_grid: bool,
        /// The field of theirs that orders them, and whether it runs down; nothing for the order in which they were made.
        sort: Option<(u16, bool)>,
    },
    /// The fields of the record that it owns behind a to-one link.
    Part {
        /// The link.
        column: u16,
    },
    /// What is known of the record behind a to-one link, to be looked at.
    Facts {
        /// The link.
        column: u16,
    },
}

/// One field of a form. Empty texts stand for the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// Its name in the model; among facts a path from the linked record.
    pub name: String,
    /// The words above it.
    pub caption: String,
    /// One sentence below it.
    pub help: String,
    /// Whether a record can't be saved by this form without it.
    pub is_required: bool,
    /// Whether it is shown and not to be changed.
    pub is_read_only: bool,
    /// What a new record starts with, as somebody would type it; `today` and `me` stand for the day and the person.
    pub default: String,
    /// The pick list that it is chosen from.
    pub pick_list: String,
    /// Whether it takes a line of its own.
    pub is_wide: bool,
    /// The kinds of disciplines that have it; none stands for all.
    pub only_for: Vec<String>,
}

impl Field {
    /// A field with nothing but its name.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

impl Section {
    /// A part without a heading, a condition and fields.
    pub fn new(shows: Shows) -> Self {
        Self { shows, title: String::new(), only_for: Vec::new(), when: None, is_collapsed: false, fields: Vec::new() }
    }

    /// The table whose fields stand in it.
    pub fn table(&self, of: &'static Table) -> &'static Table {
        match self.shows {
            Shows::Fields => of,
            Shows::Rows { many, .. } => model().table(of.many[usize::from(many)].of),
            Shows::Part { column } | Shows::Facts { column } => {
                of.at(column).link.as_ref().map_or(of, |link| model().table(link.to))
            }
        }
    }

    /// The name of its link, as it stands before the names of its fields; nothing for the record's own fields.
    pub fn link(&self, of: &'static Table) -> &'static str {
        match self.shows {
            Shows::Fields => "",
            Shows::Rows { many, .. } => of.many[usize::from(many)].name,
            Shows::Part { column } | Shows::Facts { column } => of.at(column).name,
        }
    }
}

impl Form {
    /// The table.
    pub fn of(&self) -> &'static Table {
        model().table(self.table)
    }

    /// The form as a kind of discipline has it: what is only for others is left out.
    #[must_use]
    pub fn for_kind(&self, kind: &str) -> Self {
        let counts = |only: &[String]| only.is_empty() || only.iter().any(|theirs| theirs.eq_ignore_ascii_case(kind));
        let sections = self.sections.iter().filter(|section| counts(&section.only_for)).map(|section| Section {
            only_for: Vec::new(),
            fields: section
                .fields
                .iter()
                .filter(|field| counts(&field.only_for))
                .map(|field| Field { only_for: Vec::new(), ..field.clone() })
                .collect(),
            ..section.clone()
        });
        // A part that had fields, and none that this discipline has, would be a heading over nothing.
        let had = |section: &Section| {
            !section.fields.is_empty() || matches!(section.shows, Shows::Rows { .. } | Shows::Facts { .. })
        };
        Self { table: self.table, sections: sections.filter(had).collect() }
    }

    /// A field of the form by its place: `catalogNumber`, or `determinations.taxon` for that of a part.
    pub fn field(&self, place: &str) -> Option<&Field> {
        let (link, name) = place.rsplit_once('.').unwrap_or(("", place));
        self.sections
            .iter()
            .filter(|section| !matches!(section.shows, Shows::Facts { .. }) && section.link(self.of()) == link)
            .find_map(|section| section.fields.iter().find(|field| field.name == name))
    }
}

/// Whether a to-many link can be a part of a form: its records belong to the record alone, and people meet them.
pub fn can_be_rows(table: &Table, many: u16) -> bool {
    let many = &table.many[usize::from(many)];
    many.owned && many.through.is_none() && model().table(many.of).is_shown()
}

/// Whether the record behind a to-one link can be filled in as a part of the form: it belongs to the record alone,
/// always or where a setting of the collection or discipline says so ([`Look::owns`]).
pub fn can_be_part(table: &Table, column: u16) -> bool {
    let is_owned = |link: &vasculum_model::Link| link.owned != Owned::No && model().table(link.to).is_shown();
    table.at(column).link.as_ref().is_some_and(is_owned)
}
