//! Opening a database, and the two ways in: reading and writing.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use vasculum_model::own::{entered, within};
use vasculum_model::{Code, Error, Model, Result, Timestamp, model, shipped_model};

use crate::access::{Access, Hierarchy};
use crate::conn::{Conn, Sql, failed};
use crate::dialect::Dialect;
use crate::journal::Purpose;
use crate::lookup;
use crate::own;
use crate::schema::{self, Present, SchemaStep};
use crate::tx::{Cache, Tx};
use crate::write::{Kept, WriteTx};
use crate::{patience, stretch, tally};

/// Where the institution's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database, `postgres://user:password@host/name`.
    Postgres(String),
}

/// The clock that stamps change sets; tests bring their own.
pub type Clock = fn() -> Timestamp;

/// The machine's clock.
pub fn system_clock() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_microsecond())
}

/// One institution's database.
pub struct Database {
    place: Place,
    clock: Clock,
    readers: Mutex<Vec<Conn>>,
    writer: Mutex<Writer>,
    committed: Condvar,
    /// How many wait for the writer; while somebody does, the transaction stays open for them.
    waiting: AtomicUsize,
    /// What readers worked out and keep until the records that it came from change.
    cache: Cache,
    fields: Mutex<Fields>,
}

/// What is known of the institution's own fields.
#[derive(Clone, Copy)]
struct Fields {
    /// The model that has them.
    model: &'static Model,
    /// The latest change set that touched them.
    upto: i64,
    /// When somebody last looked whether another process changed them.
    looked: Instant,
}

/// How long a field that another process added may be unknown here.
const LOOK_FOR_FIELDS: Duration = Duration::from_secs(1);

struct Writer {
    conn: Conn,
    kept: Kept,
    /// SQLite's number for what other connections wrote; it changes when one of them commits.
    seen: i64,
    /// The group of writes that share the open transaction; nothing if none is open.
    open: Option<Group>,
    /// The number of the latest group.
    last: u64,
    /// Groups whose commit failed, with why, and how many still have to hear of it.
    failed: BTreeMap<u64, String>,
    done: u64,
    /// The model as it will be when the open group is on disk, if a write of it changed the institution's fields.
    next: Option<&'static Model>,
}

struct Group {
    number: u64,
    writes: usize,
    since: Instant,
}

/// A group is committed when it is this old or this large, even if more is waiting.
const GROUP_AGE: Duration = Duration::from_millis(10);
const GROUP_WRITES: usize = 64;
/// More idle reading connections than this are closed again.
const IDLE_READERS: usize = 8;

impl Database {
    /// Opens a database that was made before, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// - `NotFound`: there is none.
    /// - `Internal`: it can't be opened.
    pub fn open(place: Place, clock: Clock) -> Result<Self> {
        if let Place::File(path) = &place
            && !path.exists()
        {
            return Err(Error::not_found(format!("There is no collection database at {}.", path.display()))
                .hint("Make one with `vasculum init` or try `vasculum demo`."));
        }
        let database = Self::connect(place, clock)?;
        if database.schema_steps()?.len() == within(shipped_model(), schema::wanted).len() {
            return Err(Error::not_found("This database is empty.")
                .hint("Make a collection in it with `vasculum init` or try `vasculum demo`."));
        }
        database.upgrade()?;
        Ok(database)
    }

