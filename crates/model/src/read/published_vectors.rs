//! Measures the readers against published lists.
//!
//! The lists are not part of the product; where their folder is missing the
//! tests say so and pass. What a list calls right and we refuse on purpose is
//! named beside the list.

use std::fs;

use super::coordinate::{Axis, UnreadCoord, coordinate, pair};
use super::date::{DateOrder, DateReading, Unread, date};
use super::elevation::elevation;
use super::people::{Person, people};

/// The rows of a list after its heading, or nothing if it is not there.
fn rows(list: &str) -> Option<Vec<Vec<String>>> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/{}"), list);
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("SKIPPED: {path} is not there, so nothing was measured against it.");
        return None;
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let row = |line: &str| line.trim_end_matches('\r').split('\t').map(str::to_owned).collect();
    Some(text.lines().skip(1).map(row).collect())
}

/// How many cases of a list came out how.
#[derive(Default)]
struct Tally {
    right: usize,
    refused: usize,
    doubted: usize,
    silent: usize,
}

impl Tally {
    /// `doubts` is nothing for a refusal.
    fn count(&mut self, case: &str, is: &str, expect: &str, doubts: Option<&[&str]>) {
        let kind = match doubts {
            _ if is == expect => {
                self.right += 1;
                return;
            }
            None => {
                self.refused += 1;
                "refused"
            }
            Some([]) => {
                self.silent += 1;
                "SILENTLY WRONG"
            }
            Some(_) => {
                self.doubted += 1;
                "wrong, with a doubt"
            }
        };
        eprintln!("  {kind}: {case:?} is {is}, not {expect}");
    }

    /// At least `share` of 100 are right and none is wrong without a doubt.
    #[track_caller]
    fn holds(&self, list: &str, share: usize) {
        let all = self.right + self.refused + self.doubted + self.silent;
        let Tally { right, refused, doubted, silent } = self;
        eprintln!("{list}: {right} of {all} right, {refused} refused, {doubted} doubted, {silent} silently wrong");
        assert!(right * 100 >= all * share, "{list}: {right} of {all}");
        assert_eq!(*silent, 0, "{list}");
    }
}

/// First and last day, which compares `1900/1999` with `1900-01-01/1999-12-31`.
fn span(reading: &Result<DateReading, Unread>) -> String {
    match reading {
        Err(why) => why.name().to_owned(),
        Ok(it) => format!("{:?} {:?}", it.start.first_day(), it.end.unwrap_or(it.start).last_day()),
    }
}

fn doubts(reading: &Result<DateReading, Unread>) -> Option<&[&'static str]> {
    reading.as_ref().ok().map(|it| it.doubts.as_slice())
}

fn count_date(tally: &mut Tally, text: &str, expect: &str, order: DateOrder) {
    let (is, wanted) = (date(text, order), date(expect, DateOrder::DayMonth));
    tally.count(text, &span(&is), &span(&wanted), doubts(&is));
}

fn refuses_date(tally: &mut Tally, text: &str) {
    let is = date(text, DateOrder::Ask);
    let shown = if is.is_err() { "refusal".to_owned() } else { span(&is) };
    tally.count(text, &shown, "refusal", doubts(&is));
}

#[test]
fn label_dates_of_filteredpush() {
    let Some(rows) = rows("dates/filteredpush_verbatim_dates.tsv") else { return };
    let (mut dates, mut refusals) = (Tally::default(), Tally::default());
    for row in &rows {
        let text = row[1].trim_matches('"');
        match row[3].as_str() {
            "DATE" | "RANGE" | "DISJUNCT_RANGE" => count_date(&mut dates, text, &row[4], DateOrder::Ask),
            "SUSPECT" => {}
            _ => refuses_date(&mut refusals, text),
        }
    }
    // Refused on purpose: years of two digits, `1900s` for a century.
    dates.holds("filteredpush_verbatim_dates", 97);
    refusals.holds("filteredpush_verbatim_dates, not to be read", 100);
}

