//! Queries as Specify stores them: every operator with every kind of field, every form of a way, there and back.

use vasculum_domain::query::specify::{Line, Stored, from_query, to_query};
use vasculum_domain::query::{self, Asked, Plan};
use vasculum_store::Tx;
use vasculum_testkit::on_every_engine;

use crate::questions::{access, museum};

/// A line of a way, an operator and a value; `!` before the value turns it round.
fn line(path: &str, operator: i64, value: &str) -> Line {
    let (tables, rest) = path.split_once('.').unwrap();
    let field = rest.split_once('.').unwrap().1;
    let (is_not, value) = value.strip_prefix('!').map_or((false, value), |value| (true, value));
    Line {
        tables: tables.to_owned(),
        path: path.to_owned(),
        field: field.to_owned(),
        operator,
        value: value.to_owned(),
        is_not,
        ..Line::default()
    }
}

fn stored(table: i64, lines: Vec<Line>) -> Stored {
    Stored { name: "Test".to_owned(), table, lines, ..Stored::default() }
}

/// Converts, asks, and converts back, which must give the same lines.
#[track_caller]
fn check(tx: &mut Tx<'_>, from: &Stored, expect: &str) {
    let (query, lost) = to_query(tx, from).unwrap();
    assert_eq!(query.to_string(), expect);
    assert_eq!(lost, Vec::<String>::new(), "{expect}");
    let read = query::parse(&query.to_string()).unwrap();
    assert_eq!(read.to_string(), expect);
    let plan = Plan::make(tx, &read, &Asked::default()).unwrap_or_else(|error| panic!("{expect}: {error:?}"));
    plan.page(tx, None, 5).unwrap_or_else(|error| panic!("{expect}: {error:?}"));
    let (back, lost) = from_query(tx, &from.name, &read).unwrap();
    assert_eq!(lost, Vec::<String>::new(), "{expect}");
    assert_eq!(back, *from, "{expect}");
}

/// The condition that a line becomes.
#[track_caller]
fn condition(tx: &mut Tx<'_>, table: i64, line: Line, expect: &str) {
    let from = stored(table, vec![line]);
    let table = vasculum_model::model().numbered(i32::try_from(table).unwrap()).unwrap().name;
    check(tx, &from, format!("from {table} {expect}").trim_end());
}

const NUMBER: &str = "1.collectionobject.catalogNumber";
const DATE: &str = "1.collectionobject.catalogedDate";
const MOMENT: &str = "1.collectionobject.timestampCreated";
const COUNT: &str = "63.preparation.countAmt";
const CLOSED: &str = "52.loan.isClosed";
const AGE: &str = "1.collectionobject.age";

