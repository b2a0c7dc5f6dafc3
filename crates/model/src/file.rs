//! The form of a table file, before its links are resolved.

use serde::Deserialize;

/// One `tables/*.toml`; its doc is `docs/data-model.md`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableFile {
    pub about: String,
    #[serde(default)]
    pub origin: Option<String>,
    pub number: i32,
    pub key: String,
    pub key_db: Option<String>,
    pub db: Option<String>,
    pub group: String,
    pub scope: String,
    #[serde(default)]
    pub found_by: Vec<String>,
    #[serde(default)]
    pub system: bool,
    #[serde(default)]
    pub legacy: bool,
    #[serde(default)]
    pub indexes: Vec<IndexFile>,
    #[serde(default)]
    pub fields: toml::Table,
    #[serde(default)]
    pub links: toml::Table,
    #[serde(default)]
    pub many: toml::Table,
}

/// A named index of Specify's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndexFile {
    pub name: String,
    pub on: Vec<String>,
}

/// One line under `[fields]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFile {
    pub kind: String,
    pub max: Option<u32>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub unique: bool,
    #[serde(default)]
    pub indexed: bool,
    pub db: Option<String>,
    #[serde(default)]
    pub spare: bool,
    #[serde(default)]
    pub about: String,
    pub dwc: Option<String>,
}

/// One line under `[links]`: a column that holds the id of another record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkFile {
    pub to: String,
    pub back: Option<String>,
    #[serde(default)]
    pub one_to_one: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub owned: bool,
    pub owned_when: Option<String>,
    pub db: Option<String>,
    #[serde(default)]
    pub spare: bool,
    #[serde(default)]
    pub about: String,
    pub dwc: Option<String>,
}

/// One line under `[many]`: the records of another table that link here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManyFile {
    pub of: String,
    pub back: String,
    pub at_most: Option<u32>,
    #[serde(default)]
    pub one_to_one: bool,
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub owned: bool,
    #[serde(default)]
    pub about: String,
    pub dwc: Option<String>,
}