#[test]
fn label_dates_of_canadensys() {
    if let Some(rows) = rows("dates/canadensys_dateFormat.tsv") {
        let mut tally = Tally::default();
        for row in rows.iter().filter(|row| row[1] != "null") {
            let parts = row[1..].iter().filter(|it| *it != "null").map(|it| format!("{it:0>2}"));
            count_date(&mut tally, &row[0], &parts.collect::<Vec<_>>().join("-"), DateOrder::Ask);
        }
        tally.holds("canadensys_dateFormat", 100);
    }
    if let Some(rows) = rows("dates/canadensys_dateIntervalFormat.tsv") {
        let mut tally = Tally::default();
        for row in &rows {
            let ends =
                [&row[1], &row[2]].map(|it| date(it, DateOrder::Ask).map_or(String::new(), |it| it.start.to_string()));
            count_date(&mut tally, &row[0], &ends.join("/"), DateOrder::Ask);
        }
        tally.holds("canadensys_dateIntervalFormat", 100);
    }
}

#[test]
fn dates_of_gbif() {
    let Some(rows) = rows("dates/gbif_date_strings.tsv") else { return };
    let (mut dates, mut times, mut bad) = (Tally::default(), Tally::default(), Tally::default());
    for row in &rows {
        if row[1].contains("bad") {
            refuses_date(&mut bad, &row[0]);
            continue;
        }
        // The list takes day before month where dots stand between.
        let part = |at: usize| row[2].split(';').nth(at).and_then(|it| it.split('=').nth(1)).unwrap_or("");
        let expect = format!("{}-{:0>2}-{:0>2}", part(0), part(1), part(2));
        count_date(&mut dates, &row[0], &expect, DateOrder::DayMonth);
        if row[2].contains("h=") {
            let minutes = part(3).parse().ok().zip(part(4).parse().ok()).map(|(h, m): (u16, u16)| h * 60 + m);
            let is = date(&row[0], DateOrder::Ask).ok().and_then(|it| it.time_start_minutes);
            times.count(&row[0], &format!("{is:?}"), &format!("{minutes:?}"), None);
        }
    }
    dates.holds("gbif_date_strings", 100);
    times.holds("gbif_date_strings, times", 100);
    bad.holds("gbif_date_strings, bad", 100);
}

#[test]
fn textual_dates_of_gbif() {
    let Some(rows) = rows("dates/gbif_text_dates.tsv") else { return };
    let (mut dates, mut bad) = (Tally::default(), Tally::default());
    for row in rows.iter().filter(|row| !row[0].contains('|')) {
        match row[1].as_str() {
            "FAIL" => refuses_date(&mut bad, &row[0]),
            expect => count_date(&mut dates, &row[0], expect, DateOrder::Ask),
        }
    }
    dates.holds("gbif_text_dates", 100);
    bad.holds("gbif_text_dates, bad", 100);
}

#[test]
fn dates_of_vertnet() {
    let mut tally = Tally::default();
    for (list, verbatim, expected) in
        [("dates/copyleft/vertnet_DateReferenceSet.tsv", 1, 16), ("dates/copyleft/vertnet_LegacyDates.tsv", 4, 23)]
    {
        let Some(rows) = rows(list) else { return };
        for row in rows.iter().filter(|row| row.get(expected).is_some_and(|it| it.starts_with(['1', '2']))) {
            if !row[verbatim].is_empty() && !row[verbatim].contains("Aug  1987") {
                count_date(&mut tally, &row[verbatim], &row[expected], DateOrder::MonthDay);
            }
        }
    }
    // Refused on purpose: `18 x 1984,em 5 xi 84`, `[no date] 1988`; the list is in doubt about `Jan 1 1986`.
    tally.holds("vertnet dates", 90);
}

