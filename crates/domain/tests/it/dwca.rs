//! Archives in and out: small ones written here, and the real ones where they are at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vasculum_domain::dwca::{self, ExportOptions, Imported, Outcome, RowReport};
use vasculum_domain::setup::{self, NewCollection, NewInstitution};
use vasculum_domain::{check, records, undo};
use vasculum_model::names::{agent, collecting_event, collection, collection_object, determination, locality, taxon};
use vasculum_model::{Result, TableId};
use vasculum_store::{Access, ChangeQuery, Database, Purpose, Select};
use vasculum_testkit::{Fresh, on_every_engine, sqlite};

fn institution(database: &Database, discipline: &str) -> (Access, i64) {
    let made = database
        .write(&Access::system("test"), Purpose::new("init", "Set-up"), |tx| {
            let museum = NewInstitution { name: "Museum".into(), code: "MUS".into() };
            let first =
                NewCollection { code: "main".into(), discipline_type: discipline.into(), ..NewCollection::default() };
            setup::init(tx, museum, first)
        })
        .unwrap();
    let hierarchy = std::sync::Arc::new(database.hierarchy().unwrap());
    (Access::system("test").within(Some(made.collection), Some(hierarchy)), made.collection)
}

fn write_file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn import(database: &Database, who: &(Access, i64), path: &Path) -> Result<(Imported, Vec<RowReport>)> {
    let mut reports = Vec::new();
    let imported = dwca::import(database, &who.0, path, who.1, &mut |report| {
        reports.push(report.clone());
        Ok(())
    })?;
    Ok((imported, reports))
}

fn export(database: &Database, who: &(Access, i64), path: &Path) -> dwca::Exported {
    let file = std::fs::File::create(path).unwrap();
    database.read(&who.0, |tx| dwca::export(tx, who.1, &ExportOptions::default(), file, &mut |_, _, _| {})).unwrap()
}

fn count(database: &Database, who: &(Access, i64), table: TableId) -> i64 {
    database.read(&who.0, |tx| tx.count(&Select::all(table))).unwrap()
}

fn assert_whole(database: &Database) {
    let report = database.read(&Access::system("test"), |tx| check::check(tx, &mut |_, _, _| {})).unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

const FISHES: &str = "\
occurrenceID,catalogNumber,scientificName,scientificNameAuthorship,family,genus,recordedBy,eventDate,country,stateProvince,locality,decimalLatitude,decimalLongitude,individualCount,preparations,typeStatus,identifiedBy,dateIdentified,myOwnTerm
urn:1,101,Salmo trutta,\"Linnaeus, 1758\",Salmonidae,Salmo,A. Smith | B. Jones,1987-05-12,Germany,Hessen,Lahn near Marburg,50.8100,8.77,3,alcohol,,C. Miller,1990,first
urn:2,102,Salmo trutta,\"Linnaeus, 1758\",Salmonidae,Salmo,A. Smith | B. Jones,1987-05-12,Germany,Hessen,Lahn near Marburg,50.8100,8.77,1,alcohol,,C. Miller,1990,second
urn:3,103,Esox lucius,\"Linnaeus, 1758\",Esocidae,Esox,B. Jones,May 1987,Germany,Hessen,Edersee,51.18,8.97,,skeleton,Holotype,,,
";

#[test]
fn rows_become_the_whole_graph_and_shared_things_once() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let agents = count(&fresh.database, &who, agent::TABLE);
        let folder = tempfile::TempDir::new().unwrap();
        let file = write_file(folder.path(), "fishes.csv", FISHES);
        let (imported, reports) = import(&fresh.database, &who, &file).unwrap();
        assert_eq!(imported.outcomes, BTreeMap::from([(Outcome::New, 3)]), "{reports:#?}");
        let database = &fresh.database;
        assert_eq!(count(database, &who, collection_object::TABLE), 3);
        assert_eq!(count(database, &who, locality::TABLE), 2);
        assert_eq!(count(database, &who, collecting_event::TABLE), 2);
        assert_eq!(count(database, &who, agent::TABLE) - agents, 3);
        database
            .read(&who.0, |tx| {
                let first = tx.first(&Select::all(determination::TABLE))?.unwrap();
                let node = tx.get(taxon::TABLE, first.needed(determination::TAXON)?)?;
                assert_eq!(node.text(taxon::FULL_NAME), Some("Salmo trutta"));
                assert_eq!(node.text(taxon::AUTHOR), Some("Linnaeus, 1758"));
                let place = tx.first(&Select::all(locality::TABLE))?.unwrap();
                assert_eq!(place.get(locality::LATITUDE1).to_string(), "50.8100");
                Ok(())
            })
            .unwrap();
        crate::trees::all_have_guids(database);
        assert_whole(database);
    });
}

