//! Records in one line of text: `000000123 Salmo trutta`, `Darwin, Charles R.`
//!
//! The shipped formats are data, [`RECORD_FORMATS`] and [`AGGREGATES`]; those that an institution wrote itself stand in
//! TextFormat and go before them ([`own`]). Any number of records of a table is written with the same number of
//! statements.

mod links;
pub mod named;
pub mod own;
mod phrase;
mod shipped;
mod template;

use std::collections::HashMap;

use vasculum_model::{Code, Error, Many, Record, Result, TableId, Value, model};
use vasculum_store::Tx;

use own::InARow;
pub use phrase::Phrase;
pub use shipped::{AGGREGATES, Aggregate, RECORD_FORMATS, RecordFormat};
use template::{Hop, Piece, Template, Way};

pub use links::{
    PRESETS, Preset, WebLink, addresses, check_link, delete_link, has_links, link_example, save_link, web_links,
};

/// A record in one line; `#12` if nothing can be said of it.
///
/// What the person may not see is left out.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn formatted(tx: &mut Tx<'_>, record: &Record) -> Result<String> {
    Ok(formatted_each(tx, std::slice::from_ref(record))?.pop().unwrap_or_default())
}

/// Records of one table, each in one line, in the same order.
///
/// # Errors
///
/// As [`formatted`].
pub fn formatted_each(tx: &mut Tx<'_>, records: &[Record]) -> Result<Vec<String>> {
    let Some(first) = records.first() else { return Ok(Vec::new()) };
    formatted_as(tx, first.table, "", records)
}

/// Records of one table, each in one line by the format of this name, in the same order; by the usual one where the name
/// is empty, or there is no such format here.
///
/// # Errors
///
/// As [`formatted`].
pub fn formatted_as(tx: &mut Tx<'_>, table: TableId, format: &str, records: &[Record]) -> Result<Vec<String>> {
    let texts = written(tx, table, format, records, &mut Vec::new())?;
    Ok(records
        .iter()
        .zip(texts)
        .map(|(record, text)| if text.is_empty() { format!("#{}", record.id) } else { text })
        .collect())
}

/// Those of the records that the person may see, each in one line, by id.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the table.
pub fn formatted_all(tx: &mut Tx<'_>, table: TableId, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let records = tx.find_all(table, ids)?;
    let texts = formatted_each(tx, &records)?;
    Ok(records.into_iter().map(|record| record.id).zip(texts).collect())
}

/// What stands behind a to-many link of records, in one line each, as the institution writes such records in a row: for
/// each id, in the same order. What the person may not see is left out.
///
/// # Errors
///
/// As [`formatted`].
pub fn in_rows(tx: &mut Tx<'_>, table: TableId, link: u16, format: &str, ids: &[i64]) -> Result<Vec<String>> {
    let of = model().table(table).many[usize::from(link)].of;
    let found = tx.children(ids, Many(table, link))?;
    let how = own::in_a_row(tx, of)?;
    let mut found = found;
    if let Some(order) = how.order {
        found.sort_by(|(_, a), (_, b)| own::compare(&a.values[usize::from(order)], &b.values[usize::from(order)]));
    }
    let (owners, records): (Vec<i64>, Vec<Record>) = found.into_iter().unzip();
    let format = if format.is_empty() { how.format.as_str() } else { format };
    let texts = written(tx, of, format, &records, &mut Vec::new())?;
    let mut by_owner: HashMap<i64, Vec<String>> = HashMap::new();
    for (owner, text) in owners.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
        by_owner.entry(owner).or_default().push(text);
    }
    Ok(ids.iter().map(|id| by_owner.get(id).map_or(String::new(), |list| in_a_row(&how, list))).collect())
}

/// The ways to the fields by which records sort as a format writes them: those over to-one links, in their order.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn sorted_by(tx: &mut Tx<'_>, table: TableId, format: &str) -> Result<Vec<String>> {
    let mut ways = Vec::new();
    fields_of(tx, table, format, "", 0, &mut ways)?;
    Ok(ways)
}

fn fields_of(
    tx: &mut Tx<'_>,
    table: TableId,
    format: &str,
    before: &str,
    depth: usize,
    ways: &mut Vec<String>,
) -> Result<()> {
    let template = match named::template(tx, table, format)? {
        Some(template) => template,
        None => own::template(tx, table)?,
    };
    let Some((_, pieces)) = template.cases.iter().find(|(of, _)| of.is_empty()).or(template.cases.first()) else {
        return Ok(());
    };
    for piece in pieces {
        let Piece::Field { ways: all, .. } = piece else { continue };
        let Some(way) = all.first() else { continue };
        let (mut dotted, mut here) = (before.to_owned(), model().table(table));
        let mut is_single = true;
        for hop in &way.hops {
            match hop {
                Hop::One(column) => {
                    dotted.push_str(here.at(*column).name);
                    dotted.push('.');
                    if let Some(link) = &here.at(*column).link {
                        here = model().table(link.to);
                    }
                }
                Hop::Many(..) => is_single = false,
            }
        }
        match way.column {
            _ if !is_single => {}
            Some(column) => ways.push(format!("{dotted}{}", here.at(column).name)),
            None if depth < 2 => fields_of(tx, here.id, &way.format, &dotted, depth + 1, ways)?,
            None => {}
        }
    }
    Ok(())
}

