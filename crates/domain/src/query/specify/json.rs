//! Queries as the files that Specify exports and imports: one JSON object with its lines under `fields`.

use serde_json::{Map, Value as Json, json};
use vasculum_model::{Error, Result};

use super::{Line, Stored};

/// Reads such a file. Names are taken without regard to case, since Specify writes them in small letters and its API
/// in others.
///
/// # Errors
///
/// `Invalid`, if it is no query.
pub fn read(text: &str) -> Result<Stored> {
    let odd = |cause: &str| {
        Error::invalid(format!("This is no query as Specify exports it: {cause}"))
            .hint("It is a JSON object with contexttableid and fields.")
    };
    let json: Json = serde_json::from_str(text).map_err(|cause| odd(&cause.to_string()))?;
    let Json::Object(map) = json else { return Err(odd("it is no object.")) };
    let map = lowered(map);
    let table = whole(&map, "contexttableid").ok_or_else(|| odd("contexttableid is missing."))?;
    let Some(Json::Array(fields)) = map.get("fields") else { return Err(odd("fields are missing.")) };
    let mut lines: Vec<(i64, Line)> = Vec::with_capacity(fields.len());
    for (at, field) in fields.iter().enumerate() {
        let Json::Object(field) = field else { return Err(odd("a field is no object.")) };
        let field = lowered(field.clone());
        let line = Line {
            tables: words(&field, "tablelist"),
            path: words(&field, "stringid"),
            field: words(&field, "fieldname"),
            is_link: truth(&field, "isrelfld"),
            format: words(&field, "formatname"),
            is_shown: truth(&field, "isdisplay"),
            sort: whole(&field, "sorttype").unwrap_or(0),
            operator: whole(&field, "operstart").unwrap_or(8),
            value: words(&field, "startvalue"),
            is_not: truth(&field, "isnot"),
            is_strict: truth(&field, "isstrict"),
        };
        lines.push((whole(&field, "position").unwrap_or(at as i64), line));
    }
    lines.sort_by_key(|(position, _)| *position);
    Ok(Stored {
        name: words(&map, "name"),
        table,
        distinct: truth(&map, "selectdistinct"),
        series: truth(&map, "smushed"),
        synonyms: truth(&map, "searchsynonymy"),
        count_only: truth(&map, "countonly"),
        format_audit: truth(&map, "formatauditrecids"),
        lines: lines.into_iter().map(|(_, line)| line).collect(),
    })
}

/// Writes such a file; `table` is the name of the table that is asked.
pub fn written(stored: &Stored, table: &str) -> String {
    let fields: Vec<Json> = stored
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            json!({
                "tablelist": line.tables,
                "stringid": line.path,
                "fieldname": line.field,
                "isrelfld": line.is_link,
                "formatname": Some(&line.format).filter(|format| !format.is_empty()),
                "sorttype": line.sort,
                "position": at,
                "isdisplay": line.is_shown,
                "operstart": line.operator,
                "startvalue": line.value,
                "isnot": line.is_not,
                "isstrict": line.is_strict,
            })
        })
        .collect();
    let query = json!({
        "name": stored.name,
        "contextname": table,
        "contexttableid": stored.table,
        "selectdistinct": stored.distinct,
        "smushed": stored.series,
        "searchsynonymy": stored.synonyms,
        "countonly": stored.count_only,
        "formatauditrecids": stored.format_audit,
        "fields": fields,
    });
    format!("{query:#}\n")
}

fn lowered(map: Map<String, Json>) -> Map<String, Json> {
    map.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
}

fn words(map: &Map<String, Json>, name: &str) -> String {
    match map.get(name) {
        Some(Json::String(text)) => text.clone(),
        Some(number @ Json::Number(_)) => number.to_string(),
        _ => String::new(),
    }
}

fn whole(map: &Map<String, Json>, name: &str) -> Option<i64> {
    let value = map.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn truth(map: &Map<String, Json>, name: &str) -> bool {
    map.get(name).is_some_and(|value| value.as_bool() == Some(true) || value.as_i64() == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let line = Line {
            tables: "1,10".to_owned(),
            path: "1,10.collectingevent.startDate".to_owned(),
            field: "startDate".to_owned(),
            is_shown: true,
            sort: 2,
            operator: 9,
            value: "1990-01-01,1991-01-01".to_owned(),
            is_not: true,
            ..Line::default()
        };
        let stored =
            Stored {
                name: "A “name”".to_owned(), table: 1, distinct: true, lines: vec![line], ..Stored::default()
            };
        assert_eq!(read(&written(&stored, "CollectionObject")).unwrap(), stored);
    }

    #[test]
    fn lines_stand_by_their_position_and_odd_files_are_refused() {
        let text = r#"{"Name": "a", "contextTableId": "1", "fields": [{"stringId": "b", "position": 1}, {"stringId": "a", "position": 0, "isNot": 1}]}"#;
        let stored = read(text).unwrap();
        let paths: Vec<&str> = stored.lines.iter().map(|line| line.path.as_str()).collect();
        assert_eq!((stored.table, paths, stored.lines[0].is_not), (1, vec!["a", "b"], true));
        for odd in ["", "[]", "{}", r#"{"contexttableid": 1}"#, r#"{"contexttableid": 1, "fields": [1]}"#] {
            assert!(read(odd).is_err(), "{odd}");
        }
    }
}
