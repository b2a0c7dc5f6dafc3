//! The index while it is in use: opened or made at the start, fed from the journal, asked by everybody.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};
use vasculum_model::names::{geography, taxon};
use vasculum_model::{Error, Result, TableId};
use vasculum_store::{Access, ChangeQuery, Database, Tx};

use crate::answer::{self, Answer, Ids, Trees, Wish};
use crate::ask::Ask;
use crate::beside::{LOOK, Patience, Tell};
use crate::build::{commit, fill, trees};
use crate::counting::Kept;
use crate::excerpt::{self, Excerpt};
use crate::load::Loader;
use crate::parts::EvenParts;
use crate::place::{self, Home, Payload, failed, is_of_index};
use crate::schema::{Fields, key, searched};
use crate::ways;
use crate::{Hit, build};

/// How long one waits after the database or the disk failed.
const REST: Duration = Duration::from_secs(2);
/// So many documents at most are made between two commits.
const AT_ONCE: usize = 4_000;
/// So many change sets are looked at between two commits.
const SETS: u64 = 500;
/// A change that matters to more documents than this does not hold up the others.
const FEW: usize = 2_000;
/// Memory for documents that are not yet on disk, in bytes.
const MEMORY: usize = 30_000_000;

/// What the index is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It answers.
    Ready,
    /// It is being made; so many records are in it so far.
    Building(u64),
    /// It can't be used; the log says why, and it is tried again.
    Failed,
}

/// The search index of one database.
pub struct Search {
    inner: Arc<Inner>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Inner {
    db: Arc<Database>,
    /// Where it lies; nothing for memory.
    wanted: Option<PathBuf>,
    /// The folder that it was given, until its thread takes it over.
    given: Mutex<Option<Home>>,
    opened: Mutex<Option<Arc<Opened>>>,
    state: Mutex<State>,
    built: AtomicU64,
    /// The change set up to which everything is found.
    upto: Mutex<i64>,
    changed: Condvar,
    is_stopping: AtomicBool,
}

/// An index that is in use.
struct Opened {
    reader: IndexReader,
    fields: Fields,
    trees: Mutex<Arc<Trees>>,
    /// What was counted of everything.
    kept: Kept,
    /// The change set up to which everything is in what the reader sees.
    upto: AtomicI64,
    /// The name of its folder.
    name: Option<String>,
}

/// What only the thread that feeds the index has.
struct Feeding {
    opened: Arc<Opened>,
    writer: IndexWriter<TantivyDocument>,
    /// The latest change set that was looked at.
    seen: i64,
    /// Documents of changes that matter to many, with the change set; all before the first are in the index.
    later: VecDeque<(i64, VecDeque<(TableId, i64)>)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Search {
    /// The index of a database, in a folder or in memory. Nothing happens before [`Search::start`].
    pub fn new(db: Arc<Database>, folder: Option<PathBuf>) -> Self {
        Self::within(db, folder, None)
    }

    /// The index of a database, in a folder that this process has already.
    pub(crate) fn at_home(db: Arc<Database>, home: Home) -> Self {
        Self::within(db, Some(home.folder.clone()), Some(home))
    }

    fn within(db: Arc<Database>, wanted: Option<PathBuf>, given: Option<Home>) -> Self {
        let inner = Inner {
            db,
            wanted,
            given: Mutex::new(given),
            opened: Mutex::new(None),
            state: Mutex::new(State::Building(0)),
            built: AtomicU64::new(0),
            upto: Mutex::new(-1),
            changed: Condvar::new(),
            is_stopping: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner), thread: Mutex::new(None) }
    }

    /// Opens the index in the background, or makes it if there is none that can be used, and feeds it from then on.
    /// Starting twice is starting once.
    pub fn start(&self) {
        let mut thread = lock(&self.thread);
        if thread.is_none() {
            let inner = Arc::clone(&self.inner);
            let spawned = std::thread::Builder::new().name("search".to_owned()).spawn(move || inner.run());
            match spawned {
                Ok(handle) => *thread = Some(handle),
                Err(cause) => {
                    tracing::error!("the search index can't be started: {cause}");
                    *lock(&self.inner.state) = State::Failed;
                }
            }
        }
    }

    /// What it is doing.
    pub fn state(&self) -> State {
        match *lock(&self.inner.state) {
            State::Building(_) => State::Building(self.inner.built.load(Ordering::Relaxed)),
            other => other,
        }
    }