#[test]
fn every_row_gets_an_event_of_its_own_where_the_collection_says_so() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let database = &fresh.database;
        database
            .write(&who.0, Purpose::new("test", "Events of their own"), |tx| {
                let place = tx.get(collection::TABLE, who.1)?;
                let after = place.clone().with(collection::IS_EMBEDDED_COLLECTING_EVENT, true);
                records::put(tx, Some(&place), after)
            })
            .unwrap();
        let folder = tempfile::TempDir::new().unwrap();
        let file = write_file(folder.path(), "fishes.csv", FISHES);
        let (_, reports) = import(database, &who, &file).unwrap();
        assert!(
            reports.iter().all(|report| report.issues.iter().all(|issue| issue.name != "shared-part")),
            "{reports:#?}"
        );
        assert_eq!(count(database, &who, collecting_event::TABLE), 3, "two rows say the same of their event");
        assert_eq!(count(database, &who, locality::TABLE), 2, "places are shared");
        // Again, with something else changed: each keeps its own.
        write_file(folder.path(), "fishes.csv", &FISHES.replace(",1,alcohol", ",7,alcohol"));
        let (imported, _) = import(database, &who, &file).unwrap();
        assert_eq!(imported.outcomes[&Outcome::Updated], 1);
        assert_eq!(count(database, &who, collecting_event::TABLE), 3);
        assert_whole(database);
    });
}

#[test]
fn the_same_archive_again_changes_nothing_and_a_changed_row_updates() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let folder = tempfile::TempDir::new().unwrap();
        let file = write_file(folder.path(), "fishes.csv", FISHES);
        import(&fresh.database, &who, &file).unwrap();
        let (again, _) = import(&fresh.database, &who, &file).unwrap();
        assert_eq!(again.outcomes, BTreeMap::from([(Outcome::Unchanged, 3)]));
        assert_eq!(again.change_set, None);
        let changed = write_file(folder.path(), "changed.csv", &FISHES.replace("urn:3,103", "urn:3,104"));
        let (update, _) = import(&fresh.database, &who, &changed).unwrap();
        assert_eq!(update.outcomes, BTreeMap::from([(Outcome::Updated, 1), (Outcome::Unchanged, 2)]));
        assert_eq!(count(&fresh.database, &who, collection_object::TABLE), 3);
        assert_whole(&fresh.database);
    });
}

#[test]
fn a_plan_says_what_would_happen_and_leaves_no_trace() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let folder = tempfile::TempDir::new().unwrap();
        let file = write_file(folder.path(), "fishes.csv", FISHES);
        let before = fresh.database.read(&who.0, |tx| tx.latest_change()).unwrap();
        let planned = dwca::plan_import(&fresh.database, &who.0, &file, who.1, &mut |_| Ok(())).unwrap();
        assert_eq!(planned.outcomes, BTreeMap::from([(Outcome::New, 3)]));
        assert_eq!(count(&fresh.database, &who, collection_object::TABLE), 0);
        assert_eq!(fresh.database.read(&who.0, |tx| tx.latest_change()).unwrap(), before);
        let (done, _) = import(&fresh.database, &who, &file).unwrap();
        assert_eq!(Imported { change_set: None, ..done }, planned);
    });
}

