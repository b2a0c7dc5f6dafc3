//! What stands where: the columns of lists, the facts about linked records. All of it is data.
//!
//! Tables without a row here get everything that they have, in the order of the model. Forms are data files, see
//! [`vasculum_domain::forms`].

mod lists;

pub(crate) use lists::{FACTS, LISTS, LOOKUPS};

/// Tables with so few records that a link to them is a choice of one.
pub(crate) const SMALL: &[&str] = &[
    "PrepType",
    "CollectionObjectType",
    "TaxonTreeDef",
    "TaxonTreeDefItem",
    "GeographyTreeDef",
    "GeographyTreeDefItem",
    "StorageTreeDef",
    "StorageTreeDefItem",
    "GeologicTimePeriodTreeDef",
    "GeologicTimePeriodTreeDefItem",
    "LithoStratTreeDef",
    "LithoStratTreeDefItem",
    "TectonicUnitTreeDef",
    "TectonicUnitTreeDefItem",
    "Collection",
    "Discipline",
    "Division",
    "Institution",
];

/// What a new record starts with where no form says so: table, field, text.
pub(crate) const STARTS_WITH: &[(&str, &str, &str)] = &[
    ("Agent", "agentType", "1"),
    ("Locality", "srcLatLongUnit", "0"),
    ("ReferenceWork", "referenceWorkType", "2"),
    ("Taxon", "isAccepted", "Yes"),
    ("Geography", "isAccepted", "Yes"),
    ("Storage", "isAccepted", "Yes"),
    ("LoanPreparation", "quantity", "1"),
];

/// Fields of which nobody but the program and people with a reason need to know; seen among "all fields".
pub(crate) const BEHIND: &[&str] = &[
    "guid",
    "collectionMemberId",
    "collection",
    "discipline",
    "division",
    "institution",
    "sgrStatus",
    "visibility",
    "visibilitySetBy",
    "version",
    "timestampCreated",
    "timestampModified",
    "timestampVersion",
    "createdByAgent",
    "modifiedByAgent",
    "nodeNumber",
    "highestChildNodeNumber",
    "rankId",
    "fullName",
    "ordinal",
    "uniqueIdentifier",
    "gml",
    "lsid",
];

/// The columns of a table's list, if they were chosen by hand.
pub(crate) fn list(table: &str) -> Option<&'static [&'static str]> {
    LISTS.iter().find(|(name, _)| *name == table).map(|(_, paths)| *paths)
}

/// What is worth knowing of a linked record of a table.
pub(crate) fn facts(table: &str) -> Option<&'static [(&'static str, &'static str)]> {
    FACTS.iter().find(|(name, _)| *name == table).map(|(_, facts)| *facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::{Path, Table, model};

    fn table(name: &str) -> &'static Table {
        model().named(name).filter(|table| table.name == name).unwrap_or_else(|| panic!("there is no table {name}"))
    }

    #[track_caller]
    fn has_path(of: &Table, path: &str) {
        assert!(Path::parse(of, path).is_ok(), "{} has no {path}", of.name);
    }

    #[test]
    fn every_name_is_one_of_the_model() {
        for (name, paths) in LISTS {
            paths.iter().for_each(|path| has_path(table(name), path));
        }
        for (name, facts) in FACTS {
            facts.iter().for_each(|(_, path)| has_path(table(name), path));
        }
        for (name, paths, context) in LOOKUPS {
            paths.iter().filter(|path| !path.is_empty()).for_each(|path| has_path(table(name), path));
            assert!(context.is_empty() || Path::parse(table(name), context).is_ok(), "{name}: {context}");
        }
        for name in SMALL {
            table(name);
        }
        for (name, field, _) in STARTS_WITH {
            assert!(table(name).column(field).is_some(), "{name}.{field}");
        }
    }
}