    /// Makes the tables of a new institution in an empty place.
    ///
    /// # Errors
    ///
    /// - `Conflict`: something is there already.
    /// - `Internal`: it can't be made.
    pub fn create(place: Place, clock: Clock) -> Result<Self> {
        if let Place::File(path) = &place
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Error::internal(format!("The folder {} can't be made.", folder.display()), cause))?;
        }
        let database = Self::connect(place, clock)?;
        let is_empty = Present::read(&mut database.lock()?.conn)?.is_empty();
        if !is_empty {
            return Err(Error::new(Code::Conflict, "There is a collection database here already.")
                .hint("Choose another data directory or database."));
        }
        database.upgrade()?;
        Ok(database)
    }

    fn connect(place: Place, clock: Clock) -> Result<Self> {
        let conn = connect(&place, true)?;
        let writer = Writer {
            conn,
            kept: Kept::default(),
            seen: 0,
            open: None,
            last: 0,
            failed: BTreeMap::new(),
            done: 0,
            next: None,
        };
        let fields = Fields { model: shipped_model(), upto: 0, looked: Instant::now() };
        Ok(Self {
            place,
            clock,
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
            committed: Condvar::new(),
            waiting: AtomicUsize::new(0),
            cache: Cache::default(),
            fields: Mutex::new(fields),
        })
    }

    /// The model with the institution's own fields. Whoever works with records outside of transactions does so
    /// [`within`] it; transactions enter it by themselves, unless one was entered already.
    pub fn model(&self) -> &'static Model {
        self.fields().model
    }

    fn fields(&self) -> MutexGuard<'_, Fields> {
        self.fields.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn in_model<T>(&self, work: impl FnOnce() -> T) -> T {
        if entered().is_some() { work() } else { within(self.model(), work) }
    }

    /// Looks once a second whether another process changed the fields.
    fn look_for_fields(&self, conn: &mut Conn) -> Result<()> {
        let known = {
            let mut fields = self.fields();
            if fields.looked.elapsed() < LOOK_FOR_FIELDS {
                return Ok(());
            }
            fields.looked = Instant::now();
            fields.upto
        };
        let upto = own::latest(conn)?;
        if upto != known {
            let model = own::model(conn)?;
            let mut fields = self.fields();
            // Meanwhile a write of our own may have been quicker.
            if fields.upto < upto {
                *fields = Fields { model, upto, ..*fields };
            }
        }
        Ok(())
    }

    /// What the schema still lacks.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database can't be asked.
    pub fn schema_steps(&self) -> Result<Vec<SchemaStep>> {
        let mut writer = self.lock()?;
        within(self.model(), || Ok(schema::plan(&Present::read(&mut writer.conn)?, &schema::wanted())))
    }

    fn upgrade(&self) -> Result<()> {
        within(shipped_model(), || self.upgrade_from_shipped())
    }

    fn upgrade_from_shipped(&self) -> Result<()> {
        let mut writer = self.lock()?;
        let conn = &mut writer.conn;
        let steps = schema::plan(&Present::read(conn)?, &schema::wanted());
        if !steps.is_empty() {
            in_transaction(conn, |conn| schema::apply(conn, &steps))?;
        }
        stretch::bring_up_to_date(conn)?;
        let model = own::model(conn)?;
        if !own::lacking(conn, model)?.is_empty() {
            in_transaction(conn, own::bring_in)?;
        }
        *self.fields() = Fields { model, upto: own::latest(conn)?, looked: Instant::now() };
        lookup::bring_up_to_date(conn)?;
        tally::bring_up_to_date(conn)
    }

    /// Where the data is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match self.place {
            Place::File(_) => Dialect::Sqlite,
            Place::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The moment, by the clock that the database was opened with.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Runs `read` in a transaction that sees the data as it is now, narrowed to what `access` may see.
    ///
    /// # Errors
    ///
    /// Whatever `read` refuses, `Invalid` if it takes longer than [`in_time`](crate::in_time) leaves to it, and `Internal`
    /// if the database fails.
    pub fn read<T>(&self, access: &Access, read: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut conn = self.reader()?;
        patience::begin(&mut conn)?;
        self.look_for_fields(&mut conn)?;
        let answer = self.in_model(|| read(&mut Tx::new(&mut conn, access, (self.clock)()).keeping(&self.cache)));
        // A connection that can't even end its transaction is dropped.
        if patience::end(&mut conn).is_ok() && conn.batch("COMMIT").is_ok() {
            let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if readers.len() < IDLE_READERS {
                readers.push(conn);
            }
        }
        answer
    }

    /// Runs `write` in a transaction, journals what it wrote, and returns when that is safe on disk.
    ///
    /// Writes that come at the same time share one commit of SQLite's, each in a part of its own that is taken back
    /// alone if it fails.
    ///
    /// # Errors
    ///
    /// Whatever `write` refuses, `Conflict` if a link would point at nothing, and `Internal` if the database fails;
    /// then nothing was written.
    pub fn write<T>(
        &self,
        access: &Access,
        purpose: Purpose,
        write: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.write_counted(access, purpose, write).map(|(answer, _)| answer)
    }

    /// Like [`Database::write`]; returns the number of the change set too, or nothing if nothing was written.
    ///
    /// # Errors
    ///
    /// As [`Database::write`].
    pub fn write_counted<T>(
        &self,
        access: &Access,
        purpose: Purpose,
        write: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<(T, Option<i64>)> {
        let now = (self.clock)();
        self.grouped(|conn, kept| {
            self.in_model(|| {
                let mut tx = WriteTx::new(conn, access, now, purpose, kept);
                let answer = write(&mut tx)?;
                Ok((answer, tx.finish()?))
            })
        })
    }

    /// Runs statements that are not journalled: tickets and other things that are no part of the collection.
    pub(crate) fn write_raw<T>(&self, write: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.grouped(|conn, _| write(conn))
    }

    pub(crate) fn read_raw<T>(&self, read: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.reader()?;
        let answer = read(&mut conn);
        if answer.is_ok() {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        answer
    }

    /// Writes a copy of a SQLite database into one file that is complete by itself, while others go on working.
    ///
    /// # Errors
    ///
    /// `Invalid` for PostgreSQL, which has `pg_dump`; `Internal` if the file can't be written.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        let Conn::Sqlite(conn) = self.reader()? else {
            return Err(Error::invalid("Only a SQLite database can be copied as a file.").hint("Use pg_dump."));
        };
        conn.backup("main", path, None::<fn(rusqlite::backup::Progress)>).map_err(failed)
    }

    fn lock(&self) -> Result<MutexGuard<'_, Writer>> {
        self.writer.lock().map_err(|_| Error::new(Code::Internal, "The database is closed after a failure."))
    }

    fn reader(&self) -> Result<Conn> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(Conn::Postgres { client, .. }) if client.is_closed() => connect(&self.place, false),
            Some(conn) => Ok(conn),
            None => connect(&self.place, false),
        }
    }

    /// Runs one write as a part of the open group, opening one if need be, and waits until the group is on disk.
    fn grouped<T>(&self, write: impl FnOnce(&mut Conn, &mut Kept) -> Result<T>) -> Result<T> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let guard = self.lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let mut guard = guard?;
        let writer = &mut *guard;
        let mine = begin(writer, &self.place)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let answer = write(&mut writer.conn, &mut writer.kept)?;
            writer.conn.batch("RELEASE one_write")?;
            Ok(answer)
        }));
        let answer: Result<T> = match outcome {
            Ok(Ok(answer)) => {
                if let Some(model) = writer.kept.changed_model.take() {
                    writer.next = Some(model);
                    writer.kept.memos.clear();
                }
                Ok(answer)
            }
            Ok(Err(error)) => {
                // It may have been worked out from what is now taken back.
                writer.kept.forget();
                writer.conn.batch("ROLLBACK TO one_write; RELEASE one_write")?;
                Err(error)
            }
            Err(panic) => {
                writer.kept.forget();
                let _ = writer.conn.batch("ROLLBACK TO one_write; RELEASE one_write");
                self.finish_group(writer);
                // Let go first: a lock that is held while a panic passes is closed for good.
                drop(guard);
                resume_unwind(panic)
            }
        };
        let others_wait = self.waiting.load(Ordering::SeqCst) > 0;
        let may_wait = self.dialect() == Dialect::Sqlite
            && writer
                .open
                .as_ref()
                .is_some_and(|group| group.writes < GROUP_WRITES && group.since.elapsed() < GROUP_AGE);
        if !(others_wait && may_wait) {
            self.finish_group(writer);
        }
        // Whoever failed has nothing on its way to the disk and need not wait for it.
        let answer = answer?;
        while guard.done < mine {
            guard = self
                .committed
                .wait(guard)
                .map_err(|_| Error::new(Code::Internal, "The database is closed after a failure."))?;
        }
        match guard.failed.get(&mine) {
            Some(cause) => Err(Error::internal("The database could not keep this.", cause.clone())),
            None => Ok(answer),
        }
    }

    fn finish_group(&self, writer: &mut Writer) {
        let Some(group) = writer.open.take() else { return };
        let next = writer.next.take();
        if let Err(error) = writer.conn.batch("COMMIT") {
            let _ = writer.conn.batch("ROLLBACK");
            writer.kept = Kept::default();
            let cause = error.source.map_or_else(|| error.message.to_string(), |source| source.to_string());
            writer.failed.insert(group.number, cause);
            // Everybody who wrote in it has long heard of it when a thousand more groups are through.
            while writer.failed.len() > 1_000 {
                writer.failed.pop_first();
            }
        } else if let Some(model) = next {
            // Before anybody hears that their write succeeded: the field is there the moment that it exists.
            let upto = own::latest(&mut writer.conn).unwrap_or(0);
            *self.fields() = Fields { model, upto, looked: Instant::now() };
        }
        writer.done = group.number;
        self.committed.notify_all();
    }
}

