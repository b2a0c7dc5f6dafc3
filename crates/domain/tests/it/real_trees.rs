//! Trees that others publish: what their files say, read here by nothing but splitting, is what stands in the tree; and
//! what goes out of the tree comes in again unchanged.
//!
//! Where a file errs, the test says so.

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

use vasculum_domain::trees::export::Format;
use vasculum_domain::trees::import::{Applied, Ask, Chosen, Opened, Plan};
use vasculum_formats::Limits;
use vasculum_formats::trees::from_bytes;
use vasculum_model::names::{source_record, taxon};
use vasculum_model::{Record, TableId, Value, model};
use vasculum_store::{Database, Filter, Select};

use crate::tree_files::{access, bring_in, kinds, plan, take_out};

/// Where a file of other people is; without them the test says so and passes.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if full.exists() {
        return Some(full);
    }
    #[expect(clippy::print_stderr, reason = "the only way to say that a test did nothing")]
    {
        eprintln!("skipped: {} is not here", full.display());
    }
    None
}

/// The text of a file, unpacked if its name ends with `.gz`.
pub(crate) fn text(path: &str) -> Option<String> {
    let full = shared(path)?;
    let bytes = std::fs::read(full).unwrap();
    if !path.ends_with(".gz") {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    Some(text)
}

/// The text of a member of a zip file.
pub(crate) fn member(path: &str, name: &str) -> Option<String> {
    let bytes = std::fs::read(shared(path)?).unwrap();
    let zip = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    for entry in zip.entries() {
        let entry = entry.unwrap();
        if entry.file_path().as_ref() == name.as_bytes() {
            let mut text = String::new();
            let packed = zip.get_entry(entry.wayfinder()).unwrap();
            flate2::read::DeflateDecoder::new(packed.data()).read_to_string(&mut text).unwrap();
            return Some(text);
        }
    }
    panic!("{path} has no {name}");
}

/// The rows of a table by their headers; within quotation marks commas and doubled marks are text.
pub(crate) fn rows(text: &str, delimiter: char) -> Vec<HashMap<String, String>> {
    let split = |line: &str| -> Vec<String> {
        let mut cells = vec![String::new()];
        let (mut is_quoted, mut chars) = (false, line.chars().peekable());
        while let Some(char) = chars.next() {
            let cell = cells.last_mut().unwrap();
            match char {
                '"' if delimiter == ',' && is_quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
                '"' if delimiter == ',' => is_quoted = !is_quoted,
                _ if char == delimiter && !is_quoted => cells.push(String::new()),
                _ => cell.push(char),
            }
        }
        cells
    };
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let headers = split(lines.next().unwrap());
    let row = |line| {
        let cells = split(line).into_iter().map(|cell| cell.trim().to_owned());
        headers.iter().cloned().zip(cells).filter(|(_, cell)| !cell.is_empty()).collect()
    };
    lines.map(row).collect()
}

/// What a file says of a name; nothing where it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Said {
    pub id: String,
    pub rank: Option<String>,
    pub name: String,
    /// Nothing where it stands within the name.
    pub author: Option<String>,
    pub parent: Option<String>,
    pub accepted: Option<String>,
}

/// The nodes of a tree by what their source calls them.
pub(crate) fn standing(database: &Database, table: TableId) -> HashMap<String, Said> {
    let tree = model().tree(table).unwrap();
    let number = Filter::is(source_record::TABLE_NUM, i64::from(model().table(table).number));
    let (nodes, ranks, kept) = database
        .read(&access(), |tx| {
            let kept = tx.select(&Select::all(source_record::TABLE).matching(number.clone()))?;
            Ok((tx.select(&Select::all(table))?, tx.select(&Select::all(tree.rank))?, kept))
        })
        .unwrap();
    let rank_of: HashMap<i64, &str> =
        ranks.iter().map(|rank| (rank.id, rank.text(tree.rank_name).unwrap_or_default())).collect();
    let ids: HashMap<i64, &str> = kept
        .iter()
        .map(|record| (record.int(source_record::RECORD_ID).unwrap(), record.text(source_record::IDENTIFIER).unwrap()))
        .collect();
    let called = |id: Option<i64>| id.and_then(|id| ids.get(&id)).map(|id| (*id).to_owned());
    let parents: HashMap<i64, Option<i64>> = nodes.iter().map(|node| (node.id, node.int(tree.parent))).collect();
    // Nodes that the file names only within other names have no identifier.
    let above = |mut parent: Option<i64>| {
        while let Some(at) = parent.filter(|at| !ids.contains_key(at)) {
            parent = parents[&at];
        }
        called(parent)
    };
    let said = |node: &Record| {
        let name = if table == taxon::TABLE { tree.full_name } else { tree.name };
        let id = called(Some(node.id))?;
        let rank = rank_of[&node.int(tree.definition_item).unwrap()];
        let said = Said {
            id: id.clone(),
            rank: Some(rank.to_lowercase()),
            name: node.text(name).unwrap().to_owned(),
            author: Some(node.named("author").and_then(Value::text).unwrap_or_default().to_owned()),
            parent: above(node.int(tree.parent)),
            accepted: called(node.int(tree.accepted)),
        };
        Some((id, said))
    };
    nodes.iter().filter_map(said).collect()
}

