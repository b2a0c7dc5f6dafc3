//! Records as nobody would send them are refused in words, never a failure of the server: every table, every column.

use serde_json::{Map, Value as Json, json};
use vasculum_model::{Column, Kind, Table, model};

use crate::house::{House, on_every_house};

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    fn of(&mut self, choice: &[Json]) -> Json {
        choice[self.below(choice.len())].clone()
    }
}

#[track_caller]
fn is_no_failure(house: &House, method: &str, path: &str, body: &Json) {
    let reply = house.call("admin", method, path, Some(body.clone()));
    assert!(!reply.status.is_server_error(), "{method} {path} {body}: {} {}", reply.status, reply.text);
}

/// A value that can be read as one of the column, but that hardly anybody means.
fn odd_value(dice: &mut Dice, column: &Column) -> Json {
    match column.kind {
        Kind::YesNo => dice.of(&[json!(true), json!(false), Json::Null]),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long => {
            dice.of(&[json!(0), json!(-1), json!(1), json!(2), json!(127), json!(-128), Json::Null])
        }
        Kind::Link => dice.of(&[json!(1), json!(2), json!(3), json!(0), json!(-1), json!(i64::MAX), Json::Null]),
        Kind::Decimal | Kind::Float => dice.of(&[json!("0"), json!("-1.5"), json!("181"), json!("1e30"), Json::Null]),
        Kind::Date | Kind::PartialDate | Kind::Day => {
            dice.of(&[json!("0001-01-01"), json!("9999-12-31"), json!("1987-05-12"), json!("-4712-01-01"), Json::Null])
        }
        Kind::Timestamp => dice.of(&[json!("1987-05-12T14:30:00Z"), json!("9999-12-31T23:59:59Z"), Json::Null]),
        Kind::Json => dice.of(&[json!({}), json!([]), json!("x"), json!(1), Json::Null]),
        Kind::Text | Kind::LongText => match dice.below(9) {
            0 => json!(""),
            1 => json!("{}"),
            2 => json!("[1"),
            3 => json!("\u{202e}é\u{10FFFF}%_'\"\\"),
            4 => json!("é".repeat(column.max.unwrap_or(2_000) as usize)),
            5 => json!("Taxon"),
            6 => json!("from CollectionObject where ("),
            7 => json!("-1"),
            _ => json!("x\n\t<y>"),
        },
    }
}

/// A record of which each value is odd or left out.
fn odd_record(dice: &mut Dice, table: &Table) -> Json {
    let left_out = dice.below(4);
    let mut odd = Map::new();
    for column in &table.columns {
        if dice.below(4) >= left_out && !["id", "version"].contains(&column.name) {
            odd.insert(column.name.to_owned(), odd_value(dice, column));
        }
    }
    odd.into()
}

#[test]
fn odd_records_are_refused_in_words() {
    on_every_house(|house| {
        let mut dice = Dice(7);
        let mut made = 0;
        for table in model().tables() {
            let path = format!("/api/v1/{}", table.name);
            is_no_failure(house, "POST", "/api/v1/batch", &json!([{ "table": table.name, "method": "create" }]));
            is_no_failure(house, "POST", &path, &json!({}));
            for _ in 0..20 {
                let odd = odd_record(&mut dice, table);
                let reply = house.call("admin", "POST", &path, Some(odd.clone()));
                assert!(!reply.status.is_server_error(), "POST {path} {odd}: {} {}", reply.status, reply.text);
                made += usize::from(reply.status.is_success());
            }
        }
        // Odd is not wrong: if every one were refused, the rules behind would never have been asked.
        assert!(made > 100, "{made} of the records were accepted");
    });
}

#[test]
fn odd_changes_are_refused_in_words() {
    on_every_house(|house| {
        let mut dice = Dice(8);
        for table in model().tables() {
            let list = house.call("admin", "GET", &format!("/api/v1/{}?limit=1", table.name), None);
            let Some(id) = list.json()["records"][0]["id"].as_i64() else { continue };
            let path = format!("/api/v1/{}/{id}", table.name);
            for column in &table.columns {
                for value in [Json::Null, odd_value(&mut dice, column), odd_value(&mut dice, column)] {
                    is_no_failure(house, "PATCH", &path, &json!({ column.name: value }));
                }
            }
            is_no_failure(house, "DELETE", &path, &Json::Null);
        }
    });
}
