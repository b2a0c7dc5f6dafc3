//! The JSON that comes in, read as drafts. Every slip is an issue with its place; nothing is guessed or left aside.

use serde_json::{Map, Value as Json};
use vasculum_domain::records::{Draft, ManyDraft};
use vasculum_model::{Code, Column, Date, Decimal, Error, Issue, Kind, Owned, Result, Table, Timestamp, Value, model};

use super::{is_written_here, unfit};
use crate::respond::{MALFORMED, Refused};

/// Reads the body of a request.
///
/// # Errors
///
/// Refused as `malformed`, if it is no JSON.
pub(crate) fn json(bytes: &[u8]) -> Result<Json, Refused> {
    serde_json::from_slice(bytes).map_err(|cause| {
        let place = format!("line {}, column {}", cause.line(), cause.column());
        Refused::new(MALFORMED, format!("The body is not JSON ({place})."))
    })
}

/// Reads a record: of a new one if `id` is nothing, else changes to that one.
///
/// # Errors
///
/// `Invalid` with an issue for every key that is unknown or has a value of the wrong kind; their places start at `place`.
pub(crate) fn draft(table: &'static Table, id: Option<i64>, json: &Json, place: &str) -> Result<Draft> {
    let mut reader = Reader { issues: Vec::new() };
    let mut draft = Draft::new(table.id);
    match json {
        Json::Object(map) => draft = reader.object(table, map, place),
        _ => reader.wrong("wrong-kind", place, "Here a record is needed: an object in braces."),
    }
    match (id, draft.id) {
        (Some(id), None) => draft.id = Some(id),
        (Some(id), Some(theirs)) if id != theirs => {
            reader.wrong("wrong-id", &below(place, "id"), format!("This is the record {id}."));
        }
        (None, Some(_)) => {
            reader.wrong("wrong-id", &below(place, "id"), "A new record has no id yet; it is given one.")
        }
        _ => {}
    }
    if reader.issues.is_empty() {
        return Ok(draft);
    }
    let message = match reader.issues.as_slice() {
        [one] => one.words.clone(),
        many => format!("{} things in this record can’t be accepted.", many.len()),
    };
    Err(Error::new(Code::Invalid, message).with_issues(reader.issues))
}

/// The most levels of records within records.
const DEEPEST: usize = 8;

struct Reader {
    issues: Vec<Issue>,
}

