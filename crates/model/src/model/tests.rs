//! The model against itself, against its generated names and against Specify's data model.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::*;

/// Writes the committed file anew when `UPDATE=1`, and holds it against what the tables say.
#[test]
fn generated_names_are_fresh() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/names.rs");
    let fresh = names_source();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).expect("names.rs can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("names.rs is there");
    assert!(committed == fresh, "src/names.rs is stale: run `UPDATE=1 cargo test -p vasculum-model generated`");
}

fn names_source() -> String {
    let model = model();
    let mut out = String::from(
        "//! Every table, column and to-many link by name, made from `tables/*.toml` by `cargo xtask gen`.\n\n\
         #![allow(missing_docs)]\n\n/// Specify's spelling of every table name.\npub const TABLE_NAMES: &[&str] = &[\n",
    );
    let plain = || model.tables().filter(|table| !table.joins);
    for table in plain() {
        let _ = writeln!(out, "    {:?},", table.name);
    }
    out.push_str("];\n");
    for table in plain() {
        let number = table.id.0;
        let _ = writeln!(out, "\npub mod {} {{\n    use crate::{{Col, Many, TableId}};", table.sql);
        if table.many.is_empty() {
            out.truncate(out.len() - "use crate::{Col, Many, TableId};\n".len());
            out.push_str("use crate::{Col, TableId};\n");
        }
        let _ = writeln!(out, "\n    pub const TABLE: TableId = TableId({number});");
        for (at, column) in table.columns.iter().enumerate() {
            let _ = writeln!(out, "    pub const {}: Col = Col(TABLE, {at});", constant(column.name));
        }
        for (at, many) in table.many.iter().enumerate() {
            let _ = writeln!(out, "    pub const {}: Many = Many(TABLE, {at});", constant(many.name));
        }
        out.push_str("}\n");
    }
    out
}

/// A name as a constant; one of Specify's fields is itself called `table`.
fn constant(name: &str) -> String {
    match snake(name).to_ascii_uppercase().as_str() {
        "TABLE" => "TABLE_FIELD".to_owned(),
        other => other.to_owned(),
    }
}

fn specify_csv(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    }
    let mut reader = csv::Reader::from_path(path).expect("the reference can be read");
    Some(reader.deserialize().map(|row| row.expect("a row of the reference")).collect())
}

/// Specify's description of one column or link, in one line that can be compared.
fn drawn(row: &BTreeMap<String, String>) -> String {
    let cell = |name: &str| row.get(name).map_or("", String::as_str);
    let flag = |name: &'static str| if cell(name) == "true" { name } else { "" };
    [
        cell("kind"),
        cell("name"),
        if cell("kind") == "field" { cell("type") } else { "" },
        cell("length"),
        flag("required"),
        if cell("kind") == "field" { flag("unique") } else { "" },
        &cell("related_table").to_ascii_lowercase(),
        &cell("other_side").to_ascii_lowercase(),
        cell("relationship_type"),
        flag("dependent"),
        cell("db_column"),
    ]
    .join("|")
}

fn drawn_column(column: &Column) -> String {
    let flag = |yes: bool, name: &'static str| if yes { name } else { "" };
    let Some(link) = &column.link else {
        return [
            "field",
            column.name,
            column.kind.java(),
            &column.max.map_or(String::new(), |max| max.to_string()),
            flag(column.required, "required"),
            flag(column.unique, "unique"),
            "",
            "",
            "",
            "",
            &column.specify_db,
        ]
        .join("|");
    };
    [
        "relationship",
        column.name,
        "",
        "",
        flag(column.required, "required"),
        "",
        &model().table(link.to).name.to_ascii_lowercase(),
        &link.back.unwrap_or("").to_ascii_lowercase(),
        if link.one_to_one { "one-to-one" } else { "many-to-one" },
        flag(link.owned == Owned::Always, "dependent"),
        &column.specify_db,
    ]
    .join("|")
}

fn drawn_many(many: &ToMany) -> String {
    let flag = |yes: bool, name: &'static str| if yes { name } else { "" };
    let kind = match (many.through.is_some(), many.at_most_one, many.one_to_one) {
        (true, ..) => "many-to-many",
        (_, true, true) => "one-to-one",
        (_, true, false) => "zero-to-one",
        _ => "one-to-many",
    };
    [
        "relationship",
        many.name,
        "",
        "",
        flag(many.required, "required"),
        "",
        &model().table(many.of).name.to_ascii_lowercase(),
        &many.back_name.to_ascii_lowercase(),
        kind,
        flag(many.owned, "dependent"),
        "",
    ]
    .join("|")
}