    /// Waits until it answers, or is not expected to soon; says whether it does.
    pub fn wait_until_ready(&self, at_most: Duration) -> bool {
        let until = Instant::now() + at_most;
        let mut state = lock(&self.inner.state);
        while *state != State::Ready {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.inner.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Waits until all that was written so far is found; says whether it is.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn wait_for_latest(&self, at_most: Duration) -> Result<bool> {
        let latest = latest(&self.inner.db)?;
        let until = Instant::now() + at_most;
        let mut upto = lock(&self.inner.upto);
        while *upto < latest {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            upto = self.inner.changed.wait_timeout(upto, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(true)
    }

    /// Starts it, and waits until it answers and all that was written before is found, for as long as it gets on.
    ///
    /// # Errors
    ///
    /// - `Conflict`: it does not get on.
    /// - `Internal`: it can't be used, or the database fails.
    /// - Whatever `tell` refuses.
    pub fn wait_for_all(&self, tell: &mut Tell<'_>) -> Result<()> {
        self.start();
        let latest = latest(&self.inner.db)?;
        let mut patience = Patience::new();
        loop {
            let upto = self.opened().map_or(-1, |opened| opened.upto.load(Ordering::Acquire));
            if upto >= latest {
                return Ok(());
            }
            let built = match self.state() {
                State::Ready => 0,
                State::Building(built) => built,
                State::Failed => return Err(unusable()),
            };
            patience.hear((built, upto))?;
            tell(built)?;
            let upto = lock(&self.inner.upto);
            drop(self.inner.changed.wait_timeout(upto, LOOK).unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn opened(&self) -> Option<Arc<Opened>> {
        lock(&self.inner.opened).clone()
    }

    /// Answers a question for one person; nothing while the index is being made.
    ///
    /// # Errors
    ///
    /// `Internal`, if the index can't be read.
    pub fn answer(&self, access: &Access, ask: &Ask, wish: Wish) -> Result<Option<Answer>> {
        let Some(opened) = self.opened() else { return Ok(None) };
        let trees = Arc::clone(&lock(&opened.trees));
        answer::answer((&opened.reader.searcher(), &opened.fields), access, (&trees, &opened.kept), ask, wish).map(Some)
    }

    /// The ids of all records of a table that a question finds, in order; nothing while the index is being made.
    ///
    /// # Errors
    ///
    /// - `Invalid`: the index has no records of this table.
    /// - `Internal`: the index can't be read.
    pub fn ids(&self, access: &Access, ask: &Ask, table: TableId) -> Result<Option<Ids>> {
        let Some(opened) = self.opened() else { return Ok(None) };
        // Told before it is asked: what comes in between is in the answer and not yet promised.
        let upto = opened.upto.load(Ordering::Acquire);
        let ids = answer::ids((&opened.reader.searcher(), &opened.fields), access, ask, table)?;
        Ok(Some(Ids { ids, upto }))
    }

    /// What in records shows that they are answers, as far as the person of the transaction may read it.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn excerpts(&self, tx: &mut Tx<'_>, hits: &[Hit], marks: &[String]) -> Result<HashMap<Hit, Excerpt>> {
        excerpt::excerpts(tx, hits, marks)
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.inner.is_stopping.store(true, Ordering::SeqCst);
        if let Some(thread) = lock(&self.thread).take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::SeqCst)
    }

    fn set(&self, state: State) {
        *lock(&self.state) = state;
        self.changed.notify_all();
    }

    /// The folder that belongs to this process: the one that it was given, or else the first that no other process has;
    /// nothing for memory. What fails is tried again until it is told to stop.
    fn home(&self) -> Option<Home> {
        if let Some(home) = lock(&self.given).take() {
            return Some(home);
        }
        while !self.is_stopping() {
            match self.wanted.as_deref().map(Home::claim).transpose() {
                Ok(home) => return home,
                Err(error) => {
                    tracing::error!("{}", error.message);
                    self.set(State::Failed);
                    std::thread::park_timeout(REST);
                }
            }
        }
        None
    }

    /// Opens and feeds until it is told to stop; whatever fails is tried again.
    fn run(&self) {
        let home = self.home();
        let folder = home.as_ref().map(|home| home.folder.as_path());
        let mut may_open = true;
        while !self.is_stopping() {
            // A thread of its own follows the institution's fields as they are.
            let fed = vasculum_model::own::within(self.db.model(), || self.open_and_feed(folder, may_open));
            if let Err(error) = fed {
                if self.is_stopping() {
                    return;
                }
                tracing::error!("search: {}: {:?}", error.message, error.source);
                if lock(&self.opened).is_none() {
                    self.set(State::Failed);
                }
                // What failed in the index is made anew; what failed in the database will do again.
                may_open = !is_of_index(&error);
                std::thread::park_timeout(REST);
            }
        }
    }

    /// Opens the index and feeds it until it is told to stop, another one takes its place, or something fails.
    fn open_and_feed(&self, folder: Option<&Path>, may_open: bool) -> Result<()> {
        let mut feeding = match folder.filter(|_| may_open).map(|folder| self.open(folder)).transpose()?.flatten() {
            Some(feeding) => feeding,
            None => self.make(folder)?,
        };
        if let (Some(folder), Some(name)) = (folder, &feeding.opened.name) {
            place::tidy(folder, name);
        }
        if lock(&self.opened).is_some() {
            // It takes the place of one that has everything: nothing that was found is missed meanwhile.
            while !self.is_stopping() && feeding.pass(&self.db)? {}
            feeding.tell_upto();
        }
        *lock(&self.opened) = Some(Arc::clone(&feeding.opened));
        self.set(State::Ready);
        let model = self.db.model().generation;
        while !self.is_stopping() {
            let has_more = feeding.pass(&self.db)?;
            feeding.tell_upto();
            *lock(&self.upto) = feeding.upto();
            self.changed.notify_all();
            if !has_more {
                std::thread::park_timeout(LOOK);
            }
            let is_current = folder.is_none_or(|folder| place::current(folder) == feeding.opened.name);
            if !is_current || self.db.model().generation != model {
                break;
            }
        }
        Ok(())
    }

    fn open(&self, folder: &Path) -> Result<Option<Feeding>> {
        let Some(name) = place::current(folder) else { return Ok(None) };
        let opened = self.db.read(&Access::system("search"), |tx| place::open(tx, &folder.join(&name)))?;
        let Some((index, fields, payload)) = opened else { return Ok(None) };
        self.begin(index, fields, &payload, Some(name)).map(Some)
    }

    /// Makes an index of everything and puts it in the place of the one that was there.
    fn make(&self, folder: Option<&Path>) -> Result<Feeding> {
        if lock(&self.opened).is_none() {
            self.set(State::Building(0));
        }
        let goes_on = |count: u64| {
            self.built.store(count, Ordering::Relaxed);
            !self.is_stopping()
        };
        let Some(folder) = folder else {
            let (index, fields) = place::create(None)?;
            let (_, payload) = fill(&self.db, (&index, &fields), &goes_on)?;
            return self.begin(index, fields, &payload, None);
        };
        let begun = Instant::now();
        let (name, count) = make_in(&self.db, folder, &goes_on)?;
        tracing::info!("made the search index of {count} records in {:.1} s", begun.elapsed().as_secs_f64());
        match self.open(folder)? {
            Some(feeding) if feeding.opened.name.as_deref() == Some(&name) => Ok(feeding),
            _ => Err(failed(tantivy::TantivyError::InternalError("the new index can't be opened".to_owned()))),
        }
    }

    fn begin(&self, index: tantivy::Index, fields: Fields, payload: &Payload, name: Option<String>) -> Result<Feeding> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let trees = trees(&self.db)?;
        let writer = index.writer_with_num_threads(1, MEMORY).map_err(failed)?;
        writer.set_merge_policy(Box::new(EvenParts::new()));
        let (trees, upto) = (Mutex::new(Arc::new(trees)), AtomicI64::new(payload.upto));
        let opened = Arc::new(Opened { reader, fields, trees, kept: Kept::default(), upto, name });
        Ok(Feeding { opened, writer, seen: payload.upto, later: VecDeque::new() })
    }
}

/// The latest change set of a database.
pub(crate) fn latest(db: &Database) -> Result<i64> {
    db.read(&Access::system("search"), |tx| tx.latest_change())
}

/// The refusal of who needs an index that can't be used.
fn unusable() -> Error {
    let cause = "The log of the program says why.";
    Error::internal("The search index can’t be used.", cause).hint("Make it anew with ‘vasculum rebuild’.")
}

/// Makes an index of everything in a folder, which is then the one in use; returns its name and the number of records.
fn make_in(db: &Database, folder: &Path, progress: &build::Progress<'_>) -> Result<(String, u64)> {
    let name = place::new_name();
    let inside = folder.join(&name);
    let made = (|| {
        let (index, fields) = place::create(Some(&inside))?;
        let (count, _) = fill(db, (&index, &fields), progress)?;
        place::note_done(&inside)?;
        place::set_current(folder, &name)?;
        Ok(count)
    })();
    if made.is_err() {
        // What was begun is of no use to anybody; if it can't be removed now, the next start does.
        let _ = std::fs::remove_dir_all(&inside);
    }
    made.map(|count| (name, count))
}

/// Makes the index of a database anew, while the one that is there goes on answering: whoever serves it takes the new one
/// over within a second. Returns how many records are in it.
///
/// # Errors
///
/// - `Conflict`: `progress` did not want to go on.
/// - `Internal`: the database or the folder fails.
pub fn rebuild(db: &Database, folder: &Path, progress: &build::Progress<'_>) -> Result<u64> {
    let mut count = 0;
    for folder in place::present(folder) {
        std::fs::create_dir_all(&folder)
            .map_err(|cause| Error::internal("The folder of the search index can’t be made.", cause))?;
        count = make_in(db, &folder, progress)?.1;
    }
    Ok(count)
}

impl Feeding {
    /// The change set up to which everything is in the index.
    fn upto(&self) -> i64 {
        self.later.front().map_or(self.seen, |(set, _)| set - 1)
    }

    /// Promises whoever asks what is in the index by now.
    fn tell_upto(&self) {
        self.opened.upto.store(self.upto(), Ordering::Release);
    }

    /// Brings in what changed, and some of what is waiting; says whether there is more.
    fn pass(&mut self, db: &Database) -> Result<bool> {
        let system = Access::system("search");
        let (written, payload) = db.read(&system, |tx| {
            let before = self.upto();
            let (mut now, sets) = self.look(tx)?;
            while now.len() < AT_ONCE {
                let Some((_, waiting)) = self.later.front_mut() else { break };
                let room = AT_ONCE - now.len();
                now.extend(waiting.drain(..room.min(waiting.len())));
                if waiting.is_empty() {
                    self.later.pop_front();
                }
            }
            let written = self.write(tx, &now)?;
            let is_news = written > 0 || self.upto() != before;
            let payload = if is_news { Some(Payload::now(tx, self.upto())?) } else { None };
            Ok((written > 0 || sets >= SETS, payload))
        })?;
        if let Some(payload) = payload {
            commit(&mut self.writer, &payload)?;
            self.opened.reader.reload().map_err(failed)?;
        }
        Ok(written || !self.later.is_empty())
    }

    /// Looks at the change sets since the last time: what matters to few documents is to be written now, what matters to
    /// many later.
    fn look(&mut self, tx: &mut Tx<'_>) -> Result<(BTreeSet<(TableId, i64)>, u64)> {
        let mut now = BTreeSet::new();
        if tx.latest_change()? <= self.seen {
            return Ok((now, 0));
        }
        let query = ChangeQuery { since: Some(self.seen), limit: SETS, ..ChangeQuery::default() };
        let sets = tx.change_sets(&query)?;
        for set in &sets {
            let mut of_set = BTreeSet::new();
            for change in tx.changes(set.id, i64::MAX as u64)? {
                if ways::matters(change.table) {
                    of_set.extend(ways::documents(tx, &change)?);
                }
            }
            if of_set.len() > FEW {
                self.later.push_back((set.id, of_set.into_iter().collect()));
            } else {
                now.extend(of_set);
            }
            self.seen = set.id;
            if now.len() >= AT_ONCE {
                break;
            }
        }
        Ok((now, sets.len() as u64))
    }

    /// Writes documents as their records are now; those without a record are taken out.
    fn write(&mut self, tx: &mut Tx<'_>, documents: &BTreeSet<(TableId, i64)>) -> Result<usize> {
        if documents.is_empty() {
            return Ok(0);
        }
        let mut tables: HashMap<TableId, BTreeSet<i64>> = HashMap::new();
        for (table, id) in documents {
            tables.entry(*table).or_default().insert(*id);
        }
        let mut loader = Loader::new()?;
        let mut shapes = None;
        for (table, ids) in tables {
            let Some((_, code)) = searched(table) else { continue };
            for id in &ids {
                self.writer.delete_term(Term::from_field_u64(self.opened.fields.key, key(code, *id)));
            }
            let found = loader.documents(tx, table, &ids)?;
            if matches!(table, taxon::TABLE | geography::TABLE) {
                let shapes: &mut Trees = shapes.get_or_insert_with(|| Trees::clone(&lock(&self.opened.trees)));
                let tree = if table == taxon::TABLE { &mut shapes.taxa } else { &mut shapes.places };
                ids.iter().for_each(|id| tree.remove(*id));
                let path = |document: &crate::document::Document| document.taxa.clone().or(document.places.clone());
                found.iter().filter_map(path).for_each(|path| tree.set(&path));
            }
            for document in found {
                self.writer.add_document(document.write(&self.opened.fields)).map_err(failed)?;
            }
        }
        if let Some(shapes) = shapes {
            *lock(&self.opened.trees) = Arc::new(shapes);
        }
        Ok(documents.len())
    }
}
