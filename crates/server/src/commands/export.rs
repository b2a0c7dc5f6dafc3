//! `vasculum export`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};
use vasculum_domain::dwca::{self, ExportOptions};
use vasculum_domain::export::{self, Dumped};
use vasculum_domain::trees;
use vasculum_model::{Code, Error, Result};
use vasculum_store::Tx;

use super::{access, collection, open};
use crate::cli::{Export, Target};
use crate::config::Config;
use crate::exit;
use crate::out::{Out, bytes, number};

/// Writes to a file and hears of what is written.
type Progress<'p> = &'p mut dyn FnMut(&str, u64, u64);

pub(super) fn run(export: Export, config: &Config, out: &Out) -> Result<u8> {
    match export {
        Export::Dwca(target) => write(&target, config, out, |tx, collection, file, progress| {
            dwca::export(tx, collection, &ExportOptions::default(), file, progress)
                .map(|done| (done.rows, json!({"columns": done.columns, "extensions": done.extensions})))
        }),
        Export::Csv(target) => write(&target, config, out, |tx, collection, file, progress| {
            dwca::csv(tx, collection, file, progress).map(|done| (done.rows, json!({"columns": done.columns})))
        }),
        Export::Json(target) => write(&target, config, out, |tx, _, file, progress| {
            export::json(tx, file, progress).map(|done| tables(&done))
        }),
        Export::Sql(target) => write(&target, config, out, |tx, _, file, progress| {
            export::sql(tx, file, progress).map(|done| tables(&done))
        }),
        Export::Tree { tree, named, format, target } => {
            let table = super::tree::table(&tree)?;
            let format = super::tree::format(format);
            write(&target, config, out, |tx, collection, file, _| {
                let rows = match &named {
                    Some(name) => trees::export::export_named(tx, table, name, format, file),
                    None => trees::export::export(tx, table, collection, format, file),
                };
                rows.map(|rows| (rows, json!({"tree": tree})))
            })
        }
    }
}

fn tables(dumped: &Dumped) -> (u64, Json) {
    let tables: Map<String, Json> =
        dumped.tables.iter().map(|(table, count)| ((*table).to_owned(), (*count).into())).collect();
    (dumped.records(), json!({"tables": tables}))
}

/// Writes a file under another name and renames it when it is whole: nobody finds half an export.
fn write(
    target: &Target,
    config: &Config,
    out: &Out,
    export: impl FnOnce(&mut Tx<'_>, i64, &mut BufWriter<File>, Progress<'_>) -> Result<(u64, Json)>,
) -> Result<u8> {
    let path = &target.output;
    if path.exists() && !out.yes() {
        return Err(Error::new(Code::Conflict, format!("{} is there already.", path.display()))
            .hint("Choose another file, or replace it with `--yes`."));
    }
    let db = open(config)?;
    let collection = collection(&db, &target.collection)?;
    let access = access(&db, Some(collection))?;
    let partial = Partial(beside(path));
    let failed = |cause| Error::internal(format!("The file {} can’t be written.", path.display()), cause);
    let mut file = BufWriter::new(File::create(&partial.0).map_err(failed)?);
    let mut progress = out.progress();
    let (rows, mut document) = db.read(&access, |tx| {
        export(tx, collection, &mut file, &mut |what, done, total| progress.tick(what, done, total))
    })?;
    drop(progress);
    file.flush().and_then(|()| file.get_ref().sync_all()).map_err(failed)?;
    std::fs::rename(&partial.0, path).map_err(failed)?;
    let size = std::fs::metadata(path).map_or(0, |it| i64::try_from(it.len()).unwrap_or(i64::MAX));
    document["file"] = json!(path);
    document["rows"] = rows.into();
    document["sizeBytes"] = size.into();
    out.result(&document, &format!("Wrote {} rows to {} ({}).", number(rows), path.display(), bytes(size)));
    Ok(exit::DONE)
}

pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

/// A file that is gone with this value, unless it was renamed.
pub(super) struct Partial(pub(super) PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
