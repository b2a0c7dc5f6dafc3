//! The lists and charts that others publish, each brought in, compared with its text, brought out and in again.

use std::collections::HashMap;

use vasculum_domain::trees::export::Format;
use vasculum_domain::trees::import::{self, Applied, Ask, Plan};
use vasculum_model::names::{geologic_time_period, taxon};
use vasculum_testkit::on_every_engine;

use crate::real_trees::{ALL, Difference, Said, differences, member, rows, shared, standing, text, there_and_back};
use crate::setup::set_up;
use crate::tree_files::ask;

/// A name without the author at its end.
fn without<'n>(name: &'n str, author: &str) -> &'n str {
    name.strip_suffix(author).map(str::trim_end).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

fn get<'r>(row: &'r HashMap<String, String>, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// The rows of a checklist with Darwin Core's headers.
fn checklist(rows: &[HashMap<String, String>]) -> Vec<Said> {
    let said = |row: &HashMap<String, String>| {
        let (id, author) = (get(row, "taxonID"), get(row, "scientificNameAuthorship"));
        Said {
            id: id.to_owned(),
            rank: row.get("taxonRank").map(|rank| rank.to_lowercase()),
            name: without(get(row, "scientificName"), author).to_owned(),
            author: row.contains_key("scientificNameAuthorship").then(|| author.to_owned()),
            parent: row.get("parentNameUsageID").cloned(),
            accepted: row.get("acceptedNameUsageID").filter(|accepted| *accepted != id).cloned(),
        }
    };
    rows.iter().map(said).collect()
}

fn count(found: &[Difference], what: &str) -> usize {
    found.iter().filter(|(kind, _, _)| *kind == what).count()
}

/// The units of a chart by its statements: the English label, the rank and what is broader.
fn chart(text: &str) -> Vec<Said> {
    let mut units = Vec::new();
    for block in text.split("\n.\n") {
        let mut said = Said { author: Some(String::new()), ..Said::default() };
        let (mut ranks, mut predicate) = (Vec::new(), "");
        for line in block.lines() {
            let of = |name: &str| name.trim_start_matches("ischart:").trim_start_matches("isc:").to_owned();
            if line.starts_with("isc:") || line.starts_with("ischart:") {
                said.id = of(line.trim());
            }
            let line = line.trim().trim_end_matches([';', ',']).trim();
            let mut object = line;
            if let Some((first, rest)) = line.split_once(' ').filter(|(first, _)| !first.starts_with(['"', '<'])) {
                (predicate, object) = (first, rest.trim());
            } else if line.contains(':') && !line.starts_with(['"', '<', 'i', 'r']) {
                predicate = line;
            }
            match predicate {
                "gts:rank" if object.starts_with("rank:") => ranks.push(object["rank:".len()..].to_lowercase()),
                "skos:broader" if object.starts_with("isc") && said.parent.is_none() => said.parent = Some(of(object)),
                "skos:prefLabel" if object.ends_with("\"@en") => said.name = object[1..object.len() - 4].to_owned(),
                _ => {}
            }
        }
        if !ranks.is_empty() {
            said.rank = ranks.first().cloned();
            // Divisions such as ‘LowerDevonian’ have no label.
            if said.name.is_empty() {
                said.name.clone_from(&said.id);
            }
            units.push(said);
        }
    }
    units
}

fn time_scale(path: &str, expect: &[Said], odd: &[(&str, &str, &str)]) {
    let Some(full) = shared(path) else { return };
    let file = import::open(&full).unwrap();
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "invertpaleo");
        let table = geologic_time_period::TABLE;
        let ask = Ask { create_missing_ranks: true, ..ask(table, made.collection) };
        let (_, applied) = there_and_back(&fresh.database, &file, &ask, ALL);
        assert_eq!(applied.made as usize, expect.len(), "{path}");
        let mut found = differences(expect, &standing(&fresh.database, table));
        found.retain(|(what, file, tree)| *what != "name" || file.trim_end_matches(": ") != tree.replace(' ', ""));
        assert_eq!(listed(&found), odd, "{path}");
    });
}

#[test]
fn the_chart_of_2020_and_that_of_today_stand_as_they_are_written() {
    // The chart of today has Pridoli as age and as epoch; the higher one counts.
    let pridoli = [("rank", "Pridoli: age", "series/epoch")];
    for (path, odd) in [("geo/chronostrat/isc2020.ttl", [].as_slice()), ("geo/chronostrat/chart.ttl", &pridoli)] {
        let Some(text) = text(path) else { return };
        time_scale(path, &chart(&text), odd);
    }
}

#[test]
fn the_vocabulary_of_the_time_scale_stands_as_it_is_written() {
    let path = "geo/chronostrat/GBIF_GeoTime.json";
    let Some(text) = text(path) else { return };
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let said = |concept: &serde_json::Value| Said {
        id: concept["key"].to_string(),
        rank: concept["tags"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|tag| Some(tag.as_str()?.strip_prefix("rank:")?.trim().to_lowercase())),
        name: concept["name"].as_str().unwrap().to_owned(),
        author: Some(String::new()),
        parent: concept["parentKey"].as_i64().map(|key| key.to_string()),
        ..Said::default()
    };
    let expect: Vec<Said> =
        json["concepts"].as_array().unwrap().iter().filter(|it| it["deprecated"].is_null()).map(said).collect();
    time_scale(path, &expect, &[]);
}