/// Writes records by a format of their table, the usual one if the name is empty. `above` are the tables that are being written already: a circle of
/// formats ends where it would start again.
fn written(
    tx: &mut Tx<'_>,
    table: TableId,
    format: &str,
    records: &[Record],
    above: &mut Vec<TableId>,
) -> Result<Vec<String>> {
    if records.is_empty() || above.contains(&table) {
        return Ok(vec![String::new(); records.len()]);
    }
    let template = match named::template(tx, table, format)? {
        Some(template) => template,
        None => own::template(tx, table)?,
    };
    above.push(table);
    let texts = by_case(tx, &template, records, above);
    above.pop();
    texts
}

fn by_case(tx: &mut Tx<'_>, template: &Template, records: &[Record], above: &mut Vec<TableId>) -> Result<Vec<String>> {
    let case_of = |record: &Record| {
        let value = template.switch.map_or(String::new(), |column| record.values[usize::from(column)].to_string());
        let own = template.cases.iter().position(|(of, _)| *of == value);
        own.or_else(|| template.cases.iter().position(|(of, _)| of.is_empty()))
    };
    let mut texts = vec![String::new(); records.len()];
    for (at, (_, pieces)) in template.cases.iter().enumerate() {
        let places: Vec<usize> = (0..records.len()).filter(|place| case_of(&records[*place]) == Some(at)).collect();
        if places.is_empty() {
            continue;
        }
        let all = places.len() == records.len();
        let some: Vec<Record> =
            if all { Vec::new() } else { places.iter().map(|place| records[*place].clone()).collect() };
        let those = if all { records } else { &some };
        for (place, text) in places.into_iter().zip(by_pieces(tx, those, pieces, above)?) {
            texts[place] = text;
        }
    }
    Ok(texts)
}

fn by_pieces(tx: &mut Tx<'_>, records: &[Record], pieces: &[Piece], above: &mut Vec<TableId>) -> Result<Vec<String>> {
    let mut texts = vec![String::new(); records.len()];
    let mut any = vec![false; records.len()];
    for piece in pieces {
        match piece {
            Piece::Text(plain) => texts.iter_mut().for_each(|text| text.push_str(plain)),
            Piece::Field { before, ways, after } => {
                let values = first_value(tx, records, ways, above)?;
                for ((text, any), value) in texts.iter_mut().zip(&mut any).zip(values) {
                    if value.is_empty() {
                        continue;
                    }
                    if *any {
                        text.push_str(before);
                    } else if !after.is_empty() {
                        // A bracket stays; what only parts two values goes.
                        text.push_str(before.trim_start_matches([' ', ',', ';', ':', '.']));
                    }
                    text.push_str(&value);
                    // ‘R.’ does not become ‘R..’.
                    if !(after == "." && value.ends_with('.')) {
                        text.push_str(after);
                    }
                    *any = true;
                }
            }
        }
    }
    // Fixed text alone says nothing of the record.
    Ok(texts.into_iter().zip(any).map(|(text, any)| if any { text.trim().to_owned() } else { String::new() }).collect())
}

/// For every record the first of the values that it has.
fn first_value(tx: &mut Tx<'_>, records: &[Record], ways: &[Way], above: &mut Vec<TableId>) -> Result<Vec<String>> {
    let mut values = vec![String::new(); records.len()];
    for way in ways {
        if values.iter().all(|value| !value.is_empty()) {
            break;
        }
        let found = along(tx, records, &way.hops, way, above)?;
        for (value, found) in values.iter_mut().zip(found) {
            if value.is_empty() {
                *value = found;
            }
        }
    }
    Ok(values)
}