/// Joins the open group or opens one; returns its number. The write's own part is open afterwards.
fn begin(writer: &mut Writer, place: &Place) -> Result<u64> {
    if writer.open.is_none() {
        if matches!(&writer.conn, Conn::Postgres { client, .. } if client.is_closed()) {
            writer.conn = connect(place, true)?;
        }
        writer.conn.batch(writer.conn.dialect().begin_write())?;
        let seen = writer.conn.data_version()?;
        if seen != writer.seen {
            // Another process wrote: it may have given ids away, and changed what was worked out.
            writer.kept = Kept::default();
            writer.seen = seen;
        }
        if writer.conn.dialect() == Dialect::Postgres {
            // Nothing tells whether others wrote.
            writer.kept.memos.clear();
        }
        writer.last += 1;
        writer.open = Some(Group { number: writer.last, writes: 0, since: Instant::now() });
    }
    let number = writer.last;
    if let Some(group) = &mut writer.open {
        group.writes += 1;
    }
    writer.conn.batch("SAVEPOINT one_write")?;
    Ok(number)
}

/// Does something in a transaction of its own, outside of any group: only while a database is being opened.
fn in_transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.batch(conn.dialect().begin_write())?;
    let done = work(conn).and_then(|answer| conn.batch("COMMIT").map(|()| answer));
    if done.is_err() {
        let _ = conn.batch("ROLLBACK");
    }
    done
}

