//! Importing a Darwin Core archive, against a bare loop that inserts the same final rows.

use vasculum_domain::dwca;

use crate::report::{Row, median, rate, timed};
use crate::{Ask, Failure, archive, floor, house, raw};

/// The most times as long as the floor: a quarter of its rate.
const AT_MOST: f64 = 4.0;

/// Each round: the import into a fresh institution, then its rows once more into a copy of that institution from before.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let scale = ask.scale;
    let occurrences = scale.pick(5_000, 100_000);
    let folder = house::folder()?;
    let file = folder.path().join("archive.zip");
    archive::write(&file, occurrences)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut records, mut journal, mut kept) = (0, 0, 0);
    for round in 0..3 {
        let house = house::make(&folder.path().join(format!("import-{round}.db")))?;
        let bare = house.copy_to(&folder.path().join(format!("bare-{round}.db")))?;
        let mark = floor::mark(&floor::connect(&bare)?)?;
        let (imported, time) =
            timed(|| dwca::import(&house.db, &house.access, &file, house.collection, &mut |_| Ok(())));
        let imported = imported?;
        if imported.rows != occurrences as u64 || imported.outcomes.len() != 1 {
            return Err(
                format!("the import did not take every row: {:?} {:?}", imported.outcomes, imported.issues).into()
            );
        }
        ours.push(time.as_secs_f64());
        let written = floor::written_since(&floor::connect(&raw::file(&house.place)?)?, &mark)?;
        (records, journal) = (written.count(), written.journal_count());
        kept = imported.made.len();
        let conn = floor::connect(&bare)?;
        let (outcome, time) = timed(|| floor::insert_all(&conn, &[&written.records, &written.lookup]));
        outcome?;
        theirs.push(time.as_secs_f64());
        eprintln!("  round {}: import {:.2} s, bare {:.2} s", round + 1, ours[round], theirs[round]);
        for file in [&raw::file(&house.place)?, &bare] {
            std::fs::remove_file(file)?;
        }
    }
    eprintln!("  {occurrences} rows became {records} records in {kept} tables, the journal has {journal} rows");
    let (ours, theirs) = (median(&ours), median(&theirs));
    let words = |seconds: f64| rate(occurrences, seconds, "rows");
    Ok(vec![Row::times("import-dwca", (words(ours), ours), (words(theirs), theirs), Some(AT_MOST))])
}