/// The text at the end of a way, for every record.
fn along(
    tx: &mut Tx<'_>,
    records: &[Record],
    hops: &[Hop],
    way: &Way,
    above: &mut Vec<TableId>,
) -> Result<Vec<String>> {
    let Some(first) = records.first() else { return Ok(Vec::new()) };
    let Some((hop, rest)) = hops.split_first() else {
        return match way.column {
            Some(column) => Ok(records.iter().map(|record| text_of(record, column, way.trims)).collect()),
            None => written(tx, first.table, &way.format, records, above),
        };
    };
    match hop {
        Hop::One(column) => {
            let Some(link) = &first.of().at(*column).link else { return Ok(vec![String::new(); records.len()]) };
            let id_of = |record: &Record| record.values[usize::from(*column)].int();
            let mut ids: Vec<i64> = records.iter().filter_map(id_of).collect();
            ids.sort_unstable();
            ids.dedup();
            let linked = if_allowed(tx.find_all(link.to, &ids))?;
            let texts = along(tx, &linked, rest, way, above)?;
            let by_id: HashMap<i64, String> = linked.iter().map(|record| record.id).zip(texts).collect();
            let text = |record: &Record| id_of(record).and_then(|id| by_id.get(&id).cloned()).unwrap_or_default();
            Ok(records.iter().map(text).collect())
        }
        Hop::Many(link, flag) => {
            let ids: Vec<i64> = records.iter().map(|record| record.id).filter(|id| *id != 0).collect();
            let mut found = if_allowed(tx.children(&ids, Many(first.table, *link)))?;
            let how = own::in_a_row(tx, first.of().many[usize::from(*link)].of)?;
            if let Some(order) = how.order {
                found.sort_by(|(_, a), (_, b)| {
                    own::compare(&a.values[usize::from(order)], &b.values[usize::from(order)])
                });
            }
            if let Some(flag) = flag {
                found.retain(|(_, record)| record.values[usize::from(*flag)] == Value::Bool(true));
            }
            let (owners, linked): (Vec<i64>, Vec<Record>) = found.into_iter().unzip();
            let own = Way { format: how.format.clone(), ..way.clone() };
            let way = if way.format.is_empty() { &own } else { way };
            let texts = along(tx, &linked, rest, way, above)?;
            let mut by_owner: HashMap<i64, Vec<String>> = HashMap::new();
            for (owner, text) in owners.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
                by_owner.entry(owner).or_default().push(text);
            }
            let text = |record: &Record| by_owner.get(&record.id).map_or(String::new(), |list| in_a_row(&how, list));
            Ok(records.iter().map(text).collect())
        }
    }
}

/// What the person may not see is as if it were not there.
fn if_allowed<T>(found: Result<Vec<T>>) -> Result<Vec<T>> {
    match found {
        Err(Error { code: Code::Forbidden | Code::SignInNeeded, .. }) => Ok(Vec::new()),
        other => other,
    }
}

fn in_a_row(how: &InARow, texts: &[String]) -> String {
    let shown = if how.limit == 0 { texts.len() } else { how.limit.min(texts.len()) };
    let mut text = texts[..shown].join(&how.separator);
    if shown < texts.len() {
        text.push_str(&how.ending);
    }
    text
}

/// A value in words.
fn text_of(record: &Record, column: u16, trims: bool) -> String {
    let of = record.of().at(column);
    let value = &record.values[usize::from(column)];
    match value {
        Value::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::Date(date) => {
            let precision = record.named(&format!("{}Precision", of.name)).and_then(Value::int);
            partial_date(&date.to_string(), precision)
        }
        value if trims => without_zeros(&value.to_string()),
        value => value.to_string(),
    }
}

/// A date as precisely as it is known: 1 to the day, 2 to the month, 3 to the year.
fn partial_date(date: &str, precision: Option<i64>) -> String {
    let cut = match precision {
        Some(2) => 3,
        Some(3) => 6,
        _ => 0,
    };
    date[..date.len() - cut].to_owned()
}

/// A number without leading zeros and without zeros at the end of its decimals; other text as it is.
fn without_zeros(text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_number || text.matches('.').count() > 1 {
        return text.to_owned();
    }
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    match text.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest if rest.starts_with('.') => format!("0{rest}"),
        rest => rest.to_owned(),
    }
}

/// The heading of a table's records in lists, for example ‘CollectionObject 000000123 Salmo trutta’.
///
/// # Errors
///
/// As [`formatted`].
pub fn titled(tx: &mut Tx<'_>, record: &Record) -> Result<String> {
    Ok(format!("{} {}", model().table(record.table).name, formatted(tx, record)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_without_meaning_are_left_out() {
        for (text, expect) in [("000120", "120"), ("12.500", "12.5"), ("0.0", "0"), ("00.5", "0.5"), ("A001", "A001")] {
            assert_eq!(without_zeros(text), expect);
        }
    }

    #[test]
    fn a_date_is_as_precise_as_it_is_known() {
        for (precision, expect) in
            [(None, "1987-05-12"), (Some(1), "1987-05-12"), (Some(2), "1987-05"), (Some(3), "1987")]
        {
            assert_eq!(partial_date("1987-05-12", precision), expect);
        }
    }
}
