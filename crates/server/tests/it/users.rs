//! `user`, `token`, and their traces in `history`; `undo`.

use serde_json::json;

use crate::program::{PASSWORD, Program};

#[test]
fn users_come_with_roles_and_passwords() {
    let program = Program::with_fish();
    let add = ["user", "add", "bob", "--collection", "FISH", "--role", "Read-Only Access"];
    let said = program.run_with(&[&add[..], &["--json"]].concat(), "a typed password\n");
    assert_eq!((said.code, said.json()["password"].is_null()), (0, true), "what was typed is not shown");
    assert!(!said.out.contains("typed") && !said.err.contains("typed"));
    let list = program.json(&["user", "list"]);
    assert_eq!(list["users"][0]["user"], "ada");
    assert_eq!(list["users"][1]["roles"], json!([{"collection": "fish", "role": "Read-Only Access"}]));
    assert_eq!(list["users"][1]["admin"], false);
    assert!(program.json(&["user", "passwd", "bob"])["password"].is_string(), "nothing typed: one is made");
    program.refused(&["user", "add", "Bob", "--password", PASSWORD], 3, "already");
    program.refused(&["user", "add", "eve", "--password", "eve"], 3, "at least 8");
    program.refused(&["user", "passwd", "eve", "--password", PASSWORD], 4, "eve");
    let nowhere = ["user", "add", "eve", "--password", PASSWORD, "--collection", "birds", "--role", "Read-Only Access"];
    program.refused(&nowhere, 4, "birds");
    let nothing = ["user", "add", "eve", "--password", PASSWORD, "--collection", "fish", "--role", "Emperor"];
    program.refused(&nothing, 4, "Emperor");
    assert_eq!(program.json(&["user", "list"])["users"].as_array().unwrap().len(), 2, "what was refused left nothing");
}

#[test]
fn tokens_are_made_listed_and_taken_back() {
    let program = Program::with_fish();
    let made = program.json(&["token", "add", "--user", "ada", "--scope", "read", "--days", "30", "--name", "portal"]);
    let secret = made["token"].as_str().unwrap();
    assert!(secret.starts_with("vsc_") && made["expires"].is_string());
    let list = program.json(&["token", "list"]);
    assert_eq!((&list["tokens"][0]["name"], &list["tokens"][0]["scope"]), (&json!("portal"), &json!("read")));
    assert!(!list.to_string().contains(secret));
    program.json(&["token", "revoke", list["tokens"][0]["id"].as_str().unwrap()]);
    assert_eq!(program.json(&["token", "list"])["tokens"], json!([]));
    program.refused(&["token", "revoke", secret], 4, "no such token");
    program.refused(&["token", "add", "--user", "eve", "--scope", "read"], 4, "eve");
    program.refused(&["token", "add", "--user", "ada", "--scope", "rule"], 2, "rule");
}

#[test]
fn history_tells_and_undo_takes_back() {
    let program = Program::with_fish();
    program.json(&["user", "add", "bob", "--password", PASSWORD, "--collection", "fish", "--role", "Read-Only Access"]);
    let history = program.json(&["history"]);
    let kinds: Vec<&str> =
        history["changeSets"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["user", "init"]);
    let of_bob = program.json(&["history", "--table", "specifyuser", "--record", "2"]);
    assert_eq!(of_bob["changeSets"][0]["changes"][0]["action"], "insert");
    program.refused(&["history", "--table", "Dragon", "--record", "2"], 4, "Dragon");
    program.refused(&["history", "--table", "Taxon", "--record", "99"], 4, "99");

    let plan = program.json(&["undo", "2", "--plan"]);
    assert_eq!((plan["changeSet"].is_null(), plan["conflicts"].as_array().unwrap().len()), (true, 0));
    assert!(plan["removes"].as_i64().unwrap() > 3);
    assert_eq!(program.json(&["user", "list"])["users"].as_array().unwrap().len(), 2, "a plan changes nothing");
    assert_eq!(program.json(&["undo", "2"])["changeSet"], 3);
    assert_eq!(program.json(&["user", "list"])["users"].as_array().unwrap().len(), 1);
    program.refused(&["undo", "2"], 5, "taken back");
    program.refused(&["undo", "77"], 4, "77");
    assert_eq!(program.json(&["history"])["changeSets"][1]["undoneBy"], 3);
    assert_eq!(program.json(&["undo", "3"])["changeSet"], 4, "an undo can be undone");
    assert_eq!(program.json(&["user", "list"])["users"].as_array().unwrap().len(), 2);
    assert_eq!(program.json(&["check"])["findings"], json!([]));
}