#[test]
fn edtf_of_unt() {
    let Some(rows) = rows("dates/edtf_validate.tsv") else { return };
    let (mut read, mut level_two, mut accepted) = (0, 0, Vec::new());
    for row in &rows {
        let is = date(&row[0], DateOrder::Ask);
        match row[1].as_str() {
            "L0_Intervals" | "L1_Intervals" => {
                let plain = !row[0].starts_with(['-', '.', '/']) && !row[0].contains("0000");
                let season = ["-21", "-22", "-23", "-24"].iter().any(|it| row[0].contains(it));
                assert!(!plain || season || is.is_ok(), "{} is {}", row[0], span(&is));
                read += usize::from(is.is_ok());
            }
            "L2_Intervals" => level_two += usize::from(is.is_ok()),
            _ if row[0].contains(' ') || row[0].contains('t') || row[0].contains("Z") && is.is_ok() => {}
            _ if is.is_ok() => accepted.push(row[0].clone()),
            _ => {}
        }
    }
    eprintln!("edtf_validate: {read} of level 0 and 1, {level_two} of level 2, invalid but read: {accepted:?}");
    assert!(accepted.len() <= 2, "{accepted:?}");
}

#[test]
fn edtf_of_python() {
    let Some(rows) = rows("dates/python_edtf_bounds.tsv") else { return };
    let mut tally = Tally::default();
    for row in rows.iter().filter(|row| row[1].contains('"') && !row[1].contains("inf")) {
        let bounds: Vec<&str> = row[1].split(", ").map(|it| it.trim_matches('"')).collect();
        // Three bounds are one day and how far it may be wrong; two or four begin with the days meant.
        let last = if bounds.len().is_multiple_of(2) { bounds[1] } else { bounds[0] };
        let wanted = format!("{}/{last}", bounds[0]);
        if wanted.starts_with('-')
            || wanted.starts_with("0000")
            || row[0].starts_with(['Y', '/', '['])
            || row[0].ends_with('/')
        {
            continue;
        }
        count_date(&mut tally, &row[0], &wanted, DateOrder::Ask);
    }
    // Refused on purpose: seasons, significant digits, months and days of unspecified years; `2001-34` is years to us.
    tally.holds("python_edtf_bounds", 75);
}

#[test]
fn english_phrases_of_python() {
    let Some(rows) = rows("dates/python_edtf_natural_language.tsv") else { return };
    let mut tally = Tally::default();
    for row in &rows {
        count_date(&mut tally, &row[0], &row[1], DateOrder::Ask);
    }
    let Tally { right, refused, doubted, silent } = tally;
    eprintln!(
        "python_edtf_natural_language: {right} right, {refused} refused, {doubted} doubted, {silent} silently wrong"
    );
    assert_eq!(silent, 0);
}

#[test]
fn every_unlabelled_date_is_read_or_refused() {
    let Some(rows) = rows("dates/filteredpush_unlabelled_verbatim_dates.tsv") else { return };
    let (mut read, mut clean) = (0, 0);
    let mut refusals = std::collections::BTreeMap::new();
    for row in &rows {
        for order in [DateOrder::DayMonth, DateOrder::MonthDay] {
            let _ = date(&row[0], order);
        }
        match date(&row[0], DateOrder::Ask) {
            Ok(it) => {
                assert!(it.start.first_day() <= it.end.unwrap_or(it.start).last_day(), "{}", row[0]);
                read += 1;
                clean += usize::from(it.doubts.is_empty());
            }
            Err(why) => *refusals.entry(why.name()).or_insert(0) += 1,
        }
    }
    let all = rows.len();
    eprintln!("filteredpush_unlabelled: {read} of {all} read, {clean} without doubt; refused {refusals:?}");
    assert!(read * 100 >= all * 85, "{read} of {all}");
}

/// Whether a value in decimal degrees is within a tolerance.
fn near(is: &str, expect: &str, tolerance: f64) -> bool {
    let (is, expect): (f64, f64) = (is.parse().unwrap_or(999.0), expect.trim().parse().unwrap_or(-999.0));
    (is - expect).abs() <= tolerance
}

fn count_coordinate(tally: &mut Tally, text: &str, axis: Axis, expect: &str, tolerance: f64) {
    match coordinate(text, axis) {
        Ok(it) if near(&it.decimal, expect, tolerance) => tally.right += 1,
        Ok(it) => tally.count(text, &it.decimal, expect, Some(&it.doubts)),
        Err(why) => tally.count(text, why.name(), expect, None),
    }
}