/// What is found to be otherwise in the tree: what, the file, the tree.
pub(crate) type Difference = (&'static str, String, String);

/// Where the tree says otherwise than the file.
pub(crate) fn differences(file: &[Said], tree: &HashMap<String, Said>) -> Vec<Difference> {
    let mut found = Vec::new();
    for said in file {
        let Some(node) = tree.get(&said.id) else {
            found.push(("left out", said.name.clone(), said.id.clone()));
            continue;
        };
        let or = |text: &Option<String>| text.clone().unwrap_or_default();
        let ours = format!("{} {}", node.name, or(&node.author));
        let mut compare = |what, is_same: bool, file: &str, tree: &str| {
            if !is_same {
                found.push((what, format!("{}: {file}", said.name), tree.to_owned()));
            }
        };
        if let Some(rank) = &said.rank {
            let ranks = or(&node.rank);
            let is_same =
                ranks == *rank || ranks.split('/').any(|one| one == rank) || (rank == "form" && ranks == "forma");
            compare("rank", is_same, rank, &ranks);
        }
        match &said.author {
            Some(author) => {
                compare("name", plain(&said.name) == plain(&node.name), "", &node.name);
                compare("author", *author == or(&node.author), author, &or(&node.author));
            }
            None => {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                compare("name", letters(&plain(&said.name)) == letters(&plain(&ours)), "", &ours);
            }
        }
        if let Some(parent) = &said.parent {
            compare("parent", *parent == or(&node.parent), parent, &or(&node.parent));
        }
        compare("accepted", said.accepted == node.accepted, &or(&said.accepted), &or(&node.accepted));
    }
    found
}

/// A name as it is whatever the ranks of a tree put into full names: without ‘var.’ and its like, a subgenus or section
/// without its genus, the sign of a hybrid at its word.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words[..] {
        [_, inner] if inner.starts_with('(') => return inner.trim_matches(['(', ')']).to_owned(),
        [_, "subg." | "sect." | "subsect." | "ser.", inner] => return inner.to_owned(),
        _ => {}
    }
    let marks = ["subsp.", "var.", "f.", "subvar.", "nothosubsp.", "nothovar."];
    words.into_iter().filter(|word| !marks.contains(word)).collect::<Vec<_>>().join(" ").replace("× ", "×")
}

/// Brings a file in, everything out and in again; the plan, what was done and what stands in the tree.
#[track_caller]
pub(crate) fn there_and_back(database: &Database, file: &Opened, ask: &Ask, formats: &[Format]) -> (Plan, Applied) {
    let (planned, applied) = bring_in(database, file, ask, &Chosen::All);
    assert_eq!(applied.refusals, 0, "{:?}", applied.refused);
    for format in formats {
        let name = match format {
            Format::Csv => "a.csv",
            Format::Newick => "a.nwk",
            Format::Coldp | Format::Dwca => "a.zip",
        };
        let out = from_bytes(take_out(database, ask, *format), name, &Limits::default()).unwrap();
        let mut again = plan(database, &out, ask);
        if *format == Format::Newick {
            // Synonyms have no place in a topology.
            again.entries.retain(|entry| entry.wanted.is_some());
        }
        let few = &again.entries[..again.entries.len().min(5)];
        assert!(again.entries.is_empty(), "{format:?}: {:?}\n{few:#?}", kinds(&again));
    }
    let again = plan(database, file, ask);
    assert_eq!(kinds(&again), [], "the file itself: {:?}", &again.entries[..again.entries.len().min(5)]);
    assert_eq!(database.read(&access(), |tx| tx.odd_nodes(ask.table)).unwrap(), []);
    (planned, applied)
}

pub(crate) const ALL: &[Format] = &[Format::Csv, Format::Coldp, Format::Dwca, Format::Newick];
