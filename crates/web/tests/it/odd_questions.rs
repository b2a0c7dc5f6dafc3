//! Texts of questions and addresses as nobody would write them are refused, never a failure of the server.

use crate::house::{House, on_every_house};

/// Good questions, out of whose words bad ones are made.
const GOOD: &[&str] = &[
    "from CollectionObject show catalogNumber, determinations[isCurrent].taxon.Family as \"F\", collectingEvent.startDate.year",
    "from CollectionObject where collectingEvent.startDate between 1950 and 1960-05 or not (catalogNumber in (\"1-9\", \"x\"))",
    "from Preparation each loanPreparations show countAmt / 0, sum(countAmt) having count() > 1 sort by count() desc limit 3",
    "from Locality where itself within 10 km of (46.9, -7.4) and latitude1 > 1e300 and itself inside (1 2, 3 4, -5 6)",
    "from CollectionObject where age of \"Jurassic\" or age wholly between 1 and 2e9 series in all collections",
    "from Taxon show itself@\"x\", Genus.id, total(determinations.version) where under \"Salmo\" with synonyms distinct",
    "from Agent where changed since today - 99999999 years by \"me\" and itself contains ask(\"Who?\", \"%_\")",
    "from Loan where has issue \"overdue\" and timestampCreated > now - 4000000000 hours as of 0000-00-00",
    "from CollectionObject where number(preparations) * 99999999999999999999999999 > 1 and search \"salmo -\"",
    "from CollectionObject show first(remarks, \"?\") & 1.50, length(id), days(catalogedDate, 9999-12-31), if(id > 1, 1, 2)",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// Words put out of order, left out, said twice, cut and filled with odd letters.
fn spoilt(dice: &mut Dice) -> String {
    let mut words: Vec<&str> = GOOD[dice.below(GOOD.len())].split_inclusive([' ', '(', ')', '.', ',']).collect();
    let other: Vec<&str> = GOOD[dice.below(GOOD.len())].split_inclusive([' ', '(', ')', '.', ',']).collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(words.len());
        match dice.below(5) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, other[dice.below(other.len())]),
            2 => words.swap(at, 0),
            3 => words.truncate(at + 1),
            _ => words.insert(
                at,
                ["\"", "`", "[", "]", "-", "é", "\u{10FFFF}", "9223372036854775808", "@", "''", "\t"][dice.below(11)],
            ),
        }
        if words.is_empty() {
            break;
        }
    }
    words.concat()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[track_caller]
fn is_no_failure(house: &House, address: &str, text: &str) {
    let reply = house.open("asker", address);
    assert!(!reply.status.is_server_error(), "{} for ‘{text}’ at {address}: {}", reply.status, reply.text);
}

#[test]
fn odd_questions_are_refused_in_words() {
    on_every_house(|house| {
        let mut dice = Dice(11);
        for round in 0..300 {
            let text = spoilt(&mut dice);
            let q = escaped(&text);
            let path = [
                "/api/v1/query",
                "/query",
                "/query/rows",
                "/query/count",
                "/query/chart",
                "/query/map",
                "/query/pivot",
            ][round % 7];
            is_no_failure(house, &format!("{path}?q={q}"), &text);
        }
        for odd in
            ["after=%5B%5D", "after=7", "after=x", "at=-1", "ask.x=%00", "by=99", "rows=a&columns=b", "cursor=AAAA"]
        {
            for path in ["/query", "/query/rows", "/api/v1/query", "/query/chart", "/query/pivot", "/query/map/cells"] {
                let q = escaped("from CollectionObject show catalogNumber, remarks");
                is_no_failure(house, &format!("{path}?q={q}&{odd}"), odd);
            }
        }
        let deep = format!("from CollectionObject where {}catalogNumber is empty", "(".repeat(5_000));
        is_no_failure(house, &format!("/api/v1/query?q={}", escaped(&deep)), "deep");
    });
}