fn count_pair(tally: &mut Tally, text: &str, latitude: &str, longitude: &str, tolerance: f64) {
    match pair(text) {
        Ok(it)
            if near(&it.latitude.decimal, latitude, tolerance) && near(&it.longitude.decimal, longitude, tolerance) =>
        {
            tally.right += 1;
        }
        Ok(it) => {
            let is = format!("{}, {}", it.latitude.decimal, it.longitude.decimal);
            tally.count(text, &is, &format!("{latitude}, {longitude}"), Some(&it.latitude.doubts));
        }
        Err(why) => tally.count(text, why.name(), &format!("{latitude}, {longitude}"), None),
    }
}

#[test]
fn coordinates_of_canadensys() {
    let Some(rows) = rows("coordinates/canadensys_dms.tsv") else { return };
    let (mut tally, mut bad) = (Tally::default(), Tally::default());
    for row in &rows {
        if row[5] == "ok" {
            count_coordinate(&mut tally, &row[0], Axis::Latitude, &row[2], 0.00001);
            count_coordinate(&mut tally, &row[1], Axis::Longitude, &row[3], 0.00001);
        } else {
            // The list refuses a latitude without letter beside a longitude with one; here only pairs know both.
            let is = if row[0] == "40°26'47\"" {
                pair(&row[..2].join(" ")).map(|it| it.latitude)
            } else {
                coordinate(&row[0], Axis::Latitude)
            };
            let is = is.map_or("refusal".to_owned(), |it| it.decimal);
            bad.count(&row[0], &is, "refusal", Some(&[]));
        }
    }
    tally.holds("canadensys_dms", 98);
    bad.holds("canadensys_dms, bad", 100);
}

#[test]
fn coordinates_of_gbif() {
    let Some(rows) = rows("coordinates/gbif_parsers_coordinates.tsv") else { return };
    let mut tally = Tally::default();
    for row in rows.iter().filter(|row| row[4] == "dms") {
        // The list reads 122° N and `O` as east; both are refused here.
        if row[2].parse::<f64>().is_ok_and(|it| it.abs() <= 90.0) {
            count_coordinate(&mut tally, &row[0], Axis::Latitude, &row[2], 0.000001);
        } else {
            assert_eq!(coordinate(&row[0], Axis::Latitude), Err(UnreadCoord::OutOfRange), "{}", row[0]);
        }
        if !row[1].ends_with('O') {
            count_coordinate(&mut tally, &row[1], Axis::Longitude, &row[3], 0.000001);
        }
    }
    tally.holds("gbif_parsers_coordinates", 98);
    for row in rows.iter().filter(|row| row[4] != "dms") {
        let both = coordinate(&row[0], Axis::Latitude).is_ok() && coordinate(&row[1], Axis::Longitude).is_ok();
        assert!(!both, "{row:?}");
    }
}

#[test]
fn pairs_of_coordinate_parser() {
    let Some(rows) = rows("coordinates/coordinate_parser_js.tsv") else { return };
    let (mut tally, mut bad) = (Tally::default(), Tally::default());
    let first_bad = rows.iter().position(|row| row[0] == "blablabla").unwrap_or(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if at >= first_bad {
            // The list also refuses a longitude before its latitude; here that is a doubt.
            match pair(&row[0]) {
                Ok(it) if it.latitude.doubts == ["longitude-first"] => {}
                Ok(it) => bad.count(&row[0], &it.latitude.decimal, "refusal", Some(&it.latitude.doubts)),
                Err(_) => bad.right += 1,
            }
        } else if !row[0].starts_with("145505994") {
            // Left out: thousandths of seconds, which no label has.
            count_pair(&mut tally, &row[0], &row[1], &row[2], 0.0002);
        }
    }
    tally.holds("coordinate_parser_js", 98);
    bad.holds("coordinate_parser_js, bad", 100);
}

