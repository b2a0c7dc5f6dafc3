//! Finds members by their names, in constant time: `meta.xml` may ask for many.

use std::collections::HashMap;

use super::{Member, stem};

/// The members by path, by path in lower case, by name in lower case, and tables by name without ending.
#[derive(Debug, Default)]
pub(super) struct Names {
    exact: HashMap<String, usize>,
    paths: HashMap<String, usize>,
    names: HashMap<String, usize>,
    stems: HashMap<String, usize>,
}

impl Names {
    pub(super) fn new(members: &[Member]) -> Self {
        let mut names = Names::default();
        for (position, member) in members.iter().enumerate() {
            names.exact.entry(member.path.clone()).or_insert(position);
            names.paths.entry(member.path.to_lowercase()).or_insert(position);
            names.names.entry(member.file_name().to_lowercase()).or_insert(position);
            if member.may_be_table() {
                names.stems.entry(member.stem()).or_insert(position);
            }
        }
        names
    }

    pub(super) fn find(&self, path: &str) -> Option<usize> {
        let lower = path.to_lowercase();
        let name = lower.rsplit('/').next().unwrap_or(&lower);
        let found = self.exact.get(path).or_else(|| self.paths.get(&lower)).or_else(|| self.names.get(name));
        found.copied()
    }

    pub(super) fn find_stem(&self, location: &str) -> Option<usize> {
        let stem = stem(location);
        if stem.is_empty() { None } else { self.stems.get(&stem).copied() }
    }
}
