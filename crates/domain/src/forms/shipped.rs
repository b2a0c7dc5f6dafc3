//! The forms that are shipped: the files in `crates/domain/forms/`.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use vasculum_model::TableId;

use super::{Form, parse};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../forms/", $name, ".toml")))),*]
    };
}

/// Every file: the table's name in the database, and what stands in it.
const FILES: &[(&str, &str)] = files![
    "accession",
    "agent",
    "attachment",
    "borrow",
    "collecting_event",
    "collecting_trip",
    "collection_object",
    "collection_object_group",
    "conserv_description",
    "conserv_event",
    "deaccession",
    "determination",
    "disposal",
    "dna_sequence",
    "exchange_in",
    "exchange_out",
    "geo_coord_detail",
    "geography",
    "geologic_time_period",
    "gift",
    "litho_strat",
    "loan",
    "locality",
    "paleo_context",
    "permit",
    "preparation",
    "reference_work",
    "repository_agreement",
    "storage",
    "taxon",
    "tectonic_unit",
    "treatment_event",
];

static FORMS: LazyLock<HashMap<TableId, Form>> = LazyLock::new(|| {
    // A file that can't be read is met by the test below before anybody else meets it.
    FILES.iter().filter_map(|(_, text)| parse(text).ok()).map(|form| (form.table, form)).collect()
});

/// The form that is shipped for a table, for all kinds of disciplines; nothing where the form is made from the model.
pub fn shipped(table: TableId) -> Option<&'static Form> {
    FORMS.get(&table)
}

/// The headings, captions and helps of the shipped forms, in English: what a translation has to say in its language.
pub fn shipped_words() -> &'static BTreeSet<&'static str> {
    static WORDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let of_field = |field: &'static super::Field| [field.caption.as_str(), field.help.as_str()];
        let of_section = |section: &'static super::Section| {
            std::iter::once(section.title.as_str()).chain(section.fields.iter().flat_map(of_field))
        };
        let sections = FORMS.values().flat_map(|form| &form.sections);
        sections.flat_map(of_section).filter(|words| !words.is_empty()).collect()
    });
    &WORDS
}

/// Every form that is shipped, in no order.
pub fn all_shipped() -> impl Iterator<Item = &'static Form> {
    FORMS.values()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use vasculum_model::model;

    use super::*;
    use crate::forms::write;
    use crate::setup::DISCIPLINE_TYPES;

    #[test]
    fn every_file_is_shipped_and_nothing_in_it_is_unknown() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
        let there: BTreeSet<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|file| file.unwrap().file_name().to_string_lossy().trim_end_matches(".toml").to_owned())
            .collect();
        assert_eq!(there, FILES.iter().map(|(name, _)| (*name).to_owned()).collect());
        for (name, text) in FILES {
            let form = parse(text).unwrap_or_else(|error| panic!("{name}: {:#?}", error.issues));
            assert_eq!(form.of().sql, *name, "a file is named as its table");
            assert_eq!(parse(&write(&form)).unwrap(), form, "{name}");
        }
    }

    #[test]
    fn every_pick_list_of_a_form_is_one_that_its_collections_start_with() {
        for form in all_shipped() {
            for kind in DISCIPLINE_TYPES {
                for section in form.for_kind(kind.name).sections {
                    for field in section.fields.iter().filter(|field| !field.pick_list.is_empty()) {
                        assert!(
                            crate::setup::starts_with_list(kind.name, &field.pick_list),
                            "{}: {} of {} has no list {}",
                            kind.name,
                            field.name,
                            form.of().name,
                            field.pick_list
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn required_fields_stand_on_the_form() {
        // What rules fill in by themselves, or what a link from elsewhere fills in.
        let by_rule =
            ["collection", "discipline", "division", "institution", "collectionMemberId", "rankId", "version"];
        for form in all_shipped() {
            let of = form.of();
            for column in of.columns.iter().filter(|column| column.required && !column.name.starts_with("timestamp")) {
                let stands = by_rule.contains(&column.name)
                    || matches!((of.name, column.name), ("Attachment", "tableID"))
                    || form.field(column.name).is_some();
                assert!(stands, "{}.{} is required and stands nowhere", of.name, column.name);
            }
        }
        assert!(model().tables().len() > FORMS.len());
    }
}
