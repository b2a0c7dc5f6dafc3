//! An institution to measure with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use vasculum_domain::setup::{self, NewCollection, NewInstitution};
use vasculum_domain::users;
use vasculum_store::{Access, Database, Place, Purpose, system_clock};

use crate::Failure;

/// A database with an institution, a collection and an administrator.
pub(crate) struct House {
    /// The database.
    pub(crate) db: Arc<Database>,
    /// Its file.
    pub(crate) file: PathBuf,
    /// The collection.
    pub(crate) collection: i64,
    /// What the administrator may do, working in the collection.
    pub(crate) access: Access,
    /// The administrator.
    pub(crate) user: i64,
}

/// A folder for one benchmark, on the disk that holds the cache and not in memory: it is measured too.
pub(crate) fn folder() -> Result<TempDir, Failure> {
    let cache = cache()?;
    Ok(tempfile::Builder::new().prefix("run-").tempdir_in(cache)?)
}

/// Where large databases are kept from run to run.
pub(crate) fn cache() -> Result<PathBuf, Failure> {
    let base = match std::env::var_os("VASCULUM_CACHE").filter(|it| !it.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => std::env::home_dir().ok_or("there is no HOME; set VASCULUM_CACHE")?.join(".cache/vasculum"),
    };
    let cache = base.join("bench");
    std::fs::create_dir_all(&cache)?;
    Ok(cache)
}

/// Makes the institution in a new file.
pub(crate) fn make(file: &Path) -> Result<House, Failure> {
    let db = Database::create(Place::File(file.to_owned()), system_clock)?;
    let system = Access::system("bench");
    let (collection, user) = db.write(&system, Purpose::new("init", "Benchmark"), |tx| {
        let institution = NewInstitution { name: "Museum of Measures".to_owned(), code: "MM".to_owned() };
        let first = NewCollection {
            code: "insects".to_owned(),
            discipline_type: "insect".to_owned(),
            ..NewCollection::default()
        };
        let made = setup::init(tx, institution, first)?;
        let user =
            users::add_user(tx, users::NewUser { name: "bench".to_owned(), admin: true, ..users::NewUser::default() })?;
        Ok((made.collection, user))
    })?;
    db.write(&system, Purpose::new("init", "Agents"), |tx| users::ensure_agents(tx, user))?;
    let access = users::access(&db, user, Some(collection))?;
    Ok(House { db: Arc::new(db), file: file.to_owned(), collection, access, user })
}

/// Opens a house that was made before.
pub(crate) fn open(file: &Path) -> Result<House, Failure> {
    let db = Database::open(Place::File(file.to_owned()), system_clock)?;
    let found = db.read(&Access::system("bench"), |tx| {
        let user = users::find_user(tx, "bench")?;
        let collection = tx.first(&vasculum_store::Select::all(vasculum_model::names::collection::TABLE))?;
        Ok((user, collection.map(|record| record.id)))
    })?;
    let (user, collection) = (found.0, found.1.ok_or("the database has no collection")?);
    let access = users::access(&db, user, Some(collection))?;
    Ok(House { db: Arc::new(db), file: file.to_owned(), collection, access, user })
}

impl House {
    /// A copy of the database in a file of its own, as it is now.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<PathBuf, Failure> {
        self.db.copy_to(file)?;
        Ok(file.to_owned())
    }
}

/// Changes whenever large databases are made in another way.
const EDITION: u32 = 1;

/// A database with so many objects, made once and kept in the cache; in a folder of its own, as a data directory is.
pub(crate) fn large(objects: usize) -> Result<PathBuf, Failure> {
    let schema = format!("{EDITION} {:?}", vasculum_store::wanted_schema());
    let sum = schema
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let folder = cache()?.join(format!("objects-{objects}-{sum:016x}"));
    let file = folder.join("vasculum.db");
    if file.exists() {
        return Ok(file);
    }
    eprintln!("  making {} once", folder.display());
    for old in std::fs::read_dir(cache()?)?.flatten() {
        if old.file_name().to_string_lossy().starts_with(&format!("objects-{objects}-")) {
            std::fs::remove_dir_all(old.path())?;
        }
    }
    // A half-made one must not be taken for a whole one.
    let draft = tempfile::Builder::new().prefix("run-").tempdir_in(cache()?)?;
    let base = objects.min(20_000);
    let archive = draft.path().join("archive.zip");
    crate::archive::write(&archive, base)?;
    let house = make(&draft.path().join("base.db"))?;
    vasculum_domain::dwca::import(&house.db, &house.access, &archive, house.collection, &mut |_| Ok(()))?;
    let whole = house.copy_to(&draft.path().join("vasculum.db"))?;
    drop(house);
    multiply(&whole, objects.div_ceil(base))?;
    open(&whole)?.db.optimise()?;
    std::fs::create_dir_all(&folder)?;
    std::fs::rename(&whole, &file)?;
    Ok(file)
}

/// The tables whose records belong to one object each, with the column that says to which.
const PER_OBJECT: &[(&str, &str)] = &[
    ("collection_object", "id"),
    ("determination", "collection_object_id"),
    ("preparation", "collection_object_id"),
    ("source_record", "record_id"),
];

/// Copies every object with its parts until there are so many times as many; events and taxa are shared.
fn multiply(file: &Path, times: usize) -> Result<(), Failure> {
    let conn = rusqlite::Connection::open(file)?;
    conn.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")?;
    let greatest = |table: &str| -> Result<i64, Failure> {
        Ok(conn.query_row(&format!("SELECT COALESCE(MAX(id), 0) FROM {table}"), [], |row| row.get(0))?)
    };
    let objects = greatest("collection_object")?;
    conn.execute_batch("BEGIN")?;
    for (table, owner) in PER_OBJECT {
        let span = greatest(table)?;
        let statement = conn.prepare(&format!("SELECT * FROM {table} LIMIT 0"))?;
        let names: Vec<String> = statement.column_names().map(|name| format!("\"{name}\"")).collect();
        drop(statement);
        for nth in 1..times as i64 {
            let value = |name: &String| match name.trim_matches('"') {
                "id" => format!("id + {}", nth * span),
                column if column == *owner => format!("{column} + {}", nth * objects),
                column @ ("guid" | "catalog_number" | "identifier") => format!("{column} || '-{nth}'"),
                _ => name.clone(),
            };
            let values: Vec<String> = names.iter().map(value).collect();
            let (names, values) = (names.join(", "), values.join(", "));
            conn.execute(
                &format!("INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id <= {span}"),
                [],
            )?;
        }
    }
    conn.execute_batch("COMMIT; PRAGMA journal_mode = WAL")?;
    Ok(())
}