fn connect(place: &Place, writes: bool) -> Result<Conn> {
    match place {
        Place::File(path) => connect_sqlite(path, writes),
        Place::Postgres(url) => connect_postgres(url),
    }
}

fn connect_sqlite(path: &Path, writes: bool) -> Result<Conn> {
    use rusqlite::OpenFlags;
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    flags |= if writes {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let conn = rusqlite::Connection::open_with_flags(path, flags).map_err(failed)?;
    conn.set_prepared_statement_cache_capacity(512);
    conn.busy_timeout(Duration::from_secs(30)).map_err(failed)?;
    if writes {
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;")
            .map_err(failed)?;
    } else {
        conn.execute_batch("PRAGMA cache_size = -16384;").map_err(failed)?;
    }
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;")
        .map_err(failed)?;
    // A statement is planned once, whatever values are bound to it later. Without this SQLite prepares statements with
    // partial indexes anew for every new value, which took half of the time of an import.
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    rusqlite::vtab::array::load_module(&conn).map_err(failed)?;
    let fixed =
        rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("fold", 1, fixed, |context| {
        Ok(context.get_raw(0).as_str_or_null().ok().flatten().map(crate::fold))
    })
    .map_err(failed)?;
    Ok(Conn::Sqlite(Box::new(conn)))
}

fn connect_postgres(url: &str) -> Result<Conn> {
    let unreachable = |cause: postgres::Error| {
        Error::internal("The PostgreSQL database can't be reached.", cause)
            .hint("Check the address, the user and the password given with --database.")
    };
    let config: postgres::Config = url.parse().map_err(unreachable)?;
    let client = if config.get_ssl_mode() == postgres::config::SslMode::Disable {
        config.connect(postgres::NoTls)
    } else {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls))
    };
    let mut client = client.map_err(unreachable)?;
    // To compile a statement takes PostgreSQL longer than to run any of ours.
    client.batch_execute("SET client_min_messages = warning; SET jit = off").map_err(failed)?;
    Ok(Conn::Postgres { client: Box::new(client), statements: std::collections::HashMap::new() })
}