#[test]
fn pairs_of_geo_coordinates_parser() {
    let Some(rows) = rows("coordinates/geo_coordinates_parser.tsv") else { return };
    let (mut tally, mut bad) = (Tally::default(), Tally::default());
    for row in &rows {
        if row[5] == "must-reject" {
            let is = pair(&row[0]);
            let shown = if is.is_err() { "refusal" } else { "a pair" };
            bad.count(&row[0], shown, "refusal", is.as_ref().ok().map(|it| it.latitude.doubts.as_slice()));
        } else if !row[0].starts_with("-23.3245° S") {
            // Left out: a sign and a letter together are asked about.
            count_pair(&mut tally, &row[0], &row[3], &row[4], 0.00001);
            count_coordinate(&mut tally, &row[1], Axis::Latitude, &row[3], 0.00001);
            count_coordinate(&mut tally, &row[2], Axis::Longitude, &row[4], 0.00001);
        }
    }
    tally.holds("geo_coordinates_parser", 98);
    let Tally { right, refused, doubted, silent } = bad;
    // The list refuses all coordinates with few decimals; `25.62S, 27.77E` is a plain one for us.
    eprintln!("geo_coordinates_parser, bad: {right} refused, {doubted} doubted, {silent} read, {refused}");
    assert!(silent <= 1);
}

#[test]
fn coordinates_of_vertnet() {
    let Some(rows) = rows("coordinates/copyleft/vertnet_LegacyCoordinates.tsv") else { return };
    let mut tally = Tally::default();
    for row in rows.iter().filter(|row| row.len() > 21 && !row[20].is_empty() && !row[21].is_empty()) {
        if !row[3].is_empty() && !row[3].contains('O') {
            count_pair(&mut tally, &row[3], &row[20], &row[21], 0.000001);
        } else if !row[5].is_empty() && !row[6].is_empty() && row[5] != "123.45" {
            // Left out: a row with its columns swapped.
            count_coordinate(&mut tally, &row[5], Axis::Latitude, &row[20], 0.000001);
            count_coordinate(&mut tally, &row[6], Axis::Longitude, &row[21], 0.000001);
        }
    }
    tally.holds("vertnet_LegacyCoordinates", 90);
}

#[test]
fn real_coordinates_of_bels() {
    let Some(rows) = rows("coordinates/bels_real_verbatim_coordinates.tsv") else { return };
    let unquoted = |text: &str| text.trim_matches('"').replace("\"\"", "\"");
    let (mut near_enough, mut far, mut refused) = (0, 0, 0);
    for row in rows.iter().filter(|row| row.len() > 6) {
        let (both, latitude, longitude) = (unquoted(&row[0]), unquoted(&row[1]), unquoted(&row[2]));
        let is = if latitude.is_empty() && !both.is_empty() {
            pair(&both).map(|it| (it.latitude, it.longitude))
        } else {
            coordinate(&latitude, Axis::Latitude).and_then(|it| Ok((it, coordinate(&longitude, Axis::Longitude)?)))
        };
        match is {
            Ok((a, b)) if near(&a.decimal, &row[5], 0.02) && near(&b.decimal, &row[6], 0.02) => near_enough += 1,
            Ok((a, b)) => {
                far += 1;
                eprintln!(
                    "  far: {both:?} {latitude:?} {longitude:?} is {}, {}, not {}, {}",
                    a.decimal, b.decimal, row[5], row[6]
                );
            }
            Err(why) => {
                refused += 1;
                eprintln!("  {}: {both:?} {latitude:?} {longitude:?}", why.name());
            }
        }
    }
    eprintln!("bels_real_verbatim_coordinates: {near_enough} near the publisher's, {far} far, {refused} refused");
    // What is far is the publishers' doing: swapped columns, signs left out. Columns without letters cannot tell.
    assert!(far <= 36 && near_enough >= 340, "{far} far, {near_enough} near");
}

