//! An institution to measure with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use vasculum_domain::setup::{self, NewCollection, NewInstitution};
use vasculum_domain::users;
use vasculum_store::{Access, Database, Place, Purpose, system_clock};

use crate::raw::{self, Raw};
use crate::{Ask, Failure};

/// A database with an institution, a collection and an administrator.
pub(crate) struct House {
    /// The database.
    pub(crate) db: Arc<Database>,
    /// Where it is.
    pub(crate) place: Place,
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
    make_at(Place::File(file.to_owned()))
}

/// Makes the institution in an empty place.
pub(crate) fn make_at(place: Place) -> Result<House, Failure> {
    let db = Database::create(place.clone(), system_clock)?;
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
    Ok(House { db: Arc::new(db), place, collection, access, user })
}

/// Opens a house that was made before.
pub(crate) fn open(place: &Place) -> Result<House, Failure> {
    let db = Database::open(place.clone(), system_clock)?;
    let found = db.read(&Access::system("bench"), |tx| {
        let user = users::find_user(tx, "bench")?;
        let collection = tx.first(&vasculum_store::Select::all(vasculum_model::names::collection::TABLE))?;
        Ok((user, collection.map(|record| record.id)))
    })?;
    let (user, collection) = (found.0, found.1.ok_or("the database has no collection")?);
    let access = users::access(&db, user, Some(collection))?;
    Ok(House { db: Arc::new(db), place: place.clone(), collection, access, user })
}

impl House {
    /// A copy of the database in a file of its own, as it is now.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<PathBuf, Failure> {
        self.db.copy_to(file)?;
        Ok(file.to_owned())
    }
}

/// Changes whenever large databases are made in another way.
const EDITION: u32 = 3;

/// A database that is made once and kept: a file of the cache in a folder of its own, as a data directory is, or a database
/// of the PostgreSQL server that is measured. `make` fills the place that it is given.
pub(crate) fn kept(
    ask: &Ask,
    name: &str,
    make: impl FnOnce(Place, &Path) -> Result<(), Failure>,
) -> Result<Place, Failure> {
    let schema = format!("{EDITION} {:?}", vasculum_store::wanted_schema());
    let sum = schema
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    // A half-made one must not be taken for a whole one.
    let draft = tempfile::Builder::new().prefix("run-").tempdir_in(cache()?)?;
    let Some(server) = &ask.postgres else {
        let folder = cache()?.join(format!("{name}-{sum:016x}"));
        let file = folder.join("vasculum.db");
        if file.exists() {
            return Ok(Place::File(file));
        }
        eprintln!("  making {} once", folder.display());
        for old in std::fs::read_dir(cache()?)?.flatten() {
            if old.file_name().to_string_lossy().starts_with(&format!("{name}-")) {
                std::fs::remove_dir_all(old.path())?;
            }
        }
        let whole = draft.path().join("vasculum.db");
        make(Place::File(whole.clone()), draft.path())?;
        std::fs::create_dir_all(&folder)?;
        std::fs::rename(&whole, &file)?;
        return Ok(Place::File(file));
    };
    let base = format!("vasculum_bench_{}", name.replace('-', "_"));
    let (half, whole) = (format!("{base}_half"), format!("{base}_{sum:016x}"));
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    let found = client.query("SELECT datname::text FROM pg_database WHERE datname LIKE $1 || '\\_%'", &[&base])?;
    let found: Vec<String> = found.iter().map(|row| row.get(0)).collect();
    let place = Place::Postgres(raw::beside(server, &whole));
    if found.contains(&whole) {
        return Ok(place);
    }
    eprintln!("  making the database {whole} once");
    for old in &found {
        client.batch_execute(&format!("DROP DATABASE \"{old}\""))?;
    }
    client.batch_execute(&format!("CREATE DATABASE \"{half}\" ENCODING 'UTF8' TEMPLATE template0"))?;
    make(Place::Postgres(raw::beside(server, &half)), draft.path())?;
    client.batch_execute(&format!("ALTER DATABASE \"{half}\" RENAME TO \"{whole}\""))?;
    Ok(place)
}

/// A database with so many objects.
pub(crate) fn large(ask: &Ask, objects: usize) -> Result<Place, Failure> {
    kept(ask, &format!("objects-{objects}"), |place, folder| {
        let base = objects.min(20_000);
        let archive = folder.join("archive.zip");
        crate::archive::write(&archive, base)?;
        let house = make_at(place.clone())?;
        vasculum_domain::dwca::import(&house.db, &house.access, &archive, house.collection, &mut |_| Ok(()))?;
        drop(house);
        let mut raw = Raw::open(&place)?;
        raw.careless()?;
        let tables: Vec<&str> = PER_OBJECT.iter().map(|(table, ..)| *table).collect();
        raw.without_indexes(&tables, |raw| multiply(raw, objects.div_ceil(base), |_, _| Vec::new()))?;
        drop(raw);
        Ok(open(&place)?.db.optimise()?)
    })
}

