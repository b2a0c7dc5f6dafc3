//! How fast a type-ahead finds taxa among very many:
//! `cargo run --release -p vasculum-domain --example lookup_speed -- 1000000 [postgres://…]`.
//!
//! Makes an institution in a fresh place with so many invented taxa, and asks for them as somebody does who types. On
//! PostgreSQL the database must be empty.

#![allow(clippy::print_stdout)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use vasculum_domain::lookup::{Wish, find};
use vasculum_domain::setup::{Made, NewCollection, NewInstitution, init};
use vasculum_domain::trees;
use vasculum_model::names::taxon;
use vasculum_model::{Record, Result, model};
use vasculum_store::{Access, Action, Database, Filter, Place, Purpose, system_clock};

/// Numbers that look like chance and are the same at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn word(&mut self, syllables: usize, ending: &str) -> String {
        const SYLLABLES: &[&str] = &[
            "sal", "tru", "bar", "lep", "to", "phy", "rho", "do", "den", "mac", "ro", "mi", "cro", "al", "pi", "no",
            "ga", "ster", "cy", "pri", "co", "ry", "pho", "ne", "ma", "li", "the", "ra", "xy", "lo", "ce", "phal",
            "pte", "ri", "an", "thu", "ver", "ni", "cu", "spi",
        ];
        let mut word: String = (0..syllables).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect();
        word.push_str(ending);
        word
    }
}

fn fill(db: &Database, made: Made, count: usize) -> Result<()> {
    let system = Access::system("speed");
    let def = db.read(&system, |tx| trees::definition(tx, taxon::TABLE, made.discipline))?;
    let root = db.read(&system, |tx| trees::root(tx, taxon::TABLE, def.id))?;
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let epithets: Vec<String> =
        (0..60_000).map(|nth| chance.word(2 + nth % 3, ["us", "a", "is", "ensis"][nth % 4])).collect();
    let rank = |name: &str| def.named(name).map(|rank| (rank.id, rank.rank_id)).unwrap_or_default();
    let (genus, species) = (rank("Genus"), rank("Species"));
    let node = |parent: i64, (item, number): (i64, i64), name: &str, full: &str| {
        Record::new(taxon::TABLE)
            .with(taxon::PARENT, parent)
            .with(taxon::DEFINITION, def.id)
            .with(taxon::DEFINITION_ITEM, item)
            .with(taxon::RANK_ID, number)
            .with(taxon::IS_ACCEPTED, true)
            .with(taxon::NAME, name)
            .with(taxon::FULL_NAME, full)
    };
    let mut done = 0;
    while done < count {
        db.write(&system, Purpose::new("speed", "Taxa"), |tx| {
            let grant = tx.may(Action::Create, taxon::TABLE)?;
            let end = (done + 100_000).min(count);
            while done < end {
                let mut first = chance.word(2 + done % 3, ["us", "a", "o", "is"][done % 4]);
                first[..1].make_ascii_uppercase();
                let parent = tx.insert(&grant, node(root.id, genus, &first, &first))?;
                for _ in 0..19 {
                    let second = &epithets[chance.below(epithets.len())];
                    tx.insert(&grant, node(parent, species, second, &format!("{first} {second}")))?;
                }
                done += 20;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// What somebody types, and what that is an example of.
const TYPED: &[(&str, &str)] = &[
    ("one letter", "s"),
    ("a beginning", "macro"),
    ("a whole name", "Salmacro phylepto"),
    ("any word", "rhodo"),
    ("two beginnings", "sal ver"),
    ("two letters", "s v"),
    ("the other way round", "verphalensis sal"),
    ("a slip", "maccro"),
    ("a slip in each word", "sallto verphla"),
    ("two slips", "rhodedendrn"),
    ("nothing like it", "qwertzuiop"),
];

fn main() -> Result<()> {
    let mut given = std::env::args().skip(1);
    let count = given.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().map_err(|cause| vasculum_model::Error::internal("No folder.", cause))?;
    let place = given.next().map_or_else(|| Place::File(folder.path().join("speed.db")), Place::Postgres);
    let db = Database::create(place, system_clock)?;
    let system = Access::system("speed");
    let new = NewInstitution { name: "Museum of Speed".to_owned(), code: "MS".to_owned() };
    let first =
        NewCollection { code: "fish".to_owned(), discipline_type: "fish".to_owned(), ..NewCollection::default() };
    let made = db.write(&system, Purpose::new("init", "A museum"), |tx| init(tx, new, first))?;
    let began = Instant::now();
    fill(&db, made, count)?;
    println!("{count} taxa in {:.1} s, {} MB", began.elapsed().as_secs_f64(), db.size_bytes()? >> 20);
    let began = Instant::now();
    let records = db.rebuild_lookup(&mut |_, _| ())?;
    println!("index of {records} records anew in {:.1} s", began.elapsed().as_secs_f64());
    db.optimise()?;
    let access = system.within(Some(made.collection), Some(Arc::new(db.hierarchy()?)));
    for (what, words) in TYPED {
        let mut times: Vec<Duration> = Vec::new();
        let (mut hits, mut statements) = (0, 0);
        for _ in 0..15 {
            let began = Instant::now();
            db.read(&access, |tx| {
                let wish = Wish { table: taxon::TABLE, words, only: Filter::All, limit: 12 };
                hits = find(tx, &wish)?.ids.len();
                statements = tx.statements();
                Ok(())
            })?;
            times.push(began.elapsed());
        }
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "{what:<22} {words:<20} {hits:>3} hits {statements:>4} statements  median {:>7.2} ms  worst {:>7.2} ms",
            ms(times[7]),
            ms(times[14])
        );
    }
    println!("table {}", model().table(taxon::TABLE).name);
    Ok(())
}
