//! A tree of one size, with the nodes that are operated on and determinations everywhere.

use std::fmt::Write as _;
use std::path::Path as FilePath;

use vasculum_domain::trees::import::{Ask as AskOfImport, Chosen, Goal, import_file, open as open_tree};
use vasculum_model::Record;
use vasculum_model::names::{collection_object, determination, taxon};
use vasculum_store::{Place, Purpose, Select};

use crate::archive::Dice;
use crate::house::{self, House};
use crate::raw::Raw;
use crate::{Ask, Failure};

/// The genus that moves has so many species.
const MOVED: usize = 500;
/// The genera that become one have so many each.
const MERGED: usize = 60;
/// So many determinations stand at the species that becomes a synonym.
const OF_SYNONYM: i64 = 20;

/// A word that might be a name.
fn word(dice: &mut Dice, syllables: usize) -> String {
    const ONSETS: &[&str] =
        &["b", "br", "c", "ch", "d", "f", "g", "gr", "h", "l", "m", "n", "p", "ph", "r", "s", "st", "t", "tr", "v"];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ae", "eu", "y"];
    let mut text = String::new();
    for _ in 0..syllables {
        text += ONSETS[dice.below(ONSETS.len())];
        text += VOWELS[dice.below(VOWELS.len())];
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Writes a sheet of about so many names: parents first, with identifiers, ranks and authors.
pub(crate) fn write_sheet(file: &FilePath, nodes: usize) -> Result<usize, Failure> {
    let mut text = String::from("id,parentId,rank,name,author\n");
    let mut dice = Dice::new(4_711);
    let mut count = 0;
    let mut put = |parent: usize, rank: &str, name: &str, author: &str| {
        count += 1;
        let parent = if parent == 0 { String::new() } else { parent.to_string() };
        let _ = writeln!(text, "{count},{parent},{rank},{name},\"{author}\"");
        count
    };
    let kingdom = put(0, "Kingdom", "Animalia", "");
    let phylum = put(kingdom, "Phylum", "Arthropoda", "");
    let class = put(phylum, "Class", "Insecta", "");
    // One family of every 400 nodes, one genus of every 20.
    let (families, mut order) = ((nodes / 400).max(1), class);
    for family in 0..families {
        if family % 25 == 0 {
            order = put(class, "Order", &(capital(&word(&mut dice, 3)) + "ptera"), "");
        }
        let family = put(order, "Family", &(capital(&word(&mut dice, 4)) + "idae"), "Latreille, 1802");
        for _ in 0..20 {
            let genus = put(family, "Genus", &capital(&word(&mut dice, 4)), "Fabricius, 1775");
            for _ in 0..19 {
                let author = format!("{}, {}", capital(&word(&mut dice, 2)), 1758 + dice.below(260));
                put(genus, "Species", &(word(&mut dice, 3) + "us"), &author);
            }
        }
    }
    let from = put(order, "Family", "Fromidae", "");
    put(order, "Family", "Intoidae", "");
    let moved = put(from, "Genus", "Movenda", "");
    for nth in 0..MOVED {
        put(moved, "Species", &format!("species{nth}a"), "Linnaeus, 1758");
    }
    for genus in ["Vanescens", "Permanens"] {
        let id = put(from, "Genus", genus, "");
        let first = genus.to_lowercase();
        for nth in 0..MERGED {
            put(id, "Species", &format!("{first}{nth}a"), "Linnaeus, 1758");
        }
    }
    std::fs::write(file, text)?;
    Ok(count)
}

fn ask_of(house: &House) -> AskOfImport {
    AskOfImport {
        table: taxon::TABLE,
        collection: house.collection,
        goal: Goal::Usual,
        create_missing_ranks: true,
        mapping: None,
    }
}

/// Brings a sheet of names into the tree of a house; returns how many nodes were made.
pub(crate) fn bring_in(house: &House, sheet: &FilePath) -> Result<u64, Failure> {
    let opened = open_tree(sheet)?;
    let (plan, applied) = import_file(&house.db, &house.access, "names", &opened, &ask_of(house), &Chosen::All)?;
    if applied.refusals > 0 {
        return Err(format!("the import refused names: {:?} {:?}", applied.refused, plan.counts).into());
    }
    Ok(applied.made)
}

/// A database with a tree of about so many nodes and determinations at them, and the numbers at its nodes.
pub(super) fn grown(ask: &Ask, nodes: usize, determinations: usize) -> Result<Place, Failure> {
    house::kept(ask, &format!("tree-{nodes}-{determinations}"), |place, folder| {
        let sheet = folder.join("names.csv");
        write_sheet(&sheet, nodes)?;
        let house = house::make_at(place.clone())?;
        bring_in(&house, &sheet)?;
        let (object, opinion) = house.db.write(&house.access, Purpose::new("init", "One object"), |tx| {
            let first = tx.first(&Select::all(taxon::TABLE))?.map(|record| record.id);
            let object = Record::new(collection_object::TABLE).with(collection_object::CATALOG_NUMBER, "1");
            let object = vasculum_domain::records::put(tx, None, object)?.0.id;
            let opinion = Record::new(determination::TABLE)
                .with(determination::COLLECTION_OBJECT, object)
                .with(determination::TAXON, first)
                .with(determination::IS_CURRENT, true);
            Ok((object, vasculum_domain::records::put(tx, None, opinion)?.0.id))
        })?;
        drop(house);
        let mut raw = Raw::open(&place)?;
        raw.careless()?;
        let times = determinations as i64 - 1;
        raw.copy(
            "collection_object",
            &format!("t.id = {object}"),
            times,
            &[("id", &format!("{object} + s.n")), ("guid", "NULL"), ("catalog_number", "CAST(s.n + 1 AS TEXT)")],
        )?;
        // All over the tree, but for the genera that are operated on, which get the same in every tree.
        let of = |name: &str| format!("(SELECT MIN(id) FROM taxon WHERE full_name = '{name}')");
        let last =
            raw.numbers(&format!("SELECT {}, (SELECT MIN(id) FROM taxon) FROM taxon LIMIT 1", of("Fromidae")))?;
        let (last, first) = (last[0][0], last[0][1]);
        let span = last - first;
        let taxon = format!("{first} + (s.n * 7919) % {span}");
        raw.copy(
            "determination",
            &format!("t.id = {opinion}"),
            times,
            &[
                ("id", &format!("{opinion} + s.n")),
                ("guid", "NULL"),
                ("collection_object_id", &format!("{object} + s.n")),
                ("taxon_id", &taxon),
                ("preferred_taxon_id", &taxon),
            ],
        )?;
        let mine = format!("(SELECT COUNT(*) FROM taxon n WHERE n.id > {last})");
        let start = times / 2;
        let each = format!(
            "UPDATE determination SET taxon_id = {last} + id - {start}, preferred_taxon_id = {last} + id - {start} \
             WHERE id > {start} AND id <= {start} + {mine}"
        );
        let synonym = of("Permanens permanens7a");
        let some = format!(
            "UPDATE determination SET taxon_id = {synonym}, preferred_taxon_id = {synonym} \
             WHERE id > {start} - {OF_SYNONYM} AND id <= {start}"
        );
        raw.run(&format!("{each}; {some}"))?;
        drop(raw);
        let house = house::open(&place)?;
        house.db.rebuild_tallies()?;
        Ok(house.db.optimise()?)
    })
}
