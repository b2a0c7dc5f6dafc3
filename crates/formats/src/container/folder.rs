//! The files of a folder.

use std::path::Path;

use super::{Container, Member, Place, SourceKind, cannot_open, check_count, is_junk};
use crate::limits::Limits;
use crate::problem::Refusal;

const DEEPEST: usize = 5;

/// Lists the files of a folder and of the folders in it. Links are not followed.
pub(super) fn list(root: &Path, name: &str, limits: &Limits) -> Result<Container, Refusal> {
    let mut members = Vec::new();
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| cannot_open(&e, name))?;
        for entry in entries {
            let entry = entry.map_err(|e| cannot_open(&e, name))?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let Ok(kind) = entry.file_type() else { continue };
            if is_junk(&path) {
                continue;
            }
            if kind.is_file() {
                members.push(Member { path, place: Place::File(entry.path()) });
                check_count(members.len(), name, limits)?;
            } else if kind.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), format!("{path}/"), depth + 1));
                check_count(folders.len(), name, limits)?;
            }
        }
    }
    members.sort_by(|a, b| a.path.cmp(&b.path));
    if members.is_empty() {
        return Err(Refusal::new("The folder is empty.").at(name));
    }
    Ok(Container::new(SourceKind::Folder, name, members, None))
}
