//! The way to the search index, for work whose question searches for words. How an index is opened is the program's affair.

use std::fmt;
use std::sync::Arc;

use vasculum_model::{Result, TableId};
use vasculum_store::Access;

use crate::query::Hits;

/// Hears, while an index is waited for, how many records are in it so far; what it refuses ends the waiting.
pub type Waiting<'w> = dyn FnMut(u64) -> Result<()> + 'w;

/// Finds the records of a table by words, for one person, in an index that has all that was written before it was opened.
pub type Finder = Box<dyn Fn(&Access, TableId, &str) -> Result<Hits>>;

type Open = dyn Fn(&mut Waiting<'_>) -> Result<Finder> + Send + Sync;

/// The way to the search index: a function that waits until the index has all that was written so far, and opens it. It
/// refuses in words what can't be waited for.
#[derive(Clone)]
pub struct Index(Arc<Open>);

impl Index {
    /// The way over this function.
    pub fn by(open: impl Fn(&mut Waiting<'_>) -> Result<Finder> + Send + Sync + 'static) -> Self {
        Self(Arc::new(open))
    }

    /// Opens it.
    ///
    /// # Errors
    ///
    /// Whatever the function or `waiting` refuses.
    pub fn open(&self, waiting: &mut Waiting<'_>) -> Result<Finder> {
        (self.0)(waiting)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Index")
    }
}
