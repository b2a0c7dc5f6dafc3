//! The kinds of labels that are shipped: the files in `crates/domain/labels/`.

use std::sync::LazyLock;

use super::{Kind, parse};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../labels/", $name, ".toml")))),*]
    };
}

/// Every file: its key, and what stands in it.
const FILES: &[(&str, &str)] =
    files!["object", "jar", "herbarium", "pin", "pin_determination", "tray", "preparation", "storage"];

static KINDS: LazyLock<Vec<(&str, &str, Kind)>> = LazyLock::new(|| {
    // A file that can't be read is met by the test below before anybody else meets it.
    FILES.iter().filter_map(|(key, text)| Some((*key, *text, parse(text).ok()?))).collect()
});

/// Every kind of label that is shipped: its key, its file, and what that says.
pub fn all() -> &'static [(&'static str, &'static str, Kind)] {
    &KINDS
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::setup::DISCIPLINE_TYPES;

    #[test]
    fn every_shipped_kind_of_label_can_be_read_and_every_discipline_has_one() {
        for (key, text) in FILES {
            parse(text).unwrap_or_else(|error| panic!("{key}: {error:?}"));
        }
        let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("labels")).unwrap().count();
        assert_eq!(files, FILES.len(), "a file of crates/domain/labels is not listed");
        for discipline in DISCIPLINE_TYPES {
            let usual = all().iter().any(|(.., kind)| kind.is_usual_for(discipline.name));
            assert!(usual, "{} has no label of its own", discipline.name);
        }
    }
}