fn below(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

impl Reader {
    fn wrong(&mut self, name: &'static str, place: &str, words: impl Into<String>) {
        self.issues.push(Issue::error(name, place, words));
    }

    fn object(&mut self, table: &'static Table, map: &Map<String, Json>, place: &str) -> Draft {
        let mut draft = Draft::new(table.id);
        if place.matches('.').count() > DEEPEST {
            self.wrong("too-deep", place, "These records stand too deep within each other.");
            return draft;
        }
        // What begins with a dollar sign is ours, for example the `$issues` of an answer that is sent back.
        for (name, json) in map.iter().filter(|(name, _)| !name.starts_with('$')) {
            let here = below(place, name);
            if name == "id" {
                draft.id = self.whole(json, &here, (1, i64::MAX));
            } else if name == "version" {
                draft.version = self.whole(json, &here, (0, i64::MAX)).filter(|_| !json.is_null());
            } else if let Some(column) = table.column(name) {
                self.column(&mut draft, table, column, json, &here);
            } else if let Some(link) = table.to_many(name) {
                if let Some(many) = self.many(table, link, json, &here) {
                    draft.many.push((link, many));
                }
            } else {
                self.unknown(table, name, &here);
            }
        }
        draft
    }

    fn unknown(&mut self, table: &Table, name: &str, place: &str) {
        let mut names = table.columns.iter().map(|column| column.name).chain(table.many.iter().map(|many| many.name));
        let meant = names.find(|other| other.eq_ignore_ascii_case(name)).map(|other| format!(" It is called {other}."));
        self.wrong("unknown-field", place, format!("{} has no ‘{name}’.{}", table.name, meant.unwrap_or_default()));
    }

    fn column(&mut self, draft: &mut Draft, table: &'static Table, at: u16, json: &Json, place: &str) {
        let column = table.at(at);
        if !is_written_here(table, at) {
            return self.wrong("not-written-here", place, format!("{} can’t be set by the API.", column.name));
        }
        if let (Some(link), Json::Object(map)) = (&column.link, json) {
            // An object with nothing but an id names a record, as a number does.
            if map.len() == 1 && map.contains_key("id") {
                if let Some(id) = self.whole(&map["id"], &below(place, "id"), (1, i64::MAX)) {
                    draft.values.push((at, Value::Int(id)));
                }
            } else if link.owned == Owned::No {
                let words = format!("{} stands on its own: give its id here, and save it by itself.", column.name);
                self.wrong("not-owned", place, words);
            } else {
                draft.one.push((at, self.object(model().table(link.to), map, place)));
            }
            return;
        }
        match value(column, json) {
            Ok(value) => draft.values.push((at, value)),
            Err(words) => self.wrong("wrong-kind", place, words),
        }
    }

    fn many(&mut self, table: &'static Table, link: u16, json: &Json, place: &str) -> Option<ManyDraft> {
        let of = model().table(table.many[usize::from(link)].of);
        match json {
            Json::Array(list) => Some(ManyDraft::All(self.parts(of, list, place))),
            Json::Object(map) if map.keys().all(|key| key == "save" || key == "remove") => {
                let mut list = |key: &str| match map.get(key) {
                    None => Some(&[][..]),
                    Some(Json::Array(list)) => Some(list.as_slice()),
                    Some(_) => {
                        self.wrong("wrong-kind", &below(place, key), "Here a list is needed.");
                        None
                    }
                };
                let (save, remove) = (list("save")?, list("remove")?);
                let save = self.parts(of, save, place);
                let remove = (remove.iter().enumerate())
                    .filter_map(|(nth, id)| self.whole(id, &format!("{place}.remove[{nth}]"), (1, i64::MAX)))
                    .collect();
                Some(ManyDraft::Some { save, remove })
            }
            _ => {
                self.wrong(
                    "wrong-kind",
                    place,
                    "Here a list is needed, or an object with the lists ‘save’ and ‘remove’.",
                );
                None
            }
        }
    }

    /// The records of a list: an object each, or the id of one that stays as it is.
    fn parts(&mut self, of: &'static Table, list: &[Json], place: &str) -> Vec<Draft> {
        let mut drafts = Vec::with_capacity(list.len());
        for (nth, json) in list.iter().enumerate() {
            let place = format!("{place}[{nth}]");
            match json {
                Json::Object(map) => drafts.push(self.object(of, map, &place)),
                _ => {
                    if let Some(id) = self.whole(json, &place, (1, i64::MAX)) {
                        drafts.push(Draft::of(of.id, id, None));
                    }
                }
            }
        }
        drafts
    }

    fn whole(&mut self, json: &Json, place: &str, (low, high): (i64, i64)) -> Option<i64> {
        let number = json.as_i64().filter(|number| (low..=high).contains(number));
        if number.is_none() && !(json.is_null() && place.ends_with("version")) {
            self.wrong("wrong-kind", place, "Here a whole number is needed.");
        }
        number
    }
}

/// The value of a column, as JSON writes it.
///
/// # Errors
///
/// One sentence saying what is needed.
pub(super) fn value(column: &Column, json: &Json) -> Result<Value, String> {
    let needed = |what: &str| Err(format!("{} is {what}.", column.name));
    let value = match (column.kind, json) {
        (_, Json::Null) => Value::Null,
        (Kind::YesNo, Json::Bool(yes)) => Value::Bool(*yes),
        (Kind::YesNo, _) => return needed("true, false or null"),
        (Kind::Text | Kind::LongText, Json::String(text)) => Value::from_text(text),
        (Kind::Text | Kind::LongText, _) => return needed("text"),
        (Kind::Json, json) => Value::Text(json.to_string().into()),
        (Kind::Decimal, Json::String(text)) => match Decimal::parse(text) {
            Some(number) => Value::Decimal(number),
            None => return needed("a decimal number as text, for example \"12.50\""),
        },
        (Kind::Decimal, Json::Number(number)) => match Decimal::parse(&number.to_string()) {
            Some(number) => Value::Decimal(number),
            None => return needed("a decimal number of at most 36 digits"),
        },
        (Kind::Decimal, _) => return needed("a decimal number as text, for example \"12.50\""),
        (Kind::Float, Json::Number(number)) => match number.as_f64().filter(|number| number.is_finite()) {
            Some(number) => Value::Float(number),
            None => return needed("a number"),
        },
        (Kind::Float, _) => return needed("a number"),
        (kind, Json::String(text)) if kind.is_date() => match Date::parse(text) {
            Some(day) => Value::Date(day),
            None => return needed("a day like \"1987-05-12\""),
        },
        (kind, _) if kind.is_date() => return needed("a day like \"1987-05-12\""),
        (Kind::Timestamp, Json::String(text)) => match Timestamp::parse(text) {
            Some(moment) => Value::Timestamp(moment),
            None => return needed("a moment like \"1987-05-12T14:30:00Z\""),
        },
        (Kind::Timestamp, _) => return needed("a moment like \"1987-05-12T14:30:00Z\""),
        (kind, json) => {
            let (low, high) = kind.range().unwrap_or((i64::MIN, i64::MAX));
            match json.as_i64().filter(|number| (low..=high).contains(number)) {
                Some(number) => Value::Int(number),
                None if kind == Kind::Link => return needed("the id of a record"),
                None => return needed(&format!("a whole number from {low} to {high}")),
            }
        }
    };
    match unfit(&value) {
        Some(words) => Err(words),
        None => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Draws the issues of a body for a new CollectionObject.
    #[track_caller]
    fn check(body: Json, expect: &[&str]) {
        let table = model().named("CollectionObject").unwrap();
        let issues = draft(table, None, &body, "").err().map_or(Vec::new(), |error| error.issues);
        let drawn: Vec<String> = issues.iter().map(|issue| format!("{} {}", issue.field, issue.name)).collect();
        assert_eq!(drawn, expect);
    }

    #[test]
    fn every_slip_has_its_place() {
        check(json!({ "catalogNumber": 5 }), &["catalogNumber wrong-kind"]);
        check(json!({ "catalognumber": "5", "x": 1 }), &["catalognumber unknown-field", "x unknown-field"]);
        check(
            json!({ "determinations": [{ "taxon": "a" }, 3, "b"] }),
            &["determinations[0].taxon wrong-kind", "determinations[2] wrong-kind"],
        );
        check(json!({ "preparations": { "save": [], "remove": ["x"] } }), &["preparations.remove[0] wrong-kind"]);
        check(json!({ "cataloger": { "lastName": "Smith" } }), &["cataloger not-owned"]);
        check(json!({ "id": 4 }), &["id wrong-id"]);
        check(json!({ "text1": "a\u{0}b" }), &["text1 wrong-kind"]);
        check(json!({ "catalogedDate": "1900-02-29" }), &["catalogedDate wrong-kind"]);
        check(json!({ "countAmt": 1.5 }), &["countAmt wrong-kind"]);
        check(json!([]), &[" wrong-kind"]);
    }

    #[test]
    fn what_an_answer_holds_can_be_sent_back() {
        check(
            json!({ "catalogNumber": null, "version": null, "cataloger": { "id": 3 }, "$issues": [], "totalValue": "1.50" }),
            &[],
        );
    }
}
