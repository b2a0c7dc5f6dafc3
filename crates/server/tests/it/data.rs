//! `import` and `export`.

use std::fs;

use serde_json::json;

use crate::program::{Program, text};

const TABLE: &str = "occurrenceID,catalogNumber,scientificName,country,decimalLatitude,decimalLongitude,recordedBy\n\
    urn:fish:1,1,Esox lucius Linnaeus 1758,Germany,50.1,8.6,Ada Lovelace\n\
    urn:fish:2,2,Salmo trutta Linnaeus 1758,Germany,50.2,95.6,Ada Lovelace\n";

#[test]
fn an_import_is_planned_done_again_and_undone() {
    let program = Program::with_fish();
    let file = program.path("occurrence.csv");
    fs::write(&file, TABLE).unwrap();
    let import = ["import", "dwca", text(&file), "--collection", "fish"];
    let report = program.path("report.csv");
    let plan = program.json(&[&import[..], &["--plan", "--report", text(&report)]].concat());
    assert_eq!((&plan["rows"], &plan["outcomes"], &plan["changeSet"]), (&json!(2), &json!({"new": 2}), &json!(null)));
    let lines = fs::read_to_string(&report).unwrap();
    assert!(lines.starts_with("file,line,identifier,outcome,") && lines.contains("urn:fish:2"), "{lines}");
    assert!(program.json(&["info"])["records"]["CollectionObject"].is_null(), "a plan writes nothing");

    let done = program.json(&import);
    assert_eq!((&done["outcomes"], &done["made"]["CollectionObject"]), (&json!({"new": 2}), &json!(2)));
    let change = done["changeSet"].to_string();
    assert_eq!(program.json(&import)["outcomes"], json!({"unchanged": 2}));
    assert_eq!(program.json(&["check"])["findings"], json!([]));
    program.json(&["undo", &change]);
    assert!(program.json(&["info"])["records"]["CollectionObject"].is_null());
    assert_eq!(program.json(&["check"])["findings"], json!([]));

    program.refused(&["import", "dwca", "nowhere.zip", "--collection", "fish"], 4, "nowhere.zip");
    program.refused(&["import", "dwca", text(&file), "--collection", "birds"], 4, "birds");
    fs::write(&file, "PK\u{3}\u{4} this is no zip").unwrap();
    program.refused(&import, 3, "");
}

#[test]
fn a_tree_is_planned_brought_in_taken_out_and_undone() {
    let program = Program::with_fish();
    let file = program.path("names.csv");
    fs::write(
        &file,
        "Family,Gattung,Genus author,Species\nSalmonidae,Salmo,Linnaeus,trutta\nSalmonidae,Salmo,,salar\n",
    )
    .unwrap();
    let import =
        ["import", "tree", text(&file), "--tree", "taxon", "--collection", "fish", "--column", "Gattung=rank:Genus"];
    let report = program.path("report.csv");
    let plan = program.json(&[&import[..], &["--plan", "--report", text(&report)]].concat());
    assert_eq!((&plan["differences"], &plan["changeSet"]), (&json!({"new": 4}), &json!(null)));
    assert!(fs::read_to_string(&report).unwrap().contains("2,Genus Salmo Linnaeus,,new,"));
    let done = program.json(&[&import[..], &["--create-missing-ranks"]].concat());
    assert_eq!((&done["made"], &done["refusals"]), (&json!(4), &json!(0)));
    for format in ["csv", "coldp", "newick", "dwca"] {
        let name = if format == "csv" { "tree.csv" } else { format };
        let out = program.path(name);
        let export =
            ["export", "tree", "--tree", "Taxon", "--format", format, "--collection", "fish", "-o", text(&out)];
        assert_eq!(program.json(&export)["rows"], 4, "{format}");
        let again = ["import", "tree", text(&out), "--tree", "Taxon", "--collection", "fish", "--delete-gone"];
        let again = program.json(&again);
        assert_eq!((&again["differences"], &again["changeSet"]), (&json!({}), &json!(null)), "{format}");
    }
    assert_eq!(program.json(&["check"])["findings"], json!([]));
    program.json(&["undo", &done["changeSet"].to_string()]);
    program.refused(&[&import[..7], &["--column", "Genus=rank:Genus"]].concat(), 3, "Gattung");
    let new = program.json(&[&import[..], &["--new", "Salmonids"]].concat());
    assert_eq!((&new["made"], &new["refusals"]), (&json!(4), &json!(0)));
    program.refused(&[&import[..], &["--new", "Salmonids"]].concat(), 3, "Salmonids");
    let again = program.json(&[&import[..], &["--named", "salmonids", "--plan"]].concat());
    assert_eq!(again["differences"], json!({}));
    let out = program.path("salmonids.csv");
    let export = ["export", "tree", "--tree", "Taxon", "--named", "Salmonids", "--format", "csv"];
    let rest = ["--collection", "fish", "-o", text(&out)];
    assert_eq!(program.json(&[&export[..], &rest].concat())["rows"], 4);
    assert_eq!(program.json(&["check"])["findings"], json!([]));
    program.refused(&["import", "tree", text(&file), "--tree", "Agent", "--collection", "fish"], 4, "Geography");
}

#[test]
fn all_exports_are_written_whole() {
    let program = Program::with_fish();
    let file = program.path("occurrence.csv");
    fs::write(&file, TABLE).unwrap();
    program.json(&["import", "dwca", text(&file), "--collection", "fish"]);
    for (form, start) in [("dwca", "PK"), ("csv", ""), ("json", "{"), ("sql", "--")] {
        let path = program.path(form);
        let export = ["export", form, "--collection", "fish", "-o", text(&path)];
        let done = program.json(&export);
        let bytes = fs::read(&path).unwrap();
        assert_eq!(done["sizeBytes"], bytes.len());
        assert!(bytes.starts_with(start.as_bytes()), "{form}");
        if matches!(form, "dwca" | "csv") {
            assert_eq!(done["rows"], 2, "{form}");
        }
        program.refused(&export, 5, "--yes");
        program.json(&[&export[..], &["--yes"]].concat());
    }
    let dump: serde_json::Value = serde_json::from_slice(&fs::read(program.path("json")).unwrap()).unwrap();
    assert_eq!(dump["tables"]["CollectionObject"].as_array().unwrap().len(), 2);
    assert!(!fs::read_to_string(program.path("sql")).unwrap().contains("argon2"));
    let into_nothing = program.path("nowhere/x.zip");
    program.refused(&["export", "dwca", "--collection", "fish", "-o", text(&into_nothing)], 70, "can’t be written");
}