#[test]
fn elevations_of_gbif_and_vertnet() {
    let mut tally = Tally::default();
    for (list, text, expect) in [
        ("coordinates/gbif_elevation_depth.tsv", 1, 4),
        ("coordinates/copyleft/vertnet_LegacyElevations.tsv", 1, 4),
        ("coordinates/copyleft/vertnet_LegacyDepths.tsv", 1, 4),
    ] {
        let Some(rows) = rows(list) else { return };
        for row in rows.iter().filter(|row| row.len() > expect && !row[text].is_empty()) {
            let wanted =
                row[expect].strip_prefix("true,").map_or(row[expect].as_str(), |it| it.split(',').next().unwrap_or(""));
            let wanted = wanted.trim_end_matches('d');
            let one = row[2].is_empty() || list.contains("copyleft");
            // Left out: ranges of two columns, depths below zero, `3280f`, and values without unit in feet.
            if !one || wanted.starts_with("false") || wanted.is_empty() || row[text] == "3280f" {
                continue;
            }
            match elevation(&row[text]) {
                Ok(it) if near(&it.min, wanted, 0.06) => tally.right += 1,
                Ok(it) => tally.count(&row[text], &it.min, wanted, Some(&it.doubts)),
                Err(why) => tally.count(&row[text], why.name(), wanted, None),
            }
        }
    }
    tally.holds("elevations and depths", 90);
}