/// Brings a file into a tree of insects or plants; what it says otherwise than the tree, how many nodes were made.
fn taxa(path: &str, kind: &str, expect: &[Said], formats: &[Format]) -> (Vec<Difference>, Plan, Applied) {
    let file = import::open(&shared(path).unwrap()).unwrap();
    let fresh = vasculum_testkit::sqlite();
    let made = set_up(&fresh.database, kind);
    let ask = Ask { create_missing_ranks: true, ..ask(taxon::TABLE, made.collection) };
    let (plan, applied) = there_and_back(&fresh.database, &file, &ask, formats);
    (differences(expect, &standing(&fresh.database, taxon::TABLE)), plan, applied)
}

#[test]
fn every_checklist_of_taxonworks_stands_as_it_is_written() {
    let Some(root) = shared("dwca/taxonworks_checklist_cases/checklists") else { return };
    let mut folders = vec![root.clone()];
    let (mut files, mut names, mut found) = (0, 0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            let full = format!("dwca/taxonworks_checklist_cases/checklists/{name}");
            let expect = checklist(&rows(&text(&full).unwrap(), '\t'));
            let (differences, _, _) = taxa(&full, "insect", &expect, ALL);
            files += 1;
            names += expect.len();
            found.extend(differences.into_iter().map(|(what, file, tree)| format!("{name}: {what}: {file} | {tree}")));
        }
    }
    found.sort();
    assert_eq!((files, names, found), (36, 183, Vec::new()));
}