#[test]
fn every_operator_means_the_same_for_every_kind_of_field() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let access = access(&fresh.database, Some("fish"));
        fresh
            .database
            .read(&access, |tx| {
                for (path, operator, value, expect) in [
                    (NUMBER, 0, "0%1_", "where catalogNumber like \"0%1_\""),
                    (NUMBER, 0, "!0%", "where not catalogNumber like \"0%\" and catalogNumber like \"%\""),
                    (NUMBER, 1, "123", "where catalogNumber = \"123\""),
                    (NUMBER, 1, "!123", "where not catalogNumber = \"123\""),
                    (NUMBER, 2, "5", "where catalogNumber > \"5\""),
                    (NUMBER, 3, "5", "where catalogNumber < \"5\""),
                    (NUMBER, 4, "5", "where catalogNumber >= \"5\""),
                    (NUMBER, 5, "5", "where catalogNumber <= \"5\""),
                    (NUMBER, 9, "1,20", "where catalogNumber between \"1\" and \"20\""),
                    (NUMBER, 10, "1,7-9", "where catalogNumber in (\"1\", \"7-9\")"),
                    (NUMBER, 10, "!1,2", "where not catalogNumber in (\"1\", \"2\")"),
                    (NUMBER, 11, "a\"b", "where catalogNumber contains \"a\"\"b\""),
                    (NUMBER, 11, "!2", "where not catalogNumber contains \"2\""),
                    (NUMBER, 12, "", "where catalogNumber is empty"),
                    (NUMBER, 12, "!", "where not catalogNumber is empty"),
                    (NUMBER, 15, "12", "where catalogNumber starts with \"12\""),
                    (NUMBER, 15, "!12", "where not catalogNumber starts with \"12\" and catalogNumber like \"%\""),
                    (NUMBER, 18, "2", "where catalogNumber ends with \"2\""),
                    (DATE, 1, "1990-06-15", "where catalogedDate = 1990-06-15"),
                    (DATE, 1, "!1990-06-15", "where not catalogedDate = 1990-06-15"),
                    (DATE, 2, "today - 7 day", "where catalogedDate > today - 7 days"),
                    (DATE, 3, "today", "where catalogedDate < today"),
                    (DATE, 4, "1990-01-01", "where catalogedDate >= 1990-01-01"),
                    (DATE, 5, "1990-01-01", "where catalogedDate <= 1990-01-01"),
                    (DATE, 5, "!1990-01-01", "where not catalogedDate <= 1990-01-01 and not catalogedDate is empty"),
                    (DATE, 9, "1990-01-01,1999-12-31", "where catalogedDate between 1990-01-01 and 1999-12-31"),
                    (DATE, 10, "1990-01-01,1991-01-01", "where catalogedDate in (1990-01-01, 1991-01-01)"),
                    (DATE, 12, "", "where catalogedDate is empty"),
                    (MOMENT, 1, "2026-01-01", "where timestampCreated = 2026-01-01"),
                    (MOMENT, 4, "today + 1 month", "where timestampCreated >= today + 1 months"),
                    (CLOSED, 6, "", "where isClosed"),
                    (CLOSED, 7, "", "where isClosed is false"),
                    (CLOSED, 6, "!", "where not isClosed"),
                    (CLOSED, 13, "", "where isClosed is true or empty"),
                    (CLOSED, 14, "", "where isClosed is false or empty"),
                    (CLOSED, 12, "", "where isClosed is empty"),
                    (COUNT, 1, "5", "where countAmt = 5"),
                    (COUNT, 2, "5", "where countAmt > 5"),
                    (COUNT, 3, "5", "where countAmt < 5"),
                    (COUNT, 4, "5", "where countAmt >= 5"),
                    (COUNT, 5, "!5", "where not countAmt <= 5 and not countAmt is empty"),
                    (COUNT, 9, "2,4", "where countAmt between 2 and 4"),
                    (COUNT, 10, "1,2", "where countAmt in (1, 2)"),
                    (COUNT, 12, "!", "where not countAmt is empty"),
                    (AGE, 16, "10,20", "where age between 10 and 20"),
                    ("1.collectionobject.id", 10, "1,2", "where id in (1, 2)"),
                    ("1.collectionobject.id", 1, "7", "where id = 7"),
                ] {
                    let table = path.split('.').next().unwrap().parse().unwrap();
                    condition(tx, table, line(path, operator, value), expect);
                }
                condition(
                    tx,
                    1,
                    Line { is_strict: true, ..line(AGE, 16, "10,20") },
                    "where age wholly between 10 and 20",
                );
                Ok(())
            })
            .unwrap();
        let fossils = crate::questions::access(&fresh.database, Some("ip"));
        fresh
            .database
            .read(&fossils, |tx| {
                condition(tx, 1, line(AGE, 17, "Cretaceous"), "where age of \"Cretaceous\"");
                let strict = Line { is_strict: true, ..line(AGE, 17, "Cretaceous") };
                condition(tx, 1, strict, "where age wholly of \"Cretaceous\"");
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn every_form_of_a_way_is_read_and_written_again() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let access = access(&fresh.database, Some("fish"));
        fresh
            .database
            .read(&access, |tx| {
                let shown = |path: &str| Line { is_shown: true, ..line(path, 8, "") };
                let link = |path: &str, format: &str| Line { is_link: true, format: format.to_owned(), ..shown(path) };
                for (line, expect) in [
                    (shown("1,10.collectingevent.startDate"), "show collectingEvent.startDate"),
                    (shown("1,10,2.locality.localityName"), "show collectingEvent.locality.localityName"),
                    (shown("1,10.collectingevent.startDateNumericYear"), "show collectingEvent.startDate.year"),
                    (shown("1,10.collectingevent.startDateNumericMonth"), "show collectingEvent.startDate.month"),
                    (shown("1,10.collectingevent.startDateNumericDay"), "show collectingEvent.startDate.day"),
                    (shown("1,10,2,3.geography.Country"), "show collectingEvent.locality.geography.Country"),
                    (shown("1,10,2,3.geography.Country ID"), "show collectingEvent.locality.geography.Country.id"),
                    (
                        shown("1,9-determinations,4.taxon.Species author"),
                        "each determinations show determinations.taxon.Species.author",
                    ),
                    (
                        shown("1,9-determinations,4.taxon.Family"),
                        "each determinations show determinations.taxon.Family",
                    ),
                    (
                        shown("1,9-determinations,4.taxon.fullName"),
                        "each determinations show determinations.taxon.fullName",
                    ),
                    (link("1,5-cataloger.collectionobject.cataloger", ""), "show cataloger"),
                    (link("1,5-cataloger.collectionobject.cataloger", "Agent"), "show cataloger@\"Agent\""),
                    (link("1,9-determinations.collectionobject.determinations", ""), "show determinations"),
                    (link("1,10,2.collectingevent.locality", ""), "show collectingEvent.locality"),
                ] {
                    let from = stored(1, vec![line]);
                    let (query, lost) = to_query(tx, &from).unwrap();
                    assert_eq!((query.to_string(), lost), (format!("from CollectionObject {expect}"), Vec::new()));
                    let text = query.to_string();
                    if !text.contains("@\"Agent\"") {
                        Plan::make(tx, &query, &Asked::default()).unwrap().page(tx, None, 3).unwrap();
                    }
                    let (mut back, _) = from_query(tx, "Test", &query).unwrap();
                    // The name of the table is that at the end of the way, or, of a link, that before it.
                    for line in &mut back.lines {
                        let (tables, rest) = line.path.split_once('.').unwrap();
                        line.path = format!("{tables}.{}", rest);
                    }
                    let (again, lost) = to_query(tx, &back).unwrap();
                    assert_eq!((again.to_string(), lost), (text, Vec::new()));
                }
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn lines_of_one_field_are_alternatives_and_options_stay() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 40);
        let access = access(&fresh.database, Some("fish"));
        fresh
            .database
            .read(&access, |tx| {
                let number = line(NUMBER, 15, "0");
                let from = Stored {
                    distinct: true,
                    synonyms: true,
                    lines: vec![
                        Line { is_shown: true, sort: 2, ..number.clone() },
                        line(NUMBER, 1, "7"),
                        Line { is_shown: true, ..line(DATE, 12, "!") },
                    ],
                    ..stored(1, Vec::new())
                };
                check(
                    tx,
                    &from,
                    "from CollectionObject show catalogNumber, catalogedDate where (catalogNumber starts with \"0\" or catalogNumber = \"7\") and not catalogedDate is empty sort by catalogNumber desc distinct with synonyms",
                );
                let series = Stored { series: true, lines: vec![Line { is_shown: true, ..line(NUMBER, 8, "") }], ..stored(1, Vec::new()) };
                check(tx, &series, "from CollectionObject show catalogNumber series");
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn what_can_not_be_said_is_told_and_nothing_fails() {
    on_every_engine(|fresh| {
        museum(&fresh.database, 20);
        let access = access(&fresh.database, Some("fish"));
        fresh
            .database
            .read(&access, |tx| {
                for odd in [
                    "",
                    ".",
                    "1",
                    "x.y.z",
                    "1,999.a.b",
                    "1,10-nothing.a.b",
                    "2.locality.localityName",
                    "1.collectionobject.nothing",
                ] {
                    let mut odd_line = Line { is_shown: true, ..Line::default() };
                    odd_line.path = odd.to_owned();
                    let (query, lost) = to_query(tx, &stored(1, vec![odd_line])).unwrap();
                    assert_eq!((query.show.len(), lost.len()), (0, 1), "{odd}");
                }
                let (_, lost) = to_query(tx, &stored(1, vec![line(NUMBER, 77, "a"), line(NUMBER, 9, "a")])).unwrap();
                assert_eq!(lost.len(), 2, "{lost:?}");
                assert!(to_query(tx, &stored(100_000, Vec::new())).is_err());
                for (text, count) in [
                    ("from CollectionObject show count()", 1),
                    ("from CollectionObject show determinations[isCurrent].taxon.fullName", 1),
                    ("from CollectionObject where no determinations limit 5", 2),
                    ("from CollectionObject where remarks = \"a\" or catalogNumber = \"b\"", 1),
                    ("from CollectionObject where not remarks like \"a\"", 1),
                    ("from CollectionObject where determinations.taxon under \"Salmo\"", 1),
                ] {
                    let (_, lost) = from_query(tx, "Test", &query::parse(text).unwrap()).unwrap();
                    assert_eq!(lost.len(), count, "{text}: {lost:?}");
                }
                Ok(())
            })
            .unwrap();
    });
}