#[test]
fn the_model_is_specifys_both_ways() {
    let Some(rows) = specify_csv("datamodel.csv") else { return };
    let mut theirs: Vec<String> = Vec::new();
    let (mut tables, mut fields, mut links) = (0, 0, 0);
    for row in &rows {
        let table = &row["table"];
        match row["kind"].as_str() {
            "table" => {
                tables += 1;
                theirs.push(format!("{table}|table|{}|{}", row["type"], row["db_table"]));
            }
            "field" if row["indexed"].contains("primary") => {
                theirs.push(format!("{table}|key|{}|{}", row["name"], row["db_column"]));
            }
            "field" => {
                fields += 1;
                theirs.push(format!("{table}|{}", drawn(row)));
            }
            // Specify's SpPrincipal.scope links to a table that does not exist: the number is kept as a plain one.
            _ if table == "SpPrincipal" && row["name"] == "scope" => links += 1,
            _ => {
                links += 1;
                theirs.push(format!("{table}|{}", drawn(row)));
            }
        }
    }
    assert_eq!((tables, fields, links), (215, 3279, 1239));
    let mut ours: Vec<String> = Vec::new();
    for table in model().tables().filter(|table| table.origin == Origin::Specify) {
        let name = table.name;
        ours.push(format!("{name}|table|{}|{}", if table.system { "system" } else { "user" }, table.specify_db));
        ours.push(format!("{name}|key|{}|{}", table.key, table.key_db));
        let specifys =
            |column: &&Column| column.origin == Origin::Specify && !(name == "SpPrincipal" && column.name == "scope");
        ours.extend(table.columns.iter().filter(specifys).map(|column| format!("{name}|{}", drawn_column(column))));
        ours.extend(table.many.iter().map(|many| format!("{name}|{}", drawn_many(many))));
    }
    theirs.sort();
    ours.sort();
    let missing: Vec<_> = theirs.iter().filter(|line| ours.binary_search(line).is_err()).collect();
    let extra: Vec<_> = ours.iter().filter(|line| theirs.binary_search(line).is_err()).collect();
    assert!(missing.is_empty() && extra.is_empty(), "Specify has {missing:#?}\nwe have {extra:#?}");
}

#[test]
fn tables_have_specifys_numbers() {
    let Some(rows) = specify_csv("datamodel_tables.csv") else { return };
    for row in rows {
        let table = model().named(&row["table"]).expect("every table of Specify's");
        assert_eq!(table.number.to_string(), row["table_id"], "{}", table.name);
    }
}

#[test]
fn every_table_and_field_has_a_meaning() {
    let mut without = Vec::new();
    for table in model().tables() {
        if table.about.len() < 20 {
            without.push(table.name.to_owned());
        }
        for column in table.columns.iter().filter(|column| !column.spare && column.link.is_none()) {
            if column.about.len() < 15 || !column.about.ends_with('.') {
                without.push(format!("{}.{}", table.name, column.name));
            }
        }
    }
    assert!(without.is_empty(), "{} without a sentence: {without:?}", without.len());
}

#[test]
fn names_in_the_database_are_distinct_and_short_enough() {
    for table in model().tables() {
        let mut seen = std::collections::HashSet::new();
        for column in &table.columns {
            assert!(seen.insert(&column.sql), "{}.{} stands twice", table.sql, column.sql);
            assert!(table.sql.len() <= 60 && column.sql.len() <= 60, "{}.{} is too long", table.sql, column.sql);
        }
    }
}

#[test]
fn a_path_is_read_and_written_back() {
    let table = model().named("CollectionObject").expect("it is there");
    for text in ["catalogNumber", "determinations.taxon.fullName", "collectingEvent.locality.id", "cataloger"] {
        assert_eq!(crate::Path::parse(table, text).expect(text).to_string(), text);
    }
    for text in ["", "nothing", "catalogNumber.x", "determinations.nothing"] {
        assert!(crate::Path::parse(table, text).is_err(), "{text}");
    }
}