impl Database {
    /// The shape of the institution, as it is now, for working out scopes.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn hierarchy(&self) -> Result<Hierarchy> {
        self.read_raw(|conn| {
            let dialect = conn.dialect();
            let collections = conn.rows(
                &Sql::new(
                    dialect,
                    "SELECT c.id, c.code, c.collection_name, c.discipline_id, d.division_id FROM collection c \
                     JOIN discipline d ON d.id = c.discipline_id ORDER BY c.id",
                ),
                |row| {
                    Ok(crate::CollectionPlace {
                        id: row.int(0)?,
                        code: row.text(1)?,
                        name: row.text(2)?,
                        discipline: row.int(3)?,
                        division: row.int(4)?,
                    })
                },
            )?;
            let mut trees = Vec::new();
            for tree in vasculum_model::tree::TREES {
                let def = model().table(tree.def);
                if def.column("discipline").is_none() {
                    continue;
                }
                // A discipline uses the trees that belong to it and those that it links to.
                let mut text = format!("SELECT id, discipline_id FROM \"{}\" WHERE discipline_id IS NOT NULL", def.sql);
                if model().named("Discipline").is_some_and(|table| table.column(&link_name(def.name)).is_some()) {
                    text.push_str(&format!(
                        " UNION SELECT {0}_id, id FROM discipline WHERE {0}_id IS NOT NULL",
                        def.sql
                    ));
                }
                for (id, discipline) in conn.rows(&Sql::new(dialect, text), |row| Ok((row.int(0)?, row.int(1)?)))? {
                    trees.push((def.id, id, discipline));
                }
            }
            // A collection also uses the taxon trees of its collection object types.
            let text = "SELECT t.taxon_tree_def_id, c.discipline_id FROM collection_object_type t \
                        JOIN collection c ON c.id = t.collection_id WHERE t.taxon_tree_def_id IS NOT NULL";
            let taxon = vasculum_model::names::taxon_tree_def::TABLE;
            for (id, discipline) in conn.rows(&Sql::new(dialect, text), |row| Ok((row.int(0)?, row.int(1)?)))? {
                if !trees.contains(&(taxon, id, discipline)) {
                    trees.push((taxon, id, discipline));
                }
            }
            Ok(Hierarchy { collections, trees })
        })
    }

    /// How many bytes the data takes on disk; nothing where the database does not say.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn size_bytes(&self) -> Result<i64> {
        let text = match self.dialect() {
            Dialect::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            Dialect::Postgres => "SELECT pg_database_size(current_database())",
        };
        self.read_raw(|conn| {
            let sql = Sql::new(conn.dialect(), text);
            Ok(conn.first(&sql, |row| row.int(0))?.unwrap_or(0))
        })
    }

    /// Brings the statistics of the planner up to date; cheap when nothing much changed.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn optimise(&self) -> Result<()> {
        let mut writer = self.lock()?;
        let text = match self.dialect() {
            Dialect::Sqlite => {
                "PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002; PRAGMA wal_checkpoint(TRUNCATE);"
            }
            // Counting in an index alone needs to know which rows everybody sees, and that vacuuming finds out.
            Dialect::Postgres => "VACUUM (ANALYZE)",
        };
        writer.conn.batch(text)
    }

    /// Tells PostgreSQL at once that all rows of a new index of words are there for everybody: until it finds out by itself,
    /// every look into the index reads the table too.
    pub(crate) fn settle_lookup(&self) -> Result<()> {
        match self.dialect() {
            Dialect::Sqlite => Ok(()),
            Dialect::Postgres => self.lock()?.conn.batch("VACUUM (ANALYZE) lookup"),
        }
    }
}

/// `TaxonTreeDef` becomes `taxonTreeDef`.
fn link_name(table: &str) -> String {
    let mut letters = table.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_lowercase().to_string() + letters.as_str())
}
