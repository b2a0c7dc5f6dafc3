//! Names as somebody types them, by the cases of `tests/cases/names.md`, which a taxonomist can read.
//!
//! `UPDATE=1` writes what comes out into the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use vasculum_domain::records::{self, Draft};
use vasculum_domain::trees::naming::{Likeness, Typed, look};
use vasculum_model::names::taxon;
use vasculum_model::{Level, model};
use vasculum_testkit::on_every_engine;

use crate::rules::{read, write};
use crate::tree_cases::{Bench, Case, cases, file, take_back};

/// A line of what somebody types.
fn typed(bench: &Bench<'_>, line: &str) -> Typed {
    let (place, name) = line.split_once(": ").unwrap();
    let (rank, above) = place.split_once(" below ").unwrap();
    let (name, author) = name.split_once(" | ").unwrap_or((name, ""));
    let parent = match above {
        "?" => None,
        "." => Some(bench.top.id),
        above => Some(read(bench.database, |tx| bench.named(tx, above))),
    };
    Typed {
        id: None,
        tree: Some(bench.def.id),
        parent,
        rank: bench.def.named(rank).map(|rank| rank.id),
        name: name.to_owned(),
        author: author.to_owned(),
    }
}

/// What is said of a line.
fn told(bench: &Bench<'_>, line: &str) -> String {
    let naming = read(bench.database, |tx| look(tx, &typed(bench, line))).unwrap();
    let parts: Vec<String> =
        naming.parts.iter().map(|(part, text)| format!("{} {text}", format!("{part:?}").to_lowercase())).collect();
    let mut text = format!("{line}\n  {}: {}\n", naming.full_name, parts.join(", "));
    for issue in &naming.issues {
        writeln!(text, "  ! {} {} ({}): {}", issue.level.name(), issue.name, issue.field, issue.words).unwrap();
        assert!(issue.level != Level::Error, "nothing is refused");
    }
    if let Some(offer) = &naming.offer {
        let author = offer.author.as_ref().map(|author| format!(" | {author}")).unwrap_or_default();
        writeln!(text, "  → {}{author}", offer.name).unwrap();
    }
    for near in &naming.near {
        let sign = match near.likeness {
            Likeness::Same => "=",
            Likeness::Homonym => "≠",
            Likeness::Alike => "~",
        };
        writeln!(text, "  {sign} {}", near.called()).unwrap();
    }
    text
}

fn outcome(bench: &Bench<'_>, case: &Case) -> String {
    let planted = bench.plant(&case.given).unwrap();
    let text: String = case.act.lines().map(|line| told(bench, line)).collect();
    take_back(bench.database, planted, &case.name);
    text
}

#[test]
fn names_are_understood_as_their_cases_say() {
    let path = file("names.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let all = cases(&text);
    let outcomes: Mutex<BTreeMap<usize, String>> = Mutex::new(BTreeMap::new());
    for kind in ["fish", "botany"] {
        on_every_engine(|fresh| {
            let bench = Bench::new(&fresh.database, kind);
            for (nth, case) in all.iter().enumerate().filter(|(_, case)| case.kind == kind) {
                let came = outcome(&bench, case);
                let mut outcomes = outcomes.lock().unwrap();
                let known = outcomes.entry(nth).or_insert_with(|| came.clone());
                assert_eq!(*known, came, "{}: the engines agree", case.name);
            }
        });
    }
    let outcomes = outcomes.into_inner().unwrap();
    if std::env::var("UPDATE").is_ok() {
        let mut new = text.clone();
        for (nth, case) in all.iter().enumerate().rev() {
            new.replace_range(case.place.clone(), &outcomes[&nth]);
        }
        std::fs::write(path, new).unwrap();
        return;
    }
    for (nth, case) in all.iter().enumerate() {
        assert_eq!(outcomes[&nth], case.expect, "{}", case.name);
    }
}

#[test]
fn a_form_says_upon_save_what_an_import_does_not_look_for() {
    on_every_engine(|fresh| {
        let bench = Bench::new(&fresh.database, "fish");
        bench.plant("genus Salmo | Linnaeus, 1758\n  species trutta | Linnaeus, 1758\n").unwrap();
        let genus = read(bench.database, |tx| bench.named(tx, "Salmo"));
        // What else the index of words knows of a taxon is not taken for a part of its name.
        write(bench.database, |tx| {
            let id = bench.named(tx, "Salmo trutta")?;
            let before = tx.get(taxon::TABLE, id)?;
            records::put(tx, Some(&before), before.clone().with(taxon::COMMON_NAME, "Brown trout")).map(drop)
        })
        .unwrap();
        let draft = Draft::new(taxon::TABLE)
            .with(taxon::PARENT, genus)
            .with(taxon::DEFINITION_ITEM, bench.def.named("Species").unwrap().id)
            .with(taxon::NAME, "truta");
        let names = |issues: &[vasculum_model::Issue]| issues.iter().map(|issue| issue.name).collect::<Vec<_>>();
        let typed = write(bench.database, |tx| records::save_typed(tx, draft.clone())).unwrap();
        assert_eq!(names(&typed.issues), ["near-duplicate"]);
        assert_eq!(typed.record.text(taxon::FULL_NAME), Some("Salmo truta"), "it is saved all the same");
        let by_program = write(bench.database, |tx| records::save(tx, draft)).unwrap();
        assert_eq!(names(&by_program.issues), [] as [&str; 0]);
        // A save that leaves the name as it is says nothing of it again.
        let again = Draft::of(taxon::TABLE, typed.record.id, None).with(taxon::REMARKS, "seen");
        let again = write(bench.database, |tx| records::save_typed(tx, again)).unwrap();
        assert_eq!(names(&again.issues), [] as [&str; 0], "{}", model().table(taxon::TABLE).name);
    });
}
