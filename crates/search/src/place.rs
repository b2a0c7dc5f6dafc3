//! Where an index lies, and whether it can be used.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::schema::Schema;
use tantivy::{Index, TantivyError};
use vasculum_model::{Error, Result, shipped_model};
use vasculum_store::{ChangeQuery, Tx};

use crate::schema::{Fields, schema};
use crate::words::tokenizers;

/// Counts the changes of what stands in documents.
const FORM: u32 = 1;
/// The file that names the folder of the index in use.
const CURRENT: &str = "current";
/// The file that the process holds that the folder belongs to.
const LOCK: &str = "lock";
/// More processes than this do not share a data directory.
const PROCESSES: usize = 64;

const FAILED: &str = "The search index can’t be used.";

/// What went wrong with the index becomes an error.
pub(crate) fn failed(cause: impl Into<TantivyError>) -> Error {
    Error::internal(FAILED, cause.into())
}

fn unusable(path: &Path, cause: std::io::Error) -> Error {
    Error::internal(format!("The folder of the search index, {}, can’t be used.", path.display()), cause)
        .hint("See whether there is room on the disk, and whether the program may write there.")
}

/// Whether it was the index that failed, and not the database.
pub(crate) fn is_of_index(error: &Error) -> bool {
    error.message == FAILED
}

/// What is kept with every commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// How documents are made; another program makes them otherwise.
    form: String,
    /// Which database it is.
    database: String,
    /// The change set up to which everything is in the index, and what tells it from that of another database.
    pub upto: i64,
    at: String,
}

impl Payload {
    /// What is to be kept with a commit that has everything up to a change set.
    pub(crate) fn now(tx: &mut Tx<'_>, upto: i64) -> Result<Self> {
        Ok(Self { form: form(), database: stamp(tx, 0)?, upto, at: stamp(tx, upto - 1)? })
    }

    /// Reads what was kept with a commit.
    fn read(index: &Index) -> Option<Self> {
        serde_json::from_str(&index.load_metas().ok()?.payload?).ok()
    }

    /// As it is kept.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What tells the first change set after a number from that of any other database: its number and its moment.
fn stamp(tx: &mut Tx<'_>, since: i64) -> Result<String> {
    let query = ChangeQuery { since: Some(since.max(0)), limit: 1, ..ChangeQuery::default() };
    let found = tx.change_sets(&query)?.pop();
    Ok(found.map(|set| format!("{} {}", set.id, set.at)).unwrap_or_default())
}

/// How documents are made: changes whenever the fields or the tables of the model do.
fn form() -> String {
    let (schema, _) = schema();
    let fields = serde_json::to_string(&schema).unwrap_or_default();
    let tables: Vec<&str> = shipped_model().tables().map(|table| table.name).collect();
    let all = format!("{fields} {}", tables.join(" "));
    let sum =
        all.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{FORM}-{sum:016x}")
}

/// A folder that belongs to this process.
pub(crate) struct Home {
    /// The folder.
    pub folder: PathBuf,
    _lock: File,
}

impl Home {
    /// Takes this folder, unless another process has it.
    pub(crate) fn only(folder: &Path) -> Result<Option<Self>> {
        fs::create_dir_all(folder).map_err(|cause| unusable(folder, cause))?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK));
        let lock = lock.map_err(|cause| unusable(folder, cause))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { folder: folder.to_owned(), _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(unusable(folder, cause)),
        }
    }

    /// Takes the first folder that no other process has: `search`, `search-2`, …
    pub(crate) fn claim(wanted: &Path) -> Result<Self> {
        for folder in folders(wanted).take(PROCESSES) {
            if let Some(home) = Self::only(&folder)? {
                return Ok(home);
            }
        }
        let words = format!("All folders of search indexes at {} are in use by other processes.", wanted.display());
        Err(Error::new(vasculum_model::Code::Conflict, words))
    }
}

/// The folders of processes that share a data directory.
fn folders(wanted: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    let name = wanted.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    std::iter::once(wanted.to_owned()).chain((2..).map(move |nth| wanted.with_file_name(format!("{name}-{nth}"))))
}

/// Those of the folders that there are; the first in any case.
pub(crate) fn present(wanted: &Path) -> Vec<PathBuf> {
    let mut all = vec![wanted.to_owned()];
    all.extend(folders(wanted).skip(1).take(PROCESSES).take_while(|folder| folder.exists()));
    all
}

/// The name of the index in use.
pub(crate) fn current(folder: &Path) -> Option<String> {
    let name = fs::read_to_string(folder.join(CURRENT)).ok()?.trim().to_owned();
    let is_plain = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    is_plain.then_some(name)
}

/// Makes this the index in use, in one step.
pub(crate) fn set_current(folder: &Path, name: &str) -> Result<()> {
    let draft = folder.join(format!("{CURRENT}.{name}"));
    fs::write(&draft, name)
        .and_then(|()| fs::rename(&draft, folder.join(CURRENT)))
        .map_err(|cause| unusable(folder, cause))
}

/// Removes indexes that are no longer in use. Those that another process is just making stay.
pub(crate) fn tidy(folder: &Path, but: &str) {
    for old in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        if name.starts_with("index-") && name != but && !is_young(&old.path()) {
            // What can't be removed now is removed at the next start.
            let _ = fs::remove_dir_all(old.path());
        }
    }
}

/// An index that is being made writes something every few seconds.
fn is_young(folder: &Path) -> bool {
    let written = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
    let latest = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|file| written(&file.path())).max();
    !folder.join(DONE).exists()
        && latest.is_some_and(|at| at.elapsed().is_ok_and(|age| age < std::time::Duration::from_secs(600)))
}

/// The file in an index that was in use.
const DONE: &str = "done";

/// Notes that an index is whole: whoever replaces it may remove it.
pub(crate) fn note_done(folder: &Path) -> Result<()> {
    fs::write(folder.join(DONE), "").map_err(|cause| unusable(folder, cause))
}

/// A name for a new index.
pub(crate) fn new_name() -> String {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    format!("index-{nanos:x}-{:x}", std::process::id())
}

/// Makes an empty index, in a folder or in memory.
pub(crate) fn create(folder: Option<&Path>) -> Result<(Index, Fields)> {
    let (schema, fields) = schema();
    let mut index = match folder {
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|cause| unusable(folder, cause))?;
            Index::create_in_dir(folder, schema).map_err(failed)?
        }
        None => Index::create_in_ram(schema),
    };
    prepare(&mut index)?;
    Ok((index, fields))
}

fn prepare(index: &mut Index) -> Result<()> {
    index.set_tokenizers(tokenizers());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    if threads > 1 {
        index.set_multithread_executor(threads).map_err(failed)?;
    }
    Ok(())
}

/// Opens an index, if it is whole, made as documents are made now, and of this database.
pub(crate) fn open(tx: &mut Tx<'_>, folder: &Path) -> Result<Option<(Index, Fields, Payload)>> {
    let (wanted, fields): (Schema, Fields) = schema();
    let Ok(mut index) = Index::open_in_dir(folder) else { return Ok(None) };
    if index.schema() != wanted || index.reader().is_err() {
        return Ok(None);
    }
    prepare(&mut index)?;
    let Some(payload) = Payload::read(&index) else { return Ok(None) };
    let expected = Payload::now(tx, payload.upto)?;
    Ok((payload == expected).then_some((index, fields, payload)))
}
