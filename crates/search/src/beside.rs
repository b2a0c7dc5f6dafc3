//! The index for work that must not miss anything: jobs, and questions of the command line.
//!
//! Such work waits until the index has all that was written before it began. In a process that serves, that is the index
//! of the server. A process beside it reads along in the index that the server keeps; where nobody keeps one, it keeps
//! the index itself for as long as it needs it, and makes it if there is none.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tantivy::{IndexReader, ReloadPolicy};
use vasculum_model::{Code, Error, Result, TableId};
use vasculum_store::{Access, Database};

use crate::answer::{self, Ids};
use crate::ask::Ask;
use crate::live::{Search, latest};
use crate::place::{self, Home, failed};
use crate::schema::Fields;

/// How often it is looked whether an index has come as far as is wanted.
pub(crate) const LOOK: Duration = Duration::from_millis(100);
/// An index that does not get on for so long is not waited for.
const STALLED: Duration = Duration::from_secs(600);

/// What hears, while one waits, how many records are in an index that is being made; whatever it refuses ends the waiting.
pub type Tell<'t> = dyn FnMut(u64) -> Result<()> + 't;

/// An index that has everything that was written before it was opened.
pub struct Finder(Source);

enum Source {
    /// One that this process keeps.
    Own(Arc<Search>),
    /// One that another process keeps, as it was when it was opened.
    Others { reader: IndexReader, fields: Fields, upto: i64 },
}

impl Finder {
    /// Waits until an index that this process keeps has everything that was written so far.
    ///
    /// # Errors
    ///
    /// As [`Search::wait_for_all`].
    pub fn of(search: Arc<Search>, tell: &mut Tell<'_>) -> Result<Self> {
        search.wait_for_all(tell)?;
        Ok(Self(Source::Own(search)))
    }

    /// All records of a table that a question finds for one person.
    ///
    /// # Errors
    ///
    /// As [`Search::ids`]; `Conflict`, if the index is no longer there.
    pub fn ids(&self, access: &Access, ask: &Ask, table: TableId) -> Result<Ids> {
        match &self.0 {
            Source::Own(search) => search.ids(access, ask, table)?.ok_or_else(|| {
                Error::new(Code::Conflict, "The search index is being made anew.").hint("Try again in a while.")
            }),
            Source::Others { reader, fields, upto } => {
                let ids = answer::ids((&reader.searcher(), fields), access, ask, table)?;
                Ok(Ids { ids, upto: *upto })
            }
        }
    }
}

/// The way to the index of a database for a process that serves no pages.
pub struct Beside {
    db: Arc<Database>,
    folder: PathBuf,
    /// The index that this process keeps, while anybody needs it.
    own: Mutex<Weak<Search>>,
}

/// What became of a look at the index that another process keeps.
enum Look {
    /// It has everything.
    There(Finder),
    /// It is behind, or is being made; how far it is.
    Behind(i64),
    /// It can't be read here: another version of the program made it, or it is of another database.
    Strange,
}

impl Beside {
    /// The way to the index of a database, in the folder of the server.
    pub fn new(db: Arc<Database>, folder: PathBuf) -> Self {
        Self { db, folder, own: Mutex::default() }
    }

    /// Waits for an index that has everything that was written so far. What this process keeps is given up when the last
    /// finder is dropped, so that a server that starts then finds its folder free.
    ///
    /// # Errors
    ///
    /// - `Conflict`: an index is behind, or is being made, and does not get on.
    /// - `Internal`: the database or the folder fails.
    /// - Whatever `tell` refuses.
    pub fn open(&self, tell: &mut Tell<'_>) -> Result<Finder> {
        let upto = latest(&self.db)?;
        let mut patience = Patience::new();
        loop {
            if let Some(own) = self.keep()? {
                return Finder::of(own, tell);
            }
            match self.look(upto)? {
                Look::There(finder) => return Ok(finder),
                Look::Behind(far) => patience.hear((0, far))?,
                Look::Strange => return Finder::of(self.keep_another(), tell),
            }
            tell(0)?;
            std::thread::sleep(LOOK);
        }
    }

    /// The index as this process keeps it: already, or from now on; nothing if another one does.
    fn keep(&self) -> Result<Option<Arc<Search>>> {
        let mut known = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = known.upgrade() {
            return Ok(Some(own));
        }
        let Some(home) = Home::only(&self.folder)? else { return Ok(None) };
        let own = Arc::new(Search::at_home(Arc::clone(&self.db), home));
        *known = Arc::downgrade(&own);
        Ok(Some(own))
    }

    /// An index of its own in the folder after that of another process, as a second server keeps it.
    fn keep_another(&self) -> Arc<Search> {
        let mut known = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        known.upgrade().unwrap_or_else(|| {
            let own = Arc::new(Search::new(Arc::clone(&self.db), Some(self.folder.clone())));
            *known = Arc::downgrade(&own);
            own
        })
    }

    /// Reads along in the index of another process.
    fn look(&self, wanted: i64) -> Result<Look> {
        let Some(name) = place::current(&self.folder) else { return Ok(Look::Behind(-1)) };
        match self.read_along(&name, wanted) {
            Ok(Some(look)) => Ok(look),
            // One that was just replaced is gone, or goes while it is opened.
            _ if place::current(&self.folder).as_deref() != Some(&*name) => Ok(Look::Behind(-1)),
            Ok(None) => Ok(Look::Strange),
            Err(error) => Err(error),
        }
    }

    fn read_along(&self, name: &str, wanted: i64) -> Result<Option<Look>> {
        let inside: &Path = &self.folder.join(name);
        let opened = self.db.read(&Access::system("search"), |tx| place::open(tx, inside))?;
        let Some((index, fields, payload)) = opened else { return Ok(None) };
        if payload.upto < wanted {
            return Ok(Some(Look::Behind(payload.upto)));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        Ok(Some(Look::There(Finder(Source::Others { reader, fields, upto: payload.upto }))))
    }
}

/// How long one waits for an index: as long as it gets on.
pub(crate) struct Patience {
    far: Option<(u64, i64)>,
    since: Instant,
}

impl Patience {
    pub(crate) fn new() -> Self {
        Self { far: None, since: Instant::now() }
    }

    /// Hears how far it is: how many records are in one that is being made, and up to which change set everything is.
    ///
    /// # Errors
    ///
    /// `Conflict`, if it has not got on for too long.
    pub(crate) fn hear(&mut self, far: (u64, i64)) -> Result<()> {
        if self.far != Some(far) {
            (self.far, self.since) = (Some(far), Instant::now());
        }
        if self.since.elapsed() < STALLED {
            return Ok(());
        }
        Err(Error::new(Code::Conflict, "The search index does not have what was written lately, and does not get on.")
            .hint("Make it anew with ‘vasculum rebuild’, and ask again."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_on_is_waited_for() {
        let long_ago = Instant::now().checked_sub(STALLED).unwrap();
        let mut patience = Patience { far: Some((10, 1)), since: long_ago };
        assert!(patience.hear((20, 1)).is_ok() && patience.hear((20, 1)).is_ok());
        let mut patience = Patience { far: Some((10, 1)), since: long_ago };
        let refused = patience.hear((10, 1)).unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        assert!(refused.hint.unwrap().contains("vasculum rebuild"));
    }
}
