//! How long the server needs for every kind of page, on a large collection.

use std::time::Duration;

use vasculum_domain::sets::{self, About};
use vasculum_domain::users::TokenScope;
use vasculum_model::names::{collection_object, taxon};
use vasculum_model::{Error, Path, model};
use vasculum_store::{Filter, Purpose, Select, Test};

use crate::house::{self, House};
use crate::http::Client;
use crate::json::{self, Servers};
use crate::report::{Row, median, timed};
use crate::{Ask, Failure};

/// The most that a page may take, in milliseconds.
const AT_MOST_MS: f64 = 50.0;

/// What grows with what was chosen, or looks at every record of the collection: it has no target.
const LONG: &[&str] = &[
    "labels of a set",
    "map of everything",
    "chart of everything: years",
    "chart of everything: families",
    "pivot of everything",
    "values of a column of everything",
    "numbers of the year",
];

/// A kind of page: its name, and the addresses that are asked for in turn.
type Kind = (&'static str, Vec<String>);

/// What stands in the collection and is asked for.
struct Found {
    /// Ids of objects all over the collection.
    objects: Vec<i64>,
    /// A catalogue number in the midst of them.
    number: String,
    /// Names of species.
    names: Vec<String>,
    /// A set of some of the objects.
    set: i64,
}

/// So many objects stand in the record set.
const IN_SET: usize = 500;

fn look(house: &House, objects: usize) -> Result<Found, Failure> {
    let found = house.db.write(&house.access, Purpose::new("init", "A set to measure"), |tx| {
        let ids: Vec<i64> = (1..=20).map(|nth| 1 + (objects as i64 - 1) * nth / 20).collect();
        let middle = tx.get(collection_object::TABLE, ids[9])?;
        let number = middle.text(collection_object::CATALOG_NUMBER).unwrap_or_default().to_owned();
        let of = model().table(taxon::TABLE);
        let species =
            Select::all(taxon::TABLE).matching(Filter::test(taxon::RANK_ID, Test::AtLeast(220.into()))).at_most(2_000);
        let names = tx.values(&species, &[Path::parse(of, "fullName")?])?;
        let names: Vec<String> = names.iter().step_by(200).filter_map(|row| row[0].text().map(str::to_owned)).collect();
        if names.is_empty() || number.is_empty() {
            return Err(Error::not_found("The collection has no species, or no numbers."));
        }
        let set = match sets::listed(tx)?.into_iter().next() {
            Some(set) => set.record.id,
            None => {
                let some: Vec<i64> = (1..=IN_SET as i64).map(|nth| objects as i64 * nth / IN_SET as i64).collect();
                let about = About { name: "Measured".to_owned(), ..About::default() };
                sets::make(tx, collection_object::TABLE, &about, &some)?.id
            }
        };
        Ok(Found { objects: ids, number, names, set })
    })?;
    Ok(found)
}

/// Every kind of page, in the order of the table.
fn kinds(found: &Found) -> Vec<Kind> {
    let plain = |path: &str| vec![path.to_owned()];
    let each = |path: &dyn Fn(i64) -> String| found.objects.iter().map(|id| path(*id)).collect::<Vec<_>>();
    let first = |name: &String| name.split(' ').next().unwrap_or_default().to_owned();
    let epithet = |name: &String| name.split(' ').next_back().unwrap_or_default().to_owned();
    let list = "/data/CollectionObject";
    let of_names = |path: &dyn Fn(&String) -> String| found.names.iter().map(path).collect::<Vec<_>>();
    let half = |word: String| word.chars().take(4).collect::<String>();
    let shown =
        "from CollectionObject show catalogNumber, determinations[isCurrent].taxon.Family, collectingEvent.startDate";
    let question = |path: &str, rest: &str, more: &str| -> Vec<String> {
        let ask = |name: &String| {
            let text = format!("{shown}{}", rest.replace("{genus}", &first(name)));
            let text: String = text.bytes().map(encoded).collect();
            format!("/query{path}?q={text}{more}")
        };
        found.names.iter().map(ask).collect()
    };
    let genus = " where determinations[isCurrent].taxon.Genus = \"{genus}\"";
    let sorted = &format!("{genus} sort by determinations[isCurrent].taxon.fullName");
    vec![
        ("home", plain("/")),
        ("list", plain(list)),
        ("list, second page", plain(&format!("{list}?after={}&skipped=50", found.objects[9]))),
        ("list by date", plain(&format!("{list}?sort=-catalogedDate"))),
        (
            "list of a year",
            plain(&format!(
                "{list}?filter=collectingEvent.startDate%3E%3D1990-01-01&filter=collectingEvent.startDate%3C%3D1990-12-31"
            )),
        ),
        ("list, words: a number", plain(&format!("{list}?q={}", found.number))),
        ("list, words: a name", of_names(&|name| format!("{list}?q={}", name.replace(' ', "+")))),
        ("list of taxa", plain("/data/Taxon")),
        (
            "list of taxa, words",
            of_names(&|name| format!("/data/Taxon?q={}+{}", half(epithet(name)), half(first(name)))),
        ),
        ("record", each(&|id| format!("{list}/{id}"))),
        ("new record", plain(&format!("{list}/new"))),
        ("history of a record", each(&|id| format!("{list}/{id}/history"))),
        ("changes", plain("/changes")),
        ("record sets", plain("/record-sets")),
        ("record set", plain(&format!("/record-sets/{}", found.set))),
        ("labels of a set", plain(&format!("/labels?table=CollectionObject&filter=id%3Aset%28{}%29", found.set))),
        ("search", of_names(&|name| format!("/search?q={}", first(name)))),
        ("query: everything", question("", "", "")),
        ("query: a genus", question("", genus, "")),
        ("query: a genus by name", question("", sorted, "")),
        ("count of a genus", question("/count", genus, "")),
        ("values of a column of a genus", question("/values", genus, "&column=1")),
        ("map of a genus", question("/map", genus, "")),
        ("chart of a genus", question("/chart", genus, "&by=2")),
        ("pivot of a genus", question("/pivot", genus, "&rows=1&columns=2")),
        ("values of a column of everything", question("/values", "", "&column=1")),
        ("map of everything", question("/map", "", "")),
        ("chart of everything: years", question("/chart", "", "&by=2")),
        ("chart of everything: families", question("/chart", "", "&by=1")),
        ("pivot of everything", question("/pivot", "", "&rows=1&columns=2")),
        ("insights", plain("/insights")),
        ("numbers of the year", plain("/insights/annual")),
        ("type-ahead: name", of_names(&|name| format!("/lookup/Taxon?q={}", half(first(name))))),
        ("type-ahead: word", of_names(&|name| format!("/lookup/Taxon?q={}", half(epithet(name))))),
        ("type-ahead: number", plain(&format!("/lookup/CollectionObject?q={}", half(found.number.clone())))),
    ]
}

/// A byte as it stands in an address.
fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

/// Asks for the pages of a kind in turn: milliseconds of the median, and the slowest.
fn measure(client: &mut Client, (name, paths): &Kind, rounds: usize) -> Result<Row, Failure> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for nth in 0..rounds + 2 {
        let path = &paths[nth % paths.len()];
        let (answer, time): (_, Duration) = timed(|| client.get(path));
        let answer = answer?;
        if answer.status != 200 {
            return Err(format!("{path} was answered with {}", answer.status).into());
        }
        // The first ones find files and statements that nobody asked for yet.
        if nth >= 2 {
            times.push(time.as_secs_f64() * 1e3);
            bytes = bytes.max(client.body().len());
        }
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    let words = format!("{:.0} kB, slowest {slowest:.0} ms", bytes as f64 / 1e3);
    let at_most = Some(AT_MOST_MS).filter(|_| !LONG.contains(name));
    Ok(Row::plain(&format!("page: {name}"), words, median(&times), "ms", at_most))
}

/// Every kind of page, one after the other, by one person who has the server for themselves.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let objects = ask.scale.pick(20_000, 1_000_000);
    let servers: Servers = json::serve_objects(ask, objects, TokenScope::Write)?;
    let found = look(&house::open(&house::large(ask, objects)?)?, objects)?;
    let mut client = Client::connect(servers.api, &servers.token)?;
    let rounds = ask.scale.pick(5, 20);
    // While the search index is being made, it takes what the pages would have.
    while client.get("/api/v1/search?q=a")?.status != 200 {
        std::thread::sleep(Duration::from_millis(500));
    }
    kinds(&found).iter().map(|kind| measure(&mut client, kind, rounds)).collect()
}
