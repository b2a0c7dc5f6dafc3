//! The published lists of names of gnparser and GBIF: how they are read for a tree, and where that differs from what the
//! lists expect. `tests/cases/name-lists.tsv` has every difference; `UPDATE=1` writes it anew.

use std::collections::HashMap;
use std::fmt::Write as _;

use vasculum_domain::trees::import::{Place, Plan};
use vasculum_model::names::taxon;

use crate::real_trees::text;
use crate::setup::set_up;
use crate::tree_cases::file;
use crate::tree_files::{self, ask};

/// A name of a list with what its list expects: the name without authors and ranks, and the author.
struct Listed {
    name: String,
    expect: Option<(String, String)>,
}

/// The rows of a list by column; quotation marks are text.
fn rows(path: &str) -> Option<Vec<HashMap<String, String>>> {
    let text = text(path)?;
    let mut lines = text.lines();
    let headers: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |line: &str| headers.iter().map(|it| (*it).to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    Some(lines.map(row).collect())
}

/// Letters and digits alone: signs, ranks and blanks are written in many ways.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name without ‘var.’ and its like, which the nodes do not have.
fn unranked(canonical: &str) -> String {
    let words = canonical.split_whitespace().enumerate();
    letters(&words.filter(|(at, word)| *at == 0 || !word.ends_with('.')).map(|(_, word)| word).collect::<String>())
}

/// The names of a plan from the genus down and the author, by what the file calls the row.
fn read(plan: &Plan) -> HashMap<&str, (String, &str)> {
    let genus = plan.target.ranks.iter().find(|rank| rank.0 == "Genus").unwrap().1;
    let full = |mut at: usize| {
        let mut names = Vec::new();
        loop {
            let node = &plan.target.nodes[at];
            names.push(node.name.as_str());
            match node.above {
                Place::Node(above) if plan.target.ranks[plan.target.nodes[above].rank].1 >= genus => at = above,
                _ => break,
            }
        }
        names.reverse();
        names.join(" ")
    };
    let nodes = plan.target.nodes.iter().enumerate();
    nodes
        .filter_map(|(at, node)| Some((node.id.as_deref()?, (full(at), node.author.as_deref().unwrap_or("")))))
        .collect()
}

#[test]
fn published_lists_of_names_are_read_and_differences_are_listed() {
    let get = |row: &HashMap<String, String>, column: &str| row.get(column).map_or("", |cell| cell.trim()).to_owned();
    let (Some(gnparser), Some(gbif), Some(occurrences)) = (
        rows("names/gnparser_test_data.tsv"),
        rows("names/gbif_scientific_names.tsv"),
        rows("names/gbif_occurrence_names.tsv"),
    ) else {
        return;
    };
    let gnparser = gnparser
        .iter()
        .map(|row| Listed { name: get(row, "name"), expect: Some((get(row, "canonical"), get(row, "authorship"))) });
    let gbif = gbif.iter().map(|row| {
        let parts = ["genusOrAbove", "specificEpithet", "infraSpecificEpithet"].map(|part| get(row, part));
        let both = |author: &str, year: &str| format!("{} {}", get(row, author), get(row, year));
        let author = format!("{} {}", both("bracketAuthorship", "bracketYear"), both("authorship", "year"));
        Listed { name: get(row, "scientificName"), expect: Some((parts.join(" "), author)) }
    });
    let occurrences = occurrences.iter().map(|row| Listed { name: get(row, "name"), expect: None });
    let lists: [(&str, Vec<Listed>); 3] =
        [("gnparser", gnparser.collect()), ("GBIF", gbif.collect()), ("occurrences", occurrences.collect())];
    let mut told = "list\tdifference\tname\texpected\tread\n".to_owned();
    for (list, names) in &lists {
        let fresh = vasculum_testkit::sqlite();
        let made = set_up(&fresh.database, "botany");
        for listed in names {
            // One by one: names that are alike would become one node.
            let csv = format!("taxonID,scientificName\n1,\"{}\"\n", listed.name.replace('"', "\"\""));
            let plan = tree_files::plan(
                &fresh.database,
                &tree_files::file("a.csv", &csv),
                &ask(taxon::TABLE, made.collection),
            );
            let read = read(&plan);
            let found = read.get("1");
            let (name, author) = found.map_or(("", ""), |(name, author)| (name.as_str(), *author));
            assert!(found.is_some() || plan.target.issues.contains_key("rank-unknown"), "{}", listed.name);
            let whole = plan.target.issues.contains_key("name-not-understood");
            let (what, expect) = match &listed.expect {
                _ if found.is_none() => ("left out", String::new()),
                Some((canonical, _)) if whole && !canonical.is_empty() => ("kept whole", canonical.clone()),
                None if whole => ("kept whole", String::new()),
                // The list has no name for it either.
                Some((canonical, _)) if whole || canonical.is_empty() => {
                    if whole {
                        continue;
                    } else {
                        ("read all the same", String::new())
                    }
                }
                Some((canonical, _)) if unranked(canonical) != unranked(name) => ("name", canonical.clone()),
                Some((_, wanted)) if letters(wanted) != letters(author) => ("author", wanted.trim().to_owned()),
                _ => continue,
            };
            let read = format!("{name} | {author}");
            writeln!(told, "{list}\t{what}\t{}\t{expect}\t{}", listed.name, read.trim_end_matches([' ', '|'])).unwrap();
        }
    }
    let path = file("name-lists.tsv");
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, told).unwrap();
        return;
    }
    let known = std::fs::read_to_string(path).unwrap();
    for (told, known) in told.lines().zip(known.lines()) {
        assert_eq!(told, known);
    }
    assert_eq!(told.lines().count(), known.lines().count());
}
