//! `init`, `info`, `check`, configuration, and what is said of a wrong beginning.

use serde_json::json;

use crate::program::{PASSWORD, Program, text};

#[test]
fn an_institution_is_made_once() {
    let program = Program::with_fish();
    let again = ["init", "--institution", "X", "--collection", "y", "--discipline", "fish", "--password", PASSWORD];
    program.refused(&again, 5, "already");
    let info = program.json(&["info"]);
    assert_eq!(info["engine"], "SQLite");
    assert_eq!((&info["tables"], &info["fields"], &info["relationships"]), (&json!(215), &json!(3279), &json!(1239)));
    assert_eq!(info["records"]["Collection"], 1);
    assert!(info["sizeBytes"].as_i64().unwrap() > 100_000);
    assert_eq!(program.json(&["check"])["findings"], json!([]));
}

#[test]
fn what_is_made_up_is_told_once() {
    let program = Program::new();
    let made = program.json(&["init", "--institution", "House", "--collection", "plants", "--discipline", "botany"]);
    assert_eq!((made["user"].as_str(), made["password"].as_str().unwrap().len()), (Some("admin"), 20));
    let users = program.json(&["user", "list"]);
    assert_eq!(users["users"][0]["admin"], true);
}

#[test]
fn a_refused_beginning_leaves_nothing_behind() {
    let program = Program::new();
    let start = ["init", "--institution", "House", "--collection", "fish"];
    program.refused(&[&start[..], &["--discipline", "alchemy", "--password", PASSWORD]].concat(), 3, "alchemy");
    program.refused(&[&start[..], &["--discipline", "fish", "--password", "short"]].concat(), 3, "at least 8");
    assert!(!program.data().exists());
    let long = "x".repeat(80);
    let late =
        ["init", "--institution", "House", "--collection", &long, "--discipline", "fish", "--password", PASSWORD];
    program.refused(&late, 3, "50");
    // What was refused late can be begun again in the same place.
    program.json(&[&start[..], &["--discipline", "fish", "--password", PASSWORD]].concat());
}

#[test]
fn without_data_every_command_says_how_to_begin() {
    let program = Program::new();
    for command in [&["info"][..], &["check"], &["history"], &["undo", "1"], &["user", "list"]] {
        program.refused(command, 4, "vasculum init");
    }
    let said = program.run(&["info", "--json"]);
    assert_eq!((said.code, said.json()["error"]["code"].as_str()), (4, Some("not-found")));
}

#[test]
fn a_wrong_command_line_is_refused() {
    let program = Program::new();
    program.refused(&["dance"], 2, "dance");
    program.refused(&["undo"], 2, "CHANGE_SET");
    program.refused(&["history", "--table", "Taxon"], 2, "--record");
    program.refused(&["info", "--database", "mysql://host"], 3, "postgres://");
    assert_eq!(program.run(&["--version"]).code, 0);
}

#[test]
fn the_configuration_file_says_where_the_data_is() {
    let program = Program::with_fish();
    let file = program.path("museum.toml");
    std::fs::write(&file, "data = \"data\"\n").unwrap();
    let mut command = program.command();
    command.env_remove("VASCULUM_DATA").args(["info", "--json", "--config", text(&file)]);
    assert!(command.output().unwrap().status.success());
    std::fs::write(&file, "dta = \"data\"\n").unwrap();
    program.refused(&["info", "--config", text(&file)], 3, "dta");
    program.refused(&["info", "--config", "nowhere.toml"], 4, "nowhere.toml");
}

#[test]
fn everything_also_works_on_postgresql() {
    let Some(fresh) = vasculum_testkit::empty_postgres() else { return };
    let program = Program::new();
    let run = |arguments: &[&str]| program.json(&[arguments, &["--database", &fresh.address]].concat());
    run(&["init", "--institution", "House", "--collection", "fish", "--discipline", "fish", "--password", PASSWORD]);
    run(&["user", "add", "bob", "--password", PASSWORD, "--collection", "fish", "--role", "Full Data Access"]);
    assert_eq!(run(&["info"])["engine"], "PostgreSQL");
    let undone = run(&["undo", "2"]);
    assert_eq!((undone["undoes"].as_i64(), undone["changeSet"].as_i64()), (Some(2), Some(3)));
    assert_eq!(run(&["check"])["findings"], json!([]));
    assert!(!program.data().join("vasculum.db").exists());
}

#[test]
fn the_demo_is_a_whole_institution_and_never_written_over() {
    let program = Program::new();
    let made = program.json(&["demo", "--objects", "120", "--seed", "7"]);
    assert_eq!((&made["user"], &made["password"]), (&json!("demo"), &json!("demo-password")));
    assert_eq!(made["address"], "http://127.0.0.1:8080");
    let collections = made["collections"].as_array().unwrap();
    assert_eq!(collections.len(), 4);
    assert_eq!(collections.iter().map(|it| it["objects"].as_u64().unwrap()).sum::<u64>(), 120);
    assert_eq!(program.json(&["info"])["records"]["CollectionObject"], 120);
    let users = program.json(&["user", "list"]);
    let roles = |name: &str| {
        let list = users["users"].as_array().unwrap();
        list.iter().find(|it| it["user"] == name).unwrap()["roles"].as_array().unwrap().len()
    };
    assert_eq!((roles("demo"), roles("curator"), roles("student"), roles("reader")), (0, 20, 1, 4));
    assert_eq!(program.json(&["check"])["findings"], json!([]));
    program.refused(&["demo", "--objects", "10", "--yes"], 5, "already");
}
