//! Questions by the cases of `tests/cases/questions.md` and `operators.md`, which a curator can read: each is asked of a small
//! demo museum, on every engine. `UPDATE=1` writes what comes out into the file.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use vasculum_domain::demo::{DemoPlan, generate};
use vasculum_domain::query::{self, Asked, Plan};
use vasculum_model::names::collection_object;
use vasculum_model::{Date, Result, Value};
use vasculum_store::{Access, Database, Tx, in_time};
use vasculum_testkit::on_every_engine;

/// A demo museum of so many objects.
pub(crate) fn museum(database: &Database, objects: u32) {
    let plan = DemoPlan { objects, seed: 7, today: Date::new(2026, 1, 1).unwrap() };
    generate(database, &plan, &mut |_, _, _| {}).unwrap();
    // As a database knows itself that was not made this second: PostgreSQL else takes every table for empty.
    database.optimise().unwrap();
}

/// Whoever may do everything, within the collection of this code, or everywhere.
pub(crate) fn access(database: &Database, code: Option<&str>) -> Access {
    let hierarchy = database.hierarchy().unwrap();
    let collection = code.map(|code| hierarchy.collections.iter().find(|place| place.code == code).unwrap().id);
    Access::system("test").within(collection, Some(Arc::new(hierarchy)))
}

/// The first rows of an answer as text, and how many rows there are.
pub(crate) fn answered(tx: &mut Tx<'_>, text: &str, most: usize) -> Result<String> {
    let asked = query::parse(text)?;
    assert_eq!(query::parse(&asked.to_string())?, asked, "{asked}");
    let plan = Plan::make(tx, &asked, &Asked::default())?;
    let count = plan.count(tx)?;
    let (mut rows, mut after) = (Vec::new(), None);
    // In small pages, which must make the same answer as all rows at once.
    loop {
        let page = plan.page(tx, after.as_ref(), 3)?;
        rows.extend(page.rows);
        after = match page.next {
            Some(next) => {
                let text = plan.place_text(&next);
                let read = plan.read_place(&text)?;
                assert_eq!(read, next, "{text}");
                Some(read)
            }
            None => break,
        };
        if rows.len() >= 300 {
            break;
        }
    }
    let mut all = Vec::new();
    plan.each(tx, |row| {
        all.push(row);
        Ok(())
    })?;
    assert_eq!(all.len(), usize::try_from(count).unwrap(), "{text}");
    assert_eq!(rows[..], all[..rows.len()], "{text}");
    let mut out = format!("{count} rows\n");
    for row in all.iter().take(most) {
        let values: Vec<String> = row.values.iter().map(ToString::to_string).collect();
        writeln!(out, "{}", values.join(" | ").trim_end()).unwrap();
    }
    Ok(out)
}

#[test]
fn the_cases_are_answered_as_they_say() {
    answered_as_written("questions", 6);
}

#[test]
fn every_operator_does_what_is_written_with_every_kind() {
    answered_as_written("operators", 3);
}

/// What a person is told in place of an answer.
fn refused(error: &vasculum_model::Error) -> String {
    let text = format!("{:?}: {} {}", error.code, error.message, error.hint.as_deref().unwrap_or_default());
    let issues = error.issues.iter().map(|issue| format!("\n{}: {}", issue.field, issue.words));
    format!("{}{}\n", text.trim_end(), issues.collect::<String>())
}

