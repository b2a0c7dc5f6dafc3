//! Bytes that are kept aside: in memory while they are few, then in a file without a name.

use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::source::Source;

/// A file that nobody else can open and that vanishes when it is closed.
///
/// The name is random and is removed at once where the system allows it; elsewhere it is removed on drop.
#[derive(Debug)]
pub(crate) struct TempFile {
    pub(crate) file: File,
    guard: Option<RemoveOnDrop>,
}

/// Removes a file when it goes out of scope.
#[derive(Debug)]
pub(crate) struct RemoveOnDrop(PathBuf);

impl Drop for RemoveOnDrop {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl TempFile {
    /// Makes one in `dir`.
    pub(crate) fn create(dir: &Path) -> io::Result<Self> {
        let random = RandomState::new();
        for attempt in 0..100_u32 {
            let path = dir.join(format!(".vasculum-{:016x}", random.hash_one((attempt, std::process::id()))));
            match new_file(&path) {
                Ok(file) => {
                    let gone = cfg!(unix) && std::fs::remove_file(&path).is_ok();
                    return Ok(TempFile { file, guard: (!gone).then_some(RemoveOnDrop(path)) });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "no free name for a temporary file"))
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Something to write to now and to read from later.
#[derive(Debug)]
pub(crate) struct Spool {
    dir: PathBuf,
    memory_bytes: usize,
    buffer: Vec<u8>,
    file: Option<TempFile>,
    written: u64,
}

impl Spool {
    /// Keeps up to `memory_bytes` in memory and the rest in a file in `dir`.
    pub(crate) fn new(dir: &Path, memory_bytes: usize) -> Self {
        Spool { dir: dir.to_owned(), memory_bytes, buffer: Vec::new(), file: None, written: 0 }
    }

    /// How many bytes were written so far.
    pub(crate) fn len(&self) -> u64 {
        self.written + self.buffer.len() as u64
    }

    /// Ends writing.
    pub(crate) fn finish(mut self) -> io::Result<Source> {
        if self.file.is_none() {
            return Ok(Source::bytes(std::mem::take(&mut self.buffer)));
        }
        self.spill()?;
        let len = self.written;
        match self.file.take() {
            Some(TempFile { file, guard }) => Ok(Source::file(file, len, guard)),
            None => Ok(Source::bytes(Vec::new())),
        }
    }

    /// Moves what is in memory to the file.
    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(temp) => &mut temp.file,
            none => &mut none.insert(TempFile::create(&self.dir)?).file,
        };
        file.write_all(&self.buffer)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        self.memory_bytes = 64 << 10;
        self.buffer.shrink_to(self.memory_bytes);
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() > self.memory_bytes {
            self.spill()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::sync::Arc;

    #[track_caller]
    fn check(memory_bytes: usize) {
        let dir = std::env::temp_dir();
        let mut spool = Spool::new(&dir, memory_bytes);
        let all: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        for piece in all.chunks(777) {
            spool.write_all(piece).unwrap();
        }
        assert_eq!(spool.len(), all.len() as u64);
        let mut back = Vec::new();
        Arc::new(spool.finish().unwrap()).all().read_to_end(&mut back).unwrap();
        assert!(back == all);
    }

    #[test]
    fn what_was_written_is_read_back_from_memory() {
        check(10 << 20);
    }

    #[test]
    fn what_was_written_is_read_back_from_a_file() {
        check(1_000);
    }
}