/// Differences that are known: what, the file, the tree.
type Listed<'l> = &'l [(&'l str, &'l str, &'l str)];

/// Differences as they are listed here.
fn listed(found: &[Difference]) -> Vec<(&str, &str, &str)> {
    found.iter().map(|(what, file, tree)| (*what, file.as_str(), tree.as_str())).collect()
}

#[test]
fn packages_of_the_catalogue_of_life_stand_as_they_are_written() {
    // A name of four parts is none, and the parser takes one out; two concepts of a name that stands there are further
    // opinions. Clades without a rank have none in the tree, and what is below them stands at the next name above.
    let odd: [(&str, usize, Listed<'_>); 2] = [
        (
            "taxonomy/coldp_data",
            29,
            &[
                ("name", "Paulownia × tomentosa subsp. tella f. pasta: ", "Paulownia ×tomentosa f. pasta"),
                ("left out", "Gundelia tournefortii", "Hind2013"),
                ("left out", "Gundelia tournefortii", "Jarvis2007"),
            ],
        ),
        (
            "taxonomy/coldp_examples/normalised-authors",
            21,
            &[
                ("left out", "Tracheophytes", "c1"),
                ("left out", "Angiosperms", "c2"),
                ("left out", "Monocot", "c3"),
                ("left out", "Commelinids", "c4"),
                ("parent", "Poales: c4", "p"),
            ],
        ),
    ];
    for (folder, made, odd) in odd {
        let table = |name: &str| text(&format!("{folder}/{name}.tsv")).map(|text| rows(&text, '\t'));
        let (Some(names), Some(taxa), Some(synonyms)) = (table("name"), table("taxon"), table("synonym")) else {
            return;
        };
        let (found, plan, applied) = self::taxa(folder, "botany", &coldp(&names, &taxa, &synonyms), ALL);
        assert_eq!((listed(&found).as_slice(), applied.made as usize), (odd, made), "{folder}");
        // Nothing is left out without a word.
        let told = |name: &str| plan.target.issues.get(name).map_or(0, |(_, count)| *count as usize);
        assert_eq!(count(&found, "left out"), told("name-twice") + told("rank-unknown"), "{folder}");
    }
}

/// Names, taxa and synonyms put together.
fn coldp(
    names: &[HashMap<String, String>],
    taxa: &[HashMap<String, String>],
    synonyms: &[HashMap<String, String>],
) -> Vec<Said> {
    let named = |id: &str| {
        let row = names.iter().find(|row| get(row, "ID") == id).unwrap();
        Said {
            rank: row.get("rank").cloned(),
            name: get(row, "scientificName").to_owned(),
            author: Some(get(row, "authorship").to_owned()),
            ..Said::default()
        }
    };
    let taxon = |row: &HashMap<String, String>| Said {
        id: get(row, "ID").to_owned(),
        parent: row.get("parentID").cloned(),
        ..named(get(row, "nameID"))
    };
    let synonym = |row: &HashMap<String, String>| Said {
        id: format!("name:{}", get(row, "nameID")),
        accepted: row.get("taxonID").cloned(),
        ..named(get(row, "nameID"))
    };
    taxa.iter().map(taxon).chain(synonyms.iter().map(synonym)).collect()
}

#[test]
fn moths_of_the_world_stand_as_they_are_written() {
    let path = "taxonomy/ptero-yaml.coldp.zip";
    if shared(path).is_none() {
        return;
    }
    let table = |name: &str| rows(&member(path, &format!("data/{name}.csv")).unwrap(), ',');
    let expect = coldp(&table("name"), &table("taxon"), &table("synonym"));
    let (found, plan, applied) = taxa(path, "insect", &expect, ALL);
    assert_eq!((expect.len(), applied.made), (2_982, 3_011));
    // Three synonyms of two accepted names each, of which the first stands; and an aberration, which is no rank.
    let odd = [
        ("accepted", "Pterophorus scarodactylus var. catharodactylus: 863", "735"),
        ("left out", "Alucita icterodactyla ab. noctis", "name:2582"),
        ("accepted", "Pterophorus subalternans: 2475", "2763"),
        ("accepted", "Pterophorus plagiodactylus: 2899", "2190"),
    ];
    assert_eq!(listed(&found), odd);
    assert_eq!(plan.target.issues["rank-unknown"], ("warning", 1));
}

#[test]
fn checklists_of_aliens_and_of_birds_stand_as_they_are_written() {
    // One author is longer than its field.
    let pincoyae = [(
        "name",
        "Oceanites pincoyae P. Harrison, Sallaberry, Gaskin, K. Baird, Jaramillo, Metz, Pearman, Michael O'Keeffe, Dowdall, \
         Enright, Fahy, Gilligan & Lillie, 2013: ",
        "Oceanites pincoyae P. Harrison, Sallaberry, Gaskin, K. Baird, Jaramillo, Metz, Pearman, Michael O'Keeffe, Dowdall, \
         Enright, Fahy, Gilligan & Lillie",
    )];
    for (path, kind, names, made, odd) in [
        ("taxonomy/trias_unified/taxon.csv.gz", "botany", 3_899, 6_532, [].as_slice()),
        ("taxonomy/ioc-bird.csv.gz", "bird", 11_072, 13_743, pincoyae.as_slice()),
    ] {
        let Some(text) = text(path) else { return };
        let expect = checklist(&rows(&text, ','));
        let (found, plan, applied) = taxa(path, kind, &expect, &[Format::Csv, Format::Dwca]);
        assert_eq!((expect.len(), applied.made), (names, made), "{path}");
        assert_eq!(listed(&found), odd, "{path}");
        let told = plan.target.issues.get("too-long").map_or(0, |(_, count)| *count as usize);
        assert_eq!(told, odd.len(), "{path}");
    }
}

#[test]
fn the_plants_of_canada_stand_as_they_are_written() {
    let path = "dwca/vascan.zip";
    let Some(text) = shared(path).and_then(|_| member(path, "taxon.txt")) else { return };
    let expect = checklist(&rows(&text, '\t'));
    let (mut found, plan, applied) = taxa(path, "botany", &expect, ALL);
    assert_eq!((expect.len(), applied.made), (33_304, 35_987));
    // Autonyms have the author of the species in the middle of the name, and it stands at the species.
    found.retain(|(what, file, tree)| {
        let mut words = file.split_whitespace();
        let is_within = tree.split_whitespace().all(|word| words.any(|other| other.trim_end_matches(':') == word));
        *what != "name" || !is_within
    });
    // The same name by the same author twice, each a synonym of another name: told, and the first one stands. One of
    // them is a clade in which a genus stands. Seven synonyms name two accepted names as one: ‘2498|2499’.
    let told = |name: &str| plan.target.issues[name].1 as usize;
    assert_eq!((count(&found, "left out"), told("name-twice")), (45, 45));
    let two = found.iter().filter(|(what, file, tree)| *what == "accepted" && file.contains('|') && tree.is_empty());
    assert_eq!((two.count(), told("missing-accepted-name")), (7, 7));
    found.retain(|(what, _, _)| !matches!(*what, "left out" | "accepted"));
    // Two varieties stand in the file below another species than their names say; some names have small letters, ‘x’ for
    // ‘×’ or marks of byte order in them.
    let odd = [
        ("parent", "Conium: 29101", "29100"),
        ("name", "Achillea millefolium var. megacephala: ", "Achillea borealis var. megacephala"),
        ("name", "Tanacetum huronense var. floccosum: ", "Tanacetum bipinnatum subsp. huronense var. floccosum"),
        ("name", "xLedodendron vanhoeffeni: ", "×Ledodendron vanhoeffeni"),
        ("name", "xAgrohordeum macounii: ", "×Agrohordeum macounii"),
        ("name", "xAgroelymus cayouetteorum: ", "×Agroelymus cayouetteorum"),
        ("name", "amesike polygonifolia: ", "Amesike polygonifolia"),
        ("name", "Lupinus leucophyllus var. \u{feff}\u{feff}canescens: ", "Lupinus leucophyllus var. canescens"),
        ("name", "Lupinus \u{feff}albertensis: ", "Lupinus albertensis"),
        ("name", "Robinia Roseae: ", "Robinia roseae"),
        ("name", "polygala alba var. leptostachya: ", "Polygala alba var. leptostachya"),
    ];
    assert_eq!(listed(&found), odd);
}
