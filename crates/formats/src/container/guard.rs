//! Watches what is unpacked.

use std::io::{self, Read};

use crate::limits::Limits;
use crate::problem::Refusal;

/// A reader that stops a member which unpacks to too much, or to something else than was promised.
pub(super) struct Guard<R> {
    inner: R,
    name: String,
    produced: u64,
    max: u64,
    packed: Option<u64>,
    ratio: u64,
    ratio_from: u64,
    exactly: Option<u64>,
    crc: Option<(u32, crc32fast::Hasher)>,
    ended: bool,
}

impl<R: Read> Guard<R> {
    pub(super) fn new(inner: R, name: &str, limits: &Limits) -> Self {
        Guard {
            inner,
            name: name.to_owned(),
            produced: 0,
            max: limits.max_unpacked_bytes,
            packed: None,
            ratio: limits.max_ratio,
            ratio_from: limits.ratio_from_bytes,
            exactly: None,
            crc: None,
            ended: false,
        }
    }

    /// Says how large the packed form is, so that the ratio can be watched.
    pub(super) fn packed(mut self, bytes: u64) -> Self {
        self.packed = Some(bytes);
        self
    }

    /// Says how many bytes there must be.
    pub(super) fn exactly(mut self, bytes: u64) -> Self {
        self.exactly = Some(bytes);
        self
    }

    /// Says which checksum the bytes must have.
    pub(super) fn crc(mut self, crc: u32) -> Self {
        self.crc = Some((crc, crc32fast::Hasher::new()));
        self
    }

    fn check_size(&self) -> Result<(), Refusal> {
        if self.produced > self.max {
            let words = format!("It unpacks to more than {} bytes.", self.max);
            return Err(Refusal::new(words).at(&self.name));
        }
        let allowed = self.packed.map_or(u64::MAX, |p| p.saturating_mul(self.ratio));
        if self.produced > self.ratio_from && self.produced > allowed {
            return Err(bomb(self.ratio, &self.name));
        }
        if self.exactly.is_some_and(|e| self.produced > e) {
            return Err(Refusal::damaged("There are more data in it than it says.").at(&self.name));
        }
        Ok(())
    }

    fn check_end(&mut self) -> Result<(), Refusal> {
        if self.exactly.is_some_and(|e| self.produced != e) {
            return Err(Refusal::damaged("The file ends too early.").at(&self.name));
        }
        let right = self.crc.take().is_none_or(|(wanted, hasher)| hasher.finalize() == wanted);
        if right { Ok(()) } else { Err(Refusal::damaged("The checksum of the file is wrong.").at(&self.name)) }
    }
}

/// The refusal of something that unpacks to a multiple of its size.
pub(super) fn bomb(ratio: u64, name: &str) -> Refusal {
    let words = format!("It unpacks to more than {ratio} times its size, which no real table does.");
    Refusal::new(words).at(name)
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() || self.ended {
            return Ok(0);
        }
        let count = self.inner.read(buf)?;
        self.produced += count as u64;
        if let Some((_, hasher)) = &mut self.crc {
            hasher.update(&buf[..count]);
        }
        self.check_size().map_err(Refusal::into_io)?;
        if count == 0 {
            self.ended = true;
            self.check_end().map_err(Refusal::into_io)?;
        }
        Ok(count)
    }
}