/// Asks the questions of a file of cases on every engine; the answers that stand there show so many rows.
fn answered_as_written(cases: &str, most: usize) {
    let path = format!("{}/tests/cases/{cases}.md", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read_to_string(&path).unwrap();
    let made: Mutex<Option<String>> = Mutex::new(None);
    on_every_engine(|fresh| {
        museum(&fresh.database, 160);
        let mut out = String::new();
        let mut lines = file.lines().peekable();
        while let Some(line) = lines.next() {
            writeln!(out, "{line}").unwrap();
            if line != "```ask" {
                continue;
            }
            let mut text = String::new();
            for line in lines.by_ref().take_while(|line| *line != "```") {
                writeln!(out, "{line}").unwrap();
                text.push_str(line);
                text.push('\n');
            }
            writeln!(out, "```").unwrap();
            let everywhere = text.contains("in all collections");
            let answer = fresh
                .database
                .read(&access(&fresh.database, (!everywhere).then_some("fish")), |tx| answered(tx, &text, most))
                .unwrap_or_else(|error| refused(&error));
            writeln!(out, "```\n{answer}```").unwrap();
            // The answer that stands there already.
            assert_eq!(lines.next(), Some("```"), "an answer stands behind every question: {text}");
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
        }
        let mut made = made.lock().unwrap();
        match &*made {
            Some(first) => {
                let mut question = "";
                for (one, other) in first.lines().zip(out.lines()) {
                    question = if one.starts_with("from ") { one } else { question };
                    assert_eq!(one, other, "both engines answer alike: {question}");
                }
                assert_eq!(first.len(), out.len());
            }
            None => *made = Some(out),
        }
    });
    let made = made.into_inner().unwrap().unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, made).unwrap();
    } else {
        assert_eq!(file, made, "UPDATE=1 writes the answers anew");
    }
}

#[test]
fn a_record_is_shown_as_it_was() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 8);
        let access = access(&fresh.database, Some("fish"));
        let ask = |text: &str| fresh.database.read(&access, |tx| answered(tx, text, 9));
        let question = "from CollectionObject show catalogNumber, remarks, cataloger as of ";
        let before = ask("from CollectionObject show catalogNumber, remarks, cataloger").unwrap();
        let moment = vasculum_testkit::test_clock();
        fresh
            .database
            .write(&access, vasculum_store::Purpose::new("test", "Later"), |tx| {
                for record in tx.select(&vasculum_store::Select::all(collection_object::TABLE))? {
                    let draft = vasculum_domain::records::Draft::of(record.table, record.id, None)
                        .with(collection_object::REMARKS, "later")
                        .with(collection_object::CATALOGER, Value::Null);
                    vasculum_domain::records::save(tx, draft)?;
                }
                Ok(())
            })
            .unwrap();
        assert!(ask("from CollectionObject show remarks").unwrap().contains("later"));
        assert_eq!(ask(&format!("{question}{moment}")).unwrap(), before);
        assert!(!ask(&format!("{question}1999-01-01")).unwrap().contains('|'), "nothing was there yet");
        let refused = ask(&format!("from CollectionObject show determinations as of {moment}")).unwrap_err();
        assert_eq!(refused.code, vasculum_model::Code::Invalid);
    });
}

#[test]
fn a_question_that_takes_too_long_is_stopped() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 8);
        let access = access(&fresh.database, Some("fish"));
        let ask = |text: &str| fresh.database.read(&access, |tx| answered(tx, text, 9));
        let taxa = "at least 1000000 definition.treeEntries";
        let endless = format!("from Taxon show name where {taxa} ({taxa} ({taxa} ({taxa} (name = \"nobody\"))))");
        let (begun, short) = (Instant::now(), Duration::from_millis(300));
        let told = refused(&in_time(short, || ask(&endless)).unwrap_err());
        assert_eq!(
            told,
            "Invalid: This takes too long, so it was stopped. Ask for less at once, or let it run as a job, which has time.\n"
        );
        assert!(begun.elapsed() < short * 20, "{:?}", begun.elapsed());
        // Whoever has no time left is told at once, and whoever has is answered as ever, over the same connection.
        assert_eq!(refused(&in_time(Duration::ZERO, || ask("from Agent limit 1")).unwrap_err()), told);
        let all = "from CollectionObject show catalogNumber";
        assert_eq!(in_time(short * 100, || ask(all)).unwrap(), ask(all).unwrap());
        // What is written has the time that it needs.
        in_time(Duration::ZERO, || {
            fresh.database.write(&access, vasculum_store::Purpose::new("test", "Slowly"), |tx| {
                tx.select(&vasculum_store::Select::all(collection_object::TABLE)).map(drop)
            })
        })
        .unwrap();
    });
}