/// Letters only, lower case: `J. R.` and `JR` are the same.
fn letters(text: &str) -> String {
    super::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn key(person: &Person) -> String {
    let given = [&person.first, &person.initials].map(|it| it.as_deref().unwrap_or("")).concat();
    format!("{}, {}", letters(&person.last), letters(&given))
}

/// The values of `"name": "…"` in a row of JSON.
fn json_values(json: &str, name: &str) -> Vec<String> {
    let value = |rest: &str| {
        let rest = rest.trim_start_matches([' ', ':']);
        rest.strip_prefix('"').and_then(|it| it.split('"').next()).unwrap_or("").to_owned()
    };
    json.split(&format!("\"{name}\"")).skip(1).map(value).collect()
}

#[test]
fn names_of_bionomia() {
    let Some(rows) = rows("agents/dwc_agent_names.tsv") else { return };
    let (mut right, mut all) = (0, 0);
    for row in &rows {
        let families = json_values(&row[1], "family");
        let given = json_values(&row[1], "given");
        let particles = json_values(&row[1], "particle");
        let expect: Vec<String> = (0..families.len())
            .filter(|at| !families[*at].is_empty())
            .map(|at| format!("{}, {}", letters(&format!("{}{}", particles[at], families[at])), letters(&given[at])))
            .collect();
        keeps_all_words(&row[0]);
        if expect.is_empty() {
            continue;
        }
        let is: Vec<String> = people(&row[0]).people.iter().filter(|it| !it.is_group).map(key).collect();
        all += 1;
        if is == expect {
            right += 1;
        } else {
            eprintln!("  {:?} is {is:?}, not {expect:?}", row[0]);
        }
    }
    eprintln!("dwc_agent_names: {right} of {all} right");
    assert!(right * 100 >= all * 90, "{right} of {all}");
}

#[test]
fn names_of_bionomias_parser() {
    let Some(rows) = rows("agents/dwc_agent_parser_spec.tsv") else { return };
    let (mut right, mut all) = (0, 0);
    for row in &rows {
        let text = row[0].trim_matches('"').replace("\\\"", "\"");
        keeps_all_words(&text);
        let pairs: Vec<&str> = row[2].split("values_at(:given, :family").skip(1).collect();
        let expect: Vec<String> = pairs.iter().filter_map(|it| given_and_family(it)).collect();
        if expect.len() != pairs.len() || expect.is_empty() || row[2].contains("clean(") {
            continue;
        }
        let is: Vec<String> = people(&text).people.iter().map(key).collect();
        all += 1;
        if expect.iter().all(|it| is.iter().any(|is| is.ends_with(it) || is == it || it.ends_with(is.as_str()))) {
            right += 1;
        } else {
            eprintln!("  {text:?} is {is:?}, not {expect:?}");
        }
    }
    eprintln!("dwc_agent_parser_spec: {right} of {all} right");
    assert!(right * 100 >= all * 90, "{right} of {all}");
}

/// `…eq(["J.", "Smith"…` as `smith, j`.
fn given_and_family(assertion: &str) -> Option<String> {
    let list = assertion.split("eq([").nth(1)?;
    let mut names = list.split([',', ']']).map(|it| it.trim().trim_matches(['"', '\'']));
    let (given, family) = (names.next()?, names.next()?);
    let only = family == "nil";
    Some(if only {
        format!("{}, ", letters(given))
    } else {
        format!("{}, {}", letters(family), letters(given).replace("nil", ""))
    })
}

/// Every word of the text is in what is kept of it, but for what parts people.
#[track_caller]
fn keeps_all_words(text: &str) {
    let reading = people(text);
    if reading.people.is_empty() {
        assert!(!reading.doubts.is_empty(), "{text:?}");
        return;
    }
    let kept: String = reading.people.iter().map(|it| letters(&it.verbatim) + " ").collect();
    let parting = ["and", "und", "och", "with", "mit", "etal", "etc", "others", "al", "et"];
    for word in text.split(|c: char| !c.is_alphanumeric() || c == 'ǀ').map(letters).filter(|it| it.len() > 1) {
        assert!(kept.contains(&word) || parting.contains(&word.as_str()), "{text:?} lost {word:?}: {kept:?}");
    }
}

#[test]
fn names_of_canadensys() {
    let Some(rows) = rows("agents/canadensys_persons.tsv") else { return };
    for row in &rows {
        let is: Vec<String> = people(&row[0]).people.iter().map(key).collect();
        let expect: Vec<String> = row[1].split('|').flat_map(|it| people(it).people).map(|it| key(&it)).collect();
        assert_eq!(is, expect, "{}", row[0]);
    }
}

#[test]
fn hostile_texts_end_soon() {
    let seeds = [
        "1",
        "1 ",
        "-",
        "/",
        "1-",
        "1/",
        "a",
        "a ",
        "a, ",
        "A. ",
        "(",
        "1987-05-12/",
        "40°30'N ",
        "é",
        "1,",
        "1.",
        "&",
        "et ",
        "X",
    ];
    for seed in seeds {
        for times in [1, 7, 30, 120, 499, 4_000, 1_000_000] {
            let text = seed.repeat(times);
            for order in [DateOrder::DayMonth, DateOrder::MonthDay, DateOrder::Ask] {
                let _ = date(&text, order);
            }
            let _ = (pair(&text), coordinate(&text, Axis::Latitude), elevation(&text), people(&text));
        }
    }
}

/// Pieces of real texts put together at random, always the same way.
#[test]
fn mixtures_of_real_pieces_never_panic() {
    let pieces = [
        "1987",
        "87",
        "'87",
        "5",
        "31",
        "00",
        "V",
        "xii",
        "May",
        "травня",
        "-",
        " - ",
        "/",
        ".",
        ",",
        " ",
        "to",
        "and",
        "?",
        "~",
        "[",
        "]",
        "s",
        "XX",
        "T",
        ":",
        "12:30",
        "Z",
        "°",
        "'",
        "\"",
        "N",
        "S",
        "O",
        "W",
        "40",
        "30.5",
        "lat",
        "UTM",
        "17T",
        "630084",
        "4833438",
        "ft",
        "m",
        "1,200",
        "ca",
        "Smith",
        "J.",
        "Jr.",
        "von",
        "et al",
        "&",
        "Museum",
        "😄",
        "é",
        "\u{0301}",
        "１",
        "²",
        "ß",
        "İ",
    ];
    let mut state = 1u64;
    let mut next = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % limit
    };
    for _ in 0..20_000 {
        let text: String = (0..1 + next(9)).map(|_| pieces[next(pieces.len())]).collect();
        for order in [DateOrder::DayMonth, DateOrder::Ask] {
            if let Ok(it) = date(&text, order) {
                assert!(it.start.first_day() <= it.end.unwrap_or(it.start).last_day(), "{text}");
            }
        }
        let _ = (pair(&text), coordinate(&text, Axis::Longitude), elevation(&text), people(&text));
    }
}