#[test]
fn an_import_is_taken_back_as_one() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let folder = tempfile::TempDir::new().unwrap();
        let file = write_file(folder.path(), "fishes.csv", FISHES);
        let tables = || {
            fresh
                .database
                .read(&who.0, |tx| {
                    vasculum_model::model()
                        .tables()
                        .map(|table| tx.count(&Select::all(table.id)))
                        .collect::<Result<Vec<_>>>()
                })
                .unwrap()
        };
        let before = tables();
        let (imported, _) = import(&fresh.database, &who, &file).unwrap();
        let set = imported.change_set.unwrap();
        let take_back = |set| fresh.database.write(&who.0, Purpose::new("undo", ""), |tx| undo::undo(tx, set, false));
        take_back(set).unwrap();
        assert_eq!(tables(), before);
        assert_whole(&fresh.database);
        // And the undo is taken back in turn.
        let query = ChangeQuery { limit: 1, ..ChangeQuery::default() };
        let last = fresh.database.read(&who.0, |tx| tx.change_sets(&query)).unwrap()[0].id;
        take_back(last).unwrap();
        assert_eq!(count(&fresh.database, &who, collection_object::TABLE), 3);
        assert_whole(&fresh.database);
    });
}

/// Reads a table of comma-separated values from an exported archive.
fn core_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let archive = vasculum_formats::archive::open(path, &vasculum_formats::Limits::default()).unwrap();
    let mut reader = archive.rows(&archive.core);
    let mut rows = Vec::new();
    while let Some(row) = reader.next().unwrap() {
        rows.push(row.values().map(|(column, value)| (column.short.clone(), value.to_owned())).collect());
    }
    rows
}

/// Imports a file, exports it, imports the export into a new place and exports again: both exports say the same, and
/// all that the source said is in them.
fn check_fixed_point(path: &Path, discipline: &str) {
    let (one, other) = (sqlite(), sqlite());
    let folder = tempfile::TempDir::new().unwrap();
    let (first, second) = (folder.path().join("first.zip"), folder.path().join("second.zip"));
    let who = institution(&one.database, discipline);
    let (imported, _) = import(&one.database, &who, path).unwrap();
    export(&one.database, &who, &first);
    let there = institution(&other.database, discipline);
    let (again, reports) = import(&other.database, &there, &first).unwrap();
    let refused = imported.outcomes.get(&Outcome::Refused).copied().unwrap_or(0);
    let bad: Vec<_> = reports.iter().filter(|report| report.outcome == Outcome::Refused).collect();
    assert_eq!(again.rows + refused, imported.rows, "{bad:#?}");
    export(&other.database, &there, &second);
    let (first, second) = (core_rows(&first), core_rows(&second));
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one, other);
    }
    assert_eq!(first.len(), second.len());
    let by_id: BTreeMap<&str, &BTreeMap<String, String>> =
        first.iter().filter_map(|row| Some((row.get("occurrenceID")?.as_str(), row))).collect();
    for row in core_rows(path) {
        let Some(out) = row.get("occurrenceID").and_then(|id| by_id.get(id.as_str())) else { continue };
        for (term, value) in &row {
            assert_eq!(out.get(term), Some(value), "{term} of {:?}", row.get("occurrenceID"));
        }
    }
}

#[test]
fn import_export_import_is_a_fixed_point() {
    let folder = tempfile::TempDir::new().unwrap();
    check_fixed_point(&write_file(folder.path(), "fishes.csv", FISHES), "fish");
}

#[test]
fn what_is_wrong_is_said_and_kept() {
    let fresh = sqlite();
    let who = institution(&fresh.database, "fish");
    let folder = tempfile::TempDir::new().unwrap();
    let text = "occurrenceID,catalogNumber,scientificName,decimalLatitude,decimalLongitude,eventDate,individualCount\n\
                a,1,Salmo trutta,95.5,10,1987-02-31,many\n\
                a,2,Salmo trutta,50,10,,\n\
                b,1,Salmo trutta,50,,2.3.99,1\n";
    let file = write_file(folder.path(), "odd.csv", text);
    let (imported, reports) = import(&fresh.database, &who, &file).unwrap();
    let names: Vec<&str> = imported.issues.keys().copied().collect();
    for expected in
        ["coordinate-out-of-range", "not-a-date", "not-understood", "duplicate-identifier", "half-coordinate"]
    {
        assert!(names.contains(&expected), "{expected} in {names:?}");
    }
    assert_eq!(reports[1].outcome, Outcome::Refused);
    let out = folder.path().join("out.zip");
    export(&fresh.database, &who, &out);
    let rows = core_rows(&out);
    assert_eq!(rows[0].get("decimalLatitude").map(String::as_str), Some("95.5"));
    assert_eq!(rows[0].get("individualCount").map(String::as_str), Some("many"));
    assert_eq!(rows[0].get("eventDate").map(String::as_str), Some("1987-02-31"));
}