/// A database with so many objects, of a tenth as many taxa from a fifth as many localities, all as common as each other.
/// Beyond the first million objects, few new taxa and localities are met: there are at most 300,000 and 1,000,000.
pub(crate) fn wide(ask: &Ask, objects: usize) -> Result<Place, Failure> {
    let (taxa, localities, events) = ((objects / 10).min(300_000), (objects / 5).min(1_000_000), objects / 3);
    kept(ask, &format!("wide-{objects}"), |place, folder| {
        let (archive, sheet) = (folder.join("archive.zip"), folder.join("names.csv"));
        let base = objects.min(20_000);
        crate::archive::write(&archive, base)?;
        crate::trees::write_sheet(&sheet, taxa)?;
        let house = make_at(place.clone())?;
        crate::trees::bring_in(&house, &sheet)?;
        vasculum_domain::dwca::import(&house.db, &house.access, &archive, house.collection, &mut |_| Ok(()))?;
        drop(house);
        let mut raw = Raw::open(&place)?;
        raw.careless()?;
        let mut tables = vec!["locality", "collecting_event", "collector"];
        tables.extend(PER_OBJECT.iter().map(|(table, ..)| table));
        raw.without_indexes(&tables, |raw| {
            spread(raw, localities, events)?;
            raw.run("CREATE TABLE bench_species (n BIGINT PRIMARY KEY, id BIGINT)")?;
            raw.run(
                "INSERT INTO bench_species SELECT row_number() OVER (ORDER BY id), id FROM taxon WHERE rank_id >= 220",
            )?;
            let (species, events) = (raw.greatest("bench_species", "n")?, raw.greatest("collecting_event", "id")?);
            let taxon =
                |id: &str| format!("(SELECT b.id FROM bench_species b WHERE b.n = 1 + ({id} * 48271) % {species})");
            let event = |id: &str| format!("1 + ({id} * 48271) % {events}");
            let named = taxon("determination.id");
            raw.run(&format!("UPDATE determination SET taxon_id = {named}, preferred_taxon_id = {named}"))?;
            raw.run(&format!("UPDATE collection_object SET collecting_event_id = {}", event("id")))?;
            multiply(raw, objects.div_ceil(base), |table, id| match table {
                "determination" => vec![("taxon_id", taxon(id)), ("preferred_taxon_id", taxon(id))],
                "collection_object" => vec![("collecting_event_id", event(id))],
                _ => Vec::new(),
            })?;
            raw.run("DROP TABLE bench_species")
        })?;
        drop(raw);
        Ok(open(&place)?.db.optimise()?)
    })
}

/// Copies localities and events until there are so many.
fn spread(raw: &mut Raw, localities: usize, events: usize) -> Result<(), Failure> {
    let (places, happened) = (raw.greatest("locality", "id")?, raw.greatest("collecting_event", "id")?);
    let people = raw.greatest("collector", "id")?;
    let times = |wanted: usize, there: i64| ((wanted as i64) / there - 1).max(0);
    let (more_places, more_events) = (times(localities, places), times(events, happened));
    let id = format!("t.id + s.n * {places}");
    let named =
        [("id", id.as_str()), ("guid", "t.guid || '-' || s.n"), ("locality_name", "t.locality_name || ' ' || s.n")];
    if more_places > 0 {
        raw.copy("locality", &format!("t.id <= {places}"), more_places, &named)?;
    }
    if more_events > 0 {
        let id = format!("t.id + s.n * {happened}");
        let locality = format!("1 + (t.id * 7919 + s.n * 104729) % {}", places * (more_places + 1));
        let others = [("id", id.as_str()), ("guid", "t.guid || '-' || s.n"), ("locality_id", locality.as_str())];
        raw.copy("collecting_event", &format!("t.id <= {happened}"), more_events, &others)?;
        let (id, event) = (format!("t.id + s.n * {people}"), format!("t.collecting_event_id + s.n * {happened}"));
        let others = [("id", id.as_str()), ("collecting_event_id", event.as_str())];
        raw.copy("collector", &format!("t.id <= {people}"), more_events, &others)?;
    }
    Ok(())
}

/// The tables whose records belong to one object each, with the column that says to which, and which of its rows do.
const PER_OBJECT: &[(&str, &str, &str)] = &[
    ("collection_object", "id", "TRUE"),
    ("determination", "collection_object_id", "TRUE"),
    ("preparation", "collection_object_id", "TRUE"),
    ("source_record", "record_id", "t.table_num = 1"),
];

/// Copies every object with its parts until there are so many times as many; events and taxa are shared. `others` gives
/// the columns of a table that have other values in the copies, from the copy's id.
fn multiply(
    raw: &mut Raw,
    times: usize,
    others: impl Fn(&str, &str) -> Vec<(&'static str, String)>,
) -> Result<(), Failure> {
    let objects = raw.greatest("collection_object", "id")?;
    for (table, owner, which) in PER_OBJECT {
        let span = raw.greatest(table, "id")?;
        let id = format!("t.id + s.n * {span}");
        let mut values = others(table, &format!("({id})"));
        values.push(("id", id));
        if *owner != "id" {
            values.push((owner, format!("t.\"{owner}\" + s.n * {objects}")));
        }
        for column in ["guid", "catalog_number", "identifier"] {
            values.push((column, format!("t.\"{column}\" || '-' || s.n")));
        }
        let values: Vec<(&str, &str)> = values.iter().map(|(column, value)| (*column, value.as_str())).collect();
        if times > 1 {
            raw.copy(table, &format!("t.id <= {span} AND {which}"), times as i64 - 1, &values)?;
        }
    }
    Ok(())
}
