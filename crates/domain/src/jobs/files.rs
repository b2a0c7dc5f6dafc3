//! Private files: what came of jobs, under random names that nobody can guess, each named by the row of its job.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use vasculum_model::{Code, Error, Result, Timestamp};
use vasculum_store::Database;

use super::REMEMBERED_DAYS;

/// A file is kept for so many days, unless the operator says otherwise.
pub const KEEP_DAYS: i64 = 14;
/// What stands behind the name of a file that is not complete.
const PART: &str = "part";
/// A file that belongs to no job may be on its way for so long.
const STRAY_AFTER: Duration = Duration::from_secs(24 * 3600);
const DAY_US: i64 = 86_400_000_000;

/// The folder of the private files.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The files in this folder, which is made with the first of them.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Begins a file.
    ///
    /// # Errors
    ///
    /// `Internal`, or `Conflict` if the disk is full.
    pub(super) fn begin(&self) -> Result<Partial> {
        fs::create_dir_all(&self.folder).map_err(not_written)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700)).map_err(not_written)?;
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)
            .map_err(|cause| Error::internal("The machine gives no random numbers.", cause.to_string()))?;
        let key: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.folder.join(&key).with_extension(PART);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(not_written)?;
        Ok(Partial { key, path, out: BufWriter::with_capacity(256 << 10, file), is_kept: false })
    }

    /// Where temporary files that belong to a file are made: on the same disk, so that a full one shows at once.
    pub(super) fn spool_dir(&self) -> PathBuf {
        self.folder.clone()
    }

    /// Opens a file.
    ///
    /// # Errors
    ///
    /// `NotFound`, if it is not there.
    pub fn open(&self, key: &str) -> Result<File> {
        File::open(self.path(key)?).map_err(|cause| match cause.kind() {
            ErrorKind::NotFound => Error::not_found("This file is no longer kept.").hint("Ask for it once more."),
            _ => Error::internal("This file can’t be read.", cause),
        })
    }

    /// Takes a file away. One that is gone already is no error.
    ///
    /// # Errors
    ///
    /// `Internal`, if it can't be taken away.
    pub fn remove(&self, key: &str) -> Result<()> {
        match fs::remove_file(self.path(key)?) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                Err(Error::internal("A file can’t be deleted.", cause))
            }
            _ => Ok(()),
        }
    }

    /// Names come from the database; that none of them leads out of the folder is made sure of all the same.
    fn path(&self, key: &str) -> Result<PathBuf> {
        if key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(self.folder.join(key));
        }
        Err(Error::new(Code::Internal, "A file has a name that no file of ours has."))
    }

    /// Files that belong to none of these names, and are not on their way either.
    fn strays(&self, known: &[String]) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let is_old = |path: &PathBuf| {
            let changed = fs::metadata(path).and_then(|about| about.modified()).ok();
            let age = changed.and_then(|changed| SystemTime::now().duration_since(changed).ok());
            age.is_some_and(|age| age > STRAY_AFTER)
        };
        let is_ours = |path: &PathBuf| {
            let stem = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let is_known = |path: &PathBuf| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| known.iter().any(|key| key == name))
        };
        entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| is_ours(path) && !is_known(path) && is_old(path))
            .collect()
    }
}

/// A file that is being written. Unless it is kept it is taken away when it goes: there is never half a file.
pub(super) struct Partial {
    key: String,
    path: PathBuf,
    out: BufWriter<File>,
    is_kept: bool,
}

impl Partial {
    /// Brings the file to the disk and gives it its name; returns that and its size in bytes.
    ///
    /// # Errors
    ///
    /// `Internal`, or `Conflict` if the disk is full.
    pub(super) fn keep(mut self) -> Result<(String, i64)> {
        self.out.flush().map_err(not_written)?;
        let file = self.out.get_ref();
        file.sync_all().map_err(not_written)?;
        let size = file.metadata().map_err(not_written)?.len();
        fs::rename(&self.path, self.path.with_extension("")).map_err(not_written)?;
        self.is_kept = true;
        Ok((self.key.clone(), i64::try_from(size).unwrap_or(i64::MAX)))
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Why a file could not be written, for the person who waits for it.
pub(super) fn not_written(cause: io::Error) -> Error {
    let full = matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge);
    match cause.kind() {
        _ if full => Error {
            source: Some(Box::new(cause)),
            ..Error::new(Code::Conflict, "The disk of the server is full: the file could not be written.")
                .hint("Ask whoever runs the server to make room, and try again.")
        },
        ErrorKind::InvalidInput | ErrorKind::InvalidData => Error::invalid(cause.to_string()),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error {
            source: Some(Box::new(cause)),
            ..Error::new(Code::Conflict, "The server may not write into its folder of files.")
                .hint("Ask whoever runs the server to look at the rights of the data directory.")
        },
        _ => Error::internal("The file could not be written.", cause),
    }
}

/// Takes away the files whose time is over and those that belong to nothing, and forgets jobs that ended long ago;
/// returns how many files went.
///
/// # Errors
///
/// `Internal`, if the database fails or a file can't be taken away.
pub fn sweep(db: &Database, files: &Files) -> Result<usize> {
    let expired = db.take_expired_job_files()?;
    for key in &expired {
        files.remove(key)?;
    }
    // The folder is looked at before the database: a file that comes meanwhile is too young to be a stray.
    let strays = files.strays(&db.job_file_keys()?);
    for path in &strays {
        fs::remove_file(path).map_err(|cause| Error::internal("A file can’t be deleted.", cause))?;
    }
    db.forget_jobs(Timestamp(db.now().0 - REMEMBERED_DAYS * DAY_US))?;
    Ok(expired.len() + strays.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let files = Files::at("/tmp/nowhere");
        for key in ["../../etc/passwd", "", "/etc/passwd", "abc", &"/".repeat(64)] {
            assert!(files.open(key).is_err_and(|error| error.code == Code::Internal), "{key}");
        }
        assert!(files.open(&"a".repeat(64)).is_err_and(|error| error.code == Code::NotFound));
    }

    #[test]
    fn what_is_not_kept_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path());
        let count = || fs::read_dir(folder.path()).unwrap().count();
        let mut partial = files.begin().unwrap();
        partial.write_all(b"half").unwrap();
        assert_eq!(count(), 1);
        drop(partial);
        assert_eq!(count(), 0);
        let mut partial = files.begin().unwrap();
        partial.write_all(b"whole").unwrap();
        let (key, size) = partial.keep().unwrap();
        assert_eq!((size, io::read_to_string(files.open(&key).unwrap()).unwrap().as_str()), (5, "whole"));
        files.remove(&key).unwrap();
        files.remove(&key).unwrap();
        assert_eq!(count(), 0);
    }

    #[test]
    fn strays_are_old_files_of_ours_that_nobody_knows() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path());
        let old = SystemTime::now() - STRAY_AFTER * 2;
        for (name, is_old) in
            [("a".repeat(64), true), ("b".repeat(64), false), ("c".repeat(64), true), ("readme.txt".to_owned(), true)]
        {
            let file = File::create(folder.path().join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
        }
        let part = File::create(folder.path().join(format!("{}.part", "d".repeat(64)))).unwrap();
        part.set_modified(old).unwrap();
        let mut names: Vec<String> = files
            .strays(&["c".repeat(64)])
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().chars().take(1).collect())
            .collect();
        names.sort();
        assert_eq!(names, ["a", "d"]);
    }
}