#[test]
fn a_new_name_is_held_against_those_that_are_there() {
    on_every_engine(|fresh| {
        let who = institution(&fresh.database, "fish");
        let folder = tempfile::TempDir::new().unwrap();
        import(&fresh.database, &who, &write_file(folder.path(), "fishes.csv", FISHES)).unwrap();
        let before = count(&fresh.database, &who, taxon::TABLE);
        let text = "occurrenceID,scientificName,scientificNameAuthorship,family\n\
                    u1,Salmo truta,\"Linnaeus, 1758\",Salmonidae\n\
                    u2,Salmo trutta,(Linnaeus 1758),Salmonidae\n\
                    u3,Salmo trutta,\"Smith, 1901\",Salmonidae\n\
                    u4,Salmo labrax,\"Pallas, 1814\",Salmonidae\n";
        let (imported, reports) = import(&fresh.database, &who, &write_file(folder.path(), "more.csv", text)).unwrap();
        let near = |report: &RowReport| report.issues.iter().find(|issue| issue.name == "near-duplicate").cloned();
        let told: Vec<Option<String>> = reports.iter().map(|report| near(report).map(|issue| issue.words)).collect();
        let expect = "‘truta’ hardly differs from ‘Salmo trutta Linnaeus, 1758’ of the tree.";
        assert_eq!(told, [Some(expect.to_owned()), None, None, None], "{:?}", imported.issues);
        // The author written otherwise is the same; another one makes a homonym.
        assert_eq!(count(&fresh.database, &who, taxon::TABLE), before + 3);
    });
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

/// Imports a real archive and prints what became of it.
fn import_real(fresh: &Fresh, path: &Path, discipline: &str) -> Imported {
    let who = institution(&fresh.database, discipline);
    let start = std::time::Instant::now();
    let (imported, reports) = import(&fresh.database, &who, path).unwrap();
    eprintln!(
        "{}: {} rows {:?} in {:.1} s; made {:?}; issues {:?}",
        path.file_name().unwrap_or_default().display(),
        imported.rows,
        imported.outcomes,
        start.elapsed().as_secs_f64(),
        imported.made,
        imported.issues
    );
    for report in reports.iter().filter(|report| report.outcome == Outcome::Refused).take(5) {
        eprintln!("  refused {}:{} {:?}", report.file, report.line, report.issues);
    }
    assert_whole(&fresh.database);
    imported
}

#[test]
fn the_insects_of_illinois_come_in_whole() {
    let Some(path) = shared("dwca/inhs_insects_5k.tar.gz") else { return };
    let imported = import_real(&sqlite(), &path, "insect");
    assert_eq!(imported.rows, 5_000);
    assert_eq!(imported.outcomes.get(&Outcome::Refused), None);
}

#[test]
fn the_insects_of_illinois_are_a_fixed_point() {
    let Some(path) = shared("dwca/inhs_insects_5k.tar.gz") else { return };
    check_fixed_point(&path, "insect");
}

#[test]
fn the_vascular_plants_of_canada_come_in_whole() {
    let Some(path) = shared("dwca/vascan.zip") else { return };
    let imported = import_real(&sqlite(), &path, "botany");
    assert_eq!(imported.rows, 33_304);
}

#[test]
fn belgian_macroinvertebrates_come_in_whole() {
    let Some(path) = shared("occurrences/trias_macroinvertebrates_occurrence.csv.gz") else { return };
    let imported = import_real(&sqlite(), &path, "invertebrate");
    assert_eq!(imported.outcomes.get(&Outcome::Refused), None);
}

#[test]
fn ten_thousand_places_come_in_whole() {
    let Some(path) = shared("occurrences/bels_locations_10000.csv.gz") else { return };
    import_real(&sqlite(), &path, "fish");
}
